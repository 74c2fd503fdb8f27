//! Cases of the counter on the server, and referrals between desks.
//!
//! Invariants: what is done while a case is open stands in the case, and the audit log names the case; a code is stored as its digest only,
//! and opens a case for one account; another desk reads of a case what was handed over, while the person agrees, and each look is logged.

mod execute;
pub mod sql;
pub mod today;

pub use execute::execute;

use crate::db::{Db, DbError, DbResult};
use crate::feed::{Writer, sha256_hex};
use crate::params;
use crate::people::{Actor, secret};
use crate::sites::OpenSite;
use engawa_app::people::case::{CasePerson, Channel, Consent, Handed, IDLE_MS, ReferralState};
use engawa_core::time::Millis;
use serde::de::DeserializeOwned;

/// A case is noted as touched at most this often: not every page is a write.
const TOUCH_MS: Millis = 60 * 1000;

/// How the code of a slip is stored, however it was typed.
pub fn digest_of(code: &str) -> String {
    sha256_hex(secret::folded(code).as_bytes())
}

type CaseRow = (String, String, String, String, String, String, String, i64, i64, i64, String, String, i64);

/// A case as it is stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredCase {
    /// Its id: that of the command that opened it.
    pub id: String,
    /// The short number.
    pub case_no: String,
    /// The desk.
    pub desk: String,
    /// How somebody came.
    pub channel: Channel,
    /// What it is about.
    pub topic: String,
    /// Who it is.
    pub person: CasePerson,
    /// Who opened it.
    pub opened_by: String,
    /// When.
    pub opened_at: Millis,
    /// When somebody last worked in it.
    pub touched_at: Millis,
    /// When it was closed; 0: it is open.
    pub closed_at: Millis,
    /// The account that took it in; may be empty.
    pub account: String,
    /// When it is to be looked at again; may be empty.
    pub follow_on: String,
    /// When the person is forgotten; 0: not decided, or forgotten already.
    pub delete_at: Millis,
}

impl StoredCase {
    /// Whether somebody may act in it at `now`.
    pub fn is_open(&self, now: Millis) -> bool {
        self.closed_at == 0 && now - self.touched_at < IDLE_MS
    }
}

fn json<T: DeserializeOwned>(what: &str, id: &str, text: &str) -> DbResult<T> {
    serde_json::from_str(text).map_err(|why| DbError::inconsistent(format!("{what} {id}"), why))
}

fn case_of(row: CaseRow) -> DbResult<StoredCase> {
    let (id, case_no, desk, channel, topic, person, opened_by, opened_at, touched_at, closed_at, account, follow_on, delete_at) = row;
    let channel = Channel::parse(&channel).ok_or_else(|| DbError::inconsistent(format!("desk_case {id}.channel"), &channel))?;
    let person = json("desk_case.person", &id, &person)?;
    Ok(StoredCase { id, case_no, desk, channel, topic, person, opened_by, opened_at, touched_at, closed_at, account, follow_on, delete_at })
}

/// One case.
pub async fn one(db: &Db, id: &str) -> DbResult<Option<StoredCase>> {
    db.first::<CaseRow>(sql::ONE, params![id]).await?.map(case_of).transpose()
}

async fn one_within(writer: &mut Writer, id: &str) -> DbResult<Option<StoredCase>> {
    writer.tx.first::<CaseRow>(sql::ONE, params![id]).await?.map(case_of).transpose()
}

/// The cases with a number.
pub async fn by_number(db: &Db, number: &str) -> DbResult<Vec<StoredCase>> {
    db.all::<CaseRow>(sql::BY_NO, params![number]).await?.into_iter().map(case_of).collect()
}

/// The cases of a desk that were opened since.
pub async fn opened(db: &Db, desk: &str, since: Millis) -> DbResult<Vec<StoredCase>> {
    db.all::<CaseRow>(sql::OPENED, params![desk, since]).await?.into_iter().map(case_of).collect()
}

/// The cases of a desk that are to be looked at again by a day, `2026-11-20`.
pub async fn due(db: &Db, desk: &str, day: &str) -> DbResult<Vec<StoredCase>> {
    db.all::<CaseRow>(sql::DUE, params![desk, day]).await?.into_iter().map(case_of).collect()
}

