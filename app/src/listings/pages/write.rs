//! `/write`: listings that are being written on this device, and the beginning of a new one. `/write/:id`: [`editor`].
//!
//! The server knows nothing of drafts and draws a quiet frame; the device adds them once it is awake. Invariant: to write on what is here
//! needs no connection and no session; only whom one may write for is asked of the server.

pub mod editor;
mod fields;
mod outcome;
mod pictures;
mod repeat;
mod saver;
mod sending;
mod state;
mod there;

use crate::device::{use_device, use_state};
use crate::forms::device::{FormDevice, KeepError};
use crate::forms::pages::kept::{Awake, keep_error, use_awake_device};
use crate::listings::Kind;
use crate::listings::query::encode;
use crate::listings::writing::ListingDraft;
use crate::messages::people::write as m;
use crate::messages::vocabulary as v;
use crate::people::me::Me;
use crate::ui::{Head, Notice, Tone, html, still, t, use_lang};
use engawa_core::{Lang, Message};
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::NavigateOptions;
use leptos_router::hooks::{use_navigate, use_query_map};
use std::sync::Arc;

/// The id of the heading: where the focus goes after a draft was deleted.
const HEADING: &str = "write";

/// Whom one may write for: an id, empty for the city, and a name.
type Choice = (String, String);

/// Whom the person may write for, as far as it is known.
#[derive(Clone, Debug, PartialEq)]
enum Known {
    /// The server said so.
    Said(Me),
    /// It did not answer; this is what the device kept of the last time.
    Kept(Me),
}

/// What the address asks to begin with.
#[derive(Clone, Default)]
struct Asked {
    group: String,
    kind: Option<Kind>,
    listing: String,
    copy: String,
}

/// `/write`
#[component]
pub fn WritePage() -> impl IntoView {
    let device = use_awake_device();
    let drafts = use_listing_drafts(device);
    let me = use_me(device);
    let wrong = RwSignal::new(None::<Message>);
    let map = use_query_map();
    let asked = map.with_untracked(|map| Asked {
        group: map.get("group").unwrap_or_default(),
        kind: map.get("kind").and_then(|code| Kind::parse(&code)),
        listing: map.get("listing").unwrap_or_default(),
        copy: map.get("copy").unwrap_or_default(),
    });
    let choices = Memo::new(move |_| choices(me.get().as_ref(), drafts.get().and_then(Result::ok).as_deref()));
    let go = use_navigate();
    let begin = Callback::new(move |(kind, (group, name)): (Kind, Choice)| {
        let Some(device) = device.get_untracked() else { return };
        let go = go.clone();
        let draft = ListingDraft::begin(&device.new_id(), kind, (&group, &name), device.now());
        spawn_local(async move {
            let id = draft.id.clone();
            match device.listings().keep(draft).await {
                Ok(()) => go(&address(&id), NavigateOptions { replace: true, ..NavigateOptions::default() }),
                Err(error) => {
                    let _gone = wrong.try_set(Some(keep_error(error)));
                }
            }
        });
    });
    begin_as_asked(asked.clone(), device, choices, begin, wrong);
    let state = use_state();
    Effect::new(move |_| {
        if let (Some(device), Some(Ok(drafts))) = (device.get(), drafts.get()) {
            state.outbox.with(|lines| outcome::tidy(&device, &drafts, lines));
        }
    });
    view! {
        <Head title=t(m::WRITE) description=t(m::WRITE_LEAD) path="/write" noindex=true />
        <div class="wrap page tray">
            <h1 id=HEADING tabindex="-1">
                {t(m::WRITE)}
            </h1>
            <p class="lead">{t(m::WRITE_LEAD)}</p>
            <div hidden=move || device.with(Option::is_some)>{needs_scripts()}</div>
            <div role="alert">{move || wrong.get().map(|message| view! { <Notice tone=Tone::Error text=t(message) /> })}</div>
            {list(drafts, device)}
            {there::there(choices)}
            {begin_form(asked, device, me, choices, begin)}
        </div>
    }
}

