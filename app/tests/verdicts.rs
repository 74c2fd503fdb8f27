//! A server and a browser come to the same verdicts, to the last byte: `corpus` writes them down, here natively and in
//! `app/browser/tests/browser/rules.rs` as WebAssembly, and both are held against the same recorded digests.
//!
//! Whoever changes what is decided on purpose records anew with `RECORD=1`, and both targets are tested against that.

#[path = "verdicts/corpus.rs"]
mod corpus;
#[path = "../core/tests/form_traces/loader.rs"]
mod loader;
#[path = "../core/tests/form_traces/player.rs"]
mod player;
#[path = "../core/tests/form_traces/recorded.rs"]
mod recorded;
#[path = "../core/tests/xpath_cases/table.rs"]
mod table;

#[test]
fn a_server_comes_to_the_recorded_verdicts() {
    let found = corpus::digests();
    if std::env::var_os("RECORD").is_some() {
        return std::fs::write(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/verdicts/digests.txt"), found).unwrap();
    }
    assert_eq!(found, corpus::RECORDED, "what is decided has changed: if it was meant to, record it with RECORD=1");
}

#[test]
fn the_recorded_expressions_are_right_too() {
    let outcome = table::run();
    assert_eq!((outcome.wrong, outcome.cases, outcome.skipped), (Vec::new(), 578, 6));
}
