//! Opening hours as text, a line for each sort of day: `月-金 9:00-21:00`, `Sat, Sun 10:00-17:00`, `休 2026-12-29`.
//!
//! Nothing is guessed: 平日 and 祝 depend on holidays, which [`Hours`] does not know, so they are named as not read, like any other
//! word. Invariant: what [`Hours::write`] writes is read as the same hours.

use super::{CLOSED_MAX, DAY, Hours, LATEST, Span};
use crate::problem::Problem;
use crate::time::wareki::{WEEK, weekday_char, weekday_of_char};
use chrono::NaiveDate;

/// The most days that a line takes from one to another.
const RANGE_MAX: usize = 366;
/// The most characters of a word that is named as not read.
const WORD_MAX: usize = 40;

/// Words that stand for themselves, longer ones before those that they begin with.
const WORDS: [(&str, Piece); 9] = [
    ("休館日", Piece::Closed),
    ("休館", Piece::Closed),
    ("休み", Piece::Closed),
    ("休", Piece::Closed),
    ("毎日", Piece::EveryDay),
    ("から", Piece::To),
    ("-", Piece::To),
    ("翌日", Piece::NextDay),
    ("翌", Piece::NextDay),
];

const ENGLISH: [&str; 7] = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];

/// What a line consists of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Piece {
    /// A weekday, Monday is 0.
    Day(usize),
    EveryDay,
    /// A time, in minutes.
    Time(u16),
    NextDay,
    Date(NaiveDate),
    To,
    Closed,
}

impl Hours {
    /// Reads hours that staff typed, in Japanese or English; nothing but white space is always open. A line that cannot be read is a
    /// problem with its number and the word.
    pub fn read(text: &str) -> Result<Self, Vec<Problem>> {
        let mut hours = Self::default();
        let mut problems = Vec::new();
        for (at, line) in text.lines().enumerate() {
            let line: String = line.chars().map(plain).collect();
            let word = match pieces(&line) {
                Ok(pieces) if hours.take(&pieces).is_some() => continue,
                Ok(_) => line.trim(),
                Err(word) => word,
            };
            let word: String = word.chars().take(WORD_MAX).collect();
            problems.push(Problem::new("hours", "unreadable_hours").arg((at + 1).to_string()).arg(word));
        }
        if hours.closed.len() > CLOSED_MAX {
            problems.push(Problem::new("hours", "too_many").arg(CLOSED_MAX.to_string()));
        }
        if problems.is_empty() { Ok(hours) } else { Err(problems) }
    }

    /// Writes hours so that [`Self::read`] reads the same.
    pub fn write(&self) -> String {
        let week: Vec<Vec<Span>> = self.week.iter().map(|spans| spans.iter().copied().filter(|span| span.is_valid()).collect()).collect();
        let mut lines = Vec::new();
        for (day, spans) in week.iter().enumerate() {
            // Days with the same times share the line of the first of them.
            if spans.is_empty() || week.iter().take(day).any(|it| it == spans) {
                continue;
            }
            let days: Vec<usize> = (day..week.len()).filter(|it| week.get(*it) == Some(spans)).collect();
            let times: Vec<String> = spans.iter().map(|span| format!("{}-{}", clock(span.from), clock(span.until))).collect();
            lines.push(format!("{} {}", names(&days), times.join(" ")));
        }
        for run in runs(&self.closed, |a, b| a.succ_opt() == Some(b)) {
            lines.extend(run.chunks(RANGE_MAX).flat_map(|days| match days {
                [first, _, .., last] => vec![format!("休 {first}〜{last}")],
                _ => days.iter().map(|day| format!("休 {day}")).collect(),
            }));
        }
        lines.join("\n")
    }

    /// Takes a line in; `None` if its pieces are in no order that means something.
    fn take(&mut self, pieces: &[Piece]) -> Option<()> {
        if let [Piece::Closed, dates @ ..] = pieces {
            return self.take_closed(dates);
        }
        let mut rest = pieces;
        while !rest.is_empty() {
            let (days, after) = days(rest)?;
            let (spans, after) = spans(after)?;
            for (at, times) in self.week.iter_mut().enumerate() {
                if days.contains(&at) {
                    times.extend(&spans);
                }
            }
            rest = after;
        }
        Some(())
    }

    fn take_closed(&mut self, dates: &[Piece]) -> Option<()> {
        let mut rest = dates;
        loop {
            rest = match rest {
                [Piece::Date(first), Piece::To, Piece::Date(last), after @ ..] => {
                    let days: Vec<NaiveDate> = first.iter_days().take_while(|day| day <= last).take(RANGE_MAX + 1).collect();
                    if days.is_empty() || days.len() > RANGE_MAX {
                        return None;
                    }
                    self.closed.extend(days);
                    after
                }
                [Piece::Date(day), after @ ..] => {
                    self.closed.push(*day);
                    after
                }
                _ => return None,
            };
            if rest.is_empty() {
                return Some(());
            }
        }
    }
}

