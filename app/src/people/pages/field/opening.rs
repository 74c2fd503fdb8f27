//! The PIN, the passkey beside it, and what is around the list while it is open: contact, locking, wiping.

use super::{Field, HEADING, item, list, notes, passkey, wipe};
use crate::forms::pages::when::on_record;
use crate::messages::people::field as m;
use crate::people::device::VaultDevice;
use crate::ui::{Notice, TextField, Tone};
use engawa_core::time::Millis;
use engawa_core::vault::{Phase, TRIES_MAX};
use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use std::sync::Arc;

/// The id of the field for the PIN.
const PIN: &str = "field-pin";

/// Once it is open, the focus goes to the top and the server is asked. `false`: it is not open.
pub fn go_on(field: Field) -> bool {
    let is_open = field.situation.with_untracked(|it| it.as_ref().is_some_and(|it| it.phase == Phase::Open));
    if is_open {
        field.focus(HEADING);
        // The server may have been away when it was locked.
        field.quietly(|device| device.contact());
    }
    is_open
}

/// Locked: a field for the PIN, and a button for the passkey if one was added.
pub fn locked(field: Field, clock: impl Fn(Millis) -> String + Copy + Send + Sync + 'static) -> AnyView {
    let lang = field.lang;
    let pin = RwSignal::new(String::new());
    let wrong = move || {
        let (tries, next_try_at) = field.situation.with(|it| it.as_ref().map_or((0, 0), |it| (it.tries, it.next_try_at)));
        if tries == 0 {
            return None;
        }
        let now = field.device.get_untracked().map_or(0, |device| device.now());
        let mut text = m::PIN_WRONG.with(lang, &[&tries.to_string(), &TRIES_MAX.to_string()]);
        if next_try_at > now {
            text.push(' ');
            // The minute after, because seconds are not shown.
            text.push_str(&m::PIN_WAIT.with(lang, &[&clock(next_try_at + 59_999)]));
        }
        Some(view! { <Notice tone=Tone::Error text /> })
    };
    let open = move |event: SubmitEvent| {
        event.prevent_default();
        let typed = pin.get_untracked();
        if typed.is_empty() || field.busy.get_untracked() {
            return;
        }
        field.said.set(None);
        let asked = |device: Arc<dyn VaultDevice>| async move { device.unlock(typed).await.map(Some) };
        field.ask(asked, move || {
            if !go_on(field) {
                field.focus(PIN);
            }
        });
    };
    view! {
        {signed_out(field)}
        <form class="tray-part" on:submit=open on:input=move |event| pin.set(event_target_value(&event))>
            <p>{m::LOCKED.text(lang)}</p>
            <div role="alert">{wrong}</div>
            <TextField name=PIN label=m::PIN.text(lang) kind="password" autocomplete="off" />
            <p class="buttons">
                <button type="submit" class="button button-primary">
                    {m::OPEN.text(lang)}
                </button>
            </p>
        </form>
        {passkey::opening(field)}
        {wipe(field)}
    }
    .into_any()
}

/// Open: what is carried along.
pub fn open(field: Field, clock: impl Fn(Millis) -> String + Copy + Send + Sync + 'static) -> AnyView {
    let lang = field.lang;
    field.refresh();
    let contact = move || {
        let it = field.situation.get()?;
        Some(m::CONTACT.with(lang, &[&clock(it.contact_at), &on_record(it.ends_at, lang)]))
    };
    let ask = move |_| field.ask(|device| async move { device.contact().await.map(Some) }, || {});
    let lock = move |_| {
        field.said.set(None);
        field.chosen.set(None);
        field.ask(|device| async move { device.lock().await.map(Some) }, move || field.focus(HEADING));
    };
    let page = move || match field.chosen.get() {
        Some(id) => item::item(field, id),
        None => list::list(field),
    };
    view! {
        {signed_out(field)}
        <div class="field-state">
            <p>{contact}</p>
            <p class="buttons">
                <button type="button" class="button button-primary" on:click=lock>
                    {m::LOCK.text(lang)}
                </button>
                <button type="button" class="button" on:click=ask>
                    {m::CONTACT_NOW.text(lang)}
                </button>
            </p>
            <p class="quiet">{m::LOCK_HINT.text(lang)}</p>
        </div>
        {notes::notes(field)}
        {page}
        {passkey::settings(field)}
        {wipe(field)}
    }
    .into_any()
}

/// What becomes of it while nobody is signed in; nothing otherwise.
fn signed_out(field: Field) -> AnyView {
    let lang = field.lang;
    let shown = move || {
        let ends_at = field.situation.with(|it| it.as_ref().filter(|it| it.is_signed_out).map(|it| it.ends_at))?;
        let text = m::SIGNED_OUT.with(lang, &[&on_record(ends_at, lang)]);
        Some(view! {
            <Notice tone=Tone::Caution text>
                <p class="buttons">
                    <a class="button" href="/staff/sign-in?next=/field" rel="external">
                        {m::SIGN_IN.text(lang)}
                    </a>
                </p>
            </Notice>
        })
    };
    shown.into_any()
}
