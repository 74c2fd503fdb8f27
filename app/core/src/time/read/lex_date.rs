//! Reads one date as written: it may lack its year or month, which the reader of the whole cell supplies.

use chrono::Datelike;
use chrono::{Days, NaiveDate, NaiveDateTime, TimeDelta, Timelike};

use super::fold::Cursor;
use super::lex_days::{Claims, weekday_claims};
use super::lex_time::{Clock, Half};
use crate::time::wareki::Era;

/// The year of a written date.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Year {
    Unsaid,
    /// A western year.
    Given(i32),
    /// A year of an era.
    Era(Era, u16),
    /// 翌年: the year after that of the date before.
    Next,
}

/// The month of a written date.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Month {
    Given(u32),
    /// 16日, 同月31日: that of the date before.
    Same,
}

/// A date as written, with the weekdays that it claims.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct WrittenDate {
    pub(super) year: Year,
    pub(super) month: Month,
    /// Day of the month; 0 is the last (末日).
    pub(super) day: u32,
    pub(super) claims: Claims,
}

impl Year {
    /// The western year, if the date says it by itself.
    pub(super) fn western(self) -> Option<i32> {
        match self {
            Self::Given(year) => Some(year),
            Self::Era(era, year) if year > 0 => Some(era.western_year(year)),
            Self::Era(..) | Self::Unsaid | Self::Next => None,
        }
    }
}

/// A date with the weekday after it.
pub(super) fn written_date(cursor: Cursor<'_>) -> Option<(WrittenDate, Cursor<'_>)> {
    let (mut date, next) = japanese(cursor).or_else(|| signs(cursor)).or_else(|| compact(cursor)).or_else(|| day_with_weekday(cursor))?;
    let mut ahead = next;
    ahead.space();
    match weekday_claims(ahead) {
        Some((claims, next)) => {
            date.claims = claims;
            Some((date, next))
        }
        None => Some((date, next)),
    }
}

/// 令和8年11月20日, 2026年11月20日, 翌年3月12日, 11月20日, 同月31日, 20日, 3月末日
fn japanese(mut cursor: Cursor<'_>) -> Option<(WrittenDate, Cursor<'_>)> {
    let mut year = Year::Unsaid;
    let mut ahead = cursor;
    if ahead.eat_any(&["翌年", "来年"]).is_some() {
        year = Year::Next;
        cursor = ahead;
    } else if let Some((found, next)) = year_with_sign(cursor) {
        year = found;
        cursor = next;
    } else {
        let _ = cursor.eat("同年");
    }
    // 8日(火)、 11月 3日: blanks stand where a digit is missing.
    cursor.blanks();
    let mut month = Month::Same;
    let mut ahead = cursor;
    if let Some(number) = ahead.short_number() {
        ahead.blanks();
        if ahead.eat("月") {
            month = Month::Given(number);
            cursor = ahead;
            cursor.blanks();
        }
    } else if ahead.eat("同月") {
        cursor = ahead;
        cursor.blanks();
    }
    if year != Year::Unsaid && month == Month::Same {
        return None;
    }
    if month != Month::Same && cursor.eat("末日") {
        return Some((plain(year, month, 0), cursor));
    }
    let day = cursor.short_number()?;
    cursor.blanks();
    if !cursor.eat("日") || cursor.sees_any(&["間", "目", "前", "後", "以内", "程度", "分", "曜"]) {
        return None;
    }
    Some((plain(year, month, day), cursor))
}

/// 23(土) in 5/16(土)、23(土)
fn day_with_weekday(mut cursor: Cursor<'_>) -> Option<(WrittenDate, Cursor<'_>)> {
    let day = cursor.short_number().filter(|day| (1..=31).contains(day))?;
    let bracket = cursor.peek() == Some('(') && weekday_claims(cursor).is_some();
    bracket.then(|| (day_alone(day), cursor))
}

/// A day in the month of the date before.
pub(super) fn day_alone(day: u32) -> WrittenDate {
    plain(Year::Unsaid, Month::Same, day)
}

fn plain(year: Year, month: Month, day: u32) -> WrittenDate {
    WrittenDate { year, month, day, claims: Claims::default() }
}

/// The era of a name or letter.
fn era(cursor: &mut Cursor<'_>) -> Option<Era> {
    if let Some(era) = Era::ALL.into_iter().find(|era| cursor.eat(era.kanji())) {
        return Some(era);
    }
    let era = cursor.peek().and_then(Era::from_letter)?;
    cursor.skip();
    let _ = cursor.eat(".");
    Some(era)
}

/// A year of an era without the sign after it.
fn era_year(mut cursor: Cursor<'_>) -> Option<(Year, Cursor<'_>)> {
    let era = era(&mut cursor)?;
    cursor.blanks();
    if cursor.eat("元") {
        return Some((Year::Era(era, 1), cursor));
    }
    let year = cursor.short_number()?;
    Some((Year::Era(era, u16::try_from(year).ok()?), cursor))
}

/// 令和8年, R8年, 2026年; not 年度, which is another span.
fn year_with_sign(cursor: Cursor<'_>) -> Option<(Year, Cursor<'_>)> {
    let (year, mut cursor) = match era_year(cursor) {
        Some(found) => found,
        None => western_year(cursor)?,
    };
    cursor.blanks();
    (cursor.eat("年") && cursor.peek() != Some('度')).then_some((year, cursor))
}

/// The year before a month that stands alone.
pub(super) fn written_year(cursor: Cursor<'_>) -> Option<(i32, Cursor<'_>)> {
    let (year, mut cursor) = year_with_sign(cursor)?;
    cursor.blanks();
    Some((year.western()?, cursor))
}

