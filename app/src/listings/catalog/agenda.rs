//! What is on: home page, calendar, map, and a listing's page.

use super::super::card::Card;
use super::super::import::duplicates::may_be_same;
use super::super::kind::{Details, Kind};
use super::super::listing::{Image, Listing};
use super::super::query::ListingQuery;
use super::super::views::{Day, Detail, Happening, Home, Pin, PinCard};
use super::row::day;
use super::{Catalog, Slot};
use chrono::{Days, NaiveDate, NaiveDateTime};
use engawa_core::time::{Occurrence, Standing};
use std::collections::{BTreeMap, HashSet};

/// How many of each the home page shows.
const HOME_ITEMS: usize = 6;
/// A thing that runs for more days than this is "on for a while", not an event of a day.
const LONG_DAYS: i64 = 7;
/// Related listings on a page.
const RELATED: usize = 4;
/// Listings that may be the same as one.
const LIKE: usize = 3;
/// Own listings on a group's or place's page.
const OWN: usize = 24;
/// Listings named at one place of the map.
const PIN_CARDS: usize = 12;

fn happening(card: &Card, occurrence: &Occurrence) -> Happening {
    Happening { card: card.clone(), on: occurrence.on, until: occurrence.until, starts: occurrence.starts, ends: occurrence.ends, over: false }
}

/// Short things first, by hour; then those that run for a while, the soonest to end first, and those without a known end. What is stale
/// on `today` comes after all of them, in the same order.
pub(super) fn in_order(happenings: &mut [Happening], today: NaiveDate) {
    happenings.sort_unstable_by(|a, b| {
        let key = |it: &Happening| {
            let is_open = it.is_open();
            let long = is_open || (it.until - it.on).num_days() > LONG_DAYS;
            let last = if is_open { NaiveDate::MAX } else { it.until };
            (it.card.is_stale(today), long, if long { last } else { it.on }, it.starts)
        };
        let rest = |it: &Happening| (it.on, it.until, it.ends);
        key(a).cmp(&key(b)).then_with(|| a.card.id.cmp(&b.card.id)).then_with(|| rest(a).cmp(&rest(b)))
    });
}

impl Catalog {
    /// All occurrences of these slots that touch the days from-to.
    pub(super) fn occurrences(&self, slots: &[u32], from: NaiveDate, to: NaiveDate) -> Vec<Happening> {
        let (first, last) = (day(from), day(to));
        let mut found = Vec::new();
        for slot in slots.iter().filter_map(|at| self.slot(*at)) {
            let in_reach = slot.row.whole.is_some_and(|(begins, ends)| begins <= last && ends >= first);
            if !in_reach || !(slot.row.is_ruled() || slot.row.is_open() || slot.row.touches(first, last)) {
                continue;
            }
            let Some(card) = slot.card() else { continue };
            if let Some(schedule) = &card.schedule {
                found.extend(schedule.occurrences(from, to, 64).iter().map(|occurrence| happening(card, occurrence)));
            }
        }
        found
    }

    /// The home page at a moment in Japan.
    pub fn home(&self, now: NaiveDateTime) -> Home {
        let today = now.date();
        let tomorrow = today + Days::new(1);
        let timed = ListingQuery { kinds: vec![Kind::Event, Kind::Course], ..ListingQuery::default() };
        let slots = self.slots_of(&timed, today);
        let mut on_today = self.occurrences(&slots, today, today);
        in_order(&mut on_today, today);
        // By the hour alone, in the evening everything that is shown would be over.
        on_today.sort_by_key(|it| it.standing(now));
        for it in &mut on_today {
            it.over = it.standing(now) == Standing::Over;
        }
        let mut week = self.occurrences(&slots, tomorrow, today + Days::new(7));
        week.retain(|it| it.on >= tomorrow);
        in_order(&mut week, today);
        week.truncate(HOME_ITEMS);
        on_today.truncate(HOME_ITEMS);
        let first = |kind: Kind| {
            let query = ListingQuery { kinds: vec![kind], ..ListingQuery::default() };
            let mut cards = self.find(&query, today).cards;
            cards.truncate(HOME_ITEMS);
            cards
        };
        let mut deadlines = first(Kind::Programme);
        deadlines.retain(|card| card.deadline.is_some_and(|deadline| deadline >= today));
        Home { today: on_today, week, calls: first(Kind::Call), notices: first(Kind::Notice), deadlines, counts: self.counts() }
    }

