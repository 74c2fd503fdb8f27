//! The quiet bar under the header: offline since when, what is not sent yet, first sync, new version, nothing can be kept.
//!
//! Empty on the server and until the device has something to say, so that hydration matches; then readers announce it politely.

use super::icons::{Icon, icon};
use super::text::use_lang;
use crate::device::{use_device, use_state};
use crate::forms::device::OutboxLine;
use crate::messages::common as m;
use crate::messages::forms::papers;
use leptos::prelude::*;
use leptos_router::hooks::use_location;

/// The bar.
#[component]
pub fn StatusBar() -> impl IntoView {
    let state = use_state();
    let device = StoredValue::new(use_device());
    let lang = use_lang();
    let path = use_location().pathname;
    let offline = move || {
        (!state.online.get()).then(|| {
            let words = match state.as_of.get() {
                Some(millis) => m::OFFLINE_AS_OF.with(lang, &[&device.with_value(|device| device.clock(millis))]),
                None => m::OFFLINE.text(lang).to_owned(),
            };
            view! {
                <p class="status-line status-offline">
                    {icon(Icon::Offline)} <span translate="no">{words}</span>
                </p>
            }
        })
    };
    let progress = move || {
        state.progress.get().map(|(here, all)| {
            let words = m::FIRST_SYNC.with(lang, &[&here.to_string(), &all.to_string()]);
            view! {
                <p class="status-line">
                    <span aria-hidden="true">{words}</span>
                    <progress max=all.max(1).to_string() value=here.to_string() aria-label=m::FIRST_SYNC_LABEL.text(lang)></progress>
                </p>
            }
        })
    };
    let update = move || {
        state.update_ready.get().then(|| {
            view! {
                <p class="status-line">
                    <span>{m::UPDATE_READY.text(lang)}</span>
                    <button type="button" class="button button-small" on:click=move |_| device.with_value(|device| device.update())>
                        {m::UPDATE_NOW.text(lang)}
                    </button>
                </p>
            }
        })
    };
    let refused = move || {
        state.storage_refused.get().then(|| {
            view! {
                <p class="status-line">
                    {icon(Icon::Info)} <span>{m::STORAGE_REFUSED.text(lang)}</span>
                </p>
            }
        })
    };
    // How many are not sent, and how many of them need somebody. A memo, so that nothing is announced again while lines move on.
    let unsent = Memo::new(move |_| {
        state.outbox.with(|lines| {
            let count = |wanted: fn(&OutboxLine) -> bool| lines.iter().filter(|line| wanted(line)).count();
            (count(|line| !line.standing.is_done()), count(|line| line.standing.needs_somebody()))
        })
    });
    let outbox = move || {
        let (picture, words) = match unsent.get() {
            (0, _) => return None,
            (all, 0) => (Icon::Mail, papers::UNSENT.with(lang, &[&all.to_string()])),
            (_, stuck) => (Icon::Warning, papers::UNSENT_STUCK.with(lang, &[&stuck.to_string()])),
        };
        let way = move || (path.get() != "/outbox").then(|| view! { <a href="/outbox">{papers::TO_OUTBOX.text(lang)}</a> });
        Some(view! {
            <p class="status-line">
                {icon(picture)} <span translate="no">{words}</span> {way}
            </p>
        })
    };
    view! {
        <div class="status" role="status">
            {offline}
            {outbox}
            {progress}
            {update}
            {refused}
        </div>
    }
}
