//! From a rule to its days: period by period, in order, within a window.
//!
//! Invariants: the work is bounded for any rule and window; only a `COUNT` needs the occurrences before the window; a first day that the rule
//! does not match is no occurrence.

use super::super::calendar::{days_in_month, week_start};
use super::{Frequency, Recurrence, Rule};
use chrono::{Datelike, Days, NaiveDate};

/// How many days an expansion may look at: about 1,000 years day by day.
const WORK_LIMIT: u32 = 400_000;

impl Rule {
    fn in_months(&self, date: NaiveDate) -> bool {
        self.months.is_empty() || self.months.iter().any(|month| u32::from(*month) == date.month())
    }

    fn in_month_days(&self, date: NaiveDate) -> bool {
        let length = days_in_month(date.year(), date.month());
        self.month_days.is_empty()
            || self.month_days.iter().any(|wanted| {
                let size = u32::from(wanted.unsigned_abs());
                if *wanted > 0 { size == date.day() } else { size == length - date.day() + 1 }
            })
    }

    /// Whether the weekday fits; ordinals count within `index` (from 0) of `length` days of a month or year.
    fn in_days(&self, date: NaiveDate, index: u32, length: u32) -> bool {
        self.days.is_empty()
            || self.days.iter().any(|wanted| {
                let size = u32::from(wanted.nth.unsigned_abs());
                let place = if wanted.nth > 0 { index / 7 + 1 } else { (length - 1 - index) / 7 + 1 };
                wanted.day == date.weekday() && (wanted.nth == 0 || place == size)
            })
    }
}

impl Recurrence {
    /// The first days of the occurrences from `from` to `to` (both included), at most `limit`, in order.
    pub fn days(&self, from: NaiveDate, to: NaiveDate, limit: usize) -> Vec<NaiveDate> {
        let mut found = Vec::new();
        if limit > 0 {
            self.walk(from, to, |day| {
                found.push(day);
                found.len() < limit
            });
        }
        found
    }

    /// The last occurrence; `None` if the rule never ends or never happens.
    pub fn last_day(&self) -> Option<NaiveDate> {
        let mut last = None;
        if self.rule.is_finite() {
            self.walk(self.first, NaiveDate::MAX, |day| {
                last = Some(day);
                true
            });
        }
        last
    }

    /// Visits occurrences in order until `visit` says stop, the window or the rule ends, or the work limit is reached.
    fn walk(&self, from: NaiveDate, to: NaiveDate, mut visit: impl FnMut(NaiveDate) -> bool) {
        let rule = &self.rule;
        let mut budget = WORK_LIMIT;
        // Only a COUNT needs the occurrences before the window.
        let mut period = if rule.count.is_some() { 0 } else { self.periods_before(from) };
        let mut seen = 0_u32;
        loop {
            let Some(begin) = self.period(period) else { return };
            if begin > to || rule.until.is_some_and(|until| begin > until) {
                return;
            }
            let days = self.days_of_period(begin);
            let length = days.len();
            for (index, day) in days.into_iter().enumerate() {
                if !rule.positions.is_empty() && !rule.positions.iter().any(|position| is_position(*position, index, length)) {
                    continue;
                }
                if day < self.first {
                    continue;
                }
                if self.is_past_until(day) || day > to || rule.count.is_some_and(|count| seen >= count) {
                    return;
                }
                seen += 1;
                if day >= from && !visit(day) {
                    return;
                }
            }
            budget = budget.saturating_sub(rule.frequency.length());
            if budget == 0 {
                return;
            }
            period += 1;
        }
    }

    fn is_past_until(&self, day: NaiveDate) -> bool {
        let Some(until) = self.rule.until else { return false };
        let later = matches!((self.starts, self.rule.until_time), (Some(starts), Some(limit)) if starts > limit);
        day > until || (day == until && later)
    }

    /// The number of whole periods that surely lie before a day.
    fn periods_before(&self, from: NaiveDate) -> u32 {
        let days = (from - self.first).num_days();
        let length = i64::from(self.rule.frequency.length()) * i64::from(self.rule.interval.max(1));
        u32::try_from(days / length - 2).unwrap_or_default()
    }

