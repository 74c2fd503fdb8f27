//! How large a listing may be: every text and every list has its own bound, and the whole has one.
//!
//! Invariant: a listing without problems is at most [`LISTING_BYTES`] as JSON, so no input makes a page, the feed or a device unbounded. The
//! bounds of parts are there to say at the field what is too long; only hundreds of parts near their own bounds meet that of the whole.

use super::{BODY_MAX, LIST_MAX, SUMMARY_MAX, TEXT_MAX, TITLE_MAX};
use crate::listings::kind::Details;
use crate::listings::listing::Listing;
use engawa_core::Problem;
use engawa_core::time::Schedule;
use serde_json::Value;

/// Characters of a text among the facts of a kind, and of a step of a guide.
pub const FACT_MAX: usize = 4_000;
/// Characters of a tag, a column's name and whatever else is a few words.
pub const WORDS_MAX: usize = 200;
/// Characters of a cell that could not be read: as many as a spreadsheet's cell holds.
pub const CELL_MAX: usize = 32_767;
/// Days on which nothing happens.
pub const EXCEPT_MAX: usize = 1_000;
/// Repetitions of one listing.
pub const REPEATS_MAX: usize = 60;
/// Codes of one sort, with those that are named twice.
pub const CODES_MAX: usize = 60;
/// Bytes of a whole listing as JSON.
pub const LISTING_BYTES: usize = 512 * 1024;

/// Characters of an id.
const ID_MAX: usize = 64;
/// Characters of an address, and of the key of a row.
const ADDRESS_MAX: usize = 2_000;

/// Where problems go.
struct Bounds<'a>(&'a mut Vec<Problem>);

impl Bounds<'_> {
    fn text(&mut self, path: impl Into<String>, value: &str, max: usize) {
        if value.chars().count() > max {
            self.0.push(Problem::new(path, "too_long").arg(max.to_string()));
        }
    }

    fn list(&mut self, path: &str, len: usize, max: usize) {
        if len > max {
            self.0.push(Problem::new(path, "too_many").arg(max.to_string()));
        }
    }
}

/// Everything in a listing that is too long or too many.
pub(super) fn check(listing: &Listing, out: &mut Vec<Problem>) {
    let mut bounds = Bounds(out);
    texts(listing, &mut bounds);
    parts(listing, &mut bounds);
    names(listing, &mut bounds);
    facts(&listing.details, &mut bounds);
    if let Some(schedule) = &listing.schedule {
        times(schedule, &mut bounds);
    }
    lists(listing, &mut bounds);
    // Only what is fine in its parts is weighed: what is wrong there is said there.
    if out.is_empty() && serde_json::to_string(listing).map_or(usize::MAX, |text| text.len()) > LISTING_BYTES {
        out.push(Problem::new("", "too_large").arg(format!("{} KB", LISTING_BYTES / 1024)));
    }
}

fn texts(listing: &Listing, bounds: &mut Bounds<'_>) {
    bounds.text("title", &listing.title, TITLE_MAX);
    bounds.text("kana", &listing.kana, TITLE_MAX * 2);
    bounds.text("summary", &listing.summary, SUMMARY_MAX);
    bounds.text("body", &listing.body, BODY_MAX);
    for (lang, variant) in &listing.variants {
        let code = lang.code();
        bounds.text(format!("variants.{code}.title"), &variant.title, TITLE_MAX * 2);
        bounds.text(format!("variants.{code}.summary"), &variant.summary, SUMMARY_MAX * 2);
        bounds.text(format!("variants.{code}.body"), &variant.body, BODY_MAX * 2);
    }
    bounds.text("area", &listing.area, 80);
    bounds.text("audience.text", &listing.audience.text, TEXT_MAX);
    bounds.text("cost.text", &listing.cost.text, TEXT_MAX);
    bounds.text("access_note", &listing.access_note, TEXT_MAX);
    bounds.text("organiser.name", &listing.organiser.name, TITLE_MAX);
    bounds.text("contact.name", &listing.contact.name, TEXT_MAX);
    bounds.text("contact.hours", &listing.contact.hours, TEXT_MAX);
    if let Some(apply) = &listing.apply {
        bounds.text("apply.text", &apply.text, TEXT_MAX);
        bounds.text("apply.capacity_text", &apply.capacity_text, TEXT_MAX);
    }
    if let Some(venue) = &listing.venue {
        bounds.text("venue.name", &venue.name, TEXT_MAX);
        bounds.text("venue.address", &venue.address, TEXT_MAX);
        bounds.text("venue.transport", &venue.transport, TEXT_MAX);
        bounds.text("venue.parking", &venue.parking, TEXT_MAX);
    }
}

