//! Drafts in this page: what it knows of their journals, so that several tabs can write one.
//!
//! A snapshot made here holds what this page typed and heard, and nothing else. So it may take the place of exactly the lines that this
//! page knows, and only on top of the snapshot that it knows. What another tab folded into a snapshot meanwhile is merged as one delta.
//! A piece of a text is written down only where nobody else wrote behind that text (`Known::footing`).

use super::Inner;
use crate::idb::drafts::{Version, definition_key};
use crate::idb::{Db, Touched};
use crate::js;
use crate::outbox::keep_error;
use engawa_app::forms::device::{DraftCard, Heard, KeepError, OpenedDraft};
use engawa_app::forms::{self, FormRecord};
use engawa_core::form::Definition;
use engawa_core::form::draft::Draft;
use engawa_core::form::draft::aside::{Aside, cleared, stamped};
use engawa_core::form::draft::footing::Footing;
use engawa_core::form::draft::log::{self, Extent, Line, Record};
use engawa_core::id;
use serde_json::value::{RawValue, to_raw_value};
use std::cmp::Reverse;
use std::rc::Rc;
use std::sync::Arc;

/// How often a snapshot is tried, each time with what another tab has just stored.
const TRIES: usize = 3;

/// What this page has seen of a draft's journal.
#[derive(Clone, Debug, Default)]
pub struct Known {
    /// The snapshot's number.
    edition: u64,
    /// The keys of the lines, ascending.
    keys: Vec<f64>,
    /// The replica of the opening that read them; empty: it was only begun here.
    replica: String,
    /// Where that opening stands when it writes; nothing: there is none.
    footing: Option<Footing>,
}

impl Known {
    fn extent(&self) -> Extent {
        Extent { edition: self.edition, lines: self.keys.len() }
    }

    /// How far the journal went, if the opening has read all of it and wrote all that came since.
    fn has_read(&self) -> Option<Extent> {
        self.footing.as_ref().filter(|footing| footing.has_read_all()).map(Footing::extent)
    }

    /// This page put a snapshot in the place of so many lines.
    fn folded(&mut self, before: u64, lines: usize, edition: u64) {
        if let Some(footing) = &mut self.footing {
            footing.folded(before, lines, edition);
        }
    }
}

/// Lines that a snapshot covers.
#[derive(Clone, Debug, Default)]
pub struct Covered {
    edition: u64,
    keys: Vec<f64>,
}

/// Who wants to hear what other tabs append.
pub struct Listening {
    /// To which draft.
    pub id: String,
    /// Whom to tell.
    pub heard: Heard<Vec<String>>,
}

impl Inner {
    /// The database, or why there is none.
    pub(super) async fn db(&self) -> Result<Rc<Db>, KeepError> {
        self.shelf.keeper().await.map_err(|error| keep_error(&error))
    }

    pub(super) async fn device_id(&self) -> Result<String, KeepError> {
        let new = id::hex(&js::random::<16>());
        self.db().await?.device_id(&new).await.map_err(|error| keep_error(&error))
    }

    pub(super) async fn drafts(&self) -> Result<Vec<DraftCard>, KeepError> {
        let texts = self.db().await?.draft_cards().await.map_err(|error| keep_error(&error))?;
        let mut cards: Vec<DraftCard> = texts.iter().filter_map(|text| serde_json::from_str(text).ok()).collect();
        cards.sort_by_key(|card| Reverse(card.changed_at));
        Ok(cards)
    }

    pub(super) async fn begin(&self, card: &DraftCard, snapshot: &str, definition: &Definition) -> Result<(), KeepError> {
        let (key, text) = version_of(card, definition)?;
        let version = Version { key: &key, text: &text };
        let done = self.db().await?.begin_draft(&card.id, &raw(card)?, snapshot, version).await;
        let edition = touched(done.map_err(|error| keep_error(&error))?)?;
        self.known.borrow_mut().insert(card.id.clone(), Known { edition, ..Known::default() });
        self.announce(&card.id);
        Ok(())
    }

    pub(super) async fn open(&self, id: &str) -> Result<OpenedDraft, KeepError> {
        let db = self.db().await?;
        let opened = touched(db.open_draft(id).await.map_err(|error| keep_error(&error))?)?;
        let card: DraftCard = serde_json::from_str(&opened.card).map_err(|error| damaged(&error))?;
        let definition = self.definition(&db, &card).await?;
        let replica = id::hex(&js::random::<8>());
        let footing = Some(Footing::opened(opened.extent()));
        let known = Known { edition: opened.edition, keys: opened.keys, replica: replica.clone(), footing };
        self.known.borrow_mut().insert(id.to_owned(), known);
        Ok(OpenedDraft { card, snapshot: opened.snapshot, lines: opened.lines, definition, replica })
    }

