//! What a document remembers beside what it says. It follows from what happened here: it is neither written down nor compared, and may be
//! forgotten at any time.
//!
//! Two tabs write into one journal. Until the first of them has heard of the other, it may write a piece ([`super::Written::Splice`]) of a
//! text that the other one has just written over. So long texts that were written over are remembered for a while.

use super::document::{Dot, Value};
use std::collections::BTreeMap;

/// Shorter texts are the beginning of no piece, in bytes.
const SHORTEST: usize = 50;
/// How many texts are remembered.
const MOST_TEXTS: usize = 64;
/// How many bytes they may have in all.
const MOST_BYTES: usize = 4 << 20;

/// The memory of a document.
#[derive(Clone, Debug, Default)]
pub(super) struct Memo {
    faded: BTreeMap<Dot, String>,
}

impl PartialEq for Memo {
    /// Documents that say the same are the same, whatever came before.
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl Eq for Memo {}

impl Memo {
    /// Remembers what was written over; the oldest edits are forgotten first.
    pub(super) fn fade(&mut self, dot: &Dot, value: &Value) {
        let Value::Text(text) = value else { return };
        if text.len() < SHORTEST {
            return;
        }
        self.faded.insert(dot.clone(), text.clone());
        while self.faded.len() > MOST_TEXTS || self.faded.values().map(String::len).sum::<usize>() > MOST_BYTES {
            self.faded.pop_first();
        }
    }

    /// The text of an edit that was written over.
    pub(super) fn faded(&self, dot: &Dot) -> Option<&str> {
        self.faded.get(dot).map(String::as_str)
    }
}
