//! Planned publishing: a change of state at a moment to come, and reminders of what waits.
//!
//! Invariants: a plan takes effect exactly once, whichever node and however often [`run_due`] runs (the row is taken in the transaction
//! of its effect); a plan is weighed like a change of its author's, so planning is no way around moderation; a plan that has become
//! impossible is dropped, the audit log says so, and whoever planned it is told.

use super::moderation::{sql, waiting};
use super::{Belongs, Change, belongs, current, settle};
use crate::commands::Outcome;
use crate::db::{DbError, DbResult};
use crate::feed::{Writer, sql as feed_sql};
use crate::params;
use crate::people::{Actor, notices};
use crate::sites::OpenSite;
use engawa_app::listings::{Listing, State};
use engawa_app::people::notice::NoticeCode;
use engawa_core::time::{DAY_MS, Millis};
use engawa_core::{Action, Problem, may};

/// A plan may lie so far ahead: two years.
const AHEAD_MAX_MS: Millis = 2 * 366 * DAY_MS;
/// After so many days a form that waits is said again, where `site.toml` says nothing else.
pub const MODERATION_DAYS: u32 = 3;

/// Plans a change of state, or takes the plan back.
pub async fn plan(writer: &mut Writer, actor: &Actor, id: &str, state: State, at: Option<Millis>) -> DbResult<Outcome> {
    let owner = belongs(writer, id).await?;
    if !may(actor, Action::ListingWrite, &owner.clone().unwrap_or_default().subject()) {
        return Ok(Outcome::Forbidden);
    }
    if owner.is_none() {
        return Ok(Outcome::Rejected(vec![Problem::new("id", "not_found")]));
    }
    match at {
        None => {
            writer.tx.run(sql::DROP_PLAN, params![id, state.code()]).await?;
        }
        Some(at) if at <= writer.now || at > writer.now + AHEAD_MAX_MS => {
            return Ok(Outcome::Rejected(vec![Problem::new("at", "plan_not_ahead")]));
        }
        Some(at) => {
            let by = actor.name();
            writer.tx.run(sql::PUT_PLAN, params![id, state.code(), at, by]).await?;
        }
    }
    Ok(Outcome::Done { rev: writer.take_rev().await? })
}

/// Does what is due, and says again what waits too long. Gives how many plans took effect. Running it again changes nothing.
pub async fn run_due(site: &OpenSite, now: Millis) -> DbResult<u64> {
    let mut done = 0;
    for (id, state, at, by) in site.db.all::<(String, String, i64, String)>(sql::DUE, params![now]).await? {
        let state = State::parse(&state).ok_or_else(|| DbError::inconsistent("listing_plan.state", &state))?;
        let mut writer = Writer::begin(&site.db, now, by.as_str()).await?;
        writer.tx.first::<(i64,)>(feed_sql::TAKE_REVS, params![0_i64]).await?;
        if writer.tx.run(sql::TAKE_PLAN, params![&id, state.code(), at]).await? == 0 {
            // Another node took it, or it was planned anew.
            continue;
        }
        let outcome = take_effect(&mut writer, &id, state, &by).await?;
        let detail = match &outcome {
            Some(Outcome::Done { .. }) => serde_json::json!({ "state": state.code() }),
            Some(Outcome::Rejected(problems)) => {
                let codes: Vec<&str> = problems.iter().map(|problem| problem.code.as_str()).collect();
                serde_json::json!({ "state": state.code(), "dropped": codes })
            }
            _ => serde_json::json!({ "state": state.code(), "dropped": [] }),
        };
        writer.audit("listing.run_plan", &id, &detail.to_string()).await?;
        if !matches!(outcome, Some(Outcome::Done { .. })) {
            tell_dropped(&mut writer, &id, &by).await?;
        }
        writer.commit().await?;
        done += u64::from(matches!(outcome, Some(Outcome::Done { .. })));
    }
    remind(site, now).await?;
    if done > 0 {
        site.refresh().await?;
    }
    Ok(done)
}

/// Whoever planned something counts on it. Of a listing that is gone there is nothing to look at.
async fn tell_dropped(writer: &mut Writer, id: &str, by: &str) -> DbResult<()> {
    let Some(owner) = belongs(writer, id).await? else { return Ok(()) };
    let of = |head: &str| by.strip_prefix(head).unwrap_or_default().to_owned();
    let (account, login) = (of("account:"), of("staff:"));
    let path = if account.is_empty() { format!("/staff/listings/{id}") } else { format!("/my/groups/{}/listings/{id}", owner.group) };
    let Some((account,)) = writer.tx.first::<(String,)>(sql::PLANNER, params![account, login]).await? else { return Ok(()) };
    let title = super::moderation::name_of(writer, id).await?.map(|(title, _)| title).unwrap_or_default();
    notices::tell(writer, &account, NoticeCode::PlanDropped, &[&title], &path).await
}

async fn take_effect(writer: &mut Writer, id: &str, state: State, by: &str) -> DbResult<Option<Outcome>> {
    let Some(before) = current(writer, id).await? else { return Ok(None) };
    let owner: Belongs = belongs(writer, id).await?.unwrap_or_default();
    let after = Listing { state, ..before.listing.clone() };
    let author = by.strip_prefix("account:").unwrap_or_default();
    // Whoever is not a resident's account is staff or the server itself: their texts wait for nobody.
    let change = Change { owner: &owner, author, moderates: author.is_empty(), before: Some(&before), keeps_waiting: false };
    settle(writer, change, after).await.map(Some)
}

/// Tells the desk again of what waits longer than the site's `moderation_days`, as often as that many days have passed.
async fn remind(site: &OpenSite, now: Millis) -> DbResult<()> {
    let days = site.settings.moderation_days.unwrap_or(MODERATION_DAYS).max(1);
    let since = now - Millis::from(days) * DAY_MS;
    for (id, group) in site.db.all::<(String, String)>(sql::LONG_WAITING, params![since]).await? {
        let mut writer = Writer::begin(&site.db, now, "system").await?;
        if writer.tx.run(sql::REMINDED, params![&id, now, since]).await? == 1 {
            let title = super::moderation::name_of(&mut writer, &id).await?.map(|(title, _)| title).unwrap_or_default();
            waiting::tell_desk(&mut writer, &Belongs { group, desk: String::new() }, &title).await?;
            writer.commit().await?;
        }
    }
    Ok(())
}
