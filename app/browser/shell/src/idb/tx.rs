//! Small steps that the stores' operations are made of.

use indexed_db_futures::database::Database;
use indexed_db_futures::error::Error;
use indexed_db_futures::internals::SystemRepr;
use indexed_db_futures::object_store::ObjectStore;
use indexed_db_futures::prelude::*;
use indexed_db_futures::transaction::{Transaction, TransactionMode};
use serde::{Deserialize, Serialize};
use wasm_bindgen::JsValue;

/// The schema of what is written down for a person, where it has no number of its own.
pub(super) const SCHEMA: u32 = 1;

/// What became of an operation on something that a person made.
#[derive(Clone, Debug, PartialEq)]
pub enum Touched<T> {
    /// It was done.
    Done(T),
    /// There is no such thing.
    Missing,
    /// A newer build wrote it, or it is damaged: it stays as it is.
    Unreadable,
}

impl<T> Touched<T> {
    /// What is there, or why nothing was done.
    pub fn here<U>(self) -> Result<T, Touched<U>> {
        match self {
            Self::Done(value) => Ok(value),
            Self::Missing => Err(Touched::Missing),
            Self::Unreadable => Err(Touched::Unreadable),
        }
    }
}

#[derive(Deserialize)]
struct Head {
    schema: u32,
}

/// Whether this build knows how to read a text.
pub(super) fn is_known(text: &str) -> bool {
    serde_json::from_str::<Head>(text).is_ok_and(|head| head.schema == SCHEMA)
}

/// A transaction for writing. One that is dropped before [`commit`] writes nothing.
pub(super) fn writing<'a, const N: usize>(db: &'a Database, names: [&str; N]) -> Result<Transaction<'a>, Error> {
    db.transaction(names).with_mode(TransactionMode::Readwrite).build()
}

/// Ends a transaction that only read. The browser may have ended it already, which is as good.
pub(super) async fn finish(tx: Transaction<'_>) {
    tx.commit().await.ok();
}

/// Ends a transaction that wrote: it is done when this is.
pub(super) async fn commit(tx: Transaction<'_>) -> Result<(), Error> {
    let sys = tx.as_sys().clone();
    // A full disk is often noticed only now, and then the transaction alone knows why.
    tx.commit().await.map_err(|error| sys.error().map_or(error, Error::from))
}

pub(super) async fn read_text(store: &ObjectStore<'_>, key: &str) -> Result<Option<String>, Error> {
    let value = store.get::<JsValue, &str, _>(key).primitive()?.await?;
    Ok(value.and_then(|value| value.as_string()))
}

pub(super) async fn put(store: &ObjectStore<'_>, key: &str, value: JsValue) -> Result<(), Error> {
    store.put(value).with_key(key).without_key_type().primitive()?.await
}

pub(super) async fn delete(store: &ObjectStore<'_>, key: &str) -> Result<(), Error> {
    store.delete::<&str, _>(key).primitive()?.await
}

/// Keys and texts of a whole store. What is no text is left out.
pub(super) async fn all_texts(store: &ObjectStore<'_>) -> Result<Vec<(String, String)>, Error> {
    let keys = store.get_all_keys::<String>().primitive()?;
    let values = store.get_all::<JsValue>().primitive()?;
    let keys: Vec<String> = keys.await?.collect::<Result<_, Error>>()?;
    let values: Vec<JsValue> = values.await?.collect::<Result<_, Error>>()?;
    Ok(keys.into_iter().zip(values).filter_map(|(key, value)| Some((key, value.as_string()?))).collect())
}

/// Our own plain structs always have a JSON form.
pub(super) fn json<T: Serialize>(fact: &T) -> String {
    serde_json::to_string(fact).unwrap_or_default()
}
