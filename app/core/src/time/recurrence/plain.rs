//! The repetitions that people say in a few words: every second week on Tuesday, the second Saturday of each month, until March.
//!
//! A form asks for these parts one by one instead of for the text of an `RRULE`. Invariants: a rule is [`Plain`] only if these parts
//! say all of what it means ([`Plain::of`] is `None` for any other, which stays a rule); `Plain::of(&plain.rule())` is `plain`, for
//! one that is [`tidy`](Plain::tidy).

use chrono::{NaiveDate, Weekday};

use super::{ByDay, Frequency, Rule};

/// The largest interval that is said in words: every 99 weeks.
pub const INTERVAL_MAX: u16 = 99;
/// The largest number of times that is said in words.
pub const COUNT_MAX: u32 = 9_999;
/// The ordinals of weekdays in a month, in the order of display; -1 is the last.
pub const NTHS: [i8; 6] = [1, 2, 3, 4, 5, -1];
/// The last day of a month.
pub const LAST: i8 = -1;

/// On which days of its period something repeats.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Pattern {
    /// Each day.
    Daily,
    /// These weekdays of the week; none: the weekday of the first day.
    Weekly(Vec<Weekday>),
    /// These days of the month (1-31, [`LAST`]); none: the day of the first day.
    MonthDays(Vec<i8>),
    /// These weekdays in these of their turns in the month: 第2・第4土曜日.
    MonthWeekdays {
        /// Which ones, out of [`NTHS`].
        nths: Vec<i8>,
        /// Of which weekdays.
        days: Vec<Weekday>,
    },
    /// The date of the first day.
    Yearly,
}

/// How a repetition ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ends {
    /// It goes on.
    Never,
    /// Its last possible day.
    On(NaiveDate),
    /// After so many times.
    After(u32),
}

/// A repetition in plain parts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Plain {
    /// On which days.
    pub pattern: Pattern,
    /// In every how many periods, from 1 to [`INTERVAL_MAX`].
    pub interval: u16,
    /// Until when.
    pub ends: Ends,
}

impl Plain {
    /// The plain parts of a rule, if they say all of it. What is finer than the words (the start of the week, the hour of `UNTIL`) stays
    /// with the rule: see [`Self::over`].
    pub fn of(rule: &Rule) -> Option<Self> {
        if !rule.months.is_empty() || !rule.positions.is_empty() || rule.interval > INTERVAL_MAX {
            return None;
        }
        let free = rule.days.is_empty() && rule.month_days.is_empty();
        let pattern = match rule.frequency {
            Frequency::Daily if free => Pattern::Daily,
            Frequency::Weekly if rule.month_days.is_empty() && rule.days.iter().all(|it| it.nth == 0) => {
                Pattern::Weekly(rule.days.iter().map(|it| it.day).collect())
            }
            Frequency::Monthly if rule.days.is_empty() && rule.month_days.iter().all(|day| is_month_day(*day)) => {
                Pattern::MonthDays(rule.month_days.clone())
            }
            Frequency::Monthly if rule.month_days.is_empty() => month_weekdays(&rule.days)?,
            Frequency::Yearly if free => Pattern::Yearly,
            _ => return None,
        };
        let ends = match (rule.until, rule.count) {
            (None, None) => Ends::Never,
            (Some(day), None) => Ends::On(day),
            (None, Some(count)) if count <= COUNT_MAX => Ends::After(count),
            _ => return None,
        };
        Some(Self { pattern, interval: rule.interval.max(1), ends }.tidy())
    }

    /// The rule of these parts.
    pub fn rule(&self) -> Rule {
        self.over(&Rule::every(Frequency::Daily))
    }

    /// The rule of these parts, with what they do not say as `before` has it: the start of the week, and the hour of an `UNTIL` on the
    /// same day.
    pub fn over(&self, before: &Rule) -> Rule {
        let frequency = match self.pattern {
            Pattern::Daily => Frequency::Daily,
            Pattern::Weekly(_) => Frequency::Weekly,
            Pattern::MonthDays(_) | Pattern::MonthWeekdays { .. } => Frequency::Monthly,
            Pattern::Yearly => Frequency::Yearly,
        };
        let mut rule = Rule { interval: self.interval.max(1), week_start: before.week_start, ..Rule::every(frequency) };
        match &self.pattern {
            Pattern::Daily | Pattern::Yearly => {}
            Pattern::Weekly(days) => rule.days = days.iter().map(|day| ByDay { nth: 0, day: *day }).collect(),
            Pattern::MonthDays(days) => rule.month_days.clone_from(days),
            Pattern::MonthWeekdays { nths, days } => {
                rule.days = nths.iter().flat_map(|nth| days.iter().map(|day| ByDay { nth: *nth, day: *day })).collect();
            }
        }
        match self.ends {
            Ends::Never => {}
            Ends::On(day) => {
                rule.until = Some(day);
                rule.until_time = before.until_time.filter(|_| before.until == Some(day));
            }
            Ends::After(count) => rule.count = Some(count),
        }
        rule
    }

