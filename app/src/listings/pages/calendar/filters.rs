//! Narrowing a calendar or a map: facets as links, so that each choice has an address and works without scripts.

use crate::listings::{Kind, ListingQuery};
use crate::messages::{calendar as m, common as c, detail as d, vocabulary as v};
use crate::ui::icons::{Icon, icon};
use engawa_core::Lang;
use leptos::prelude::*;

/// The facets that a page offers, with the ones chosen marked. `href` makes the page's address of a search.
pub fn filters(query: &ListingQuery, kinds: &[Kind], areas: &[String], lang: Lang, href: impl Fn(&ListingQuery) -> String) -> AnyView {
    let mut chips: Vec<AnyView> =
        vec![chip(m::FILTER_ALL.text(lang).to_owned(), None, query.kinds.is_empty(), href(&ListingQuery { kinds: Vec::new(), ..query.clone() }))];
    for kind in kinds {
        let on = query.kinds.as_slice() == [*kind];
        chips.push(chip(
            v::kind(*kind).text(lang).to_owned(),
            Some(Icon::of_kind(*kind)),
            on,
            href(&ListingQuery { kinds: vec![*kind], ..query.clone() }),
        ));
    }
    let toggles = [
        (c::FREE, query.free, ListingQuery { free: !query.free, ..query.clone() }),
        (c::BARRIER_FREE, query.barrier_free, ListingQuery { barrier_free: !query.barrier_free, ..query.clone() }),
        (c::ONLINE, query.online, ListingQuery { online: !query.online, ..query.clone() }),
    ];
    for (name, on, next) in toggles {
        chips.push(chip(name.text(lang).to_owned(), None, on, href(&next)));
    }
    let chips = chips.into_iter().map(|chip| view! { <li>{chip}</li> }).collect_view();
    let clear = query.has_facets().then(|| {
        let href = href(&ListingQuery::default());
        view! {
            <p>
                <a class="more" href=href rel="nofollow" data-noscroll="">
                    {m::FILTER_CLEAR.text(lang)}
                </a>
            </p>
        }
    });
    view! {
        <nav class="filters" aria-label=m::FILTER.text(lang)>
            <ul class="chips">{chips}</ul>
            {area_fold(query, areas, lang, &href)}
            {clear}
        </nav>
    }
    .into_any()
}

/// The areas, behind a fold that names the chosen one.
fn area_fold(query: &ListingQuery, areas: &[String], lang: Lang, href: &impl Fn(&ListingQuery) -> String) -> Option<AnyView> {
    if areas.is_empty() {
        return None;
    }
    let chosen = query.areas.join("・");
    let summary = if chosen.is_empty() { d::AREA.text(lang).to_owned() } else { format!("{} {chosen}", d::AREA.text(lang)) };
    let all = chip(m::FILTER_ALL.text(lang).to_owned(), None, query.areas.is_empty(), href(&ListingQuery { areas: Vec::new(), ..query.clone() }));
    let links = areas
        .iter()
        .map(|area| {
            let on = query.areas.contains(area);
            let chip = chip(area.clone(), None, on, href(&ListingQuery { areas: vec![area.clone()], ..query.clone() }));
            view! { <li>{chip}</li> }
        })
        .collect_view();
    let fold = view! {
        <details class="filter-areas">
            <summary>{summary}</summary>
            <ul class="chips">
                <li>{all}</li>
                {links}
            </ul>
        </details>
    };
    Some(fold.into_any())
}

/// One choice. The chosen one has a check mark besides its colour.
fn chip(label: String, picture: Option<Icon>, on: bool, href: String) -> AnyView {
    let picture = if on { Some(Icon::Check) } else { picture };
    let current = on.then_some("true");
    view! {
        <a class="chip chip-link" href=href rel="nofollow" aria-current=current data-noscroll="">
            {picture.map(icon)}
            <span>{label}</span>
        </a>
    }
    .into_any()
}
