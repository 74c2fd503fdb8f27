//! The facts that only one kind has, as fields of the plain form.
//!
//! One table per kind says which facts there are and how each is typed in, so that the page and the reader cannot disagree. Values
//! travel through the JSON of [`Details`]: a fact without a field here is kept as it was.

use super::Reader;
use crate::listings::kind::{CallType, Details, Flexible, GroupType, Kind, NoticeType, ProgrammeType, Stage};
use crate::listings::rules::LIST_MAX;
use crate::messages::{desk as m, detail as d, vocabulary as v};
use engawa_core::{Message, Problem};
use serde_json::{Map, Value};

/// Code and name of each answer that a person may choose.
pub type Choices = fn() -> Vec<(&'static str, Message)>;

/// How a fact is typed in.
#[derive(Clone, Copy, Debug)]
pub enum Shape {
    /// One line.
    Line,
    /// Several lines.
    Text,
    /// A whole number, at most this.
    Number(u64),
    /// A list, an item a line.
    Items,
    /// One of these, or nothing.
    One(Choices),
    /// Any of these.
    Any(Choices),
    /// An object of yes and no.
    Flags(Choices),
    /// A list of objects with these facts.
    Rows(&'static [Fact]),
}

/// A fact: its key in the JSON of its kind, its name on screen, how it is typed in.
#[derive(Clone, Copy, Debug)]
pub struct Fact {
    /// Key.
    pub key: &'static str,
    /// Name.
    pub label: Message,
    /// Form.
    pub shape: Shape,
}

impl Fact {
    /// The name of its field in the form.
    pub fn name(&self) -> String {
        format!("{PREFIX}{}", self.key)
    }
}

const PREFIX: &str = "fact.";
const YEAR_MAX: u64 = 9_999;
const COUNT_MAX: u64 = 1_000_000_000;
const YEN_MAX: u64 = 1_000_000_000_000;

const fn fact(key: &'static str, label: Message, shape: Shape) -> Fact {
    Fact { key, label, shape }
}

const EVENT: &[Fact] = &[fact("event_type", d::EVENT_TYPE, Shape::Line)];
const COURSE: &[Fact] = &[
    fact("stage", d::STAGE, Shape::One(stages)),
    fact("sessions_total", d::SESSIONS_TOTAL, Shape::Number(COUNT_MAX)),
    fact("lecturer", d::LECTURER, Shape::Text),
];
const GROUP: &[Fact] = &[
    fact("group_type", d::GROUP_TYPE, Shape::One(group_types)),
    fact("founded", d::FOUNDED, Shape::Number(YEAR_MAX)),
    fact("members", d::MEMBERS, Shape::Number(COUNT_MAX)),
    fact("representative", d::REPRESENTATIVE, Shape::Line),
    fact("activity_days", d::ACTIVITY_DAYS, Shape::Text),
    fact("fee", d::FEE, Shape::Text),
    fact("joining", d::JOINING, Shape::Text),
    fact("disclosure", d::DISCLOSURE, Shape::Flags(disclosures)),
];
const CALL: &[Fact] = &[
    fact("call_type", d::CALL_TYPE, Shape::One(call_types)),
    fact("needed", d::NEEDED, Shape::Number(COUNT_MAX)),
    fact("duties", d::DUTIES, Shape::Text),
    fact("skills", d::SKILLS, Shape::Items),
    fact("flexible", d::FLEXIBLE, Shape::Any(flexibilities)),
    fact("insurance", d::INSURANCE, Shape::Text),
];
const ROOM: &[Fact] =
    &[fact("name", d::ROOM, Shape::Line), fact("capacity", d::ROOM_CAPACITY, Shape::Number(COUNT_MAX)), fact("fee", d::ROOM_FEE, Shape::Line)];
const PLACE: &[Fact] = &[
    fact("place_type", d::PLACE_TYPE, Shape::Line),
    fact("capacity", d::CAPACITY, Shape::Number(COUNT_MAX)),
    fact("hours", d::OPENING, Shape::Text),
    fact("closed", d::CLOSED, Shape::Text),
    fact("eligible", d::ELIGIBLE, Shape::Text),
    fact("how_to_apply", d::USE_HOW, Shape::Text),
    fact("equipment", d::EQUIPMENT, Shape::Items),
    fact("rooms", d::ROOMS, Shape::Rows(ROOM)),
];
const EQUIPMENT: &[Fact] =
    &[fact("units", d::UNITS, Shape::Number(COUNT_MAX)), fact("conditions", d::CONDITIONS, Shape::Text), fact("pick_up", d::PICK_UP, Shape::Text)];
const PROGRAMME: &[Fact] = &[
    fact("programme_type", d::PROGRAMME_TYPE, Shape::One(programme_types)),
    fact("amount_max_yen", m::AMOUNT_MAX, Shape::Number(YEN_MAX)),
    fact("rate", d::RATE, Shape::Text),
    fact("eligible", d::APPLICANTS, Shape::Text),
    fact("provider", d::PROVIDER, Shape::Text),
];
const PROJECT: &[Fact] = &[
    fact("partners", d::PARTNERS, Shape::Items),
    fact("method", d::METHOD, Shape::Text),
    fact("department", d::DEPARTMENT, Shape::Line),
    fact("period", d::PERIOD, Shape::Text),
    fact("results", d::RESULTS, Shape::Text),
];
const STORY: &[Fact] = &[fact("people", d::PEOPLE_IN_IT, Shape::Text)];
const CHALLENGE: &[Fact] =
    &[fact("department", d::DEPARTMENT, Shape::Line), fact("policy_area", d::POLICY_AREA, Shape::Line), fact("wish", d::WISH, Shape::Text)];
const NOTICE: &[Fact] = &[fact("notice_type", d::NOTICE_TYPE, Shape::One(notice_types)), fact("department", d::DEPARTMENT, Shape::Line)];
const STEP: &[Fact] = &[fact("title", m::STEP_TITLE, Shape::Line), fact("text", m::BODY, Shape::Text), fact("link", m::STEP_LINK, Shape::Line)];
const GUIDE: &[Fact] = &[fact("version", d::VERSION, Shape::Line), fact("steps", m::STEPS, Shape::Rows(STEP))];

/// The facts of a kind, in the order of the form.
pub fn facts(kind: Kind) -> &'static [Fact] {
    match kind {
        Kind::Event => EVENT,
        Kind::Course => COURSE,
        Kind::Group => GROUP,
        Kind::Call => CALL,
        Kind::Place => PLACE,
        Kind::Equipment => EQUIPMENT,
        Kind::Programme => PROGRAMME,
        Kind::Project => PROJECT,
        Kind::Story => STORY,
        Kind::Challenge => CHALLENGE,
        Kind::Notice => NOTICE,
        Kind::Guide => GUIDE,
    }
}

/// The name on screen of a field of the form, if it is one of a fact.
pub fn label(kind: Kind, name: &str) -> Option<Message> {
    let mut parts = name.strip_prefix(PREFIX)?.split('.');
    let key = parts.next()?;
    let fact = facts(kind).iter().find(|fact| fact.key == key)?;
    match (fact.shape, parts.nth(1)) {
        (Shape::Rows(row), Some(part)) => row.iter().find(|fact| fact.key == part).map(|fact| fact.label),
        _ => Some(fact.label),
    }
}

fn stages() -> Vec<(&'static str, Message)> {
    Stage::ALL.iter().map(|it| (it.code(), v::stage(*it))).collect()
}

fn group_types() -> Vec<(&'static str, Message)> {
    GroupType::ALL.iter().map(|it| (it.code(), v::group_type(*it))).collect()
}

fn call_types() -> Vec<(&'static str, Message)> {
    CallType::ALL.iter().map(|it| (it.code(), v::call_type(*it))).collect()
}

fn flexibilities() -> Vec<(&'static str, Message)> {
    Flexible::ALL.iter().map(|it| (it.code(), v::flexible(*it))).collect()
}

fn programme_types() -> Vec<(&'static str, Message)> {
    ProgrammeType::ALL.iter().map(|it| (it.code(), v::programme_type(*it))).collect()
}

fn notice_types() -> Vec<(&'static str, Message)> {
    NoticeType::ALL.iter().map(|it| (it.code(), v::notice_type(*it))).collect()
}

fn disclosures() -> Vec<(&'static str, Message)> {
    vec![("rules", d::DISCLOSED_RULES), ("officers", d::DISCLOSED_OFFICERS), ("accounts", d::DISCLOSED_ACCOUNTS)]
}

/// The JSON of the facts, without the kind's own name around them.
fn inner(details: &Details) -> Map<String, Value> {
    match serde_json::to_value(details) {
        Ok(Value::Object(outer)) => match outer.into_iter().next() {
            Some((_, Value::Object(map))) => map,
            _ => Map::new(),
        },
        _ => Map::new(),
    }
}

fn outer(kind: Kind, map: Map<String, Value>) -> Option<Details> {
    let mut around = Map::new();
    around.insert(kind.code().to_owned(), Value::Object(map));
    serde_json::from_value(Value::Object(around)).ok()
}

fn words(value: Option<&Value>) -> String {
    match value {
        Some(Value::String(text)) => text.clone(),
        Some(Value::Number(number)) => number.to_string(),
        _ => String::new(),
    }
}

fn list(value: Option<&Value>) -> &[Value] {
    value.and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default()
}

/// The fields of the facts, by name.
pub fn to_fields(details: &Details) -> Vec<(String, String)> {
    let map = inner(details);
    let mut out = Vec::new();
    for fact in facts(details.kind()) {
        let (name, value) = (fact.name(), map.get(fact.key));
        match fact.shape {
            Shape::Line | Shape::Text | Shape::Number(_) | Shape::One(_) => out.push((name, words(value))),
            Shape::Items => out.push((name, list(value).iter().map(|item| words(Some(item))).collect::<Vec<_>>().join("\n"))),
            Shape::Any(_) => out.extend(list(value).iter().map(|code| (name.clone(), words(Some(code))))),
            Shape::Flags(choices) => {
                let set = |key: &str| value.and_then(|flags| flags.get(key)) == Some(&Value::Bool(true));
                out.extend(choices().into_iter().filter(|(key, _)| set(key)).map(|(key, _)| (name.clone(), key.to_owned())));
            }
            Shape::Rows(parts) => {
                for (at, row) in list(value).iter().enumerate() {
                    out.extend(parts.iter().map(|part| (format!("{name}.{at}.{}", part.key), words(row.get(part.key)))));
                }
            }
        }
    }
    out
}

fn says_nothing(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::String(text) => text.is_empty(),
        Value::Array(items) => items.is_empty(),
        Value::Object(map) => map.is_empty(),
        Value::Bool(_) | Value::Number(_) => false,
    }
}

