//! The first page: search first, doors for each kind of visitor, what is on, who is wanted, which money waits.

use crate::device::use_state;
use crate::kiosk::pages::device::{is_shared, use_kiosk};
use crate::listings::query::{ListingQuery, Sort};
use crate::listings::views::Home;
use crate::listings::{AudienceGroup, Card, Kind, read};
use crate::messages::forms::papers;
use crate::messages::{common, home as m, vocabulary as v};
use crate::repo::Repo;
use crate::site::Boot;
use crate::ui::{
    Head, Icon, Markup, Together, card_list, freshness, happening_list, html, icon, invitation, loading, read_error, still, svg, t, tf, use_boot,
    use_lang, use_today,
};
use chrono::{Datelike, Days, NaiveDate, NaiveDateTime};
use engawa_core::Message;
use engawa_core::time::jst_datetime;
use leptos::ev::SubmitEvent;
use leptos::html;
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;
use serde_json::json;
use std::sync::Arc;

/// The first page.
#[component]
pub fn HomePage() -> impl IntoView {
    let repo = expect_context::<Arc<dyn Repo>>();
    let state = use_state();
    let boot = use_boot();
    let (drawn, kiosk) = (boot.now(), use_kiosk());
    let city = boot.site.city.text(boot.lang).to_owned();
    // On a page that is left open the hour goes on; at a shared screen it is that of the last rest, by the server's clock.
    let now = move || match &kiosk {
        Some(kiosk) => Some(jst_datetime(kiosk.signals.now.get_untracked())),
        None => state.now.get(),
    };
    let home = Resource::new(move || (state.version.get(), now()), move |(_, now)| read::home(repo.clone(), moment(drawn, now)));
    view! {
        <Head title="" description=tf(m::DESCRIPTION, &[&city]) path="/" json_ld=website(&boot) />
        {hero(&boot)}
        <div class="wrap">
            {still(doors())}
            <Transition fallback=loading>
                {move || Suspend::new(async move {
                    match home.await {
                        Ok(home) => still(sections(&home)),
                        Err(error) => read_error(error),
                    }
                })}
            </Transition>
            {invitation()}
        </div>
    }
}

/// The moment for which the page is drawn: it belongs to the day that the page calls today, whatever the clock of the device says.
fn moment(drawn: NaiveDateTime, now: Option<NaiveDateTime>) -> NaiveDateTime {
    let Some(now) = now.filter(|now| *now > drawn) else { return drawn };
    if now.date() == drawn.date() { now } else { drawn.date().and_hms_opt(23, 59, 59).unwrap_or(drawn) }
}

/// The site in the words of schema.org, with its search.
fn website(boot: &Boot) -> String {
    let origin = &boot.site.origin;
    json!({
        "@context": "https://schema.org",
        "@type": "WebSite",
        "name": boot.site.name.text(boot.lang),
        "url": format!("{origin}/"),
        "inLanguage": boot.lang.html(),
        "potentialAction": {
            "@type": "SearchAction",
            "target": format!("{origin}/listings?q={{search_term_string}}"),
            "query-input": "required name=search_term_string",
        },
    })
    .to_string()
}

fn hero(boot: &Boot) -> AnyView {
    let state = use_state();
    let navigate = use_navigate();
    let input = NodeRef::<html::Input>::new();
    let submit = move |event: SubmitEvent| {
        if state.awake.get_untracked() {
            event.prevent_default();
            let words = input.get_untracked().map(|input| input.value()).unwrap_or_default();
            navigate(&ListingQuery { words, ..ListingQuery::default() }.href("/listings"), NavigateOptions::default());
        }
    };
    let tagline = boot.site.tagline.text(boot.lang);
    let lead = if tagline.is_empty() { tf(m::LEAD, &[boot.site.city.text(boot.lang)]) } else { tagline.to_owned() };
    view! {
        <section class="hero">
            <div class="wrap hero-inner">
                <h1>{t(m::HEADING)}</h1>
                <p class="hero-lead">{lead}</p>
                <form class="search-form" method="get" action="/listings" role="search" on:submit=submit>
                    <label class="field-label" for="home-q">
                        {t(m::SEARCH_LABEL)}
                    </label>
                    <div class="search-row">
                        <input
                            class="input search-input"
                            type="search"
                            id="home-q"
                            name="q"
                            maxlength="200"
                            autocomplete="off"
                            enterkeyhint="search"
                            aria-describedby="home-q-hint"
                            node_ref=input
                        />
                        <button class="button button-primary" type="submit">
                            {icon(Icon::Search)} <span>{t(m::SEARCH_BUTTON)}</span>
                        </button>
                    </div>
                    <p class="field-hint" id="home-q-hint">
                        {t(m::SEARCH_HINT)}
                    </p>
                </form>
                {still(quick(boot.today))}
            </div>
        </section>
    }
    .into_any()
}

