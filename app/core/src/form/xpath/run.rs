//! Computing an expression: one [`Run`] an evaluation, with its budget of steps.

use std::borrow::Cow;
use std::cell::{Cell, OnceCell};

use chrono::{DateTime, FixedOffset};

use super::ast::{Axis, Call, Expr, Operator, Path, Start};
use super::functions::Arguments;
use super::moment::{self, Moment};
use super::set::Set;
use super::{Fault, Host, MOST_STEPS, Origin, Value, axes, compare, number};
use crate::form::tree::Tree;

/// A value on its way: as [`Value`], without copying what can be borrowed.
#[derive(Clone, Debug)]
pub(super) enum Operand<'a> {
    Nodes(Set),
    Text(Cow<'a, str>),
    Number(f64),
    Boolean(bool),
    Moment(Moment),
}

pub(super) type Answer<'a> = Result<Operand<'a>, Fault>;

/// From where a part of an expression is seen.
#[derive(Clone, Copy, Debug)]
pub(super) struct Place {
    pub(super) node: Origin,
    /// Among the nodes that a predicate chooses from, counted from 1.
    pub(super) position: usize,
    pub(super) size: usize,
}

/// One evaluation.
pub(super) struct Run<'a> {
    pub(super) host: &'a dyn Host,
    /// What `current()` is.
    pub(super) current: Origin,
    left: Cell<u32>,
    now: OnceCell<DateTime<FixedOffset>>,
}

impl<'a> Run<'a> {
    pub(super) fn new(host: &'a dyn Host, current: Origin) -> Self {
        Self { host, current, left: Cell::new(MOST_STEPS), now: OnceCell::new() }
    }

    /// The value of a whole expression.
    pub(super) fn value(&self, expr: &'a Expr) -> Result<Value, Fault> {
        let place = Place { node: self.current, position: 1, size: 1 };
        Ok(match self.operand(expr, place)? {
            Operand::Nodes(nodes) => Value::Nodes(nodes.into_vec()),
            Operand::Text(text) => Value::Text(text.into_owned()),
            Operand::Number(number) => Value::Number(number),
            Operand::Boolean(yes) => Value::Boolean(yes),
            Operand::Moment(moment) => Value::Moment(moment),
        })
    }

    /// The value of a part.
    pub(super) fn operand(&self, expr: &'a Expr, place: Place) -> Answer<'a> {
        Ok(match expr {
            Expr::Number(number) => Operand::Number(*number),
            Expr::Text(text) => Operand::Text(Cow::Borrowed(&**text)),
            Expr::Negate { of, twice } => {
                let number = self.number(&self.operand(of, place)?)?;
                Operand::Number(if *twice { number } else { -number })
            }
            Expr::Or(parts) => {
                for part in parts {
                    if self.boolean_of(part, place)? {
                        return Ok(Operand::Boolean(true));
                    }
                }
                Operand::Boolean(false)
            }
            Expr::And(parts) => {
                for part in parts {
                    if !self.boolean_of(part, place)? {
                        return Ok(Operand::Boolean(false));
                    }
                }
                Operand::Boolean(true)
            }
            Expr::Chain { first, rest } => {
                let mut left = self.operand(first, place)?;
                for (operator, right) in rest {
                    left = self.apply(left, *operator, right, place)?;
                }
                left
            }
            Expr::Union(parts) => Operand::Nodes(self.union(parts, place)?),
            Expr::Path(path) => Operand::Nodes(self.path(path, place)?),
            Expr::Call(call) => self.call(call, place)?,
        })
    }

    fn apply(&self, left: Operand<'a>, operator: Operator, right: &'a Expr, place: Place) -> Answer<'a> {
        self.spend(1)?;
        let right = self.operand(right, place)?;
        if let Some(relation) = compare::Relation::of(operator) {
            return compare::compare(self, &left, relation, &right).map(Operand::Boolean);
        }
        let (left, right) = (self.number(&left)?, self.number(&right)?);
        Ok(Operand::Number(match operator {
            Operator::Add => left + right,
            Operator::Subtract => left - right,
            Operator::Multiply => left * right,
            Operator::Divide => left / right,
            _ => left % right,
        }))
    }

