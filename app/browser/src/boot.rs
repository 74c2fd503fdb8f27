//! What the page was started with: the server's words in the document, and, in the offline shell, what the device knows itself.

use crate::js;
use engawa_app::site::Boot;
use engawa_core::{Lang, time};
use web_sys::{Document, UrlSearchParams};

/// The id of the element that holds [`Boot`] as JSON.
const ELEMENT: &str = "engawa-boot";

/// How the page came here.
pub struct Start {
    /// What the pages are drawn with.
    pub boot: Boot,
    /// The service worker answered with the shell: there is nothing to hydrate.
    pub is_shell: bool,
}

/// Reads what the page was started with; nothing if this is no page of ours.
pub fn read() -> Option<Start> {
    let document = web_sys::window()?.document()?;
    let text = document.get_element_by_id(ELEMENT)?.text_content()?;
    let mut boot: Boot = match serde_json::from_str(&text) {
        Ok(boot) => boot,
        Err(error) => {
            js::warn(&format!("boot: {error}"));
            return None;
        }
    };
    let root = document.document_element()?;
    let is_shell = root.get_attribute("data-shell").as_deref() == Some("offline");
    if is_shell {
        boot.lang = chosen_lang(&document).unwrap_or(boot.lang);
        let now = js::now();
        (boot.today, boot.minute) = (time::jst_date(now), time::jst_minute(now));
        set_lang(boot.lang);
    }
    Some(Start { boot, is_shell })
}

/// Says in the document in which language it is.
pub fn set_lang(lang: Lang) {
    let Some(root) = web_sys::window().and_then(|window| window.document()).and_then(|document| document.document_element()) else { return };
    for (name, value) in [("lang", lang.html()), ("data-lang", lang.code())] {
        root.set_attribute(name, value).ok();
    }
}

/// The language that the address asks for, else the one that the person chose before.
fn chosen_lang(document: &Document) -> Option<Lang> {
    let search = document.location()?.search().ok()?;
    let asked = UrlSearchParams::new_with_str(&search).ok()?.get("lang");
    asked.and_then(|code| Lang::parse(&code)).or_else(|| {
        let cookies = js::property(document, "cookie")?.as_string()?;
        cookies.split(';').filter_map(|pair| pair.trim().split_once('=')).find(|(name, _)| *name == "lang").and_then(|(_, code)| Lang::parse(code))
    })
}
