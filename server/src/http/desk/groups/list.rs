//! The list of groups, its table, groups that look alike, and groups made of what was sent in.

use super::{forbidden, send};
use crate::clock::today;
use crate::db::DbResult;
use crate::http::Ctx;
use crate::http::desk::forms::download;
use crate::http::desk::{Staff, problems_of, render, see_other};
use crate::http::fields::fresh_id;
use crate::http::lang::Reads;
use crate::http::problem::{broken, status_of};
use crate::params;
use crate::people::groups::read::{self, GroupRow};
use crate::people::groups::sql;
use axum::extract::{Form, Query, State};
use axum::response::{IntoResponse as _, Response};
use chrono::NaiveDate;
use engawa_app::listings::import::report::csv_line;
use engawa_app::messages::people::{groups as m, privacy};
use engawa_app::messages::{desk as words, vocabulary as v};
use engawa_app::people::group::alike as same;
use engawa_app::people::group::from_form::REGISTRATION_FORM;
use engawa_app::people::group::renewal::REMIND_DAYS;
use engawa_app::people::group::{GroupCommand, RegistrationClass, RegistrationState};
use engawa_app::people::pages::groups::list as page;
use engawa_app::people::pages::groups::list::Part;
use engawa_app::people::privacy::{Told, suppress};
use engawa_core::text::fold;
use engawa_core::time::jst_date;
use engawa_core::{Action, Lang, Problem, ReceiptStatus, Subject, may};
use serde::Deserialize;
use std::collections::BTreeMap;

/// Groups on one page; the words lead to the others.
const SHOWN: usize = 300;
/// Pairs that look alike on one page.
const PAIRS: usize = 100;

#[derive(Deserialize, Default)]
pub struct ListQuery {
    #[serde(default)]
    part: String,
    #[serde(default)]
    q: String,
    #[serde(default)]
    done: String,
}

/// Whether a group belongs to a part.
fn is_in(part: Part, row: &GroupRow, today: NaiveDate) -> bool {
    let is_registered = row.state == RegistrationState::Registered;
    match part {
        Part::Pending => row.state == RegistrationState::Pending,
        Part::Renewal => row.asks_renewal,
        Part::Claimed => row.is_claimed,
        Part::Registered => is_registered,
        Part::Lapsing => {
            let soon = i64::try_from(REMIND_DAYS.iter().max().copied().unwrap_or_default()).unwrap_or_default();
            is_registered && row.valid_until.is_some_and(|day| (day - today).num_days() <= soon)
        }
        Part::Lapsed => row.state == RegistrationState::Lapsed,
        Part::Dormant => is_registered && row.members > 0 && row.wrote_at.is_none_or(|at| (today - jst_date(at)).num_days() > 365),
        Part::Unclaimed => row.state == RegistrationState::Unclaimed,
        Part::Over => matches!(row.state, RegistrationState::Declined | RegistrationState::Ended | RegistrationState::Merged),
    }
}

/// How many groups there are of each, with how many of them are registered; the most first.
fn counted<'a>(rows: &'a [GroupRow], of: impl Fn(&'a GroupRow) -> Vec<String>) -> page::Counted {
    let mut found: BTreeMap<String, (usize, usize)> = BTreeMap::new();
    for row in rows.iter().filter(|row| row.state.is_alive()) {
        for key in of(row) {
            let count = found.entry(key).or_default();
            count.0 += 1;
            count.1 += usize::from(row.state == RegistrationState::Registered);
        }
    }
    let mut all: page::Counted = found.into_iter().map(|(key, (count, alive))| (key, count, alive)).collect();
    all.sort_by_key(|(_, count, _)| std::cmp::Reverse(*count));
    all
}

pub async fn show(State(ctx): State<Ctx>, Reads(lang): Reads, staff: Staff, Query(query): Query<ListQuery>) -> Response {
    draw(&ctx, lang, &staff, query, Vec::new()).await
}

async fn draw(ctx: &Ctx, lang: Lang, staff: &Staff, query: ListQuery, problems: Vec<Problem>) -> Response {
    if !may(&staff.actor, Action::GroupReadMembers, &Subject::NONE) {
        return forbidden(ctx, lang, staff);
    }
    match read_list(ctx, staff, query).await {
        Ok(mut it) => {
            let status = status_of(&problems);
            it.problems = problems;
            (status, render::page(ctx, lang, m::GROUPS.text(lang), Some(&staff.name), move || page::list(it))).into_response()
        }
        Err(error) => broken(&error, lang).into_response(),
    }
}

