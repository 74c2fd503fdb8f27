//! Everything of a screen that runs: what follows from what somebody does, and how a session ends.
//!
//! Invariants: the page goes only when what was sent in it is sealed and stored, or it was said that it could not be; what breaks loads the
//! page anew by itself.

use super::beat::Pulse;
use super::clock::Clock;
use super::device::ScreenDevice;
use super::ledger::Ledger;
use super::memory::MemoryForms;
use super::pinned::{HERE, Way};
use super::sent::Slips;
use super::session::Sitting;
use super::{keep, load_anew, sealing, speech, watch};
use crate::device::persist;
use crate::engine::Promised;
use crate::js;
use engawa_app::device::DeviceState;
use engawa_app::forms::device::{FormDevice, OutboxLine};
use engawa_app::kiosk::beat::Counted;
use engawa_app::kiosk::pages::device::{Ending, KioskSignals, Sent};
use engawa_core::kiosk::session::{Effect as Followed, End, Phase};
use gloo_events::EventListener;
use gloo_timers::future::TimeoutFuture;
use js_sys::Function;
use leptos::prelude::{Effect, GetUntracked, RwSignal, Set, With, WithUntracked};
use send_wrapper::SendWrapper;
use serde::Serialize;
use std::cell::RefCell;
use std::panic::{PanicHookInfo, set_hook, take_hook};
use std::rc::Rc;
use std::sync::Arc;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::spawn_local;

/// How often the page looks, at the end of a session, whether what was sent is sealed, in milliseconds.
const LOOK_MS: u32 = 50;
/// How long it says that something could not be, in milliseconds: whoever sent it may have turned round.
const FAILED_MS: u32 = 30_000;
/// How long the page of a broken app stands, in milliseconds.
const BROKEN_MS: f64 = 10_000.0;

/// Everything of a screen that runs.
pub struct Rig {
    /// The engine.
    pub promised: Rc<Promised>,
    /// The state that pages see.
    pub state: DeviceState,
    /// The outbox as the engine shows it: sealed entries.
    pub sealed: RwSignal<Vec<OutboxLine>>,
    /// The screen's state.
    pub signals: KioskSignals,
    /// The server's clock.
    pub clock: Rc<Clock>,
    /// Counts and mishaps.
    pub ledger: Rc<Ledger>,
    /// Where somebody is.
    pub way: Rc<Way>,
    /// What was sent in this session.
    pub slips: Rc<Slips>,
    /// The session.
    pub sitting: Rc<Sitting>,
    /// What pages ask of it.
    pub screen: ScreenDevice,
    /// The beat.
    pub pulse: Rc<Pulse>,
    /// What it keeps for forms, as soon as the engine is here.
    pub memory: RefCell<Option<MemoryForms>>,
}

/// Something that was sent, for tests.
#[derive(Serialize)]
struct SeenSlip {
    number: String,
    delivered: bool,
}

/// How a screen stands, for tests.
#[derive(Serialize)]
struct Seen {
    phase: &'static str,
    pending: u32,
    sent: Vec<SeenSlip>,
}

impl Rig {
    /// What is kept and done for forms, as soon as the engine is here.
    pub async fn forms(&self) -> Arc<dyn FormDevice> {
        let engine = self.promised.engine().await;
        let mut memory = self.memory.borrow_mut();
        let memory =
            memory.get_or_insert_with(|| MemoryForms::new(engine.disk(), self.signals, self.state, Rc::clone(&self.slips), Rc::clone(&self.ledger)));
        Arc::new(memory.clone())
    }

    /// Once for each screen that this device becomes: drafts of whoever had it before are not for everybody. What was sealed stays.
    pub async fn move_in(&self) {
        let id = self.signals.enrolment.with_untracked(|enrolment| enrolment.id.clone());
        if keep::read::<String>(keep::CLEARED).as_ref() == Some(&id) {
            return;
        }
        if self.promised.engine().await.clear_people(sealing::KIND).await {
            keep::forget_others();
            keep::write(keep::CLEARED, &id);
        } else {
            self.ledger.mishap("store_gone");
        }
    }

