//! A repetition as a sentence: 毎月第2土曜日、2027年3月まで.
//!
//! Pure, so that the staff form and public pages say the same. What the plain parts cannot say is not guessed at: the sentence then only
//! says that it repeats, and the dates themselves say when.

use crate::date as date_words;
use crate::messages::common as c;
use crate::messages::desk::recurrence as m;
use chrono::{Datelike as _, NaiveDate, NaiveTime, Weekday};
use engawa_core::time::calendar::days_in_month;
use engawa_core::time::recurrence::plain::LAST;
use engawa_core::time::recurrence::{Ends, Pattern, Plain};
use engawa_core::time::{Recurrence, Schedule};
use engawa_core::{Lang, Message};
use std::collections::BTreeSet;

/// How many days off are named.
const EXCEPT_SAID: usize = 6;

/// A repetition in words: how often, on which days, at what hours, until when.
pub fn recurrence_words(recurrence: &Recurrence, lang: Lang) -> String {
    let Some(plain) = Plain::of(&recurrence.rule) else { return m::OTHER.text(lang).to_owned() };
    let mut words = days(&plain, recurrence.first, lang);
    if recurrence.extra_days > 0 {
        words = m::DAYS_EACH.with(lang, &[&words, &(u32::from(recurrence.extra_days) + 1).to_string()]);
    }
    let hours = hours(recurrence.starts, recurrence.ends, lang);
    if !hours.is_empty() {
        words = m::HOURS.with(lang, &[&words, &hours]);
    }
    let end = match plain.ends {
        Ends::Never => return words,
        Ends::On(day) if day.day() == days_in_month(day.year(), day.month()) => date(m::DATE_UNTIL_MONTH, day, lang),
        Ends::On(day) => date(m::DATE_UNTIL_DAY, day, lang),
        Ends::After(count) => m::TIMES.with(lang, &[&count.to_string()]),
    };
    m::AND_THEN.with(lang, &[&words, &end])
}

/// All repetitions of a schedule in words, with the days off that are still to come: 毎週火曜日 10:00〜、ただし12月30日（水）を除く. Empty: it
/// does not repeat.
pub fn repetition_words(schedule: &Schedule, today: NaiveDate, lang: Lang) -> String {
    if schedule.rules.is_empty() {
        return String::new();
    }
    let rules = join(schedule.rules.iter().map(|rule| recurrence_words(rule, lang)), lang);
    let ahead: BTreeSet<NaiveDate> = schedule.except.iter().copied().filter(|day| *day >= today).collect();
    if ahead.is_empty() {
        return rules;
    }
    let mut off = join(ahead.iter().take(EXCEPT_SAID).map(|day| date_words::short(*day, today, lang)), lang);
    if let Some(more) = ahead.len().checked_sub(EXCEPT_SAID).filter(|more| *more > 0) {
        off = m::EXCEPT_MORE.with(lang, &[&off, &more.to_string()]);
    }
    m::EXCEPT.with(lang, &[&rules, &off])
}

/// The name of a turn in the month: 第2, 最終. None for a number that has no name.
pub fn nth(nth: i8) -> Option<Message> {
    Some(match nth {
        1 => m::NTH_1,
        2 => m::NTH_2,
        3 => m::NTH_3,
        4 => m::NTH_4,
        5 => m::NTH_5,
        LAST => m::NTH_LAST,
        _ => return None,
    })
}

