//! Makes recurrence rules of 毎週火曜日, 毎月第2・第4土曜日, 毎月10日 and 毎日.

use chrono::{Datelike, NaiveDate, NaiveTime, Weekday};

use super::clause::{Pattern, PatternKind, When};
use super::lex_date::day_of;
use super::lex_days::{DaySet, Every};
use super::slots::Slot;
use super::{Context, Span, Warning};
use crate::time::calendar::{first_of_month, holiday, last_of_month};
use crate::time::recurrence::{ByDay, Frequency, Recurrence, Rule};
use crate::time::schedule::{Schedule, Session};

/// Between which days a pattern holds.
#[derive(Clone, Copy, Default)]
struct Bounds {
    from: Option<NaiveDate>,
    until: Option<NaiveDate>,
}

/// Puts the patterns of a cell into the schedule. Spans that only bound them are taken out of `when`.
pub(super) fn expand(when: &mut When, schedule: &mut Schedule, slots: &[Slot], context: &Context) {
    lone_restriction(when);
    let patterns = core::mem::take(&mut when.patterns);
    if patterns.is_empty() {
        return;
    }
    let single = |span: &Span| span.from.is_some() && span.from == span.until;
    let listed = !when.spans.is_empty() && when.spans.iter().all(|numbered| single(&numbered.span));
    let mut consumed: Vec<usize> = Vec::new();
    let mut bounding = false;
    for pattern in patterns {
        if let PatternKind::Yearly(index) = pattern.kind {
            if let Some(span) = when.spans.get(index).map(|numbered| numbered.span.clone()) {
                yearly(&span, schedule, slots);
                consumed.push(index);
            }
            continue;
        }
        if listed {
            check_listed(when, &pattern);
            continue;
        }
        if matches!(pattern.kind, PatternKind::Daily) && !when.spans.is_empty() {
            continue;
        }
        if let Some(day) = one_day(when, &pattern, context) {
            schedule.sessions.extend(slots.iter().map(|slot| Session {
                starts: slot.times().0,
                ends: slot.times().1,
                note: slot.note.clone(),
                ..Session::day(day)
            }));
            continue;
        }
        let bounds = match when.spans.as_slice() {
            [] => month_bounds(&when.months, when.month_begins, context),
            [one] => Bounds { from: one.span.from, until: one.span.until },
            _ => {
                when.unread.push(pattern.words);
                continue;
            }
        };
        let hours =
            when.spans.first().map(|numbered| (numbered.span.starts, numbered.span.ends)).filter(|hours| *hours != (None, None)).or(when.hours);
        bounding |= add_rules(when, schedule, &pattern, bounds, slots, hours, context);
    }
    if bounding {
        when.spans.clear();
    }
    consumed.sort_unstable();
    for index in consumed.into_iter().rev().filter(|_| !bounding) {
        when.spans.remove(index);
    }
}

/// 土曜日のみ with nothing to restrict says when by itself.
fn lone_restriction(when: &mut When) {
    if !when.spans.is_empty() || !when.patterns.is_empty() || when.filters.len() != 1 {
        return;
    }
    let Some(filter) = when.filters.first().filter(|filter| filter.keep) else { return };
    let sets: Vec<DaySet> =
        filter.pieces.iter().filter_map(|piece| if let super::lex::Item::Days(days) = &piece.item { Some(days.clone()) } else { None }).collect();
    if let [days] = sets.as_slice() {
        when.patterns.push(Pattern { kind: PatternKind::Days(days.clone()), words: filter.words.clone() });
        when.filters.clear();
    }
}

/// A pattern beside a list of days describes the list.
fn check_listed(when: &mut When, pattern: &Pattern) {
    let PatternKind::Days(set) = &pattern.kind else { return };
    let Some(written) = set.days.first().filter(|_| !set.holidays) else { return };
    for date in when.spans.iter().filter_map(|numbered| numbered.span.from) {
        if !set.days.contains(&date.weekday()) {
            when.warnings.push(Warning::WeekdayMismatch { date, written: *written });
        }
    }
}

/// 11月の第3日曜日 is one day.
fn one_day(when: &When, pattern: &Pattern, context: &Context) -> Option<NaiveDate> {
    let (nth, weekday) = pattern.single_ordinal()?;
    let [(year, month)] = when.months.as_slice() else { return None };
    if !when.spans.is_empty() {
        return None;
    }
    let years = match year {
        Some(year) => *year..=*year,
        None => context.reference.year() - 1..=context.reference.year() + 1,
    };
    years.filter_map(|year| nth_weekday(year, *month, nth, weekday)).min_by_key(|day| (*day - context.reference).num_days().abs())
}

fn nth_weekday(year: i32, month: u32, nth: i8, weekday: Weekday) -> Option<NaiveDate> {
    match u8::try_from(nth) {
        Ok(nth) => NaiveDate::from_weekday_of_month_opt(year, month, weekday, nth),
        Err(_) => (1..=5).rev().find_map(|nth| NaiveDate::from_weekday_of_month_opt(year, month, weekday, nth)),
    }
}

