//! A listing as iCalendar (RFC 5545): one file for "add to calendar", and the parts of the site's event feed.
//!
//! Times are civil Japanese time with `TZID=Asia/Tokyo`; days without hours are all-day events. What cannot be said in iCalendar (words
//! of the source) goes into the description. Pure: the time stamp comes in as a parameter. Invariants: lines end with CRLF, are at most
//! 75 octets long and never cut a character; a listing without any known day and without a deadline gives no event.

use super::listing::Listing;
use crate::messages::{common, detail as words};
use chrono::{Days, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta};
use engawa_core::Lang;
use engawa_core::time::{Recurrence, Schedule, Session};

/// Longest line in octets, without its end (RFC 5545 section 3.1).
const LINE_OCTETS: usize = 75;

/// Longest description taken from a body, in characters.
const DESCRIPTION_CHARS: usize = 600;

/// Most parts into which one span is cut by excepted days.
const PARTS_MAX: usize = 60;

/// Japan's only time zone: UTC+09:00, no daylight saving since 1952.
const TIME_ZONE: &str = "BEGIN:VTIMEZONE\r\nTZID:Asia/Tokyo\r\nBEGIN:STANDARD\r\nDTSTART:19700101T000000\r\nTZOFFSETFROM:+0900\r\nTZOFFSETTO:+0900\r\nTZNAME:JST\r\nEND:STANDARD\r\nEND:VTIMEZONE\r\n";

/// What the file says about itself.
#[derive(Clone, Debug)]
pub struct Stamp<'a> {
    /// `https://city.example.jp`, without a slash at the end.
    pub origin: &'a str,
    /// When the file was made, in UTC (`DTSTAMP`).
    pub made: NaiveDateTime,
    /// Language of titles and descriptions.
    pub lang: Lang,
}

/// A whole calendar around events made by [`events`].
pub fn calendar(name: &str, parts: impl IntoIterator<Item = String>) -> String {
    let mut out = String::from("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Engawa//Listings//JA\r\nCALSCALE:GREGORIAN\r\nMETHOD:PUBLISH\r\n");
    line(&mut out, "X-WR-CALNAME", &escape(name));
    out.push_str("X-WR-TIMEZONE:Asia/Tokyo\r\n");
    out.push_str(TIME_ZONE);
    for part in parts {
        out.push_str(&part);
    }
    out.push_str("END:VCALENDAR\r\n");
    out
}

/// The file of one listing; `None` if it has neither a day nor a deadline.
pub fn file(listing: &Listing, stamp: &Stamp<'_>) -> Option<String> {
    let parts = events(listing, stamp);
    (!parts.is_empty()).then(|| calendar(&listing.text_in(stamp.lang).0.title, [parts]))
}

/// Whether [`file`] has anything to give.
pub fn has_dates(listing: &Listing) -> bool {
    listing.schedule.as_ref().is_some_and(|schedule| !schedule.sessions.is_empty() || !schedule.rules.is_empty()) || listing.deadline().is_some()
}

/// The `VEVENT`s of a listing: one for each session and rule; where there is none, its application deadline.
pub fn events(listing: &Listing, stamp: &Stamp<'_>) -> String {
    let mut out = String::new();
    let frame = Frame::of(listing, stamp);
    if let Some(schedule) = &listing.schedule {
        for (index, session) in schedule.sessions.iter().enumerate() {
            session_events(&mut out, &frame, &format!("s{index}"), session, schedule);
        }
        for (index, rule) in schedule.rules.iter().enumerate() {
            rule_event(&mut out, &frame, &format!("r{index}"), rule, &schedule.except);
        }
    }
    if out.is_empty()
        && let Some(deadline) = listing.deadline()
    {
        let title = words::ICS_DEADLINE.with(stamp.lang, &[&frame.title]);
        let frame = Frame { title, ..frame };
        frame.write(&mut out, "d", &When::days(deadline, deadline), "");
    }
    out
}

/// A span of days with hours is a daily repetition, without hours an all-day event.
fn session_events(out: &mut String, frame: &Frame, part: &str, session: &Session, schedule: &Schedule) {
    if session.starts.is_some() && session.last() > session.on {
        let count = (session.last() - session.on).num_days() + 1;
        let when = When {
            on: session.on,
            until: session.on,
            starts: session.starts,
            ends: session.ends,
            rule: format!("FREQ=DAILY;COUNT={count}"),
            except: &schedule.except,
        };
        frame.write(out, part, &when, &session.note);
        return;
    }
    let alone = Schedule { sessions: vec![session.clone()], except: schedule.except.clone(), ..Schedule::default() };
    for (index, piece) in alone.occurrences(session.on, session.last(), PARTS_MAX).into_iter().enumerate() {
        let when = When { on: piece.on, until: piece.until, starts: piece.starts, ends: piece.ends, rule: String::new(), except: &[] };
        let id = if index == 0 { part.to_owned() } else { format!("{part}p{index}") };
        frame.write(out, &id, &when, &session.note);
    }
}

