//! A form that somebody fills in.
//!
//! [`Compiled`] is made once of a definition; a [`Form`] holds the answers of one filling-in and knows at every moment what is shown,
//! what is asked, what is wrong and what follows from it. While an expression is computed, the form writes down what was read; a change
//! computes again what read the changed place, in an order that was found beforehand, each at most once. So one keystroke costs what
//! depends on it, however long the form is.
//!
//! * What somebody typed is never thrown away: an answer that is not relevant, no longer among the choices, unreadable for its type or
//!   in a row that the form took back is blank for expressions and stays in [`Form::answers`]. What finds no place at all is kept
//!   aside ([`Form::aside`]).
//! * Everything that is shown follows from the answers alone (and `now`, the seed and the actions that already happened), so
//!   resuming from the answers gives the same form.
//! * Time and chance are parameters, every loop is bounded, and an expression that does too much is a violation of its node.
//!
//! A repeat has an address of its own besides its rows (it can be there without any): it stands in the tree as an attribute of the
//! element that the rows are in, so that expressions see it where a row would be and paths never find it.
//!
//! Sources: ODK `XForms` specification; what it leaves open is as its reference client does it (`tests/form_traces.rs`).

mod actions;
mod compile;
mod evaluate;
mod graph;
mod host;
mod load;
mod order;
mod rows;
mod state;
mod submission;
mod values;
mod view;

use super::answers::{AnswerPath, Answers};
use super::definition::{Control, DataType, NodeId, NodeKind};
use super::tree::{Tree, TreeId};
use chrono::{DateTime, FixedOffset};
use state::Slot;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

pub use compile::{Compiled, DEEPEST, MOST_NODES};
pub use submission::{Branch, Content};
pub use view::ChoiceView;

/// How many rows a form may have, over all its repeats.
pub const MOST_ROWS: usize = 10_000;
/// How many characters an answer may have.
pub const LONGEST_ANSWER: usize = 1_000_000;
/// How many bytes the key of a row may have.
pub const LONGEST_KEY: usize = 64;

/// What a form knows of its filling-in from outside.
#[derive(Clone, Debug)]
pub struct Start {
    /// The present moment, in the offset of the place.
    pub now: DateTime<FixedOffset>,
    /// A number of the device that says nothing of its owner.
    pub device_id: String,
    /// Who is signed in; empty if nobody is.
    pub username: String,
    /// `uuid:..` of this filling-in.
    pub instance_id: String,
    /// Where chance begins: the same seed and the same answers give the same form.
    pub seed: u64,
}

/// What became different, so that exactly that is drawn again.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Changes {
    /// Nodes that are still there, and what of each.
    pub nodes: BTreeMap<TreeId, Change>,
    /// Repeats whose rows are others than before or in another order.
    pub repeats: BTreeSet<TreeId>,
    /// Where [`Form::answers`] may say something else now: answers (see [`Form::kept`]), seen or not, and repeats, also those in new rows;
    /// a repeat before what is in its rows. Who keeps the answers elsewhere writes exactly that.
    pub kept: BTreeSet<TreeId>,
}

/// What of a node became different.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Change {
    /// Its value, or what was typed and cannot be read.
    pub value: bool,
    /// Whether it is there.
    pub relevant: bool,
    /// Whether an answer is needed.
    pub required: bool,
    /// Whether it can be changed.
    pub readonly: bool,
    /// What is wrong with it.
    pub violation: bool,
    /// What can be chosen.
    pub choices: bool,
    /// Its label, hint or a message.
    pub words: bool,
}

impl Changes {
    /// Also what another step made different.
    pub fn join(&mut self, other: Self) {
        for (at, change) in other.nodes {
            let own = self.nodes.entry(at).or_default();
            own.value |= change.value;
            own.relevant |= change.relevant;
            own.required |= change.required;
            own.readonly |= change.readonly;
            own.violation |= change.violation;
            own.choices |= change.choices;
            own.words |= change.words;
        }
        self.repeats.extend(other.repeats);
        self.kept.extend(other.kept);
    }
}

