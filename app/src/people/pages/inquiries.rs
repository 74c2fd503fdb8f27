//! Inquiries between desks: the list with what is asked of the reader's desks, one round with its answers and its log, answers as a table.
//! What is typed stands in [`write`].

pub mod write;

use super::parts::{command, done_box, line, lines, problem_box};
use crate::forms::pages::{page, time_of};
use crate::listings::query::encode;
use crate::messages::people::{audit, desks, inquiries as m};
use crate::people::inquiry::{Decision, InquiryEvent, InquiryState, is_link};
use crate::ui::date;
use crate::ui::still::{Markup, html};
use crate::ui::text::{t, tf, use_boot, use_lang};
use chrono::{NaiveDate, Timelike as _};
use engawa_core::time::{Millis, jst_datetime};
use engawa_core::{Lang, Message, Problem};
use leptos::prelude::AnyView;

/// A round in a list.
#[derive(Clone, Debug)]
pub struct InquiryRow {
    /// Its id.
    pub id: String,
    /// Title.
    pub title: String,
    /// The name of the desk that asks.
    pub desk: String,
    /// How far it is.
    pub state: InquiryState,
    /// The last day for an answer.
    pub due_on: NaiveDate,
    /// How many desks answered, and how many are asked.
    pub answered: (usize, usize),
    /// What the reader's own desks answered: name and word.
    pub own: Vec<(String, Option<Decision>)>,
    /// What came of it; may be empty.
    pub summary: String,
    /// All staff read the summary.
    pub shared: bool,
    /// The reader may open it.
    pub is_whole: bool,
}

/// The list.
#[derive(Clone, Debug, Default)]
pub struct InquiriesPage {
    /// Open, and asked of the reader's desks.
    pub to_answer: Vec<InquiryRow>,
    /// Asked by the reader's desks.
    pub ours: Vec<InquiryRow>,
    /// Closed, with a summary.
    pub results: Vec<InquiryRow>,
    /// The reader may write one.
    pub may_write: bool,
    /// Something was done.
    pub done: bool,
}

/// The address of a round, or of something below it.
pub fn at(id: &str, rest: &str) -> String {
    format!("/staff/inquiries/{}{rest}", encode(id))
}

fn decision_word(decision: Option<Decision>) -> &'static str {
    t(m::decision(decision.map_or("", Decision::code)))
}

/// The last day, in the words of the page.
fn due(due_on: NaiveDate) -> Markup {
    let boot = use_boot();
    html! {
        time datetime=(due_on.to_string()) { (date::full(due_on, boot.lang)) }
        @if due_on < boot.today { " " span.tag { (t(m::DUE_OVER)) } }
    }
}

/// Draws the list.
pub fn inquiries(it: InquiriesPage) -> AnyView {
    page(vec![
        html! { h1 { (t(m::INQUIRIES)) } },
        done_box(it.done.then(|| t(m::DONE))),
        html! { p { (t(m::ABOUT)) } },
        html! {
            p.buttons {
                @if it.may_write { a.button.button-primary href="/staff/inquiries/new" { (t(m::WRITE)) } " " }
                a.button href="/staff/desks/list" { (t(desks::OFFICERS)) }
            }
        },
        section("to-answer", t(m::TO_ANSWER), "", t(m::TO_ANSWER_NONE), &it.to_answer),
        html! { div { @if it.may_write || !it.ours.is_empty() { (section("ours", t(m::OURS), "", t(m::OURS_NONE), &it.ours)) } } },
        section("results", t(m::RESULTS), t(m::RESULTS_ABOUT), t(m::RESULTS_NONE), &it.results),
    ])
}

fn section(id: &str, title: &str, about: &str, none: &str, rows: &[InquiryRow]) -> Markup {
    html! {
        section aria-labelledby=(id) {
            h2 id=(id) { (title) }
            @if !about.is_empty() { p { (about) } }
            @if rows.is_empty() { p role="status" { (none) } }
            ul.desk-list { @for row in rows { (row_of(row)) } }
        }
    }
}

fn row_of(row: &InquiryRow) -> Markup {
    html! {
        li.desk-row {
            p.desk-row-title {
                span.tag { (t(m::state(row.state.code()))) } " "
                @if row.is_whole { a href=(at(&row.id, "")) { (row.title) } } @else { (row.title) }
            }
            p.desk-row-note {
                (tf(m::FROM_DESK, &[&row.desk]))
                @if row.state == InquiryState::Open { " " (t(m::DUE)) " " (due(row.due_on)) }
                @if row.shared { " " span.tag { (t(m::SHARED)) } }
            }
            @if row.state != InquiryState::Draft {
                p.desk-row-note { (tf(m::ANSWERED_OF, &[&row.answered.0.to_string(), &row.answered.1.to_string()])) }
            }
            @for (desk, decision) in &row.own { p.desk-row-note { (desk) " " span.tag { (decision_word(*decision)) } } }
            @if !row.summary.is_empty() { p.said { (row.summary) } }
        }
    }
}

