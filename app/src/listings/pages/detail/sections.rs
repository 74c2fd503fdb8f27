//! The parts of a listing's page that listings of all kinds share: when, where, taking part, whom to ask, where it comes from.
//!
//! Each part is drawn only where the listing says something, except where silence itself matters: an event without a day and a place
//! without accessibility facts say so, because people would otherwise take it for an answer.

use super::super::facts::{fact, grouped, outside, plain, rows, said, several, several_words, source_lang, words};
use crate::listings::listing::{Apply, Audience, Cost, Listing, Source};
use crate::listings::map_view::View;
use crate::listings::plain_text::{dial, is_web_address};
use crate::listings::query::encode;
use crate::listings::{Card, Kind, ListingQuery};
use crate::messages::{common as c, detail as m, vocabulary as v};
use crate::site::Site;
use crate::ui::card::card_list;
use crate::ui::date;
use crate::ui::freshness::freshness;
use crate::ui::icons::{Icon, icon};
use crate::ui::notice::{Notice, Tone};
use chrono::{NaiveDate, NaiveTime};
use engawa_core::Lang;
use engawa_core::time::Schedule;
use leptos::prelude::*;

/// One time that it takes place: first day, last day, hours.
pub type Date = (NaiveDate, NaiveDate, Option<NaiveTime>, Option<NaiveTime>);

/// Dates that stand open; later ones are behind a fold.
const DATES_OPEN: usize = 4;

/// Most days off that are named.
const DAYS_OFF: usize = 8;

/// Level of the map that a listing links to: two kilometres from edge to edge.
const MAP_LEVEL: u8 = 9;

/// A part of the page with its heading.
pub fn section(class: &'static str, title: &str, body: AnyView) -> AnyView {
    let title = title.to_owned();
    view! {
        <section class=class>
            <h2>{title}</h2>
            {body}
        </section>
    }
    .into_any()
}

/// When: the next dates, days off, and the source's own words.
pub fn when(listing: &Listing, dates: &[Date], today: NaiveDate, lang: Lang) -> Option<AnyView> {
    let nothing = Schedule::default();
    let takes_place = matches!(listing.kind(), Kind::Event | Kind::Course);
    let schedule = match &listing.schedule {
        Some(schedule) => schedule,
        None if takes_place => &nothing,
        None => return None,
    };
    let ahead = dates.iter().any(|(_, until, ..)| *until >= today);
    let list = match (schedule.first_day(), schedule.last_day()) {
        _ if ahead => date_list(schedule, dates, today, lang),
        (Some(first), Some(last)) if last < today => {
            let span = date::span(first, last, today, lang);
            view! { <p>{m::WHEN_OVER.with(lang, &[&span])}</p> }.into_any()
        }
        _ if !dates.is_empty() => date_list(schedule, dates, today, lang),
        _ if schedule.text.is_empty() => view! { <p>{m::WHEN_UNKNOWN.text(lang)}</p> }.into_any(),
        _ => ().into_any(),
    };
    let open = (schedule.open_ended && ahead).then(|| view! { <p>{m::WHEN_OPEN.text(lang)}</p> });
    let off: Vec<AnyView> =
        schedule.except.iter().filter(|day| **day >= today).take(DAYS_OFF).map(|day| date::short(*day, today, lang).into_any()).collect();
    let more = rows(vec![several(m::WHEN_EXCEPT, lang, off), words(m::WHEN_AS_WRITTEN, lang, &schedule.text)]);
    Some(section("part part-when", c::WHEN.text(lang), view! { {list} {open} {more} }.into_any()))
}

