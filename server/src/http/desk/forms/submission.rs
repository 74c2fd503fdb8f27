//! One submission: looking at it, its files, deciding about it.

use super::{colleagues, download, refused_submission};
use crate::clock::{now_ms, today};
use crate::commands::execute;
use crate::db::DbResult;
use crate::forms::store::Submission;
use crate::forms::{self, correct, duplicates as same, letters, note_access, store};
use crate::http::Ctx;
use crate::http::desk::{Staff, problems_of, render, see_other};
use crate::http::fields::fresh_id;
use crate::http::lang::Reads;
use crate::http::problem::{broken, status_of};
use axum::Router;
use axum::extract::{Form, Path, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Response};
use axum::routing::{get, post};
use engawa_app::command::{Body, Command};
use engawa_app::forms::changed::changed;
use engawa_app::forms::command::{FormCommand, Review};
use engawa_app::forms::duplicates::keys;
use engawa_app::forms::letter::{self, Facts};
use engawa_app::forms::outline::{Line, language_index, lines};
use engawa_app::forms::pages::desk::submission as page;
use engawa_app::forms::{SubmissionState, rules};
use engawa_app::listings::query::encode;
use engawa_core::form::running::Form as FilledForm;
use engawa_core::time::jst_date;
use engawa_core::{Action, Lang, Problem, ReceiptStatus, Subject, may};
use serde::Deserialize;
use std::collections::BTreeMap;

/// Routes of submissions.
pub fn routes() -> Router<Ctx> {
    Router::new()
        .route("/staff/submissions/{id}", get(show).post(review))
        .route("/staff/submissions/{id}/files/{number}", get(file))
        .route("/staff/submissions/{id}/keep", post(keep))
        .route("/staff/submissions/{id}/erase", post(erase))
}

#[derive(Deserialize, Default)]
struct ShowQuery {
    #[serde(default)]
    done: String,
    /// A letter that is to stand in the message.
    #[serde(default)]
    letter: String,
}

/// What stands in the fields of the form.
#[derive(Default)]
struct Typed {
    message: String,
    note: String,
    to: Option<SubmissionState>,
    /// A letter fills the message.
    letter: Option<String>,
}

async fn show(State(ctx): State<Ctx>, Reads(lang): Reads, staff: Staff, Path(id): Path<String>, Query(query): Query<ShowQuery>) -> Response {
    let done = Some(query.done).filter(|done| !done.is_empty());
    let typed = Typed { letter: Some(query.letter).filter(|letter| !letter.is_empty()), ..Typed::default() };
    draw(&ctx, lang, &staff, &id, done, typed, Vec::new()).await
}

async fn draw(ctx: &Ctx, lang: Lang, staff: &Staff, id: &str, done: Option<String>, typed: Typed, problems: Vec<Problem>) -> Response {
    if let Some(refusal) = refused_submission(ctx, lang, staff, Action::SubmissionRead, id).await {
        return refusal;
    }
    match read(ctx, lang, staff, id, typed).await {
        Ok(Some(mut it)) => {
            it.done = done;
            it.problems = problems;
            let status = status_of(&it.problems);
            let title = it.receipt_no.clone();
            (status, render::page(ctx, lang, &title, Some(&staff.name), move || page::submission(it))).into_response()
        }
        Ok(None) => StatusCode::NOT_FOUND.into_response(),
        Err(error) => broken(&error, lang).into_response(),
    }
}

/// Computes something of the filled-in form of a submission, away from the other requests.
pub(super) async fn of_form<T: Send + 'static>(ctx: &Ctx, it: &Submission, work: impl FnOnce(&FilledForm) -> T + Send + 'static) -> DbResult<T> {
    forms::of_form(&ctx.site, it, work).await
}

/// What the places of a letter are filled with.
fn facts_of(it: &Submission, form_title: &str, staff: &Staff, answers: BTreeMap<String, String>) -> Facts {
    Facts {
        receipt_no: it.receipt_no.clone(),
        title: it.title.clone(),
        form_title: form_title.to_owned(),
        received_on: it.received_on.unwrap_or_else(|| jst_date(it.received_at)),
        today: today(),
        assignee: if it.assignee.is_empty() { staff.name.clone() } else { it.assignee.clone() },
        answers,
    }
}

