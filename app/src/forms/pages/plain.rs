//! A page of a form without scripts.

use super::beside::{if_any, pictures, sounds};
use super::{page, said};
use crate::forms::placing::Placed;
use crate::forms::plain::{Ask, Part, Question, clear_field, field, file_field, rank_field};
use crate::forms::rules::{FILE_MAX, megabytes};
use crate::messages::forms::{desk, fill};
use crate::messages::{common, forms as m};
use crate::ui::still::{Markup, Together as _, html};
use crate::ui::text::{t, tf};
use engawa_core::Problem;
use engawa_core::form::running::ChoiceView;
use leptos::prelude::AnyView;

/// Choices beyond which one is chosen from a list that opens.
pub(super) const RADIOS_MAX: usize = 8;

/// A page of a form.
#[derive(Clone, Debug, Default)]
pub struct PlainPage {
    /// Where the page is sent to.
    pub action: String,
    /// The form.
    pub form_id: String,
    /// The page about the form.
    pub about: String,
    /// Staff only try the form: nothing is kept.
    pub is_test: bool,
    /// The number of the receipt that it corrects.
    pub corrects: Option<String>,
    /// What it is called.
    pub title: String,
    /// Everything answered so far, as the page carries it.
    pub carried: String,
    /// What the page shows.
    pub parts: Vec<Part>,
    /// Which page this is, from 1, among how many.
    pub place: (usize, usize),
    /// There is a page before.
    pub has_back: bool,
    /// There is a page after.
    pub has_next: bool,
    /// What is wrong; problems of this page stand at their questions too.
    pub problems: Vec<Problem>,
    /// The address that was filled in just now, and what it begins with.
    pub placed: Option<Placed>,
    /// Somebody tried to send it.
    pub was_sent: bool,
}

/// Draws the page.
pub fn plain(it: PlainPage) -> AnyView {
    let (number, count) = (it.place.0.to_string(), it.place.1.to_string());
    let buttons = html! {
        p.buttons {
            @if it.has_next {
                button.button.button-primary name="go" value="next" { (t(m::NEXT)) }
            } @else {
                button.button.button-primary name="go" value="send" { (t(if it.is_test { desk::TEST_SEND } else { m::SEND })) }
            }
            @if it.has_back { button.button name="go" value="back" formnovalidate { (t(m::BACK)) } }
        }
    };
    page(vec![
        html! { h1 { (it.title) } },
        html! { div { @if it.is_test { p.desk-done { (t(desk::TEST_ABOUT)) } } } },
        html! { div { @if let Some(number) = &it.corrects { p.desk-done { (tf(m::CORRECTING, &[number])) } } } },
        html! { div { @if !it.is_test && it.place.0 == 1 { p { a href=(it.about) { (t(m::ABOUT_THIS)) } } } } },
        html! { p { (tf(m::PAGE_OF, &[&number, &count])) } },
        html! { div { @if it.was_sent { p { (t(m::NOT_SENT)) } } } },
        problem_list(&it.parts, &it.problems),
        placed(&it.parts, it.placed.as_ref()),
        html! {
            form.desk-form method="post" action=(it.action) enctype="multipart/form-data" {
                input type="hidden" name="carried" value=(it.carried);
                // The first button is what the Enter key presses.
                button.visually-hidden name="go" value=(if it.has_next { "next" } else { "send" }) tabindex="-1" aria-hidden="true" { (t(m::NEXT)) }
                (drawn(&it.parts, &it.form_id))
                @if !it.is_test { p { (t(if it.has_next { m::CARRIED } else { m::LAST_PAGE })) } }
                (buttons)
            }
        },
    ])
}

/// Questions as fields.
pub(super) fn drawn(parts: &[Part], form_id: &str) -> Markup {
    parts.iter().map(|part| draw(part, form_id, 2)).together()
}

/// What is wrong, each with a link to its field.
pub(super) fn problem_list(parts: &[Part], problems: &[Problem]) -> Markup {
    let rows = problems.iter().map(|problem| {
        let label = label_of(parts, &problem.path);
        html! {
            li {
                @if let Some(label) = label { a href=(format!("#{}", id(&problem.path))) { (label) } ": " }
                (said(problem))
            }
        }
    });
    html! {
        div {
            @if !problems.is_empty() {
                div.desk-problem role="alert" { h2 { (t(m::PROBLEMS_HERE)) } ul { (rows.together()) } }
            }
        }
    }
}

/// What was filled in, with a link to it: the rest is to be written behind it.
pub(super) fn placed(parts: &[Part], placed: Option<&Placed>) -> Markup {
    html! {
        div {
            @if let Some((path, words)) = placed {
                p.desk-done role="status" {
                    (tf(fill::POSTCODE_TAKEN, &[words]))
                    @if let Some(label) = label_of(parts, &path.0) { " " a href=(format!("#{}", id(&path.0))) { (label) } }
                }
            }
        }
    }
}

