//! Nodes: counting, finding and shuffling them, lists and the words for choices.

use sha2::{Digest, Sha256};

use super::{Answer, Arguments, Entry, Fault, Operand, Set, number, words};
use crate::form::tree::{Tree, TreeId};
use crate::form::xpath::{Origin, number as numeral};

pub(super) static TABLE: &[Entry] = &[
    Entry::exactly(0, "current", |of| Ok(Operand::Nodes(Set::One(of.run.current)))),
    Entry::exactly(1, "instance", |of| Ok(Operand::Nodes(Set::One(instance(of, &of.text(0)?)?)))),
    Entry::exactly(0, "last", |of| number(numeral::count(of.place.size))),
    Entry::between(0, 1, "position", position),
    Entry::exactly(1, "count", |of| number(numeral::count(of.nodes(0)?.len()))),
    Entry::exactly(1, "count-non-empty", count_non_empty),
    Entry::between(0, 1, "name", |of| words(name(of)?)),
    Entry::between(0, 1, "local-name", |of| words(name(of)?.rsplit(':').next().unwrap_or_default())),
    Entry::between(1, 2, "randomize", randomize),
    Entry::at_least(3, "indexed-repeat", indexed_repeat),
    Entry::exactly(4, "pulldata", pulldata),
    Entry::exactly(1, "jr:itext", |of| words(of.run.host.itext(&of.text(0)?).unwrap_or_default())),
    Entry::exactly(2, "jr:choice-name", |of| words(of.run.host.choice_name(&of.text(0)?, numeral::trim(&of.text(1)?)).unwrap_or_default())),
];

fn instance(of: &Arguments<'_, '_>, name: &str) -> Result<Origin, Fault> {
    let tree = of.run.host.instance(name).ok_or_else(|| Fault::UnknownInstance(name.to_owned()))?;
    Ok(Origin { tree, node: Tree::DOCUMENT })
}

/// Where the context node is among what a predicate chooses from; of a given node, which of the equally named ones in a row it is.
fn position<'a>(of: &Arguments<'_, 'a>) -> Answer<'a> {
    if !of.has(0) {
        return number(numeral::count(of.place.position));
    }
    let Some(at) = of.nodes(0)?.first() else { return number(f64::NAN) };
    let tree = of.run.tree(at.tree)?;
    let Some(parent) = tree.parent(at.node) else { return number(1.0) };
    of.run.host.saw_children(Origin { tree: at.tree, node: parent });
    let before = tree.children(parent).get(..tree.place(at.node)).unwrap_or_default();
    let name = tree.name(at.node);
    let equal = before.iter().rev().take_while(|sibling| tree.name(**sibling) == name).count();
    of.run.spend(equal)?;
    number(numeral::count(equal + 1))
}

fn count_non_empty<'a>(of: &Arguments<'_, 'a>) -> Answer<'a> {
    let mut count = 0;
    for node in of.nodes(0)?.as_slice() {
        if !of.run.text_at(*node)?.is_empty() {
            count += 1;
        }
    }
    number(numeral::count(count))
}

fn name<'a>(of: &Arguments<'_, 'a>) -> Result<&'a str, Fault> {
    match of.nodes(0)?.first() {
        Some(at) => Ok(of.run.tree(at.tree)?.name(at.node)),
        None => Ok(""),
    }
}

/// Shuffles by the "inside-out" method, so that a seed gives the same order as in the other clients of the standard.
fn randomize<'a>(of: &Arguments<'_, 'a>) -> Answer<'a> {
    let nodes = of.nodes(0)?.into_vec();
    let mut generator = if of.has(1) { Some(ParkMiller::new(seed(of)?)) } else { None };
    let mut shuffled: Vec<Origin> = Vec::with_capacity(nodes.len());
    of.run.spend(nodes.len())?;
    for (last, node) in nodes.into_iter().enumerate() {
        let random = generator.as_mut().map_or_else(|| of.run.host.random(), ParkMiller::draw);
        let at = numeral::index((random * numeral::count(last + 1)).floor()).map_or(last, |at| last.min(at as usize));
        shuffled.push(node);
        shuffled.swap(at, last);
    }
    Ok(Operand::Nodes(shuffled.into()))
}

