//! The content of a draft as a value that replicas can merge in any order, any number of times, with the same result.
//!
//! Each edit has a [`Dot`]: a counter greater than all that its replica had seen, and the replica. A document says which edits it has
//! [`Seen`], and for each address which values are [`Held`]: those that no edit it has seen has written over. So "seen, but not held"
//! means "written over", without tombstones, and what another replica lacks (a [`Delta`]) is the registers with an edit that it has
//! not seen, and nothing else. Places of rows ([`Slot`]) are only ever added; the newest of a row counts.
//!
//! Invariants: `seen` is closed (an edit is never seen without all that its author had seen); what is held is seen; registers are
//! never empty and sorted by dot. `tests/draft_properties.rs` holds merging against a model that knows every edit.
//!
//! Sources: optimised observed-remove sets (Bieniusa et al. 2012), delta-state replicated data (Almeida, Shoker, Baquero 2018),
//! replicated growable arrays for the order of rows (Roh et al. 2011), moving as a new place (Kleppmann 2020).

use super::Attachment;
use super::check::{self, Flaw};
use super::memo::Memo;
use crate::form::answers::AnswerPath;
use crate::time::Millis;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

/// The id of an edit. Later edits are greater than all that their author had seen.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(from = "(u64, String)", into = "(u64, String)")]
pub struct Dot {
    /// One more than the greatest counter that the replica had seen; counted from 1.
    pub counter: u64,
    /// Who writes: a device, or one of its tabs if they write apart. One writer at a time.
    pub replica: String,
}

impl From<(u64, String)> for Dot {
    fn from((counter, replica): (u64, String)) -> Self {
        Self { counter, replica }
    }
}

impl From<Dot> for (u64, String) {
    fn from(dot: Dot) -> Self {
        (dot.counter, dot.replica)
    }
}

impl fmt::Display for Dot {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}@{}", self.counter, self.replica)
    }
}

/// Which edits are known: of each replica all up to and including this counter (a version vector).
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Seen(pub BTreeMap<String, u64>);

impl Seen {
    /// The newest known counter of a replica; 0 if none is known.
    pub fn of(&self, replica: &str) -> u64 {
        self.0.get(replica).copied().unwrap_or(0)
    }

    /// Whether this edit is known.
    pub fn has(&self, dot: &Dot) -> bool {
        self.of(&dot.replica) >= dot.counter
    }

    /// Whether everything that `other` knows is known.
    pub fn covers(&self, other: &Self) -> bool {
        other.0.iter().all(|(replica, counter)| self.of(replica) >= *counter)
    }

    /// Adds what `other` knows.
    pub fn join(&mut self, other: &Self) {
        for (replica, counter) in &other.0 {
            let mine = self.0.entry(replica.clone()).or_default();
            *mine = (*mine).max(*counter);
        }
    }

    /// What both know.
    #[must_use]
    pub fn meet(&self, other: &Self) -> Self {
        let both = self.0.iter().map(|(replica, counter)| (replica.clone(), other.of(replica).min(*counter)));
        Self(both.filter(|(_, counter)| *counter > 0).collect())
    }

    /// The greatest counter of all.
    pub fn latest(&self) -> u64 {
        self.0.values().copied().max().unwrap_or(0)
    }

    pub(super) fn add(&mut self, dot: &Dot) {
        let mine = self.0.entry(dot.replica.clone()).or_default();
        *mine = (*mine).max(dot.counter);
    }
}

/// What an edit wrote.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Value {
    /// An answer, as [`crate::form::Answers::values`] has it.
    Text(String),
    /// The answer was emptied.
    Cleared,
    /// The row was removed by somebody who knew these edits: what others typed in it meanwhile brings it back.
    Removed(Seen),
    /// The row stays, or comes back.
    Kept,
}

/// A value that nothing known has written over.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Held {
    /// The edit that wrote it.
    pub dot: Dot,
    /// What it wrote.
    pub value: Value,
    /// The name of the person who did, as they gave it; may be empty.
    pub by: String,
    /// When, by that device's clock. Shown, never decided by.
    pub at: Millis,
}

/// A place that a row was given: when it was added, and whenever it was moved.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Slot {
    /// The edit that gave it.
    pub dot: Dot,
    /// The key of the row.
    pub key: String,
    /// The place that it comes after; nothing: it is at the front.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub after: Option<Dot>,
    /// Who gave it.
    pub by: String,
    /// When, by that device's clock.
    pub at: Millis,
}

/// Everything in a draft.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Document {
    pub(super) seen: Seen,
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub(super) registers: BTreeMap<AnswerPath, Vec<Held>>,
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub(super) rows: BTreeMap<AnswerPath, Vec<Slot>>,
    #[serde(skip)]
    pub(super) memo: Memo,
}

/// What a document at `from` lacks to know what a document at `to` knows. A whole document is a delta from nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Delta {
    /// What must be known to take it.
    pub from: Seen,
    /// What is known afterwards (and more, if more was known before).
    pub to: Seen,
    /// The registers that changed, whole.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub registers: BTreeMap<AnswerPath, Vec<Held>>,
    /// The places that are new, by repeat.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub rows: BTreeMap<AnswerPath, Vec<Slot>>,
}