/// The id of a field: addresses have signs that ids of pages should not have.
pub(super) fn id(path: &str) -> String {
    let safe: String = path.chars().map(|c| if c.is_ascii_alphanumeric() || c == '_' { c } else { '-' }).collect();
    format!("f-{safe}")
}

/// What is asked at an address, if this page asks it.
fn label_of(parts: &[Part], path: &str) -> Option<String> {
    parts.iter().find_map(|part| match part {
        Part::Question(question) => (question.path.0 == path).then(|| question.label.clone()),
        Part::Group(_, below) => label_of(below, path),
        Part::Media(..) => None,
        Part::Repeat { rows, .. } => rows.iter().find_map(|(_, below)| label_of(below, path)),
    })
}

fn heading(level: u8, words: &str) -> Markup {
    match level {
        0..=2 => html! { h2 { (words) } },
        3 => html! { h3 { (words) } },
        _ => html! { h4 { (words) } },
    }
}

fn draw(part: &Part, form_id: &str, level: u8) -> Markup {
    match part {
        Part::Question(asked) => question(asked, form_id),
        Part::Media(label, media) => if_any(form_id, media, label),
        Part::Group(label, below) => html! {
            div.desk-group {
                @if !label.is_empty() { (heading(level, label)) }
                (below.iter().map(|part| draw(part, form_id, level + 1)).together())
            }
        },
        Part::Repeat { path, label, rows, is_open } => html! {
            div.desk-group {
                @for (number, (row, below)) in rows.iter().enumerate() {
                    @let number = (number + 1).to_string();
                    div.desk-group {
                        (heading(level, &tf(m::ROW, &[label, &number])))
                        (below.iter().map(|part| draw(part, form_id, level + 1)).together())
                        @if *is_open {
                            p { button.button.button-small name="go" value=(format!("remove:{row}")) formnovalidate { (tf(m::REMOVE_ROW, &[&number])) } }
                        }
                    }
                }
                @if *is_open {
                    p { button.button name="go" value=(format!("add:{path}")) formnovalidate { (tf(m::ADD_ROW, &[label])) } }
                }
            }
        },
    }
}

fn question(asked: &Question, form_id: &str) -> Markup {
    let id = id(&asked.path.0);
    if asked.ask == Ask::Note {
        return html! { p id=(id) { (asked.label) } (if_any(form_id, &asked.media, &asked.label)) };
    }
    let error = asked.problem.as_ref().map(said);
    let (hint_id, error_id) = (format!("{id}-hint"), format!("{id}-error"));
    let has_hint = !asked.hint.is_empty();
    let described = match (has_hint, error.is_some()) {
        (false, false) => None,
        (true, false) => Some(hint_id.clone()),
        (false, true) => Some(error_id.clone()),
        (true, true) => Some(format!("{hint_id} {error_id}")),
    };
    let label = html! {
        (asked.label)
        @if asked.is_required { " " span.tag.tag-required { (t(common::REQUIRED)) } }
    };
    let help = html! {
        (if_any(form_id, &asked.media, &asked.label))
        @if has_hint { p.field-hint id=(hint_id) { (asked.hint) } }
        @if !asked.guidance.is_empty() { details { summary { (t(m::MORE_HELP)) } p { (asked.guidance) } } }
        @if let Some(error) = &error { p.field-error id=(error_id) { span { (error) } } }
    };
    let field = Field { id: &id, form_id, name: field(&asked.path), described, is_wrong: error.is_some() };
    let class = if error.is_some() { "field field-wrong" } else { "field" };
    let is_group = matches!(&asked.ask, Ask::Several(_) | Ask::Rank(_)) || matches!(&asked.ask, Ask::One(choices) if are_radios(choices));
    if is_group {
        return html! {
            fieldset class=(class) id=(id) {
                legend.field-label { (label) }
                (help)
                (choices(asked, &field))
            }
        };
    }
    html! {
        div class=(class) {
            label.field-label for=(id) { (label) }
            (help)
            (input(asked, &field))
            @if asked.has_address {
                @let place = format!("place:{}", asked.path);
                p { button.button.button-small name="go" value=(place) formnovalidate { (tf(fill::POSTCODE_FILL, &[&asked.label])) } }
            }
        }
    }
}

/// Whether one is chosen from a list that stands open: a list that opens has no room for pictures.
fn are_radios(choices: &[ChoiceView]) -> bool {
    choices.len() <= RADIOS_MAX || choices.iter().any(|choice| !choice.media.is_empty())
}

/// What every input of a question has.
struct Field<'a> {
    id: &'a str,
    form_id: &'a str,
    name: String,
    described: Option<String>,
    is_wrong: bool,
}

