//! Drives the feed's client: executes what it decides and tells it what happened.
//!
//! The decisions are in `engawa_core::feed::client`; here is only the doing. A snapshot's parts are committed one after the other,
//! with a breath in between, so that a first sync neither freezes the page nor is lost when it breaks off. Invariants: only the leading
//! tab asks the server; shelf and catalogue take each page together; what the page shows is told after the fact, through the
//! device's state and the channel.

use crate::catalogue::Catalogue;
use crate::channel::{Channel, Message};
use crate::idb::IdbError;
use crate::js;
use crate::leader::{self, Leadership};
use crate::net::{Net, NetError};
use crate::shelf::Shelf;
use crate::watch::{Phase, Watch};
use engawa_app::device::DeviceState;
use engawa_core::feed::client::{Client, Effect, Input};
use engawa_core::feed::{Cursor, Page};
use engawa_core::time::Millis;
use gloo_events::EventListener;
use gloo_timers::callback::Timeout;
use leptos::prelude::{Set, Update};
use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::rc::Rc;
use wasm_bindgen_futures::spawn_local;

/// Records of the snapshot that are committed together.
const PART: usize = 500;
/// Records of a page.
const PAGE: u32 = 1_000;
/// How long a tab that does not lead waits to hear from the one that does, before it takes the first sync for failed.
const PATIENCE_MS: u32 = 10_000;
/// Timers may go off a little early; the client would take that for a mistake.
const TIMER_SLACK_MS: Millis = 20;
/// How often in a row "the browser says offline" is believed. It is only a hint, and sometimes wrong for good.
const HINTS_BELIEVED: u32 = 5;

/// What the sync works with.
pub struct FeedSync {
    shelf: Rc<Shelf>,
    catalogue: Rc<Catalogue>,
    phase: Rc<Watch<Phase>>,
    channel: Rc<Channel>,
    net: Net,
    state: DeviceState,
    leadership: Rc<Leadership>,
    client: RefCell<Client>,
    timer: RefCell<Option<Timeout>>,
    patience: RefCell<Option<Timeout>>,
    /// Records came in since the pages were last told.
    changed: Cell<bool>,
    hints: Cell<u32>,
}

impl FeedSync {
    /// A sync that has not begun. `build` is named in each request.
    pub fn new(
        shelf: Rc<Shelf>,
        catalogue: Rc<Catalogue>,
        phase: Rc<Watch<Phase>>,
        channel: Rc<Channel>,
        state: DeviceState,
        build: &str,
    ) -> Rc<Self> {
        Rc::new(Self {
            shelf,
            catalogue,
            phase,
            channel,
            net: Net::new(build),
            state,
            leadership: Rc::new(Leadership::new(leader::SYNC)),
            client: RefCell::new(Client::default()),
            timer: RefCell::new(None),
            patience: RefCell::new(None),
            changed: Cell::new(false),
            hints: Cell::new(0),
        })
    }

    /// Opens the shelf and follows the feed as long as the page lives.
    pub async fn start(self: Rc<Self>) {
        if let Err(error) = self.shelf.open().await {
            js::warn(&format!("storage: {error:?}"));
            self.state.storage_refused.set(true);
            self.catalogue.begin().await;
        }
        if let Ok(Some(at)) = self.shelf.as_of().await {
            self.state.as_of.set(Some(at));
        }
        self.listen();
        self.wait_for_others();
        self.balance();
        self.channel.post(&Message::Nudge);
    }

    fn listen(self: &Rc<Self>) {
        let Some(window) = web_sys::window() else { return };
        let this = Rc::clone(self);
        EventListener::new(&window, "online", move |_| {
            this.hints.set(0);
            this.nudge();
        })
        .forget();
        let this = Rc::clone(self);
        EventListener::new(&window, "offline", move |_| this.state.online.set(false)).forget();
        if let Some(document) = window.document() {
            let this = Rc::clone(self);
            EventListener::new(&document, "visibilitychange", move |_| this.balance()).forget();
        }
        let this = Rc::clone(self);
        self.channel.listen(move |message| this.heard(message));
    }

    /// Leads if it can be seen, and lets others lead if not.
    fn balance(self: &Rc<Self>) {
        if js::is_visible() {
            let this = Rc::clone(self);
            self.leadership.stand(move || this.elected());
        } else if self.leadership.leads() && !self.client.borrow().is_busy() {
            drop(self.timer.take());
            self.leadership.resign();
        }
    }

