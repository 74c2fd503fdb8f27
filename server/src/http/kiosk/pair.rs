//! `POST /kiosk/pair`: a tablet types the code that staff made, and is a screen from then on.
//!
//! A form without scripts is led on: to `/kiosk`, or back to `/kiosk/pair?problem=<code>`. A program that asks for JSON gets what a screen is
//! told of itself, or the problem.

use super::api::told;
use crate::clock::now_ms;
use crate::http::Ctx;
use crate::http::desk::see_other;
use crate::http::lang::Reads;
use crate::http::limit::Asker;
use crate::http::problem::{Refusal, broken};
use crate::http::session::{self, set_kiosk};
use crate::kiosk::Standing;
use crate::kiosk::pairing::{self, Paired};
use axum::Router;
use axum::extract::{Form, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use axum::routing::post;
use engawa_app::kiosk::config::KioskState;
use engawa_core::{Lang, Problem};
use serde::Deserialize;
use tower_sessions::Session;

/// Route of pairing.
pub fn routes() -> Router<Ctx> {
    Router::new().route("/kiosk/pair", post(pair))
}

#[derive(Deserialize)]
struct Typed {
    #[serde(default)]
    code: String,
}

async fn pair(State(ctx): State<Ctx>, Reads(lang): Reads, asker: Asker, session: Session, headers: HeaderMap, Form(sent): Form<Typed>) -> Response {
    let wants_json = headers.get(header::ACCEPT).and_then(|value| value.to_str().ok()).is_some_and(|kinds| kinds.contains("application/json"));
    match pairing::pair(&ctx.site, &sent.code, asker.0, now_ms()).await {
        Ok(Ok(paired)) => {
            // Whoever was signed in on this tablet is not any more.
            if let Err(error) = session::end(&session).await {
                tracing::warn!(%error, "a session on a new screen could not be ended");
            }
            arrived(&ctx, lang, wants_json, paired).await
        }
        Ok(Err(problem)) if wants_json => Refusal { status: status_of(&problem), problems: vec![problem], lang }.into_response(),
        Ok(Err(problem)) => see_other(&format!("/kiosk/pair?problem={}", problem.code)),
        Err(error) => broken(&error, lang).into_response(),
    }
}

fn status_of(problem: &Problem) -> StatusCode {
    match problem.code.as_str() {
        "too_many_attempts" => StatusCode::TOO_MANY_REQUESTS,
        "sealing_key_missing" => StatusCode::SERVICE_UNAVAILABLE,
        _ => StatusCode::UNPROCESSABLE_ENTITY,
    }
}

async fn arrived(ctx: &Ctx, lang: Lang, wants_json: bool, paired: Paired) -> Response {
    let Paired { kiosk, secret } = paired;
    if wants_json {
        let standing = Standing { id: kiosk, state: KioskState::Active };
        return told(ctx, lang, &standing, &secret).await.unwrap_or_else(axum::response::IntoResponse::into_response);
    }
    let mut response = see_other("/kiosk");
    if let Some(cookie) = set_kiosk(&secret, ctx.https) {
        response.headers_mut().append(header::SET_COOKIE, cookie);
    }
    response
}
