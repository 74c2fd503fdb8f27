//! Properties of drafts: whatever several devices type, whatever is lost, repeated or reordered between them, and wherever they crash.
//!
//! Merging is held against a model that knows each edit and all that its author had seen, and nothing of counters and deltas: what is
//! held at an address are the edits that no known edit there had seen.

use engawa_core::form::definition::{Choice, ChoiceList, Choices, Control, DataType, Node, NodeId, NodeKind, Text};
use engawa_core::form::draft::log::{self, Record};
use engawa_core::form::draft::share::{Answer, Effect, Input, Invitation, Request, SharedClient, serve};
use engawa_core::form::draft::{Delta, Document, Draft, Edit, MergeRefused, Standing, Value, Writer, file, move_to, what_changed};
use engawa_core::form::{AnswerPath, Definition};
use proptest::collection::vec;
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet, VecDeque};

const REPLICAS: usize = 3;

fn path(text: &str) -> AnswerPath {
    AnswerPath(text.to_owned())
}

fn cost() -> AnswerPath {
    path("cost")
}

fn writer(replica: usize, at: i64) -> Writer {
    Writer { replica: format!("r{replica}"), by: format!("R{replica}"), at }
}

/// What an edit wrote, for the model.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Wrote {
    Text(String),
    Cleared,
    Removed,
    Kept,
}

fn wrote(value: &Value) -> Wrote {
    match value {
        Value::Text(text) => Wrote::Text(text.clone()),
        Value::Cleared => Wrote::Cleared,
        Value::Removed(_) => Wrote::Removed,
        Value::Kept => Wrote::Kept,
    }
}

/// An edit as the model knows it.
struct Known {
    path: AnswerPath,
    wrote: Wrote,
    seen: BTreeSet<usize>,
}

/// Every edit that was ever made.
#[derive(Default)]
struct Model(Vec<Known>);

impl Model {
    /// What nothing known has written over.
    fn held(&self, known: &BTreeSet<usize>, path: &AnswerPath) -> Vec<&Known> {
        let there: Vec<&Known> = known.iter().map(|edit| &self.0[*edit]).filter(|edit| edit.path == *path).collect();
        let ids = known.iter().filter(|edit| self.0[**edit].path == *path);
        ids.filter(|id| !there.iter().any(|edit| edit.seen.contains(*id))).map(|id| &self.0[*id]).collect()
    }

    fn standing(&self, known: &BTreeSet<usize>, row: &AnswerPath) -> Standing {
        let held = self.held(known, row);
        let removals: Vec<&&Known> = held.iter().filter(|edit| edit.wrote == Wrote::Removed).collect();
        if removals.is_empty() {
            return Standing::There;
        }
        let inside = format!("{}/", row.0);
        let paths: BTreeSet<&AnswerPath> = known.iter().map(|edit| &self.0[*edit].path).filter(|path| path.0.starts_with(&inside)).collect();
        let typed = paths.into_iter().any(|path| {
            let texts = self.held(known, path).into_iter().filter(|edit| matches!(edit.wrote, Wrote::Text(_)));
            texts.map(|text| self.id(text)).any(|id| !removals.iter().any(|removal| removal.seen.contains(&id)))
        });
        if typed || held.iter().any(|edit| edit.wrote == Wrote::Kept) { Standing::CameBack } else { Standing::Removed }
    }

    fn id(&self, of: &Known) -> usize {
        self.0.iter().position(|edit| std::ptr::eq(edit, of)).unwrap()
    }
}

/// A device with its journal.
struct Replica {
    draft: Draft,
    known: BTreeSet<usize>,
    base: String,
    lines: Vec<String>,
    /// After the base and after each line: what was known, and the draft.
    history: Vec<(BTreeSet<usize>, Draft)>,
    /// How many lines are stored for good: an edit is stored before it is sent.
    stored: usize,
}

impl Replica {
    fn new(draft: Draft) -> Self {
        let mut replica = Self { draft, known: BTreeSet::new(), base: String::new(), lines: Vec::new(), history: Vec::new(), stored: 0 };
        replica.compact();
        replica
    }

