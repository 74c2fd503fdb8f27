//! The model of the shared draft: every edit, and all that its author had seen. It knows nothing of counters, deltas and journals.

use super::device::Device;
use super::event::Met;
use super::server::Server;
use super::verdict::Wrong;
use engawa_core::form::AnswerPath;
use engawa_core::form::draft::{Draft, Value};
use std::collections::BTreeSet;

/// A set of edits, by number.
pub type Known = u128;

/// How many edits a schedule has at most.
pub const MOST: usize = 120;

/// What an edit wrote.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Wrote {
    Text(String),
    Cleared,
    Removed,
    Kept,
    /// It gave a row its place; no edit takes that away.
    Placed(String),
}

/// An edit as the model knows it.
pub struct Typed {
    pub device: usize,
    pub path: AnswerPath,
    pub wrote: Wrote,
    pub seen: Known,
}

/// Every edit that was ever made.
#[derive(Default)]
pub struct Edits {
    pub all: Vec<Typed>,
    /// Those whose line is in a journal.
    pub committed: Known,
    /// Those of which the person was told so.
    pub kept: Known,
}

pub fn bit(edit: usize) -> Known {
    1 << edit
}

pub fn cost() -> AnswerPath {
    AnswerPath("cost".to_owned())
}

impl Edits {
    fn numbers(&self, known: Known) -> impl Iterator<Item = usize> {
        (0..self.all.len()).filter(move |edit| known & bit(*edit) != 0)
    }

    /// What nothing known has written over.
    fn held(&self, known: Known, path: &AnswerPath) -> Vec<Wrote> {
        let there: Vec<usize> = self.numbers(known).filter(|edit| self.all[*edit].path == *path).collect();
        let over = there.iter().fold(0, |over, edit| over | self.all[*edit].seen);
        let mut held: Vec<Wrote> = there.into_iter().filter(|edit| over & bit(*edit) == 0).map(|edit| self.all[edit].wrote.clone()).collect();
        held.sort();
        held
    }

    /// How a draft differs from what these edits make.
    pub fn differences(&self, known: Known, draft: &Draft) -> Vec<String> {
        let document = draft.document();
        let mut wrong = Vec::new();
        let paths: BTreeSet<&AnswerPath> = self.numbers(known).map(|edit| &self.all[edit].path).collect();
        let conflicts: BTreeSet<AnswerPath> = draft.conflicts().into_iter().map(|conflict| conflict.path).collect();
        for path in paths {
            if *path == cost() {
                let keys: BTreeSet<&str> = document.slots(path).iter().map(|slot| slot.key.as_str()).collect();
                for edit in self.numbers(known) {
                    if let Wrote::Placed(key) = &self.all[edit].wrote
                        && !keys.contains(key.as_str())
                    {
                        wrong.push(format!("there is no row {key}"));
                    }
                }
                continue;
            }
            let expected = self.held(known, path);
            let mut found: Vec<Wrote> = document.held(path).iter().map(|held| wrote(&held.value)).collect();
            found.sort();
            if found != expected {
                wrong.push(format!("{path} holds {found:?} and not {expected:?}"));
            }
            let several = expected.iter().collect::<BTreeSet<_>>().len() > 1;
            if !path.0.contains('[') && conflicts.contains(path) != several {
                wrong.push(format!("{path} is a conflict: {}, of {expected:?}", !several));
            }
        }
        wrong
    }
}

fn wrote(value: &Value) -> Wrote {
    match value {
        Value::Text(text) => Wrote::Text(text.clone()),
        Value::Cleared => Wrote::Cleared,
        Value::Removed(_) => Wrote::Removed,
        Value::Kept => Wrote::Kept,
    }
}

/// Whether everybody knows of the draft what is to be known. After it was sent each device has it as it was there.
pub fn is_at_rest(devices: &[Device], edits: &Edits, server: &Server) -> bool {
    devices.iter().all(|device| {
        let knows = device.journal.knows();
        let mut pads = device.contexts.iter().filter_map(|context| context.pad.as_ref());
        (server.sent.is_some() || (knows == server.knows && knows == edits.committed))
            && pads.all(|pad| !pad.is_storing && pad.queue.is_empty() && pad.knows == knows)
            // Where nobody typed anything there is still the form that was begun, which no edit counts.
            && (server.sent.is_some() || device.journal.read(false).is_ok_and(|draft| draft.document() == &server.document))
    })
}

/// What is wrong with the draft at the end.
pub fn draft_verdict(devices: &[Device], edits: &Edits, server: &Server, met: &mut Met) -> Vec<(Wrong, String)> {
    let mut wrong = Vec::new();
    for (number, device) in devices.iter().enumerate() {
        let knows = device.journal.knows();
        let own = edits.numbers(edits.kept).filter(|edit| edits.all[*edit].device == number).fold(0, |own, edit| own | bit(edit));
        if own & !knows != 0 {
            wrong.push((Wrong::Lost, format!("device {number} has forgotten of its draft {:b}", own & !knows)));
        }
        let draft = match device.journal.read(edits.all.len().is_multiple_of(8)) {
            Ok(draft) => draft,
            Err(why) => {
                wrong.push((Wrong::Lost, format!("the journal of device {number}: {why}")));
                continue;
            }
        };
        met.conflicts += u64::try_from(draft.conflicts().len()).unwrap_or(0);
        let differences = edits.differences(knows, &draft).into_iter();
        wrong.extend(differences.map(|why| (Wrong::Lost, format!("device {number}, draft: {why}"))));
        if server.sent.is_none() && (draft.document() != &server.document || knows != edits.committed) {
            let facts = format!("knows {knows:b} of {:b}: {:?}, the server {:?}", edits.committed, draft.document(), server.document);
            wrong.push((Wrong::Diverged, format!("device {number} {facts}")));
        }
    }
    wrong
}
