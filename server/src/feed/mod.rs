//! The feed's store: records, revisions, receipts, audit.
//!
//! Invariant: [`Writer::put`] takes its revision inside the writing transaction, and that row stays locked until commit.

pub mod encoded;
pub mod pages;
pub mod snapshot;
pub mod sql;

use crate::db::{Db, DbError, DbResult, Tx};
use crate::params;
use engawa_core::feed::{Page, Record, Scope};
use engawa_core::time::Millis;
use sha2::{Digest as _, Sha256};

/// The most records that a page holds.
pub const PAGE_MAX: usize = 2_000;

/// Lower-case hexadecimal of a SHA-256.
pub fn sha256_hex(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().fold(String::with_capacity(64), |mut out, byte| {
        for nibble in [byte >> 4, byte & 15] {
            out.push(char::from(b"0123456789abcdef"[usize::from(nibble)]));
        }
        out
    })
}

fn rev_of(rev: i64) -> DbResult<u64> {
    u64::try_from(rev).map_err(|why| DbError::inconsistent("record.rev", why))
}

/// The epoch of the site's history: made with the database, changed by a restore.
pub async fn epoch(db: &Db) -> DbResult<String> {
    if let Some((epoch,)) = db.first::<(String,)>(sql::META, params!["epoch"]).await? {
        return Ok(epoch);
    }
    let mut tx = db.begin().await?;
    tx.run(sql::META_ONCE, params!["epoch", uuid::Uuid::now_v7().simple().to_string()]).await?;
    let found = tx.first::<(String,)>(sql::META, params!["epoch"]).await?;
    tx.commit().await?;
    found.map(|(epoch,)| epoch).ok_or_else(|| DbError::inconsistent("site_meta", "no epoch"))
}

/// The newest revision.
pub async fn last_rev(db: &Db) -> DbResult<u64> {
    let row = db.first::<(i64,)>(sql::LAST_REV, params![]).await?;
    rev_of(row.map_or(0, |(rev,)| rev))
}

/// A page of a scope after `since`.
pub async fn page(db: &Db, epoch: &str, scope: &Scope, since: u64, limit: usize) -> DbResult<Page> {
    let limit = limit.clamp(1, PAGE_MAX);
    let rows = db.all::<(String, String, i64, Option<String>)>(sql::PAGE, params![scope.to_string(), since, limit + 1]).await?;
    let more = rows.len() > limit;
    let mut records = Vec::with_capacity(rows.len().min(limit));
    for (collection, id, rev, body) in rows.into_iter().take(limit) {
        records.push(Record { collection, id, rev: rev_of(rev)?, body });
    }
    let cursor = records.last().map_or(since, |record| record.rev);
    Ok(Page { records, cursor, more, epoch: epoch.to_owned() })
}

/// The body of one living record.
pub async fn one(db: &Db, scope: &Scope, collection: &str, id: &str) -> DbResult<Option<String>> {
    Ok(db.first::<(String,)>(sql::ONE, params![scope.to_string(), collection, id]).await?.map(|(body,)| body))
}

/// Writes records, receipts and audit rows inside one transaction.
#[derive(Debug)]
pub struct Writer {
    /// The transaction, for the rooms' own tables.
    pub tx: Tx,
    /// When it happens.
    pub now: Millis,
    /// Who does it: `staff:<login>`, `system`.
    pub actor: String,
}

impl Writer {
    /// Begins.
    pub async fn begin(db: &Db, now: Millis, actor: impl Into<String>) -> DbResult<Self> {
        Ok(Self { tx: db.begin().await?, now, actor: actor.into() })
    }

    /// The next revision.
    pub async fn take_rev(&mut self) -> DbResult<u64> {
        let row = self.tx.first::<(i64,)>(sql::TAKE_REVS, params![1_i64]).await?;
        let (rev,) = row.ok_or_else(|| DbError::inconsistent("site_rev", "no row"))?;
        rev_of(rev)
    }

    /// Puts a record into a scope at `rev`.
    pub async fn put(&mut self, scope: &Scope, collection: &str, id: &str, rev: u64, body: &str) -> DbResult<()> {
        self.tx.run(sql::PUT_RECORD, params![scope.to_string(), collection, id, rev, body]).await?;
        Ok(())
    }

