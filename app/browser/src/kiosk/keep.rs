//! What a screen keeps outside of its page: what it was told of itself, its clock, and counts. Nothing of the people at it.
//!
//! It is `localStorage`, because `public/boot.js` has to know before anything else runs. Invariant: only what is listed here is written
//! there; whatever the browser refuses is as if it had not been kept.

use crate::js;
use serde::Serialize;
use serde::de::DeserializeOwned;
use wasm_bindgen::JsValue;

/// Where the last enrolment stands, as JSON; `public/boot.js` looks whether there is one.
pub const ENROLMENT: &str = "engawa-kiosk";
/// Where stands by how much the server's clock is ahead of the device's, in milliseconds.
pub const CLOCK: &str = "engawa-kiosk-clock";
/// Where counts and mishaps stand until a beat has taken them along.
pub const COUNTS: &str = "engawa-kiosk-counts";
/// Where stands when the last picture of the screen at rest was drawn: each session ends with a page of its own.
pub const PICTURE: &str = "engawa-kiosk-picture";

fn storage() -> Option<JsValue> {
    js::property(&js::global(), "localStorage")
}

/// The text under a key.
pub fn text(key: &str) -> Option<String> {
    js::call(&storage()?, "getItem", &[&JsValue::from_str(key)]).ok()?.as_string()
}

/// What is kept under a key, if it can be read.
pub fn read<T: DeserializeOwned>(key: &str) -> Option<T> {
    serde_json::from_str(&text(key)?).ok()
}

/// Keeps something under a key; `false` if the browser does not.
pub fn write<T: Serialize>(key: &str, value: &T) -> bool {
    let (Some(storage), Ok(json)) = (storage(), serde_json::to_string(value)) else { return false };
    js::call(&storage, "setItem", &[&JsValue::from_str(key), &JsValue::from_str(&json)]).is_ok() && text(key).as_deref() == Some(json.as_str())
}
