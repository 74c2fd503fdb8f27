//! When people who work can come: in the evening, or on a Saturday, Sunday or holiday.
//!
//! A row keeps the last day on which something of it begins then, so that a search needs no dates of what is over. Repetitions are taken by
//! their weekdays: a class on Wednesdays is nothing for days off because one of them is a holiday. Invariant: what a row says is never less
//! than what takes place.

use super::row::{DayNo, day};
use chrono::{Datelike as _, NaiveDate, NaiveTime, Weekday};
use engawa_core::time::calendar::is_day_off;
use engawa_core::time::{Occurrence, Recurrence, Schedule, Session};

/// The hour from which it is evening.
const EVENING: Option<NaiveTime> = NaiveTime::from_hms_opt(17, 0, 0);
/// So many days of a repetition are looked at: a date of the month meets each weekday within them.
const LOOKED_AT: usize = 60;
/// A week, and a day: a longer span has every weekday.
const SPAN_DAYS: usize = 8;

/// Whether it begins in the evening, by the clock of Japan.
fn is_evening(starts: Option<NaiveTime>) -> bool {
    starts.zip(EVENING).is_some_and(|(starts, evening)| starts >= evening)
}

fn is_weekend(date: NaiveDate) -> bool {
    matches!(date.weekday(), Weekday::Sat | Weekday::Sun)
}

/// The last day on which something of it begins in the evening; `DayNo::MAX`: for ever; `None`: never.
pub fn evening(schedule: &Schedule) -> Option<DayNo> {
    let sessions = schedule.sessions.iter().filter(|session| is_evening(session.starts)).map(|session| day(session.last()));
    let rules = schedule.rules.iter().filter(|rule| is_evening(rule.starts)).filter_map(last_of);
    for_ever(schedule, sessions.chain(rules).max())
}

/// The last Saturday, Sunday or holiday on which it takes place.
pub fn day_off(schedule: &Schedule) -> Option<DayNo> {
    let sessions = schedule.sessions.iter().filter_map(last_day_off).map(day);
    let rules = schedule.rules.iter().filter(|rule| has_weekend(rule));
    let rules = rules.filter_map(|rule| Some(last_of(rule)?.saturating_add(DayNo::from(rule.extra_days))));
    for_ever(schedule, sessions.chain(rules).max())
}

/// Whether any of its first occurrences has a Saturday or Sunday: what begins on Fridays and lasts two days, too.
fn has_weekend(rule: &Recurrence) -> bool {
    let length = SPAN_DAYS.min(usize::from(rule.extra_days) + 1);
    rule.days(rule.first, NaiveDate::MAX, LOOKED_AT).iter().any(|first| first.iter_days().take(length).any(is_weekend))
}

fn last_day_off(session: &Session) -> Option<NaiveDate> {
    let days = core::iter::successors(Some(session.last()), NaiveDate::pred_opt).take(SPAN_DAYS);
    days.take_while(|date| *date >= session.on).find(|date| is_day_off(*date))
}

/// `None`: it never happens.
fn last_of(rule: &Recurrence) -> Option<DayNo> {
    if rule.rule.is_finite() { rule.last_day().map(day) } else { Some(DayNo::MAX) }
}

/// What goes on without a known end does so at the same hours.
fn for_ever(schedule: &Schedule, last: Option<DayNo>) -> Option<DayNo> {
    last.map(|last| if schedule.is_open() { DayNo::MAX } else { last })
}

/// Whether an occurrence is one of these: in the evening, if that is asked for, and on a day off, if that is.
pub fn suits(it: &Occurrence, in_evening: bool, on_day_off: bool) -> bool {
    let has_day_off = || it.on.iter_days().take(SPAN_DAYS).take_while(|date| *date <= it.until).any(is_day_off);
    (!in_evening || is_evening(it.starts)) && (!on_day_off || has_day_off())
}
