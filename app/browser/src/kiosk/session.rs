//! Drives the session of whoever stands at a screen: what they do goes in, what follows is shown.
//!
//! The decisions are in `engawa_core::kiosk::session` and `hours`. Invariants: time is measured by a clock that never jumps; once a session
//! ended nothing begins in this page any more, because the page goes.

use super::clock::{Clock, ticks};
use engawa_app::kiosk::config::{Config, Mode};
use engawa_app::kiosk::pages::device::{Closing, KioskSignals};
use engawa_core::kiosk::session::{CLOSING_MS, Effect, Input, Phase, Rules, Session, Ticks};
use engawa_core::time::{Millis, jst_datetime, jst_millis};
use gloo_events::{EventListener, EventListenerOptions};
use gloo_timers::callback::{Interval, Timeout};
use leptos::prelude::{GetUntracked, Set, WithUntracked};
use std::cell::{Cell, RefCell};
use std::rc::Rc;

/// What somebody does who is there.
const SIGNS: [&str; 5] = ["pointerdown", "keydown", "input", "touchstart", "wheel"];
/// How often the screen looks at the clock, in milliseconds.
const TICK_MS: u32 = 1_000;
/// Timers may go off a little early.
const TIMER_SLACK_MS: Ticks = 20;
/// A warning of less would be against WCAG 2.2, 2.2.1.
const WARN_MIN_S: u16 = 20;
/// The least between the last touch and the warning.
const QUIET_MIN_S: u16 = 10;

/// How long nobody does anything on the page for pairing before the screen stands as it did, in milliseconds.
const PAIR_IDLE_MS: Ticks = 90_000;

/// Somebody who wants to know what happens.
pub struct Told {
    /// What follows.
    pub effect: Box<dyn Fn(Effect)>,
    /// Another day began while nobody was here, or whoever paired this screen went: the page begins anew.
    pub anew: Box<dyn Fn()>,
    /// Whether somebody is at the page for pairing, where there is no session.
    pub is_pairing: Box<dyn Fn() -> bool>,
}

/// The session of this page.
pub struct Sitting {
    session: RefCell<Session>,
    signals: KioskSignals,
    clock: Rc<Clock>,
    told: Told,
    timer: RefCell<Option<Timeout>>,
    /// The session ended: the page is going.
    is_over: Cell<bool>,
    /// The day on which the page began, or on which it was last told that another one had begun.
    day: Cell<i64>,
    /// When somebody last did something.
    touched_at: Cell<Ticks>,
}

/// The rules of a screen, within what they may be.
fn rules(config: &Config) -> Rules {
    let warn = config.warn_seconds.max(WARN_MIN_S);
    let idle = config.idle_seconds.max(warn.saturating_add(QUIET_MIN_S));
    Rules { idle_ms: Ticks::from(idle) * 1_000, warn_ms: Ticks::from(warn) * 1_000 }
}

impl Sitting {
    /// Nobody is here yet.
    pub fn new(signals: KioskSignals, clock: Rc<Clock>, told: Told) -> Self {
        let day = Cell::new(clock.day());
        let session = RefCell::default();
        Self { session, signals, clock, told, timer: RefCell::new(None), is_over: Cell::new(false), day, touched_at: Cell::new(ticks()) }
    }

    /// Watches as long as the page lives. Changes the state: not before the first drawing.
    pub fn watch(self: &Rc<Self>) {
        let Some(window) = web_sys::window() else { return };
        for sign in SIGNS {
            let this = Rc::clone(self);
            EventListener::new_with_options(&window, sign, EventListenerOptions::run_in_capture_phase(), move |_| this.touched()).forget();
        }
        let this = Rc::clone(self);
        Interval::new(TICK_MS, move || this.tick()).forget();
        self.tick();
    }

    /// Somebody is here.
    pub fn touched(self: &Rc<Self>) {
        self.touched_at.set(ticks());
        let is_for_people = self.signals.enrolment.with_untracked(|enrolment| enrolment.active && enrolment.config.mode == Mode::Kiosk);
        if (is_for_people && self.signals.open.get_untracked()) || self.phase() != Phase::Resting {
            self.tell(Input::Touched);
        }
    }

    /// They go.
    pub fn finish(self: &Rc<Self>) {
        self.tell(Input::Finished);
    }

