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

use super::Draft;
use super::document::{Dot, Held, Seen, Value};
use super::edit::{Change, EditRefused, Writer};
use super::matching::{Index, Matching, matching};
use super::path::{self, Kind};
use super::rows::{self, Standing, place_of};
use super::versions::{Difference, what_changed};
use crate::form::answers::AnswerPath;
use crate::form::definition::{Choices, Control, DataType, Definition, Node, NodeId, NodeKind, Text};
use crate::time::Millis;
use chrono::NaiveDate;
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

/// Whether an answer fits a question.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Fit {
    Whole,
    /// This part of it does.
    Part(String),
    Not(Misfit),
}

fn fits(form: &Definition, before: Option<&Node>, node: &Node, value: &str) -> Fit {
    let control = match &node.kind {
        NodeKind::Group | NodeKind::Repeat { .. } | NodeKind::Question(Control::Note) => return Fit::Not(Misfit::Gone),
        NodeKind::Value { .. } => None,
        NodeKind::Question(control) => Some(control),
    };
    let was_asked = before.is_some_and(|node| matches!(node.kind, NodeKind::Question(_)));
    let became_calculated = node.calculate.is_some() && before.is_none_or(|before| before.calculate.is_none());
    if became_calculated || (control.is_none() && was_asked) {
        return Fit::Not(Misfit::NotAsked);
    }
    // Already where it belongs: written for this version, or moved before.
    let Some(before) = before else { return Fit::Whole };
    match control {
        Some(Control::SelectOne(choices)) => match values_of(form, choices) {
            Some(values) if !values.contains(value) => Fit::Not(Misfit::NoSuchChoice),
            _ => Fit::Whole,
        },
        Some(Control::SelectMultiple(choices)) => match values_of(form, choices) {
            Some(values) => {
                let known: Vec<&str> = value.split_whitespace().filter(|value| values.contains(value)).collect();
                match known.len() {
                    0 => Fit::Not(Misfit::NoSuchChoice),
                    some if some == value.split_whitespace().count() => Fit::Whole,
                    _ => Fit::Part(known.join(" ")),
                }
            }
            None => Fit::Whole,
        },
        Some(Control::Rank(choices)) => match values_of(form, choices) {
            Some(values) if values != value.split_whitespace().collect() => Fit::Not(Misfit::NoSuchChoice),
            _ => Fit::Whole,
        },
        _ if is_of_type(before, node, value) => Fit::Whole,
        _ => Fit::Not(Misfit::OtherType),
    }
}

/// The values that can be chosen, where the form has them in a list.
fn values_of<'a>(form: &'a Definition, choices: &Choices) -> Option<BTreeSet<&'a str>> {
    let Choices::List { list, .. } = choices else { return None };
    let list = form.lists.iter().find(|it| it.name == *list)?;
    Some(list.choices.iter().map(|choice| choice.value.as_str()).collect())
}

/// Whether a value can be the answer of a field. One of the same type stays whatever it is: the form says what is wrong with it.
fn is_of_type(before: &Node, node: &Node, value: &str) -> bool {
    let was_chosen = |kind: &NodeKind| matches!(kind, NodeKind::Question(Control::SelectOne(_) | Control::SelectMultiple(_) | Control::Rank(_)));
    let acknowledges = |kind: &NodeKind| matches!(kind, NodeKind::Question(Control::Acknowledge));
    // The value of a choice is a code, not words.
    if was_chosen(&before.kind) || acknowledges(&before.kind) != acknowledges(&node.kind) {
        return false;
    }
    if before.data_type == node.data_type {
        return true;
    }
    match node.data_type {
        DataType::String | DataType::Barcode | DataType::Intent => before.data_type != DataType::Binary,
        DataType::Int => value.parse::<i32>().is_ok(),
        DataType::Decimal => value.parse::<f64>().is_ok_and(f64::is_finite),
        DataType::Boolean => matches!(value, "true" | "false"),
        DataType::Date => value.parse::<NaiveDate>().is_ok(),
        DataType::Binary | DataType::Time | DataType::DateTime | DataType::Geopoint | DataType::Geotrace | DataType::Geoshape => false,
    }
}

#[cfg(test)]
mod tests {
    use super::super::Edit;
    use super::super::tests::form;
    use super::*;
    use crate::form::definition::{Choice, ChoiceList, Piece};

    fn writer(replica: &str, at: i64) -> Writer {
        Writer { replica: replica.into(), by: replica.to_uppercase(), at }
    }

