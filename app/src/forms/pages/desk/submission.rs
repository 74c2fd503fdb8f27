//! One submission: its answers in the order of the form, its files, what happened to it, and what staff do about it.

use super::{done_box, inbox_of, line, lines, offered, page, problem_box};
use crate::forms::changed::Changed;
use crate::forms::outline::{Line, LineKind};
use crate::forms::pages::receipt::digest;
use crate::forms::pages::{day, moment};
use crate::forms::{Provenance, SubmissionState};
use crate::messages::forms as words;
use crate::messages::forms::{desk as m, fill, intake, letters, word};
use crate::ui::date;
use crate::ui::still::{Markup, html};
use crate::ui::text::{t, tf, use_lang};
use chrono::NaiveDate;
use engawa_core::Problem;
use engawa_core::time::{Millis, jst_date};
use leptos::prelude::AnyView;

/// Deeper groups are not set in further.
const DEPTH_MAX: usize = 4;

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

/// Another submission that may be the same.
#[derive(Clone, Debug)]
pub struct DuplicateRow {
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
    /// The questions that were answered alike.
    pub same: Vec<String>,
}

/// A letter that can be chosen.
#[derive(Clone, Debug)]
pub struct LetterChoice {
    /// Its id.
    pub id: String,
    /// What it is called.
    pub name: String,
    /// The decision that it tells.
    pub state: SubmissionState,
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
    /// Who can take care of it.
    pub colleagues: Vec<String>,
    /// The id of the submission that it corrects; may be empty.
    pub corrects: String,
    /// What it says otherwise than the one that it corrects; nothing: it corrects none, or that one is not here any more.
    pub changed: Option<Vec<Changed>>,
    /// The corrected form that took its place: its id and its number.
    pub replaced_by: Option<(String, String)>,
    /// Its revision.
    pub rev: u64,
    /// When it arrived.
    pub received_at: Millis,
    /// The number of the paper that it was entered from; may be empty.
    pub paper_id: String,
    /// The day on which it arrived, of what staff entered for somebody.
    pub received_on: Option<NaiveDate>,
    /// When it is deleted.
    pub delete_at: Millis,
    /// The SHA-256 of what was sent; may be empty.
    pub content_sha256: String,
    /// Others that may be the same.
    pub duplicates: Vec<DuplicateRow>,
    /// Letters that can be chosen.
    pub letters: Vec<LetterChoice>,
    /// The letter that was chosen and stands in the message.
    pub letter: Option<String>,
    /// The state that is proposed.
    pub to: Option<SubmissionState>,
    /// The answers.
    pub lines: Vec<Line>,
    /// The files that are here, by the answer that names them.
    pub files: Vec<String>,
    /// What happened, oldest first.
    pub events: Vec<EventRow>,
    /// Whoever looks may delete it, or keep it until another day.
    pub may_erase: bool,
    /// The id of the command of a form; each page has one form sent.
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
        html! { p { a href=(inbox_of(&it.form_id)) { (tf(m::INBOX, &[&it.form_title])) } } },
        facts(&it),
        html! {
            p.buttons {
                a.button href=(format!("/staff/submissions/{}/print", it.id)) { (t(intake::PRINT_FILLED)) }
                a.button href=(format!("/staff/submissions/{}/document.docx", it.id)) rel="external" { (t(word::SAVE)) }
                @if it.provenance.is_by_staff() { a.button href=(format!("/staff/submissions/{}/slip", it.id)) { (t(intake::SLIP_LINK)) } }
            }
        },
        differences(&it),
        duplicates(&it.duplicates),
        answer_table(&it.lines, |path| {
            it.files.iter().position(|known| known == path).map(|number| format!("/staff/submissions/{}/files/{number}", it.id))
        }),
        history(&it),
        review(&it),
        retention(&it),
    ])
}

fn facts(it: &SubmissionPage) -> Markup {
    html! {
        dl {
            dt { (t(m::STATE)) } dd { strong { (t(words::state(it.state))) } }
            dt { (t(m::RECEIVED)) } dd { (moment(it.received_at)) }
            @if let Some(on) = it.received_on { dt { (t(m::RECEIVED_ON)) } dd { (date::full(on, use_lang())) } }
            @if !it.paper_id.is_empty() { dt { (t(m::PAPER_ID)) } dd { (it.paper_id) } }
            dt { (t(m::PROVENANCE)) } dd { (t(words::provenance(it.provenance))) " (" (by(&it.sender)) ")" }
            dt { (t(m::VERSION)) } dd { (it.version) }
            dt { (t(m::ASSIGNEE)) } dd { @if it.assignee.is_empty() { "-" } @else { (it.assignee) } }
            dt { (t(m::DELETED_ON)) } dd { (day(it.delete_at)) }
            @if !it.content_sha256.is_empty() {
                dt { (t(words::RECEIPT_DIGEST)) } dd { (digest(&it.content_sha256)) " " span.digest-about { (t(words::RECEIPT_DIGEST_ABOUT)) } }
            }
            @if !it.corrects.is_empty() {
                dt { (t(m::CORRECTS)) } dd { a href=(format!("/staff/submissions/{}", it.corrects)) { (t(m::EARLIER)) } }
            }
            @if let Some((id, number)) = &it.replaced_by {
                dt { (t(m::REPLACED)) } dd { strong { a href=(format!("/staff/submissions/{id}")) { (tf(m::REPLACED_BY, &[number])) } } }
            }
        }
    }
}

