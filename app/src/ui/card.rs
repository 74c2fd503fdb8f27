//! A listing in short, wherever listings stand in a row: cards, and happenings with a leaf of the calendar.

use super::date;
use super::freshness::{deadline, freshness};
use super::icons::{Icon, icon};
use super::mark::mark;
use super::text::{use_lang, use_today};
use crate::listings::views::Happening;
use crate::listings::{Card, Kind, State};
use crate::messages::{common as m, vocabulary as v};
use chrono::{Datelike, NaiveDate, Weekday};
use engawa_core::Lang;
use leptos::prelude::*;

/// One listing as a card.
#[component]
pub fn ListingCard(
    /// The listing.
    card: Card,
    /// Words of a search, to be marked.
    #[prop(optional, into)]
    words: String,
) -> impl IntoView {
    listing_card(&card, &words, use_lang(), use_today())
}

/// Cards as a list.
pub fn card_list(cards: &[Card], words: &str) -> AnyView {
    let (lang, today) = (use_lang(), use_today());
    let items = cards.iter().map(|card| view! { <li>{listing_card(card, words, lang, today)}</li> }).collect_view();
    view! { <ul class="cards">{items}</ul> }.into_any()
}

/// What a listing is, in a word: its kind, or the sort of body for a group.
pub fn kind_name(card: &Card, lang: Lang) -> &'static str {
    match (card.kind, card.group_type) {
        (Kind::Group, Some(group_type)) => v::group_type(group_type).text(lang),
        (kind, _) => v::kind(kind).text(lang),
    }
}

/// The `lang` attribute of a card's own words where they are not in the language of the page.
fn foreign(card: &Card, lang: Lang) -> Option<&'static str> {
    (lang == Lang::En && !card.variants.contains_key(&Lang::En)).then_some("ja")
}

/// The `datetime` attribute of a day.
fn iso(day: NaiveDate) -> String {
    day.to_string()
}

fn listing_card(card: &Card, words: &str, lang: Lang, today: NaiveDate) -> AnyView {
    let over = card.state == State::Ended || card.schedule.as_ref().is_some_and(|schedule| schedule.is_over(today));
    let tags = [(over, m::ENDED, "tag tag-ended"), (card.sample, m::SAMPLE, "tag tag-sample")]
        .into_iter()
        .filter(|(on, ..)| *on)
        .map(|(_, word, class)| view! { <span class=class>{word.text(lang)}</span> })
        .collect_view();
    let when = card.schedule.as_ref().and_then(|schedule| date::next(schedule, today, lang)).map(|(day, words)| {
        view! {
            <p class="card-line card-when">
                {icon(Icon::Calendar)} <span class="visually-hidden">{m::WHEN.text(lang)}</span> <time datetime=day.map(iso)>{words}</time>
            </p>
        }
    });
    let place = match (card.place.as_str(), card.area.as_str()) {
        ("", area) => area.to_owned(),
        (place, "") => place.to_owned(),
        (place, area) if place.contains(area) => place.to_owned(),
        (place, area) => format!("{place}（{area}）"),
    };
    let place = (!place.is_empty()).then(|| {
        view! {
            <p class="card-line">
                {icon(Icon::Pin)} <span class="visually-hidden">{m::WHERE.text(lang)}</span> <span lang="ja">{place}</span>
            </p>
        }
    });
    let organiser = (!card.organiser.name.is_empty()).then(|| {
        view! {
            <p class="card-line">
                {icon(Icon::People)} <span class="visually-hidden">{m::ORGANISER.text(lang)}</span> <span lang="ja">{card.organiser.name.clone()}</span>
            </p>
        }
    });
    let marks = [
        (card.free == Some(true), m::FREE, "chip chip-free"),
        (card.barrier_free, m::BARRIER_FREE, "chip"),
        (card.attendance.is_some_and(crate::listings::Attendance::is_online), m::ONLINE, "chip"),
    ]
    .into_iter()
    .filter(|(on, ..)| *on)
    .map(|(_, word, class)| view! { <li class=class>{word.text(lang)}</li> })
    .collect::<Vec<_>>();
    let marks = (!marks.is_empty()).then(|| view! { <ul class="chips">{marks}</ul> });
    let summary = card.summary_in(lang);
    let summary = (!summary.is_empty()).then(|| view! { <p class="card-summary" lang=foreign(card, lang)>{mark(summary, words)}</p> });
    let thumb = card.image.as_ref().map(|image| {
        view! {
            <img
                class="card-thumb"
                src=format!("/media/{}", image.src)
                alt=""
                width=image.width.to_string()
                height=image.height.to_string()
                loading="lazy"
                decoding="async"
            />
        }
    });
    view! {
        <article class="card" class:card-over=over data-kind=card.kind.code()>
            <div class="card-body">
                <p class="card-kind">
                    {icon(Icon::of_kind(card.kind))} <span>{kind_name(card, lang)}</span> {tags}
                </p>
                <h3 class="card-title" lang=foreign(card, lang)>
                    <a href=card.href()>{mark(card.title_in(lang), words)}</a>
                </h3>
                {when}
                {place}
                {organiser}
                {summary}
                {marks}
                <p class="card-meta">
                    {card.deadline.map(|on| deadline(on, today, lang))} {freshness(card.confirmed_on, card.is_stale(today), today, lang)}
                </p>
            </div>
            {thumb}
        </article>
    }
    .into_any()
}

