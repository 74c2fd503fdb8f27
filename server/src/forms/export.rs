//! Submissions as files for spreadsheets: `.xlsx` with a sheet for each repeat, `.csv` of one table.
//!
//! Invariants: no cell is taken for a formula: `.xlsx` cells are typed as texts, numbers or days, `.csv` cells get an apostrophe; what could not
//! be shown again as it was written stays a text. Opened with `LibreOffice` Calc 7.4: what was wrong there (columns too narrow to read, days and
//! computed sums as texts that cannot be added up) is what the tests hold.

use super::sql;
use super::store::{StoredForm, definitions};
use crate::db::{Db, DbError, DbResult};
use crate::params;
use chrono::{NaiveDate, NaiveDateTime};
use engawa_app::forms::outline::language_index;
use engawa_app::forms::table::{Column, EXPORT_MAX, Entry, Kind, Table, tables};
use engawa_app::forms::{Provenance, SubmissionState};
use engawa_app::listings::import::report::csv_line;
use engawa_app::messages::forms as words;
use engawa_app::messages::forms::desk as m;
use engawa_core::Lang;
use engawa_core::form::Definition;
use engawa_core::form::running::Branch;
use engawa_core::time::jst_datetime;
use rust_xlsxwriter::{ExcelDateTime, Format, Workbook, Worksheet, XlsxError};
use std::collections::BTreeSet;

/// Submissions that are read at once.
const PAGE: i64 = 500;
/// The most characters that a cell holds (Excel's own limit).
const CELL_MAX: usize = 32_767;
/// The facts that are moments and days, by their place in [`fact_names`].
const DAYS: [usize; 2] = [1, 7];
/// How broad columns are, in letters: at least, at most for the sake of a heading, and at most.
const BREADTHS: [usize; 3] = [6, 24, 48];
/// So many rows say how broad their columns are.
const MEASURED: usize = 200;
/// The most digits of a number that a spreadsheet keeps as they are.
const EXACT_MAX: usize = 15;
/// The most digits of a number that a spreadsheet shows as they are.
const DIGITS_MAX: usize = 11;

/// The submissions of a form as tables, oldest first.
pub async fn of_form(db: &Db, form: &StoredForm, state: Option<SubmissionState>, lang: Lang) -> DbResult<Vec<Table>> {
    type Row = (String, String, String, String, String, String, String, i64, String, String, String);
    let mut entries: Vec<(Vec<String>, Branch)> = Vec::new();
    let (mut after, mut last) = (i64::MIN, String::new());
    loop {
        let params = params![&form.id, state.map_or("", SubmissionState::code), after, &last, PAGE];
        let rows = db.all::<Row>(sql::EXPORT, params).await?;
        let is_end = rows.len() < usize::try_from(PAGE).unwrap_or(0);
        for (id, version, state, receipt_no, provenance, sender, assignee, received_at, content, paper_id, received_on) in rows {
            let content = serde_json::from_str(&content).map_err(|why| DbError::inconsistent(format!("submission {id}.content"), why))?;
            let state = SubmissionState::parse(&state).map_or(state, |state| words::state(state).text(lang).to_owned());
            let from = Provenance::stored(&provenance, &sender).map_or(provenance, |it| words::provenance(it).text(lang).to_owned());
            let received = jst_datetime(received_at).format("%Y-%m-%d %H:%M").to_string();
            entries.push((vec![receipt_no, received, state, assignee, from, version, paper_id, received_on], content));
            (after, last) = (received_at, id);
        }
        if is_end || entries.len() >= EXPORT_MAX {
            break;
        }
    }
    let versions = definitions(db, &form.id).await?;
    let (title, facts) = (form.title.clone(), fact_names(lang));
    let work = tokio::task::spawn_blocking(move || {
        let versions: Vec<&Definition> = versions.iter().collect();
        let language = versions.first().map_or(0, |definition| language_index(definition, lang));
        let entries: Vec<Entry<'_>> = entries.iter().map(|(facts, content)| Entry { facts: facts.clone(), content }).collect();
        let mut tables = tables(&title, &facts, &versions, &entries, language);
        for (_, column) in tables.iter_mut().take(1).flat_map(|table| table.columns.iter_mut().enumerate()).filter(|(at, _)| DAYS.contains(at)) {
            column.kind = Kind::Day;
        }
        tables
    });
    work.await.map_err(|why| DbError::inconsistent("export", why))
}

