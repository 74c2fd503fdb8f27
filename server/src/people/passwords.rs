//! The password of an account: set, given from the command line, removed.
//!
//! Invariants: no password is set that would be guessed first ([`check`]); whoever changes it knows the one before, or forgot it and proved a
//! moment ago by another way who they are; guessing at it is counted; whoever holds the account is told by mail; other devices are signed out
//! when it is set, and it is removed only where another way to sign in stays.

use super::accounts::{Profile, Ways, hash_of, profile};
use super::demands::Way;
use super::links::Sender;
use super::{FAILURE_WINDOW_MS, FAILURES_MAX, NOBODY, PASSWORD_MIN, SignInError, failures, guesses, hash, mail, note_refused, secret, sql, verify};
use crate::db::{Db, DbResult};
use crate::feed::{Writer, sql as feed_sql};
use crate::params;
use engawa_app::messages::people::sign_in as m;
use engawa_app::site::Site;
use engawa_core::Problem;
use engawa_core::time::Millis;

/// The longest password that is hashed, in bytes.
const PASSWORD_MAX: usize = 1_024;

/// Whether this is the password of an account; `None`: it has none. Takes as long either way.
async fn is_right(db: &Db, account: &str, typed: String) -> DbResult<Option<bool>> {
    let stored = hash_of(db, account).await?;
    let has_password = stored.is_some();
    let right = verify(typed, stored.unwrap_or_else(|| NOBODY.to_owned())).await;
    Ok(has_password.then_some(right))
}

/// What is wrong with a new password before anything is asked of the store. `site`: whose names it is not made of, like the holder's own.
pub fn check(new: &str, site: &Site, holder: &[&str]) -> Option<Problem> {
    if new.chars().count() < PASSWORD_MIN {
        return Some(Problem::new("password", "too_short").arg(PASSWORD_MIN.to_string()));
    }
    if new.len() > PASSWORD_MAX {
        return Some(Problem::new("password", "too_long").arg(PASSWORD_MAX.to_string()));
    }
    guesses::problem(new, guesses::words_of(site).chain(holder.iter().copied())).map(|code| Problem::new("password", code))
}

/// Whether whoever is signed in knows the password, as a proof that it is still them. Guessing is counted together with that at changing it.
pub async fn prove(db: &Db, profile: &Profile, typed: String, now: Millis) -> DbResult<Result<(), SignInError>> {
    let key = secret::digest("set_password", &profile.id);
    if failures::since(db, &key, now - FAILURE_WINDOW_MS).await? >= FAILURES_MAX {
        return Ok(Err(SignInError::TooMany));
    }
    let right = is_right(db, &profile.id, typed).await?;
    let mut writer = Writer::begin(db, now, profile.actor_name()).await?;
    let outcome = if right == Some(true) {
        failures::forget(&mut writer, &key).await?;
        writer.audit_about("session.prove", &profile.id, &profile.id, Way::Password.code()).await?;
        Ok(())
    } else {
        failures::note(&mut writer, &key).await?;
        note_refused(&mut writer, "password", &profile.id, &profile.id).await?;
        Err(SignInError::Wrong)
    };
    writer.commit().await?;
    Ok(outcome)
}

/// A password that is to be set. It is never shown, not even in a line of the log.
pub struct Change {
    /// The one before, as it was typed; `None`: it is forgotten, and its holder proved a moment ago by another way who they are.
    pub current: Option<String>,
    /// The new one, which was looked at by [`check`].
    pub new: String,
}