    /// The first day of the `index`th period, counted from the one that holds the first day.
    fn period(&self, index: u32) -> Option<NaiveDate> {
        let steps = u64::from(index) * u64::from(self.rule.interval.max(1));
        match self.rule.frequency {
            Frequency::Daily => self.first.checked_add_days(Days::new(steps)),
            Frequency::Weekly => week_start(self.first, self.rule.week_start).checked_add_days(Days::new(steps.checked_mul(7)?)),
            Frequency::Monthly => {
                let month = i64::from(self.first.year()) * 12 + i64::from(self.first.month0()) + i64::try_from(steps).ok()?;
                let year = i32::try_from(month.div_euclid(12)).ok()?;
                NaiveDate::from_ymd_opt(year, u32::try_from(month.rem_euclid(12)).ok()? + 1, 1)
            }
            Frequency::Yearly => NaiveDate::from_ymd_opt(self.first.year().checked_add(i32::try_from(steps).ok()?)?, 1, 1),
        }
    }

    /// The days of one period that the `BY` parts keep, in order, before `BYSETPOS`.
    fn days_of_period(&self, begin: NaiveDate) -> Vec<NaiveDate> {
        let rule = &self.rule;
        let next = |count: u32| begin.iter_days().take(usize::try_from(count).unwrap_or_default());
        let free = rule.days.is_empty() && rule.month_days.is_empty();
        match rule.frequency {
            Frequency::Daily => next(1).filter(|day| rule.in_months(*day) && rule.in_month_days(*day) && rule.in_days(*day, 0, 1)).collect(),
            Frequency::Weekly => next(7)
                .filter(|day| rule.in_months(*day) && rule.in_month_days(*day))
                .filter(|day| if rule.days.is_empty() { day.weekday() == self.first.weekday() } else { rule.in_days(*day, 0, 1) })
                .collect(),
            Frequency::Monthly => {
                if !rule.in_months(begin) {
                    return Vec::new();
                }
                next(days_in_month(begin.year(), begin.month())).filter(|day| self.fits_month(*day, free)).collect()
            }
            Frequency::Yearly => {
                let length = if begin.leap_year() { 366 } else { 365 };
                next(length)
                    .filter(|day| {
                        if !rule.months.is_empty() {
                            rule.in_months(*day) && self.fits_month(*day, free)
                        } else if free {
                            (day.month(), day.day()) == (self.first.month(), self.first.day())
                        } else {
                            rule.in_month_days(*day) && rule.in_days(*day, day.ordinal0(), length)
                        }
                    })
                    .collect()
            }
        }
    }

    /// Whether a day fits the parts that count within its month; `free`: no part says which day.
    fn fits_month(&self, day: NaiveDate, free: bool) -> bool {
        if free {
            return day.day() == self.first.day();
        }
        self.rule.in_month_days(day) && self.rule.in_days(day, day.day0(), days_in_month(day.year(), day.month()))
    }
}

impl Frequency {
    /// The longest length of a period in days.
    fn length(self) -> u32 {
        match self {
            Self::Daily => 1,
            Self::Weekly => 7,
            Self::Monthly => 31,
            Self::Yearly => 366,
        }
    }
}

