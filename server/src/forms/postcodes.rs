//! The list of postcodes that a city may take in: read from the post office's file, kept by area, given out in parts.
//!
//! Invariants: a new list takes the place of the old one as a whole or not at all; nothing is asked of anybody's servers; the command line
//! and the page of staff read and write with this code alone. What the list means is in [`engawa_app::forms::postcodes`].

use super::sql;
use crate::db::{Db, DbResult};
use crate::feed::Writer;
use crate::listings::import::{ImportError, Limits, csv_file, zip_check};
use crate::params;
use engawa_app::forms::postcodes::{self, Area, Place, Reading, Summary};
use engawa_app::listings::import::Cell;
use engawa_core::time::Millis;

/// More than the whole country has; its rows have fifteen columns.
const LIMITS: Limits = Limits { bytes: 64 * 1024 * 1024, rows: 400_000, columns: 20, unpacked: 64 * 1024 * 1024 };
/// Characters of the name of a file that are kept.
const FILE_NAME_MAX: usize = 200;

/// A file that was looked into.
#[derive(Clone, Debug)]
pub struct Looked {
    /// What it is called; of an archive, the file within it.
    pub file_name: String,
    /// What is in it.
    pub reading: Reading,
}

/// The list that a site has.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Held {
    /// The file that it came from; empty: it was taken in before that was noted.
    pub file_name: String,
    /// When it was taken in.
    pub at: Option<Millis>,
    /// What it holds.
    pub summary: Summary,
}

/// Looks into a file: a CSV, or an archive with one. `own`: how the codes of the city's own municipality begin.
///
/// # Errors
/// What cannot be read at all; rows that are none of a list are told in what is given back.
pub async fn look(name: &str, bytes: Vec<u8>, own: &str) -> anyhow::Result<Looked> {
    let (name, own) = (name.to_owned(), own.to_owned());
    Ok(tokio::task::spawn_blocking(move || looked(&name, &bytes, &own)).await??)
}

fn looked(name: &str, bytes: &[u8], own: &str) -> Result<Looked, ImportError> {
    let unpacked = if bytes.starts_with(b"PK") {
        Some(zip_check::unpack(name, bytes, LIMITS, 1)?.pop().ok_or_else(|| ImportError::Empty(name.to_owned()))?)
    } else {
        None
    };
    let (inner, bytes) = unpacked.as_ref().map_or((name, bytes), |(inner, bytes)| (inner.as_str(), bytes.as_slice()));
    let sheet = csv_file::read(inner, bytes, LIMITS)?;
    let rows = sheet.rows.iter().map(|row| (row.number, row.cells.iter().map(Cell::text).collect()));
    Ok(Looked { file_name: inner.chars().take(FILE_NAME_MAX).collect(), reading: postcodes::read(rows, own) })
}

/// Takes a list in. `actor`: who does it, as the audit log names them.
///
/// # Errors
/// What cannot be read, with its first place; then the list is as before.
pub async fn take_in(db: &Db, name: &str, bytes: Vec<u8>, own: &str, (actor, now): (&str, Millis)) -> anyhow::Result<Summary> {
    let Looked { file_name, reading } = look(name, bytes, own).await?;
    if !reading.is_whole() {
        let row = reading.wrong.first().map_or(0, |(row, _)| *row);
        anyhow::bail!("{file_name}:{row}: this is no row of a list of postcodes");
    }
    let list = reading.list;
    let summary = list.summary();
    let mut writer = Writer::begin(db, now, actor).await?;
    // First of all: it makes whoever takes another list in wait, instead of mixing the two.
    let detail = serde_json::json!({ "file": file_name, "postcodes": summary.postcodes });
    writer.audit("postcodes.import", "postcodes", &detail.to_string()).await?;
    writer.tx.run(sql::CLEAR_POSTCODES, params![]).await?;
    for (area, places) in &list.areas {
        let text = serde_json::to_string(places)?;
        writer.tx.run(sql::PUT_POSTCODES, params![area, text, i64::from(list.own.contains(area))]).await?;
    }
    writer.tx.run(sql::PUT_POSTCODE_LIST, params![file_name, now, serde_json::to_string(&summary)?]).await?;
    writer.commit().await?;
    Ok(summary)
}

/// Whether the site has a list.
pub async fn is_here(db: &Db) -> DbResult<bool> {
    Ok(db.first::<(i64,)>(sql::COUNT_POSTCODES, params![]).await?.is_some_and(|(count,)| count > 0))
}

/// The list that there is; nothing if the site has none.
pub async fn held(db: &Db) -> DbResult<Option<Held>> {
    let areas = db.first::<(i64,)>(sql::COUNT_POSTCODES, params![]).await?.map_or(0, |(count,)| usize::try_from(count).unwrap_or(0));
    if areas == 0 {
        return Ok(None);
    }
    let noted = db.first::<(String, i64, String)>(sql::POSTCODE_LIST, params![]).await?;
    Ok(Some(match noted {
        Some((file_name, at, summary)) => Held { file_name, at: Some(at), summary: serde_json::from_str(&summary).unwrap_or_default() },
        None => Held { summary: Summary { areas, ..Summary::default() }, ..Held::default() },
    }))
}

/// The places of an area, as JSON; nothing if there is no such area in the list, or no list.
pub async fn area(db: &Db, area: &str) -> DbResult<Option<String>> {
    Ok(db.first::<(String,)>(sql::POSTCODES, params![area]).await?.map(|(places,)| places))
}

/// What is certain of a postcode, written `123-4567`; nothing if it is in no list.
pub async fn place(db: &Db, code: &str) -> DbResult<Option<Place>> {
    let Some((first, rest)) = code.split_once('-') else { return Ok(None) };
    let found = area(db, first).await?.and_then(|places| serde_json::from_str::<Area>(&places).ok());
    Ok(found.and_then(|area| area.get(rest).and_then(postcodes::certain)))
}

/// The areas of the city itself with their places, as JSON.
pub async fn own(db: &Db) -> DbResult<String> {
    let areas = db.all::<(String, String)>(sql::OWN_POSTCODES, params![]).await?;
    let areas: Vec<String> = areas.iter().map(|(area, places)| format!("\"{area}\":{places}")).collect();
    Ok(format!("{{{}}}", areas.join(",")))
}
