//! The desk of groups: the list with its counts, one group, merging, groups that look alike. Drawn on the server, plain forms, no scripts.

pub mod list;
pub mod one;

use super::parts::{self, labelled};
use crate::forms::pages::{page, said};
use crate::messages::desk;
use crate::messages::people::groups as m;
use crate::ui::date;
use crate::ui::still::{Markup, html};
use crate::ui::text::{t, tf, use_lang};
use chrono::NaiveDate;
use engawa_core::Problem;
use leptos::prelude::AnyView;

/// What somebody sees who may not.
pub fn forbidden() -> AnyView {
    page(vec![html! { h1 { (t(m::GROUPS)) } }, html! { p role="alert" { (t(m::FORBIDDEN)) } }])
}

/// What was done, or why not.
pub(super) fn outcome(done: Option<&String>, problems: &[Problem]) -> Markup {
    html! {
        div {
            @if let Some(done) = done { p.desk-done role="status" { (tf(m::DONE, &[done])) } }
            @if !problems.is_empty() {
                div.desk-problem role="alert" {
                    h2 { (t(desk::NOT_DONE)) }
                    ul { @for problem in problems { li { (said(problem)) } } }
                }
            }
        }
    }
}

/// The last day of a registration in words.
pub(super) fn until(day: Option<NaiveDate>) -> String {
    day.map_or_else(|| t(m::VALID_OPEN).to_owned(), |day| date::full(day, use_lang()))
}

/// One labelled line of a form; `id` is the field's own on the page.
pub(super) fn line(id: &str, name: &str, label: &str, kind: &str, value: &str) -> Markup {
    labelled(id, label, "", None, &html! { input.input type=(kind) id=(id) name=(name) value=(value) autocomplete="off"; })
}

/// Some labelled lines of a form.
pub(super) fn lines(id: &str, name: &str, label: &str, value: &str) -> Markup {
    labelled(id, label, "", None, &html! { textarea.input rows="3" id=(id) name=(name) { "\n" (value) } })
}

/// A choice of codes with words.
pub(super) fn select(id: &str, name: &str, label: &str, options: &[(&str, &str)], chosen: &str) -> Markup {
    let input = html! {
        select.input id=(id) name=(name) {
            @for (code, words) in options { option value=(code) selected[*code == chosen] { (words) } }
        }
    };
    labelled(id, label, "", None, &input)
}

/// What every form of a command carries.
pub(super) fn hidden(command: &str, rev: u64, go: &str) -> Markup {
    html! {
        (parts::command(command))
        input type="hidden" name="base_rev" value=(rev);
        input type="hidden" name="go" value=(go);
    }
}
