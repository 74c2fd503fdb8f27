//! The parts of a listing's page that listings of all kinds share: when, where, taking part, whom to ask, where it comes from.
//!
//! Each part is drawn only where the listing says something, except where silence itself matters: an event without a day and a place
//! without accessibility facts say so, because people would otherwise take it for an answer.

use super::super::facts::{fact, grouped, outside, plain, rows, said, several, several_words, source_lang, words};
use crate::listings::listing::{Apply, Audience, Cost, Listing, Source};
use crate::listings::map_view::View;
use crate::listings::plain_text::{dial, is_web_address};
use crate::listings::query::encode;
use crate::listings::views::Detail;
use crate::listings::{Card, Kind, ListingQuery};
use crate::messages::{common as c, detail as m, vocabulary as v};
use crate::site::Site;
use crate::ui::card::card_list;
use crate::ui::date;
use crate::ui::freshness::freshness;
use crate::ui::icons::{Icon, svg};
use crate::ui::notice::{Tone, notice};
use crate::ui::still::{Markup, Together, html, text};
use chrono::{NaiveDate, NaiveTime};
use engawa_core::Lang;
use engawa_core::time::Schedule;

/// One time that it takes place: first day, last day, hours.
pub type Date = (NaiveDate, NaiveDate, Option<NaiveTime>, Option<NaiveTime>);

/// Dates that stand open; later ones are behind a fold.
const DATES_OPEN: usize = 4;

/// Most days off that are named.
const DAYS_OFF: usize = 8;

/// Level of the map that a listing links to: two kilometres from edge to edge.
const MAP_LEVEL: u8 = 9;

/// A part of the page with its heading.
pub fn section(class: &'static str, title: &str, body: Markup) -> Markup {
    let title = title.to_owned();
    html! { section class=(class) { h2 { (title) } (body) } }
}

/// When: the next dates, days off, and the source's own words.
pub fn when(listing: &Listing, dates: &[Date], today: NaiveDate, lang: Lang) -> Option<Markup> {
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
            html! { p { (m::WHEN_OVER.with(lang, &[&span])) } }
        }
        _ if !dates.is_empty() => date_list(schedule, dates, today, lang),
        _ if schedule.text.is_empty() => html! { p { (m::WHEN_UNKNOWN.text(lang)) } },
        _ => Markup::default(),
    };
    let open = (schedule.open_ended && ahead).then(|| html! { p { (m::WHEN_OPEN.text(lang)) } });
    let off: Vec<Markup> =
        schedule.except.iter().filter(|day| **day >= today).take(DAYS_OFF).map(|day| text(date::short(*day, today, lang))).collect();
    let more = rows(vec![several(m::WHEN_EXCEPT, lang, off), words(m::WHEN_AS_WRITTEN, lang, &schedule.text)]);
    Some(section(
        "part part-when",
        c::WHEN.text(lang),
        html! {
            (list)
            (open.together())
            (more.together())
        },
    ))
}

