//! What pages ask of a screen: [`KioskDevice`], and what [`Device`] is there.

use super::ledger::Ledger;
use super::pinned::{HERE, Way};
use super::session::Sitting;
use super::{aloud, beat, load_anew, speech};
use crate::forms::{eager, page};
use crate::js;
use engawa_app::device::{Device, DeviceState};
use engawa_app::forms::device::{Doing, KeepError};
use engawa_app::kiosk::beat::Counted;
use engawa_app::kiosk::keyboard::{Key, applied, before};
use engawa_app::kiosk::pages::device::{InField, KioskDevice, KioskSignals, Look};
use engawa_app::kiosk::parcel::Parcel;
use engawa_core::Lang;
use engawa_core::kiosk::hand_over;
use engawa_core::kiosk::session::Phase;
use engawa_shell::net::{Ask, Net};
use gloo_events::EventListener;
use gloo_timers::future::TimeoutFuture;
use js_sys::{Reflect, Uint8Array, encode_uri_component};
use leptos::prelude::{Callable, Callback, GetUntracked, Set, Update, WithUntracked};
use send_wrapper::SendWrapper;
use serde::Deserialize;
use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::rc::Rc;
use std::sync::Arc;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::spawn_local;
use web_sys::Element;

/// How long an answer may take, in milliseconds.
const PATIENCE_MS: u32 = 30_000;
/// The same where it goes without the server, too.
const GLANCE_MS: u32 = 8_000;
/// Fields that text is typed into.
pub const FIELDS: &str = "textarea,input:not([type]),input[type=text],input[type=search],input[type=tel],input[type=email],input[type=url],\
    input[type=number],input[type=password]";
/// What stands in them is told to nobody: passwords, answers that are hidden like one also while they are shown, the secret of a receipt.
const SECRETS: &str = "input[type=password],[data-unsaid]";
/// The app's own keyboard.
const KEYBOARD: &str = ".kiosk-keyboard";

/// How often a page that got the focus is looked at for its heading, in milliseconds.
const PAGE_LOOK_MS: u32 = 50;
/// How many times at most: three seconds.
const PAGE_LOOKS: u32 = 60;
/// After so many a heading that is still the same is that of the page.
const PAGE_STANDS: u32 = 12;

/// What a screen can be asked to do.
#[derive(Clone)]
pub struct ScreenDevice {
    inner: SendWrapper<Rc<Inner>>,
}

/// What it is made of.
pub struct Inner {
    /// The screen's state.
    pub signals: KioskSignals,
    /// The session.
    pub sitting: Rc<Sitting>,
    /// Where somebody was.
    pub way: Rc<Way>,
    /// Counts.
    pub ledger: Rc<Ledger>,
    /// The server.
    pub net: Net,
    /// The language that is shown.
    pub lang: Cell<Lang>,
    /// Draws the app in another language.
    pub redraw: Rc<dyn Fn(Lang)>,
    /// The field that had the focus last.
    pub field: RefCell<Option<Element>>,
    /// How often something got the focus.
    pub turns: Cell<u32>,
    /// The parcels of this session that the server holds, by what they are of.
    pub left: RefCell<BTreeMap<String, String>>,
    /// What pages say to screen readers.
    pub live: aloud::Live,
}

impl ScreenDevice {
    /// Made of these.
    pub fn new(inner: Inner) -> Self {
        Self { inner: SendWrapper::new(Rc::new(inner)) }
    }

    /// Remembers which field had the focus: a press on the app's own keyboard may take it away. Reads aloud what has it, for whoever wants that.
    pub fn watch(&self) {
        // A page that broke may have left a voice in the middle of something.
        speech::stop();
        let Some(document) = web_sys::window().and_then(|window| window.document()) else { return };
        let inner = self.inner();
        EventListener::new(&document, "focusin", move |event| {
            let Some(element) = event.target().and_then(|target| target.dyn_into::<Element>().ok()) else { return };
            let turn = inner.turns.get().wrapping_add(1);
            inner.turns.set(turn);
            if inner.is_heard() && element.tag_name().eq_ignore_ascii_case("main") {
                let (inner, page) = (Rc::clone(&inner), element.clone());
                spawn_local(async move { read_page(&inner, &page, turn).await });
            } else if inner.is_heard() {
                speech::say(&aloud::name_of(&element), inner.lang.get());
            }
            if element.matches(FIELDS).unwrap_or(false) {
                *inner.field.borrow_mut() = Some(element);
            }
        })
        .forget();
        let inner = self.inner();
        aloud::watch(move || inner.changed());
    }

