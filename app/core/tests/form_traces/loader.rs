//! An `XForm` as a definition: for replaying what was recorded with other clients, never for the product, whose forms are workbooks.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, FixedOffset};
use engawa_core::form::answers::{AnswerPath, Answers};
use engawa_core::form::definition::{
    Action, Choice, ChoiceList, Choices, Control, DataType, Definition, Event, Node, NodeId, NodeKind, Piece, Preload, Text,
};
use engawa_core::form::tree::Tree;
use engawa_core::form::xpath::{Host, Origin, evaluate, parse};
use roxmltree::{Document, Node as Element};

use super::player::Line;

const JAVAROSA: &str = "http://openrosa.org/javarosa";
const OPENROSA: &str = "http://openrosa.org/xforms";

/// A definition and what a player needs besides it.
pub struct Loaded {
    pub definition: Definition,
    /// Rows that are there from the beginning, and what is in them.
    pub first: Answers,
    /// Groups that are asked about and not only in the model.
    pub groups: BTreeSet<NodeId>,
    /// The attributes of the root element.
    pub attributes: Vec<(String, String)>,
}

/// Reads a form; choices in files are taken from what was recorded of them, since the files were not.
pub fn load(xml: &str, recorded: &[Line]) -> Result<Loaded, String> {
    let document = Document::parse(xml).map_err(|error| error.to_string())?;
    let model = document.descendants().find(|node| local(*node) == "model").ok_or("no model")?;
    let body = document.descendants().find(|node| local(*node) == "body").ok_or("no body")?;
    let root = elements(model).find(|node| local(*node) == "instance").and_then(|node| node.first_element_child()).ok_or("no instance")?;
    let mut loader = Loader { xml, recorded, ..Loader::default() };
    let root_path = format!("/{}", loader.name(root));
    loader.translations(model);
    loader.lists(model);
    for bind in elements(model).filter(|node| local(*node) == "bind") {
        let attributes = attributes(bind);
        if let Some(nodeset) = attributes.get("nodeset") {
            let path = nodeset.trim().to_owned();
            if let Some(id) = attributes.get("id") {
                loader.bind_ids.insert(id.clone(), path.clone());
            }
            loader.binds.entry(path).or_default().extend(attributes);
        }
    }
    loader.set_values(model, &root_path, None, None);
    loader.body(body, &root_path, None);
    loader.node(root, None, &root_path, false);
    loader.children(root, NodeId::ROOT, &root_path, false)?;
    loader.rows(root, &root_path, &AnswerPath::root());
    loader.instance_id(document.root_element(), &root_path);
    loader.actions()?;
    let groups = loader.body_groups.keys().filter_map(|path| loader.ids.get(path)).copied().collect();
    let attributes = root.attributes().map(|attribute| (attribute.name().to_owned(), attribute.value().to_owned())).collect();
    loader.definition.languages = loader.languages;
    Ok(Loaded { definition: loader.definition, first: loader.first, groups, attributes })
}

fn local<'a>(element: Element<'a, '_>) -> &'a str {
    element.tag_name().name()
}

fn elements<'a, 'i>(of: Element<'a, 'i>) -> impl Iterator<Item = Element<'a, 'i>> {
    of.children().filter(Element::is_element)
}

fn attributes(of: Element<'_, '_>) -> BTreeMap<String, String> {
    of.attributes().map(|attribute| (attribute.name().to_owned(), attribute.value().to_owned())).collect()
}

fn attribute<'a>(of: Element<'a, '_>, name: &str) -> Option<&'a str> {
    of.attributes().find(|attribute| attribute.name() == name).map(|attribute| attribute.value())
}

fn is_template(element: Element<'_, '_>) -> bool {
    element.attribute((JAVAROSA, "template")).is_some()
}

/// A `setvalue` and where it stands.
struct SetValue {
    attributes: BTreeMap<String, String>,
    text: Option<String>,
    context: String,
    control: Option<String>,
    repeat: Option<String>,
}

/// The parts of a control that are needed later.
#[derive(Clone, Default)]
struct Body {
    kind: String,
    attributes: BTreeMap<String, String>,
    label: Text,
    has_label: bool,
    hint: Text,
    items: Vec<(String, Text)>,
    itemset: Option<Itemset>,
}

#[derive(Clone)]
struct Itemset {
    nodeset: String,
    value: String,
    label: Option<String>,
}