fn quick(today: NaiveDate) -> Markup {
    let events = || ListingQuery { kinds: vec![Kind::Event, Kind::Course], ..ListingQuery::default() };
    let (saturday, sunday) = weekend(today);
    let links = [
        (m::QUICK_TODAY, ListingQuery { from: Some(today), to: Some(today), ..events() }),
        (m::QUICK_WEEKEND, ListingQuery { from: Some(saturday), to: Some(sunday), ..events() }),
        (m::QUICK_FREE, ListingQuery { free: true, ..events() }),
        (m::QUICK_CHILD, ListingQuery { audiences: vec![AudienceGroup::Child, AudienceGroup::Family], ..events() }),
        (m::QUICK_ONLINE, ListingQuery { online: true, ..events() }),
        (m::QUICK_BARRIER_FREE, ListingQuery { barrier_free: true, ..ListingQuery::default() }),
    ]
    .into_iter()
    .map(|(name, query)| html! { li { a.chip.chip-link href=(query.href("/listings")) { (t(name)) } } })
    .together();
    html! { nav.quick aria-label=(t(m::QUICK)) { ul.chips { (links) } } }
}

/// The Saturday and Sunday of this week; what is left of them on these days.
pub fn weekend(today: NaiveDate) -> (NaiveDate, NaiveDate) {
    let day = today.weekday().num_days_from_monday();
    let ahead = |target: u32| today.checked_add_days(Days::new(u64::from(target.saturating_sub(day)))).unwrap_or(today);
    (ahead(5), ahead(6))
}

/// Doors: one for each kind of visitor, with the ways that they most often take.
fn doors() -> Markup {
    let of = |kind: Kind| ListingQuery { kinds: vec![kind], ..ListingQuery::default() }.href("/listings");
    let foreign = ListingQuery { audiences: vec![AudienceGroup::Foreign], ..ListingQuery::default() }.href("/listings");
    let doors = [
        door(
            Icon::Lantern,
            m::DOOR_RESIDENT,
            m::DOOR_RESIDENT_TEXT,
            vec![(of(Kind::Event), m::LINK_EVENTS, false), (of(Kind::Course), m::LINK_COURSES, false), (of(Kind::Group), m::LINK_GROUPS, false)],
        ),
        door(
            Icon::Megaphone,
            m::DOOR_HELPER,
            m::DOOR_HELPER_TEXT,
            vec![(of(Kind::Call), m::LINK_CALLS, false), (of(Kind::Challenge), m::LINK_CHALLENGES, false)],
        ),
        door(
            Icon::People,
            m::DOOR_GROUP,
            m::DOOR_GROUP_TEXT,
            vec![
                (of(Kind::Place), m::LINK_PLACES, false),
                (of(Kind::Equipment), m::LINK_EQUIPMENT, false),
                (of(Kind::Programme), m::LINK_PROGRAMMES, false),
                ("/forms".to_owned(), papers::FORMS, false),
                (of(Kind::Guide), m::LINK_GUIDES, false),
            ],
        ),
        door(
            Icon::Toolbox,
            m::DOOR_COMPANY,
            m::DOOR_COMPANY_TEXT,
            vec![
                (of(Kind::Challenge), m::LINK_CHALLENGES, false),
                (of(Kind::Project), v::kind(Kind::Project), false),
                (of(Kind::Call), m::LINK_CALLS, false),
            ],
        ),
        door(
            Icon::Building,
            m::DOOR_CITY,
            m::DOOR_CITY_TEXT,
            vec![
                (of(Kind::Group), m::LINK_GROUPS, false),
                (of(Kind::Story), v::kind(Kind::Story), false),
                ("/staff".to_owned(), common::STAFF, true),
            ],
        ),
        door(
            Icon::Globe,
            m::DOOR_NEW,
            m::DOOR_NEW_TEXT,
            vec![
                ("/lang/ja-easy?back=%2F".to_owned(), m::LINK_EASY, true),
                ("/lang/en?back=%2F".to_owned(), m::LINK_ENGLISH, true),
                (foreign, m::LINK_FOREIGN, false),
            ],
        ),
    ];
    html! {
        section.section aria-labelledby="doors" {
            h2.visually-hidden id="doors" { (t(m::DOORS)) }
            ul.doors { (doors.into_iter().together()) }
        }
    }
}

fn door(picture: Icon, name: Message, text: Message, links: Vec<(String, Message, bool)>) -> Markup {
    // A shared screen has the languages in its bar, and nobody signs in there.
    let is_shared = is_shared();
    let links = links
        .into_iter()
        .filter(|(_, _, external)| !(*external && is_shared))
        .map(|(href, name, external)| {
            html! { li { a href=(href) rel=[external.then_some("external nofollow")] { (t(name)) } } }
        })
        .together();
    html! {
        li.door {
            div.door-icon { (svg(picture)) }
            h3 { (t(name)) }
            p { (t(text)) }
            ul.door-links { (links) }
        }
    }
}

/// Happenings or cards that the first page shows of each sort.
const SHOWN: usize = 6;

