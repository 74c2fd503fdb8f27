//! The map of places: an own picture without outside tiles, and beside it the same places in words.
//!
//! `/map?z=7&x=134.05&y=34.34` with the facets of a search. Every step (nearer, farther, a quarter of the view aside, a part of the city)
//! is a link, so it works without scripts, can be shared and gone back to. "Near me" asks the device, which tells nobody.

mod drawing;

use self::drawing::drawing;
use super::calendar::filters::filters;
use super::query_of;
use crate::device::{use_device, use_state};
use crate::listings::map_view::{self, Picture, View, distance_words, nearest};
use crate::listings::query::Sort;
use crate::listings::views::Pin;
use crate::listings::{Kind, ListingQuery, read};
use crate::messages::{common as c, map as m, vocabulary as v};
use crate::repo::{ReadError, Repo};
use crate::site::{Boot, Site};
use crate::ui::freshness::freshness;
use crate::ui::head::Head;
use crate::ui::icons::{Icon, icon, svg};
use crate::ui::notice::{Tone, loading, notice, read_error};
use crate::ui::still::{Markup, Together, html, still};
use crate::ui::text::use_boot;
use chrono::NaiveDate;
use engawa_core::{Lang, Message};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// Kinds that a map is asked for.
const KINDS: &[Kind] = &[Kind::Place, Kind::Event, Kind::Course, Kind::Group, Kind::Call, Kind::Equipment];

/// Places that "near me" names.
const NEAR_MAX: usize = 12;

/// Level of the map around a person: two kilometres from edge to edge.
const NEAR_LEVEL: u8 = 9;

/// A map as it is drawn.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct Sheet {
    query: ListingQuery,
    picture: Picture,
    areas: Vec<String>,
}

async fn sheet(repo: Arc<dyn Repo>, query: ListingQuery, asked: Option<View>, site: Site, today: NaiveDate) -> Result<Sheet, ReadError> {
    let pins = read::pins(Arc::clone(&repo), query.clone(), today).await?;
    let areas = read::areas(repo).await?;
    let view = View::choose(asked, &query, &site, &pins);
    Ok(Sheet { picture: map_view::picture(&pins, view, &query), query, areas })
}

/// The nearest places with their distances in metres; nothing as long as nobody asked.
async fn near(repo: Arc<dyn Repo>, query: ListingQuery, me: Option<(f64, f64)>, today: NaiveDate) -> Result<Vec<(Pin, f64)>, ReadError> {
    let Some(me) = me else { return Ok(Vec::new()) };
    let pins = read::pins(repo, query, today).await?;
    Ok(nearest(&pins, me).into_iter().take(NEAR_MAX).filter_map(|(at, metres)| pins.get(at).cloned().map(|pin| (pin, metres))).collect())
}

/// Where the search for the person's position stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Locating {
    Idle,
    Waiting,
    Refused,
}

/// `/map`
#[component]
pub fn MapPage() -> impl IntoView {
    let repo = expect_context::<Arc<dyn Repo>>();
    let state = use_state();
    let boot = StoredValue::new(use_boot());
    let (today, lang) = boot.with_value(|boot| (boot.today, boot.lang));
    let map = use_query_map();
    let query = Memo::new(move |_| {
        let query = map.with(query_of);
        ListingQuery { page: 0, sort: Sort::Best, ..query }
    });
    let asked = Memo::new(move |_| map.with(|map| View::parse(map.get_str("x"), map.get_str("y"), map.get_str("z"))));
    let me = RwSignal::new(None::<(f64, f64)>);
    let own_repo = Arc::clone(&repo);
    let found = Resource::new(
        move || (query.get(), asked.get(), state.version.get()),
        move |(query, asked, _)| sheet(Arc::clone(&repo), query, asked, boot.with_value(|boot| boot.site.clone()), today),
    );
    let nearby =
        Resource::new(move || (query.get(), me.get(), state.version.get()), move |(query, me, _)| near(Arc::clone(&own_repo), query, me, today));
    view! {
        <Head title=c::MAP.text(lang) description=m::INTRO.text(lang) path="/map" />
        <div class="wrap page map-page">
            <h1>{c::MAP.text(lang)}</h1>
            <p class="lead">{m::INTRO.text(lang)}</p>
            <NearMe me=me />
            <Transition>
                {move || {
                    Suspend::new(async move {
                        let me = me.get_untracked();
                        match nearby.await {
                            Ok(places) => nearby_list(places, me, today, lang),
                            Err(error) => read_error(error),
                        }
                    })
                }}
            </Transition>
            <Transition fallback=loading>
                {move || {
                    Suspend::new(async move {
                        match found.await {
                            Ok(sheet) => draw(&sheet, &boot.get_value(), me),
                            Err(error) => read_error(error),
                        }
                    })
                }}
            </Transition>
        </div>
    }
}

