//! The beat: every few minutes a screen says how it is and hears what it should be. Nothing of the people at it.
//!
//! Invariants: a beat of one number is told until it was taken, so nothing is counted twice or lost; the page is loaded anew, or changed to
//! a new version, only while nobody is here.

use super::clock::Clock;
use super::keep;
use super::ledger::Ledger;
use super::picture;
use super::session::Sitting;
use super::spare;
use super::speech;
use crate::js;
use engawa_app::device::{Device, DeviceState};
use engawa_app::kiosk::beat::Beat;
use engawa_app::kiosk::config::Enrolment;
use engawa_app::kiosk::pages::device::KioskSignals;
use engawa_core::Problem;
use engawa_core::outbox::answer::Answer;
use engawa_core::time::Millis;
use engawa_shell::net::{Ask, Net};
use gloo_events::EventListener;
use gloo_timers::callback::{Interval, Timeout};
use leptos::prelude::{GetUntracked, Set, Update, UpdateUntracked, WithUntracked};
use serde::Deserialize;
use std::cell::Cell;
use std::rc::Rc;
use std::sync::Arc;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::spawn_local;
use web_sys::EventTarget;

/// How long after the page began the first beat is told, in milliseconds: it began because a session ended.
const FIRST_MS: u32 = 5_000;
/// How long from one beat to the next, in milliseconds.
const EVERY_MS: u32 = 5 * 60 * 1000;
/// The same after one that nobody answered, while the cookie may be lost.
const SOON_MS: u32 = 15 * 1000;
/// How long from one picture to the next, in milliseconds.
const PICTURE_MS: Millis = 15 * 60 * 1000;
/// How often it is looked whether one is due, in milliseconds.
const PICTURE_LOOK_MS: u32 = 60 * 1000;
/// How long an answer may take, in milliseconds.
const PATIENCE_MS: u32 = 20_000;
/// The same where somebody waits for the first drawing, and for what the browser itself knows.
const GLANCE_MS: u32 = 8_000;

/// How long a new version that is taken may take until the page is loaded anew by it, in milliseconds.
const TAKEN_MS: u32 = 60_000;
/// The code of a new version that was not taken.
const UPDATE_FAILED: &str = "update_failed";

/// The body of a refusal.
#[derive(Deserialize)]
struct Refused {
    problems: Vec<Problem>,
}

/// What the server said.
enum Said {
    Enrolment(Box<Enrolment>),
    /// This device has no right of a screen.
    Refused,
    Nothing,
}

/// The code of the first problem of a refusal; nothing: these are not the server's words.
pub fn refusal(text: &str) -> Option<String> {
    serde_json::from_str::<Refused>(text).ok()?.problems.into_iter().next().map(|problem| problem.code)
}

fn read(answer: Option<&Answer>) -> Said {
    let Some(answer) = answer else { return Said::Nothing };
    match answer.status {
        200 => serde_json::from_str(&answer.text).map_or(Said::Nothing, |enrolment| Said::Enrolment(Box::new(enrolment))),
        // A portal in between refuses in words of its own.
        401 | 403 if refusal(&answer.text).is_some() => Said::Refused,
        _ => Said::Nothing,
    }
}

/// What the server has this device for; nothing: no screen, or there is no answer. Asked only by a device that does not know it: it was paired
/// just now, or lost what it kept.
pub async fn enrolment(net: &Net) -> Option<Enrolment> {
    let answer = net.ask(Ask { method: "GET", url: "/api/v1/kiosk", patience_ms: GLANCE_MS, ..Ask::default() }).await;
    let enrolment = match read(answer.as_ref()) {
        Said::Enrolment(enrolment) => {
            if enrolment.active {
                let net = net.clone();
                spawn_local(async move { spare::leave(&net).await });
            }
            *enrolment
        }
        Said::Refused => spare::again(net).await?,
        Said::Nothing => return None,
    };
    keep::enrolled(&enrolment);
    keep::write(keep::CLOCK, &enrolment.server_ms.saturating_sub(js::now()));
    Some(enrolment)
}

