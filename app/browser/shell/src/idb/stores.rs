//! What is in the database, and every operation on it.
//!
//! | store | key | value |
//! |---|---|---|
//! | `meta` | text | JSON text |
//! | `records` | `collection:id` | `{rev, body}`, `body` missing in a tombstone; index `rev` |
//! | `blobs` | text | bytes: the image of the catalogue |
//! | `favourites` | id of a listing | JSON text |
//! | `drafts` | id | JSON text: card and snapshot ([`super::drafts`]) |
//! | `journal` | a counter | `{draft, line}`: what happened since the snapshot, or was put aside (`aside`); index `draft` |
//! | `definitions` | `form@version` | JSON text of a version of a form |
//! | `files` | SHA-256 | what is attached, with its bytes ([`super::files`]) |
//! | `outbox` | id of a command | JSON text of an entry ([`super::outbox`]) |
//! | `device` | text | JSON text: small facts about this device |
//! | `vault_meta` | text | `head`: JSON text; `seal`: bytes ([`super::vault`]) |
//! | `vault_records` | scope, collection and id | sealed bytes |
//! | `listing_drafts` | id of a listing | JSON text: a listing that is being written ([`super::listing_drafts`]) |
//!
//! The caches are here, what a person made is in the modules beside this one.
//! Invariants: a page of the feed and the position after it are written in one transaction, and only onto the position that the page
//! was asked at, so two tabs that sync at once do no harm; tombstones stay, because an image may still hold what they delete.

use super::tx::{commit, finish, json, put, read_text, writing};
use super::{Db, IdbError};
use crate::js;
use engawa_core::feed::{Page, Record};
use engawa_core::time::Millis;
use indexed_db_futures::KeyRange;
use indexed_db_futures::database::Database;
use indexed_db_futures::error::Error;
use indexed_db_futures::object_store::ObjectStore;
use indexed_db_futures::prelude::*;
use js_sys::{Object, Reflect, Uint8Array};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use wasm_bindgen::{JsCast, JsValue};

/// Small facts about the caches.
pub const META: &str = "meta";
/// The records of the feed.
pub const RECORDS: &str = "records";
/// Large values.
pub const BLOBS: &str = "blobs";
/// What the person marked.
pub const FAVOURITES: &str = "favourites";
/// Forms that are being filled in.
pub const DRAFTS: &str = "drafts";
/// What waits to be sent.
pub const OUTBOX: &str = "outbox";
/// What happened to drafts since their snapshots.
pub const JOURNAL: &str = "journal";
/// Versions of forms that drafts are of.
pub const DEFINITIONS: &str = "definitions";
/// Files that are attached to drafts, and those that wait to be sent.
pub const FILES: &str = "files";
/// Small facts about this device.
pub const DEVICE: &str = "device";
/// What stands in the open beside [`VAULT_RECORDS`].
pub const VAULT_META: &str = "vault_meta";
/// What staff carry along, sealed.
pub const VAULT_RECORDS: &str = "vault_records";
/// Listings that are being written.
pub const LISTING_DRAFTS: &str = "listing_drafts";
/// The index of [`RECORDS`] by revision.
pub const REV: &str = "rev";
/// The index of [`JOURNAL`] by draft.
pub const DRAFT: &str = "draft";

/// Stores that a sync can fill again.
pub const CACHES: [&str; 3] = [META, RECORDS, BLOBS];
/// Stores that nothing can bring back.
pub const USER_DATA: [&str; 10] = [FAVOURITES, DRAFTS, OUTBOX, JOURNAL, DEFINITIONS, FILES, DEVICE, LISTING_DRAFTS, VAULT_META, VAULT_RECORDS];

/// Keys of [`META`] and [`BLOBS`].
const FEED: &str = "feed:public";
const AS_OF: &str = "as_of";
const CATALOGUE: &str = "catalogue";
const BODY: &str = "body";

/// Writes between two waits for the store: what else the page has to do gets its turn.
const BATCH: usize = 100;

/// Where the copy of the feed stands.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Position {
    /// Every record up to this revision is here.
    pub cursor: u64,
    /// The history that it belongs to; empty in a new store.
    pub epoch: String,
    /// The first sync reached its end.
    pub complete: bool,
}

/// What an image of the catalogue was made from.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
struct ImageHead {
    rev: u64,
    build: String,
}

