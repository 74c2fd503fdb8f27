//! The audit log as its keepers search it, and as a person reads who looked at their data and what happened to the ways into their account.
//!
//! Invariant: a person is told the desk and the day, never the name of a member of staff.

use super::parts::line;
use crate::forms::pages::time_of;
use crate::listings::query::encode;
use crate::messages::people::{account, audit as m, audit_words as w, events};
use crate::ui::still::{Markup, html, still};
use crate::ui::text::{t, tf, use_lang};
use engawa_core::time::Millis;
use leptos::prelude::AnyView;

/// What stands in the fields of the search.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Fields {
    /// Who.
    pub actor: String,
    /// How the verb begins.
    pub verb: String,
    /// To what.
    pub subject: String,
    /// Whose data.
    pub about: String,
    /// The first day, as it was typed.
    pub from: String,
    /// The last day, as it was typed.
    pub to: String,
}

/// A row of the log.
#[derive(Clone, Debug)]
pub struct AuditRow {
    /// Its number.
    pub seq: i64,
    /// When.
    pub at: Millis,
    /// Who.
    pub actor: String,
    /// What.
    pub verb: String,
    /// To what.
    pub subject: String,
    /// Whose data.
    pub about: String,
}

/// What was refused at the doors within an hour.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct RefusedRow {
    /// When it began.
    pub at: Millis,
    /// How many times for want of a right, from another site's page, beyond what may be sent, and because it was too large.
    pub times: [i64; 4],
}

/// What checking the log gave.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Checked {
    /// So many rows, each follows from the one before; the digest of the last.
    Whole(usize, String),
    /// This one does not.
    Broken(String),
}

/// The audit log.
#[derive(Clone, Debug, Default)]
pub struct AuditPage {
    /// What is looked for.
    pub fields: Fields,
    /// What was found, newest first.
    pub rows: Vec<AuditRow>,
    /// The number before which the next page begins; nothing: this is the last.
    pub next: Option<i64>,
    /// The page does not begin with the newest.
    pub is_later: bool,
    /// The log was checked just now.
    pub checked: Option<Checked>,
    /// What was refused lately, by hour, the newest first.
    pub refused: Vec<RefusedRow>,
    /// Whoever looks may take it away as a file.
    pub may_export: bool,
}

/// Draws the audit log.
pub fn audit(it: &AuditPage) -> AnyView {
    let query = query(&it.fields);
    still(html! {
        div {
            h1 { (t(m::AUDIT)) }
            p { (t(m::INTRO)) }
            (checked(it.checked.as_ref()))
            (filters(&it.fields))
            section {
                h2 id="audit-rows" { (t(m::ROWS)) }
                (rows(&it.rows))
                p.buttons {
                    @if it.is_later { a.button href=(format!("/staff/audit?{query}")) { (t(m::NEWEST)) } }
                    @if let Some(next) = it.next { a.button href=(format!("/staff/audit?{query}&before={next}")) { (t(m::OLDER)) } }
                }
            }
            (refused(&it.refused))
            form method="post" action="/staff/audit/verify" { p.buttons { button.button { (t(m::CHECK)) } } }
            @if it.may_export {
                p.buttons {
                    a.button href=(format!("/staff/audit.csv?from={}&to={}", encode(&it.fields.from), encode(&it.fields.to))) { (t(m::EXPORT)) }
                }
                p { (t(m::EXPORT_NOTE)) }
            }
        }
    })
}

/// The fields as a query, so that going on keeps them.
fn query(it: &Fields) -> String {
    let pairs = [("actor", &it.actor), ("verb", &it.verb), ("subject", &it.subject), ("about", &it.about), ("from", &it.from), ("to", &it.to)];
    pairs.map(|(name, value)| format!("{name}={}", encode(value))).join("&")
}

fn checked(it: Option<&Checked>) -> Markup {
    html! {
        @match it {
            None => {}
            Some(Checked::Whole(rows, digest)) => {
                div.desk-done role="status" {
                    p { (tf(m::IS_WHOLE, &[&rows.to_string()])) }
                    p { (t(m::LAST_DIGEST)) " " code { (digest) } }
                }
            }
            Some(Checked::Broken(what)) => { p.desk-problem role="alert" { (tf(m::IS_BROKEN, &[what])) } }
        }
    }
}

fn filters(it: &Fields) -> Markup {
    html! {
        form.desk-form method="get" action="/staff/audit" {
            fieldset.desk-section.audit-filters {
                legend { (t(m::FILTERS)) }
                (line(&[], "actor", t(m::ACTOR), "text", &it.actor))
                (line(&[], "verb", t(m::VERB), "text", &it.verb))
                (line(&[], "subject", t(m::SUBJECT), "text", &it.subject))
                (line(&[], "about", t(m::ABOUT), "text", &it.about))
                (line(&[], "from", t(m::FROM), "date", &it.from))
                (line(&[], "to", t(m::TO), "date", &it.to))
            }
            p.buttons { button.button.button-primary { (t(m::FIND)) } }
        }
    }
}

