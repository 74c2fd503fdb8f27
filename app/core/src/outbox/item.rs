//! What one context knows of one entry: the form that is stored, what is under way for it, and what is to come.
//!
//! Invariant: one operation of the store at a time for each entry; what happens meanwhile waits here.

use super::entry::{Entry, State};
use super::wait::{UnixMs, Wait, backoff, lasts};

/// The longest wait for the store counts as this many failures: half a minute.
const STORE_PATIENCE: u32 = 7;

/// What an attempt to send it gave; not stored yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Outcome {
    /// The server decided.
    Settled(State),
    /// Nobody decided: once more after this.
    Later(Wait),
}

impl Outcome {
    /// The entry with this outcome, free for anybody.
    pub fn on(&self, entry: &Entry) -> Entry {
        let mut next = entry.clone();
        next.lease = None;
        match self {
            Self::Settled(state) => {
                next.wait = None;
                next.state = state.clone();
                if next.is_done() {
                    next.body = String::new();
                }
            }
            Self::Later(wait) => {
                next.tries = next.tries.saturating_add(1);
                next.wait = Some(*wait);
            }
        }
        next
    }
}

/// What a person wants of an entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Wish {
    /// Take it back.
    Cancel,
    /// Put the receipt away.
    Dismiss,
}

/// What the store is doing with an entry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Doing {
    Nothing,
    Saving { next: Box<Entry>, applied: Option<Outcome> },
    Forgetting,
}

/// One entry.
#[derive(Clone, Debug)]
pub(super) struct Item {
    /// The newest form that is known to be stored; of version 0 while none is.
    pub entry: Entry,
    pub doing: Doing,
    pub outcome: Option<Outcome>,
    pub wish: Option<Wish>,
    /// The entry that goes from the store in the moment this one gets there.
    pub instead_of: Option<String>,
    /// That entry is no longer there to be replaced.
    pub refused: bool,
    /// The store fails for this entry.
    pub pause: Option<Wait>,
    pub failures: u32,
    /// It may be stored although the store said that it failed, and somebody may take it back there: not once more before a look.
    pub unsure: bool,
    /// The store changed it since the last look was asked for, so that look may be older.
    pub touched: bool,
    /// The last look found it.
    pub seen: bool,
}

impl Item {
    pub fn new(entry: Entry) -> Self {
        Self {
            entry,
            doing: Doing::Nothing,
            outcome: None,
            wish: None,
            instead_of: None,
            refused: false,
            pause: None,
            failures: 0,
            unsure: false,
            touched: false,
            seen: true,
        }
    }

    /// The order of sending.
    pub fn place(&self) -> (u64, &str) {
        (self.entry.seq, &self.entry.id)
    }

    /// How far it is as far as anybody here knows: what the server decided is true before it is stored.
    pub fn decided(&self) -> &State {
        match (&self.outcome, &self.doing) {
            (Some(Outcome::Settled(state)), _) => state,
            (_, Doing::Saving { next, .. }) => &next.state,
            _ => &self.entry.state,
        }
    }

    /// The store works on it, or has just failed for it.
    pub fn is_in_store(&self, now: UnixMs) -> bool {
        self.doing != Doing::Nothing || lasts(self.pause, now)
    }

    /// Nothing is under way and nothing waits to be stored.
    pub fn is_idle(&self, now: UnixMs) -> bool {
        !self.is_in_store(now) && self.outcome.is_none()
    }

    /// The context of this name sends it, or is about to.
    pub fn is_active(&self, me: &str) -> bool {
        self.entry.is_leased_by(me) || matches!(&self.doing, Doing::Saving { next, .. } if next.is_leased_by(me))
    }

    /// It goes with the next request, as soon as that is stored.
    pub fn is_leaving(&self, me: &str) -> bool {
        matches!(&self.doing, Doing::Saving { next, .. } if next.left && next.is_waiting() && next.is_leased_by(me))
    }

    /// The store holds another form than this context knew. What was to be stored is kept if it still means something.
    pub fn take(&mut self, entry: Entry, me: &str) {
        self.entry = entry;
        let stands = match &self.outcome {
            // What took effect took effect, whatever anybody wrote.
            Some(Outcome::Settled(State::Done(_))) => !self.entry.is_done(),
            Some(Outcome::Settled(_)) => self.entry.is_waiting(),
            Some(Outcome::Later(_)) => self.entry.is_waiting() && self.entry.is_leased_by(me),
            None => true,
        };
        if !stands {
            self.outcome = None;
        }
    }

    /// The store failed: not again at once.
    pub fn stumble(&mut self, now: UnixMs) {
        self.failures = self.failures.saturating_add(1);
        self.pause = Some(Wait::new(now, backoff(self.failures.min(STORE_PATIENCE), 0), false));
    }
}