/// What the sender of one of many is told: a letter's words with its places filled in for this submission, or what is wrong with them.
/// `assignee`: who takes care of it from now on; empty: whoever does. Whoever may not decide about it learns nothing of it.
pub(super) async fn told(ctx: &Ctx, staff: &Staff, it: &Submission, body: &str, assignee: &str) -> DbResult<Result<String, Vec<Problem>>> {
    let desk = store::desk_of_submission(&ctx.site.db, &it.id).await?;
    if !letter::has_places(body) || !may(&staff.actor, Action::SubmissionReview, &Subject::of_desk(&desk)) {
        return Ok(Ok(body.to_owned()));
    }
    let text = body.to_owned();
    let drawn = of_form(ctx, it, move |form| {
        let words = letter::answers(form, language_index(form.definition(), Lang::Ja));
        (words, letter::check_places("message", &text, form.definition()))
    });
    let (words, problems) = drawn.await?;
    if !problems.is_empty() {
        return Ok(Err(problems));
    }
    let form_title = store::form(&ctx.site.db, &it.form_id).await?.map_or_else(|| it.form_id.clone(), |form| form.title);
    let mut facts = facts_of(it, &form_title, staff, words);
    if !assignee.is_empty() {
        assignee.clone_into(&mut facts.assignee);
    }
    Ok(Ok(letter::render(body, &facts)))
}

async fn read(ctx: &Ctx, lang: Lang, staff: &Staff, id: &str, typed: Typed) -> DbResult<Option<page::SubmissionPage>> {
    let db = &ctx.site.db;
    let Some(it) = store::submission(db, id).await? else { return Ok(None) };
    note_access(&ctx.site, &staff.actor, "submission.view", id, now_ms()).await?;
    let drawn = of_form(ctx, &it, move |form| {
        let language = language_index(form.definition(), lang);
        // A letter of the city is written in the language of its office.
        let words = letter::answers(form, language_index(form.definition(), Lang::Ja));
        (lines(form, language), keys(form, language), words)
    });
    let (lines, keys, words) = drawn.await?;
    let candidates = same::candidates(db, id, &keys).await?;
    let letters = letters::offered(db, &it.form_id).await?;
    let colleagues = colleagues(ctx, staff).await?;
    let form_title = store::form(db, &it.form_id).await?.map_or_else(|| it.form_id.clone(), |form| form.title);
    let chosen = letters.iter().find(|letter| Some(&letter.id) == typed.letter.as_ref());
    let message = chosen.map_or(typed.message, |letter| letter::render(&letter.body, &facts_of(&it, &form_title, staff, words)));
    let (letter, to) = (chosen.map(|letter| letter.id.clone()), typed.to.or(chosen.map(|letter| letter.state)));
    let files = store::files(db, id).await?;
    let events = store::events(db, id).await?;
    let desk = store::desk_of_submission(db, id).await?;
    let replaced_by = correct::replaced_by(db, id).await?;
    let content_sha256 = store::content_sha256(db, id).await?;
    let changed = earlier(ctx, lang, &it.corrects).await?.map(|before| changed(&before, &lines));
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
        colleagues,
        corrects: it.corrects,
        changed,
        replaced_by,
        content_sha256,
        rev: it.rev,
        received_at: it.received_at,
        paper_id: it.paper_id,
        received_on: it.received_on,
        delete_at: it.delete_at,
        duplicates: candidates.into_iter().map(duplicate).collect(),
        letters: letters.into_iter().map(|it| page::LetterChoice { id: it.id, name: it.name, state: it.state }).collect(),
        letter,
        to,
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
        may_erase: may(&staff.actor, Action::SubmissionErase, &Subject::of_desk(&desk)),
        command: fresh_id(),
        typed: (message, typed.note),
        done: None,
        problems: Vec::new(),
    }))
}

