//! Properties of the outbox that hold for any input: its written form, and the machine whatever happens in whatever order. What
//! happens between real devices and a server is in `simulated_outbox.rs`.

use engawa_core::command::{Receipt, ReceiptStatus};
use engawa_core::outbox::wait::{LONGEST_WAIT_MS, backoff};
use engawa_core::outbox::{
    Ask, Attachment, CHUNK_BYTES, Effect, Entry, Failure, Input, Kept, Lease, MAX_BATCH, Outbox, Reading, Record, Role, State, Trouble, Wait,
    commands, stored_version,
};
use engawa_core::{Command, Problem};
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet, VecDeque};

fn state() -> impl Strategy<Value = State> {
    let problems = || vec((any::<String>(), any::<String>()).prop_map(|(path, code)| Problem::new(path, code)), 0..3);
    prop_oneof![
        Just(State::Waiting),
        problems().prop_map(|problems| State::Rejected { problems }),
        (problems(), option::of(any::<u64>())).prop_map(|(problems, rev)| State::Conflict { problems, rev }),
        Just(State::Orphaned),
        (any::<String>(), any::<u64>(), option::of(any::<u64>())).prop_map(|(number, done_at, rev)| State::Done(Kept { number, done_at, rev })),
    ]
}

fn attachment() -> impl Strategy<Value = Attachment> {
    (any::<String>(), any::<u64>(), any::<String>()).prop_map(|(sha256, bytes, name)| Attachment { sha256, bytes, name })
}

fn lease() -> impl Strategy<Value = Lease> {
    let role = prop_oneof![Just(Role::Page), Just(Role::Worker)];
    (role, any::<String>(), any::<u64>(), any::<u64>()).prop_map(|(by, holder, since, until)| Lease { by, holder, since, until })
}

fn entry() -> impl Strategy<Value = Entry> {
    let asked = (any::<String>(), any::<String>(), any::<String>(), any::<u32>(), vec(attachment(), 0..3));
    let more = (option::of(any::<u64>()), option::of(any::<String>()), vec(any::<String>(), 0..3), any::<bool>(), any::<bool>());
    let wait = (any::<u64>(), any::<u64>(), any::<bool>()).prop_map(|(since, until, told)| Wait { since, until, told });
    let sent = (any::<u64>(), any::<u64>(), any::<u32>(), option::of(wait), option::of(lease()), state());
    (asked, more, sent).prop_map(|(asked, more, sent)| {
        let (id, subject, title, kind_schema, attachments) = asked;
        let (base_rev, after, replaces, left, cancel_asked) = more;
        let (version, seq, tries, wait, lease, state) = sent;
        let body = serde_json::json!({ "title": title }).to_string();
        let ask = Ask { id, subject, kind: "forms".into(), kind_schema, title, body, attachments, base_rev, after, replaces: None };
        Entry { version, seq, replaces, left, cancel_asked, tries, wait, lease, state, ..Entry::new(ask, seq) }
    })
}

/// Something that happens to the machine.
#[derive(Clone, Debug)]
enum Turn {
    Ask {
        id: u8,
        subject: u8,
        after: Option<u8>,
        replaces: Option<u8>,
        files: Vec<u8>,
    },
    Cancel(u8),
    Dismiss(u8),
    Lead,
    Follow,
    Online,
    Woke,
    Changed,
    /// The store answers the operation that it was asked for first: 0 full, 1 failed, 2 done but failed, else done.
    Store(u8),
    /// The server answers the commands: 0 unreachable, 1 refused, 2 retry, 3 rejected, 4 conflict, else done.
    Answer(u8),
    /// The server has this many thousands of bytes of the file; 0: it cannot be reached.
    Blob(u16),
    Clock(u64),
}

fn turn() -> impl Strategy<Value = Turn> {
    let ask = (0_u8..8, 0_u8..3, option::of(0_u8..8), option::weighted(0.2, 0_u8..8), vec(0_u8..3, 0..2));
    prop_oneof![
        4 => ask.prop_map(|(id, subject, after, replaces, files)| Turn::Ask { id, subject, after, replaces, files }),
        1 => (0_u8..8).prop_map(Turn::Cancel),
        1 => (0_u8..8).prop_map(Turn::Dismiss),
        2 => Just(Turn::Lead),
        1 => Just(Turn::Follow),
        1 => Just(Turn::Online),
        2 => Just(Turn::Woke),
        1 => Just(Turn::Changed),
        12 => (0_u8..20).prop_map(Turn::Store),
        6 => (0_u8..10).prop_map(Turn::Answer),
        4 => (0_u16..700).prop_map(Turn::Blob),
        1 => any::<u32>().prop_map(|at| Turn::Clock(u64::from(at))),
    ]
}

