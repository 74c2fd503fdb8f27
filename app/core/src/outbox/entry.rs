//! One entry of the outbox, and how it is written down.
//!
//! Each entry is one JSON text in the device's store, under its id; [`super::record`] reads it back.
//!
//! Invariant: whoever adds a field raises [`SCHEMA`], because an older build would drop the field when it writes the entry back.

use super::receipt::Kept;
use super::wait::{Lease, UnixMs, Wait};
use crate::problem::Problem;
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// The form of entries that this build writes.
pub const SCHEMA: u32 = 1;

/// The largest command, in bytes of JSON.
pub const MAX_BODY_BYTES: usize = 4 * 1024 * 1024;
/// The most files of one command.
pub const MAX_ATTACHMENTS: usize = 200;
/// The longest id, subject, kind or name, in bytes.
pub const MAX_NAME_BYTES: usize = 1_000;
/// How many replaced entries one entry remembers.
const MAX_REPLACED: usize = 32;

/// A file that goes with a command. Its bytes are in the device's store already when somebody asks.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attachment {
    /// The SHA-256 of its bytes in lower-case hexadecimal: its name everywhere.
    pub sha256: String,
    /// Its length in bytes.
    pub bytes: u64,
    /// Its name as the person knows it.
    pub name: String,
}

/// What somebody asks for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Ask {
    /// A new `UUIDv7`; the idempotency key.
    pub id: String,
    /// What it is about. Commands on one subject go one after the other, in the order of asking.
    pub subject: String,
    /// Which room's command the body is.
    pub kind: String,
    /// The form of the body.
    pub kind_schema: u32,
    /// What it is, in the words that the person saw.
    pub title: String,
    /// The command as JSON text.
    pub body: String,
    /// The files that go before it.
    pub attachments: Vec<Attachment>,
    /// The revision that the author saw, where the command edits something.
    pub base_rev: Option<u64>,
    /// It may go only after this other entry is done.
    pub after: Option<String>,
    /// It is the edited form of this entry, which was refused: it takes its place.
    pub replaces: Option<String>,
}

impl Ask {
    /// Whether nothing in it is larger than the outbox takes.
    pub(super) fn is_bounded(&self) -> bool {
        let names = [&self.id, &self.subject, &self.kind, &self.title];
        !self.id.is_empty()
            && names.into_iter().all(|name| name.len() <= MAX_NAME_BYTES)
            && self.body.len() <= MAX_BODY_BYTES
            && self.attachments.len() <= MAX_ATTACHMENTS
            && self.attachments.iter().all(|it| it.sha256.len() <= MAX_NAME_BYTES && it.name.len() <= MAX_NAME_BYTES)
    }

    /// Whether the body can stand in a request: JSON, and nested no deeper than the server reads.
    pub(super) fn is_json(&self) -> bool {
        serde_json::from_str::<Value>(&self.body).is_ok()
    }
}

/// How far an entry is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "is", rename_all = "snake_case")]
pub enum State {
    /// It is to be sent.
    Waiting,
    /// A rule refused it; nothing changed on the server. A person edits it, which makes a new entry, or discards it.
    Rejected {
        /// What is wrong, by place.
        problems: Vec<Problem>,
    },
    /// Somebody changed the subject meanwhile; nothing of it took effect. A person decides.
    Conflict {
        /// What changed.
        problems: Vec<Problem>,
        /// The revision that is there now.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        rev: Option<u64>,
    },
    /// What it should go after was discarded. A person decides.
    Orphaned,
    /// It took effect.
    Done(Kept),
}

