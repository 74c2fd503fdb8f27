//! The outbox and the server: who may go, files first, then commands, and what the answers mean.
//!
//! One request with commands and one about a file are under way at a time. After a failure one entry probes; when it got through, the
//! others follow.

use super::entry::{Attachment, Entry, State};
use super::item::{Item, Outcome, Wish};
use super::receipt::Kept;
use super::storage::Dependency;
use super::wait::{LEASE_MS, Lease, UnixMs, after_failure, lasts};
use super::{CHUNK_BYTES, Effect, Failure, MAX_BATCH, MAX_POST_BYTES, Outbox, Post, Upload};
use crate::command::{Receipt, ReceiptStatus};
use crate::problem::Problem;
use std::collections::BTreeSet;

impl Outbox {
    /// Begins what can be begun.
    pub(super) fn send(&mut self, now: UnixMs, out: &mut Vec<Effect>) {
        if lasts(self.pause, now) {
            return;
        }
        self.upload_next(now, out);
        for at in self.claimable(now) {
            if let Some(item) = self.items.get(at) {
                let left = item.entry.left || self.missing(&item.entry).is_none();
                let next = Entry { lease: Some(self.lease(now)), wait: None, left, ..item.entry.clone() };
                self.save(at, next, out);
            }
        }
        self.post_ready(now, out);
    }

    fn lease(&self, now: UnixMs) -> Lease {
        Lease { by: self.role, holder: self.name.clone(), since: now, until: now.saturating_add(LEASE_MS) }
    }

