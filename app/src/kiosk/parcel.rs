//! What a person takes along from a screen to their own phone.

use serde::{Deserialize, Serialize};

/// What is in a hand-over.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Parcel {
    /// A half-done form, as `engawa_core::form::draft::log::snapshot` writes it, so that it goes on as the same draft.
    Draft {
        /// Which form.
        form_id: String,
        /// Which version.
        version: String,
        /// What the draft is called.
        title: String,
        /// The draft's snapshot.
        snapshot: String,
        /// Files in base64, by digest.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        files: Vec<ParcelFile>,
    },
    /// Listings that somebody marked: they are marked on the phone too.
    Listings(Vec<String>),
}

/// A file in a parcel.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ParcelFile {
    /// SHA-256 of its bytes.
    pub sha256: String,
    /// Its name.
    pub name: String,
    /// What it is taken for.
    pub media_type: String,
    /// Its bytes.
    pub base64: String,
}

/// What came of taking a parcel in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Taken {
    /// A draft is kept on this device: its id.
    Draft(String),
    /// So many listings are marked now that were not before.
    Listings(usize),
}
