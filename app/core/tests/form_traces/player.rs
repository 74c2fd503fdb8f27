//! Plays a recorded filling-in and compares every state with the recorded one.

use std::sync::Arc;

use chrono::{DateTime, FixedOffset};
use engawa_core::form::definition::{Control, DataType, Event, NodeKind};
use engawa_core::form::running::{AnswerError, Branch, Compiled, Content, Form, Start, ViolationKind};
use engawa_core::form::tree::{Tree, TreeId};
use serde::Deserialize;
use serde_json::Value;

use super::loader::{Loaded, load};

/// A recorded filling-in.
#[derive(Deserialize)]
pub struct Trace {
    pub test: String,
    pub xml: String,
    pub init: Vec<Line>,
    pub steps: Vec<Step>,
}

/// Something that was done.
#[derive(Deserialize)]
pub struct Step {
    op: String,
    args: Vec<Value>,
    #[serde(default)]
    ret: Option<Value>,
    #[serde(default)]
    err: Option<String>,
    #[serde(default)]
    state: Option<Vec<Line>>,
}

/// A node as it was recorded: its address with positions, what it is, whether it is relevant, read-only and required, its value, what
/// is wrong with it and what the form says of that, its words and choices.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
pub struct Line {
    #[serde(rename = "ref")]
    pub reference: String,
    t: String,
    rel: bool,
    #[serde(default)]
    ro: bool,
    #[serde(default)]
    req: bool,
    v: Option<String>,
    viol: Option<String>,
    msg: Option<String>,
    label: Option<String>,
    hint: Option<String>,
    pub opts: Option<Vec<(String, String)>>,
}

/// Where the recorded client goes from question to question.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Position {
    event: &'static str,
    reference: String,
}

struct Player {
    form: Form,
    loaded: Loaded,
    language: usize,
    position: Position,
    rows: u32,
}

/// Plays a whole trace: all states that the form came to, or the first difference.
pub fn play(trace: &Trace) -> Result<String, String> {
    let loaded = load(&trace.xml, &trace.init)?;
    let compiled = Compiled::with_first(Arc::new(loaded.definition.clone()), loaded.first.clone());
    let compiled = Arc::new(compiled.map_err(|problems| format!("not compiled: {problems:?}"))?);
    let start = Start {
        now: now(),
        device_id: "device".to_owned(),
        username: String::new(),
        instance_id: "uuid:01234567-89ab-cdef-0123-456789abcdef".to_owned(),
        seed: 1,
    };
    let form = Form::begin(Arc::clone(&compiled), start);
    let position = Position { event: "BEGINNING_OF_FORM", reference: String::new() };
    let mut player = Player { form, loaded, language: 0, position, rows: 0 };
    player.compare(&trace.init).map_err(|difference| format!("at first: {difference}"))?;
    let mut states = player.state();
    for (number, step) in trace.steps.iter().enumerate() {
        let named = |difference: String| format!("step {number} {} {:?}: {difference}", step.op, step.args);
        player.step(step).map_err(named)?;
        if let Some(state) = &step.state {
            player.compare(state).map_err(named)?;
        }
        let again = Form::resume(Arc::clone(&compiled), &player.form.answers(), resumption());
        player.compare_resumed(&again).map_err(named)?;
        states.push_str(&player.state());
    }
    Ok(states)
}

/// How a form is opened that was put aside.
pub fn resumption() -> Start {
    Start { now: now(), device_id: String::new(), username: String::new(), instance_id: String::new(), seed: 1 }
}

fn now() -> DateTime<FixedOffset> {
    DateTime::parse_from_rfc3339("2026-11-20T13:02:43.927-07:00").unwrap()
}

impl Player {
    /// How every node is.
    fn state(&self) -> String {
        let lines = places(&self.form).into_iter().map(|(reference, at)| line(&self.form, self.language, reference, at));
        lines.map(|line| format!("{line:?}\n")).collect()
    }

