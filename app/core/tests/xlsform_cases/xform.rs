//! The facts of a recorded `XForm`.

use super::facts::Facts;
use roxmltree::{Document, Node};
use std::collections::BTreeMap;

/// A text of the recorded form in one language: its forms (none, `image`, `guidance`) and their words.
type Forms = BTreeMap<String, String>;

struct XForm<'x> {
    facts: Facts,
    /// Language, then id.
    itext: BTreeMap<String, BTreeMap<&'x str, Forms>>,
}

fn name<'x>(node: Node<'x, '_>) -> &'x str {
    node.tag_name().name()
}

fn attribute<'x>(node: Node<'x, '_>, wanted: &str) -> Option<&'x str> {
    node.attributes().find(|attribute| attribute.name() == wanted).map(|attribute| attribute.value())
}

fn child<'x, 'i>(node: Node<'x, 'i>, wanted: &str) -> Option<Node<'x, 'i>> {
    node.children().find(|child| name(*child) == wanted)
}

/// The words of a node; values stand in curly brackets.
fn words(node: Node<'_, '_>) -> String {
    let piece = |child: Node<'_, '_>| match (child.text(), name(child)) {
        (_, "output") => format!("{{{}}}", attribute(child, "value").unwrap_or_default()),
        (text, _) => text.unwrap_or_default().to_owned(),
    };
    node.children().map(piece).collect()
}

/// Reads a recorded form.
pub fn facts(xml: &str) -> Facts {
    let document = Document::parse(xml).unwrap();
    let find = |wanted: &str| document.descendants().find(|node| name(*node) == wanted).unwrap();
    let model = find("model");
    let mut form = XForm { facts: Facts::default(), itext: BTreeMap::new() };
    form.facts.add("title", find("title").text().unwrap_or_default());
    if let Some(itext) = child(model, "itext") {
        form.read_itext(itext);
    }
    let mut instances = model.children().filter(|node| name(*node) == "instance");
    let root = instances.next().and_then(|instance| instance.first_element_child()).unwrap();
    form.facts.add("form id", attribute(root, "id").unwrap_or_default());
    form.facts.add("version", attribute(root, "version").unwrap_or_default());
    let mut paths = Vec::new();
    form.read_nodes(root, "", &mut paths);
    form.facts.add("nodes", &paths.join(" "));
    for instance in instances {
        form.read_list(instance);
    }
    for node in model.children() {
        match name(node) {
            "bind" => form.read_bind(node),
            "setvalue" => form.read_action(node, "first load"),
            _ => {}
        }
    }
    form.read_body(find("body"));
    form.facts
}

impl<'x> XForm<'x> {
    fn read_itext(&mut self, itext: Node<'x, '_>) {
        for translation in itext.children().filter(Node::is_element) {
            let language = attribute(translation, "lang").unwrap_or_default();
            if attribute(translation, "default").is_some() && language != "default" {
                self.facts.add("default language", language);
            }
            let texts = self.itext.entry(language.to_owned()).or_default();
            for text in translation.children().filter(Node::is_element) {
                let value = |value: Node<'x, '_>| (attribute(value, "form").unwrap_or_default().to_owned(), words(value));
                texts.insert(attribute(text, "id").unwrap_or_default(), text.children().filter(Node::is_element).map(value).collect());
            }
        }
    }

    fn read_nodes(&mut self, node: Node<'x, '_>, above: &str, paths: &mut Vec<String>) {
        if attribute(node, "template").is_some() {
            return;
        }
        let path = format!("{above}/{}", name(node));
        paths.push(path.clone());
        let mut is_leaf = true;
        for child in node.children().filter(Node::is_element) {
            is_leaf = false;
            self.read_nodes(child, &path, paths);
        }
        if let Some(text) = node.text().filter(|text| is_leaf && !text.is_empty()) {
            self.facts.add(format!("{path}|default"), text);
        }
    }

    fn read_list(&mut self, instance: Node<'x, '_>) {
        let place = format!("list {}", attribute(instance, "id").unwrap_or_default());
        if let Some(source) = attribute(instance, "src") {
            self.facts.add(place, source.rsplit('/').next().unwrap_or_default());
            return;
        }
        let root = instance.first_element_child().unwrap();
        let mut values = String::new();
        for (number, item) in root.children().filter(Node::is_element).enumerate() {
            let place = format!("{place} {number}");
            for column in item.children().filter(Node::is_element) {
                let text = column.text().unwrap_or_default();
                match name(column) {
                    "name" => values.push_str(&format!("[{text}]")),
                    "label" => self.facts.say(&format!("{place}|label"), "", text),
                    "itextId" => self.say_itext(text, &place, "label"),
                    other => self.facts.add(format!("{place}|{other}"), text),
                }
            }
        }
        self.facts.add(place, &values);
    }

