//! Rows: how nodes come into the form and leave it.

use super::compile::OfferRule;
use super::graph::{Cell, Read};
use super::state::{Offers, Property, Slot, State};
use super::values::{self, By};
use super::{Form, LONGEST_KEY, MOST_ROWS};
use crate::form::answers::{AnswerPath, Answers};
use crate::form::definition::{Control, Event, Node, NodeId, NodeKind, Preload};
use crate::form::tree::{Tree, TreeId};
use std::collections::HashSet;
use std::sync::Arc;

/// What new nodes are filled with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Filling {
    /// Answers that were kept for this place, else defaults.
    New,
    /// Answers that were kept for this place and nothing else.
    Kept,
}

/// Whether this can be the key of a row.
pub(super) fn is_key(text: &str) -> bool {
    (1..=LONGEST_KEY).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.'))
}

impl Form {
    /// Builds everything below the root.
    pub(super) fn build(&mut self, filling: Filling) {
        self.place(Tree::ROOT, NodeId::ROOT, None, false);
        self.furnish(Tree::ROOT, NodeId::ROOT, &AnswerPath::root(), filling);
    }

    /// Gives a node of the tree its state and queues what is computed of it.
    fn place(&mut self, at: TreeId, node: NodeId, key: Option<&str>, is_range: bool) {
        let compiled = Arc::clone(&self.compiled);
        let Some(rules) = compiled.rules(node) else { return };
        let above = self.tree.parent(at).and_then(|parent| self.state(parent));
        let (relevant, readonly) = above.map_or((true, false), |above| (above.relevant, above.readonly));
        let state = State { key: key.map(str::to_owned), is_range, relevant, readonly, ..State::new(node) };
        self.slot_mut(at).state = Some(Box::new(state));
        let is_row = key.is_some();
        let is_leaf = self.is_leaf(at);
        let computed = [
            (Property::Count, is_range && rules.count.is_some()),
            (Property::Relevant, rules.relevant.is_some()),
            (Property::Readonly, rules.readonly.is_some()),
            (Property::Calculate, is_leaf && rules.calculate.is_some()),
            // A whole list is known without computing.
            (Property::Choices, matches!(rules.offers, Some(OfferRule::Some(..) | OfferRule::Nodes { .. }))),
            (Property::Required, is_leaf && rules.required.is_some()),
            (Property::Violation, is_leaf),
            (Property::Words, !is_row && !rules.words.is_empty()),
        ];
        for (property, is_computed) in computed {
            if is_computed {
                self.cells += 1;
                self.enqueue(at, property);
            }
        }
    }

    /// Makes all children of a new element and fills them.
    fn furnish(&mut self, at: TreeId, node: NodeId, path: &AnswerPath, filling: Filling) {
        let compiled = Arc::clone(&self.compiled);
        for child in compiled.children(node) {
            let Some(definition) = compiled.definition.node(*child) else { continue };
            let child_path = path.child(&definition.name);
            match &definition.kind {
                NodeKind::Group => {
                    let group = self.tree.append(at, &definition.name, "");
                    self.place(group, *child, None, false);
                    self.furnish(group, *child, &child_path, filling);
                }
                NodeKind::Repeat { .. } => {
                    // No name of an attribute in an expression can have brackets.
                    let range = self.tree.set_attribute(at, &format!("{}[]", definition.name), "");
                    self.place(range, *child, None, true);
                    self.changes.kept.insert(range);
                    for key in self.first_keys(*child, &child_path, filling) {
                        if self.rows >= MOST_ROWS {
                            self.aside.rows.entry(child_path.clone()).or_default().push(key);
                            continue;
                        }
                        let row = self.tree.append(at, &definition.name, "");
                        self.enter_row(row, *child, &child_path, &key, filling);
                    }
                }
                NodeKind::Question(_) | NodeKind::Value { .. } => {
                    let leaf = self.tree.append(at, &definition.name, "");
                    self.place(leaf, *child, None, false);
                    self.fill(leaf, definition, &child_path, filling);
                }
            }
        }
    }

    fn enter_row(&mut self, row: TreeId, node: NodeId, repeat_path: &AnswerPath, key: &str, filling: Filling) {
        self.rows += 1;
        self.place(row, node, Some(key), false);
        self.furnish(row, node, &repeat_path.row(key), filling);
    }

    /// The keys of the rows with which a repeat begins.
    fn first_keys(&mut self, repeat: NodeId, path: &AnswerPath, filling: Filling) -> Vec<String> {
        if let Some(kept) = self.aside.rows.remove(path) {
            let mut seen = HashSet::new();
            let (keys, others): (Vec<String>, Vec<String>) = kept.into_iter().partition(|key| is_key(key) && seen.insert(key.clone()));
            if !others.is_empty() {
                self.aside.rows.insert(path.clone(), others);
            }
            return keys;
        }
        if self.compiled.is_counted(repeat) {
            return Vec::new();
        }
        let general = AnswerPath(path.without_keys());
        match self.compiled.first.rows.get(&general) {
            Some(keys) if filling == Filling::New => keys.iter().filter(|key| is_key(key)).cloned().collect(),
            // What is resumed names its repeats; one that it does not name is new in the form.
            _ => vec!["1".to_owned()],
        }
    }

