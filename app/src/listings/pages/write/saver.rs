//! The way of every edit into the device's store: never two under way, and the newest always last.
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

/// Called with what became of the newest draft.
pub type Tell = Arc<dyn Fn(Result<(), KeepError>) + Send + Sync>;

#[derive(Default)]
struct Queue {
    waiting: Option<ListingDraft>,
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

    /// Keeps a draft; an older one that waits is not needed any more.
    pub fn keep(self: &Arc<Self>, draft: ListingDraft) {
        self.queue().add(draft);
        self.go();
    }

    /// The draft is sent or deleted: nothing of it is kept any more.
    pub fn stop(&self) {
        let mut queue = self.queue();
        queue.is_stopped = true;
        queue.waiting = None;
    }

    fn go(self: &Arc<Self>) {
        let Some(mut draft) = self.queue().begin() else { return };
        let saver = Arc::clone(self);
        spawn_local(async move {
            loop {
                let kept = saver.device.keep(draft.clone()).await;
                (saver.tell)(kept);
                if kept.is_err() {
                    saver.queue().put_back(draft);
                    set_timeout(move || saver.go(), RETRY);
                    return;
                }
                let next = saver.queue().take_next();
                let Some(next) = next else { return };
                draft = next;
            }
        });
    }
}

impl Queue {
    fn add(&mut self, draft: ListingDraft) {
        if !self.is_stopped {
            self.waiting = Some(draft);
        }
    }

    /// The first of a run, if none is under way.
    fn begin(&mut self) -> Option<ListingDraft> {
        if self.is_under_way { None } else { self.take_next() }
    }

    /// The next of a run; without one the run is over.
    fn take_next(&mut self) -> Option<ListingDraft> {
        let next = self.waiting.take();
        self.is_under_way = next.is_some();
        next
    }

    /// What failed waits again, unless there is something newer.
    fn put_back(&mut self, failed: ListingDraft) {
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

    fn draft(at: i64) -> ListingDraft {
        ListingDraft::begin("a1", Kind::Event, ("", ""), at)
    }

    #[test]
    fn the_newest_is_kept_last_whatever_fails() {
        let mut queue = Queue::default();
        queue.add(draft(1));
        let first = queue.begin().unwrap();
        queue.add(draft(2));
        queue.add(draft(3));
        assert!(queue.begin().is_none(), "one at a time");
        queue.put_back(first);
        assert_eq!(queue.begin().unwrap().changed_at, 3);
        queue.put_back(draft(3));
        assert_eq!(queue.begin().unwrap().changed_at, 3);
        assert!(queue.take_next().is_none());
        queue.add(draft(4));
        assert_eq!(queue.begin().unwrap().changed_at, 4);
    }

    #[test]
    fn what_is_sent_is_not_kept_again() {
        let mut queue = Queue { is_stopped: true, ..Queue::default() };
        queue.add(draft(1));
        queue.put_back(draft(1));
        assert!(queue.begin().is_none());
    }
}
