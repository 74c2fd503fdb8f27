//! Drafts with their journals, and the versions of forms that they are of.
//!
//! A draft is a text `{schema, edition, card, snapshot}` in `drafts`, and lines in `journal` in the order in which they were appended by
//! whichever tab. `edition` counts the snapshots: a tab that knows an older one has not seen all that the newer holds, so it may not put
//! its own in that place. Invariants: lines and card are one transaction, which also sees whether somebody else wrote since whoever appends
//! did, and then writes no piece of a text of before ([`Footing`]); lines go only in the transaction that stores a snapshot made by
//! somebody who had seen them; what a newer build wrote is left untouched; what nobody can read is put aside, so that what is typed afterwards
//! does not stand behind it, and goes with its draft (`aside`).

use super::stores::{DEFINITIONS, DRAFT, DRAFTS, FILES, JOURNAL, LISTING_DRAFTS, OUTBOX};
use super::tx::{SCHEMA, Touched, all_texts, commit, delete, finish, is_known, json, put, read_text, writing};
use super::{Db, IdbError, aside};
use crate::js;
use crate::outbox::upgrade;
use engawa_core::form::draft::footing::Footing;
use engawa_core::form::draft::log::{Extent, Line};
use engawa_core::outbox::Record;
use engawa_core::time::Millis;
use indexed_db_futures::database::Database;
use indexed_db_futures::error::Error;
use indexed_db_futures::object_store::ObjectStore;
use indexed_db_futures::prelude::*;
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use std::collections::BTreeSet;
use wasm_bindgen::JsValue;

/// What a value in `journal` calls its line.
pub(super) const LINE: &str = "line";
/// How long a file is kept that nothing names yet, in milliseconds: it is kept before its name stands in an answer.
const GRACE_MS: Millis = 60 * 60 * 1000;

/// A draft as it was kept.
#[derive(Clone, Debug, PartialEq)]
pub struct Opened {
    /// How a list shows it, as JSON text.
    pub card: String,
    /// The snapshot.
    pub snapshot: String,
    /// Counts the snapshots.
    pub edition: u64,
    /// The keys of the lines, ascending.
    pub keys: Vec<f64>,
    /// The lines since the snapshot, in order.
    pub lines: Vec<String>,
}

impl Opened {
    /// How far the journal goes.
    pub fn extent(&self) -> Extent {
        Extent { edition: self.edition, lines: self.keys.len() }
    }
}

/// What became of lines that were appended.
#[derive(Clone, Debug, PartialEq)]
pub struct Appended {
    /// The keys of the lines, in their order.
    pub keys: Vec<f64>,
    /// Where whoever appended stands now.
    pub footing: Footing,
}

/// A version of a form that goes with a draft: its key ([`definition_key`]) and its JSON text.
#[derive(Clone, Copy, Debug)]
pub struct Version<'a> {
    /// Its key.
    pub key: &'a str,
    /// The form.
    pub text: &'a str,
}

/// The key of a version of a form.
pub fn definition_key(form_id: &str, version: &str) -> String {
    format!("{form_id}@{version}")
}

#[derive(Serialize)]
struct KeptOut<'a> {
    schema: u32,
    edition: u64,
    card: &'a RawValue,
    snapshot: &'a str,
}

/// A draft as it stands in `drafts`.
#[derive(Deserialize)]
pub(super) struct KeptIn {
    #[serde(default)]
    pub(super) edition: u64,
    pub(super) card: Box<RawValue>,
    snapshot: String,
}

/// What a card says of its form.
#[derive(Deserialize)]
struct Of {
    form_id: String,
    version: String,
}

impl Db {
    /// The cards of all drafts, as JSON texts. Those of a newer build are left out.
    pub async fn draft_cards(&self) -> Result<Vec<String>, IdbError> {
        self.with_db(|db| async move { cards(&db).await }).await
    }

    /// Keeps a new draft with the version of its form, or replaces snapshot and lines of one. Gives its edition.
    pub async fn begin_draft(&self, id: &str, card: &RawValue, snapshot: &str, version: Version<'_>) -> Result<Touched<u64>, IdbError> {
        self.with_db(|db| async move { begin(&db, id, card, snapshot, version).await }).await
    }

    /// Reads a draft as it was at one moment.
    pub async fn open_draft(&self, id: &str) -> Result<Touched<Opened>, IdbError> {
        self.with_db(|db| async move { open(&db, id).await }).await
    }

