//! What staff carry along, in the browser: the side of [`VaultDevice`] that has a cipher, a store and a network.
//!
//! What happens is decided by [`engawa_core::vault`]; here it is done. Invariants: operations take place in the order in which they were
//! asked for; before each the head is read from the store, because another tab may have locked or wiped; unsealed records are in memory
//! only as long as there is a key.

pub mod cipher;
mod exchange;
mod passkey;

use crate::forms::page;
use crate::idb::Db;
use crate::idb::vault::{Change, Forget};
use crate::js;
use crate::outbox::keep_error;
use crate::shelf::Shelf;
use crate::watch::Watch;
use cipher::{Key, NoCipher};
use engawa_app::device::DeviceState;
use engawa_app::forms::device::{Doing, KeepError};
use engawa_app::people::device::{Asked, Plan, Situation, VaultDevice};
use engawa_app::people::me::Me;
use engawa_app::people::work::{COLLECTION, WorkItem};
use engawa_core::time::Millis;
use engawa_core::vault::{Effect, Head, Input, Phase, Queue, Queued, Vault};
use engawa_shell::net::Net;
use gloo_timers::callback::Interval;
use leptos::prelude::Update;
use send_wrapper::SendWrapper;
use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::future::Future;
use std::rc::Rc;
use wasm_bindgen_futures::spawn_local;

/// The key of the notes among the records.
const NOTES: &str = "notes";
/// How often it is looked whether something is due, in milliseconds.
const TICK_MS: u32 = 15_000;
/// How often the server is asked while it is open.
const CONTACT_MS: Millis = 5 * 60 * 1000;

/// The device, as far as the working set needs it.
#[derive(Clone)]
pub struct Safe {
    inner: SendWrapper<Rc<Inner>>,
}

/// What can be read, as long as it is open.
#[derive(Default)]
struct Unsealed {
    key: Option<Key>,
    records: BTreeMap<String, String>,
    queue: Queue,
}

struct Inner {
    shelf: Rc<Shelf>,
    net: Net,
    state: DeviceState,
    machine: RefCell<Vault>,
    open: RefCell<Unsealed>,
    tickets: Cell<u64>,
    turn: Watch<u64>,
    asked_at: Cell<Millis>,
    ticking: RefCell<Option<Interval>>,
}

impl Safe {
    /// Keeps in this shelf. `build` is named in each request.
    pub fn new(shelf: Rc<Shelf>, state: DeviceState, build: &str) -> Self {
        Self {
            inner: SendWrapper::new(Rc::new(Inner {
                shelf,
                net: Net::new(build),
                state,
                machine: RefCell::new(Vault::resume(None)),
                open: RefCell::default(),
                tickets: Cell::new(0),
                turn: Watch::new(0),
                asked_at: Cell::new(0),
                ticking: RefCell::default(),
            })),
        }
    }

    /// Looks whether something is due and asks the server whether all is still well, now and as long as the page lives.
    pub fn watch(&self) {
        drop(self.in_turn(|inner| async move {
            inner.pulse().await?;
            Self::keep_watch(&inner);
            Ok(())
        }));
    }

    /// Looks from now on, if there is anything to look after. Most people carry nothing along, and pay nothing.
    fn keep_watch(inner: &Rc<Inner>) {
        if !matches!(inner.phase(), Phase::Open | Phase::Locked) || inner.ticking.borrow().is_some() {
            return;
        }
        let this = Self { inner: SendWrapper::new(Rc::clone(inner)) };
        let tick = Interval::new(TICK_MS, move || drop(this.in_turn(|inner| async move { inner.pulse().await })));
        *inner.ticking.borrow_mut() = Some(tick);
    }

