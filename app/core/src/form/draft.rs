//! Drafts: answers with their history, so that several people on several devices can fill in one form and nothing typed is lost.
//!
//! * A [`Draft`] is one replica of a [`Document`]; documents merge in any order and any number of times with the same result.
//! * Different answers merge by themselves. The same answer written by two who did not know of each other keeps both values;
//!   [`Draft::conflicts`] lists them with author and time, and whatever is written next by somebody who saw them replaces them.
//! * A removed row keeps what is in it and can be brought back; if somebody typed in it meanwhile it comes back by itself, marked.
//! * [`log`]: each keystroke is appended to a journal, so that a crash loses at most the current one. [`footing`]: what of a long text is.
//! * [`moving`]: to a newer version of the form; what does not fit any more is parked in the draft and shown, never dropped.
//! * [`aside`]: what a journal holds that nobody can read is kept, and shown as far as words are found in it.
//! * [`comments`]: what members say to each other about it, which is never sent.
//! * [`versions`]: what changed between two versions of a form.
//! * [`file`]: a draft as one file. [`share`]: a draft that a group edits by way of a server.
//!
//! Invariant: a text leaves a document only by an edit whose author had seen it. `tests/draft_properties.rs` holds this and
//! convergence against a model that knows every edit.

pub mod aside;
mod change;
mod check;
pub mod comments;
mod document;
mod edit;
pub mod file;
pub mod footing;
pub mod log;
mod matching;
mod memo;
pub mod moving;
mod path;
mod rows;
pub mod share;
pub mod versions;

pub use change::{Change, What, Written};
pub use check::{Flaw, FlawKind, MAX_NAME, MAX_TEXT, MAX_WEIGHT};
pub use comments::{Comment, MAX_COMMENT, MAX_COMMENTS};
pub use document::{Delta, Document, Dot, Held, MergeRefused, Seen, Slot, Value};
pub use edit::{Edit, EditRefused, Writer};
pub use moving::{LeftOver, Moved, move_to};
pub use rows::Standing;
pub use versions::{Difference, what_changed};

use super::answers::{AnswerPath, Answers};
use crate::time::Millis;
use path::Kind;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// One replica of a draft.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Draft {
    /// Which draft, the same on all devices.
    id: String,
    document: Document,
}

/// An answer to which people gave different values without knowing of each other.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Conflict {
    /// The answer.
    pub path: AnswerPath,
    /// The values, one of each, oldest edit first; the newest text is the one that is shown meanwhile.
    pub options: Vec<Held>,
}

/// A row that was removed, or that came back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DisputedRow {
    /// The row, `cost[a1]`.
    pub row: AnswerPath,
    /// The edits that removed it: who and when.
    pub removals: Vec<Held>,
    /// The texts in it, to recognise it by.
    pub texts: BTreeMap<AnswerPath, String>,
}

/// A file that an answer names: `sha256:HEX/name`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Attachment {
    /// The digest of its content, 64 hexadecimal digits.
    pub sha256: String,
    /// Its name.
    pub name: String,
}

impl Attachment {
    /// Reads the value of an answer, if it names a file.
    pub fn of(value: &str) -> Option<Self> {
        let (digest, name) = value.strip_prefix("sha256:")?.split_once('/')?;
        (is_sha256(digest) && !name.is_empty()).then(|| Self { sha256: digest.to_owned(), name: name.to_owned() })
    }
}

fn is_sha256(text: &str) -> bool {
    text.len() == 64 && text.bytes().all(|b| b.is_ascii_digit() || (b'a'..=b'f').contains(&b))
}

impl Draft {
    /// Begins a draft of a version of a form. Its first snapshot is stored before anything is appended to its journal.
    pub fn begin(id: impl Into<String>, form_id: &str, version: &str, writer: &Writer) -> Result<Self, EditRefused> {
        let mut draft = Self::joined(id);
        for (path, text) in [(path::FORM, form_id), (path::BEGUN, version)] {
            let change = draft.document.write_over_all(writer, AnswerPath(path.to_owned()), Value::Text(text.to_owned()))?;
            draft.document.apply(&change).map_err(EditRefused::Flawed)?;
        }
        Ok(draft)
    }

    /// A draft of which nothing is known here yet: what it holds comes by [`Self::merge`].
    pub fn joined(id: impl Into<String>) -> Self {
        Self { id: id.into(), document: Document::default() }
    }

    /// The same draft under another id, to go on apart from the first.
    #[must_use]
    pub fn copied(&self, id: impl Into<String>) -> Self {
        Self { id: id.into(), document: self.document.clone() }
    }

