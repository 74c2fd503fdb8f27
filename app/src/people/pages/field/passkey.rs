//! The passkey beside the PIN: adding one, taking it away, opening with it; what went wrong, in words.
//!
//! Invariant: the PIN stays, so whatever a browser cannot do here leaves nobody outside.

use super::{Field, HEADING, opening};
use crate::messages::people::field as m;
use crate::people::device::{Asked, VaultDevice};
use crate::ui::{Notice, Tone};
use engawa_core::Message;
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::sync::Arc;

/// What to say, unless it went well.
fn trouble(asked: Asked) -> Option<Message> {
    match asked {
        Asked::Done => None,
        Asked::Stopped => Some(m::PASSKEY_STOPPED),
        Asked::Foreign => Some(m::PASSKEY_FOREIGN),
        Asked::NoKey => Some(m::PASSKEY_NO_KEY),
        Asked::Wrong => Some(m::PASSKEY_WRONG),
    }
}

/// The same as a box.
fn told(field: Field, asked: RwSignal<Option<Asked>>) -> AnyView {
    let shown = move || asked.get().and_then(trouble).map(|text| view! { <Notice tone=Tone::Error text=text.text(field.lang) /> });
    view! { <div role="alert">{shown}</div> }.into_any()
}

/// Locked: a button, if a passkey was added.
pub fn opening(field: Field) -> AnyView {
    let lang = field.lang;
    let asked = RwSignal::new(None::<Asked>);
    let is_added = Memo::new(move |_| field.situation.with(|it| it.as_ref().is_some_and(|it| it.has_passkey)));
    let press = move |_| {
        if field.busy.get_untracked() {
            return;
        }
        field.said.set(None);
        asked.set(None);
        let asking = move |device: Arc<dyn VaultDevice>| async move {
            let found = device.open_by_passkey().await?;
            let _gone = asked.try_set(Some(found));
            device.look().await.map(Some)
        };
        field.ask(asking, move || {
            let _is_open = opening::go_on(field);
        });
    };
    let shown = move || {
        is_added.get().then(|| {
            view! {
                <section class="tray-part">
                    {told(field, asked)} <p class="buttons">
                        <button type="button" class="button" on:click=press>
                            {m::OPEN_BY_PASSKEY.text(lang)}
                        </button>
                    </p>
                </section>
            }
        })
    };
    shown.into_any()
}

/// Open: a fold for adding a passkey or taking it away.
pub fn settings(field: Field) -> AnyView {
    let lang = field.lang;
    let asked = RwSignal::new(None::<Asked>);
    let known = RwSignal::new(None::<bool>);
    if let Some(device) = field.device.get_untracked() {
        let asking = device.knows_passkeys();
        spawn_local(async move {
            let found = asking.await;
            let _gone = known.try_set(found.ok());
        });
    }
    let stands = Memo::new(move |_| field.situation.with(|it| it.as_ref().map_or((false, false), |it| (it.has_passkey, it.may_add_passkey))));
    let shown = move || match (stands.get(), known.get()) {
        ((true, _), _) => Some(remove(field)),
        (_, None) => None,
        (_, Some(false)) => Some(view! { <p>{m::PASSKEY_UNKNOWN.text(lang)}</p> }.into_any()),
        ((false, true), Some(true)) => Some(add(field, asked)),
        ((false, false), Some(true)) => Some(view! { <p>{m::PASSKEY_AFTER_PIN.text(lang)}</p> }.into_any()),
    };
    view! {
        <details class="tray-fold">
            <summary>{m::PASSKEY.text(lang)}</summary>
            <p>{m::PASSKEY_ABOUT.text(lang)}</p>
            {told(field, asked)}
            {shown}
        </details>
    }
    .into_any()
}

fn add(field: Field, asked: RwSignal<Option<Asked>>) -> AnyView {
    let lang = field.lang;
    let press = move |_| {
        if field.busy.get_untracked() {
            return;
        }
        field.said.set(None);
        asked.set(None);
        let asking = move |device: Arc<dyn VaultDevice>| async move {
            let found = device.add_passkey().await?;
            let _gone = asked.try_set(Some(found));
            device.look().await.map(Some)
        };
        field.ask(asking, move || {
            if asked.try_get_untracked().flatten() == Some(Asked::Done) {
                field.said.set(Some(m::PASSKEY_ADDED.text(lang).to_owned()));
                field.focus(HEADING);
            }
        });
    };
    view! {
        <p class="buttons">
            <button type="button" class="button" on:click=press>
                {m::PASSKEY_ADD.text(lang)}
            </button>
        </p>
        <p>
            {m::PASSKEY_MAKE_HINT.text(lang)} " " <a href="/account/passkeys" rel="external">
                {m::PASSKEY_MAKE.text(lang)}
            </a>
        </p>
    }
    .into_any()
}

fn remove(field: Field) -> AnyView {
    let lang = field.lang;
    let press = move |_| {
        field.said.set(None);
        field.ask(
            |device| async move { device.remove_passkey().await.map(Some) },
            move || {
                field.said.set(Some(m::PASSKEY_REMOVED.text(lang).to_owned()));
                field.focus(HEADING);
            },
        );
    };
    view! {
        <p class="buttons">
            <button type="button" class="button" on:click=press>
                {m::PASSKEY_REMOVE.text(lang)}
            </button>
        </p>
    }
    .into_any()
}