/// The button that asks the device where the person is.
#[component]
fn NearMe(
    /// The answer.
    me: RwSignal<Option<(f64, f64)>>,
) -> impl IntoView {
    let state = use_state();
    let lang = crate::ui::text::use_lang();
    let device = StoredValue::new(use_device());
    let locating = RwSignal::new(Locating::Idle);
    let ask = move |_| {
        locating.set(Locating::Waiting);
        let told = Callback::new(move |found: Option<(f64, f64)>| {
            locating.set(if found.is_some() { Locating::Idle } else { Locating::Refused });
            if found.is_some() {
                me.set(found);
            }
        });
        device.with_value(|device| device.locate(told));
    };
    let words = move || match locating.get() {
        Locating::Idle => "",
        Locating::Waiting => m::NEAR_ME_WAIT.text(lang),
        Locating::Refused => m::NEAR_ME_NO.text(lang),
    };
    view! {
        <div class="near-me" hidden=move || !state.awake.get()>
            <button type="button" class="button" on:click=ask>
                {icon(Icon::Pin)}
                <span>{m::NEAR_ME.text(lang)}</span>
            </button>
            <p class="near-note">{m::NEAR_ME_NOTE.text(lang)}</p>
            <p role="status">{words}</p>
        </div>
    }
}

fn nearby_list(places: Vec<(Pin, f64)>, me: Option<(f64, f64)>, today: NaiveDate, lang: Lang) -> AnyView {
    let Some((lat, lon)) = me else { return ().into_any() };
    if places.is_empty() {
        return still(notice(Tone::Note, m::NOTHING.text(lang)));
    }
    let here = View { lat, lon, level: NEAR_LEVEL }.href(&ListingQuery::default());
    let items = places
        .iter()
        .map(|(pin, metres)| {
            let far = m::DISTANCE.with(lang, &[&distance_words(*metres)]);
            html! { li.map-place { p.map-far { (far) } (pin_cards(pin, today, lang)) } }
        })
        .together();
    still(html! {
        section.part.nearby {
            h2 { (m::NEAREST.text(lang)) }
            ol.map-list { (items) }
            p { a.button href=(here) rel="nofollow" data-noscroll="" { (svg(Icon::Pin)) span { (m::NEAREST_CENTRE.text(lang)) } } }
        }
    })
}

fn draw(sheet: &Sheet, boot: &Boot, me: RwSignal<Option<(f64, f64)>>) -> AnyView {
    let (lang, today, site) = (boot.lang, boot.today, &boot.site);
    let (query, picture) = (&sheet.query, &sheet.picture);
    let as_list = query.href("/listings");
    // A choice keeps the part of the map that is looked at; an area leads to itself.
    let keep = |next: &ListingQuery| if next.areas == query.areas { picture.view.href(next) } else { next.href("/map") };
    view! {
        {areas(site, query, lang).map(still)}
        {still(filters(query, KINDS, &sheet.areas, lang, keep))}
        <div class="map-columns">
            <div class="map-left">
                <a class="skip-inline" href="#places" rel="external">
                    {m::TO_LIST.text(lang)}
                </a>
                <div class="map-frame">{drawing(picture, site, lang, me)}</div>
                {still(controls(picture.view, query, lang))}
            </div>
            {still(html! {
                section.map-right id="places" tabindex="-1" {
                    h2 { (m::LIST.text(lang)) }
                    (list(picture, today, lang))
                    p { a.button href=(as_list) { (svg(Icon::Search)) span { (m::AS_LIST.text(lang)) } } }
                }
            })}
        </div>
    }
    .into_any()
}

