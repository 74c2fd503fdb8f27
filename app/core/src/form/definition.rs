//! What a form is, after its workbook was checked: a tree of nodes with their rules, its choice lists and its languages.
//!
//! Expressions are kept as text in the expression language, with every `${name}` already replaced by a path (as the standard's own
//! converter does), so that a definition says the same as an `XForm` of the same workbook and can be compared with one.

use super::media::MediaFile;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// An expression in the language of [`super::xpath`], as text; `${name}` is resolved.
pub type Expr = String;

/// The number of a node in [`Definition::nodes`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct NodeId(pub u32);

impl NodeId {
    /// The root of the form.
    pub const ROOT: Self = Self(0);

    /// As an index.
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// A checked form.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Definition {
    /// `settings.form_id`: which form this is, the same over its versions.
    pub form_id: String,
    /// `settings.version`.
    pub version: String,
    /// `settings.form_title`.
    pub title: String,
    /// The names of the languages as the workbook writes them, `日本語 (ja)`; the first is the default. Empty: one unnamed language.
    #[serde(default)]
    pub languages: Vec<String>,
    /// The tree in order of the workbook (parents before children); `nodes[0]` is the root.
    pub nodes: Vec<Node>,
    /// Choice lists and files of choices, each an instance of its name: `instance('course')/root/item`.
    #[serde(default)]
    pub lists: Vec<ChoiceList>,
    /// What is set when: dynamic defaults and triggered calculations.
    #[serde(default)]
    pub actions: Vec<Action>,
    /// `settings.instance_name`: what a draft of this form is called.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub instance_name: Option<Expr>,
    /// `settings.style`: hints for the layout of the whole form, `pages`, `theme-grid`.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub style: String,
    /// The files that its questions and choices name, by these names; none before they were taken in.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub files: BTreeMap<String, MediaFile>,
}

/// A text by language: `languages[i]`'s text at `i`. Missing languages fall back to the first; no entry means no text.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Text(pub Vec<Option<Vec<Piece>>>);

/// A part of a text.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Piece {
    /// Words as they stand (Markdown subset of the standard).
    Words(String),
    /// The value of an expression: `合計 ${total} 円`.
    Value(Expr),
}

/// One node: the root, a group, a repeat, a question or a value without a question.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Node {
    /// Its name; unique among its siblings.
    pub name: String,
    /// The node that it is in; the root has none.
    pub parent: Option<NodeId>,
    /// What it is.
    pub kind: NodeKind,
    /// How its value is read and written.
    #[serde(default)]
    pub data_type: DataType,
    /// What is asked.
    #[serde(default)]
    pub label: Text,
    /// A short help that is always shown.
    #[serde(default)]
    pub hint: Text,
    /// A longer help that opens on demand and is printed.
    #[serde(default)]
    pub guidance: Text,
    /// Pictures and sounds of the label by language: `image`, `audio`, `video`, `big-image` to file name.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub media: BTreeMap<String, Vec<Option<String>>>,
    /// Whether an answer is needed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub required: Option<Expr>,
    /// What to say when it is missing.
    #[serde(default)]
    pub required_message: Text,
    /// Whether it is there at all.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub relevant: Option<Expr>,
    /// What an answer must satisfy; `.` is the answer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub constraint: Option<Expr>,
    /// What to say when it does not.
    #[serde(default)]
    pub constraint_message: Text,
    /// What its value always is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub calculate: Option<Expr>,
    /// Whether it can be changed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub readonly: Option<Expr>,
    /// Its first value, as text. A default that is an expression is an [`Action`].
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub default: String,
    /// Hints for the layout, as in the workbook: `field-list`, `minimal`, `columns-2`, `multiline`, `thousands-sep`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub appearance: Vec<String>,
    /// `parameters`, by name: `max-pixels`, `start`, `end`, `step`, `seed`, `randomize`, `rows`.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub parameters: BTreeMap<String, String>,
    /// The row of the survey sheet that it came from, counted from 1 as the spreadsheet shows it; 0 if it came from elsewhere.
    #[serde(default)]
    pub row: u32,
}

/// What a node is.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NodeKind {
    /// The form, and groups in it.
    Group,
    /// Rows of the same questions.
    Repeat {
        /// How many rows, where the form decides it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        count: Option<Expr>,
    },
    /// Something that is asked or shown.
    Question(Control),
    /// A value that is not asked: `calculate`, `hidden`, `start` and the like.
    Value {
        /// What fills it in by itself.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        preload: Option<Preload>,
    },
}

/// How something is asked.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Control {
    /// A field: text, number, date, time, place.
    Input,
    /// Words without an answer.
    Note,
    /// One of the choices.
    SelectOne(Choices),
    /// Some of the choices, parted by spaces.
    SelectMultiple(Choices),
    /// All of the choices, in an order.
    Rank(Choices),
    /// "OK".
    Acknowledge,
    /// A file; the media type that is wanted, `image/*` or `*/*`.
    Upload(String),
    /// A number on a scale (`start`, `end`, `step` in the parameters).
    Range,
}

/// Where choices come from.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Choices {
    /// A list of the workbook or a file, whole or filtered: the nodes that `nodeset` gives are items of that list.
    List {
        /// The name in [`Definition::lists`].
        list: String,
        /// `instance('city')/root/item[pref = /data/pref]`, with `randomize(..)` around it where asked for.
        nodeset: Expr,
    },
    /// Answers given before (choices from a repeat) or any other nodes.
    Nodes {
        /// The nodes.
        nodeset: Expr,
        /// The value of each, seen from the node.
        value: Expr,
        /// The words of each, seen from the node.
        label: Expr,
    },
}

