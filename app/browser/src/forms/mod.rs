//! What this device keeps and does for forms: the browser's side of [`FormDevice`], in the engine's part of the bundle.
//!
//! Pages wait for it. Invariants: what was asked for is done even if the page that asked is
//! left meanwhile; operations on drafts take place in the order in which they were asked for; a snapshot takes the place of lines only if
//! whoever made it had seen them all ([`drafts`]).

pub(crate) mod chosen;
mod drafts;
pub(crate) mod files;
mod listings;
pub(crate) mod page;
mod parcel;
pub(crate) mod pictures;
pub mod probe;
mod server;

use crate::channel::{Channel, Message};
use crate::device::persist;
use crate::js;
use crate::kiosk::sealing;
use crate::outbox::{PageOutbox, keep_error};
use crate::shelf::Shelf;
use crate::watch::Watch;
use chosen::{Chosen, blob_of};
use drafts::{Known, Listening};
use engawa_app::device::DeviceState;
use engawa_app::forms::command::Holder;
use engawa_app::forms::device::{Doing, DraftCard, FormDevice, Heard, KeepError, KeptFile, OpenedDraft};
use engawa_app::forms::postcodes::Area;
use engawa_app::forms::receipt::Standing;
use engawa_app::kiosk::parcel::Taken;
use engawa_app::listings::device::ListingDevice;
use engawa_core::form::Definition;
use engawa_core::form::draft::aside::Aside;
use engawa_core::form::draft::log::Line;
use engawa_core::form::draft::share::Invitation;
use engawa_core::outbox::Ask;
use engawa_core::time::Millis;
use engawa_shell::net::Net;
use gloo_events::{EventListener, EventListenerOptions};
use js_sys::{Reflect, Uint8Array};
use leptos::prelude::Update;
use send_wrapper::SendWrapper;
use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::future::Future;
use std::rc::Rc;
use std::sync::Arc;
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::spawn_local;

/// What a sealed file is called and taken for: nothing of what is in it.
const SEALED_NAME: &str = "sealed";
const SEALED_TYPE: &str = "application/octet-stream";

/// How long sending a draft is one tab's alone: by then the others have heard of it, or it was not sent.
const CLAIM_MS: Millis = 10_000;

/// A device that also takes what a shared screen sealed.
pub trait Disk: FormDevice {
    /// Keeps sealed bytes for the outbox, under their digest.
    fn keep_sealed(&self, bytes: Vec<u8>) -> Doing<KeptFile>;
}

/// Begins at once, whether or not anybody waits for the end.
pub(crate) fn eager<T: 'static>(work: impl Future<Output = Result<T, KeepError>> + 'static) -> Doing<T> {
    let place = Rc::new((RefCell::new(None), Watch::new(false)));
    let there = Rc::clone(&place);
    spawn_local(async move {
        let done = work.await;
        *there.0.borrow_mut() = Some(done);
        there.1.set(true);
    });
    Box::pin(SendWrapper::new(async move {
        place.1.until(|done| done).await;
        let done = place.0.borrow_mut().take();
        done.unwrap_or(Err(KeepError::Failed))
    }))
}

/// The device, as far as forms need it.
#[derive(Clone)]
pub struct Keeper {
    inner: SendWrapper<Rc<Inner>>,
}

struct Inner {
    shelf: Rc<Shelf>,
    outbox: Rc<PageOutbox>,
    channel: Rc<Channel>,
    state: DeviceState,
    net: Net,
    /// What this page knows of the journals of the drafts that it opened.
    known: RefCell<BTreeMap<String, Known>>,
    listening: RefCell<Option<Listening>>,
    /// The number of the next operation on drafts.
    tickets: Cell<u64>,
    /// The number of the operation whose turn it is.
    turn: Watch<u64>,
    /// Keeps the page from being closed while something is not stored yet.
    guard: RefCell<Option<EventListener>>,
    /// Addresses of files that this page shows.
    urls: RefCell<BTreeMap<String, String>>,
}

