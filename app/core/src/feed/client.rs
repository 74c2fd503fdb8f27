//! The client of one feed scope as a machine without I/O: what happened goes in, what to do next comes out.
//!
//! The snapshot is ordered by `rev`, as the pages are. A snapshot that broke off after revision `n` is therefore just a page that
//! ended at `n`, and the rest is pulled as pages: an interrupted first sync resumes where it stopped.
//!
//! Invariants: at most one request is under way; a page is applied only if it was asked for at the cursor the store is at, so
//! late, repeated and reordered pages change nothing; the cursor moves only when the store says that it committed. A snapshot is
//! one stream: its parts come in order, and none of a stream that was given up comes later. It holds no tombstones, so it only
//! ever goes into a store that is known to be empty. `tests/simulated_city.rs` holds all this against faults of every sort.

use super::{Cursor, Page};
use crate::time::Millis;

/// What happened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Input {
    /// The store was opened: its cursor and the epoch that it belongs to (both empty at first).
    Opened {
        /// Where the store is.
        cursor: Cursor,
        /// The history it follows.
        epoch: String,
    },
    /// Something suggests that the server may be reachable and may have news: a start, `online`, a visible page, a push.
    Nudged,
    /// The timer of [`Effect::WakeAt`] went off.
    Woke,
    /// A part of the snapshot or a page arrived; it continues from `since`.
    Arrived {
        /// The cursor that it was asked at.
        since: Cursor,
        /// What it holds.
        page: Page,
    },
    /// The store committed the records and the cursor of the last [`Effect::Apply`].
    Applied {
        /// The store's cursor now.
        cursor: Cursor,
    },
    /// The store dropped everything it knew of the feed, as [`Effect::Reset`] asked.
    WasReset,
    /// The request failed, broke off, or the store refused to commit.
    Failed,
}

/// What to do, in this order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Effect {
    /// Fetch the snapshot and report it in parts, then end it with a part whose `more` is false.
    FetchSnapshot,
    /// Fetch the page after this cursor.
    FetchPage(Cursor),
    /// Write these records and this cursor and epoch in one transaction.
    Apply(Page),
    /// Forget all records of this feed: the site's history is another one.
    Reset,
    /// Report [`Input::Woke`] at this time (Unix milliseconds).
    WakeAt(Millis),
    /// Everything up to now is known: tell the person "as of".
    CaughtUp(Millis),
}

/// What the machine is doing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Doing {
    Closed,
    Resting,
    Asking { since: Cursor, snapshot: bool },
    Storing { to: Cursor, snapshot: bool, more: bool },
    Resetting,
}

/// Follows one scope of one site.
#[derive(Clone, Debug)]
pub struct Client {
    doing: Doing,
    cursor: Cursor,
    epoch: String,
    failures: u32,
    wake_at: Option<Millis>,
    /// A nudge that came while busy: look once more afterwards.
    again: bool,
    /// The store may hold what this machine does not know of: its first write or its reset failed, nobody knows how far it came.
    unsure: bool,
    /// A page was asked for at the beginning. Its answer may still come and must not pass for a part of a snapshot.
    asked_at_zero: bool,
    /// Histories left behind since everything was last known.
    restarts: u32,
}

/// How often to look for news when nothing suggests any.
pub const QUIET_POLL_MS: Millis = 5 * 60 * 1000;

impl Default for Client {
    fn default() -> Self {
        Self {
            doing: Doing::Closed,
            cursor: 0,
            epoch: String::new(),
            failures: 0,
            wake_at: None,
            again: false,
            unsure: false,
            asked_at_zero: false,
            restarts: 0,
        }
    }
}

impl Client {
    /// The cursor that the store has committed.
    pub fn cursor(&self) -> Cursor {
        self.cursor
    }

    /// Whether a request or a write is under way.
    pub fn is_busy(&self) -> bool {
        !matches!(self.doing, Doing::Closed | Doing::Resting)
    }

