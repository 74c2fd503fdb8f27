//! Properties of running forms that hold for any form and anything that is done with it.

use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::{DateTime, FixedOffset};
use engawa_core::form::answers::{AnswerPath, Answers};
use engawa_core::form::definition::{Choice, ChoiceList, Choices, Control, DataType, Definition, Node, NodeId, NodeKind, Piece, Text};
use engawa_core::form::running::{AnswerError, Change, Changes, Compiled, Form, MOST_ROWS, Start};
use engawa_core::form::tree::{Tree, TreeId};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;

fn now() -> DateTime<FixedOffset> {
    DateTime::parse_from_rfc3339("2026-11-21T14:05:00+09:00").unwrap()
}

fn start() -> Start {
    Start { now: now(), device_id: "d".to_owned(), username: "u".to_owned(), instance_id: "uuid:1".to_owned(), seed: 7 }
}

fn compiled(definition: Definition) -> Result<Arc<Compiled>, TestCaseError> {
    // A form with a cycle is refused; there is nothing to run then.
    Compiled::new(Arc::new(definition)).map(Arc::new).map_err(|_| TestCaseError::reject("refused"))
}

/// Places of the form below, where the names in expressions are.
const TOP: [&str; 16] = [
    "/data/q0",
    "/data/q1",
    "/data/q2",
    "/data/q3",
    "/data/g/q4",
    "/data/g",
    "/data/s",
    "/data/c0",
    "/data/c1",
    "count(/data/r)",
    "sum(/data/r/a)",
    "sum(/data/r/t)",
    "count(/data/k)",
    "sum(/data/k/x)",
    "/data/r[2]/b",
    "count(/data/r[a > /data/q0])",
];
const ROW: [&str; 6] = ["../a", "../b", "../t", "position(..)", "../../q0", "/data/r[position() = position(current()/..) - 1]/a"];

fn formula(places: Vec<&'static str>) -> impl Strategy<Value = String> {
    let leaf = prop_oneof![2 => (0..6).prop_map(|number: i32| number.to_string()), 5 => select(places).prop_map(str::to_owned)];
    leaf.prop_recursive(3, 10, 3, |inner| {
        let operators = ["+", "-", "*", "=", "!=", "<", ">=", "and", "or", "mod"];
        prop_oneof![
            4 => (inner.clone(), select(operators.to_vec()), inner.clone()).prop_map(|(a, operator, b)| format!("({a} {operator} {b})")),
            1 => (inner.clone(), inner.clone(), inner.clone()).prop_map(|(a, b, c)| format!("if({a}, {b}, {c})")),
            1 => (inner.clone(), inner.clone()).prop_map(|(a, b)| format!("coalesce({a}, {b})")),
            1 => inner.prop_map(|a| format!("string-length({a})")),
        ]
    })
}

/// Questions of every kind, each rule there or not.
#[derive(Clone, Debug)]
struct Recipe {
    top: Vec<Option<String>>,
    row: Vec<Option<String>>,
    has_readonly: bool,
}

fn recipe() -> impl Strategy<Value = Recipe> {
    let in_row: Vec<&'static str> = TOP.into_iter().chain(ROW).chain(ROW).collect();
    let tops = vec(proptest::option::of(formula(TOP.to_vec())), 14);
    let rows = vec(proptest::option::of(formula(in_row)), 5);
    (tops, rows, any::<bool>()).prop_map(|(top, row, has_readonly)| Recipe { top, row, has_readonly })
}

fn add_node(definition: &mut Definition, name: &str, parent: Option<usize>, kind: NodeKind) -> usize {
    let parent = parent.map(|parent| NodeId(u32::try_from(parent).unwrap()));
    let mut node = Node::new(name, parent, kind);
    node.data_type = DataType::Int;
    definition.nodes.push(node);
    definition.nodes.len() - 1
}

/// The same form without any rules that can be left out.
fn bare() -> Definition {
    form(&Recipe { top: Vec::new(), row: Vec::new(), has_readonly: false })
}

