//! Moves the dates of sample data by whole weeks, so that weekdays stay true and something lies ahead.

use crate::listings::Listing;
use chrono::{NaiveDate, TimeDelta};

/// Moves when it takes place and until when to apply. The words of the source stay; [`Source::shifted_weeks`] tells pages to say so.
///
/// [`Source::shifted_weeks`]: crate::listings::listing::Source::shifted_weeks
pub fn shift_weeks(listing: &mut Listing, weeks: i32) {
    let days = i64::from(weeks) * 7;
    let Some(delta) = TimeDelta::try_days(days) else { return };
    if let Some(schedule) = &mut listing.schedule {
        schedule.shift_days(days);
    }
    if let Some(apply) = &mut listing.apply {
        for date in [&mut apply.opens_on, &mut apply.closes_on].into_iter().flatten() {
            if let Some(moved) = date.checked_add_signed(delta) {
                *date = moved;
            }
        }
    }
    if let Some(source) = &mut listing.source {
        source.shifted_weeks = source.shifted_weeks.saturating_add(weeks);
    }
}

/// The whole weeks from the day on which data were published to `today`: moved by them, the data are as new as on that day.
pub fn weeks_between(published: NaiveDate, today: NaiveDate) -> i32 {
    i32::try_from((today - published).num_days().div_euclid(7)).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::listings::Kind;
    use crate::listings::listing::{Apply, Source};
    use engawa_core::time::{Schedule, Session};

    #[test]
    fn weekdays_stay_true() {
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        let weeks = weeks_between(day("2024-07-10"), day("2026-11-20"));
        assert_eq!(weeks, 123);
        let mut listing = Listing::draft("a", Kind::Event);
        listing.schedule = Some(Schedule { sessions: vec![Session::day(day("2024-07-13"))], ..Schedule::default() });
        listing.apply = Some(Apply { closes_on: Some(day("2024-07-12")), ..Apply::default() });
        listing.source = Some(Source::default());
        shift_weeks(&mut listing, weeks);
        assert_eq!(listing.schedule.unwrap().sessions[0].on, day("2026-11-21"));
        assert_eq!(listing.apply.unwrap().closes_on, Some(day("2026-11-20")));
        assert_eq!(listing.source.unwrap().shifted_weeks, 123);
        assert_eq!(weeks_between(day("2026-11-20"), day("2026-11-19")), -1);
    }
}