    /// Gives a new leaf its first value.
    fn fill(&mut self, leaf: TreeId, definition: &Node, path: &AnswerPath, filling: Filling) {
        let kept = self.aside.values.remove(path);
        let is_restored = kept.is_some();
        let (base, raw) = match kept {
            Some(kept) => stored(definition, kept),
            None if filling == Filling::New => (self.first_value(definition), None),
            None => (self.preloaded(definition).filter(|_| is_instance_id(definition)).unwrap_or_default(), None),
        };
        let compiled = Arc::clone(&self.compiled);
        if let Some(state) = self.state_mut(leaf) {
            (state.base, state.raw, state.is_restored) = (base, raw, is_restored);
            if let Some(OfferRule::All(list)) = compiled.rules(state.node).and_then(|rules| rules.offers.as_ref()) {
                state.offers = Offers::All(*list);
            }
        }
        if self.kept(leaf).is_some() {
            self.changes.kept.insert(leaf);
        }
        self.settle(leaf);
    }

    fn first_value(&self, definition: &Node) -> String {
        if let NodeKind::Question(Control::SelectOne(_) | Control::SelectMultiple(_) | Control::Rank(_)) = &definition.kind {
            return definition.default.clone();
        }
        let text = self.preloaded(definition).unwrap_or_else(|| definition.default.clone());
        values::read(definition, &text, By::Form).unwrap_or_default()
    }

    /// What fills in a value by itself when a form is begun.
    fn preloaded(&self, definition: &Node) -> Option<String> {
        let NodeKind::Value { preload: Some(preload) } = &definition.kind else { return None };
        match preload {
            Preload::Start => Some(moment(self)),
            Preload::End => None,
            Preload::Today => Some(self.start.now.format("%Y-%m-%d").to_string()),
            Preload::DeviceId => Some(self.start.device_id.clone()),
            Preload::Username => Some(self.start.username.clone()),
            Preload::InstanceId => Some(self.start.instance_id.clone()),
        }
    }

    /// Fills in when the form was finished.
    pub(super) fn preload_end(&mut self) {
        let compiled = Arc::clone(&self.compiled);
        let now = moment(self);
        for (node, definition) in (0_u32..).map(NodeId).zip(&compiled.definition.nodes) {
            if matches!(definition.kind, NodeKind::Value { preload: Some(Preload::End) }) {
                for at in self.instances(node) {
                    self.hold(at, values::read(definition, &now, By::Form).unwrap_or_default(), None);
                }
            }
        }
    }

    /// Puts a new row at a place among the rows of a repeat.
    pub(super) fn insert_row(&mut self, repeat: TreeId, node: NodeId, index: usize, key: &str, filling: Filling) -> Option<TreeId> {
        let rows = self.rows_of(repeat);
        let place = self.place_for(repeat, node, &rows, index);
        let row = self.insert_at(repeat, node, place, key, filling);
        self.rows_changed(repeat);
        row
    }

    /// Tells everyone who looked at the rows of a repeat; once for many rows.
    fn rows_changed(&mut self, repeat: TreeId) {
        self.changes.repeats.insert(repeat);
        self.changes.kept.insert(repeat);
        if let Some(parent) = self.tree.parent(repeat) {
            self.notify(Read::Children(parent));
            self.notify_value(parent);
        }
    }

    /// Where the `index`-th row stands among the children of its parent.
    fn place_for(&self, repeat: TreeId, node: NodeId, rows: &[TreeId], index: usize) -> usize {
        if let Some(next) = rows.get(index) {
            return self.tree.place(*next);
        }
        if let Some(last) = rows.last() {
            return self.tree.place(*last) + 1;
        }
        let siblings = self.tree.parent(repeat).map_or(&[][..], |parent| self.tree.children(parent));
        siblings.iter().position(|sibling| self.state(*sibling).is_some_and(|sibling| sibling.node > node)).unwrap_or(siblings.len())
    }

    fn insert_at(&mut self, repeat: TreeId, node: NodeId, place: usize, key: &str, filling: Filling) -> Option<TreeId> {
        let compiled = Arc::clone(&self.compiled);
        let parent = self.tree.parent(repeat)?;
        let path = self.path(repeat);
        let filling = if self.waits_for(&path, key) { Filling::Kept } else { filling };
        let row = self.tree.insert(parent, place, &compiled.definition.node(node)?.name, "");
        self.enter_row(row, node, &path, key, filling);
        Some(row)
    }