/// A repetition begins with its first real day: most calendars show `DTSTART` even where the rule does not match it.
fn rule_event(out: &mut String, frame: &Frame, part: &str, recurrence: &Recurrence, except: &[NaiveDate]) {
    let Some(on) = recurrence.days(recurrence.first, NaiveDate::MAX, 1).first().copied() else { return };
    let mut bare = recurrence.rule.clone();
    let (until, until_time) = (bare.until.take(), bare.until_time.take());
    let mut rule = bare.to_string();
    if let Some(until) = until.filter(|_| bare.count.is_none()) {
        // UNTIL has the type of DTSTART: a date, or an instant in UTC.
        if recurrence.starts.is_some() {
            let last = until.and_time(until_time.unwrap_or(END_OF_DAY));
            rule.push_str(&last.checked_sub_signed(JST).unwrap_or(last).format(";UNTIL=%Y%m%dT%H%M%SZ").to_string());
        } else {
            rule.push_str(&until.format(";UNTIL=%Y%m%d").to_string());
        }
    }
    let until = on.checked_add_days(Days::new(u64::from(recurrence.extra_days))).unwrap_or(on);
    let when = When { on, until, starts: recurrence.starts, ends: recurrence.ends, rule, except };
    frame.write(out, part, &when, "");
}

/// The last second of a day.
const END_OF_DAY: NaiveTime = match NaiveTime::from_hms_opt(23, 59, 59) {
    Some(time) => time,
    None => NaiveTime::MIN,
};

/// Japan Standard Time is this far ahead of UTC.
const JST: TimeDelta = TimeDelta::hours(9);

/// When one event is.
struct When<'a> {
    on: NaiveDate,
    until: NaiveDate,
    starts: Option<NaiveTime>,
    ends: Option<NaiveTime>,
    rule: String,
    except: &'a [NaiveDate],
}

impl When<'_> {
    fn days(on: NaiveDate, until: NaiveDate) -> Self {
        Self { on, until, starts: None, ends: None, rule: String::new(), except: &[] }
    }

    fn write(&self, out: &mut String) {
        if let Some(starts) = self.starts {
            local(out, "DTSTART", self.on.and_time(starts));
            if let Some(ends) = self.ends {
                // 22:00-2:00 ends on the next day.
                let overnight = self.until == self.on && ends <= starts;
                let last = if overnight { self.until.succ_opt().unwrap_or(self.until) } else { self.until };
                local(out, "DTEND", last.and_time(ends));
            }
        } else {
            date(out, "DTSTART", self.on);
            date(out, "DTEND", self.until.succ_opt().unwrap_or(self.until));
        }
        if !self.rule.is_empty() {
            line(out, "RRULE", &self.rule);
            for day in self.except {
                match self.starts {
                    Some(starts) => local(out, "EXDATE", day.and_time(starts)),
                    None => date(out, "EXDATE", *day),
                }
            }
        }
    }
}

fn local(out: &mut String, name: &str, at: NaiveDateTime) {
    line(out, &format!("{name};TZID=Asia/Tokyo"), &at.format("%Y%m%dT%H%M%S").to_string());
}

fn date(out: &mut String, name: &str, day: NaiveDate) {
    line(out, &format!("{name};VALUE=DATE"), &day.format("%Y%m%d").to_string());
}

/// What all events of a listing share.
struct Frame {
    id: String,
    host: String,
    stamp: String,
    title: String,
    description: String,
    location: String,
    geo: Option<(f64, f64)>,
    url: String,
}

