//! 持ち出し: what a device could not send, brought to the counter as one sealed file.
//!
//! Invariants: what waited is decided as the device's own command, under its own id, so it takes effect once whoever brings it and however
//! often; what needs the person's account is not decided here at all, because a refusal would stay theirs; nothing of the file is kept but
//! what was taken in and, for as long as files that nobody names are kept, what was attached.

use super::{audience, store};
use crate::commands::{execute, stored};
use crate::db::DbResult;
use crate::feed::sha256_hex;
use crate::kiosk::keys::Keys;
use crate::people::Actor;
use crate::people::cases::note_look;
use crate::sites::OpenSite;
use engawa_app::command::{Body, Command};
use engawa_app::forms::command::FormCommand;
use engawa_app::forms::rescue::{ABOUT, Rescue, THINGS_MAX, Unsent, read};
use engawa_core::kiosk::base64url;
use engawa_core::kiosk::seal::SealError;
use engawa_core::time::Millis;
use engawa_core::{Problem, ReceiptStatus};

/// What became of something that waited.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Became {
    /// It took effect, now or before, under this receipt number.
    Taken(String),
    /// It cannot: why.
    Refused(Vec<Problem>),
    /// It is not decided: the same file may come again.
    Later,
}

/// Opens a file.
///
/// # Errors
/// It is another file, another site's, or damaged.
pub fn open(keys: &Keys, file: &[u8]) -> Result<Rescue, Problem> {
    let wrong = |code: &str| Problem::new("file", code);
    let sealed = read(file).ok_or_else(|| wrong("rescue_wrong_file"))?;
    let plain = keys.open(&sealed, ABOUT).map_err(|error| match error {
        SealError::OtherKey => wrong("rescue_other_key"),
        SealError::NotAKey | SealError::Broken => wrong("rescue_broken"),
    })?;
    // The parser's own words may quote what somebody wrote.
    let rescue: Rescue = serde_json::from_slice(&plain).map_err(|_| wrong("rescue_broken"))?;
    let most = rescue.entries.len().max(rescue.drafts.len()).max(rescue.files.len());
    if most > THINGS_MAX { Err(wrong("too_many").arg(THINGS_MAX.to_string())) } else { Ok(rescue) }
}

/// Takes in what waited, in its order. Who did it stands in the audit log.
pub async fn take(site: &OpenSite, staff: &Actor, entries: &[Unsent], now: Millis) -> DbResult<Vec<Became>> {
    note_look(&site.db, staff, "rescue.open", "", "", now).await?;
    let mut became = Vec::with_capacity(entries.len());
    for entry in entries {
        became.push(take_one(site, staff, entry, now).await?);
    }
    Ok(became)
}

async fn take_one(site: &OpenSite, staff: &Actor, entry: &Unsent, now: Millis) -> DbResult<Became> {
    let refused = |code: &str| Became::Refused(vec![Problem::new("", code)]);
    let Ok(command) = serde_json::from_str::<Command>(&entry.command) else { return Ok(refused("bad_json")) };
    if !command.body.is_for_anyone() {
        return Ok(refused("rescue_not_here"));
    }
    // The device would have sent it; who holds the file is nobody in particular.
    let actor = Actor::anonymous();
    if stored(site, &actor, &command).await?.is_none() && needs_account(site, &actor, &command.body).await? {
        return Ok(refused("rescue_not_here"));
    }
    let receipt = execute(site, &actor, &command, now).await;
    Ok(match receipt.status {
        ReceiptStatus::Done => {
            let number = receipt.receipt_no.unwrap_or_default();
            note_look(&site.db, staff, "rescue.take", &command.id, &format!("receipt:{number}"), now).await?;
            Became::Taken(number)
        }
        ReceiptStatus::Rejected | ReceiptStatus::Conflict => Became::Refused(receipt.problems),
        ReceiptStatus::Retry => Became::Later,
    })
}

/// Whether a form is only for people who are signed in.
async fn needs_account(site: &OpenSite, actor: &Actor, body: &Body) -> DbResult<bool> {
    let Body::Forms(FormCommand::Submit(submit)) = body else { return Ok(false) };
    match store::form(&site.db, &submit.form_id).await? {
        Some(form) => Ok(audience::refusal(&site.db, form.settings.audience, actor).await?.is_some()),
        None => Ok(false),
    }
}

/// Puts a file among those that people attach, where it is looked at as any other; whether it is there now.
pub async fn keep_file(site: &OpenSite, sha256: &str, base64: &str, now: Millis) -> bool {
    let Some(bytes) = bytes_of(base64).filter(|bytes| sha256_hex(bytes) == sha256) else { return false };
    match site.blobs.take_whole(&site.db, &bytes, now).await {
        Ok(_) => true,
        Err(error) => {
            tracing::warn!(?error, "a file from a device could not be stored");
            false
        }
    }
}

/// Base 64 with padding, as browsers write it.
fn bytes_of(base64: &str) -> Option<Vec<u8>> {
    base64url::decode(&base64.trim_end_matches('=').replace('+', "-").replace('/', "_"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_browsers_write_is_read() {
        for (text, bytes) in [("", Some(vec![])), ("QQ==", Some(vec![65])), ("+/8=", Some(vec![0xfb, 0xff])), ("Q", None), ("QQ=A", None)] {
            assert_eq!(bytes_of(text), bytes, "{text}");
        }
    }
}
