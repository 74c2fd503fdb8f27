//! What changed between two states of a listing, field by field, for whoever compares, decides or merges.
//!
//! Fields are those of the plain form ([`super::form::to_fields`]). What has several rows there is one field here, so that a new first
//! date does not make every later date look changed: dates stand at [`SESSIONS`], repetitions at [`REPEAT`], pictures at [`IMAGES`].
//! Invariant: a listing differs from itself in nothing, and each field is named once.

mod words;

pub use words::{Piece, words};

use super::form::{self, repeat};
use super::listing::Listing;
use chrono::NaiveTime;
use engawa_core::Lang;
use engawa_core::time::recurrence::Plain;
use engawa_core::time::{Recurrence, Session};

/// The field of all dates, a date a line: the first row of the form.
pub const SESSIONS: &str = "session.0.on";
/// The field of all repetitions, one a line.
pub const REPEAT: &str = repeat::REPEAT;
/// The field of the pictures, one a line: what it shows and its address.
pub const IMAGES: &str = "images";

/// A field that is not as it was.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldDifference {
    /// Its name in the form.
    pub field: String,
    /// What it held; empty: nothing.
    pub before: String,
    /// What it holds now.
    pub after: String,
}

/// The fields that differ, in the order of the form.
pub fn differences(before: &Listing, after: &Listing) -> Vec<FieldDifference> {
    let (old, new) = (values(before), values(after));
    let mut names: Vec<&str> = old.iter().map(|(name, _)| name.as_str()).collect();
    let added: Vec<&str> = new.iter().map(|(name, _)| name.as_str()).filter(|name| !names.contains(name)).collect();
    names.extend(added);
    let differing = names.into_iter().filter_map(|name| {
        let (before, after) = (value_of(&old, name), value_of(&new, name));
        (before != after).then(|| FieldDifference { field: name.to_owned(), before: before.to_owned(), after: after.to_owned() })
    });
    differing.collect()
}

/// Every field once, as a text that people can compare. Ticked boxes of one name are a list of their codes.
pub fn values(listing: &Listing) -> Vec<(String, String)> {
    let mut found: Vec<(String, String)> = Vec::new();
    for (name, value) in form::to_fields(listing).into_iter().filter(|(name, _)| !is_row(name)) {
        match found.iter_mut().find(|(known, _)| *known == name) {
            Some((_, list)) => {
                list.push('、');
                list.push_str(&value);
            }
            None => found.push((name, value)),
        }
    }
    let schedule = listing.schedule.clone().unwrap_or_default();
    found.push((SESSIONS.to_owned(), lines(schedule.sessions.iter().map(session_line))));
    found.push((REPEAT.to_owned(), lines(schedule.rules.iter().map(rule_line))));
    found.push((IMAGES.to_owned(), lines(listing.images.iter().map(|image| format!("{} {}", image.alt, image.src)))));
    found
}

/// The text of a field; nothing if the listing has no such field.
pub fn value_of<'a>(values: &'a [(String, String)], name: &str) -> &'a str {
    values.iter().find(|(known, _)| known == name).map_or("", |(_, value)| value.as_str())
}

/// A field of the form that is part of a list which is one field here.
fn is_row(name: &str) -> bool {
    name.starts_with("session.") || name.starts_with("repeat") || name.starts_with(repeat::RULE) || name == "extra"
}

fn lines(lines: impl Iterator<Item = String>) -> String {
    lines.collect::<Vec<_>>().join("\n")
}

fn session_line(session: &Session) -> String {
    let days = session.until.map_or_else(|| session.on.to_string(), |until| format!("{}–{until}", session.on));
    join([days, hours(session.starts, session.ends), session.note.clone()])
}

/// In words where they say all of it, otherwise as the text of the rule.
fn rule_line(recurrence: &Recurrence) -> String {
    let first = recurrence.first.to_string();
    if Plain::of(&recurrence.rule).is_some_and(|plain| plain.rule() == recurrence.rule) {
        return join([first, form::words::recurrence_words(recurrence, Lang::Ja), String::new()]);
    }
    let days = if recurrence.extra_days > 0 { format!("{first}+{}", recurrence.extra_days) } else { first };
    join([days, recurrence.rule.to_string(), hours(recurrence.starts, recurrence.ends)])
}

