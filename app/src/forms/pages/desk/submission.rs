//! One submission: its answers in the order of the form, its files, what happened to it, and what staff do about it.

use super::{done_box, line, lines, page, problem_box};
use crate::forms::outline::{Line, LineKind};
use crate::forms::pages::{day, moment};
use crate::forms::{Provenance, SubmissionState};
use crate::messages::forms as words;
use crate::messages::forms::desk as m;
use crate::ui::still::{Markup, html};
use crate::ui::text::{t, tf};
use engawa_core::Problem;
use engawa_core::time::Millis;
use leptos::prelude::AnyView;

/// Something that happened.
#[derive(Clone, Debug)]
pub struct EventRow {
    /// When.
    pub at: Millis,
    /// Who did it.
    pub actor: String,
    /// Where it was.
    pub from: Option<SubmissionState>,
    /// Where it went.
    pub to: SubmissionState,
    /// What the sender was told.
    pub message: String,
    /// What only staff read.
    pub note: String,
}

/// A submission.
#[derive(Clone, Debug)]
pub struct SubmissionPage {
    /// Its id.
    pub id: String,
    /// Its form.
    pub form_id: String,
    /// What the form is called.
    pub form_title: String,
    /// The version that was filled in.
    pub version: String,
    /// What the form calls it; may be empty.
    pub title: String,
    /// The short number.
    pub receipt_no: String,
    /// Where it is.
    pub state: SubmissionState,
    /// How it came in.
    pub provenance: Provenance,
    /// Who sent it.
    pub sender: String,
    /// Who takes care of it; may be empty.
    pub assignee: String,
    /// The id of the submission that it corrects; may be empty.
    pub corrects: String,
    /// Its revision.
    pub rev: u64,
    /// When it arrived.
    pub received_at: Millis,
    /// When it is deleted.
    pub delete_at: Millis,
    /// The answers.
    pub lines: Vec<Line>,
    /// The files that are here, by the answer that names them.
    pub files: Vec<String>,
    /// What happened, oldest first.
    pub events: Vec<EventRow>,
    /// The id of the command of the form.
    pub command: String,
    /// What was typed, if it was refused: message and note.
    pub typed: (String, String),
    /// The receipt of what was just done.
    pub done: Option<String>,
    /// Why something was not done.
    pub problems: Vec<Problem>,
}

/// Draws it.
pub fn submission(it: SubmissionPage) -> AnyView {
    page(vec![
        html! { h1 { (it.receipt_no) @if !it.title.is_empty() { " " (it.title) } } },
        done_box(it.done.as_ref()),
        problem_box(&it.problems),
        html! { p { a href=(format!("/staff/forms/{}/submissions", it.form_id)) { (tf(m::INBOX, &[&it.form_title])) } } },
        facts(&it),
        answers(&it),
        history(&it),
        review(&it),
    ])
}

fn facts(it: &SubmissionPage) -> Markup {
    html! {
        dl {
            dt { (t(m::STATE)) } dd { strong { (t(words::state(it.state))) } }
            dt { (t(m::RECEIVED)) } dd { (moment(it.received_at)) }
            dt { (t(m::PROVENANCE)) } dd { (t(words::provenance(it.provenance))) " (" (it.sender) ")" }
            dt { (t(m::VERSION)) } dd { (it.version) }
            dt { (t(m::ASSIGNEE)) } dd { @if it.assignee.is_empty() { "-" } @else { (it.assignee) } }
            dt { (t(m::DELETED_ON)) } dd { (day(it.delete_at)) }
            @if !it.corrects.is_empty() {
                dt { (t(m::CORRECTS)) } dd { a href=(format!("/staff/submissions/{}", it.corrects)) { (t(m::EARLIER)) } }
            }
        }
    }
}

fn answers(it: &SubmissionPage) -> Markup {
    html! {
        section aria-labelledby="answers" {
            h2 id="answers" { (t(m::ANSWERS)) }
            div.desk-scroll tabindex="0" role="region" aria-labelledby="answers" {
                table.desk-table { tbody { @for line in &it.lines { (row(it, line)) } } }
            }
        }
    }
}

fn row(it: &SubmissionPage, line: &Line) -> Markup {
    // Groups in groups are told apart by a mark for each level: there are no inline styles.
    let mark = "- ".repeat(line.depth.min(10));
    match &line.what {
        LineKind::Group => html! { tr { th scope="colgroup" colspan="2" { (mark) (line.label) } } },
        LineKind::Row(number) => html! { tr { th scope="colgroup" colspan="2" { (mark) (tf(words::ROW, &[&line.label, &number.to_string()])) } } },
        LineKind::Answer(words) => html! { tr { th scope="row" { (mark) (line.label) } td { (broken(words)) } } },
        LineKind::Computed(words) => html! { tr { th scope="row" { (mark) (line.label) } td { em { (words) } } } },
        LineKind::File(file) => html! {
            tr {
                th scope="row" { (mark) (line.label) }
                td {
                    @match it.files.iter().position(|path| *path == line.path.0) {
                        Some(number) => a href=(format!("/staff/submissions/{}/files/{number}", it.id)) { (file.name) },
                        None => (file.name),
                    }
                }
            }
        },
    }
}

/// A text with its line breaks.
fn broken(words: &str) -> Markup {
    html! { @for (number, line) in words.lines().enumerate() { @if number > 0 { br; } (line) } }
}

fn history(it: &SubmissionPage) -> Markup {
    html! {
        section aria-labelledby="history" {
            h2 id="history" { (t(m::HISTORY)) }
            ol {
                @for event in &it.events {
                    li {
                        (moment(event.at)) " " (event.actor) ": "
                        @if let Some(from) = event.from.filter(|from| *from != event.to) { (t(words::state(from))) " → " }
                        strong { (t(words::state(event.to))) }
                        @if !event.message.is_empty() { p { (t(m::TOLD)) ": " (broken(&event.message)) } }
                        @if !event.note.is_empty() { p { (t(m::NOTED)) ": " (broken(&event.note)) } }
                    }
                }
            }
        }
    }
}

fn review(it: &SubmissionPage) -> Markup {
    let next = SubmissionState::ALL.iter().copied().filter(|to| it.state.staff_may_make_it(*to));
    html! {
        section aria-labelledby="review" {
            h2 id="review" { (t(m::REVIEW)) }
            form.desk-form method="post" action=(format!("/staff/submissions/{}", it.id)) {
                input type="hidden" name="command" value=(it.command);
                input type="hidden" name="base_rev" value=(it.rev);
                div.field {
                    label.field-label for="f-to" { (t(m::STATE)) }
                    select.input id="f-to" name="to" {
                        option value="" { (t(m::UNCHANGED)) }
                        @for to in next { option value=(to.code()) { (t(words::state(to))) } }
                    }
                }
                (lines("message", t(m::MESSAGE), &it.typed.0))
                (lines("note", t(m::NOTE), &it.typed.1))
                (line("assignee", t(m::ASSIGNEE), "text", &it.assignee))
                p.buttons { button.button.button-primary { (t(m::DO_IT)) } }
            }
        }
    }
}