/// Weekdays at the beginning of a line, and what follows.
fn days(pieces: &[Piece]) -> Option<(Vec<usize>, &[Piece])> {
    let mut days = Vec::new();
    let mut rest = pieces;
    loop {
        rest = match rest {
            [Piece::Day(first), Piece::To, Piece::Day(last), after @ ..] => {
                // 金-月 goes over the end of the week.
                days.extend((*first..=*first + (*last + 7 - *first) % 7).map(|day| day % 7));
                after
            }
            [Piece::Day(day), after @ ..] => {
                days.push(*day);
                after
            }
            [Piece::EveryDay, after @ ..] => {
                days.extend(0..7);
                after
            }
            _ => return (!days.is_empty()).then_some((days, rest)),
        };
    }
}

/// Times after weekdays, and what follows.
fn spans(pieces: &[Piece]) -> Option<(Vec<Span>, &[Piece])> {
    let mut spans = Vec::new();
    let mut rest = pieces;
    loop {
        let (from, until, next_day, after) = match rest {
            [Piece::Time(from), Piece::To, Piece::Time(until), after @ ..] => (*from, *until, false, after),
            [Piece::Time(from), Piece::To, Piece::NextDay, Piece::Time(until), after @ ..] => (*from, *until, true, after),
            _ => return (!spans.is_empty()).then_some((spans, rest)),
        };
        let until = if next_day || until <= from { until + DAY } else { until };
        let span = Span { from, until };
        if !span.is_valid() {
            return None;
        }
        spans.push(span);
        rest = after;
    }
}

/// The pieces of a line, or the first word that is none.
fn pieces(line: &str) -> Result<Vec<Piece>, &str> {
    let mut pieces = Vec::new();
    let mut rest = line.trim_start_matches(is_gap);
    while !rest.is_empty() {
        let (piece, after) = piece(rest).ok_or_else(|| rest.split(is_gap).next().unwrap_or(rest))?;
        pieces.push(piece);
        rest = after.trim_start_matches(is_gap);
    }
    Ok(pieces)
}

fn piece(text: &str) -> Option<(Piece, &str)> {
    if let Some(found) = WORDS.iter().find_map(|(word, piece)| Some((*piece, text.strip_prefix(*word)?))) {
        return Some(found);
    }
    let first = text.chars().next()?;
    if first.is_ascii_digit() {
        return time(text).or_else(|| date(text));
    }
    if first.is_ascii_alphabetic() {
        let (word, after) = text.split_at(text.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(text.len()));
        return english(&word.to_ascii_lowercase()).map(|piece| (piece, after));
    }
    let day = weekday_of_char(first).and_then(|day| WEEK.iter().position(|it| *it == day))?;
    let after = text.strip_prefix(first)?;
    let after = after.strip_prefix("曜日").or_else(|| after.strip_prefix('曜')).unwrap_or(after);
    Some((Piece::Day(day), after))
}

fn english(word: &str) -> Option<Piece> {
    match word {
        "closed" => Some(Piece::Closed),
        "daily" => Some(Piece::EveryDay),
        "to" => Some(Piece::To),
        _ if word.len() >= 3 => ENGLISH.iter().position(|day| day.starts_with(word)).map(Piece::Day),
        _ => None,
    }
}

/// `9:00`, `26:00`, `9時`, `9時30分`, `9時半`.
fn time(text: &str) -> Option<(Piece, &str)> {
    let (hour, after) = number(text)?;
    let (minute, after) = if let Some(after) = after.strip_prefix(':') {
        let (minute, rest) = number(after)?;
        // 9:5 may be anything.
        (minute, (after.len() - rest.len() == 2).then_some(rest)?)
    } else {
        let after = after.strip_prefix('時')?;
        let minutes = number(after).and_then(|(minute, after)| Some((minute, after.strip_prefix('分')?)));
        minutes.unwrap_or_else(|| after.strip_prefix('半').map_or((0, after), |after| (30, after)))
    };
    let whole = hour.checked_mul(60)?.checked_add(minute).filter(|whole| minute < 60 && *whole <= u32::from(LATEST))?;
    Some((Piece::Time(u16::try_from(whole).ok()?), after))
}

/// `2026-12-29`, `2026/12/29`, `2026.12.29`, `2026年12月29日`.
fn date(text: &str) -> Option<(Piece, &str)> {
    let (year, after) = number(text)?;
    let between = after.chars().next().filter(|c| "-/.年".contains(*c))?;
    let (month, after) = number(after.strip_prefix(between)?)?;
    let (day, after) = number(after.strip_prefix(if between == '年' { '月' } else { between })?)?;
    let after = if between == '年' { after.strip_prefix('日')? } else { after };
    // A year of two figures may be one of an era.
    let year = i32::try_from(year).ok().filter(|year| *year >= 1_000)?;
    NaiveDate::from_ymd_opt(year, month, day).map(|date| (Piece::Date(date), after))
}