    /// Begins at once, after all that was asked for before, whether or not anybody waits for the end.
    fn in_turn<T: 'static, W>(&self, work: impl FnOnce(Rc<Inner>) -> W + 'static) -> Doing<T>
    where
        W: Future<Output = Result<T, KeepError>> + 'static,
    {
        let inner = (*self.inner).clone();
        let ticket = inner.tickets.get();
        inner.tickets.set(ticket + 1);
        let place = Rc::new((RefCell::new(None), Watch::new(false)));
        let there = Rc::clone(&place);
        spawn_local(async move {
            inner.turn.until(|turn| turn == ticket).await;
            let done = work(Rc::clone(&inner)).await;
            inner.turn.set(ticket + 1);
            *there.0.borrow_mut() = Some(done);
            there.1.set(true);
        });
        Box::pin(SendWrapper::new(async move {
            place.1.until(|done| done).await;
            let done = place.0.borrow_mut().take();
            done.unwrap_or(Err(KeepError::Failed))
        }))
    }
}

/// The browser's cipher failed; it was never seen to.
fn broken(error: &NoCipher) -> KeepError {
    js::warn(&format!("cipher: {error}"));
    KeepError::Failed
}

/// Our own plain structs always have a JSON form.
fn json<T: serde::Serialize>(it: &T) -> String {
    serde_json::to_string(it).unwrap_or_default()
}

impl Inner {
    async fn db(&self) -> Result<Rc<Db>, KeepError> {
        self.shelf.keeper().await.map_err(|error| keep_error(&error))
    }

    async fn write(&self, change: &Change) -> Result<(), KeepError> {
        self.db().await?.change_vault(change).await.map(|_| ()).map_err(|error| keep_error(&error))
    }

    fn phase(&self) -> Phase {
        self.machine.borrow().phase()
    }

    fn head(&self) -> Option<String> {
        self.machine.borrow().head().map(json)
    }

    fn key(&self) -> Option<Key> {
        self.open.borrow().key.clone()
    }

    /// Tells the pages that something is different.
    fn announce(&self) {
        self.state.vault.update(|version| *version += 1);
    }

    /// Takes a step of the machine on what the store has, and does what it says.
    async fn step(&self, input: Input) -> Result<Phase, KeepError> {
        let stored = self.db().await?.vault_head().await.map_err(|error| keep_error(&error))?;
        let before = self.phase();
        let mut effects = self.machine.borrow_mut().reread(stored.as_deref().and_then(Head::read));
        effects.extend(self.machine.borrow_mut().step(input, js::now()));
        let mut change = Change::default();
        for effect in effects {
            match effect {
                Effect::DropKey => *self.open.borrow_mut() = Unsealed::default(),
                Effect::DropRecords => {
                    self.open.borrow_mut().records.clear();
                    change.forget = Forget::AllBut(NOTES.to_owned());
                }
                Effect::DropScope(scope) => {
                    let prefix = format!("{scope}/");
                    self.open.borrow_mut().records.retain(|name, _| !name.starts_with(&prefix));
                    change.forget = Forget::Prefix(prefix);
                }
                Effect::DropAll => change.forget = Forget::Everything,
                Effect::Save => change.head = self.head(),
            }
        }
        if change != Change::default() {
            self.write(&change).await?;
        }
        if self.phase() != before {
            self.announce();
        }
        Ok(self.phase())
    }

    fn situation(&self) -> Situation {
        let machine = self.machine.borrow();
        let head = machine.head().cloned().unwrap_or_default();
        Situation {
            phase: machine.phase(),
            desks: head.scopes.keys().filter_map(|scope| scope.strip_prefix("staff:")).map(str::to_owned).collect(),
            contact_at: head.contact_at,
            ends_at: head.ends_at(),
            next_try_at: head.next_try_at,
            tries: head.tries,
            is_signed_out: head.signed_out_at.is_some(),
            has_passkey: head.passkey.is_some(),
            may_add_passkey: machine.phase() == Phase::Open && self.open.borrow().key.as_ref().is_some_and(Key::is_of_pin),
        }
    }

    async fn look(&self) -> Result<Situation, KeepError> {
        self.step(Input::Tick).await?;
        Ok(self.situation())
    }

    /// What time brings: locking, wiping, and now and then a question to the server.
    async fn pulse(&self) -> Result<(), KeepError> {
        let phase = self.step(Input::Tick).await?;
        let is_due = js::now() - self.asked_at.get() >= CONTACT_MS;
        if is_due && js::is_online() && matches!(phase, Phase::Open | Phase::Locked) {
            self.contact().await?;
        }
        Ok(())
    }

