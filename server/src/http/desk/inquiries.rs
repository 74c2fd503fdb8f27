//! `/staff/inquiries`: what desks ask each other, what they answer, what came of it.
//!
//! Invariants: every change is a command; a round is read at the desks that ask and are asked, and nowhere else, but for title and summary of
//! what was shared with all staff.

use super::courses::{Names, csv, names};
use super::desks::{denied, run, status_or_denied};
use super::forms::download;
use super::{Staff, render, see_other};
use crate::clock::{now_ms, today};
use crate::db::DbResult;
use crate::feed::Writer;
use crate::http::Ctx;
use crate::http::fields::{Fields, field, fresh};
use crate::http::lang::Reads;
use crate::http::problem::broken;
use crate::people::inquiries::{self, Entry, Inquiry, Listed, Reply};
use axum::Router;
use axum::extract::{Form, Path, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Response};
use axum::routing::{get, post};
use chrono::NaiveDate;
use engawa_app::messages::people::inquiries as m;
use engawa_app::people::command::PeopleCommand;
use engawa_app::people::inquiry::{Decision, InquiryAnswer, InquiryCommand, InquiryDraft, InquiryState, answer_field, check_open};
use engawa_app::people::pages::inquiries as page;
use engawa_app::people::pages::inquiries::write;
use engawa_core::{Action, Lang, Problem, Subject, may};
use serde::Deserialize;

/// Routes of inquiries.
pub fn routes() -> Router<Ctx> {
    Router::new()
        .route("/staff/inquiries", get(list))
        .route("/staff/inquiries/new", get(new).post(make))
        .route("/staff/inquiries/{id}", get(show).post(save))
        .route("/staff/inquiries/{id}/send", post(send))
        .route("/staff/inquiries/{id}/drop", post(drop_draft))
        .route("/staff/inquiries/{id}/remind", post(remind))
        .route("/staff/inquiries/{id}/due", post(set_due))
        .route("/staff/inquiries/{id}/close", post(close))
        .route("/staff/inquiries/{id}/answers.csv", get(answers_csv))
        .route("/staff/inquiries/{id}/desks/{desk}", get(answer_form).post(answer))
}

#[derive(Deserialize, Default)]
struct DoneQuery {
    #[serde(default)]
    done: String,
}

fn of_inquiry(command: InquiryCommand) -> PeopleCommand {
    PeopleCommand::Inquiry(command)
}

fn name_in(names: &Names, desk: &str) -> String {
    names.get(desk).cloned().unwrap_or_else(|| desk.to_owned())
}

fn row_of(it: Listed, staff: &Staff, names: &Names) -> page::InquiryRow {
    let answered = (it.asked.iter().filter(|(_, decision)| decision.is_some()).count(), it.asked.len());
    let own = it.asked.iter().filter(|(desk, _)| may(&staff.actor, Action::InquiryRead, &Subject::of_desk(desk)));
    page::InquiryRow {
        own: own.map(|(desk, decision)| (name_in(names, desk), *decision)).collect(),
        answered,
        is_whole: it.is_whole,
        desk: name_in(names, &it.inquiry.desk),
        id: it.inquiry.id,
        title: it.inquiry.title,
        state: it.inquiry.state,
        due_on: it.inquiry.due_on,
        summary: it.inquiry.summary,
        shared: it.inquiry.shared,
    }
}

async fn list(State(ctx): State<Ctx>, Reads(lang): Reads, staff: Staff, Query(query): Query<DoneQuery>) -> Response {
    let read = async {
        let names = names(&ctx.site.db, lang).await?;
        let mut it = page::InquiriesPage {
            may_write: may(&staff.actor, Action::InquiryKeep, &Subject::NONE),
            done: !query.done.is_empty(),
            ..page::InquiriesPage::default()
        };
        for listed in inquiries::list(&ctx.site.db, &staff.actor).await? {
            let is_ours = may(&staff.actor, Action::InquiryRead, &listed.inquiry.subject());
            let state = listed.inquiry.state;
            let row = row_of(listed, &staff, &names);
            let is_asked = !row.own.is_empty();
            match state {
                InquiryState::Closed => it.results.push(row),
                InquiryState::Open if is_asked && is_ours => {
                    it.to_answer.push(row.clone());
                    it.ours.push(row);
                }
                InquiryState::Open if is_asked => it.to_answer.push(row),
                InquiryState::Open | InquiryState::Draft => it.ours.push(row),
            }
        }
        DbResult::Ok(it)
    };
    match read.await {
        Ok(it) => render::page(&ctx, lang, m::INQUIRIES.text(lang), Some(&staff.name), move || page::inquiries(it)),
        Err(error) => broken(&error, lang).into_response(),
    }
}