/// Why an answer or a row was not taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AnswerError {
    /// There is no such node (any more).
    Unknown,
    /// It is a group, a repeat or something that the form computes.
    NotAnswerable,
    /// It cannot be changed now.
    ReadOnly,
    /// It is longer than this many characters.
    TooLong(usize),
    /// It is no value of this type. The text is kept and the value is blank, so other things may have changed.
    Unreadable(DataType, Changes),
    /// A ranking must name every choice; these are missing.
    Incomplete(Vec<String>),
    /// A form has at most this many rows.
    TooManyRows(usize),
    /// The form itself decides how many rows this repeat has.
    Counted,
    /// This cannot be the key of a row: taken, empty, too long or with signs other than letters, digits, `-`, `_`, `.`.
    BadKey,
}

/// What is wrong with an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ViolationKind {
    /// It is missing.
    Required,
    /// It does not satisfy the rule of the form.
    Constraint,
    /// What was typed cannot be read as its type.
    Type,
    /// A rule of the form could not be computed: a mistake of the form.
    Fault,
}

/// Something that is wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Violation {
    /// Where.
    pub node: TreeId,
    /// Where, as an address.
    pub path: AnswerPath,
    /// What.
    pub kind: ViolationKind,
}

/// One filling-in of a form.
#[derive(Clone, Debug)]
pub struct Form {
    compiled: Arc<Compiled>,
    tree: Tree,
    /// By number of the node in the tree.
    slots: Vec<Slot>,
    queue: BTreeSet<graph::Entry>,
    start: Start,
    chance: u64,
    /// While the form is built, nothing counts as a change that triggers an action.
    is_loading: bool,
    aside: Answers,
    rows: usize,
    /// How many things are computed in this form.
    cells: usize,
    evaluations: u64,
    changes: Changes,
    /// Rows that a counted repeat got and whose actions are still to happen.
    new_rows: Vec<(NodeId, TreeId)>,
    /// The values that watched nodes had before the change.
    before: BTreeMap<TreeId, String>,
}

/// What a text that somebody typed becomes.
struct Taken {
    /// Its value; blank if it cannot be read.
    value: String,
    /// The text, if it cannot be read.
    unread: Option<String>,
    /// The type that it was read as.
    data_type: DataType,
}

impl Form {
    /// Takes an answer as somebody typed it; choices of a select are parted by spaces. An empty text clears the answer.
    ///
    /// # Errors
    /// See [`AnswerError`]; only [`AnswerError::Unreadable`] changes anything.
    pub fn answer(&mut self, at: TreeId, raw: &str, now: DateTime<FixedOffset>) -> Result<Changes, AnswerError> {
        let Taken { value, unread, data_type } = self.take(at, raw)?;
        self.start.now = now;
        let is_readable = unread.is_none();
        self.hold(at, value, unread);
        let changes = self.propagate();
        if is_readable { Ok(changes) } else { Err(AnswerError::Unreadable(data_type, changes)) }
    }

    /// What [`Self::answer`] would keep of a text ([`Self::kept`]): the value in the writing of its type, or the text if it cannot be read.
    ///
    /// # Errors
    /// Those of [`Self::answer`] that change nothing.
    pub fn keeps(&self, at: TreeId, raw: &str) -> Result<String, AnswerError> {
        let Taken { value, unread, .. } = self.take(at, raw)?;
        Ok(unread.unwrap_or(value))
    }

    fn take(&self, at: TreeId, raw: &str) -> Result<Taken, AnswerError> {
        let state = self.state(at).ok_or(AnswerError::Unknown)?;
        let node = self.compiled.definition.node(state.node).ok_or(AnswerError::Unknown)?;
        let control = match &node.kind {
            NodeKind::Question(control) if node.calculate.is_none() => control,
            NodeKind::Question(_) | NodeKind::Value { .. } | NodeKind::Group | NodeKind::Repeat { .. } => return Err(AnswerError::NotAnswerable),
        };
        if state.readonly || matches!(control, Control::Note) {
            return Err(AnswerError::ReadOnly);
        }
        if raw.len() > LONGEST_ANSWER && raw.chars().count() > LONGEST_ANSWER {
            return Err(AnswerError::TooLong(LONGEST_ANSWER));
        }
        let value = match control {
            Control::SelectOne(_) => Some(if self.is_offered(at, raw) { raw.to_owned() } else { String::new() }),
            Control::SelectMultiple(_) => Some(self.in_order_of_choices(at, raw)),
            Control::Rank(_) => Some(self.ranking(at, raw)?),
            Control::Input | Control::Note | Control::Acknowledge | Control::Upload(_) | Control::Range => {
                values::read(node, raw, values::By::Person)
            }
        };
        let unread = if value.is_some() { None } else { Some(raw.to_owned()) };
        Ok(Taken { value: value.unwrap_or_default(), unread, data_type: node.data_type })
    }