fn western_year(mut cursor: Cursor<'_>) -> Option<(Year, Cursor<'_>)> {
    let (year, digits) = cursor.number()?;
    (digits == 4).then_some(())?;
    Some((Year::Given(i32::try_from(year).ok()?), cursor))
}

/// 2026/11/20, 2026-11-20, 2026.11.20, R8.11.20, 11/20/2026, 11/20, 11.20(金)
fn signs(cursor: Cursor<'_>) -> Option<(WrittenDate, Cursor<'_>)> {
    if let Some((year, next)) = era_year(cursor).or_else(|| western_year(cursor)) {
        let (month, day, next) = two_numbers(next)?;
        return Some((plain(year, Month::Given(month), day), without_midnight(next)));
    }
    let mut cursor = cursor;
    let month = cursor.short_number()?;
    let sign = cursor.peek().filter(|char| matches!(char, '/' | '.' | '-'))?;
    cursor.skip();
    let day = cursor.short_number()?;
    let mut ahead = cursor;
    if ahead.eat(&sign.to_string()) && sign == '/' {
        let (year, digits) = ahead.number()?;
        if digits != 4 || !(1..=12).contains(&month) {
            return None;
        }
        return Some((plain(Year::Given(i32::try_from(year).ok()?), Month::Given(month), day), without_midnight(ahead)));
    }
    let fits = (1..=12).contains(&month) && (1..=31).contains(&day) && !cursor.sees_any(&["/", "."]) && !ends_in_digits(cursor);
    // With dots or dashes it may be any pair of numbers, unless a weekday follows.
    let sure = sign == '/' || weekday_claims(cursor).is_some();
    (fits && sure && !cursor.sees_any(&["時", ":", "名", "人", "回", "月", "年"])).then(|| (plain(Year::Unsaid, Month::Given(month), day), cursor))
}

fn ends_in_digits(cursor: Cursor<'_>) -> bool {
    cursor.peek().is_some_and(|char| char.is_ascii_digit())
}

/// `/11/20`, with any of the signs.
fn two_numbers(mut cursor: Cursor<'_>) -> Option<(u32, u32, Cursor<'_>)> {
    cursor.eat_any(&["/", "-", "."])?;
    cursor.blanks();
    let month = cursor.short_number()?;
    cursor.eat_any(&["/", "-", "."])?;
    cursor.blanks();
    let day = cursor.short_number()?;
    let _ = cursor.eat("日");
    (!ends_in_digits(cursor)).then_some((month, day, cursor))
}

/// A spreadsheet writes a day as its midnight: `2024-07-13 00:00:00`. That is no time.
fn without_midnight(cursor: Cursor<'_>) -> Cursor<'_> {
    let mut ahead = cursor;
    ahead.blanks();
    if ahead.eat_any(&["00:00:00", "0:00:00"]).is_some() && !ahead.sees_any(&[".", ":"]) { ahead } else { cursor }
}

/// 20200516
fn compact(mut cursor: Cursor<'_>) -> Option<(WrittenDate, Cursor<'_>)> {
    let (value, digits) = cursor.number()?;
    let (year, month, day) = (value / 10_000, value / 100 % 100, value % 100);
    let fits = digits == 8 && (1868..=2199).contains(&year) && (1..=12).contains(&month) && (1..=31).contains(&day);
    (fits && !ends_in_digits(cursor)).then_some(())?;
    Some((plain(Year::Given(i32::try_from(year).ok()?), Month::Given(month), day), cursor))
}

/// `2026-11-20T10:00:00+09:00`: an instant, moved to Japan if it says its offset.
pub(super) fn iso_instant(cursor: Cursor<'_>) -> Option<(WrittenDate, Clock, Cursor<'_>)> {
    let (year, next) = western_year(cursor)?;
    let (month, day, mut cursor) = two_numbers(next)?;
    if !cursor.eat("t") {
        return None;
    }
    let hour = cursor.short_number()?;
    cursor.eat(":").then_some(())?;
    let minute = cursor.short_number()?;
    let mut ahead = cursor;
    if ahead.eat(":") {
        let _ = ahead.short_number()?;
        if ahead.eat(".") {
            let _ = ahead.number();
        }
        cursor = ahead;
    }
    let mut at: NaiveDateTime = NaiveDate::from_ymd_opt(year.western()?, month, day)?.and_hms_opt(hour, minute, 0)?;
    if let Some(behind) = utc_offset(&mut cursor) {
        at = at.checked_add_signed(TimeDelta::try_minutes(9 * 60 - behind)?)?;
    }
    let date = plain(Year::Given(at.year()), Month::Given(at.month()), at.day());
    let minutes = u16::try_from(at.hour() * 60 + at.minute()).ok()?;
    Some((date, Clock { minutes, half: Half::Unsaid, doubtful: false }, cursor))
}

/// Minutes ahead of UTC.
fn utc_offset(cursor: &mut Cursor<'_>) -> Option<i64> {
    if cursor.eat("z") {
        return Some(0);
    }
    let mut ahead = *cursor;
    let sign = match ahead.eat_any(&["+", "-"])? {
        0 => 1,
        _ => -1,
    };
    let hours = ahead.short_number()?;
    let _ = ahead.eat(":");
    let minutes = ahead.short_number().unwrap_or_default();
    *cursor = ahead;
    Some(sign * i64::from(hours * 60 + minutes))
}

/// The day of a month, or its last day for 0.
pub(super) fn day_of(year: i32, month: u32, day: u32) -> Option<NaiveDate> {
    if day > 0 {
        return NaiveDate::from_ymd_opt(year, month, day);
    }
    let (next_year, next_month) = if month == 12 { (year.checked_add(1)?, 1) } else { (year, month + 1) };
    NaiveDate::from_ymd_opt(next_year, next_month, 1)?.checked_sub_days(Days::new(1))
}
