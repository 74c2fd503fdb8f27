//! Cuts a cell into pieces: dates, times, days of the week, signs and words with a meaning, and the rest.
//!
//! Nothing is decided here that depends on more than one piece. Pieces cover the text without gaps.

use chrono::Weekday;

use super::fold::{Cursor, fold};
use super::lex_date::{WrittenDate, iso_instant, written_date};
use super::lex_days::{DaySet, day_set, weekday_claims};
use super::lex_time::{Clock, clock};

/// A piece with its place (bytes) in the original.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Piece {
    pub(super) item: Item,
    pub(super) at: usize,
    pub(super) end: usize,
    /// Set when the reader has made use of it.
    pub(super) used: bool,
}

/// What a piece is.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Item {
    Date(WrittenDate),
    Clock(Clock),
    /// 火・木曜日, 毎週土曜日, 第2・第4土曜日, 平日
    Days(DaySet),
    /// 毎月5日・20日, 毎月末日 (-1)
    MonthDays(Vec<i8>),
    /// 毎日
    Daily,
    /// 毎年
    Yearly,
    /// 11月, 令和2年6月
    Month {
        year: Option<i32>,
        month: u32,
    },
    /// ～, -
    Wave,
    /// から
    From,
    /// まで
    To,
    /// 、・/ 及び
    Separator,
    Newline,
    Blank,
    Open,
    Close,
    /// ※
    Note,
    /// ① or (1)
    Number(u32),
    /// 【..】, without the brackets
    Label(String),
    /// 以外, 除く, 休館
    Exclude,
    /// のみ
    Only,
    /// いずれも, with the weekdays that follow
    Each(Vec<Weekday>),
    /// 全15回
    Count(u32),
    /// 5日間
    Length(u32),
    /// 申込締切: the date beside it is not one on which it happens
    Deadline,
    /// 通年, 随時
    Always,
    /// 未定
    Undecided,
    /// 開場, 受付: the time beside it is not the start
    Door,
    /// 頃, 開演, 日時： and others that change nothing
    Filler,
    /// の, は and other particles; no loss if they stand alone
    Particle,
    Unknown,
}

impl Item {
    /// Whether losing the piece loses no information.
    pub(super) fn is_trivial(&self) -> bool {
        matches!(
            self,
            Self::Wave
                | Self::From
                | Self::To
                | Self::Separator
                | Self::Newline
                | Self::Blank
                | Self::Open
                | Self::Close
                | Self::Note
                | Self::Filler
                | Self::Particle
                | Self::Number(_)
        )
    }

    pub(super) fn is_space(&self) -> bool {
        matches!(self, Self::Newline | Self::Blank)
    }
}

/// Words and what they are; longer ones before their beginnings.
const WORDS: &[(&str, Item)] = &[
    ("から", Item::From),
    ("より", Item::From),
    ("以降", Item::From),
    ("まで", Item::To),
    ("迄", Item::To),
    ("および", Item::Separator),
    ("及び", Item::Separator),
    ("または", Item::Separator),
    ("又は", Item::Separator),
    ("ならびに", Item::Separator),
    ("並びに", Item::Separator),
    ("と", Item::Separator),
    ("以外", Item::Exclude),
    ("除き", Item::Exclude),
    ("除く", Item::Exclude),
    ("休館日", Item::Exclude),
    ("休館", Item::Exclude),
    ("休所", Item::Exclude),
    ("休園", Item::Exclude),
    ("休業", Item::Exclude),
    ("休演", Item::Exclude),
    ("休室", Item::Exclude),
    ("定休日", Item::Exclude),
    ("定休", Item::Exclude),
    ("閉館", Item::Exclude),
    ("お休み", Item::Exclude),
    ("休み", Item::Exclude),
    ("のみ", Item::Only),
    ("だけ", Item::Only),
    ("限定", Item::Only),
    ("通年", Item::Always),
    ("随時", Item::Always),
    ("常時", Item::Always),
    ("常設", Item::Always),
    ("公開中", Item::Always),
    ("開催中", Item::Always),
    ("募集中", Item::Always),
    ("受付中", Item::Always),
    ("未定", Item::Undecided),
    ("日程調整し決定", Item::Undecided),
    ("日程調整中", Item::Undecided),
    ("日程調整", Item::Undecided),
    ("要調整", Item::Undecided),
    ("調整中", Item::Undecided),
    ("検討中", Item::Undecided),
    ("要相談", Item::Undecided),
    ("応相談", Item::Undecided),
    ("決まり次第", Item::Undecided),
    ("申込締切", Item::Deadline),
    ("申込期限", Item::Deadline),
    ("申込期間", Item::Deadline),
    ("申込み", Item::Deadline),
    ("受付期間", Item::Deadline),
    ("締切", Item::Deadline),
    ("締め切り", Item::Deadline),
    ("〆切", Item::Deadline),
    ("期限", Item::Deadline),
    ("必着", Item::Filler),
    ("開場", Item::Door),
    ("受付開始", Item::Door),
    ("受付", Item::Door),
    ("入場", Item::Door),
    ("最終入館", Item::Door),
    ("入館", Item::Door),
    ("設定日", Item::Filler),
    ("開催日時", Item::Filler),
    ("開催期間", Item::Filler),
    ("開催日", Item::Filler),
    ("実施日", Item::Filler),
    ("日時", Item::Filler),
    ("期間", Item::Filler),
    ("期日", Item::Filler),
    ("の試合日程", Item::Filler),
    ("の日程", Item::Filler),
    ("日程", Item::Filler),
    ("開催", Item::Filler),
    ("開演", Item::Filler),
    ("開始", Item::Filler),
    ("開会", Item::Filler),
    ("開館", Item::Filler),
    ("終了", Item::Filler),
    ("終演", Item::Filler),
    ("集合", Item::Filler),
    ("解散", Item::Filler),
    ("予定", Item::Filler),
    ("ごろ", Item::Filler),
    ("頃", Item::Filler),
    ("約", Item::Filler),
    ("午前の部", Item::Filler),
    ("午後の部", Item::Filler),
    ("ただし", Item::Note),
    ("但し", Item::Note),
    ("の間", Item::Particle),
    ("の", Item::Particle),
    ("は", Item::Particle),
    ("を", Item::Particle),
    ("に", Item::Particle),
    ("で", Item::Particle),
    ("です", Item::Particle),
    ("各日", Item::Filler),
];

