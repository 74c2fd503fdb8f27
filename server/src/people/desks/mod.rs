//! Desks on the server: who works there, who stands in.
//!
//! Invariants: a desk that had a lead keeps one; nobody raises themselves, also not while they stand in for a lead; a delegation is worth
//! what the one who is away is worth at that moment, because [`crate::people::actor`] reads the role anew each time.

pub mod sql;

use super::notices::tell;
use super::{Asked, sql as people_sql};
use crate::commands::Outcome;
use crate::db::{Db, DbError, DbResult};
use crate::feed::{self, Writer};
use crate::params;
use engawa_app::listings::{COLLECTION, Listing};
use engawa_app::people::desk::{Delegation, DeskBody, DeskCommand, DeskKind, check_delegation, check_save, keeps_lead, may_end, may_give_oneself};
use engawa_app::people::notice::NoticeCode;
use engawa_core::feed::Scope;
use engawa_core::rights::DeskRole;
use engawa_core::time::{Millis, jst_date};
use engawa_core::{Action, Problem, Subject, may};

/// The scope of what every colleague reads and nobody else: what is published for staff only.
pub fn inside_scope() -> Scope {
    Scope::Staff("all".to_owned())
}

/// The page of a desk.
pub fn path(desk: &str) -> String {
    format!("/staff/desks/{desk}")
}

/// A desk as it is stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredDesk {
    /// Its code.
    pub id: String,
    /// What it is.
    pub kind: DeskKind,
    /// Its name.
    pub name: String,
    /// What else it says of itself.
    pub body: DeskBody,
    /// The revision of its last change.
    pub rev: u64,
    /// Whether it is no more.
    pub ended: bool,
}

type DeskRow = (String, String, String, String, i64, i64);

fn desk_of((id, kind, name, body, rev, ended_ms): DeskRow) -> DbResult<StoredDesk> {
    let kind = DeskKind::parse(&kind).ok_or_else(|| DbError::inconsistent(format!("desk {id}.kind"), &kind))?;
    let body = serde_json::from_str(&body).map_err(|why| DbError::inconsistent(format!("desk {id}.body"), why))?;
    let rev = u64::try_from(rev).map_err(|why| DbError::inconsistent(format!("desk {id}.rev"), why))?;
    Ok(StoredDesk { id, kind, name, body, rev, ended: ended_ms > 0 })
}

/// The desks that exist.
pub async fn every(db: &Db) -> DbResult<Vec<StoredDesk>> {
    db.all::<DeskRow>(sql::EVERY, params![]).await?.into_iter().map(desk_of).collect()
}

/// One desk, also one that ended.
pub async fn one(db: &Db, id: &str) -> DbResult<Option<StoredDesk>> {
    db.first::<DeskRow>(sql::ONE, params![id]).await?.map(desk_of).transpose()
}

/// Whether there is such a desk now, inside a transaction.
pub async fn exists(writer: &mut Writer, id: &str) -> DbResult<bool> {
    Ok(one_within(writer, id).await?.is_some_and(|desk| !desk.ended))
}

async fn one_within(writer: &mut Writer, id: &str) -> DbResult<Option<StoredDesk>> {
    writer.tx.first::<DeskRow>(sql::ONE, params![id]).await?.map(desk_of).transpose()
}

/// Somebody who works at a desk.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Member {
    /// Account.
    pub account: String,
    /// Sign-in name.
    pub login: String,
    /// Name on screen.
    pub name: String,
    /// As what.
    pub role: DeskRole,
    /// Since when.
    pub since: Millis,
}

fn role_of(role: &str) -> DbResult<DeskRole> {
    DeskRole::parse(role).ok_or_else(|| DbError::inconsistent("desk_member.role", role))
}

/// Who works at a desk by themselves.
pub async fn members(db: &Db, desk: &str) -> DbResult<Vec<Member>> {
    let rows = db.all::<(String, String, String, String, i64)>(sql::MEMBERS, params![desk]).await?;
    rows.into_iter().map(|(account, login, name, role, since)| Ok(Member { role: role_of(&role)?, account, login, name, since })).collect()
}

/// Who works at each desk: desk, name, role.
pub async fn officers(db: &Db) -> DbResult<Vec<(String, String, DeskRole)>> {
    let rows = db.all::<(String, String, String)>(sql::OFFICERS, params![]).await?;
    rows.into_iter().map(|(desk, name, role)| Ok((desk, name, role_of(&role)?))).collect()
}

/// The account of staff that signs in under this name.
pub async fn account_of(db: &Db, login: &str) -> DbResult<Option<String>> {
    let folded = engawa_core::text::fold(login.trim());
    let found = db.first::<(String, String, String, String)>(people_sql::BY_LOGIN, params![folded]).await?;
    Ok(found.filter(|(_, _, role, _)| role != "resident").map(|(id, ..)| id))
}

