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
use crate::ui::freshness::freshness;
use crate::ui::head::Head;
use crate::ui::icons::{Icon, svg};
use crate::ui::notice::{Tone, loading, notice, read_error};
use crate::ui::still::{Markup, Together, html, still};
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
    let found =
        Resource::new(move || (asked.get(), state.version.get()), move |((span, query), _)| sheet(Arc::clone(&repo), span, query, lang, today));
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
    let nothing = empty.then(|| still(notice(Tone::Note, m::NOTHING.text(lang))));
    view! {
        <Head title=title.clone() description=m::INTRO.text(lang) path=path noindex=hidden />
        <div class=class>
            <h1>{title.clone()}</h1>
            {still(moves(span, query, today, lang))}
            {still(filters(query, &[Kind::Event, Kind::Course, Kind::Call], &sheet.areas, lang, |query| span.href(query)))}
            {nothing}
            {still(table(sheet, &title, today, lang))}
            {running(sheet, today, lang).map(still)}
            {still(html! { p { a.button href=(list) { (svg(Icon::Search)) span { (m::AS_LIST.text(lang)) } } } })}
        </div>
    }
    .into_any()
}

/// Previous, today, next; month or week.
fn moves(span: Span, query: &ListingQuery, today: NaiveDate, lang: Lang) -> Markup {
    let is_month = matches!(span, Span::Month(_));
    let (back, forth) = if is_month { (m::PREVIOUS_MONTH, m::NEXT_MONTH) } else { (m::PREVIOUS_WEEK, m::NEXT_WEEK) };
    let previous = span.previous().map(|span| {
        let href = span.href(query);
        html! { a.button href=(href) rel="prev nofollow" data-noscroll="" { (svg(Icon::Left)) span { (back.text(lang)) } } }
    });
    let next = span.next().map(|span| {
        let href = span.href(query);
        html! { a.button href=(href) rel="next nofollow" data-noscroll="" { span { (forth.text(lang)) } (svg(Icon::Right)) } }
    });
    let now = if is_month { Span::month_of(today) } else { Span::week_of(today) };
    let here = span.holds(today).then_some("date");
    // From a month without today, the week is its first one.
    let (Span::Month(first) | Span::Week(first)) = span;
    let day = if span.holds(today) { today } else { first };
    let (as_month, as_week) = (Span::month_of(day).href(query), Span::week_of(day).href(query));
    html! {
        div.calendar-bar {
            nav.calendar-moves aria-label=(m::MOVE.text(lang)) {
                (previous.together())
                a.button href=(now.href(query)) aria-current=[here] data-noscroll="" { (m::TODAY.text(lang)) }
                (next.together())
            }
            nav.calendar-views aria-label=(m::VIEW.text(lang)) {
                a.button href=(as_month) aria-current=[is_month.then_some("true")] data-noscroll="" { (m::MONTH.text(lang)) }
                a.button href=(as_week) aria-current=[(!is_month).then_some("true")] data-noscroll="" { (m::WEEK.text(lang)) }
            }
        }
    }
}

fn table(sheet: &Sheet, title: &str, today: NaiveDate, lang: Lang) -> Markup {
    let weeks = sheet.span.weeks();
    let heads = weeks.first().into_iter().flatten().map(|day| html! { th scope="col" { (date::weekday(day.weekday(), lang)) } }).together();
    let rows = weeks
        .iter()
        .map(|week| {
            let boxes = week.iter().map(|day| day_box(sheet, *day, today, lang)).together();
            html! { tr { (boxes) } }
        })
        .together();
    let title = title.to_owned();
    html! { table.calendar { caption.visually-hidden { (title) } thead { tr { (heads) } } tbody { (rows) } } }
}

fn day_box(sheet: &Sheet, day: NaiveDate, today: NaiveDate, lang: Lang) -> Markup {
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
    let today_tag = (day == today).then(|| html! { span.tag.day-now { (c::TODAY.text(lang)) } });
    let off = off.map(|off| html! { span.day-holiday { (m::holiday(off).text(lang)) } });
    let entries = content.entries.iter().map(|it| entry(it, day, today, lang)).together();
    let list = if content.entries.is_empty() {
        html! { p.day-nothing { (m::NOTHING_DAY.text(lang)) } }
    } else {
        html! { ul.day-list { (entries) } }
    };
    let more = (content.more > 0).then(|| {
        let href = ListingQuery { from: Some(day), to: Some(day), ..with_kinds(&sheet.query) }.href("/listings");
        let many = content.more.to_string();
        let label = m::MORE_LABEL.with(lang, &[&date::short(day, today, lang), &many]);
        html! { a.day-more href=(href) aria-label=(label) { (m::MORE.with(lang, &[&many])) } }
    });
    html! {
        td class=(class) {
            p.day-head {
                time datetime=(day.to_string()) {
                    span.day-number { (day.day().to_string()) }
                    span.day-long { (date::short(day, today, lang)) }
                }
                " "
                (today_tag.together())
                " "
                (off.together())
            }
            (list)
            (more.together())
        }
    }
}

fn entry(it: &Entry, day: NaiveDate, today: NaiveDate, lang: Lang) -> Markup {
    let words = it.starts.filter(|_| it.on == day).map(date::time);
    let time = words.map(|words| html! { span.entry-time { (words) " " } });
    let words = if it.open { date::open(it.on, None, None, today, lang) } else { date::span(it.on, it.until, today, lang) };
    let until = (it.open || it.until > it.on).then(|| html! { span.entry-span { (words) } });
    let place = (!it.place.is_empty()).then(|| html! { span.entry-place lang="ja" { (it.place.clone()) } });
    html! {
        li.entry {
            a href=(it.href.clone()) { (time.together()) span.entry-title lang=[it.japanese.then_some("ja")] { (it.title.clone()) } }
            (until.together())
            (place.together())
            (checked(it, today, lang))
        }
    }
}

/// The 確認日. In the boxes of a month it is there for who listens, and shown where there is room.
fn checked(it: &Entry, today: NaiveDate, lang: Lang) -> Markup {
    html! { span.entry-checked { (freshness(it.confirmed_on, it.stale, today, lang)) } }
}

/// What runs the whole time, once.
fn running(sheet: &Sheet, today: NaiveDate, lang: Lang) -> Option<Markup> {
    if sheet.running.is_empty() {
        return None;
    }
    let items = sheet
        .running
        .iter()
        .map(|it| {
            let place = (!it.place.is_empty()).then(|| html! { span.entry-place lang="ja" { (it.place.clone()) } });
            let when = if it.open {
                date::open(it.on, it.starts, it.ends, today, lang)
            } else {
                date::occurrence(it.on, it.until, it.starts, it.ends, today, lang)
            };
            html! {
                li.entry {
                    a href=(it.href.clone()) { span.entry-title lang=[it.japanese.then_some("ja")] { (it.title.clone()) } }
                    span.entry-until { (when) }
                    (place.together())
                    (checked(it, today, lang))
                }
            }
        })
        .together();
    let more = (sheet.running_more > 0).then(|| {
        let (from, _) = sheet.span.window();
        let href = ListingQuery { from: Some(from), to: Some(from), ..with_kinds(&sheet.query) }.href("/listings");
        html! { p { a.more href=(href) { (m::MORE.with(lang, &[&sheet.running_more.to_string()])) } } }
    });
    let part = html! { section.part.calendar-running { h2 { (m::RUNNING.text(lang)) } ul.running-list { (items) } (more.together()) } };
    Some(part)
}