    /// Whether answers wait for this very row. They come back with it, and then a missing one is a cleared one.
    fn waits_for(&self, repeat_path: &AnswerPath, key: &str) -> bool {
        has_below(&self.aside, &repeat_path.row(key))
    }

    /// Makes a counted repeat longer or shorter; answers in rows that go wait for their return. All rows come or go at once: one after the
    /// other each would move those behind them.
    pub(super) fn resize(&mut self, repeat: TreeId, there: &[TreeId], wanted: usize) {
        let Some(node) = self.state(repeat).map(|state| state.node) else { return };
        if wanted < there.len() {
            let leaving = there.get(wanted..).unwrap_or_default();
            for row in leaving.iter().rev() {
                self.take_out(*row, true);
            }
            self.tree.remove_run(leaving);
            self.rows_changed(repeat);
        }
        let compiled = Arc::clone(&self.compiled);
        let (Some(parent), Some(definition)) = (self.tree.parent(repeat), compiled.definition.node(node)) else { return };
        if wanted <= there.len() {
            return;
        }
        let path = self.path(repeat);
        let taken: HashSet<String> = there.iter().filter_map(|row| self.key(*row)).map(str::to_owned).collect();
        let mut free = (there.len() + 1..).map(|number| number.to_string()).filter(|key| !taken.contains(key));
        let place = self.place_for(repeat, node, there, there.len());
        let mut fresh = Vec::new();
        for row in self.tree.insert_run(parent, place, &definition.name, wanted - there.len()) {
            let key = free.next().unwrap_or_default();
            let is_new = !self.waits_for(&path, &key);
            self.enter_row(row, node, &path, &key, if is_new { Filling::New } else { Filling::Kept });
            if is_new {
                fresh.push(row);
            }
        }
        self.rows_changed(repeat);
        if self.compiled.actions.iter().any(|action| matches!(action.event, Event::NewRow(_))) {
            self.new_rows.extend(fresh.into_iter().map(|row| (node, row)));
        }
    }

    /// Takes a row out of the form; its answers go aside or are gone.
    pub(super) fn drop_row(&mut self, row: TreeId, keeps_answers: bool) {
        if let Some(repeat) = self.repeat_of(row) {
            self.take_out(row, keeps_answers);
            self.tree.remove(row);
            self.rows_changed(repeat);
        }
    }

    /// Ends what a row is in the form. It is still to be taken out of the tree.
    fn take_out(&mut self, row: TreeId, keeps_answers: bool) {
        if keeps_answers {
            let path = self.path(row);
            let mut kept = std::mem::take(&mut self.aside);
            self.collect(row, &path, &mut kept);
            self.aside = kept;
        }
        let mut leaving = vec![row];
        let mut next = 0;
        while let Some(at) = leaving.get(next).copied() {
            leaving.extend(self.tree.attributes(at).iter().chain(self.tree.children(at)));
            next += 1;
        }
        for at in &leaving {
            self.retire(*at);
        }
        for at in &leaving {
            for read in [Read::Value(*at), Read::Children(*at), Read::Choices(*at)] {
                self.notify(read);
            }
            *self.slot_mut(*at) = Slot::default();
        }
    }

    /// Ends what a node computes.
    fn retire(&mut self, at: TreeId) {
        let Some(state) = self.slot_mut(at).state.take() else { return };
        let State { reads, key, .. } = *state;
        for (property, reads) in reads {
            for read in reads {
                self.forget(read, Cell { at, property });
            }
        }
        self.rows -= usize::from(key.is_some());
        self.changes.nodes.remove(&at);
        self.changes.repeats.remove(&at);
        self.changes.kept.remove(&at);
        self.before.remove(&at);
    }
}

/// A kept value, or the text that it is if it cannot be read (any more).
fn stored(definition: &Node, kept: String) -> (String, Option<String>) {
    match &definition.kind {
        NodeKind::Question(Control::SelectOne(_) | Control::SelectMultiple(_) | Control::Rank(_)) => (kept, None),
        _ => match values::read(definition, &kept, By::Person) {
            Some(value) => (value, None),
            None => (String::new(), Some(kept)),
        },
    }
}

/// Whether answers wait below an address.
fn has_below(answers: &Answers, row: &AnswerPath) -> bool {
    let prefix = AnswerPath(format!("{}/", row.0));
    let values = answers.values.range(prefix.clone()..).next().map(|(path, _)| path);
    let rows = answers.rows.range(prefix.clone()..).next().map(|(path, _)| path);
    values.into_iter().chain(rows).any(|path| path.0.starts_with(&prefix.0))
}

fn is_instance_id(definition: &Node) -> bool {
    matches!(definition.kind, NodeKind::Value { preload: Some(Preload::InstanceId) })
}

/// The present moment as the standard writes it.
fn moment(form: &Form) -> String {
    form.start.now.format("%Y-%m-%dT%H:%M:%S%.3f%:z").to_string()
}
