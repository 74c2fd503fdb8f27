//! A screen that was just paired and whose browser dies before it has written its cookie down: it is known again by a secret of its own.
//!
//! Invariants: only whoever holds the right of a screen leaves one, and it ends after a day; a new pairing makes it worth nothing, and so
//! does a revocation; whoever shows it gets a new cookie, and the one before is nobody's any more. So a code still pairs one browser.

use super::pairing::Paired;
use super::{digest_of, sql};
use crate::db::DbResult;
use crate::feed::{Writer, sql as feed_sql};
use crate::params;
use crate::people::{Actor, secret};
use crate::sites::OpenSite;
use engawa_core::kiosk::base64url;
use engawa_core::time::{DAY_MS, Millis};

/// How long one is good: a tablet is paired at a desk, and carried to its place.
pub const SPARE_MS: Millis = DAY_MS;
/// How many bytes it has: nobody guesses them.
const SPARE_BYTES: usize = 32;

/// Whether a text may be one.
pub fn is_spare(text: &str) -> bool {
    base64url::decode(text).is_some_and(|bytes| bytes.len() == SPARE_BYTES)
}

fn digest_of_spare(spare: &str) -> String {
    secret::digest("kiosk-spare", spare)
}

/// A screen leaves one; the one before is worth nothing.
pub async fn leave(site: &OpenSite, screen: &str, spare: &str, now: Millis) -> DbResult<()> {
    let mut writer = Writer::begin(&site.db, now, Actor::kiosk(screen).name()).await?;
    writer.tx.run(sql::PUT_SPARE, params![screen, digest_of_spare(spare), now + SPARE_MS]).await?;
    writer.commit().await
}

/// Somebody shows one: the screen that left it, with a new secret for its cookie. `None`: it is nobody's, or no more.
pub async fn again(site: &OpenSite, spare: &str, now: Millis) -> DbResult<Option<Paired>> {
    let digest = digest_of_spare(spare);
    // Whoever shows nothing of worth writes nothing.
    if site.db.first::<(String,)>(sql::BY_SPARE, params![&digest, now]).await?.is_none() {
        return Ok(None);
    }
    let mut writer = Writer::begin(&site.db, now, "anonymous").await?;
    writer.tx.first::<(i64,)>(feed_sql::TAKE_REVS, params![0_i64]).await?;
    let Some((kiosk,)) = writer.tx.first::<(String,)>(sql::BY_SPARE, params![&digest, now]).await? else { return Ok(None) };
    let (token, rev) = (secret::token(), writer.take_rev().await?);
    writer.tx.run(sql::NEW_SECRET, params![&kiosk, digest_of(&token), rev]).await?;
    writer.actor = Actor::kiosk(&kiosk).name();
    writer.audit("kiosk.again", &kiosk, "").await?;
    writer.commit().await?;
    Ok(Some(Paired { kiosk, secret: token }))
}