    /// Another tab may have led in the meantime: where things stand is read from the shelf.
    fn elected(self: &Rc<Self>) {
        let this = Rc::clone(self);
        spawn_local(async move {
            drop(this.patience.take());
            let input = match this.shelf.position().await {
                Ok(position) => Input::Opened { cursor: position.cursor, epoch: position.epoch },
                Err(error) => {
                    this.store_failed(&error);
                    this.phase.set(Phase::Failed);
                    // Whoever sees the page next tries again.
                    this.leadership.resign();
                    return;
                }
            };
            if !this.client.borrow().is_busy() {
                *this.client.borrow_mut() = Client::default();
                this.run(input).await;
            }
        });
    }

    fn nudge(self: &Rc<Self>) {
        if self.leadership.leads() {
            let this = Rc::clone(self);
            spawn_local(async move { this.run(Input::Nudged).await });
        }
    }

    /// Takes an input through all that follows from it.
    async fn run(self: &Rc<Self>, input: Input) {
        let mut effects = VecDeque::from(self.step(input));
        while let Some(effect) = effects.pop_front() {
            let next = match effect {
                Effect::FetchSnapshot => self.fetch_snapshot().await,
                Effect::FetchPage(since) => {
                    let arrived = self.fetch_page(since).await;
                    self.step(arrived)
                }
                Effect::Apply(page) => {
                    let applied = self.apply(page).await;
                    self.step(applied)
                }
                Effect::Reset => {
                    let done = self.reset().await;
                    self.step(done)
                }
                Effect::WakeAt(at) => {
                    self.wake_at(at);
                    continue;
                }
                Effect::CaughtUp(at) => {
                    self.caught_up(at).await;
                    continue;
                }
            };
            effects.extend(next);
        }
        self.balance();
    }

    fn step(&self, input: Input) -> Vec<Effect> {
        self.client.borrow_mut().step(js::now(), input)
    }

    fn wake_at(self: &Rc<Self>, at: Millis) {
        let this = Rc::clone(self);
        let wait = u32::try_from(at.saturating_sub(js::now()).max(0) + TIMER_SLACK_MS).unwrap_or(u32::MAX >> 1);
        let timer = Timeout::new(wait, move || spawn_local(async move { this.run(Input::Woke).await }));
        *self.timer.borrow_mut() = Some(timer);
    }

    async fn fetch_page(&self, since: Cursor) -> Input {
        if let Err(error) = self.believe_hint() {
            return self.failed(&error);
        }
        self.phase.set(Phase::Working);
        match self.net.page(since, PAGE).await {
            Ok(page) => {
                self.reached();
                Input::Arrived { since, page }
            }
            Err(error) => self.failed(&error),
        }
    }

    /// Reads the snapshot and commits all parts but the last. Gives what the client wants next: the reading ends as soon as that is
    /// anything but the next part.
    async fn fetch_snapshot(&self) -> Vec<Effect> {
        if let Err(error) = self.believe_hint() {
            return self.step(self.failed(&error));
        }
        self.phase.set(Phase::Working);
        let mut snapshot = match self.net.snapshot().await {
            Ok(snapshot) => snapshot,
            Err(error) => return self.step(self.failed(&error)),
        };
        self.reached();
        self.catalogue.begin().await;
        let all = snapshot.total();
        let mut here: u64 = 0;
        self.progress(here, all);
        loop {
            let part = match snapshot.part(PART).await {
                Ok(part) => part,
                Err(error) => return self.step(self.failed(&error)),
            };
            here += u64::try_from(part.records.len()).unwrap_or(0);
            let (since, is_last) = (self.client.borrow().cursor(), !part.more);
            let mut effects = self.step(Input::Arrived { since, page: part });
            if is_last {
                self.progress(here, all);
                return effects;
            }
            if effects.is_empty() {
                // The client is past waiting for this stream.
                return self.step(Input::Failed);
            }
            let page = match effects.pop() {
                Some(Effect::Apply(page)) if effects.is_empty() => page,
                other => {
                    effects.extend(other);
                    return effects;
                }
            };
            let applied = self.apply(page).await;
            let after = self.step(applied);
            if !after.is_empty() {
                // The shelf was elsewhere, or refused: the rest of the stream does not continue from there.
                return after;
            }
            self.progress(here, all);
            js::breathe().await;
        }
    }

