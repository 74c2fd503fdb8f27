//! One submission: looking at it, its files, deciding about it.

use super::download;
use crate::clock::now_ms;
use crate::commands::execute;
use crate::db::{DbError, DbResult};
use crate::forms::{note_access, store};
use crate::http::Ctx;
use crate::http::desk::{Staff, foreign, problems_of, render, see_other};
use crate::http::lang::Reads;
use crate::http::problem::broken;
use axum::Router;
use axum::extract::{Form, Path, Query, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse as _, Response};
use axum::routing::get;
use engawa_app::command::{Body, Command};
use engawa_app::forms::command::{FormCommand, Review};
use engawa_app::forms::outline::{filled, language_index, lines};
use engawa_app::forms::pages::desk::submission as page;
use engawa_app::forms::{SubmissionState, rules};
use engawa_app::listings::query::encode;
use engawa_core::{Lang, Problem, ReceiptStatus};
use serde::Deserialize;

/// Routes of submissions.
pub fn routes() -> Router<Ctx> {
    Router::new().route("/staff/submissions/{id}", get(show).post(review)).route("/staff/submissions/{id}/files/{number}", get(file))
}

#[derive(Deserialize, Default)]
struct DoneQuery {
    #[serde(default)]
    done: String,
}

async fn show(State(ctx): State<Ctx>, Reads(lang): Reads, staff: Staff, Path(id): Path<String>, Query(query): Query<DoneQuery>) -> Response {
    let done = Some(query.done).filter(|done| !done.is_empty());
    draw(&ctx, lang, &staff, &id, done, (String::new(), String::new()), Vec::new()).await
}

async fn draw(ctx: &Ctx, lang: Lang, staff: &Staff, id: &str, done: Option<String>, typed: (String, String), problems: Vec<Problem>) -> Response {
    match read(ctx, lang, staff, id).await {
        Ok(Some(mut it)) => {
            it.done = done;
            it.typed = typed;
            it.problems = problems;
            let status = if it.problems.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
            let title = it.receipt_no.clone();
            let mut response = render::page(ctx, lang, &title, Some(&staff.name), move || page::submission(it));
            *response.status_mut() = status;
            response
        }
        Ok(None) => StatusCode::NOT_FOUND.into_response(),
        Err(error) => broken(&error, lang).into_response(),
    }
}

async fn read(ctx: &Ctx, lang: Lang, staff: &Staff, id: &str) -> DbResult<Option<page::SubmissionPage>> {
    let db = &ctx.site.db;
    let Some(it) = store::submission(db, id).await? else { return Ok(None) };
    note_access(&ctx.site, &staff.actor, "submission.view", id, now_ms()).await?;
    let answers = store::answers(db, id).await?;
    let compiled = ctx.site.forms.get(db, &it.form_id, &it.version).await?;
    let compiled = compiled.ok_or_else(|| DbError::inconsistent(format!("submission {id}"), "its version is not there"))?;
    let (received_at, key) = (it.received_at, it.id.clone());
    let drawn = tokio::task::spawn_blocking(move || {
        let form = filled(&compiled, &answers, received_at, &key);
        lines(&form, language_index(form.definition(), lang))
    });
    let lines = drawn.await.map_err(|why| DbError::inconsistent(format!("submission {id}"), why))?;
    let files = store::files(db, id).await?;
    let events = store::events(db, id).await?;
    let form_title = store::form(db, &it.form_id).await?.map_or_else(|| it.form_id.clone(), |form| form.title);
    Ok(Some(page::SubmissionPage {
        form_title,
        id: it.id,
        form_id: it.form_id,
        version: it.version,
        title: it.title,
        receipt_no: it.receipt_no,
        state: it.state,
        provenance: it.provenance,
        sender: it.sender,
        assignee: it.assignee,
        corrects: it.corrects,
        rev: it.rev,
        received_at,
        delete_at: it.delete_at,
        lines,
        files: files.into_iter().map(|file| file.path).collect(),
        events: events
            .into_iter()
            .map(|event| page::EventRow {
                at: event.at,
                actor: event.actor,
                from: event.from,
                to: event.to,
                message: event.message,
                note: event.note,
            })
            .collect(),
        command: uuid::Uuid::now_v7().to_string(),
        typed: (String::new(), String::new()),
        done: None,
        problems: Vec::new(),
    }))
}

#[derive(Deserialize)]
struct Decision {
    command: String,
    #[serde(default)]
    base_rev: Option<u64>,
    #[serde(default)]
    to: String,
    #[serde(default)]
    message: String,
    #[serde(default)]
    note: String,
    #[serde(default)]
    assignee: String,
}

async fn review(
    State(ctx): State<Ctx>,
    Reads(lang): Reads,
    staff: Staff,
    headers: HeaderMap,
    Path(id): Path<String>,
    Form(sent): Form<Decision>,
) -> Response {
    if let Some(refusal) = foreign(&headers) {
        return refusal;
    }
    let before = match store::submission(&ctx.site.db, &id).await {
        Ok(Some(before)) => before,
        Ok(None) => return StatusCode::NOT_FOUND.into_response(),
        Err(error) => return broken(&error, lang).into_response(),
    };
    let assignee = sent.assignee.trim().to_owned();
    let review = Review {
        submission: id.clone(),
        state: SubmissionState::parse(&sent.to),
        message: sent.message.clone(),
        note: sent.note.clone(),
        // The field shows who it is; only another name is a wish.
        assignee: (assignee != before.assignee).then_some(assignee),
    };
    let body = Body::Forms(FormCommand::Review(Box::new(review)));
    let receipt = execute(&ctx.site, &staff.actor, &Command { id: sent.command, base_rev: sent.base_rev, body }, now_ms()).await;
    if receipt.status == ReceiptStatus::Done {
        return see_other(&format!("/staff/submissions/{}?done={}", encode(&id), receipt.receipt_no.unwrap_or_default()));
    }
    draw(&ctx, lang, &staff, &id, None, (sent.message, sent.note), problems_of(receipt)).await
}

async fn file(State(ctx): State<Ctx>, Reads(lang): Reads, staff: Staff, Path((id, number)): Path<(String, usize)>) -> Response {
    let files = match store::files(&ctx.site.db, &id).await {
        Ok(files) => files,
        Err(error) => return broken(&error, lang).into_response(),
    };
    let Some(file) = files.get(number) else { return StatusCode::NOT_FOUND.into_response() };
    if let Err(error) = note_access(&ctx.site, &staff.actor, "submission.file", &id, now_ms()).await {
        return broken(&error, lang).into_response();
    }
    match ctx.site.blobs.read(&file.sha256).await {
        Ok(Some(bytes)) => download(&rules::file_name(&file.name), &file.media_type, bytes),
        Ok(None) => StatusCode::NOT_FOUND.into_response(),
        Err(error) => {
            tracing::error!(?error, "a file could not be read");
            StatusCode::SERVICE_UNAVAILABLE.into_response()
        }
    }
}
