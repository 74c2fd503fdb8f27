//! Computing: one cell at a time, and what follows from it at once.

use super::compile::OfferRule;
use super::graph::{Cell, Read};
use super::host::Look;
use super::state::{Offers, Property};
use super::values::{self, By};
use super::{Form, MOST_ROWS, ViolationKind};
use crate::form::definition::{Control, NodeKind};
use crate::form::tree::TreeId;
use crate::form::xpath::{Expression, Fault, Origin, Value};
use std::collections::HashSet;
use std::sync::Arc;

/// Computations that a change may take, for each thing that is computed and as such: far more than any order needs.
const MOST_TIMES: usize = 8;
const MOST_ANYWAY: usize = 10_000;

impl Form {
    /// Computes whatever waits.
    pub(super) fn run(&mut self) {
        let mut steps = 0;
        while let Some(entry) = self.queue.pop_first() {
            steps += 1;
            if steps > self.cells.saturating_mul(MOST_TIMES).saturating_add(MOST_ANYWAY) {
                self.give_up(entry.cell);
                return;
            }
            self.compute(entry.cell);
        }
    }

    /// Something that feeds itself: what still waits is marked as faulty and stays as it is.
    fn give_up(&mut self, cell: Cell) {
        let waiting = std::mem::take(&mut self.queue);
        for cell in std::iter::once(cell).chain(waiting.into_iter().map(|entry| entry.cell)) {
            self.set_fault(cell, true);
            self.judge(cell.at, true);
        }
        self.queue.clear();
    }

    fn compute(&mut self, cell: Cell) {
        let compiled = Arc::clone(&self.compiled);
        let Some(rules) = self.state(cell.at).and_then(|state| compiled.rules(state.node)) else { return };
        let at = cell.at;
        match cell.property {
            Property::Count => {
                if let Some(count) = &rules.count {
                    self.count_rows(cell, count);
                }
            }
            Property::Relevant => {
                let own = rules.relevant.as_ref().and_then(|rule| self.yes_or_no(cell, rule)).unwrap_or(true);
                if let Some(state) = self.state_mut(at) {
                    state.own_relevant = own;
                }
                self.refresh(at);
            }
            Property::Readonly => {
                let own = rules.readonly.as_ref().and_then(|rule| self.yes_or_no(cell, rule)).unwrap_or(false);
                if let Some(state) = self.state_mut(at) {
                    state.own_readonly = own;
                }
                self.refresh(at);
            }
            Property::Required => {
                let required = rules.required.as_ref().and_then(|rule| self.yes_or_no(cell, rule)).unwrap_or(false);
                if let Some(state) = self.state_mut(at)
                    && state.required != required
                {
                    state.required = required;
                    self.changed(at).required = true;
                    self.enqueue(at, Property::Violation);
                }
            }
            Property::Calculate => {
                if let Some(rule) = &rules.calculate {
                    self.calculate(cell, rule);
                }
            }
            Property::Choices => {
                if let Some(offers) = self.offers_of(cell) {
                    self.offer(at, offers);
                }
            }
            Property::Words => {
                let words = self.track(cell, |look| {
                    let parts: Vec<String> = rules.words.iter().map(|expression| look.text(expression)).collect::<Result<_, _>>()?;
                    Ok(parts.join("\u{1F}"))
                });
                if let Some((words, _)) = words
                    && let Some(state) = self.state_mut(at)
                    && state.words != words
                {
                    state.words = words;
                    self.changed(at).words = true;
                }
            }
            Property::Violation => match &rules.constraint {
                Some(rule) => self.constrain(cell, rule),
                None => self.judge(at, true),
            },
            Property::Value => {}
        }
    }

