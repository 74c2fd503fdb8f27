//! What a screen keeps and does for forms: [`FormDevice`] in memory alone.
//!
//! Invariants: what somebody types, chooses or marks at a screen is in the memory of this page and nowhere else, until they send it; what is
//! sent goes to the device's store sealed; when the session ends all of it is dropped.

mod files;
mod listings;

use super::ledger::Ledger;
use super::sealing;
use super::sent::Slips;
use crate::forms::chosen::Chosen;
use crate::forms::{Disk, eager, page};
use crate::js;
use engawa_app::device::DeviceState;
use engawa_app::forms::command::Holder;
use engawa_app::forms::device::{Doing, DraftCard, FormDevice, Heard, KeepError, KeptFile, OpenedDraft};
use engawa_app::forms::postcodes::Area;
use engawa_app::forms::receipt::Standing;
use engawa_app::kiosk::beat::Counted;
use engawa_app::kiosk::pages::device::KioskSignals;
use engawa_app::kiosk::parcel::Taken;
use engawa_app::listings::device::ListingDevice;
use engawa_core::form::Definition;
use engawa_core::form::draft::aside::Aside;
use engawa_core::form::draft::log::{self, Line};
use engawa_core::form::draft::share::Invitation;
use engawa_core::id;
use engawa_core::kiosk::seal::PublicKey;
use engawa_core::outbox::Ask;
use engawa_core::time::Millis;
use leptos::prelude::{Update, WithUntracked};
use listings::NoListings;
use send_wrapper::SendWrapper;
use std::cell::{Cell, RefCell};
use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::future::ready;
use std::rc::Rc;
use std::sync::Arc;

/// A draft.
struct Draft {
    card: DraftCard,
    snapshot: String,
    lines: Vec<String>,
    definition: Arc<Definition>,
}

/// What a screen keeps and does for forms.
#[derive(Clone)]
pub struct MemoryForms {
    inner: SendWrapper<Rc<Inner>>,
}

struct Inner {
    disk: Arc<dyn Disk>,
    signals: KioskSignals,
    state: DeviceState,
    slips: Rc<Slips>,
    ledger: Rc<Ledger>,
    /// A number for this session.
    device: String,
    drafts: RefCell<BTreeMap<String, Draft>>,
    files: RefCell<BTreeMap<String, (KeptFile, Vec<u8>)>>,
    /// What is being sealed.
    sending: Cell<u32>,
    /// How often something could not be sent.
    failed: Cell<u32>,
}

/// Done already.
fn at_once<T: Send + 'static>(done: Result<T, KeepError>) -> Doing<T> {
    Box::pin(ready(done))
}

impl MemoryForms {
    /// Nothing is here yet. Sealed things go to this disk.
    pub fn new(disk: Arc<dyn Disk>, signals: KioskSignals, state: DeviceState, slips: Rc<Slips>, ledger: Rc<Ledger>) -> Self {
        let inner = Inner {
            disk,
            signals,
            state,
            slips,
            ledger,
            device: id::hex(&js::random::<16>()),
            drafts: RefCell::default(),
            files: RefCell::default(),
            sending: Cell::new(0),
            failed: Cell::new(0),
        };
        Self { inner: SendWrapper::new(Rc::new(inner)) }
    }

    /// Whether something is being sealed and not in the device's store yet.
    pub fn is_sending(&self) -> bool {
        self.inner.sending.get() > 0
    }

    /// How often in this session something could not be sealed and stored.
    pub fn failed(&self) -> u32 {
        self.inner.failed.get()
    }

    /// Forgets everything of this session.
    pub fn forget(&self) {
        self.inner.drafts.borrow_mut().clear();
        self.inner.files.borrow_mut().clear();
        self.inner.slips.forget();
    }

    fn inner(&self) -> Rc<Inner> {
        (*self.inner).clone()
    }
}

impl Inner {
    fn changed(&self) {
        self.state.drafts.update(|version| *version += 1);
    }

    /// Changes a draft that is here.
    fn with_draft<T>(&self, id: &str, change: impl FnOnce(&mut Draft) -> T) -> Result<T, KeepError> {
        self.drafts.borrow_mut().get_mut(id).map(change).ok_or(KeepError::NotFound)
    }

