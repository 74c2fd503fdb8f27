//! Desks, their staff, delegations, and what is for staff only.

use super::parts::{command, done_box, line, problem_box, select};
use crate::forms::pages::{day, page};
use crate::listings::pages::detail;
use crate::listings::pages::detail::sections::{Date, date_words};
use crate::listings::query::encode;
use crate::listings::views::Detail;
use crate::listings::{Card, Listing};
use crate::messages::people::{cases, courses, desks as m};
use crate::messages::vocabulary as v;
use crate::people::course::is_course;
use crate::people::desk::{DeskBody, DeskKind};
use crate::site::Boot;
use crate::ui::still::{Markup, html};
use crate::ui::text::{t, tf, use_boot};
use chrono::NaiveDate;
use engawa_core::Problem;
use engawa_core::rights::DeskRole;
use engawa_core::time::Millis;
use leptos::prelude::AnyView;

/// What is typed about a desk.
#[derive(Clone, Debug, Default)]
pub struct DeskFields {
    /// Its code.
    pub desk: String,
    /// The code of what it is.
    pub kind: String,
    /// Its name.
    pub name: String,
    /// What else it says of itself.
    pub body: DeskBody,
}

/// A desk in the list.
#[derive(Clone, Debug)]
pub struct DeskRow {
    /// Its code.
    pub id: String,
    /// What it is.
    pub kind: DeskKind,
    /// Its name in the language of the page.
    pub name: String,
    /// How it is reached.
    pub body: DeskBody,
    /// Who works there: name and role; only in the list of officers.
    pub officers: Vec<(String, DeskRole)>,
}

/// The list of desks.
#[derive(Clone, Debug, Default)]
pub struct DesksPage {
    /// Desks.
    pub rows: Vec<DeskRow>,
    /// The form for a new one, for whoever may make one.
    pub new: Option<DeskFields>,
    /// The id of its command.
    pub command: String,
    /// Why it was not made.
    pub problems: Vec<Problem>,
}

/// Draws the list.
pub fn desks(it: DesksPage) -> AnyView {
    page(vec![
        html! { h1 { (t(m::DESKS)) } },
        problem_box(&it.problems),
        html! { p { (t(m::DESKS_ABOUT)) } },
        html! {
            p.buttons { a.button href="/staff/desks/list" { (t(m::OFFICERS)) } " " a.button href="/staff/inside" { (t(m::INSIDE)) } }
        },
        html! {
            ul.desk-list {
                @for row in &it.rows {
                    li.desk-row {
                        p.desk-row-title { span.tag { (t(m::kind(row.kind.code()))) } " " a href=(format!("/staff/desks/{}", row.id)) { (row.name) } }
                        p.desk-row-note { (row.body.phone) " " (row.body.hours) }
                    }
                }
            }
        },
        html! {
            div {
                @if let Some(fields) = &it.new {
                    section aria-labelledby="new-desk" {
                        h2 id="new-desk" { (t(m::NEW_DESK)) }
                        form.desk-form method="post" action="/staff/desks" {
                            (command(&it.command))
                            (line(&it.problems, "desk", t(m::CODE), "text", &fields.desk))
                            (about(fields, &it.problems))
                            p.buttons { button.button.button-primary { (t(m::SAVE)) } }
                        }
                    }
                }
            }
        },
    ])
}

/// The fields of what a desk says of itself.
fn about(fields: &DeskFields, problems: &[Problem]) -> Markup {
    let kinds: Vec<(String, String)> = DeskKind::ALL.iter().map(|kind| (kind.code().to_owned(), t(m::kind(kind.code())).to_owned())).collect();
    html! {
        (select(problems, "kind", t(m::KIND), &kinds, &fields.kind))
        (line(problems, "name", t(m::NAME), "text", &fields.name))
        (line(problems, "name_en", t(m::NAME_EN), "text", &fields.body.name_en))
        (line(problems, "phone", t(m::PHONE), "tel", &fields.body.phone))
        (line(problems, "hours", t(m::HOURS), "text", &fields.body.hours))
    }
}

/// Draws the list of officers, for printing.
pub fn officers(rows: Vec<DeskRow>) -> AnyView {
    page(vec![
        html! { h1 { (t(m::OFFICERS)) } },
        html! {
            div.desk-scroll tabindex="0" role="region" aria-label=(t(m::OFFICERS)) {
                table.desk-table {
                    thead { tr { th scope="col" { (t(m::NAME)) } th scope="col" { (t(m::MEMBERS)) } th scope="col" { (t(m::PHONE)) } th scope="col" { (t(m::HOURS)) } } }
                    tbody {
                        @for row in &rows {
                            tr {
                                th scope="row" { (row.name) }
                                td { ul { @for (name, role) in &row.officers { li { (name) " (" (t(m::role(role.code()))) ")" } } } }
                                td { (row.body.phone) }
                                td { (row.body.hours) }
                            }
                        }
                    }
                }
            }
        },
    ])
}