fn rows(rows: &[AuditRow]) -> Markup {
    if rows.is_empty() {
        return html! { p { (t(m::NONE)) } };
    }
    let lang = use_lang();
    html! {
        div.desk-scroll tabindex="0" role="region" aria-labelledby="audit-rows" {
            table.desk-table.audit-rows {
                thead {
                    tr {
                        @for head in [m::NUMBER, m::WHEN, m::WHO, m::WHAT, m::ON_WHAT, m::WHOSE] { th scope="col" { (t(head)) } }
                    }
                }
                tbody {
                    @for row in rows {
                        tr {
                            th scope="row" { (row.seq) }
                            td { (time_of(row.at)) }
                            td { (worded(&w::who(&row.actor, lang), &row.actor)) }
                            td { (worded(&w::said(&row.verb, lang), &row.verb)) }
                            td { (worded(w::noun(&row.verb).map(|noun| noun.text(lang)).unwrap_or_default(), &row.subject)) }
                            td { (worded(&w::whose(&row.about, lang), &row.about)) }
                        }
                    }
                }
            }
        }
    }
}

fn refused(rows: &[RefusedRow]) -> Markup {
    html! {
        section {
            h2 id="audit-refused" { (t(m::REFUSED)) }
            p { (t(m::REFUSED_ABOUT)) }
            @if rows.is_empty() { p { (t(m::REFUSED_NONE)) } } @else {
                div.desk-scroll tabindex="0" role="region" aria-labelledby="audit-refused" {
                    table.desk-table {
                        thead {
                            tr {
                                @for head in [m::REFUSED_HOUR, m::REFUSED_RIGHT, m::REFUSED_FOREIGN, m::REFUSED_MANY, m::REFUSED_LARGE] {
                                    th scope="col" { (t(head)) }
                                }
                            }
                        }
                        tbody {
                            @for row in rows {
                                tr {
                                    th scope="row" { (time_of(row.at)) }
                                    @for times in row.times { td { (times) } }
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}

/// Words, and under them the code by which the log is searched.
fn worded(words: &str, code: &str) -> Markup {
    let is_code = words == code;
    html! {
        @if !words.is_empty() && !is_code { (words) " " }
        @if !code.is_empty() { code { (code) } }
    }
}

/// Somebody looked.
#[derive(Clone, Debug)]
pub struct LookRow {
    /// When.
    pub at: Millis,
    /// What was done.
    pub verb: String,
    /// The desks of whoever it was.
    pub desks: Vec<String>,
    /// A member of staff.
    pub is_staff: bool,
}

/// Draws who looked at somebody's data. `next`: the number before which the next page begins.
pub fn looked(rows: &[LookRow], next: Option<i64>) -> AnyView {
    still(html! {
        div {
            h1 { (t(m::LOOKED)) }
            p { (t(m::LOOKED_INTRO)) }
            p { (t(m::LOOKED_LISTS)) }
            @if rows.is_empty() { p { (t(m::LOOKED_NONE)) } } @else {
                ul.desk-list {
                    @for row in rows {
                        li.desk-row {
                            p.desk-row-title { (tf(m::verb(&row.verb), &[&row.verb])) }
                            p.desk-row-note { (time_of(row.at)) " / " (by(row)) }
                        }
                    }
                }
            }
            @if let Some(next) = next { p.buttons { a.button href=(format!("/account/who-looked?before={next}")) { (t(m::OLDER)) } } }
        }
    })
}

/// Something that happened to the ways into an account.
#[derive(Clone, Debug)]
pub struct EventRow {
    /// When.
    pub at: Millis,
    /// What.
    pub verb: String,
    /// By which way, or nothing.
    pub way: String,
}

/// Draws what happened to the ways into an account. `next`: the number before which the next page begins.
pub fn events(rows: &[EventRow], next: Option<i64>) -> AnyView {
    still(html! {
        div {
            h1 { (t(events::EVENTS)) }
            p { (t(events::EVENTS_ABOUT)) }
            @if rows.is_empty() { p { (t(events::EVENTS_NONE)) } } @else {
                ul.desk-list {
                    @for row in rows {
                        li.desk-row {
                            p.desk-row-title { (happened(row)) }
                            p.desk-row-note { (time_of(row.at)) }
                        }
                    }
                }
            }
            p.buttons {
                @if let Some(next) = next { a.button href=(format!("/account/events?before={next}")) { (t(m::OLDER)) } " " }
                a.button href="/account" { (t(account::BACK)) }
            }
        }
    })
}

fn happened(row: &EventRow) -> String {
    let what = t(events::event(&row.verb));
    events::way(&row.way).map_or_else(|| what.to_owned(), |way| tf(events::ROW, &[what, t(way)]))
}

fn by(row: &LookRow) -> String {
    match (row.is_staff, row.desks.is_empty()) {
        (false, _) => t(m::BY_OTHER).to_owned(),
        (true, true) => t(m::BY_STAFF).to_owned(),
        (true, false) => tf(m::BY_DESK, &[&row.desks.join(", ")]),
    }
}
