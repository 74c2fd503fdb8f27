//! Parcels that a screen leaves for a phone: sealed with a key that only the QR code holds, collected once.
//!
//! Invariants: the server cannot read a parcel; it is given to the first who asks, and to nobody else; the same phone may ask again for a
//! moment, because an answer can be lost; not there, over and collected by somebody else are one answer.

use super::sql;
use crate::db::{DbError, DbResult};
use crate::feed::{Writer, sql as feed_sql};
use crate::params;
use crate::people::{Actor, secret};
use crate::sites::OpenSite;
use engawa_core::kiosk::base64url;
use engawa_core::time::Millis;

/// The largest parcel, in bytes.
pub const PARCEL_MAX: usize = 8 * 1024 * 1024;
/// A parcel waits so long.
pub const WAITS_MS: Millis = 30 * 60 * 1000;
/// The same phone may ask again so long.
pub const AGAIN_MS: Millis = 10 * 60 * 1000;
/// The most parcels of one screen that wait.
pub const OF_SCREEN_MAX: i64 = 50;
/// The most letters that all parcels hold together.
const BYTES_MAX: i64 = 1024 * 1024 * 1024;
/// Lengths of a claim: chance that a phone makes.
const CLAIM_LENGTHS: std::ops::RangeInclusive<usize> = 16..=128;

/// Keeps a parcel, in the place of the one of this screen with the id `replaces`, unless that was collected; its id, and when it ends.
/// `None`: there is no room now.
pub async fn put(site: &OpenSite, screen: &str, parcel: &[u8], replaces: &str, now: Millis) -> DbResult<Option<(String, Millis)>> {
    let body = base64url::encode(parcel);
    let mut writer = Writer::begin(&site.db, now, Actor::kiosk(screen).name()).await?;
    // What is counted stays true until the commit.
    writer.tx.first::<(i64,)>(feed_sql::TAKE_REVS, params![0_i64]).await?;
    writer.tx.run(sql::DROP_PARCELS, params![now, now - AGAIN_MS]).await?;
    writer.tx.run(sql::REPLACE_PARCEL, params![replaces, screen]).await?;
    let (waiting,) = writer.tx.first::<(i64,)>(sql::PARCELS_OF, params![screen]).await?.unwrap_or_default();
    let (held,) = writer.tx.first::<(i64,)>(sql::PARCELS_BYTES, params![]).await?.unwrap_or_default();
    let bytes = i64::try_from(body.len()).unwrap_or(i64::MAX);
    let is_full = held.saturating_add(bytes) > BYTES_MAX;
    if waiting >= OF_SCREEN_MAX || is_full {
        return Ok(None);
    }
    let (id, ends) = (secret::token(), now + WAITS_MS);
    writer.tx.run(sql::PUT_PARCEL, params![&id, screen, body, bytes, now, ends]).await?;
    writer.commit().await?;
    Ok(Some((id, ends)))
}

/// Gives a parcel to whoever claims it first; `None`: it is gone, or never was there.
pub async fn collect(site: &OpenSite, id: &str, claim: &str, now: Millis) -> DbResult<Option<Vec<u8>>> {
    if !CLAIM_LENGTHS.contains(&claim.len()) {
        return Ok(None);
    }
    let claim = secret::digest(id, claim);
    let mut writer = Writer::begin(&site.db, now, "anonymous").await?;
    // Of two who ask at the same moment one is the second.
    writer.tx.first::<(i64,)>(feed_sql::TAKE_REVS, params![0_i64]).await?;
    let Some((body, ends, claimed_by, claimed)) = writer.tx.first::<(String, i64, String, i64)>(sql::PARCEL, params![id]).await? else {
        return Ok(None);
    };
    if claimed == 0 {
        if now >= ends {
            return Ok(None);
        }
        writer.tx.run(sql::CLAIM, params![id, claim, now]).await?;
    } else if claimed_by != claim || now - claimed >= AGAIN_MS {
        return Ok(None);
    }
    let parcel = base64url::decode(&body).ok_or_else(|| DbError::inconsistent("hand_over.body", "no base64"))?;
    writer.commit().await?;
    Ok(Some(parcel))
}
