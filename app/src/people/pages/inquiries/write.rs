//! What is typed about inquiries: a draft with whom it asks, and the answer of a desk.

use super::{AskedPart, ReplyRow, asked, at, decision_word, given};
use crate::forms::pages::{page, said};
use crate::messages::people::inquiries as m;
use crate::people::inquiry::{Decision, answer_field};
use crate::people::pages::parts::{choice, command, done_box, field, line, lines, problem_box, select};
use crate::ui::still::{Markup, html};
use crate::ui::text::t;
use engawa_core::Problem;
use leptos::prelude::AnyView;

/// What a draft holds, as it is stored or as it was typed.
#[derive(Clone, Debug, Default)]
pub struct DraftFields {
    /// The desk that asks.
    pub desk: String,
    /// Title.
    pub title: String,
    /// What it is about.
    pub words: String,
    /// Questions, one a line.
    pub questions: String,
    /// A page that it is about.
    pub link: String,
    /// The last day for an answer.
    pub due_on: String,
    /// The desks that are asked.
    pub desks: Vec<String>,
}

/// A draft.
#[derive(Clone, Debug, Default)]
pub struct DraftPage {
    /// Its id; empty: it is not saved yet.
    pub id: String,
    /// The desks for which the reader may ask: code and name.
    pub own: Vec<(String, String)>,
    /// The desks that there are.
    pub all: Vec<(String, String)>,
    /// What it holds.
    pub fields: DraftFields,
    /// Its revision.
    pub rev: u64,
    /// It shows what was typed and refused, which is not what would be sent.
    pub is_typed: bool,
    /// The ids of the commands: save, send, drop.
    pub commands: [String; 3],
    /// Something was done.
    pub done: bool,
    /// Why something was not done.
    pub problems: Vec<Problem>,
}

/// Draws it.
pub fn draft(it: DraftPage) -> AnyView {
    let action = if it.id.is_empty() { "/staff/inquiries/new".to_owned() } else { at(&it.id, "") };
    let fields = &it.fields;
    page(vec![
        html! { p { a href="/staff/inquiries" { (t(m::INQUIRIES)) } } },
        html! { h1 { (t(if it.id.is_empty() { m::WRITE } else { m::DRAFT })) } },
        done_box(it.done.then(|| t(m::DONE))),
        problem_box(&it.problems),
        html! { p { (t(m::DRAFT_ABOUT)) } },
        html! {
            form.desk-form method="post" action=(action) {
                (command(&it.commands[0]))
                input type="hidden" name="base_rev" value=(it.rev);
                @if it.id.is_empty() {
                    (select(&it.problems, "desk", t(m::ASKING), &it.own, &fields.desk))
                } @else {
                    input type="hidden" name="desk" value=(fields.desk);
                }
                (line(&it.problems, "title", t(m::TITLE), "text", &fields.title))
                (lines(&it.problems, "words", t(m::WORDS), &fields.words))
                (lines(&it.problems, "questions", t(m::QUESTIONS), &fields.questions))
                (field(&it.problems, "link", t(m::LINK), "text", &fields.link, "off", t(m::LINK_HINT)))
                (line(&it.problems, "due_on", t(m::DUE), "date", &fields.due_on))
                (desks(&it))
                p.buttons { button.button.button-primary { (t(m::SAVE)) } }
            }
        },
        html! {
            div {
                @if !it.id.is_empty() {
                    @if !it.is_typed {
                        form.desk-form method="post" action=(at(&it.id, "/send")) {
                            (command(&it.commands[1]))
                            input type="hidden" name="base_rev" value=(it.rev);
                            p { (t(m::SEND_ABOUT)) }
                            p.buttons { button.button.button-primary { (t(m::SEND)) } }
                        }
                    }
                    form.desk-form method="post" action=(at(&it.id, "/drop")) {
                        (command(&it.commands[2]))
                        input type="hidden" name="base_rev" value=(it.rev);
                        p.buttons { button.button { (t(m::DROP)) } }
                    }
                }
            }
        },
    ])
}

