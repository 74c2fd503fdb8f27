//! Which language a person reads: the address, then the cookie, then the browser.
//!
//! The switch sets the cookie. Whoever keeps none takes the language along in the address ([`links`]): the switch puts it there, and a page
//! that was opened with it leads on with it.

use super::Ctx;
use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::{FromRequestParts, Path, Query, Request};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use engawa_core::Lang;
use serde::Deserialize;
use std::convert::Infallible;

pub mod links;

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
    asked(query).or_else(|| cookie(headers)).unwrap_or_else(|| accepted(headers))
}

fn asked(query: Option<&str>) -> Option<Lang> {
    query.unwrap_or_default().split('&').find_map(|pair| pair.strip_prefix("lang=")).and_then(Lang::parse)
}

/// Leads on in the language of the address, where no cookie holds one: in links, in forms, and to where an answer leads.
pub async fn keep(request: Request, next: Next) -> Response {
    let lang = asked(request.uri().query()).filter(|_| cookie(request.headers()).is_none());
    let mut response = next.run(request).await;
    let Some(lang) = lang else { return response };
    let text_of = |headers: &HeaderMap, name| headers.get(name).and_then(|value: &HeaderValue| value.to_str().ok()).map(str::to_owned);
    if let Some(to) = text_of(response.headers(), header::LOCATION).filter(|to| links::is_own(to))
        && let Ok(to) = HeaderValue::from_str(&links::spoken(&to, lang, "&"))
    {
        response.headers_mut().insert(header::LOCATION, to);
    }
    if !text_of(response.headers(), header::CONTENT_TYPE).is_some_and(|kind| kind.starts_with("text/html")) {
        return response;
    }
    let (mut parts, body) = response.into_parts();
    match to_bytes(body, usize::MAX).await {
        Ok(bytes) => {
            parts.headers.remove(header::CONTENT_LENGTH);
            Response::from_parts(parts, Body::from(links::kept(&String::from_utf8_lossy(&bytes), lang)))
        }
        Err(error) => {
            tracing::error!(%error, "a page broke off");
            StatusCode::INTERNAL_SERVER_ERROR.into_response()
        }
    }
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

async fn set(Path(code): Path<String>, Query(Back { back }): Query<Back>, headers: HeaderMap) -> Response {
    let Some(lang) = Lang::parse(&code) else { return StatusCode::NOT_FOUND.into_response() };
    let back = local_path(&back);
    // A language in the address would win over the cookie; until one came back, it is not known whether this browser keeps any.
    let back = links::chosen(&back, cookie(&headers).is_none().then_some(lang));
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
        headers.insert(header::ACCEPT_LANGUAGE, HeaderValue::from_static("vi-VN,en;q=0.8"));
        assert_eq!(of(None, &headers), Lang::En);
        headers.insert(header::COOKIE, HeaderValue::from_static("x=1; lang=ja-easy"));
        assert_eq!(of(None, &headers), Lang::JaEasy);
        assert_eq!(of(Some("q=a&lang=ja"), &headers), Lang::Ja);
    }
}
