//! What is written down of an edit, and what it does to a document.
//!
//! A [`Change`] is small enough to be appended at each keystroke: a long text is written as the piece that is new. It is meant for the
//! journal of the replica that made it, where everything before it is known; other replicas get a [`super::Delta`].
//!
//! Invariants: a change that breaks one of the document's ([`super::check`]) is refused and does nothing; one that was made is not made
//! again; what a piece was put into is known, or the change is refused.

use super::check::{self, Flaw, FlawKind};
use super::document::{Document, Dot, Held, Slot, Value};
use crate::form::answers::AnswerPath;
use crate::time::Millis;
use serde::{Deserialize, Serialize};

/// One edit, written down.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Change {
    /// Its id.
    pub dot: Dot,
    /// Who.
    pub by: String,
    /// When.
    pub at: Millis,
    /// What.
    pub what: What,
}

/// What an edit does.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum What {
    /// Writes a value over others.
    Write {
        /// Where.
        path: AnswerPath,
        /// What.
        value: Written,
        /// Which values it is written over.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        over: Vec<Dot>,
    },
    /// Gives a row a place.
    Place {
        /// The repeat.
        repeat: AnswerPath,
        /// The row.
        key: String,
        /// The place that it comes after.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        after: Option<Dot>,
    },
}

/// A value, or how to make it of the one before.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Written {
    /// The whole value.
    Whole(Value),
    /// A long text in which a piece was changed.
    Splice {
        /// The edit whose text it was.
        of: Dot,
        /// How many bytes of it stay at its beginning.
        head: usize,
        /// How many bytes of it stay at its end.
        tail: usize,
        /// What is between them now.
        put: String,
    },
}

impl Document {
    /// Refuses a change that breaks an invariant.
    pub(super) fn allows(&self, change: &Change) -> Result<(), Flaw> {
        let place = match &change.what {
            What::Write { path, value, .. } => {
                check::value(path, &self.value_of(path, value)?)?;
                path
            }
            What::Place { repeat, key, after } => {
                check::place(repeat, key, after.as_ref(), &change.dot)?;
                repeat
            }
        };
        check::edit(&place.0, &change.dot, &change.by)
    }

    fn value_of(&self, path: &AnswerPath, written: &Written) -> Result<Value, Flaw> {
        match written {
            Written::Whole(value) => Ok(value.clone()),
            Written::Splice { of, head, tail, put } => {
                let before = match self.held(path).iter().find(|held| held.dot == *of).map(|held| &held.value) {
                    Some(Value::Text(before)) => Some(before.as_str()),
                    Some(_) => None,
                    // It was written over here before the piece was heard.
                    None => self.memo.faded(of),
                };
                let spliced = before.and_then(|before| splice(before, *head, *tail, put));
                spliced.map(Value::Text).ok_or_else(|| Flaw { place: path.0.clone(), what: FlawKind::Splice })
            }
        }
    }

    /// A text is told again because pieces of it follow: also where it was written over, it is remembered.
    fn recall(&mut self, change: &Change) {
        if let What::Write { path, value, .. } = &change.what
            && self.held(path).iter().all(|held| held.dot != change.dot)
            && let Ok(value) = self.value_of(path, value)
        {
            self.memo.fade(&change.dot, &value);
        }
    }

    /// Makes a change of this replica that was planned or written down here. Says whether it was new.
    pub(super) fn apply(&mut self, change: &Change) -> Result<bool, Flaw> {
        if self.seen.has(&change.dot) {
            self.recall(change);
            return Ok(false);
        }
        self.allows(change)?;
        self.look_through();
        let Change { dot, by, at, what } = change;
        match what {
            What::Write { path, value, over } => {
                let value = self.value_of(path, value)?;
                let before = self.registers.get(path).map_or(0, |all| check::register_weight(path, all));
                let register = self.registers.entry(path.clone()).or_default();
                for held in register.iter().filter(|held| over.contains(&held.dot)) {
                    self.memo.fade(&held.dot, &held.value);
                }
                register.retain(|held| !over.contains(&held.dot));
                register.push(Held { dot: dot.clone(), value, by: by.clone(), at: *at });
                register.sort();
                self.memo.wrote(register.len(), before, check::register_weight(path, register));
            }
            What::Place { repeat, key, after } => {
                let slot = Slot { dot: dot.clone(), key: key.clone(), after: after.clone(), by: by.clone(), at: *at };
                let slots = self.rows.entry(repeat.clone()).or_default();
                let at = slots.partition_point(|other| *other < slot);
                self.memo.placed(repeat, &slot, slots.len() - at);
                slots.insert(at, slot);
            }
        }
        self.seen.add(dot);
        Ok(true)
    }
}

/// A text with a piece of it changed; nothing if the piece is of another text.
pub(super) fn splice(before: &str, head: usize, tail: usize, put: &str) -> Option<String> {
    let end = before.len().checked_sub(tail)?;
    if head > end {
        return None;
    }
    Some([before.get(..head)?, put, before.get(end..)?].concat())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_damaged_splice_is_refused() {
        for (head, tail, expected) in [(0, 0, Some("-")), (3, 3, Some("あ-い")), (1, 0, None), (0, 1, None), (6, 3, None), (0, 7, None)] {
            assert_eq!(splice("あい", head, tail, "-").as_deref(), expected, "{head} {tail}");
        }
    }
}
