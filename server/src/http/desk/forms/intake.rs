//! 紙・電話・窓口の受付: `/staff/forms/{id}/intake`. Staff enter for somebody what came on paper, by telephone or at the counter: the same
//! command, the same rules, the same record, with how it came in.
//!
//! The whole form is one page in the order of the printed one. The page carries everything answered, so adding a row loses nothing.
//! Invariant: nothing is taken in while the answers have brought up questions that nobody saw.

use crate::clock::{now_ms, today};
use crate::commands::execute;
use crate::db::DbResult;
use crate::forms::store::{self, StoredForm};
use crate::http::desk::{Staff, problems_of, render, see_other};
use crate::http::fields::fresh_id;
use crate::http::forms::plain::{Carried, attachments, failed, look_up, offer_places, receive, shut};
use crate::http::forms::posted::Posted;
use crate::http::lang::Reads;
use crate::http::problem::{broken, status_of};
use crate::http::{Ctx, UPLOAD_MAX};
use axum::Router;
use axum::extract::multipart::MultipartRejection;
use axum::extract::{DefaultBodyLimit, Multipart, Path, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Response};
use axum::routing::get;
use chrono::NaiveDate;
use engawa_app::command::{Body, Command};
use engawa_app::forms::command::{FormCommand, Submit};
use engawa_app::forms::outline::{filled, language_index, looked_at, moment, noon};
use engawa_app::forms::pages::desk::intake::{FIELDS, IntakePage, WAYS, intake};
use engawa_app::forms::placing;
use engawa_app::forms::plain::{Sent, Wish, asked, pages, parts, take};
use engawa_app::forms::rules::violations;
use engawa_app::forms::{Provenance, paper_id};
use engawa_app::listings::query::encode;
use engawa_app::messages::forms::intake as m;
use engawa_core::form::Answers;
use engawa_core::form::running::{Compiled, Form};
use engawa_core::form::tree::TreeId;
use engawa_core::time::Millis;
use engawa_core::{Lang, Problem, ReceiptStatus};
use serde::Deserialize;
use std::sync::Arc;

/// Routes of the intake.
pub fn routes() -> Router<Ctx> {
    Router::new().route("/staff/forms/{id}/intake", get(begin).post(go_on)).layer(DefaultBodyLimit::max(UPLOAD_MAX + 4 * 1024 * 1024))
}

/// A form, and a version of it that is ready to run; no version: the newest.
async fn ready(ctx: &Ctx, id: &str, version: Option<&str>) -> DbResult<Option<(StoredForm, Arc<Compiled>)>> {
    let Some(form) = store::form(&ctx.site.db, id).await? else { return Ok(None) };
    let compiled = ctx.site.forms.get(&ctx.site.db, id, version.unwrap_or(&form.version)).await?;
    Ok(compiled.map(|compiled| (form, compiled)))
}

/// What is said about the whole, as far as it can be read.
#[derive(Clone, Debug)]
struct About {
    provenance: Option<Provenance>,
    received_on: Option<NaiveDate>,
    paper_id: String,
    /// As it was typed, in the order of [`FIELDS`].
    typed: [String; 3],
}

impl About {
    fn read(typed: [String; 3]) -> (Self, Vec<Problem>) {
        let [how, on, paper] = FIELDS;
        let mut problems = Vec::new();
        let [provenance, received_on, number] = typed.each_ref().map(|text| text.trim());
        let provenance = Provenance::parse(provenance).filter(|way| WAYS.contains(way));
        if provenance.is_none() {
            problems.push(Problem::new(how, "provenance_required"));
        }
        let received_on: Option<NaiveDate> = received_on.parse().ok();
        match received_on {
            None => problems.push(Problem::new(on, "bad_date")),
            Some(day) if day > today() => problems.push(Problem::new(on, "received_on_future")),
            Some(_) => {}
        }
        let paper_id = paper_id::read(number);
        if paper_id.is_none() && !number.is_empty() {
            problems.push(Problem::new(paper, "paper_id_invalid"));
        }
        (Self { provenance, received_on, paper_id: paper_id.unwrap_or_default(), typed }, problems)
    }

    /// What "today" means in the rules of the form.
    fn finished_at(&self, now: Millis) -> Millis {
        self.received_on.map_or(now, |on| noon(on).min(now))
    }
}

/// The questions of all pages.
fn all(form: &Form) -> Vec<TreeId> {
    pages(form).concat()
}