fn days(plain: &Plain, first: NaiveDate, lang: Lang) -> String {
    let often = |[each, other, every]: [Message; 3]| match plain.interval {
        0 | 1 => each.text(lang).to_owned(),
        2 => other.text(lang).to_owned(),
        interval => every.with(lang, &[&interval.to_string()]),
    };
    let weekly = [m::WEEKLY, m::WEEKLY_OTHER, m::WEEKLY_N];
    let monthly = [m::MONTHLY, m::MONTHLY_OTHER, m::MONTHLY_N];
    let (period, on) = match &plain.pattern {
        Pattern::Daily => return often([m::DAILY, m::DAILY_OTHER, m::DAILY_N]),
        Pattern::Weekly(days) if days.is_empty() => (weekly, weekdays(&[first.weekday()], lang)),
        Pattern::Weekly(days) => (weekly, weekdays(days, lang)),
        Pattern::MonthDays(days) if days.is_empty() => (monthly, m::MONTH_DAY.with(lang, &[&first.day().to_string()])),
        Pattern::MonthDays(days) => (monthly, join(days.iter().map(|day| month_day(*day, lang)), lang)),
        Pattern::MonthWeekdays { nths, days } => {
            let turns = join(nths.iter().filter_map(|it| nth(*it)).map(|it| it.text(lang).to_owned()), lang);
            (monthly, m::NTH_WEEKDAYS.with(lang, &[&turns, &weekdays(days, lang)]))
        }
        Pattern::Yearly => ([m::YEARLY, m::YEARLY_OTHER, m::YEARLY_N], date(m::DATE_IN_YEAR, first, lang)),
    };
    m::ON.with(lang, &[&often(period), &on])
}

fn weekdays(days: &[Weekday], lang: Lang) -> String {
    m::WEEKDAYS.with(lang, &[&join(days.iter().map(|day| weekday(*day).text(lang).to_owned()), lang)])
}

/// The name of a weekday as choices show it: 月, Monday.
pub fn weekday(day: Weekday) -> Message {
    match day {
        Weekday::Mon => m::MON,
        Weekday::Tue => m::TUE,
        Weekday::Wed => m::WED,
        Weekday::Thu => m::THU,
        Weekday::Fri => m::FRI,
        Weekday::Sat => m::SAT,
        Weekday::Sun => m::SUN,
    }
}

fn month_day(day: i8, lang: Lang) -> String {
    if day == LAST { m::MONTH_END.text(lang).to_owned() } else { m::MONTH_DAY.with(lang, &[&day.to_string()]) }
}

/// Words in a row: 火・木, Tuesday and Thursday.
fn join(words: impl Iterator<Item = String>, lang: Lang) -> String {
    let words: Vec<String> = words.collect();
    match words.split_last() {
        Some((last, before)) if !before.is_empty() => format!("{}{}{last}", before.join(m::JOIN.text(lang)), m::JOIN_LAST.text(lang)),
        Some((only, _)) => only.clone(),
        None => String::new(),
    }
}

fn date(pattern: Message, day: NaiveDate, lang: Lang) -> String {
    const MONTHS: [Message; 12] = [c::JAN, c::FEB, c::MAR, c::APR, c::MAY, c::JUN, c::JUL, c::AUG, c::SEP, c::OCT, c::NOV, c::DEC];
    let month = usize::try_from(day.month0()).ok().and_then(|at| MONTHS.get(at)).map_or("", |month| month.text(lang));
    pattern.with(lang, &[&day.year().to_string(), &day.month().to_string(), &day.day().to_string(), month])
}

