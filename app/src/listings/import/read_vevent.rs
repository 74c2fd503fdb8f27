//! Makes listings of the events of a calendar file (RFC 5545), without the detour of a table.
//!
//! Whole days stay whole days, an end date is exclusive, hours elsewhere become hours in Japan ([`super::zones`]). Personal data
//! (`ATTENDEE`, addresses of `ORGANIZER`) are not read, private entries neither. What a rule says that cannot be kept is told and
//! kept as text.

use super::fit::fit;
use super::ical::{Component, Line, parse};
use super::read_contact::{addresses, phone_numbers};
use super::read_money::read_cost;
use super::series::{self, Changed};
use super::split::later;
use super::text::{fold, is_none_word, one_line, strip_html};
use super::zones::{Zones, is_japan, read_day, read_local};
use super::{ImportContext, ReadListing};
use crate::listings::State;
use crate::listings::kind::Details;
use crate::listings::listing::{Link, Listing, Source, UnreadCell, Venue};
use crate::listings::rules::TITLE_MAX;
use chrono::{Days, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta};
use engawa_core::Problem;
use engawa_core::time::{Recurrence, Rule, Schedule, Session};

/// Repetitions in another zone are written out; at most this many.
const WRITTEN_OUT: usize = 400;

/// An event under way.
struct Event<'a> {
    component: &'a Component,
    zones: &'a Zones,
    file: &'a str,
    problems: Vec<Problem>,
    unread: Vec<UnreadCell>,
}

/// When an event begins or ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Moment {
    Day(NaiveDate),
    Hour(NaiveDateTime),
}

