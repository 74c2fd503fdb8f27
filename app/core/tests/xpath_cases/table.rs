//! The recorded cases and what is made of them, for whichever target this is built for: the tests of the browser's shell run them too.
//!
//! A document that is a form is taken apart as a form is here: its first instance is the primary one, the others are lists.
//! Texts, truths and counts must be the recorded ones exactly; numbers but for the last digit.

use std::cell::Cell;
use std::collections::BTreeMap;

use chrono::{DateTime, FixedOffset};
use engawa_core::form::tree::{Tree, TreeId};
use engawa_core::form::xpath::{Host, Origin, Value, evaluate, parse};
use regex_lite::Regex;
use roxmltree::{Document, Node, NodeId, ParsingOptions};
use serde::Deserialize;

const CASES: &str = include_str!("../data/xpath_cases.jsonl");
const XFORMS: &str = "http://www.w3.org/2002/xforms";
const XHTML: &str = "http://www.w3.org/1999/xhtml";

#[derive(Deserialize)]
struct Case {
    test: String,
    kind: String,
    xml: String,
    /// A place as `/child(0)[root]/child(2)[item]`: which child, and its name.
    ctx: String,
    expr: String,
    expected: serde_json::Value,
    extra: Option<f64>,
}

/// Why a case is not for us.
fn left_out(case: &Case) -> Option<&'static str> {
    let translations = case.kind == "assertNodeSet" && case.expr.starts_with("jr:itext(");
    translations.then_some("jr:itext gives the text of a translation: definitions keep texts by language, so there are no nodes to give")
}

/// A document as a host.
#[derive(Default)]
struct World {
    trees: Vec<Tree>,
    instances: BTreeMap<String, u32>,
    texts: BTreeMap<String, String>,
    places: Vec<(NodeId, Origin)>,
    chance: Cell<u64>,
}

impl World {
    fn new(document: &Document<'_>, language: Option<&str>) -> Self {
        let mut world = Self::default();
        let elements = |name: &'static str| document.descendants().filter(move |node| node.is_element() && node.tag_name().name() == name);
        let is_form = elements("model").next().is_some();
        if is_form {
            for instance in elements("instance") {
                let number = world.add(instance, instance.first_element_child().unwrap());
                if let Some(id) = instance.attribute("id") {
                    world.instances.insert(id.to_owned(), number);
                }
            }
            let translation = elements("translation").find(|node| language.is_none() || node.attribute("lang") == language);
            for text in translation.into_iter().flat_map(|translation| translation.descendants()).filter(|node| node.has_tag_name((XFORMS, "text"))) {
                let value = text.children().find(|value| value.is_element() && value.attribute("form").is_none()).unwrap();
                world.texts.insert(text.attribute("id").unwrap().to_owned(), value.text().unwrap_or_default().to_owned());
            }
        } else {
            world.add(document.root(), document.root_element());
        }
        world
    }

    /// Makes a tree of an element; what is above it is the document node.
    fn add(&mut self, above: Node<'_, '_>, root: Node<'_, '_>) -> u32 {
        let number = u32::try_from(self.trees.len()).unwrap();
        let mut tree = Tree::new(&name(root));
        self.places.push((above.id(), Origin { tree: number, node: Tree::DOCUMENT }));
        self.copy(root, &mut tree, number, Tree::ROOT);
        self.trees.push(tree);
        number
    }

    fn copy(&mut self, from: Node<'_, '_>, tree: &mut Tree, number: u32, to: TreeId) {
        self.places.push((from.id(), Origin { tree: number, node: to }));
        for attribute in from.attributes() {
            tree.set_attribute(to, attribute.name(), attribute.value());
        }
        if from.first_element_child().is_none() {
            tree.set_text(to, from.children().filter(Node::is_text).filter_map(|text| text.text()).collect());
        }
        for child in from.children().filter(Node::is_element) {
            let copy = tree.append(to, &name(child), "");
            self.copy(child, tree, number, copy);
        }
    }

    /// The node at a recorded place.
    fn place(&self, document: &Document<'_>, path: &str) -> Origin {
        let mut at = document.root();
        for step in path.split('/').filter(|step| !step.is_empty()) {
            let (index, name) = step.strip_prefix("child(").and_then(|step| step.strip_suffix(']')).unwrap().split_once(")[").unwrap();
            // Among the children of the document may be others than here, such as its type.
            at = if at.is_root() { document.root_element() } else { at.children().nth(index.parse().unwrap()).unwrap() };
            assert_eq!(at.tag_name().name(), name.rsplit(':').next().unwrap(), "{path}");
        }
        self.places.iter().find(|(id, _)| *id == at.id()).unwrap().1
    }
}

/// The name with the prefix by which expressions know its namespace.
fn name(node: Node<'_, '_>) -> String {
    let name = node.tag_name();
    if name.namespace() == Some(XHTML) { format!("xhtml:{}", name.name()) } else { name.name().to_owned() }
}

impl Host for World {
    fn tree(&self, number: u32) -> Option<&Tree> {
        self.trees.get(usize::try_from(number).unwrap())
    }

