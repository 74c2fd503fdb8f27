//! `/staff/referrals`: a case that one desk hands to another, with the person's consent.
//!
//! Invariant: the receiving desk is shown what was handed over and nothing of the case itself, and each look stands in the audit log.

use super::counter::case_for;
use super::desks::{denied, name_of, run, status_or_denied};
use super::{Staff, render, see_other};
use crate::clock::{now_ms, today};
use crate::db::DbResult;
use crate::http::Ctx;
use crate::http::fields::{Fields, field, fresh};
use crate::http::lang::Reads;
use crate::http::problem::broken;
use crate::people::cases::{self, StoredReferral};
use crate::people::desks;
use axum::Router;
use axum::extract::{Form, Path, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Response};
use axum::routing::{get, post};
use chrono::NaiveDate;
use engawa_app::listings::query::encode;
use engawa_app::messages::people::cases as m;
use engawa_app::people::case::{CaseCommand, Consent, ConsentWay, HandedPart};
use engawa_app::people::command::PeopleCommand;
use engawa_app::people::pages::referrals as page;
use engawa_core::{Action, Lang, Problem, Subject, may};
use serde::Deserialize;
use std::collections::HashMap;

/// Routes of referrals.
pub fn routes() -> Router<Ctx> {
    Router::new().route("/staff/referrals", get(list)).route("/staff/referrals/{id}", get(show)).route("/staff/referrals/{id}/{verb}", post(decide))
}

/// Referrals as rows, with the names of their desks.
pub(super) async fn rows_of(ctx: &Ctx, lang: Lang, found: Vec<StoredReferral>) -> DbResult<Vec<page::ReferralRow>> {
    let names: HashMap<String, String> = desks::every(&ctx.site.db).await?.into_iter().map(|desk| (desk.id.clone(), name_of(&desk, lang))).collect();
    let name = |desk: &str| names.get(desk).cloned().unwrap_or_else(|| desk.to_owned());
    let row = |it: StoredReferral| page::ReferralRow { from: name(&it.from), to: name(&it.to), id: it.id, state: it.state, at: it.made_at };
    Ok(found.into_iter().map(row).collect())
}

async fn list(State(ctx): State<Ctx>, Reads(lang): Reads, staff: Staff) -> Response {
    if !may(&staff.actor, Action::CaseRead, &Subject::NONE) {
        return denied(&ctx, lang, &staff);
    }
    let read = async {
        let mut found: Vec<StoredReferral> = Vec::new();
        for desk in desks::every(&ctx.site.db).await? {
            if may(&staff.actor, Action::CaseRead, &Subject::of_desk(&desk.id)) {
                found.extend(cases::referrals(&ctx.site.db, &desk.id).await?);
            }
        }
        found.sort_by(|a, b| b.made_at.cmp(&a.made_at).then_with(|| a.id.cmp(&b.id)));
        // One between two desks of theirs is found at both.
        found.dedup_by(|a, b| a.id == b.id);
        rows_of(&ctx, lang, found).await
    };
    match read.await {
        Ok(rows) => render::page(&ctx, lang, m::REFERRALS.text(lang), Some(&staff.name), move || page::all(rows)),
        Err(error) => broken(&error, lang).into_response(),
    }
}

/// The form with which a case is handed over.
pub(super) async fn refer_form(State(ctx): State<Ctx>, Reads(lang): Reads, staff: Staff, Path(id): Path<String>) -> Response {
    let typed = page::ReferPage { on: today().to_string(), ..page::ReferPage::default() };
    draw_form(&ctx, lang, &staff, &id, typed).await
}

async fn draw_form(ctx: &Ctx, lang: Lang, staff: &Staff, id: &str, mut it: page::ReferPage) -> Response {
    let case = match case_for(ctx, lang, staff, id, Action::CaseRefer).await {
        Ok(case) => case,
        Err(response) => return *response,
    };
    let found = match desks::every(&ctx.site.db).await {
        Ok(found) => found,
        Err(error) => return broken(&error, lang).into_response(),
    };
    it.desks = found.iter().filter(|desk| desk.id != case.desk).map(|desk| (desk.id.clone(), name_of(desk, lang))).collect();
    (it.case, it.case_no) = (case.id, case.case_no);
    [it.command] = fresh();
    let status = status_or_denied(&it.problems);
    (status, render::page(ctx, lang, m::REFER.text(lang), Some(&staff.name), move || page::refer(it))).into_response()
}