    /// How it stands.
    pub fn phase(&self) -> Phase {
        self.session.borrow().phase()
    }

    /// Whether nobody is here, and nothing is being forgotten.
    pub fn is_resting(&self) -> bool {
        self.phase() == Phase::Resting && !self.is_over.get()
    }

    fn tell(self: &Rc<Self>, input: Input) {
        if self.is_over.get() {
            return;
        }
        if self.phase() == Phase::Resting {
            // What staff changed meanwhile holds from this session on.
            let rules = self.signals.enrolment.with_untracked(|enrolment| rules(&enrolment.config));
            *self.session.borrow_mut() = Session::new(rules);
        }
        let effects = self.session.borrow_mut().step(input, ticks());
        let phase = self.phase();
        for effect in effects {
            if matches!(effect, Effect::Ended(_)) {
                self.is_over.set(true);
            }
            match effect {
                Effect::Warned(left) => self.signals.left.set(left),
                Effect::Closing(minutes) => self.signals.closing.set(self.closes_at().map(|at| Closing { minutes, at })),
                Effect::StaysOpen => self.signals.closing.set(None),
                Effect::Began | Effect::Relieved | Effect::Ended(_) => {}
            }
            if self.signals.phase.get_untracked() != phase {
                self.signals.phase.set(phase);
            }
            (self.told.effect)(effect);
        }
        self.wake_in_time();
    }

    /// When the house closes today.
    fn closes_at(&self) -> Option<Millis> {
        let now = jst_datetime(self.clock.now());
        self.signals.enrolment.with_untracked(|enrolment| enrolment.config.hours.closes_at(now)).map(jst_millis)
    }

    /// Tells somebody who is there that the house closes soon, or that it does not after all.
    fn look_at_hours(self: &Rc<Self>) {
        let after = self.closes_at().map_or(Ticks::MAX, |at| Ticks::try_from(at.saturating_sub(self.clock.now())).unwrap_or(0));
        // Before that there is nothing to tell, and nothing to take back.
        let is_soon = CLOSING_MS.first().is_some_and(|first| after <= *first);
        if is_soon || self.signals.closing.with_untracked(Option::is_some) {
            self.tell(Input::Closing(after));
        }
    }

    fn wake_in_time(self: &Rc<Self>) {
        let wakes_at = self.session.borrow().wakes_at();
        let timer = wakes_at.filter(|_| !self.is_over.get()).map(|at| {
            let wait = u32::try_from(at.saturating_sub(ticks()) + TIMER_SLACK_MS).unwrap_or(u32::MAX >> 1);
            let this = Rc::clone(self);
            Timeout::new(wait, move || this.look())
        });
        *self.timer.borrow_mut() = timer;
    }

    /// A timer must not drop itself while it runs.
    fn look(self: &Rc<Self>) {
        let done = self.timer.take();
        self.tell(Input::Looked);
        if let Some(done) = done {
            done.forget();
        }
    }

    fn tick(self: &Rc<Self>) {
        if self.is_over.get() {
            return;
        }
        let now = self.clock.now();
        let is_open = self.signals.enrolment.with_untracked(|enrolment| enrolment.config.hours.is_open(jst_datetime(now)));
        let was_open = self.signals.open.get_untracked();
        if is_open != was_open {
            self.signals.open.set(is_open);
        }
        if is_open && self.phase() != Phase::Resting {
            self.look_at_hours();
            if self.is_over.get() {
                return;
            }
        }
        match self.phase() {
            Phase::Resting => {
                self.signals.now.set(now);
                let today = self.clock.day();
                // Once: asked every second, a page that takes longer than that to come would begin anew for ever.
                let is_next_day = self.day.replace(today) != today;
                let is_left = (self.told.is_pairing)() && ticks().saturating_sub(self.touched_at.get()) >= PAIR_IDLE_MS;
                if is_next_day || is_left {
                    self.touched_at.set(ticks());
                    (self.told.anew)();
                }
            }
            Phase::Active | Phase::Warned if was_open && !is_open => self.tell(Input::Closed),
            Phase::Active => self.tell(Input::Looked),
            Phase::Warned => {
                self.tell(Input::Looked);
                let left = self.session.borrow().left(ticks());
                if self.signals.left.get_untracked() != left {
                    self.signals.left.set(left);
                }
            }
        }
    }
}