/// The machine with its store; answers come when a turn says so.
#[derive(Default)]
struct Bench {
    store: BTreeMap<String, Entry>,
    asked: VecDeque<Effect>,
    post: Option<(u64, Vec<Entry>)>,
    blob: Option<u64>,
}

impl Bench {
    fn version(&self, id: &str) -> u64 {
        self.store.get(id).map_or(0, |entry| entry.version)
    }

    fn held(&self, id: &str) -> Option<Record> {
        self.store.get(id).map(|entry| Record::Entry(Box::new(entry.clone())))
    }

    fn answer_of_store(&mut self, how: u8) -> Option<Input> {
        let (id, fits) = match self.asked.front()? {
            Effect::Load => {
                self.asked.pop_front();
                let records = self.store.values().map(|entry| Record::Entry(Box::new(entry.clone()))).collect();
                return Some(if how == 1 { Input::LoadFailed } else { Input::Loaded(records) });
            }
            Effect::Save { entry, instead_of } => {
                let replaces = instead_of.as_ref().is_none_or(|(old, version)| *version > 0 && self.version(old) == *version);
                (entry.id.clone(), replaces && self.version(&entry.id) + 1 == entry.version)
            }
            Effect::Forget { id, version } => (id.clone(), self.version(id) == *version),
            _ => return None,
        };
        let effect = self.asked.pop_front()?;
        if !fits {
            let why = Trouble::Changed(self.held(&id));
            return Some(Input::SaveFailed { id, why });
        }
        if how < 2 {
            return Some(Input::SaveFailed { id, why: if how == 0 { Trouble::Full } else { Trouble::Failed } });
        }
        let answer = match effect {
            Effect::Save { entry, instead_of } => {
                if let Some((old, _)) = instead_of {
                    self.store.remove(&old);
                }
                let version = entry.version;
                self.store.insert(id.clone(), *entry);
                Input::Saved { id: id.clone(), version }
            }
            _ => {
                self.store.remove(&id);
                Input::Forgotten(id.clone())
            }
        };
        Some(if how == 2 { Input::SaveFailed { id, why: Trouble::Failed } } else { answer })
    }

    fn answer_of_server(&mut self, how: u8) -> Option<Input> {
        let (request, entries) = self.post.take()?;
        let unreachable = Failure::Unreachable { retry_after_ms: None, chance: 7 };
        let status = match how {
            0 => return Some(Input::PostFailed { request, failure: unreachable }),
            1 => return Some(Input::PostFailed { request, failure: Failure::Refused(Problem::new("", "bad_json")) }),
            2 => ReceiptStatus::Retry,
            3 => ReceiptStatus::Rejected,
            4 => ReceiptStatus::Conflict,
            _ => ReceiptStatus::Done,
        };
        let receipt = |entry: &Entry| Receipt { status, ..Receipt::retry(&entry.id) };
        Some(Input::Posted { request, receipts: entries.iter().map(receipt).collect(), chance: 7 })
    }

    fn input(&mut self, turn: Turn) -> Option<Input> {
        Some(match turn {
            Turn::Ask { id, subject, after, replaces, files } => {
                let file = |file: &u8| Attachment { sha256: format!("f{file}"), bytes: u64::from(*file) * 300_000, name: String::new() };
                Input::Asked(Box::new(Ask {
                    id: format!("e{id}"),
                    subject: format!("s{subject}"),
                    body: "{}".into(),
                    attachments: files.iter().map(file).collect(),
                    after: after.map(|id| format!("e{id}")),
                    replaces: replaces.map(|id| format!("e{id}")),
                    ..Ask::default()
                }))
            }
            Turn::Cancel(id) => Input::Cancelled(format!("e{id}")),
            Turn::Dismiss(id) => Input::Dismissed(format!("e{id}")),
            Turn::Lead => Input::BecameLeader,
            Turn::Follow => Input::LostLeadership,
            Turn::Online => Input::Online,
            Turn::Woke => Input::Woke,
            Turn::Changed => Input::Changed,
            Turn::Store(how) => return self.answer_of_store(how),
            Turn::Answer(how) => return self.answer_of_server(how),
            Turn::Blob(0) => Input::BlobFailed { request: self.blob.take()?, failure: Failure::Unreachable { retry_after_ms: Some(9), chance: 7 } },
            Turn::Blob(thousands) => Input::BlobHas { request: self.blob.take()?, bytes: u64::from(thousands) * 1_000, chance: 7 },
            Turn::Clock(_) => return None,
        })
    }
}

