//! One's own data: export, and the end of an account.
//!
//! Invariants: the export holds everything that the register of personal data lets its holder read, and no secret; an account that ended
//! keeps its id and the day, and nothing personal; what was sent in belongs to the city until its retention is over.

mod export;

pub use export::{HELD, WITHHELD, export};

use super::accounts::Profile;
use super::links::{GUARDIAN_MS, Sender};
use super::{accounts, courses, mail, sql};
use crate::db::{Db, DbError, DbResult};
use crate::feed::Writer;
use crate::params;
use chrono::Datelike as _;
use engawa_app::messages::people::sign_in as m;
use engawa_app::people::account::AGE_OF_CONSENT;
use engawa_core::Problem;
use engawa_core::time::{Millis, jst_date};

/// Notes that somebody took their data out.
pub async fn note_export(db: &Db, profile: &Profile, now: Millis) -> DbResult<()> {
    let mut writer = Writer::begin(db, now, profile.actor_name()).await?;
    writer.audit_about("account.export", &profile.id, &profile.id, "").await?;
    writer.commit().await
}

/// Takes everything personal out of an account, inside a transaction.
pub(super) async fn empty(writer: &mut Writer, profile: &Profile) -> DbResult<()> {
    let (id, now) = (profile.id.as_str(), writer.now);
    for stmt in [
        sql::DROP_PASSKEYS,
        sql::DROP_RECOVERY,
        sql::DROP_PUSHES,
        sql::DROP_NOTICES,
        sql::DROP_SETTINGS,
        sql::DROP_OWN_RECEIPTS,
        sql::LEAVE_GROUPS,
        sql::LEAVE_DESKS,
        sql::LEAVE_ABSENCES,
        courses::sql::DROP_OF_ACCOUNT,
        sql::EMPTY_CLAIMS,
        sql::LEAVE_SUBMISSIONS,
        sql::LEAVE_CASES,
        sql::DROP_INVITATIONS,
    ] {
        writer.tx.run(stmt, params![id]).await?;
    }
    writer.tx.run(sql::END_SESSIONS_OF, params![id, ""]).await?;
    writer.tx.run(sql::DROP_LINKS_OF, params![id, &profile.email]).await?;
    if writer.tx.run(sql::END_ACCOUNT, params![id, now]).await? == 0 {
        return Err(DbError::inconsistent("account", "there is none to end"));
    }
    writer.audit_about("account.end", id, id, "").await?;
    Ok(())
}

/// Ends accounts of minors to which no guardian agreed for long: nobody wants them to be kept. How many.
pub async fn forget_unanswered(db: &Db, now: Millis) -> DbResult<usize> {
    let mut count = 0;
    // Whoever grew old enough meanwhile waits for nobody any more, and uses the account.
    let born_since = i64::from(jst_date(now).year()) - AGE_OF_CONSENT;
    for (id,) in db.all::<(String,)>(sql::UNANSWERED, params![now - 2 * GUARDIAN_MS, born_since]).await? {
        let Some(profile) = accounts::profile(db, &id).await? else { continue };
        let mut writer = Writer::begin(db, now, "system").await?;
        // A guardian may have agreed since the list was read, or at this moment: then there is an account to keep.
        if writer.tx.run(sql::STILL_UNANSWERED, params![&id]).await? == 0 {
            continue;
        }
        empty(&mut writer, &profile).await?;
        writer.commit().await?;
        count += 1;
    }
    Ok(count)
}

/// Ends the account of a resident.
pub async fn end(db: &Db, sender: &Sender, profile: &Profile, now: Millis) -> DbResult<Result<(), Vec<Problem>>> {
    if profile.is_staff() {
        return Ok(Err(vec![Problem::new("", "staff_account")]));
    }
    let id = profile.id.as_str();
    let mut writer = Writer::begin(db, now, profile.actor_name()).await?;
    // Alone until the commit: two owners of one group cannot leave it at the same moment.
    writer.tx.first::<(i64,)>(crate::feed::sql::TAKE_REVS, params![0_i64]).await?;
    let owned = writer.tx.all::<(String, String)>(sql::SOLE_OWNER, params![id]).await?;
    if !owned.is_empty() {
        return Ok(Err(owned
            .into_iter()
            .map(|(group, title)| Problem::new("", "only_owner_of").arg(if title.is_empty() { group } else { title }))
            .collect()));
    }
    empty(&mut writer, profile).await?;
    if !profile.email.is_empty() {
        let subject = m::MAIL_ENDED_SUBJECT.with(profile.lang, &[&sender.site]);
        mail::put(&mut writer, &profile.email, &subject, &m::MAIL_ENDED.with(profile.lang, &[&sender.site])).await?;
    }
    writer.commit().await?;
    Ok(Ok(()))
}