    /// The version of the form that a draft is of: kept with the draft, else from the feed if it is the newest.
    pub(super) async fn definition(&self, db: &Db, card: &DraftCard) -> Result<Option<Arc<Definition>>, KeepError> {
        let text = db.definition(&definition_key(&card.form_id, &card.version)).await.map_err(|error| keep_error(&error))?;
        if let Some(definition) = text.and_then(|text| serde_json::from_str::<Definition>(&text).ok()) {
            return Ok(Some(Arc::new(definition)));
        }
        let body = self.shelf.body(forms::COLLECTION, &card.form_id).await.map_err(|error| keep_error(&error))?;
        let record = body.and_then(|body| serde_json::from_str::<FormRecord>(&body).ok());
        Ok(record.filter(|record| record.version == card.version).map(|record| Arc::new(record.definition)))
    }

    pub(super) async fn append(&self, card: &DraftCard, lines: &[Line]) -> Result<(), KeepError> {
        let db = self.db().await?;
        let own = |known: &&Known| lines.iter().all(|line| line.writer() == known.replica);
        let (is_own, from) = {
            let known = self.known.borrow();
            let known = known.get(&card.id).filter(own);
            (known.is_some(), known.and_then(|known| known.footing.clone()))
        };
        let done = db.append_to_draft(&card.id, &raw(card)?, lines, from.as_ref()).await;
        let appended = touched(done.map_err(|error| keep_error(&error))?)?;
        if !is_own {
            // An earlier opening in this page had still something to write, or it is no opening's: to the one that is open now it is news.
            self.news(&card.id).await.ok();
        } else if let Some(known) = self.known.borrow_mut().get_mut(&card.id) {
            known.keys.extend(appended.keys);
            known.keys.sort_by(f64::total_cmp);
            known.footing = Some(appended.footing);
        }
        self.announce(&card.id);
        Ok(())
    }

    /// The first lines that this page knows, at most this many.
    pub(super) fn covered(&self, id: &str, lines: usize) -> Option<Covered> {
        let known = self.known.borrow();
        let known = known.get(id)?;
        Some(Covered { edition: known.edition, keys: known.keys.iter().copied().take(lines).collect() })
    }

    /// Does nothing, and says that all is well, where other tabs were at it meanwhile: the lines say the same.
    pub(super) async fn compact(&self, id: &str, snapshot: &str, covered: Option<Covered>) -> Result<(), KeepError> {
        let Some(covered) = covered.filter(|covered| !covered.keys.is_empty()) else { return Ok(()) };
        let done = self.db().await?.compact_draft(id, covered.edition, snapshot, &covered.keys).await;
        if let Some(edition) = touched(done.map_err(|error| keep_error(&error))?)? {
            if let Some(known) = self.known.borrow_mut().get_mut(id) {
                known.edition = edition;
                known.keys.retain(|key| !covered.keys.contains(key));
                known.folded(covered.edition, covered.keys.len(), edition);
            }
            self.announce(id);
        }
        Ok(())
    }

    /// Fails where another tab was at it since this page read it: then it is to be read again.
    pub(super) async fn put_aside(&self, id: &str, snapshot: &str, lines: Vec<String>) -> Result<(), KeepError> {
        let read = self.known.borrow().get(id).and_then(Known::has_read).ok_or(KeepError::Failed)?;
        let done = self.db().await?.put_aside(id, read, None, snapshot, &stamped(lines, js::now())).await;
        let edition = touched(done.map_err(|error| keep_error(&error))?)?.ok_or(KeepError::Failed)?;
        if let Some(known) = self.known.borrow_mut().get_mut(id) {
            (known.edition, known.keys) = (edition, Vec::new());
            known.folded(read.edition, read.lines, edition);
        }
        self.announce(id);
        Ok(())
    }

    pub(super) async fn aside(&self, id: &str) -> Result<Vec<Aside>, KeepError> {
        self.db().await?.aside(id).await.map_err(|error| keep_error(&error))
    }

    pub(super) async fn keep_aside(&self, id: &str, lines: &[Aside]) -> Result<(), KeepError> {
        touched(self.db().await?.keep_aside(id, lines).await.map_err(|error| keep_error(&error))?)?;
        self.announce(id);
        Ok(())
    }

