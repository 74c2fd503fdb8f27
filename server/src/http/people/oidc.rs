//! `/sign-in/oidc`: to the city's identity provider and back.
//!
//! Invariants: an answer counts only in the session that asked, once, within ten minutes; where people come from afterwards is a path of
//! this site; whoever is not known here is told so, and learns nothing else.

use crate::clock::now_ms;
use crate::http::Ctx;
use crate::http::desk::{render, see_other};
use crate::http::lang::{Reads, local_path};
use crate::http::session;
use crate::http::well_known::origin;
use crate::people::Actor;
use crate::people::demands::Way;
use crate::people::oidc::{self, Asked, Provider};
use axum::Router;
use axum::extract::{Query, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse as _, Response};
use axum::routing::get;
use engawa_app::messages::people::passkeys as m;
use engawa_app::people::pages::passkeys as pages;
use engawa_core::time::Millis;
use engawa_core::{Lang, Problem};
use serde::Deserialize;
use tower_sessions::Session;

/// The key of what was asked in a session.
const ASKED: &str = "oidc_asked";
/// How long somebody may stay at the provider.
const STAY_MS: Millis = 10 * 60 * 1000;

/// Routes.
pub fn routes() -> Router<Ctx> {
    Router::new().route("/sign-in/oidc", get(begin)).route("/sign-in/oidc/back", get(back))
}

fn address_back(ctx: &Ctx, headers: &HeaderMap) -> String {
    format!("{}/sign-in/oidc/back", origin(ctx, headers))
}

fn refused(ctx: &Ctx, lang: Lang, status: StatusCode, code: &str) -> Response {
    let problem = Problem::new("", code);
    (status, render::personal(ctx, lang, m::PROVIDER_SIGN_IN.text(lang), &Actor::anonymous(), &[], move || pages::refused(&problem))).into_response()
}

#[derive(Deserialize)]
struct Next {
    #[serde(default)]
    next: String,
}

async fn begin(State(ctx): State<Ctx>, Reads(lang): Reads, session: Session, headers: HeaderMap, Query(Next { next }): Query<Next>) -> Response {
    let Some(provider) = &ctx.site.outside.oidc else { return StatusCode::NOT_FOUND.into_response() };
    let now = now_ms();
    // Whoever is signed in comes to prove it anew: a provider that only nods would prove nothing.
    let again = session::account_of(&session).await.is_some();
    let (url, asked) = match provider.begin(&address_back(&ctx, &headers), local_path(&next), again, (now, now + STAY_MS)).await {
        Ok(begun) => begun,
        Err(error) => {
            tracing::error!(%error, "the identity provider does not answer");
            return refused(&ctx, lang, StatusCode::BAD_GATEWAY, "oidc_failed");
        }
    };
    if let Err(error) = session.insert(ASKED, asked).await {
        tracing::error!(%error, "a session could not be kept");
        return refused(&ctx, lang, StatusCode::SERVICE_UNAVAILABLE, "try_later");
    }
    see_other(&url)
}

#[derive(Deserialize)]
struct Answer {
    #[serde(default)]
    code: String,
    #[serde(default)]
    state: String,
    #[serde(default)]
    iss: String,
}

async fn back(State(ctx): State<Ctx>, Reads(lang): Reads, session: Session, headers: HeaderMap, Query(answer): Query<Answer>) -> Response {
    let Some(provider) = &ctx.site.outside.oidc else { return StatusCode::NOT_FOUND.into_response() };
    match sign_in(&ctx, provider, &session, &headers, answer).await {
        Ok(next) => see_other(if next == "/" { "/staff" } else { &next }),
        Err((status, code)) => refused(&ctx, lang, status, code),
    }
}

/// Signs in whom the provider vouches for; where to go then, or why not.
async fn sign_in(
    ctx: &Ctx,
    provider: &Provider,
    session: &Session,
    headers: &HeaderMap,
    answer: Answer,
) -> Result<String, (StatusCode, &'static str)> {
    let now = now_ms();
    let failed = (StatusCode::UNPROCESSABLE_ENTITY, "oidc_failed");
    let later = (StatusCode::SERVICE_UNAVAILABLE, "try_later");
    // Used up, whatever comes of it.
    let Some(asked) = session.remove::<Asked>(ASKED).await.ok().flatten() else { return Err(failed) };
    if asked.until_ms <= now || answer.code.is_empty() || answer.state != asked.state || !provider.is_issuer(&answer.iss) {
        return Err(failed);
    }
    let next = asked.next.clone();
    let vouched = provider.finish(&address_back(ctx, headers), asked, answer.code, now).await.map_err(|error| {
        tracing::error!(%error, "the identity provider did not vouch for somebody");
        failed
    })?;
    let found = oidc::sign_in(&ctx.site.db, &vouched, now).await.map_err(|error| {
        tracing::error!(%error, "a request failed in the store");
        later
    })?;
    let Some(account) = found else { return Err((StatusCode::FORBIDDEN, "oidc_unknown")) };
    session::begin_or_prove(session, ctx, (&account, Way::Provider), &session::device_label(headers), now).await.map_err(|error| {
        tracing::error!(%error, "a session could not be kept");
        later
    })?;
    Ok(next)
}
