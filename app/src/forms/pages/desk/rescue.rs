//! 持ち出しファイルの受付: choosing the file, what was in it, and what became of it.

use super::super::moment;
use super::intake::FIELDS;
use super::{page, said};
use crate::forms::Provenance;
use crate::messages::forms::rescue as m;
use crate::ui::still::{Markup, html};
use crate::ui::text::{t, tf};
use engawa_core::Problem;
use engawa_core::time::Millis;
use leptos::prelude::AnyView;

/// The page.
#[derive(Clone, Debug)]
pub struct RescuePage {
    /// The site has a key to open with.
    pub has_key: bool,
    /// Today, as a date field has it.
    pub today: String,
    /// Why the file was not opened.
    pub problem: Option<Problem>,
    /// What was in it.
    pub opened: Option<Opened>,
}

/// A file that was opened.
#[derive(Clone, Debug)]
pub struct Opened {
    /// When the device made it, by its own clock.
    pub made_at: Millis,
    /// What waited.
    pub taken: Vec<TakenRow>,
    /// Drafts.
    pub half_done: Vec<HalfDone>,
    /// Attached files that could not be read.
    pub lost: usize,
}

/// Something that waited, and what became of it.
#[derive(Clone, Debug)]
pub struct TakenRow {
    /// What it is, in the words that the person saw.
    pub title: String,
    /// When they sent it.
    pub asked_at: Millis,
    /// Its receipt; empty: it was not taken in.
    pub receipt_no: String,
    /// Why not; without any it may come again.
    pub problems: Vec<Problem>,
}

/// A draft.
#[derive(Clone, Debug)]
pub struct HalfDone {
    /// What the person calls it; may be empty.
    pub title: String,
    /// What the form is called.
    pub form_title: String,
    /// When it was last changed.
    pub changed_at: Millis,
    /// How far it is, in hundredths.
    pub progress: u8,
    /// What can be done with it.
    pub way: Way,
}

/// What can be done with a draft.
#[derive(Clone, Debug)]
pub enum Way {
    /// It is gone on with as an entry at the counter.
    GoOn {
        /// The form.
        form_id: String,
        /// What the page of the entry carries.
        carried: String,
    },
    /// This site has no such form.
    NoForm,
    /// It cannot be read.
    Unread,
}

/// Draws it.
pub fn rescue(it: &RescuePage) -> AnyView {
    let mut pieces = vec![html! { h1 { (t(m::RESCUE)) } }, html! { p { (t(m::RESCUE_ABOUT)) } }];
    if let Some(opened) = &it.opened {
        pieces.push(taken(opened));
        pieces.push(half_done(opened, &it.today));
    }
    pieces.push(if it.has_key {
        choose(it.problem.as_ref())
    } else {
        html! { p.desk-problem role="alert" { (t(m::RESCUE_NO_KEY)) } }
    });
    page(pieces)
}

fn choose(problem: Option<&Problem>) -> Markup {
    let error = problem.map(said);
    html! {
        form.desk-form method="post" action="/staff/rescue" enctype="multipart/form-data" {
            @if let Some(error) = &error {
                div.desk-problem role="alert" { a href="#f-file" { (t(m::RESCUE_FILE)) } ": " (error) }
            }
            div.field {
                label.field-label for="f-file" { (t(m::RESCUE_FILE)) }
                @if let Some(error) = &error { p.field-error id="f-file-error" { (error) } }
                input.input type="file" id="f-file" name="file" required accept=".json,application/json"
                    aria-describedby=[error.as_ref().map(|_| "f-file-error")] aria-invalid=[error.as_ref().map(|_| "true")];
            }
            p.buttons { button.button.button-primary { (t(m::RESCUE_OPEN)) } }
        }
    }
}

fn taken(it: &Opened) -> Markup {
    html! {
        section aria-labelledby="unsent" {
            p role="status" { (tf(m::MADE_AT, &[&moment(it.made_at)])) }
            @if it.lost > 0 { p.desk-problem { (tf(m::FILES_LOST, &[&it.lost.to_string()])) } }
            h2 id="unsent" { (tf(m::UNSENT, &[&it.taken.len().to_string()])) }
            @if it.taken.is_empty() { p { (t(m::UNSENT_NONE)) } }
            ul.desk-list {
                @for row in &it.taken {
                    li.desk-row {
                        p.desk-row-title { (row.title) }
                        p.desk-row-note { (tf(m::ASKED_AT, &[&moment(row.asked_at)])) }
                        @if !row.receipt_no.is_empty() {
                            p { strong { (tf(m::TAKEN, &[&row.receipt_no])) } }
                        } @else if row.problems.is_empty() {
                            p.desk-problem { (t(m::LATER)) }
                        } @else {
                            div.desk-problem { p { (t(m::REFUSED)) } ul { @for problem in &row.problems { li { (said(problem)) } } } }
                        }
                    }
                }
            }
        }
    }
}

fn half_done(it: &Opened, today: &str) -> Markup {
    html! {
        section aria-labelledby="half-done" {
            h2 id="half-done" { (tf(m::DRAFTS, &[&it.half_done.len().to_string()])) }
            p { (t(if it.half_done.is_empty() { m::DRAFTS_NONE } else { m::DRAFTS_ABOUT })) }
            ul.desk-list {
                @for draft in &it.half_done {
                    li.desk-row {
                        p.desk-row-title { (draft.form_title) @if !draft.title.is_empty() { ": " (draft.title) } }
                        p.desk-row-note { (tf(m::CHANGED_AT, &[&moment(draft.changed_at), &draft.progress.to_string()])) }
                        (way(draft, today))
                    }
                }
            }
        }
    }
}

/// The entry opens in a place of its own: this page is not there a second time.
fn way(draft: &HalfDone, today: &str) -> Markup {
    let [how, on, _] = FIELDS;
    match &draft.way {
        Way::Unread => html! { p { (t(m::DRAFT_UNREAD)) } },
        Way::NoForm => html! { p { (t(m::DRAFT_NO_FORM)) } },
        Way::GoOn { form_id, carried } => html! {
            form method="post" action=(format!("/staff/forms/{form_id}/intake")) enctype="multipart/form-data" target="_blank" {
                input type="hidden" name="carried" value=(carried);
                input type="hidden" name=(how) value=(Provenance::Staff.code());
                input type="hidden" name=(on) value=(today);
                button.button name="go" value="resume" { (tf(m::GO_ON, &[&draft.form_title])) }
            }
        },
    }
}
