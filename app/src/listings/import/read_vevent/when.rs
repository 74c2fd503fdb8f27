//! When an event of a calendar file is: its start and end, its rules, what is added to them and what is left out.
//!
//! Everything is told in Japan ([`super::super::zones`]): an instant of UTC may be a day later here, and a rule that repeats by another
//! clock is written out. Invariants: whole days stay whole days, an end date is the first day after it; what cannot be told in Japan
//! stays as words in the text of the schedule, with a problem.

use super::super::ical::Line;
use super::super::split::later;
use super::super::text::fold;
use super::super::zones::{is_japan, read_day, read_local};
use super::Event;
use chrono::{Days, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta};
use engawa_core::time::{Recurrence, Rule, Schedule, Session};

/// Repetitions in another zone are written out; at most this many.
const WRITTEN_OUT: usize = 400;

/// When an event begins or ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Moment {
    Day(NaiveDate),
    Hour(NaiveDateTime),
}

impl Moment {
    pub(super) fn date(self) -> NaiveDate {
        match self {
            Self::Day(day) => day,
            Self::Hour(at) => at.date(),
        }
    }

    fn time(self) -> Option<NaiveTime> {
        match self {
            Self::Day(_) => None,
            Self::Hour(at) => Some(at.time()),
        }
    }
}

