//! What there is to do at somebody's desks, counted: one question to the store for each line.

use super::sql;
use crate::db::{Db, DbResult, Stmt};
use crate::kiosk::fleet_sql;
use crate::params;
use crate::people::{Actor, inquiries};
use engawa_core::time::Millis;
use engawa_core::{Action, Subject, may};

/// Counts of what waits; `None`: it is not theirs to do.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Todo {
    /// New submissions.
    pub submissions: Option<i64>,
    /// Listings that wait to be looked at.
    pub waiting: Option<i64>,
    /// Reported problems.
    pub reports: Option<i64>,
    /// Registrations and claims.
    pub groups: Option<i64>,
    /// Registrations that end soon.
    pub renewals: Option<i64>,
    /// Referrals to their desks.
    pub referrals: Option<i64>,
    /// Cases that are to be looked at again.
    pub cases: Option<i64>,
    /// Inquiries that their desks have to answer.
    pub inquiries: Option<i64>,
    /// Inquiries of their desks that wait for their summary.
    pub inquiries_over: Option<i64>,
    /// Listings that nobody confirmed for long.
    pub stale: Option<i64>,
    /// What was delivered from shared screens and could not take effect.
    pub held: Option<i64>,
}

/// The days by which things are due, as `2026-11-20`.
#[derive(Clone, Copy, Debug)]
pub struct Days<'a> {
    /// Today.
    pub today: &'a str,
    /// Registrations that end by then are shown.
    pub renew_by: &'a str,
    /// What was confirmed before is stale.
    pub stale_before: &'a str,
}

/// Counts by desk, of those at which the actor may do this.
async fn by_desk(db: &Db, actor: &Actor, action: Action, stmt: Stmt, params: Vec<crate::db::Param>) -> DbResult<Option<i64>> {
    if !may(actor, action, &Subject::NONE) {
        return Ok(None);
    }
    let rows = db.all::<(String, i64)>(stmt, params).await?;
    Ok(Some(rows.iter().filter(|(desk, _)| may(actor, action, &Subject::of_desk(desk))).map(|(_, count)| count).sum()))
}

async fn whole(db: &Db, actor: &Actor, action: Action, stmt: Stmt, params: Vec<crate::db::Param>) -> DbResult<Option<i64>> {
    if !may(actor, action, &Subject::NONE) {
        return Ok(None);
    }
    Ok(db.first::<(i64,)>(stmt, params).await?.map(|(count,)| count))
}

/// Counts everything.
pub async fn count(db: &Db, actor: &Actor, days: Days<'_>) -> DbResult<Todo> {
    Ok(Todo {
        submissions: by_desk(db, actor, Action::SubmissionRead, sql::TODAY_SUBMISSIONS, params![]).await?,
        waiting: by_desk(db, actor, Action::ListingModerate, sql::TODAY_WAITING, params![]).await?,
        reports: whole(db, actor, Action::ListingModerate, sql::TODAY_REPORTS, params![]).await?,
        groups: whole(db, actor, Action::GroupDecide, sql::TODAY_GROUPS, params![]).await?,
        renewals: whole(db, actor, Action::GroupDecide, sql::TODAY_RENEWALS, params![days.renew_by]).await?,
        referrals: by_desk(db, actor, Action::CaseRead, sql::TODAY_REFERRALS, params![]).await?,
        cases: by_desk(db, actor, Action::CaseRead, sql::TODAY_CASES, params![days.today]).await?,
        inquiries: by_desk(db, actor, Action::InquiryAnswer, inquiries::sql::TODAY, params![days.today]).await?,
        inquiries_over: by_desk(db, actor, Action::InquiryKeep, inquiries::sql::TODAY_OVER, params![days.today]).await?,
        stale: whole(db, actor, Action::ListingConfirm, sql::TODAY_STALE, params![days.stale_before]).await?,
        held: whole(db, actor, Action::KioskSettle, fleet_sql::HELD_COUNT, params![]).await?,
    })
}

/// A notice: id, code, arguments as JSON, where it leads, when.
pub type NoticeRow = (String, String, String, String, i64);

/// What an account was told and has not read, newest first.
pub async fn notices(db: &Db, account: &str) -> DbResult<Vec<NoticeRow>> {
    db.all::<NoticeRow>(sql::NOTICES, params![account]).await
}

/// An account has read a notice; an empty id: all of them.
pub async fn see(db: &Db, account: &str, notice: &str, now: Millis) -> DbResult<()> {
    let mut tx = db.begin().await?;
    tx.run(sql::SEEN, params![account, notice, now]).await?;
    tx.commit().await
}