fn date_list(schedule: &Schedule, dates: &[Date], today: NaiveDate, lang: Lang) -> AnyView {
    let line = |date: &Date| {
        let (on, ..) = *date;
        let note = schedule.sessions.iter().find(|session| session.on == on && !session.note.is_empty()).map(|session| said(&session.note, lang));
        view! {
            <li>
                <time datetime=on.to_string()>{date_words(schedule, *date, today, lang)}</time>
                " "
                {note}
            </li>
        }
    };
    let (near, far) = dates.split_at(dates.len().min(DATES_OPEN));
    let later = (!far.is_empty()).then(|| {
        let lines = far.iter().map(line).collect_view();
        view! {
            <details class="dates-more">
                <summary>{m::WHEN_MORE.with(lang, &[&far.len().to_string()])}</summary>
                <ul class="dates">{lines}</ul>
            </details>
        }
    });
    let lines = near.iter().map(line).collect_view();
    view! {
        <ul class="dates dates-near">{lines}</ul>
        {later}
    }
    .into_any()
}

/// One date in words. What has no known end says only when it begins.
pub fn date_words(schedule: &Schedule, (on, until, starts, ends): Date, today: NaiveDate, lang: Lang) -> String {
    let open =
        schedule.open_ended && schedule.rules.is_empty() && schedule.sessions.iter().any(|session| session.on == on && session.until.is_none());
    if !open || until == on {
        return date::occurrence(on, until, starts, ends, today, lang);
    }
    let begins = c::SPAN_OPEN.with(lang, &[&date::near(on, today, lang)]);
    let hours = date::hours(starts, ends, lang);
    if hours.is_empty() { begins } else { format!("{begins} {hours}") }
}

/// Where: name, address, how to get there, and the way to the map.
pub fn place(listing: &Listing, card: Option<&Card>, lang: Lang) -> Option<AnyView> {
    let attendance = listing.attendance.and_then(|it| plain(m::ATTENDANCE, lang, v::attendance(it).text(lang)));
    let area = words(m::AREA, lang, &listing.area);
    let Some(venue) = &listing.venue else {
        return rows(vec![attendance, area]).map(|list| section("part part-where", c::WHERE.text(lang), list));
    };
    let name = (!venue.name.is_empty()).then(|| {
        let name = venue.name.clone();
        let name = match card {
            Some(card) => view! { <a href=card.href() lang=source_lang(lang)>{name}</a> }.into_any(),
            None => view! { <span lang=source_lang(lang)>{name}</span> }.into_any(),
        };
        view! { <p class="place-name">{name}</p> }
    });
    let list = rows(vec![
        words(m::ADDRESS, lang, &venue.address),
        area,
        words(m::TRANSPORT, lang, &venue.transport),
        words(m::PARKING, lang, &venue.parking),
        attendance,
    ]);
    let map = venue.lat.zip(venue.lon).map(|(lat, lon)| {
        let href = View { lat, lon, level: MAP_LEVEL }.href(&ListingQuery::default());
        view! {
            <p>
                <a class="button" href=href>
                    {icon(Icon::Pin)}
                    <span>{m::ON_MAP.text(lang)}</span>
                </a>
            </p>
        }
    });
    if name.is_none() && list.is_none() && map.is_none() {
        return None;
    }
    Some(section("part part-where", c::WHERE.text(lang), view! { {name} {list} {map} }.into_any()))
}

/// Taking part: for whom, what it costs, how and until when to apply.
pub fn joining(listing: &Listing, today: NaiveDate, lang: Lang) -> Option<AnyView> {
    let list = rows(vec![several(m::FOR, lang, audience(&listing.audience, lang)), several(m::COST, lang, cost(&listing.cost, lang))]);
    let apply = listing.apply.as_ref().and_then(|apply| apply_rows(apply, today, lang));
    if list.is_none() && apply.is_none() {
        return None;
    }
    Some(section("part part-joining", m::TAKING_PART.text(lang), view! { {list} {apply} }.into_any()))
}