    /// A form of a version; the words `one: x y` make a question with these choices, `many: x y` one where several can be chosen.
    fn version(number: &str, text: &str) -> Definition {
        let mut definition = form(text);
        definition.version = number.into();
        for at in 1..definition.nodes.len() {
            let words = match definition.nodes[at].label.in_language(0) {
                Some([Piece::Words(words)]) => words.clone(),
                _ => String::new(),
            };
            let Some((how_many, choices)) = words.split_once(": ") else { continue };
            let list = format!("l{at}");
            definition.lists.push(ChoiceList {
                name: list.clone(),
                choices: choices.split(' ').map(|value| Choice { value: value.into(), ..Choice::default() }).collect(),
                ..ChoiceList::default()
            });
            let choices = Choices::List { list, nodeset: String::new() };
            definition.nodes[at].kind =
                NodeKind::Question(if how_many == "many" { Control::SelectMultiple(choices) } else { Control::SelectOne(choices) });
            definition.nodes[at].label = Text::plain("Choose");
        }
        definition
    }

    fn begun(answers: &[(&str, &str)]) -> Draft {
        let writer = writer("a", 1_000);
        let mut draft = Draft::begin("d1", "grant", "1", &writer).unwrap();
        for (path, value) in answers {
            let path = AnswerPath((*path).into());
            for row in path::rows_around(&path) {
                let (repeat, key) = path::split_row(row).unwrap();
                let repeat = AnswerPath(repeat.into());
                let after = draft.document().order(&repeat).pop();
                if !draft.document().has_row(row) {
                    draft.edit(&writer, Edit::Insert { repeat, key: key.into(), after }).unwrap();
                }
            }
            draft.edit(&writer, Edit::set(path.clone(), *value)).unwrap();
        }
        draft
    }

    /// Answers and what is left over: `a=1 | b=2 OtherType`.
    fn told(draft: &Draft) -> String {
        let answers = draft.answers();
        let mut told: Vec<String> = answers.values.iter().map(|(path, value)| format!("{path}={value}")).collect();
        told.push("|".into());
        told.extend(draft.left_over().iter().map(|(_, left)| format!("{}={} {:?}", left.path, left.value, left.why)));
        told.join(" ")
    }

    #[test]
    fn answers_stay_move_or_are_left_over() {
        for (what, old, new, answer, expected) in [
            ("the same", "a text A", "a text A", ("a", "1"), "a=1 |"),
            ("moved", "a text A", "g/ - G\ng/a text A", ("a", "1"), "g/a=1 |"),
            ("gone", "a text A", "b text B", ("a", "1"), "| a=1 Gone"),
            ("a number of a text", "a text A", "a int A", ("a", "12"), "a=12 |"),
            ("no number", "a text A", "a int A", ("a", "十二"), "| a=十二 OtherType"),
            ("a decimal of an int", "a int A", "a decimal A", ("a", "12"), "a=12 |"),
            ("an int of a decimal", "a decimal A", "a int A", ("a", "1.5"), "| a=1.5 OtherType"),
            ("a text of a date", "a date A", "a text A", ("a", "2026-11-21"), "a=2026-11-21 |"),
            ("a date of a text", "a text A", "a date A", ("a", "2026-11-21"), "a=2026-11-21 |"),
            ("a file is no text", "a file A", "a text A", ("a", "sha256:0/x"), "| a=sha256:0/x OtherType"),
            ("not asked any more", "a text A", "a hidden", ("a", "1"), "| a=1 NotAsked"),
            ("a choice", "a select one: x y", "a select one: y x", ("a", "x"), "a=x |"),
            ("a choice that is gone", "a select one: x y", "a select one: y", ("a", "x"), "| a=x NoSuchChoice"),
            ("one of several is gone", "a select many: x y", "a select many: y", ("a", "x y"), "a=y | a=x y NoSuchChoice"),
            ("several of one", "a select one: x y", "a select many: x y", ("a", "x"), "a=x |"),
            ("a choice is no text", "a select one: x y", "a text A", ("a", "x"), "| a=x OtherType"),
            ("in a renamed repeat", "r* - R\nr/a text A", "s* - R\ns/a text A", ("r[k]/a", "1"), "s[k]/a=1 |"),
            ("out of a repeat", "r* - R\nr/a text A", "r* - R\na text A", ("r[k]/a", "1"), "| r[k]/a=1 Gone"),
            ("nested", "r* - R\nr/q* - Q\nr/q/a text A", "g/ - G\ng/r* - R\ng/r/q* - Q\ng/r/q/a text A", ("r[k]/q[l]/a", "1"), "g/r[k]/q[l]/a=1 |"),
        ] {
            let (old, new) = (version("1", old), version("2", new));
            let draft = begun(&[answer]);
            let moved = move_to(&old, &new, &draft, &writer("b", 2_000)).unwrap();
            assert_eq!(told(&moved.draft), expected, "{what}");
            assert_eq!((moved.draft.version(), moved.draft.begun_with()), ("2", "1"), "{what}");
            assert_eq!(Draft::replay(draft, &moved.changes), Ok(moved.draft.clone()), "{what}: the journal says the same");
            let again = move_to(&old, &new, &moved.draft, &writer("b", 3_000)).unwrap();
            assert_eq!((again.changes.len(), &again.draft), (0, &moved.draft), "{what}: a second time");
        }
    }