/// Sets the password, and signs every other device out. `keep`: the session that stays.
pub async fn set(db: &Db, sender: &Sender, profile: &Profile, change: Change, keep: &str, now: Millis) -> DbResult<Result<(), Problem>> {
    let Change { current, new } = change;
    if profile.email.is_empty() && !profile.is_staff() {
        return Ok(Err(Problem::new("password", "no_address")));
    }
    let key = secret::digest("set_password", &profile.id);
    if current.is_some() && failures::since(db, &key, now - FAILURE_WINDOW_MS).await? >= FAILURES_MAX {
        return Ok(Err(Problem::new("current", "too_many_attempts").arg((FAILURE_WINDOW_MS / 60_000).to_string())));
    }
    let is_wrong = match current {
        Some(current) => is_right(db, &profile.id, current).await? == Some(false),
        None => false,
    };
    if is_wrong {
        let mut writer = Writer::begin(db, now, profile.actor_name()).await?;
        failures::note(&mut writer, &key).await?;
        writer.commit().await?;
        return Ok(Err(Problem::new("current", "password_differs")));
    }
    let hashed = hash(new).await?;
    let mut writer = Writer::begin(db, now, profile.actor_name()).await?;
    writer.tx.run(sql::SET_HASH, params![&profile.id, hashed]).await?;
    writer.tx.run(sql::END_SESSIONS_OF, params![&profile.id, keep]).await?;
    failures::forget(&mut writer, &key).await?;
    writer.audit_about("account.set_password", &profile.id, &profile.id, "").await?;
    tell_holder(&mut writer, &sender.site, profile).await?;
    writer.commit().await?;
    Ok(Ok(()))
}

/// Whoever holds an account is told when its password changes: it may not have been them.
async fn tell_holder(writer: &mut Writer, site: &str, profile: &Profile) -> DbResult<()> {
    if profile.email.is_empty() {
        return Ok(());
    }
    let subject = m::MAIL_PASSWORD_SUBJECT.with(profile.lang, &[site]);
    mail::put(writer, &profile.email, &subject, &m::MAIL_PASSWORD.with(profile.lang, &[site])).await
}

/// Gives the account of an address a password from the command line, and signs its devices out. `site`: the site's name, for the mail.
/// `false`: no account has this address.
pub async fn give(db: &Db, site: &str, email: &str, password: String, now: Millis) -> DbResult<bool> {
    let Some((id, ..)) = db.first::<(String, i64, i64)>(sql::BY_EMAIL, params![email]).await? else { return Ok(false) };
    let Some(profile) = profile(db, &id).await? else { return Ok(false) };
    let hashed = hash(password).await?;
    let mut writer = Writer::begin(db, now, "system").await?;
    writer.tx.run(sql::SET_HASH, params![&id, hashed]).await?;
    writer.tx.run(sql::END_SESSIONS_OF, params![&id, ""]).await?;
    writer.audit_about("account.set_password", &id, &id, "").await?;
    tell_holder(&mut writer, site, &profile).await?;
    writer.commit().await?;
    Ok(true)
}

/// Removes the password, if there is another way to sign in; other devices stay signed in. `current`: the password itself, because a
/// session that was left open must not do it.
pub async fn remove(db: &Db, sender: &Sender, profile: &Profile, current: String, mails: bool, now: Millis) -> DbResult<Result<(), Problem>> {
    let key = secret::digest("set_password", &profile.id);
    if failures::since(db, &key, now - FAILURE_WINDOW_MS).await? >= FAILURES_MAX {
        return Ok(Err(Problem::new("remove", "too_many_attempts").arg((FAILURE_WINDOW_MS / 60_000).to_string())));
    }
    let right = is_right(db, &profile.id, current).await?;
    let mut writer = Writer::begin(db, now, profile.actor_name()).await?;
    // Alone until the commit: the last passkey is not removed at the same moment.
    writer.tx.first::<(i64,)>(feed_sql::TAKE_REVS, params![0_i64]).await?;
    if right != Some(true) {
        failures::note(&mut writer, &key).await?;
        writer.commit().await?;
        return Ok(Err(Problem::new("remove", "password_differs")));
    }
    let others = writer.tx.first::<(String, String, i64)>(sql::WAYS, params![&profile.id]).await?.unwrap_or_default();
    if !Ways::of(others, mails).is_any() {
        return Ok(Err(Problem::new("remove", "only_way_in")));
    }
    writer.tx.run(sql::SET_HASH, params![&profile.id, ""]).await?;
    failures::forget(&mut writer, &key).await?;
    writer.audit_about("account.remove_password", &profile.id, &profile.id, "").await?;
    tell_holder(&mut writer, &sender.site, profile).await?;
    writer.commit().await?;
    Ok(Ok(()))
}
