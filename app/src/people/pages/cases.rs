//! The counter: opening a case, the case, its slip, and taking it into an account.
//!
//! Invariant: these pages are drawn of what they are given and of nothing else, so the page of the next person holds nothing of the last.

use super::parts::{command, done_box, field, line, lines, problem_box, select};
use super::referrals::{self, ReferralRow};
use crate::forms::pages::{moment, page};
use crate::messages::people::{cases as m, guardian as g};
use crate::people::case::{CasePerson, Channel};
use crate::ui::date;
use crate::ui::qr::qr;
use crate::ui::still::{Markup, html};
use crate::ui::text::{t, tf, use_lang};
use chrono::NaiveDate;
use engawa_core::Problem;
use engawa_core::time::Millis;
use leptos::prelude::AnyView;

/// A case in a list. What it is about is not shown there: the next person may see the screen.
#[derive(Clone, Debug)]
pub struct CaseRow {
    /// Its id.
    pub id: String,
    /// The short number.
    pub case_no: String,
    /// How somebody came.
    pub channel: Channel,
    /// What it is about; may be empty.
    pub topic: String,
    /// When it was opened.
    pub at: Millis,
    /// Whether it is open.
    pub open: bool,
    /// When it is to be looked at again; may be empty.
    pub follow_on: String,
}

/// The counter.
#[derive(Clone, Debug, Default)]
pub struct CounterPage {
    /// Desks at which the reader may open a case: code and name.
    pub desks: Vec<(String, String)>,
    /// Cases of today at their desks.
    pub today: Vec<CaseRow>,
    /// Cases to be looked at again.
    pub due: Vec<CaseRow>,
    /// A number that was looked for.
    pub number: String,
    /// What was found under it.
    pub found: Vec<CaseRow>,
    /// The id of the command that opens a case.
    pub command: String,
    /// What was typed: desk, channel, topic.
    pub typed: [String; 3],
    /// What happened before.
    pub said: Option<String>,
    /// Why no case was opened.
    pub problems: Vec<Problem>,
}

fn channels() -> Vec<(String, String)> {
    Channel::ALL.iter().map(|it| (it.code().to_owned(), t(m::channel(it.code())).to_owned())).collect()
}

/// The day on which it is to be looked at again, in words.
fn follow(row: &CaseRow) -> String {
    let day = row.follow_on.parse::<NaiveDate>().map_or_else(|_| row.follow_on.clone(), |day| date::full(day, use_lang()));
    tf(m::FOLLOW, &[&day])
}

fn list(id: &str, heading: &str, rows: &[CaseRow]) -> Markup {
    html! {
        section aria-labelledby=(id) {
            h2 id=(id) { (heading) }
            @if rows.is_empty() { p { (t(m::CASES_NONE)) } }
            ul.desk-list {
                @for row in rows {
                    li.desk-row {
                        p.desk-row-title {
                            span.tag { (t(if row.open { m::STATE_OPEN } else { m::STATE_CLOSED })) } " "
                            span.tag { (t(m::channel(row.channel.code()))) } " "
                            a href=(format!("/staff/counter/{}", row.id)) { (row.case_no) }
                        }
                        p.desk-row-note { (moment(row.at)) @if !row.follow_on.is_empty() { " / " (follow(row)) } }
                    }
                }
            }
        }
    }
}

/// Draws the counter.
pub fn counter(it: CounterPage) -> AnyView {
    let [desk, channel, topic] = &it.typed;
    page(vec![
        html! { h1 { (t(m::COUNTER)) } },
        done_box(it.said.as_deref()),
        problem_box(&it.problems),
        html! { p { (t(m::COUNTER_ABOUT)) } },
        html! {
            section aria-labelledby="open" {
                h2 id="open" { (t(m::OPEN_CASE)) }
                form.desk-form method="post" action="/staff/counter" autocomplete="off" {
                    (command(&it.command))
                    (select(&it.problems, "desk", t(m::DESK), &it.desks, desk))
                    (select(&it.problems, "channel", t(m::CHANNEL), &channels(), channel))
                    (line(&it.problems, "topic", t(m::TOPIC), "text", topic))
                    p.buttons { button.button.button-primary { (t(m::OPEN_CASE)) } " " a.button href="/staff/referrals" { (t(m::REFERRALS)) } }
                }
            }
        },
        html! {
            section aria-labelledby="find" {
                h2 id="find" { (t(m::FIND)) }
                form.desk-inline method="get" action="/staff/counter" autocomplete="off" {
                    (line(&[], "no", t(m::FIND), "text", &it.number))
                    button.button { (t(m::SEARCH)) }
                }
                @if !it.number.is_empty() && it.found.is_empty() { p role="status" { (t(m::FOUND_NONE)) } }
            }
        },
        html! { div { @if !it.found.is_empty() { (list("found", t(m::FIND), &it.found)) } } },
        list("due", t(m::CASES_DUE), &it.due),
        list("today", t(m::CASES_TODAY), &it.today),
    ])
}

