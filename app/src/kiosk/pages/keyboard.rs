//! The app's own keyboard, drawn: while a text field has the focus, on screens whose system has no keyboard.
//!
//! Whoever cannot touch it comes to it by Tab from the field, goes over it by arrow keys, presses by Enter or Space, and is back at the field
//! by Escape; Tab again goes on behind the field. Invariants: a touch never takes the focus, so the field that is typed into stays the one
//! that has it; one key at a time is reached by Tab; what was typed is told to whoever uses a screen reader, never of a secret field.

use crate::forms::pages::kept::{Awake, use_awake_device};
use crate::kiosk::keyboard::{Key, Layout, Step, label, moved, rows, spoken};
use crate::kiosk::pages::device::{InField, Kiosk};
use crate::messages::kiosk::screen as m;
use crate::ui::use_lang;
use engawa_core::Lang;
use leptos::html;
use leptos::prelude::*;
use std::time::Duration;

/// How long the keyboard stays after its field lost the focus: what is being pressed must not move away from under the finger.
const STAYS: Duration = Duration::from_millis(500);
/// Where somebody begins who comes by Tab: the first key below the switch of the sheets.
const FIRST: (usize, usize) = (1, 0);

/// What is typed into, as frame and keyboard know it.
#[derive(Clone, Copy)]
pub struct Typing {
    /// The sheet that the field begins with; nothing: there is no field.
    pub field: RwSignal<Option<Layout>>,
    /// How often a field or a key got the focus.
    times: StoredValue<u32>,
    /// The key that Tab reaches.
    at: RwSignal<(usize, usize)>,
    device: Awake,
}

impl Typing {
    /// Nothing is typed into yet.
    pub fn begin() -> Self {
        Self { field: RwSignal::new(None), times: StoredValue::new(0), at: RwSignal::new(FIRST), device: use_awake_device() }
    }

    /// A field or a key got the focus.
    pub fn held(self) {
        self.times.update_value(|times| *times = times.wrapping_add(1));
    }

    /// It lost it: unless another one gets it, the keyboard goes.
    pub fn left(self) {
        let then = self.times.get_value();
        set_timeout(
            move || {
                if self.times.try_get_value() == Some(then) {
                    let _gone = self.field.try_set(None);
                }
            },
            STAYS,
        );
    }

    /// Goes to a key.
    fn go(self, place: (usize, usize)) {
        self.at.set(place);
        self.device.with_untracked(|device| {
            if let Some(device) = device {
                device.focus(&id_of(place));
            }
        });
    }

    /// A key of the machine's own keyboard in a field: Tab goes to the app's own, if it is there.
    pub fn tabbed(self, is_wanted: bool, event: &leptos::ev::KeyboardEvent) {
        let is_tab = event.key() == "Tab" && !event.shift_key() && !event.ctrl_key() && !event.alt_key();
        let target: <html::Input as html::ElementType>::Output = event_target(event);
        let is_there = is_wanted && self.field.with_untracked(Option::is_some) && self.device.with_untracked(Option::is_some);
        if is_tab && is_there && sheet_of(&target).is_some() {
            event.prevent_default();
            self.go(self.at.get_untracked());
        }
    }
}

/// The id of a key.
fn id_of((row, column): (usize, usize)) -> String {
    format!("kiosk-letter-{row}-{column}")
}

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
    let target: <html::Input as html::ElementType>::Output = event_target(event);
    sheet_of(&target)
}

fn sheet_of(target: &<html::Input as html::ElementType>::Output) -> Option<Layout> {
    // Not every target is an input: only what every element has is asked, and the type of those that are text.
    match target.tag_name().to_ascii_lowercase().as_str() {
        "textarea" => sheet_for("textarea"),
        // Numbers of letters and figures are text, too, and nobody writes them in kana.
        "input" if target.get_attribute("data-keys").as_deref() == Some("letters") => Some(Layout::Letters),
        "input" if !target.read_only() && !target.disabled() => sheet_for(&target.type_()),
        _ => None,
    }
}

/// What a reader hears after a key: the character before the caret.
fn last_words(there: &InField, lang: Lang) -> String {
    match there {
        InField::Nothing | InField::Secret => String::new(),
        InField::Text { last: None, .. } => m::TYPED_NOTHING.text(lang).to_owned(),
        InField::Text { last: Some(sign), .. } => label(Key::Char(*sign)).text(lang),
    }
}

/// What a reader hears who asks what stands in the field.
fn all_words(there: &InField, lang: Lang) -> String {
    match there {
        InField::Secret => m::TYPED_SECRET.text(lang).to_owned(),
        InField::Text { whole, .. } if !whole.trim().is_empty() => m::TYPED.with(lang, &[whole]),
        InField::Nothing | InField::Text { .. } => m::TYPED_NOTHING.text(lang).to_owned(),
    }
}