impl Keeper {
    /// Keeps in this shelf. `build` is named in each request.
    pub fn new(shelf: Rc<Shelf>, outbox: Rc<PageOutbox>, channel: Rc<Channel>, state: DeviceState, build: &str) -> Self {
        Self {
            inner: SendWrapper::new(Rc::new(Inner {
                shelf,
                outbox,
                channel,
                state,
                net: Net::new(build),
                known: RefCell::default(),
                listening: RefCell::default(),
                tickets: Cell::new(0),
                turn: Watch::new(0),
                guard: RefCell::default(),
                urls: RefCell::default(),
            })),
        }
    }

    /// Listens to the other tabs as long as the page lives.
    pub fn watch(&self) {
        let this = self.clone();
        self.inner.channel.listen(move |message| {
            if let Message::Draft(id) = message {
                this.inner.state.drafts.update(|version| *version += 1);
                this.look_for_news(&id);
            }
        });
    }

    fn inner(&self) -> Rc<Inner> {
        (*self.inner).clone()
    }

    /// See [`eager`].
    fn eagerly<T: 'static, W>(&self, work: impl FnOnce(Rc<Inner>) -> W) -> Doing<T>
    where
        W: Future<Output = Result<T, KeepError>> + 'static,
    {
        eager(work(self.inner()))
    }

    /// As [`Self::eagerly`], after all that was asked for before.
    fn in_turn<T: 'static, W>(&self, work: impl FnOnce(Rc<Inner>) -> W + 'static) -> Doing<T>
    where
        W: Future<Output = Result<T, KeepError>> + 'static,
    {
        let ticket = self.inner.tickets.get();
        self.inner.tickets.set(ticket + 1);
        self.eagerly(move |inner| async move {
            inner.turn.until(|turn| turn == ticket).await;
            let done = work(Rc::clone(&inner)).await;
            inner.turn.set(ticket + 1);
            if inner.tickets.get() == ticket + 1 {
                drop(inner.guard.take());
            }
            done
        })
    }

    fn look_for_news(&self, id: &str) {
        if self.inner.listening.borrow().as_ref().is_some_and(|listening| listening.id == id) {
            let id = id.to_owned();
            // It begins at once; nobody waits for it.
            drop(self.in_turn(move |inner| async move { inner.news(&id).await }));
        }
    }
}

impl Inner {
    /// Asks before the page is closed, until the last operation is done.
    fn guard(&self) {
        if self.guard.borrow().is_some() {
            return;
        }
        let Some(window) = web_sys::window() else { return };
        let options = EventListenerOptions::enable_prevent_default();
        let listener = EventListener::new_with_options(&window, "beforeunload", options, |event| {
            event.prevent_default();
            // Older browsers look here.
            Reflect::set(event, &JsValue::from_str("returnValue"), &JsValue::TRUE).ok();
        });
        *self.guard.borrow_mut() = Some(listener);
    }

    /// Tells this page and the others that a draft is another one now.
    fn announce(&self, id: &str) {
        self.state.drafts.update(|version| *version += 1);
        self.channel.post(&Message::Draft(id.to_owned()));
    }
}

impl FormDevice for Keeper {
    fn now(&self) -> Millis {
        js::now()
    }

    fn new_id(&self) -> String {
        page::new_id()
    }

    fn new_token(&self) -> String {
        page::new_token()
    }

    fn device_id(&self) -> Doing<String> {
        self.eagerly(|inner| async move { inner.device_id().await })
    }

    fn drafts(&self) -> Doing<Vec<DraftCard>> {
        self.in_turn(|inner| async move { inner.drafts().await })
    }

    fn begin(&self, card: DraftCard, snapshot: String, definition: Arc<Definition>) -> Doing<()> {
        self.inner.guard();
        self.in_turn(move |inner| async move {
            inner.begin(&card, &snapshot, &definition).await?;
            spawn_local(persist());
            // As long as there is a connection: the last resort needs it when there is none.
            spawn_local(async move {
                inner.sealing_key().await.ok();
            });
            Ok(())
        })
    }