#[derive(Default)]
struct Loader<'x> {
    xml: &'x str,
    recorded: &'x [Line],
    definition: Definition,
    first: Answers,
    ids: BTreeMap<String, NodeId>,
    binds: BTreeMap<String, BTreeMap<String, String>>,
    bind_ids: BTreeMap<String, String>,
    languages: Vec<String>,
    texts: BTreeMap<String, Text>,
    /// Instances of another shape than `root/item`, and what their paths are here.
    rewritten: Vec<(String, String)>,
    files: BTreeSet<String>,
    controls: BTreeMap<String, Body>,
    repeats: BTreeMap<String, BTreeMap<String, String>>,
    body_groups: BTreeMap<String, Text>,
    set_values: Vec<SetValue>,
}

impl<'x> Loader<'x> {
    /// The name with its prefix, as it is written.
    fn name(&self, element: Element<'_, '_>) -> &'x str {
        let text = self.xml.get(element.range()).unwrap_or_default();
        text.get(1..).and_then(|text| text.split([' ', '\t', '\r', '\n', '/', '>']).next()).unwrap_or_default()
    }

    fn expression(&self, text: &str) -> String {
        self.rewritten.iter().fold(text.trim().to_owned(), |text, (from, to)| text.replace(from, to))
    }

    fn resolve(&self, reference: &str, context: &str) -> String {
        let reference = reference.trim();
        if reference.starts_with('/') {
            return reference.to_owned();
        }
        let mut steps: Vec<&str> = context.split('/').collect();
        for step in reference.split('/') {
            match step {
                "." | "current()" | "" => {}
                ".." => {
                    steps.pop();
                }
                step => steps.push(step),
            }
        }
        steps.join("/")
    }

    fn translations(&mut self, model: Element<'_, '_>) {
        let Some(itext) = elements(model).find(|node| local(*node) == "itext") else { return };
        let mut translations: Vec<Element<'_, '_>> = elements(itext).collect();
        translations.sort_by_key(|translation| attribute(*translation, "default").is_none());
        self.languages = translations.iter().map(|translation| attribute(*translation, "lang").unwrap_or_default().to_owned()).collect();
        let count = translations.len();
        for (language, translation) in translations.into_iter().enumerate() {
            for text in elements(translation) {
                let Some(id) = attribute(text, "id") else { continue };
                let words = elements(text).find(|value| local(*value) == "value" && attribute(*value, "form").is_none());
                let pieces = words.map(|value| self.pieces(value));
                self.texts.entry(id.to_owned()).or_insert_with(|| Text(vec![None; count])).0[language] = pieces;
            }
        }
    }

    fn lists(&mut self, model: Element<'_, '_>) {
        for instance in elements(model).filter(|node| local(*node) == "instance") {
            let Some(id) = attribute(instance, "id") else { continue };
            if attribute(instance, "src").is_some() {
                self.files.insert(id.to_owned());
                continue;
            }
            let Some(root) = instance.first_element_child() else { continue };
            let item = root.first_element_child().map_or("item", |item| self.name(item));
            if (self.name(root), item) != ("root", "item") {
                let path = |root: &str, item: &str| format!("instance('{id}')/{root}/{item}");
                let from = path(self.name(root), item);
                self.rewritten.push((from, path("root", "item")));
            }
            let mut choices = Vec::new();
            for item in elements(root) {
                let cells = elements(item).map(|cell| (self.name(cell).to_owned(), cell.text().unwrap_or_default().to_owned()));
                let attributes = item.attributes().map(|attribute| (format!("@{}", attribute.name()), attribute.value().to_owned()));
                choices.push(choice(cells.chain(attributes).collect()));
            }
            self.definition.lists.push(ChoiceList { name: id.to_owned(), choices, ..ChoiceList::default() });
        }
    }

    /// Words and outputs.
    fn pieces(&self, of: Element<'_, '_>) -> Vec<Piece> {
        let mut pieces = Vec::new();
        for child in of.children() {
            if child.is_text() {
                pieces.push(Piece::Words(child.text().unwrap_or_default().to_owned()));
            } else if let Some(value) = attribute(child, "value").or(attribute(child, "ref")) {
                pieces.push(Piece::Value(self.expression(value)));
            }
        }
        pieces
    }

    /// The text of a label or hint.
    fn text(&self, of: Element<'_, '_>) -> Text {
        match attribute(of, "ref") {
            Some(reference) => self.referred(reference),
            None => Text(vec![Some(self.pieces(of))]),
        }
    }

    /// What `jr:itext(..)` says, or the words themselves.
    fn referred(&self, text: &str) -> Text {
        let id = text.trim().strip_prefix("jr:itext(").and_then(|text| text.strip_suffix(')'));
        match id {
            Some(id) => self.texts.get(&constant(id)).cloned().unwrap_or_default(),
            None => Text::plain(text),
        }
    }

    fn body(&mut self, of: Element<'_, '_>, context: &str, repeat: Option<&str>) {
        self.set_values(of, context, None, repeat);
        for child in elements(of) {
            let attributes = attributes(child);
            let reference = attributes.get("ref").or(attributes.get("nodeset"));
            let path = reference.map(|reference| self.resolve(reference, context));
            let label = elements(child).find(|node| local(*node) == "label");
            match local(child) {
                "group" => {
                    if let Some(path) = &path {
                        let label = label.map(|label| self.text(label)).unwrap_or_default();
                        self.body_groups.insert(path.clone(), label);
                    }
                    self.body(child, path.as_deref().unwrap_or(context), repeat);
                }
                "repeat" => {
                    let path = path.unwrap_or_default();
                    self.repeats.insert(path.clone(), attributes);
                    self.body(child, &path, Some(&path));
                }
                "input" | "select" | "select1" | "rank" | "range" | "trigger" | "upload" => {
                    let Some(path) = path else { continue };
                    self.set_values(child, &path, Some(&path), repeat);
                    let text = |element: Option<Element<'_, '_>>| element.map(|element| self.text(element)).unwrap_or_default();
                    let hint = elements(child).find(|node| local(*node) == "hint");
                    fn child_text<'a, 'i>(of: Element<'a, 'i>, name: &str) -> Option<Element<'a, 'i>> {
                        elements(of).find(|node| local(*node) == name)
                    }
                    let items = elements(child).filter(|node| local(*node) == "item").map(|item| {
                        let value = child_text(item, "value").and_then(|value| value.text()).unwrap_or_default().trim().to_owned();
                        (value, text(child_text(item, "label")))
                    });
                    let itemset = elements(child).find(|node| local(*node) == "itemset").map(|itemset| Itemset {
                        nodeset: attribute(itemset, "nodeset").unwrap_or_default().to_owned(),
                        value: child_text(itemset, "value").and_then(|value| attribute(value, "ref")).unwrap_or_default().to_owned(),
                        label: child_text(itemset, "label").and_then(|label| attribute(label, "ref")).map(str::to_owned),
                    });
                    let body = Body {
                        kind: local(child).to_owned(),
                        label: text(label),
                        has_label: label.is_some() || hint.is_some(),
                        hint: text(hint),
                        items: items.collect(),
                        itemset,
                        attributes,
                    };
                    self.controls.insert(path, body);
                }
                _ => {}
            }
        }
    }

    fn set_values(&mut self, of: Element<'_, '_>, context: &str, control: Option<&str>, repeat: Option<&str>) {
        for element in elements(of).filter(|node| local(*node) == "setvalue") {
            self.set_values.push(SetValue {
                attributes: attributes(element),
                text: element.text().map(str::to_owned),
                context: context.to_owned(),
                control: control.map(str::to_owned),
                repeat: repeat.map(str::to_owned),
            });
        }
    }

    /// Adds the node of an element; `is_blank` where the texts of a row are no defaults.
    fn node(&mut self, element: Element<'_, '_>, parent: Option<NodeId>, path: &str, is_blank: bool) -> NodeId {
        let bind = self.binds.get(path).cloned().unwrap_or_default();
        let control = self.controls.get(path).cloned();
        let rule = |name: &str| bind.get(name).map(|text| self.expression(text));
        let is_meta = parent == Some(NodeId::ROOT) && local(element) == "meta";
        let is_group = parent.is_none() || is_meta || element.first_element_child().is_some();
        let mut node = Node::new(self.name(element), parent, NodeKind::Group);
        node.relevant = rule("relevant");
        node.readonly = rule("readonly");
        node.required = rule("required");
        node.constraint = rule("constraint");
        node.calculate = rule("calculate");
        node.constraint_message = bind.get("constraintMsg").map(|text| self.referred(text)).unwrap_or_default();
        node.required_message = bind.get("requiredMsg").map(|text| self.referred(text)).unwrap_or_default();
        if let Some(repeat) = self.repeats.get(path) {
            let count = repeat.get("count").map(|count| self.expression(count));
            node.kind = NodeKind::Repeat { count };
        } else if let Some(label) = self.body_groups.get(path).filter(|_| is_group) {
            node.label = label.clone();
        }
        let is_leaf = !is_group && !matches!(node.kind, NodeKind::Repeat { .. });
        if is_leaf {
            node.kind = NodeKind::Value { preload: preload(&bind) };
            node.data_type = data_type(bind.get("type").map(String::as_str), control.as_ref());
            if !is_blank {
                node.default = element.text().unwrap_or_default().to_owned();
            }
            if let Some(body) = control {
                node.label = body.label.clone();
                node.hint = body.hint.clone();
                node.parameters =
                    ["start", "end", "step"].iter().filter_map(|name| Some(((*name).to_owned(), body.attributes.get(*name)?.clone()))).collect();
                let is_note = body.kind == "input" && body.has_label && bind.get("readonly").is_some_and(|readonly| readonly.trim() == "true()");
                node.kind = NodeKind::Question(if is_note { Control::Note } else { self.control(&body, path) });
                self.preload_action(&bind, path);
            }
        }
        let id = NodeId(u32::try_from(self.definition.nodes.len()).unwrap());
        self.definition.nodes.push(node);
        self.ids.insert(path.to_owned(), id);
        id
    }

    /// A question that is filled in by itself at first.
    fn preload_action(&mut self, bind: &BTreeMap<String, String>, path: &str) {
        let value = match preload(bind) {
            Some(Preload::InstanceId) => "concat('uuid:', uuid())",
            Some(Preload::Start) => "now()",
            Some(Preload::Today) => "today()",
            _ => return,
        };
        let attributes = [("ref", path), ("event", "odk-instance-first-load"), ("value", value)];
        let attributes = attributes.map(|(name, value)| (name.to_owned(), value.to_owned())).into();
        self.set_values.push(SetValue { attributes, text: None, context: path.to_owned(), control: None, repeat: None });
    }

    fn children(&mut self, of: Element<'_, '_>, parent: NodeId, path: &str, is_blank: bool) -> Result<(), String> {
        for group in siblings(of) {
            let first = group[0];
            let child_path = format!("{path}/{}", self.name(first));
            let template = group.iter().copied().find(|element| is_template(*element));
            let is_repeat = self.repeats.contains_key(&child_path);
            if !is_repeat && group.len() > 1 {
                return Err(format!("{child_path} stands there more than once and is no repeat"));
            }
            let element = template.unwrap_or(first);
            let is_blank = is_blank || (is_repeat && template.is_none());
            let id = self.node(element, Some(parent), &child_path, is_blank);
            let there = group.len() - usize::from(template.is_some());
            if is_repeat && self.repeats[&child_path].contains_key("noAddRemove") {
                self.definition.nodes[id.index()].kind = NodeKind::Repeat { count: Some(there.max(1).to_string()) };
            }
            let is_counted = matches!(self.definition.nodes[id.index()].kind, NodeKind::Repeat { count: Some(_) });
            let relative = child_path.splitn(3, '/').nth(2).unwrap_or_default();
            let is_nested = self.repeats.keys().any(|repeat| child_path.starts_with(&format!("{repeat}/")));
            if is_repeat && is_nested && !is_counted {
                self.first.rows.insert(AnswerPath(relative.to_owned()), keys(there));
            }
            if is_repeat || element.first_element_child().is_some() {
                self.children(element, id, &child_path, is_blank)?;
            }
        }
        Ok(())
    }

    /// Rows that are there from the beginning, and what is in them.
    fn rows(&mut self, of: Element<'_, '_>, path: &str, at: &AnswerPath) {
        for group in siblings(of) {
            let name = self.name(group[0]);
            let child_path = format!("{path}/{name}");
            let named = at.child(name);
            let Some(id) = self.ids.get(&child_path) else { continue };
            let node = &self.definition.nodes[id.index()];
            if let NodeKind::Repeat { count } = &node.kind {
                let is_counted = count.is_some();
                let rows: Vec<Element<'_, '_>> = group.into_iter().filter(|element| !is_template(*element)).collect();
                if !is_counted {
                    self.first.rows.insert(named.clone(), keys(rows.len()));
                }
                for (row, key) in rows.iter().zip(keys(rows.len())) {
                    self.rows(*row, &child_path, &named.row(&key));
                }
            } else if group[0].first_element_child().is_some() {
                self.rows(group[0], &child_path, &named);
            } else if at.0.contains('[') {
                let text = group[0].text().unwrap_or_default();
                if text != node.default {
                    self.first.values.insert(named, text.to_owned());
                }
            }
        }
    }

    /// Every form has a number of its filling-in, whether it says so or not.
    fn instance_id(&mut self, html: Element<'_, '_>, root_path: &str) {
        let is_named = |name: &str, wanted: &str| name == wanted || name.ends_with(&format!(":{wanted}"));
        let child = |loader: &Self, parent: NodeId, wanted: &str| {
            loader.definition.children(parent).find(|id| is_named(&loader.definition.nodes[id.index()].name, wanted))
        };
        let meta = child(&*self, NodeId::ROOT, "meta").unwrap_or_else(|| {
            let prefix = html.namespaces().find(|namespace| namespace.uri() == OPENROSA).and_then(|namespace| namespace.name());
            let name = prefix.map_or("meta".to_owned(), |prefix| format!("{prefix}:meta"));
            let id = NodeId(u32::try_from(self.definition.nodes.len()).unwrap());
            self.ids.insert(format!("{root_path}/{name}"), id);
            self.definition.nodes.push(Node::new(name, Some(NodeId::ROOT), NodeKind::Group));
            id
        });
        if child(&*self, meta, "instanceID").is_none() {
            let name = self.definition.nodes[meta.index()].name.replace("meta", "instanceID");
            self.definition.nodes.push(Node::new(name, Some(meta), NodeKind::Value { preload: Some(Preload::InstanceId) }));
        }
    }

    fn control(&mut self, body: &Body, path: &str) -> Control {
        match body.kind.as_str() {
            "select1" => Control::SelectOne(self.choices(body, path)),
            "select" => Control::SelectMultiple(self.choices(body, path)),
            "rank" => Control::Rank(self.choices(body, path)),
            "range" => Control::Range,
            "trigger" => Control::Acknowledge,
            "upload" => Control::Upload(body.attributes.get("mediatype").cloned().unwrap_or_default()),
            _ => Control::Input,
        }
    }

    fn choices(&mut self, body: &Body, path: &str) -> Choices {
        let Some(itemset) = &body.itemset else {
            let name = format!("of {path}");
            let choices =
                body.items.iter().map(|(value, label)| Choice { value: value.clone(), label: label.clone(), ..Choice::default() }).collect();
            self.definition.lists.push(ChoiceList { name: name.clone(), choices, ..ChoiceList::default() });
            return Choices::List { nodeset: format!("instance('{name}')/root/item"), list: name };
        };
        let nodeset = self.expression(&itemset.nodeset);
        let list = nodeset.split_once("instance('").and_then(|(_, rest)| rest.split_once('\'')).map(|(id, _)| id.to_owned());
        if let Some(list) = list.as_ref().filter(|list| self.files.contains(*list)) {
            self.recorded_list(list, itemset, path);
        }
        let translated = itemset.label.as_deref().and_then(|label| label.strip_prefix("jr:itext(")).and_then(|label| label.strip_suffix(')'));
        if let (Some(column), Some(list)) = (translated, &list) {
            let texts = &self.texts;
            let lists = self.definition.lists.iter_mut().filter(|other| other.name == *list);
            for choice in lists.flat_map(|list| &mut list.choices) {
                choice.label = choice.columns.get(column).and_then(|id| texts.get(id)).cloned().unwrap_or_default();
            }
        }
        let label = if translated.is_some() { Some("label") } else { itemset.label.as_deref() };
        match list {
            Some(list) if itemset.value == "name" && label == Some("label") => Choices::List { list, nodeset },
            _ => Choices::Nodes { nodeset, value: itemset.value.clone(), label: label.unwrap_or(&itemset.value).to_owned() },
        }
    }

    /// A list of a file, as far as the recorded state shows it.
    fn recorded_list(&mut self, list: &str, itemset: &Itemset, path: &str) {
        if self.definition.lists.iter().any(|other| other.name == list) {
            return;
        }
        let shown = self.recorded.iter().find(|line| line.reference == path).and_then(|line| line.opts.clone()).unwrap_or_default();
        let label = itemset.label.clone().unwrap_or_else(|| itemset.value.clone());
        let choices = shown.into_iter().map(|(value, words)| choice([(itemset.value.clone(), value), (label.clone(), words)].into())).collect();
        self.definition.lists.push(ChoiceList { name: list.to_owned(), choices, ..ChoiceList::default() });
    }

    fn actions(&mut self) -> Result<(), String> {
        for action in std::mem::take(&mut self.set_values) {
            let bound = action.attributes.get("bind").and_then(|id| self.bind_ids.get(id)).cloned();
            let target = bound.or_else(|| Some(self.resolve(action.attributes.get("ref")?, &action.context))).unwrap_or_default();
            let Some(target) = self.ids.get(&target).copied() else { return Err(format!("setvalue of {target}, which is no node")) };
            let value = match (action.attributes.get("value"), &action.text) {
                (Some(value), _) if !value.is_empty() => self.expression(value),
                (None, Some(text)) => format!("'{text}'"),
                _ => "''".to_owned(),
            };
            let node = |path: Option<&String>| path.and_then(|path| self.ids.get(path)).copied();
            for event in action.attributes.get("event").map(String::as_str).unwrap_or_default().split_whitespace() {
                let event = match event {
                    "odk-instance-first-load" => Some(Event::FirstLoad),
                    "odk-instance-load" => Some(Event::Load),
                    "odk-new-repeat" => node(action.repeat.as_ref()).map(Event::NewRow),
                    "xforms-value-changed" => node(action.control.as_ref()).map(Event::Changed),
                    _ => None,
                };
                let event = event.ok_or("an event that is not known")?;
                self.definition.actions.push(Action { event, target, value: value.clone() });
            }
        }
        Ok(())
    }
}

