//! Where records are kept: in `IndexedDB`, or in memory alone where the browser refuses to keep anything.
//!
//! Why memory too: in a private window the app should still work while it is open. Which of the two it is gets decided once, when the
//! shelf is opened; whoever asks earlier waits.

use crate::idb::stores::Position;
use crate::idb::{Db, IdbError};
use crate::watch::Watch;
use engawa_core::feed::{Page, Record};
use engawa_core::time::Millis;
use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

/// The records of a page that keeps nothing.
#[derive(Debug, Default)]
struct Memory {
    position: Position,
    bodies: BTreeMap<(String, String), String>,
}

/// The shelf.
pub struct Shelf {
    db: Rc<Db>,
    memory: RefCell<Option<Memory>>,
    opened: Watch<bool>,
}

impl Shelf {
    /// The shelf of this name; nothing can be read before [`Self::open`] ended.
    pub fn new(name: &str) -> Self {
        Self { db: Rc::new(Db::new(name)), memory: RefCell::new(None), opened: Watch::new(false) }
    }

    /// Opens the database, or falls back to memory and says why.
    pub async fn open(&self) -> Result<(), IdbError> {
        let opened = self.db.open().await;
        if opened.is_err() {
            *self.memory.borrow_mut() = Some(Memory::default());
        }
        self.opened.set(true);
        opened
    }

    /// The database, for what a person makes. There is none in memory alone: what would be lost must not look as if it were kept.
    pub async fn keeper(&self) -> Result<Rc<Db>, IdbError> {
        self.opened.until(|opened| opened).await;
        if self.is_fleeting() { Err(IdbError::Refused("fleeting".to_owned())) } else { Ok(Rc::clone(&self.db)) }
    }

    /// The database, for whoever waits for [`Self::keeper`] before using it.
    pub fn store(&self) -> Rc<Db> {
        Rc::clone(&self.db)
    }

    /// Whether everything is lost when the page closes.
    pub fn is_fleeting(&self) -> bool {
        self.memory.borrow().is_some()
    }

    /// Where the copy of the feed stands.
    pub async fn position(&self) -> Result<Position, IdbError> {
        let db = self.db().await;
        if let Some(memory) = self.memory.borrow().as_ref() {
            return Ok(memory.position.clone());
        }
        db.position().await
    }

    /// Writes a page that was asked at `since`; see [`Db::apply`].
    pub async fn apply(&self, since: u64, page: &Page) -> Result<Position, IdbError> {
        let db = self.db().await;
        if let Some(memory) = self.memory.borrow_mut().as_mut() {
            memory.apply(since, page);
            return Ok(memory.position.clone());
        }
        db.apply(since, page).await
    }

    /// Forgets the feed; user data stays.
    pub async fn reset(&self) -> Result<(), IdbError> {
        let db = self.db().await;
        if let Some(memory) = self.memory.borrow_mut().as_mut() {
            *memory = Memory::default();
            return Ok(());
        }
        db.reset().await
    }

    /// The body of one record, if it is here and not deleted.
    pub async fn body(&self, collection: &str, id: &str) -> Result<Option<String>, IdbError> {
        let db = self.db().await;
        if let Some(memory) = self.memory.borrow().as_ref() {
            return Ok(memory.bodies.get(&(collection.to_owned(), id.to_owned())).cloned());
        }
        db.body(collection, id).await
    }

    /// The bodies of all living records of a collection, in order of their ids.
    pub async fn bodies(&self, collection: &str) -> Result<Vec<String>, IdbError> {
        let db = self.db().await;
        if let Some(memory) = self.memory.borrow().as_ref() {
            return Ok(memory.bodies.iter().filter(|((of, _), _)| of == collection).map(|(_, body)| body.clone()).collect());
        }
        db.bodies(collection).await
    }

    /// Records and tombstones after a revision. In memory there is nothing that the catalogue has not seen.
    pub async fn tail(&self, after: u64) -> Result<Vec<Record>, IdbError> {
        let db = self.db().await;
        if self.is_fleeting() { Ok(Vec::new()) } else { db.tail(after).await }
    }

