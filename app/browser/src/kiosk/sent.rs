//! What was sent in this session, beside the sealed entries of the outbox that carry it.
//!
//! Pages see their own entries, with the words that the person saw; the outbox holds sealed ones, of whomever. Invariants: the link between
//! the two is in memory only; a sealed entry that was delivered is put away at once, also one of a session long ago.

use super::sealing::{KIND, subject};
use engawa_app::device::DeviceState;
use engawa_app::forms::device::{OutboxLine, OutboxStanding};
use engawa_app::forms::receipt::secret_of;
use engawa_app::kiosk::pages::device::{KioskSignals, Sent};
use engawa_core::command::number_of;
use engawa_core::outbox::{Ask, Entry, Kept, State};
use engawa_core::time::Millis;
use leptos::prelude::{GetUntracked, Set};
use std::cell::RefCell;
use std::collections::BTreeSet;

/// One thing that was sent.
struct Slip {
    /// The sealed entry that carries it.
    delivery: String,
    sent: Sent,
    line: OutboxLine,
}

/// What was sent in this session.
pub struct Slips {
    signals: KioskSignals,
    state: DeviceState,
    kept: RefCell<Vec<Slip>>,
    /// Sealed entries that were put away, or are about to be.
    gone: RefCell<BTreeSet<String>>,
}

impl Slips {
    /// Nothing was sent yet. It is shown in the outbox of this state, which pages see, and in these signals.
    pub fn new(signals: KioskSignals, state: DeviceState) -> Self {
        Self { signals, state, kept: RefCell::default(), gone: RefCell::default() }
    }

    /// Something was sent: it is in the device's store, sealed, in the entry of this id.
    pub fn add(&self, ask: &Ask, delivery: &str, at: Millis) {
        let sent = Sent {
            id: ask.id.clone(),
            number: number_of(&ask.id),
            secret: secret_of(&ask.id).unwrap_or_default(),
            title: ask.title.clone(),
            at,
            delivered: false,
        };
        // Pages ask an entry for its state, its title and its files; its body is not kept beyond the envelope.
        let entry = Entry { body: String::new(), version: 1, ..Entry::new(ask.clone(), u64::try_from(at).unwrap_or(0)) };
        let standing = OutboxStanding::Waiting { next_at: None, may_cancel: true };
        let line = OutboxLine { id: ask.id.clone(), subject: ask.subject.clone(), title: ask.title.clone(), entry: Some(entry), standing };
        self.kept.borrow_mut().push(Slip { delivery: delivery.to_owned(), sent, line });
        self.show();
    }

    /// Takes how the sealed entries stand now, and gives the ids of those that are to be put away.
    pub fn follow(&self, lines: &[OutboxLine], now: Millis) -> Vec<String> {
        let sealed = |line: &&OutboxLine| line.subject == subject(&line.id) || line.entry.as_ref().is_some_and(|entry| entry.kind == KIND);
        let mut pending = 0_u32;
        let mut done = Vec::new();
        for line in lines.iter().filter(sealed) {
            if line.standing.is_done() {
                if self.gone.borrow_mut().insert(line.id.clone()) {
                    done.push(line.id.clone());
                }
            } else {
                pending = pending.saturating_add(1);
            }
        }
        self.kept.borrow_mut().retain_mut(|slip| {
            if slip.sent.delivered {
                return true;
            }
            // What is not there any more and was not delivered was taken back.
            let Some(line) = lines.iter().find(|line| line.id == slip.delivery) else { return false };
            slip.stand(line.standing, now);
            true
        });
        if self.signals.pending.get_untracked() != pending {
            self.signals.pending.set(pending);
        }
        self.show();
        done
    }

    /// The sealed entry that carries what somebody sent here, as long as it was not delivered.
    pub fn delivery_of(&self, id: &str) -> Option<String> {
        self.kept.borrow().iter().find(|slip| slip.sent.id == id && !slip.sent.delivered).map(|slip| slip.delivery.clone())
    }

    /// Puts the slip of something that was delivered away.
    pub fn put_away(&self, id: &str) {
        self.kept.borrow_mut().retain(|slip| slip.sent.id != id || !slip.sent.delivered);
        self.show();
    }

    /// Forgets all of them.
    pub fn forget(&self) {
        self.kept.borrow_mut().clear();
        self.show();
    }

    fn show(&self) {
        let slips = self.kept.borrow();
        let sent: Vec<Sent> = slips.iter().map(|slip| slip.sent.clone()).collect();
        let lines: Vec<OutboxLine> = slips.iter().map(|slip| slip.line.clone()).collect();
        drop(slips);
        if self.signals.sent.get_untracked() != sent {
            self.signals.sent.set(sent);
        }
        if self.state.outbox.get_untracked() != lines {
            self.state.outbox.set(lines);
        }
    }
}

impl Slip {
    fn stand(&mut self, standing: OutboxStanding, now: Millis) {
        self.line.standing = match standing {
            OutboxStanding::Done | OutboxStanding::Waiting { .. } | OutboxStanding::UnderWay { .. } | OutboxStanding::NotSaved { failed: false } => {
                standing
            }
            // Staff see to that; for the person it waits.
            OutboxStanding::NotSaved { failed: true } | OutboxStanding::Stuck | OutboxStanding::UpdateNeeded => {
                OutboxStanding::Waiting { next_at: None, may_cancel: false }
            }
        };
        if standing.is_done() {
            self.sent.delivered = true;
            let kept = Kept { number: self.sent.number.clone(), done_at: u64::try_from(now).unwrap_or(0), rev: None };
            if let Some(entry) = &mut self.line.entry {
                entry.state = State::Done(kept);
            }
        }
    }
}
