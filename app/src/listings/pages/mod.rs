//! The public pages of listings. The same source draws them on the server and in the browser.

pub mod calendar;
pub mod confirm;
pub mod desk;
pub mod detail;
pub mod facets;
pub mod facts;
pub mod favourites;
pub mod group;
pub mod home;
pub mod list;
pub mod map;
pub mod moderation;
pub mod publish;
pub mod report;
pub mod statics;
pub mod write;

use super::ListingQuery;
use leptos_router::params::ParamsMap;

/// The search that an address asks for, with every value of a repeated name.
pub fn query_of(map: &ParamsMap) -> ListingQuery {
    let pairs: Vec<(String, String)> = map.clone().into_iter().map(|(name, value)| (name.into_owned(), value)).collect();
    ListingQuery::from_pairs(pairs.iter().map(|(name, value)| (name.as_str(), value.as_str())))
}