    fn compact(&mut self) {
        self.base = log::snapshot(&self.draft);
        self.lines.clear();
        self.history = vec![(self.known.clone(), self.draft.clone())];
        self.stored = 0;
    }

    fn append(&mut self, record: &Record) {
        self.lines.push(log::line(record));
        self.history.push((self.known.clone(), self.draft.clone()));
    }

    fn crash(&mut self, lost: usize) {
        let left = (self.lines.len() - lost.min(self.lines.len())).max(self.stored);
        self.lines.truncate(left);
        self.history.truncate(left + 1);
        let replayed = log::replay(&self.base, self.lines.iter().map(String::as_str)).unwrap();
        assert_eq!((replayed.read, replayed.stopped), (left, None));
        let (known, draft) = self.history.last().unwrap().clone();
        assert_eq!(replayed.draft, draft, "the journal says something else than what happened");
        (self.known, self.draft) = (known, draft);
    }
}

/// A delta on its way, and what its sender knew.
struct Travelling {
    to: usize,
    delta: Delta,
    known: BTreeSet<usize>,
}

struct Group {
    replicas: Vec<Replica>,
    model: Model,
    travelling: Vec<Travelling>,
    count: usize,
}

impl Group {
    fn new() -> Self {
        let first = Draft::begin("d1", "grant", "1", &writer(0, 0)).unwrap();
        let replicas = (0..REPLICAS).map(|_| Replica::new(first.clone())).collect();
        Self { replicas, model: Model::default(), travelling: Vec::new(), count: 0 }
    }

    fn edit(&mut self, at: usize, edit: Edit) {
        let replica = &mut self.replicas[at];
        let written = match &edit {
            Edit::Set { path, value, .. } if value.is_empty() => Some((path.clone(), Wrote::Cleared)),
            Edit::Set { path, value, .. } => Some((path.clone(), Wrote::Text(value.clone()))),
            Edit::Remove { row } => Some((row.clone(), Wrote::Removed)),
            Edit::Restore { row } => Some((row.clone(), Wrote::Kept)),
            _ => None,
        };
        let moment = i64::try_from(self.count).unwrap();
        let Some(change) = replica.draft.edit(&writer(at, moment), edit).unwrap() else { return };
        if let Some((path, wrote)) = written {
            self.model.0.push(Known { path, wrote, seen: replica.known.clone() });
            replica.known.insert(self.model.0.len() - 1);
        }
        replica.append(&Record::Change(change));
    }

    fn row(&self, at: usize, pick: u8) -> Option<String> {
        let keys = self.replicas[at].draft.document().order(&cost());
        (!keys.is_empty()).then(|| keys[usize::from(pick) % keys.len()].clone())
    }

    /// One thing that happens, as four numbers say.
    fn happens(&mut self, (what, who, pick, more): (u8, u8, u8, u8)) {
        let at = usize::from(who) % REPLICAS;
        self.count += 1;
        let row = self.row(at, pick);
        match (what % 14, row) {
            (0..=1, _) => self.edit(at, Edit::set(path(["a", "b"][usize::from(pick) % 2]), format!("t{}", self.count))),
            // A long text, so that the journal holds pieces of it.
            (2, _) => self.edit(at, Edit::set(path("a"), format!("{}{}", "長い文。".repeat(20), "。".repeat(usize::from(more) % 8)))),
            (3, _) => self.edit(at, Edit::set(path("a"), "")),
            (4..=5, Some(key)) => {
                self.edit(at, Edit::set(cost().row(&key).child("memo"), if more < 40 { String::new() } else { format!("t{}", self.count) }))
            }
            (4..=6, row) => {
                let before = self.replicas[at].draft.document().order(&cost());
                let key = format!("k{}", self.count);
                self.edit(at, Edit::Insert { repeat: cost(), key: key.clone(), after: row.clone() });
                let after = self.replicas[at].draft.document().order(&cost());
                let place = row.map_or(0, |row| before.iter().position(|key| *key == row).unwrap() + 1);
                let mut expected = before;
                expected.insert(place, key);
                assert_eq!(after, expected, "a row is where it was put");
            }
            (7, Some(key)) => {
                let target = self.row(at, more).filter(|target| *target != key);
                self.edit(at, Edit::Move { repeat: cost(), key: key.clone(), after: target.clone() });
                if let Some(target) = target {
                    let order = self.replicas[at].draft.document().order(&cost());
                    let place = |of: &String| order.iter().position(|key| key == of);
                    assert_eq!(place(&key), place(&target).map(|place| place + 1), "a row is where it was moved");
                }
            }
            (8, Some(key)) => self.edit(at, Edit::Remove { row: cost().row(&key) }),
            (9, Some(key)) => self.edit(at, Edit::Restore { row: cost().row(&key) }),
            (10, _) => self.send(at, usize::from(pick) % REPLICAS),
            (11, _) if !self.travelling.is_empty() => self.deliver(usize::from(pick) % self.travelling.len(), more < 60),
            (12, _) => self.replicas[at].crash(usize::from(more) % 6),
            (13, _) if more < 40 => self.replicas[at].compact(),
            _ => self.send(at, (at + 1) % REPLICAS),
        }
    }

