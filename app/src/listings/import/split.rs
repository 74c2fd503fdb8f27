//! Cuts a schedule in two at a day: what was changed "from then on" (`RECURRENCE-ID;RANGE=THISANDFUTURE`, RFC 5545 section 3.8.4.4).
//!
//! Before the day everything stays; from it on, every occurrence is moved by as many days as the first of them was, and has its hours.
//! Invariants: no occurrence is lost and none is doubled; days off go with the occurrences that they belong to; a rule that cannot be moved
//! (the second Tuesday of a month, three days later, is no rule) is written out, and it is told where that had to end.

use chrono::{Days, NaiveDate, TimeDelta, Weekday};
use engawa_core::time::{ByDay, Frequency, Recurrence, Rule, Schedule, Session};

/// Occurrences of a rule that cannot be moved are written out; at most this many (ten years of months).
pub(super) const WRITTEN_OUT: usize = 120;

/// What came off a schedule.
pub(super) struct Rest {
    /// What happens from the day on.
    pub schedule: Schedule,
    /// There are more occurrences than [`WRITTEN_OUT`].
    pub is_cut: bool,
}

/// Ends `schedule` before the day `from` and gives what happens from then on, the occurrence of that day as `turned` has it (as it was, if
/// nothing is said). `None`, and nothing is changed, if nothing happens from then on.
pub(super) fn split(schedule: &mut Schedule, from: NaiveDate, turned: Option<&Session>) -> Option<Rest> {
    let was = as_it_was(schedule, from);
    let turned = turned.unwrap_or(&was);
    let by = turned.on - from;
    let length = turned.last() - turned.on;
    let mut rest = Rest { schedule: Schedule { text: schedule.text.clone(), ..Schedule::default() }, is_cut: false };
    let mut before = Vec::new();
    for it in &schedule.rules {
        let Some(next) = it.days(from, NaiveDate::MAX, 1).first().copied() else {
            before.push(it.clone());
            continue;
        };
        before.extend(until_before(it, from));
        if let Some(rule) = later(&it.rule, by.num_days()) {
            // The last day says where it ends, whatever the rule counted, and at whatever hour.
            let rule = Rule { count: None, until: it.last_day().map(|day| moved(day, by)), until_time: None, ..rule };
            let extra_days = u16::try_from(length.num_days()).unwrap_or_default();
            rest.schedule.rules.push(Recurrence { first: moved(next, by), extra_days, starts: turned.starts, ends: turned.ends, rule });
        } else {
            let days = it.days(from, NaiveDate::MAX, WRITTEN_OUT + 1);
            rest.is_cut |= days.len() > WRITTEN_OUT;
            rest.schedule.sessions.extend(days.into_iter().take(WRITTEN_OUT).map(|day| like(turned, moved(day, by))));
        }
    }
    let (stay, go): (Vec<&Session>, Vec<&Session>) = schedule.sessions.iter().partition(|session| session.on < from);
    rest.schedule.sessions.extend(go.into_iter().map(|session| {
        let on = moved(session.on, by);
        // One at hours of its own keeps them.
        if session.starts == was.starts { like(turned, on) } else { like(session, on) }
    }));
    if rest.schedule.rules.is_empty() && rest.schedule.sessions.is_empty() {
        return None;
    }
    rest.schedule.sessions.sort_by_key(|session| (session.on, session.starts));
    rest.schedule.sessions.dedup();
    let stay: Vec<Session> = stay.into_iter().cloned().collect();
    let (off, off_later): (Vec<NaiveDate>, Vec<NaiveDate>) = schedule.except.iter().copied().partition(|day| *day < from);
    rest.schedule.except = off_later.into_iter().map(|day| moved(day, by)).collect();
    (schedule.rules, schedule.sessions, schedule.except) = (before, stay, off);
    Some(rest)
}

/// The same rule on days that come later (or earlier); `None` if it counts days of a month or year, and so cannot be moved.
pub(super) fn later(rule: &Rule, days: i64) -> Option<Rule> {
    let counts = !matches!(rule.frequency, Frequency::Daily | Frequency::Weekly);
    let is_bound = counts || !rule.months.is_empty() || !rule.month_days.is_empty() || !rule.positions.is_empty();
    if days != 0 && is_bound {
        return None;
    }
    let turn = |day: Weekday| (0..days.rem_euclid(7)).fold(day, |day, _| day.succ());
    let on = rule.days.iter().map(|it| ByDay { day: turn(it.day), ..*it }).collect();
    Some(Rule { days: on, week_start: turn(rule.week_start), ..rule.clone() })
}

/// What a rule says before a day; `None` if that is nothing.
fn until_before(it: &Recurrence, from: NaiveDate) -> Option<Recurrence> {
    let last = from.pred_opt().filter(|last| *last >= it.first)?;
    let rule = Rule { count: None, until: Some(last), until_time: None, ..it.rule.clone() };
    let before = Recurrence { rule, ..it.clone() };
    (!before.days(before.first, last, 1).is_empty()).then_some(before)
}

