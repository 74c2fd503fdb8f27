//! The catalogue: all public listings of a city in short, searchable. The same code answers on the server and, offline, in the browser.
//!
//! It has three parts: a full text index, one fixed-size row per listing for facets, dates and order, and the cards as JSON text that
//! is read only when a card is shown, so that a cold start does not parse what nobody looks at. [`image`] stores all three as bytes.
//! Invariants: it holds exactly the public listings of revision [`Catalog::rev`]; the order in which records arrived does not matter.

mod agenda;
mod find;
mod free_hours;
mod image;
mod reading;
mod row;
mod shown;
mod words;

use super::card::Card;
use super::listing::Listing;
use super::{COLLECTION, Kind};
use engawa_core::text::SearchIndex;
use engawa_core::{Cursor, Record};
use row::Row;
use std::collections::HashMap;
use std::sync::OnceLock;
use words::SearchText;

pub use image::ImageError;

/// A slot: the row and the card of one listing.
#[derive(Debug)]
struct Slot {
    id: Box<str>,
    row: Row,
    json: Box<str>,
    card: OnceLock<Option<Box<Card>>>,
}

/// Names that rows refer to by number. Number 0 is "none".
#[derive(Debug, Default)]
struct Names {
    list: Vec<String>,
    numbers: HashMap<String, u32>,
}

impl Names {
    fn of(list: Vec<String>) -> Self {
        let numbers = list.iter().enumerate().map(|(at, name)| (name.clone(), number(at) + 1)).collect();
        Self { list, numbers }
    }

    fn number(&self, name: &str) -> Option<u32> {
        if name.is_empty() { Some(0) } else { self.numbers.get(name).copied() }
    }

    fn number_or_add(&mut self, name: &str) -> u32 {
        if let Some(number) = self.number(name) {
            return number;
        }
        self.list.push(name.to_owned());
        let number = number(self.list.len());
        self.numbers.insert(name.to_owned(), number);
        number
    }

    fn name(&self, number: u32) -> &str {
        let at = usize::try_from(number).unwrap_or(0);
        at.checked_sub(1).and_then(|at| self.list.get(at)).map_or("", String::as_str)
    }
}

fn number(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}

/// All public listings of a site in short.
#[derive(Debug, Default)]
pub struct Catalog {
    rev: Cursor,
    slots: Vec<Option<Slot>>,
    free: Vec<u32>,
    by_id: HashMap<Box<str>, u32>,
    /// From the index's document numbers to slots.
    slot_of_doc: Vec<u32>,
    index: SearchIndex,
    areas: Names,
    /// Ids of groups and places that listings name.
    groups: Names,
    /// Forms of collaboration.
    methods: Names,
    /// Departments of the city.
    departments: Names,
    /// Documents added or replaced since the index was compact.
    loose: usize,
}

const NO_SLOT: u32 = u32::MAX;

impl Catalog {
    /// An empty catalogue at revision 0.
    pub fn new() -> Self {
        Self::default()
    }

    /// The newest revision in it.
    pub fn rev(&self) -> Cursor {
        self.rev
    }

    /// How many listings there are.
    pub fn len(&self) -> usize {
        self.by_id.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.by_id.is_empty()
    }

    /// Takes a record of the feed: puts, replaces or removes. Records of other collections only move the revision.
    ///
    /// # Errors
    /// The body is not a listing; nothing changed but the revision.
    pub fn apply(&mut self, record: &Record) -> Result<(), serde_json::Error> {
        self.rev = self.rev.max(record.rev);
        if record.collection != COLLECTION {
            return Ok(());
        }
        let Some(body) = &record.body else {
            self.remove(&record.id);
            return Ok(());
        };
        let listing: Listing = serde_json::from_str(body)?;
        if listing.is_public() {
            self.put(&listing, record.rev);
        } else {
            self.remove(&record.id);
        }
        Ok(())
    }

