//! Lines of a draft's journal that nobody could read, put aside.
//!
//! They stand in `journal` under a name of their own, as `{draft, line, at}`; an earlier build wrote no `at`. Invariants: they leave the
//! journal of their draft only in the transaction that puts a snapshot of all that could be read in its place; they are not changed, and go
//! with their draft.

use super::drafts::{LINE, delete_lines, keys_of, read, write};
use super::stores::{DRAFT, DRAFTS, JOURNAL};
use super::tx::{Touched, commit, finish, writing};
use super::{Db, IdbError};
use crate::js;
use engawa_core::form::draft::aside::Aside;
use engawa_core::form::draft::log::Extent;
use indexed_db_futures::database::Database;
use indexed_db_futures::error::Error;
use indexed_db_futures::object_store::ObjectStore;
use indexed_db_futures::prelude::*;
use serde_json::value::RawValue;
use std::collections::BTreeSet;
use wasm_bindgen::JsValue;

/// What a value in `journal` calls the time at which its line was put aside.
const AT: &str = "at";
/// What the name of a draft ends in under which lines of it lie that were put aside.
const ASIDE: &str = "/aside";

impl Db {
    /// Puts a snapshot in the place of all lines and these, which could not be read, aside, if the journal goes just so far; with another
    /// card, if there is one. Gives the edition afterwards, or nothing if nothing was done.
    pub async fn put_aside(
        &self,
        id: &str,
        read: Extent,
        card: Option<&RawValue>,
        snapshot: &str,
        lines: &[Aside],
    ) -> Result<Touched<Option<u64>>, IdbError> {
        self.with_db(|db| async move { put_aside(&db, id, read, card, snapshot, lines).await }).await
    }

    /// What was put aside of a draft, in its order.
    pub async fn aside(&self, id: &str) -> Result<Vec<Aside>, IdbError> {
        self.with_db(|db| async move { lines_aside(&db, id).await }).await
    }

    /// Keeps with a draft what another device put aside of it. Lines that are aside here already are left out.
    pub async fn keep_aside(&self, id: &str, lines: &[Aside]) -> Result<Touched<()>, IdbError> {
        self.with_db(|db| async move { keep_aside(&db, id, lines).await }).await
    }
}

/// Under which name lines are kept that could not be read.
pub(super) fn name(id: &str) -> String {
    format!("{id}{ASIDE}")
}

/// The names under which lines lie that were put aside, and whose draft is gone: earlier builds that delete a draft do not know of them.
pub(super) fn orphans(drafts: &[(String, String)], lines: &[JsValue]) -> BTreeSet<String> {
    let names = lines.iter().filter_map(|line| js::property(line, DRAFT)?.as_string());
    let is_orphan = |name: &String| name.strip_suffix(ASIDE).is_some_and(|id| drafts.iter().all(|(draft, _)| draft != id));
    names.filter(is_orphan).collect()
}

async fn there(journal: &ObjectStore<'_>, id: &str) -> Result<Vec<Aside>, Error> {
    let name = name(id);
    let index = journal.index(DRAFT)?;
    let values = index.get_all::<JsValue>().with_query::<&str, _>(name.as_str()).primitive()?;
    let values: Vec<JsValue> = values.await?.collect::<Result<_, Error>>()?;
    let aside = |value: &JsValue| Aside {
        line: js::property(value, LINE).and_then(|line| line.as_string()).unwrap_or_default(),
        at: js::property(value, AT).and_then(|at| at.as_f64()).map(js::to_millis),
    };
    Ok(values.iter().map(aside).collect())
}

async fn add<'a>(journal: &ObjectStore<'_>, id: &str, lines: impl Iterator<Item = &'a Aside>) -> Result<(), Error> {
    let name = name(id);
    let mut asked = Vec::new();
    for Aside { line, at } in lines {
        let mut entries = vec![(DRAFT, JsValue::from_str(&name)), (LINE, JsValue::from_str(line))];
        entries.extend(at.map(|at| (AT, JsValue::from_f64(js::from_millis(at)))));
        asked.push(journal.add(js::object(&entries)).with_key_type::<f64>().primitive()?);
    }
    for request in asked {
        request.await?;
    }
    Ok(())
}

async fn put_aside(
    db: &Database,
    id: &str,
    read_until: Extent,
    card: Option<&RawValue>,
    snapshot: &str,
    lines: &[Aside],
) -> Result<Touched<Option<u64>>, Error> {
    let tx = writing(db, [DRAFTS, JOURNAL])?;
    let drafts = tx.object_store(DRAFTS)?;
    let journal = tx.object_store(JOURNAL)?;
    let kept = match read(&drafts, id).await?.here() {
        Ok(kept) => kept,
        Err(touched) => return Ok(touched),
    };
    let keys = keys_of(&journal, id).await?;
    let there = Extent { edition: kept.edition, lines: keys.len() };
    if there != read_until {
        return Ok(Touched::Done(None));
    }
    delete_lines(&journal, &keys).await?;
    add(&journal, id, lines.iter()).await?;
    write(&drafts, id, there.edition + 1, card.unwrap_or(&kept.card), snapshot).await?;
    commit(tx).await?;
    Ok(Touched::Done(Some(there.edition + 1)))
}

async fn lines_aside(db: &Database, id: &str) -> Result<Vec<Aside>, Error> {
    let tx = db.transaction(JOURNAL).build()?;
    let aside = there(&tx.object_store(JOURNAL)?, id).await?;
    finish(tx).await;
    Ok(aside)
}

async fn keep_aside(db: &Database, id: &str, lines: &[Aside]) -> Result<Touched<()>, Error> {
    let tx = writing(db, [DRAFTS, JOURNAL])?;
    let journal = tx.object_store(JOURNAL)?;
    match read(&tx.object_store(DRAFTS)?, id).await? {
        Touched::Done(_) => {}
        Touched::Missing => return Ok(Touched::Missing),
        Touched::Unreadable => return Ok(Touched::Unreadable),
    }
    let here = there(&journal, id).await?;
    let new = lines.iter().filter(|aside| !here.iter().any(|it| it.line == aside.line));
    add(&journal, id, new).await?;
    commit(tx).await?;
    Ok(Touched::Done(()))
}