/// A number of at most four figures.
fn number(text: &str) -> Option<(u32, &str)> {
    let (figures, after) = text.split_at(text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len()));
    let number = (figures.len() <= 4).then(|| figures.parse().ok())??;
    Some((number, after))
}

/// One form for characters that are written in several: widths and dashes.
fn plain(c: char) -> char {
    match c {
        '～' | '〜' | '~' | 'ー' | 'ｰ' | '－' | '−' | '\u{2010}'..='\u{2015}' => '-',
        '！'..='｝' => u32::from(c).checked_sub(0xFEE0).and_then(char::from_u32).unwrap_or(c),
        _ => c,
    }
}

fn is_gap(c: char) -> bool {
    c.is_whitespace() || ",、，・･/:;。()".contains(c)
}

/// `9:00`; hours past midnight go on.
fn clock(minute: u16) -> String {
    format!("{}:{:02}", minute / 60, minute % 60)
}

/// Weekdays as they are written: 月-金, 土日, 毎日.
fn names(days: &[usize]) -> String {
    if days.len() == WEEK.len() {
        return "毎日".to_owned();
    }
    let name = |day: &usize| WEEK.get(*day).map(|day| weekday_char(*day)).unwrap_or_default();
    let name_run = |run: &[usize]| match run {
        [first, _, .., last] => format!("{}-{}", name(first), name(last)),
        _ => run.iter().map(name).collect(),
    };
    runs(days, |a, b| a + 1 == b).map(name_run).collect()
}

