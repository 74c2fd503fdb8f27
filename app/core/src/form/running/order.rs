//! The order in which things are computed, found once from what expressions say that they may read; and that nothing feeds itself.
//!
//! Every node of the definition has up to nine properties, and each pair is a vertex. An edge leads from what is read to what reads it.
//! What cannot be known beforehand (a path that is computed) gets no edge: the order is then less good, not wrong, since a form follows
//! what was really read. A node that reads itself is no cycle: `once(..)` does, and so does a row that reads the row before.

use super::compile::{OfferRule, Rules};
use super::state::Property;
use crate::form::definition::{Definition, Node, NodeId, NodeKind};
use crate::form::xpath::{Axis, Expression, NameTest, PathStart, PathStep};
use crate::problem::Problem;
use std::cmp::Reverse;
use std::collections::{BTreeSet, BinaryHeap, HashMap};

/// More edges than this are not looked at.
const MOST_EDGES: usize = 4_000_000;

/// The place in the order of each property of each node, at `node * properties + property`.
pub(super) fn ranks(definition: &Definition, rules: &[Rules]) -> Result<Vec<u32>, Vec<Problem>> {
    let mut graph = Graph::new(definition, rules);
    for (node, rules) in (0_u32..).map(NodeId).zip(rules) {
        graph.fixed(node);
        graph.expressions(node, rules);
    }
    graph.sort()
}

/// A node of the definition, or what is above the root.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Place {
    Document,
    Node(NodeId),
}

struct Graph<'a> {
    definition: &'a Definition,
    rules: &'a [Rules],
    names: HashMap<(NodeId, &'a str), NodeId>,
    /// Who comes after each vertex.
    after: Vec<Vec<usize>>,
    edges: usize,
}

