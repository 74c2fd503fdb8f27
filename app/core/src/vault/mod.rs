//! The working set that staff carry along on a device: when it may be read, when it locks, and when it is wiped.
//!
//! A machine without clock, cipher or store: the shell tells it what happened ([`Input`]) and does what it says ([`Effect`]). Records and
//! notes ([`queue`]) are in the store only sealed, with a key that a PIN opens, and a passkey ([`passkey`]) if its owner wants it; [`Head`]
//! stands beside them in the open, so it says nothing of any person. Invariants: an attempt with a PIN is counted before it is made; it opens
//! only for the right PIN and for the passkey that was added; whoever turns the clock back wins no time; what was wiped stays wiped until
//! somebody sets it up anew, and leaves neither seal behind; whatever is not open has no key.
//!
//! What it does not do: somebody who copies the disk and tries PINs elsewhere is not slowed by the counting here, only by the derivation of
//! the key. Six digits hold a finder off, not a laboratory; a longer phrase does.

pub mod passkey;
pub mod queue;
#[cfg(test)]
mod tests;

pub use passkey::PasskeySeal;
pub use queue::{Queue, Queued, Standing};

use crate::feed::{Cursor, Page};
use crate::time::{DAY_MS, Millis};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The form of [`Head`] that this build writes.
pub const SCHEMA: u32 = 1;
/// The shortest PIN, in characters.
pub const PIN_MIN: usize = 6;
/// After so many wrong PINs in a row it is wiped.
pub const TRIES_MAX: u32 = 10;
/// So many may be wrong before one has to wait.
const TRIES_FREE: u32 = 3;
/// The first wait; each further one is twice as long.
const FIRST_WAIT_MS: Millis = 30_000;
/// The longest wait.
const LONGEST_WAIT_MS: Millis = 60 * 60 * 1000;
/// For how many days without contact it is kept, unless somebody chooses otherwise.
pub const KEEP_DAYS: u32 = 7;
/// The longest that may be chosen, in days.
pub const KEEP_DAYS_MAX: u32 = 30;
/// It locks itself when nobody touched it for so long.
pub const IDLE_MS: Millis = 5 * 60 * 1000;
/// How long notes that were not sent stay sealed for somebody who was signed out.
pub const GRACE_MS: Millis = DAY_MS;

/// Where the copy of a scope stands.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Position {
    /// Every record up to this revision is here.
    pub cursor: Cursor,
    /// The history that it belongs to; empty at the beginning.
    pub epoch: String,
}

/// Why it was wiped.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Why {
    /// The person wanted it.
    Asked,
    /// There was no contact for too long.
    Time,
    /// Too many wrong PINs.
    Tries,
    /// The city took the right away.
    Revoked,
    /// Nobody signed in again after the person was signed out.
    SignedOut,
}

/// What stands in the open beside what is sealed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Head {
    /// See [`SCHEMA`].
    pub schema: u32,
    /// The account; empty when it was wiped.
    pub owner: String,
    /// When it was set up: another time, another key.
    pub made_at: Millis,
    /// The scopes of the feed that are carried along, `staff:<desk>`.
    pub scopes: BTreeMap<String, Position>,
    /// After how many days without contact it is wiped.
    pub keep_days: u32,
    /// When the server last said that all is well.
    pub contact_at: Millis,
    /// The latest moment that was ever told.
    pub seen_at: Millis,
    /// Attempts since the last right PIN, the running one too.
    pub tries: u32,
    /// No attempt is taken before.
    pub next_try_at: Millis,
    /// When it was first heard that nobody is signed in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub signed_out_at: Option<Millis>,
    /// The data key as a passkey opens it, if one was added. It goes when the head does.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub passkey: Option<PasskeySeal>,
    /// It was wiped, and why.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub wiped: Option<Why>,
}

impl Head {
    /// Reads a head. One that cannot be read, or that a newer build wrote, counts as none.
    pub fn read(text: &str) -> Option<Self> {
        serde_json::from_str::<Self>(text).ok().filter(|head| head.schema == SCHEMA)
    }

    /// When it is wiped, if there is no contact until then.
    pub fn ends_at(&self) -> Millis {
        let end = self.contact_at.saturating_add(Millis::from(self.keep_days).saturating_mul(DAY_MS));
        self.signed_out_at.map_or(end, |at| end.min(at.saturating_add(GRACE_MS)))
    }
}

/// In which state it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Phase {
    /// Nobody set it up here.
    Absent,
    /// Sealed.
    Locked,
    /// A PIN is being tried; a passkey is not, because nothing has to be counted before.
    Trying,
    /// It can be read.
    Open,
    /// Everything is gone.
    Wiped(Why),
}

