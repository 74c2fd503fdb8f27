//! Groups of a register that were imported before their pages said that nobody of them came yet.
//!
//! What everybody reads of a group says it since it is written with [`super::project`]; what was written before that says nothing, and an
//! import that brings the same row again writes nothing. So it is looked at once for each site, when it is opened. Invariants: a device that
//! follows the feed gets what changes, because it is a new revision; of two nodes that open a site one does it; what a group wrote and what
//! is stored of it stay as they are.

use super::{sql, stored};
use crate::db::{Db, DbResult};
use crate::feed::{Writer, sql as feed_sql};
use crate::params;
use engawa_app::listings::COLLECTION;
use engawa_core::feed::Scope;
use engawa_core::time::Millis;

/// The fact of a site that it was done.
const DONE: &str = "unclaimed_said";

/// Shows those groups anew that nobody claimed and that do not say so; how many. Running it again changes nothing.
pub async fn say_of_older(db: &Db, now: Millis) -> DbResult<usize> {
    if db.first::<(String,)>(feed_sql::META, params![DONE]).await?.is_some() {
        return Ok(0);
    }
    let mut writer = Writer::begin(db, now, "system").await?;
    // The lock of all writers: what is read stays true until the commit, and another node that waits here finds it done.
    writer.tx.first::<(i64,)>(feed_sql::TAKE_REVS, params![0_i64]).await?;
    if writer.tx.run(feed_sql::META_ONCE, params![DONE, now.to_string()]).await? == 0 {
        return Ok(0);
    }
    let mut shown = 0;
    for (id, body, read) in writer.tx.all::<(String, String, String)>(sql::UNCLAIMED, params![Scope::Public.to_string(), COLLECTION]).await? {
        let says_it = stored(&id, &read, 0)?.listing.source.is_some_and(|source| source.unclaimed);
        if !says_it {
            super::show_anew(&mut writer, &stored(&id, &body, 0)?.listing).await?;
            shown += 1;
        }
    }
    writer.commit().await?;
    Ok(shown)
}