/// The desks that a form names.
fn chosen(fields: &Fields) -> Vec<String> {
    let mut found: Vec<String> = fields.keys().filter_map(|name| name.strip_prefix("to:")).map(str::to_owned).collect();
    // The same page sent twice is the same command.
    found.sort_unstable();
    found
}

fn draft_fields(fields: &Fields) -> write::DraftFields {
    let typed = |name: &str| field(fields, name).to_owned();
    write::DraftFields {
        desk: typed("desk"),
        title: typed("title"),
        words: typed("words"),
        questions: typed("questions"),
        link: typed("link"),
        due_on: typed("due_on"),
        desks: chosen(fields),
    }
}

/// What was typed as a command; a day that is none is said at its field.
fn draft_of(typed: &write::DraftFields) -> Result<InquiryDraft, Problem> {
    Ok(InquiryDraft {
        title: typed.title.clone(),
        words: typed.words.clone(),
        questions: typed.questions.lines().map(str::to_owned).collect(),
        link: typed.link.clone(),
        due_on: day(&typed.due_on)?,
        desks: typed.desks.clone(),
    })
}

fn day(typed: &str) -> Result<NaiveDate, Problem> {
    if typed.is_empty() {
        return Err(Problem::new("due_on", "required"));
    }
    typed.parse().map_err(|_| Problem::new("due_on", "bad_date"))
}

fn stored_fields(inquiry: &Inquiry, replies: &[Reply]) -> write::DraftFields {
    write::DraftFields {
        desk: inquiry.desk.clone(),
        title: inquiry.title.clone(),
        words: inquiry.body.words.clone(),
        questions: inquiry.body.questions.join("\n"),
        link: inquiry.body.link.clone(),
        due_on: inquiry.due_on.to_string(),
        desks: replies.iter().map(|reply| reply.desk.clone()).collect(),
    }
}

async fn new(State(ctx): State<Ctx>, Reads(lang): Reads, staff: Staff) -> Response {
    draw_draft(&ctx, lang, &staff, write::DraftPage::default()).await
}

/// Fills in which desks there are, and draws a draft.
async fn draw_draft(ctx: &Ctx, lang: Lang, staff: &Staff, mut it: write::DraftPage) -> Response {
    let names = match names(&ctx.site.db, lang).await {
        Ok(names) => names,
        Err(error) => return broken(&error, lang).into_response(),
    };
    it.all = names.into_iter().collect();
    it.own = it.all.iter().filter(|(desk, _)| may(&staff.actor, Action::InquiryKeep, &Subject::of_desk(desk))).cloned().collect();
    if it.fields.desk.is_empty() {
        it.fields.desk = it.own.first().map(|(desk, _)| desk.clone()).unwrap_or_default();
    }
    it.commands = fresh();
    let status = status_or_denied(&it.problems);
    let title = if it.id.is_empty() { m::WRITE } else { m::DRAFT };
    (status, render::page(ctx, lang, title.text(lang), Some(&staff.name), move || write::draft(it))).into_response()
}

/// Saves what was typed under an id; nothing: it was done.
async fn put(ctx: &Ctx, staff: &Staff, fields: &Fields, id: &str, typed: &write::DraftFields) -> Vec<Problem> {
    match draft_of(typed) {
        Ok(draft) => {
            let command = InquiryCommand::Save { inquiry: id.to_owned(), desk: typed.desk.clone(), draft };
            run(ctx, staff, fields, of_inquiry(command)).await
        }
        Err(problem) => vec![problem],
    }
}

async fn make(State(ctx): State<Ctx>, Reads(lang): Reads, staff: Staff, Form(fields): Form<Fields>) -> Response {
    let (id, typed) = (field(&fields, "command").to_owned(), draft_fields(&fields));
    let problems = put(&ctx, &staff, &fields, &id, &typed).await;
    if problems.is_empty() {
        return see_other(&format!("{}?done=1", page::at(&id, "")));
    }
    draw_draft(&ctx, lang, &staff, write::DraftPage { fields: typed, problems, ..write::DraftPage::default() }).await
}