fn is_position(position: i16, index: usize, length: usize) -> bool {
    let size = usize::from(position.unsigned_abs());
    if position > 0 { index + 1 == size } else { size + index == length }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn expand(first: &str, rule: &str, limit: usize) -> String {
        let recurrence = Recurrence::new(day(first), rule.parse().unwrap());
        let days: Vec<String> = recurrence.days(day(first), day("2100-01-01"), limit).iter().map(ToString::to_string).collect();
        days.join(" ")
    }

    #[test]
    fn rules_of_the_standard_expand() {
        // Examples of RFC 5545 section 3.8.5.3, days only.
        for (first, rule, expected) in [
            ("1997-09-02", "FREQ=DAILY;COUNT=3", "1997-09-02 1997-09-03 1997-09-04"),
            ("1997-09-02", "FREQ=DAILY;INTERVAL=10;COUNT=3", "1997-09-02 1997-09-12 1997-09-22"),
            ("1997-09-02", "FREQ=WEEKLY;INTERVAL=2;COUNT=4;WKST=SU;BYDAY=TU,TH", "1997-09-02 1997-09-04 1997-09-16 1997-09-18"),
            ("1997-08-05", "FREQ=WEEKLY;INTERVAL=2;COUNT=4;BYDAY=TU,SU;WKST=MO", "1997-08-05 1997-08-10 1997-08-19 1997-08-24"),
            ("1997-08-05", "FREQ=WEEKLY;INTERVAL=2;COUNT=4;BYDAY=TU,SU;WKST=SU", "1997-08-05 1997-08-17 1997-08-19 1997-08-31"),
            ("1997-09-05", "FREQ=MONTHLY;COUNT=3;BYDAY=1FR", "1997-09-05 1997-10-03 1997-11-07"),
            ("1997-09-07", "FREQ=MONTHLY;INTERVAL=2;COUNT=4;BYDAY=1SU,-1SU", "1997-09-07 1997-09-28 1997-11-02 1997-11-30"),
            ("1997-09-28", "FREQ=MONTHLY;BYMONTHDAY=-3;COUNT=3", "1997-09-28 1997-10-29 1997-11-28"),
            ("1997-09-02", "FREQ=MONTHLY;BYDAY=FR;BYMONTHDAY=13;COUNT=3", "1998-02-13 1998-03-13 1998-11-13"),
            ("1997-09-29", "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-2;COUNT=3", "1997-09-29 1997-10-30 1997-11-27"),
            ("1997-06-10", "FREQ=YEARLY;COUNT=4;BYMONTH=6,7", "1997-06-10 1997-07-10 1998-06-10 1998-07-10"),
            ("1997-05-19", "FREQ=YEARLY;BYDAY=20MO;COUNT=3", "1997-05-19 1998-05-18 1999-05-17"),
            ("1997-03-13", "FREQ=YEARLY;BYMONTH=3;BYDAY=TH;COUNT=4", "1997-03-13 1997-03-20 1997-03-27 1998-03-05"),
            ("1996-11-05", "FREQ=YEARLY;INTERVAL=4;BYMONTH=11;BYDAY=TU;BYMONTHDAY=2,3,4,5,6,7,8;COUNT=3", "1996-11-05 2000-11-07 2004-11-02"),
            ("2024-02-29", "FREQ=YEARLY;COUNT=2", "2024-02-29 2028-02-29"),
            ("2026-01-31", "FREQ=MONTHLY;COUNT=3", "2026-01-31 2026-03-31 2026-05-31"),
            ("2012-10-02", "FREQ=MONTHLY;INTERVAL=1;BYDAY=1TU;UNTIL=20121231T100000", "2012-10-02 2012-11-06 2012-12-04"),
        ] {
            assert_eq!(expand(first, rule, 4), expected, "{rule}");
        }
    }

    #[test]
    fn endless_rules_are_cheap() {
        let daily = Recurrence::new(day("1900-01-01"), "FREQ=DAILY".parse().unwrap());
        assert_eq!(daily.days(day("2026-11-20"), day("2099-12-31"), 2), [day("2026-11-20"), day("2026-11-21")]);
        assert_eq!(daily.last_day(), None);
        let never = Recurrence::new(day("1900-01-01"), "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30;COUNT=5".parse().unwrap());
        assert_eq!(never.last_day(), None);
        let far = Recurrence::new(day("9999-12-31"), "FREQ=WEEKLY;INTERVAL=65535".parse().unwrap());
        assert_eq!(far.days(NaiveDate::MIN, NaiveDate::MAX, 2).len(), 2);
    }

    #[test]
    fn until_is_a_day_in_japan() {
        let rule: Rule = "RRULE:FREQ=WEEKLY;UNTIL=20261231T145959Z".parse().unwrap();
        assert_eq!(rule.until, Some(day("2026-12-31")));
        let mut late = Recurrence::new(day("2026-12-10"), rule);
        assert_eq!(late.last_day(), Some(day("2026-12-31")));
        late.rule.until_time = "09:00:00".parse().ok();
        late.starts = "10:00:00".parse().ok();
        assert_eq!(late.last_day(), Some(day("2026-12-24")));
    }
}
