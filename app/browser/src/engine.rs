//! The engine behind the pages: store, catalogue and feed, in a file of its own.
//!
//! What the server drew needs none of it, so the first page of a visit is ready without it; it is fetched right after and answers from
//! then on. Invariants: the rest of this crate knows the engine only as [`Engine`], because whatever it called directly would move into
//! the first file; a question that is asked before the engine is here waits for it.

use crate::catalogue::Catalogue;
use crate::channel::Channel;
use crate::forms::{Disk, Keeper, probe};
use crate::js;
use crate::outbox::PageOutbox;
use crate::pictures;
use crate::repo::Reader;
use crate::shelf::Shelf;
use crate::sync::FeedSync;
use crate::vault::Safe;
use crate::watch::{Phase, Watch};
use engawa_app::device::DeviceState;
use engawa_app::forms::device::FormDevice;
use engawa_app::forms::record::{FormCard, FormRecord};
use engawa_app::listings::Listing;
use engawa_app::people::device::VaultDevice;
use engawa_app::repo::{ReadError, SharedCatalog};
use leptos::lazy;
use std::cell::OnceCell;
use std::collections::BTreeSet;
use std::future::Future;
use std::pin::Pin;
use std::rc::Rc;
use std::sync::Arc;
use wasm_bindgen_futures::spawn_local;

/// An answer that comes later, on this thread.
pub type Later<T> = Pin<Box<dyn Future<Output = T>>>;

/// What the rest of the page asks of the engine.
pub trait Engine {
    /// All public listings in short, once the first sync brought them.
    fn catalog(&self) -> Later<Result<SharedCatalog, ReadError>>;
    /// One public listing, whole.
    fn listing(&self, id: String) -> Later<Result<Option<Listing>, ReadError>>;
    /// The forms that anybody may fill in.
    fn forms(&self) -> Later<Result<Vec<FormCard>, ReadError>>;
    /// One form that anybody may fill in, whole.
    fn form(&self, id: String) -> Later<Result<Option<FormRecord>, ReadError>>;
    /// What the device keeps and does for forms.
    fn form_device(&self) -> Arc<dyn FormDevice>;
    /// The same as far as a shared screen uses it: what is sealed goes there, and nothing else.
    fn disk(&self) -> Arc<dyn Disk>;
    /// What the device keeps for staff in the field.
    fn vault_device(&self) -> Arc<dyn VaultDevice>;
    /// For tests: puts something into the outbox; `false` if it is not stored.
    fn outbox_send(&self, json: String) -> Later<bool>;
    /// For tests: what is in the outbox, as JSON.
    fn outbox_state(&self) -> String;
    /// The ids that are marked on this device; `None` if the store cannot be read.
    fn favourites(&self) -> Later<Option<BTreeSet<String>>>;
    /// Marks or unmarks a listing; `false` if the store refuses.
    fn set_favourite(&self, id: String, on: bool) -> Later<bool>;
    /// Deletes everything that is kept, user data too.
    fn delete(&self) -> Later<()>;
    /// Deletes what people made, except what waits in the outbox of this kind; `false` if the store refuses.
    fn clear_people(&self, keeps: &'static str) -> Later<bool>;
    /// Opens the store, follows the feed and sends what is in the outbox as long as the page lives; fetches pictures ahead.
    fn start(&self) -> Later<()>;
}

struct Running {
    shelf: Rc<Shelf>,
    reader: Rc<Reader>,
    sync: Rc<FeedSync>,
    outbox: Rc<PageOutbox>,
    keeper: Keeper,
    safe: Safe,
    state: DeviceState,
}

impl Engine for Running {
    fn catalog(&self) -> Later<Result<SharedCatalog, ReadError>> {
        let reader = Rc::clone(&self.reader);
        Box::pin(async move { reader.catalog().await })
    }

    fn listing(&self, id: String) -> Later<Result<Option<Listing>, ReadError>> {
        let reader = Rc::clone(&self.reader);
        Box::pin(async move { reader.listing(&id).await })
    }

    fn forms(&self) -> Later<Result<Vec<FormCard>, ReadError>> {
        let reader = Rc::clone(&self.reader);
        Box::pin(async move { reader.forms().await })
    }

    fn form(&self, id: String) -> Later<Result<Option<FormRecord>, ReadError>> {
        let reader = Rc::clone(&self.reader);
        Box::pin(async move { reader.form(&id).await })
    }

    fn form_device(&self) -> Arc<dyn FormDevice> {
        Arc::new(self.keeper.clone())
    }

