//! A repetition in plain words: how often, on which weekdays or days, until when; each part a field of the form.
//!
//! A rule that these fields cannot say is edited as the text of its `RRULE`, so that none is ever lost. Invariant: what the fields leave
//! unsaid (the start of the week, the hour of an `UNTIL`) stays as the rule had it.

use super::when::is_sent;
use super::{Reader, clock, words};
use crate::messages::desk as m;
use chrono::Weekday;
use engawa_core::text::digits;
use engawa_core::time::recurrence::plain::{COUNT_MAX, INTERVAL_MAX, LAST, NTHS};
use engawa_core::time::recurrence::{Ends, Pattern, Plain, weekday_code};
use engawa_core::time::wareki::WEEK;
use engawa_core::time::{Recurrence, Rule};
use engawa_core::{Message, Problem};

/// How it repeats: one of [`CHOICES`], or nothing.
pub const REPEAT: &str = "repeat";
/// In every how many weeks, months or years.
pub const INTERVAL: &str = "repeat.interval";
/// Weekdays, by their codes in an `RRULE`.
pub const WEEKDAY: &str = "repeat.weekday";
/// Which turns of the weekdays in a month.
pub const NTH: &str = "repeat.nth";
/// Days of the month, as a list.
pub const MONTH_DAY: &str = "repeat.month_day";
/// The last day of the month.
pub const MONTH_END: &str = "repeat.month_end";
/// The last day of the repetition.
pub const UNTIL: &str = "repeat.until";
/// How many times in all.
pub const COUNT: &str = "repeat.count";
/// The text of an `RRULE`.
pub const RULE: &str = "rule";

/// Every day, or every few.
pub const DAILY: &str = "day";
/// On weekdays of every week, or of every few.
pub const WEEKLY: &str = "week";
/// On days of every month.
pub const BY_MONTH_DAY: &str = "month_day";
/// On turns of weekdays in every month.
pub const BY_WEEKDAY: &str = "month_weekday";
/// On the day of the first time, every year.
pub const YEARLY: &str = "year";
/// As the text says.
pub const AS_RULE: &str = "rule";

/// How it may repeat: code and name.
pub const CHOICES: [(&str, Message); 6] = [
    (DAILY, m::REPEAT_DAY),
    (WEEKLY, m::REPEAT_WEEK),
    (BY_MONTH_DAY, m::REPEAT_MONTH_DAY),
    (BY_WEEKDAY, m::REPEAT_MONTH_WEEKDAY),
    (YEARLY, m::REPEAT_YEAR),
    (AS_RULE, m::REPEAT_RULE),
];

/// Weekdays to choose from: code and name.
pub fn weekdays() -> Vec<(&'static str, Message)> {
    WEEK.into_iter().map(|day| (weekday_code(day), words::weekday(day))).collect()
}

/// Turns in a month to choose from: code and name.
pub fn nths() -> Vec<(&'static str, Message)> {
    let codes = ["1", "2", "3", "4", "5", "-1"];
    codes.into_iter().zip(NTHS).filter_map(|(code, nth)| Some((code, words::nth(nth)?))).collect()
}

/// The fields of a repetition, by name.
pub(super) fn to_fields(recurrence: &Recurrence) -> Vec<(String, String)> {
    let mut out: Vec<(String, String)> = Vec::new();
    let mut add = |name: &str, value: String| out.push((name.to_owned(), value));
    add("rule_first", recurrence.first.to_string());
    add("rule_starts", clock(recurrence.starts));
    add("rule_ends", clock(recurrence.ends));
    let Some(plain) = Plain::of(&recurrence.rule) else {
        add(REPEAT, AS_RULE.to_owned());
        add(RULE, recurrence.rule.to_string());
        return out;
    };
    add(INTERVAL, plain.interval.to_string());
    match &plain.pattern {
        Pattern::Daily => add(REPEAT, DAILY.to_owned()),
        Pattern::Yearly => add(REPEAT, YEARLY.to_owned()),
        Pattern::Weekly(days) => {
            add(REPEAT, WEEKLY.to_owned());
            for day in days {
                add(WEEKDAY, weekday_code(*day).to_owned());
            }
        }
        Pattern::MonthDays(days) => {
            add(REPEAT, BY_MONTH_DAY.to_owned());
            let numbers: Vec<String> = days.iter().filter(|day| **day != LAST).map(ToString::to_string).collect();
            add(MONTH_DAY, numbers.join("、"));
            if days.contains(&LAST) {
                add(MONTH_END, "1".to_owned());
            }
        }
        Pattern::MonthWeekdays { nths, days } => {
            add(REPEAT, BY_WEEKDAY.to_owned());
            for nth in nths {
                add(NTH, nth.to_string());
            }
            for day in days {
                add(WEEKDAY, weekday_code(*day).to_owned());
            }
        }
    }
    match plain.ends {
        Ends::Never => {}
        Ends::On(day) => add(UNTIL, day.to_string()),
        Ends::After(count) => add(COUNT, count.to_string()),
    }
    out
}

