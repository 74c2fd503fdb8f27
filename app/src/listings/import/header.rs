//! Finds the header of a table, wherever it stands, and what above, beside and below it is not data.
//!
//! Cities put metadata lines (`#license,..`), a title or a note above the header, help (`←データの項目名を入力`) beside it, numbers
//! for rows that nobody filled below it, and a second sheet with an example (`入力例`).

use super::dictionary;
use super::text::{clean, fold, fold_name};
use super::{Cell, Sheet, SourceRow, Table, column_letters};
use engawa_core::Problem;

/// How many rows from the top may stand above the header.
const SEARCHED_ROWS: usize = 60;
/// Characters of a column name; longer cells are prose.
const NAME_MAX: usize = 60;

/// The tables of a file. Sheets that are examples or hold no table are skipped; the second part says which and why.
pub fn tables(sheets: Vec<Sheet>) -> (Vec<Table>, Vec<Problem>) {
    let mut found = Vec::new();
    let mut skipped = Vec::new();
    for sheet in sheets {
        if sheet.rows.is_empty() {
            continue;
        }
        let place = sheet.name.clone();
        if is_example(&sheet) {
            skipped.push(Problem::new(place.clone(), "sheet_is_example").arg(place));
            continue;
        }
        match table(sheet) {
            Some(table) if table.rows.is_empty() => skipped.push(Problem::new(place.clone(), "sheet_without_rows").arg(place)),
            Some(table) => found.push(table),
            None => skipped.push(Problem::new(place.clone(), "sheet_without_header").arg(place)),
        }
    }
    // Sheets of codes or notes beside a real table look like tables too; they know none of its columns.
    if found.iter().any(|table| known_names(table) >= 2) {
        let (tables, others): (Vec<Table>, Vec<Table>) = found.into_iter().partition(|table| known_names(table) >= 2);
        skipped.extend(others.into_iter().map(|table| Problem::new(table.name.clone(), "sheet_without_header").arg(table.name)));
        found = tables;
    }
    (found, skipped)
}

fn known_names(table: &Table) -> usize {
    table.columns.iter().filter(|name| dictionary::lookup(name).is_some()).count()
}

fn is_example(sheet: &Sheet) -> bool {
    let name = fold(&sheet.name);
    let by_name = ["入力例", "記入例", "記載例", "作成例", "(例)"].iter().any(|word| name.contains(word)) || name == "例" || name == "見本";
    let first = sheet.rows.first().and_then(|row| row.cells.iter().find(|cell| !cell.is_blank())).map(|cell| fold(&cell.text()));
    by_name || first.is_some_and(|text| text.starts_with("(例)") || text.starts_with("(記入例)") || text.starts_with("(入力例)"))
}

/// The table of one sheet; `None` if no row of it can be a header.
pub fn table(sheet: Sheet) -> Option<Table> {
    let Sheet { name, rows } = sheet;
    let at = header_index(&rows)?;
    let mut rows = rows.into_iter();
    let mut metadata: Vec<(String, String)> = rows.by_ref().take(at).filter_map(|row| metadata_line(&row)).collect();
    let header = rows.next()?;
    let mut data = Vec::new();
    let named: Vec<String> = header.cells.iter().map(|cell| join_name(&cell.text())).collect();
    for row in rows {
        if let Some(line) = metadata_line(&row) {
            metadata.push(line);
        } else if is_filled(&row, &named) && !is_header_again(&row, &named) {
            data.push(row);
        }
    }
    let width = data.iter().chain([&header]).map(filled_width).max().unwrap_or_default();
    let mut notes = Vec::new();
    let mut columns: Vec<String> = Vec::with_capacity(width);
    for column in 0..width {
        let name_given = named.get(column).cloned().unwrap_or_default();
        let has_content = data.iter().any(|row| !row.cell(column).is_blank());
        let column_name = if name_given.is_empty() && has_content { column_letters(column) } else { name_given };
        let doubled = !column_name.is_empty() && columns.iter().any(|other| fold_name(other) == fold_name(&column_name));
        if doubled {
            notes.push(Problem::new(format!("{name}!{}{}", column_letters(column), header.number), "column_doubled").arg(column_name.clone()));
        }
        columns.push(column_name);
    }
    Some(Table { name, header_row: header.number, columns, rows: data, metadata, notes })
}

/// A line about the data: `#license,http://..`.
fn metadata_line(row: &SourceRow) -> Option<(String, String)> {
    let first = row.text(0);
    let name = first.strip_prefix('#')?;
    let plain = name.chars().all(|c| c.is_ascii_alphabetic() || c == '_') && !name.is_empty();
    plain.then(|| (name.to_ascii_lowercase(), row.text(1)))
}

fn header_index(rows: &[SourceRow]) -> Option<usize> {
    let top = rows.get(..rows.len().min(SEARCHED_ROWS)).unwrap_or_default();
    if let Some(at) = top.iter().position(|row| fold(&row.text(0)) == "#property") {
        return Some(at);
    }
    let mut best: Option<(usize, usize)> = None;
    for (at, row) in top.iter().enumerate() {
        let score = if metadata_line(row).is_some() { 0 } else { row.cells.iter().map(name_score).sum() };
        if score >= 4 && best.is_none_or(|(known, _)| score > known) {
            best = Some((score, at));
        }
    }
    best.map(|(_, at)| at).or_else(|| top.iter().position(could_be_header).filter(|at| at + 1 < rows.len()))
}

