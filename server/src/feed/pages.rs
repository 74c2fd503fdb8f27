//! Pages of the public feed as they were sent last: after a change, every device of a city asks for the same one.
//!
//! Invariant: what is held belongs to one newest revision; a page is read anew as soon as that has moved, whoever moved it.

use super::encoded::Encoded;
use crate::db::{Db, DbError, DbResult};
use engawa_core::feed::{Cursor, Scope};
use std::collections::HashMap;
use std::sync::Arc;
use tokio::sync::Mutex;

/// The most pages that are held: a city's devices are at few revisions at a time. Each is about a megabyte at most.
const HELD_MAX: usize = 16;

/// A page as it is sent.
#[derive(Debug)]
pub struct Sent {
    /// The cursor after it.
    pub cursor: Cursor,
    /// How many records it holds.
    pub records: usize,
    /// Its JSON.
    pub body: Encoded,
}

/// The pages that were asked for since the last change.
#[derive(Debug, Default)]
pub struct Pages {
    held: Mutex<Held>,
}

#[derive(Debug, Default)]
struct Held {
    /// The newest revision that they belong to.
    last: u64,
    /// By `since` and `limit`.
    pages: HashMap<(u64, usize), Arc<Sent>>,
}

impl Pages {
    /// The public page after `since`. Several who ask for the same one while it is read wait for each other.
    pub async fn page(&self, db: &Db, epoch: &str, since: u64, limit: usize) -> DbResult<Arc<Sent>> {
        let mut held = self.held.lock().await;
        let last = super::last_rev(db).await?;
        if held.last != last {
            *held = Held { last, ..Held::default() };
        }
        if let Some(sent) = held.pages.get(&(since, limit)) {
            return Ok(Arc::clone(sent));
        }
        let page = super::page(db, epoch, &Scope::Public, since, limit).await?;
        let (cursor, records) = (page.cursor, page.records.len());
        let body = tokio::task::spawn_blocking(move || Encoded::of(page.to_json()))
            .await
            .map_err(|why| DbError::inconsistent("feed", why))?
            .map_err(|why| DbError::inconsistent("feed", why))?;
        let sent = Arc::new(Sent { cursor, records, body });
        if held.pages.len() >= HELD_MAX {
            held.pages.clear();
        }
        held.pages.insert((since, limit), Arc::clone(&sent));
        Ok(sent)
    }
}