/// The keyboard, as long as there is a field to type into.
pub fn draw(kiosk: StoredValue<Kiosk>, typing: Typing) -> AnyView {
    let lang = use_lang();
    let enrolment = kiosk.with_value(|kiosk| kiosk.signals.enrolment);
    let is_wanted = Memo::new(move |_| enrolment.with(|it| it.config.keyboard));
    let chosen = RwSignal::new(Layout::Kana);
    let told = RwSignal::new(String::new());
    Effect::new(move |_| {
        // What was told of one field is nothing to whoever comes to the next.
        told.set(String::new());
        if let Some(layout) = typing.field.get() {
            chosen.set(layout);
            typing.at.set(FIRST);
        }
    });
    let is_shown = Memo::new(move |_| is_wanted.get() && typing.field.with(Option::is_some));
    let tell = move |words: String| {
        told.update(|told| {
            // The same once more is heard once more only if it is something else.
            let is_same = *told == words;
            *told = words;
            if is_same && !told.is_empty() {
                told.push('\u{a0}');
            }
        });
    };
    let ask = move |_| {
        let (there, is_aloud) = kiosk.with_value(|kiosk| (kiosk.device.in_field(), kiosk.signals.look.with_untracked(|look| look.aloud)));
        let words = all_words(&there, lang);
        if is_aloud {
            kiosk.with_value(|kiosk| kiosk.device.say(&words));
        }
        tell(words);
    };
    let reached = move |place: (usize, usize)| move || if typing.at.get() == place { "0" } else { "-1" };
    let sheets = move || {
        Layout::ALL
            .into_iter()
            .enumerate()
            .map(|(column, layout)| {
                let place = (0, column);
                let is_on = move || if chosen.get() == layout { "true" } else { "false" };
                let press = move |_| {
                    chosen.set(layout);
                    // The key that was reached may not be there on this sheet.
                    typing.at.set(place);
                };
                view! {
                    <button
                        type="button"
                        class="kiosk-letter"
                        id=id_of(place)
                        tabindex=reached(place)
                        aria-pressed=is_on
                        on:focus=move |_| typing.at.set(place)
                        on:click=press
                    >
                        {layout.name().text(lang)}
                    </button>
                }
            })
            .collect_view()
    };
    let asked = (0, Layout::ALL.len());
    let keys = move || {
        let layout = chosen.get();
        rows(layout)
            .iter()
            .enumerate()
            .map(|(row, keys)| {
                let keys = keys
                    .iter()
                    .enumerate()
                    .map(|(column, key)| {
                        let (key, place) = (*key, (row + 1, column));
                        let press = move |_| {
                            let there = kiosk.with_value(|kiosk| {
                                kiosk.device.type_key(key);
                                kiosk.device.in_field()
                            });
                            tell(last_words(&there, lang));
                        };
                        view! {
                            <button
                                type="button"
                                class="kiosk-letter"
                                id=id_of(place)
                                tabindex=reached(place)
                                aria-label=spoken(key, layout).map(|words| format!("{} {}", label(key).text(lang), words.text(lang)))
                                on:focus=move |_| typing.at.set(place)
                                on:click=press
                            >
                                {label(key).text(lang)}
                            </button>
                        }
                    })
                    .collect_view();
                view! { <div class="kiosk-letters">{keys}</div> }
            })
            .collect_view()
    };
    let pressed = move |event: leptos::ev::KeyboardEvent| {
        let name = event.key();
        if name == "Escape" || name == "Tab" {
            // Tab goes on from the field: behind it, or to it from its own keyboard.
            if name == "Escape" || event.shift_key() {
                event.prevent_default();
            }
            kiosk.with_value(|kiosk| kiosk.device.to_field());
        } else if let Some(step) = Step::of(&name) {
            event.prevent_default();
            let widths: Vec<usize> = std::iter::once(asked.1 + 1).chain(rows(chosen.get_untracked()).iter().map(|row| row.len())).collect();
            typing.go(moved(typing.at.get_untracked(), step, &widths));
        }
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
                    on:keydown=pressed
                    on:focusin=move |_| typing.held()
                    on:focusout=move |_| typing.left()
                >
                    <div class="kiosk-letters">
                        {sheets()}
                        <button
                            type="button"
                            class="kiosk-letter"
                            id=id_of(asked)
                            tabindex=reached(asked)
                            on:focus=move |_| typing.at.set(asked)
                            on:click=ask
                        >
                            {m::KEY_TELL.text(lang)}
                        </button>
                    </div>
                    {keys}
                    <p class="visually-hidden kiosk-typed" role="status">
                        {move || told.get()}
                    </p>
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

    #[test]
    fn what_was_typed_is_told_and_no_secret() {
        let there = |whole: &str| InField::Text { whole: whole.to_owned(), last: whole.chars().next_back() };
        assert_eq!((last_words(&there("かが"), Lang::Ja), last_words(&there("a "), Lang::En)), ("が".to_owned(), "Space".to_owned()));
        assert_eq!(all_words(&there("かが"), Lang::Ja), "入力した文字：かが");
        for empty in [there(""), InField::Nothing] {
            assert_eq!(all_words(&empty, Lang::En), m::TYPED_NOTHING.text(Lang::En));
        }
        assert_eq!(last_words(&InField::Secret, Lang::En), "");
        assert_eq!(all_words(&InField::Secret, Lang::Ja), m::TYPED_SECRET.text(Lang::Ja));
    }
}