    fn inner(&self) -> Rc<Inner> {
        (*self.inner).clone()
    }
}

impl Inner {
    /// The page changed: whoever listens hears what it says.
    fn changed(&self) {
        if self.signals.look.get_untracked().aloud {
            self.live.look(self.lang.get(), self.is_heard());
        } else {
            self.live.forget();
        }
    }

    /// Whether somebody wants to hear what has the focus. While they are asked whether they are still there, nothing talks over that.
    fn is_heard(&self) -> bool {
        self.signals.look.get_untracked().aloud && self.signals.phase.get_untracked() == Phase::Active
    }
}

impl KioskDevice for ScreenDevice {
    fn carry_on(&self) {
        self.inner.sitting.touched();
    }

    fn finish(&self) {
        self.inner.sitting.finish();
    }

    fn back(&self) {
        self.inner.way.back();
    }

    fn set_lang(&self, lang: Lang) {
        if self.inner.lang.replace(lang) == lang {
            return;
        }
        speech::stop();
        let inner = self.inner();
        spawn_local(async move {
            // What was pressed is part of what is about to go.
            js::breathe().await;
            let here = inner.way.here();
            (inner.redraw)(inner.lang.get());
            inner.signals.go.set(Some(here).filter(|here| here != HERE));
        });
    }

    fn set_look(&self, look: Look) {
        if !look.aloud {
            speech::stop();
        } else if !self.inner.signals.look.get_untracked().aloud {
            // What stands there already is not news.
            self.inner.live.look(self.inner.lang.get(), false);
        }
        self.inner.signals.look.set(look);
    }

    fn say(&self, text: &str) {
        speech::say(text, self.inner.lang.get());
    }

    fn read_page(&self) {
        aloud::page(self.inner.lang.get());
    }

    fn hush(&self) {
        speech::stop();
    }

    fn type_key(&self, key: Key) {
        // Focusing it is noted, too.
        let field = self.inner.field.borrow().clone();
        if let Some(field) = field.filter(|field| field.is_connected()) {
            type_into(&field, key).ok();
        }
    }

    fn in_field(&self) -> InField {
        match self.inner.field.borrow().as_ref().filter(|field| field.is_connected()) {
            None => InField::Nothing,
            Some(field) if field.matches(SECRETS).unwrap_or(true) => InField::Secret,
            Some(field) => {
                let (whole, caret) = (value_of(field), caret_of(field));
                let last = before(&whole, caret);
                InField::Text { whole, last }
            }
        }
    }

    fn to_field(&self) {
        let field = self.inner.field.borrow().clone();
        if let Some(field) = field.filter(|field| field.is_connected()) {
            js::call(&field, "focus", &[]).ok();
        }
    }

    fn hand_over(&self, parcel: Parcel) -> Doing<String> {
        let inner = self.inner();
        eager(async move {
            let fragment = fragment(&parcel, &inner).await?;
            if let Parcel::Draft { form_id, .. } = &parcel {
                inner.ledger.count(Counted::HandedOver, form_id);
            }
            Ok(format!("{}/hand-over#{fragment}", page::origin()))
        })
    }

    fn count(&self, what: Counted, subject: &str) {
        self.inner.ledger.count(what, subject);
    }

    fn pair(&self, code: String) -> Doing<()> {
        let inner = self.inner();
        eager(async move { pair(&code, &inner.net).await })
    }
}

