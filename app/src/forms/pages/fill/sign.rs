//! A field to sign or draw in with a finger, a pen or a mouse. Whoever cannot chooses a file below it.
//!
//! The lines are kept and turned into a picture by the core, so a device only has to keep the file. Invariants: nothing is attached before
//! the button is pressed; what is drawn is shown as it is drawn, and stays until then, even if the form is drawn again or the person goes on
//! to another screen and comes back ([`super::state::Fill::sketched`]); nothing is sent while it is neither attached nor cleared
//! ([`super::check`]).

use super::question::{Asked, label};
use crate::forms::device::KeptFile;
use crate::messages::forms::fill as m;
use engawa_core::form::AnswerPath;
use engawa_core::kiosk::base64url;
use engawa_core::photo::sketch::{Drawn, Sketch};
use leptos::ev::PointerEvent;
use leptos::prelude::*;
use leptos::task::spawn_local;

/// What the picture is called.
const NAME: &str = "signature.png";

/// The field.
pub fn pad(asked: Asked) -> AnyView {
    let (fill, lang) = (asked.fill, asked.fill.lang);
    let path = StoredValue::new(fill.form(|form| Some(form.path(asked.at))).unwrap_or_else(AnswerPath::root));
    let before = fill.sketched().with_untracked(|all| all.get(&path.get_value()).cloned());
    let sketch = RwSignal::new(before.unwrap_or_default());
    let note = move || {
        let lines = sketch.get_untracked();
        fill.sketched().update_untracked(|all| {
            if lines.is_empty() {
                all.remove(&path.get_value());
            } else {
                all.insert(path.get_value(), lines);
            }
        });
    };
    let asks = label(fill, asked.at);
    // A page may have several.
    let called = move || asks.with(|asks| m::SIGN_PAD.with(lang, &[asks]));
    let is_down = StoredValue::new(false);
    let is_lost = RwSignal::new(false);
    let is_empty = Memo::new(move |_| sketch.with(Sketch::is_empty));
    let down = move |event: PointerEvent| {
        if event.button() == 0 && event.is_primary() {
            event.prevent_default();
            is_down.set_value(true);
            fill.note_typing();
            sketch.update(|sketch| sketch.begin(event.offset_x(), event.offset_y()));
        }
    };
    let go = move |event: PointerEvent| {
        if is_down.get_value() && event.is_primary() {
            fill.note_typing();
            sketch.update(|sketch| sketch.go(event.offset_x(), event.offset_y()));
        }
    };
    let up = move |_: PointerEvent| {
        if is_down.get_value() {
            is_down.set_value(false);
            note();
        }
    };
    let keep = move |_| {
        let (Some(Drawn { png, sha256 }), Some(device)) = (sketch.with_untracked(Sketch::drawn), fill.device()) else { return };
        let path = path.get_value();
        let answer = format!("sha256:{sha256}/{NAME}");
        let bytes = u64::try_from(png.len()).unwrap_or(u64::MAX);
        let file = KeptFile { sha256, name: NAME.to_owned(), bytes, media_type: "image/png".to_owned() };
        is_lost.set(false);
        spawn_local(async move {
            let kept = device.keep_content(file, base64(&png)).await;
            if fill.is_gone() {
                return;
            }
            if kept.is_err() {
                is_lost.try_set(true);
                return;
            }
            // The form may have been drawn again meanwhile.
            let Some(at) = fill.form(|form| form.find(&path)) else { return };
            if !fill.answer(at, &answer) {
                return;
            }
            fill.said().set(m::SIGN_KEPT.text(lang).to_owned());
            fill.sketched().update_untracked(|all| {
                all.remove(&path);
            });
            sketch.try_set(Sketch::default());
            // The buttons are gone.
            fill.focus_soon(asked.id());
        });
    };
    let clear = move |_| {
        sketch.set(Sketch::default());
        note();
        fill.focus_soon(asked.id());
    };
    let buttons = move || {
        (!is_empty.get()).then(|| {
            view! {
                <div class="buttons">
                    <button type="button" class="button" on:click=keep>
                        {m::SIGN_KEEP.text(lang)}
                    </button>
                    <button type="button" class="button" on:click=clear>
                        {m::SIGN_CLEAR.text(lang)}
                    </button>
                </div>
            }
        })
    };
    let problem = move || {
        is_lost.get().then(|| {
            view! {
                <p class="field-error" role="alert">
                    {m::FILE_FAILED.text(lang)}
                </p>
            }
        })
    };
    view! {
        <p class="field-hint">{m::SIGN_HINT.text(lang)}</p>
        <div
            class="fill-sign"
            role="img"
            aria-label=called
            on:pointerdown=down
            on:pointermove=go
            on:pointerup=up
            on:pointerleave=up
            on:pointercancel=up
        >
            <svg aria-hidden="true">
                <path d=move || sketch.with(Sketch::path)></path>
            </svg>
        </div>
        {buttons}
        {problem}
    }
    .into_any()
}

/// As browsers read it.
fn base64(bytes: &[u8]) -> String {
    let text = base64url::encode(bytes).replace('-', "+").replace('_', "/");
    let padding = (4 - text.len() % 4) % 4;
    text + &"=".repeat(padding)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_are_written_as_browsers_read_them() {
        for (bytes, expected) in [(b"".as_slice(), ""), (b"a", "YQ=="), (b"ab", "YWI="), (b"abc", "YWJj"), (&[0xFB, 0xEF, 0xFF], "++//")] {
            assert_eq!(base64(bytes), expected);
        }
    }
}
