//! An invitation to put the app on the home screen: a button where the browser asks, the way to the steps on an iPhone, else nothing.
//!
//! Empty on the server and until the device says what it can do, so that hydration matches; it stands at the end of a page and covers nothing.

use super::icons::{Icon, icon};
use super::notice::{Notice, Tone};
use super::text::use_lang;
use crate::device::{Install, use_device, use_state};
use crate::messages::common as m;
use leptos::prelude::*;

/// The invitation.
pub fn invitation() -> AnyView {
    let state = use_state();
    let device = StoredValue::new(use_device());
    let lang = use_lang();
    let words = m::INVITE.text(lang);
    let offered = move || match state.install.get() {
        Install::No => None,
        Install::Prompt => {
            let install = move |_| device.with_value(|device| device.install());
            let button = view! {
                <Notice tone=Tone::Note text=words>
                    <button type="button" class="button button-small" on:click=install>
                        {icon(Icon::Download)}
                        <span>{m::INVITE_NOW.text(lang)}</span>
                    </button>
                </Notice>
            };
            Some(button.into_any())
        }
        Install::Ios => {
            let steps = view! {
                <Notice tone=Tone::Note text=words>
                    <a href="/install">{m::INVITE_HOW.text(lang)}</a>
                </Notice>
            };
            Some(steps.into_any())
        }
    };
    view! { <div class="invitation">{offered}</div> }.into_any()
}
