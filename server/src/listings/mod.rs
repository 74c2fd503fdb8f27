//! 掲載 on the server: executes the room's commands and projects public listings into the feed.

pub mod export;
pub mod guess;
pub mod import;
pub mod import_run;
pub mod moderation;
pub mod pictures;
pub mod plans;
pub mod sql;
pub mod twins;
pub mod unclaimed;

use self::moderation::Weighed;
use crate::commands::Outcome;
use crate::db::{Db, DbError, DbResult};
use crate::feed::{Writer, sql as feed_sql};
use crate::params;
use crate::people::desks::inside_scope;
use crate::people::{Actor, courses};
use engawa_app::listings::command::ListingCommand;
use engawa_app::listings::moderation::is_for_desks;
use engawa_app::listings::{COLLECTION, Kind, Listing, State, rules};
use engawa_core::feed::Scope;
use engawa_core::{Action, Problem, Subject, may};
use std::borrow::Cow;

/// A listing with the revision at which it was written.
#[derive(Clone, Debug)]
pub struct Stored {
    /// The listing.
    pub listing: Listing,
    /// Its revision.
    pub rev: u64,
}

fn stored(id: &str, body: &str, rev: i64) -> DbResult<Stored> {
    let listing = serde_json::from_str(body).map_err(|why| DbError::inconsistent(format!("listing {id}.body"), why))?;
    let rev = u64::try_from(rev).map_err(|why| DbError::inconsistent(format!("listing {id}.rev"), why))?;
    Ok(Stored { listing, rev })
}

/// One listing in any state: for staff.
pub async fn one(db: &Db, id: &str) -> DbResult<Option<Stored>> {
    let row = db.first::<(String, i64)>(sql::ONE, params![id]).await?;
    row.map(|(body, rev)| stored(id, &body, rev)).transpose()
}

/// To whom a listing belongs, as stored.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Belongs {
    /// Its group; empty: none.
    pub group: String,
    /// Its desk; empty: every desk's.
    pub desk: String,
}

impl Belongs {
    /// As the table of rights asks for it. A group's listing is every desk's to moderate, and no desk's to keep from others.
    pub fn subject(&self) -> Subject<'_> {
        Subject { group: Some(self.group.as_str()).filter(|it| !it.is_empty()), ..Subject::of_desk(&self.desk) }
    }
}

/// To whom a listing belongs; `None`: there is no such listing.
pub async fn belongs(writer: &mut Writer, id: &str) -> DbResult<Option<Belongs>> {
    Ok(writer.tx.first::<(String, String)>(sql::BELONGS, params![id]).await?.map(|(group, desk)| Belongs { group, desk }))
}

/// The same outside of a transaction, for pages.
pub async fn owner_of(db: &Db, id: &str) -> DbResult<Option<Belongs>> {
    Ok(db.first::<(String, String)>(sql::BELONGS, params![id]).await?.map(|(group, desk)| Belongs { group, desk }))
}

/// Executes a command of this room inside the writer's transaction.
pub async fn execute(writer: &mut Writer, actor: &Actor, base_rev: Option<u64>, command: &ListingCommand) -> DbResult<Outcome> {
    // First of all: whoever holds the revision is alone until the commit, so what is read stays true.
    writer.tx.first::<(i64,)>(feed_sql::TAKE_REVS, params![0_i64]).await?;
    match command {
        ListingCommand::Save(_)
        | ListingCommand::SaveFor { .. }
        | ListingCommand::SetState { .. }
        | ListingCommand::Confirm { .. }
        | ListingCommand::Restore { .. } => change(writer, actor, base_rev, command).await,
        ListingCommand::Decide { id, accept, note } => moderation::waiting::decide(writer, actor, base_rev, (id, *accept, note)).await,
        // Everybody may, but for a shared screen that was revoked.
        ListingCommand::Report { .. } if !may(actor, command.action(), &Subject::NONE) => Ok(Outcome::Forbidden),
        ListingCommand::Report { id, reason, words, contact } => moderation::reports::take(writer, id, *reason, words, contact).await,
        ListingCommand::DecideReport { report, upheld, words } => moderation::reports::decide(writer, actor, (report, *upheld, words)).await,
        ListingCommand::Plan { id, state, at } => plans::plan(writer, actor, id, *state, *at).await,
        ListingCommand::AskHost { id, group } => moderation::hosts::ask(writer, actor, id, group).await,
        ListingCommand::AgreeHost { id, group } => moderation::hosts::agree(writer, actor, id, group).await,
        ListingCommand::LeaveHost { id, group } => moderation::hosts::leave(writer, actor, id, group).await,
        ListingCommand::Assign { id, group, desk } => {
            let desk = if group.is_empty() { desk.clone() } else { String::new() };
            moderation::assign::assign(writer, actor, id, &Belongs { group: group.clone(), desk }).await
        }
        ListingCommand::SetWords { put, drop } => moderation::words::set(writer, actor, put, drop).await,
    }
}

