//! Selects: where their choices come from, and what the standard makes of `or_other` and of tables of selects.

use super::super::codes;
use super::super::elements::{Chosen, Element, FileList, Shape};
use super::super::headers::Key;
use super::super::parameters::{self, Checker, Parameters};
use super::super::problems::{Place, Source};
use super::super::references;
use super::super::table::{Row, Words};
use super::super::types::{Kind, Select, Tag};
use super::{TableList, Walk};
use crate::form::definition::DataType;

/// A file of choices: its name without the ending, and the ending.
fn file(list: &str) -> Option<(&str, &str)> {
    let (name, extension) = list.rsplit_once('.')?;
    (!name.is_empty() && matches!(extension, "csv" | "xml" | "geojson")).then_some((name, extension))
}

impl Walk<'_, '_> {
    /// A row with a select.
    pub(super) fn select(&mut self, row: &Row<'_>, kind: &Source, name: &Source, select: &Select<'_>, given: &Parameters) {
        if select.external {
            self.problems.error(kind.at, codes::NOT_SUPPORTED_EXTERNAL_CHOICES, &[]);
            return;
        }
        let parameters_at = row.at(&Key::Parameters);
        let mut checker = Checker { parameters: given, at: parameters_at, problems: &mut *self.problems };
        checker.only(if select.from_file { parameters::SELECT_FROM_FILE } else { parameters::SELECT });
        checker.randomize();
        if select.from_file {
            checker.columns();
        }
        let filter = row.get(&Key::ChoiceFilter);
        let Some(chosen) = self.chosen(kind, select, filter) else { return };
        let mut element = self.leaf(row, name, Kind::shown(select.tag, DataType::String));
        element.parameters.clone_from(given);
        element.parameters_at = parameters_at;
        if let Some((_, "geojson")) = file(select.list) {
            // Places have no names and labels of their own, but ids and titles.
            for (key, column) in [("value", "id"), ("label", "title")] {
                element.parameters.entry(key.to_owned()).or_insert_with(|| column.to_owned());
            }
        }
        if !self.join_table(&mut element, &chosen) {
            return;
        }
        let other = select.or_other.then(|| self.other(kind, name, &chosen)).flatten();
        element.choices = Some(chosen);
        self.check_words(&element);
        self.push(element);
        if let Some(other) = other {
            self.push(other);
        }
    }

    /// Where the choices come from.
    fn chosen(&mut self, kind: &Source, select: &Select<'_>, filter: Option<Source>) -> Option<Chosen> {
        let list = select.list;
        let chosen = Chosen { list: list.to_owned(), at: kind.at, is_reference: false, filter };
        if references::any(list) {
            return Some(Chosen { is_reference: true, ..chosen });
        }
        if let Some((name, extension)) = file(list).filter(|(name, _)| !select.from_file || !name.contains('.')) {
            if extension == "xml" {
                self.problems.error(kind.at, codes::NOT_SUPPORTED_FILE, &[list]);
                return None;
            }
            self.file(name, list, kind.at);
            return Some(Chosen { list: name.to_owned(), ..chosen });
        }
        if select.from_file {
            self.problems.error(kind.at, codes::FILE_EXTENSION, &[list]);
            return None;
        }
        let Some(items) = self.lists.get(list) else {
            if self.lists.is_empty() {
                self.problems.error(kind.at, codes::CHOICES_MISSING, &[self.similar_choices]);
            } else {
                self.problems.error(kind.at, codes::LIST_UNKNOWN, &[list]);
            }
            return None;
        };
        if select.tag == Tag::SelectMultiple {
            for item in items.iter().filter(|item| item.name.text.contains(' ')) {
                self.problems.error(item.name.at, codes::CHOICE_NAME_HAS_SPACE, &[&item.name.text, list]);
            }
        }
        Some(chosen)
    }

    /// Notes a file of choices.
    fn file(&mut self, name: &str, file: &str, at: Place) {
        match self.files.iter().find(|other| other.name == name) {
            None => self.files.push(FileList { name: name.to_owned(), file: file.to_owned(), at }),
            Some(other) if other.file == file => {}
            Some(_) => self.problems.error(at, codes::INSTANCE_CONFLICT, &[name]),
        }
    }

    /// A file that expressions look into: `csv-external`.
    pub(super) fn external_file(&mut self, name: &Source) {
        if self.external.insert(name.text.clone()) {
            self.file(&name.text, &format!("{}.csv", name.text), name.at);
        } else {
            self.problems.error(name.at, codes::INSTANCE_DUPLICATE, &[&name.text]);
        }
    }

    /// In a table of selects the first one brings a row with the words of the choices, and all are over the same list.
    fn join_table(&mut self, element: &mut Element, chosen: &Chosen) -> bool {
        let at = chosen.at;
        if matches!(self.table_list, TableList::Begun) {
            if let Some(filter) = &chosen.filter {
                self.problems.error(filter.at, codes::TABLE_LIST_FILTERED, &[]);
                return false;
            }
            self.table_list = TableList::Of(chosen.list.clone());
            let header = Element {
                name: format!("reserved_name_for_field_list_labels_{}", at.row),
                at,
                is_generated: true,
                shape: element.shape.clone(),
                appearance: Some(Source::new("label", at)),
                choices: Some(chosen.clone()),
                ..Element::default()
            };
            self.push(header);
        }
        let TableList::Of(list) = &self.table_list else { return true };
        if *list != chosen.list {
            self.problems.error(at, codes::TABLE_LIST_DIFFERS, &[list, &chosen.list]);
            return false;
        }
        element.appearance = Some(Source::new("list-nolabel", at));
        true
    }

    /// The question after a select with `or_other`.
    fn other(&mut self, kind: &Source, name: &Source, chosen: &Chosen) -> Option<Element> {
        let at = kind.at;
        self.has_or_other = self.has_or_other.or(Some(at));
        if let Some(filter) = &chosen.filter {
            self.problems.error(filter.at, codes::OR_OTHER_FILTERED, &[]);
            return None;
        }
        if chosen.is_reference || self.lists.get(&chosen.list).is_none() {
            self.problems.error(at, codes::OR_OTHER_WITHOUT_LIST, &[]);
            return None;
        }
        self.lists.add_other(&chosen.list, at);
        let mut other = Element {
            name: format!("{}_other", name.text),
            at,
            is_generated: true,
            shape: Shape::Leaf(Kind::shown(Tag::Input, DataType::String)),
            label: Words::plain("Specify other.", at),
            ..Element::default()
        };
        other.rules.relevant = Some(Source::new(format!("selected(../{}, 'other')", name.text), at));
        Some(other)
    }
}