impl Frame {
    fn of(listing: &Listing, stamp: &Stamp<'_>) -> Self {
        let (text, _) = listing.text_in(stamp.lang);
        let url = format!("{}/listings/{}", stamp.origin, listing.id);
        let when = listing.schedule.as_ref().map_or("", |schedule| schedule.text.as_str());
        let long = if text.summary.is_empty() { text.body.as_str() } else { text.summary.as_str() };
        let contact =
            [listing.contact.name.as_str(), listing.contact.phone.as_str()].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ");
        let checked = match listing.confirmed_on {
            Some(on) => common::CONFIRMED_ON.with(stamp.lang, &[&on.to_string()]),
            None => common::NEVER_CONFIRMED.text(stamp.lang).to_owned(),
        };
        let parts = [shorten(long), when.to_owned(), contact, checked, url.clone()];
        let description = parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("\n\n");
        let venue = listing.venue.as_ref();
        let location = venue
            .map(|venue| [venue.name.as_str(), venue.address.as_str()].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" "))
            .unwrap_or_default();
        Self {
            id: listing.id.clone(),
            host: stamp.origin.split("://").last().unwrap_or_default().split(['/', ':']).next().unwrap_or_default().to_owned(),
            stamp: stamp.made.format("%Y%m%dT%H%M%SZ").to_string(),
            title: text.title,
            description,
            location,
            geo: venue.and_then(|venue| venue.lat.zip(venue.lon)),
            url,
        }
    }

    fn write(&self, out: &mut String, part: &str, when: &When<'_>, note: &str) {
        out.push_str("BEGIN:VEVENT\r\n");
        line(out, "UID", &format!("{}-{part}@{}", self.id, self.host));
        line(out, "DTSTAMP", &self.stamp);
        when.write(out);
        line(out, "SUMMARY", &escape(&self.title));
        let description = if note.is_empty() { self.description.clone() } else { format!("{note}\n\n{}", self.description) };
        line(out, "DESCRIPTION", &escape(&description));
        if !self.location.is_empty() {
            line(out, "LOCATION", &escape(&self.location));
        }
        if let Some((lat, lon)) = self.geo {
            line(out, "GEO", &format!("{lat:.6};{lon:.6}"));
        }
        line(out, "URL", &self.url);
        out.push_str("TRANSP:TRANSPARENT\r\nEND:VEVENT\r\n");
    }
}

fn shorten(text: &str) -> String {
    let mut chars = text.trim().chars();
    let mut short: String = chars.by_ref().take(DESCRIPTION_CHARS).collect();
    if chars.next().is_some() {
        short.push('…');
    }
    short
}

/// A text value (RFC 5545 section 3.3.11). Control characters other than line breaks and tabs are dropped.
pub fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    for char in text.replace("\r\n", "\n").chars() {
        match char {
            '\\' | ';' | ',' => {
                out.push('\\');
                out.push(char);
            }
            '\n' | '\r' => out.push_str("\\n"),
            '\t' => out.push('\t'),
            _ if char.is_control() => {}
            _ => out.push(char),
        }
    }
    out
}

