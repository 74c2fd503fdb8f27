//! `/kiosk/pair`: makes this device a shared screen with the code that staff were given. No password is typed here.
//!
//! It is a plain form (`POST /kiosk/pair`, field `code`), which works without scripts. What was wrong comes back in the address as
//! `?problem=`, and a code as `?code=`. A code that a tablet with a camera read stands behind `#`, which no server sees.
//!
//! What the device held before is deleted when it becomes a screen, so it does not become one while something on it was not sent.

use super::home::PAIR;
use crate::device::use_state;
use crate::forms::device::KeepError;
use crate::kiosk::pages::device::use_kiosk;
use crate::messages::forms::papers;
use crate::messages::kiosk::screen as m;
use crate::ui::{Field, Head, Icon, Notice, Tone, described_by, icon, t, use_lang};
use engawa_core::Message;
use leptos::ev::SubmitEvent;
use leptos::html;
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::hooks::{use_location, use_query_map};

/// The field.
const CODE: &str = "code";
/// The longest code that is shown again.
const CODE_MAX: usize = 40;

/// What the server said is wrong.
fn said(problem: &str) -> Option<Message> {
    match problem {
        "" => None,
        "too_many_attempts" => Some(m::PAIR_OFTEN),
        "sealing_key_missing" => Some(m::PAIR_NO_KEY),
        _ => Some(m::PAIR_UNKNOWN),
    }
}

/// What is wrong where the device itself asked.
fn trouble(error: KeepError) -> Message {
    match error {
        KeepError::Offline => m::PAIR_OFFLINE,
        KeepError::Full => m::PAIR_OFTEN,
        KeepError::Refused => m::PAIR_NO_KEY,
        KeepError::NotFound | KeepError::TooLarge | KeepError::Failed => m::PAIR_UNKNOWN,
    }
}

/// `/kiosk/pair`
#[component]
pub fn PairPage() -> impl IntoView {
    let (lang, state) = (use_lang(), use_state());
    let asked = use_query_map();
    let of = |name: &str| asked.with_untracked(|map| map.get(name)).unwrap_or_default();
    let (code, problem) = (of(CODE).chars().take(CODE_MAX).collect::<String>(), of("problem"));
    let first = said(&problem);
    let wrong = RwSignal::new(None::<Message>);
    let is_busy = RwSignal::new(false);
    let input = NodeRef::<html::Input>::new();
    let hash = use_location().hash;
    Effect::new(move |_| {
        let offered: String = hash.with(|hash| hash.trim_start_matches('#').chars().take(CODE_MAX).collect());
        if let Some(input) = input.get().filter(|input| !offered.is_empty() && input.value().is_empty()) {
            input.set_value(&offered);
        }
    });
    // At a screen that lost its right these are none: what was sealed there stays, and goes on.
    let unsent = Memo::new(move |_| state.outbox.with(|lines| lines.iter().filter(|line| !line.standing.is_done()).count()));
    let kiosk = StoredValue::new(use_kiosk());
    let submit = move |event: SubmitEvent| {
        if unsent.get_untracked() > 0 {
            event.prevent_default();
            return;
        }
        // Where the device itself can, it stays on this page until it knows; everywhere else the browser sends the form.
        let Some(kiosk) = kiosk.get_value().filter(|_| state.awake.get_untracked()) else { return };
        event.prevent_default();
        if is_busy.get_untracked() {
            return;
        }
        let typed = input.get_untracked().map(|input| input.value()).unwrap_or_default();
        is_busy.set(true);
        wrong.set(None);
        spawn_local(async move {
            // Afterwards the page loads anew as a screen.
            if let Err(error) = kiosk.device.pair(typed).await {
                let _gone = is_busy.try_set(false);
                let _gone = wrong.try_set(Some(trouble(error)));
            }
        });
    };
    let error = first.map(|message| message.text(lang)).unwrap_or_default();
    let described = described_by(CODE, true, first.is_some());
    let invalid = first.map(|_| "true");
    view! {
        <Head title=t(m::PAIR) description=t(m::PAIR_TEXT) path=PAIR noindex=true />
        <div class="wrap page kiosk-first">
            <h1>{t(m::PAIR)}</h1>
            <p>{t(m::PAIR_TEXT)}</p>
            <p>{t(m::PAIR_CLEARS)}</p>
            <div role="alert">
                {move || {
                    let count = unsent.get();
                    (count > 0)
                        .then(|| {
                            view! {
                                <Notice tone=Tone::Caution text=m::PAIR_UNSENT.with(lang, &[&count.to_string()])>
                                    <p>
                                        <a href="/outbox">{papers::TO_OUTBOX.text(lang)}</a>
                                    </p>
                                </Notice>
                            }
                        })
                }}
            </div>
            <form class="kiosk-pair" method="post" action=PAIR on:submit=submit>
                <Field id=CODE label=t(m::PAIR_CODE) hint=t(m::PAIR_HINT) error=error required=Some(true)>
                    <input
                        class="input"
                        type="text"
                        id=CODE
                        name=CODE
                        value=code
                        required
                        autocomplete="off"
                        spellcheck="false"
                        aria-describedby=described
                        aria-invalid=invalid
                        node_ref=input
                    />
                </Field>
                <div role="alert">{move || wrong.get().map(|message| view! { <p class="field-error">{message.text(lang)}</p> })}</div>
                <p role="status">{move || is_busy.get().then(|| m::PAIR_BUSY.text(lang))}</p>
                <p class="buttons">
                    <button type="submit" class="button button-primary kiosk-key" disabled={move || is_busy.get() || unsent.get() != 0}>
                        {icon(Icon::Check)}
                        <span>{t(m::PAIR_SEND)}</span>
                    </button>
                </p>
            </form>
        </div>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_problem_has_a_sentence() {
        assert_eq!(said(""), None);
        for (problem, expected) in [
            ("too_many_attempts", m::PAIR_OFTEN),
            ("sealing_key_missing", m::PAIR_NO_KEY),
            ("kiosk_code_wrong", m::PAIR_UNKNOWN),
            ("x", m::PAIR_UNKNOWN),
        ] {
            assert_eq!(said(problem), Some(expected), "{problem}");
        }
        for (error, expected) in [
            (KeepError::Offline, m::PAIR_OFFLINE),
            (KeepError::Full, m::PAIR_OFTEN),
            (KeepError::Refused, m::PAIR_NO_KEY),
            (KeepError::NotFound, m::PAIR_UNKNOWN),
        ] {
            assert_eq!(trouble(error), expected, "{error:?}");
        }
    }
}
