//! `/field`: the work of a desk on the device of a member of staff, sealed: set up, opened with a PIN or a passkey, read, noted, sent.
//!
//! The page decides nothing: [`engawa_core::vault`] says what state it is in, the device does it. It is drawn on both sides, but what it shows
//! is on the device alone; the server draws the frame. Invariant: what was unsealed is dropped from the page when it locks.

mod item;
mod list;
mod notes;
mod opening;
mod passkey;
mod set_up;

use crate::device::{use_device, use_state, use_vault_device};
use crate::forms::device::{Doing, KeepError};
use crate::forms::pages::kept::keep_error;
use crate::messages::people::field as m;
use crate::people::device::{Situation, VaultDevice};
use crate::people::work::WorkItem;
use crate::ui::{Head, Notice, Tone, t, use_lang};
use engawa_core::Lang;
use engawa_core::time::Millis;
use engawa_core::vault::{Phase, Queued};
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::future::Future;
use std::sync::Arc;

/// The id of the heading: where the focus goes when what one looked at went away.
const HEADING: &str = "field";

/// What the parts of the page share.
#[derive(Clone, Copy)]
struct Field {
    lang: Lang,
    /// The device, once it is awake.
    device: RwSignal<Option<Arc<dyn VaultDevice>>>,
    /// How it stands, once that is known.
    situation: RwSignal<Option<Situation>>,
    /// What went wrong last.
    failed: RwSignal<Option<KeepError>>,
    /// What was done last, in words.
    said: RwSignal<Option<String>>,
    /// Something is under way.
    busy: RwSignal<bool>,
    /// What is carried along, while it is open.
    work: RwSignal<Vec<WorkItem>>,
    /// What was written.
    notes: RwSignal<Vec<Queued>>,
    /// The item that one looks at.
    chosen: RwSignal<Option<String>>,
}

impl Field {
    fn new(lang: Lang) -> Self {
        Self {
            lang,
            device: RwSignal::new(None),
            situation: RwSignal::new(None),
            failed: RwSignal::new(None),
            said: RwSignal::new(None),
            busy: RwSignal::new(false),
            work: RwSignal::new(Vec::new()),
            notes: RwSignal::new(Vec::new()),
            chosen: RwSignal::new(None),
        }
    }

    /// Asks the device for something and takes in what came of it.
    fn ask<W>(self, what: impl FnOnce(Arc<dyn VaultDevice>) -> W, done: impl FnOnce() + 'static)
    where
        W: Future<Output = Result<Option<Situation>, KeepError>> + 'static,
    {
        let Some(device) = self.device.get_untracked() else { return };
        let asked = what(device);
        self.busy.set(true);
        self.failed.set(None);
        spawn_local(async move {
            let found = asked.await;
            if self.busy.try_set(false).is_some() {
                // The page is gone.
                return;
            }
            match found {
                Ok(situation) => {
                    if let Some(situation) = situation {
                        self.situation.set(Some(situation));
                    }
                    self.refresh();
                    done();
                }
                Err(error) => self.failed.set(Some(error)),
            }
        });
    }

    /// Asks how it stands, without a word: nobody waits for it.
    fn quietly(self, what: fn(&dyn VaultDevice) -> Doing<Situation>) {
        let Some(device) = self.device.get_untracked() else { return };
        let asked = what(&*device);
        spawn_local(async move {
            let found = asked.await;
            let gone = match found {
                Ok(situation) => self.situation.try_set(Some(situation)).is_some(),
                Err(error) => self.failed.try_set(Some(error)).is_some(),
            };
            if !gone {
                self.refresh();
            }
        });
    }

    /// Reads again what is in memory while it is open; nothing otherwise.
    fn refresh(self) {
        let Some(device) = self.device.get_untracked() else { return };
        let (work, notes) = (device.work(), device.notes());
        if self.work.with_untracked(|old| *old != work) {
            self.work.set(work);
        }
        if self.notes.with_untracked(|old| *old != notes) {
            self.notes.set(notes);
        }
    }

    fn focus(self, element_id: &str) {
        if let Some(device) = self.device.get_untracked() {
            device.focus(element_id);
        }
    }

    /// The phase; a PIN that is being tried is no state of its own, so that its field stays.
    fn phase(self) -> Memo<Option<Phase>> {
        Memo::new(move |_| self.situation.with(|it| it.as_ref().map(|it| if it.phase == Phase::Trying { Phase::Locked } else { it.phase })))
    }
}

/// `/field`
#[component]
pub fn FieldPage() -> impl IntoView {
    let state = use_state();
    let field = Field::new(use_lang());
    let clock = StoredValue::new(use_device());
    let clock = move |at: Millis| clock.with_value(|device| device.clock(at));
    Effect::new(move |_| {
        if state.awake.get()
            && let Some(coming) = use_vault_device()
        {
            spawn_local(async move {
                let here = coming().await;
                let _gone = field.device.try_set(Some(here));
            });
        }
    });
    // Whenever something is different: another tab, the clock, the server.
    Effect::new(move |_| {
        state.vault.track();
        if field.device.with(Option::is_some) {
            field.quietly(|device| device.look());
        }
    });
    Effect::new(move |_| {
        if state.online.get() && field.device.with(Option::is_some) {
            field.quietly(|device| device.contact());
        }
    });
    let phase = field.phase();
    let shown = move || match phase.get() {
        None => None,
        Some(Phase::Absent) => Some(set_up::set_up(field)),
        Some(Phase::Wiped(why)) => {
            Some(view! { <Notice tone=Tone::Caution text=m::wiped(why).text(field.lang) /> {set_up::set_up(field)} }.into_any())
        }
        Some(Phase::Locked | Phase::Trying) => Some(opening::locked(field, clock)),
        Some(Phase::Open) => Some(opening::open(field, clock)),
    };
    let touch = move || {
        if phase.get_untracked() == Some(Phase::Open)
            && let Some(device) = field.device.get_untracked()
        {
            device.touch();
        }
    };
    view! {
        <Head title=t(m::FIELD) description=t(m::FIELD_LEAD) path="/field" noindex=true />
        <div class="wrap page tray field-page" on:pointerdown=move |_| touch() on:keydown=move |_| touch()>
            <h1 id=HEADING tabindex="-1">
                {t(m::FIELD)}
            </h1>
            <p class="lead">{t(m::FIELD_LEAD)}</p>
            <p class="quiet" hidden=move || field.situation.with(Option::is_some)>
                {t(m::NEEDS_SCRIPTS)}
            </p>
            <p role="status">{move || if field.busy.get() { Some(m::WORKING.text(field.lang).to_owned()) } else { field.said.get() }}</p>
            <div role="alert">
                {move || field.failed.get().map(|error| view! { <Notice tone=Tone::Error text=keep_error(error).text(field.lang) /> })}
            </div>
            {shown}
        </div>
    }
}

/// A fold with a button that wipes everything.
fn wipe(field: Field) -> AnyView {
    let lang = field.lang;
    let press = move |_| {
        field.said.set(None);
        field.ask(|device| async move { device.wipe().await.map(Some) }, move || field.focus(HEADING));
    };
    view! {
        <details class="tray-fold">
            <summary>{m::WIPE.text(lang)}</summary>
            <p>{m::WIPE_SURE.text(lang)}</p>
            <p class="buttons">
                <button type="button" class="button button-danger" on:click=press>
                    {m::WIPE_NOW.text(lang)}
                </button>
            </p>
        </details>
    }
    .into_any()
}
