//! Submissions as tables, for spreadsheets: one row a submission, and one table for each repeat whose rows carry the receipt number.
//!
//! Columns are those of all versions that occur, the newest first, so that submissions of an older version stay beside those of the newest.
//! Choices are written in words. Whoever writes a file keeps cells from being taken for formulas.

use super::outline::words_of;
use engawa_core::form::definition::{Choices, Control, DataType, Definition, Node, NodeId, NodeKind};
use engawa_core::form::draft::Attachment;
use engawa_core::form::running::{Branch, Content};
use std::collections::{BTreeMap, HashMap};

/// Submissions of one file at most; the page says so where there are more, and the rest comes by state.
pub const EXPORT_MAX: usize = 50_000;

/// A table.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Table {
    /// The address of the repeat that its rows are of, `cost/item`; empty: the submissions themselves.
    pub path: String,
    /// What it is called.
    pub name: String,
    /// Its columns.
    pub columns: Vec<Column>,
    /// Its rows, as long as there are columns.
    pub rows: Vec<Vec<String>>,
}

/// A column.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Column {
    /// The address of the question; empty for facts of the submission.
    pub path: String,
    /// What is asked.
    pub label: String,
    /// What its values are.
    pub kind: Kind,
    words: HashMap<String, String>,
    is_several: bool,
}

/// What the values of a column are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Kind {
    /// Texts.
    #[default]
    Text,
    /// Numbers.
    Number,
    /// What the form computes: of no type, but often numbers.
    Computed,
    /// Days, `2026-11-21`, or moments, `2026-11-21 14:05`.
    Day,
}

impl Kind {
    fn of(node: &Node) -> Self {
        match node.data_type {
            DataType::Int | DataType::Decimal => Self::Number,
            DataType::Date => Self::Day,
            DataType::String if node.calculate.is_some() => Self::Computed,
            _ => Self::Text,
        }
    }
}

/// A submission for the tables.
#[derive(Clone, Debug)]
pub struct Entry<'a> {
    /// Facts, as many as there are names of facts; the first is the receipt number.
    pub facts: Vec<String>,
    /// What the form made of it.
    pub content: &'a Branch,
}

impl Column {
    /// A column of values as they are.
    pub fn new(path: &str, label: &str, kind: Kind) -> Self {
        Self { path: path.to_owned(), label: label.to_owned(), kind, ..Self::default() }
    }

    fn fact(label: &str) -> Self {
        Self::new("", label, Kind::Text)
    }

    fn shown(&self, value: &str) -> String {
        if let Some(file) = Attachment::of(value) {
            return file.name;
        }
        if self.words.is_empty() {
            return value.to_owned();
        }
        let word = |value: &str| self.words.get(value).cloned().unwrap_or_else(|| value.to_owned());
        if self.is_several { value.split_whitespace().map(word).collect::<Vec<_>>().join(" / ") } else { word(value) }
    }
}

