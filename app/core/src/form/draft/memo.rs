//! What a document remembers beside what it says. It follows from what happened here: it is neither written down nor compared, and may be
//! forgotten at any time.
//!
//! Two tabs have one draft. What one of them wrote down as a piece ([`super::Written::Splice`]) of a text, the other may hear when it has
//! just written over that text itself. So long texts that were written over are remembered for a while. No journal rests on it, see
//! [`super::log::Line`]; of those of older builds [`super::log::replay`] looks for the text itself.
//!
//! A counted repeat writes thousands of rows one after the other. So what each edit must know of the whole document (its weight, where rows
//! are) is found once and kept up, until something is merged.

use super::check;
use super::document::{Document, Dot, Slot, Value};
use super::rows::place_of;
use crate::form::answers::AnswerPath;
use std::collections::{BTreeMap, VecDeque};

/// Shorter texts are the beginning of no piece, in bytes.
const SHORTEST: usize = 50;
/// How many texts are remembered.
const MOST_TEXTS: usize = 64;
/// How many bytes they may have in all.
const MOST_BYTES: usize = 4 << 20;

/// The memory of a document.
#[derive(Clone, Debug, Default)]
pub(super) struct Memo {
    /// In the order in which they were heard of.
    faded: VecDeque<(Dot, String)>,
    index: Option<Index>,
    /// How many values and places edits have looked at.
    steps: u64,
}

/// What an edit must know of the whole document.
#[derive(Clone, Debug)]
struct Index {
    weight: usize,
    /// The newest place of each row, by repeat and key.
    places: BTreeMap<AnswerPath, BTreeMap<String, Dot>>,
}

impl Index {
    fn place(&mut self, repeat: &AnswerPath, slot: &Slot) {
        let rows = self.places.entry(repeat.clone()).or_default();
        let newest = rows.entry(slot.key.clone()).or_insert_with(|| slot.dot.clone());
        if *newest < slot.dot {
            *newest = slot.dot.clone();
        }
    }
}

impl PartialEq for Memo {
    /// Documents that say the same are the same, whatever came before.
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl Eq for Memo {}

impl Memo {
    /// Remembers what was written over; what was not heard of for longest is forgotten first.
    pub(super) fn fade(&mut self, dot: &Dot, value: &Value) {
        let Value::Text(text) = value else { return };
        if text.len() < SHORTEST {
            return;
        }
        self.faded.retain(|(there, _)| there != dot);
        self.faded.push_back((dot.clone(), text.clone()));
        while self.faded.len() > MOST_TEXTS || self.faded.iter().map(|(_, text)| text.len()).sum::<usize>() > MOST_BYTES {
            self.faded.pop_front();
        }
    }

    /// The text of an edit that was written over.
    pub(super) fn faded(&self, dot: &Dot) -> Option<&str> {
        self.faded.iter().find(|(there, _)| there == dot).map(|(_, text)| text.as_str())
    }

    /// The document became another one all at once.
    pub(super) fn forget_index(&mut self) {
        self.index = None;
    }

    /// An address with so many values weighs this much now.
    pub(super) fn wrote(&mut self, values: usize, before: usize, after: usize) {
        self.count(values);
        if let Some(index) = &mut self.index {
            index.weight = (index.weight + after).saturating_sub(before);
        }
    }

    /// A row got a place; so many places are newer.
    pub(super) fn placed(&mut self, repeat: &AnswerPath, slot: &Slot, newer: usize) {
        self.count(1 + newer);
        if let Some(index) = &mut self.index {
            let is_first = !index.places.contains_key(repeat);
            index.weight += check::slot_weight(slot) + if is_first { repeat.0.len() } else { 0 };
            index.place(repeat, slot);
        }
    }

    fn count(&mut self, looked_at: usize) {
        self.steps = self.steps.saturating_add(u64::try_from(looked_at).unwrap_or(u64::MAX));
    }
}

impl Document {
    /// How many values and places edits have looked at so far: what tests of their cost count.
    pub fn steps(&self) -> u64 {
        self.memo.steps
    }

