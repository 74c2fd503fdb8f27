//! Filling in: a running form and its draft in lockstep, without I/O.
//!
//! The form says what is asked, shown and wrong; the draft is what is kept. An answer goes to both, and what the form sets by itself as an
//! effect (values that an action sets, the first values of new rows, the rows of a counted repeat) follows into the draft. Everything that
//! is written comes back as lines for the journal ([`Edited::lines`]); who calls appends them before anything else happens with them.
//!
//! Invariants: the form that the draft's answers give is this form, whatever was done before; what is refused changes neither of them; a
//! draft that is only looked at is not written to, so that two devices never answer each other by themselves; what somebody typed leaves
//! the draft only by an edit of somebody who could see it. `tests/filling_properties.rs` holds them.

mod comments;
mod lockstep;
mod merging;
mod screens;
mod sending;

use super::device::DraftCard;
use super::outline::{self, moment};
use engawa_core::Problem;
use engawa_core::form::answers::AnswerPath;
use engawa_core::form::definition::{Definition, NodeId};
use engawa_core::form::draft::log::{self, Kept, Line, Stopped, Unreadable};
use engawa_core::form::draft::{self, Delta, Difference, Dot, Draft, Edit, EditRefused, LeftOver, MAX_NAME, Writer, what_changed};
use engawa_core::form::running::{AnswerError, Changes, Compiled, Form, Start};
use engawa_core::form::tree::TreeId;
use engawa_core::time::Millis;
use std::collections::BTreeSet;
use std::fmt;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::Arc;

pub use comments::Remark;
pub use screens::{Layout, Progress, Screen};
pub use sending::attachments;

/// Keystrokes in one answer that follow each other so closely are one deed: what comes from elsewhere meanwhile was not seen.
const SAME_BREATH_MS: Millis = 10_000;
/// A journal of more lines than this takes longer to read than a snapshot, however short they are.
const LINES_MANY: usize = 2_000;
/// The longest name that a form makes of its answers, in characters.
const TITLE_MAX: usize = 200;

/// What a filling-in knows from outside.
#[derive(Clone, Debug)]
pub struct Outside {
    /// The device's clock.
    pub now: Millis,
    /// See [`engawa_core::form::running::Start::device_id`].
    pub device_id: String,
    /// The replica of this opening.
    pub replica: String,
    /// What the person is called beside conflicts; may be empty.
    pub by: String,
}

/// What an edit gave: to be kept, and to be drawn again.
#[derive(Clone, Debug, Default)]
pub struct Edited {
    /// Lines for the journal, in order. Stored before anything else happens with them.
    pub lines: Vec<Line>,
    /// What became different on the screen.
    pub changes: Changes,
    /// Every node is another one: draw the whole form again.
    pub rebuilt: bool,
    /// The text was kept and cannot be read as the type of its question.
    pub unreadable: bool,
}

/// Why an edit was refused; nothing changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refused {
    /// The form does not take it.
    Answer(AnswerError),
    /// The draft does not take it.
    Edit(EditRefused),
}

/// Why a draft could not be opened.
#[derive(Clone, Debug, PartialEq)]
pub enum CannotOpen {
    /// A newer program wrote it: it stays as it is.
    Newer,
    /// It is damaged; what says so, in English, for the log.
    Damaged(String),
    /// The form cannot be computed.
    Form(Vec<Problem>),
}

/// A filling-in.
#[derive(Clone, Debug)]
pub struct Filling {
    compiled: Arc<Compiled>,
    form: Form,
    draft: Draft,
    outside: Outside,
    /// The repeats that are drawn as tables.
    tables: BTreeSet<NodeId>,
    /// What was written and has not been handed out yet.
    pending: Vec<Line>,
    unread: Vec<String>,
    /// A line from another tab could not be read: those behind it build on it.
    is_behind: bool,
    /// The form was made of the draft, and what it set by itself meanwhile is not in the draft yet.
    owes: bool,
    typing: Option<Typing>,
}

/// The answer that somebody is typing.
#[derive(Clone, Debug)]
struct Typing {
    path: AnswerPath,
    /// The last keystroke.
    at: Millis,
    /// What was there before the first one.
    seen: Vec<Dot>,
}

impl Filling {
    /// Begins a draft of a form. The snapshot ([`Self::snapshot`]) is to be kept before anything else.
    pub fn begin(id: &str, definition: Arc<Definition>, outside: Outside) -> Result<Self, CannotOpen> {
        Self::begin_as(id, definition, outside, "")
    }

