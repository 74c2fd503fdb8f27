//! The machinery of Engawa without its rooms: pure Rust, sans-IO.
//!
//! What a feed client, a search or a calendar does is decided here, from inputs alone. There is no clock, no randomness, no
//! network, no storage and no `cfg` in this crate (tests aside): they come in as parameters, so that the whole city can be
//! simulated natively and the browser and the server cannot disagree.

mod codes;
pub mod command;
pub mod feed;
pub mod form;
pub mod id;
pub mod kiosk;
pub mod lang;
pub mod outbox;
pub mod photo;
pub mod problem;
pub mod rights;
pub mod text;
pub mod time;
pub mod vault;
pub mod zip;

pub use command::{Command, Receipt, ReceiptStatus};
pub use feed::{Cursor, Record, Scope};
pub use lang::{Lang, Message};
pub use problem::Problem;
pub use rights::{Action, Actor, Subject, may};
