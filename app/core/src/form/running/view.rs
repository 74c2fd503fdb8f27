//! What is shown of a form: nodes, values, words, choices, and how to find a node by its address.

use super::host::Look;
use super::state::Offers;
use super::{Compiled, Form, ViolationKind};
use crate::form::answers::AnswerPath;
use crate::form::definition::{Control, Definition, Node, NodeId, NodeKind, Text};
use crate::form::media::{self, MediaView};
use crate::form::tree::{Tree, TreeId};
use std::collections::HashSet;

/// A choice as it is shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChoiceView {
    /// What is stored.
    pub value: String,
    /// What is shown.
    pub label: String,
    /// Pictures, sounds and films, in the language asked for.
    pub media: Vec<MediaView>,
    /// Whether it is chosen.
    pub is_chosen: bool,
}

impl Form {
    /// What this filling-in is of.
    pub fn compiled(&self) -> &Compiled {
        &self.compiled
    }

    /// The definition that this filling-in is of.
    pub fn definition(&self) -> &Definition {
        &self.compiled.definition
    }

    /// Which node of the definition a node is.
    pub fn node_id(&self, at: TreeId) -> Option<NodeId> {
        Some(self.state(at)?.node)
    }

    /// The node of the definition.
    pub fn node(&self, at: TreeId) -> Option<&Node> {
        self.compiled.definition.node(self.node_id(at)?)
    }

    /// What is in a group, a row or the form, in order; a repeat stands for its rows.
    pub fn items(&self, at: TreeId) -> Vec<TreeId> {
        self.below(at).into_iter().filter(|item| self.state(*item).is_some_and(|state| state.key.is_none())).collect()
    }

    /// The rows of a repeat, in order.
    pub fn rows(&self, repeat: TreeId) -> Vec<TreeId> {
        self.rows_of(repeat)
    }

    /// What a node is in; a row is in its repeat.
    pub fn parent(&self, at: TreeId) -> Option<TreeId> {
        self.repeat_of(at).or_else(|| self.tree.parent(at)).filter(|parent| *parent != Tree::DOCUMENT)
    }

    /// Whether this is a repeat (and not one of its rows).
    pub fn is_repeat(&self, at: TreeId) -> bool {
        self.state(at).is_some_and(|state| state.is_range)
    }

    /// Whether rows can be added to and removed from this repeat by hand.
    pub fn is_open_ended(&self, repeat: TreeId) -> bool {
        self.state(repeat).is_some_and(|state| state.is_range && !state.readonly && !self.compiled.is_counted(state.node))
    }

    /// The key of a row.
    pub fn key(&self, row: TreeId) -> Option<&str> {
        self.state(row)?.key.as_deref()
    }

    /// The value that is seen: blank if it is not relevant.
    pub fn value(&self, at: TreeId) -> &str {
        if self.state(at).is_some() { self.tree.text(at) } else { "" }
    }

    /// What was typed and cannot be read.
    pub fn raw(&self, at: TreeId) -> Option<&str> {
        self.state(at)?.raw.as_deref()
    }

    /// What [`Self::answers`] says of a question or value: what was put in, seen or not. Nothing if it is blank or computed anew whenever
    /// the form is resumed.
    pub fn kept(&self, at: TreeId) -> Option<&str> {
        let state = self.state(at).filter(|_| self.is_leaf(at))?;
        let is_made_again = self.node(at)?.calculate.is_some() && !state.is_kept && !state.is_restored;
        let text = state.raw.as_ref().unwrap_or(&state.base);
        (!is_made_again && !text.is_empty()).then_some(text.as_str())
    }

    /// Whether a node is there, with everything that it is in.
    pub fn is_relevant(&self, at: TreeId) -> bool {
        self.state(at).is_some_and(|state| state.relevant)
    }

    /// Whether an answer is needed.
    pub fn is_required(&self, at: TreeId) -> bool {
        self.state(at).is_some_and(|state| state.required)
    }

    /// Whether it cannot be changed.
    pub fn is_readonly(&self, at: TreeId) -> bool {
        self.state(at).is_some_and(|state| state.readonly)
    }

    /// What is wrong with a node; nothing is wrong with what is not relevant.
    pub fn violation(&self, at: TreeId) -> Option<ViolationKind> {
        self.state(at)?.violation
    }

