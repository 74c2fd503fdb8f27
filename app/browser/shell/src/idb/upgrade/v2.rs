//! Version 2: what filling in a form needs. What is there stays as it is.

use super::super::stores;
use indexed_db_futures::database::Database;
use indexed_db_futures::prelude::*;
use indexed_db_futures::{KeyPath, Result};

/// Creates what version 1 did not have.
pub fn run(db: &Database) -> Result<()> {
    let journal = db.create_object_store(stores::JOURNAL).with_auto_increment(true).build()?;
    journal.create_index(stores::DRAFT, KeyPath::One(stores::DRAFT)).build()?;
    for name in [stores::DEFINITIONS, stores::FILES, stores::DEVICE] {
        db.create_object_store(name).build()?;
    }
    Ok(())
}
