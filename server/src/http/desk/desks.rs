//! `/staff/desks`: desks, who works there, who stands in; `/staff/inside`: what is published for staff only.

use super::{Staff, problems_of, render, see_other};
use crate::clock::now_ms;
use crate::commands::execute;
use crate::db::DbResult;
use crate::http::Ctx;
use crate::http::fields::{Fields, field, fresh};
use crate::http::lang::Reads;
use crate::http::problem::{broken, status_of};
use crate::http::ssr;
use crate::people::desks::{self, StoredDesk};
use axum::Router;
use axum::extract::{Form, Path, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Response};
use axum::routing::{get, post};
use chrono::{NaiveDate, NaiveTime};
use engawa_app::command::{Body, Command};
use engawa_app::listings::query::encode;
use engawa_app::listings::views::Detail;
use engawa_app::messages::people::desks as m;
use engawa_app::people::command::PeopleCommand;
use engawa_app::people::desk::{Delegation, DeskBody, DeskCommand, DeskKind};
use engawa_app::people::pages::desks as page;
use engawa_core::rights::DeskRole;
use engawa_core::time::{Millis, jst_millis};
use engawa_core::{Action, Lang, Problem, ReceiptStatus, Subject, may};
use serde::Deserialize;

/// Routes of desks.
pub fn routes() -> Router<Ctx> {
    Router::new()
        .route("/staff/desks", get(list).post(make))
        .route("/staff/desks/list", get(officers))
        .route("/staff/desks/{id}", get(show).post(save))
        .route("/staff/desks/{id}/end", post(end))
        .route("/staff/desks/{id}/members", post(set_member))
        .route("/staff/desks/{id}/absences", post(delegate))
        .route("/staff/desks/{id}/absences/{delegation}/end", post(end_delegation))
        .route("/staff/inside", get(inside))
        .route("/staff/inside/{id}", get(inside_one))
}

/// The name of a desk in a language.
pub(super) fn name_of(desk: &StoredDesk, lang: Lang) -> String {
    if lang == Lang::En && !desk.body.name_en.is_empty() { desk.body.name_en.clone() } else { desk.name.clone() }
}

/// Refuses, with a sentence, what is another desk's.
pub(super) fn denied(ctx: &Ctx, lang: Lang, staff: &Staff) -> Response {
    (StatusCode::FORBIDDEN, render::page(ctx, lang, m::DENIED_TITLE.text(lang), Some(&staff.name), page::denied)).into_response()
}

/// Executes a command of this room; nothing: it was done.
pub(super) async fn run(ctx: &Ctx, staff: &Staff, fields: &Fields, body: PeopleCommand) -> Vec<Problem> {
    let base_rev = field(fields, "base_rev").parse().ok();
    let command = Command { id: field(fields, "command").to_owned(), base_rev, body: Body::People(body) };
    let receipt = execute(&ctx.site, &staff.actor, &command, now_ms()).await;
    if receipt.status == ReceiptStatus::Done { Vec::new() } else { problems_of(receipt) }
}

/// The status of a page that says what is wrong; what one may not is said as such.
pub(super) fn status_or_denied(problems: &[Problem]) -> StatusCode {
    if problems.iter().any(|problem| problem.code == "forbidden") { StatusCode::FORBIDDEN } else { status_of(problems) }
}

fn row(desk: StoredDesk, lang: Lang) -> page::DeskRow {
    page::DeskRow { name: name_of(&desk, lang), id: desk.id, kind: desk.kind, body: desk.body, officers: Vec::new() }
}

async fn list(State(ctx): State<Ctx>, Reads(lang): Reads, staff: Staff) -> Response {
    draw_list(&ctx, lang, &staff, page::DeskFields::default(), Vec::new()).await
}