/// Something that was done or noted in a case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    /// When.
    pub at: Millis,
    /// By whom.
    pub actor: String,
    /// The command; empty: a note.
    pub command: String,
    /// The short number of its receipt.
    pub receipt_no: String,
    /// What was done.
    pub verb: String,
    /// To what.
    pub subject: String,
    /// What was noted.
    pub note: String,
}

fn item_of((at, actor, command, receipt_no, verb, subject, note): (i64, String, String, String, String, String, String)) -> Item {
    Item { at, actor, command, receipt_no, verb, subject, note }
}

/// What was done and noted in a case, in its order.
pub async fn items(db: &Db, case: &str) -> DbResult<Vec<Item>> {
    Ok(db.all(sql::ITEMS, params![case]).await?.into_iter().map(item_of).collect())
}

async fn items_within(writer: &mut Writer, case: &str) -> DbResult<Vec<Item>> {
    Ok(writer.tx.all(sql::ITEMS, params![case]).await?.into_iter().map(item_of).collect())
}

/// The cases that an account took in: id, number, channel, when.
pub async fn of_account(db: &Db, account: &str) -> DbResult<Vec<(String, String, Channel, Millis)>> {
    let rows = db.all::<(String, String, String, i64)>(sql::OF_ACCOUNT, params![account]).await?;
    Ok(rows.into_iter().filter_map(|(id, number, channel, at)| Some((id, number, Channel::parse(&channel)?, at))).collect())
}

type ReferralRow = (String, String, String, String, String, String, String, String, String, i64, String, i64);

/// A referral as it is stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredReferral {
    /// Its id: that of the command that made it.
    pub id: String,
    /// The case.
    pub case: String,
    /// The desk that handed over.
    pub from: String,
    /// The desk that receives.
    pub to: String,
    /// That the person agreed.
    pub consent: Consent,
    /// What was handed over; nothing once the consent was taken back.
    pub handed: Handed,
    /// Where it stands.
    pub state: ReferralState,
    /// Why it came back.
    pub note: String,
    /// Who made it.
    pub made_by: String,
    /// When.
    pub made_at: Millis,
    /// Who decided last.
    pub decided_by: String,
    /// When; 0: nobody yet.
    pub decided_at: Millis,
}

fn referral_of(row: ReferralRow) -> DbResult<StoredReferral> {
    let (id, case, from, to, consent, body, state, note, made_by, made_at, decided_by, decided_at) = row;
    let state = ReferralState::parse(&state).ok_or_else(|| DbError::inconsistent(format!("referral {id}.state"), &state))?;
    let (consent, handed) = (json("referral.consent", &id, &consent)?, json("referral.body", &id, &body)?);
    Ok(StoredReferral { id, case, from, to, consent, handed, state, note, made_by, made_at, decided_by, decided_at })
}

/// One referral.
pub async fn referral(db: &Db, id: &str) -> DbResult<Option<StoredReferral>> {
    db.first::<ReferralRow>(sql::REFERRAL, params![id]).await?.map(referral_of).transpose()
}

async fn referral_within(writer: &mut Writer, id: &str) -> DbResult<Option<StoredReferral>> {
    writer.tx.first::<ReferralRow>(sql::REFERRAL, params![id]).await?.map(referral_of).transpose()
}

/// The referrals of a case.
pub async fn referrals_of(db: &Db, case: &str) -> DbResult<Vec<StoredReferral>> {
    db.all::<ReferralRow>(sql::REFERRALS_OF, params![case]).await?.into_iter().map(referral_of).collect()
}

/// The referrals from and to a desk.
pub async fn referrals(db: &Db, desk: &str) -> DbResult<Vec<StoredReferral>> {
    db.all::<ReferralRow>(sql::REFERRALS, params![desk]).await?.into_iter().map(referral_of).collect()
}

/// A command that took effect.
#[derive(Clone, Copy, Debug)]
pub struct Done<'a> {
    /// Its id.
    pub command: &'a str,
    /// The number of its receipt.
    pub receipt_no: &'a str,
    /// What it did.
    pub verb: &'a str,
    /// To what.
    pub subject: &'a str,
}