/// What an exchange with the server brought.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Contact {
    /// It gave what was asked for to this account.
    Reached(String),
    /// Nobody is signed in.
    SignedOut,
    /// This account may not follow this scope, or no longer: it left the desk, or stood in for somebody who is back.
    Refused(String),
}

/// What happened. Nothing here is a secret: whether a PIN is right is found out by whoever has the cipher.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Input {
    /// Somebody who is signed in set it up and chose a PIN.
    SetUp {
        /// The account.
        owner: String,
        /// `staff:<desk>`.
        scopes: Vec<String>,
        /// After how many days without contact it is wiped.
        keep_days: u32,
    },
    /// Somebody entered a PIN, and it will be tried if the phase is [`Phase::Trying`] afterwards.
    Try,
    /// It was tried.
    Tried {
        /// It opened the key.
        right: bool,
    },
    /// The passkey opened the key. Nothing was guessed: nothing is counted, and what was counted of PINs stays.
    OpenedByPasskey,
    /// From now on this passkey opens it too; nothing: the PIN alone.
    Passkey(Option<PasskeySeal>),
    /// The person did something.
    Touch,
    /// Time went by.
    Tick,
    /// See [`Contact`].
    Contact(Contact),
    /// The person locks it.
    Lock,
    /// The person wipes it.
    Wipe,
}

/// What is to be done, in this order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Effect {
    /// Forget the key, and whatever was unsealed with it.
    DropKey,
    /// Delete the records; the sealed notes stay.
    DropRecords,
    /// Delete the records of this scope.
    DropScope(String),
    /// Delete records, notes and the sealed key; what a passkey opens stood in the head, which is another one now.
    DropAll,
    /// Keep the head.
    Save,
}

/// The machine.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Vault {
    head: Option<Head>,
    phase: Phase,
    touched_at: Millis,
}

/// How long one has to wait after so many attempts.
pub fn wait_after(tries: u32) -> Millis {
    let Some(doublings) = tries.checked_sub(TRIES_FREE) else { return 0 };
    FIRST_WAIT_MS.saturating_mul(1 << doublings.min(16)).min(LONGEST_WAIT_MS)
}

impl Vault {
    /// As the store has it, sealed.
    pub fn resume(head: Option<Head>) -> Self {
        let phase = closed(head.as_ref());
        Self { head, phase, touched_at: 0 }
    }

    /// The state.
    pub fn phase(&self) -> Phase {
        self.phase
    }

    /// What stands in the open.
    pub fn head(&self) -> Option<&Head> {
        self.head.as_ref()
    }

    /// Another tab may have written since: what the store has counts. What is no more is closed here too.
    pub fn reread(&mut self, head: Option<Head>) -> Vec<Effect> {
        let same = |a: &Head, b: &Head| a.made_at == b.made_at && b.wiped.is_none();
        let goes_on = matches!((&self.head, &head), (Some(old), Some(new)) if same(old, new));
        let was_closed = !matches!(self.phase, Phase::Open | Phase::Trying);
        if was_closed || !goes_on {
            self.phase = closed(head.as_ref());
        }
        self.head = head;
        if goes_on || was_closed { Vec::new() } else { vec![Effect::DropKey] }
    }

