//! A small document that expressions walk over: elements with names, attributes and text, in an arena.
//!
//! It is what the XML of a form instance would be, without XML: a running form keeps its values in one, and a choice list is one.
//! Invariants: node 0 is the document and node 1 its root element; a number is never used twice, so that an address stays true
//! (or dead) forever; every node knows its place among its siblings, so that document order is found without searching.
//! Text belongs to leaves: an element with children has the text of its descendants and none of its own.
//!
//! Source: the data model of `XPath` 1.0 (w3.org/TR/xpath-10, chapter 5), without comments, processing instructions and namespaces.

use std::borrow::Cow;
use std::cmp::Ordering;
use std::collections::BTreeMap;

/// The number of a node in its [`Tree`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TreeId(pub u32);

impl TreeId {
    /// As an index.
    fn index(self) -> usize {
        self.0 as usize
    }
}

/// A document.
#[derive(Clone, Debug)]
pub struct Tree {
    nodes: Vec<Node>,
    names: Vec<Box<str>>,
    numbers: BTreeMap<Box<str>, u32>,
    /// How many nodes were given a place so far.
    placings: u64,
}

#[derive(Clone, Debug, Default)]
struct Node {
    name: u32,
    parent: Option<TreeId>,
    /// Where among its siblings (or among the attributes of its element).
    place: u32,
    is_attribute: bool,
    text: String,
    children: Vec<TreeId>,
    attributes: Vec<TreeId>,
}

impl Tree {
    /// The document itself, above the root element.
    pub const DOCUMENT: TreeId = TreeId(0);
    /// The root element.
    pub const ROOT: TreeId = TreeId(1);

    /// A document whose root element has this name.
    pub fn new(root_name: &str) -> Self {
        let mut tree = Self { nodes: Vec::new(), names: Vec::new(), numbers: BTreeMap::new(), placings: 0 };
        let none = tree.number("");
        tree.nodes.push(Node { name: none, ..Node::default() });
        tree.append(Self::DOCUMENT, root_name, "");
        tree
    }

    /// A new last child of `parent`, with this name and text.
    pub fn append(&mut self, parent: TreeId, name: &str, text: &str) -> TreeId {
        let end = self.children(parent).len();
        self.insert(parent, end, name, text)
    }

    /// A new child of `parent` before its `at`-th, or at the end where it has fewer.
    pub fn insert(&mut self, parent: TreeId, at: usize, name: &str, text: &str) -> TreeId {
        let id = self.create(parent, name, text, false);
        if let Some(above) = self.nodes.get_mut(parent.index()) {
            let at = at.min(above.children.len());
            above.children.insert(at, id);
            self.number_children(parent, at);
        }
        id
    }

    /// So many new children of `parent` before its `at`-th (or at the end), one behind the other.
    pub fn insert_run(&mut self, parent: TreeId, at: usize, name: &str, count: usize) -> Vec<TreeId> {
        let run: Vec<TreeId> = (0..count).map(|_| self.create(parent, name, "", false)).collect();
        if let Some(above) = self.nodes.get_mut(parent.index()) {
            let at = at.min(above.children.len());
            let behind = above.children.split_off(at);
            above.children.extend(run.iter().copied().chain(behind));
            self.number_children(parent, at);
        }
        run
    }

    /// Takes children of one element, with all below, out of the document. The numbers stay theirs.
    pub fn remove_run(&mut self, run: &[TreeId]) {
        let Some(parent) = run.first().and_then(|first| self.parent(*first)) else { return };
        let mut first = usize::MAX;
        for child in run {
            if let Some(taken) = self.nodes.get_mut(child.index()).filter(|taken| taken.parent == Some(parent) && !taken.is_attribute) {
                taken.parent = None;
                first = first.min(taken.place as usize);
            }
        }
        if first == usize::MAX {
            return;
        }
        let Some(above) = self.nodes.get_mut(parent.index()) else { return };
        let mut children = std::mem::take(&mut above.children);
        children.retain(|child| self.parent(*child).is_some());
        if let Some(above) = self.nodes.get_mut(parent.index()) {
            above.children = children;
        }
        self.number_children(parent, first);
    }

    /// How many nodes were given a place among their siblings so far.
    pub fn placings(&self) -> u64 {
        self.placings
    }

    /// Takes a node (a child or an attribute) and all below out of the document. The numbers stay theirs.
    pub fn remove(&mut self, node: TreeId) {
        let Some(taken) = self.nodes.get_mut(node.index()) else { return };
        let (is_attribute, place) = (taken.is_attribute, taken.place as usize);
        let Some(parent) = taken.parent.take() else { return };
        let Some(above) = self.nodes.get_mut(parent.index()) else { return };
        let siblings = if is_attribute { &mut above.attributes } else { &mut above.children };
        if siblings.get(place) != Some(&node) {
            return;
        }
        siblings.remove(place);
        if is_attribute {
            self.number_attributes(parent);
        } else {
            self.number_children(parent, place);
        }
    }

