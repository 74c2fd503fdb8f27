//! Occurrences of a calendar's series that were changed, moved or called off (`RECURRENCE-ID`, RFC 5545 section 3.8.4.4).
//!
//! One that only moved joins its series. One that says something else (another room, other words), or that stands on a day on which the
//! series itself does not happen, becomes a listing of its own. Invariants: what a changed occurrence says is never dropped; the day that it
//! was changed on is never shown as the series has it; one that was called off is shown nowhere.

use super::ReadListing;
use crate::listings::Listing;
use chrono::NaiveDate;
use engawa_core::time::Schedule;

/// An occurrence that differs from its series.
pub(super) struct Changed {
    /// The `UID` of the series.
    pub uid: String,
    /// The day that the series has it on.
    pub day: NaiveDate,
    /// It does not take place.
    pub is_off: bool,
    /// What it says.
    pub read: ReadListing,
}

/// Puts what was changed into its series, or beside it.
pub(super) fn put_together(found: &mut Vec<ReadListing>, changed: Vec<Changed>) {
    // All days first: what moved may have come to stand on the day of another one that moved.
    for it in &changed {
        if let Some(schedule) = series_of(found, &it.uid).and_then(|series| series.listing.schedule.as_mut()) {
            schedule.except.push(it.day);
            schedule.except.sort_unstable();
            schedule.except.dedup();
        }
    }
    for it in changed {
        let alone = match series_of(found, &it.uid) {
            Some(series) => join(series, it),
            None => Some(it),
        };
        found.extend(alone.map(on_its_own));
    }
}

fn series_of<'a>(found: &'a mut [ReadListing], uid: &str) -> Option<&'a mut ReadListing> {
    found.iter_mut().find(|other| other.key == uid)
}

/// Takes an occurrence into its series; gives it back if it cannot be said there.
fn join(series: &mut ReadListing, mut it: Changed) -> Option<Changed> {
    if it.is_off {
        series.problems.append(&mut it.read.problems);
        return None;
    }
    inherit(&mut it.read, &series.listing);
    let says_more = says_more(&it.read.listing, &series.listing);
    let (Some(schedule), Some(own)) = (&mut series.listing.schedule, &it.read.listing.schedule) else { return Some(it) };
    if says_more || !fits(own, schedule) {
        return Some(it);
    }
    schedule.sessions.extend(own.sessions.iter().cloned());
    schedule.sessions.sort_by_key(|session| (session.on, session.starts));
    schedule.sessions.dedup();
    series.problems.append(&mut it.read.problems);
    None
}

/// Many programs write into a changed occurrence only what changed.
fn inherit(read: &mut ReadListing, series: &Listing) {
    let own = &mut read.listing;
    if read.problems.iter().any(|problem| problem.code == "no_title") && !series.title.is_empty() {
        own.title.clone_from(&series.title);
        read.problems.retain(|problem| problem.code != "no_title");
    }
    if own.body.is_empty() {
        own.body.clone_from(&series.body);
    }
    if own.venue.is_none() {
        own.venue.clone_from(&series.venue);
    }
    if own.organiser.name.is_empty() {
        own.organiser.name.clone_from(&series.organiser.name);
    }
    if own.contact.name.is_empty() {
        own.contact.clone_from(&series.contact);
    }
    if own.details == Listing::draft("", own.kind()).details {
        own.details.clone_from(&series.details);
    }
}

/// Whether an occurrence can be one of the sessions: an excepted day excepts sessions too.
fn fits(own: &Schedule, series: &Schedule) -> bool {
    let is_free = |day: &NaiveDate| own.sessions.iter().all(|session| *day < session.on || *day > session.last());
    own.rules.is_empty() && !own.sessions.is_empty() && (own.text.is_empty() || own.text == series.text) && series.except.iter().all(is_free)
}

/// Whether an occurrence says something besides its time that the series does not say.
fn says_more(own: &Listing, series: &Listing) -> bool {
    let other = |own: &str, series: &str| !own.is_empty() && own != series;
    other(&own.title, &series.title)
        || other(&own.body, &series.body)
        || other(&own.cost.text, &series.cost.text)
        || other(&own.contact.name, &series.contact.name)
        || (own.venue.is_some() && own.venue != series.venue)
        || own.links.iter().any(|link| !series.links.contains(link))
        || own.unread.iter().any(|cell| !series.unread.contains(cell))
}

/// A listing with a key of its own, which is the same whenever the file comes again.
fn on_its_own(it: Changed) -> ReadListing {
    let key = format!("{}#{}", it.uid, it.day);
    let mut read = ReadListing { key: key.clone(), ..it.read };
    if let Some(source) = &mut read.listing.source {
        source.key = key;
    }
    read
}