    /// Appends lines and keeps the card. `from`: where whoever appends stood; where somebody else wrote since, texts of before are written
    /// whole.
    pub async fn append_to_draft(&self, id: &str, card: &RawValue, lines: &[Line], from: Option<&Footing>) -> Result<Touched<Appended>, IdbError> {
        self.with_db(|db| async move { append(&db, id, card, lines, from).await }).await
    }

    /// Puts a snapshot in the place of lines, if the edition is this one and these are the first lines. Gives the edition afterwards, or
    /// nothing if nothing was done.
    pub async fn compact_draft(&self, id: &str, edition: u64, snapshot: &str, keys: &[f64]) -> Result<Touched<Option<u64>>, IdbError> {
        self.with_db(|db| async move { compact(&db, id, edition, snapshot, keys).await }).await
    }

    /// Keeps another version of the form for a draft, with a snapshot that holds all of the journal, if that goes just so far. Lines stay.
    /// Gives the edition afterwards, or nothing if nothing was done.
    pub async fn keep_version(
        &self,
        id: &str,
        read: Extent,
        card: &RawValue,
        snapshot: &str,
        version: Version<'_>,
    ) -> Result<Touched<Option<u64>>, IdbError> {
        self.with_db(|db| async move { keep_version(&db, id, read, card, snapshot, version).await }).await
    }

    /// Deletes a draft and its lines; [`Self::sweep`] deletes what it alone needed.
    pub async fn discard_draft(&self, id: &str) -> Result<Touched<()>, IdbError> {
        self.with_db(|db| async move { discard(&db, id).await }).await
    }

    /// A version of a form as JSON text, if a draft of it was kept here.
    pub async fn definition(&self, key: &str) -> Result<Option<String>, IdbError> {
        self.with_db(|db| async move { definition(&db, key).await }).await
    }

    /// Deletes files and versions of forms that neither a draft nor the outbox needs, and what was put aside of drafts that are gone.
    pub async fn sweep(&self, now: Millis) -> Result<(), IdbError> {
        self.with_db(|db| async move { sweep(&db, now).await }).await
    }
}

pub(super) async fn read(drafts: &ObjectStore<'_>, id: &str) -> Result<Touched<KeptIn>, Error> {
    let Some(text) = read_text(drafts, id).await? else { return Ok(Touched::Missing) };
    Ok(parse(&text).map_or(Touched::Unreadable, Touched::Done))
}

fn parse(text: &str) -> Option<KeptIn> {
    if is_known(text) { serde_json::from_str(text).ok() } else { None }
}

pub(super) async fn write(drafts: &ObjectStore<'_>, id: &str, edition: u64, card: &RawValue, snapshot: &str) -> Result<(), Error> {
    put(drafts, id, JsValue::from_str(&json(&KeptOut { schema: SCHEMA, edition, card, snapshot }))).await
}

/// The keys of a draft's lines, ascending.
pub(super) async fn keys_of(journal: &ObjectStore<'_>, id: &str) -> Result<Vec<f64>, Error> {
    let index = journal.index(DRAFT)?;
    let keys: Vec<f64> = index.get_all_keys::<f64>().with_query::<&str, _>(id).primitive()?.await?.collect::<Result<_, Error>>()?;
    Ok(keys)
}

/// How far the journal of a draft goes.
async fn extent_of(journal: &ObjectStore<'_>, id: &str, edition: u64) -> Result<Extent, Error> {
    let index = journal.index(DRAFT)?;
    let lines = index.count().with_query::<&str, _>(id).primitive()?.await?;
    Ok(Extent { edition, lines: usize::try_from(lines).unwrap_or(usize::MAX) })
}

pub(super) async fn delete_lines(journal: &ObjectStore<'_>, keys: &[f64]) -> Result<(), Error> {
    let mut asked = Vec::with_capacity(keys.len());
    for key in keys {
        asked.push(journal.delete::<f64, _>(*key).primitive()?);
    }
    for request in asked {
        request.await?;
    }
    Ok(())
}

/// Adds lines behind all others. Gives their keys.
async fn add_lines<'a>(journal: &ObjectStore<'_>, id: &str, lines: impl Iterator<Item = &'a str>) -> Result<Vec<f64>, Error> {
    let mut asked = Vec::new();
    for line in lines {
        let value = js::object(&[(DRAFT, JsValue::from_str(id)), (LINE, JsValue::from_str(line))]);
        asked.push(journal.add(value).with_key_type::<f64>().primitive()?);
    }
    let mut keys = Vec::with_capacity(asked.len());
    for request in asked {
        keys.push(request.await?);
    }
    Ok(keys)
}

