//! Nothing may depend on itself: a form whose answers feed themselves has no values.
//!
//! What an expression may read is known from its paths before anybody fills in the form. A value depends on what its calculation reads, on
//! whether it is relevant and on its choices; a relevance on what it reads, on the group's and on the number of rows. Words, constraints and
//! the like only look on, so no cycle leads through them. A value may look at itself (`once(..)`) and at other rows of itself.

use std::collections::BTreeMap;

use super::codes;
use super::elements::Element;
use super::problems::{Place, Problems};
use crate::form::definition::{Choices, Control, Definition, NodeId, NodeKind};
use crate::form::xpath::{self, Axis, NameTest, PathStart, PathStep, PathUse};

/// More dependencies than this are not looked at.
const MOST: usize = 2_000_000;

/// What of a node depends, and is depended on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Facet {
    /// How many rows it has.
    Count,
    /// Whether it is there.
    Relevant,
    /// What can be chosen.
    Choices,
    /// What it is.
    Value,
}

const FACETS: [Facet; 4] = [Facet::Count, Facet::Relevant, Facet::Choices, Facet::Value];

type Vertex = (usize, Facet);

struct Graph<'d> {
    definition: &'d Definition,
    children: Vec<Vec<usize>>,
    by_name: BTreeMap<(usize, &'d str), usize>,
    /// What comes after each vertex.
    after: Vec<Vec<usize>>,
    edges: usize,
    /// A node that reads itself.
    itself: Option<Vertex>,
}

/// Notes a cycle, with the names on it, at the cell of one of its expressions.
pub(super) fn check(definition: &Definition, elements: &[Element], problems: &mut Problems<'_>) {
    let mut graph = Graph::new(definition);
    for node in 0..definition.nodes.len() {
        graph.add(node);
    }
    let circle = graph.itself.map_or_else(|| graph.circle(), |vertex| vec![vertex]);
    let mut names: Vec<&str> = Vec::new();
    for (node, _) in &circle {
        let name = definition.nodes.get(*node).map_or("", |node| node.name.as_str());
        if !names.contains(&name) {
            names.push(name);
        }
    }
    let place = circle.iter().find_map(|vertex| place(elements, *vertex)).or_else(|| Some(elements.get(circle.first()?.0)?.at));
    if let Some(at) = place {
        problems.error(at, codes::CYCLE, &names);
    }
}

/// The cell of the expression of a vertex.
fn place(elements: &[Element], (node, facet): Vertex) -> Option<Place> {
    let element = elements.get(node)?;
    let source = match facet {
        Facet::Value => element.rules.calculate.as_ref(),
        Facet::Relevant => element.rules.relevant.as_ref(),
        Facet::Choices => element.choices.as_ref().and_then(|chosen| chosen.filter.as_ref()),
        Facet::Count => None,
    };
    source.map(|source| source.at)
}

fn vertex((node, facet): Vertex) -> usize {
    node * FACETS.len() + FACETS.iter().position(|other| *other == facet).unwrap_or_default()
}

impl<'d> Graph<'d> {
    fn new(definition: &'d Definition) -> Self {
        let count = definition.nodes.len();
        let mut children = vec![Vec::new(); count];
        let mut by_name = BTreeMap::new();
        for (at, node) in definition.nodes.iter().enumerate() {
            let Some(parent) = node.parent.map(NodeId::index) else { continue };
            if let Some(children) = children.get_mut(parent) {
                children.push(at);
            }
            by_name.insert((parent, node.name.as_str()), at);
        }
        Self { definition, children, by_name, after: vec![Vec::new(); count * FACETS.len()], edges: 0, itself: None }
    }

    fn edge(&mut self, from: Vertex, to: Vertex) {
        if self.edges < MOST
            && let Some(after) = self.after.get_mut(vertex(from))
        {
            after.push(vertex(to));
            self.edges += 1;
        }
    }

