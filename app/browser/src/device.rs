//! The device in the person's hand: favourites, sharing, installing, updating, forgetting.
//!
//! Interfaces that browsers lack or lock away are reached by name ([`crate::js`]). Invariants: favourites are user data, written
//! to the shelf at once and shown by every tab; a new version of the app takes over only when the person says so; what cannot be done
//! here is answered, never left hanging.

use crate::channel::{Channel, Message};
use crate::engine::Promised;
use crate::js;
use chrono::{NaiveDateTime, TimeDelta};
use engawa_app::device::{Device, DeviceState, Install};
use engawa_core::Lang;
use engawa_core::time::{MINUTE_MS, Millis};
use gloo_events::EventListener;
use gloo_timers::callback::Interval;
use js_sys::{Array, Date, Reflect};
use leptos::prelude::{Callable, Callback, GetUntracked, Set, Update, WithUntracked};
use send_wrapper::SendWrapper;
use std::cell::Cell;
use std::rc::Rc;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::spawn_local;
use web_sys::{EventTarget, Location, Url};

/// Where `boot.js` keeps the browser's install question, and the event that says so.
const INSTALL: &str = "__engawaInstall";
const INSTALL_EVENT: &str = "engawa-install";
/// Where `boot.js` says that a new version waits, and the event that says so.
const UPDATE: &str = "__engawaUpdate";
const UPDATE_EVENT: &str = "engawa-update";
/// How long finding the person may take, and how old an answer may be, in milliseconds.
const LOCATE_MS: f64 = 10_000.0;
const LOCATE_AGE_MS: f64 = 300_000.0;
/// How often the hour of a page that is left open is looked at, in milliseconds.
const HOUR_LOOK_MS: u32 = 60_000;

/// The browser's side of [`Device`].
#[derive(Clone)]
pub struct BrowserDevice {
    inner: SendWrapper<Rc<Inner>>,
}

struct Inner {
    promised: Rc<Promised>,
    channel: Rc<Channel>,
    state: DeviceState,
    /// The browser was asked to keep what it has.
    persisted: Cell<bool>,
}

impl BrowserDevice {
    /// A device that keeps favourites with this engine and reports to this state.
    pub fn new(promised: Rc<Promised>, channel: Rc<Channel>, state: DeviceState) -> Self {
        Self { inner: SendWrapper::new(Rc::new(Inner { promised, channel, state, persisted: Cell::new(false) })) }
    }

    /// Reads what the device knows and watches it. Changes the state: not before the first drawing. `drawn`: when that was, in Japan.
    pub fn watch(&self, drawn: NaiveDateTime) {
        watch_hour(self.inner.state, drawn);
        let inner = self.inner();
        spawn_local(async move {
            if let Some(kept) = inner.promised.engine().await.favourites().await {
                // A star that was set before the shelf was open must not go out.
                inner.state.favourites.update(|marked| marked.extend(kept));
            }
        });
        let inner = self.inner();
        self.inner.channel.listen(move |message| {
            if message == Message::Favourites {
                let inner = Rc::clone(&inner);
                spawn_local(async move {
                    if let Some(kept) = inner.promised.engine().await.favourites().await {
                        inner.state.favourites.set(kept);
                    }
                });
            }
        });
        let state = self.inner.state;
        if js::property(&js::global(), UPDATE).is_some() {
            state.update_ready.set(true);
        }
        on_window(UPDATE_EVENT, move || state.update_ready.set(true));
        if is_installed() {
            return;
        }
        if js::property(&js::global(), INSTALL).is_some() {
            state.install.set(Install::Prompt);
        } else if is_ios() {
            state.install.set(Install::Ios);
        }
        on_window(INSTALL_EVENT, move || state.install.set(Install::Prompt));
        on_window("appinstalled", move || state.install.set(Install::No));
    }

    fn inner(&self) -> Rc<Inner> {
        (*self.inner).clone()
    }
}

impl Device for BrowserDevice {
    fn toggle_favourite(&self, id: &str) {
        let inner = self.inner();
        let id = id.to_owned();
        let on = inner.state.favourites.with_untracked(|marked| !marked.contains(&id));
        inner.state.favourites.update(|marked| {
            if on {
                marked.insert(id.clone());
            } else {
                marked.remove(&id);
            }
        });
        spawn_local(async move {
            if inner.promised.engine().await.set_favourite(id, on).await {
                inner.channel.post(&Message::Favourites);
            } else {
                inner.state.storage_refused.set(true);
            }
            if on && !inner.persisted.replace(true) {
                persist().await;
            }
        });
    }

