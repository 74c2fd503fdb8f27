//! Fillings-in that were recorded with another client, played again: after each step every node must be as it was there.
//!
//! Each line of `data/scenario_traces.jsonl` is one (`data/README.md`): a form as an `XForm`, the state in which it begins, and what was done with
//! the state that came of it. A state has every node with its address, kind, relevance, value, whether an answer is needed and whether
//! it can be changed, what is wrong, label, hint, and choices. After each step the form is also put aside and resumed.
//!
//! What cannot pass is listed with its reason; a listed one that passes is a mistake of the list.

#[path = "form_traces/loader.rs"]
mod loader;
#[path = "form_traces/player.rs"]
mod player;

use std::panic::{AssertUnwindSafe, catch_unwind};

use player::{Trace, play};

const TRACES: &str = include_str!("data/scenario_traces.jsonl");

const EDITED: &str = "it goes on with a filling-in that was made before and is not in the record";
const ATTRIBUTE: &str = "nodes of a form have no attributes that could be set";
const BY_POSITION: &str = "what is set is found by the position of a row; a workbook can only name questions";
const PLACE: &str = "odk:setgeopoint asks the device where it is; no form of ours does";

/// What cannot pass.
const OUTSIDE: [(&str, &str); 9] = [
    ("setvalue action > region repeats > `setvalue` at root > sets value of node in first repeat instance", BY_POSITION),
    ("setvalue action > region repeats > `setvalue` at root > sets value of node in repeat instance added after form load", BY_POSITION),
    ("setvalue action > `xforms-value-changed` > is not triggered when loading form for editing", EDITED),
    ("setvalue action > `setvalue` > sets the value of a bound attribute", ATTRIBUTE),
    ("OdkNewRepeatEventTest.java > new repeat instance > does not fire when editing an existing instance", EDITED),
    ("Bind attributes > binds attributes from instance data when editing", EDITED),
    ("`jr:preload` > uid > preloads specified data in bound attributes", ATTRIBUTE),
    ("odk:setgeopoint action > set point when event is odk-instance-load", PLACE),
    ("Value evaluation order > editing instance", EDITED),
];

#[test]
fn every_recorded_filling_in_is_the_same_here() {
    let mut wrong = Vec::new();
    let mut count = 0;
    for line in TRACES.lines() {
        let trace: Trace = serde_json::from_str(line).unwrap();
        let outside = OUTSIDE.iter().find(|(test, _)| *test == trace.test);
        let result = catch_unwind(AssertUnwindSafe(|| play(&trace))).unwrap_or_else(|_| Err("it panicked".to_owned()));
        match (result, outside) {
            (Err(difference), None) => wrong.push(format!("{}\n    {difference}", trace.test)),
            (Ok(()), Some((_, reason))) => wrong.push(format!("{}\n    passes although it is listed: {reason}", trace.test)),
            (Ok(()), None) | (Err(_), Some(_)) => count += 1,
        }
    }
    assert!(wrong.is_empty(), "{} of {} are as recorded; these are not:\n{}", count, count + wrong.len(), wrong.join("\n"));
    assert_eq!(count, 230);
}
