//! "When": the one type in which every listing says when it takes place.
//!
//! A [`Schedule`] is a list of sessions, a list of repetitions and the days on which nothing happens. It keeps the
//! source's own words in `text`, so that nothing is lost where they could not be read. Invariants: occurrences come
//! sorted and without doubles; days in `except` never appear, in spans neither; hours that end no later than they
//! start, on one day, end on the next day (22:00-2:00).

use chrono::{Days, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta};
use serde::{Deserialize, Serialize};

use super::recurrence::Recurrence;

/// When something takes place.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Schedule {
    /// Days and spans of days.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub sessions: Vec<Session>,
    /// Repetitions.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub rules: Vec<Recurrence>,
    /// Days on which nothing happens although a span or a rule says so.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub except: Vec<NaiveDate>,
    /// No end is known (通年, 随時, 10月1日～): it goes on after the last session began.
    #[serde(skip_serializing_if = "is_false")]
    pub open_ended: bool,
    /// As written by the source; may say more than could be read.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub text: String,
}

/// One day, or one span of days with the same hours.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Session {
    /// The (first) day.
    pub on: NaiveDate,
    /// The last day of a span, included.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<NaiveDate>,
    /// When it starts, if known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub starts: Option<NaiveTime>,
    /// When it ends, if known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ends: Option<NaiveTime>,
    /// What the source adds: a number, a part of the day, last admission.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub note: String,
}

/// One time that it really happens.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Occurrence {
    /// First day.
    pub on: NaiveDate,
    /// Last day, included; the same as `on` for a single day.
    pub until: NaiveDate,
    /// When it starts, if known.
    pub starts: Option<NaiveTime>,
    /// When it ends, if known.
    pub ends: Option<NaiveTime>,
}

/// How an occurrence stands at a moment of one of its days: what somebody can still go to comes first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Standing {
    /// It is still to come, or it is running.
    Ahead,
    /// It began a while ago and does not say when it ends, or it goes on, but on another day, or what it says does not tell.
    Doubtful,
    /// It is over.
    Over,
}

/// So long after its start something without a known end is taken to be worth going to.
const BEGUN_MINUTES: i64 = 120;

impl Occurrence {
    /// Whether it is over at a moment (in Japan): hours that end no later than they start end on the next day; without a known end it is
    /// over with its last day.
    pub fn is_over(&self, now: NaiveDateTime) -> bool {
        self.until < now.date() || (self.until == now.date() && !self.goes_over_midnight() && self.ends.is_some_and(|ends| ends <= now.time()))
    }

    /// See [`Standing`]; the moment is in Japan.
    pub fn standing(&self, now: NaiveDateTime) -> Standing {
        if self.is_over(now) {
            return Standing::Over;
        }
        let is_span = self.until > self.on;
        if now.date() < self.on || (self.goes_over_midnight() && !is_span) {
            return Standing::Ahead;
        }
        if self.goes_over_midnight() {
            // A camp from Friday at one to Sunday at eleven ended then; a bar that is open each night until two did not.
            let may_be_over = self.until == now.date() && self.ends.is_some_and(|ends| ends <= now.time());
            return if may_be_over { Standing::Doubtful } else { Standing::Ahead };
        }
        let is_past_today = match (self.starts, self.ends) {
            (_, Some(ends)) => ends <= now.time(),
            (Some(starts), None) => (now.time() - starts).num_minutes() >= BEGUN_MINUTES,
            (None, None) => false,
        };
        if is_past_today { Standing::Doubtful } else { Standing::Ahead }
    }

    fn goes_over_midnight(&self) -> bool {
        self.ends.zip(self.starts).is_some_and(|(ends, starts)| ends <= starts)
    }
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde hands a reference")]
fn is_false(value: &bool) -> bool {
    !*value
}

/// How far ahead a next occurrence is looked for: leap days and fifth weekdays come round within it.
const HORIZON_DAYS: u64 = 30 * 366;

impl Session {
    /// A day without hours.
    pub fn day(on: NaiveDate) -> Self {
        Self { on, ..Self::default() }
    }