    fn disk(&self) -> Arc<dyn Disk> {
        Arc::new(self.keeper.clone())
    }

    fn vault_device(&self) -> Arc<dyn VaultDevice> {
        Arc::new(self.safe.clone())
    }

    fn outbox_send(&self, json: String) -> Later<bool> {
        let keeper = self.keeper.clone();
        Box::pin(async move { probe::send(&keeper, &json).await.is_ok() })
    }

    fn outbox_state(&self) -> String {
        probe::state(self.state)
    }

    fn favourites(&self) -> Later<Option<BTreeSet<String>>> {
        let shelf = Rc::clone(&self.shelf);
        Box::pin(async move { shelf.favourites().await.ok() })
    }

    fn set_favourite(&self, id: String, on: bool) -> Later<bool> {
        let shelf = Rc::clone(&self.shelf);
        Box::pin(async move {
            match shelf.set_favourite(&id, on, js::now()).await {
                Ok(()) => true,
                Err(error) => {
                    js::warn(&format!("favourite: {error:?}"));
                    false
                }
            }
        })
    }

    fn delete(&self) -> Later<()> {
        let shelf = Rc::clone(&self.shelf);
        Box::pin(async move { shelf.delete().await })
    }

    fn clear_people(&self, keeps: &'static str) -> Later<bool> {
        let db = self.shelf.store();
        Box::pin(async move {
            match db.clear_people(keeps).await {
                Ok(()) => true,
                Err(error) => {
                    js::warn(&format!("clear: {error:?}"));
                    false
                }
            }
        })
    }

    fn start(&self) -> Later<()> {
        let (sync, outbox) = (Rc::clone(&self.sync), Rc::clone(&self.outbox));
        let (keeper, safe, reader) = (self.keeper.clone(), self.safe.clone(), Rc::clone(&self.reader));
        Box::pin(async move {
            keeper.watch();
            safe.watch();
            sync.start().await;
            outbox.start().await;
            spawn_local(pictures::fetch(reader));
        })
    }
}

/// What an engine is made of.
struct Wanted {
    name: String,
    build: String,
    channel: Rc<Channel>,
    state: DeviceState,
}

/// Makes the engine. Lazy: this function and all that only it reaches are the second file. One function, because each further one
/// multiplies the files that they share.
#[lazy]
fn make(wanted: Wanted) -> Rc<dyn Engine> {
    let Wanted { name, build, channel, state } = wanted;
    let shelf = Rc::new(Shelf::new(&name));
    let catalogue = Rc::new(Catalogue::new(Rc::clone(&shelf), &build));
    let phase = Rc::new(Watch::new(Phase::Working));
    let reader = Rc::new(Reader::new(Rc::clone(&shelf), Rc::clone(&catalogue), Rc::clone(&phase)));
    let sync = FeedSync::new(Rc::clone(&shelf), catalogue, Rc::clone(&phase), Rc::clone(&channel), state, &build);
    let outbox = PageOutbox::new(Rc::clone(&shelf), Rc::clone(&channel), phase, state, &build);
    let safe = Safe::new(Rc::clone(&shelf), state, &build);
    let keeper = Keeper::new(Rc::clone(&shelf), Rc::clone(&outbox), channel, state, &build);
    Rc::new(Running { shelf, reader, sync, outbox, keeper, safe, state })
}

/// The engine, or the promise of it.
pub struct Promised {
    engine: OnceCell<Rc<dyn Engine>>,
    here: Watch<bool>,
}

impl Promised {
    /// Begins to fetch the engine.
    pub fn begin(name: &str, build: &str, channel: Rc<Channel>, state: DeviceState) -> Rc<Self> {
        let this = Rc::new(Self { engine: OnceCell::new(), here: Watch::new(false) });
        let (promised, name, build) = (Rc::clone(&this), name.to_owned(), build.to_owned());
        spawn_local(async move {
            let engine = make(Wanted { name, build, channel, state }).await;
            let _ = promised.engine.set(engine);
            promised.here.set(true);
        });
        this
    }

    /// The engine, if it is here.
    pub fn ready(&self) -> Option<Rc<dyn Engine>> {
        self.engine.get().cloned()
    }

    /// The engine, as soon as it is here.
    pub async fn engine(&self) -> Rc<dyn Engine> {
        loop {
            if let Some(engine) = self.engine.get() {
                return Rc::clone(engine);
            }
            self.here.until(|here| here).await;
        }
    }
}
