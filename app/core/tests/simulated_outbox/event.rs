//! What can happen.

use super::drafting::Fold;
use super::edits::Known;
use super::pad::Line;
use engawa_core::form::draft::footing::Footing;
use engawa_core::form::draft::share::{Answer, Request};
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
    Opens { at: At },
    Types { device: usize, more: u64 },
    Keeps { at: At },
    Appends { at: At, from: Footing, lines: Vec<Line>, commits: bool, fails: bool },
    Hears { at: At },
    Folds { at: At, fold: Box<Fold> },
    PadWoke { at: At, timer: u64 },
    Shares { at: At, number: u64, request: Rc<Request>, knows: Known },
    ShareAnswered { at: At, number: u64, answer: Box<Answer>, brings: Known },
    ShareFails { at: At, number: u64 },
    Sends { device: usize },
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
    pub typed: u64,
    pub pieces: u64,
    pub whole_pieces: u64,
    pub conflicts: u64,
    pub folds: u64,
    pub torn_lines: u64,
    pub ended: u64,
    pub sent_drafts: u64,
}

impl Met {
    /// All counts.
    pub fn all(&self) -> [u64; 26] {
        let Self {
            stored,
            repeated,
            lost_requests,
            lost_answers,
            deaths_before_commit,
            deaths_after_commit,
            deaths_while_storing,
            full,
            lying_stores,
            lost_races,
            jumps,
            foreign,
            batches,
            refused_batches,
            resumed_files,
            cancelled,
            replaced,
            by_workers,
            typed,
            pieces,
            whole_pieces,
            conflicts,
            folds,
            torn_lines,
            ended,
            sent_drafts,
        } = *self;
        [
            stored,
            repeated,
            lost_requests,
            lost_answers,
            deaths_before_commit,
            deaths_after_commit,
            deaths_while_storing,
            full,
            lying_stores,
            lost_races,
            jumps,
            foreign,
            batches,
            refused_batches,
            resumed_files,
            cancelled,
            replaced,
            by_workers,
            typed,
            pieces,
            whole_pieces,
            conflicts,
            folds,
            torn_lines,
            ended,
            sent_drafts,
        ]
    }

    pub fn add(&mut self, other: &Self) {
        self.stored += other.stored;
        self.repeated += other.repeated;
        self.lost_requests += other.lost_requests;
        self.lost_answers += other.lost_answers;
        self.deaths_before_commit += other.deaths_before_commit;
        self.deaths_after_commit += other.deaths_after_commit;
        self.deaths_while_storing += other.deaths_while_storing;
        self.full += other.full;
        self.lying_stores += other.lying_stores;
        self.lost_races += other.lost_races;
        self.jumps += other.jumps;
        self.foreign += other.foreign;
        self.batches += other.batches;
        self.refused_batches += other.refused_batches;
        self.resumed_files += other.resumed_files;
        self.cancelled += other.cancelled;
        self.replaced += other.replaced;
        self.by_workers += other.by_workers;
        self.typed += other.typed;
        self.pieces += other.pieces;
        self.whole_pieces += other.whole_pieces;
        self.conflicts += other.conflicts;
        self.folds += other.folds;
        self.torn_lines += other.torn_lines;
        self.ended += other.ended;
        self.sent_drafts += other.sent_drafts;
    }
}
