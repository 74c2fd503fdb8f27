//! `GET /api/v1/sealing-key`: the site's public key. A device keeps it, and seals with it what it cannot send any more.

use crate::http::Ctx;
use crate::http::lang::Reads;
use crate::http::problem::Refusal;
use axum::Router;
use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use axum::routing::get;
use engawa_app::forms::rescue::Sealing;

/// Route of the key.
pub fn routes() -> Router<Ctx> {
    Router::new().route("/api/v1/sealing-key", get(key))
}

async fn key(State(ctx): State<Ctx>, Reads(lang): Reads) -> Result<Response, Refusal> {
    let Some(keys) = &ctx.site.outside.sealing else { return Err(Refusal::of(StatusCode::NOT_FOUND, "rescue_no_key", lang)) };
    // The operator may change it any day.
    Ok(([(header::CACHE_CONTROL, "no-cache")], axum::Json(Sealing { key: keys.public() })).into_response())
}
