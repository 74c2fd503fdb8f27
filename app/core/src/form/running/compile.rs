//! A definition with every expression read once, its lists as trees, and the order in which things are computed.
//!
//! A definition comes out of the reader of workbooks already checked; what is checked here again is what the running form relies on,
//! because definitions also arrive as data. Invariants: parents come before children, no name twice among siblings, depth and number of
//! nodes bounded, no expression unread, no cycle (see [`super::order`]).

use super::order;
use crate::form::answers::Answers;
use crate::form::definition::{ChoiceList, Choices, Control, Definition, Event, NodeId, NodeKind, Piece, Text};
use crate::form::tree::{Tree, TreeId};
use crate::form::xpath::{Expression, parse};
use crate::problem::Problem;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

/// How deep groups and repeats may be nested.
pub const DEEPEST: usize = 30;
/// How many nodes a form may have.
pub const MOST_NODES: usize = 20_000;

/// A form that is ready to run; shared by all who fill it in.
#[derive(Debug)]
pub struct Compiled {
    pub(super) definition: Arc<Definition>,
    pub(super) first: Answers,
    pub(super) rules: Vec<Rules>,
    pub(super) lists: Vec<List>,
    pub(super) list_numbers: BTreeMap<String, u32>,
    pub(super) actions: Vec<Step>,
    pub(super) instance_name: Option<Expression>,
    /// Every expression that stands in a text.
    pub(super) outputs: HashMap<String, Expression>,
    /// See [`order::ranks`].
    pub(super) ranks: Vec<u32>,
}

/// The expressions of a node.
#[derive(Clone, Debug, Default)]
pub(super) struct Rules {
    pub(super) children: Vec<NodeId>,
    pub(super) relevant: Option<Expression>,
    pub(super) readonly: Option<Expression>,
    pub(super) required: Option<Expression>,
    pub(super) constraint: Option<Expression>,
    pub(super) calculate: Option<Expression>,
    pub(super) count: Option<Expression>,
    pub(super) offers: Option<OfferRule>,
    /// What stands in its texts, in any language.
    pub(super) words: Vec<Expression>,
    /// Whether an action waits for its value to change.
    pub(super) is_watched: bool,
}

/// Where the choices of a select come from.
#[derive(Clone, Debug)]
pub(super) enum OfferRule {
    /// A whole list.
    All(usize),
    /// Those items of a list that an expression gives.
    Some(usize, Expression),
    /// Other nodes.
    Nodes { nodeset: Expression, value: Expression, label: Expression },
}

/// An action with its expression.
#[derive(Clone, Debug)]
pub(super) struct Step {
    pub(super) event: Event,
    pub(super) target: NodeId,
    pub(super) value: Expression,
}

/// A list of choices as an instance.
#[derive(Debug)]
pub(super) struct List {
    pub(super) tree: Tree,
    /// The node of each choice, ascending.
    pub(super) items: Vec<TreeId>,
    /// The first choice of each value.
    pub(super) by_value: HashMap<String, usize>,
}

impl Compiled {
    /// Reads every expression and finds the order of computing. Problems have the path of the node and the kind of rule:
    /// `/data/total:calculate`.
    pub fn new(definition: Arc<Definition>) -> Result<Self, Vec<Problem>> {
        Self::with_first(definition, Answers::default())
    }

    /// As [`Self::new`], for a form that holds more than the defaults of its nodes when it is begun: rows that are there from the
    /// start, and values. A repeat that is not named begins with one empty row, as the standard's converter has it. `rows` may also name
    /// a repeat without keys, `camp/tent`: those are the rows of that repeat in every new row of `camp`.
    pub fn with_first(definition: Arc<Definition>, first: Answers) -> Result<Self, Vec<Problem>> {
        let mut reader = Reader { definition: &definition, problems: Vec::new(), outputs: HashMap::new() };
        reader.check_shape();
        if !reader.problems.is_empty() {
            return Err(reader.problems);
        }
        let mut rules = reader.rules();
        let actions = reader.actions();
        let instance_name = definition.instance_name.as_ref().and_then(|text| reader.expression(NodeId::ROOT, "instance_name", text));
        let (outputs, problems) = (reader.outputs, reader.problems);
        if !problems.is_empty() {
            return Err(problems);
        }
        for action in &actions {
            if let Event::Changed(source) = action.event
                && let Some(rules) = rules.get_mut(source.index())
            {
                rules.is_watched = true;
            }
        }
        let ranks = order::ranks(&definition, &rules)?;
        let lists: Vec<List> = definition.lists.iter().map(List::new).collect();
        let list_numbers = (1_u32..).zip(&definition.lists).map(|(number, list)| (list.name.clone(), number)).collect();
        Ok(Self { definition, first, rules, lists, list_numbers, actions, instance_name, outputs, ranks })
    }