    fn put(&mut self, listing: &Listing, rev: Cursor) {
        let card = Card::of(listing);
        let Ok(json) = serde_json::to_string(&card) else { return };
        let area = self.areas.number_or_add(&listing.area);
        let group = self.groups.number_or_add(listing.organiser.group.as_deref().unwrap_or_default());
        let hosts = listing.organiser.hosts.iter().map(|host| self.groups.number_or_add(host)).collect();
        let place = listing.venue.as_ref().and_then(|venue| venue.place.as_deref()).unwrap_or_default();
        let mut row = Row::of(listing, area, (group, hosts), rev);
        row.place = self.groups.number_or_add(place);
        row.method = self.methods.number_or_add(listing.details.method());
        row.department = self.departments.number_or_add(listing.details.department());
        let slot = Slot { id: listing.id.as_str().into(), row, json: json.into(), card: OnceLock::from(Some(Box::new(card))) };
        let at = match self.by_id.get(listing.id.as_str()) {
            Some(at) => *at,
            None => self.free.pop().unwrap_or_else(|| {
                self.slots.push(None);
                number(self.slots.len() - 1)
            }),
        };
        self.by_id.insert(listing.id.as_str().into(), at);
        self.slots[at as usize] = Some(slot);
        let text = SearchText::of(listing);
        self.index.add(&listing.id, &text.fields());
        if let Some(doc) = self.index.doc(&listing.id) {
            self.link(doc, at);
        }
        self.loose += 1;
    }

    fn remove(&mut self, id: &str) {
        if let Some(at) = self.by_id.remove(id) {
            self.slots[at as usize] = None;
            self.free.push(at);
            self.index.remove(id);
            self.loose += 1;
        }
    }

    fn link(&mut self, doc: u32, slot: u32) {
        let doc = doc as usize;
        if self.slot_of_doc.len() <= doc {
            self.slot_of_doc.resize(doc + 1, NO_SLOT);
        }
        self.slot_of_doc[doc] = slot;
    }

    /// Finds all documents again after the index numbered them anew.
    fn relink(&mut self) {
        self.slot_of_doc.clear();
        let pairs: Vec<(u32, u32)> = self.by_id.iter().filter_map(|(id, at)| self.index.doc(id).map(|doc| (doc, *at))).collect();
        for (doc, at) in pairs {
            self.link(doc, at);
        }
    }

    /// Tidies up when many listings changed since the last time. Cheap when there is nothing to do.
    pub fn settle(&mut self) {
        if self.loose > 500 || self.loose * 4 > self.len() {
            self.compact();
        }
    }

    /// Makes the index one piece again.
    pub fn compact(&mut self) {
        self.index.compact();
        self.loose = 0;
        self.relink();
    }

    fn slot(&self, at: u32) -> Option<&Slot> {
        self.slots.get(at as usize)?.as_ref()
    }

    fn slot_of(&self, id: &str) -> Option<&Slot> {
        self.slot(*self.by_id.get(id)?)
    }

    /// The slots in use.
    fn all(&self) -> impl Iterator<Item = (u32, &Slot)> {
        self.slots.iter().enumerate().filter_map(|(at, slot)| slot.as_ref().map(|slot| (number(at), slot)))
    }

    /// The cards of these ids that are there, in their order.
    pub fn cards(&self, ids: &[String]) -> Vec<Card> {
        ids.iter().filter_map(|id| self.slot_of(id)?.card().cloned()).collect()
    }

    /// Areas that listings name, in the order of their first appearance.
    pub fn areas(&self) -> Vec<String> {
        self.areas.list.clone()
    }

    /// How many there are of each kind.
    pub fn counts(&self) -> Vec<(Kind, usize)> {
        let mut counts = vec![0_usize; Kind::ALL.len()];
        for (_, slot) in self.all() {
            counts[slot.row.kind().index()] += 1;
        }
        Kind::ALL.iter().copied().zip(counts).filter(|(_, count)| *count > 0).collect()
    }
}

impl Slot {
    /// The card; `None` only if its stored text is damaged.
    fn card(&self) -> Option<&Card> {
        self.card.get_or_init(|| serde_json::from_str(&self.json).ok().map(Box::new)).as_deref()
    }
}

#[cfg(test)]
mod tests;
