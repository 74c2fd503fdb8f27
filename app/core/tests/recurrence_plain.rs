//! Properties of repetitions in plain parts: parts, rule and text say the same, and mean what the words say.

use chrono::{Datelike, Days, NaiveDate, Weekday};
use engawa_core::time::calendar::days_in_month;
use engawa_core::time::recurrence::plain::{COUNT_MAX, INTERVAL_MAX, LAST, NTHS};
use engawa_core::time::recurrence::{Ends, Pattern, Plain};
use engawa_core::time::wareki::WEEK;
use engawa_core::time::{ByDay, Frequency, Recurrence, Rule};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::{select, subsequence};

fn day(range: std::ops::Range<u64>) -> impl Strategy<Value = NaiveDate> {
    range.prop_map(|days| NaiveDate::from_ymd_opt(1990, 1, 1).unwrap() + Days::new(days))
}

fn weekdays(least: usize) -> impl Strategy<Value = Vec<Weekday>> {
    subsequence(WEEK.to_vec(), least..=7)
}

fn any_pattern() -> impl Strategy<Value = Pattern> {
    prop_oneof![
        Just(Pattern::Daily),
        weekdays(0).prop_map(Pattern::Weekly),
        vec(prop_oneof![1_i8..=31, Just(LAST)], 0..5).prop_map(Pattern::MonthDays),
        (subsequence(NTHS.to_vec(), 1..=6), weekdays(1)).prop_map(|(nths, days)| Pattern::MonthWeekdays { nths, days }),
        Just(Pattern::Yearly),
    ]
}

fn any_ends() -> impl Strategy<Value = Ends> {
    prop_oneof![Just(Ends::Never), day(0..40_000).prop_map(Ends::On), (1..=COUNT_MAX).prop_map(Ends::After)]
}

fn any_plain() -> impl Strategy<Value = Plain> {
    (any_pattern(), 1..=INTERVAL_MAX, any_ends()).prop_map(|(pattern, interval, ends)| Plain { pattern, interval, ends }.tidy())
}

/// Rules near those that can be said, and some that cannot.
fn any_rule() -> impl Strategy<Value = Rule> {
    let by_day = vec((prop_oneof![3 => Just(0_i8), 2 => -2_i8..=5], select(WEEK.to_vec())), 0..4);
    let frequency = select(vec![Frequency::Daily, Frequency::Weekly, Frequency::Monthly, Frequency::Yearly]);
    (frequency, 1_u16..4, by_day, vec(prop_oneof![1_i8..=31, -2_i8..=-1], 0..3), select(WEEK.to_vec())).prop_map(
        |(frequency, interval, days, month_days, week_start)| Rule {
            interval,
            days: days.into_iter().map(|(nth, day)| ByDay { nth, day }).collect(),
            month_days,
            week_start,
            ..Rule::every(frequency)
        },
    )
}

/// Whether a day is meant by the words of a pattern, whatever the interval.
fn is_meant(pattern: &Pattern, first: NaiveDate, day: NaiveDate) -> bool {
    let (number, length) = (i64::from(day.day()), i64::from(days_in_month(day.year(), day.month())));
    let is_day = |wanted: i8| i64::from(wanted) == number || (wanted == LAST && number == length);
    match pattern {
        Pattern::Daily => true,
        Pattern::Weekly(days) if days.is_empty() => day.weekday() == first.weekday(),
        Pattern::Weekly(days) => days.contains(&day.weekday()),
        Pattern::MonthDays(days) if days.is_empty() => day.day() == first.day(),
        Pattern::MonthDays(days) => days.iter().any(|wanted| is_day(*wanted)),
        Pattern::MonthWeekdays { nths, days } => {
            let turn = (number - 1) / 7 + 1;
            let is_last = number + 7 > length;
            days.contains(&day.weekday()) && nths.iter().any(|nth| i64::from(*nth) == turn || (*nth == LAST && is_last))
        }
        Pattern::Yearly => (day.month(), day.day()) == (first.month(), first.day()),
    }
}

proptest! {
    #[test]
    fn parts_become_a_rule_and_come_back(plain in any_plain()) {
        prop_assert_eq!(Plain::of(&plain.rule()), Some(plain.clone()));
        let read: Rule = plain.rule().to_string().parse().unwrap();
        prop_assert_eq!(&read, &plain.rule(), "what is written is read");
        prop_assert_eq!(Plain::of(&read), Some(plain));
    }

    #[test]
    fn a_plain_rule_keeps_its_days(rule in any_rule(), first in day(0..3_000)) {
        if let Some(plain) = Plain::of(&rule) {
            let days = |rule: Rule| Recurrence::new(first, rule).days(first, first + Days::new(1_500), 400);
            prop_assert_eq!(days(plain.over(&rule)), days(rule.clone()), "{}", rule);
        }
    }

    #[test]
    fn the_days_are_those_that_the_words_name(plain in any_plain(), first in day(0..3_000)) {
        let every = Plain { interval: 1, ends: Ends::Never, ..plain.clone() };
        let to = first + Days::new(800);
        let found = Recurrence::new(first, every.rule()).days(first, to, 1_000);
        let expected: Vec<NaiveDate> = first.iter_days().take_while(|day| *day <= to).filter(|day| is_meant(&plain.pattern, first, *day)).collect();
        prop_assert_eq!(found, expected, "{}", every.rule());
        // A longer interval leaves some of them out and adds none.
        let fewer = Recurrence::new(first, Plain { ends: Ends::Never, ..plain.clone() }.rule()).days(first, to, 1_000);
        prop_assert!(fewer.iter().all(|day| is_meant(&plain.pattern, first, *day)), "{}", plain.rule());
    }
}