    fn instance(&self, name: &str) -> Option<u32> {
        self.instances.get(name).copied()
    }

    fn now(&self) -> DateTime<FixedOffset> {
        "2026-11-20T12:34:56.789-07:00".parse().unwrap()
    }

    fn random(&self) -> f64 {
        let next = self.chance.get().wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        self.chance.set(next);
        let (high, low) = (u32::try_from(next >> 32).unwrap(), u32::try_from((next >> 11) & 0x1F_FFFF).unwrap());
        f64::from(high) / 4_294_967_296.0 + f64::from(low) / 9_007_199_254_740_992.0
    }

    fn itext(&self, id: &str) -> Option<String> {
        self.texts.get(id).cloned()
    }

    fn choice_name(&self, _value: &str, _path: &str) -> Option<String> {
        None
    }
}

/// A recorded number: what JSON cannot say is written as text.
fn number(expected: &serde_json::Value) -> f64 {
    match expected.as_str() {
        Some("-0") => -0.0,
        Some(text) => text.parse().unwrap(),
        None => expected.as_f64().unwrap(),
    }
}

/// Equal but for the last digit, in which libraries of mathematics differ.
fn close(actual: f64, expected: f64) -> bool {
    let same = actual.to_bits() == expected.to_bits() || (actual.is_nan() && expected.is_nan());
    same || (expected != 0.0 && (actual - expected).abs() <= expected.abs() * 1e-15) || (actual == 0.0 && expected.to_bits() == 0)
}

/// What a case gives, in its world.
fn given(case: &Case) -> Result<(World, Value), String> {
    let document = Document::parse_with_options(&case.xml, ParsingOptions { allow_dtd: true, ..ParsingOptions::default() }).unwrap();
    let language = case.test.split_once("in language '").and_then(|(_, rest)| rest.split('\'').next());
    let world = World::new(&document, language);
    let place = world.place(&document, &case.ctx);
    let expression = parse(&case.expr).map_err(|mistake| format!("{mistake:?}"))?;
    let value = evaluate(&expression, &world, place).map_err(|fault| format!("{fault:?}"))?;
    Ok((world, value))
}

/// All that can be read of what a case gives, numbers by their bits.
fn verdict(case: &Case) -> String {
    match given(case) {
        Ok((world, value)) => format!("{} {} {:?}", value.to_boolean(), bits(value.to_number(&world)), value.to_text(&world)),
        Err(error) => format!("{error:?}"),
    }
}

/// A number by its bits; what is no number has many.
pub fn bits(number: f64) -> String {
    if number.is_nan() { "nan".to_owned() } else { format!("{:016x}", number.to_bits()) }
}

/// What is wrong with the outcome of a case.
fn check(case: &Case) -> Result<(), String> {
    let (world, value) = given(case)?;
    let passes = match case.kind.as_str() {
        "assertBooleanValue" => value.to_boolean() == case.expected.as_bool().unwrap(),
        "assertNumberValue" => close(value.to_number(&world), number(&case.expected)),
        "assertNumberRounded" => {
            let factor = case.extra.unwrap();
            close((value.to_number(&world) * factor + 0.5).floor() / factor, number(&case.expected))
        }
        "assertStringValue" => value.to_text(&world) == case.expected.as_str().unwrap(),
        "assertStringMatches" => Regex::new(case.expected.as_str().unwrap()).unwrap().is_match(&value.to_text(&world)),
        "assertStringLength" => u64::try_from(value.to_text(&world).chars().count()).ok() == case.expected.as_u64(),
        "assertNodeSet" => matches!(&value, Value::Nodes(nodes) if Some(nodes.len()) == case.expected.as_array().map(Vec::len)),
        kind => panic!("{kind}"),
    };
    if passes { Ok(()) } else { Err(format!("{value:?}, as text {:?}, as number {}", value.to_text(&world), value.to_number(&world))) }
}

/// How the recorded cases went.
pub struct Outcome {
    /// How many there are.
    pub cases: usize,
    /// How many are not for us.
    pub skipped: usize,
    /// What did not give what was recorded.
    pub wrong: Vec<String>,
    /// What each of them gave, a line each, to the last bit.
    pub verdicts: String,
}

/// Runs every recorded case.
pub fn run() -> Outcome {
    let cases: Vec<Case> = CASES.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let (mut wrong, mut skipped) = (Vec::new(), 0);
    for case in &cases {
        match (left_out(case), check(case)) {
            (None, Ok(())) => {}
            (Some(_), Err(_)) => skipped += 1,
            (None, Err(error)) => wrong.push(format!("{} at {}\n    must give {} ({}) but: {error}", case.expr, case.ctx, case.expected, case.kind)),
            (Some(reason), Ok(())) => wrong.push(format!("{} passes although it is left out: {reason}", case.expr)),
        }
    }
    let verdicts = cases.iter().map(|case| verdict(case) + "\n").collect();
    Outcome { cases: cases.len(), skipped, wrong, verdicts }
}
