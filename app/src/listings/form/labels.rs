//! The names of the form's fields in words: above the field, in the list of problems, in the report of an import.

use super::super::kind::Kind;
use super::{facts, repeat};
use crate::messages::{desk as m, detail as d};
use engawa_core::Message;

/// The name on screen of a field: above the field, and in the list of problems.
pub fn label_of(kind: Kind, name: &str) -> Option<Message> {
    if name.starts_with("fact.") {
        return facts::label(kind, name);
    }
    if let Some(message) = repetition(name) {
        return Some(message);
    }
    let session = name.strip_prefix("session.").and_then(|rest| rest.split_once('.')).map(|(_, part)| part);
    let part = session.or_else(|| name.strip_prefix("en.")).or_else(|| name.strip_prefix("ja-easy.")).unwrap_or(name);
    let message = match part {
        "title" => m::TITLE,
        "kana" => m::KANA,
        "summary" => m::SUMMARY,
        "body" => m::BODY,
        "area" => m::AREA,
        "tags" => m::TAGS,
        "links" => m::LINKS,
        "on" => m::DATE,
        "until" => m::UNTIL,
        "starts" => m::STARTS,
        "ends" => m::ENDS,
        "when_text" => m::WHEN_TEXT,
        "venue.name" => m::VENUE,
        "venue.address" => m::ADDRESS,
        "venue.lat" => m::LAT,
        "venue.lon" => m::LON,
        "venue.transport" => d::TRANSPORT,
        "venue.parking" => d::PARKING,
        "attendance" => m::ATTENDANCE,
        "audience" | "for" => m::FOR_WHOM,
        "audience.from" => m::AGE_FROM,
        "audience.to" => m::AGE_TO,
        "cost" => m::COST_TEXT,
        "cost.from" => m::YEN_FROM,
        "cost.to" => m::YEN_TO,
        "apply.opens_on" => d::APPLY_OPENS,
        "apply.closes_on" => m::CLOSES,
        "apply.capacity" => m::CAPACITY,
        "apply.capacity_text" => m::CAPACITY_TEXT,
        "apply.text" => m::APPLY_TEXT,
        "apply.url" => m::APPLY_URL,
        "access_note" => m::ACCESS_NOTE,
        "language" => d::LANGUAGES,
        "organiser" => m::ORGANISER,
        "contact.name" => m::CONTACT,
        "contact.phone" => m::PHONE,
        "contact.email" => m::EMAIL,
        "contact.hours" => d::HOURS,
        "image" | "images" | "picture" => m::PICTURE,
        "image_alt" => m::PICTURE_ALT,
        // A picture of a draft on the device is named by its digest.
        _ if part.starts_with("picture.") => {
            if part.strip_suffix(".alt").is_some() {
                m::PICTURE_ALT
            } else {
                m::PICTURE
            }
        }
        _ => return None,
    };
    Some(message)
}

/// The name on screen of a field of the repetition.
fn repetition(name: &str) -> Option<Message> {
    Some(match name {
        repeat::REPEAT => m::REPEAT,
        repeat::INTERVAL => m::REPEAT_INTERVAL,
        repeat::WEEKDAY => m::REPEAT_WEEKDAY,
        repeat::NTH => m::REPEAT_NTH,
        repeat::MONTH_DAY => m::REPEAT_MONTH_DAYS,
        repeat::UNTIL => m::REPEAT_UNTIL,
        repeat::COUNT => m::REPEAT_COUNT,
        repeat::RULE => m::RULE,
        "rule_first" => m::RULE_FIRST,
        "rule_starts" => m::STARTS,
        "rule_ends" => m::ENDS,
        "extra" => m::EXTRA,
        "except" => m::EXCEPT,
        _ => return None,
    })
}