    /// Replaces the own text of a node.
    pub fn set_text(&mut self, node: TreeId, text: String) {
        if let Some(node) = self.nodes.get_mut(node.index()) {
            node.text = text;
        }
    }

    /// Gives an element an attribute, or the one that it has another value; the attribute.
    pub fn set_attribute(&mut self, node: TreeId, name: &str, value: &str) -> TreeId {
        let there = self.attributes(node).iter().copied().find(|attribute| self.name(*attribute) == name);
        if let Some(there) = there {
            self.set_text(there, value.to_owned());
            return there;
        }
        let id = self.create(node, name, value, true);
        if let Some(above) = self.nodes.get_mut(node.index()) {
            above.attributes.push(id);
            self.number_attributes(node);
        }
        id
    }

    /// What a node is in; the document and removed nodes are in nothing. An attribute is in its element.
    pub fn parent(&self, node: TreeId) -> Option<TreeId> {
        self.nodes.get(node.index())?.parent
    }

    /// The child elements, in order.
    pub fn children(&self, node: TreeId) -> &[TreeId] {
        self.nodes.get(node.index()).map_or(&[], |node| node.children.as_slice())
    }

    /// The attributes, in the order in which they were set.
    pub fn attributes(&self, node: TreeId) -> &[TreeId] {
        self.nodes.get(node.index()).map_or(&[], |node| node.attributes.as_slice())
    }

    /// The name as written, with its prefix; the document has an empty one.
    pub fn name(&self, node: TreeId) -> &str {
        self.nodes.get(node.index()).and_then(|node| self.names.get(node.name as usize)).map_or("", |name| &**name)
    }

    /// Own text; of elements with children nothing.
    pub fn text(&self, node: TreeId) -> &str {
        self.nodes.get(node.index()).map_or("", |node| node.text.as_str())
    }

