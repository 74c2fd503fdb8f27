//! What an expression may look at, found without computing it.
//!
//! A running form resolves these paths to the nodes of its definition, to know what depends on what and that nothing depends on
//! itself. Where a path cannot be known beforehand, more is said than is true, never less.

use super::ast::{Call, Expr, Path, Start, Step};

pub use super::ast::{Axis, Test as NameTest};

/// More paths and steps than this are not told apart: a last path then begins at [`PathStart::Unknown`].
const MOST: usize = 200_000;

/// A location path in an expression.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PathUse {
    /// Where it begins.
    pub start: PathStart,
    /// Its steps, without their predicates; paths in these stand for themselves, with [`PathStart::Predicate`].
    pub steps: Vec<PathStep>,
    /// Whether the values of its nodes may be read. If not, another path goes on from here, or the nodes are only counted.
    pub reads: bool,
}

/// Where a path begins.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PathStart {
    /// At the document node of the primary instance: `/data/x`.
    Root,
    /// At the node from which the expression is seen: `../x`, `.`.
    Context,
    /// At the same node, from within a predicate too: `current()/../x`.
    Current,
    /// At the document node of a list: `instance('x')`; without a name if this is computed.
    Instance(Option<String>),
    /// At the nodes that another path of [`super::Expression::paths`] reaches: this one stands in a predicate of it.
    Predicate {
        /// The place of the other path in the list.
        path: usize,
        /// How many of its steps lead there.
        steps: usize,
    },
    /// At nodes that cannot be known beforehand: it may be anything.
    Unknown,
}

/// A step of a path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PathStep {
    /// In which direction.
    pub axis: Axis,
    /// To which nodes.
    pub test: NameTest,
}

/// All paths of an expression, those of a predicate behind the path that it belongs to.
pub(super) fn paths(expr: &Expr) -> Vec<PathUse> {
    let mut collector = Collector { found: Vec::new(), left: MOST, is_full: false };
    collector.expr(expr, &PathStart::Context);
    collector.found
}

/// All calls in an expression, in the order of the text.
pub(super) fn calls(expr: &Expr) -> Vec<&Call> {
    let mut found = Vec::new();
    let mut open = vec![expr];
    while let Some(expr) = open.pop() {
        let from = open.len();
        match expr {
            Expr::Number(_) | Expr::Text(_) => {}
            Expr::Negate { of, .. } => open.push(of),
            Expr::Or(parts) | Expr::And(parts) | Expr::Union(parts) => open.extend(parts),
            Expr::Chain { first, rest } => {
                open.push(first);
                open.extend(rest.iter().map(|(_, right)| right));
            }
            Expr::Path(path) => {
                if let Start::Of { base, predicates } = &path.start {
                    open.push(base);
                    open.extend(predicates);
                }
                open.extend(path.steps.iter().flat_map(|step| &step.predicates));
            }
            Expr::Call(call) => {
                found.push(call);
                open.extend(&call.arguments);
            }
        }
        if let Some(pushed) = open.get_mut(from..) {
            pushed.reverse();
        }
    }
    found
}

struct Collector {
    found: Vec<PathUse>,
    /// How many more paths and steps.
    left: usize,
    is_full: bool,
}

impl Collector {
    fn add(&mut self, start: PathStart, steps: Vec<PathStep>) -> usize {
        self.left = self.left.saturating_sub(1 + steps.len());
        self.found.push(PathUse { start, steps, reads: true });
        self.found.len() - 1
    }

    /// Whether nothing more is collected.
    fn is_full(&mut self) -> bool {
        if self.left == 0 && !self.is_full {
            self.is_full = true;
            self.add(PathStart::Unknown, Vec::new());
        }
        self.is_full
    }

