//! Which question of a newer version is which of the older one.
//!
//! The address decides first: it is what the standard, exports and analyses go by. A question whose address is gone is the one with
//! the same words and name elsewhere, else the one with the same words and type, but only where there is exactly one on each side:
//! an answer that lands in the wrong question is worse than one that is shown as left over.

use crate::form::definition::{Control, Definition, Node, NodeId, NodeKind};
use std::collections::BTreeMap;

/// A definition with the addresses of its nodes.
pub(super) struct Index<'a> {
    pub(super) definition: &'a Definition,
    /// Of each node its address as in answers, without keys.
    paths: Vec<String>,
    /// Of each node the repeats that it is in, outermost first, itself not.
    repeats: Vec<Vec<NodeId>>,
    by_path: BTreeMap<String, NodeId>,
}

/// Of each node of the older version, the one of the newer version that it became.
pub(super) type Matching = Vec<Option<NodeId>>;

/// Sorts of nodes that never become each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Sort {
    Root,
    Group,
    Repeat,
    Answer,
}

/// The id of the node at an index.
fn id(at: usize) -> NodeId {
    NodeId(u32::try_from(at).unwrap_or(u32::MAX))
}

impl<'a> Index<'a> {
    pub(super) fn new(definition: &'a Definition) -> Self {
        let mut index = Self { definition, paths: Vec::new(), repeats: Vec::new(), by_path: BTreeMap::new() };
        for (at, node) in definition.nodes.iter().enumerate() {
            let parent = node.parent.map(NodeId::index).filter(|parent| *parent < at);
            let above = parent.and_then(|parent| index.paths.get(parent)).filter(|path| !path.is_empty());
            let path = match (above, parent) {
                (_, None) => String::new(),
                (None, Some(_)) => node.name.clone(),
                (Some(above), Some(_)) => format!("{above}/{}", node.name),
            };
            let mut repeats = parent.and_then(|parent| index.repeats.get(parent)).cloned().unwrap_or_default();
            let of_repeat = parent.filter(|parent| definition.nodes.get(*parent).is_some_and(|node| matches!(node.kind, NodeKind::Repeat { .. })));
            repeats.extend(of_repeat.map(id));
            index.by_path.entry(path.clone()).or_insert(id(at));
            index.paths.push(path);
            index.repeats.push(repeats);
        }
        index
    }

    pub(super) fn ids(&self) -> impl Iterator<Item = NodeId> + use<> {
        (0..self.paths.len()).map(id)
    }

    pub(super) fn node(&self, id: NodeId) -> Option<&'a Node> {
        self.definition.node(id)
    }

    /// The address without keys; the root has none.
    pub(super) fn path(&self, id: NodeId) -> &str {
        self.paths.get(id.index()).map_or("", String::as_str)
    }

    /// The repeats around a node, outermost first.
    pub(super) fn repeats(&self, id: NodeId) -> &[NodeId] {
        self.repeats.get(id.index()).map_or(&[], Vec::as_slice)
    }

    /// The node at an address without keys.
    pub(super) fn find(&self, path: &str) -> Option<NodeId> {
        self.by_path.get(path).copied()
    }

    fn sort(&self, id: NodeId) -> Option<Sort> {
        Some(match self.node(id)?.kind {
            _ if id == NodeId::ROOT => Sort::Root,
            NodeKind::Group => Sort::Group,
            NodeKind::Repeat { .. } => Sort::Repeat,
            NodeKind::Question(_) | NodeKind::Value { .. } => Sort::Answer,
        })
    }

    fn of_sort(&self, sort: Sort) -> impl Iterator<Item = NodeId> {
        self.ids().filter(move |id| self.sort(*id) == Some(sort))
    }
}

/// What kind of field it is, for telling questions apart.
pub(super) fn control_name(kind: &NodeKind) -> &'static str {
    match kind {
        NodeKind::Group => "group",
        NodeKind::Repeat { .. } => "repeat",
        NodeKind::Value { .. } => "value",
        NodeKind::Question(control) => match control {
            Control::Input => "input",
            Control::Note => "note",
            Control::SelectOne(_) => "select_one",
            Control::SelectMultiple(_) => "select_multiple",
            Control::Rank(_) => "rank",
            Control::Acknowledge => "acknowledge",
            Control::Upload(_) => "upload",
            Control::Range => "range",
        },
    }
}

/// Matches two versions of a form.
pub(super) fn matching(old: &Index<'_>, new: &Index<'_>) -> Matching {
    let mut matches = Matches { old, new, to: vec![None; old.paths.len()], taken: vec![false; new.paths.len()] };
    if !old.paths.is_empty() && !new.paths.is_empty() {
        matches.pair(NodeId::ROOT, NodeId::ROOT);
    }
    // Repeats first: questions only match inside of repeats that do. Twice, because a repeat may be inside of one that was renamed.
    for sort in [Sort::Repeat, Sort::Repeat, Sort::Group, Sort::Answer] {
        matches.by_path(sort);
        matches.by_words(sort, |node| node.name.clone());
        matches.by_words(sort, |node| format!("{} {:?}", control_name(&node.kind), node.data_type));
    }
    matches.to
}

