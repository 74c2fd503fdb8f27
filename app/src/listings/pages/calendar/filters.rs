//! Narrowing a calendar or a map: facets as links, so that each choice has an address and works without scripts.

use crate::listings::{Kind, ListingQuery};
use crate::messages::{calendar as m, common as c, detail as d, vocabulary as v};
use crate::ui::icons::{Icon, svg};
use crate::ui::still::{Markup, Together, html};
use engawa_core::Lang;

/// The facets that a page offers, with the ones chosen marked. `href` makes the page's address of a search.
pub fn filters(query: &ListingQuery, kinds: &[Kind], areas: &[String], lang: Lang, href: impl Fn(&ListingQuery) -> String) -> Markup {
    let mut chips: Vec<Markup> =
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
    let chips = chips.into_iter().map(|chip| html! { li { (chip) } }).together();
    let clear = query.has_facets().then(|| {
        let href = href(&ListingQuery::default());
        html! { p { a.more href=(href) rel="nofollow" data-noscroll="" { (m::FILTER_CLEAR.text(lang)) } } }
    });
    html! { nav.filters aria-label=(m::FILTER.text(lang)) { ul.chips { (chips) }  (area_fold(query, areas, lang, &href).together()) (clear.together()) } }
}

/// The areas, behind a fold that names the chosen one.
fn area_fold(query: &ListingQuery, areas: &[String], lang: Lang, href: &impl Fn(&ListingQuery) -> String) -> Option<Markup> {
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
            html! { li { (chip) } }
        })
        .together();
    let fold = html! { details.filter-areas { summary { (summary) } ul.chips { li { (all) } (links) } } };
    Some(fold)
}

/// One choice. The chosen one has a check mark besides its colour.
fn chip(label: String, picture: Option<Icon>, on: bool, href: String) -> Markup {
    let picture = if on { Some(Icon::Check) } else { picture };
    let current = on.then_some("true");
    html! { a.chip.chip-link href=(href) rel="nofollow" aria-current=[current] data-noscroll="" { (picture.map(svg).together()) span { (label) } } }
}
