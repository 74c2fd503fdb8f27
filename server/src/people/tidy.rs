//! What time ends in this room, whoever runs it: `engawa tidy`, and every hour while the server runs.
//!
//! Invariants: what is kept for how long is what [`engawa_app::people::privacy`] says, and a story walks through the years to try it;
//! running it again changes nothing; two nodes that run it at the same time do nothing twice.

use super::desks::{self, sql as desk_sql};
use super::notices::{push, sql as notice_sql, tell};
use super::{cases, courses, groups, inquiries, own_data, recovery, sql};
use crate::audit::{refusals, sql as audit_sql};
use crate::db::{DbResult, Stmt};
use crate::feed::{Writer, sql as feed_sql};
use crate::kiosk;
use crate::listings::import::UPLOAD_KEPT_MS;
use crate::listings::sql as listing_sql;
use crate::params;
use crate::sites::OpenSite;
use engawa_app::people::notice::NoticeCode;
use engawa_core::time::{DAY_MS, Millis, jst_date};

/// What was read is kept so long.
pub const READ_NOTICE_MS: Millis = 365 * DAY_MS;
/// What nobody read is kept so long.
pub const UNREAD_NOTICE_MS: Millis = 2 * 365 * DAY_MS;

/// What was done.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tidied {
    /// Groups and their registrations.
    pub groups: groups::Tidied,
    /// Cases that were left open.
    pub cases_closed: usize,
    /// Cases whose person was forgotten.
    pub cases_forgotten: usize,
    /// Accounts of minors to which nobody agreed.
    pub accounts_ended: usize,
    /// People who were told that they stand in from now on.
    pub stand_ins: usize,
    /// People who waited for a place in a course and have one now.
    pub moved_up: usize,
    /// Rows that were kept long enough: sessions, links, failures, notices, invitations, absences, devices, places in courses, rounds of
    /// inquiries, counts of refusals, files that nobody decided about, and those of shared screens.
    pub rows: u64,
}

/// Does everything that is due.
pub async fn tidy(site: &OpenSite, now: Millis) -> DbResult<Tidied> {
    let groups = groups::tidy(site, now).await?;
    let (cases_closed, cases_forgotten) = cases::tidy(site, now).await?;
    let accounts_ended = own_data::forget_unanswered(&site.db, now).await?;
    // Before absences that are over are forgotten: one that began and ended between two rounds is nobody's news any more.
    let stand_ins = tell_stand_ins(site, now).await?;
    recovery::harden(&site.db).await?;
    let rows = forget(site, now).await? + kiosk::tidy::tidy(site, now).await?;
    // After accounts ended: their places are free.
    let moved_up = courses::tidy(site, now).await?;
    Ok(Tidied { groups, cases_closed, cases_forgotten, accounts_ended, stand_ins, moved_up, rows })
}

/// Deletes what was kept long enough; how many rows.
async fn forget(site: &OpenSite, now: Millis) -> DbResult<u64> {
    let mut writer = Writer::begin(&site.db, now, "system").await?;
    let dated: [(Stmt, Millis); 14] = [
        (sql::END_OLD_SESSIONS, now),
        (sql::DROP_OLD_LINKS, now),
        (sql::DROP_OLD_FAILURES, now - DAY_MS),
        (sql::DROP_OLD_NOTICES, now - READ_NOTICE_MS),
        (sql::DROP_UNREAD_NOTICES, now - UNREAD_NOTICE_MS),
        (sql::DROP_OLD_INVITATIONS, now),
        (sql::DROP_OLD_ABSENCES, now),
        (courses::sql::DROP_OLD, now - courses::KEPT_MS),
        // The round itself last: it says since when it is closed.
        (inquiries::sql::DROP_OLD_LOGS, now - inquiries::KEPT_MS),
        (inquiries::sql::DROP_OLD_ANSWERS, now - inquiries::KEPT_MS),
        (inquiries::sql::DROP_OLD, now - inquiries::KEPT_MS),
        (notice_sql::FORGET_FAILING, push::FAILURES_MAX),
        (audit_sql::DROP_OLD_REFUSALS, now - refusals::KEPT_MS),
        (listing_sql::DROP_OLD_UPLOADS, now - UPLOAD_KEPT_MS),
    ];
    let mut rows = 0;
    for (stmt, bound) in dated {
        rows += writer.tx.run(stmt, params![bound]).await?;
    }
    // Nothing of these is left where an account ended; and if something is, by whatever way it came there, it does not stay.
    for stmt in [sql::DROP_ENDED_PUSHES, sql::DROP_ENDED_SESSIONS, sql::DROP_ENDED_RECEIPTS, sql::DROP_ENDED_NOTICES] {
        rows += writer.tx.run(stmt, params![]).await?;
    }
    writer.commit().await?;
    Ok(rows)
}

/// Tells those who stand in from now on; how many.
async fn tell_stand_ins(site: &OpenSite, now: Millis) -> DbResult<usize> {
    let mut writer = Writer::begin(&site.db, now, "system").await?;
    // The lock of all writers: of two nodes one tells it.
    writer.tx.first::<(i64,)>(feed_sql::TAKE_REVS, params![0_i64]).await?;
    let begun = writer.tx.all::<(String, String, String, String, i64)>(desk_sql::BEGUN, params![now]).await?;
    for (id, desk, name, to, ends) in &begun {
        let until = jst_date(*ends - 1).to_string();
        tell(&mut writer, to, NoticeCode::DelegationBegins, &[name, &until], &desks::path(desk)).await?;
        writer.tx.run(desk_sql::TOLD, params![id, now]).await?;
    }
    writer.commit().await?;
    Ok(begun.len())
}
