//! The ready forms of `server/forms`: each is a workbook without a warning, speaks all its languages everywhere, begins with exactly its
//! required questions open, and its rules say yes and no where they should.

#[path = "form_workbooks/cases.rs"]
mod cases;

use cases::{CASES, COMPLETE};
use chrono::{DateTime, FixedOffset};
use engawa_app::forms::eligibility::{conditions, verdict};
use engawa_core::form::answers::AnswerPath;
use engawa_core::form::definition::{Definition, Node, NodeId, NodeKind, Piece, Text};
use engawa_core::form::running::{AnswerError, Compiled, Form, Start, ViolationKind};
use engawa_core::form::tree::TreeId;
use engawa_core::form::xlsform::{markdown, read};
use std::collections::BTreeSet;
use std::path::PathBuf;
use std::sync::Arc;

/// What is asked of a city, and so what must be there.
const FORMS: [&str; 13] = [
    "accident_report",
    "consultation_request",
    "cooperation_proposal",
    "course_questionnaire",
    "facility_survey",
    "grant_application",
    "grant_report",
    "group_registration",
    "group_renewal",
    "neighbourhood_association_joining",
    "opinion_box",
    "visiting_lecture_request",
    "volunteer_signup",
];

const LANGUAGES: [&str; 3] = ["日本語 (ja)", "やさしい日本語 (ja-easy)", "English (en)"];

/// The day on which every case is filled in: a Saturday in the fiscal year 2026.
const NOW: &str = "2026-11-21T10:00:00+09:00";

fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("forms")
}

fn text(file: &str) -> String {
    std::fs::read_to_string(folder().join(file)).unwrap_or_else(|error| panic!("{file}: {error}"))
}

fn definition(form: &str) -> Definition {
    match read(&markdown::read(&text(&format!("{form}.md")))) {
        Ok(checked) if checked.warnings.is_empty() => checked.definition,
        Ok(checked) => panic!("{form}: {:#?}", checked.warnings),
        Err(problems) => panic!("{form}: {problems:#?}"),
    }
}

fn now() -> DateTime<FixedOffset> {
    NOW.parse().unwrap()
}

fn begin(form: &str) -> Form {
    let compiled = Compiled::new(Arc::new(definition(form))).unwrap_or_else(|problems| panic!("{form}: {problems:#?}"));
    let start = Start { now: now(), device_id: "device".to_owned(), username: String::new(), instance_id: "uuid:1".to_owned(), seed: 1 };
    Form::begin(Arc::new(compiled), start)
}

/// The node at an address in which rows are counted from 0, `budget/cost[1]/c_memo`; rows that are not there yet are added.
fn find(form: &mut Form, address: &str) -> TreeId {
    let mut path = AnswerPath::root();
    for step in address.split('/') {
        let (name, index) = step.split_once('[').map_or((step, None), |(name, index)| (name, index.strip_suffix(']')));
        path = path.child(name);
        let Some(index) = index else { continue };
        let index: usize = index.parse().unwrap();
        let repeat = form.find(&path).unwrap_or_else(|| panic!("no {address}"));
        while form.rows(repeat).len() <= index {
            let rows = form.rows(repeat);
            form.add_row(repeat, rows.last().copied(), &format!("more{}", rows.len()), now()).unwrap();
        }
        path = form.path(form.rows(repeat)[index]);
    }
    form.find(&path).unwrap_or_else(|| panic!("no {address}"))
}

/// The form with these answers.
fn filled(name: &str, answers: &[(&str, &str)]) -> Form {
    let mut form = begin(name);
    for (address, value) in answers {
        let node = find(&mut form, address);
        assert!(form.is_relevant(node), "{name}: {address} is not asked");
        match form.answer(node, value, now()) {
            Ok(_) | Err(AnswerError::Unreadable(..)) => {}
            Err(error) => panic!("{name}: {address}: {error:?}"),
        }
    }
    form
}

/// What is wrong, as `address kind`, without the keys of rows; every message must be there in all languages.
fn wrong(name: &str, form: &Form) -> Vec<(String, ViolationKind)> {
    let violations = form.validate();
    for violation in &violations {
        let has_message = matches!(violation.kind, ViolationKind::Required | ViolationKind::Constraint);
        for (language, called) in LANGUAGES.iter().enumerate() {
            let message = form.message(violation.node, language);
            assert!(!has_message || !message.is_empty(), "{name}: {} says nothing in {called}", violation.path);
        }
    }
    violations.into_iter().map(|violation| (violation.path.without_keys(), violation.kind)).collect()
}

#[test]
fn every_form_is_there_and_named_like_its_file() {
    let mut files: Vec<String> = std::fs::read_dir(folder())
        .unwrap()
        .map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned())
        .filter_map(|file| file.strip_suffix(".md").map(str::to_owned))
        .filter(|form| form != "README")
        .collect();
    files.sort();
    assert_eq!(files, FORMS);
    let readme = text("README.md");
    for form in FORMS {
        let definition = definition(form);
        assert_eq!(definition.form_id, form);
        assert!(!definition.title.is_empty() && !definition.version.is_empty(), "{form}: title and version");
        assert_eq!(definition.languages, LANGUAGES, "{form}");
        assert!(readme.contains(&format!("`{form}`")), "README.md says nothing about {form}");
    }
}

/// The languages in which a text says nothing.
fn silent(text: &Text) -> Vec<&'static str> {
    let says = |pieces: &[Piece]| pieces.iter().any(|piece| !matches!(piece, Piece::Words(words) if words.trim().is_empty()));
    let spoken = |language: usize| text.0.get(language).and_then(Option::as_deref).is_some_and(says);
    LANGUAGES.iter().enumerate().filter(|(language, _)| !spoken(*language)).map(|(_, called)| *called).collect()
}