    /// The last day.
    pub fn last(&self) -> NaiveDate {
        self.until.map_or(self.on, |until| until.max(self.on))
    }
}

impl Schedule {
    /// Whether nothing is known about when.
    pub fn is_empty(&self) -> bool {
        self.sessions.is_empty() && self.rules.is_empty() && !self.open_ended && self.text.is_empty()
    }

    /// What happens between two days (both included), at most `limit`, in order. Spans are cut at excepted days, not at
    /// the window. An open-ended schedule of sessions goes on to the end of the window.
    pub fn occurrences(&self, from: NaiveDate, to: NaiveDate, limit: usize) -> Vec<Occurrence> {
        self.collect(from, to, limit, to)
    }

    /// The occurrence that is running on a day, or else the next one.
    pub fn next_on_or_after(&self, day: NaiveDate) -> Option<Occurrence> {
        self.next_few(day, 1).first().copied()
    }

    /// The occurrences that are running on a day or come after it, at most `limit`, in order.
    pub fn next_few(&self, day: NaiveDate, limit: usize) -> Vec<Occurrence> {
        let horizon = day.checked_add_days(Days::new(HORIZON_DAYS)).unwrap_or(NaiveDate::MAX);
        self.collect(day, horizon, limit, day)
    }

    fn collect(&self, from: NaiveDate, to: NaiveDate, limit: usize, open_until: NaiveDate) -> Vec<Occurrence> {
        if from > to || limit == 0 {
            return Vec::new();
        }
        let except = self.sorted_except();
        let open_from = self.open_session();
        let mut found: Vec<Occurrence> = Vec::new();
        for session in &self.sessions {
            let until = if open_from == Some(session.on) && session.until.is_none() { open_until.max(session.on) } else { session.last() };
            let whole = Occurrence { on: session.on, until, starts: session.starts, ends: session.ends };
            found.extend(without(whole, &except).into_iter().filter(|part| part.on <= to && part.until >= from));
        }
        for rule in &self.rules {
            let extra = Days::new(u64::from(rule.extra_days));
            let begin = from.checked_sub_days(extra).unwrap_or(NaiveDate::MIN);
            // Excepted days may take the place of as many results.
            for on in rule.days(begin, to, limit.saturating_add(except.len())) {
                if except.binary_search(&on).is_err() {
                    let until = on.checked_add_days(extra).unwrap_or(on);
                    found.push(Occurrence { on, until, starts: rule.starts, ends: rule.ends });
                }
            }
        }
        found.sort_unstable();
        found.dedup();
        found.truncate(limit);
        found
    }

    /// The first day of all; `None` if no day is known.
    pub fn first_day(&self) -> Option<NaiveDate> {
        let except = self.sorted_except();
        let sessions = self.sessions.iter().map(|session| session.on);
        let rules = self.rules.iter().filter_map(|rule| {
            let days = rule.days(rule.first, NaiveDate::MAX, except.len().saturating_add(1));
            days.into_iter().find(|day| except.binary_search(day).is_err())
        });
        sessions.chain(rules).min()
    }

    /// The last day of all; `None` if no day is known, it is open-ended or repeats for ever.
    pub fn last_day(&self) -> Option<NaiveDate> {
        if self.open_ended || self.rules.iter().any(|rule| !rule.rule.is_finite()) {
            return None;
        }
        let sessions = self.sessions.iter().map(Session::last);
        let rules = self.rules.iter().filter_map(|rule| rule.last_day()?.checked_add_days(Days::new(u64::from(rule.extra_days))));
        sessions.chain(rules).max()
    }

    /// Whether its last day has passed. What has no known end is never over.
    pub fn is_over(&self, today: NaiveDate) -> bool {
        self.last_day().is_some_and(|last| last < today)
    }

    /// Whether it goes on after its last session began, nobody knows until when. Its occurrences end with the window they were asked for.
    pub fn is_open(&self) -> bool {
        self.open_session().is_some()
    }

    /// Whether what begins on this day is what goes on so.
    pub fn is_open_from(&self, day: NaiveDate) -> bool {
        self.open_session() == Some(day)
    }

