//! What an account holds of what was sent: with it, or before there was one.
//!
//! Invariant: whoever takes a receipt in knows its number and its secret, and no two accounts hold the same.

use super::accounts::Profile;
use super::{FAILURE_WINDOW_MS, FAILURES_MAX, failures, sql};
use crate::db::{Db, DbResult};
use crate::feed::Writer;
use crate::params;
use engawa_app::forms::SubmissionState;
use engawa_app::forms::receipt::{is_secret, number_of, secret_of};
use engawa_core::time::Millis;
use engawa_core::{Problem, Receipt, ReceiptStatus};

/// Puts the receipt of a command into the account that sent it, inside the transaction of the command.
pub async fn keep(writer: &mut Writer, account: &str, command: &str, number: &str, (verb, subject): (&str, &str)) -> DbResult<()> {
    let now = writer.now;
    writer.tx.run(sql::PUT_OWN_RECEIPT, params![command, account, number, verb, subject, now]).await?;
    writer.tx.run(sql::OWN_SUBMISSION, params![command, account]).await?;
    Ok(())
}

/// Takes in what was sent without the account.
pub async fn collect(db: &Db, profile: &Profile, typed: &str, secret: &str, now: Millis) -> DbResult<Result<(), Problem>> {
    type Row = (String, String, String, String, String, i64, String);
    let number = number_of(typed);
    let key = format!("receipt:{number}");
    if failures::since(db, &key, now - FAILURE_WINDOW_MS).await? >= FAILURES_MAX {
        return Ok(Err(Problem::new("receipt_no", "too_many_attempts").arg((FAILURE_WINDOW_MS / 60_000).to_string())));
    }
    let rows = db.all::<Row>(sql::RECEIPTS_BY_NO, params![&number]).await?;
    let found = rows.into_iter().find(|(command, .., answer)| {
        let is_done = serde_json::from_str::<Receipt>(answer).is_ok_and(|receipt| receipt.status == ReceiptStatus::Done);
        is_done && secret_of(command).is_some_and(|own| is_secret(secret, &own))
    });
    let mut writer = Writer::begin(db, now, profile.actor_name()).await?;
    let Some((command, number, _, verb, subject, at, _)) = found else {
        failures::note(&mut writer, &key).await?;
        writer.commit().await?;
        return Ok(Err(Problem::new("receipt_no", "receipt_unknown")));
    };
    writer.tx.run(sql::PUT_OWN_RECEIPT, params![&command, &profile.id, number, verb, subject, at]).await?;
    let holder = writer.tx.first::<(String,)>(sql::RECEIPT_HOLDER, params![&command]).await?;
    if holder.is_none_or(|(holder,)| holder != profile.id) {
        return Ok(Err(Problem::new("receipt_no", "receipt_taken")));
    }
    writer.tx.run(sql::OWN_SUBMISSION, params![&command, &profile.id]).await?;
    writer.audit_about("receipt.collect", &command, &profile.id, "").await?;
    writer.commit().await?;
    Ok(Ok(()))
}

/// Something that an account holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Held {
    /// The short number.
    pub receipt_no: String,
    /// What only its holder knows.
    pub secret: String,
    /// What was done.
    pub verb: String,
    /// What the form is called; empty: it was none.
    pub form_title: String,
    /// Where a submission is; nothing: it is none, or was deleted.
    pub state: Option<SubmissionState>,
    /// When it was sent.
    pub at: Millis,
}

/// What an account holds, the newest first.
pub async fn of_account(db: &Db, account: &str) -> DbResult<Vec<Held>> {
    let rows = db.all::<(String, String, String, i64, String, String)>(sql::OWN_RECEIPTS, params![account]).await?;
    let held = |(command, receipt_no, verb, at, state, form_title): (String, String, String, i64, String, String)| Held {
        secret: secret_of(&command).unwrap_or_default(),
        receipt_no,
        verb,
        form_title,
        state: SubmissionState::parse(&state),
        at,
    };
    Ok(rows.into_iter().map(held).collect())
}
