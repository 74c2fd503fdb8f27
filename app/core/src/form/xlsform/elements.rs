//! What the sheet `survey` holds before its references are resolved: one element for each node of the form, in the order of the nodes.

use super::parameters::Parameters;
use super::problems::{Place, Source};
use super::table::Words;
use super::types::Kind;

/// A node to be.
#[derive(Clone, Debug, Default)]
pub(super) struct Element {
    /// Its name.
    pub name: String,
    /// The element that it is in; the root has none.
    pub parent: Option<usize>,
    /// Where it is named; its row where it is not.
    pub at: Place,
    /// Whether the name was made here and not written by anybody.
    pub is_generated: bool,
    /// What it is.
    pub shape: Shape,
    /// What is asked.
    pub label: Words,
    /// A short help.
    pub hint: Words,
    /// A longer help.
    pub guidance: Words,
    /// What to say when an answer is missing.
    pub required_message: Words,
    /// What to say when an answer is wrong.
    pub constraint_message: Words,
    /// Pictures and sounds by kind.
    pub media: Vec<(String, Words)>,
    /// The rules of its value.
    pub rules: Rules,
    /// Its first value.
    pub default: Option<Source>,
    /// Whether the first value is computed.
    pub is_default_computed: bool,
    /// Hints for the layout.
    pub appearance: Option<Source>,
    /// What its type is given.
    pub parameters: Parameters,
    /// Where the parameters stand.
    pub parameters_at: Place,
    /// Its choices.
    pub choices: Option<Chosen>,
    /// The questions whose answers set it.
    pub triggers: Vec<String>,
    /// Where these are named.
    pub trigger_at: Place,
}

/// The rules of a value, as written.
#[derive(Clone, Debug, Default)]
pub(super) struct Rules {
    /// `required`.
    pub required: Option<Source>,
    /// `relevant`.
    pub relevant: Option<Source>,
    /// `constraint`.
    pub constraint: Option<Source>,
    /// `calculation`.
    pub calculate: Option<Source>,
    /// `readonly`.
    pub readonly: Option<Source>,
}

/// What an element is.
#[derive(Clone, Debug, Default)]
pub(super) enum Shape {
    /// The form, or a group.
    #[default]
    Group,
    /// A repeat, and how many rows it has.
    Repeat(Option<Source>),
    /// A question or a value.
    Leaf(Kind),
}

/// The choices of a question.
#[derive(Clone, Debug, Default)]
pub(super) struct Chosen {
    /// The name of a list, a file without its ending, or a text with a reference.
    pub list: String,
    /// Where it is named.
    pub at: Place,
    /// Whether [`Self::list`] is a reference to answers given before.
    pub is_reference: bool,
    /// What restricts the choices.
    pub filter: Option<Source>,
}

/// A file of choices.
#[derive(Clone, Debug)]
pub(super) struct FileList {
    /// Its name in expressions.
    pub name: String,
    /// The file.
    pub file: String,
    /// Where it is named first.
    pub at: Place,
}

impl Element {
    /// Whether it is a repeat.
    pub fn is_repeat(&self) -> bool {
        matches!(self.shape, Shape::Repeat(_))
    }

    /// The kind of a question or value.
    pub fn kind(&self) -> Option<Kind> {
        match self.shape {
            Shape::Leaf(kind) => Some(kind),
            Shape::Group | Shape::Repeat(_) => None,
        }
    }

    /// Whether it is computed or set by others and has no words: then nobody sees it, whatever its type.
    pub fn is_silent(&self) -> bool {
        self.kind().is_some_and(|kind| kind.is_calculate)
            || (self.rules.calculate.is_some() || !self.triggers.is_empty()) && self.label.is_empty() && self.hint.is_empty()
    }

    /// Whether somebody who fills in the form sees it.
    pub fn is_shown(&self) -> bool {
        self.kind().is_some_and(|kind| kind.tag.is_some()) && !self.is_silent()
    }
}
