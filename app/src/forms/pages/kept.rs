//! What the device keeps for forms, as pages read it, and its troubles in words.
//!
//! Nothing of it exists on the server and before the device is awake: until then there is `None`, and a page draws the same quiet frame
//! on both sides.

use crate::device::{use_form_device, use_state};
use crate::forms::device::{DraftCard, FormDevice, KeepError};
use crate::forms::filling::{CannotOpen, Outside};
use crate::messages::forms::papers as m;
use crate::repo::Repo;
use crate::ui::still::{html, still};
use crate::ui::text::tf;
use engawa_core::Message;
use engawa_core::form::Definition;
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::sync::Arc;

/// The device, once it is awake.
pub type Awake = RwSignal<Option<Arc<dyn FormDevice>>>;

/// The drafts on this device, once they were read.
pub type Drafts = RwSignal<Option<Result<Vec<DraftCard>, KeepError>>>;

/// The device, once scripts run here.
pub fn use_awake_device() -> Awake {
    let state = use_state();
    let device = Awake::new(None);
    Effect::new(move |_| {
        if state.awake.get()
            && let Some(coming) = use_form_device()
        {
            spawn_local(async move {
                let here = coming().await;
                let _gone = device.try_set(Some(here));
            });
        }
    });
    device
}

/// The drafts on this device, read again whenever they changed.
pub fn use_drafts(device: Awake) -> Drafts {
    let state = use_state();
    let drafts = Drafts::new(None);
    Effect::new(move |_| {
        state.drafts.track();
        let Some(device) = device.get() else { return };
        let reading = device.drafts();
        spawn_local(async move {
            let found = reading.await;
            let _gone = drafts.try_set(Some(found));
        });
    });
    drafts
}

/// What a draft is called: by its people, else like its form.
pub fn name_of(card: &DraftCard) -> String {
    let name = if card.title.trim().is_empty() { &card.form_title } else { &card.title };
    name.clone()
}

fn go_on(name: &str, card: &DraftCard) -> String {
    tf(m::GO_ON, &[name, &card.progress.to_string()])
}

/// The drafts of a form that were begun here, as links; nothing if there are none.
pub fn begun(form_id: &str, drafts: Drafts) -> Option<AnyView> {
    let own: Vec<DraftCard> = drafts.with(|drafts| match drafts {
        Some(Ok(all)) => all.iter().filter(|card| card.form_id == form_id).cloned().collect(),
        _ => Vec::new(),
    });
    (!own.is_empty()).then(|| {
        still(html! {
            div.tray-begun translate="no" {
                p { strong { (tf(m::BEGUN_HERE, &[&own.len().to_string()])) } }
                ul data-unsaid {
                    @for card in &own {
                        li {
                            a href=(format!("/drafts/{}", card.id)) data-said=(go_on(&card.form_title, card)) { (go_on(&name_of(card), card)) }
                        }
                    }
                }
            }
        })
    })
}

/// What happened, what was kept, what to do.
pub fn keep_error(error: KeepError) -> Message {
    match error {
        KeepError::Full => m::KEEP_FULL,
        KeepError::Refused => m::KEEP_REFUSED,
        KeepError::NotFound => m::KEEP_NOT_FOUND,
        KeepError::TooLarge => m::KEEP_TOO_LARGE,
        KeepError::Offline => m::KEEP_OFFLINE,
        KeepError::Failed => m::KEEP_FAILED,
    }
}

/// Why a draft cannot be opened, for people.
pub fn open_error(error: &CannotOpen) -> Message {
    match error {
        CannotOpen::Newer => m::OPEN_NEWER,
        CannotOpen::Damaged(_) => m::OPEN_DAMAGED,
        CannotOpen::Form(_) => m::OPEN_FORM,
    }
}

/// What a filling-in knows that is begun on this device.
pub async fn outside(device: &dyn FormDevice, by: &str) -> Result<Outside, KeepError> {
    let device_id = device.device_id().await?;
    Ok(Outside { now: device.now(), device_id, replica: device.new_id(), by: by.to_owned() })
}

/// A version of a form: the one that the device has, else the server's.
pub async fn version_of(device: &dyn FormDevice, repo: &dyn Repo, form_id: &str, version: &str) -> Result<Arc<Definition>, KeepError> {
    match repo.form(form_id.to_owned()).await {
        Ok(Some(record)) if record.version == version => Ok(Arc::new(record.definition)),
        _ => device.fetch_version(form_id, version).await,
    }
}