    fn call(&self, call: &'a Call, place: Place) -> Answer<'a> {
        self.spend(1)?;
        let Some(entry) = call.entry else { return Err(Fault::UnknownFunction(call.name.to_string())) };
        if !entry.takes(call.arguments.len()) {
            return Err(Fault::WrongArguments(call.name.to_string()));
        }
        (entry.body)(&Arguments { run: self, call, place })
    }

    pub(super) fn boolean_of(&self, expr: &'a Expr, place: Place) -> Result<bool, Fault> {
        Ok(Self::boolean(&self.operand(expr, place)?))
    }

    /// Takes from the budget.
    pub(super) fn spend(&self, steps: usize) -> Result<(), Fault> {
        let left = u32::try_from(steps).ok().and_then(|steps| self.left.get().checked_sub(steps)).ok_or(Fault::TooManySteps)?;
        self.left.set(left);
        Ok(())
    }

    /// The present moment, the same during one evaluation.
    pub(super) fn now(&self) -> DateTime<FixedOffset> {
        *self.now.get_or_init(|| self.host.now())
    }

    pub(super) fn local(&self) -> FixedOffset {
        *self.now().offset()
    }

    pub(super) fn tree(&self, number: u32) -> Result<&'a Tree, Fault> {
        self.host.tree(number).ok_or(Fault::UnknownTree(number))
    }

    /// A value as text.
    pub(super) fn text(&self, value: Operand<'a>) -> Result<Cow<'a, str>, Fault> {
        Ok(match value {
            Operand::Nodes(nodes) => match nodes.first() {
                Some(first) => self.text_at(first)?,
                None => Cow::Borrowed(""),
            },
            Operand::Text(text) => text,
            Operand::Number(number) => Cow::Owned(number::to_text(number)),
            Operand::Boolean(yes) => Cow::Borrowed(if yes { "true" } else { "false" }),
            Operand::Moment(moment) => Cow::Owned(moment.to_text()),
        })
    }

    /// A value as a number.
    pub(super) fn number(&self, value: &Operand<'a>) -> Result<f64, Fault> {
        Ok(match value {
            Operand::Nodes(nodes) => match nodes.first() {
                Some(first) => self.number_at(first)?,
                None => f64::NAN,
            },
            Operand::Text(text) => self.text_to_number(text),
            Operand::Number(number) => *number,
            Operand::Boolean(yes) => f64::from(u8::from(*yes)),
            Operand::Moment(moment) => moment.days(),
        })
    }

    /// A value as yes or no.
    pub(super) fn boolean(value: &Operand<'a>) -> bool {
        match value {
            Operand::Nodes(nodes) => !nodes.is_empty(),
            Operand::Text(text) => !text.is_empty(),
            Operand::Number(number) => number::to_boolean(*number),
            Operand::Boolean(yes) => *yes,
            Operand::Moment(moment) => moment.to_boolean(),
        }
    }

    pub(super) fn text_to_number(&self, text: &str) -> f64 {
        moment::text_to_number(text, || self.local())
    }

    pub(super) fn number_at(&self, at: Origin) -> Result<f64, Fault> {
        Ok(self.text_to_number(&self.text_at(at)?))
    }

    /// The text of a node, as far as it is relevant.
    pub(super) fn text_at(&self, at: Origin) -> Result<Cow<'a, str>, Fault> {
        let tree = self.tree(at.tree)?;
        if tree.children(at.node).is_empty() {
            return self.own_text(tree, at).map(Cow::Borrowed);
        }
        let mut all = String::new();
        let mut open = vec![at.node];
        while let Some(node) = open.pop() {
            let at = Origin { tree: at.tree, node };
            let children = tree.children(node);
            if children.is_empty() {
                all.push_str(self.own_text(tree, at)?);
                continue;
            }
            self.spend(1)?;
            self.host.saw(at);
            self.host.saw_children(at);
            if !self.host.blank(at) {
                open.extend(children.iter().rev());
            }
        }
        Ok(Cow::Owned(all))
    }

