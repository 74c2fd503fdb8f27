//! What the device's store holds under one id, as this build reads it.
//!
//! Two numbers say how: `schema` is the form of the entry itself, `kind_schema` the form of the room's command inside. A build upgrades
//! what is older and leaves what is newer untouched: a tab of yesterday's build may meet what today's service worker wrote.
//!
//! Invariants: an entry that left once is never upgraded, because the server holds its id to its content; what cannot be read stays as it
//! is and holds its place.

use super::entry::{Entry, SCHEMA};
use serde::Deserialize;
use serde_json::Value;

/// What a build makes of a command's body.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reading {
    /// It is of the form that this build writes.
    Current,
    /// It was older; this is what it is now.
    Upgraded {
        /// The form that this build writes.
        kind_schema: u32,
        /// The upgraded JSON text.
        body: String,
    },
    /// It is newer than this build.
    Unknown,
}

/// An entry that this build cannot read: it stays as it is until the app is updated.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Foreign {
    /// The key that it is stored under.
    pub id: String,
    /// What it is about, if that can be read.
    pub subject: String,
    /// What it is, if that can be read.
    pub title: String,
    /// Its place; 0 if that cannot be read, so that nothing overtakes it.
    pub seq: u64,
    /// It is a receipt.
    pub done: bool,
}

impl Foreign {
    fn read(key: &str, text: &str) -> Self {
        let value = serde_json::from_str::<Value>(text).unwrap_or_default();
        let word = |name: &str| value.get(name).and_then(Value::as_str).unwrap_or_default().to_owned();
        Self {
            id: key.to_owned(),
            subject: word("subject"),
            title: word("title"),
            seq: value.get("seq").and_then(Value::as_u64).unwrap_or(0),
            done: value.get("state").and_then(|state| state.get("is")).and_then(Value::as_str) == Some("done"),
        }
    }
}

/// What the store holds under one id.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Record {
    /// An entry.
    Entry(Box<Entry>),
    /// Something of a newer build, or broken.
    Foreign(Foreign),
}

impl Record {
    /// Reads what is stored under `key`. `upgrade` is given the kind, its schema and the body.
    pub fn read(key: &str, text: &str, upgrade: impl Fn(&str, u32, &str) -> Reading) -> Self {
        let Ok(mut entry) = serde_json::from_str::<Entry>(text) else { return Self::Foreign(Foreign::read(key, text)) };
        if entry.schema != SCHEMA || entry.id != key {
            return Self::Foreign(Foreign::read(key, text));
        }
        if entry.is_done() {
            return Self::Entry(Box::new(entry));
        }
        match upgrade(&entry.kind, entry.kind_schema, &entry.body) {
            Reading::Unknown => return Self::Foreign(Foreign::read(key, text)),
            // What may have arrived is sent again as it was.
            Reading::Upgraded { kind_schema, body } if !entry.left => {
                entry.kind_schema = kind_schema;
                entry.body = body;
            }
            Reading::Upgraded { .. } | Reading::Current => {}
        }
        Self::Entry(Box::new(entry))
    }

    /// The key that it is stored under.
    pub fn id(&self) -> &str {
        match self {
            Self::Entry(entry) => &entry.id,
            Self::Foreign(foreign) => &foreign.id,
        }
    }
}

/// The version of a stored text, for the store's comparison; of a text that cannot be read a version that nothing follows.
pub fn stored_version(text: &str) -> u64 {
    #[derive(Deserialize)]
    struct Head {
        version: u64,
    }
    serde_json::from_str::<Head>(text).map_or(u64::MAX, |head| head.version)
}

#[cfg(test)]
mod tests {
    use super::super::entry::Ask;
    use super::*;

    fn asked() -> Entry {
        Entry { seq: 7, ..Entry::new(Ask { id: "a".into(), title: "助成金".into(), ..Ask::default() }, 5) }
    }

    fn as_it_is(_: &str, _: u32, _: &str) -> Reading {
        Reading::Current
    }

    #[test]
    fn older_commands_are_upgraded_until_they_left() {
        let upgrade = |_: &str, schema: u32, body: &str| match schema {
            1 => Reading::Upgraded { kind_schema: 2, body: body.replace("old", "new") },
            2 => Reading::Current,
            _ => Reading::Unknown,
        };
        // schema of the body, left, what it is afterwards
        let cases = [
            (1, false, Some((2, r#"{"new":1}"#))),
            (1, true, Some((1, r#"{"old":1}"#))),
            (2, false, Some((2, r#"{"old":1}"#))),
            (3, false, None),
            (3, true, None),
        ];
        for (kind_schema, left, expected) in cases {
            let entry = Entry { kind_schema, left, body: r#"{"old":1}"#.into(), ..asked() };
            let record = Record::read("a", &entry.to_json().unwrap(), upgrade);
            match (&record, expected) {
                (Record::Entry(entry), Some((schema, body))) => assert_eq!((entry.kind_schema, entry.body.as_str()), (schema, body)),
                (Record::Foreign(foreign), None) => assert_eq!((foreign.seq, foreign.title.as_str()), (7, "助成金")),
                _ => panic!("{kind_schema} {left}: {record:?}"),
            }
        }
    }

    #[test]
    fn what_cannot_be_read_stays_and_holds_its_place() {
        let newer = r#"{"schema":9,"version":4,"id":"a","seq":7,"subject":"s","title":"t","parts":[],"state":{"is":"done"}}"#;
        let cases = [
            (newer, "s", 7, true, 4),
            ("{", "", 0, false, u64::MAX),
            ("", "", 0, false, u64::MAX),
            (r#"{"schema":1,"subject":{"x":1},"seq":-1}"#, "", 0, false, u64::MAX),
        ];
        for (text, subject, seq, done, version) in cases {
            let Record::Foreign(foreign) = Record::read("a", text, as_it_is) else { panic!("{text}") };
            assert_eq!((foreign.subject.as_str(), foreign.seq, foreign.done), (subject, seq, done), "{text}");
            assert_eq!(stored_version(text), version, "{text}");
        }
        let another = Entry { id: "b".into(), ..asked() };
        assert!(matches!(Record::read("a", &another.to_json().unwrap(), as_it_is), Record::Foreign(_)), "an id that is not its key");
    }
}