    /// The same with its lists in their order and without doubles.
    #[must_use]
    pub fn tidy(mut self) -> Self {
        match &mut self.pattern {
            Pattern::Daily | Pattern::Yearly => {}
            Pattern::Weekly(days) => sort_week(days),
            Pattern::MonthDays(days) => sort_month(days),
            Pattern::MonthWeekdays { nths, days } => {
                sort_month(nths);
                sort_week(days);
            }
        }
        self
    }
}

/// Weekdays with their turns, if each weekday has the same turns.
fn month_weekdays(list: &[ByDay]) -> Option<Pattern> {
    let mut nths: Vec<i8> = list.iter().map(|it| it.nth).collect();
    let mut days: Vec<Weekday> = list.iter().map(|it| it.day).collect();
    sort_month(&mut nths);
    sort_week(&mut days);
    let known = nths.iter().all(|nth| NTHS.contains(nth));
    let crossed = nths.iter().all(|nth| days.iter().all(|day| list.contains(&ByDay { nth: *nth, day: *day })));
    (known && crossed && !list.is_empty()).then_some(Pattern::MonthWeekdays { nths, days })
}

/// Whether a day of the month is one that the parts can say.
pub fn is_month_day(day: i8) -> bool {
    day == LAST || (1..=31).contains(&day)
}

fn sort_week(days: &mut Vec<Weekday>) {
    days.sort_by_key(Weekday::num_days_from_monday);
    days.dedup();
}

/// Those that count from the end come last.
fn sort_month(days: &mut Vec<i8>) {
    days.sort_by_key(|day| (*day < 0, *day));
    days.dedup();
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(rule: &str) -> Option<Plain> {
        Plain::of(&rule.parse().unwrap())
    }

    #[test]
    fn rules_of_everyday_life_are_plain() {
        use Weekday::{Fri, Mon, Sat, Tue};
        let plain = |pattern, interval, ends| Some(Plain { pattern, interval, ends });
        let march = Ends::On("2027-03-31".parse().unwrap());
        for (rule, expected) in [
            ("FREQ=DAILY;INTERVAL=3", plain(Pattern::Daily, 3, Ends::Never)),
            ("FREQ=WEEKLY;BYDAY=TU,MO", plain(Pattern::Weekly(vec![Mon, Tue]), 1, Ends::Never)),
            ("FREQ=WEEKLY;INTERVAL=2;WKST=SU;COUNT=10", plain(Pattern::Weekly(vec![]), 2, Ends::After(10))),
            ("FREQ=MONTHLY;BYMONTHDAY=-1,15,1", plain(Pattern::MonthDays(vec![1, 15, -1]), 1, Ends::Never)),
            ("FREQ=MONTHLY;UNTIL=20270331", plain(Pattern::MonthDays(vec![]), 1, march)),
            ("FREQ=MONTHLY;UNTIL=20270331T120000;BYDAY=4SA,2SA", plain(Pattern::MonthWeekdays { nths: vec![2, 4], days: vec![Sat] }, 1, march)),
            ("FREQ=MONTHLY;BYDAY=-1FR", plain(Pattern::MonthWeekdays { nths: vec![-1], days: vec![Fri] }, 1, Ends::Never)),
            ("FREQ=YEARLY", plain(Pattern::Yearly, 1, Ends::Never)),
        ] {
            assert_eq!(of(rule), expected, "{rule}");
        }
    }

    #[test]
    fn what_the_parts_cannot_say_stays_a_rule() {
        for rule in [
            "FREQ=DAILY;BYDAY=MO",
            "FREQ=DAILY;INTERVAL=100",
            "FREQ=DAILY;COUNT=10000",
            "FREQ=WEEKLY;BYMONTH=6;BYDAY=MO",
            "FREQ=MONTHLY;BYDAY=FR",
            "FREQ=MONTHLY;BYDAY=1SA,2SU",
            "FREQ=MONTHLY;BYDAY=-2SA",
            "FREQ=MONTHLY;BYMONTHDAY=-2",
            "FREQ=MONTHLY;BYMONTHDAY=13;BYDAY=FR",
            "FREQ=MONTHLY;BYDAY=MO,TU;BYSETPOS=1",
            "FREQ=YEARLY;BYDAY=20MO",
        ] {
            assert_eq!(of(rule), None, "{rule}");
        }
    }

    #[test]
    fn what_the_parts_do_not_say_is_kept() {
        let before: Rule = "FREQ=WEEKLY;INTERVAL=2;UNTIL=20261231T100000;BYDAY=TU;WKST=SU".parse().unwrap();
        let mut plain = Plain::of(&before).unwrap();
        assert_eq!(plain.over(&before), before);
        plain.ends = Ends::On("2027-01-31".parse().unwrap());
        assert_eq!(plain.over(&before).to_string(), "FREQ=WEEKLY;INTERVAL=2;UNTIL=20270131;BYDAY=TU;WKST=SU");
    }
}
