//! Occurrences of a calendar's series that were changed, moved or called off (`RECURRENCE-ID`, RFC 5545 section 3.8.4.4).
//!
//! One that stands for all that come after it, too (`RANGE=THISANDFUTURE`), cuts its series in two ([`super::split`]).
//! One that only moved joins its series. One that says something else (another room, other words), or that stands on a day on which the
//! series itself does not happen, becomes a listing of its own. Invariants: what a changed occurrence says is never dropped; the day that it
//! was changed on is never shown as the series has it; one that was called off is shown nowhere; the days off of one part take nothing from
//! another.

use super::ReadListing;
use super::split::{Rest, WRITTEN_OUT, split};
use crate::listings::Listing;
use chrono::NaiveDate;
use engawa_core::Problem;
use engawa_core::time::Schedule;

/// An occurrence that differs from its series.
pub(super) struct Changed {
    /// The `UID` of the series.
    pub uid: String,
    /// The day that the series has it on.
    pub day: NaiveDate,
    /// It stands for all that come after it, too.
    pub goes_on: bool,
    /// It does not take place.
    pub is_off: bool,
    /// What it says.
    pub read: ReadListing,
}

/// Puts what was changed into its series, or beside it.
pub(super) fn put_together(found: &mut Vec<ReadListing>, changed: Vec<Changed>) {
    let (mut turns, mut single): (Vec<Changed>, Vec<Changed>) = changed.into_iter().partition(|it| it.goes_on);
    // All days first: what moved may have come to stand on the day of another one that moved.
    for it in &single {
        if let Some(schedule) = series_of(found, &it.uid).and_then(|series| series.listing.schedule.as_mut()) {
            schedule.except.push(it.day);
            schedule.except.sort_unstable();
            schedule.except.dedup();
        }
    }
    // The latest first: what one cuts off, the next one does not see.
    turns.sort_by_key(|it| std::cmp::Reverse(it.day));
    let mut cut = Vec::new();
    for it in turns {
        match cut_off(found, &it) {
            Some(rest) => cut.push((it, rest)),
            // There is nothing from then on: it is as good as one alone.
            None => single.push(it),
        }
    }
    let mut parts: Vec<(String, NaiveDate)> = Vec::new();
    for (it, rest) in cut.into_iter().rev() {
        let Some(series) = series_of(found, &it.uid) else { continue };
        if let Some(alone) = go_on(series, it, rest) {
            parts.push((alone.uid.clone(), alone.day));
            found.push(on_its_own(alone));
        }
    }
    for it in single {
        // What was changed in a part that stands alone differs from that part.
        let part = parts.iter().filter(|(uid, day)| *uid == it.uid && *day <= it.day).max_by_key(|(_, day)| *day);
        let key = part.map_or_else(|| it.uid.clone(), |(uid, day)| part_key(uid, *day));
        let alone = match series_of(found, &key) {
            Some(series) => join(series, it),
            None => Some(it),
        };
        found.extend(alone.map(on_its_own));
    }
}

/// Ends a series before the day from which on it is different, and gives what was cut off.
fn cut_off(found: &mut [ReadListing], it: &Changed) -> Option<Rest> {
    let schedule = series_of(found, &it.uid)?.listing.schedule.as_mut()?;
    let own = it.read.listing.schedule.as_ref();
    let mut rest = split(schedule, it.day, own.and_then(|own| own.sessions.first()))?;
    if let Some(own) = own {
        if !own.rules.is_empty() {
            // It brings a rule of its own. What was changed, moved or called off after it is none of its days either.
            let off = std::mem::take(&mut rest.schedule.except);
            rest = Rest { schedule: own.clone(), is_cut: false };
            rest.schedule.except.extend(off);
            rest.schedule.except.sort_unstable();
            rest.schedule.except.dedup();
        }
        rest.schedule.text.clone_from(&own.text);
    }
    Some(rest)
}

/// Takes what a series became into it; gives it back if it cannot be said there.
fn go_on(series: &mut ReadListing, mut it: Changed, rest: Rest) -> Option<Changed> {
    if it.is_off {
        series.problems.append(&mut it.read.problems);
        return None;
    }
    if rest.is_cut {
        let place = it.read.listing.source.as_ref().map(|source| format!("{}:{}", source.file, source.row)).unwrap_or_default();
        it.read.problems.push(Problem::new(place, "rule_cut").arg(WRITTEN_OUT.to_string()));
    }
    inherit(&mut it.read, &series.listing);
    let says_more = says_more(&it.read.listing, &series.listing);
    let own = rest.schedule;
    let fits = series
        .listing
        .schedule
        .as_ref()
        .is_some_and(|schedule| (own.text.is_empty() || own.text == schedule.text) && !takes_from(&own, schedule) && !takes_from(schedule, &own));
    match &mut series.listing.schedule {
        Some(schedule) if fits && !says_more => {
            schedule.rules.extend(own.rules);
            schedule.sessions.extend(own.sessions);
            schedule.sessions.sort_by_key(|session| (session.on, session.starts));
            schedule.sessions.dedup();
            schedule.except.extend(own.except);
            schedule.except.sort_unstable();
            schedule.except.dedup();
            series.problems.append(&mut it.read.problems);
            None
        }
        _ => {
            it.read.listing.schedule = Some(own);
            Some(it)
        }
    }
}

