//! Makes a schedule of what the cells of a row say.

use chrono::{Datelike, NaiveDate};

use super::clause::{Numbered, PatternKind, When, read_when};
use super::filters::apply;
use super::patterns::expand;
use super::slots::{Slot, Slots, add_note, read_slots};
use super::{Context, Reading, Warning, is_none};
use crate::time::schedule::{Schedule, Session};

/// Makes a time beside the last date its end.
const END: &str = "まで";

/// Reads the four cells of a row.
pub(super) fn build(date: &str, end_date: &str, start: &str, end: &str, context: &Context) -> Reading<Schedule> {
    let mut when = read_both(date, end_date, context);
    let mut slots = read_slots(start, end);
    if slots.dated {
        dates_among_times(&mut when, &mut slots, start, context);
    }
    let mut schedule = Schedule { text: text_of(date, end_date, start, end), ..Schedule::default() };
    let parts = slots_or_none(&slots);
    expand(&mut when, &mut schedule, &parts, context);
    for numbered in &when.spans {
        add_sessions(&mut schedule, numbered, &parts, &when.spans, context, &mut when.warnings);
    }
    apply(&mut when, &mut schedule);
    schedule.open_ended |= when.always && schedule.sessions.is_empty() && schedule.rules.is_empty();
    if when.undecided {
        when.warnings.push(Warning::Undecided);
    }
    schedule.sessions.sort_by_key(|session| (session.on, session.starts));
    schedule.sessions.dedup();
    let mut reading = Reading { value: schedule, warnings: when.warnings, unread: when.unread };
    reading.warnings.extend(slots.warnings);
    reading.unread.extend(slots.unread);
    check_count(when.count, &mut reading);
    reading.warnings.dedup();
    reading
}

/// The dates of one cell, or of one that begins and one that ends.
fn read_both(date: &str, end_date: &str, context: &Context) -> When {
    if is_none(end_date) || end_date.trim() == date.trim() {
        return read_when(date, context, None);
    }
    let is_day = |text: &str| {
        let when = read_when(text, context, None);
        let one = matches!(when.spans.as_slice(), [Numbered { span, .. }] if span.from.is_some() && span.from == span.until);
        one && when.unread.is_empty() && when.patterns.is_empty() && when.filters.is_empty()
    };
    if is_none(date) {
        return read_when(&format!("～{}", end_date.trim()), context, None);
    }
    if is_day(date) && is_day(end_date) {
        let mut when = read_when(&format!("{}～{}{END}", date.trim(), end_date.trim()), context, None);
        for words in &mut when.unread {
            if let Some(written) = words.strip_suffix(END) {
                *words = written.to_owned();
            }
        }
        return when;
    }
    let mut when = read_when(date, context, None);
    when.unread.push(end_date.trim().to_owned());
    when
}

/// The source's own words: dates, then times.
fn text_of(date: &str, end_date: &str, start: &str, end: &str) -> String {
    let pair = |first: &str, last: &str| {
        let (first, last) = (first.trim(), last.trim());
        if is_none(last) || first == last { first.to_owned() } else { format!("{first}～{last}") }
    };
    let (dates, times) = (pair(date, end_date), pair(start, end));
    match (dates.is_empty(), is_none(&times)) {
        (_, true) => dates,
        (true, false) => times,
        (false, false) => format!("{dates}\n{times}"),
    }
}

/// Some sources write 15日（土）午後2時 into the cell of times.
fn dates_among_times(when: &mut When, slots: &mut Slots, start: &str, context: &Context) {
    let first = when.spans.iter().find_map(|numbered| numbered.span.from);
    let month = first.map(|day| (Some(day.year()), day.month())).or_else(|| when.months.first().copied());
    let timed = read_when(start, context, month);
    let day = |numbered: &Numbered| numbered.span.from.filter(|from| Some(*from) == numbered.span.until);
    if timed.spans.is_empty() || timed.spans.iter().any(|numbered| day(numbered).is_none()) {
        return;
    }
    if when.spans.is_empty() {
        if !when.months.is_empty() {
            // 11月の試合日程 has said all that it can.
            when.unread.clear();
        }
    } else {
        let known = |date: NaiveDate| {
            when.spans
                .iter()
                .any(|numbered| numbered.span.from.is_some_and(|from| from <= date) && numbered.span.until.is_some_and(|until| date <= until))
        };
        if !timed.spans.iter().filter_map(day).all(known) {
            return;
        }
        when.spans.retain(|numbered| day(numbered).is_none_or(|date| !timed.spans.iter().any(|timed| day(timed) == Some(date))));
    }
    when.spans.extend(timed.spans);
    when.warnings.extend(timed.warnings);
    slots.unread.retain(|words| words != start.trim());
    slots.unread.extend(timed.unread);
}

