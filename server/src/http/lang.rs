//! Which language a person reads: the address, then the cookie, then the browser.

use super::Ctx;
use axum::Router;
use axum::extract::{FromRequestParts, Path, Query};
use axum::http::request::Parts;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use engawa_core::Lang;
use serde::Deserialize;
use std::convert::Infallible;

/// The language of a request.
#[derive(Clone, Copy, Debug)]
pub struct Reads(pub Lang);

impl<S: Send + Sync> FromRequestParts<S> for Reads {
    type Rejection = Infallible;
    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        Ok(Self(of(parts.uri.query(), &parts.headers)))
    }
}

/// The language of a request with this query string and these headers.
pub fn of(query: Option<&str>, headers: &HeaderMap) -> Lang {
    let asked = query.unwrap_or_default().split('&').find_map(|pair| pair.strip_prefix("lang=")).and_then(Lang::parse);
    asked.or_else(|| cookie(headers)).unwrap_or_else(|| accepted(headers))
}

fn cookie(headers: &HeaderMap) -> Option<Lang> {
    let cookies = headers.get_all(header::COOKIE).iter().filter_map(|value| value.to_str().ok());
    cookies.flat_map(|line| line.split(';')).find_map(|pair| Lang::parse(pair.trim().strip_prefix("lang=")?))
}

fn accepted(headers: &HeaderMap) -> Lang {
    let line = headers.get(header::ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let first = line.split(',').map(|part| part.split(';').next().unwrap_or_default().trim()).find(|tag| !tag.is_empty());
    match first {
        // A browser that asks for something else than Japanese gets English: the city's own visitors mostly ask for ja.
        Some(tag) if !tag.starts_with("ja") && tag != "*" => Lang::En,
        _ => Lang::Ja,
    }
}

#[derive(Deserialize)]
struct Back {
    #[serde(default)]
    back: String,
}

/// `GET /lang/{code}?back=/path`: remembers the language, without scripts too.
pub fn routes() -> Router<Ctx> {
    Router::new().route("/lang/{code}", get(set))
}

async fn set(Path(code): Path<String>, Query(Back { back }): Query<Back>) -> Response {
    let Some(lang) = Lang::parse(&code) else { return StatusCode::NOT_FOUND.into_response() };
    let back = local_path(&back);
    let cookie = format!("lang={}; Path=/; Max-Age=31536000; SameSite=Lax", lang.code());
    (StatusCode::SEE_OTHER, [(header::LOCATION, back), (header::SET_COOKIE, cookie)]).into_response()
}

/// A path of this site, never another host: `//evil` and `\\evil` and schemes become `/`.
pub fn local_path(path: &str) -> String {
    let fine = path.starts_with('/') && !path.starts_with("//") && !path.contains('\\') && !path.chars().any(char::is_control) && path.is_ascii();
    if fine { path.to_owned() } else { "/".to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_own_paths_are_gone_back_to() {
        assert_eq!(local_path("/listings?q=%E9%98%B2"), "/listings?q=%E9%98%B2");
        for evil in ["//evil.example", "https://evil.example", "/\\evil.example", "javascript:alert(1)", "/a\r\nSet-Cookie: x=y"] {
            assert_eq!(local_path(evil), "/", "{evil}");
        }
    }

    #[test]
    fn address_then_cookie_then_browser() {
        let mut headers = HeaderMap::new();
        assert_eq!(of(None, &headers), Lang::Ja);
        headers.insert(header::ACCEPT_LANGUAGE, header::HeaderValue::from_static("vi-VN,en;q=0.8"));
        assert_eq!(of(None, &headers), Lang::En);
        headers.insert(header::COOKIE, header::HeaderValue::from_static("x=1; lang=ja-easy"));
        assert_eq!(of(None, &headers), Lang::JaEasy);
        assert_eq!(of(Some("q=a&lang=ja"), &headers), Lang::Ja);
    }
}