impl<'a> Graph<'a> {
    fn new(definition: &'a Definition, rules: &'a [Rules]) -> Self {
        let named = |(id, node): (NodeId, &'a Node)| Some(((node.parent?, node.name.as_str()), id));
        let names = (0_u32..).map(NodeId).zip(&definition.nodes).filter_map(named).collect();
        let after = vec![Vec::new(); definition.nodes.len() * Property::ALL.len()];
        Self { definition, rules, names, after, edges: 0 }
    }

    fn edge(&mut self, from: (NodeId, Property), to: (NodeId, Property)) {
        if self.edges < MOST_EDGES
            && let Some(after) = self.after.get_mut(vertex(from))
        {
            after.push(vertex(to));
            self.edges += 1;
        }
    }

    /// What holds for every node.
    fn fixed(&mut self, node: NodeId) {
        use Property::{Calculate, Choices, Count, Readonly, Relevant, Required, Value, Violation};
        if let Some(parent) = self.definition.node(node).and_then(|node| node.parent) {
            self.edge((parent, Relevant), (node, Relevant));
            self.edge((parent, Readonly), (node, Readonly));
        }
        for (from, to) in [
            (Count, Relevant),
            (Relevant, Calculate),
            (Relevant, Value),
            (Calculate, Value),
            (Choices, Value),
            (Value, Required),
            (Value, Violation),
            (Required, Violation),
        ] {
            self.edge((node, from), (node, to));
        }
    }

    fn expressions(&mut self, node: NodeId, rules: &Rules) {
        let single = [
            (Property::Count, &rules.count),
            (Property::Relevant, &rules.relevant),
            (Property::Readonly, &rules.readonly),
            (Property::Calculate, &rules.calculate),
            (Property::Required, &rules.required),
            (Property::Violation, &rules.constraint),
        ];
        for (property, expression) in single {
            if let Some(expression) = expression {
                self.reads(node, property, expression, &[Place::Node(node)]);
            }
        }
        match &rules.offers {
            None | Some(OfferRule::All(_)) => {}
            Some(OfferRule::Some(_, nodeset)) => {
                self.reads(node, Property::Choices, nodeset, &[Place::Node(node)]);
            }
            Some(OfferRule::Nodes { nodeset, value, label }) => {
                let nodes = self.reads(node, Property::Choices, nodeset, &[Place::Node(node)]);
                self.reads(node, Property::Choices, value, &nodes);
                self.reads(node, Property::Choices, label, &nodes);
            }
        }
        for expression in &rules.words {
            self.reads(node, Property::Words, expression, &[Place::Node(node)]);
        }
    }

    /// Adds what an expression may read; the nodes that it may give.
    fn reads(&mut self, node: NodeId, property: Property, expression: &Expression, context: &[Place]) -> Vec<Place> {
        let paths = expression.paths();
        // Where each path is after each of its steps.
        let mut ways: Vec<Vec<Vec<Place>>> = Vec::with_capacity(paths.len());
        let mut given = Vec::new();
        for path in &paths {
            let start = match &path.start {
                PathStart::Root => vec![Place::Document],
                PathStart::Context => context.to_vec(),
                PathStart::Current => vec![Place::Node(node)],
                PathStart::Predicate { path, steps } => ways.get(*path).and_then(|way| way.get(*steps)).cloned().unwrap_or_default(),
                PathStart::Instance(_) | PathStart::Unknown => Vec::new(),
            };
            let mut way = vec![start];
            for step in &path.steps {
                let reached = self.step(way.last().map_or(&[][..], Vec::as_slice), step);
                way.push(reached);
            }
            let reached = way.last().cloned().unwrap_or_default();
            for place in &reached {
                if let Place::Node(read) = place {
                    self.depend(*read, path.reads, (node, property));
                }
            }
            if path.reads {
                given.extend(reached);
            }
            ways.push(way);
        }
        given
    }

    /// A property of a node reads another node (or only looks whether it is there).
    fn depend(&mut self, read: NodeId, reads_value: bool, reader: (NodeId, Property)) {
        if reads_value {
            // The text of a group is that of all in it; the rows that a choice is made of are not read themselves.
            let below = if reader.1 == Property::Choices { Vec::new() } else { self.below(Place::Node(read)) };
            for place in std::iter::once(Place::Node(read)).chain(below) {
                if let Place::Node(leaf) = place
                    && leaf != reader.0
                    && self.is_leaf(leaf)
                {
                    self.edge((leaf, Property::Value), reader);
                }
            }
        }
        let mut at = Some(read);
        while let Some(id) = at {
            let is_counted = self.rules.get(id.index()).is_some_and(|rules| rules.count.is_some());
            let is_own_row = id != read && self.is_within(reader.0, id);
            if is_counted && !is_own_row && (id, Property::Count) != reader {
                self.edge((id, Property::Count), reader);
            }
            at = self.definition.node(id).and_then(|node| node.parent);
        }
    }

    fn is_leaf(&self, node: NodeId) -> bool {
        self.definition.node(node).is_some_and(|node| matches!(node.kind, NodeKind::Question(_) | NodeKind::Value { .. }))
    }

    fn is_within(&self, node: NodeId, above: NodeId) -> bool {
        let mut at = Some(node);
        while let Some(id) = at {
            if id == above {
                return true;
            }
            at = self.definition.node(id).and_then(|node| node.parent);
        }
        false
    }

    /// Where a step leads.
    fn step(&self, from: &[Place], step: &PathStep) -> Vec<Place> {
        let mut reached = BTreeSet::new();
        for place in from {
            if matches!(step.test, NameTest::Text) {
                // The text of a leaf stands for the leaf.
                reached.insert(*place);
                continue;
            }
            match (step.axis, &step.test) {
                (Axis::Child, NameTest::Name(name)) => reached.extend(self.child(*place, name)),
                (Axis::Child, _) => reached.extend(self.children(*place)),
                (Axis::This, _) => {
                    reached.insert(*place);
                }
                (Axis::Parent, _) => reached.extend(self.parent(*place)),
                (Axis::Ancestor, _) => reached.extend(std::iter::successors(self.parent(*place), |at| self.parent(*at))),
                (Axis::AncestorOrSelf, _) => reached.extend(std::iter::successors(Some(*place), |at| self.parent(*at))),
                (Axis::Descendant, _) => reached.extend(self.below(*place)),
                (Axis::DescendantOrSelf, _) => {
                    reached.insert(*place);
                    reached.extend(self.below(*place));
                }
                (Axis::FollowingSibling | Axis::PrecedingSibling, _) => {
                    reached.extend(self.parent(*place).into_iter().flat_map(|parent| self.children(parent)));
                }
                (Axis::Following | Axis::Preceding | Axis::Attribute, _) => {}
            }
        }
        reached.retain(|place| self.is_meant(*place, &step.test));
        reached.into_iter().collect()
    }

    fn is_meant(&self, place: Place, test: &NameTest) -> bool {
        let name = match place {
            Place::Document => "",
            Place::Node(id) => self.definition.node(id).map_or("", |node| node.name.as_str()),
        };
        match test {
            NameTest::Name(wanted) => **wanted == *name,
            NameTest::Prefix(prefix) => name.starts_with(&**prefix),
            NameTest::Element => place != Place::Document,
            NameTest::Node | NameTest::Text => true,
            NameTest::Never => false,
        }
    }

    fn child(&self, of: Place, name: &str) -> Option<Place> {
        match of {
            Place::Document => Some(Place::Node(NodeId::ROOT)),
            Place::Node(id) => self.names.get(&(id, name)).copied().map(Place::Node),
        }
    }

    fn children(&self, of: Place) -> Vec<Place> {
        match of {
            Place::Document => vec![Place::Node(NodeId::ROOT)],
            Place::Node(id) => self.rules.get(id.index()).map(|rules| rules.children.iter().copied().map(Place::Node).collect()).unwrap_or_default(),
        }
    }

    fn parent(&self, of: Place) -> Option<Place> {
        let Place::Node(id) = of else { return None };
        Some(self.definition.node(id)?.parent.map_or(Place::Document, Place::Node))
    }

    fn below(&self, of: Place) -> Vec<Place> {
        let mut found = Vec::new();
        let mut open = self.children(of);
        while let Some(place) = open.pop() {
            found.push(place);
            open.extend(self.children(place));
        }
        found
    }

    /// Each vertex behind all that lead to it, else in the order of the form.
    fn sort(self) -> Result<Vec<u32>, Vec<Problem>> {
        let mut waits_for = vec![0_usize; self.after.len()];
        for to in self.after.iter().flatten() {
            if let Some(count) = waits_for.get_mut(*to) {
                *count += 1;
            }
        }
        let mut ready: BinaryHeap<Reverse<usize>> =
            waits_for.iter().enumerate().filter(|(_, count)| **count == 0).map(|(at, _)| Reverse(at)).collect();
        let mut ranks = vec![u32::MAX; self.after.len()];
        let mut next = 0_u32;
        while let Some(Reverse(at)) = ready.pop() {
            if let Some(rank) = ranks.get_mut(at) {
                *rank = next;
            }
            next += 1;
            for to in self.after.get(at).into_iter().flatten() {
                if let Some(count) = waits_for.get_mut(*to) {
                    *count -= 1;
                    if *count == 0 {
                        ready.push(Reverse(*to));
                    }
                }
            }
        }
        if waits_for.iter().all(|count| *count == 0) { Ok(ranks) } else { Err(vec![self.cycle(&waits_for)]) }
    }

    /// One of the cycles, as the paths of its nodes.
    fn cycle(&self, waits_for: &[usize]) -> Problem {
        let is_stuck = |at: usize| waits_for.get(at).is_some_and(|count| *count > 0);
        let mut before: HashMap<usize, usize> = HashMap::new();
        for (from, after) in self.after.iter().enumerate().filter(|(from, _)| is_stuck(*from)) {
            for to in after.iter().filter(|to| is_stuck(**to)) {
                before.entry(*to).or_insert(from);
            }
        }
        // Everything that is stuck has something stuck before it, so going back ends in a circle.
        let mut seen = Vec::new();
        let mut at = waits_for.iter().position(|count| *count > 0);
        while let Some(here) = at.filter(|here| !seen.contains(here)) {
            seen.push(here);
            at = before.get(&here).copied();
        }
        let circle = at.and_then(|at| seen.iter().position(|other| *other == at)).map_or(&[][..], |from| seen.get(from..).unwrap_or_default());
        let mut paths: Vec<String> = Vec::new();
        for vertex in circle.iter().rev() {
            let node = u32::try_from(vertex / Property::ALL.len()).map_or(NodeId::ROOT, NodeId);
            let path = self.definition.path(node);
            if !paths.contains(&path) {
                paths.push(path);
            }
        }
        let problem = Problem::new(paths.first().map_or("", String::as_str), "form_cycle");
        paths.iter().fold(problem, |problem, path| problem.arg(path.as_str()))
    }
}

fn vertex((node, property): (NodeId, Property)) -> usize {
    node.index() * Property::ALL.len() + property.index()
}
