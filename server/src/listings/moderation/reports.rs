//! Reports: anybody says that something is wrong with a listing, somebody of a desk decides.
//!
//! Invariants: a report never changes what is shown by itself; how to reach who reported is kept no longer than it is needed.

use super::super::{belongs, current, write};
use super::{sql, title_of, waiting};
use crate::commands::Outcome;
use crate::db::{Db, DbResult};
use crate::feed::Writer;
use crate::params;
use crate::people::{Actor, notices};
use engawa_app::listings::moderation::{CONTACT_MAX, NOTE_MAX, ReportReason};
use engawa_app::listings::{Listing, State};
use engawa_app::people::notice::NoticeCode;
use engawa_core::rights::{DeskRole, GroupRole};
use engawa_core::time::{DAY_MS, HOUR_MS, Millis};
use engawa_core::{Action, Problem, Subject, may};

/// Reports of one listing that are taken in an hour.
pub const OF_ONE_MAX: i64 = 20;
/// Reports of all listings that are taken in an hour.
pub const OF_ALL_MAX: i64 = 300;
/// How to reach who reported is forgotten so long after the decision: 90 days.
pub const CONTACT_KEPT_MS: Millis = 90 * DAY_MS;

/// Takes a report. What is not public cannot be reported: whoever asks learns nothing about it.
pub async fn take(writer: &mut Writer, id: &str, reason: ReportReason, words: &str, contact: &str) -> DbResult<Outcome> {
    let Some(listing) = current(writer, id).await?.map(|stored| stored.listing).filter(Listing::is_public) else {
        return Ok(Outcome::Rejected(vec![Problem::new("id", "not_found")]));
    };
    let mut problems = Vec::new();
    if words.chars().count() > NOTE_MAX {
        problems.push(Problem::new("words", "too_long").arg(NOTE_MAX.to_string()));
    }
    if reason == ReportReason::Other && words.trim().is_empty() {
        problems.push(Problem::new("words", "required"));
    }
    if contact.chars().count() > CONTACT_MAX {
        problems.push(Problem::new("contact", "too_long").arg(CONTACT_MAX.to_string()));
    }
    if !problems.is_empty() {
        return Ok(Outcome::Rejected(problems));
    }
    let now = writer.now;
    let (of_one, of_all) = writer.tx.first::<(i64, i64)>(sql::REPORTS_SINCE, params![id, now - HOUR_MS]).await?.unwrap_or_default();
    if of_one >= OF_ONE_MAX || of_all >= OF_ALL_MAX {
        return Ok(Outcome::Retry(Problem::new("", "too_many_requests").arg("3600")));
    }
    let report = uuid::Uuid::now_v7().to_string();
    writer.tx.run(sql::PUT_REPORT, params![report, id, reason.code(), words.trim(), contact.trim(), now]).await?;
    let owner = belongs(writer, id).await?.unwrap_or_default();
    notices::tell_desk(writer, &owner.desk, DeskRole::Staff, NoticeCode::ListingReported, &[&listing.title], "/staff/moderation#reports").await?;
    Ok(Outcome::Done { rev: writer.take_rev().await? })
}

/// Decides about a report: which, whether the listing is withdrawn, why.
pub async fn decide(writer: &mut Writer, actor: &Actor, (report, upheld, words): (&str, bool, &str)) -> DbResult<Outcome> {
    let Some((id, state)) = writer.tx.first::<(String, String)>(sql::REPORT, params![report]).await? else {
        // Whether there is such a report is for those to know who decide.
        return Ok(if may(actor, Action::ListingModerate, &Subject::NONE) {
            Outcome::Rejected(vec![Problem::new("report", "not_found")])
        } else {
            Outcome::Forbidden
        });
    };
    let owner = belongs(writer, &id).await?.unwrap_or_default();
    if !may(actor, Action::ListingModerate, &owner.subject()) {
        return Ok(Outcome::Forbidden);
    }
    if state != "open" {
        return Ok(Outcome::Rejected(vec![Problem::new("report", "already_decided")]));
    }
    if words.chars().count() > NOTE_MAX {
        return Ok(Outcome::Rejected(vec![Problem::new("words", "too_long").arg(NOTE_MAX.to_string())]));
    }
    if upheld && words.trim().is_empty() {
        // The group is told, and must be able to understand.
        return Ok(Outcome::Rejected(vec![Problem::new("words", "required")]));
    }
    let now = writer.now;
    let (outcome, by) = (if upheld { "upheld" } else { "dismissed" }, actor.name());
    writer.tx.run(sql::DECIDE_REPORT, params![report, outcome, words.trim(), by, now]).await?;
    if !upheld {
        return Ok(Outcome::Done { rev: writer.take_rev().await? });
    }
    if let Some(before) = current(writer, &id).await?.filter(|before| before.listing.state.may_become(State::Withdrawn)) {
        let after = Listing { state: State::Withdrawn, ..before.listing.clone() };
        write(writer, Some(&before.listing), &after, None).await?;
    }
    waiting::forget(writer, &id).await?;
    let (title, path) = (title_of(writer, &id).await?, format!("/my/groups/{}/listings/{id}", owner.group));
    notices::tell_group(writer, &owner.group, GroupRole::Editor, NoticeCode::ListingWithdrawn, &[&title, words.trim()], &path).await?;
    Ok(Outcome::Done { rev: writer.take_rev().await? })
}

/// Forgets how to reach those whose reports were decided long ago.
pub async fn tidy(db: &Db, now: Millis) -> DbResult<u64> {
    let mut writer = Writer::begin(db, now, "system").await?;
    let forgotten = writer.tx.run(sql::FORGET_CONTACTS, params![now - CONTACT_KEPT_MS]).await?;
    writer.commit().await?;
    Ok(forgotten)
}
