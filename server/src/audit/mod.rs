//! The audit log: every change, and every look of staff at personal data. Append only, each row carries the digest of the one before.
//!
//! Writing is [`crate::feed::Writer::audit_about`]; here is what reads. Invariants: nothing here changes a row; rows name accounts and
//! receipts by id, never people; reading the log is itself a row of it.

pub mod refusals;
pub mod sql;

use crate::db::{Db, DbResult};
use crate::feed::Writer;
use crate::params;
use chrono::{Days, NaiveDate, NaiveTime};
use engawa_app::listings::import::report::csv_line;
use engawa_core::rights::Actor;
use engawa_core::time::{Millis, jst_datetime, jst_millis};

/// Rows of one page of the search.
pub const PAGE: usize = 50;
/// Rows that an export reads at once.
const EXPORT_PAGE: i64 = 2_000;

/// A row, as it is shown and exported.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// Its number, from 1.
    pub seq: i64,
    /// When.
    pub at: Millis,
    /// Who: `staff:<login>`, `account:<id>`, `system`.
    pub actor: String,
    /// What was done.
    pub verb: String,
    /// To what.
    pub subject: String,
    /// Whose data were touched: an account, or `receipt:<number>`; may be empty.
    pub about: String,
    /// JSON or words, without personal data.
    pub detail: String,
}

type Columns = (i64, i64, String, String, String, String, String);

impl From<Columns> for Row {
    fn from((seq, at, actor, verb, subject, about, detail): Columns) -> Self {
        Self { seq, at, actor, verb, subject, about, detail }
    }
}

/// What is looked for. Empty fields ask for nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Search {
    /// Who, whole.
    pub actor: String,
    /// How the verb begins: `read.`, `submission.`.
    pub verb: String,
    /// To what, whole.
    pub subject: String,
    /// Whose data, whole.
    pub about: String,
    /// The first day, in Japan.
    pub from: Option<NaiveDate>,
    /// The last day, in Japan.
    pub to: Option<NaiveDate>,
    /// Only rows before this number; nothing: from the newest on.
    pub before: Option<i64>,
}

/// The moments from the beginning of the first day to the end of the last.
fn span(from: Option<NaiveDate>, to: Option<NaiveDate>) -> (Millis, Millis) {
    let begin = |day: NaiveDate| jst_millis(day.and_time(NaiveTime::MIN));
    let end = |day: NaiveDate| day.checked_add_days(Days::new(1)).map_or(Millis::MAX, begin);
    (from.map_or(Millis::MIN, begin), to.map_or(Millis::MAX, end))
}

/// A page of what was found, newest first, and whether there is more.
pub async fn search(db: &Db, search: &Search) -> DbResult<(Vec<Row>, bool)> {
    let (from, to) = span(search.from, search.to);
    let before = search.before.unwrap_or(i64::MAX);
    let params = params![&search.actor, &search.verb, &search.subject, &search.about, from, to, before, PAGE + 1];
    let mut rows: Vec<Row> = db.all::<Columns>(sql::SEARCH, params).await?.into_iter().map(Row::from).collect();
    let more = rows.len() > PAGE;
    rows.truncate(PAGE);
    Ok((rows, more))
}

/// The log of some days as CSV, oldest first, with the digests, so that whoever has the file can check that it is whole.
pub async fn csv(db: &Db, from: Option<NaiveDate>, to: Option<NaiveDate>) -> DbResult<String> {
    type Exported = (i64, i64, String, String, String, String, String, String);
    let (from, to) = span(from, to);
    let names = ["seq", "at", "at_ms", "actor", "verb", "subject", "about", "detail", "digest"];
    // Spreadsheets show Japanese only behind a byte order mark.
    let mut out = format!("\u{feff}{}", csv_line(&names.map(str::to_owned)));
    let mut after = 0_i64;
    loop {
        let rows = db.all::<Exported>(sql::EXPORT, params![from, to, after, EXPORT_PAGE]).await?;
        let Some(last) = rows.last() else { return Ok(out) };
        after = last.0;
        for (seq, at, actor, verb, subject, about, detail, digest) in rows {
            let moment = jst_datetime(at).format("%Y-%m-%d %H:%M:%S").to_string();
            out.push_str(&csv_line(&[seq.to_string(), moment, at.to_string(), actor, verb, subject, about, detail, digest]));
        }
    }
}

/// A look at data of an account, or at what it holds by receipt: when, who, what. Its own acts are not told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Look {
    /// The number of the row, for going on.
    pub seq: i64,
    /// When.
    pub at: Millis,
    /// The verb.
    pub verb: String,
    /// The desks at which whoever it was works; empty: not a member of staff, or at no desk any more.
    pub desks: Vec<String>,
    /// Whether it was a member of staff.
    pub is_staff: bool,
}