/// Cuts a text into pieces.
pub(super) fn lex(text: &str) -> Vec<Piece> {
    let glyphs = fold(text);
    let mut cursor = Cursor::new(&glyphs);
    let mut pieces: Vec<Piece> = Vec::new();
    while !cursor.is_end() {
        let at = cursor.at();
        if let Some((date, time, next)) = iso_instant(cursor) {
            cursor = next;
            pieces.push(Piece { item: Item::Date(date), at, end: cursor.end(), used: false });
            pieces.push(Piece { item: Item::Clock(time), at, end: cursor.end(), used: false });
            continue;
        }
        let (item, next) = follow_up(&pieces, cursor).unwrap_or_else(|| item(cursor, text));
        cursor = next;
        let end = cursor.end();
        match pieces.last_mut() {
            Some(last) if last.item == Item::Unknown && item == Item::Unknown => last.end = end,
            _ => pieces.push(Piece { item, at, end, used: false }),
        }
    }
    pieces
}

/// Numbers that mean something only because of what stands before them.
fn follow_up<'a>(pieces: &[Piece], cursor: Cursor<'a>) -> Option<(Item, Cursor<'a>)> {
    let mut next = cursor;
    if !next.peek()?.is_ascii_digit() {
        return None;
    }
    // R7/2月: a number right behind a letter belongs to it.
    if pieces.last().is_some_and(|last| last.item == Item::Unknown) && cursor.follows_letter() {
        while next.peek().is_some_and(|char| char.is_ascii_digit() || matches!(char, '/' | '.')) {
            next.skip();
        }
        return Some((Item::Unknown, next));
    }
    // 11/22・23, 11/21～23
    let mut before = pieces.iter().rev().filter(|piece| piece.item != Item::Blank);
    let sign = before.next().is_some_and(|piece| matches!(piece.item, Item::Separator | Item::Wave | Item::From));
    let date = before.next().is_some_and(|piece| matches!(piece.item, Item::Date(_)));
    let day = next.short_number().filter(|day| sign && date && (1..=31).contains(day))?;
    let mut ahead = next;
    ahead.blanks();
    let ends = ahead.is_end() || ahead.sees_any(&["\n", "、", "・", "~", ")", "まで", "の"]);
    ends.then(|| (Item::Date(super::lex_date::day_alone(day)), next))
}

fn item<'a>(cursor: Cursor<'a>, text: &str) -> (Item, Cursor<'a>) {
    if let Some((date, next)) = written_date(cursor) {
        return (Item::Date(date), next);
    }
    if let Some((time, next)) = clock(cursor) {
        return (Item::Clock(time), next);
    }
    if let Some(found) = each(cursor).or_else(|| month_days(cursor)).or_else(|| count(cursor)).or_else(|| numbered(cursor)) {
        return found;
    }
    if let Some((days, next)) = day_set(cursor) {
        return (Item::Days(days), next);
    }
    if let Some(found) = month(cursor).or_else(|| label(cursor, text)) {
        return found;
    }
    let mut next = cursor;
    for (word, item) in WORDS {
        if next.eat(word) {
            return (item.clone(), next);
        }
    }
    // A number is one piece, so that its tail is not read as something else.
    if next.number().is_some() {
        return (Item::Unknown, next);
    }
    let first = next.peek();
    next.skip();
    match first {
        Some('\n') => (Item::Newline, next),
        Some(' ') => {
            next.blanks();
            (Item::Blank, next)
        }
        Some('~' | '-') => (Item::Wave, next),
        Some('、' | '・' | '/' | '&' | ';') => (Item::Separator, next),
        Some('(') => (Item::Open, next),
        Some(')') => (Item::Close, next),
        Some('※' | '*') => (Item::Note, next),
        Some('。' | ':' | '.' | '■' | '●' | '○' | '◆' | '◇' | '□') => (Item::Particle, next),
        Some(digit) if digit.is_ascii_digit() => {
            while next.peek().is_some_and(|char| char.is_ascii_digit()) {
                next.skip();
            }
            (Item::Unknown, next)
        }
        _ => (Item::Unknown, next),
    }
}

