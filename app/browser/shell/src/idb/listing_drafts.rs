//! Listings that are being written: a text `{schema, draft}` under the id of the listing.
//!
//! One draft a listing; each edit stores the whole of it, because a listing is small beside a filled-in form. Two tabs that write one
//! hear of each other and put it together (`listings::writing`). Invariants: what a newer build wrote is left untouched; whether a form may
//! take the place of what is there is asked in the transaction that writes it, so two tabs at the same moment lose nothing.

use super::stores::LISTING_DRAFTS;
use super::tx::{SCHEMA, Touched, all_texts, commit, delete, finish, is_known, json, put, read_text, writing};
use super::{Db, IdbError};
use indexed_db_futures::Build as _;
use indexed_db_futures::database::Database;
use indexed_db_futures::error::Error;
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use wasm_bindgen::JsValue;

#[derive(Serialize)]
struct KeptOut<'a> {
    schema: u32,
    draft: &'a RawValue,
}

#[derive(Deserialize)]
struct KeptIn {
    draft: Box<RawValue>,
}

impl Db {
    /// All drafts of listings, as JSON texts. Those of a newer build are left out.
    pub async fn listing_drafts(&self) -> Result<Vec<String>, IdbError> {
        self.with_db(|db| async move { all(&db).await }).await
    }

    /// The draft of a listing, as JSON text.
    pub async fn listing_draft(&self, id: &str) -> Result<Touched<String>, IdbError> {
        self.with_db(|db| async move { one(&db, id).await }).await
    }

    /// Keeps the draft of a listing as it is now, whatever is there.
    pub async fn keep_listing_draft(&self, id: &str, draft: &RawValue) -> Result<Touched<()>, IdbError> {
        let kept = self.keep_listing_draft_over(id, draft, |_| true).await?;
        Ok(kept.here().map_or_else(|missed| missed, |_| Touched::Done(())))
    }

    /// Keeps the draft of a listing, if `may` says so of what is there. Otherwise nothing is written, and what is there is given.
    pub async fn keep_listing_draft_over(
        &self,
        id: &str,
        draft: &RawValue,
        may: impl Fn(Option<&str>) -> bool,
    ) -> Result<Touched<Option<String>>, IdbError> {
        let may = &may;
        self.with_db(|db| async move { keep(&db, id, draft, may).await }).await
    }

    /// Deletes the draft of a listing.
    pub async fn forget_listing_draft(&self, id: &str) -> Result<Touched<()>, IdbError> {
        self.with_db(|db| async move { forget(&db, id).await }).await
    }
}

fn parse(text: &str) -> Option<String> {
    let kept = is_known(text).then(|| serde_json::from_str::<KeptIn>(text).ok()).flatten()?;
    Some(kept.draft.get().to_owned())
}

async fn all(db: &Database) -> Result<Vec<String>, Error> {
    let tx = db.transaction(LISTING_DRAFTS).build()?;
    let texts = all_texts(&tx.object_store(LISTING_DRAFTS)?).await?;
    finish(tx).await;
    Ok(texts.iter().filter_map(|(_, text)| parse(text)).collect())
}

async fn one(db: &Database, id: &str) -> Result<Touched<String>, Error> {
    let tx = db.transaction(LISTING_DRAFTS).build()?;
    let text = read_text(&tx.object_store(LISTING_DRAFTS)?, id).await?;
    finish(tx).await;
    let Some(text) = text else { return Ok(Touched::Missing) };
    Ok(parse(&text).map_or(Touched::Unreadable, Touched::Done))
}

async fn keep(db: &Database, id: &str, draft: &RawValue, may: &impl Fn(Option<&str>) -> bool) -> Result<Touched<Option<String>>, Error> {
    let tx = writing(db, [LISTING_DRAFTS])?;
    let drafts = tx.object_store(LISTING_DRAFTS)?;
    let text = read_text(&drafts, id).await?;
    if text.as_ref().is_some_and(|text| !is_known(text)) {
        return Ok(Touched::Unreadable);
    }
    let there = text.as_deref().and_then(parse);
    if !may(there.as_deref()) {
        finish(tx).await;
        return Ok(Touched::Done(there));
    }
    put(&drafts, id, JsValue::from_str(&json(&KeptOut { schema: SCHEMA, draft }))).await?;
    commit(tx).await?;
    Ok(Touched::Done(None))
}

async fn forget(db: &Database, id: &str) -> Result<Touched<()>, Error> {
    let tx = writing(db, [LISTING_DRAFTS])?;
    let drafts = tx.object_store(LISTING_DRAFTS)?;
    if read_text(&drafts, id).await?.is_some_and(|text| !is_known(&text)) {
        return Ok(Touched::Unreadable);
    }
    delete(&drafts, id).await?;
    commit(tx).await?;
    Ok(Touched::Done(()))
}
