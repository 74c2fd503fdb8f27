//! What can happen.

use engawa_core::outbox::{Entry, Input, Trouble};
use std::rc::Rc;

/// One life of a context.
#[derive(Clone, Copy, Debug)]
pub struct At {
    pub device: usize,
    pub context: usize,
    pub life: u64,
}

/// What a request carries.
#[derive(Clone, Debug)]
pub enum Parcel {
    Has(String),
    Chunk { sha256: String, from: u64, bytes: u64 },
    Commands(Rc<Vec<Entry>>),
}

/// What a store was asked to do.
#[derive(Debug)]
pub enum Work {
    Save { entry: Box<Entry>, instead_of: Option<(String, u64)> },
    Forget { id: String, version: u64 },
}

/// What happens next.
#[derive(Debug)]
pub enum Event {
    Starts { device: usize, context: usize },
    Dies { device: usize, context: usize },
    PowerCut { device: usize },
    Stores { at: At, work: Work, commits: bool, fails: Option<Trouble> },
    Answered { at: At, request: u64, input: Input },
    TimedOut { at: At, request: u64, input: Input },
    Arrives { at: At, request: u64, parcel: Parcel },
    Notice { at: At },
    Woke { at: At, timer: u64 },
    Leads { at: At },
    Lost { at: At },
    Resigns { device: usize },
    Sync { device: usize },
    Asks { device: usize },
    Decides { device: usize },
    Jumps { device: usize },
    Updates { device: usize },
    Fills { device: usize },
    Empties { device: usize },
    Online { device: usize },
    ServerDies,
    ServerStarts,
    Sweeps,
    Heals,
}

/// What a run met, to be sure that it met it at all.
#[derive(Clone, Copy, Debug, Default)]
pub struct Met {
    pub stored: u64,
    pub repeated: u64,
    pub lost_requests: u64,
    pub lost_answers: u64,
    pub deaths_before_commit: u64,
    pub deaths_after_commit: u64,
    pub deaths_while_storing: u64,
    pub full: u64,
    pub lying_stores: u64,
    pub lost_races: u64,
    pub jumps: u64,
    pub foreign: u64,
    pub batches: u64,
    pub refused_batches: u64,
    pub resumed_files: u64,
    pub cancelled: u64,
    pub replaced: u64,
    pub by_workers: u64,
}
