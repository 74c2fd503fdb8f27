//! The page of one listing: everything that is known about it, the most useful first.
//!
//! A person who comes here asks: what is it, when, where, for me, what does it cost, how do I get in, whom can I ask, can I trust this?
//! The page answers in that order, on a phone from top to bottom, on a wide screen with the practical part beside the text.

pub mod actions;
pub mod sections;

use self::actions::Actions;
use super::facts;
use crate::app::set_status;
use crate::device::use_state;
use crate::kiosk::beat::Counted;
use crate::kiosk::pages::device::count;
use crate::listings::kind::{Details, Kind};
use crate::listings::listing::{Image, Listing, Variant};
use crate::listings::views::Detail;
use crate::listings::{Card, ListingQuery, State, json_ld, read};
use crate::messages::{common as c, detail as m, vocabulary as v};
use crate::repo::Repo;
use crate::site::Boot;
use crate::ui::card::card_list;
use crate::ui::date;
use crate::ui::head::{Head, Preview};
use crate::ui::icons::{Icon, svg};
use crate::ui::notice::{Tone, loading, notice, page_error};
use crate::ui::picture;
use crate::ui::still::{Markup, Together, html, still};
use crate::ui::text::use_boot;
use chrono::NaiveDate;
use engawa_core::Lang;
use engawa_core::time::Occurrence;
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use std::sync::Arc;

/// `/listings/:id`
#[component]
pub fn DetailPage() -> impl IntoView {
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
                    match found.await {
                        Ok(Some(detail)) => page(&detail, &boot.get_value()),
                        Ok(None) => not_found(&boot.get_value()),
                        Err(error) => page_error(error),
                    }
                })
            }}
        </Transition>
    }
}

/// What a page says whose listing is not there; the server answers 404.
pub fn not_found(boot: &Boot) -> AnyView {
    set_status(404);
    let lang = boot.lang;
    view! {
        <Head title=m::NOT_FOUND.text(lang) description=m::NOT_FOUND_TEXT.text(lang) path="/404" noindex=true />
        {still(html! {
            div.wrap.page.not-found {
                h1 { (m::NOT_FOUND.text(lang)) }
                p { (m::NOT_FOUND_TEXT.text(lang)) }
                p { a.button.button-primary href="/listings" { (svg(Icon::Search)) span { (m::NOT_FOUND_SEARCH.text(lang)) } } }
            }
        })}
    }
    .into_any()
}

/// The whole page of a listing.
pub fn page(detail: &Detail, boot: &Boot) -> AnyView {
    let (lang, today, site) = (boot.lang, boot.today, &boot.site);
    let listing = &detail.listing;
    let path = Card::of(listing).href();
    let (text, _) = listing.text_in(lang);
    let own = below(&detail.own, if listing.kind() == Kind::Place { m::OWN_PLACE.text(lang) } else { m::GROUP_OTHER.text(lang) });
    let related = below(&detail.related, m::RELATED.text(lang));
    view! {
        {head(detail, &path, boot)}
        <article class="wrap page detail" data-kind=listing.kind().code()>
            {still(trail(listing.kind(), lang))}
            {still(title(listing, lang))}
            {glance(detail, boot).map(still)}
            <Actions listing=listing.clone() title=text.title.clone() path=path.clone() />
            {still(columns(detail, boot))}
            {own.map(still)}
            {related.map(still)}
            {still(sections::origin(listing, &path, site, today, lang))}
        </article>
    }
    .into_any()
}

/// The page as it would be, for whoever writes it: without head, actions and what stands around it.
pub fn preview(detail: &Detail, boot: &Boot) -> Markup {
    let (lang, listing) = (boot.lang, &detail.listing);
    html! {
        article.page.detail data-kind=(listing.kind().code()) {
            (title(listing, lang))
            (glance(detail, boot).together())
            (columns(detail, boot))
        }
    }
}

