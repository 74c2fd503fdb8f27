//! Recovery codes: ten, each once, for whoever has neither the mailbox nor a device any more.

use super::accounts::{Profile, tell_changed};
use super::{FAILURE_WINDOW_MS, FAILURES_MAX, SignInError, failures, note_refused, secret, sql};
use crate::db::{Db, DbResult};
use crate::feed::Writer;
use crate::params;
use engawa_app::site::Site;
use engawa_core::time::Millis;

/// So many codes at once.
const CODES: usize = 10;

fn digest_of(account: &str, code: &str) -> String {
    secret::digest(&format!("recovery:{account}"), &secret::folded(code))
}

/// Makes new codes; those from before are void. They are shown once and stored as digests.
pub async fn make(db: &Db, profile: &Profile, site: &Site, now: Millis) -> DbResult<Vec<String>> {
    let codes: Vec<String> = (0..CODES).map(|_| secret::written()).collect();
    let mut writer = Writer::begin(db, now, profile.actor_name()).await?;
    writer.tx.run(sql::DROP_RECOVERY, params![&profile.id]).await?;
    for code in &codes {
        writer.tx.run(sql::PUT_RECOVERY, params![digest_of(&profile.id, code), &profile.id, now]).await?;
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
    let mut writer = Writer::begin(db, now, "anonymous").await?;
    let used = writer.tx.run(sql::USE_RECOVERY, params![digest_of(&id, code), &id]).await? > 0;
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
