//! 掲載 on the server: executes the room's commands and projects public listings into the feed.

pub mod export;
pub mod import;
pub mod import_run;
pub mod sql;

use crate::commands::Outcome;
use crate::db::{Db, DbError, DbResult};
use crate::feed::Writer;
use crate::params;
use engawa_app::listings::command::ListingCommand;
use engawa_app::listings::{COLLECTION, Listing, State, rules};
use engawa_core::Problem;
use engawa_core::feed::Scope;

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

/// Executes a command of this room inside the writer's transaction.
pub async fn execute(writer: &mut Writer, base_rev: Option<u64>, command: &ListingCommand) -> DbResult<Outcome> {
    let id = command.subject();
    let row = writer.tx.first::<(String, i64)>(sql::ONE, params![id]).await?;
    let before = row.map(|(body, rev)| stored(id, &body, rev)).transpose()?;
    // Whoever replaces something must say what they saw: without a base, a whole listing over an existing one is a conflict too.
    let seen = base_rev.or_else(|| matches!(command, ListingCommand::Save(_)).then_some(0));
    if let (Some(base), Some(now)) = (seen, &before)
        && now.rev > base
    {
        return Ok(Outcome::Conflict(Problem::new("base_rev", "conflict").arg(now.rev.to_string())));
    }
    let after = match (command, &before) {
        (ListingCommand::Save(listing), _) => (**listing).clone(),
        (ListingCommand::SetState { state, .. }, Some(before)) => Listing { state: *state, ..before.listing.clone() },
        (ListingCommand::Confirm { on, .. }, Some(before)) => Listing { confirmed_on: Some(*on), ..before.listing.clone() },
        (ListingCommand::SetState { .. } | ListingCommand::Confirm { .. }, None) => {
            return Ok(Outcome::Rejected(vec![Problem::new("id", "not_found")]));
        }
    };
    let was = before.as_ref().map_or(State::Draft, |before| before.listing.state);
    if !was.may_become(after.state) {
        return Ok(Outcome::Rejected(vec![Problem::new("state", "bad_state_change").arg(was.code()).arg(after.state.code())]));
    }
    let problems = rules::check(&after);
    if !problems.is_empty() {
        return Ok(Outcome::Rejected(problems));
    }
    let rev = write(writer, before.as_ref().map(|before| &before.listing), &after, None).await?;
    Ok(Outcome::Done { rev })
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
    let body = json(after)?;
    if before.is_none() {
        // "It did not exist" is a version too: the undo of an import goes back to it.
        writer.tx.run(sql::PUT_VERSION, params![&after.id, rev - 1, writer.now, &writer.actor, None::<String>, None::<String>]).await?;
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
    Ok(rev)
}

/// Removes a listing as if it had never been (the undo of an import that made it); the feed keeps a tombstone.
pub async fn erase(writer: &mut Writer, id: &str, import_id: Option<&str>) -> DbResult<u64> {
    let rev = writer.take_rev().await?;
    writer.tx.run(sql::DELETE, params![id]).await?;
    writer.tx.run(sql::PUT_VERSION, params![id, rev, writer.now, &writer.actor, import_id.map(str::to_owned), None::<String>]).await?;
    writer.delete(&Scope::Public, COLLECTION, id, rev).await?;
    Ok(rev)
}

async fn project(writer: &mut Writer, listing: &Listing, rev: u64, body: &str) -> DbResult<()> {
    if listing.state.is_public() {
        writer.put(&Scope::Public, COLLECTION, &listing.id, rev, body).await
    } else {
        writer.delete(&Scope::Public, COLLECTION, &listing.id, rev).await
    }
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