/// Something that was done or noted.
#[derive(Clone, Debug)]
pub struct ItemRow {
    /// When.
    pub at: Millis,
    /// By whom.
    pub actor: String,
    /// What was done.
    pub verb: String,
    /// The short number of its receipt; empty: a note.
    pub receipt_no: String,
    /// What was noted.
    pub note: String,
}

/// A case.
#[derive(Clone, Debug)]
pub struct CasePage {
    /// The case in short.
    pub row: CaseRow,
    /// The name of its desk.
    pub desk: String,
    /// Who it is, as stored or as it was typed.
    pub person: CasePerson,
    /// A note as it was typed, if it was refused.
    pub note: String,
    /// What was done and noted.
    pub items: Vec<ItemRow>,
    /// Where it was referred to.
    pub referrals: Vec<ReferralRow>,
    /// It was taken into an account.
    pub collected: bool,
    /// The reader may work in it, not only read.
    pub may_work: bool,
    /// It is the one that is open in this session.
    pub current: bool,
    /// The reader may record that a guardian agreed on paper.
    pub may_record: bool,
    /// What was typed of a guardian's paper, if it was refused: code, address, name, day, where it is kept.
    pub guardian: [String; 5],
    /// The ids of the commands: person, note, close, guardian.
    pub commands: [String; 4],
    /// What happened before.
    pub said: Option<String>,
    /// Why something was not done.
    pub problems: Vec<Problem>,
}

/// Draws it.
pub fn case(it: CasePage) -> AnyView {
    let at = |part: &str| format!("/staff/counter/{}/{part}", it.row.id);
    page(vec![
        html! { h1 { (tf(m::CASE, &[&it.row.case_no])) } },
        done_box(it.said.as_deref()),
        problem_box(&it.problems),
        html! {
            p {
                span.tag { (t(if it.row.open { m::STATE_OPEN } else { m::STATE_CLOSED })) } " "
                span.tag { (t(m::channel(it.row.channel.code()))) } " " (it.desk)
                @if !it.row.topic.is_empty() { " / " (it.row.topic) }
                @if it.collected { " " span.tag { (t(m::COLLECTED)) } }
                @if !it.row.follow_on.is_empty() { " / " (follow(&it.row)) }
            }
        },
        html! {
            div {
                @if it.may_work {
                    section aria-labelledby="do-for" {
                        h2 id="do-for" { (t(m::DO_FOR)) }
                        form method="post" action=(at("slip")) {
                            p.buttons {
                                @if it.current {
                                    a.button.button-primary href="/staff/forms" { (t(m::TO_FORMS)) } " "
                                    a.button href="/listings" { (t(m::TO_LISTINGS)) } " "
                                }
                                button.button { (t(if it.row.channel == Channel::Phone { m::READ_CODE } else { m::PRINT_SLIP })) } " "
                                a.button href=(at("refer")) { (t(m::REFER)) }
                            }
                        }
                    }
                }
            }
        },
        html! {
            div {
                @if it.may_work {
                    form.desk-form method="post" action=(at("person")) autocomplete="off" {
                        fieldset.desk-section {
                            legend { (t(m::PERSON)) }
                            (command(&it.commands[0]))
                            div.desk-inline {
                                (line(&it.problems, "name", t(m::PERSON_NAME), "text", &it.person.name))
                                (line(&it.problems, "phone", t(m::PERSON_PHONE), "tel", &it.person.phone))
                                button.button { (t(m::SAVE)) }
                            }
                        }
                    }
                    form.desk-form method="post" action=(at("note")) autocomplete="off" {
                        (command(&it.commands[1]))
                        (lines(&it.problems, "words", t(m::NOTE), &it.note))
                        p.buttons { button.button { (t(m::ADD_NOTE)) } }
                    }
                }
            }
        },
        html! { div { @if it.may_record { (guardian(&it, &at("consent"))) } } },
        items(&it.items),
        html! {
            div {
                @if !it.referrals.is_empty() {
                    section aria-labelledby="referrals" { h2 id="referrals" { (t(m::REFERRALS)) } (referrals::list(&it.referrals)) }
                }
            }
        },
        html! {
            div {
                @if it.may_work {
                    form.desk-form.case-close method="post" action=(at("close")) autocomplete="off" {
                        (command(&it.commands[2]))
                        (line(&it.problems, "follow_on", t(m::FOLLOW_ON), "date", &it.row.follow_on))
                        @if it.current { p { (t(m::NEXT_ABOUT)) } }
                        p.buttons { button.button.button-primary.next-person { (t(if it.current { m::NEXT_PERSON } else { m::CLOSE })) } }
                    }
                }
            }
        },
    ])
}

