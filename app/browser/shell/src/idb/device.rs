//! Small facts about this device.

use super::stores::DEVICE;
use super::tx::{SCHEMA, commit, finish, json, put, read_text, writing};
use super::{Db, IdbError};
use indexed_db_futures::database::Database;
use indexed_db_futures::error::Error;
use serde::{Deserialize, Serialize};
use wasm_bindgen::JsValue;

/// Where the id of the device stands.
const ID: &str = "id";

#[derive(Serialize, Deserialize)]
struct Fact {
    schema: u32,
    id: String,
}

impl Db {
    /// The id of this device; `new` from now on, if it has none yet.
    pub async fn device_id(&self, new: &str) -> Result<String, IdbError> {
        self.with_db(|db| async move { device_id(&db, new).await }).await
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