/// One entry.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// [`SCHEMA`] of the build that wrote it.
    pub schema: u32,
    /// Counts the forms that were stored; 0: none yet. The store takes a form only onto the one before it.
    pub version: u64,
    /// See [`Ask::id`].
    pub id: String,
    /// Its place in the order of asking on this device, whatever the clock says.
    pub seq: u64,
    /// See [`Ask::subject`].
    pub subject: String,
    /// See [`Ask::kind`].
    pub kind: String,
    /// See [`Ask::kind_schema`].
    pub kind_schema: u32,
    /// See [`Ask::title`].
    pub title: String,
    /// See [`Ask::body`]; empty when it is done.
    pub body: String,
    /// See [`Ask::attachments`].
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub attachments: Vec<Attachment>,
    /// When the person asked, by the device's clock.
    pub asked_at: UnixMs,
    /// See [`Ask::base_rev`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub base_rev: Option<u64>,
    /// See [`Ask::after`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub after: Option<String>,
    /// The entries whose place it took, oldest first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub replaces: Vec<String>,
    /// It may have left the device: it may have arrived, and its content is fixed.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub left: bool,
    /// The person asked to cancel it when it might have arrived already.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub cancel_asked: bool,
    /// Failed attempts.
    pub tries: u32,
    /// Not to be sent before this ends.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub wait: Option<Wait>,
    /// Who is sending it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lease: Option<Lease>,
    /// How far it is.
    pub state: State,
}

impl Entry {
    /// What somebody asked for at `now`, not stored and without a place yet. What it replaces is up to the outbox.
    pub fn new(ask: Ask, now: UnixMs) -> Self {
        Self {
            schema: SCHEMA,
            version: 0,
            id: ask.id,
            seq: 0,
            subject: ask.subject,
            kind: ask.kind,
            kind_schema: ask.kind_schema,
            title: ask.title,
            body: ask.body,
            attachments: ask.attachments,
            asked_at: now,
            base_rev: ask.base_rev,
            after: ask.after,
            replaces: Vec::new(),
            left: false,
            cancel_asked: false,
            tries: 0,
            wait: None,
            lease: None,
            state: State::Waiting,
        }
    }

    /// It is to be sent.
    pub fn is_waiting(&self) -> bool {
        self.state == State::Waiting
    }

    /// It took effect.
    pub fn is_done(&self) -> bool {
        matches!(self.state, State::Done(_))
    }

    /// A person has to decide.
    pub fn is_stuck(&self) -> bool {
        !self.is_waiting() && !self.is_done()
    }

    /// Whether taking it back is certain: it is not stored, or never left, or was refused.
    pub fn may_go(&self) -> bool {
        self.version == 0 || self.is_stuck() || (self.is_waiting() && !self.left)
    }

    /// Whether the context of this name is sending it.
    pub fn is_leased_by(&self, name: &str) -> bool {
        self.lease.as_ref().is_some_and(|lease| lease.holder == name)
    }

    /// Whether it is this entry or took its place.
    pub fn stands_for(&self, id: &str) -> bool {
        self.id == id || self.replaces.iter().any(|replaced| replaced == id)
    }

    /// Takes the place of an entry that was refused.
    pub(super) fn take_place(&mut self, old: &Self) {
        self.seq = old.seq;
        self.after.clone_from(&old.after);
        let replaced = old.replaces.len() + 1;
        self.replaces = old.replaces.iter().chain([&old.id]).skip(replaced.saturating_sub(MAX_REPLACED)).cloned().collect();
    }

    /// As it is stored.
    pub fn to_json(&self) -> Result<String, serde_json::Error> {
        serde_json::to_string(self)
    }

    /// As it is sent: the envelope [`crate::Command`] around the body as it is.
    pub fn command(&self) -> String {
        let id = Value::from(self.id.as_str());
        let base_rev = self.base_rev.map(|rev| format!("\"base_rev\":{rev},")).unwrap_or_default();
        format!("{{\"id\":{id},{base_rev}\"body\":{}}}", self.body)
    }
}

/// The body of a request with these commands.
pub fn commands(entries: &[Entry]) -> String {
    let commands = entries.iter().map(Entry::command).collect::<Vec<_>>().join(",");
    format!("[{commands}]")
}

#[cfg(test)]
mod tests {
    use super::super::record::{Reading, Record, stored_version};
    use super::super::wait::Role;
    use super::*;