    /// The same for somebody who is signed in: forms that want it begin with the name of their account. Which it is, the server decides when
    /// it is sent.
    pub fn begin_as(id: &str, definition: Arc<Definition>, outside: Outside, username: &str) -> Result<Self, CannotOpen> {
        let compiled = compile(definition)?;
        let now = outside.now;
        let Definition { form_id, version, .. } = compiled.definition();
        let draft = Draft::begin(id, form_id, version, &writer(&outside, now)).map_err(damaged)?;
        let form = Form::begin(Arc::clone(&compiled), Start { username: username.to_owned(), ..start(id, &outside, now) });
        let mut filling = Self::of(compiled, form, draft, outside);
        filling.settle(now);
        // The first snapshot has it all.
        filling.pending.clear();
        Ok(filling)
    }

    /// Opens a draft that was kept. Lines that could not be read are in [`Self::unread`], and are put aside before anything is appended; those
    /// of a newer program stay, and it is not opened: what was typed here would stand behind them, where this program does not read it again.
    pub fn open(definition: Arc<Definition>, snapshot: &str, lines: &[String], outside: Outside) -> Result<Self, CannotOpen> {
        let replayed = log::replay(snapshot, lines.iter().map(String::as_str)).map_err(|Kept { why, .. }| match why {
            Unreadable::Newer(_) => CannotOpen::Newer,
            why => damaged(why),
        })?;
        if let Some(Stopped { why: Unreadable::Newer(_), .. }) = &replayed.stopped {
            return Err(CannotOpen::Newer);
        }
        let mut filling = Self::resumed(definition, replayed.draft, outside)?;
        filling.unread = replayed.stopped.map(|stopped| stopped.kept).unwrap_or_default();
        Ok(filling)
    }

    /// Joins a shared draft of which nothing is known here but what the server sent.
    pub fn join(id: &str, definition: Arc<Definition>, delta: &Delta, outside: Outside) -> Result<Self, CannotOpen> {
        let mut draft = Draft::joined(id);
        draft.merge(delta).map_err(damaged)?;
        Self::resumed(definition, draft, outside)
    }

    fn resumed(definition: Arc<Definition>, draft: Draft, outside: Outside) -> Result<Self, CannotOpen> {
        let compiled = compile(definition)?;
        if draft.form_id() != compiled.definition().form_id {
            return Err(damaged(("a draft of another form", draft.form_id())));
        }
        let form = Form::resume(Arc::clone(&compiled), &draft.answers(), start(draft.id(), &outside, outside.now));
        Ok(Self::of(compiled, form, draft, outside))
    }

    fn of(compiled: Arc<Compiled>, form: Form, draft: Draft, outside: Outside) -> Self {
        let tables = screens::tables(compiled.definition());
        let (pending, unread) = (Vec::new(), Vec::new());
        Self { compiled, form, draft, outside, tables, pending, unread, is_behind: false, owes: true, typing: None }
    }

    /// The running form, to look at.
    pub fn form(&self) -> &Form {
        &self.form
    }

    /// The draft, to look at. Another member may have moved it to a version that [`Self::form`] is not of: then it is opened with that one.
    pub fn draft(&self) -> &Draft {
        &self.draft
    }

    /// The draft, for the machine of a shared draft, which merges by itself. Call [`Self::merged`] afterwards.
    pub fn draft_mut(&mut self) -> &mut Draft {
        &mut self.draft
    }

    /// The draft as a snapshot.
    pub fn snapshot(&self) -> String {
        log::snapshot(&self.draft)
    }

    /// Lines of the journal that could not be read; nothing of them is deleted.
    pub fn unread(&self) -> &[String] {
        &self.unread
    }

    /// The same draft opened again without reading its journal: what could not be read before is not known to it either.
    #[must_use]
    pub fn behind(self, before: &Self) -> Self {
        Self { unread: before.unread.clone(), is_behind: before.is_behind, ..self }
    }

