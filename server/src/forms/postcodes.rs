//! The list of postcodes that a city may take in: read from the post office's file, kept by area, given out in parts.
//!
//! Invariants: a new list takes the place of the old one as a whole or not at all; nothing is asked of anybody's servers. What the list
//! means is in [`engawa_app::forms::postcodes`].

use super::sql;
use crate::db::{Db, DbResult};
use crate::listings::import::{Limits, csv_file, zip_check};
use crate::params;
use engawa_app::forms::postcodes;
use std::collections::BTreeMap;

/// More than the whole country has.
const LIMITS: Limits = Limits { bytes: 64 * 1024 * 1024, rows: 400_000, columns: 50, unpacked: 64 * 1024 * 1024 };

/// How much was taken in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Taken {
    /// How many areas, each of the postcodes with the same first three figures.
    pub areas: usize,
    /// How many postcodes.
    pub postcodes: usize,
    /// In how many areas the city itself has postcodes.
    pub own: usize,
}

/// Takes a list in: a CSV, or an archive with one. `own`: how the codes of the city's own municipality begin.
///
/// # Errors
/// What cannot be read, with its place; then the list is as before.
pub async fn take_in(db: &Db, name: &str, bytes: &[u8], own: &str) -> anyhow::Result<Taken> {
    let (name, bytes) = if bytes.starts_with(b"PK") {
        zip_check::unpack(name, bytes, LIMITS, 1)?.pop().ok_or_else(|| anyhow::anyhow!("{name}: empty"))?
    } else {
        (name.to_owned(), bytes.to_vec())
    };
    let sheet = csv_file::read(&name, &bytes, LIMITS)?;
    let rows = sheet.rows.iter().map(|row| (row.number, row.cells.iter().map(engawa_app::listings::import::Cell::text).collect()));
    let list = postcodes::read(rows, own).map_err(|row| anyhow::anyhow!("{name}:{row}: this is no row of a list of postcodes"))?;
    let mut tx = db.begin().await?;
    tx.run(sql::CLEAR_POSTCODES, params![]).await?;
    for (area, places) in &list.areas {
        let text = serde_json::to_string(places)?;
        tx.run(sql::PUT_POSTCODES, params![area, text, i64::from(list.own.contains(area))]).await?;
    }
    tx.commit().await?;
    Ok(Taken { areas: list.areas.len(), postcodes: list.areas.values().map(BTreeMap::len).sum(), own: list.own.len() })
}

/// The places of an area, as JSON; nothing if there is no such area in the list, or no list.
pub async fn area(db: &Db, area: &str) -> DbResult<Option<String>> {
    Ok(db.first::<(String,)>(sql::POSTCODES, params![area]).await?.map(|(places,)| places))
}

/// The areas of the city itself with their places, as JSON.
pub async fn own(db: &Db) -> DbResult<String> {
    let areas = db.all::<(String, String)>(sql::OWN_POSTCODES, params![]).await?;
    let areas: Vec<String> = areas.iter().map(|(area, places)| format!("\"{area}\":{places}")).collect();
    Ok(format!("{{{}}}", areas.join(",")))
}
