//! A form as a list of facts that can be compared with those of a recorded `XForm`: each has a place and a value, both as text.
//!
//! Blanks are left out of values: they mean nothing in expressions, and the converter puts some around every path and every value in a text.

use engawa_core::form::definition::{ChoiceList, Choices, Control, DataType, Definition, Event, Node, NodeId, NodeKind, Piece, Preload, Text};
use std::collections::BTreeMap;

/// What is known of a form.
#[derive(Debug, Default)]
pub struct Facts {
    /// Facts without words: place to value.
    pub plain: BTreeMap<String, String>,
    /// Words: place to language to text. The empty language stands for all.
    pub words: BTreeMap<String, BTreeMap<String, String>>,
}

impl Facts {
    pub fn add(&mut self, place: impl Into<String>, value: &str) {
        self.plain.insert(place.into(), squeezed(value));
    }

    pub fn say(&mut self, place: &str, language: &str, text: &str) {
        let text = squeezed(text);
        if !text.is_empty() {
            self.words.entry(place.to_owned()).or_default().insert(language.to_owned(), text);
        }
    }
}

/// A text without blanks.
pub fn squeezed(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

/// Every fact of the recorded form that ours does not have, and every one of ours that it does not have.
pub fn differences(recorded: &Facts, ours: &Facts) -> Vec<String> {
    let mut found = Vec::new();
    for (place, value) in &recorded.plain {
        match ours.plain.get(place) {
            Some(other) if other == value => {}
            other => found.push(format!("{place}: recorded {value:?}, ours {other:?}")),
        }
    }
    // Groups have no type there, and all nodes have one here.
    for (place, value) in ours.plain.iter().filter(|(place, _)| !recorded.plain.contains_key(*place)) {
        let is_implied = (place.ends_with("|type") && value == "string") || place == "default language";
        if !is_implied {
            found.push(format!("{place}: not recorded, ours {value:?}"));
        }
    }
    for (place, texts) in &recorded.words {
        let Some(other) = ours.words.get(place) else {
            found.push(format!("{place}: recorded {texts:?}, ours nothing"));
            continue;
        };
        // A dash stands for words that a language does not have.
        for (language, text) in texts.iter().filter(|(_, text)| *text != "-") {
            let ours = other.get(language).or_else(|| other.get(""));
            if ours != Some(text) {
                found.push(format!("{place} in {language:?}: recorded {text:?}, ours {ours:?}"));
            }
        }
    }
    for (place, texts) in ours.words.iter().filter(|(place, _)| !recorded.words.contains_key(*place)) {
        found.push(format!("{place}: not recorded, ours {texts:?}"));
    }
    found
}

/// The facts of a definition.
pub fn of(form: &Definition) -> Facts {
    let mut facts = Facts::default();
    facts.add("title", &form.title);
    facts.add("form id", &form.form_id);
    facts.add("version", &form.version);
    if let Some(language) = form.languages.first() {
        facts.add("default language", language);
    }
    let ids: Vec<NodeId> = (0_u32..).map(NodeId).zip(&form.nodes).map(|(id, _)| id).collect();
    let paths: Vec<String> = ids.iter().map(|id| form.path(*id)).collect();
    facts.add("nodes", &paths.join(" "));
    for (node, path) in form.nodes.iter().zip(&paths) {
        of_node(&mut facts, form, node, path);
    }
    for list in &form.lists {
        of_list(&mut facts, form, list);
    }
    for action in &form.actions {
        let target = form.path(action.target);
        let place = match action.event {
            Event::FirstLoad => format!("first load {target}"),
            Event::Load => format!("load {target}"),
            Event::NewRow(repeat) => format!("new row of {} {target}", form.path(repeat)),
            Event::Changed(source) => format!("change of {} {target}", form.path(source)),
        };
        facts.add(place, &action.value);
    }
    facts
}

fn of_node(facts: &mut Facts, form: &Definition, node: &Node, path: &str) {
    let rules = [
        ("required", &node.required),
        ("relevant", &node.relevant),
        ("constraint", &node.constraint),
        ("calculate", &node.calculate),
        ("readonly", &node.readonly),
    ];
    for (name, rule) in rules {
        if let Some(rule) = rule {
            facts.add(format!("{path}|{name}"), rule);
        }
    }
    if !node.default.is_empty() {
        facts.add(format!("{path}|default"), &node.default);
    }
    say(facts, form, &format!("{path}|required message"), &node.required_message);
    say(facts, form, &format!("{path}|constraint message"), &node.constraint_message);
    for name in ["max-pixels", "quality", "allow-mock-accuracy"] {
        if let Some(value) = node.parameters.get(name) {
            facts.add(format!("{path}|{name}"), value);
        }
    }
    let is_shown = match &node.kind {
        NodeKind::Group => path.matches('/').count() > 1 && node.name != "meta",
        NodeKind::Repeat { count } => {
            if let Some(count) = count {
                facts.add(format!("{path}|count"), count);
            }
            true
        }
        NodeKind::Question(control) => {
            facts.add(format!("{path}|type"), type_name(node.data_type));
            of_control(facts, node, control, path);
            say(facts, form, &format!("{path}|hint"), &node.hint);
            say(facts, form, &format!("{path}|guidance"), &node.guidance);
            true
        }
        NodeKind::Value { preload } => {
            facts.add(format!("{path}|type"), type_name(node.data_type));
            if let Some(preload) = preload {
                facts.add(format!("{path}|preload"), preload_name(*preload));
            }
            false
        }
    };
    if is_shown {
        say(facts, form, &format!("{path}|label"), &node.label);
        show(facts, form, path, &node.media);
        if !node.appearance.is_empty() {
            facts.add(format!("{path}|appearance"), &node.appearance.join(" "));
        }
    }
}

fn of_control(facts: &mut Facts, node: &Node, control: &Control, path: &str) {
    let parameter = |name: &str| node.parameters.get(name).map(String::as_str);
    let name = match control {
        Control::Input | Control::Note => "input".to_owned(),
        Control::SelectOne(_) => "select1".to_owned(),
        Control::SelectMultiple(_) => "select".to_owned(),
        Control::Rank(_) => "rank".to_owned(),
        Control::Acknowledge => "trigger".to_owned(),
        Control::Upload(media) => format!("upload {media}"),
        Control::Range => "range".to_owned(),
    };
    facts.add(format!("{path}|control"), &name);
    let shown: &[(&str, &str)] = match (control, node.data_type) {
        (Control::Range, _) => {
            &[("start", "start"), ("end", "end"), ("step", "step"), ("tick_interval", "tick-interval"), ("placeholder", "placeholder")]
        }
        (Control::Input, DataType::Geopoint) => &[("capture-accuracy", "accuracyThreshold"), ("warning-accuracy", "unacceptableAccuracyThreshold")],
        (Control::Input, _) => &[("rows", "rows")],
        _ => &[],
    };
    for (name, recorded) in shown {
        if let Some(value) = parameter(name) {
            facts.add(format!("{path}|{recorded}"), value);
        }
    }
    if matches!(node.data_type, DataType::Geotrace | DataType::Geoshape) && parameter("incremental").is_some() {
        facts.add(format!("{path}|incremental"), "true");
    }
    let mut choices = |nodeset: &str, value: &str, label: &str| {
        facts.add(format!("{path}|nodeset"), nodeset);
        facts.add(format!("{path}|value of choices"), value);
        facts.add(format!("{path}|label of choices"), label);
    };
    match control {
        Control::SelectOne(of) | Control::SelectMultiple(of) | Control::Rank(of) => match of {
            Choices::List { nodeset, .. } => choices(nodeset, parameter("value").unwrap_or("name"), parameter("label").unwrap_or("label")),
            Choices::Nodes { nodeset, value, label } => choices(nodeset, value, label),
        },
        Control::Range => {
            if let Some(list) = parameter("tick_labelset") {
                choices(&format!("instance('{list}')/root/item"), "name", "label");
            }
        }
        _ => {}
    }
}

fn of_list(facts: &mut Facts, form: &Definition, list: &ChoiceList) {
    let place = format!("list {}", list.name);
    if let Some(file) = &list.file {
        facts.add(place, file);
        return;
    }
    let values: Vec<String> = list.choices.iter().map(|choice| format!("[{}]", choice.value)).collect();
    facts.add(&place, &values.concat());
    for (number, choice) in list.choices.iter().enumerate() {
        let place = format!("{place} {number}");
        say(facts, form, &format!("{place}|label"), &choice.label);
        show(facts, form, &place, &choice.media);
        for (column, value) in &choice.columns {
            facts.add(format!("{place}|{column}"), value);
        }
    }
}

fn say(facts: &mut Facts, form: &Definition, place: &str, text: &Text) {
    for (at, language) in form.languages.iter().enumerate() {
        facts.say(place, language, &text.in_language(at).map(written).unwrap_or_default());
    }
    facts.say(place, "", &text.in_language(0).map(written).unwrap_or_default());
}

fn show(facts: &mut Facts, form: &Definition, path: &str, media: &BTreeMap<String, Vec<Option<String>>>) {
    for (kind, files) in media {
        let place = format!("{path}|{kind}");
        for (language, file) in form.languages.iter().zip(files) {
            facts.say(&place, language, file.as_deref().unwrap_or_default());
        }
        facts.say(&place, "", files.iter().flatten().next().map_or("", String::as_str));
    }
}

fn written(pieces: &[Piece]) -> String {
    let written = |piece: &Piece| match piece {
        Piece::Words(words) => words.clone(),
        Piece::Value(expression) => format!("{{{expression}}}"),
    };
    pieces.iter().map(written).collect()
}

fn type_name(data_type: DataType) -> &'static str {
    match data_type {
        DataType::String => "string",
        DataType::Int => "int",
        DataType::Decimal => "decimal",
        DataType::Boolean => "boolean",
        DataType::Date => "date",
        DataType::Time => "time",
        DataType::DateTime => "dateTime",
        DataType::Geopoint => "geopoint",
        DataType::Geotrace => "geotrace",
        DataType::Geoshape => "geoshape",
        DataType::Binary => "binary",
        DataType::Barcode => "barcode",
        DataType::Intent => "intent",
    }
}

fn preload_name(preload: Preload) -> &'static str {
    match preload {
        Preload::Start => "start",
        Preload::End => "end",
        Preload::Today => "today",
        Preload::DeviceId => "deviceid",
        Preload::Username => "username",
        Preload::InstanceId => "uid",
    }
}
