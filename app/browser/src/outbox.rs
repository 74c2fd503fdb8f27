//! The outbox in a page: it takes what people ask for, shows how far everything is, and sends while this page leads.
//!
//! The decisions are in `engawa_core::outbox`, the doing is in [`engawa_shell::outbox`]. Invariants: only the leading page sends, and a
//! page that cannot be seen does not lead; nor does one without a connection, because what was tried once may have arrived and can no
//! longer be taken back for certain; what [`PageOutbox::send`] reports as done is in the device's store.

use crate::channel::{Channel, Message};
use crate::idb::IdbError;
use crate::js;
use crate::leader::{self, Leadership};
use crate::shelf::Shelf;
use crate::watch::{Phase, Watch};
use engawa_app::device::DeviceState;
use engawa_app::forms::device::{KeepError, OutboxLine, OutboxStanding};
use engawa_core::outbox::{Ask, Input, Outbox, Refusal, Role, Shown, Standing, State};
use engawa_core::time::Millis;
use engawa_shell::SYNC_TAG;
use engawa_shell::net::Net;
use engawa_shell::outbox::{Around, Driver};
use gloo_events::EventListener;
use gloo_timers::callback::Timeout;
use leptos::prelude::{GetUntracked, Set, WithUntracked};
use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::rc::Rc;
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::spawn_local;

/// After how long it is asked again, in milliseconds.
const PROBE_AGAIN_MS: u32 = 60_000;

/// Somebody waits to hear whether the store has it.
type Awaited = Rc<Watch<Option<Result<(), KeepError>>>>;

/// The page around the outbox.
struct Page {
    channel: Rc<Channel>,
    state: DeviceState,
    leadership: Rc<Leadership>,
    /// What was asked for here and is not known to be stored.
    asked: RefCell<BTreeMap<String, Awaited>>,
    /// The server answered while the browser or the feed said that there is no connection.
    hint_is_wrong: Cell<bool>,
}

impl Page {
    /// Whether this page is one that sends: it can be seen, and has a connection as far as anybody knows.
    fn may_lead(&self) -> bool {
        js::is_visible() && !self.is_cut_off()
    }

    /// Whether the browser or the feed says that there is no connection, and nothing speaks against it.
    fn is_cut_off(&self) -> bool {
        (!js::is_online() || !self.state.online.get_untracked()) && !self.hint_is_wrong.get()
    }

    fn answer(&self, id: &str, answer: Result<(), KeepError>) {
        let awaited = self.asked.borrow_mut().remove(id);
        if let Some(awaited) = awaited {
            awaited.set(Some(answer));
        }
    }
}

impl Around for Page {
    fn stepped(&self, machine: &RefCell<Outbox>) -> Option<Input> {
        let (lines, is_busy) = {
            let machine = machine.borrow();
            (machine.shown().iter().map(line).collect::<Vec<_>>(), machine.is_busy())
        };
        for line in lines.iter().filter(|line| !matches!(line.standing, OutboxStanding::NotSaved { .. })) {
            self.answer(&line.id, Ok(()));
        }
        if self.state.outbox.with_untracked(|shown| *shown != lines) {
            self.state.outbox.set(lines);
        }
        if self.leadership.leads() && !is_busy && !self.may_lead() {
            self.leadership.resign();
            return Some(Input::LostLeadership);
        }
        None
    }

    fn changed(&self) {
        self.channel.post(&Message::Outbox);
    }

    fn reached(&self, reached: bool) {
        // That one request failed says little; the feed knows better.
        if reached {
            self.state.online.set(true);
        }
    }

    fn not_saved(&self, id: &str, full: bool) {
        self.answer(id, Err(if full { KeepError::Full } else { KeepError::Failed }));
    }

    fn not_taken(&self, id: &str, why: Refusal) {
        let why = match why {
            Refusal::TooLarge => KeepError::TooLarge,
            Refusal::TooMany => KeepError::Full,
            Refusal::NotStuck => KeepError::NotFound,
            Refusal::NotJson => KeepError::Failed,
        };
        self.answer(id, Err(why));
    }
}

