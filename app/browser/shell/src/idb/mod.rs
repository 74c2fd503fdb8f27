//! `IndexedDB`: one connection, opened when needed, that survives what browsers do to it.
//!
//! Why one gate: iOS drops connections, and another tab with a newer schema asks us to close ours. So every operation goes through
//! [`Db::with_db`], which reopens and tries once more. Invariants: a transaction that is dropped aborts, so every writing one ends with
//! `commit().await`, and nothing but requests of that transaction is awaited inside it; operations may run twice and must not mind.
//!
//! The library behind this is named only here and below; a fork is a change of one line.

mod aside;
mod device;
pub mod drafts;
pub mod files;
pub mod listing_drafts;
pub mod outbox;
pub mod stores;
mod tx;
pub mod upgrade;
pub mod vault;

pub use tx::Touched;

use crate::js;
use gloo_events::EventListener;
use indexed_db_futures::database::Database;
use indexed_db_futures::error::{DomException, Error};
use indexed_db_futures::internals::SystemRepr;
use indexed_db_futures::prelude::*;
use std::cell::{Cell, RefCell};
use std::future::Future;
use std::rc::Rc;
use web_sys::EventTarget;

/// Why the store did not do it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum IdbError {
    /// The browser keeps nothing for us: a private window, a policy, a broken profile.
    Refused(String),
    /// Another tab holds an older version open and does not let go.
    Blocked,
    /// The disk or our share of it is full.
    Full,
    /// Anything else, also after a second attempt.
    Failed(String),
}

impl From<Error> for IdbError {
    fn from(error: Error) -> Self {
        match &error {
            Error::DomException(DomException::Other(other)) if other.name() == "QuotaExceededError" => Self::Full,
            _ => Self::Failed(error.to_string()),
        }
    }
}

/// How long opening may take: beyond it another tab blocks the upgrade.
const OPEN_MS: u32 = 10_000;
/// How long an operation may take: beyond it the connection is taken for dead.
const WORK_MS: u32 = 20_000;

/// An open connection.
struct Held {
    db: Database,
    /// The browser or another tab closed it.
    gone: Rc<Cell<bool>>,
    _listeners: [EventListener; 2],
}

/// The app's database.
pub struct Db {
    name: String,
    held: RefCell<Option<Held>>,
    /// Everything is being deleted: nothing may be opened any more.
    shut: Cell<bool>,
}

impl Db {
    /// The database of this name; it is opened when first used.
    pub fn new(name: &str) -> Self {
        Self { name: name.to_owned(), held: RefCell::new(None), shut: Cell::new(false) }
    }

    /// Opens the database, upgrading it where needed.
    pub async fn open(&self) -> Result<(), IdbError> {
        self.database().await.map(drop)
    }

    /// Runs `work` on the open database; after a failure once more on a new connection.
    pub async fn with_db<T, F, W>(&self, work: F) -> Result<T, IdbError>
    where
        F: Fn(Database) -> W,
        W: Future<Output = Result<T, Error>>,
    {
        let error = match self.attempt(&work).await {
            Ok(value) => return Ok(value),
            Err(error) => error,
        };
        if !matches!(error, IdbError::Failed(_)) {
            return Err(error);
        }
        self.close();
        self.attempt(&work).await
    }

    /// Closes the connection and deletes the database with everything in it, user data too.
    pub async fn delete(&self) {
        self.shut.set(true);
        self.close();
        if let Ok(request) = Database::delete_by_name(&self.name) {
            // Other tabs close their connections when they are told; a tab that sleeps must not keep us waiting.
            let _ = js::within(OPEN_MS, request).await;
        }
    }

    /// Closes the connection; the next operation opens another.
    pub fn close(&self) {
        if let Some(held) = self.held.take() {
            held.db.close();
        }
    }

    async fn attempt<T, F, W>(&self, work: &F) -> Result<T, IdbError>
    where
        F: Fn(Database) -> W,
        W: Future<Output = Result<T, Error>>,
    {
        let db = self.database().await?;
        match js::within(WORK_MS, work(db)).await {
            Some(done) => done.map_err(IdbError::from),
            None => Err(IdbError::Failed("timeout".to_owned())),
        }
    }

    fn held(&self) -> Option<Database> {
        self.held.borrow().as_ref().filter(|held| !held.gone.get()).map(|held| held.db.clone())
    }

    async fn database(&self) -> Result<Database, IdbError> {
        if self.shut.get() {
            return Err(IdbError::Refused("shut".to_owned()));
        }
        if let Some(db) = self.held() {
            return Ok(db);
        }
        let request = Database::open(self.name.as_str())
            .with_version(upgrade::VERSION)
            // Other tabs of ours close on `versionchange`, so a block passes by itself; `OPEN_MS` limits the wait.
            .with_on_blocked(|_| Ok(()))
            .with_on_upgrade_needed(|event, db| upgrade::run(event.old_version(), &db))
            .build()
            .map_err(|error| IdbError::Refused(error.to_string()))?;
        let db = match js::within(OPEN_MS, request).await {
            Some(Ok(db)) => db,
            Some(Err(error)) => return Err(IdbError::Refused(error.to_string())),
            None => return Err(IdbError::Blocked),
        };
        if let Some(other) = self.held() {
            // Two operations opened at the same time: one connection is enough.
            db.close();
            return Ok(other);
        }
        let held = Held::new(db.clone());
        *self.held.borrow_mut() = Some(held);
        Ok(db)
    }
}

impl Held {
    fn new(db: Database) -> Self {
        let gone = Rc::new(Cell::new(false));
        let target: &EventTarget = db.as_sys();
        let version_change = {
            let (gone, db) = (Rc::clone(&gone), db.clone());
            EventListener::new(target, "versionchange", move |_| {
                gone.set(true);
                db.clone().close();
            })
        };
        let closed = {
            let gone = Rc::clone(&gone);
            EventListener::new(target, "close", move |_| gone.set(true))
        };
        Self { gone, _listeners: [version_change, closed], db }
    }
}
