//! `/forms/{id}/plain`: a form page by page, without scripts. The page carries what was answered; the server keeps nothing until it is sent
//! (files apart, which wait in the store and are forgotten if they are never sent).
//!
//! The last page sends the same command that the browser's outbox would, under an id that was made with the first page. So pressing the
//! button twice, or once more after a lost answer, sends it once.

use super::personal;
use super::posted::Posted;
use crate::clock::now_ms;
use crate::commands::execute;
use crate::db::DbError;
use crate::forms::blobs::BlobError;
use crate::forms::store::{self, StoredForm, Submission};
use crate::forms::{audience, postcodes, sniff};
use crate::http::desk::{problems_of, render, see_other};
use crate::http::fields::fresh_id;
use crate::http::lang::Reads;
use crate::http::problem::{broken, status_of};
use crate::http::session::Who;
use crate::http::{Ctx, UPLOAD_MAX};
use crate::people::Actor;
use axum::Router;
use axum::body::Bytes;
use axum::extract::multipart::MultipartRejection;
use axum::extract::{DefaultBodyLimit, Multipart, Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Response};
use axum::routing::get;
use engawa_app::command::{Body, Command};
use engawa_app::forms::command::{Attachment, FormCommand, Holder, Submit};
use engawa_app::forms::outline::{filled, language_index, looked_at, moment};
use engawa_app::forms::pages::plain::{self as page, PlainPage};
use engawa_app::forms::placing;
use engawa_app::forms::plain::{
    Part, Sent, Wish, after, before, field, file_field, has_places, is_shown, nearest, page_of, pages, parts, take, without_places,
};
use engawa_app::forms::record::Shut;
use engawa_app::forms::rules::violations;
use engawa_app::forms::{Provenance, SubmissionState, receipt};
use engawa_app::listings::query::encode;
use engawa_app::messages::forms as m;
use engawa_core::form::draft::Attachment as Named;
use engawa_core::form::running::{Compiled, Form};
use engawa_core::form::{AnswerPath, Answers};
use engawa_core::time::{Millis, jst_datetime};
use engawa_core::{Lang, Problem, ReceiptStatus, photo};
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// Routes of forms without scripts. A page may carry files up to the limit of one, and what was answered before.
pub fn routes() -> Router<Ctx> {
    Router::new().route("/forms/{id}/plain", get(begin).post(go_on)).layer(DefaultBodyLimit::max(UPLOAD_MAX + 4 * 1024 * 1024))
}

/// What a page carries.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Carried {
    /// The id of the command that will send it.
    pub command: String,
    /// The version that is filled in.
    pub version: String,
    /// Which page it was, from 0.
    pub page: usize,
    /// When the page was drawn.
    pub at: Millis,
    /// Everything answered so far.
    pub answers: Answers,
    /// The receipt of the form that this one corrects.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub corrects: Option<Holder>,
}

/// What there is to do after a page was taken.
#[derive(Debug)]
pub enum Step {
    /// Draw this page.
    Draw(Box<PlainPage>),
    /// Send these answers.
    Send {
        /// Everything answered.
        answers: Answers,
        /// The language in which it was.
        language: String,
    },
}

/// The form, if it can be filled in now by this person; else why not. What the desk sent back is corrected whatever day it is: whether it
/// was sent back is asked when it is sent.
async fn open_form(
    ctx: &Ctx,
    id: &str,
    actor: &Actor,
    is_correction: bool,
    now: Millis,
) -> Result<Result<StoredForm, (StatusCode, Problem)>, DbError> {
    let Some(form) = store::form(&ctx.site.db, id).await? else { return Ok(Err((StatusCode::NOT_FOUND, Problem::new("", "form_unknown")))) };
    // Nobody fills in page after page what they cannot send: nothing of it would be kept.
    if let Some(problem) = audience::refusal(&ctx.site.db, form.settings.audience, actor).await? {
        return Ok(Err((StatusCode::FORBIDDEN, problem)));
    }
    if is_correction {
        return Ok(Ok(form));
    }
    let day = |at: Millis| jst_datetime(at).format("%Y-%m-%d %H:%M").to_string();
    let shut = match form.settings.shut_at(now) {
        Some(Shut::NotYet(at)) => Some(Problem::new("", "form_not_yet_open").arg(day(at))),
        Some(Shut::Over(at)) => Some(Problem::new("", "form_over").arg(day(at))),
        None if !form.open => Some(Problem::new("", "form_closed")),
        None => None,
    };
    Ok(shut.map_or_else(|| Ok(form), |problem| Err((StatusCode::OK, problem))))
}

