//! Workbooks (.xlsx) as the reader of `XLSForm` workbooks wants them, and files of choices (.csv) beside them.
//!
//! Decoding and its limits are those of the importer of listings. Invariant: rows keep the numbers that the spreadsheet shows, so that each
//! mistake is found at its cell.

use crate::listings::import::{ImportError, Limits, csv_file, xlsx_file};
use engawa_app::listings::import::{Cell, SourceRow};
use engawa_core::Problem;
use engawa_core::form::definition::{Choice, Choices, Control, Definition, NodeKind, Text};
use engawa_core::form::xlsform::{Checked, Sheet, Workbook, read};
use std::collections::BTreeMap;

/// Rows of a sheet up to which empty ones between filled ones are counted out.
const ROW_MAX: usize = 120_000;

/// How much of a workbook is read.
fn limits() -> Limits {
    Limits { rows: ROW_MAX, columns: 500, ..Limits::default() }
}

/// The workbook of a file.
pub fn decode(name: &str, bytes: &[u8]) -> Result<Workbook, Problem> {
    let limits = limits();
    if bytes.len() > limits.bytes {
        return Err(ImportError::TooLarge(limits.bytes).problem());
    }
    let sheets = xlsx_file::read(name, bytes, limits).map_err(|error| error.problem())?;
    let sheet = |sheet: engawa_app::listings::import::Sheet| Sheet { name: sheet.name, rows: rows(&sheet.rows) };
    Ok(Workbook { sheets: sheets.into_iter().map(sheet).collect() })
}

/// The rows of a sheet, the empty ones too.
fn rows(filled: &[SourceRow]) -> Vec<Vec<String>> {
    let mut rows: Vec<Vec<String>> = Vec::new();
    for row in filled {
        let Some(at) = usize::try_from(row.number).ok().and_then(|number| number.checked_sub(1)).filter(|at| *at < ROW_MAX) else { break };
        if at >= rows.len() {
            rows.resize_with(at + 1, Vec::new);
        }
        if let Some(slot) = rows.get_mut(at) {
            *slot = row.cells.iter().map(words).collect();
        }
    }
    rows
}

/// A cell as the spreadsheet shows it. Texts stay as they are written: the reader of forms cleans them itself.
fn words(cell: &Cell) -> String {
    match cell {
        Cell::Text(text) => text.clone(),
        Cell::Formula { value, .. } => words(value),
        other => other.text(),
    }
}

/// What a workbook says, with the problems by cell if it says no form.
///
/// # Errors
/// What is wrong: with the file as such, or with its cells.
pub fn form(name: &str, bytes: &[u8]) -> Result<Checked, Vec<Problem>> {
    let workbook = decode(name, bytes).map_err(|problem| vec![problem])?;
    read(&workbook).map_err(|problems| problems.into_iter().map(Problem::from).collect())
}

/// Reads files of choices into the lists that name them. What is wrong with the files that were given; a list without its file is
/// noticed when the form is published.
pub fn add_choices(definition: &mut Definition, files: &[(String, Vec<u8>)]) -> Vec<Problem> {
    let mut problems = Vec::new();
    for at in 0..definition.lists.len() {
        let Some((list, file)) = definition.lists.get(at).and_then(|list| Some((list.name.clone(), list.file.clone()?))) else { continue };
        let Some((name, bytes)) = files.iter().find(|(name, _)| *name == file) else { continue };
        let (value, label) = columns_of(definition, &list);
        let sheet = match csv_file::read(name, bytes, limits()) {
            Ok(sheet) => sheet,
            Err(error) => {
                problems.push(error.problem());
                continue;
            }
        };
        let header: Vec<String> =
            sheet.rows.first().map(|row| row.cells.iter().map(|cell| words(cell).trim().to_owned()).collect()).unwrap_or_default();
        let Some(value_at) = header.iter().position(|name| *name == value) else {
            problems.push(Problem::new(name.clone(), "choices_file_column").arg(file).arg(value));
            continue;
        };
        let label_at = header.iter().position(|name| *name == label);
        let choices = sheet.rows.iter().skip(1).map(|row| choice(row, &header, value_at, label_at)).filter(|choice| !choice.value.is_empty());
        let choices: Vec<Choice> = choices.collect();
        if let Some(list) = definition.lists.get_mut(at) {
            list.choices = choices;
        }
    }
    problems
}

