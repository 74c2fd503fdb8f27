//! Notes and decisions that were made in the field: they wait sealed, are sent when there is contact, and come back when they do not fit.
//!
//! Each is a command with the revision that its author saw. Invariants: of one subject one is under way at a time, in the order in which
//! they were made, so that one's own note is never taken for somebody else's change; what was sent keeps its id and content; what did not
//! take effect stays until a person decides about it.

use crate::command::{Command, Receipt, ReceiptStatus};
use crate::problem::Problem;
use crate::time::Millis;
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use std::collections::BTreeSet;

/// How far a note is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    /// It waits for contact.
    Waiting,
    /// Somebody changed the subject meanwhile.
    Conflict,
    /// A rule refuses it.
    Refused(Vec<Problem>),
    /// It took effect.
    Done {
        /// The number of its receipt.
        receipt_no: String,
    },
}

/// A note or a decision.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Queued {
    /// The command's id.
    pub id: String,
    /// What it is about: the id of the record.
    pub about: String,
    /// What it is about, for people.
    pub title: String,
    /// The revision that its author saw.
    pub base_rev: u64,
    /// The command's body as JSON.
    pub body: String,
    /// When it was made.
    pub made_at: Millis,
    /// How far it is.
    pub standing: Standing,
}

impl Queued {
    /// A new one, which waits.
    pub fn new(id: String, about: String, title: String, base_rev: u64, body: String, made_at: Millis) -> Self {
        Self { id, about, title, base_rev, body, made_at, standing: Standing::Waiting }
    }

    /// Whether a person has to decide.
    pub fn is_stuck(&self) -> bool {
        matches!(self.standing, Standing::Conflict | Standing::Refused(_))
    }
}

/// All of them, in the order in which they were made.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Queue(pub Vec<Queued>);

impl Queue {
    /// Adds one. One that is there already stays as it is.
    pub fn push(&mut self, note: Queued) {
        if !self.0.iter().any(|it| it.id == note.id) {
            self.0.push(note);
        }
    }

    /// What may be sent now: the first of each subject that did not take effect, if it waits.
    pub fn to_send(&self) -> Vec<&Queued> {
        let mut seen = BTreeSet::new();
        let first = self.0.iter().filter(|it| !matches!(it.standing, Standing::Done { .. })).filter(|it| seen.insert(it.about.as_str()));
        first.filter(|it| it.standing == Standing::Waiting).collect()
    }

    /// The same as the body of a request; nothing if there is nothing to send.
    pub fn request(&self) -> Option<String> {
        let command = |it: &Queued| {
            let body = RawValue::from_string(it.body.clone()).ok()?;
            serde_json::to_string(&Command { id: it.id.clone(), base_rev: Some(it.base_rev), body }).ok()
        };
        let commands: Vec<String> = self.to_send().into_iter().filter_map(command).collect();
        (!commands.is_empty()).then(|| format!("[{}]", commands.join(",")))
    }

    /// Takes an answer. `true`: something is different now.
    pub fn take(&mut self, receipt: &Receipt) -> bool {
        let Some(at) = self.0.iter().position(|it| it.id == receipt.id && it.standing == Standing::Waiting) else { return false };
        let standing = match receipt.status {
            ReceiptStatus::Retry => return false,
            ReceiptStatus::Conflict => Standing::Conflict,
            ReceiptStatus::Rejected => Standing::Refused(receipt.problems.clone()),
            ReceiptStatus::Done => Standing::Done { receipt_no: receipt.receipt_no.clone().unwrap_or_default() },
        };
        let (about, seen) = (self.0[at].about.clone(), self.0[at].base_rev);
        if let (Standing::Done { .. }, Some(rev)) = (&standing, receipt.rev) {
            // Between the two there was nothing but this one, and what was made after it was never sent.
            self.0.iter_mut().skip(at + 1).filter(|it| it.about == about && it.base_rev == seen).for_each(|it| it.base_rev = rev);
        }
        self.0[at].standing = standing;
        true
    }

    /// Sends one's own once more, knowing what is there now: a new command on the revision that was seen.
    pub fn keep_mine(&mut self, id: &str, new_id: &str, rev: u64) -> bool {
        let Some(it) = self.0.iter_mut().find(|it| it.id == id && it.is_stuck()) else { return false };
        new_id.clone_into(&mut it.id);
        it.base_rev = rev;
        it.standing = Standing::Waiting;
        true
    }

    /// Takes one out: theirs stays, or it took effect and was seen. One that may be under way stays.
    pub fn discard(&mut self, id: &str) -> bool {
        let before = self.0.len();
        self.0.retain(|it| it.id != id || it.standing == Standing::Waiting);
        before != self.0.len()
    }

    /// How many did not take effect yet.
    pub fn unsent(&self) -> usize {
        self.0.iter().filter(|it| !matches!(it.standing, Standing::Done { .. })).count()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn note(id: &str, about: &str, base_rev: u64) -> Queued {
        Queued::new(id.into(), about.into(), String::new(), base_rev, r#"{"room":"forms","do":{"review":{"submission":"s"}}}"#.into(), 0)
    }

    fn receipt(id: &str, status: ReceiptStatus, rev: Option<u64>) -> Receipt {
        Receipt { id: id.into(), status, rev, receipt_no: Some("0000-0001".into()), problems: vec![Problem::new("", "nothing_to_do")] }
    }

    fn ids(queue: &Queue) -> Vec<&str> {
        queue.to_send().into_iter().map(|it| it.id.as_str()).collect()
    }

    #[test]
    fn ones_own_note_is_no_conflict_with_ones_next() {
        let mut queue = Queue::default();
        for it in [note("a", "s", 5), note("b", "s", 5), note("c", "t", 7)] {
            queue.push(it);
        }
        queue.push(note("a", "other", 1));
        assert_eq!(ids(&queue), ["a", "c"]);
        assert!(!queue.take(&receipt("b", ReceiptStatus::Retry, None)));
        assert!(queue.take(&receipt("a", ReceiptStatus::Done, Some(9))));
        assert_eq!((ids(&queue), queue.0[1].base_rev, queue.unsent()), (vec!["b", "c"], 9, 2));
        assert!(!queue.take(&receipt("a", ReceiptStatus::Conflict, None)), "what took effect stays so");
        let request = queue.request().unwrap();
        assert!(request.starts_with(r#"[{"id":"b","base_rev":9,"body":{"room":"forms","#), "{request}");
    }

    #[test]
    fn what_does_not_fit_waits_for_a_person() {
        let mut queue = Queue(vec![note("a", "s", 5), note("b", "s", 5)]);
        queue.take(&receipt("a", ReceiptStatus::Conflict, None));
        assert_eq!(ids(&queue), Vec::<&str>::new(), "what was made after it waits too");
        assert_eq!(queue.request(), None);
        assert!(queue.keep_mine("a", "a2", 8));
        assert_eq!((ids(&queue), queue.0[0].base_rev), (vec!["a2"], 8));
        assert!(!queue.discard("a2"), "it may be under way");
        queue.take(&receipt("a2", ReceiptStatus::Rejected, None));
        assert!(queue.0[0].is_stuck() && queue.discard("a2"));
        assert_eq!(ids(&queue), ["b"]);
    }
}