    /// Records and tombstones by key; see [`Db::chunk`] and [`Self::tail`].
    pub async fn chunk(&self, after: &str, limit: u32) -> Result<(Vec<Record>, Option<String>), IdbError> {
        let db = self.db().await;
        if self.is_fleeting() { Ok((Vec::new(), None)) } else { db.chunk(after, limit).await }
    }

    /// The image of the catalogue that this build made, and its revision.
    pub async fn image(&self, build: &str) -> Result<Option<(Vec<u8>, u64)>, IdbError> {
        let db = self.db().await;
        if self.is_fleeting() { Ok(None) } else { db.image(build).await }
    }

    /// Keeps an image of the catalogue.
    pub async fn save_image(&self, bytes: &[u8], rev: u64, build: &str) -> Result<(), IdbError> {
        let db = self.db().await;
        if self.is_fleeting() { Ok(()) } else { db.save_image(bytes, rev, build).await }
    }

    /// When everything was last known to be here.
    pub async fn as_of(&self) -> Result<Option<Millis>, IdbError> {
        let db = self.db().await;
        if self.is_fleeting() { Ok(None) } else { db.as_of().await }
    }

    /// Remembers when everything was last known to be here.
    pub async fn set_as_of(&self, at: Millis) -> Result<(), IdbError> {
        let db = self.db().await;
        if self.is_fleeting() { Ok(()) } else { db.set_as_of(at).await }
    }

    /// Ids of the marked listings.
    pub async fn favourites(&self) -> Result<BTreeSet<String>, IdbError> {
        let db = self.db().await;
        if self.is_fleeting() { Ok(BTreeSet::new()) } else { db.favourites().await }
    }

    /// Marks or unmarks a listing. In memory the device's state alone remembers.
    pub async fn set_favourite(&self, id: &str, on: bool, at: Millis) -> Result<(), IdbError> {
        let db = self.db().await;
        if self.is_fleeting() { Ok(()) } else { db.set_favourite(id, on, at).await }
    }

    /// Deletes the database, user data too. Nothing can be read or kept afterwards.
    pub async fn delete(&self) {
        self.db.delete().await;
    }

    /// The database, once it is decided whether there is one.
    async fn db(&self) -> &Db {
        self.opened.until(|opened| opened).await;
        &self.db
    }
}

impl Memory {
    /// As the database does: a page that does not fit the position changes nothing.
    fn apply(&mut self, since: u64, page: &Page) {
        let before = &self.position;
        if before.cursor != since || (before.cursor > 0 && before.epoch != page.epoch) {
            return;
        }
        for record in page.records.iter().filter(|record| record.rev > since) {
            let key = (record.collection.clone(), record.id.clone());
            match &record.body {
                Some(body) => self.bodies.insert(key, body.clone()),
                None => self.bodies.remove(&key),
            };
        }
        self.position = Position { cursor: page.cursor.max(since), epoch: page.epoch.clone(), complete: self.position.complete || !page.more };
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page(revs: &[u64], epoch: &str, more: bool) -> Page {
        let record = |rev: &u64| Record { collection: "listing".to_owned(), id: format!("l{rev}"), rev: *rev, body: Some("{}".to_owned()) };
        Page { records: revs.iter().map(record).collect(), cursor: revs.last().copied().unwrap_or(0), more, epoch: epoch.to_owned() }
    }

    #[test]
    fn only_a_page_that_begins_where_the_memory_ends_is_taken() {
        let mut memory = Memory::default();
        memory.apply(0, &page(&[1, 2], "e", true));
        let after_first = memory.position.clone();
        assert_eq!(after_first, Position { cursor: 2, epoch: "e".to_owned(), complete: false });
        // Repeated, too late, too early, of another history.
        for (since, other) in [(0, page(&[1, 2], "e", true)), (1, page(&[3], "e", false)), (5, page(&[6], "e", false)), (2, page(&[3], "f", false))] {
            memory.apply(since, &other);
            assert_eq!((&memory.position, memory.bodies.len()), (&after_first, 2), "{since}");
        }
        memory.apply(2, &page(&[3], "e", false));
        assert_eq!(memory.position, Position { cursor: 3, epoch: "e".to_owned(), complete: true });
        assert_eq!(memory.bodies.len(), 3);
    }
}
