//! The session cookie and who it belongs to.

use super::Ctx;
use crate::people::Actor;
use crate::people::session_store::DbSessionStore;
use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{HeaderMap, StatusCode, header};
use tower_sessions::cookie::SameSite;
use tower_sessions::cookie::time::Duration;
use tower_sessions::{Expiry, Session, SessionManagerLayer};

/// The key of the actor in a session.
const ACTOR: &str = "actor";
/// A session ends after this many hours without use.
const IDLE_HOURS: i64 = 12;

/// Reads and writes the session of each request. Behind HTTPS the cookie is bound to the host by its prefix.
pub fn layer(ctx: &Ctx) -> SessionManagerLayer<DbSessionStore> {
    SessionManagerLayer::new(DbSessionStore::new(ctx.site.db.clone()))
        .with_name(if ctx.https { "__Host-engawa" } else { "engawa" })
        .with_secure(ctx.https)
        .with_http_only(true)
        .with_same_site(SameSite::Lax)
        .with_path("/")
        .with_expiry(Expiry::OnInactivity(Duration::hours(IDLE_HOURS)))
}

/// Who sends this request.
#[derive(Clone, Debug)]
pub struct Who(pub Actor);

impl<S: Send + Sync> FromRequestParts<S> for Who {
    type Rejection = (StatusCode, &'static str);

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Self::Rejection> {
        // Without a cookie nobody is signed in, and the store is not asked.
        if !parts.headers.contains_key(header::COOKIE) {
            return Ok(Self(Actor::Anonymous));
        }
        let session = Session::from_request_parts(parts, state).await?;
        let actor = session.get::<Actor>(ACTOR).await.ok().flatten();
        Ok(Self(actor.unwrap_or(Actor::Anonymous)))
    }
}

/// Signs in: a new session id, so that a planted one is worth nothing.
pub async fn begin(session: &Session, actor: &Actor) -> Result<(), tower_sessions::session::Error> {
    session.cycle_id().await?;
    session.insert(ACTOR, actor).await
}

/// Signs out.
pub async fn end(session: &Session) -> Result<(), tower_sessions::session::Error> {
    session.flush().await
}

/// Whether a writing request comes from this site's own pages (or from a program, which sends no origin).
pub fn is_same_origin(headers: &HeaderMap) -> bool {
    if let Some(site) = headers.get("sec-fetch-site").and_then(|value| value.to_str().ok()) {
        return matches!(site, "same-origin" | "none");
    }
    let Some(origin) = headers.get(header::ORIGIN).and_then(|value| value.to_str().ok()) else { return true };
    let host = headers.get(header::HOST).and_then(|value| value.to_str().ok()).unwrap_or_default();
    origin.split_once("://").is_some_and(|(_, authority)| authority.eq_ignore_ascii_case(host))
}
