//! What could not be read of a draft and was put aside: how much, since when, its words to copy, and all of it as a file.

use super::state::Fill;
use super::{matters, options};
use crate::forms::aside::{Told, as_text, told};
use crate::messages::forms::aside as m;
use crate::ui::icons::{Icon, icon};
use crate::ui::notice::{Notice, Tone};
use engawa_core::form::draft::aside::{Aside, Words, salvage};
use engawa_core::{Lang, Message};
use leptos::prelude::*;

/// What a text file is taken for.
pub const TEXT: &str = "text/plain;charset=utf-8";

/// What is said of it; nothing if nothing was put aside.
pub fn draw(fill: Fill) -> AnyView {
    let said = move || {
        let aside = fill.aside().get();
        (!aside.is_empty()).then(|| notice(fill, &aside))
    };
    view! { <div role="status">{said}</div> }.into_any()
}

fn notice(fill: Fill, aside: &[Aside]) -> AnyView {
    let lang = fill.lang;
    let count = aside.len().to_string();
    let text = match aside.iter().filter_map(|it| it.at).min() {
        Some(at) => m::ASIDE_SINCE.with(lang, &[&count, &fill.clock(at)]),
        None => m::ASIDE.with(lang, &[&count]),
    };
    // At a shared screen nothing is saved.
    let save = (!fill.is_shared()).then(|| {
        view! {
            <div class="buttons">
                <button type="button" class="button" on:click=move |_| save(fill)>
                    {icon(Icon::Download)}
                    <span>{m::SAVE.text(lang)}</span>
                </button>
            </div>
        }
        .into_any()
    });
    let found = in_words(fill, aside);
    view! {
        <Notice tone=Tone::Caution text>
            <p>{m::KEPT.text(lang)}</p>
            {listed(found, m::WORDS, lang)}
            {save}
        </Notice>
    }
    .into_any()
}

/// Words in a fold, to look at and to copy.
pub fn listed(found: Vec<Told>, summary: Message, lang: Lang) -> AnyView {
    if found.is_empty() {
        return view! { <p>{m::WORDS_NONE.text(lang)}</p> }.into_any();
    }
    let count = found.len().to_string();
    let items = found
        .into_iter()
        .map(|Told { label, text }| {
            view! {
                <li>
                    <p class="fill-answer">{label} ": " <span translate="no">{text}</span></p>
                </li>
            }
        })
        .collect_view();
    view! {
        <details class="fill-more">
            <summary>{summary.with(lang, &[&count])}</summary>
            <ul class="fill-options">{items}</ul>
        </details>
    }
    .into_any()
}

/// What is in it, as the form calls it.
fn in_words(fill: Fill, aside: &[Aside]) -> Vec<Told> {
    let language = fill.language().get_untracked();
    let found: Vec<Words> = fill.with(|core| salvage(core.filling.draft().document(), aside.iter().map(|it| it.line.as_str())));
    told(found, fill.lang, |path, text| {
        let label = matters::label_at(fill, path);
        (label, fill.form(|form| matters::value_words(form, path, text, language)))
    })
}

/// Offers all of it as a text file.
fn save(fill: Fill) {
    let Some(device) = fill.device() else { return };
    let aside = fill.aside().get_untracked();
    let name: String = fill.with(|core| options::stem(&core.card));
    let text = as_text(&name, &in_words(fill, &aside), &aside, fill.lang);
    device.save_bytes(&file_name(&name, fill.lang), text.as_bytes(), TEXT);
}

/// What the file of what was put aside of a draft of this name is called.
pub fn file_name(name: &str, lang: Lang) -> String {
    format!("{name}-{}.txt", m::SAVE_NAME.text(lang))
}
