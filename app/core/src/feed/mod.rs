//! The feed: one ordered list of records per site, and the client that follows it.
//!
//! Invariants: `rev` is one counter per site, taken inside the writing transaction under the write lock, so a reader at cursor
//! `n` has seen every record with `rev <= n` of its scope; a page never splits a revision's order; the client applies a page and
//! its cursor in one transaction of its store.

pub mod client;

use serde::{Deserialize, Serialize};

/// A position in the feed of a scope: everything up to and including this revision is known.
pub type Cursor = u64;

/// Who may read a record.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub enum Scope {
    /// Everyone.
    Public,
    /// One account.
    Account(String),
    /// The members of a group.
    Group(String),
    /// The staff of a desk.
    Staff(String),
}

impl std::fmt::Display for Scope {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Public => f.write_str("public"),
            Self::Account(id) => write!(f, "account:{id}"),
            Self::Group(id) => write!(f, "group:{id}"),
            Self::Staff(id) => write!(f, "staff:{id}"),
        }
    }
}

impl From<Scope> for String {
    fn from(scope: Scope) -> Self {
        scope.to_string()
    }
}

impl TryFrom<String> for Scope {
    type Error = String;
    fn try_from(text: String) -> Result<Self, Self::Error> {
        Self::parse(&text).ok_or_else(|| format!("unknown scope {text:?}"))
    }
}

impl Scope {
    /// Reads `public`, `account:<id>`, `group:<id>`, `staff:<desk>`.
    pub fn parse(text: &str) -> Option<Self> {
        if text == "public" {
            return Some(Self::Public);
        }
        let (kind, id) = text.split_once(':')?;
        if id.is_empty() {
            return None;
        }
        match kind {
            "account" => Some(Self::Account(id.to_owned())),
            "group" => Some(Self::Group(id.to_owned())),
            "staff" => Some(Self::Staff(id.to_owned())),
            _ => None,
        }
    }
}

/// One record of the feed. `body` is the room's JSON text; `None` is a tombstone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Record {
    /// The room's collection, such as `listing`.
    pub collection: String,
    /// The record's id within its collection.
    pub id: String,
    /// The site's revision at which it took this form.
    pub rev: u64,
    /// JSON text, or nothing when the record is deleted.
    pub body: Option<String>,
}

/// A record on the wire: `{"collection","id","rev","body"|"deleted"}`.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct WireRecord<'a> {
    /// See [`Record::collection`].
    pub collection: std::borrow::Cow<'a, str>,
    /// See [`Record::id`].
    pub id: std::borrow::Cow<'a, str>,
    /// See [`Record::rev`].
    pub rev: u64,
    /// The body as it is, not parsed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub body: Option<std::borrow::Cow<'a, serde_json::value::RawValue>>,
    /// `true` for a tombstone.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub deleted: bool,
}

impl From<WireRecord<'_>> for Record {
    fn from(wire: WireRecord<'_>) -> Self {
        let body = if wire.deleted { None } else { wire.body.map(|body| body.get().to_owned()) };
        Self { collection: wire.collection.into_owned(), id: wire.id.into_owned(), rev: wire.rev, body }
    }
}

impl Record {
    /// The record as one line of JSON, without a line break at its end.
    pub fn to_json(&self) -> String {
        let head = |text: &str| serde_json::Value::from(text).to_string();
        let tail = match &self.body {
            Some(body) => format!("\"body\":{body}"),
            None => "\"deleted\":true".to_owned(),
        };
        format!("{{\"collection\":{},\"id\":{},\"rev\":{},{tail}}}", head(&self.collection), head(&self.id), self.rev)
    }

    /// Reads [`Self::to_json`].
    pub fn from_json(text: &str) -> Result<Self, serde_json::Error> {
        serde_json::from_str::<WireRecord<'_>>(text).map(Self::from)
    }
}

/// One page of the feed.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Page {
    /// Records in order of `rev`.
    pub records: Vec<Record>,
    /// The cursor after this page.
    pub cursor: Cursor,
    /// There is more: ask again with `cursor`.
    pub more: bool,
    /// Changes when the site's history does (a restored backup): a client with another epoch starts over.
    pub epoch: String,
}

#[derive(Deserialize)]
struct WirePage<'a> {
    #[serde(borrow)]
    records: Vec<WireRecord<'a>>,
    cursor: Cursor,
    more: bool,
    #[serde(default)]
    epoch: String,
}

impl Page {
    /// The page as the stable edge `GET /api/v1/feed/{scope}` gives it.
    pub fn to_json(&self) -> String {
        let records = self.records.iter().map(Record::to_json).collect::<Vec<_>>().join(",");
        format!(
            "{{\"records\":[{records}],\"cursor\":{},\"more\":{},\"epoch\":{}}}",
            self.cursor,
            self.more,
            serde_json::Value::from(self.epoch.as_str())
        )
    }

    /// Reads [`Self::to_json`].
    pub fn from_json(text: &str) -> Result<Self, serde_json::Error> {
        let wire: WirePage<'_> = serde_json::from_str(text)?;
        Ok(Self { records: wire.records.into_iter().map(Record::from).collect(), cursor: wire.cursor, more: wire.more, epoch: wire.epoch })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_round_trip_and_their_form_is_pinned() {
        let page = Page {
            records: vec![
                Record { collection: "listing".into(), id: "a\"b".into(), rev: 3, body: Some(r#"{"title":"防災"}"#.into()) },
                Record { collection: "listing".into(), id: "c".into(), rev: 4, body: None },
            ],
            cursor: 4,
            more: false,
            epoch: "e".into(),
        };
        let text = page.to_json();
        assert_eq!(
            text,
            r#"{"records":[{"collection":"listing","id":"a\"b","rev":3,"body":{"title":"防災"}},{"collection":"listing","id":"c","rev":4,"deleted":true}],"cursor":4,"more":false,"epoch":"e"}"#
        );
        assert_eq!(Page::from_json(&text).unwrap(), page);
    }

    #[test]
    fn scopes_round_trip() {
        for text in ["public", "account:1", "group:g", "staff:desk"] {
            assert_eq!(Scope::parse(text).unwrap().to_string(), text);
        }
        assert_eq!(Scope::parse("staff:"), None);
        assert_eq!(Scope::parse("root"), None);
    }
}