/// Texts of the items of lists.
fn parts(listing: &Listing, bounds: &mut Bounds<'_>) {
    for (at, tag) in listing.tags.iter().enumerate() {
        bounds.text(format!("tags.{at}"), tag, WORDS_MAX);
    }
    for (at, link) in listing.links.iter().enumerate() {
        bounds.text(format!("links.{at}.label"), &link.label, TITLE_MAX * 2);
    }
    for (at, image) in listing.images.iter().enumerate() {
        bounds.text(format!("images.{at}.alt"), &image.alt, TEXT_MAX);
    }
    for (at, cell) in listing.unread.iter().enumerate() {
        bounds.text(format!("unread.{at}.column"), &cell.column, WORDS_MAX);
        bounds.text(format!("unread.{at}.text"), &cell.text, CELL_MAX);
        bounds.text(format!("unread.{at}.code"), &cell.code, WORDS_MAX);
    }
}

/// Ids, and what a source says of itself.
fn names(listing: &Listing, bounds: &mut Bounds<'_>) {
    let mut ids: Vec<(&str, &str)> = listing.related.iter().map(|id| ("related", id.as_str())).collect();
    ids.extend(listing.organiser.group.iter().map(|id| ("organiser.group", id.as_str())));
    ids.extend(listing.organiser.hosts.iter().map(|id| ("organiser.hosts", id.as_str())));
    ids.extend(listing.venue.iter().filter_map(|venue| venue.place.as_deref()).map(|id| ("venue.place", id)));
    for (path, id) in ids {
        bounds.text(path, id, ID_MAX);
    }
    if let Some(source) = &listing.source {
        bounds.text("source.name", &source.name, TITLE_MAX * 2);
        bounds.text("source.key", &source.key, ADDRESS_MAX);
        bounds.text("source.url", &source.url, ADDRESS_MAX);
        bounds.text("source.licence", &source.licence, TITLE_MAX * 2);
        bounds.text("source.file", &source.file, TITLE_MAX * 2);
    }
}

/// Every text among the facts of a kind, whatever the kind: `details.rooms.0.fee`.
fn facts(details: &Details, bounds: &mut Bounds<'_>) {
    fn walk(path: &str, value: &Value, bounds: &mut Bounds<'_>) {
        match value {
            Value::String(text) => bounds.text(path, text, FACT_MAX),
            Value::Array(items) => {
                bounds.list(path, items.len(), LIST_MAX);
                // What is too many is not looked through as well.
                for (at, item) in items.iter().take(LIST_MAX).enumerate() {
                    walk(&format!("{path}.{at}"), item, bounds);
                }
            }
            Value::Object(map) => map.iter().for_each(|(name, item)| walk(&format!("{path}.{name}"), item, bounds)),
            _ => {}
        }
    }
    // { "place": { .. } }: the kind is no part of the path.
    if let Ok(Value::Object(of_kind)) = serde_json::to_value(details) {
        of_kind.values().for_each(|value| walk("details", value, bounds));
    }
}

fn times(schedule: &Schedule, bounds: &mut Bounds<'_>) {
    bounds.text("schedule.text", &schedule.text, TEXT_MAX);
    bounds.list("schedule.sessions", schedule.sessions.len(), LIST_MAX);
    bounds.list("schedule.rules", schedule.rules.len(), REPEATS_MAX);
    bounds.list("schedule.except", schedule.except.len(), EXCEPT_MAX);
    for (at, session) in schedule.sessions.iter().enumerate() {
        bounds.text(format!("schedule.sessions.{at}.note"), &session.note, TEXT_MAX);
    }
    for recurrence in &schedule.rules {
        let rule = &recurrence.rule;
        let longest = [rule.months.len(), rule.month_days.len(), rule.days.len(), rule.positions.len()].into_iter().max().unwrap_or(0);
        bounds.list("schedule.rules", longest, LIST_MAX);
    }
}