    fn send(&mut self, from: usize, to: usize) {
        let delta = self.replicas[from].draft.document().delta_since(self.replicas[to].draft.document().seen());
        let (mut by_delta, mut by_whole) = (self.replicas[to].draft.clone(), self.replicas[to].draft.clone());
        by_delta.merge(&delta).unwrap();
        by_whole.merge(&self.replicas[from].draft.document().whole()).unwrap();
        assert_eq!(by_delta, by_whole, "a delta does what the whole does");
        let delta = serde_json::from_str(&serde_json::to_string(&delta).unwrap()).unwrap();
        let sender = &mut self.replicas[from];
        sender.stored = sender.lines.len();
        self.travelling.push(Travelling { to, delta, known: sender.known.clone() });
    }

    fn deliver(&mut self, which: usize, again: bool) {
        let Travelling { to, delta, known } = self.travelling.swap_remove(which);
        let replica = &mut self.replicas[to];
        match replica.draft.merge(&delta) {
            Ok(_) => {
                replica.known.extend(&known);
                replica.append(&Record::Arrived(delta.clone()));
            }
            Err(refused) => {
                assert_eq!(refused, MergeRefused::Gap);
                assert!(!replica.draft.document().seen().covers(&delta.from), "refused without need");
            }
        }
        if again {
            self.travelling.push(Travelling { to, delta, known });
        }
    }

    /// Compares a replica with the model.
    fn check(&self, at: usize) {
        let Replica { draft, known, .. } = &self.replicas[at];
        let answers = draft.answers();
        let conflicts: BTreeSet<AnswerPath> = draft.conflicts().into_iter().map(|conflict| conflict.path).collect();
        let paths: BTreeSet<&AnswerPath> = self.model.0.iter().map(|edit| &edit.path).collect();
        for path in paths {
            let mut expected: Vec<Wrote> = self.model.held(known, path).iter().map(|edit| edit.wrote.clone()).collect();
            let mut found: Vec<Wrote> = draft.document().held(path).iter().map(|held| wrote(&held.value)).collect();
            expected.sort();
            found.sort();
            assert_eq!(found, expected, "{path}");
            let row = path.0.split('/').next().filter(|row| row.ends_with(']')).map(self::path);
            let standing = row.as_ref().map_or(Standing::There, |row| self.model.standing(known, row));
            if let Some(row) = row {
                assert_eq!(draft.document().standing(&row), standing, "{row}");
            }
            let texts: BTreeSet<&Wrote> = expected.iter().filter(|wrote| matches!(wrote, Wrote::Text(_))).collect();
            let shown = answers.values.get(path).map(|text| Wrote::Text(text.clone()));
            if standing == Standing::Removed {
                assert_eq!(shown, None, "{path} is in a removed row");
            } else {
                assert_eq!(shown.is_some(), !texts.is_empty(), "{path}: a text is shown if there is one");
                assert!(shown.is_none_or(|shown| texts.contains(&shown)), "{path}");
                let several = expected.iter().collect::<BTreeSet<_>>().len() > 1 && !path.0.ends_with(']');
                assert_eq!(conflicts.contains(path), several, "{path}: a conflict");
            }
        }
    }