    /// Collects the paths of an expression whose relative paths begin at `context`; those that its value may be nodes of.
    fn expr(&mut self, expr: &Expr, context: &PathStart) -> Vec<usize> {
        if self.is_full() {
            return Vec::new();
        }
        match expr {
            Expr::Number(_) | Expr::Text(_) => Vec::new(),
            Expr::Negate { of, .. } => {
                self.expr(of, context);
                Vec::new()
            }
            Expr::Or(parts) | Expr::And(parts) => {
                self.all(parts, context);
                Vec::new()
            }
            Expr::Chain { first, rest } => {
                self.expr(first, context);
                for (_, right) in rest {
                    self.expr(right, context);
                }
                Vec::new()
            }
            Expr::Union(parts) => self.all(parts, context),
            Expr::Path(path) => self.path(path, context),
            Expr::Call(call) => self.call(call, context),
        }
    }

    fn all(&mut self, parts: &[Expr], context: &PathStart) -> Vec<usize> {
        parts.iter().flat_map(|part| self.expr(part, context)).collect()
    }

    fn path(&mut self, path: &Path, context: &PathStart) -> Vec<usize> {
        let (base, predicates) = match &path.start {
            Start::Root => return vec![self.steps(PathStart::Root, Vec::new(), &path.steps)],
            Start::Context => return vec![self.steps(context.clone(), Vec::new(), &path.steps)],
            Start::Of { base, predicates } => (base, predicates),
        };
        let mut bases = self.expr(base, context);
        if bases.is_empty() {
            bases.push(self.add(PathStart::Unknown, Vec::new()));
        }
        let mut reached = Vec::new();
        for base in bases {
            if self.is_full() {
                break;
            }
            let Some(PathUse { start, steps, .. }) = self.found.get(base).cloned() else { continue };
            self.predicates(predicates, base, steps.len());
            if path.steps.is_empty() {
                reached.push(base);
            } else {
                self.only_leads_on(&[base]);
                reached.push(self.steps(start, steps, &path.steps));
            }
        }
        reached
    }

    /// A path that goes on with these steps, and the paths in their predicates.
    fn steps(&mut self, start: PathStart, before: Vec<PathStep>, steps: &[Step]) -> usize {
        let id = self.add(start, before);
        for step in steps {
            if self.is_full() {
                break;
            }
            self.left = self.left.saturating_sub(1);
            let mut taken = 0;
            if let Some(path) = self.found.get_mut(id) {
                path.steps.push(PathStep { axis: step.axis, test: step.test.clone() });
                taken = path.steps.len();
            }
            self.predicates(&step.predicates, id, taken);
        }
        id
    }

    fn predicates(&mut self, predicates: &[Expr], path: usize, steps: usize) {
        self.all(predicates, &PathStart::Predicate { path, steps });
    }

    fn only_leads_on(&mut self, paths: &[usize]) {
        for path in paths {
            if let Some(path) = self.found.get_mut(*path) {
                path.reads = false;
            }
        }
    }

