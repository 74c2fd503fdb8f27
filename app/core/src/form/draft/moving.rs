//! Moving a draft to another version of its form, usually a newer one.
//!
//! An answer stays where it is, goes where its question went, or is parked: as JSON in a register of the draft's own, with the words
//! that were asked and the reason, until a person puts it away. Everything is written as changes of this replica, so a move is
//! journalled, sent and merged like any edit, and authors and times of the answers stay what they were.
//!
//! A move may be made again: when an answer to the older version arrives from a device that did not know of it, or when a removed row
//! was brought back. Two devices that move at the same time write the same, which is no conflict.
//!
//! Invariant: each text that was shown is shown afterwards or is left over; `tests/draft_properties.rs` holds it.

mod fit;

use super::Draft;
use super::change::Change;
use super::document::{Dot, Held, Seen, Value};
use super::edit::{EditRefused, Writer};
use super::matching::{Index, Matching, matching};
use super::path::{self, Kind};
use super::rows::{self, Standing, place_of};
use super::versions::{Difference, what_changed};
use crate::form::answers::AnswerPath;
use crate::form::definition::{Definition, Node, NodeId, NodeKind, Text};
use crate::time::Millis;
use fit::{Fit, fits};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// A draft that was moved.
#[derive(Clone, Debug, PartialEq)]
pub struct Moved {
    /// The draft, of the newer version.
    pub draft: Draft,
    /// What was written, for the journal.
    pub changes: Vec<Change>,
    /// Everything that found no place, now or in an earlier move, with where it is parked.
    pub left_over: Vec<(AnswerPath, LeftOver)>,
    /// What changed about the form.
    pub differences: Vec<Difference>,
}

/// An answer that found no place in a newer version.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LeftOver {
    /// The version that it was an answer to.
    pub version: String,
    /// Where it was.
    pub path: AnswerPath,
    /// The answer, whole.
    pub value: String,
    /// What had been asked.
    pub label: Text,
    /// Why it found no place.
    pub why: Misfit,
}

/// Why an answer does not fit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Misfit {
    /// The question is gone, or it cannot be told which one it became.
    Gone,
    /// It is not asked any more but calculated.
    NotAsked,
    /// Answers are of another type now.
    OtherType,
    /// It, or a part of it, is not among the choices any more.
    NoSuchChoice,
}

/// Moves a draft from one version of its form to another.
pub fn move_to(old: &Definition, new: &Definition, draft: &Draft, writer: &Writer) -> Result<Moved, EditRefused> {
    let (old_index, new_index) = (Index::new(old), Index::new(new));
    let mut mover = Mover {
        old: &old_index,
        new: &new_index,
        to: matching(&old_index, &new_index),
        before: draft,
        draft: draft.clone(),
        writer,
        changes: Vec::new(),
        placed: BTreeSet::new(),
        touched: BTreeSet::new(),
    };
    mover.move_rows()?;
    mover.move_answers()?;
    mover.move_removals()?;
    mover.move_comments()?;
    if mover.draft.version() != new.version {
        mover.write_over_all(AnswerPath(path::VERSION.to_owned()), Value::Text(new.version.clone()))?;
    }
    let Mover { draft, changes, .. } = mover;
    Ok(Moved { left_over: draft.left_over(), differences: what_changed(old, new), draft, changes })
}

struct Mover<'a> {
    old: &'a Index<'a>,
    new: &'a Index<'a>,
    to: Matching,
    before: &'a Draft,
    draft: Draft,
    writer: &'a Writer,
    changes: Vec<Change>,
    /// Rows that got their first place in this move.
    placed: BTreeSet<String>,
    /// Rows in which something was written in this move.
    touched: BTreeSet<String>,
}

