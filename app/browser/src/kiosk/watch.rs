//! Keeps the browser from writing down what is typed: no field is completed, checked for spelling or put into the session files.
//!
//! Pages are written for people's own devices, where completing is a help, so it is switched off here for every field that appears.

use crate::js;
use js_sys::Array;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Document, Element};

/// Fields and forms that the browser would complete.
const OPEN: &str = "input:not([autocomplete=off]),textarea:not([autocomplete=off]),select:not([autocomplete=off]),form:not([autocomplete=off])";

/// Switches it off for every field that is here, and from now on for every one that appears.
pub fn begin() {
    let Some(document) = web_sys::window().and_then(|window| window.document()) else { return };
    shut(&document);
    let watched = document.clone();
    let seen = Closure::<dyn FnMut()>::new(move || shut(&watched)).into_js_value();
    let Ok(observer) = js::make("MutationObserver", &[&seen]) else { return };
    let attributes = Array::of1(&JsValue::from_str("autocomplete"));
    let options = js::object(&[
        ("subtree", JsValue::TRUE),
        ("childList", JsValue::TRUE),
        ("attributes", JsValue::TRUE),
        ("attributeFilter", attributes.into()),
    ]);
    js::call(&observer, "observe", &[&document, &options]).ok();
}

fn shut(document: &Document) {
    let Ok(found) = js::call(document, "querySelectorAll", &[&JsValue::from_str(OPEN)]) else { return };
    for element in Array::from(&found).iter().filter_map(|it| it.dyn_into::<Element>().ok()) {
        for (name, value) in [("autocomplete", "off"), ("spellcheck", "false"), ("autocorrect", "off"), ("autocapitalize", "off")] {
            element.set_attribute(name, value).ok();
        }
    }
}
