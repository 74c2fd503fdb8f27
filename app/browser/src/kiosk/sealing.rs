//! Sending at a screen: what somebody made is sealed to the site before anything of it is stored.
//!
//! Invariant: what leaves here for the device's store is readable for the site alone; nobody at the screen can read it back, nor can the
//! screen itself.

use crate::forms::Disk;
use crate::js;
use engawa_app::command::{Body, Command};
use engawa_app::forms::device::{KeepError, KeptFile};
use engawa_app::kiosk::command::KioskCommand;
use engawa_app::kiosk::envelope::{ABOUT_COMMAND, ABOUT_FILE, Envelope, SealedFile};
use engawa_core::id;
use engawa_core::kiosk::base64url;
use engawa_core::kiosk::seal::{ENTROPY, PublicKey};
use engawa_core::outbox::{Ask, Attachment};

/// What the outbox calls it, and the form of its body.
pub const KIND: &str = "kiosk";
const KIND_SCHEMA: u32 = 1;

/// What the outbox says such an entry is about.
pub fn subject(delivery: &str) -> String {
    format!("{KIND}:{delivery}")
}

/// Seals what is asked for with its files, keeps the sealed files, and gives what is put into the outbox in its place.
pub async fn delivery(ask: &Ask, files: Vec<(KeptFile, Vec<u8>)>, key: &PublicKey, disk: &dyn Disk) -> Result<Ask, KeepError> {
    let body: Body = serde_json::from_str(&ask.body).map_err(|error| broken(&error))?;
    let mut sealed_files = Vec::with_capacity(files.len());
    let mut attachments = Vec::with_capacity(files.len());
    for (file, bytes) in files {
        let sealed = seal(key, &bytes, ABOUT_FILE)?;
        let kept = disk.keep_sealed(sealed).await?;
        attachments.push(Attachment { sha256: kept.sha256.clone(), bytes: kept.bytes, name: kept.name });
        sealed_files.push(SealedFile { sealed: kept.sha256, sha256: file.sha256, bytes: file.bytes });
    }
    let names = sealed_files.iter().map(|file| file.sealed.clone()).collect();
    let envelope = Envelope { command: Command { id: ask.id.clone(), base_rev: ask.base_rev, body }, files: sealed_files };
    let plain = serde_json::to_vec(&envelope).map_err(|error| broken(&error))?;
    let sealed = base64url::encode(&seal(key, &plain, ABOUT_COMMAND)?);
    let deliver = Body::Kiosk(KioskCommand::Deliver { sealed, files: names });
    let id = id::uuid_v7(js::now(), js::random());
    Ok(Ask {
        subject: subject(&id),
        id,
        kind: KIND.to_owned(),
        kind_schema: KIND_SCHEMA,
        body: serde_json::to_string(&deliver).map_err(|error| broken(&error))?,
        attachments,
        ..Ask::default()
    })
}

/// Seals bytes to a site, with new chance each time.
pub(crate) fn seal(key: &PublicKey, plain: &[u8], about: &str) -> Result<Vec<u8>, KeepError> {
    let Some(chance) = js::try_random::<ENTROPY>() else {
        js::warn("seal: no source of chance");
        return Err(KeepError::Failed);
    };
    key.seal(plain, about, &chance).map_err(|error| {
        js::warn(&format!("seal: {error:?}"));
        KeepError::Failed
    })
}

/// Says where it is broken, and nothing of what stands there.
fn broken(error: &serde_json::Error) -> KeepError {
    js::warn(&format!("envelope: line {} column {}", error.line(), error.column()));
    KeepError::Failed
}
