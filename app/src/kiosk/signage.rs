//! What a screen at rest and a wall screen show: from the catalogue, the place and the moment to a row of slides.
//!
//! The lines of the programme that hold now say what; without one, or where they find nothing, it is the usual: what is on today, what
//! comes in the next days, calls for helpers, notices. From each of these in turn one is taken, so that none crowds out another, and what
//! is near stands first. How many places a call has left is nowhere public, so a call is shown until its deadline, and those that end soon
//! come first. Invariants: nothing stale or over is shown, and no listing twice; there are at most [`SLIDES_MAX`]; a slide says what a card
//! says; which slide stands is a matter of the clock alone, so that screens beside each other agree; what is farther than any circle that
//! staff can draw ([`WITHIN_KM_MAX`]) is not near, and nobody is told how far it is.

use super::config::{Config, DAY_MINUTES, Mode, Slot, WITHIN_KM_MAX};
use crate::date;
use crate::listings::listing::Image;
use crate::listings::map_view::metres_between;
use crate::listings::views::Happening;
use crate::listings::{Attendance, Card, Catalog, Kind};
use crate::messages::common as m;
use chrono::{Datelike as _, Days, NaiveDate, NaiveDateTime, Timelike as _};
use engawa_core::Lang;
use engawa_core::time::{Occurrence, Schedule};
use std::collections::BTreeSet;

/// The most slides of a round.
pub const SLIDES_MAX: usize = 24;
/// What is so near is here, in metres.
pub const HERE_METRES: u32 = 300;
/// How many days ahead the usual programme looks.
const AHEAD_DAYS: u64 = 7;
/// A deadline that is no farther ahead is soon, in days: as cards count the days that are left.
const SOON_DAYS: i64 = 7;
/// What has a date of its own.
const TIMED: [Kind; 2] = [Kind::Event, Kind::Course];
/// How long a slide usually stands where somebody passes by, and where people sit and look, in seconds.
const SECONDS_KIOSK: u16 = 10;
const SECONDS_SIGNAGE: u16 = 15;

/// One listing on a screen, in the words of its card.
#[derive(Clone, Debug, PartialEq)]
pub struct Slide {
    /// Id of the listing.
    pub id: String,
    /// What it is.
    pub kind: Kind,
    /// What it is, in a word.
    pub label: String,
    /// Where its page is.
    pub href: String,
    /// What it is called.
    pub title: String,
    /// One or two sentences; may be empty.
    pub summary: String,
    /// The `lang` attribute of title and summary where they are not in the language of the slide.
    pub foreign: Option<&'static str>,
    /// When; may be empty.
    pub when: String,
    /// Where; may be empty. In Japanese.
    pub where_: String,
    /// Who does it; may be empty. In Japanese.
    pub organiser: String,
    /// Its deadline, and whether it is free, barrier-free, online.
    pub notes: Vec<String>,
    /// How far it is from the screen, in metres, where both are somewhere and not worlds apart.
    pub distance_m: Option<u32>,
    /// Its picture.
    pub image: Option<Image>,
    /// It is made up, for the sample city.
    pub sample: bool,
    /// How long it stands, in seconds; 0: as usual.
    pub seconds: u16,
}

/// A listing and how far it is.
#[derive(Clone, Debug, PartialEq)]
pub struct Near {
    /// The listing.
    pub card: Card,
    /// Metres from the screen, where both are somewhere.
    pub metres: Option<u32>,
}

/// Something that may become a slide.
struct Pick {
    card: Card,
    occurrence: Option<Occurrence>,
    metres: Option<u32>,
    seconds: u16,
}

/// The slides of now, in the language of the screen at rest.
pub fn program(catalog: &Catalog, config: &Config, now: NaiveDateTime) -> Vec<Slide> {
    program_in(catalog, config, now, config.langs.first().copied().unwrap_or_default())
}

/// The slides of now, in a language. Which ones they are does not depend on it.
pub fn program_in(catalog: &Catalog, config: &Config, now: NaiveDateTime, lang: Lang) -> Vec<Slide> {
    let here = position(catalog, config);
    let said: Vec<Vec<Pick>> = config.program.iter().filter(|slot| holds(slot, now)).flat_map(|slot| groups(catalog, slot, now, here)).collect();
    let mut picked = mixed(said);
    if picked.is_empty() {
        picked = mixed(groups(catalog, &Slot::default(), now, here));
    }
    picked.sort_by_key(|pick| band(pick.metres));
    picked.into_iter().map(|pick| slide(pick, now.date(), lang)).collect()
}