    /// Adds what a node depends on.
    fn add(&mut self, at: usize) {
        let definition = self.definition;
        let Some(node) = definition.nodes.get(at) else { return };
        if let Some(parent) = node.parent {
            self.edge((parent.index(), Facet::Relevant), (at, Facet::Relevant));
        }
        for from in [Facet::Relevant, Facet::Choices] {
            self.edge((at, from), (at, Facet::Value));
        }
        self.edge((at, Facet::Count), (at, Facet::Relevant));
        if let NodeKind::Repeat { count: Some(count) } = &node.kind {
            self.reads((at, Facet::Count), count);
        }
        if let Some(relevant) = &node.relevant {
            self.reads((at, Facet::Relevant), relevant);
        }
        if let Some(calculate) = &node.calculate {
            self.reads((at, Facet::Value), calculate);
        }
        if let NodeKind::Question(Control::SelectOne(choices) | Control::SelectMultiple(choices) | Control::Rank(choices)) = &node.kind {
            let (Choices::List { nodeset, .. } | Choices::Nodes { nodeset, .. }) = choices;
            self.reads((at, Facet::Choices), nodeset);
        }
    }

    /// Adds what an expression of a vertex may read.
    fn reads(&mut self, reader: Vertex, expression: &str) {
        let Ok(expression) = xpath::parse(expression) else { return };
        let paths = expression.paths();
        // The nodes that each path reaches after each of its steps.
        let mut ways: Vec<Vec<Vec<usize>>> = Vec::with_capacity(paths.len());
        for path in &paths {
            let (start, rest) = match (&path.start, path.steps.split_first()) {
                // An absolute path names the root first, or looks for a name anywhere.
                (PathStart::Root, Some((first, rest))) if first.axis == Axis::Child => (vec![vec![], vec![0]], rest),
                (PathStart::Root, Some((first, rest))) => {
                    let anywhere = PathStep { axis: Axis::DescendantOrSelf, test: first.test.clone() };
                    (vec![vec![], self.step(&[0], &anywhere)], rest)
                }
                (PathStart::Context | PathStart::Current, _) => (vec![vec![reader.0]], path.steps.as_slice()),
                (PathStart::Predicate { path: other, steps }, _) => {
                    let from = ways.get(*other).and_then(|way| way.get(*steps)).cloned().unwrap_or_default();
                    (vec![from], path.steps.as_slice())
                }
                _ => (vec![vec![]], path.steps.as_slice()),
            };
            let mut way = start;
            for step in rest {
                let reached = way.last().map(|from| self.step(from, step)).unwrap_or_default();
                way.push(reached);
            }
            for read in way.last().cloned().unwrap_or_default() {
                self.depend(read, path, reader);
            }
            ways.push(way);
        }
    }

    fn depend(&mut self, read: usize, path: &PathUse, reader: Vertex) {
        let definition = self.definition;
        let Some(node) = definition.nodes.get(read) else { return };
        if path.reads && matches!(node.kind, NodeKind::Question(_) | NodeKind::Value { .. }) {
            if read != reader.0 {
                self.edge((read, Facet::Value), reader);
            } else if reader.1 == Facet::Relevant || (reader.1 == Facet::Value && self.is_same_row(read, path)) {
                self.itself = self.itself.or(Some(reader));
            }
        }
        let mut above = Some(read);
        while let Some(at) = above {
            let Some(node) = definition.nodes.get(at) else { break };
            let is_counted = matches!(node.kind, NodeKind::Repeat { count: Some(_) });
            let is_own_row = at != read && self.is_within(reader.0, at);
            if is_counted && !is_own_row && (at, Facet::Count) != reader {
                self.edge((at, Facet::Count), reader);
            }
            above = node.parent.map(NodeId::index);
        }
    }

    /// Whether a path from a node to itself cannot lead to another row. `.` is no path: it is the value so far.
    fn is_same_row(&self, node: usize, path: &PathUse) -> bool {
        let ups = path.steps.iter().take_while(|step| step.axis == Axis::Parent).count();
        let is_repeat = |at: &usize| self.definition.nodes.get(*at).is_some_and(|node| matches!(node.kind, NodeKind::Repeat { .. }));
        match self.above(node).position(|at| is_repeat(&at)) {
            None => path.steps.iter().any(|step| step.axis != Axis::This),
            Some(depth) => ups > 0 && ups <= depth + 1 && matches!(path.start, PathStart::Context | PathStart::Current),
        }
    }

