//! Words on the screen: messages in the language of this page.
//!
//! Invariant: a page speaks one language from its load to its end; choosing another loads the page again. So words are plain
//! strings, never signals.

use crate::site::Boot;
use chrono::NaiveDate;
use engawa_core::{Lang, Message};
use leptos::prelude::*;

/// What this page was started with, from context.
pub fn use_boot() -> Boot {
    expect_context::<Boot>()
}

/// The language of this page. Asks the context, so call it while drawing, not in an event handler.
pub fn use_lang() -> Lang {
    with_context::<Boot, _>(|boot| boot.lang).unwrap_or_default()
}

/// The civil date in Japan of this page.
pub fn use_today() -> NaiveDate {
    with_context::<Boot, _>(|boot| boot.today).unwrap_or_default()
}

/// A message in the language of this page.
pub fn t(message: Message) -> &'static str {
    message.text(use_lang())
}

/// A message with arguments in the language of this page.
pub fn tf(message: Message, args: &[&str]) -> String {
    message.with(use_lang(), args)
}