/// Which slide stands at this second of the day; 0 if there is none.
pub fn standing(slides: &[Slide], config: &Config, seconds_of_day: u32) -> usize {
    let usual = match config.mode {
        Mode::Kiosk => SECONDS_KIOSK,
        Mode::Signage => SECONDS_SIGNAGE,
    };
    let lasts = |slide: &Slide| u32::from(if slide.seconds == 0 { usual } else { slide.seconds });
    let round: u32 = slides.iter().map(lasts).sum();
    let mut left = seconds_of_day.checked_rem(round).unwrap_or(0);
    for (at, slide) in slides.iter().enumerate() {
        let seconds = lasts(slide);
        if left < seconds {
            return at;
        }
        left -= seconds;
    }
    0
}

/// Listings of these kinds (none: of every kind) around a screen, nearest first, those that nobody confirmed for long behind. The house
/// itself is not among them, nor what is worlds apart. Nothing if it is not known where the screen stands.
pub fn near(catalog: &Catalog, config: &Config, kinds: &[Kind], today: NaiveDate, limit: usize) -> Vec<Near> {
    let Some(here) = position(catalog, config) else { return Vec::new() };
    let mut found: Vec<(bool, u32, &Card)> = catalog
        .placed(kinds, today)
        .into_iter()
        .filter(|(card, _)| card.id != config.place)
        .filter_map(|(card, stale)| Some((stale, reachable(metres(here, card.at?))?, card)))
        .collect();
    found.sort_by(|a, b| a.0.cmp(&b.0).then(a.1.cmp(&b.1)).then_with(|| a.2.id.cmp(&b.2.id)));
    found.into_iter().take(limit).map(|(_, metres, card)| Near { card: card.clone(), metres: Some(metres) }).collect()
}

/// Events and courses that are on today, and not over yet, in the house or around it, by hour.
pub fn on_here(catalog: &Catalog, config: &Config, now: NaiveDateTime, limit: usize) -> Vec<Near> {
    let today = now.date();
    let house = catalog.card(&config.place);
    let spots: Vec<(f64, f64)> = config.lat.zip(config.lon).into_iter().chain(house.and_then(|house| house.at)).collect();
    let mut seen = BTreeSet::new();
    catalog
        .happenings(&TIMED, today, today)
        .into_iter()
        .filter(|it| !occurrence_of(it).is_over(now))
        .filter_map(|it| {
            let nearest = it.card.at.and_then(|at| spots.iter().map(|spot| metres(*spot, at)).min());
            // A listing that names the house need not have a point of its own.
            let names_it = house.is_some_and(|house| !it.card.place.is_empty() && it.card.place == house.title);
            (names_it || nearest.is_some_and(|metres| metres <= HERE_METRES)).then_some(Near { card: it.card, metres: nearest })
        })
        .filter(|near| seen.insert(near.card.id.clone()))
        .take(limit)
        .collect()
}

/// Where a screen stands: as staff say, else where its house is.
fn position(catalog: &Catalog, config: &Config) -> Option<(f64, f64)> {
    config.lat.zip(config.lon).or_else(|| catalog.card(&config.place)?.at)
}

/// Whether a line of the programme holds at a moment. What goes over midnight belongs to the day on which it began.
fn holds(slot: &Slot, now: NaiveDateTime) -> bool {
    let on = |day: u32| slot.days.is_empty() || slot.days.iter().any(|it| u32::from(*it) == day);
    let (today, yesterday) = (now.weekday().num_days_from_monday(), now.weekday().pred().num_days_from_monday());
    let minute = now.hour() * 60 + now.minute();
    let from = u32::from(slot.from);
    let until = u32::from(if slot.until == 0 { DAY_MINUTES } else { slot.until });
    if from < until { on(today) && (from..until).contains(&minute) } else { (on(today) && minute >= from) || (on(yesterday) && minute < until) }
}

/// What a line of the programme finds, in groups of which each gets its turns; the nearest first in each.
fn groups(catalog: &Catalog, slot: &Slot, now: NaiveDateTime, here: Option<(f64, f64)>) -> Vec<Vec<Pick>> {
    let today = now.date();
    let pick = |card: &Card, occurrence: Option<Occurrence>| Pick {
        metres: here.zip(card.at).and_then(|(here, at)| reachable(metres(here, at))),
        card: card.clone(),
        occurrence,
        seconds: slot.seconds,
    };
    let lasting = |kinds: &[Kind]| -> Vec<Pick> {
        let open = catalog.fresh(kinds, today).into_iter().filter(|card| card.deadline.is_none_or(|deadline| deadline >= today));
        open.filter_map(|card| Some(pick(card, next_from(card.schedule.as_ref(), now)?))).collect()
    };
    let mut groups = if slot.kinds.is_empty() {
        let tomorrow = today + Days::new(1);
        let timed = |from: NaiveDate, to: NaiveDate| -> Vec<Pick> {
            let happenings = catalog.happenings(&TIMED, from, to);
            let ahead = happenings.iter().map(|it| (it, occurrence_of(it))).filter(|(_, it)| !it.is_over(now) && (from == today || it.on >= from));
            ahead.map(|(it, occurrence)| pick(&it.card, Some(occurrence))).collect()
        };
        let mut calls = lasting(&[Kind::Call]);
        calls.sort_by_key(|pick| pick.card.deadline.is_none_or(|deadline| (deadline - today).num_days() > SOON_DAYS));
        vec![timed(today, today), timed(tomorrow, today + Days::new(AHEAD_DAYS)), calls, lasting(&[Kind::Notice])]
    } else {
        vec![lasting(&slot.kinds)]
    };
    // Where nobody knows where the screen is, nothing can be too far from it.
    let reach = Some(slot.within_km * 1000.0).filter(|reach| *reach > 0.0 && here.is_some());
    for group in &mut groups {
        group.retain(|pick| reach.is_none_or(|reach| pick.metres.is_some_and(|metres| f64::from(metres) <= reach)));
        group.sort_by_key(|pick| band(pick.metres));
    }
    groups
}