/// One slot without hours if there are none.
fn slots_or_none(slots: &Slots) -> Vec<Slot> {
    if slots.list.is_empty() { vec![Slot::default()] } else { slots.list.clone() }
}

fn add_sessions(schedule: &mut Schedule, numbered: &Numbered, slots: &[Slot], all: &[Numbered], context: &Context, warnings: &mut Vec<Warning>) {
    let span = &numbered.span;
    let (on, until) = match (span.from, span.until) {
        (Some(from), Some(until)) => (from, Some(until).filter(|until| *until > from)),
        (Some(from), None) => {
            // 8月4日 9:30～ says when it starts on that day; 8月4日～ that it goes on.
            schedule.open_ended |= span.starts.is_none();
            (from, None)
        }
        (None, Some(until)) => {
            warnings.push(Warning::StartUnknown);
            let on = context.reference.min(until);
            (on, Some(until).filter(|until| *until > on))
        }
        (None, None) => return,
    };
    if span.starts.is_some() || span.ends.is_some() {
        let note = span.note.clone();
        // 8/2/2020 3:30 PM as the end date repeats the cell of the end time.
        let given = slots.first().filter(|_| slots.len() == 1).map(Slot::times).unwrap_or_default();
        schedule.sessions.push(Session { on, until, starts: span.starts.or(given.0), ends: span.ends.or(given.1), note });
        return;
    }
    // ①10月24日 ②10月31日 with ①13:00 ②14:00: each day has its own.
    let paired = all.len() > 1 && all.iter().all(|other| other.number.is_some()) && slots.iter().all(|slot| slot.number.is_some());
    for slot in slots.iter().filter(|slot| !paired || slot.number == numbered.number) {
        let (starts, ends) = slot.times();
        let mut note = span.note.clone();
        add_note(&mut note, &slot.note);
        let shifted = if slot.starts_next_day() { on.succ_opt().unwrap_or(on) } else { on };
        schedule.sessions.push(Session { on: shifted, until, starts, ends, note });
    }
}

/// 全15回 is compared with the days found, if everything was understood.
fn check_count(stated: Option<u32>, reading: &mut Reading<Schedule>) {
    let Some(stated) = stated.filter(|_| reading.unread.is_empty()) else { return };
    let schedule = &reading.value;
    let (Some(first), Some(last)) = (schedule.first_day(), schedule.last_day()) else { return };
    let mut days: Vec<NaiveDate> =
        schedule.occurrences(first, last, 1000).iter().flat_map(|part| part.on.iter_days().take_while(|day| *day <= part.until)).collect();
    days.sort_unstable();
    days.dedup();
    let found = u32::try_from(days.len()).unwrap_or(u32::MAX);
    if found != stated {
        reading.warnings.push(Warning::CountMismatch { stated, found });
    }
}

impl When {
    /// The spans, with what only a schedule could hold handed back as unread.
    pub(super) fn into_spans(mut self) -> Reading<Vec<super::Span>> {
        let patterns = self.patterns.iter().filter(|pattern| !matches!(pattern.kind, PatternKind::Daily) || self.spans.is_empty());
        self.unread.extend(patterns.map(|pattern| pattern.words.clone()));
        self.unread.extend(self.filters.into_iter().map(|filter| filter.words));
        if self.undecided {
            self.warnings.push(Warning::Undecided);
        }
        Reading { value: self.spans.into_iter().map(|numbered| numbered.span).collect(), warnings: self.warnings, unread: self.unread }
    }
}