    fn full() -> Entry {
        let ask = Ask {
            id: "a".into(),
            subject: "s".into(),
            kind: "forms".into(),
            kind_schema: 2,
            title: "助成金".into(),
            body: r#"{"n":1}"#.into(),
            attachments: vec![Attachment { sha256: "00ff".into(), bytes: 12, name: "plan.pdf".into() }],
            base_rev: Some(4),
            after: Some("b".into()),
            replaces: None,
        };
        Entry {
            version: 3,
            seq: 7,
            replaces: vec!["c".into()],
            left: true,
            cancel_asked: true,
            tries: 2,
            wait: Some(Wait { since: 8, until: 9, told: true }),
            lease: Some(Lease { by: Role::Worker, holder: "w".into(), since: 8, until: 60_008 }),
            ..Entry::new(ask, 5)
        }
    }

    #[test]
    fn the_stored_form_is_pinned() {
        let full = full();
        let text = concat!(
            r#"{"schema":1,"version":3,"id":"a","seq":7,"subject":"s","kind":"forms","kind_schema":2,"title":"助成金","body":"{\"n\":1}","#,
            r#""attachments":[{"sha256":"00ff","bytes":12,"name":"plan.pdf"}],"asked_at":5,"base_rev":4,"after":"b","replaces":["c"],"#,
            r#""left":true,"cancel_asked":true,"tries":2,"wait":{"since":8,"until":9,"told":true},"#,
            r#""lease":{"by":"worker","holder":"w","since":8,"until":60008},"state":{"is":"waiting"}}"#
        );
        assert_eq!(full.to_json().unwrap(), text);
        assert_eq!(Record::read("a", text, |_, _, _| Reading::Current), Record::Entry(Box::new(full)));
        assert_eq!(stored_version(text), 3);
    }

    #[test]
    fn the_states_are_pinned() {
        let cases = [
            (State::Waiting, r#"{"is":"waiting"}"#),
            (State::Rejected { problems: vec![Problem::new("q1", "required")] }, r#"{"is":"rejected","problems":[{"path":"q1","code":"required"}]}"#),
            (State::Conflict { problems: Vec::new(), rev: Some(8) }, r#"{"is":"conflict","problems":[],"rev":8}"#),
            (State::Orphaned, r#"{"is":"orphaned"}"#),
            (State::Done(Kept { number: "0000-0001".into(), done_at: 6, rev: Some(9) }), r#"{"is":"done","number":"0000-0001","done_at":6,"rev":9}"#),
        ];
        for (state, text) in cases {
            assert_eq!(serde_json::to_string(&state).unwrap(), text);
            assert_eq!(serde_json::from_str::<State>(text).unwrap(), state);
        }
    }

    #[test]
    fn commands_are_sent_as_they_were_asked() {
        let plain = Entry { base_rev: None, ..full() };
        assert_eq!(commands(&[full(), plain]), r#"[{"id":"a","base_rev":4,"body":{"n":1}},{"id":"a","body":{"n":1}}]"#);
    }

    #[test]
    fn an_edited_entry_takes_the_place_of_all_before_it() {
        let mut old = full();
        old.replaces = (0..40).map(|n| n.to_string()).collect();
        let mut new = Entry::new(Ask::default(), 99);
        new.take_place(&old);
        assert_eq!((new.seq, new.after.as_deref(), new.replaces.len()), (7, Some("b"), 32));
        assert!(new.stands_for("a") && new.stands_for("39") && !new.stands_for("0"));
    }

    #[test]
    fn what_is_too_large_or_no_json_is_seen() {
        let ask = |body: &str| Ask { id: "a".into(), body: body.into(), ..Ask::default() };
        for (body, json) in [("{}", true), ("null", true), ("{", false), ("", false), ("{} {}", false)] {
            assert_eq!(ask(body).is_json(), json, "{body}");
        }
        assert!(!ask(&format!("{}{}", "[".repeat(100_000), "]".repeat(100_000))).is_json(), "nested too deep");
        assert!(ask("{}").is_bounded());
        assert!(!ask(&" ".repeat(MAX_BODY_BYTES + 1)).is_bounded());
        assert!(!Ask::default().is_bounded(), "no id");
    }
}