/// The page as it is now.
fn draw(form: &Form, of: &StoredForm, carried: &Carried, typed: [String; 3], lang: Lang, problems: Vec<Problem>) -> IntakePage {
    let language = language_index(form.definition(), lang);
    IntakePage {
        form_id: of.id.clone(),
        title: of.title.clone(),
        parts: parts(form, &all(form), language, &problems),
        // What cannot be written as JSON does not exist among texts.
        carried: serde_json::to_string(carried).unwrap_or_default(),
        values: typed,
        problems,
        ..IntakePage::default()
    }
}

async fn answer(ctx: &Ctx, lang: Lang, staff: &Staff, mut it: IntakePage) -> Response {
    let known = match store::by_paper(&ctx.site.db, &paper_id::read(&it.values[2]).unwrap_or_default()).await {
        Ok(known) => known,
        Err(error) => return broken(&error, lang).into_response(),
    };
    offer_places(ctx, &mut it.parts).await;
    it.known = known.into_iter().map(|it| (it.id, it.receipt_no)).collect();
    let status = status_of(&it.problems);
    let title = m::INTAKE.with(lang, &[&it.title]);
    (status, render::page(ctx, lang, &title, Some(&staff.name), move || intake(it))).into_response()
}

#[derive(Deserialize, Default)]
struct PaperQuery {
    #[serde(default)]
    paper: String,
}

async fn begin(State(ctx): State<Ctx>, Reads(lang): Reads, staff: Staff, Path(id): Path<String>, Query(query): Query<PaperQuery>) -> Response {
    let (form, compiled) = match ready(&ctx, &id, None).await {
        Ok(Some(found)) => found,
        Ok(None) => return see_other("/staff/forms"),
        Err(error) => return broken(&error, lang).into_response(),
    };
    // Whoever scanned a code holds a paper.
    let provenance = if query.paper.is_empty() { String::new() } else { Provenance::Paper.code().to_owned() };
    let typed = [provenance, today().to_string(), query.paper];
    let now = now_ms();
    let work = tokio::task::spawn_blocking(move || {
        let command = fresh_id();
        let filling = Form::begin(compiled, looked_at(now, &command));
        let carried = Carried { command, version: form.version.clone(), page: 0, at: now, answers: filling.answers(), corrects: None };
        draw(&filling, &form, &carried, typed, lang, Vec::new())
    });
    match work.await {
        Ok(it) => answer(&ctx, lang, &staff, it).await,
        Err(error) => failed(&ctx, lang, &error),
    }
}

/// What there is to do after the page was taken.
enum Step {
    Draw(Box<IntakePage>),
    Send { answers: Answers, language: String },
}

async fn go_on(
    State(ctx): State<Ctx>,
    Reads(lang): Reads,
    staff: Staff,
    Path(id): Path<String>,
    multipart: Result<Multipart, MultipartRejection>,
) -> Response {
    let now = now_ms();
    let posted = Posted::read(multipart).await;
    let Ok(carried) = serde_json::from_str::<Carried>(posted.value("carried")) else {
        return shut(&ctx, lang, StatusCode::BAD_REQUEST, posted.problem.unwrap_or_else(|| Problem::new("", "upload_broken")));
    };
    let (form, compiled) = match ready(&ctx, &id, Some(&carried.version)).await {
        Ok(Some(found)) => found,
        Ok(None) => return see_other("/staff/forms"),
        Err(error) => return broken(&error, lang).into_response(),
    };
    let (about, wrong) = About::read(FIELDS.map(|name| posted.value(name).to_owned()));
    let (mut sent, lost) = receive(&ctx, posted, now).await;
    // A page that did not arrive whole is shown again instead of being taken in.
    let asked = sent.fields.iter().rev().find(|(name, _)| name == "go").map_or("", |(_, go)| go.as_str());
    let wish = if lost.is_empty() { Wish::parse(asked) } else { Wish::Next };
    match look_up(&ctx, &sent.fields, &wish, &carried).await {
        Ok(places) => sent.places = places,
        Err(error) => return broken(&error, lang).into_response(),
    }
    // What comes out of somebody's draft has no fields yet: an empty box among them is no answer.
    let sent = if asked == "resume" { None } else { Some(sent) };
    let page = Page { of: form.clone(), carried: carried.clone(), about: about.clone(), lang, now };
    let engine = Arc::clone(&compiled);
    match tokio::task::spawn_blocking(move || page.step(&engine, sent.as_ref(), &wish, wrong, lost)).await {
        Ok(Step::Draw(it)) => answer(&ctx, lang, &staff, *it).await,
        Ok(Step::Send { answers, language }) => {
            let page = Page { of: form, carried, about, lang, now };
            page.send(&ctx, &staff, compiled, answers, language).await
        }
        Err(error) => failed(&ctx, lang, &error),
    }
}