    /// A calendar of the days from-to: what begins or takes place on each, at most `per_day`. What runs for more than a week is
    /// listed on the first of these days only. What is stale on `today` stands last on its day.
    pub fn days(&self, query: &ListingQuery, (from, to): (NaiveDate, NaiveDate), per_day: usize, today: NaiveDate) -> Vec<Day> {
        let query = ListingQuery { from: Some(from), to: Some(to), ended: true, ..query.clone() };
        let slots = self.slots_of(&query, from);
        let mut by_day: BTreeMap<NaiveDate, Vec<Happening>> =
            from.iter_days().take_while(|date| *date <= to).map(|date| (date, Vec::new())).collect();
        for it in self.occurrences(&slots, from, to) {
            let first = it.on.max(from);
            let last = if it.is_open() || (it.until - it.on).num_days() > LONG_DAYS { first } else { it.until.min(to) };
            for (_, list) in by_day.range_mut(first..=last) {
                list.push(it.clone());
            }
        }
        by_day
            .into_iter()
            .map(|(date, mut happenings)| {
                in_order(&mut happenings, today);
                let more = happenings.len().saturating_sub(per_day);
                happenings.truncate(per_day);
                Day { date, happenings, more }
            })
            .collect()
    }

    /// The places of a query's results on the map; what stands on the same spot is one pin.
    pub fn pins(&self, query: &ListingQuery, today: NaiveDate) -> Vec<Pin> {
        let mut by_spot: BTreeMap<(i64, i64), Pin> = BTreeMap::new();
        let mut slots: Vec<&Slot> =
            self.slots_of(query, today).into_iter().filter_map(|at| self.slot(at)).filter(|slot| slot.row.is_placed()).collect();
        slots.sort_by_key(|slot| slot.row.is_stale(day(today)));
        for slot in slots {
            let Some((card, (lat, lon))) = slot.card().and_then(|card| Some((card, card.at?))) else { continue };
            // About ten metres.
            let spot = (micro(lat), micro(lon));
            let pin = by_spot.entry(spot).or_insert_with(|| Pin { lat, lon, cards: Vec::new(), total: 0 });
            pin.total += 1;
            if pin.cards.len() < PIN_CARDS {
                pin.cards.push(PinCard {
                    href: card.href(),
                    kind: card.kind,
                    title: card.title.clone(),
                    confirmed_on: card.confirmed_on,
                    stale: slot.row.is_stale(day(today)),
                });
            }
        }
        by_spot.into_values().collect()
    }

    /// The first pictures of what is on next, the soonest first and what has no day last, each once: what a device wants to have before it
    /// loses its connection.
    pub fn pictures(&self, today: NaiveDate, most: usize) -> Vec<Image> {
        let now = day(today);
        let mut ahead: Vec<(i32, &Slot)> = self
            .all()
            .filter(|(_, slot)| slot.row.is_pictured() && !slot.row.is_over(now))
            .map(|(_, slot)| (Self::next_day(slot, today).unwrap_or(i32::MAX), slot))
            .collect();
        ahead.sort_by(|a, b| a.0.cmp(&b.0).then_with(|| a.1.id.cmp(&b.1.id)));
        let mut taken = HashSet::new();
        let images = ahead.into_iter().filter_map(|(_, slot)| slot.card()?.image.as_ref());
        images.filter(|image| taken.insert(image.src.as_str())).take(most).cloned().collect()
    }

