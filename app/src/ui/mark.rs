//! Marks in a text what a search found in it.

use engawa_core::text::{Query, highlight};
use leptos::either::Either;
use leptos::prelude::*;

/// `text` with what `words` matches inside `<mark>`. Without words it is the text alone.
pub fn mark(text: &str, words: &str) -> AnyView {
    if words.is_empty() {
        return text.to_owned().into_any();
    }
    highlight(text, &Query::typed(words))
        .iter()
        .map(|span| {
            let part = span.text(text).to_owned();
            if span.hit { Either::Left(view! { <mark>{part}</mark> }) } else { Either::Right(part) }
        })
        .collect_view()
        .into_any()
}