/// Somebody who works at a desk.
#[derive(Clone, Debug)]
pub struct MemberRow {
    /// Account.
    pub account: String,
    /// Sign-in name.
    pub login: String,
    /// Name on screen.
    pub name: String,
    /// As what.
    pub role: DeskRole,
    /// Since when.
    pub since: Millis,
}

/// Somebody stands in for somebody.
#[derive(Clone, Debug)]
pub struct AbsenceRow {
    /// The delegation.
    pub id: String,
    /// Who is away.
    pub from: String,
    /// Who stands in.
    pub to: String,
    /// From when.
    pub begins: Millis,
    /// Until when.
    pub ends: Millis,
    /// Why.
    pub reason: String,
    /// The id of the command that ends it; empty: not theirs to end.
    pub command: String,
}

/// What is typed about members and absences, if it was refused.
#[derive(Clone, Debug, Default)]
pub struct StaffFields {
    /// Sign-in name of a member.
    pub login: String,
    /// The code of a role.
    pub role: String,
    /// Account of who is away.
    pub from: String,
    /// Sign-in name of who stands in.
    pub to: String,
    /// First day.
    pub begins: String,
    /// Last day.
    pub ends: String,
    /// Why.
    pub reason: String,
}

/// A desk.
#[derive(Clone, Debug, Default)]
pub struct DeskPage {
    /// What it says of itself.
    pub fields: DeskFields,
    /// Its name in the language of the page.
    pub title: String,
    /// Its revision.
    pub rev: u64,
    /// Who works there.
    pub members: Vec<MemberRow>,
    /// Absences.
    pub absences: Vec<AbsenceRow>,
    /// For whom the reader may say who stands in: account and name.
    pub away: Vec<(String, String)>,
    /// The reader may change what it says.
    pub may_manage: bool,
    /// The reader may say who works there.
    pub may_set: bool,
    /// What was typed.
    pub typed: StaffFields,
    /// The ids of the commands: save, end, member, absence.
    pub commands: [String; 4],
    /// Something was done.
    pub done: bool,
    /// Why something was not done.
    pub problems: Vec<Problem>,
}

/// Draws it.
pub fn desk(it: DeskPage) -> AnyView {
    page(vec![
        html! { h1 { (it.title) } },
        done_box(it.done.then(|| t(cases::DONE))),
        problem_box(&it.problems),
        html! {
            dl {
                dt { (t(m::KIND)) } dd { (t(m::kind(&it.fields.kind))) }
                dt { (t(m::PHONE)) } dd { @if it.fields.body.phone.is_empty() { "-" } @else { (it.fields.body.phone) } }
                dt { (t(m::HOURS)) } dd { @if it.fields.body.hours.is_empty() { "-" } @else { (it.fields.body.hours) } }
            }
        },
        members(&it),
        absences(&it),
        manage(&it),
    ])
}

fn role_choices(with_none: bool) -> Vec<(String, String)> {
    let roles = DeskRole::ALL.iter().map(|role| (role.code().to_owned(), t(m::role(role.code())).to_owned()));
    roles.chain(with_none.then(|| (String::new(), t(m::ROLE_NONE).to_owned()))).collect()
}

fn members(it: &DeskPage) -> Markup {
    html! {
        section aria-labelledby="members" {
            h2 id="members" { (t(m::MEMBERS)) }
            @if it.members.is_empty() { p { (t(m::NOBODY)) } }
            ul.desk-list {
                @for row in &it.members {
                    li.desk-row {
                        p.desk-row-title { span.tag { (t(m::role(row.role.code()))) } " " (row.name) }
                        p.desk-row-note { (row.login) " " (tf(m::SINCE, &[&day(row.since)])) }
                    }
                }
            }
            @if it.may_set {
                form.desk-form method="post" action=(format!("/staff/desks/{}/members", it.fields.desk)) aria-labelledby="add-member" {
                    h3 id="add-member" { (t(m::ADD_MEMBER)) }
                    (command(&it.commands[2]))
                    (line(&it.problems, "login", t(m::LOGIN), "text", &it.typed.login))
                    (select(&it.problems, "role", t(m::ROLE), &role_choices(true), &it.typed.role))
                    p.buttons { button.button { (t(m::SAVE)) } }
                }
            }
        }
    }
}