/// The beat of this page.
pub struct Pulse {
    /// The build that runs.
    pub build: String,
    /// The server.
    pub net: Net,
    /// The page's state.
    pub state: DeviceState,
    /// The screen's state.
    pub signals: KioskSignals,
    /// The server's clock.
    pub clock: Rc<Clock>,
    /// Counts and mishaps.
    pub ledger: Rc<Ledger>,
    /// Whether somebody is here.
    pub sitting: Rc<Sitting>,
    /// What changes to a new version.
    pub browser: Arc<dyn Device>,
    /// Whether a beat is under way.
    pub is_busy: Cell<bool>,
    /// Staff want the page to be loaded anew.
    pub should_reload: Cell<bool>,
}

impl Pulse {
    /// Beats as long as the page lives.
    pub fn start(self: &Rc<Self>) {
        // The browser looks for its voices from now on, and knows them when the first beat is told.
        speech::own();
        let this = Rc::clone(self);
        Timeout::new(FIRST_MS, move || this.now()).forget();
        let this = Rc::clone(self);
        Interval::new(EVERY_MS, move || this.now()).forget();
        let this = Rc::clone(self);
        Interval::new(PICTURE_LOOK_MS, move || this.show()).forget();
    }

    /// Shows staff how the screen looks at rest, if that is due.
    fn show(self: &Rc<Self>) {
        let (now, last) = (self.clock.now(), keep::read::<Millis>(keep::PICTURE).unwrap_or(0));
        // A clock that was put back must not keep pictures away for long.
        let is_due = now < last || now.saturating_sub(last) >= PICTURE_MS;
        if !is_due || !self.sitting.is_resting() {
            return;
        }
        keep::write(keep::PICTURE, &now);
        let this = Rc::clone(self);
        spawn_local(async move { picture::send(&this.net, || this.sitting.is_resting()).await });
    }

    fn now(self: &Rc<Self>) {
        if self.is_busy.replace(true) {
            return;
        }
        let this = Rc::clone(self);
        spawn_local(async move {
            let is_heard = this.tell().await;
            this.is_busy.set(false);
            // Without its cookie nothing of what waits is taken: as long as that may be, it is not left until the next beat.
            if !is_heard && spare::kept().await.is_some() {
                let next = Rc::clone(&this);
                Timeout::new(SOON_MS, move || next.now()).forget();
            }
            this.renew(is_heard).await;
        });
    }

    /// Tells one. Gives whether the server answered.
    async fn tell(&self) -> bool {
        let (seq, counts, mishaps) = self.ledger.next();
        let beat = Beat {
            seq,
            build: self.build.clone(),
            as_of: self.state.as_of.get_untracked(),
            pending: self.signals.pending.get_untracked(),
            // A browser that never answers must not end the beats.
            storage: js::within(GLANCE_MS, storage()).await.flatten(),
            persisted: js::within(GLANCE_MS, persisted()).await.flatten(),
            voices: Some(speech::own()),
            clock_ms: js::now(),
            update_waits: js::within(GLANCE_MS, waiting()).await.flatten().is_some(),
            mishaps,
            counts,
        };
        let Ok(json) = serde_json::to_string(&beat) else { return true };
        let headers = [("content-type", "application/json")];
        let body = Some(JsValue::from_str(&json));
        let ask = Ask { method: "POST", url: "/api/v1/kiosk/beat", headers: &headers, body, patience_ms: PATIENCE_MS };
        match read(self.net.ask(ask).await.as_ref()) {
            Said::Enrolment(enrolment) => {
                self.accept(*enrolment);
                spare::known().await;
            }
            Said::Refused => {
                if let Some(enrolment) = spare::again(&self.net).await {
                    self.accept(enrolment);
                } else {
                    // It stays a screen: whoever stands there must not find an open browser.
                    self.signals.enrolment.update(|enrolment| enrolment.active = false);
                    self.signals.enrolment.with_untracked(keep::enrolled);
                }
            }
            Said::Nothing => return false,
        }
        true
    }

