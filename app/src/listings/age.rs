//! How old what a listing says may be: the one answer for rows of the catalogue, cards and pages.
//!
//! Something with dates that end soon after they begin is as fresh as its dates: nobody confirms a concert again. Everything else (a
//! place, a group, what has no end, what goes on for years) is as fresh as its 確認日.

use chrono::{Datelike as _, NaiveDate};
use engawa_core::time::Schedule;

/// Days since 0001-01-01 of the proleptic Gregorian calendar.
pub type DayNo = i32;

/// After how many days without confirmation a listing is called stale: one year and a month's grace.
pub const STALE_AFTER_DAYS: i64 = 396;

/// The number of a date.
pub fn day(date: NaiveDate) -> DayNo {
    date.num_days_from_ce()
}

/// First and last day of everything; the last is `DayNo::MAX` if there is no end. `None`: no day is known.
pub fn whole(schedule: Option<&Schedule>) -> Option<(DayNo, DayNo)> {
    let schedule = schedule?;
    let first = schedule.first_day()?;
    Some((day(first), schedule.last_day().map_or(DayNo::MAX, day)))
}

/// Whether nobody confirmed it for too long.
pub fn is_stale(confirmed: Option<DayNo>, whole: Option<(DayNo, DayNo)>, today: DayNo) -> bool {
    let days = |from: DayNo, to: DayNo| i64::from(to) - i64::from(from);
    let is_dated = whole.is_some_and(|(first, last)| days(first, last) <= STALE_AFTER_DAYS);
    !is_dated && confirmed.is_none_or(|on| days(on, today) > STALE_AFTER_DAYS)
}

/// The same, of dates.
pub fn is_stale_on(confirmed_on: Option<NaiveDate>, schedule: Option<&Schedule>, today: NaiveDate) -> bool {
    is_stale(confirmed_on.map(day), whole(schedule), day(today))
}
