//! `GET /api/v1/kiosk`, `POST /api/v1/kiosk/beat`, `PUT /api/v1/kiosk/picture`: what a screen is told of itself, and what it says.

use super::Screen;
use crate::clock::now_ms;
use crate::http::Ctx;
use crate::http::lang::Reads;
use crate::http::problem::{Refusal, broken};
use crate::http::session::{kiosk_secret, set_kiosk};
use crate::kiosk::beat::{PICTURE_MAX, PICTURE_TYPES};
use crate::kiosk::{self, Standing};
use axum::body::Bytes;
use axum::extract::State;
use axum::extract::rejection::BytesRejection;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use axum::routing::{get, post, put};
use axum::{Json, Router};
use engawa_app::kiosk::beat::Beat;
use engawa_core::{Action, Lang, Problem};

/// The largest beat, in bytes.
const BEAT_MAX: usize = crate::http::BODY_MAX;

/// Routes.
pub fn routes() -> Router<Ctx> {
    Router::new().route("/api/v1/kiosk", get(show)).route("/api/v1/kiosk/beat", post(beat)).route("/api/v1/kiosk/picture", put(picture))
}

/// What a screen is told of itself, and its cookie for another 400 days.
pub async fn told(ctx: &Ctx, lang: Lang, standing: &Standing, secret: &str) -> Result<Response, Refusal> {
    let enrolment = kiosk::enrolment(&ctx.site, standing, now_ms()).await.map_err(|error| broken(&error, lang))?;
    let mut response = Json(enrolment).into_response();
    if let Some(cookie) = set_kiosk(secret, ctx.https) {
        response.headers_mut().append(header::SET_COOKIE, cookie);
    }
    Ok(response)
}

fn secret(ctx: &Ctx, headers: &HeaderMap) -> String {
    kiosk_secret(headers, ctx.https).unwrap_or_default().to_owned()
}

async fn show(State(ctx): State<Ctx>, Reads(lang): Reads, screen: Screen, headers: HeaderMap) -> Result<Response, Refusal> {
    told(&ctx, lang, &screen.standing, &secret(&ctx, &headers)).await
}

async fn beat(
    State(ctx): State<Ctx>,
    Reads(lang): Reads,
    screen: Screen,
    headers: HeaderMap,
    body: Result<Bytes, BytesRejection>,
) -> Result<Response, Refusal> {
    screen.may(Action::KioskBeat, lang)?;
    let body = body.map_err(|rejection| Refusal::of_body(&rejection, BEAT_MAX, lang))?;
    let beat: Beat = serde_json::from_slice(&body).map_err(|why| Refusal {
        status: StatusCode::BAD_REQUEST,
        problems: vec![Problem::new(format!("line {} column {}", why.line(), why.column()), "bad_json")],
        lang,
    })?;
    kiosk::beat::take(&ctx.site, &screen.standing.id, beat, now_ms()).await.map_err(|error| broken(&error, lang))?;
    told(&ctx, lang, &screen.standing, &secret(&ctx, &headers)).await
}

async fn picture(
    State(ctx): State<Ctx>,
    Reads(lang): Reads,
    screen: Screen,
    headers: HeaderMap,
    body: Result<Bytes, BytesRejection>,
) -> Result<StatusCode, Refusal> {
    screen.may(Action::KioskHandOver, lang)?;
    let too_large = || {
        let problems = vec![Problem::new("", "too_large").arg(format!("{} KB", PICTURE_MAX >> 10))];
        Refusal { status: StatusCode::PAYLOAD_TOO_LARGE, problems, lang }
    };
    let body = match body {
        Ok(body) if body.len() <= PICTURE_MAX => body,
        Ok(_) => return Err(too_large()),
        Err(rejection) if rejection.status() == StatusCode::PAYLOAD_TOO_LARGE => return Err(too_large()),
        Err(rejection) => return Err(Refusal::of_body(&rejection, PICTURE_MAX, lang)),
    };
    let said = headers.get(header::CONTENT_TYPE).and_then(|said| said.to_str().ok()).unwrap_or_default();
    let is_said = PICTURE_TYPES.contains(&said.trim());
    let kept = is_said && kiosk::beat::keep_picture(&ctx.site, &screen.standing.id, &body, now_ms()).await.map_err(|error| broken(&error, lang))?;
    if kept { Ok(StatusCode::NO_CONTENT) } else { Err(Refusal::of(StatusCode::UNSUPPORTED_MEDIA_TYPE, "unsupported_picture", lang)) }
}
