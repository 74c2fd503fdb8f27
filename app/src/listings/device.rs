//! What the device keeps and does for whoever writes a listing. A port; the browser's shell is behind it.
//!
//! Invariant: what [`ListingDevice::keep`] reports as done is in the device's store and survives a crash.

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
    /// Keeps a draft as it is now.
    fn keep(&self, draft: ListingDraft) -> Doing<()>;
    /// Deletes a draft.
    fn forget(&self, id: &str) -> Doing<()>;
    /// A listing with its revision: from inside, as the server has it for this person; without a connection as the device's copy of the feed
    /// has it. `None` if it is not public or not here yet.
    fn original(&self, id: &str) -> Doing<Option<(u64, Listing)>>;
    /// The digest of `about` and the bytes of a kept file: that the device has it ([`super::pictures`]).
    fn prove(&self, sha256: &str, about: String) -> Doing<String>;
    /// Whom the person may write for, from the server.
    fn me(&self) -> Doing<Me>;
}
