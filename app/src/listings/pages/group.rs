//! The page of a group (`/groups/:id`) and of an organisation (`/organisations/:id`): who they are, what they do, how to reach them.
//!
//! The first screen is a profile that prints on one page, for notice boards; below stand the group's listings by what they are for. An
//! organisation (a city department, a centre, a library) shows its places, programmes and notices before its events.

use super::detail::actions::Actions;
use super::detail::{below, head, not_found, page, pictures, sections, title, trail};
use super::facts;
use crate::device::use_state;
use crate::kiosk::beat::Counted;
use crate::kiosk::pages::device::count;
use crate::listings::kind::{Details, Group, GroupType, Kind};
use crate::listings::views::Detail;
use crate::listings::{Card, Listing, ListingQuery, read};
use crate::messages::detail as m;
use crate::messages::people::members as people;
use crate::repo::Repo;
use crate::site::Boot;
use crate::ui::notice::{Tone, loading, notice, page_error};
use crate::ui::still::{Markup, Together, html, still};
use crate::ui::text::use_boot;
use engawa_core::{Lang, Message};
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use std::sync::Arc;

/// `/groups/:id` and `/organisations/:id`
#[component]
pub fn GroupPage() -> impl IntoView {
    let repo = expect_context::<Arc<dyn Repo>>();
    let state = use_state();
    let boot = StoredValue::new(use_boot());
    let params = use_params_map();
    let id = Memo::new(move |_| params.with(|params| params.get("id")).unwrap_or_default());
    let today = boot.with_value(|boot| boot.today);
    let found = Resource::new(move || (id.get(), state.version.get()), move |(id, _)| read::detail(Arc::clone(&repo), id, today));
    Effect::new(move |_| id.with(|id| count(Counted::Listing, id)));
    view! {
        <Transition fallback=loading>
            {move || {
                Suspend::new(async move {
                    let boot = boot.get_value();
                    match found.await {
                        Ok(Some(detail)) => {
                            match &detail.listing.details {
                                Details::Group(group) => profile_page(&detail, group, &boot),
                                // An address of another kind still leads to the right thing.
                                _ => page(&detail, &boot),
                            }
                        }
                        Ok(None) => not_found(&boot),
                        Err(error) => page_error(error),
                    }
                })
            }}
        </Transition>
    }
}

fn profile_page(detail: &Detail, group: &Group, boot: &Boot) -> AnyView {
    let (lang, today, site) = (boot.lang, boot.today, &boot.site);
    let listing = &detail.listing;
    let path = Card::of(listing).href();
    let (text, _) = listing.text_in(lang);
    let body = (!text.body.is_empty()).then(|| {
        let own = lang != Lang::En || listing.variants.get(&Lang::En).is_some_and(|variant| !variant.body.is_empty());
        sections::section("part part-body", m::BODY.text(lang), facts::prose(&text.body, lang, own))
    });
    let profile = facts::rows(facts::profile(group, listing, lang)).map(|list| sections::section("part part-profile", m::PROFILE.text(lang), list));
    let columns = html! {
        div.detail-columns {
            div.detail-main {
                (pictures(&listing.images, lang).together())
                (body.together())
                (profile.together())
                (sections::topics(listing, lang).together())
            }
            div.detail-side {
                (sections::contact(listing, lang).together())
                (sections::joining(listing, today, lang).together())
                (sections::when(listing, &detail.dates, today, lang).together())
                (sections::place(listing, detail.place.as_ref(), lang).together())
                (sections::access(listing, lang).together())
            }
        }
    };
    view! {
        {head(detail, &path, boot)}
        <article class="wrap page detail group-page" data-kind=listing.kind().code()>
            {still(trail(Kind::Group, lang))}
            {still(title(listing, lang))}
            {unclaimed(listing, group, lang).map(still)}
            <Actions listing=listing.clone() title=text.title.clone() path=path.clone() />
            {still(columns)}
            {still(own(detail, group, lang))}
            {below(&detail.related, m::RELATED.text(lang)).map(still)}
            {still(sections::origin(listing, &path, site, today, lang))}
            {still(belonging(listing, group, lang))}
        </article>
    }
    .into_any()
}

