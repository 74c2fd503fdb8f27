//! The inbox of a form: what people sent, by state, found by words, moved on many at a time, taken away as a spreadsheet.

use super::{counts, done_box, line, lines, page, problem_box};
use crate::forms::SubmissionState;
use crate::forms::pages::moment;
use crate::listings::query::encode;
use crate::messages::forms as words;
use crate::messages::forms::desk as m;
use crate::ui::still::{Markup, html};
use crate::ui::text::{t, tf};
use engawa_core::Problem;
use engawa_core::time::Millis;
use leptos::prelude::AnyView;

/// A submission in the list.
#[derive(Clone, Debug)]
pub struct InboxRow {
    /// Its id.
    pub id: String,
    /// The short number.
    pub receipt_no: String,
    /// What the form calls it; may be empty.
    pub title: String,
    /// Where it is.
    pub state: SubmissionState,
    /// When it arrived.
    pub received_at: Millis,
    /// Who takes care of it; may be empty.
    pub assignee: String,
}

/// The inbox.
#[derive(Clone, Debug, Default)]
pub struct InboxPage {
    /// The form.
    pub form_id: String,
    /// What it is called.
    pub title: String,
    /// How many of each state.
    pub counts: Vec<(SubmissionState, i64)>,
    /// The state that is shown.
    pub state: Option<SubmissionState>,
    /// The words that are looked for.
    pub words: String,
    /// Only what this person takes care of.
    pub assignee: String,
    /// From 0.
    pub page: u32,
    /// There are more.
    pub more: bool,
    /// The list.
    pub rows: Vec<InboxRow>,
    /// The id of the command of the first row; the others are made of it.
    pub command: String,
    /// How many were moved on just now.
    pub done: Option<String>,
    /// What was not moved on.
    pub problems: Vec<Problem>,
}

/// Draws it.
pub fn inbox(it: InboxPage) -> AnyView {
    let path = format!("/staff/forms/{}/submissions", it.form_id);
    let state = it.state.map_or("", SubmissionState::code);
    let at = |page: u32| format!("{path}?state={state}&q={}&assignee={}&page={page}", encode(&it.words), encode(&it.assignee));
    page(vec![
        html! { h1 { (tf(m::INBOX, &[&it.title])) } },
        done_box(it.done.as_ref()),
        problem_box(&it.problems),
        html! { p { a href=(format!("/staff/forms/{}", it.form_id)) { (it.title) } } },
        counts(&it.form_id, &it.counts, Some(state)),
        html! {
            form.desk-inline method="get" action=(path) {
                input type="hidden" name="state" value=(state);
                (line("q", t(m::FIND_WORDS), "search", &it.words))
                (line("assignee", t(m::ASSIGNEE), "text", &it.assignee))
                button.button { (t(m::FIND)) }
            }
        },
        rows(&it, &path, state),
        html! {
            p.buttons {
                @if it.page > 0 { a.button href=(at(it.page.saturating_sub(1))) { (t(m::PREVIOUS)) } }
                @if it.more { a.button href=(at(it.page.saturating_add(1))) { (t(m::NEXT)) } }
            }
        },
        html! {
            section aria-labelledby="export" {
                h2 id="export" { (t(m::EXPORT)) }
                p.buttons {
                    a.button href=(format!("/staff/forms/{}/export.xlsx?state={state}", it.form_id)) { "XLSX" }
                    a.button href=(format!("/staff/forms/{}/export.csv?state={state}", it.form_id)) { "CSV" }
                }
            }
        },
    ])
}

fn rows(it: &InboxPage, path: &str, state: &str) -> Markup {
    if it.rows.is_empty() {
        return html! { p { (t(m::NONE)) } };
    }
    html! {
        form method="post" action=(path) {
            input type="hidden" name="command" value=(it.command);
            input type="hidden" name="state" value=(state);
            ul.desk-list {
                @for row in &it.rows {
                    li.desk-row {
                        p.desk-row-title {
                            input type="checkbox" name="id" value=(row.id) aria-label=(tf(m::CHOOSE, &[&row.receipt_no])); " "
                            span.tag { (t(words::state(row.state))) } " "
                            a href=(format!("/staff/submissions/{}", row.id)) { (row.receipt_no) @if !row.title.is_empty() { " " (row.title) } }
                        }
                        p.desk-row-note {
                            (moment(row.received_at))
                            @if !row.assignee.is_empty() { " / " (row.assignee) }
                        }
                    }
                }
            }
            details {
                summary { (t(m::BULK)) }
                div.field {
                    label.field-label for="f-to" { (t(m::STATE)) }
                    select.input id="f-to" name="to" {
                        option value="" { (t(m::UNCHANGED)) }
                        @for state in SubmissionState::ALL.iter().filter(|state| **state != SubmissionState::Withdrawn && **state != SubmissionState::Received) {
                            option value=(state.code()) { (t(words::state(*state))) }
                        }
                    }
                }
                (line("to_assignee", t(m::ASSIGN_TO), "text", ""))
                (lines("message", t(m::MESSAGE), ""))
                (lines("note", t(m::NOTE), ""))
                p.buttons { button.button.button-primary { (t(m::DO_IT)) } }
            }
        }
    }
}
