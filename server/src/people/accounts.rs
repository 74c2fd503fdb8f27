//! Accounts of residents: made after an address was proven, changed by their holder. Their passwords are in `passwords`.
//!
//! Invariant: the audit log names an account by its id, never by name or address.

use super::demands::Way;
use super::links::{self, Sender};
use super::{mail, sql};
use crate::db::{Db, DbError, DbResult};
use crate::feed::Writer;
use crate::params;
use engawa_app::messages::people::events;
use engawa_app::people::account::{Person, waits};
use engawa_app::site::Site;
use engawa_core::Lang;
use engawa_core::time::Millis;

/// What an account says of itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Profile {
    /// Its id.
    pub id: String,
    /// Name to sign in with, of staff.
    pub login: String,
    /// Name on screen.
    pub name: String,
    /// `resident`, `staff`, `admin`.
    pub role: String,
    /// E-mail address; may be empty.
    pub email: String,
    /// Language.
    pub lang: Lang,
    /// There is a password.
    pub has_password: bool,
    /// Year of birth of a minor; 0: of age.
    pub born_year: i64,
    /// Whom to ask.
    pub guardian: String,
    /// When they agreed; 0: not.
    pub consent_at: Millis,
    /// When it was made.
    pub created_at: Millis,
}

impl Profile {
    /// How logs name its holder.
    pub fn actor_name(&self) -> String {
        if self.is_staff() { format!("staff:{}", self.login) } else { format!("account:{}", self.id) }
    }

    /// Whether it is one of the city's.
    pub fn is_staff(&self) -> bool {
        self.role != "resident"
    }

    /// Whether a guardian has to agree before it can be used.
    pub fn waits(&self, now: Millis) -> bool {
        waits(self.born_year, self.consent_at, now)
    }
}

type ProfileRow = (String, String, String, String, String, String, i64, String, i64, i64);

fn profile_of(id: &str, row: ProfileRow) -> Profile {
    let (login, name, role, email, lang, password, born_year, guardian, consent_at, created_at) = row;
    Profile {
        id: id.to_owned(),
        login,
        name,
        role,
        email,
        lang: Lang::parse(&lang).unwrap_or_default(),
        has_password: !password.is_empty(),
        born_year,
        guardian,
        consent_at,
        created_at,
    }
}

/// What an account says of itself; `None`: there is none, or it has ended.
pub async fn profile(db: &Db, id: &str) -> DbResult<Option<Profile>> {
    Ok(db.first::<ProfileRow>(sql::PROFILE, params![id]).await?.map(|row| profile_of(id, row)))
}

/// The same, inside a transaction.
pub async fn profile_within(writer: &mut Writer, id: &str) -> DbResult<Option<Profile>> {
    Ok(writer.tx.first::<ProfileRow>(sql::PROFILE, params![id]).await?.map(|row| profile_of(id, row)))
}

/// The hash of an account's password; `None`: it has none.
pub(super) async fn hash_of(db: &Db, id: &str) -> DbResult<Option<String>> {
    Ok(db.first::<ProfileRow>(sql::PROFILE, params![id]).await?.map(|row| row.5).filter(|hash| !hash.is_empty()))
}

/// What somebody meets who has proven an address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Arrival {
    /// Their account.
    Known(String),
    /// They have none yet.
    New,
    /// It is locked.
    Locked,
}

/// Finds the account of an address that was proven just now.
pub async fn arrive(db: &Db, email: &str, now: Millis) -> DbResult<Arrival> {
    let Some((id, locked, _)) = db.first::<(String, i64, i64)>(sql::BY_EMAIL, params![email]).await? else { return Ok(Arrival::New) };
    if locked > 0 {
        return Ok(Arrival::Locked);
    }
    let Some(profile) = profile(db, &id).await? else { return Ok(Arrival::New) };
    let mut writer = Writer::begin(db, now, profile.actor_name()).await?;
    writer.tx.run(sql::PROVE_EMAIL, params![&id, now]).await?;
    writer.audit_about("session.begin", &id, &id, Way::Mail.code()).await?;
    writer.commit().await?;
    Ok(Arrival::Known(id))
}

/// Tells the holder of an account by mail that how they sign in was changed: it may not have been them. `verb`: what the log calls it.
pub(super) async fn tell_changed(writer: &mut Writer, site: &Site, account: &str, verb: &str) -> DbResult<()> {
    let Some(profile) = profile_within(writer, account).await?.filter(|profile| !profile.email.is_empty()) else { return Ok(()) };
    let (site, what) = (site.name.text(profile.lang), events::event(verb).text(profile.lang));
    let subject = events::MAIL_SUBJECT.with(profile.lang, &[site]);
    mail::put(writer, &profile.email, &subject, &events::MAIL.with(profile.lang, &[site, what])).await
}

/// Notes that whoever is signed in proved anew who they are.
pub async fn note_proof(db: &Db, profile: &Profile, way: Way, now: Millis) -> DbResult<()> {
    let mut writer = Writer::begin(db, now, profile.actor_name()).await?;
    writer.audit_about("session.prove", &profile.id, &profile.id, way.code()).await?;
    writer.commit().await
}