    /// The definition that this was made of.
    pub fn definition(&self) -> &Definition {
        &self.definition
    }

    pub(super) fn rules(&self, node: NodeId) -> Option<&Rules> {
        self.rules.get(node.index())
    }

    pub(super) fn children(&self, node: NodeId) -> &[NodeId] {
        self.rules(node).map_or(&[], |rules| rules.children.as_slice())
    }

    /// Whether the form decides how many rows a repeat has.
    pub(super) fn is_counted(&self, node: NodeId) -> bool {
        self.rules(node).is_some_and(|rules| rules.count.is_some())
    }
}

impl List {
    fn new(list: &ChoiceList) -> Self {
        let mut tree = Tree::new("root");
        let mut items = Vec::with_capacity(list.choices.len());
        let mut by_value = HashMap::with_capacity(list.choices.len());
        for (at, choice) in list.choices.iter().enumerate() {
            let item = tree.append(Tree::ROOT, "item", "");
            tree.append(item, "name", &choice.value);
            let label = plain(&choice.label);
            if !label.is_empty() {
                tree.append(item, "label", &label);
            }
            for (column, text) in &choice.columns {
                if let Some(attribute) = column.strip_prefix('@') {
                    tree.set_attribute(item, attribute, text);
                }
                // pulldata() names a column by its whole name.
                if column != "name" && (column != "label" || label.is_empty()) {
                    tree.append(item, column, text);
                }
            }
            items.push(item);
            by_value.entry(choice.value.clone()).or_insert(at);
        }
        Self { tree, items, by_value }
    }

    /// The choice that a node is.
    pub(super) fn choice_at(&self, node: TreeId) -> Option<usize> {
        self.items.binary_search(&node).ok()
    }
}

/// The words of a text in the first language that has any.
fn plain(text: &Text) -> String {
    let pieces = text.in_language(0).unwrap_or_default();
    pieces.iter().filter_map(|piece| if let Piece::Words(words) = piece { Some(words.as_str()) } else { None }).collect()
}

struct Reader<'a> {
    definition: &'a Definition,
    problems: Vec<Problem>,
    outputs: HashMap<String, Expression>,
}

