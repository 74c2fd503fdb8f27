//! Month grids and the national holidays of Japan.
//!
//! Holidays are computed, not listed, for 2000-2099 from the Act on National Holidays (国民の祝日に関する法律, Act No. 178 of
//! 1948, as amended up to 2018) with the special laws for 2019-2021. Equinox days are set each February by the
//! astronomical observatory; the approximation used here holds for 1980-2099. Outside 2000-2099 there are no answers.

use chrono::{Datelike, Days, NaiveDate, Weekday};

/// A national holiday (国民の祝日) or a day off that follows from one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Holiday {
    /// 元日
    NewYear,
    /// 成人の日
    ComingOfAge,
    /// 建国記念の日
    Foundation,
    /// 天皇誕生日
    EmperorsBirthday,
    /// 春分の日
    VernalEquinox,
    /// 昭和の日
    Showa,
    /// 憲法記念日
    Constitution,
    /// みどりの日
    Greenery,
    /// こどもの日
    Children,
    /// 海の日
    Marine,
    /// 山の日
    Mountain,
    /// 敬老の日
    RespectForTheAged,
    /// 秋分の日
    AutumnalEquinox,
    /// 体育の日 (until 2019)
    HealthAndSports,
    /// スポーツの日 (since 2020)
    Sports,
    /// 文化の日
    Culture,
    /// 勤労感謝の日
    LabourThanksgiving,
    /// 即位の日 (2019-05-01)
    Accession,
    /// 即位礼正殿の儀の行われる日 (2019-10-22)
    Enthronement,
    /// 振替休日: the day off for a holiday on a Sunday
    Substitute,
    /// 国民の休日: a day between two holidays
    Citizens,
}

impl Holiday {
    /// The name in the law (for the two days off: their usual name).
    pub fn name(self) -> &'static str {
        match self {
            Self::NewYear => "元日",
            Self::ComingOfAge => "成人の日",
            Self::Foundation => "建国記念の日",
            Self::EmperorsBirthday => "天皇誕生日",
            Self::VernalEquinox => "春分の日",
            Self::Showa => "昭和の日",
            Self::Constitution => "憲法記念日",
            Self::Greenery => "みどりの日",
            Self::Children => "こどもの日",
            Self::Marine => "海の日",
            Self::Mountain => "山の日",
            Self::RespectForTheAged => "敬老の日",
            Self::AutumnalEquinox => "秋分の日",
            Self::HealthAndSports => "体育の日",
            Self::Sports => "スポーツの日",
            Self::Culture => "文化の日",
            Self::LabourThanksgiving => "勤労感謝の日",
            Self::Accession => "即位の日",
            Self::Enthronement => "即位礼正殿の儀の行われる日",
            Self::Substitute => "振替休日",
            Self::Citizens => "国民の休日",
        }
    }

    /// A stable word for message tables and style sheets.
    pub fn code(self) -> &'static str {
        match self {
            Self::NewYear => "new_year",
            Self::ComingOfAge => "coming_of_age",
            Self::Foundation => "foundation",
            Self::EmperorsBirthday => "emperors_birthday",
            Self::VernalEquinox => "vernal_equinox",
            Self::Showa => "showa",
            Self::Constitution => "constitution",
            Self::Greenery => "greenery",
            Self::Children => "children",
            Self::Marine => "marine",
            Self::Mountain => "mountain",
            Self::RespectForTheAged => "respect_for_the_aged",
            Self::AutumnalEquinox => "autumnal_equinox",
            Self::HealthAndSports => "health_and_sports",
            Self::Sports => "sports",
            Self::Culture => "culture",
            Self::LabourThanksgiving => "labour_thanksgiving",
            Self::Accession => "accession",
            Self::Enthronement => "enthronement",
            Self::Substitute => "substitute",
            Self::Citizens => "citizens",
        }
    }
}

