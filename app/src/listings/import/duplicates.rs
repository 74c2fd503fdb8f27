//! Listings that may be the same as another one: proposed to staff, who decide.
//!
//! Two of one kind with the same folded name at the same time, or two places of nearly the same name close to each other. A new row is
//! held against all that the site has and against the new rows before it; one that somebody writes, against what is public.
//!
//! Invariants: nothing is made one here; of two new rows the later one names the earlier one, once; a plan holds a bounded number of
//! proposals.

use super::plan::{Existing, Planned};
use super::text::fold;
use crate::listings::{Card, Kind, Listing, State};
use chrono::NaiveDate;
use engawa_core::time::Schedule;
use serde::{Deserialize, Serialize};
use std::collections::HashMap;

/// Metres within which two places of like names may be one.
const NEAR_METRES: f64 = 50.0;
/// Most proposals of duplicates in one plan.
const DUPLICATES_MAX: usize = 500;

/// Two listings that may be the same.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Duplicate {
    /// Id of the incoming one.
    pub id: String,
    /// Its title.
    pub title: String,
    /// Where it stands: `file!row`.
    pub place: String,
    /// Id of the one that is there.
    pub other_id: String,
    /// Its title.
    pub other_title: String,
    /// Where it stands: `file!row`, or the address of its page where it was written here.
    pub other_place: String,
    /// The other is new too: it stands in the same file.
    pub other_new: bool,
    /// Why: `same_title_and_time` or `same_place`.
    pub reason: String,
}

/// New rows beside everything that is there, and beside the new rows before them.
pub(super) fn proposals(create: &[Planned], existing: &[Existing], others: &[Listing]) -> Vec<Duplicate> {
    let there = others.iter().chain(existing.iter().map(|it| &it.listing)).filter(|it| it.state != State::Withdrawn);
    let finder = Finder::new(there.chain(create.iter().map(|it| &it.listing)));
    let numbers: HashMap<&str, usize> = create.iter().enumerate().map(|(at, it)| (it.listing.id.as_str(), at)).collect();
    let mut found = Vec::new();
    for (own, planned) in create.iter().enumerate() {
        for it in finder.find(&planned.listing) {
            let other = numbers.get(it.other_id.as_str());
            // Of two new rows the later one names the earlier one.
            if other.is_none_or(|other| *other < own) {
                found.push(Duplicate { other_new: other.is_some(), ..it });
            }
            if found.len() >= DUPLICATES_MAX {
                return found;
            }
        }
    }
    found
}

/// Where a listing stands: in a file, or on its own page of staff.
fn place_of(listing: &Listing) -> String {
    match &listing.source {
        Some(source) if !source.file.is_empty() => format!("{}!{}", source.file, source.row),
        _ => format!("/staff/listings/{}", listing.id),
    }
}

/// Finds listings that may be the same as another one.
struct Finder<'a> {
    by_title: HashMap<(Kind, String), Vec<&'a Listing>>,
    by_cell: HashMap<(i32, i32), Vec<&'a Listing>>,
}

impl<'a> Finder<'a> {
    fn new(listings: impl IntoIterator<Item = &'a Listing>) -> Self {
        let mut finder = Self { by_title: HashMap::new(), by_cell: HashMap::new() };
        for listing in listings {
            finder.by_title.entry((listing.kind(), fold(&listing.title))).or_default().push(listing);
            if listing.kind() == Kind::Place
                && let Some(at) = position(listing)
            {
                finder.by_cell.entry(cell(at)).or_default().push(listing);
            }
        }
        finder
    }

    fn find(&self, listing: &Listing) -> Vec<Duplicate> {
        let mut found: Vec<Duplicate> = Vec::new();
        let mut add = |other: &Listing, reason: &str| {
            if other.id != listing.id && !found.iter().any(|it| it.other_id == other.id) {
                found.push(Duplicate {
                    id: listing.id.clone(),
                    title: listing.title.clone(),
                    place: place_of(listing),
                    other_id: other.id.clone(),
                    other_title: other.title.clone(),
                    other_place: place_of(other),
                    other_new: false,
                    reason: reason.to_owned(),
                });
            }
        };
        for other in self.by_title.get(&(listing.kind(), fold(&listing.title))).into_iter().flatten() {
            if overlap(listing.schedule.as_ref(), other.schedule.as_ref()) {
                add(other, "same_title_and_time");
            }
        }
        if let Some(at) = position(listing).filter(|_| listing.kind() == Kind::Place) {
            let (row, column) = cell(at);
            let around = (-1..=1).flat_map(|up| (-1..=1).map(move |right| (row + up, column + right)));
            for other in around.filter_map(|cell| self.by_cell.get(&cell)).flatten() {
                if position(other).is_some_and(|there| metres(at, there) <= NEAR_METRES) && alike(&listing.title, &other.title) {
                    add(other, "same_place");
                }
            }
        }
        found
    }
}

