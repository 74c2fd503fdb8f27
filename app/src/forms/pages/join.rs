//! Joining a draft that a group shares: the invitation stands in the fragment of the address, which no server sees.
//!
//! The device asks the server what the draft is, the person gives a name, and the draft is kept here like any other. If it is here
//! already, it is opened. Nothing is kept before the person says so.

use super::kept::{Awake, keep_error, open_error, outside, use_awake_device, version_of};
use crate::forms::device::{FormDevice, KeepError};
use crate::forms::filling::Filling;
use crate::messages::forms::papers as m;
use crate::repo::Repo;
use crate::ui::{Field, Head, Icon, Notice, Tone, described_by, icon, t, use_lang};
use engawa_core::form::Definition;
use engawa_core::form::draft::share::{Answer, Invitation, Refusal, Request};
use engawa_core::form::draft::{Delta, Draft, Seen};
use engawa_core::{Lang, Message};
use leptos::ev::SubmitEvent;
use leptos::html;
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;
use std::collections::BTreeSet;
use std::sync::Arc;

/// The id of the field for the name.
const NAME: &str = "join-name";
/// The longest name: a draft takes 200 bytes.
const NAME_MAX: usize = 50;

/// A draft that can be joined.
#[derive(Clone)]
struct Found {
    invitation: Invitation,
    delta: Delta,
    definition: Arc<Definition>,
    /// What its people call it.
    title: String,
    /// Who wrote in it, by name.
    people: Vec<String>,
}

/// How far it is.
#[derive(Clone)]
enum Step {
    Asking,
    Found(Box<Found>),
    /// With "try again" or without.
    Failed(Message, bool),
}

/// What came of asking.
enum Asked {
    /// It is on this device already.
    Here(String),
    Found(Box<Found>),
}

/// `/join`
#[component]
pub fn JoinPage() -> impl IntoView {
    let repo = StoredValue::new(expect_context::<Arc<dyn Repo>>());
    let lang = use_lang();
    let device = use_awake_device();
    let step = RwSignal::new(Step::Asking);
    let navigate = use_navigate();
    // The invitation leaves the address and the way back.
    let open = Callback::new(move |draft: String| {
        navigate(&format!("/drafts/{draft}"), NavigateOptions { replace: true, ..NavigateOptions::default() });
    });
    let look = Callback::new(move |(): ()| {
        let Some(device) = device.get_untracked() else { return };
        step.set(Step::Asking);
        let repo = repo.get_value();
        spawn_local(async move {
            match find(&*device, &*repo).await {
                Ok(Asked::Here(draft)) => open.run(draft),
                Ok(Asked::Found(found)) => step.set(Step::Found(found)),
                Err((message, may_try)) => step.set(Step::Failed(message, may_try)),
            }
        });
    });
    Effect::new(move |_| {
        if device.with(Option::is_some) {
            look.run(());
        }
    });
    let shown = move || match step.get() {
        Step::Asking => view! { <p class="quiet">{m::JOIN_ASKING.text(lang)}</p> }.into_any(),
        Step::Found(found) => joining(*found, device, open, lang),
        Step::Failed(message, may_try) => view! {
            <Notice tone=Tone::Caution text=message.text(lang)>
                <p class="buttons">
                    <button type="button" class="button" hidden=!may_try on:click=move |_| look.run(())>
                        {m::JOIN_AGAIN.text(lang)}
                    </button>
                    <a class="button" href="/forms">
                        {m::TO_FORMS.text(lang)}
                    </a>
                </p>
            </Notice>
        }
        .into_any(),
    };
    view! {
        <Head title=t(m::JOIN) description=t(m::JOIN_LEAD) path="/join" noindex=true />
        <div class="wrap page tray">
            <h1>{t(m::JOIN)}</h1>
            <p class="lead">{t(m::JOIN_LEAD)}</p>
            <div aria-live="polite">{shown}</div>
        </div>
    }
}

/// Finds out what the invitation is for; else what to tell the person, and whether trying again may help.
async fn find(device: &dyn FormDevice, repo: &dyn Repo) -> Result<Asked, (Message, bool)> {
    let fragment = device.fragment();
    let invitation = Invitation::from_fragment(fragment.trim_start_matches('#')).ok_or((m::JOIN_NO_INVITATION, false))?;
    let here = device.drafts().await.map_err(|error| (keep_error(error), true))?;
    if here.iter().any(|card| card.id == invitation.draft) {
        return Ok(Asked::Here(invitation.draft));
    }
    let nothing = Request { have: Seen::default(), delta: Delta::default() };
    let request = serde_json::to_string(&nothing).map_err(|_| (m::JOIN_REFUSED, true))?;
    let answer = device.exchange(&invitation.draft, &invitation.token, request).await.map_err(|error| match error {
        KeepError::Offline => (m::JOIN_OFFLINE, true),
        KeepError::NotFound => (m::JOIN_GONE, false),
        _ => (m::JOIN_REFUSED, true),
    })?;
    let delta = read_answer(&answer)?;
    let mut draft = Draft::joined(invitation.draft.clone());
    draft.merge(&delta).map_err(|_| (m::JOIN_REFUSED, true))?;
    if draft.form_id().is_empty() {
        return Err((m::JOIN_GONE, false));
    }
    let definition = version_of(device, repo, draft.form_id(), draft.version()).await.map_err(|error| match error {
        KeepError::Offline => (m::JOIN_OFFLINE, true),
        _ => (m::FORM_GONE_TEXT, true),
    })?;
    let people = people_in(&delta);
    Ok(Asked::Found(Box::new(Found { invitation, title: draft.title().to_owned(), people, delta, definition })))
}

