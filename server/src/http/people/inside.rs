//! `GET /api/v1/listings/{id}`: a listing from inside, for whoever writes it on their device.
//!
//! Invariant: whoever may not look inside gets the answer of a listing that is not there.

use crate::audit::refusals::Kind;
use crate::db::DbResult;
use crate::http::Ctx;
use crate::http::desk::edit::{Writing, find};
use crate::http::lang::Reads;
use crate::http::problem::{Refusal, broken};
use crate::http::refused;
use crate::http::session::Who;
use crate::listings::owner_of;
use crate::people::Actor;
use axum::extract::{Path, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use axum::routing::get;
use axum::{Json, Router};
use engawa_app::listings::writing::Inside;
use engawa_core::{Action, may};

/// Route of listings from inside.
pub fn routes() -> Router<Ctx> {
    Router::new().route("/api/v1/listings/{id}", get(show))
}

async fn show(State(ctx): State<Ctx>, Reads(lang): Reads, Who(actor): Who, Path(id): Path<String>) -> Response {
    match of(&ctx, actor, &id).await {
        Ok(Some(inside)) => ([(header::CACHE_CONTROL, "no-store")], Json(inside)).into_response(),
        Ok(None) => Refusal::of(StatusCode::NOT_FOUND, "not_found", lang).into_response(),
        Err(error) => broken(&error, lang).into_response(),
    }
}

async fn of(ctx: &Ctx, actor: Actor, id: &str) -> DbResult<Option<Inside>> {
    let Some(owner) = owner_of(&ctx.site.db, id).await? else { return Ok(None) };
    if !may(&actor, Action::ListingReadInternal, &owner.subject()) {
        refused::tell(Kind::Right);
        return Ok(None);
    }
    // Members of its group write over what waits, staff over what is stored.
    let group = if actor.role_in(&owner.group).is_some() { owner.group } else { String::new() };
    let Some(found) = find(ctx, &Writing { actor, group }, id).await? else { return Ok(None) };
    let waiting = found.waiting.is_some() && found.form != found.stored;
    Ok(Some(Inside { listing: found.form, rev: found.rev, waiting }))
}