fn form(recipe: &Recipe) -> Definition {
    let mut tops = recipe.top.iter().cloned();
    let mut rows = recipe.row.iter().cloned();
    // What reads itself has a memory, and then the way counts, not only the answers.
    let mut top = |own: &str| tops.next().flatten().filter(|text| !text.contains(own));
    let mut row = |own: &str| {
        let names = [format!("../{own}"), format!("/data/r/{own}"), format!("]/{own}")];
        rows.next().flatten().filter(|text| !names.iter().any(|name| text.contains(name)))
    };
    let mut definition = Definition::default();
    let mut add = |name: &str, parent: Option<usize>, kind: NodeKind| add_node(&mut definition, name, parent, kind);
    let input = || NodeKind::Question(Control::Input);
    let value = || NodeKind::Value { preload: None };
    let root = Some(add("data", None, NodeKind::Group));
    let [q0, q1, q2, q3] = ["q0", "q1", "q2", "q3"].map(|name| add(name, root, input()));
    let group = add("g", root, NodeKind::Group);
    let q4 = add("q4", Some(group), input());
    let nodeset = "instance('l')/root/item[level <= coalesce(/data/q2, 9)]".to_owned();
    let several = add("s", root, NodeKind::Question(Control::SelectMultiple(Choices::List { list: "l".to_owned(), nodeset })));
    let [c0, c1] = ["c0", "c1"].map(|name| add(name, root, value()));
    let repeat = add("r", root, NodeKind::Repeat { count: None });
    let [amount, price] = ["a", "b"].map(|name| add(name, Some(repeat), input()));
    let product = add("t", Some(repeat), value());
    let counted = add("k", root, NodeKind::Repeat { count: Some("/data/q1 mod 4".to_owned()) });
    let extra = add("x", Some(counted), input());
    let nodes = &mut definition.nodes;
    nodes[q0].constraint = top("/data/q0");
    nodes[q0].required = top("nothing");
    nodes[q1].relevant = top("/data/q1");
    nodes[q2].relevant = top("/data/q2");
    nodes[q3].constraint = top("/data/q3");
    let output = top("nothing").unwrap_or_else(|| "1".to_owned());
    nodes[q3].label = Text(vec![Some(vec![Piece::Words("q3: ".to_owned()), Piece::Value(output)])]);
    nodes[group].relevant = top("/data/g");
    nodes[q4].relevant = top("/data/g");
    nodes[several].relevant = top("/data/s");
    nodes[several].data_type = DataType::String;
    nodes[c0].calculate = top("/data/c0").or(Some("/data/q0 + 1".to_owned()));
    nodes[c1].calculate = top("/data/c1").or(Some("sum(/data/r/t)".to_owned()));
    nodes[c1].data_type = DataType::Decimal;
    nodes[repeat].relevant = top("/data/r");
    nodes[extra].constraint = top("/data/k/x");
    nodes[extra].default = "3".to_owned();
    nodes[amount].constraint = row("a");
    nodes[price].relevant = row("b");
    nodes[price].required = row("b");
    nodes[price].default = "2".to_owned();
    nodes[product].calculate = row("t").or(Some("../a * ../b".to_owned()));
    if recipe.has_readonly {
        nodes[q2].readonly = top("/data/q2");
        nodes[amount].readonly = row("a");
    }
    let choice = |level: u32| Choice {
        value: format!("v{level}"),
        label: Text::plain(format!("choice {level}")),
        columns: [("level".to_owned(), level.to_string())].into(),
        ..Choice::default()
    };
    definition.lists.push(ChoiceList { name: "l".to_owned(), choices: (0..6).map(choice).collect(), ..ChoiceList::default() });
    definition
}

/// Something that somebody does; numbers choose among what is there.
#[derive(Clone, Debug)]
enum Deed {
    Answer(usize, String),
    Add(usize),
    Remove(usize),
    Move(usize, usize),
}

fn deeds() -> impl Strategy<Value = Vec<Deed>> {
    let texts = ["", "0", "1", "2", "3", "５", "12", "2.5", "x", "v0 v3", "v5 v1 v4", "-4"];
    let deed = prop_oneof![
        6 => (any::<usize>(), select(texts.to_vec())).prop_map(|(at, text)| Deed::Answer(at, text.to_owned())),
        2 => any::<usize>().prop_map(Deed::Add),
        1 => any::<usize>().prop_map(Deed::Remove),
        1 => (any::<usize>(), any::<usize>()).prop_map(|(row, to)| Deed::Move(row, to)),
    ];
    vec(deed, 0..25)
}

fn pick<T: Copy>(from: &[T], number: usize) -> Option<T> {
    from.get(number.checked_rem(from.len())?).copied()
}

