//! The saved list: what this person marked, on this device only.
//!
//! The server knows nothing of it and draws the explanation; the device adds the cards once it is awake. Ids of listings that are gone
//! are counted, never dropped silently: the person decides.

use crate::device::{use_device, use_state};
use crate::kiosk::pages::device::is_shared;
use crate::listings::{Card, read};
use crate::messages::kiosk::screen;
use crate::messages::{common as c, detail as m};
use crate::repo::Repo;
use crate::ui::card::listing_card;
use crate::ui::head::Head;
use crate::ui::icons::{Icon, icon};
use crate::ui::invitation::invitation;
use crate::ui::notice::{Notice, Tone, loading, read_error};
use crate::ui::still::still;
use crate::ui::text::{use_lang, use_today};
use engawa_core::Lang;
use leptos::prelude::*;
use std::collections::BTreeSet;
use std::sync::Arc;

/// `/favourites`
#[component]
pub fn FavouritesPage() -> impl IntoView {
    let repo = expect_context::<Arc<dyn Repo>>();
    let state = use_state();
    let lang = use_lang();
    let note = if is_shared() { screen::MARKED_NOTE } else { m::FAVOURITES_NOTE };
    let ids = move || state.favourites.with(|all| all.iter().cloned().collect::<Vec<String>>());
    let found = Resource::new(
        move || (ids(), state.version.get()),
        move |(ids, _)| {
            let repo = Arc::clone(&repo);
            async move {
                // Nothing is saved on the server, and nothing has to be read to say so.
                if ids.is_empty() { Ok(Vec::new()) } else { read::cards(repo, ids).await }
            }
        },
    );
    view! {
        <Head title=c::FAVOURITES.text(lang) description=m::FAVOURITES_NOTE.text(lang) path="/favourites" noindex=true />
        <div class="wrap page favourites-page">
            <h1>{c::FAVOURITES.text(lang)}</h1>
            <p class="lead">{note.text(lang)}</p>
            <Transition fallback=loading>
                {move || {
                    Suspend::new(async move {
                        match found.await {
                            Ok(cards) => list(cards, lang),
                            Err(error) => read_error(error),
                        }
                    })
                }}
            </Transition>
            <p>
                <a class="button" href="/listings">
                    {icon(Icon::Search)}
                    <span>{m::FAVOURITES_BROWSE.text(lang)}</span>
                </a>
            </p>
            {invitation()}
        </div>
    }
}

fn list(cards: Vec<Card>, lang: Lang) -> AnyView {
    let state = use_state();
    let here: BTreeSet<String> = cards.iter().map(|card| card.id.clone()).collect();
    let here = StoredValue::new(here);
    // While the first copy is still arriving, nothing is called gone.
    let gone = Memo::new(move |_| {
        if state.progress.with(Option::is_some) {
            return Vec::new();
        }
        here.with_value(|here| state.favourites.with(|all| all.difference(here).cloned().collect::<Vec<String>>()))
    });
    if cards.is_empty() && gone.with_untracked(Vec::is_empty) {
        return view! {
            <Notice tone=Tone::Note text=m::FAVOURITES_EMPTY.text(lang)>
                <p class="buttons">
                    <a class="button" href="/calendar">
                        {m::FAVOURITES_TODAY.text(lang)}
                    </a>
                </p>
            </Notice>
        }
        .into_any();
    }
    let (device, today) = (StoredValue::new(use_device()), use_today());
    let count = m::FAVOURITES_COUNT.with(lang, &[&cards.len().to_string()]);
    let items = cards
        .into_iter()
        .map(|card| {
            let label = m::FAVOURITES_REMOVE.with(lang, &[card.title_in(lang)]);
            let id = card.id.clone();
            let remove = move |_| device.with_value(|device| device.toggle_favourite(&id));
            view! {
                <li class="favourite-item">
                    {still(listing_card(&card, "", lang, today))}
                    <button type="button" class="button button-small favourite-remove" on:click=remove>
                        {icon(Icon::Close)}
                        <span>{label}</span>
                    </button>
                </li>
            }
        })
        .collect_view();
    let clean = move |_| {
        for id in gone.get_untracked() {
            device.with_value(|device| device.toggle_favourite(&id));
        }
    };
    let gone_note = move || {
        let many = gone.with(Vec::len);
        (many > 0).then(|| {
            view! {
                <Notice tone=Tone::Note text=m::FAVOURITES_GONE.with(lang, &[&many.to_string()])>
                    <button type="button" class="button button-small" on:click=clean>
                        {m::FAVOURITES_CLEAN.text(lang)}
                    </button>
                </Notice>
            }
        })
    };
    view! {
        <p role="status">{count}</p>
        {gone_note}
        <ul class="cards">{items}</ul>
    }
    .into_any()
}
