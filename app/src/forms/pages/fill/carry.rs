//! Files of a shared draft travel with it: whoever has one brings it to the server, whoever lacks one fetches it with the secret of the
//! invitation and keeps it on the device.
//!
//! It is looked whenever both sides are in sync. What does not work is tried again after longer and longer pauses; what worked is not
//! asked for again while the page is open. Invariant: one file is under way at a time.

use super::state::Fill;
use engawa_core::form::draft::Attachment;
use engawa_core::time::Millis;
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::collections::BTreeMap;
use std::sync::Arc;

/// The first pause after something did not work.
const PAUSE_MS: Millis = 5_000;
/// The longest.
const LONGEST_MS: Millis = 5 * 60 * 1000;

/// What is known of the files of a draft, by their digests.
#[derive(Debug, Default)]
pub struct Carrying {
    is_busy: bool,
    tries: BTreeMap<String, Try>,
}

/// How far a file is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Try {
    /// It is on both sides.
    Done,
    /// It is tried again at a moment, and this is how long it waited.
    Again(Millis, Millis),
}

impl Carrying {
    /// Of these files, those whose turn it is; nothing while some are under way. They are under way from now on.
    fn begin(&mut self, files: Vec<Attachment>, now: Millis) -> Vec<Attachment> {
        if self.is_busy {
            return Vec::new();
        }
        let is_due = |file: &Attachment| match self.tries.get(&file.sha256) {
            None => true,
            Some(Try::Done) => false,
            Some(Try::Again(at, _)) => *at <= now,
        };
        let mut due: Vec<Attachment> = files.into_iter().filter(is_due).collect();
        due.sort();
        due.dedup_by(|a, b| a.sha256 == b.sha256);
        self.is_busy = !due.is_empty();
        due
    }

    /// A file was tried.
    fn tried(&mut self, sha256: &str, is_done: bool, now: Millis) {
        let before = self.tries.get(sha256).copied();
        let next = match before {
            _ if is_done => Try::Done,
            Some(Try::Again(_, wait)) => {
                let wait = wait.saturating_mul(2).min(LONGEST_MS);
                Try::Again(now.saturating_add(wait), wait)
            }
            Some(Try::Done) | None => Try::Again(now.saturating_add(PAUSE_MS), PAUSE_MS),
        };
        self.tries.insert(sha256.to_owned(), next);
    }

    /// None is under way any more.
    fn end(&mut self) {
        self.is_busy = false;
    }
}

/// Brings and fetches what is due.
pub fn follow(fill: Fill) {
    let job = fill.change(|core| {
        let invitation = core.client.as_ref().map(|client| client.invitation().clone())?;
        let named = core.filling.files().into_iter().map(|(_, file)| file).collect();
        let due = core.carrying.begin(named, core.device.now());
        (!due.is_empty()).then(|| (Arc::clone(&core.device), invitation, due))
    });
    let Some(Some((device, invitation, due))) = job else { return };
    spawn_local(async move {
        let mut is_new = false;
        for file in due {
            let is_here = device.file(&file.sha256).await.is_ok();
            let is_done = if is_here {
                device.lend_file(&file.sha256).await.is_ok()
            } else {
                device.fetch_file(&invitation, &file.sha256, &file.name).await.is_ok()
            };
            if fill.is_gone() {
                return;
            }
            is_new |= is_done && !is_here;
            fill.change(|core| core.carrying.tried(&file.sha256, is_done, core.device.now()));
        }
        fill.change(|core| core.carrying.end());
        if is_new {
            fill.arrived().update(|arrived| *arrived += 1);
        }
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(digit: &str, name: &str) -> Attachment {
        Attachment { sha256: digit.repeat(64), name: name.into() }
    }

    #[test]
    fn what_worked_is_done_and_what_did_not_waits_longer_each_time() {
        let mut carrying = Carrying::default();
        let both = || vec![file("a", "x"), file("b", "y"), file("a", "z")];
        assert_eq!(carrying.begin(both(), 0).len(), 2, "each digest once");
        assert!(carrying.begin(both(), 0).is_empty(), "one walk at a time");
        carrying.tried(&"a".repeat(64), true, 0);
        carrying.tried(&"b".repeat(64), false, 0);
        carrying.end();
        assert!(carrying.begin(both(), PAUSE_MS - 1).is_empty());
        assert_eq!(carrying.begin(both(), PAUSE_MS), [file("b", "y")]);
        carrying.tried(&"b".repeat(64), false, PAUSE_MS);
        carrying.end();
        assert!(carrying.begin(both(), PAUSE_MS * 3 - 1).is_empty());
        assert_eq!(carrying.begin(both(), PAUSE_MS * 3).len(), 1);
        for _ in 0..50 {
            carrying.tried(&"b".repeat(64), false, 0);
        }
        carrying.end();
        assert_eq!(carrying.begin(both(), LONGEST_MS).len(), 1, "the pause has an end");
    }
}