async fn save(State(ctx): State<Ctx>, Reads(lang): Reads, staff: Staff, Path(id): Path<String>, Form(fields): Form<Fields>) -> Response {
    let typed = draft_fields(&fields);
    let problems = put(&ctx, &staff, &fields, &id, &typed).await;
    if problems.is_empty() {
        return see_other(&format!("{}?done=1", page::at(&id, "")));
    }
    Box::pin(draw(&ctx, lang, &staff, &id, false, Typed { draft: Some(typed), ..Typed::default() }, problems)).await
}

/// What was typed about a round and refused, so that it is shown again.
#[derive(Default)]
struct Typed {
    draft: Option<write::DraftFields>,
    due_on: Option<String>,
    summary: Option<(String, bool)>,
}

/// A round with its desks, if the reader may read it; otherwise the answer.
async fn found(ctx: &Ctx, lang: Lang, staff: &Staff, id: &str) -> Result<(Inquiry, Vec<Reply>), Box<Response>> {
    let read = async {
        let Some(inquiry) = inquiries::one(&ctx.site.db, id).await? else { return Ok(None) };
        DbResult::Ok(Some((inquiry, inquiries::replies(&ctx.site.db, id).await?)))
    };
    match read.await {
        Ok(Some((inquiry, replies))) if inquiries::may_read(&staff.actor, &inquiry, replies.iter().map(|it| it.desk.as_str())) => {
            Ok((inquiry, replies))
        }
        Ok(Some(_)) => Err(Box::new(denied(ctx, lang, staff))),
        Ok(None) => Err(Box::new(StatusCode::NOT_FOUND.into_response())),
        Err(error) => Err(Box::new(broken(&error, lang).into_response())),
    }
}

async fn show(State(ctx): State<Ctx>, Reads(lang): Reads, staff: Staff, Path(id): Path<String>, Query(query): Query<DoneQuery>) -> Response {
    draw(&ctx, lang, &staff, &id, !query.done.is_empty(), Typed::default(), Vec::new()).await
}

async fn draw(ctx: &Ctx, lang: Lang, staff: &Staff, id: &str, done: bool, typed: Typed, problems: Vec<Problem>) -> Response {
    let (inquiry, replies) = match found(ctx, lang, staff, id).await {
        Ok(found) => found,
        Err(answer) => return *answer,
    };
    if inquiry.state == InquiryState::Draft {
        let is_typed = typed.draft.is_some();
        let fields = typed.draft.unwrap_or_else(|| stored_fields(&inquiry, &replies));
        let it = write::DraftPage { id: inquiry.id, fields, rev: inquiry.rev, is_typed, done, problems, ..write::DraftPage::default() };
        return draw_draft(ctx, lang, staff, it).await;
    }
    let read = async { DbResult::Ok((names(&ctx.site.db, lang).await?, inquiries::log(&ctx.site.db, id).await?)) };
    let (names, mut log) = match read.await {
        Ok(read) => read,
        Err(error) => return broken(&error, lang).into_response(),
    };
    log.reverse();
    let status = status_or_denied(&problems);
    let is_open = check_open(inquiry.state, inquiry.due_on, today()).is_none();
    let rev = replies.iter().map(|reply| reply.rev).fold(inquiry.rev, u64::max);
    let it = page::RoundPage {
        asked: asked_part(&inquiry, &names),
        state: inquiry.state,
        may_keep: may(&staff.actor, Action::InquiryKeep, &inquiry.subject()),
        due_on: typed.due_on.unwrap_or_else(|| inquiry.due_on.to_string()),
        typed: typed.summary.unwrap_or_default(),
        summary: inquiry.summary,
        shared: inquiry.shared,
        replies: replies.into_iter().map(|reply| reply_row(reply, staff, &names, is_open)).collect(),
        log: log.into_iter().map(entry_row).collect(),
        rev,
        commands: fresh(),
        done,
        problems,
    };
    let title = it.asked.title.clone();
    (status, render::page(ctx, lang, &title, Some(&staff.name), move || page::round(it))).into_response()
}

