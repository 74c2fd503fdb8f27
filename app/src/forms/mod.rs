//! 様式: forms that a city publishes, what people send with them, and what staff decide about it.
//!
//! The engine is `engawa_core::form`; this room says who may publish and fill in, what a submission is and how it goes on. Sources:
//! mission rows 2.1, 3.4, 9.6, 11.1, 11.2, 13.1; `XLSForm` (xlsform.org); ODK `XForms` specification.
//! Invariants: an open form that is not for staff alone is a record of the public feed, so that it works offline, and a closed one is not;
//! a submission is never in a feed; the server checks answers with [`rules::check_answers`], the code that the browser has; a version that was
//! published never changes; what is not relevant is not kept; what somebody types stays on the device ([`filling`]) until it is sent or shared.

pub mod about;
pub mod aside;
pub mod changed;
pub mod command;
pub mod device;
pub mod duplicates;
pub mod eligibility;
pub mod filling;
pub mod japanese;
pub mod letter;
pub mod media;
pub mod outline;
#[cfg(feature = "ui")]
pub mod pages;
pub mod paper;
pub mod paper_id;
pub mod placing;
pub mod plain;
pub mod postcodes;
pub mod receipt;
pub mod record;
pub mod rescue;
pub mod rules;
pub mod state;
pub mod studio;
pub mod table;
pub mod word;

pub use command::{Audience, FormCommand, Settings};
pub use record::FormRecord;
pub use state::{Provenance, SubmissionState};

/// The collection of open forms in the feed.
pub const COLLECTION: &str = "form";
