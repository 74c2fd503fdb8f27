//! What went wrong at signing in, counted by what was tried (a login, an address, an account) and not by where it came from: a library has
//! one address for everybody. Keys of addresses are digests.

use super::sql;
use crate::db::{Db, DbResult};
use crate::feed::Writer;
use crate::params;
use engawa_core::time::{DAY_MS, Millis};

/// How many failures of a key there were since a moment.
pub async fn since(db: &Db, key: &str, moment: Millis) -> DbResult<i64> {
    Ok(db.first::<(i64,)>(sql::FAILURES, params![key, moment]).await?.map_or(0, |(count,)| count))
}

/// The same, inside a transaction.
pub async fn since_within(writer: &mut Writer, key: &str, moment: Millis) -> DbResult<i64> {
    Ok(writer.tx.first::<(i64,)>(sql::FAILURES, params![key, moment]).await?.map_or(0, |(count,)| count))
}

/// Remembers one.
pub async fn note(writer: &mut Writer, key: &str) -> DbResult<()> {
    let now = writer.now;
    writer.tx.run(sql::FAILED, params![key, now]).await?;
    Ok(())
}

/// Forgets those of a key after a success, and old ones of everybody.
pub async fn forget(writer: &mut Writer, key: &str) -> DbResult<()> {
    let old = writer.now - DAY_MS;
    writer.tx.run(sql::FORGET_FAILURES, params![key, old]).await?;
    Ok(())
}
