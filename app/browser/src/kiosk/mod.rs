//! 端末 in the browser: the app as it runs at a shared screen, in a part of the bundle of its own.
//!
//! The document's address is always `/kiosk` and the app is mounted into an empty document, so a session ends by loading it anew: its memory
//! is gone with it. Invariants: what somebody does at a screen is in the memory of this page and nowhere else; what is sent is sealed first;
//! phones never load this part, so the first file knows it only as [`Screen`].

mod aloud;
mod beat;
pub mod clock;
mod device;
pub mod keep;
pub mod ledger;
pub mod memory;
pub mod picture;
mod pinned;
mod rig;
pub mod sealing;
pub mod sent;
mod session;
pub mod spare;
mod speech;
pub mod watch;

use crate::engine::{Later, Promised};
use crate::js;
use beat::Pulse;
use clock::Clock;
use device::{PublicDevice, ScreenDevice};
use engawa_app::device::{ComingFormDevice, Device, DeviceState};
use engawa_app::forms::device::OutboxLine;
use engawa_app::kiosk::config::Enrolment;
use engawa_app::kiosk::pages::device::{Ending, Kiosk, KioskSignals, Look};
use engawa_core::Lang;
use engawa_core::kiosk::session::Phase;
use engawa_shell::net::Net;
use ledger::Ledger;
use leptos::lazy;
use leptos::prelude::{RwSignal, WithUntracked};
use pinned::{HERE, Way};
use rig::Rig;
use send_wrapper::SendWrapper;
use sent::Slips;
use session::{Sitting, Told};
use std::cell::{Cell, OnceCell, RefCell};
use std::rc::Rc;
use std::sync::Arc;

/// Whether this may be a screen: it was told so before, or somebody asks for its page. A page that the server drew is only taken over where
/// both are so; pairing anew has a page of its own.
pub fn may_be_screen(is_shell: bool) -> bool {
    let path = js::property(&js::global(), "location").and_then(|location| js::property(&location, "pathname")).and_then(|it| it.as_string());
    let (is_kept, is_here) = (keep::text(keep::ENROLMENT).is_some(), path.as_deref() == Some(HERE));
    if is_shell { is_kept || is_here } else { is_kept && is_here }
}

/// The state of a screen, as it begins.
pub fn signals(enrolment: Enrolment) -> KioskSignals {
    KioskSignals {
        enrolment: RwSignal::new(enrolment),
        phase: RwSignal::new(Phase::Resting),
        ending: RwSignal::new(Ending::Nothing),
        left: RwSignal::new(0),
        open: RwSignal::new(true),
        closing: RwSignal::new(None),
        sent: RwSignal::new(Vec::new()),
        pending: RwSignal::new(0),
        look: RwSignal::new(Look::default()),
        elsewhere: RwSignal::new(None),
        now: RwSignal::new(js::now()),
        go: RwSignal::new(None),
    }
}

/// What a screen is furnished with.
pub struct Furniture {
    /// The engine.
    pub promised: Rc<Promised>,
    /// The device of an ordinary browser.
    pub browser: Arc<dyn Device>,
    /// The state that pages see.
    pub state: DeviceState,
    /// The outbox as the engine shows it: sealed entries.
    pub sealed: RwSignal<Vec<OutboxLine>>,
    /// The screen's state.
    pub signals: KioskSignals,
    /// The language that is shown first.
    pub lang: Lang,
    /// Draws the app in another language.
    pub redraw: Rc<dyn Fn(Lang)>,
}

/// What pages of a screen expect in context.
#[derive(Clone)]
pub struct Furnished {
    /// The screen.
    pub kiosk: Kiosk,
    /// What the device can be asked to do.
    pub device: Arc<dyn Device>,
    /// What it keeps for forms.
    pub forms: ComingFormDevice,
}

/// What the rest of the page asks of a screen.
pub trait Screen {
    /// What the screen was told of itself: as it is kept here, else as the server says it; nothing: this is none.
    fn enrolment(&self) -> Later<Option<Enrolment>>;
    /// Pins the address and makes what pages expect. Before the first drawing.
    fn furnish(&self, with: Furniture) -> Furnished;
    /// The app was made, within the current owner: follows its router.
    fn drawn(&self);
    /// Clears what the browser held before it was a screen. Before the engine starts.
    fn move_in(&self) -> Later<()>;
    /// Comes alive. After the first drawing, within an owner that lives as long as the page.
    fn wake(&self);
    /// For tests: how it stands, as JSON.
    fn state(&self) -> String;
}