    fn call(&mut self, call: &Call, context: &PathStart) -> Vec<usize> {
        let arguments = call.arguments.as_slice();
        match (&*call.name, arguments) {
            ("current", _) => vec![self.add(PathStart::Current, Vec::new())],
            ("instance", [Expr::Text(name)]) => vec![self.add(PathStart::Instance(Some(name.to_string())), Vec::new())],
            ("instance", _) => {
                self.all(arguments, context);
                vec![self.add(PathStart::Instance(None), Vec::new())]
            }
            // Without an argument they read the context node.
            ("string" | "number" | "normalize-space" | "string-length", []) => {
                self.add(context.clone(), Vec::new());
                Vec::new()
            }
            ("count" | "position" | "name" | "local-name", _) => {
                let counted = self.all(arguments, context);
                self.only_leads_on(&counted);
                Vec::new()
            }
            ("randomize", [nodes, seed @ ..]) => {
                self.all(seed, context);
                self.expr(nodes, context)
            }
            ("indexed-repeat", [target, levels @ ..]) => {
                for level in levels.chunks(2) {
                    if let [repeat, position] = level {
                        let repeats = self.expr(repeat, context);
                        self.only_leads_on(&repeats);
                        self.expr(position, context);
                    }
                }
                self.expr(target, context)
            }
            ("if", [condition, results @ ..]) => {
                self.expr(condition, context);
                self.all(results, context)
            }
            ("pulldata", [list, wanted, column, _]) => {
                self.all(arguments, context);
                let name = |expr: &Expr| if let Expr::Text(name) = expr { Some(name.trim().to_owned()) } else { None };
                let step =
                    |test: Option<String>| PathStep { axis: Axis::Child, test: test.map_or(NameTest::Element, |name| NameTest::Name(name.into())) };
                for column in [column, wanted] {
                    let steps = vec![step(Some("root".to_owned())), step(Some("item".to_owned())), step(name(column))];
                    self.add(PathStart::Instance(name(list)), steps);
                }
                Vec::new()
            }
            _ => {
                self.all(arguments, context);
                Vec::new()
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::parse;
    use super::*;

    /// The paths of an expression, one a line.
    fn written(text: &str) -> Vec<String> {
        let expression = parse(text).expect(text);
        let step = |step: &PathStep| match (&step.axis, &step.test) {
            (Axis::Child, NameTest::Name(name)) => format!("/{name}"),
            (Axis::Parent, NameTest::Node) => "/..".to_owned(),
            (Axis::This, NameTest::Node) => "/.".to_owned(),
            (axis, test) => format!("/{axis:?}::{test:?}"),
        };
        let line = |path: &PathUse| {
            let steps: String = path.steps.iter().map(step).collect();
            let read = if path.reads { "" } else { " (not read)" };
            match &path.start {
                PathStart::Instance(Some(name)) => format!("{name}:{steps}{read}"),
                PathStart::Predicate { path, steps: taken } => format!("[{path}.{taken}]{steps}{read}"),
                start => format!("{start:?}{steps}{read}"),
            }
        };
        expression.paths().iter().map(line).collect()
    }

    #[test]
    fn paths_say_where_they_begin() {
        for (text, paths) in [
            ("1 + 2", vec![]),
            ("/data/a + ../b", vec!["Root/data/a", "Context/../b"]),
            (". > 3 and not(/data/a)", vec!["Context/.", "Root/data/a"]),
            ("count(/data/r)", vec!["Root/data/r (not read)"]),
            (
                "instance('city')/root/item[pref = current()/../pref]/label",
                vec!["city: (not read)", "city:/root/item/label", "[1.2]/pref", "Current (not read)", "Current/../pref"],
            ),
            ("/data/r[position() < 3][v > /data/w]/x", vec!["Root/data/r/x", "[0.2]/v", "Root/data/w"]),
            ("(/data/a | b)[c]/d", vec!["Root/data/a (not read)", "Context/b (not read)", "[0.2]/c", "Root/data/a/d", "[1.1]/c", "Context/b/d"]),
            ("indexed-repeat(/data/r/x, /data/r, ../i)", vec!["Root/data/r (not read)", "Context/../i", "Root/data/r/x"]),
            ("pulldata('fees', 'yen', 'room', ../room)", vec!["Context/../room", "fees:/root/item/room", "fees:/root/item/yen"]),
            ("randomize(instance('c')/root/item, 3)", vec!["c: (not read)", "c:/root/item"]),
            ("once(random())", vec![]),
            ("f()/x", vec!["Unknown (not read)", "Unknown/x"]),
            ("//a", vec!["Root/Descendant::Name(\"a\")"]),
        ] {
            assert_eq!(written(text), paths, "{text}");
        }
    }

    #[test]
    fn paths_are_bounded() {
        let mut text = "a|b|c|d".to_owned();
        for _ in 0..10 {
            text = format!("(a|b|c|d)[{text}]");
        }
        let paths = parse(&text).unwrap().paths();
        assert!(paths.len() <= MOST + 50);
        assert!(paths.iter().any(|path| path.start == PathStart::Unknown));
    }

    #[test]
    fn calls_come_in_the_order_of_the_text() {
        let expression = parse("if(a[f(g())]/b, h() | i()[1], -j()) + k()").unwrap();
        assert_eq!(expression.functions(), ["if", "f", "g", "h", "i", "j", "k"]);
        assert_eq!(expression.unknown_functions(), ["f", "g", "h", "i", "j", "k"]);
        let expression = parse("\u{3042} = 1 or substring() or round(1, 2, 3)").unwrap();
        let places: Vec<usize> = expression.mistakes().iter().map(|mistake| mistake.at).collect();
        assert_eq!(places, [9, 24]);
    }
}