/// What a register says of a group of which nobody came yet is not the group's own word; and the way in for whoever it is.
fn unclaimed(listing: &Listing, group: &Group, lang: Lang) -> Option<Markup> {
    let source = listing.source.as_ref().filter(|source| source.unclaimed)?;
    if group.group_type.is_some_and(GroupType::is_organisation) {
        return None;
    }
    Some(html! {
        div.part.group-unclaimed {
            (notice(Tone::Note, &people::UNCLAIMED.with(lang, &[&source.name])))
            p {
                (people::UNCLAIMED_YOURS.text(lang)) " "
                a.more href=(format!("/my/groups/claim?group={}", listing.id)) rel="external" { (people::CLAIM_THIS.text(lang)) }
            }
        }
    })
}

/// For whoever belongs to the group, or wants to. These pages are the server's alone.
fn belonging(listing: &Listing, group: &Group, lang: Lang) -> Markup {
    html! {
        p.part.group-belonging {
            @if group.group_type == Some(GroupType::Neighbourhood) {
                a.more href="/my/groups/join" rel="external" { (people::JOIN_ASSOCIATION.text(lang)) } " "
            }
            // Where nobody came yet, the way in stands at the top.
            @if !group.group_type.is_some_and(GroupType::is_organisation) && !listing.source.as_ref().is_some_and(|source| source.unclaimed) {
                a.more href=(format!("/my/groups/claim?group={}", listing.id)) rel="external" { (people::CLAIM_THIS.text(lang)) }
            }
        }
    }
}

/// Parts of a group's page: a heading and the kinds that stand under it.
const GROUP_PARTS: &[(Message, &[Kind])] = &[
    (m::GROUP_EVENTS, &[Kind::Event, Kind::Course]),
    (m::GROUP_CALLS, &[Kind::Call]),
    (m::GROUP_PROJECTS, &[Kind::Project]),
    (m::GROUP_STORIES, &[Kind::Story]),
    (m::GROUP_OTHER, &[Kind::Group, Kind::Place, Kind::Equipment, Kind::Programme, Kind::Challenge, Kind::Notice, Kind::Guide]),
];

/// Parts of an organisation's page.
const ORGANISATION_PARTS: &[(Message, &[Kind])] = &[
    (m::ORG_PLACES, &[Kind::Place, Kind::Equipment]),
    (m::ORG_PROGRAMMES, &[Kind::Programme]),
    (m::ORG_NOTICES, &[Kind::Notice, Kind::Guide]),
    (m::ORG_CHALLENGES, &[Kind::Challenge]),
    (m::GROUP_EVENTS, &[Kind::Event, Kind::Course]),
    (m::GROUP_CALLS, &[Kind::Call]),
    (m::GROUP_PROJECTS, &[Kind::Project]),
    (m::GROUP_STORIES, &[Kind::Story]),
    (m::GROUP_OTHER, &[Kind::Group]),
];

fn own(detail: &Detail, group: &Group, lang: Lang) -> Markup {
    if detail.own.is_empty() {
        return html! { p.part.group-none { (m::GROUP_NONE.text(lang)) } };
    }
    let parts = if group.group_type.is_some_and(GroupType::is_organisation) { ORGANISATION_PARTS } else { GROUP_PARTS };
    let parts: Vec<Markup> = parts
        .iter()
        .filter_map(|(title, kinds)| {
            let cards: Vec<Card> = detail.own.iter().filter(|card| kinds.contains(&card.kind)).cloned().collect();
            below(&cards, title.text(lang))
        })
        .collect();
    let (text, _) = detail.listing.text_in(lang);
    let all = ListingQuery { organiser: Some(detail.listing.id.clone()), ended: true, ..ListingQuery::default() }.href("/listings");
    html! { div.group-own { (parts.together()) p { a.more href=(all) { (m::GROUP_ALL.with(lang, &[&text.title])) } } } }
}