/// An absence: id, account that is away, its name, the name of who stands in, from, until, why.
pub type DelegationRow = (String, String, String, String, i64, i64, String);

/// The absences of a desk that are not over.
pub async fn delegations(db: &Db, desk: &str, now: Millis) -> DbResult<Vec<DelegationRow>> {
    db.all::<DelegationRow>(sql::DELEGATIONS, params![desk, now]).await
}

/// What is published for staff only.
pub async fn inside(db: &Db) -> DbResult<Vec<Listing>> {
    let rows = db.all::<(String, String)>(sql::INSIDE, params![inside_scope().to_string(), COLLECTION]).await?;
    let read = |(id, body): (String, String)| serde_json::from_str(&body).map_err(|why| DbError::inconsistent(format!("listing {id}"), why));
    rows.into_iter().map(read).collect()
}

/// One listing that is published for staff only.
pub async fn inside_one(db: &Db, id: &str) -> DbResult<Option<Listing>> {
    let body = feed::one(db, &inside_scope(), COLLECTION, id).await?;
    body.map(|body| serde_json::from_str(&body).map_err(|why| DbError::inconsistent(format!("listing {id}"), why))).transpose()
}

fn refused(path: &str, code: &str) -> Outcome {
    Outcome::Rejected(vec![Problem::new(path, code)])
}

/// Executes a command inside the writer's transaction. Rights are asked here: only here it is known to whom a subject belongs.
pub async fn execute(writer: &mut Writer, asked: Asked<'_>, command: &DeskCommand) -> DbResult<Outcome> {
    let action = match command {
        DeskCommand::Save { .. } | DeskCommand::End { .. } => Action::DeskManage,
        DeskCommand::SetMember { .. } => Action::DeskSetMember,
        DeskCommand::Delegate { .. } | DeskCommand::EndDelegation { .. } => Action::DeskDelegate,
    };
    let id = command.subject();
    if !may(asked.actor, action, &Subject::of_desk(id)) {
        return Ok(Outcome::Forbidden);
    }
    if let DeskCommand::Save { desk, kind, name, body } = command {
        return save(writer, asked, desk, *kind, name, body).await;
    }
    let Some(before) = one_within(writer, id).await?.filter(|desk| !desk.ended) else { return Ok(refused("desk", "desk_unknown")) };
    match command {
        DeskCommand::Save { .. } => Ok(refused("desk", "desk_unknown")),
        DeskCommand::End { desk } => end(writer, asked, desk, before.rev).await,
        DeskCommand::SetMember { desk, account, role } => set_member(writer, asked, desk, account, *role).await,
        DeskCommand::Delegate { desk, delegation } => delegate(writer, asked, &before, desk, delegation).await,
        DeskCommand::EndDelegation { desk, delegation } => end_delegation(writer, asked, desk, delegation).await,
    }
}

/// Somebody changed it since the author looked; one that is there cannot be made once more.
fn conflict(base: Option<u64>, now: Option<u64>) -> Option<Outcome> {
    let now = now?;
    (now > base.unwrap_or(0) || base.is_none()).then(|| Outcome::Conflict(Problem::new("base_rev", "conflict").arg(now.to_string())))
}

async fn save(writer: &mut Writer, asked: Asked<'_>, desk: &str, kind: DeskKind, name: &str, body: &DeskBody) -> DbResult<Outcome> {
    let problems = check_save(desk, name, body);
    if !problems.is_empty() {
        return Ok(Outcome::Rejected(problems));
    }
    let before = one_within(writer, desk).await?;
    if asked.base_rev.is_none() && before.as_ref().is_some_and(|before| !before.ended) {
        return Ok(refused("desk", "desk_exists"));
    }
    // One that ended may begin again under its code.
    if let Some(conflict) = conflict(asked.base_rev, before.filter(|before| !before.ended).map(|before| before.rev)) {
        return Ok(conflict);
    }
    let text = serde_json::to_string(body).map_err(|why| DbError::inconsistent(format!("desk {desk}"), why))?;
    let rev = writer.take_rev().await?;
    writer.tx.run(sql::PUT, params![desk, kind.code(), name.trim(), text, rev]).await?;
    Ok(Outcome::Done { rev })
}

async fn end(writer: &mut Writer, asked: Asked<'_>, desk: &str, now: u64) -> DbResult<Outcome> {
    if let Some(conflict) = conflict(asked.base_rev, Some(now)) {
        return Ok(conflict);
    }
    if !may_end(desk) {
        return Ok(refused("desk", "desk_stays"));
    }
    let (count,) = writer.tx.first::<(i64,)>(sql::IN_USE, params![desk]).await?.unwrap_or_default();
    if count > 0 {
        return Ok(Outcome::Rejected(vec![Problem::new("desk", "desk_in_use").arg(count.to_string())]));
    }
    let (rev, at) = (writer.take_rev().await?, writer.now);
    writer.tx.run(sql::END, params![desk, at, rev]).await?;
    Ok(Outcome::Done { rev })
}

