//! The moment between a form and its draft: a draft is begun and kept on this device, then it is opened. A form that says who may apply asks
//! that first, and keeps nothing until the person begins.
//!
//! A page of its own, so that the page about a form stays light: what runs forms comes with this one.

use super::fill::eligibility::{self, Ready};
use super::kept::{keep_error, open_error, outside, use_awake_device};
use crate::forms::device::FormDevice;
use crate::forms::filling::Filling;
use crate::forms::rules::names_sender;
use crate::kiosk::pages::device::is_shared;
use crate::listings::query::encode;
use crate::messages::common as c;
use crate::messages::forms::eligibility as conditions;
use crate::messages::forms::fill;
use crate::messages::forms::papers as m;
use crate::repo::{ReadError, Repo};
use crate::ui::{Head, Notice, Tone, html, still, t};
use engawa_core::Message;
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::NavigateOptions;
use leptos_router::hooks::{use_navigate, use_params_map};
use std::sync::Arc;

/// `/forms/:id/begin`
#[component]
pub fn BeginPage() -> impl IntoView {
    let repo = expect_context::<Arc<dyn Repo>>();
    let params = use_params_map();
    let id = params.with_untracked(|params| params.get("id")).unwrap_or_default();
    let about = format!("/forms/{}", encode(&id));
    let device = use_awake_device();
    let wrong = RwSignal::new(None::<Message>);
    // A form that says who may apply, until the person begins.
    let asked = RwSignal::new(None::<Ready>);
    let navigate = use_navigate();
    // Going back leads to the form, not to a second draft.
    let open =
        Callback::new(move |draft: String| navigate(&format!("/drafts/{draft}"), NavigateOptions { replace: true, ..NavigateOptions::default() }));
    // At a shared screen the server's own pages do not open.
    let has_plain = !is_shared();
    Effect::new(move |is_begun: Option<bool>| {
        let Some(device) = device.get().filter(|_| is_begun != Some(true)) else { return is_begun == Some(true) };
        let (repo, id) = (Arc::clone(&repo), id.clone());
        spawn_local(async move {
            let begun = match prepare(device, &*repo, id).await {
                Ok(ready) if ready.has_conditions() => {
                    let _gone = asked.try_set(Some(ready));
                    return;
                }
                Ok(ready) => ready.keep().await,
                Err(message) => Err(message),
            };
            match begun {
                Ok(draft) => {
                    open.try_run(draft);
                }
                Err(message) => {
                    let _gone = wrong.try_set(Some(message));
                }
            }
        });
        true
    });
    let plain = format!("{about}/plain");
    let is_asked = move || asked.with(Option::is_some);
    let title = move || if is_asked() { t(conditions::TITLE) } else { t(m::BEGINNING) };
    view! {
        <Head title=t(m::BEGINNING) description=t(m::BEGIN_NOTE) path=about noindex=true />
        <div class="wrap page tray">
            <h1>{title}</h1>
            <div hidden=is_asked>
                {has_plain
                    .then(|| still(html! { p.quiet { (t(fill::NEEDS_SCRIPTS)) " " a href=(plain) rel="external" { (t(m::FILL_PLAIN)) } } }))}
            </div>
            {move || asked.get().map(|ready| eligibility::draw(ready, open))}
            <div role="alert">{move || wrong.get().map(|message| view! { <Notice tone=Tone::Error text=t(message) /> })}</div>
        </div>
    }
}

/// Begins a draft without keeping it, or says what to tell the person.
async fn prepare(device: Arc<dyn FormDevice>, repo: &dyn Repo, id: String) -> Result<Ready, Message> {
    let record = repo.form(id).await.map_err(|error| match error {
        ReadError::NotYetHere => c::NOT_YET_HERE,
        ReadError::Broken => c::BROKEN,
    })?;
    let record = record.ok_or(m::FORM_GONE)?;
    let definition = Arc::new(record.definition);
    let draft = device.new_id();
    let outside = outside(&*device, "").await.map_err(keep_error)?;
    let (replica, device_id) = (outside.replica.clone(), outside.device_id.clone());
    // Only a form that wants it waits for it; without a connection it stays empty, and the server puts it in.
    let me = if names_sender(&definition) { device.listings().me().await.ok() } else { None };
    let name = me.and_then(|me| me.account).map(|account| account.name).unwrap_or_default();
    let filling = Filling::begin_as(&draft, Arc::clone(&definition), outside, &name).map_err(|error| open_error(&error))?;
    Ok(Ready { filling, definition, device, replica, device_id })
}
