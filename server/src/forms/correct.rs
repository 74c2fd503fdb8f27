//! 差し戻し, from the sender's side: a corrected form takes the place of the one that was sent back, and a question is answered in words.
//!
//! Invariants: only what was sent back is corrected, once, and only by its holder: whoever shows its secret, or the account that has it;
//! a correction that is refused leaves the earlier form as it was; what a sender writes is a line of the history that staff read.

use super::review::move_on;
use super::store::Submission;
use super::{Asked, is_held, sql, store};
use crate::commands::Outcome;
use crate::db::{Db, DbResult};
use crate::feed::Writer;
use crate::params;
use crate::people::{Actor, notices};
use engawa_app::forms::command::{Holder, Submit};
use engawa_app::forms::{SubmissionState, receipt, rules};
use engawa_app::people::notice::NoticeCode;
use engawa_core::Problem;
use engawa_core::rights::DeskRole;
use engawa_core::time::{Millis, jst_datetime};

/// The most replies to one desk's questions within [`REPLY_WINDOW_MS`].
pub const REPLIES_MAX: i64 = 5;
/// See [`REPLIES_MAX`].
pub const REPLY_WINDOW_MS: Millis = 60 * 60 * 1000;

/// The submission of whoever holds this receipt: by its secret, or because their account has it.
pub async fn held(writer: &mut Writer, actor: &Actor, holder: &Holder) -> DbResult<Option<Submission>> {
    let found = store::by_receipt_within(writer, &receipt::number_of(&holder.receipt_no)).await?;
    for submission in found {
        if is_held(&submission, &holder.secret) {
            return Ok(Some(submission));
        }
        if let Some(account) = actor.account()
            && holder.secret.is_empty()
        {
            let row = writer.tx.first::<(String,)>(sql::ACCOUNT_OF_SUBMISSION, params![&submission.id]).await?;
            if row.is_some_and(|(own,)| own == account) {
                return Ok(Some(submission));
            }
        }
    }
    Ok(None)
}

/// The submission whose place a new one takes; an error if it takes none.
pub async fn corrected(writer: &mut Writer, actor: &Actor, submit: &Submit) -> DbResult<Result<Option<Submission>, Problem>> {
    let Some(holder) = &submit.corrects else { return Ok(Ok(None)) };
    Ok(match held(writer, actor, holder).await? {
        Some(old) if old.form_id != submit.form_id => Err(Problem::new("corrects", "receipt_unknown")),
        Some(old) if old.state != SubmissionState::SentBack => Err(Problem::new("corrects", "correction_not_asked").arg(old.receipt_no)),
        Some(old) => Ok(Some(old)),
        None => Err(Problem::new("corrects", "receipt_unknown")),
    })
}

/// Which submission took the place of one: its id and its number.
pub async fn replaced_by(db: &Db, id: &str) -> DbResult<Option<(String, String)>> {
    db.first::<(String, String)>(sql::REPLACED_BY, params![id]).await
}

/// Keeps what the sender answers to a question, for the desk.
pub async fn reply(writer: &mut Writer, asked: Asked<'_>, holder: &Holder, text: &str) -> DbResult<Outcome> {
    let refused = |problem: Problem| Ok(Outcome::Rejected(vec![problem]));
    let Some(submission) = held(writer, asked.actor, holder).await? else { return refused(Problem::new("receipt_no", "receipt_unknown")) };
    let text = text.trim();
    if text.is_empty() {
        return refused(Problem::new("text", "required"));
    }
    if text.chars().count() > rules::MESSAGE_MAX {
        return refused(Problem::new("text", "too_long").arg(rules::MESSAGE_MAX.to_string()));
    }
    if !submission.state.may_be_withdrawn() {
        return refused(Problem::new("", "reply_too_late"));
    }
    let since = writer.now.saturating_sub(REPLY_WINDOW_MS);
    let (count, first) = writer.tx.first::<(i64, i64)>(sql::REPLIES, params![&submission.id, since]).await?.unwrap_or_default();
    if count >= REPLIES_MAX {
        let again = jst_datetime(first.saturating_add(REPLY_WINDOW_MS)).format("%H:%M").to_string();
        return refused(Problem::new("", "reply_too_many").arg(REPLIES_MAX.to_string()).arg(again));
    }
    let rev = writer.take_rev().await?;
    move_on(writer, &submission, submission.state, &submission.assignee, "", text, rev).await?;
    if let Some(form) = store::form_within(writer, &submission.form_id).await? {
        let path = format!("/staff/submissions/{}", submission.id);
        notices::tell_desk(writer, &form.settings.desk, DeskRole::Staff, NoticeCode::SubmissionReplied, &[&submission.receipt_no], &path).await?;
    }
    Ok(Outcome::Done { rev })
}
