//! Comparisons of values of different kinds (`XPath` 1.0, 3.4): some node that compares is enough, and dates compare as numbers.

use std::borrow::Cow;

use super::Fault;
use super::ast::Operator;
use super::run::{Operand, Run};
use super::set::Set;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Relation {
    Equal,
    NotEqual,
    Less,
    AtMost,
    More,
    AtLeast,
}

impl Relation {
    pub(super) fn of(operator: Operator) -> Option<Self> {
        Some(match operator {
            Operator::Equal => Self::Equal,
            Operator::NotEqual => Self::NotEqual,
            Operator::Less => Self::Less,
            Operator::AtMost => Self::AtMost,
            Operator::More => Self::More,
            Operator::AtLeast => Self::AtLeast,
            _ => return None,
        })
    }

    /// What it is with both sides exchanged.
    fn turned(self) -> Self {
        match self {
            Self::Less => Self::More,
            Self::AtMost => Self::AtLeast,
            Self::More => Self::Less,
            Self::AtLeast => Self::AtMost,
            same => same,
        }
    }

    /// Whether it asks for the same or not, and not for an order.
    fn is_of_equality(self) -> bool {
        matches!(self, Self::Equal | Self::NotEqual)
    }

    #[expect(clippy::float_cmp, reason = "the language compares numbers exactly")]
    fn of_numbers(self, left: f64, right: f64) -> bool {
        match self {
            Self::Equal => left == right,
            Self::NotEqual => left != right,
            Self::Less => left < right,
            Self::AtMost => left <= right,
            Self::More => left > right,
            Self::AtLeast => left >= right,
        }
    }

    fn of_same(self, same: bool) -> bool {
        same == (self == Self::Equal)
    }
}

/// Whether a relation holds between two values.
pub(super) fn compare<'a>(run: &Run<'a>, left: &Operand<'a>, relation: Relation, right: &Operand<'a>) -> Result<bool, Fault> {
    match (left, right) {
        (Operand::Boolean(_), _) | (_, Operand::Boolean(_)) if relation.is_of_equality() => {
            Ok(relation.of_same(Run::boolean(left) == Run::boolean(right)))
        }
        (Operand::Boolean(left), Operand::Nodes(right)) => Ok(relation.of_numbers(of_boolean(*left), of_boolean(!right.is_empty()))),
        (Operand::Nodes(left), Operand::Boolean(right)) => Ok(relation.of_numbers(of_boolean(!left.is_empty()), of_boolean(*right))),
        (Operand::Nodes(left), Operand::Nodes(right)) => nodes(run, left, relation, right),
        (Operand::Nodes(left), _) => nodes_with(run, left, relation, right),
        (_, Operand::Nodes(right)) => nodes_with(run, right, relation.turned(), left),
        (Operand::Text(left), Operand::Text(right)) if relation.is_of_equality() => Ok(relation.of_same(left == right)),
        _ => Ok(relation.of_numbers(run.number(left)?, run.number(right)?)),
    }
}

fn of_boolean(yes: bool) -> f64 {
    f64::from(u8::from(yes))
}

fn nodes_with<'a>(run: &Run<'a>, nodes: &Set, relation: Relation, value: &Operand<'a>) -> Result<bool, Fault> {
    if let (Operand::Text(text), true) = (value, relation.is_of_equality()) {
        for node in nodes.as_slice() {
            if relation.of_same(run.text_at(*node)? == *text) {
                return Ok(true);
            }
        }
        return Ok(false);
    }
    let number = run.number(value)?;
    for node in nodes.as_slice() {
        if relation.of_numbers(run.number_at(*node)?, number) {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Whether it holds between any node on the left and any on the right.
fn nodes(run: &Run<'_>, left: &Set, relation: Relation, right: &Set) -> Result<bool, Fault> {
    if relation.is_of_equality() {
        let others: Vec<Cow<'_, str>> = right.as_slice().iter().map(|node| run.text_at(*node)).collect::<Result<_, _>>()?;
        for node in left.as_slice() {
            let text = run.text_at(*node)?;
            run.spend(others.len())?;
            if others.iter().any(|other| relation.of_same(text == *other)) {
                return Ok(true);
            }
        }
        return Ok(false);
    }
    let others: Vec<f64> = right.as_slice().iter().map(|node| run.number_at(*node)).collect::<Result<_, _>>()?;
    for node in left.as_slice() {
        let number = run.number_at(*node)?;
        run.spend(others.len())?;
        if others.iter().any(|other| relation.of_numbers(number, *other)) {
            return Ok(true);
        }
    }
    Ok(false)
}