impl Reader<'_> {
    /// Reads the facts over `before`. A form without any of them leaves them as they were.
    pub(super) fn facts(&mut self, before: &Details) -> Details {
        if !self.pairs.iter().any(|(name, _)| name.starts_with(PREFIX)) {
            return before.clone();
        }
        let mut map = inner(before);
        for fact in facts(before.kind()) {
            let value = self.fact(&fact.name(), fact.shape);
            if says_nothing(&value) {
                map.remove(fact.key);
            } else {
                map.insert(fact.key.to_owned(), value);
            }
        }
        if let Some(details) = outer(before.kind(), map) {
            return details;
        }
        self.problems.push(Problem::new("details", "bad_json"));
        before.clone()
    }

    fn fact(&mut self, name: &str, shape: Shape) -> Value {
        match shape {
            Shape::Line => Value::String(self.line(name)),
            Shape::Text => Value::String(self.text(name)),
            Shape::Number(max) => self.bounded(name, max),
            Shape::Items => {
                let items = self.raw(name).lines().map(str::trim).filter(|item| !item.is_empty());
                Value::Array(items.map(|item| Value::String(item.to_owned())).collect())
            }
            Shape::One(choices) => {
                let sent = self.line(name);
                let known = sent.is_empty() || choices().iter().any(|(code, _)| *code == sent);
                if known {
                    return Value::String(sent);
                }
                self.problems.push(Problem::new(name, "bad_json"));
                Value::Null
            }
            Shape::Any(choices) => {
                let chosen = choices().into_iter().filter(|(code, _)| self.all(name).any(|sent| sent == *code));
                Value::Array(chosen.map(|(code, _)| Value::String(code.to_owned())).collect())
            }
            Shape::Flags(choices) => {
                let chosen = choices().into_iter().filter(|(key, _)| self.all(name).any(|sent| sent == *key));
                Value::Object(chosen.map(|(key, _)| (key.to_owned(), Value::Bool(true))).collect())
            }
            Shape::Rows(parts) => self.rows(name, parts),
        }
    }

    fn bounded(&mut self, name: &str, max: u64) -> Value {
        match self.count::<u64>(name) {
            Some(number) if number <= max => Value::from(number),
            Some(number) => {
                self.problems.push(Problem::new(name, "unreadable_number").arg(number.to_string()));
                Value::Null
            }
            None => Value::Null,
        }
    }

    /// Rows in their order; empty ones are left out.
    fn rows(&mut self, name: &str, parts: &[Fact]) -> Value {
        let mut rows = Vec::new();
        // One more than the rules allow, so that they can say that it is too much.
        for at in 0..=LIST_MAX {
            let start = format!("{name}.{at}.");
            if !self.pairs.iter().any(|(known, _)| known.starts_with(&start)) {
                break;
            }
            let mut row = Map::new();
            for part in parts {
                let value = self.fact(&format!("{start}{}", part.key), part.shape);
                if !says_nothing(&value) {
                    row.insert(part.key.to_owned(), value);
                }
            }
            if !row.is_empty() {
                rows.push(Value::Object(row));
            }
        }
        Value::Array(rows)
    }
}

