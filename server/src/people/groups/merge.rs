//! Two groups become one, because staff said that they are the same.
//!
//! Nothing is lost: members are united with the higher role, listings name the other group and belong to it, what it hosts goes along, and
//! whatever pointed to the one points to the other; the listing of the one that is no more is withdrawn and points to the other, with its
//! history, and its address leads there ([`super::read::became`]).

use super::members::{members_of, put_members};
use super::read::Registration;
use super::{Known, refused, sql};
use crate::commands::Outcome;
use crate::db::DbResult;
use crate::feed::Writer;
use crate::listings;
use crate::listings::moderation::hosts;
use crate::params;
use engawa_app::listings::{Listing, State};
use engawa_app::people::group::RegistrationState;
use engawa_app::people::group::members::united;

/// Makes one of two groups.
pub async fn merge(writer: &mut Writer, from: Known, into: &str) -> DbResult<Outcome> {
    let Some(into) = Known::read(writer, into).await?.filter(|into| into.id() != from.id()) else { return Ok(refused("into", "unknown_group")) };
    if !from.state().is_alive() || !into.state().is_alive() {
        return Ok(refused("", "group_over"));
    }
    move_members(writer, &from, &into).await?;
    move_listings(writer, from.id(), into.id()).await?;
    writer.tx.run(sql::MOVE_CLAIMS, params![from.id(), into.id()]).await?;

    let listing = &from.stored.listing;
    let mut related = listing.related.clone();
    if !related.iter().any(|id| id == into.id()) {
        related.push(into.id().to_owned());
    }
    let gone = Listing { state: State::Withdrawn, related, ..listing.clone() };
    listings::write(writer, Some(listing), &gone, None).await?;

    if from.registration.is_some() || into.registration.is_some() {
        let mut stays = one_of(&from, &into);
        stays.put(writer).await?;
        writer.tx.run(sql::SET_GROUP, params![into.id(), into.id()]).await?;
    }
    let mut ended = Registration { state: RegistrationState::Merged, merged_into: into.id().to_owned(), renewal_at: 0, ..from.registration() };
    let rev = ended.put(writer).await?;
    writer.audit("group.merged", into.id(), from.id()).await?;
    Ok(Outcome::Done { rev })
}

/// The registration of what stays: its own; of one that had none, that of the other.
fn one_of(from: &Known, into: &Known) -> Registration {
    let strength = |state| match state {
        RegistrationState::Registered => 3,
        RegistrationState::Lapsed => 2,
        RegistrationState::Pending => 1,
        _ => 0,
    };
    match (&from.registration, &into.registration) {
        (Some(theirs), Some(own)) if strength(theirs.state) <= strength(own.state) => own.clone(),
        (Some(theirs), _) => {
            let profile = into.registration().profile;
            // A pending group that a registered one joins is public only when its own listing is.
            let state = if into.stored.listing.state == State::Draft { into.state() } else { theirs.state };
            Registration { group: into.id().to_owned(), profile, state, ..theirs.clone() }
        }
        (None, _) => into.registration(),
    }
}

async fn move_members(writer: &mut Writer, from: &Known, into: &Known) -> DbResult<()> {
    let (theirs, own) = (members_of(writer, from.id()).await?, members_of(writer, into.id()).await?);
    put_members(writer, into.id(), &own, &united(&own, &theirs)).await?;
    put_members(writer, from.id(), &theirs, &[]).await?;
    writer.tx.run(sql::END_INVITATIONS_OF, params![from.id()]).await?;
    Ok(())
}

async fn move_listings(writer: &mut Writer, from: &str, into: &str) -> DbResult<()> {
    for stmt in [sql::MOVE_LISTINGS, sql::MOVE_WAITING, sql::AGREE_HOSTS, sql::COPY_HOSTS] {
        writer.tx.run(stmt, params![from, into]).await?;
    }
    writer.tx.run(sql::DROP_HOSTS, params![from]).await?;
    writer.tx.run(sql::DROP_OWN_HOSTS, params![into]).await?;
    for (id, body, rev) in writer.tx.all::<(String, String, i64)>(sql::NAMING, params![from, format!("\"{from}\"")]).await? {
        let before = super::read::stored(&id, &body, rev)?.listing;
        let mut after = before.clone();
        if after.organiser.group.as_deref() == Some(from) {
            after.organiser.group = Some(into.to_owned());
        }
        if !after.organiser.hosts.is_empty() {
            after.organiser.hosts = hosts::agreed(writer, &id).await?;
        }
        after.related = pointing(&before.related, from, into, &id);
        if after != before {
            listings::write(writer, Some(&before), &after, None).await?;
        }
    }
    Ok(())
}

/// What a listing points to after two groups became one: to each once, and not to itself.
fn pointing(related: &[String], from: &str, into: &str, own: &str) -> Vec<String> {
    let mut all: Vec<String> = Vec::with_capacity(related.len());
    for id in related {
        let id = if id == from { into } else { id.as_str() };
        if id != own && !all.iter().any(|there| there == id) {
            all.push(id.to_owned());
        }
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_pointed_to_one_points_to_the_other_once() {
        for (related, own, expected) in [
            (vec!["a", "x"], "l", vec!["b", "x"]),
            (vec!["b", "a"], "l", vec!["b"]),
            (vec!["a", "x"], "b", vec!["x"]),
            (vec![], "l", vec![]),
        ] {
            let related: Vec<String> = related.into_iter().map(str::to_owned).collect();
            assert_eq!(pointing(&related, "a", "b", own), expected, "{related:?} in {own}");
        }
    }
}
