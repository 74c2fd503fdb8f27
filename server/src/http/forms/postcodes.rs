//! `/media/postcodes/{area}`: the places of the postcodes that begin with three figures; `own`: those of the city itself, by area. They are
//! in a list that anybody can have, and small enough to be kept by a device.

use crate::forms::postcodes;
use crate::http::Ctx;
use crate::http::lang::Reads;
use crate::http::problem::{Refusal, broken};
use axum::Router;
use axum::extract::{Path, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use axum::routing::get;
use engawa_app::forms::postcodes::OWN;

/// Route of postcodes.
pub fn routes() -> Router<Ctx> {
    Router::new().route("/media/postcodes/{area}", get(area))
}

async fn area(State(ctx): State<Ctx>, Reads(lang): Reads, Path(area): Path<String>) -> Result<Response, Refusal> {
    let db = &ctx.site.db;
    let is_area = area.len() == 3 && area.bytes().all(|byte| byte.is_ascii_digit());
    if area != OWN && !is_area {
        return Err(Refusal::of(StatusCode::NOT_FOUND, "not_found", lang));
    }
    // That nothing is known of an area is an answer, not a fault: a page asks for whatever somebody types.
    let found = if is_area { postcodes::area(db, &area).await.map(Option::unwrap_or_default) } else { postcodes::own(db).await };
    let places = found.map_err(|error| broken(&error, lang))?;
    let places = if places.is_empty() { "{}".to_owned() } else { places };
    Ok(([(header::CONTENT_TYPE, "application/json"), (header::CACHE_CONTROL, "public, max-age=86400")], places).into_response())
}