    /// Words by their id: `slot` for those of no form, the form's name for others.
    fn say_itext(&mut self, id: &str, place: &str, slot: &str) {
        for (language, texts) in &self.itext {
            for (form, text) in texts.get(id).into_iter().flatten() {
                let slot = if form.is_empty() { slot } else { form.as_str() };
                let file = text.strip_prefix("jr://").and_then(|file| file.split_once('/')).map_or(text.as_str(), |(_, file)| file);
                self.facts.say(&format!("{place}|{slot}"), language, file);
            }
        }
    }

    /// Words that stand here or elsewhere.
    fn say(&mut self, node: Node<'x, '_>, place: &str, slot: &str) {
        match attribute(node, "ref").and_then(itext_id) {
            Some(id) => self.say_itext(id, place, slot),
            None => self.facts.say(&format!("{place}|{slot}"), "", &words(node)),
        }
    }

    fn read_bind(&mut self, bind: Node<'x, '_>) {
        let path = attribute(bind, "nodeset").unwrap_or_default();
        for attribute in bind.attributes() {
            let value = attribute.value();
            match attribute.name() {
                "type" => self.facts.add(format!("{path}|type"), if value == "odk:rank" { "string" } else { value }),
                "preload" if value == "uid" => self.facts.add(format!("{path}|preload"), value),
                "preloadParams" => self.facts.add(format!("{path}|preload"), value),
                "requiredMsg" => self.say_message(value, path, "required message"),
                "constraintMsg" => self.say_message(value, path, "constraint message"),
                name @ ("required" | "relevant" | "constraint" | "calculate" | "readonly" | "max-pixels" | "quality" | "allow-mock-accuracy") => {
                    self.facts.add(format!("{path}|{name}"), value);
                }
                _ => {}
            }
        }
    }

    fn say_message(&mut self, value: &str, path: &str, slot: &str) {
        match itext_id(value) {
            Some(id) => self.say_itext(id, path, slot),
            None => self.facts.say(&format!("{path}|{slot}"), "", value),
        }
    }

    fn read_action(&mut self, action: Node<'x, '_>, when: &str) {
        let place = format!("{when} {}", attribute(action, "ref").unwrap_or_default());
        self.facts.add(place, attribute(action, "value").unwrap_or("''"));
    }

    fn read_body(&mut self, parent: Node<'x, '_>) {
        for node in parent.children().filter(Node::is_element) {
            let path = attribute(node, "ref").or_else(|| attribute(node, "nodeset")).unwrap_or_default();
            if let Some(appearance) = attribute(node, "appearance") {
                self.facts.add(format!("{path}|appearance"), appearance);
            }
            match name(node) {
                "group" => {
                    if let Some(label) = child(node, "label") {
                        self.say(label, path, "label");
                    }
                    self.read_body(node);
                }
                "repeat" => {
                    if let Some(count) = attribute(node, "count") {
                        self.facts.add(format!("{path}|count"), count);
                    }
                    for action in node.children().filter(|child| name(*child) == "setvalue") {
                        self.read_action(action, &format!("new row of {path}"));
                    }
                    self.read_body(node);
                }
                "input" | "select1" | "select" | "rank" | "trigger" | "range" | "upload" => self.read_control(node, path),
                _ => {}
            }
        }
    }

    fn read_control(&mut self, node: Node<'x, '_>, path: &str) {
        let media = attribute(node, "accept").or_else(|| attribute(node, "mediatype")).unwrap_or_default();
        self.facts.add(format!("{path}|control"), &format!("{} {media}", name(node)));
        for attribute in node.attributes().filter(|attribute| !matches!(attribute.name(), "ref" | "appearance" | "accept" | "mediatype")) {
            self.facts.add(format!("{path}|{}", attribute.name()), attribute.value());
        }
        for part in node.children().filter(Node::is_element) {
            match name(part) {
                slot @ ("label" | "hint") => self.say(part, path, slot),
                "setvalue" => self.read_action(part, &format!("change of {path}")),
                "itemset" => {
                    self.facts.add(format!("{path}|nodeset"), attribute(part, "nodeset").unwrap_or_default());
                    for slot in ["value", "label"] {
                        let from = child(part, slot).and_then(|node| attribute(node, "ref")).unwrap_or_default();
                        self.facts.add(format!("{path}|{slot} of choices"), if from == "jr:itext(itextId)" { "label" } else { from });
                    }
                }
                _ => {}
            }
        }
    }
}

/// The id in `jr:itext('id')`.
fn itext_id(text: &str) -> Option<&str> {
    text.strip_prefix("jr:itext('")?.strip_suffix("')")
}
