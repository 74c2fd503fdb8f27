//! The outbox: what waits to be sent, what needs somebody, and the receipts of what arrived.
//!
//! It shows what the machine ([`engawa_core::outbox`]) says and decides nothing itself. A line is drawn anew only when its standing
//! changed, so that a fold that somebody opened stays open while other lines move. Whatever cannot be undone asks once more.

mod answer;
mod lines;
mod lookup;
mod shared;
mod slip;

use super::kept::{Awake, use_awake_device};
use super::list::ways;
use super::rescue::rescue;
use crate::device::{use_device, use_state};
use crate::forms::device::{FormDevice, OutboxLine};
use crate::kiosk::pages::device::use_kiosk;
use crate::messages::forms::{self, papers as m};
use crate::ui::{Head, Icon, Notice, Tone, icon, still, t, use_lang};
use engawa_core::{Lang, Message};
use leptos::prelude::*;
use std::sync::Arc;

/// The id of the heading: where the focus goes when a line went away.
const HEADING: &str = "outbox";

/// `/outbox`
#[component]
pub fn OutboxPage() -> impl IntoView {
    match use_kiosk() {
        Some(kiosk) => shared::page(kiosk.signals),
        None => own(),
    }
}

/// The outbox of somebody's own device.
fn own() -> AnyView {
    let state = use_state();
    let lang = use_lang();
    let device = use_awake_device();
    let is_empty = Memo::new(move |_| device.with(Option::is_some) && state.outbox.with(Vec::is_empty));
    view! {
        <Head title=t(m::OUTBOX) description=t(m::OUTBOX_LEAD) path="/outbox" noindex=true />
        <div class="wrap page tray">
            <h1 id=HEADING tabindex="-1">
                {t(m::OUTBOX)}
            </h1>
            <p class="lead">{t(m::OUTBOX_LEAD)}</p>
            <p class="quiet" hidden=move || device.with(Option::is_some)>
                {t(m::NEEDS_SCRIPTS)}
            </p>
            {move || is_empty.get().then(|| nothing_yet(lang))}
            {part(&STUCK, device)}
            {part(&WAITING, device)}
            {part(&DONE, device)}
            {rescue(device)}
            {still(ways("/outbox"))}
        </div>
    }
    .into_any()
}

/// Nothing was sent yet: what the page is for, and where to go on.
fn nothing_yet(lang: Lang) -> AnyView {
    view! {
        <Notice tone=Tone::Note text=m::OUTBOX_EMPTY.text(lang)>
            <p class="buttons">
                <a class="button" href="/forms">
                    {m::TO_FORMS.text(lang)}
                </a>
                <a class="button" href="/drafts">
                    {m::TO_DRAFTS.text(lang)}
                </a>
            </p>
        </Notice>
    }
    .into_any()
}

/// Lines of one sort.
struct Part {
    id: &'static str,
    heading: Message,
    /// Which lines belong to it.
    has: fn(&OutboxLine) -> bool,
    /// What stands before them.
    before: fn(Awake) -> AnyView,
    /// Draws a line.
    draw: fn(OutboxLine, Awake) -> AnyView,
}

const STUCK: Part = Part { id: "stuck", heading: m::PART_STUCK, has: |line| line.standing.needs_somebody(), before: nothing, draw: lines::stuck };
const WAITING: Part = Part {
    id: "waiting",
    heading: m::PART_WAITING,
    has: |line| !line.standing.needs_somebody() && !line.standing.is_done(),
    before: send_now,
    draw: lines::waiting,
};
const DONE: Part = Part { id: "done", heading: m::PART_DONE, has: |line| line.standing.is_done(), before: print, draw: slip::done };

/// A part with its heading; nothing if it has no line.
fn part(of: &Part, device: Awake) -> AnyView {
    let Part { id, heading, has, before, draw } = *of;
    let state = use_state();
    let lines = Memo::new(move |_| {
        if device.with(Option::is_none) {
            return Vec::new();
        }
        state.outbox.with(|all| all.iter().filter(|line| has(line)).cloned().collect::<Vec<OutboxLine>>())
    });
    let is_there = Memo::new(move |_| !lines.with(Vec::is_empty));
    let drawn = move || {
        is_there.get().then(|| {
            view! {
                <section class="tray-part" aria-labelledby=id>
                    <h2 id=id>{t(heading)}</h2>
                    {before(device)}
                    <ul class="tray-list">
                        <For
                            each=move || lines.get()
                            key=|line: &OutboxLine| format!("{} {:?}", line.id, line.standing)
                            children=move |line: OutboxLine| draw(line, device)
                        />
                    </ul>
                </section>
            }
        })
    };
    drawn.into_any()
}

fn nothing(_: Awake) -> AnyView {
    ().into_any()
}

/// The button for impatient people.
fn send_now(device: Awake) -> AnyView {
    let lang = use_lang();
    let is_asked = RwSignal::new(false);
    let send = move |_| {
        ask(device, |device| device.send_now());
        is_asked.set(true);
    };
    view! {
        <p class="buttons">
            <button type="button" class="button" on:click=send>
                {icon(Icon::Mail)}
                <span>{m::SEND_NOW.text(lang)}</span>
            </button>
        </p>
        <p role="status">{move || is_asked.get().then(|| m::TO_SEND_NOW.text(lang))}</p>
    }
    .into_any()
}

fn print(_: Awake) -> AnyView {
    let device = StoredValue::new(use_device());
    view! {
        <p class="buttons">
            <button type="button" class="button" on:click=move |_| device.with_value(|device| device.print())>
                {icon(Icon::Print)}
                <span>{t(m::SLIP_PRINT)}</span>
            </button>
        </p>
    }
    .into_any()
}

/// Asks the device for something, if it is awake.
fn ask(device: Awake, what: impl FnOnce(&Arc<dyn FormDevice>)) {
    device.with_untracked(|device| {
        if let Some(device) = device {
            what(device);
        }
    });
}

fn title_of(line: &OutboxLine) -> String {
    if line.title.trim().is_empty() { t(forms::FORM).to_owned() } else { line.title.clone() }
}

/// A fold with a button in it, for what cannot be undone.
fn sure(summary: String, text: Message, button: Message, press: impl Fn() + Send + 'static) -> AnyView {
    view! {
        <details class="tray-fold">
            <summary>{summary}</summary>
            <p>{t(text)}</p>
            <p class="buttons">
                <button type="button" class="button button-danger" on:click=move |_| press()>
                    {icon(Icon::Close)}
                    <span>{t(button)}</span>
                </button>
            </p>
        </details>
    }
    .into_any()
}
