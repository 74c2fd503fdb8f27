//! Whether somebody can apply, asked before there is a draft: the questions of the form's own group, drawn as they are in the form.
//!
//! The filling-in is begun and not kept: its queue is stopped before the first key. Invariant: nothing is on the device until the person
//! begins; then everything that was answered here is in the draft.

use super::question::items;
use super::state::{Fill, Opened};
use crate::device::use_state;
use crate::forms::device::FormDevice;
use crate::forms::eligibility::{Verdict, group_in, verdict};
use crate::forms::filling::{Filling, Layout};
use crate::forms::outline::language_index;
use crate::forms::pages::kept::keep_error;
use crate::messages::forms::eligibility as m;
use crate::ui::notice::{Notice, Tone};
use crate::ui::text::use_lang;
use engawa_core::Message;
use engawa_core::form::definition::Definition;
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::sync::Arc;

/// A draft that could be begun.
#[derive(Clone)]
pub struct Ready {
    /// The filling-in, as it begins.
    pub filling: Filling,
    /// The form.
    pub definition: Arc<Definition>,
    /// Where it would be kept.
    pub device: Arc<dyn FormDevice>,
    /// The replica that began it.
    pub replica: String,
    /// The device's number.
    pub device_id: String,
}

impl Ready {
    /// Whether something is asked beforehand.
    pub fn has_conditions(&self) -> bool {
        group_in(self.filling.form()).is_some()
    }

    /// Keeps the draft. Its id, or what to tell the person.
    pub async fn keep(self) -> Result<String, Message> {
        let card = self.filling.card(self.device.now(), None);
        let draft = card.id.clone();
        self.device.begin(card, self.filling.snapshot(), self.definition).await.map_err(keep_error)?;
        Ok(draft)
    }
}

/// The questions, what the answers say, and the way on. `begun`: told which draft was begun.
pub fn draw(ready: Ready, begun: Callback<String>) -> AnyView {
    let lang = use_lang();
    let fill = Fill::new(lang, use_state(), Memo::new(|_| String::new()), Callback::new(|_: String| {}));
    let language = language_index(&ready.definition, lang);
    let (now, title) = (ready.device.now(), ready.definition.title.clone());
    let card = ready.filling.card(now, None);
    let Ready { filling, definition, device, replica, device_id } = ready;
    fill.open(Opened { filling, definition, device, card, replica, device_id, aside: Vec::new() }, Layout::Sections, language);
    fill.forget();
    let Some(group) = fill.form(group_in) else { return ().into_any() };
    let found = Memo::new(move |_| {
        fill.beat().track();
        fill.drawn().track();
        let language = fill.language().get();
        fill.form(|form| verdict(form, language))
    });
    let busy = RwSignal::new(false);
    let wrong = RwSignal::new(None::<Message>);
    let begin = move |_| {
        if busy.get_untracked() {
            return;
        }
        let ready = fill.change(|core| Ready {
            filling: core.filling.clone(),
            definition: Arc::clone(&core.definition),
            device: Arc::clone(&core.device),
            replica: core.replica.clone(),
            device_id: core.device_id.clone(),
        });
        let Some(ready) = ready else { return };
        busy.set(true);
        spawn_local(async move {
            match ready.keep().await {
                Ok(draft) => {
                    begun.try_run(draft);
                }
                Err(message) => {
                    let _gone = wrong.try_set(Some(message));
                    let _gone = busy.try_set(false);
                }
            }
        });
    };
    let class = move || if found.with(Verdict::is_yes) { "button button-primary" } else { "button" };
    let word = move || if found.with(Verdict::is_yes) { m::BEGIN.text(lang) } else { m::ANYWAY.text(lang) };
    view! {
        <p class="lead">{title}</p>
        <p class="quiet">{m::TEXT.text(lang)}</p>
        <div class="fill-page fill-eligibility">
            <div class="fill-screen">{items(fill, group, 2)}</div>
            <div role="status">{move || told(fill, found.get())}</div>
            <div role="alert">{move || wrong.get().map(|message| view! { <Notice tone=Tone::Error text=message.text(lang) /> })}</div>
            <p class="buttons">
                <button type="button" class=class disabled=move || busy.get() on:click=begin>
                    {word}
                </button>
            </p>
        </div>
    }
    .into_any()
}

/// What the answers say so far.
fn told(fill: Fill, found: Verdict) -> AnyView {
    let lang = fill.lang;
    if found.is_yes() {
        return view! { <Notice tone=Tone::Note text=m::YES.text(lang) /> }.into_any();
    }
    let left = (found.left > 0).then(|| view! { <p>{m::LEFT.with(lang, &[&found.left.to_string()])}</p> });
    if found.unmet.is_empty() {
        return view! { {left} }.into_any();
    }
    let unmet = found.unmet.into_iter().map(|words| view! { <li>{words}</li> }).collect_view();
    view! {
        <Notice tone=Tone::Caution text=m::NO.text(lang)>
            <ul>{unmet}</ul>
            <p>{m::NO_NOTE.text(lang)}</p>
            {left}
        </Notice>
    }
    .into_any()
}
