//! Repetition: the part of RFC 5545 `RRULE` that civic calendars use, on whole days.
//!
//! A [`Rule`] is the text of an `RRULE`; a [`Recurrence`] is a rule with its first day and hours. Expansion gives days in
//! order, within a window, and does a bounded amount of work for any rule and window. Parts below the day (`BYHOUR` ..) and
//! week or day numbers of the year are refused by name. As most calendars do, a first day that the rule does not
//! match is no occurrence.

use core::fmt;
use core::str::FromStr;

use chrono::{Datelike, NaiveDate, NaiveTime, Timelike, Weekday};
use serde::{Deserialize, Serialize};

mod expand;
mod parse;
pub mod plain;

pub use parse::RuleProblem;
pub use plain::{Ends, Pattern, Plain};

/// The period that a rule repeats in (`FREQ`).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Frequency {
    /// Every day.
    #[default]
    Daily,
    /// Every week.
    Weekly,
    /// Every month.
    Monthly,
    /// Every year.
    Yearly,
}

/// A weekday of `BYDAY`, for example `TU`, `1TU` or `-1FR`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ByDay {
    /// Which one in the month (or year); negative from the end; 0 is each.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub nth: i8,
    /// The weekday.
    pub day: Weekday,
}

/// A repetition rule. Lists that are empty do not restrict.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rule {
    /// `FREQ`
    pub frequency: Frequency,
    /// `INTERVAL`: every how many periods, at least 1.
    #[serde(default = "one", skip_serializing_if = "is_one")]
    pub interval: u16,
    /// `COUNT`: how many occurrences from the first day on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub count: Option<u32>,
    /// `UNTIL`: the last possible day, in Japan.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<NaiveDate>,
    /// The hour of `UNTIL`, if it has one: an occurrence that starts later on that day is no longer meant.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until_time: Option<NaiveTime>,
    /// `BYMONTH`: 1-12.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub months: Vec<u8>,
    /// `BYMONTHDAY`: 1-31 or -1 to -31.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub month_days: Vec<i8>,
    /// `BYDAY`
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub days: Vec<ByDay>,
    /// `BYSETPOS`: which of the days of a period; negative from the end.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub positions: Vec<i16>,
    /// `WKST`: matters for weekly rules with an interval.
    #[serde(default = "monday", skip_serializing_if = "is_monday")]
    pub week_start: Weekday,
}

/// A rule set to work: it begins on a day, and each occurrence has the same hours.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Recurrence {
    /// The day that the rule counts from (`DTSTART`).
    pub first: NaiveDate,
    /// How many days each occurrence goes on after its first.
    #[serde(default, skip_serializing_if = "is_no_day")]
    pub extra_days: u16,
    /// When each occurrence starts, if known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub starts: Option<NaiveTime>,
    /// When each occurrence ends, if known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ends: Option<NaiveTime>,
    /// The rule.
    pub rule: Rule,
}

fn one() -> u16 {
    1
}

fn monday() -> Weekday {
    Weekday::Mon
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde hands a reference")]
fn is_one(value: &u16) -> bool {
    *value == 1
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde hands a reference")]
fn is_zero(value: &i8) -> bool {
    *value == 0
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde hands a reference")]
fn is_no_day(value: &u16) -> bool {
    *value == 0
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde hands a reference")]
fn is_monday(value: &Weekday) -> bool {
    *value == Weekday::Mon
}

impl Rule {
    /// A rule that repeats each period on the first day's own weekday, day or date.
    pub fn every(frequency: Frequency) -> Self {
        Self {
            frequency,
            interval: 1,
            count: None,
            until: None,
            until_time: None,
            months: Vec::new(),
            month_days: Vec::new(),
            days: Vec::new(),
            positions: Vec::new(),
            week_start: Weekday::Mon,
        }
    }

    /// Whether the rule ends by itself.
    pub fn is_finite(&self) -> bool {
        self.count.is_some() || self.until.is_some()
    }
}

impl Recurrence {
    /// A recurrence of single days without hours.
    pub fn new(first: NaiveDate, rule: Rule) -> Self {
        Self { first, extra_days: 0, starts: None, ends: None, rule }
    }
}

impl Frequency {
    fn word(self) -> &'static str {
        match self {
            Self::Daily => "DAILY",
            Self::Weekly => "WEEKLY",
            Self::Monthly => "MONTHLY",
            Self::Yearly => "YEARLY",
        }
    }
}

/// The two letters of a weekday in RFC 5545.
pub fn weekday_code(day: Weekday) -> &'static str {
    match day {
        Weekday::Mon => "MO",
        Weekday::Tue => "TU",
        Weekday::Wed => "WE",
        Weekday::Thu => "TH",
        Weekday::Fri => "FR",
        Weekday::Sat => "SA",
        Weekday::Sun => "SU",
    }
}

impl FromStr for Rule {
    type Err = RuleProblem;

    fn from_str(text: &str) -> Result<Self, RuleProblem> {
        parse::rule(text)
    }
}

impl fmt::Display for ByDay {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.nth != 0 {
            write!(out, "{}", self.nth)?;
        }
        out.write_str(weekday_code(self.day))
    }
}

impl fmt::Display for Rule {
    /// The value of an `RRULE` property; `UNTIL` is written as a local time where it has one.
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "FREQ={}", self.frequency.word())?;
        if self.interval > 1 {
            write!(out, ";INTERVAL={}", self.interval)?;
        }
        if let Some(count) = self.count {
            write!(out, ";COUNT={count}")?;
        }
        if let Some(until) = self.until {
            write!(out, ";UNTIL={:04}{:02}{:02}", until.year(), until.month(), until.day())?;
            if let Some(time) = self.until_time {
                write!(out, "T{:02}{:02}{:02}", time.hour(), time.minute(), time.second())?;
            }
        }
        list(out, "BYMONTH", &self.months)?;
        list(out, "BYMONTHDAY", &self.month_days)?;
        list(out, "BYDAY", &self.days)?;
        list(out, "BYSETPOS", &self.positions)?;
        if self.week_start != Weekday::Mon {
            write!(out, ";WKST={}", weekday_code(self.week_start))?;
        }
        Ok(())
    }
}

fn list<T: fmt::Display>(out: &mut fmt::Formatter<'_>, name: &str, values: &[T]) -> fmt::Result {
    for (index, value) in values.iter().enumerate() {
        if index == 0 {
            write!(out, ";{name}={value}")?;
        } else {
            write!(out, ",{value}")?;
        }
    }
    Ok(())
}