/// Makes the account of a resident whose address was proven. Gives its id; of a minor it waits for the guardian, who is asked.
pub async fn make(db: &Db, sender: &Sender, email: &str, person: &Person, now: Millis) -> DbResult<String> {
    let id = uuid::Uuid::now_v7().to_string();
    let mut writer = Writer::begin(db, now, format!("account:{id}")).await?;
    let params = params![&id, &person.name, now, email, sender.lang.code(), person.born_year, &person.guardian];
    match writer.tx.run(sql::ADD_RESIDENT, params).await {
        // The button was pressed twice: it is theirs, because the address was proven.
        Err(DbError::Duplicate(_)) => {
            drop(writer);
            let known = db.first::<(String, i64, i64)>(sql::BY_EMAIL, params![email]).await?;
            return known.map(|(id, ..)| id).ok_or_else(|| DbError::inconsistent("account.email", "taken and not found"));
        }
        done => done?,
    };
    writer.audit_about("account.add", &id, &id, "").await?;
    if !person.guardian.is_empty() {
        links::ask_guardian(&mut writer, sender, &id, &person.name, &person.guardian).await?;
    }
    writer.commit().await?;
    Ok(id)
}

/// Asks the guardian of an account that waits once more.
pub async fn ask_again(db: &Db, sender: &Sender, profile: &Profile, now: Millis) -> DbResult<()> {
    let mut writer = Writer::begin(db, now, profile.actor_name()).await?;
    links::ask_guardian(&mut writer, sender, &profile.id, &profile.name, &profile.guardian).await?;
    writer.commit().await
}

/// Changes one thing of an account, and writes down that.
async fn change(db: &Db, profile: &Profile, verb: &str, stmt: crate::db::Stmt, value: &str, now: Millis) -> DbResult<()> {
    let mut writer = Writer::begin(db, now, profile.actor_name()).await?;
    writer.tx.run(stmt, params![&profile.id, value]).await?;
    writer.audit_about(verb, &profile.id, &profile.id, "").await?;
    writer.commit().await
}

/// Changes the name on screen.
pub async fn set_name(db: &Db, profile: &Profile, name: &str, now: Millis) -> DbResult<()> {
    change(db, profile, "account.set_name", sql::SET_NAME, name, now).await
}

/// Changes the language of mails and pages.
pub async fn set_lang(db: &Db, profile: &Profile, lang: Lang, now: Millis) -> DbResult<()> {
    change(db, profile, "account.set_lang", sql::SET_LANG, lang.code(), now).await
}

/// By what an account signs in, beside its password and its recovery codes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Ways {
    /// A link by e-mail.
    pub email: bool,
    /// So many passkeys.
    pub passkeys: i64,
    /// The city's identity provider.
    pub provider: bool,
}

impl Ways {
    pub(super) fn of((email, subject, passkeys): (String, String, i64), mails: bool) -> Self {
        Self { email: mails && !email.is_empty(), passkeys, provider: !subject.is_empty() }
    }

    /// Whether there is any: recovery codes run out, so they are none.
    pub fn is_any(self) -> bool {
        self.email || self.provider || self.passkeys > 0
    }
}

/// The ways of an account. `mails`: this server sends mail, so that an address is one.
pub async fn ways(db: &Db, id: &str, mails: bool) -> DbResult<Ways> {
    Ok(Ways::of(db.first::<(String, String, i64)>(sql::WAYS, params![id]).await?.unwrap_or_default(), mails))
}

/// A device that is signed in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeviceSession {
    /// Digest of its session's id.
    pub key: String,
    /// What it is.
    pub label: String,
    /// When it signed in.
    pub began_at: Millis,
    /// When it was last here.
    pub seen_at: Millis,
}

/// The devices of an account.
pub async fn devices(db: &Db, id: &str, now: Millis) -> DbResult<Vec<DeviceSession>> {
    let rows = db.all::<(String, String, i64, i64)>(sql::SESSIONS_OF, params![id, now]).await?;
    Ok(rows.into_iter().map(|(key, label, began_at, seen_at)| DeviceSession { key, label, began_at, seen_at }).collect())
}

/// Signs a device out.
pub async fn end_device(db: &Db, profile: &Profile, key: &str, now: Millis) -> DbResult<()> {
    let mut writer = Writer::begin(db, now, profile.actor_name()).await?;
    writer.tx.run(sql::END_SESSION_OF, params![key, &profile.id]).await?;
    writer.audit_about("session.end", &profile.id, &profile.id, "").await?;
    writer.commit().await
}

/// Signs every device out, and tells none of them anything any more: whoever lost a telephone does not want it to show notices.
pub async fn end_devices(db: &Db, profile: &Profile, now: Millis) -> DbResult<()> {
    let mut writer = Writer::begin(db, now, profile.actor_name()).await?;
    writer.tx.run(sql::END_SESSIONS_OF, params![&profile.id, ""]).await?;
    writer.tx.run(sql::DROP_PUSHES, params![&profile.id]).await?;
    writer.audit_about("session.end_all", &profile.id, &profile.id, "").await?;
    writer.commit().await
}

/// Ends the sessions of an account beyond those that leave room for one more; those that were used least lately go.
pub async fn make_room(db: &Db, id: &str, sessions_max: i64, now: Millis) -> DbResult<()> {
    let mut tx = db.begin().await?;
    let keep = (sessions_max - 1).max(0);
    let ended = tx.run(sql::END_SURPLUS_SESSIONS, params![id, keep]).await?;
    tx.commit().await?;
    if ended == 0 {
        return Ok(());
    }
    let Some(profile) = profile(db, id).await? else { return Ok(()) };
    let mut writer = Writer::begin(db, now, profile.actor_name()).await?;
    writer.audit_about("session.end_oldest", id, id, &ended.to_string()).await?;
    writer.commit().await
}
