//! What the fault tests drive from JavaScript: putting something into the outbox, and looking at it.

use super::Keeper;
use super::chosen::blob_of;
use super::files::from_base64;
use engawa_app::device::DeviceState;
use engawa_app::forms::device::{FormDevice as _, KeepError, OutboxStanding};
use engawa_core::outbox::{Ask, Attachment, State};
use js_sys::Uint8Array;
use leptos::prelude::WithUntracked;
use serde::{Deserialize, Serialize};

#[derive(Deserialize)]
struct Wanted {
    id: String,
    subject: String,
    title: String,
    body: String,
    #[serde(default)]
    file: Option<WantedFile>,
}

#[derive(Deserialize)]
struct WantedFile {
    name: String,
    base64: String,
}

#[derive(Serialize)]
struct Seen {
    id: String,
    standing: &'static str,
    number: String,
}

/// Keeps the file of a JSON `{id, subject, title, body, file: {name, base64}}` and puts it into the outbox; done when the store has it.
pub async fn send(keeper: &Keeper, json: &str) -> Result<(), KeepError> {
    let wanted: Wanted = serde_json::from_str(json).map_err(|_| KeepError::Failed)?;
    let mut attachments = Vec::new();
    if let Some(file) = wanted.file {
        let media_type = "application/octet-stream";
        let blob = blob_of(&Uint8Array::from(&from_base64(&file.base64)?[..]), media_type)?;
        let kept = keeper.inner().keep(blob, file.name, media_type.to_owned()).await?;
        attachments.push(Attachment { sha256: kept.sha256, bytes: kept.bytes, name: kept.name });
    }
    let Wanted { id, subject, title, body, .. } = wanted;
    keeper.send(Ask { id, subject, kind: "forms".to_owned(), kind_schema: 1, title, body, attachments, ..Ask::default() }).await
}

/// All that is in the outbox, as JSON: ids, standings and receipt numbers.
pub fn state(state: DeviceState) -> String {
    let lines: Vec<Seen> = state.outbox.with_untracked(|lines| {
        let seen = lines.iter().map(|line| {
            let standing = match line.standing {
                OutboxStanding::NotSaved { .. } => "not_saved",
                OutboxStanding::Waiting { .. } => "waiting",
                OutboxStanding::UnderWay { .. } => "under_way",
                OutboxStanding::Stuck => "stuck",
                OutboxStanding::Done => "done",
                OutboxStanding::UpdateNeeded => "update_needed",
            };
            let number = match line.entry.as_ref().map(|entry| &entry.state) {
                Some(State::Done(kept)) => kept.number.clone(),
                _ => String::new(),
            };
            Seen { id: line.id.clone(), standing, number }
        });
        seen.collect()
    });
    serde_json::to_string(&lines).unwrap_or_default()
}
