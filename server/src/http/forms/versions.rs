//! `GET /api/v1/forms/{id}/versions/{version}`: a version of a form that anybody may read. The newest is in the feed; an older one is
//! asked for by a device that has a draft of it and lost the questions.

use crate::clock::now_ms;
use crate::forms::{cache, store};
use crate::http::Ctx;
use crate::http::lang::Reads;
use crate::http::problem::{Refusal, broken};
use axum::Router;
use axum::extract::{Path, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use axum::routing::get;
use engawa_app::forms::Audience;

/// Route of versions.
pub fn routes() -> Router<Ctx> {
    Router::new().route("/api/v1/forms/{id}/versions/{version}", get(version))
}

async fn version(State(ctx): State<Ctx>, Reads(lang): Reads, Path((id, version)): Path<(String, String)>) -> Result<Response, Refusal> {
    let unknown = || Refusal::of(StatusCode::NOT_FOUND, "form_unknown", lang);
    let form = store::form(&ctx.site.db, &id).await.map_err(|error| broken(&error, lang))?.ok_or_else(unknown)?;
    // A form that was open once is no secret, but one that is not open yet is.
    if form.settings.audience == Audience::Staff || form.settings.opens_at.is_some_and(|opens| now_ms() < opens) {
        return Err(unknown());
    }
    let definition = cache::definition(&ctx.site.db, &id, &version).await.map_err(|error| broken(&error, lang))?;
    let definition = definition.ok_or_else(|| Refusal::of(StatusCode::NOT_FOUND, "not_found", lang))?;
    // A version never changes.
    Ok(([(header::CACHE_CONTROL, "public, max-age=31536000, immutable")], axum::Json(definition)).into_response())
}