    fn accept(&self, new: Enrolment) {
        self.clock.set(new.server_ms);
        self.ledger.settled(new.seq);
        let old = self.signals.enrolment.get_untracked();
        let is_kept = keep::enrolled(&new);
        // What cannot be kept would ask for it again after each loading.
        if new.reload > old.reload && is_kept {
            self.should_reload.set(true);
        }
        // Nothing is drawn anew because time passed.
        let is_same = Enrolment { server_ms: old.server_ms, seq: old.seq, reload: old.reload, ..new.clone() } == old;
        if is_same {
            self.signals.enrolment.update_untracked(|kept| *kept = new);
        } else {
            self.signals.enrolment.set(new);
        }
    }

    /// Loads the page anew, or changes to a new version, if that is wanted and nobody is here.
    /// `is_heard`: the server answered just now.
    async fn renew(&self, is_heard: bool) {
        if self.should_reload.get() && self.sitting.is_resting() {
            super::load_anew();
            return;
        }
        let is_time = || {
            let minute = self.clock.minute();
            self.sitting.is_resting() && self.signals.enrolment.with_untracked(|enrolment| enrolment.config.updates.holds(minute))
        };
        if !is_time() {
            return;
        }
        let Some(registration) = registration().await else { return };
        // Without a connection there is nothing to take, and nothing failed.
        if js::ask(&registration, "update", &[]).await.is_err() && is_heard {
            self.ledger.mishap(UPDATE_FAILED);
        }
        if let Some(coming) = js::property(&registration, "installing") {
            self.watch(&coming);
        }
        if js::property(&registration, "waiting").is_some() && is_time() {
            self.browser.update();
            let ledger = Rc::clone(&self.ledger);
            // The page is gone by then, if all is well.
            Timeout::new(TAKEN_MS, move || ledger.mishap(UPDATE_FAILED)).forget();
        }
    }

    /// A version that is on its way and breaks off is told.
    fn watch(&self, coming: &JsValue) {
        let Ok(coming) = coming.clone().dyn_into::<EventTarget>() else { return };
        let (ledger, is_whole) = (Rc::clone(&self.ledger), Cell::new(false));
        EventListener::new(&coming, "statechange", move |event| {
            let state = event.target().and_then(|worker| js::property(&worker, "state")).and_then(|state| state.as_string());
            match state.as_deref() {
                Some("redundant") if !is_whole.get() => ledger.mishap(UPDATE_FAILED),
                Some(_) => is_whole.set(true),
                None => {}
            }
        })
        .forget();
    }
}

async fn registration() -> Option<JsValue> {
    let workers = js::property(&js::navigator(), "serviceWorker")?;
    js::ask(&workers, "getRegistration", &[]).await.ok().filter(|it| !it.is_undefined() && !it.is_null())
}

/// The version that waits, if one does.
async fn waiting() -> Option<JsValue> {
    js::property(&registration().await?, "waiting")
}

/// Whether the browser promised to keep what is stored; it was asked for that when the page came alive.
async fn persisted() -> Option<bool> {
    let storage = js::property(&js::navigator(), "storage")?;
    js::ask(&storage, "persisted", &[]).await.ok()?.as_bool()
}

/// Bytes in use, and bytes that the browser allows.
async fn storage() -> Option<(u64, u64)> {
    let storage = js::property(&js::navigator(), "storage")?;
    let estimate = js::ask(&storage, "estimate", &[]).await.ok()?;
    let bytes = |name: &str| js::property(&estimate, name).and_then(|it| it.as_f64()).map(js::to_u64);
    Some((bytes("usage")?, bytes("quota")?))
}