    /// Moves every day, for sample data. Whole weeks keep weekdays; rules by day of the month keep their day. `text` stays.
    pub fn shift_days(&mut self, days: i64) {
        let Some(delta) = TimeDelta::try_days(days) else { return };
        let shift = |date: &mut NaiveDate| {
            if let Some(moved) = date.checked_add_signed(delta) {
                *date = moved;
            }
        };
        for session in &mut self.sessions {
            shift(&mut session.on);
            session.until.iter_mut().for_each(shift);
        }
        for rule in &mut self.rules {
            shift(&mut rule.first);
            rule.rule.until.iter_mut().for_each(shift);
        }
        self.except.iter_mut().for_each(shift);
    }

    /// The first day of the session that goes on for ever: the latest, if the schedule is open-ended.
    fn open_session(&self) -> Option<NaiveDate> {
        if !self.open_ended || !self.rules.is_empty() {
            return None;
        }
        self.sessions.iter().filter(|session| session.until.is_none()).map(|session| session.on).max()
    }

    fn sorted_except(&self) -> Vec<NaiveDate> {
        let mut except = self.except.clone();
        except.sort_unstable();
        except
    }
}

/// The parts of a span that are left without some (sorted) days.
fn without(whole: Occurrence, except: &[NaiveDate]) -> Vec<Occurrence> {
    let mut parts = Vec::new();
    let mut on = whole.on;
    let begin = except.partition_point(|day| *day < whole.on);
    for day in except.iter().skip(begin).take_while(|day| **day <= whole.until) {
        if let Some(until) = day.pred_opt()
            && until >= on
        {
            parts.push(Occurrence { on, until, ..whole });
        }
        let Some(next) = day.succ_opt() else { return parts };
        on = next;
    }
    if on <= whole.until {
        parts.push(Occurrence { on, ..whole });
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn show(found: &[Occurrence]) -> String {
        let parts: Vec<String> =
            found.iter().map(|part| if part.on == part.until { part.on.to_string() } else { format!("{}..{}", part.on, part.until) }).collect();
        parts.join(" ")
    }

    fn span(on: &str, until: &str) -> Session {
        Session { until: Some(day(until)), ..Session::day(day(on)) }
    }

    #[test]
    fn spans_are_cut_at_excepted_days() {
        let schedule = Schedule {
            sessions: vec![span("2026-08-05", "2026-08-16"), Session::day(day("2026-08-10"))],
            except: vec![day("2026-08-12"), day("2026-08-10")],
            ..Schedule::default()
        };
        assert_eq!(show(&schedule.occurrences(day("2026-08-01"), day("2026-08-31"), 9)), "2026-08-05..2026-08-09 2026-08-11 2026-08-13..2026-08-16");
        assert_eq!(show(&schedule.occurrences(day("2026-08-11"), day("2026-08-13"), 9)), "2026-08-11 2026-08-13..2026-08-16");
        assert_eq!(schedule.next_on_or_after(day("2026-08-10")).map(|next| next.on), Some(day("2026-08-11")));
        assert_eq!((schedule.first_day(), schedule.last_day()), (Some(day("2026-08-05")), Some(day("2026-08-16"))));
        assert!(schedule.is_over(day("2026-08-17")) && !schedule.is_over(day("2026-08-16")));
    }

    #[test]
    fn rules_and_sessions_come_sorted_without_doubles() {
        let rule = Recurrence::new(day("2026-08-03"), "FREQ=WEEKLY;BYDAY=MO;UNTIL=20260831".parse().unwrap());
        let mut schedule = Schedule {
            sessions: vec![Session::day(day("2026-08-17")), Session::day(day("2026-08-04"))],
            rules: vec![rule],
            except: vec![day("2026-08-10")],
            ..Schedule::default()
        };
        assert_eq!(show(&schedule.occurrences(day("2026-08-01"), day("2026-09-30"), 9)), "2026-08-03 2026-08-04 2026-08-17 2026-08-24 2026-08-31");
        assert_eq!(show(&schedule.occurrences(day("2026-08-01"), day("2026-09-30"), 2)), "2026-08-03 2026-08-04");
        assert_eq!(show(&schedule.next_few(day("2026-08-05"), 2)), "2026-08-17 2026-08-24");
        assert_eq!(show(&schedule.next_few(day("2026-08-18"), 5)), "2026-08-24 2026-08-31", "no more are made up");
        assert_eq!(schedule.last_day(), Some(day("2026-08-31")));
        schedule.shift_days(14);
        assert_eq!(show(&schedule.occurrences(day("2026-08-01"), day("2026-09-30"), 9)), "2026-08-17 2026-08-18 2026-08-31 2026-09-07 2026-09-14");
        schedule.shift_days(i64::MAX);
        assert_eq!(schedule.first_day(), Some(day("2026-08-17")));
    }

    #[test]
    fn what_can_still_be_gone_to_stands_first() {
        let one = |until: &str, starts: &str, ends: &str| Occurrence {
            on: day("2026-08-05"),
            until: day(until),
            starts: starts.parse().ok(),
            ends: ends.parse().ok(),
        };
        let (today, tomorrow) = ("2026-08-05", "2026-08-06");
        let evening = |it: Occurrence| it.standing("2026-08-05T18:00:00".parse().unwrap());
        let table = [
            (one(today, "19:00:00", ""), Standing::Ahead),
            (one(today, "17:00:00", "18:30:00"), Standing::Ahead),
            (one(today, "16:30:00", ""), Standing::Ahead),
            (one(today, "16:00:00", ""), Standing::Doubtful),
            (one(today, "10:00:00", "18:00:00"), Standing::Over),
            (one(today, "", "12:00:00"), Standing::Over),
            (one(today, "", ""), Standing::Ahead),
            (one(tomorrow, "10:00:00", "16:00:00"), Standing::Doubtful),
            (one(tomorrow, "10:00:00", "20:00:00"), Standing::Ahead),
            (one(today, "22:00:00", "02:00:00"), Standing::Ahead),
        ];
        for (it, standing) in table {
            assert_eq!(evening(it), standing, "{it:?}");
            assert_eq!(it.is_over("2026-08-05T18:00:00".parse().unwrap()), standing == Standing::Over, "{it:?}");
            assert_eq!(it.standing("2026-08-04T23:00:00".parse().unwrap()), Standing::Ahead, "{it:?}: it is tomorrow");
            assert_eq!(it.standing("2026-08-07T00:00:00".parse().unwrap()), Standing::Over, "{it:?}: its last day has passed");
        }
    }

    #[test]
    fn days_that_end_earlier_than_they_began_are_a_camp_or_nights() {
        let hour = |hour: u32| NaiveTime::from_hms_opt(hour, 0, 0);
        let camp = Occurrence { on: day("2026-08-07"), until: day("2026-08-09"), starts: hour(13), ends: hour(11) };
        let table = [
            ("2026-08-07T10:00:00", Standing::Ahead),
            ("2026-08-07T18:00:00", Standing::Ahead),
            ("2026-08-08T12:00:00", Standing::Ahead),
            ("2026-08-09T10:59:00", Standing::Ahead),
            ("2026-08-09T11:00:00", Standing::Doubtful),
            ("2026-08-10T00:00:00", Standing::Over),
        ];
        for (now, standing) in table {
            assert_eq!(camp.standing(now.parse().unwrap()), standing, "{now}");
        }
    }

    #[test]
    fn open_ends_go_on() {
        let mut schedule = Schedule { sessions: vec![Session::day(day("2026-08-05"))], open_ended: true, ..Schedule::default() };
        assert_eq!(show(&schedule.occurrences(day("2026-09-01"), day("2026-09-30"), 9)), "2026-08-05..2026-09-30");
        assert_eq!(schedule.next_on_or_after(day("2030-01-01")).map(|next| next.until), Some(day("2030-01-01")));
        assert_eq!((schedule.last_day(), schedule.is_over(day("2099-01-01"))), (None, false));
        assert!(schedule.is_open() && schedule.is_open_from(day("2026-08-05")) && !schedule.is_open_from(day("2026-08-06")));
        let span = Schedule { sessions: vec![span("2026-08-05", "2026-08-16")], open_ended: true, ..Schedule::default() };
        assert!(!span.is_open() && !Schedule { open_ended: true, ..Schedule::default() }.is_open());
        schedule.rules.push(Recurrence::new(day("2026-08-05"), "FREQ=DAILY".parse().unwrap()));
        schedule.open_ended = false;
        assert_eq!((schedule.last_day(), schedule.is_over(day("2099-01-01"))), (None, false));
        assert_eq!(Schedule::default().next_on_or_after(day("2026-01-01")), None);
    }
}
