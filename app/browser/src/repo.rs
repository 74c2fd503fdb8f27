//! How pages read in the browser: from the shelf and the catalogue, never from the network.
//!
//! While the first sync is under way, reading waits for it; the page shows its progress meanwhile. When it failed, what is already here
//! is given; nothing at all is [`ReadError::NotYetHere`], and pages read again when the device's `version` rises.

use crate::catalogue::Catalogue;
use crate::engine::Promised;
use crate::idb::IdbError;
use crate::js;
use crate::shelf::Shelf;
use crate::watch::{Phase, Watch};
use engawa_app::listings::{COLLECTION, Listing};
use engawa_app::repo::{ReadError, Reading, Repo, SharedCatalog};
use send_wrapper::SendWrapper;
use std::rc::Rc;

/// The browser's side of [`Repo`]: asks the engine.
pub struct BrowserRepo {
    promised: SendWrapper<Rc<Promised>>,
}

impl BrowserRepo {
    /// Reads from this engine.
    pub fn new(promised: Rc<Promised>) -> Self {
        Self { promised: SendWrapper::new(promised) }
    }
}

impl Repo for BrowserRepo {
    fn catalog(&self) -> Reading<SharedCatalog> {
        let promised = (*self.promised).clone();
        Box::pin(SendWrapper::new(async move { promised.engine().await.catalog().await }))
    }

    fn listing(&self, id: String) -> Reading<Option<Listing>> {
        let promised = (*self.promised).clone();
        Box::pin(SendWrapper::new(async move { promised.engine().await.listing(id).await }))
    }
}

/// How the engine reads: from the shelf and the catalogue.
pub struct Reader {
    shelf: Rc<Shelf>,
    catalogue: Rc<Catalogue>,
    phase: Rc<Watch<Phase>>,
}

impl Reader {
    /// Reads from these; `phase` says how the sync that fills them stands.
    pub fn new(shelf: Rc<Shelf>, catalogue: Rc<Catalogue>, phase: Rc<Watch<Phase>>) -> Self {
        Self { shelf, catalogue, phase }
    }

    /// All public listings in short, once the first sync ended.
    pub async fn catalog(&self) -> Result<SharedCatalog, ReadError> {
        if !self.is_complete().await? {
            self.first_sync().await;
            let position = self.shelf.position().await.map_err(|error| broken(&error))?;
            if !position.complete && position.cursor == 0 {
                return Err(ReadError::NotYetHere);
            }
        }
        self.catalogue.ready().await.map_err(|error| broken(&error))
    }

    /// One public listing, whole.
    pub async fn listing(&self, id: &str) -> Result<Option<Listing>, ReadError> {
        let complete = self.is_complete().await?;
        let mut body = self.body(id).await?;
        if body.is_none() && !complete {
            self.first_sync().await;
            body = self.body(id).await?;
            if body.is_none() && !self.is_complete().await? {
                return Err(ReadError::NotYetHere);
            }
        }
        let Some(body) = body else { return Ok(None) };
        match serde_json::from_str(&body) {
            Ok(listing) => Ok(Some(listing)),
            Err(error) => {
                js::warn(&format!("listing {id}: {error}"));
                Err(ReadError::Broken)
            }
        }
    }

    async fn is_complete(&self) -> Result<bool, ReadError> {
        self.shelf.position().await.map(|position| position.complete).map_err(|error| broken(&error))
    }

    async fn body(&self, id: &str) -> Result<Option<String>, ReadError> {
        self.shelf.body(COLLECTION, id).await.map_err(|error| broken(&error))
    }

    /// Waits until the attempt under way ended.
    async fn first_sync(&self) {
        self.phase.until(|phase| phase != Phase::Working).await;
    }
}

fn broken(error: &IdbError) -> ReadError {
    js::warn(&format!("read: {error:?}"));
    ReadError::Broken
}
