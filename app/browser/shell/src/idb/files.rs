//! Files that are attached: under the SHA-256 of their bytes, as `{schema, name, bytes, media_type, blob, kept_at}`.
//!
//! The bytes are a `Blob`, which the browser keeps beside its database and reads in parts, so that sending a large file does not hold it
//! in memory. Invariant: a file never has other bytes than its own; whoever keeps one has computed its digest.

use super::stores::FILES;
use super::tx::{SCHEMA, commit, finish, put, writing};
use super::{Db, IdbError};
use crate::js;
use engawa_core::time::Millis;
use indexed_db_futures::database::Database;
use indexed_db_futures::error::Error;
use indexed_db_futures::prelude::*;
use wasm_bindgen::JsValue;

const NAME: &str = "name";
const BYTES: &str = "bytes";
const MEDIA_TYPE: &str = "media_type";
const BLOB: &str = "blob";
const KEPT_AT: &str = "kept_at";

/// A file.
#[derive(Clone, Debug)]
pub struct Stored {
    /// Its name as the person knows it.
    pub name: String,
    /// Its length in bytes.
    pub bytes: u64,
    /// What the browser takes it for.
    pub media_type: String,
    /// Its bytes, a `Blob`.
    pub blob: JsValue,
}

impl Db {
    /// Keeps a file; it replaces one of the same bytes, which may have had another name.
    pub async fn keep_file(&self, sha256: &str, file: &Stored, now: Millis) -> Result<(), IdbError> {
        self.with_db(|db| async move { keep(&db, sha256, file, now).await }).await
    }

    /// A file, if it is here.
    pub async fn kept_file(&self, sha256: &str) -> Result<Option<Stored>, IdbError> {
        self.with_db(|db| async move { kept(&db, sha256).await }).await
    }
}

async fn keep(db: &Database, sha256: &str, file: &Stored, now: Millis) -> Result<(), Error> {
    let value = js::object(&[
        ("schema", JsValue::from_f64(f64::from(SCHEMA))),
        (NAME, JsValue::from_str(&file.name)),
        (BYTES, JsValue::from_f64(js::from_u64(file.bytes))),
        (MEDIA_TYPE, JsValue::from_str(&file.media_type)),
        (BLOB, file.blob.clone()),
        (KEPT_AT, JsValue::from_f64(js::from_millis(now))),
    ]);
    let tx = writing(db, [FILES])?;
    put(&tx.object_store(FILES)?, sha256, value).await?;
    commit(tx).await
}

async fn kept(db: &Database, sha256: &str) -> Result<Option<Stored>, Error> {
    let tx = db.transaction(FILES).build()?;
    let value = tx.object_store(FILES)?.get::<JsValue, &str, _>(sha256).primitive()?.await?;
    finish(tx).await;
    Ok(value.as_ref().and_then(read))
}

fn read(value: &JsValue) -> Option<Stored> {
    let text = |name: &str| js::property(value, name).and_then(|it| it.as_string()).unwrap_or_default();
    Some(Stored {
        name: text(NAME),
        bytes: js::to_u64(js::property(value, BYTES)?.as_f64()?),
        media_type: text(MEDIA_TYPE),
        blob: js::property(value, BLOB)?,
    })
}

/// When a stored file was kept.
pub(super) fn kept_at(value: &JsValue) -> Millis {
    js::property(value, KEPT_AT).and_then(|at| at.as_f64()).map_or(0, js::to_millis)
}
