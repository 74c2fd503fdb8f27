//! How the form is shown, and what can be done with the draft as a whole: saved as a file, deleted.

use super::signals::Place;
use super::state::Fill;
use crate::forms::device::DraftCard;
use crate::forms::filling::Layout;
use crate::forms::outline::language_name;
use crate::forms::rules::file_name;
use crate::messages::forms::fill as m;
use crate::ui::icons::{Icon, icon};
use engawa_core::form::draft::aside::with_lines;
use engawa_core::form::draft::file;
use leptos::prelude::*;
use leptos::task::spawn_local;

/// The longest name of a file without its ending, in characters.
const FILE_NAME_MAX: usize = 60;

/// How the form is shown: layout and language.
pub fn choices(fill: Fill) -> AnyView {
    let lang = fill.lang;
    let languages: Vec<String> = fill.with(|core| core.definition.languages.iter().map(|name| language_name(name).to_owned()).collect());
    let lay_out = move |layout: Layout| {
        if fill.layout().get_untracked() == layout {
            return;
        }
        // The screen changes its key; the question that was shown stays.
        let here = if let Place::Screen(key) = fill.place().get_untracked() { Some(key) } else { None };
        fill.layout().set(layout);
        fill.outline();
        let at = here.and_then(|key| fill.form(|form| form.find(&key)));
        if let Some(key) = at.and_then(|at| fill.screen_of(at)) {
            fill.place().set(Place::Screen(key));
        }
    };
    let button = move |layout: Layout, words: &'static str| {
        let is_on = move || if fill.layout().get() == layout { "true" } else { "false" };
        view! {
            <button type="button" class="button button-small" aria-pressed=is_on on:click=move |_| lay_out(layout)>
                {words}
            </button>
        }
    };
    let language = (languages.len() > 1).then(|| {
        let options = languages
            .into_iter()
            .enumerate()
            .map(|(at, name)| {
                view! {
                    <option value=at.to_string() prop:selected=move || fill.language().get() == at>
                        {name}
                    </option>
                }
            })
            .collect_view();
        let choose = move |event: leptos::ev::Event| {
            if let Ok(at) = event_target_value(&event).parse::<usize>() {
                fill.language().set(at);
                fill.outline();
            }
        };
        view! {
            <div class="field">
                <label for="fill-language">{m::LANGUAGE.text(lang)}</label>
                <select class="input" id="fill-language" on:change=choose>
                    {options}
                </select>
            </div>
        }
    });
    view! {
        <details class="fill-more">
            <summary>{m::SHOW_AS.text(lang)}</summary>
            <div class="buttons" role="group" aria-label=m::SHOW_AS.text(lang)>
                {button(Layout::Single, m::LAYOUT_SINGLE.text(lang))}
                {button(Layout::Sections, m::LAYOUT_SECTIONS.text(lang))}
            </div>
            {language}
        </details>
    }
    .into_any()
}

/// The draft itself: its name, as a file, and its end.
pub fn away(fill: Fill, name: AnyView) -> AnyView {
    let lang = fill.lang;
    let is_asked = RwSignal::new(false);
    let delete = move || {
        if is_asked.get() {
            view! {
                <p>
                    <strong>{m::DELETE_SURE.text(lang)}</strong>
                </p>
                <div class="buttons">
                    <button type="button" class="button button-danger" on:click=move |_| discard(fill)>
                        {m::DELETE_YES.text(lang)}
                    </button>
                    <button type="button" class="button" on:click=move |_| is_asked.set(false)>
                        {m::DELETE_NO.text(lang)}
                    </button>
                </div>
            }
            .into_any()
        } else {
            view! {
                <button type="button" class="button" on:click=move |_| is_asked.set(true)>
                    {m::DELETE.text(lang)}
                </button>
            }
            .into_any()
        }
    };
    view! {
        <details class="fill-more">
            <summary>{m::DRAFT.text(lang)}</summary>
            {name}
            <p>{m::EXPORT_TEXT.text(lang)}</p>
            <button type="button" class="button" on:click=move |_| export(fill)>
                {icon(Icon::Download)}
                <span>{m::EXPORT.text(lang)}</span>
            </button>
            <div class="fill-delete" role="status">
                {delete}
            </div>
        </details>
    }
    .into_any()
}

/// What a file of a draft is called, without its ending.
pub fn stem(card: &DraftCard) -> String {
    let name = if card.title.is_empty() { &card.form_title } else { &card.title };
    file_name(name).chars().take(FILE_NAME_MAX).collect()
}

/// Offers the draft as a file, with the files that it names.
pub fn export(fill: Fill) {
    let Some(device) = fill.device() else { return };
    let named: Vec<String> = fill.with(|core| core.filling.draft().attachments().into_iter().map(|file| file.sha256).collect());
    spawn_local(async move {
        // Without their contents the answers are still there.
        let contents = device.contents(named).await.unwrap_or_default();
        let aside = fill.aside().get_untracked();
        let (text, name) = fill.with(|core| {
            // What another tab wrote and could not be read here is not aside yet.
            let aside = with_lines(aside, core.filling.unread());
            (file::export_with(core.filling.draft(), &contents, &aside), format!("{}{}", stem(&core.card), file::EXTENSION))
        });
        if !text.is_empty() {
            device.save_as(&name, &text);
        }
    });
}

/// Deletes the draft on this device and goes to the list.
fn discard(fill: Fill) {
    let Some(device) = fill.device() else { return };
    let id: String = fill.with(|core| core.card.id.clone());
    spawn_local(async move {
        if device.discard(&id).await.is_ok() {
            fill.forget();
            fill.leave("/drafts");
        } else if !fill.is_gone() {
            fill.refusal().set(Some(m::DELETE_FAILED.text(fill.lang).to_owned()));
        }
    });
}
