//! What is too long for its field: the field gets the beginning, and the whole is kept as text, so that no row is lost for a long cell.
//!
//! Invariants: nothing is dropped; what fits is left alone; afterwards no text and no list of a row is beyond its bound ([`bounds`]); the
//! same row is cut in the same way at every import.
//!
//! [`bounds`]: crate::listings::rules::bounds

use super::ReadListing;
use crate::listings::Kind;
use crate::listings::form::labels::label_of;
use crate::listings::kind::Details;
use crate::listings::listing::UnreadCell;
use crate::listings::rules::bounds::{CELL_MAX, FACT_MAX, WORDS_MAX};
use crate::listings::rules::{BODY_MAX, LIST_MAX, SUMMARY_MAX, TEXT_MAX, TITLE_MAX};
use engawa_core::{Lang, Problem};
use serde_json::Value;

/// The code of a text that was cut.
const TEXT_CUT: &str = "text_cut";
/// The code of a list that was cut.
const LIST_CUT: &str = "list_cut";
/// Characters of an area.
const AREA_MAX: usize = 80;
/// Where cells of very many columns share one, how many are left for them.
const SHARED: usize = 20;

/// Makes a row fit. `place` says where a text stands in the file.
pub(super) fn fit(read: &mut ReadListing, place: &dyn Fn(&str) -> String) {
    let listing = &mut read.listing;
    let mut to = Fitting { kind: listing.kind(), place, unread: Vec::new(), problems: Vec::new() };
    to.text("kana", &mut listing.kana, TITLE_MAX * 2);
    to.text("summary", &mut listing.summary, SUMMARY_MAX);
    to.text("body", &mut listing.body, BODY_MAX);
    to.text("area", &mut listing.area, AREA_MAX);
    to.text("organiser", &mut listing.organiser.name, TITLE_MAX);
    to.text("audience", &mut listing.audience.text, TEXT_MAX);
    to.text("cost", &mut listing.cost.text, TEXT_MAX);
    to.text("access_note", &mut listing.access_note, TEXT_MAX);
    to.text("contact.name", &mut listing.contact.name, TEXT_MAX);
    to.text("contact.hours", &mut listing.contact.hours, TEXT_MAX);
    if let Some(apply) = &mut listing.apply {
        to.text("apply.text", &mut apply.text, TEXT_MAX);
        to.text("apply.capacity_text", &mut apply.capacity_text, TEXT_MAX);
    }
    if let Some(venue) = &mut listing.venue {
        to.text("venue.name", &mut venue.name, TEXT_MAX);
        to.text("venue.address", &mut venue.address, TEXT_MAX);
        to.text("venue.transport", &mut venue.transport, TEXT_MAX);
        to.text("venue.parking", &mut venue.parking, TEXT_MAX);
    }
    if let Some(schedule) = &mut listing.schedule {
        to.text("when_text", &mut schedule.text, TEXT_MAX);
        schedule.sessions.iter_mut().for_each(|session| to.text("when_text", &mut session.note, TEXT_MAX));
        to.list("on", &mut schedule.sessions, |session| session.on.to_string());
    }
    for variant in listing.variants.values_mut() {
        to.text("title", &mut variant.title, TITLE_MAX * 2);
        to.text("summary", &mut variant.summary, SUMMARY_MAX * 2);
        to.text("body", &mut variant.body, BODY_MAX * 2);
    }
    listing.tags.iter_mut().for_each(|tag| to.text("tags", tag, WORDS_MAX));
    to.list("tags", &mut listing.tags, String::clone);
    listing.links.iter_mut().for_each(|link| to.text("links", &mut link.label, TITLE_MAX * 2));
    to.list("links", &mut listing.links, |link| link.url.clone());
    to.facts(&mut listing.details);
    let mut unread = std::mem::take(&mut listing.unread);
    unread.append(&mut to.unread);
    listing.unread = cells(unread);
    read.problems.append(&mut to.problems);
}

/// A row being made to fit.
struct Fitting<'a> {
    kind: Kind,
    place: &'a dyn Fn(&str) -> String,
    unread: Vec<UnreadCell>,
    problems: Vec<Problem>,
}

impl Fitting<'_> {
    fn text(&mut self, name: &str, text: &mut String, max: usize) {
        if text.chars().count() <= max {
            return;
        }
        self.keep(name, text, TEXT_CUT, max);
        *text = text.chars().take(max.saturating_sub(1)).chain(['…']).collect();
    }

    fn list<T>(&mut self, name: &str, list: &mut Vec<T>, words: impl Fn(&T) -> String) {
        if list.len() > LIST_MAX {
            let rest: Vec<String> = list.split_off(LIST_MAX).iter().map(words).collect();
            self.keep(name, &rest.join("\n"), LIST_CUT, LIST_MAX);
        }
    }

    fn keep(&mut self, name: &str, text: &str, code: &str, max: usize) {
        let label = label_of(self.kind, name).or_else(|| label_of(self.kind, &format!("fact.{name}")));
        let label = label.map_or_else(|| name.to_owned(), |label| label.text(Lang::Ja).to_owned());
        self.problems.push(Problem::new((self.place)(text), code).arg(label.clone()).arg(max.to_string()));
        self.unread.push(UnreadCell { column: label, text: text.to_owned(), code: code.to_owned() });
    }

    /// The facts of a kind, whatever the kind: every text of their JSON.
    fn facts(&mut self, details: &mut Details) {
        let Ok(mut value) = serde_json::to_value(&*details) else { return };
        let before = self.unread.len();
        self.walk("", &mut value);
        if self.unread.len() > before
            && let Ok(fitting) = serde_json::from_value(value)
        {
            *details = fitting;
        }
    }

    fn walk(&mut self, name: &str, value: &mut Value) {
        match value {
            Value::String(text) => self.text(name, text, FACT_MAX),
            Value::Array(items) => items.iter_mut().for_each(|item| self.walk(name, item)),
            Value::Object(map) => map.iter_mut().for_each(|(own, item)| self.walk(own, item)),
            _ => {}
        }
    }
}

