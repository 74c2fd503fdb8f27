//! Reads workbooks (.xlsx): every visible sheet, with dates, times and formulas as what they are.
//!
//! Cells are read one by one, so that a sheet that claims a million columns costs nothing; formulas are never computed.

use super::{ImportError, Limits, zip_check};
use calamine::{DataRef, Reader, SheetType, SheetVisible, Xlsx, XlsxError, XlsxFormulaMetadata};
use chrono::{NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, Timelike};
use engawa_app::listings::import::{Cell, Sheet, SourceRow, column_letters};
use std::collections::BTreeMap;
use std::io::Cursor;
use std::panic::{AssertUnwindSafe, catch_unwind};

/// The most rows that a merged cell spreads over.
const MERGED_ROWS: u32 = 1_000;

/// The cells of a sheet by row and column, both from 0.
type Grid = BTreeMap<u32, BTreeMap<u32, Cell>>;

/// Reads all visible sheets.
pub fn read(name: &str, bytes: &[u8], limits: Limits) -> Result<Vec<Sheet>, ImportError> {
    zip_check::check(name, bytes, limits)?;
    // The parser is not ours: should it panic on some damage, this file is broken and nothing else.
    catch_unwind(AssertUnwindSafe(|| sheets(name, bytes, limits))).unwrap_or_else(|_| Err(broken(name, "the parser gave up")))
}

fn broken(place: &str, detail: impl ToString) -> ImportError {
    ImportError::Broken { place: place.to_owned(), detail: detail.to_string() }
}

fn sheets(name: &str, bytes: &[u8], limits: Limits) -> Result<Vec<Sheet>, ImportError> {
    let mut book: Xlsx<Cursor<&[u8]>> = match Xlsx::new(Cursor::new(bytes)) {
        Ok(book) => book,
        Err(XlsxError::Password) => return Err(ImportError::Unsupported(name.to_owned())),
        Err(error) => return Err(broken(name, error)),
    };
    let names: Vec<String> = book
        .sheets_metadata()
        .iter()
        .filter(|sheet| sheet.typ == SheetType::WorkSheet && sheet.visible == SheetVisible::Visible)
        .map(|sheet| sheet.name.clone())
        .collect();
    let mut found = Vec::new();
    let mut rows_left = limits.rows;
    for sheet in names {
        let mut grid = match grid(&mut book, &sheet, limits) {
            Ok(Some(grid)) => grid,
            Ok(None) => continue,
            Err(error) => return Err(error),
        };
        if grid.len() > rows_left {
            return Err(ImportError::TooManyRows { place: sheet, limit: limits.rows });
        }
        rows_left -= grid.len();
        if let Ok(merged) = book.merge_cells_by_sheet_name(&sheet) {
            for region in merged {
                spread(&mut grid, region.start, region.end);
            }
        }
        found.push(Sheet { name: sheet, rows: rows(grid) });
    }
    Ok(found)
}

/// The filled cells of a sheet; `None` if it is no table (a chart).
fn grid(book: &mut Xlsx<Cursor<&[u8]>>, sheet: &str, limits: Limits) -> Result<Option<Grid>, ImportError> {
    let mut reader = match book.worksheet_cells_reader(sheet) {
        Ok(reader) => reader,
        Err(XlsxError::NotAWorksheet(_)) => return Ok(None),
        Err(error) => return Err(broken(sheet, error)),
    };
    let mut grid = Grid::new();
    // Not the convenience reader, which expands shared formulas and believes their numbers.
    while let Some(record) = reader.next_cell_with_formula_metadata().map_err(|error| broken(sheet, error))? {
        let (row, column) = record.pos;
        let value = cell(record.value);
        let value = match record.formula {
            Some(formula) => Cell::Formula { text: formula_text(formula), value: Box::new(value) },
            None => value,
        };
        if value.is_blank() {
            continue;
        }
        if usize::try_from(column).map_or(true, |column| column >= limits.columns) {
            let place = format!("{sheet}!{}{}", column_letters(usize::try_from(column).unwrap_or_default()), row.saturating_add(1));
            return Err(ImportError::TooManyColumns { place, limit: limits.columns });
        }
        if grid.len() >= limits.rows && !grid.contains_key(&row) {
            return Err(ImportError::TooManyRows { place: format!("{sheet}!{}", row.saturating_add(1)), limit: limits.rows });
        }
        grid.entry(row).or_default().insert(column, value);
    }
    Ok(Some(grid))
}

