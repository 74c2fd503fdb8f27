//! The desk of forms: the list, what each form is, and what people sent. Drawn on the server, plain forms, no scripts.

pub mod changes;
pub mod form;
pub mod inbox;
pub mod intake;
pub mod letters;
pub mod postcodes;
pub mod ready;
pub mod rescue;
pub mod studio;
pub mod submission;
pub mod test;

use super::{page, said};
use crate::forms::SubmissionState;
use crate::messages::forms as words;
use crate::messages::forms::desk as m;
use crate::ui::still::{Markup, Together as _, html};
use crate::ui::text::{t, tf};
use engawa_core::Problem;
use leptos::prelude::AnyView;

/// A form in the list.
#[derive(Clone, Debug)]
pub struct FormRow {
    /// Its id.
    pub id: String,
    /// What it is called.
    pub title: String,
    /// Its newest version.
    pub version: String,
    /// Whether it takes submissions.
    pub open: bool,
    /// How many submissions of each state.
    pub counts: Vec<(SubmissionState, i64)>,
}

/// Draws the list of forms.
pub fn forms(rows: Vec<FormRow>) -> AnyView {
    let list = rows.iter().map(|row| {
        html! {
            li.desk-row {
                p.desk-row-title {
                    span.tag { (t(if row.open { m::OPEN } else { m::CLOSED })) } " "
                    a href=(format!("/staff/forms/{}", row.id)) { (row.title) }
                }
                p.desk-row-note { (tf(m::VERSION_OF, &[&row.version])) }
                (counts(&inbox_of(&row.id), &row.counts, None))
            }
        }
    });
    let list = list.together();
    page(vec![
        html! { h1 { (t(m::FORMS)) } },
        html! {
            p.buttons {
                a.button.button-primary href="/staff/forms/new" { (t(m::UPLOAD)) } " "
                a.button href="/staff/forms/ready" { (t(m::READY)) }
                " " a.button href="/staff/submissions" { (t(m::INBOX_ALL)) }
                " " a.button href="/staff/postcodes" { (t(words::postcodes::POSTCODES)) }
            }
        },
        html! { @if rows.is_empty() { p { (t(m::NONE)) } } @else { ul.desk-list { (list) } } },
    ])
}

/// The address of the inbox of a form.
fn inbox_of(form_id: &str) -> String {
    format!("/staff/forms/{form_id}/submissions")
}

/// Links to an inbox by state, with how many there are. `current`: the code of the state that is shown, empty for all.
fn counts(all: &str, counts: &[(SubmissionState, i64)], current: Option<&str>) -> Markup {
    let total: i64 = counts.iter().map(|(_, count)| count).sum();
    html! {
        ul.desk-tabs {
            li { a href=(all) aria-current=[(current == Some("")).then_some("page")] { (t(m::ALL)) " " b { (total) } } }
            @for (state, count) in counts {
                li {
                    a href=(format!("{all}?state={}", state.code())) aria-current=[(current == Some(state.code())).then_some("page")] {
                        (t(words::state(*state))) " " b { (count) }
                    }
                }
            }
        }
    }
}

/// Problems of a form of staff, as a list.
fn problem_box(problems: &[Problem]) -> Markup {
    html! {
        div {
            @if !problems.is_empty() {
                div.desk-problem role="alert" {
                    h2 { (t(m::NOT_DONE)) }
                    ul { @for problem in problems { li { @if !problem.path.is_empty() { (problem.path) ": " } (said(problem)) } } }
                }
            }
        }
    }
}

/// The number of what was just done.
fn done_box(done: Option<&String>) -> Markup {
    html! { div { @if let Some(done) = done { p.desk-done role="status" { (tf(m::DONE, &[done])) } } } }
}

/// One labelled line.
fn line(name: &str, label: &str, kind: &str, value: &str) -> Markup {
    let id = format!("f-{name}");
    html! {
        div.field {
            label.field-label for=(id) { (label) }
            input.input type=(kind) id=(id) name=(name) value=(value) autocomplete="off";
        }
    }
}

/// One labelled line, for which browsers offer some words.
fn offered(name: &str, label: &str, value: &str, words: &[String]) -> Markup {
    let (id, list) = (format!("f-{name}"), format!("f-{name}-words"));
    html! {
        div.field {
            label.field-label for=(id) { (label) }
            input.input type="text" id=(id) name=(name) value=(value) list=(list) autocomplete="off";
            datalist id=(list) { @for word in words { option value=(word) {} } }
        }
    }
}

/// Some labelled lines.
fn lines(name: &str, label: &str, value: &str) -> Markup {
    let id = format!("f-{name}");
    html! {
        div.field {
            label.field-label for=(id) { (label) }
            textarea.input rows="3" id=(id) name=(name) { "\n" (value) }
        }
    }
}
