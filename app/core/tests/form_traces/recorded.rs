//! What was recorded, for whichever target this is built for: the tests of verdicts play it too.

use super::player::Trace;

const TRACES: &str = include_str!("../data/scenario_traces.jsonl");

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

/// Every recorded filling-in, and why it cannot pass if it cannot.
pub fn traces() -> Vec<(Trace, Option<&'static str>)> {
    let traces = TRACES.lines().map(|line| serde_json::from_str::<Trace>(line).unwrap());
    let with_reason = |trace: Trace| {
        let outside = OUTSIDE.iter().find(|(test, _)| *test == trace.test).map(|(_, reason)| *reason);
        (trace, outside)
    };
    traces.map(with_reason).collect()
}
