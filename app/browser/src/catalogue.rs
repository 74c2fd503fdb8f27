//! The catalogue in memory, and how it gets there: from its image, from records, and from the feed as it comes in.
//!
//! Building takes longer than a frame, so it works in slices and lets the page breathe in between. Invariants: one task at a time
//! changes the catalogue (it takes its turn); every record up to [`Catalogue::seen`] is in it in its newest form, so records up to
//! there are never applied again; the lock is never held over a wait.

use crate::idb::IdbError;
use crate::js;
use crate::shelf::Shelf;
use crate::watch::Watch;
use engawa_app::listings::Catalog;
use engawa_app::repo::SharedCatalog;
use engawa_core::feed::{Page, Record};
use gloo_timers::callback::Timeout;
use js_sys::Date;
use std::cell::{Cell, RefCell};
use std::rc::Rc;
use std::sync::{Arc, PoisonError, RwLock, RwLockWriteGuard};
use wasm_bindgen_futures::spawn_local;

/// How long a slice of work lasts: half a frame, in milliseconds.
const SLICE_MS: f64 = 8.0;
/// Records that are read from the store at once when the catalogue is built anew.
const CHUNK: u32 = 500;
/// Records after the image from which on a new image is worth its time.
const LONG_TAIL: usize = 200;
/// How long nothing must have changed before an image is made.
const SETTLED_MS: u32 = 2_000;

/// How far loading got.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Loaded {
    No,
    Loading,
    Ready,
    Failed,
}

/// The catalogue of this page.
pub struct Catalogue {
    shelf: Rc<Shelf>,
    build: String,
    shared: SharedCatalog,
    loaded: Watch<Loaded>,
    busy: Watch<bool>,
    seen: Cell<u64>,
    saved: Cell<u64>,
    saving: RefCell<Option<Timeout>>,
}

/// The right to change the catalogue; it ends when dropped.
struct Turn<'a>(&'a Watch<bool>);

impl Drop for Turn<'_> {
    fn drop(&mut self) {
        self.0.set(false);
    }
}

impl Catalogue {
    /// A catalogue over this shelf; nothing is read yet. `build` marks the images that this build can read.
    pub fn new(shelf: Rc<Shelf>, build: &str) -> Self {
        Self {
            shelf,
            build: build.to_owned(),
            shared: Arc::new(RwLock::new(Catalog::new())),
            loaded: Watch::new(Loaded::No),
            busy: Watch::new(false),
            seen: Cell::new(0),
            saved: Cell::new(0),
            saving: RefCell::new(None),
        }
    }

    /// The revision up to which everything is in memory.
    pub fn seen(&self) -> u64 {
        self.seen.get()
    }

    /// The catalogue with everything that is on the shelf; the first caller loads it.
    pub async fn ready(self: &Rc<Self>) -> Result<SharedCatalog, IdbError> {
        if matches!(self.loaded.get(), Loaded::No | Loaded::Failed) {
            self.loaded.set(Loaded::Loading);
            let this = Rc::clone(self);
            // A task of its own: the page that asked may be left before it ends.
            spawn_local(async move { this.load().await });
        }
        match self.loaded.until(|loaded| loaded != Loaded::Loading).await {
            Loaded::Failed => Err(IdbError::Failed("load".to_owned())),
            _ => Ok(Arc::clone(&self.shared)),
        }
    }

    /// Begins with an empty catalogue: a first sync follows and fills it.
    pub async fn begin(&self) {
        let _turn = self.turn().await;
        *self.write() = Catalog::new();
        self.seen.set(0);
        self.saved.set(0);
        self.loaded.set(Loaded::Ready);
    }

    /// Takes a page that the shelf has just committed. Does nothing while the catalogue is not loaded.
    pub async fn apply(&self, page: &Page) {
        let _turn = self.turn().await;
        if self.loaded.get() == Loaded::Ready {
            self.absorb(&page.records).await;
            self.seen.set(self.seen.get().max(page.cursor));
        }
    }