/// What stands below the title, for a page that has a heading of its own.
pub fn inside(detail: &Detail, boot: &Boot) -> Markup {
    html! { div.detail { (glance(detail, boot).together()) (columns(detail, boot)) } }
}

fn columns(detail: &Detail, boot: &Boot) -> Markup {
    let (lang, today, listing) = (boot.lang, boot.today, &detail.listing);
    let (text, _) = listing.text_in(lang);
    let kind_facts = facts::of_kind(listing, lang).map(|list| sections::section("part part-facts", m::FACTS.text(lang), list));
    let body = (!text.body.is_empty()).then(|| {
        let own = lang != Lang::En || listing.variants.get(&Lang::En).is_some_and(|variant| !variant.body.is_empty());
        sections::section("part part-body", m::BODY.text(lang), facts::prose(&text.body, lang, own))
    });
    html! {
        div.detail-columns {
            div.detail-main {
                (pictures(&listing.images, lang).together())
                (body.together())
                (kind_facts.together())
                (sections::topics(listing, lang).together())
            }
            div.detail-side {
                (sections::when(listing, &detail.dates, today, lang).together())
                (sections::place(listing, detail.place.as_ref(), lang).together())
                (sections::joining(listing, today, lang).together())
                (sections::contact(listing, lang).together())
                (sections::access(listing, lang).together())
                (sections::organiser(detail, lang).together())
            }
        }
    }
}

/// Title, description, canonical address, picture and JSON-LD of a listing's page.
pub fn head(detail: &Detail, path: &str, boot: &Boot) -> AnyView {
    let listing = &detail.listing;
    let (text, _) = listing.text_in(boot.lang);
    // What has no known end has none for search engines, either.
    let is_open = |on: NaiveDate| listing.schedule.as_ref().is_some_and(|schedule| schedule.is_open_from(on));
    let next =
        detail.dates.first().map(
            |&(on, until, starts, ends)| {
                if is_open(on) { Occurrence { on, until: on, starts, ends: None } } else { Occurrence { on, until, starts, ends } }
            },
        );
    let json = json_ld::of(listing, &boot.site, next);
    let preview = listing.images.first().map_or_else(
        || Preview::of_kind(listing.kind(), boot.lang),
        |image| Preview { path: picture::address(image), alt: image.alt.clone(), width: image.width, height: image.height },
    );
    let description = if text.summary.is_empty() { text.body } else { text.summary };
    view! { <Head title=text.title description=description path=path.to_owned() preview=Some(preview) json_ld=Some(json) /> }.into_any()
}

/// The way here: home, then everything of this kind.
pub fn trail(kind: Kind, lang: Lang) -> Markup {
    let href = ListingQuery { kinds: vec![kind], ..ListingQuery::default() }.href("/listings");
    html! {
        nav.trail aria-label=(m::TRAIL.text(lang)) {
            ol { li { a href="/" { (c::HOME.text(lang)) } } li { a href=(href) { (v::kind(kind).text(lang)) } } }
        }
    }
}

/// Kind, marks, title with its reading, summary, and what has to be known about the text.
pub fn title(listing: &Listing, lang: Lang) -> Markup {
    let (text, fell_back) = listing.text_in(lang);
    let kind = match &listing.details {
        Details::Group(group) => group.group_type.map_or_else(|| v::kind(Kind::Group).text(lang), |kind| v::group_type(kind).text(lang)),
        _ => v::kind(listing.kind()).text(lang),
    };
    let own =
        |theirs: fn(&Variant) -> &String| lang != Lang::En || listing.variants.get(&Lang::En).is_some_and(|variant| !theirs(variant).is_empty());
    let title_lang = if own(|variant| &variant.title) { None } else { Some("ja") };
    let summary_lang = if own(|variant| &variant.summary) { None } else { Some("ja") };
    let ended = listing.state == State::Ended;
    let tags = [(ended, c::ENDED, "tag tag-ended"), (listing.sample, c::SAMPLE, "tag tag-sample")]
        .into_iter()
        .filter(|(on, ..)| *on)
        .map(|(_, word, class)| html! { span class=(class) { (word.text(lang)) } })
        .together();
    let kana = (lang != Lang::En && !listing.kana.is_empty()).then(|| html! { p.detail-kana { (listing.kana.clone()) } });
    let summary = (!text.summary.is_empty()).then(|| html! { p.detail-summary lang=[summary_lang] { (text.summary.clone()) } });
    let notes = [(ended, m::ENDED_NOTE), (listing.sample, m::SAMPLE_NOTE), (fell_back, m::SHOWN_IN_JA)]
        .into_iter()
        .filter(|(on, _)| *on)
        .map(|(_, note)| notice(Tone::Note, note.text(lang)))
        .together();
    html! {
        header.detail-head {
            p.card-kind.detail-kind { (svg(Icon::of_kind(listing.kind()))) span { (kind) } (tags) }
            h1 lang=[title_lang] { (text.title.clone()) }
            (kana.together())
            (summary.together())
            (notes)
        }
    }
}