    #[test]
    fn comments_follow_their_questions_and_stay_when_they_are_gone() {
        let (old, new) = (version("1", "a text A\nb text B\nr* - R\nr/c text C"), version("2", "g/ - G\ng/a text A\ns* - R\ns/c text C"));
        let mut draft = begun(&[("r[k]/c", "1")]);
        for (key, on) in [("1", "a"), ("2", "b"), ("3", "r[k]/c"), ("4", "r[k]"), ("5", "")] {
            let edit = Edit::Comment { key: key.into(), on: AnswerPath(on.into()), text: "x".repeat(200), from: "f".into() };
            draft.edit(&writer("a", 1_500), edit).unwrap();
        }
        draft.edit(&writer("b", 1_600), Edit::Settle { key: "1".into(), is_settled: true }).unwrap();
        let moved = move_to(&old, &new, &draft, &writer("b", 2_000)).unwrap();
        let told = |draft: &Draft| -> Vec<(String, String, Millis, bool)> {
            draft.comments().into_iter().map(|it| (it.on.0, it.by, it.at, it.is_settled)).collect()
        };
        let expected = ["g/a", "b", "s[k]/c", "s[k]", ""].map(|on| (on.to_owned(), "A".to_owned(), 1_500_i64, on == "g/a"));
        assert_eq!(told(&moved.draft), expected);
        assert_eq!(moved.left_over.len(), 0, "a comment is nothing that is left over");
        assert_eq!(Draft::replay(draft.clone(), &moved.changes), Ok(moved.draft.clone()));
        // Two who move at once say the same, and deleting meanwhile wins.
        let mut other = move_to(&old, &new, &draft, &writer("c", 2_000)).unwrap().draft;
        let mut late = draft.clone();
        late.edit(&writer("a", 2_000), Edit::Uncomment { key: "3".into(), from: "f".into() }).unwrap();
        other.merge(&moved.draft.document().whole()).unwrap();
        assert_eq!(told(&other), expected);
        other.merge(&late.document().whole()).unwrap();
        assert_eq!(other.comments().iter().map(|it| it.key.as_str()).collect::<Vec<_>>(), ["1", "2", "4", "5"]);
    }

    #[test]
    fn authors_and_order_stay() {
        let (old, new) = (version("1", "r* - R\nr/a text A"), version("2", "s* - R\ns/a text A"));
        let mut draft = begun(&[("r[k]/a", "1"), ("r[l]/a", "2"), ("r[m]/a", "3")]);
        let repeat = AnswerPath("r".into());
        draft.edit(&writer("a", 1_000), Edit::Move { repeat, key: "m".into(), after: None }).unwrap();
        draft.edit(&writer("a", 1_000), Edit::Remove { row: AnswerPath("r[l]".into()) }).unwrap();
        let mut moved = move_to(&old, &new, &draft, &writer("b", 2_000)).unwrap().draft;
        assert_eq!(moved.answers().rows[&AnswerPath("s".into())], ["m", "k"]);
        let held = moved.document().held(&AnswerPath("s[k]/a".into()));
        assert_eq!((held[0].by.as_str(), held[0].at), ("A", 1_000));
        moved.edit(&writer("b", 2_000), Edit::Restore { row: AnswerPath("s[l]".into()) }).unwrap();
        assert_eq!(told(&moved), "s[k]/a=1 s[l]/a=2 s[m]/a=3 |");
        assert_eq!(moved.answers().rows[&AnswerPath("s".into())], ["m", "k", "l"]);
    }

    #[test]
    fn two_who_move_at_once_agree_and_late_answers_follow() {
        let (old, new) = (version("1", "a text A\nb text B"), version("2", "g/ - G\ng/a text A"));
        let start = begun(&[("a", "1"), ("b", "2")]);
        let mut one = move_to(&old, &new, &start, &writer("x", 2_000)).unwrap().draft;
        let two = move_to(&old, &new, &start, &writer("y", 2_000)).unwrap().draft;
        let mut late = start.clone();
        late.edit(&writer("z", 2_000), Edit::set(AnswerPath("a".into()), "3")).unwrap();
        one.merge(&two.document().whole()).unwrap();
        assert_eq!((one.conflicts(), told(&one).as_str()), (vec![], "g/a=1 | b=2 Gone"));
        one.merge(&late.document().whole()).unwrap();
        let again = move_to(&old, &new, &one, &writer("x", 3_000)).unwrap().draft;
        assert_eq!(told(&again), "g/a=3 | b=2 Gone");
        assert_eq!(again.conflicts().len(), 1, "the one who moved and the one who typed meanwhile");
        let parked = again.left_over()[0].0.clone();
        let mut put_away = again;
        put_away.edit(&writer("x", 4_000), Edit::Dismiss { parked }).unwrap();
        assert!(put_away.left_over().is_empty());
    }
}
