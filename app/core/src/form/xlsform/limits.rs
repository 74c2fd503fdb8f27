//! Bounds against workbooks that nobody wrote by hand: checked before anything is read.

use super::problems::{Place, Problems};
use super::{Workbook, codes};

/// Sheets in a workbook.
pub(super) const MOST_SHEETS: usize = 20;
/// Rows in a sheet.
pub(super) const MOST_ROWS: usize = 20_000;
/// Choices in a workbook.
pub(super) const MOST_CHOICES: usize = 100_000;
/// Columns in a sheet.
pub(super) const MOST_COLUMNS: usize = 500;
/// Characters in a cell, as many as a spreadsheet allows.
pub(super) const LONGEST_CELL: usize = 32_767;
/// Questions, groups and values in a form.
pub(super) const MOST_NODES: usize = 5_000;
/// Groups in groups.
pub(super) const DEEPEST: usize = 20;

/// Checks the bounds; nothing is to be read where one is passed.
pub(super) fn check(workbook: &Workbook, problems: &mut Problems<'_>) -> bool {
    if workbook.sheets.len() > MOST_SHEETS {
        problems.error(Place::default(), codes::TOO_MANY_SHEETS, &[&MOST_SHEETS.to_string()]);
        return false;
    }
    for (sheet, content) in workbook.sheets.iter().enumerate() {
        // A choice is a row, and the headers are one more.
        let is_choices = content.name.eq_ignore_ascii_case("choices");
        let (most_rows, code) = if is_choices { (MOST_CHOICES + 1, codes::TOO_MANY_CHOICES) } else { (MOST_ROWS, codes::TOO_MANY_ROWS) };
        if content.rows.len() > most_rows {
            problems.error(Place { sheet, row: 0, column: None }, code, &[&most_rows.to_string()]);
            continue;
        }
        for (row, cells) in (1_u32..).zip(&content.rows) {
            if cells.len() > MOST_COLUMNS && cells.iter().skip(MOST_COLUMNS).any(|cell| !cell.trim().is_empty()) {
                problems.error(Place { sheet, row, column: None }, codes::TOO_MANY_COLUMNS, &[&MOST_COLUMNS.to_string()]);
            }
            for (column, cell) in cells.iter().enumerate().take(MOST_COLUMNS) {
                if cell.len() > LONGEST_CELL && cell.chars().count() > LONGEST_CELL {
                    problems.error(Place { sheet, row, column: Some(column) }, codes::CELL_TOO_LONG, &[&LONGEST_CELL.to_string()]);
                }
            }
        }
    }
    problems.errors.is_empty()
}
