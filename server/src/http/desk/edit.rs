//! Writing a listing: the form, and what it sends.

use super::upload::Sent;
use super::{Staff, foreign, problems_of, render, see_other};
use crate::clock::now_ms;
use crate::commands::execute;
use crate::http::lang::Reads;
use crate::http::problem::broken;
use crate::http::{Ctx, UPLOAD_MAX};
use crate::listings::{one, sql};
use crate::media;
use crate::params;
use axum::Router;
use axum::extract::multipart::MultipartRejection;
use axum::extract::{DefaultBodyLimit, Multipart, Path, Query, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse as _, Response};
use axum::routing::get;
use engawa_app::command::{Body, Command};
use engawa_app::listings::command::ListingCommand;
use engawa_app::listings::form::{field_of, from_fields, to_fields};
use engawa_app::listings::listing::Image;
use engawa_app::listings::pages::desk::edit as page;
use engawa_app::listings::{Card, Kind, Listing, State as ListingState};
use engawa_app::messages::desk as m;
use engawa_core::time::jst_datetime;
use engawa_core::{Lang, ReceiptStatus};
use serde::Deserialize;

/// Routes of editing.
pub fn routes() -> Router<Ctx> {
    Router::new()
        .route("/staff/listings/new", get(begin))
        .route("/staff/listings/{id}", get(show).post(save))
        .layer(DefaultBodyLimit::max(UPLOAD_MAX))
}

#[derive(Deserialize)]
struct NewQuery {
    #[serde(default)]
    kind: String,
}

async fn begin(State(ctx): State<Ctx>, Reads(lang): Reads, staff: Staff, Query(query): Query<NewQuery>) -> Response {
    let Some(kind) = Kind::parse(&query.kind) else {
        return render::page(&ctx, lang, m::NEW.text(lang), Some(&staff.name), page::choose_kind);
    };
    let listing = Listing::draft(uuid::Uuid::now_v7().to_string(), kind);
    draw(&ctx, lang, &staff, form_of(&listing, None))
}

fn form_of(listing: &Listing, base_rev: Option<u64>) -> page::Edit {
    page::Edit {
        id: listing.id.clone(),
        kind: listing.kind(),
        state: listing.state,
        command: uuid::Uuid::now_v7().to_string(),
        base_rev,
        fields: to_fields(listing),
        rules: listing.schedule.as_ref().map(|schedule| schedule.rules.clone()).unwrap_or_default(),
        images: listing.images.clone(),
        problems: Vec::new(),
        conflict: false,
        history: Vec::new(),
        done: None,
        public: public_page(listing),
    }
}

fn public_page(listing: &Listing) -> Option<String> {
    listing.state.is_public().then(|| Card::of(listing).href())
}

