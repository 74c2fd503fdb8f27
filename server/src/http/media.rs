//! `/media/<sha256>.<ext>`: pictures, content-addressed, and their thumbnails (`?w=320`).

use super::Ctx;
use crate::media;
use axum::Router;
use axum::extract::{Path, Query, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use axum::routing::get;
use engawa_app::listings::rules::is_media;
use serde::Deserialize;

/// Route of pictures.
pub fn routes() -> Router<Ctx> {
    Router::new().route("/media/{name}", get(picture))
}

#[derive(Deserialize)]
struct Size {
    #[serde(default)]
    w: Option<u32>,
}

async fn picture(State(ctx): State<Ctx>, Path(name): Path<String>, Query(Size { w }): Query<Size>) -> Response {
    if !is_media(&name) {
        return StatusCode::NOT_FOUND.into_response();
    }
    let Some(bytes) = media::read(&ctx.site.folder, &name, w).await else { return StatusCode::NOT_FOUND.into_response() };
    ([(header::CONTENT_TYPE, media::content_type(&bytes)), (header::CACHE_CONTROL, "public, max-age=31536000, immutable")], bytes).into_response()
}