/// A number as it is, without its fraction; of another text the first 64 bits of its SHA-256.
fn seed(of: &Arguments<'_, '_>) -> Result<i64, Fault> {
    let value = of.value(1)?;
    let given = of.run.number(&value)?;
    if !given.is_nan() {
        return Ok(numeral::whole(given));
    }
    let text = of.run.text(value)?;
    let digest = Sha256::digest(text.as_bytes());
    let bits = digest.iter().take(8).fold(0_i64, |bits, byte| (bits << 8) | i64::from(*byte));
    Ok(if text.is_empty() { 0 } else { bits })
}

/// The "minimal standard" generator of Park and Miller (Communications of the ACM 31, 1988).
struct ParkMiller(i64);

impl ParkMiller {
    const MODULUS: i64 = 2_147_483_647;

    fn new(seed: i64) -> Self {
        let seed = seed % Self::MODULUS;
        Self(if seed <= 0 { seed + Self::MODULUS - 1 } else { seed })
    }

    fn draw(&mut self) -> f64 {
        self.0 = self.0 * 16_807 % Self::MODULUS;
        numeral::float(self.0 - 1) / numeral::float(Self::MODULUS - 1)
    }
}

/// The nodes of the first argument that are in the n-th of these repeats, in the m-th of those in it, and so on.
fn indexed_repeat<'a>(of: &Arguments<'_, 'a>) -> Answer<'a> {
    if of.len().is_multiple_of(2) {
        return Err(Fault::WrongArguments(of.call.name.to_string()));
    }
    let mut levels = Vec::new();
    for at in (1..of.len()).step_by(2) {
        let position = of.number(at + 1)?;
        let repeats = of.nodes(at)?;
        let (Some(first), Some(position)) = (repeats.first(), numeral::index(position).and_then(|position| position.checked_sub(1))) else {
            return Ok(Operand::Nodes(Set::None));
        };
        levels.push((of.run.tree(first.tree)?.depth(first.node), repeats, position as usize));
    }
    // They may come in any order.
    levels.sort_by_key(|(depth, ..)| *depth);
    let mut chosen: Option<Origin> = None;
    for (_, repeats, position) in levels {
        let mut inside = Vec::new();
        for repeat in repeats.as_slice() {
            if is_inside(of, *repeat, chosen)? {
                inside.push(*repeat);
            }
        }
        let Some(repeat) = inside.get(position) else { return Ok(Operand::Nodes(Set::None)) };
        chosen = Some(*repeat);
    }
    let mut found = Set::None;
    for node in of.nodes(0)?.as_slice() {
        if is_inside(of, *node, chosen)? {
            found.push(*node);
        }
    }
    Ok(Operand::Nodes(found))
}

fn is_inside(of: &Arguments<'_, '_>, node: Origin, above: Option<Origin>) -> Result<bool, Fault> {
    of.run.spend(1)?;
    let Some(above) = above else { return Ok(true) };
    Ok(node.tree == above.tree && of.run.tree(node.tree)?.is_within(node.node, above.node))
}

/// `instance(first)/root/item[third = fourth]/second`.
fn pulldata<'a>(of: &Arguments<'_, 'a>) -> Answer<'a> {
    let (list, wanted, column, value) = (of.text(0)?, of.text(1)?, of.text(2)?, of.text(3)?);
    let document = instance(of, numeral::trim(&list))?;
    let tree = of.run.tree(document.tree)?;
    let origin = |node: TreeId| Origin { tree: document.tree, node };
    let named = |above: TreeId, name: &str| tree.children(above).iter().copied().find(|child| tree.name(*child) == name);
    let Some(root) = named(Tree::DOCUMENT, "root") else { return words("") };
    for item in tree.children(root).iter().filter(|item| tree.name(**item) == "item") {
        of.run.spend(1)?;
        let Some(key) = named(*item, numeral::trim(&column)) else { continue };
        if of.run.text_at(origin(key))? == value
            && let Some(found) = named(*item, numeral::trim(&wanted))
        {
            return words(of.run.text_at(origin(found))?);
        }
    }
    words("")
}