/// Cuts a list where the next is not the one that follows.
fn runs<T: Copy>(list: &[T], follows: impl Fn(T, T) -> bool) -> impl Iterator<Item = &[T]> {
    list.chunk_by(move |a, b| follows(*a, *b))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn span(from: u16, until: u16) -> Span {
        Span { from, until }
    }

    /// The hours of a week whose weekdays have these times.
    fn week(rows: &[(&[usize], &[Span])]) -> Hours {
        let mut hours = Hours::default();
        for (days, spans) in rows {
            for day in *days {
                hours.week[*day].extend(*spans);
            }
        }
        hours
    }

    /// What cannot be read, as `line:word`.
    fn unread(text: &str) -> Vec<String> {
        let problems = Hours::read(text).expect_err(text);
        assert!(problems.iter().all(|it| it.path == "hours" && it.code == "unreadable_hours"), "{text}");
        problems.iter().map(|it| it.args.join(":")).collect()
    }

    #[test]
    fn weekdays_in_two_languages() {
        let all = [0, 1, 2, 3, 4, 5, 6];
        let nine = [span(540, 1_260)];
        let rows: [(&str, &[usize]); 16] = [
            ("月-金 9:00-21:00", &all[..5]),
            ("月〜金 9:00〜21:00", &all[..5]),
            ("月曜日から金曜日 9時から21時", &all[..5]),
            ("月・火・水・木・金　９：００～２１：００", &all[..5]),
            ("月火水木金: 9:00 - 21:00", &all[..5]),
            ("Mon-Fri 9:00-21:00", &all[..5]),
            ("monday to friday, 9:00 to 21:00", &all[..5]),
            ("土日 9:00-21:00", &all[5..]),
            ("土曜、日曜 (9:00–21:00)", &all[5..]),
            ("Sat, Sun 9:00-21:00", &all[5..]),
            ("金-月 9:00-21:00", &[0, 4, 5, 6]),
            ("水 9:00-21:00", &[2]),
            ("水-水 9:00-21:00", &[2]),
            ("毎日 9:00-21:00", &all),
            ("Daily 9:00-21:00", &all),
            ("月-水 9:00-21:00\n\n木-日 9:00-21:00\n", &all),
        ];
        for (text, days) in rows {
            assert_eq!(Hours::read(text), Ok(week(&[(days, &nine)])), "{text}");
        }
    }

    #[test]
    fn times_in_any_number_and_past_midnight() {
        let rows: [(&str, &[Span]); 12] = [
            ("月 9:00-12:00 13:00-17:30", &[span(540, 720), span(780, 1_050)]),
            ("月 9:00-12:00、13:00-17:30", &[span(540, 720), span(780, 1_050)]),
            ("月 9:00-12:00\n月 13:00-17:30", &[span(540, 720), span(780, 1_050)]),
            ("月 9時-17時半", &[span(540, 1_050)]),
            ("月 9時05分-17時30分", &[span(545, 1_050)]),
            ("月 18:00-26:00", &[span(1_080, 1_560)]),
            ("月 18:00-2:00", &[span(1_080, 1_560)]),
            ("月 18:00-翌2:00", &[span(1_080, 1_560)]),
            ("月 18時から翌日2時", &[span(1_080, 1_560)]),
            ("月 18:00-0:00", &[span(1_080, 1_440)]),
            ("月 0:00-24:00", &[span(0, 1_440)]),
            ("月 6:00-6:00", &[span(360, 1_800)]),
        ];
        for (text, spans) in rows {
            assert_eq!(Hours::read(text), Ok(week(&[(&[0], spans)])), "{text}");
        }
        let both = week(&[(&[0, 1, 2, 3, 4], &[span(540, 1_260)]), (&[5, 6], &[span(600, 1_020)])]);
        assert_eq!(Hours::read("月-金 9:00-21:00、土日 10:00-17:00"), Ok(both));
    }

    #[test]
    fn closed_days() {
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        let rows: [(&str, &[&str]); 7] = [
            ("休 2026-12-29", &["2026-12-29"]),
            ("休館日：2026/12/29、2027/1/4", &["2026-12-29", "2027-01-04"]),
            ("休み ２０２６年１２月２９日", &["2026-12-29"]),
            ("closed 2026.12.29", &["2026-12-29"]),
            ("休 2026-12-30〜2027-01-01", &["2026-12-30", "2026-12-31", "2027-01-01"]),
            ("休館 2026-12-30-2026-12-31 2027-2-1", &["2026-12-30", "2026-12-31", "2027-02-01"]),
            (" \n", &[]),
        ];
        for (text, days) in rows {
            let closed = days.iter().map(|it| day(it)).collect();
            assert_eq!(Hours::read(text), Ok(Hours { closed, ..Hours::default() }), "{text}");
        }
    }

    #[test]
    fn what_cannot_be_read_is_named() {
        for (text, named) in [
            ("土日祝 10:00-17:00", "1:祝"),
            ("月-金 9:00-21:00\n土日祝 10:00-17:00", "2:祝"),
            ("平日 9:00-17:00", "1:平日"),
            ("第2月曜 9:00-17:00", "1:第2月曜"),
            ("月 9-17", "1:9-17"),
            ("月 9:5-17:00", "1:9"),
            ("月 9:00-17:60", "1:17"),
            ("月 9:00-31:00", "1:31"),
            ("月 9:00am-5pm", "1:am-5pm"),
            ("休 12月29日", "1:12月29日"),
            ("休 2026-02-30", "1:2026-02-30"),
            ("休 0008-12-29", "1:0008-12-29"),
            ("休 20261229", "1:20261229"),
            ("月 99999999999999999999:00-1:00", "1:99999999999999999999"),
        ] {
            assert_eq!(unread(text), [named], "{text}");
        }
        // Each word is known, but together they say nothing.
        for text in [
            "月",
            "月-金",
            "9:00-17:00",
            "月 9:00",
            "月 9:00-",
            "月 10:00-9:00",
            "月 24:00-25:00",
            "月 23:00-翌7:00",
            "月 休",
            "休",
            "休 月",
            "休 2026-12-29 9:00-12:00",
            "休 2026-12-31-2026-12-29",
            "休 2026-01-01-2027-06-30",
            "2026-12-29",
            "月 2026-12-29",
            "-",
        ] {
            assert_eq!(unread(text), [format!("1:{text}")], "{text}");
        }
        assert_eq!(unread("x\n月 9:00-17:00\n\ny"), ["1:x", "4:y"]);
        let long = "あ".repeat(1_000);
        assert_eq!(unread(&long), [format!("1:{}", "あ".repeat(WORD_MAX))]);
    }

    #[test]
    fn too_many_closed_days_are_refused() {
        let text = "休 2026-01-01-2026-12-31\n休 2027-01-01-2027-12-31";
        assert_eq!(Hours::read(text), Err(vec![Problem::new("hours", "too_many").arg("400")]));
    }

    #[test]
    fn they_are_written_as_staff_write_them() {
        for text in [
            "",
            "月-金 9:00-21:00\n土日 10:00-17:00",
            "毎日 0:00-24:00",
            "月-水土日 9:00-12:00 13:00-17:00\n金 18:00-26:05",
            "火 9:05-9:10\n休 2026-12-28\n休 2026-12-30〜2027-01-03\n休 2026-02-11\n休 2026-02-12",
        ] {
            assert_eq!(Hours::read(text).map(|hours| hours.write()), Ok(text.to_owned()));
        }
    }

    #[test]
    fn what_is_no_time_is_not_written() {
        let hours = week(&[(&[0], &[span(600, 600), span(540, 720), span(1_500, 1_600)]), (&[3], &[span(0, 1_801)])]);
        assert_eq!(hours.write(), "月 9:00-12:00");
    }
}