async fn cards(db: &Database) -> Result<Vec<String>, Error> {
    let tx = db.transaction(DRAFTS).build()?;
    let drafts = tx.object_store(DRAFTS)?;
    let texts = all_texts(&drafts).await?;
    finish(tx).await;
    Ok(texts.iter().filter_map(|(_, text)| parse(text)).map(|kept| kept.card.get().to_owned()).collect())
}

async fn begin(db: &Database, id: &str, card: &RawValue, snapshot: &str, version: Version<'_>) -> Result<Touched<u64>, Error> {
    let tx = writing(db, [DRAFTS, JOURNAL, DEFINITIONS])?;
    let drafts = tx.object_store(DRAFTS)?;
    let edition = match read(&drafts, id).await? {
        Touched::Done(kept) => kept.edition + 1,
        Touched::Missing => 1,
        Touched::Unreadable => return Ok(Touched::Unreadable),
    };
    let journal = tx.object_store(JOURNAL)?;
    let keys = keys_of(&journal, id).await?;
    delete_lines(&journal, &keys).await?;
    put(&tx.object_store(DEFINITIONS)?, version.key, JsValue::from_str(version.text)).await?;
    write(&drafts, id, edition, card, snapshot).await?;
    commit(tx).await?;
    Ok(Touched::Done(edition))
}

async fn open(db: &Database, id: &str) -> Result<Touched<Opened>, Error> {
    let tx = db.transaction([DRAFTS, JOURNAL]).build()?;
    let drafts = tx.object_store(DRAFTS)?;
    let journal = tx.object_store(JOURNAL)?;
    let kept = read(&drafts, id).await?;
    let index = journal.index(DRAFT)?;
    let keys = index.get_all_keys::<f64>().with_query::<&str, _>(id).primitive()?;
    let values = index.get_all::<JsValue>().with_query::<&str, _>(id).primitive()?;
    let keys: Vec<f64> = keys.await?.collect::<Result<_, Error>>()?;
    let values: Vec<JsValue> = values.await?.collect::<Result<_, Error>>()?;
    finish(tx).await;
    let kept = match kept.here() {
        Ok(kept) => kept,
        Err(touched) => return Ok(touched),
    };
    let line = |value: JsValue| js::property(&value, LINE).and_then(|line| line.as_string()).unwrap_or_default();
    let lines = values.into_iter().map(line).collect();
    Ok(Touched::Done(Opened { card: kept.card.get().to_owned(), snapshot: kept.snapshot, edition: kept.edition, keys, lines }))
}

async fn append(db: &Database, id: &str, card: &RawValue, lines: &[Line], from: Option<&Footing>) -> Result<Touched<Appended>, Error> {
    let tx = writing(db, [DRAFTS, JOURNAL])?;
    let drafts = tx.object_store(DRAFTS)?;
    let journal = tx.object_store(JOURNAL)?;
    let kept = match read(&drafts, id).await?.here() {
        Ok(kept) => kept,
        Err(touched) => return Ok(touched),
    };
    // Nobody else can write before this transaction is over.
    let mut footing = Footing::onto(from, extent_of(&journal, id, kept.edition).await?);
    let keys = add_lines(&journal, id, footing.write(lines).into_iter()).await?;
    write(&drafts, id, kept.edition, card, &kept.snapshot).await?;
    commit(tx).await?;
    Ok(Touched::Done(Appended { keys, footing }))
}

async fn compact(db: &Database, id: &str, edition: u64, snapshot: &str, keys: &[f64]) -> Result<Touched<Option<u64>>, Error> {
    let tx = writing(db, [DRAFTS, JOURNAL])?;
    let drafts = tx.object_store(DRAFTS)?;
    let journal = tx.object_store(JOURNAL)?;
    let kept = match read(&drafts, id).await?.here() {
        Ok(kept) => kept,
        Err(touched) => return Ok(touched),
    };
    let here = keys_of(&journal, id).await?;
    if kept.edition != edition || !here.starts_with(keys) {
        return Ok(Touched::Done(None));
    }
    delete_lines(&journal, keys).await?;
    write(&drafts, id, edition + 1, &kept.card, snapshot).await?;
    commit(tx).await?;
    Ok(Touched::Done(Some(edition + 1)))
}

