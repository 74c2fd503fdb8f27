//! What a screen keeps outside of its page: what it was told of itself, its clock, and counts. Nothing of the people at it.
//!
//! It is `localStorage`, because `public/boot.js` has to know before anything else runs; the enrolment stands in a cache of its own too, so
//! that a device that lost one of them stays a screen without a network. Invariants: only what is listed here is written there; whatever
//! the browser refuses is as if it had not been kept; whichever of the two marks is there, the device is a screen.

use crate::js;
use engawa_app::kiosk::config::Enrolment;
use js_sys::Object;
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::collections::BTreeMap;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::spawn_local;

/// Where the last enrolment stands, as JSON; `public/boot.js` looks whether there is one.
pub const ENROLMENT: &str = "engawa-kiosk";
/// Where stands by how much the server's clock is ahead of the device's, in milliseconds.
pub const CLOCK: &str = "engawa-kiosk-clock";
/// Where counts and mishaps stand until a beat has taken them along.
pub const COUNTS: &str = "engawa-kiosk-counts";
/// Where stands how often something went wrong, by its code, where the book of counts is not at hand: `public/boot.js`, and here.
const NOTED: &str = "engawa-kiosk-noted";
/// Where stands when the last picture of the screen at rest was drawn: each session ends with a page of its own.
pub const PICTURE: &str = "engawa-kiosk-picture";

/// Where stands of which screen this device was cleared: what people made on it before it was one is gone.
pub const CLEARED: &str = "engawa-kiosk-cleared";
/// The cache of the second mark, and the address under which it stands there. The service worker clears only caches of other names.
const MARK: &str = "kiosk";
const MARKED: &str = "/kiosk";
/// Where `public/boot.js` puts the second mark if it is the only one.
const FOUND: &str = "__engawaKiosk";

fn storage() -> Option<JsValue> {
    js::property(&js::global(), "localStorage")
}

fn stored(key: &str) -> Option<String> {
    js::call(&storage()?, "getItem", &[&JsValue::from_str(key)]).ok()?.as_string()
}

/// The text under a key.
pub fn text(key: &str) -> Option<String> {
    stored(key).or_else(|| if key == ENROLMENT { js::property(&js::global(), FOUND)?.as_string() } else { None })
}

/// What is kept under a key, if it can be read.
pub fn read<T: DeserializeOwned>(key: &str) -> Option<T> {
    serde_json::from_str(&text(key)?).ok()
}

/// Keeps something under a key; `false` if the browser does not.
pub fn write<T: Serialize>(key: &str, value: &T) -> bool {
    let (Some(storage), Ok(json)) = (storage(), serde_json::to_string(value)) else { return false };
    js::call(&storage, "setItem", &[&JsValue::from_str(key), &JsValue::from_str(&json)]).is_ok() && stored(key).as_deref() == Some(json.as_str())
}

/// Notes that something went wrong.
fn note(code: &str) {
    let mut noted: BTreeMap<String, u32> = read(NOTED).unwrap_or_default();
    let times = noted.entry(code.to_owned()).or_default();
    *times = times.saturating_add(1);
    write(NOTED, &noted);
}

/// What was noted since it was last asked for: codes, and how often.
pub fn noted() -> BTreeMap<String, u32> {
    let noted = read(NOTED).unwrap_or_default();
    if stored(NOTED).is_some() {
        write(NOTED, &BTreeMap::<String, u32>::new());
    }
    noted
}

/// Keeps what the screen was told of itself, in both places; `false` if `localStorage` does not.
pub fn enrolled(enrolment: &Enrolment) -> bool {
    if let Ok(json) = serde_json::to_string(enrolment) {
        let was_kept = stored(ENROLMENT).is_some() && js::property(&js::global(), "caches").is_some();
        spawn_local(async move {
            // Browsers throw away databases and caches together, and leave `localStorage`.
            let is_evicted = was_kept && marked(MARKED).await.is_none();
            if mark(MARKED, &json).await.is_err() {
                js::warn("mark: not kept");
            } else if is_evicted {
                note("evicted");
            }
        });
    }
    write(ENROLMENT, enrolment)
}

/// Writes a text into the cache of the second mark, under this address. A browser without caches has the first one alone.
pub async fn mark(address: &str, json: &str) -> Result<(), JsValue> {
    let Some(caches) = js::property(&js::global(), "caches") else { return Ok(()) };
    let cache = js::ask(&caches, "open", &[&JsValue::from_str(MARK)]).await?;
    let answer = js::make("Response", &[&JsValue::from_str(json)])?;
    js::ask(&cache, "put", &[&JsValue::from_str(address), &answer]).await.map(drop)
}

/// What stands there under an address. Asking makes no cache where there is none.
pub async fn marked(address: &str) -> Option<String> {
    let caches = js::property(&js::global(), "caches")?;
    let options = js::object(&[("cacheName", JsValue::from_str(MARK))]);
    let answer = js::ask(&caches, "match", &[&JsValue::from_str(address), &options]).await.ok().filter(|it| !it.is_undefined())?;
    js::ask(&answer, "text", &[]).await.ok()?.as_string()
}

/// Deletes what stands there under an address.
pub async fn unmark(address: &str) {
    if marked(address).await.is_none() {
        return;
    }
    let Some(caches) = js::property(&js::global(), "caches") else { return };
    if let Ok(cache) = js::ask(&caches, "open", &[&JsValue::from_str(MARK)]).await {
        js::ask(&cache, "delete", &[&JsValue::from_str(address)]).await.ok();
    }
}

/// Forgets what is kept by anybody else than a screen.
pub fn forget_others() {
    for name in ["localStorage", "sessionStorage"] {
        let Some(storage) = js::property(&js::global(), name) else { continue };
        let keys = Object::keys(storage.unchecked_ref::<Object>());
        for key in keys.iter().filter(|key| !key.as_string().is_some_and(|key| key.starts_with(ENROLMENT))) {
            js::call(&storage, "removeItem", &[&key]).ok();
        }
    }
}