/// A favourite as it is kept.
#[derive(Debug, Serialize)]
struct Favourite {
    schema: u32,
    at: Millis,
}

impl Db {
    /// Where the copy of the feed stands.
    pub async fn position(&self) -> Result<Position, IdbError> {
        self.with_db(|db| async move { read_meta::<Position>(&db, FEED).await.map(Option::unwrap_or_default) }).await
    }

    /// Writes a page that was asked at `since` and gives the position after it. A page that does not fit the store's position changes
    /// nothing.
    pub async fn apply(&self, since: u64, page: &Page) -> Result<Position, IdbError> {
        self.with_db(|db| async move { apply(&db, since, page).await }).await
    }

    /// Forgets the feed; user data stays.
    pub async fn reset(&self) -> Result<(), IdbError> {
        self.with_db(|db| async move { reset(&db).await }).await
    }

    /// The body of one record, if it is here and not deleted.
    pub async fn body(&self, collection: &str, id: &str) -> Result<Option<String>, IdbError> {
        let key = &key(collection, id);
        self.with_db(|db| async move { body(&db, key).await }).await
    }

    /// One record with its revision, if it is here and not deleted.
    pub async fn record(&self, collection: &str, id: &str) -> Result<Option<(u64, String)>, IdbError> {
        let key = &key(collection, id);
        self.with_db(|db| async move { record(&db, key).await }).await
    }

    /// Records and tombstones after a revision, in order of revision.
    pub async fn tail(&self, after: u64) -> Result<Vec<Record>, IdbError> {
        self.with_db(|db| async move { tail(&db, after).await }).await
    }

    /// At most `limit` records and tombstones in order of their keys, after a key, and the last key; no key: that was all.
    pub async fn chunk(&self, after: &str, limit: u32) -> Result<(Vec<Record>, Option<String>), IdbError> {
        self.with_db(|db| async move { chunk(&db, after, limit).await }).await
    }

    /// The image of the catalogue that this build made, and its revision.
    pub async fn image(&self, build: &str) -> Result<Option<(Vec<u8>, u64)>, IdbError> {
        self.with_db(|db| async move { image(&db, build).await }).await
    }

    /// Keeps an image of the catalogue, unless a newer one of the same build is there.
    pub async fn save_image(&self, bytes: &[u8], rev: u64, build: &str) -> Result<(), IdbError> {
        self.with_db(|db| async move { save_image(&db, bytes, rev, build).await }).await
    }

    /// The bodies of all living records of a collection, in order of their ids.
    pub async fn bodies(&self, collection: &str) -> Result<Vec<String>, IdbError> {
        self.with_db(|db| async move { bodies(&db, collection).await }).await
    }

    /// Drops the image of the catalogue, to make room. It is made again when something changes.
    pub async fn drop_image(&self) -> Result<(), IdbError> {
        self.with_db(|db| async move { drop_image(&db).await }).await
    }

    /// When everything was last known to be here.
    pub async fn as_of(&self) -> Result<Option<Millis>, IdbError> {
        self.with_db(|db| async move { read_meta::<Millis>(&db, AS_OF).await }).await
    }

    /// Remembers when everything was last known to be here.
    pub async fn set_as_of(&self, at: Millis) -> Result<(), IdbError> {
        self.with_db(|db| async move { set_as_of(&db, at).await }).await
    }

    /// Ids of the marked listings.
    pub async fn favourites(&self) -> Result<BTreeSet<String>, IdbError> {
        self.with_db(|db| async move { favourites(&db).await }).await
    }

    /// Marks or unmarks a listing.
    pub async fn set_favourite(&self, id: &str, on: bool, at: Millis) -> Result<(), IdbError> {
        self.with_db(|db| async move { set_favourite(&db, id, on, at).await }).await
    }
}

/// A fact; what an older build wrote in another form counts as missing.
async fn read_fact<T: DeserializeOwned>(meta: &ObjectStore<'_>, key: &str) -> Result<Option<T>, Error> {
    let text = read_text(meta, key).await?;
    Ok(text.and_then(|text| serde_json::from_str(&text).ok()))
}

async fn write_fact<T: Serialize>(meta: &ObjectStore<'_>, key: &str, fact: &T) -> Result<(), Error> {
    put(meta, key, JsValue::from_str(&json(fact))).await
}

