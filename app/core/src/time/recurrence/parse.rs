//! Reads the text of an `RRULE` (RFC 5545 section 3.3.10), naming the part that is wrong.

use core::fmt;
use core::str::FromStr;

use chrono::{Days, NaiveDate, NaiveTime, Timelike, Weekday};

use super::{ByDay, Frequency, Rule, weekday_code};
use crate::time::wareki::WEEK;

/// Why an `RRULE` was refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RuleProblem {
    /// There is no `FREQ`.
    NoFrequency,
    /// A piece is not `NAME=VALUE`.
    NotAPart(String),
    /// A part is given twice.
    Twice(String),
    /// A part (or frequency) of the standard that is finer or rarer than civic calendars need.
    Unsupported(String),
    /// A part that the standard does not know.
    Unknown(String),
    /// A part whose value cannot be read or is out of range.
    Value(String),
    /// Parts that exclude each other, such as `COUNT` and `UNTIL`.
    Conflict(String),
}

impl RuleProblem {
    /// A stable word for message tables.
    pub fn code(&self) -> &'static str {
        match self {
            Self::NoFrequency => "rule_no_frequency",
            Self::NotAPart(_) => "rule_not_a_part",
            Self::Twice(_) => "rule_part_twice",
            Self::Unsupported(_) => "rule_part_unsupported",
            Self::Unknown(_) => "rule_part_unknown",
            Self::Value(_) => "rule_value",
            Self::Conflict(_) => "rule_conflict",
        }
    }

    /// The part that is meant, as written.
    pub fn part(&self) -> &str {
        match self {
            Self::NoFrequency => "FREQ",
            Self::NotAPart(part) | Self::Twice(part) | Self::Unsupported(part) | Self::Unknown(part) | Self::Value(part) | Self::Conflict(part) => {
                part
            }
        }
    }
}

impl fmt::Display for RuleProblem {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}: {}", self.code(), self.part())
    }
}

impl core::error::Error for RuleProblem {}

/// Reads a rule, with or without the property name before it.
pub(super) fn rule(text: &str) -> Result<Rule, RuleProblem> {
    let upper = text.trim().to_ascii_uppercase();
    let body = upper.strip_prefix("RRULE:").unwrap_or(&upper);
    let mut rule = Rule::every(Frequency::Daily);
    let mut seen: Vec<&str> = Vec::new();
    for part in body.split(';').map(str::trim).filter(|part| !part.is_empty()) {
        let Some((name, value)) = part.split_once('=') else { return Err(RuleProblem::NotAPart(part.to_owned())) };
        if seen.contains(&name) {
            return Err(RuleProblem::Twice(part.to_owned()));
        }
        seen.push(name);
        let bad = || RuleProblem::Value(part.to_owned());
        match name {
            "FREQ" => {
                rule.frequency = match value {
                    "DAILY" => Frequency::Daily,
                    "WEEKLY" => Frequency::Weekly,
                    "MONTHLY" => Frequency::Monthly,
                    "YEARLY" => Frequency::Yearly,
                    "HOURLY" | "MINUTELY" | "SECONDLY" => return Err(RuleProblem::Unsupported(part.to_owned())),
                    _ => return Err(bad()),
                };
            }
            "INTERVAL" => rule.interval = value.parse().ok().filter(|interval| *interval >= 1).ok_or_else(bad)?,
            "COUNT" => rule.count = Some(value.parse().ok().filter(|count| *count >= 1).ok_or_else(bad)?),
            "UNTIL" => {
                let (until, time) = until(value).ok_or_else(bad)?;
                rule.until = Some(until);
                rule.until_time = time;
            }
            "BYMONTH" => rule.months = numbers(value, |month: &u8| (1..=12).contains(month)).ok_or_else(bad)?,
            "BYMONTHDAY" => rule.month_days = numbers(value, |day: &i8| (1..=31).contains(&day.unsigned_abs())).ok_or_else(bad)?,
            "BYDAY" => rule.days = value.split(',').map(by_day).collect::<Option<_>>().ok_or_else(bad)?,
            "BYSETPOS" => rule.positions = numbers(value, |position: &i16| (1..=366).contains(&position.unsigned_abs())).ok_or_else(bad)?,
            "WKST" => rule.week_start = weekday(value).ok_or_else(bad)?,
            "BYSECOND" | "BYMINUTE" | "BYHOUR" | "BYYEARDAY" | "BYWEEKNO" | "RSCALE" | "SKIP" => {
                return Err(RuleProblem::Unsupported(part.to_owned()));
            }
            _ => return Err(RuleProblem::Unknown(part.to_owned())),
        }
    }
    if !seen.contains(&"FREQ") {
        return Err(RuleProblem::NoFrequency);
    }
    conflicts(&rule)?;
    Ok(rule)
}

/// Combinations that the standard forbids.
fn conflicts(rule: &Rule) -> Result<(), RuleProblem> {
    if rule.count.is_some() && rule.until.is_some() {
        return Err(RuleProblem::Conflict("COUNT, UNTIL".to_owned()));
    }
    if rule.frequency == Frequency::Weekly && !rule.month_days.is_empty() {
        return Err(RuleProblem::Conflict("FREQ=WEEKLY, BYMONTHDAY".to_owned()));
    }
    let short = matches!(rule.frequency, Frequency::Daily | Frequency::Weekly);
    match rule.days.iter().find(|day| short && day.nth != 0) {
        Some(day) => Err(RuleProblem::Conflict(format!("FREQ={}, BYDAY={day}", rule.frequency.word()))),
        None => Ok(()),
    }
}