fn absences(it: &DeskPage) -> Markup {
    html! {
        section aria-labelledby="absences" {
            h2 id="absences" { (t(m::ABSENCE)) }
            p { (t(m::ABSENCE_ABOUT)) }
            ul.desk-list {
                @for row in &it.absences {
                    li.desk-row {
                        p { (tf(m::ABSENCE_ROW, &[&row.from, &row.to, &day(row.begins), &day(row.ends - 1), &row.reason])) }
                        @if !row.command.is_empty() {
                            form method="post" action=(format!("/staff/desks/{}/absences/{}/end", it.fields.desk, row.id)) {
                                (command(&row.command))
                                button.button.button-small { (t(m::END_ABSENCE)) span.visually-hidden { " " (row.from) } }
                            }
                        }
                    }
                }
            }
            @if !it.away.is_empty() {
                form.desk-form method="post" action=(format!("/staff/desks/{}/absences", it.fields.desk)) {
                    (command(&it.commands[3]))
                    (select(&it.problems, "from", t(m::AWAY), &it.away, &it.typed.from))
                    (line(&it.problems, "to", t(m::STANDS_IN), "text", &it.typed.to))
                    (line(&it.problems, "begins", t(m::BEGINS_ON), "date", &it.typed.begins))
                    (line(&it.problems, "ends", t(m::ENDS_ON), "date", &it.typed.ends))
                    (line(&it.problems, "reason", t(m::REASON), "text", &it.typed.reason))
                    p.buttons { button.button { (t(m::SET_ABSENCE)) } }
                }
            }
        }
    }
}

fn manage(it: &DeskPage) -> Markup {
    html! {
        div {
            @if it.may_manage {
                section aria-labelledby="manage" {
                    h2 id="manage" { (it.title) }
                    form.desk-form method="post" action=(format!("/staff/desks/{}", it.fields.desk)) {
                        (command(&it.commands[0]))
                        input type="hidden" name="base_rev" value=(it.rev);
                        (about(&it.fields, &it.problems))
                        p.buttons { button.button.button-primary { (t(m::SAVE)) } }
                    }
                    form method="post" action=(format!("/staff/desks/{}/end", it.fields.desk)) {
                        (command(&it.commands[1]))
                        input type="hidden" name="base_rev" value=(it.rev);
                        button.button { (t(m::END_DESK)) }
                    }
                }
            }
        }
    }
}

/// When something takes place next.
fn next(detail: &Detail, today: NaiveDate) -> Option<Date> {
    detail.dates.iter().copied().find(|(_, until, ..)| *until >= today)
}

/// Draws what is published for staff only: what takes place next stands first, what is of no day to come in the order in which it is given.
pub fn inside(listings: Vec<Listing>) -> AnyView {
    let boot = use_boot();
    let (lang, today) = (boot.lang, boot.today);
    let mut all: Vec<Detail> = listings.into_iter().map(|listing| Detail::alone(listing, today)).collect();
    all.sort_by_key(|it| next(it, today).map_or((true, today), |(on, ..)| (false, on)));
    let when = |it: &Detail| it.listing.schedule.as_ref().zip(next(it, today)).map(|(schedule, date)| date_words(schedule, date, today, lang));
    page(vec![
        html! { h1 { (t(m::INSIDE)) } },
        html! { p { (t(m::INSIDE_ABOUT)) } },
        html! {
            div {
                @if all.is_empty() { p { (t(cases::CASES_NONE)) } }
                @for it in &all {
                    section aria-labelledby=(format!("l-{}", it.listing.id)) {
                        h2 id=(format!("l-{}", it.listing.id)) {
                            a href=(format!("/staff/inside/{}", encode(&it.listing.id))) { (it.listing.text_in(lang).0.title) }
                        }
                        p { span.tag { (t(v::kind(it.listing.kind()))) } " " (when(it).unwrap_or_default()) }
                        p { (Card::of(&it.listing).summary) }
                    }
                }
            }
        },
    ])
}

/// Draws one of them, whole: when, where, for whom, how to apply, whom to ask.
pub fn inside_one(it: &Detail, boot: &Boot) -> AnyView {
    let title = it.listing.text_in(boot.lang).0.title;
    page(vec![
        html! { p { a href="/staff/inside" { (t(m::INSIDE)) } } },
        html! { h1 { (title) } },
        html! { p { span.tag { (t(v::kind(it.listing.kind()))) } } },
        detail::inside(it, boot),
        html! {
            div {
                @if is_course(&it.listing) {
                    p.buttons { a.button.button-primary href=(format!("/staff/courses/{}", encode(&it.listing.id))) { (t(courses::TO_COURSE)) } }
                }
            }
        },
        html! { p { a href=(format!("/staff/listings/{}", encode(&it.listing.id))) { (t(crate::messages::desk::EDIT)) span.visually-hidden { " " (title) } } } },
    ])
}

/// Draws the refusal of what is another desk's.
pub fn denied() -> AnyView {
    page(vec![
        html! { h1 { (t(m::DENIED_TITLE)) } },
        html! { p.desk-problem role="alert" { (t(m::DENIED)) } },
        html! { p.buttons { a.button href="/staff/desks" { (t(m::DESKS)) } } },
    ])
}