async fn draw_list(ctx: &Ctx, lang: Lang, staff: &Staff, typed: page::DeskFields, problems: Vec<Problem>) -> Response {
    let rows = match desks::every(&ctx.site.db).await {
        Ok(rows) => rows.into_iter().map(|desk| row(desk, lang)).collect(),
        Err(error) => return broken(&error, lang).into_response(),
    };
    let status = status_or_denied(&problems);
    let [command] = fresh();
    let new = may(&staff.actor, Action::DeskManage, &Subject::NONE).then_some(typed);
    let it = page::DesksPage { rows, new, command, problems };
    (status, render::page(ctx, lang, m::DESKS.text(lang), Some(&staff.name), move || page::desks(it))).into_response()
}

async fn officers(State(ctx): State<Ctx>, Reads(lang): Reads, staff: Staff) -> Response {
    let read = async {
        let mut rows: Vec<page::DeskRow> = desks::every(&ctx.site.db).await?.into_iter().map(|desk| row(desk, lang)).collect();
        for (desk, name, role) in desks::officers(&ctx.site.db).await? {
            if let Some(row) = rows.iter_mut().find(|row| row.id == desk) {
                row.officers.push((name, role));
            }
        }
        DbResult::Ok(rows)
    };
    match read.await {
        Ok(rows) => render::page(&ctx, lang, m::OFFICERS.text(lang), Some(&staff.name), move || page::officers(rows)),
        Err(error) => broken(&error, lang).into_response(),
    }
}

fn desk_fields(fields: &Fields, desk: &str) -> page::DeskFields {
    let body =
        DeskBody { name_en: field(fields, "name_en").to_owned(), phone: field(fields, "phone").to_owned(), hours: field(fields, "hours").to_owned() };
    page::DeskFields { desk: desk.to_owned(), kind: field(fields, "kind").to_owned(), name: field(fields, "name").to_owned(), body }
}

fn save_command(typed: &page::DeskFields) -> PeopleCommand {
    PeopleCommand::Desk(DeskCommand::Save {
        desk: typed.desk.clone(),
        kind: DeskKind::parse(&typed.kind).unwrap_or(DeskKind::Department),
        name: typed.name.clone(),
        body: typed.body.clone(),
    })
}

async fn make(State(ctx): State<Ctx>, Reads(lang): Reads, staff: Staff, Form(fields): Form<Fields>) -> Response {
    let typed = desk_fields(&fields, field(&fields, "desk"));
    let problems = run(&ctx, &staff, &fields, save_command(&typed)).await;
    if problems.is_empty() {
        return see_other(&format!("/staff/desks/{}?done=1", encode(&typed.desk)));
    }
    draw_list(&ctx, lang, &staff, typed, problems).await
}

#[derive(Deserialize, Default)]
struct DoneQuery {
    #[serde(default)]
    done: String,
}

async fn show(State(ctx): State<Ctx>, Reads(lang): Reads, staff: Staff, Path(id): Path<String>, Query(query): Query<DoneQuery>) -> Response {
    draw(&ctx, lang, &staff, &id, !query.done.is_empty(), None, page::StaffFields::default(), Vec::new()).await
}

/// `own`: what was typed about the desk itself; `typed`: about members and absences.
#[expect(clippy::too_many_arguments, reason = "what a page shows, read in five handlers")]
async fn draw(
    ctx: &Ctx,
    lang: Lang,
    staff: &Staff,
    id: &str,
    done: bool,
    own: Option<page::DeskFields>,
    typed: page::StaffFields,
    problems: Vec<Problem>,
) -> Response {
    match read(ctx, lang, staff, id).await {
        Ok(Some(mut it)) => {
            it.done = done;
            it.fields = own.unwrap_or(it.fields);
            it.typed = typed;
            let status = status_or_denied(&problems);
            it.problems = problems;
            let title = it.title.clone();
            (status, render::page(ctx, lang, &title, Some(&staff.name), move || page::desk(it))).into_response()
        }
        Ok(None) => see_other("/staff/desks"),
        Err(error) => broken(&error, lang).into_response(),
    }
}

