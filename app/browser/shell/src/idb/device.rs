//! Small facts about this device; and the end of everything that people made on it, when it becomes a shared screen.

use super::stores::{DEVICE, FILES, OUTBOX, USER_DATA};
use super::tx::{SCHEMA, all_texts, commit, delete, finish, json, put, read_text, writing};
use super::{Db, IdbError};
use engawa_core::outbox::Attachment;
use indexed_db_futures::database::Database;
use indexed_db_futures::error::Error;
use indexed_db_futures::prelude::*;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use wasm_bindgen::JsValue;

/// Where the id of the device stands.
const ID: &str = "id";
/// Where the site's public key stands.
const SEALING_KEY: &str = "sealing_key";
/// How the places of parts of the list of postcodes begin.
const POSTCODES: &str = "postcodes:";

#[derive(Serialize, Deserialize)]
struct Fact {
    schema: u32,
    id: String,
}

/// What an entry of the outbox says of itself, whichever build wrote it.
#[derive(Deserialize)]
struct Carried {
    kind: String,
    #[serde(default)]
    attachments: Vec<Attachment>,
}

impl Db {
    /// The id of this device; `new` from now on, if it has none yet.
    pub async fn device_id(&self, new: &str) -> Result<String, IdbError> {
        self.with_db(|db| async move { device_id(&db, new).await }).await
    }

    /// The site's public key, if it was kept.
    pub async fn sealing_key(&self) -> Result<Option<String>, IdbError> {
        self.with_db(|db| async move { fact(&db, SEALING_KEY).await }).await
    }

    /// Keeps the site's public key.
    pub async fn keep_sealing_key(&self, key: &str) -> Result<(), IdbError> {
        self.with_db(|db| async move { keep_fact(&db, SEALING_KEY, key).await }).await
    }

    /// A part of the list of postcodes, if it was kept.
    pub async fn postcodes(&self, part: &str) -> Result<Option<String>, IdbError> {
        self.with_db(|db| async move { fact(&db, &format!("{POSTCODES}{part}")).await }).await
    }

    /// Keeps a part of the list of postcodes.
    pub async fn keep_postcodes(&self, part: &str, text: &str) -> Result<(), IdbError> {
        self.with_db(|db| async move { keep_fact(&db, &format!("{POSTCODES}{part}"), text).await }).await
    }

    /// Deletes everything that people made here, except what waits in the outbox of this kind, with its files.
    pub async fn clear_people(&self, keeps: &str) -> Result<(), IdbError> {
        self.with_db(|db| async move { clear_people(&db, keeps).await }).await
    }
}

async fn device_id(db: &Database, new: &str) -> Result<String, Error> {
    let tx = writing(db, [DEVICE])?;
    let device = tx.object_store(DEVICE)?;
    if let Some(kept) = read_text(&device, ID).await? {
        finish(tx).await;
        // What a newer build wrote in another form stays, and this page goes on with an id of its own.
        return Ok(serde_json::from_str::<Fact>(&kept).map_or_else(|_| new.to_owned(), |fact| fact.id));
    }
    let fact = Fact { schema: SCHEMA, id: new.to_owned() };
    put(&device, ID, JsValue::from_str(&json(&fact))).await?;
    commit(tx).await?;
    Ok(fact.id)
}

async fn fact(db: &Database, name: &str) -> Result<Option<String>, Error> {
    let tx = db.transaction([DEVICE]).build()?;
    let kept = read_text(&tx.object_store(DEVICE)?, name).await?;
    finish(tx).await;
    Ok(kept.and_then(|text| serde_json::from_str::<Fact>(&text).ok()).map(|fact| fact.id))
}

async fn keep_fact(db: &Database, name: &str, text: &str) -> Result<(), Error> {
    let tx = writing(db, [DEVICE])?;
    let fact = Fact { schema: SCHEMA, id: text.to_owned() };
    put(&tx.object_store(DEVICE)?, name, JsValue::from_str(&json(&fact))).await?;
    commit(tx).await
}

async fn clear_people(db: &Database, keeps: &str) -> Result<(), Error> {
    let tx = writing(db, USER_DATA)?;
    let outbox = tx.object_store(OUTBOX)?;
    let mut named = BTreeSet::new();
    for (id, text) in all_texts(&outbox).await? {
        match serde_json::from_str::<Carried>(&text) {
            Ok(it) if it.kind == keeps => named.extend(it.attachments.into_iter().map(|file| file.sha256)),
            _ => delete(&outbox, &id).await?,
        }
    }
    let files = tx.object_store(FILES)?;
    let digests: Vec<String> = files.get_all_keys::<String>().primitive()?.await?.collect::<Result<_, Error>>()?;
    for digest in digests.iter().filter(|digest| !named.contains(*digest)) {
        delete(&files, digest).await?;
    }
    for name in USER_DATA.into_iter().filter(|name| ![OUTBOX, FILES].contains(name)) {
        tx.object_store(name)?.clear()?.await?;
    }
    commit(tx).await
}
