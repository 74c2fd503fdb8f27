//! The address of a screen: it stays `/kiosk`, whatever is shown, and nothing leads out of the app.
//!
//! The browser's history is never written, so there is nothing to go back to and nothing to find later. Where somebody is in the app is in
//! memory: the router's own signal, which is followed here and set from here. Invariants: no click and no form leaves the app; what would
//! is offered as a code to take along.

use crate::forms::page;
use crate::js;
use engawa_app::kiosk::opens_with;
use engawa_app::kiosk::pages::device::KioskSignals;
use gloo_events::{EventListener, EventListenerOptions, EventListenerPhase};
use js_sys::Reflect;
use leptos::prelude::{Effect, Get, Set, WithUntracked, use_context};
use leptos_router::location::{BrowserUrl, LocationChange, LocationProvider as _, Url};
use std::cell::RefCell;
use std::rc::Rc;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Element, Event, EventTarget};

/// The address of every page at a screen.
pub const HERE: &str = "/kiosk";
/// Where a screen that lost its right gets a new one.
const PAIR: &str = "/kiosk/pair";
/// The most pages that one can go back.
const STEPS_MAX: usize = 100;

/// Where somebody was in this session.
pub struct Way {
    signals: KioskSignals,
    /// Addresses, the one that is shown last.
    steps: RefCell<Vec<String>>,
    /// The address that takes the place of the one before it.
    instead: RefCell<Option<String>>,
}

impl Way {
    /// Nobody went anywhere yet.
    pub fn new(signals: KioskSignals) -> Self {
        Self { signals, steps: RefCell::new(vec![HERE.to_owned()]), instead: RefCell::new(None) }
    }

    /// Pins the address. Before the router is made, which writes the history.
    pub fn pin(self: &Rc<Self>) {
        let Some(history) = js::property(&js::global(), "history") else { return };
        let nothing = Closure::<dyn FnMut()>::new(|| {}).into_js_value();
        for name in ["pushState", "back", "forward", "go"] {
            Reflect::set(&history, &JsValue::from_str(name), &nothing).ok();
        }
        let this = Rc::clone(self);
        let replaced = Closure::<dyn FnMut(JsValue, JsValue, JsValue)>::new(move |_state: JsValue, _title: JsValue, url: JsValue| {
            *this.instead.borrow_mut() = url.as_string();
        });
        Reflect::set(&history, &JsValue::from_str("replaceState"), &replaced.into_js_value()).ok();
        Reflect::set(&js::global(), &JsValue::from_str("open"), &nothing).ok();
        self.listen();
    }

    /// Follows the router and leads it. Within the owner in which the app was just made.
    pub fn follow(self: &Rc<Self>) {
        let Some(router) = use_context::<BrowserUrl>() else { return };
        let (this, url) = (Rc::clone(self), router.as_url().clone());
        Effect::new(move |_| this.arrived(written(&url.get())));
        let go = self.signals.go;
        Effect::new(move |_| {
            let Some(path) = go.get() else { return };
            go.set(None);
            if let Ok(url) = BrowserUrl::parse(&path) {
                router.as_url().set(url);
                router.complete_navigation(&LocationChange { value: path, replace: false, ..LocationChange::default() });
            }
        });
    }

    /// Where somebody is.
    pub fn here(&self) -> String {
        self.steps.borrow().last().cloned().unwrap_or_else(|| HERE.to_owned())
    }

    /// Whether that is the page for pairing.
    pub fn is_pairing(&self) -> bool {
        self.here().starts_with(PAIR)
    }

    /// One page back; from the first one nowhere.
    pub fn back(&self) {
        let target = {
            let mut steps = self.steps.borrow_mut();
            if steps.len() > 1 {
                steps.pop();
            }
            steps.last().cloned()
        };
        self.signals.go.set(target.or_else(|| Some(HERE.to_owned())));
    }

    fn opens(&self, path: &str) -> bool {
        self.signals.enrolment.with_untracked(|it| opens_with(path, &it.config.rooms) || (path == PAIR && !it.active))
    }

    fn arrived(&self, path: String) {
        let instead = self.instead.take().is_some_and(|instead| instead == path);
        let mut steps = self.steps.borrow_mut();
        if path == HERE {
            // The first page is where every way begins.
            steps.clear();
        } else if instead || steps.len() >= STEPS_MAX {
            steps.pop();
        }
        if steps.last() != Some(&path) {
            steps.push(path);
        }
    }

