//! Listings as an Atom feed (RFC 4287), for readers and other sites.

use atom_syndication::{Category, Content, Entry, Feed, FixedDateTime, Link, Person, Text};
use chrono::DateTime;
use engawa_app::listings::{Card, Listing};
use engawa_app::messages::common;
use engawa_app::site::Site;
use engawa_core::Lang;

/// Entries of a feed.
const ENTRIES: usize = 100;

/// The feed at `path` (from `/`), newest change first. `changed` says when a listing last changed, in milliseconds since 1970.
pub fn feed(title: &str, path: &str, site: &Site, listings: &[Listing], changed: impl Fn(&Listing) -> i64) -> String {
    let mut public: Vec<(i64, &Listing)> = listings.iter().filter(|listing| listing.is_public()).map(|listing| (changed(listing), listing)).collect();
    public.sort_by(|a, b| b.0.cmp(&a.0).then_with(|| a.1.id.cmp(&b.1.id)));
    public.truncate(ENTRIES);
    let address = format!("{}{path}", site.origin);
    let mut feed = Feed::default();
    feed.set_title(Text::plain(xml_text(title)));
    feed.set_id(address.clone());
    feed.set_updated(instant(public.first().map_or(0, |(at, _)| *at)));
    feed.set_authors(vec![person(&site.city.ja)]);
    feed.set_lang("ja".to_owned());
    feed.set_links(vec![link(&address, "self", Some("application/atom+xml")), link(&format!("{}/", site.origin), "alternate", Some("text/html"))]);
    if !site.licence.is_empty() {
        feed.set_rights(Text::plain(xml_text(&site.licence)));
    }
    feed.set_entries(public.into_iter().map(|(at, listing)| entry(listing, at, &site.origin)).collect::<Vec<_>>());
    feed.to_string()
}

fn entry(listing: &Listing, at: i64, origin: &str) -> Entry {
    let page = super::page(origin, listing);
    let mut entry = Entry::default();
    entry.set_title(Text::plain(xml_text(&listing.title)));
    entry.set_id(page.clone());
    entry.set_updated(instant(at));
    entry.set_links(vec![link(&page, "alternate", Some("text/html"))]);
    let mut category = Category::default();
    category.set_term(listing.kind().code());
    entry.set_categories(vec![category]);
    if !listing.organiser.name.is_empty() {
        entry.set_authors(vec![person(&listing.organiser.name)]);
    }
    let summary = Card::of(listing).summary;
    if !summary.is_empty() {
        entry.set_summary(Text::plain(xml_text(&summary)));
    }
    // "Updated" is when the text changed; when somebody last said that it is right stands in the text.
    let checked = match listing.confirmed_on {
        Some(on) => common::CONFIRMED_ON.with(Lang::Ja, &[&on.to_string()]),
        None => common::NEVER_CONFIRMED.text(Lang::Ja).to_owned(),
    };
    let mut content = Content::default();
    content.set_content_type("text".to_owned());
    content.set_value(xml_text(format!("{}\n\n{checked}", listing.body).trim_start()));
    entry.set_content(content);
    if let Some(source) = &listing.source {
        let rights = [source.name.as_str(), source.licence.as_str()].iter().filter(|part| !part.is_empty()).copied().collect::<Vec<_>>().join(" / ");
        entry.set_rights(Text::plain(xml_text(&rights)));
    }
    entry
}

fn person(name: &str) -> Person {
    let mut person = Person::default();
    person.set_name(xml_text(name));
    person
}

fn link(href: &str, rel: &str, mime: Option<&str>) -> Link {
    let mut link = Link::default();
    link.set_href(href);
    link.set_rel(rel);
    link.set_mime_type(mime.map(ToOwned::to_owned));
    link
}

fn instant(millis: i64) -> FixedDateTime {
    DateTime::from_timestamp_millis(millis).unwrap_or_default().fixed_offset()
}

/// Signs that XML 1.0 forbids make a whole feed unreadable.
fn xml_text(text: &str) -> String {
    text.chars().filter(|c| matches!(c, '\t' | '\n') || (!c.is_control() && !matches!(c, '\u{FFFE}' | '\u{FFFF}'))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use engawa_app::listings::{Kind, State};

    #[test]
    fn a_feed_can_be_read_again() {
        let mut listing = Listing::draft("a1", Kind::Notice);
        listing.state = State::Published;
        listing.title = "<b>夏\u{1}&</b>".into();
        listing.body = "本文 ]]> <script>".into();
        listing.confirmed_on = "2026-10-01".parse().ok();
        let site = Site { origin: "https://a.example".into(), ..Site::default() };
        let text = feed("お知らせ", "/feeds/notice.atom", &site, &[listing, Listing::draft("b2", Kind::Notice)], |_| 1_000);
        let back: Feed = text.parse().unwrap();
        assert_eq!(back.entries().len(), 1);
        assert_eq!(back.entries()[0].title().as_str(), "<b>夏&</b>");
        assert_eq!(back.entries()[0].content().and_then(Content::value), Some("本文 ]]> <script>\n\n確認日 2026-10-01"));
        assert_eq!(back.updated().timestamp(), 1);
    }

    #[test]
    fn the_newest_hundred_are_told() {
        let public = |at: i64| Listing { state: State::Published, ..Listing::draft(at.to_string(), Kind::Notice) };
        let listings: Vec<Listing> = (0..150).map(public).collect();
        let text = feed("お知らせ", "/feeds/notice.atom", &Site::default(), &listings, |it| it.id.parse().unwrap_or_default());
        let back: Feed = text.parse().unwrap();
        assert_eq!(back.entries().len(), 100);
        assert!(back.entries()[0].id().ends_with("/149") && back.entries()[99].id().ends_with("/50"));
    }
}
