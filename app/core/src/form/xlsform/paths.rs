//! What `${name}` becomes in an expression: a path to the node of that name, as the standard's converter writes it.
//!
//! Outside repeats the path begins at the root. Where the expression and the node are in the same repeat it climbs from one to the other
//! (`../../name`), so that it means the same row; in predicates of lists it says `current()` first. Arguments of `indexed-repeat` that mean
//! all rows stay absolute.

use std::collections::BTreeMap;

use super::elements::Element;
use super::references;

/// Why a reference means nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Unresolved {
    /// Nothing has this name.
    Unknown(String),
    /// Several have this name.
    Ambiguous(String),
    /// It means the answer of the time before.
    LastSaved(String),
}

/// How a reference is to be written.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Way {
    /// The element that the expression belongs to; nothing makes all paths absolute.
    pub from: Option<usize>,
    /// Whether relative paths begin with `current()`.
    pub current: bool,
    /// Whether paths climb to above the shared repeat, so that they mean all its rows.
    pub above_repeat: bool,
}

impl Way {
    /// As seen from an element.
    pub fn from(element: usize) -> Self {
        Self { from: Some(element), ..Self::default() }
    }
}

/// The elements by name.
pub(super) struct Paths<'e> {
    elements: &'e [Element],
    by_name: BTreeMap<&'e str, Vec<usize>>,
}

impl<'e> Paths<'e> {
    /// The names of these elements.
    pub fn new(elements: &'e [Element]) -> Self {
        let mut by_name: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
        for (at, element) in elements.iter().enumerate() {
            by_name.entry(&element.name).or_default().push(at);
        }
        Self { elements, by_name }
    }

    /// The elements of this name.
    pub fn named(&self, name: &str) -> &[usize] {
        self.by_name.get(name).map(Vec::as_slice).unwrap_or_default()
    }

    fn parent(&self, of: usize) -> Option<usize> {
        self.elements.get(of)?.parent
    }

    fn is_repeat(&self, element: usize) -> bool {
        self.elements.get(element).is_some_and(Element::is_repeat)
    }

    /// The elements that one is in, from the inside.
    fn ancestors(&self, of: usize) -> impl Iterator<Item = usize> {
        std::iter::successors(self.parent(of), move |at| self.parent(*at))
    }

    /// The innermost repeat that an element is in.
    pub fn repeat_around(&self, element: usize) -> Option<usize> {
        self.ancestors(element).find(|at| self.is_repeat(*at))
    }

    /// The names from below `above` down to an element: `/group/name`; from the root if `above` is none or not above it.
    fn path_below(&self, element: usize, above: Option<usize>) -> String {
        let mut names: Vec<&str> = Vec::new();
        let mut at = Some(element);
        while let Some(here) = at.filter(|here| Some(*here) != above) {
            names.push(self.elements.get(here).map_or("", |element| element.name.as_str()));
            at = self.parent(here);
        }
        names.iter().rev().fold(String::new(), |path, name| format!("{path}/{name}"))
    }

    /// The path from the root.
    pub fn absolute(&self, element: usize) -> String {
        self.path_below(element, None)
    }

    /// How many steps up from `from`, and then which path down to `target`; nothing where they share no repeat.
    fn relative(&self, target: usize, from: usize, above_repeat: bool) -> Option<(usize, String)> {
        let of_target: Vec<usize> = self.ancestors(target).collect();
        let (steps, repeat) = (1..).zip(self.ancestors(from)).find(|(_, at)| self.is_repeat(*at) && of_target.contains(at))?;
        let is_in_no_other = self.repeat_around(repeat).is_none();
        let is_directly_in_it = |element: usize| self.repeat_around(element) == Some(repeat);
        if above_repeat && is_directly_in_it(target) && (is_in_no_other || !is_directly_in_it(from)) {
            return Some((steps + 1, self.path_below(target, self.parent(repeat))));
        }
        let (steps, shared) = (1..).zip(self.ancestors(from)).find(|(_, at)| of_target.contains(at))?;
        Some((steps, self.path_below(target, Some(shared))))
    }

