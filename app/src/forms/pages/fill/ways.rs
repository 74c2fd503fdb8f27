//! Where the person is in the form, and where the focus goes.
//!
//! Screens are found again by the address of what they are for, elements by the address of their answer, so both outlive a form that was
//! drawn anew. Invariant: after a change of screen the focus is on its heading or on the answer that was gone to, never nowhere.

use super::screen::HEADING;
use super::signals::Place;
use super::state::Fill;
use crate::forms::pages::plain::id;
use engawa_core::form::answers::AnswerPath;
use engawa_core::form::tree::TreeId;
use leptos::prelude::*;
use std::time::Duration;

/// How long after a change of screen its elements are there to take the focus.
const DRAWN: Duration = Duration::from_millis(40);

impl Fill {
    /// The place of the screen among all, from 0; nothing at the last page.
    pub fn index(self) -> Option<usize> {
        let Place::Screen(key) = self.place().get_untracked() else { return None };
        self.screens().with_untracked(|screens| screens.iter().position(|screen| screen.key == key))
    }

    /// The key of the screen that a node is on.
    pub fn screen_of(self, at: TreeId) -> Option<AnswerPath> {
        let above: Vec<TreeId> = self.form(|form| std::iter::successors(Some(at), |at| form.parent(*at)).collect());
        self.screens().with_untracked(|screens| {
            above.iter().find_map(|at| screens.iter().find(|screen| screen.nodes.contains(at)).map(|screen| screen.key.clone()))
        })
    }

    /// Goes to an answer and puts the focus there.
    pub fn go_to(self, path: &AnswerPath) {
        let Some(at) = self.form(|form| form.find(path)) else { return };
        let Some(key) = self.screen_of(at) else { return };
        if self.place().get_untracked() != Place::Screen(key.clone()) {
            self.hide_again();
            self.place().set(Place::Screen(key));
        }
        self.focus_soon(id(&path.0));
    }

    /// Goes to a screen or the last page; the focus is on its heading.
    pub fn go(self, place: Place) {
        self.removed().set(None);
        self.hide_again();
        self.place().set(place);
        self.focus_soon(HEADING.to_owned());
    }

    /// Puts the focus on an element that is about to be drawn.
    pub fn focus_soon(self, element: String) {
        let Some(device) = self.device() else { return };
        set_timeout(move || device.focus(&element), DRAWN);
    }

    /// Notes which question has the focus, so that it has it after the form was drawn again.
    pub fn note_focus(self, element: Option<String>) {
        self.change(|core| core.focused = element);
    }

    /// The focus left this element; nothing happens if it is elsewhere by now.
    pub fn note_focus_left(self, element: &str) {
        self.change(|core| {
            if core.focused.as_deref() == Some(element) {
                core.focused = None;
            }
        });
    }
}