    async fn set_up(&self, plan: Plan, pin: String) -> Result<Situation, KeepError> {
        let (key, seal) = cipher::new_key(&pin).await.map_err(|error| broken(&error))?;
        let scopes = plan.desks.iter().map(|desk| format!("staff:{desk}")).collect();
        let input = Input::SetUp { owner: plan.owner, scopes, keep_days: plan.keep_days };
        *self.open.borrow_mut() = Unsealed::default();
        self.machine.borrow_mut().step(input, js::now());
        let change = Change { forget: Forget::Everything, seal: Some(seal), head: self.head(), ..Change::default() };
        if let Err(error) = self.write(&change).await {
            // Nothing was kept, so nothing may look as if it were.
            *self.machine.borrow_mut() = Vault::resume(None);
            return Err(error);
        }
        self.open.borrow_mut().key = Some(key);
        self.contact().await?;
        self.announce();
        Ok(self.situation())
    }

    async fn unlock(&self, pin: String) -> Result<Situation, KeepError> {
        if self.step(Input::Try).await? != Phase::Trying {
            return Ok(self.situation());
        }
        let unsealed = match self.try_pin(&pin).await {
            Ok(unsealed) => unsealed,
            Err(error) => {
                self.step(Input::Lock).await?;
                return Err(error);
            }
        };
        // Only now is it open: whatever a page asks for then is there.
        if self.step(Input::Tried { right: unsealed.is_some() }).await? == Phase::Open
            && let Some(unsealed) = unsealed
        {
            *self.open.borrow_mut() = unsealed;
        }
        self.announce();
        Ok(self.situation())
    }

    /// What the PIN opens; nothing if it is not the right one.
    async fn try_pin(&self, pin: &str) -> Result<Option<Unsealed>, KeepError> {
        let seal = self.db().await?.vault_seal().await.map_err(|error| keep_error(&error))?;
        let Some(seal) = seal else { return Err(KeepError::NotFound) };
        match cipher::open_key(pin, &seal).await.map_err(|error| broken(&error))? {
            Some(key) => self.unseal(&key).await.map(Some),
            None => Ok(None),
        }
    }

    /// All that is sealed in the store, as text.
    async fn unseal(&self, key: &Key) -> Result<Unsealed, KeepError> {
        let mut unsealed = Unsealed { key: Some(key.clone()), ..Unsealed::default() };
        for (name, sealed) in self.db().await?.vault_records().await.map_err(|error| keep_error(&error))? {
            match cipher::unseal(key, &name, &sealed).await.map_err(|error| broken(&error))? {
                text if name == NOTES => unsealed.queue = notes_of(text)?,
                Some(text) => drop(unsealed.records.insert(name, text)),
                None => js::warn("a sealed record is damaged"),
            }
        }
        Ok(unsealed)
    }

    /// Changes the notes as the store has them, and keeps them, sealed. `work` may run more than once, because another tab may write too.
    async fn change_notes(&self, work: impl Fn(&mut Queue) -> bool) -> Result<bool, KeepError> {
        loop {
            let Some(key) = self.key() else { return Err(KeepError::NotFound) };
            let db = self.db().await?;
            let was = db.vault_record(NOTES).await.map_err(|error| keep_error(&error))?;
            let mut queue = match &was {
                Some(sealed) => notes_of(cipher::unseal(&key, NOTES, sealed).await.map_err(|error| broken(&error))?)?,
                None => Queue::default(),
            };
            let is_changed = work(&mut queue);
            if is_changed {
                let sealed = cipher::seal(&key, NOTES, &json(&queue)).await.map_err(|error| broken(&error))?;
                let change = Change { only_if: Some((NOTES.to_owned(), was)), keep: vec![(NOTES.to_owned(), sealed)], ..Change::default() };
                if !db.change_vault(&change).await.map_err(|error| keep_error(&error))? {
                    continue;
                }
            }
            // It may have been locked meanwhile.
            if self.open.borrow().key.is_some() {
                self.open.borrow_mut().queue = queue;
            }
            self.announce();
            return Ok(is_changed);
        }
    }
}