/// Hands a case over.
pub(super) async fn refer_send(
    State(ctx): State<Ctx>,
    Reads(lang): Reads,
    staff: Staff,
    Path(id): Path<String>,
    Form(pairs): Form<Vec<(String, String)>>,
) -> Response {
    let parts: Vec<String> = pairs.iter().filter(|(name, _)| name == "part").map(|(_, code)| code.clone()).collect();
    let fields: Fields = pairs.into_iter().collect();
    let typed = |name: &str| field(&fields, name).to_owned();
    let mut it = page::ReferPage {
        to: typed("to"),
        way: typed("way"),
        words: typed("consent_words"),
        on: typed("consent_on"),
        parts,
        ..page::ReferPage::default()
    };
    if it.to.is_empty() {
        it.problems = vec![Problem::new("to", "choose_one")];
        return draw_form(&ctx, lang, &staff, &id, it).await;
    }
    let (Some(way), Ok(on)) = (ConsentWay::parse(&it.way), it.on.parse::<NaiveDate>()) else {
        it.problems = vec![Problem::new("consent_on", "bad_date")];
        return draw_form(&ctx, lang, &staff, &id, it).await;
    };
    let command = CaseCommand::Refer {
        case: id.clone(),
        to: it.to.clone(),
        parts: it.parts.iter().filter_map(|code| HandedPart::parse(code)).collect(),
        consent: Consent { way, words: it.words.clone(), on },
    };
    it.problems = run(&ctx, &staff, &fields, PeopleCommand::Case(command)).await;
    if it.problems.is_empty() {
        return see_other(&format!("/staff/counter/{}?done=1", encode(&id)));
    }
    draw_form(&ctx, lang, &staff, &id, it).await
}

#[derive(Deserialize, Default)]
struct DoneQuery {
    #[serde(default)]
    done: String,
}

async fn show(State(ctx): State<Ctx>, Reads(lang): Reads, staff: Staff, Path(id): Path<String>, Query(query): Query<DoneQuery>) -> Response {
    draw(&ctx, lang, &staff, &id, !query.done.is_empty(), Vec::new()).await
}

async fn draw(ctx: &Ctx, lang: Lang, staff: &Staff, id: &str, done: bool, problems: Vec<Problem>) -> Response {
    let read = async {
        let Some(found) = cases::referral(&ctx.site.db, id).await? else { return Ok(None) };
        let may_at = |desk: &str, action: Action| may(&staff.actor, action, &Subject::of_desk(desk));
        let (receives, sends) = (may_at(&found.to, Action::CaseRead), may_at(&found.from, Action::CaseRead));
        if !receives && !sends {
            return Ok(Some(None));
        }
        cases::note_look(&ctx.site.db, &staff.actor, "read.referral", id, "", now_ms()).await?;
        let may_receive = may_at(&found.to, Action::CaseRefer);
        // The desk that sent it has the case itself; the other has this while it may.
        let handed = found.state.is_readable().then(|| found.handed.clone());
        let (consent, note) = (found.consent.clone(), found.note.clone());
        let may_withdraw = may_receive || may_at(&found.from, Action::CaseRefer);
        let row = rows_of(ctx, lang, vec![found]).await?.pop();
        let page = row.map(|row| page::ReferralPage { row, consent, handed, note, may_receive, may_withdraw, commands: fresh(), done, problems });
        DbResult::Ok(page.map(Some))
    };
    match read.await {
        Ok(Some(Some(it))) => {
            let status = status_or_denied(&it.problems);
            (status, render::page(ctx, lang, m::REFERRAL.text(lang), Some(&staff.name), move || page::referral(it))).into_response()
        }
        Ok(Some(None)) => denied(ctx, lang, staff),
        Ok(None) => see_other("/staff/referrals"),
        Err(error) => broken(&error, lang).into_response(),
    }
}

async fn decide(
    State(ctx): State<Ctx>,
    Reads(lang): Reads,
    staff: Staff,
    Path((id, verb)): Path<(String, String)>,
    Form(fields): Form<Fields>,
) -> Response {
    let referral = id.clone();
    let command = match verb.as_str() {
        "take" => CaseCommand::TakeReferral { referral },
        "return" => CaseCommand::ReturnReferral { referral, note: field(&fields, "note").to_owned() },
        "withdraw" => CaseCommand::WithdrawReferral { referral },
        _ => return StatusCode::NOT_FOUND.into_response(),
    };
    let problems = run(&ctx, &staff, &fields, PeopleCommand::Case(command)).await;
    if problems.is_empty() {
        return see_other(&format!("/staff/referrals/{}?done=1", encode(&id)));
    }
    draw(&ctx, lang, &staff, &id, false, problems).await
}