struct Matches<'a> {
    old: &'a Index<'a>,
    new: &'a Index<'a>,
    to: Matching,
    taken: Vec<bool>,
}

impl Matches<'_> {
    fn pair(&mut self, old: NodeId, new: NodeId) {
        if let (Some(to), Some(taken)) = (self.to.get_mut(old.index()), self.taken.get_mut(new.index())) {
            *to = Some(new);
            *taken = true;
        }
    }

    fn open(&self, old: NodeId) -> bool {
        self.to.get(old.index()).is_some_and(Option::is_none)
    }

    fn free(&self, new: NodeId) -> bool {
        self.taken.get(new.index()).is_some_and(|taken| !taken)
    }

    /// The repeats that those around an older node became; nothing if one of them is gone.
    fn repeats_became(&self, old: NodeId) -> Option<Vec<NodeId>> {
        self.old.repeats(old).iter().map(|repeat| self.to.get(repeat.index()).copied().flatten()).collect()
    }

    fn by_path(&mut self, sort: Sort) {
        let (old, new) = (self.old, self.new);
        for from in old.of_sort(sort).filter(|id| self.open(*id)).collect::<Vec<_>>() {
            let there = new.find(old.path(from)).filter(|to| self.free(*to) && new.sort(*to) == Some(sort));
            if let Some(to) = there
                && self.repeats_became(from).as_deref() == Some(new.repeats(to))
            {
                self.pair(from, to);
            }
        }
    }

    fn by_words(&mut self, sort: Sort, and: impl Fn(&Node) -> String) {
        let (old, new) = (self.old, self.new);
        let mut same: BTreeMap<_, (Vec<NodeId>, Vec<NodeId>)> = BTreeMap::new();
        // Values without words are told by their names alone.
        let key = |node: &Node| {
            let words = node.label.in_language(0).map(|words| format!("{words:?}"));
            let and = if words.is_none() { node.name.clone() } else { and(node) };
            (words, and)
        };
        for from in old.of_sort(sort).filter(|id| self.open(*id)) {
            if let (Some(node), Some(repeats)) = (old.node(from), self.repeats_became(from)) {
                same.entry((repeats, key(node))).or_default().0.push(from);
            }
        }
        for to in new.of_sort(sort).filter(|id| self.free(*id)) {
            if let Some(node) = new.node(to) {
                same.entry((new.repeats(to).to_vec(), key(node))).or_default().1.push(to);
            }
        }
        for (from, to) in same.into_values() {
            if let ([from], [to]) = (from.as_slice(), to.as_slice()) {
                self.pair(*from, *to);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::form;
    use super::*;

    #[test]
    fn questions_are_found_again_where_that_is_certain() {
        for (what, old, new, expected) in [
            ("the same", "a text A", "a text A", "a>a"),
            ("other words, same address", "a text A", "a text Z", "a>a"),
            ("into a group", "a text A", "g/ - G\ng/a text A", "a>g/a"),
            ("into another group, other name", "g/ - G\ng/a text A", "h/ - H\nh/b text A", "g>- g/a>h/b"),
            ("renamed group", "g/ - G\ng/a text A", "h/ - G\nh/a text A", "g>h g/a>h/a"),
            ("renamed", "a text A\nb text B", "x text A\nb text B", "a>x b>b"),
            ("other name and other words", "a text A", "b text B", "a>-"),
            ("other name and other type", "a text A", "b int A", "a>-"),
            ("moved with another type", "a text A", "g/ - G\ng/a int A", "a>g/a"),
            ("two with the same words", "a text A", "b text A\nc text A", "a>-"),
            ("two with the same words, one has the name", "a text A", "b text A\ng/ - G\ng/a text A", "a>g/a"),
            ("a hidden value is found by its name", "a hidden", "g/ - G\ng/a hidden", "a>g/a"),
            ("a renamed repeat", "r* - R\nr/a text A", "s* - R\ns/a text A", "r>s r/a>s/a"),
            ("a repeat in a renamed repeat", "r* - R\nr/q* - Q\nr/q/a text A", "s* - R\ns/q* - Q\ns/q/a text A", "r>s r/q>s/q r/q/a>s/q/a"),
            ("out of a repeat", "r* - R\nr/a text A", "r* - R\na text A", "r>r r/a>-"),
            ("a group became a repeat", "r/ - R\nr/a text A", "r* - R\nr/a text A", "r>- r/a>-"),
        ] {
            let (old, new) = (form(old), form(new));
            let (old, new) = (Index::new(&old), Index::new(&new));
            let found: Vec<String> = old
                .ids()
                .zip(matching(&old, &new))
                .skip(1)
                .map(|(from, to)| format!("{}>{}", old.path(from), to.map_or("-", |to| new.path(to))))
                .collect();
            assert_eq!(found.join(" "), expected, "{what}");
        }
    }
}
