//! Dates and hours in words, in three languages.
//!
//! Pure: the day of today comes in. The patterns are messages; Japanese shows the year of the era (和暦) beside the western one
//! wherever the year is shown in full, because forms and elder readers use it.

use crate::messages::common as m;
use chrono::{Datelike, NaiveDate, NaiveTime, Timelike, Weekday};
use engawa_core::time::{Schedule, Wareki};
use engawa_core::{Lang, Message};

const MONTHS: [Message; 12] = [m::JAN, m::FEB, m::MAR, m::APR, m::MAY, m::JUN, m::JUL, m::AUG, m::SEP, m::OCT, m::NOV, m::DEC];
const MONTHS_SHORT: [Message; 12] = [
    m::JAN_SHORT,
    m::FEB_SHORT,
    m::MAR_SHORT,
    m::APR_SHORT,
    m::MAY_SHORT,
    m::JUN_SHORT,
    m::JUL_SHORT,
    m::AUG_SHORT,
    m::SEP_SHORT,
    m::OCT_SHORT,
    m::NOV_SHORT,
    m::DEC_SHORT,
];

/// The short name of a weekday: 金, Fri.
pub fn weekday(day: Weekday, lang: Lang) -> &'static str {
    let name = match day {
        Weekday::Mon => m::MON,
        Weekday::Tue => m::TUE,
        Weekday::Wed => m::WED,
        Weekday::Thu => m::THU,
        Weekday::Fri => m::FRI,
        Weekday::Sat => m::SAT,
        Weekday::Sun => m::SUN,
    };
    name.text(lang)
}

/// The short name of a day's month: 11月, Nov.
pub fn month_short(day: NaiveDate, lang: Lang) -> &'static str {
    month_of(&MONTHS_SHORT, day).text(lang)
}

/// A day with its month and weekday; the year is left out where it is this year's: 11月20日（金）.
pub fn short(day: NaiveDate, today: NaiveDate, lang: Lang) -> String {
    let pattern = if day.year() == today.year() { m::DATE_SHORT } else { m::DATE_YEAR };
    fill(pattern, day, lang, &MONTHS_SHORT)
}

/// A day with its year, in Japanese of both calendars: 2026年（令和8年）11月20日（金）.
pub fn full(day: NaiveDate, lang: Lang) -> String {
    fill(m::DATE_FULL, day, lang, &MONTHS_SHORT)
}

/// A month with its year: 2026年（令和8年）11月.
pub fn month(day: NaiveDate, lang: Lang) -> String {
    fill(m::DATE_MONTH, day, lang, &MONTHS)
}

/// A day, called by name if it is today or tomorrow: 今日 11月20日（金）.
pub fn near(day: NaiveDate, today: NaiveDate, lang: Lang) -> String {
    let words = short(day, today, lang);
    if day == today {
        m::TODAY_DATE.with(lang, &[&words])
    } else if today.succ_opt() == Some(day) {
        m::TOMORROW_DATE.with(lang, &[&words])
    } else {
        words
    }
}

/// One or several days in a row; a span that has begun says until when: 開催中（12月25日（金）まで）.
pub fn span(on: NaiveDate, until: NaiveDate, today: NaiveDate, lang: Lang) -> String {
    if on >= until {
        return near(on, today, lang);
    }
    let end = short(until, today, lang);
    if on < today && until >= today {
        return m::SPAN_RUNNING.with(lang, &[&end]);
    }
    m::SPAN.with(lang, &[&near(on, today, lang), &end])
}

/// An hour: 10:00.
pub fn time(at: NaiveTime) -> String {
    // By hand: the formatter of chrono is heavy for a first visit.
    format!("{}:{:02}", at.hour(), at.minute())
}

/// Hours: 10:00〜12:00; empty if none are known.
pub fn hours(starts: Option<NaiveTime>, ends: Option<NaiveTime>, lang: Lang) -> String {
    match (starts, ends) {
        (Some(starts), Some(ends)) => m::SPAN.with(lang, &[&time(starts), &time(ends)]),
        (Some(starts), None) => m::SPAN_OPEN.with(lang, &[&time(starts)]),
        (None, _) => String::new(),
    }
}

/// Hours behind a day stay on one line: at its end, "until Wed 2 Dec 10:00 –" reads as if it ended at ten.
fn whole(hours: String, lang: Lang) -> String {
    if lang == Lang::En { hours.replace(' ', "\u{a0}") } else { hours }
}

/// Days and hours of one occurrence in one line.
pub fn occurrence(on: NaiveDate, until: NaiveDate, starts: Option<NaiveTime>, ends: Option<NaiveTime>, today: NaiveDate, lang: Lang) -> String {
    let mut words = span(on, until, today, lang);
    let hours = whole(hours(starts, ends, lang), lang);
    if !hours.is_empty() {
        words.push(' ');
        words.push_str(&hours);
    }
    words
}

/// From a day on, nobody knows until when, with hours: 10月1日（木）〜 10:00〜12:00.
pub fn open(on: NaiveDate, starts: Option<NaiveTime>, ends: Option<NaiveTime>, today: NaiveDate, lang: Lang) -> String {
    let mut words = m::SPAN_OPEN.with(lang, &[&near(on, today, lang)]);
    let hours = whole(hours(starts, ends, lang), lang);
    if !hours.is_empty() {
        words.push(' ');
        words.push_str(&hours);
    }
    words
}