async fn read_meta<T: DeserializeOwned>(db: &Database, key: &str) -> Result<Option<T>, Error> {
    let tx = db.transaction(META).build()?;
    let meta = tx.object_store(META)?;
    let fact = read_fact(&meta, key).await?;
    finish(tx).await;
    Ok(fact)
}

async fn apply(db: &Database, since: u64, page: &Page) -> Result<Position, Error> {
    let tx = writing(db, [META, RECORDS])?;
    let meta = tx.object_store(META)?;
    let records = tx.object_store(RECORDS)?;
    let before = read_fact::<Position>(&meta, FEED).await?.unwrap_or_default();
    if before.cursor != since || (before.cursor > 0 && before.epoch != page.epoch) {
        finish(tx).await;
        return Ok(before);
    }
    for batch in page.records.chunks(BATCH) {
        let mut last = None;
        // A part of a snapshot may begin before the position when another tab was quicker.
        for record in batch.iter().filter(|record| record.rev > since) {
            let key = key(&record.collection, &record.id);
            last = Some(records.put(to_value(record)?).with_key(key.as_str()).without_key_type().primitive()?);
        }
        if let Some(last) = last {
            last.await?;
        }
    }
    let after = Position { cursor: page.cursor.max(since), epoch: page.epoch.clone(), complete: before.complete || !page.more };
    write_fact(&meta, FEED, &after).await?;
    commit(tx).await?;
    Ok(after)
}

async fn reset(db: &Database) -> Result<(), Error> {
    let tx = writing(db, CACHES)?;
    for name in CACHES {
        tx.object_store(name)?.clear()?.await?;
    }
    commit(tx).await
}

async fn body(db: &Database, key: &str) -> Result<Option<String>, Error> {
    let tx = db.transaction(RECORDS).build()?;
    let records = tx.object_store(RECORDS)?;
    let value = records.get::<JsValue, &str, _>(key).primitive()?.await?;
    finish(tx).await;
    Ok(value.and_then(|value| js::property(&value, BODY)).and_then(|body| body.as_string()))
}

async fn record(db: &Database, key: &str) -> Result<Option<(u64, String)>, Error> {
    let tx = db.transaction(RECORDS).build()?;
    let records = tx.object_store(RECORDS)?;
    let value = records.get::<JsValue, &str, _>(key).primitive()?.await?;
    finish(tx).await;
    let found = |value: JsValue| Some((js::to_u64(js::property(&value, REV)?.as_f64()?), js::property(&value, BODY)?.as_string()?));
    Ok(value.and_then(found))
}

async fn bodies(db: &Database, collection: &str) -> Result<Vec<String>, Error> {
    let tx = db.transaction(RECORDS).build()?;
    let records = tx.object_store(RECORDS)?;
    let (first, last) = (key(collection, ""), key(collection, "\u{FFFF}"));
    let range = KeyRange::Bound(first.as_str(), false, last.as_str(), false);
    let values: Vec<JsValue> = records.get_all::<JsValue>().with_query::<&str, _>(range).primitive()?.await?.collect::<Result<_, Error>>()?;
    finish(tx).await;
    Ok(values.iter().filter_map(|value| js::property(value, BODY)?.as_string()).collect())
}

async fn tail(db: &Database, after: u64) -> Result<Vec<Record>, Error> {
    let tx = db.transaction(RECORDS).build()?;
    let records = tx.object_store(RECORDS)?;
    let index = records.index(REV)?;
    let range = KeyRange::LowerBound(js::from_u64(after), true);
    let keys = index.get_all_keys::<String>().with_query::<f64, _>(range.clone()).primitive()?;
    let values = index.get_all::<JsValue>().with_query::<f64, _>(range).primitive()?;
    let keys: Vec<String> = keys.await?.collect::<Result<_, Error>>()?;
    let values: Vec<JsValue> = values.await?.collect::<Result<_, Error>>()?;
    finish(tx).await;
    Ok(join(&keys, &values))
}

