//! The inbox of a form, or of all forms: found by state and words, moved on many at a time.
//!
//! Each of many is moved on by a command of its own, whose id is made of the page's and the submission's: pressing the button twice moves
//! each on once, and one that cannot be moved on does not hold up the others. A letter that tells many of a decision has its places filled in
//! for each by itself.

use super::submission::told;
use super::{colleagues, counts, in_order, refused_form};
use crate::clock::now_ms;
use crate::commands::execute;
use crate::db::DbResult;
use crate::forms::{letters, note_access, store};
use crate::http::Ctx;
use crate::http::desk::{Staff, problems_of, render, see_other};
use crate::http::fields::fresh_id;
use crate::http::lang::Reads;
use crate::http::problem::broken;
use axum::Router;
use axum::extract::{Form, Path, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Response};
use axum::routing::get;
use engawa_app::command::{Body, Command};
use engawa_app::forms::SubmissionState;
use engawa_app::forms::command::{FormCommand, Review};
use engawa_app::forms::pages::desk::inbox as page;
use engawa_app::forms::pages::desk::submission::LetterChoice;
use engawa_app::listings::query::encode;
use engawa_app::messages::forms::desk as m;
use engawa_core::{Action, Lang, Problem, ReceiptStatus, Subject, may};
use serde::Deserialize;
use std::collections::HashMap;

/// Rows of a page.
const PAGE: u32 = 50;
/// Submissions that are moved on at once: as many as a page shows.
const BULK_MAX: usize = 50;

/// Routes of inboxes.
pub fn routes() -> Router<Ctx> {
    Router::new().route("/staff/forms/{id}/submissions", get(show).post(bulk)).route("/staff/submissions", get(show_all).post(bulk_all))
}

#[derive(Clone, Deserialize, Default)]
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

/// What is shown besides the list itself.
#[derive(Default)]
struct Around {
    bulk: page::Bulk,
    report: Vec<page::ReportRow>,
    problems: Vec<Problem>,
    /// All of the page are chosen.
    chooses_all: bool,
}

async fn show(State(ctx): State<Ctx>, Reads(lang): Reads, staff: Staff, Path(id): Path<String>, Query(query): Query<InboxQuery>) -> Response {
    draw(&ctx, lang, &staff, Some(&id), &query, Around::default()).await
}

async fn show_all(State(ctx): State<Ctx>, Reads(lang): Reads, staff: Staff, Query(query): Query<InboxQuery>) -> Response {
    draw(&ctx, lang, &staff, None, &query, Around::default()).await
}

