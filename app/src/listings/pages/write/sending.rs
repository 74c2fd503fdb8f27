//! Sending a draft: the buttons, why nothing was sent, and what else can be done with a listing that is there.
//!
//! Invariant: what goes into the outbox is the draft as it stands at that moment, with a proof for each of its files.

use super::editor::label;
use super::name_of;
use super::outcome::Sent;
use super::state::Writing;
use crate::forms::device::{FormDevice, KeepError};
use crate::forms::pages::kept::keep_error;
use crate::listings::pages::desk::field_id;
use crate::listings::pictures::about;
use crate::listings::query::encode;
use crate::listings::writing::ListingDraft;
use crate::listings::writing::pictures::ProvenFile;
use crate::listings::{Kind, State};
use crate::messages::people::write as m;
use crate::messages::{desk as d, problems};
use crate::ui::{Notice, Tone, html, still, t};
use engawa_core::outbox::Attachment;
use engawa_core::{Lang, Message, Problem};
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::sync::Arc;

/// The id of what is wrong, where the focus goes when nothing could be sent.
const WRONG: &str = "write-wrong";

/// Where sending says what became of it: what is wrong, why the device refused, whether it is under way.
type Told = (RwSignal<Vec<Problem>>, RwSignal<Option<KeepError>>, RwSignal<bool>);

/// The buttons that send it, and why nothing was sent.
pub(super) fn send(writing: Writing, sent: Memo<Sent>, lang: Lang) -> AnyView {
    let told: Told = (RwSignal::new(Vec::new()), RwSignal::new(None), RwSignal::new(false));
    let (wrong, failed, _) = told;
    let was = writing.draft.with_untracked(|draft| draft.as_ref().map(ListingDraft::state)).unwrap_or(State::Draft);
    let ways: Vec<(State, Message)> = match was {
        State::Draft => vec![(State::Published, m::SEND_PUBLIC), (State::Draft, m::SEND_DRAFT)],
        other => vec![(other, m::SEND_AS_IS)],
    };
    let buttons: Vec<AnyView> = ways
        .into_iter()
        .enumerate()
        .map(|(at, (state, label))| {
            let class = if at == 0 { "button button-primary" } else { "button" };
            button(writing, sent, (state, label, class), told)
        })
        .collect();
    let list = move || {
        let all = wrong.get();
        (!all.is_empty()).then(|| writing.draft.with_untracked(|draft| problem_box(draft.as_ref(), &all, lang)))
    };
    view! {
        <section class="tray-part" aria-label=t(d::ACTIONS)>
            <div role="alert" tabindex="-1" id=WRONG>
                {list}
                {move || failed.get().map(|error| view! { <Notice tone=Tone::Error text=keep_error(error).text(lang) /> })}
            </div>
            <p class="quiet">{t(m::SEND_ABOUT)}</p>
            <p class="buttons">{buttons}</p>
            {withdraw(writing, sent, was, told)}
            {copy(writing)}
        </section>
    }
    .into_any()
}

