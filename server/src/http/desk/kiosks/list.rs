//! `/staff/kiosks`, `/staff/kiosks/say`: every screen on one page, and what is said on all of them.
//!
//! Invariant: the page costs the same few statements however many screens there are.

use super::{drawn, run, said, speak, titles_of};
use crate::clock::now_ms;
use crate::db::DbResult;
use crate::http::Ctx;
use crate::http::desk::{Staff, see_other};
use crate::http::fields::{Fields, fresh};
use crate::http::lang::Reads;
use crate::http::problem::broken;
use crate::kiosk::fleet;
use axum::extract::{Form, Query, State};
use axum::response::{IntoResponse as _, Response};
use engawa_app::kiosk::command::KioskCommand;
use engawa_app::kiosk::config::KioskState;
use engawa_app::kiosk::fleet::{Order, Trouble};
use engawa_app::kiosk::pages::desk::SayFields;
use engawa_app::kiosk::pages::desk::list as page;
use engawa_app::messages::kiosk::fleet as m;
use engawa_core::text::fold;
use engawa_core::time::Millis;
use engawa_core::{Action, Lang, Problem, Subject, may};
use serde::Deserialize;

/// Screens on one page; words lead to the others.
const SHOWN: usize = 500;

#[derive(Deserialize, Default)]
pub struct ListQuery {
    #[serde(default)]
    q: String,
    #[serde(default)]
    state: String,
    #[serde(default)]
    trouble: String,
    #[serde(default)]
    sort: String,
    #[serde(default)]
    done: String,
}

pub async fn show(State(ctx): State<Ctx>, Reads(lang): Reads, staff: Staff, Query(query): Query<ListQuery>) -> Response {
    match read(&ctx, &staff, query, now_ms()).await {
        Ok(it) => drawn(&ctx, lang, &staff, m::KIOSKS.text(lang), &[], move || page::list(&it)),
        Err(error) => broken(&error, lang).into_response(),
    }
}

async fn read(ctx: &Ctx, staff: &Staff, query: ListQuery, now: Millis) -> DbResult<page::ListPage> {
    let build = ctx.assets.build.build.clone();
    let screens = fleet::every(&ctx.site.db).await?;
    let may_settle = may(&staff.actor, Action::KioskSettle, &Subject::NONE);
    let held = if may_settle { Some(fleet::held_count(&ctx.site.db).await?) } else { None };
    let places = titles_of(ctx, screens.iter().map(|screen| screen.config.place.clone()).filter(|id| !id.is_empty()).collect());
    let mut rows: Vec<page::Row> = screens
        .into_iter()
        .map(|screen| page::Row {
            place: places.get(&screen.config.place).cloned().unwrap_or_default(),
            troubles: screen.troubles(&build, now),
            alive: screen.is_alive(now),
            screen,
        })
        .collect();
    let totals = totals(&rows);
    let order = Order::parse(&query.sort).unwrap_or(Order::Trouble);
    rows.retain(|row| is_wanted(row, &query));
    sort(&mut rows, order);
    let left_out = rows.len().saturating_sub(SHOWN);
    rows.truncate(SHOWN);
    Ok(page::ListPage {
        fields: page::ListFields { words: query.q, state: query.state, trouble: query.trouble, order: order.code().to_owned() },
        rows,
        left_out,
        totals,
        held,
        build,
        may_manage: may(&staff.actor, Action::KioskManage, &Subject::NONE),
        done: !query.done.is_empty(),
    })
}

fn totals(rows: &[page::Row]) -> page::Totals {
    let used: Vec<&page::Row> = rows.iter().filter(|row| row.screen.state != KioskState::Revoked).collect();
    page::Totals {
        screens: used.len(),
        alive: used.iter().filter(|row| row.alive).count(),
        urgent: used.iter().filter(|row| row.troubles.iter().any(|trouble| trouble.is_urgent())).count(),
        waiting: used.iter().filter(|row| row.screen.state == KioskState::Waiting).count(),
        // What was sealed at a revoked screen may still come.
        pending: rows.iter().map(|row| u64::from(row.screen.beat.pending)).sum(),
    }
}

fn is_wanted(row: &page::Row, query: &ListQuery) -> bool {
    let words = fold(query.q.trim());
    let screen = &row.screen;
    let is_named = || [&screen.config.name, &row.place, &screen.id].into_iter().any(|text| fold(text).contains(&words));
    let in_state = match KioskState::parse(&query.state) {
        Some(state) => screen.state == state,
        // What is gone is out of the way, but found by its name.
        None => screen.state != KioskState::Revoked || !words.is_empty(),
    };
    let in_trouble = match query.trouble.as_str() {
        "" => true,
        "any" => !row.troubles.is_empty(),
        "none" => row.troubles.is_empty(),
        code => Trouble::parse(code).is_none_or(|trouble| row.troubles.contains(&trouble)),
    };
    in_state && in_trouble && (words.is_empty() || is_named())
}

fn sort(rows: &mut [page::Row], order: Order) {
    let name = |row: &page::Row| (row.screen.config.name.clone(), row.screen.id.clone());
    match order {
        // The worst trouble first; among equals, whoever has more of them.
        Order::Trouble => rows.sort_by_cached_key(|row| {
            let worst = row.troubles.first().map_or(Trouble::ALL.len(), |trouble| trouble.index());
            (worst, usize::MAX - row.troubles.len(), name(row))
        }),
        Order::Name => rows.sort_by_cached_key(name),
        Order::Place => rows.sort_by_cached_key(|row| (row.place.is_empty(), row.place.clone(), name(row))),
        Order::Seen => rows.sort_by_cached_key(|row| (row.screen.seen_at.unwrap_or(0), name(row))),
    }
}

pub async fn say_form(State(ctx): State<Ctx>, Reads(lang): Reads, staff: Staff) -> Response {
    draw_say(&ctx, lang, &staff, SayFields::default(), Vec::new()).await
}

async fn draw_say(ctx: &Ctx, lang: Lang, staff: &Staff, fields: SayFields, problems: Vec<Problem>) -> Response {
    let screens = match fleet::every(&ctx.site.db).await {
        Ok(screens) => screens.iter().filter(|screen| screen.state == KioskState::Active).count(),
        Err(error) => return broken(&error, lang).into_response(),
    };
    let it = page::SayPage { fields, screens, commands: fresh(), problems };
    let problems = it.problems.clone();
    drawn(ctx, lang, staff, m::SAY_ALL.text(lang), &problems, move || page::say(&it))
}

pub async fn say(State(ctx): State<Ctx>, Reads(lang): Reads, staff: Staff, Form(fields): Form<Fields>) -> Response {
    let typed = said(&fields);
    let problems = speak(&ctx, &staff, &fields, "", &typed).await;
    if problems.is_empty() { see_other("/staff/kiosks?done=1") } else { draw_say(&ctx, lang, &staff, typed, problems).await }
}

pub async fn reload(State(ctx): State<Ctx>, Reads(lang): Reads, staff: Staff, Form(fields): Form<Fields>) -> Response {
    let problems = run(&ctx, &staff, &fields, KioskCommand::Reload { kiosk: String::new() }).await;
    if problems.is_empty() { see_other("/staff/kiosks?done=1") } else { draw_say(&ctx, lang, &staff, SayFields::default(), problems).await }
}
