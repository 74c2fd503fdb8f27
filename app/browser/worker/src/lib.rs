//! What the service worker does in Rust: it sends what is in the outbox when the browser finds a connection and no page is open.
//!
//! `public/sw.js` loads it only for that. It is the same machine over the same store as in a page, in the role of a worker: leases keep the
//! two from doing the same work, and a command that goes twice takes effect once. Decision: `docs/decisions/0008-outbox-in-the-worker.md`.

use engawa_core::outbox::{Entry, Input, Outbox, Refusal, Role, Standing};
use engawa_shell::idb::Db;
use engawa_shell::net::Net;
use engawa_shell::outbox::{Around, Driver};
use engawa_shell::{NAME, OUTBOX_NEWS, js};
use gloo_timers::future::TimeoutFuture;
use js_sys::Date;
use std::cell::RefCell;
use std::rc::Rc;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;
use web_sys::BroadcastChannel;

/// How long it works at most, in milliseconds: browsers end a worker that takes more than five minutes.
const WORK_MS: f64 = 4.0 * 60.0 * 1000.0;
/// How often it looks whether everything is done, in milliseconds.
const LOOK_MS: u32 = 250;
/// A wait that is not longer than this is waited for, in milliseconds; for a longer one the browser starts the worker again.
const SHORT_MS: u64 = 15_000;
/// How often it looks for its leases being given back before it ends.
const LAST_LOOKS: u32 = 20;

/// The worker around the outbox: nobody sees it.
struct Worker {
    channel: Option<BroadcastChannel>,
}

impl Around for Worker {
    fn stepped(&self, _machine: &RefCell<Outbox>) -> Option<Input> {
        None
    }

    fn changed(&self) {
        if let Some(channel) = &self.channel {
            // Posting fails only on a closed channel, and this one is never closed.
            channel.post_message(&JsValue::from_str(OUTBOX_NEWS)).ok();
        }
    }

    fn reached(&self, _reached: bool) {}

    fn not_saved(&self, _id: &str, _full: bool) {}

    fn not_taken(&self, _id: &str, _why: Refusal) {}
}

/// Sends what can be sent. Gives whether something is left that the browser should start this for again.
#[wasm_bindgen]
pub async fn send(build: String) -> bool {
    // Browsers start this as soon as they believe in a connection. What is tried without one counts as gone out, and could no longer be
    // taken back for certain.
    if !Net::new(&build).is_there().await {
        return true;
    }
    let channel = BroadcastChannel::new(NAME).ok();
    let driver = Driver::new(Role::Worker, Rc::new(Db::new(NAME)), &build, Worker { channel });
    driver.tell(Input::Changed);
    driver.tell(Input::BecameLeader);
    let end = Date::now() + WORK_MS;
    while Date::now() < end && driver.with(is_at_it) {
        TimeoutFuture::new(LOOK_MS).await;
    }
    let left = driver.with(|outbox| outbox.shown().iter().any(|line| is_open(&line.standing)));
    driver.tell(Input::LostLeadership);
    for _ in 0..LAST_LOOKS {
        if !driver.with(Outbox::is_busy) {
            break;
        }
        TimeoutFuture::new(LOOK_MS).await;
    }
    left
}

/// Whether something is under way here, or goes on soon.
fn is_at_it(outbox: &Outbox) -> bool {
    let now = u64::try_from(js::now()).unwrap_or_default();
    let soon = now.saturating_add(SHORT_MS);
    let waits = |standing: &Standing<'_>| matches!(standing, Standing::Waiting { next_at: Some(at), .. } if *at <= soon);
    // A tab that was closed while it sent holds the entry until its lease ends: less than it takes the browser to come again.
    let is_held = |entry: &Entry| entry.is_waiting() && entry.lease.as_ref().is_some_and(|lease| lease.since <= now && now < lease.until);
    outbox.is_busy() || outbox.shown().iter().any(|line| waits(&line.standing) || line.entry.is_some_and(is_held))
}

/// Whether an entry is still to be sent, by whomever.
fn is_open(standing: &Standing<'_>) -> bool {
    matches!(standing, Standing::Waiting { .. } | Standing::UnderWay { .. })
}
