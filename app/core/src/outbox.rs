//! The outbox: what was asked for, until the server has it and says so. A machine without I/O.
//!
//! A person asks; the entry is stored on the device; files go first, then the command; the answer is stored as a receipt or as
//! something to decide. What happened goes in as [`Input`], what to do comes out as [`Effect`]. Each tab and the service worker runs
//! one machine over the same store; any of them may take asks, whoever leads sends.
//!
//! Invariants:
//! * *Saved before sent.* A command is in a request only after the store said that it holds the command and the mark that it left.
//! * *Once.* The id is the idempotency key, and an entry that may have left never changes its content.
//! * *In order.* Of one subject one entry is under way, the oldest. One that was refused holds its subject until a person decides, and
//!   no other. An entry goes after the one that it names.
//! * *No writer overwrites another.* The store takes a form only onto the version before it and otherwise hands out what it holds.
//!   So a cancellation in one tab and a departure in another cannot both succeed.
//! * *Taken back means never sent.* Once it may have left, cancelling is only asking, and the receipt says so. What may have been
//!   stored although the store failed is looked for before it is stored again: somebody may have taken it back there.
//! * *Clocks are not believed.* See [`wait`]; order comes from a counter.
//! * *Two senders do no harm*, and a lease keeps them from doing the same work.
//!
//! What the store promises: an entry's operations take place in the order in which they were asked for; a form of version `n` is
//! written only if version `n - 1` is there (nothing, for 1), and together with the removal of [`Effect::Save`]'s `instead_of`, or
//! neither happens; the bytes of attachments are there before somebody asks. `tests/simulated_outbox.rs` holds all this against crashes,
//! full disks, lost and repeated requests, jumping clocks and two builds at once.

pub mod answer;
pub mod entry;
mod item;
pub mod receipt;
pub mod record;
mod sending;
mod storage;
#[cfg(test)]
mod tests;
mod view;
pub mod wait;

pub use entry::{Ask, Attachment, Entry, State, commands};
pub use receipt::{Kept, Slip};
pub use record::{Foreign, Reading, Record, stored_version};
pub use view::{Shown, Standing};
pub use wait::{Lease, Role, UnixMs, Wait};

use crate::command::Receipt;
use crate::problem::Problem;
use item::{Doing, Item, Wish};
use std::collections::BTreeMap;

/// The most entries that are not done.
pub const MAX_ENTRIES: usize = 1_000;
/// The most commands of one request.
pub const MAX_BATCH: usize = 100;
/// The most bytes of commands in one request that holds more than one.
pub const MAX_POST_BYTES: usize = 512 * 1024;
/// Bytes of a file that are sent at once.
pub const CHUNK_BYTES: u64 = 512 * 1024;

/// What happened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Input {
    /// The store may hold what this machine does not know: it was just opened, or another context says so.
    Changed,
    /// All that the store held at one moment after the last [`Effect::Load`].
    Loaded(Vec<Record>),
    /// The store could not be read.
    LoadFailed,
    /// A person asks for something.
    Asked(Box<Ask>),
    /// A person wants to take back the entry of this id, or discards it.
    Cancelled(String),
    /// A person puts away the receipt of this id.
    Dismissed(String),
    /// The store holds this version.
    Saved {
        /// The entry.
        id: String,
        /// Its version.
        version: u64,
    },
    /// The store removed the entry of this id.
    Forgotten(String),
    /// The store did not do what it was asked to do for this entry.
    SaveFailed {
        /// The entry.
        id: String,
        /// Why.
        why: Trouble,
    },
    /// This context is the one that sends.
    BecameLeader,
    /// Another context sends from now on.
    LostLeadership,
    /// There seems to be a connection, or a person says "now".
    Online,
    /// The timer of [`Effect::WakeAt`] went off, or something like it.
    Woke,
    /// The server holds this many bytes of the file that the request was about.
    BlobHas {
        /// The request's number.
        request: u64,
        /// How many bytes, from the beginning.
        bytes: u64,
        /// Any number.
        chance: u32,
    },
    /// A request about a file failed.
    BlobFailed {
        /// The request's number.
        request: u64,
        /// How.
        failure: Failure,
    },
    /// The server answered commands.
    Posted {
        /// The request's number.
        request: u64,
        /// Its receipts, in any order.
        receipts: Vec<Receipt>,
        /// Any number.
        chance: u32,
    },
    /// A request with commands failed; whether they arrived is unknown.
    PostFailed {
        /// The request's number.
        request: u64,
        /// How.
        failure: Failure,
    },
}

/// Why the store did not do it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Trouble {
    /// There is no room.
    Full,
    /// Anything else, also if it is unknown whether it was done.
    Failed,
    /// The version was another one; this is what the store holds under the id. Nothing was written.
    Changed(Option<Record>),
}