async fn keep_version(
    db: &Database,
    id: &str,
    read_until: Extent,
    card: &RawValue,
    snapshot: &str,
    version: Version<'_>,
) -> Result<Touched<Option<u64>>, Error> {
    let tx = writing(db, [DRAFTS, JOURNAL, DEFINITIONS])?;
    let drafts = tx.object_store(DRAFTS)?;
    let kept = match read(&drafts, id).await?.here() {
        Ok(kept) => kept,
        Err(touched) => return Ok(touched),
    };
    if extent_of(&tx.object_store(JOURNAL)?, id, kept.edition).await? != read_until {
        return Ok(Touched::Done(None));
    }
    let edition = kept.edition;
    put(&tx.object_store(DEFINITIONS)?, version.key, JsValue::from_str(version.text)).await?;
    write(&drafts, id, edition + 1, card, snapshot).await?;
    commit(tx).await?;
    Ok(Touched::Done(Some(edition + 1)))
}

async fn discard(db: &Database, id: &str) -> Result<Touched<()>, Error> {
    let tx = writing(db, [DRAFTS, JOURNAL])?;
    let drafts = tx.object_store(DRAFTS)?;
    let journal = tx.object_store(JOURNAL)?;
    let touched = match read(&drafts, id).await? {
        Touched::Done(_) => Touched::Done(()),
        Touched::Missing => Touched::Missing,
        Touched::Unreadable => return Ok(Touched::Unreadable),
    };
    for name in [id, &aside::name(id)] {
        let keys = keys_of(&journal, name).await?;
        delete_lines(&journal, &keys).await?;
    }
    delete(&drafts, id).await?;
    commit(tx).await?;
    Ok(touched)
}

async fn definition(db: &Database, key: &str) -> Result<Option<String>, Error> {
    let tx = db.transaction(DEFINITIONS).build()?;
    let text = read_text(&tx.object_store(DEFINITIONS)?, key).await?;
    finish(tx).await;
    Ok(text)
}

async fn sweep(db: &Database, now: Millis) -> Result<(), Error> {
    let tx = writing(db, [DRAFTS, JOURNAL, DEFINITIONS, FILES, OUTBOX, LISTING_DRAFTS])?;
    let drafts = all_texts(&tx.object_store(DRAFTS)?).await?;
    let listings = all_texts(&tx.object_store(LISTING_DRAFTS)?).await?;
    let outbox = all_texts(&tx.object_store(OUTBOX)?).await?;
    let journal = tx.object_store(JOURNAL)?;
    let mut lines: Vec<JsValue> = journal.get_all::<JsValue>().primitive()?.await?.collect::<Result<_, Error>>()?;
    let orphans = aside::orphans(&drafts, &lines);
    for name in &orphans {
        let keys = keys_of(&journal, name).await?;
        delete_lines(&journal, &keys).await?;
    }
    lines.retain(|line| js::property(line, DRAFT).and_then(|name| name.as_string()).is_none_or(|name| !orphans.contains(&name)));
    // A digest that stands anywhere in a text is needed; of what is done only the receipt is.
    let is_done = |key: &str, text: &str| matches!(Record::read(key, text, upgrade), Record::Entry(entry) if entry.is_done());
    let mut naming: Vec<String> = lines.iter().filter_map(|value| js::property(value, LINE)?.as_string()).collect();
    naming.extend(drafts.iter().chain(&listings).map(|(_, text)| text.clone()));
    naming.extend(outbox.iter().filter(|(key, text)| !is_done(key, text)).map(|(_, text)| text.clone()));

    let files = tx.object_store(FILES)?;
    let digests: Vec<String> = files.get_all_keys::<String>().primitive()?.await?.collect::<Result<_, Error>>()?;
    for digest in digests.iter().filter(|digest| !naming.iter().any(|text| text.contains(digest.as_str()))) {
        let kept = files.get::<JsValue, &str, _>(digest.as_str()).primitive()?.await?;
        let kept_at = kept.as_ref().map_or(0, super::files::kept_at);
        if kept_at.saturating_add(GRACE_MS) < now {
            delete(&files, digest).await?;
        }
    }

    let used: Option<BTreeSet<String>> = drafts.iter().map(|(_, text)| version_of(text)).collect();
    // A draft of a newer build may be of any version.
    if let Some(used) = used {
        let definitions = tx.object_store(DEFINITIONS)?;
        let keys: Vec<String> = definitions.get_all_keys::<String>().primitive()?.await?.collect::<Result<_, Error>>()?;
        for key in keys.iter().filter(|key| !used.contains(*key)) {
            delete(&definitions, key).await?;
        }
    }
    commit(tx).await
}

fn version_of(text: &str) -> Option<String> {
    let of: Of = serde_json::from_str(parse(text)?.card.get()).ok()?;
    Some(definition_key(&of.form_id, &of.version))
}
