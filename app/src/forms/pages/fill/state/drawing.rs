//! What is drawn again, and when: a node at once, the rest in a pause.
//!
//! Each node that is drawn has a mark of its own, so one keystroke redraws what depends on it. What needs a walk over the whole form
//! (progress, list of screens, the card) waits for a pause. Invariant: what is wrong with an answer is shown once the person was there or tried
//! to send it, not before.

use super::super::sent;
use super::super::signals::Place;
use super::Fill;
use crate::forms::device::DraftCard;
use crate::forms::filling::{Progress, Remark, Screen};
use crate::messages::forms::refusals as r;
use engawa_core::Message;
use engawa_core::form::running::ViolationKind;
use engawa_core::form::tree::TreeId;
use leptos::prelude::*;
use std::sync::Arc;
use std::time::Duration;

/// How long nothing is typed before what costs a walk over the form is computed.
const PAUSE: Duration = Duration::from_millis(300);

impl Fill {
    /// Redraws what asks here when this node changes.
    pub fn see(self, at: TreeId) {
        if let Some(mark) = self.change(|core| core.marks.entry(at).or_default().clone()) {
            mark.track();
        }
    }

    /// Draws the whole form again, at the same screen; the focus stays.
    pub fn redraw(self) {
        self.change(|core| core.marks.clear());
        self.outline();
        self.drawn().update(|drawn| *drawn += 1);
        if let Some(focused) = self.with(|core| core.focused.clone()) {
            self.focus_soon(focused);
        }
    }

    /// Computes the screens again. A screen that is gone gives way to the one in its place.
    pub fn outline(self) {
        let (layout, language) = (self.layout().get_untracked(), self.language().get_untracked());
        let screens: Vec<Screen> = self.with(|core| core.filling.screens(layout, language));
        if let Place::Screen(key) = self.place().get_untracked()
            && !screens.iter().any(|screen| screen.key == key)
        {
            let before = self.index().unwrap_or(0);
            let near = screens.get(before).or(screens.last()).map(|screen| screen.key.clone());
            self.place().set(near.map_or(Place::Check, Place::Screen));
        }
        if self.screens().with_untracked(|old| *old != screens) {
            self.screens().set(screens);
        }
    }

    pub(super) fn pause(self) {
        if let Some(Some(timer)) = self.change(|core| core.pause.take()) {
            timer.clear();
        }
        let timer = set_timeout_with_handle(move || self.settled(), PAUSE).ok();
        self.change(|core| core.pause = timer);
    }

    /// What is computed in pauses.
    pub(super) fn settled(self) {
        if self.is_gone() {
            return;
        }
        self.outline();
        self.look_at_comments();
        self.beat().update(|beat| *beat += 1);
        let progress: Progress = self.with(|core| core.filling.progress());
        if self.progress().get_untracked() != progress {
            self.progress().set(progress);
        }
        let invitation = self.invitation().get_untracked();
        let job = self.change(|core| {
            let card = DraftCard { corrects: core.card.corrects.clone(), ..core.filling.card(core.card.changed_at, invitation) };
            let is_new = card != core.card;
            core.card = card;
            is_new.then(|| (Arc::clone(&core.keeper), core.card.clone()))
        });
        // The list of drafts shows the name and how far it is; the counter stays what it was.
        if let Some(Some((keeper, card))) = job {
            keeper.keep(card, Vec::new(), 0);
        }
    }

    /// Looks at the comments again.
    pub fn look_at_comments(self) {
        let comments: Vec<Remark> = self.with(|core| core.filling.comments());
        if self.comments().with_untracked(|old| *old != comments) {
            self.comments().set(comments);
        }
    }

    /// The person was at this question: what is wrong with it is shown from now on.
    pub fn touch(self, at: TreeId) {
        let mark = self.change(|core| {
            let path = core.filling.form().path(at);
            if core.touched.insert(path) { core.marks.get(&at).cloned() } else { None }
        });
        if let Some(Some(mark)) = mark {
            mark.notify();
        }
    }

    /// What is wrong with a question, once the person was there, in the form's words or ours.
    pub fn error(self, at: TreeId) -> Option<String> {
        let (lang, language, tried) = (self.lang, self.language().get(), self.tried().get());
        let own = self.with(|core| {
            let form = core.filling.form();
            let kind = form.violation(at)?;
            if !tried && !core.touched.contains(&form.path(at)) {
                return None;
            }
            let words = form.message(at, language);
            Some(if words.trim().is_empty() { violation_words(kind).text(lang).to_owned() } else { words })
        });
        own.or_else(|| {
            let path = self.form(|form| form.path(at).0);
            let is_mended = self.mended().with(|mended| mended.contains(&path));
            if is_mended { None } else { self.sent.with(|sent| sent::refused_at(sent, &path, lang)) }
        })
    }
}

/// What is wrong, in our own words.
fn violation_words(kind: ViolationKind) -> Message {
    match kind {
        ViolationKind::Required => r::ANSWER_REQUIRED,
        ViolationKind::Constraint => r::ANSWER_CONSTRAINT,
        ViolationKind::Type => r::ANSWER_TYPE,
        ViolationKind::Fault => r::ANSWER_FAULT,
    }
}
