//! "Are you still there?": before a session is forgotten, somebody who is still there can say so (WCAG 2.2, 2.2.1).
//!
//! Invariants: the focus is on "continue" as long as it stands, and afterwards where it was before; what is left is seen all the time and
//! called out at 20, 10 and 5 seconds, not at each one.

use super::frame::{focus_element, focus_page};
use crate::forms::pages::kept::use_awake_device;
use crate::kiosk::pages::device::Kiosk;
use crate::messages::kiosk::screen as m;
use crate::ui::use_lang;
use engawa_core::Lang;
use leptos::html;
use leptos::prelude::*;

/// Where the seconds are called out.
const STEPS: [u32; 3] = [20, 10, 5];

/// The step that was reached last; nothing before the seconds are known.
fn step(left: u32) -> Option<u32> {
    if left == 0 {
        return None;
    }
    STEPS.into_iter().rev().find(|step| left <= *step).or(STEPS.first().copied())
}

/// The warning, while it stands. `focused`: the id of what had the focus before.
pub fn draw(kiosk: StoredValue<Kiosk>, is_warned: Memo<bool>, focused: StoredValue<String>, main: NodeRef<html::Main>) -> AnyView {
    let lang = use_lang();
    let signals = kiosk.with_value(|kiosk| kiosk.signals);
    let device = use_awake_device();
    let reached = Memo::new(move |_| is_warned.get().then(|| step(signals.left.get())).flatten());
    let called = move || reached.get().map(|_| m::WARN_SAY.with(lang, &[&signals.left.get_untracked().to_string()]));
    Effect::new(move |_| {
        if let Some(words) = called() {
            kiosk.with_value(|kiosk| kiosk.device.say(&words));
        }
    });
    Effect::new(move |was: Option<bool>| {
        let is = is_warned.get();
        if was == Some(true) && !is {
            let id = focused.get_value();
            match device.get_untracked() {
                Some(device) if !id.is_empty() => focus_element(device, id),
                _ => focus_page(main),
            }
        }
        is
    });
    view! {
        <p class="visually-hidden" aria-live="assertive" data-unsaid="">
            {called}
        </p>
        {move || {
            is_warned
                .get()
                .then(|| dialog(kiosk, lang))
        }}
    }
    .into_any()
}

fn dialog(kiosk: StoredValue<Kiosk>, lang: Lang) -> AnyView {
    let left = kiosk.with_value(|kiosk| kiosk.signals.left);
    let button = NodeRef::<html::Button>::new();
    button.on_load(|button| {
        let _ = button.focus();
    });
    view! {
        <div class="kiosk-veil">
            <div class="kiosk-dialog" role="alertdialog" aria-modal="true" aria-labelledby="kiosk-warned" aria-describedby="kiosk-warned-text">
                <h2 id="kiosk-warned">{m::STILL_HERE.text(lang)}</h2>
                <p id="kiosk-warned-text">{m::WARN_TEXT.text(lang)}</p>
                <p class="kiosk-left" aria-hidden="true">
                    {move || m::WARN_LEFT.with(lang, &[&left.get().to_string()])}
                </p>
                <p class="kiosk-answers">
                    <button
                        type="button"
                        class="button button-primary kiosk-key"
                        node_ref=button
                        on:click=move |_| kiosk.with_value(|kiosk| kiosk.device.carry_on())
                    >
                        {m::CONTINUE.text(lang)}
                    </button>
                    <button type="button" class="button kiosk-key" on:click=move |_| kiosk.with_value(|kiosk| kiosk.device.finish())>
                        {m::FINISH.text(lang)}
                    </button>
                </p>
            </div>
        </div>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn seconds_are_called_out_three_times() {
        let called: Vec<u32> = (1..=20).rev().filter_map(step).collect();
        let mut steps = called.clone();
        steps.dedup();
        assert_eq!(steps, STEPS);
        assert_eq!(called.iter().filter(|step| **step == 5).count(), 5);
        assert_eq!((step(0), step(45)), (None, Some(20)));
    }
}