    /// The text with every reference replaced.
    pub fn resolve(&self, text: &str, way: Way) -> Result<String, Unresolved> {
        self.resolve_in(text, text, 0, way)
    }

    /// As [`Self::resolve`] for a part of a text that begins at `offset`; the whole decides which references stand in predicates.
    pub fn resolve_in(&self, part: &str, whole: &str, offset: usize, way: Way) -> Result<String, Unresolved> {
        let mut resolved = String::with_capacity(part.len());
        let mut done = 0;
        for reference in references::find(part) {
            if reference.last_saved {
                return Err(Unresolved::LastSaved(reference.name.to_owned()));
            }
            let target = match self.named(reference.name) {
                [target] => *target,
                [] => return Err(Unresolved::Unknown(reference.name.to_owned())),
                _ => return Err(Unresolved::Ambiguous(reference.name.to_owned())),
            };
            resolved.push_str(part.get(done..reference.start).unwrap_or_default());
            let span = (offset + reference.start, offset + reference.end);
            resolved.push_str(&self.path(target, reference.name, whole, span, way));
            done = reference.end;
        }
        resolved.push_str(part.get(done..).unwrap_or_default());
        Ok(resolved)
    }

    /// What one reference becomes, with a blank on each side so that it does not run into its neighbours.
    fn path(&self, target: usize, name: &str, whole: &str, span: (usize, usize), way: Way) -> String {
        let relative = way.from.filter(|_| may_be_relative(whole, name, span)).and_then(|from| self.relative(target, from, way.above_repeat));
        match relative {
            Some((steps, below)) => {
                let begin = if way.current || is_in_list_predicate(whole, span) { "current()/" } else { "" };
                format!(" {begin}{}{below} ", vec![".."; steps].join("/"))
            }
            None => format!(" {} ", self.absolute(target)),
        }
    }
}

/// Whether a reference stands in square brackets of a text that speaks of a list (`instance(..)`).
fn is_in_list_predicate(text: &str, (start, end): (usize, usize)) -> bool {
    let speaks_of_list = text.match_indices("instance(").any(|(at, word)| {
        // At least one character that is no bracket, and after such characters one on the same line.
        let inside = text.get(at + word.len()..).unwrap_or_default();
        let length = inside.find(')').unwrap_or(inside.len());
        length > 0 && inside.char_indices().skip(1).take_while(|(place, _)| *place <= length).any(|(_, c)| c != '\n')
    });
    if !speaks_of_list {
        return false;
    }
    let mut from = 0;
    while let Some(open) = text.get(from..).and_then(|rest| rest.find('[')).map(|found| from + found) {
        let Some(length) = text.get(open + 1..).and_then(|rest| rest.find(']')) else { return false };
        if length == 0 {
            from = open + 1;
            continue;
        }
        from = open + 1 + length + 1;
        if start >= open && end <= from {
            return true;
        }
    }
    false
}

/// Whether a reference may become a relative path. In `indexed-repeat(value, repeat, row, ..)` those that mean all rows may not.
fn may_be_relative(text: &str, name: &str, (start, end): (usize, usize)) -> bool {
    const CALL: &str = "indexed-repeat(";
    if !text.contains(CALL) {
        return true;
    }
    let mut calls: Vec<(usize, usize)> = Vec::new();
    let mut from = 0;
    while let Some(begun) = text.get(from..).and_then(|rest| rest.find(CALL)).map(|found| from + found) {
        let inside = begun + CALL.len();
        let closing = text.get(inside..).and_then(|rest| rest.find(')')).filter(|length| *length > 0);
        from = closing.map_or(inside, |length| inside + length + 1);
        if closing.is_some() {
            calls.push((begun, from));
        }
    }
    let mut calls = calls.into_iter();
    while let Some((begun, ended)) = calls.next() {
        if end > ended {
            // The standard's converter looks at every second call here, and takes the reference for relative after the last.
            if calls.next().is_none() {
                return true;
            }
            continue;
        }
        if end < begun || start > ended {
            return true;
        }
        let arguments = text.get(begun + CALL.len()..ended.saturating_sub(1)).unwrap_or_default();
        let written = format!("${{{name}}}");
        let argument = arguments.split(',').enumerate().filter(|(_, argument)| argument.contains(&written)).map(|(at, _)| at).last();
        return argument.is_some_and(|at| !matches!(at, 0 | 1 | 3 | 5));
    }
    false
}

