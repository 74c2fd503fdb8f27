//! `/staff/counter`: cases of the counter, the slip, the next person.
//!
//! Invariants: what is done while a case is open stands in the case; after "next person" the session has another id, the browser is told to
//! forget what it kept, and no page holds anything of the person before.

use super::desks::{denied, name_of, run, status_or_denied};
use super::referrals::{refer_form, refer_send, rows_of};
use super::{Staff, problems_of, render, see_other};
use crate::clock::{now_ms, today};
use crate::commands::execute;
use crate::db::DbResult;
use crate::http::Ctx;
use crate::http::fields::{Fields, field, fresh};
use crate::http::lang::Reads;
use crate::http::problem::broken;
use crate::http::session;
use crate::http::well_known::origin;
use crate::people::cases::{self, StoredCase};
use crate::people::{desks, secret};
use axum::Router;
use axum::extract::{Form, Path, Query, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use axum::routing::{get, post};
use chrono::{NaiveDate, NaiveTime};
use engawa_app::command::{Body, Command};
use engawa_app::listings::query::encode;
use engawa_app::messages::people::cases as m;
use engawa_app::people::case::{CaseCommand, CasePerson, Channel, GuardianPaper, number_of};
use engawa_app::people::command::PeopleCommand;
use engawa_app::people::pages::cases as page;
use engawa_core::time::jst_millis;
use engawa_core::{Action, Lang, Problem, ReceiptStatus, Subject, may};
use serde::Deserialize;
use tower_sessions::Session;

/// Routes of the counter.
pub fn routes() -> Router<Ctx> {
    Router::new()
        .route("/staff/counter", get(show).post(open))
        .route("/staff/counter/{case}", get(show_case))
        .route("/staff/counter/{case}/person", post(set_person))
        .route("/staff/counter/{case}/note", post(note))
        .route("/staff/counter/{case}/consent", post(guardian_consent))
        .route("/staff/counter/{case}/slip", get(no_slip).post(slip))
        .route("/staff/counter/{case}/close", post(close))
        .route("/staff/counter/{case}/refer", get(refer_form).post(refer_send))
}

#[derive(Deserialize, Default)]
struct CounterQuery {
    /// A number that is looked for.
    #[serde(default)]
    no: String,
    /// A case was closed.
    #[serde(default)]
    closed: String,
    /// A case was closed because nobody touched it.
    #[serde(default)]
    over: String,
}

fn row(it: &StoredCase) -> page::CaseRow {
    page::CaseRow {
        id: it.id.clone(),
        case_no: it.case_no.clone(),
        channel: it.channel,
        topic: it.topic.clone(),
        at: it.opened_at,
        open: it.is_open(now_ms()),
        follow_on: it.follow_on.clone(),
    }
}

async fn show(State(ctx): State<Ctx>, Reads(lang): Reads, staff: Staff, Query(query): Query<CounterQuery>) -> Response {
    let said = match (query.over.is_empty(), query.closed.is_empty()) {
        (false, _) => Some(m::OVER),
        (true, false) => Some(m::CLOSED),
        (true, true) => None,
    };
    let said = said.map(|words| words.text(lang).to_owned());
    let typed = [String::new(), Channel::Counter.code().to_owned(), String::new()];
    draw(&ctx, lang, &staff, &query.no, said, typed, Vec::new()).await
}

async fn draw(ctx: &Ctx, lang: Lang, staff: &Staff, no: &str, said: Option<String>, typed: [String; 3], problems: Vec<Problem>) -> Response {
    if !may(&staff.actor, Action::CaseRead, &Subject::NONE) {
        return denied(ctx, lang, staff);
    }
    match read(ctx, lang, staff, no).await {
        Ok(mut it) => {
            let status = status_or_denied(&problems);
            (it.said, it.typed, it.problems) = (said, typed, problems);
            (status, render::page(ctx, lang, m::COUNTER.text(lang), Some(&staff.name), move || page::counter(it))).into_response()
        }
        Err(error) => broken(&error, lang).into_response(),
    }
}

async fn read(ctx: &Ctx, lang: Lang, staff: &Staff, no: &str) -> DbResult<page::CounterPage> {
    let db = &ctx.site.db;
    let (day, midnight) = (today().to_string(), jst_millis(today().and_time(NaiveTime::MIN)));
    let mut it = page::CounterPage { number: no.trim().to_owned(), ..page::CounterPage::default() };
    for desk in desks::every(db).await? {
        let subject = Subject::of_desk(&desk.id);
        if may(&staff.actor, Action::CaseWork, &subject) {
            it.desks.push((desk.id.clone(), name_of(&desk, lang)));
        }
        if may(&staff.actor, Action::CaseRead, &subject) {
            it.today.extend(cases::opened(db, &desk.id, midnight).await?.iter().map(row));
            it.due.extend(cases::due(db, &desk.id, &day).await?.iter().map(row));
        }
    }
    if !it.number.is_empty() {
        let found = cases::by_number(db, &number_of(&it.number)).await?;
        it.found = found.iter().filter(|case| may(&staff.actor, Action::CaseRead, &Subject::of_desk(&case.desk))).map(row).collect();
    }
    [it.command] = fresh();
    Ok(it)
}

async fn open(State(ctx): State<Ctx>, Reads(lang): Reads, staff: Staff, session: Session, Form(fields): Form<Fields>) -> Response {
    // Two people at once would be mixed up: the one before is closed first.
    if let Some(case) = &staff.actor.case {
        return see_other(&format!("/staff/counter/{}", encode(case)));
    }
    let case = field(&fields, "command").to_owned();
    let typed = ["desk", "channel", "topic"].map(|name| field(&fields, name).to_owned());
    let [desk, channel, topic] = typed.clone();
    let Some(channel) = Channel::parse(&channel) else { return StatusCode::BAD_REQUEST.into_response() };
    let problems = run(&ctx, &staff, &fields, PeopleCommand::Case(CaseCommand::Open { case: case.clone(), desk, channel, topic })).await;
    if !problems.is_empty() {
        return draw(&ctx, lang, &staff, "", None, typed, problems).await;
    }
    if let Err(error) = enter(&session, &case).await {
        tracing::error!(%error, "a case could not be kept in its session");
        return StatusCode::SERVICE_UNAVAILABLE.into_response();
    }
    see_other(&format!("/staff/counter/{}", encode(&case)))
}

/// From here on this session acts for the person of a case, under a new id.
async fn enter(session: &Session, case: &str) -> Result<(), tower_sessions::session::Error> {
    session.insert(session::CASE, case).await?;
    session.cycle_id().await
}

/// From here on this session acts for nobody, under a new id.
async fn leave(session: &Session) -> Result<(), tower_sessions::session::Error> {
    session.remove::<String>(session::CASE).await?;
    session.cycle_id().await
}

/// A case that the actor may do this to; or the answer that they get instead.
pub(super) async fn case_for(ctx: &Ctx, lang: Lang, staff: &Staff, id: &str, action: Action) -> Result<StoredCase, Box<Response>> {
    match cases::one(&ctx.site.db, id).await {
        Ok(Some(case)) if may(&staff.actor, action, &Subject::of_desk(&case.desk)) => Ok(case),
        Ok(Some(_)) => Err(Box::new(denied(ctx, lang, staff))),
        Ok(None) => Err(Box::new(see_other("/staff/counter"))),
        Err(error) => Err(Box::new(broken(&error, lang).into_response())),
    }
}

#[derive(Deserialize, Default)]
struct DoneQuery {
    #[serde(default)]
    done: String,
}

async fn show_case(State(ctx): State<Ctx>, Reads(lang): Reads, staff: Staff, Path(id): Path<String>, Query(query): Query<DoneQuery>) -> Response {
    let said = (!query.done.is_empty()).then(|| m::DONE.text(lang).to_owned());
    draw_case(&ctx, lang, &staff, &id, said, None, Vec::new()).await
}

/// `typed`: what was refused.
async fn draw_case(ctx: &Ctx, lang: Lang, staff: &Staff, id: &str, said: Option<String>, typed: Option<&Fields>, problems: Vec<Problem>) -> Response {
    let case = match case_for(ctx, lang, staff, id, Action::CaseRead).await {
        Ok(case) => case,
        Err(response) => return *response,
    };
    match read_case(ctx, lang, staff, case).await {
        Ok(mut it) => {
            if let Some(typed) = typed {
                let stored = |name: &str, kept: &str| typed.get(name).map_or_else(|| kept.to_owned(), |value| value.trim().to_owned());
                it.person = CasePerson { name: stored("name", &it.person.name), phone: stored("phone", &it.person.phone) };
                it.note = stored("words", "");
                it.guardian = GUARDIAN_FIELDS.map(|name| stored(name, ""));
            }
            let status = status_or_denied(&problems);
            (it.said, it.problems) = (said, problems);
            let title = m::CASE.with(lang, &[&it.row.case_no]);
            (status, render::page(ctx, lang, &title, Some(&staff.name), move || page::case(it))).into_response()
        }
        Err(error) => broken(&error, lang).into_response(),
    }
}

async fn read_case(ctx: &Ctx, lang: Lang, staff: &Staff, case: StoredCase) -> DbResult<page::CasePage> {
    let db = &ctx.site.db;
    cases::note_look(db, &staff.actor, "read.case", &case.id, &case.account, now_ms()).await?;
    let items = cases::items(db, &case.id).await?;
    let referrals = rows_of(ctx, lang, cases::referrals_of(db, &case.id).await?).await?;
    let desk = desks::one(db, &case.desk).await?.map_or_else(|| case.desk.clone(), |desk| name_of(&desk, lang));
    let item = |it: cases::Item| page::ItemRow { at: it.at, actor: it.actor, verb: it.verb, receipt_no: it.receipt_no, note: it.note };
    Ok(page::CasePage {
        row: row(&case),
        desk,
        collected: !case.account.is_empty(),
        may_work: may(&staff.actor, Action::CaseWork, &Subject::of_desk(&case.desk)),
        current: staff.actor.case.as_deref() == Some(case.id.as_str()),
        person: case.person,
        note: String::new(),
        may_record: may(&staff.actor, Action::GuardianRecord, &Subject::of_desk(&case.desk)),
        guardian: Default::default(),
        items: items.into_iter().map(item).collect(),
        referrals,
        commands: fresh(),
        said: None,
        problems: Vec::new(),
    })
}

/// Does something to a case, and comes back to it.
async fn act(ctx: &Ctx, lang: Lang, staff: &Staff, id: &str, fields: &Fields, command: CaseCommand) -> Response {
    let problems = run(ctx, staff, fields, PeopleCommand::Case(command)).await;
    if problems.is_empty() {
        return see_other(&format!("/staff/counter/{}?done=1", encode(id)));
    }
    draw_case(ctx, lang, staff, id, None, Some(fields), problems).await
}

async fn set_person(State(ctx): State<Ctx>, Reads(lang): Reads, staff: Staff, Path(id): Path<String>, Form(fields): Form<Fields>) -> Response {
    let person = CasePerson { name: field(&fields, "name").to_owned(), phone: field(&fields, "phone").to_owned() };
    act(&ctx, lang, &staff, &id, &fields, CaseCommand::SetPerson { case: id.clone(), person }).await
}

async fn note(State(ctx): State<Ctx>, Reads(lang): Reads, staff: Staff, Path(id): Path<String>, Form(fields): Form<Fields>) -> Response {
    let words = field(&fields, "words").to_owned();
    act(&ctx, lang, &staff, &id, &fields, CaseCommand::Note { case: id.clone(), words }).await
}

/// What is asked of a guardian's paper.
const GUARDIAN_FIELDS: [&str; 5] = ["code", "email", "guardian", "signed_on", "kept"];

async fn guardian_consent(State(ctx): State<Ctx>, Reads(lang): Reads, staff: Staff, Path(id): Path<String>, Form(fields): Form<Fields>) -> Response {
    let [code, email, name, signed_on, kept] = GUARDIAN_FIELDS.map(|name| field(&fields, name).to_owned());
    let Ok(signed_on) = signed_on.parse() else {
        return draw_case(&ctx, lang, &staff, &id, None, Some(&fields), vec![Problem::new("signed_on", "bad_date")]).await;
    };
    let paper = GuardianPaper { name, signed_on, kept };
    act(&ctx, lang, &staff, &id, &fields, CaseCommand::GuardianConsent { case: id.clone(), code, email, paper }).await
}

/// A slip is shown once: its address alone leads back to the case.
async fn no_slip(_: Staff, Path(id): Path<String>) -> Response {
    see_other(&format!("/staff/counter/{}", encode(&id)))
}

async fn slip(State(ctx): State<Ctx>, Reads(lang): Reads, staff: Staff, headers: HeaderMap, Path(id): Path<String>) -> Response {
    let case = match case_for(&ctx, lang, &staff, &id, Action::CaseWork).await {
        Ok(case) => case,
        Err(response) => return *response,
    };
    // Each print makes a code of its own, so sending the button twice needs no id of the page: the last slip is the one that counts.
    let [command] = fresh();
    let code = secret::written_long();
    let body = Body::People(PeopleCommand::Case(CaseCommand::SetCode { case: id.clone(), digest: cases::digest_of(&code) }));
    let receipt = execute(&ctx.site, &staff.actor, &Command { id: command, base_rev: None, body }, now_ms()).await;
    if receipt.status != ReceiptStatus::Done {
        return draw_case(&ctx, lang, &staff, &id, None, None, problems_of(receipt)).await;
    }
    let read = async {
        let items = cases::items(&ctx.site.db, &id).await?;
        let desk = desks::one(&ctx.site.db, &case.desk).await?;
        DbResult::Ok((items, desk))
    };
    let (items, desk) = match read.await {
        Ok(found) => found,
        Err(error) => return broken(&error, lang).into_response(),
    };
    let lookup = format!("{}/account/cases", origin(&ctx, &headers));
    let it = page::SlipPage {
        city: ctx.site.settings.site.name.text(lang).to_owned(),
        desk: desk.map_or_else(|| case.desk.clone(), |desk| name_of(&desk, lang)),
        at: case.opened_at,
        items: items.into_iter().filter(|item| !item.command.is_empty()).map(|item| (item.verb, item.receipt_no)).collect(),
        address: format!("{lookup}?code={}", encode(&code)),
        by_phone: case.channel == Channel::Phone,
        id: case.id,
        case_no: case.case_no,
        code,
        lookup,
    };
    render::page(&ctx, lang, m::SLIP.text(lang), Some(&staff.name), move || page::slip(it))
}

async fn close(
    State(ctx): State<Ctx>,
    Reads(lang): Reads,
    staff: Staff,
    session: Session,
    Path(id): Path<String>,
    Form(fields): Form<Fields>,
) -> Response {
    let typed = field(&fields, "follow_on");
    let follow_on: Option<NaiveDate> = typed.parse().ok();
    if follow_on.is_none() && !typed.is_empty() {
        return draw_case(&ctx, lang, &staff, &id, None, Some(&fields), vec![Problem::new("follow_on", "bad_date")]).await;
    }
    let is_current = staff.actor.case.as_deref() == Some(id.as_str());
    let problems = run(&ctx, &staff, &fields, PeopleCommand::Case(CaseCommand::Close { case: id.clone(), follow_on })).await;
    if !problems.is_empty() {
        return draw_case(&ctx, lang, &staff, &id, None, Some(&fields), problems).await;
    }
    if !is_current {
        return see_other(&format!("/staff/counter/{}?done=1", encode(&id)));
    }
    if let Err(error) = leave(&session).await {
        tracing::error!(%error, "a case could not be taken out of its session");
        return StatusCode::SERVICE_UNAVAILABLE.into_response();
    }
    let mut response = see_other("/staff/counter?closed=1");
    let answer = response.headers_mut();
    answer.insert(HeaderName::from_static("clear-site-data"), HeaderValue::from_static("\"cache\""));
    answer.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}