/// Happenings as a list, each with a leaf of the calendar (or, on the day itself, the hour).
pub fn happening_list(happenings: &[Happening]) -> AnyView {
    let (lang, today) = (use_lang(), use_today());
    let items = happenings.iter().map(|happening| view! { <li>{happening_row(happening, lang, today)}</li> }).collect_view();
    view! { <ul class="happenings">{items}</ul> }.into_any()
}

fn happening_row(happening: &Happening, lang: Lang, today: NaiveDate) -> AnyView {
    let card = &happening.card;
    let runs_today = happening.on <= today && happening.until >= today;
    let leaf = match happening.starts {
        Some(starts) if runs_today => view! { <span class="leaf-time">{date::time(starts)}</span> }.into_any(),
        _ if runs_today => view! { <span class="leaf-word">{m::TODAY.text(lang)}</span> }.into_any(),
        _ => leaf_of(happening.on, lang),
    };
    let when = date::occurrence(happening.on, happening.until, happening.starts, happening.ends, today, lang);
    let place = (!card.place.is_empty()).then(|| {
        view! {
            <p class="card-line">
                {icon(Icon::Pin)} <span class="visually-hidden">{m::WHERE.text(lang)}</span> <span lang="ja">{card.place.clone()}</span>
            </p>
        }
    });
    let free = (card.free == Some(true)).then(|| view! { <span class="chip chip-free">{m::FREE.text(lang)}</span> });
    view! {
        <article class="happening">
            <div class="leaf" aria-hidden="true">
                {leaf}
            </div>
            <div class="happening-body">
                <h3 class="card-title" lang=foreign(card, lang)>
                    <a href=card.href()>{card.title_in(lang).to_owned()}</a>
                </h3>
                <p class="card-line card-when">
                    <time datetime=iso(happening.on)>{when}</time>
                    {free}
                </p>
                {place}
            </div>
        </article>
    }
    .into_any()
}

/// A leaf of a calendar: month, day, weekday. Saturdays and Sundays have their colour and, like all days, their name.
pub fn leaf_of(day: NaiveDate, lang: Lang) -> AnyView {
    let class = match day.weekday() {
        Weekday::Sat => "leaf-week leaf-sat",
        Weekday::Sun => "leaf-week leaf-sun",
        _ => "leaf-week",
    };
    view! {
        <span class="leaf-month">{date::month_short(day, lang)}</span>
        <span class="leaf-day">{day.day().to_string()}</span>
        <span class=class>{date::weekday(day.weekday(), lang)}</span>
    }
    .into_any()
}