    /// The string value: own text of leaves, else the text of all descendants one after another.
    pub fn string_value(&self, node: TreeId) -> Cow<'_, str> {
        if self.children(node).is_empty() {
            return Cow::Borrowed(self.text(node));
        }
        let mut all = String::new();
        let mut open = vec![node];
        while let Some(node) = open.pop() {
            let children = self.children(node);
            if children.is_empty() {
                all.push_str(self.text(node));
            }
            open.extend(children.iter().rev());
        }
        Cow::Owned(all)
    }

    /// Whether this is an attribute.
    pub fn is_attribute(&self, node: TreeId) -> bool {
        self.nodes.get(node.index()).is_some_and(|node| node.is_attribute)
    }

    /// Where a node stands among its siblings, counted from 0.
    pub fn place(&self, node: TreeId) -> usize {
        self.nodes.get(node.index()).map_or(0, |node| node.place as usize)
    }

    /// Whether the node is still in the document.
    pub fn is_attached(&self, node: TreeId) -> bool {
        let mut at = node;
        while let Some(parent) = self.parent(at) {
            at = parent;
        }
        at == Self::DOCUMENT
    }

    /// Whether `above` is a proper ancestor of `node`.
    pub fn is_within(&self, node: TreeId, above: TreeId) -> bool {
        let mut at = node;
        while let Some(parent) = self.parent(at) {
            if parent == above {
                return true;
            }
            at = parent;
        }
        false
    }

    /// How many ancestors a node has.
    pub fn depth(&self, node: TreeId) -> usize {
        std::iter::successors(self.parent(node), |at| self.parent(*at)).count()
    }

    /// Which of two nodes comes first: parents before their attributes, these before children, siblings in their order.
    pub fn document_order(&self, a: TreeId, b: TreeId) -> Ordering {
        if a == b {
            return Ordering::Equal;
        }
        let (deep_a, deep_b) = (self.depth(a), self.depth(b));
        let (mut up_a, mut up_b) = (a, b);
        for _ in deep_b..deep_a {
            up_a = self.parent(up_a).unwrap_or(up_a);
        }
        for _ in deep_a..deep_b {
            up_b = self.parent(up_b).unwrap_or(up_b);
        }
        if up_a == up_b {
            // One is above the other.
            return deep_a.cmp(&deep_b);
        }
        loop {
            let (parent_a, parent_b) = (self.parent(up_a), self.parent(up_b));
            match (parent_a, parent_b) {
                (Some(left), Some(right)) if left != right => (up_a, up_b) = (left, right),
                (Some(_), Some(_)) => return self.among_siblings(up_a).cmp(&self.among_siblings(up_b)),
                // Parts that are not in the document: any order that stays the same.
                _ => return up_a.cmp(&up_b),
            }
        }
    }

    /// What siblings are ordered by.
    fn among_siblings(&self, node: TreeId) -> (bool, usize) {
        (!self.is_attribute(node), self.place(node))
    }

    fn create(&mut self, parent: TreeId, name: &str, text: &str, is_attribute: bool) -> TreeId {
        let name = self.number(name);
        let id = TreeId(u32::try_from(self.nodes.len()).unwrap_or(u32::MAX));
        let parent = (parent.index() < self.nodes.len()).then_some(parent);
        self.nodes.push(Node { name, parent, is_attribute, text: text.to_owned(), ..Node::default() });
        id
    }

    /// The number under which a name is kept.
    fn number(&mut self, name: &str) -> u32 {
        if let Some(number) = self.numbers.get(name) {
            return *number;
        }
        let number = u32::try_from(self.names.len()).unwrap_or(u32::MAX);
        self.names.push(name.into());
        self.numbers.insert(name.into(), number);
        number
    }

    /// Tells the children from the `from`-th on their places.
    fn number_children(&mut self, parent: TreeId, from: usize) {
        let moved = self.children(parent).get(from..).map(<[TreeId]>::to_vec).unwrap_or_default();
        for (place, child) in (from..).zip(moved) {
            self.put(child, place);
        }
    }

    fn number_attributes(&mut self, element: TreeId) {
        for (place, attribute) in self.attributes(element).to_vec().into_iter().enumerate() {
            self.put(attribute, place);
        }
    }

    fn put(&mut self, node: TreeId, place: usize) {
        if let Some(node) = self.nodes.get_mut(node.index()) {
            node.place = u32::try_from(place).unwrap_or(u32::MAX);
            self.placings += 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn children_keep_their_order() {
        let mut tree = Tree::new("data");
        let b = tree.append(Tree::ROOT, "b", "2");
        let a = tree.insert(Tree::ROOT, 0, "a", "1");
        let c = tree.insert(Tree::ROOT, 99, "c", "3");
        assert_eq!(tree.children(Tree::ROOT), [a, b, c]);
        assert_eq!(tree.string_value(Tree::DOCUMENT), "123");
        assert_eq!([a, b, c].map(|node| tree.place(node)), [0, 1, 2]);
        tree.remove(a);
        assert_eq!(tree.children(Tree::ROOT), [b, c]);
        assert_eq!([b, c].map(|node| tree.place(node)), [0, 1]);
        assert!(!tree.is_attached(a) && tree.is_attached(b));
        assert_eq!(tree.append(Tree::ROOT, "a", ""), TreeId(5), "numbers are not used again");
    }

    #[test]
    fn runs_come_and_go_at_once() {
        let mut tree = Tree::new("data");
        let (a, b) = (tree.append(Tree::ROOT, "a", ""), tree.append(Tree::ROOT, "b", ""));
        let before = tree.placings();
        let run = tree.insert_run(Tree::ROOT, 1, "r", 100);
        assert_eq!(tree.placings() - before, 101, "each of them, and the one behind");
        assert_eq!((tree.children(Tree::ROOT).first(), tree.children(Tree::ROOT).last()), (Some(&a), Some(&b)));
        assert_eq!((tree.place(run[0]), tree.place(run[99]), tree.place(b)), (1, 100, 101));
        tree.remove_run(&run[10..]);
        assert_eq!(tree.children(Tree::ROOT).len(), 12);
        assert_eq!((tree.place(b), tree.is_attached(run[9]), tree.is_attached(run[10])), (11, true, false));
        tree.remove_run(&run);
        assert_eq!(tree.children(Tree::ROOT), [a, b], "what is out already stays out");
        tree.remove_run(&[]);
        assert_eq!(tree.insert_run(Tree::ROOT, 99, "r", 0), []);
    }

    #[test]
    fn attributes_come_before_children() {
        let mut tree = Tree::new("data");
        let child = tree.append(Tree::ROOT, "a", "");
        let id = tree.set_attribute(Tree::ROOT, "id", "x");
        assert_eq!(tree.set_attribute(Tree::ROOT, "id", "y"), id);
        assert_eq!((tree.text(id), tree.parent(id)), ("y", Some(Tree::ROOT)));
        assert_eq!(tree.document_order(id, child), Ordering::Less);
        assert_eq!(tree.document_order(Tree::ROOT, id), Ordering::Less);
        tree.remove(id);
        assert!(tree.attributes(Tree::ROOT).is_empty());
    }

    #[test]
    fn document_order_is_the_order_of_walking() {
        let mut tree = Tree::new("data");
        let left = tree.append(Tree::ROOT, "left", "");
        let right = tree.append(Tree::ROOT, "right", "");
        let below_right = tree.append(right, "x", "");
        let below_left = tree.append(left, "x", "");
        let walked = [Tree::DOCUMENT, Tree::ROOT, left, below_left, right, below_right];
        for (i, a) in walked.iter().enumerate() {
            for (j, b) in walked.iter().enumerate() {
                assert_eq!(tree.document_order(*a, *b), i.cmp(&j), "{a:?} {b:?}");
            }
        }
        assert!(tree.is_within(below_left, left) && !tree.is_within(below_left, right));
    }

    #[test]
    fn numbers_of_nowhere_are_harmless() {
        let mut tree = Tree::new("data");
        let nowhere = TreeId(99);
        tree.remove(nowhere);
        tree.set_text(nowhere, "x".to_owned());
        let lost = tree.append(nowhere, "x", "");
        assert!(!tree.is_attached(lost));
        assert_eq!((tree.name(nowhere), tree.text(nowhere), tree.children(nowhere).len()), ("", "", 0));
    }
}