    fn open(&self, id: &str) -> Doing<OpenedDraft> {
        let id = id.to_owned();
        self.in_turn(move |inner| async move { inner.open(&id).await })
    }

    fn append(&self, card: DraftCard, lines: Vec<Line>) -> Doing<()> {
        self.inner.guard();
        self.in_turn(move |inner| async move { inner.append(&card, &lines).await })
    }

    fn compact(&self, id: &str, snapshot: String, lines: usize) -> Doing<()> {
        // Only what is known now is in the snapshot; what is heard meanwhile is not.
        let covered = self.inner.covered(id, lines);
        let id = id.to_owned();
        self.in_turn(move |inner| async move { inner.compact(&id, &snapshot, covered).await })
    }

    fn put_aside(&self, id: &str, snapshot: String, lines: Vec<String>) -> Doing<()> {
        let id = id.to_owned();
        self.in_turn(move |inner| async move { inner.put_aside(&id, &snapshot, lines).await })
    }

    fn aside(&self, id: &str) -> Doing<Vec<Aside>> {
        let id = id.to_owned();
        self.in_turn(move |inner| async move { inner.aside(&id).await })
    }

    fn keep_aside(&self, id: &str, lines: Vec<Aside>) -> Doing<()> {
        self.inner.guard();
        let id = id.to_owned();
        self.in_turn(move |inner| async move { inner.keep_aside(&id, &lines).await })
    }

    fn keep_version(&self, card: DraftCard, snapshot: String, definition: Arc<Definition>) -> Doing<()> {
        self.inner.guard();
        self.in_turn(move |inner| async move { inner.keep_version(&card, snapshot, &definition).await })
    }

    fn discard(&self, id: &str) -> Doing<()> {
        let id = id.to_owned();
        self.in_turn(move |inner| async move { inner.discard(&id).await })
    }

    fn listen(&self, id: &str, heard: Heard<Vec<String>>) {
        *self.inner.listening.borrow_mut() = Some(Listening { id: id.to_owned(), heard });
        // Somebody may have appended between opening and listening.
        self.look_for_news(id);
    }

    fn stop_listening(&self) {
        drop(self.inner.listening.take());
    }

    fn keep_file(&self, element_id: &str, max_pixels: u32) -> Doing<Option<KeptFile>> {
        // The field may be gone when its turn comes.
        let chosen = Chosen::in_field(element_id);
        self.eagerly(move |inner| async move {
            let Some(chosen) = chosen else { return Ok(None) };
            inner.keep_chosen(&chosen, max_pixels).await.map(Some)
        })
    }

    fn file(&self, sha256: &str) -> Doing<KeptFile> {
        let sha256 = sha256.to_owned();
        self.eagerly(move |inner| async move { inner.file(&sha256).await })
    }

    fn file_url(&self, sha256: &str) -> Doing<String> {
        let sha256 = sha256.to_owned();
        self.eagerly(move |inner| async move { inner.file_url(&sha256).await })
    }

    fn looks_faint(&self, sha256: &str) -> Doing<bool> {
        let sha256 = sha256.to_owned();
        self.eagerly(move |inner| async move { pictures::is_faint(&inner.stored(&sha256).await?.blob).await })
    }

    fn contents(&self, sha256s: Vec<String>) -> Doing<BTreeMap<String, String>> {
        self.eagerly(move |inner| async move { inner.contents(&sha256s).await })
    }

    fn keep_content(&self, file: KeptFile, base64: String) -> Doing<()> {
        self.eagerly(move |inner| async move { inner.keep_content(&file, &base64).await })
    }

    fn save_as(&self, name: &str, text: &str) {
        if files::save_as(name, text).is_err() {
            js::warn("save_as");
        }
    }

    fn save_bytes(&self, name: &str, bytes: &[u8], media_type: &str) {
        if files::save_bytes(name, bytes, media_type).is_err() {
            js::warn("save_bytes");
        }
    }

    fn can_seal(&self) -> Doing<bool> {
        self.eagerly(|inner| async move { Ok(inner.sealing_key().await.is_ok()) })
    }

