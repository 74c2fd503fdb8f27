//! The calendar: a month as a table on wide screens and as a list of days on phones, or one week. Every step is a link.
//!
//! `/calendar?month=2026-11`, `/calendar?week=2026-11-16`, with the facets of a search. What runs for more than a week stands once
//! below the days, not in every box. Only what is drawn travels inside the page.

pub mod filters;
pub mod sheet;

use self::filters::filters;
use self::sheet::{DayBox, Entry, Sheet, Span, sheet, with_kinds};
use super::query_of;
use crate::device::use_state;
use crate::listings::query::Sort;
use crate::listings::{Kind, ListingQuery};
use crate::messages::{calendar as m, common as c};
use crate::repo::Repo;
use crate::site::Boot;
use crate::ui::date;
use crate::ui::head::Head;
use crate::ui::icons::{Icon, icon};
use crate::ui::notice::{Notice, Tone, loading, read_error};
use crate::ui::text::use_boot;
use chrono::{Datelike, NaiveDate, Weekday};
use engawa_core::Lang;
use engawa_core::time::holiday;
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use std::sync::Arc;

/// `/calendar`
#[component]
pub fn CalendarPage() -> impl IntoView {
    let repo = expect_context::<Arc<dyn Repo>>();
    let state = use_state();
    let boot = StoredValue::new(use_boot());
    let (today, lang) = boot.with_value(|boot| (boot.today, boot.lang));
    let map = use_query_map();
    let asked = Memo::new(move |_| {
        map.with(|map| {
            let query = query_of(map);
            // Days, order and page are the calendar's own business.
            (Span::parse(map, today), ListingQuery { from: None, to: None, page: 0, sort: Sort::Best, ..query })
        })
    });
    let found = Resource::new(move || (asked.get(), state.version.get()), move |((span, query), _)| sheet(Arc::clone(&repo), span, query, lang));
    view! {
        <Transition fallback=loading>
            {move || {
                Suspend::new(async move {
                    match found.await {
                        Ok(sheet) => draw(&sheet, &boot.get_value()),
                        Err(error) => read_error(error),
                    }
                })
            }}
        </Transition>
    }
}

fn draw(sheet: &Sheet, boot: &Boot) -> AnyView {
    let (lang, today) = (boot.lang, boot.today);
    let (span, query) = (sheet.span, &sheet.query);
    let title = match span {
        Span::Month(first) => m::TITLE_MONTH.with(lang, &[&date::month(first, lang)]),
        Span::Week(first) => m::TITLE_WEEK.with(lang, &[&date::full(first, lang)]),
    };
    let class = if matches!(span, Span::Month(_)) { "wrap page calendar-page calendar-of-month" } else { "wrap page calendar-page calendar-of-week" };
    let path = span.href(&ListingQuery::default());
    // Months are endless and facets many; search engines need not walk them.
    let hidden = query.has_facets() || sheet.distance(today) > 400;
    let list = {
        let (from, to) = span.window();
        ListingQuery { from: Some(from), to: Some(to), ..with_kinds(query) }.href("/listings")
    };
    let empty = sheet.days.values().all(|day| day.entries.is_empty()) && sheet.running.is_empty();
    let nothing = empty.then(|| view! { <Notice tone=Tone::Note text=m::NOTHING.text(lang) /> });
    view! {
        <Head title=title.clone() description=m::INTRO.text(lang) path=path noindex=hidden />
        <div class=class>
            <h1>{title.clone()}</h1>
            {moves(span, query, today, lang)}
            {filters(query, &[Kind::Event, Kind::Course, Kind::Call], &sheet.areas, lang, |query| span.href(query))}
            {nothing}
            {table(sheet, &title, today, lang)}
            {running(sheet, today, lang)}
            <p>
                <a class="button" href=list>
                    {icon(Icon::Search)}
                    <span>{m::AS_LIST.text(lang)}</span>
                </a>
            </p>
        </div>
    }
    .into_any()
}

/// Previous, today, next; month or week.
fn moves(span: Span, query: &ListingQuery, today: NaiveDate, lang: Lang) -> AnyView {
    let is_month = matches!(span, Span::Month(_));
    let (back, forth) = if is_month { (m::PREVIOUS_MONTH, m::NEXT_MONTH) } else { (m::PREVIOUS_WEEK, m::NEXT_WEEK) };
    let previous = span.previous().map(|span| {
        let href = span.href(query);
        view! {
            <a class="button" href=href rel="prev nofollow" data-noscroll="">
                {icon(Icon::Left)}
                <span>{back.text(lang)}</span>
            </a>
        }
    });
    let next = span.next().map(|span| {
        let href = span.href(query);
        view! {
            <a class="button" href=href rel="next nofollow" data-noscroll="">
                <span>{forth.text(lang)}</span>
                {icon(Icon::Right)}
            </a>
        }
    });
    let now = if is_month { Span::month_of(today) } else { Span::week_of(today) };
    let here = span.holds(today).then_some("date");
    // From a month without today, the week is its first one.
    let (Span::Month(first) | Span::Week(first)) = span;
    let day = if span.holds(today) { today } else { first };
    let (as_month, as_week) = (Span::month_of(day).href(query), Span::week_of(day).href(query));
    view! {
        <div class="calendar-bar">
            <nav class="calendar-moves" aria-label=m::MOVE.text(lang)>
                {previous}
                <a class="button" href=now.href(query) aria-current=here data-noscroll="">
                    {m::TODAY.text(lang)}
                </a>
                {next}
            </nav>
            <nav class="calendar-views" aria-label=m::VIEW.text(lang)>
                <a class="button" href=as_month aria-current=is_month.then_some("true") data-noscroll="">
                    {m::MONTH.text(lang)}
                </a>
                <a class="button" href=as_week aria-current=(!is_month).then_some("true") data-noscroll="">
                    {m::WEEK.text(lang)}
                </a>
            </nav>
        </div>
    }
    .into_any()
}

