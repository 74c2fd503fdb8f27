//! Points in time: what `date()`, `now()` and texts that look like dates are.
//!
//! A moment is computed with as the number of days since 1970-01-01T00:00Z and written in the offset of the place where the form is
//! filled in. A date without a time is the midnight with which it begins there, and a local midnight is written as a date. So
//! `today() + 1` is a number and `date(today() + 1)` is tomorrow.
//!
//! Sources: ODK `XForms` specification, chapters on data types and on `date()`, `decimal-date-time()` and `format-date()`.

use std::fmt::Write as _;

use chrono::{DateTime, Datelike, FixedOffset, NaiveDate, NaiveTime, TimeZone, Timelike};

use super::number;

const DAY_MILLISECONDS: i64 = 86_400_000;

/// A point in time, or the failed attempt at one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Moment {
    at: Option<DateTime<FixedOffset>>,
    /// Made by `number()`: its text is the number of whole days.
    as_days: bool,
}

impl Moment {
    /// At this time.
    pub fn at(time: DateTime<FixedOffset>) -> Self {
        Self { at: Some(time), as_days: false }
    }

    /// A number that is a date.
    pub(super) fn counted(time: DateTime<FixedOffset>) -> Self {
        Self { at: Some(time), as_days: true }
    }

    /// The same time, written as a date and not as a number of days.
    pub(super) fn as_date(self) -> Self {
        Self { as_days: false, ..self }
    }

    /// What `date()` makes of a text, or nothing.
    pub(super) fn of_text(text: &str, local: FixedOffset) -> Self {
        Self { at: read(text, local).or_else(|| read(&padded(text)?, local)), as_days: false }
    }

    /// So many days after 1970-01-01T00:00Z.
    pub(super) fn of_days(days: f64, local: FixedOffset) -> Self {
        let milliseconds = (days * number::float(DAY_MILLISECONDS) + 0.5).floor();
        let at = milliseconds.is_finite().then(|| number::whole(milliseconds)).and_then(DateTime::from_timestamp_millis);
        // Beyond the years that can be written.
        let at = at.map(|at| at.with_timezone(&local)).filter(|at| (-9_999..=9_999).contains(&at.year()));
        Self { at, as_days: false }
    }

    /// The time; `None` if what it was made of is no time.
    pub fn time(&self) -> Option<DateTime<FixedOffset>> {
        self.at
    }

    /// Days since 1970-01-01T00:00Z; not-a-number if it is no time.
    pub fn days(&self) -> f64 {
        self.at.map_or(f64::NAN, |at| number::float(at.timestamp_millis()) / number::float(DAY_MILLISECONDS))
    }

    /// `2026-11-21` at midnight, else `2026-11-21T14:05:00.000+09:00`.
    pub fn to_text(&self) -> String {
        let Some(at) = self.at else { return "Invalid Date".to_owned() };
        if self.as_days {
            return at.timestamp_millis().div_euclid(DAY_MILLISECONDS).to_string();
        }
        let is_midnight = at.num_seconds_from_midnight() == 0 && at.nanosecond() < 1_000_000;
        at.format(if is_midnight { "%Y-%m-%d" } else { "%Y-%m-%dT%H:%M:%S%.3f%:z" }).to_string()
    }

    /// Whether it is a time (other than the very first).
    pub fn to_boolean(&self) -> bool {
        self.at.is_some_and(|at| self.as_days || at.timestamp_millis() != 0)
    }
}

/// The local midnight with which a day began.
pub(super) fn midnight(time: DateTime<FixedOffset>) -> DateTime<FixedOffset> {
    time.with_time(NaiveTime::MIN).single().unwrap_or(time)
}

/// The number that a text is: dates are days since 1970.
pub(super) fn text_to_number(text: &str, local: impl FnOnce() -> FixedOffset) -> f64 {
    dated(text, local).map_or_else(|| number::from_text(text), |at| Moment::at(at).days())
}

/// [`read`], asking for the offset only if the text looks like a date.
pub(super) fn dated(text: &str, local: impl FnOnce() -> FixedOffset) -> Option<DateTime<FixedOffset>> {
    if matches!(text.as_bytes(), [_, _, _, _, b'-', _, _, b'-', ..]) { read(text, local()) } else { None }
}

