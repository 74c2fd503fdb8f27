//! One engine of rules, built twice: the recorded cases of the expression language give in a browser what they give on a server, and so does
//! everything else that is decided on both sides, to the last byte.

#[path = "../../../tests/verdicts/corpus.rs"]
mod corpus;
#[path = "../../../core/tests/form_traces/loader.rs"]
mod loader;
#[path = "../../../core/tests/form_traces/player.rs"]
mod player;
#[path = "../../../core/tests/form_traces/recorded.rs"]
mod recorded;
#[path = "../../../core/tests/xpath_cases/table.rs"]
mod table;

use wasm_bindgen_test::wasm_bindgen_test;

#[wasm_bindgen_test]
fn every_recorded_case_gives_in_a_browser_what_was_recorded() {
    let outcome = table::run();
    assert!(outcome.wrong.is_empty(), "{} of {}:\n  {}", outcome.wrong.len(), outcome.cases, outcome.wrong.join("\n  "));
    assert_eq!((outcome.cases, outcome.skipped), (578, 6));
}

#[wasm_bindgen_test]
fn a_browser_comes_to_the_verdicts_of_a_server() {
    assert_eq!(corpus::digests(), corpus::RECORDED);
}
