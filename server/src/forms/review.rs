//! How a submission goes on: withdrawn by its sender, or moved by staff.
//!
//! Invariants: every step is an event with who and when; whoever sent it from an account is told of a new state, and of a question.

use super::store::{self, Submission};
use super::{Asked, conflict, correct, rejected, sql};
use crate::commands::Outcome;
use crate::db::DbResult;
use crate::feed::Writer;
use crate::params;
use crate::people::{Actor, notices, work};
use engawa_app::forms::SubmissionState;
use engawa_app::forms::command::{Holder, Review};
use engawa_app::forms::outline::Line;
use engawa_app::forms::rules;
use engawa_app::people::notice::NoticeCode;
use engawa_core::Problem;

pub(super) async fn withdraw(writer: &mut Writer, actor: &Actor, holder: &Holder, reason: &str) -> DbResult<Outcome> {
    let Some(submission) = correct::held(writer, actor, holder).await? else { return Ok(rejected("receipt_no", "receipt_unknown")) };
    if !submission.state.may_be_withdrawn() {
        let problem = Problem::new("state", "bad_state_change").arg(submission.state.code()).arg(SubmissionState::Withdrawn.code());
        return Ok(Outcome::Rejected(vec![problem]));
    }
    if reason.chars().count() > rules::MESSAGE_MAX {
        return Ok(Outcome::Rejected(vec![Problem::new("reason", "too_long").arg(rules::MESSAGE_MAX.to_string())]));
    }
    let rev = writer.take_rev().await?;
    move_on(writer, &submission, SubmissionState::Withdrawn, &submission.assignee, "", reason, rev).await?;
    Ok(Outcome::Done { rev })
}

pub(super) async fn review_within(writer: &mut Writer, asked: Asked<'_>, review: &Review, read: Option<&[Line]>) -> DbResult<Outcome> {
    let Some(submission) = store::submission_within(writer, &review.submission).await? else {
        return Ok(rejected("submission", "not_found"));
    };
    if let Some(conflict) = conflict(asked.base_rev, Some(submission.rev)) {
        return Ok(conflict);
    }
    let problems = rules::check_review(review, submission.state);
    if !problems.is_empty() {
        return Ok(Outcome::Rejected(problems));
    }
    let to = review.state.unwrap_or(submission.state);
    let assignee = review.assignee.as_deref().map_or(submission.assignee.as_str(), str::trim);
    let mut note = review.note.trim().to_owned();
    if assignee != submission.assignee {
        let line = format!("assignee: {}", if assignee.is_empty() { "-" } else { assignee });
        note = if note.is_empty() { line } else { format!("{line}\n{note}") };
    }
    let rev = writer.take_rev().await?;
    move_on(writer, &submission, to, assignee, review.message.trim(), &note, rev).await?;
    if read.is_some() {
        work::project(writer, &submission.id, read).await?;
    }
    if to != submission.state {
        tell_sender(writer, &submission, NoticeCode::SubmissionDecided, &[to.code()]).await?;
    } else if !review.message.trim().is_empty() {
        tell_sender(writer, &submission, NoticeCode::SubmissionTold, &[]).await?;
    }
    Ok(Outcome::Done { rev })
}

/// Whoever sent it from an account hears of it; everybody else looks with the receipt.
async fn tell_sender(writer: &mut Writer, submission: &Submission, code: NoticeCode, more: &[&str]) -> DbResult<()> {
    let Some((account,)) = writer.tx.first::<(String,)>(sql::ACCOUNT_OF_SUBMISSION, params![&submission.id]).await? else { return Ok(()) };
    if account.is_empty() {
        return Ok(());
    }
    let title = if submission.title.is_empty() { submission.receipt_no.as_str() } else { submission.title.as_str() };
    notices::tell(writer, &account, code, &[&[title][..], more].concat(), "/account#receipts").await
}

/// Moves a submission on and notes what happened.
pub(super) async fn move_on(
    writer: &mut Writer,
    from: &Submission,
    to: SubmissionState,
    assignee: &str,
    message: &str,
    note: &str,
    rev: u64,
) -> DbResult<()> {
    let now = writer.now;
    writer.tx.run(sql::MOVE_SUBMISSION, params![&from.id, to.code(), assignee, rev, now]).await?;
    note_event(writer, &from.id, from.state.code(), to, message, note).await?;
    work::project(writer, &from.id, None).await
}

pub(super) async fn note_event(writer: &mut Writer, id: &str, from: &str, to: SubmissionState, message: &str, note: &str) -> DbResult<()> {
    let (last,) = writer.tx.first::<(i64,)>(sql::LAST_EVENT, params![id]).await?.unwrap_or_default();
    let (now, actor) = (writer.now, writer.actor.clone());
    writer.tx.run(sql::PUT_EVENT, params![id, last + 1, now, actor, from, to.code(), message, note]).await?;
    Ok(())
}