/// Parts of the city to jump to.
fn areas(site: &Site, query: &ListingQuery, lang: Lang) -> Option<Markup> {
    if site.zoom_areas.is_empty() {
        return None;
    }
    let links = site
        .zoom_areas
        .iter()
        .map(|area| {
            let (href, name) = (View::of_area(area).href(query), area.name.clone());
            html! { li { a.chip.chip-link href=(href) rel="nofollow" data-noscroll="" lang="ja" { (name) } } }
        })
        .together();
    let whole = query.href("/map");
    let part = html! {
        nav.map-areas aria-label=(m::AREAS.text(lang)) {
            ul.chips { li { a.chip.chip-link href=(whole) rel="nofollow" data-noscroll="" { (m::WHOLE.text(lang)) } } (links) }
        }
    };
    Some(part)
}

/// Nearer, farther, and a third of the view to each side.
fn controls(view: View, query: &ListingQuery, lang: Lang) -> Markup {
    // The end of the levels keeps its place, so that fingers find the others where they were.
    let end = || html! { span.map-step.map-step-end aria-hidden="true" {} };
    let step = |class: &'static str, sign: &'static str, name: Message, next: Option<View>| {
        let Some(next) = next else { return end() };
        html! {
            a class=(class) href=(next.href(query)) rel="nofollow" data-noscroll="" {
                span aria-hidden="true" { (sign) }
                " "
                span.map-step-name { (name.text(lang)) }
            }
        }
    };
    html! {
        nav.map-controls aria-label=(m::CONTROLS.text(lang)) {
            (step("map-step map-step-in", "＋", m::ZOOM_IN, view.nearer()))
            (step("map-step map-step-out", "−", m::ZOOM_OUT, view.farther()))
            (step("map-step", "↑", m::NORTH, Some(view.moved(0.0, 1.0 / 3.0))))
            (step("map-step", "↓", m::SOUTH, Some(view.moved(0.0, -1.0 / 3.0))))
            (step("map-step", "←", m::WEST, Some(view.moved(-1.0 / 3.0, 0.0))))
            (step("map-step", "→", m::EAST, Some(view.moved(1.0 / 3.0, 0.0))))
        }
    }
}

/// The places in view, in words.
fn list(picture: &Picture, today: NaiveDate, lang: Lang) -> Markup {
    let outside = (picture.outside > 0).then(|| html! { p { (m::OUTSIDE.with(lang, &[&picture.outside.to_string()])) } });
    if picture.list.is_empty() {
        return html! {
            p { (m::NOTHING.text(lang)) }
            (outside.together())
        };
    }
    let count = m::LIST_COUNT.with(lang, &[&picture.places.to_string(), &picture.total.to_string()]);
    let items = picture
        .list
        .iter()
        .enumerate()
        .map(|(index, pin)| {
            let id = format!("place-{}", index + 1);
            html! { li.map-place id=(id) tabindex="-1" { (pin_cards(pin, today, lang)) } }
        })
        .together();
    let unlisted = picture.places - picture.list.len();
    let more = (unlisted > 0).then(|| html! { p { (m::LIST_MORE.with(lang, &[&unlisted.to_string()])) } });
    html! {
        p { (count) }
        ol.map-list { (items) }
        (more.together())
        (outside.together())
    }
}

/// What is at one place.
fn pin_cards(pin: &Pin, today: NaiveDate, lang: Lang) -> Markup {
    let items = pin
        .cards
        .iter()
        .map(|card| {
            let checked = freshness(card.confirmed_on, card.stale, today, lang);
            html! {
                li {
                    a href=(card.href) lang="ja" { (card.title) } " " span.map-kind { (v::kind(card.kind).text(lang)) }
                    span.map-checked { (checked) }
                }
            }
        })
        .together();
    let hidden = pin.total.saturating_sub(pin.cards.len());
    let more = (hidden > 0).then(|| html! { li.map-more { (m::MORE_HERE.with(lang, &[&hidden.to_string()])) } });
    html! { ul.map-cards { (items) (more.together()) } }
}