fn date_list(schedule: &Schedule, dates: &[Date], today: NaiveDate, lang: Lang) -> Markup {
    let line = |date: &Date| {
        let (on, ..) = *date;
        let note = schedule.sessions.iter().find(|session| session.on == on && !session.note.is_empty()).map(|session| said(&session.note, lang));
        html! { li { time datetime=(on.to_string()) { (date_words(schedule, *date, today, lang)) } " " (note.together()) } }
    };
    let (near, far) = dates.split_at(dates.len().min(DATES_OPEN));
    let later = (!far.is_empty()).then(|| {
        let lines = far.iter().map(line).together();
        html! { details.dates-more { summary { (m::WHEN_MORE.with(lang, &[&far.len().to_string()])) } ul.dates { (lines) } } }
    });
    let lines = near.iter().map(line).together();
    html! {
        ul.dates.dates-near { (lines) }
        (later.together())
    }
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
pub fn place(listing: &Listing, card: Option<&Card>, lang: Lang) -> Option<Markup> {
    let attendance = listing.attendance.and_then(|it| plain(m::ATTENDANCE, lang, v::attendance(it).text(lang)));
    let area = words(m::AREA, lang, &listing.area);
    let Some(venue) = &listing.venue else {
        return rows(vec![attendance, area]).map(|list| section("part part-where", c::WHERE.text(lang), list));
    };
    let name = (!venue.name.is_empty()).then(|| {
        let name = venue.name.clone();
        let name = if let Some(card) = card {
            html! { a href=(card.href()) lang=[source_lang(lang)] { (name) } }
        } else {
            html! { span lang=[source_lang(lang)] { (name) } }
        };
        html! { p.place-name { (name) } }
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
        html! { p { a.button href=(href) { (svg(Icon::Pin)) span { (m::ON_MAP.text(lang)) } } } }
    });
    if name.is_none() && list.is_none() && map.is_none() {
        return None;
    }
    Some(section(
        "part part-where",
        c::WHERE.text(lang),
        html! {
            (name.together())
            (list.together())
            (map.together())
        },
    ))
}

/// Taking part: for whom, what it costs, how and until when to apply.
pub fn joining(listing: &Listing, today: NaiveDate, lang: Lang) -> Option<Markup> {
    let list = rows(vec![several(m::FOR, lang, audience(&listing.audience, lang)), several(m::COST, lang, cost(&listing.cost, lang))]);
    let apply = listing.apply.as_ref().and_then(|apply| apply_rows(apply, today, lang));
    if list.is_none() && apply.is_none() {
        return None;
    }
    Some(section(
        "part part-joining",
        m::TAKING_PART.text(lang),
        html! {
            (list.together())
            (apply.together())
        },
    ))
}

fn audience(audience: &Audience, lang: Lang) -> Vec<Markup> {
    let mut found = Vec::new();
    if !audience.text.is_empty() {
        found.push(said(&audience.text, lang));
    }
    found.extend(audience.groups.iter().map(|it| text(v::audience(*it).text(lang))));
    if let Some((from, to)) = audience.ages {
        let (low, high) = (from.to_string(), to.to_string());
        let ages = match (from, to) {
            (0, _) => m::AGES_TO.with(lang, &[&high]),
            (_, 120..) => m::AGES_FROM.with(lang, &[&low]),
            _ => m::AGES.with(lang, &[&low, &high]),
        };
        found.push(text(ages));
    }
    found
}

fn cost(cost: &Cost, lang: Lang) -> Vec<Markup> {
    let mut found: Vec<Markup> = cost_words(cost, lang).into_iter().map(text).collect();
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

fn apply_rows(apply: &Apply, today: NaiveDate, lang: Lang) -> Option<Markup> {
    let capacity = apply.capacity.map(|it| m::PEOPLE.with(lang, &[&grouped(u64::from(it))]));
    let mut places: Vec<Markup> = capacity.into_iter().map(text).collect();
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
        html! {
            p {
                a.button.button-primary href=(url) rel="nofollow noopener external" {
                    (svg(Icon::External))
                    span { (m::APPLY_LINK.text(lang)) }
                    span.visually-hidden { (m::EXTERNAL.text(lang)) }
                }
            }
        }
    });
    (list.is_some() || link.is_some()).then(|| {
        html! {
            (list.together())
            (link.together())
        }
    })
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
pub fn access(listing: &Listing, lang: Lang) -> Option<Markup> {
    let matters = matches!(listing.kind(), Kind::Event | Kind::Course | Kind::Place);
    let items = listing.access.iter().map(|it| html! { li { (svg(Icon::Check)) span { (v::access(*it).text(lang)) } } }).collect::<Vec<_>>();
    let facts = (!items.is_empty()).then(|| html! { ul.plain-list.access-list { (items.together()) } });
    let note = (!listing.access_note.is_empty()).then(|| html! { p { (said(&listing.access_note, lang)) } });
    let silent = facts.is_none() && note.is_none();
    let languages = rows(vec![several_words(m::LANGUAGES, lang, listing.languages.iter().map(|it| v::spoken(*it)))]);
    if silent && !matters {
        return languages.map(|list| section("part part-access", m::LANGUAGES.text(lang), list));
    }
    let silence = silent.then(|| html! { p { (m::ACCESS_NONE.text(lang)) } });
    Some(section(
        "part part-access",
        m::ACCESS.text(lang),
        html! {
            (facts.together())
            (note.together())
            (silence.together())
            (languages.together())
        },
    ))
}

/// Whom to ask, with a big button to call.
pub fn contact(listing: &Listing, lang: Lang) -> Option<Markup> {
    let contact = &listing.contact;
    if contact.name.is_empty() && contact.phone.is_empty() && contact.email.is_empty() {
        return None;
    }
    let name = (!contact.name.is_empty()).then(|| html! { p.contact-name { (said(&contact.name, lang)) } });
    let number = dial(&contact.phone);
    let phone = match (number.is_empty(), contact.phone.clone()) {
        (_, phone) if phone.is_empty() => None,
        (true, phone) => Some(html! { p { (phone) } }),
        (false, phone) => Some(html! {
            a.button.button-primary.call href=(format!("tel:{number}")) rel="external" {
                (svg(Icon::Phone))
                span { span.call-word { (m::CALL.text(lang)) } " " span.call-number { (phone) } }
            }
        }),
    };
    let mail = (!contact.email.is_empty()).then(|| {
        let email = contact.email.clone();
        html! {
            a.button.mail href=(format!("mailto:{email}")) rel="external" {
                (svg(Icon::Mail))
                span { (m::MAIL.text(lang)) " " span.mail-address { (email.clone()) } }
            }
        }
    });
    let hours = rows(vec![words(m::HOURS, lang, &contact.hours)]);
    let body = html! {
        (name.together())
        div.contact-ways { (phone.together()) (mail.together()) }
        (hours.together())
    };
    Some(section("part part-contact", m::CONTACT.text(lang), body))
}

/// Who does it: the group's card where the group is on this site, else its name; then those who host it too.
pub fn organiser(detail: &Detail, lang: Lang) -> Option<Markup> {
    let name = &detail.listing.organiser.name;
    let cards: Vec<Card> = detail.organiser.iter().chain(&detail.hosts).cloned().collect();
    let said_so = (detail.organiser.is_none() && !name.is_empty()).then(|| html! { p { (said(name, lang)) } });
    if cards.is_empty() && said_so.is_none() {
        return None;
    }
    let body = html! {
        (said_so.together())
        @if !cards.is_empty() { (card_list(&cards, "")) }
    };
    Some(section("part part-organiser", c::ORGANISER.text(lang), body))
}

/// Fields of activity, keywords and further pages.
pub fn topics(listing: &Listing, lang: Lang) -> Option<Markup> {
    let chip = |href: String, label: String, mark: Option<&'static str>| html! { a.chip.chip-link href=(href) lang=[mark] { (label) } };
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
    Some(html! { div.part.part-topics { (list) } })
}

/// About this information: when it was confirmed, where it came from, what could not be read, and how to tell of a mistake.
pub fn origin(listing: &Listing, path: &str, site: &Site, today: NaiveDate, lang: Lang) -> Markup {
    let source = if let Some(source) = &listing.source {
        source_rows(source, lang)
    } else {
        html! { p { (m::SOURCE_HERE.text(lang)) } }
    };
    let confirmed = freshness(listing.confirmed_on, listing.is_stale(today), today, lang);
    let body = html! {
        p.origin-confirmed { (confirmed) }
        (source)
         (unread(listing, lang).together())
         (wrong(listing, path, site, lang))
    };
    section("part part-origin", m::ORIGIN.text(lang), body)
}

fn source_rows(source: &Source, lang: Lang) -> Markup {
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
    let vanished = source.vanished.then(|| notice(Tone::Caution, m::VANISHED.text(lang)));
    html! {
        (list.together())
        (shifted.together())
        (vanished.together())
    }
}

/// The note that the sample city moved the dates.
pub fn shifted(weeks: i32, lang: Lang) -> Option<Markup> {
    (weeks != 0).then(|| {
        let note = format!("{} {}", m::SHIFTED.with(lang, &[&weeks.unsigned_abs().to_string()]), m::SHIFTED_BODY.text(lang));
        html! { p.shifted { (note) } }
    })
}

fn unread(listing: &Listing, lang: Lang) -> Option<Markup> {
    if listing.unread.is_empty() {
        return None;
    }
    let cells = listing
        .unread
        .iter()
        .map(|cell| {
            let column = cell.column.clone();
            html! { div.fact lang=[source_lang(lang)] { dt { (column) } dd { (said(&cell.text, lang)) } } }
        })
        .together();
    let part = html! {
        h3 { (m::UNREAD.text(lang)) }
        p { (m::UNREAD_NOTE.text(lang)) }
        dl.facts { (cells) }
    };
    Some(part)
}

fn wrong(listing: &Listing, path: &str, site: &Site, lang: Lang) -> Markup {
    let desk = &site.desk;
    let mail = (!desk.email.is_empty()).then(|| {
        let subject = m::WRONG_SUBJECT.with(lang, &[&listing.title]);
        let body = m::WRONG_BODY.with(lang, &[&format!("{}{path}", site.origin)]);
        let href = format!("mailto:{}?subject={}&body={}", desk.email, encode(&subject), encode(&body));
        html! { a.button href=(href) rel="external" { (svg(Icon::Mail)) span { (m::WRONG_MAIL.text(lang)) } } }
    });
    let phone = (!desk.phone.is_empty()).then(|| {
        let (href, words) = (format!("tel:{}", dial(&desk.phone)), format!("{} {}", desk.name, desk.phone));
        html! { a.wrong-phone href=(href) rel="external" { (words) } }
    });
    let form = html! { a.button href=(format!("/listings/{}/report", listing.id)) rel="external nofollow" { (m::WRONG_FORM.text(lang)) } };
    html! { div.wrong { p { (m::WRONG.text(lang)) } p.wrong-ways { (form) " " (mail.together()) " " (phone.together()) } } }
}