    fn parent(&self, of: usize) -> Option<usize> {
        self.definition.nodes.get(of)?.parent.map(NodeId::index)
    }

    fn above(&self, node: usize) -> impl Iterator<Item = usize> {
        std::iter::successors(self.parent(node), move |at| self.parent(*at))
    }

    fn is_within(&self, node: usize, above: usize) -> bool {
        node == above || self.above(node).any(|at| at == above)
    }

    fn below(&self, node: usize) -> Vec<usize> {
        let mut found = Vec::new();
        let mut open = vec![node];
        while let Some(at) = open.pop() {
            let children = self.children.get(at).map(Vec::as_slice).unwrap_or_default();
            found.extend(children);
            open.extend(children);
        }
        found
    }

    /// Where a step leads.
    fn step(&self, from: &[usize], step: &PathStep) -> Vec<usize> {
        let mut reached: Vec<usize> = Vec::new();
        for at in from {
            match (step.axis, &step.test) {
                (Axis::Child, NameTest::Name(name)) => reached.extend(self.by_name.get(&(*at, &**name))),
                (Axis::Child, _) => reached.extend(self.children.get(*at).into_iter().flatten()),
                (Axis::This, _) => reached.push(*at),
                (Axis::Parent, _) => reached.extend(self.parent(*at)),
                (Axis::Ancestor, _) => reached.extend(self.above(*at)),
                (Axis::AncestorOrSelf, _) => reached.extend(std::iter::once(*at).chain(self.above(*at))),
                (Axis::Descendant, _) => reached.extend(self.below(*at)),
                (Axis::DescendantOrSelf, _) => reached.extend(std::iter::once(*at).chain(self.below(*at))),
                (Axis::FollowingSibling | Axis::PrecedingSibling, _) => {
                    reached.extend(self.parent(*at).and_then(|parent| self.children.get(parent)).into_iter().flatten());
                }
                (Axis::Following | Axis::Preceding | Axis::Attribute, _) => {}
            }
        }
        if let NameTest::Name(name) = &step.test {
            reached.retain(|at| self.definition.nodes.get(*at).is_some_and(|node| *node.name == **name));
        }
        reached.sort_unstable();
        reached.dedup();
        reached
    }

    /// The vertices of one cycle in the order in which they depend on each other; none if there is no cycle.
    fn circle(&self) -> Vec<Vertex> {
        let mut waits_for = vec![0_usize; self.after.len()];
        for to in self.after.iter().flatten() {
            if let Some(count) = waits_for.get_mut(*to) {
                *count += 1;
            }
        }
        let mut ready: Vec<usize> = (0..waits_for.len()).filter(|at| waits_for.get(*at) == Some(&0)).collect();
        while let Some(at) = ready.pop() {
            for to in self.after.get(at).into_iter().flatten() {
                if let Some(count) = waits_for.get_mut(*to) {
                    *count -= 1;
                    if *count == 0 {
                        ready.push(*to);
                    }
                }
            }
        }
        // Whatever still waits has something before it that waits, so going back ends in a circle.
        let is_stuck = |at: usize| waits_for.get(at).is_some_and(|count| *count > 0);
        let mut before: BTreeMap<usize, usize> = BTreeMap::new();
        for (from, after) in self.after.iter().enumerate().filter(|(from, _)| is_stuck(*from)) {
            for to in after.iter().filter(|to| is_stuck(**to)) {
                before.entry(*to).or_insert(from);
            }
        }
        let mut seen: Vec<usize> = Vec::new();
        let mut at = (0..waits_for.len()).find(|at| is_stuck(*at));
        while let Some(here) = at.filter(|here| !seen.contains(here)) {
            seen.push(here);
            at = before.get(&here).copied();
        }
        let begun = at.and_then(|at| seen.iter().position(|other| *other == at)).unwrap_or(seen.len());
        let circle = seen.iter().skip(begun).rev();
        circle.filter_map(|at| Some((at / FACETS.len(), *FACETS.get(at % FACETS.len())?))).collect()
    }
}
