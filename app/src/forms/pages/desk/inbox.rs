//! An inbox, of one form or of all: what people sent, by state, found by words, moved on many at a time, taken away as a spreadsheet.

use super::submission::LetterChoice;
use super::{counts, done_box, inbox_of, line, lines, offered, page, problem_box, said};
use crate::forms::pages::moment;
use crate::forms::table::EXPORT_MAX;
use crate::forms::{Provenance, SubmissionState};
use crate::listings::query::encode;
use crate::messages::forms as words;
use crate::messages::forms::desk as m;
use crate::messages::forms::letters;
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
    /// What its form is called, where there are several.
    pub form_title: String,
    /// Where it is.
    pub state: SubmissionState,
    /// How it came in.
    pub provenance: Provenance,
    /// When it arrived.
    pub received_at: Millis,
    /// Who takes care of it; may be empty.
    pub assignee: String,
}

/// What is to be done with many, as it stands in the fields.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Bulk {
    /// The ids of the chosen ones.
    pub chosen: Vec<String>,
    /// The code of the state.
    pub to: String,
    /// Who takes care of them from now on.
    pub assignee: String,
    /// What the senders are told.
    pub message: String,
    /// What only staff read.
    pub note: String,
    /// The letter that was chosen and stands in the message, its places not filled in.
    pub letter: Option<String>,
    /// Somebody began to fill it in.
    pub is_open: bool,
}

/// What became of one of many.
#[derive(Clone, Debug)]
pub struct ReportRow {
    /// Its id.
    pub id: String,
    /// The short number.
    pub receipt_no: String,
    /// Why nothing was done; empty: it was done.
    pub problems: Vec<Problem>,
}

/// The inbox.
#[derive(Clone, Debug, Default)]
pub struct InboxPage {
    /// The form and what it is called; nothing: all forms.
    pub form: Option<(String, String)>,
    /// How many of each state.
    pub counts: Vec<(SubmissionState, i64)>,
    /// The state that is shown.
    pub state: Option<SubmissionState>,
    /// The words that are looked for.
    pub words: String,
    /// Those of them that were too many.
    pub left_out: Vec<String>,
    /// Only what this person takes care of.
    pub assignee: String,
    /// Who looks.
    pub me: String,
    /// Who can take care of something.
    pub colleagues: Vec<String>,
    /// From 0.
    pub page: u32,
    /// There are more.
    pub more: bool,
    /// The list.
    pub rows: Vec<InboxRow>,
    /// What is to be done with many.
    pub bulk: Bulk,
    /// Letters that can be chosen: those of the form.
    pub letters: Vec<LetterChoice>,
    /// What the ids of the commands are made of.
    pub command: String,
    /// How many were moved on just now.
    pub done: Option<String>,
    /// What became of each, if not all were moved on.
    pub report: Vec<ReportRow>,
    /// Why nothing was done at all.
    pub problems: Vec<Problem>,
}

/// Draws it.
pub fn inbox(it: InboxPage) -> AnyView {
    let path = it.form.as_ref().map_or_else(|| "/staff/submissions".to_owned(), |(id, _)| inbox_of(id));
    let state = it.state.map_or("", SubmissionState::code);
    let at = |page: u32| format!("{path}?state={state}&q={}&assignee={}&page={page}", encode(&it.words), encode(&it.assignee));
    let find = if it.form.is_some() { m::FIND_WORDS } else { m::FIND_ANY };
    page(vec![
        html! { h1 { @match &it.form { Some((_, title)) => (tf(m::INBOX, &[title])), None => (t(m::INBOX_ALL)), } } },
        done_box(it.done.as_ref()),
        problem_box(&it.problems),
        report(&it.report),
        html! {
            ul.desk-tabs {
                @if let Some((id, title)) = &it.form {
                    li { a href=(format!("/staff/forms/{id}")) { (title) } }
                    li { a href="/staff/submissions" { (t(m::INBOX_ALL)) } }
                }
                li { a href=(format!("{path}?assignee={}", encode(&it.me))) { (t(m::MINE)) } }
            }
        },
        counts(&path, &it.counts, Some(state)),
        html! {
            form.desk-inline method="get" action=(path) {
                input type="hidden" name="state" value=(state);
                (line("q", t(find), "search", &it.words))
                (offered("assignee", t(m::ASSIGNEE), &it.assignee, &it.colleagues))
                button.button { (t(m::FIND)) }
            }
        },
        html! { div { @if !it.left_out.is_empty() { p.desk-problem role="status" { (tf(m::FIND_LEFT_OUT, &[&it.left_out.join(" ")])) } } } },
        rows(&it, &path, state),
        html! {
            p.buttons {
                @if it.page > 0 { a.button href=(at(it.page.saturating_sub(1))) { (t(m::PREVIOUS)) } }
                @if it.more { a.button href=(at(it.page.saturating_add(1))) { (t(m::NEXT)) } }
            }
        },
        export(&it, state),
    ])
}

/// How many there are in the state that is shown, if that is more than a file holds.
fn too_many(it: &InboxPage) -> Option<i64> {
    let counted = it.counts.iter().filter(|(of, _)| it.state.is_none_or(|state| state == *of));
    let all: i64 = counted.map(|(_, count)| count).sum();
    usize::try_from(all).is_ok_and(|all| all > EXPORT_MAX).then_some(all)
}