#[cfg(test)]
mod tests {
    use super::super::read_vevent::read_calendar;
    use super::super::{ImportContext, ReadListing};
    use crate::listings::{Kind, State};

    /// A weekly meeting at ten of which some occurrences were changed.
    fn read(changed: &[&str]) -> Vec<ReadListing> {
        let context = ImportContext {
            kind: Kind::Event,
            file: "a.ics".into(),
            source_name: "市".into(),
            source_url: String::new(),
            licence: String::new(),
            reference: "2026-08-01".parse().unwrap(),
            state: State::Published,
            confirmed_on: None,
        };
        let series = "UID:s\nSUMMARY:会\nLOCATION:第1会議室\nDTSTART;TZID=Asia/Tokyo:20260801T100000\nRRULE:FREQ=WEEKLY;COUNT=4";
        let event = |lines: &str| format!("BEGIN:VEVENT\n{lines}\nEND:VEVENT\n");
        let others: String = changed.iter().map(|lines| event(&format!("UID:s\nRECURRENCE-ID;TZID=Asia/Tokyo:{lines}"))).collect();
        read_calendar(&format!("BEGIN:VCALENDAR\n{}{others}END:VCALENDAR\n", event(series)), &context).0
    }

    /// When it takes place.
    fn times(read: &ReadListing) -> Vec<String> {
        let (from, to) = ("2026-08-01".parse().unwrap(), "2026-12-31".parse().unwrap());
        let found = read.listing.schedule.as_ref().unwrap().occurrences(from, to, 99);
        found.iter().map(|it| format!("{} {}", it.on.format("%m-%d"), it.starts.map(|at| at.format("%H").to_string()).unwrap_or_default())).collect()
    }

    #[test]
    fn one_that_moved_joins() {
        let found = read(&["20260808T100000\nSUMMARY:会\nDTSTART;TZID=Asia/Tokyo:20260809T130000"]);
        assert_eq!(found.len(), 1);
        assert_eq!(times(&found[0]), ["08-01 10", "08-09 13", "08-15 10", "08-22 10"]);
    }

    #[test]
    fn one_that_was_called_off_is_nowhere() {
        let found = read(&["20260808T100000\nSUMMARY:会\nSTATUS:CANCELLED\nDTSTART;TZID=Asia/Tokyo:20260808T100000"]);
        assert_eq!(found.len(), 1);
        assert_eq!(times(&found[0]), ["08-01 10", "08-15 10", "08-22 10"]);
        assert!(found[0].problems.iter().any(|problem| problem.code == "maybe_cancelled"), "{:?}", found[0].problems);
        assert_eq!(found[0].listing.state, State::Published);
    }

    #[test]
    fn one_at_another_hour_of_its_day_is_not_lost() {
        let found = read(&["20260808T100000\nSUMMARY:会\nDTSTART;TZID=Asia/Tokyo:20260808T180000"]);
        assert_eq!(found.len(), 2);
        assert_eq!(times(&found[0]), ["08-01 10", "08-15 10", "08-22 10"]);
        assert_eq!((times(&found[1]), found[1].key.as_str()), (vec!["08-08 18".to_owned()], "s#2026-08-08"));
    }

    #[test]
    fn two_that_follow_each_other_are_both_there() {
        let moved = ["20260808T100000\nDTSTART;TZID=Asia/Tokyo:20260815T140000", "20260815T100000\nDTSTART;TZID=Asia/Tokyo:20260816T100000"];
        for order in [[moved[0], moved[1]], [moved[1], moved[0]]] {
            let all: Vec<String> = read(&order).iter().flat_map(times).collect();
            for time in ["08-01 10", "08-15 14", "08-16 10", "08-22 10"] {
                assert!(all.contains(&time.to_owned()), "{time} in {all:?}");
            }
            assert_eq!(all.len(), 4, "{all:?}");
            assert!(read(&order).iter().all(|it| it.listing.title == "会" && it.problems.is_empty()));
        }
    }

    #[test]
    fn what_only_one_of_them_says_is_kept() {
        let found = read(&["20260808T100000\nSUMMARY:会\nLOCATION:第2会議室\nDTSTART;TZID=Asia/Tokyo:20260809T100000"]);
        assert_eq!(found.len(), 2);
        assert_eq!(found[1].listing.venue.as_ref().unwrap().name, "第2会議室");
        assert_eq!(times(&found[0]), ["08-01 10", "08-15 10", "08-22 10"]);
        assert_eq!(times(&found[1]), ["08-09 10"]);
    }
}
