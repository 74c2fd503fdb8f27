//! What was written in the field, and what became of it: what waits, what does not fit, what arrived.

use super::{Field, HEADING};
use crate::command::Body;
use crate::forms::command::{FormCommand, Review};
use crate::messages::forms as f;
use crate::messages::people::field as m;
use crate::messages::problems;
use crate::people::device::VaultDevice;
use crate::ui::{Icon, icon};
use engawa_core::Lang;
use engawa_core::vault::{Queued, Standing};
use leptos::prelude::*;
use std::sync::Arc;

/// All notes; what needs the person first. Nothing if there is none.
pub fn notes(field: Field) -> AnyView {
    let lang = field.lang;
    let all = Memo::new(move |_| {
        let mut all = field.notes.get();
        all.sort_by_key(|note| (!note.is_stuck(), matches!(note.standing, Standing::Done { .. }), note.made_at));
        all
    });
    let is_there = Memo::new(move |_| !all.with(Vec::is_empty));
    let shown = move || {
        is_there.get().then(|| {
            view! {
                <section class="tray-part" aria-labelledby="field-notes">
                    <h2 id="field-notes">{m::NOTES.text(lang)}</h2>
                    <ul class="tray-list">
                        <For
                            each=move || all.get()
                            key=|note: &Queued| format!("{} {:?}", note.id, note.standing)
                            children=move |note: Queued| one(field, note)
                        />
                    </ul>
                </section>
            }
        })
    };
    shown.into_any()
}

fn one(field: Field, note: Queued) -> AnyView {
    let lang = field.lang;
    let (id, title) = (note.id.clone(), note.title.clone());
    let standing = match &note.standing {
        Standing::Waiting => view! { <p class="tray-note">{icon(Icon::Clock)} <span>{m::WAITING.text(lang)}</span></p> }.into_any(),
        Standing::Done { receipt_no } => view! {
            <p class="tray-done">{icon(Icon::Check)} <span>{m::DONE.with(lang, &[receipt_no])}</span></p>
            <p class="buttons">
                <button type="button" class="button" on:click=move |_| discard(field, &id)>
                    {m::PUT_AWAY.text(lang)}
                </button>
            </p>
        }
        .into_any(),
        Standing::Conflict => stuck(field, &note, vec![m::CONFLICT.text(lang).to_owned()]),
        Standing::Refused(problems) => {
            let mut said = vec![m::REFUSED.text(lang).to_owned()];
            said.extend(problems.iter().map(|problem| problems::sentence(problem, lang)));
            stuck(field, &note, said)
        }
    };
    let own = matches!(note.standing, Standing::Waiting).then(|| written(&note, lang));
    view! {
        <li class="tray-item">
            <h3 class="tray-title" translate="no">
                {title}
            </h3>
            {own}
            {standing}
        </li>
    }
    .into_any()
}

/// Two columns, and the choice between them.
fn stuck(field: Field, note: &Queued, said: Vec<String>) -> AnyView {
    let lang = field.lang;
    let about = note.about.clone();
    let now =
        Memo::new(move |_| field.work.with(|all| all.iter().find(|item| item.id == about).map(|item| (item.state, item.assignee.clone(), item.rev))));
    let theirs = move || match now.get() {
        None => view! { <p>{m::THEIRS_GONE.text(lang)}</p> }.into_any(),
        Some((state, assignee, _)) => {
            let assignee = (!assignee.is_empty()).then(|| view! { <p>{m::ASSIGNEE.with(lang, &[&assignee])}</p> });
            view! { <p>{f::state(state).text(lang)}</p> {assignee} }.into_any()
        }
    };
    let (mine, own) = (note.id.clone(), note.id.clone());
    let send = move |_| {
        let Some((_, _, rev)) = now.get_untracked() else { return };
        let id = mine.clone();
        let asked = |device: Arc<dyn VaultDevice>| async move {
            device.keep_mine(&id, rev).await?;
            device.contact().await.map(Some)
        };
        field.ask(asked, move || field.focus(HEADING));
    };
    view! {
        <div role="alert">
            {said.into_iter().map(|text| view! { <p class="tray-wrong">{icon(Icon::Warning)} <span>{text}</span></p> }).collect::<Vec<_>>()}
        </div>
        <div class="field-sides">
            <div>
                <h4>{m::MINE.text(lang)}</h4>
                {written(note, lang)}
            </div>
            <div>
                <h4>{m::THEIRS.text(lang)}</h4>
                {theirs}
            </div>
        </div>
        <p class="buttons">
            <button type="button" class="button button-primary" hidden=move || now.with(Option::is_none) on:click=send>
                {m::KEEP_MINE.text(lang)}
            </button>
            <button type="button" class="button" on:click=move |_| discard(field, &own)>
                {m::TAKE_THEIRS.text(lang)}
            </button>
        </p>
    }
    .into_any()
}

fn discard(field: Field, id: &str) {
    let id = id.to_owned();
    let asked = |device: Arc<dyn VaultDevice>| async move {
        device.discard(&id).await?;
        device.look().await.map(Some)
    };
    field.ask(asked, move || field.focus(HEADING));
}

/// What somebody wrote, in words.
fn written(note: &Queued, lang: Lang) -> AnyView {
    let review = match serde_json::from_str::<Body>(&note.body) {
        Ok(Body::Forms(FormCommand::Review(review))) => *review,
        _ => Review::default(),
    };
    let state = review.state.map(|state| view! { <p>{f::state(state).text(lang)}</p> });
    let texts = [review.note, review.message].into_iter().filter(|text| !text.is_empty());
    let texts: Vec<_> = texts.map(|text| view! { <p class="field-text" translate="no">{text}</p> }).collect();
    view! { <div>{state} {texts}</div> }.into_any()
}
