//! Fields that are typed into: lines, numbers, days and hours, texts of several lines.
//!
//! Every key is an answer. Invariant: from the first key until the person leaves the field nobody else writes into it; before and after
//! that it shows the answer as it was read (`１，２００` becomes `1200`), also one that comes from another tab.

use super::how::{How, Keys, has_look};
use super::question::{Asked, Manner, label};
use super::{masked, postcode};
use crate::forms::filling::Layout;
use crate::forms::japanese;
use crate::messages::forms::fill as m;
use crate::ui::field::described_by;
use crate::ui::text_area::TextArea;
use engawa_core::form::running::ViolationKind;
use leptos::ev::KeyboardEvent;
use leptos::html;
use leptos::prelude::*;

/// A field of one line.
pub fn line(asked: Asked) -> AnyView {
    if asked.is_masked {
        return masked_line(asked);
    }
    let beside = asked.has_groups.then(|| {
        let grouped = move || Some(japanese::grouped(&asked.shown())).filter(|text| !text.is_empty());
        aside(asked, grouped)
    });
    let has_buttons = asked.how == How::Whole
        && asked.manner == Manner::Whole
        && asked.fill.form(|form| form.node(asked.at).is_some_and(|node| has_look(node, "counter")));
    let (less, more) = if has_buttons { (Some(step(asked, -1)), Some(step(asked, 1))) } else { (None, None) };
    view! {
        <div class="fill-line">
            {less}
            {input(asked)}
            {more}
            {beside}
        </div>
        {postcode::help(asked)}
    }
    .into_any()
}

/// A field whose answer is hidden, and the button that shows it. Nothing stands beside it that would tell it.
fn masked_line(asked: Asked) -> AnyView {
    let asks = label(asked.fill, asked.at);
    // What is converted while it is typed cannot be typed into such a field.
    let hint = matches!(asked.how, How::Line(Keys::Text)).then(|| view! { <p class="quiet">{m::MASKED_HINT.text(asked.fill.lang)}</p> });
    view! {
        <div class="fill-line">
            {input(asked)}
            {masked::button(asked.fill, asked.path(), move || asks.get())}
        </div>
        {hint}
    }
    .into_any()
}

/// A button that makes a number larger or smaller by one. It is called by its question: a page may have many such buttons.
fn step(asked: Asked, by: i64) -> AnyView {
    let asks = label(asked.fill, asked.at);
    let (words, sign) = if by < 0 { (m::COUNT_DOWN, "−") } else { (m::COUNT_UP, "＋") };
    let press = move |_| {
        let text = asked.value_now();
        // What cannot be read is put right by hand.
        let Ok(number) = (if text.trim().is_empty() { Ok(0) } else { text.trim().parse::<i64>() }) else { return };
        let number = number.saturating_add(by).to_string();
        asked.answer(&number);
        asked.fill.said().set(number);
    };
    let called = move || asks.with(|asks| words.with(asked.fill.lang, &[asks]));
    view! {
        <button type="button" class="button button-small" aria-label=called on:click=press>
            {sign}
        </button>
    }
    .into_any()
}

/// A day: the browser's own field, the era beside it, and a field that reads how days are written in Japan.
pub fn date(asked: Asked) -> AnyView {
    let lang = asked.fill.lang;
    let era = move || match asked.how {
        // A year may have two.
        How::Year => None,
        How::Month => japanese::wareki_month_of(&asked.value()),
        _ => japanese::wareki_of(&asked.value()),
    };
    let written = format!("{}-era", asked.id());
    let unread = RwSignal::new(false);
    let read = move |event: leptos::ev::Event| {
        let text = event_target_value(&event);
        match asked.how.read(&text) {
            Some(day) => {
                unread.set(false);
                asked.answer(&day);
            }
            None => unread.set(!text.trim().is_empty()),
        }
    };
    let by_era = (asked.manner == Manner::Whole).then(|| {
        let (id, hint) = (written.clone(), format!("{written}-hint"));
        let said = move || if unread.get() { m::ERA_UNREAD.text(lang) } else { m::ERA_HINT.text(lang) };
        view! {
            <details class="fill-era">
                <summary>{m::ERA.text(lang)}</summary>
                <div class="field">
                    <label for=id.clone()>{m::ERA_LABEL.text(lang)}</label>
                    <p class="field-hint" id=hint.clone() role="status">
                        {said}
                    </p>
                    <input class="input" type="text" id=id autocomplete="off" aria-describedby=hint on:input=read />
                </div>
            </details>
        }
    });
    view! {
        <div class="fill-line">
            {input(asked)}
            {aside(asked, era)}
        </div>
        {by_era}
    }
    .into_any()
}