/// A page that says why there is nothing to fill in.
pub fn shut(ctx: &Ctx, lang: Lang, status: StatusCode, problem: Problem) -> Response {
    let title = m::FORM.text(lang);
    let mut response = render::page(ctx, lang, title, None, move || page::shut(title.to_owned(), &problem));
    *response.status_mut() = status;
    personal(response)
}

async fn begin(State(ctx): State<Ctx>, Reads(lang): Reads, Who(actor): Who, Path(id): Path<String>) -> Response {
    let now = now_ms();
    let form = match open_form(&ctx, &id, &actor, false, now).await {
        Ok(Ok(form)) => form,
        Ok(Err((status, problem))) => return shut(&ctx, lang, status, problem),
        Err(error) => return broken(&error, lang).into_response(),
    };
    let compiled = match ctx.site.forms.get(&ctx.site.db, &id, &form.version).await {
        Ok(Some(compiled)) => compiled,
        Ok(None) => return shut(&ctx, lang, StatusCode::NOT_FOUND, Problem::new("", "form_unknown")),
        Err(error) => return broken(&error, lang).into_response(),
    };
    match tokio::task::spawn_blocking(move || first_page(compiled, &form, lang, now)).await {
        Ok(it) => answer(&ctx, lang, it).await,
        Err(error) => failed(&ctx, lang, &error),
    }
}

/// The first page of a form that nobody has begun.
pub fn first_page(compiled: Arc<Compiled>, of: &StoredForm, lang: Lang, now: Millis) -> PlainPage {
    let command = fresh_id();
    let filling = Form::begin(compiled, looked_at(now, &command));
    let page = nearest(&filling, &pages(&filling), 0);
    let carried = Carried { command, version: of.version.clone(), page, at: now, answers: filling.answers(), corrects: None };
    draw(&filling, of, carried, lang, Vec::new(), false)
}

/// The first page of a form that was sent and came back: as it was sent, in the version in which it was.
async fn correction(ctx: &Ctx, lang: Lang, actor: &Actor, old: Submission, holder: Holder, now: Millis) -> Result<Response, DbError> {
    if old.state != SubmissionState::SentBack {
        return Ok(shut(ctx, lang, StatusCode::CONFLICT, Problem::new("", "correction_not_asked").arg(old.receipt_no)));
    }
    let form = match open_form(ctx, &old.form_id, actor, true, now).await? {
        Ok(form) => form,
        Err((status, problem)) => return Ok(shut(ctx, lang, status, problem)),
    };
    let answers = store::answers(&ctx.site.db, &old.id).await?;
    let Some(compiled) = ctx.site.forms.get(&ctx.site.db, &old.form_id, &old.version).await? else {
        return Ok(shut(ctx, lang, StatusCode::NOT_FOUND, Problem::new("", "form_version_unknown").arg(old.version)));
    };
    let work = move || {
        let command = fresh_id();
        let filling = filled(&compiled, &answers, now, &command);
        let page = nearest(&filling, &pages(&filling), 0);
        let carried = Carried { command, version: old.version, page, at: now, answers: filling.answers(), corrects: Some(holder) };
        draw(&filling, &form, carried, lang, Vec::new(), false)
    };
    Ok(match tokio::task::spawn_blocking(work).await {
        Ok(it) => answer(ctx, lang, it).await,
        Err(error) => failed(ctx, lang, &error),
    })
}

/// What was sent back, for whoever shows its two numbers, as a form that is filled in already.
pub async fn correct(ctx: &Ctx, lang: Lang, actor: &Actor, old: Submission, holder: Holder, now: Millis) -> Response {
    correction(ctx, lang, actor, old, holder, now).await.unwrap_or_else(|error| broken(&error, lang).into_response())
}

