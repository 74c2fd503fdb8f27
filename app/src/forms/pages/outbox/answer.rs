//! What the city says of something that was sent: asked while there is a connection, by whoever holds the receipt. What came back is
//! corrected in the draft that it was made of, and sent again in its place.
//!
//! The draft is unlocked by its card, which notes what it corrects. Without a connection, and for what is no form, nothing stands here.

use super::super::kept::{Awake, keep_error};
use crate::device::use_state;
use crate::forms::SubmissionState;
use crate::forms::command::Holder;
use crate::forms::device::{DraftCard, FormDevice, KeepError, OutboxLine};
use crate::forms::receipt::{Standing, secret_of};
use crate::messages::forms::{self, papers as m};
use crate::ui::{Notice, Tone, html, still, use_lang};
use engawa_core::Lang;
use engawa_core::outbox::Slip;
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;

/// How it stands, and the way to correct it.
pub fn draw(line: &OutboxLine, device: Awake) -> AnyView {
    let (state, lang) = (use_state(), use_lang());
    let Some((draft, holder)) = held(line) else { return ().into_any() };
    let found = RwSignal::new(None::<Standing>);
    let said = RwSignal::new(None::<&'static str>);
    let asked = holder.clone();
    Effect::new(move |_| {
        if !state.online.get() {
            return;
        }
        let Some(device) = device.get() else { return };
        let asking = device.receipt(&asked);
        spawn_local(async move {
            if let Ok(standing) = asking.await {
                let _gone = found.try_set(Some(standing));
            }
        });
    });
    let navigate = use_navigate();
    let leave = Callback::new(move |path: String| navigate(&path, NavigateOptions::default()));
    let press = Callback::new(move |(): ()| {
        let Some(device) = device.get_untracked() else { return };
        let (draft, holder) = (draft.clone(), holder.clone());
        spawn_local(async move {
            match reopen(device.as_ref(), &draft, holder).await {
                Ok(()) => {
                    leave.try_run(format!("/drafts/{draft}"));
                }
                Err(KeepError::NotFound) => {
                    let _gone = said.try_set(Some(m::CORRECT_GONE.text(lang)));
                }
                Err(error) => {
                    let _gone = said.try_set(Some(keep_error(error).text(lang)));
                }
            }
        });
    });
    let told = move || {
        found.get().map(|standing| {
            let is_back = standing.state == SubmissionState::SentBack;
            let button = is_back.then(|| {
                view! {
                    <Notice tone=Tone::Caution text=forms::SENT_BACK.text(lang)>
                        <p class="buttons">
                            <button type="button" class="button button-primary" on:click=move |_| press.run(())>
                                {forms::CORRECT.text(lang)}
                            </button>
                        </p>
                    </Notice>
                }
            });
            view! {
                {still(words(&standing, lang))}
                {button}
            }
        })
    };
    view! {
        <div class="tray-answer" role="status" translate="no">
            {told}
            <p>{move || said.get()}</p>
        </div>
    }
    .into_any()
}

/// Where it is, and what the desk said last.
fn words(standing: &Standing, lang: Lang) -> crate::ui::Markup {
    let last = standing.messages.iter().rev().find(|told| !told.text.is_empty());
    html! {
        div {
            p { (forms::RECEIPT_STATE.text(lang)) ": " strong { (forms::state(standing.state).text(lang)) } }
            @if !standing.replaced_by.is_empty() { p { (forms::REPLACED_BY.with(lang, &[&standing.replaced_by])) } }
            @if let Some(told) = last { p { (forms::RECEIPT_MESSAGES.text(lang)) ": " (told.text) } }
        }
    }
}

/// The draft that a line was made of, and its receipt; nothing if it is no form or has no number.
fn held(line: &OutboxLine) -> Option<(String, Holder)> {
    let draft = line.draft()?.to_owned();
    let slip = line.entry.as_ref().and_then(Slip::of)?;
    let secret = secret_of(slip.id)?;
    (!slip.number.is_empty()).then(|| (draft, Holder { receipt_no: slip.number.to_owned(), secret }))
}

/// Unlocks a draft: its card says from now on what it corrects.
async fn reopen(device: &dyn FormDevice, draft: &str, holder: Holder) -> Result<(), KeepError> {
    let card = device.drafts().await?.into_iter().find(|card| card.id == draft).ok_or(KeepError::NotFound)?;
    device.append(DraftCard { corrects: Some(holder), ..card }, Vec::new()).await
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::forms::device::OutboxStanding;
    use crate::forms::receipt::Told;
    use engawa_core::outbox::{Ask, Entry, Kept, State};

    const ID: &str = "0193483e-7a00-7abc-8def-0123456789ab";

    fn line(subject: &str, number: &str) -> OutboxLine {
        let mut entry = Entry::new(Ask { id: ID.into(), subject: subject.into(), ..Ask::default() }, 0);
        entry.state = State::Done(Kept { number: number.into(), done_at: 0, rev: None });
        OutboxLine { id: ID.into(), subject: subject.into(), title: String::new(), entry: Some(entry), standing: OutboxStanding::Done }
    }

    #[test]
    fn only_a_form_with_a_number_is_asked_about() {
        let holder = Holder { receipt_no: "ABCD-1234".into(), secret: secret_of(ID).unwrap() };
        assert_eq!(held(&line("draft:d", "ABCD-1234")), Some(("d".to_owned(), holder)));
        assert_eq!(held(&line("draft:d", "")), None);
        assert_eq!(held(&line("listing:d", "ABCD-1234")), None);
    }

    #[test]
    fn the_desks_last_words_are_told() {
        let told = |text: &str| Told { at: 0, state: SubmissionState::SentBack, text: text.into() };
        let standing = Standing {
            receipt_no: "ABCD-1234".into(),
            form_id: "f".into(),
            version: "1".into(),
            title: "F".into(),
            state: SubmissionState::SentBack,
            received_at: 0,
            updated_at: 0,
            deleted_at: 0,
            replaced_by: "EFGH-5678".into(),
            content_sha256: String::new(),
            messages: vec![told("first"), told("<last>"), told("")],
        };
        let drawn = words(&standing, Lang::En).into_string();
        assert!(drawn.contains("&lt;last&gt;") && drawn.contains("EFGH-5678") && !drawn.contains("first"), "{drawn}");
    }
}