/// The columns that a question over a list takes for values and words.
fn columns_of(definition: &Definition, list: &str) -> (String, String) {
    let is_over = |choices: &Choices| matches!(choices, Choices::List { list: other, .. } if other == list);
    let over = definition.nodes.iter().find(|node| {
        let NodeKind::Question(Control::SelectOne(choices) | Control::SelectMultiple(choices) | Control::Rank(choices)) = &node.kind else {
            return false;
        };
        is_over(choices)
    });
    let said = |name: &str| over.and_then(|node| node.parameters.get(name)).map(|column| column.trim().to_owned());
    (said("value").unwrap_or_else(|| "name".to_owned()), said("label").unwrap_or_else(|| "label".to_owned()))
}

fn choice(row: &SourceRow, header: &[String], value_at: usize, label_at: Option<usize>) -> Choice {
    let cell = |at: usize| words(row.cell(at)).trim().to_owned();
    let columns: BTreeMap<String, String> =
        header.iter().enumerate().filter(|(_, name)| !name.is_empty()).map(|(at, name)| (name.clone(), cell(at))).collect();
    let label = label_at.map(cell).filter(|label| !label.is_empty());
    Choice { value: cell(value_at), label: label.map(Text::plain).unwrap_or_default(), columns, ..Choice::default() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use engawa_core::form::xlsform::markdown;

    fn workbook(sheets: &[(&str, &[&[&str]])]) -> Vec<u8> {
        let mut book = rust_xlsxwriter::Workbook::new();
        for (name, rows) in sheets {
            let sheet = book.add_worksheet();
            sheet.set_name(*name).unwrap();
            for (row, cells) in (0_u32..).zip(*rows) {
                for (column, cell) in (0_u16..).zip(*cells) {
                    if !cell.is_empty() {
                        sheet.write_string(row, column, *cell).unwrap();
                    }
                }
            }
        }
        book.save_to_buffer().unwrap()
    }

    #[test]
    fn mistakes_are_found_at_the_cells_of_the_spreadsheet() {
        let rows: &[&[&str]] = &[&["type", "name", "label"], &[], &["text", "who", "お名前"], &["txet", "x", "X"]];
        let problems = form("f.xlsx", &workbook(&[("survey", rows)])).unwrap_err();
        assert_eq!(problems.first().map(|problem| (problem.path.as_str(), problem.code.as_str())), Some(("survey!A4", "type_unknown")));
        let rows: &[&[&str]] = &[&["type", "name", "label"], &["text", "who", "お名前"]];
        let settings: &[&[&str]] = &[&["form_id", "version", "form_title"], &["join", "1", "入会"]];
        let checked = form("f.xlsx", &workbook(&[("survey", rows), ("settings", settings)])).unwrap();
        assert_eq!((checked.definition.form_id.as_str(), checked.definition.title.as_str()), ("join", "入会"));
        assert!(form("f.xlsx", b"not a workbook").is_err());
    }

    #[test]
    fn files_of_choices_are_read_beside_the_workbook() {
        let workbook = markdown::read("| survey | | | |\n| | type | name | label |\n| | select_one_from_file towns.csv | town | Town |");
        let mut definition = read(&workbook).unwrap().definition;
        let bad = [("towns.csv".to_owned(), b"id,label\n1,A".to_vec())];
        assert_eq!(add_choices(&mut definition, &bad).first().map(|problem| problem.code.clone()), Some("choices_file_column".to_owned()));
        let good = [("towns.csv".to_owned(), "name,label,pref\nmihon,見本市,13\n,,\n".as_bytes().to_vec())];
        assert!(add_choices(&mut definition, &good).is_empty());
        let choice = definition.lists.iter().flat_map(|list| &list.choices).next().unwrap();
        assert_eq!((choice.value.as_str(), choice.columns.get("pref").map(String::as_str)), ("mihon", Some("13")));
    }
}