/// What stands beside a field and follows it. It is not called out at each key.
fn aside(asked: Asked, text: impl Fn() -> Option<String> + Send + 'static) -> AnyView {
    view! {
        <output class="fill-beside" for=asked.id() aria-live="off" translate="no">
            {text}
        </output>
    }
    .into_any()
}

/// The input itself.
fn input(asked: Asked) -> AnyView {
    let (kind, mode) = asked.how.keyboard();
    let node = NodeRef::<html::Input>::new();
    let typing = StoredValue::new(false);
    let path = asked.path();
    let kind = move || if asked.is_masked && !asked.fill.is_revealed(&path) { "password" } else { kind };
    // Also while it is shown, it is told to nobody aloud.
    let is_unsaid = asked.is_masked.then_some("");
    let show = move || {
        let text = asked.shown();
        if let Some(node) = node.try_get_untracked().flatten()
            && node.value() != text
        {
            node.set_value(&text);
        }
    };
    Effect::new(move |_| {
        asked.fill.see(asked.at);
        if !typing.get_value() {
            show();
        }
    });
    let leave = move |_| {
        typing.set_value(false);
        // A postcode may be wanted with its dash or without: both are tried.
        for _ in 0..2 {
            let other = asked.fill.form(|form| {
                let is_refused = form.violation(asked.at) == Some(ViolationKind::Constraint);
                let name = form.node(asked.at).filter(|_| is_refused).map(|node| node.name.as_str())?;
                japanese::rewritten(name, form.value(asked.at))
            });
            let Some(other) = other else { break };
            asked.answer(&other);
        }
        show();
    };
    let key = move |event: KeyboardEvent| {
        // Half a day typed into the browser's own field is no input yet.
        if event.key() != "Tab" {
            typing.set_value(true);
        }
        let is_next = event.key() == "Enter" && !event.is_composing() && asked.fill.layout().get_untracked() == Layout::Single;
        if is_next {
            event.prevent_default();
            super::screen::next(asked.fill);
        }
    };
    view! {
        <input
            class="input"
            type=kind
            inputmode=mode
            id=asked.id()
            value=asked.how.shown(&asked.value_now())
            autocomplete="off"
            data-unsaid=is_unsaid
            node_ref=node
            aria-describedby=move || asked.described()
            aria-invalid=move || asked.invalid()
            on:input=move |event| {
                typing.set_value(true);
                asked.give(&event_target_value(&event));
            }
            on:blur=leave
            on:keydown=key
        />
    }
    .into_any()
}

/// A text of several lines.
pub fn lines(asked: Asked, rows: u32) -> AnyView {
    // What the text area was last told or told itself: it is made anew only for a text that came from elsewhere.
    let here = StoredValue::new(asked.value_now());
    let elsewhere = Memo::new(move |before: Option<&String>| {
        let now = asked.value();
        let is_ours = here.try_get_value().is_some_and(|here| here == now);
        match before {
            Some(before) if is_ours => before.clone(),
            _ => now,
        }
    });
    let told = Callback::new(move |text: String| {
        here.set_value(text.clone());
        asked.give(&text);
    });
    view! {
        {move || {
            let text = elsewhere.get();
            here.set_value(text.clone());
            let id = asked.id();
            // The error comes and goes while the text area stays: its id is named beforehand.
            let described_by = described_by(&id, true, true);
            view! { <TextArea name=id.clone() id text rows described_by on_change=told /> }
        }}
    }
    .into_any()
}