/// What stands here where no scripts run.
fn needs_scripts() -> AnyView {
    still(html! { p.quiet { (t(m::NEEDS_SCRIPTS)) " " a href="/my/groups" rel="external" { (t(m::MY_GROUPS)) } } })
}

/// The page of a draft.
fn address(id: &str) -> String {
    format!("/write/{}", encode(id))
}

/// The drafts on this device, read again whenever they changed.
fn use_listing_drafts(device: Awake) -> RwSignal<Option<Result<Vec<ListingDraft>, KeepError>>> {
    let state = use_state();
    let drafts = RwSignal::new(None);
    Effect::new(move |_| {
        state.drafts.track();
        let Some(device) = device.get() else { return };
        let reading = device.listings().drafts();
        spawn_local(async move {
            let found = reading.await;
            let _gone = drafts.try_set(Some(found));
        });
    });
    drafts
}

/// Whom the person may write for, once the server said so or did not answer.
fn use_me(device: Awake) -> RwSignal<Option<Known>> {
    let me = RwSignal::new(None);
    Effect::new(move |_| {
        let Some(device) = device.get() else { return };
        let listings = device.listings();
        spawn_local(async move {
            let known = match listings.me().await {
                Ok(said) => Known::Said(said),
                Err(_) => Known::Kept(listings.me_of_before().await.unwrap_or_default()),
            };
            let _gone = me.try_set(Some(known));
        });
    });
    me
}

/// From the server what it says; without it what it said the last time, and what was possible for the drafts on this device: the server
/// decides when they are sent.
fn choices(known: Option<&Known>, drafts: Option<&[ListingDraft]>) -> Vec<Choice> {
    let mut found: Vec<Choice> = Vec::new();
    if let Some(Known::Said(me) | Known::Kept(me)) = known {
        found.extend(me.groups.iter().filter(|group| group.may_write).map(|group| (group.id.clone(), group.name.clone())));
        if me.writes_for_city {
            found.push((String::new(), String::new()));
        }
    }
    if matches!(known, Some(Known::Said(_))) {
        return found;
    }
    for draft in drafts.unwrap_or_default() {
        if found.iter().all(|(id, _)| *id != draft.group) {
            found.push((draft.group.clone(), draft.group_name.clone()));
        }
    }
    found
}

/// Begins what the address asks for, as soon as the device is awake: once. A listing that is not here yet may come with the feed.
fn begin_as_asked(asked: Asked, device: Awake, choices: Memo<Vec<Choice>>, begin: Callback<(Kind, Choice)>, wrong: RwSignal<Option<Message>>) {
    let (go, state) = (use_navigate(), use_state());
    // One copy, however often the feed brings something meanwhile.
    let copying = StoredValue::new(false);
    Effect::new(move |is_done: Option<bool>| {
        if is_done == Some(true) {
            return true;
        }
        let Some(device) = device.get() else { return false };
        if !asked.copy.is_empty() {
            state.version.track();
            if copying.get_value() {
                return false;
            }
            copying.set_value(true);
            let (go, id) = (go.clone(), asked.copy.clone());
            spawn_local(async move {
                match copy(&device, &id).await {
                    Ok(new) => go(&address(&new), NavigateOptions { replace: true, ..NavigateOptions::default() }),
                    Err(message) => {
                        let _gone = (wrong.try_set(Some(message)), copying.try_set_value(false));
                    }
                }
            });
            return false;
        }
        if !asked.listing.is_empty() {
            state.version.track();
            let (go, id) = (go.clone(), asked.listing.clone());
            spawn_local(async move {
                match open(&device, &id).await {
                    Ok(()) => go(&address(&id), NavigateOptions { replace: true, ..NavigateOptions::default() }),
                    Err(message) => {
                        let _gone = wrong.try_set(Some(message));
                    }
                }
            });
            return false;
        }
        let Some(kind) = asked.kind else { return true };
        let Some(choice) = choices.get().into_iter().find(|(id, _)| *id == asked.group) else { return false };
        begin.run((kind, choice));
        true
    });
}

