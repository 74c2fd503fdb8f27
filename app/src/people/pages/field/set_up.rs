//! Setting it up: whose device, which desks, which PIN, how long without contact.

use super::{Field, HEADING};
use crate::forms::device::KeepError;
use crate::forms::pages::kept::keep_error;
use crate::messages::people::field as m;
use crate::messages::problems;
use crate::people::device::{Plan, VaultDevice};
use crate::people::me::{Me, MyDesk};
use crate::ui::{Notice, TextField, Tone, loading};
use engawa_core::vault::{KEEP_DAYS, KEEP_DAYS_MAX, PIN_MIN};
use engawa_core::{Lang, text};
use leptos::ev::{Event, SubmitEvent};
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::collections::BTreeSet;
use std::sync::Arc;

/// What is typed.
#[derive(Clone, Copy)]
struct Typed {
    /// Whether the device is shared, once that is said.
    shared: RwSignal<Option<bool>>,
    desks: RwSignal<BTreeSet<String>>,
    pin: RwSignal<String>,
    again: RwSignal<String>,
    days: RwSignal<String>,
}

impl Typed {
    /// The plan and the PIN, or the field that is wrong and what to say.
    fn plan(self, owner: &str, lang: Lang) -> Result<(Plan, String), (&'static str, String)> {
        match self.shared.get_untracked() {
            Some(false) => {}
            Some(true) => return Err(("field-shared", m::SHARED_REFUSED.text(lang).to_owned())),
            None => return Err(("field-own", m::WHOSE_MISSING.text(lang).to_owned())),
        }
        let desks: Vec<String> = self.desks.get_untracked().into_iter().collect();
        if desks.is_empty() {
            return Err(("field-desk-0", m::DESKS_MISSING.text(lang).to_owned()));
        }
        let pin = self.pin.get_untracked().trim().to_owned();
        if pin.chars().count() < PIN_MIN {
            return Err(("field-new-pin", problems::TOO_SHORT.with(lang, &[&PIN_MIN.to_string()])));
        }
        if text::digits(&pin) != text::digits(self.again.get_untracked().trim()) {
            return Err(("field-new-pin-again", m::PIN_DIFFERS.text(lang).to_owned()));
        }
        let days = text::digits(self.days.get_untracked().trim()).parse::<u32>().ok().filter(|days| (1..=KEEP_DAYS_MAX).contains(days));
        let Some(keep_days) = days else {
            return Err(("field-days", problems::OUT_OF_RANGE.with(lang, &["1", &KEEP_DAYS_MAX.to_string()])));
        };
        Ok((Plan { owner: owner.to_owned(), desks, keep_days }, pin))
    }
}

/// Who is signed in, then the form.
pub fn set_up(field: Field) -> AnyView {
    let lang = field.lang;
    let me = RwSignal::new(None::<Result<Me, KeepError>>);
    Effect::new(move |_| {
        let Some(device) = field.device.get() else { return };
        let asking = device.me();
        spawn_local(async move {
            let found = asking.await;
            let _gone = me.try_set(Some(found));
        });
    });
    let shown = move || match me.get() {
        None => loading(),
        Some(Err(KeepError::Offline)) => view! { <Notice tone=Tone::Note text=m::SET_UP_OFFLINE.text(lang) /> }.into_any(),
        Some(Err(error)) => view! { <Notice tone=Tone::Error text=keep_error(error).text(lang) /> }.into_any(),
        Some(Ok(Me { account: None, .. })) => view! {
            <Notice tone=Tone::Note text=m::SIGN_IN_FIRST.text(lang)>
                <p class="buttons">
                    <a class="button button-primary" href="/staff/sign-in?next=/field" rel="external">
                        {m::SIGN_IN.text(lang)}
                    </a>
                </p>
            </Notice>
        }
        .into_any(),
        Some(Ok(me)) if me.desks.is_empty() => view! { <Notice tone=Tone::Note text=m::NO_DESKS.text(lang) /> }.into_any(),
        Some(Ok(Me { account: Some(account), desks, .. })) => form(field, account.id, &desks),
    };
    view! {
        <section class="tray-part" aria-labelledby="field-set-up">
            <h2 id="field-set-up">{m::SET_UP.text(lang)}</h2>
            {shown}
        </section>
    }
    .into_any()
}