#[cfg(test)]
mod tests {
    use super::super::super::kind::{Call, Group, Guide, Place, Room, Step};
    use super::*;

    fn again(details: &Details, fields: &[(String, String)]) -> (Details, Vec<Problem>) {
        let mut reader = Reader { pairs: fields, problems: Vec::new() };
        let read = reader.facts(details);
        (read, reader.problems)
    }

    fn full() -> Vec<Details> {
        let room = Room { name: "第1会議室".into(), capacity: Some(24), fee: "1時間、300円".into() };
        let steps = vec![
            Step { title: "集まる".into(), text: "まず三人。\n\n次に十人。".into(), link: "/forms/members".into() },
            Step { text: "名前を決める".into(), ..Step::default() },
        ];
        let mut group = Group { group_type: Some(GroupType::Npo), founded: Some(1998), members: Some(30), ..Group::default() };
        group.disclosure.accounts = true;
        vec![
            Details::Group(group),
            Details::Call(Call {
                call_type: Some(CallType::ProBono),
                skills: vec!["会計、税務".into(), "写真".into()],
                flexible: vec![Flexible::Online, Flexible::OwnTime],
                ..Call::default()
            }),
            Details::Place(Place { rooms: vec![room.clone(), room], equipment: vec!["ピアノ（大、小）".into()], ..Place::default() }),
            Details::Guide(Guide { steps, version: "2026年版".into() }),
        ]
    }

