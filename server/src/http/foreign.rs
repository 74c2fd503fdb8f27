//! What another site's page sends in somebody's name: refused at the door, whatever the route.
//!
//! A page elsewhere can make a browser post here with the cookies of whoever looks at it. Browsers say where a request comes from, in
//! `Sec-Fetch-Site` and before that in `Origin`; what says neither is a program, which has no cookies but its own. What only looks (`GET`,
//! `HEAD`, `OPTIONS`) passes: it changes nothing. Nothing here has to be open to another site's page: the identity provider leads back by
//! `GET`, a screen and a phone send from this site's own pages, a mail's button is a page of this site that asks first.
//! Invariants: no handler asks for itself where a request comes from, so a new one cannot forget it; nothing deeper sees such a request, not
//! even its session or its body.

use super::{Ctx, refused, trouble};
use crate::audit::refusals::Kind;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderValue, header};
use axum::middleware::Next;
use axum::response::Response;

/// Lets through what comes from this site's own pages, from programs, and whatever only looks.
pub async fn guard(State(ctx): State<Ctx>, request: Request, next: Next) -> Response {
    if request.method().is_safe() || is_same_origin(request.headers()) {
        return next.run(request).await;
    }
    refused::tell(Kind::Foreign);
    trouble::not_from_here(&request, &ctx)
}

/// Whether a request comes from this site's own pages (or from a program, which sends no origin).
fn is_same_origin(headers: &HeaderMap) -> bool {
    if let Some(site) = headers.get("sec-fetch-site") {
        return matches!(site.as_bytes(), b"same-origin" | b"none");
    }
    let Some(origin) = headers.get(header::ORIGIN) else { return true };
    let host = headers.get(header::HOST).map(HeaderValue::as_bytes).unwrap_or_default();
    let authority = origin.to_str().ok().and_then(|origin| origin.split_once("://")).map(|(_, authority)| authority.as_bytes());
    authority.is_some_and(|it| !it.is_empty() && it.eq_ignore_ascii_case(host))
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::HeaderName;

    #[test]
    fn a_request_says_where_it_comes_from() {
        for (lines, own) in [
            (vec![], true),
            (vec![("sec-fetch-site", "same-origin")], true),
            (vec![("sec-fetch-site", "none")], true),
            (vec![("sec-fetch-site", "same-site")], false),
            (vec![("sec-fetch-site", "cross-site")], false),
            (vec![("sec-fetch-site", "Same-Origin")], false),
            (vec![("sec-fetch-site", "")], false),
            (vec![("sec-fetch-site", "\u{80}")], false),
            (vec![("origin", "https://city.example")], true),
            (vec![("origin", "https://CITY.example")], true),
            (vec![("origin", "https://city.example:8443")], false),
            (vec![("origin", "https://city.example.evil.example")], false),
            (vec![("origin", "https://evil.example")], false),
            (vec![("origin", "city.example")], false),
            (vec![("origin", "null")], false),
            (vec![("origin", "")], false),
            (vec![("origin", "\u{80}")], false),
            // Where both are there, what no page can write wins.
            (vec![("origin", "https://city.example"), ("sec-fetch-site", "cross-site")], false),
            (vec![("origin", "null"), ("sec-fetch-site", "same-origin")], true),
        ] {
            let mut headers = HeaderMap::new();
            headers.insert(header::HOST, HeaderValue::from_static("city.example"));
            for (name, value) in &lines {
                headers.insert(HeaderName::from_static(name), HeaderValue::from_bytes(value.as_bytes()).unwrap());
            }
            assert_eq!(is_same_origin(&headers), own, "{lines:?}");
        }
        // Where no host is named, no origin is this site's.
        for origin in ["https://city.example", "https://"] {
            let mut headers = HeaderMap::new();
            headers.insert(header::ORIGIN, HeaderValue::from_static(origin));
            assert!(!is_same_origin(&headers), "{origin}");
        }
    }
}