/// The occurrence of a day as the schedule has it.
fn as_it_was(schedule: &Schedule, on: NaiveDate) -> Session {
    let by_rule = schedule.rules.first().map(|it| Session {
        on,
        until: (it.extra_days > 0).then(|| on.checked_add_days(Days::new(u64::from(it.extra_days)))).flatten(),
        starts: it.starts,
        ends: it.ends,
        note: String::new(),
    });
    by_rule.or_else(|| schedule.sessions.iter().find(|session| session.on == on).cloned()).unwrap_or_else(|| Session::day(on))
}

/// The same on another day.
fn like(it: &Session, on: NaiveDate) -> Session {
    Session { on, until: it.until.map(|until| moved(until, on - it.on)), ..it.clone() }
}

fn moved(day: NaiveDate, by: TimeDelta) -> NaiveDate {
    day.checked_add_signed(by).unwrap_or(day)
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::NaiveTime;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn hour(hour: u32) -> Option<NaiveTime> {
        NaiveTime::from_hms_opt(hour, 0, 0)
    }

    fn weekly(rule: &str) -> Schedule {
        let rule = Recurrence { starts: hour(10), ends: hour(12), ..Recurrence::new(day("2026-08-03"), rule.parse().unwrap()) };
        Schedule { rules: vec![rule], ..Schedule::default() }
    }

    /// When it takes place until the end of 2027.
    fn times(schedule: &Schedule) -> Vec<(NaiveDate, Option<NaiveTime>)> {
        schedule.occurrences(day("2026-01-01"), day("2027-12-31"), 999).into_iter().map(|it| (it.on, it.starts)).collect()
    }

    #[test]
    fn no_occurrence_is_lost_and_none_is_doubled() {
        let rules = [
            "FREQ=WEEKLY",
            "FREQ=WEEKLY;COUNT=20",
            "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,TH;UNTIL=20261231",
            "FREQ=WEEKLY;INTERVAL=2;BYDAY=SU,MO;WKST=SU",
            "FREQ=DAILY;INTERVAL=3;COUNT=50",
            // On the last day it starts at the very hour at which it ends.
            "FREQ=WEEKLY;UNTIL=20261012T010000Z",
            "FREQ=MONTHLY;BYDAY=1MO",
            "FREQ=MONTHLY;BYMONTHDAY=-1;UNTIL=20270731",
            "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1",
            "FREQ=YEARLY",
        ];
        for rule in rules {
            let mut whole = weekly(rule);
            whole.sessions = vec![Session { starts: hour(15), ..Session::day(day("2026-08-11")) }];
            whole.except = vec![day("2026-08-10"), day("2026-10-05")];
            let all = times(&whole);
            for (at, (from, _)) in all.iter().enumerate().take(12) {
                for by in [-3, -1, 0, 1, 6, 7, 10] {
                    let turn = TimeDelta::try_days(by).unwrap();
                    let mut before = whole.clone();
                    let turned = Session { starts: hour(18), ends: hour(20), ..Session::day(*from + turn) };
                    let rest = split(&mut before, *from, Some(&turned)).unwrap();
                    assert_eq!(times(&before), all[..at], "{rule}, before {from}");
                    let hours = |starts: Option<NaiveTime>| if starts == hour(10) { hour(18) } else { starts };
                    let expected: Vec<_> = all[at..].iter().map(|(on, starts)| (*on + turn, hours(*starts))).collect();
                    // What runs out of the window, or into it, is no matter of the cut.
                    let end = day("2027-12-01");
                    let inside = |list: Vec<(NaiveDate, Option<NaiveTime>)>| list.into_iter().filter(|(on, _)| *on < end).collect::<Vec<_>>();
                    assert_eq!(inside(times(&rest.schedule)), inside(expected), "{rule}, {by} days from {from}");
                    assert!(!rest.is_cut || by != 0, "{rule}");
                }
            }
        }
    }

    #[test]
    fn what_never_ends_and_cannot_be_moved_is_written_out_for_years() {
        let mut schedule = weekly("FREQ=MONTHLY;BYDAY=1MO");
        let rest = split(&mut schedule, day("2026-09-07"), Some(&Session::day(day("2026-09-10")))).unwrap();
        assert!(rest.is_cut && rest.schedule.rules.is_empty());
        assert_eq!((rest.schedule.sessions.len(), rest.schedule.first_day()), (WRITTEN_OUT, Some(day("2026-09-10"))));
    }

    #[test]
    fn where_nothing_comes_nothing_is_cut() {
        let mut schedule = weekly("FREQ=WEEKLY;COUNT=3");
        let whole = schedule.clone();
        assert!(split(&mut schedule, day("2027-01-04"), None).is_none());
        assert_eq!(schedule, whole);
        // Before the first one is all of it, as it was.
        let rest = split(&mut schedule, day("2026-08-03"), None).unwrap();
        assert_eq!(times(&rest.schedule), times(&whole));
        assert!(schedule.rules.is_empty());
    }
}
