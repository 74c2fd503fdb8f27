//! The pages of forms. Those of staff and those for browsers without scripts are drawn on the server, as still markup; the others are
//! drawn on both sides and work without a connection.

pub mod about_form;
pub mod begin;
pub mod beside;
pub mod desk;
pub mod drafts;
pub mod fill;
pub mod join;
pub mod kept;
pub mod list;
pub mod outbox;
pub mod paper;
pub mod plain;
pub mod receipt;
pub mod rescue;
pub mod when;
pub mod word;

use crate::messages::problems;
use crate::ui::date;
use crate::ui::still::{Markup, still};
use crate::ui::text::use_lang;
use engawa_core::Problem;
use engawa_core::time::{Millis, jst_date};
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

/// A moment in Japan, in the words of the page.
pub fn moment(at: Millis) -> String {
    when::on_record(at, use_lang())
}

/// The day of a moment in Japan, in the words of the page.
pub fn day(at: Millis) -> String {
    date::full(jst_date(at), use_lang())
}