fn formula_text(formula: XlsxFormulaMetadata) -> String {
    match formula {
        XlsxFormulaMetadata::Normal { formula } | XlsxFormulaMetadata::Shared { formula, .. } => format!("={formula}"),
        _ => "=".to_owned(),
    }
}

fn cell(value: DataRef<'_>) -> Cell {
    match value {
        DataRef::Empty => Cell::Empty,
        DataRef::String(text) | DataRef::DurationIso(text) => Cell::Text(text),
        DataRef::SharedString(text) => Cell::Text(text.to_owned()),
        DataRef::Int(number) => i32::try_from(number).map_or_else(|_| Cell::Text(number.to_string()), |number| Cell::Number(f64::from(number))),
        DataRef::Float(number) => Cell::Number(number),
        DataRef::Bool(value) => Cell::Bool(value),
        DataRef::DateTime(stamp) => {
            let serial = stamp.as_f64();
            let Some(at) = stamp.as_datetime().map(to_second) else { return Cell::Number(serial) };
            if stamp.is_duration() && serial >= 1.0 {
                // 25:30 as a length of time, not a time of day.
                let Some(length) = stamp.as_duration() else { return Cell::Number(serial) };
                return Cell::Text(format!("{}:{:02}", length.num_hours(), length.num_minutes() % 60));
            }
            match at.time() {
                time if (0.0..1.0).contains(&serial) => Cell::Time(time),
                NaiveTime::MIN => Cell::Date(at.date()),
                _ => Cell::DateTime(at),
            }
        }
        DataRef::DateTimeIso(text) => iso(text),
        DataRef::Error(error) => Cell::Text(error.to_string()),
    }
}

/// Spreadsheets keep times as fractions of a day: 10:30 comes out some microseconds off.
fn to_second(at: NaiveDateTime) -> NaiveDateTime {
    let rounded = at.checked_add_signed(TimeDelta::milliseconds(500)).unwrap_or(at);
    rounded.with_nanosecond(0).unwrap_or(rounded)
}

fn iso(text: String) -> Cell {
    if let Ok(at) = text.parse::<NaiveDateTime>() {
        Cell::DateTime(at)
    } else if let Ok(date) = text.parse::<NaiveDate>() {
        Cell::Date(date)
    } else if let Ok(time) = text.parse::<NaiveTime>() {
        Cell::Time(time)
    } else {
        Cell::Text(text)
    }
}

/// A cell merged downwards means the same in each of its rows. One that is merged sideways is a heading and stays one cell.
fn spread(grid: &mut Grid, start: (u32, u32), end: (u32, u32)) {
    if start.1 != end.1 || end.0 <= start.0 || end.0 - start.0 > MERGED_ROWS {
        return;
    }
    let Some(value) = grid.get(&start.0).and_then(|row| row.get(&start.1)).cloned() else { return };
    for row in start.0 + 1..=end.0 {
        // A row with nothing of its own stays empty.
        if let Some(cells) = grid.get_mut(&row) {
            cells.entry(start.1).or_insert_with(|| value.clone());
        }
    }
}

fn rows(grid: Grid) -> Vec<SourceRow> {
    let rows = grid.into_iter().map(|(row, cells)| {
        let width = cells.keys().next_back().and_then(|last| usize::try_from(*last).ok()).map_or(0, |last| last + 1);
        let mut line = vec![Cell::Empty; width];
        for (column, cell) in cells {
            if let Some(slot) = usize::try_from(column).ok().and_then(|column| line.get_mut(column)) {
                *slot = cell;
            }
        }
        SourceRow { number: row.saturating_add(1), cells: line }
    });
    rows.collect()
}
