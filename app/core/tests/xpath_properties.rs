//! Properties of the expression language that hold for any expression, any document and any number.

use std::cell::Cell;

use chrono::{DateTime, FixedOffset};
use engawa_core::form::tree::{Tree, TreeId};
use engawa_core::form::xpath::{DEEPEST, Expression, Fault, Host, MistakeKind, Origin, Value, evaluate, parse};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::{Index, select};

/// Trees without lists of texts.
struct World {
    trees: Vec<Tree>,
    chance: Cell<u32>,
}

impl World {
    fn of(tree: Tree) -> Self {
        Self { trees: vec![tree], chance: Cell::new(1) }
    }

    fn value(&self, text: &str) -> Value {
        self.value_at(text, Tree::DOCUMENT).unwrap_or_else(|fault| panic!("{text}: {fault:?}"))
    }

    fn value_at(&self, text: &str, node: TreeId) -> Result<Value, Fault> {
        let expression = parse(text).unwrap_or_else(|mistake| panic!("{text}: {mistake:?}"));
        evaluate(&expression, self, Origin { tree: 0, node })
    }

    fn number(&self, text: &str) -> f64 {
        self.value(text).to_number(self)
    }
}

impl Host for World {
    fn tree(&self, number: u32) -> Option<&Tree> {
        self.trees.get(usize::try_from(number).unwrap())
    }

    fn instance(&self, name: &str) -> Option<u32> {
        (name == "list").then_some(0)
    }

    fn now(&self) -> DateTime<FixedOffset> {
        "2026-11-21T14:05:00+09:00".parse().unwrap()
    }

    fn random(&self) -> f64 {
        self.chance.set(self.chance.get().wrapping_mul(1_664_525).wrapping_add(1_013_904_223));
        f64::from(self.chance.get()) / 4_294_967_296.0
    }

    fn itext(&self, id: &str) -> Option<String> {
        Some(id.to_owned())
    }

    fn choice_name(&self, value: &str, path: &str) -> Option<String> {
        Some(format!("{value} {path}"))
    }
}

/// `/data` with rows `r` that have a value, a number and an attribute.
fn rows(values: &[String]) -> World {
    let mut tree = Tree::new("data");
    for (place, value) in values.iter().enumerate() {
        let row = tree.append(Tree::ROOT, "r", "");
        tree.set_attribute(row, "id", &place.to_string());
        tree.append(row, "v", value);
        tree.append(row, "n", &place.to_string());
    }
    World::of(tree)
}

/// A tree in which each node hangs on one before it.
fn tree(parents: &[Index]) -> (World, Vec<TreeId>) {
    let mut tree = Tree::new("a");
    let mut nodes = vec![Tree::ROOT];
    for (place, parent) in parents.iter().enumerate() {
        let name = ["a", "b", "c"][place % 3];
        let parent = *parent.get(&nodes);
        nodes.push(tree.append(parent, name, name));
    }
    nodes.push(Tree::DOCUMENT);
    (World::of(tree), nodes)
}

/// Pieces of expressions, also in senseless order.
fn soup() -> impl Strategy<Value = String> {
    let words: Vec<&str> = "( ) [ ] / // . .. @ , + - * = != < <= > >= | or and div mod :: : $ ' \" 0 1 2.5 1e9 -1 '' 'a' \"2026-11-21\" '[0-9]' \
         r v n data id a b node() text() comment() child:: parent:: self:: descendant:: ancestor:: following:: preceding:: preceding-sibling:: \
         following-sibling:: descendant-or-self:: ancestor-or-self:: attribute:: namespace:: current() instance('list') position() last() \
         count( sum( max( string( number( boolean( concat( join( substr( substring( translate( selected( selected-at( if( coalesce( once( \
         indexed-repeat( randomize( regex( uuid( digest( base64-decode( date( format-date( decimal-time( today() now() round( pow( int( \
         checklist( weighted-checklist( area( distance( geofence( pulldata( jr:itext( jr:choice-name( explode( \u{3042} \u{1F600} \0"
        .split(' ')
        .collect();
    vec(select(words), 0..40).prop_map(|words| words.join(" "))
}