    /// Everybody tells everybody, until nothing is new.
    fn come_to_rest(&mut self) {
        for _ in 0..2 {
            for from in 0..REPLICAS {
                for to in (0..REPLICAS).filter(|to| *to != from) {
                    self.send(from, to);
                    self.deliver(self.travelling.len() - 1, false);
                }
            }
        }
    }
}

fn events(most: usize) -> impl Strategy<Value = Vec<(u8, u8, u8, u8)>> {
    vec(any::<(u8, u8, u8, u8)>(), 1..most)
}

/// A draft after some events, seen by one replica.
fn drafts() -> impl Strategy<Value = Draft> {
    events(60).prop_map(|events| {
        let mut group = Group::new();
        events.into_iter().for_each(|event| group.happens(event));
        group.replicas.swap_remove(0).draft
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 250, ..ProptestConfig::default() })]

    #[test]
    fn replicas_converge_and_no_text_is_lost(events in events(140)) {
        let mut group = Group::new();
        for event in events {
            group.happens(event);
            if event.0 % 4 == 0 {
                group.check(usize::from(event.1) % REPLICAS);
            }
        }
        group.come_to_rest();
        for at in 0..REPLICAS {
            prop_assert_eq!(&group.replicas[at].draft, &group.replicas[0].draft);
            prop_assert_eq!(group.replicas[at].draft.answers(), group.replicas[0].draft.answers());
            group.check(at);
            group.replicas[at].crash(0);
        }
    }

    #[test]
    fn merging_has_no_order(events in events(100)) {
        let mut group = Group::new();
        events.into_iter().for_each(|event| group.happens(event));
        let [a, b, c] = [0, 1, 2].map(|at| group.replicas[at].draft.document().clone());
        let merged = |one: &Document, other: &Document| {
            let mut both = one.clone();
            both.merge(&other.whole()).unwrap();
            both
        };
        prop_assert_eq!(merged(&a, &b), merged(&b, &a));
        prop_assert_eq!(merged(&merged(&a, &b), &c), merged(&a, &merged(&b, &c)));
        prop_assert_eq!(merged(&a, &a), a);
    }

    #[test]
    fn files_and_snapshots_come_back(draft in drafts()) {
        prop_assert_eq!(file::import(&file::export(&draft, &BTreeMap::new())).unwrap().draft, draft.clone());
        prop_assert_eq!(log::read_snapshot(&log::snapshot(&draft)), Ok(draft));
    }

    #[test]
    fn damaged_files_are_read_or_refused(draft in drafts(), cut in any::<prop::sample::Index>(), with in ".{0,3}") {
        let text = file::export(&draft, &BTreeMap::new());
        let at = cut.index(text.len() + 1);
        let (head, tail) = text.split_at((0..=at).rev().find(|at| text.is_char_boundary(*at)).unwrap());
        let rest: String = tail.chars().skip(with.chars().count()).collect();
        if let Ok(imported) = file::import(&format!("{head}{with}{rest}")) {
            // What is let in can be worked with.
            let mut draft = imported.draft;
            draft.answers();
            draft.edit(&writer(9, 0), Edit::set(path("z"), "x")).unwrap();
            prop_assert_eq!(log::read_snapshot(&log::snapshot(&draft)), Ok(draft));
        }
    }

    #[test]
    fn any_text_is_read_or_refused(text in any::<String>()) {
        let _ = file::import(&text);
        let _ = log::read_line(&text);
        let _ = log::read_snapshot(&text);
        if let Some(invitation) = Invitation::from_fragment(&text) {
            prop_assert_eq!(invitation.to_fragment(), text);
        }
    }
}

/// A member's device in a shared draft.
struct Device {
    client: SharedClient,
    draft: Draft,
    lines: Vec<String>,
    stored: usize,
    timer: Option<i64>,
    asked: u64,
}