/// A listing inside the transaction.
async fn current(writer: &mut Writer, id: &str) -> DbResult<Option<Stored>> {
    let row = writer.tx.first::<(String, i64)>(sql::ONE, params![id]).await?;
    row.map(|(body, rev)| stored(id, &body, rev)).transpose()
}

/// The form that a listing had at a revision; `None`: it did not exist then.
async fn form_at(writer: &mut Writer, id: &str, rev: u64) -> DbResult<Option<Listing>> {
    let row = writer.tx.first::<(Option<String>,)>(sql::VERSION_AT, params![id, rev]).await?;
    row.and_then(|(body,)| body).map(|body| stored(id, &body, 0).map(|it| it.listing)).transpose()
}

/// The form that a listing had at a revision, for pages that compare and merge.
pub async fn version(db: &Db, id: &str, rev: u64) -> DbResult<Option<Listing>> {
    let row = db.first::<(Option<String>,)>(sql::VERSION_AT, params![id, rev]).await?;
    row.and_then(|(body,)| body).map(|body| stored(id, &body, 0).map(|it| it.listing)).transpose()
}

/// Whose a listing is now, and whose it will be; `None`: the actor may not.
async fn owner_after(writer: &mut Writer, actor: &Actor, command: &ListingCommand) -> DbResult<Option<Belongs>> {
    let known = belongs(writer, command.subject()).await?;
    let wanted = match command {
        ListingCommand::SaveFor { group, .. } if !group.is_empty() => Some(Belongs { group: group.clone(), desk: String::new() }),
        ListingCommand::SaveFor { desk, .. } => Some(Belongs { group: String::new(), desk: desk.clone() }),
        // A device that wrote without a connection names the group in the listing.
        ListingCommand::Save(listing) if known.is_none() && !may(actor, command.action(), &Subject::NONE) => {
            listing.organiser.group.clone().map(|group| Belongs { group, desk: String::new() })
        }
        _ => None,
    };
    let may_write = |owner: &Belongs| may(actor, command.action(), &owner.subject());
    if let (Some(known), Some(wanted)) = (&known, &wanted)
        && known != wanted
        // Only who moderates takes a listing from one group or desk to another.
        && !(may_write(known) && may(actor, Action::ListingModerate, &known.subject()))
    {
        return Ok(None);
    }
    let owner = wanted.or(known).unwrap_or_default();
    Ok(may_write(&owner).then_some(owner))
}

/// Saving, changing the state, confirming, restoring.
async fn change(writer: &mut Writer, actor: &Actor, base_rev: Option<u64>, command: &ListingCommand) -> DbResult<Outcome> {
    let id = command.subject();
    let Some(owner) = owner_after(writer, actor, command).await? else { return Ok(Outcome::Forbidden) };
    let before = current(writer, id).await?;
    let is_whole = matches!(command, ListingCommand::Save(_) | ListingCommand::SaveFor { .. } | ListingCommand::Restore { .. });
    // Whoever replaces something must say what they saw: without a base, a whole listing over an existing one is a conflict too.
    let seen = base_rev.or_else(|| is_whole.then_some(0));
    // What waits is a newer form of the listing to those who write it.
    let waits = if is_whole { moderation::waiting::of(writer, id).await?.map_or(0, |waiting| waiting.rev) } else { 0 };
    if let (Some(base), Some(now)) = (seen, &before)
        && now.rev.max(waits) > base
    {
        return Ok(Outcome::Conflict(Problem::new("base_rev", "conflict").arg(now.rev.max(waits).to_string())));
    }
    let not_found = || Ok(Outcome::Rejected(vec![Problem::new("id", "not_found")]));
    let mut after = match (command, &before) {
        (ListingCommand::Save(listing) | ListingCommand::SaveFor { listing, .. }, _) => (**listing).clone(),
        (ListingCommand::SetState { state, .. }, Some(before)) => Listing { state: *state, ..before.listing.clone() },
        (ListingCommand::Confirm { on, .. }, Some(before)) => Listing { confirmed_on: Some(*on), ..before.listing.clone() },
        (ListingCommand::Restore { rev, .. }, Some(before)) => match form_at(writer, id, *rev).await? {
            Some(form) => Listing { state: before.listing.state, ..form },
            None => return not_found(),
        },
        _ => return not_found(),
    };
    let moderates = may(actor, Action::ListingModerate, &owner.subject());
    if !moderates {
        // What only imports and the sample say, nobody else does; nor does anybody else speak to all colleagues.
        let was = before.as_ref().map(|before| &before.listing);
        after.sample = was.is_some_and(|was| was.sample);
        after.staff_only = was.is_some_and(|was| was.staff_only);
        after.source = was.and_then(|was| was.source.clone());
    }
    let says_whose = before.is_none() || matches!(command, ListingCommand::SaveFor { .. });
    if says_whose && !owner.group.is_empty() && moderation::name_of(writer, &owner.group).await?.is_none_or(|(_, kind)| kind != "group") {
        return Ok(Outcome::Rejected(vec![Problem::new("group", "unknown_group")]));
    }
    let change = Change {
        owner: &owner,
        author: actor.account().unwrap_or_default(),
        moderates,
        before: before.as_ref(),
        // Whoever says that what is shown is right says nothing about what waits.
        keeps_waiting: matches!(command, ListingCommand::Confirm { .. }),
    };
    let outcome = settle(writer, change, after).await?;
    if says_whose && matches!(outcome, Outcome::Done { .. }) {
        writer.tx.run(sql::SET_BELONGS, params![id, &owner.group, &owner.desk]).await?;
    }
    Ok(outcome)
}