/// A formula with what it is.
fn formula() -> impl Strategy<Value = (String, bool)> {
    let leaf = any::<bool>().prop_map(|yes| (if yes { "true()" } else { "false()" }.to_owned(), yes));
    leaf.prop_recursive(6, 40, 2, |inner| {
        let pair = (inner.clone(), inner.clone());
        prop_oneof![
            inner.prop_map(|(text, yes)| (format!("not({text})"), !yes)),
            pair.clone().prop_map(|((left, a), (right, b))| (format!("({left}) and ({right})"), a && b)),
            pair.prop_map(|((left, a), (right, b))| (format!("({left}) or ({right})"), a || b)),
        ]
    })
}

/// A sum of products, without brackets, with what it is.
fn sum() -> impl Strategy<Value = (String, i64)> {
    let product = vec(1_i64..10, 1..4).prop_map(|factors| {
        let text: Vec<String> = factors.iter().map(i64::to_string).collect();
        (text.join(" * "), factors.iter().product::<i64>())
    });
    vec((any::<bool>(), product), 1..8).prop_map(|terms| {
        let mut text = "0".to_owned();
        let mut value = 0;
        for (minus, (product, of)) in terms {
            text.push_str(if minus { " - " } else { " + " });
            text.push_str(&product);
            value += if minus { -of } else { of };
        }
        (text, value)
    })
}

fn computes(expression: &Expression, world: &World, node: TreeId) {
    let origin = Origin { tree: 0, node };
    if let Ok(value) = evaluate(expression, world, origin) {
        let (text, yes) = (value.to_text(world), value.to_boolean());
        let number = value.to_number(world);
        assert!(yes || !matches!(value, Value::Number(_)) || number == 0.0 || number.is_nan(), "{text}");
    }
    let paths = expression.paths();
    assert!(paths.iter().all(|path| !format!("{path:?}").is_empty()));
    assert!(expression.unknown_functions().len() <= expression.functions().len());
    assert!(expression.mistakes().iter().all(|mistake| mistake.at <= expression.text().chars().count()));
}

