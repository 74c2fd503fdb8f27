//! Leaves days out: ※平日のみ, ※10日（月）以外, 月曜休館, ただし8月10日を除く.

use chrono::{Datelike, NaiveDate};

use super::Warning;
use super::clause::{Filter, When, unused};
use super::lex::{Item, Piece};
use super::lex_date::{Month, WrittenDate, day_of};
use super::lex_days::DaySet;
use crate::time::calendar::{holiday, is_day_off};
use crate::time::schedule::{Schedule, Session};

/// Longer spans are not filled with exceptions.
const LONGEST: i64 = 1100;
/// How far exceptions are listed where no end is known.
const AHEAD: u64 = 366;

/// Puts the exceptions of a cell into the schedule.
pub(super) fn apply(when: &mut When, schedule: &mut Schedule) {
    for filter in core::mem::take(&mut when.filters) {
        // ※平日のみの5日間
        when.count = when
            .count
            .or(filter.pieces.iter().find_map(|piece| if let Item::Count(count) | Item::Length(count) = piece.item { Some(count) } else { None }));
        let bounds = bounds(schedule);
        let understood = match bounds {
            Some((from, until)) if (until - from).num_days() <= LONGEST => {
                if filter.keep {
                    keep(&filter, schedule)
                } else {
                    leave_out(filter.clone(), schedule, (from, until), when)
                }
            }
            _ => false,
        };
        if !understood {
            when.unread.push(filter.words);
        }
    }
    let mut except = core::mem::take(&mut schedule.except);
    except.sort_unstable();
    except.dedup();
    except.retain(|day| happens(schedule, *day));
    schedule.except = except;
}

/// Whether a span or a rule holds a day.
fn happens(schedule: &Schedule, day: NaiveDate) -> bool {
    let in_span = |session: &Session| session.on <= day && if session.until.is_some() { day <= session.last() } else { schedule.open_ended };
    schedule.sessions.iter().any(in_span) || schedule.rules.iter().any(|rule| !rule.days(day, day, 1).is_empty())
}

/// First and last day of all, as far as exceptions are listed.
fn bounds(schedule: &Schedule) -> Option<(NaiveDate, NaiveDate)> {
    let from = schedule.first_day()?;
    let last = schedule.last_day().or_else(|| schedule.sessions.iter().map(Session::last).max().filter(|_| schedule.rules.is_empty()));
    let until = last.filter(|_| !schedule.open_ended).or_else(|| from.checked_add_days(chrono::Days::new(AHEAD)))?;
    Some((from, until))
}

/// ※平日のみ, ※土日祝のみ: the other days of spans are left out.
fn keep(filter: &Filter, schedule: &mut Schedule) -> bool {
    let sets: Vec<&DaySet> = filter.pieces.iter().filter_map(|piece| if let Item::Days(days) = &piece.item { Some(days) } else { None }).collect();
    let spans: Vec<(NaiveDate, NaiveDate)> = schedule.sessions.iter().filter_map(|session| Some((session.on, session.until?))).collect();
    let odd = filter.pieces.iter().any(|piece| matches!(piece.item, Item::Date(_) | Item::Unknown));
    if sets.is_empty() || spans.is_empty() || odd {
        return false;
    }
    for (on, until) in spans {
        let others = on.iter_days().take_while(|day| *day <= until).filter(|day| !sets.iter().any(|set| holds(set, *day)));
        schedule.except.extend(others);
    }
    true
}

/// Whether a day belongs to a set.
fn holds(set: &DaySet, day: NaiveDate) -> bool {
    if set.working {
        return !is_day_off(day);
    }
    let length = crate::time::calendar::days_in_month(day.year(), day.month());
    let nth = |nth: &i8| if *nth > 0 { i8::try_from(day.day0() / 7 + 1) == Ok(*nth) } else { length - day.day() < 7 };
    let weekday = set.days.contains(&day.weekday()) && (set.nth.is_empty() || set.nth.iter().any(nth));
    weekday || (set.holidays && holiday(day).is_some())
}