/// How a request failed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Failure {
    /// No answer, or one that asks to come again.
    Unreachable {
        /// The server's `Retry-After`, in milliseconds.
        retry_after_ms: Option<u64>,
        /// Any number; it spreads the devices over time.
        chance: u32,
    },
    /// The request as such will never do.
    Refused(Problem),
}

/// What to do, in this order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Effect {
    /// Read all of the store and report [`Input::Loaded`].
    Load,
    /// Store this form and report [`Input::Saved`]; then tell the other contexts [`Input::Changed`].
    Save {
        /// The form. It is written onto the version before its own.
        entry: Box<Entry>,
        /// Removed in the same transaction, if it is of this version; otherwise nothing is written.
        instead_of: Option<(String, u64)>,
    },
    /// Remove the entry if it is of this version, and report [`Input::Forgotten`]; otherwise [`Trouble::Changed`]. Then tell the others.
    Forget {
        /// The entry.
        id: String,
        /// Its version.
        version: u64,
    },
    /// Drop what can be fetched again: the store is full.
    MakeRoom,
    /// Tell the person: this is not stored, and gone when the page closes. It is tried again.
    NotSaved {
        /// What was asked for.
        id: String,
        /// There is no room.
        full: bool,
    },
    /// Tell the person: this was not accepted.
    NotTaken {
        /// What was asked for.
        id: String,
        /// Why.
        why: Refusal,
    },
    /// Ask the server how much of a file it has; report [`Input::BlobHas`].
    AskBlob {
        /// The number to report it under.
        request: u64,
        /// The file.
        sha256: String,
        /// Its length in bytes.
        whole: u64,
    },
    /// Send a part of a file; report [`Input::BlobHas`] with what the server has afterwards.
    SendChunk {
        /// The number to report it under.
        request: u64,
        /// The file.
        sha256: String,
        /// Where the part begins.
        from: u64,
        /// Its length in bytes.
        bytes: u64,
        /// The length of the file in bytes.
        whole: u64,
    },
    /// Send these commands in one request ([`commands`]); report [`Input::Posted`].
    Post {
        /// The number to report it under.
        request: u64,
        /// The entries.
        entries: Vec<Entry>,
    },
    /// Report [`Input::Woke`] at this time. An older time is void.
    WakeAt(UnixMs),
}

/// Why something asked for was not accepted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// It is larger than the outbox takes.
    TooLarge,
    /// Too much is waiting already.
    TooMany,
    /// The body is not JSON.
    NotJson,
    /// What it should replace is not there to be replaced: sent, replaced or discarded elsewhere.
    NotStuck,
}

/// A request with commands that is under way.
#[derive(Clone, Debug)]
struct Post {
    request: u64,
    ids: Vec<String>,
}

/// A request about a file that is under way.
#[derive(Clone, Debug)]
struct Upload {
    request: u64,
    id: String,
    sha256: String,
    /// Where the part began; nothing if the server was only asked.
    from: Option<u64>,
}

/// Something that was asked for before the store was read.
#[derive(Clone, Debug)]
struct Early {
    at: UnixMs,
    ask: Ask,
    cancelled: bool,
}

/// The outbox as one context sees it.
#[derive(Clone, Debug)]
pub struct Outbox {
    role: Role,
    name: String,
    leads: bool,
    /// The store was read once.
    loaded: bool,
    loading: bool,
    look_again: bool,
    load_failures: u32,
    load_pause: Option<Wait>,
    /// An entry went without this machine's doing, and something that it does not know yet may have taken its place.
    stale: bool,
    /// What was asked for before the store was read.
    early: Vec<Early>,
    /// In the order of sending.
    items: Vec<Item>,
    foreign: Vec<Foreign>,
    /// Removed since the last look was asked for: it may still show them.
    gone: Vec<String>,
    /// Attempts in a row that did not reach the server.
    failures: u32,
    pause: Option<Wait>,
    post: Option<Post>,
    upload: Option<Upload>,
    /// How much the server has of a file.
    has: BTreeMap<String, u64>,
    /// A request was refused as a whole: find out which command it was.
    one_by_one: bool,
    requests: u64,
    wake_at: Option<UnixMs>,
}

impl Outbox {
    /// A machine that knows nothing yet; tell it [`Input::Changed`] to begin. `name` is new with each start of a context.
    pub fn new(role: Role, name: &str) -> Self {
        Self {
            role,
            name: name.to_owned(),
            leads: false,
            loaded: false,
            loading: false,
            look_again: false,
            load_failures: 0,
            load_pause: None,
            stale: false,
            early: Vec::new(),
            items: Vec::new(),
            foreign: Vec::new(),
            gone: Vec::new(),
            failures: 0,
            pause: None,
            post: None,
            upload: None,
            has: BTreeMap::new(),
            one_by_one: false,
            requests: 0,
            wake_at: None,
        }
    }