fn sections(home: &Home) -> Markup {
    let of = |kind: Kind, sort: Sort| ListingQuery { kinds: vec![kind], sort, ..ListingQuery::default() }.href("/listings");
    let first = |cards: &[Card]| cards.iter().take(SHOWN).cloned().collect::<Vec<_>>();
    let today = if home.today.is_empty() {
        html! { p.quiet { (t(m::NOTHING_TODAY)) } }
    } else {
        let list = happening_list(&home.today.iter().take(SHOWN).cloned().collect::<Vec<_>>());
        // What is over stands last: if the first is, all are.
        let is_over = home.today.first().is_some_and(|it| it.over).then(|| html! { p.quiet { (t(m::OVER_TODAY)) } });
        html! { (is_over.together()) (list) }
    };
    let week = if home.week.is_empty() {
        html! { p.quiet { (t(m::NOTHING_WEEK)) } }
    } else {
        happening_list(&home.week.iter().take(SHOWN).cloned().collect::<Vec<_>>())
    };
    let calls = (!home.calls.is_empty())
        .then(|| section("calls", m::CALLS, card_list(&first(&home.calls), ""), Some((of(Kind::Call, Sort::Best), m::TO_CALLS))));
    let deadlines = (!home.deadlines.is_empty()).then(|| {
        section("deadlines", m::DEADLINES, card_list(&first(&home.deadlines), ""), Some((of(Kind::Programme, Sort::Date), m::TO_DEADLINES)))
    });
    let news =
        (!home.notices.is_empty()).then(|| section("news", m::NEWS, rows(&first(&home.notices)), Some((of(Kind::Notice, Sort::New), m::TO_NEWS))));
    let today_href = format!("/calendar?week={}", use_today());
    html! {
        div.home-sections {
        div.columns {
            (section("today", m::TODAY, today, Some((today_href, m::TO_CALENDAR))))
            (section("week", m::WEEK, week, Some(("/calendar".to_owned(), m::TO_CALENDAR))))
        }
        (calls.together())
        (deadlines.together())
        (news.together())
        (section("kinds", m::COUNTS, kinds(&home.counts), None))
    }
    }
}

fn section(id: &'static str, heading: Message, body: Markup, more: Option<(String, Message)>) -> Markup {
    let more = more.map(|(href, name)| {
        html! { a.more href=(href) { span { (t(name)) } (svg(Icon::Right)) } }
    });
    html! { section.section aria-labelledby=(id) { div.section-head { h2 id=(id) { (t(heading)) } (more.together()) } (body) } }
}

/// News as plain rows: title and 確認日.
fn rows(cards: &[Card]) -> Markup {
    let (lang, today) = (use_lang(), use_today());
    let items = cards
        .iter()
        .map(|card| {
            let checked = freshness(card.confirmed_on, card.is_stale(today), today, lang);
            let sample = card.sample.then(|| html! { span.tag.tag-sample { (common::SAMPLE.text(lang)) } });
            html! { li.row { a href=(card.href()) { (card.title_in(lang).to_owned()) } span.row-meta { (checked) (sample.together()) } } }
        })
        .together();
    html! { ul.rows { (items) } }
}

fn kinds(counts: &[(Kind, usize)]) -> Markup {
    let items = counts
        .iter()
        .filter(|(_, count)| *count > 0)
        .map(|(kind, count)| {
            let href = ListingQuery { kinds: vec![*kind], ..ListingQuery::default() }.href("/listings");
            html! {
                li {
                    a.kind-tile href=(href) data-kind=(kind.code()) {
                        (svg(Icon::of_kind(*kind)))
                        span.kind-name { (t(v::kind(*kind))) }
                        span.kind-note { (t(v::kind_note(*kind))) }
                        span.kind-count { (tf(common::COUNT, &[&count.to_string()])) }
                    }
                }
            }
        })
        .together();
    html! { ul.kinds { (items) } }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_page_stays_on_its_day() {
        let at = |text: &str| text.parse::<NaiveDateTime>().unwrap();
        let drawn = at("2026-11-20T10:00:00");
        for (now, moment) in [
            ("2026-11-20T18:30:00", "2026-11-20T18:30:00"),
            ("2026-11-20T09:00:00", "2026-11-20T10:00:00"),
            ("2026-11-21T01:00:00", "2026-11-20T23:59:59"),
            ("2026-11-19T23:00:00", "2026-11-20T10:00:00"),
        ] {
            assert_eq!(super::moment(drawn, Some(at(now))), at(moment), "{now}");
        }
        assert_eq!(moment(drawn, None), drawn);
    }

    #[test]
    fn the_weekend_is_what_is_left_of_it() {
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        assert_eq!(weekend(day("2026-11-20")), (day("2026-11-21"), day("2026-11-22")));
        assert_eq!(weekend(day("2026-11-21")), (day("2026-11-21"), day("2026-11-22")));
        assert_eq!(weekend(day("2026-11-22")), (day("2026-11-22"), day("2026-11-22")));
    }
}
