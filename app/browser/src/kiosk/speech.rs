//! Reading aloud, where the browser can.

use crate::js;
use engawa_core::Lang;
use js_sys::Reflect;
use wasm_bindgen::JsValue;

fn synthesis() -> Option<JsValue> {
    js::property(&js::global(), "speechSynthesis")
}

/// Says something; what was being said ends.
pub fn say(text: &str, lang: Lang) {
    stop();
    let (Some(synthesis), Ok(words)) = (synthesis(), js::make("SpeechSynthesisUtterance", &[&JsValue::from_str(text)])) else { return };
    let tag = match lang {
        Lang::Ja | Lang::JaEasy => "ja-JP",
        Lang::En => "en-US",
    };
    Reflect::set(&words, &JsValue::from_str("lang"), &JsValue::from_str(tag)).ok();
    js::call(&synthesis, "speak", &[&words]).ok();
}

/// Says nothing more.
pub fn stop() {
    if let Some(synthesis) = synthesis() {
        js::call(&synthesis, "cancel", &[]).ok();
    }
}
