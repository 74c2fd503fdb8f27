//! What is known of each node of the instance beyond its text.

use super::graph::{Cell, Read};
use super::{Change, Form, ViolationKind};
use crate::form::definition::NodeId;
use crate::form::tree::TreeId;
use std::collections::BTreeSet;

/// What can be computed of a node. In this order where nothing else decides.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Property {
    /// How many rows a repeat has.
    Count,
    Relevant,
    Readonly,
    Calculate,
    Choices,
    /// The value that is seen: what was put in, as far as it is relevant and can be chosen. Never queued: it follows at once.
    Value,
    Required,
    Violation,
    /// What the expressions in its texts say.
    Words,
}

impl Property {
    /// All of them.
    pub(super) const ALL: [Self; 9] =
        [Self::Count, Self::Relevant, Self::Readonly, Self::Calculate, Self::Choices, Self::Value, Self::Required, Self::Violation, Self::Words];

    /// As an index into [`Self::ALL`].
    pub(super) fn index(self) -> usize {
        Self::ALL.iter().position(|other| *other == self).unwrap_or(0)
    }
}

/// A place for a node of the tree: its state while it is in the form, and who read it (thousands of rows may read the same answer).
#[derive(Clone, Debug, Default)]
pub(super) struct Slot {
    pub(super) state: Option<Box<State>>,
    /// Who read its value.
    pub(super) of_value: BTreeSet<Cell>,
    /// Who looked which children it has.
    pub(super) of_children: BTreeSet<Cell>,
    /// Who read its choices.
    pub(super) of_choices: BTreeSet<Cell>,
}

/// The state of a node.
#[derive(Clone, Debug)]
pub(super) struct State {
    pub(super) node: NodeId,
    /// Whether this is a repeat and not one of its rows.
    pub(super) is_range: bool,
    /// The key, if it is a row.
    pub(super) key: Option<String>,
    /// What was put in or calculated, whether or not it is seen now.
    pub(super) base: String,
    /// What was typed and cannot be read.
    pub(super) raw: Option<String>,
    pub(super) own_relevant: bool,
    /// With all ancestors.
    pub(super) relevant: bool,
    pub(super) own_readonly: bool,
    /// With all ancestors.
    pub(super) readonly: bool,
    pub(super) required: bool,
    pub(super) violation: Option<ViolationKind>,
    /// The properties whose expression could not be computed.
    pub(super) faults: Vec<Property>,
    pub(super) offers: Offers,
    pub(super) words: String,
    /// Whether its calculation depends on what it was before or on chance, so that it must be kept.
    pub(super) is_kept: bool,
    /// Whether its value was kept and its calculation has not been made yet.
    pub(super) is_restored: bool,
    /// What each of its properties read when it was computed last.
    pub(super) reads: Vec<(Property, Vec<Read>)>,
}

/// What can be chosen.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) enum Offers {
    /// Not known (yet); everything counts as offered.
    #[default]
    Unknown,
    /// The whole list.
    All(usize),
    /// These of a list.
    Some(usize, Vec<usize>),
    /// Value and words of each.
    Nodes(Vec<(String, String)>),
}

impl State {
    pub(super) fn new(node: NodeId) -> Self {
        Self {
            node,
            is_range: false,
            key: None,
            base: String::new(),
            raw: None,
            own_relevant: true,
            relevant: true,
            own_readonly: false,
            readonly: false,
            required: false,
            violation: None,
            faults: Vec::new(),
            offers: Offers::Unknown,
            words: String::new(),
            is_kept: false,
            is_restored: false,
            reads: Vec::new(),
        }
    }
}

impl Form {
    pub(super) fn slot_mut(&mut self, at: TreeId) -> &mut Slot {
        let index = at.0 as usize;
        if index >= self.slots.len() {
            self.slots.resize_with(index + 1, Slot::default);
        }
        &mut self.slots[index]
    }

    pub(super) fn state(&self, at: TreeId) -> Option<&State> {
        self.slots.get(at.0 as usize)?.state.as_deref()
    }

    pub(super) fn state_mut(&mut self, at: TreeId) -> Option<&mut State> {
        self.slots.get_mut(at.0 as usize)?.state.as_deref_mut()
    }

    /// The record of what changed of a node.
    pub(super) fn changed(&mut self, at: TreeId) -> &mut Change {
        self.changes.nodes.entry(at).or_default()
    }

    /// The nodes below one, repeats in the place of their rows before these, all in the order of the form.
    pub(super) fn below(&self, at: TreeId) -> Vec<TreeId> {
        let mut all: Vec<TreeId> = self.tree.attributes(at).iter().chain(self.tree.children(at)).copied().collect();
        // Attributes come first, so a stable sort puts a repeat before its rows.
        all.sort_by_key(|id| self.state(*id).map(|state| state.node));
        all
    }

    /// The rows of a repeat, in order.
    pub(super) fn rows_of(&self, repeat: TreeId) -> Vec<TreeId> {
        let (Some(state), Some(parent)) = (self.state(repeat).filter(|state| state.is_range), self.tree.parent(repeat)) else { return Vec::new() };
        self.tree.children(parent).iter().copied().filter(|row| self.state(*row).is_some_and(|row| row.node == state.node)).collect()
    }

    /// The repeat that a row is of.
    pub(super) fn repeat_of(&self, row: TreeId) -> Option<TreeId> {
        let state = self.state(row).filter(|state| state.key.is_some())?;
        let siblings = self.tree.attributes(self.tree.parent(row)?);
        siblings.iter().copied().find(|repeat| self.state(*repeat).is_some_and(|repeat| repeat.node == state.node))
    }
}
