//! Gives the city's listings away: as national data sets, JSON, Atom and iCalendar. Pure functions from public listings to bytes; the
//! edge decides on addresses and caching.
//!
//! Invariant: only what is public goes out, with the source and licence of what the site itself took from elsewhere.

pub mod atom;
pub mod ics;
pub mod json;
pub mod opendata;

use chrono::DateTime;
use engawa_app::listings::ics::Stamp;
use engawa_app::listings::{Details, Kind, Listing, card};
use engawa_app::site::Site;
use engawa_core::Lang;
use engawa_core::time::Millis;
use std::collections::HashMap;

/// What every format needs to know besides the listings.
#[derive(Clone, Debug)]
pub struct Export {
    /// The site; its `origin` is filled in.
    pub site: Site,
    /// When the file is made.
    pub now: Millis,
}

impl Export {
    fn made(&self) -> DateTime<chrono::Utc> {
        DateTime::from_timestamp_millis(self.now).unwrap_or_default()
    }

    /// CSV in the layout of the national data sets.
    pub fn csv(&self, kind: Kind, listings: &[Listing], encoding: opendata::TextEncoding) -> opendata::CsvFile {
        opendata::csv(kind, listings, &self.site, encoding)
    }

    /// JSON.
    pub fn json(&self, kind: Kind, listings: &[Listing]) -> String {
        json::file(Some(kind), listings, &self.site, &self.made().to_rfc3339())
    }

    /// iCalendar, with titles and descriptions in a language where there are such.
    pub fn ics(&self, listings: &[Listing], lang: Lang) -> String {
        let stamp = Stamp { origin: &self.site.origin, made: self.made().naive_utc(), lang };
        ics::calendar(self.site.name.text(lang), listings, &stamp)
    }

    /// Atom; `changed` holds the time of the last change by id.
    pub fn atom(&self, stem: &str, listings: &[Listing], changed: &HashMap<String, Millis>) -> String {
        let at = |listing: &Listing| changed.get(&listing.id).copied().unwrap_or(self.now);
        atom::feed(&self.site.name.ja, &format!("/feeds/{stem}.atom"), &self.site, listings, at)
    }
}

/// The address of a listing's page.
fn page(origin: &str, listing: &Listing) -> String {
    let group_type = if let Details::Group(group) = &listing.details { group.group_type } else { None };
    format!("{origin}{}", card::href(listing.kind(), group_type, &listing.id))
}
