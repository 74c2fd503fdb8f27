//! What the device keeps and does for whoever writes a listing. A port; the browser's shell is behind it.
//!
//! Invariants: what [`ListingDevice::keep`] reports as done is in the device's store and survives a crash; [`ListingDevice::keep_over`]
//! never takes the place of a form that this page has not seen.

use super::listing::Listing;
use super::writing::ListingDraft;
use crate::forms::device::Doing;
use crate::people::me::Me;

/// What the device keeps of listings that are being written.
pub trait ListingDevice: Send + Sync {
    /// All drafts on this device, newest first.
    fn drafts(&self) -> Doing<Vec<ListingDraft>>;
    /// The draft of a listing.
    fn draft(&self, id: &str) -> Doing<ListingDraft>;
    /// Keeps a draft as it is now, whatever is there.
    fn keep(&self, draft: ListingDraft) -> Doing<()>;
    /// Keeps a draft over a form that this page has seen. Gives what another page of this device wrote meanwhile; then nothing was kept.
    fn keep_over(&self, draft: ListingDraft, seen: ListingDraft) -> Doing<Option<ListingDraft>>;
    /// Deletes a draft.
    fn forget(&self, id: &str) -> Doing<()>;
    /// A listing with its revision: from inside, as the server has it for this person; without a connection as the device's copy of the feed
    /// has it. `None` if it is not public or not here yet.
    fn original(&self, id: &str) -> Doing<Option<(u64, Listing)>>;
    /// The digest of `about` and the bytes of a kept file: that the device has it ([`super::pictures`]).
    fn prove(&self, sha256: &str, about: String) -> Doing<String>;
    /// Whom the person may write for, from the server. The device keeps of it what a draft needs ([`Me::for_later`]).
    fn me(&self) -> Doing<Me>;
    /// What it kept of the last answer, for when there is no connection.
    fn me_of_before(&self) -> Doing<Me>;
}
