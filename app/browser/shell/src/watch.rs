//! A value that tasks of this context can wait on.
//!
//! Everything in a page, and in a worker, runs on one thread, so a cell and a list of wakers are enough. Invariant: whoever waits sees the
//! value that fulfilled its condition, or a later one.

use std::cell::{Cell, RefCell};
use std::future::poll_fn;
use std::task::{Poll, Waker};

/// A watched value.
pub struct Watch<T> {
    value: Cell<T>,
    waiting: RefCell<Vec<Waker>>,
}

impl<T: Copy + std::fmt::Debug> std::fmt::Debug for Watch<T> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Watch").field("value", &self.value.get()).finish_non_exhaustive()
    }
}

impl<T: Copy> Watch<T> {
    /// Watches `value`.
    pub fn new(value: T) -> Self {
        Self { value: Cell::new(value), waiting: RefCell::new(Vec::new()) }
    }

    /// The value now.
    pub fn get(&self) -> T {
        self.value.get()
    }

    /// Changes the value and wakes whoever waits.
    pub fn set(&self, value: T) {
        self.value.set(value);
        for waker in self.waiting.take() {
            waker.wake();
        }
    }

    /// Waits until `ready` holds.
    pub async fn until(&self, ready: impl Fn(T) -> bool) -> T {
        poll_fn(|context| {
            let value = self.value.get();
            if ready(value) {
                return Poll::Ready(value);
            }
            self.waiting.borrow_mut().push(context.waker().clone());
            Poll::Pending
        })
        .await
    }
}
