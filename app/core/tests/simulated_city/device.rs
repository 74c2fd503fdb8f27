//! The model of a device: what survives its crashes, and what does not.

use super::server::State;
use engawa_core::feed::client::Client;
use engawa_core::feed::{Page, Record};
use std::collections::{BTreeMap, VecDeque};

/// What survives a crash of a device.
#[derive(Clone, Debug, Default)]
pub struct Shelf {
    pub cursor: u64,
    pub epoch: String,
    pub records: BTreeMap<String, Record>,
}

impl Shelf {
    /// One transaction. A page that does not fit the position changes nothing, as in the browser's store.
    pub fn apply(&mut self, since: u64, page: &Page) {
        if self.cursor != since || (self.cursor > 0 && self.epoch != page.epoch) {
            return;
        }
        for record in page.records.iter().filter(|record| record.rev > since) {
            self.records.insert(record.id.clone(), record.clone());
        }
        self.cursor = page.cursor.max(since);
        self.epoch.clone_from(&page.epoch);
    }

    pub fn state(&self) -> State {
        self.records.iter().filter_map(|(id, record)| record.body.clone().map(|body| (id.clone(), body))).collect()
    }
}

/// What the store was asked to do.
#[derive(Clone, Debug)]
pub enum Work {
    Apply(u64, Page),
    Reset,
}

pub struct Device {
    /// Which start of the app this is; 0 while it is not running.
    pub life: u64,
    pub lives: u64,
    pub client: Client,
    pub shelf: Shelf,
    /// Under way in the store.
    pub work: Option<Work>,
    /// The number of the newest request, and whether its answer is waited for.
    pub ask: u64,
    pub waiting: bool,
    /// The stream of the newest request.
    pub stream: Option<VecDeque<(u64, Page)>>,
    pub timer: u64,
    /// The store committed and said that it failed, or a given-up request was answered, and the device has not caught up since.
    pub doubtful: bool,
}
