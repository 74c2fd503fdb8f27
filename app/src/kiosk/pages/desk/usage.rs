//! Which listings help where: what is used at each screen, by month.
//!
//! Invariant: each screen and month is told by itself, and no sum over screens or months is: beside the parts it would give small counts away.

use super::at;
use super::one::uses_table;
use crate::forms::pages::page;
use crate::kiosk::fleet::Use;
use crate::listings::query::encode;
use crate::messages::kiosk::fleet as m;
use crate::people::pages::parts::select;
use crate::ui::date;
use crate::ui::still::{Markup, html};
use crate::ui::text::{t, tf, use_lang};
use chrono::NaiveDate;
use leptos::prelude::AnyView;
use std::collections::BTreeMap;

/// What is used at a screen in a month.
#[derive(Clone, Debug)]
pub struct MonthOf {
    /// The first day of the month.
    pub month: NaiveDate,
    /// The screen: id and name.
    pub kiosk: (String, String),
    /// What is used.
    pub uses: Vec<Use>,
}

/// The page.
#[derive(Clone, Debug, Default)]
pub struct UsagePage {
    /// Screens to choose from: id and name.
    pub kiosks: Vec<(String, String)>,
    /// The one that is chosen; empty: every one.
    pub kiosk: String,
    /// Months to choose from: the first days.
    pub months: Vec<NaiveDate>,
    /// The one that is chosen.
    pub month: Option<NaiveDate>,
    /// What was found.
    pub found: Vec<MonthOf>,
    /// What subjects are called, by id.
    pub titles: BTreeMap<String, String>,
}

/// A month in an address: `2026-11`.
pub fn month_code(month: NaiveDate) -> String {
    month.format("%Y-%m").to_string()
}

/// Draws it.
pub fn usage(it: &UsagePage) -> AnyView {
    let month = it.month.map(month_code).unwrap_or_default();
    page(vec![
        html! { h1 { (t(m::USAGE)) } },
        html! { p { (t(m::USAGE_ABOUT)) } },
        html! { p { (t(m::USAGE_SMALL)) } },
        filters(it, &month),
        html! {
            p.buttons {
                a.button href=(format!("/staff/kiosks/usage.csv?kiosk={}", encode(&it.kiosk))) { (t(m::CSV)) } " "
                a.button href="/staff/kiosks" { (t(m::KIOSKS)) }
            }
        },
        html! {
            div {
                @if it.found.is_empty() { p role="status" { (t(m::USES_NONE)) } }
                @for (number, found) in it.found.iter().enumerate() { (of_screen(number, found, &it.titles)) }
            }
        },
    ])
}

fn filters(it: &UsagePage, month: &str) -> Markup {
    let lang = use_lang();
    let months: Vec<(String, String)> = it.months.iter().map(|month| (month_code(*month), date::month(*month, lang))).collect();
    let all = (String::new(), t(m::EVERY_KIOSK).to_owned());
    let kiosks: Vec<(String, String)> = std::iter::once(all).chain(it.kiosks.iter().cloned()).collect();
    html! {
        form.desk-inline method="get" action="/staff/kiosks/usage" {
            (select(&[], "month", t(m::MONTH), &months, month))
            (select(&[], "kiosk", t(m::KIOSK), &kiosks, &it.kiosk))
            button.button { (t(m::SEARCH)) }
        }
    }
}

fn of_screen(number: usize, it: &MonthOf, titles: &BTreeMap<String, String>) -> Markup {
    let id = format!("uses-{number}");
    html! {
        section aria-labelledby=(id) {
            h2 id=(id) { (tf(m::USED_AT, &[&it.kiosk.1, &date::month(it.month, use_lang())])) }
            p { a href=(at(&it.kiosk.0, "")) { (it.kiosk.1) } }
            (uses_table(&it.uses, &id, |subject| titles.get(subject).cloned()))
        }
    }
}