/// The engine gave up: a mistake of ours, which says so and loses nothing that was not on this page.
pub fn failed(ctx: &Ctx, lang: Lang, error: &tokio::task::JoinError) -> Response {
    tracing::error!(%error, "a form could not be drawn");
    shut(ctx, lang, StatusCode::INTERNAL_SERVER_ERROR, Problem::new("", "answer_fault"))
}

/// Leaves the help for addresses out where there is no list of postcodes.
pub async fn offer_places(ctx: &Ctx, parts: &mut [Part]) {
    if !has_places(parts) {
        return;
    }
    // Without the store nothing can be filled in either.
    if !postcodes::is_here(&ctx.site.db).await.unwrap_or(false) {
        without_places(parts);
    }
}

/// The places of the postcodes that a page asks for. `fields`: what it sent.
pub async fn look_up(ctx: &Ctx, fields: &[(String, String)], wish: &Wish, carried: &Carried) -> Result<placing::Known, DbError> {
    let Wish::Place(path) = wish else { return Ok(placing::Known::new()) };
    let name = field(path);
    let typed = fields.iter().find(|(known, _)| *known == name).map_or("", |(_, value)| value.as_str());
    let mut known = placing::Known::new();
    for code in placing::wanted(typed, carried.answers.values.get(path).map(String::as_str)) {
        if let Some(place) = postcodes::place(&ctx.site.db, &code).await? {
            known.push((code, place.words()));
        }
    }
    Ok(known)
}

async fn answer(ctx: &Ctx, lang: Lang, mut it: PlainPage) -> Response {
    offer_places(ctx, &mut it.parts).await;
    let status = status_of(&it.problems);
    let title = it.title.clone();
    let mut response = render::page(ctx, lang, &title, None, move || page::plain(it));
    *response.status_mut() = status;
    personal(response)
}

/// The page that `carried` names, as it is now.
pub fn draw(form: &Form, of: &StoredForm, carried: Carried, lang: Lang, problems: Vec<Problem>, was_sent: bool) -> PlainPage {
    let language = language_index(form.definition(), lang);
    let pages = pages(form);
    let shown: Vec<usize> = pages.iter().enumerate().filter(|(_, page)| is_shown(form, page)).map(|(at, _)| at).collect();
    let number = shown.iter().position(|at| *at == carried.page).map_or(1, |at| at + 1);
    let drawn = pages.get(carried.page).map(|page| parts(form, page, language, &problems)).unwrap_or_default();
    PlainPage {
        action: format!("/forms/{}/plain", of.id),
        form_id: of.id.clone(),
        about: format!("/forms/{}", of.id),
        is_test: false,
        corrects: carried.corrects.as_ref().map(|holder| holder.receipt_no.clone()),
        title: of.title.clone(),
        parts: drawn,
        place: (number, shown.len().max(1)),
        has_back: before(form, &pages, carried.page).is_some(),
        has_next: after(form, &pages, carried.page).is_some(),
        // What cannot be written as JSON does not exist among texts.
        carried: serde_json::to_string(&carried).unwrap_or_default(),
        problems,
        placed: None,
        was_sent,
    }
}

