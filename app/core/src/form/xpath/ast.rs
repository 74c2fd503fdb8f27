//! What an expression is made of.
//!
//! Operators of equal direction are kept as lists, not as pairs of pairs, so that a sum of a thousand terms is not a thousand deep:
//! the depth of this tree is bounded by [`super::DEEPEST`] alone, and walking it cannot exhaust the stack.

use regex_lite::Regex;

use super::MistakeKind;
use super::functions::Entry;

/// An expression or a part of one.
pub(super) enum Expr {
    Number(f64),
    Text(Box<str>),
    /// A minus before it; an even number of them still makes a number.
    Negate {
        of: Box<Expr>,
        twice: bool,
    },
    Or(Vec<Expr>),
    And(Vec<Expr>),
    /// Comparisons and arithmetic, from left to right.
    Chain {
        first: Box<Expr>,
        rest: Vec<(Operator, Expr)>,
    },
    Union(Vec<Expr>),
    Path(Path),
    Call(Call),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Operator {
    Or,
    And,
    Equal,
    NotEqual,
    Less,
    AtMost,
    More,
    AtLeast,
    Add,
    Subtract,
    Multiply,
    Divide,
    Remainder,
}

/// A location path.
pub(super) struct Path {
    pub(super) start: Start,
    pub(super) steps: Vec<Step>,
}

/// Where a path begins.
pub(super) enum Start {
    /// `/`: the document of the primary instance.
    Root,
    /// The node from which the expression, or the predicate that it stands in, is seen.
    Context,
    /// The nodes of another expression, some of them.
    Of { base: Box<Expr>, predicates: Vec<Expr> },
}

pub(super) struct Step {
    pub(super) axis: Axis,
    pub(super) test: Test,
    pub(super) predicates: Vec<Expr>,
}

/// In which direction a step goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Axis {
    /// `child`.
    Child,
    /// `parent`.
    Parent,
    /// `self`.
    This,
    /// `descendant`.
    Descendant,
    /// `descendant-or-self`.
    DescendantOrSelf,
    /// `ancestor`.
    Ancestor,
    /// `ancestor-or-self`.
    AncestorOrSelf,
    /// `following-sibling`.
    FollowingSibling,
    /// `preceding-sibling`.
    PrecedingSibling,
    /// `following`.
    Following,
    /// `preceding`.
    Preceding,
    /// `attribute`.
    Attribute,
}

impl Axis {
    pub(super) fn named(name: &str) -> Option<Self> {
        Some(match name {
            "child" => Self::Child,
            "parent" => Self::Parent,
            "self" => Self::This,
            "descendant" => Self::Descendant,
            "descendant-or-self" => Self::DescendantOrSelf,
            "ancestor" => Self::Ancestor,
            "ancestor-or-self" => Self::AncestorOrSelf,
            "following-sibling" => Self::FollowingSibling,
            "preceding-sibling" => Self::PrecedingSibling,
            "following" => Self::Following,
            "preceding" => Self::Preceding,
            "attribute" => Self::Attribute,
            _ => return None,
        })
    }

    /// Whether positions are counted against document order.
    pub(super) fn is_reverse(self) -> bool {
        matches!(self, Self::Ancestor | Self::AncestorOrSelf | Self::PrecedingSibling | Self::Preceding)
    }
}

/// Which nodes of an axis are meant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Test {
    /// Those of this name.
    Name(Box<str>),
    /// `prefix:*`, kept as `prefix:`.
    Prefix(Box<str>),
    /// `*`.
    Element,
    /// `node()`.
    Node,
    /// `text()`.
    Text,
    /// Comments and processing instructions, of which a form has none.
    Never,
}

/// A call of a function, known or not.
pub(super) struct Call {
    pub(super) name: Box<str>,
    /// Where its name begins, in bytes.
    pub(super) at: usize,
    pub(super) entry: Option<&'static Entry>,
    pub(super) arguments: Vec<Expr>,
    /// The second argument of `regex()` where it is written out.
    pub(super) pattern: Option<Regex>,
}

impl Call {
    /// Why it can never be computed.
    pub(super) fn mistake(&self) -> Option<MistakeKind> {
        let Some(entry) = self.entry else { return Some(MistakeKind::UnknownFunction(self.name.to_string())) };
        (!entry.takes(self.arguments.len())).then(|| MistakeKind::WrongArguments {
            function: self.name.to_string(),
            given: self.arguments.len(),
            least: entry.least,
            most: entry.most,
        })
    }
}