/// When something is next, in words, with the first day for the `datetime` attribute. What is over says when it was; what could not
/// be read shows the source's own words. `None`: nothing is known.
pub fn next(schedule: &Schedule, today: NaiveDate, lang: Lang) -> Option<(Option<NaiveDate>, String)> {
    if let Some(next) = schedule.next_on_or_after(today) {
        let words = if schedule.is_open_from(next.on) {
            open(next.on, next.starts, next.ends, today, lang)
        } else {
            occurrence(next.on, next.until, next.starts, next.ends, today, lang)
        };
        return Some((Some(next.on), words));
    }
    match (schedule.first_day(), schedule.last_day()) {
        (Some(first), Some(last)) => Some((Some(first), span(first, last, today, lang))),
        _ if schedule.text.is_empty() => None,
        _ => Some((None, schedule.text.clone())),
    }
}

/// The last day of an application in words, with the days that are left in the last week: 締切 11月20日（金）（あと3日）.
pub fn deadline(on: NaiveDate, today: NaiveDate, lang: Lang) -> String {
    let words = short(on, today, lang);
    let left = (on - today).num_days();
    match left {
        ..0 => m::DEADLINE_PAST.with(lang, &[&words]),
        0 => m::DEADLINE_TODAY.with(lang, &[&words]),
        1..=7 => m::DEADLINE_DAYS.with(lang, &[&words, &left.to_string()]),
        _ => m::DEADLINE.with(lang, &[&words]),
    }
}

/// The year of the era: 令和8年; the western year in languages that do not count in eras.
pub fn era_year(day: NaiveDate, lang: Lang) -> String {
    let Some(wareki) = Wareki::of(day) else { return day.year().to_string() };
    let year = if wareki.year == 1 { m::ERA_FIRST.text(lang).to_owned() } else { wareki.year.to_string() };
    m::ERA_YEAR.with(lang, &[wareki.era.kanji(), &year])
}

fn fill(pattern: Message, day: NaiveDate, lang: Lang, months: &[Message; 12]) -> String {
    let (year, month, number) = (day.year().to_string(), day.month().to_string(), day.day().to_string());
    pattern.with(lang, &[&year, &month, &number, weekday(day.weekday(), lang), month_of(months, day).text(lang), &era_year(day, lang)])
}

fn month_of(months: &[Message; 12], day: NaiveDate) -> Message {
    usize::try_from(day.month0()).ok().and_then(|month| months.get(month)).copied().unwrap_or(m::JAN)
}

#[cfg(test)]
mod tests {
    use super::*;
    use engawa_core::time::Session;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn days_in_three_languages() {
        let (date, today) = (day("2026-11-20"), day("2026-11-01"));
        assert_eq!(short(date, today, Lang::Ja), "11月20日（金）");
        assert_eq!(short(date, today, Lang::JaEasy), "2026年11月20日（金曜日）");
        assert_eq!(short(date, today, Lang::En), "Fri 20 Nov");
        assert_eq!(short(date, day("2027-01-01"), Lang::En), "Fri 20 Nov 2026");
        assert_eq!(full(date, Lang::Ja), "2026年（令和8年）11月20日（金）");
        assert_eq!(full(day("2019-05-01"), Lang::Ja), "2019年（令和元年）5月1日（水）");
        assert_eq!(month(date, Lang::En), "November 2026");
        assert_eq!(near(date, date, Lang::Ja), "今日 11月20日（金）");
    }

    #[test]
    fn spans_and_hours() {
        let (on, until) = (day("2026-11-20"), day("2026-11-22"));
        assert_eq!(span(on, until, day("2026-11-01"), Lang::Ja), "11月20日（金）〜11月22日（日）");
        assert_eq!(span(on, until, day("2026-11-21"), Lang::Ja), "開催中（11月22日（日）まで）");
        let (ten, noon) = (NaiveTime::from_hms_opt(10, 0, 0), NaiveTime::from_hms_opt(12, 5, 0));
        assert_eq!(hours(ten, noon, Lang::Ja), "10:00〜12:05");
        assert_eq!(hours(ten, None, Lang::En), "from 10:00");
        assert_eq!(hours(None, None, Lang::En), "");
    }

    #[test]
    fn deadlines_say_how_many_days_are_left() {
        let words = |today: &str| deadline(day("2026-11-20"), day(today), Lang::En);
        assert_eq!(words("2026-11-01"), "Deadline Fri 20 Nov");
        assert_eq!(words("2026-11-18"), "Deadline Fri 20 Nov (2 days left)");
        assert_eq!(words("2026-11-20"), "Deadline today (Fri 20 Nov)");
        assert_eq!(words("2026-11-21"), "Deadline Fri 20 Nov (closed)");
    }

    #[test]
    fn the_next_time_in_words() {
        let session = Session { starts: NaiveTime::from_hms_opt(10, 0, 0), ..Session::day(day("2026-11-20")) };
        let schedule = Schedule { sessions: vec![session], ..Schedule::default() };
        let next_words = |today: &str| next(&schedule, day(today), Lang::Ja).map(|(_, words)| words);
        assert_eq!(next_words("2026-11-19").as_deref(), Some("明日 11月20日（金） 10:00〜"));
        assert_eq!(next_words("2026-11-21").as_deref(), Some("11月20日（金）"));
        assert_eq!(next(&Schedule::default(), day("2026-11-21"), Lang::Ja), None);
        let text = Schedule { text: "随時".into(), ..Schedule::default() };
        assert_eq!(next(&text, day("2026-11-21"), Lang::Ja), Some((None, "随時".to_owned())));
    }
}