fn button(writing: Writing, sent: Memo<Sent>, (state, label, class): (State, Message, &'static str), told: Told) -> AnyView {
    let (_, _, busy) = told;
    let waits = move || busy.get() || writing.newer.with(Option::is_some) || matches!(sent.get(), Sent::Waiting);
    let press = move |_| put_into_outbox(writing, sent, state, told);
    view! {
        <button type="button" class=class disabled=waits on:click=press>
            {t(label)}
        </button>
    }
    .into_any()
}

/// What is public is taken out of it.
fn withdraw(writing: Writing, sent: Memo<Sent>, was: State, told: Told) -> Option<AnyView> {
    was.is_public().then(|| {
        view! {
            <details class="tray-fold">
                <summary>{t(m::WITHDRAW)}</summary>
                <p>{t(m::WITHDRAW_SURE)}</p>
                <p class="buttons">{button(writing, sent, (State::Withdrawn, m::WITHDRAW_NOW, "button button-danger"), told)}</p>
            </details>
        }
        .into_any()
    })
}

/// A copy for the next year, of a listing that is there. A group is registered, not repeated.
fn copy(writing: Writing) -> Option<AnyView> {
    let of = |draft: &ListingDraft| draft.base_rev.filter(|_| draft.kind != Kind::Group).map(|_| format!("/write?copy={}", encode(&draft.id)));
    let href = writing.draft.with_untracked(|draft| draft.as_ref().and_then(of))?;
    Some(still(html! { p { a href=(href) { (t(m::COPY)) } " " span.quiet { (t(m::COPY_ABOUT)) } } }))
}

/// What is wrong, each with a link to its field.
fn problem_box(draft: Option<&ListingDraft>, all: &[Problem], lang: Lang) -> AnyView {
    let name_of_draft = draft.map(|draft| name_of(draft, lang)).unwrap_or_default();
    still(html! {
        div.desk-problem translate="no" {
            p { strong { (d::PROBLEMS.text(lang)) } ": " (name_of_draft) }
            ul {
                @for problem in all {
                    @let name = label(draft, &problem.path, lang);
                    li {
                        @if !name.is_empty() { a href=(format!("#{}", field_id(&problem.path))) { (name) } ": " }
                        (problems::sentence(problem, lang))
                    }
                }
            }
        }
    })
}

fn put_into_outbox(writing: Writing, sent: Memo<Sent>, state: State, (wrong, failed, busy): Told) {
    let (Some(device), Some(draft)) = (writing.device.get_untracked(), writing.draft.get_untracked()) else { return };
    if busy.get_untracked() || writing.newer.with_untracked(Option::is_some) || matches!(sent.get_untracked(), Sent::Waiting) {
        return;
    }
    writing.checked_as.set(state);
    failed.set(None);
    let replaces = match sent.get_untracked() {
        Sent::Refused { entry, .. } | Sent::Conflict { entry, .. } => Some(entry),
        Sent::No | Sent::Waiting | Sent::Done { .. } => None,
    };
    // What is known to be wrong is said before a file is read.
    let problems = draft.read(state).1;
    wrong.set(problems.clone());
    if !problems.is_empty() {
        device.focus(WRONG);
        return;
    }
    busy.set(true);
    spawn_local(async move {
        let done = ask(writing, &device, draft, (state, replaces)).await;
        let _gone = busy.try_set(false);
        match done {
            Ok(()) => {}
            Err(NotSent::Wrong(problems)) => {
                if wrong.try_set(problems).is_none() {
                    device.focus(WRONG);
                }
            }
            Err(NotSent::Refused(error)) => {
                let _gone = failed.try_set(Some(error));
            }
        }
    });
}

/// Why nothing was sent.
enum NotSent {
    /// Something is wrong with the draft.
    Wrong(Vec<Problem>),
    /// The device did not take it.
    Refused(KeepError),
}

/// Puts a draft into the outbox, with its files.
async fn ask(
    writing: Writing,
    device: &Arc<dyn FormDevice>,
    mut draft: ListingDraft,
    (state, replaces): (State, Option<String>),
) -> Result<(), NotSent> {
    let id = device.new_id();
    loop {
        let files = proven(device, &id, &draft.files()).await.map_err(NotSent::Refused)?;
        // Somebody may have typed on meanwhile, or left.
        let latest = writing.draft.try_get_untracked().flatten().unwrap_or_else(|| draft.clone());
        if latest.files() == draft.files() {
            let ask = latest.ask(&id, state, replaces, &files).map_err(NotSent::Wrong)?;
            return device.send(ask).await.map_err(NotSent::Refused);
        }
        draft = latest;
    }
}

/// The files that are on the device, with their proofs for this command. What is not here is left out: the draft says at which picture.
async fn proven(device: &Arc<dyn FormDevice>, id: &str, files: &[String]) -> Result<Vec<ProvenFile>, KeepError> {
    let mut found = Vec::new();
    for sha256 in files {
        let known = match device.file(sha256).await {
            Ok(known) => known,
            Err(KeepError::NotFound) => continue,
            Err(error) => return Err(error),
        };
        let proof = device.listings().prove(sha256, about(id)).await?;
        found.push(ProvenFile { file: Attachment { sha256: known.sha256, bytes: known.bytes, name: known.name }, proof });
    }
    Ok(found)
}