/// The same cells, each within its bound, and not too many of them.
fn cells(all: Vec<UnreadCell>) -> Vec<UnreadCell> {
    let mut fitting: Vec<UnreadCell> = all.into_iter().flat_map(pieces).collect();
    if fitting.len() > LIST_MAX {
        let rest = fitting.split_off(LIST_MAX - SHARED);
        let lines: Vec<String> = rest.iter().map(|cell| format!("{}：{}", cell.column, cell.text)).collect();
        let first = rest.into_iter().next().unwrap_or_default();
        fitting.extend(pieces(UnreadCell { text: lines.join("\n"), ..first }));
    }
    fitting
}

/// A cell in pieces, if it is longer than one may be.
fn pieces(cell: UnreadCell) -> Vec<UnreadCell> {
    let UnreadCell { mut column, mut text, code } = cell;
    if column.chars().count() > WORDS_MAX {
        text = format!("{column}\n{text}");
        column = column.chars().take(WORDS_MAX).collect();
    }
    if text.chars().count() <= CELL_MAX {
        return vec![UnreadCell { column, text, code }];
    }
    let chars: Vec<char> = text.chars().collect();
    chars.chunks(CELL_MAX).map(|part| UnreadCell { column: column.clone(), text: part.iter().collect(), code: code.clone() }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::listings::listing::{Apply, Listing, Venue};
    use crate::listings::rules;

    fn long(chars: usize) -> String {
        (0..chars).filter_map(|at| char::from_u32(0x4E00 + u32::try_from(at % 5_000).unwrap())).collect()
    }

    fn fitted(listing: Listing) -> ReadListing {
        let mut read = ReadListing { key: "1".into(), listing, problems: Vec::new() };
        fit(&mut read, &|_: &str| "a.csv!B2".to_owned());
        read
    }

    #[test]
    fn what_fits_is_left_alone() {
        let mut listing = Listing::draft("a1", Kind::Event);
        (listing.title, listing.body, listing.organiser.name) = ("朝市".into(), long(BODY_MAX), long(TITLE_MAX));
        let read = fitted(listing.clone());
        assert_eq!((read.listing, read.problems.len()), (listing, 0));
    }

    #[test]
    fn what_is_too_long_is_cut_told_and_kept_whole() {
        let mut listing = Listing::draft("a1", Kind::Place);
        listing.body = long(70_000);
        listing.area = long(81);
        listing.organiser.name = long(201);
        listing.venue = Some(Venue { name: long(2_001), ..Venue::default() });
        listing.apply = Some(Apply { text: long(3_000), ..Apply::default() });
        listing.tags = (0..450).map(|at| format!("印{at}")).collect();
        listing.unread = vec![UnreadCell { column: long(300), text: long(40_000), code: "kept_as_text".into() }];
        let whole = listing.clone();
        let read = fitted(listing);
        assert_eq!(rules::check(&read.listing), []);
        assert!(read.listing.body.ends_with('…') && whole.body.starts_with(read.listing.body.trim_end_matches('…')));
        let kept: String = read.listing.unread.iter().map(|cell| cell.text.as_str()).collect();
        let venue = whole.venue.unwrap();
        for text in [&whole.body, &whole.area, &whole.organiser.name, &venue.name, &whole.unread[0].text, &whole.unread[0].column] {
            assert!(kept.contains(text.as_str()), "{} characters are lost", text.chars().count());
        }
        assert!(kept.contains("印449") && read.listing.tags.contains(&"印399".to_owned()));
        let codes: Vec<&str> = read.problems.iter().map(|problem| problem.code.as_str()).collect();
        assert_eq!(codes, ["text_cut", "text_cut", "text_cut", "text_cut", "text_cut", "list_cut"]);
        assert!(read.problems.iter().all(|problem| problem.path == "a.csv!B2" && problem.args.len() == 2));
    }

    #[test]
    fn many_columns_share_the_last_cells() {
        let mut listing = Listing::draft("a1", Kind::Event);
        listing.unread = (0..500).map(|at| UnreadCell { column: format!("列{at}"), text: format!("値{at}"), code: "kept_as_text".into() }).collect();
        let read = fitted(listing);
        assert_eq!(rules::check(&read.listing), []);
        assert!(read.listing.unread.last().unwrap().text.ends_with("列499：値499"));
    }
}
