//! The drafts on this device: open, delete, bring in from a file; and where they are kept, said plainly.
//!
//! The server knows nothing of them and draws the frame; the device adds them once it is awake. Deleting asks once more, in a fold that
//! works with keys and readers like any other.

mod import;

use self::import::Import;
use super::kept::{Awake, keep_error, name_of, use_awake_device, use_drafts};
use super::list::ways;
use super::rescue::rescue;
use crate::device::{Install, use_device, use_state};
use crate::forms::device::DraftCard;
use crate::kiosk::pages::device::is_shared;
use crate::messages::common as c;
use crate::messages::forms::aside;
use crate::messages::forms::papers as m;
use crate::messages::kiosk::screen;
use crate::ui::{Head, Icon, Notice, Tone, html, icon, still, svg, t, use_lang};
use engawa_core::Lang;
use engawa_core::text::fold;
use leptos::prelude::*;
use leptos::task::spawn_local;

/// The id of the heading: where the focus goes after a draft was deleted.
const HEADING: &str = "drafts";

/// Beyond so many drafts there is a field to find one.
const MANY: usize = 8;

/// Whether a draft has all these words in its name or the name of its form.
fn has_words(card: &DraftCard, words: &str) -> bool {
    let text = fold(&format!("{} {}", card.title, card.form_title));
    fold(words).split_whitespace().all(|word| text.contains(word))
}

/// `/drafts`
#[component]
pub fn DraftsPage() -> impl IntoView {
    let lang = use_lang();
    let device = use_awake_device();
    let drafts = use_drafts(device);
    let said = RwSignal::new(None::<String>);
    // At a shared screen nothing comes from files, and nothing stays.
    let is_own = !is_shared();
    let lead = if is_own { m::DRAFTS_LEAD } else { screen::FORM_NOTE };
    let all = Memo::new(move |_| drafts.with(|drafts| drafts.as_ref().and_then(|read| read.as_ref().ok().cloned())));
    let failed = Memo::new(move |_| drafts.with(|drafts| drafts.as_ref().and_then(|read| read.as_ref().err().copied())));
    let is_read = Memo::new(move |_| drafts.with(Option::is_some));
    let count = Memo::new(move |_| all.with(|all| all.as_ref().map(Vec::len)));
    let words = RwSignal::new(String::new());
    let is_long = Memo::new(move |_| count.get().is_some_and(|count| count > MANY));
    let shown = Memo::new(move |_| {
        let words = if is_long.get() { words.get() } else { String::new() };
        all.with(|all| all.iter().flatten().filter(|card| has_words(card, &words)).cloned().collect::<Vec<DraftCard>>())
    });
    let heard = move || match count.get() {
        None => None,
        Some(0) => Some(
            view! {
                <Notice tone=Tone::Note text=m::DRAFTS_NONE.text(lang)>
                    <p class="buttons">
                        <a class="button" href="/forms">
                            {m::TO_FORMS.text(lang)}
                        </a>
                    </p>
                </Notice>
            }
            .into_any(),
        ),
        Some(count) => Some(view! { <p>{m::DRAFTS_COUNT.with(lang, &[&count.to_string()])}</p> }.into_any()),
    };
    view! {
        <Head title=t(m::DRAFTS) description=t(m::DRAFTS_LEAD) path="/drafts" noindex=true />
        <div class="wrap page tray">
            <h1 id=HEADING tabindex="-1">
                {t(m::DRAFTS)}
            </h1>
            <p class="lead">{t(lead)}</p>
            <p role="status" translate="no">
                {move || said.get()}
            </p>
            <p class="quiet" hidden=move || is_read.get()>
                {t(m::NEEDS_SCRIPTS)}
            </p>
            {move || failed.get().map(|error| view! { <Notice tone=Tone::Error text=keep_error(error).text(lang) /> })}
            {heard}
            {move || is_long.get().then(|| finder(words, shown, lang))}
            <ul class="tray-list">
                <For
                    each=move || shown.get()
                    key=|card: &DraftCard| format!("{} {} {}", card.id, card.changed_at, card.progress)
                    children=move |card: DraftCard| item(card, device, said, lang)
                />
            </ul>
            {is_own.then(|| view! { <Import device /> })}
            {is_own.then(|| rescue(device))}
            {is_own.then(storage)}
            {still(ways("/drafts"))}
        </div>
    }
}

/// The field that finds a draft among many, as one types.
fn finder(words: RwSignal<String>, shown: Memo<Vec<DraftCard>>, lang: Lang) -> AnyView {
    let found = move || words.with(|words| !words.trim().is_empty()).then(|| m::DRAFTS_FOUND.with(lang, &[&shown.with(Vec::len).to_string()]));
    view! {
        <div class="field">
            <label class="field-label" for="drafts-words">
                {m::DRAFTS_FIND.text(lang)}
            </label>
            <input
                class="input"
                type="search"
                id="drafts-words"
                autocomplete="off"
                prop:value=move || words.get()
                on:input=move |event| words.set(event_target_value(&event))
            />
            <p class="quiet" role="status" translate="no">
                {found}
            </p>
        </div>
    }
    .into_any()
}