impl Mover<'_> {
    fn make(&mut self, change: Change) -> Result<(), EditRefused> {
        self.draft.document.apply(&change).map_err(EditRefused::Flawed)?;
        self.changes.push(change);
        Ok(())
    }

    /// The mover in the name of somebody who wrote before.
    fn in_the_name_of(&self, by: &str, at: Millis) -> Writer {
        Writer { replica: self.writer.replica.clone(), by: by.to_owned(), at }
    }

    fn write(&mut self, writer: &Writer, path: AnswerPath, value: Value, over: Vec<Dot>) -> Result<(), EditRefused> {
        self.touched.extend(path::rows_around(&path).map(str::to_owned));
        let change = self.draft.document.write(writer, path, value, over)?;
        self.make(change)
    }

    fn write_over_all(&mut self, path: AnswerPath, value: Value) -> Result<(), EditRefused> {
        let change = self.draft.document.write_over_all(self.writer, path, value)?;
        self.make(change)
    }

    /// The node that an address belongs to now, and its address there.
    fn target(&self, path: &AnswerPath) -> Option<(NodeId, AnswerPath)> {
        let plain = path.without_keys();
        let to = match self.old.find(&plain) {
            Some(from) => self.to.get(from.index()).copied().flatten()?,
            // An answer to a third version: its address is all there is to go by.
            None => self.new.find(&plain)?,
        };
        // The repeats around a match are matched one by one, so the keys can be dealt out in order.
        let keys: Vec<&str> = path::rows_around(path).filter_map(path::split_row).map(|(_, key)| key).collect();
        let repeats = self.new.repeats(to);
        if keys.len() != repeats.len() || to == NodeId::ROOT {
            return None;
        }
        let mut keys = keys.into_iter();
        let (mut address, mut plain) = (AnswerPath::root(), AnswerPath::root());
        for name in self.new.path(to).split('/') {
            (address, plain) = (address.child(name), plain.child(name));
            if self.new.find(&plain.0).is_some_and(|id| repeats.contains(&id)) {
                address = address.row(keys.next()?);
            }
        }
        Some((to, address))
    }

    /// Gives the rows of repeats that moved their places there.
    fn move_rows(&mut self) -> Result<(), EditRefused> {
        let before = self.before;
        for (repeat, slots) in &before.document.rows {
            let Some((id, target)) = self.target(repeat).filter(|(_, target)| target != repeat) else { continue };
            if !self.new.node(id).is_some_and(|node| matches!(node.kind, NodeKind::Repeat { .. })) {
                continue;
            }
            let mut last: Option<Dot> = None;
            for slot in rows::order(slots) {
                if let Some(place) = place_of(self.draft.document.slots(&target), &slot.key) {
                    last = Some(place.dot.clone());
                    continue;
                }
                let writer = self.in_the_name_of(&slot.by, slot.at);
                let change = self.draft.document.place(&writer, target.clone(), slot.key.clone(), last.take())?;
                last = Some(change.dot.clone());
                self.make(change)?;
                self.placed.insert(target.row(&slot.key).0);
            }
        }
        Ok(())
    }

    fn move_answers(&mut self) -> Result<(), EditRefused> {
        let before = self.before;
        for (path, held) in before.document.registers.iter().filter(|(path, _)| path::kind(path) == Some(Kind::Answer)) {
            self.move_answer(path, held)?;
        }
        Ok(())
    }

    fn move_answer(&mut self, path: &AnswerPath, held: &[Held]) -> Result<(), EditRefused> {
        let node = self.old.find(&path.without_keys()).and_then(|id| self.old.node(id));
        let target = self.target(path);
        // What does not fit in a removed row is not shown as left over: nobody misses it unless the row comes back.
        let is_shown = self.before.document.is_shown(path);
        let mut stays: Vec<(&Held, String)> = Vec::new();
        let mut leaves = false;
        for held in held {
            let Value::Text(text) = &held.value else { continue };
            let (fit, there) = match &target {
                Some((id, there)) => (self.new.node(*id).map_or(Fit::Not(Misfit::Gone), |now| fits(self.new.definition, node, now, text)), there),
                None => (Fit::Not(Misfit::Gone), path),
            };
            let rest = match fit {
                Fit::Whole => Some(text.clone()),
                Fit::Part(_) | Fit::Not(_) if !is_shown => {
                    stays.push((held, text.clone()));
                    continue;
                }
                Fit::Part(rest) => {
                    leaves = true;
                    self.park(path, held, text, node, Misfit::NoSuchChoice)?;
                    Some(rest)
                }
                Fit::Not(why) => {
                    leaves = true;
                    self.park(path, held, text, node, why)?;
                    None
                }
            };
            match rest {
                Some(rest) if there == path => stays.push((held, rest)),
                Some(rest) => {
                    leaves = true;
                    self.copy(there, held, rest)?;
                }
                None => {}
            }
        }
        if leaves { self.settle(path, held, stays) } else { Ok(()) }
    }

    /// Writes what stays at an address over all that was there.
    fn settle(&mut self, path: &AnswerPath, held: &[Held], stays: Vec<(&Held, String)>) -> Result<(), EditRefused> {
        let mut over: Vec<Dot> = held.iter().map(|held| held.dot.clone()).collect();
        if stays.is_empty() {
            let writer = self.writer;
            return self.write(writer, path.clone(), Value::Cleared, over);
        }
        for (held, text) in stays {
            let writer = self.in_the_name_of(&held.by, held.at);
            self.write(&writer, path.clone(), Value::Text(text), std::mem::take(&mut over))?;
        }
        Ok(())
    }

    /// Writes an answer where its question went, beside what others wrote there.
    fn copy(&mut self, to: &AnswerPath, held: &Held, text: String) -> Result<(), EditRefused> {
        let value = Value::Text(text);
        let there = self.draft.document.held(to);
        if there.iter().any(|held| held.value == value) {
            return Ok(());
        }
        let over = there.iter().filter(|held| held.value == Value::Cleared).map(|held| held.dot.clone()).collect();
        let writer = self.in_the_name_of(&held.by, held.at);
        self.write(&writer, to.clone(), value, over)
    }

    fn park(&mut self, path: &AnswerPath, held: &Held, text: &str, node: Option<&Node>, why: Misfit) -> Result<(), EditRefused> {
        // Named after the edit, so that two devices that move the same answer park it once.
        let parked = AnswerPath(format!("{}{}", path::LEFT, held.dot));
        if !self.draft.document.held(&parked).is_empty() {
            return Ok(());
        }
        let label = node.map(|node| node.label.clone()).unwrap_or_default();
        let left = LeftOver { version: self.before.version().to_owned(), path: path.clone(), value: text.to_owned(), label, why };
        let writer = self.in_the_name_of(&held.by, held.at);
        self.write(&writer, parked, Value::Text(serde_json::to_string(&left).unwrap_or_default()), Vec::new())
    }

    /// A row that was removed is removed where it went, and what was moved inside of it does not bring it back.
    fn move_removals(&mut self) -> Result<(), EditRefused> {
        let before = self.before;
        for (row, held) in before.document.registers.iter().filter(|(path, _)| path::kind(path) == Some(Kind::Row)) {
            let standing = before.document.standing(row);
            if standing == Standing::There {
                continue;
            }
            let mut known = Seen::default();
            for held in held {
                if let Value::Removed(seen) = &held.value {
                    known.join(seen);
                }
            }
            if standing == Standing::Removed {
                let own = self.draft.document.seen.of(&self.writer.replica);
                if own > 0 {
                    known.add(&Dot { counter: own, replica: self.writer.replica.clone() });
                }
                if self.touched.contains(&row.0) {
                    self.write_over_all(row.clone(), Value::Removed(known.clone()))?;
                }
            }
            let target = path::split_row(&row.0)
                .and_then(|(repeat, key)| self.target(&AnswerPath(repeat.to_owned())).map(|(_, repeat)| repeat.row(key)))
                .filter(|target| self.placed.contains(&target.0));
            if let Some(target) = target {
                self.write_over_all(target, Value::Removed(known))?;
            }
        }
        Ok(())
    }
}

impl Mover<'_> {
    /// A comment goes where its question or its row went. One that went nowhere stays as it is: whoever shows it finds no such question.
    fn move_comments(&mut self) -> Result<(), EditRefused> {
        for comment in self.before.document.comments() {
            let Some(to) = self.place(&comment.on).filter(|to| *to != comment.on) else { continue };
            let address = path::comment(&comment.key);
            let over = self.draft.document.held(&address).iter().map(|held| held.dot.clone()).collect();
            let writer = self.in_the_name_of(&comment.by, comment.at);
            self.write(&writer, address, Value::Text(comment.about(to)), over)?;
        }
        Ok(())
    }

    /// The address of a question or a row now.
    fn place(&self, path: &AnswerPath) -> Option<AnswerPath> {
        match path::split_row(&path.0) {
            Some((repeat, key)) => self.target(&AnswerPath(repeat.to_owned())).map(|(_, repeat)| repeat.row(key)),
            None if path.0.is_empty() => None,
            None => self.target(path).map(|(_, there)| there),
        }
    }
}

#[cfg(test)]
mod tests;
