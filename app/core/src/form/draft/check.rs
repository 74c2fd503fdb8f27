//! What a document from elsewhere must satisfy before it is merged or opened: bounds, and the invariants that merging relies on.

use super::comments;
use super::document::{Delta, Document, Dot, Held, Seen, Slot, Value};
use super::path::{self, Kind};
use crate::form::answers::AnswerPath;
use std::collections::BTreeMap;

/// The longest answer, in bytes.
pub const MAX_TEXT: usize = 1 << 20;
/// The largest document, in bytes: all texts and names, and about a hundred for each edit that still counts.
pub const MAX_WEIGHT: usize = 16 << 20;
/// The longest name of a person, in bytes.
pub const MAX_NAME: usize = 200;
/// How many replicas may have written.
const MAX_REPLICAS: usize = 1_000;
/// The greatest counter: exact in every reader of JSON, and far from overflow.
pub(super) const MAX_COUNTER: u64 = 1 << 52;

/// Something that no device of ours would write, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Flaw {
    /// The place: an address in the draft, or `seen`.
    pub place: String,
    /// What is wrong with it.
    pub what: FlawKind,
}

/// What is wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FlawKind {
    /// Not an address.
    Path,
    /// Not an id of a replica or a key of a row.
    Id,
    /// A counter of zero or beyond reason.
    Counter,
    /// An edit, or one it builds on, that the document says it has not seen.
    Unseen,
    /// An answer where a row is, or the other way round; a register without a value.
    Value,
    /// A text or name longer than allowed.
    TooLong,
    /// More replicas than allowed.
    TooMany,
    /// Larger than allowed in all.
    TooLarge,
    /// A text that is made of one that is not there.
    Splice,
}

fn flaw<T>(place: impl Into<String>, what: FlawKind) -> Result<T, Flaw> {
    Err(Flaw { place: place.into(), what })
}

/// About how many bytes something takes.
pub(super) fn weight(registers: &BTreeMap<AnswerPath, Vec<Held>>, rows: &BTreeMap<AnswerPath, Vec<Slot>>) -> usize {
    let registers = registers.iter().map(|(path, all)| register_weight(path, all));
    let rows = rows.iter().map(|(path, all)| path.0.len() + all.iter().map(slot_weight).sum::<usize>());
    registers.sum::<usize>() + rows.sum::<usize>()
}

/// About how many bytes an address takes with what is held there.
pub(super) fn register_weight(path: &AnswerPath, all: &[Held]) -> usize {
    let held = |held: &Held| {
        let value = match &held.value {
            Value::Text(text) => text.len(),
            Value::Removed(seen) => seen.0.len() * 40,
            Value::Cleared | Value::Kept => 0,
        };
        64 + held.by.len() + value
    };
    path.0.len() + all.iter().map(held).sum::<usize>()
}

/// About how many bytes a place takes.
pub(super) fn slot_weight(slot: &Slot) -> usize {
    96 + slot.by.len()
}

/// Refuses a document that breaks an invariant.
pub(super) fn document(document: &Document) -> Result<(), Flaw> {
    content(&document.seen, &document.registers, &document.rows)
}

/// Refuses a delta that breaks an invariant.
pub(super) fn delta(delta: &Delta) -> Result<(), Flaw> {
    seen("from", &delta.from)?;
    if !delta.to.covers(&delta.from) {
        return flaw("to", FlawKind::Unseen);
    }
    content(&delta.to, &delta.registers, &delta.rows)
}

fn content(known: &Seen, registers: &BTreeMap<AnswerPath, Vec<Held>>, rows: &BTreeMap<AnswerPath, Vec<Slot>>) -> Result<(), Flaw> {
    seen("seen", known)?;
    if weight(registers, rows) > MAX_WEIGHT {
        return flaw("", FlawKind::TooLarge);
    }
    for (path, all) in registers {
        if all.is_empty() {
            return flaw(&path.0, FlawKind::Value);
        }
        for held in all {
            value(path, &held.value)?;
            edit(&path.0, &held.dot, &held.by)?;
            let unseen = matches!(&held.value, Value::Removed(seen) if !known.covers(seen));
            if unseen || !known.has(&held.dot) {
                return flaw(&path.0, FlawKind::Unseen);
            }
        }
    }
    for (repeat, all) in rows {
        for slot in all {
            place(repeat, &slot.key, slot.after.as_ref(), &slot.dot)?;
            edit(&repeat.0, &slot.dot, &slot.by)?;
            if !known.has(&slot.dot) {
                return flaw(&repeat.0, FlawKind::Unseen);
            }
        }
    }
    Ok(())
}

/// How long a text may be at an address, in bytes. What is parked is an answer as JSON, which is longer than the answer.
pub(super) fn longest(path: &AnswerPath) -> usize {
    if path.0.starts_with(path::COMMENT) {
        return comments::MAX_WRITTEN;
    }
    if path.0.starts_with(path::LEFT) { 8 * MAX_TEXT } else { MAX_TEXT }
}

