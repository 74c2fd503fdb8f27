//! What forms ask of the server apart from the outbox: shared drafts, and versions that are no longer the newest.

use super::Inner;
use super::chosen::{buffer, failed};
use super::files::digest;
use crate::js;
use crate::outbox::keep_error;
use engawa_app::forms::command::Holder;
use engawa_app::forms::device::{KeepError, KeptFile};
use engawa_app::forms::postcodes::{Area, OWN};
use engawa_app::forms::receipt::Standing;
use engawa_app::forms::rescue::Sealing;
use engawa_app::forms::rules::file_name;
use engawa_app::listings::writing::Inside;
use engawa_app::people::me::Me;
use engawa_core::form::Definition;
use engawa_core::form::draft::share::Invitation;
use engawa_core::kiosk::seal::PublicKey;
use engawa_core::outbox::answer::Answer;
use engawa_shell::net::Ask;
use js_sys::encode_uri_component;
use serde::de::DeserializeOwned;
use std::collections::BTreeMap;
use std::sync::Arc;
use wasm_bindgen::JsValue;

/// How long an answer may take, in milliseconds.
const PATIENCE_MS: u32 = 20_000;
/// The same where the device has something to show without it.
const GLANCE_MS: u32 = 5_000;
/// How long a whole file may take.
const FILE_PATIENCE_MS: u32 = 120_000;
/// How much of a file goes in one request.
const PIECE_BYTES: u64 = 1024 * 1024;

impl Inner {
    pub(super) async fn exchange(&self, draft: &str, token: &str, request: &str) -> Result<String, KeepError> {
        let url = format!("/api/v1/drafts/{}", String::from(encode_uri_component(draft)));
        let bearer = format!("Bearer {token}");
        let headers = [("content-type", "application/json"), ("authorization", bearer.as_str())];
        let body = Some(JsValue::from_str(request));
        let ask = Ask { method: "POST", url: &url, headers: &headers, body, patience_ms: PATIENCE_MS };
        answered(self.net.ask(ask).await)
    }

    /// Brings a kept file to the server, from where it was left, so that others can fetch it.
    pub(super) async fn lend_file(&self, sha256: &str) -> Result<(), KeepError> {
        let file = self.stored(sha256).await?;
        let url = format!("/api/v1/blobs/{sha256}");
        let asked = self.net.ask(Ask { method: "HEAD", url: &url, patience_ms: PATIENCE_MS, ..Ask::default() }).await;
        let mut from = missing_from(asked)?;
        // A server that never says that it has all is not asked for ever.
        for _ in 0..=file.bytes.div_ceil(PIECE_BYTES) {
            let Some(begin) = from.filter(|begin| *begin < file.bytes) else { return Ok(()) };
            let end = begin.saturating_add(PIECE_BYTES).min(file.bytes);
            let (first, last) = (JsValue::from_f64(js::from_u64(begin)), JsValue::from_f64(js::from_u64(end)));
            let piece = js::call(&file.blob, "slice", &[&first, &last]).map_err(|error| failed("slice", &error))?;
            let range = format!("bytes {begin}-{}/{}", end - 1, file.bytes);
            let headers = [("content-range", range.as_str()), ("content-type", "application/octet-stream")];
            let body = Some(buffer(&piece).await?);
            let asked = self.net.ask(Ask { method: "PUT", url: &url, headers: &headers, body, patience_ms: PATIENCE_MS }).await;
            from = missing_from(asked)?;
        }
        if from.is_none() { Ok(()) } else { Err(KeepError::Offline) }
    }

    /// Fetches a file of a shared draft and keeps it, if its bytes are those of its digest.
    pub(super) async fn fetch_file(&self, invitation: &Invitation, sha256: &str, name: &str) -> Result<KeptFile, KeepError> {
        let url = format!("/api/v1/drafts/{}/files/{sha256}", String::from(encode_uri_component(&invitation.draft)));
        let bearer = format!("Bearer {}", invitation.token);
        let headers = [("authorization", bearer.as_str())];
        let ask = Ask { method: "GET", url: &url, headers: &headers, patience_ms: FILE_PATIENCE_MS, ..Ask::default() };
        let blob = match self.net.file(ask).await {
            Some(Ok(blob)) => blob,
            Some(Err(404)) => return Err(KeepError::NotFound),
            Some(Err(_)) | None => return Err(KeepError::Offline),
        };
        if digest(&buffer(&blob).await?).await? != sha256 {
            js::warn("file: another digest");
            return Err(KeepError::Failed);
        }
        let media_type = js::property(&blob, "type").and_then(|it| it.as_string()).unwrap_or_default();
        self.keep(blob, file_name(name), media_type).await
    }

    pub(super) async fn receipt(&self, holder: &Holder) -> Result<Standing, KeepError> {
        let (number, secret) = (String::from(encode_uri_component(&holder.receipt_no)), String::from(encode_uri_component(&holder.secret)));
        let url = format!("/api/v1/receipts/{number}?secret={secret}");
        let answer = self.net.ask(Ask { method: "GET", url: &url, patience_ms: PATIENCE_MS, ..Ask::default() }).await;
        if answer.as_ref().is_some_and(|answer| answer.status == 429) {
            return Err(KeepError::Full);
        }
        let text = answered(answer)?;
        serde_json::from_str(&text).map_err(|error| {
            js::warn(&format!("receipt: {error}"));
            KeepError::Offline
        })
    }

    pub(super) async fn me(&self) -> Result<Me, KeepError> {
        let text = answered(self.net.ask(Ask { method: "GET", url: "/api/v1/me", patience_ms: PATIENCE_MS, ..Ask::default() }).await)?;
        serde_json::from_str(&text).map_err(|error| {
            js::warn(&format!("me: {error}"));
            KeepError::Offline
        })
    }

