//! Accounts of staff, as the command line makes them.

use super::notices::sql as notices_sql;
use super::{accounts, fold_login, hash, own_data, sql};
use crate::db::{Db, DbResult};
use crate::feed::Writer;
use crate::params;
use engawa_core::rights::{DeskRole, MAIN_DESK};
use engawa_core::time::{DAY_MS, Millis};

/// What somebody of staff is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Post<'a> {
    /// The desk; `None`: none.
    pub desk: Option<&'a str>,
    /// As what.
    pub role: DeskRole,
    /// Keeps the house: desks, accounts of staff, the audit log.
    pub admin: bool,
}

impl Post<'_> {
    /// Leads the main desk.
    pub const LEAD: Post<'static> = Post { desk: Some(MAIN_DESK), role: DeskRole::Lead, admin: false };
}

/// Adds a staff account that leads the main desk, or sets the password of the one that has this login. `true`: it is new.
pub async fn add_staff(db: &Db, login: &str, name: &str, password: String, now: Millis) -> DbResult<bool> {
    add(db, login, name, password, Some(Post::LEAD), now).await
}

/// Adds a staff account, or sets the password of the one that has this login. `post`: what it is from now on; `None`: a new account leads
/// the main desk, and one that is there stays what it is. `true`: it is new.
pub async fn add(db: &Db, login: &str, name: &str, password: String, post: Option<Post<'_>>, now: Millis) -> DbResult<bool> {
    let hash = hash(password).await?;
    put(db, login, name, &hash, post, now).await
}

/// Adds a staff account without a password: nobody signs in with it before it gets one, or before the city's identity provider knows it.
/// `false`: there is one of this login already, and it stays as it is.
pub async fn add_closed(db: &Db, login: &str, name: &str, post: Post<'_>, now: Millis) -> DbResult<bool> {
    if db.first::<(i64,)>(sql::LOGIN_KNOWN, params![fold_login(login)]).await?.is_some_and(|(count,)| count > 0) {
        return Ok(false);
    }
    put(db, login, name, "", Some(post), now).await
}

async fn put(db: &Db, login: &str, name: &str, hash: &str, post: Option<Post<'_>>, now: Millis) -> DbResult<bool> {
    let login = fold_login(login);
    let mut writer = Writer::begin(db, now, "system").await?;
    let known = writer.tx.first::<(String, String, String, String)>(sql::BY_LOGIN, params![&login]).await?.map(|(id, ..)| id);
    let is_new = known.is_none();
    let id = known.unwrap_or_else(|| uuid::Uuid::now_v7().to_string());
    if is_new {
        writer.tx.run(sql::ADD, params![&id, &login, name, "staff", hash, now]).await?;
        writer.audit("account.add", &login, "").await?;
    } else {
        writer.tx.run(sql::SET_PASSWORD, params![&login, hash]).await?;
        writer.audit_about("account.set_password", &login, &id, "").await?;
    }
    if let Some(post) = post.or_else(|| is_new.then_some(Post::LEAD)) {
        if let Some(desk) = post.desk {
            writer.tx.run(sql::ADD_DESK_MEMBER, params![desk, &id, post.role.code(), now]).await?;
            writer.audit("desk.set_member", desk, &format!("{{\"account\":\"{id}\",\"role\":\"{}\"}}", post.role.code())).await?;
        }
        if post.admin {
            writer.tx.run(sql::SET_ROLE, params![&login, "admin"]).await?;
            writer.audit("account.set_role", &login, "admin").await?;
        }
    }
    // An account without a password gets in by none.
    if !hash.is_empty() {
        let_in(&mut writer, &login).await?;
    }
    writer.commit().await?;
    Ok(is_new)
}

/// Until when the password of an account is enough, whatever the site demands: the name of the setting.
const LET_IN: &str = "let_in_until_ms";
/// For so long after the command line set it.
const LET_IN_MS: Millis = DAY_MS;