    /// Takes what another tab, or a call that this one missed, put on the shelf.
    pub async fn catch_up(&self) {
        let _turn = self.turn().await;
        if self.loaded.get() != Loaded::Ready {
            return;
        }
        match self.shelf.position().await {
            // Another tab began a new history.
            Ok(position) if position.cursor < self.seen.get() => {
                *self.write() = Catalog::new();
                self.seen.set(0);
            }
            Ok(_) => {}
            Err(_) => return,
        }
        if let Ok(tail) = self.shelf.tail(self.seen.get()).await {
            self.absorb(&tail).await;
            self.seen.set(tail.last().map_or(0, |record| record.rev).max(self.seen.get()));
        }
    }

    /// Makes an image once nothing has changed for a while.
    pub fn save_later(self: &Rc<Self>) {
        if self.loaded.get() != Loaded::Ready || self.seen.get() <= self.saved.get() {
            return;
        }
        let this = Rc::clone(self);
        let timer = Timeout::new(SETTLED_MS, move || spawn_local(async move { this.save().await }));
        *self.saving.borrow_mut() = Some(timer);
    }

    /// Makes an image now.
    pub async fn save(&self) {
        let turn = self.turn().await;
        let rev = self.seen.get();
        if self.loaded.get() != Loaded::Ready || rev <= self.saved.get() || self.shelf.is_fleeting() {
            return;
        }
        let bytes = self.write().to_bytes();
        drop(turn);
        match self.shelf.save_image(&bytes, rev, &self.build).await {
            Ok(()) => self.saved.set(rev),
            Err(error) => js::warn(&format!("image: {error:?}")),
        }
    }

    async fn load(self: Rc<Self>) {
        let turn = self.turn().await;
        if self.loaded.get() == Loaded::Ready {
            // A first sync began in the meantime and fills it.
            return;
        }
        let loaded = self.load_from_shelf().await;
        drop(turn);
        match loaded {
            Ok(worth_saving) => {
                self.loaded.set(Loaded::Ready);
                if worth_saving {
                    self.save_later();
                }
            }
            Err(error) => {
                js::warn(&format!("catalogue: {error:?}"));
                self.loaded.set(Loaded::Failed);
            }
        }
    }

    /// Loads image and tail, or everything from records. Gives whether a new image is worth making.
    async fn load_from_shelf(&self) -> Result<bool, IdbError> {
        let image = self.shelf.image(&self.build).await?;
        let image = image.and_then(|(bytes, rev)| Catalog::from_bytes(&bytes).ok().map(|catalog| (catalog, rev)));
        let rebuilt = image.is_none();
        if let Some((catalog, rev)) = image {
            *self.write() = catalog;
            self.seen.set(rev);
            self.saved.set(rev);
        } else {
            // Everything up to the position of now will be in the chunks; what comes while they are read is in the tail.
            let position = self.shelf.position().await?;
            *self.write() = Catalog::new();
            self.seen.set(0);
            let mut after = String::new();
            loop {
                let (records, last) = self.shelf.chunk(&after, CHUNK).await?;
                self.absorb(&records).await;
                let Some(last) = last else { break };
                after = last;
            }
            self.write().settle();
            self.seen.set(position.cursor);
        }
        let tail = self.shelf.tail(self.seen.get()).await?;
        self.absorb(&tail).await;
        self.seen.set(tail.last().map_or(0, |record| record.rev).max(self.seen.get()));
        Ok(rebuilt || tail.len() >= LONG_TAIL)
    }

    /// Applies records that are not in it yet, slice by slice.
    async fn absorb(&self, records: &[Record]) {
        let seen = self.seen.get();
        let mut rest = records.iter().filter(|record| record.rev > seen).peekable();
        while rest.peek().is_some() {
            {
                let until = Date::now() + SLICE_MS;
                let mut catalog = self.write();
                for record in rest.by_ref() {
                    if let Err(error) = catalog.apply(record) {
                        js::warn(&format!("record {}: {error}", record.id));
                    }
                    if Date::now() >= until {
                        break;
                    }
                }
            }
            js::breathe().await;
        }
    }

    /// Waits until nobody else changes the catalogue.
    async fn turn(&self) -> Turn<'_> {
        self.busy.until(|busy| !busy).await;
        self.busy.set(true);
        Turn(&self.busy)
    }

    /// A page of one thread cannot poison the lock: a panic ends it.
    fn write(&self) -> RwLockWriteGuard<'_, Catalog> {
        self.shared.write().unwrap_or_else(PoisonError::into_inner)
    }
}
