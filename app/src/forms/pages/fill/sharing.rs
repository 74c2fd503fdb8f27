//! The panel of a draft that a group fills in together: inviting, who one is for the others, how it stands.

use super::signals::Shared;
use super::state::Fill;
use super::together;
use crate::messages::detail as d;
use crate::messages::forms::fill as m;
use crate::ui::icons::{Icon, icon};
use crate::ui::qr::qr;
use crate::ui::still::still;
use engawa_core::form::draft::share::Refusal;
use leptos::prelude::*;
use std::sync::Arc;

/// The longest name, in characters.
const NAME_MAX: usize = 60;

/// The panel.
pub fn draw(fill: Fill) -> AnyView {
    let lang = fill.lang;
    let inside = move || match fill.invitation().get() {
        Some(fragment) => invited(fill, &fragment),
        None => view! {
            <p>{m::SHARE_TEXT.text(lang)}</p>
            <button type="button" class="button" on:click=move |_| together::begin(fill)>
                {icon(Icon::People)}
                <span>{m::SHARE_BEGIN.text(lang)}</span>
            </button>
        }
        .into_any(),
    };
    view! {
        <details class="fill-more">
            <summary>{m::SHARE.text(lang)}</summary>
            {inside}
        </details>
    }
    .into_any()
}

fn invited(fill: Fill, fragment: &str) -> AnyView {
    let lang = fill.lang;
    let path = format!("/join#{fragment}");
    let origin = fill.device().map(|device| device.origin()).unwrap_or_default();
    let link = format!("{origin}{path}");
    let copied = RwSignal::new(false);
    let share = move |_| {
        let told = Callback::new(move |was_copied: bool| copied.set(was_copied));
        let title: String = fill.with(|core| core.card.form_title.clone());
        fill.page_device(|device| device.share(&title, &path, told));
    };
    let name = move |event: leptos::ev::Event| rename(fill, &event_target_value(&event));
    view! {
        <p>{m::SHARE_LINK.text(lang)}</p>
        <p class="fill-link" translate="no">
            {link.clone()}
        </p>
        <div class="buttons">
            <button type="button" class="button" on:click=share>
                {icon(Icon::Share)}
                <span>{m::SHARE_SEND.text(lang)}</span>
            </button>
        </div>
        <p role="status">{move || copied.get().then(|| d::COPIED.text(lang))}</p>
        <div class="fill-qr">{still(qr(&link, m::SHARE_QR.text(lang)))}</div>
        <div class="field">
            <label class="field-label" for="fill-by">
                {m::BY_NAME.text(lang)}
            </label>
            <p class="field-hint" id="fill-by-hint">
                {m::BY_NAME_HINT.text(lang)}
            </p>
            <input
                class="input"
                type="text"
                id="fill-by"
                maxlength=NAME_MAX.to_string()
                autocomplete="nickname"
                aria-describedby="fill-by-hint"
                on:change=name
            />
        </div>
    }
    .into_any()
}

/// Who the person is for the others: the draft is opened once more in this name.
fn rename(fill: Fill, by: &str) {
    let by: String = by.trim().chars().take(NAME_MAX).collect();
    let opened = fill.change(|core| {
        core.by = by;
        core.reopen(Arc::clone(&core.definition))
    });
    if opened == Some(true) {
        fill.redraw();
    }
}

/// How sharing stands, in one line; nothing if nobody else has the draft.
pub fn standing(fill: Fill) -> String {
    let lang = fill.lang;
    match fill.shared().get() {
        Shared::Alone => String::new(),
        Shared::Waiting => m::SHARED_WAITING.text(lang).to_owned(),
        Shared::InSync(at) => m::SHARED_IN_SYNC.with(lang, &[&fill.clock(at)]),
        Shared::Trouble => m::SHARED_TROUBLE.text(lang).to_owned(),
        Shared::Ended(Refusal::Gone) => m::SHARED_GONE.text(lang).to_owned(),
        Shared::Ended(Refusal::Closed) => m::SHARED_CLOSED.text(lang).to_owned(),
        Shared::Ended(Refusal::TooLarge) => m::SHARED_TOO_LARGE.text(lang).to_owned(),
        Shared::Ended(Refusal::Malformed) => m::SHARED_MALFORMED.text(lang).to_owned(),
    }
}
