//! The expression language of forms: `XPath` 1.0 with the functions of the ODK `XForms` specification.
//!
//! [`parse`] makes an [`Expression`] once; [`evaluate`] asks it for a [`Value`] as often as needed. Everything that an expression
//! can know comes in through a [`Host`]: trees, lists, time, chance, words. The host is told which nodes were read, so that a
//! running form recomputes what depends on an answer and nothing else; [`Expression::paths`] says the same beforehand, for finding
//! cycles.
//!
//! Invariants: no text makes reading or computing panic; both take bounded time (length, depth, steps); the same expression with
//! the same host gives the same value. `and`, `or` and `if` compute only what they need, and a call of an unknown function is a
//! fault only when it is reached, as in the clients of the standard; [`Expression::mistakes`] lists such calls for a check at upload.
//!
//! Sources: `XPath` 1.0 (w3.org/TR/xpath-10), ODK `XForms` specification (getodk.github.io/xforms-spec), and for what these leave
//! open the recorded behaviour of `getodk/web-forms` (`tests/xpath_cases.rs`).

mod ast;
mod axes;
mod compare;
mod functions;
mod moment;
mod number;
mod parser;
mod paths;
mod run;
mod set;

use std::borrow::Cow;
use std::fmt;
use std::sync::Arc;

use chrono::{DateTime, FixedOffset};

use super::tree::{Tree, TreeId};

pub use moment::Moment;
pub use paths::{Axis, NameTest, PathStart, PathStep, PathUse};

/// A parsed expression; cheap to clone.
#[derive(Clone)]
pub struct Expression {
    text: Arc<str>,
    root: Arc<ast::Expr>,
}

impl fmt::Debug for Expression {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Expression").field(&self.text).finish()
    }
}

impl PartialEq for Expression {
    /// Equal if written the same.
    fn eq(&self, other: &Self) -> bool {
        self.text == other.text
    }
}

/// Why a text is no expression, or what in one can never be computed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mistake {
    /// Where, in characters from the beginning of the text.
    pub at: usize,
    /// What is wrong.
    pub what: MistakeKind,
}

/// What is wrong with a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum MistakeKind {
    /// It stops where something has to follow; an empty text too.
    UnexpectedEnd,
    /// This piece of text cannot stand here.
    Unexpected(String),
    /// A quotation mark without its partner.
    UnclosedText,
    /// There is no function of this name.
    UnknownFunction(String),
    /// A function has too few or too many arguments.
    WrongArguments {
        /// Its name.
        function: String,
        /// How many it has here.
        given: usize,
        /// How many it needs.
        least: usize,
        /// How many it can take; `None` is any number.
        most: Option<usize>,
    },
    /// There is no axis of this name, or it is one that forms do not have (`namespace`).
    UnsupportedAxis(String),
    /// The pattern of `regex()` cannot be read; what the reader of patterns says of it.
    BadPattern(String),
    /// Brackets and calls are nested more than [`DEEPEST`] deep.
    TooDeep,
    /// The text has more than [`LONGEST`] bytes.
    TooLong,
}

/// How deep brackets, calls and predicates may be nested.
pub const DEEPEST: usize = 128;
/// How many bytes an expression may have.
pub const LONGEST: usize = 262_144;
/// How much one evaluation may do: nodes visited, values compared, stretches of text copied.
pub const MOST_STEPS: u32 = 2_000_000;

/// The address of a node among the trees of a [`Host`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Origin {
    /// The number of the tree; 0 is the primary instance, in which absolute paths begin.
    pub tree: u32,
    /// The node in it.
    pub node: TreeId,
}

/// What an expression gives.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// Nodes: in document order, unless they were shuffled.
    Nodes(Vec<Origin>),
    /// Text.
    Text(String),
    /// A number; a missing one is not-a-number.
    Number(f64),
    /// Yes or no.
    Boolean(bool),
    /// A point in time: written as a date or date-time, computed with as days since 1970-01-01T00:00Z.
    Moment(Moment),
}

impl Value {
    /// As text: the first node's, numbers without exponent, not-a-number as nothing, `true` or `false`, dates as ISO 8601.
    pub fn to_text(&self, host: &dyn Host) -> String {
        match self {
            Self::Nodes(nodes) => {
                let Some(first) = nodes.first() else { return String::new() };
                run::Run::new(host, *first).text_at(*first).map(Cow::into_owned).unwrap_or_default()
            }
            Self::Text(text) => text.clone(),
            Self::Number(number) => number::to_text(*number),
            Self::Boolean(true) => "true".to_owned(),
            Self::Boolean(false) => "false".to_owned(),
            Self::Moment(moment) => moment.to_text(),
        }
    }

