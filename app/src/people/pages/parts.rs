//! Parts of the pages of people and desks: labelled fields with their hint and their mistake, boxes for what is wrong and what was done.

use crate::forms::pages::{page, said};
use crate::messages::{desk as m, forms};
use crate::ui::described_by;
use crate::ui::still::{Markup, html};
use crate::ui::text::t;
use engawa_core::{Message, Problem};
use leptos::prelude::AnyView;

/// What is wrong with a field, if it is refused.
fn error_of(problems: &[Problem], name: &str) -> Option<String> {
    problems.iter().find(|problem| problem.path == name).map(said)
}

/// What stands around an input; the ids of hint and mistake are those of [`described_by`].
pub fn labelled(id: &str, label: &str, hint: &str, error: Option<&str>, input: &Markup) -> Markup {
    html! {
        div.field {
            label.field-label for=(id) { (label) }
            @if !hint.is_empty() { p.field-hint id=(format!("{id}-hint")) { (hint) } }
            @if let Some(error) = error { p.field-error id=(format!("{id}-error")) { (error) } }
            (input)
        }
    }
}

/// One labelled line, tied to its hint and to the problem that names it.
pub fn field(problems: &[Problem], name: &str, label: &str, kind: &str, value: &str, autocomplete: &str, hint: &str) -> Markup {
    let (id, error) = (format!("f-{name}"), error_of(problems, name));
    let described = described_by(&id, !hint.is_empty(), error.is_some());
    // The keys of figures on a phone; what is typed may still be anything.
    let inputmode = matches!(autocomplete, "one-time-code" | "bday-year").then_some("numeric");
    let input = html! {
        input.input type=(kind) id=(id) name=(name) value=(value) autocomplete=(autocomplete) inputmode=[inputmode]
            aria-describedby=[described] aria-invalid=[error.as_ref().map(|_| "true")];
    };
    labelled(&id, label, hint, error.as_deref(), &input)
}

/// One labelled line that a browser does not fill in, without a hint.
pub fn line(problems: &[Problem], name: &str, label: &str, kind: &str, value: &str) -> Markup {
    field(problems, name, label, kind, value, "off", "")
}

/// Some labelled lines.
pub fn lines(problems: &[Problem], name: &str, label: &str, value: &str) -> Markup {
    let (id, error) = (format!("f-{name}"), error_of(problems, name));
    let described = described_by(&id, false, error.is_some());
    let input = html! {
        textarea.input rows="3" id=(id) name=(name) aria-describedby=[described] aria-invalid=[error.as_ref().map(|_| "true")] { "\n" (value) }
    };
    labelled(&id, label, "", error.as_deref(), &input)
}

/// One of some, as a list to open: code and words of each.
pub fn select(problems: &[Problem], name: &str, label: &str, options: &[(String, String)], chosen: &str) -> Markup {
    let (id, error) = (format!("f-{name}"), error_of(problems, name));
    let described = described_by(&id, false, error.is_some());
    let input = html! {
        select.input id=(id) name=(name) aria-describedby=[described] aria-invalid=[error.as_ref().map(|_| "true")] {
            @for (code, words) in options { option value=(code) selected[code == chosen] { (words) } }
        }
    };
    labelled(&id, label, "", error.as_deref(), &input)
}

/// As [`select`], with nothing chosen beforehand: whoever does not look chooses nothing.
pub fn select_asked(problems: &[Problem], name: &str, label: &str, options: &[(String, String)], chosen: &str) -> Markup {
    let (id, error) = (format!("f-{name}"), error_of(problems, name));
    let described = described_by(&id, false, error.is_some());
    let input = html! {
        select.input id=(id) name=(name) required aria-describedby=[described] aria-invalid=[error.as_ref().map(|_| "true")] {
            option value="" selected[chosen.is_empty()] { (t(forms::CHOOSE_ONE)) }
            @for (code, words) in options { option value=(code) selected[code == chosen] { (words) } }
        }
    };
    labelled(&id, label, "", error.as_deref(), &input)
}

/// One of some, as radio buttons: code and words of each.
pub fn choice(problems: &[Problem], name: &str, legend: &str, chosen: &str, options: &[(&str, &str)]) -> Markup {
    let (id, error) = (format!("f-{name}"), error_of(problems, name));
    let described = described_by(&id, false, error.is_some());
    html! {
        fieldset.desk-section id=(id) aria-describedby=[described] {
            legend { (legend) }
            div.field {
                @for (code, words) in options {
                    p {
                        input type="radio" id=(format!("{id}-{code}")) name=(name) value=(code) checked[*code == chosen];
                        label for=(format!("{id}-{code}")) { (words) }
                    }
                }
                @if let Some(error) = &error { p.field-error id=(format!("{id}-error")) { (error) } }
            }
        }
    }
}

/// The id of a command, made when the page is drawn: sending it twice takes effect once.
pub fn command(id: &str) -> Markup {
    html! { input type="hidden" name="command" value=(id); }
}

/// Paths of problems that stand at no field which somebody sees: a link to it would lead nowhere.
const NO_FIELDS: [&str; 4] = ["", "base_rev", "id", "listed"];

/// What is wrong; what has a field links to it.
pub fn problem_box(problems: &[Problem]) -> Markup {
    html! {
        div {
            @if !problems.is_empty() {
                div.desk-problem role="alert" {
                    h2 { (t(m::NOT_DONE)) }
                    ul {
                        @for problem in problems {
                            li {
                                @if NO_FIELDS.contains(&problem.path.as_str()) {
                                    (said(problem))
                                } @else {
                                    a href=(format!("#f-{}", problem.path)) { (said(problem)) }
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}

/// What was done.
pub fn done_box(done: Option<&str>) -> Markup {
    html! { div { @if let Some(done) = done { p.desk-done role="status" { (done) } } } }
}

/// A page that only says why something was not done, and leads back to the counter.
pub fn problem_sentence(title: Message, words: &'static str) -> AnyView {
    page(vec![
        html! { h1 { (t(title)) } },
        html! { p.desk-problem role="alert" { (words) } },
        html! { p.buttons { a.button href="/staff/counter" { (t(title)) } } },
    ])
}