    /// About how many bytes it takes.
    pub(super) fn weight(&self) -> usize {
        self.memo.index.as_ref().map_or_else(|| check::weight(&self.registers, &self.rows), |index| index.weight)
    }

    /// The newest place of a row.
    pub(super) fn newest_place(&self, repeat: &AnswerPath, key: &str) -> Option<&Dot> {
        match &self.memo.index {
            Some(index) => index.places.get(repeat)?.get(key),
            None => place_of(self.slots(repeat), key).map(|slot| &slot.dot),
        }
    }

    /// Finds what edits must know, once for all that follow.
    pub(super) fn look_through(&mut self) {
        if self.memo.index.is_some() {
            return;
        }
        let mut index = Index { weight: check::weight(&self.registers, &self.rows), places: BTreeMap::new() };
        for (repeat, slots) in &self.rows {
            for slot in slots {
                index.place(repeat, slot);
            }
        }
        self.memo.count(self.registers.len() + self.rows.values().map(Vec::len).sum::<usize>());
        self.memo.index = Some(index);
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Draft, Edit, Writer};
    use super::*;

    fn path(text: &str) -> AnswerPath {
        AnswerPath(text.to_owned())
    }

    #[test]
    fn what_is_kept_up_is_what_would_be_found() {
        let writer = Writer { replica: "a".into(), by: "A".into(), at: 0 };
        let mut draft = Draft::begin("d1", "grant", "2026", &writer).unwrap();
        let insert = |key: &str, after: Option<&str>| Edit::Insert { repeat: path("cost"), key: key.into(), after: after.map(str::to_owned) };
        for edit in [
            insert("k", None),
            insert("l", Some("k")),
            Edit::set(path("memo"), "x".repeat(60)),
            Edit::set(path("memo"), "y"),
            Edit::set(path("cost[k]/memo"), "z"),
            Edit::set(path("cost[k]/memo"), ""),
            Edit::Move { repeat: path("cost"), key: "k".into(), after: Some("l".into()) },
            Edit::Remove { row: path("cost[k]") },
            Edit::Restore { row: path("cost[k]") },
            Edit::Title("A title".into()),
        ] {
            let what = format!("{edit:?}");
            draft.edit(&writer, edit).unwrap();
            let document = draft.document();
            assert!(document.memo.index.is_some());
            assert_eq!(document.weight(), check::weight(&document.registers, &document.rows), "{what}");
            for key in ["k", "l", "none"] {
                let found = place_of(document.slots(&path("cost")), key).map(|slot| &slot.dot);
                assert_eq!(document.newest_place(&path("cost"), key), found, "{what}");
            }
        }
        let mut other = draft.clone();
        other.edit(&Writer { replica: "b".into(), ..writer }, insert("m", None)).unwrap();
        assert_eq!(draft.merge(&other.document().whole()), Ok(true));
        assert!(draft.document().memo.index.is_none() && draft.document().has_row("cost[m]"));
    }

    #[test]
    fn memory_is_bounded() {
        let mut memo = Memo::default();
        let dot = |counter| Dot { counter, replica: "a".into() };
        for counter in 1..=100 {
            memo.fade(&dot(counter), &Value::Text("x".repeat(SHORTEST)));
        }
        assert_eq!((memo.faded.len(), memo.faded(&dot(36)), memo.faded(&dot(37)).is_some()), (MOST_TEXTS, None, true), "the oldest go");
        for counter in [37, 101] {
            memo.fade(&dot(counter), &Value::Text("x".repeat(SHORTEST)));
        }
        assert!(memo.faded(&dot(37)).is_some() && memo.faded(&dot(38)).is_none(), "what was heard of again stays");
        memo.fade(&dot(102), &Value::Text("x".repeat(MOST_BYTES)));
        assert_eq!(memo.faded.len(), 1);
        memo.fade(&dot(103), &Value::Text("short".into()));
        memo.fade(&dot(104), &Value::Cleared);
        assert_eq!(memo.faded.len(), 1);
    }
}