fn form(field: Field, owner: String, desks: &[MyDesk]) -> AnyView {
    let lang = field.lang;
    let typed = Typed {
        shared: RwSignal::new(None),
        desks: RwSignal::new(desks.iter().take(1).map(|desk| desk.id.clone()).collect()),
        pin: RwSignal::new(String::new()),
        again: RwSignal::new(String::new()),
        days: RwSignal::new(KEEP_DAYS.to_string()),
    };
    let wrong = RwSignal::new(None::<String>);
    let desks: Vec<AnyView> = desks.iter().enumerate().map(|(at, desk)| desk_box(at, desk, typed)).collect();
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        if field.busy.get_untracked() {
            return;
        }
        wrong.set(None);
        match typed.plan(&owner, lang) {
            Ok((plan, pin)) => {
                let asked = |device: Arc<dyn VaultDevice>| async move { device.set_up(plan, pin).await.map(Some) };
                field.ask(asked, move || field.focus(HEADING));
            }
            Err((place, text)) => {
                wrong.set(Some(text));
                field.focus(place);
            }
        }
    };
    view! {
        <form class="field-form" novalidate on:submit=submit>
            <div role="alert">{move || wrong.get().map(|text| view! { <Notice tone=Tone::Error text /> })}</div>
            <fieldset class="field-choices">
                <legend>{m::WHOSE.text(lang)}</legend>
                <label class="field-choice">
                    <input type="radio" id="field-own" name="field-whose" on:change=move |_| typed.shared.set(Some(false)) />
                    <span>{m::WHOSE_OWN.text(lang)}</span>
                </label>
                <label class="field-choice">
                    <input type="radio" id="field-shared" name="field-whose" on:change=move |_| typed.shared.set(Some(true)) />
                    <span>{m::WHOSE_SHARED.text(lang)}</span>
                </label>
            </fieldset>
            <fieldset class="field-choices">
                <legend>{m::DESKS.text(lang)}</legend>
                {desks}
            </fieldset>
            <div on:input=move |event| typed.pin.set(event_target_value(&event))>
                <TextField
                    name="field-new-pin"
                    label=m::PIN.text(lang)
                    hint=m::PIN_HINT.text(lang)
                    kind="password"
                    required=Some(true)
                    autocomplete="new-password"
                />
            </div>
            <div on:input=move |event| typed.again.set(event_target_value(&event))>
                <TextField name="field-new-pin-again" label=m::PIN_AGAIN.text(lang) kind="password" required=Some(true) autocomplete="new-password" />
            </div>
            <div on:input=move |event| typed.days.set(event_target_value(&event))>
                <TextField
                    name="field-days"
                    label=m::KEEP_DAYS.text(lang)
                    hint=m::KEEP_DAYS_HINT.with(lang, &[&KEEP_DAYS_MAX.to_string()])
                    kind="number"
                    value=KEEP_DAYS.to_string()
                />
            </div>
            <p class="buttons">
                <button type="submit" class="button button-primary">
                    {m::SET_UP_NOW.text(lang)}
                </button>
            </p>
        </form>
    }
    .into_any()
}

fn desk_box(at: usize, desk: &MyDesk, typed: Typed) -> AnyView {
    let id = desk.id.clone();
    let name = if desk.name.is_empty() { desk.id.clone() } else { desk.name.clone() };
    let toggle = move |event: Event| {
        let is_on = event_target_checked(&event);
        typed.desks.update(|desks| {
            if is_on {
                desks.insert(id.clone());
            } else {
                desks.remove(&id);
            }
        });
    };
    view! {
        <label class="field-choice">
            <input type="checkbox" id=format!("field-desk-{at}") checked={at == 0} on:change=toggle />
            <span translate="no">{name}</span>
        </label>
    }
    .into_any()
}