    /// Takes a step.
    pub fn step(&mut self, input: Input, now: Millis) -> Vec<Effect> {
        if let Input::SetUp { owner, scopes, keep_days } = input {
            let scopes = scopes.into_iter().map(|scope| (scope, Position::default())).collect();
            let keep_days = keep_days.clamp(1, KEEP_DAYS_MAX);
            self.head = Some(Head { schema: SCHEMA, owner, made_at: now, scopes, keep_days, contact_at: now, seen_at: now, ..Head::default() });
            self.phase = Phase::Open;
            self.touched_at = now;
            return vec![Effect::Save];
        }
        let Some(head) = self.head.as_mut().filter(|head| head.wiped.is_none()) else { return Vec::new() };
        // A clock that was turned back is not believed.
        let now = now.max(head.seen_at);
        let moved = now != head.seen_at;
        head.seen_at = now;
        if now >= head.ends_at() {
            let why = if head.signed_out_at.is_some() { Why::SignedOut } else { Why::Time };
            return self.wipe(why);
        }
        match input {
            // Whoever used up the attempts with a PIN finds it wiped, whatever they come with next.
            Input::Try | Input::OpenedByPasskey if self.phase == Phase::Locked && head.tries >= TRIES_MAX => self.wipe(Why::Tries),
            Input::Try if self.phase == Phase::Locked && now >= head.next_try_at => {
                head.tries += 1;
                head.next_try_at = now.saturating_add(wait_after(head.tries));
                self.phase = Phase::Trying;
                vec![Effect::Save]
            }
            Input::Tried { right } if self.phase == Phase::Trying => {
                if !right && head.tries >= TRIES_MAX {
                    return self.wipe(Why::Tries);
                }
                if right {
                    (head.tries, head.next_try_at) = (0, 0);
                }
                self.phase = if right { Phase::Open } else { Phase::Locked };
                self.touched_at = now;
                vec![Effect::Save]
            }
            Input::OpenedByPasskey if self.phase == Phase::Locked && head.passkey.is_some() => {
                self.phase = Phase::Open;
                self.touched_at = now;
                vec![Effect::Save]
            }
            Input::Touch if self.phase == Phase::Open && now - self.touched_at < IDLE_MS => {
                self.touched_at = now;
                Vec::new()
            }
            Input::Touch | Input::Tick | Input::Passkey(_) if self.phase == Phase::Open && now - self.touched_at >= IDLE_MS => self.lock(),
            Input::Passkey(seal) if self.phase == Phase::Open => {
                head.passkey = seal;
                vec![Effect::Save]
            }
            // Sealed as it is, the moment counts: otherwise a clock that is turned back between two starts would win time.
            Input::Tick if moved => vec![Effect::Save],
            Input::Lock => self.lock(),
            Input::Contact(Contact::Reached(owner)) if owner == head.owner => {
                head.contact_at = now;
                head.signed_out_at = None;
                vec![Effect::Save]
            }
            // The records are gone already; whoever has the PIN may still read the notes, to write them down.
            Input::Contact(Contact::SignedOut | Contact::Reached(_)) if head.signed_out_at.is_some() => Vec::new(),
            // Somebody else is signed in here, so the owner is not.
            Input::Contact(Contact::SignedOut | Contact::Reached(_)) => {
                head.signed_out_at = Some(now);
                head.scopes.values_mut().for_each(|position| *position = Position::default());
                let mut effects = self.lock();
                effects.retain(|effect| *effect != Effect::Save);
                effects.extend([Effect::DropRecords, Effect::Save]);
                effects
            }
            Input::Contact(Contact::Refused(scope)) => {
                head.scopes.remove(&scope);
                if head.scopes.is_empty() {
                    return self.wipe(Why::Revoked);
                }
                vec![Effect::DropScope(scope), Effect::Save]
            }
            Input::Wipe => self.wipe(Why::Asked),
            Input::SetUp { .. } | Input::Try | Input::Tried { .. } | Input::OpenedByPasskey | Input::Passkey(_) | Input::Touch | Input::Tick => {
                Vec::new()
            }
        }
    }

    fn lock(&mut self) -> Vec<Effect> {
        if self.phase == Phase::Locked {
            return Vec::new();
        }
        self.phase = Phase::Locked;
        vec![Effect::DropKey, Effect::Save]
    }

    fn wipe(&mut self, why: Why) -> Vec<Effect> {
        self.head = Some(Head { schema: SCHEMA, wiped: Some(why), ..Head::default() });
        self.phase = Phase::Wiped(why);
        vec![Effect::DropKey, Effect::DropAll, Effect::Save]
    }

    /// Takes a page of a scope that was asked at `since`. Nothing: it does not fit what is here, ask again.
    pub fn take(&mut self, scope: &str, since: Cursor, page: &Page) -> Option<Changes> {
        let position = self.head.as_mut()?.scopes.get_mut(scope)?;
        if position.cursor != since {
            return None;
        }
        if position.cursor > 0 && position.epoch != page.epoch {
            // Another history: all of it anew.
            *position = Position::default();
            return Some(Changes { anew: true, more: true, ..Changes::default() });
        }
        *position = Position { cursor: page.cursor.max(since), epoch: page.epoch.clone() };
        let mut changes = Changes { anew: since == 0, more: page.more, ..Changes::default() };
        for record in &page.records {
            let key = format!("{scope}/{}/{}", record.collection, record.id);
            match &record.body {
                Some(body) => changes.keep.push((key, body.clone())),
                None => changes.forget.push(key),
            }
        }
        Some(changes)
    }
}

/// The state of what is sealed.
fn closed(head: Option<&Head>) -> Phase {
    match head {
        None => Phase::Absent,
        Some(Head { wiped: Some(why), .. }) => Phase::Wiped(*why),
        Some(_) => Phase::Locked,
    }
}

/// What a page of a scope changes. The head is kept together with it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Changes {
    /// Everything that is here of this scope goes first.
    pub anew: bool,
    /// Keys and texts to seal and keep.
    pub keep: Vec<(String, String)>,
    /// Keys to delete.
    pub forget: Vec<String>,
    /// Ask again at once.
    pub more: bool,
}
