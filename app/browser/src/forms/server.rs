//! What forms ask of the server apart from the outbox: shared drafts, and versions that are no longer the newest.

use super::Inner;
use crate::js;
use engawa_app::forms::command::Holder;
use engawa_app::forms::device::KeepError;
use engawa_app::forms::receipt::Standing;
use engawa_app::listings::writing::Inside;
use engawa_app::people::me::Me;
use engawa_core::form::Definition;
use engawa_core::outbox::answer::Answer;
use engawa_shell::net::Ask;
use js_sys::encode_uri_component;
use std::sync::Arc;
use wasm_bindgen::JsValue;

/// How long an answer may take, in milliseconds.
const PATIENCE_MS: u32 = 20_000;
/// The same where the device has something to show without it.
const GLANCE_MS: u32 = 5_000;

impl Inner {
    pub(super) async fn exchange(&self, draft: &str, token: &str, request: &str) -> Result<String, KeepError> {
        let url = format!("/api/v1/drafts/{}", String::from(encode_uri_component(draft)));
        let bearer = format!("Bearer {token}");
        let headers = [("content-type", "application/json"), ("authorization", bearer.as_str())];
        let body = Some(JsValue::from_str(request));
        let ask = Ask { method: "POST", url: &url, headers: &headers, body, patience_ms: PATIENCE_MS };
        answered(self.net.ask(ask).await)
    }

    pub(super) async fn receipt(&self, holder: &Holder) -> Result<Standing, KeepError> {
        let (number, secret) = (String::from(encode_uri_component(&holder.receipt_no)), String::from(encode_uri_component(&holder.secret)));
        let url = format!("/api/v1/receipts/{number}?secret={secret}");
        let text = answered(self.net.ask(Ask { method: "GET", url: &url, patience_ms: PATIENCE_MS, ..Ask::default() }).await)?;
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
