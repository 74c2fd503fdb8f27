//! The rooms of Engawa: rules, records, commands and pages that the server and the browser share.
//!
//! Without features this crate knows no Leptos: rules can be used and tested alone. With `ssr` or `hydrate` it holds the pages,
//! which are the same source for both. Nothing here names a database, the network or the DOM: see [`repo`] and `device`.

#[cfg(feature = "ui")]
pub mod app;
pub mod command;
pub mod date;
#[cfg(feature = "ui")]
pub mod device;
pub mod forms;
pub mod kiosk;
pub mod listings;
#[path = "../messages/mod.rs"]
pub mod messages;
pub mod people;
pub mod repo;
#[cfg(feature = "ui")]
pub mod routes;
pub mod site;
#[cfg(feature = "ui")]
pub mod ui;
