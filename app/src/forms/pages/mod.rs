//! The pages of forms. Those of staff and those for browsers without scripts are drawn on the server, as still markup.

pub mod desk;
pub mod plain;
pub mod receipt;

use crate::messages::problems;
use crate::ui::still::{Markup, still};
use crate::ui::text::use_lang;
use engawa_core::Problem;
use engawa_core::time::{Millis, jst_datetime};
use leptos::prelude::*;

/// Pieces of still markup, one after the other, as a page.
pub fn page(pieces: Vec<Markup>) -> AnyView {
    let pieces: Vec<AnyView> = pieces.into_iter().map(still).collect();
    view! { {pieces} }.into_any()
}

/// What a problem says: in the form's own words where it has some.
pub fn said(problem: &Problem) -> String {
    if problem.message.is_empty() { problems::sentence(problem, use_lang()) } else { problem.message.clone() }
}

/// A moment as people in Japan write it down.
pub fn moment(at: Millis) -> String {
    jst_datetime(at).format("%Y-%m-%d %H:%M").to_string()
}

/// The day of a moment in Japan.
pub fn day(at: Millis) -> String {
    jst_datetime(at).format("%Y-%m-%d").to_string()
}