    fn seal(&self, plain: String, about: &'static str) -> Doing<Vec<u8>> {
        self.eagerly(move |inner| async move { sealing::seal(&inner.sealing_key().await?, plain.as_bytes(), about) })
    }

    fn read_file(&self, element_id: &str) -> Doing<String> {
        let chosen = Chosen::in_field(element_id);
        self.eagerly(move |_| async move { chosen.ok_or(KeepError::NotFound)?.text().await })
    }

    fn claim_sending(&self, draft: &str) -> Doing<bool> {
        let draft = draft.to_owned();
        self.eagerly(move |inner| async move {
            let db = inner.db().await?;
            db.claim_sending(&draft, js::now(), CLAIM_MS).await.map_err(|error| keep_error(&error))
        })
    }

    fn release_sending(&self) -> Doing<()> {
        self.eagerly(|inner| async move { inner.db().await?.release_sending().await.map_err(|error| keep_error(&error)) })
    }

    fn send(&self, ask: Ask) -> Doing<()> {
        self.eagerly(move |inner| async move { inner.outbox.send(ask).await })
    }

    fn cancel(&self, id: &str) {
        self.inner.outbox.cancel(id);
    }

    fn dismiss(&self, id: &str) {
        self.inner.outbox.dismiss(id);
    }

    fn send_now(&self) {
        self.inner.outbox.send_now();
    }

    fn exchange(&self, draft: &str, token: &str, request: String) -> Doing<String> {
        let (draft, token) = (draft.to_owned(), token.to_owned());
        self.eagerly(move |inner| async move { inner.exchange(&draft, &token, &request).await })
    }

    fn receipt(&self, holder: &Holder) -> Doing<Standing> {
        let holder = holder.clone();
        self.eagerly(move |inner| async move { inner.receipt(&holder).await })
    }

    fn lend_file(&self, sha256: &str) -> Doing<()> {
        let sha256 = sha256.to_owned();
        self.eagerly(move |inner| async move { inner.lend_file(&sha256).await })
    }

    fn fetch_file(&self, invitation: &Invitation, sha256: &str, name: &str) -> Doing<KeptFile> {
        let (invitation, sha256, name) = (invitation.clone(), sha256.to_owned(), name.to_owned());
        self.eagerly(move |inner| async move { inner.fetch_file(&invitation, &sha256, &name).await })
    }

    fn fetch_version(&self, form_id: &str, version: &str) -> Doing<Arc<Definition>> {
        let (form_id, version) = (form_id.to_owned(), version.to_owned());
        self.eagerly(move |inner| async move { inner.fetch_version(&form_id, &version).await })
    }

    fn postcodes(&self, area: &str) -> Doing<Area> {
        let area = area.to_owned();
        self.eagerly(move |inner| async move { inner.postcodes(&area).await })
    }

    fn postcodes_ahead(&self) {
        drop(self.eagerly(|inner| async move { inner.postcodes_ahead().await }));
    }

    fn take_parcel(&self, fragment: &str) -> Doing<Taken> {
        self.inner.guard();
        parcel::hold(fragment);
        let fragment = fragment.to_owned();
        self.in_turn(move |inner| async move {
            let taken = inner.take_parcel(&fragment).await?;
            spawn_local(persist());
            Ok(taken)
        })
    }

    fn fragment(&self) -> String {
        page::fragment()
    }

    fn origin(&self) -> String {
        page::origin()
    }

    fn is_narrow(&self) -> bool {
        page::is_narrow()
    }

    fn focus(&self, element_id: &str) {
        page::focus(element_id);
    }

    fn listings(&self) -> Arc<dyn ListingDevice> {
        Arc::new(listings::ListingKeeper::new(self.clone()))
    }
}

impl Disk for Keeper {
    fn keep_sealed(&self, bytes: Vec<u8>) -> Doing<KeptFile> {
        self.eagerly(move |inner| async move {
            let blob = blob_of(&Uint8Array::from(&bytes[..]), SEALED_TYPE)?;
            inner.keep(blob, SEALED_NAME.to_owned(), SEALED_TYPE.to_owned()).await
        })
    }
}