    fn open(&self, id: &str) -> Result<OpenedDraft, KeepError> {
        self.with_draft(id, |draft| OpenedDraft {
            card: draft.card.clone(),
            snapshot: draft.snapshot.clone(),
            lines: draft.lines.clone(),
            definition: Some(Arc::clone(&draft.definition)),
            replica: id::hex(&js::random::<8>()),
        })
    }

    async fn send(&self, ask: Ask) -> Result<(), KeepError> {
        let key = self.signals.enrolment.with_untracked(|enrolment| PublicKey::parse(&enrolment.public_key));
        let Ok(key) = key else {
            js::warn("no key to seal with");
            self.ledger.mishap("no_key");
            return Err(KeepError::Failed);
        };
        let named = ask.attachments.iter();
        let files =
            named.map(|it| self.with_file(&it.sha256, |file, bytes| (file.clone(), bytes.to_vec()))).collect::<Result<Vec<_>, KeepError>>()?;
        let delivery = sealing::delivery(&ask, files, &key, self.disk.as_ref()).await?;
        let carrier = delivery.id.clone();
        if let Err(error) = self.disk.send(delivery).await {
            // The outbox would go on trying, and whoever is told that it failed sends it once more: the city would have it twice.
            self.disk.cancel(&carrier);
            return Err(error);
        }
        self.slips.add(&ask, &carrier, js::now());
        let form = ask.subject.strip_prefix("draft:").and_then(|id| self.with_draft(id, |draft| draft.card.form_id.clone()).ok());
        self.ledger.count(Counted::FormSent, &form.unwrap_or_default());
        Ok(())
    }
}

