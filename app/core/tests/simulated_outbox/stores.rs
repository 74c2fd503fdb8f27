//! The stores of the devices: what they are asked, what they do, and what they say.

use super::City;
use super::device::read;
use super::event::{At, Event, Work};
use super::server::Sabotage;
use super::verdict::{Gone, Wrong, n_of};
use engawa_core::outbox::{Entry, Input, Record, Trouble};

impl City {
    pub fn records(&mut self, at: At) -> Vec<Record> {
        let from_text = self.dice.percent(3);
        let device = &self.devices[at.device];
        let build = device.contexts[at.context].build;
        let mut foreign = 0;
        let records = device
            .store
            .values()
            .map(|entry| {
                let record = read(entry, build, from_text);
                foreign += u64::from(matches!(record, Record::Foreign(_)));
                record
            })
            .collect();
        self.met.foreign += foreign;
        records
    }

    /// Check 5, and that a request has one command of a subject at most.
    pub fn check_saved(&mut self, at: At, entries: &[Entry]) {
        for (place, entry) in entries.iter().enumerate() {
            let held = self.devices[at.device].store.get(&entry.id);
            let is_saved = match held {
                Some(held) => held.is_done() || (held.left && held.body == entry.body),
                // Another context settled it, and a person put it away; this one does not know yet.
                None => matches!(self.submissions[n_of(&entry.id)].gone, Gone::Dismissed | Gone::Discarded | Gone::Replaced),
            };
            if !is_saved {
                self.wrong.push((Wrong::Unsaved, format!("{} is sent, the store holds {held:?}", entry.id)));
            }
            if entries.iter().take(place).any(|other| other.subject == entry.subject) {
                self.wrong.push((Wrong::Order, format!("two of {} in one request", entry.subject)));
            }
        }
    }

    pub fn store(&mut self, at: At, work: Work, is_new: bool) {
        let is_full = self.devices[at.device].full && matches!(work, Work::Save { .. }) && (is_new || self.dice.percent(30));
        let (commits, fails) = if is_full {
            (false, Some(Trouble::Full))
        } else if self.trouble(6) {
            // A store that says "failed" may have done it.
            (self.dice.percent(40), Some(Trouble::Failed))
        } else {
            (true, None)
        };
        self.met.lying_stores += u64::from(commits && fails.is_some());
        self.within(1, 20, Event::Stores { at, work, commits, fails });
    }

    /// The transaction of a store, and its answer.
    pub fn stores(&mut self, at: At, work: Work, commits: bool, fails: Option<Trouble>) {
        let lives = self.lives(at);
        if !lives {
            self.met.deaths_while_storing += 1;
            if self.dice.percent(50) {
                return;
            }
        }
        let (id, fits) = {
            let device = &self.devices[at.device];
            match &work {
                Work::Save { entry, instead_of } => (entry.id.clone(), device.fits(entry, instead_of.as_ref())),
                Work::Forget { id, version } => (id.clone(), device.version(id) == *version),
            }
        };
        let answer = if !fits {
            self.met.lost_races += 1;
            let (device, build) = (&self.devices[at.device], self.devices[at.device].contexts[at.context].build);
            let held = device.store.get(&id).map(|entry| read(entry, build, false));
            Input::SaveFailed { id, why: Trouble::Changed(held) }
        } else if let Some(why) = fails {
            Input::SaveFailed { id, why }
        } else {
            match &work {
                Work::Save { entry, .. } => {
                    if lives {
                        self.submissions[n_of(&id)].kept = true;
                    }
                    Input::Saved { id, version: entry.version }
                }
                Work::Forget { .. } => Input::Forgotten(id),
            }
        };
        if fits && commits {
            self.commit(at, work);
        }
        if lives {
            self.tell(at, answer);
        }
    }

    pub fn commit(&mut self, at: At, work: Work) {
        let sabotage = self.server.sabotage;
        match work {
            Work::Save { mut entry, instead_of } => {
                if sabotage == Sabotage::ForgetfulStore && entry.version == 1 && self.dice.percent(10) {
                    return;
                }
                if sabotage == Sabotage::NoOrder {
                    entry.seq = 0;
                }
                if let Some((old, _)) = instead_of {
                    self.submissions[n_of(&old)].gone = Gone::Replaced;
                    self.met.replaced += 1;
                    self.devices[at.device].store.remove(&old);
                }
                self.devices[at.device].store.insert(entry.id.clone(), *entry);
            }
            Work::Forget { id, .. } => {
                let store = &mut self.devices[at.device].store;
                let gone = match store.get(&id) {
                    None => return,
                    Some(held) if held.is_done() => Gone::Dismissed,
                    Some(held) if held.is_stuck() => Gone::Discarded,
                    Some(_) => Gone::Cancelled,
                };
                if sabotage != Sabotage::StickyStore {
                    store.remove(&id);
                }
                self.met.cancelled += u64::from(gone == Gone::Cancelled);
                self.submissions[n_of(&id)].gone = gone;
            }
        }
        for context in 0..self.devices[at.device].contexts.len() {
            let other = self.at(at.device, context);
            if context != at.context && other.life > 0 && !self.context(other).noticed {
                self.context(other).noticed = true;
                self.within(1, 40, Event::Notice { at: other });
            }
        }
    }
}
