//! Reads days of the week: in brackets after a date, and as sets that repeat or restrict.

use chrono::Weekday;

use super::fold::Cursor;
use crate::time::wareki::{WEEK, weekday_of_char};

/// The weekdays that a bracket after a date claims.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Claims {
    pub(super) days: Vec<Weekday>,
    /// The bracket holds a spreadsheet's format code, `(aaa)`, or nothing where the weekday should be.
    pub(super) broken: bool,
}

/// How often a set of weekdays comes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Every {
    Unsaid,
    Week,
    SecondWeek,
    Month,
}

/// A set of weekdays: 火・木曜日, 毎週月～金曜日, 毎月第2・第4土曜日, 土日祝, 平日.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct DaySet {
    pub(super) every: Every,
    /// Which ones in the month; -1 the last; none: each.
    pub(super) nth: Vec<i8>,
    pub(super) days: Vec<Weekday>,
    /// 祝日 are named too.
    pub(super) holidays: bool,
    /// 平日: Monday to Friday but no holidays.
    pub(super) working: bool,
}

/// No set names more days or ordinals than this.
const MOST: usize = 16;

const HOLIDAY_WORDS: &[&str] = &["国民の休日", "振替休日", "祝祭日", "祝休日", "祝日", "祭日", "休日", "振休", "振替", "祝", "休"];
const CODES: &[&str] = &["aaaa", "aaa", "dddd", "ddd"];
const ENGLISH: &[(&str, Weekday)] = &[
    ("mon", Weekday::Mon),
    ("tue", Weekday::Tue),
    ("wed", Weekday::Wed),
    ("thu", Weekday::Thu),
    ("fri", Weekday::Fri),
    ("sat", Weekday::Sat),
    ("sun", Weekday::Sun),
];

/// （月）, (月・祝), （日曜日）, (aaa), (Sat), 水曜日
pub(super) fn weekday_claims(cursor: Cursor<'_>) -> Option<(Claims, Cursor<'_>)> {
    let mut cursor = cursor;
    if !cursor.eat("(") {
        return bare_weekday(cursor);
    }
    let mut claims = Claims::default();
    let mut known = false;
    loop {
        cursor.blanks();
        while cursor.eat_any(&["・", "、", "/", " "]).is_some() {}
        if cursor.eat(")") {
            break;
        }
        // Brackets that are never closed end with the line.
        if cursor.is_end() || cursor.peek() == Some('\n') {
            break;
        }
        if cursor.eat_any(HOLIDAY_WORDS).is_some() {
            known = true;
        } else if cursor.eat_any(CODES).is_some() {
            claims.broken = true;
            known = true;
        } else if let Some(day) = cursor.peek().and_then(weekday_of_char) {
            cursor.skip();
            let _ = cursor.eat_any(&["曜日", "曜"]);
            claims.days.push(day);
            known = true;
        } else if let Some(day) = english(&mut cursor) {
            claims.days.push(day);
            known = true;
        } else {
            return None;
        }
    }
    known.then_some((claims, cursor))
}

/// 水曜日 right after a date, unless it begins a statement of its own (水曜日は休館).
fn bare_weekday(mut cursor: Cursor<'_>) -> Option<(Claims, Cursor<'_>)> {
    let day = cursor.peek().and_then(weekday_of_char)?;
    cursor.skip();
    cursor.eat_any(&["曜日", "曜"])?;
    if cursor.sees_any(&["は", "を", "の", "以外", "のみ", "だけ", "休", "定休", "閉"]) {
        return None;
    }
    let mut ahead = cursor;
    if ahead.eat_any(&["~", "・", "、", "と", "及び"]).is_some() && ahead.peek().is_some_and(|char| weekday_of_char(char).is_some()) {
        return None;
    }
    Some((Claims { days: vec![day], broken: false }, cursor))
}

fn english(cursor: &mut Cursor<'_>) -> Option<Weekday> {
    let day = ENGLISH.iter().find(|(name, _)| cursor.eat(name)).map(|(_, day)| *day)?;
    while cursor.peek().is_some_and(|char| char.is_ascii_lowercase() || char == '.') {
        cursor.skip();
    }
    Some(day)
}