    #[test]
    fn facts_come_back_the_same() {
        for details in full().into_iter().chain(Kind::ALL.iter().map(|kind| Details::empty(*kind))) {
            assert_eq!(again(&details, &to_fields(&details)), (details.clone(), Vec::new()));
            // What is typed over an empty form gives the same facts.
            assert_eq!(again(&Details::empty(details.kind()), &to_fields(&details)), (details, Vec::new()));
        }
    }

    #[test]
    fn every_fact_of_every_kind_has_a_field() {
        // A listing with a value at each key is read: no key of the tables is misspelt.
        for kind in Kind::ALL {
            for fact in facts(*kind) {
                let value = match fact.shape {
                    Shape::Number(_) => "7".to_owned(),
                    Shape::One(choices) | Shape::Any(choices) | Shape::Flags(choices) => choices()[0].0.to_owned(),
                    _ => "x".to_owned(),
                };
                let name = if let Shape::Rows(parts) = fact.shape { format!("{}.0.{}", fact.name(), parts[0].key) } else { fact.name() };
                assert!(label(*kind, &name).is_some(), "{name}");
                let (read, problems) = again(&Details::empty(*kind), &[(name.clone(), value)]);
                assert!(problems.is_empty(), "{name}: {problems:?}");
                assert_ne!(read, Details::empty(*kind), "{name}");
            }
        }
    }

    #[test]
    fn numbers_are_read_kindly_and_bounded() {
        let read = |text: &str| again(&Details::empty(Kind::Group), &[("fact.founded".to_owned(), text.to_owned())]);
        assert_eq!(read("１９９８").0, Details::Group(Group { founded: Some(1998), ..Group::default() }));
        assert_eq!(read("99999").1[0].path, "fact.founded");
        assert_eq!(read("昔").1[0].code, "unreadable_number");
    }
}