/// What the sender changed, when it corrects an earlier one.
fn differences(it: &SubmissionPage) -> Markup {
    html! {
        div {
            @if let Some(changed) = &it.changed {
                section aria-labelledby="changed" {
                    h2 id="changed" { (t(m::CHANGED)) }
                    @if changed.is_empty() { p { (t(m::CHANGED_NOTHING)) } } @else {
                        div.desk-scroll tabindex="0" role="group" aria-labelledby="changed" {
                            table.desk-table {
                                thead {
                                    tr {
                                        th scope="col" { (t(m::CHANGED_QUESTION)) }
                                        th scope="col" { (t(m::CHANGED_BEFORE)) }
                                        th scope="col" { (t(m::CHANGED_AFTER)) }
                                    }
                                }
                                tbody {
                                    @for change in changed {
                                        tr {
                                            th scope="row" {
                                                @match change.row {
                                                    Some(row) => (tf(words::ROW, &[&change.label, &row.to_string()])),
                                                    None => (change.label),
                                                }
                                            }
                                            td { @if change.before.is_empty() { (t(m::CHANGED_BLANK)) } @else { (broken(&change.before)) } }
                                            td { @if change.after.is_empty() { (t(m::CHANGED_BLANK)) } @else { (broken(&change.after)) } }
                                        }
                                    }
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}

fn duplicates(rows: &[DuplicateRow]) -> Markup {
    html! {
        div {
            @if !rows.is_empty() {
                section aria-labelledby="duplicates" {
                    h2 id="duplicates" { (t(m::DUPLICATES)) }
                    p { (t(m::DUPLICATES_ABOUT)) }
                    ul {
                        @for row in rows {
                            li {
                                span.tag { (t(words::state(row.state))) } " "
                                a href=(format!("/staff/submissions/{}", row.id)) { (row.receipt_no) @if !row.title.is_empty() { " " (row.title) } }
                                " " (moment(row.received_at)) p { (tf(m::SAME, &[&row.same.join(" / ")])) }
                            }
                        }
                    }
                }
            }
        }
    }
}

/// Answers as a table. `address`: where the file of an answer can be had.
pub(super) fn answer_table(lines: &[Line], address: impl Fn(&str) -> Option<String>) -> Markup {
    html! {
        section aria-labelledby="answers" {
            h2 id="answers" { (t(m::ANSWERS)) }
            div.desk-scroll tabindex="0" role="group" aria-labelledby="answers" {
                table.desk-table.desk-answers { tbody { @for line in lines { (row(line, &address)) } } }
            }
        }
    }
}

fn row(line: &Line, address: &impl Fn(&str) -> Option<String>) -> Markup {
    // Groups in groups are set in further: a class for each level, because there are no inline styles.
    let depth = format!("desk-depth-{}", line.depth.min(DEPTH_MAX));
    match &line.what {
        LineKind::Group => html! { tr.desk-answers-group { th class=(depth) scope="colgroup" colspan="2" { (line.label) } } },
        LineKind::Row(number) => html! {
            tr.desk-answers-group { th class=(depth) scope="colgroup" colspan="2" { (tf(words::ROW, &[&line.label, &number.to_string()])) } }
        },
        // A fold that is closed is not printed.
        LineKind::Answer(words) | LineKind::Computed(words) if line.is_masked && !words.is_empty() => html! {
            tr { th class=(depth) scope="row" { (line.label) } td { details { summary { (t(fill::MASKED_SHOW)) } (words) } } }
        },
        LineKind::Answer(words) => html! { tr { th class=(depth) scope="row" { (line.label) } td { (broken(words)) } } },
        LineKind::Computed(words) => html! { tr { th class=(depth) scope="row" { (line.label) } td { em { (words) } } } },
        LineKind::File(file) => html! {
            tr {
                th class=(depth) scope="row" { (line.label) }
                td {
                    @match address(&line.path.0) {
                        Some(address) => a href=(address) { (file.name) },
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
    // Letters are counted among what the sender was told.
    let number = |at: usize| it.events.iter().take(at + 1).filter(|event| !event.message.is_empty()).count();
    html! {
        section aria-labelledby="history" {
            h2 id="history" { (t(m::HISTORY)) }
            ol {
                @for (at, event) in it.events.iter().enumerate() {
                    li {
                        (moment(event.at)) " " (by(&event.actor)) ": "
                        @if let Some(from) = event.from.filter(|from| *from != event.to) { (t(words::state(from))) " → " }
                        strong { (t(words::state(event.to))) }
                        @if !event.message.is_empty() {
                            p { (t(m::TOLD)) ": " (broken(&event.message)) }
                            p { a href=(format!("/staff/submissions/{}/letter/{}", it.id, number(at))) { (t(letters::PRINT_LETTER)) " (" (number(at)) ")" } }
                        }
                        @if !event.note.is_empty() { p { (t(if is_reply(event) { m::REPLIED } else { m::NOTED })) ": " (broken(&event.note)) } }
                    }
                }
            }
        }
    }
}

/// Who did something: the log's name of them, and words for those who have none.
fn by(actor: &str) -> &str {
    if actor == "anonymous" { t(m::BY_ANYBODY) } else { actor }
}

/// Whether the sender wrote it, in answer to a question.
fn is_reply(event: &EventRow) -> bool {
    event.from == Some(event.to) && event.message.is_empty() && !event.actor.starts_with("staff:")
}

fn review(it: &SubmissionPage) -> Markup {
    let next = SubmissionState::ALL.iter().copied().filter(|to| it.state.staff_may_make_it(*to));
    html! {
        section aria-labelledby="review" {
            h2 id="review" { (t(m::REVIEW)) }
            (choose_letter(it))
            form.desk-form method="post" action=(format!("/staff/submissions/{}", it.id)) {
                input type="hidden" name="command" value=(it.command);
                input type="hidden" name="base_rev" value=(it.rev);
                div.field {
                    label.field-label for="f-to" { (t(m::STATE)) }
                    select.input id="f-to" name="to" {
                        option value="" { (t(m::UNCHANGED)) }
                        @for to in next { option value=(to.code()) selected[it.to == Some(to)] { (t(words::state(to))) } }
                    }
                }
                (lines("message", t(m::MESSAGE), &it.typed.0))
                (lines("note", t(m::NOTE), &it.typed.1))
                (offered("assignee", t(m::ASSIGNEE), &it.assignee, &it.colleagues))
                p.buttons {
                    button.button.button-primary { (t(m::DO_IT)) }
                    button.button name="mine" value="1" { (t(m::TAKE_OVER)) }
                }
            }
        }
    }
}

/// How long it is kept, for whoever leads the desk.
fn retention(it: &SubmissionPage) -> Markup {
    let hidden = html! {
        input type="hidden" name="command" value=(it.command);
        input type="hidden" name="base_rev" value=(it.rev);
    };
    html! {
        div {
            @if it.may_erase {
                section aria-labelledby="retention" {
                    h2 id="retention" { (t(m::RETAIN)) }
                    details {
                        summary { (t(m::KEEP_UNTIL)) }
                        form.desk-form method="post" action=(format!("/staff/submissions/{}/keep", it.id)) {
                            (hidden)
                            (line("until", t(m::KEEP_DAY), "date", &jst_date(it.delete_at).to_string()))
                            (reason("keep-reason"))
                            p.buttons { button.button { (t(m::KEEP_NOW)) } }
                        }
                    }
                    details {
                        summary { (t(m::ERASE)) }
                        p { (t(m::ERASE_SURE)) }
                        form.desk-form method="post" action=(format!("/staff/submissions/{}/erase", it.id)) {
                            (hidden)
                            (reason("erase-reason"))
                            p.buttons { button.button.button-danger { (t(m::ERASE_NOW)) } }
                        }
                    }
                }
            }
        }
    }
}

/// Why, which the log keeps.
fn reason(id: &str) -> Markup {
    html! {
        div.field {
            label.field-label for=(id) { (t(m::ERASE_REASON)) }
            textarea.input rows="2" id=(id) name="reason" required {}
        }
    }
}

/// Choosing a letter draws the page again, with the letter in the message.
fn choose_letter(it: &SubmissionPage) -> Markup {
    html! {
        div {
            form.desk-inline method="get" action=(format!("/staff/submissions/{}#review", it.id)) {
                div.field {
                    label.field-label for="f-letter" { (t(letters::CHOOSE_LETTER)) }
                    select.input id="f-letter" name="letter" {
                        @for choice in &it.letters {
                            option value=(choice.id) selected[it.letter.as_ref() == Some(&choice.id)] {
                                (choice.name) " (" (t(words::state(choice.state))) ")"
                            }
                        }
                    }
                }
                button.button { (t(letters::FILL_IN)) }
            }
            @if it.letter.is_some() { p role="status" { (t(letters::FILLED_IN)) } }
        }
    }
}
