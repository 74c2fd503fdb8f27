//! 端末の管理: the pages on which staff look after screens. Drawn on the server, plain forms, no scripts.
//!
//! Invariant: what is wrong with a screen is said in words and by an icon, never by a colour alone.

pub mod edit;
pub mod held;
pub mod list;
pub mod one;
pub mod usage;

use crate::forms::pages::said;
use crate::kiosk::config::KioskState;
use crate::kiosk::fleet::Trouble;
use crate::messages::kiosk::fleet as m;
use crate::people::pages::parts::labelled;
use crate::people::privacy::Told;
use crate::ui::described_by;
use crate::ui::icons::{Icon, svg};
use crate::ui::still::{Markup, html};
use crate::ui::text::{t, tf};
use engawa_core::Problem;

/// The address of a screen's page, or of a part of it.
fn at(id: &str, part: &str) -> String {
    let slash = if part.is_empty() { "" } else { "/" };
    format!("/staff/kiosks/{}{slash}{part}", crate::listings::query::encode(id))
}

/// How a screen stands with the city.
fn state(state: KioskState) -> Markup {
    html! { span.tag { (t(m::state(state.code()))) } }
}

/// What is wrong, each with its icon; or that nothing is.
fn troubles(found: &[Trouble], works: bool) -> Markup {
    html! {
        ul.kiosk-troubles {
            @for trouble in found {
                li { (svg(if trouble.is_urgent() { Icon::Warning } else { Icon::Info })) " " (t(m::trouble(trouble.code()))) }
            }
            @if found.is_empty() && works { li { (svg(Icon::Check)) " " (t(m::WELL)) } }
        }
    }
}

/// A count as it may be told.
pub fn told_words(told: Told) -> String {
    match told {
        Told::Exact(times) => times.to_string(),
        Told::FewerThan(bound) => tf(m::FEWER_THAN, &[&bound.to_string()]),
    }
}

/// What is wrong with a field, if it is refused.
fn error_of(problems: &[Problem], name: &str) -> Option<String> {
    problems.iter().find(|problem| problem.path == name).map(said)
}

/// Some labelled lines with a hint.
fn area(problems: &[Problem], name: &str, label: &str, hint: &str, rows: u8, value: &str) -> Markup {
    let (id, error) = (format!("f-{name}"), error_of(problems, name));
    let described = described_by(&id, !hint.is_empty(), error.is_some());
    let input = html! {
        textarea.input rows=(rows) id=(id) name=(name) autocomplete="off" aria-describedby=[described]
            aria-invalid=[error.as_ref().map(|_| "true")] { "\n" (value) }
    };
    labelled(&id, label, hint, error.as_deref(), &input)
}

/// Some of some, as boxes to tick: code and words of each.
fn ticks(problems: &[Problem], name: &str, legend: &str, options: &[(&str, &str)], chosen: &[String]) -> Markup {
    let (id, error) = (format!("f-{name}"), error_of(problems, name));
    let described = described_by(&id, false, error.is_some());
    html! {
        fieldset.desk-group id=(id) aria-describedby=[described] {
            legend { (legend) }
            @if let Some(error) = &error { p.field-error id=(format!("{id}-error")) { (error) } }
            ul.desk-checks {
                @for (code, words) in options {
                    li {
                        input type="checkbox" id=(format!("{id}-{code}")) name=(name) value=(code) checked[chosen.iter().any(|it| it == code)];
                        label for=(format!("{id}-{code}")) { (words) }
                    }
                }
            }
        }
    }
}

/// Something said in three languages, as it is typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SayFields {
    /// Japanese.
    pub ja: String,
    /// やさしい日本語.
    pub ja_easy: String,
    /// English.
    pub en: String,
}

/// The form with which something is said on screens. Nothing in any field: no more.
fn say_form(action: &str, command_id: &str, fields: &SayFields, problems: &[Problem]) -> Markup {
    html! {
        form.desk-form method="post" action=(action) autocomplete="off" {
            (crate::people::pages::parts::command(command_id))
            p { (t(m::SAY_ABOUT)) }
            (area(problems, "say_ja", t(m::SAY_JA), "", 2, &fields.ja))
            (area(problems, "say_easy", t(m::SAY_EASY), "", 2, &fields.ja_easy))
            (area(problems, "say_en", t(m::SAY_EN), "", 2, &fields.en))
            p.buttons { button.button { (t(m::SAY)) } }
        }
    }
}
