//! One running form, as the page of filling in has it.
//!
//! Addresses count rows from 1 (`cost[3]/unit`), because the benchmark's peer knows no keys.

use engawa_app::forms::outline::{looked_at, moment};
use engawa_core::form::answers::AnswerPath;
use engawa_core::form::definition::Definition;
use engawa_core::form::running::{AnswerError, Changes, Compiled, Form};
use engawa_core::form::tree::{Tree, TreeId};
use engawa_core::time::Millis;
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::sync::Arc;
use wasm_bindgen::prelude::wasm_bindgen;

#[derive(Default)]
struct Bench {
    form: Option<Form>,
    found: Vec<TreeId>,
}

thread_local! {
    static BENCH: RefCell<Bench> = RefCell::default();
}

#[expect(clippy::cast_possible_truncation, reason = "dates are whole milliseconds, far below 2^53")]
fn now() -> Millis {
    js_sys::Date::now() as Millis
}

/// Begins the form of a definition in JSON and gives its number of nodes; 0 if it cannot be read or computed.
#[wasm_bindgen]
pub fn bench_form_load(definition: &str) -> usize {
    let Ok(definition) = serde_json::from_str::<Definition>(definition) else { return 0 };
    let count = definition.nodes.len();
    let Ok(compiled) = Compiled::new(Arc::new(definition)) else { return 0 };
    let form = Form::begin(Arc::new(compiled), looked_at(now(), "bench"));
    BENCH.set(Bench { form: Some(form), found: Vec::new() });
    count
}

/// Adds rows to a repeat and gives how many there are then; 0 if it takes none.
#[wasm_bindgen]
pub fn bench_form_rows(repeat: &str, count: usize) -> usize {
    BENCH.with_borrow_mut(|bench| {
        let Some(form) = bench.form.as_mut() else { return 0 };
        let Some(repeat) = form.find(&AnswerPath(repeat.to_owned())) else { return 0 };
        for number in 0..count {
            let last = form.rows(repeat).last().copied();
            if form.add_row(repeat, last, &format!("bench-{number}"), moment(now())).is_err() {
                return 0;
            }
        }
        form.rows(repeat).len()
    })
}

/// A handle for the answer at an address whose rows are counted from 1 (`cost[3]/unit`); 0 if there is none.
#[wasm_bindgen]
pub fn bench_form_find(address: &str) -> usize {
    BENCH.with_borrow_mut(|bench| {
        let Some(at) = bench.form.as_ref().and_then(|form| place(form, address)) else { return 0 };
        bench.found.push(at);
        bench.found.len()
    })
}

/// Takes an answer, as a key stroke does, and gives how many nodes became different.
#[wasm_bindgen]
pub fn bench_form_answer(handle: usize, raw: &str) -> usize {
    BENCH.with_borrow_mut(|bench| {
        let Some(at) = handle.checked_sub(1).and_then(|at| bench.found.get(at)).copied() else { return 0 };
        let Some(form) = bench.form.as_mut() else { return 0 };
        match form.answer(at, raw, moment(now())) {
            Ok(changes) | Err(AnswerError::Unreadable(_, changes)) => touched(&changes),
            Err(_) => 0,
        }
    })
}

/// Every value by address, calculated ones too: a JSON object.
#[wasm_bindgen]
pub fn bench_form_values() -> String {
    let mut values = BTreeMap::new();
    BENCH.with_borrow(|bench| {
        if let Some(form) = &bench.form {
            collect(form, Tree::ROOT, "", &mut values);
        }
    });
    serde_json::to_string(&values).unwrap_or_default()
}

fn touched(changes: &Changes) -> usize {
    changes.nodes.len() + changes.repeats.len()
}

/// The node at an address whose rows are counted.
fn place(form: &Form, address: &str) -> Option<TreeId> {
    let mut path = AnswerPath::root();
    for step in address.split('/') {
        let (name, row) = step.split_once('[').map_or((step, None), |(name, row)| (name, Some(row)));
        path = path.child(name);
        if let Some(row) = row {
            let index = row.strip_suffix(']')?.parse::<usize>().ok()?.checked_sub(1)?;
            path = form.path(*form.rows(form.find(&path)?).get(index)?);
        }
    }
    form.find(&path)
}

fn collect(form: &Form, at: TreeId, address: &str, into: &mut BTreeMap<String, String>) {
    for item in form.items(at) {
        let name = form.node(item).map_or("", |node| node.name.as_str());
        let here = if address.is_empty() { name.to_owned() } else { format!("{address}/{name}") };
        if form.is_repeat(item) {
            for (number, row) in (1_usize..).zip(form.rows(item)) {
                collect(form, row, &format!("{here}[{number}]"), into);
            }
        } else if form.items(item).is_empty() {
            into.insert(here, form.value(item).to_owned());
        } else {
            collect(form, item, &here, into);
        }
    }
}