    fn step(&mut self, step: &Step) -> Result<(), String> {
        let text = |at: usize| step.args.get(at).and_then(Value::as_str).unwrap_or_default();
        match step.op.as_str() {
            "next" => {
                let positions = self.positions();
                let at = positions.iter().position(|position| *position == self.position).ok_or("the place is gone")?;
                self.position = positions.get(at + 1).cloned().ok_or("nothing follows")?;
                let wanted = |name: &str| step.ret.as_ref().and_then(|ret| ret.get(name)).and_then(Value::as_str).unwrap_or_default().to_owned();
                same(&(self.position.event.to_owned(), self.position.reference.clone()), &(wanted("event"), wanted("ref")))
            }
            "jumpToBeginningOfForm" => {
                self.position = Position { event: "BEGINNING_OF_FORM", reference: String::new() };
                Ok(())
            }
            "createNewRepeat" => {
                let reference = if text(0).starts_with('/') { text(0).to_owned() } else { self.position.reference.clone() };
                let repeat = self.find(&reference)?;
                self.rows += 1;
                let last = self.form.rows(repeat).last().copied();
                self.form.add_row(repeat, last, &format!("k{}", self.rows), now()).map_err(|error| format!("{error:?}"))?;
                let count = self.form.rows(repeat).len();
                self.position = Position { event: "REPEAT", reference: format!("{reference}[{count}]") };
                Ok(())
            }
            "removeRepeat" => {
                let row = self.find(text(0))?;
                self.form.remove_row(row, now()).map_err(|error| format!("{error:?}"))?;
                Ok(())
            }
            "answer" => self.answer(step),
            "answerOf" => {
                let at = self.find(text(0))?;
                same_value(self.form.value(at), step.ret.as_ref().and_then(Value::as_str).unwrap_or_default())
            }
            "countRepeatInstancesOf" => {
                let repeat = self.find(text(0))?;
                same(&u64::try_from(self.form.rows(repeat).len()).ok(), &step.ret.as_ref().and_then(Value::as_u64))
            }
            "indexOf" | "getInstanceNode" | "choicesOf" => {
                let is_there = self.find(text(0)).is_ok();
                same(&is_there, &(step.err.is_none() && step.ret.is_some()))
            }
            "getQuestionLabelText" => {
                let at = self.find(&self.position.reference)?;
                same(&self.form.label(at, self.language).as_str(), &step.ret.as_ref().and_then(Value::as_str).unwrap_or_default())
            }
            "proposed_serializeInstance" => {
                let written = self.serialized();
                let wanted = step.ret.as_ref().and_then(Value::as_str).unwrap_or_default();
                same(&without_ids(&written), &without_ids(wanted))
            }
            "setLanguage" => {
                let languages = &self.loaded.definition.languages;
                self.language = languages.iter().position(|language| language == text(0)).ok_or("no such language")?;
                Ok(())
            }
            "getValidationOutcome" => Ok(()),
            other => Err(format!("{other} is nothing that a form here can do")),
        }
    }

    fn answer(&mut self, step: &Step) -> Result<(), String> {
        let (reference, values) = match step.args.as_slice() {
            [value] => (self.position.reference.clone(), std::slice::from_ref(value)),
            [reference, values @ ..] => (reference.as_str().unwrap_or_default().to_owned(), values),
            [] => return Err("an answer without a value".to_owned()),
        };
        let at = self.find(&reference)?;
        let node = self.form.node(at).ok_or("no node")?;
        let is_whole = node.data_type == DataType::Int;
        let is_button = matches!(node.kind, NodeKind::Question(Control::Acknowledge));
        let texts: Vec<String> = values
            .iter()
            .map(|value| match value {
                Value::Null => String::new(),
                Value::Bool(yes) if is_button => (if *yes { "OK" } else { "" }).to_owned(),
                Value::Bool(yes) => u8::from(*yes).to_string(),
                // A number that is no text was cut by the recorded client before it came to the form.
                Value::Number(number) if is_whole => format!("{:.0}", number.as_f64().unwrap_or(f64::NAN).trunc()),
                Value::String(text) if text == "[object File]" => {
                    let recorded = step.state.iter().flatten().find(|line| line.reference == reference);
                    recorded.and_then(|line| line.v.clone()).unwrap_or_default()
                }
                Value::String(text) => text.clone(),
                other => other.to_string(),
            })
            .collect();
        let result = self.form.answer(at, &texts.join(" "), now());
        self.position = Position { event: "QUESTION", reference };
        match (&result, &step.err) {
            // What cannot be read is blank in the recorded client and a mistake here.
            (Ok(_) | Err(AnswerError::Unreadable(..)), None) | (Err(_), Some(_)) => Ok(()),
            _ => Err(format!("{result:?} and not {:?}", step.err)),
        }
    }

    fn find(&self, reference: &str) -> Result<TreeId, String> {
        let place = places(&self.form).into_iter().find(|(other, _)| other == reference);
        place.map(|(_, at)| at).ok_or_else(|| format!("{reference} is not there"))
    }