/// The holiday on a day, substitutes and citizens' holidays included; `None` outside 2000-2099.
pub fn holiday(date: NaiveDate) -> Option<Holiday> {
    if let Some(named) = named_holiday(date) {
        return Some(named);
    }
    if is_substitute(date) {
        return Some(Holiday::Substitute);
    }
    let between = named_holiday(date.pred_opt()?).is_some() && named_holiday(date.succ_opt()?).is_some();
    (between && date.weekday() != Weekday::Sun).then_some(Holiday::Citizens)
}

/// Saturdays, Sundays and holidays: days on which offices are closed (not 平日).
pub fn is_day_off(date: NaiveDate) -> bool {
    matches!(date.weekday(), Weekday::Sat | Weekday::Sun) || holiday(date).is_some()
}

/// Article 3(2): since 2007 the next day that is no holiday itself, before that only the Monday.
fn is_substitute(date: NaiveDate) -> bool {
    let mut before = date;
    let reach = if date.year() >= 2007 { 7 } else { 1 };
    for _ in 0..reach {
        let Some(previous) = before.pred_opt() else { return false };
        before = previous;
        if named_holiday(before).is_none() {
            return false;
        }
        if before.weekday() == Weekday::Sun {
            return true;
        }
    }
    false
}

/// Article 2: the holidays with a name.
fn named_holiday(date: NaiveDate) -> Option<Holiday> {
    let (year, month, day) = (date.year(), date.month(), date.day());
    if !(2000..=2099).contains(&year) {
        return None;
    }
    let monday = |nth: u32| date.weekday() == Weekday::Mon && (day - 1) / 7 + 1 == nth;
    match (month, day) {
        (1, 1) => Some(Holiday::NewYear),
        (1, _) if monday(2) => Some(Holiday::ComingOfAge),
        (2, 11) => Some(Holiday::Foundation),
        (2, 23) if year >= 2020 => Some(Holiday::EmperorsBirthday),
        (12, 23) if year <= 2018 => Some(Holiday::EmperorsBirthday),
        (3, _) if day == equinox(year, 20_843_100) => Some(Holiday::VernalEquinox),
        (4, 29) => Some(if year >= 2007 { Holiday::Showa } else { Holiday::Greenery }),
        (5, 1) if year == 2019 => Some(Holiday::Accession),
        (5, 3) => Some(Holiday::Constitution),
        (5, 4) if year >= 2007 => Some(Holiday::Greenery),
        (5, 5) => Some(Holiday::Children),
        (7 | 8 | 10, _) => summer_holiday(date, monday),
        (9, 15) if year <= 2002 => Some(Holiday::RespectForTheAged),
        (9, _) if year >= 2003 && monday(3) => Some(Holiday::RespectForTheAged),
        (9, _) if day == equinox(year, 23_248_800) => Some(Holiday::AutumnalEquinox),
        (11, 3) => Some(Holiday::Culture),
        (11, 23) => Some(Holiday::LabourThanksgiving),
        _ => None,
    }
}

/// Holidays of July, August and October, which moved for the enthronement and for the Olympic games.
fn summer_holiday(date: NaiveDate, monday: impl Fn(u32) -> bool) -> Option<Holiday> {
    let games = match date.year() {
        2020 => Some([(7, 23), (7, 24), (8, 10)]),
        2021 => Some([(7, 22), (7, 23), (8, 8)]),
        _ => None,
    };
    let (year, month, day) = (date.year(), date.month(), date.day());
    if let Some(games) = games {
        let at = games.iter().position(|moved| *moved == (month, day))?;
        return [Holiday::Marine, Holiday::Sports, Holiday::Mountain].get(at).copied();
    }
    match (month, day) {
        (7, 20) if year <= 2002 => Some(Holiday::Marine),
        (7, _) if year >= 2003 && monday(3) => Some(Holiday::Marine),
        (8, 11) if year >= 2016 => Some(Holiday::Mountain),
        (10, 22) if year == 2019 => Some(Holiday::Enthronement),
        (10, _) if monday(2) => Some(if year >= 2020 { Holiday::Sports } else { Holiday::HealthAndSports }),
        _ => None,
    }
}

