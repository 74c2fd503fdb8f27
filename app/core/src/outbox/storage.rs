//! The outbox and the device's store: reading it, taking asks and wishes, and writing one form after the other.

use super::entry::{Ask, Entry, State};
use super::item::{Doing, Item, Outcome, Wish};
use super::record::Record;
use super::wait::{UnixMs, Wait, backoff, lasts};
use super::{Early, Effect, MAX_ENTRIES, Outbox, Refusal, Trouble};

/// What the store should do next for an entry.
enum Chore {
    Save(Box<Entry>),
    Forget,
}

/// How it stands with the entry that another one goes after.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Dependency {
    /// It is done.
    Free,
    /// It is not done yet.
    Held,
    /// It is not there.
    Lost,
}

impl Outbox {
    /// Looks into the store if there is a reason to.
    pub(super) fn look(&mut self, now: UnixMs, out: &mut Vec<Effect>) {
        if self.look_again && !self.loading && !lasts(self.load_pause, now) {
            self.look_again = false;
            self.loading = true;
            self.load_pause = None;
            self.gone.clear();
            for item in &mut self.items {
                item.touched = false;
            }
            out.push(Effect::Load);
        }
    }

    pub(super) fn loaded(&mut self, records: Vec<Record>, out: &mut Vec<Effect>) {
        self.loading = false;
        self.loaded = true;
        self.load_failures = 0;
        // A look that was asked for before it became stale does not help.
        self.stale &= self.look_again;
        self.foreign.clear();
        for item in &mut self.items {
            item.seen = false;
        }
        for record in records {
            if self.gone.iter().any(|id| id == record.id()) {
                continue;
            }
            match record {
                Record::Foreign(foreign) => self.foreign.push(foreign),
                Record::Entry(entry) => self.found(*entry),
            }
        }
        for item in self.items.iter_mut().filter(|item| !item.touched) {
            item.unsure = false;
        }
        self.items.retain(|item| item.seen || item.touched || item.entry.version == 0 || item.doing != Doing::Nothing);
        for Early { at, ask, cancelled } in std::mem::take(&mut self.early) {
            let id = ask.id.clone();
            self.asked(at, ask, out);
            if cancelled {
                self.wished(&id, Wish::Cancel);
            }
        }
    }

    /// The store holds this entry.
    fn found(&mut self, entry: Entry) {
        let Some(item) = self.items.iter_mut().find(|item| item.entry.id == entry.id) else {
            self.insert(Item::new(entry));
            return;
        };
        item.seen = true;
        match &item.doing {
            Doing::Nothing if entry.version > item.entry.version => {
                item.take(entry, &self.name);
                if let Some(old) = item.instead_of.take() {
                    self.remove(&old);
                }
            }
            // The answer that is to come is older than this.
            Doing::Saving { next, .. } if entry.version > next.version => self.look_again = true,
            Doing::Nothing | Doing::Saving { .. } | Doing::Forgetting => {}
        }
    }

    pub(super) fn load_failed(&mut self, now: UnixMs, out: &mut Vec<Effect>) {
        self.loading = false;
        self.look_again = true;
        self.load_failures = self.load_failures.saturating_add(1);
        self.load_pause = Some(Wait::new(now, backoff(self.load_failures, 0), false));
        out.extend(self.early.iter().map(|early| Effect::NotSaved { id: early.ask.id.clone(), full: false }));
    }

    pub(super) fn asked(&mut self, now: UnixMs, mut ask: Ask, out: &mut Vec<Effect>) {
        if let Some(item) = self.item_mut(&ask.id) {
            // Asked again, perhaps after the person made room.
            item.pause = None;
            return;
        }
        if let Some(why) = self.refusal(&ask) {
            out.push(Effect::NotTaken { id: ask.id, why });
            return;
        }
        if !self.loaded {
            if !self.early.iter().any(|early| early.ask.id == ask.id) {
                self.early.push(Early { at: now, ask, cancelled: false });
            }
            return;
        }
        let instead_of = ask.replaces.take();
        // A person who edits has been told that what it was to go after is gone.
        let names_refused = instead_of.is_none() && ask.after.as_ref().is_some_and(|after| self.item(after).is_some_and(|item| item.refused));
        let mut entry = Entry::new(ask, now);
        if let Some(old) = instead_of.as_deref().and_then(|id| self.item(id)) {
            entry.take_place(&old.entry);
        } else {
            // Later than all that the person can have seen, and by the clock than what other tabs have just taken.
            let known = self.items.iter().map(|item| item.entry.seq).chain(self.foreign.iter().map(|foreign| foreign.seq)).max();
            entry.seq = known.map_or(now, |seq| now.max(seq.saturating_add(1)));
        }
        // What is done, or long gone, holds nothing.
        entry.after = entry.after.take().filter(|after| names_refused || self.dependency(after) == Dependency::Held);
        let mut item = Item::new(entry);
        item.instead_of = instead_of;
        item.touched = true;
        self.insert(item);
    }

