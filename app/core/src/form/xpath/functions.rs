//! The functions of the language: a table of their names, the numbers of their arguments and what they do.
//!
//! Arguments are computed when a function asks for them, so that `if` and `coalesce` leave out what they do not need.

mod geo;
mod logic;
mod nodes;
mod numbers;
mod text;
mod time;

use std::borrow::Cow;

use super::ast::{Call, Expr};
use super::run::{Answer, Operand, Place, Run};
use super::set::Set;
use super::{Fault, Origin};

pub(super) use text::pattern;

/// What a function does.
pub(super) type Body = for<'r, 'a> fn(&Arguments<'r, 'a>) -> Answer<'a>;

/// A function.
pub(super) struct Entry {
    pub(super) name: &'static str,
    /// How many arguments it needs.
    pub(super) least: usize,
    /// How many it can take; `None` is any number.
    pub(super) most: Option<usize>,
    pub(super) body: Body,
}

impl Entry {
    const fn exactly(count: usize, name: &'static str, body: Body) -> Self {
        Self { name, least: count, most: Some(count), body }
    }

    const fn between(least: usize, most: usize, name: &'static str, body: Body) -> Self {
        Self { name, least, most: Some(most), body }
    }

    const fn at_least(least: usize, name: &'static str, body: Body) -> Self {
        Self { name, least, most: None, body }
    }

    pub(super) fn takes(&self, count: usize) -> bool {
        count >= self.least && self.most.is_none_or(|most| count <= most)
    }
}

/// The function of a name.
pub(super) fn find(name: &str) -> Option<&'static Entry> {
    let tables = [text::TABLE, logic::TABLE, numbers::TABLE, nodes::TABLE, time::TABLE, geo::TABLE];
    tables.into_iter().flatten().find(|entry| entry.name == name)
}

/// A longer text than this is no result.
const LONGEST_RESULT: usize = 1_000_000;

/// A call that is being computed.
pub(super) struct Arguments<'r, 'a> {
    pub(super) run: &'r Run<'a>,
    pub(super) call: &'a Call,
    pub(super) place: Place,
}

impl<'a> Arguments<'_, 'a> {
    fn len(&self) -> usize {
        self.call.arguments.len()
    }

    fn has(&self, at: usize) -> bool {
        at < self.len()
    }

    fn expr(&self, at: usize) -> Option<&'a Expr> {
        self.call.arguments.get(at)
    }

    /// An argument; one that is left out is the context node.
    fn value(&self, at: usize) -> Answer<'a> {
        match self.expr(at) {
            Some(expr) => self.run.operand(expr, self.place),
            None => Ok(Operand::Nodes(Set::One(self.place.node))),
        }
    }

    fn text(&self, at: usize) -> Result<Cow<'a, str>, Fault> {
        self.run.text(self.value(at)?)
    }

    fn number(&self, at: usize) -> Result<f64, Fault> {
        self.run.number(&self.value(at)?)
    }

    fn boolean(&self, at: usize) -> Result<bool, Fault> {
        Ok(Run::boolean(&self.value(at)?))
    }

    fn nodes(&self, at: usize) -> Result<Set, Fault> {
        match self.value(at)? {
            Operand::Nodes(nodes) => Ok(nodes),
            _ => Err(Fault::NotNodes(self.call.name.to_string())),
        }
    }

    /// An argument as single values: one a node, or itself.
    fn singles(&self, at: usize) -> Result<Vec<Operand<'a>>, Fault> {
        Ok(match self.value(at)? {
            Operand::Nodes(nodes) => nodes.as_slice().iter().map(|node| Operand::Nodes(Set::One(*node))).collect(),
            single => vec![single],
        })
    }

    /// The texts of all arguments from this on, one for each of their nodes.
    fn texts(&self, from: usize) -> Result<Vec<Cow<'a, str>>, Fault> {
        let mut texts = Vec::new();
        let mut length = 0_usize;
        for at in from..self.len() {
            for single in self.singles(at)? {
                let text = self.run.text(single)?;
                length += text.len();
                if length > LONGEST_RESULT {
                    return Err(Fault::TooLong);
                }
                texts.push(text);
            }
        }
        Ok(texts)
    }

    fn context(&self) -> Origin {
        self.place.node
    }

    fn bad(&self) -> Fault {
        Fault::BadArgument(self.call.name.to_string())
    }
}

#[expect(clippy::unnecessary_wraps, reason = "every function gives an answer")]
fn boolean<'a>(yes: bool) -> Answer<'a> {
    Ok(Operand::Boolean(yes))
}

#[expect(clippy::unnecessary_wraps, reason = "every function gives an answer")]
fn number<'a>(number: f64) -> Answer<'a> {
    Ok(Operand::Number(number))
}

#[expect(clippy::unnecessary_wraps, reason = "every function gives an answer")]
fn words<'a>(text: impl Into<Cow<'a, str>>) -> Answer<'a> {
    Ok(Operand::Text(text.into()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_unique() {
        let tables = [text::TABLE, logic::TABLE, numbers::TABLE, nodes::TABLE, time::TABLE, geo::TABLE];
        let mut names: Vec<&str> = tables.into_iter().flatten().map(|entry| entry.name).collect();
        let count = names.len();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), count);
        assert!(find("jr:choice-name").is_some() && find("explode").is_none());
    }
}
