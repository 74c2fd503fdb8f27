//! Japanese eras (和暦), weekday names and the written form of a day.
//!
//! Era boundaries are those of the imperial edicts; the day of a change belongs to the new era. Dates before
//! 1873-01-01 (明治6年1月1日) were lunisolar and are not converted, because arithmetic on them would be wrong.

use core::fmt;

use chrono::{Datelike, NaiveDate, Weekday};

/// An era name (元号) since Japan counts days by the Gregorian calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Era {
    /// 明治, 1868-1912
    Meiji,
    /// 大正, 1912-1926
    Taisho,
    /// 昭和, 1926-1989
    Showa,
    /// 平成, 1989-2019
    Heisei,
    /// 令和, since 2019-05-01
    Reiwa,
}

impl Era {
    /// All eras, oldest first.
    pub const ALL: [Self; 5] = [Self::Meiji, Self::Taisho, Self::Showa, Self::Heisei, Self::Reiwa];

    /// The name in kanji.
    pub fn kanji(self) -> &'static str {
        match self {
            Self::Meiji => "明治",
            Self::Taisho => "大正",
            Self::Showa => "昭和",
            Self::Heisei => "平成",
            Self::Reiwa => "令和",
        }
    }

    /// The letter on forms and in JIS X 0301 dates.
    pub fn letter(self) -> char {
        match self {
            Self::Meiji => 'M',
            Self::Taisho => 'T',
            Self::Showa => 'S',
            Self::Heisei => 'H',
            Self::Reiwa => 'R',
        }
    }

    /// The era of a letter, in either case.
    pub fn from_letter(letter: char) -> Option<Self> {
        Self::ALL.into_iter().find(|era| era.letter().eq_ignore_ascii_case(&letter))
    }

    /// The western year in which year 1 (元年) of the era lies.
    pub fn first_year(self) -> i32 {
        match self {
            Self::Meiji => 1868,
            Self::Taisho => 1912,
            Self::Showa => 1926,
            Self::Heisei => 1989,
            Self::Reiwa => 2019,
        }
    }

    /// Month and day of the era's first day; for 明治 the first Gregorian day, 1873-01-01.
    fn first_day(self) -> NaiveDate {
        let (year, month, day) = match self {
            Self::Meiji => (1873, 1, 1),
            Self::Taisho => (1912, 7, 30),
            Self::Showa => (1926, 12, 25),
            Self::Heisei => (1989, 1, 8),
            Self::Reiwa => (2019, 5, 1),
        };
        NaiveDate::from_ymd_opt(year, month, day).unwrap_or_default()
    }

    /// The western year of a year of the era (1 is 元年). Years beyond the era's end are counted on, because
    /// papers were printed before the change: 平成35年 is 2023.
    pub fn western_year(self, year: u16) -> i32 {
        self.first_year() + i32::from(year) - 1
    }

    /// The era of a day; `None` before 1873-01-01.
    pub fn of(date: NaiveDate) -> Option<Self> {
        Self::ALL.into_iter().rev().find(|era| date >= era.first_day())
    }
}

/// A day in era years.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Wareki {
    /// The era.
    pub era: Era,
    /// Year of the era; 1 is written 元年.
    pub year: u16,
    /// Month, 1-12.
    pub month: u32,
    /// Day of the month.
    pub day: u32,
}

impl Wareki {
    /// A day in its own era; `None` before 1873-01-01.
    pub fn of(date: NaiveDate) -> Option<Self> {
        let era = Era::of(date)?;
        let year = u16::try_from(date.year() - era.first_year() + 1).ok()?;
        Some(Self { era, year, month: date.month(), day: date.day() })
    }

    /// The day; `None` if there is no such day or it lies before 1873-01-01.
    pub fn date(self) -> Option<NaiveDate> {
        if self.year == 0 {
            return None;
        }
        NaiveDate::from_ymd_opt(self.era.western_year(self.year), self.month, self.day).filter(|date| *date >= Era::Meiji.first_day())
    }

    /// Whether the day really belongs to the era (平成31年5月1日 does not).
    pub fn is_exact(self) -> bool {
        self.date().and_then(Self::of) == Some(self)
    }
}

impl fmt::Display for Wareki {
    /// 令和8年11月20日
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { era, year, month, day } = self;
        let era = era.kanji();
        if *year == 1 { write!(out, "{era}元年{month}月{day}日") } else { write!(out, "{era}{year}年{month}月{day}日") }
    }
}

/// A day with its weekday: 令和8年11月20日（金）; days without an era in western years.
pub fn format_date(date: NaiveDate) -> String {
    match Wareki::of(date) {
        Some(wareki) => format!("{wareki}（{}）", weekday_char(date.weekday())),
        None => format_western(date),
    }
}

/// A day with its weekday in western years: 2026年11月20日（金）.
pub fn format_western(date: NaiveDate) -> String {
    format!("{}年{}", date.year(), format_month_day(date))
}

/// A day with its weekday without a year: 11月20日（金）.
pub fn format_month_day(date: NaiveDate) -> String {
    format!("{}月{}日（{}）", date.month(), date.day(), weekday_char(date.weekday()))
}

/// The one-character name of a weekday, as in brackets: 金.
pub fn weekday_char(day: Weekday) -> char {
    match day {
        Weekday::Mon => '月',
        Weekday::Tue => '火',
        Weekday::Wed => '水',
        Weekday::Thu => '木',
        Weekday::Fri => '金',
        Weekday::Sat => '土',
        Weekday::Sun => '日',
    }
}

/// The full name of a weekday: 金曜日.
pub fn weekday_name(day: Weekday) -> String {
    format!("{}曜日", weekday_char(day))
}

/// The weekday of a one-character name.
pub fn weekday_of_char(name: char) -> Option<Weekday> {
    WEEK.into_iter().find(|day| weekday_char(*day) == name)
}

/// The days of a week beginning on Monday.
pub const WEEK: [Weekday; 7] = [Weekday::Mon, Weekday::Tue, Weekday::Wed, Weekday::Thu, Weekday::Fri, Weekday::Sat, Weekday::Sun];

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn eras_change_on_their_days() {
        for (date, written) in [
            ("1873-01-01", "明治6年1月1日（水）"),
            ("1912-07-29", "明治45年7月29日（月）"),
            ("1912-07-30", "大正元年7月30日（火）"),
            ("1926-12-24", "大正15年12月24日（金）"),
            ("1926-12-25", "昭和元年12月25日（土）"),
            ("1989-01-07", "昭和64年1月7日（土）"),
            ("1989-01-08", "平成元年1月8日（日）"),
            ("2019-04-30", "平成31年4月30日（火）"),
            ("2019-05-01", "令和元年5月1日（水）"),
            ("2026-11-20", "令和8年11月20日（金）"),
            ("1872-12-31", "1872年12月31日（火）"),
        ] {
            assert_eq!(format_date(day(date)), written);
        }
    }

    #[test]
    fn years_beyond_an_era_are_counted_on_but_not_exact() {
        let late = Wareki { era: Era::Heisei, year: 35, month: 3, day: 31 };
        assert_eq!(late.date(), Some(day("2023-03-31")));
        assert!(!late.is_exact());
        assert_eq!(Wareki { era: Era::Meiji, year: 5, month: 3, day: 1 }.date(), None);
        assert_eq!(Wareki { era: Era::Reiwa, year: 0, month: 3, day: 1 }.date(), None);
        assert_eq!(Era::from_letter('h'), Some(Era::Heisei));
    }
}