fn keys(count: usize) -> Vec<String> {
    (1..=count).map(|key| key.to_string()).collect()
}

/// The elements in one, those of the same name together.
fn siblings<'a, 'i>(of: Element<'a, 'i>) -> Vec<Vec<Element<'a, 'i>>> {
    let mut groups: Vec<Vec<Element<'a, 'i>>> = Vec::new();
    for element in elements(of) {
        match groups.iter_mut().find(|group| group[0].tag_name() == element.tag_name()) {
            Some(group) => group.push(element),
            None => groups.push(vec![element]),
        }
    }
    groups
}

fn choice(mut columns: BTreeMap<String, String>) -> Choice {
    let value = columns.remove("name").unwrap_or_default();
    let label = columns.remove("label").map(Text::plain).unwrap_or_default();
    Choice { value, label, columns, ..Choice::default() }
}

fn preload(bind: &BTreeMap<String, String>) -> Option<Preload> {
    let parameter = bind.get("preloadParams").map(String::as_str);
    match (bind.get("preload")?.as_str(), parameter) {
        ("uid", _) => Some(Preload::InstanceId),
        ("date", _) => Some(Preload::Today),
        ("timestamp", Some("end")) => Some(Preload::End),
        ("timestamp", _) => Some(Preload::Start),
        ("property", Some("deviceid")) => Some(Preload::DeviceId),
        ("property", Some("username")) => Some(Preload::Username),
        _ => None,
    }
}

