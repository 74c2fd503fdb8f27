//! What was sealed at a screen takes effect: once, whoever brings it how often, and whatever breaks in between.
//!
//! [`take`] comes before the transaction of the delivery: it opens the envelope, puts its files among those that people attach, and has the
//! command inside decided as the screen's, in a transaction of its own, under its own id. Then [`note`] writes the delivery's receipt. So if
//! the server stops in between, the same delivery finds the command decided and only notes that. Invariants: what is inside is something
//! that anybody may send; what cannot take effect is held, sealed as it came, and the screen is told that it has arrived: work is never lost,
//! and waits on a screen only while staff have more of it before them than anybody would look at.

use super::keys::Keys;
use super::{Asked, rejected, sql};
use crate::commands::{self, Outcome};
use crate::db::{DbError, DbResult};
use crate::feed::{Writer, sha256_hex};
use crate::forms::blobs::BlobError;
use crate::params;
use crate::people::{Actor, notices};
use crate::sites::OpenSite;
use engawa_app::command::Command;
use engawa_app::forms::rules::is_sha256;
use engawa_app::kiosk::config::Config;
use engawa_app::kiosk::envelope::{ABOUT_COMMAND, ABOUT_FILE, Envelope, SealedFile};
use engawa_app::people::notice::NoticeCode;
use engawa_core::command::number_of;
use engawa_core::kiosk::base64url;
use engawa_core::kiosk::seal::SealError;
use engawa_core::rights::DeskRole;
use engawa_core::time::Millis;
use engawa_core::{Problem, ReceiptStatus};

/// The most files of one envelope.
pub const FILES_MAX: usize = 100;
/// The most of one screen that waits for staff. Beyond it the screen keeps what it has: a tablet that was stolen must not fill the city's disk.
pub const HELD_OF_SCREEN_MAX: i64 = 1_000;
/// Where staff look at what is held.
const PATH: &str = "/staff/kiosks/held";

/// What became of what a delivery carries.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Delivered {
    /// Nothing was looked at.
    #[default]
    Nothing,
    /// It took effect, now or before.
    Done,
    /// It cannot take effect: why, and the number of the person's receipt if that is known.
    Held(Vec<Problem>, String),
    /// Not yet decided: the same may come again.
    Retry(Problem),
}

impl Delivered {
    fn held(code: &str, number: &str) -> Self {
        Self::Held(vec![Problem::new("", code)], number.to_owned())
    }
}

/// Opens an envelope.
///
/// # Errors
/// Why it cannot be opened.
pub fn open(keys: &Keys, sealed: &str) -> Result<Envelope, Problem> {
    let broken = || Problem::new("", "sealed_broken");
    let bytes = base64url::decode(sealed).ok_or_else(broken)?;
    let plain = keys.open(&bytes, ABOUT_COMMAND).map_err(|error| match error {
        SealError::OtherKey => Problem::new("", "sealed_other_key"),
        SealError::NotAKey | SealError::Broken => broken(),
    })?;
    // The parser's own words may quote what somebody wrote.
    serde_json::from_slice(&plain).map_err(|_| broken())
}

/// What is inside of a delivery that is held, for staff; `None`: there is none, or none of the keys opens it.
pub async fn opened(site: &OpenSite, delivery: &str) -> DbResult<Option<Command>> {
    let Some((sealed,)) = site.db.first::<(String,)>(sql::HELD_SEALED, params![delivery]).await? else { return Ok(None) };
    let envelope = site.outside.sealing.as_ref().and_then(|keys| open(keys, &sealed).ok());
    Ok(envelope.map(|envelope| envelope.command))
}

/// Opens what a screen delivers under the id `delivery`, and has it take effect.
pub async fn take(site: &OpenSite, screen: &str, delivery: &str, sealed: &str, now: Millis) -> DbResult<Delivered> {
    // Without its key the site has forgotten nothing: it waits until the operator gives it back.
    let Some(keys) = &site.outside.sealing else { return Ok(Delivered::Retry(Problem::new("", "sealing_key_missing"))) };
    let envelope = match open(keys, sealed) {
        Ok(envelope) => envelope,
        Err(problem) => return Ok(Delivered::Held(vec![problem], String::new())),
    };
    let inner = &envelope.command;
    let number = number_of(&inner.id);
    // One receipt cannot be of two commands.
    if inner.id == delivery {
        return Ok(Delivered::held("sealed_broken", &number));
    }
    // A screen has no right of its own but to deliver: what is in the envelope is what anybody may send, and no delivery again.
    if !inner.body.is_for_anyone() {
        return Ok(Delivered::held("sealed_not_for_anyone", &number));
    }
    let actor = Actor::kiosk(screen);
    // Decided before: its files were there then, and may be gone.
    if commands::stored(site, &actor, inner).await?.is_none() {
        match unseal(site, keys, &envelope.files, now).await {
            Ok(()) => {}
            Err(Trouble::Later(problem)) => return Ok(Delivered::Retry(problem)),
            Err(Trouble::Never(code)) => return Ok(Delivered::held(code, &number)),
        }
    }
    let receipt = commands::decide(site, &actor, inner, Delivered::Nothing, now).await;
    Ok(match receipt.status {
        ReceiptStatus::Done => {
            forget(site, &envelope.files, now).await;
            Delivered::Done
        }
        ReceiptStatus::Rejected | ReceiptStatus::Conflict => Delivered::Held(receipt.problems, number),
        ReceiptStatus::Retry => match receipt.problems.into_iter().next() {
            // Every file of the envelope is here, so what it still lacks will not come.
            Some(problem) if problem.code == "attachment_missing" => Delivered::Held(vec![problem], number),
            Some(problem) => Delivered::Retry(problem),
            None => Delivered::Retry(Problem::new("", "try_later")),
        },
    })
}

