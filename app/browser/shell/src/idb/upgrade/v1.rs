//! Version 1: the feed's caches, favourites, and room for drafts and the outbox, which later versions fill.

use super::super::stores;
use indexed_db_futures::Result;
use indexed_db_futures::database::Database;
use indexed_db_futures::prelude::*;

/// Creates everything.
pub fn run(db: &Database) -> Result<()> {
    super::rebuild_caches(db)?;
    for name in [stores::FAVOURITES, stores::DRAFTS, stores::OUTBOX] {
        db.create_object_store(name).build()?;
    }
    Ok(())
}