/// Whom to ask: every desk but the one that asks. Where the reader may ask for several, any of them may be chosen, and the rules say which not.
fn desks(it: &DraftPage) -> Markup {
    let error = it.problems.iter().find(|problem| problem.path == "desks").map(said);
    let is_alone = !it.id.is_empty() || it.own.len() == 1;
    let others: Vec<&(String, String)> = it.all.iter().filter(|(id, _)| !(is_alone && *id == it.fields.desk)).collect();
    html! {
        fieldset.desk-group id="f-desks" aria-describedby=[error.as_ref().map(|_| "f-desks-error")] {
            legend { (t(m::ASKED)) }
            @if let Some(error) = &error { p.field-error id="f-desks-error" { (error) } }
            @if others.is_empty() { p role="status" { (t(m::ASKED_NONE)) } }
            ul.desk-checks {
                @for (id, name) in others {
                    li {
                        input type="checkbox" id=(format!("f-to-{id}")) name=(format!("to:{id}")) value="1" checked[it.fields.desks.contains(id)];
                        label for=(format!("f-to-{id}")) { (name) }
                    }
                }
            }
        }
    }
}

/// The answer of a desk, as it is stored or as it was typed.
#[derive(Clone, Debug, Default)]
pub struct AnswerFields {
    /// The code of what it says in a word; empty: nothing yet.
    pub decision: String,
    /// Conditions, the reason, remarks.
    pub words: String,
    /// To each question.
    pub answers: Vec<String>,
    /// Whom to ask there.
    pub contact: String,
}

/// The form of an answer.
#[derive(Clone, Debug)]
pub struct AnswerPage {
    /// What is asked.
    pub asked: AskedPart,
    /// The desk that answers.
    pub desk: String,
    /// Its name.
    pub desk_name: String,
    /// What it answers.
    pub fields: AnswerFields,
    /// The revision of its answer.
    pub rev: u64,
    /// What a colleague answered while somebody wrote this; nothing: nobody did.
    pub stands: Option<ReplyRow>,
    /// The id of the command.
    pub command: String,
    /// Why it cannot be answered now; nothing: it can.
    pub closed: Option<Problem>,
    /// Why something was not done.
    pub problems: Vec<Problem>,
}

/// Draws it.
pub fn answer(it: AnswerPage) -> AnyView {
    let options: Vec<(&str, &str)> = Decision::ALL.iter().map(|it| (it.code(), t(m::decision(it.code())))).collect();
    let fields = &it.fields;
    // What was typed is shown again even where it came too late: somebody may want to send it another way.
    let closed = it.closed.as_ref().filter(|_| it.problems.is_empty());
    page(vec![
        html! { p { a href=(at(&it.asked.id, "")) { (it.asked.title) } } },
        html! { h1 { (t(m::ANSWER)) } },
        html! { p { span.tag { (it.desk_name) } } },
        problem_box(&it.problems),
        html! {
            div {
                @if let Some(row) = &it.stands {
                    section aria-labelledby="stands" {
                        h2 id="stands" { (t(m::ANSWERS)) " " span.tag { (decision_word(row.decision)) } }
                        (given(&it.asked.questions, row))
                    }
                }
            }
        },
        asked(&it.asked),
        html! {
            div {
                @if let Some(closed) = closed {
                    p.desk-problem role="status" { (said(closed)) }
                } @else {
                    form.desk-form method="post" action=(at(&it.asked.id, &format!("/desks/{}", it.desk))) {
                        (command(&it.command))
                        input type="hidden" name="base_rev" value=(it.rev);
                        p { (t(m::ANSWER_ABOUT)) }
                        (choice(&it.problems, "decision", t(m::DECISION), &fields.decision, &options))
                        @for (number, question) in it.asked.questions.iter().enumerate() {
                            (lines(&it.problems, &answer_field(number), question, fields.answers.get(number).map_or("", String::as_str)))
                        }
                        (lines(&it.problems, "words", t(m::REASON), &fields.words))
                        (line(&it.problems, "contact", t(m::CONTACT), "text", &fields.contact))
                        p.buttons { button.button.button-primary { (t(m::SAVE_ANSWER)) } }
                    }
                }
            }
        },
    ])
}
