//! The rows of repeats: their order, and which are there.
//!
//! Each place of a row comes after another place, so the places are a tree; read from the top, of places after the same one the
//! newest first, it gives one order on all replicas, and what one person adds in a run stays together. A row is where its newest place
//! is. A row that was removed is gone unless somebody typed in it what the remover had not seen: then it is back, and marked.

use super::document::{Document, Dot, Held, Slot, Value};
use super::path;
use crate::form::answers::{AnswerPath, Answers};
use std::collections::{BTreeMap, BTreeSet};

/// Whether a row is there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// It is.
    There,
    /// It was removed; what is in it is kept, and it can be brought back.
    Removed,
    /// It was removed while somebody else typed in it or kept it. It is shown, marked, until a person decides.
    CameBack,
}

impl Document {
    /// Whether a row is there.
    pub fn standing(&self, row: &AnswerPath) -> Standing {
        let held = self.held(row);
        let removals: Vec<_> = held.iter().filter_map(|held| if let Value::Removed(seen) = &held.value { Some(seen) } else { None }).collect();
        if removals.is_empty() {
            return Standing::There;
        }
        let kept = || held.iter().any(|held| held.value == Value::Kept);
        let typed_meanwhile = |held: &Held| matches!(held.value, Value::Text(_)) && !removals.iter().any(|seen| seen.has(&held.dot));
        let inside = AnswerPath(format!("{}/", row.0));
        let mut answers = self.registers.range(inside.clone()..).take_while(|(path, _)| path.0.starts_with(&inside.0));
        if kept() || answers.any(|(_, held)| held.iter().any(typed_meanwhile)) { Standing::CameBack } else { Standing::Removed }
    }

    /// The rows of every repeat that were removed or came back; all others that have a place are simply there.
    fn disputed(&self) -> BTreeMap<&str, Standing> {
        let rows = self.registers.keys().filter(|path| path.0.ends_with(']'));
        rows.map(|path| (path.0.as_str(), self.standing(path))).filter(|(_, standing)| *standing != Standing::There).collect()
    }

    /// The keys of the rows of a repeat in their order, also of those that were removed.
    pub fn order(&self, repeat: &AnswerPath) -> Vec<String> {
        order(self.slots(repeat)).into_iter().map(|slot| slot.key.clone()).collect()
    }

    /// Whether a row (`cost[a1]`) ever got a place.
    pub fn has_row(&self, row: &str) -> bool {
        path::split_row(row).is_some_and(|(repeat, key)| self.newest_place(&AnswerPath(repeat.to_owned()), key).is_some())
    }

    /// What a running form shows: of each answer the value to show, of each repeat the rows that are there.
    ///
    /// Where people wrote at the same time, the newest text is shown (a text before an emptying); [`super::Draft::conflicts`] has all.
    pub fn answers(&self) -> Answers {
        let disputed = self.disputed();
        let gone = |row: &str| disputed.get(row) == Some(&Standing::Removed);
        let mut answers = Answers::default();
        let mut there = BTreeSet::new();
        for (repeat, slots) in &self.rows {
            let mut keys = Vec::new();
            for slot in order(slots) {
                let row = repeat.row(&slot.key);
                if !gone(&row.0) {
                    keys.push(slot.key.clone());
                    there.insert(row.0);
                }
            }
            answers.rows.insert(repeat.clone(), keys);
        }
        let shown = |path: &AnswerPath| path::rows_around(path).all(|row| there.contains(row));
        answers.rows.retain(|repeat, _| shown(repeat));
        for (path, held) in self.registers.iter().filter(|(path, _)| path::kind(path) == Some(path::Kind::Answer) && shown(path)) {
            if let Some(text) = shown_text(held) {
                answers.values.insert(path.clone(), text.to_owned());
            }
        }
        answers
    }

    /// Whether an address is in no row that was removed and in none that never was.
    pub(super) fn is_shown(&self, path: &AnswerPath) -> bool {
        path::rows_around(path).all(|row| self.has_row(row) && self.standing(&AnswerPath(row.to_owned())) != Standing::Removed)
    }
}