fn act(form: &mut Form, deed: &Deed, number: usize) -> Changes {
    let everything: Vec<TreeId> = walk(form);
    let repeat = form.find(&AnswerPath("r".to_owned())).unwrap();
    let rows = form.rows(repeat);
    let result = match deed {
        Deed::Answer(at, text) => match pick(&everything, *at) {
            Some(at) => form.answer(at, text, now()),
            None => return Changes::default(),
        },
        Deed::Add(after) => form.add_row(repeat, pick(&rows, *after), &format!("k{number}"), now()),
        Deed::Remove(row) => match pick(&rows, *row) {
            Some(row) => form.remove_row(row, now()),
            None => return Changes::default(),
        },
        Deed::Move(row, to) => match (pick(&rows, *row), pick(&rows, *to)) {
            (Some(row), Some(to)) if row != to => form.move_row(row, Some(to), now()),
            _ => return Changes::default(),
        },
    };
    match result {
        Ok(changes) | Err(AnswerError::Unreadable(_, changes)) => changes,
        Err(_) => Changes::default(),
    }
}

/// Every node, in order.
fn walk(form: &Form) -> Vec<TreeId> {
    let mut all = Vec::new();
    let mut open = vec![Tree::ROOT];
    while let Some(at) = open.pop() {
        all.push(at);
        let below = if form.is_repeat(at) { form.rows(at) } else { form.items(at) };
        open.extend(below.into_iter().rev());
    }
    all
}

/// What somebody sees of a node.
fn seen(form: &Form, at: TreeId) -> String {
    let choices: Vec<String> = form.choices(at, 0).into_iter().map(|choice| format!("{}{}", choice.value, u8::from(choice.is_chosen))).collect();
    format!(
        "{:?} raw {:?} relevant {} required {} readonly {} wrong {:?} label {:?} choices {choices:?}",
        form.value(at),
        form.raw(at),
        form.is_relevant(at),
        form.is_required(at),
        form.is_readonly(at),
        form.violation(at),
        form.label(at, 0),
    )
}