    fn refusal(&self, ask: &Ask) -> Option<Refusal> {
        let open = self.items.iter().filter(|item| !item.entry.is_done()).count();
        let is_replaceable = |id: &String| self.item(id).is_some_and(|item| item.entry.version > 0 && item.entry.is_stuck());
        if open + self.early.len() >= MAX_ENTRIES {
            Some(Refusal::TooMany)
        } else if !ask.is_bounded() {
            Some(Refusal::TooLarge)
        } else if !ask.is_json() {
            Some(Refusal::NotJson)
        } else if ask.replaces.as_ref().is_some_and(|id| !is_replaceable(id)) {
            Some(Refusal::NotStuck)
        } else {
            None
        }
    }

    pub(super) fn wished(&mut self, id: &str, wish: Wish) {
        if wish == Wish::Cancel {
            for early in self.early.iter_mut().filter(|early| early.ask.id == id) {
                early.cancelled = true;
            }
        }
        // What is done cannot be taken back, and what is not done has no receipt to put away.
        let is_done = |item: &Item| matches!(item.decided(), State::Done(_));
        if let Some(item) = self.item_mut(id).filter(|item| is_done(item) == (wish == Wish::Dismiss)) {
            item.wish = Some(wish);
            item.pause = None;
        }
    }

    pub(super) fn saved(&mut self, id: &str, version: u64) {
        let Some(item) = self.item_mut(id) else { return };
        match std::mem::replace(&mut item.doing, Doing::Nothing) {
            Doing::Saving { next, .. } if next.version == version => {
                item.entry = *next;
                item.touched = true;
                item.failures = 0;
                item.pause = None;
                if item.entry.cancel_asked && item.wish == Some(Wish::Cancel) {
                    item.wish = None;
                }
                if let Some(old) = item.instead_of.take() {
                    self.remove(&old);
                }
            }
            other => item.doing = other,
        }
    }

    pub(super) fn forgotten(&mut self, id: &str) {
        if self.item(id).is_some_and(|item| item.doing == Doing::Forgetting) {
            self.remove(id);
        }
    }

    pub(super) fn save_failed(&mut self, now: UnixMs, id: &str, why: Trouble, out: &mut Vec<Effect>) {
        let Some(item) = self.items.iter_mut().find(|item| item.entry.id == id) else { return };
        let is_forgetting = match std::mem::replace(&mut item.doing, Doing::Nothing) {
            Doing::Nothing => return,
            Doing::Forgetting => true,
            Doing::Saving { applied, .. } => {
                item.outcome = item.outcome.take().or(applied);
                false
            }
        };
        item.touched = true;
        let is_new = item.entry.version == 0;
        match why {
            Trouble::Changed(Some(Record::Entry(entry))) => {
                item.take(*entry, &self.name);
                if let Some(old) = item.instead_of.take() {
                    self.remove(&old);
                }
            }
            Trouble::Changed(Some(Record::Foreign(foreign))) => {
                self.items.retain(|item| item.entry.id != id);
                self.foreign.retain(|other| other.id != id);
                self.foreign.push(foreign);
            }
            Trouble::Changed(None) if is_forgetting || !is_new => {
                self.remove(id);
                self.stale = true;
                self.look_again = true;
            }
            Trouble::Changed(None) if item.instead_of.is_some() => {
                item.refused = true;
                self.look_again = true;
                out.push(Effect::NotTaken { id: id.to_owned(), why: Refusal::NotStuck });
            }
            Trouble::Full | Trouble::Failed | Trouble::Changed(None) => {
                item.stumble(now);
                let full = why == Trouble::Full;
                if full {
                    out.push(Effect::MakeRoom);
                } else if is_new {
                    item.unsure = true;
                    self.look_again = true;
                }
                if is_new && !is_forgetting {
                    out.push(Effect::NotSaved { id: id.to_owned(), full });
                }
            }
        }
    }

    /// Gives the store what it has to do for each entry.
    pub(super) fn tend(&mut self, now: UnixMs, out: &mut Vec<Effect>) {
        for at in 0..self.items.len() {
            match self.chore(at, now) {
                Some(Chore::Save(next)) => self.save(at, *next, out),
                Some(Chore::Forget) => self.forget(at, out),
                None => {}
            }
        }
    }