    /// What one goes through from the beginning to the end.
    fn positions(&self) -> Vec<Position> {
        let mut all = vec![Position { event: "BEGINNING_OF_FORM", reference: String::new() }];
        // A repeat comes behind its rows.
        let mut open: Vec<(TreeId, String)> = Vec::new();
        for (reference, at) in places(&self.form) {
            while let Some((_, repeat)) = open.pop_if(|(_, repeat)| !reference.starts_with(&format!("{repeat}["))) {
                all.push(Position { event: "PROMPT_NEW_REPEAT", reference: repeat });
            }
            if !self.form.is_relevant(at) {
                continue;
            }
            let Some(node) = self.form.node(at) else { continue };
            let event = match &node.kind {
                NodeKind::Repeat { .. } if self.form.is_repeat(at) => {
                    if self.form.is_open_ended(at) {
                        open.push((at, reference));
                    }
                    continue;
                }
                NodeKind::Repeat { .. } => "REPEAT",
                NodeKind::Question(_) => "QUESTION",
                NodeKind::Group if self.form.node_id(at).is_some_and(|id| self.loaded.groups.contains(&id)) => "GROUP",
                NodeKind::Group | NodeKind::Value { .. } => continue,
            };
            all.push(Position { event, reference });
        }
        all.extend(open.into_iter().rev().map(|(_, reference)| Position { event: "PROMPT_NEW_REPEAT", reference }));
        all.push(Position { event: "END_OF_FORM", reference: String::new() });
        all
    }

    fn compare(&self, recorded: &[Line]) -> Result<(), String> {
        let lines: Vec<Line> = places(&self.form).into_iter().map(|(reference, at)| line(&self.form, self.language, reference, at)).collect();
        let references = |lines: &[Line]| lines.iter().map(|line| line.reference.clone()).collect::<Vec<_>>();
        same(&references(&lines), &references(recorded))?;
        for ((line, wanted), (_, at)) in lines.iter().zip(recorded).zip(places(&self.form)) {
            self.compare_line(line, wanted, at).map_err(|difference| format!("{}: {difference}", wanted.reference))?;
        }
        Ok(())
    }

    /// Whether the form is the same after it was put aside; but what happens whenever a form is opened happened once more.
    fn compare_resumed(&self, again: &Form) -> Result<(), String> {
        if self.loaded.definition.actions.iter().any(|action| action.event == Event::Load) {
            return Ok(());
        }
        let lines = |form: &Form| places(form).into_iter().map(|(reference, at)| line(form, self.language, reference, at)).collect::<Vec<_>>();
        for (line, wanted) in lines(again).iter().zip(&lines(&self.form)) {
            same(line, wanted).map_err(|difference| format!("resumed: {difference}"))?;
        }
        same(&again.answers(), &self.form.answers())
    }

    fn compare_line(&self, line: &Line, wanted: &Line, at: TreeId) -> Result<(), String> {
        let node = self.form.node(at).ok_or("no node")?;
        same(&(&line.t, line.rel, line.ro, line.req), &(&wanted.t, wanted.rel, wanted.ro, wanted.req))?;
        let depends_on_chance = node.calculate.as_ref().is_some_and(|text| text.contains("random()"));
        if !depends_on_chance {
            same_value(line.v.as_deref().unwrap_or_default(), wanted.v.as_deref().unwrap_or_default())?;
        }
        // What cannot be read is wrong here; it is blank there, which is wrong only if an answer is needed.
        let is_unreadable = line.viol.as_deref() == Some("type") && wanted.viol.as_deref() != Some("constraint");
        if !is_unreadable {
            same(&(&line.viol, &line.msg), &(&wanted.viol, &wanted.msg))?;
        }
        // The words of a repeat were not recorded.
        if !matches!(node.kind, NodeKind::Repeat { .. }) {
            let (label, hint) = (words(wanted.label.clone()), words(wanted.hint.clone()));
            same(&(&line.label, &line.hint), &(&label, &hint))?;
        }
        same(&line.opts, &wanted.opts)
    }

    fn serialized(&self) -> String {
        let mut text = String::new();
        let branch = self.form.submission();
        let attributes: String = self.loaded.attributes.iter().map(|(name, value)| format!(" {name}=\"{value}\"")).collect();
        write(&branch, &mut text);
        let namespace = if text.contains("<orx:") { " xmlns:orx=\"http://openrosa.org/xforms\"" } else { "" };
        text.replacen(&format!("<{}", branch.name), &format!("<{}{namespace}{attributes}", branch.name), 1)
    }
}

