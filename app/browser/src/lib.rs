//! The page's shell: feed sync, drafts, files and hydration. What it shares with the service worker is in `engawa-shell`.
//!
//! It is thin on purpose: what a feed client, a catalogue or a search does is decided in `engawa-core` and `engawa-app`; here those
//! decisions meet the browser. `public/boot.js` loads this module and calls `start`; `public/sw.js` keeps it for offline use.
//! Invariants: the first drawing in the browser equals the server's; pages read through [`repo`], never from the network; whatever a
//! browser lacks or refuses makes the app do less, never break.

mod boot;
pub mod catalogue;
pub mod channel;
mod device;
pub mod engine;
#[cfg(feature = "exports")]
mod exports;
pub mod forms;
pub mod kiosk;
mod leader;
pub mod net;
pub mod outbox;
mod panic;
mod pictures;
pub mod repo;
pub mod shelf;
mod sync;
pub mod vault;
pub mod watch;

pub use engawa_shell::idb;
use engawa_shell::js;
