//! The design system: words, dates, icons, cards, fields, the frame of a page.
//!
//! What looks the same on every page is made here once; its looks are in `style/`. Invariants: no words of its own (messages only),
//! no inline styles and handlers (strict content security policy), everything is complete on the server and without scripts.

pub mod card;
pub mod field;
pub mod freshness;
pub mod head;
pub mod icons;
pub mod invitation;
pub mod joined;
pub mod layout;
pub mod mark;
pub mod notice;
pub mod pager;
pub mod picture;
pub mod qr;
pub mod staged;
pub mod status_bar;
pub mod still;
pub mod text;
pub mod text_area;

pub use crate::date;
pub use card::{card_list, happening_list, listing_card};
pub use field::{Field, TextField, described_by};
pub use freshness::{deadline, freshness};
pub use head::{Head, escape_json};
pub use icons::{Icon, icon, svg};
pub use invitation::invitation;
pub use joined::joined;
pub use layout::{Footer, Header};
pub use mark::mark;
pub use notice::{Notice, Tone, loading, notice, read_error};
pub use pager::pager;
pub use qr::qr;
pub use staged::staged;
pub use status_bar::StatusBar;
pub use still::{Markup, Together, html, still};
pub use text::{t, tf, use_boot, use_lang, use_today};
pub use text_area::TextArea;
