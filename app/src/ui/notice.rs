//! Boxes that say something about the page itself: notes, cautions, errors, "not here yet".

use super::icons::{Icon, icon, svg};
use super::still::{Markup, html};
use super::text::t;
use crate::app::set_status;
use crate::messages::{common as m, trouble};
use crate::repo::ReadError;
use engawa_core::Message;
use leptos::prelude::*;

/// How serious a notice is. Each tone has its own icon and word besides its colour.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tone {
    /// Good to know.
    Note,
    /// Mind this.
    Caution,
    /// Something failed.
    Error,
}

impl Tone {
    /// Class, icon and word.
    fn look(self) -> (&'static str, Icon, Message) {
        match self {
            Self::Note => ("notice notice-note", Icon::Info, m::NOTE),
            Self::Caution => ("notice notice-caution", Icon::Warning, m::CAUTION),
            Self::Error => ("notice notice-error", Icon::Warning, m::ERROR),
        }
    }
}

/// A box with a sentence, and what to do about it.
#[component]
pub fn Notice(
    /// How serious it is.
    tone: Tone,
    /// The sentence.
    #[prop(into)]
    text: String,
    /// Links or buttons.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    let (class, picture, word) = tone.look();
    view! {
        <div class=class>
            {icon(picture)} <div class="notice-text">
                <span class="visually-hidden">{t(word)}</span>
                <p>{text}</p>
                {children.map(|children| children())}
            </div>
        </div>
    }
}

/// The same without buttons, as still markup.
pub fn notice(tone: Tone, text: &str) -> Markup {
    let (class, picture, word) = tone.look();
    html! {
        div class=(class) {
            (svg(picture))
            div.notice-text { span.visually-hidden { (t(word)) } p { (text) } }
        }
    }
}

/// What a page says when it could not be read.
pub fn read_error(error: ReadError) -> AnyView {
    let (tone, message) = match error {
        ReadError::NotYetHere => (Tone::Note, m::NOT_YET_HERE),
        ReadError::Broken => {
            // A page without what it is for did not go well, for search engines and for the worker that keeps another copy.
            set_status(503);
            (Tone::Error, m::BROKEN)
        }
    };
    view! { <Notice tone text=t(message) /> }.into_any()
}

/// The same for a page whose heading is in what could not be read.
pub fn page_error(error: ReadError) -> AnyView {
    view! {
        <div class="wrap page">
            <h1>{t(trouble::BROKEN)}</h1>
            {read_error(error)}
        </div>
    }
    .into_any()
}

/// What stands where something is still being read.
pub fn loading() -> AnyView {
    view! { <p class="loading">{t(m::LOADING)}</p> }.into_any()
}