/// Why a delta was not merged. The document is as it was.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum MergeRefused {
    /// Something before it is missing: ask again with what is known here.
    Gap,
    /// It is not what a device of ours makes.
    Flawed(Flaw),
    /// The document would become larger than [`super::MAX_WEIGHT`].
    TooLarge,
}

impl Document {
    /// Which edits are known.
    pub fn seen(&self) -> &Seen {
        &self.seen
    }

    /// What is held at an address, oldest edit first. More than one: written by people who did not know of each other.
    pub fn held(&self, path: &AnswerPath) -> &[Held] {
        self.registers.get(path).map_or(&[], Vec::as_slice)
    }

    /// The digests of the files that answers name, also those that two people answered differently.
    pub fn files(&self) -> BTreeSet<String> {
        let values = self.registers.values().flatten().filter_map(|held| match &held.value {
            Value::Text(text) => Attachment::of(text),
            Value::Cleared | Value::Removed(_) | Value::Kept => None,
        });
        values.map(|file| file.sha256).collect()
    }

    /// The places of the rows of a repeat, oldest edit first.
    pub fn slots(&self, repeat: &AnswerPath) -> &[Slot] {
        self.rows.get(repeat).map_or(&[], Vec::as_slice)
    }

    /// What somebody lacks who knows `known`.
    #[must_use]
    pub fn delta_since(&self, known: &Seen) -> Delta {
        let registers = self.registers.iter().filter(|(_, held)| held.iter().any(|held| !known.has(&held.dot)));
        let rows = self.rows.iter().filter_map(|(repeat, slots)| {
            let new: Vec<Slot> = slots.iter().filter(|slot| !known.has(&slot.dot)).cloned().collect();
            (!new.is_empty()).then(|| (repeat.clone(), new))
        });
        Delta {
            from: self.seen.meet(known),
            to: self.seen.clone(),
            registers: registers.map(|(path, held)| (path.clone(), held.clone())).collect(),
            rows: rows.collect(),
        }
    }

    /// The whole document, for somebody who knows nothing.
    #[must_use]
    pub fn whole(&self) -> Delta {
        self.delta_since(&Seen::default())
    }

    /// Takes over what a delta has and this lacks. Says whether anything was new.
    pub fn merge(&mut self, delta: &Delta) -> Result<bool, MergeRefused> {
        check::delta(delta).map_err(MergeRefused::Flawed)?;
        if !self.seen.covers(&delta.from) {
            return Err(MergeRefused::Gap);
        }
        let may_be_too_large = self.weight() + check::weight(&delta.registers, &delta.rows) > check::MAX_WEIGHT;
        let before = may_be_too_large.then(|| self.clone());
        let changed = self.take(delta);
        if let Some(before) = before
            && self.weight() > check::MAX_WEIGHT
        {
            *self = before;
            return Err(MergeRefused::TooLarge);
        }
        Ok(changed)
    }

    fn take(&mut self, delta: &Delta) -> bool {
        let mut changed = !self.seen.covers(&delta.to);
        let mut faded = Vec::new();
        for (path, theirs) in &delta.registers {
            let ours = self.held(path);
            let merged = merge_held(ours, &self.seen, theirs, &delta.to);
            if merged == ours {
                continue;
            }
            changed = true;
            for lost in ours.iter().filter(|held| !merged.iter().any(|kept| kept.dot == held.dot)) {
                faded.push((lost.dot.clone(), lost.value.clone()));
            }
            if merged.is_empty() {
                self.registers.remove(path);
            } else {
                self.registers.insert(path.clone(), merged);
            }
        }
        for (repeat, theirs) in &delta.rows {
            let ours = self.slots(repeat);
            let merged = merge_slots(ours, theirs);
            if merged == ours {
                continue;
            }
            changed = true;
            self.rows.insert(repeat.clone(), merged);
        }
        self.seen.join(&delta.to);
        if changed {
            self.memo.forget_index();
        }
        for (dot, value) in &faded {
            self.memo.fade(dot, value);
        }
        changed
    }
}

/// What neither side has written over. The same dot with two contents is forged; the greater one wins everywhere.
fn merge_held(ours: &[Held], our_seen: &Seen, theirs: &[Held], their_seen: &Seen) -> Vec<Held> {
    let by_dot = |held: &[Held]| held.iter().map(|held| held.dot.clone()).collect::<BTreeSet<Dot>>();
    let (our_dots, their_dots) = (by_dot(ours), by_dot(theirs));
    let from_us = ours.iter().filter(|held| their_dots.contains(&held.dot) || !their_seen.has(&held.dot));
    let from_them = theirs.iter().filter(|held| our_dots.contains(&held.dot) || !our_seen.has(&held.dot));
    let mut merged: BTreeMap<&Dot, &Held> = BTreeMap::new();
    for held in from_us.chain(from_them) {
        let kept = merged.entry(&held.dot).or_insert(held);
        *kept = held.max(*kept);
    }
    merged.into_values().cloned().collect()
}

