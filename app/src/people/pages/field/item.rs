//! One item: what was sent in, and a form for a note or a decision, which waits sealed until it can be sent.

use super::list::facts;
use super::{Field, HEADING};
use crate::command::Body;
use crate::forms::SubmissionState;
use crate::forms::command::{FormCommand, Review};
use crate::forms::rules::{MESSAGE_MAX, check_review};
use crate::messages::forms as f;
use crate::messages::people::field as m;
use crate::messages::problems;
use crate::people::device::VaultDevice;
use crate::people::work::WorkItem;
use crate::ui::{Notice, TextArea, Tone};
use engawa_core::vault::Queued;
use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use std::sync::Arc;

/// The item, as long as it is carried along.
pub fn item(field: Field, id: String) -> AnyView {
    let lang = field.lang;
    let of = StoredValue::new(id);
    // Drawn anew only when it is another one or not here any more, so that what is being typed stays.
    let is_here = Memo::new(move |_| field.work.with(|all| of.with_value(|id| all.iter().any(|item| item.id == *id))));
    let now = Memo::new(move |_| field.work.with(|all| of.with_value(|id| all.iter().find(|item| item.id == *id).cloned())));
    let back = move |_| {
        field.chosen.set(None);
        field.focus(HEADING);
    };
    let top = move || {
        now.get().map(|item| {
            let lines = item.lines.iter().map(|line| {
                if line.value.is_empty() {
                    view! { <div class="field-line"><dt class="field-group">{line.label.clone()}</dt><dd></dd></div> }.into_any()
                } else {
                    view! { <div class="field-line"><dt>{line.label.clone()}</dt><dd>{line.value.clone()}</dd></div> }.into_any()
                }
            });
            view! {
                <h2 translate="no">{item.name().to_owned()}</h2>
                {facts(&item, lang)}
                <h3>{m::ANSWERS.text(lang)}</h3>
                <dl class="field-lines" translate="no">
                    {lines.collect::<Vec<_>>()}
                </dl>
            }
        })
    };
    let form = move || if is_here.get() { form(field, now) } else { view! { <Notice tone=Tone::Note text=m::THEIRS_GONE.text(lang) /> }.into_any() };
    view! {
        <section class="tray-part">
            <p class="buttons">
                <button type="button" class="button" on:click=back>
                    {m::BACK.text(lang)}
                </button>
            </p>
            <div class="tray-part">{top}</div>
            {form}
        </section>
    }
    .into_any()
}

fn form(field: Field, now: Memo<Option<WorkItem>>) -> AnyView {
    let lang = field.lang;
    let (note, message) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let to = RwSignal::new(None::<SubmissionState>);
    let wrong = RwSignal::new(Vec::<String>::new());
    // Another number draws empty fields.
    let round = RwSignal::new(0_u32);
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let Some(item) = now.get_untracked() else { return };
        if field.busy.get_untracked() {
            return;
        }
        let review = Review {
            submission: item.id.clone(),
            state: to.get_untracked(),
            message: message.get_untracked().trim().to_owned(),
            note: note.get_untracked().trim().to_owned(),
            assignee: None,
        };
        let problems = check_review(&review, item.state);
        wrong.set(problems.iter().map(|problem| problems::sentence(problem, lang)).collect());
        if !problems.is_empty() {
            field.focus(if problems.iter().any(|problem| problem.path == "message") { "field-message" } else { "field-note" });
            return;
        }
        let Ok(body) = serde_json::to_string(&Body::Forms(FormCommand::Review(Box::new(review)))) else { return };
        let title = item.name().to_owned();
        let asked = |device: Arc<dyn VaultDevice>| {
            let note = Queued::new(device.new_id(), item.id, title, item.rev, body, device.now());
            async move {
                device.keep(note).await?;
                device.contact().await.map(Some)
            }
        };
        field.ask(asked, move || {
            note.set(String::new());
            message.set(String::new());
            to.set(None);
            round.update(|round| *round += 1);
            field.said.set(Some(m::KEPT.text(lang).to_owned()));
            field.focus(HEADING);
        });
    };
    let fields = move || {
        round.track();
        let from = now.with_untracked(|item| item.as_ref().map(|item| item.state));
        let next = SubmissionState::ALL.iter().filter(|to| from.is_some_and(|from| from.staff_may_make_it(**to)));
        let next: Vec<AnyView> = next.map(|state| view! { <option value=state.code()>{f::state(*state).text(lang)}</option> }.into_any()).collect();
        view! {
            <div class="field">
                <label class="field-label" for="field-note">
                    {m::NOTE.text(lang)}
                </label>
                <TextArea name="note" id="field-note" max=most() on_change=Callback::new(move |text| note.set(text)) />
            </div>
            <div class="field">
                <label class="field-label" for="field-to">
                    {m::DECISION.text(lang)}
                </label>
                <select class="input" id="field-to" on:change=move |event| to.set(SubmissionState::parse(&event_target_value(&event)))>
                    <option value="">{m::NO_DECISION.text(lang)}</option>
                    {next}
                </select>
            </div>
            <div class="field">
                <label class="field-label" for="field-message">
                    {m::MESSAGE.text(lang)}
                </label>
                <p class="field-hint" id="field-message-hint">
                    {m::MESSAGE_HINT.text(lang)}
                </p>
                <TextArea
                    name="message"
                    id="field-message"
                    max=most()
                    described_by=Some("field-message-hint".to_owned())
                    on_change=Callback::new(move |text| message.set(text))
                />
            </div>
        }
    };
    view! {
        <form class="field-form" novalidate on:submit=submit>
            <h3>{m::WRITE.text(lang)}</h3>
            <div role="alert">
                {move || wrong.get().into_iter().map(|text| view! { <Notice tone=Tone::Error text /> }).collect::<Vec<_>>()}
            </div>
            {fields}
            <p class="buttons">
                <button type="submit" class="button button-primary">
                    {m::KEEP.text(lang)}
                </button>
            </p>
        </form>
    }
    .into_any()
}

/// The longest note.
fn most() -> u32 {
    u32::try_from(MESSAGE_MAX).unwrap_or(u32::MAX)
}