/// Days, ranges and weekdays to leave out. Days that the statement itself names as its first or last stay.
fn leave_out(mut filter: Filter, schedule: &mut Schedule, bounds: (NaiveDate, NaiveDate), when: &mut When) -> bool {
    let ends: Vec<NaiveDate> = when.spans.iter().flat_map(|numbered| [numbered.span.from, numbered.span.until]).flatten().collect();
    // Weekdays without end cannot be listed.
    if schedule.open_ended && filter.pieces.iter().any(|piece| matches!(piece.item, Item::Days(_))) {
        return false;
    }
    let mut found: Vec<NaiveDate> = Vec::new();
    let mut before: Option<NaiveDate> = None;
    let mut place = 0;
    while let Some(piece) = filter.pieces.get(place).cloned() {
        let mut last = place;
        match piece.item {
            Item::Days(set) => {
                found.extend(bounds.0.iter_days().take_while(|day| *day <= bounds.1).filter(|day| holds(&set, *day) && !ends.contains(day)));
            }
            Item::Date(ref date) => {
                let range = range_end(&filter.pieces, place);
                let Some(first) = find(date, bounds, before, range.is_some()) else { return false };
                let mut until = first;
                if let Some((end, end_place)) = range {
                    last = end_place;
                    let Some(day) = following(&end, first) else { return false };
                    until = day;
                }
                let alone = last == place && !happens(schedule, first);
                if until < bounds.0 || first > bounds.1 || alone {
                    when.warnings.push(Warning::ExceptionOutside { date: first });
                }
                if !date.claims.days.is_empty() && !date.claims.days.contains(&first.weekday()) {
                    when.warnings
                        .push(Warning::WeekdayMismatch { date: first, written: date.claims.days.first().copied().unwrap_or(first.weekday()) });
                }
                found.extend(first.iter_days().take_while(|day| *day <= until.min(bounds.1)).filter(|day| *day >= bounds.0));
                before = Some(until);
            }
            Item::Exclude | Item::Daily | Item::Count(_) | Item::Length(_) => {}
            _ => {
                place += 1;
                continue;
            }
        }
        filter.pieces.iter_mut().take(last + 1).skip(place).for_each(|piece| piece.used = true);
        place = last + 1;
    }
    when.unread.extend(unused(&when.text, &filter.pieces));
    schedule.except.append(&mut found);
    true
}

/// The date after ～ or から.
fn range_end(pieces: &[Piece], place: usize) -> Option<(WrittenDate, usize)> {
    let solid = |from: usize| (from..pieces.len()).find(|at| pieces.get(*at).is_some_and(|piece| !piece.item.is_space()));
    let sign = solid(place + 1)?;
    if !matches!(pieces.get(sign)?.item, Item::Wave | Item::From) {
        return None;
    }
    let end = solid(sign + 1)?;
    match &pieces.get(end)?.item {
        Item::Date(date) => Some((date.clone(), end)),
        _ => None,
    }
}

/// The day that a date without year or month means within the bounds; `None` if it may be several.
fn find(date: &WrittenDate, (from, until): (NaiveDate, NaiveDate), before: Option<NaiveDate>, begins_range: bool) -> Option<NaiveDate> {
    let years = match date.year.western() {
        Some(year) => year..=year,
        None => from.year() - 1..=until.year() + 1,
    };
    let month = match date.month {
        Month::Given(month) => Some(month),
        Month::Same => before.map(|day| day.month()),
    };
    let days: Vec<NaiveDate> = years
        .flat_map(|year| (1..=12).map(move |each| (year, each)))
        .filter(|(_, each)| month.is_none_or(|month| month == *each))
        .filter_map(|(year, each)| day_of(year, each, date.day))
        .collect();
    let inside: Vec<NaiveDate> = days.iter().copied().filter(|day| *day >= from && *day <= until).collect();
    match (inside.as_slice(), month) {
        ([one], _) | ([one, ..], Some(_)) => Some(*one),
        // 12月29日から: the range may begin before the bounds; else say the nearest that is outside.
        ([], Some(_)) if begins_range => days.iter().copied().filter(|day| *day <= from).max(),
        ([], Some(_)) => days.iter().copied().min_by_key(|day| (*day - from).num_days().abs()),
        _ => None,
    }
}

/// The end of a range that begins on a day.
fn following(date: &WrittenDate, first: NaiveDate) -> Option<NaiveDate> {
    let month = match date.month {
        Month::Given(month) => month,
        Month::Same => first.month(),
    };
    let year = date.year.western().unwrap_or(first.year());
    let day = day_of(year, month, date.day)?;
    if day >= first {
        return Some(day);
    }
    date.year.western().is_none().then(|| day_of(year.checked_add(1)?, month, date.day)).flatten()
}
