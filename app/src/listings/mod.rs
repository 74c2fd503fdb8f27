//! 掲載: the listings of a city, of twelve kinds, and everything that reads and writes them.
//!
//! Sources: mission rows 1.1-1.5, 2.2, 2.4, 2.5, 3.1, 4.1, 6.1, 8.1, 9.2, 9.4, 12.5; デジタル庁 GIF データモデル; 自治体標準オープンデータセット.
//! Invariants: only `Published` and `Ended` listings are ever in the public feed; what an import could not read is kept as text;
//! the browser and the server validate with [`rules::check`] and search with [`Catalog`], the same code.

pub mod age;
pub mod aid;
pub mod card;
pub mod catalog;
pub mod command;
pub mod device;
pub mod differences;
pub mod form;
pub mod ics;
pub mod import;
pub mod json_ld;
pub mod kind;
pub mod listing;
pub mod map_view;
pub mod merge;
pub mod moderation;
pub mod next_year;
#[cfg(feature = "ui")]
pub mod pages;
pub mod pictures;
pub mod plain_text;
pub mod query;
pub mod read;
pub mod rules;
pub mod views;
pub mod vocabulary;
pub mod writing;

pub use card::Card;
pub use catalog::Catalog;
pub use kind::{Details, GroupType, Kind};
pub use listing::Listing;
pub use query::ListingQuery;
pub use vocabulary::{Access, Attendance, AudienceGroup, NpoField, SpokenLang, State};

/// The collection of listings in the feed.
pub const COLLECTION: &str = "listing";
