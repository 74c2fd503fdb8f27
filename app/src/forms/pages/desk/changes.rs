//! What changed between two versions of a form, in words.

use crate::forms::outline::words_of;
use crate::messages::forms::desk as m;
use crate::ui::text::{t, tf};
use engawa_core::form::definition::{Expr, Text};
use engawa_core::form::draft::versions::{Changed, Difference};

/// One difference as a sentence.
pub fn sentence(difference: &Difference, language: usize) -> String {
    let label = words_of(&difference.label, language);
    let name = if label.trim().is_empty() { difference.path.clone() } else { label };
    let subject = match difference.number {
        Some(number) => tf(m::CHANGE_QUESTION, &[&number.to_string(), &name]),
        None if name.is_empty() => t(m::CHANGE_FORM).to_owned(),
        None => name,
    };
    format!("{subject}: {}", what(&difference.what, language))
}

fn what(changed: &Changed, language: usize) -> String {
    let words = |text: &Text| words_of(text, language);
    let expression = |expression: Option<&Expr>| expression.cloned().unwrap_or_else(|| "-".to_owned());
    match changed {
        Changed::Added => t(m::CHANGE_ADDED).to_owned(),
        Changed::Removed => t(m::CHANGE_REMOVED).to_owned(),
        Changed::Moved(from) => tf(m::CHANGE_MOVED, &[from]),
        Changed::Renamed(from) => tf(m::CHANGE_RENAMED, &[from]),
        Changed::Reordered => t(m::CHANGE_REORDERED).to_owned(),
        Changed::Label(before) => tf(m::CHANGE_LABEL, &[&words(before)]),
        Changed::Hint(before) => tf(m::CHANGE_HINT, &[&words(before)]),
        Changed::Control(before, now) => tf(m::CHANGE_CONTROL, &[before, now]),
        Changed::Type(before, now) => tf(m::CHANGE_TYPE, &[&format!("{before:?}"), &format!("{now:?}")]),
        Changed::BecameRequired => t(m::CHANGE_REQUIRED).to_owned(),
        Changed::BecameOptional => t(m::CHANGE_OPTIONAL).to_owned(),
        Changed::Required(before, now) => tf(m::CHANGE_REQUIRED_WHEN, &[before, now]),
        Changed::Relevant(before, now) => tf(m::CHANGE_RELEVANT, &[&expression(before.as_ref()), &expression(now.as_ref())]),
        Changed::Constraint(before, now) => tf(m::CHANGE_CONSTRAINT, &[&expression(before.as_ref()), &expression(now.as_ref())]),
        Changed::Calculation(before, now) => tf(m::CHANGE_CALCULATION, &[&expression(before.as_ref()), &expression(now.as_ref())]),
        Changed::Readonly(before, now) => tf(m::CHANGE_READONLY, &[&expression(before.as_ref()), &expression(now.as_ref())]),
        Changed::Default(before, now) => tf(m::CHANGE_DEFAULT, &[before, now]),
        Changed::RowCount(before, now) => tf(m::CHANGE_ROWS, &[&expression(before.as_ref()), &expression(now.as_ref())]),
        Changed::ChoiceAdded(value, label) => tf(m::CHANGE_CHOICE_ADDED, &[&named(value, &words(label))]),
        Changed::ChoiceRemoved(value, label) => tf(m::CHANGE_CHOICE_REMOVED, &[&named(value, &words(label))]),
        Changed::ChoiceLabel(value, before, now) => tf(m::CHANGE_CHOICE_LABEL, &[value, &words(before), &words(now)]),
        Changed::ChoiceFilter(before, now) => tf(m::CHANGE_CHOICE_FILTER, &[before, now]),
        Changed::Title(before, now) => tf(m::CHANGE_TITLE, &[before, now]),
        Changed::LanguageAdded(language) => tf(m::CHANGE_LANGUAGE_ADDED, &[language]),
        Changed::LanguageRemoved(language) => tf(m::CHANGE_LANGUAGE_REMOVED, &[language]),
    }
}

fn named(value: &str, label: &str) -> String {
    if label.is_empty() { value.to_owned() } else { format!("{label} ({value})") }
}
