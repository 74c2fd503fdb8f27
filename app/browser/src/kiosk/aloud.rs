//! What is read aloud: what has the focus; a whole page, when somebody asks for it; what pages say to screen readers meanwhile.
//!
//! Invariants: what somebody typed, and what shows that a receipt is theirs, is said to nobody: neither places that hold it ([`SILENT`]) nor
//! a message with what stands in a field; what is not to be seen is not said. A thing that is called by what somebody typed says with
//! `data-said` what it is called instead.

use super::device::FIELDS;
use super::speech;
use crate::js;
use engawa_app::kiosk::pages::aloud::pieces;
use engawa_app::ui::joined::JOINER;
use engawa_core::Lang;
use gloo_timers::callback::Timeout;
use js_sys::Array;
use std::cell::{Cell, RefCell};
use std::rc::Rc;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Document, Element, Node};

/// What is said in one breath.
const BLOCKS: &str = "h1,h2,h3,h4,h5,h6,p,li,dt,dd,th,td,caption,label,legend,summary,figcaption,blockquote,button,a,div,section,main";
/// What is not said: answers and files of people, names that forms make of answers, secrets, pictures, the keyboard, what covers the page.
const SILENT: &str = "[data-unsaid],[aria-hidden=true],.fill-answer,.fill-file,.fill-overview caption,output,script,style,template,\
    noscript,svg,textarea,select,.kiosk-keyboard,.kiosk-cover,.kiosk-dialog";
/// Of these what belongs to somebody, also where it has the focus.
const PERSONAL: &str = "[data-unsaid],.fill-answer,.fill-file,.fill-overview caption";
/// The most characters that are said of what has the focus.
const SAID_MAX: usize = 200;
/// What pages say to screen readers by themselves.
const LIVE: &str = "[role=alert],[role=status],[aria-live=polite],[aria-live=assertive]";
/// Of these what cannot wait.
const URGENT: &str = "[role=alert],[aria-live=assertive]";
/// What a walk through a document is shown: texts.
const TEXTS: f64 = 4.0;
/// How long after a change it is looked what is said now, in milliseconds: changes come in many small ones.
const SETTLE_MS: u32 = 400;
/// A field with less in it says nothing of anybody.
const TYPED_LEAST: usize = 2;

fn document() -> Option<Document> {
    web_sys::window()?.document()
}

fn all(document: &Document, selector: &str) -> Vec<Element> {
    let found = js::call(document, "querySelectorAll", &[&JsValue::from_str(selector)]);
    found.map(|found| Array::from(&found).iter().filter_map(|it| it.dyn_into().ok()).collect()).unwrap_or_default()
}

fn is_in(element: &Element, selector: &str) -> bool {
    element.closest(selector).ok().flatten().is_some()
}

/// Whether it is to be seen, as far as the browser says.
fn is_seen(element: &Element) -> bool {
    js::call(element, "checkVisibility", &[]).map_or(true, |seen| seen.is_truthy())
}

/// The language of what stands in an element.
fn tongue(element: &Element, page: Lang) -> Lang {
    let named = element.closest("[lang]").ok().flatten().and_then(|it| it.get_attribute("lang")).unwrap_or_default();
    match (named.get(..2), page) {
        (Some("en"), _) => Lang::En,
        (Some("ja"), Lang::En) => Lang::Ja,
        _ => page,
    }
}

/// What is said of an element that has the focus: what it is called, never what somebody typed.
pub fn name_of(element: &Element) -> String {
    let text = |element: Element| element.text_content().filter(|_| !is_in(&element, PERSONAL));
    let label = || js::property(&js::property(element, "labels")?, "0")?.dyn_into::<Element>().ok().and_then(text);
    let heading = || element.query_selector("h1,h2").ok().flatten().and_then(text);
    let own = || if element.matches("input,textarea,select").unwrap_or(true) { None } else { text(element.clone()) };
    let named = || element.get_attribute("aria-label");
    short(&element.get_attribute("data-said").or_else(named).or_else(label).or_else(heading).or_else(own).unwrap_or_default())
}

/// As much as is said of what has the focus, with single spaces, and without what holds lines together: some voices say its name.
pub fn short(words: &str) -> String {
    words.split_whitespace().collect::<Vec<_>>().join(" ").chars().filter(|c| *c != JOINER).take(SAID_MAX).collect()
}