    /// Takes in what another device has of a draft that is here. Behind a line that nobody can read it would not be read again: then what can
    /// be read becomes one snapshot with it, and the rest is put aside, in one transaction.
    pub(super) async fn take_in_draft(&self, card: &DraftCard, arrived: &Draft) -> Result<(), KeepError> {
        let (db, card_text) = (self.db().await?, raw(card)?);
        for _ in 0..TRIES {
            let there = touched(db.open_draft(&card.id).await.map_err(|error| keep_error(&error))?)?;
            let Some(cleared) = cleared(arrived, &there.snapshot, &there.lines).map_err(|_| KeepError::Failed)? else {
                let line = log::line(&Record::Arrived(arrived.document().whole()));
                return self.append(card, &[line.into()]).await;
            };
            let lines = stamped(cleared.aside, js::now());
            let done = db.put_aside(&card.id, there.extent(), Some(&*card_text), &cleared.snapshot, &lines).await;
            if touched(done.map_err(|error| keep_error(&error))?)?.is_some() {
                // It is news to an opening in this page.
                self.news(&card.id).await.ok();
                self.announce(&card.id);
                return Ok(());
            }
        }
        Err(KeepError::Failed)
    }

    pub(super) async fn keep_version(&self, card: &DraftCard, snapshot: String, definition: &Definition) -> Result<(), KeepError> {
        let db = self.db().await?;
        let (key, text) = version_of(card, definition)?;
        let version = Version { key: &key, text: &text };
        let (card_text, mut snapshot) = (raw(card)?, snapshot);
        for _ in 0..TRIES {
            let there = touched(db.open_draft(&card.id).await.map_err(|error| keep_error(&error))?)?;
            // Also what this page has not heard, or has heard and not taken yet.
            snapshot = log::with_journal(&snapshot, &there.snapshot, &there.lines).map_err(|_| KeepError::Failed)?;
            let done = db.keep_version(&card.id, there.extent(), &card_text, &snapshot, version).await;
            if let Some(after) = touched(done.map_err(|error| keep_error(&error))?)? {
                let is_known = self.known.borrow().get(&card.id).is_some_and(|known| known.extent() == there.extent());
                if !is_known {
                    self.news(&card.id).await?;
                } else if let Some(known) = self.known.borrow_mut().get_mut(&card.id) {
                    known.edition = after;
                    known.folded(there.edition, 0, after);
                }
                self.announce(&card.id);
                return Ok(());
            }
        }
        Err(KeepError::Failed)
    }

    pub(super) async fn discard(&self, id: &str) -> Result<(), KeepError> {
        let db = self.db().await?;
        match db.discard_draft(id).await.map_err(|error| keep_error(&error))? {
            Touched::Done(()) | Touched::Missing => {}
            Touched::Unreadable => return Err(KeepError::Failed),
        }
        self.known.borrow_mut().remove(id);
        self.announce(id);
        // What stays although nothing needs it is looked for at each start.
        if let Err(error) = db.sweep(js::now()).await {
            keep_error(&error);
        }
        Ok(())
    }

    /// Hands on what other tabs appended to the draft that somebody listens to.
    pub(super) async fn news(&self, id: &str) -> Result<(), KeepError> {
        let Some(mut known) = self.known.borrow().get(id).cloned() else { return Ok(()) };
        let opened = touched(self.db().await?.open_draft(id).await.map_err(|error| keep_error(&error))?)?;
        let mut lines = Vec::new();
        if opened.edition != known.edition
            && let Ok(draft) = log::read_snapshot(&opened.snapshot)
        {
            lines.push(log::line(&Record::Arrived(draft.document().whole())));
            known.edition = opened.edition;
        }
        let fresh = opened.keys.iter().zip(opened.lines).filter(|(key, _)| !known.keys.contains(key));
        lines.extend(fresh.map(|(_, line)| line));
        known.keys = opened.keys;
        let heard = self.listening.borrow().as_ref().filter(|listening| listening.id == id).map(|listening| Arc::clone(&listening.heard));
        if let Some(heard) = heard {
            self.known.borrow_mut().insert(id.to_owned(), known);
            if !lines.is_empty() {
                heard(lines);
            }
        }
        Ok(())
    }
}

fn raw(card: &DraftCard) -> Result<Box<RawValue>, KeepError> {
    to_raw_value(card).map_err(|error| damaged(&error))
}

/// The key and the text under which a version of a form is kept.
fn version_of(card: &DraftCard, definition: &Definition) -> Result<(String, String), KeepError> {
    let text = serde_json::to_string(definition).map_err(|error| damaged(&error))?;
    Ok((definition_key(&card.form_id, &card.version), text))
}

pub(super) fn damaged(error: &serde_json::Error) -> KeepError {
    js::warn(&format!("draft: {error}"));
    KeepError::Failed
}

/// What a page is told of something that is not there, or that a newer build wrote.
pub(super) fn touched<T>(touched: Touched<T>) -> Result<T, KeepError> {
    match touched {
        Touched::Done(value) => Ok(value),
        Touched::Missing => Err(KeepError::NotFound),
        Touched::Unreadable => {
            js::warn("draft: of a newer build");
            Err(KeepError::Failed)
        }
    }
}
