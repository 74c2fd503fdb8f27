//! The schema of the database, one module for each version, run in order.
//!
//! Upgrade callbacks can only create and delete stores. Invariant: caches may be dropped and fetched again; the stores of user data
//! ([`super::stores::USER_DATA`]) are created once and never deleted.

mod v1;
mod v2;
mod v3;
mod v4;

use super::stores;
use indexed_db_futures::database::Database;
use indexed_db_futures::prelude::*;
use indexed_db_futures::{KeyPath, Result};

/// The schema that this build needs.
pub const VERSION: u32 = 4;

/// Brings a database from version `old` (0: it is new) to [`VERSION`].
pub fn run(old: f64, db: &Database) -> Result<()> {
    if old < 1.0 {
        v1::run(db)?;
    }
    if old < 2.0 {
        v2::run(db)?;
    }
    if old < 3.0 {
        v3::run(db)?;
    }
    if old < 4.0 {
        v4::run(db)?;
    }
    Ok(())
}

/// Drops the caches, whatever their form, and creates them as they are now. The next sync fills them.
pub fn rebuild_caches(db: &Database) -> Result<()> {
    let present: Vec<String> = db.object_store_names().collect();
    for name in stores::CACHES {
        if present.iter().any(|store| store == name) {
            db.delete_object_store(name)?;
        }
    }
    db.create_object_store(stores::META).build()?;
    db.create_object_store(stores::BLOBS).build()?;
    let records = db.create_object_store(stores::RECORDS).build()?;
    records.create_index(stores::REV, KeyPath::One(stores::REV)).build()?;
    Ok(())
}
