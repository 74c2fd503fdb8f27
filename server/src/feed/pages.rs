//! Pages of the public feed as they were sent last: after a change, every device of a city asks for the same one.
//!
//! Invariants: what is held belongs to one newest revision; a page is read anew as soon as that has moved, whoever moved it. Whoever asks
//! waits for the page that they asked for, and for no other.

use super::encoded::Encoded;
use crate::db::{Db, DbError, DbResult};
use engawa_core::feed::{Cursor, Scope};
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use tokio::sync::OnceCell;

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

/// A page that is read once, by whoever asks first.
type Slot = Arc<OnceCell<Arc<Sent>>>;

/// The pages of one newest revision, by `since` and `limit`.
#[derive(Debug, Default)]
struct Held {
    last: u64,
    pages: HashMap<(u64, usize), Slot>,
}

/// The pages that were asked for since the last change.
#[derive(Debug, Default)]
pub struct Pages {
    // Never held while something is waited for.
    held: Mutex<Held>,
}

impl Pages {
    /// The public page after `since`. Several who ask for the same one while it is read wait for each other.
    pub async fn page(&self, db: &Db, epoch: &str, since: u64, limit: usize) -> DbResult<Arc<Sent>> {
        // Before the page: what is read into a slot is at least as new as the revision that the slot belongs to.
        let last = super::last_rev(db).await?;
        let slot = self.slot(last, (since, limit));
        let sent = slot.get_or_try_init(|| read(db, epoch, since, limit)).await?;
        Ok(Arc::clone(sent))
    }

    fn slot(&self, last: u64, asked: (u64, usize)) -> Slot {
        let mut held = self.held.lock().unwrap_or_else(PoisonError::into_inner);
        if held.last != last {
            *held = Held { last, pages: HashMap::new() };
        }
        if held.pages.len() >= HELD_MAX && !held.pages.contains_key(&asked) {
            // Any other: the next change forgets them all.
            let other = held.pages.keys().next().copied();
            if let Some(other) = other {
                held.pages.remove(&other);
            }
        }
        Arc::clone(held.pages.entry(asked).or_default())
    }
}

async fn read(db: &Db, epoch: &str, since: u64, limit: usize) -> DbResult<Arc<Sent>> {
    let page = super::page(db, epoch, &Scope::Public, since, limit).await?;
    let (cursor, records) = (page.cursor, page.records.len());
    let body = tokio::task::spawn_blocking(move || Encoded::of(page.to_json()))
        .await
        .map_err(|why| DbError::inconsistent("feed", why))?
        .map_err(|why| DbError::inconsistent("feed", why))?;
    Ok(Arc::new(Sent { cursor, records, body }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slot_belongs_to_one_newest_revision() {
        let pages = Pages::default();
        let first = pages.slot(5, (0, 100));
        assert!(Arc::ptr_eq(&first, &pages.slot(5, (0, 100))));
        assert!(!Arc::ptr_eq(&first, &pages.slot(5, (0, 99))) && !Arc::ptr_eq(&first, &pages.slot(5, (1, 100))));
        let moved = pages.slot(6, (0, 100));
        assert!(!Arc::ptr_eq(&first, &moved));
        // Who read the revision late gets no page of it that is older, and keeps nobody from the newer one.
        assert!(!Arc::ptr_eq(&moved, &pages.slot(5, (0, 100))) && !Arc::ptr_eq(&first, &pages.slot(6, (0, 100))));
    }

    #[test]
    fn however_much_is_asked_for_little_is_held() {
        let pages = Pages::default();
        for since in 0..200 {
            let slot = pages.slot(1, (since, 100));
            assert!(Arc::ptr_eq(&slot, &pages.slot(1, (since, 100))), "what was just asked for is held");
        }
        assert_eq!(pages.held.lock().unwrap().pages.len(), HELD_MAX);
    }
}