/// One of each group in turn, no listing twice.
fn mixed(groups: Vec<Vec<Pick>>) -> Vec<Pick> {
    let mut rows: Vec<_> = groups.into_iter().map(Vec::into_iter).collect();
    let (mut seen, mut picked) = (BTreeSet::new(), Vec::new());
    loop {
        let before = picked.len();
        for row in &mut rows {
            if picked.len() == SLIDES_MAX {
                return picked;
            }
            if let Some(pick) = row.find(|pick: &Pick| !seen.contains(&pick.card.id)) {
                seen.insert(pick.card.id.clone());
                picked.push(pick);
            }
        }
        if picked.len() == before {
            return picked;
        }
    }
}

/// How near something is, roughly: a few steps more do not make it later than what begins sooner.
fn band(metres: Option<u32>) -> u8 {
    match metres {
        Some(0..=HERE_METRES) => 0,
        Some(..=1_000) => 1,
        Some(..=3_000) => 2,
        Some(..=10_000) => 3,
        _ => 4,
    }
}

fn metres(from: (f64, f64), to: (f64, f64)) -> u32 {
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "the way around the earth is 40 million metres; casts saturate")]
    let metres = metres_between(from, to).round() as u32;
    metres
}

/// A distance that means something to whoever stands there; a screen with a wrong place, or an online event, is hundreds of kilometres off.
fn reachable(metres: u32) -> Option<u32> {
    (f64::from(metres) <= WITHIN_KM_MAX * 1000.0).then_some(metres)
}

fn occurrence_of(it: &Happening) -> Occurrence {
    Occurrence { on: it.on, until: it.until, starts: it.starts, ends: it.ends }
}

/// The next occurrence that is not over; `Some(None)`: it has no days, and nothing that could be over.
#[expect(clippy::option_option, reason = "over, without days, or on a day")]
fn next_from(schedule: Option<&Schedule>, now: NaiveDateTime) -> Option<Option<Occurrence>> {
    let Some(schedule) = schedule.filter(|schedule| !schedule.sessions.is_empty() || !schedule.rules.is_empty()) else { return Some(None) };
    let today = now.date();
    let later = || schedule.next_on_or_after(today.succ_opt()?);
    schedule.occurrences(today, today, 16).into_iter().find(|it| !it.is_over(now)).or_else(later).map(Some)
}

fn slide(Pick { card, occurrence, metres, seconds }: Pick, today: NaiveDate, lang: Lang) -> Slide {
    let open_ended = card.schedule.as_ref().is_some_and(|schedule| schedule.open_ended);
    let when = match (occurrence, &card.schedule) {
        (Some(it), _) if !open_ended => date::occurrence(it.on, it.until, it.starts, it.ends, today, lang),
        (_, Some(schedule)) => date::next(schedule, today, lang).map(|(_, words)| words).unwrap_or_default(),
        (_, None) => String::new(),
    };
    let marks =
        [(card.free == Some(true), m::FREE), (card.barrier_free, m::BARRIER_FREE), (card.attendance.is_some_and(Attendance::is_online), m::ONLINE)];
    let marks = marks.into_iter().filter(|(on, _)| *on).map(|(_, word)| word.text(lang).to_owned());
    Slide {
        kind: card.kind,
        label: card.kind_name(lang).to_owned(),
        href: card.href(),
        title: card.title_in(lang).to_owned(),
        summary: card.summary_in(lang).to_owned(),
        foreign: card.foreign(lang),
        when,
        where_: card.place_words(),
        notes: card.deadline.map(|on| date::deadline(on, today, lang)).into_iter().chain(marks).collect(),
        distance_m: metres,
        sample: card.sample,
        seconds,
        id: card.id,
        organiser: card.organiser.name,
        image: card.image,
    }
}

#[cfg(test)]
mod tests;