/// Members, a server that may be restored from a backup, and a bad network between them.
struct Shared {
    now: i64,
    base: String,
    devices: Vec<Device>,
    server: Document,
    backup: Document,
    requests: VecDeque<(usize, u64, Request)>,
    answers: VecDeque<(usize, u64, Answer)>,
    count: usize,
}

fn client(at: usize) -> SharedClient {
    SharedClient::new(Invitation { draft: "d1".into(), token: "t".into() }, format!("r{at}"))
}

impl Shared {
    fn new() -> Self {
        let draft = Draft::begin("d1", "grant", "1", &writer(0, 0)).unwrap();
        let device = |at| Device { client: client(at), draft: draft.clone(), lines: Vec::new(), stored: 0, timer: None, asked: 0 };
        let mut shared = Self {
            now: 0,
            base: log::snapshot(&draft),
            devices: (0..REPLICAS).map(device).collect(),
            server: Document::default(),
            backup: Document::default(),
            requests: VecDeque::new(),
            answers: VecDeque::new(),
            count: 0,
        };
        (0..REPLICAS).for_each(|at| shared.step(at, Input::Opened));
        shared
    }

    fn step(&mut self, at: usize, input: Input) {
        let device = &mut self.devices[at];
        for effect in device.client.step(self.now, &mut device.draft, input) {
            match effect {
                Effect::Keep(delta) => device.lines.push(log::line(&Record::Arrived(delta))),
                Effect::Send(number, request) => {
                    let own = request.delta.to.of(&format!("r{at}"));
                    let replayed = log::replay(&self.base, device.lines.iter().take(device.stored).map(String::as_str)).unwrap();
                    let stored = replayed.draft.document().seen().of(&format!("r{at}"));
                    assert!(own <= stored || self.server.seen().of(&format!("r{at}")) >= own, "sent before it was stored");
                    device.asked = number;
                    self.requests.push_back((at, number, request));
                }
                Effect::WakeAt(time) => {
                    assert!(time > self.now);
                    device.timer = Some(time);
                }
                Effect::Changed | Effect::InSync(_) | Effect::Trouble(_) => {}
                Effect::Ended(refusal) => panic!("{refusal:?}"),
            }
        }
    }

    fn store(&mut self, at: usize) {
        let device = &mut self.devices[at];
        device.stored = device.lines.len();
        let own = device.draft.document().seen().of(&format!("r{at}"));
        self.step(at, Input::Stored(own));
    }

    fn happens(&mut self, (what, who, pick, more): (u8, u8, u8, u8)) {
        let at = usize::from(who) % REPLICAS;
        self.count += 1;
        self.now += i64::from(more) * 20;
        match what % 10 {
            0..=1 => {
                let value = format!("t{}", self.count);
                let edit = Edit::set(path(&if pick < 60 { "a".to_owned() } else { format!("own{at}") }), value);
                let device = &mut self.devices[at];
                let change = device.draft.edit(&writer(at, self.now), edit).unwrap().unwrap();
                device.lines.push(log::line(&Record::Change(change)));
                self.step(at, Input::Edited);
            }
            2 => self.store(at),
            3 => self.wake(at),
            4 => self.step(at, Input::Nudged),
            5..=6 if !self.requests.is_empty() => self.request(usize::from(pick) % self.requests.len(), more < 200, more < 40),
            7 if !self.answers.is_empty() => self.answer(usize::from(pick) % self.answers.len(), more < 40),
            8 => self.step(at, Input::Failed(self.devices[at].asked)),
            9 if more < 60 => self.crash(at),
            9 if more < 80 => self.backup = self.server.clone(),
            9 if more < 90 => self.server = self.backup.clone(),
            _ => {}
        }
    }

    fn wake(&mut self, at: usize) {
        if self.devices[at].timer.is_some_and(|time| time <= self.now) {
            self.devices[at].timer = None;
            self.step(at, Input::Woke);
        }
    }