/// A list of choices: an instance `root/item` whose items have `name`, `label` and the further columns.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct ChoiceList {
    /// Its name.
    pub name: String,
    /// The choices in their order.
    pub choices: Vec<Choice>,
    /// The attached file that holds the choices, `cities.csv`; `choices` is empty until somebody has read it. A question over it
    /// says in its parameters `value` and `label` which columns it takes (`name` and `label` where it says nothing).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub file: Option<String>,
}

/// One choice.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Choice {
    /// What is stored.
    pub value: String,
    /// What is shown.
    #[serde(default)]
    pub label: Text,
    /// Pictures and sounds by language, as in [`Node::media`].
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub media: BTreeMap<String, Vec<Option<String>>>,
    /// The further columns, for filters and lookups.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub columns: BTreeMap<String, String>,
}

/// How a value is read and written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DataType {
    /// Any text.
    #[default]
    String,
    /// A whole number, 32 bits as in the standard.
    Int,
    /// A number.
    Decimal,
    /// `true` or `false`.
    Boolean,
    /// `2026-11-21`.
    Date,
    /// `14:05:00.000+09:00`.
    Time,
    /// `2026-11-21T14:05:00.000+09:00`.
    DateTime,
    /// `latitude longitude altitude accuracy`.
    Geopoint,
    /// Points parted by `;`.
    Geotrace,
    /// A closed trace.
    Geoshape,
    /// The name of an attachment.
    Binary,
    /// Text that a scanner reads.
    Barcode,
    /// An address of something.
    Intent,
}

/// What fills in a value by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Preload {
    /// When the form was begun.
    Start,
    /// When it was finished.
    End,
    /// The day on which it was begun.
    Today,
    /// A number of the device that says nothing of its owner.
    DeviceId,
    /// Who is signed in.
    Username,
    /// `uuid:..` of this filling-in.
    InstanceId,
}

/// Something that is set at an event.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Action {
    /// When.
    pub event: Event,
    /// What is set.
    pub target: NodeId,
    /// To which value, seen from the target.
    pub value: Expr,
}

/// When an action happens.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Event {
    /// A form is begun (`odk-instance-first-load`).
    FirstLoad,
    /// A form is opened, begun or resumed (`odk-instance-load`).
    Load,
    /// A row of this repeat is added (`odk-new-repeat`).
    NewRow(NodeId),
    /// The answer of this node changed (`xforms-value-changed`, column `trigger`).
    Changed(NodeId),
}

impl Definition {
    /// The node of a number.
    pub fn node(&self, id: NodeId) -> Option<&Node> {
        self.nodes.get(id.index())
    }

    /// The children of a node, in order.
    pub fn children(&self, of: NodeId) -> impl Iterator<Item = NodeId> + '_ {
        (0_u32..).map(NodeId).zip(&self.nodes).filter(move |(_, node)| node.parent == Some(of)).map(|(id, _)| id)
    }

    /// The path of a node from the root, as expressions write it: `/data/applicant/group_name`.
    pub fn path(&self, id: NodeId) -> String {
        let mut names = Vec::new();
        let mut at = Some(id);
        while let Some(node) = at.and_then(|id| self.node(id)) {
            names.push(node.name.as_str());
            at = node.parent;
        }
        names.reverse();
        format!("/{}", names.join("/"))
    }
}

impl Node {
    /// A node with nothing but its name, place and kind.
    pub fn new(name: impl Into<String>, parent: Option<NodeId>, kind: NodeKind) -> Self {
        Self {
            name: name.into(),
            parent,
            kind,
            data_type: DataType::default(),
            label: Text::default(),
            hint: Text::default(),
            guidance: Text::default(),
            media: BTreeMap::new(),
            required: None,
            required_message: Text::default(),
            relevant: None,
            constraint: None,
            constraint_message: Text::default(),
            calculate: None,
            readonly: None,
            default: String::new(),
            appearance: Vec::new(),
            parameters: BTreeMap::new(),
            row: 0,
        }
    }

    /// Whether what is typed is hidden like a password, as the appearance asks: one line of words, or a number.
    pub fn is_masked(&self) -> bool {
        let is_line = matches!(self.data_type, DataType::String | DataType::Int | DataType::Decimal)
            && !self.parameters.contains_key("rows")
            && !self.appearance.iter().any(|look| look == "multiline");
        self.kind == NodeKind::Question(Control::Input) && is_line && self.appearance.iter().any(|look| MASKED.contains(&look.as_str()))
    }
}

/// The words for an answer that nobody should read over a shoulder.
pub const MASKED: [&str; 2] = ["masked", "hidden-answer"];

impl Text {
    /// The same words in the only language.
    pub fn plain(words: impl Into<String>) -> Self {
        Self(vec![Some(vec![Piece::Words(words.into())])])
    }

    /// The text in a language, or in the first that has one.
    pub fn in_language(&self, language: usize) -> Option<&[Piece]> {
        self.0.get(language).and_then(Option::as_deref).or_else(|| self.0.iter().find_map(Option::as_deref))
    }

    /// Whether there is no text at all.
    pub fn is_empty(&self) -> bool {
        self.0.iter().all(Option::is_none)
    }
}