fn export(it: &InboxPage, state: &str) -> Markup {
    html! {
        div {
            @if let Some((id, _)) = &it.form {
                section aria-labelledby="export" {
                    h2 id="export" { (t(m::EXPORT)) }
                    @if let Some(all) = too_many(it) { p { (tf(m::EXPORT_CUT, &[&EXPORT_MAX.to_string(), &all.to_string()])) } }
                    p.buttons {
                        a.button href=(format!("/staff/forms/{id}/export.xlsx?state={state}")) { "XLSX" }
                        a.button href=(format!("/staff/forms/{id}/export.csv?state={state}")) { "CSV" }
                    }
                }
            }
        }
    }
}

/// What became of each of many.
fn report(rows: &[ReportRow]) -> Markup {
    html! {
        div {
            @if !rows.is_empty() {
                section aria-labelledby="report" {
                    h2 id="report" { (t(m::BULK_REPORT)) }
                    ul {
                        @for row in rows {
                            li {
                                a href=(format!("/staff/submissions/{}", row.id)) { (row.receipt_no) } ": "
                                strong { (t(if row.problems.is_empty() { m::BULK_DONE } else { m::BULK_NOT_DONE })) }
                                @for problem in &row.problems { " " (said(problem)) }
                            }
                        }
                    }
                }
            }
        }
    }
}

fn rows(it: &InboxPage, path: &str, state: &str) -> Markup {
    if it.rows.is_empty() {
        return html! { p { (t(m::NONE)) } };
    }
    html! {
        form method="post" action=(path) {
            input type="hidden" name="command" value=(it.command);
            input type="hidden" name="state" value=(state);
            input type="hidden" name="q" value=(it.words);
            input type="hidden" name="assignee" value=(it.assignee);
            input type="hidden" name="page" value=(it.page);
            p { button.button.button-small name="go" value="all" { (t(m::CHOOSE_ALL)) } }
            ul.desk-list {
                @for row in &it.rows {
                    li.desk-row {
                        p.desk-row-title {
                            input type="checkbox" name="id" value=(row.id) checked[it.bulk.chosen.contains(&row.id)] aria-label=(tf(m::CHOOSE, &[&row.receipt_no])); " "
                            span.tag { (t(words::state(row.state))) } " "
                            a href=(format!("/staff/submissions/{}", row.id)) { (row.receipt_no) @if !row.title.is_empty() { " " (row.title) } }
                        }
                        p.desk-row-note {
                            (moment(row.received_at))
                            // What most come in by needs no word.
                            @if row.provenance != Provenance::Web { " / " (t(words::provenance(row.provenance))) }
                            @if !row.form_title.is_empty() { " / " (row.form_title) }
                            @if !row.assignee.is_empty() { " / " (row.assignee) }
                        }
                    }
                }
            }
            details open[it.bulk.is_open] {
                summary { (t(m::BULK)) }
                (choose_letter(it))
                (bulk(&it.bulk, &it.colleagues))
            }
        }
    }
}

/// Choosing a letter draws the page again, with the letter in the message. Letters are of a form.
fn choose_letter(it: &InboxPage) -> Markup {
    html! {
        div {
            @if !it.letters.is_empty() {
                div.desk-inline {
                    div.field {
                        label.field-label for="f-letter" { (t(letters::CHOOSE_LETTER)) }
                        select.input id="f-letter" name="letter" {
                            @for choice in &it.letters {
                                option value=(choice.id) selected[it.bulk.letter.as_ref() == Some(&choice.id)] {
                                    (choice.name) " (" (t(words::state(choice.state))) ")"
                                }
                            }
                        }
                    }
                    button.button name="go" value="letter" { (t(letters::FILL_IN_EACH)) }
                }
                @if it.bulk.letter.is_some() { p role="status" { (t(letters::FILLED_IN_EACH)) } }
            }
        }
    }
}

fn bulk(it: &Bulk, colleagues: &[String]) -> Markup {
    let states = SubmissionState::ALL.iter().filter(|state| !matches!(state, SubmissionState::Withdrawn | SubmissionState::Received));
    html! {
        div.desk-form {
            div.field {
                label.field-label for="f-to" { (t(m::STATE)) }
                select.input id="f-to" name="to" {
                    option value="" { (t(m::UNCHANGED)) }
                    @for state in states { option value=(state.code()) selected[it.to == state.code()] { (t(words::state(*state))) } }
                }
            }
            (offered("to_assignee", t(m::ASSIGN_TO), &it.assignee, colleagues))
            (lines("message", t(m::MESSAGE), &it.message))
            (lines("note", t(m::NOTE), &it.note))
            p.buttons { button.button.button-primary name="go" value="do" { (t(m::DO_IT)) } }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_that_does_not_hold_all_is_told() {
        let counts = vec![(SubmissionState::Received, 30_000), (SubmissionState::Accepted, 20_001)];
        let mut it = InboxPage { counts, ..InboxPage::default() };
        assert_eq!(too_many(&it), Some(50_001));
        it.state = Some(SubmissionState::Accepted);
        assert_eq!(too_many(&it), None);
    }
}
