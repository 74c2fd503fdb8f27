//! The reader of dates and times as people write them in tables.
//!
//! Cities write 和暦, leave years out, list days (5/16(土)、23(土)), give ranges with any dash, say 毎月第2土曜日 or
//! ※平日のみ. This module reads all of that and never invents: what a text does not say stays empty, what contradicts
//! itself is a [`Warning`], and what cannot be read comes back as slices of the original in [`Reading::unread`].
//!
//! A text goes through four steps: `fold` (one form for each character), `lex` (pieces), `clause` and `slots` (what the
//! pieces of a date cell or of time cells mean together), `build` (a [`Schedule`]).

use chrono::{NaiveDate, NaiveTime, Weekday};

use super::schedule::Schedule;

mod build;
mod clause;
mod filters;
mod fold;
mod lex;
mod lex_date;
mod lex_days;
mod lex_time;
mod patterns;
mod slots;
mod years;

/// What the reader may know beside the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Context {
    /// A day near the ones meant: that of the file, or today. Decides years that are not written.
    pub reference: NaiveDate,
}

impl Context {
    /// A context around a day.
    pub fn new(reference: NaiveDate) -> Self {
        Self { reference }
    }
}

/// What was read, what is doubtful in it, and what was not read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reading<T> {
    /// What was read.
    pub value: T,
    /// Doubts, in the order of the text.
    pub warnings: Vec<Warning>,
    /// Slices of the original that mean something unknown.
    pub unread: Vec<String>,
}

impl<T> Reading<T> {
    /// Whether everything was read without doubt.
    pub fn is_clean(&self) -> bool {
        self.warnings.is_empty() && self.unread.is_empty()
    }
}

/// A day or a range of days as written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Span {
    /// The first day; `None` if only the end is written (～12月27日).
    pub from: Option<NaiveDate>,
    /// The last day, included; `None` if no end is written (10月2日より). A single day ends on itself.
    pub until: Option<NaiveDate>,
    /// The hour beside the first day, or of each day.
    pub starts: Option<NaiveTime>,
    /// The hour beside the last day, or of each day.
    pub ends: Option<NaiveTime>,
    /// The name before it (【..】).
    pub note: String,
}

/// Something doubtful in a text that was read all the same.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Warning {
    /// The weekday in brackets is not that of the date.
    WeekdayMismatch {
        /// The date, which was kept.
        date: NaiveDate,
        /// The weekday that the text claims.
        written: Weekday,
    },
    /// The bracket holds a spreadsheet's format code, such as `(aaa)`.
    BrokenWeekday,
    /// There is no such day (2月30日, 13月1日); it was left out.
    NoSuchDay(String),
    /// A range ends before it starts; its start was kept.
    EndBeforeStart(String),
    /// Only the end of a span or a repetition without a first day is written; it begins on the reference day.
    StartUnknown,
    /// The weekday in brackets decided for another year than the nearest.
    YearByWeekday,
    /// The day does not belong to the era that is written (平成31年5月1日).
    EraMismatch {
        /// The date, counted on in the written era.
        date: NaiveDate,
    },
    /// 全15回 or 5日間 is not the number of days found.
    CountMismatch {
        /// The number in the text.
        stated: u32,
        /// The number of days found.
        found: u32,
    },
    /// The text says that it is not decided (未定).
    Undecided,
    /// An end time is not after its start; it is taken to be on the next day.
    EndNotAfterStart,
    /// 午後12時 or 午前12時: read as noon.
    TwelveOClock,
    /// Start and end are both 00:00, which was taken to mean that no time was given.
    MidnightOnly,
    /// An excepted day is not one of the days that it is excepted from: one of them is mistaken.
    ExceptionOutside {
        /// The excepted day.
        date: NaiveDate,
    },
}

impl Warning {
    /// A stable word for message tables and reports.
    pub fn code(&self) -> &'static str {
        match self {
            Self::WeekdayMismatch { .. } => "weekday_mismatch",
            Self::BrokenWeekday => "broken_weekday",
            Self::NoSuchDay(_) => "no_such_day",
            Self::EndBeforeStart(_) => "end_before_start",
            Self::StartUnknown => "start_unknown",
            Self::YearByWeekday => "year_by_weekday",
            Self::EraMismatch { .. } => "era_mismatch",
            Self::CountMismatch { .. } => "count_mismatch",
            Self::Undecided => "undecided",
            Self::EndNotAfterStart => "end_not_after_start",
            Self::TwelveOClock => "twelve_o_clock",
            Self::MidnightOnly => "midnight_only",
            Self::ExceptionOutside { .. } => "exception_outside",
        }
    }
}

