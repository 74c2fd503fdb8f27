//! What comes from elsewhere: lines of another tab, another replica of the draft, and what people gave differently.
//!
//! Invariants: where only answers are others, every node of the form stays what it is, so that nobody's field is drawn anew while they type in
//! it; nothing is read behind a gap.

use super::super::outline::moment;
use super::{Edited, Filling};
use engawa_core::form::answers::{AnswerPath, Answers};
use engawa_core::form::definition::NodeKind;
use engawa_core::form::draft::log;
use engawa_core::form::draft::{Conflict, DisputedRow};
use engawa_core::form::running::{AnswerError, Changes, Form};
use engawa_core::time::Millis;
use std::collections::BTreeSet;

impl Filling {
    /// Takes lines that another tab appended (the form is rebuilt if they change anything).
    pub fn heard(&mut self, lines: &[String], now: Millis) -> Edited {
        let mut is_new = false;
        for line in lines {
            let taken = if self.is_behind { None } else { log::read_line(line).and_then(|record| log::take(&mut self.draft, &record)).ok() };
            if let Some(new) = taken {
                is_new |= new;
            } else {
                // To go on behind a gap would pretend to know an edit that is not here. It is there when the draft is opened again.
                self.is_behind = true;
                self.unread.push(line.clone());
            }
        }
        if is_new { self.merged(now) } else { self.edited(false) }
    }

    /// The draft was merged with another replica: the form follows. Where only answers are others, every node stays what it is, so that
    /// nobody's field is drawn anew while they type in it.
    pub fn merged(&mut self, now: Millis) -> Edited {
        let (shown, kept) = (self.shown(&self.form), self.draft.answers());
        if shown == kept {
            return self.edited(false);
        }
        if let Some((form, changes)) = self.with_answers(&shown, &kept, now) {
            self.form = form;
            return Edited { changes, ..self.edited(false) };
        }
        self.rebuild(now);
        self.edited(true)
    }

    /// What a form shows, as a draft says it: a repeat whose rows the form counts says nothing by having none.
    fn shown(&self, form: &Form) -> Answers {
        let mut shown = form.answers();
        let is_counted = |path: &AnswerPath| form.find(path).is_some_and(|repeat| !form.is_open_ended(repeat));
        let rows = self.draft.answers().rows;
        shown.rows.retain(|path, keys| !keys.is_empty() || rows.contains_key(path) || !is_counted(path));
        shown
    }

    /// The form with the answers of the draft, if it comes to say the same without being made anew.
    fn with_answers(&self, shown: &Answers, kept: &Answers, now: Millis) -> Option<(Form, Changes)> {
        if shown.rows != kept.rows {
            return None;
        }
        let (mut form, mut changes) = (self.form.clone(), Changes::default());
        let all: BTreeSet<&AnswerPath> = shown.values.keys().chain(kept.values.keys()).collect();
        for path in all.into_iter().filter(|path| shown.values.get(path) != kept.values.get(path)) {
            let raw = kept.values.get(path).map_or("", String::as_str);
            match form.answer(form.find(path)?, raw, moment(now)) {
                Ok(changed) | Err(AnswerError::Unreadable(_, changed)) => changes.join(changed),
                Err(_) => return None,
            }
        }
        // A rule of the form may have set something of its own.
        (self.shown(&form) == *kept).then_some((form, changes))
    }

    /// Answers that several people gave differently. What nobody is asked is not among them: the newest counts.
    pub fn conflicts(&self) -> Vec<Conflict> {
        let is_asked = |path: &AnswerPath| {
            let node = self.form.find(path).and_then(|at| self.form.node(at));
            node.is_none_or(|node| matches!(node.kind, NodeKind::Question(_)) && node.calculate.is_none())
        };
        self.draft.conflicts().into_iter().filter(|conflict| is_asked(&conflict.path)).collect()
    }

    /// Rows that can be brought back.
    pub fn removed_rows(&self) -> Vec<DisputedRow> {
        self.draft.removed_rows()
    }

    /// Rows that came back because somebody typed in them meanwhile.
    pub fn came_back(&self) -> Vec<DisputedRow> {
        self.draft.came_back()
    }
}