    fn share(&self, title: &str, path: &str, copied: Callback<bool>) {
        let address = format!("{}{path}", location().and_then(|location| location.origin().ok()).unwrap_or_default());
        let navigator = js::navigator();
        if js::property(&navigator, "share").is_none() {
            spawn_local(async move { answer(copied, copy(&address).await) });
            return;
        }
        let what = js::object(&[("title", JsValue::from_str(title)), ("url", JsValue::from_str(&address))]);
        // The browser opens its sheet only within the person's click: asked here, waited for below.
        let asked = js::call(&navigator, "share", &[&what]);
        spawn_local(async move {
            let shared = match asked {
                Ok(promise) => js::settle(promise).await,
                Err(error) => Err(error),
            };
            let closed = |error: &JsValue| js::property(error, "name").and_then(|name| name.as_string()).as_deref() == Some("AbortError");
            let done = match shared {
                Ok(_) => false,
                Err(error) => !closed(&error) && copy(&address).await,
            };
            answer(copied, done);
        });
    }

    fn print(&self) {
        js::call(&js::global(), "print", &[]).ok();
    }

    fn install(&self) {
        let window = js::global();
        let Some(question) = js::property(&window, INSTALL) else { return };
        // The browser takes an answer only once.
        Reflect::set(&window, &JsValue::from_str(INSTALL), &JsValue::UNDEFINED).ok();
        self.inner.state.install.set(Install::No);
        if let Ok(asked) = js::call(&question, "prompt", &[]) {
            spawn_local(async move {
                js::settle(asked).await.ok();
            });
        }
    }

    fn set_lang(&self, lang: Lang) {
        set_cookie(&format!("lang={}; Path=/; Max-Age=31536000; SameSite=Lax", lang.code()));
        let Some(location) = location() else { return };
        // A language in the address would win over the cookie; where the browser keeps no cookie, it is all that there is.
        let has_cookie = cookies().is_some_and(|all| all.split(';').any(|pair| pair.trim() == format!("lang={}", lang.code())));
        let elsewhere = location.href().ok().and_then(|href| {
            let url = Url::new(&href).ok()?;
            match (has_cookie, url.search_params().has("lang")) {
                (true, true) => url.search_params().delete("lang"),
                (true, false) => return None,
                (false, _) => url.search_params().set("lang", lang.code()),
            }
            Some(url.href()).filter(|changed| *changed != href)
        });
        match elsewhere {
            Some(href) => location.replace(&href).ok(),
            None => location.reload().ok(),
        };
    }

    fn locate(&self, found: Callback<Option<(f64, f64)>>) {
        let Some(geolocation) = js::property(&js::navigator(), "geolocation") else {
            answer(found, None);
            return;
        };
        let success = Closure::once_into_js(move |position: JsValue| answer(found, coordinates(&position)));
        let failure = Closure::once_into_js(move |_error: JsValue| answer(found, None));
        let options = js::object(&[("timeout", JsValue::from_f64(LOCATE_MS)), ("maximumAge", JsValue::from_f64(LOCATE_AGE_MS))]);
        if js::call(&geolocation, "getCurrentPosition", &[&success, &failure, &options]).is_err() {
            answer(found, None);
        }
    }

    fn update(&self) {
        let Some(workers) = js::property(&js::navigator(), "serviceWorker") else {
            reload();
            return;
        };
        EventListener::once(workers.unchecked_ref::<EventTarget>(), "controllerchange", |_| reload()).forget();
        spawn_local(async move {
            let registration = js::ask(&workers, "getRegistration", &[]).await.ok();
            match registration.and_then(|registration| js::property(&registration, "waiting")) {
                Some(waiting) => {
                    js::call(&waiting, "postMessage", &[&JsValue::from_str("skipWaiting")]).ok();
                }
                // It took over already, in another tab.
                None => reload(),
            }
        });
    }

    fn forget_everything(&self) {
        let inner = self.inner();
        spawn_local(async move {
            inner.promised.engine().await.delete().await;
            let window = js::global();
            if let Some(caches) = js::property(&window, "caches") {
                for name in list(js::ask(&caches, "keys", &[]).await) {
                    js::ask(&caches, "delete", &[&name]).await.ok();
                }
            }
            if let Some(workers) = js::property(&js::navigator(), "serviceWorker") {
                for registration in list(js::ask(&workers, "getRegistrations", &[]).await) {
                    js::ask(&registration, "unregister", &[]).await.ok();
                }
            }
            for storage in ["localStorage", "sessionStorage"] {
                if let Some(storage) = js::property(&window, storage) {
                    js::call(&storage, "clear", &[]).ok();
                }
            }
            set_cookie("lang=; Path=/; Max-Age=0; SameSite=Lax");
            if let Some(location) = location() {
                location.replace("/").ok();
            }
        });
    }

