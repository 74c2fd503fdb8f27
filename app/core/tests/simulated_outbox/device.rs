//! The model of a device: its store, its clock, its tabs and its service worker.

use super::pad::{Journal, Pad};
use engawa_core::outbox::{Entry, Outbox, Reading, Record};
use std::cmp::Ordering;
use std::collections::BTreeMap;

/// A tab or the service worker.
pub struct Context {
    /// Which start this is; 0 while it is not running.
    pub life: u64,
    pub build: u32,
    pub outbox: Outbox,
    /// The number of the newest timer.
    pub timer: u64,
    /// Requests that the shell waits for.
    pub open: Vec<u64>,
    /// Somebody has told it to look into the store, and it has not heard it yet.
    pub noticed: bool,
    /// The draft, if it is open here.
    pub pad: Option<Box<Pad>>,
}

pub struct Device {
    /// The tabs, and the service worker as the last.
    pub contexts: Vec<Context>,
    /// Survives everything.
    pub store: BTreeMap<String, Entry>,
    /// The draft, and survives everything too.
    pub journal: Journal,
    pub lives: u64,
    /// Which build the next context runs: 1 or 2.
    pub build: u32,
    pub leader: Option<usize>,
    /// The clock shows this much more than the simulation's.
    pub ahead: u64,
    pub full: bool,
}

impl Device {
    pub fn tabs(&self) -> usize {
        self.contexts.len() - 1
    }

    /// Whether a form fits onto what the store holds.
    pub fn fits(&self, entry: &Entry, instead_of: Option<&(String, u64)>) -> bool {
        self.version(&entry.id) + 1 == entry.version && instead_of.is_none_or(|(old, version)| *version > 0 && self.version(old) == *version)
    }

    pub fn version(&self, id: &str) -> u64 {
        self.store.get(id).map_or(0, |entry| entry.version)
    }

    /// Whether nothing but an answer keeps this entry: it is the oldest of its subject, and goes after nothing that is not done.
    pub fn should_go(&self, entry: &Entry) -> bool {
        let place = (entry.seq, &entry.id);
        let is_behind = self.store.values().any(|other| !other.is_done() && other.subject == entry.subject && (other.seq, &other.id) < place);
        let named = entry.after.as_ref().and_then(|after| self.store.values().find(|other| other.stands_for(after)));
        entry.is_waiting() && !is_behind && (entry.left || named.is_none_or(Entry::is_done))
    }
}

/// What a context of this build reads. Only now and then by way of the text, which is slow.
pub fn read(entry: &Entry, build: u32, from_text: bool) -> Record {
    if !from_text && entry.kind_schema == build {
        return Record::Entry(Box::new(entry.clone()));
    }
    let text = entry.to_json().unwrap();
    Record::read(&entry.id, &text, |_, schema, body| match schema.cmp(&build) {
        Ordering::Equal => Reading::Current,
        Ordering::Greater => Reading::Unknown,
        Ordering::Less => Reading::Upgraded { kind_schema: build, body: body.replace("\"form\":1", "\"form\":2") },
    })
}