fn is_for_people(id: NodeId, node: &Node) -> bool {
    // The number and the name of a filling-in are in a group that nobody sees.
    id != NodeId::ROOT && node.name != "meta" && !matches!(node.kind, NodeKind::Value { .. })
}

#[test]
fn everything_is_said_in_every_language() {
    let mut missing = Vec::new();
    for form in FORMS {
        let definition = definition(form);
        let mut note = |what: String, text: &Text, is_needed: bool| {
            if is_needed || !text.is_empty() {
                missing.extend(silent(text).into_iter().map(|language| format!("{form}: {what}: {language}")));
            }
        };
        for (id, node) in (0_u32..).map(NodeId).zip(&definition.nodes).filter(|(id, node)| is_for_people(*id, node)) {
            let name = &node.name;
            note(format!("label of {name}"), &node.label, true);
            note(format!("hint of {name}"), &node.hint, false);
            note(format!("required_message of {name}"), &node.required_message, node.required.is_some());
            note(format!("constraint_message of {name}"), &node.constraint_message, node.constraint.is_some());
            assert!(definition.path(id).starts_with("/data/"), "{form}: {name}");
        }
        for list in &definition.lists {
            for choice in &list.choices {
                note(format!("choice {} of {}", choice.value, list.name), &choice.label, true);
            }
        }
    }
    assert!(missing.is_empty(), "{}", missing.join("\n"));
}

/// The questions that always need an answer and have none at first, seen from the definition alone.
fn always_required(definition: &Definition) -> BTreeSet<String> {
    let is_always_there = |id: NodeId| {
        let mut at = Some(id);
        while let Some(node) = at.and_then(|id| definition.node(id)) {
            if node.relevant.is_some() {
                return false;
            }
            at = node.parent;
        }
        true
    };
    let nodes = (0_u32..).map(NodeId).zip(&definition.nodes);
    let open = nodes.filter(|(id, node)| {
        let is_asked = matches!(node.kind, NodeKind::Question(_)) && node.calculate.is_none() && node.default.is_empty();
        is_asked && node.required.as_deref() == Some("true()") && is_always_there(*id)
    });
    open.map(|(id, _)| definition.path(id).trim_start_matches("/data/").to_owned()).collect()
}

#[test]
fn a_new_form_waits_for_its_required_questions() {
    for name in FORMS {
        let form = begin(name);
        let found = wrong(name, &form);
        assert!(found.iter().all(|(_, kind)| *kind == ViolationKind::Required), "{name}: {found:?}");
        let found: BTreeSet<String> = found.into_iter().map(|(path, _)| path).collect();
        let expected = always_required(form.definition());
        assert!(expected.len() > 3, "{name}: {expected:?}");
        assert_eq!(found, expected, "{name}");
    }
}

#[test]
fn rules_say_no_where_they_should() {
    for (name, answers, expected) in CASES {
        let found = wrong(name, &filled(name, answers));
        let refused: Vec<String> =
            found.into_iter().filter(|(_, kind)| *kind != ViolationKind::Required).map(|(path, kind)| format!("{path} {kind:?}")).collect();
        let expected: Vec<String> = expected.iter().map(|path| format!("{path} Constraint")).collect();
        assert_eq!(refused, expected, "{name}: {answers:?}");
    }
    let tried: BTreeSet<&str> = CASES.iter().map(|(name, ..)| *name).collect();
    assert_eq!(tried.len(), FORMS.len(), "every form has a case");
}

#[test]
fn complete_forms_can_be_sent() {
    for (name, answers) in COMPLETE {
        let found = wrong(name, &filled(name, answers));
        assert!(found.is_empty(), "{name}: {found:?}");
    }
}

#[test]
fn the_budget_is_computed_while_it_is_written() {
    let answers = COMPLETE.iter().find(|(name, _)| *name == "grant_application").map(|(_, answers)| *answers).unwrap();
    let mut form = filled("grant_application", answers);
    for (name, expected) in [("total_cost", "80000"), ("eligible", "80000"), ("most", "72000"), ("total_income", "5000"), ("needed", "3000")] {
        let node = find(&mut form, &format!("budget/{name}"));
        assert_eq!(form.value(node), expected, "{name}");
    }
    let note = find(&mut form, "budget/n_total");
    for language in 0..LANGUAGES.len() {
        assert!(form.label(note, language).contains("72000"), "{}", form.label(note, language));
    }
}

#[test]
fn the_grant_tells_beforehand_who_may_apply() {
    let told = |answers: &[(&str, &str)]| verdict(&filled("grant_application", answers), 2);
    assert_eq!((told(&[]).left, told(&[]).unmet.len()), (3, 0));
    let old_and_few = told(&[("conditions/founded_on", "2023-11-01"), ("conditions/members", "4"), ("conditions/course", "start")]);
    assert_eq!(old_and_few.unmet, ["A group needs 5 members or more.", "The course Start is for groups in their first three years."]);
    for answers in [
        [("conditions/founded_on", "2023-12-01"), ("conditions/members", "5"), ("conditions/course", "start")],
        [("conditions/founded_on", "2001-01-01"), ("conditions/members", "5"), ("conditions/course", "step")],
    ] {
        assert!(told(&answers).is_yes(), "{answers:?}: {:?}", told(&answers));
    }
    assert_eq!(conditions(&definition("grant_application"), 0).len(), 1, "one note says all of it");
}

#[test]
fn a_main_field_is_one_of_the_fields() {
    let mut form = filled("group_registration", &[("activity/fields", "tourism environment")]);
    let main = find(&mut form, "activity/main_field");
    let offered: Vec<String> = form.choices(main, 0).into_iter().map(|choice| choice.value).collect();
    assert_eq!(offered, ["tourism", "environment"]);
}