    /// Advances the machine. `now` is Unix milliseconds.
    pub fn step(&mut self, now: Millis, input: Input) -> Vec<Effect> {
        match (input, self.doing) {
            (Input::Opened { cursor, epoch }, Doing::Closed) => {
                self.cursor = cursor;
                self.epoch = epoch;
                self.ask()
            }
            (Input::Nudged, Doing::Resting) => self.ask(),
            (Input::Nudged, _) => {
                self.again = true;
                Vec::new()
            }
            (Input::Woke, Doing::Resting) if self.wake_at.is_none_or(|at| at <= now) => self.ask(),
            (Input::Arrived { since, page }, Doing::Asking { since: asked, snapshot }) if since == asked && since == self.cursor => {
                self.arrived(now, page, snapshot)
            }
            (Input::Applied { cursor }, Doing::Storing { to, snapshot, more }) => {
                self.cursor = self.cursor.max(cursor);
                self.failures = 0;
                if self.cursor != to {
                    // The store was further than it had said (a commit that was reported as failed) and did not take this page.
                    self.ask_page()
                } else if snapshot && more {
                    self.doing = Doing::Asking { since: self.cursor, snapshot: true };
                    Vec::new()
                } else if more || snapshot || std::mem::take(&mut self.again) {
                    self.ask()
                } else {
                    self.rest(now)
                }
            }
            (Input::WasReset, Doing::Resetting) => {
                self.unsure = false;
                if self.restarts > 1 {
                    // Two nodes tell two histories in turn: no device may load one snapshot after the other without a pause.
                    self.doing = Doing::Resting;
                    return vec![self.wake(now + backoff(self.restarts - 1))];
                }
                self.ask()
            }
            (Input::Failed, Doing::Asking { .. } | Doing::Storing { .. } | Doing::Resetting) => {
                if self.cursor == 0 && !matches!(self.doing, Doing::Asking { .. }) {
                    self.unsure = true;
                    self.epoch.clear();
                }
                self.failures = self.failures.saturating_add(1);
                self.again = false;
                self.doing = Doing::Resting;
                vec![self.wake(now + backoff(self.failures))]
            }
            // Late, repeated or unasked: nothing changes.
            _ => Vec::new(),
        }
    }

    fn arrived(&mut self, now: Millis, page: Page, snapshot: bool) -> Vec<Effect> {
        if page.epoch != self.epoch && self.cursor > 0 {
            self.cursor = 0;
            self.epoch.clear();
            self.restarts = self.restarts.saturating_add(1);
            return self.reset();
        }
        let news = !page.records.is_empty() || page.cursor != self.cursor || page.epoch != self.epoch;
        self.epoch.clone_from(&page.epoch);
        if news {
            self.doing = Doing::Storing { to: page.cursor, snapshot, more: page.more };
            return vec![Effect::Apply(page)];
        }
        self.failures = 0;
        if snapshot || std::mem::take(&mut self.again) {
            return self.ask_page();
        }
        self.rest(now)
    }

    fn ask(&mut self) -> Vec<Effect> {
        if self.unsure {
            return self.reset();
        }
        if self.cursor == 0 && self.epoch.is_empty() && !self.asked_at_zero {
            self.wake_at = None;
            self.doing = Doing::Asking { since: 0, snapshot: true };
            return vec![Effect::FetchSnapshot];
        }
        self.ask_page()
    }

    fn reset(&mut self) -> Vec<Effect> {
        self.wake_at = None;
        self.doing = Doing::Resetting;
        vec![Effect::Reset]
    }

    fn ask_page(&mut self) -> Vec<Effect> {
        self.wake_at = None;
        self.asked_at_zero |= self.cursor == 0;
        self.doing = Doing::Asking { since: self.cursor, snapshot: false };
        vec![Effect::FetchPage(self.cursor)]
    }

    fn rest(&mut self, now: Millis) -> Vec<Effect> {
        self.doing = Doing::Resting;
        self.restarts = 0;
        let wake = self.wake(now + QUIET_POLL_MS);
        vec![Effect::CaughtUp(now), wake]
    }

    fn wake(&mut self, at: Millis) -> Effect {
        self.wake_at = Some(at);
        Effect::WakeAt(at)
    }
}

/// One second, doubled with each failure, at most five minutes.
fn backoff(failures: u32) -> Millis {
    (1_000 << failures.saturating_sub(1).min(9)).min(QUIET_POLL_MS)
}

#[cfg(test)]
mod tests {
    use super::super::Record;
    use super::*;

    fn page(revs: &[u64], cursor: Cursor, more: bool) -> Page {
        let records =
            revs.iter().map(|rev| Record { collection: "listing".into(), id: format!("l{rev}"), rev: *rev, body: Some("{}".into()) }).collect();
        Page { records, cursor, more, epoch: "e".into() }
    }

    fn opened() -> (Client, Vec<Effect>) {
        let mut client = Client::default();
        let effects = client.step(0, Input::Opened { cursor: 0, epoch: String::new() });
        (client, effects)
    }

    #[test]
    fn a_new_browser_takes_the_snapshot_then_pages() {
        let (mut client, effects) = opened();
        assert_eq!(effects, [Effect::FetchSnapshot]);
        let part = page(&[1, 2], 2, true);
        assert_eq!(client.step(1, Input::Arrived { since: 0, page: part.clone() }), [Effect::Apply(part)]);
        assert_eq!(client.step(2, Input::Applied { cursor: 2 }), []);
        let last = page(&[5], 5, false);
        assert_eq!(client.step(3, Input::Arrived { since: 2, page: last.clone() }), [Effect::Apply(last)]);
        assert_eq!(client.step(4, Input::Applied { cursor: 5 }), [Effect::FetchPage(5)]);
        let none = page(&[], 5, false);
        assert_eq!(client.step(5, Input::Arrived { since: 5, page: none }), [Effect::CaughtUp(5), Effect::WakeAt(5 + QUIET_POLL_MS)]);
    }