/// いずれも（木）, いずれも木曜日
fn each(mut cursor: Cursor<'_>) -> Option<(Item, Cursor<'_>)> {
    cursor.eat_any(&["いずれも", "何れも"])?;
    let mut ahead = cursor;
    ahead.space();
    match weekday_claims(ahead) {
        Some((claims, next)) => Some((Item::Each(claims.days), next)),
        None => Some((Item::Each(Vec::new()), cursor)),
    }
}

/// 毎日, 毎年, 毎月10日, 毎月5日・20日, 毎月末日
fn month_days(mut cursor: Cursor<'_>) -> Option<(Item, Cursor<'_>)> {
    if cursor.eat("毎日") {
        return Some((Item::Daily, cursor));
    }
    if cursor.eat("毎年") {
        return Some((Item::Yearly, cursor));
    }
    if !cursor.eat("毎月") {
        return None;
    }
    let mut days = Vec::new();
    while days.len() < 31 {
        if cursor.eat_any(&["末日", "最終日"]).is_some() {
            days.push(-1);
        } else {
            let day = cursor.short_number().and_then(|day| i8::try_from(day).ok()).filter(|day| (1..=31).contains(day))?;
            if !cursor.eat("日") {
                return None;
            }
            days.push(day);
        }
        let mut ahead = cursor;
        if ahead.eat_any(&["、", "・", "と", "及び"]).is_none() || !ahead.peek().is_some_and(|char| char.is_ascii_digit() || char == '末') {
            return Some((Item::MonthDays(days), cursor));
        }
        cursor = ahead;
    }
    None
}

/// 全15回, 計2回, 5日間; 月2回 says no more than the days beside it
fn count(mut cursor: Cursor<'_>) -> Option<(Item, Cursor<'_>)> {
    let mut often = cursor;
    if often.eat_any(&["月", "週"]).is_some() && often.short_number().is_some() && often.eat("回") {
        return Some((Item::Filler, often));
    }
    let named = cursor.eat_any(&["全", "計"]).is_some();
    cursor.blanks();
    let value = cursor.short_number()?;
    if named {
        return cursor.eat_any(&["回", "日間", "日"]).map(|_| (Item::Count(value), cursor));
    }
    cursor.eat("日間").then_some((Item::Length(value), cursor))
}

/// ①, 第1回
fn numbered(mut cursor: Cursor<'_>) -> Option<(Item, Cursor<'_>)> {
    if let Some(circled) = cursor.peek().filter(|char| ('①'..='⑳').contains(char)) {
        cursor.skip();
        return Some((Item::Number(u32::from(circled) - u32::from('①') + 1), cursor));
    }
    if !cursor.eat("第") {
        return None;
    }
    let value = cursor.short_number()?;
    cursor.eat("回").then_some((Item::Number(value), cursor))
}

/// 11月, 令和2年6月, 8・9月 (its last month)
fn month(cursor: Cursor<'_>) -> Option<(Item, Cursor<'_>)> {
    let (year, mut cursor) = super::lex_date::written_year(cursor).map_or((None, cursor), |(year, next)| (Some(year), next));
    let month = cursor.short_number().filter(|month| (1..=12).contains(month))?;
    if !cursor.eat("月") || cursor.sees_any(&["曜", "間", "末", "上旬", "中旬", "下旬", "号", "分", "度"]) {
        return None;
    }
    Some((Item::Month { year, month }, cursor))
}

/// 【..】 on one line
fn label<'a>(mut cursor: Cursor<'a>, text: &str) -> Option<(Item, Cursor<'a>)> {
    if !cursor.eat("【") {
        return None;
    }
    let begin = cursor.at();
    loop {
        let end = cursor.at();
        match cursor.peek()? {
            '】' => {
                cursor.skip();
                let words = text.get(begin..end)?.trim();
                return Some((Item::Label(words.to_owned()), cursor));
            }
            '\n' => return None,
            _ => cursor.skip(),
        }
    }
}