    /// The draft as a list shows it. What it corrects is known to whoever keeps its card.
    pub fn card(&self, now: Millis, invitation: Option<String>) -> DraftCard {
        let Definition { form_id, version, title, .. } = self.form.definition();
        let Progress { asked, answered, .. } = self.progress();
        let name = Some(self.draft.title()).filter(|title| !title.is_empty()).map(str::to_owned);
        DraftCard {
            id: self.draft.id().to_owned(),
            form_id: form_id.clone(),
            version: version.clone(),
            form_title: if title.is_empty() { form_id.clone() } else { title.clone() },
            title: name.unwrap_or_else(|| self.form.instance_name().chars().take(TITLE_MAX).collect()),
            changed_at: now,
            progress: u8::try_from((answered * 100).checked_div(asked).unwrap_or(100)).unwrap_or(100),
            invitation,
            by: self.outside.by.clone(),
            corrects: None,
        }
    }

    /// Types or chooses an answer. An unreadable text is kept as it is.
    pub fn answer(&mut self, at: TreeId, raw: &str, now: Millis) -> Result<Edited, Refused> {
        let text = self.form.keeps(at, raw).map_err(Refused::Answer)?;
        self.settle(now);
        let path = self.form.path(at);
        let seen = self.seen_at(&path, now);
        let change = self.plan(Edit::Set { path, value: text, seen: Some(seen) }, now)?;
        let (changes, unreadable) = match self.form.answer(at, raw, moment(now)) {
            Ok(changes) => (changes, false),
            Err(AnswerError::Unreadable(_, changes)) => (changes, true),
            Err(refused) => return Err(Refused::Answer(refused)),
        };
        self.make(change);
        Ok(Edited { unreadable, ..self.follow(changes, now) })
    }

    /// What was on the screen at an answer when somebody began to type there.
    fn seen_at(&mut self, path: &AnswerPath, now: Millis) -> Vec<Dot> {
        let typing = self.typing.take().filter(|typing| typing.path == *path && now.saturating_sub(typing.at) <= SAME_BREATH_MS);
        let held = || self.draft.document().held(path).iter().map(|held| held.dot.clone()).collect();
        let seen: Vec<Dot> = typing.map_or_else(held, |typing| typing.seen);
        self.typing = Some(Typing { path: path.clone(), at: now, seen: seen.clone() });
        seen
    }

    /// Adds a row at the end, or after a row.
    pub fn add_row(&mut self, repeat: TreeId, after: Option<TreeId>, now: Millis) -> Result<Edited, Refused> {
        if !self.form.is_repeat(repeat) {
            return Err(Refused::Answer(AnswerError::Unknown));
        }
        self.settle(now);
        let after = after.or_else(|| self.form.rows(repeat).last().copied());
        let key = self.new_key();
        let behind = after.and_then(|row| self.form.key(row)).map(str::to_owned);
        let change = self.plan(Edit::Insert { repeat: self.form.path(repeat), key: key.clone(), after: behind }, now)?;
        let changes = self.form.add_row(repeat, after, &key, moment(now)).map_err(Refused::Answer)?;
        self.make(change);
        Ok(self.follow(changes, now))
    }

    /// A key for a row that no other replica makes: edits are numbered by replica.
    fn new_key(&self) -> String {
        format!("{}-{:016x}", self.draft.document().seen().latest() + 1, hash_of(&self.outside.replica))
    }

    /// Removes a row; [`Self::restore_row`] brings it back.
    pub fn remove_row(&mut self, row: TreeId, now: Millis) -> Result<Edited, Refused> {
        if self.form.key(row).is_none() {
            return Err(Refused::Answer(AnswerError::Unknown));
        }
        self.settle(now);
        let change = self.plan(Edit::Remove { row: self.form.path(row) }, now)?;
        let changes = self.form.remove_row(row, moment(now)).map_err(Refused::Answer)?;
        self.make(change);
        Ok(self.follow(changes, now))
    }

    /// Moves a row one place up or down.
    pub fn move_row(&mut self, row: TreeId, up: bool, now: Millis) -> Result<Edited, Refused> {
        let unknown = || Refused::Answer(AnswerError::Unknown);
        let key = self.form.key(row).ok_or_else(unknown)?.to_owned();
        let repeat = self.form.parent(row).ok_or_else(unknown)?;
        let rows = self.form.rows(repeat);
        let place = rows.iter().position(|other| *other == row).ok_or_else(unknown)?;
        self.settle(now);
        let neighbour = if up { place.checked_sub(2) } else { place.checked_add(1) };
        let after = neighbour.and_then(|at| rows.get(at)).copied();
        let stays = if up { place == 0 } else { after.is_none() };
        if stays {
            return Ok(self.follow(Changes::default(), now));
        }
        let behind = after.and_then(|row| self.form.key(row)).map(str::to_owned);
        let change = self.plan(Edit::Move { repeat: self.form.path(repeat), key, after: behind }, now)?;
        let changes = self.form.move_row(row, after, moment(now)).map_err(Refused::Answer)?;
        self.make(change);
        Ok(self.follow(changes, now))
    }