async fn read(ctx: &Ctx, lang: Lang, staff: &Staff, id: &str) -> DbResult<Option<page::DeskPage>> {
    let db = &ctx.site.db;
    let Some(desk) = desks::one(db, id).await?.filter(|desk| !desk.ended) else { return Ok(None) };
    let members = desks::members(db, id).await?;
    let subject = Subject::of_desk(id);
    let may_set = may(&staff.actor, Action::DeskSetMember, &subject);
    let may_delegate = may(&staff.actor, Action::DeskDelegate, &subject);
    let own = staff.actor.account().unwrap_or_default();
    let away = members.iter().filter(|member| may_delegate && (may_set || member.account == own));
    let away = away.map(|member| (member.account.clone(), member.name.clone())).collect();
    let absences = desks::delegations(db, id, now_ms()).await?.into_iter().map(|(delegation, account, from, to, begins, ends, reason)| {
        let [command] = fresh();
        let is_theirs = may_delegate && (may_set || account == own);
        page::AbsenceRow { id: delegation, from, to, begins, ends, reason, command: if is_theirs { command } else { String::new() } }
    });
    let absences = absences.collect();
    let member_row = |it: desks::Member| page::MemberRow { account: it.account, login: it.login, name: it.name, role: it.role, since: it.since };
    Ok(Some(page::DeskPage {
        title: name_of(&desk, lang),
        rev: desk.rev,
        fields: page::DeskFields { desk: desk.id, kind: desk.kind.code().to_owned(), name: desk.name, body: desk.body },
        members: members.into_iter().map(member_row).collect(),
        absences,
        away,
        may_manage: may(&staff.actor, Action::DeskManage, &Subject::NONE),
        may_set,
        commands: fresh(),
        ..page::DeskPage::default()
    }))
}

async fn save(State(ctx): State<Ctx>, Reads(lang): Reads, staff: Staff, Path(id): Path<String>, Form(fields): Form<Fields>) -> Response {
    let typed = desk_fields(&fields, &id);
    let problems = run(&ctx, &staff, &fields, save_command(&typed)).await;
    if problems.is_empty() {
        return see_other(&format!("/staff/desks/{}?done=1", encode(&id)));
    }
    draw(&ctx, lang, &staff, &id, false, Some(typed), page::StaffFields::default(), problems).await
}

/// Does something about a desk, and comes back to it with what was typed if it was refused.
async fn act(ctx: &Ctx, lang: Lang, staff: &Staff, id: &str, fields: &Fields, command: DeskCommand) -> Response {
    let problems = run(ctx, staff, fields, PeopleCommand::Desk(command)).await;
    back(ctx, lang, staff, id, fields, problems).await
}

async fn back(ctx: &Ctx, lang: Lang, staff: &Staff, id: &str, fields: &Fields, problems: Vec<Problem>) -> Response {
    if problems.is_empty() {
        return see_other(&format!("/staff/desks/{}?done=1", encode(id)));
    }
    let typed = |name: &str| field(fields, name).to_owned();
    let typed = page::StaffFields {
        login: typed("login"),
        role: typed("role"),
        from: typed("from"),
        to: typed("to"),
        begins: typed("begins"),
        ends: typed("ends"),
        reason: typed("reason"),
    };
    draw(ctx, lang, staff, id, false, None, typed, problems).await
}

async fn end(State(ctx): State<Ctx>, Reads(lang): Reads, staff: Staff, Path(id): Path<String>, Form(fields): Form<Fields>) -> Response {
    act(&ctx, lang, &staff, &id, &fields, DeskCommand::End { desk: id.clone() }).await
}

async fn set_member(State(ctx): State<Ctx>, Reads(lang): Reads, staff: Staff, Path(id): Path<String>, Form(fields): Form<Fields>) -> Response {
    // Whoever may not say who works here learns nothing about who has an account.
    if !may(&staff.actor, Action::DeskSetMember, &Subject::of_desk(&id)) {
        return denied(&ctx, lang, &staff);
    }
    let account = match desks::account_of(&ctx.site.db, field(&fields, "login")).await {
        Ok(Some(account)) => account,
        Ok(None) => return back(&ctx, lang, &staff, &id, &fields, vec![Problem::new("login", "account_unknown")]).await,
        Err(error) => return broken(&error, lang).into_response(),
    };
    let role = DeskRole::parse(field(&fields, "role"));
    act(&ctx, lang, &staff, &id, &fields, DeskCommand::SetMember { desk: id.clone(), account, role }).await
}