    fn own_text(&self, tree: &'a Tree, at: Origin) -> Result<&'a str, Fault> {
        self.host.saw(at);
        let text = if self.host.blank(at) { "" } else { tree.text(at.node) };
        self.spend(1 + text.len() / 16)?;
        Ok(text)
    }

    /// Nodes of several expressions, in document order, each once.
    fn union(&self, parts: &'a [Expr], place: Place) -> Result<Set, Fault> {
        let mut all = Set::None;
        for part in parts {
            match self.operand(part, place)? {
                Operand::Nodes(nodes) => all.append(nodes),
                _ => return Err(Fault::NotNodes("|".to_owned())),
            }
        }
        self.in_order(all)
    }

    /// Sorts nodes and drops doubles.
    fn in_order(&self, nodes: Set) -> Result<Set, Fault> {
        let Set::Many(mut nodes) = nodes else { return Ok(nodes) };
        // Sorting compares each node about as often as their number has digits.
        self.spend(nodes.len().saturating_mul(1 + nodes.len().checked_ilog2().unwrap_or(0) as usize) / 4)?;
        nodes.sort_by(|a, b| {
            let by_tree = a.tree.cmp(&b.tree);
            by_tree.then_with(|| self.host.tree(a.tree).map_or(std::cmp::Ordering::Equal, |tree| tree.document_order(a.node, b.node)))
        });
        nodes.dedup();
        Ok(nodes.into())
    }

    fn path(&self, path: &'a Path, place: Place) -> Result<Set, Fault> {
        let mut nodes = match &path.start {
            Start::Root => Set::One(Origin { tree: 0, node: Tree::DOCUMENT }),
            Start::Context => Set::One(place.node),
            Start::Of { base, predicates } => {
                let Operand::Nodes(nodes) = self.operand(base, place)? else { return Err(Fault::NotNodes("/".to_owned())) };
                self.chosen(nodes, predicates)?
            }
        };
        // Whether no node is above another: then children of nodes in order are in order.
        let mut apart = nodes.len() < 2;
        for step in &path.steps {
            let single = nodes.len() < 2;
            let mut found = Set::None;
            for from in nodes.as_slice() {
                let mut reached = self.chosen(axes::reach(self, *from, step)?, &step.predicates)?;
                if step.axis.is_reverse()
                    && let Set::Many(reached) = &mut reached
                {
                    reached.reverse();
                }
                found.append(reached);
            }
            let keeps_apart = matches!(step.axis, Axis::Child | Axis::Attribute | Axis::This);
            nodes = if single || (apart && keeps_apart) { found } else { self.in_order(found)? };
            apart = match step.axis {
                Axis::Child | Axis::Attribute | Axis::This => apart,
                Axis::Parent | Axis::FollowingSibling | Axis::PrecedingSibling => single,
                _ => nodes.len() < 2,
            };
        }
        Ok(nodes)
    }

    /// Those nodes for which all predicates hold; positions are counted as the nodes come.
    fn chosen(&self, nodes: Set, predicates: &'a [Expr]) -> Result<Set, Fault> {
        let mut nodes = nodes;
        for predicate in predicates {
            if let Expr::Number(wanted) = predicate {
                let at = number::index(*wanted).and_then(|position| position.checked_sub(1));
                nodes = at.and_then(|at| nodes.as_slice().get(at as usize).copied()).map_or(Set::None, Set::One);
                continue;
            }
            let mut kept = Set::None;
            for (at, node) in nodes.as_slice().iter().enumerate() {
                self.spend(1)?;
                let place = Place { node: *node, position: at + 1, size: nodes.len() };
                let holds = match self.operand(predicate, place)? {
                    Operand::Number(wanted) => number::index(wanted).is_some_and(|wanted| wanted as usize == at + 1),
                    value => Self::boolean(&value),
                };
                if holds {
                    kept.push(*node);
                }
            }
            nodes = kept;
        }
        Ok(nodes)
    }
}
