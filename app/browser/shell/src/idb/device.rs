//! Small facts about this device; and the end of everything that people made on it, when it becomes a shared screen.

use super::stores::{DEVICE, FILES, OUTBOX, USER_DATA};
use super::tx::{SCHEMA, all_texts, commit, delete, finish, json, put, read_text, writing};
use super::{Db, IdbError};
use engawa_core::outbox::{Attachment, Entry};
use engawa_core::time::Millis;
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
/// Where it stands whom the person may write for.
const WRITES_FOR: &str = "writes_for";
/// Where it stands which draft was last put into the outbox, and when.
const SENDING: &str = "sending";
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
        self.with_db(|db| async move { keep_fact(&db, SEALING_KEY, Some(key)).await }).await
    }

    /// Whom the person may write for, if it was kept.
    pub async fn writes_for(&self) -> Result<Option<String>, IdbError> {
        self.with_db(|db| async move { fact(&db, WRITES_FOR).await }).await
    }

    /// Keeps whom the person may write for; `None` forgets it.
    pub async fn keep_writes_for(&self, text: Option<&str>) -> Result<(), IdbError> {
        self.with_db(|db| async move { keep_fact(&db, WRITES_FOR, text).await }).await
    }

    /// A part of the list of postcodes, if it was kept.
    pub async fn postcodes(&self, part: &str) -> Result<Option<String>, IdbError> {
        self.with_db(|db| async move { fact(&db, &format!("{POSTCODES}{part}")).await }).await
    }

    /// Keeps a part of the list of postcodes.
    pub async fn keep_postcodes(&self, part: &str, text: &str) -> Result<(), IdbError> {
        self.with_db(|db| async move { keep_fact(&db, &format!("{POSTCODES}{part}"), Some(text)).await }).await
    }

    /// Whether this page may send a draft: it does not wait in the outbox, and no other page began to put it there within the last `lasts`
    /// milliseconds. A transaction decides who was first.
    pub async fn claim_sending(&self, draft: &str, now: Millis, lasts: Millis) -> Result<bool, IdbError> {
        self.with_db(|db| async move { claim_sending(&db, draft, now, lasts).await }).await
    }

    /// Gives the claim on sending a draft back: it was not sent.
    pub async fn release_sending(&self) -> Result<(), IdbError> {
        self.with_db(|db| async move { release_sending(&db).await }).await
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

async fn fact(db: &Database, key: &str) -> Result<Option<String>, Error> {
    let tx = db.transaction([DEVICE]).build()?;
    let kept = read_text(&tx.object_store(DEVICE)?, key).await?;
    finish(tx).await;
    Ok(kept.and_then(|text| serde_json::from_str::<Fact>(&text).ok()).map(|fact| fact.id))
}

async fn keep_fact(db: &Database, key: &str, value: Option<&str>) -> Result<(), Error> {
    let tx = writing(db, [DEVICE])?;
    let device = tx.object_store(DEVICE)?;
    match value {
        Some(value) => put(&device, key, JsValue::from_str(&json(&Fact { schema: SCHEMA, id: value.to_owned() }))).await?,
        None => delete(&device, key).await?,
    }
    commit(tx).await
}

async fn claim_sending(db: &Database, draft: &str, now: Millis, lasts: Millis) -> Result<bool, Error> {
    let tx = writing(db, [DEVICE, OUTBOX])?;
    let device = tx.object_store(DEVICE)?;
    let subject = format!("draft:{draft}");
    let is_of_draft = |text: &String| serde_json::from_str::<Entry>(text).is_ok_and(|entry| entry.subject == subject && entry.is_waiting());
    let is_sent = all_texts(&tx.object_store(OUTBOX)?).await?.iter().any(|(_, text)| is_of_draft(text));
    let kept = read_text(&device, SENDING).await?.and_then(|text| serde_json::from_str::<Fact>(&text).ok());
    let is_taken = is_sent || kept.is_some_and(|fact| is_claimed(&fact.id, draft, now, lasts));
    if is_taken {
        finish(tx).await;
        return Ok(false);
    }
    let fact = Fact { schema: SCHEMA, id: format!("{draft} {now}") };
    put(&device, SENDING, JsValue::from_str(&json(&fact))).await?;
    commit(tx).await?;
    Ok(true)
}

/// Whether a claim, `draft milliseconds`, is of this draft and not over. A clock that was set back ends it.
fn is_claimed(claim: &str, draft: &str, now: Millis, lasts: Millis) -> bool {
    let Some((claimed, at)) = claim.split_once(' ') else { return false };
    claimed == draft && at.parse::<Millis>().is_ok_and(|at| (at..at.saturating_add(lasts)).contains(&now))
}

async fn release_sending(db: &Database) -> Result<(), Error> {
    let tx = writing(db, [DEVICE])?;
    delete(&tx.object_store(DEVICE)?, SENDING).await?;
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
