//! What the form sets by itself when something happens.
//!
//! An action happens after everything that follows from the event was computed, sees the form as it then is, and what follows from it
//! is computed before the next one. Actions that set each other off end after a bounded number of times.

use super::Changes;
use super::Form;
use super::compile::Step;
use super::host::Look;
use super::state::Property;
use super::values::{self, By};
use crate::form::definition::{Event, NodeId, NodeKind};
use crate::form::tree::{Tree, TreeId};
use std::sync::Arc;

/// How many values actions may set after one event.
const MOST_SETTINGS: usize = 10_000;

impl Form {
    /// Computes what follows from a change, with the actions that it sets off.
    pub(super) fn propagate(&mut self) -> Changes {
        let compiled = Arc::clone(&self.compiled);
        let mut room = MOST_SETTINGS;
        loop {
            self.run();
            let rows = std::mem::take(&mut self.new_rows);
            let changed = std::mem::take(&mut self.before);
            if (rows.is_empty() && changed.is_empty()) || room == 0 {
                break;
            }
            for (node, row) in rows {
                self.new_row(node, row, &mut room);
            }
            for (source, before) in changed {
                let Some(node) = self.state(source).map(|state| state.node).filter(|_| self.tree.text(source) != before) else { continue };
                for step in compiled.actions.iter().filter(|step| step.event == Event::Changed(node)) {
                    self.act(step, source, &mut room);
                }
            }
        }
        std::mem::take(&mut self.changes)
    }

    /// What happens when the form is opened.
    pub(super) fn opened(&mut self, is_new: bool) {
        let compiled = Arc::clone(&self.compiled);
        let mut room = MOST_SETTINGS;
        for step in &compiled.actions {
            if step.event == Event::Load || (is_new && step.event == Event::FirstLoad) {
                self.act(step, Tree::ROOT, &mut room);
                self.run();
            }
        }
    }

    /// What happens when there is a new row, in it and in the rows that came with it.
    fn new_row(&mut self, node: NodeId, row: TreeId, room: &mut usize) {
        let compiled = Arc::clone(&self.compiled);
        let steps: Vec<&Step> = compiled.actions.iter().filter(|step| matches!(step.event, Event::NewRow(_))).collect();
        if steps.is_empty() {
            return;
        }
        let mut rows = vec![(node, row)];
        let mut open = vec![row];
        while let Some(at) = open.pop() {
            for below in self.tree.children(at) {
                open.push(*below);
                if let Some(state) = self.state(*below).filter(|state| state.key.is_some()) {
                    rows.push((state.node, *below));
                }
            }
        }
        for (node, row) in rows {
            for step in steps.iter().filter(|step| step.event == Event::NewRow(node)) {
                self.act(step, row, room);
                self.run();
            }
        }
    }

    /// Sets what an action sets, wherever it is meant as seen from a node.
    fn act(&mut self, step: &Step, from: TreeId, room: &mut usize) {
        let is_at_start = matches!(step.event, Event::FirstLoad | Event::Load | Event::NewRow(_));
        for target in self.instances_from(from, step.target) {
            if *room == 0 {
                return;
            }
            // What is not there when a form or a row begins gets no first value.
            if is_at_start && !self.is_relevant(target) {
                continue;
            }
            *room -= 1;
            let look = Look::new(self, target, 0);
            let text = look.text(&step.value).unwrap_or_default();
            self.chance = look.into_seen().chance;
            self.set(target, &text);
        }
    }

    fn set(&mut self, at: TreeId, text: &str) {
        let compiled = Arc::clone(&self.compiled);
        let Some(state) = self.state(at) else { return };
        let Some(node) = compiled.definition.node(state.node) else { return };
        if !matches!(node.kind, NodeKind::Question(_) | NodeKind::Value { .. }) {
            return;
        }
        self.hold(at, values::read(node, text, By::Form).unwrap_or_default(), None);
        self.enqueue(at, Property::Violation);
    }

    /// Every place of a node of the definition, in the order of the form.
    pub fn instances(&self, node: NodeId) -> Vec<TreeId> {
        self.instances_from(Tree::ROOT, node)
    }

    /// The places of a node that share as many rows as possible with a place: the same row for what is in the same repeat, all rows
    /// for what is in another one.
    fn instances_from(&self, from: TreeId, target: NodeId) -> Vec<TreeId> {
        let nodes = &self.compiled.definition;
        let chain: Vec<NodeId> = std::iter::successors(Some(target), |id| nodes.node(*id)?.parent).collect();
        let mut here = Some(from);
        let (mut found, way) = loop {
            let Some(at) = here else { return Vec::new() };
            let place = self.state(at).filter(|state| !state.is_range).and_then(|state| chain.iter().position(|id| *id == state.node));
            match place {
                Some(place) => break (vec![at], chain.get(..place).unwrap_or_default()),
                None => here = self.tree.parent(at),
            }
        };
        for id in way.iter().rev() {
            let children = found.iter().flat_map(|at| self.tree.children(*at));
            found = children.copied().filter(|child| self.state(*child).is_some_and(|child| child.node == *id)).collect();
        }
        found
    }
}
