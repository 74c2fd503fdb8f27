//! Passkeys (`WebAuthn`): registering one, signing in with one.
//!
//! A passkey is bound to the site's host name; signing in names nobody, because the device says whose passkey it is. Invariants: what is
//! stored is a public key and opens nothing; an answer counts only for the challenge that this browser was given, once; a passkey of an
//! account that is locked or over signs nobody in. Source: W3C Web Authentication Level 3.

use super::accounts::tell_changed;
use super::notices::tell;
use super::{Actor, actor, keys_sql as sql, note_refused};
use crate::db::{Db, DbError, DbResult};
use crate::feed::{Writer, sha256_hex};
use crate::params;
use engawa_app::people::notice::NoticeCode;
use engawa_app::site::Site;
use engawa_core::time::Millis;
use webauthn_rs::prelude::{
    CredentialID, DiscoverableAuthentication, Passkey, PasskeyRegistration, PublicKeyCredential, RegisterPublicKeyCredential, Url, Uuid, Webauthn,
    WebauthnBuilder, WebauthnError,
};

/// The most passkeys of one account.
pub const PASSKEYS_MAX: usize = 20;
/// A ceremony that was begun is over after this long.
pub const CEREMONY_MS: Millis = 5 * 60 * 1000;
/// The most characters of a label.
pub const LABEL_MAX: usize = 60;

/// A passkey in the list of its account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Held {
    /// Digest of the credential's id.
    pub id: String,
    /// What its holder calls it.
    pub label: String,
    /// When it was made.
    pub created_ms: Millis,
    /// When it was last used; 0: never.
    pub used_ms: Millis,
}

/// This site as authenticators know it: the host name of its origin. `None`: an address in figures has no passkeys.
pub fn party(origin: &str, name: &str) -> Option<Webauthn> {
    let origin = Url::parse(origin).ok()?;
    let host = origin.domain()?;
    WebauthnBuilder::new(host, &origin).ok()?.rp_name(name).build().ok()
}

/// What a passkey is stored under. The id itself may be long, and is nobody's business.
fn key_of(credential: &[u8]) -> String {
    sha256_hex(credential)
}

fn read(body: &str) -> DbResult<Passkey> {
    serde_json::from_str(body).map_err(|why| DbError::inconsistent("passkey.body", why))
}

fn write(passkey: &Passkey) -> DbResult<String> {
    serde_json::to_string(passkey).map_err(|why| DbError::inconsistent("passkey", why))
}

type Row = (String, String, String, i64, i64);

/// The passkeys of an account, the oldest first.
pub async fn of_account(db: &Db, account: &str) -> DbResult<Vec<Held>> {
    let rows = db.all::<Row>(sql::PASSKEYS, params![account]).await?;
    Ok(rows.into_iter().map(|(id, label, _, created_ms, used_ms)| Held { id, label, created_ms, used_ms }).collect())
}

/// The ids of an account's credentials, so that a device does not make a second one.
pub async fn credentials(db: &Db, account: &str) -> DbResult<Vec<CredentialID>> {
    let rows = db.all::<Row>(sql::PASSKEYS, params![account]).await?;
    rows.into_iter().map(|(_, _, body, ..)| Ok(read(&body)?.cred_id().clone())).collect()
}

/// Begins a registration: what the browser is told, and what is kept until it answers.
pub fn begin(
    party: &Webauthn,
    account: &str,
    name: &str,
    held: Vec<CredentialID>,
) -> Result<(serde_json::Value, PasskeyRegistration), WebauthnError> {
    let id = Uuid::parse_str(account).map_err(|_| WebauthnError::InvalidUserUniqueId)?;
    let (challenge, state) = party.start_passkey_registration(id, name, name, Some(held))?;
    let mut challenge = serde_json::to_value(challenge).map_err(|_| WebauthnError::ParseNOMFailure)?;
    // Signing in names nobody, so the device must know by itself whose passkey it is.
    if let Some(selection) = challenge.pointer_mut("/publicKey/authenticatorSelection") {
        selection["residentKey"] = "required".into();
        selection["requireResidentKey"] = true.into();
    }
    Ok((challenge, state))
}