/// The draft of a listing that is there: the one that was begun, else a new one.
async fn open(device: &Arc<dyn FormDevice>, id: &str) -> Result<(), Message> {
    let listings = device.listings();
    if listings.draft(id).await.is_ok() {
        return Ok(());
    }
    let (rev, listing) = listings.original(id).await.map_err(keep_error)?.ok_or(m::NOT_PUBLIC_HERE)?;
    listings.keep(ListingDraft::of(listing, rev, device.now())).await.map_err(keep_error)
}

/// The draft of a copy of a listing for the next year. Gives its id.
async fn copy(device: &Arc<dyn FormDevice>, id: &str) -> Result<String, Message> {
    let listings = device.listings();
    let (_, listing) = listings.original(id).await.map_err(keep_error)?.ok_or(m::NOT_PUBLIC_HERE)?;
    let new = device.new_id();
    listings.keep(ListingDraft::of_next_year(&listing, &new, device.now())).await.map_err(keep_error)?;
    Ok(new)
}

fn list(drafts: RwSignal<Option<Result<Vec<ListingDraft>, KeepError>>>, device: Awake) -> AnyView {
    let lang = use_lang();
    let drawn = move || {
        drafts.get().map(|read| match read {
            Err(error) => view! { <Notice tone=Tone::Error text=keep_error(error).text(lang) /> }.into_any(),
            Ok(drafts) if drafts.is_empty() => view! { <p>{m::DRAFTS_NONE.text(lang)}</p> }.into_any(),
            Ok(drafts) => {
                let items: Vec<AnyView> = drafts.iter().map(|draft| item(draft, device, lang)).collect();
                view! { <ul class="tray-list">{items}</ul> }.into_any()
            }
        })
    };
    view! {
        <section class="tray-part" aria-labelledby="write-drafts">
            <h2 id="write-drafts">{t(m::DRAFTS)}</h2>
            {drawn}
        </section>
    }
    .into_any()
}

/// What a draft is called.
fn name_of(draft: &ListingDraft, lang: Lang) -> String {
    let title = draft.get("title").trim();
    if title.is_empty() { m::UNNAMED.text(lang).to_owned() } else { title.to_owned() }
}

/// Whom a draft is for.
fn whose(name: &str, lang: Lang) -> String {
    if name.is_empty() { m::FOR_CITY.text(lang).to_owned() } else { name.to_owned() }
}

fn item(draft: &ListingDraft, device: Awake, lang: Lang) -> AnyView {
    let name = name_of(draft, lang);
    let of = m::DRAFT_OF.with(lang, &[&whose(&draft.group_name, lang), v::kind(draft.kind).text(lang)]);
    let changed = m::CHANGED.with(lang, &[&use_device().clock(draft.changed_at)]);
    let href = address(&draft.id);
    let facts = still(html! {
        div.tray-body translate="no" {
            h3.tray-title { a href=(href) { (name) } }
            ul.tray-facts { li { (of) } li { (changed) } }
        }
    });
    let id = draft.id.clone();
    let remove = move |_| {
        let Some(device) = device.get_untracked() else { return };
        let forgetting = device.listings().forget(&id);
        spawn_local(async move {
            // If it failed, the draft is still in the list.
            if forgetting.await.is_ok() {
                device.focus(HEADING);
            }
        });
    };
    view! {
        <li class="tray-item">
            {facts}
            <details class="tray-fold">
                <summary>{m::DELETE.with(lang, &[&name])}</summary>
                <p>{m::DELETE_SURE.text(lang)}</p>
                <p class="buttons">
                    <button type="button" class="button button-danger" on:click=remove>
                        {m::DELETE_NOW.text(lang)}
                    </button>
                </p>
            </details>
        </li>
    }
    .into_any()
}

