//! The inbox of a form: found by state and words, moved on many at a time.

use super::{counts, in_order};
use crate::clock::now_ms;
use crate::commands::execute;
use crate::db::DbResult;
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
use engawa_app::forms::SubmissionState;
use engawa_app::forms::command::{FormCommand, Review};
use engawa_app::forms::pages::desk::inbox as page;
use engawa_app::messages::forms::desk as m;
use engawa_core::{Lang, Problem, ReceiptStatus};
use serde::Deserialize;

/// Rows of a page.
const PAGE: u32 = 50;
/// Submissions that are moved on at once: as many as a page shows.
const BULK_MAX: usize = 50;

/// Routes of inboxes.
pub fn routes() -> Router<Ctx> {
    Router::new().route("/staff/forms/{id}/submissions", get(show).post(bulk))
}

#[derive(Deserialize, Default)]
struct InboxQuery {
    #[serde(default)]
    state: String,
    #[serde(default)]
    q: String,
    #[serde(default)]
    assignee: String,
    #[serde(default)]
    page: u32,
    #[serde(default)]
    done: Option<usize>,
}

async fn show(State(ctx): State<Ctx>, Reads(lang): Reads, staff: Staff, Path(id): Path<String>, Query(query): Query<InboxQuery>) -> Response {
    draw(&ctx, lang, &staff, &id, &query, Vec::new()).await
}

async fn draw(ctx: &Ctx, lang: Lang, staff: &Staff, id: &str, query: &InboxQuery, problems: Vec<Problem>) -> Response {
    match read(ctx, staff, id, query).await {
        Ok(Some(mut it)) => {
            it.done = query.done.map(|count| m::MOVED.with(lang, &[&count.to_string()]));
            it.problems = problems;
            let status = if it.problems.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
            let title = m::INBOX.with(lang, &[&it.title]);
            let mut response = render::page(ctx, lang, &title, Some(&staff.name), move || page::inbox(it));
            *response.status_mut() = status;
            response
        }
        Ok(None) => see_other("/staff/forms"),
        Err(error) => broken(&error, lang).into_response(),
    }
}

async fn read(ctx: &Ctx, staff: &Staff, id: &str, query: &InboxQuery) -> DbResult<Option<page::InboxPage>> {
    let Some(form) = store::form(&ctx.site.db, id).await? else { return Ok(None) };
    let page = query.page.min(100_000);
    let ask = store::Ask { state: SubmissionState::parse(&query.state), assignee: query.assignee.trim().to_owned(), words: query.q.clone() };
    let mut rows = store::inbox(&ctx.site.db, id, &ask, PAGE + 1, page * PAGE).await?;
    let more = rows.len() > PAGE as usize;
    rows.truncate(PAGE as usize);
    note_access(&ctx.site, &staff.actor, "submission.list", id, now_ms()).await?;
    Ok(Some(page::InboxPage {
        form_id: form.id,
        title: form.title,
        counts: in_order(counts(ctx).await?.get(id)),
        state: ask.state,
        words: ask.words,
        assignee: ask.assignee,
        page,
        more,
        rows: rows
            .into_iter()
            .map(|it| page::InboxRow {
                id: it.id,
                receipt_no: it.receipt_no,
                title: it.title,
                state: it.state,
                received_at: it.received_at,
                assignee: it.assignee,
            })
            .collect(),
        command: uuid::Uuid::now_v7().to_string(),
        done: None,
        problems: Vec::new(),
    }))
}

/// The id of the command for one submission of many: the same when the same page is sent again.
fn id_for(page: &str, submission: &str) -> Option<String> {
    let page = uuid::Uuid::parse_str(page).ok()?;
    Some(uuid::Uuid::new_v5(&page, submission.as_bytes()).to_string())
}

async fn bulk(
    State(ctx): State<Ctx>,
    Reads(lang): Reads,
    staff: Staff,
    headers: HeaderMap,
    Path(id): Path<String>,
    Form(pairs): Form<Vec<(String, String)>>,
) -> Response {
    if let Some(refusal) = foreign(&headers) {
        return refusal;
    }
    let value = |name: &str| pairs.iter().find(|(known, _)| known == name).map_or("", |(_, value)| value.trim());
    let chosen: Vec<&str> = pairs.iter().filter(|(name, _)| name == "id").map(|(_, id)| id.as_str()).take(BULK_MAX).collect();
    let query = InboxQuery { state: value("state").to_owned(), ..InboxQuery::default() };
    let mut problems = Vec::new();
    let mut moved = 0_usize;
    if chosen.is_empty() {
        problems.push(Problem::new("", "nothing_to_do"));
    }
    for submission in chosen {
        let Some(command) = id_for(value("command"), submission) else { continue };
        let review = Review {
            submission: submission.to_owned(),
            state: SubmissionState::parse(value("to")),
            message: value("message").to_owned(),
            note: value("note").to_owned(),
            assignee: Some(value("to_assignee").to_owned()).filter(|assignee| !assignee.is_empty()),
        };
        let command = Command { id: command, base_rev: None, body: Body::Forms(FormCommand::Review(Box::new(review))) };
        let receipt = execute(&ctx.site, &staff.actor, &command, now_ms()).await;
        if receipt.status == ReceiptStatus::Done {
            moved += 1;
            continue;
        }
        // One that cannot be moved on does not hold up the others; it is named by its number.
        let number = match store::submission(&ctx.site.db, submission).await {
            Ok(Some(it)) => it.receipt_no,
            _ => String::new(),
        };
        problems.extend(problems_of(receipt).into_iter().map(|problem| Problem { path: number.clone(), ..problem }));
    }
    if problems.is_empty() {
        return see_other(&format!("/staff/forms/{}/submissions?state={}&done={moved}", engawa_app::listings::query::encode(&id), query.state));
    }
    let done = (moved > 0).then_some(moved);
    draw(&ctx, lang, &staff, &id, &InboxQuery { done, ..query }, problems).await
}