/// What is said of an element: its blocks in the order of the document, each with its language.
fn blocks(root: &Element, page: Lang) -> Vec<(String, Lang)> {
    let walker = document().and_then(|document| js::call(&document, "createTreeWalker", &[root, &JsValue::from_f64(TEXTS)]).ok());
    let Some(walker) = walker else { return Vec::new() };
    let next = || js::call(&walker, "nextNode", &[]).ok().and_then(|node| node.dyn_into::<Node>().ok());
    let mut found: Vec<(JsValue, String, Lang)> = Vec::new();
    while let Some(node) = next() {
        let Some(parent) = node.parent_element().filter(|parent| !is_in(parent, SILENT) && is_seen(parent)) else { continue };
        let words = node.text_content().unwrap_or_default();
        let block = parent.closest(BLOCKS).ok().flatten().map_or(JsValue::NULL, JsValue::from);
        let lang = tongue(&parent, page);
        match found.last_mut() {
            Some((before, text, spoken)) if *before == block && *spoken == lang => text.push_str(&words),
            _ => found.push((block, words, lang)),
        }
    }
    found.into_iter().map(|(_, words, lang)| (words, lang)).filter(|(words, _)| !words.trim().is_empty()).collect()
}

fn add(blocks: Vec<(String, Lang)>) {
    for (words, lang) in blocks {
        for piece in pieces(&words) {
            speech::add(&piece, lang);
        }
    }
}

/// Reads the page from its beginning; what was being said ends.
pub fn page(lang: Lang) {
    speech::stop();
    if let Some(main) = document().and_then(|document| document.query_selector("main").ok().flatten()) {
        add(blocks(&main, lang));
    }
}

/// Whether a text holds something that stands in a field.
fn holds_typed(document: &Document, words: &str) -> bool {
    let value = |field: Element| js::property(&field, "value").and_then(|value| value.as_string()).unwrap_or_default();
    let mut typed = all(document, FIELDS).into_iter().map(value);
    typed.any(|typed| typed.trim().chars().count() >= TYPED_LEAST && words.contains(typed.trim()))
}

/// What pages say to screen readers, as it was when it was last looked at.
#[derive(Default)]
pub struct Live {
    known: RefCell<Vec<(Element, String)>>,
}

impl Live {
    /// Nobody listens.
    pub fn forget(&self) {
        self.known.borrow_mut().clear();
    }

    /// Looks at it, and says what is new if somebody may hear it now.
    pub fn look(&self, lang: Lang, is_heard: bool) {
        let Some(document) = document() else { return };
        let mut now = Vec::new();
        for region in all(&document, LIVE) {
            // Inside of another one it is said with that.
            let is_inner = region.parent_element().is_some_and(|outer| is_in(&outer, LIVE));
            if is_inner || is_in(&region, SILENT) {
                continue;
            }
            let said = blocks(&region, lang);
            let words = said.iter().map(|(words, _)| words.trim()).collect::<Vec<_>>().join(" ");
            let is_known = self.known.borrow().iter().any(|(known, before)| *known == region && *before == words);
            if is_heard && !is_known && !words.is_empty() && !holds_typed(&document, &words) {
                if region.matches(URGENT).unwrap_or(false) {
                    speech::stop();
                }
                add(said);
            }
            now.push((region, words));
        }
        *self.known.borrow_mut() = now;
    }
}

/// Calls this when the document changed and came to rest, as long as the page lives.
pub fn watch(changed: impl Fn() + 'static) {
    let Some(document) = document() else { return };
    let (changed, is_due) = (Rc::new(changed), Rc::new(Cell::new(false)));
    let seen = Closure::<dyn FnMut()>::new(move || {
        if is_due.replace(true) {
            return;
        }
        let (changed, is_due) = (Rc::clone(&changed), Rc::clone(&is_due));
        Timeout::new(SETTLE_MS, move || {
            is_due.set(false);
            changed();
        })
        .forget();
    })
    .into_js_value();
    let Ok(observer) = js::make("MutationObserver", &[&seen]) else { return };
    let options = js::object(&[("subtree", JsValue::TRUE), ("childList", JsValue::TRUE), ("characterData", JsValue::TRUE)]);
    js::call(&observer, "observe", &[&document, &options]).ok();
}
