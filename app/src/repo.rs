//! Ports: how pages read, whatever is behind them.
//!
//! The server answers from its store, the browser from `IndexedDB`, topped up by the feed. Pages never know which, and never touch
//! the network. Both sides share [`Catalog`], so they find the same things.

use crate::forms::record::{FormCard, FormRecord};
use crate::listings::{Catalog, Listing};
use serde::{Deserialize, Serialize};
use std::future::Future;
use std::pin::Pin;
use std::sync::{Arc, RwLock};

/// Why nothing could be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum ReadError {
    /// The device has no copy yet and cannot fetch one.
    NotYetHere,
    /// The store failed; it was logged where that happened.
    Broken,
}

/// A read under way. `Send`, because Leptos resources ask for it on both sides; the browser wraps its futures.
pub type Reading<T> = Pin<Box<dyn Future<Output = Result<T, ReadError>> + Send>>;

/// The catalogue as the shells hold it: read by pages, written by the feed.
pub type SharedCatalog = Arc<RwLock<Catalog>>;

/// Where pages read from.
pub trait Repo: Send + Sync {
    /// All public listings in short, searchable.
    fn catalog(&self) -> Reading<SharedCatalog>;
    /// One public listing, whole.
    fn listing(&self, id: String) -> Reading<Option<Listing>>;
    /// The forms that anybody may fill in, by title.
    fn forms(&self) -> Reading<Vec<FormCard>>;
    /// One form that anybody may fill in, whole.
    fn form(&self, id: String) -> Reading<Option<FormRecord>>;
}
