//! Forms that wait: kept beside the listing, shown when somebody of a desk accepts them, or given back with a note.
//!
//! Invariant: accepting never undoes what was changed meanwhile; what does not fit together is a conflict.

use super::super::{Belongs, Change, Stored, belongs, current, form_at as shown_at, json, stored, write};
use super::{Why, hosts, sql, title_of};
use crate::commands::Outcome;
use crate::db::{Db, DbError, DbResult};
use crate::feed::{Writer, sql as feed_sql};
use crate::params;
use crate::people::{Actor, notices};
use engawa_app::listings::merge::merge;
use engawa_app::listings::moderation::NOTE_MAX;
use engawa_app::listings::{Card, Listing, State, rules};
use engawa_app::people::notice::NoticeCode;
use engawa_core::rights::{DeskRole, GroupRole};
use engawa_core::time::Millis;
use engawa_core::{Action, Problem, may};

/// A form that waits, or came back.
#[derive(Clone, Debug)]
pub struct Waiting {
    /// Its group; empty: none.
    pub group: String,
    /// The account that wrote it.
    pub account: String,
    /// The revision of the listing over which it was written.
    pub base_rev: u64,
    /// The revision at which it was written.
    pub rev: u64,
    /// The form.
    pub listing: Listing,
    /// Why it waits.
    pub why: Why,
    /// It came back.
    pub returned: bool,
    /// What the desk said to it.
    pub note: String,
    /// Since when it waits, or when it came back.
    pub at_ms: Millis,
}

/// A form that waited is kept so long after it was decided, for whoever is still writing over it: 30 days.
pub const FORMS_KEPT_MS: Millis = 30 * 24 * 60 * 60 * 1000;

type Row = (String, String, i64, i64, String, String, String, String, i64);

fn read(id: &str, (group, account, base_rev, rev, body, why, state, note, at_ms): Row) -> DbResult<Waiting> {
    let why = Why::parse(&why).ok_or_else(|| DbError::inconsistent("listing_waiting.why", &why))?;
    let base_rev = u64::try_from(base_rev).map_err(|error| DbError::inconsistent("listing_waiting.base_rev", error))?;
    let form = stored(id, &body, rev)?;
    Ok(Waiting { group, account, base_rev, rev: form.rev, listing: form.listing, why, returned: state == "returned", note, at_ms })
}

/// What waits of a listing, or came back, inside a transaction.
pub async fn of(writer: &mut Writer, id: &str) -> DbResult<Option<Waiting>> {
    writer.tx.first::<Row>(sql::WAITING, params![id]).await?.map(|row| read(id, row)).transpose()
}

/// The same for pages.
pub async fn one(db: &Db, id: &str) -> DbResult<Option<Waiting>> {
    db.first::<Row>(sql::WAITING, params![id]).await?.map(|row| read(id, row)).transpose()
}

/// The form that waited at a revision, which is what whoever names this revision began with; `None`: nothing waited then.
pub async fn form_at(db: &Db, id: &str, rev: u64) -> DbResult<Option<Listing>> {
    let row = db.first::<(String,)>(sql::FORM_AT, params![id, rev]).await?;
    row.map(|(body,)| stored(id, &body, 0).map(|form| form.listing)).transpose()
}

/// Nothing of a listing waits any more.
pub async fn forget(writer: &mut Writer, id: &str) -> DbResult<()> {
    writer.tx.run(sql::DROP_WAITING, params![id]).await?;
    let now = writer.now;
    let (rev,) = writer.tx.first::<(i64,)>(feed_sql::TAKE_REVS, params![0_i64]).await?.unwrap_or_default();
    writer.tx.run(sql::END_FORMS, params![id, rev, now]).await?;
    Ok(())
}

/// Forgets forms that were decided long ago. Gives how many.
pub async fn tidy(db: &Db, now: Millis) -> DbResult<u64> {
    let mut writer = Writer::begin(db, now, "system").await?;
    let forgotten = writer.tx.run(sql::DROP_FORMS, params![now - FORMS_KEPT_MS]).await?;
    writer.commit().await?;
    Ok(forgotten)
}

/// Lets a form wait. What everybody reads stays; what nobody could read yet is kept as a draft. Gives the revision.
pub async fn keep(writer: &mut Writer, change: Change<'_>, after: &Listing, why: Why) -> DbResult<u64> {
    let base_rev = match change.before {
        Some(before) if before.listing.state.is_public() => before.rev,
        before => {
            let draft = Listing { state: State::Draft, ..after.clone() };
            write(writer, before.map(|before| &before.listing), &draft, None).await?
        }
    };
    let known = of(writer, &after.id).await?.is_some_and(|waiting| !waiting.returned);
    let rev = writer.take_rev().await?;
    let (group, now) = (&change.owner.group, writer.now);
    let body = json(after)?;
    writer.tx.run(sql::PUT_WAITING, params![&after.id, group, change.author, base_rev, rev, &body, why.code(), now]).await?;
    writer.tx.run(sql::PUT_FORM, params![&after.id, rev, &body, now]).await?;
    if !known {
        tell_desk(writer, change.owner, &after.title).await?;
    }
    Ok(rev)
}

