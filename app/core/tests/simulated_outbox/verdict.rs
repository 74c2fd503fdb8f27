//! What must be true when everything has come to rest.

use super::device::{Context, Device};
use super::server::{Fate, Server};
use engawa_core::outbox::{Entry, Standing};

/// How a submission left the device, if it did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Gone {
    No,
    /// Taken back before it left.
    Cancelled,
    /// Given up after it was refused.
    Discarded,
    /// Edited, and sent as another one.
    Replaced,
    /// Its receipt was put away.
    Dismissed,
}

/// Something that a person asked for.
pub struct Submission {
    pub device: usize,
    pub subject: String,
    pub fate: Fate,
    pub files: Vec<(&'static str, u64)>,
    /// The first form of it; itself, unless it was edited.
    pub root: usize,
    /// First forms on the same subject that the person could see when asking.
    pub before: Vec<usize>,
    /// The first form of what it was to go after.
    pub after: Option<usize>,
    /// The person was told that it is stored.
    pub kept: bool,
    /// The person was shown a receipt.
    pub acknowledged: bool,
    /// The person was told that it is not accepted.
    pub refused: bool,
    pub gone: Gone,
    /// It is the draft that the group shares.
    pub is_shared: bool,
}

/// What can be wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wrong {
    Lost,
    Double,
    Order,
    Torn,
    Unsaved,
    Changed,
    Stalled,
    /// Devices and server hold different drafts.
    Diverged,
}

/// Ids are not in the order of asking: with clocks that jump they are not in real life either.
pub fn id_of(n: usize) -> String {
    format!("{:03}", n * 611 % 1_000)
}

pub fn n_of(id: &str) -> usize {
    id.parse::<usize>().unwrap_or(0) * 491 % 1_000
}

/// Whether nothing more will happen by itself.
pub fn is_settled(devices: &[Device], submissions: &[Submission]) -> bool {
    devices.iter().all(|device| {
        let is_unsaved = |context: &Context| {
            let is_here = |id: &str| submissions.get(n_of(id)).is_some_and(|it| !it.refused);
            let shown = context.outbox.shown();
            context.life > 0 && shown.iter().any(|line| matches!(line.standing, Standing::NotSaved { .. }) && is_here(line.id))
        };
        !device.store.values().any(|entry| device.should_go(entry)) && !device.contexts.iter().any(is_unsaved)
    })
}

/// All that is wrong at the end.
pub fn verdict(devices: &[Device], submissions: &[Submission], server: &Server) -> Vec<(Wrong, String)> {
    let mut wrong = Vec::new();
    for (n, it) in submissions.iter().enumerate() {
        let held = devices.get(it.device).and_then(|device| device.store.get(&id_of(n)));
        let stored = server.effects.iter().filter(|effect| **effect == n).count();
        let of_root = server.effects.iter().filter(|effect| submissions.get(**effect).is_some_and(|other| other.root == it.root)).count();
        let facts = || format!("{} of {} stored {stored} times, {:?}, held: {held:?}", id_of(n), it.subject, it.gone);
        if stored > 1 || (of_root > 1 && it.root == n) {
            wrong.push((Wrong::Double, facts()));
        }
        if stored > 0 && matches!(it.gone, Gone::Cancelled | Gone::Discarded | Gone::Replaced) {
            wrong.push((Wrong::Double, format!("taken back and stored: {}", facts())));
        }
        if stored == 0 && (it.acknowledged || it.gone == Gone::Dismissed || held.is_some_and(Entry::is_done)) {
            wrong.push((Wrong::Lost, format!("a receipt for nothing: {}", facts())));
        }
        if it.kept && it.gone == Gone::No && held.is_none() {
            wrong.push((Wrong::Lost, facts()));
        }
        if held.is_some() && it.gone != Gone::No {
            wrong.push((Wrong::Double, format!("gone and here: {}", facts())));
        }
        if let (Some(device), Some(entry)) = (devices.get(it.device), held)
            && device.should_go(entry)
        {
            wrong.push((Wrong::Stalled, facts()));
        }
        if stored > 0 && it.files.iter().any(|(sha256, bytes)| server.has(sha256) < *bytes) {
            wrong.push((Wrong::Torn, facts()));
        }
        wrong.extend(order(n, it, submissions, server).map(|why| (Wrong::Order, why)));
    }
    let shared = server.effects.iter().filter(|effect| submissions.get(**effect).is_some_and(|it| it.is_shared)).count();
    if shared > 1 {
        wrong.push((Wrong::Double, format!("the draft was taken {shared} times: {:?}", server.effects)));
    }
    if let Some(why) = &server.changed {
        wrong.push((Wrong::Changed, why.clone()));
    }
    wrong
}

/// What of the order of asking was not kept for one submission.
fn order(n: usize, it: &Submission, submissions: &[Submission], server: &Server) -> Option<String> {
    let place = |root: usize| server.effects.iter().position(|effect| submissions.get(*effect).is_some_and(|other| other.root == root));
    let mine = server.effects.iter().position(|effect| *effect == n)?;
    if let Some(root) = it.before.iter().find(|root| place(**root).is_some_and(|at| at > mine)) {
        return Some(format!("{} overtook {} of {}: {:?}", id_of(n), id_of(*root), it.subject, server.effects));
    }
    let root = it.after?;
    if place(root).is_some_and(|at| at < mine) { None } else { Some(format!("{} did not wait for {}", id_of(n), id_of(root))) }
}