/// Day of the month of an equinox, from its mean time in 1980 in millionths of a day.
fn equinox(year: i32, in_1980: i32) -> u32 {
    let years = year - 1980;
    u32::try_from((in_1980 + 242_194 * years) / 1_000_000 - years / 4).unwrap_or_default()
}

/// The weeks that a month touches, for a page or a printed calendar.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MonthGrid {
    /// First day of the month shown.
    pub month: NaiveDate,
    /// Whole weeks (4 to 6), with days of the neighbouring months at both ends.
    pub weeks: Vec<[NaiveDate; 7]>,
}

impl MonthGrid {
    /// The grid of the month in which `day` lies, with weeks beginning on `start` (in Japan usually Sunday).
    pub fn of(day: NaiveDate, start: Weekday) -> Self {
        let month = first_of_month(day);
        let last = last_of_month(day);
        let mut weeks = Vec::with_capacity(6);
        let mut first = week_start(month, start);
        while first <= last && weeks.len() < 6 {
            weeks.push(week_from(first));
            let Some(next) = first.checked_add_days(Days::new(7)) else { break };
            first = next;
        }
        Self { month, weeks }
    }

    /// Whether a day of the grid belongs to its month.
    pub fn holds(&self, day: NaiveDate) -> bool {
        (day.year(), day.month()) == (self.month.year(), self.month.month())
    }

    /// First and last day shown, the window to ask for occurrences.
    pub fn window(&self) -> (NaiveDate, NaiveDate) {
        let first = self.weeks.first().map_or(self.month, |week| week[0]);
        let last = self.weeks.last().map_or(self.month, |week| week[6]);
        (first, last)
    }
}

/// The first day of the week in which `day` lies.
pub fn week_start(day: NaiveDate, start: Weekday) -> NaiveDate {
    day.checked_sub_days(Days::new(u64::from(day.weekday().days_since(start)))).unwrap_or(day)
}

/// Seven days in a row.
pub fn week_from(first: NaiveDate) -> [NaiveDate; 7] {
    core::array::from_fn(|offset| first.checked_add_days(Days::new(u64::try_from(offset).unwrap_or_default())).unwrap_or(first))
}

/// The first day of a day's month.
pub fn first_of_month(day: NaiveDate) -> NaiveDate {
    day.with_day(1).unwrap_or(day)
}

/// The last day of a day's month.
pub fn last_of_month(day: NaiveDate) -> NaiveDate {
    day.with_day(days_in_month(day.year(), day.month())).unwrap_or(day)
}

