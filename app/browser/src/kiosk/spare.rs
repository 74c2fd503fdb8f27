//! The first minute of a screen: its right is a cookie, and Chromium writes cookies to the disk up to half a minute late.
//!
//! So a screen that was just paired makes a secret, keeps it in the cache of the mark, which is on the disk at once, and tells the server that
//! it is known by that too. Invariants: there is one for each pairing; it goes as soon as the cookie is certainly on the disk, because scripts
//! can read it; the server takes it for a day and no longer.

use super::{beat, keep};
use crate::js;
use engawa_app::kiosk::config::Enrolment;
use engawa_core::kiosk::base64url;
use engawa_core::outbox::answer::Answer;
use engawa_core::time::Millis;
use engawa_shell::net::{Ask, Net};
use serde::{Deserialize, Serialize};
use wasm_bindgen::JsValue;

/// Where it stands beside the mark.
const SPARE: &str = "/kiosk/spare";
/// After so long a cookie is on the disk, twice over, in milliseconds.
const WRITTEN_MS: Millis = 60_000;
/// How long an answer may take, in milliseconds.
const PATIENCE_MS: u32 = 10_000;
/// How many bytes it has.
const BYTES: usize = 32;

/// As it is kept.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Spare {
    /// The secret.
    pub spare: String,
    /// When the cookie was set, by the device's clock.
    pub at_ms: Millis,
}

/// As it is shown.
#[derive(Serialize)]
struct Shown<'a> {
    spare: &'a str,
}

impl Spare {
    /// Keeps it; `false` if the browser does not.
    pub async fn keep(&self) -> bool {
        let Ok(json) = serde_json::to_string(self) else { return false };
        keep::mark(SPARE, &json).await.is_ok()
    }

    async fn show(&self, net: &Net, method: &str, url: &str) -> Option<Answer> {
        let json = serde_json::to_string(&Shown { spare: &self.spare }).ok()?;
        let headers = [("content-type", "application/json")];
        net.ask(Ask { method, url, headers: &headers, body: Some(JsValue::from_str(&json)), patience_ms: PATIENCE_MS }).await
    }
}

/// The one that is kept.
pub async fn kept() -> Option<Spare> {
    serde_json::from_str(&keep::marked(SPARE).await?).ok()
}

/// This browser was just paired: makes one, keeps it, tells it.
pub async fn leave(net: &Net) {
    let Some(bytes) = js::try_random::<BYTES>() else { return };
    let made = Spare { spare: base64url::encode(&bytes), at_ms: js::now() };
    if !made.keep().await || made.show(net, "PUT", "/api/v1/kiosk/spare").await.is_none_or(|answer| answer.status != 204) {
        // It is a screen all the same, if nobody pulls the plug in its first half minute.
        js::warn("spare: not kept");
        keep::unmark(SPARE).await;
    }
}

/// The server does not know this browser: shows the one that is kept. Gives what the screen is told; nothing: there is none, or no answer.
pub async fn again(net: &Net) -> Option<Enrolment> {
    let kept = kept().await?;
    let answer = kept.show(net, "POST", "/api/v1/kiosk/again").await?;
    match answer.status {
        200 => {
            let enrolment = serde_json::from_str(&answer.text).ok()?;
            // The new cookie is as young as the first one was.
            Spare { at_ms: js::now(), ..kept }.keep().await;
            Some(enrolment)
        }
        // A portal in between refuses in words of its own.
        401 if beat::refusal(&answer.text).is_some() => {
            keep::unmark(SPARE).await;
            None
        }
        _ => None,
    }
}

/// The server knew this browser by its cookie: the other way is not needed any more, once that one is on the disk.
pub async fn known() {
    let Some(kept) = kept().await else { return };
    let age = js::now().saturating_sub(kept.at_ms);
    // A clock that was put back says nothing, and what is not needed is not kept.
    if !(0..WRITTEN_MS).contains(&age) {
        keep::unmark(SPARE).await;
    }
}