/// Whether a listing may be the same as one that is public: the same name at the same time, or a place of nearly the same name.
pub fn may_be_same(listing: &Listing, card: &Card) -> bool {
    if card.id == listing.id || card.kind != listing.kind() || listing.title.trim().is_empty() {
        return false;
    }
    let is_near = || position(listing).zip(card.at).is_some_and(|(here, there)| metres(here, there) <= NEAR_METRES);
    (fold(&listing.title) == fold(&card.title) && overlap(listing.schedule.as_ref(), card.schedule.as_ref()))
        || (card.kind == Kind::Place && is_near() && alike(&listing.title, &card.title))
}

fn position(listing: &Listing) -> Option<(f64, f64)> {
    listing.venue.as_ref().and_then(|venue| venue.lat.zip(venue.lon))
}

/// Cells of a thousandth of a degree: about 100 metres.
#[expect(clippy::cast_possible_truncation, reason = "degrees times a thousand fit an i32; casts of floats saturate")]
fn cell((lat, lon): (f64, f64)) -> (i32, i32) {
    ((lat * 1000.0).floor() as i32, (lon * 1000.0).floor() as i32)
}

fn metres(a: (f64, f64), b: (f64, f64)) -> f64 {
    let north = (a.0 - b.0) * 111_320.0;
    let east = (a.1 - b.1) * 111_320.0 * a.0.to_radians().cos();
    north.hypot(east)
}

/// Whether the two may be at the same time. What has no time fits any.
fn overlap(a: Option<&Schedule>, b: Option<&Schedule>) -> bool {
    let span = |schedule: Option<&Schedule>| schedule.and_then(|it| Some((it.first_day()?, it.last_day().unwrap_or(NaiveDate::MAX))));
    match (span(a), span(b)) {
        (Some((a_from, a_to)), Some((b_from, b_to))) => a_from <= b_to && b_from <= a_to,
        _ => true,
    }
}

/// Whether more than half of the pairs of characters are the same (Dice), or one name is part of the other.
fn alike(a: &str, b: &str) -> bool {
    let (a, b) = (fold(a), fold(b));
    if a.is_empty() || b.is_empty() {
        return false;
    }
    if a.contains(&b) || b.contains(&a) {
        return true;
    }
    let pairs = |text: &str| {
        let chars: Vec<char> = text.chars().collect();
        chars.windows(2).map(<[char]>::to_vec).collect::<Vec<_>>()
    };
    let (ours, mut theirs) = (pairs(&a), pairs(&b));
    let all = ours.len() + theirs.len();
    let mut same = 0;
    for pair in ours {
        if let Some(at) = theirs.iter().position(|other| *other == pair) {
            theirs.swap_remove(at);
            same += 2;
        }
    }
    same * 2 > all
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::listings::listing::Venue;
    use engawa_core::time::Session;

    fn place(id: &str, title: &str, lat: f64) -> Listing {
        let mut listing = Listing::draft(id, Kind::Place);
        listing.title = title.into();
        listing.venue = Some(Venue { lat: Some(lat), lon: Some(134.05), ..Venue::default() });
        listing
    }

    #[test]
    fn places_of_nearly_one_name_are_found_nearby() {
        let there = [place("a", "高松市市民活動センター", 34.34)];
        let finder = Finder::new(&there);
        assert_eq!(finder.find(&place("b", "市民活動センター", 34.3403)).len(), 1);
        assert_eq!(finder.find(&place("b", "市民活動センター", 34.3413)).len(), 0);
        assert_eq!(finder.find(&place("b", "福岡会館", 34.34)).len(), 0);
    }

    #[test]
    fn one_that_is_written_is_held_against_what_is_public() {
        let there = Card::of(&place("a", "高松市市民活動センター", 34.34));
        for (id, title, lat, expected) in [
            ("b", "市民活動センター", 34.3403, true),
            ("b", "市民活動センター", 34.3413, false),
            ("b", "高松市 市民活動センター", 35.0, true),
            ("b", "福岡会館", 34.34, false),
            ("b", "", 34.34, false),
            ("a", "高松市市民活動センター", 34.34, false),
        ] {
            assert_eq!(may_be_same(&place(id, title, lat), &there), expected, "{title} at {lat}");
        }
        let mut event = Listing::draft("c", Kind::Event);
        event.title = "高松市市民活動センター".into();
        assert!(!may_be_same(&event, &there), "an event is no place");
        let year = |id: &str, on: &str| {
            let session = Session::day(on.parse().unwrap());
            Listing { id: id.into(), schedule: Some(Schedule { sessions: vec![session], ..Schedule::default() }), ..event.clone() }
        };
        let last = Card::of(&year("d", "2026-05-09"));
        assert!(may_be_same(&year("e", "2026-05-09"), &last) && !may_be_same(&year("e", "2027-05-08"), &last));
    }
}