fn hours(starts: Option<NaiveTime>, ends: Option<NaiveTime>, lang: Lang) -> String {
    let clock = crate::date::time;
    match (starts, ends) {
        (Some(starts), Some(ends)) => c::SPAN.with(lang, &[&clock(starts), &clock(ends)]),
        (Some(starts), None) => c::SPAN_OPEN.with(lang, &[&clock(starts)]),
        (None, _) => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn recurrence(rule: &str) -> Recurrence {
        Recurrence::new("2026-11-20".parse().unwrap(), rule.parse().unwrap())
    }

    #[test]
    fn rules_in_three_languages() {
        for (rule, ja, en) in [
            ("FREQ=DAILY", "毎日", "every day"),
            ("FREQ=DAILY;INTERVAL=2;COUNT=5", "1日おき、全5回", "every other day, 5 times in all"),
            ("FREQ=WEEKLY", "毎週金曜日", "every week on Friday"),
            ("FREQ=WEEKLY;BYDAY=TH,TU", "毎週火・木曜日", "every week on Tuesday and Thursday"),
            ("FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,WE,SA", "隔週月・水・土曜日", "every other week on Monday, Wednesday and Saturday"),
            ("FREQ=WEEKLY;INTERVAL=3;BYDAY=SU;UNTIL=20270314", "3週ごとに日曜日、2027年3月14日まで", "every 3 weeks on Sunday, until 14 March 2027"),
            ("FREQ=MONTHLY", "毎月20日", "every month on day 20"),
            ("FREQ=MONTHLY;BYMONTHDAY=1,15,-1", "毎月1日・15日・末日", "every month on day 1, day 15 and the last day"),
            ("FREQ=MONTHLY;BYDAY=2SA;UNTIL=20270331", "毎月第2土曜日、2027年3月まで", "every month on the 2nd Saturday, until the end of March 2027"),
            ("FREQ=MONTHLY;INTERVAL=2;BYDAY=2SA,4SA", "隔月第2・第4土曜日", "every other month on the 2nd and 4th Saturday"),
            ("FREQ=MONTHLY;BYDAY=-1FR", "毎月最終金曜日", "every month on the last Friday"),
            ("FREQ=YEARLY", "毎年11月20日", "every year on 20 November"),
            ("FREQ=MONTHLY;BYDAY=MO,TU;BYSETPOS=1", m::OTHER.text(Lang::Ja), m::OTHER.text(Lang::En)),
        ] {
            assert_eq!((recurrence_words(&recurrence(rule), Lang::Ja).as_str(), recurrence_words(&recurrence(rule), Lang::En).as_str()), (ja, en));
        }
        assert_eq!(
            recurrence_words(&recurrence("FREQ=WEEKLY;BYDAY=TU,TH"), Lang::JaEasy),
            "毎週（まいしゅう） 火曜日（かようび）と 木曜日（もくようび）"
        );
        assert_eq!(
            recurrence_words(&recurrence("FREQ=MONTHLY;BYDAY=2SA;UNTIL=20270331"), Lang::JaEasy),
            "毎月（まいつき） 第（だい）2 土曜日（どようび）、2027年（ねん）3月（がつ）まで"
        );
    }

    #[test]
    fn hours_and_days_of_each_time_are_said() {
        let mut it = recurrence("FREQ=WEEKLY;BYDAY=TU;COUNT=3");
        (it.starts, it.ends) = (NaiveTime::from_hms_opt(9, 30, 0), NaiveTime::from_hms_opt(12, 0, 0));
        assert_eq!(recurrence_words(&it, Lang::Ja), "毎週火曜日 9:30〜12:00、全3回");
        it.extra_days = 1;
        it.ends = None;
        assert_eq!(recurrence_words(&it, Lang::En), "every week on Tuesday (2 days each), from 9:30, 3 times in all");
    }

    #[test]
    fn days_off_are_said_with_the_repetition() {
        let today: NaiveDate = "2026-11-20".parse().unwrap();
        let mut it = recurrence("FREQ=WEEKLY;BYDAY=TU");
        it.starts = NaiveTime::from_hms_opt(10, 0, 0);
        let mut schedule = Schedule { rules: vec![it], ..Schedule::default() };
        assert_eq!(repetition_words(&schedule, today, Lang::Ja), "毎週火曜日 10:00〜");
        // Days that are over, or named twice, are not said.
        schedule.except = ["2026-12-29", "2026-11-17", "2026-12-29"].map(|day| day.parse().unwrap()).to_vec();
        assert_eq!(repetition_words(&schedule, today, Lang::Ja), "毎週火曜日 10:00〜、ただし12月29日（火）を除く");
        schedule.except = (1..=8).map(|week| today + chrono::Days::new(week * 7)).collect();
        let words = repetition_words(&schedule, today, Lang::En);
        assert!(words.contains(", except ") && words.ends_with("and 2 more days"), "{words}");
        assert_eq!(repetition_words(&Schedule::default(), today, Lang::Ja), "");
    }
}