/// Tells the desk that something waits.
pub async fn tell_desk(writer: &mut Writer, owner: &Belongs, title: &str) -> DbResult<()> {
    let group = title_of(writer, &owner.group).await?;
    notices::tell_desk(writer, &owner.desk, DeskRole::Staff, NoticeCode::ListingWaits, &[&group, title], "/staff/moderation").await
}

/// Decides about what waits: listing, whether it is shown, the note.
pub async fn decide(writer: &mut Writer, actor: &Actor, base_rev: Option<u64>, (id, accept, note): (&str, bool, &str)) -> DbResult<Outcome> {
    let owner = belongs(writer, id).await?.unwrap_or_default();
    if !may(actor, Action::ListingModerate, &owner.subject()) {
        return Ok(Outcome::Forbidden);
    }
    let (Some(waiting), Some(before)) = (of(writer, id).await?.filter(|waiting| !waiting.returned), current(writer, id).await?) else {
        return Ok(Outcome::Rejected(vec![Problem::new("id", "not_waiting")]));
    };
    // A newer form than the one that was looked at is not decided by it.
    if base_rev.is_some_and(|base| waiting.rev > base) {
        return Ok(Outcome::Conflict(Problem::new("base_rev", "conflict").arg(waiting.rev.to_string())));
    }
    if note.chars().count() > NOTE_MAX {
        return Ok(Outcome::Rejected(vec![Problem::new("note", "too_long").arg(NOTE_MAX.to_string())]));
    }
    if accept { show(writer, &waiting, &before).await } else { give_back(writer, &waiting, note).await }
}

async fn give_back(writer: &mut Writer, waiting: &Waiting, note: &str) -> DbResult<Outcome> {
    if note.trim().is_empty() {
        return Ok(Outcome::Rejected(vec![Problem::new("note", "required")]));
    }
    let now = writer.now;
    writer.tx.run(sql::RETURN_WAITING, params![&waiting.listing.id, note.trim(), now]).await?;
    let path = format!("/my/groups/{}/listings/{}", waiting.group, waiting.listing.id);
    tell_author(writer, waiting, NoticeCode::ListingReturned, &[&waiting.listing.title, note.trim()], &path).await?;
    Ok(Outcome::Done { rev: waiting.rev })
}

async fn show(writer: &mut Writer, waiting: &Waiting, before: &Stored) -> DbResult<Outcome> {
    let mut after = waiting.listing.clone();
    if before.rev != waiting.base_rev {
        let Some(base) = shown_at(writer, &after.id, waiting.base_rev).await? else {
            return Ok(Outcome::Conflict(Problem::new("base_rev", "conflict")));
        };
        let merged = merge(&base, &after, &before.listing);
        if let Some(conflict) = merged.conflicts.first() {
            return Ok(Outcome::Conflict(Problem::new(conflict.field.as_str(), "conflict")));
        }
        // Whoever was confirmed or ended meanwhile stays so; what was a draft is shown.
        let state = if before.listing.state.is_public() { before.listing.state } else { after.state };
        after = Listing { state, ..merged.listing };
    }
    if !before.listing.state.may_become(after.state) {
        let (was, wanted) = (before.listing.state, after.state);
        return Ok(Outcome::Rejected(vec![Problem::new("state", "bad_state_change").arg(was.code()).arg(wanted.code())]));
    }
    after.organiser.hosts = hosts::agreed(writer, &after.id).await?;
    let problems = rules::check(&after);
    if !problems.is_empty() {
        return Ok(Outcome::Rejected(problems));
    }
    let rev = write(writer, Some(&before.listing), &after, None).await?;
    forget(writer, &after.id).await?;
    tell_author(writer, waiting, NoticeCode::ListingPublished, &[&after.title], &Card::of(&after).href()).await?;
    Ok(Outcome::Done { rev })
}

/// The author is told, or the group where the author is not known any more.
async fn tell_author(writer: &mut Writer, waiting: &Waiting, code: NoticeCode, args: &[&str], path: &str) -> DbResult<()> {
    if waiting.account.is_empty() {
        notices::tell_group(writer, &waiting.group, GroupRole::Editor, code, args, path).await
    } else {
        notices::tell(writer, &waiting.account, code, args, path).await
    }
}