/// Who looked at an account's data, newest first. People are told the desk, not the name of the member of staff.
pub async fn looked(db: &Db, account: &str, before: Option<i64>) -> DbResult<(Vec<Look>, bool)> {
    let params = params![account, format!("account:{account}"), before.unwrap_or(i64::MAX), PAGE + 1];
    let mut rows = db.all::<(i64, i64, String, String)>(sql::LOOKED, params).await?;
    let more = rows.len() > PAGE;
    rows.truncate(PAGE);
    let mut known: Vec<(String, Vec<String>)> = Vec::new();
    let mut looks = Vec::with_capacity(rows.len());
    for (seq, at, actor, verb) in rows {
        let login = actor.strip_prefix("staff:").unwrap_or_default();
        if !known.iter().any(|(of, _)| of == login) {
            let desks = db.all::<(String,)>(sql::DESKS_OF_LOGIN, params![login]).await?;
            known.push((login.to_owned(), desks.into_iter().map(|(name,)| name).collect()));
        }
        let desks = known.iter().find(|(of, _)| of == login).map(|(_, desks)| desks.clone()).unwrap_or_default();
        looks.push(Look { seq, at, verb, desks, is_staff: !login.is_empty() });
    }
    Ok((looks, more))
}

/// Something that happened to the ways into an account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event {
    /// The number of the row, for going on.
    pub seq: i64,
    /// When.
    pub at: Millis,
    /// The verb.
    pub verb: String,
    /// By which way, where it is one.
    pub way: String,
}

/// What happened to the ways into an account, newest first, and whether there is more: its holder's own doings too, because a thief's look
/// the same.
pub async fn events(db: &Db, account: &str, before: Option<i64>) -> DbResult<(Vec<Event>, bool)> {
    let params = params![account, before.unwrap_or(i64::MAX), PAGE + 1];
    let mut rows = db.all::<(i64, i64, String, String)>(sql::EVENTS, params).await?;
    let more = rows.len() > PAGE;
    rows.truncate(PAGE);
    Ok((rows.into_iter().map(|(seq, at, verb, way)| Event { seq, at, verb, way }).collect(), more))
}

/// Whose a submission is, as the log names them: the account, or `receipt:<number>`; `None`: there is no such submission.
pub async fn about_submission(writer: &mut Writer, submission: &str) -> DbResult<Option<String>> {
    let found = writer.tx.first::<(String, String)>(sql::WHOSE_SUBMISSION, params![submission]).await?;
    Ok(found.map(|(account, receipt_no)| if account.is_empty() { format!("receipt:{receipt_no}") } else { account }))
}

/// Notes that somebody read, checked or took away the log itself.
pub async fn note(db: &Db, actor: &Actor, verb: &str, detail: &str, now: Millis) -> DbResult<()> {
    let mut writer = Writer::begin(db, now, actor.name()).await?;
    writer.audit(verb, "audit", detail).await?;
    writer.commit().await
}

/// Of what is refused again and again one row is written in so long: whoever goes on trying does not fill the log.
const REFUSED_EVERY_MS: Millis = 60 * 1000;

/// Something that was refused, by the writer's actor.
#[derive(Clone, Copy, Debug)]
pub struct Refusal<'a> {
    /// `session.refuse`, `command.refuse`.
    pub verb: &'a str,
    /// What it was about. For a sign-in the digest of what was typed, never itself.
    pub subject: &'a str,
    /// Whose data would have been touched; may be empty.
    pub about: &'a str,
    /// How, or why.
    pub detail: &'a str,
    /// Counted for each subject, and not only for each actor: people who did not sign in are all one actor.
    pub by_subject: bool,
}

/// Notes a refusal, unless the same one stands there since less than a minute.
pub async fn refused(writer: &mut Writer, it: Refusal<'_>) -> DbResult<()> {
    let key = if it.by_subject { it.subject } else { "" };
    let params = params![it.verb, writer.now - REFUSED_EVERY_MS, writer.actor.as_str(), key];
    let (lately,) = writer.tx.first::<(i64,)>(sql::REFUSED_LATELY, params).await?.unwrap_or_default();
    if lately == 0 {
        writer.audit_about(it.verb, it.subject, it.about, it.detail).await?;
    }
    Ok(())
}

/// Notes that somebody was refused at a door. `route` is its pattern, without what stood in the address.
/// Most of what is refused within a minute is not written, so the lock of all writers is not taken for it.
pub async fn refused_at_door(db: &Db, actor: &Actor, route: &str, detail: &str, now: Millis) -> DbResult<()> {
    let it = Refusal { verb: "door.refuse", subject: route, about: "", detail, by_subject: false };
    let name = actor.name();
    let lately = db.first::<(i64,)>(sql::REFUSED_LATELY, params![it.verb, now - REFUSED_EVERY_MS, &name, ""]).await?;
    if lately.is_some_and(|(times,)| times > 0) {
        return Ok(());
    }
    let mut writer = Writer::begin(db, now, name).await?;
    refused(&mut writer, it).await?;
    writer.commit().await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_those_of_japan() {
        let day = NaiveDate::from_ymd_opt(2026, 11, 20).unwrap();
        let (from, to) = span(Some(day), Some(day));
        assert_eq!(to - from, 24 * 60 * 60 * 1000);
        assert_eq!(jst_datetime(from).to_string(), "2026-11-20 00:00:00");
        assert_eq!(span(None, None), (Millis::MIN, Millis::MAX));
        assert_eq!(span(None, Some(NaiveDate::MAX)).1, Millis::MAX);
    }
}
