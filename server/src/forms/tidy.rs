//! What time ends: submissions that were kept long enough, files that nobody named, forms that are over, shared drafts that were left.

use super::blobs::{BlobError, IDLE_MS};
use super::publish::close;
use super::{retention, shared, sql};
use crate::db::DbResult;
use crate::feed::Writer;
use crate::params;
use crate::people::work;
use crate::sites::OpenSite;
use engawa_core::time::Millis;

/// What was tidied away.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tidied {
    /// Submissions that were deleted.
    pub submissions: usize,
    /// Files that were deleted.
    pub files: usize,
    /// Forms that were closed.
    pub forms: usize,
    /// Shared drafts that were deleted.
    pub drafts: u64,
}

/// Tidies a site. Running it again changes nothing.
pub async fn tidy(site: &OpenSite, now: Millis) -> Result<Tidied, BlobError> {
    let mut tidied = Tidied::default();
    for (id,) in site.db.all::<(String,)>(sql::OVER_FORMS, params![now]).await? {
        let mut writer = Writer::begin(&site.db, now, "system").await?;
        close(&mut writer, &id).await?;
        writer.commit().await?;
        tidied.forms += 1;
    }
    if tidied.forms > 0 {
        site.refresh().await?;
    }
    loop {
        let expired = site.db.all::<(String,)>(sql::EXPIRED, params![now]).await?;
        if expired.is_empty() {
            break;
        }
        tidied.submissions += expired.len();
        delete(site, &expired, now).await?;
    }
    work::catch_up(site, now).await?;
    tidied.drafts = shared::forget_old(site, now).await?;
    tidied.files = site.blobs.forget_idle(&site.db, now - IDLE_MS, now).await?;
    Ok(tidied)
}

async fn delete(site: &OpenSite, submissions: &[(String,)], now: Millis) -> DbResult<()> {
    let mut writer = Writer::begin(&site.db, now, "system").await?;
    for (id,) in submissions {
        retention::forget(&mut writer, id).await?;
        writer.audit("submission.expire", id, "").await?;
    }
    writer.commit().await
}
