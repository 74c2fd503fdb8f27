//! "When" as fields of the plain form: dates in rows, a repetition in plain words, days off and extra days as lists.
//!
//! Invariants: sending the form as it was drawn changes nothing, not even the order of dates or a part of a rule that the words leave
//! out; what the form has no room for (further rules, dates beyond its rows) is kept.

use super::{Pairs, Reader, clock, repeat};
use crate::listings::rules::LIST_MAX;
use chrono::{NaiveDate, NaiveTime};
use engawa_core::Problem;
use engawa_core::text::digits;
use engawa_core::time::{Recurrence, Schedule, Session};

/// Rows for dates in the form.
pub const SESSION_ROWS: usize = 6;

/// The fields of a schedule, by name.
pub(super) fn to_fields(schedule: &Schedule) -> Vec<(String, String)> {
    let mut out: Vec<(String, String)> = Vec::new();
    let (rows, extra) = split(&schedule.sessions, schedule.rules.first());
    for (at, session) in rows.iter().take(SESSION_ROWS).enumerate() {
        let mut add = |part: &str, value: String| out.push((format!("session.{at}.{part}"), value));
        add("on", session.on.to_string());
        add("until", session.until.map(|day| day.to_string()).unwrap_or_default());
        add("starts", clock(session.starts));
        add("ends", clock(session.ends));
    }
    if let Some(recurrence) = schedule.rules.first() {
        out.extend(repeat::to_fields(recurrence));
    }
    out.push(("extra".to_owned(), days_in_words(extra.iter().map(|session| session.on))));
    out.push(("except".to_owned(), days_in_words(schedule.except.iter().copied())));
    out.push(("when_text".to_owned(), schedule.text.clone()));
    out
}

fn days_in_words(days: impl Iterator<Item = NaiveDate>) -> String {
    days.map(|day| day.to_string()).collect::<Vec<_>>().join("、")
}

/// The dates that have a row each, and those that are nothing but one more time of the repetition.
fn split(sessions: &[Session], rule: Option<&Recurrence>) -> (Vec<Session>, Vec<Session>) {
    let is_extra = |session: &Session| {
        rule.is_some_and(|rule| {
            let plain = session.until.is_none() && session.note.is_empty() && rule.extra_days == 0;
            plain && (session.starts, session.ends) == (rule.starts, rule.ends)
        })
    };
    let (extra, rows) = sessions.iter().cloned().partition(is_extra);
    (rows, extra)
}

/// Whether two lists hold the same dates, in whatever order.
fn same_dates(one: &[Session], other: &[Session]) -> bool {
    let sorted = |list: &[Session]| {
        let mut keys: Vec<_> = list.iter().map(|it| (it.on, it.until, it.starts, it.ends, it.note.clone())).collect();
        keys.sort_unstable();
        keys
    };
    one.len() == other.len() && sorted(one) == sorted(other)
}

/// Whether the form has a field of this name at all.
pub(super) fn is_sent(pairs: &Pairs, name: &str) -> bool {
    pairs.iter().any(|(known, _)| known == name)
}