fn fact_names(lang: Lang) -> Vec<String> {
    let names = [words::RECEIPT_NO, m::RECEIVED, m::STATE, m::ASSIGNEE, m::PROVENANCE, m::VERSION, m::PAPER_ID, m::RECEIVED_ON];
    names.map(|name| name.text(lang).to_owned()).to_vec()
}

/// One table as CSV (RFC 4180) with a byte order mark, so that spreadsheets show Japanese.
pub fn csv(table: &Table) -> String {
    let mut out = "\u{feff}".to_owned();
    let header: Vec<String> = table.columns.iter().map(|column| column.label.clone()).collect();
    out.push_str(&csv_line(&header));
    for row in &table.rows {
        out.push_str(&csv_line(row));
    }
    out
}

/// All tables as one workbook.
///
/// # Errors
/// More rows or columns than a sheet holds.
pub fn xlsx(tables: &[Table]) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    let head_format = Format::new().set_bold().set_text_wrap();
    let formats = Formats { day: Format::new().set_num_format("yyyy-mm-dd"), moment: Format::new().set_num_format("yyyy-mm-dd hh:mm") };
    let mut taken = BTreeSet::new();
    for table in tables {
        let sheet = book.add_worksheet();
        sheet.set_name(sheet_name(&table.name, &mut taken))?;
        for (column, head) in (0_u16..).zip(&table.columns) {
            sheet.write_string_with_format(0, column, cut(&head.label), &head_format)?;
            let cells = table.rows.iter().take(MEASURED).filter_map(|row| row.get(usize::from(column)));
            sheet.set_column_width(column, breadth(&head.label, cells))?;
        }
        for (row, cells) in (1_u32..).zip(&table.rows) {
            for ((column, head), cell) in (0_u16..).zip(&table.columns).zip(cells) {
                formats.write(sheet, (row, column), head, cell)?;
            }
        }
        sheet.set_freeze_panes(1, 0)?;
        sheet.set_landscape();
    }
    book.save_to_buffer()
}

/// How days are shown.
struct Formats {
    day: Format,
    moment: Format,
}

impl Formats {
    fn write(&self, sheet: &mut Worksheet, (row, column): (u32, u16), head: &Column, cell: &str) -> Result<(), XlsxError> {
        if cell.is_empty() {
            return Ok(());
        }
        if let Some(number) = number(head, cell) {
            sheet.write_number(row, column, number)?;
        } else if let Some(day) = Some(cell).filter(|_| head.kind == Kind::Day).and_then(day) {
            let format = if cell.contains(':') { &self.moment } else { &self.day };
            sheet.write_datetime_with_format(row, column, day, format)?;
        } else {
            sheet.write_string(row, column, cut(cell))?;
        }
        Ok(())
    }
}

/// A cell as a number, if it is one. What a form computed may be a code as well: only what looks the same as a number is one.
fn number(head: &Column, cell: &str) -> Option<f64> {
    let number = cell.parse::<f64>().ok().filter(|number| number.is_finite())?;
    let is_number = match head.kind {
        Kind::Number => cell.len() <= EXACT_MAX || number.to_string() == cell,
        Kind::Computed => cell.len() <= DIGITS_MAX && number.to_string() == cell,
        Kind::Text | Kind::Day => false,
    };
    is_number.then_some(number)
}

/// A cell as a day or a moment, if it is one that spreadsheets know: theirs begin in 1900.
fn day(cell: &str) -> Option<ExcelDateTime> {
    let is_day = NaiveDate::parse_from_str(cell, "%Y-%m-%d").is_ok() || NaiveDateTime::parse_from_str(cell, "%Y-%m-%d %H:%M").is_ok();
    if is_day { ExcelDateTime::parse_from_str(cell).ok() } else { None }
}

/// How broad a column is, so that most of its cells can be read; long ones are cut on the screen, not in the file.
fn breadth<'a>(head: &str, cells: impl Iterator<Item = &'a String>) -> u32 {
    let [least, head_most, most] = BREADTHS;
    // Letters of Japanese are twice as broad as others.
    let letters = |text: &str| text.chars().take(most).map(|c| if c.is_ascii() { 1 } else { 2 }).sum::<usize>();
    let broadest = cells.map(|cell| letters(cell)).max().unwrap_or(0);
    u32::try_from(broadest.max(letters(head).min(head_most)).clamp(least, most) + 2).unwrap_or(u32::MAX)
}

fn cut(text: &str) -> String {
    text.chars().take(CELL_MAX).collect()
}

