//! The outbox's store: one JSON text for each entry, under its id.
//!
//! What `engawa_core::outbox` asks of a store is kept here: a form of version `n` is written only onto version `n - 1`, together with the
//! removal of the entry that it replaces or not at all. Page and worker write the same store; a transaction decides who was first.

use super::stores::OUTBOX;
use super::tx::{all_texts, commit, delete, finish, put, read_text, writing};
use super::{Db, IdbError};
use engawa_core::outbox::{Entry, stored_version};
use indexed_db_futures::database::Database;
use indexed_db_futures::error::Error;
use indexed_db_futures::prelude::*;
use wasm_bindgen::JsValue;

/// What the store did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Stored {
    /// It was done.
    Done,
    /// The version was another one: this is there instead. Nothing was written.
    Changed(Option<String>),
}

impl Db {
    /// All ids and texts.
    pub async fn outbox(&self) -> Result<Vec<(String, String)>, IdbError> {
        self.with_db(|db| async move { all(&db).await }).await
    }

    /// Stores a form of an entry and removes what it replaces.
    pub async fn save_entry(&self, entry: &Entry, instead_of: Option<&(String, u64)>) -> Result<Stored, IdbError> {
        let text = &entry.to_json().map_err(|error| IdbError::Failed(error.to_string()))?;
        self.with_db(|db| async move { save(&db, entry, text, instead_of).await }).await
    }

    /// Removes an entry, if it is of this version.
    pub async fn forget_entry(&self, id: &str, version: u64) -> Result<Stored, IdbError> {
        self.with_db(|db| async move { forget(&db, id, version).await }).await
    }
}

async fn all(db: &Database) -> Result<Vec<(String, String)>, Error> {
    let tx = db.transaction(OUTBOX).build()?;
    let texts = all_texts(&tx.object_store(OUTBOX)?).await?;
    finish(tx).await;
    Ok(texts)
}

/// The version of what is there; 0: nothing is.
fn version(text: Option<&String>) -> u64 {
    text.map_or(0, |text| stored_version(text))
}

async fn save(db: &Database, entry: &Entry, text: &str, instead_of: Option<&(String, u64)>) -> Result<Stored, Error> {
    let tx = writing(db, [OUTBOX])?;
    let outbox = tx.object_store(OUTBOX)?;
    let held = read_text(&outbox, &entry.id).await?;
    let mut fits = version(held.as_ref()).checked_add(1) == Some(entry.version);
    if let Some((old, of)) = instead_of {
        fits &= *of > 0 && version(read_text(&outbox, old).await?.as_ref()) == *of;
    }
    if !fits {
        return Ok(Stored::Changed(held));
    }
    if let Some((old, _)) = instead_of {
        delete(&outbox, old).await?;
    }
    put(&outbox, &entry.id, JsValue::from_str(text)).await?;
    commit(tx).await?;
    Ok(Stored::Done)
}

async fn forget(db: &Database, id: &str, wanted: u64) -> Result<Stored, Error> {
    let tx = writing(db, [OUTBOX])?;
    let outbox = tx.object_store(OUTBOX)?;
    let held = read_text(&outbox, id).await?;
    if version(held.as_ref()) != wanted {
        return Ok(Stored::Changed(held));
    }
    delete(&outbox, id).await?;
    commit(tx).await?;
    Ok(Stored::Done)
}
