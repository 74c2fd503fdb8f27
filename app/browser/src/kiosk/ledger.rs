//! What is counted at a screen, and what went wrong there, until a beat has taken it along. Without who.

use super::clock::Clock;
use super::keep;
use engawa_app::kiosk::beat::{Count, Counted, LINES_MAX, MISHAPS, Mishap};
use engawa_app::kiosk::counts::Counts;
use engawa_core::time::jst_date;
use serde::{Deserialize, Serialize};
use std::cell::RefCell;
use std::rc::Rc;

/// As it is kept.
#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(default)]
struct Kept {
    /// The last beat that was taken.
    seq: u64,
    counts: Counts,
    mishaps: Vec<Mishap>,
    /// What went wrong and is told by the beat that is under way.
    told: Vec<Mishap>,
}

/// The book of a screen.
#[derive(Debug)]
pub struct Ledger {
    clock: Rc<Clock>,
    kept: RefCell<Kept>,
}

impl Ledger {
    /// As the last page left it. `seq`: the last beat that was taken, as far as the server said.
    pub fn new(clock: Rc<Clock>, seq: u64) -> Self {
        let mut kept: Kept = keep::read(keep::COUNTS).unwrap_or_default();
        kept.seq = kept.seq.max(seq);
        Self { clock, kept: RefCell::new(kept) }
    }

    /// Counts something.
    pub fn count(&self, what: Counted, subject: &str) {
        let day = jst_date(self.clock.now());
        self.change(|kept| kept.counts.add(day, what, subject));
    }

    /// Notes something that went wrong.
    pub fn mishap(&self, code: &str) {
        let at_ms = self.clock.now();
        self.change(|kept| note(&mut kept.mishaps, Mishap { code: code.to_owned(), at_ms, times: 1 }));
    }

    /// The number of the next beat, and what goes with it. Asked again before it was taken, the counts are the same.
    pub fn next(&self) -> (u64, Vec<Count>, Vec<Mishap>) {
        let at_ms = self.clock.now();
        let noted = keep::noted();
        self.change(|kept| {
            let seq = kept.seq.saturating_add(1);
            // Whatever else stands there was written by nobody of ours.
            for (code, times) in noted.into_iter().filter(|(code, _)| MISHAPS.contains(&code.as_str())) {
                note(&mut kept.mishaps, Mishap { code, at_ms, times });
            }
            for mishap in std::mem::take(&mut kept.mishaps) {
                note(&mut kept.told, mishap);
            }
            (seq, kept.counts.taken(seq), kept.told.clone())
        })
    }

    /// The server took the beats up to this number.
    pub fn settled(&self, seq: u64) {
        self.change(|kept| {
            kept.counts.settled(seq);
            if seq > kept.seq {
                kept.told.clear();
            }
            kept.seq = seq;
        });
    }

    fn change<T>(&self, change: impl FnOnce(&mut Kept) -> T) -> T {
        let mut kept = self.kept.borrow_mut();
        let done = change(&mut kept);
        keep::write(keep::COUNTS, &*kept);
        done
    }
}

/// Adds to the line of the same code.
fn note(lines: &mut Vec<Mishap>, mishap: Mishap) {
    if let Some(line) = lines.iter_mut().find(|line| line.code == mishap.code) {
        line.times = line.times.saturating_add(mishap.times);
        line.at_ms = mishap.at_ms;
    } else if lines.len() < LINES_MAX {
        lines.push(mishap);
    }
}