/// Whether something of a schedule takes place on a day off of another one.
fn takes_from(from: &Schedule, off: &Schedule) -> bool {
    off.except.iter().any(|day| !from.occurrences(*day, *day, 1).is_empty())
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

/// The key of what a series has on a day, or from that day on.
fn part_key(uid: &str, day: NaiveDate) -> String {
    format!("{uid}#{day}")
}

/// A listing with a key of its own, which is the same whenever the file comes again.
fn on_its_own(it: Changed) -> ReadListing {
    let key = part_key(&it.uid, it.day);
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

    /// A weekly meeting at ten of which some occurrences were changed; with a `+`, from then on.
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
        let others: String = changed
            .iter()
            .map(|lines| match lines.strip_prefix("+") {
                Some(lines) => event(&format!("UID:s\nRECURRENCE-ID;RANGE=THISANDFUTURE;TZID=Asia/Tokyo:{lines}")),
                None => event(&format!("UID:s\nRECURRENCE-ID;TZID=Asia/Tokyo:{lines}")),
            })
            .collect();
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

    #[test]
    fn from_then_on_at_another_hour() {
        let found = read(&["+20260815T100000\nSUMMARY:会\nDTSTART;TZID=Asia/Tokyo:20260815T140000\nDTEND;TZID=Asia/Tokyo:20260815T160000"]);
        assert_eq!(found.len(), 1);
        assert_eq!(times(&found[0]), ["08-01 10", "08-08 10", "08-15 14", "08-22 14"]);
        assert!(found[0].problems.is_empty(), "{:?}", found[0].problems);
    }

    #[test]
    fn from_then_on_on_another_day_and_then_again() {
        // Written in any order; the third is one alone.
        let turns = [
            "+20260808T100000\nDTSTART;TZID=Asia/Tokyo:20260809T130000",
            "+20260822T100000\nDTSTART;TZID=Asia/Tokyo:20260824T180000",
            "20260815T100000\nDTSTART;TZID=Asia/Tokyo:20260817T090000",
        ];
        for order in [[0, 1, 2], [2, 1, 0], [1, 2, 0]] {
            let changed = order.map(|at| turns[at]);
            let found = read(&changed);
            assert_eq!(found.len(), 1, "{order:?}");
            assert_eq!(times(&found[0]), ["08-01 10", "08-09 13", "08-17 09", "08-24 18"], "{order:?}");
        }
    }

    #[test]
    fn from_then_on_in_another_room() {
        let found = read(&[
            "+20260808T100000\nSUMMARY:会\nLOCATION:第2会議室\nDTSTART;TZID=Asia/Tokyo:20260808T100000",
            "20260815T100000\nDTSTART;TZID=Asia/Tokyo:20260816T100000",
        ]);
        assert_eq!(found.len(), 2);
        assert_eq!(times(&found[0]), ["08-01 10"]);
        assert_eq!((found[1].key.as_str(), found[1].listing.venue.as_ref().unwrap().name.as_str()), ("s#2026-08-08", "第2会議室"));
        assert_eq!(times(&found[1]), ["08-08 10", "08-16 10", "08-22 10"], "one that moved afterwards is in that room, too");
    }

    #[test]
    fn called_off_from_then_on() {
        let found = read(&["+20260815T100000\nSUMMARY:会\nSTATUS:CANCELLED\nDTSTART;TZID=Asia/Tokyo:20260815T100000"]);
        assert_eq!(found.len(), 1);
        assert_eq!((times(&found[0]), found[0].listing.state), (vec!["08-01 10".to_owned(), "08-08 10".to_owned()], State::Published));
    }

    #[test]
    fn from_a_day_after_the_end_on_is_one_alone() {
        let found = read(&["+20260905T100000\nSUMMARY:会\nDTSTART;TZID=Asia/Tokyo:20260905T100000"]);
        assert_eq!(found.iter().flat_map(times).count(), 5);
    }

    #[test]
    fn a_part_with_a_rule_of_its_own_keeps_it() {
        let found = read(&["+20260815T100000\nSUMMARY:会\nDTSTART;TZID=Asia/Tokyo:20260815T100000\nRRULE:FREQ=DAILY;COUNT=2"]);
        assert_eq!(times(&found[0]), ["08-01 10", "08-08 10", "08-15 10", "08-16 10"]);
        // One of its days moved: it is not on the day that it was to be on as well.
        let found = read(&[
            "+20260815T100000\nSUMMARY:会\nDTSTART;TZID=Asia/Tokyo:20260815T100000\nRRULE:FREQ=WEEKLY;COUNT=3",
            "20260822T100000\nSUMMARY:会\nDTSTART;TZID=Asia/Tokyo:20260823T130000",
        ]);
        assert_eq!(found.len(), 1);
        assert_eq!(times(&found[0]), ["08-01 10", "08-08 10", "08-15 10", "08-23 13", "08-29 10"]);
    }
}