fn everything_seen(form: &Form) -> Vec<(AnswerPath, String)> {
    walk(form).into_iter().map(|at| (form.path(at), seen(form, at))).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, max_global_rejects: 40_000, ..ProptestConfig::default() })]

    #[test]
    fn a_form_that_grew_by_changes_is_the_form_of_its_answers(recipe in recipe(), deeds in deeds()) {
        let compiled = compiled(form(&recipe))?;
        let mut form = Form::begin(Arc::clone(&compiled), start());
        for (number, deed) in deeds.iter().enumerate() {
            act(&mut form, deed, number);
            let again = Form::resume(Arc::clone(&compiled), &form.answers(), start());
            prop_assert_eq!(everything_seen(&form), everything_seen(&again));
            prop_assert_eq!(form.answers(), again.answers());
            prop_assert_eq!(form.submission(), again.submission());
            prop_assert!(again.aside().is_empty());
        }
    }

    #[test]
    fn what_is_different_is_told(recipe in recipe(), deeds in deeds()) {
        let compiled = compiled(form(&recipe))?;
        let mut form = Form::begin(compiled, start());
        for (number, deed) in deeds.iter().enumerate() {
            let before: BTreeMap<TreeId, String> = walk(&form).into_iter().map(|at| (at, seen(&form, at))).collect();
            let changes = act(&mut form, deed, number);
            for at in walk(&form) {
                let is_told = changes.nodes.get(&at).is_some_and(|change| *change != Change::default());
                match before.get(&at) {
                    Some(before) if *before != seen(&form, at) => prop_assert!(is_told, "{} of {:?}", form.path(at), deed),
                    Some(_) => {}
                    None => {
                        let mut above = Some(at);
                        let repeat = loop {
                            above = above.and_then(|at| form.parent(at));
                            if above.is_none_or(|at| form.is_repeat(at)) {
                                break above;
                            }
                        };
                        prop_assert!(repeat.is_some_and(|repeat| changes.repeats.contains(&repeat)), "{} is new", form.path(at));
                    }
                }
            }
        }
    }

    #[test]
    fn the_order_of_answers_to_different_questions_does_not_count(recipe in recipe(), texts in vec("[0-9]?", 3)) {
        let mut recipe = Recipe { has_readonly: false, ..recipe };
        // Rows stay while their number is not known, so it would matter when the question for it went away.
        recipe.top[2] = None;
        let compiled = compiled(form(&recipe))?;
        let mut forward = Form::begin(compiled, start());
        let mut backward = forward.clone();
        let answers: Vec<(&str, &String)> = ["q0", "q1", "q3"].into_iter().zip(&texts).collect();
        for (name, text) in &answers {
            let at = forward.find(&AnswerPath((*name).to_owned())).unwrap();
            forward.answer(at, text, now()).unwrap();
        }
        for (name, text) in answers.iter().rev() {
            let at = backward.find(&AnswerPath((*name).to_owned())).unwrap();
            backward.answer(at, text, now()).unwrap();
        }
        prop_assert_eq!(everything_seen(&forward), everything_seen(&backward));
    }

    #[test]
    fn nothing_that_arrives_makes_a_form_panic(
        recipe in recipe(),
        texts in vec(any::<String>(), 8),
        paths in vec("(q0|r\\[[a1]\\]|r\\[[a1]\\]/a|k\\[[0-9]\\]/x|s|\\PC{0,6})", 8),
        keys in vec("[a1./\\[]{0,3}", 4),
        at in any::<u32>(),
    ) {
        let compiled = compiled(form(&recipe))?;
        let paths: Vec<AnswerPath> = paths.into_iter().map(AnswerPath).collect();
        let values: BTreeMap<AnswerPath, String> = paths.iter().cloned().zip(texts.iter().cloned()).collect();
        let rows = [(AnswerPath("r".to_owned()), keys.clone()), (AnswerPath("k".to_owned()), keys.clone())].into();
        let answers = Answers { values, rows };
        let mut form = Form::resume(Arc::clone(&compiled), &answers, start());
        // Nothing is lost: what has no place is kept.
        let kept = form.answers();
        for (path, text) in answers.values.iter().filter(|(_, text)| !text.trim().is_empty()) {
            let is_made_again = ["c0", "c1"].contains(&path.0.as_str()) || path.0.ends_with("/t");
            prop_assert!(kept.values.contains_key(path) || is_made_again, "{} {:?}", path, text);
        }
        let nowhere = TreeId(at);
        let anywhere = walk(&form);
        for (number, text) in texts.iter().enumerate() {
            let _ = form.answer(nowhere, text, now());
            let _ = form.add_row(nowhere, Some(nowhere), text, now());
            let _ = form.remove_row(nowhere, now());
            for at in &anywhere {
                if number % 3 == 0 {
                    let _ = form.answer(*at, text, now());
                }
                let _ = form.add_row(*at, None, text, now());
            }
            let _ = form.find(&AnswerPath(text.clone()));
        }
        let _ = (form.choices(nowhere, 99), form.label(nowhere, 99), form.path(nowhere), form.validate());
    }

    #[test]
    fn no_rule_makes_a_form_panic(rules in vec("\\PC{0,20}", 6)) {
        let mut definition = bare();
        for (node, rule) in definition.nodes.iter_mut().skip(1).zip(&rules) {
            node.relevant = Some(rule.clone());
            node.constraint = Some(rule.clone());
        }
        if let Ok(compiled) = Compiled::new(Arc::new(definition)) {
            Form::begin(Arc::new(compiled), start()).validate();
        }
    }
}

/// A budget: rows with an amount, what each costs with tax, and their sum.
fn budget(count: usize) -> Form {
    let mut definition = Definition::default();
    let mut add = |name: &str, parent: Option<usize>, kind: NodeKind| add_node(&mut definition, name, parent, kind);
    let root = Some(add("data", None, NodeKind::Group));
    add("limit", root, NodeKind::Question(Control::Input));
    let cost = Some(add("cost", root, NodeKind::Repeat { count: None }));
    let amount = add("amount", cost, NodeKind::Question(Control::Input));
    let taxed = add("taxed", cost, NodeKind::Value { preload: None });
    let total = add("total", root, NodeKind::Value { preload: None });
    let over = add("over", root, NodeKind::Question(Control::Note));
    definition.nodes[amount].constraint = Some(". <= /data/limit".to_owned());
    definition.nodes[taxed].calculate = Some("../amount * 11 div 10".to_owned());
    definition.nodes[total].calculate = Some("sum(/data/cost/taxed)".to_owned());
    definition.nodes[over].relevant = Some("/data/total > /data/limit".to_owned());
    let keys: Vec<String> = (0..count).map(|key| format!("r{key}")).collect();
    let rows = [(AnswerPath("cost".to_owned()), keys)].into();
    let first = Answers { rows, ..Answers::default() };
    Form::begin(Arc::new(Compiled::with_first(Arc::new(definition), first).unwrap()), start())
}

