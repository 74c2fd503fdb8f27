//! The way of every edit into the device's store: never two under way, the newest always last, and none over what another page wrote unseen.
//!
//! It outlives the page: what was typed before somebody left is still kept. Each edit that finds it at rest is on its way at once, so that a
//! crash loses at most the keystroke of that moment.

use crate::forms::device::KeepError;
use crate::listings::device::ListingDevice;
use crate::listings::writing::ListingDraft;
use leptos::prelude::set_timeout;
use leptos::task::spawn_local;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

/// How long after a failure it is tried again.
const RETRY: Duration = Duration::from_secs(4);

/// Called with what became of the newest draft: kept, or what another page wrote meanwhile in its place.
pub type Tell = Arc<dyn Fn(Result<Option<ListingDraft>, KeepError>) + Send + Sync>;

/// A draft, and the stored form that its page knew when it was typed.
struct Step {
    draft: ListingDraft,
    seen: ListingDraft,
}

#[derive(Default)]
struct Queue {
    waiting: Option<Step>,
    is_under_way: bool,
    is_stopped: bool,
}

/// Keeps one draft.
pub struct Saver {
    device: Arc<dyn ListingDevice>,
    queue: Mutex<Queue>,
    tell: Tell,
}

impl Saver {
    /// At rest.
    pub fn new(device: Arc<dyn ListingDevice>, tell: Tell) -> Arc<Self> {
        Arc::new(Self { device, queue: Mutex::default(), tell })
    }

    fn queue(&self) -> MutexGuard<'_, Queue> {
        self.queue.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Keeps a draft over the form that its page has `seen`; an older one that waits is not needed any more.
    pub fn keep(self: &Arc<Self>, draft: ListingDraft, seen: ListingDraft) {
        self.queue().add(Step { draft, seen });
        self.go();
    }

    /// The draft is sent or deleted: nothing of it is kept any more.
    pub fn stop(&self) {
        let mut queue = self.queue();
        queue.is_stopped = true;
        queue.waiting = None;
    }

    fn go(self: &Arc<Self>) {
        let Some(mut step) = self.queue().begin() else { return };
        let saver = Arc::clone(self);
        spawn_local(async move {
            loop {
                let kept = saver.device.keep_over(step.draft.clone(), step.seen.clone()).await;
                let is_failed = kept.is_err();
                (saver.tell)(kept);
                if is_failed {
                    saver.queue().put_back(step);
                    set_timeout(move || saver.go(), RETRY);
                    return;
                }
                let next = saver.queue().take_next();
                let Some(next) = next else { return };
                step = next;
            }
        });
    }
}

impl Queue {
    fn add(&mut self, step: Step) {
        if !self.is_stopped {
            self.waiting = Some(step);
        }
    }

    /// The first of a run, if none is under way.
    fn begin(&mut self) -> Option<Step> {
        if self.is_under_way { None } else { self.take_next() }
    }

    /// The next of a run; without one the run is over.
    fn take_next(&mut self) -> Option<Step> {
        let next = self.waiting.take();
        self.is_under_way = next.is_some();
        next
    }

    /// What failed waits again, unless there is something newer.
    fn put_back(&mut self, failed: Step) {
        self.is_under_way = false;
        if !self.is_stopped {
            self.waiting.get_or_insert(failed);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::listings::Kind;

    fn step(at: i64) -> Step {
        let draft = ListingDraft::begin("a1", Kind::Event, ("", ""), at);
        Step { seen: draft.clone(), draft }
    }

    #[test]
    fn the_newest_is_kept_last_whatever_fails() {
        let mut queue = Queue::default();
        queue.add(step(1));
        let first = queue.begin().unwrap();
        queue.add(step(2));
        queue.add(step(3));
        assert!(queue.begin().is_none(), "one at a time");
        queue.put_back(first);
        assert_eq!(queue.begin().unwrap().draft.changed_at, 3);
        queue.put_back(step(3));
        assert_eq!(queue.begin().unwrap().draft.changed_at, 3);
        assert!(queue.take_next().is_none());
        queue.add(step(4));
        assert_eq!(queue.begin().unwrap().draft.changed_at, 4);
    }

    #[test]
    fn what_is_sent_is_not_kept_again() {
        let mut queue = Queue { is_stopped: true, ..Queue::default() };
        queue.add(step(1));
        queue.put_back(step(1));
        assert!(queue.begin().is_none());
    }
}