    /// The first file of an entry that the server is not known to have whole.
    fn missing<'a>(&self, entry: &'a Entry) -> Option<&'a Attachment> {
        entry.attachments.iter().find(|it| self.has.get(&it.sha256).is_none_or(|bytes| *bytes < it.bytes))
    }

    /// Whether this context holds the entry's lease and nothing is in the way.
    fn is_ours(&self, item: &Item, now: UnixMs) -> bool {
        item.entry.is_waiting() && item.entry.version > 0 && item.entry.is_leased_by(&self.name) && item.is_idle(now)
    }

    /// Goes on with the files of the entry that is at it, or lets it leave when all are there.
    fn upload_next(&mut self, now: UnixMs, out: &mut Vec<Effect>) {
        if self.upload.is_some() {
            return;
        }
        for at in 0..self.items.len() {
            let Some(item) = self.items.get(at).filter(|item| self.is_ours(item, now)) else { continue };
            let Some(file) = self.missing(&item.entry) else {
                if !item.entry.left {
                    let next = Entry { left: true, lease: Some(self.lease(now)), ..item.entry.clone() };
                    self.save(at, next, out);
                }
                continue;
            };
            if item.entry.lease.as_ref().is_some_and(|lease| lease.is_half_over(now)) {
                let next = Entry { lease: Some(self.lease(now)), ..item.entry.clone() };
                self.save(at, next, out);
                return;
            }
            let (id, sha256, whole) = (item.entry.id.clone(), file.sha256.clone(), file.bytes);
            let from = self.has.get(&sha256).copied();
            let request = self.next_request();
            out.push(match from {
                None => Effect::AskBlob { request, sha256: sha256.clone(), whole },
                Some(from) => {
                    let bytes = whole.saturating_sub(from).min(CHUNK_BYTES);
                    Effect::SendChunk { request, sha256: sha256.clone(), from, bytes, whole }
                }
            });
            self.upload = Some(Upload { request, id, sha256, from });
            return;
        }
    }

    /// The entries that may set out now: of each subject the oldest, if nothing of that subject is under way.
    fn claimable(&self, now: UnixMs) -> Vec<usize> {
        let mut chosen = Vec::new();
        let mut busy: BTreeSet<&str> = BTreeSet::new();
        let (mut active, mut uploads) = (0_usize, false);
        for item in self.items.iter().filter(|item| item.entry.is_waiting()) {
            if item.is_active(&self.name) || self.is_under_way(&item.entry.id) {
                active += 1;
                uploads |= self.missing(&item.entry).is_some();
                busy.insert(&item.entry.subject);
            } else if item.entry.lease.as_ref().is_some_and(|lease| lease.binds(now, self.role, &self.name)) {
                busy.insert(&item.entry.subject);
            }
        }
        for (at, item) in self.items.iter().enumerate() {
            // What is not stored yet is nobody's business but this context's.
            if item.entry.is_done() || item.entry.version == 0 || !busy.insert(&item.entry.subject) {
                continue;
            }
            let with_files = self.missing(&item.entry).is_some();
            if self.may_go(item, now) && !(with_files && uploads) {
                uploads |= with_files;
                chosen.push((item.entry.tries, at));
            }
        }
        let most = if self.failures > 0 { 1 } else { MAX_BATCH };
        if self.failures > 0 {
            // The one that has failed least probes, so that one that always fails keeps nobody from going.
            chosen.sort_by_key(|(tries, _)| *tries);
        }
        chosen.truncate(most.saturating_sub(active));
        chosen.into_iter().map(|(_, at)| at).collect()
    }

    /// Whether the oldest entry of its subject may set out. Nobody else has it.
    fn may_go(&self, item: &Item, now: UnixMs) -> bool {
        let entry = &item.entry;
        entry.is_waiting()
            && item.is_idle(now)
            && (item.wish != Some(Wish::Cancel) || entry.cancel_asked)
            && !lasts(entry.wait, now)
            && (entry.left || entry.after.as_ref().is_none_or(|after| self.dependency(after) == Dependency::Free))
            && !self.foreign.iter().any(|other| !other.done && other.subject == entry.subject && other.seq <= entry.seq)
    }

    /// Sends what is ready in one request, as soon as nothing more is about to be.
    fn post_ready(&mut self, now: UnixMs, out: &mut Vec<Effect>) {
        if self.post.is_some() || self.items.iter().any(|item| item.is_leaving(&self.name)) {
            return;
        }
        let (mut entries, mut bytes) = (Vec::new(), 0_usize);
        for item in &self.items {
            let entry = &item.entry;
            if !entry.left || !self.is_ours(item, now) || self.missing(entry).is_some() {
                continue;
            }
            bytes = bytes.saturating_add(entry.body.len());
            if !entries.is_empty() && (self.one_by_one || bytes > MAX_POST_BYTES || entries.len() >= MAX_BATCH) {
                break;
            }
            entries.push(entry.clone());
        }
        if entries.is_empty() {
            self.one_by_one = false;
            return;
        }
        let request = self.next_request();
        self.post = Some(Post { request, ids: entries.iter().map(|entry| entry.id.clone()).collect() });
        out.push(Effect::Post { request, entries });
    }

    fn next_request(&mut self) -> u64 {
        self.requests = self.requests.saturating_add(1);
        self.requests
    }

    fn reached(&mut self) {
        self.failures = 0;
        self.pause = None;
    }

    pub(super) fn blob_has(&mut self, now: UnixMs, request: u64, bytes: u64, chance: u32) {
        let Some(upload) = self.upload.take_if(|upload| upload.request == request) else { return };
        self.has.insert(upload.sha256, bytes);
        match upload.from {
            // It answers and takes nothing: not again at once.
            Some(from) if bytes <= from => self.unreachable(now, &[upload.id], None, chance),
            Some(_) => self.reached(),
            None => {}
        }
    }

    pub(super) fn blob_failed(&mut self, now: UnixMs, request: u64, failure: Failure) {
        let Some(upload) = self.upload.take_if(|upload| upload.request == request) else { return };
        // How much of it arrived is asked again.
        self.has.remove(&upload.sha256);
        match failure {
            Failure::Unreachable { retry_after_ms, chance } => self.unreachable(now, &[upload.id], retry_after_ms, chance),
            Failure::Refused(problem) => {
                self.reached();
                self.refused(&upload.id, problem);
            }
        }
    }

    pub(super) fn posted(&mut self, now: UnixMs, request: u64, receipts: &[Receipt], chance: u32) {
        let ours = self.post.take_if(|post| post.request == request).map(|post| post.ids);
        if ours.is_some() {
            self.reached();
        }
        let ours = ours.unwrap_or_default();
        for receipt in receipts {
            let Some(state) = settled(receipt, now) else { continue };
            let is_done = matches!(state, State::Done(_));
            // A late answer counts only if it says that it took effect: that stays true.
            let counts = |entry: &Entry| entry.left && !entry.is_done() && (is_done || (entry.is_waiting() && ours.contains(&entry.id)));
            if let Some(item) = self.items.iter().find(|item| item.entry.id == receipt.id).filter(|item| counts(&item.entry)) {
                if is_done {
                    for file in &item.entry.attachments {
                        self.has.remove(&file.sha256);
                    }
                }
                self.settle(&receipt.id, Outcome::Settled(state));
            }
        }
        for id in &ours {
            if !receipts.iter().any(|receipt| receipt.id == *id && receipt.status != ReceiptStatus::Retry) {
                self.not_decided(now, id, chance);
            }
        }
    }

    /// The server wants this command again later, perhaps because it lacks a file after all.
    fn not_decided(&mut self, now: UnixMs, id: &str, chance: u32) {
        let Some(item) = self.items.iter_mut().find(|item| item.entry.id == id) else { return };
        if item.entry.is_waiting() && item.outcome.is_none() {
            item.outcome = Some(Outcome::Later(after_failure(now, item.entry.tries.saturating_add(1), None, chance)));
        }
        for file in &item.entry.attachments {
            self.has.remove(&file.sha256);
        }
    }

    pub(super) fn post_failed(&mut self, now: UnixMs, request: u64, failure: Failure) {
        let Some(post) = self.post.take_if(|post| post.request == request) else { return };
        match failure {
            Failure::Unreachable { retry_after_ms, chance } => self.unreachable(now, &post.ids, retry_after_ms, chance),
            Failure::Refused(problem) => {
                self.reached();
                if let [id] = post.ids.as_slice() {
                    self.refused(id, problem);
                } else {
                    self.one_by_one = true;
                }
            }
        }
    }

    fn refused(&mut self, id: &str, problem: Problem) {
        if self.item(id).is_some_and(|item| item.entry.is_waiting() && item.outcome.is_none()) {
            self.settle(id, Outcome::Settled(State::Rejected { problems: vec![problem] }));
        }
    }

    fn unreachable(&mut self, now: UnixMs, ids: &[String], retry_after_ms: Option<u64>, chance: u32) {
        self.failures = self.failures.saturating_add(1);
        self.pause = Some(after_failure(now, self.failures, retry_after_ms, chance));
        for item in self.items.iter_mut().filter(|item| ids.contains(&item.entry.id)) {
            if item.entry.is_waiting() && item.entry.is_leased_by(&self.name) && item.outcome.is_none() {
                item.outcome = Some(Outcome::Later(after_failure(now, item.entry.tries.saturating_add(1), retry_after_ms, chance)));
            }
        }
    }
}

/// What a receipt makes of an entry; nothing if it decides nothing.
fn settled(receipt: &Receipt, now: UnixMs) -> Option<State> {
    match receipt.status {
        ReceiptStatus::Done => Some(State::Done(Kept::of(receipt, now))),
        ReceiptStatus::Rejected => Some(State::Rejected { problems: receipt.problems.clone() }),
        ReceiptStatus::Conflict => Some(State::Conflict { problems: receipt.problems.clone(), rev: receipt.rev }),
        ReceiptStatus::Retry => None,
    }
}