/// A change of a listing by somebody who may make it.
#[derive(Clone, Copy, Debug)]
pub struct Change<'a> {
    /// To whom it belongs.
    pub owner: &'a Belongs,
    /// The account that wrote it; empty: none.
    pub author: &'a str,
    /// The author decides about what waits, so that nothing of theirs does.
    pub moderates: bool,
    /// As it was.
    pub before: Option<&'a Stored>,
    /// What waits goes on waiting.
    pub keeps_waiting: bool,
}

/// Checks a change, and shows it or lets it wait.
pub async fn settle(writer: &mut Writer, change: Change<'_>, mut after: Listing) -> DbResult<Outcome> {
    let was = change.before.map_or(State::Draft, |before| before.listing.state);
    if !was.may_become(after.state) {
        return Ok(Outcome::Rejected(vec![Problem::new("state", "bad_state_change").arg(was.code()).arg(after.state.code())]));
    }
    let group = &change.owner.group;
    if !group.is_empty() && *group != after.id {
        if !change.moderates && is_for_desks(after.kind()) {
            return Ok(Outcome::Rejected(vec![Problem::new("", "kind_for_desks")]));
        }
        after.organiser.group = Some(group.clone());
        if after.organiser.name.is_empty() {
            after.organiser.name = moderation::name_of(writer, group).await?.map(|(title, _)| title).unwrap_or_default();
        }
    }
    after.organiser.hosts = moderation::hosts::agreed(writer, &after.id).await?;
    let problems = rules::check(&after);
    if !problems.is_empty() {
        return Ok(Outcome::Rejected(problems));
    }
    match moderation::weigh(writer, change, &after).await? {
        Weighed::Refused(problems) => Ok(Outcome::Rejected(problems)),
        Weighed::Waits(why) => Ok(Outcome::Done { rev: moderation::waiting::keep(writer, change, &after, why).await? }),
        Weighed::Goes => {
            let rev = write(writer, change.before.map(|before| &before.listing), &after, None).await?;
            if !change.keeps_waiting {
                moderation::waiting::forget(writer, &after.id).await?;
            }
            Ok(Outcome::Done { rev })
        }
    }
}

/// Writes a listing, keeps the form before it, and projects it into the public feed. Gives the revision.
pub async fn write(writer: &mut Writer, before: Option<&Listing>, after: &Listing, import_id: Option<&str>) -> DbResult<u64> {
    write_with(writer, before, after, import_id, None).await
}

/// The same for a row of an import, whose print is kept: the next import of the same row compares with it.
pub async fn write_import(writer: &mut Writer, before: Option<&Listing>, after: &Listing, import_id: &str, print: &str) -> DbResult<u64> {
    write_with(writer, before, after, Some(import_id), Some(print)).await
}

