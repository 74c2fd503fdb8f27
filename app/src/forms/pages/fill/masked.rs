//! Answers that are hidden like a password, as the appearances `masked` and `hidden-answer` ask, and the button that shows one.
//!
//! What is shown is hidden again on the next screen. Invariant: no sheet that is printed has an answer that the screen hides.

use super::state::Fill;
use crate::forms::outline::MASK;
use crate::messages::forms::fill as m;
use engawa_core::form::AnswerPath;
use leptos::prelude::*;
use std::collections::BTreeSet;

impl Fill {
    /// Whether a hidden answer is shown for now. Redraws what asks.
    pub fn is_revealed(self, path: &AnswerPath) -> bool {
        self.revealed().with(|revealed| revealed.contains(path))
    }

    /// Hides again what was shown.
    pub fn hide_again(self) {
        if self.revealed().with_untracked(|revealed| !revealed.is_empty()) {
            self.revealed().update(BTreeSet::clear);
        }
    }
}

/// The button that shows a hidden answer and hides it again. It is called by its question, too: a page may have many such buttons.
pub fn button(fill: Fill, path: AnswerPath, asks: impl Fn() -> String + Send + 'static) -> AnyView {
    let own = path.clone();
    let is_revealed = Memo::new(move |_| fill.is_revealed(&own));
    let press = move |_| {
        fill.revealed().update(|revealed| {
            if !revealed.remove(&path) {
                revealed.insert(path.clone());
            }
        });
    };
    let word = move || if is_revealed.get() { m::MASKED_HIDE.text(fill.lang) } else { m::MASKED_SHOW.text(fill.lang) };
    view! {
        <button type="button" class="button button-small" on:click=press>
            {word}
            " "
            <span class="visually-hidden">{asks}</span>
        </button>
    }
    .into_any()
}

/// An answer in words that is hidden until somebody asks for it.
pub fn answer(fill: Fill, path: AnswerPath, words: impl Fn() -> String + Send + 'static) -> AnyView {
    let is_revealed = Memo::new(move |_| fill.is_revealed(&path));
    view! {
        {move || {
            let words = words();
            if words.is_empty() || is_revealed.get() {
                return words.into_any();
            }
            view! {
                <span aria-hidden="true">{MASK}</span>
                <span class="visually-hidden">{m::MASKED.text(fill.lang)}</span>
            }
            .into_any()
        }}
    }
    .into_any()
}
