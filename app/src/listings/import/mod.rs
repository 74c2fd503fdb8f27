//! The importer: tables and calendars of cities become listings. Pure: files are decoded by the server, the clock and the ids come in.
//!
//! The way of a file: decoded rows ([`Sheet`]) → [`header::tables`] finds the header ([`Table`]) → [`detect::detect`] says what each
//! column is ([`columns::Column`], a [`profile::Profile`] that staff confirm and the site keeps) → [`read_row::read_table`] makes a
//! [`ReadListing`] of each row → [`plan::plan`] compares them with what the site has → staff look at the plan ([`report`]) and apply it.
//! A calendar file goes through [`ical`] and [`read_vevent`] instead.
//!
//! Invariants: nothing is dropped (what has no field of its own, or could not be read, is kept in [`Listing::unread`], and
//! whatever could not be read is also a [`Problem`] with its cell); nothing is invented (a field is set only from words of the
//! source); reading the same file again gives the same keys and listings.
//! Sources: 推奨データセット and 自治体標準オープンデータセット (イベント一覧, 公共施設一覧), GIF コアデータモデル, the open data of 高松市, 焼津市 and
//! 神戸市, the exports of the Shirasagi CMS, 内閣府 NPO法人 register, RFC 5545.

pub mod columns;
pub mod detect;
pub mod dictionary;
pub mod duplicates;
mod fit;
pub mod header;
pub mod ical;
pub mod kept;
pub mod own;
pub mod plan;
pub mod profile;
pub mod read_contact;
pub mod read_money;
pub mod read_people;
pub mod read_place;
pub mod read_row;
pub mod read_text;
pub mod read_time;
pub mod read_vevent;
pub mod report;
mod series;
pub mod shift;
mod split;
pub mod text;
pub mod zones;

use super::listing::Listing;
use super::{Kind, State};
use chrono::{NaiveDate, NaiveDateTime, NaiveTime, Timelike};
use engawa_core::Problem;

/// One cell, typed as the file has it: a CSV file knows only texts, a workbook more.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Cell {
    /// Nothing.
    #[default]
    Empty,
    /// A text, also one that looks like a number.
    Text(String),
    /// A number.
    Number(f64),
    /// Yes or no.
    Bool(bool),
    /// A day.
    Date(NaiveDate),
    /// A day with an hour.
    DateTime(NaiveDateTime),
    /// An hour of the day, or a duration below a day.
    Time(NaiveTime),
    /// A formula and the value that the program which saved the file had computed. It is never computed here.
    Formula {
        /// With its `=`.
        text: String,
        /// [`Cell::Empty`] if the file holds none.
        value: Box<Cell>,
    },
}

impl Cell {
    /// The text that a person sees in the cell, cleaned.
    pub fn text(&self) -> String {
        match self {
            Self::Empty => String::new(),
            Self::Text(text) => text::clean(text),
            Self::Number(number) => format!("{number}"),
            Self::Bool(true) => "TRUE".to_owned(),
            Self::Bool(false) => "FALSE".to_owned(),
            Self::Date(date) => date.to_string(),
            Self::DateTime(at) if at.time() == NaiveTime::MIN => at.date().to_string(),
            Self::DateTime(at) => format!("{} {}", at.date(), hour_text(at.time())),
            Self::Time(time) => hour_text(*time),
            Self::Formula { text, value } => match value.as_ref() {
                Self::Empty => text::clean(text),
                value => value.text(),
            },
        }
    }

    /// Whether a person sees nothing in it.
    pub fn is_blank(&self) -> bool {
        match self {
            Self::Empty => true,
            Self::Text(text) => text::clean(text).is_empty(),
            _ => false,
        }
    }
}

fn hour_text(time: NaiveTime) -> String {
    format!("{}:{:02}", time.hour(), time.minute())
}

/// One row of a file.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SourceRow {
    /// As a spreadsheet counts: from 1, empty rows included; a CSV record with line breaks in its cells is one row.
    pub number: u32,
    /// From the first column on.
    pub cells: Vec<Cell>,
}

