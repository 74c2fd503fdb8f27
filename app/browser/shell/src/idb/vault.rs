//! The store of the working set that staff carry along: the head in the open, everything else sealed bytes ([`engawa_core::vault`]).
//!
//! Invariants: what changes together is written in one transaction; this module never sees a plain text or a key.

use super::stores::{VAULT_META, VAULT_RECORDS};
use super::tx::{commit, delete, finish, put, read_text, writing};
use super::{Db, IdbError};
use indexed_db_futures::database::Database;
use indexed_db_futures::error::Error;
use indexed_db_futures::prelude::*;
use js_sys::Uint8Array;
use wasm_bindgen::{JsCast, JsValue};

/// The head, JSON text.
const HEAD: &str = "head";
/// The sealed key, bytes.
const SEAL: &str = "seal";

/// What is deleted before anything is kept.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Forget {
    /// Nothing.
    #[default]
    Nothing,
    /// These.
    Keys(Vec<String>),
    /// All whose keys begin so.
    Prefix(String),
    /// All but the one with this key.
    AllBut(String),
    /// All, and the sealed key.
    Everything,
}

/// A change of the store.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Change {
    /// Only if this key still has these bytes: another tab may have been quicker.
    pub only_if: Option<(String, Option<Vec<u8>>)>,
    /// What goes first.
    pub forget: Forget,
    /// The sealed key from now on.
    pub seal: Option<Vec<u8>>,
    /// Keys and sealed bytes.
    pub keep: Vec<(String, Vec<u8>)>,
    /// The head from now on.
    pub head: Option<String>,
}

impl Db {
    /// The head, if there is one.
    pub async fn vault_head(&self) -> Result<Option<String>, IdbError> {
        self.with_db(|db| async move { head(&db).await }).await
    }

    /// The sealed key, if there is one.
    pub async fn vault_seal(&self) -> Result<Option<Vec<u8>>, IdbError> {
        self.with_db(|db| async move { seal(&db).await }).await
    }

    /// All keys and sealed bytes.
    pub async fn vault_records(&self) -> Result<Vec<(String, Vec<u8>)>, IdbError> {
        self.with_db(|db| async move { records(&db).await }).await
    }

    /// The sealed bytes of one key, if there are any.
    pub async fn vault_record(&self, key: &str) -> Result<Option<Vec<u8>>, IdbError> {
        self.with_db(|db| async move { record(&db, key).await }).await
    }

    /// Makes a change, all of it or nothing. `false`: nothing, because what it was made of is not there any more.
    pub async fn change_vault(&self, change: &Change) -> Result<bool, IdbError> {
        self.with_db(|db| async move { write(&db, change).await }).await
    }
}

fn bytes(value: JsValue) -> Option<Vec<u8>> {
    value.dyn_into::<Uint8Array>().ok().map(|array| array.to_vec())
}

async fn head(db: &Database) -> Result<Option<String>, Error> {
    let tx = db.transaction(VAULT_META).build()?;
    let text = read_text(&tx.object_store(VAULT_META)?, HEAD).await?;
    finish(tx).await;
    Ok(text)
}

async fn seal(db: &Database) -> Result<Option<Vec<u8>>, Error> {
    let tx = db.transaction(VAULT_META).build()?;
    let value = tx.object_store(VAULT_META)?.get::<JsValue, &str, _>(SEAL).primitive()?.await?;
    finish(tx).await;
    Ok(value.and_then(bytes))
}

async fn record(db: &Database, key: &str) -> Result<Option<Vec<u8>>, Error> {
    let tx = db.transaction(VAULT_RECORDS).build()?;
    let value = tx.object_store(VAULT_RECORDS)?.get::<JsValue, &str, _>(key).primitive()?.await?;
    finish(tx).await;
    Ok(value.and_then(bytes))
}

async fn records(db: &Database) -> Result<Vec<(String, Vec<u8>)>, Error> {
    let tx = db.transaction(VAULT_RECORDS).build()?;
    let store = tx.object_store(VAULT_RECORDS)?;
    let keys = store.get_all_keys::<String>().primitive()?;
    let values = store.get_all::<JsValue>().primitive()?;
    let keys: Vec<String> = keys.await?.collect::<Result<_, Error>>()?;
    let values: Vec<JsValue> = values.await?.collect::<Result<_, Error>>()?;
    finish(tx).await;
    Ok(keys.into_iter().zip(values).filter_map(|(key, value)| Some((key, bytes(value)?))).collect())
}

async fn write(db: &Database, change: &Change) -> Result<bool, Error> {
    let tx = writing(db, [VAULT_META, VAULT_RECORDS])?;
    let meta = tx.object_store(VAULT_META)?;
    let records = tx.object_store(VAULT_RECORDS)?;
    if let Some((key, was)) = &change.only_if {
        let now = records.get::<JsValue, &str, _>(key.as_str()).primitive()?.await?;
        if now.and_then(bytes) != *was {
            finish(tx).await;
            return Ok(false);
        }
    }
    let gone: Vec<String> = match &change.forget {
        Forget::Nothing => Vec::new(),
        Forget::Keys(keys) => keys.clone(),
        forget => {
            let keys = records.get_all_keys::<String>().primitive()?.await?.collect::<Result<Vec<String>, Error>>()?;
            let goes = |key: &String| match forget {
                Forget::Prefix(prefix) => key.starts_with(prefix.as_str()),
                Forget::AllBut(stays) => key != stays,
                _ => true,
            };
            keys.into_iter().filter(goes).collect()
        }
    };
    for key in &gone {
        delete(&records, key).await?;
    }
    if change.forget == Forget::Everything {
        delete(&meta, SEAL).await?;
    }
    if let Some(seal) = &change.seal {
        put(&meta, SEAL, Uint8Array::from(seal.as_slice()).into()).await?;
    }
    for (key, sealed) in &change.keep {
        put(&records, key, Uint8Array::from(sealed.as_slice()).into()).await?;
    }
    if let Some(head) = &change.head {
        put(&meta, HEAD, JsValue::from_str(head)).await?;
    }
    commit(tx).await?;
    Ok(true)
}
