//! `/hand-over`: on somebody's own phone, takes in what they began at a shared screen.
//!
//! What is handed over stands behind `#`, which no server sees. Invariants: what was taken in is kept before it is opened; whatever goes
//! wrong, the page says what was kept and what to do.

use crate::device::use_state;
use crate::forms::device::{FormDevice, KeepError};
use crate::forms::pages::kept::use_awake_device;
use crate::kiosk::parcel::Taken;
use crate::messages::kiosk::screen as m;
use crate::ui::{Head, Icon, Notice, Tone, icon, t, use_lang};
use engawa_core::{Lang, Message};
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;
use std::sync::Arc;

/// How far it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Step {
    Taking,
    /// There is nothing behind the `#`.
    Empty,
    Marked(usize),
    Failed(KeepError),
}

/// What happened and what to do, and whether trying again may help.
fn trouble(error: KeepError) -> (Message, bool) {
    match error {
        KeepError::NotFound => (m::HAND_OVER_USED, false),
        KeepError::Offline => (m::HAND_OVER_OFFLINE, true),
        KeepError::Failed | KeepError::TooLarge => (m::HAND_OVER_DAMAGED, false),
        KeepError::Full | KeepError::Refused => (m::HAND_OVER_KEEPS, true),
    }
}

/// `/hand-over`
#[component]
pub fn HandOverPage() -> impl IntoView {
    let (lang, state) = (use_lang(), use_state());
    let device = use_awake_device();
    let step = RwSignal::new(Step::Taking);
    let navigate = use_navigate();
    // The parcel leaves the address and the way back.
    let open = Callback::new(move |draft: String| {
        navigate(&format!("/drafts/{draft}"), NavigateOptions { replace: true, ..NavigateOptions::default() });
    });
    let look = Callback::new(move |(): ()| {
        let Some(device) = device.get_untracked() else { return };
        step.set(Step::Taking);
        spawn_local(take(device, step, open));
    });
    Effect::new(move |_| {
        if device.with(Option::is_some) {
            look.run(());
        }
    });
    view! {
        <Head title=t(m::HAND_OVER) description=t(m::HAND_OVER_LEAD) path="/hand-over" noindex=true />
        <div class="wrap page tray">
            <h1>{t(m::HAND_OVER)}</h1>
            <p class="lead">{t(m::HAND_OVER_LEAD)}</p>
            <p class="quiet" hidden=move || state.awake.get()>
                {t(m::HAND_OVER_SCRIPTS)}
            </p>
            <div aria-live="polite">{move || state.awake.get().then(|| shown(step.get(), look, lang))}</div>
        </div>
    }
}

async fn take(device: Arc<dyn FormDevice>, step: RwSignal<Step>, open: Callback<String>) {
    let fragment = device.fragment();
    let fragment = fragment.trim_start_matches('#');
    // The address is clean by now; what stood there is held, also when the page is loaded anew.
    let next = match device.take_parcel(fragment).await {
        Ok(Taken::Draft(draft)) => {
            // The page may be gone by now; the draft is kept all the same.
            let _gone = open.try_run(draft);
            return;
        }
        Ok(Taken::Listings(many)) => Step::Marked(many),
        Ok(Taken::Nothing) => Step::Empty,
        Err(error) => Step::Failed(error),
    };
    let _gone = step.try_set(next);
}

fn shown(step: Step, again: Callback<()>, lang: Lang) -> AnyView {
    match step {
        Step::Taking => view! { <p class="loading">{m::HAND_OVER_TAKING.text(lang)}</p> }.into_any(),
        Step::Empty => view! { <Notice tone=Tone::Note text=m::HAND_OVER_EMPTY.text(lang) /> }.into_any(),
        Step::Marked(many) => view! {
            <Notice tone=Tone::Note text=m::HAND_OVER_MARKED.with(lang, &[&many.to_string()])>
                <p class="buttons">
                    <a class="button button-primary" href="/favourites">
                        {icon(Icon::Heart)}
                        <span>{m::HAND_OVER_TO_MARKED.text(lang)}</span>
                    </a>
                </p>
            </Notice>
        }
        .into_any(),
        Step::Failed(error) => {
            let (message, may_try) = trouble(error);
            view! {
                <Notice tone=Tone::Caution text=message.text(lang)>
                    <p class="buttons" hidden=!may_try>
                        <button type="button" class="button button-primary" on:click=move |_| again.run(())>
                            {m::HAND_OVER_AGAIN.text(lang)}
                        </button>
                    </p>
                </Notice>
            }
            .into_any()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_may_help_is_tried_again() {
        for (error, may_try) in [
            (KeepError::NotFound, false),
            (KeepError::Failed, false),
            (KeepError::TooLarge, false),
            (KeepError::Offline, true),
            (KeepError::Full, true),
            (KeepError::Refused, true),
        ] {
            assert_eq!(trouble(error).1, may_try, "{error:?}");
        }
        assert_eq!(trouble(KeepError::NotFound).0, m::HAND_OVER_USED);
    }
}
