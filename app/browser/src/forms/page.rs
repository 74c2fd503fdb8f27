//! What of the device needs no store: new names, the address, the focus, the width of the screen.

use crate::js;
use engawa_core::id;
use wasm_bindgen::JsValue;

/// A new `UUIDv7`.
pub fn new_id() -> String {
    id::uuid_v7(js::now(), js::random())
}

/// A new secret of 128 bits.
pub fn new_token() -> String {
    id::hex(&js::random::<16>())
}

fn of_location(name: &str) -> String {
    let location = js::property(&js::global(), "location");
    location.and_then(|location| js::property(&location, name)).and_then(|it| it.as_string()).unwrap_or_default()
}

/// The part of the address behind `#`.
pub fn fragment() -> String {
    of_location("hash").trim_start_matches('#').to_owned()
}

/// The address of this site.
pub fn origin() -> String {
    of_location("origin")
}

/// Moves the focus to an element and shows it.
pub fn focus(element_id: &str) {
    let Some(element) = web_sys::window().and_then(|window| window.document()).and_then(|document| document.get_element_by_id(element_id)) else {
        return;
    };
    js::call(&element, "focus", &[]).ok();
    js::call(&element, "scrollIntoView", &[&js::object(&[("block", JsValue::from_str("center"))])]).ok();
}

/// Whether the screen is as narrow as a phone's.
pub fn is_narrow() -> bool {
    let asked = js::call(&js::global(), "matchMedia", &[&JsValue::from_str("(max-width: 47.99rem)")]).ok();
    asked.and_then(|asked| js::property(&asked, "matches")).and_then(|matches| matches.as_bool()).unwrap_or(false)
}
