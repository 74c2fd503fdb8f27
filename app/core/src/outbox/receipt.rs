//! What a sender keeps of a receipt.
//!
//! The server keeps the receipt; the sender keeps what a person needs to come back with it: the short number, the time, what was sent.
//! It stays until the person puts it away, and it outlives the text of the command, which is not kept on a device that may be shared.

use super::entry::{Attachment, Entry, State};
use super::wait::UnixMs;
use crate::command::Receipt;
use serde::{Deserialize, Serialize};

/// The part of a receipt that is written into the entry.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Kept {
    /// The short number that a person reads out and staff find; empty if the server gave none.
    pub number: String,
    /// When this device learned that it was done, by its own clock.
    pub done_at: UnixMs,
    /// The revision that carries the effect.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rev: Option<u64>,
}

impl Kept {
    /// What is kept of a receipt that arrived at `now`.
    pub fn of(receipt: &Receipt, now: UnixMs) -> Self {
        Self { number: receipt.receipt_no.clone().unwrap_or_default(), done_at: now, rev: receipt.rev }
    }
}

/// A receipt as it is shown, printed or drawn as a code: everything on it, from one entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Slip<'a> {
    /// The command's id.
    pub id: &'a str,
    /// The short number.
    pub number: &'a str,
    /// What was sent, in the words that the sender saw.
    pub title: &'a str,
    /// What it was about.
    pub subject: &'a str,
    /// When the person asked.
    pub asked_at: UnixMs,
    /// When it was done.
    pub done_at: UnixMs,
    /// The person asked to cancel it when it might have arrived already: it did, and can be withdrawn.
    pub cancel_asked: bool,
    /// The files that went with it.
    pub attachments: &'a [Attachment],
}

impl<'a> Slip<'a> {
    /// The slip of an entry that is done.
    pub fn of(entry: &'a Entry) -> Option<Self> {
        let State::Done(kept) = &entry.state else { return None };
        Some(Self {
            id: &entry.id,
            number: &kept.number,
            title: &entry.title,
            subject: &entry.subject,
            asked_at: entry.asked_at,
            done_at: kept.done_at,
            cancel_asked: entry.cancel_asked,
            attachments: &entry.attachments,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::super::entry::Ask;
    use super::*;
    use crate::command::ReceiptStatus;

    #[test]
    fn only_what_is_done_has_a_slip() {
        let ask = Ask { id: "a".into(), subject: "s".into(), title: "Grant".into(), body: "{}".into(), ..Ask::default() };
        let mut entry = Entry::new(ask, 5);
        assert_eq!(Slip::of(&entry), None);
        let receipt =
            Receipt { id: "a".into(), status: ReceiptStatus::Done, rev: Some(9), receipt_no: Some("0000-0001".into()), problems: Vec::new() };
        entry.state = State::Done(Kept::of(&receipt, 7));
        let slip = Slip::of(&entry).unwrap();
        assert_eq!((slip.number, slip.title, slip.asked_at, slip.done_at), ("0000-0001", "Grant", 5, 7));
    }
}
