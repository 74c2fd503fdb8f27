//! Beginning a form, resuming it from answers, and giving its answers back.

use super::rows::Filling;
use super::state::Slot;
use super::{Changes, Compiled, Form, Start};
use crate::form::answers::{AnswerPath, Answers};
use crate::form::definition::{NodeId, NodeKind};
use crate::form::tree::{Tree, TreeId};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

impl Form {
    /// A new filling-in: defaults, what is filled in by itself, and the actions of a form that is opened for the first time.
    pub fn begin(compiled: Arc<Compiled>, start: Start) -> Self {
        let first = compiled.first.clone();
        Self::load(compiled, first, start, Filling::New)
    }

    /// A filling-in as its answers say. What finds no place in the form is kept and told by [`Self::aside`].
    pub fn resume(compiled: Arc<Compiled>, answers: &Answers, start: Start) -> Self {
        Self::load(compiled, answers.clone(), start, Filling::Kept)
    }

    fn load(compiled: Arc<Compiled>, answers: Answers, start: Start, filling: Filling) -> Self {
        let root = compiled.definition.nodes.first().map_or("", |root| root.name.as_str());
        let mut form = Self {
            tree: Tree::new(root),
            slots: vec![Slot::default(); 2],
            queue: BTreeSet::new(),
            chance: start.seed,
            start,
            is_loading: true,
            aside: answers,
            rows: 0,
            cells: 0,
            evaluations: 0,
            changes: Changes::default(),
            new_rows: Vec::new(),
            before: BTreeMap::new(),
            compiled,
        };
        form.build(filling);
        // How rows of new parents are furnished is no answer.
        form.aside.rows.retain(|path, _| filling == Filling::Kept || path.0.contains('['));
        form.run();
        form.new_rows.clear();
        form.is_loading = false;
        form.opened(filling == Filling::New);
        form.propagate();
        form
    }

    /// Everything that was put in, so that [`Self::resume`] gives this form again: values as typed or chosen, relevant or not, and the
    /// keys of all rows. What is kept aside is in it.
    pub fn answers(&self) -> Answers {
        let mut answers = self.aside.clone();
        self.collect(Tree::ROOT, &AnswerPath::root(), &mut answers);
        answers
    }

    /// Answers that have no place in this form: of questions that it does not have, of rows that are no longer in their list. Answers
    /// that wait for a counted repeat to grow again are not among them.
    pub fn aside(&self) -> Answers {
        let waits = |path: &AnswerPath| self.waits(path);
        let mut aside = self.aside.clone();
        aside.values.retain(|path, _| !waits(path));
        aside.rows.retain(|path, _| !waits(path));
        aside
    }

    /// Whether an address is in a counted repeat of this form.
    fn waits(&self, path: &AnswerPath) -> bool {
        let names = path.without_keys();
        let mut at = NodeId::ROOT;
        let mut is_counted = false;
        for name in names.split('/') {
            let child = self.compiled.children(at).iter().find(|child| self.compiled.definition.node(**child).is_some_and(|node| node.name == name));
            let Some(child) = child else { return false };
            at = *child;
            is_counted |= self.compiled.is_counted(at);
        }
        is_counted
    }

    /// Adds the answers below a node, whose address is `path`.
    pub(super) fn collect(&self, at: TreeId, path: &AnswerPath, answers: &mut Answers) {
        for below in self.below(at) {
            let Some(state) = self.state(below) else { continue };
            let Some(node) = self.compiled.definition.node(state.node) else { continue };
            let named = path.child(&node.name);
            if state.is_range {
                let keys = self.rows_of(below).into_iter().filter_map(|row| self.key(row)).map(str::to_owned);
                // Keys that found no room stay behind the others.
                let mut all: Vec<String> = keys.collect();
                all.extend(answers.rows.remove(&named).unwrap_or_default());
                answers.rows.insert(named, all);
                continue;
            }
            match &node.kind {
                NodeKind::Group => self.collect(below, &named, answers),
                NodeKind::Repeat { .. } => {
                    let key = state.key.as_deref().unwrap_or_default();
                    self.collect(below, &named.row(key), answers);
                }
                NodeKind::Question(_) | NodeKind::Value { .. } => {
                    if let Some(value) = self.kept(below) {
                        answers.values.insert(named, value.to_owned());
                    }
                }
            }
        }
    }
}
