//! The snapshot of the public feed: one immutable file of lines, compressed once, that a new browser or a CDN takes whole.
//!
//! First line `{"epoch","rev","records"}`, then one record a line in order of `rev`; see `engawa_core::feed::client`.

use super::{rev_of, sql};
use crate::db::{Db, DbError, DbResult};
use crate::params;
use bytes::Bytes;
use engawa_core::feed::{Record, Scope};
use std::io::Write as _;

/// A snapshot in the encodings that it is served in.
#[derive(Clone, Debug)]
pub struct Snapshot {
    /// The revision up to which it is complete.
    pub rev: u64,
    /// Its file name: `<epoch>-<rev>.ndjson`.
    pub name: String,
    /// As it is.
    pub plain: Bytes,
    /// gzip.
    pub gzip: Bytes,
    /// Brotli.
    pub brotli: Bytes,
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
    tokio::task::spawn_blocking(move || {
        let plain = Bytes::from(text);
        let gzip = Bytes::from(gzip(&plain)?);
        let brotli = Bytes::from(brotli(&plain)?);
        Ok(Snapshot { rev, name, plain, gzip, brotli, records })
    })
    .await
    .map_err(|why| DbError::inconsistent("snapshot", why))?
    .map_err(|why: std::io::Error| DbError::inconsistent("snapshot", why))
}

fn gzip(bytes: &[u8]) -> std::io::Result<Vec<u8>> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::new(6));
    encoder.write_all(bytes)?;
    encoder.finish()
}

fn brotli(bytes: &[u8]) -> std::io::Result<Vec<u8>> {
    let mut out = Vec::new();
    // Quality 5 with a 4 MiB window: ten times faster than 11 for a tenth more bytes. Without the hint it takes a weaker hasher.
    let params = brotli::enc::BrotliEncoderParams { quality: 5, lgwin: 22, size_hint: bytes.len(), ..Default::default() };
    brotli::BrotliCompress(&mut &bytes[..], &mut out, &params)?;
    Ok(out)
}