    /// Commits a page to the shelf, then gives it to the catalogue.
    async fn apply(&self, page: Page) -> Input {
        let since = self.client.borrow().cursor();
        let position = match self.shelf.apply(since, &page).await {
            Ok(position) => position,
            Err(error) => {
                self.store_failed(&error);
                self.phase.set(Phase::Failed);
                return Input::Failed;
            }
        };
        if !page.records.is_empty() {
            self.changed.set(true);
        }
        if position.epoch == page.epoch && position.cursor == page.cursor.max(since) {
            self.catalogue.apply(&page).await;
            return Input::Applied { cursor: position.cursor };
        }
        // Another tab moved the shelf since this page was asked for, and the shelf did not take it.
        self.catalogue.catch_up().await;
        if position.cursor >= since && position.epoch == page.epoch {
            return Input::Applied { cursor: position.cursor };
        }
        *self.client.borrow_mut() = Client::default();
        Input::Opened { cursor: position.cursor, epoch: position.epoch }
    }

    async fn reset(&self) -> Input {
        match self.shelf.reset().await {
            Ok(()) => {
                self.catalogue.begin().await;
                self.changed.set(true);
                self.channel.post(&Message::Reset);
                Input::WasReset
            }
            Err(error) => {
                self.store_failed(&error);
                Input::Failed
            }
        }
    }

    async fn caught_up(self: &Rc<Self>, at: Millis) {
        self.shelf.set_as_of(at).await.ok();
        self.state.progress.set(None);
        self.state.as_of.set(Some(at));
        self.phase.set(Phase::Done);
        if self.changed.take() {
            self.state.version.update(|version| *version += 1);
            self.channel.post(&Message::Records);
            self.catalogue.save_later();
        }
        self.channel.post(&Message::CaughtUp(at));
    }

    fn progress(&self, here: u64, all: u64) {
        self.state.progress.set(Some((here, all)));
        self.channel.post(&Message::Progress(here, all));
    }

    fn reached(&self) {
        self.hints.set(0);
        self.state.online.set(true);
    }

    fn failed(&self, error: &NetError) -> Input {
        // Being offline is ordinary; an answer that cannot be read is not.
        if matches!(error, NetError::Malformed(_) | NetError::Status(_)) {
            js::warn(&format!("feed: {error}"));
        }
        self.state.online.set(false);
        self.state.progress.set(None);
        self.phase.set(Phase::Failed);
        self.channel.post(&Message::Failed);
        Input::Failed
    }

    fn store_failed(&self, error: &IdbError) {
        js::warn(&format!("storage: {error:?}"));
        self.state.progress.set(None);
        if matches!(error, IdbError::Full | IdbError::Refused(_)) {
            self.state.storage_refused.set(true);
        }
    }

    /// Spares a request that the browser says is in vain.
    fn believe_hint(&self) -> Result<(), NetError> {
        let offline = web_sys::window().is_some_and(|window| !window.navigator().on_line());
        if offline && self.hints.get() < HINTS_BELIEVED {
            self.hints.set(self.hints.get() + 1);
            return Err(NetError::Unreachable("hint".to_owned()));
        }
        Ok(())
    }

    /// What another tab says.
    fn heard(self: &Rc<Self>, message: Message) {
        match message {
            Message::Nudge => self.nudge(),
            Message::Records => self.look_again(),
            Message::Reset => {
                let this = Rc::clone(self);
                spawn_local(async move { this.catalogue.begin().await });
            }
            Message::Progress(here, all) => {
                self.wait_for_others();
                self.phase.set(Phase::Working);
                self.state.progress.set(Some((here, all)));
            }
            Message::CaughtUp(at) => {
                drop(self.patience.take());
                self.state.online.set(true);
                self.state.progress.set(None);
                self.state.as_of.set(Some(at));
                self.phase.set(Phase::Done);
            }
            Message::Failed => {
                drop(self.patience.take());
                self.state.online.set(false);
                self.state.progress.set(None);
                self.phase.set(Phase::Failed);
            }
            Message::Favourites | Message::Draft(_) | Message::Outbox => {}
        }
    }

    /// Another tab put records on the shelf.
    fn look_again(self: &Rc<Self>) {
        let this = Rc::clone(self);
        spawn_local(async move {
            this.catalogue.catch_up().await;
            this.state.version.update(|version| *version += 1);
        });
    }

    /// Nobody may lead at all: whoever waits for the first sync must not wait for ever.
    fn wait_for_others(self: &Rc<Self>) {
        let this = Rc::clone(self);
        let patience = Timeout::new(PATIENCE_MS, move || {
            if !this.leadership.leads() && this.phase.get() == Phase::Working {
                this.phase.set(Phase::Failed);
            }
        });
        *self.patience.borrow_mut() = Some(patience);
    }
}