/// The lines of the submission that one corrects; nothing if there is none, or none any more.
async fn earlier(ctx: &Ctx, lang: Lang, id: &str) -> DbResult<Option<Vec<Line>>> {
    let found = if id.is_empty() { None } else { store::submission(&ctx.site.db, id).await? };
    match found {
        Some(old) => of_form(ctx, &old, move |form| lines(form, language_index(form.definition(), lang))).await.map(Some),
        None => Ok(None),
    }
}

fn duplicate(same::Candidate { submission: it, same }: same::Candidate) -> page::DuplicateRow {
    page::DuplicateRow { id: it.id, receipt_no: it.receipt_no, title: it.title, state: it.state, received_at: it.received_at, same }
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
    /// Whoever presses the button takes care of it.
    #[serde(default)]
    mine: String,
}

async fn review(State(ctx): State<Ctx>, Reads(lang): Reads, staff: Staff, Path(id): Path<String>, Form(sent): Form<Decision>) -> Response {
    if let Some(refusal) = refused_submission(&ctx, lang, &staff, Action::SubmissionReview, &id).await {
        return refusal;
    }
    let before = match store::submission(&ctx.site.db, &id).await {
        Ok(Some(before)) => before,
        Ok(None) => return StatusCode::NOT_FOUND.into_response(),
        Err(error) => return broken(&error, lang).into_response(),
    };
    let assignee = if sent.mine.is_empty() { sent.assignee.trim().to_owned() } else { staff.name.clone() };
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
    let typed = Typed { message: sent.message, note: sent.note, to: SubmissionState::parse(&sent.to), letter: None };
    draw(&ctx, lang, &staff, &id, None, typed, problems_of(receipt)).await
}

/// How long it is kept: what whoever leads the desk decides.
#[derive(Deserialize)]
struct Retention {
    command: String,
    #[serde(default)]
    base_rev: Option<u64>,
    #[serde(default)]
    until: String,
    #[serde(default)]
    reason: String,
}

async fn keep(State(ctx): State<Ctx>, Reads(lang): Reads, staff: Staff, Path(id): Path<String>, Form(sent): Form<Retention>) -> Response {
    let until = sent.until.trim().parse().unwrap_or_default();
    let command = FormCommand::Keep { submission: id.clone(), until, reason: sent.reason.clone() };
    match retain(&ctx, lang, &staff, &id, sent, command).await {
        Ok(number) => see_other(&format!("/staff/submissions/{}?done={number}", encode(&id))),
        Err(response) => *response,
    }
}

async fn erase(State(ctx): State<Ctx>, Reads(lang): Reads, staff: Staff, Path(id): Path<String>, Form(sent): Form<Retention>) -> Response {
    let command = FormCommand::Erase { submission: id.clone(), reason: sent.reason.clone() };
    match retain(&ctx, lang, &staff, &id, sent, command).await {
        Ok(_) => see_other("/staff/submissions?done=1"),
        Err(response) => *response,
    }
}

/// Does it, and gives the number of its receipt; or the page that says why not.
async fn retain(ctx: &Ctx, lang: Lang, staff: &Staff, id: &str, sent: Retention, command: FormCommand) -> Result<String, Box<Response>> {
    if let Some(refusal) = refused_submission(ctx, lang, staff, Action::SubmissionErase, id).await {
        return Err(Box::new(refusal));
    }
    let command = Command { id: sent.command, base_rev: sent.base_rev, body: Body::Forms(command) };
    let receipt = execute(&ctx.site, &staff.actor, &command, now_ms()).await;
    if receipt.status == ReceiptStatus::Done {
        return Ok(receipt.receipt_no.unwrap_or_default());
    }
    Err(Box::new(draw(ctx, lang, staff, id, None, Typed::default(), problems_of(receipt)).await))
}

async fn file(State(ctx): State<Ctx>, Reads(lang): Reads, staff: Staff, Path((id, number)): Path<(String, usize)>) -> Response {
    if let Some(refusal) = refused_submission(&ctx, lang, &staff, Action::SubmissionRead, &id).await {
        return refusal;
    }
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