/// The few lines that most people came for.
fn glance(detail: &Detail, boot: &Boot) -> Option<Markup> {
    let (lang, today) = (boot.lang, boot.today);
    let listing = &detail.listing;
    let line = |picture: Icon, label: &'static str, words: String, mark: Option<&'static str>| {
        html! { li { (svg(picture)) span { span.visually-hidden { (label) " " } span lang=[mark] { (words) } } } }
    };
    let mut lines: Vec<Markup> = Vec::new();
    if let Some(schedule) = &listing.schedule {
        let words = match detail.dates.first() {
            Some(next) if next.1 >= today => Some(sections::date_words(schedule, *next, today, lang)),
            _ => date::next(schedule, today, lang).map(|(_, words)| if schedule.is_over(today) { m::WHEN_OVER.with(lang, &[&words]) } else { words }),
        };
        lines.extend(words.map(|words| line(Icon::Calendar, c::WHEN.text(lang), words, None)));
    }
    if let Some(venue) = &listing.venue {
        let name = if venue.name.is_empty() { &venue.address } else { &venue.name };
        if !name.is_empty() {
            lines.push(line(Icon::Pin, c::WHERE.text(lang), name.clone(), facts::source_lang(lang)));
        }
    }
    if let Some(cost) = sections::cost_words(&listing.cost, lang) {
        lines.push(line(Icon::Yen, m::COST.text(lang), cost, None));
    }
    if let Some(on) = listing.deadline() {
        let words = format!("{} {}", m::APPLY_CLOSES.text(lang), sections::deadline_words(on, today, lang));
        lines.push(line(Icon::Clock, "", words, None));
    }
    (!lines.is_empty()).then(|| html! { ul.glance aria-label=(m::AT_A_GLANCE.text(lang)) { (lines.together()) } })
}

/// The pictures, each with its text alternative.
pub fn pictures(images: &[Image], lang: Lang) -> Option<Markup> {
    if images.is_empty() {
        return None;
    }
    let figures = images
        .iter()
        .enumerate()
        .map(|(index, image)| {
            // The first one is likely in view at once.
            let loading = if index == 0 { "eager" } else { "lazy" };
            let (src, srcset) = (picture::address(image), picture::widths(image));
            // Never drawn wider than it is, nor than the text column.
            let sizes = format!("min(92vw, 46rem, {}px)", image.width.max(1));
            html! {
                img.detail-picture src=(src) srcset=(srcset) sizes=(sizes) alt=(image.alt.clone()) lang=[facts::source_lang(lang)]
                    width=(image.width.to_string()) height=(image.height.to_string()) loading=(loading) decoding="async";
            }
        })
        .together();
    Some(html! { div.detail-pictures { (figures) } })
}

/// Cards under a heading; nothing without cards.
pub fn below(cards: &[Card], title: &str) -> Option<Markup> {
    (!cards.is_empty()).then(|| sections::section("part part-below", title, card_list(cards, "")))
}