async fn chunk(db: &Database, after: &str, limit: u32) -> Result<(Vec<Record>, Option<String>), Error> {
    let tx = db.transaction(RECORDS).build()?;
    let records = tx.object_store(RECORDS)?;
    let range = KeyRange::LowerBound(after, true);
    let keys = records.get_all_keys::<String>().with_query::<&str, _>(range.clone()).with_limit(limit).primitive()?;
    let values = records.get_all::<JsValue>().with_query::<&str, _>(range).with_limit(limit).primitive()?;
    let keys: Vec<String> = keys.await?.collect::<Result<_, Error>>()?;
    let values: Vec<JsValue> = values.await?.collect::<Result<_, Error>>()?;
    finish(tx).await;
    Ok((join(&keys, &values), keys.last().cloned()))
}

async fn image(db: &Database, build: &str) -> Result<Option<(Vec<u8>, u64)>, Error> {
    let tx = db.transaction([META, BLOBS]).build()?;
    let meta = tx.object_store(META)?;
    let blobs = tx.object_store(BLOBS)?;
    let head = read_fact::<ImageHead>(&meta, CATALOGUE).await?.filter(|head| head.build == build);
    let bytes = if head.is_some() { blobs.get::<JsValue, &str, _>(CATALOGUE).primitive()?.await? } else { None };
    finish(tx).await;
    let bytes = bytes.and_then(|bytes| bytes.dyn_into::<Uint8Array>().ok());
    Ok(head.zip(bytes).map(|(head, bytes)| (bytes.to_vec(), head.rev)))
}

async fn save_image(db: &Database, bytes: &[u8], rev: u64, build: &str) -> Result<(), Error> {
    let tx = writing(db, [META, BLOBS])?;
    let meta = tx.object_store(META)?;
    let blobs = tx.object_store(BLOBS)?;
    let kept = read_fact::<ImageHead>(&meta, CATALOGUE).await?;
    if kept.is_some_and(|kept| kept.build == build && kept.rev >= rev) {
        finish(tx).await;
        return Ok(());
    }
    put(&blobs, CATALOGUE, Uint8Array::from(bytes).into()).await?;
    write_fact(&meta, CATALOGUE, &ImageHead { rev, build: build.to_owned() }).await?;
    commit(tx).await
}

async fn drop_image(db: &Database) -> Result<(), Error> {
    let tx = writing(db, [META, BLOBS])?;
    tx.object_store(META)?.delete::<&str, _>(CATALOGUE).primitive()?.await?;
    tx.object_store(BLOBS)?.clear()?.await?;
    commit(tx).await
}

async fn set_as_of(db: &Database, at: Millis) -> Result<(), Error> {
    let tx = writing(db, [META])?;
    let meta = tx.object_store(META)?;
    write_fact(&meta, AS_OF, &at).await?;
    commit(tx).await
}

async fn favourites(db: &Database) -> Result<BTreeSet<String>, Error> {
    let tx = db.transaction(FAVOURITES).build()?;
    let store = tx.object_store(FAVOURITES)?;
    let keys: BTreeSet<String> = store.get_all_keys::<String>().primitive()?.await?.collect::<Result<_, Error>>()?;
    finish(tx).await;
    Ok(keys)
}

async fn set_favourite(db: &Database, id: &str, on: bool, at: Millis) -> Result<(), Error> {
    let tx = writing(db, [FAVOURITES])?;
    let store = tx.object_store(FAVOURITES)?;
    if on {
        put(&store, id, JsValue::from_str(&json(&Favourite { schema: 1, at }))).await?;
    } else {
        store.delete::<&str, _>(id).primitive()?.await?;
    }
    commit(tx).await
}

fn key(collection: &str, id: &str) -> String {
    format!("{collection}:{id}")
}

fn to_value(record: &Record) -> Result<JsValue, Error> {
    let value = Object::new();
    Reflect::set(&value, &JsValue::from_str(REV), &JsValue::from_f64(js::from_u64(record.rev)))?;
    if let Some(body) = &record.body {
        Reflect::set(&value, &JsValue::from_str(BODY), &JsValue::from_str(body))?;
    }
    Ok(value.into())
}

/// Keys and values of the same rows as records. A row that is not ours is left out.
fn join(keys: &[String], values: &[JsValue]) -> Vec<Record> {
    let record = |(key, value): (&String, &JsValue)| {
        let (collection, id) = key.split_once(':')?;
        let rev = js::to_u64(js::property(value, REV)?.as_f64()?);
        let body = js::property(value, BODY).and_then(|body| body.as_string());
        Some(Record { collection: collection.to_owned(), id: id.to_owned(), rev, body })
    };
    keys.iter().zip(values).filter_map(record).collect()
}