/// The tables of submissions of a form. `versions`: newest first; `title`: the name of the first table.
pub fn tables(title: &str, facts: &[String], versions: &[&Definition], entries: &[Entry<'_>], language: usize) -> Vec<Table> {
    let mut tables = vec![Table { name: title.to_owned(), columns: facts.iter().map(|label| Column::fact(label)).collect(), ..Table::default() }];
    for definition in versions {
        add_columns(&mut tables, facts.first().map_or("", String::as_str), definition, language);
    }
    for entry in entries {
        let mut cells: BTreeMap<String, String> = BTreeMap::new();
        fill(&mut tables, entry, entry.content, "", &mut cells);
        push(&mut tables, "", &entry.facts, &cells);
    }
    tables
}

/// The address of a node below the root, without keys.
fn address(definition: &Definition, node: NodeId) -> String {
    definition.path(node).split('/').skip(2).collect::<Vec<_>>().join("/")
}

fn add_columns(tables: &mut Vec<Table>, receipt: &str, definition: &Definition, language: usize) {
    for (id, node) in (0_u32..).map(NodeId).zip(&definition.nodes).skip(1) {
        let path = address(definition, id);
        if path.is_empty() || path == "meta" || path.starts_with("meta/") {
            continue;
        }
        let repeats = std::iter::successors(node.parent, |at| definition.node(*at).and_then(|node| node.parent));
        let table = repeats
            .filter(|at| definition.node(*at).is_some_and(|node| matches!(node.kind, NodeKind::Repeat { .. })))
            .map(|at| address(definition, at))
            .next()
            .unwrap_or_default();
        let label = Some(words_of(&node.label, language)).filter(|label| !label.trim().is_empty()).unwrap_or_else(|| node.name.clone());
        let mut column = Column::new(&path, &label, Kind::of(node));
        match &node.kind {
            NodeKind::Group | NodeKind::Question(Control::Note) => continue,
            NodeKind::Repeat { .. } => {
                if tables.iter().all(|table| table.path != path) {
                    let columns = vec![Column::fact(receipt), Column::new("", "#", Kind::Number)];
                    tables.push(Table { path, name: label, columns, rows: Vec::new() });
                }
                column.kind = Kind::Number;
            }
            NodeKind::Question(control) => {
                if let Control::SelectOne(choices) | Control::SelectMultiple(choices) | Control::Rank(choices) = control {
                    column.words = words(definition, choices, language);
                    column.is_several = !matches!(control, Control::SelectOne(_));
                }
            }
            NodeKind::Value { .. } => {}
        }
        if let Some(table) = tables.iter_mut().find(|other| other.path == table)
            && table.columns.iter().all(|other| other.path != column.path)
        {
            table.columns.push(column);
        }
    }
}

fn words(definition: &Definition, choices: &Choices, language: usize) -> HashMap<String, String> {
    let Choices::List { list, .. } = choices else { return HashMap::new() };
    let Some(list) = definition.lists.iter().find(|other| other.name == *list) else { return HashMap::new() };
    let labelled = list.choices.iter().filter(|choice| !choice.label.is_empty());
    labelled.map(|choice| (choice.value.clone(), words_of(&choice.label, language))).collect()
}

/// Takes the values of a branch into the cells of its row; the rows of repeats become rows of their tables.
fn fill(tables: &mut [Table], entry: &Entry<'_>, branch: &Branch, path: &str, cells: &mut BTreeMap<String, String>) {
    let Content::Branches(branches) = &branch.content else { return };
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for below in branches {
        let address = if path.is_empty() { below.name.clone() } else { format!("{path}/{}", below.name) };
        match (&below.content, &below.key) {
            (Content::Value(value), _) => {
                cells.insert(address, value.clone());
            }
            (Content::Branches(_), None) => fill(tables, entry, below, &address, cells),
            (Content::Branches(_), Some(_)) => {
                let count = counts.entry(address.clone()).or_default();
                *count += 1;
                let facts = [entry.facts.first().cloned().unwrap_or_default(), count.to_string()];
                let mut own = BTreeMap::new();
                fill(tables, entry, below, &address, &mut own);
                push(tables, &address, &facts, &own);
            }
        }
    }
    cells.extend(counts.into_iter().map(|(address, count)| (address, count.to_string())));
}

fn push(tables: &mut [Table], path: &str, facts: &[String], cells: &BTreeMap<String, String>) {
    let Some(table) = tables.iter_mut().find(|table| table.path == path) else { return };
    let mut facts = facts.iter();
    let row = table.columns.iter().map(|column| {
        if column.path.is_empty() {
            return facts.next().cloned().unwrap_or_default();
        }
        cells.get(&column.path).map(|value| column.shown(value)).unwrap_or_default()
    });
    let row: Vec<String> = row.collect();
    table.rows.push(row);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::forms::outline::filled;
    use engawa_core::form::running::Compiled;
    use engawa_core::form::xlsform::{self, markdown};
    use engawa_core::form::{AnswerPath, Answers};
    use std::sync::Arc;

    fn version(rows: &str) -> Arc<Compiled> {
        let workbook = markdown::read(&format!(
            "| survey | | | |
             | | type | name | label |
             {rows}
             | choices | | | |
             | | list_name | name | label |
             | | c | a | Cleaning |
             | | c | b | Watching |"
        ));
        Arc::new(Compiled::new(Arc::new(xlsform::read(&workbook).unwrap().definition)).unwrap())
    }

    #[test]
    fn versions_stand_beside_each_other_and_repeats_have_their_own_table() {
        let old = version("| | text | who | Name |\n| | text | fax | Fax |");
        let new = version(
            "| | text | who | Name |
             | | select_multiple c | what | Work |
             | | begin_repeat | cost | Costs |
             | | integer | yen | Yen |
             | | end_repeat | | |
             | | date | day | Day |",
        );
        let answers = |values: &[(&str, &str)], keys: &[&str]| {
            let mut all = Answers::default();
            all.values.extend(values.iter().map(|(path, value)| (AnswerPath((*path).into()), (*value).to_owned())));
            if !keys.is_empty() {
                all.rows.insert(AnswerPath("cost".into()), keys.iter().map(|key| (*key).to_owned()).collect());
            }
            all
        };
        let first = filled(&old, &answers(&[("who", "A"), ("fax", "1")], &[]), 0, "x").submission();
        let values = [("who", "=B"), ("what", "a b"), ("cost[p]/yen", "5"), ("cost[q]/yen", "6")];
        let second = filled(&new, &answers(&values, &["p", "q"]), 0, "x").submission();
        let entries = [Entry { facts: vec!["N1".into()], content: &first }, Entry { facts: vec!["N2".into()], content: &second }];
        let tables = tables("All", &["No".to_owned()], &[new.definition(), old.definition()], &entries, 0);
        let heads: Vec<Vec<&str>> = tables.iter().map(|table| table.columns.iter().map(|column| column.label.as_str()).collect()).collect();
        assert_eq!(heads, [vec!["No", "Name", "Work", "Costs", "Day", "Fax"], vec!["No", "#", "Yen"]]);
        assert_eq!(tables[0].rows, [["N1", "A", "", "", "", "1"], ["N2", "=B", "Cleaning / Watching", "2", "", ""]]);
        assert_eq!(tables[1].rows, [["N2", "1", "5"], ["N2", "2", "6"]]);
        let kinds = |table: usize| tables[table].columns.iter().map(|column| column.kind).collect::<Vec<_>>();
        assert_eq!(kinds(0), [Kind::Text, Kind::Text, Kind::Text, Kind::Number, Kind::Day, Kind::Text]);
        assert_eq!(kinds(1), [Kind::Text, Kind::Number, Kind::Number]);
    }
}
