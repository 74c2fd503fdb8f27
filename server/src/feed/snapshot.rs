//! The snapshot of the public feed: one immutable file of lines, compressed once, that a new browser or a CDN takes whole.
//!
//! First line `{"epoch","rev","records"}`, then one record a line in order of `rev`; see `engawa_core::feed::client`.

use super::encoded::Encoded;
use super::{rev_of, sql};
use crate::db::{Db, DbError, DbResult};
use crate::params;
use engawa_core::feed::{Record, Scope};

/// A snapshot.
#[derive(Clone, Debug)]
pub struct Snapshot {
    /// The revision up to which it is complete.
    pub rev: u64,
    /// Its file name: `<epoch>-<rev>.ndjson`.
    pub name: String,
    /// Its lines.
    pub body: Encoded,
    /// How many records it holds.
    pub records: usize,
}

/// A new snapshot is made when the newest is this many revisions behind; until then clients pull the difference as pages.
pub const REBUILD_AFTER: u64 = 500;

/// Makes a snapshot of the public records.
pub async fn build(db: &Db, epoch: &str) -> DbResult<Snapshot> {
    let rev = super::last_rev(db).await?;
    let rows = db.all::<(String, String, i64, String)>(sql::LIVING, params![Scope::Public.to_string(), rev]).await?;
    let records = rows.len();
    let mut text = format!("{}\n", serde_json::json!({ "epoch": epoch, "rev": rev, "records": records }));
    for (collection, id, rev, body) in rows {
        text.push_str(&Record { collection, id, rev: rev_of(rev)?, body: Some(body) }.to_json());
        text.push('\n');
    }
    let name = format!("{epoch}-{rev}.ndjson");
    let body = tokio::task::spawn_blocking(move || Encoded::of(text))
        .await
        .map_err(|why| DbError::inconsistent("snapshot", why))?
        .map_err(|why| DbError::inconsistent("snapshot", why))?;
    Ok(Snapshot { rev, name, body, records })
}