impl Event<'_> {
    pub(super) fn schedule(&mut self) -> Option<Schedule> {
        let component = self.component;
        let mut schedule = Schedule { text: self.text("X-SHIRASAGI-SCHEDULE"), ..Schedule::default() };
        let start_line = component.line("DTSTART");
        let Some(start) = start_line.and_then(|line| self.start(line, &mut schedule)) else {
            return (!schedule.is_empty()).then_some(schedule);
        };
        let (extra_days, ends) = self.length(start);
        let session = |on: NaiveDate, starts: Option<NaiveTime>| Session {
            on,
            until: (extra_days > 0).then(|| on.checked_add_days(Days::new(u64::from(extra_days)))).flatten(),
            starts,
            ends,
            note: String::new(),
        };
        let mut first_by_rule = false;
        for line in component.all("RRULE") {
            let rule = match line.value.parse::<Rule>() {
                Ok(rule) => rule,
                Err(problem) => {
                    self.cannot_read(line, problem.code());
                    continue;
                }
            };
            first_by_rule = true;
            let is_later = start_line.is_some_and(|line| is_tomorrow_here(line, start));
            // Nine hours later it is tomorrow.
            let (rule, zone) = match (is_later, later(&rule, 1)) {
                (true, Some(later)) => (later, None),
                (true, None) => (rule, Some("UTC")),
                (false, _) => (rule, start_line.and_then(|line| line.param("TZID")).filter(|zone| !is_japan(zone))),
            };
            match (zone, start_line.and_then(|line| read_local(&line.value))) {
                (Some(zone), Some(local)) => self.write_out(line, zone, local, rule, &mut schedule, &session),
                _ => schedule.rules.push(Recurrence { extra_days, starts: start.time(), ends, ..Recurrence::new(start.date(), rule) }),
            }
        }
        if !first_by_rule {
            schedule.sessions.push(session(start.date(), start.time()));
        }
        for line in component.all("RDATE") {
            for part in line.value.split(',') {
                let part = part.split('/').next().unwrap_or_default().trim();
                match self.moment(line, part) {
                    Some(moment) => schedule.sessions.push(session(moment.date(), moment.time().or(start.time()))),
                    None => self.cannot_read(line, "date_unread"),
                }
            }
        }
        for line in component.all("EXDATE") {
            for part in line.value.split(',') {
                match self.moment(line, part.trim()) {
                    Some(moment) => schedule.except.push(moment.date()),
                    None => self.cannot_read(line, "date_unread"),
                }
            }
        }
        schedule.sessions.sort_by_key(|session| (session.on, session.starts));
        schedule.sessions.dedup();
        schedule.except.sort_unstable();
        schedule.except.dedup();
        Some(schedule)
    }

    /// The start; if its hour cannot be told in Japan, its words go into the text of the schedule.
    fn start(&mut self, line: &Line, schedule: &mut Schedule) -> Option<Moment> {
        let moment = self.moment(line, line.value.trim());
        if moment.is_none() {
            let zone = line.param("TZID").unwrap_or_default();
            let known_shape = read_local(&line.value).is_some();
            self.cannot_read(line, if known_shape { "time_zone_unknown" } else { "date_unread" });
            format!("{} {} {zone}", schedule.text, line.value.trim()).trim().clone_into(&mut schedule.text);
        }
        moment
    }

    /// A date or a time, in Japan.
    pub(super) fn moment(&self, line: &Line, text: &str) -> Option<Moment> {
        if let Some(day) = read_day(text) {
            return Some(Moment::Day(day));
        }
        let local = read_local(text)?;
        let at = if text.ends_with('Z') {
            self.zones.to_japan("UTC", local)?
        } else {
            match line.param("TZID") {
                Some(zone) => self.zones.to_japan(zone, local)?,
                // Without a zone: the clock on the wall.
                None => local,
            }
        };
        Some(Moment::Hour(at))
    }

    /// How many days an occurrence goes on after its first, and when it ends.
    fn length(&mut self, start: Moment) -> (u16, Option<NaiveTime>) {
        let component = self.component;
        let days = |count: i64| u16::try_from(count.max(0)).unwrap_or_default();
        let end = match (component.line("DTEND"), component.line("DURATION")) {
            (Some(line), _) => {
                let Some(end) = self.moment(line, line.value.trim()) else {
                    self.cannot_read(line, "date_unread");
                    return (0, None);
                };
                end
            }
            (None, Some(line)) => {
                let length = duration(&line.value);
                let at = start.date().and_time(start.time().unwrap_or_default());
                match (length.and_then(|length| at.checked_add_signed(length)), start) {
                    (Some(end), Moment::Hour(_)) => Moment::Hour(end),
                    (Some(end), Moment::Day(_)) => Moment::Day(end.date()),
                    (None, _) => {
                        self.cannot_read(line, "date_unread");
                        return (0, None);
                    }
                }
            }
            (None, None) => return (0, None),
        };
        let between = (end.date() - start.date()).num_days();
        match (start, end) {
            // An end date is the first day after it (RFC 5545 section 3.6.1).
            (Moment::Day(_), Moment::Day(_)) => (days(between - 1), None),
            (Moment::Hour(from), Moment::Hour(to)) => {
                if to < from {
                    if let Some(line) = component.line("DTEND") {
                        self.cannot_read(line, "end_before_start");
                    }
                    return (0, None);
                }
                // Up to the next morning is one evening, not two days.
                let overnight = between == 1 && to.time() <= from.time();
                if overnight { (0, Some(to.time())) } else { (days(between), Some(to.time()).filter(|_| to != from)) }
            }
            _ => (days(between), end.time()),
        }
    }

    /// A rule that repeats by the clock of another zone has no rule in Japan: its occurrences are written out.
    fn write_out(
        &mut self,
        line: &Line,
        zone: &str,
        local: NaiveDateTime,
        rule: Rule,
        schedule: &mut Schedule,
        session: &dyn Fn(NaiveDate, Option<NaiveTime>) -> Session,
    ) {
        if !rule.is_finite() {
            self.cannot_read(line, "rule_in_other_zone");
            schedule.sessions.extend(self.zones.to_japan(zone, local).map(|at| session(at.date(), Some(at.time()))));
            return;
        }
        let days = Recurrence::new(local.date(), rule).days(local.date(), NaiveDate::MAX, WRITTEN_OUT);
        if days.len() == WRITTEN_OUT {
            self.complain(line, "rule_cut", &WRITTEN_OUT.to_string());
        }
        for day in days {
            if let Some(at) = self.zones.to_japan(zone, day.and_time(local.time())) {
                schedule.sessions.push(session(at.date(), Some(at.time())));
            }
        }
    }
}

/// Whether an instant in UTC lies on another day in Japan.
fn is_tomorrow_here(line: &Line, start: Moment) -> bool {
    line.value.trim().ends_with('Z') && read_local(&line.value).is_some_and(|local| local.date() != start.date())
}