/// A name that a sheet can have: at most 31 characters, none of `[]:*?/\`, no two alike.
fn sheet_name(name: &str, taken: &mut BTreeSet<String>) -> String {
    let fits = |c: &char| !matches!(c, '[' | ']' | ':' | '*' | '?' | '/' | '\\' | '\'') && !c.is_control();
    let base: String = name.chars().filter(fits).take(26).collect();
    let base = if base.trim().is_empty() { "Sheet".to_owned() } else { base.trim().to_owned() };
    let mut name = base.clone();
    let mut number = 2;
    while !taken.insert(name.to_lowercase()) {
        name = format!("{base} {number}");
        number += 1;
    }
    name
}

#[cfg(test)]
mod tests {
    use super::*;
    use calamine::Reader as _;

    fn table(name: &str, cells: &[&str]) -> Table {
        let columns = vec![Column::new("n", "n", Kind::Number), Column::new("t", "=t", Kind::Text)];
        let row = cells.iter().map(|cell| (*cell).to_owned()).collect();
        Table { path: String::new(), name: name.into(), columns, rows: vec![row] }
    }

    #[test]
    fn cells_are_never_formulas() {
        let tables = [table("経費[1]", &["12", "=HYPERLINK(\"x\")"]), table("経費1", &["nan", "+1+1"])];
        assert_eq!(csv(&tables[0]), "\u{feff}n,'=t\r\n12,\"'=HYPERLINK(\"\"x\"\")\"\r\n");
        let bytes = xlsx(&tables).unwrap();
        let mut book: calamine::Xlsx<_> = calamine::Xlsx::new(std::io::Cursor::new(bytes)).unwrap();
        assert_eq!(book.sheet_names(), ["経費1", "経費1 2"]);
        let range = book.worksheet_range("経費1").unwrap();
        assert_eq!(range.get_value((1, 0)), Some(&calamine::Data::Float(12.0)));
        assert_eq!(range.get_value((1, 1)), Some(&calamine::Data::String("=HYPERLINK(\"x\")".into())));
        let formulas = book.worksheet_formula("経費1").unwrap();
        assert!(formulas.used_cells().next().is_none());
        let second = book.worksheet_range("経費1 2").unwrap();
        assert_eq!(second.get_value((1, 0)), Some(&calamine::Data::String("nan".into())));
    }

    #[test]
    fn cells_are_of_the_type_that_they_look_like() {
        let columns = [Kind::Number, Kind::Computed, Kind::Day, Kind::Text].map(|kind| Column::new("", "c", kind)).to_vec();
        let rows = [
            ["5", "80000", "2026-11-20", "80000"],
            ["2.50", "007", "2026-12-01 03:26", "2026-11-20"],
            ["x", "12345678901234", "1868-01-01", ""],
            ["12345678901234567.89", "", "", ""],
        ];
        let rows = rows.map(|row| row.map(str::to_owned).to_vec()).to_vec();
        let bytes = xlsx(&[Table { path: String::new(), name: "T".into(), columns, rows }]).unwrap();
        let mut book: calamine::Xlsx<_> = calamine::Xlsx::new(std::io::Cursor::new(bytes)).unwrap();
        let range = book.worksheet_range("T").unwrap();
        let kind = |row: u32, column: u32| match range.get_value((row, column)) {
            Some(calamine::Data::Float(number)) => format!("number {number}"),
            Some(calamine::Data::DateTime(day)) => format!("day {:.3}", day.as_f64()),
            Some(calamine::Data::String(text)) => format!("text {text}"),
            other => format!("{other:?}"),
        };
        let kinds = |row: u32| [0, 1, 2, 3].map(|column| kind(row, column));
        assert_eq!(kinds(1), ["number 5", "number 80000", "day 46346.000", "text 80000"]);
        assert_eq!(kinds(2), ["number 2.5", "text 007", "day 46357.143", "text 2026-11-20"]);
        assert_eq!(kinds(3)[..3], ["text x", "text 12345678901234", "text 1868-01-01"]);
        assert_eq!(kind(4, 0), "text 12345678901234567.89", "as a number it would be another one");
    }

    #[test]
    fn columns_are_as_broad_as_what_stands_in_them() {
        let long = "長".repeat(100);
        let columns = [
            ("n", "5", 8),
            ("受付番号", "DXAQ-PS2E", 11),
            ("氏名", "見本 花子（架空）", 19),
            ("とても長い質問の言葉がここに", "1", 26),
            ("n", long.as_str(), 50),
        ];
        for (head, cell, expected) in columns {
            assert_eq!(breadth(head, [cell.to_owned()].iter()), expected, "{head} {cell}");
        }
    }
}
