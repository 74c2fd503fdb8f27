//! Version 4: what staff carry along, sealed. What is there stays as it is.

use super::super::stores;
use indexed_db_futures::Result;
use indexed_db_futures::database::Database;
use indexed_db_futures::prelude::*;

/// Creates what version 3 did not have.
pub fn run(db: &Database) -> Result<()> {
    for name in [stores::VAULT_META, stores::VAULT_RECORDS] {
        db.create_object_store(name).build()?;
    }
    Ok(())
}