    /// Brings a removed row back (the form is rebuilt), or decides that one that came back stays.
    pub fn restore_row(&mut self, row: &AnswerPath, now: Millis) -> Result<Edited, Refused> {
        self.decide(Edit::Restore { row: row.clone() }, now)
    }

    /// Names the draft.
    pub fn rename(&mut self, title: &str, now: Millis) -> Result<Edited, Refused> {
        self.note(Edit::Title(title.to_owned()), now)
    }

    /// Chooses one of the values of a conflict (the form is rebuilt if another one was shown).
    pub fn resolve(&mut self, path: &AnswerPath, value: &str, now: Millis) -> Result<Edited, Refused> {
        self.decide(Edit::set(path.clone(), value), now)
    }

    /// Puts away an answer that found no place in a newer version.
    pub fn put_away(&mut self, parked: &AnswerPath, now: Millis) -> Result<Edited, Refused> {
        self.note(Edit::Dismiss { parked: parked.clone() }, now)
    }

    /// An edit that the form knows nothing of.
    fn note(&mut self, edit: Edit, now: Millis) -> Result<Edited, Refused> {
        let change = self.plan(edit, now)?;
        self.make(change);
        Ok(self.edited(false))
    }

    /// An edit that the form follows.
    fn decide(&mut self, edit: Edit, now: Millis) -> Result<Edited, Refused> {
        self.settle(now);
        let change = self.plan(edit, now)?;
        self.make(change);
        self.typing = None;
        Ok(self.merged(now))
    }

    /// Answers without a place in this version.
    pub fn left_over(&self) -> Vec<(AnswerPath, LeftOver)> {
        self.draft.left_over()
    }

    /// What is different in a newer version.
    pub fn differences(&self, newer: &Definition) -> Vec<Difference> {
        what_changed(self.form.definition(), newer)
    }

    /// Moves the draft to a newer version (the form is rebuilt).
    pub fn move_to(&mut self, newer: Arc<Definition>, now: Millis) -> Result<Edited, CannotOpen> {
        let compiled = compile(newer)?;
        self.settle(now);
        let writer = writer(&self.outside, now);
        let moved = draft::move_to(self.form.definition(), compiled.definition(), &self.draft, &writer).map_err(damaged)?;
        for change in moved.changes {
            self.make(Some(change));
        }
        self.tables = screens::tables(compiled.definition());
        (self.draft, self.compiled, self.typing) = (moved.draft, compiled, None);
        self.rebuild(now);
        self.settle(now);
        Ok(self.edited(true))
    }

    /// When the journal is longer than it is worth: keep [`Self::snapshot`] instead of `lines` lines.
    pub fn is_compaction_due(&self, lines: usize, bytes: usize) -> bool {
        // The snapshot is made only if it may matter.
        lines > LINES_MANY || (log::is_due(bytes, 0) && log::is_due(bytes, self.snapshot().len()))
    }
}

fn compile(definition: Arc<Definition>) -> Result<Arc<Compiled>, CannotOpen> {
    Compiled::new(definition).map(Arc::new).map_err(CannotOpen::Form)
}

fn damaged(why: impl fmt::Debug) -> CannotOpen {
    CannotOpen::Damaged(format!("{why:?}"))
}

fn writer(outside: &Outside, at: Millis) -> Writer {
    let by = &outside.by;
    let most = (0..=by.len().min(MAX_NAME)).rev().find(|end| by.is_char_boundary(*end)).unwrap_or(0);
    Writer { replica: outside.replica.clone(), by: by.get(..most).unwrap_or_default().to_owned(), at }
}

/// What the form knows of its filling-in. Chance begins elsewhere at each opening, so that rows of two devices draw different numbers.
fn start(id: &str, outside: &Outside, now: Millis) -> Start {
    let seed = hash_of(&(id, &outside.replica));
    Start { device_id: outside.device_id.clone(), seed, ..outline::looked_at(now, id) }
}

fn hash_of(what: &impl Hash) -> u64 {
    let mut hasher = DefaultHasher::new();
    what.hash(&mut hasher);
    hasher.finish()
}

#[cfg(test)]
mod tests;