/// Why a text is not one date or one time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DateProblem {
    /// Nothing is written, or a sign for nothing (-, なし).
    Empty,
    /// There is no such day.
    NoSuchDay,
    /// It holds several, or a span.
    Several,
    /// It cannot be read.
    Unreadable,
}

impl DateProblem {
    /// A stable word for message tables and reports.
    pub fn code(self) -> &'static str {
        match self {
            Self::Empty => "date_empty",
            Self::NoSuchDay => "date_no_such_day",
            Self::Several => "date_several",
            Self::Unreadable => "date_unreadable",
        }
    }
}

/// Reads a text that is one date. A time beside it is ignored, as is a weekday that does not fit:
/// [`read_dates`] tells about both.
pub fn read_date(text: &str, context: &Context) -> Result<NaiveDate, DateProblem> {
    if is_none(text) {
        return Err(DateProblem::Empty);
    }
    let reading = read_dates(text, context);
    if reading.warnings.iter().any(|warning| matches!(warning, Warning::NoSuchDay(_))) {
        return Err(DateProblem::NoSuchDay);
    }
    match reading.value.as_slice() {
        [span] if reading.unread.is_empty() => match (span.from, span.until) {
            (Some(from), Some(until)) if from == until => Ok(from),
            _ => Err(DateProblem::Several),
        },
        [_, _, ..] => Err(DateProblem::Several),
        _ => Err(DateProblem::Unreadable),
    }
}

/// Reads a text that is one time of day. 24:00 is 0:00, 25時 is 1:00 (of the next day).
pub fn read_time(text: &str) -> Result<NaiveTime, DateProblem> {
    if is_none(text) {
        return Err(DateProblem::Empty);
    }
    let slots = slots::read_slots(text, "");
    match slots.list.as_slice() {
        [slot] if slots.unread.is_empty() => match slot.times() {
            (Some(time), None) => Ok(time),
            (None, _) => Err(DateProblem::Unreadable),
            _ => Err(DateProblem::Several),
        },
        [_, _, ..] => Err(DateProblem::Several),
        _ => Err(DateProblem::Unreadable),
    }
}

/// Reads days and ranges of days, with the hours beside them. Repetitions and exceptions, which only a schedule can hold,
/// are handed back as unread.
pub fn read_dates(text: &str, context: &Context) -> Reading<Vec<Span>> {
    if is_none(text) {
        return Reading::default();
    }
    clause::read_when(text, context, None).into_spans()
}

/// Reads the cells of a start and an end time. Of several parts of a day the first is given, the others are unread.
pub fn read_times(start: &str, end: &str) -> Reading<(Option<NaiveTime>, Option<NaiveTime>)> {
    let mut read = slots::read_slots(start, end);
    let value = read.list.first().map(slots::Slot::times).unwrap_or_default();
    if read.list.len() > 1 {
        read.unread.extend([start, end].iter().map(|text| text.trim().to_owned()).filter(|text| !is_none(text)));
        read.unread.dedup();
    }
    Reading { value, warnings: read.warnings, unread: read.unread }
}

/// Reads when something takes place from the four cells in which tables say it; cells may be empty.
/// [`Schedule::text`] keeps the whole original.
pub fn read_schedule(date: &str, end_date: &str, start: &str, end: &str, context: &Context) -> Reading<Schedule> {
    build::build(date, end_date, start, end, context)
}