proptest! {
    #[test]
    fn no_text_makes_reading_or_computing_panic(text in prop_oneof![soup(), any::<String>()], values in vec(any::<String>(), 0..4)) {
        let world = rows(&values);
        match parse(&text) {
            Ok(expression) => {
                computes(&expression, &world, Tree::DOCUMENT);
                computes(&expression, &world, Tree::ROOT);
            }
            Err(mistake) => prop_assert!(mistake.at <= text.chars().count(), "{mistake:?}"),
        }
    }

    #[test]
    fn no_text_makes_a_function_panic(text in any::<String>(), other in "[0-9 .:;TZ+-]{0,40}", call in select(vec![
        "number($)", "date($)", "decimal-date-time($)", "decimal-time($)", "format-date-time($, #)", "format-date-time(#, $)", "selected($, #)",
        "selected-at($, #)", "count-selected($)", "substr($, #)", "substr(#, 1, $)", "substring($, #, 3)", "translate($, #, $)", "regex($, #)",
        "digest($, 'SHA-384')", "base64-decode($)", "base64-decode(#)", "round($, #)", "uuid(#)", "area(#)", "distance($)", "geofence(#, #)",
        "normalize-space($)", "join($, #, $)", "pulldata($, #, $, #)", "$ < #", "$ = #", "$ + #", "randomize(//*, $)", "checklist($, #, $)",
    ])) {
        let quoted = |text: &str| format!("'{}'", text.replace('\'', "\""));
        let call: String = call.chars().map(|c| match c { '$' => quoted(&text), '#' => quoted(&other), c => c.to_string() }).collect();
        let world = rows(std::slice::from_ref(&text));
        if let Ok(expression) = parse(&call) {
            computes(&expression, &world, Tree::DOCUMENT);
        }
    }

    #[test]
    fn numbers_survive_as_text(number in any::<f64>()) {
        let world = rows(&[]);
        let text = Value::Number(number).to_text(&world);
        let back = Value::Text(text.clone()).to_number(&world);
        if number.is_nan() {
            prop_assert!(text.is_empty() && back.is_nan());
        } else {
            prop_assert!(!text.contains(['e', 'E']), "{text}");
            prop_assert_eq!(back.to_bits(), (number + 0.0).to_bits(), "{}", text);
        }
    }

    #[test]
    fn literals_are_their_numbers(number in 0.0_f64..1e15) {
        let world = rows(&[]);
        prop_assert_eq!(world.number(&number.to_string()).to_bits(), number.to_bits());
        prop_assert_eq!(world.number(&format!("--{number}")).to_bits(), number.to_bits());
    }

    #[test]
    fn dates_survive_as_numbers(day in -100_000_i32..100_000) {
        let world = rows(&[]);
        let date = chrono::NaiveDate::from_ymd_opt(1970, 1, 1).unwrap() + chrono::Duration::days(day.into());
        prop_assert_eq!(world.value(&format!("date(number('{date}'))")).to_text(&world), date.to_string());
        prop_assert_eq!(world.value(&format!("date('{date}' + 1) > '{date}'")), Value::Boolean(true));
    }

    #[test]
    fn logic_is_logic((text, yes) in formula()) {
        prop_assert_eq!(rows(&[]).value(&text), Value::Boolean(yes));
    }

    #[test]
    fn products_come_before_sums((text, value) in sum()) {
        let world = rows(&[]);
        prop_assert_eq!(world.value(&text).to_text(&world), value.to_string());
    }

    #[test]
    fn what_is_not_needed_is_not_computed(text in soup()) {
        let world = rows(&[]);
        if parse(&text).is_ok() {
            prop_assert_eq!(world.value(&format!("false() and ({text})")), Value::Boolean(false));
            prop_assert_eq!(world.value(&format!("true() or ({text})")), Value::Boolean(true));
            prop_assert_eq!(world.value(&format!("if(true(), 1, ({text}))")), Value::Number(1.0));
        }
    }

    #[test]
    fn positions_choose_rows(count in 0_u32..12, wanted in 1_u32..14) {
        let world = rows(&vec![String::new(); usize::try_from(count).unwrap()]);
        let found = world.value(&format!("/data/r[{wanted}]/n")).to_text(&world);
        prop_assert_eq!(&found, &if wanted <= count { (wanted - 1).to_string() } else { String::new() });
        prop_assert_eq!(&world.value(&format!("/data/r[position() = {wanted}]/n")).to_text(&world), &found);
        prop_assert_eq!(&world.value(&format!("indexed-repeat(/data/r/n, /data/r, {wanted})")).to_text(&world), &found);
        let up_to = world.value(&format!("count(/data/r[position() <= {wanted}])"));
        prop_assert_eq!(up_to, Value::Number(f64::from(wanted.min(count))));
        if wanted <= count {
            prop_assert_eq!(world.value(&format!("position(/data/r[{wanted}])")), Value::Number(f64::from(wanted)));
            let before = world.value(&format!("1 + count(/data/r[{wanted}]/preceding-sibling::r)"));
            prop_assert_eq!(before, Value::Number(f64::from(wanted)));
        }
    }

    #[test]
    fn comparing_finds_what_searching_finds(values in vec("[ab]{0,2}", 0..8), wanted in "[ab]{0,2}") {
        let world = rows(&values);
        let count = values.iter().filter(|value| **value == wanted).count();
        let found = world.value(&format!("count(/data/r[v = '{wanted}'])"));
        prop_assert_eq!(found, Value::Number(f64::from(u32::try_from(count).unwrap())));
        prop_assert_eq!(world.value(&format!("/data/r/v = '{wanted}'")), Value::Boolean(count > 0));
        prop_assert_eq!(world.value(&format!("/data/r/v != '{wanted}'")), Value::Boolean(count < values.len()));
    }

    #[test]
    fn axes_part_a_document(parents in vec(any::<Index>(), 0..30)) {
        let (world, nodes) = tree(&parents);
        for node in &nodes {
            let count = |axis: &str| world.value_at(&format!("count({axis}::node())"), *node).unwrap().to_number(&world);
            let parts: f64 = ["self", "ancestor", "descendant", "preceding", "following"].into_iter().map(count).sum();
            prop_assert_eq!(parts.to_string(), nodes.len().to_string());
        }
    }

    #[test]
    fn paths_give_each_node_once_and_in_order(parents in vec(any::<Index>(), 0..30), steps in vec(select(vec![
        "*", "a", "..", ".", "descendant::*", "ancestor-or-self::*", "preceding-sibling::*", "following::b", "preceding::*[1]", "*[2]",
        "*[last()]", "/*",
    ]), 1..5)) {
        let (world, _) = tree(&parents);
        let Value::Nodes(found) = world.value(&format!("//*/{}", steps.join("/"))) else { return Err(TestCaseError::fail("no nodes")) };
        let tree = world.tree(0).unwrap();
        prop_assert!(found.is_sorted_by(|a, b| tree.document_order(a.node, b.node).is_lt()), "{found:?}");
    }

    #[test]
    fn unions_have_no_direction(parents in vec(any::<Index>(), 0..30)) {
        let (world, _) = tree(&parents);
        prop_assert_eq!(world.value("//a | //b | /a"), world.value("/a | //b | //a | //b"));
        prop_assert_eq!(world.value("count(//a | //b | //c)"), world.value("count(//*)"));
    }

    #[test]
    fn shuffling_loses_nothing(count in 0_usize..20, seed in any::<i64>()) {
        let world = rows(&vec![String::new(); count]);
        let shuffle = format!("randomize(/data/r, {})", if seed < 0 { format!("'{seed}'") } else { seed.to_string() });
        let Value::Nodes(mut shuffled) = world.value(&shuffle) else { return Err(TestCaseError::fail("no nodes")) };
        prop_assert_eq!(world.value(&shuffle), Value::Nodes(shuffled.clone()), "the same seed gives the same order");
        shuffled.sort_unstable();
        prop_assert_eq!(Value::Nodes(shuffled), world.value("/data/r"));
    }

    #[test]
    fn depth_is_bounded(depth in 0_usize..400, (open, close) in select(vec![
        ("(", ")"), ("not(", ")"), ("a[", "]"), ("-(", ")"), ("if(1, 2, ", ")"), ("(a | ", ")"),
    ])) {
        let text = format!("{}a{}", open.repeat(depth), close.repeat(depth));
        match parse(&text) {
            Ok(expression) => {
                prop_assert!(depth <= DEEPEST);
                computes(&expression, &rows(&[]), Tree::DOCUMENT);
            }
            Err(mistake) => prop_assert!(depth > DEEPEST && mistake.what == MistakeKind::TooDeep, "{mistake:?}"),
        }
    }
}