impl Reader<'_> {
    /// The rule that the form says; nothing if it does not repeat, or if something is wrong (which is told).
    pub(super) fn rule(&mut self, before: Option<&Rule>) -> Option<Rule> {
        let (chosen, text) = (self.line(REPEAT), self.line(RULE));
        match chosen.as_str() {
            AS_RULE => self.rule_text(&text),
            // A form of before there were plain fields, or a text that was typed without choosing it: it must not be lost.
            "" if !text.is_empty() && (!is_sent(self.pairs, REPEAT) || before.is_none_or(|before| before.to_string() != text)) => {
                self.rule_text(&text)
            }
            "" => None,
            _ => {
                let plain = self.plain(&chosen)?;
                Some(match before {
                    // Said in other words, or in another order: the same rule.
                    Some(before) if Plain::of(before).as_ref() == Some(&plain) => before.clone(),
                    Some(before) => plain.over(before),
                    None => plain.rule(),
                })
            }
        }
    }

    fn rule_text(&mut self, text: &str) -> Option<Rule> {
        if text.is_empty() {
            self.problems.push(Problem::new(RULE, "required"));
            return None;
        }
        match text.parse::<Rule>() {
            Ok(rule) => Some(rule),
            Err(why) => {
                self.problems.push(Problem::new(RULE, why.code()).arg(why.part()));
                None
            }
        }
    }

    fn plain(&mut self, chosen: &str) -> Option<Plain> {
        let so_far = self.problems.len();
        let pattern = match chosen {
            DAILY => Pattern::Daily,
            WEEKLY => Pattern::Weekly(self.weekdays()),
            BY_MONTH_DAY => Pattern::MonthDays(self.month_days()),
            BY_WEEKDAY => {
                let nths: Vec<i8> = NTHS.into_iter().filter(|nth| self.all(NTH).any(|sent| sent == nth.to_string())).collect();
                let days = self.weekdays();
                for (name, is_missing) in [(NTH, nths.is_empty()), (WEEKDAY, days.is_empty())] {
                    if is_missing {
                        self.problems.push(Problem::new(name, "required"));
                    }
                }
                Pattern::MonthWeekdays { nths, days }
            }
            YEARLY => Pattern::Yearly,
            _ => {
                self.problems.push(Problem::new(REPEAT, "bad_json"));
                return None;
            }
        };
        let interval = self.within(INTERVAL, u32::from(INTERVAL_MAX)).and_then(|number| u16::try_from(number).ok()).unwrap_or(1);
        let ends = match (self.day(UNTIL), self.within(COUNT, COUNT_MAX)) {
            (None, None) => Ends::Never,
            (Some(day), None) => Ends::On(day),
            (None, Some(count)) => Ends::After(count),
            (Some(_), Some(_)) => {
                self.problems.push(Problem::new(COUNT, "until_or_count"));
                return None;
            }
        };
        (self.problems.len() == so_far).then(|| Plain { pattern, interval, ends }.tidy())
    }

    fn weekdays(&self) -> Vec<Weekday> {
        WEEK.into_iter().filter(|day| self.all(WEEKDAY).any(|sent| sent == weekday_code(*day))).collect()
    }

    /// 1、15 or 1日、15日, and the last day.
    fn month_days(&mut self) -> Vec<i8> {
        let mut found = Vec::new();
        for word in self.list(MONTH_DAY) {
            let number = digits(&word).trim_end_matches('日').trim().parse().ok().filter(|day: &i8| (1..=31).contains(day));
            match number {
                Some(day) => found.push(day),
                None => self.problems.push(Problem::new(MONTH_DAY, "out_of_range").arg("1").arg("31").arg(word)),
            }
        }
        if self.line(MONTH_END) == "1" {
            found.push(LAST);
        }
        found
    }

    /// A whole number from 1 to `most`.
    fn within(&mut self, name: &str, most: u32) -> Option<u32> {
        let number = self.count::<u32>(name)?;
        if (1..=most).contains(&number) {
            return Some(number);
        }
        self.problems.push(Problem::new(name, "out_of_range").arg("1").arg(most.to_string()).arg(number.to_string()));
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fields(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
        pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
    }

    /// The rule as text, and the problems.
    fn read(pairs: &[(String, String)], before: Option<&str>) -> (String, Vec<String>) {
        let mut reader = Reader { pairs, problems: Vec::new() };
        let before: Option<Rule> = before.map(|rule| rule.parse().unwrap());
        let rule = reader.rule(before.as_ref()).map(|rule| rule.to_string()).unwrap_or_default();
        (rule, reader.problems.into_iter().map(|problem| format!("{}:{}", problem.path, problem.code)).collect())
    }

    #[test]
    fn every_rule_comes_back() {
        for rule in [
            "FREQ=DAILY",
            "FREQ=WEEKLY",
            "FREQ=WEEKLY;INTERVAL=2;COUNT=10;BYDAY=TU,TH",
            "FREQ=MONTHLY",
            "FREQ=MONTHLY;BYMONTHDAY=1,15,-1",
            "FREQ=MONTHLY;BYMONTHDAY=-1",
            "FREQ=MONTHLY;UNTIL=20270331;BYDAY=2SA,4SA,-1SA",
            "FREQ=YEARLY;INTERVAL=2",
            // In another order, or with what the fields leave unsaid.
            "FREQ=WEEKLY;INTERVAL=2;UNTIL=20270331T100000;BYDAY=SU,MO;WKST=SU",
            // Not plain.
            "FREQ=MONTHLY;BYDAY=MO,TU;BYSETPOS=-1",
            "FREQ=YEARLY;BYMONTH=5;BYDAY=2SU",
        ] {
            let recurrence = Recurrence::new("2026-11-10".parse().unwrap(), rule.parse().unwrap());
            assert_eq!(read(&to_fields(&recurrence), Some(rule)), (rule.to_owned(), vec![]), "{rule}");
        }
    }

    #[test]
    fn plain_fields_make_rules() {
        for (pairs, expected) in [
            (
                vec![("repeat", "week"), ("repeat.weekday", "TH"), ("repeat.weekday", "TU"), ("repeat.interval", "２")],
                "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,TH",
            ),
            (vec![("repeat", "month_weekday"), ("repeat.nth", "2"), ("repeat.weekday", "SA")], "FREQ=MONTHLY;BYDAY=2SA"),
            (vec![("repeat", "month_day"), ("repeat.month_day", "15日、１"), ("repeat.count", "5回")], "FREQ=MONTHLY;COUNT=5;BYMONTHDAY=1,15"),
            (vec![("repeat", "month_day"), ("repeat.month_end", "1")], "FREQ=MONTHLY;BYMONTHDAY=-1"),
            (vec![("repeat", "year"), ("repeat.until", "2030-01-01")], "FREQ=YEARLY;UNTIL=20300101"),
            // What belongs to another way of repeating is left aside.
            (vec![("repeat", "day"), ("repeat.weekday", "SA"), ("rule", "FREQ=YEARLY")], "FREQ=DAILY"),
            (vec![("repeat", "rule"), ("rule", "freq=monthly;bysetpos=1;byday=mo,tu")], "FREQ=MONTHLY;BYDAY=MO,TU;BYSETPOS=1"),
            (vec![("repeat", "")], ""),
            (vec![("rule", "FREQ=YEARLY")], "FREQ=YEARLY"),
        ] {
            assert_eq!(read(&fields(&pairs), None), (expected.to_owned(), vec![]), "{pairs:?}");
        }
    }

    #[test]
    fn a_text_that_was_typed_is_not_lost_and_one_that_was_there_can_be_left() {
        let pairs = fields(&[("repeat", ""), ("rule", "FREQ=YEARLY;BYMONTH=5")]);
        assert_eq!(read(&pairs, None).0, "FREQ=YEARLY;BYMONTH=5");
        assert_eq!(read(&pairs, Some("FREQ=DAILY")).0, "FREQ=YEARLY;BYMONTH=5");
        assert_eq!(read(&pairs, Some("FREQ=YEARLY;BYMONTH=5")).0, "");
    }

    #[test]
    fn problems_name_their_field() {
        for (pairs, expected) in [
            (vec![("repeat", "month_weekday")], vec!["repeat.nth:required", "repeat.weekday:required"]),
            (vec![("repeat", "month_day"), ("repeat.month_day", "32")], vec!["repeat.month_day:out_of_range"]),
            (vec![("repeat", "month_day"), ("repeat.month_day", "-1")], vec!["repeat.month_day:out_of_range"]),
            (vec![("repeat", "week"), ("repeat.interval", "0")], vec!["repeat.interval:out_of_range"]),
            (vec![("repeat", "week"), ("repeat.interval", "時々")], vec!["repeat.interval:unreadable_number"]),
            (vec![("repeat", "week"), ("repeat.until", "2030-02-30")], vec!["repeat.until:bad_date"]),
            (vec![("repeat", "week"), ("repeat.until", "2030-02-20"), ("repeat.count", "3")], vec!["repeat.count:until_or_count"]),
            (vec![("repeat", "week"), ("repeat.count", "10000")], vec!["repeat.count:out_of_range"]),
            (vec![("repeat", "rule")], vec!["rule:required"]),
            (vec![("repeat", "rule"), ("rule", "FREQ=HOURLY")], vec!["rule:rule_part_unsupported"]),
            (vec![("repeat", "fortnight")], vec!["repeat:bad_json"]),
        ] {
            assert_eq!(read(&fields(&pairs), None), (String::new(), expected.into_iter().map(str::to_owned).collect()), "{pairs:?}");
        }
    }

    #[test]
    fn choices_have_codes_and_names() {
        assert_eq!(weekdays().len(), 7);
        assert_eq!(nths().iter().map(|(code, _)| *code).collect::<Vec<_>>(), NTHS.map(|nth| nth.to_string()));
    }
}
