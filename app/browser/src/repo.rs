//! How pages read in the browser: from the shelf and the catalogue, never from the network.
//!
//! While the first sync is under way, reading waits for it; the page shows its progress meanwhile. When it failed, what is already here
//! is given; nothing at all is [`ReadError::NotYetHere`], and pages read again when the device's `version` rises. That a record is not
//! there is said only after the attempt under way: the copy may be older than the page that the server drew.

use crate::catalogue::Catalogue;
use crate::engine::Promised;
use crate::idb::IdbError;
use crate::js;
use crate::shelf::Shelf;
use crate::watch::{Phase, Watch};
use engawa_app::forms::record::{FormCard, FormRecord};
use engawa_app::listings::Listing;
use engawa_app::repo::{ReadError, Reading, Repo, SharedCatalog};
use engawa_app::{forms, listings};
use send_wrapper::SendWrapper;
use serde::de::DeserializeOwned;
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

    fn forms(&self) -> Reading<Vec<FormCard>> {
        let promised = (*self.promised).clone();
        Box::pin(SendWrapper::new(async move { promised.engine().await.forms().await }))
    }

    fn form(&self, id: String) -> Reading<Option<FormRecord>> {
        let promised = (*self.promised).clone();
        Box::pin(SendWrapper::new(async move { promised.engine().await.form(id).await }))
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
        self.settle().await?;
        self.catalogue.ready().await.map_err(|error| broken(&error))
    }

    /// One public listing, whole.
    pub async fn listing(&self, id: &str) -> Result<Option<Listing>, ReadError> {
        self.whole(listings::COLLECTION, id).await?.map(|body| parse(&body)).transpose()
    }

    /// The forms that anybody may fill in, by title, once the first sync ended. One that cannot be read does not hide the others.
    pub async fn forms(&self) -> Result<Vec<FormCard>, ReadError> {
        self.settle().await?;
        let bodies = self.shelf.bodies(forms::COLLECTION).await.map_err(|error| broken(&error))?;
        let mut cards: Vec<FormCard> = bodies.iter().filter_map(|body| parse::<FormRecord>(body).ok()).map(|record| record.card()).collect();
        cards.sort_by(|a, b| (&a.title, &a.form_id).cmp(&(&b.title, &b.form_id)));
        Ok(cards)
    }

    /// The addresses of the pictures in forms that anybody may fill in, up to a number.
    pub async fn form_pictures(&self, most: usize) -> Result<Vec<String>, ReadError> {
        let bodies = self.shelf.bodies(forms::COLLECTION).await.map_err(|error| broken(&error))?;
        let records = bodies.iter().filter_map(|body| parse::<FormRecord>(body).ok());
        Ok(records.flat_map(|record| forms::media::pictures(&record)).take(most).collect())
    }

    /// One form that anybody may fill in, whole.
    pub async fn form(&self, id: &str) -> Result<Option<FormRecord>, ReadError> {
        self.whole(forms::COLLECTION, id).await?.map(|body| parse(&body)).transpose()
    }

    /// Waits for the first sync, if it is under way.
    async fn settle(&self) -> Result<(), ReadError> {
        if !self.is_complete().await? {
            self.attempt().await;
            let position = self.shelf.position().await.map_err(|error| broken(&error))?;
            if !position.complete && position.cursor == 0 {
                return Err(ReadError::NotYetHere);
            }
        }
        Ok(())
    }

    /// The body of a record, as soon as it is certain whether there is one.
    async fn whole(&self, collection: &str, id: &str) -> Result<Option<String>, ReadError> {
        if let Some(body) = self.body(collection, id).await? {
            return Ok(Some(body));
        }
        self.attempt().await;
        let complete = self.is_complete().await?;
        let body = self.body(collection, id).await?;
        if body.is_none() && !complete { Err(ReadError::NotYetHere) } else { Ok(body) }
    }

    async fn is_complete(&self) -> Result<bool, ReadError> {
        self.shelf.position().await.map(|position| position.complete).map_err(|error| broken(&error))
    }

    async fn body(&self, collection: &str, id: &str) -> Result<Option<String>, ReadError> {
        self.shelf.body(collection, id).await.map_err(|error| broken(&error))
    }

    /// Waits until the attempt under way, or the one about to begin, ended.
    async fn attempt(&self) {
        self.phase.until(|phase| phase != Phase::Working).await;
    }
}

fn parse<T: DeserializeOwned>(body: &str) -> Result<T, ReadError> {
    serde_json::from_str(body).map_err(|error| {
        js::warn(&format!("record: {error}"));
        ReadError::Broken
    })
}

fn broken(error: &IdbError) -> ReadError {
    js::warn(&format!("read: {error:?}"));
    ReadError::Broken
}