/// The outbox of this page.
pub struct PageOutbox {
    shelf: Rc<Shelf>,
    channel: Rc<Channel>,
    leadership: Rc<Leadership>,
    driver: Rc<Driver<Page>>,
    net: Net,
    feed: Rc<Watch<Phase>>,
    is_probing: Cell<bool>,
    probe_again: RefCell<Option<Timeout>>,
}

impl PageOutbox {
    /// An outbox that has not begun. `feed` says how the sync stands; `build` is named in each request.
    pub fn new(shelf: Rc<Shelf>, channel: Rc<Channel>, feed: Rc<Watch<Phase>>, state: DeviceState, build: &str) -> Rc<Self> {
        let leadership = Rc::new(Leadership::new(leader::OUTBOX));
        let page = Page {
            channel: Rc::clone(&channel),
            state,
            leadership: Rc::clone(&leadership),
            asked: RefCell::default(),
            hint_is_wrong: Cell::new(false),
        };
        let driver = Driver::new(Role::Page, shelf.store(), build, page);
        let (is_probing, probe_again) = (Cell::new(false), RefCell::new(None));
        Rc::new(Self { shelf, channel, leadership, driver, net: Net::new(build), feed, is_probing, probe_again })
    }

    /// Reads the store and sends as long as the page lives. Does nothing where nothing is kept.
    pub async fn start(self: Rc<Self>) {
        let Ok(db) = self.shelf.keeper().await else { return };
        self.driver.tell(Input::Changed);
        self.listen();
        self.balance();
        self.follow();
        if let Err(error) = db.sweep(js::now()).await {
            js::warn(&format!("sweep: {error:?}"));
        }
    }

    /// Puts something into the outbox; done when the store has it.
    pub async fn send(&self, ask: Ask) -> Result<(), KeepError> {
        self.shelf.keeper().await.map_err(|error| keep_error(&error))?;
        let awaited: Awaited = Rc::new(Watch::new(None));
        self.driver.around().asked.borrow_mut().insert(ask.id.clone(), Rc::clone(&awaited));
        self.driver.tell(Input::Asked(Box::new(ask)));
        let answer = awaited.until(|answer| answer.is_some()).await.unwrap_or(Err(KeepError::Failed));
        if answer.is_ok() {
            spawn_local(register_sync());
        }
        answer
    }

    /// Takes an entry back, or discards it.
    pub fn cancel(&self, id: &str) {
        self.driver.tell(Input::Cancelled(id.to_owned()));
    }

    /// Puts a receipt away.
    pub fn dismiss(&self, id: &str) {
        self.driver.tell(Input::Dismissed(id.to_owned()));
    }

    /// Tries to send now.
    pub fn send_now(self: &Rc<Self>) {
        self.balance();
        self.driver.tell(Input::Online);
    }

    fn listen(self: &Rc<Self>) {
        let Some(window) = web_sys::window() else { return };
        let this = Rc::clone(self);
        EventListener::new(&window, "online", move |_| {
            // It notices after all: the next "offline" is believed again.
            this.driver.around().hint_is_wrong.set(false);
            this.send_now();
        })
        .forget();
        let this = Rc::clone(self);
        EventListener::new(&window, "offline", move |_| this.balance()).forget();
        if let Some(document) = window.document() {
            let this = Rc::clone(self);
            EventListener::new(&document, "visibilitychange", move |_| {
                if js::is_visible() {
                    this.send_now();
                } else {
                    this.balance();
                }
            })
            .forget();
        }
        let this = Rc::clone(self);
        self.channel.listen(move |message| {
            if message == Message::Outbox {
                this.driver.tell(Input::Changed);
            }
        });
    }