/// Writes a content line, folded.
fn line(out: &mut String, name: &str, value: &str) {
    let mut octets = 0;
    for char in name.chars().chain([':']).chain(value.chars()) {
        if octets + char.len_utf8() > LINE_OCTETS {
            // The blank that begins a folded line counts.
            out.push_str("\r\n ");
            octets = 1;
        }
        out.push(char);
        octets += char.len_utf8();
    }
    out.push_str("\r\n");
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::listings::kind::Kind;
    use crate::listings::listing::{Apply, Venue};

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn time(text: &str) -> Option<NaiveTime> {
        text.parse().ok()
    }

    fn listing(schedule: Schedule) -> Listing {
        let mut listing = Listing::draft("0190", Kind::Event);
        listing.title = "防災, まち歩き; 秋".into();
        listing.body = "一行目\n二行目\\".into();
        listing.schedule = Some(schedule);
        listing
    }

    fn write(listing: &Listing) -> String {
        let made = day("2026-11-20").and_time(NaiveTime::MIN);
        file(listing, &Stamp { origin: "https://mihon.example.jp:8443", made, lang: Lang::Ja }).unwrap_or_default()
    }

    fn unfold(text: &str) -> String {
        text.replace("\r\n ", "")
    }

    #[test]
    fn a_day_with_hours_and_a_night() {
        let sessions = vec![
            Session { starts: time("10:00:00"), ends: time("12:30:00"), ..Session::day(day("2026-11-23")) },
            Session { starts: time("22:00:00"), ends: time("02:00:00"), ..Session::day(day("2026-12-31")) },
        ];
        let text = unfold(&write(&listing(Schedule { sessions, ..Schedule::default() })));
        assert!(text.contains("DTSTART;TZID=Asia/Tokyo:20261123T100000\r\nDTEND;TZID=Asia/Tokyo:20261123T123000\r\n"), "{text}");
        assert!(text.contains("DTEND;TZID=Asia/Tokyo:20270101T020000\r\n"));
        assert!(text.contains("UID:0190-s0@mihon.example.jp\r\n") && text.contains("UID:0190-s1@mihon.example.jp\r\n"));
        assert!(text.contains("SUMMARY:防災\\, まち歩き\\; 秋\r\n"));
        assert!(text.contains("DESCRIPTION:一行目\\n二行目\\\\\\n\\n未確認\\n\\nhttps://mihon.example.jp:8443/listings/0190\r\n"));
        assert!(text.starts_with("BEGIN:VCALENDAR\r\n") && text.ends_with("END:VCALENDAR\r\n"));
    }

    #[test]
    fn the_day_of_the_last_confirmation_is_said() {
        let mut it = listing(Schedule { sessions: vec![Session::day(day("2026-11-23"))], ..Schedule::default() });
        it.confirmed_on = Some(day("2026-10-01"));
        let made = day("2026-11-20").and_time(NaiveTime::MIN);
        for (lang, words) in [(Lang::Ja, "確認日 2026-10-01\\n\\nhttps://"), (Lang::En, "Checked on 2026-10-01\\n\\nhttps://")] {
            let text = unfold(&file(&it, &Stamp { origin: "https://mihon.example.jp", made, lang }).unwrap());
            assert!(text.contains(words), "{text}");
        }
    }

    #[test]
    fn spans_are_all_day_or_daily() {
        let span = Session { until: Some(day("2026-08-16")), ..Session::day(day("2026-08-05")) };
        let except = vec![day("2026-08-10")];
        let text = write(&listing(Schedule { sessions: vec![span.clone()], except: except.clone(), ..Schedule::default() }));
        assert!(text.contains("DTSTART;VALUE=DATE:20260805\r\nDTEND;VALUE=DATE:20260810\r\n"));
        assert!(text.contains("DTSTART;VALUE=DATE:20260811\r\nDTEND;VALUE=DATE:20260817\r\n"));
        let timed = Session { starts: time("10:00:00"), ends: time("17:00:00"), ..span };
        let text = write(&listing(Schedule { sessions: vec![timed], except, ..Schedule::default() }));
        assert!(text.contains("RRULE:FREQ=DAILY;COUNT=12\r\nEXDATE;TZID=Asia/Tokyo:20260810T100000\r\n"), "{text}");
    }

    #[test]
    fn rules_begin_with_a_real_day_and_end_in_utc() {
        let mut rule = Recurrence::new(day("2026-11-01"), "FREQ=WEEKLY;BYDAY=TU;UNTIL=20261231".parse().unwrap());
        let text = write(&listing(Schedule { rules: vec![rule.clone()], except: vec![day("2026-11-10")], ..Schedule::default() }));
        assert!(text.contains("DTSTART;VALUE=DATE:20261103\r\n") && text.contains("RRULE:FREQ=WEEKLY;BYDAY=TU;UNTIL=20261231\r\n"), "{text}");
        assert!(text.contains("EXDATE;VALUE=DATE:20261110\r\n"));
        rule.starts = time("18:00:00");
        let text = write(&listing(Schedule { rules: vec![rule], ..Schedule::default() }));
        assert!(text.contains("DTSTART;TZID=Asia/Tokyo:20261103T180000\r\n") && text.contains("UNTIL=20261231T145959Z\r\n"), "{text}");
    }

    #[test]
    fn lines_are_folded_between_characters() {
        let mut long = listing(Schedule { sessions: vec![Session::day(day("2026-11-23"))], ..Schedule::default() });
        long.body = "地域の活動を紹介します。".repeat(40);
        long.venue = Some(Venue { name: "市民活動センター".into(), lat: Some(34.34), lon: Some(134.05), ..Venue::default() });
        let text = write(&long);
        assert!(text.split("\r\n").all(|line| line.len() <= LINE_OCTETS));
        assert!(unfold(&text).contains(&long.body));
        assert!(text.contains("GEO:34.340000;134.050000\r\n") && text.contains("LOCATION:市民活動センター\r\n"));
        assert!(!text.replace("\r\n", "").contains(['\r', '\n']));
    }

    #[test]
    fn a_deadline_stands_in_and_nothing_gives_nothing() {
        let mut grant = listing(Schedule::default());
        assert_eq!(write(&grant), "");
        assert!(!has_dates(&grant));
        grant.apply = Some(Apply { closes_on: Some(day("2026-12-10")), ..Apply::default() });
        assert!(has_dates(&grant));
        assert!(write(&grant).contains("DTSTART;VALUE=DATE:20261210\r\nDTEND;VALUE=DATE:20261211\r\n"));
    }
}