fn merge_slots(ours: &[Slot], theirs: &[Slot]) -> Vec<Slot> {
    let mut merged: BTreeMap<&Dot, &Slot> = BTreeMap::new();
    for slot in ours.iter().chain(theirs) {
        let kept = merged.entry(&slot.dot).or_insert(slot);
        *kept = slot.max(*kept);
    }
    merged.into_values().cloned().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seen(of: &[(&str, u64)]) -> Seen {
        Seen(of.iter().map(|(replica, counter)| ((*replica).to_owned(), *counter)).collect())
    }

    fn text(counter: u64, replica: &str, value: &str) -> Held {
        Held { dot: Dot { counter, replica: replica.into() }, value: Value::Text(value.into()), by: replica.into(), at: 0 }
    }

    fn document(known: &[(&str, u64)], held: &[Held]) -> Document {
        let registers = if held.is_empty() { BTreeMap::new() } else { BTreeMap::from([(AnswerPath("q".into()), held.to_vec())]) };
        Document { seen: seen(known), registers, ..Document::default() }
    }

    #[test]
    fn what_was_seen_and_is_not_held_was_written_over() {
        let (x, y, z) = (text(1, "a", "x"), text(2, "b", "y"), text(3, "a", "z"));
        for (what, ours, theirs, expected) in [
            ("unknown to us", document(&[], &[]), document(&[("a", 1)], std::slice::from_ref(&x)), vec![x.clone()]),
            ("known to both", document(&[("a", 1)], std::slice::from_ref(&x)), document(&[("a", 1)], std::slice::from_ref(&x)), vec![x.clone()]),
            (
                "written over by them",
                document(&[("a", 1)], std::slice::from_ref(&x)),
                document(&[("a", 1), ("b", 2)], std::slice::from_ref(&y)),
                vec![y.clone()],
            ),
            (
                "written over by us",
                document(&[("a", 1), ("b", 2)], std::slice::from_ref(&y)),
                document(&[("a", 1)], std::slice::from_ref(&x)),
                vec![y.clone()],
            ),
            (
                "written at the same time",
                document(&[("a", 3)], std::slice::from_ref(&z)),
                document(&[("a", 1), ("b", 2)], std::slice::from_ref(&y)),
                vec![y.clone(), z.clone()],
            ),
        ] {
            let mut one = ours.clone();
            one.merge(&theirs.whole()).unwrap();
            assert_eq!(one.held(&AnswerPath("q".into())), expected, "{what}");
            let mut other = theirs.clone();
            other.merge(&ours.whole()).unwrap();
            assert_eq!(one, other, "{what}: the same in the other direction");
        }
    }

    #[test]
    fn a_delta_holds_what_is_lacking_and_asks_for_what_comes_before() {
        let mut document = document(&[("a", 1)], &[text(1, "a", "x")]);
        let before = document.clone();
        document.registers.insert(AnswerPath("r".into()), vec![text(2, "b", "y")]);
        document.seen.join(&seen(&[("b", 2)]));
        let delta = document.delta_since(before.seen());
        assert_eq!(delta.registers.keys().map(|path| path.0.as_str()).collect::<Vec<_>>(), ["r"]);
        assert_eq!(delta.from, seen(&[("a", 1)]));
        let mut other = before;
        assert_eq!(other.merge(&delta), Ok(true));
        assert_eq!(other, document);
        assert_eq!(other.merge(&delta), Ok(false), "a second time changes nothing");
        assert_eq!(Document::default().merge(&delta), Err(MergeRefused::Gap));
    }

    #[test]
    fn what_is_known_can_be_joined_and_met() {
        let mut both = seen(&[("a", 3), ("b", 1)]);
        let other = seen(&[("b", 2), ("c", 5)]);
        assert_eq!(both.meet(&other), seen(&[("b", 1)]));
        both.join(&other);
        assert_eq!(both, seen(&[("a", 3), ("b", 2), ("c", 5)]));
        assert!(both.covers(&other) && !other.covers(&both));
        assert_eq!(both.latest(), 5);
    }

    #[test]
    fn the_wire_form_is_pinned() {
        let delta = Delta {
            from: Seen::default(),
            to: seen(&[("a", 2)]),
            registers: BTreeMap::from([(AnswerPath("cost[k]/memo".into()), vec![text(2, "a", "紙")])]),
            rows: BTreeMap::from([(
                AnswerPath("cost".into()),
                vec![Slot { dot: Dot { counter: 1, replica: "a".into() }, key: "k".into(), after: None, by: String::new(), at: 5 }],
            )]),
        };
        let json = serde_json::to_string(&delta).unwrap();
        assert_eq!(
            json,
            concat!(
                r#"{"from":{},"to":{"a":2},"registers":{"cost[k]/memo":[{"dot":[2,"a"],"value":{"text":"紙"},"by":"a","at":0}]},"#,
                r#""rows":{"cost":[{"dot":[1,"a"],"key":"k","by":"","at":5}]}}"#
            )
        );
        assert_eq!(serde_json::from_str::<Delta>(&json).unwrap(), delta);
    }
}