static EMPTY: Cell = Cell::Empty;

impl SourceRow {
    /// A cell; empty beyond the end.
    pub fn cell(&self, column: usize) -> &Cell {
        self.cells.get(column).unwrap_or(&EMPTY)
    }

    /// The text of a cell.
    pub fn text(&self, column: usize) -> String {
        self.cell(column).text()
    }
}

/// A sheet of a workbook or a whole CSV file, as decoded.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Sheet {
    /// Its name; for CSV that of the file.
    pub name: String,
    /// All rows that are not empty.
    pub rows: Vec<SourceRow>,
}

/// A sheet whose header was found.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Table {
    /// Name of the sheet or file.
    pub name: String,
    /// Number of the header row.
    pub header_row: u32,
    /// Names of the columns, in one line each; an unnamed column with content has its letter as name.
    pub columns: Vec<String>,
    /// Rows below the header that have content.
    pub rows: Vec<SourceRow>,
    /// Lines about the data (`#license,..`): name without `#`, value.
    pub metadata: Vec<(String, String)>,
    /// What was found on the way: skipped sheets, doubled names.
    pub notes: Vec<Problem>,
}

impl Table {
    /// The place of a cell: `Sheet1!C12`.
    pub fn place(&self, column: usize, row: u32) -> String {
        format!("{}!{}{row}", self.name, column_letters(column))
    }
}

/// Letters of a column, counted from 0: `A`, `Z`, `AA`.
pub fn column_letters(column: usize) -> String {
    let mut letters = Vec::new();
    let mut rest = column;
    loop {
        letters.push(char::from(b'A' + u8::try_from(rest % 26).unwrap_or_default()));
        if rest < 26 {
            break;
        }
        rest = rest / 26 - 1;
    }
    letters.iter().rev().collect()
}

/// What the importer is told about a file.
#[derive(Clone, Debug, PartialEq)]
pub struct ImportContext {
    /// What the rows are.
    pub kind: Kind,
    /// Name of the file, kept in [`super::listing::Source::file`].
    pub file: String,
    /// Publisher of the data; with the key of a row it is the row's identity.
    pub source_name: String,
    /// Page of the data set.
    pub source_url: String,
    /// Licence of the data.
    pub licence: String,
    /// The day on which the data were published or, if nobody knows, today: dates without a year are read near it.
    pub reference: NaiveDate,
    /// The state of what is imported, where the rows do not say it.
    pub state: State,
    /// 確認日 of what is imported.
    pub confirmed_on: Option<NaiveDate>,
}

/// A row or calendar entry, read. The listing has no id yet: [`plan::plan`] gives it.
#[derive(Clone, Debug, PartialEq)]
pub struct ReadListing {
    /// Stable identity within the source.
    pub key: String,
    /// What was read.
    pub listing: Listing,
    /// What was wrong, by cell.
    pub problems: Vec<Problem>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_have_letters() {
        assert_eq!([0, 25, 26, 51, 52, 701, 702].map(column_letters), ["A", "Z", "AA", "AZ", "BA", "ZZ", "AAA"]);
    }

    #[test]
    fn cells_show_what_people_see() {
        let date: NaiveDate = "2024-07-13".parse().unwrap();
        assert_eq!(Cell::Number(2020.0).text(), "2020");
        assert_eq!(Cell::Number(34.199_493_977_896_3).text(), "34.1994939778963");
        assert_eq!(Cell::Time(NaiveTime::from_hms_opt(9, 5, 0).unwrap()).text(), "9:05");
        assert_eq!(Cell::DateTime(date.and_time(NaiveTime::MIN)).text(), "2024-07-13");
        assert_eq!(Cell::Text(" a\r\nb\u{0} ".into()).text(), "a\nb");
        let formula = |value| Cell::Formula { text: "=A1".into(), value: Box::new(value) };
        assert_eq!(formula(Cell::Empty).text(), "=A1");
        assert_eq!(formula(Cell::Number(3.0)).text(), "3");
        assert!(Cell::Text("\u{FEFF} ".into()).is_blank());
    }
}