/// Reads the heading of a page that got the focus, unless something else gets it meanwhile. It has the focus before it is drawn: for a
/// moment what stands there is the page before.
async fn read_page(inner: &Inner, page: &Element, turn: u32) {
    let heading = || page.query_selector("h1,h2").ok().flatten().and_then(|it| it.text_content()).map(|words| aloud::short(&words));
    let before = heading();
    for look in 1..=PAGE_LOOKS {
        TimeoutFuture::new(PAGE_LOOK_MS).await;
        if inner.turns.get() != turn || !inner.is_heard() {
            return;
        }
        let Some(words) = heading().filter(|words| !words.is_empty()) else { continue };
        let is_new = before.as_ref() != Some(&words);
        if is_new || look == PAGE_STANDS {
            speech::say(&words, inner.lang.get());
        }
        if is_new {
            return;
        }
    }
}

/// The answer to a parcel that is kept for a phone.
#[derive(Deserialize)]
struct Stored {
    id: String,
}

/// What a phone is told of a parcel. Whoever photographs a form that is inside its code has it, as often as they like; so as long as the
/// server can be reached a form waits there, for one phone, encrypted. A small one goes inside where that cannot be. Which pages somebody
/// marked is no secret like that, and goes inside at once.
async fn fragment(parcel: &Parcel, inner: &Inner) -> Result<String, KeepError> {
    let bytes = parcel.bytes();
    let inside = hand_over::inline(&bytes);
    let is_form = matches!(parcel, Parcel::Draft { .. });
    // Only "no" says something here: a connection may lead nowhere.
    let is_cut = !js::is_online();
    match inside {
        None => leave(&bytes, parcel.of(), PATIENCE_MS, inner).await,
        Some(fragment) if !is_form || is_cut => Ok(fragment),
        Some(fragment) => Ok(leave(&bytes, parcel.of(), GLANCE_MS, inner).await.unwrap_or(fragment)),
    }
}

/// Leaves a parcel at the server, encrypted: where it waits and the key to it.
async fn leave(bytes: &[u8], of: String, patience_ms: u32, inner: &Inner) -> Result<String, KeepError> {
    let before = inner.left.borrow().get(&of).cloned().unwrap_or_default();
    let url = format!("/api/v1/hand-overs?replaces={}", String::from(encode_uri_component(&before)));
    let (Some(key), Some(nonce)) = (js::try_random(), js::try_random()) else { return Err(KeepError::Failed) };
    let sealed = hand_over::encrypt(bytes, &key, &nonce);
    let headers = [("content-type", "application/octet-stream")];
    let body = Some(JsValue::from(Uint8Array::from(&sealed[..])));
    let ask = Ask { method: "POST", url: &url, headers: &headers, body, patience_ms };
    let answer = inner.net.ask(ask).await.ok_or(KeepError::Offline)?;
    match answer.status {
        200 | 201 => {
            let stored: Stored = serde_json::from_str(&answer.text).map_err(|_| KeepError::Offline)?;
            let address = hand_over::stored(&stored.id, &key);
            inner.left.borrow_mut().insert(of, stored.id);
            Ok(address)
        }
        413 => Err(KeepError::TooLarge),
        _ if beat::refusal(&answer.text).as_deref() == Some("hand_over_full") => Err(KeepError::Full),
        401 | 403 => Err(KeepError::Refused),
        _ => Err(KeepError::Offline),
    }
}

/// Types the code that staff gave.
async fn pair(code: &str, net: &Net) -> Result<(), KeepError> {
    let headers = [("content-type", "application/x-www-form-urlencoded"), ("accept", "application/json")];
    let body = Some(JsValue::from_str(&format!("code={}", String::from(encode_uri_component(code)))));
    let answer = net.ask(Ask { method: "POST", url: "/kiosk/pair", headers: &headers, body, patience_ms: PATIENCE_MS }).await;
    let answer = answer.ok_or(KeepError::Offline)?;
    match answer.status {
        200 | 204 => {
            load_anew();
            Ok(())
        }
        429 => Err(KeepError::Full),
        _ if beat::refusal(&answer.text).as_deref() == Some("sealing_key_missing") => Err(KeepError::Refused),
        400..=499 => Err(KeepError::NotFound),
        _ => Err(KeepError::Offline),
    }
}