/// Lets whoever keeps the house in by the password that was set just now, for a day: the way that is left when the identity provider does not
/// answer, or every passkey is lost. Only the command line of the server comes here.
async fn let_in(writer: &mut Writer, login: &str) -> DbResult<()> {
    let Some((id, role)) = writer.tx.first::<(String, String)>(sql::STAFF_ROLE, params![login]).await? else { return Ok(()) };
    if role != "admin" {
        return Ok(());
    }
    let until = writer.now + LET_IN_MS;
    writer.tx.run(notices_sql::SET, params![&id, LET_IN, until.to_string()]).await?;
    writer.audit_about("account.let_in", login, &id, "").await
}

/// Whether the password of an account is enough now, whatever the site demands.
pub async fn is_let_in(db: &Db, account: &str, now: Millis) -> DbResult<bool> {
    let until = db.first::<(String,)>(notices_sql::SETTING, params![account, LET_IN]).await?;
    Ok(until.and_then(|(until,)| until.parse::<Millis>().ok()).is_some_and(|until| now < until))
}

/// Whether there is such a desk.
pub async fn has_desk(db: &Db, desk: &str) -> DbResult<bool> {
    Ok(db.first::<(i64,)>(sql::DESK_KNOWN, params![desk]).await?.is_some_and(|(count,)| count > 0))
}

/// Why an account of staff is not locked or ended.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum StaffError {
    /// There is none of this login.
    #[error("there is no account of staff with this name")]
    Unknown,
    /// Nobody else keeps the house.
    #[error("this is the only account that keeps the house: make another one first (engawa user add --admin)")]
    LastAdmin,
    /// Nobody else leads these desks.
    #[error("nobody else leads {}: say who does first", .0.join(", "))]
    LastLead(Vec<String>),
}

/// The account of staff behind a login, if the house can do without it. Takes the lock of all writers, so that two keepers are not locked at
/// the same moment.
async fn dispensable(writer: &mut Writer, login: &str) -> DbResult<Result<String, StaffError>> {
    writer.tx.first::<(i64,)>(crate::feed::sql::TAKE_REVS, params![0_i64]).await?;
    let Some((id, role)) = writer.tx.first::<(String, String)>(sql::STAFF_ROLE, params![login]).await? else { return Ok(Err(StaffError::Unknown)) };
    let (others,) = writer.tx.first::<(i64,)>(sql::OTHER_ADMINS, params![login]).await?.unwrap_or_default();
    Ok(if role == "admin" && others == 0 { Err(StaffError::LastAdmin) } else { Ok(id) })
}

/// Locks an account of staff, so that its sessions end with the next request; or opens it again.
pub async fn set_locked(db: &Db, login: &str, locked: bool, now: Millis) -> DbResult<Result<(), StaffError>> {
    let login = fold_login(login);
    let mut writer = Writer::begin(db, now, "system").await?;
    if locked && let Err(why) = dispensable(&mut writer, &login).await? {
        return Ok(Err(why));
    }
    if writer.tx.run(sql::LOCK, params![&login, if locked { now } else { 0 }]).await? == 0 {
        return Ok(Err(StaffError::Unknown));
    }
    writer.audit(if locked { "account.lock" } else { "account.unlock" }, &login, "").await?;
    writer.commit().await?;
    Ok(Ok(()))
}

/// Ends an account of staff: everything personal is taken out of it, and it is at no desk any more. What it did stays in the log under its
/// login.
pub async fn end(db: &Db, login: &str, now: Millis) -> DbResult<Result<(), StaffError>> {
    let login = fold_login(login);
    let mut writer = Writer::begin(db, now, "system").await?;
    let id = match dispensable(&mut writer, &login).await? {
        Ok(id) => id,
        Err(why) => return Ok(Err(why)),
    };
    let desks = writer.tx.all::<(String,)>(sql::SOLE_LEAD, params![&id]).await?;
    if !desks.is_empty() {
        return Ok(Err(StaffError::LastLead(desks.into_iter().map(|(desk,)| desk).collect())));
    }
    let Some(profile) = accounts::profile_within(&mut writer, &id).await? else { return Ok(Err(StaffError::Unknown)) };
    own_data::empty(&mut writer, &profile).await?;
    writer.commit().await?;
    Ok(Ok(()))
}
