//! Security headers of every answer.

use super::Ctx;
use axum::extract::{Request, State};
use axum::http::{HeaderName, HeaderValue, header};
use axum::middleware::Next;
use axum::response::Response;

/// The content security policy of a page whose inline data scripts carry `nonce`.
pub fn csp(nonce: Option<&str>) -> String {
    let nonce = nonce.map(|nonce| format!(" 'nonce-{nonce}'")).unwrap_or_default();
    format!(
        "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'{nonce}; style-src 'self'; img-src 'self' data: blob:; \
         connect-src 'self'; font-src 'self'; media-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'self'; \
         manifest-src 'self'; worker-src 'self'"
    )
}

/// The same for a page that runs no scripts of its own either.
pub fn csp_without_scripts() -> String {
    csp(None).replace("script-src 'self' 'wasm-unsafe-eval'", "script-src 'none'")
}

/// Adds what is missing.
pub async fn add(State(ctx): State<Ctx>, request: Request, next: Next) -> Response {
    let personal = [
        "/staff",
        "/account",
        "/my/",
        "/sign-in",
        "/sign-out",
        "/invitation",
        "/confirm",
        "/api/v1/commands",
        "/kiosk",
        "/api/v1/drafts/",
        "/api/v1/hand-overs",
        "/api/v1/kiosk",
        "/api/v1/listings/",
        "/api/v1/me",
        "/api/v1/passkeys/",
        "/api/v1/push",
    ]
    .iter()
    .any(|start| request.uri().path().starts_with(start));
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    let mut set = |name: HeaderName, value: &'static str| {
        headers.entry(name).or_insert(HeaderValue::from_static(value));
    };
    set(header::X_CONTENT_TYPE_OPTIONS, "nosniff");
    set(header::REFERRER_POLICY, "strict-origin-when-cross-origin");
    set(HeaderName::from_static("permissions-policy"), "camera=(), microphone=(), geolocation=(self), payment=(), usb=()");
    set(HeaderName::from_static("cross-origin-opener-policy"), "same-origin");
    set(HeaderName::from_static("cross-origin-resource-policy"), "same-origin");
    if ctx.https {
        set(header::STRICT_TRANSPORT_SECURITY, "max-age=31536000; includeSubDomains");
    }
    if personal {
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    }
    if !headers.contains_key(header::CONTENT_SECURITY_POLICY)
        && let Ok(value) = HeaderValue::from_str(&csp(None))
    {
        headers.insert(header::CONTENT_SECURITY_POLICY, value);
    }
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_without_scripts_runs_none() {
        assert!(csp(Some("n")).contains("script-src 'self' 'wasm-unsafe-eval' 'nonce-n';"));
        assert!(csp(None).contains("base-uri 'none';"), "nothing says where relative addresses lead");
        assert!(csp_without_scripts().contains("script-src 'none';") && !csp_without_scripts().contains("wasm"));
    }
}
