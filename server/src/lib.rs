//! The Engawa server: one binary, many cities.
//!
//! The register: rooms execute their commands ([`commands`]), the edge serves them ([`http`]). ARCHITECTURE.md tells the whole.

pub mod audit;
pub mod cli;
pub mod clock;
pub mod commands;
pub mod db;
pub mod feed;
pub mod forms;
pub mod http;
pub mod kiosk;
pub mod listings;
pub mod media;
pub mod outside;
pub mod people;
pub mod sample;
pub mod sites;
