//! Other versions of the form: a newer one that the city published, and the one to which another member moved the shared draft.
//!
//! Invariant: a draft goes to another version only by a person's wish, here or on another device; a version that is not here yet changes
//! nothing.

use super::signals::Kept;
use super::state::Fill;
use crate::forms::device::DraftCard;
use crate::forms::filling::{Edited, Refused};
use crate::forms::pages::desk::changes;
use crate::messages::forms::fill as m;
use crate::repo::Repo;
use crate::ui::notice::{Notice, Tone};
use engawa_core::form::Definition;
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::sync::Arc;

/// The most differences of a newer version that are told.
const TOLD_MAX: usize = 50;

/// Asks whether there is a newer version of the form.
pub async fn look_for_newer(fill: Fill, repo: &Arc<dyn Repo>, form_id: String) {
    let Ok(Some(record)) = repo.form(form_id).await else { return };
    let is_other: bool = fill.with(|core| core.filling.draft().version() != record.version);
    if is_other && !fill.is_gone() {
        fill.newer().set(Some(Arc::new(record.definition)));
    }
}

/// A newer version, what is different in it, and the way there.
pub fn newer(fill: Fill) -> Option<AnyView> {
    let definition = fill.newer().get()?;
    let (lang, language) = (fill.lang, fill.language().get_untracked());
    let differences = fill.with(|core| core.filling.differences(&definition));
    let told = differences.iter().take(TOLD_MAX).map(|it| changes::sentence(it, language)).map(|words| view! { <li>{words}</li> }).collect_view();
    let go = move |_| move_to(fill, Arc::clone(&definition));
    Some(
        view! {
            <Notice tone=Tone::Note text=m::NEWER.text(lang)>
                <details class="fill-more">
                    <summary>{m::NEWER_CHANGES.text(lang)}</summary>
                    <ul>{told}</ul>
                </details>
                <button type="button" class="button" on:click=go>
                    {m::NEWER_MOVE.text(lang)}
                </button>
            </Notice>
        }
        .into_any(),
    )
}

fn move_to(fill: Fill, definition: Arc<Definition>) {
    let newer = Arc::clone(&definition);
    let is_taken = fill.edit(move |filling, now| -> Result<Edited, Refused> {
        // A version that cannot be computed was never published; the draft stays as it is.
        Ok(filling.move_to(newer, now).unwrap_or_default())
    });
    let is_moved: bool = is_taken && fill.with(|core| core.filling.draft().version() == definition.version);
    if !is_moved {
        fill.refusal().set(Some(m::NEWER_FAILED.text(fill.lang).to_owned()));
        return;
    }
    fill.newer().set(None);
    let kept = fill.change(|core| {
        core.definition = Arc::clone(&definition);
        core.card.version.clone_from(&definition.version);
        let card = core.filling.card(core.device.now(), core.card.invitation.clone());
        let card = DraftCard { corrects: core.card.corrects.clone(), ..card };
        (card, core.filling.snapshot(), Arc::clone(&core.device))
    });
    let Some((card, snapshot, device)) = kept else { return };
    spawn_local(async move {
        if let Err(error) = device.keep_version(card, snapshot, definition).await
            && !fill.is_gone()
        {
            fill.kept().set(Some(Kept::Not(error)));
        }
    });
}

/// Opens the draft with the version to which another member moved it, once that version is here.
pub fn follow(fill: Fill) {
    let other = fill.with(|core| {
        let version = core.filling.draft().version();
        let is_other = !version.is_empty() && version != core.definition.version;
        is_other.then(|| (Arc::clone(&core.device), core.card.clone(), version.to_owned()))
    });
    let Some((device, mut card, version)) = other else { return };
    spawn_local(async move {
        let Ok(definition) = device.fetch_version(&card.form_id, &version).await else { return };
        card.version = version;
        let snapshot = fill.change(|core| core.reopen(Arc::clone(&definition)).then(|| core.filling.snapshot()));
        let Some(Some(snapshot)) = snapshot else { return };
        fill.newer().set(None);
        fill.redraw();
        // What is not kept now is fetched again at the next opening.
        let _kept = device.keep_version(card, snapshot, definition).await;
    });
}