proptest! {
    #[test]
    fn any_entry_comes_back_from_its_text(entry in entry()) {
        let text = entry.to_json().unwrap();
        prop_assert_eq!(stored_version(&text), entry.version);
        let record = Record::read(&entry.id, &text, |_, _, _| Reading::Current);
        prop_assert_eq!(record, Record::Entry(Box::new(entry)));
    }

    #[test]
    fn any_text_is_read_or_kept(key in any::<String>(), text in any::<String>()) {
        let record = Record::read(&key, &text, |_, _, _| Reading::Current);
        prop_assert_eq!(record.id(), key);
        stored_version(&text);
    }

    #[test]
    fn any_commands_are_one_request(entries in vec(entry(), 0..4)) {
        let read: Vec<Command<serde_json::Value>> = serde_json::from_str(&commands(&entries)).unwrap();
        let expected: Vec<(&str, Option<u64>)> = entries.iter().map(|entry| (entry.id.as_str(), entry.base_rev)).collect();
        prop_assert_eq!(read.iter().map(|command| (command.id.as_str(), command.base_rev)).collect::<Vec<_>>(), expected);
    }

    #[test]
    fn waits_grow_and_end(failures in 1_u32..100, chance in any::<u32>(), now in any::<u64>(), later in any::<u64>()) {
        let ms = backoff(failures, chance);
        prop_assert!((500..=LONGEST_WAIT_MS).contains(&ms));
        prop_assert!(backoff(failures + 1, chance) >= ms);
        let wait = Wait::new(now, ms, false);
        // Whatever the clock does, what is left is never longer than the wait was.
        prop_assert!(wait.is_over(later) || wait.until - later <= ms);
    }

    /// Whatever happens in whatever order: one operation for each entry, one request of each sort, and nothing is sent that is not stored.
    #[test]
    fn nothing_is_sent_that_was_not_saved(turns in vec(turn(), 1..120)) {
        let mut outbox = Outbox::new(Role::Page, "me");
        let mut bench = Bench::default();
        let mut now = 1_000_000_000;
        let turns = [Turn::Changed, Turn::Store(9)].into_iter().chain(turns);
        for turn in turns {
            now += 300;
            if let Turn::Clock(at) = &turn {
                now = *at;
            }
            let Some(input) = bench.input(turn) else { continue };
            for effect in outbox.step(now, input) {
                match effect {
                    Effect::Load => {
                        prop_assert!(!bench.asked.contains(&Effect::Load), "two looks at once");
                        bench.asked.push_back(Effect::Load);
                    }
                    Effect::Save { .. } | Effect::Forget { .. } => {
                        let id_of = |effect: &Effect| match effect {
                            Effect::Save { entry, .. } => Some(entry.id.clone()),
                            Effect::Forget { id, .. } => Some(id.clone()),
                            _ => None,
                        };
                        let id = id_of(&effect);
                        prop_assert!(bench.asked.iter().all(|other| id_of(other) != id), "two operations for {id:?}");
                        bench.asked.push_back(effect);
                    }
                    Effect::Post { request, entries } => {
                        prop_assert!(bench.post.is_none(), "two requests at once");
                        prop_assert!(!entries.is_empty() && entries.len() <= MAX_BATCH);
                        let subjects: BTreeSet<&str> = entries.iter().map(|entry| entry.subject.as_str()).collect();
                        prop_assert_eq!(subjects.len(), entries.len());
                        for entry in &entries {
                            prop_assert_eq!(bench.store.get(&entry.id).map(|held| (held.left, &held.body)), Some((true, &entry.body)));
                        }
                        bench.post = Some((request, entries));
                    }
                    Effect::AskBlob { request, .. } => {
                        prop_assert!(bench.blob.is_none(), "two files at once");
                        bench.blob = Some(request);
                    }
                    Effect::SendChunk { request, from, bytes, whole, .. } => {
                        prop_assert!(bench.blob.is_none(), "two files at once");
                        prop_assert!(bytes > 0 && bytes <= CHUNK_BYTES && from + bytes <= whole);
                        bench.blob = Some(request);
                    }
                    Effect::WakeAt(at) => prop_assert!(at > now),
                    Effect::MakeRoom | Effect::NotSaved { .. } | Effect::NotTaken { .. } => {}
                }
            }
        }
        prop_assert!(outbox.is_busy() || bench.asked.is_empty());
    }
}
