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
#[path = "form_traces/recorded.rs"]
mod recorded;

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use engawa_core::form::answers::AnswerPath;
use engawa_core::form::running::{Compiled, Form};
use loader::load;
use player::{play, resumption};

#[test]
fn every_recorded_filling_in_is_the_same_here() {
    let mut wrong = Vec::new();
    let mut count = 0;
    for (trace, outside) in recorded::traces() {
        let result = catch_unwind(AssertUnwindSafe(|| play(&trace))).unwrap_or_else(|_| Err("it panicked".to_owned()));
        match (result, outside) {
            (Err(difference), None) => wrong.push(format!("{}\n    {difference}", trace.test)),
            (Ok(_), Some(reason)) => wrong.push(format!("{}\n    passes although it is listed: {reason}", trace.test)),
            (Ok(_), None) | (Err(_), Some(_)) => count += 1,
        }
    }
    assert!(wrong.is_empty(), "{} of {} are as recorded; these are not:\n{}", count, count + wrong.len(), wrong.join("\n"));
    assert_eq!(count, 230);
}

#[test]
fn addresses_of_rows_are_found_again() {
    let xml = "<h xmlns:jr='http://openrosa.org/javarosa'><model><instance><data id='x'><r><q/></r></data></instance></model>\
               <body><repeat nodeset='/data/r'><input ref='/data/r/q'/></repeat></body></h>";
    let loaded = load(xml, &[]).unwrap();
    let form = Form::begin(Arc::new(Compiled::with_first(Arc::new(loaded.definition), loaded.first).unwrap()), resumption());
    for path in ["", "r", "r[1]", "r[1]/q", "meta/instanceID"] {
        let path = AnswerPath(path.to_owned());
        let at = form.find(&path).unwrap();
        assert_eq!(form.path(at), path);
    }
    assert_eq!(form.find(&AnswerPath("r[2]".to_owned())), None);
}