    /// A listing from inside; an error where there is no connection, or nothing to see for this person.
    pub(super) async fn inside(&self, id: &str) -> Result<Inside, KeepError> {
        let url = format!("/api/v1/listings/{}", String::from(encode_uri_component(id)));
        let text = answered(self.net.ask(Ask { method: "GET", url: &url, patience_ms: GLANCE_MS, ..Ask::default() }).await)?;
        serde_json::from_str(&text).map_err(|error| {
            js::warn(&format!("listing: {error}"));
            KeepError::Offline
        })
    }

    /// The key to which the last resort is sealed: the server's, which is kept, else the one that was kept.
    pub(super) async fn sealing_key(&self) -> Result<PublicKey, KeepError> {
        let db = self.db().await?;
        let ask = Ask { method: "GET", url: "/api/v1/sealing-key", patience_ms: GLANCE_MS, ..Ask::default() };
        let said = answered(self.net.ask(ask).await).and_then(|text| key_of(&text));
        match said {
            Ok(key) => {
                // Without room for it there is a key now all the same.
                db.keep_sealing_key(&key.text()).await.ok();
                Ok(key)
            }
            // The city takes no such files any more.
            Err(KeepError::NotFound) => Err(KeepError::NotFound),
            Err(_) => {
                let kept = db.sealing_key().await.map_err(|error| keep_error(&error))?;
                kept.and_then(|text| PublicKey::parse(&text).ok()).ok_or(KeepError::NotFound)
            }
        }
    }

    /// The places of an area: the server's, which are kept, else those that were kept.
    pub(super) async fn postcodes(&self, area: &str) -> Result<Area, KeepError> {
        let db = self.db().await?;
        match self.fetch_postcodes::<Area>(area).await {
            Ok((text, found)) => {
                // Without room for it it is known now all the same.
                db.keep_postcodes(area, &text).await.ok();
                Ok(found)
            }
            Err(KeepError::NotFound) => Err(KeepError::NotFound),
            Err(_) => {
                let kept = db.postcodes(area).await.map_err(|error| keep_error(&error))?;
                if let Some(found) = kept.and_then(|text| serde_json::from_str(&text).ok()) {
                    return Ok(found);
                }
                let own = db.postcodes(OWN).await.map_err(|error| keep_error(&error))?;
                let own: Option<BTreeMap<String, Area>> = own.and_then(|text| serde_json::from_str(&text).ok());
                own.and_then(|mut own| own.remove(area)).ok_or(KeepError::Offline)
            }
        }
    }

    /// Keeps the places of the city itself.
    pub(super) async fn postcodes_ahead(&self) -> Result<(), KeepError> {
        let db = self.db().await?;
        let (text, _) = self.fetch_postcodes::<BTreeMap<String, Area>>(OWN).await?;
        db.keep_postcodes(OWN, &text).await.map_err(|error| keep_error(&error))
    }

    async fn fetch_postcodes<T: DeserializeOwned>(&self, part: &str) -> Result<(String, T), KeepError> {
        let url = format!("/media/postcodes/{part}");
        let text = answered(self.net.ask(Ask { method: "GET", url: &url, patience_ms: GLANCE_MS, ..Ask::default() }).await)?;
        // A portal in between answers with a page of its own.
        let found = serde_json::from_str(&text).map_err(|_| KeepError::Offline)?;
        Ok((text, found))
    }

    pub(super) async fn fetch_version(&self, form_id: &str, version: &str) -> Result<Arc<Definition>, KeepError> {
        let (form_id, version) = (String::from(encode_uri_component(form_id)), String::from(encode_uri_component(version)));
        let url = format!("/api/v1/forms/{form_id}/versions/{version}");
        let text = answered(self.net.ask(Ask { method: "GET", url: &url, patience_ms: PATIENCE_MS, ..Ask::default() }).await)?;
        serde_json::from_str(&text).map(Arc::new).map_err(|error| {
            // A portal in between answers with a page of its own.
            js::warn(&format!("version: {error}"));
            KeepError::Offline
        })
    }
}

/// The key in an answer. A portal in between answers with a page of its own.
fn key_of(text: &str) -> Result<PublicKey, KeepError> {
    let read = serde_json::from_str::<Sealing>(text).ok().and_then(|answer| PublicKey::parse(&answer.key).ok());
    read.ok_or(KeepError::Offline)
}

/// Where a file goes on, of the answer about it; nothing if it is there whole.
fn missing_from(answer: Option<Answer>) -> Result<Option<u64>, KeepError> {
    let Some(answer) = answer else { return Err(KeepError::Offline) };
    let offset = answer.upload_offset.as_ref().and_then(|text| text.trim().parse::<u64>().ok());
    match (answer.status, offset) {
        (200 | 202 | 409, _) if answer.upload_complete.as_deref() == Some("?1") => Ok(None),
        (200 | 202 | 409, Some(has)) => Ok(Some(has)),
        (413, _) => Err(KeepError::TooLarge),
        _ => Err(KeepError::Offline),
    }
}

/// The text of an answer that is one.
fn answered(answer: Option<Answer>) -> Result<String, KeepError> {
    let Some(answer) = answer else { return Err(KeepError::Offline) };
    match answer.status {
        200 => Ok(answer.text),
        404 => Err(KeepError::NotFound),
        413 => Err(KeepError::TooLarge),
        408 | 425 | 429 | 500..=599 => Err(KeepError::Offline),
        status => {
            js::warn(&format!("status {status}"));
            Err(KeepError::Failed)
        }
    }
}