    /// The draft that a journal ends in: these changes in their order on top of a snapshot; what the snapshot has already is skipped.
    pub fn replay<'a>(base: Self, changes: impl IntoIterator<Item = &'a Change>) -> Result<Self, Flaw> {
        let mut draft = base;
        for change in changes {
            draft.document.apply(change)?;
        }
        Ok(draft)
    }

    /// Which draft this is.
    pub fn id(&self) -> &str {
        &self.id
    }

    /// What is in it.
    pub fn document(&self) -> &Document {
        &self.document
    }

    fn own(&self, path: &str) -> &[Held] {
        self.document.held(&AnswerPath(path.to_owned()))
    }

    /// The form; empty while nothing is known of the draft.
    pub fn form_id(&self) -> &str {
        rows::shown_text(self.own(path::FORM)).unwrap_or_default()
    }

    /// The version of the form that the draft was begun with.
    pub fn begun_with(&self) -> &str {
        rows::shown_text(self.own(path::BEGUN)).unwrap_or_default()
    }

    /// The version of the form that the draft is of now.
    pub fn version(&self) -> &str {
        rows::shown_text(self.own(path::VERSION)).unwrap_or_else(|| self.begun_with())
    }

    /// The name that a person gave it; the newest if several did.
    pub fn title(&self) -> &str {
        let newest = self.own(path::TITLE).last();
        newest.map_or("", |held| if let Value::Text(title) = &held.value { title.as_str() } else { "" })
    }

    /// When it was begun, if that is known here.
    pub fn created_at(&self) -> Option<Millis> {
        self.own(path::BEGUN).first().map(|held| held.at)
    }

    /// When it was last changed by anyone, as far as is known here: the latest time of what still counts.
    pub fn changed_at(&self) -> Option<Millis> {
        let held = self.document.registers.values().flatten().map(|held| held.at);
        held.chain(self.document.rows.values().flatten().map(|slot| slot.at)).max()
    }

    /// Makes an edit. The change is to be appended to the journal; there is none if nothing changed.
    pub fn edit(&mut self, writer: &Writer, edit: Edit) -> Result<Option<Change>, EditRefused> {
        let change = self.plan(writer, edit)?;
        if let Some(change) = &change {
            self.make(change).map_err(EditRefused::Flawed)?;
        }
        Ok(change)
    }

    /// The change that an edit would be, without making it: who has to ask somebody else first can still let it be.
    pub fn plan(&self, writer: &Writer, edit: Edit) -> Result<Option<Change>, EditRefused> {
        self.document.plan(writer, edit)
    }

    /// Makes a change that was planned just now. Says whether it was new.
    pub fn make(&mut self, change: &Change) -> Result<bool, Flaw> {
        self.document.apply(change)
    }

    /// The text that is shown at an address, if its rows are there.
    pub fn shown(&self, path: &AnswerPath) -> Option<&str> {
        rows::shown_text(self.document.held(path))
    }

    /// Takes over what another replica has. Says whether anything was new; then the delta belongs into the journal.
    pub fn merge(&mut self, delta: &Delta) -> Result<bool, MergeRefused> {
        self.document.merge(delta)
    }

    /// What a running form shows, of the whole draft.
    pub fn answers(&self) -> Answers {
        self.document.answers()
    }

    /// The answers with more than one value, in order of their addresses.
    pub fn conflicts(&self) -> Vec<Conflict> {
        let answers = self.document.registers.iter().filter(|(path, held)| held.len() > 1 && path::kind(path) == Some(Kind::Answer));
        let conflicts = answers.filter_map(|(path, held)| {
            let mut newest = BTreeMap::new();
            for held in held {
                newest.insert(&held.value, held);
            }
            let mut options: Vec<Held> = newest.into_values().cloned().collect();
            options.sort_unstable();
            (options.len() > 1 && self.document.is_shown(path)).then(|| Conflict { path: path.clone(), options })
        });
        conflicts.collect()
    }

    /// The rows that were removed and can be brought back, in order of their addresses.
    pub fn removed_rows(&self) -> Vec<DisputedRow> {
        self.disputed_rows(Standing::Removed)
    }

    /// The rows that were removed while somebody else typed in them: a person decides with [`Edit::Restore`] or [`Edit::Remove`].
    pub fn came_back(&self) -> Vec<DisputedRow> {
        self.disputed_rows(Standing::CameBack)
    }

    fn disputed_rows(&self, wanted: Standing) -> Vec<DisputedRow> {
        let rows = self.document.registers.iter().filter(|(path, _)| path.0.ends_with(']'));
        rows.filter(|(row, _)| self.document.standing(row) == wanted)
            .map(|(row, held)| DisputedRow {
                row: row.clone(),
                removals: held.iter().filter(|held| matches!(held.value, Value::Removed(_))).cloned().collect(),
                texts: self.texts_in(row),
            })
            .collect()
    }

    fn texts_in(&self, row: &AnswerPath) -> BTreeMap<AnswerPath, String> {
        let inside = AnswerPath(format!("{}/", row.0));
        let answers = self.document.registers.range(inside.clone()..).take_while(|(path, _)| path.0.starts_with(&inside.0));
        answers.filter_map(|(path, held)| Some((path.clone(), rows::shown_text(held)?.to_owned()))).collect()
    }

    /// The answers that found no place in a newer version and that nobody has put away, with where they are parked.
    pub fn left_over(&self) -> Vec<(AnswerPath, LeftOver)> {
        let is_parked = |path: &AnswerPath| path.0.starts_with(path::LEFT) && !path.0.starts_with(path::COMMENT);
        let parked = self.document.registers.iter().filter(|(path, _)| is_parked(path));
        parked.filter_map(|(path, held)| Some((path.clone(), serde_json::from_str(rows::shown_text(held)?).ok()?))).collect()
    }

    /// The comments that nobody deleted, oldest first.
    pub fn comments(&self) -> Vec<Comment> {
        self.document.comments()
    }

    /// The files that any value names that could still be shown, also in conflicts, removed rows and what is left over.
    pub fn attachments(&self) -> BTreeSet<Attachment> {
        let mut files: BTreeSet<Attachment> = self.left_over().iter().filter_map(|(_, left)| Attachment::of(&left.value)).collect();
        for held in self.document.registers.values().flatten() {
            if let Value::Text(text) = &held.value {
                files.extend(Attachment::of(text));
            }
        }
        files
    }
}

#[cfg(test)]
mod tests;
