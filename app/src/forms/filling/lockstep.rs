//! How the draft follows the form, and the form the draft.
//!
//! The form tells where its answers may have become others ([`Changes::kept`]); exactly there the draft is compared and written. Only when
//! a form was just made of its draft everything is compared, once, before the next edit. Where the draft does not come to say what the form
//! says (somebody else's answer stays beside a cleared one, a row is back with what was in it), the draft is right and the form is made anew.

use super::{Edited, Filling, Refused, start, writer};
use engawa_core::form::answers::AnswerPath;
use engawa_core::form::draft::log::Line;
use engawa_core::form::draft::{Change, Edit, Standing};
use engawa_core::form::running::{Changes, Form};
use engawa_core::form::tree::TreeId;
use engawa_core::time::Millis;
use std::collections::HashSet;
use std::sync::Arc;

impl Filling {
    /// The change that an edit would be.
    pub(super) fn plan(&self, edit: Edit, now: Millis) -> Result<Option<Change>, Refused> {
        self.draft.plan(&writer(&self.outside, now), edit).map_err(Refused::Edit)
    }

    /// Makes a change that was planned just now.
    pub(super) fn make(&mut self, change: Option<Change>) {
        if let Some(change) = change
            && self.draft.make(&change) == Ok(true)
        {
            self.pending.push(Line::made(&self.draft, &change));
        }
    }

    /// Writes down what the form did by itself. Says whether the draft takes it.
    fn write(&mut self, edit: Edit, now: Millis) -> bool {
        let planned = self.plan(edit, now);
        let is_taken = planned.is_ok();
        self.make(planned.unwrap_or_default());
        is_taken
    }

    /// What an edit gave so far.
    pub(super) fn edited(&mut self, rebuilt: bool) -> Edited {
        Edited { lines: std::mem::take(&mut self.pending), rebuilt, ..Edited::default() }
    }

    /// Writes down what followed from an edit.
    pub(super) fn follow(&mut self, changes: Changes, now: Millis) -> Edited {
        let mut agrees = true;
        for at in &changes.kept {
            agrees &= if self.form.is_repeat(*at) { self.follow_rows(*at, now) } else { self.follow_answer(*at, now) };
        }
        if !agrees {
            self.rebuild(now);
        }
        Edited { changes, ..self.edited(!agrees) }
    }

    fn follow_answer(&mut self, at: TreeId, now: Millis) -> bool {
        let path = self.form.path(at);
        let value = self.form.kept(at).unwrap_or_default().to_owned();
        if self.draft.shown(&path).unwrap_or_default() != value {
            // An answer that came while somebody types there stays, whatever the form does.
            let seen = self.typing.as_ref().filter(|typing| typing.path == path).map(|typing| typing.seen.clone());
            self.write(Edit::Set { path: path.clone(), value: value.clone(), seen }, now);
        }
        self.draft.shown(&path).unwrap_or_default() == value && self.is_in_rows(&path)
    }

    /// Whether the draft shows the rows that an address is in. One that came back because of a text in it goes with that text.
    fn is_in_rows(&self, path: &AnswerPath) -> bool {
        let mut rows = path.0.match_indices(']').filter_map(|(at, _)| path.0.get(..=at));
        rows.all(|row| self.draft.document().standing(&AnswerPath(row.to_owned())) != Standing::Removed)
    }

    fn follow_rows(&mut self, repeat: TreeId, now: Millis) -> bool {
        let keys: Vec<String> = self.form.rows(repeat).into_iter().filter_map(|row| self.form.key(row)).map(str::to_owned).collect();
        self.arrange(&self.form.path(repeat), &keys, now)
    }

    /// Gives a repeat of the draft these rows, in this order. Rows that the draft has besides stay behind them: a counted repeat that became
    /// shorter takes them up again when it grows (or when it is opened again while its number cannot be read). Says whether what is in
    /// them is certain to be what the form has.
    fn arrange(&mut self, repeat: &AnswerPath, keys: &[String], now: Millis) -> bool {
        let mut there = self.rows_there(repeat);
        let mut shown: HashSet<String> = there.iter().cloned().collect();
        let mut agrees = true;
        for (place, key) in keys.iter().enumerate() {
            if there.get(place) == Some(key) {
                continue;
            }
            let after = place.checked_sub(1).and_then(|before| keys.get(before)).cloned();
            if !shown.contains(key) {
                if !self.draft.document().has_row(&repeat.row(key).0) {
                    if !self.write(Edit::Insert { repeat: repeat.clone(), key: key.clone(), after }, now) {
                        return false;
                    }
                    there.insert(place, key.clone());
                    shown.insert(key.clone());
                    continue;
                }
                // Somebody removed a row that the form makes again: it is back with what was in it.
                agrees = false;
                if !self.write(Edit::Restore { row: repeat.row(key) }, now) {
                    return false;
                }
                there = self.rows_there(repeat);
                shown = there.iter().cloned().collect();
            }
            if there.get(place) != Some(key) {
                if !self.write(Edit::Move { repeat: repeat.clone(), key: key.clone(), after }, now) {
                    return false;
                }
                there.retain(|other| other != key);
                there.insert(place.min(there.len()), key.clone());
            }
        }
        agrees
    }

    /// The rows that the draft shows in a repeat.
    fn rows_there(&self, repeat: &AnswerPath) -> Vec<String> {
        let document = self.draft.document();
        let keys = document.order(repeat).into_iter();
        keys.filter(|key| document.standing(&repeat.row(key)) != Standing::Removed).collect()
    }

    /// Writes down what the form set by itself when it was made of the draft. Only before an edit: otherwise two devices that merely watch
    /// a shared draft would write to each other.
    pub(super) fn settle(&mut self, now: Millis) {
        if !std::mem::take(&mut self.owes) {
            return;
        }
        let (form, draft) = (self.form.answers(), self.draft.answers());
        for (repeat, keys) in &form.rows {
            if !draft.rows.get(repeat).is_some_and(|there| there.starts_with(keys)) {
                self.arrange(repeat, keys, now);
            }
        }
        // What the draft has and the form computes anew stays: it may be what somebody typed into an older version.
        for (path, value) in form.values {
            if draft.values.get(&path) != Some(&value) {
                self.write(Edit::set(path, value), now);
            }
        }
    }

    /// Makes the form of what the draft says.
    pub(super) fn rebuild(&mut self, now: Millis) {
        self.form = Form::resume(Arc::clone(&self.compiled), &self.draft.answers(), start(self.draft.id(), &self.outside, now));
        self.owes = true;
    }
}
