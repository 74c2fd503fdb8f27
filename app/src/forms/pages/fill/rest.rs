//! What is left of a draft that cannot be opened: its form is not here, or something of it is damaged or of a newer build. Its words can be
//! read and copied all the same, and all of it saved as a file. Nothing on the device changes.

use super::state::Fill;
use super::{aside, options};
use crate::forms::aside::{Everything, Told, as_text, everything, told_without_form};
use crate::forms::device::{FormDevice, OpenedDraft};
use crate::messages::forms::aside as m;
use crate::messages::forms::fill as f;
use crate::ui::icons::{Icon, icon};
use engawa_core::Lang;
use engawa_core::form::draft::file;
use leptos::prelude::*;
use std::sync::Arc;

/// What is left of a draft.
#[derive(Clone)]
pub struct Rest {
    told: Vec<Told>,
    /// What its file is called.
    name: String,
    /// Its file.
    text: String,
    media_type: &'static str,
    device: Arc<dyn FormDevice>,
}

/// Reads it; nothing if the device's store does not give it.
pub async fn read(device: &Arc<dyn FormDevice>, id: &str, lang: Lang) -> Option<Rest> {
    let OpenedDraft { card, snapshot, lines, .. } = device.open(id).await.ok()?;
    let before = device.aside(id).await.unwrap_or_default();
    let Everything { draft, aside, words } = everything(&snapshot, &lines, before);
    let (told, stem) = (told_without_form(words, lang), options::stem(&card));
    let (name, text, media_type) = match draft {
        Some(draft) => {
            let named: Vec<String> = draft.attachments().into_iter().map(|file| file.sha256).collect();
            // Without their contents the answers are still there.
            let contents = device.contents(named).await.unwrap_or_default();
            (format!("{stem}{}", file::EXTENSION), file::export_with(&draft, &contents, &aside), "application/json")
        }
        None => (aside::file_name(&stem, lang), as_text(&stem, &told, &aside, lang), aside::TEXT),
    };
    Some(Rest { told, name, text, media_type, device: Arc::clone(device) })
}

/// What is said of it.
pub fn draw(fill: Fill, rest: Rest) -> AnyView {
    let lang = fill.lang;
    let Rest { told, name, text, media_type, device } = rest;
    // At a shared screen nothing is saved.
    let save = (!fill.is_shared()).then(|| {
        let press = move |_| device.save_bytes(&name, text.as_bytes(), media_type);
        view! {
            <p class="buttons">
                <button type="button" class="button" on:click=press>
                    {icon(Icon::Download)}
                    <span>{f::EXPORT.text(lang)}</span>
                </button>
            </p>
        }
    });
    view! {
        <section role="status">
            <p>{m::REST_TEXT.text(lang)}</p>
            {aside::listed(told, m::REST, lang)}
            {save}
        </section>
    }
    .into_any()
}
