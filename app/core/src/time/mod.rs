//! Civic time: dates and hours as a Japanese city writes, repeats and shows them.
//!
//! Everything here is *civil* Japanese time (JST, UTC+09:00, no daylight saving since 1952): a day is a
//! [`NaiveDate`], an hour a [`NaiveTime`](chrono::NaiveTime). Instants that machines exchange are [`Millis`].
//!
//! - [`read`]: dates and times as people write them in tables (和暦, no year, lists, ranges, 毎週火曜日 ...)
//! - [`schedule`]: the shared type for "when": sessions, repetitions and exceptions
//! - [`recurrence`]: repetitions, RFC 5545 `RRULE`
//! - [`wareki`]: Japanese eras and weekday names
//! - [`calendar`]: month grids and the national holidays
//!
//! Invariants: no clock (today comes in as a parameter), no panic on any input, and nothing is invented: what a text
//! does not say stays `None`, and what cannot be read is handed back as text.

use chrono::{DateTime, NaiveDate, NaiveDateTime};

pub mod calendar;
pub mod read;
pub mod recurrence;
pub mod schedule;
pub mod wareki;

pub use calendar::{Holiday, MonthGrid, holiday};
pub use read::{Context, DateProblem, Reading, Span, Warning, read_date, read_dates, read_schedule, read_time, read_times};
pub use recurrence::{ByDay, Frequency, Recurrence, Rule, RuleProblem};
pub use schedule::{Occurrence, Schedule, Session, Standing};
pub use wareki::{Era, Wareki};

/// An instant: milliseconds since 1970-01-01T00:00:00Z.
pub type Millis = i64;

/// A minute.
pub const MINUTE_MS: Millis = 60 * 1000;
/// An hour.
pub const HOUR_MS: Millis = 60 * 60 * 1000;
/// A day.
pub const DAY_MS: Millis = 24 * HOUR_MS;

/// Japan Standard Time is this many milliseconds ahead of UTC.
pub const JST_OFFSET: Millis = 9 * HOUR_MS;

/// The day in Japan at an instant.
pub fn jst_date(instant: Millis) -> NaiveDate {
    jst_datetime(instant).date()
}

/// Day and hour in Japan at an instant; instants beyond the calendar are clamped to its ends.
pub fn jst_datetime(instant: Millis) -> NaiveDateTime {
    let clamp = if instant < 0 { NaiveDateTime::MIN } else { NaiveDateTime::MAX };
    DateTime::from_timestamp_millis(instant.saturating_add(JST_OFFSET)).map_or(clamp, |at| at.naive_utc())
}

/// The minute of the day in Japan at an instant, from 0.
pub fn jst_minute(instant: Millis) -> u16 {
    let of_day = instant.saturating_add(JST_OFFSET).rem_euclid(DAY_MS);
    u16::try_from(of_day / MINUTE_MS).unwrap_or(0)
}

/// The instant of a day and hour in Japan.
pub fn jst_millis(at: NaiveDateTime) -> Millis {
    at.and_utc().timestamp_millis().saturating_sub(JST_OFFSET)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_begins_nine_hours_before_utc() {
        let midnight = jst_millis("2026-11-20T00:00:00".parse().unwrap());
        assert_eq!(jst_date(midnight).to_string(), "2026-11-20");
        assert_eq!(jst_date(midnight - 1).to_string(), "2026-11-19");
        assert_eq!((jst_minute(midnight), jst_minute(midnight - 1), jst_minute(0)), (0, 23 * 60 + 59, 9 * 60));
        assert_eq!(jst_datetime(0).to_string(), "1970-01-01 09:00:00");
        assert_eq!(jst_datetime(Millis::MAX), NaiveDateTime::MAX);
        assert_eq!(jst_datetime(Millis::MIN), NaiveDateTime::MIN);
    }
}
