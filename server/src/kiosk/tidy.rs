//! What time ends in this room; [`crate::people::tidy`] calls it every hour.

use super::{parcels, sql};
use crate::db::DbResult;
use crate::feed::Writer;
use crate::params;
use crate::sites::OpenSite;
use chrono::{Months, NaiveDate};
use engawa_core::time::{DAY_MS, Millis, jst_date};

/// What was held is kept so long after staff dealt with it.
pub const HELD_KEPT_MS: Millis = 90 * DAY_MS;
/// How a screen was is kept so long after it was revoked.
pub const BEAT_KEPT_MS: Millis = 90 * DAY_MS;
/// Counts are kept for so many months: five years.
pub const COUNTS_KEPT_MONTHS: u32 = 60;

/// Deletes what was kept long enough; how many rows. Running it again changes nothing.
pub async fn tidy(site: &OpenSite, now: Millis) -> DbResult<u64> {
    let mut writer = Writer::begin(&site.db, now, "system").await?;
    let first = jst_date(now).checked_sub_months(Months::new(COUNTS_KEPT_MONTHS)).unwrap_or(NaiveDate::MIN);
    let mut rows = writer.tx.run(sql::DROP_PARCELS, params![now, now - parcels::AGAIN_MS]).await?;
    rows += writer.tx.run(sql::DROP_CODES, params![now]).await?;
    rows += writer.tx.run(sql::DROP_SPARES, params![now]).await?;
    // Afterwards nothing names the sealed files, and they are forgotten as any other.
    rows += writer.tx.run(sql::DROP_HELD_FILES, params![now - HELD_KEPT_MS]).await?;
    rows += writer.tx.run(sql::DROP_HELD, params![now - HELD_KEPT_MS]).await?;
    rows += writer.tx.run(sql::DROP_COUNTS, params![first.to_string()]).await?;
    rows += writer.tx.run(sql::DROP_BEATS, params![now - BEAT_KEPT_MS]).await?;
    writer.commit().await?;
    Ok(rows)
}