/// Notes that a newer build wrote must not be written over.
fn notes_of(text: Option<String>) -> Result<Queue, KeepError> {
    text.and_then(|text| serde_json::from_str(&text).ok()).ok_or(KeepError::Failed)
}

impl VaultDevice for Safe {
    fn now(&self) -> Millis {
        js::now()
    }

    fn new_id(&self) -> String {
        page::new_id()
    }

    fn look(&self) -> Doing<Situation> {
        self.in_turn(|inner| async move {
            let found = inner.look().await;
            Self::keep_watch(&inner);
            found
        })
    }

    fn me(&self) -> Doing<Me> {
        self.in_turn(|inner| async move { inner.me().await })
    }

    fn set_up(&self, plan: Plan, pin: String) -> Doing<Situation> {
        self.in_turn(move |inner| async move {
            let done = inner.set_up(plan, pin).await;
            Self::keep_watch(&inner);
            done
        })
    }

    fn unlock(&self, pin: String) -> Doing<Situation> {
        self.in_turn(move |inner| async move { inner.unlock(pin).await })
    }

    fn knows_passkeys(&self) -> Doing<bool> {
        Box::pin(SendWrapper::new(async { Ok::<bool, KeepError>(passkey::is_known().await) }))
    }

    fn add_passkey(&self) -> Doing<Asked> {
        let this = self.clone();
        Box::pin(SendWrapper::new(async move { this.ask_for_new_passkey().await }))
    }

    fn remove_passkey(&self) -> Doing<Situation> {
        self.in_turn(|inner| async move {
            inner.step(Input::Passkey(None)).await?;
            inner.announce();
            Ok(inner.situation())
        })
    }

    fn open_by_passkey(&self) -> Doing<Asked> {
        let this = self.clone();
        Box::pin(SendWrapper::new(async move { this.ask_passkey().await }))
    }

    fn lock(&self) -> Doing<Situation> {
        self.in_turn(|inner| async move {
            inner.step(Input::Lock).await?;
            Ok(inner.situation())
        })
    }

    fn wipe(&self) -> Doing<Situation> {
        self.in_turn(|inner| async move {
            inner.step(Input::Wipe).await?;
            Ok(inner.situation())
        })
    }

    fn touch(&self) {
        // It begins at once; nobody waits for it.
        drop(self.in_turn(|inner| async move { inner.step(Input::Touch).await }));
    }

    fn work(&self) -> Vec<WorkItem> {
        let part = format!("/{COLLECTION}/");
        let open = self.inner.open.borrow();
        let mut items: Vec<WorkItem> =
            open.records.iter().filter(|(key, _)| key.contains(&part)).filter_map(|(_, text)| serde_json::from_str(text).ok()).collect();
        items.sort_by(|a, b| (a.received_at, &a.id).cmp(&(b.received_at, &b.id)));
        items
    }

    fn notes(&self) -> Vec<Queued> {
        self.inner.open.borrow().queue.0.clone()
    }

    fn keep(&self, note: Queued) -> Doing<()> {
        self.in_turn(move |inner| async move {
            if inner.step(Input::Touch).await? != Phase::Open {
                return Err(KeepError::NotFound);
            }
            let keep = |queue: &mut Queue| {
                queue.push(note.clone());
                true
            };
            inner.change_notes(keep).await.map(|_| ())
        })
    }

    fn keep_mine(&self, id: &str, rev: u64) -> Doing<()> {
        let (id, new_id) = (id.to_owned(), page::new_id());
        self.in_turn(move |inner| async move { inner.change_notes(|queue| queue.keep_mine(&id, &new_id, rev)).await.map(|_| ()) })
    }

    fn discard(&self, id: &str) -> Doing<()> {
        let id = id.to_owned();
        self.in_turn(move |inner| async move { inner.change_notes(|queue| queue.discard(&id)).await.map(|_| ()) })
    }

    fn contact(&self) -> Doing<Situation> {
        self.in_turn(|inner| async move {
            inner.contact().await?;
            Ok(inner.situation())
        })
    }

    fn focus(&self, element_id: &str) {
        page::focus(element_id);
    }
}