    /// Looks at the form on behalf of a cell and remembers what was seen. What the work gives, and whether it depends on chance or on
    /// what the node was before; nothing if it failed.
    fn track<T>(&mut self, cell: Cell, work: impl FnOnce(&Look<'_>) -> Result<T, Fault>) -> Option<(T, bool)> {
        self.evaluations += 1;
        let look = Look::new(self, cell.at, 0);
        let result = work(&look);
        let mut seen = look.into_seen();
        self.chance = seen.chance;
        let own = Read::Value(cell.at);
        let reads_itself = seen.reads.binary_search(&own).is_ok();
        if matches!(cell.property, Property::Relevant | Property::Calculate | Property::Choices) {
            // Else a calculation that looks at what it was before would follow itself forever.
            seen.reads.retain(|read| *read != own && *read != Read::Choices(cell.at));
        }
        self.remember(cell, seen.reads);
        self.set_fault(cell, result.is_err());
        result.ok().map(|value| (value, reads_itself || seen.drew))
    }

    fn yes_or_no(&mut self, cell: Cell, rule: &Expression) -> Option<bool> {
        self.track(cell, |look| Ok(look.value(rule)?.to_boolean())).map(|(yes, _)| yes)
    }

    fn set_fault(&mut self, cell: Cell, is_faulty: bool) {
        let Some(state) = self.state_mut(cell.at) else { return };
        if state.faults.contains(&cell.property) == is_faulty {
            return;
        }
        if is_faulty {
            state.faults.push(cell.property);
        } else {
            state.faults.retain(|property| *property != cell.property);
        }
        if cell.property != Property::Violation {
            self.enqueue(cell.at, Property::Violation);
        }
    }

    fn calculate(&mut self, cell: Cell, rule: &Expression) {
        if !self.state(cell.at).is_some_and(|state| state.relevant) {
            return;
        }
        let text = self.track(cell, |look| look.text(rule));
        let compiled = Arc::clone(&self.compiled);
        let Some(state) = self.state_mut(cell.at) else { return };
        let Some(node) = compiled.definition.node(state.node) else { return };
        let (text, is_kept) = text.unwrap_or_default();
        // A value that chance gave once is not drawn again because the form was opened again.
        let stays = state.is_restored && is_kept && !state.base.is_empty();
        state.is_restored = false;
        let was_kept = std::mem::replace(&mut state.is_kept, is_kept);
        if !stays {
            state.base = values::read(node, &text, By::Form).unwrap_or_default();
            self.settle(cell.at);
        }
        if was_kept || is_kept {
            self.changes.kept.insert(cell.at);
        }
    }

    /// The choices of a select as its expressions give them now.
    fn offers_of(&mut self, cell: Cell) -> Option<Offers> {
        let compiled = Arc::clone(&self.compiled);
        let rule = self.state(cell.at).and_then(|state| compiled.rules(state.node))?.offers.as_ref()?;
        match rule {
            OfferRule::All(list) => Some(Offers::All(*list)),
            OfferRule::Some(list, nodeset) => {
                let instance = compiled.lists.get(*list)?;
                let number = u32::try_from(*list).ok()?.checked_add(1)?;
                let chosen = self.track(cell, |look| {
                    let nodes = nodes_of(look.value(nodeset)?);
                    Ok(nodes.into_iter().filter(|node| node.tree == number).filter_map(|node| instance.choice_at(node.node)).collect())
                });
                Some(Offers::Some(*list, chosen.map(|(chosen, _)| chosen).unwrap_or_default()))
            }
            OfferRule::Nodes { nodeset, value, label } => {
                let offered = self.track(cell, |look| {
                    let nodes = nodes_of(look.value(nodeset)?);
                    nodes.into_iter().map(|node| Ok((look.value_at(value, node)?.to_text(look), look.value_at(label, node)?.to_text(look)))).collect()
                });
                Some(Offers::Nodes(offered.map(|(offered, _)| offered).unwrap_or_default()))
            }
        }
    }

    /// Gives a select its choices.
    pub(super) fn offer(&mut self, at: TreeId, offers: Offers) {
        let Some(state) = self.state_mut(at) else { return };
        if state.offers != offers {
            state.offers = offers;
            self.changed(at).choices = true;
            self.notify(Read::Choices(at));
            self.settle(at);
        }
    }

    /// Judges a node that has a rule, which is asked only where there is a value.
    fn constrain(&mut self, cell: Cell, rule: &Expression) {
        let is_asked = self.state(cell.at).is_some_and(|state| state.relevant && state.raw.is_none()) && !self.tree.text(cell.at).is_empty();
        let holds = if is_asked {
            self.yes_or_no(cell, rule).unwrap_or(true)
        } else {
            self.set_fault(cell, false);
            true
        };
        self.judge(cell.at, holds);
    }

    fn judge(&mut self, at: TreeId, holds: bool) {
        let is_blank = self.tree.text(at).is_empty();
        let Some(state) = self.state_mut(at) else { return };
        let violation = if !state.relevant {
            None
        } else if !state.faults.is_empty() {
            Some(ViolationKind::Fault)
        } else if state.raw.is_some() {
            Some(ViolationKind::Type)
        } else if is_blank && state.required {
            Some(ViolationKind::Required)
        } else if !holds {
            Some(ViolationKind::Constraint)
        } else {
            None
        };
        if state.violation != violation {
            state.violation = violation;
            self.changed(at).violation = true;
        }
    }

    /// Makes a repeat as long as its expression says. While that gives no number, it stays as it is: somebody is typing.
    fn count_rows(&mut self, cell: Cell, rule: &Expression) {
        let Some((count, _)) = self.track(cell, |look| Ok(look.value(rule)?.to_number(look))) else { return };
        if count.is_nan() {
            return;
        }
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "held between 0 and a small number before")]
        let wanted = count.trunc().clamp(0.0, 1_000_000.0) as usize;
        let there = self.rows_of(cell.at);
        let room = MOST_ROWS.saturating_sub(self.rows);
        let most = there.len().saturating_add(room);
        self.set_fault(cell, wanted > most);
        self.resize(cell.at, &there, wanted.min(most));
    }

    /// Hands down what a node's ancestors decide: whether it is there and whether it can be changed.
    pub(super) fn refresh(&mut self, at: TreeId) {
        let compiled = Arc::clone(&self.compiled);
        let mut open = vec![at];
        while let Some(at) = open.pop() {
            let above = self.tree.parent(at).and_then(|parent| self.state(parent));
            let (relevant, readonly) = above.map_or((true, false), |above| (above.relevant, above.readonly));
            let Some(state) = self.state_mut(at) else { continue };
            let (relevant, readonly) = (relevant && state.own_relevant, readonly || state.own_readonly);
            let (other_relevance, other_readonly) = (state.relevant != relevant, state.readonly != readonly);
            if !other_relevance && !other_readonly {
                continue;
            }
            (state.relevant, state.readonly) = (relevant, readonly);
            let node = state.node;
            let change = self.changed(at);
            change.relevant |= other_relevance;
            change.readonly |= other_readonly;
            if other_relevance {
                if relevant && compiled.rules(node).is_some_and(|rules| rules.calculate.is_some()) {
                    self.enqueue(at, Property::Calculate);
                }
                self.enqueue(at, Property::Violation);
                self.settle(at);
            }
            open.extend(self.below(at).into_iter().rev());
        }
    }

    /// Puts in a value, or what was typed instead of one.
    pub(super) fn hold(&mut self, at: TreeId, base: String, raw: Option<String>) {
        let Some(state) = self.state_mut(at) else { return };
        let (is_other, was_readable, is_readable) = (state.raw != raw, state.raw.is_none(), raw.is_none());
        let keeps_other = is_other || state.base != base;
        (state.base, state.raw) = (base, raw);
        if keeps_other {
            self.changes.kept.insert(at);
        }
        if is_other {
            // The value is blank all the time, and what is wrong may be nothing or something else.
            self.changed(at).value = true;
        }
        if was_readable != is_readable {
            self.enqueue(at, Property::Violation);
        }
        self.settle(at);
    }

    /// Puts into the tree what is seen of a value, and tells who read it.
    pub(super) fn settle(&mut self, at: TreeId) {
        if !self.is_leaf(at) {
            return;
        }
        let shown = self.shown(at);
        let old = self.tree.text(at);
        if old == shown {
            return;
        }
        let old = old.to_owned();
        let is_watched = self.state(at).and_then(|state| self.compiled.rules(state.node)).is_some_and(|rules| rules.is_watched);
        if is_watched && !self.is_loading {
            self.before.entry(at).or_insert(old);
        }
        self.tree.set_text(at, shown);
        self.changed(at).value = true;
        self.notify_value(at);
        self.enqueue(at, Property::Violation);
    }

    /// Whether a node holds a value.
    pub(super) fn is_leaf(&self, at: TreeId) -> bool {
        let node = self.state(at).and_then(|state| self.compiled.definition.node(state.node));
        node.is_some_and(|node| matches!(node.kind, NodeKind::Question(_) | NodeKind::Value { .. }))
    }

    /// What is seen of a value.
    fn shown(&self, at: TreeId) -> String {
        let Some(state) = self.state(at).filter(|state| state.relevant) else { return String::new() };
        let base = &state.base;
        let Some(NodeKind::Question(control)) = self.compiled.definition.node(state.node).map(|node| &node.kind) else { return base.clone() };
        if base.is_empty() || state.offers == Offers::Unknown {
            return base.clone();
        }
        match control {
            Control::SelectOne(_) if self.is_offered(at, base) => base.clone(),
            Control::SelectOne(_) => String::new(),
            Control::SelectMultiple(_) => {
                let offered = self.offered(at);
                base.split_whitespace().filter(|word| offered.contains(word)).collect::<Vec<_>>().join(" ")
            }
            Control::Rank(_) => {
                // New choices come last, until somebody ranks them.
                let values = self.offered_in_order(at);
                let offered: HashSet<&str> = values.iter().copied().collect();
                let mut ranked: Vec<&str> = base.split_whitespace().filter(|word| offered.contains(word)).collect();
                let known: HashSet<&str> = ranked.iter().copied().collect();
                ranked.extend(values.into_iter().filter(|value| !known.contains(value)));
                ranked.join(" ")
            }
            Control::Input | Control::Note | Control::Acknowledge | Control::Upload(_) | Control::Range => base.clone(),
        }
    }

    /// The values that can be chosen, in their order.
    pub(super) fn offered_in_order(&self, at: TreeId) -> Vec<&str> {
        let Some(state) = self.state(at) else { return Vec::new() };
        let lists = &self.compiled.definition.lists;
        match &state.offers {
            Offers::Unknown => Vec::new(),
            Offers::All(list) => lists.get(*list).map(|list| list.choices.iter().map(|choice| choice.value.as_str()).collect()).unwrap_or_default(),
            Offers::Some(list, choices) => {
                let all = lists.get(*list).map_or(&[][..], |list| list.choices.as_slice());
                choices.iter().filter_map(|choice| all.get(*choice)).map(|choice| choice.value.as_str()).collect()
            }
            Offers::Nodes(nodes) => nodes.iter().map(|(value, _)| value.as_str()).collect(),
        }
    }

    fn offered(&self, at: TreeId) -> HashSet<&str> {
        self.offered_in_order(at).into_iter().collect()
    }

    /// Whether a value can be chosen.
    pub(super) fn is_offered(&self, at: TreeId, value: &str) -> bool {
        match self.state(at).map(|state| &state.offers) {
            Some(Offers::All(list)) => self.compiled.lists.get(*list).is_some_and(|list| list.by_value.contains_key(value)),
            _ => self.offered_in_order(at).contains(&value),
        }
    }

    /// The chosen values in the order in which they are offered; others cannot be chosen.
    pub(super) fn in_order_of_choices(&self, at: TreeId, raw: &str) -> String {
        let chosen: HashSet<&str> = raw.split_whitespace().collect();
        let mut taken = HashSet::new();
        let offered = self.offered_in_order(at).into_iter();
        offered.filter(|value| chosen.contains(value) && taken.insert(*value)).collect::<Vec<_>>().join(" ")
    }

    /// A ranking of all that is offered.
    pub(super) fn ranking(&self, at: TreeId, raw: &str) -> Result<String, super::AnswerError> {
        let ranked: Vec<&str> = raw.split_whitespace().collect();
        if ranked.is_empty() {
            return Ok(String::new());
        }
        let known: HashSet<&str> = ranked.iter().copied().collect();
        let missing: Vec<String> = self.offered_in_order(at).into_iter().filter(|value| !known.contains(value)).map(str::to_owned).collect();
        if missing.is_empty() { Ok(ranked.join(" ")) } else { Err(super::AnswerError::Incomplete(missing)) }
    }
}

fn nodes_of(value: Value) -> Vec<Origin> {
    if let Value::Nodes(nodes) = value { nodes } else { Vec::new() }
}