/// Every node with its address, in order.
fn places(form: &Form) -> Vec<(String, TreeId)> {
    let mut all = Vec::new();
    let root = form.node(Tree::ROOT).map_or("", |root| root.name.as_str());
    add_places(form, Tree::ROOT, format!("/{root}"), &mut all);
    all
}

fn add_places(form: &Form, at: TreeId, reference: String, all: &mut Vec<(String, TreeId)>) {
    all.push((reference.clone(), at));
    if form.is_repeat(at) {
        for (number, row) in (1..).zip(form.rows(at)) {
            add_places(form, row, format!("{reference}[{number}]"), all);
        }
    } else {
        for item in form.items(at) {
            let name = form.node(item).map_or("", |node| node.name.as_str());
            add_places(form, item, format!("{reference}/{name}"), all);
        }
    }
}

fn line(form: &Form, language: usize, reference: String, at: TreeId) -> Line {
    let kind = form.node(at).map(|node| &node.kind);
    let t = match kind {
        Some(NodeKind::Group) if at == Tree::ROOT => "root",
        Some(NodeKind::Repeat { count: None }) if form.is_repeat(at) => "repeat-range:uncontrolled",
        Some(NodeKind::Repeat { .. }) if form.is_repeat(at) => "repeat-range:controlled",
        Some(NodeKind::Repeat { .. }) => "repeat-instance",
        Some(NodeKind::Question(control)) => match control {
            Control::Input => "input",
            Control::Note => "note",
            Control::SelectOne(_) | Control::SelectMultiple(_) => "select",
            Control::Rank(_) => "rank",
            Control::Acknowledge => "trigger",
            Control::Upload(_) => "upload",
            Control::Range => "range",
        },
        Some(NodeKind::Value { .. }) => "model-value",
        Some(NodeKind::Group) | None => "group",
    };
    let is_leaf = matches!(kind, Some(NodeKind::Question(_) | NodeKind::Value { .. }));
    let viol = form.violation(at).map(|kind| match kind {
        ViolationKind::Required => "required",
        ViolationKind::Constraint => "constraint",
        ViolationKind::Type => "type",
        ViolationKind::Fault => "fault",
    });
    Line {
        reference,
        t: t.to_owned(),
        rel: form.is_relevant(at),
        ro: form.is_readonly(at),
        req: form.is_required(at),
        v: is_leaf.then(|| form.value(at).to_owned()),
        viol: viol.map(str::to_owned),
        msg: words(Some(form.message(at, language))),
        label: words(Some(form.label(at, language))),
        hint: words(Some(form.hint(at, language))),
        opts: matches!(t, "select" | "rank").then(|| form.choices(at, language).into_iter().map(|choice| (choice.value, choice.label)).collect()),
    }
}

/// No words are as good as empty ones.
fn words(text: Option<String>) -> Option<String> {
    text.filter(|text| !text.is_empty())
}

fn write(branch: &Branch, text: &mut String) {
    let name = &branch.name;
    let mut inside = String::new();
    match &branch.content {
        Content::Value(value) => inside.push_str(&value.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")),
        Content::Branches(branches) => branches.iter().for_each(|branch| write(branch, &mut inside)),
    }
    if inside.is_empty() { text.push_str(&format!("<{name}/>")) } else { text.push_str(&format!("<{name}>{inside}</{name}>")) }
}

fn same<T: PartialEq + std::fmt::Debug>(is: &T, wanted: &T) -> Result<(), String> {
    if is == wanted { Ok(()) } else { Err(format!("{is:?} and not {wanted:?}")) }
}

/// Values are the same, or both are numbers that are made by chance.
fn same_value(is: &str, wanted: &str) -> Result<(), String> {
    same(&without_ids(is), &without_ids(wanted))
}

/// With the same sign for every `xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx`.
fn without_ids(text: &str) -> String {
    let is_id = |part: &str| {
        let lengths: Vec<usize> = part.split('-').map(str::len).collect();
        lengths == [8, 4, 4, 4, 12] && part.bytes().all(|byte| byte.is_ascii_hexdigit() || byte == b'-')
    };
    let mut out = String::new();
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        if let Some(tail) = rest.get(..36).filter(|part| is_id(part)).and_then(|_| rest.get(36..)) {
            out.push_str("(an id)");
            rest = tail;
        } else {
            out.push(c);
            rest = rest.get(c.len_utf8()..).unwrap_or_default();
        }
    }
    out
}