    fn request(&mut self, which: usize, answered: bool, again: bool) {
        let (at, number, request) = self.requests.remove(which).unwrap();
        let request: Request = serde_json::from_str(&serde_json::to_string(&request).unwrap()).unwrap();
        let answer = serve(&mut self.server, &request);
        if answered {
            self.answers.push_back((at, number, answer));
        }
        if again {
            self.requests.push_back((at, number, request));
        }
    }

    fn answer(&mut self, which: usize, again: bool) {
        let (at, number, answer) = self.answers.remove(which).unwrap();
        let answer: Answer = serde_json::from_str(&serde_json::to_string(&answer).unwrap()).unwrap();
        if again {
            self.answers.push_back((at, number, answer.clone()));
        }
        self.step(at, Input::Answered(number, answer));
    }

    fn crash(&mut self, at: usize) {
        let device = &mut self.devices[at];
        device.lines.truncate(device.stored);
        device.draft = log::replay(&self.base, device.lines.iter().map(String::as_str)).unwrap().draft;
        device.client = client(at);
        device.timer = None;
        self.step(at, Input::Opened);
    }

    /// The network is good again.
    fn come_to_rest(&mut self) {
        self.requests.clear();
        self.answers.clear();
        for _ in 0..6 {
            for at in 0..REPLICAS {
                self.now += 400_000;
                self.store(at);
                if self.requests.is_empty() {
                    self.step(at, Input::Failed(self.devices[at].asked));
                    self.now += 400_000;
                    self.wake(at);
                }
                for _ in 0..4 {
                    while !self.requests.is_empty() {
                        self.request(0, true, false);
                    }
                    while !self.answers.is_empty() {
                        self.answer(0, false);
                    }
                    self.store(at);
                }
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, ..ProptestConfig::default() })]

    #[test]
    fn a_group_agrees_with_its_server(events in events(120)) {
        let mut shared = Shared::new();
        events.into_iter().for_each(|event| shared.happens(event));
        let own = |at: usize, draft: &Draft| draft.answers().values.get(&path(&format!("own{at}"))).cloned();
        let typed: Vec<Option<String>> = shared.devices.iter().enumerate().map(|(at, device)| own(at, &device.draft)).collect();
        shared.come_to_rest();
        for (at, device) in shared.devices.iter().enumerate() {
            prop_assert!(device.client.is_safe(&device.draft), "device {} does not know that all is at the server", at);
            prop_assert_eq!(device.draft.document(), &shared.server);
            prop_assert_eq!(own(at, &device.draft), typed[at].clone(), "what only this device wrote");
        }
    }
}

/// A question of a random form: where it is, what it is, what it says.
type Question = Option<(u8, u8, u8)>;

const CONTAINERS: [&str; 5] = ["", "g", "h", "r", "s"];

fn form(version: &str, questions: &[Question]) -> Definition {
    let mut form = Definition { form_id: "grant".into(), version: version.into(), ..Definition::default() };
    form.nodes.push(Node::new("data", None, NodeKind::Group));
    for (name, kind, words) in [
        ("g", NodeKind::Group, "G"),
        ("h", NodeKind::Group, "H"),
        ("r", NodeKind::Repeat { count: None }, "R"),
        // In the second version the repeats have each other's words; addresses go first.
        ("s", NodeKind::Repeat { count: None }, if version == "1" { "S" } else { "R" }),
    ] {
        let mut node = Node::new(name, Some(NodeId::ROOT), kind);
        node.label = Text::plain(words);
        form.nodes.push(node);
    }
    for (name, choices) in [("xy", ["x", "y"]), ("yz", ["y", "z"])] {
        let choices = choices.map(|value| Choice { value: value.into(), ..Choice::default() }).to_vec();
        form.lists.push(ChoiceList { name: name.into(), choices, ..ChoiceList::default() });
    }
    let from = |list: &str| Choices::List { list: list.into(), nodeset: String::new() };
    for (at, question) in questions.iter().enumerate() {
        let Some((place, kind, words)) = question else { continue };
        let parent = NodeId(u32::from(*place) % 5);
        let (control, data_type) = match kind % 7 {
            0 | 1 => (Control::Input, DataType::String),
            2 => (Control::Input, DataType::Int),
            3 => (Control::Upload("*/*".into()), DataType::Binary),
            4 => (Control::SelectOne(from("xy")), DataType::String),
            5 => (Control::SelectMultiple(from("yz")), DataType::String),
            _ => (Control::SelectMultiple(from("xy")), DataType::String),
        };
        let name = if words % 4 == 3 { format!("p{at}") } else { format!("q{at}") };
        let mut node = Node::new(name, Some(parent), NodeKind::Question(control));
        node.data_type = data_type;
        node.label = Text::plain(if words % 5 == 4 { "the same words".to_owned() } else { format!("L{at}") });
        form.nodes.push(node);
    }
    form
}

