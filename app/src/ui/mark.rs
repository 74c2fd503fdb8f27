//! Marks in a text what a search found in it.

use super::still::{Markup, Together, html};
use engawa_core::text::{Query, highlight};

/// `text` with what `words` matches inside `<mark>`. Without words it is the text alone.
pub fn mark(text: &str, words: &str) -> Markup {
    if words.is_empty() {
        return html! { (text) };
    }
    let spans = highlight(text, &Query::typed(words));
    spans.iter().map(|span| html! { @if span.hit { mark { (span.text(text)) } } @else { (span.text(text)) } }).together()
}
