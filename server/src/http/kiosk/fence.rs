//! The fence: a browser that is a shared screen gets `/kiosk`, what the app needs, and nothing else. So nobody signs in on it, no page of a
//! person or of staff is ever drawn on it, and its address never says what somebody looked at.
//!
//! Invariant: what is open is listed here; a new route is closed to screens until somebody puts it into the list.

use crate::http::desk::see_other;
use crate::http::problem::{Refusal, broken};
use crate::http::session::{kiosk_secret, screen_of};
use crate::http::{Ctx, lang, offline};
use axum::extract::{Request, State};
use axum::http::{HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};

/// Where a screen is.
const HOME: &str = "/kiosk";
/// Addresses that are open as they are.
const WHOLE: [&str; 10] = [
    HOME,
    "/kiosk/pair",
    "/shell",
    "/sw.js",
    "/favicon.ico",
    "/manifest.webmanifest",
    "/healthz",
    "/api/v1/kiosk",
    "/api/v1/commands",
    "/api/v1/hand-overs",
];
/// Addresses below which everything is open.
const BELOW: [&str; 9] = [
    "/pkg/",
    "/icons/",
    "/media/",
    "/api/v1/feed/",
    "/api/v1/blobs/",
    "/api/v1/kiosk/",
    "/api/v1/hand-overs/",
    "/api/v1/forms/",
    "/api/v1/receipts/",
];

/// Whether a screen gets what is at this address.
pub fn is_open(path: &str) -> bool {
    WHOLE.contains(&path) || BELOW.iter().any(|start| path.starts_with(start))
}

/// Keeps a screen where it belongs. Everybody else passes.
pub async fn guard(State(ctx): State<Ctx>, request: Request, next: Next) -> Response {
    let path = request.uri().path();
    let is_home = path == HOME && [Method::GET, Method::HEAD].contains(request.method());
    if (is_open(path) && !is_home) || kiosk_secret(request.headers(), ctx.https).is_none() {
        return next.run(request).await;
    }
    let lang = lang::of(request.uri().query(), request.headers());
    match screen_of(request.headers(), &ctx).await {
        // The cookie of a screen that is none any more closes nothing.
        Ok(None) => next.run(request).await,
        Ok(Some(_)) if is_home => {
            let mut response = offline::document(&ctx);
            response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
            response
        }
        Ok(Some(_)) if path.starts_with("/api/") => Refusal::of(StatusCode::FORBIDDEN, "forbidden", lang).into_response(),
        Ok(Some(_)) => see_other(HOME),
        Err(error) => broken(&error, lang).into_response(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_the_app_needs_is_open() {
        let files = ["/shell", "/pkg/app.abc.js", "/media/a.webp"];
        for open in ["/kiosk", "/kiosk/pair", "/api/v1/feed/public", "/api/v1/commands", "/api/v1/kiosk/beat"].into_iter().chain(files) {
            assert!(is_open(open), "{open}");
        }
        let pages = ["/", "/kiosks", "/sign-in", "/staff", "/staff/kiosks", "/account", "/listings", "/forms/x/plain", "/hand-over"];
        let others = ["/api/v1/me", "/api/v1/commandsx", "/api/v1/drafts/x", "/lang/en", "//kiosk", "/kiosk/../staff", "/metrics"];
        for closed in pages.into_iter().chain(others) {
            assert!(!is_open(closed), "{closed}");
        }
    }
}
