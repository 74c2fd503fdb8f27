//! Every recorded case of the expression language: a document, a place in it, an expression and what it must give.
//!
//! The cases in `data/xpath_cases.jsonl` were recorded from another implementation (`data/README.md`), in Phoenix on 2026-11-20.
//! In a browser they are run as WebAssembly too: `app/browser/tests/browser/rules.rs`.

#[path = "xpath_cases/table.rs"]
mod table;

#[test]
fn every_recorded_case_gives_what_was_recorded() {
    let outcome = table::run();
    assert!(outcome.wrong.is_empty(), "{} of {}:\n  {}", outcome.wrong.len(), outcome.cases, outcome.wrong.join("\n  "));
    assert_eq!((outcome.cases, outcome.skipped, outcome.verdicts.lines().count()), (578, 6, 578));
}
