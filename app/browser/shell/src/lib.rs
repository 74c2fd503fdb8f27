//! What the page and the service worker share in a browser: `IndexedDB`, requests, and the shell of the outbox.
//!
//! Why a crate of its own: the worker sends what is in the outbox when no page is open, with the same code and without any page's code.
//! Invariants: nothing here knows Leptos, a document or a window that is not there; interfaces that one of the two lacks are reached by
//! name ([`js`]); decisions are in `engawa-core`.

pub mod idb;
pub mod js;
pub mod net;
pub mod outbox;
pub mod watch;

/// The name of the database and of the line between tabs and worker. A site is an origin, so one name serves all.
pub const NAME: &str = "engawa";
/// What is said on that line when the outbox's store changed.
pub const OUTBOX_NEWS: &str = "outbox";
/// The tag under which the browser is asked to start the worker when there is a connection.
pub const SYNC_TAG: &str = "engawa-outbox";
