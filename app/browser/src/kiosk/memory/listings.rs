//! Listings at a screen: there is nothing to write.

use super::at_once;
use engawa_app::forms::device::{Doing, KeepError};
use engawa_app::listings::Listing;
use engawa_app::listings::device::ListingDevice;
use engawa_app::listings::writing::ListingDraft;
use engawa_app::people::me::Me;

/// Nobody writes listings at a screen: that needs an account, and nobody signs in there.
pub struct NoListings;

impl ListingDevice for NoListings {
    fn drafts(&self) -> Doing<Vec<ListingDraft>> {
        at_once(Ok(Vec::new()))
    }

    fn draft(&self, _id: &str) -> Doing<ListingDraft> {
        at_once(Err(KeepError::NotFound))
    }

    fn keep(&self, _draft: ListingDraft) -> Doing<()> {
        at_once(Err(KeepError::Refused))
    }

    fn keep_over(&self, _draft: ListingDraft, _seen: ListingDraft) -> Doing<Option<ListingDraft>> {
        at_once(Err(KeepError::Refused))
    }

    fn forget(&self, _id: &str) -> Doing<()> {
        at_once(Ok(()))
    }

    fn original(&self, _id: &str) -> Doing<Option<(u64, Listing)>> {
        at_once(Ok(None))
    }

    fn prove(&self, _sha256: &str, _about: String) -> Doing<String> {
        at_once(Err(KeepError::Refused))
    }

    fn me(&self) -> Doing<Me> {
        at_once(Err(KeepError::Refused))
    }

    fn me_of_before(&self) -> Doing<Me> {
        at_once(Err(KeepError::Refused))
    }
}
