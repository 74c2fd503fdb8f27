//! 通知文: the templates of a form, and a letter on paper.

use super::{done_box, line, page, problem_box};
use crate::forms::SubmissionState;
use crate::forms::letter::{Letter, PLACES, STATES};
use crate::messages::forms as words;
use crate::messages::forms::{desk, letters as m};
use crate::ui::still::{Markup, html};
use crate::ui::text::{t, tf};
use engawa_core::Problem;
use leptos::prelude::AnyView;

/// A template in the list.
#[derive(Clone, Debug)]
pub struct LetterRow {
    /// The template.
    pub letter: Letter,
    /// Its revision; nothing: it comes with the program.
    pub rev: Option<u64>,
    /// The id of the command that deletes it.
    pub command: String,
}

/// The templates of a form.
#[derive(Clone, Debug)]
pub struct LettersPage {
    /// The form.
    pub form_id: String,
    /// What it is called.
    pub title: String,
    /// Its templates, and those that come with the program.
    pub rows: Vec<LetterRow>,
    /// The names of its questions, with their words.
    pub questions: Vec<(String, String)>,
    /// What is written now.
    pub edited: Letter,
    /// The revision of it that the author saw; nothing: it is new.
    pub base_rev: Option<u64>,
    /// The id of the command that keeps it.
    pub command: String,
    /// The receipt of what was just done.
    pub done: Option<String>,
    /// What is wrong.
    pub problems: Vec<Problem>,
}

/// Draws them.
pub fn letters(it: LettersPage) -> AnyView {
    let path = format!("/staff/forms/{}/letters", it.form_id);
    page(vec![
        html! { h1 { (tf(m::LETTERS_OF, &[&it.title])) } },
        done_box(it.done.as_ref()),
        problem_box(&it.problems),
        html! { p { a href=(format!("/staff/forms/{}", it.form_id)) { (it.title) } } },
        html! { p { (t(m::ABOUT)) } },
        rows(&it, &path),
        editor(&it, &path),
        places(&it.questions),
    ])
}

fn rows(it: &LettersPage, path: &str) -> Markup {
    html! {
        ul.desk-list {
            @for row in &it.rows {
                li.desk-row {
                    p.desk-row-title {
                        span.tag { (t(words::state(row.letter.state))) } " "
                        a href=(format!("{path}?edit={}", row.letter.id)) aria-label=(format!("{}: {}", t(m::EDIT), row.letter.name)) { (row.letter.name) }
                    }
                    @if let Some(rev) = row.rev {
                        form method="post" action=(format!("{path}/{}/drop", row.letter.id)) {
                            input type="hidden" name="command" value=(row.command);
                            input type="hidden" name="base_rev" value=(rev);
                            button.button.button-small { (tf(m::DROP, &[&row.letter.name])) }
                        }
                    } @else {
                        p.desk-row-note { (t(m::BUILT_IN)) }
                    }
                }
            }
        }
    }
}

fn editor(it: &LettersPage, path: &str) -> Markup {
    let letter = &it.edited;
    let is_new = it.base_rev.is_none() && letter.name.is_empty();
    html! {
        section aria-labelledby="edit" {
            h2 id="edit" { @if is_new { (t(m::NEW_LETTER)) } @else { (tf(m::EDIT_LETTER, &[&letter.name])) } }
            form.desk-form method="post" action=(path) {
                input type="hidden" name="command" value=(it.command);
                input type="hidden" name="letter" value=(letter.id);
                @if let Some(rev) = it.base_rev { input type="hidden" name="base_rev" value=(rev); }
                (line("name", t(m::LETTER_NAME), "text", &letter.name))
                div.field {
                    label.field-label for="f-state" { (t(m::LETTER_STATE)) }
                    select.input id="f-state" name="state" {
                        @for state in STATES { option value=(state.code()) selected[state == letter.state] { (t(words::state(state))) } }
                    }
                }
                div.field {
                    label.field-label for="f-body" { (t(m::LETTER_BODY)) }
                    textarea.input rows="14" id="f-body" name="body" aria-describedby="places" { "\n" (letter.body) }
                }
                p.buttons {
                    button.button.button-primary { (t(desk::SAVE)) }
                    @if !is_new { a.button href=(path) { (t(m::NEW_LETTER)) } }
                }
            }
        }
    }
}

fn places(questions: &[(String, String)]) -> Markup {
    html! {
        div id="places" {
            p { (t(m::PLACES)) @for place in PLACES { " " code { "{" (place) "}" } } }
            details {
                summary { (t(m::PLACE_ANSWER)) }
                dl { @for (name, label) in questions { dt { code { (crate::forms::letter::answer_place(name)) } } dd { (label) } } }
            }
        }
    }
}

/// A letter on paper.
#[derive(Clone, Debug)]
pub struct LetterPage {
    /// The city that writes.
    pub city: String,
    /// The day of the letter, in words.
    pub day: String,
    /// The short number.
    pub receipt_no: String,
    /// What the form is called.
    pub form_title: String,
    /// What the form calls the submission; may be empty.
    pub title: String,
    /// What was decided.
    pub state: SubmissionState,
    /// What the sender was told.
    pub text: String,
}

/// Draws it.
pub fn letter(it: LetterPage) -> AnyView {
    page(vec![html! {
        article.paper.paper-letter {
            p.paper-right { (it.day) }
            p { (t(m::ADDRESSEE)) }
            p.paper-right { (it.city) }
            h1 { (tf(m::REGARDING, &[&it.form_title, t(words::state(it.state))])) }
            p { (t(words::RECEIPT_NO)) " " (it.receipt_no) @if !it.title.is_empty() { br; (it.title) } }
            div.paper-text { @for (number, line) in it.text.lines().enumerate() { @if number > 0 { br; } (line) } }
        }
    }])
}