fn asked_part(inquiry: &Inquiry, names: &Names) -> page::AskedPart {
    page::AskedPart {
        id: inquiry.id.clone(),
        title: inquiry.title.clone(),
        desk: name_in(names, &inquiry.desk),
        due_on: inquiry.due_on,
        words: inquiry.body.words.clone(),
        link: inquiry.body.link.clone(),
        questions: inquiry.body.questions.clone(),
    }
}

fn reply_row(it: Reply, staff: &Staff, names: &Names, is_open: bool) -> page::ReplyRow {
    page::ReplyRow {
        may_answer: is_open && may(&staff.actor, Action::InquiryAnswer, &Subject::of_desk(&it.desk)),
        name: names.get(&it.desk).cloned().unwrap_or(it.name),
        desk: it.desk,
        decision: it.decision,
        words: it.words,
        answers: it.answers,
        contact: it.contact,
        at: it.at,
    }
}

fn entry_row(it: Entry) -> page::EntryRow {
    page::EntryRow { at: it.at, actor: it.actor, name: it.name, desk: it.desk, what: it.what, decision: it.decision, words: it.words }
}

/// Does something that the desk does that asks, and comes back to the round.
async fn keep(ctx: &Ctx, lang: Lang, staff: &Staff, fields: &Fields, command: InquiryCommand, typed: Typed) -> Response {
    let id = command.subject().to_owned();
    let problems = run(ctx, staff, fields, of_inquiry(command)).await;
    if problems.is_empty() {
        return see_other(&format!("{}?done=1", page::at(&id, "")));
    }
    draw(ctx, lang, staff, &id, false, typed, problems).await
}

async fn send(State(ctx): State<Ctx>, Reads(lang): Reads, staff: Staff, Path(id): Path<String>, Form(fields): Form<Fields>) -> Response {
    Box::pin(keep(&ctx, lang, &staff, &fields, InquiryCommand::Send { inquiry: id }, Typed::default())).await
}

async fn drop_draft(State(ctx): State<Ctx>, Reads(lang): Reads, staff: Staff, Path(id): Path<String>, Form(fields): Form<Fields>) -> Response {
    let problems = run(&ctx, &staff, &fields, of_inquiry(InquiryCommand::Drop { inquiry: id.clone() })).await;
    if problems.is_empty() {
        return see_other("/staff/inquiries?done=1");
    }
    Box::pin(draw(&ctx, lang, &staff, &id, false, Typed::default(), problems)).await
}

async fn remind(State(ctx): State<Ctx>, Reads(lang): Reads, staff: Staff, Path(id): Path<String>, Form(fields): Form<Fields>) -> Response {
    Box::pin(keep(&ctx, lang, &staff, &fields, InquiryCommand::Remind { inquiry: id }, Typed::default())).await
}

async fn set_due(State(ctx): State<Ctx>, Reads(lang): Reads, staff: Staff, Path(id): Path<String>, Form(fields): Form<Fields>) -> Response {
    let due_on = field(&fields, "due_on").to_owned();
    let typed = Typed { due_on: Some(due_on.clone()), ..Typed::default() };
    match day(&due_on) {
        Ok(due_on) => Box::pin(keep(&ctx, lang, &staff, &fields, InquiryCommand::SetDue { inquiry: id, due_on }, typed)).await,
        Err(problem) => Box::pin(draw(&ctx, lang, &staff, &id, false, typed, vec![problem])).await,
    }
}

async fn close(State(ctx): State<Ctx>, Reads(lang): Reads, staff: Staff, Path(id): Path<String>, Form(fields): Form<Fields>) -> Response {
    let (summary, shared) = (field(&fields, "summary").to_owned(), !field(&fields, "shared").is_empty());
    let typed = Typed { summary: Some((summary.clone(), shared)), ..Typed::default() };
    Box::pin(keep(&ctx, lang, &staff, &fields, InquiryCommand::Close { inquiry: id, summary, shared }, typed)).await
}

