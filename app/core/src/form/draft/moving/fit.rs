//! Whether an answer fits a question of another version: whole, in part, or not, and why.
//!
//! Invariants: it looks at the two questions, the lists of the newer form and the answer, at nothing else; an answer of the same type stays
//! whatever it is, because the form says what is wrong with it; the code of a choice never becomes words.

use super::Misfit;
use crate::form::definition::{Choices, Control, DataType, Definition, Node, NodeKind};
use chrono::NaiveDate;
use std::collections::BTreeSet;

/// Whether an answer fits a question.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Fit {
    Whole,
    /// This part of it does.
    Part(String),
    Not(Misfit),
}

pub(super) fn fits(form: &Definition, before: Option<&Node>, node: &Node, value: &str) -> Fit {
    let control = match &node.kind {
        NodeKind::Group | NodeKind::Repeat { .. } | NodeKind::Question(Control::Note) => return Fit::Not(Misfit::Gone),
        NodeKind::Value { .. } => None,
        NodeKind::Question(control) => Some(control),
    };
    let was_asked = before.is_some_and(|node| matches!(node.kind, NodeKind::Question(_)));
    let became_calculated = node.calculate.is_some() && before.is_none_or(|before| before.calculate.is_none());
    if became_calculated || (control.is_none() && was_asked) {
        return Fit::Not(Misfit::NotAsked);
    }
    // Already where it belongs: written for this version, or moved before.
    let Some(before) = before else { return Fit::Whole };
    match control {
        Some(Control::SelectOne(choices)) => match values_of(form, choices) {
            Some(values) if !values.contains(value) => Fit::Not(Misfit::NoSuchChoice),
            _ => Fit::Whole,
        },
        Some(Control::SelectMultiple(choices)) => match values_of(form, choices) {
            Some(values) => {
                let known: Vec<&str> = value.split_whitespace().filter(|value| values.contains(value)).collect();
                match known.len() {
                    0 => Fit::Not(Misfit::NoSuchChoice),
                    some if some == value.split_whitespace().count() => Fit::Whole,
                    _ => Fit::Part(known.join(" ")),
                }
            }
            None => Fit::Whole,
        },
        Some(Control::Rank(choices)) => match values_of(form, choices) {
            Some(values) if values != value.split_whitespace().collect() => Fit::Not(Misfit::NoSuchChoice),
            _ => Fit::Whole,
        },
        _ if is_of_type(before, node, value) => Fit::Whole,
        _ => Fit::Not(Misfit::OtherType),
    }
}

/// The values that can be chosen, where the form has them in a list.
fn values_of<'a>(form: &'a Definition, choices: &Choices) -> Option<BTreeSet<&'a str>> {
    let Choices::List { list, .. } = choices else { return None };
    let list = form.lists.iter().find(|it| it.name == *list)?;
    Some(list.choices.iter().map(|choice| choice.value.as_str()).collect())
}

/// Whether a value can be the answer of a field. One of the same type stays whatever it is: the form says what is wrong with it.
fn is_of_type(before: &Node, node: &Node, value: &str) -> bool {
    let was_chosen = |kind: &NodeKind| matches!(kind, NodeKind::Question(Control::SelectOne(_) | Control::SelectMultiple(_) | Control::Rank(_)));
    let acknowledges = |kind: &NodeKind| matches!(kind, NodeKind::Question(Control::Acknowledge));
    // The value of a choice is a code, not words.
    if was_chosen(&before.kind) || acknowledges(&before.kind) != acknowledges(&node.kind) {
        return false;
    }
    if before.data_type == node.data_type {
        return true;
    }
    match node.data_type {
        DataType::String | DataType::Barcode | DataType::Intent => before.data_type != DataType::Binary,
        DataType::Int => value.parse::<i32>().is_ok(),
        DataType::Decimal => value.parse::<f64>().is_ok_and(f64::is_finite),
        DataType::Boolean => matches!(value, "true" | "false"),
        DataType::Date => value.parse::<NaiveDate>().is_ok(),
        DataType::Binary | DataType::Time | DataType::DateTime | DataType::Geopoint | DataType::Geotrace | DataType::Geoshape => false,
    }
}