    /// Browsers often say that there is a connection where there is none, and the feed notices. From then on nothing sets out, so that it can
    /// be taken back, until the server answers.
    fn follow(self: &Rc<Self>) {
        let this = Rc::clone(self);
        spawn_local(async move {
            loop {
                this.feed.until(|phase| phase == Phase::Failed).await;
                this.driver.around().hint_is_wrong.set(false);
                this.balance();
                this.feed.until(|phase| phase == Phase::Done).await;
                this.send_now();
            }
        });
    }

    /// Leads if it can be seen and has a connection, and lets others lead if not.
    fn balance(self: &Rc<Self>) {
        if self.driver.around().may_lead() {
            let this = Rc::clone(self);
            self.leadership.stand(move || this.elected());
            return;
        }
        if self.leadership.leads() && !self.driver.with(Outbox::is_busy) {
            self.leadership.resign();
            self.driver.tell(Input::LostLeadership);
        }
        if js::is_visible() {
            self.probe();
        }
    }

    /// It may have waited for its turn, and the connection may be gone since.
    fn elected(self: &Rc<Self>) {
        if self.driver.around().is_cut_off() {
            self.leadership.resign();
            self.probe();
        } else {
            self.driver.tell(Input::BecameLeader);
        }
    }

    /// Looks whether the server answers although there seems to be no connection.
    fn probe(self: &Rc<Self>) {
        if self.is_probing.replace(true) {
            return;
        }
        let this = Rc::clone(self);
        spawn_local(async move {
            let is_there = this.net.is_there().await;
            this.is_probing.set(false);
            if !this.driver.around().is_cut_off() {
                return;
            }
            if is_there {
                this.driver.around().hint_is_wrong.set(true);
                this.balance();
            } else {
                let again = Rc::clone(&this);
                let timer = Timeout::new(PROBE_AGAIN_MS, move || again.balance());
                *this.probe_again.borrow_mut() = Some(timer);
            }
        });
    }
}

/// Asks the browser to start the service worker when there is a connection, should this page be closed by then. Few browsers can.
async fn register_sync() {
    let Some(workers) = js::property(&js::navigator(), "serviceWorker") else { return };
    let Ok(registration) = js::ask(&workers, "getRegistration", &[]).await else { return };
    if let Some(sync) = js::property(&registration, "sync") {
        js::ask(&sync, "register", &[&JsValue::from_str(SYNC_TAG)]).await.ok();
    }
}

/// What a failure of the store means to a person.
pub fn keep_error(error: &IdbError) -> KeepError {
    js::warn(&format!("store: {error:?}"));
    match error {
        IdbError::Full => KeepError::Full,
        IdbError::Refused(_) | IdbError::Blocked => KeepError::Refused,
        IdbError::Failed(_) => KeepError::Failed,
    }
}

/// A line as pages show it.
fn line(shown: &Shown<'_>) -> OutboxLine {
    let mut entry = shown.entry.cloned();
    // What the server decided is shown before it is stored.
    let decided = match shown.standing {
        Standing::Done(kept) => Some(State::Done(kept.clone())),
        Standing::Stuck(state) => Some(state.clone()),
        _ => None,
    };
    if let Some((entry, state)) = entry.as_mut().zip(decided) {
        entry.state = state;
    }
    let standing = match shown.standing {
        Standing::NotSaved { failed } => OutboxStanding::NotSaved { failed },
        Standing::Waiting { next_at, may_cancel } => {
            OutboxStanding::Waiting { next_at: next_at.and_then(|at| Millis::try_from(at).ok()), may_cancel }
        }
        Standing::UnderWay { may_cancel } => OutboxStanding::UnderWay { may_cancel },
        Standing::Stuck(_) => OutboxStanding::Stuck,
        Standing::Done(_) => OutboxStanding::Done,
        Standing::UpdateNeeded => OutboxStanding::UpdateNeeded,
    };
    OutboxLine { id: shown.id.to_owned(), subject: shown.subject.to_owned(), title: shown.title.to_owned(), entry, standing }
}