/// Puts a key into a field as if it had been typed.
fn type_into(field: &Element, key: Key) -> Result<(), JsValue> {
    let is_area = field.tag_name().eq_ignore_ascii_case("textarea");
    if key == Key::Enter && !is_area {
        js::call(field, "focus", &[])?;
        if let Some(form) = js::property(field, "form") {
            js::call(&form, "requestSubmit", &[])?;
        }
        return Ok(());
    }
    let key = if key == Key::Enter { Key::Char('\n') } else { key };
    let text = value_of(field);
    let (typed, caret) = applied(&text, caret_of(field), key);
    let longest = js::property(field, "maxLength").and_then(|most| most.as_f64()).filter(|most| *most > 0.0).map(to_caret);
    let length = typed.encode_utf16().count();
    if longest.is_some_and(|longest| length > longest && length > text.encode_utf16().count()) {
        return Ok(());
    }
    // Whoever presses keys by a switch stays where they are.
    let document = web_sys::window().and_then(|window| window.document());
    let is_on_keys = document.and_then(|document| document.active_element()).is_some_and(|it| it.closest(KEYBOARD).ok().flatten().is_some());
    if !is_on_keys {
        js::call(field, "focus", &[])?;
    }
    if typed != text {
        Reflect::set(field, &JsValue::from_str("value"), &JsValue::from_str(&typed))?;
    }
    let caret = JsValue::from_f64(f64::from(u32::try_from(caret).unwrap_or(u32::MAX)));
    js::call(field, "setSelectionRange", &[&caret, &caret]).ok();
    if typed != text {
        let event = js::make("Event", &[&JsValue::from_str("input"), &js::object(&[("bubbles", JsValue::TRUE)])])?;
        js::call(field, "dispatchEvent", &[&event])?;
    }
    Ok(())
}

fn value_of(field: &Element) -> String {
    js::property(field, "value").and_then(|value| value.as_string()).unwrap_or_default()
}

/// Where its caret is; at the end of fields whose type does not tell.
fn caret_of(field: &Element) -> usize {
    let at = js::property(field, "selectionStart").and_then(|at| at.as_f64());
    at.map_or_else(|| value_of(field).encode_utf16().count(), to_caret)
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "places in a text are whole and small")]
fn to_caret(at: f64) -> usize {
    at as usize
}

/// [`Device`] at a screen: nothing is kept, and nothing leads out of it.
pub struct PublicDevice {
    state: DeviceState,
    signals: KioskSignals,
    screen: ScreenDevice,
    browser: Arc<dyn Device>,
}

impl PublicDevice {
    /// What can be done anywhere is done by this browser's device.
    pub fn new(state: DeviceState, signals: KioskSignals, screen: ScreenDevice, browser: Arc<dyn Device>) -> Self {
        Self { state, signals, screen, browser }
    }
}

impl Device for PublicDevice {
    fn toggle_favourite(&self, id: &str) {
        self.state.favourites.update(|marked| {
            if !marked.remove(id) {
                marked.insert(id.to_owned());
            }
        });
    }

    // Taken along as a code.
    fn share(&self, _title: &str, path: &str, copied: Callback<bool>) {
        self.signals.elsewhere.set(Some(format!("{}{path}", page::origin())));
        copied.try_run(false);
    }

    // Offered where staff said that a printer stands there; whether the browser does it is decided by its policy.
    fn print(&self) {
        self.browser.print();
    }

    fn install(&self) {}

    fn set_lang(&self, lang: Lang) {
        self.screen.set_lang(lang);
    }

    /// Everybody who stands at a screen is where the screen stands.
    fn locate(&self, found: Callback<Option<(f64, f64)>>) {
        let place = self.signals.enrolment.with_untracked(|enrolment| enrolment.config.lat.zip(enrolment.config.lon));
        found.try_run(place);
    }

    // At night, when nobody is here: the beat sees to that.
    fn update(&self) {}

    fn forget_everything(&self) {
        self.screen.finish();
    }

    fn clock(&self, millis: i64) -> String {
        self.browser.clock(millis)
    }
}