#[cfg(test)]
mod tests {
    use super::super::elements::Shape;
    use super::*;

    /// `data` with `a`, a repeat `r` with `b`, a group `g` with `c`, and in `r` another repeat `s` with `d`; a repeat `t` with `e`.
    fn elements() -> Vec<Element> {
        let element = |name: &str, parent: Option<usize>, shape: Shape| Element { name: name.to_owned(), parent, shape, ..Element::default() };
        vec![
            element("data", None, Shape::Group),
            element("a", Some(0), Shape::Group),
            element("r", Some(0), Shape::Repeat(None)),
            element("b", Some(2), Shape::Group),
            element("g", Some(2), Shape::Group),
            element("c", Some(4), Shape::Group),
            element("s", Some(2), Shape::Repeat(None)),
            element("d", Some(6), Shape::Group),
            element("t", Some(0), Shape::Repeat(None)),
            element("e", Some(8), Shape::Group),
        ]
    }

    #[test]
    fn references_become_paths() {
        let elements = elements();
        let paths = Paths::new(&elements);
        for (text, from, expected) in [
            ("${a} + 1", Some(3), " /data/a  + 1"),
            ("${b}", Some(1), " /data/r/b "),
            ("${b}", Some(5), " ../../b "),
            ("${c}", Some(3), " ../g/c "),
            ("${b}", Some(7), " ../../b "),
            ("${d}", Some(3), " ../s/d "),
            ("${e}", Some(3), " /data/t/e "),
            ("${r}", Some(3), " /data/r "),
            ("${b}", None, " /data/r/b "),
            ("instance('l')/root/item[x=${b}]/y", Some(5), "instance('l')/root/item[x= current()/../../b ]/y"),
            ("instance('l')/root/item[x=${a}]/y", Some(5), "instance('l')/root/item[x= /data/a ]/y"),
            ("instance('l')/root/item[x=1]/y + ${b}", Some(5), "instance('l')/root/item[x=1]/y +  ../../b "),
            ("indexed-repeat(${b}, ${r}, ${c} - 1)", Some(5), "indexed-repeat( /data/r/b ,  /data/r ,  ../c  - 1)"),
            ("${b} + indexed-repeat(${b}, ${r}, 1)", Some(5), " ../../b  + indexed-repeat( /data/r/b ,  /data/r , 1)"),
        ] {
            let way = Way { from, ..Way::default() };
            assert_eq!(paths.resolve(text, way).as_deref(), Ok(expected), "{text} from {from:?}");
        }
        assert_eq!(paths.resolve("${z}", Way::from(1)), Err(Unresolved::Unknown("z".to_owned())));
    }

    #[test]
    fn choices_from_a_repeat_are_all_its_rows() {
        let elements = elements();
        let paths = Paths::new(&elements);
        for (name, from, expected) in [("b", 1, " /data/r/b "), ("b", 7, " ../../../r/b "), ("b", 3, " ../../r/b "), ("d", 3, " ../s/d ")] {
            let way = Way { above_repeat: true, ..Way::from(from) };
            assert_eq!(paths.resolve(&format!("${{{name}}}"), way).as_deref(), Ok(expected), "{name} from {from}");
        }
    }
}