    #[test]
    fn a_broken_snapshot_resumes_as_pages() {
        let (mut client, _) = opened();
        client.step(1, Input::Arrived { since: 0, page: page(&[1, 2], 2, true) });
        client.step(2, Input::Applied { cursor: 2 });
        assert_eq!(client.step(3, Input::Failed), [Effect::WakeAt(1003)]);
        assert_eq!(client.step(500, Input::Woke), [], "too early");
        assert_eq!(client.step(1003, Input::Woke), [Effect::FetchPage(2)]);
    }

    #[test]
    fn late_and_repeated_answers_change_nothing() {
        let mut client = Client::default();
        assert_eq!(client.step(0, Input::Opened { cursor: 7, epoch: "e".into() }), [Effect::FetchPage(7)]);
        assert_eq!(client.step(1, Input::Arrived { since: 3, page: page(&[4], 4, false) }), []);
        let fresh = page(&[8], 8, false);
        assert_eq!(client.step(2, Input::Arrived { since: 7, page: fresh.clone() }), [Effect::Apply(fresh.clone())]);
        assert_eq!(client.step(3, Input::Arrived { since: 7, page: fresh }), []);
    }

    #[test]
    fn another_history_starts_over() {
        let mut client = Client::default();
        client.step(0, Input::Opened { cursor: 7, epoch: "old".into() });
        assert_eq!(client.step(1, Input::Arrived { since: 7, page: page(&[], 7, false) }), [Effect::Reset]);
        assert_eq!(client.step(2, Input::WasReset), [Effect::FetchSnapshot]);
    }

    #[test]
    fn a_nudge_while_busy_is_not_forgotten() {
        let mut client = Client::default();
        client.step(0, Input::Opened { cursor: 7, epoch: "e".into() });
        assert_eq!(client.step(1, Input::Nudged), []);
        assert_eq!(client.step(2, Input::Arrived { since: 7, page: page(&[], 7, false) }), [Effect::FetchPage(7)]);
    }

    #[test]
    fn a_reset_that_failed_is_tried_again_before_anything_is_asked() {
        let mut client = Client::default();
        client.step(0, Input::Opened { cursor: 7, epoch: "old".into() });
        assert_eq!(client.step(1, Input::Arrived { since: 7, page: page(&[8], 8, false) }), [Effect::Reset]);
        assert_eq!(client.step(2, Input::Failed), [Effect::WakeAt(1002)]);
        assert_eq!(client.step(1002, Input::Woke), [Effect::Reset], "the old history may still be there");
        assert_eq!(client.step(1003, Input::WasReset), [Effect::FetchSnapshot]);
    }

    #[test]
    fn a_first_write_of_unknown_fate_is_thrown_away() {
        let (mut client, _) = opened();
        client.step(1, Input::Arrived { since: 0, page: page(&[1, 2], 2, true) });
        client.step(2, Input::Failed);
        assert_eq!(client.step(1002, Input::Woke), [Effect::Reset], "a newer snapshot would not say what was deleted since");
        assert_eq!(client.step(1003, Input::WasReset), [Effect::FetchSnapshot]);
    }

    #[test]
    fn two_histories_in_turn_are_not_chased() {
        let mut client = Client::default();
        client.step(0, Input::Opened { cursor: 7, epoch: "old".into() });
        client.step(1, Input::Arrived { since: 7, page: page(&[], 7, false) });
        client.step(2, Input::WasReset);
        client.step(3, Input::Arrived { since: 0, page: page(&[5], 5, false) });
        assert_eq!(client.step(4, Input::Applied { cursor: 5 }), [Effect::FetchPage(5)]);
        let other = Page { epoch: "old".into(), ..page(&[], 5, false) };
        assert_eq!(client.step(5, Input::Arrived { since: 5, page: other }), [Effect::Reset]);
        assert_eq!(client.step(6, Input::WasReset), [Effect::WakeAt(1006)]);
    }

    #[test]
    fn a_store_that_was_further_than_it_said_is_not_caught_up() {
        let mut client = Client::default();
        client.step(0, Input::Opened { cursor: 7, epoch: "e".into() });
        client.step(1, Input::Arrived { since: 7, page: page(&[8], 8, true) });
        client.step(2, Input::Failed);
        client.step(1002, Input::Woke);
        client.step(1003, Input::Arrived { since: 7, page: page(&[9, 10], 10, false) });
        assert_eq!(client.step(1004, Input::Applied { cursor: 8 }), [Effect::FetchPage(8)]);
    }
}