/// The text to show of what is held.
pub(super) fn shown_text(held: &[Held]) -> Option<&str> {
    held.iter().rev().find_map(|held| if let Value::Text(text) = &held.value { Some(text.as_str()) } else { None })
}

/// The newest place of a row.
pub(super) fn place_of<'a>(slots: &'a [Slot], key: &str) -> Option<&'a Slot> {
    slots.iter().filter(|slot| slot.key == key).max()
}

/// The newest place of each row, in order.
pub(super) fn order(slots: &[Slot]) -> Vec<&Slot> {
    let mut newest: BTreeMap<&str, &Dot> = BTreeMap::new();
    for slot in slots {
        let dot = newest.entry(&slot.key).or_insert(&slot.dot);
        *dot = (*dot).max(&slot.dot);
    }
    let known: BTreeSet<&Dot> = slots.iter().map(|slot| &slot.dot).collect();
    let mut after: BTreeMap<Option<&Dot>, Vec<&Slot>> = BTreeMap::new();
    for slot in slots {
        after.entry(slot.after.as_ref().filter(|dot| known.contains(dot))).or_default().push(slot);
    }
    for siblings in after.values_mut() {
        siblings.sort_unstable();
    }
    // A stack, not recursion: a run of thousands of rows is a tree as deep. The last one pushed comes first.
    let mut ordered = Vec::new();
    let mut stack = after.remove(&None).unwrap_or_default();
    while let Some(slot) = stack.pop() {
        if newest.get(slot.key.as_str()) == Some(&&slot.dot) {
            ordered.push(slot);
        }
        stack.extend(after.remove(&Some(&slot.dot)).unwrap_or_default());
    }
    ordered
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `counter replica key after`, as in `3b k 1a`.
    fn slots(text: &str) -> Vec<Slot> {
        let dot = |text: &str| {
            let (counter, replica) = text.split_at(text.len() - 1);
            Dot { counter: counter.parse().unwrap(), replica: replica.into() }
        };
        text.split(", ")
            .map(|slot| {
                let words: Vec<&str> = slot.split(' ').collect();
                Slot { dot: dot(words[0]), key: words[1].into(), after: words.get(2).map(|after| dot(after)), by: String::new(), at: 0 }
            })
            .collect()
    }

    #[test]
    fn places_have_one_order() {
        for (what, text, expected) in [
            ("added one after the other", "1a x, 2a y 1a, 3a z 2a", "xyz"),
            ("added at the front", "1a x, 2a y, 3a z", "zyx"),
            ("put in between by somebody who saw both", "1a x, 2a y 1a, 3b z 1a", "xzy"),
            ("runs of two people stay together", "1a x, 2a p 1a, 3a q 2a, 4a r 3a, 2b s 1a, 3b t 2b, 4b u 3b", "xstupqr"),
            ("moved to the end", "1a x, 2a y 1a, 3a z 2a, 4a x 3a", "yzx"),
            ("what was put after a place stays there when its row moves", "1a x, 2a y 1a, 3a x 2a, 4b z 1a", "zyx"),
            ("moved by two people: the newest place counts", "1a x, 2a y 1a, 3a z 2a, 4a x 2a, 4b x 3a", "yzx"),
            ("a place after one that is not there is at the front", "1a x, 5a y 3c", "yx"),
        ] {
            let mut slots = slots(text);
            let keys = |slots: &[Slot]| order(slots).iter().map(|slot| slot.key.as_str()).collect::<String>();
            assert_eq!(keys(&slots), expected, "{what}");
            slots.reverse();
            assert_eq!(keys(&slots), expected, "{what}, stored in another order");
        }
    }

    #[test]
    fn a_long_run_does_not_need_a_deep_stack() {
        let dot = |counter| Dot { counter, replica: "a".into() };
        let slots: Vec<Slot> = (1..=50_000_u64)
            .map(|n| Slot { dot: dot(n), key: format!("k{n}"), after: (n > 1).then(|| dot(n - 1)), by: String::new(), at: 0 })
            .collect();
        let ordered = order(&slots);
        assert_eq!(ordered.len(), 50_000);
        assert_eq!(ordered.last().map(|slot| slot.key.as_str()), Some("k50000"));
    }
}