/// Refuses a value that does not belong at its address.
pub(super) fn value(path: &AnswerPath, value: &Value) -> Result<(), Flaw> {
    let Some(kind) = path::kind(path) else {
        return flaw(&path.0, FlawKind::Path);
    };
    let belongs = match value {
        Value::Text(_) | Value::Cleared => kind != Kind::Row,
        Value::Removed(_) | Value::Kept => kind == Kind::Row,
    };
    if !belongs {
        return flaw(&path.0, FlawKind::Value);
    }
    match value {
        Value::Text(text) if text.len() > longest(path) => flaw(&path.0, FlawKind::TooLong),
        Value::Removed(known) => seen(&path.0, known),
        _ => Ok(()),
    }
}

/// Refuses a place that does not belong to its repeat.
pub(super) fn place(repeat: &AnswerPath, key: &str, after: Option<&Dot>, dot: &Dot) -> Result<(), Flaw> {
    if path::kind(repeat) != Some(Kind::Answer) {
        return flaw(&repeat.0, FlawKind::Path);
    }
    if !path::is_id(key) {
        return flaw(&repeat.0, FlawKind::Id);
    }
    // A place is younger than the one it comes after. This is also why places cannot go round in a circle.
    if after.is_some_and(|after| after >= dot) {
        return flaw(&repeat.0, FlawKind::Unseen);
    }
    Ok(())
}

/// Refuses what cannot be the id and the author of an edit.
pub(super) fn edit(place: &str, dot: &Dot, by: &str) -> Result<(), Flaw> {
    if !path::is_id(&dot.replica) {
        return flaw(place, FlawKind::Id);
    }
    if !(1..=MAX_COUNTER).contains(&dot.counter) {
        return flaw(place, FlawKind::Counter);
    }
    if by.len() > MAX_NAME {
        return flaw(place, FlawKind::TooLong);
    }
    Ok(())
}

fn seen(place: &str, seen: &Seen) -> Result<(), Flaw> {
    if seen.0.len() > MAX_REPLICAS {
        return flaw(place, FlawKind::TooMany);
    }
    for (replica, counter) in &seen.0 {
        if !path::is_id(replica) {
            return flaw(place, FlawKind::Id);
        }
        if !(1..=MAX_COUNTER).contains(counter) {
            return flaw(place, FlawKind::Counter);
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    const SOUND: &str = r#"{"from":{},"to":{"a":4},
        "registers":{"q":[{"dot":[1,"a"],"value":{"text":"x"},"by":"A","at":0}],"c[k]":[{"dot":[3,"a"],"value":{"removed":{"a":2}},"by":"A","at":0}]},
        "rows":{"c":[{"dot":[2,"a"],"key":"k","by":"A","at":0},{"dot":[4,"a"],"key":"l","after":[2,"a"],"by":"A","at":0}]}}"#;

    #[test]
    fn what_breaks_an_invariant_is_refused_by_name() {
        assert_eq!(delta(&serde_json::from_str(SOUND).unwrap()), Ok(()));
        let long = format!(r#""by":"{}""#, "x".repeat(MAX_NAME + 1));
        for (from, to, place, what) in [
            (r#""q":"#, r#""q q":"#, "q q", FlawKind::Path),
            (r#""q":"#, r#""q[k]":"#, "q[k]", FlawKind::Value),
            (r#""c[k]":"#, r#""c":"#, "c", FlawKind::Value),
            (r#"[1,"a"]"#, r#"[5,"a"]"#, "q", FlawKind::Unseen),
            (r#"[1,"a"]"#, r#"[1,"b"]"#, "q", FlawKind::Unseen),
            (r#"[1,"a"]"#, r#"[0,"a"]"#, "q", FlawKind::Counter),
            (r#"[1,"a"]"#, r#"[1,"a b"]"#, "q", FlawKind::Id),
            (r#""by":"A""#, long.as_str(), "c[k]", FlawKind::TooLong),
            (r#"{"a":2}"#, r#"{"b":2}"#, "c[k]", FlawKind::Unseen),
            (r#""key":"k""#, r#""key":"]""#, "c", FlawKind::Id),
            (r#""after":[2,"a"]"#, r#""after":[4,"a"]"#, "c", FlawKind::Unseen),
            (r#""to":{"a":4}"#, r#""to":{"a":9007199254740993}"#, "seen", FlawKind::Counter),
            (r#""to":{"a":4}"#, r#""to":{"a":4,"":1}"#, "seen", FlawKind::Id),
            (r#""from":{}"#, r#""from":{"z":1}"#, "to", FlawKind::Unseen),
        ] {
            let text = SOUND.replace(from, to);
            assert_ne!(text, SOUND, "{from} is not in the sound one");
            let flawed: Delta = serde_json::from_str(&text).unwrap();
            assert_eq!(delta(&flawed), flaw(place, what), "{to}");
        }
    }

    #[test]
    fn size_is_bounded() {
        let text =
            |bytes: usize| Held { dot: Dot { counter: 1, replica: "a".into() }, value: Value::Text("x".repeat(bytes)), by: String::new(), at: 0 };
        let of = |count: usize, bytes: usize| Delta {
            to: Seen(BTreeMap::from([("a".into(), 1)])),
            registers: (0..count).map(|at| (AnswerPath(format!("q{at}")), vec![text(bytes)])).collect(),
            ..Delta::default()
        };
        assert_eq!(delta(&of(1, MAX_TEXT)), Ok(()));
        assert_eq!(delta(&of(1, MAX_TEXT + 1)), flaw("q0", FlawKind::TooLong));
        assert_eq!(delta(&of(17, MAX_TEXT)), flaw("", FlawKind::TooLarge));
    }
}
