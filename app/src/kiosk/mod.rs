//! 端末: shared screens in libraries and community centres, which forget people and never work.
//!
//! Sources: mission rows 12.4 and 12.5, beyond-peers 3 and 4; 武蔵野市 第二期計画 1-2 and 3-2; 調布市 A3(3). Invariants: what somebody types
//! at a screen is in memory only, and what they send is sealed to the site before anything is stored; a screen has a right of its own
//! and never a person's.

pub mod beat;
pub mod command;
pub mod config;
pub mod counts;
pub mod envelope;
pub mod fields;
pub mod fleet;
pub mod keyboard;
#[cfg(feature = "ui")]
pub mod pages;
pub mod parcel;
pub mod routes;
pub mod signage;

pub use routes::{opens_here, opens_with};