async fn read_list(ctx: &Ctx, staff: &Staff, query: ListQuery) -> DbResult<page::ListPage> {
    let (rows, today) = (read::every(&ctx.site.db).await?, today());
    let unread = ctx.site.db.all::<(String, String, String, i64)>(sql::UNREAD_SUBMISSIONS, params![REGISTRATION_FORM]).await?;
    let part = Part::parse(&query.part);
    let wanted = fold(query.q.trim());
    let is_shown =
        |row: &&GroupRow| part.is_none_or(|part| is_in(part, row, today)) && (wanted.is_empty() || fold(&row.listing.title).contains(&wanted));
    Ok(page::ListPage {
        counts: Part::ALL.iter().map(|part| (*part, rows.iter().filter(|row| is_in(*part, row, today)).count())).collect(),
        part,
        words: query.q,
        by_field: counted(&rows, |row| row.listing.fields.iter().map(|field| field.code().to_owned()).collect()),
        by_area: counted(&rows, |row| vec![row.listing.area.clone()]),
        rows: rows.iter().filter(is_shown).take(SHOWN).map(row_of).collect(),
        unread: unread.into_iter().map(|(id, receipt_no, title, at)| page::Unread { id, receipt_no, title, at, command: fresh_id() }).collect(),
        may_decide: may(&staff.actor, Action::GroupDecide, &Subject::NONE),
        done: Some(query.done).filter(|done| !done.is_empty()),
        problems: Vec::new(),
    })
}

fn row_of(row: &GroupRow) -> page::Row {
    page::Row {
        id: row.listing.id.clone(),
        title: row.listing.title.clone(),
        state: row.state,
        class: row.class,
        valid_until: row.valid_until,
        members: row.members,
        wrote_at: row.wrote_at,
    }
}

#[derive(Deserialize)]
pub struct Registering {
    command: String,
    submission: String,
}

/// Makes a group that waits of a submission. Its id is the command's: pressing twice makes one.
pub async fn register(State(ctx): State<Ctx>, Reads(lang): Reads, staff: Staff, Form(sent): Form<Registering>) -> Response {
    let (group, class) = (sent.command.clone(), RegistrationClass::General);
    let body = GroupCommand::RegisterFromSubmission { group: group.clone(), submission: sent.submission, class };
    let receipt = send(&ctx, &staff.actor, &sent.command, None, body).await;
    if receipt.status == ReceiptStatus::Done {
        return see_other(&format!("/staff/groups/{group}?done={}", receipt.receipt_no.unwrap_or_default()));
    }
    draw(&ctx, lang, &staff, ListQuery::default(), problems_of(receipt)).await
}

/// The list as a table, without anything personal: a file goes further than the page, so few members are told as few.
pub async fn csv(State(ctx): State<Ctx>, Reads(lang): Reads, staff: Staff, Query(query): Query<ListQuery>) -> Response {
    if !may(&staff.actor, Action::GroupReadMembers, &Subject::NONE) {
        return forbidden(&ctx, lang, &staff);
    }
    let rows = match read::every(&ctx.site.db).await {
        Ok(rows) => rows,
        Err(error) => return broken(&error, lang).into_response(),
    };
    let (part, today) = (Part::parse(&query.part), today());
    let head = [words::TITLE, m::STATE, m::CLASS, m::VALID_UNTIL, m::TRUST, words::FIELDS, words::AREA, m::MEMBERS, m::LISTINGS];
    // With a byte order mark, so that spreadsheets show Japanese.
    let mut out = "\u{feff}".to_owned();
    out.push_str(&csv_line(&head.map(|name| name.text(lang).to_owned())));
    // Of all groups at once: told otherwise in each part of the list, two parts would give away what each hides.
    let counts: Vec<u64> = rows.iter().map(|row| u64::try_from(row.members).unwrap_or_default()).collect();
    let told = rows.iter().zip(suppress(&counts));
    for (row, members) in told.filter(|(row, _)| part.is_none_or(|part| is_in(part, row, today))) {
        let fields: Vec<&str> = row.listing.fields.iter().map(|field| v::field(*field).text(lang)).collect();
        out.push_str(&csv_line(&[
            row.listing.title.clone(),
            m::state(row.state).text(lang).to_owned(),
            row.class.map_or_else(String::new, |class| m::class(class).text(lang).to_owned()),
            row.valid_until.map_or_else(String::new, |day| day.to_string()),
            m::trust(row.trust).text(lang).to_owned(),
            fields.join("、"),
            row.listing.area.clone(),
            told_in(members, lang),
            row.wrote_at.map_or_else(String::new, |at| jst_date(at).to_string()),
        ]));
    }
    download("groups.csv", "text/csv; charset=utf-8", out)
}

/// A count of people in words.
fn told_in(count: Told, lang: Lang) -> String {
    match count {
        Told::Exact(count) => count.to_string(),
        Told::FewerThan(bound) => privacy::FEWER_THAN.with(lang, &[&bound.to_string()]),
    }
}

pub async fn alike(State(ctx): State<Ctx>, Reads(lang): Reads, staff: Staff) -> Response {
    if !may(&staff.actor, Action::GroupReadMembers, &Subject::NONE) {
        return forbidden(&ctx, lang, &staff);
    }
    let rows = match read::every(&ctx.site.db).await {
        Ok(rows) => rows,
        Err(error) => return broken(&error, lang).into_response(),
    };
    let listings: Vec<_> = rows.iter().filter(|row| row.state.is_alive()).map(|row| &row.listing).collect();
    let named = |at: usize| listings.get(at).map_or_else(Default::default, |listing| (listing.id.clone(), listing.title.clone()));
    let pairs: Vec<page::Pair> =
        same::alike(&listings).into_iter().take(PAIRS).map(|it| page::Pair { a: named(it.a), b: named(it.b), why: it.why }).collect();
    render::page(&ctx, lang, m::LIKENESSES.text(lang), Some(&staff.name), move || page::alike(pairs))
}
