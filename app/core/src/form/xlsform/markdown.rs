//! Workbooks as Markdown tables, the form in which tests and text sources of forms are written: the first cell of a line names a sheet,
//! and lines without a first cell are its rows.
//!
//! Lines that begin with `#` are comments, and so is what follows a `#` after the last bar; `\|` is a bar in a cell. Source: the same form
//! as pyxform reads it.

use super::{Sheet, Workbook};

/// The workbook of a text. Never fails: what is no table is no sheet.
pub fn read(text: &str) -> Workbook {
    let mut sheets: Vec<Sheet> = Vec::new();
    for line in text.split('\n') {
        if line.trim_start().starts_with('#') {
            continue;
        }
        let Some(cells) = cells(line) else { continue };
        let mut cells = cells.into_iter();
        let first = cells.next().unwrap_or_default();
        if !first.is_empty() {
            // A sheet that comes a second time replaces the first, as in the standard's converter.
            sheets.retain(|sheet| sheet.name != first);
            sheets.push(Sheet { name: first, rows: Vec::new() });
        }
        let row: Vec<String> = cells.collect();
        if let Some(sheet) = sheets.last_mut()
            && row.iter().any(|cell| !cell.is_empty())
        {
            sheet.rows.push(row);
        }
    }
    Workbook { sheets }
}

/// The cells between the first and the last bar, or nothing where the line is not of a table.
fn cells(line: &str) -> Option<Vec<String>> {
    let line = without_comment(line).trim();
    let inside = line.strip_prefix('|')?;
    let inside = inside.get(..inside.rfind('|')?)?;
    if inside.contains("---") && inside.chars().all(|c| matches!(c, '|' | '-' | ':' | ' ')) {
        return None;
    }
    let mut cells = vec![String::new()];
    let mut previous = ' ';
    for c in inside.chars() {
        match (c, cells.last_mut()) {
            ('|', Some(cell)) if previous == '\\' => {
                cell.pop();
                cell.push('|');
            }
            ('|', _) => cells.push(String::new()),
            (c, Some(cell)) => cell.push(c),
            (_, None) => {}
        }
        previous = c;
    }
    Some(cells.into_iter().map(|cell| cell.trim().to_owned()).collect())
}

/// The line without a comment after its last bar.
fn without_comment(line: &str) -> &str {
    match line.rsplit_once('#') {
        Some((before, comment)) if !comment.is_empty() && !comment.contains('|') => before,
        _ => line,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_are_sheets() {
        let workbook = read(
            "
            # a comment
            | survey |
            |        | type | name | label      |
            |        |------|------|------------|
            |        | text | a    | x \\| y     | # note
            |        |      |      |            |
            | choices |
            |         | list_name | name |
            |         | l         | #1   |
            ",
        );
        let names: Vec<&str> = workbook.sheets.iter().map(|sheet| sheet.name.as_str()).collect();
        assert_eq!(names, ["survey", "choices"]);
        assert_eq!(workbook.sheets[0].rows, [["type", "name", "label"], ["text", "a", "x | y"]]);
        assert_eq!(workbook.sheets[1].rows[1], ["l", "#1"]);
    }
}
