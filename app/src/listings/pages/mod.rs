//! The public pages of listings. The same source draws them on the server and in the browser.

pub mod calendar;
pub mod detail;
pub mod facets;
pub mod facts;
pub mod favourites;
pub mod group;
pub mod home;
pub mod list;
pub mod map;
pub mod statics;
