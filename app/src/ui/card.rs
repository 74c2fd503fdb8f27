//! A listing in short, wherever listings stand in a row: cards, and happenings with a leaf of the calendar.

use super::date;
use super::freshness::{deadline, freshness};
use super::icons::{Icon, svg};
use super::mark::mark;
use super::picture;
use super::still::{Markup, Together, html};
use super::text::{use_lang, use_today};
use crate::listings::views::Happening;
use crate::listings::{Card, State};
use crate::messages::common as m;
use chrono::{Datelike, NaiveDate, Weekday};
use engawa_core::Lang;

/// Cards as a list.
pub fn card_list(cards: &[Card], words: &str) -> Markup {
    let (lang, today) = (use_lang(), use_today());
    let items = cards.iter().map(|card| html! { li { (listing_card(card, words, lang, today)) } }).together();
    html! { ul.cards { (items) } }
}

/// The `datetime` attribute of a day.
fn iso(day: NaiveDate) -> String {
    day.to_string()
}

/// One listing as a card. `words`: of a search, to be marked.
pub fn listing_card(card: &Card, words: &str, lang: Lang, today: NaiveDate) -> Markup {
    let over = card.state == State::Ended || card.schedule.as_ref().is_some_and(|schedule| schedule.is_over(today));
    let tags = [(over, m::ENDED, "tag tag-ended"), (card.sample, m::SAMPLE, "tag tag-sample")]
        .into_iter()
        .filter(|(on, ..)| *on)
        .map(|(_, word, class)| html! { span class=(class) { (word.text(lang)) } })
        .together();
    let when = card.schedule.as_ref().and_then(|schedule| date::next(schedule, today, lang)).map(|(day, words)| {
        html! {
            p.card-line.card-when {
                (svg(Icon::Calendar))
                span.visually-hidden { (m::WHEN.text(lang)) }
                time datetime=[day.map(iso)] { (words) }
            }
        }
    });
    let place = card.place_words();
    let place = (!place.is_empty()).then(|| {
        html! { p.card-line { (svg(Icon::Pin)) span.visually-hidden { (m::WHERE.text(lang)) } span lang="ja" { (place) } } }
    });
    let organiser = (!card.organiser.name.is_empty()).then(|| {
        html! {
            p.card-line {
                (svg(Icon::People))
                span.visually-hidden { (m::ORGANISER.text(lang)) }
                span lang="ja" { (card.organiser.name.clone()) }
            }
        }
    });
    let marks = [
        (card.free == Some(true), m::FREE, "chip chip-free"),
        (card.barrier_free, m::BARRIER_FREE, "chip"),
        (card.attendance.is_some_and(crate::listings::Attendance::is_online), m::ONLINE, "chip"),
    ]
    .into_iter()
    .filter(|(on, ..)| *on)
    .map(|(_, word, class)| html! { li class=(class) { (word.text(lang)) } })
    .collect::<Vec<_>>();
    let marks = (!marks.is_empty()).then(|| html! { ul.chips { (marks.together()) } });
    let summary = card.summary_in(lang);
    let summary = (!summary.is_empty()).then(|| html! { p.card-summary lang=[card.foreign(lang)] { (mark(summary, words)) } });
    let thumb = card.image.as_ref().map(|image| {
        html! {
            img.card-thumb src=(picture::thumbnail(image, picture::WIDTHS[0])) alt="" width=(image.width.to_string()) height=(image.height.to_string()) loading="lazy" decoding="async";
        }
    });
    html! {
        article.card.card-over[over] data-kind=(card.kind.code()) {
            div.card-body {
                p.card-kind { (svg(Icon::of_kind(card.kind))) span { (card.kind_name(lang)) } (tags) }
                h3.card-title lang=[card.foreign(lang)] { a href=(card.href()) { (mark(card.title_in(lang), words)) } }
                (when.together())
                (place.together())
                (organiser.together())
                (summary.together())
                (marks.together())
                p.card-meta {
                    (card.deadline.map(|on| deadline(on, today, lang)).together())
                    (freshness(card.confirmed_on, card.is_stale(today), today, lang))
                }
            }
            (thumb.together())
        }
    }
}

/// Happenings as a list, each with a leaf of the calendar (or, on the day itself, the hour).
pub fn happening_list(happenings: &[Happening]) -> Markup {
    let (lang, today) = (use_lang(), use_today());
    let items = happenings.iter().map(|happening| html! { li { (happening_row(happening, lang, today)) } }).together();
    html! { ul.happenings { (items) } }
}

fn happening_row(happening: &Happening, lang: Lang, today: NaiveDate) -> Markup {
    let card = &happening.card;
    let runs_today = happening.on <= today && happening.until >= today;
    let leaf = match happening.starts {
        Some(starts) if runs_today => html! { span.leaf-time { (date::time(starts)) } },
        _ if runs_today => html! { span.leaf-word { (m::TODAY.text(lang)) } },
        _ => leaf_of(happening.on, lang),
    };
    let when = if happening.is_open() {
        date::open(happening.on, happening.starts, happening.ends, today, lang)
    } else {
        date::occurrence(happening.on, happening.until, happening.starts, happening.ends, today, lang)
    };
    let place = (!card.place.is_empty()).then(|| {
        html! { p.card-line { (svg(Icon::Pin)) span.visually-hidden { (m::WHERE.text(lang)) } span lang="ja" { (card.place.clone()) } } }
    });
    let free = (card.free == Some(true)).then(|| html! { span.chip.chip-free { (m::FREE.text(lang)) } });
    let over = happening.over.then(|| html! { span.tag.tag-ended { (m::ENDED.text(lang)) } });
    html! {
        article.happening.card-over[happening.over] {
            div.leaf aria-hidden="true" { (leaf) }
            div.happening-body {
                h3.card-title lang=[card.foreign(lang)] { a href=(card.href()) { (card.title_in(lang).to_owned()) } }
                p.card-line.card-when { time datetime=(iso(happening.on)) { (when) } (over.together()) (free.together()) }
                (place.together())
                p.card-meta { (freshness(card.confirmed_on, card.is_stale(today), today, lang)) }
            }
        }
    }
}

/// A leaf of a calendar: month, day, weekday. Saturdays and Sundays have their colour and, like all days, their name.
pub fn leaf_of(day: NaiveDate, lang: Lang) -> Markup {
    let class = match day.weekday() {
        Weekday::Sat => "leaf-week leaf-sat",
        Weekday::Sun => "leaf-week leaf-sun",
        _ => "leaf-week",
    };
    html! {
        span.leaf-month { (date::month_short(day, lang)) }
        span.leaf-day { (day.day().to_string()) }
        span class=(class) { (date::weekday(day.weekday(), lang)) }
    }
}
