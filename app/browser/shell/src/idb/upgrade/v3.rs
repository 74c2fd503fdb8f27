//! Version 3: what writing a listing without a connection needs. What is there stays as it is.

use super::super::stores;
use indexed_db_futures::Result;
use indexed_db_futures::database::Database;
use indexed_db_futures::prelude::*;

/// Creates what version 2 did not have.
pub fn run(db: &Database) -> Result<()> {
    db.create_object_store(stores::LISTING_DRAFTS).build()?;
    Ok(())
}