/// A page that was sent.
struct Page {
    of: StoredForm,
    carried: Carried,
    about: About,
    lang: Lang,
    now: Millis,
}

impl Page {
    /// Takes the page into the form and decides what there is to do. `wrong`: what is said about the whole and cannot be; `lost`: what did
    /// not arrive.
    fn step(self, compiled: &Arc<Compiled>, sent: Option<&Sent>, wish: &Wish, wrong: Vec<Problem>, lost: Vec<Problem>) -> Step {
        let at = self.about.finished_at(self.now);
        let mut form = filled(compiled, &self.carried.answers, at, &self.carried.command);
        let language = language_index(form.definition(), self.lang);
        let nodes = all(&form);
        let seen = asked(&parts(&form, &nodes, language, &[]));
        if let Some(sent) = sent {
            take(&mut form, &nodes, sent, wish, moment(at));
        }
        let mut placed = None;
        let mut problems = lost;
        if let (Wish::Place(path), Some(sent)) = (wish, sent) {
            let earlier = self.carried.answers.values.get(path).map(String::as_str);
            match placing::put(&mut form, path, earlier, &sent.places, moment(at)) {
                Ok(put) => placed = put,
                Err(problem) => problems.push(problem),
            }
        }
        let is_send = *wish == Wish::Send;
        if is_send {
            form.finish(moment(at));
        }
        let has_more = is_send && asked(&parts(&form, &nodes, language, &[])).iter().any(|path| !seen.contains(path));
        if is_send && !has_more {
            problems.extend(wrong);
            problems.extend(violations(&form, language));
        }
        if is_send && !has_more && problems.is_empty() {
            let language = form.definition().languages.get(language).cloned().unwrap_or_default();
            return Step::Send { answers: form.answers(), language };
        }
        let carried = Carried { at: self.now, answers: form.answers(), ..self.carried };
        let page = draw(&form, &self.of, &carried, self.about.typed, self.lang, problems);
        Step::Draw(Box::new(IntakePage { has_more, placed, ..page }))
    }

    /// Sends the form, then shows what is handed over; or the page again with what is wrong.
    async fn send(self, ctx: &Ctx, staff: &Staff, compiled: Arc<Compiled>, answers: Answers, language: String) -> Response {
        let Self { of, carried, about, lang, now } = self;
        let at = about.finished_at(now);
        let submit = Submit {
            form_id: of.id.clone(),
            version: carried.version.clone(),
            attachments: attachments(ctx, &answers).await,
            answers: answers.clone(),
            finished_at: Some(at),
            language,
            // Without a way in there was a problem, and nothing is sent.
            provenance: about.provenance.unwrap_or(Provenance::Staff),
            corrects: None,
            shared: None,
            paper_id: about.paper_id.clone(),
        };
        let id = carried.command.clone();
        let command = Command { id: id.clone(), base_rev: None, body: Body::Forms(FormCommand::Submit(Box::new(submit))) };
        let receipt = execute(&ctx.site, &staff.actor, &command, now).await;
        if receipt.status == ReceiptStatus::Done {
            // At the counter one goes back to the person.
            if let Some(case) = &staff.actor.case {
                return see_other(&format!("/staff/counter/{}", encode(case)));
            }
            return see_other(&format!("/staff/submissions/{}/slip", encode(&id)));
        }
        // What was decided keeps its id; what was not may come again under the same.
        let command = if receipt.status == ReceiptStatus::Retry { id } else { fresh_id() };
        let problems = problems_of(receipt);
        let work = tokio::task::spawn_blocking(move || {
            let filling = filled(&compiled, &answers, at, &command);
            draw(&filling, &of, &Carried { command, at: now, answers, ..carried }, about.typed, lang, problems)
        });
        match work.await {
            Ok(it) => answer(ctx, lang, staff, it).await,
            Err(error) => failed(ctx, lang, &error),
        }
    }
}
