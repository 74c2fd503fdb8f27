//! Moderation: what new groups write waits, what is reported is looked at, words hold or refuse a text.
//!
//! Invariants: what everybody reads never changes by a form that waits; what waits is one form a listing and is kept until somebody
//! decides; a text that was shown is not asked about again while it stays the same.

pub mod assign;
pub mod freshness;
pub mod hosts;
pub mod reports;
pub mod sql;
pub mod waiting;
pub mod words;

use super::Change;
use crate::db::DbResult;
use crate::feed::Writer;
use crate::params;
use engawa_app::listings::Listing;
use engawa_app::listings::moderation::{find_words, refusals};
use engawa_core::{Problem, codes};

codes! {
    /// Why a form waits.
    Why {
        /// Its group is new.
        NewGroup = "new_group",
        /// A listed word stands in it.
        Word = "word",
    }
}

/// What is to be done with a form.
#[derive(Debug)]
pub enum Weighed {
    /// It is written as it is.
    Goes,
    /// Somebody looks at it first.
    Waits(Why),
    /// A listed word refuses it.
    Refused(Vec<Problem>),
}

/// Weighs a form that is to be written.
pub async fn weigh(writer: &mut Writer, change: Change<'_>, after: &Listing) -> DbResult<Weighed> {
    if change.moderates || !after.state.is_public() {
        return Ok(Weighed::Goes);
    }
    if let Some(before) = change.before
        && before.listing.state.is_public()
        && (Listing { state: after.state, confirmed_on: after.confirmed_on, ..before.listing.clone() }) == *after
    {
        return Ok(Weighed::Goes);
    }
    let hits = find_words(after, &words::all(writer).await?);
    let refused = refusals(&hits);
    if !refused.is_empty() {
        return Ok(Weighed::Refused(refused));
    }
    if !hits.is_empty() {
        return Ok(Weighed::Waits(Why::Word));
    }
    let group = &change.owner.group;
    if group.is_empty() || is_trusted(writer, group).await? { Ok(Weighed::Goes) } else { Ok(Weighed::Waits(Why::NewGroup)) }
}

async fn is_trusted(writer: &mut Writer, group: &str) -> DbResult<bool> {
    Ok(writer.tx.first::<(String,)>(sql::TRUST, params![group]).await?.is_some_and(|(trust,)| trust == "trusted"))
}

/// What a listing is called, and the code of its kind.
pub async fn name_of(writer: &mut Writer, id: &str) -> DbResult<Option<(String, String)>> {
    writer.tx.first::<(String, String)>(sql::NAME, params![id]).await
}

/// The title of a listing, or nothing.
async fn title_of(writer: &mut Writer, id: &str) -> DbResult<String> {
    Ok(name_of(writer, id).await?.map(|(title, _)| title).unwrap_or_default())
}