fn questions() -> impl Strategy<Value = Vec<Question>> {
    vec(prop::option::weighted(0.8, any::<(u8, u8, u8)>()), 7)
}

/// Every text that is shown or left over, as often as it is there.
fn texts(draft: &Draft) -> BTreeMap<String, usize> {
    let mut texts = BTreeMap::new();
    let left = draft.left_over().into_iter().map(|(_, left)| left.value);
    for text in draft.answers().values.into_values().chain(left) {
        *texts.entry(text).or_default() += 1;
    }
    texts
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 600, ..ProptestConfig::default() })]

    #[test]
    fn moving_to_another_version_loses_nothing(
        old in questions(),
        new in questions(),
        answers in vec((any::<u8>(), any::<u8>(), any::<u8>()), 0..16),
        removed in any::<(bool, bool)>(),
    ) {
        let (old, new) = (form("1", &old), form("2", &new));
        let mut draft = Draft::begin("d1", "grant", "1", &writer(0, 0)).unwrap();
        for repeat in ["r", "s"] {
            for key in ["k", "l"] {
                draft.edit(&writer(0, 0), Edit::Insert { repeat: path(repeat), key: key.into(), after: None }).unwrap();
            }
        }
        let asked: Vec<&Node> = old.nodes.iter().skip(5).collect();
        for (which, row, value) in answers {
            if asked.is_empty() {
                break;
            }
            let node = asked[usize::from(which) % asked.len()];
            let place = CONTAINERS[usize::try_from(node.parent.unwrap().0).unwrap()];
            let above = match place {
                "r" | "s" => path(place).row(if row % 2 == 0 { "k" } else { "l" }),
                place => path(place),
            };
            let values = ["1", "x", "x y", "y z", "十二", "sha256:00/a.pdf"];
            let value = values[usize::from(value) % values.len()];
            draft.edit(&writer(0, 0), Edit::set(above.child(&node.name), value)).unwrap();
        }
        for (repeat, is_removed) in [("r", removed.0), ("s", removed.1)] {
            if is_removed {
                draft.edit(&writer(0, 0), Edit::Remove { row: path(repeat).row("l") }).unwrap();
            }
        }
        let moved = move_to(&old, &new, &draft, &writer(1, 9)).unwrap();
        let after = texts(&moved.draft);
        for (text, count) in texts(&draft) {
            prop_assert!(after.get(&text).is_some_and(|found| *found >= count), "{} was lost: {:?}", text, after);
        }
        let places: BTreeSet<String> =
            (5_u32..).map(NodeId).take(new.nodes.len() - 5).map(|id| new.path(id).trim_start_matches("/data/").to_owned()).collect();
        for at in moved.draft.answers().values.keys() {
            prop_assert!(places.contains(&at.without_keys()), "{} is not in the form", at);
        }
        prop_assert_eq!(moved.draft.removed_rows().len(), draft.removed_rows().len(), "removed rows stay removed");
        prop_assert_eq!(Draft::replay(draft, &moved.changes), Ok(moved.draft.clone()));
        let again = move_to(&old, &new, &moved.draft, &writer(2, 10)).unwrap();
        prop_assert_eq!(again.changes.len(), 0, "a second time changes nothing");
    }

    #[test]
    fn a_form_does_not_differ_from_itself(questions in questions()) {
        let form = form("1", &questions);
        prop_assert_eq!(what_changed(&form, &form), vec![]);
    }
}