fn numbers<T: FromStr>(value: &str, fits: impl Fn(&T) -> bool) -> Option<Vec<T>> {
    value.split(',').map(|number| number.trim().parse().ok().filter(&fits)).collect()
}

fn weekday(code: &str) -> Option<Weekday> {
    WEEK.into_iter().find(|day| weekday_code(*day) == code)
}

fn by_day(text: &str) -> Option<ByDay> {
    let text = text.trim();
    let (number, code) = text.split_at_checked(text.len().checked_sub(2)?)?;
    let nth = if number.is_empty() { 0 } else { number.parse().ok().filter(|nth: &i8| (1..=53).contains(&nth.unsigned_abs()))? };
    Some(ByDay { nth, day: weekday(code)? })
}

/// `20261231`, `20261231T235959` (local time) or `20261231T145959Z` (UTC, moved to Japan).
fn until(value: &str) -> Option<(NaiveDate, Option<NaiveTime>)> {
    let (date, time) = value.split_once('T').map_or((value, None), |(date, time)| (date, Some(time)));
    let digits = |text: &str, length: usize| text.len() == length && text.bytes().all(|byte| byte.is_ascii_digit());
    if !digits(date, 8) {
        return None;
    }
    let day = NaiveDate::from_ymd_opt(date.get(..4)?.parse().ok()?, date.get(4..6)?.parse().ok()?, date.get(6..)?.parse().ok()?)?;
    let Some(time) = time else { return Some((day, None)) };
    let (clock, utc) = time.strip_suffix('Z').map_or((time, false), |clock| (clock, true));
    if !digits(clock, 6) {
        return None;
    }
    let clock = NaiveTime::from_hms_opt(clock.get(..2)?.parse().ok()?, clock.get(2..4)?.parse().ok()?, clock.get(4..)?.parse().ok()?)?;
    if !utc {
        return Some((day, Some(clock)));
    }
    let hour = clock.hour() + 9;
    let day = day.checked_add_days(Days::new(u64::from(hour / 24)))?;
    Some((day, clock.with_hour(hour % 24)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rules_are_written_back() {
        for text in [
            "FREQ=DAILY",
            "FREQ=WEEKLY;INTERVAL=2;COUNT=10;BYDAY=TU,TH;WKST=SU",
            "FREQ=MONTHLY;UNTIL=20261231;BYDAY=1TU,-1FR",
            "FREQ=YEARLY;UNTIL=20261231T100000;BYMONTH=1,12;BYMONTHDAY=-1;BYSETPOS=-1",
        ] {
            assert_eq!(rule(text).unwrap().to_string(), text);
        }
        assert_eq!(rule("rrule:freq=daily;interval=1").unwrap().to_string(), "FREQ=DAILY");
    }

    #[test]
    fn problems_name_their_part() {
        for (text, code, part) in [
            ("", "rule_no_frequency", "FREQ"),
            ("COUNT=3", "rule_no_frequency", "FREQ"),
            ("FREQ=HOURLY", "rule_part_unsupported", "FREQ=HOURLY"),
            ("FREQ=OFTEN", "rule_value", "FREQ=OFTEN"),
            ("FREQ=DAILY;BYHOUR=3", "rule_part_unsupported", "BYHOUR=3"),
            ("FREQ=DAILY;FREQ=DAILY", "rule_part_twice", "FREQ=DAILY"),
            ("FREQ=DAILY;X-MOON=1", "rule_part_unknown", "X-MOON=1"),
            ("FREQ=DAILY;COUNT", "rule_not_a_part", "COUNT"),
            ("FREQ=DAILY;COUNT=0", "rule_value", "COUNT=0"),
            ("FREQ=DAILY;BYMONTH=13", "rule_value", "BYMONTH=13"),
            ("FREQ=MONTHLY;BYDAY=0MO", "rule_value", "BYDAY=0MO"),
            ("FREQ=MONTHLY;BYDAY=金", "rule_value", "BYDAY=金"),
            ("FREQ=MONTHLY;BYMONTHDAY=32", "rule_value", "BYMONTHDAY=32"),
            ("FREQ=DAILY;UNTIL=20260230", "rule_value", "UNTIL=20260230"),
            ("FREQ=DAILY;UNTIL=20260101T99", "rule_value", "UNTIL=20260101T99"),
            ("FREQ=DAILY;UNTIL=20260101;COUNT=2", "rule_conflict", "COUNT, UNTIL"),
            ("FREQ=WEEKLY;BYDAY=1MO", "rule_conflict", "FREQ=WEEKLY, BYDAY=1MO"),
            ("FREQ=WEEKLY;BYMONTHDAY=1", "rule_conflict", "FREQ=WEEKLY, BYMONTHDAY"),
        ] {
            let problem = rule(text).unwrap_err();
            assert_eq!((problem.code(), problem.part()), (code, part), "{text}");
        }
    }
}
