//! The sheet `choices`: lists of choices, with their words, pictures and columns for filters.

use std::collections::{BTreeMap, BTreeSet};

use super::codes;
use super::headers::Key;
use super::lexer::is_name;
use super::media;
use super::problems::{Place, Problems, Source};
use super::settings::Settings;
use super::table::{Table, Words};

/// A choice.
#[derive(Clone, Debug)]
pub(super) struct Item {
    /// What is stored.
    pub name: Source,
    /// What is shown.
    pub label: Words,
    /// Pictures and sounds by kind.
    pub media: Vec<(String, Words)>,
    /// Further columns.
    pub columns: BTreeMap<String, String>,
}

/// The lists of a workbook, in the order in which they begin.
#[derive(Debug, Default)]
pub(super) struct Lists {
    lists: Vec<(String, Vec<Item>)>,
    by_name: BTreeMap<String, usize>,
}

impl Lists {
    /// The choices of a list.
    pub fn get(&self, name: &str) -> Option<&[Item]> {
        self.lists.get(*self.by_name.get(name)?).map(|(_, items)| items.as_slice())
    }

    /// All lists.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &[Item])> {
        self.lists.iter().map(|(name, items)| (name.as_str(), items.as_slice()))
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.lists.is_empty()
    }

    /// The choices of a list, to add one; the list is made if it is not there.
    fn items(&mut self, name: &str) -> Option<&mut Vec<Item>> {
        let next = self.lists.len();
        let at = *self.by_name.entry(name.to_owned()).or_insert(next);
        if at == next {
            self.lists.push((name.to_owned(), Vec::new()));
        }
        self.lists.get_mut(at).map(|(_, items)| items)
    }

    /// Adds the choice `other` to a list that has none, in all languages of the list.
    pub fn add_other(&mut self, name: &str, at: Place) {
        let Some(items) = self.items(name).filter(|items| items.iter().all(|item| item.name.text != "other")) else { return };
        let mut label = Words::plain("Other", at);
        let languages: BTreeSet<&String> = items.iter().flat_map(|item| item.label.by.iter().map(|(language, _)| language)).collect();
        if !languages.is_empty() {
            label = Words { plain: None, by: languages.into_iter().map(|language| (language.clone(), Source::new("Other", at))).collect() };
        }
        items.push(Item { name: Source::new("other", at), label, media: Vec::new(), columns: BTreeMap::new() });
    }
}

/// Reads the sheet of choices.
pub(super) fn read(table: &Table<'_>, settings: &Settings, problems: &mut Problems<'_>) -> Lists {
    let mut lists = Lists::default();
    if table.rows().next().is_none() || !table.need(&Key::Name, "name", problems) {
        return lists;
    }
    let extra = extra_columns(table, problems);
    let mut seen: BTreeSet<(String, String)> = BTreeSet::new();
    for row in table.rows() {
        let Some(list) = row.get(&Key::ListName) else {
            problems.warn(row.at(&Key::ListName), codes::CHOICE_WITHOUT_LIST, &[]);
            continue;
        };
        let Some(name) = row.get(&Key::Name) else {
            problems.error(row.at(&Key::Name), codes::CHOICE_NAME_MISSING, &[]);
            continue;
        };
        let label = row.words(&Key::Label, settings.language());
        if label.is_empty() {
            problems.warn(row.at(&Key::Label), codes::CHOICE_WITHOUT_LABEL, &[&name.text]);
        }
        if !settings.allow_choice_duplicates && !seen.insert((list.text.clone(), name.text.clone())) {
            problems.error(name.at, codes::CHOICE_DUPLICATE, &[&name.text, &list.text]);
        }
        let columns = row.cells().filter(|(column, _)| extra.contains(&column.name)).map(|(column, source)| (column.name.clone(), source.text));
        let columns = columns.collect();
        let shown = row.media(settings.language());
        for (kind, words) in &shown {
            media::check(kind, words, problems);
        }
        if let Some(items) = lists.items(&list.text) {
            items.push(Item { name, label, media: shown, columns });
        }
    }
    lists
}

/// The names of the columns for filters.
fn extra_columns(table: &Table<'_>, problems: &mut Problems<'_>) -> BTreeSet<String> {
    let mut extra = BTreeSet::new();
    for (at, column) in table.columns.iter().enumerate() {
        let Some(Key::Other(name)) = column.as_ref().map(|column| &column.key) else { continue };
        if is_name(name) {
            extra.insert(name.clone());
        } else {
            problems.warn(table.header(at), codes::CHOICE_COLUMN_INVALID, &[name]);
        }
    }
    extra
}