fn choices(asked: &Question, field: &Field<'_>) -> Markup {
    let invalid = field.is_wrong.then_some("true");
    match &asked.ask {
        Ask::One(choices) => choices.iter().enumerate().map(|(at, choice)| tick("radio", field, at, choice, invalid)).together(),
        Ask::Several(choices) => choices.iter().enumerate().map(|(at, choice)| tick("checkbox", field, at, choice, invalid)).together(),
        Ask::Rank(choices) => html! {
            p.field-hint { (t(m::RANK_HINT)) }
            @for (at, (choice, place)) in choices.iter().enumerate() {
                @let id = format!("{}-{at}", field.id);
                p {
                    label for=(id) { (pictures(field.form_id, &choice.media, &choice.label)) (choice.label) } " "
                    (sounds(field.form_id, &choice.media, &choice.label))
                    input.input type="text" inputmode="numeric" size="3" id=(id) name=(rank_field(&asked.path, &choice.value)) value=[place.map(|place| place.to_string())];
                }
            }
        },
        _ => None::<Markup>.together(),
    }
}

fn tick(kind: &str, field: &Field<'_>, at: usize, choice: &ChoiceView, invalid: Option<&str>) -> Markup {
    let id = format!("{}-{at}", field.id);
    html! {
        p {
            input type=(kind) id=(id) name=(field.name) value=(choice.value) checked[choice.is_chosen] aria-describedby=[field.described.as_ref()] aria-invalid=[invalid];
            " " label for=(id) { (pictures(field.form_id, &choice.media, &choice.label)) (choice.label) }
            (sounds(field.form_id, &choice.media, &choice.label))
        }
    }
}

fn input(asked: &Question, field: &Field<'_>) -> Markup {
    let (id, name, value) = (field.id, &field.name, &asked.value);
    let described = field.described.as_ref();
    let invalid = field.is_wrong.then_some("true");
    let line = |kind: &str, mode: Option<&str>| {
        html! {
            input.input type=(kind) inputmode=[mode] id=(id) name=(name) value=(value) aria-describedby=[described] aria-invalid=[invalid];
        }
    };
    match &asked.ask {
        Ask::Line => line("text", None),
        Ask::Masked { is_number } => html! {
            input.input type="password" inputmode=[is_number.then_some("decimal")] autocomplete="off" id=(id) name=(name) value=(value) aria-describedby=[described] aria-invalid=[invalid];
        },
        // Not the browser's own field for numbers: it swallows full-width figures and commas.
        Ask::Number => line("text", Some("decimal")),
        Ask::Date => line("date", None),
        // Browsers without such a field show a line, which is read as people write a month.
        Ask::Month => line("month", None),
        Ask::Year => line("text", Some("numeric")),
        Ask::Time => line("time", None),
        Ask::DateTime => line("datetime-local", None),
        Ask::Lines => html! {
            // A parser drops the first line break of a text area.
            textarea.input rows="5" id=(id) name=(name) aria-describedby=[described] aria-invalid=[invalid] { "\n" (value) }
        },
        Ask::One(choices) => html! {
            select.input id=(id) name=(name) aria-describedby=[described] aria-invalid=[invalid] {
                option value="" { (t(m::CHOOSE_ONE)) }
                @for choice in choices { option value=(choice.value) selected[choice.is_chosen] { (choice.label) } }
            }
        },
        Ask::Acknowledge => html! {
            p {
                input type="checkbox" id=(id) name=(name) value="OK" checked[!value.is_empty()] aria-describedby=[described] aria-invalid=[invalid];
                " " (t(m::OK))
            }
        },
        Ask::File(wanted, given) => html! {
            @if let Some(given) = given {
                p { (tf(m::FILE_GIVEN, &[given])) }
                p { label { input type="checkbox" name=(clear_field(&asked.path)) value="1"; " " (t(m::FILE_CLEAR)) } }
            }
            p.field-hint { (tf(m::FILE_LIMIT, &[&megabytes(FILE_MAX)])) }
            input.input type="file" id=(id) name=(file_field(&asked.path)) accept=[Some(wanted).filter(|wanted| *wanted != "application/*")] aria-describedby=[described] aria-invalid=[invalid];
        },
        Ask::Shown => html! { p id=(id) { (value) } },
        Ask::Note | Ask::Several(_) | Ask::Rank(_) => None::<Markup>.together(),
    }
}

/// A page that says why there is nothing to fill in.
pub fn shut(title: String, problem: &Problem) -> AnyView {
    let is_signing_in = matches!(problem.code.as_str(), "form_for_residents" | "form_for_groups");
    page(vec![
        html! { h1 { (title) } },
        html! { p.desk-problem role="alert" { (said(problem)) } },
        html! { div { @if is_signing_in { p.buttons { a.button.button-primary href="/sign-in" { (t(m::SIGN_IN)) } } } } },
    ])
}
