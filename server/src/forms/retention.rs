//! 保存: how long a submission is kept, and the two ways out of it: at once (sent in by mistake, somebody asks to be forgotten), and on
//! another day than the form's.
//!
//! Invariants: whoever leads the desk says why, and the log keeps who, when, why and whose it was, and nothing of what was in it; what is
//! deleted is gone from its tables, from the desk's work and, with the next tidying, from the disk, unless another submission names the file.

use super::review::note_event;
use super::{Asked, conflict, sql, store};
use crate::audit;
use crate::commands::Outcome;
use crate::db::DbResult;
use crate::feed::Writer;
use crate::params;
use crate::people::work;
use chrono::{Days, NaiveDate};
use engawa_app::forms::outline::noon;
use engawa_app::forms::rules;
use engawa_core::Problem;
use engawa_core::time::jst_date;

/// What is wrong with a reason.
fn check(reason: &str) -> Option<Problem> {
    if reason.trim().is_empty() {
        return Some(Problem::new("reason", "required"));
    }
    let is_long = reason.chars().count() > rules::MESSAGE_MAX;
    is_long.then(|| Problem::new("reason", "too_long").arg(rules::MESSAGE_MAX.to_string()))
}

/// Deletes a submission and everything that was kept of it; files that nobody else names go with the next tidying.
pub async fn forget(writer: &mut Writer, id: &str) -> DbResult<()> {
    for stmt in [sql::DROP_EVENTS, sql::DROP_ATTACHMENTS, sql::DROP_KEYS, sql::DROP_SUBMISSION] {
        writer.tx.run(stmt, params![id]).await?;
    }
    work::project(writer, id, None).await
}

/// Deletes one at once.
pub async fn erase(writer: &mut Writer, id: &str, reason: &str) -> DbResult<Outcome> {
    if let Some(problem) = check(reason) {
        return Ok(Outcome::Rejected(vec![problem]));
    }
    let Some(about) = audit::about_submission(writer, id).await? else {
        return Ok(Outcome::Rejected(vec![Problem::new("submission", "not_found")]));
    };
    let rev = writer.take_rev().await?;
    writer.tx.run(sql::FREE_FILES, params![id]).await?;
    forget(writer, id).await?;
    let detail = serde_json::json!({ "reason": reason.trim() }).to_string();
    writer.audit_about("submission.erase", id, &about, &detail).await?;
    Ok(Outcome::Done { rev })
}

/// Keeps one until another day.
pub async fn keep(writer: &mut Writer, asked: Asked<'_>, id: &str, until: NaiveDate, reason: &str) -> DbResult<Outcome> {
    let Some(submission) = store::submission_within(writer, id).await? else {
        return Ok(Outcome::Rejected(vec![Problem::new("submission", "not_found")]));
    };
    if let Some(conflict) = conflict(asked.base_rev, Some(submission.rev)) {
        return Ok(conflict);
    }
    let today = jst_date(writer.now);
    let (first, last) = (today + Days::new(1), today + Days::new(u64::from(rules::RETENTION_MAX)));
    let mut problems: Vec<Problem> = check(reason).into_iter().collect();
    if until < first || until > last {
        problems.push(Problem::new("until", "out_of_range").arg(first.to_string()).arg(last.to_string()));
    }
    if !problems.is_empty() {
        return Ok(Outcome::Rejected(problems));
    }
    let about = audit::about_submission(writer, id).await?.unwrap_or_default();
    let (rev, now) = (writer.take_rev().await?, writer.now);
    writer.tx.run(sql::KEEP_SUBMISSION, params![id, noon(until), rev, now]).await?;
    let before = jst_date(submission.delete_at);
    note_event(writer, id, submission.state.code(), submission.state, "", &format!("{before} → {until}\n{}", reason.trim())).await?;
    work::project(writer, id, None).await?;
    let detail = serde_json::json!({ "before": before.to_string(), "until": until.to_string(), "reason": reason.trim() }).to_string();
    writer.audit_about("submission.keep", id, &about, &detail).await?;
    Ok(Outcome::Done { rev })
}
