//! Rows that open and close groups and repeats.

use std::collections::BTreeSet;

use super::super::codes;
use super::super::elements::{Element, Shape};
use super::super::headers::Key;
use super::super::limits;
use super::super::problems::Source;
use super::super::references;
use super::super::table::Row;
use super::super::types::{Kind, Section, Tag};
use super::{Frame, TableList, Walk};
use crate::form::definition::DataType;

impl Walk<'_, '_> {
    /// `begin group` and the like.
    pub(super) fn begin(&mut self, row: &Row<'_>, kind: &Source, section: Section) {
        if section == Section::Loop {
            self.problems.error(kind.at, codes::NOT_SUPPORTED_LOOP, &[]);
        }
        if self.frames.len() > limits::DEEPEST {
            self.problems.error(kind.at, codes::TOO_DEEP, &[&limits::DEEPEST.to_string()]);
        }
        // A group without a good name still opens, so that its end is found.
        let name = self.name(row, &kind.text).unwrap_or_else(|| Source::new("", row.at(&Key::Name)));
        let mut element = self.element(row, &name, Shape::Group);
        if section == Section::Repeat {
            self.check_repeat_name(&name);
            if element.label.is_empty() && element.media.is_empty() {
                self.problems.warn(row.at(&Key::Label), codes::REPEAT_WITHOUT_LABEL, &[&name.text]);
            }
            element.shape = Shape::Repeat(self.repeat_count(row, &name));
        }
        let label = self.begin_table(row, &mut element);
        let element = self.push(element);
        self.frames.push(Frame { section: Some(section), element, at: kind.at, names: BTreeSet::new(), lower: BTreeSet::new() });
        if let Some(label) = label {
            self.push(label);
        }
    }

    fn check_repeat_name(&mut self, name: &Source) {
        if name.text == self.settings.root {
            self.problems.error(name.at, codes::REPEAT_NAME_IS_ROOT, &[&name.text]);
        } else if !name.text.is_empty() && !self.repeats.insert(name.text.clone()) {
            self.problems.error(name.at, codes::REPEAT_NAME_DUPLICATE, &[&name.text]);
        }
    }

    /// How many rows a repeat has: a reference as it is, anything else by way of a node that computes it.
    fn repeat_count(&mut self, row: &Row<'_>, name: &Source) -> Option<Source> {
        let count = row.control("jr:count")?;
        if references::only(&count.text).is_some() {
            return Some(count);
        }
        let at = count.at;
        let mut counter = Element {
            name: format!("{}_count", name.text),
            at,
            is_generated: true,
            shape: Shape::Leaf(Kind::value(DataType::String, None)),
            ..Element::default()
        };
        counter.rules.readonly = Some(Source::new("true()", at));
        counter.rules.calculate = Some(count);
        let reference = format!("${{{}}}", counter.name);
        self.push(counter);
        Some(Source::new(reference, at))
    }

    /// A group with the appearance `table-list` becomes a field list whose words stand in a note, so that the selects can be a table below them.
    fn begin_table(&mut self, row: &Row<'_>, element: &mut Element) -> Option<Element> {
        let appearance = element.appearance.as_mut()?;
        if !appearance.text.split_whitespace().any(|word| word == "table-list") {
            return None;
        }
        let others = appearance.text.split_whitespace().filter(|word| *word != "table-list");
        appearance.text = std::iter::once("field-list").chain(others).collect::<Vec<_>>().join(" ");
        self.table_list = TableList::Begun;
        if element.label.is_empty() && element.hint.is_empty() {
            return None;
        }
        let mut note = Element {
            name: format!("generated_table_list_label_{}", row.number),
            at: row.place(),
            is_generated: true,
            shape: Shape::Leaf(Kind::shown(Tag::Note, DataType::String)),
            label: std::mem::take(&mut element.label),
            hint: std::mem::take(&mut element.hint),
            ..Element::default()
        };
        note.rules.readonly = Some(Source::new("true()", row.place()));
        Some(note)
    }

    /// `end group` and the like.
    pub(super) fn end(&mut self, row: &Row<'_>, kind: &Source, section: Section) {
        let is_open = self.frames.last().is_some_and(|frame| frame.section == Some(section));
        self.table_list = TableList::None;
        if is_open {
            self.frames.pop();
        } else {
            let name = row.get(&Key::Name).map(|name| name.text).unwrap_or_default();
            self.problems.error(kind.at, codes::END_UNMATCHED, &[section.name(), &name]);
        }
    }
}
