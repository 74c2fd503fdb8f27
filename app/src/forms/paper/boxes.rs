//! What stands in the box of a question: empty, to be written in, or what was answered.
//!
//! Paper cannot filter: blank it offers all choices, filled those that could be chosen; where they are too many to be ticked, there are
//! words or a line for them.

use super::super::japanese::grouped;
use super::super::outline::{MASK, answer_words, words_of};
use super::{BOXES_MAX, Cell, Room, Walk};
use engawa_core::form::definition::{Choices, Control, DataType, Node};
use engawa_core::form::running::Form;
use engawa_core::form::tree::TreeId;

impl Walk<'_> {
    pub(super) fn cell(&self, node: &Node, control: &Control, at: Option<TreeId>) -> Cell {
        match (self.form, at) {
            (Some(form), Some(at)) if node.is_masked() && !form.value(at).is_empty() && !self.revealed.contains(&form.path(at)) => {
                Cell::Words(MASK.to_owned())
            }
            (Some(form), Some(at)) => answered(form, node, control, at, self.language),
            _ => self.empty(node, control),
        }
    }

    fn empty(&self, node: &Node, control: &Control) -> Cell {
        match control {
            Control::SelectOne(choices) | Control::SelectMultiple(choices) | Control::Rank(choices) => {
                let labels = self.choices(choices);
                if labels.is_empty() || labels.len() > BOXES_MAX {
                    return Cell::Blank(Room::Line);
                }
                if matches!(control, Control::Rank(_)) {
                    return Cell::Places(labels.into_iter().map(|label| (label, String::new())).collect());
                }
                let is_several = matches!(control, Control::SelectMultiple(_));
                Cell::Boxes(labels.into_iter().map(|label| (label, false)).collect(), is_several)
            }
            Control::Acknowledge => Cell::Tick(false),
            Control::Upload(_) => Cell::Blank(Room::Enclosure),
            Control::Range => Cell::Blank(Room::Short),
            Control::Note | Control::Input => Cell::Blank(match node.data_type {
                DataType::Int | DataType::Decimal | DataType::Time => Room::Short,
                // A month or a year alone has no day to fill in.
                DataType::Date if node.appearance.iter().any(|it| matches!(it.as_str(), "month-year" | "year")) => Room::Short,
                DataType::Date | DataType::DateTime => Room::Day,
                _ if node.appearance.iter().any(|it| it == "multiline") || node.parameters.contains_key("rows") => Room::Lines,
                _ => Room::Line,
            }),
        }
    }

    /// The words of all choices, whatever filters them: paper cannot filter.
    fn choices(&self, choices: &Choices) -> Vec<String> {
        let Choices::List { list, .. } = choices else { return Vec::new() };
        let list = self.definition.lists.iter().find(|other| other.name == *list);
        let words = |label: String, value: &str| if label.trim().is_empty() { value.to_owned() } else { label };
        list.map(|list| list.choices.iter().map(|choice| words(words_of(&choice.label, self.language), &choice.value)).collect()).unwrap_or_default()
    }
}

fn answered(form: &Form, node: &Node, control: &Control, at: TreeId, language: usize) -> Cell {
    let is_grouped = node.appearance.iter().any(|it| it == "thousands-sep");
    let words = || {
        let words = answer_words(form, at, language);
        Cell::Words(if is_grouped { grouped(&words) } else { words })
    };
    if node.calculate.is_some() {
        return words();
    }
    match control {
        Control::SelectOne(_) | Control::SelectMultiple(_) => {
            let choices = form.choices(at, language);
            if choices.is_empty() || choices.len() > BOXES_MAX {
                return words();
            }
            let is_several = matches!(control, Control::SelectMultiple(_));
            Cell::Boxes(choices.into_iter().map(|choice| (choice.label, choice.is_chosen)).collect(), is_several)
        }
        Control::Rank(_) => {
            let order: Vec<&str> = form.value(at).split_whitespace().collect();
            let place = |value: &str| order.iter().position(|known| *known == value).map_or_else(String::new, |at| (at + 1).to_string());
            let choices = form.choices(at, language).into_iter();
            Cell::Places(choices.map(|choice| (choice.label, place(&choice.value))).collect())
        }
        Control::Acknowledge => Cell::Tick(!form.value(at).is_empty()),
        Control::Input | Control::Note | Control::Upload(_) | Control::Range => words(),
    }
}