/// A guardian's consent on paper: seldom needed, so it is folded until something in it was refused.
fn guardian(it: &CasePage, action: &str) -> Markup {
    let [code, email, name, on, kept] = &it.guardian;
    let names = ["code", "email", "guardian", "signed_on", "kept"];
    html! {
        details open[it.guardian.iter().any(|typed| !typed.is_empty()) || it.problems.iter().any(|it| names.contains(&it.path.as_str()))] {
            summary { (t(m::GUARDIAN)) }
            p { (t(m::GUARDIAN_ABOUT)) " " a href="/sign-in/paper" { (t(g::BLANK)) } }
            form.desk-form method="post" action=(action) autocomplete="off" {
                (command(&it.commands[3]))
                (field(&it.problems, names[0], t(g::CODE), "text", code, "off", t(g::CODE_HINT)))
                (line(&it.problems, names[1], t(m::GUARDIAN_EMAIL), "email", email))
                (line(&it.problems, names[2], t(m::GUARDIAN_NAME), "text", name))
                (line(&it.problems, names[3], t(m::GUARDIAN_ON), "date", on))
                (line(&it.problems, names[4], t(m::GUARDIAN_KEPT), "text", kept))
                p.buttons { button.button { (t(m::GUARDIAN_SAVE)) } }
            }
        }
    }
}

fn items(rows: &[ItemRow]) -> Markup {
    html! {
        section aria-labelledby="items" {
            h2 id="items" { (t(m::ITEMS)) }
            @if rows.is_empty() { p { (t(m::ITEMS_NONE)) } }
            ol.desk-list {
                @for row in rows {
                    li.desk-row {
                        p.case-words { @if row.receipt_no.is_empty() { (row.note) } @else { (t(m::did(&row.verb))) " " strong { (row.receipt_no) } } }
                        p.desk-row-note { (moment(row.at)) " / " (row.actor.strip_prefix("staff:").unwrap_or(&row.actor)) }
                    }
                }
            }
        }
    }
}

/// What is handed over, or read out.
#[derive(Clone, Debug)]
pub struct SlipPage {
    /// The case.
    pub id: String,
    /// Its number.
    pub case_no: String,
    /// The name of the city.
    pub city: String,
    /// The name of the desk.
    pub desk: String,
    /// When it was opened.
    pub at: Millis,
    /// What was done: verb and receipt number.
    pub items: Vec<(String, String)>,
    /// The code, which is shown this once.
    pub code: String,
    /// Where the code is taken, with the code.
    pub address: String,
    /// Where it can be typed.
    pub lookup: String,
    /// It is read out and not printed.
    pub by_phone: bool,
}

/// Draws the slip.
pub fn slip(it: SlipPage) -> AnyView {
    page(vec![
        html! {
            div.paper-screen {
                p.desk-done role="status" { (t(m::SLIP_ONCE)) }
                p.buttons { a.button href=(format!("/staff/counter/{}", it.id)) { (tf(m::CASE, &[&it.case_no])) } }
            }
        },
        html! {
            article.paper {
                header.paper-head {
                    div { p { (it.city) } h1 { (t(if it.by_phone { m::READ_CODE } else { m::SLIP })) } p { (it.desk) " " (moment(it.at)) } }
                    @if !it.by_phone { div.paper-qr { (qr(&it.address, t(m::SLIP_QR))) } }
                }
                table.paper-table {
                    tbody {
                        tr { th scope="row" { (t(m::SLIP_NO)) } td { strong { (it.case_no) } } }
                        @for (verb, number) in &it.items { tr { th scope="row" { (t(m::did(verb))) } td { strong { (number) } } } }
                        tr { th scope="row" { (t(m::SLIP_CODE)) } td { strong { (it.code) } } }
                    }
                }
                p { (t(m::SLIP_HOW)) }
                p.paper-address { (it.lookup) }
            }
        },
    ])
}

/// The page on which somebody takes a case into their account.
#[derive(Clone, Debug, Default)]
pub struct CollectPage {
    /// The code.
    pub code: String,
    /// What they took in: number, channel, when.
    pub mine: Vec<(String, Channel, Millis)>,
    /// The id of the command.
    pub command: String,
    /// It was taken in.
    pub done: bool,
    /// Why it was not.
    pub problems: Vec<Problem>,
}

/// Draws it.
pub fn collect(it: CollectPage) -> AnyView {
    page(vec![
        html! { h1 { (t(m::MY_CASES)) } },
        done_box(it.done.then(|| t(m::COLLECT_DONE))),
        problem_box(&it.problems),
        html! { p { (t(m::MY_CASES_ABOUT)) } },
        html! {
            form.desk-form method="post" action="/account/cases" autocomplete="off" {
                (command(&it.command))
                (line(&it.problems, "code", t(m::SLIP_CODE), "text", &it.code))
                p.buttons { button.button.button-primary { (t(m::COLLECT)) } }
            }
        },
        html! {
            ul.desk-list {
                @for (number, channel, at) in &it.mine {
                    li.desk-row {
                        p.desk-row-title { span.tag { (t(m::channel(channel.code()))) } " " (tf(m::CASE, &[number])) }
                        p.desk-row-note { (moment(*at)) }
                    }
                }
            }
        },
    ])
}
