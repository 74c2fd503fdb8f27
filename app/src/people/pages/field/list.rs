//! The list of what is carried along: found by words and by state.

use super::{Field, HEADING};
use crate::forms::SubmissionState;
use crate::forms::pages::day;
use crate::messages::forms as f;
use crate::messages::people::field as m;
use crate::people::work::{WorkItem, waits};
use crate::ui::{Icon, TextField, icon};
use engawa_core::Lang;
use leptos::prelude::*;

/// The list.
pub fn list(field: Field) -> AnyView {
    let lang = field.lang;
    let words = RwSignal::new(String::new());
    let state = RwSignal::new(None::<SubmissionState>);
    let found = Memo::new(move |_| {
        let (words, state) = (words.get(), state.get());
        let fits = |item: &&WorkItem| state.is_none_or(|state| item.state == state) && item.has(&words);
        field.work.with(|all| all.iter().filter(fits).cloned().collect::<Vec<_>>())
    });
    let states: Vec<AnyView> = SubmissionState::ALL
        .iter()
        .filter(|state| waits(**state))
        .map(|state| view! { <option value=state.code()>{f::state(*state).text(lang)}</option> }.into_any())
        .collect();
    let heard = move || {
        let count = found.with(Vec::len);
        if count == 0 { m::NONE.text(lang).to_owned() } else { m::COUNT.with(lang, &[&count.to_string()]) }
    };
    view! {
        <section class="tray-part" aria-labelledby="field-work">
            <h2 id="field-work">{m::WORK.text(lang)}</h2>
            <div role="search" class="field-search">
                <div on:input=move |event| words.set(event_target_value(&event))>
                    <TextField name="field-words" label=m::WORDS.text(lang) kind="search" autocomplete="off" />
                </div>
                <div class="field">
                    <label class="field-label" for="field-state">
                        {m::STATE.text(lang)}
                    </label>
                    <select class="input" id="field-state" on:change=move |event| state.set(SubmissionState::parse(&event_target_value(&event)))>
                        <option value="">{m::ANY_STATE.text(lang)}</option>
                        {states}
                    </select>
                </div>
            </div>
            <p role="status">{heard}</p>
            <ul class="tray-list">
                <For
                    each=move || found.get()
                    key=|item: &WorkItem| format!("{} {}", item.id, item.rev)
                    children=move |item: WorkItem| row(field, item)
                />
            </ul>
        </section>
    }
    .into_any()
}

fn row(field: Field, item: WorkItem) -> AnyView {
    let lang = field.lang;
    let id = item.id.clone();
    let choose = move |_| {
        field.said.set(None);
        field.chosen.set(Some(id.clone()));
        field.focus(HEADING);
    };
    view! {
        <li class="tray-item">
            <button type="button" class="field-open" translate="no" on:click=choose>
                {item.name().to_owned()}
            </button>
            {facts(&item, lang)}
        </li>
    }
    .into_any()
}

/// What is known of an item in a line or two.
pub fn facts(item: &WorkItem, lang: Lang) -> AnyView {
    let assignee =
        (!item.assignee.is_empty()).then(|| view! { <li>{icon(Icon::People)} <span>{m::ASSIGNEE.with(lang, &[&item.assignee])}</span></li> });
    view! {
        <ul class="tray-facts" translate="no">
            <li>{icon(Icon::Book)} <span>{item.form_title.clone()}</span></li>
            <li>{icon(Icon::Signpost)} <span>{f::state(item.state).text(lang)}</span></li>
            <li>{icon(Icon::Clock)} <span>{m::RECEIVED.with(lang, &[&day(item.received_at)])}</span></li>
            <li>{icon(Icon::Mail)} <span>{m::RECEIPT.with(lang, &[&item.receipt_no])}</span></li>
            {assignee}
        </ul>
    }
    .into_any()
}
