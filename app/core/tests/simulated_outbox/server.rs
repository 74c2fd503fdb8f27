//! The model of the server: receipts by id, effects in the order of their commits, and files.

use super::edits::Known;
use engawa_core::form::draft::Document;
use engawa_core::outbox::Entry;
use engawa_core::{Problem, Receipt, ReceiptStatus};
use std::collections::BTreeMap;

/// What the server will make of a command.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    Accept,
    Reject,
    Conflict,
    /// No request with it in it is ever read.
    Poison,
}

/// A mistake that the simulation must notice; otherwise it proves nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sabotage {
    None,
    /// The server keeps no receipts.
    NoReceipts,
    /// The server says that it has what it did not keep, and does not look.
    TornFiles,
    /// The device's store says that it kept what it did not keep.
    ForgetfulStore,
    /// The device's store keeps what it was told to give up.
    StickyStore,
    /// The device's store loses the order of asking.
    NoOrder,
    /// The server forgets an answer of each draft that it merges.
    ForgetfulMerge,
    /// The server leaves an answer out of what it tells members.
    ForgetfulAnswer,
    /// The server does not close a draft that was sent.
    EndlessDraft,
    /// A tab sends what it typed without waiting for its journal.
    HastyPad,
}

pub struct Server {
    pub up: bool,
    pub sabotage: Sabotage,
    /// Id to body and receipt.
    receipts: BTreeMap<String, (String, Receipt)>,
    /// What took effect, in order.
    pub effects: Vec<usize>,
    /// Files, and how much of them is really here.
    pub blobs: BTreeMap<String, u64>,
    /// Somebody sent another content under the same id.
    pub changed: Option<String>,
    /// The draft that the group shares, and which edits are in it.
    pub document: Document,
    pub knows: Known,
    /// The submission that closed it.
    pub sent: Option<usize>,
}

impl Server {
    pub fn new(sabotage: Sabotage, document: Document) -> Self {
        Self {
            up: true,
            sabotage,
            receipts: BTreeMap::new(),
            effects: Vec::new(),
            blobs: BTreeMap::new(),
            changed: None,
            document,
            knows: 0,
            sent: None,
        }
    }

    pub fn has(&self, sha256: &str) -> u64 {
        self.blobs.get(sha256).copied().unwrap_or(0)
    }

    /// Takes a part that goes on where the file ends, or as much of it as arrived.
    pub fn append(&mut self, sha256: &str, from: u64, bytes: u64) -> u64 {
        let has = self.blobs.entry(sha256.to_owned()).or_insert(0);
        if *has == from {
            *has += if self.sabotage == Sabotage::TornFiles { bytes / 2 } else { bytes };
        }
        if self.sabotage == Sabotage::TornFiles { from + bytes } else { *has }
    }

    /// Forgets files that no effect needs.
    pub fn sweep(&mut self, needed: impl Fn(&str) -> bool) {
        self.blobs.retain(|sha256, _| needed(sha256));
    }

    pub fn is_whole(&self, entry: &Entry) -> bool {
        self.sabotage == Sabotage::TornFiles || entry.attachments.iter().all(|file| self.has(&file.sha256) >= file.bytes)
    }

    /// Decides one command in one transaction, or gives the receipt that it gave before.
    pub fn decide(&mut self, n: usize, entry: &Entry, fate: Fate, is_shared: bool) -> Receipt {
        if let Some((body, receipt)) = self.receipts.get(&entry.id) {
            if *body != entry.body {
                self.changed = Some(format!("{} was {body} and is {}", entry.id, entry.body));
            }
            return receipt.clone();
        }
        if !self.is_whole(entry) {
            return Receipt::retry(&entry.id);
        }
        let (status, problems) = match fate {
            Fate::Accept if is_shared && self.sent.is_some() => (ReceiptStatus::Rejected, vec![Problem::new("shared", "draft_already_sent")]),
            Fate::Accept => (ReceiptStatus::Done, Vec::new()),
            Fate::Reject | Fate::Poison => (ReceiptStatus::Rejected, vec![Problem::new("q1", "required")]),
            Fate::Conflict => (ReceiptStatus::Conflict, vec![Problem::new("", "conflict")]),
        };
        if status == ReceiptStatus::Done {
            self.effects.push(n);
            if is_shared && self.sabotage != Sabotage::EndlessDraft {
                self.sent = Some(n);
            }
        }
        let receipt = Receipt { id: entry.id.clone(), status, rev: Some(1), receipt_no: Some("0000-0001".to_owned()), problems };
        if self.sabotage != Sabotage::NoReceipts {
            self.receipts.insert(entry.id.clone(), (entry.body.clone(), receipt.clone()));
        }
        receipt
    }
}