    /// Adds a row to a repeat, behind the row `after` or before all others.
    ///
    /// # Errors
    /// See [`AnswerError`]; nothing changed then.
    pub fn add_row(&mut self, repeat: TreeId, after: Option<TreeId>, key: &str, now: DateTime<FixedOffset>) -> Result<Changes, AnswerError> {
        let node = self.answerable_repeat(repeat)?;
        let rows = self.rows(repeat);
        let index = match after {
            None => 0,
            Some(after) => rows.iter().position(|row| *row == after).ok_or(AnswerError::Unknown)? + 1,
        };
        if !rows::is_key(key) || rows.iter().any(|row| self.key(*row) == Some(key)) {
            return Err(AnswerError::BadKey);
        }
        if self.rows >= MOST_ROWS {
            return Err(AnswerError::TooManyRows(MOST_ROWS));
        }
        self.start.now = now;
        let row = self.insert_row(repeat, node, index, key, rows::Filling::New).ok_or(AnswerError::Unknown)?;
        self.new_rows.push((node, row));
        Ok(self.propagate())
    }

    /// Removes a row with everything in it. This is somebody's wish, so the answers in it are gone.
    ///
    /// # Errors
    /// See [`AnswerError`]; nothing changed then.
    pub fn remove_row(&mut self, row: TreeId, now: DateTime<FixedOffset>) -> Result<Changes, AnswerError> {
        let repeat = self.repeat_of(row).ok_or(AnswerError::Unknown)?;
        self.answerable_repeat(repeat)?;
        self.start.now = now;
        self.drop_row(row, false);
        Ok(self.propagate())
    }

    /// Moves a row behind another or before all others. Its key stays; the nodes in it are new ones.
    ///
    /// # Errors
    /// See [`AnswerError`]; nothing changed then.
    pub fn move_row(&mut self, row: TreeId, after: Option<TreeId>, now: DateTime<FixedOffset>) -> Result<Changes, AnswerError> {
        let repeat = self.repeat_of(row).ok_or(AnswerError::Unknown)?;
        let node = self.answerable_repeat(repeat)?;
        let rows: Vec<TreeId> = self.rows(repeat).into_iter().filter(|other| *other != row).collect();
        let index = match after {
            None => 0,
            Some(after) => rows.iter().position(|other| *other == after).ok_or(AnswerError::Unknown)? + 1,
        };
        let key = self.key(row).ok_or(AnswerError::Unknown)?.to_owned();
        self.start.now = now;
        self.drop_row(row, true);
        self.insert_row(repeat, node, index, &key, rows::Filling::Kept);
        Ok(self.propagate())
    }

    /// Sets what is set when a form is finished: the time in `end`.
    pub fn finish(&mut self, now: DateTime<FixedOffset>) -> Changes {
        self.start.now = now;
        self.preload_end();
        self.propagate()
    }

    /// Everything that is wrong with what is relevant, in the order of the form.
    pub fn validate(&self) -> Vec<Violation> {
        let mut found = Vec::new();
        let mut open = vec![Tree::ROOT];
        while let Some(node) = open.pop() {
            if let Some(kind) = self.violation(node) {
                found.push(Violation { node, path: self.path(node), kind });
            }
            open.extend(self.below(node).into_iter().rev());
        }
        found
    }

    /// How many expressions were computed so far: what tests of the incremental computing count.
    pub fn evaluations(&self) -> u64 {
        self.evaluations
    }

    /// How many nodes were given a place among their siblings so far: what tests of growing and shrinking count.
    pub fn placings(&self) -> u64 {
        self.tree.placings()
    }

    fn answerable_repeat(&self, repeat: TreeId) -> Result<NodeId, AnswerError> {
        let state = self.state(repeat).filter(|state| state.is_range).ok_or(AnswerError::Unknown)?;
        if self.compiled.is_counted(state.node) {
            return Err(AnswerError::Counted);
        }
        if state.readonly { Err(AnswerError::ReadOnly) } else { Ok(state.node) }
    }
}
