//! Every recorded conversion of the standard's own converter, and what the reader of workbooks makes of the same workbook.
//!
//! What the converter refused must be refused. What it made a form of must be the same form here (nodes, types, rules, actions, words in all
//! languages, lists, controls), or be refused with codes that say that we do not support it; these are counted by reason. Anything else
//! stands in [`EXPECTED`] with its reason, and an entry there that is not needed fails too.
//!
//! Source of the cases: see `data/LICENSES-xlsform.md`.

#[path = "xlsform_cases/facts.rs"]
mod facts;
#[path = "xlsform_cases/grant.rs"]
mod grant;
#[path = "xlsform_cases/mistakes.rs"]
mod mistakes;
#[path = "xlsform_cases/xform.rs"]
mod xform;

use engawa_core::form::xlsform::{markdown, read_named};
use serde::Deserialize;
use std::collections::BTreeMap;

const CASES: &str = include_str!("data/xlsform_to_xform_cases.jsonl");

/// One recorded conversion.
#[derive(Deserialize)]
struct Case {
    test: String,
    name: Option<String>,
    md: String,
    errored: bool,
    xform: Option<String>,
}

/// Cases whose outcome is another one on purpose: the number of the case (many have the same name), its test, why.
const EXPECTED: &[(usize, &str, &str)] = &[
    (114, "test_external_instance_pulldata", "whether the question is there depends on its own answer: a cycle"),
    (289, "test_instance_expression__permutations", "`name <> 1` is no expression; the converter does not read expressions"),
    (290, "test_instance_expression__permutations", "`name <> 1` is no expression; the converter does not read expressions"),
    (291, "test_instance_expression__permutations", "`name <> 1` is no expression; the converter does not read expressions"),
    (292, "test_instance_expression__permutations", "`name <> 1` is no expression; the converter does not read expressions"),
    (478, "test_validate_unicode_exception", "`$(myField)` is no expression; the converter does not read expressions"),
];

/// What became of a case.
enum Outcome {
    /// The same form, or refused by both.
    Agrees,
    /// Refused because of what we do not support: the codes.
    NotSupported(Vec<&'static str>),
    /// Something else.
    Differs(Vec<String>),
}

fn outcome(case: &Case) -> Outcome {
    let root = case.name.as_deref().unwrap_or("test_name");
    match (read_named(&markdown::read(&case.md), root), &case.xform) {
        (Err(_), _) if case.errored => Outcome::Agrees,
        (Ok(_), _) if case.errored => Outcome::Differs(vec!["accepted, and must be refused".to_owned()]),
        (Err(problems), _) => {
            let codes: Vec<&'static str> = problems.iter().map(|problem| problem.code).collect();
            if !codes.is_empty() && codes.iter().all(|code| code.starts_with("not_supported_")) {
                return Outcome::NotSupported(codes);
            }
            Outcome::Differs(problems.iter().map(|problem| format!("refused: {} {} {:?}", problem.path(), problem.code, problem.args)).collect())
        }
        (Ok(checked), Some(recorded)) => {
            let differences = facts::differences(&xform::facts(recorded), &facts::of(&checked.definition));
            if differences.is_empty() { Outcome::Agrees } else { Outcome::Differs(differences) }
        }
        (Ok(_), None) => Outcome::Differs(vec!["no recorded form".to_owned()]),
    }
}

#[test]
fn every_recorded_workbook_becomes_the_recorded_form() {
    let cases: Vec<Case> = CASES.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let mut agree = [0, 0];
    let mut by_reason: BTreeMap<&str, usize> = BTreeMap::new();
    let mut wrong = Vec::new();
    for (number, case) in cases.iter().enumerate() {
        let test = case.test.rsplit('.').next().unwrap_or_default();
        let expected = EXPECTED.iter().find(|(expected, _, _)| *expected == number);
        if let Some((_, name, _)) = expected {
            assert_eq!(*name, test, "case {number} is another one");
        }
        match (outcome(case), expected) {
            (Outcome::Differs(_), Some((_, _, reason))) => *by_reason.entry(reason).or_default() += 1,
            (_, Some(_)) => wrong.push(format!("{number} {test}: agrees, and is listed as different")),
            (Outcome::Agrees, None) => agree[usize::from(case.errored)] += 1,
            (Outcome::NotSupported(codes), None) => *by_reason.entry(codes[0]).or_default() += 1,
            (Outcome::Differs(differences), None) => wrong.push(format!("{number} {test}:\n    {}", differences.join("\n    "))),
        }
    }
    println!("{} cases: {} same forms, {} refused by both", cases.len(), agree[0], agree[1]);
    for (reason, count) in &by_reason {
        println!("{count:4} {reason}");
    }
    assert!(wrong.is_empty(), "{} cases differ:\n{}", wrong.len(), wrong.join("\n"));
    assert_eq!(cases.len(), 508);
    assert!(agree[0] >= 200, "most forms are supported");
}
