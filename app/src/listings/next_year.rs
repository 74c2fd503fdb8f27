//! A copy of a listing for the next year: every date goes to the same weekday of the same week, a year later.
//!
//! 52 weeks and no day more or less, so that the second Saturday of May stays a Saturday in May and a rule by weekdays stays true.
//! Invariants: weekdays and distances between days stay; the copy is a draft that nobody confirmed, of no import and with no co-hosts.

use super::import::shift::shift_weeks;
use super::listing::Listing;
use super::vocabulary::State;

/// Weeks from a day to its like in the next year.
const WEEKS: i32 = 52;

/// The draft of the next year's listing, under a new id.
pub fn next_year(listing: &Listing, id: &str) -> Listing {
    let mut copy = Listing { id: id.to_owned(), state: State::Draft, source: None, confirmed_on: None, ..listing.clone() };
    copy.organiser.hosts.clear();
    // Cells that an import could not read belong to the row that it read.
    copy.unread.clear();
    shift_weeks(&mut copy, WEEKS);
    copy
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::listings::Kind;
    use crate::listings::listing::{Apply, Source};
    use chrono::{Datelike as _, Days, NaiveDate};
    use engawa_core::time::{Recurrence, Rule, Schedule, Session};
    use proptest::prelude::*;

    fn day(offset: u16) -> NaiveDate {
        NaiveDate::from_ymd_opt(2024, 1, 1).unwrap() + Days::new(u64::from(offset))
    }

    fn listing(on: NaiveDate, span: u8, before: u8) -> Listing {
        let mut listing = Listing::draft("a", Kind::Event);
        listing.state = State::Ended;
        listing.confirmed_on = Some(on);
        listing.source = Some(Source { name: "市".into(), ..Source::default() });
        listing.organiser.hosts.push("h".into());
        let session = Session { until: Some(on + Days::new(u64::from(span))), ..Session::day(on) };
        let mut rule = "FREQ=WEEKLY".parse::<Rule>().unwrap();
        rule.until = Some(on + Days::new(70));
        let except = vec![on + Days::new(7)];
        listing.schedule = Some(Schedule { sessions: vec![session], rules: vec![Recurrence::new(on, rule)], except, ..Schedule::default() });
        listing.apply = Some(Apply { opens_on: Some(on), closes_on: Some(on - Days::new(u64::from(before))), ..Apply::default() });
        listing
    }

    proptest! {
        #[test]
        fn weekdays_and_distances_stay(offset in 0_u16..4_000, span in any::<u8>(), before in any::<u8>()) {
            let old = listing(day(offset), span, before);
            let new = next_year(&old, "b");
            prop_assert_eq!((new.id.as_str(), new.state, new.confirmed_on, &new.source), ("b", State::Draft, None, &None));
            prop_assert!(new.organiser.hosts.is_empty());
            let (was, is) = (old.schedule.unwrap(), new.schedule.unwrap());
            let (first, next) = (was.sessions[0].on, is.sessions[0].on);
            prop_assert_eq!(first.weekday(), next.weekday());
            prop_assert_eq!((next - first).num_days(), 364);
            prop_assert_eq!(was.sessions[0].last() - first, is.sessions[0].last() - next);
            prop_assert_eq!(is.rules[0].first, next);
            prop_assert_eq!(is.rules[0].rule.until.unwrap() - next, was.rules[0].rule.until.unwrap() - first);
            prop_assert_eq!(is.except[0] - next, was.except[0] - first);
            let (applied, applies) = (old.apply.unwrap(), new.apply.unwrap());
            prop_assert_eq!(first - applied.closes_on.unwrap(), next - applies.closes_on.unwrap());
            prop_assert_eq!(first - applied.opens_on.unwrap(), next - applies.opens_on.unwrap());
        }
    }

    #[test]
    fn a_second_saturday_stays_a_saturday_of_its_season() {
        let old = listing("2026-05-09".parse().unwrap(), 0, 10);
        assert_eq!(next_year(&old, "b").schedule.unwrap().sessions[0].on, "2027-05-08".parse::<NaiveDate>().unwrap());
    }
}
