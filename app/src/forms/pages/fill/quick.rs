//! A question that goes on by itself as soon as a choice is pressed, as the appearances `quick` and `quickcompact` ask.
//!
//! Only where it stands alone on its screen, only by finger, pen or mouse, and only after the page said so: whoever chooses with keys walks
//! through the choices first and must not be carried away (WCAG 2.2, 3.2.2). It goes on as the button does: what is wrong is shown first.

use super::how::has_look;
use super::question::{Asked, Manner};
use super::screen;
use super::state::Fill;
use crate::forms::filling::Layout;
use crate::messages::forms::fill as m;
use engawa_core::form::definition::{Control, Node, NodeKind};
use engawa_core::form::tree::TreeId;
use leptos::prelude::*;

/// What the boxes of a question know of it.
#[derive(Clone, Copy)]
pub struct Quick {
    fill: Fill,
    is_on: bool,
    is_pressed: StoredValue<bool>,
}

fn wants(node: &Node) -> bool {
    matches!(node.kind, NodeKind::Question(Control::SelectOne(_))) && (has_look(node, "quick") || has_look(node, "quickcompact"))
}

/// Whether nothing else is asked on the screen of a question: one at a time, what is only to be read stands before it.
fn is_alone(fill: Fill, at: TreeId) -> bool {
    let is_its_own = || fill.screens().with_untracked(|screens| screens.iter().any(|screen| screen.nodes.last() == Some(&at)));
    fill.layout().get_untracked() == Layout::Single && is_its_own()
}

impl Quick {
    /// Of a question as it is drawn now. Another layout draws it again.
    pub fn of(asked: Asked) -> Self {
        let is_wanted = asked.fill.form(|form| form.node(asked.at).is_some_and(wants));
        let is_on = is_wanted && asked.manner == Manner::Whole && is_alone(asked.fill, asked.at);
        Self { fill: asked.fill, is_on, is_pressed: StoredValue::new(false) }
    }

    /// What is said beforehand.
    pub fn hint(self) -> Option<AnyView> {
        self.is_on.then(|| view! { <p class="field-hint">{m::QUICK_HINT.text(self.fill.lang)}</p> }.into_any())
    }

    /// A choice was pressed, or a key was: which of both comes right before it is chosen.
    pub fn note(self, is_pressed: bool) {
        self.is_pressed.set_value(is_pressed);
    }

    /// Something was chosen: goes on if it was pressed.
    pub fn chosen(self) {
        if !self.is_on || self.is_pressed.try_get_value() != Some(true) {
            return;
        }
        self.is_pressed.set_value(false);
        let before = self.fill.place().get_untracked();
        screen::next(self.fill);
        if self.fill.place().get_untracked() != before {
            self.fill.said().set(m::QUICK_WENT.text(self.fill.lang).to_owned());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use engawa_core::form::definition::Choices;

    #[test]
    fn one_of_few_wants_it_and_nothing_else() {
        let list = || Choices::List { list: "l".into(), nodeset: String::new() };
        for (control, look, expected) in [
            (Control::SelectOne(list()), "quick", true),
            (Control::SelectOne(list()), "quickcompact", true),
            (Control::SelectOne(list()), "compact", false),
            (Control::SelectMultiple(list()), "quick", false),
            (Control::Range, "quick", false),
        ] {
            let mut node = Node::new("q", None, NodeKind::Question(control));
            node.appearance = vec![look.to_owned()];
            assert_eq!(wants(&node), expected, "{look}");
        }
    }
}
