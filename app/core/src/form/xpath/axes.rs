//! The axes: which nodes a step reaches from one node.
//!
//! Nodes come in the order of their axis, from the nearest, so that positions in predicates mean what they should.

use super::ast::{Axis, Step, Test};
use super::run::Run;
use super::set::Set;
use super::{Fault, Origin};
use crate::form::tree::{Tree, TreeId};

/// The nodes of a step from one node, in the order of its axis.
pub(super) fn reach(run: &Run<'_>, from: Origin, step: &Step) -> Result<Set, Fault> {
    let tree = run.tree(from.tree)?;
    let mut reached = Reached { run, tree, number: from.tree, test: &step.test, axis: step.axis, found: Set::None };
    match step.axis {
        Axis::This => reached.add(from.node)?,
        Axis::Parent => reached.add_all(tree.parent(from.node))?,
        Axis::Child => reached.children(from.node)?,
        Axis::Attribute => reached.add_all(tree.attributes(from.node).iter().copied())?,
        Axis::Descendant => reached.below(from.node, false)?,
        Axis::DescendantOrSelf => reached.below(from.node, true)?,
        Axis::Ancestor => reached.add_all(std::iter::successors(tree.parent(from.node), |at| tree.parent(*at)))?,
        Axis::AncestorOrSelf => reached.add_all(std::iter::successors(Some(from.node), |at| tree.parent(*at)))?,
        Axis::FollowingSibling => reached.following_siblings(from.node, Side::Itself)?,
        Axis::PrecedingSibling => reached.preceding_siblings(from.node, Side::Itself)?,
        Axis::Following | Axis::Preceding => {
            let mut at = from.node;
            if tree.is_attribute(at) {
                at = tree.parent(at).unwrap_or(at);
                if step.axis == Axis::Following {
                    reached.below(at, false)?;
                }
            }
            while let Some(parent) = tree.parent(at) {
                if step.axis == Axis::Following {
                    reached.following_siblings(at, Side::WithDescendants)?;
                } else {
                    reached.preceding_siblings(at, Side::WithDescendants)?;
                }
                at = parent;
            }
        }
    }
    Ok(reached.found)
}

/// Whether siblings are meant alone or with what is below them.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Side {
    Itself,
    WithDescendants,
}

/// What a step found so far.
struct Reached<'r, 'a> {
    run: &'r Run<'a>,
    tree: &'a Tree,
    number: u32,
    test: &'r Test,
    axis: Axis,
    found: Set,
}

impl<'a> Reached<'_, 'a> {
    fn origin(&self, node: TreeId) -> Origin {
        Origin { tree: self.number, node }
    }

    /// Adds a node if it is of the kind that is meant.
    fn add(&mut self, node: TreeId) -> Result<(), Fault> {
        self.run.spend(1)?;
        let of_principal_kind = || node != Tree::DOCUMENT && self.tree.is_attribute(node) == (self.axis == Axis::Attribute);
        let meant = match self.test {
            Test::Node => true,
            Test::Name(name) => self.tree.name(node) == &**name && of_principal_kind(),
            Test::Element => of_principal_kind(),
            Test::Prefix(prefix) => self.tree.name(node).starts_with(&**prefix) && of_principal_kind(),
            // Text is no node of its own here: `a/text()` is the leaf itself, if it has text.
            Test::Text => self.axis == Axis::This && !self.tree.text(node).is_empty(),
            Test::Never => false,
        };
        if meant {
            let origin = self.origin(node);
            self.found.push(origin);
        }
        Ok(())
    }

    fn add_all(&mut self, nodes: impl IntoIterator<Item = TreeId>) -> Result<(), Fault> {
        nodes.into_iter().try_for_each(|node| self.add(node))
    }

    fn children(&mut self, of: TreeId) -> Result<(), Fault> {
        if matches!(self.test, Test::Text) {
            return self.text_of(of);
        }
        let tree = self.tree;
        self.run.host.saw_children(self.origin(of));
        self.add_all(tree.children(of).iter().copied())
    }

    /// Stands for the text node of a leaf.
    fn text_of(&mut self, leaf: TreeId) -> Result<(), Fault> {
        self.run.spend(1)?;
        let at = self.origin(leaf);
        self.run.host.saw(at);
        if self.tree.children(leaf).is_empty() && !self.run.host.blank(at) && !self.tree.text(leaf).is_empty() {
            self.found.push(at);
        }
        Ok(())
    }

    /// What is below a node, and on demand the node, in document order.
    fn below(&mut self, top: TreeId, with_top: bool) -> Result<(), Fault> {
        let tree = self.tree;
        let mut open = vec![top];
        while let Some(node) = open.pop() {
            if matches!(self.test, Test::Text) {
                self.text_of(node)?;
            } else if with_top || node != top {
                self.add(node)?;
            }
            self.run.host.saw_children(self.origin(node));
            open.extend(tree.children(node).iter().rev());
        }
        Ok(())
    }

    fn following_siblings(&mut self, of: TreeId, side: Side) -> Result<(), Fault> {
        let siblings = self.siblings(of);
        for sibling in siblings.get(self.tree.place(of) + 1..).unwrap_or_default() {
            if side == Side::Itself { self.add(*sibling)? } else { self.below(*sibling, true)? }
        }
        Ok(())
    }

    /// From the nearest to the first, and what is below each from its end.
    fn preceding_siblings(&mut self, of: TreeId, side: Side) -> Result<(), Fault> {
        let siblings = self.siblings(of);
        for sibling in siblings.get(..self.tree.place(of)).unwrap_or_default().iter().rev() {
            if side == Side::Itself {
                self.add(*sibling)?;
                continue;
            }
            let before = std::mem::take(&mut self.found);
            self.below(*sibling, true)?;
            let mut below = std::mem::replace(&mut self.found, before);
            if let Set::Many(below) = &mut below {
                below.reverse();
            }
            self.found.append(below);
        }
        Ok(())
    }

    /// The siblings among which a node is; attributes have none.
    fn siblings(&self, of: TreeId) -> &'a [TreeId] {
        let Some(parent) = self.tree.parent(of).filter(|_| !self.tree.is_attribute(of)) else { return &[] };
        self.run.host.saw_children(self.origin(parent));
        self.tree.children(parent)
    }
}