fn hours(starts: Option<NaiveTime>, ends: Option<NaiveTime>) -> String {
    let clock = |time: Option<NaiveTime>| time.map(|time| time.format("%H:%M").to_string()).unwrap_or_default();
    if starts.is_none() && ends.is_none() { String::new() } else { format!("{}–{}", clock(starts), clock(ends)) }
}

fn join(parts: [String; 3]) -> String {
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::super::kind::Kind;
    use super::super::listing::{Contact, Image};
    use super::super::vocabulary::Access;
    use super::*;
    use chrono::NaiveDate;
    use engawa_core::time::Schedule;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn listing() -> Listing {
        let mut listing = Listing::draft("a1", Kind::Event);
        listing.title = "川の清掃".into();
        listing.access = vec![Access::Wheelchair];
        let dates = ["2026-12-01", "2026-12-08"].map(|on| Session::day(day(on)));
        listing.schedule = Some(Schedule { sessions: dates.to_vec(), ..Schedule::default() });
        listing
    }

    fn changed(change: impl FnOnce(&mut Listing)) -> Vec<(String, String, String)> {
        let (before, mut after) = (listing(), listing());
        change(&mut after);
        differences(&before, &after).into_iter().map(|it| (it.field, it.before, it.after)).collect()
    }

    fn row(field: &str, before: &str, after: &str) -> (String, String, String) {
        (field.to_owned(), before.to_owned(), after.to_owned())
    }

    #[test]
    fn each_change_is_named_once_at_its_field() {
        assert!(changed(|_| {}).is_empty());
        assert_eq!(changed(|it| it.title = "海の清掃".into()), [row("title", "川の清掃", "海の清掃")]);
        assert_eq!(changed(|it| it.access.push(Access::HearingLoop)), [row("access", "wheelchair", "wheelchair、hearing_loop")]);
        assert_eq!(changed(|it| it.access.clear()), [row("access", "wheelchair", "")]);
        let contact = Contact { phone: "0422-00-0000".into(), ..Contact::default() };
        assert_eq!(changed(|it| it.contact = contact), [row("contact.phone", "", "0422-00-0000")]);
        let image = Image { src: "a.webp".into(), alt: "川".into(), ..Image::default() };
        assert_eq!(changed(|it| it.images.push(image)), [row(IMAGES, "", "川 a.webp")]);
    }

    #[test]
    fn a_new_first_date_is_one_difference() {
        let first = Session { starts: NaiveTime::from_hms_opt(9, 30, 0), note: "下見".into(), ..Session::day(day("2026-11-24")) };
        let after = "2026-11-24 09:30– 下見\n2026-12-01\n2026-12-08";
        let found = changed(|it| it.schedule.as_mut().unwrap().sessions.insert(0, first));
        assert_eq!(found, [row(SESSIONS, "2026-12-01\n2026-12-08", after)]);
    }

    #[test]
    fn a_repetition_is_one_difference() {
        for (rule, expected) in [
            ("FREQ=WEEKLY;BYDAY=TU", Recurrence::new(day("2026-12-01"), "FREQ=WEEKLY;BYDAY=TU".parse().unwrap())),
            ("FREQ=MONTHLY;BYSETPOS=1;BYDAY=MO,TU", Recurrence::new(day("2026-12-01"), "FREQ=MONTHLY;BYSETPOS=1;BYDAY=MO,TU".parse().unwrap())),
        ] {
            let found = changed(|it| it.schedule.as_mut().unwrap().rules.push(expected));
            assert_eq!(found.len(), 1, "{rule}: {found:?}");
            assert_eq!(found[0].0, REPEAT, "{rule}");
            assert!(found[0].2.starts_with("2026-12-01 "), "{found:?}");
        }
    }
}