    fn listen(self: &Rc<Self>) {
        let Some(window) = web_sys::window() else { return };
        // Before anybody else hears of it: whoever stops an event must not let it out.
        let first = EventListenerOptions { phase: EventListenerPhase::Capture, passive: false };
        for name in ["click", "auxclick"] {
            let this = Rc::clone(self);
            EventListener::new_with_options(&window, name, first, move |event| this.clicked(event)).forget();
        }
        for name in ["contextmenu", "dragstart", "drop", "dragover"] {
            EventListener::new_with_options(&window, name, first, |event| {
                if !is_field(event) {
                    event.prevent_default();
                }
            })
            .forget();
        }
        // After the pages, which take most forms themselves.
        let this = Rc::clone(self);
        EventListener::new_with_options(&window, "submit", EventListenerOptions::enable_prevent_default(), move |event| this.submitted(event))
            .forget();
    }

    fn clicked(&self, event: &Event) {
        let Some(link) = target(event).and_then(|element| element.closest("a[href],area[href]").ok().flatten()) else { return };
        let Some(raw) = link.get_attribute("href") else { return };
        if let Some(id) = raw.strip_prefix('#') {
            // The router would take it for an anchor of `/kiosk`.
            event.prevent_default();
            page::focus(&js_sys::decode_uri_component(id).map_or_else(|_| id.to_owned(), String::from));
            return;
        }
        let Some(address) = resolved(&raw, &self.here()) else {
            event.prevent_default();
            return;
        };
        let path = address.strip_prefix(&page::origin()).filter(|path| path.starts_with('/'));
        let is_ours = path.is_some_and(|path| self.opens(path));
        if is_ours && is_plain(event) && is_left_to_the_router(&link) && raw.starts_with('/') {
            return;
        }
        event.prevent_default();
        match path {
            Some(path) if is_ours && !link.has_attribute("download") => self.signals.go.set(Some(path.to_owned())),
            // The switch of languages is taken by the page.
            Some(path) if path.starts_with("/lang/") => {}
            // What exists in this page alone cannot be taken along.
            _ if address.starts_with("blob:") || address.starts_with("data:") || address.starts_with("javascript:") => {}
            _ => self.signals.elsewhere.set(Some(address)),
        }
    }

    fn submitted(&self, event: &Event) {
        if event.default_prevented() {
            return;
        }
        event.prevent_default();
        let Some(form) = target(event) else { return };
        let action = form.get_attribute("action").unwrap_or_default();
        let Some(address) = resolved(&action, &self.here()) else { return };
        let method = form.get_attribute("method").unwrap_or_default();
        let path = address.strip_prefix(&page::origin()).filter(|path| self.opens(path));
        match path {
            Some(path) if !method.eq_ignore_ascii_case("post") => {
                let path = path.split(['?', '#']).next().unwrap_or_default();
                self.signals.go.set(Some(format!("{path}?{}", fields(&form))));
            }
            _ => self.signals.elsewhere.set(Some(address)),
        }
    }
}

/// A place in the app as text.
fn written(url: &Url) -> String {
    let (search, hash) = (url.search(), url.hash().trim_start_matches('#'));
    let mut text = url.path().to_owned();
    for (sign, part) in [('?', search), ('#', hash)] {
        if !part.is_empty() {
            text.push(sign);
            text.push_str(part);
        }
    }
    text
}

fn target(event: &Event) -> Option<Element> {
    event.target().and_then(|target: EventTarget| target.dyn_into::<Element>().ok())
}

fn is_field(event: &Event) -> bool {
    target(event).is_some_and(|element| element.closest("input,textarea").is_ok_and(|field| field.is_some()))
}

/// Whether it was a click as everybody clicks: not one that opens another window.
fn is_plain(event: &Event) -> bool {
    let is_set = |name: &str| js::property(event, name).is_some_and(|value| value.is_truthy());
    event.type_() == "click" && !["button", "metaKey", "altKey", "ctrlKey", "shiftKey"].into_iter().any(is_set)
}

fn is_left_to_the_router(link: &Element) -> bool {
    let is_external = link.get_attribute("rel").is_some_and(|rel| rel.split_ascii_whitespace().any(|word| word == "external"));
    !is_external && !link.has_attribute("download") && link.get_attribute("target").is_none_or(|target| target.is_empty())
}

/// A reference as a whole address, from where somebody is in the app.
fn resolved(reference: &str, here: &str) -> Option<String> {
    let base = format!("{}{here}", page::origin());
    let url = js::make("URL", &[&JsValue::from_str(reference), &JsValue::from_str(&base)]).ok()?;
    js::property(&url, "href")?.as_string()
}

/// The fields of a form as the search of an address.
fn fields(form: &Element) -> String {
    let data = js::make("FormData", &[form]).and_then(|data| js::make("URLSearchParams", &[&data]));
    let text = data.and_then(|data| js::call(&data, "toString", &[]));
    text.ok().and_then(|text| text.as_string()).unwrap_or_default()
}