/// Why a file could not be opened.
enum Trouble {
    /// It may be possible another time.
    Later(Problem),
    /// It will never be possible: the code of why.
    Never(&'static str),
}

impl From<BlobError> for Trouble {
    fn from(error: BlobError) -> Self {
        match error {
            BlobError::Name | BlobError::TooLarge | BlobError::Length | BlobError::Mismatch => Self::Never("sealed_file_broken"),
            BlobError::Gap(_) | BlobError::Full => Self::Later(Problem::new("", "try_later")),
            BlobError::Db(_) | BlobError::Disk(_) => {
                tracing::error!(?error, "a file that was delivered could not be stored");
                Self::Later(Problem::new("", "try_later"))
            }
        }
    }
}

/// Puts the files of an envelope among those that people attach, where they are looked at as any other.
async fn unseal(site: &OpenSite, keys: &Keys, files: &[SealedFile], now: Millis) -> Result<(), Trouble> {
    if files.len() > FILES_MAX {
        return Err(Trouble::Never("sealed_broken"));
    }
    for file in files {
        if site.blobs.progress(&site.db, &file.sha256, now).await?.is_whole {
            continue;
        }
        let whole = site.blobs.progress(&site.db, &file.sealed, now).await?.is_whole;
        let sealed = if whole { site.blobs.read(&file.sealed).await? } else { None };
        let Some(sealed) = sealed else { return Err(Trouble::Later(Problem::new("", "attachment_missing"))) };
        let keys = keys.clone();
        let opened = tokio::task::spawn_blocking(move || {
            let plain = keys.open(&sealed, ABOUT_FILE).ok()?;
            let name = sha256_hex(&plain);
            Some((plain, name))
        });
        // A task that broke off would break off again.
        let Some((plain, name)) = opened.await.ok().flatten() else { return Err(Trouble::Never("sealed_file_broken")) };
        if name != file.sha256 {
            return Err(Trouble::Never("sealed_file_broken"));
        }
        site.blobs.take_whole(&site.db, &plain, now).await?;
    }
    Ok(())
}

/// Forgets sealed files: what was in them is kept with the submission.
async fn forget(site: &OpenSite, files: &[SealedFile], now: Millis) {
    for file in files.iter().filter(|file| is_sha256(&file.sealed)) {
        if let Err(error) = site.blobs.forget(&site.db, &file.sealed, Millis::MAX, now).await {
            // It is forgotten in a week, as a file that nobody names.
            tracing::warn!(?error, "a sealed file could not be forgotten");
        }
    }
}

/// Notes what became of a delivery, inside its transaction.
pub async fn note(writer: &mut Writer, asked: Asked<'_>, (sealed, files): (&str, &[String]), delivered: Delivered) -> DbResult<Outcome> {
    let Some(screen) = asked.actor.screen() else { return Ok(rejected("", "kiosk_unknown")) };
    match delivered {
        Delivered::Nothing => return Ok(Outcome::Retry(Problem::new("", "try_later"))),
        Delivered::Retry(problem) => return Ok(Outcome::Retry(problem)),
        Delivered::Done => {}
        Delivered::Held(problems, number) => {
            if is_full(writer, screen).await? {
                return Ok(Outcome::Retry(Problem::new("", "try_later")));
            }
            hold(writer, asked.id, screen, (sealed, files), (problems.as_slice(), number.as_str())).await?;
        }
    }
    Ok(Outcome::Done { rev: writer.take_rev().await? })
}

async fn is_full(writer: &mut Writer, screen: &str) -> DbResult<bool> {
    Ok(writer.tx.first::<(i64,)>(sql::HELD_OF, params![screen]).await?.is_some_and(|(held,)| held >= HELD_OF_SCREEN_MAX))
}

async fn hold(writer: &mut Writer, id: &str, screen: &str, (sealed, files): (&str, &[String]), why: (&[Problem], &str)) -> DbResult<()> {
    let (problems, number) = why;
    let text = |why: serde_json::Error| DbError::inconsistent(format!("delivery {id}"), why);
    let files: Vec<&String> = files.iter().filter(|name| is_sha256(name)).take(FILES_MAX).collect();
    let (problems, names) = (serde_json::to_string(problems).map_err(text)?, serde_json::to_string(&files).map_err(text)?);
    let now = writer.now;
    writer.tx.run(sql::PUT_HELD, params![id, screen, now, problems, sealed, names, number]).await?;
    for file in files {
        writer.tx.run(sql::PUT_HELD_FILE, params![id, file]).await?;
    }
    let config = writer.tx.first::<(String, String, String, i64, i64)>(sql::ONE, params![screen]).await?.map(|(_, config, ..)| config);
    let name = config.and_then(|config| serde_json::from_str::<Config>(&config).ok()).map(|config| config.name).unwrap_or_default();
    notices::tell_desk(writer, "", DeskRole::Staff, NoticeCode::KioskHeld, &[&name], PATH).await
}
