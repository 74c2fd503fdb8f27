//! 確認日: when somebody last said that a listing is right, and a plain warning where that is long ago.

use super::date;
use super::icons::{Icon, svg};
use super::still::{Markup, Together, html};
use crate::messages::common as m;
use chrono::NaiveDate;
use engawa_core::Lang;

/// The 確認日 in words; stale ones say so in words and with an icon, not by colour alone.
pub fn freshness(confirmed_on: Option<NaiveDate>, stale: bool, today: NaiveDate, lang: Lang) -> Markup {
    let words = match confirmed_on {
        Some(on) => m::CONFIRMED_ON.with(lang, &[&date::short(on, today, lang)]),
        None => m::NEVER_CONFIRMED.text(lang).to_owned(),
    };
    let warning = stale.then(|| {
        html! { span.stale { (svg(Icon::Clock)) span { (m::STALE.text(lang)) } } }
    });
    html! { span.freshness { span { (words) } (warning.together()) } }
}

/// The last day of an application in words, with the days that are left in the last week.
pub fn deadline(on: NaiveDate, today: NaiveDate, lang: Lang) -> Markup {
    let class = match (on - today).num_days() {
        ..0 => "deadline deadline-past",
        0..=7 => "deadline deadline-near",
        _ => "deadline",
    };
    html! { span class=(class) { (svg(Icon::Clock)) span { (date::deadline(on, today, lang)) } } }
}