/// The answers as a table; that it was taken stands in the audit log.
async fn answers_csv(State(ctx): State<Ctx>, Reads(lang): Reads, staff: Staff, Path(id): Path<String>) -> Response {
    let (inquiry, replies) = match found(&ctx, lang, &staff, &id).await {
        Ok(found) => found,
        Err(answer) => return *answer,
    };
    if !may(&staff.actor, Action::InquiryKeep, &inquiry.subject()) {
        return denied(&ctx, lang, &staff);
    }
    let read = async {
        let mut writer = Writer::begin(&ctx.site.db, now_ms(), staff.actor.name()).await?;
        writer.audit("inquiry.export", &id, "").await?;
        writer.commit().await?;
        names(&ctx.site.db, lang).await
    };
    match read.await {
        Ok(names) => {
            let rows: Vec<page::ReplyRow> = replies.into_iter().map(|reply| reply_row(reply, &staff, &names, false)).collect();
            download("inquiry-answers.csv", "text/csv; charset=utf-8", csv(page::answer_lines(&inquiry.body.questions, &rows, lang)))
        }
        Err(error) => broken(&error, lang).into_response(),
    }
}

async fn answer_form(State(ctx): State<Ctx>, Reads(lang): Reads, staff: Staff, Path((id, desk)): Path<(String, String)>) -> Response {
    draw_answer(&ctx, lang, &staff, &id, &desk, None, Vec::new()).await
}

/// `typed`: what was typed and refused. If somebody else answered meanwhile, that is shown, too: whoever sends again has seen it.
async fn draw_answer(
    ctx: &Ctx,
    lang: Lang,
    staff: &Staff,
    id: &str,
    desk: &str,
    typed: Option<write::AnswerFields>,
    problems: Vec<Problem>,
) -> Response {
    let (inquiry, replies) = match found(ctx, lang, staff, id).await {
        Ok(found) => found,
        Err(answer) => return *answer,
    };
    let Some(reply) = replies.into_iter().find(|reply| reply.desk == desk) else { return StatusCode::NOT_FOUND.into_response() };
    if !may(&staff.actor, Action::InquiryAnswer, &Subject::of_desk(desk)) {
        return denied(ctx, lang, staff);
    }
    let names = match names(&ctx.site.db, lang).await {
        Ok(names) => names,
        Err(error) => return broken(&error, lang).into_response(),
    };
    let status = status_or_denied(&problems);
    let [command] = fresh();
    let is_new = problems.iter().any(|problem| problem.code == "conflict");
    let it = write::AnswerPage {
        stands: is_new.then(|| reply_row(reply.clone(), staff, &names, false)),
        asked: asked_part(&inquiry, &names),
        desk: desk.to_owned(),
        desk_name: names.get(desk).cloned().unwrap_or(reply.name),
        rev: reply.rev,
        fields: typed.unwrap_or_else(|| write::AnswerFields {
            decision: reply.decision.map_or("", Decision::code).to_owned(),
            words: reply.words,
            answers: reply.answers,
            contact: reply.contact,
        }),
        command,
        closed: check_open(inquiry.state, inquiry.due_on, today()),
        problems,
    };
    (status, render::page(ctx, lang, m::ANSWER.text(lang), Some(&staff.name), move || write::answer(it))).into_response()
}

async fn answer(
    State(ctx): State<Ctx>,
    Reads(lang): Reads,
    staff: Staff,
    Path((id, desk)): Path<(String, String)>,
    Form(fields): Form<Fields>,
) -> Response {
    let (inquiry, _) = match found(&ctx, lang, &staff, &id).await {
        Ok(found) => found,
        Err(answer) => return *answer,
    };
    let typed = write::AnswerFields {
        decision: field(&fields, "decision").to_owned(),
        words: field(&fields, "words").to_owned(),
        answers: (0..inquiry.body.questions.len()).map(|at| field(&fields, &answer_field(at)).to_owned()).collect(),
        contact: field(&fields, "contact").to_owned(),
    };
    let problems = match Decision::parse(&typed.decision) {
        Some(decision) => {
            let answer = InquiryAnswer { decision, words: typed.words.clone(), answers: typed.answers.clone(), contact: typed.contact.clone() };
            let command = InquiryCommand::Answer { inquiry: id.clone(), desk: desk.clone(), answer };
            run(&ctx, &staff, &fields, of_inquiry(command)).await
        }
        None => vec![Problem::new("decision", "choose_one")],
    };
    if problems.is_empty() {
        return see_other(&format!("{}?done=1", page::at(&id, "")));
    }
    Box::pin(draw_answer(&ctx, lang, &staff, &id, &desk, Some(typed), problems)).await
}