fn data_type(name: Option<&str>, control: Option<&Body>) -> DataType {
    let name = name.map(|name| name.rsplit(':').next().unwrap_or(name));
    match (name, control.map(|control| control.kind.as_str())) {
        (_, Some("select" | "select1" | "rank")) => DataType::String,
        (None, Some("upload")) | (Some("binary"), _) => DataType::Binary,
        (Some("int" | "integer"), _) => DataType::Int,
        (Some("decimal"), _) => DataType::Decimal,
        (Some("boolean"), _) => DataType::Boolean,
        (Some("date"), _) => DataType::Date,
        (Some("time"), _) => DataType::Time,
        (Some("dateTime"), _) => DataType::DateTime,
        (Some("geopoint"), _) => DataType::Geopoint,
        (Some("geotrace"), _) => DataType::Geotrace,
        (Some("geoshape"), _) => DataType::Geoshape,
        _ => DataType::String,
    }
}

/// What an expression gives that looks at nothing.
fn constant(expression: &str) -> String {
    struct Nothing(Tree);
    impl Host for Nothing {
        fn tree(&self, number: u32) -> Option<&Tree> {
            (number == 0).then_some(&self.0)
        }
        fn instance(&self, _: &str) -> Option<u32> {
            None
        }
        fn now(&self) -> DateTime<FixedOffset> {
            DateTime::UNIX_EPOCH.into()
        }
        fn random(&self) -> f64 {
            0.0
        }
        fn itext(&self, _: &str) -> Option<String> {
            None
        }
        fn choice_name(&self, _: &str, _: &str) -> Option<String> {
            None
        }
    }
    let nothing = Nothing(Tree::new("nothing"));
    let at = Origin { tree: 0, node: Tree::ROOT };
    parse(expression).ok().and_then(|expression| evaluate(&expression, &nothing, at).ok()).map(|value| value.to_text(&nothing)).unwrap_or_default()
}