    /// A listing's page on `today`.
    pub fn detail(&self, listing: Listing, today: NaiveDate) -> Detail {
        let card = |id: &Option<String>| id.as_ref().and_then(|id| self.slot_of(id)?.card().cloned());
        let organiser = card(&listing.organiser.group);
        let place = card(&listing.venue.as_ref().and_then(|venue| venue.place.clone()));
        let hosts = self.cards(&listing.organiser.hosts);
        let (own, related) = (self.own(&listing, today), self.related(&listing, today));
        Detail { organiser, hosts, place, own, related, ..Detail::alone(listing, today) }
    }

    /// Public listings that may be the same as one that is being written, at most [`LIKE`].
    pub fn like(&self, listing: &Listing) -> Vec<Card> {
        self.all().filter_map(|(_, slot)| slot.card()).filter(|card| may_be_same(listing, card)).take(LIKE).cloned().collect()
    }

    /// What a group does or what takes place at a place.
    fn own(&self, listing: &Listing, today: NaiveDate) -> Vec<Card> {
        match &listing.details {
            Details::Group(_) => {
                let query = ListingQuery { organiser: Some(listing.id.clone()), ended: true, ..ListingQuery::default() };
                let mut cards = self.find(&query, today).cards;
                cards.truncate(OWN);
                cards
            }
            Details::Place(_) => {
                let here = listing.venue.as_ref().and_then(|venue| venue.lat.zip(venue.lon));
                let now = day(today);
                let mut found: Vec<((bool, i32), &Slot)> = self
                    .all()
                    .filter(|(_, slot)| slot.row.is_placed() && slot.row.kind() != Kind::Place && !slot.row.is_over(now))
                    .filter(|(_, slot)| {
                        slot.card().and_then(|card| card.at).zip(here).is_some_and(|(a, b)| micro(a.0) == micro(b.0) && micro(a.1) == micro(b.1))
                    })
                    .map(|(_, slot)| ((slot.row.is_stale(now), Self::next_day(slot, today).unwrap_or(i32::MAX)), slot))
                    .collect();
                found.sort_by(|a, b| a.0.cmp(&b.0).then_with(|| a.1.id.cmp(&b.1.id)));
                found.into_iter().take(OWN).filter_map(|(_, slot)| slot.card().cloned()).collect()
            }
            _ => Vec::new(),
        }
    }

    /// Listings that belong with this one: those it names, then the likest alive ones (shared fields, area, kind, sooner first).
    fn related(&self, listing: &Listing, today: NaiveDate) -> Vec<Card> {
        let mut cards = self.cards(&listing.related);
        cards.truncate(RELATED);
        let Some(own) = self.slot_of(&listing.id) else { return cards };
        let now = day(today);
        let mut scored: Vec<(u32, &Slot)> = self
            .all()
            .map(|(_, slot)| slot)
            .filter(|slot| slot.id != own.id && !slot.row.is_over(now) && !cards.iter().any(|card| card.id == slot.id.as_ref()))
            .filter_map(|slot| {
                let fields = (slot.row.fields & own.row.fields).count_ones() * 3;
                let area = u32::from(own.row.area != 0 && slot.row.area == own.row.area) * 2;
                let group = u32::from(own.row.group != 0 && slot.row.group == own.row.group) * 3;
                let kind = u32::from(slot.row.kind() == own.row.kind());
                let audience = (slot.row.audiences & own.row.audiences).count_ones();
                let fresh = u32::from(!slot.row.is_stale(now));
                let score = fields + area + group + kind + audience;
                (score > 1).then_some((score * 2 + fresh, slot))
            })
            .collect();
        scored.sort_by(|a, b| b.0.cmp(&a.0).then_with(|| a.1.id.cmp(&b.1.id)));
        let more = RELATED.saturating_sub(cards.len());
        cards.extend(scored.into_iter().take(more).filter_map(|(_, slot)| slot.card().cloned()));
        cards
    }
}

/// Ten-thousandths of a degree.
fn micro(degrees: f64) -> i64 {
    #[expect(clippy::cast_possible_truncation, reason = "degrees are below 360")]
    let rounded = (degrees * 10_000.0).round() as i64;
    rounded
}