fn table(sheet: &Sheet, title: &str, today: NaiveDate, lang: Lang) -> AnyView {
    let weeks = sheet.span.weeks();
    let heads =
        weeks.first().map(|week| week.iter().map(|day| view! { <th scope="col">{date::weekday(day.weekday(), lang)}</th> }).collect::<Vec<_>>());
    let rows = weeks
        .iter()
        .map(|week| {
            let boxes = week.iter().map(|day| day_box(sheet, *day, today, lang)).collect::<Vec<_>>();
            view! { <tr>{boxes}</tr> }
        })
        .collect_view();
    let title = title.to_owned();
    view! {
        <table class="calendar">
            <caption class="visually-hidden">{title}</caption>
            <thead>
                <tr>{heads}</tr>
            </thead>
            <tbody>{rows}</tbody>
        </table>
    }
    .into_any()
}

fn day_box(sheet: &Sheet, day: NaiveDate, today: NaiveDate, lang: Lang) -> AnyView {
    let nothing = DayBox::default();
    let content = sheet.days.get(&day).unwrap_or(&nothing);
    let off = holiday(day);
    let mut class = String::from("day");
    let marks = [
        (content.entries.is_empty(), " day-empty"),
        (matches!(sheet.span, Span::Month(_)) && !sheet.span.holds(day), " day-other"),
        (day == today, " day-today"),
        (day < today, " day-past"),
        (day.weekday() == Weekday::Sat, " day-sat"),
        (day.weekday() == Weekday::Sun || off.is_some(), " day-off"),
    ];
    for (_, mark) in marks.iter().filter(|(on, _)| *on) {
        class.push_str(mark);
    }
    let today_tag = (day == today).then(|| view! { <span class="tag day-now">{c::TODAY.text(lang)}</span> });
    let off = off.map(|off| view! { <span class="day-holiday">{m::holiday(off).text(lang)}</span> });
    let entries = content.entries.iter().map(|it| entry(it, day, today, lang)).collect::<Vec<_>>();
    let list = if entries.is_empty() {
        view! { <p class="day-nothing">{m::NOTHING_DAY.text(lang)}</p> }.into_any()
    } else {
        view! { <ul class="day-list">{entries}</ul> }.into_any()
    };
    let more = (content.more > 0).then(|| {
        let href = ListingQuery { from: Some(day), to: Some(day), ..with_kinds(&sheet.query) }.href("/listings");
        let many = content.more.to_string();
        let label = m::MORE_LABEL.with(lang, &[&date::short(day, today, lang), &many]);
        view! {
            <a class="day-more" href=href aria-label=label>
                {m::MORE.with(lang, &[&many])}
            </a>
        }
    });
    view! {
        <td class=class>
            <p class="day-head">
                <time datetime=day.to_string()>
                    <span class="day-number">{day.day().to_string()}</span>
                    <span class="day-long">{date::short(day, today, lang)}</span>
                </time>
                " "
                {today_tag}
                " "
                {off}
            </p>
            {list}
            {more}
        </td>
    }
    .into_any()
}

fn entry(it: &Entry, day: NaiveDate, today: NaiveDate, lang: Lang) -> AnyView {
    let words = it.starts.filter(|_| it.on == day).map(date::time);
    let time = words.map(|words| view! { <span class="entry-time">{words}" "</span> });
    let until = (it.until > it.on).then(|| view! { <span class="entry-span">{date::span(it.on, it.until, today, lang)}</span> });
    let place = (!it.place.is_empty()).then(|| view! { <span class="entry-place" lang="ja">{it.place.clone()}</span> });
    view! {
        <li class="entry">
            <a href=it.href.clone()>
                {time}
                <span class="entry-title" lang=it.japanese.then_some("ja")>{it.title.clone()}</span>
            </a>
            {until}
            {place}
        </li>
    }
    .into_any()
}

/// What runs the whole time, once.
fn running(sheet: &Sheet, today: NaiveDate, lang: Lang) -> Option<AnyView> {
    if sheet.running.is_empty() {
        return None;
    }
    let items = sheet
        .running
        .iter()
        .map(|it| {
            let place = (!it.place.is_empty()).then(|| view! { <span class="entry-place" lang="ja">{it.place.clone()}</span> });
            view! {
                <li class="entry">
                    <a href=it.href.clone()>
                        <span class="entry-title" lang=it.japanese.then_some("ja")>{it.title.clone()}</span>
                    </a>
                    <span class="entry-until">{date::occurrence(it.on, it.until, it.starts, it.ends, today, lang)}</span>
                    {place}
                </li>
            }
        })
        .collect_view();
    let more = (sheet.running_more > 0).then(|| {
        let (from, _) = sheet.span.window();
        let href = ListingQuery { from: Some(from), to: Some(from), ..with_kinds(&sheet.query) }.href("/listings");
        view! {
            <p>
                <a class="more" href=href>
                    {m::MORE.with(lang, &[&sheet.running_more.to_string()])}
                </a>
            </p>
        }
    });
    let part = view! {
        <section class="part calendar-running">
            <h2>{m::RUNNING.text(lang)}</h2>
            <ul class="running-list">{items}</ul>
            {more}
        </section>
    };
    Some(part.into_any())
}
