//! Who somebody is now: the account of a session with its groups and desks, read anew for each request.
//!
//! Invariant: a right that was taken away is gone with the next request, because nothing about rights is kept in the session.

use super::sql;
use crate::db::{Db, DbError, DbResult};
use crate::params;
use engawa_app::people::account::waits;
use engawa_core::rights::{Actor, DeskRole, GroupRole, Identity};
use engawa_core::time::Millis;

/// The actor behind an account; `None` when it is locked, waits for a guardian, has ended, or never was.
pub async fn of_account(db: &Db, account: &str, now: Millis) -> DbResult<Option<Actor>> {
    let row = db.first::<(String, String, String, i64, i64, i64, i64)>(sql::ACTOR, params![account]).await?;
    let Some((login, name, role, locked, ended, born_year, consent)) = row else { return Ok(None) };
    if locked > 0 || ended > 0 || waits(born_year, consent, now) {
        return Ok(None);
    }
    let is_staff = role != "resident";
    let login = if is_staff { login } else { String::new() };
    let mut actor = Actor { identity: Identity::Account { id: account.to_owned(), login, name }, admin: role == "admin", ..Actor::default() };
    for (group, role) in db.all::<(String, String)>(sql::GROUPS_OF, params![account]).await? {
        let role = GroupRole::parse(&role).ok_or_else(|| DbError::inconsistent("group_member.role", role))?;
        actor.groups.push((group, role));
    }
    if is_staff {
        // Their own desks, and those of whom they stand in for today.
        for (desk, role) in db.all::<(String, String)>(sql::DESKS_OF, params![account, now]).await? {
            let role = DeskRole::parse(&role).ok_or_else(|| DbError::inconsistent("desk_member.role", role))?;
            actor.desks.push((desk, role));
        }
    }
    Ok(Some(actor))
}
