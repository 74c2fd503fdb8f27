//! `POST /api/v1/hand-overs`: a screen leaves a sealed parcel. `POST /api/v1/hand-overs/{id}/collect`: a phone collects it, once.

use super::Screen;
use crate::clock::now_ms;
use crate::http::Ctx;
use crate::http::lang::Reads;
use crate::http::problem::{Refusal, broken};
use crate::kiosk::parcels::{self, PARCEL_MAX};
use axum::body::Bytes;
use axum::extract::rejection::BytesRejection;
use axum::extract::{DefaultBodyLimit, Path, Query, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use axum::routing::post;
use axum::{Json, Router};
use engawa_core::{Action, Problem};
use serde::Deserialize;

/// Routes of parcels.
pub fn routes() -> Router<Ctx> {
    Router::new()
        .route("/api/v1/hand-overs", post(leave))
        .layer(DefaultBodyLimit::max(PARCEL_MAX))
        .route("/api/v1/hand-overs/{id}/collect", post(collect))
}

/// How a parcel comes.
#[derive(Deserialize)]
struct Left {
    /// The parcel whose place it takes.
    #[serde(default)]
    replaces: String,
}

async fn leave(
    State(ctx): State<Ctx>,
    Reads(lang): Reads,
    screen: Screen,
    Query(Left { replaces }): Query<Left>,
    body: Result<Bytes, BytesRejection>,
) -> Result<Response, Refusal> {
    screen.may(Action::KioskHandOver, lang)?;
    let body = body.map_err(|rejection| Refusal::of_body(&rejection, PARCEL_MAX, lang))?;
    if body.is_empty() {
        return Err(Refusal::of(StatusCode::BAD_REQUEST, "required", lang));
    }
    match parcels::put(&ctx.site, &screen.standing.id, &body, &replaces, now_ms()).await {
        Ok(Some((id, ends_at))) => Ok((StatusCode::CREATED, Json(serde_json::json!({ "id": id, "ends_at": ends_at }))).into_response()),
        Ok(None) => {
            let mut response = Refusal::of(StatusCode::SERVICE_UNAVAILABLE, "hand_over_full", lang).into_response();
            response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from_static("60"));
            Ok(response)
        }
        Err(error) => Err(broken(&error, lang)),
    }
}

#[derive(Deserialize)]
struct Claim {
    claim: String,
}

async fn collect(
    State(ctx): State<Ctx>,
    Reads(lang): Reads,
    Path(id): Path<String>,
    body: Result<Bytes, BytesRejection>,
) -> Result<Response, Refusal> {
    let body = body.map_err(|rejection| Refusal::of_body(&rejection, crate::http::BODY_MAX, lang))?;
    let Ok(Claim { claim }) = serde_json::from_slice(&body) else {
        return Err(Refusal { status: StatusCode::BAD_REQUEST, problems: vec![Problem::new("claim", "bad_json")], lang });
    };
    match parcels::collect(&ctx.site, &id, &claim, now_ms()).await {
        Ok(Some(parcel)) => {
            let kind = [(header::CONTENT_TYPE, "application/octet-stream"), (header::CACHE_CONTROL, "no-store")];
            Ok((kind, parcel).into_response())
        }
        Ok(None) => Err(Refusal::of(StatusCode::GONE, "hand_over_gone", lang)),
        Err(error) => Err(broken(&error, lang)),
    }
}
