//! What was delivered and could not take effect: why, what it is, and what staff did about it.
//!
//! Invariant: a list holds nothing of what people wrote; only the page of one does, and looking at it stands in the audit log.

use super::at;
use crate::forms::pages::{moment, page, said};
use crate::messages::kiosk::fleet as m;
use crate::people::pages::parts::{command, done_box, lines, problem_box};
use crate::ui::still::{Markup, html};
use crate::ui::text::{t, tf};
use engawa_core::Problem;
use engawa_core::time::Millis;
use leptos::prelude::AnyView;

/// A delivery.
#[derive(Clone, Debug)]
pub struct HeldRow {
    /// Its id.
    pub id: String,
    /// The screen: id and name.
    pub kiosk: (String, String),
    /// When it came.
    pub at: Millis,
    /// Why it could not take effect.
    pub problems: Vec<Problem>,
    /// The number of the person's receipt; empty: it could not be opened.
    pub receipt_no: String,
    /// Who dealt with it, and when; nothing: nobody yet.
    pub settled: Option<(String, Millis)>,
    /// What was done about it.
    pub note: String,
}

/// Draws the list: what waits, and what was dealt with.
pub fn list(waiting: &[HeldRow], settled: &[HeldRow], done: bool) -> AnyView {
    page(vec![
        html! { h1 { (t(m::HELD)) } },
        done_box(done.then(|| t(m::DONE))),
        html! { p { (t(m::HELD_ABOUT)) } },
        rows("waiting", t(m::HELD_WAITING), waiting),
        rows("settled", t(m::HELD_SETTLED), settled),
        html! { p.buttons { a.button href="/staff/kiosks" { (t(m::KIOSKS)) } } },
    ])
}

fn name(row: &HeldRow) -> String {
    if row.receipt_no.is_empty() { t(m::HELD_CLOSED).to_owned() } else { tf(m::RECEIPT, &[&row.receipt_no]) }
}

fn rows(id: &str, heading: &str, rows: &[HeldRow]) -> Markup {
    html! {
        section aria-labelledby=(id) {
            h2 id=(id) { (heading) " " (rows.len()) }
            @if rows.is_empty() { p { (t(m::NONE)) } }
            ul.desk-list {
                @for row in rows {
                    li.desk-row {
                        p.desk-row-title { a href=(at("held", &crate::listings::query::encode(&row.id))) { (name(row)) } }
                        p.desk-row-note { (moment(row.at)) " / " (row.kiosk.1) }
                        ul { @for problem in &row.problems { li { (said(problem)) } } }
                    }
                }
            }
        }
    }
}

/// What is inside, if this person may read it.
#[derive(Clone, Debug)]
pub enum Inside {
    /// It could not be opened: no key of this site fits, or it was damaged.
    Closed,
    /// It belongs to another desk.
    OtherDesk,
    /// What the person sent: what it is, and each field with its words.
    Open(String, Vec<(String, String)>),
}

/// A delivery.
#[derive(Clone, Debug)]
pub struct HeldPage {
    /// The delivery.
    pub row: HeldRow,
    /// What is inside.
    pub inside: Inside,
    /// A note as it was typed, if it was refused.
    pub note: String,
    /// The id of the command.
    pub command: String,
    /// Why it was not settled.
    pub problems: Vec<Problem>,
}

/// Draws it.
pub fn one(it: &HeldPage) -> AnyView {
    let row = &it.row;
    page(vec![
        html! { h1 { (name(row)) } },
        problem_box(&it.problems),
        html! {
            dl {
                dt { (t(m::HELD_AT)) } dd { (moment(row.at)) }
                dt { (t(m::KIOSK)) } dd { a href=(at(&row.kiosk.0, "")) { (row.kiosk.1) } }
                dt { (t(m::HELD_WHY)) } dd { ul { @for problem in &row.problems { li { (said(problem)) } } } }
            }
        },
        inside(&it.inside),
        settle(it),
        html! { p.buttons { a.button href="/staff/kiosks/held" { (t(m::HELD)) } } },
    ])
}

fn inside(it: &Inside) -> Markup {
    html! {
        section aria-labelledby="inside" {
            h2 id="inside" { (t(m::INSIDE)) }
            @match it {
                Inside::Closed => { p.desk-problem { (t(m::INSIDE_CLOSED)) } }
                Inside::OtherDesk => { p.desk-problem { (t(m::INSIDE_OTHER_DESK)) } }
                Inside::Open(what, fields) => {
                    p { (t(m::INSIDE_ABOUT)) }
                    p { (t(m::INSIDE_WHAT)) " " code { (what) } }
                    div.desk-scroll tabindex="0" role="group" aria-labelledby="inside" {
                        table.desk-table.desk-answers {
                            thead { tr { th scope="col" { (t(m::FIELD)) } th scope="col" { (t(m::WORDS)) } } }
                            tbody { @for (field, words) in fields { tr { th scope="row" { (field) } td.case-words { (words) } } } }
                        }
                    }
                }
            }
        }
    }
}

fn settle(it: &HeldPage) -> Markup {
    html! {
        section aria-labelledby="settle" {
            h2 id="settle" { (t(m::SETTLE)) }
            @if let Some((who, when)) = &it.row.settled {
                p { (tf(m::SETTLED_BY, &[who.strip_prefix("staff:").unwrap_or(who), &moment(*when)])) }
                p.case-words { (it.row.note) }
            } @else {
                p { (t(m::SETTLE_ABOUT)) }
                form.desk-form method="post" action=(at("held", &crate::listings::query::encode(&it.row.id))) autocomplete="off" {
                    (command(&it.command))
                    (lines(&it.problems, "note", t(m::NOTE), &it.note))
                    p.buttons { button.button.button-primary { (t(m::SETTLE)) } }
                }
            }
        }
    }
}