/// A date or date-time of ISO 8601, in the local offset.
pub(super) fn read(text: &str, local: FixedOffset) -> Option<DateTime<FixedOffset>> {
    let (date, rest) = text.split_at_checked(10)?;
    let mut parts = date.split('-');
    let (year, month, day) = (parts.next()?, parts.next()?, parts.next()?);
    let year = i32::try_from(digits(year, 4)?).ok()?;
    let date = NaiveDate::from_ymd_opt(year, digits(month, 2)?, digits(day, 2)?)?;
    let (time, offset) = match rest.strip_prefix('T') {
        Some(time) => clock(time)?,
        None if rest.is_empty() => (NaiveTime::MIN, None),
        None => return None,
    };
    let at = offset.unwrap_or(local).from_local_datetime(&date.and_time(time)).single()?;
    Some(at.with_timezone(&local))
}

/// The part of the day at which a time of day is, in the local offset; not-a-number if it is none.
pub(super) fn day_part(text: &str, local: FixedOffset) -> f64 {
    let Some((time, offset)) = text.contains(':').then(|| clock(text)).flatten() else { return f64::NAN };
    let shift = offset.map_or(0, |offset| local.local_minus_utc() - offset.local_minus_utc());
    let milliseconds = i64::from(time.num_seconds_from_midnight()) * 1000 + i64::from(time.nanosecond() / 1_000_000);
    number::float((milliseconds + i64::from(shift) * 1000).rem_euclid(DAY_MILLISECONDS)) / number::float(DAY_MILLISECONDS)
}

/// `14`, `14:05`, `14:05:00` or `14:05:00.000`, and an offset if one is given.
fn clock(text: &str) -> Option<(NaiveTime, Option<FixedOffset>)> {
    let (text, offset) = split_offset(text)?;
    let (text, fraction) = text.split_once('.').map_or((text, None), |(text, fraction)| (text, Some(fraction)));
    let mut parts = text.split(':').map(|part| digits(part, 2));
    let hour = parts.next()??;
    let (minute, second) = (parts.next(), parts.next());
    if parts.next().is_some() || (fraction.is_some() && second.is_none()) {
        return None;
    }
    let nanoseconds = match fraction {
        None => 0,
        Some(fraction) if fraction.bytes().all(|byte| byte.is_ascii_digit()) => {
            format!("{:0<9}", fraction.get(..9).unwrap_or(fraction)).parse::<u32>().ok().filter(|_| !fraction.is_empty())?
        }
        Some(_) => return None,
    };
    let (minute, second) = (minute.unwrap_or(Some(0))?, second.unwrap_or(Some(0))?);
    Some((NaiveTime::from_hms_nano_opt(hour, minute, second, nanoseconds)?, offset))
}

/// What stands before `Z` or `+09:00`, and what that means.
fn split_offset(text: &str) -> Option<(&str, Option<FixedOffset>)> {
    if let Some(before) = text.strip_suffix('Z') {
        return Some((before, FixedOffset::east_opt(0)));
    }
    let Some(at) = text.rfind(['+', '-']) else { return Some((text, None)) };
    let (before, offset) = text.split_at_checked(at)?;
    let (hours, minutes) = offset.get(1..)?.split_once(':')?;
    let (hours, minutes) = (digits(hours, 2)?, digits(minutes, 2)?);
    if hours > 14 || minutes > 59 {
        return None;
    }
    let east = i32::try_from(hours * 3600 + minutes * 60).ok()?;
    Some((before, Some(FixedOffset::east_opt(if offset.starts_with('-') { -east } else { east })?)))
}

/// `2026-1-5` with its zeros.
fn padded(text: &str) -> Option<String> {
    let (date, time) = text.split_once('T').map_or((text, None), |(date, time)| (date, Some(time)));
    let mut parts = date.split('-');
    let (year, month, day) = (parts.next()?, parts.next()?, parts.next()?);
    let time = time.map(|time| format!("T{time}")).unwrap_or_default();
    Some(format!("{year}-{month:0>2}-{day:0>2}{time}"))
}

fn digits(text: &str, count: usize) -> Option<u32> {
    if text.len() == count && text.bytes().all(|byte| byte.is_ascii_digit()) { text.parse().ok() } else { None }
}

const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
const DAYS: [&str; 7] = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"];

/// Fills in the signs of `format-date()`, with `clock` those of `format-date-time()` too; other signs stay as they are.
pub(super) fn format(at: DateTime<FixedOffset>, pattern: &str, clock: bool) -> String {
    let mut filled = String::with_capacity(pattern.len() + 8);
    let mut rest = pattern;
    while let Some((before, after)) = rest.split_once('%') {
        filled.push_str(before);
        let sign = after.chars().next();
        let known = match sign {
            Some('H' | 'h' | 'M' | 'S' | '3') if clock => fill_clock(at, sign, &mut filled),
            _ => fill_date(at, sign, &mut filled),
        };
        // Signs are one byte long.
        rest = if known { after.get(1..).unwrap_or_default() } else { after };
        if !known {
            filled.push('%');
        }
    }
    filled.push_str(rest);
    filled
}