fn item(card: DraftCard, device: Awake, said: RwSignal<Option<String>>, lang: Lang) -> AnyView {
    let state = use_state();
    let name = name_of(&card);
    // At a shared screen this is said aloud, too: nobody there hears what a form calls somebody.
    let plain = if is_shared() { card.form_title.clone() } else { name.clone() };
    let changed = m::DRAFT_CHANGED.with(lang, &[&use_device().clock(card.changed_at)]);
    let progress = m::DRAFT_PROGRESS.with(lang, &[&card.progress.to_string()]);
    let facts = still(html! {
        div.tray-body translate="no" {
            h2.tray-title data-unsaid { a href=(format!("/drafts/{}", card.id)) data-said=(&card.form_title) { (name) } }
            ul.tray-facts {
                li { (svg(Icon::Book)) span { (m::DRAFT_OF.with(lang, &[&card.form_title])) } }
                li { progress max="100" value=(card.progress) aria-hidden="true" {} span { (progress) } }
                li { (svg(Icon::Clock)) span { (changed) } }
                @if card.invitation.is_some() { li { (svg(Icon::People)) span { (m::DRAFT_SHARED.text(lang)) } } }
            }
        }
    });
    let subject = format!("draft:{}", card.id);
    let waits = Memo::new(move |_| state.outbox.with(|lines| lines.iter().any(|line| line.subject == subject && !line.standing.is_done())));
    let waiting =
        move || waits.get().then(|| still(html! { p.tray-note { (svg(Icon::Mail)) " " a href="/outbox" { (m::DRAFT_WAITING.text(lang)) } } }));
    let (count, href) = (RwSignal::new(0_usize), format!("/drafts/{}", card.id));
    if let Some(device) = device.get_untracked() {
        let reading = device.aside(&card.id);
        spawn_local(async move {
            let lines = reading.await.map_or(0, |lines| lines.len());
            let _gone = count.try_set(lines);
        });
    }
    let unread = move || {
        let words = aside::IN_LIST.with(lang, &[&Some(count.get()).filter(|count| *count > 0)?.to_string()]);
        Some(still(html! { p.tray-note { (svg(Icon::Warning)) " " a href=(href.as_str()) { (words) } } }))
    };
    let (id, done) = (card.id, m::DELETED.with(lang, &[&plain]));
    let remove = move |_| {
        let Some(device) = device.get_untracked() else { return };
        let (discarding, done) = (device.discard(&id), done.clone());
        spawn_local(async move {
            match discarding.await {
                Ok(()) => {
                    said.set(Some(done));
                    device.focus(HEADING);
                }
                Err(error) => said.set(Some(keep_error(error).text(lang).to_owned())),
            }
        });
    };
    view! {
        <li class="tray-item">
            {facts}
            {waiting}
            <div role="status">{unread}</div>
            <details class="tray-fold">
                <summary>{m::DELETE.with(lang, &[&plain])}</summary>
                <p>{m::DELETE_SURE.text(lang)}</p>
                <p class="buttons">
                    <button type="button" class="button button-danger" on:click=remove>
                        {icon(Icon::Close)}
                        <span>{m::DELETE_NOW.text(lang)}</span>
                    </button>
                </p>
            </details>
        </li>
    }
    .into_any()
}

/// Where drafts are and how long: what nobody should find out by losing one.
fn storage() -> AnyView {
    let (state, lang) = (use_state(), use_lang());
    let ios = move || {
        (state.install.get() == Install::Ios)
            .then(|| still(html! { p { (m::STORAGE_IOS.text(lang)) " " a href="/install" { (c::INSTALL.text(lang)) } } }))
    };
    view! {
        <section class="tray-part" aria-labelledby="storage">
            <h2 id="storage">{t(m::STORAGE)}</h2>
            <p>{t(m::STORAGE_TEXT)}</p>
            {ios}
        </section>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_draft_is_found_by_its_name_and_by_its_form() {
        let card = DraftCard {
            id: "d".into(),
            form_id: "grant".into(),
            version: "1".into(),
            form_title: "助成金ノ申請 2026".into(),
            title: "川の清掃".into(),
            changed_at: 0,
            progress: 0,
            invitation: None,
            by: String::new(),
            corrects: None,
        };
        for words in ["", "  ", "清掃", "助成金の申請", "川　２０２６", "申請 川"] {
            assert!(has_words(&card, words), "{words:?}");
        }
        for words in ["海", "川 海", "清掃助成"] {
            assert!(!has_words(&card, words), "{words:?}");
        }
    }
}