/// 6月から12月まで: the first and the last day of these months, nearest to the reference if no year is said.
fn month_bounds(months: &[(Option<i32>, u32)], begins: bool, context: &Context) -> Bounds {
    let ((first_year, first), (last_year, last)) = match months {
        // 11月の毎週土曜日, 4月から毎週火曜日
        [one] => (one, one),
        [first, last] => (first, last),
        _ => return Bounds::default(),
    };
    let span = |year: i32| {
        let from = day_of(year, *first, 1)?;
        let until = day_of(last_year.unwrap_or(if last < first { year + 1 } else { year }), *last, 1).map(last_of_month)?;
        (until >= from).then_some((from, until))
    };
    let reference = context.reference;
    let years = match (first_year, last_year) {
        (Some(year), _) => *year..=*year,
        (None, Some(year)) => year - 1..=*year,
        (None, None) => reference.year() - 1..=reference.year() + 1,
    };
    let distance = |(from, until): &(NaiveDate, NaiveDate)| (*from - reference).num_days().max((reference - *until).num_days()).max(0);
    match years.rev().filter_map(span).min_by_key(distance) {
        Some((from, until)) => Bounds { from: Some(first_of_month(from)), until: Some(until).filter(|_| !begins) },
        None => Bounds::default(),
    }
}

/// Adds the rules of a pattern; false if it could not be made one.
fn add_rules(
    when: &mut When,
    schedule: &mut Schedule,
    pattern: &Pattern,
    bounds: Bounds,
    slots: &[Slot],
    hours: Option<(Option<NaiveTime>, Option<NaiveTime>)>,
    context: &Context,
) -> bool {
    let Some(mut rule) = rule_of(&pattern.kind, bounds) else {
        when.unread.push(pattern.words.clone());
        return false;
    };
    rule.until = bounds.until;
    let begin = bounds.from.unwrap_or(context.reference);
    let probe = Recurrence::new(begin, rule.clone());
    let horizon = bounds.until.or_else(|| begin.checked_add_days(chrono::Days::new(3660))).unwrap_or(NaiveDate::MAX);
    let Some(first) = probe.days(begin, horizon, 1).first().copied() else {
        when.unread.push(pattern.words.clone());
        return false;
    };
    if bounds.from.is_none() {
        when.warnings.push(Warning::StartUnknown);
    }
    schedule.open_ended |= bounds.until.is_none();
    if let PatternKind::Days(DaySet { working: true, .. }) = pattern.kind
        && let Some(until) = bounds.until
    {
        schedule.except.extend(first.iter_days().take_while(|day| *day <= until).filter(|day| holiday(*day).is_some()));
    }
    if let PatternKind::Days(DaySet { holidays: true, .. }) = pattern.kind {
        when.unread.push(pattern.words.clone());
    }
    for slot in slots {
        let (starts, ends) = hours.unwrap_or_else(|| slot.times());
        let recurrence = Recurrence { starts, ends, ..Recurrence::new(first, rule.clone()) };
        if !schedule.rules.contains(&recurrence) {
            schedule.rules.push(recurrence);
        }
    }
    true
}

/// The rule of a pattern; `None` if its words do not say enough.
fn rule_of(kind: &PatternKind, bounds: Bounds) -> Option<Rule> {
    let mut rule = Rule::every(Frequency::Daily);
    match kind {
        PatternKind::Daily => {}
        PatternKind::Yearly(_) => return None,
        PatternKind::MonthDays(days) => {
            rule.frequency = Frequency::Monthly;
            rule.month_days.clone_from(days);
        }
        PatternKind::Days(set) if set.working => {
            // Holidays without end cannot be listed.
            bounds.until?;
            rule.frequency = Frequency::Weekly;
            rule.days = [Weekday::Mon, Weekday::Tue, Weekday::Wed, Weekday::Thu, Weekday::Fri].map(|day| ByDay { nth: 0, day }).to_vec();
        }
        PatternKind::Days(set) => {
            if set.days.is_empty() {
                return None;
            }
            rule.frequency = if set.nth.is_empty() { Frequency::Weekly } else { Frequency::Monthly };
            if set.every == Every::SecondWeek {
                // Without a first day it is not known which weeks.
                bounds.from?;
                rule.interval = 2;
            }
            let nths: &[i8] = if set.nth.is_empty() { &[0] } else { &set.nth };
            rule.days = nths.iter().flat_map(|nth| set.days.iter().map(|day| ByDay { nth: *nth, day: *day })).collect();
        }
    }
    Some(rule)
}

/// 毎年11月3日
fn yearly(span: &Span, schedule: &mut Schedule, slots: &[Slot]) {
    let Some(first) = span.from.or(span.until) else { return };
    let extra = span.until.map_or(0, |until| (until - first).num_days());
    let mut recurrence = Recurrence::new(first, Rule::every(Frequency::Yearly));
    recurrence.extra_days = u16::try_from(extra).unwrap_or_default();
    (recurrence.starts, recurrence.ends) = slots.first().map(Slot::times).unwrap_or_default();
    schedule.rules.push(recurrence);
    schedule.open_ended = true;
}