    /// Advances the machine. `now` is the device's clock; it may jump.
    pub fn step(&mut self, now: UnixMs, input: Input) -> Vec<Effect> {
        let mut out = Vec::new();
        match input {
            Input::Changed => self.look_again = true,
            Input::Loaded(records) => self.loaded(records, &mut out),
            Input::LoadFailed => self.load_failed(now, &mut out),
            Input::Asked(ask) => self.asked(now, *ask, &mut out),
            Input::Cancelled(id) => self.wished(&id, Wish::Cancel),
            Input::Dismissed(id) => self.wished(&id, Wish::Dismiss),
            Input::Saved { id, version } => self.saved(&id, version),
            Input::Forgotten(id) => self.forgotten(&id),
            Input::SaveFailed { id, why } => self.save_failed(now, &id, why, &mut out),
            Input::BecameLeader => {
                self.leads = true;
                self.look_again = true;
            }
            Input::LostLeadership => self.leads = false,
            Input::Online => self.online(),
            Input::Woke => self.wake_at = None,
            Input::BlobHas { request, bytes, chance } => self.blob_has(now, request, bytes, chance),
            Input::BlobFailed { request, failure } => self.blob_failed(now, request, failure),
            Input::Posted { request, receipts, chance } => self.posted(now, request, &receipts, chance),
            Input::PostFailed { request, failure } => self.post_failed(now, request, failure),
        }
        self.look(now, &mut out);
        if self.loaded {
            self.tend(now, &mut out);
            if self.leads && !self.stale {
                self.send(now, &mut out);
            }
        }
        self.set_alarm(now, &mut out);
        out
    }

    /// Whether the store or the server is at work for this machine. A context that is not busy can close.
    pub fn is_busy(&self) -> bool {
        self.loading || self.post.is_some() || self.upload.is_some() || self.items.iter().any(|item| item.doing != Doing::Nothing)
    }

    /// Whether an entry that is not done goes with this file, so that its bytes must stay on the device.
    pub fn needs(&self, sha256: &str) -> bool {
        let has = |attachments: &[Attachment]| attachments.iter().any(|it| it.sha256 == sha256);
        // What a newer build wrote may need anything.
        self.foreign.iter().any(|foreign| !foreign.done)
            || self.early.iter().any(|early| has(&early.ask.attachments))
            || self.items.iter().any(|item| !item.entry.is_done() && has(&item.entry.attachments))
    }

    /// Waits end: the connection is back. What the server asked for is honoured.
    fn online(&mut self) {
        self.look_again = true;
        self.load_pause = None;
        self.pause = self.pause.filter(|wait| wait.told);
        for item in &mut self.items {
            item.pause = None;
            item.entry.wait = item.entry.wait.filter(|wait| wait.told);
        }
    }

    fn position(&self, id: &str) -> Option<usize> {
        self.items.iter().position(|item| item.entry.id == id)
    }

    fn item(&self, id: &str) -> Option<&Item> {
        self.items.iter().find(|item| item.entry.id == id)
    }

    fn item_mut(&mut self, id: &str) -> Option<&mut Item> {
        self.items.iter_mut().find(|item| item.entry.id == id)
    }

    /// A request for this entry is under way.
    fn is_under_way(&self, id: &str) -> bool {
        self.upload.as_ref().is_some_and(|upload| upload.id == id)
            || self.post.as_ref().is_some_and(|post| post.ids.iter().any(|posted| posted == id))
    }

    /// Asks to be woken when the first wait ends.
    fn set_alarm(&mut self, now: UnixMs, out: &mut Vec<Effect>) {
        let mut first: Option<UnixMs> = None;
        let mut note = |wait: Option<Wait>| {
            if let Some(wait) = wait.filter(|wait| !wait.is_over(now)) {
                first = Some(first.map_or(wait.until, |at| at.min(wait.until)));
            }
        };
        if self.look_again {
            note(self.load_pause);
        }
        let is_paused = wait::lasts(self.pause, now);
        if self.leads && self.items.iter().any(|item| item.entry.is_waiting()) {
            note(self.pause);
        }
        for item in &self.items {
            note(item.pause);
            if self.leads && !is_paused && item.entry.is_waiting() {
                note(item.entry.wait);
                let lease = item.entry.lease.as_ref().filter(|lease| lease.binds(now, self.role, &self.name));
                note(lease.map(|lease| Wait { since: lease.since, until: lease.until, told: false }));
            }
        }
        if first != self.wake_at {
            out.extend(first.map(Effect::WakeAt));
            self.wake_at = first;
        }
    }
}
