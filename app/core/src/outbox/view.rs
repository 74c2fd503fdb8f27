//! The outbox as a person sees it.

use super::entry::{Entry, State};
use super::item::Item;
use super::receipt::Kept;
use super::wait::UnixMs;
use super::{Early, Outbox};

/// One line of the outbox.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shown<'a> {
    /// The entry's id.
    pub id: &'a str,
    /// What it is about; may be empty.
    pub subject: &'a str,
    /// What it is; may be empty.
    pub title: &'a str,
    /// The entry, unless it was written by a newer build or is not taken yet.
    pub entry: Option<&'a Entry>,
    /// How far it is.
    pub standing: Standing<'a>,
}

/// How far an entry is, and what a person can do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing<'a> {
    /// It is not on the device's store: gone when the page closes.
    NotSaved {
        /// The store failed or refused it; otherwise it is only being written.
        failed: bool,
    },
    /// It waits for its turn or for a connection.
    Waiting {
        /// When it is tried again, if that is known.
        next_at: Option<UnixMs>,
        /// Cancelling is certain; otherwise it may have arrived.
        may_cancel: bool,
    },
    /// It is being sent.
    UnderWay {
        /// Cancelling is certain; otherwise it may have arrived.
        may_cancel: bool,
    },
    /// A person has to decide: edit it and send that, or discard it.
    Stuck(&'a State),
    /// It took effect.
    Done(&'a Kept),
    /// The app must be updated first.
    UpdateNeeded,
}

impl Outbox {
    /// All that is in the outbox, in the order of sending; receipts too.
    pub fn shown(&self) -> Vec<Shown<'_>> {
        let foreign =
            self.foreign.iter().map(|it| Shown { id: &it.id, subject: &it.subject, title: &it.title, entry: None, standing: Standing::UpdateNeeded });
        let early = self.early.iter().filter(|early| !early.cancelled).map(|Early { ask, .. }| Shown {
            id: &ask.id,
            subject: &ask.subject,
            title: &ask.title,
            entry: None,
            standing: Standing::NotSaved { failed: self.load_failures > 0 },
        });
        let items = self.items.iter().map(|item| Shown {
            id: &item.entry.id,
            subject: &item.entry.subject,
            title: &item.entry.title,
            entry: Some(&item.entry),
            standing: self.standing(item),
        });
        foreign.chain(items).chain(early).collect()
    }

    fn standing<'a>(&'a self, item: &'a Item) -> Standing<'a> {
        let entry = &item.entry;
        let may_cancel = !entry.left && !item.is_leaving(&self.name);
        match item.decided() {
            State::Done(kept) => Standing::Done(kept),
            State::Waiting if entry.version == 0 => Standing::NotSaved { failed: item.failures > 0 || item.refused },
            State::Waiting if entry.lease.is_some() || self.is_under_way(&entry.id) => Standing::UnderWay { may_cancel },
            State::Waiting => Standing::Waiting { next_at: entry.wait.map(|wait| wait.until), may_cancel },
            stuck => Standing::Stuck(stuck),
        }
    }
}
