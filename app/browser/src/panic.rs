//! What a person sees when the app breaks: a sentence, and a link that loads the page again. Nothing is lost, everything is kept already.

use engawa_app::messages::common;
use engawa_core::Lang;
use std::panic::{PanicHookInfo, set_hook};
use wasm_bindgen::JsValue;

/// The id of the alert, so that there is never a second one.
const ALERT: &str = "engawa-panic";

/// From now on a panic is written to the console and shown in `lang`.
pub fn install(lang: Lang) {
    set_hook(Box::new(move |info: &PanicHookInfo<'_>| {
        console_error_panic_hook::hook(info);
        // Nothing may fail here: what the browser refuses is left out.
        show(lang).ok();
    }));
}

fn show(lang: Lang) -> Result<(), JsValue> {
    let Some(document) = web_sys::window().and_then(|window| window.document()) else { return Ok(()) };
    if document.get_element_by_id(ALERT).is_some() {
        return Ok(());
    }
    let Some(body) = document.body() else { return Ok(()) };
    let link = document.create_element("a")?;
    // An empty reference is this page, without its fragment: following it loads the page again.
    link.set_attribute("href", "")?;
    // The router of a broken app must not take the click.
    link.set_attribute("rel", "external")?;
    link.set_text_content(Some(common::PANIC_RELOAD.text(lang)));
    let alert = document.create_element("div")?;
    alert.set_id(ALERT);
    alert.set_attribute("role", "alert")?;
    alert.set_class_name("panic");
    alert.append_child(&link)?;
    body.prepend_with_node_1(&alert)?;
    Ok(())
}