fn audience(audience: &Audience, lang: Lang) -> Vec<AnyView> {
    let mut found = Vec::new();
    if !audience.text.is_empty() {
        found.push(said(&audience.text, lang));
    }
    found.extend(audience.groups.iter().map(|it| v::audience(*it).text(lang).into_any()));
    if let Some((from, to)) = audience.ages {
        let (low, high) = (from.to_string(), to.to_string());
        let ages = match (from, to) {
            (0, _) => m::AGES_TO.with(lang, &[&high]),
            (_, 120..) => m::AGES_FROM.with(lang, &[&low]),
            _ => m::AGES.with(lang, &[&low, &high]),
        };
        found.push(ages.into_any());
    }
    found
}

fn cost(cost: &Cost, lang: Lang) -> Vec<AnyView> {
    let mut found: Vec<AnyView> = cost_words(cost, lang).into_iter().map(IntoAny::into_any).collect();
    if !cost.text.is_empty() {
        found.push(said(&cost.text, lang));
    }
    found
}

/// What it costs, as far as it is known as figures.
pub fn cost_words(cost: &Cost, lang: Lang) -> Option<String> {
    match (cost.free, cost.yen) {
        (Some(true), _) => Some(c::FREE.text(lang).to_owned()),
        (_, Some((low, high))) if low == high => Some(m::YEN.with(lang, &[&grouped(u64::from(low))])),
        (_, Some((low, high))) => Some(m::YEN_RANGE.with(lang, &[&grouped(u64::from(low)), &grouped(u64::from(high))])),
        (Some(false), None) => Some(c::PAID.text(lang).to_owned()),
        (None, None) => None,
    }
}

fn apply_rows(apply: &Apply, today: NaiveDate, lang: Lang) -> Option<AnyView> {
    let capacity = apply.capacity.map(|it| m::PEOPLE.with(lang, &[&grouped(u64::from(it))]));
    let mut places: Vec<AnyView> = capacity.into_iter().map(IntoAny::into_any).collect();
    if !apply.capacity_text.is_empty() {
        places.push(said(&apply.capacity_text, lang));
    }
    let list = rows(vec![
        apply.opens_on.and_then(|on| plain(m::APPLY_OPENS, lang, date::short(on, today, lang))),
        apply.closes_on.and_then(|on| plain(m::APPLY_CLOSES, lang, deadline_words(on, today, lang))),
        several(m::CAPACITY, lang, places),
        words(m::APPLY_HOW, lang, &apply.text),
    ]);
    let link = is_web_address(&apply.url).then(|| {
        let url = apply.url.clone();
        view! {
            <p>
                <a class="button button-primary" href=url rel="nofollow noopener external">
                    {icon(Icon::External)}
                    <span>{m::APPLY_LINK.text(lang)}</span>
                    <span class="visually-hidden">{m::EXTERNAL.text(lang)}</span>
                </a>
            </p>
        }
    });
    (list.is_some() || link.is_some()).then(|| view! { {list} {link} }.into_any())
}

/// A deadline with the days that are left in the last two weeks.
pub fn deadline_words(on: NaiveDate, today: NaiveDate, lang: Lang) -> String {
    let day = date::short(on, today, lang);
    let left = (on - today).num_days();
    match left {
        ..0 => m::APPLY_PAST.with(lang, &[&day]),
        0 => m::APPLY_TODAY.with(lang, &[&day]),
        1..=14 => m::APPLY_DAYS.with(lang, &[&day, &left.to_string()]),
        _ => day,
    }
}

/// Accessibility facts and languages.
pub fn access(listing: &Listing, lang: Lang) -> Option<AnyView> {
    let matters = matches!(listing.kind(), Kind::Event | Kind::Course | Kind::Place);
    let items = listing.access.iter().map(|it| view! { <li>{icon(Icon::Check)} <span>{v::access(*it).text(lang)}</span></li> }).collect::<Vec<_>>();
    let facts = (!items.is_empty()).then(|| view! { <ul class="plain-list access-list">{items}</ul> });
    let note = (!listing.access_note.is_empty()).then(|| view! { <p>{said(&listing.access_note, lang)}</p> });
    let silent = facts.is_none() && note.is_none();
    let languages = rows(vec![several_words(m::LANGUAGES, lang, listing.languages.iter().map(|it| v::spoken(*it)))]);
    if silent && !matters {
        return languages.map(|list| section("part part-access", m::LANGUAGES.text(lang), list));
    }
    let silence = silent.then(|| view! { <p>{m::ACCESS_NONE.text(lang)}</p> });
    Some(section("part part-access", m::ACCESS.text(lang), view! { {facts} {note} {silence} {languages} }.into_any()))
}