/// 2 for a known name, 1 for something like one.
fn name_score(cell: &Cell) -> usize {
    let Cell::Text(text) = cell else { return 0 };
    if text.chars().count() > NAME_MAX {
        return 0;
    }
    match (dictionary::lookup(text), dictionary::guess(text)) {
        (Some(_), _) => 2,
        (None, Some(_)) => 1,
        (None, None) => 0,
    }
}

/// Two or more short texts, all different, and nothing but texts.
fn could_be_header(row: &SourceRow) -> bool {
    let mut names: Vec<String> = Vec::new();
    for cell in row.cells.iter().filter(|cell| !cell.is_blank()) {
        let Cell::Text(text) = cell else { return false };
        let name = fold_name(text);
        if text.chars().count() > NAME_MAX || name.chars().all(|c| c.is_ascii_digit()) || names.contains(&name) {
            return false;
        }
        names.push(name);
    }
    names.len() >= 2 && metadata_line(row).is_none()
}

/// A name in one line. Between Japanese words a line break is only a matter of width; between Latin ones it is a space.
fn join_name(text: &str) -> String {
    let mut out = String::new();
    for line in clean(text).lines().map(str::trim) {
        let latin = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric());
        if latin(out.chars().last()) && latin(line.chars().next()) {
            out.push(' ');
        }
        out.push_str(line);
    }
    out
}

/// Whether somebody filled the row in: a running number or help beside the table is not enough.
fn is_filled(row: &SourceRow, names: &[String]) -> bool {
    row.cells.iter().enumerate().any(|(column, cell)| {
        let name = names.get(column).map(|name| fold_name(name)).unwrap_or_default();
        let counts = !matches!(name.as_str(), "#property" | "no" | "番号" | "連番" | "項番" | "通番" | "通し番号") && !name.starts_with('←');
        counts && !cell.is_blank()
    })
}

fn is_header_again(row: &SourceRow, names: &[String]) -> bool {
    let mut filled = 0;
    for (column, cell) in row.cells.iter().enumerate() {
        let text = join_name(&cell.text());
        if text != names.get(column).map_or("", String::as_str) {
            return false;
        }
        filled += usize::from(!text.is_empty());
    }
    filled >= 2
}

fn filled_width(row: &SourceRow) -> usize {
    row.cells.iter().rposition(|cell| !cell.is_blank()).map_or(0, |last| last + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sheet(name: &str, rows: &[&[&str]]) -> Sheet {
        let rows = rows.iter().zip(1..).map(|(cells, number)| {
            let cells = cells.iter().map(|text| if text.is_empty() { Cell::Empty } else { Cell::Text((*text).to_owned()) }).collect();
            SourceRow { number, cells }
        });
        Sheet { name: name.into(), rows: rows.collect() }
    }

    #[test]
    fn metadata_lines_stand_above() {
        let sheet = sheet(
            "a",
            &[
                &["#LINK", ""],
                &["#license", "CC BY"],
                &["#property", "eventName", "startDate"],
                &["#object_type_xsd", "string", "string"],
                &["1", "祭り", "5/16/2020"],
                &["2", "", ""],
            ],
        );
        let table = table(sheet).unwrap();
        assert_eq!((table.header_row, table.rows.len()), (3, 1));
        assert_eq!(table.metadata[1], ("license".into(), "CC BY".into()));
        assert_eq!(table.columns, ["#property", "eventName", "startDate"]);
    }

    #[test]
    fn titles_notes_and_help_are_not_data() {
        let rows: &[&[&str]] = &[
            &["令和8年度 行事予定表", "", "", "", ""],
            &["※変更になることがあります", "", "", "", ""],
            &["行事名", "開催日", "問い合わせ先\n（市の担当課）", "", "←データの項目名を入力"],
            &["祭り", "8月1日", "観光課", "", "←2行目以降にデータを入力"],
            &["行事名", "開催日", "問い合わせ先\n（市の担当課）", "", "←データの項目名を入力"],
            &["市", "8月2日", "商工課", "", ""],
        ];
        let table = table(sheet("a", rows)).unwrap();
        assert_eq!((table.header_row, table.rows.len()), (3, 2));
        assert_eq!(table.columns[2], "問い合わせ先（市の担当課）");
        assert_eq!(table.columns[3], "");
    }

    #[test]
    fn examples_are_skipped() {
        let data: &[&[&str]] = &[&["名称", "住所"], &["公民館", "本町1"]];
        let example: &[&[&str]] = &[&["(例)公共施設一覧", ""], &["名称", "住所"], &["○○公民館", "××町"]];
        let (found, skipped) =
            tables(vec![sheet("Sheet0", data), sheet("入力例", data), sheet("x", example), sheet("コード", &[&["甲", "乙"], &["1", "2"]])]);
        assert_eq!(found.iter().map(|table| table.name.as_str()).collect::<Vec<_>>(), ["Sheet0"]);
        assert_eq!(
            skipped.iter().map(|problem| problem.code.as_str()).collect::<Vec<_>>(),
            ["sheet_is_example", "sheet_is_example", "sheet_without_header"]
        );
    }

    #[test]
    fn an_unknown_table_still_has_a_header() {
        let found = table(sheet("a", &[&["みだし", "", ""], &["甲", "乙", ""], &["1", "2", "3"]])).unwrap();
        assert_eq!((found.header_row, found.columns.len()), (2, 3));
        assert_eq!(found.columns[2], "C");
        assert!(table(sheet("a", &[&["一つだけ"]])).is_none());
    }
}
