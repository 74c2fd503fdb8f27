//! How a tablet becomes a screen: staff make a code, somebody types it on the tablet, and the tablet gets a secret as a cookie.
//!
//! Invariants: a code is used once and lives a quarter of an hour; wrong, used, expired and of a revoked screen are one answer; guessing is
//! stopped by address and in all; only digests of codes and secrets are stored.

use super::{digest_of, one_within, sql};
use crate::audit::{self, Refusal};
use crate::db::DbResult;
use crate::feed::{Writer, sql as feed_sql};
use crate::params;
use crate::people::{Actor, FAILURE_WINDOW_MS, failures, secret};
use crate::sites::OpenSite;
use engawa_app::kiosk::config::KioskState;
use engawa_core::time::Millis;
use engawa_core::{Action, Problem, Subject, may};
use std::net::IpAddr;

const MINUTE_MS: Millis = 60 * 1000;
/// How long a code lives.
pub const CODE_MS: Millis = 15 * MINUTE_MS;
/// Letters and figures of a code, without the hyphen.
const CODE_LETTERS: usize = 8;
/// Wrong codes of one address within [`FAILURE_WINDOW_MS`] that are let through.
pub const OF_ADDRESS_MAX: i64 = 10;
/// Wrong codes in all within [`FAILURE_WINDOW_MS`] that are let through. Of 2^40 codes they find none in a lifetime.
pub const OF_ALL_MAX: i64 = 300;
/// The key under which failures of all addresses are counted.
const ALL: &str = "kiosk-pair";

/// What is stored of a code.
fn digest_of_code(code: &str) -> String {
    secret::digest("kiosk-code", &secret::folded(code))
}

/// Makes a new code for a screen, `ABCD-EFGH`; the one before is worth nothing. Shown once, to whoever made it.
///
/// # Errors
/// The database, or in the inner result why there is none.
pub async fn new_code(site: &OpenSite, actor: &Actor, kiosk: &str, now: Millis) -> DbResult<Result<String, Problem>> {
    if !may(actor, Action::KioskManage, &Subject::NONE) {
        return Ok(Err(Problem::new("", "forbidden")));
    }
    if site.outside.sealing.is_none() {
        return Ok(Err(Problem::new("", "sealing_key_missing")));
    }
    let mut writer = Writer::begin(&site.db, now, actor.name()).await?;
    writer.tx.first::<(i64,)>(feed_sql::TAKE_REVS, params![0_i64]).await?;
    match one_within(&mut writer, kiosk).await? {
        None => return Ok(Err(Problem::new("kiosk", "not_found"))),
        Some(it) if it.state == KioskState::Revoked => return Ok(Err(Problem::new("kiosk", "kiosk_revoked"))),
        Some(_) => {}
    }
    let code: String = secret::written().chars().take(CODE_LETTERS + 1).collect();
    let rev = writer.take_rev().await?;
    writer.tx.run(sql::SET_CODE, params![kiosk, digest_of_code(&code), now + CODE_MS, rev]).await?;
    writer.audit("kiosk.code", kiosk, "").await?;
    writer.commit().await?;
    Ok(Ok(code))
}

/// A tablet that became a screen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Paired {
    /// Which screen.
    pub kiosk: String,
    /// Its secret, for the cookie.
    pub secret: String,
}

/// Takes a code that somebody at an address typed.
///
/// # Errors
/// The database, or in the inner result why the tablet is no screen.
pub async fn pair(site: &OpenSite, code: &str, address: IpAddr, now: Millis) -> DbResult<Result<Paired, Problem>> {
    if site.outside.sealing.is_none() {
        return Ok(Err(Problem::new("", "sealing_key_missing")));
    }
    let of_address = secret::digest(ALL, &address.to_string());
    let mut writer = Writer::begin(&site.db, now, "anonymous").await?;
    // Whoever holds the revision is alone until the commit: a code is used once, and every wrong one is counted.
    writer.tx.first::<(i64,)>(feed_sql::TAKE_REVS, params![0_i64]).await?;
    let since = now - FAILURE_WINDOW_MS;
    let of_one = failures::since_within(&mut writer, &of_address, since).await?;
    let of_all = failures::since_within(&mut writer, ALL, since).await?;
    if of_one >= OF_ADDRESS_MAX || of_all >= OF_ALL_MAX {
        return Ok(Err(Problem::new("code", "too_many_attempts").arg((FAILURE_WINDOW_MS / MINUTE_MS).to_string())));
    }
    let Some((kiosk,)) = writer.tx.first::<(String,)>(sql::BY_CODE, params![digest_of_code(code), now]).await? else {
        failures::note(&mut writer, &of_address).await?;
        failures::note(&mut writer, ALL).await?;
        let refusal = Refusal { verb: "kiosk.refuse", subject: "", about: "", detail: "", by_subject: false };
        audit::refused(&mut writer, refusal).await?;
        writer.commit().await?;
        return Ok(Err(Problem::new("code", "kiosk_code_wrong")));
    };
    failures::forget(&mut writer, &of_address).await?;
    let (token, rev) = (secret::token(), writer.take_rev().await?);
    writer.tx.run(sql::PAIR, params![&kiosk, digest_of(&token), now, rev]).await?;
    writer.tx.run(sql::DROP_SPARE, params![&kiosk]).await?;
    writer.actor = Actor::kiosk(&kiosk).name();
    writer.audit("kiosk.pair", &kiosk, "").await?;
    writer.commit().await?;
    Ok(Ok(Paired { kiosk, secret: token }))
}