/// Whom to ask, with a big button to call.
pub fn contact(listing: &Listing, lang: Lang) -> Option<AnyView> {
    let contact = &listing.contact;
    if contact.name.is_empty() && contact.phone.is_empty() && contact.email.is_empty() {
        return None;
    }
    let name = (!contact.name.is_empty()).then(|| view! { <p class="contact-name">{said(&contact.name, lang)}</p> });
    let number = dial(&contact.phone);
    let phone = match (number.is_empty(), contact.phone.clone()) {
        (_, phone) if phone.is_empty() => None,
        (true, phone) => Some(view! { <p>{phone}</p> }.into_any()),
        (false, phone) => Some(
            view! {
                <a class="button button-primary call" href=format!("tel:{number}") rel="external">
                    {icon(Icon::Phone)}
                    <span>
                        <span class="call-word">{m::CALL.text(lang)}</span>
                        " "
                        <span class="call-number">{phone}</span>
                    </span>
                </a>
            }
            .into_any(),
        ),
    };
    let mail = (!contact.email.is_empty()).then(|| {
        let email = contact.email.clone();
        view! {
            <a class="button mail" href=format!("mailto:{email}") rel="external">
                {icon(Icon::Mail)}
                <span>{m::MAIL.text(lang)} " " <span class="mail-address">{email.clone()}</span></span>
            </a>
        }
    });
    let hours = rows(vec![words(m::HOURS, lang, &contact.hours)]);
    let body = view! {
        {name}
        <div class="contact-ways">{phone} {mail}</div>
        {hours}
    };
    Some(section("part part-contact", m::CONTACT.text(lang), body.into_any()))
}

/// Who does it: the group's card where the group is on this site, else its name.
pub fn organiser(listing: &Listing, card: Option<&Card>, lang: Lang) -> Option<AnyView> {
    let body = match card {
        Some(card) => card_list(std::slice::from_ref(card), ""),
        None if listing.organiser.name.is_empty() => return None,
        None => view! { <p>{said(&listing.organiser.name, lang)}</p> }.into_any(),
    };
    Some(section("part part-organiser", c::ORGANISER.text(lang), body))
}

/// Fields of activity, keywords and further pages.
pub fn topics(listing: &Listing, lang: Lang) -> Option<AnyView> {
    let chip =
        |href: String, label: String, mark: Option<&'static str>| view! { <a class="chip chip-link" href=href lang=mark>{label}</a> }.into_any();
    let fields = listing
        .fields
        .iter()
        .map(|field| {
            chip(ListingQuery { fields: vec![*field], ..ListingQuery::default() }.href("/listings"), v::field(*field).text(lang).to_owned(), None)
        })
        .collect();
    let tags = listing
        .tags
        .iter()
        .map(|tag| chip(ListingQuery { words: tag.clone(), ..ListingQuery::default() }.href("/listings"), tag.clone(), source_lang(lang)))
        .collect();
    let links = listing
        .links
        .iter()
        .filter(|link| is_web_address(&link.url))
        .map(|link| outside(link.url.clone(), if link.label.is_empty() { link.url.clone() } else { link.label.clone() }, lang))
        .collect();
    let list = rows(vec![several(m::FIELDS, lang, fields), several(m::TAGS, lang, tags), several(m::LINKS, lang, links)])?;
    Some(view! { <div class="part part-topics">{list}</div> }.into_any())
}