/// Takes a new passkey. `false`: the answer does not fit, or the passkey exists already.
pub async fn add(
    db: &Db,
    who: (&Actor, &str),
    site: &Site,
    ceremony: (&Webauthn, &PasskeyRegistration),
    answer: &RegisterPublicKeyCredential,
    label: &str,
    now: Millis,
) -> DbResult<bool> {
    let (party, state) = ceremony;
    let Ok(passkey) = party.finish_passkey_registration(answer, state) else { return Ok(false) };
    let (actor, account) = who;
    let label: String = label.trim().chars().filter(|c| !c.is_control()).take(LABEL_MAX).collect();
    let mut writer = Writer::begin(db, now, actor.name()).await?;
    let params = params![key_of(passkey.cred_id()), account, &label, write(&passkey)?, now];
    if writer.tx.run(sql::ADD_PASSKEY, params).await? == 0 {
        return Ok(false);
    }
    writer.audit_about("passkey.add", account, account, "").await?;
    tell(&mut writer, account, NoticeCode::PasskeyAdded, &[&label], "/account/passkeys").await?;
    tell_changed(&mut writer, site, account, "passkey.add").await?;
    writer.commit().await?;
    Ok(true)
}

/// Removes a passkey of an account; whether there was one.
pub async fn remove(db: &Db, (actor, account): (&Actor, &str), site: &Site, id: &str, now: Millis) -> DbResult<bool> {
    let mut writer = Writer::begin(db, now, actor.name()).await?;
    let there_was = writer.tx.run(sql::REMOVE_PASSKEY, params![id, account]).await? > 0;
    if there_was {
        writer.audit_about("passkey.remove", account, account, "").await?;
        tell_changed(&mut writer, site, account, "passkey.remove").await?;
    }
    writer.commit().await?;
    Ok(there_was)
}

/// Signs in: the account whose passkey answered. `None` for every reason alike, so that nothing is learned of accounts.
pub async fn sign_in(
    db: &Db,
    party: &Webauthn,
    answer: &PublicKeyCredential,
    state: DiscoverableAuthentication,
    now: Millis,
) -> DbResult<Option<String>> {
    let Ok((holder, credential)) = party.identify_discoverable_authentication(answer) else { return Ok(None) };
    let key = key_of(credential);
    let Some((account, body)) = db.first::<(String, String)>(sql::PASSKEY, params![&key]).await? else { return Ok(None) };
    if Uuid::parse_str(&account).ok() != Some(holder) {
        return refuse(db, &key, &account, now).await;
    }
    let mut passkey = read(&body)?;
    // A counter that does not grow is refused here: the authenticator may have been copied.
    let Ok(result) = party.finish_discoverable_authentication_v2(answer, state, &passkey) else { return refuse(db, &key, &account, now).await };
    let Some(actor) = actor::of_account(db, &account, now).await? else { return Ok(None) };
    passkey.update_credential(&result);
    let mut writer = Writer::begin(db, now, actor.name()).await?;
    writer.tx.run(sql::USE_PASSKEY, params![key, write(&passkey)?, now]).await?;
    writer.audit_about("session.begin", &account, &account, "passkey").await?;
    writer.commit().await?;
    Ok(Some(account))
}

/// Nobody is signed in. The log keeps that somebody had the name of a passkey and not the passkey.
async fn refuse(db: &Db, credential: &str, account: &str, now: Millis) -> DbResult<Option<String>> {
    let mut writer = Writer::begin(db, now, "anonymous").await?;
    note_refused(&mut writer, "passkey", credential, account).await?;
    writer.commit().await?;
    Ok(None)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_site_is_known_by_its_host_name() {
        assert!(party("https://city.example.jp", "City").is_some());
        assert!(party("http://localhost:8080", "City").is_some());
        for no in ["http://127.0.0.1:8080", "https://[::1]", "city.example.jp", ""] {
            assert!(party(no, "City").is_none(), "{no}");
        }
    }

    #[test]
    fn a_device_is_asked_to_know_whose_passkey_it_is() {
        let party = party("https://city.example.jp", "City").unwrap();
        let (challenge, _) = begin(&party, "01997000-0000-7000-8000-000000000001", "name", Vec::new()).unwrap();
        assert_eq!(challenge["publicKey"]["authenticatorSelection"]["residentKey"], "required");
        assert_eq!(challenge["publicKey"]["authenticatorSelection"]["userVerification"], "required");
        assert!(begin(&party, "no id", "name", Vec::new()).is_err());
    }
}