impl Reader<'_> {
    /// Reads the schedule over what it was before.
    pub(super) fn schedule(&mut self, before: Option<Schedule>) -> Option<Schedule> {
        let mut schedule = before.unwrap_or_default();
        let as_it_was = std::mem::take(&mut schedule.sessions);
        let (mut rows, extra) = split(&as_it_was, schedule.rules.first());
        let hidden = rows.split_off(rows.len().min(SESSION_ROWS));
        schedule.sessions = self.sessions(&rows);
        schedule.sessions.extend(hidden);
        let (starts, ends) = self.repetition(&mut schedule.rules);
        if is_sent(self.pairs, "extra") {
            let days = self.days("extra");
            schedule.sessions.extend(days.into_iter().map(|on| Session { starts, ends, ..Session::day(on) }));
        } else {
            schedule.sessions.extend(extra);
        }
        if same_dates(&schedule.sessions, &as_it_was) {
            schedule.sessions = as_it_was;
        }
        schedule.except = self.days("except");
        schedule.text = self.text("when_text");
        (schedule != Schedule::default()).then_some(schedule)
    }

    /// The rows of dates; `before`: what they were, for their notes.
    fn sessions(&mut self, before: &[Session]) -> Vec<Session> {
        let mut found = Vec::new();
        for at in 0..SESSION_ROWS {
            let name = |part: &str| format!("session.{at}.{part}");
            let (until, starts, ends) = (self.day(&name("until")), self.time(&name("starts")), self.time(&name("ends")));
            if let Some(on) = self.day(&name("on")) {
                // Two sessions of one day have two notes: the row first, then the day (rows move up when one is taken out).
                let same = before.get(at).filter(|it| it.on == on).or_else(|| before.iter().find(|it| it.on == on));
                let note = same.map(|it| it.note.clone()).unwrap_or_default();
                found.push(Session { on, until, starts, ends, note });
            } else if self.raw(&name("on")).trim().is_empty() && (until.is_some() || starts.is_some() || ends.is_some()) {
                self.problems.push(Problem::new(name("on"), "required"));
            }
        }
        found
    }

    /// The first rule; further ones stay as they were. Gives the hours of the repetition, which extra days share.
    fn repetition(&mut self, rules: &mut Vec<Recurrence>) -> (Option<NaiveTime>, Option<NaiveTime>) {
        let further = if rules.is_empty() { Vec::new() } else { rules.split_off(1) };
        let before = rules.pop();
        let (starts, ends) = (self.time("rule_starts"), self.time("rule_ends"));
        if let Some(rule) = self.rule(before.as_ref().map(|before| &before.rule)) {
            if let Some(first) = self.day("rule_first") {
                if rule.until.is_some_and(|until| until < first) {
                    let field = if self.raw(repeat::UNTIL).trim().is_empty() { repeat::RULE } else { repeat::UNTIL };
                    self.problems.push(Problem::new(field, "ends_before_start"));
                }
                let extra_days = before.map_or(0, |before| before.extra_days);
                rules.push(Recurrence { starts, ends, extra_days, ..Recurrence::new(first, rule) });
            } else if self.raw("rule_first").trim().is_empty() {
                self.problems.push(Problem::new("rule_first", "required"));
            }
        }
        rules.extend(further);
        (starts, ends)
    }

    /// A list of days: 2026-12-29、2027-01-05, or one a line.
    fn days(&mut self, name: &str) -> Vec<NaiveDate> {
        let mut found = Vec::new();
        let words = self.list(name);
        if words.len() > LIST_MAX {
            self.problems.push(Problem::new(name, "too_many").arg(LIST_MAX.to_string()));
            return found;
        }
        for word in words {
            match digits(&word).parse() {
                Ok(day) => found.push(day),
                Err(_) => self.problems.push(Problem::new(name, "bad_date").arg(word)),
            }
        }
        found
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn schedule() -> Schedule {
        let ten = NaiveTime::from_hms_opt(10, 0, 0);
        let rule = Recurrence { starts: ten, ..Recurrence::new(day("2026-11-10"), "FREQ=WEEKLY;BYDAY=TU".parse().unwrap()) };
        let other = Recurrence::new(day("2026-11-01"), "FREQ=MONTHLY;BYSETPOS=1;BYDAY=MO,TU".parse().unwrap());
        let extra = |on: &str| Session { starts: ten, ..Session::day(day(on)) };
        Schedule {
            // An extra day before a date with a row: the order is the source's.
            sessions: vec![extra("2026-12-03"), Session { note: "発表会".into(), ..Session::day(day("2026-11-29")) }, extra("2026-11-12")],
            rules: vec![rule, other],
            except: vec![day("2026-12-29")],
            ..Schedule::default()
        }
    }

    fn read(before: &Schedule, fields: &[(String, String)]) -> (Schedule, Vec<String>) {
        let mut reader = Reader { pairs: fields, problems: Vec::new() };
        let read = reader.schedule(Some(before.clone())).unwrap_or_default();
        (read, reader.problems.into_iter().map(|problem| format!("{}:{}", problem.path, problem.code)).collect())
    }

    fn with(change: &[(&str, &str)]) -> Vec<(String, String)> {
        let mut fields = to_fields(&schedule());
        for (name, value) in change {
            fields.retain(|(known, _)| known != name);
            fields.push(((*name).to_owned(), (*value).to_owned()));
        }
        fields
    }

    #[test]
    fn an_unchanged_form_changes_nothing() {
        let before = schedule();
        assert_eq!(read(&before, &to_fields(&before)), (before.clone(), vec![]));
        let fields = to_fields(&before);
        assert!(fields.contains(&("extra".to_owned(), "2026-12-03、2026-11-12".to_owned())), "{fields:?}");
        // A program that knows no list of extra days loses none.
        let fewer: Vec<_> = fields.into_iter().filter(|(name, _)| name != "extra").collect();
        assert_eq!(read(&before, &fewer), (before, vec![]));
    }

    #[test]
    fn extra_days_have_the_hours_of_the_repetition() {
        let (after, problems) = read(&schedule(), &with(&[("extra", "２０２６-12-24\n2026-12-25"), ("rule_starts", "9:30")]));
        assert_eq!(problems, Vec::<String>::new());
        let extra: Vec<_> = after.sessions.iter().skip(1).map(|it| (it.on.to_string(), clock(it.starts))).collect();
        assert_eq!(extra, [("2026-12-24".to_owned(), "09:30".to_owned()), ("2026-12-25".to_owned(), "09:30".to_owned())]);
    }

    #[test]
    fn problems_name_their_field() {
        for (change, expected) in [
            (vec![("extra", "いつか")], "extra:bad_date"),
            (vec![("except", "2026-02-30")], "except:bad_date"),
            (vec![("rule_first", "")], "rule_first:required"),
            (vec![("rule_first", "2026-13-01")], "rule_first:bad_date"),
            (vec![("repeat.until", "2026-11-09")], "repeat.until:ends_before_start"),
            (vec![("session.3.ends", "10:00")], "session.3.on:required"),
            (vec![("session.0.on", "2026-02-30"), ("session.0.ends", "10:00")], "session.0.on:bad_date"),
        ] {
            assert_eq!(read(&schedule(), &with(&change)).1, [expected], "{change:?}");
        }
        let many = vec!["2026-12-01"; LIST_MAX + 1].join("、");
        assert_eq!(read(&schedule(), &with(&[("except", many.as_str())])).1, ["except:too_many"]);
    }

    #[test]
    fn a_repetition_can_be_taken_away() {
        let (after, problems) = read(&schedule(), &with(&[("repeat", "")]));
        assert_eq!((after.rules.len(), problems), (1, vec![]), "the rule that the form does not show stays");
    }
}