async fn go_on(
    State(ctx): State<Ctx>,
    Reads(lang): Reads,
    Who(actor): Who,
    Path(id): Path<String>,
    multipart: Result<Multipart, MultipartRejection>,
) -> Response {
    let now = now_ms();
    let posted = Posted::read(multipart).await;
    let Ok(carried) = serde_json::from_str::<Carried>(posted.value("carried")) else {
        let problem = posted.problem.unwrap_or_else(|| Problem::new("", "upload_broken"));
        return shut(&ctx, lang, StatusCode::BAD_REQUEST, problem);
    };
    let form = match open_form(&ctx, &id, &actor, carried.corrects.is_some(), now).await {
        Ok(Ok(form)) => form,
        Ok(Err((status, problem))) => return shut(&ctx, lang, status, problem),
        Err(error) => return broken(&error, lang).into_response(),
    };
    let compiled = match ctx.site.forms.get(&ctx.site.db, &id, &carried.version).await {
        Ok(Some(compiled)) => compiled,
        Ok(None) => {
            let problem = Problem::new("", "form_version_unknown").arg(carried.version);
            return shut(&ctx, lang, StatusCode::NOT_FOUND, problem);
        }
        Err(error) => return broken(&error, lang).into_response(),
    };
    let (mut sent, problems) = receive(&ctx, posted, now).await;
    // A page that did not arrive whole is shown again instead of being gone on from.
    let asked = sent.fields.iter().rev().find(|(name, _)| name == "go").map_or("", |(_, go)| go.as_str());
    let wish = if problems.is_empty() { Wish::parse(asked) } else { Wish::Next };
    match look_up(&ctx, &sent.fields, &wish, &carried).await {
        Ok(places) => sent.places = places,
        Err(error) => return broken(&error, lang).into_response(),
    }
    let (again, of) = (carried.clone(), form.clone());
    let engine = Arc::clone(&compiled);
    let work = tokio::task::spawn_blocking(move || step(&engine, &of, carried, &sent, &wish, lang, problems, now)).await;
    match work {
        Ok(Step::Draw(it)) => answer(&ctx, lang, *it).await,
        Ok(Step::Send { answers, language }) => send(&ctx, lang, &actor, &form, &compiled, again, answers, language, now).await,
        Err(error) => failed(&ctx, lang, &error),
    }
}

/// Keeps the files of a page. What the page sent, and what is wrong with it.
pub async fn receive(ctx: &Ctx, posted: Posted, now: Millis) -> (Sent, Vec<Problem>) {
    let mut problems: Vec<Problem> = posted.problem.into_iter().collect();
    let mut sent = Sent { fields: posted.fields, ..Sent::default() };
    let prefix = file_field(&AnswerPath::root());
    for file in posted.files {
        let Some(path) = file.field.strip_prefix(&prefix) else { continue };
        let Some(bytes) = bared(file.bytes).await else {
            problems.push(Problem::new(path, "photo_damaged").arg(file.name));
            continue;
        };
        match ctx.site.blobs.take_whole(&ctx.site.db, &bytes, now).await {
            Ok(sha256) => sent.files.push((path.to_owned(), format!("sha256:{sha256}/{}", file.name))),
            Err(error) => {
                if matches!(error, BlobError::Db(_) | BlobError::Disk(_)) {
                    tracing::error!(?error, "a file could not be stored");
                }
                problems.push(error.problem(path));
            }
        }
    }
    (sent, problems)
}

/// A file as it is kept: without what a camera notes in it, before anything is computed of its bytes. Nothing if it is damaged.
async fn bared(bytes: Bytes) -> Option<Bytes> {
    let media_type = sniff::media_type(&bytes);
    if !photo::has_notes(media_type) {
        return Some(bytes);
    }
    let work = move || photo::bared(media_type, &bytes).map(|bare| Bytes::from(bare.into_owned()));
    tokio::task::spawn_blocking(work).await.ok().flatten()
}