fn draw(ctx: &Ctx, lang: Lang, staff: &Staff, edit: page::Edit) -> Response {
    let status = if edit.problems.is_empty() && !edit.conflict { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let mut response = render::page(ctx, lang, m::EDIT.text(lang), Some(&staff.name), move || page::edit(edit));
    *response.status_mut() = status;
    response
}

#[derive(Deserialize)]
struct DoneQuery {
    #[serde(default)]
    done: String,
}

async fn show(State(ctx): State<Ctx>, Reads(lang): Reads, staff: Staff, Path(id): Path<String>, Query(query): Query<DoneQuery>) -> Response {
    match one(&ctx.site.db, &id).await {
        Ok(Some(stored)) => {
            let mut edit = form_of(&stored.listing, Some(stored.rev));
            edit.history = match history(&ctx, &id).await {
                Ok(history) => history,
                Err(error) => return broken(&error, lang).into_response(),
            };
            edit.done = (!query.done.is_empty()).then_some(query.done);
            draw(&ctx, lang, &staff, edit)
        }
        Ok(None) => see_other("/staff"),
        Err(error) => broken(&error, lang).into_response(),
    }
}

/// When and by whom a listing was written, newest first.
async fn history(ctx: &Ctx, id: &str) -> crate::db::DbResult<Vec<(String, String)>> {
    let rows = ctx.site.db.all::<(i64, i64, String, Option<String>)>(sql::VERSIONS, params![id]).await?;
    // A version without a body says only that there was nothing before.
    let written = rows.into_iter().filter(|(.., body)| body.is_some());
    Ok(written.map(|(_, at, who, _)| (jst_datetime(at).format("%Y-%m-%d %H:%M").to_string(), who)).collect())
}

async fn save(
    State(ctx): State<Ctx>,
    Reads(lang): Reads,
    staff: Staff,
    headers: HeaderMap,
    Path(id): Path<String>,
    multipart: Result<Multipart, MultipartRejection>,
) -> Response {
    if let Some(refusal) = foreign(&headers) {
        return refusal;
    }
    let mut sent = Sent::read(multipart, "image").await;
    let before = match one(&ctx.site.db, &id).await {
        Ok(before) => before.map(|stored| stored.listing),
        Err(error) => return broken(&error, lang).into_response(),
    };
    let Some(base) = before.or_else(|| Kind::parse(sent.value("kind")).map(|kind| Listing::draft(id, kind))) else {
        return StatusCode::BAD_REQUEST.into_response();
    };
    if sent.problem.is_some() {
        // What did not arrive is shown as it is stored, so that saving the form again does not empty it.
        let missing: Vec<_> = to_fields(&base).into_iter().filter(|(name, _)| !sent.fields.iter().any(|(known, _)| known == name)).collect();
        sent.fields.extend(missing);
    }
    let (was, public) = (base.state, public_page(&base));
    let state = ListingState::parse(sent.value("state")).unwrap_or(was);
    let (mut listing, mut problems) = from_fields(base, &sent.fields, state);
    if let Some(problem) = sent.problem.take() {
        problems.insert(0, problem);
    }
    if sent.value("images_listed") == "1" {
        // The form says which pictures there are: what a refused form added is still there, what it took out stays out.
        let listed = sent.fields.iter().filter(|(name, _)| name == "kept_image");
        listing.images = listed.filter_map(|(_, image)| serde_json::from_str::<Image>(image).ok()).collect();
    }
    listing.images.retain(|image| !sent.fields.iter().any(|(name, src)| name == "remove_image" && *src == image.src));
    let has_picture = sent.file.is_some();
    if let Some((_, bytes)) = sent.file.take() {
        match media::add(&ctx.site.folder, bytes, sent.value("image_alt")).await {
            Ok(image) => {
                // Sending a form again does not add its picture again.
                listing.images.retain(|known| known.src != image.src);
                listing.images.push(image);
            }
            Err(error) => problems.push(error.problem("image", "image_alt")),
        }
    }
    let base_rev = sent.value("base_rev").parse().ok();
    let mut conflict = false;
    if problems.is_empty() {
        let body = Body::Listings(ListingCommand::Save(Box::new(listing.clone())));
        let command = Command { id: sent.value("command").to_owned(), base_rev, body };
        let receipt = execute(&ctx.site, &staff.actor, &command, now_ms()).await;
        match receipt.status {
            ReceiptStatus::Done => return see_other(&format!("/staff/listings/{}?done={}", listing.id, receipt.receipt_no.unwrap_or_default())),
            ReceiptStatus::Conflict => conflict = true,
            ReceiptStatus::Rejected | ReceiptStatus::Retry => {
                problems = problems_of(receipt);
                for problem in &mut problems {
                    problem.path = field_of(&problem.path);
                }
            }
        }
    }
    // Everything typed comes back, under a new command id: the old one was decided.
    let mut edit = form_of(&listing, base_rev);
    (edit.state, edit.public) = (was, public);
    if conflict && let Ok(Some(stored)) = one(&ctx.site.db, &listing.id).await {
        // Saving once more, after having looked, replaces what the other person wrote.
        edit.base_rev = Some(stored.rev);
        (edit.state, edit.public) = (stored.listing.state, public_page(&stored.listing));
    }
    // A picture that was taken has its description: the field is for the next one.
    let taken = has_picture && !problems.iter().any(|problem| problem.path.starts_with("image"));
    edit.fields = sent.fields;
    edit.fields.retain(|(name, _)| !(taken && name == "image_alt"));
    edit.problems = problems;
    edit.conflict = conflict;
    draw(&ctx, lang, &staff, edit)
}
