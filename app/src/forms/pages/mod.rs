//! The pages of forms. Those of staff and those for browsers without scripts are drawn on the server, as still markup; the others are
//! drawn on both sides and work without a connection.

pub mod about_form;
pub mod begin;
pub mod beside;
pub mod desk;
pub mod drafts;
pub mod fill;
pub mod join;
pub mod kept;
pub mod list;
pub mod outbox;
pub mod paper;
pub mod plain;
pub mod receipt;
pub mod rescue;
pub mod when;
pub mod word;

use crate::messages::problems;
use crate::ui::date;
use crate::ui::still::{Markup, html, still};
use crate::ui::text::use_lang;
use chrono::Timelike as _;
use engawa_core::time::{Millis, jst_date, jst_datetime};
use engawa_core::{Message, Problem};
use leptos::prelude::*;

/// Pieces of still markup, one after the other, as a page.
pub fn page(pieces: Vec<Markup>) -> AnyView {
    let pieces: Vec<AnyView> = pieces.into_iter().map(still).collect();
    view! { {pieces} }.into_any()
}

/// What a problem says: in the form's own words where it has some.
pub fn said(problem: &Problem) -> String {
    if problem.message.is_empty() { problems::sentence(problem, use_lang()) } else { problem.message.clone() }
}

/// A moment in Japan, in the words of the page.
pub fn moment(at: Millis) -> String {
    when::on_record(at, use_lang())
}

/// The same for readers and for programs.
pub fn time_of(at: Millis) -> Markup {
    let moment = jst_datetime(at);
    let code = format!("{}T{:02}:{:02}+09:00", moment.date(), moment.hour(), moment.minute());
    html! { time datetime=(code) { (when::on_record(at, use_lang())) } }
}

/// A sentence whose argument is a moment.
pub fn timed(message: Message, at: Millis) -> Markup {
    let (before, after) = message.text(use_lang()).split_once("{0}").unwrap_or_default();
    html! { (before) (time_of(at)) (after) }
}

/// The day of a moment in Japan, in the words of the page.
pub fn day(at: Millis) -> String {
    date::full(jst_date(at), use_lang())
}

#[cfg(test)]
mod tests {
    use super::*;
    use engawa_core::time::jst_millis;

    #[test]
    fn a_moment_is_said_to_people_and_to_programs() {
        let at = jst_millis("2026-11-20T09:05:00".parse().unwrap());
        let since = Message(["{0} から。", "{0}から", "since {0}"]);
        let expected = "<time datetime=\"2026-11-20T09:05+09:00\">2026年（令和8年）11月20日（金） 9:05</time> から。";
        assert_eq!(timed(since, at).into_string(), expected);
    }
}