/// The beginning of something new: for whom, and what.
fn begin_form(
    asked: Asked,
    device: Awake,
    me: RwSignal<Option<Known>>,
    choices: Memo<Vec<Choice>>,
    begin: Callback<(Kind, Choice)>,
) -> AnyView {
    let lang = use_lang();
    let group = RwSignal::new(asked.group);
    let kind = RwSignal::new(asked.kind.unwrap_or(Kind::Event));
    let note = move || {
        let (words, is_sign_in) = match me.get() {
            Some(Known::Kept(_)) => (m::OFFLINE_GROUPS, false),
            Some(Known::Said(me)) if me.account.is_none() => (m::NOT_SIGNED_IN, true),
            Some(Known::Said(_)) if choices.with(Vec::is_empty) => (m::NO_GROUP, false),
            None | Some(Known::Said(_)) => return None,
        };
        Some(still(html! {
            p { (words.text(lang)) @if is_sign_in { " " a href="/sign-in?next=%2Fwrite" rel="external" { (m::SIGN_IN.text(lang)) } } }
        }))
    };
    let groups = move || {
        let chosen = group.get_untracked();
        let option = |(id, name): Choice| {
            let selected = id == chosen;
            view! { <option value=id selected=selected>{whose(&name, lang)}</option> }
        };
        choices.get().into_iter().map(option).collect_view()
    };
    let kinds = Kind::ALL.iter().map(|it| {
        let selected = *it == kind.get_untracked();
        view! { <option value=it.code() selected=selected>{v::kind(*it).text(lang)}</option> }
    });
    let kinds = kinds.collect_view();
    let press = move |_| {
        let chosen = group.get_untracked();
        let all = choices.get_untracked();
        // The browser shows the first one as chosen while nobody chose.
        let choice = all.iter().find(|(id, _)| *id == chosen).or_else(|| all.first()).cloned();
        if let Some(choice) = choice {
            begin.run((kind.get_untracked(), choice));
        }
    };
    view! {
        <section class="tray-part" aria-labelledby="write-begin" hidden=move || device.with(Option::is_none)>
            <h2 id="write-begin">{t(m::BEGIN)}</h2>
            {note}
            <div hidden=move || choices.with(Vec::is_empty)>
                <div class="field">
                    <label class="field-label" for="w-group">{t(m::FOR_GROUP)}</label>
                    <select class="input" id="w-group" on:change=move |ev| group.set(event_target_value(&ev))>
                        {groups}
                    </select>
                </div>
                <div class="field">
                    <label class="field-label" for="w-kind">{t(m::KIND)}</label>
                    <select
                        class="input"
                        id="w-kind"
                        on:change=move |ev| kind.update(|kind| *kind = Kind::parse(&event_target_value(&ev)).unwrap_or(*kind))
                    >
                        {kinds}
                    </select>
                </div>
                <p class="buttons">
                    <button type="button" class="button button-primary" on:click=press>
                        {t(m::BEGIN_NOW)}
                    </button>
                </p>
            </div>
        </section>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::people::me::MyGroup;
    use engawa_core::rights::GroupRole;

    #[test]
    fn one_writes_for_groups_that_one_edits() {
        let group = |id: &str, may_write| MyGroup { id: id.into(), name: id.into(), role: GroupRole::Editor, may_write };
        let me = Me { groups: vec![group("a", true), group("b", false)], ..Me::default() };
        let said = Known::Said(me);
        assert_eq!(choices(Some(&said), None), [("a".to_owned(), "a".to_owned())]);
        let staff = Known::Said(Me { writes_for_city: true, ..Me::default() });
        assert_eq!(choices(Some(&staff), None), [(String::new(), String::new())]);
        let draft = |group: &str| ListingDraft::begin("l", Kind::Event, (group, group), 1);
        let drafts = [draft("a"), draft("a"), draft("c")];
        let ids = |known: Option<&Known>| choices(known, Some(&drafts)).into_iter().map(|(id, _)| id).collect::<Vec<_>>();
        assert_eq!(ids(Some(&said)), ["a"], "whoever is out of a group begins nothing for it");
        assert_eq!(ids(None), ["a", "c"]);
        let kept = Me { groups: vec![group("d", true), group("a", true)], writes_for_city: true, ..Me::default() };
        assert_eq!(ids(Some(&Known::Kept(kept))), ["d", "a", "", "c"], "groups without a draft too");
        assert!(choices(None, None).is_empty());
    }
}