impl Reader<'_> {
    fn problem(&mut self, node: NodeId, rule: &str, code: &str, args: &[&str]) {
        let path = if rule.is_empty() { self.definition.path(node) } else { format!("{}:{rule}", self.definition.path(node)) };
        let problem = Problem::new(path, code);
        self.problems.push(args.iter().fold(problem, |problem, arg| problem.arg(*arg)));
    }

    /// What must hold before anything walks over the definition.
    fn check_shape(&mut self) {
        let definition = self.definition;
        let nodes = &definition.nodes;
        if nodes.is_empty() || nodes.len() > MOST_NODES {
            self.problems.push(Problem::new("", "form_size").arg(MOST_NODES.to_string()));
            return;
        }
        let mut depths: Vec<usize> = Vec::with_capacity(nodes.len());
        let mut names = BTreeSet::new();
        for (number, node) in (0_u32..).zip(nodes) {
            // A parent that comes later has no depth yet.
            let depth = match node.parent {
                None if number == 0 => Some(0),
                Some(parent) => depths.get(parent.index()).map(|depth| depth + 1),
                None => None,
            };
            let is_container =
                |parent: NodeId| nodes.get(parent.index()).is_some_and(|parent| matches!(parent.kind, NodeKind::Group | NodeKind::Repeat { .. }));
            match depth {
                Some(depth) if depth <= DEEPEST && node.parent.is_none_or(is_container) => depths.push(depth),
                _ => {
                    self.problems.push(Problem::new(node.name.as_str(), "form_place").arg(DEEPEST.to_string()));
                    return;
                }
            }
            if node.name.is_empty() || !names.insert((node.parent, node.name.as_str())) {
                self.problems.push(Problem::new(node.name.as_str(), "form_name_twice"));
                return;
            }
        }
        let targets = definition.actions.iter().flat_map(|action| match action.event {
            Event::NewRow(node) | Event::Changed(node) => [Some(action.target), Some(node)],
            Event::FirstLoad | Event::Load => [Some(action.target), None],
        });
        for target in targets.flatten() {
            if nodes.get(target.index()).is_none() {
                self.problems.push(Problem::new("", "form_unknown_node").arg(target.0.to_string()));
            }
        }
    }

    fn expression(&mut self, node: NodeId, rule: &str, text: &str) -> Option<Expression> {
        match parse(text) {
            Ok(expression) => Some(expression),
            Err(mistake) => {
                self.problem(node, rule, "form_expression", &[text, &mistake.at.to_string()]);
                None
            }
        }
    }

    fn rules(&mut self) -> Vec<Rules> {
        let definition = self.definition;
        let mut all: Vec<Rules> = vec![Rules::default(); definition.nodes.len()];
        for (id, node) in (0_u32..).map(NodeId).zip(&definition.nodes) {
            if let Some(parent) = node.parent.and_then(|parent| all.get_mut(parent.index())) {
                parent.children.push(id);
            }
            let mut read = |rule: &str, text: Option<&String>| text.and_then(|text| self.expression(id, rule, text));
            let mut rules = Rules {
                relevant: read("relevant", node.relevant.as_ref()),
                readonly: read("readonly", node.readonly.as_ref()),
                required: read("required", node.required.as_ref()),
                constraint: read("constraint", node.constraint.as_ref()),
                calculate: read("calculate", node.calculate.as_ref()),
                ..Rules::default()
            };
            match &node.kind {
                NodeKind::Repeat { count } => rules.count = read("count", count.as_ref()),
                NodeKind::Question(Control::SelectOne(choices) | Control::SelectMultiple(choices) | Control::Rank(choices)) => {
                    rules.offers = self.offers(id, choices);
                }
                NodeKind::Group | NodeKind::Question(_) | NodeKind::Value { .. } => {}
            }
            let texts = [&node.label, &node.hint, &node.guidance, &node.required_message, &node.constraint_message];
            for text in texts {
                self.words(id, text, &mut rules.words);
            }
            if let Some(OfferRule::All(list) | OfferRule::Some(list, _)) = rules.offers
                && let Some(list) = definition.lists.get(list)
            {
                for choice in &list.choices {
                    self.words(id, &choice.label, &mut rules.words);
                }
            }
            // Children are added while their own turn comes, which is after this.
            if let Some(place) = all.get_mut(id.index()) {
                *place = rules;
            }
        }
        all
    }

    /// The expressions in a text, each once.
    fn words(&mut self, node: NodeId, text: &Text, found: &mut Vec<Expression>) {
        for piece in text.0.iter().flatten().flatten() {
            let Piece::Value(text) = piece else { continue };
            let expression = match self.outputs.get(text) {
                Some(expression) => Some(expression.clone()),
                None => self.expression(node, "text", text),
            };
            if let Some(expression) = expression {
                if !found.contains(&expression) {
                    found.push(expression.clone());
                }
                self.outputs.insert(text.clone(), expression);
            }
        }
    }

    fn offers(&mut self, node: NodeId, choices: &Choices) -> Option<OfferRule> {
        match choices {
            Choices::List { list, nodeset } => {
                let Some(number) = self.definition.lists.iter().position(|other| other.name == *list) else {
                    self.problem(node, "choices", "form_unknown_list", &[list]);
                    return None;
                };
                if nodeset.trim() == format!("instance('{list}')/root/item") {
                    return Some(OfferRule::All(number));
                }
                self.expression(node, "choices", nodeset).map(|nodeset| OfferRule::Some(number, nodeset))
            }
            Choices::Nodes { nodeset, value, label } => Some(OfferRule::Nodes {
                nodeset: self.expression(node, "choices", nodeset)?,
                value: self.expression(node, "choices", value)?,
                label: self.expression(node, "choices", label)?,
            }),
        }
    }

    fn actions(&mut self) -> Vec<Step> {
        let definition = self.definition;
        let mut steps = Vec::with_capacity(definition.actions.len());
        for action in &definition.actions {
            if let Some(value) = self.expression(action.target, "action", &action.value) {
                steps.push(Step { event: action.event, target: action.target, value });
            }
        }
        steps
    }
}
