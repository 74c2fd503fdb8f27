//! What the benchmarks drive from JavaScript: the search and a running form, compiled as the product is, without its pages.
//!
//! Built by `make bench` alone; no file of the product has it. Each module keeps one thing in memory, so that a measured call holds nothing
//! but the work that is measured.

pub mod forms;
pub mod search;