/// `PT1H30M`, `P1D`, `P2W`.
fn duration(text: &str) -> Option<TimeDelta> {
    let body = fold(text).trim_start_matches('+').strip_prefix('p')?.to_owned();
    let mut total = TimeDelta::zero();
    let mut digits = String::new();
    let mut in_time = false;
    for c in body.chars() {
        if c.is_ascii_digit() {
            digits.push(c);
            continue;
        }
        if c == 't' {
            in_time = true;
            continue;
        }
        let count: i64 = std::mem::take(&mut digits).parse().ok()?;
        let part = match c {
            'w' => TimeDelta::try_weeks(count)?,
            'd' => TimeDelta::try_days(count)?,
            'h' => TimeDelta::try_hours(count)?,
            'm' if in_time => TimeDelta::try_minutes(count)?,
            's' => TimeDelta::try_seconds(count)?,
            _ => return None,
        };
        total = total.checked_add(&part)?;
    }
    digits.is_empty().then_some(total)
}

#[cfg(test)]
mod tests {
    use super::super::tests::read;
    use super::*;
    use crate::listings::import::ReadListing;

    fn show(read: &ReadListing) -> Vec<String> {
        let schedule = read.listing.schedule.clone().unwrap_or_default();
        let hour = |time: Option<NaiveTime>| time.map(|time| time.format("%H:%M").to_string()).unwrap_or_default();
        schedule
            .sessions
            .iter()
            .map(|it| format!("{}..{} {}-{}", it.on, it.until.map(|day| day.to_string()).unwrap_or_default(), hour(it.starts), hour(it.ends)))
            .collect()
    }

    #[test]
    fn days_and_hours() {
        assert_eq!(show(&read("DTSTART;VALUE=DATE:20180827\nDTEND;VALUE=DATE:20180901")), ["2018-08-27..2018-08-31 -"]);
        assert_eq!(show(&read("DTSTART;VALUE=DATE:20180827\nDTEND;VALUE=DATE:20180828")), ["2018-08-27.. -"]);
        assert_eq!(show(&read("DTSTART;TZID=Asia/Tokyo:20180827T100000\nDURATION:PT1H30M")), ["2018-08-27.. 10:00-11:30"]);
        assert_eq!(show(&read("DTSTART:20180827T010000Z\nDTEND:20180827T030000Z")), ["2018-08-27.. 10:00-12:00"]);
        assert_eq!(show(&read("DTSTART:20180827T220000\nDTEND:20180828T020000")), ["2018-08-27.. 22:00-02:00"]);
        assert_eq!(show(&read("DTSTART;VALUE=DATE:20180730\nRDATE;VALUE=DATE:20180730,20180731")), ["2018-07-30.. -", "2018-07-31.. -"]);
    }

    #[test]
    fn a_rule_in_utc_repeats_on_the_days_of_japan() {
        let first = |event: &str| {
            let read = read(event);
            let schedule = read.listing.schedule.unwrap();
            let found = schedule.occurrences("2026-08-01".parse().unwrap(), "2026-12-31".parse().unwrap(), 3);
            found.iter().map(|it| format!("{} {}", it.on.format("%m-%d"), it.starts.unwrap().format("%H"))).collect::<Vec<_>>()
        };
        // 23:00 on a Monday in UTC is 8:00 on Tuesday.
        assert_eq!(first("DTSTART:20260803T230000Z\nRRULE:FREQ=WEEKLY;BYDAY=MO"), ["08-04 08", "08-11 08", "08-18 08"]);
        assert_eq!(first("DTSTART:20260803T230000Z\nRRULE:FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,SU;COUNT=3"), ["08-04 08", "08-10 08", "08-18 08"]);
        assert_eq!(first("DTSTART:20260803T230000Z\nRRULE:FREQ=DAILY\nEXDATE:20260804T230000Z"), ["08-04 08", "08-06 08", "08-07 08"]);
        assert_eq!(first("DTSTART:20260831T230000Z\nRRULE:FREQ=MONTHLY;BYMONTHDAY=-1;COUNT=3"), ["09-01 08", "10-01 08", "11-01 08"]);
        assert_eq!(first("DTSTART:20260803T010000Z\nRRULE:FREQ=WEEKLY;BYDAY=MO"), ["08-03 10", "08-10 10", "08-17 10"]);
    }

    #[test]
    fn durations() {
        assert_eq!(duration("PT1H30M"), TimeDelta::try_minutes(90));
        assert_eq!(duration("P1D"), TimeDelta::try_days(1));
        assert_eq!(duration("P1M"), None);
        assert_eq!(duration("1D"), None);
    }
}
