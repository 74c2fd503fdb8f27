//! `/staff/kiosks/usage`, `/staff/kiosks/usage.csv`: which listings help where, by month.
//!
//! Invariant: both show the same counts of the same whole months, each screen and month told by itself (`engawa_app::kiosk::fleet::uses`),
//! so that holding one beside the other tells nothing more.

use super::{drawn, titles_of};
use crate::clock::today;
use crate::db::DbResult;
use crate::http::Ctx;
use crate::http::desk::Staff;
use crate::http::desk::forms::download;
use crate::http::lang::Reads;
use crate::http::problem::broken;
use crate::kiosk::fleet;
use axum::extract::{Query, State};
use axum::response::{IntoResponse as _, Response};
use chrono::{Months, NaiveDate};
use engawa_app::kiosk::fleet::{uses, whole_months};
use engawa_app::kiosk::pages::desk::usage as page;
use engawa_app::listings::import::report::csv_line;
use engawa_app::messages::kiosk::fleet as m;
use engawa_app::people::privacy::Told;
use engawa_core::Lang;
use serde::Deserialize;
use std::collections::BTreeMap;

/// Months that are told.
const MONTHS: u32 = 12;

#[derive(Deserialize, Default)]
pub struct UsageQuery {
    #[serde(default)]
    month: String,
    #[serde(default)]
    kiosk: String,
}

/// The first day of a month of an address.
fn month_of(code: &str) -> Option<NaiveDate> {
    format!("{code}-01").parse().ok()
}

/// What is used in some months, with the names of screens and of what they are used for.
struct Read {
    found: Vec<page::MonthOf>,
    kiosks: Vec<(String, String)>,
    titles: BTreeMap<String, String>,
}

async fn read(ctx: &Ctx, kiosk: &str, days: (NaiveDate, NaiveDate)) -> DbResult<Read> {
    let db = &ctx.site.db;
    let mut kiosks: Vec<(String, String)> = fleet::every(db).await?.into_iter().map(|screen| (screen.id, screen.config.name)).collect();
    kiosks.sort_by(|a, b| a.1.cmp(&b.1).then_with(|| a.0.cmp(&b.0)));
    let names: BTreeMap<&str, &str> = kiosks.iter().map(|(id, name)| (id.as_str(), name.as_str())).collect();
    let mut found = Vec::new();
    for ((month, id), sums) in fleet::used_by_month(db, kiosk, days).await? {
        let Some(month) = month_of(&month) else { continue };
        let name = names.get(id.as_str()).map_or_else(|| id.clone(), |name| (*name).to_owned());
        found.push(page::MonthOf { month, kiosk: (id, name), uses: uses(&sums) });
    }
    let subjects = found.iter().flat_map(|it| &it.uses).flat_map(|it| it.parts.iter().map(|(subject, _)| subject.clone())).collect();
    let mut titles = fleet::form_titles(db).await?;
    titles.extend(titles_of(ctx, subjects));
    Ok(Read { found, kiosks, titles })
}

pub async fn show(State(ctx): State<Ctx>, Reads(lang): Reads, staff: Staff, Query(query): Query<UsageQuery>) -> Response {
    let (from, until) = whole_months(today(), MONTHS);
    let months: Vec<NaiveDate> = (1..=MONTHS).filter_map(|back| until.checked_sub_months(Months::new(back))).collect();
    let last = until.checked_sub_months(Months::new(1)).unwrap_or(from);
    let month = month_of(&query.month).filter(|month| months.contains(month)).unwrap_or(last);
    let days = (month, month.checked_add_months(Months::new(1)).unwrap_or(until));
    match read(&ctx, &query.kiosk, days).await {
        Ok(Read { found, kiosks, titles }) => {
            let it = page::UsagePage { kiosks, kiosk: query.kiosk, months, month: Some(month), found, titles };
            drawn(&ctx, lang, &staff, m::USAGE.text(lang), &[], move || page::usage(&it))
        }
        Err(error) => broken(&error, lang).into_response(),
    }
}

pub async fn csv(State(ctx): State<Ctx>, Reads(lang): Reads, _staff: Staff, Query(query): Query<UsageQuery>) -> Response {
    match read(&ctx, &query.kiosk, whole_months(today(), MONTHS)).await {
        Ok(read) => download("kiosk-usage.csv", "text/csv; charset=utf-8", table(&read, lang)),
        Err(error) => broken(&error, lang).into_response(),
    }
}

/// A count in a table: `12`, `<5`.
fn told(told: Told) -> String {
    match told {
        Told::Exact(times) => times.to_string(),
        Told::FewerThan(bound) => format!("<{bound}"),
    }
}

fn table(read: &Read, lang: Lang) -> String {
    let head = [m::MONTH, m::KIOSK_ID, m::KIOSK, m::WHAT, m::SUBJECT_ID, m::TO_WHAT, m::TIMES];
    // With a byte order mark, so that spreadsheets show Japanese.
    let mut out = "\u{feff}".to_owned();
    out.push_str(&csv_line(&head.map(|name| name.text(lang).to_owned())));
    for it in &read.found {
        let mut line = |what: &str, subject: &str, title: &str, times: Told| {
            let (id, name) = (it.kiosk.0.clone(), it.kiosk.1.clone());
            let fields = [page::month_code(it.month), id, name, what.to_owned(), subject.to_owned(), title.to_owned(), told(times)];
            out.push_str(&csv_line(&fields));
        };
        for used in &it.uses {
            let what = m::counted(used.what.code()).text(lang);
            line(what, "", m::ALL_OF_THEM.text(lang), used.whole);
            for (subject, times) in &used.parts {
                line(what, subject, read.titles.get(subject).map_or("", String::as_str), *times);
            }
        }
    }
    out
}
