//! The app's own keyboard, drawn: while a text field has the focus, on screens whose system has no keyboard.
//!
//! Invariant: a key never takes the focus, so the field that is typed into stays the one that has it.

use crate::kiosk::keyboard::{Layout, label, rows};
use crate::kiosk::pages::device::Kiosk;
use crate::messages::kiosk::screen as m;
use crate::ui::use_lang;
use leptos::html;
use leptos::prelude::*;

/// The sheet that a field begins with; nothing for what is no text. `kind`: the type of an input, as the browser says it.
fn sheet_for(kind: &str) -> Option<Layout> {
    match kind {
        "text" | "search" | "textarea" => Some(Layout::Kana),
        "email" | "url" | "password" => Some(Layout::Letters),
        "tel" | "number" => Some(Layout::Figures),
        _ => None,
    }
}

/// The sheet for what got the focus.
pub fn field_of(event: &leptos::ev::FocusEvent) -> Option<Layout> {
    // Not every target is an input: only what every element has is asked, and the type of those that are text.
    let target: <html::Input as html::ElementType>::Output = event_target(event);
    match target.tag_name().to_ascii_lowercase().as_str() {
        "textarea" => sheet_for("textarea"),
        // Numbers of letters and figures are text, too, and nobody writes them in kana.
        "input" if target.get_attribute("data-keys").as_deref() == Some("letters") => Some(Layout::Letters),
        "input" if !target.read_only() && !target.disabled() => sheet_for(&target.type_()),
        _ => None,
    }
}

/// The keyboard, as long as there is a field to type into.
pub fn draw(kiosk: StoredValue<Kiosk>, field: RwSignal<Option<Layout>>) -> AnyView {
    let lang = use_lang();
    let enrolment = kiosk.with_value(|kiosk| kiosk.signals.enrolment);
    let is_wanted = Memo::new(move |_| enrolment.with(|it| it.config.keyboard));
    let chosen = RwSignal::new(Layout::Kana);
    Effect::new(move |_| {
        if let Some(layout) = field.get() {
            chosen.set(layout);
        }
    });
    let is_shown = Memo::new(move |_| is_wanted.get() && field.with(Option::is_some));
    let sheets = move || {
        Layout::ALL
            .into_iter()
            .map(|layout| {
                let is_on = move || if chosen.get() == layout { "true" } else { "false" };
                view! {
                    <button type="button" class="kiosk-letter" tabindex="-1" aria-pressed=is_on on:click=move |_| chosen.set(layout)>
                        {layout.name().text(lang)}
                    </button>
                }
            })
            .collect_view()
    };
    let keys = move || {
        rows(chosen.get())
            .iter()
            .map(|row| {
                let keys = row
                    .iter()
                    .map(|key| {
                        let key = *key;
                        let press = move |_| kiosk.with_value(|kiosk| kiosk.device.type_key(key));
                        view! {
                            <button type="button" class="kiosk-letter" tabindex="-1" on:click=press>
                                {label(key).text(lang)}
                            </button>
                        }
                    })
                    .collect_view();
                view! { <div class="kiosk-letters">{keys}</div> }
            })
            .collect_view()
    };
    let drawn = move || {
        is_shown.get().then(|| {
            view! {
                <div
                    class="kiosk-keyboard"
                    role="group"
                    aria-label=m::KEYBOARD.text(lang)
                    translate="no"
                    on:pointerdown=move |event| event.prevent_default()
                    on:mousedown=move |event| event.prevent_default()
                >
                    <div class="kiosk-letters">{sheets()}</div>
                    {keys}
                </div>
            }
        })
    };
    drawn.into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_text_has_a_keyboard() {
        for (kind, expected) in [
            ("text", Some(Layout::Kana)),
            ("textarea", Some(Layout::Kana)),
            ("email", Some(Layout::Letters)),
            ("tel", Some(Layout::Figures)),
            ("number", Some(Layout::Figures)),
            ("date", None),
            ("checkbox", None),
            ("file", None),
        ] {
            assert_eq!(sheet_for(kind), expected, "{kind}");
        }
    }
}