impl FormDevice for MemoryForms {
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
        at_once(Ok(self.inner.device.clone()))
    }

    fn drafts(&self) -> Doing<Vec<DraftCard>> {
        let mut cards: Vec<DraftCard> = self.inner.drafts.borrow().values().map(|draft| draft.card.clone()).collect();
        cards.sort_by_key(|card| Reverse(card.changed_at));
        at_once(Ok(cards))
    }

    fn begin(&self, card: DraftCard, snapshot: String, definition: Arc<Definition>) -> Doing<()> {
        self.inner.ledger.count(Counted::FormBegun, &card.form_id);
        let id = card.id.clone();
        self.inner.drafts.borrow_mut().insert(id, Draft { card, snapshot, lines: Vec::new(), definition });
        self.inner.changed();
        at_once(Ok(()))
    }

    fn open(&self, id: &str) -> Doing<OpenedDraft> {
        at_once(self.inner.open(id))
    }

    fn append(&self, card: DraftCard, lines: Vec<Line>) -> Doing<()> {
        let id = card.id.clone();
        let done = self.inner.with_draft(&id, |draft| {
            draft.card = card;
            // There are no other tabs.
            draft.lines.extend(log::texts(&lines, true));
        });
        self.inner.changed();
        at_once(done)
    }

    fn compact(&self, id: &str, snapshot: String, lines: usize) -> Doing<()> {
        at_once(self.inner.with_draft(id, |draft| {
            draft.snapshot = snapshot;
            draft.lines.drain(..lines.min(draft.lines.len()));
        }))
    }

    // What is in memory is as it was written: there is nothing that could not be read.
    fn put_aside(&self, id: &str, snapshot: String, _lines: Vec<String>) -> Doing<()> {
        at_once(self.inner.with_draft(id, |draft| (draft.snapshot, draft.lines) = (snapshot, Vec::new())))
    }

    fn aside(&self, _id: &str) -> Doing<Vec<Aside>> {
        at_once(Ok(Vec::new()))
    }

    fn keep_aside(&self, _id: &str, _lines: Vec<Aside>) -> Doing<()> {
        at_once(Err(KeepError::Refused))
    }

    fn keep_version(&self, card: DraftCard, snapshot: String, definition: Arc<Definition>) -> Doing<()> {
        let id = card.id.clone();
        let done = self.inner.with_draft(&id, |draft| (draft.card, draft.snapshot, draft.definition) = (card, snapshot, definition));
        self.inner.changed();
        at_once(done)
    }

    fn discard(&self, id: &str) -> Doing<()> {
        let gone = self.inner.drafts.borrow_mut().remove(id);
        drop(gone);
        // No draft names a file any more: this person's next form has the whole room.
        if self.inner.drafts.borrow().is_empty() {
            self.inner.files.borrow_mut().clear();
        }
        self.inner.changed();
        at_once(Ok(()))
    }

    // There are no other tabs.
    fn listen(&self, _id: &str, _heard: Heard<Vec<String>>) {}

    fn stop_listening(&self) {}

    fn keep_file(&self, element_id: &str, max_pixels: u32) -> Doing<Option<KeptFile>> {
        let (chosen, inner) = (Chosen::in_field(element_id), self.inner());
        eager(async move {
            let Some(chosen) = chosen else { return Ok(None) };
            inner.keep_chosen(chosen, max_pixels).await.map(Some)
        })
    }

    fn file(&self, sha256: &str) -> Doing<KeptFile> {
        at_once(self.inner.with_file(sha256, |file, _| file.clone()))
    }

    fn file_url(&self, sha256: &str) -> Doing<String> {
        at_once(self.inner.file_url(sha256))
    }

    fn contents(&self, sha256s: Vec<String>) -> Doing<BTreeMap<String, String>> {
        at_once(self.inner.contents(&sha256s))
    }

    fn keep_content(&self, file: KeptFile, base64: String) -> Doing<()> {
        let inner = self.inner();
        eager(async move { inner.keep_content(file, &base64).await })
    }

    // A file on the disk of a screen would stay there for whoever comes next.
    fn save_as(&self, _name: &str, _text: &str) {}

    fn save_bytes(&self, _name: &str, _bytes: &[u8], _media_type: &str) {}

    // What is sent here is sealed anyway, and waits in the device's store.
    fn can_seal(&self) -> Doing<bool> {
        at_once(Ok(false))
    }

    fn seal(&self, _plain: String, _about: &'static str) -> Doing<Vec<u8>> {
        at_once(Err(KeepError::NotFound))
    }

    fn read_file(&self, element_id: &str) -> Doing<String> {
        let chosen = Chosen::in_field(element_id);
        eager(async move { chosen.ok_or(KeepError::NotFound)?.text().await })
    }

    // There is one page.
    fn claim_sending(&self, _draft: &str) -> Doing<bool> {
        at_once(Ok(true))
    }

    fn release_sending(&self) -> Doing<()> {
        at_once(Ok(()))
    }

    fn send(&self, ask: Ask) -> Doing<()> {
        let inner = self.inner();
        inner.sending.set(inner.sending.get() + 1);
        eager(async move {
            let done = inner.send(ask).await;
            inner.sending.set(inner.sending.get().saturating_sub(1));
            inner.failed.set(inner.failed.get() + u32::from(done.is_err()));
            match done {
                Err(KeepError::Full) => inner.ledger.mishap("store_full"),
                Err(KeepError::Refused) => inner.ledger.mishap("store_gone"),
                _ => {}
            }
            done
        })
    }

    fn cancel(&self, id: &str) {
        if let Some(delivery) = self.inner.slips.delivery_of(id) {
            self.inner.disk.cancel(&delivery);
        }
    }

    fn dismiss(&self, id: &str) {
        self.inner.slips.put_away(id);
    }

    fn send_now(&self) {
        self.inner.disk.send_now();
    }

    fn exchange(&self, draft: &str, token: &str, request: String) -> Doing<String> {
        self.inner.disk.exchange(draft, token, request)
    }

    // Shared drafts have files of their own devices; a draft of a screen is nobody else's.
    fn lend_file(&self, _sha256: &str) -> Doing<()> {
        at_once(Err(KeepError::Refused))
    }

    fn fetch_file(&self, _invitation: &Invitation, _sha256: &str, _name: &str) -> Doing<KeptFile> {
        at_once(Err(KeepError::Refused))
    }

    // Asked of the server, and kept by nobody.
    fn receipt(&self, holder: &Holder) -> Doing<Standing> {
        self.inner.disk.receipt(holder)
    }

    fn fetch_version(&self, form_id: &str, version: &str) -> Doing<Arc<Definition>> {
        self.inner.disk.fetch_version(form_id, version)
    }

    // What is kept of a list, or fetched of it, would tell on the disk where somebody lives.
    fn postcodes(&self, _area: &str) -> Doing<Area> {
        at_once(Err(KeepError::NotFound))
    }

    fn postcodes_ahead(&self) {}

    // Parcels go from a screen to a phone.
    fn take_parcel(&self, _fragment: &str) -> Doing<Taken> {
        at_once(Err(KeepError::Refused))
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
        Arc::new(NoListings)
    }
}