async fn write_with(writer: &mut Writer, before: Option<&Listing>, after: &Listing, import_id: Option<&str>, print: Option<&str>) -> DbResult<u64> {
    let rev = writer.take_rev().await?;
    let body = json(&said(after, false))?;
    if before.is_none() {
        // "It did not exist" is a version too: the undo of an import goes back to it.
        writer.tx.run(sql::PUT_ABSENT, params![&after.id, rev - 1, writer.now, &writer.actor]).await?;
    }
    let source = after.source.as_ref();
    writer
        .tx
        .run(
            sql::PUT,
            params![
                &after.id,
                after.kind().code(),
                after.state.code(),
                &after.title,
                &body,
                rev,
                source.map(|source| source.name.clone()),
                source.map(|source| source.key.clone()),
                after.confirmed_on.map(|on| on.to_string()),
                writer.now,
                print.map(str::to_owned)
            ],
        )
        .await?;
    writer.tx.run(sql::PUT_VERSION, params![&after.id, rev, writer.now, &writer.actor, import_id.map(str::to_owned), Some(body.clone())]).await?;
    project(writer, after, rev, &body).await?;
    if let Some(before) = before {
        // Here, so that no way of writing forgets those who signed up: a form, a plan, moderation, an import.
        Box::pin(courses::tell_change(writer, before, after)).await?;
    }
    Ok(rev)
}

/// Removes a listing as if it had never been (the undo of an import that made it); the feed keeps a tombstone.
pub async fn erase(writer: &mut Writer, id: &str, import_id: Option<&str>) -> DbResult<u64> {
    let rev = writer.take_rev().await?;
    writer.tx.run(sql::DELETE, params![id]).await?;
    writer.tx.run(sql::PUT_VERSION, params![id, rev, writer.now, &writer.actor, import_id.map(str::to_owned), None::<String>]).await?;
    for scope in [Scope::Public, inside_scope()] {
        writer.delete(&scope, COLLECTION, id, rev).await?;
    }
    Ok(rev)
}

/// A listing as it says of itself whether nobody of the group came yet.
fn said(listing: &Listing, unclaimed: bool) -> Cow<'_, Listing> {
    if listing.source.as_ref().is_none_or(|source| source.unclaimed == unclaimed) {
        return Cow::Borrowed(listing);
    }
    let mut listing = listing.clone();
    listing.source.iter_mut().for_each(|source| source.unclaimed = unclaimed);
    Cow::Owned(listing)
}

/// Shows a listing to everybody anew, because what is known beside it changed: somebody of the group came.
pub async fn show_anew(writer: &mut Writer, listing: &Listing) -> DbResult<()> {
    let rev = writer.take_rev().await?;
    project(writer, listing, rev, &json(&said(listing, false))?).await
}

/// Where a listing can be read: by everybody, by staff alone, or nowhere.
async fn project(writer: &mut Writer, listing: &Listing, rev: u64, body: &str) -> DbResult<()> {
    let (public, inside) = (listing.is_public(), listing.staff_only && listing.state.is_public());
    let mut body = Cow::Borrowed(body);
    if public && listing.kind() == Kind::Group && listing.source.is_some() {
        let claimed = writer.tx.first::<(i64,)>(sql::IS_CLAIMED, params![&listing.id]).await?.is_some_and(|(count,)| count > 0);
        if !claimed {
            body = Cow::Owned(json(&said(listing, true))?);
        }
    }
    for (scope, is_there) in [(Scope::Public, public), (inside_scope(), inside)] {
        if is_there {
            writer.put(&scope, COLLECTION, &listing.id, rev, &body).await?;
        } else {
            writer.delete(&scope, COLLECTION, &listing.id, rev).await?;
        }
    }
    Ok(())
}

fn json(listing: &Listing) -> DbResult<String> {
    serde_json::to_string(listing).map_err(|why| DbError::inconsistent(format!("listing {}", listing.id), why))
}

/// All public listings by id.
pub async fn public(db: &Db) -> DbResult<std::collections::HashMap<String, Listing>> {
    let rows = db.all::<(String, String, i64, String)>(crate::feed::sql::LIVING, params![Scope::Public.to_string(), i64::MAX]).await?;
    let mut found = std::collections::HashMap::with_capacity(rows.len());
    for (collection, id, rev, body) in rows {
        if collection == COLLECTION {
            found.insert(id.clone(), stored(&id, &body, rev)?.listing);
        }
    }
    Ok(found)
}

/// When each listing changed last, by id.
pub async fn changed_at(db: &Db) -> DbResult<std::collections::HashMap<String, engawa_core::time::Millis>> {
    Ok(db.all::<(String, i64)>(sql::CHANGED, params![]).await?.into_iter().collect())
}