fn type_at(form: &mut Form, path: &str, text: &str) -> u64 {
    let at = form.find(&AnswerPath(path.to_owned())).unwrap();
    let before = form.evaluations();
    form.answer(at, text, now()).unwrap();
    form.evaluations() - before
}

#[test]
fn a_keystroke_computes_what_depends_on_it() {
    let mut form = budget(100);
    type_at(&mut form, "limit", "100000");
    for key in 0..100 {
        type_at(&mut form, &format!("cost[r{key}]/amount"), "100");
    }
    let total = form.find(&AnswerPath("total".to_owned())).unwrap();
    assert_eq!(form.value(total), "11000");
    // Its own rule, its tax, the sum, and whether that is too much.
    assert_eq!(type_at(&mut form, "cost[r50]/amount", "1000"), 4);
    assert_eq!(form.value(total), "11990");
    assert_eq!(type_at(&mut form, "cost[r50]/amount", "1000"), 0, "the same once more");
    // Every rule that mentions it, and whether the sum is too much.
    assert_eq!(type_at(&mut form, "limit", "50"), 101);
    assert_eq!(form.validate().len(), 100);
}

#[test]
fn rows_have_a_bound() {
    let mut form = budget(MOST_ROWS + 1);
    let repeat = form.find(&AnswerPath("cost".to_owned())).unwrap();
    assert_eq!(form.rows(repeat).len(), MOST_ROWS);
    assert_eq!(form.add_row(repeat, None, "last", now()), Err(AnswerError::TooManyRows(MOST_ROWS)));
}

#[test]
fn a_row_that_the_form_takes_back_keeps_its_answers() {
    let mut form = Form::begin(Arc::new(Compiled::new(Arc::new(bare())).unwrap()), start());
    type_at(&mut form, "q1", "3");
    type_at(&mut form, "k[3]/x", "9");
    type_at(&mut form, "q1", "1");
    assert_eq!(form.find(&AnswerPath("k[3]".to_owned())), None);
    assert_eq!(form.answers().values.get(&AnswerPath("k[3]/x".to_owned())).map(String::as_str), Some("9"));
    assert!(form.aside().is_empty());
    type_at(&mut form, "q1", "3");
    let x = form.find(&AnswerPath("k[3]/x".to_owned())).unwrap();
    assert_eq!(form.value(x), "9");
}

#[test]
fn text_that_cannot_be_read_is_told_when_it_comes_and_goes() {
    let mut definition = bare();
    let q1 = definition.nodes.iter().position(|node| node.name == "q1").unwrap();
    // Nothing is wrong with what is not relevant, so only the text itself is different.
    definition.nodes[q1].relevant = Some("false()".to_owned());
    let mut form = Form::begin(Arc::new(Compiled::new(Arc::new(definition)).unwrap()), start());
    let at = form.find(&AnswerPath("q1".to_owned())).unwrap();
    for (text, raw, is_told) in [("2.5", Some("2.5"), true), ("x", Some("x"), true), ("x", Some("x"), false), ("", None, true)] {
        let changes = match form.answer(at, text, now()) {
            Ok(changes) | Err(AnswerError::Unreadable(_, changes)) => changes,
            Err(error) => panic!("{error:?}"),
        };
        assert_eq!(form.raw(at), raw);
        assert_eq!(changes.nodes.get(&at).is_some_and(|change| change.value), is_told, "{text:?}");
    }
}

#[test]
fn cycles_are_refused_with_their_way() {
    let mut definition = bare();
    let number = |name: &str| definition.nodes.iter().position(|node| node.name == name).unwrap();
    // The bare form has c0 = q0 + 1.
    let (q0, c1) = (number("q0"), number("c1"));
    definition.nodes[q0].relevant = Some("/data/c1 > 1".to_owned());
    definition.nodes[c1].calculate = Some("/data/c0".to_owned());
    let problems = Compiled::new(Arc::new(definition)).unwrap_err();
    assert_eq!(problems.iter().map(|problem| problem.code.as_str()).collect::<Vec<_>>(), ["form_cycle"]);
    assert!(problems[0].args.iter().any(|path| path == "/data/c0"), "{problems:?}");
}