/// The moment at which a day begins in Japan.
fn midnight(day: NaiveDate) -> Millis {
    jst_millis(day.and_time(NaiveTime::MIN))
}

/// From the first day to the end of the last one.
fn period(fields: &Fields) -> Result<(Millis, Millis), Vec<Problem>> {
    let read = |name: &str| field(fields, name).parse::<NaiveDate>().map_err(|_| Problem::new(name, "bad_date"));
    match (read("begins"), read("ends").and_then(|day| day.succ_opt().ok_or_else(|| Problem::new("ends", "bad_date")))) {
        (Ok(begins), Ok(after)) => Ok((midnight(begins), midnight(after))),
        (begins, ends) => Err([begins.err(), ends.err()].into_iter().flatten().collect()),
    }
}

async fn delegate(State(ctx): State<Ctx>, Reads(lang): Reads, staff: Staff, Path(id): Path<String>, Form(fields): Form<Fields>) -> Response {
    if !may(&staff.actor, Action::DeskDelegate, &Subject::of_desk(&id)) {
        return denied(&ctx, lang, &staff);
    }
    let (begins, ends) = match period(&fields) {
        Ok(period) => period,
        Err(problems) => return back(&ctx, lang, &staff, &id, &fields, problems).await,
    };
    let to = match desks::account_of(&ctx.site.db, field(&fields, "to")).await {
        Ok(Some(account)) => account,
        Ok(None) => return back(&ctx, lang, &staff, &id, &fields, vec![Problem::new("to", "account_unknown")]).await,
        Err(error) => return broken(&error, lang).into_response(),
    };
    let delegation = Delegation { from: field(&fields, "from").to_owned(), to, begins, ends, reason: field(&fields, "reason").to_owned() };
    act(&ctx, lang, &staff, &id, &fields, DeskCommand::Delegate { desk: id.clone(), delegation }).await
}

async fn end_delegation(
    State(ctx): State<Ctx>,
    Reads(lang): Reads,
    staff: Staff,
    Path((id, delegation)): Path<(String, String)>,
    Form(fields): Form<Fields>,
) -> Response {
    act(&ctx, lang, &staff, &id, &fields, DeskCommand::EndDelegation { desk: id.clone(), delegation }).await
}

async fn inside(State(ctx): State<Ctx>, Reads(lang): Reads, staff: Staff) -> Response {
    if !may(&staff.actor, Action::ListingReadStaffOnly, &Subject::NONE) {
        return denied(&ctx, lang, &staff);
    }
    match desks::inside(&ctx.site.db).await {
        Ok(listings) => render::page(&ctx, lang, m::INSIDE.text(lang), Some(&staff.name), move || page::inside(listings)),
        Err(error) => broken(&error, lang).into_response(),
    }
}

async fn inside_one(State(ctx): State<Ctx>, Reads(lang): Reads, staff: Staff, Path(id): Path<String>) -> Response {
    if !may(&staff.actor, Action::ListingReadStaffOnly, &Subject::NONE) {
        return denied(&ctx, lang, &staff);
    }
    match desks::inside_one(&ctx.site.db, &id).await {
        Ok(Some(listing)) => {
            let (boot, title) = (ssr::boot(&ctx, lang), listing.text_in(lang).0.title);
            let detail = Detail::alone(listing, boot.today);
            render::page(&ctx, lang, &title, Some(&staff.name), move || page::inside_one(&detail, &boot))
        }
        Ok(None) => StatusCode::NOT_FOUND.into_response(),
        Err(error) => broken(&error, lang).into_response(),
    }
}
