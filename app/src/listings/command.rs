//! What can be done to a listing.

use super::listing::Listing;
use super::vocabulary::State;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// A write to listings. Staff only until the People room gives groups their own rights.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ListingCommand {
    /// Create or replace a listing, in any state it may go to.
    Save(Box<Listing>),
    /// Publish, end, withdraw or take back to draft.
    SetState {
        /// Listing.
        id: String,
        /// Next state.
        state: State,
    },
    /// "Still right": sets the 確認日.
    Confirm {
        /// Listing.
        id: String,
        /// The day of the confirmation.
        on: NaiveDate,
    },
}

impl ListingCommand {
    /// The listing that it is about.
    pub fn subject(&self) -> &str {
        match self {
            Self::Save(listing) => &listing.id,
            Self::SetState { id, .. } | Self::Confirm { id, .. } => id,
        }
    }

    /// The verb, for the audit log.
    pub fn verb(&self) -> &'static str {
        match self {
            Self::Save(_) => "listing.save",
            Self::SetState { .. } => "listing.set_state",
            Self::Confirm { .. } => "listing.confirm",
        }
    }
}
