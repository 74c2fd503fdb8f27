//! Reads one time of day.

use super::fold::Cursor;

/// A time as written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Clock {
    /// Minutes after midnight, below 30 hours: 25:00 is an hour after the next midnight.
    pub(super) minutes: u16,
    /// Whether 午前, 午後 or the like said which half of the day.
    pub(super) half: Half,
    /// 午後12時30分: meant is mostly half past noon, but the law says midnight.
    pub(super) doubtful: bool,
}

/// The half of the day that a time names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Half {
    Unsaid,
    Morning,
    Afternoon,
}

/// Minutes of a whole day.
pub(super) const DAY: u16 = 24 * 60;
const NOON: u16 = 12 * 60;

impl Clock {
    /// 午後2時～4時: the end is in the afternoon too, if its start said so and it would else lie before it.
    pub(super) fn after(self, start: Self) -> Self {
        let carried = self.minutes.saturating_add(NOON);
        if self.half == Half::Unsaid
            && start.half == Half::Afternoon
            && self.minutes < NOON
            && self.minutes <= start.minutes
            && carried > start.minutes
        {
            return Self { minutes: carried, half: Half::Afternoon, ..self };
        }
        self
    }
}

/// 9:30, 9時, 9時半, 午前8時30分, 午後1:30, 正午, 1:30 pm, 13:00:00, 25時
pub(super) fn clock(mut cursor: Cursor<'_>) -> Option<(Clock, Cursor<'_>)> {
    if cursor.eat("正午") {
        return Some((Clock { minutes: NOON, half: Half::Unsaid, doubtful: false }, cursor));
    }
    let (mut half, mut latin) = match cursor.eat_any(&["午前", "朝", "午後", "夕方", "夜", "a.m.", "am", "p.m.", "pm"]) {
        Some(word @ (0 | 1 | 5 | 6)) => (Half::Morning, word > 4),
        Some(word) => (Half::Afternoon, word > 4),
        None => (Half::Unsaid, false),
    };
    cursor.blanks();
    let hour = cursor.short_number()?;
    let minute = minute(&mut cursor)?;
    let mut ahead = cursor;
    ahead.blanks();
    if half == Half::Unsaid
        && let Some(word) = ahead.eat_any(&["a.m.", "am", "p.m.", "pm"])
    {
        half = if word < 2 { Half::Morning } else { Half::Afternoon };
        latin = true;
        cursor = ahead;
    }
    if hour > 29 || minute > 59 || cursor.peek().is_some_and(|char| char.is_ascii_digit()) {
        return None;
    }
    let hours = match (half, hour) {
        (Half::Afternoon, 0..=11) => hour + 12,
        (Half::Morning, 12) if latin => 0,
        // 午前12時 is noon by law, 午後13時 says it twice.
        _ => hour,
    };
    let doubtful = hour == 12 && half != Half::Unsaid && !latin;
    let minutes = u16::try_from(hours * 60 + minute).ok()?;
    Some((Clock { minutes, half, doubtful }, cursor))
}

fn minute(cursor: &mut Cursor<'_>) -> Option<u32> {
    if cursor.eat(":") {
        let (minute, digits) = cursor.number()?;
        let mut seconds = *cursor;
        if seconds.eat(":") && seconds.number().is_some_and(|(second, digits)| digits == 2 && second < 60) {
            *cursor = seconds;
        }
        return (digits == 2).then_some(minute);
    }
    cursor.blanks();
    if !cursor.eat("時") || cursor.peek() == Some('間') {
        return None;
    }
    if cursor.eat("半") {
        return Some(30);
    }
    let mut ahead = *cursor;
    ahead.blanks();
    match ahead.short_number() {
        Some(minute) if ahead.eat("分") => {
            *cursor = ahead;
            Some(minute)
        }
        _ => Some(0),
    }
}