/// A desk that is asked, and what it answered.
#[derive(Clone, Debug)]
pub struct ReplyRow {
    /// Desk.
    pub desk: String,
    /// Its name.
    pub name: String,
    /// In a word; nothing: no answer yet.
    pub decision: Option<Decision>,
    /// Conditions, the reason, remarks; may be empty.
    pub words: String,
    /// To each question.
    pub answers: Vec<String>,
    /// Whom to ask there.
    pub contact: String,
    /// When.
    pub at: Millis,
    /// The reader may answer for it now.
    pub may_answer: bool,
}

/// Something that happened.
#[derive(Clone, Debug)]
pub struct EntryRow {
    /// When.
    pub at: Millis,
    /// As logs name who did it.
    pub actor: String,
    /// Their name; may be empty.
    pub name: String,
    /// For which desk.
    pub desk: String,
    /// What.
    pub what: InquiryEvent,
    /// Of an answer: in a word.
    pub decision: Option<Decision>,
    /// What was said; may be empty.
    pub words: String,
}

/// What is asked, as it stands above answers and above the form of one.
#[derive(Clone, Debug)]
pub struct AskedPart {
    /// Id of the round.
    pub id: String,
    /// Title.
    pub title: String,
    /// The name of the desk that asks.
    pub desk: String,
    /// The last day for an answer.
    pub due_on: NaiveDate,
    /// What it is about; may be empty.
    pub words: String,
    /// A page that it is about; may be empty.
    pub link: String,
    /// Questions.
    pub questions: Vec<String>,
}

/// Draws what is asked; its questions stand where they are answered.
fn asked(it: &AskedPart) -> Markup {
    html! {
        div {
            dl {
                dt { (t(m::ASKING)) } dd { (it.desk) }
                dt { (t(m::DUE)) } dd { (due(it.due_on)) }
            }
            @if !it.words.is_empty() { p.said { (it.words) } }
            @if !it.link.is_empty() {
                p.outside { (t(m::LINK)) " " @if is_link(&it.link) { a href=(it.link) { (it.link) } } @else { (it.link) } }
            }
        }
    }
}

/// One round.
#[derive(Clone, Debug)]
pub struct RoundPage {
    /// What is asked.
    pub asked: AskedPart,
    /// How far it is.
    pub state: InquiryState,
    /// What came of it; may be empty.
    pub summary: String,
    /// All staff read the summary.
    pub shared: bool,
    /// Who is asked, and what they answered.
    pub replies: Vec<ReplyRow>,
    /// What happened, the newest first.
    pub log: Vec<EntryRow>,
    /// The reader may remind, change the last day, close, and take the answers as a table.
    pub may_keep: bool,
    /// The newest revision of the round and its answers.
    pub rev: u64,
    /// The ids of the commands: remind, change the last day, close.
    pub commands: [String; 3],
    /// The last day, as it stands or as it was typed and refused.
    pub due_on: String,
    /// The summary that was typed and refused, and whether it was to be shared.
    pub typed: (String, bool),
    /// Something was done.
    pub done: bool,
    /// Why something was not done.
    pub problems: Vec<Problem>,
}

/// Draws it.
pub fn round(it: RoundPage) -> AnyView {
    page(vec![
        html! { p { a href="/staff/inquiries" { (t(m::INQUIRIES)) } } },
        html! { h1 { (it.asked.title) } },
        done_box(it.done.then(|| t(m::DONE))),
        problem_box(&it.problems),
        html! { p { span.tag { (t(m::state(it.state.code()))) } @if it.shared { " " span.tag { (t(m::SHARED)) } } } },
        asked(&it.asked),
        html! {
            div {
                @if !it.summary.is_empty() {
                    section aria-labelledby="summary" { h2 id="summary" { (t(m::SUMMARY)) } p.said { (it.summary) } }
                }
            }
        },
        replies(&it),
        html! { div { @if it.may_keep && it.state == InquiryState::Open { (keep(&it)) } } },
        log(&it.log),
    ])
}

fn replies(it: &RoundPage) -> Markup {
    let answered = it.replies.iter().filter(|row| row.decision.is_some()).count();
    html! {
        section aria-labelledby="answers" {
            h2 id="answers" { (t(m::ANSWERS)) }
            p { (tf(m::ANSWERED_OF, &[&answered.to_string(), &it.replies.len().to_string()])) }
            @if it.may_keep { p.buttons { a.button href=(at(&it.asked.id, "/answers.csv")) { (t(m::CSV)) } } }
            ul.desk-list { @for row in &it.replies { (reply(it, row)) } }
        }
    }
}

