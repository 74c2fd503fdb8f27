//! Giving a listing to another group or desk.
//!
//! Invariants: only who moderates on both sides does it; what is written about the listing stays, what waits goes along, and whoever
//! organises it is named rightly.

use super::super::{Belongs, belongs, current, sql as listing_sql, write};
use super::{hosts, name_of, sql, title_of};
use crate::commands::Outcome;
use crate::db::DbResult;
use crate::feed::Writer;
use crate::params;
use crate::people::{Actor, desks, notices, sql as people_sql};
use engawa_app::listings::moderation::is_for_desks;
use engawa_app::people::notice::NoticeCode;
use engawa_core::rights::GroupRole;
use engawa_core::{Action, Problem, Subject, may};

/// Says to whom a listing belongs from now on.
pub async fn assign(writer: &mut Writer, actor: &Actor, id: &str, owner: &Belongs) -> DbResult<Outcome> {
    let moderates = |subject: &Subject<'_>| may(actor, Action::ListingModerate, subject);
    let refused = |path: &str, code: &str| Ok(Outcome::Rejected(vec![Problem::new(path, code)]));
    let (Some(known), Some(before)) = (belongs(writer, id).await?, current(writer, id).await?) else {
        return if moderates(&Subject::NONE) { refused("id", "not_found") } else { Ok(Outcome::Forbidden) };
    };
    if !moderates(&known.subject()) || !moderates(&owner.subject()) {
        return Ok(Outcome::Forbidden);
    }
    if !owner.group.is_empty() {
        if name_of(writer, &owner.group).await?.is_none_or(|(_, kind)| kind != "group") {
            return refused("group", "unknown_group");
        }
        if is_for_desks(before.listing.kind()) {
            return refused("group", "kind_for_desks");
        }
    }
    if !owner.desk.is_empty() && !desks::exists(writer, &owner.desk).await? {
        return refused("desk", "desk_unknown");
    }
    let (old, new) = (title_of(writer, &known.group).await?, name_of_owner(writer, owner).await?);
    // Whoever owns it is none of those who host it too.
    writer.tx.run(sql::DROP_HOST, params![id, &owner.group]).await?;
    writer.tx.run(listing_sql::SET_BELONGS, params![id, &owner.group, &owner.desk]).await?;
    writer.tx.run(sql::SET_WAITING_GROUP, params![id, &owner.group]).await?;
    let mut after = before.listing.clone();
    after.organiser.group = Some(owner.group.clone()).filter(|group| !group.is_empty());
    after.organiser.hosts = hosts::agreed(writer, id).await?;
    if !new.is_empty() && (after.organiser.name.is_empty() || after.organiser.name == old) {
        after.organiser.name.clone_from(&new);
    }
    let rev = if after == before.listing { writer.take_rev().await? } else { write(writer, Some(&before.listing), &after, None).await? };
    if !owner.group.is_empty() && owner.group != known.group {
        let path = format!("/my/groups/{}/listings/{id}", owner.group);
        notices::tell_group(writer, &owner.group, GroupRole::Editor, NoticeCode::ListingGiven, &[&after.title, &new], &path).await?;
    }
    Ok(Outcome::Done { rev })
}

/// What the group or the desk is called; nothing where it is every desk's.
async fn name_of_owner(writer: &mut Writer, owner: &Belongs) -> DbResult<String> {
    if owner.group.is_empty() {
        let row = writer.tx.first::<(String,)>(people_sql::DESK_NAME, params![&owner.desk]).await?;
        return Ok(row.map(|(name,)| name).unwrap_or_default());
    }
    title_of(writer, &owner.group).await
}
