//! Reading aloud, where the browser can.
//!
//! Invariant: what is said does not leave the device, as far as the browser says which voices are its own.

use crate::js;
use engawa_app::kiosk::beat::Voices;
use engawa_core::Lang;
use js_sys::{Array, Reflect};
use wasm_bindgen::JsValue;

const JA: &str = "ja-JP";
const EN: &str = "en-US";

fn synthesis() -> Option<JsValue> {
    js::property(&js::global(), "speechSynthesis")
}

/// The voices that the browser knows; none before it has looked for them.
fn voices(synthesis: &JsValue) -> Vec<JsValue> {
    js::call(synthesis, "getVoices", &[]).map(|found| Array::from(&found).iter().collect()).unwrap_or_default()
}

/// Whether a voice speaks a language and is the device's own: others send what they are to say to a service.
fn is_own(voice: &JsValue, tag: &str) -> bool {
    let speaks = js::property(voice, "lang").and_then(|lang| lang.as_string()).is_some_and(|lang| lang.get(..2) == tag.get(..2));
    speaks && js::property(voice, "localService").is_some_and(|own| own.is_truthy())
}

/// Which languages the device has a voice of its own for. A browser begins to look for its voices when it is first asked, and knows none
/// until it is done: asked early and again later, it tells.
pub fn own() -> Voices {
    let found = synthesis().map(|synthesis| voices(&synthesis)).unwrap_or_default();
    let has = |tag: &str| found.iter().any(|voice| is_own(voice, tag));
    Voices { ja: has(JA), en: has(EN) }
}

/// Says something; what was being said ends.
pub fn say(text: &str, lang: Lang) {
    stop();
    add(text, lang);
}

/// Says something after what is being said.
pub fn add(text: &str, lang: Lang) {
    let (Some(synthesis), Ok(words)) = (synthesis(), js::make("SpeechSynthesisUtterance", &[&JsValue::from_str(text)])) else { return };
    let tag = match lang {
        Lang::Ja | Lang::JaEasy => JA,
        Lang::En => EN,
    };
    Reflect::set(&words, &JsValue::from_str("lang"), &JsValue::from_str(tag)).ok();
    let known = voices(&synthesis);
    match known.iter().find(|voice| is_own(voice, tag)) {
        Some(voice) => {
            Reflect::set(&words, &JsValue::from_str("voice"), voice).ok();
        }
        // Rather silent than heard elsewhere.
        None if !known.is_empty() => return,
        None => {}
    }
    js::call(&synthesis, "speak", &[&words]).ok();
}

/// Says nothing more.
pub fn stop() {
    if let Some(synthesis) = synthesis() {
        js::call(&synthesis, "cancel", &[]).ok();
    }
}