/// Number of days of a month (1-12); 0 for a month that does not exist.
pub fn days_in_month(year: i32, month: u32) -> u32 {
    (28..=31).rev().find(|day| NaiveDate::from_ymd_opt(year, month, *day).is_some()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    // From holiday_jp (https://github.com/holiday-jp/holiday_jp), MIT License, Copyright (c) holiday_jp contributors:
    // every holiday of years in which the rules differ.
    const HOLIDAYS: &[&str] = &[
        "2000 01-01 01-10 02-11 03-20 04-29 05-03 05-04 05-05 07-20 09-15 09-23 10-09 11-03 11-23 12-23",
        "2002 01-01 01-14 02-11 03-21 04-29 05-03 05-04 05-05 05-06 07-20 09-15 09-16 09-23 10-14 11-03 11-04 11-23 12-23",
        "2003 01-01 01-13 02-11 03-21 04-29 05-03 05-05 07-21 09-15 09-23 10-13 11-03 11-23 11-24 12-23",
        "2006 01-01 01-02 01-09 02-11 03-21 04-29 05-03 05-04 05-05 07-17 09-18 09-23 10-09 11-03 11-23 12-23",
        "2007 01-01 01-08 02-11 02-12 03-21 04-29 04-30 05-03 05-04 05-05 07-16 09-17 09-23 09-24 10-08 11-03 11-23 12-23 12-24",
        "2008 01-01 01-14 02-11 03-20 04-29 05-03 05-04 05-05 05-06 07-21 09-15 09-23 10-13 11-03 11-23 11-24 12-23",
        "2009 01-01 01-12 02-11 03-20 04-29 05-03 05-04 05-05 05-06 07-20 09-21 09-22 09-23 10-12 11-03 11-23 12-23",
        "2015 01-01 01-12 02-11 03-21 04-29 05-03 05-04 05-05 05-06 07-20 09-21 09-22 09-23 10-12 11-03 11-23 12-23",
        "2018 01-01 01-08 02-11 02-12 03-21 04-29 04-30 05-03 05-04 05-05 07-16 08-11 09-17 09-23 09-24 10-08 11-03 11-23 12-23 12-24",
        "2019 01-01 01-14 02-11 03-21 04-29 04-30 05-01 05-02 05-03 05-04 05-05 05-06 07-15 08-11 08-12 09-16 09-23 10-14 10-22 11-03 11-04 11-23",
        "2020 01-01 01-13 02-11 02-23 02-24 03-20 04-29 05-03 05-04 05-05 05-06 07-23 07-24 08-10 09-21 09-22 11-03 11-23",
        "2021 01-01 01-11 02-11 02-23 03-20 04-29 05-03 05-04 05-05 07-22 07-23 08-08 08-09 09-20 09-23 11-03 11-23",
        "2022 01-01 01-10 02-11 02-23 03-21 04-29 05-03 05-04 05-05 07-18 08-11 09-19 09-23 10-10 11-03 11-23",
        "2024 01-01 01-08 02-11 02-12 02-23 03-20 04-29 05-03 05-04 05-05 05-06 07-15 08-11 08-12 09-16 09-22 09-23 10-14 11-03 11-04 11-23",
        "2026 01-01 01-12 02-11 02-23 03-20 04-29 05-03 05-04 05-05 05-06 07-20 08-11 09-21 09-22 09-23 10-12 11-03 11-23",
        "2032 01-01 01-12 02-11 02-23 03-20 04-29 05-03 05-04 05-05 07-19 08-11 09-20 09-21 09-22 10-11 11-03 11-23",
        "2050 01-01 01-10 02-11 02-23 03-20 03-21 04-29 05-03 05-04 05-05 07-18 08-11 09-19 09-23 10-10 11-03 11-23",
    ];

    #[test]
    fn holidays_agree_with_the_published_table() {
        for row in HOLIDAYS {
            let (year, days) = row.split_once(' ').unwrap();
            let expected: Vec<NaiveDate> = days.split(' ').map(|text| day(&format!("{year}-{text}"))).collect();
            let computed: Vec<NaiveDate> = day(&format!("{year}-01-01"))
                .iter_days()
                .take_while(|date| date.year().to_string() == year)
                .filter(|date| holiday(*date).is_some())
                .collect();
            assert_eq!(computed, expected, "{year}");
        }
        assert_eq!(holiday(day("2009-09-22")), Some(Holiday::Citizens));
        assert_eq!(holiday(day("2026-05-06")), Some(Holiday::Substitute));
        assert_eq!(holiday(day("1999-01-01")), None);
    }

    #[test]
    fn a_grid_holds_whole_weeks() {
        let grid = MonthGrid::of(day("2026-11-20"), Weekday::Sun);
        assert_eq!(grid.weeks.len(), 5);
        assert_eq!(grid.window(), (day("2026-11-01"), day("2026-12-05")));
        let grid = MonthGrid::of(day("2026-11-20"), Weekday::Mon);
        assert_eq!(grid.window(), (day("2026-10-26"), day("2026-12-06")));
        assert!(grid.holds(day("2026-11-30")) && !grid.holds(day("2026-12-01")));
        assert_eq!(MonthGrid::of(day("2026-02-10"), Weekday::Sun).weeks.len(), 4);
        assert_eq!(days_in_month(2024, 2), 29);
        assert_eq!(days_in_month(2024, 13), 0);
    }
}
