//! The world of an expression inside a form: it answers what expressions ask and writes down what they read.

use super::Form;
use super::graph::Read;
use super::state::Offers;
use crate::form::definition::{Piece, Text};
use crate::form::tree::{Tree, TreeId};
use crate::form::xpath::{Expression, Fault, Host, Origin, Value, evaluate, parse};
use chrono::{DateTime, FixedOffset};
use std::cell::{Cell, RefCell};

/// One look at a form, from a node.
pub(super) struct Look<'a> {
    form: &'a Form,
    at: TreeId,
    language: usize,
    reads: RefCell<Vec<Read>>,
    chance: Cell<u64>,
    drew: Cell<bool>,
    /// A choice is named by a path that is text, and that could name a choice again.
    is_naming: Cell<bool>,
}

/// What a look saw.
pub(super) struct Seen {
    /// Sorted, each once.
    pub(super) reads: Vec<Read>,
    /// Where chance goes on.
    pub(super) chance: u64,
    /// Whether a random number was drawn.
    pub(super) drew: bool,
}

impl<'a> Look<'a> {
    /// From this node, with words in this language.
    pub(super) fn new(form: &'a Form, at: TreeId, language: usize) -> Self {
        Self {
            form,
            at,
            language,
            reads: RefCell::new(Vec::new()),
            chance: Cell::new(form.chance),
            drew: Cell::new(false),
            is_naming: Cell::new(false),
        }
    }

    /// What an expression gives at the node of the look.
    pub(super) fn value(&self, expression: &Expression) -> Result<Value, Fault> {
        self.value_at(expression, Origin { tree: 0, node: self.at })
    }

    /// What an expression gives at any node.
    pub(super) fn value_at(&self, expression: &Expression, at: Origin) -> Result<Value, Fault> {
        evaluate(expression, self, at)
    }

    /// As text.
    pub(super) fn text(&self, expression: &Expression) -> Result<String, Fault> {
        Ok(self.value(expression)?.to_text(self))
    }

    /// The words of a text; an output that cannot be computed is left out.
    pub(super) fn words(&self, text: &Text) -> String {
        let mut words = String::new();
        for piece in text.in_language(self.language).unwrap_or_default() {
            match piece {
                Piece::Words(piece) => words.push_str(piece),
                Piece::Value(expression) => {
                    let said = self.form.compiled.outputs.get(expression).and_then(|expression| self.text(expression).ok());
                    words.push_str(&said.unwrap_or_default());
                }
            }
        }
        words
    }

    /// What was seen.
    pub(super) fn into_seen(self) -> Seen {
        let mut reads = self.reads.into_inner();
        reads.sort_unstable();
        reads.dedup();
        Seen { reads, chance: self.chance.get(), drew: self.drew.get() }
    }

    fn read(&self, read: Read) {
        let mut reads = self.reads.borrow_mut();
        if reads.last() != Some(&read) {
            reads.push(read);
        }
    }

    /// What is shown for a value of a select.
    fn name_of_choice(&self, select: TreeId, value: &str) -> Option<String> {
        let lists = &self.form.compiled.definition.lists;
        let (list, choice) = match &self.form.state(select)?.offers {
            Offers::Unknown => return None,
            Offers::Nodes(nodes) => return nodes.iter().find(|(offered, _)| offered == value).map(|(_, words)| words.clone()),
            Offers::All(list) => (*list, *self.form.compiled.lists.get(*list)?.by_value.get(value)?),
            Offers::Some(list, choices) => {
                let all = &lists.get(*list)?.choices;
                (*list, choices.iter().copied().find(|choice| all.get(*choice).is_some_and(|choice| choice.value == value))?)
            }
        };
        let choice = lists.get(list)?.choices.get(choice)?;
        Some(if choice.label.is_empty() { choice.value.clone() } else { self.words(&choice.label) })
    }
}

impl Host for Look<'_> {
    fn tree(&self, number: u32) -> Option<&Tree> {
        match number.checked_sub(1) {
            None => Some(&self.form.tree),
            Some(list) => self.form.compiled.lists.get(list as usize).map(|list| &list.tree),
        }
    }

    fn instance(&self, name: &str) -> Option<u32> {
        self.form.compiled.list_numbers.get(name).copied()
    }

    fn now(&self) -> DateTime<FixedOffset> {
        self.form.start.now
    }

    fn random(&self) -> f64 {
        self.drew.set(true);
        // SplitMix64 (Steele, Lea, Flood 2014).
        let state = self.chance.get().wrapping_add(0x9E37_79B9_7F4A_7C15);
        self.chance.set(state);
        let mixed = (state ^ (state >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        let mixed = mixed ^ (mixed >> 31);
        let high = u32::try_from(mixed >> 32).unwrap_or(0);
        let low = u32::try_from((mixed >> 11) & 0x1F_FFFF).unwrap_or(0);
        (f64::from(high) * 2_097_152.0 + f64::from(low)) / 9_007_199_254_740_992.0
    }

    fn itext(&self, _id: &str) -> Option<String> {
        // Texts stand in the definition by language, not by number.
        None
    }

    fn choice_name(&self, value: &str, path: &str) -> Option<String> {
        if self.is_naming.replace(true) {
            return None;
        }
        let select = parse(path.trim()).ok().and_then(|path| match self.value(&path) {
            Ok(Value::Nodes(nodes)) => nodes.first().filter(|node| node.tree == 0).map(|node| node.node),
            _ => None,
        });
        let name = select.and_then(|select| {
            self.read(Read::Choices(select));
            self.name_of_choice(select, value)
        });
        self.is_naming.set(false);
        name
    }

    fn saw(&self, at: Origin) {
        if at.tree == 0 {
            self.read(Read::Value(at.node));
        }
    }

    fn saw_children(&self, of: Origin) {
        if of.tree == 0 {
            self.read(Read::Children(of.node));
        }
    }
}