    fn clock(&self, millis: i64) -> String {
        clock(millis, js::now())
    }
}

/// Tells pages the hour while somebody looks. By the clock of whoever drew the page, and by what has passed here since: a device whose clock
/// is wrong does not take a morning for an evening. On another day `boot.js` loads the page anew.
fn watch_hour(state: DeviceState, drawn: NaiveDateTime) {
    let began = js::now();
    let look = move || {
        let passed = TimeDelta::try_minutes(js::now().saturating_sub(began) / MINUTE_MS).filter(|passed| *passed > TimeDelta::zero());
        let now = passed.and_then(|passed| drawn.checked_add_signed(passed));
        if js::is_visible() && now.is_some() && now != state.now.get_untracked() {
            state.now.set(now);
        }
    };
    Interval::new(HOUR_LOOK_MS, look).forget();
    if let Some(document) = web_sys::window().and_then(|window| window.document()) {
        EventListener::new(&document, "visibilitychange", move |_| look()).forget();
    }
    on_window("pageshow", look);
}

/// `14:05`, on another day `11/20 14:05`, in another year `2025/11/20 14:05`: digits that need no language.
fn clock(millis: Millis, now: Millis) -> String {
    let (at, now) = (date(millis), date(now));
    let time = format!("{}:{:02}", at.get_hours(), at.get_minutes());
    let day = format!("{}/{}", at.get_month() + 1, at.get_date());
    if at.get_full_year() != now.get_full_year() {
        format!("{}/{day} {time}", at.get_full_year())
    } else if (at.get_month(), at.get_date()) == (now.get_month(), now.get_date()) {
        time
    } else {
        format!("{day} {time}")
    }
}

fn date(millis: Millis) -> Date {
    Date::new(&JsValue::from_f64(js::from_millis(millis)))
}

/// Calls back, unless the page that asked is gone.
fn answer<T: 'static>(callback: Callback<T>, value: T) {
    callback.try_run(value);
}

async fn copy(text: &str) -> bool {
    let Some(clipboard) = js::property(&js::navigator(), "clipboard") else { return false };
    js::ask(&clipboard, "writeText", &[&JsValue::from_str(text)]).await.is_ok()
}

/// Asks the browser not to drop what is kept here when space gets short.
pub async fn persist() {
    if let Some(storage) = js::property(&js::navigator(), "storage") {
        js::ask(&storage, "persist", &[]).await.ok();
    }
}

fn coordinates(position: &JsValue) -> Option<(f64, f64)> {
    let coords = js::property(position, "coords")?;
    Some((js::property(&coords, "latitude")?.as_f64()?, js::property(&coords, "longitude")?.as_f64()?))
}

fn is_installed() -> bool {
    let ios = js::property(&js::navigator(), "standalone").and_then(|standalone| standalone.as_bool());
    let query = js::call(&js::global(), "matchMedia", &[&JsValue::from_str("(display-mode: standalone)")]).ok();
    let others = query.and_then(|query| js::property(&query, "matches")).and_then(|matches| matches.as_bool());
    ios.unwrap_or(false) || others.unwrap_or(false)
}

/// An iPhone or iPad; new iPads call themselves a Macintosh, but one with fingers on it.
fn is_ios() -> bool {
    let navigator = js::navigator();
    let agent = js::property(&navigator, "userAgent").and_then(|agent| agent.as_string()).unwrap_or_default();
    let fingers = js::property(&navigator, "maxTouchPoints").and_then(|points| points.as_f64()).unwrap_or(0.0);
    ["iPhone", "iPad", "iPod"].iter().any(|name| agent.contains(name)) || (agent.contains("Macintosh") && fingers > 1.0)
}

/// Listens to an event of the window as long as the page lives.
fn on_window(name: &'static str, heard: impl Fn() + 'static) {
    if let Some(window) = web_sys::window() {
        EventListener::new(&window, name, move |_| heard()).forget();
    }
}

fn set_cookie(cookie: &str) {
    if let Some(document) = web_sys::window().and_then(|window| window.document()) {
        Reflect::set(&document, &JsValue::from_str("cookie"), &JsValue::from_str(cookie)).ok();
    }
}

fn cookies() -> Option<String> {
    js::property(web_sys::window()?.document()?.as_ref(), "cookie")?.as_string()
}

fn location() -> Option<Location> {
    web_sys::window().map(|window| window.location())
}

fn reload() {
    if let Some(location) = location() {
        location.reload().ok();
    }
}

/// What a promise of a list gave; nothing if it failed.
fn list(answer: Result<JsValue, JsValue>) -> Vec<JsValue> {
    answer.ok().and_then(|list| list.dyn_into::<Array>().ok()).map(|list| list.iter().collect()).unwrap_or_default()
}