/// Writes a command that took effect into the case in which it was done. `false`: that case is over, or it was not done for the person at
/// the counter, and nothing was written.
pub async fn link(writer: &mut Writer, case: &str, done: Done<'_>) -> DbResult<bool> {
    let now = writer.now;
    // Who came to a course for staff, and what desks ask each other, is nothing that a person takes home on their slip.
    if done.verb.starts_with("course.") || done.verb.starts_with("inquiry.") {
        return Ok(false);
    }
    if !one_within(writer, case).await?.is_some_and(|case| case.is_open(now)) {
        return Ok(false);
    }
    writer.tx.run(sql::TOUCH, params![case, now]).await?;
    // What is done to cases stands in them already.
    if !done.verb.starts_with("case.") && !done.verb.starts_with("referral.") {
        put_item(writer, case, done, "").await?;
    }
    Ok(true)
}

async fn put_item(writer: &mut Writer, case: &str, done: Done<'_>, note: &str) -> DbResult<()> {
    let (last,) = writer.tx.first::<(i64,)>(sql::LAST_ITEM, params![case]).await?.unwrap_or_default();
    let (now, actor) = (writer.now, writer.actor.clone());
    let params = params![case, last + 1, now, actor, done.command, done.receipt_no, done.verb, done.subject, note];
    writer.tx.run(sql::PUT_ITEM, params).await?;
    Ok(())
}

/// The case that is open in a session, touched anew; one that nobody touched for long is closed. `None`: there is none any more.
pub async fn keep_open(db: &Db, case: &str, now: Millis) -> DbResult<Option<StoredCase>> {
    let Some(found) = one(db, case).await?.filter(|case| case.closed_at == 0) else { return Ok(None) };
    if !found.is_open(now) {
        let mut writer = Writer::begin(db, now, "system").await?;
        execute::close(&mut writer, case, "").await?;
        writer.audit("case.close_idle", case, &format!("{{\"opened_by\":\"{}\"}}", found.opened_by)).await?;
        writer.commit().await?;
        return Ok(None);
    }
    if now - found.touched_at > TOUCH_MS {
        let mut tx = db.begin().await?;
        tx.run(sql::TOUCH, params![case, now]).await?;
        tx.commit().await?;
    }
    Ok(Some(found))
}

/// Notes that somebody looked at a case or a referral. `about`: the account that it was taken into, or nothing.
pub async fn note_look(db: &Db, actor: &Actor, verb: &str, subject: &str, about: &str, now: Millis) -> DbResult<()> {
    let mut writer = Writer::begin(db, now, actor.name()).await?;
    writer.audit_about(verb, subject, about, "").await?;
    writer.commit().await
}

/// Forgets in which words a person agreed. That they did, how and on which day stays with the referral.
async fn forget_consents(writer: &mut Writer, case: &str) -> DbResult<()> {
    for (id, text) in writer.tx.all::<(String, String)>(sql::CONSENTS_OF, params![case]).await? {
        let consent = Consent { words: String::new(), ..json("referral.consent", &id, &text)? };
        let text = serde_json::to_string(&consent).map_err(|why| DbError::inconsistent(format!("referral {id}"), why))?;
        writer.tx.run(sql::SET_CONSENT, params![id, text]).await?;
    }
    Ok(())
}

/// What was tidied away: cases that were left open, cases whose person was forgotten. Running it again changes nothing.
pub async fn tidy(site: &OpenSite, now: Millis) -> DbResult<(usize, usize)> {
    let idle = site.db.all::<(String,)>(sql::IDLE, params![now - IDLE_MS]).await?;
    for (id,) in &idle {
        let mut writer = Writer::begin(&site.db, now, "system").await?;
        execute::close(&mut writer, id, "").await?;
        writer.audit("case.close_idle", id, "").await?;
        writer.commit().await?;
    }
    let mut forgotten = 0;
    loop {
        let expired = site.db.all::<(String,)>(sql::EXPIRED, params![now]).await?;
        if expired.is_empty() {
            return Ok((idle.len(), forgotten));
        }
        forgotten += expired.len();
        let mut writer = Writer::begin(&site.db, now, "system").await?;
        for (id,) in &expired {
            for stmt in [sql::FORGET, sql::FORGET_NOTES, sql::FORGET_REFERRALS] {
                writer.tx.run(stmt, params![id]).await?;
            }
            forget_consents(&mut writer, id).await?;
            writer.audit("case.expire", id, "").await?;
        }
        writer.commit().await?;
    }
}
