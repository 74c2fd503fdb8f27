//! `PUT /api/v1/kiosk/spare`: a screen says by which secret it is known again. `POST /api/v1/kiosk/again`: it lost its cookie, and shows that.

use super::Screen;
use super::api::told;
use crate::clock::now_ms;
use crate::http::lang::Reads;
use crate::http::problem::{Refusal, broken};
use crate::http::{BODY_MAX, Ctx};
use crate::kiosk::{Standing, spare};
use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::extract::rejection::BytesRejection;
use axum::http::StatusCode;
use axum::response::Response;
use axum::routing::{post, put};
use engawa_app::kiosk::config::KioskState;
use engawa_core::{Action, Lang, Problem};
use serde::Deserialize;

/// Routes of spares.
pub fn routes() -> Router<Ctx> {
    Router::new().route("/api/v1/kiosk/spare", put(leave)).route("/api/v1/kiosk/again", post(again))
}

#[derive(Deserialize)]
struct Shown {
    spare: String,
}

/// What is shown, if it may be a spare.
fn shown(body: Result<Bytes, BytesRejection>, lang: Lang) -> Result<String, Refusal> {
    let body = body.map_err(|rejection| Refusal::of_body(&rejection, BODY_MAX, lang))?;
    match serde_json::from_slice::<Shown>(&body) {
        Ok(Shown { spare }) if spare::is_spare(&spare) => Ok(spare),
        _ => Err(Refusal { status: StatusCode::BAD_REQUEST, problems: vec![Problem::new("spare", "bad_json")], lang }),
    }
}

async fn leave(State(ctx): State<Ctx>, Reads(lang): Reads, screen: Screen, body: Result<Bytes, BytesRejection>) -> Result<StatusCode, Refusal> {
    screen.may(Action::KioskHandOver, lang)?;
    let spare = shown(body, lang)?;
    spare::leave(&ctx.site, &screen.standing.id, &spare, now_ms()).await.map_err(|error| broken(&error, lang))?;
    Ok(StatusCode::NO_CONTENT)
}

async fn again(State(ctx): State<Ctx>, Reads(lang): Reads, body: Result<Bytes, BytesRejection>) -> Result<Response, Refusal> {
    let spare = shown(body, lang)?;
    let found = spare::again(&ctx.site, &spare, now_ms()).await.map_err(|error| broken(&error, lang))?;
    let paired = found.ok_or_else(|| Refusal::of(StatusCode::UNAUTHORIZED, "kiosk_unknown", lang))?;
    let standing = Standing { id: paired.kiosk, state: KioskState::Active };
    told(&ctx, lang, &standing, &paired.secret).await
}