    /// The address of a node.
    pub fn path(&self, at: TreeId) -> AnswerPath {
        let mut steps = Vec::new();
        let mut here = Some(at);
        while let Some(at) = here.filter(|at| *at != Tree::ROOT) {
            let Some(state) = self.state(at) else { break };
            let name = self.compiled.definition.node(state.node).map_or("", |node| node.name.as_str());
            steps.push((name, state.key.as_deref()));
            here = self.tree.parent(at);
        }
        steps.into_iter().rev().fold(AnswerPath::root(), |path, (name, key)| {
            let path = path.child(name);
            match key {
                Some(key) => path.row(key),
                None => path,
            }
        })
    }

    /// The node at an address; a repeat without a key is the repeat itself.
    pub fn find(&self, path: &AnswerPath) -> Option<TreeId> {
        let mut at = Tree::ROOT;
        for step in path.0.split('/').filter(|step| !step.is_empty()) {
            let (name, key) = match step.split_once('[') {
                Some((name, rest)) => (name, Some(rest.strip_suffix(']')?)),
                None => (step, None),
            };
            let mut here = self.tree.children(at).iter().chain(self.tree.attributes(at)).copied();
            at = here.find(|child| {
                let Some(state) = self.state(*child).filter(|state| state.key.as_deref() == key) else { return false };
                self.compiled.definition.node(state.node).is_some_and(|node| node.name == name)
            })?;
        }
        Some(at)
    }

    /// What is asked, in a language (the index in [`Definition::languages`]) or the first that has words.
    pub fn label(&self, at: TreeId, language: usize) -> String {
        self.words(at, language, |node| &node.label)
    }

    /// Pictures, sounds and films beside what is asked, in a language or the first that has some.
    pub fn media(&self, at: TreeId, language: usize) -> Vec<MediaView> {
        self.node(at).map(|node| media::shown(&node.media, &self.compiled.definition.files, language)).unwrap_or_default()
    }

    /// The short help.
    pub fn hint(&self, at: TreeId, language: usize) -> String {
        self.words(at, language, |node| &node.hint)
    }

    /// The longer help.
    pub fn guidance(&self, at: TreeId, language: usize) -> String {
        self.words(at, language, |node| &node.guidance)
    }

    /// What the form itself says about what is wrong now; empty if it says nothing.
    pub fn message(&self, at: TreeId, language: usize) -> String {
        match self.violation(at) {
            Some(ViolationKind::Required) => self.words(at, language, |node| &node.required_message),
            Some(ViolationKind::Constraint) => self.words(at, language, |node| &node.constraint_message),
            Some(ViolationKind::Type | ViolationKind::Fault) | None => String::new(),
        }
    }

    /// What this filling-in is called by the form; empty if the form has no rule for it.
    pub fn instance_name(&self) -> String {
        let name = self.compiled.instance_name.as_ref();
        name.and_then(|name| Look::new(self, Tree::ROOT, 0).text(name).ok()).unwrap_or_default()
    }

    /// What can be chosen, in order.
    pub fn choices(&self, at: TreeId, language: usize) -> Vec<ChoiceView> {
        let Some(state) = self.state(at) else { return Vec::new() };
        let chosen: HashSet<&str> = match self.node(at).map(|node| &node.kind) {
            Some(NodeKind::Question(Control::SelectOne(_))) => [self.tree.text(at)].into(),
            _ => self.tree.text(at).split_whitespace().collect(),
        };
        let look = Look::new(self, at, language);
        let listed = |list: usize, choice: usize| {
            let choice = self.compiled.definition.lists.get(list)?.choices.get(choice)?;
            let label = if choice.label.is_empty() { choice.value.clone() } else { look.words(&choice.label) };
            let media = media::shown(&choice.media, &self.compiled.definition.files, language);
            Some(ChoiceView { is_chosen: chosen.contains(choice.value.as_str()), value: choice.value.clone(), label, media })
        };
        match &state.offers {
            Offers::Unknown => Vec::new(),
            Offers::All(list) => {
                let count = self.compiled.definition.lists.get(*list).map_or(0, |list| list.choices.len());
                (0..count).filter_map(|choice| listed(*list, choice)).collect()
            }
            Offers::Some(list, choices) => choices.iter().filter_map(|choice| listed(*list, *choice)).collect(),
            Offers::Nodes(nodes) => nodes
                .iter()
                .map(|(value, label)| ChoiceView {
                    is_chosen: chosen.contains(value.as_str()),
                    value: value.clone(),
                    label: label.clone(),
                    media: Vec::new(),
                })
                .collect(),
        }
    }

    fn words(&self, at: TreeId, language: usize, text: impl FnOnce(&Node) -> &Text) -> String {
        self.node(at).map(|node| Look::new(self, at, language).words(text(node))).unwrap_or_default()
    }
}
