//! What staff read about screens: how each is, what it is used for, what was delivered and could not take effect.
//!
//! Invariants: a list costs the same few statements for one screen and for five hundred; it reads no pictures and no envelopes.

use super::fleet_sql as sql;
use crate::db::{Db, DbError, DbResult};
use crate::params;
use chrono::NaiveDate;
use engawa_app::kiosk::beat::{Beat, Counted};
use engawa_app::kiosk::config::{Config, KioskState};
use engawa_app::kiosk::fleet::{Screen, Sum};
use engawa_core::Problem;
use engawa_core::time::Millis;
use std::collections::BTreeMap;

/// id, state, config, say, `made_ms`, `paired_ms`, `revoked_ms`, `code_ends_ms`, rev, `seen_ms`, body, `picture_ms`.
type Row = (String, String, String, String, i64, i64, i64, i64, i64, i64, String, i64);

fn screen_of((id, state, config, say, made, paired, revoked, code_ends, rev, seen, body, picture): Row) -> DbResult<Screen> {
    let wrong = |what: &str, why: &dyn std::fmt::Display| DbError::inconsistent(format!("kiosk {id}.{what}"), why);
    let state = KioskState::parse(&state).ok_or_else(|| wrong("state", &state))?;
    let config: Config = serde_json::from_str(&config).map_err(|why| wrong("config", &why))?;
    let say = if say.is_empty() { None } else { Some(serde_json::from_str(&say).map_err(|why| wrong("say", &why))?) };
    let rev = u64::try_from(rev).map_err(|why| wrong("rev", &why))?;
    // A beat of an older or newer build is worth less than the list that it stands in.
    let beat: Beat = serde_json::from_str(&body).unwrap_or_default();
    let moment = |ms: i64| (ms > 0).then_some(ms);
    Ok(Screen {
        state,
        config,
        say,
        made_at: made,
        paired_at: moment(paired),
        revoked_at: moment(revoked),
        code_ends: moment(code_ends),
        rev,
        seen_at: moment(seen),
        beat,
        picture_at: moment(picture),
        id,
    })
}

/// Every screen.
pub async fn every(db: &Db) -> DbResult<Vec<Screen>> {
    db.all::<Row>(sql::EVERY, params![]).await?.into_iter().map(screen_of).collect()
}

/// One screen.
pub async fn one(db: &Db, id: &str) -> DbResult<Option<Screen>> {
    db.first::<Row>(sql::ONE, params![id]).await?.map(screen_of).transpose()
}

fn sum_of(what: &str, subject: String, times: i64) -> Option<Sum> {
    // What an older build counted and this one does not know is left out.
    Some(Sum { what: Counted::parse(what)?, subject, times: u64::try_from(times).unwrap_or(0) })
}

/// What is used at a screen, from one day until before another.
pub async fn used(db: &Db, kiosk: &str, (from, until): (NaiveDate, NaiveDate)) -> DbResult<Vec<Sum>> {
    let rows = db.all::<(String, String, i64)>(sql::USED, params![kiosk, from.to_string(), until.to_string()]).await?;
    Ok(rows.into_iter().filter_map(|(what, subject, times)| sum_of(&what, subject, times)).collect())
}

/// What is used, by month (`2026-11`) and screen. `kiosk`: of one only; empty: of every one.
pub async fn used_by_month(db: &Db, kiosk: &str, (from, until): (NaiveDate, NaiveDate)) -> DbResult<Vec<((String, String), Vec<Sum>)>> {
    let params = params![from.to_string(), until.to_string(), kiosk];
    let rows = db.all::<(String, String, String, String, i64)>(sql::USED_BY_MONTH, params).await?;
    let mut found: Vec<((String, String), Vec<Sum>)> = Vec::new();
    for (month, kiosk, what, subject, times) in rows {
        let Some(sum) = sum_of(&what, subject, times) else { continue };
        let key = (month, kiosk);
        match found.last_mut() {
            Some((last, sums)) if *last == key => sums.push(sum),
            _ => found.push((key, vec![sum])),
        }
    }
    Ok(found)
}

/// What forms are called, by id.
pub async fn form_titles(db: &Db) -> DbResult<BTreeMap<String, String>> {
    Ok(db.all::<(String, String)>(sql::FORM_TITLES, params![]).await?.into_iter().collect())
}

/// Something that was delivered and could not take effect.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Held {
    /// The command that delivered it.
    pub id: String,
    /// The screen.
    pub kiosk: String,
    /// When it came.
    pub at: Millis,
    /// Why it could not.
    pub problems: Vec<Problem>,
    /// The number of the person's receipt; empty: it could not be opened.
    pub receipt_no: String,
    /// Who dealt with it; empty: nobody yet.
    pub settled_by: String,
    /// When.
    pub settled_at: Option<Millis>,
    /// What was done about it.
    pub note: String,
}

type HeldRow = (String, String, i64, String, String, String, i64, String);

fn held_of((id, kiosk, at, problems, receipt_no, settled_by, settled, note): HeldRow) -> DbResult<Held> {
    let problems = serde_json::from_str(&problems).map_err(|why| DbError::inconsistent(format!("kiosk_held {id}.problems"), why))?;
    Ok(Held { id, kiosk, at, problems, receipt_no, settled_by, settled_at: (settled > 0).then_some(settled), note })
}

/// How much waits for staff.
pub async fn held_count(db: &Db) -> DbResult<i64> {
    Ok(db.first::<(i64,)>(sql::HELD_COUNT, params![]).await?.map_or(0, |(count,)| count))
}

/// What waits for staff, or what they dealt with.
pub async fn held(db: &Db, settled: bool) -> DbResult<Vec<Held>> {
    let stmt = if settled { sql::HELD_SETTLED } else { sql::HELD_WAITING };
    db.all::<HeldRow>(stmt, params![]).await?.into_iter().map(held_of).collect()
}

/// One of either.
pub async fn held_one(db: &Db, id: &str) -> DbResult<Option<Held>> {
    db.first::<HeldRow>(sql::HELD_ONE, params![id]).await?.map(held_of).transpose()
}