fn lists(listing: &Listing, bounds: &mut Bounds<'_>) {
    for (path, len) in [
        ("tags", listing.tags.len()),
        ("links", listing.links.len()),
        ("images", listing.images.len()),
        ("related", listing.related.len()),
        ("unread", listing.unread.len()),
        ("organiser.hosts", listing.organiser.hosts.len()),
    ] {
        bounds.list(path, len, LIST_MAX);
    }
    for (path, len) in [
        ("access", listing.access.len()),
        ("fields", listing.fields.len()),
        ("languages", listing.languages.len()),
        ("audience.for", listing.audience.groups.len()),
    ] {
        bounds.list(path, len, CODES_MAX);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::listings::kind::{Guide, Kind, Place, Room, Step};
    use crate::listings::listing::{Apply, Image, Link, UnreadCell};
    use crate::listings::{Access, NpoField, SpokenLang};
    use chrono::NaiveDate;
    use engawa_core::time::{Frequency, Recurrence, Rule, Session};

    fn found(change: impl FnOnce(&mut Listing)) -> Vec<String> {
        let mut listing = Listing::draft("a1", Kind::Event);
        change(&mut listing);
        let mut out = Vec::new();
        check(&listing, &mut out);
        out.into_iter().map(|problem| format!("{}:{}", problem.path, problem.code)).collect()
    }

    fn long(chars: usize) -> String {
        "あ".repeat(chars)
    }

    #[test]
    fn each_bound_names_its_place() {
        let day = NaiveDate::from_ymd_opt(2026, 11, 20).unwrap();
        let rule = |positions: usize| {
            let rule = Rule { positions: vec![1; positions], ..Rule::every(Frequency::Yearly) };
            Recurrence::new(day, rule)
        };
        let schedule = |schedule: Schedule| move |it: &mut Listing| it.schedule = Some(schedule);
        assert_eq!(found(|it| it.contact.name = long(2_001)), ["contact.name:too_long"]);
        assert_eq!(found(|it| it.contact.hours = long(2_001)), ["contact.hours:too_long"]);
        assert_eq!(found(|it| it.links.push(Link { label: long(401), url: String::new() })), ["links.0.label:too_long"]);
        assert_eq!(found(|it| it.images.push(Image { alt: long(2_001), ..Image::default() })), ["images.0.alt:too_long"]);
        assert_eq!(found(|it| it.tags = vec!["川".into(), long(201)]), ["tags.1:too_long"]);
        assert_eq!(found(|it| it.related.push(long(65))), ["related:too_long"]);
        assert_eq!(found(|it| it.unread.push(UnreadCell { text: long(32_768), ..UnreadCell::default() })), ["unread.0.text:too_long"]);
        assert_eq!(found(|it| it.apply = Some(Apply { capacity_text: long(2_001), ..Apply::default() })), ["apply.capacity_text:too_long"]);
        assert_eq!(found(|it| it.access = vec![Access::Wheelchair; 61]), ["access:too_many"]);
        assert_eq!(found(|it| it.fields = vec![NpoField::Tourism; 61]), ["fields:too_many"]);
        assert_eq!(found(|it| it.languages = vec![SpokenLang::En; 61]), ["languages:too_many"]);
        let room = Room { fee: long(4_001), ..Room::default() };
        assert_eq!(
            found(|it| it.details = Details::Place(Place { rooms: vec![Room::default(), room], ..Place::default() })),
            ["details.rooms.1.fee:too_long"]
        );
        assert_eq!(
            found(|it| it.details = Details::Guide(Guide { steps: vec![Step::default(); 401], ..Guide::default() })),
            ["details.steps:too_many"]
        );
        let sessions = vec![Session { note: long(2_001), ..Session::day(day) }];
        assert_eq!(found(schedule(Schedule { sessions, ..Schedule::default() })), ["schedule.sessions.0.note:too_long"]);
        assert_eq!(found(schedule(Schedule { rules: vec![rule(1); 61], ..Schedule::default() })), ["schedule.rules:too_many"]);
        assert_eq!(found(schedule(Schedule { rules: vec![rule(401)], ..Schedule::default() })), ["schedule.rules:too_many"]);
        assert_eq!(found(schedule(Schedule { except: vec![day; 1_001], ..Schedule::default() })), ["schedule.except:too_many"]);
        assert!(found(schedule(Schedule { except: vec![day; 1_000], rules: vec![rule(3); 60], ..Schedule::default() })).is_empty());
    }

    #[test]
    fn many_parts_within_their_bounds_are_weighed_together() {
        let step = |chars| Step { title: "準備".into(), text: long(chars), ..Step::default() };
        let guide = |chars| Details::Guide(Guide { steps: vec![step(chars); 400], ..Guide::default() });
        assert!(found(|it| it.details = guide(300)).is_empty());
        assert_eq!(found(|it| it.details = guide(4_000)), [":too_large"]);
    }
}
