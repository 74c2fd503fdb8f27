//! What can be checked only when all rows are read, and the nodes that every form has.

use std::collections::BTreeSet;

use super::super::codes;
use super::super::elements::{Element, Shape};
use super::super::problems::{Place, Source};
use super::super::table::Table;
use super::super::types::Kind;
use super::{Walk, in_expression};
use crate::form::definition::{DataType, Preload};

impl Walk<'_, '_> {
    /// What is left to check when all rows are read.
    pub(super) fn close(&mut self, table: &Table<'_>) {
        for frame in &self.frames {
            let name = self.elements.get(frame.element).map_or("", |element| element.name.as_str());
            if let Some(section) = frame.section {
                self.problems.error(frame.at, codes::BEGIN_UNMATCHED, &[section.name(), name]);
            }
        }
        if self.elements.len() == 1 {
            self.problems.warn(Place { sheet: table.sheet, row: 0, column: None }, codes::FORM_EMPTY, &[]);
        }
        self.check_triggers();
        self.check_generated_names();
        self.check_instances();
        self.add_meta(table);
        if let Some(at) = self.has_or_other {
            let has_languages = |element: &Element| !element.label.by.is_empty();
            let in_lists = self.lists.iter().any(|(_, items)| items.iter().any(|item| !item.label.by.is_empty()));
            if in_lists || self.elements.iter().any(has_languages) {
                self.problems.warn(at, codes::OR_OTHER_UNTRANSLATED, &[]);
            }
        }
    }

    /// A trigger must be a question, and one that is shown.
    fn check_triggers(&mut self) {
        for element in self.elements.iter().filter(|element| !element.triggers.is_empty()) {
            let at = element.trigger_at;
            if self.names.get(&element.name).is_some_and(|count| *count > 1) {
                self.problems.error(at, codes::REFERENCE_AMBIGUOUS, &[&element.name]);
            }
            for trigger in &element.triggers {
                let mut is_known = false;
                let named = self.elements.iter().filter(|other| other.name == *trigger && !other.is_generated && other.kind().is_some());
                for other in named {
                    is_known = true;
                    if other.is_silent() {
                        self.problems.error(at, codes::TRIGGER_NOT_VISIBLE, &[trigger]);
                    } else if !other.is_shown() {
                        self.problems.warn(at, codes::TRIGGER_NEVER_HAPPENS, &[trigger]);
                    }
                }
                // A question that was refused is not here, and needs no second problem.
                if !is_known && (self.problems.errors.is_empty() || !self.names.contains_key(trigger)) {
                    self.problems.error(at, codes::REFERENCE_UNKNOWN, &[trigger]);
                }
            }
        }
    }

    /// A name that was made here must not stand in the same group already.
    fn check_generated_names(&mut self) {
        let mut seen: BTreeSet<(Option<usize>, &str)> = BTreeSet::new();
        for element in self.elements.iter().filter(|element| !element.is_generated) {
            seen.insert((element.parent, element.name.as_str()));
        }
        for element in self.elements.iter().filter(|element| element.is_generated) {
            if !seen.insert((element.parent, element.name.as_str())) {
                self.problems.error(element.at, codes::NAME_DUPLICATE, &[&element.name]);
            }
        }
    }

    /// A list of the workbook and a file must not have the same name in expressions.
    fn check_instances(&mut self) {
        for file in &self.files {
            if self.lists.get(&file.name).is_some() {
                self.problems.error(file.at, codes::INSTANCE_CONFLICT, &[&file.name]);
            }
        }
    }

    /// The nodes that every filling-in has: its number, and its name where the form gives one.
    fn add_meta(&mut self, table: &Table<'_>) {
        let at = Place { sheet: table.sheet, row: 0, column: None };
        let mut children = Vec::new();
        if self.settings.has_instance_id {
            let kind = Kind::value(DataType::String, Some(Preload::InstanceId));
            let mut id = Element { name: "instanceID".to_owned(), at, shape: Shape::Leaf(kind), ..Element::default() };
            id.rules.readonly = Some(Source::new("true()", at));
            children.push(id);
            *self.names.entry("instanceID".to_owned()).or_insert(0) += 1;
        }
        if let Some(name) = self.settings.instance_name.clone() {
            let kind = Kind::value(DataType::String, None);
            let mut element = Element { name: "instanceName".to_owned(), at: name.at, shape: Shape::Leaf(kind), ..Element::default() };
            element.rules.calculate = Some(in_expression(name));
            children.push(element);
        }
        if children.is_empty() {
            return;
        }
        self.elements.push(Element { name: "meta".to_owned(), parent: Some(0), at, is_generated: true, ..Element::default() });
        let meta = self.elements.len() - 1;
        self.elements.extend(children.into_iter().map(|child| Element { parent: Some(meta), is_generated: true, ..child }));
    }
}