async fn roles(writer: &mut Writer, desk: &str) -> DbResult<Vec<(String, DeskRole)>> {
    let rows = writer.tx.all::<(String, String)>(sql::ROLES, params![desk]).await?;
    rows.into_iter().map(|(account, role)| Ok((account, role_of(&role)?))).collect()
}

async fn is_staff(writer: &mut Writer, account: &str) -> DbResult<bool> {
    Ok(writer.tx.first::<(String,)>(sql::STAFF, params![account]).await?.is_some())
}

async fn set_member(writer: &mut Writer, asked: Asked<'_>, desk: &str, account: &str, role: Option<DeskRole>) -> DbResult<Outcome> {
    let members = roles(writer, desk).await?;
    let own = members.iter().find(|(id, _)| id == account).map(|(_, role)| *role);
    // Whoever keeps the house may put themselves anywhere: that stands in the log.
    let by_keeper = may(asked.actor, Action::DeskManage, &Subject::NONE);
    if asked.actor.account() == Some(account) && !by_keeper && !may_give_oneself(own, role) {
        return Ok(Outcome::Forbidden);
    }
    if role.is_some() && !is_staff(writer, account).await? {
        return Ok(refused("login", "account_unknown"));
    }
    if role.is_none() && own.is_none() {
        return Ok(refused("login", "not_found"));
    }
    if !keeps_lead(&members, account, role) {
        return Ok(refused("role", "last_lead"));
    }
    let (rev, at) = (writer.take_rev().await?, writer.now);
    if let Some(role) = role {
        writer.tx.run(sql::SET_MEMBER, params![desk, account, role.code(), at]).await?
    } else {
        writer.tx.run(sql::DROP_DELEGATIONS_OF, params![desk, account]).await?;
        writer.tx.run(sql::DROP_MEMBER, params![desk, account]).await?
    };
    writer.tx.run(sql::TOUCH, params![desk, rev]).await?;
    writer.audit_about("desk.member", desk, account, role.map_or("none", DeskRole::code)).await?;
    Ok(Outcome::Done { rev })
}

/// Whether the actor may say who stands in for this account: for oneself, and for others whoever says who works there.
fn may_speak_for(asked: Asked<'_>, desk: &str, from: &str) -> bool {
    asked.actor.account() == Some(from) || may(asked.actor, Action::DeskSetMember, &Subject::of_desk(desk))
}

async fn delegate(writer: &mut Writer, asked: Asked<'_>, desk: &StoredDesk, id: &str, it: &Delegation) -> DbResult<Outcome> {
    if !may_speak_for(asked, id, &it.from) {
        return Ok(Outcome::Forbidden);
    }
    let problems = check_delegation(it, writer.now);
    if !problems.is_empty() {
        return Ok(Outcome::Rejected(problems));
    }
    // Only what one is by oneself can be handed on: whoever stands in cannot let a third stand in.
    if !roles(writer, id).await?.iter().any(|(account, _)| *account == it.from) {
        return Ok(refused("from", "not_a_member"));
    }
    if !is_staff(writer, &it.to).await? {
        return Ok(refused("to", "account_unknown"));
    }
    let rev = writer.take_rev().await?;
    writer.tx.run(sql::PUT_DELEGATION, params![asked.id, id, &it.from, &it.to, it.begins, it.ends, it.reason.trim()]).await?;
    writer.audit_about("desk.delegation", id, &it.from, &it.to).await?;
    // What begins later is told when it begins: `people::tidy` looks every hour.
    if it.begins <= writer.now {
        let (until, now) = (jst_date(it.ends - 1).to_string(), writer.now);
        tell(writer, &it.to, NoticeCode::DelegationBegins, &[&desk.name, &until], &path(id)).await?;
        writer.tx.run(sql::TOLD, params![asked.id, now]).await?;
    }
    Ok(Outcome::Done { rev })
}

async fn end_delegation(writer: &mut Writer, asked: Asked<'_>, desk: &str, id: &str) -> DbResult<Outcome> {
    let Some((from, to, ends)) = writer.tx.first::<(String, String, i64)>(sql::DELEGATION, params![id, desk]).await? else {
        return Ok(refused("delegation", "not_found"));
    };
    if !may_speak_for(asked, desk, &from) && asked.actor.account() != Some(to.as_str()) {
        return Ok(Outcome::Forbidden);
    }
    let (rev, at) = (writer.take_rev().await?, writer.now.min(ends));
    writer.tx.run(sql::END_DELEGATION, params![id, at]).await?;
    Ok(Outcome::Done { rev })
}