    /// Leaves a tombstone at `rev`, if the scope ever knew the record.
    pub async fn delete(&mut self, scope: &Scope, collection: &str, id: &str, rev: u64) -> DbResult<()> {
        let scope = scope.to_string();
        if self.tx.first::<(i64,)>(sql::RECORD_KNOWN, params![&scope, collection, id]).await?.is_some() {
            self.tx.run(sql::PUT_RECORD, params![scope, collection, id, rev, None::<String>]).await?;
        }
        Ok(())
    }

    /// Appends to the audit log. `detail` is JSON or words, without personal data beyond ids.
    pub async fn audit(&mut self, verb: &str, subject: &str, detail: &str) -> DbResult<()> {
        self.audit_about(verb, subject, "", detail).await
    }

    /// The same, naming the account (or `receipt:<number>` of a person without one) whose data were touched: they may read it.
    pub async fn audit_about(&mut self, verb: &str, subject: &str, about: &str, detail: &str) -> DbResult<()> {
        // Takes the write lock, so that two nodes never append the same number.
        self.tx.first::<(i64,)>(sql::TAKE_REVS, params![0_i64]).await?;
        let (last, before) = self.tx.first::<(i64, String)>(sql::LAST_AUDIT, params![]).await?.unwrap_or((0, String::new()));
        let seq = last + 1;
        let digest = AuditRow { seq, at_ms: self.now, actor: &self.actor, verb, subject, detail, about }.digest(&before);
        self.tx.run(sql::PUT_AUDIT, params![seq, self.now, &self.actor, verb, subject, detail, digest, about]).await?;
        Ok(())
    }

    /// Commits everything.
    pub async fn commit(self) -> DbResult<()> {
        self.tx.commit().await
    }
}

/// Gives the site's history a new name, so that every device starts over (after a restore).
pub async fn new_epoch(db: &Db) -> DbResult<()> {
    let mut tx = db.begin().await?;
    tx.run(sql::META_PUT, params!["epoch", uuid::Uuid::now_v7().simple().to_string()]).await?;
    tx.commit().await
}

/// What a row of the audit log says.
struct AuditRow<'a> {
    seq: i64,
    at_ms: Millis,
    actor: &'a str,
    verb: &'a str,
    subject: &'a str,
    detail: &'a str,
    about: &'a str,
}

impl AuditRow<'_> {
    /// Over the row and the digest of the row before it. Rows of before there was `about` end without it.
    fn digest(&self, before: &str) -> String {
        let Self { seq, at_ms, actor, verb, subject, detail, about } = self;
        let about = if about.is_empty() { String::new() } else { format!("\n{about}") };
        sha256_hex(format!("{before}\n{seq}\n{at_ms}\n{actor}\n{verb}\n{subject}\n{detail}{about}").as_bytes())
    }
}

/// Rows of the audit log that are read at once: a log of many years is checked in the same memory as one of a day.
const AUDIT_PAGE: i64 = 5_000;

/// An audit log that was checked from its first row to its last.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct WholeAudit {
    /// How many rows there are.
    pub rows: usize,
    /// The digest of the last one. Written down elsewhere, it shows later that nothing up to it was rewritten.
    pub digest: String,
}

/// Recomputes the digests of the audit log; what there is, or which row does not follow from the one before it.
pub async fn whole_audit(db: &Db) -> DbResult<WholeAudit> {
    let (mut whole, mut last) = (WholeAudit::default(), 0_i64);
    loop {
        let params = params![last, AUDIT_PAGE];
        let rows = db.all::<(i64, i64, String, String, String, String, String, String)>(sql::PAGE_OF_AUDIT, params).await?;
        if rows.is_empty() {
            return Ok(whole);
        }
        for (seq, at_ms, actor, verb, subject, detail, digest, about) in rows {
            let row = AuditRow { seq, at_ms, actor: &actor, verb: &verb, subject: &subject, detail: &detail, about: &about };
            if seq != last + 1 || digest != row.digest(&whole.digest) {
                return Err(DbError::inconsistent(format!("audit row {seq}"), "it does not follow from the row before it"));
            }
            last = seq;
            whole = WholeAudit { rows: whole.rows + 1, digest };
        }
    }
}

/// The same, where only the number of rows is asked for.
pub async fn check_audit(db: &Db) -> DbResult<usize> {
    Ok(whole_audit(db).await?.rows)
}