    /// As a number: text that is no number and no date is not-a-number.
    pub fn to_number(&self, host: &dyn Host) -> f64 {
        match self {
            Self::Number(number) => *number,
            Self::Boolean(yes) => f64::from(u8::from(*yes)),
            Self::Moment(moment) => moment.days(),
            Self::Text(text) => moment::text_to_number(text, || *host.now().offset()),
            Self::Nodes(_) => moment::text_to_number(&self.to_text(host), || *host.now().offset()),
        }
    }

    /// As yes or no: nodes and text if there are any, numbers unless zero or not-a-number.
    pub fn to_boolean(&self) -> bool {
        match self {
            Self::Nodes(nodes) => !nodes.is_empty(),
            Self::Text(text) => !text.is_empty(),
            Self::Number(number) => number::to_boolean(*number),
            Self::Boolean(yes) => *yes,
            Self::Moment(moment) => moment.to_boolean(),
        }
    }
}

/// The world of an expression.
pub trait Host {
    /// A tree by its number; 0 is the primary instance.
    fn tree(&self, number: u32) -> Option<&Tree>;
    /// The number of the tree that `instance(name)` means; paths go on from its document node.
    fn instance(&self, name: &str) -> Option<u32>;
    /// The present moment, with the offset of the place where the form is filled in.
    fn now(&self) -> DateTime<FixedOffset>;
    /// A random number, at least 0 and below 1.
    fn random(&self) -> f64;
    /// A text by its number in the active language.
    fn itext(&self, id: &str) -> Option<String>;
    /// What is shown for a value of the select at this path, in the active language.
    fn choice_name(&self, value: &str, path: &str) -> Option<String>;
    /// The value of this node was read.
    fn saw(&self, _at: Origin) {}
    /// It was looked at which children this node has.
    fn saw_children(&self, _of: Origin) {}
    /// Whether this node is not relevant and reads as empty.
    fn blank(&self, _at: Origin) -> bool {
        false
    }
}

/// Why an expression has no value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fault {
    /// It takes more than [`MOST_STEPS`].
    TooManySteps,
    /// A result would be longer than anything a form needs.
    TooLong,
    /// Nodes are needed where there is another value; the name of the function or `/`, `|`.
    NotNodes(String),
    /// There is no function of this name.
    UnknownFunction(String),
    /// This function was called with too few or too many arguments.
    WrongArguments(String),
    /// This function cannot do anything with one of its arguments.
    BadArgument(String),
    /// There is no instance of this name.
    UnknownInstance(String),
    /// This pattern of `regex()` cannot be read.
    BadPattern(String),
    /// A node is in a tree that the host does not have.
    UnknownTree(u32),
}

/// Reads an expression.
pub fn parse(text: &str) -> Result<Expression, Mistake> {
    Ok(Expression { text: text.into(), root: Arc::new(parser::parse(text)?) })
}

/// Computes an expression as seen from a node.
pub fn evaluate(expression: &Expression, host: &dyn Host, context: Origin) -> Result<Value, Fault> {
    run::Run::new(host, context).value(&expression.root)
}

impl Expression {
    /// The text that it was read from.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Every location path in it, those in predicates too: what it may depend on.
    pub fn paths(&self) -> Vec<PathUse> {
        paths::paths(&self.root)
    }

    /// The names of all functions that it calls, as written, each once, in order of their first call.
    pub fn functions(&self) -> Vec<&str> {
        let mut names = Vec::new();
        for call in paths::calls(&self.root) {
            if !names.contains(&&*call.name) {
                names.push(&*call.name);
            }
        }
        names
    }

    /// Those of [`Self::functions`] that do not exist.
    pub fn unknown_functions(&self) -> Vec<&str> {
        let mut names = self.functions();
        names.retain(|name| functions::find(name).is_none());
        names
    }

    /// What can never be computed although it can be read: calls of unknown functions, calls with a wrong number of arguments.
    pub fn mistakes(&self) -> Vec<Mistake> {
        let at = |bytes: usize| self.text.get(..bytes).map_or(0, |before| before.chars().count());
        paths::calls(&self.root).into_iter().filter_map(|call| Some(Mistake { at: at(call.at), what: call.mistake()? })).collect()
    }
}
