//! Gives the city's listings away: as national data sets, JSON, Atom and iCalendar. Pure functions from public listings to bytes; the
//! edge decides on addresses and caching.
//!
//! Invariant: only what is public goes out, with the source and licence of what the site itself took from elsewhere.

pub mod atom;
pub mod ics;
pub mod json;
pub mod opendata;

use engawa_app::listings::{Details, Listing, card};

/// The address of a listing's page.
fn page(origin: &str, listing: &Listing) -> String {
    let group_type = if let Details::Group(group) = &listing.details { group.group_type } else { None };
    format!("{origin}{}", card::href(listing.kind(), group_type, &listing.id))
}
