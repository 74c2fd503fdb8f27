//! One tab of a browser leads: it alone syncs, and one sends what is in the outbox.
//!
//! Web Locks choose it. Only a page that can be seen leads, and it resigns when it is hidden: phones freeze hidden pages without
//! telling them, and a frozen leader would keep the others from syncing. Nobody steals the lock. Where a browser has no locks, every
//! page leads; the shelf takes each page of the feed only once, so that costs requests and nothing else.

use crate::js;
use js_sys::{Function, Promise};
use std::cell::{Cell, RefCell};
use std::rc::Rc;
use wasm_bindgen::JsValue;
use wasm_bindgen::closure::Closure;
use wasm_bindgen_futures::spawn_local;

/// The name of the lock of whoever syncs.
pub const SYNC: &str = "engawa-sync";
/// The name of the lock of whoever sends.
pub const OUTBOX: &str = "engawa-outbox";

/// Where this page stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Role {
    Follower,
    Candidate,
    Leader,
}

/// This page's part in the choice.
pub struct Leadership {
    lock: &'static str,
    role: Cell<Role>,
    /// Counts candidacies, so that the end of an old one does not end a new one.
    term: Cell<u32>,
    /// Ends the lock's promise.
    resign: RefCell<Option<Function>>,
}

impl Leadership {
    /// A page that follows in what this lock is about.
    pub fn new(lock: &'static str) -> Self {
        Self { lock, role: Cell::new(Role::Follower), term: Cell::new(0), resign: RefCell::new(None) }
    }

    /// Whether this page leads.
    pub fn leads(&self) -> bool {
        self.role.get() == Role::Leader
    }

    /// Asks to lead; `elected` is called when it is this page's turn, which may be never.
    pub fn stand(self: &Rc<Self>, elected: impl Fn() + 'static) {
        if self.role.get() != Role::Follower {
            return;
        }
        self.role.set(Role::Candidate);
        let term = self.term.get().wrapping_add(1);
        self.term.set(term);
        let Some(locks) = js::property(&js::navigator(), "locks") else {
            self.role.set(Role::Leader);
            elected();
            return;
        };
        let elected = Rc::new(elected);
        let granted = {
            let (this, elected) = (Rc::clone(self), Rc::clone(&elected));
            Closure::once_into_js(move |_lock: JsValue| this.granted(&*elected))
        };
        if let Ok(held) = js::call(&locks, "request", &[&JsValue::from_str(self.lock), &granted]) {
            let this = Rc::clone(self);
            spawn_local(async move {
                // Ends when this page resigns; an error means that the browser took the lock away.
                js::settle(held).await.ok();
                if this.term.get() == term {
                    this.role.set(Role::Follower);
                }
            });
        } else {
            self.role.set(Role::Leader);
            elected();
        }
    }

    /// Lets another page lead.
    pub fn resign(&self) {
        let Some(resign) = self.resign.take() else {
            // Without locks there is nothing to give back; the page asks again when it is seen.
            if self.leads() {
                self.role.set(Role::Follower);
            }
            return;
        };
        self.role.set(Role::Follower);
        resign.call0(&JsValue::UNDEFINED).ok();
    }

    /// The lock is ours as long as the promise that this gives is open.
    fn granted(&self, elected: &dyn Fn()) -> JsValue {
        if !js::is_visible() {
            self.role.set(Role::Follower);
            return JsValue::UNDEFINED;
        }
        self.role.set(Role::Leader);
        let held = Promise::new(&mut |resolve, _reject| {
            *self.resign.borrow_mut() = Some(resolve);
        });
        elected();
        held.into()
    }
}
