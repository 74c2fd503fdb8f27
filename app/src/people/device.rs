//! What the device keeps and does for staff in the field: the sealed working set. A port; the browser's shell is behind it.
//!
//! Invariants: what is read is in memory only while the set is open; what [`VaultDevice::keep`] reports as done is in the device's store,
//! sealed; neither a PIN nor what a passkey answers is ever kept.

use super::me::Me;
use super::work::WorkItem;
use crate::forms::device::Doing;
use engawa_core::time::Millis;
use engawa_core::vault::{Phase, Queued};

/// What somebody chose when setting it up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Plan {
    /// Their account.
    pub owner: String,
    /// Ids of desks.
    pub desks: Vec<String>,
    /// After how many days without contact it is wiped.
    pub keep_days: u32,
}

/// How it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Situation {
    /// See [`Phase`].
    pub phase: Phase,
    /// Desks that are carried along.
    pub desks: Vec<String>,
    /// When the server was last reached.
    pub contact_at: Millis,
    /// When it is wiped, if the server is not reached until then.
    pub ends_at: Millis,
    /// No PIN is taken before.
    pub next_try_at: Millis,
    /// Wrong PINs since the last right one.
    pub tries: u32,
    /// The server said that nobody is signed in.
    pub is_signed_out: bool,
    /// A passkey opens it too.
    pub has_passkey: bool,
    /// It was opened with the PIN, so a passkey can be added now.
    pub may_add_passkey: bool,
}

/// What became of asking a passkey.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Asked {
    /// It was added, or it opened.
    Done,
    /// The person stopped, or there is no such passkey here: browsers do not say which. Nothing is different.
    Stopped,
    /// It belongs to another account.
    Foreign,
    /// Browser or passkey give no keys (PRF).
    NoKey,
    /// It opens nothing here.
    Wrong,
}

/// What the device keeps and does for staff in the field.
pub trait VaultDevice: Send + Sync {
    /// The device's clock.
    fn now(&self) -> Millis;
    /// A new `UUIDv7`.
    fn new_id(&self) -> String;
    /// How it stands now. Whatever is due is done first.
    fn look(&self) -> Doing<Situation>;
    /// Who is signed in.
    fn me(&self) -> Doing<Me>;
    /// Sets it up: whatever was there is gone; then it is filled.
    fn set_up(&self, plan: Plan, pin: String) -> Doing<Situation>;
    /// Tries a PIN. The phase says whether it was the right one.
    fn unlock(&self, pin: String) -> Doing<Situation>;
    /// Whether this browser may let passkeys give keys; only trying says it for certain.
    fn knows_passkeys(&self) -> Doing<bool>;
    /// Lets the person choose one of their passkeys, which opens it too from then on. Only after opening with the PIN.
    fn add_passkey(&self) -> Doing<Asked>;
    /// From now on the PIN alone opens it.
    fn remove_passkey(&self) -> Doing<Situation>;
    /// Opens it with the passkey that was added. It is not counted among the PINs.
    fn open_by_passkey(&self) -> Doing<Asked>;
    /// Locks it.
    fn lock(&self) -> Doing<Situation>;
    /// Deletes everything.
    fn wipe(&self) -> Doing<Situation>;
    /// The person does something: it stays open.
    fn touch(&self);
    /// What is carried along; nothing unless it is open.
    fn work(&self) -> Vec<WorkItem>;
    /// Notes, with what became of them; nothing unless it is open.
    fn notes(&self) -> Vec<Queued>;
    /// Keeps a note, sealed. It is sent when there is contact.
    fn keep(&self, note: Queued) -> Doing<()>;
    /// Sends one's own once more, as a new command on this revision.
    fn keep_mine(&self, id: &str, rev: u64) -> Doing<()>;
    /// Takes a note out that is not under way.
    fn discard(&self, id: &str) -> Doing<()>;
    /// Asks the server what is new and sends what waits.
    fn contact(&self) -> Doing<Situation>;
    /// Moves the keyboard's focus to an element and shows it.
    fn focus(&self, element_id: &str);
}
