//! The way of every edit into the device's store: a queue that never has two appends under way and never drops a line.
//!
//! It outlives the page: what was typed before somebody left is still appended. Invariants: lines are appended in the order in which
//! they came; a batch that failed stands first again; each keystroke that finds the queue at rest is on its way at once.

use crate::forms::device::{DraftCard, FormDevice, KeepError};
use engawa_core::form::draft::log::Line;
use engawa_core::time::Millis;
use leptos::prelude::set_timeout;
use leptos::task::spawn_local;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

/// How long after a failure it is tried again.
const RETRY: Duration = Duration::from_secs(4);

/// What became of lines.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Told {
    /// Everything up to this counter of the replica is stored.
    Stored(Millis, u64),
    /// They wait here and are tried again.
    Failed(KeepError),
}

/// Called with what became of lines.
pub type Tell = Arc<dyn Fn(Told) + Send + Sync>;

/// What goes into the store at once.
struct Batch {
    card: DraftCard,
    lines: Vec<Line>,
    counter: u64,
}

#[derive(Default)]
struct Queue {
    waiting: Option<Batch>,
    is_under_way: bool,
    is_stopped: bool,
}

/// The queue of one draft.
pub struct Keeper {
    device: Arc<dyn FormDevice>,
    queue: Mutex<Queue>,
    tell: Tell,
}

impl Keeper {
    /// A queue at rest.
    pub fn new(device: Arc<dyn FormDevice>, tell: Tell) -> Arc<Self> {
        Arc::new(Self { device, queue: Mutex::default(), tell })
    }

    fn queue(&self) -> MutexGuard<'_, Queue> {
        self.queue.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Keeps lines. `counter`: of the newest edit among them.
    pub fn keep(self: &Arc<Self>, card: DraftCard, lines: Vec<Line>, counter: u64) {
        self.queue().add(Batch { card, lines, counter });
        self.go();
    }

    /// The draft is deleted: nothing of it is kept any more.
    pub fn stop(&self) {
        let mut queue = self.queue();
        queue.is_stopped = true;
        queue.waiting = None;
    }

    /// Tries what waits.
    pub fn go(self: &Arc<Self>) {
        let Some(mut batch) = self.queue().begin() else { return };
        let keeper = Arc::clone(self);
        spawn_local(async move {
            loop {
                match keeper.device.append(batch.card.clone(), batch.lines.clone()).await {
                    Ok(()) => (keeper.tell)(Told::Stored(keeper.device.now(), batch.counter)),
                    Err(error) => {
                        keeper.queue().put_back(batch);
                        (keeper.tell)(Told::Failed(error));
                        set_timeout(move || keeper.go(), RETRY);
                        return;
                    }
                }
                let next = keeper.queue().take_next();
                let Some(next) = next else { return };
                batch = next;
            }
        });
    }
}

impl Queue {
    fn add(&mut self, new: Batch) {
        if self.is_stopped {
            return;
        }
        match &mut self.waiting {
            Some(batch) => {
                batch.lines.extend(new.lines);
                batch.card = new.card;
                batch.counter = batch.counter.max(new.counter);
            }
            None => self.waiting = Some(new),
        }
    }

    /// The first batch of a run, if none is under way.
    fn begin(&mut self) -> Option<Batch> {
        if self.is_under_way { None } else { self.take_next() }
    }

    /// The next batch of a run; without one the run is over.
    fn take_next(&mut self) -> Option<Batch> {
        let next = self.waiting.take();
        self.is_under_way = next.is_some();
        next
    }

    fn put_back(&mut self, mut failed: Batch) {
        self.is_under_way = false;
        if self.is_stopped {
            return;
        }
        if let Some(waiting) = self.waiting.take() {
            failed.lines.extend(waiting.lines);
            failed.card = waiting.card;
            failed.counter = failed.counter.max(waiting.counter);
        }
        self.waiting = Some(failed);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn batch(line: &str, counter: u64) -> Batch {
        let card = DraftCard {
            id: "d".into(),
            form_id: "f".into(),
            version: "1".into(),
            form_title: String::new(),
            title: line.into(),
            changed_at: 0,
            progress: 0,
            invitation: None,
            by: String::new(),
            corrects: None,
        };
        Batch { card, lines: vec![line.to_owned().into()], counter }
    }

    fn texts(batch: &Batch) -> Vec<&str> {
        batch.lines.iter().map(|line| line.text(true)).collect()
    }

    #[test]
    fn lines_stay_in_order_whatever_fails() {
        let mut queue = Queue::default();
        queue.add(batch("1", 1));
        let first = queue.begin().unwrap();
        queue.add(batch("2", 2));
        assert!(queue.begin().is_none(), "one append at a time");
        queue.add(batch("3", 3));
        queue.put_back(first);
        let again = queue.begin().unwrap();
        assert_eq!(texts(&again), ["1", "2", "3"]);
        assert_eq!((again.counter, again.card.title.as_str()), (3, "3"));
        assert!(queue.take_next().is_none());
        queue.add(batch("4", 4));
        assert_eq!(texts(&queue.begin().unwrap()), ["4"]);
    }

    #[test]
    fn what_is_deleted_is_not_kept() {
        let mut queue = Queue { is_stopped: true, ..Queue::default() };
        queue.add(batch("1", 1));
        assert!(queue.begin().is_none());
        queue.put_back(batch("0", 0));
        assert!(queue.begin().is_none());
    }
}
