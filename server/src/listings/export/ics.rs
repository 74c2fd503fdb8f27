//! The calendar of a site: all its listings that have a day or a deadline.

use engawa_app::listings::Listing;
use engawa_app::listings::ics::{self, Stamp};

/// The calendar file of public listings.
pub fn calendar(name: &str, listings: &[Listing], stamp: &Stamp<'_>) -> String {
    ics::calendar(name, listings.iter().filter(|listing| listing.is_public()).map(|listing| ics::events(listing, stamp)))
}