fn reply(it: &RoundPage, row: &ReplyRow) -> Markup {
    html! {
        li.desk-row {
            h3.desk-row-title { (row.name) " " span.tag { (decision_word(row.decision)) } }
            @if row.decision.is_some() { (given(&it.asked.questions, row)) }
            @if row.may_answer {
                p.buttons {
                    a.button.button-primary href=(at(&it.asked.id, &format!("/desks/{}", encode(&row.desk)))) { (tf(m::ANSWER_FOR, &[&row.name])) }
                }
            }
        }
    }
}

/// What a desk answered to these questions.
fn given(questions: &[String], row: &ReplyRow) -> Markup {
    html! {
        dl {
            @if !row.words.is_empty() { dt { (t(m::REASON)) } dd.said { (row.words) } }
            @for (question, answer) in questions.iter().zip(&row.answers) {
                @if !answer.is_empty() { dt { (question) } dd.said { (answer) } }
            }
            dt { (t(m::CONTACT)) } dd { (row.contact) }
            dt { (t(m::ANSWERED_AT)) } dd { (time_of(row.at)) }
        }
    }
}

fn keep(it: &RoundPage) -> Markup {
    let id = &it.asked.id;
    html! {
        section aria-labelledby="keep" {
            h2 id="keep" { (t(m::KEEP)) }
            form.desk-form method="post" action=(at(id, "/remind")) {
                (command(&it.commands[0]))
                p { (t(m::REMIND_ABOUT)) }
                p.buttons { button.button { (t(m::REMIND)) } }
            }
            form.desk-form method="post" action=(at(id, "/due")) {
                (command(&it.commands[1]))
                input type="hidden" name="base_rev" value=(it.rev);
                (line(&it.problems, "due_on", t(m::DUE), "date", &it.due_on))
                p.buttons { button.button { (t(m::SET_DUE)) } }
            }
            form.desk-form method="post" action=(at(id, "/close")) {
                (command(&it.commands[2]))
                input type="hidden" name="base_rev" value=(it.rev);
                p { (t(m::CLOSE_ABOUT)) }
                (lines(&it.problems, "summary", t(m::SUMMARY), &it.typed.0))
                ul.desk-checks {
                    li {
                        input type="checkbox" id="f-shared" name="shared" value="1" checked[it.typed.1];
                        label for="f-shared" { (t(m::SHARE)) }
                    }
                }
                p.buttons { button.button { (t(m::CLOSE)) } }
            }
        }
    }
}

fn log(rows: &[EntryRow]) -> Markup {
    let lang = use_lang();
    let who = |row: &EntryRow| if row.name.is_empty() { audit::doer(&row.actor, None, lang) } else { row.name.clone() };
    html! {
        div {
            @if !rows.is_empty() {
                section aria-labelledby="log" {
                    h2 id="log" { (t(m::LOG)) }
                    p { (t(m::LOG_ABOUT)) }
                    ul.desk-list {
                        @for row in rows {
                            li.desk-row {
                                p.desk-row-title {
                                    (t(m::event(row.what.code())))
                                    @if row.decision.is_some() { " " span.tag { (decision_word(row.decision)) } }
                                }
                                @if !row.words.is_empty() { p.said { (row.words) } }
                                p.desk-row-note { (time_of(row.at)) " " (who(row)) " " (row.desk) }
                            }
                        }
                    }
                }
            }
        }
    }
}

/// A moment as a spreadsheet reads it.
fn on_clock(at: Millis) -> String {
    let moment = jst_datetime(at);
    format!("{} {:02}:{:02}", moment.date(), moment.hour(), moment.minute())
}

/// The head of the table of answers, and its lines.
pub fn answer_lines(questions: &[String], rows: &[ReplyRow], lang: Lang) -> Vec<Vec<String>> {
    let words = |message: Message| message.text(lang).to_owned();
    let mut head = vec![words(m::ASKED_DESK), words(m::DECISION), words(m::REASON)];
    head.extend(questions.iter().cloned());
    head.extend([words(m::CONTACT), words(m::ANSWERED_AT)]);
    let line = |row: &ReplyRow| {
        let mut cells = vec![row.name.clone(), words(m::decision(row.decision.map_or("", Decision::code))), row.words.clone()];
        cells.extend((0..questions.len()).map(|at| row.answers.get(at).cloned().unwrap_or_default()));
        cells.push(row.contact.clone());
        cells.push(if row.at > 0 { on_clock(row.at) } else { String::new() });
        cells
    };
    std::iter::once(head).chain(rows.iter().map(line)).collect()
}
