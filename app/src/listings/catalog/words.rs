//! What of a listing is searched: everything that its page says, and where it counts how much.
//!
//! Facts that are codes are searched by their words in Japanese and English, never by the code: nobody types `citizens_group`. Invariant:
//! the words follow from the listing alone.

use super::super::kind::Details;
use super::super::listing::Listing;
use crate::messages::vocabulary as v;
use engawa_core::text::Fields;
use engawa_core::{Lang, Message};

/// Facts of kinds that are codes: their words are in [`words_of_kind`].
const CODES: [&str; 6] = ["group_type", "call_type", "flexible", "stage", "programme_type", "notice_type"];

/// What of a listing is searched.
#[derive(Debug, Default)]
pub(super) struct SearchText {
    title: String,
    kana: String,
    near: String,
    summary: String,
    body: String,
}

impl SearchText {
    /// Of a listing.
    pub(super) fn of(listing: &Listing) -> Self {
        let mut text = Self {
            title: listing.title.clone(),
            kana: listing.kana.clone(),
            summary: listing.summary.clone(),
            body: listing.body.clone(),
            ..Self::default()
        };
        for word in near(listing) {
            put(&mut text.near, word);
        }
        for variant in listing.variants.values() {
            for (to, from) in [(&mut text.title, &variant.title), (&mut text.summary, &variant.summary), (&mut text.body, &variant.body)] {
                to.push('\n');
                to.push_str(from);
            }
        }
        text.body.push('\n');
        for word in practical(listing) {
            put(&mut text.body, word);
        }
        for message in facts(listing) {
            put(&mut text.body, message.text(Lang::Ja));
            put(&mut text.body, message.text(Lang::En));
        }
        put(&mut text.body, &said_of_kind(listing));
        // 0422-12-3456 is also looked for without its dashes.
        put(&mut text.body, &listing.contact.phone.chars().filter(char::is_ascii_digit).collect::<String>());
        text
    }

    /// For the index.
    pub(super) fn fields(&self) -> Fields<'_> {
        Fields { title: &self.title, kana: &self.kana, near: &self.near, summary: &self.summary, body: &self.body }
    }
}

fn put(to: &mut String, word: &str) {
    if !word.is_empty() {
        to.push_str(word);
        to.push('\n');
    }
}

/// Words that nearly name it.
fn near(listing: &Listing) -> Vec<&str> {
    let mut words = vec![listing.organiser.name.as_str(), listing.area.as_str()];
    words.extend(listing.tags.iter().map(String::as_str));
    words.extend(Lang::ALL.map(|lang| v::kind(listing.kind()).text(lang)));
    words.extend(listing.fields.iter().map(|field| v::field(*field).text(Lang::Ja)));
    if let Details::Group(group) = &listing.details {
        words.extend(group.group_type.map(|it| v::group_type(it).text(Lang::Ja)));
    }
    if let Some(venue) = &listing.venue {
        words.extend([venue.name.as_str(), venue.address.as_str()]);
    }
    words
}

/// What it says about taking part: when, how to apply, what it costs, how to get there, whom to ask; and what could not be read.
fn practical(listing: &Listing) -> Vec<&str> {
    let contact = &listing.contact;
    let mut words = vec![
        listing.audience.text.as_str(),
        listing.cost.text.as_str(),
        listing.access_note.as_str(),
        contact.name.as_str(),
        contact.phone.as_str(),
        contact.hours.as_str(),
    ];
    if let Some(schedule) = &listing.schedule {
        words.push(&schedule.text);
        words.extend(schedule.sessions.iter().map(|session| session.note.as_str()));
    }
    if let Some(apply) = &listing.apply {
        words.extend([apply.text.as_str(), apply.capacity_text.as_str()]);
    }
    if let Some(venue) = &listing.venue {
        words.extend([venue.transport.as_str(), venue.parking.as_str()]);
    }
    words.extend(listing.links.iter().map(|link| link.label.as_str()));
    words.extend(listing.unread.iter().map(|cell| cell.text.as_str()));
    words
}

/// Facts that are codes.
fn facts(listing: &Listing) -> Vec<Message> {
    let mut found: Vec<Message> = listing.access.iter().map(|it| v::access(*it)).collect();
    found.extend(listing.audience.groups.iter().map(|it| v::audience(*it)));
    found.extend(listing.languages.iter().map(|it| v::spoken(*it)));
    found.extend(listing.attendance.map(v::attendance));
    // In Japanese they stand near the name.
    found.extend(listing.fields.iter().map(|it| v::field(*it)));
    found.extend(words_of_kind(&listing.details));
    found
}

/// The words of the codes among the facts of a kind.
fn words_of_kind(details: &Details) -> Vec<Message> {
    match details {
        Details::Group(group) => group.group_type.map(v::group_type).into_iter().collect(),
        Details::Course(course) => course.stage.map(v::stage).into_iter().collect(),
        Details::Call(call) => call.call_type.map(v::call_type).into_iter().chain(call.flexible.iter().map(|it| v::flexible(*it))).collect(),
        Details::Programme(programme) => programme.programme_type.map(v::programme_type).into_iter().collect(),
        Details::Notice(notice) => notice.notice_type.map(v::notice_type).into_iter().collect(),
        Details::Event(_)
        | Details::Place(_)
        | Details::Equipment(_)
        | Details::Project(_)
        | Details::Story(_)
        | Details::Challenge(_)
        | Details::Guide(_) => Vec::new(),
    }
}

/// The words among the facts of a kind: every text value of their JSON, whatever the kind.
fn said_of_kind(listing: &Listing) -> String {
    fn walk(value: &serde_json::Value, out: &mut String) {
        match value {
            serde_json::Value::String(text) => put(out, text),
            serde_json::Value::Array(list) => list.iter().for_each(|item| walk(item, out)),
            serde_json::Value::Object(map) => map.iter().filter(|(name, _)| !CODES.contains(&name.as_str())).for_each(|(_, item)| walk(item, out)),
            _ => {}
        }
    }
    let mut out = String::new();
    if let Ok(value) = serde_json::to_value(&listing.details) {
        walk(&value, &mut out);
    }
    out
}