/// A set of weekdays that is not a claim about a date.
pub(super) fn day_set(start: Cursor<'_>) -> Option<(DaySet, Cursor<'_>)> {
    let mut cursor = start;
    let every = match cursor.eat_any(&["毎週", "隔週", "毎月"]) {
        Some(0) => Every::Week,
        Some(1) => Every::SecondWeek,
        Some(_) => Every::Month,
        None => Every::Unsaid,
    };
    let mut set = DaySet { every, nth: Vec::new(), days: Vec::new(), holidays: false, working: false };
    let _ = cursor.eat("の");
    if every != Every::SecondWeek && every != Every::Week {
        set.nth = ordinals(&mut cursor);
    }
    if every == Every::Month && set.nth.is_empty() {
        return None;
    }
    if every != Every::Month && set.nth.is_empty() && cursor.eat("平日") {
        return Some((DaySet { working: true, ..set }, cursor));
    }
    let named = names(&mut cursor, &mut set);
    // 月 or 日 alone is too little to go by.
    let sure =
        named || every != Every::Unsaid || !set.nth.is_empty() || (set.days.len() >= 2 && ends_set(cursor)) || (set.holidays && set.days.is_empty());
    let any = !set.days.is_empty() || set.holidays;
    (sure && any).then_some((set, cursor))
}

/// What may follow 土日 or 土・日・祝 where they mean weekdays.
fn ends_set(mut cursor: Cursor<'_>) -> bool {
    cursor.blanks();
    cursor.is_end() || cursor.sees_any(&[")", "\n", "のみ", "だけ", "限定", "以外", "を除", "は除", "除", "休", "は休", "定休", "開催", "、", "※"])
}

/// 第2・第4, 第1～4, 第1週、3週の, 最終
fn ordinals(cursor: &mut Cursor<'_>) -> Vec<i8> {
    let mut found: Vec<i8> = Vec::new();
    let mut ahead = *cursor;
    let mut range = false;
    while found.len() < MOST {
        if ahead.eat_any(&["最終", "最後の"]).is_some() {
            found.push(-1);
        } else {
            let marked = ahead.eat("第");
            let number = if marked || !found.is_empty() { ahead.short_number() } else { None };
            let Some(nth) = number.and_then(|nth| i8::try_from(nth).ok()).filter(|nth| (1..=5).contains(nth)) else { break };
            if range {
                found.extend(found.last().map_or(nth, |last| last + 1)..nth);
            }
            found.push(nth);
        }
        let _ = ahead.eat("週");
        let _ = ahead.eat("の");
        *cursor = ahead;
        range = match ahead.eat_any(&["・", "、", "と", "及び", "/", "~", "-"]) {
            Some(sign) => sign >= 5,
            None => break,
        };
    }
    found
}

/// Weekday names in a row; true if one was written in full or as 祝日.
fn names(cursor: &mut Cursor<'_>, set: &mut DaySet) -> bool {
    let mut named = false;
    let mut range = false;
    let mut ahead = *cursor;
    for _ in 0..MOST {
        if let Some(day) = ahead.peek().and_then(weekday_of_char) {
            ahead.skip();
            // 毎週土・日は: a particle after 日 is fine, but 日 before a counter is no weekday.
            if ahead.eat_any(&["曜日", "曜"]).is_some() {
                named = true;
            } else if ahead.sees_any(&["程", "時", "目", "間", "本"]) {
                break;
            }
            if range {
                fill(&mut set.days, day);
            } else if !set.days.contains(&day) {
                set.days.push(day);
            }
        } else if ahead.sees_any(&["休日", "祝", "祭"]) && ahead.eat_any(HOLIDAY_WORDS).is_some() {
            set.holidays = true;
        } else {
            break;
        }
        *cursor = ahead;
        let before = ahead;
        ahead.blanks();
        let sign = ahead.eat_any(&["・", "、", "と", "及び", "および", "または", "又は", "/", "~", "-", "から"]);
        range = sign.is_some_and(|sign| sign >= 8);
        if sign.is_none() {
            ahead = before;
        }
        ahead.blanks();
    }
    named
}

/// 月～金: the days after the last up to `until`.
fn fill(days: &mut Vec<Weekday>, until: Weekday) {
    let Some(mut day) = days.last().copied() else { return };
    for _ in WEEK {
        day = day.succ();
        if !days.contains(&day) {
            days.push(day);
        }
        if day == until {
            return;
        }
    }
}
