//! Makes listings of the events of a calendar file (RFC 5545), without the detour of a table.
//!
//! When an event is, [`when`] reads. Personal data (`ATTENDEE`, addresses of `ORGANIZER`) are not read, private entries neither. What a
//! rule says that cannot be kept is told and kept as text.

mod when;

use super::fit::fit;
use super::ical::{Component, Line, parse};
use super::read_contact::{addresses, phone_numbers};
use super::read_money::read_cost;
use super::series::{self, Changed};
use super::text::{is_none_word, one_line, strip_html};
use super::zones::Zones;
use super::{ImportContext, ReadListing};
use crate::listings::State;
use crate::listings::kind::Details;
use crate::listings::listing::{Link, Listing, Source, UnreadCell, Venue};
use crate::listings::rules::TITLE_MAX;
use engawa_core::Problem;

/// An event under way.
struct Event<'a> {
    component: &'a Component,
    zones: &'a Zones,
    file: &'a str,
    problems: Vec<Problem>,
    unread: Vec<UnreadCell>,
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
}

fn prose(text: &str) -> String {
    if text.contains("</") || text.contains("<br") { strip_html(text) } else { text.to_owned() }
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

    pub(super) fn read(event: &str) -> ReadListing {
        let text = format!("BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:u1\nSUMMARY:祭り\n{event}\nEND:VEVENT\nEND:VCALENDAR\n");
        read_calendar(&text, &context()).0.remove(0)
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
}