/// What the server has of the draft.
fn read_answer(json: &str) -> Result<Delta, (Message, bool)> {
    match serde_json::from_str::<Answer>(json) {
        Ok(Answer::Took(delta) | Answer::Behind(delta)) => Ok(delta),
        Ok(Answer::Refused(Refusal::Gone)) => Err((m::JOIN_GONE, false)),
        Ok(Answer::Refused(Refusal::Closed)) => Err((m::JOIN_CLOSED, false)),
        Ok(Answer::Refused(Refusal::TooLarge | Refusal::Malformed)) | Err(_) => Err((m::JOIN_REFUSED, true)),
    }
}

/// Who wrote what is in it, by the names that they gave.
fn people_in(delta: &Delta) -> Vec<String> {
    let names: BTreeSet<&str> = delta.registers.values().flatten().map(|held| held.by.trim()).filter(|name| !name.is_empty()).collect();
    names.into_iter().map(str::to_owned).collect()
}

/// The draft in a few words, and the name under which one joins.
fn joining(found: Found, device: Awake, open: Callback<String>, lang: Lang) -> AnyView {
    let form = m::JOIN_FORM.with(lang, &[&found.definition.title]);
    let title = (!found.title.is_empty()).then(|| m::JOIN_TITLE.with(lang, &[&found.title]));
    let people = (!found.people.is_empty()).then(|| m::JOIN_PEOPLE.with(lang, &[&found.people.join(" / ")]));
    let wrong = RwSignal::new(None::<Message>);
    let is_busy = RwSignal::new(false);
    let input = NodeRef::<html::Input>::new();
    let found = StoredValue::new(found);
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let Some(device) = device.get_untracked() else { return };
        if is_busy.get_untracked() {
            return;
        }
        is_busy.set(true);
        wrong.set(None);
        let typed = input.get_untracked().map(|input| input.value()).unwrap_or_default();
        let name: String = typed.trim().chars().take(NAME_MAX).collect();
        let found = found.get_value();
        spawn_local(async move {
            match join(&*device, &found, &name).await {
                Ok(()) => open.run(found.invitation.draft),
                Err(message) => {
                    wrong.set(Some(message));
                    is_busy.set(false);
                }
            }
        });
    };
    view! {
        <div translate="no">
            <p>{form}</p>
            {title.map(|title| view! { <p>{title}</p> })}
            {people.map(|people| view! { <p>{people}</p> })}
        </div>
        <form class="tray-part" on:submit=submit>
            <Field id=NAME label=m::JOIN_NAME.text(lang) hint=m::JOIN_NAME_HINT.text(lang)>
                <input
                    class="input"
                    type="text"
                    id=NAME
                    maxlength=NAME_MAX.to_string()
                    autocomplete="name"
                    aria-describedby=described_by(NAME, true, false)
                    node_ref=input
                />
            </Field>
            <p class="buttons">
                <button type="submit" class="button button-primary">
                    {icon(Icon::People)}
                    <span>{m::JOIN_NOW.text(lang)}</span>
                </button>
            </p>
            <p class="quiet">{m::JOIN_KEPT.text(lang)}</p>
            <div role="alert">{move || wrong.get().map(|message| view! { <Notice tone=Tone::Error text=message.text(lang) /> })}</div>
        </form>
    }
    .into_any()
}

/// Keeps the draft on this device.
async fn join(device: &dyn FormDevice, found: &Found, name: &str) -> Result<(), Message> {
    let outside = outside(device, name).await.map_err(keep_error)?;
    let definition = Arc::clone(&found.definition);
    let filling = Filling::join(&found.invitation.draft, Arc::clone(&definition), &found.delta, outside).map_err(|error| open_error(&error))?;
    let card = filling.card(device.now(), Some(found.invitation.to_fragment()));
    device.begin(card, filling.snapshot(), definition).await.map_err(keep_error)
}

#[cfg(test)]
mod tests {
    use super::*;
    use engawa_core::form::draft::Writer;

    #[test]
    fn answers_of_the_server_are_told_apart() {
        for (json, expected) in [
            (r#"{"refused":"gone"}"#, (m::JOIN_GONE, false)),
            (r#"{"refused":"closed"}"#, (m::JOIN_CLOSED, false)),
            (r#"{"refused":"too_large"}"#, (m::JOIN_REFUSED, true)),
            ("<html>", (m::JOIN_REFUSED, true)),
        ] {
            assert_eq!(read_answer(json), Err(expected), "{json}");
        }
        let writer = Writer { replica: "a".into(), by: "佐藤".into(), at: 1 };
        let delta = Draft::begin("d", "f", "1", &writer).unwrap().document().whole();
        let json = serde_json::to_string(&Answer::Behind(delta.clone())).unwrap();
        assert_eq!(read_answer(&json).as_ref(), Ok(&delta));
        assert_eq!(people_in(&delta), ["佐藤"]);
    }
}