#[test]
fn seeds_shuffle_as_in_other_clients() {
    let world = rows(&vec![String::new(); 10]);
    // The published beginning of the generator x -> 16807 x mod 2147483647 from 1.
    let draws =
        [16_807_u32, 282_475_249, 1_622_650_073, 984_943_658, 1_144_108_930, 470_211_272, 101_027_544, 1_457_850_878, 1_458_777_923, 2_007_237_709];
    let mut expected: Vec<usize> = Vec::new();
    for (last, draw) in draws.iter().enumerate() {
        let at = (0..=last)
            .rev()
            .find(|at| f64::from(draw - 1) / 2_147_483_646.0 * f64::from(u32::try_from(last + 1).unwrap()) >= f64::from(u32::try_from(*at).unwrap()));
        expected.push(last);
        expected.swap(at.unwrap(), last);
    }
    let order = world.value("join(' ', randomize(/data/r, 1))").to_text(&world);
    assert_eq!(order, expected.iter().map(ToString::to_string).collect::<Vec<_>>().join(" "));
}

#[test]
fn work_is_bounded() {
    let world = rows(&vec!["x".to_owned(); 300]);
    for text in ["count(//*[count(//*[count(//*) > 0]) > 0])", "//*[//* = 'y']", "concat(//*[count(//*[. = 'y']) = 1])"] {
        assert_eq!(world.value_at(text, Tree::DOCUMENT), Err(Fault::TooManySteps), "{text}");
    }
    assert_eq!(world.value_at("uuid(1000000)", Tree::DOCUMENT), Err(Fault::BadArgument("uuid".to_owned())));
    assert_eq!(world.value_at("explode()", Tree::DOCUMENT), Err(Fault::UnknownFunction("explode".to_owned())));
    assert_eq!(world.value_at("instance('x')/a", Tree::DOCUMENT), Err(Fault::UnknownInstance("x".to_owned())));
    assert_eq!(world.value_at("count('x')", Tree::DOCUMENT), Err(Fault::NotNodes("count".to_owned())));
}