    fn chore(&self, at: usize, now: UnixMs) -> Option<Chore> {
        let item = self.items.get(at).filter(|item| !item.is_in_store(now))?;
        let entry = &item.entry;
        let save = |next: Entry| Some(Chore::Save(Box::new(next)));
        if let Some(outcome) = &item.outcome {
            return save(outcome.on(entry));
        }
        match item.wish {
            Some(Wish::Cancel) if entry.may_go() => return Some(Chore::Forget),
            Some(Wish::Cancel) if entry.is_waiting() && !entry.cancel_asked => {
                return save(Entry { cancel_asked: true, ..entry.clone() });
            }
            Some(Wish::Dismiss) if entry.is_done() && !self.is_awaited(entry) => return Some(Chore::Forget),
            Some(Wish::Cancel | Wish::Dismiss) | None => {}
        }
        if entry.version == 0 {
            return if item.refused || item.unsure || self.comes_after_unsaved(at) { None } else { save(entry.clone()) };
        }
        if !entry.is_waiting() || (self.leads && self.stale) {
            return None;
        }
        if !self.leads {
            // Others need not wait until the lease ends.
            let is_idle = entry.is_leased_by(&self.name) && !self.is_under_way(&entry.id);
            return if is_idle { save(Entry { lease: None, ..entry.clone() }) } else { None };
        }
        let is_free = entry.lease.as_ref().is_none_or(|lease| !lease.binds(now, self.role, &self.name));
        let is_lost = entry.after.as_ref().is_some_and(|after| self.dependency(after) == Dependency::Lost);
        if is_free && is_lost && !entry.left { save(Entry { lease: None, state: State::Orphaned, ..entry.clone() }) } else { None }
    }

    /// Whether an entry that is not stored yet must be stored before this one, so that nobody ever sees this one alone.
    fn comes_after_unsaved(&self, at: usize) -> bool {
        let (before, rest) = self.items.split_at(at.min(self.items.len()));
        rest.first().is_some_and(|item| {
            let entry = &item.entry;
            let is_before = |other: &Entry| other.subject == entry.subject || entry.after.as_ref().is_some_and(|after| other.stands_for(after));
            before.iter().any(|other| other.entry.version == 0 && !other.refused && is_before(&other.entry))
        })
    }

    /// Stores the next form of an entry.
    pub(super) fn save(&mut self, at: usize, mut next: Entry, out: &mut Vec<Effect>) {
        let replaced = self.items.get(at).and_then(|item| item.instead_of.as_deref());
        let replaceable = |old: &str| self.item(old).filter(|old| old.entry.is_stuck() && old.outcome.is_none()).map(|old| old.entry.version);
        // No entry has version 0: the store will refuse.
        let instead_of = replaced.map(|old| (old.to_owned(), replaceable(old).unwrap_or(0)));
        let Some(item) = self.items.get_mut(at) else { return };
        next.version = item.entry.version.saturating_add(1);
        out.push(Effect::Save { entry: Box::new(next.clone()), instead_of });
        item.doing = Doing::Saving { next: Box::new(next), applied: item.outcome.take() };
    }

    fn forget(&mut self, at: usize, out: &mut Vec<Effect>) {
        if let Some(item) = self.items.get_mut(at) {
            item.doing = Doing::Forgetting;
            // What could not be stored may be there all the same.
            out.push(Effect::Forget { id: item.entry.id.clone(), version: item.entry.version.max(1) });
        }
    }

    fn insert(&mut self, item: Item) {
        let at = self.items.partition_point(|other| other.place() < item.place());
        self.items.insert(at, item);
    }

    fn remove(&mut self, id: &str) {
        if let Some(at) = self.position(id) {
            self.items.remove(at);
        }
        self.gone.push(id.to_owned());
    }

    /// How it stands with the entry of this id, or with the one that took its place. What was refused takes no place.
    pub(super) fn dependency(&self, after: &str) -> Dependency {
        let done = if let Some(item) = self.items.iter().find(|item| !item.refused && item.entry.stands_for(after)) {
            item.entry.is_done()
        } else if let Some(foreign) = self.foreign.iter().find(|foreign| foreign.id == after) {
            foreign.done
        } else {
            return Dependency::Lost;
        };
        if done { Dependency::Free } else { Dependency::Held }
    }

    /// Whether another entry goes after this one and has not gone yet.
    fn is_awaited(&self, entry: &Entry) -> bool {
        let waits = |other: &Entry| other.is_waiting() && other.after.as_ref().is_some_and(|after| entry.stands_for(after));
        self.items.iter().any(|item| !item.refused && waits(&item.entry))
    }

    /// What an attempt gave is stored as soon as the store is free.
    pub(super) fn settle(&mut self, id: &str, outcome: Outcome) {
        if let Some(item) = self.item_mut(id) {
            item.outcome = Some(outcome);
        }
    }
}