impl Moment {
    fn date(self) -> NaiveDate {
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

/// Reads a calendar file: its events, and what was wrong with the file itself.
pub fn read_calendar(text: &str, context: &ImportContext) -> (Vec<ReadListing>, Vec<Problem>) {
    let (roots, mut problems) = parse(&context.file, text);
    let mut found: Vec<ReadListing> = Vec::new();
    let mut changed: Vec<Changed> = Vec::new();
    for calendar in &roots {
        let zones = Zones::of(calendar);
        for component in calendar.children.iter().filter(|child| child.name == "VEVENT") {
            let place = format!("{}:{}", context.file, component.number);
            if component.line("CLASS").is_some_and(|line| matches!(line.value.trim().to_ascii_uppercase().as_str(), "PRIVATE" | "CONFIDENTIAL")) {
                problems.push(Problem::new(place, "event_private"));
                continue;
            }
            let mut event = Event { component, zones: &zones, file: &context.file, problems: Vec::new(), unread: Vec::new() };
            let listing = event.listing(context);
            let uid = component.line("UID").map(|line| one_line(&line.text())).unwrap_or_default();
            let instead_of = component.line("RECURRENCE-ID").and_then(|line| event.moment(line, line.value.trim()));
            let key = listing.source.as_ref().map(|source| source.key.clone()).unwrap_or_default();
            let mut read = ReadListing { key, listing, problems: event.problems };
            fit(&mut read, &|_: &str| place.clone());
            match instead_of {
                Some(moment) if !uid.is_empty() => {
                    let goes_on = is_from_then_on(component);
                    changed.push(Changed { uid, day: moment.date(), goes_on, is_off: is_off(component), read });
                }
                _ => found.push(read),
            }
        }
    }
    series::put_together(&mut found, changed);
    if found.is_empty() && problems.is_empty() {
        problems.push(Problem::new(context.file.clone(), "ics_without_events"));
    }
    (found, problems)
}

/// Whether an event was called off.
fn is_off(component: &Component) -> bool {
    component.line("STATUS").is_some_and(|line| line.value.trim().eq_ignore_ascii_case("CANCELLED"))
}

/// Whether a changed occurrence stands for all that come after it, too.
fn is_from_then_on(component: &Component) -> bool {
    let range = component.line("RECURRENCE-ID").and_then(|line| line.param("RANGE"));
    range.is_some_and(|range| range.trim().eq_ignore_ascii_case("THISANDFUTURE"))
}

impl Event<'_> {
    fn complain(&mut self, line: &Line, code: &str, arg: &str) {
        self.problems.push(Problem::new(format!("{}:{}", self.file, line.number), code).arg(arg));
    }

    fn cannot_read(&mut self, line: &Line, code: &str) {
        self.complain(line, code, &line.value);
        self.unread.push(UnreadCell { column: line.name.clone(), text: line.text(), code: code.to_owned() });
    }

    fn text(&self, name: &str) -> String {
        self.component.line(name).map(Line::text).unwrap_or_default()
    }

    fn listing(&mut self, context: &ImportContext) -> Listing {
        let component = self.component;
        let mut listing = Listing::draft("", context.kind);
        listing.body = prose(&self.text("DESCRIPTION"));
        let title = one_line(&self.text("SUMMARY"));
        listing.title = if title.is_empty() {
            self.problems.push(Problem::new(format!("{}:{}", self.file, component.number), "no_title"));
            listing.body.chars().take(40).collect::<String>().trim().to_owned()
        } else if title.chars().count() > TITLE_MAX {
            self.problems.push(Problem::new(format!("{}:{}", self.file, component.number), "title_too_long").arg(TITLE_MAX.to_string()));
            let body = format!("{title}\n\n{}", listing.body);
            body.trim_end().clone_into(&mut listing.body);
            title.chars().take(TITLE_MAX - 1).chain(['…']).collect()
        } else {
            title
        };
        self.venue(&mut listing);
        self.categories(&mut listing);
        self.people(&mut listing);
        self.links(&mut listing);
        let cost = self.text("X-SHIRASAGI-COST");
        if !cost.is_empty() {
            listing.cost = read_cost(&cost);
        }
        listing.schedule = self.schedule();
        listing.state = context.state;
        if is_off(component) {
            self.problems.push(Problem::new(format!("{}:{}", self.file, component.number), "maybe_cancelled"));
            listing.state = State::Draft;
        }
        for line in component.lines.iter().filter(|line| matches!(line.name.as_str(), "COMMENT" | "RESOURCES")) {
            self.unread.push(UnreadCell { column: line.name.clone(), text: line.text(), code: super::read_row::KEPT.to_owned() });
        }
        let uid = one_line(&self.text("UID"));
        let first = listing
            .schedule
            .as_ref()
            .and_then(|schedule| schedule.sessions.iter().map(|session| session.on).chain(schedule.rules.iter().map(|rule| rule.first)).min());
        let place = listing.venue.as_ref().map(|venue| venue.name.clone()).unwrap_or_default();
        let derived = || super::plan::derived_key(&listing.title, &first.map(|day| day.to_string()).unwrap_or_default(), &place);
        let key = if uid.is_empty() { derived() } else { uid };
        listing.confirmed_on = context.confirmed_on;
        listing.source = Some(Source {
            name: context.source_name.clone(),
            key,
            url: context.source_url.clone(),
            licence: context.licence.clone(),
            file: context.file.clone(),
            row: component.number,
            ..Source::default()
        });
        listing.unread = std::mem::take(&mut self.unread);
        listing
    }

    fn venue(&mut self, listing: &mut Listing) {
        let mut venue = Venue { name: one_line(&self.text("LOCATION")), ..Venue::default() };
        if let Some(line) = self.component.line("GEO") {
            let mut degrees = line.value.split(';').filter_map(|part| part.trim().parse::<f64>().ok());
            match (degrees.next(), degrees.next()) {
                (Some(lat), Some(lon)) if (20.0..=46.0).contains(&lat) && (122.0..=154.5).contains(&lon) => {
                    (venue.lat, venue.lon) = (Some(lat), Some(lon));
                }
                _ => self.cannot_read(line, "coordinates_absurd"),
            }
        }
        listing.venue = (venue != Venue::default()).then_some(venue);
    }

    fn categories(&mut self, listing: &mut Listing) {
        let mut names: Vec<String> = Vec::new();
        for name in self.component.all("CATEGORIES").flat_map(Line::list) {
            if !names.contains(&name) {
                names.push(name);
            }
        }
        match &mut listing.details {
            Details::Event(event) => event.event_type = names.join("、"),
            _ => listing.tags = names,
        }
    }

    /// The desk to ask and the body that does it. A name that is a mail address belongs to a person and is not taken.
    fn people(&mut self, listing: &mut Listing) {
        let contact = self.component.all("CONTACT").map(Line::text).collect::<Vec<_>>().join("、");
        listing.contact.phone = phone_numbers(&contact).into_iter().next().unwrap_or_default();
        listing.contact.name = one_line(&contact);
        if let Some(name) = self.component.line("ORGANIZER").and_then(|line| line.param("CN"))
            && !name.contains('@')
        {
            listing.organiser.name = one_line(name);
        }
    }

    fn links(&mut self, listing: &mut Listing) {
        let component = self.component;
        for line in component.lines.iter().filter(|line| matches!(line.name.as_str(), "URL" | "ATTACH" | "X-SHIRASAGI-RELATEDURL")) {
            // A whole file between the lines is no text of the event.
            if line.param("VALUE").is_some_and(|value| value.eq_ignore_ascii_case("BINARY")) {
                self.complain(line, "attachment_left", line.param("FMTTYPE").unwrap_or_default());
                continue;
            }
            let text = line.text();
            let found = addresses(&text);
            if found.is_empty() && !is_none_word(&text) {
                self.cannot_read(line, "url_unclear");
            }
            for url in found {
                let host = url.split('/').nth(2).unwrap_or_default().to_owned();
                if !listing.links.iter().any(|link| link.url == url) {
                    listing.links.push(Link { label: host, url });
                }
            }
        }
    }

    fn schedule(&mut self) -> Option<Schedule> {
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
    fn moment(&self, line: &Line, text: &str) -> Option<Moment> {
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

fn prose(text: &str) -> String {
    if text.contains("</") || text.contains("<br") { strip_html(text) } else { text.to_owned() }
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
    use super::*;
    use crate::listings::Kind;

    fn context() -> ImportContext {
        ImportContext {
            kind: Kind::Event,
            file: "a.ics".into(),
            source_name: "市".into(),
            source_url: String::new(),
            licence: String::new(),
            reference: "2026-11-20".parse().unwrap(),
            state: State::Published,
            confirmed_on: None,
        }
    }

    fn read(event: &str) -> ReadListing {
        let text = format!("BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:u1\nSUMMARY:祭り\n{event}\nEND:VEVENT\nEND:VCALENDAR\n");
        read_calendar(&text, &context()).0.remove(0)
    }

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
    fn what_cannot_be_read_is_told_and_kept() {
        let read = read("DTSTART;TZID=Europe/Paris:20180827T100000\nRRULE:FREQ=SECONDLY\nURL:javascript:alert(1)");
        let codes: Vec<&str> = read.problems.iter().map(|problem| problem.code.as_str()).collect();
        assert_eq!(codes, ["url_unclear", "time_zone_unknown"]);
        assert_eq!(read.listing.schedule.unwrap().text, "20180827T100000 Europe/Paris");
        assert_eq!(read.listing.unread.len(), 2);
    }

    #[test]
    fn people_stay_out() {
        let read = read("DTSTART:20180827T100000\nATTENDEE;CN=山田:mailto:yamada@example.jp\nORGANIZER;CN=観光課:mailto:kanko@example.jp");
        assert_eq!(read.listing.organiser.name, "観光課");
        assert!(!serde_json::to_string(&read.listing).unwrap().contains('@'));
        let (found, problems) = read_calendar("BEGIN:VCALENDAR\nBEGIN:VEVENT\nCLASS:PRIVATE\nSUMMARY:x\nEND:VEVENT\nEND:VCALENDAR", &context());
        assert_eq!((found.len(), problems[0].code.as_str()), (0, "event_private"));
    }

    #[test]
    fn a_moved_occurrence_joins_its_series() {
        let text = "BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:s\nSUMMARY:会\nDTSTART;VALUE=DATE:20260801\nRRULE:FREQ=WEEKLY;COUNT=3\nEND:VEVENT\nBEGIN:VEVENT\nUID:s\nRECURRENCE-ID;VALUE=DATE:20260808\nSUMMARY:会\nDTSTART;VALUE=DATE:20260809\nEND:VEVENT\nEND:VCALENDAR\n";
        let (found, _) = read_calendar(text, &context());
        assert_eq!(found.len(), 1);
        let days: Vec<String> = found[0]
            .listing
            .schedule
            .as_ref()
            .unwrap()
            .occurrences("2026-08-01".parse().unwrap(), "2026-12-31".parse().unwrap(), 9)
            .iter()
            .map(|it| it.on.to_string())
            .collect();
        assert_eq!(days, ["2026-08-01", "2026-08-09", "2026-08-15"]);
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
    fn long_titles_and_attachments_are_told_and_kept() {
        let long = "長".repeat(250);
        let text = format!(
            "BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:u\nSUMMARY:{long}\nDESCRIPTION:本文\nDTSTART;VALUE=DATE:20260801\n\
             ATTACH;FMTTYPE=application/pdf:https://example.jp/flyer.pdf\n\
             ATTACH;ENCODING=BASE64;VALUE=BINARY;FMTTYPE=image/png:AAAA\nEND:VEVENT\nEND:VCALENDAR\n"
        );
        let read = read_calendar(&text, &context()).0.remove(0);
        assert_eq!(read.listing.title.chars().count(), TITLE_MAX);
        assert_eq!(read.listing.body, format!("{long}\n\n本文"));
        assert_eq!(read.listing.links.iter().map(|link| link.url.as_str()).collect::<Vec<_>>(), ["https://example.jp/flyer.pdf"]);
        let codes: Vec<&str> = read.problems.iter().map(|problem| problem.code.as_str()).collect();
        assert_eq!(codes, ["title_too_long", "attachment_left"]);
    }

    #[test]
    fn durations() {
        assert_eq!(duration("PT1H30M"), TimeDelta::try_minutes(90));
        assert_eq!(duration("P1D"), TimeDelta::try_days(1));
        assert_eq!(duration("P1M"), None);
        assert_eq!(duration("1D"), None);
    }
}