/// A screen, before and after it is furnished.
struct Stand {
    build: String,
    net: Net,
    rig: OnceCell<Rc<Rig>>,
}

/// Makes the screen. Lazy: this function and all that only it reaches are a part of the bundle of their own.
#[lazy]
pub fn screen(build: String) -> Rc<dyn Screen> {
    let net = Net::new(&build);
    Rc::new(Stand { build, net, rig: OnceCell::new() })
}

/// Loads the page anew: everything that was in its memory is gone.
fn load_anew() {
    if let Some(window) = web_sys::window() {
        window.location().replace(HERE).ok();
    }
}

impl Screen for Stand {
    fn enrolment(&self) -> Later<Option<Enrolment>> {
        let net = self.net.clone();
        Box::pin(async move {
            let kept = keep::read::<Enrolment>(keep::ENROLMENT);
            if let Some(kept) = &kept {
                // Whichever of the two marks was lost is there again.
                keep::enrolled(kept);
            }
            if kept.as_ref().is_some_and(|kept| kept.active) {
                return kept;
            }
            // It is new, lost what it kept, or had no right any more and may have been paired anew.
            beat::enrolment(&net).await.or(kept)
        })
    }

    fn furnish(&self, with: Furniture) -> Furnished {
        let Furniture { promised, browser, state, sealed, signals, lang, redraw } = with;
        let clock = Rc::new(Clock::new());
        let seq = signals.enrolment.with_untracked(|enrolment| enrolment.seq);
        let ledger = Rc::new(Ledger::new(Rc::clone(&clock), seq));
        let way = Rc::new(Way::new(signals));
        way.pin();
        let slips = Rc::new(Slips::new(signals, state));
        let place: Rc<OnceCell<Rc<Rig>>> = Rc::default();
        let there = Rc::clone(&place);
        let effect = move |effect| {
            if let Some(rig) = there.get() {
                rig.follow(effect);
            }
        };
        let at = Rc::clone(&way);
        let told = Told { effect: Box::new(effect), anew: Box::new(load_anew), is_pairing: Box::new(move || at.is_pairing()) };
        let sitting = Rc::new(Sitting::new(signals, Rc::clone(&clock), told));
        let screen = ScreenDevice::new(device::Inner {
            signals,
            sitting: Rc::clone(&sitting),
            way: Rc::clone(&way),
            ledger: Rc::clone(&ledger),
            net: self.net.clone(),
            lang: Cell::new(lang),
            redraw,
            field: RefCell::new(None),
            turns: Cell::new(0),
            left: RefCell::default(),
            live: aloud::Live::default(),
        });
        let pulse = Rc::new(Pulse {
            build: self.build.clone(),
            net: self.net.clone(),
            state,
            signals,
            clock: Rc::clone(&clock),
            ledger: Rc::clone(&ledger),
            sitting: Rc::clone(&sitting),
            browser: Arc::clone(&browser),
            is_busy: Cell::new(false),
            should_reload: Cell::new(false),
        });
        let memory = RefCell::new(None);
        let public = PublicDevice::new(state, signals, screen.clone(), browser);
        let kiosk = Kiosk { signals, device: Arc::new(screen.clone()) };
        let rig = Rc::new(Rig { promised, state, sealed, signals, clock, ledger, way, slips, sitting, screen, pulse, memory });
        let _ = place.set(Rc::clone(&rig));
        let _ = self.rig.set(Rc::clone(&rig));
        // Before anything is drawn: what breaks there would leave an empty screen.
        rig.recover();
        let coming = SendWrapper::new(rig);
        let forms: ComingFormDevice = Arc::new(move || {
            let rig = (*coming).clone();
            Box::pin(SendWrapper::new(async move { rig.forms().await }))
        });
        Furnished { kiosk, device: Arc::new(public), forms }
    }

    fn drawn(&self) {
        if let Some(rig) = self.rig.get() {
            rig.way.follow();
        }
    }

    fn move_in(&self) -> Later<()> {
        let rig = self.rig.get().cloned();
        Box::pin(async move {
            if let Some(rig) = rig {
                rig.move_in().await;
            }
        })
    }

    fn wake(&self) {
        if let Some(rig) = self.rig.get() {
            rig.wake();
        }
    }

    fn state(&self) -> String {
        self.rig.get().map_or_else(|| "{}".to_owned(), |rig| rig.state())
    }
}
