//! Submissions as files for spreadsheets: `.xlsx` with a sheet for each repeat, `.csv` of one table.
//!
//! Invariant: no cell is taken for a formula: `.xlsx` cells are typed as texts or numbers, `.csv` cells get an apostrophe.

use super::sql;
use super::store::{StoredForm, definitions};
use crate::db::{Db, DbError, DbResult};
use crate::params;
use engawa_app::forms::SubmissionState;
use engawa_app::forms::outline::language_index;
use engawa_app::forms::table::{Entry, Table, tables};
use engawa_app::listings::import::report::csv_line;
use engawa_app::messages::forms as words;
use engawa_app::messages::forms::desk as m;
use engawa_core::Lang;
use engawa_core::form::Definition;
use engawa_core::form::running::Branch;
use engawa_core::time::jst_datetime;
use rust_xlsxwriter::{Format, Workbook, XlsxError};
use std::collections::BTreeSet;

/// Submissions of one file at most; the rest comes by state.
pub const MOST: usize = 50_000;
/// Submissions that are read at once.
const PAGE: i64 = 500;
/// The most characters that a cell holds (Excel's own limit).
const CELL_MAX: usize = 32_767;

/// The submissions of a form as tables, oldest first.
pub async fn of_form(db: &Db, form: &StoredForm, state: Option<SubmissionState>, lang: Lang) -> DbResult<Vec<Table>> {
    type Row = (String, String, String, String, String, String, i64, String, String, String);
    let mut entries: Vec<(Vec<String>, Branch)> = Vec::new();
    let (mut after, mut last) = (i64::MIN, String::new());
    loop {
        let params = params![&form.id, state.map_or("", SubmissionState::code), after, &last, PAGE];
        let rows = db.all::<Row>(sql::EXPORT, params).await?;
        let is_end = rows.len() < usize::try_from(PAGE).unwrap_or(0);
        for (id, version, state, receipt_no, provenance, assignee, received_at, content, paper_id, received_on) in rows {
            let content = serde_json::from_str(&content).map_err(|why| DbError::inconsistent(format!("submission {id}.content"), why))?;
            let state = SubmissionState::parse(&state).map_or(state, |state| words::state(state).text(lang).to_owned());
            let from = engawa_app::forms::Provenance::parse(&provenance).map_or(provenance, |it| words::provenance(it).text(lang).to_owned());
            let received = jst_datetime(received_at).format("%Y-%m-%d %H:%M").to_string();
            entries.push((vec![receipt_no, received, state, assignee, from, version, paper_id, received_on], content));
            (after, last) = (received_at, id);
        }
        if is_end || entries.len() >= MOST {
            break;
        }
    }
    let versions = definitions(db, &form.id).await?;
    let (title, facts) = (form.title.clone(), fact_names(lang));
    let work = tokio::task::spawn_blocking(move || {
        let versions: Vec<&Definition> = versions.iter().collect();
        let language = versions.first().map_or(0, |definition| language_index(definition, lang));
        let entries: Vec<Entry<'_>> = entries.iter().map(|(facts, content)| Entry { facts: facts.clone(), content }).collect();
        tables(&title, &facts, &versions, &entries, language)
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
    let bold = Format::new().set_bold();
    let mut taken = BTreeSet::new();
    for table in tables {
        let sheet = book.add_worksheet();
        sheet.set_name(sheet_name(&table.name, &mut taken))?;
        for (column, head) in (0_u16..).zip(&table.columns) {
            sheet.write_string_with_format(0, column, cut(&head.label), &bold)?;
        }
        for (row, cells) in (1_u32..).zip(&table.rows) {
            for ((column, head), cell) in (0_u16..).zip(&table.columns).zip(cells) {
                match cell.parse::<f64>() {
                    _ if cell.is_empty() => {}
                    Ok(number) if head.is_number && number.is_finite() => {
                        sheet.write_number(row, column, number)?;
                    }
                    _ => {
                        sheet.write_string(row, column, cut(cell))?;
                    }
                }
            }
        }
        sheet.set_freeze_panes(1, 0)?;
    }
    book.save_to_buffer()
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
    use engawa_app::forms::table::Column;

    fn table(name: &str, cells: &[&str]) -> Table {
        let columns = vec![Column::new("n", "n", true), Column::new("t", "=t", false)];
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
}
