//! Decodes files for the importer: CSV in the encodings of Japan, workbooks, calendars. What the rows mean is decided in
//! `engawa_app::listings::import`; here are only bytes, limits and what can be wrong with them.
//!
//! Invariants: memory and time are bounded by [`Limits`] whatever the bytes say (sizes that a file states about itself are not
//! believed); a damaged file is an [`ImportError`] with a place, never a panic and never half an import.

pub mod csv_file;
pub mod encoding;
pub mod ics_file;
pub mod xlsx_file;
pub mod zip_check;

use engawa_app::listings::import::profile::Profile;
use engawa_app::listings::import::{ImportContext, ReadListing, Sheet, Table, detect, header, read_row, read_vevent};
use engawa_core::Problem;
use engawa_core::time::{DAY_MS, Millis};
use thiserror::Error;

/// A file that nobody decided about is forgotten after a day.
pub const UPLOAD_KEPT_MS: Millis = DAY_MS;

/// How much of a file is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of the file.
    pub bytes: usize,
    /// Rows of a table, or events of a calendar.
    pub rows: usize,
    /// Columns of a table.
    pub columns: usize,
    /// Bytes of a workbook after unpacking.
    pub unpacked: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self { bytes: 20 * 1024 * 1024, rows: 100_000, columns: 500, unpacked: 150 * 1024 * 1024 }
    }
}

/// Why a file could not be read at all.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum ImportError {
    /// More than [`Limits::bytes`], or more than [`Limits::unpacked`] after unpacking.
    #[error("larger than {0} bytes")]
    TooLarge(usize),
    /// More than [`Limits::rows`].
    #[error("{place}: more than {limit} rows")]
    TooManyRows {
        /// File or sheet.
        place: String,
        /// The limit.
        limit: usize,
    },
    /// A row has more than [`Limits::columns`].
    #[error("{place}: more than {limit} columns")]
    TooManyColumns {
        /// Line or cell.
        place: String,
        /// The limit.
        limit: usize,
    },
    /// No known encoding fits.
    #[error("{place}: unknown encoding")]
    UnknownEncoding {
        /// The first line that does not fit.
        place: String,
    },
    /// A quotation mark is never closed.
    #[error("{place}: a quotation mark is not closed")]
    OpenQuote {
        /// The line on which it opens.
        place: String,
    },
    /// The file is damaged.
    #[error("{place}: damaged: {detail}")]
    Broken {
        /// File or part of it.
        place: String,
        /// For the log.
        detail: String,
    },
    /// Not a table or calendar that can be read.
    #[error("{0}: not a supported kind of file")]
    Unsupported(String),
    /// There is nothing in it.
    #[error("{0}: empty")]
    Empty(String),
}

impl ImportError {
    /// The problem for staff: its code has a sentence in the message tables.
    pub fn problem(&self) -> Problem {
        match self {
            Self::TooLarge(bytes) => Problem::new("", "too_large").arg(format!("{} MB", bytes / (1024 * 1024))),
            Self::TooManyRows { place, limit } => Problem::new(place, "too_many_rows").arg(limit.to_string()),
            Self::TooManyColumns { place, limit } => Problem::new(place, "too_many_columns").arg(limit.to_string()),
            Self::UnknownEncoding { place } => Problem::new(place, "unknown_encoding"),
            Self::OpenQuote { place } => Problem::new(place, "open_quote"),
            Self::Broken { place, .. } => Problem::new(place, "broken_file"),
            Self::Unsupported(place) => Problem::new(place, "unsupported_file"),
            Self::Empty(place) => Problem::new(place, "file_empty"),
        }
    }
}

/// What a file holds.
#[derive(Clone, Debug, PartialEq)]
pub enum Content {
    /// Tables, and the sheets that were skipped with the reason.
    Tables(Vec<Table>, Vec<Problem>),
    /// The text of a calendar file.
    Calendar(String),
}

/// Decodes a file. What it is, its first bytes say; `name` only names it in messages.
pub fn read_file(name: &str, bytes: &[u8], limits: Limits) -> Result<Content, ImportError> {
    if bytes.len() > limits.bytes {
        return Err(ImportError::TooLarge(limits.bytes));
    }
    if bytes.iter().all(u8::is_ascii_whitespace) {
        return Err(ImportError::Empty(name.to_owned()));
    }
    let lower = name.to_ascii_lowercase();
    let sheets: Vec<Sheet> = if bytes.starts_with(b"PK\x03\x04") {
        xlsx_file::read(name, bytes, limits)?
    } else if is_foreign(bytes) {
        return Err(ImportError::Unsupported(name.to_owned()));
    } else if [".xlsx", ".xlsm"].iter().any(|end| lower.ends_with(end)) {
        return Err(ImportError::Broken { place: name.to_owned(), detail: "not a zip archive".to_owned() });
    } else if ics_file::is_calendar(bytes) {
        return ics_file::read(name, bytes, limits).map(Content::Calendar);
    } else {
        vec![csv_file::read(name, bytes, limits)?]
    };
    let (tables, skipped) = header::tables(sheets);
    Ok(Content::Tables(tables, skipped))
}

/// Files that people take for tables: old or locked workbooks, documents, pictures, pages, other archives.
fn is_foreign(bytes: &[u8]) -> bool {
    let starts: [&[u8]; 7] = [&[0xD0, 0xCF, 0x11, 0xE0], b"%PDF", b"\x89PNG", &[0xFF, 0xD8, 0xFF], b"GIF8", b"\x1F\x8B", b"Rar!"];
    let head: Vec<u8> = bytes.iter().skip_while(|byte| byte.is_ascii_whitespace()).take(14).map(u8::to_ascii_lowercase).collect();
    starts.iter().any(|start| bytes.starts_with(start)) || head.starts_with(b"<!doctype html") || head.starts_with(b"<html")
}

/// The listings of a file, with the profile for each table that was used. `kept` are those that the site keeps; the first that fits
/// a table is used, else one is detected.
pub fn read_listings(file: &Content, kept: &[Profile], context: &ImportContext) -> (Vec<ReadListing>, Vec<Profile>, Vec<Problem>) {
    match file {
        Content::Calendar(text) => {
            let (listings, problems) = read_vevent::read_calendar(text, context);
            (listings, Vec::new(), problems)
        }
        Content::Tables(tables, skipped) => {
            let mut listings = Vec::new();
            let mut used = Vec::new();
            let mut problems = skipped.clone();
            for table in tables {
                // Its own profile before one of a sheet that has fewer columns and so fits too.
                let known = kept.iter().find(|known| known.is_of(table)).or_else(|| kept.iter().find(|known| known.fits(table)));
                let profile = known.cloned().unwrap_or_else(|| detect::detect(Some(context.kind), table));
                problems.extend(table.notes.iter().cloned());
                problems.extend(profile.missing().into_iter().map(|column| Problem::new(table.name.clone(), "column_missing").arg(column.code())));
                listings.extend(read_row::read_table(table, &profile, context));
                used.push(profile);
            }
            (listings, used, problems)
        }
    }
}