fn fill_date(at: DateTime<FixedOffset>, sign: Option<char>, into: &mut String) -> bool {
    // Writing into a text cannot fail.
    let _ = match sign {
        Some('Y') => write!(into, "{:04}", at.year()),
        Some('y') => write!(into, "{:02}", at.year().rem_euclid(100)),
        Some('m') => write!(into, "{:02}", at.month()),
        Some('n') => write!(into, "{}", at.month()),
        Some('d') => write!(into, "{:02}", at.day()),
        Some('e') => write!(into, "{}", at.day()),
        Some('b') => write!(into, "{}", MONTHS.get(at.month0() as usize).unwrap_or(&"")),
        Some('a') => write!(into, "{}", DAYS.get(at.weekday().num_days_from_sunday() as usize).unwrap_or(&"")),
        _ => return false,
    };
    true
}

fn fill_clock(at: DateTime<FixedOffset>, sign: Option<char>, into: &mut String) -> bool {
    let _ = match sign {
        Some('H') => write!(into, "{:02}", at.hour()),
        Some('h') => write!(into, "{}", at.hour()),
        Some('M') => write!(into, "{:02}", at.minute()),
        Some('S') => write!(into, "{:02}", at.second()),
        Some('3') => write!(into, "{:03}", at.nanosecond() / 1_000_000),
        _ => return false,
    };
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tokyo() -> FixedOffset {
        FixedOffset::east_opt(9 * 3600).unwrap()
    }

    #[test]
    fn dates_are_read_and_written() {
        for (text, written) in [
            ("2026-11-21", "2026-11-21"),
            ("2026-11-21T14:05", "2026-11-21T14:05:00.000+09:00"),
            ("2026-11-21T14:05:01.5Z", "2026-11-21T23:05:01.500+09:00"),
            ("2026-11-20T15:00:00Z", "2026-11-21"),
            ("2026-11-21T00:00:00.000-07:00", "2026-11-21T16:00:00.000+09:00"),
            ("2026-1-5", "2026-01-05"),
            ("2026-02-30", "Invalid Date"),
            ("2026-11-21T25:00", "Invalid Date"),
            ("2026-11-21T10:00+15:00", "Invalid Date"),
            ("2026-11-21 10:00", "Invalid Date"),
            ("\u{4ee4}\u{548c}8\u{5e74}", "Invalid Date"),
        ] {
            assert_eq!(Moment::of_text(text, tokyo()).to_text(), written, "{text}");
        }
    }

    #[test]
    fn days_are_counted_from_1970() {
        let days = |text: &str| text_to_number(text, tokyo);
        assert!((days("1970-01-02") - 0.625).abs() < 1e-12);
        assert!((days("1970-01-02T00:00:00Z") - 1.0).abs() < 1e-12);
        assert!(days("1970-01-99").is_nan());
        assert_eq!(Moment::of_days(20_000.625, tokyo()).to_text(), "2024-10-05");
        for days in [f64::NAN, f64::INFINITY, 1e300, -1e12] {
            assert_eq!(Moment::of_days(days, tokyo()).to_text(), "Invalid Date");
        }
    }

    #[test]
    fn times_are_parts_of_a_day() {
        for (text, part) in [("12:00", 0.5), ("06:00:00.000+09:00", 0.25), ("21:00:00Z", 0.25)] {
            assert!((day_part(text, tokyo()) - part).abs() < 1e-12, "{text}");
        }
        for text in ["", "12", "24:00", "12:60", "1:00", "12:00:00:00", "12:00:00.", "12:00-24:00"] {
            assert!(day_part(text, tokyo()).is_nan(), "{text}");
        }
    }

    #[test]
    fn formats_fill_in_their_signs() {
        let at = read("2026-03-01T04:05:06.078", tokyo()).unwrap();
        assert_eq!(format(at, "%Y/%y %m %n %b %d %e %a %q%", true), "2026/26 03 3 Mar 01 1 Sun %q%");
        assert_eq!(format(at, "%H %h %M %S %3", true), "04 4 05 06 078");
        assert_eq!(format(at, "%H\u{6642}", false), "%H\u{6642}");
    }
}
