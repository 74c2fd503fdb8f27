//! Sessions in the site's own database. (The published sqlx store lags behind sqlx 0.9.)
//!
//! Invariants: only a digest of the session's id is stored, so that a copy of the database opens no session; a session that was ended
//! from another device does not come back when a request that was under way ends.

use super::sql;
use crate::clock::now_ms;
use crate::db::{Db, Stmt};
use crate::feed::sha256_hex;
use crate::http::session;
use crate::params;
use tower_sessions::SessionStore;
use tower_sessions::cookie::time::OffsetDateTime;
use tower_sessions::session::{Id, Record};
use tower_sessions::session_store::{Error, Result};

/// Keeps sessions of one site.
#[derive(Clone, Debug)]
pub struct DbSessionStore {
    db: Db,
}

impl DbSessionStore {
    /// Over a site's database.
    pub fn new(db: Db) -> Self {
        Self { db }
    }

    async fn put(&self, stmt: Stmt, record: &Record) -> Result<()> {
        let data = serde_json::to_string(&(&record.data, record.expiry_date.unix_timestamp())).map_err(|why| Error::Encode(why.to_string()))?;
        let expires_ms = record.expiry_date.unix_timestamp().saturating_mul(1000);
        let text = |name: &str| record.data.get(name).and_then(serde_json::Value::as_str).unwrap_or_default().to_owned();
        let number = |name: &str| record.data.get(name).and_then(serde_json::Value::as_i64).unwrap_or_default();
        let (began, seen) = (number(session::BEGAN), number(session::SEEN));
        let params = params![key(&record.id), data, expires_ms, text(session::ACCOUNT), began, seen, text(session::LABEL)];
        let mut tx = self.db.begin().await.map_err(backend)?;
        tx.run(stmt, params).await.map_err(backend)?;
        tx.run(sql::END_OLD_SESSIONS, params![now_ms()]).await.map_err(backend)?;
        tx.commit().await.map_err(backend)
    }
}

/// What a session is known by in the store: the digest of its id.
pub fn key(id: &Id) -> String {
    sha256_hex(id.to_string().as_bytes())
}

fn backend(why: impl std::fmt::Display) -> Error {
    Error::Backend(why.to_string())
}

#[async_trait::async_trait]
impl SessionStore for DbSessionStore {
    async fn create(&self, record: &mut Record) -> Result<()> {
        // 128 random bits: a second one alike is not to be met, but taking over a session would be worse than asking.
        while self.load(&record.id).await?.is_some() {
            record.id = Id::default();
        }
        self.put(sql::PUT_SESSION, record).await
    }

    async fn save(&self, record: &Record) -> Result<()> {
        self.put(sql::KEEP_SESSION, record).await
    }

    async fn load(&self, id: &Id) -> Result<Option<Record>> {
        let row = self.db.first::<(String,)>(sql::SESSION, params![key(id), now_ms()]).await.map_err(backend)?;
        let Some((text,)) = row else { return Ok(None) };
        let (data, expires): (_, i64) = serde_json::from_str(&text).map_err(|why| Error::Decode(why.to_string()))?;
        let expiry_date = OffsetDateTime::from_unix_timestamp(expires).map_err(|why| Error::Decode(why.to_string()))?;
        Ok(Some(Record { id: *id, data, expiry_date }))
    }

    async fn delete(&self, id: &Id) -> Result<()> {
        let mut tx = self.db.begin().await.map_err(backend)?;
        tx.run(sql::END_SESSION, params![key(id)]).await.map_err(backend)?;
        tx.commit().await.map_err(backend)
    }
}