/// Whether a cell says "none": empty, any dash, なし.
pub(crate) fn is_none(text: &str) -> bool {
    // Far more than enough for any dash.
    if text.len() > 256 {
        return text.trim().is_empty();
    }
    let folded: String = fold::fold(text).into_iter().map(|glyph| glyph.char).filter(|char| !char.is_whitespace()).collect();
    folded.chars().all(|char| matches!(char, '-' | '~' | '.' | '/')) || matches!(folded.as_str(), "なし" | "無し" | "無")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn context() -> Context {
        Context::new("2026-11-20".parse().unwrap())
    }

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn one_date_in_every_shape() {
        for text in [
            "2026-11-22",
            "2026/11/22",
            "2026.11.22",
            "2026.11/22",
            "２０２６年１１月２２日（日）",
            "令和8年11月22日",
            "令和８年 11月 22日（日曜日）",
            "R8.11.22",
            "r8/11/22",
            "Ｒ８．１１．２２",
            "㋿8年11月22日㈰",
            "11/22",
            "11/22/2026",
            "11月22日(aaa)",
            "20261122",
            "11.22(日)",
            "2026-11-22 00:00:00",
            "2026-11-22T10:00:00",
            "2026-11-21T15:00:00Z",
            "11月22日 日曜日",
            "【】11月22日",
            "11月22日(Sun)",
        ] {
            assert_eq!(read_date(text, &context()), Ok(day("2026-11-22")), "{text}");
        }
    }

    #[test]
    fn what_is_no_date_is_a_problem() {
        for (text, problem) in [
            ("", DateProblem::Empty),
            ("―", DateProblem::Empty),
            ("2月30日", DateProblem::NoSuchDay),
            ("13月1日", DateProblem::NoSuchDay),
            ("2026-02-29", DateProblem::NoSuchDay),
            ("令和0年1月1日", DateProblem::NoSuchDay),
            ("11月20日～22日", DateProblem::Several),
            ("11/1、11/2", DateProblem::Several),
            ("11月中旬", DateProblem::Unreadable),
            ("20日", DateProblem::Unreadable),
            ("26/11/20", DateProblem::Unreadable),
            ("087-812-7534", DateProblem::Unreadable),
            ("第3回", DateProblem::Unreadable),
            ("令和8年度", DateProblem::Unreadable),
        ] {
            assert_eq!(read_date(text, &context()), Err(problem), "{text}");
        }
    }

    #[test]
    fn one_time_in_every_shape() {
        for (text, time) in [
            ("9:30", "09:30"),
            ("９：３０", "09:30"),
            ("09:30:00", "09:30"),
            ("9時30分", "09:30"),
            ("9時半", "09:30"),
            ("午前9時30分", "09:30"),
            ("AM9:30", "09:30"),
            ("9:30 a.m.", "09:30"),
            ("0930", "09:30"),
            ("1899-12-30 09:30:00", "09:30"),
            ("午後1時半", "13:30"),
            ("午後１：３０", "13:30"),
            ("1:30 PM", "13:30"),
            ("13時30分頃", "13:30"),
            ("正午", "12:00"),
            ("午後0時", "12:00"),
            ("午前0時", "00:00"),
            ("12:30 AM", "00:30"),
            ("24:00", "00:00"),
            ("25時", "01:00"),
            ("22時", "22:00"),
            ("夜7時", "19:00"),
        ] {
            assert_eq!(read_time(text), Ok(format!("{time}:00").parse().unwrap()), "{text}");
        }
        for text in ["", "9", "30:00", "9:60", "9:3", "1時間", "10:00～12:00", "おおむね午後8時まで", "7月1日"] {
            assert!(read_time(text).is_err(), "{text}");
        }
    }

    #[test]
    fn deadlines_keep_their_hours() {
        let reading = read_dates("8月5日（水）9:00～8月21日（金）正午まで", &Context::new(day("2026-08-11")));
        let expected = Span {
            from: Some(day("2026-08-05")),
            until: Some(day("2026-08-21")),
            starts: "09:00:00".parse().ok(),
            ends: "12:00:00".parse().ok(),
            note: String::new(),
        };
        assert_eq!((reading.value, reading.warnings, reading.unread), (vec![expected], vec![], vec![]));
        let reading = read_dates("6月5日午前10時～\n定員に達するまで", &Context::new(day("2026-06-11")));
        assert_eq!((reading.value[0].from, reading.value[0].until), (Some(day("2026-06-05")), None));
        assert_eq!(reading.unread, ["定員に達するまで"]);
    }

    #[test]
    fn doubts_are_told() {
        let codes = |text: &str| read_schedule(text, "", "", "", &context()).warnings.iter().map(Warning::code).collect::<Vec<_>>();
        assert_eq!(codes("2026年11月20日（木）"), ["weekday_mismatch"]);
        assert_eq!(codes("平成31年5月1日"), ["era_mismatch"]);
        assert_eq!(codes("11月20日（木）"), ["year_by_weekday"]);
        assert_eq!(codes("2026/11/20～2026/11/18"), ["end_before_start"]);
        assert_eq!(codes("11月2日から11月30日まで毎週月曜日（全4回）"), ["count_mismatch"]);
    }
}
