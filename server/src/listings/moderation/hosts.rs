//! Co-hosts: a listing of one group that another group hosts too, once it agreed.
//!
//! Invariants: nobody becomes a host without agreeing; the listing names exactly those who agreed ([`agreed`] is what
//! `organiser.hosts` is set to at each write); the other side is told what came of it.

use super::super::{Belongs, belongs, current, write};
use super::{name_of, sql, title_of};
use crate::commands::Outcome;
use crate::db::DbResult;
use crate::feed::Writer;
use crate::params;
use crate::people::{Actor, notices};
use engawa_app::people::notice::NoticeCode;
use engawa_core::rights::{DeskRole, GroupRole};
use engawa_core::{Action, Problem, Subject, may};

/// The most groups that may be asked for one listing.
pub const HOSTS_MAX: usize = 20;

/// The groups that agreed to host a listing.
pub async fn agreed(writer: &mut Writer, id: &str) -> DbResult<Vec<String>> {
    let rows = writer.tx.all::<(String, String)>(sql::HOSTS, params![id]).await?;
    Ok(rows.into_iter().filter(|(_, state)| state == "agreed").map(|(group, _)| group).collect())
}

/// Asks another group.
pub async fn ask(writer: &mut Writer, actor: &Actor, id: &str, group: &str) -> DbResult<Outcome> {
    let Some(owner) = belongs(writer, id).await? else { return Ok(missing(actor)) };
    if !may(actor, Action::ListingWrite, &owner.subject()) {
        return Ok(Outcome::Forbidden);
    }
    let is_group = name_of(writer, group).await?.is_some_and(|(_, kind)| kind == "group");
    if !is_group || group == owner.group {
        return Ok(Outcome::Rejected(vec![Problem::new("group", "unknown_group")]));
    }
    let known = writer.tx.all::<(String, String)>(sql::HOSTS, params![id]).await?;
    if known.len() >= HOSTS_MAX {
        return Ok(Outcome::Rejected(vec![Problem::new("group", "too_many").arg(HOSTS_MAX.to_string())]));
    }
    let now = writer.now;
    let asked = writer.tx.run(sql::ASK_HOST, params![id, group, now]).await?;
    if asked == 1 {
        let (who, what) = (asker(writer, &owner.group, id).await?, title_of(writer, id).await?);
        let path = format!("/my/groups/{group}/listings#hosted");
        notices::tell_group(writer, group, GroupRole::Editor, NoticeCode::HostAsked, &[&who, &what], &path).await?;
    }
    Ok(Outcome::Done { rev: writer.take_rev().await? })
}

/// Who asks: the group that the listing belongs to, else whoever it names as organiser.
async fn asker(writer: &mut Writer, group: &str, id: &str) -> DbResult<String> {
    if group.is_empty() {
        return Ok(current(writer, id).await?.map(|stored| stored.listing.organiser.name).unwrap_or_default());
    }
    title_of(writer, group).await
}

/// A group agrees.
pub async fn agree(writer: &mut Writer, actor: &Actor, id: &str, group: &str) -> DbResult<Outcome> {
    if !may(actor, Action::ListingWrite, &Subject::of_group(group)) {
        return Ok(Outcome::Forbidden);
    }
    let now = writer.now;
    if writer.tx.run(sql::AGREE_HOST, params![id, group, now]).await? == 0 {
        return Ok(Outcome::Rejected(vec![Problem::new("group", "not_asked")]));
    }
    tell_owner(writer, id, group, NoticeCode::HostAgreed).await?;
    rewrite(writer, id).await
}

/// A group leaves, declines, or is not asked any more.
pub async fn leave(writer: &mut Writer, actor: &Actor, id: &str, group: &str) -> DbResult<Outcome> {
    let owner = belongs(writer, id).await?.unwrap_or_default();
    let is_theirs = may(actor, Action::ListingWrite, &Subject::of_group(group));
    if !is_theirs && !may(actor, Action::ListingWrite, &owner.subject()) {
        return Ok(Outcome::Forbidden);
    }
    let had_agreed = agreed(writer, id).await?.iter().any(|host| host == group);
    if writer.tx.run(sql::DROP_HOST, params![id, group]).await? == 0 {
        return Ok(Outcome::Rejected(vec![Problem::new("group", "not_asked")]));
    }
    if is_theirs {
        tell_owner(writer, id, group, NoticeCode::HostLeft).await?;
    } else if had_agreed {
        let (who, what) = (asker(writer, &owner.group, id).await?, title_of(writer, id).await?);
        let path = format!("/my/groups/{group}/listings#hosted");
        notices::tell_group(writer, group, GroupRole::Editor, NoticeCode::HostLeft, &[&who, &what], &path).await?;
    }
    rewrite(writer, id).await
}

/// Tells whoever a listing belongs to what a group said to hosting it, too.
async fn tell_owner(writer: &mut Writer, id: &str, group: &str, code: NoticeCode) -> DbResult<()> {
    let Belongs { group: owner, desk } = belongs(writer, id).await?.unwrap_or_default();
    let (who, what) = (title_of(writer, group).await?, title_of(writer, id).await?);
    if owner.is_empty() {
        return notices::tell_desk(writer, &desk, DeskRole::Staff, code, &[&who, &what], &format!("/staff/listings/{id}")).await;
    }
    notices::tell_group(writer, &owner, GroupRole::Editor, code, &[&who, &what], &format!("/my/groups/{owner}/listings/{id}")).await
}

/// Writes the hosts into the listing. Nothing else of it changes, so nobody has to look at it again.
async fn rewrite(writer: &mut Writer, id: &str) -> DbResult<Outcome> {
    let hosts = agreed(writer, id).await?;
    let Some(before) = current(writer, id).await? else { return Ok(Outcome::Done { rev: writer.take_rev().await? }) };
    if before.listing.organiser.hosts == hosts {
        return Ok(Outcome::Done { rev: writer.take_rev().await? });
    }
    let mut after = before.listing.clone();
    after.organiser.hosts = hosts;
    let rev = write(writer, Some(&before.listing), &after, None).await?;
    Ok(Outcome::Done { rev })
}

/// The answer about a listing that is not there: only who may write anything learns it.
fn missing(actor: &Actor) -> Outcome {
    if may(actor, Action::ListingWrite, &Subject::NONE) { Outcome::Rejected(vec![Problem::new("id", "not_found")]) } else { Outcome::Forbidden }
}