    /// Comes alive, after the first drawing.
    pub fn wake(self: &Rc<Self>) {
        watch::begin();
        spawn_local(persist());
        self.screen.watch();
        self.sitting.watch();
        self.pulse.start();
        let this = Rc::clone(self);
        Effect::new(move |_| this.sealed.with(|lines| this.outbox_moved(lines)));
        if let Some(window) = web_sys::window() {
            // A page that the browser kept whole, memory and all, must not come back.
            EventListener::new(&window, "pageshow", |event| {
                if js::property(event, "persisted").is_some_and(|persisted| persisted.is_truthy()) {
                    load_anew();
                }
            })
            .forget();
        }
    }

    /// Sealed entries were delivered, or others wait.
    fn outbox_moved(&self, lines: &[OutboxLine]) {
        let done = self.slips.follow(lines, self.clock.now());
        let Some(engine) = self.promised.ready() else { return };
        for id in done {
            engine.disk().dismiss(&id);
        }
    }

    /// What follows from what somebody did.
    pub fn follow(self: &Rc<Self>, effect: Followed) {
        match effect {
            Followed::Began => {
                self.ledger.count(Counted::Session, "");
                let home = self.signals.enrolment.with_untracked(|enrolment| enrolment.config.home.clone());
                if !home.is_empty() && home != HERE {
                    self.signals.go.set(Some(home));
                }
            }
            Followed::Warned(_) | Followed::Relieved | Followed::Closing(_) | Followed::StaysOpen => {}
            Followed::Ended(why) => {
                if why == End::Idle {
                    self.ledger.count(Counted::Idle, "");
                }
                self.end();
            }
        }
    }

    /// Forgets everything of the session: last of all the page goes, and its memory with it.
    fn end(self: &Rc<Self>) {
        speech::stop();
        self.signals.elsewhere.set(None);
        let this = Rc::clone(self);
        spawn_local(async move {
            this.sealed().await;
            if let Some(memory) = this.memory.borrow().as_ref() {
                memory.forget();
            }
            if let Some(body) = web_sys::window().and_then(|window| window.document()).and_then(|document| document.body()) {
                body.set_text_content(None);
            }
            load_anew();
        });
    }

    /// What somebody sent must be in the store, sealed, before its only other copy goes: however long that takes, it ends, because each step
    /// of the store does. What cannot be sealed is said.
    async fn sealed(&self) {
        let failed = || self.memory.borrow().as_ref().map_or(0, MemoryForms::failed);
        let before = failed();
        while self.memory.borrow().as_ref().is_some_and(MemoryForms::is_sending) {
            if self.signals.ending.get_untracked() != Ending::Sealing {
                self.signals.ending.set(Ending::Sealing);
            }
            TimeoutFuture::new(LOOK_MS).await;
        }
        if failed() > before {
            self.signals.ending.set(Ending::Failed);
            TimeoutFuture::new(FAILED_MS).await;
        }
    }

    /// A screen whose app broke loads it anew: nobody is there to press something.
    pub fn recover(&self) {
        let ledger = SendWrapper::new(Rc::clone(&self.ledger));
        let before = take_hook();
        set_hook(Box::new(move |info: &PanicHookInfo<'_>| {
            before(info);
            // Nothing of this program runs after a panic: the browser does it alone.
            let location = js::property(&js::global(), "location").unwrap_or(JsValue::UNDEFINED);
            let replace = js::property(&location, "replace").and_then(|replace| replace.dyn_into::<Function>().ok());
            if let Some(replace) = replace {
                let replace = js::call(&replace, "bind", &[&location, &JsValue::from_str(HERE)]).unwrap_or(JsValue::UNDEFINED);
                js::call(&js::global(), "setTimeout", &[&replace, &JsValue::from_f64(BROKEN_MS)]).ok();
            }
            // Last: should the book be what broke, the page is on its way already.
            ledger.mishap("panic");
        }));
    }

    /// For tests: how it stands, as JSON.
    pub fn state(&self) -> String {
        let phase = match self.signals.phase.get_untracked() {
            Phase::Resting => "resting",
            Phase::Active => "active",
            Phase::Warned => "warned",
        };
        let slip = |sent: &Sent| SeenSlip { number: sent.number.clone(), delivered: sent.delivered };
        let sent = self.signals.sent.with_untracked(|sent| sent.iter().map(slip).collect());
        serde_json::to_string(&Seen { phase, pending: self.signals.pending.get_untracked(), sent }).unwrap_or_default()
    }
}
