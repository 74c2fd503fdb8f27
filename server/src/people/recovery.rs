//! Recovery codes: ten, each once, for whoever has neither the mailbox nor a device any more.
//!
//! They are copied from paper, so they stay as short as they are: 80 bits. That is less than a plain digest should keep, so what is stored
//! is the argon2id hash of the digest. The codes of an account share one salt, so that trying one costs one computation, like a password.
//! Invariant: codes of older releases, which were stored as digests, work as before, and [`harden`] hashes them without knowing them.

use super::accounts::{Profile, tell_changed};
use super::{FAILURE_WINDOW_MS, FAILURES_MAX, NOBODY, SignInError, failures, hash, hash_like, note_refused, secret, sql};
use crate::db::{Db, DbError, DbResult};
use crate::feed::Writer;
use crate::params;
use engawa_app::site::Site;
use engawa_core::time::Millis;

/// So many codes at once.
const CODES: usize = 10;

/// Accounts whose old codes are hashed in one round: ten hashes each, which is a few seconds of one core in all.
const HARDENED_AT_ONCE: usize = 20;

fn digest_of(account: &str, code: &str) -> String {
    secret::digest(&format!("recovery:{account}"), &secret::folded(code))
}

/// Whether a stored code is a hash of its digest, and not the digest itself.
fn is_hard(stored: &str) -> bool {
    stored.starts_with('$')
}

/// What is stored for the digests of the codes of one account, in their order.
async fn hardened(digests: &[String]) -> DbResult<Vec<String>> {
    let mut all: Vec<String> = Vec::with_capacity(digests.len());
    for digest in digests {
        let hashed = match all.first().cloned() {
            None => hash(digest.clone()).await?,
            Some(like) => {
                let hashed = hash_like(digest.clone(), like).await;
                hashed.ok_or_else(|| DbError::inconsistent("recovery_code", "a hash could not be computed"))?
            }
        };
        all.push(hashed);
    }
    Ok(all)
}

/// Makes new codes; those from before are void. They are shown once and stored as hashes.
pub async fn make(db: &Db, profile: &Profile, site: &Site, now: Millis) -> DbResult<Vec<String>> {
    let codes: Vec<String> = (0..CODES).map(|_| secret::written()).collect();
    let digests: Vec<String> = codes.iter().map(|code| digest_of(&profile.id, code)).collect();
    let stored = hardened(&digests).await?;
    let mut writer = Writer::begin(db, now, profile.actor_name()).await?;
    writer.tx.run(sql::DROP_RECOVERY, params![&profile.id]).await?;
    for hashed in stored {
        writer.tx.run(sql::PUT_RECOVERY, params![hashed, &profile.id, now]).await?;
    }
    writer.audit_about("account.make_recovery", &profile.id, &profile.id, "").await?;
    tell_changed(&mut writer, site, &profile.id, "account.make_recovery").await?;
    writer.commit().await?;
    Ok(codes)
}

/// How many are left.
pub async fn left(db: &Db, account: &str) -> DbResult<i64> {
    Ok(db.first::<(i64,)>(sql::RECOVERY_LEFT, params![account]).await?.map_or(0, |(count,)| count))
}

/// Signs in with an address and a code; gives the account. An address without an account takes the same way through the store.
pub async fn sign_in(db: &Db, email: &str, code: &str, now: Millis) -> DbResult<Result<String, SignInError>> {
    let key = secret::digest("recovery", email);
    if failures::since(db, &key, now - FAILURE_WINDOW_MS).await? >= FAILURES_MAX {
        return Ok(Err(SignInError::TooMany));
    }
    let account = db.first::<(String, i64, i64)>(sql::BY_EMAIL, params![email]).await?.filter(|(_, locked, ended)| *locked == 0 && *ended == 0);
    let id = account.map(|(id, ..)| id).unwrap_or_default();
    let digest = digest_of(&id, code);
    let one = db.first::<(String,)>(sql::ONE_RECOVERY, params![&id]).await?.map(|(stored,)| stored);
    // Computed whether or not there is an account with codes, so that its time tells nothing.
    let like = one.filter(|stored| is_hard(stored)).unwrap_or_else(|| NOBODY.to_owned());
    let hashed = hash_like(digest.clone(), like).await.unwrap_or_default();
    let mut writer = Writer::begin(db, now, "anonymous").await?;
    let used = writer.tx.run(sql::USE_RECOVERY, params![&id, hashed, digest]).await? > 0;
    let outcome = if used {
        writer.actor = format!("account:{id}");
        failures::forget(&mut writer, &key).await?;
        writer.audit_about("session.begin", &id, &id, "recovery").await?;
        Ok(id)
    } else {
        failures::note(&mut writer, &key).await?;
        note_refused(&mut writer, "recovery", email, &id).await?;
        Err(SignInError::Wrong)
    };
    writer.commit().await?;
    Ok(outcome)
}

/// Hashes codes that an older release stored as digests, of some accounts at a time; how many. Whoever holds one does not notice it.
pub async fn harden(db: &Db) -> DbResult<u64> {
    let mut done = 0;
    for (account,) in db.all::<(String,)>(sql::OLD_RECOVERY, params![HARDENED_AT_ONCE]).await? {
        let stored = db.all::<(String,)>(sql::ALL_RECOVERY, params![&account]).await?;
        let old: Vec<String> = stored.into_iter().map(|(stored,)| stored).filter(|stored| !is_hard(stored)).collect();
        let new = hardened(&old).await?;
        let mut tx = db.begin().await?;
        // One that was used meanwhile is gone, and stays so.
        for (old, new) in old.into_iter().zip(new) {
            done += tx.run(sql::HARDEN_RECOVERY, params![&account, old, new]).await?;
        }
        tx.commit().await?;
    }
    Ok(done)
}