/// About this information: when it was confirmed, where it came from, what could not be read, and how to tell of a mistake.
pub fn origin(listing: &Listing, path: &str, site: &Site, today: NaiveDate, lang: Lang) -> AnyView {
    let source = match &listing.source {
        Some(source) => source_rows(source, lang),
        None => view! { <p>{m::SOURCE_HERE.text(lang)}</p> }.into_any(),
    };
    let confirmed = freshness(listing.confirmed_on, listing.is_stale(today), today, lang);
    let body = view! {
        <p class="origin-confirmed">{confirmed}</p>
        {source}
        {unread(listing, lang)}
        {wrong(listing, path, site, lang)}
    };
    section("part part-origin", m::ORIGIN.text(lang), body.into_any())
}

fn source_rows(source: &Source, lang: Lang) -> AnyView {
    let linked = is_web_address(&source.url) && !source.name.is_empty();
    let name = if linked {
        Some(fact(m::SOURCE, lang, outside(source.url.clone(), source.name.clone(), lang)))
    } else {
        words(m::SOURCE, lang, &source.name)
    };
    let file = (!source.file.is_empty())
        .then(|| if source.row > 0 { m::SOURCE_ROW.with(lang, &[&source.file, &source.row.to_string()]) } else { source.file.clone() });
    let list = rows(vec![name, words(m::LICENCE, lang, &source.licence), file.and_then(|file| plain(m::SOURCE_FILE, lang, file))]);
    let shifted = shifted(source.shifted_weeks, lang);
    let vanished = source.vanished.then(|| view! { <Notice tone=Tone::Caution text=m::VANISHED.text(lang) /> });
    view! { {list} {shifted} {vanished} }.into_any()
}

/// The note that the sample city moved the dates.
pub fn shifted(weeks: i32, lang: Lang) -> Option<AnyView> {
    (weeks != 0).then(|| {
        let note = format!("{} {}", m::SHIFTED.with(lang, &[&weeks.unsigned_abs().to_string()]), m::SHIFTED_BODY.text(lang));
        view! { <p class="shifted">{note}</p> }.into_any()
    })
}

fn unread(listing: &Listing, lang: Lang) -> Option<AnyView> {
    if listing.unread.is_empty() {
        return None;
    }
    let cells = listing
        .unread
        .iter()
        .map(|cell| {
            let column = cell.column.clone();
            view! {
                <div class="fact" lang=source_lang(lang)>
                    <dt>{column}</dt>
                    <dd>{said(&cell.text, lang)}</dd>
                </div>
            }
        })
        .collect_view();
    let part = view! {
        <h3>{m::UNREAD.text(lang)}</h3>
        <p>{m::UNREAD_NOTE.text(lang)}</p>
        <dl class="facts">{cells}</dl>
    };
    Some(part.into_any())
}

fn wrong(listing: &Listing, path: &str, site: &Site, lang: Lang) -> Option<AnyView> {
    let desk = &site.desk;
    let mail = (!desk.email.is_empty()).then(|| {
        let subject = m::WRONG_SUBJECT.with(lang, &[&listing.title]);
        let body = m::WRONG_BODY.with(lang, &[&format!("{}{path}", site.origin)]);
        let href = format!("mailto:{}?subject={}&body={}", desk.email, encode(&subject), encode(&body));
        view! {
            <a class="button" href=href rel="external">
                {icon(Icon::Mail)}
                <span>{m::WRONG_MAIL.text(lang)}</span>
            </a>
        }
    });
    let phone = (!desk.phone.is_empty()).then(|| {
        let (href, words) = (format!("tel:{}", dial(&desk.phone)), format!("{} {}", desk.name, desk.phone));
        view! { <a class="wrong-phone" href=href rel="external">{words}</a> }
    });
    if mail.is_none() && phone.is_none() {
        return None;
    }
    let part = view! {
        <div class="wrong">
            <p>{m::WRONG.text(lang)}</p>
            <p class="wrong-ways">{mail} " " {phone}</p>
        </div>
    };
    Some(part.into_any())
}
