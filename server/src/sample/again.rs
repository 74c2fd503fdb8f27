//! Moves an older sample on: its dates were moved when it was made, and a city that was made weeks ago would be empty by now.
//!
//! Invariants: by whole weeks, so that weekdays stay true; only what the sample itself put there; running it again on the same day changes
//! nothing.

use crate::feed::{Writer, sql as feed_sql};
use crate::listings::{sql, write};
use crate::params;
use crate::sites::OpenSite;
use anyhow::Context as _;
use chrono::{Days, NaiveDate};
use engawa_app::listings::Listing;
use engawa_app::listings::import::shift::{shift_weeks, weeks_between};
use engawa_core::time::{Millis, jst_date};

/// Under which name a site remembers by how many weeks its sample was moved since it was made.
const MOVED: &str = "sample_weeks";
/// A city without anything in so many days looks empty.
const AHEAD_DAYS: u64 = 14;

/// Moves the sample on by the whole weeks that went by, if nothing is coming up any more. How many listings were moved.
pub async fn move_on(site: &OpenSite, now: Millis) -> anyhow::Result<usize> {
    let today = jst_date(now);
    let made = site.db.first::<(i64,)>(sql::FIRST_MADE, params![]).await?.map_or(0, |(made,)| made);
    let before = site.db.first::<(String,)>(feed_sql::META, params![MOVED]).await?.and_then(|(text,)| text.parse::<i32>().ok()).unwrap_or(0);
    let weeks = weeks_between(jst_date(made), today).saturating_sub(before);
    if made == 0 || weeks <= 0 {
        return Ok(0);
    }
    let rows = site.db.all::<(String, String, i64, Option<String>, Option<String>)>(sql::EVERY, params![]).await?;
    let mut own: Vec<Listing> = Vec::new();
    for (id, body, ..) in rows {
        let listing: Listing = serde_json::from_str(&body).with_context(|| id.clone())?;
        if listing.sample || listing.source.as_ref().is_some_and(|source| source.shifted_weeks != 0) {
            own.push(listing);
        }
    }
    if own.iter().any(|listing| is_ahead(listing, today)) {
        return Ok(0);
    }
    let mut writer = Writer::begin(&site.db, now, "system").await?;
    let mut moved = 0;
    for listing in own.iter().filter(|listing| listing.schedule.is_some() || listing.apply.is_some()) {
        let mut after = listing.clone();
        shift_weeks(&mut after, weeks);
        if after != *listing {
            write(&mut writer, Some(listing), &after, None).await?;
            moved += 1;
        }
    }
    writer.tx.run(feed_sql::META_PUT, params![MOVED, (before + weeks).to_string()]).await?;
    writer.audit("listing.move_sample", "sample", &weeks.to_string()).await?;
    writer.commit().await?;
    site.refresh().await?;
    Ok(moved)
}

/// Whether a dated session of it is near. What repeats for ever is always near, and makes no city look alive alone.
fn is_ahead(listing: &Listing, today: NaiveDate) -> bool {
    let until = today + Days::new(AHEAD_DAYS);
    let mut sessions = listing.schedule.iter().flat_map(|schedule| &schedule.sessions);
    listing.is_public() && sessions.any(|session| session.on < until && session.last() >= today)
}