async fn draw(ctx: &Ctx, lang: Lang, staff: &Staff, id: Option<&str>, query: &InboxQuery, around: Around) -> Response {
    if let Some(refusal) = refused_form(ctx, lang, staff, Action::SubmissionRead, id.unwrap_or_default()).await {
        return refusal;
    }
    match read(ctx, staff, id, query).await {
        Ok(Some(mut it)) => {
            it.done = query.done.map(|count| m::MOVED.with(lang, &[&count.to_string()]));
            it.bulk = around.bulk;
            if around.chooses_all {
                it.bulk.chosen = it.rows.iter().map(|row| row.id.clone()).collect();
            }
            it.problems = around.problems;
            it.report = around.report;
            let is_refused = !it.problems.is_empty() || it.report.iter().any(|row| !row.problems.is_empty());
            let title = it.form.as_ref().map_or_else(|| m::INBOX_ALL.text(lang).to_owned(), |(_, title)| m::INBOX.with(lang, &[title]));
            let mut response = render::page(ctx, lang, &title, Some(&staff.name), move || page::inbox(it));
            *response.status_mut() = if is_refused { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
            response
        }
        Ok(None) => see_other("/staff/forms"),
        Err(error) => broken(&error, lang).into_response(),
    }
}

async fn read(ctx: &Ctx, staff: &Staff, id: Option<&str>, query: &InboxQuery) -> DbResult<Option<page::InboxPage>> {
    let db = &ctx.site.db;
    let form = match id {
        Some(id) => match store::form(db, id).await? {
            Some(form) => Some((form.id, form.title)),
            None => return Ok(None),
        },
        None => None,
    };
    // Beside each other, submissions say which form they are of.
    let mut titles: HashMap<String, String> = HashMap::new();
    let is_readable = |desk: &str| may(&staff.actor, Action::SubmissionRead, &Subject::of_desk(desk));
    if form.is_none() {
        let readable = store::forms(db).await?.into_iter().filter(|form| is_readable(&form.settings.desk));
        titles.extend(readable.map(|form| (form.id, form.title)));
    }
    let page = query.page.min(100_000);
    let ask = store::Ask {
        state: SubmissionState::parse(&query.state),
        assignee: query.assignee.trim().to_owned(),
        words: query.q.clone(),
        desks: staff.actor.desks.iter().map(|(desk, _)| desk.clone()).filter(|desk| is_readable(desk)).collect(),
    };
    let mut rows = store::inbox(db, id.unwrap_or_default(), &ask, PAGE + 1, page * PAGE).await?;
    let more = rows.len() > PAGE as usize;
    rows.truncate(PAGE as usize);
    note_access(&ctx.site, &staff.actor, "submission.list", id.unwrap_or("all"), now_ms()).await?;
    let offered = match id {
        Some(id) => letters::offered(db, id).await?,
        None => Vec::new(),
    };
    let mut all = counts(ctx).await?;
    if form.is_none() {
        all.retain(|form, _| titles.contains_key(form));
    }
    let counts = match id {
        Some(id) => in_order(all.get(id)),
        None => in_order(Some(&SubmissionState::ALL.iter().map(|state| (*state, in_all(&all, *state))).collect())),
    };
    Ok(Some(page::InboxPage {
        form,
        counts,
        state: ask.state,
        words: ask.words,
        assignee: ask.assignee,
        me: staff.name.clone(),
        colleagues: colleagues(ctx, staff).await?,
        page,
        more,
        rows: rows
            .into_iter()
            .map(|it| page::InboxRow {
                form_title: titles.get(&it.form_id).cloned().unwrap_or_default(),
                id: it.id,
                receipt_no: it.receipt_no,
                title: it.title,
                state: it.state,
                provenance: it.provenance,
                received_at: it.received_at,
                assignee: it.assignee,
            })
            .collect(),
        letters: offered.into_iter().map(|it| LetterChoice { id: it.id, name: it.name, state: it.state }).collect(),
        left_out: store::words_of(&query.q).into_iter().skip(store::WORDS_MAX).collect(),
        command: fresh_id(),
        ..page::InboxPage::default()
    }))
}

/// How many submissions of a state all forms have together.
fn in_all(counts: &HashMap<String, Vec<(SubmissionState, i64)>>, state: SubmissionState) -> i64 {
    counts.values().flatten().filter(|(other, _)| *other == state).map(|(_, count)| count).sum()
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
    Path(id): Path<String>,
    Form(pairs): Form<Vec<(String, String)>>,
) -> Response {
    move_on(&ctx, lang, &staff, Some(&id), &pairs).await
}

async fn bulk_all(State(ctx): State<Ctx>, Reads(lang): Reads, staff: Staff, Form(pairs): Form<Vec<(String, String)>>) -> Response {
    move_on(&ctx, lang, &staff, None, &pairs).await
}

/// Moves the chosen ones on, or chooses all of the page.
async fn move_on(ctx: &Ctx, lang: Lang, staff: &Staff, id: Option<&str>, pairs: &[(String, String)]) -> Response {
    let value = |name: &str| pairs.iter().find(|(known, _)| known == name).map_or("", |(_, value)| value.trim());
    let query = InboxQuery {
        state: value("state").to_owned(),
        q: value("q").to_owned(),
        assignee: value("assignee").to_owned(),
        page: value("page").parse().unwrap_or(0),
        done: None,
    };
    let mut bulk = page::Bulk {
        chosen: pairs.iter().filter(|(name, _)| name == "id").map(|(_, id)| id.clone()).take(BULK_MAX).collect(),
        to: value("to").to_owned(),
        assignee: value("to_assignee").to_owned(),
        message: value("message").to_owned(),
        note: value("note").to_owned(),
        letter: None,
        is_open: true,
    };
    if value("go") == "all" {
        return draw(ctx, lang, staff, id, &query, Around { bulk, chooses_all: true, ..Around::default() }).await;
    }
    if let Some(id) = id.filter(|_| value("go") == "letter") {
        let offered = match letters::offered(&ctx.site.db, id).await {
            Ok(offered) => offered,
            Err(error) => return broken(&error, lang).into_response(),
        };
        if let Some(letter) = offered.into_iter().find(|letter| letter.id == value("letter")) {
            letter.state.code().clone_into(&mut bulk.to);
            (bulk.message, bulk.letter) = (letter.body, Some(letter.id));
        }
        return draw(ctx, lang, staff, Some(id), &query, Around { bulk, ..Around::default() }).await;
    }
    if bulk.chosen.is_empty() {
        let problems = vec![Problem::new("", "nothing_to_do")];
        return draw(ctx, lang, staff, id, &query, Around { bulk, problems, ..Around::default() }).await;
    }
    let mut report = Vec::new();
    for submission in &bulk.chosen {
        let Some(command) = id_for(value("command"), submission) else { return StatusCode::BAD_REQUEST.into_response() };
        let row = one(ctx, staff, submission, command, &bulk).await;
        report.push(row.unwrap_or_else(|error| {
            tracing::error!(submission, %error, "one of many was not moved on");
            page::ReportRow { id: submission.clone(), receipt_no: submission.clone(), problems: vec![Problem::new("", "try_later")] }
        }));
    }
    if report.iter().all(|row| row.problems.is_empty()) {
        let path = id.map_or_else(|| "/staff/submissions".to_owned(), |id| format!("/staff/forms/{}/submissions", encode(id)));
        return see_other(&format!("{path}?state={}{}&done={}", encode(&query.state), found_by(&query), report.len()));
    }
    // What was not done stays chosen, with everything that was typed.
    let chosen = report.iter().filter(|row| !row.problems.is_empty()).map(|row| row.id.clone()).collect();
    draw(ctx, lang, staff, id, &query, Around { bulk: page::Bulk { chosen, ..bulk }, report, ..Around::default() }).await
}

/// Moves one of many on.
async fn one(ctx: &Ctx, staff: &Staff, id: &str, command: String, bulk: &page::Bulk) -> DbResult<page::ReportRow> {
    let found = store::submission(&ctx.site.db, id).await?;
    let receipt_no = found.as_ref().map_or_else(|| id.to_owned(), |it| it.receipt_no.clone());
    let message = match &found {
        Some(it) => told(ctx, staff, it, &bulk.message, &bulk.assignee).await?,
        None => Ok(bulk.message.clone()),
    };
    let problems = match message {
        Ok(message) => {
            let review = Review {
                submission: id.to_owned(),
                state: SubmissionState::parse(&bulk.to),
                message,
                note: bulk.note.clone(),
                assignee: Some(bulk.assignee.clone()).filter(|assignee| !assignee.is_empty()),
            };
            let command = Command { id: command, base_rev: None, body: Body::Forms(FormCommand::Review(Box::new(review))) };
            let receipt = execute(&ctx.site, &staff.actor, &command, now_ms()).await;
            if receipt.status == ReceiptStatus::Done { Vec::new() } else { problems_of(receipt) }
        }
        Err(problems) => problems,
    };
    Ok(page::ReportRow { id: id.to_owned(), receipt_no, problems })
}

/// What the list was found by besides its state, as a part of an address.
fn found_by(query: &InboxQuery) -> String {
    let said = [("q", &query.q), ("assignee", &query.assignee)];
    said.iter().filter(|(_, value)| !value.is_empty()).map(|(name, value)| format!("&{name}={}", encode(value))).collect::<Vec<_>>().concat()
}