/// Takes a page into the form and decides where to go.
#[expect(clippy::too_many_arguments, reason = "everything that a page brings, handed to another thread at once")]
pub fn step(
    compiled: &Arc<Compiled>,
    of: &StoredForm,
    carried: Carried,
    sent: &Sent,
    wish: &Wish,
    lang: Lang,
    wrong: Vec<Problem>,
    now: Millis,
) -> Step {
    // What "today" means is when the page was drawn: sending the same page again gives the same answers.
    let at = carried.at.min(now);
    let mut form = filled(compiled, &carried.answers, at, &carried.command);
    let language = language_index(form.definition(), lang);
    let all = pages(&form);
    let here = carried.page.min(all.len().saturating_sub(1));
    if let Some(page) = all.get(here) {
        take(&mut form, page, sent, wish, moment(at));
    }
    let there = |form: &Form, page: usize, problems: Vec<Problem>, was_sent: bool| {
        let carried = Carried { page, at: now, answers: form.answers(), ..carried.clone() };
        Step::Draw(Box::new(draw(form, of, carried, lang, problems, was_sent)))
    };
    if !wrong.is_empty() {
        return there(&form, here, wrong, false);
    }
    match wish {
        Wish::Back => {
            let page = before(&form, &all, here).unwrap_or(here);
            there(&form, page, Vec::new(), false)
        }
        Wish::Add(_) | Wish::Remove(_) => there(&form, here, Vec::new(), false),
        Wish::Place(path) => {
            let earlier = carried.answers.values.get(path).map(String::as_str);
            let (placed, problems) = match placing::put(&mut form, path, earlier, &sent.places, moment(at)) {
                Ok(placed) => (placed, Vec::new()),
                Err(problem) => (None, vec![problem]),
            };
            match there(&form, here, problems, false) {
                Step::Draw(mut page) => {
                    page.placed = placed;
                    Step::Draw(page)
                }
                send @ Step::Send { .. } => send,
            }
        }
        Wish::Next => {
            let single = all.get(here).cloned().into_iter().collect::<Vec<_>>();
            let mut problems = violations(&form, language);
            problems.retain(|problem| page_of(&form, &single, std::slice::from_ref(problem)).is_some());
            let page = if problems.is_empty() { after(&form, &all, here).unwrap_or(here) } else { here };
            there(&form, nearest(&form, &all, page), problems, false)
        }
        Wish::Send => {
            form.finish(moment(at));
            let problems = violations(&form, language);
            if problems.is_empty() {
                let language = form.definition().languages.get(language).cloned().unwrap_or_default();
                return Step::Send { answers: form.answers(), language };
            }
            let page = page_of(&form, &all, &problems).unwrap_or(here);
            there(&form, page, problems, true)
        }
    }
}

/// The files that answers name, as far as they are in the store.
pub async fn attachments(ctx: &Ctx, answers: &Answers) -> Vec<Attachment> {
    let mut attachments = Vec::new();
    for (path, value) in &answers.values {
        let Some(Named { sha256, name }) = Named::of(value) else { continue };
        let bytes = match ctx.site.blobs.progress(&ctx.site.db, &sha256, now_ms()).await {
            Ok(progress) => progress.whole.unwrap_or(0),
            // A text that only looks like a file.
            Err(_) => continue,
        };
        attachments.push(Attachment { path: path.0.clone(), sha256, name, bytes, media_type: String::new() });
    }
    attachments
}

/// Sends the form: the same command as the outbox's, then the receipt; or the page again with what is wrong.
#[expect(clippy::too_many_arguments, reason = "the last step of a page, parted only for reading")]
async fn send(
    ctx: &Ctx,
    lang: Lang,
    actor: &Actor,
    form: &StoredForm,
    compiled: &Arc<Compiled>,
    carried: Carried,
    answers: Answers,
    language: String,
    now: Millis,
) -> Response {
    let attachments = attachments(ctx, &answers).await;
    let submit = Submit {
        form_id: form.id.clone(),
        version: carried.version.clone(),
        answers: answers.clone(),
        attachments,
        finished_at: Some(carried.at),
        language,
        provenance: Provenance::Web,
        corrects: carried.corrects.clone(),
        shared: None,
        paper_id: String::new(),
    };
    let id = carried.command.clone();
    let command = Command { id: id.clone(), base_rev: None, body: Body::Forms(FormCommand::Submit(Box::new(submit))) };
    let receipt = execute(&ctx.site, actor, &command, now).await;
    if receipt.status == ReceiptStatus::Done {
        let number = receipt.receipt_no.unwrap_or_default();
        let secret = receipt::secret_of(&id).unwrap_or_default();
        return see_other(&format!("/forms/receipts/{}?secret={}&sent=1", encode(&number), encode(&secret)));
    }
    // What was decided keeps its id; what was not may come again under the same.
    let command = if receipt.status == ReceiptStatus::Retry { id } else { fresh_id() };
    let problems = problems_of(receipt);
    let (compiled, of) = (Arc::clone(compiled), form.clone());
    let work = tokio::task::spawn_blocking(move || {
        let filling = filled(&compiled, &answers, now, &command);
        let all = pages(&filling);
        let page = nearest(&filling, &all, page_of(&filling, &all, &problems).unwrap_or(carried.page));
        draw(&filling, &of, Carried { command, page, at: now, answers, ..carried }, lang, problems, true)
    });
    match work.await {
        Ok(it) => answer(ctx, lang, it).await,
        Err(error) => failed(ctx, lang, &error),
    }
}
