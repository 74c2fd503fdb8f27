//! The browser's shell: `IndexedDB`, feed sync and hydration. The only crate that runs in the browser alone.
//!
//! It is thin on purpose: what a feed client, a catalogue or a search does is decided in `engawa-core` and `engawa-app`; here those
//! decisions meet the browser. `public/boot.js` loads this module and calls `start`; `public/sw.js` keeps it for offline use.
//! Invariants: the first drawing in the browser equals the server's; pages read through [`repo`], never from the network; whatever a
//! browser lacks or refuses makes the app do less, never break.

pub mod bench;
mod boot;
pub mod catalogue;
mod channel;
mod device;
pub mod engine;
#[cfg(feature = "exports")]
mod exports;
pub mod idb;
mod js;
mod leader;
pub mod net;
mod panic;
pub mod repo;
pub mod shelf;
mod sync;
pub mod watch;
