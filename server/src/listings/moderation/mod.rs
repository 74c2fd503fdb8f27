//! Moderation: what new groups write waits, what is reported is looked at, words hold or refuse a text.
//!
//! Invariants: what everybody reads never changes by a form that waits; what waits is one form a listing and is kept until somebody
//! decides; a text that was shown is not asked about again while it stays the same; what somebody of a desk took down is not shown again before
//! somebody looked at it, however much its group is trusted.

pub mod assign;
pub mod freshness;
pub mod hosts;
pub mod reports;
pub mod sql;
pub mod waiting;
pub mod words;

use super::Change;
use crate::db::{DbError, DbResult};
use crate::feed::Writer;
use crate::params;
use engawa_app::listings::moderation::{find_words, refusals};
use engawa_app::listings::{Listing, State};
use engawa_core::{Problem, codes};
use serde::Deserialize;

codes! {
    /// Why a form waits.
    Why {
        /// Its group is new.
        NewGroup = "new_group",
        /// A listed word stands in it.
        Word = "word",
        /// Somebody of a desk withdrew the listing.
        TakenDown = "taken_down",
    }
}

/// As many older forms are looked at (`FORMS_LEFT`); where that does not tell, somebody looks at the text itself.
const FORMS_MAX: usize = 50;

/// What of a stored listing tells whether everybody could read it.
#[derive(Deserialize)]
struct Standing {
    state: State,
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
    if change.before.is_some_and(|before| !before.listing.state.is_public()) && was_taken_down(writer, &after.id).await? {
        return Ok(Weighed::Waits(Why::TakenDown));
    }
    let group = &change.owner.group;
    if group.is_empty() || is_trusted(writer, group).await? { Ok(Weighed::Goes) } else { Ok(Weighed::Waits(Why::NewGroup)) }
}

/// Whether somebody of a desk withdrew a listing since everybody could last read it.
async fn was_taken_down(writer: &mut Writer, id: &str) -> DbResult<bool> {
    let [withdrawn, published, ended] = [State::Withdrawn, State::Published, State::Ended].map(|state| format!("\"state\":\"{}\"", state.code()));
    let forms = writer.tx.all::<(String, Option<String>)>(sql::FORMS_LEFT, params![id, withdrawn, published, ended]).await?;
    let is_all = forms.len() < FORMS_MAX;
    for (actor, body) in forms {
        let form: Standing =
            serde_json::from_str(&body.unwrap_or_default()).map_err(|why| DbError::inconsistent(format!("listing_version of {id}"), why))?;
        if form.state.is_public() {
            return Ok(false);
        }
        if form.state == State::Withdrawn && actor.starts_with("staff:") {
            return Ok(true);
        }
    }
    Ok(!is_all)
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
