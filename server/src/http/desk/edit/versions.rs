//! What surrounds the form: the page as it would be, older forms with what changed, and taking one of them back.

use super::super::upload::Sent;
use super::super::{Staff, problems_of, see_other};
use super::{Writing, advice_of, find, moment, read_form};
use crate::clock::{now_ms, today};
use crate::commands::execute;
use crate::db::{DbError, DbResult};
use crate::http::fields::fresh_id;
use crate::http::lang::Reads;
use crate::http::problem::{broken, status_of};
use crate::http::{Ctx, ssr};
use crate::listings::sql;
use crate::params;
use axum::Router;
use axum::extract::multipart::MultipartRejection;
use axum::extract::{Form, Multipart, Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Response};
use axum::routing::{get, post};
use engawa_app::command::{Body, Command};
use engawa_app::listings::command::ListingCommand;
use engawa_app::listings::differences::differences;
use engawa_app::listings::pages::publish as pages;
use engawa_app::listings::{Kind, Listing};
use engawa_app::messages::people::audit::doer;
use engawa_app::messages::people::moderation as m;
use engawa_core::{Lang, Problem, ReceiptStatus};
use serde::Deserialize;

/// Routes for staff.
pub fn routes() -> Router<Ctx> {
    Router::new()
        .route("/staff/listings/{id}/preview", get(preview_staff).post(preview_sent_staff))
        .route("/staff/listings/{id}/versions", get(versions_staff))
        .route("/staff/listings/{id}/restore", post(restore_staff))
}

async fn preview_staff(State(ctx): State<Ctx>, Reads(lang): Reads, staff: Staff, Path(id): Path<String>) -> Response {
    preview_stored(&ctx, lang, &Writing::staff(staff), &id).await
}

async fn preview_sent_staff(
    State(ctx): State<Ctx>,
    Reads(lang): Reads,
    staff: Staff,
    Path(id): Path<String>,
    multipart: Result<Multipart, MultipartRejection>,
) -> Response {
    preview_sent(&ctx, lang, &Writing::staff(staff), id, Sent::read(multipart, "image").await).await
}

async fn versions_staff(State(ctx): State<Ctx>, Reads(lang): Reads, staff: Staff, Path(id): Path<String>) -> Response {
    show_versions(&ctx, lang, &Writing::staff(staff), &id, Vec::new()).await
}

async fn restore_staff(State(ctx): State<Ctx>, Reads(lang): Reads, staff: Staff, Path(id): Path<String>, Form(sent): Form<Restore>) -> Response {
    restore(&ctx, lang, &Writing::staff(staff), &id, sent).await
}

/// The page as it would be, of what is kept.
pub async fn preview_stored(ctx: &Ctx, lang: Lang, writing: &Writing, id: &str) -> Response {
    match find(ctx, writing, id).await {
        Ok(Some(found)) => draw_preview(ctx, lang, writing, found.form, Vec::new(), true),
        Ok(None) => see_other(&writing.home()),
        Err(error) => broken(&error, lang).into_response(),
    }
}

/// The page as it would be, of what a form says and nobody saved.
pub async fn preview_sent(ctx: &Ctx, lang: Lang, writing: &Writing, id: String, mut sent: Sent) -> Response {
    let base = match find(ctx, writing, &id).await {
        Ok(found) => found.map(|found| found.form),
        Err(error) => return broken(&error, lang).into_response(),
    };
    let Some(base) = base.or_else(|| Kind::parse(sent.value("kind")).map(|kind| Listing::draft(id, kind))) else {
        return StatusCode::BAD_REQUEST.into_response();
    };
    let (listing, problems) = read_form(base, &mut sent);
    draw_preview(ctx, lang, writing, listing, problems, false)
}

fn draw_preview(ctx: &Ctx, lang: Lang, writing: &Writing, listing: Listing, problems: Vec<Problem>, is_saved: bool) -> Response {
    let advice = advice_of(ctx, &listing);
    let edit = is_saved.then(|| format!("{}/{}", writing.root(), listing.id));
    let detail = match ctx.site.catalog.read() {
        Ok(catalog) => catalog.detail(listing, today()),
        Err(_) => return broken(&DbError::inconsistent("catalogue", "a writer panicked"), lang).into_response(),
    };
    let boot = ssr::boot(ctx, lang);
    let preview = pages::Preview { detail, problems, advice, edit };
    writing.draw(ctx, lang, m::PREVIEW.text(lang), move || pages::preview(&preview, &boot))
}

/// Older forms, each with what it changed.
pub async fn show_versions(ctx: &Ctx, lang: Lang, writing: &Writing, id: &str, problems: Vec<Problem>) -> Response {
    match read_versions(ctx, lang, writing, id).await {
        Ok(Some(mut versions)) => {
            let status = status_of(&problems);
            versions.problems = problems;
            (status, writing.draw(ctx, lang, m::VERSIONS.text(lang), move || pages::versions(versions))).into_response()
        }
        Ok(None) => see_other(&writing.home()),
        Err(error) => broken(&error, lang).into_response(),
    }
}

async fn read_versions(ctx: &Ctx, lang: Lang, writing: &Writing, id: &str) -> DbResult<Option<pages::Versions>> {
    let Some(found) = find(ctx, writing, id).await? else { return Ok(None) };
    let rows = ctx.site.db.all::<(i64, i64, String, Option<String>)>(sql::VERSIONS, params![id]).await?;
    let names = writing.names(ctx).await?;
    let mut forms: Vec<(u64, String, String, Listing)> = Vec::new();
    for (rev, at, who, body) in rows {
        let Some(body) = body else { continue };
        let listing = serde_json::from_str(&body).map_err(|why| DbError::inconsistent(format!("listing_version {id}"), why))?;
        let rev = u64::try_from(rev).map_err(|why| DbError::inconsistent("listing_version.rev", why))?;
        forms.push((rev, moment(at, lang), doer(&who, names.as_deref(), lang), listing));
    }
    let list = (0..forms.len())
        .map(|at| {
            let (rev, when, who, listing) = &forms[at];
            let changes = forms.get(at + 1).map(|(.., before)| differences(before, listing)).unwrap_or_default();
            let restore = (at > 0).then(fresh_id);
            pages::Version { rev: *rev, when: when.clone(), who: who.clone(), state: listing.state, changes, restore }
        })
        .collect();
    let action = format!("{}/{id}", writing.root());
    Ok(Some(pages::Versions { action, title: found.stored.title.clone(), kind: found.stored.kind(), rev: found.rev, list, problems: Vec::new() }))
}

/// What the button at an older form sends. Nothing of it is needed to be read: whoever may not is told so first.
#[derive(Deserialize)]
pub struct Restore {
    #[serde(default)]
    command: String,
    #[serde(default)]
    base_rev: Option<u64>,
    #[serde(default)]
    rev: u64,
}

/// Makes an older form the newest one.
pub async fn restore(ctx: &Ctx, lang: Lang, writing: &Writing, id: &str, sent: Restore) -> Response {
    let body = Body::Listings(ListingCommand::Restore { id: id.to_owned(), rev: sent.rev });
    let command = Command { id: sent.command, base_rev: sent.base_rev, body };
    let receipt = execute(&ctx.site, &writing.actor, &command, now_ms()).await;
    if receipt.status == ReceiptStatus::Done {
        return see_other(&format!("{}/{id}?done={}", writing.root(), receipt.receipt_no.unwrap_or_default()));
    }
    show_versions(ctx, lang, writing, id, problems_of(receipt)).await
}
