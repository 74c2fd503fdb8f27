//! The way to the server and back.

use super::event::{At, Event, Parcel};
use super::server::Fate;
use super::verdict::n_of;
use super::{City, PATIENCE_MS};
use engawa_core::outbox::{Failure, Input};
use engawa_core::{Problem, Receipt};

impl City {
    /// A request sets out: it arrives once, twice, late or never, and the shell does not wait for ever.
    pub fn request(&mut self, at: At, request: u64, parcel: Parcel) {
        self.context(at).open.push(request);
        let chance = self.dice.chance();
        let input = failed(request, &parcel, Failure::Unreachable { retry_after_ms: None, chance });
        self.after(PATIENCE_MS, Event::TimedOut { at, request, input });
        if self.trouble(15) {
            self.met.lost_requests += 1;
            return;
        }
        if self.trouble(10) {
            self.met.repeated += 1;
            self.within(5, 50_000, Event::Arrives { at, request, parcel: parcel.clone() });
        }
        self.within(5, 300, Event::Arrives { at, request, parcel });
    }

    /// What the server makes of a request, and its answer unless it dies.
    pub fn serve(&mut self, request: u64, parcel: &Parcel) -> Option<Input> {
        let chance = self.dice.chance();
        if !self.server.up {
            return if self.dice.percent(50) { Some(failed(request, parcel, Failure::Unreachable { retry_after_ms: None, chance })) } else { None };
        }
        if self.trouble(4) {
            let retry_after_ms = Some(self.dice.span(1, 20_000));
            return Some(failed(request, parcel, Failure::Unreachable { retry_after_ms, chance }));
        }
        let entries = match parcel {
            Parcel::Has(sha256) => return Some(Input::BlobHas { request, bytes: self.server.has(sha256), chance }),
            Parcel::Chunk { sha256, from, bytes } => {
                let is_cut = self.trouble(15);
                let arrived = if is_cut { self.dice.below(bytes + 1) } else { *bytes };
                let bytes = self.server.append(sha256, *from, arrived);
                return if is_cut { None } else { Some(Input::BlobHas { request, bytes, chance }) };
            }
            Parcel::Commands(entries) => entries,
        };
        if entries.iter().any(|entry| self.submissions[n_of(&entry.id)].fate == Fate::Poison) {
            self.met.refused_batches += u64::from(entries.len() > 1);
            return Some(failed(request, parcel, Failure::Refused(Problem::new("", "bad_json"))));
        }
        let mut receipts = Vec::with_capacity(entries.len());
        for entry in entries.iter() {
            let n = n_of(&entry.id);
            if self.trouble(4) {
                self.met.deaths_before_commit += 1;
                self.server_dies();
                return None;
            }
            if self.trouble(4) {
                receipts.push(Receipt::retry(&entry.id));
                continue;
            }
            receipts.push(self.server.decide(n, entry, self.submissions[n].fate, self.submissions[n].is_shared));
            if self.trouble(4) {
                self.met.deaths_after_commit += 1;
                self.server_dies();
                return None;
            }
        }
        if self.dice.percent(20) {
            receipts.reverse();
        }
        if self.trouble(3) {
            receipts.pop();
        }
        Some(Input::Posted { request, receipts, chance })
    }
}

/// How a shell says that a request failed.
fn failed(request: u64, parcel: &Parcel, failure: Failure) -> Input {
    if matches!(parcel, Parcel::Commands(_)) { Input::PostFailed { request, failure } } else { Input::BlobFailed { request, failure } }
}
