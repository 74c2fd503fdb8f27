//! From elements to nodes: references become paths, every expression is read once, words get their languages, and first values and triggers
//! become actions.

use std::collections::{BTreeMap, BTreeSet};

use super::choices::Lists;
use super::codes;
use super::elements::{Chosen, Element, FileList, Shape};
use super::lexer;
use super::paths::{Paths, Unresolved, Way};
use super::problems::{Place, Problems, Source};
use super::references;
use super::settings::Settings;
use super::table::Words;
use super::types::{Kind, Tag};
use crate::form::definition::{Action, Choice, ChoiceList, Choices, Control, DataType, Definition, Event, Expr, Node, NodeId, NodeKind, Piece, Text};
use crate::form::xpath::{self, MistakeKind, PathStart};

/// The function that looks into a file.
const LOOKUP: &str = "pulldata";
/// Gives a text by the number that a converter gave it. Forms keep their texts by language: it would always be blank.
const TEXT_BY_NUMBER: &str = "jr:itext";

struct Builder<'a, 'w> {
    elements: &'a [Element],
    paths: Paths<'a>,
    languages: &'a [String],
    lists: &'a Lists,
    files: Vec<FileList>,
    /// The lists that expressions speak of, and where.
    spoken_of: Vec<(String, Place)>,
    /// Expressions that were read already.
    read: BTreeSet<String>,
    problems: &'a mut Problems<'w>,
}

/// The definition of a form, as far as it is without problems.
pub(super) fn definition(
    elements: &[Element],
    files: Vec<FileList>,
    lists: &Lists,
    languages: &[String],
    settings: &Settings,
    problems: &mut Problems<'_>,
) -> Definition {
    let mut builder =
        Builder { elements, paths: Paths::new(elements), languages, lists, files, spoken_of: Vec::new(), read: BTreeSet::new(), problems };
    let nodes: Vec<Node> = (0..elements.len()).filter_map(|at| builder.node(at)).collect();
    let actions = (0..elements.len()).flat_map(|at| builder.actions(at)).collect();
    let lists = builder.choice_lists();
    builder.check_spoken_of();
    let form_id = settings.form_id.clone().unwrap_or_else(|| super::ROOT_NAME.to_owned());
    let is_name = |node: &&Node| node.name == "instanceName" && settings.instance_name.is_some() && node.row == settings_row(settings);
    Definition {
        title: settings.title.clone().unwrap_or_else(|| form_id.clone()),
        form_id,
        version: settings.version.clone(),
        languages: languages.to_vec(),
        instance_name: nodes.iter().rev().find(is_name).and_then(|node| node.calculate.clone()),
        nodes,
        lists,
        actions,
        style: settings.style.clone(),
        files: BTreeMap::new(),
    }
}

fn settings_row(settings: &Settings) -> u32 {
    settings.instance_name.as_ref().map_or(0, |name| name.at.row)
}

fn id(element: usize) -> NodeId {
    NodeId(u32::try_from(element).unwrap_or(u32::MAX))
}

impl Builder<'_, '_> {
    /// An expression with its references resolved; nothing, and a problem, if it cannot be read.
    fn expression(&mut self, source: &Source, way: Way) -> Option<Expr> {
        let resolved = self.paths.resolve(&source.text, way);
        let resolved = self.resolved(resolved, source.at)?;
        self.checked(resolved.trim(), source.at)
    }

    fn resolved(&mut self, resolved: Result<String, Unresolved>, at: Place) -> Option<String> {
        match resolved {
            Ok(text) => return Some(text),
            // Names that nobody wrote were noted before; others belong to questions that were refused.
            Err(Unresolved::Unknown(_)) if !self.problems.errors.is_empty() => {}
            Err(Unresolved::Unknown(name)) => self.problems.error(at, codes::REFERENCE_UNKNOWN, &[&name]),
            Err(Unresolved::Ambiguous(name)) => self.problems.error(at, codes::REFERENCE_AMBIGUOUS, &[&name]),
            Err(Unresolved::LastSaved(name)) => self.problems.error(at, codes::NOT_SUPPORTED_LAST_SAVED, &[&name]),
        }
        None
    }

    /// Reads an expression, so that each mistake is found at its cell.
    fn checked(&mut self, text: &str, at: Place) -> Option<Expr> {
        if self.read.contains(text) {
            return Some(text.to_owned());
        }
        let expression = match xpath::parse(text) {
            Ok(expression) => expression,
            Err(mistake) => {
                self.mistake(&mistake, text, at);
                return None;
            }
        };
        let mistakes = expression.mistakes();
        for mistake in &mistakes {
            self.mistake(mistake, text, at);
        }
        for path in expression.paths() {
            if let PathStart::Instance(Some(name)) = path.start {
                self.spoken_of.push((name, at));
            }
        }
        if expression.functions().contains(&TEXT_BY_NUMBER) {
            self.problems.error(at, codes::NOT_SUPPORTED_FUNCTION, &[TEXT_BY_NUMBER]);
            return None;
        }
        if expression.functions().contains(&LOOKUP) {
            for name in looked_up(text) {
                self.file(&name, at);
            }
        }
        if mistakes.is_empty() {
            self.read.insert(text.to_owned());
        }
        Some(text.to_owned())
    }

    fn mistake(&mut self, mistake: &xpath::Mistake, text: &str, at: Place) {
        let what = match &mistake.what {
            MistakeKind::UnknownFunction(name) => return self.problems.error(at, codes::NOT_SUPPORTED_FUNCTION, &[name]),
            MistakeKind::UnexpectedEnd => "unexpected_end",
            MistakeKind::Unexpected(_) => "unexpected",
            MistakeKind::UnclosedText => "unclosed_text",
            MistakeKind::WrongArguments { .. } => "wrong_arguments",
            MistakeKind::UnsupportedAxis(_) => "unsupported_axis",
            MistakeKind::BadPattern(_) => "bad_pattern",
            MistakeKind::TooDeep => "too_deep",
            MistakeKind::TooLong => "too_long",
        };
        self.problems.error(at, codes::EXPRESSION_MISTAKE, &[what, &(mistake.at + 1).to_string(), text]);
    }

    /// Notes a file that `pulldata` looks into.
    fn file(&mut self, name: &str, at: Place) {
        let file = format!("{name}.csv");
        let known = self.files.iter().find(|other| other.name == name);
        if self.lists.get(name).is_some() || known.is_some_and(|known| known.file != file) {
            self.problems.error(at, codes::INSTANCE_CONFLICT, &[name]);
        } else if known.is_none() {
            self.files.push(FileList { name: name.to_owned(), file, at });
        }
    }

    /// Warns of lists that expressions speak of and the workbook does not have.
    fn check_spoken_of(&mut self) {
        for (name, at) in &self.spoken_of {
            if self.lists.get(name).is_none() && !self.files.iter().any(|file| file.name == *name) {
                self.problems.warn(*at, codes::INSTANCE_UNKNOWN, &[name]);
            }
        }
    }

    /// The node of an element.
    fn node(&mut self, at: usize) -> Option<Node> {
        let element = self.elements.get(at)?;
        let way = Way::from(at);
        let kind = match &element.shape {
            Shape::Group => NodeKind::Group,
            Shape::Repeat(count) => NodeKind::Repeat { count: count.as_ref().and_then(|count| self.expression(count, way)) },
            Shape::Leaf(kind) if element.is_shown() => NodeKind::Question(self.control(element, *kind, at)),
            Shape::Leaf(kind) => NodeKind::Value { preload: kind.preload },
        };
        let mut node = Node::new(element.name.as_str(), element.parent.map(id), kind);
        node.data_type = element.kind().map_or(DataType::String, |kind| kind.data);
        node.label = self.text(&element.label, Some(at));
        node.hint = self.text(&element.hint, Some(at));
        node.guidance = self.text(&element.guidance, Some(at));
        node.required_message = self.text(&element.required_message, Some(at));
        node.constraint_message = self.text(&element.constraint_message, Some(at));
        node.media = self.media(&element.media);
        let mut rule = |source: Option<&Source>| source.and_then(|source| self.expression(source, way));
        node.required = rule(element.rules.required.as_ref());
        node.relevant = rule(element.rules.relevant.as_ref());
        node.constraint = rule(element.rules.constraint.as_ref());
        node.readonly = rule(element.rules.readonly.as_ref());
        if element.triggers.is_empty() {
            node.calculate = rule(element.rules.calculate.as_ref());
        }
        if !element.is_default_computed && element.kind().is_some() {
            node.default = element.default.as_ref().map(|default| default.text.clone()).unwrap_or_default();
        }
        let appearance = element.appearance.as_ref().map_or("", |appearance| appearance.text.as_str());
        node.appearance = appearance.split_whitespace().map(str::to_owned).collect();
        node.parameters.clone_from(&element.parameters);
        node.parameters.remove("accept");
        node.row = element.at.row;
        Some(node)
    }

    fn control(&mut self, element: &Element, kind: Kind, at: usize) -> Control {
        let choices = element.choices.as_ref().and_then(|chosen| self.choices(chosen, element, at));
        let choices = choices.unwrap_or_else(|| Choices::List { list: String::new(), nodeset: String::new() });
        match kind.tag {
            Some(Tag::SelectOne) => Control::SelectOne(choices),
            Some(Tag::SelectMultiple) => Control::SelectMultiple(choices),
            Some(Tag::Rank) => Control::Rank(choices),
            Some(Tag::Note) => Control::Note,
            Some(Tag::Acknowledge) => Control::Acknowledge,
            Some(Tag::Range) => Control::Range,
            Some(Tag::Upload(media)) => Control::Upload(element.parameters.get("accept").cloned().unwrap_or_else(|| media.to_owned())),
            Some(Tag::Input) | None => Control::Input,
        }
    }

    /// The choices of a question as nodes of a list, or of the form itself.
    fn choices(&mut self, chosen: &Chosen, element: &Element, at: usize) -> Option<Choices> {
        let from = Way::from(at);
        if chosen.is_reference {
            let path = self.paths.resolve(&chosen.list, Way { above_repeat: true, ..from });
            let path = self.resolved(path, chosen.at)?;
            let (nodes, value) = path.trim().rsplit_once('/')?;
            let filter = match &chosen.filter {
                None => format!("./{value} != ''"),
                Some(filter) => {
                    let resolved = self.paths.resolve(&filter.text, Way { current: true, above_repeat: true, ..from });
                    let resolved = self.resolved(resolved, filter.at)?;
                    resolved.replace(&format!("current()/{nodes}"), ".").replace(nodes, ".")
                }
            };
            let filter_at = chosen.filter.as_ref().map_or(chosen.at, |filter| filter.at);
            let nodeset = self.shuffled(&format!("{nodes}[{filter}]"), element, at)?;
            let nodeset = self.checked(&nodeset, filter_at)?;
            return Some(Choices::Nodes { nodeset, value: value.to_owned(), label: value.to_owned() });
        }
        let mut nodeset = format!("instance('{}')/root/item", chosen.list);
        let mut nodeset_at = chosen.at;
        if let Some(filter) = &chosen.filter {
            let resolved = self.paths.resolve(&filter.text, Way { current: true, ..from });
            let resolved = self.resolved(resolved, filter.at)?;
            // By itself first: brackets around a mistake would make another mistake of it.
            self.checked(resolved.trim(), filter.at)?;
            nodeset.push_str(&format!("[{resolved}]"));
            nodeset_at = filter.at;
        }
        let nodeset = self.shuffled(&nodeset, element, at)?;
        let nodeset = self.checked(&nodeset, nodeset_at)?;
        Some(Choices::List { list: chosen.list.clone(), nodeset })
    }

    /// Nodes in random order, where that is asked for.
    fn shuffled(&mut self, nodeset: &str, element: &Element, at: usize) -> Option<String> {
        if element.parameters.get("randomize").is_none_or(|randomize| randomize != "true") {
            return Some(nodeset.to_owned());
        }
        let Some(seed) = element.parameters.get("seed") else { return Some(format!("randomize({nodeset})")) };
        let seed = self.expression(&Source::new(seed.as_str(), element.parameters_at), Way::from(at))?;
        Some(format!("randomize({nodeset}, {seed})"))
    }

    /// What happens when a form begins, when a row is added, and when another answer changes.
    fn actions(&mut self, at: usize) -> Vec<Action> {
        let mut actions = Vec::new();
        let Some(element) = self.elements.get(at).filter(|element| element.kind().is_some()) else { return actions };
        let (target, way) = (id(at), Way::from(at));
        if let Some(default) = element.default.as_ref().filter(|_| element.is_default_computed)
            && let Some(value) = self.expression(default, way)
        {
            actions.push(Action { event: Event::FirstLoad, target, value: value.clone() });
            actions.extend(self.paths.repeat_around(at).map(|repeat| Action { event: Event::NewRow(id(repeat)), target, value }));
        }
        if element.triggers.is_empty() {
            return actions;
        }
        // Without a calculation the answer is emptied.
        let nothing = Source::new("''", element.trigger_at);
        let Some(value) = self.expression(element.rules.calculate.as_ref().unwrap_or(&nothing), way) else { return actions };
        let is_shown = |trigger: &usize| self.elements.get(*trigger).is_some_and(|trigger| trigger.is_shown() && !trigger.is_generated);
        for trigger in &element.triggers {
            for source in self.paths.named(trigger).iter().copied().filter(is_shown) {
                actions.push(Action { event: Event::Changed(id(source)), target, value: value.clone() });
            }
        }
        actions
    }

    /// The lists of the workbook, and the files.
    fn choice_lists(&mut self) -> Vec<ChoiceList> {
        let mut made = Vec::new();
        for (name, items) in self.lists.iter() {
            let mut choices = Vec::new();
            for item in items {
                let label = self.text(&item.label, None);
                let media = self.media(&item.media);
                choices.push(Choice { value: item.name.text.clone(), label, media, columns: item.columns.clone() });
            }
            made.push(ChoiceList { name: name.to_owned(), choices, file: None });
        }
        made.extend(self.files.iter().map(|file| ChoiceList { name: file.name.clone(), choices: Vec::new(), file: Some(file.file.clone()) }));
        made
    }

    /// Words with their languages; words of no language stand at the first place, from where all others fall back to them.
    fn text(&mut self, words: &Words, from: Option<usize>) -> Text {
        if let Some(plain) = &words.plain {
            return Text(vec![Some(self.pieces(plain, from))]);
        }
        let mut texts: Vec<Option<Vec<Piece>>> = Vec::new();
        for (language, source) in &words.by {
            let Some(at) = self.languages.iter().position(|other| other == language) else { continue };
            if texts.len() <= at {
                texts.resize(at + 1, None);
            }
            let pieces = self.pieces(source, from);
            if let Some(text) = texts.get_mut(at) {
                *text = Some(pieces);
            }
        }
        Text(texts)
    }

    fn media(&self, media: &[(String, Words)]) -> BTreeMap<String, Vec<Option<String>>> {
        let mut named = BTreeMap::new();
        for (kind, words) in media {
            let mut files: Vec<Option<String>> = words.plain.iter().map(|plain| Some(plain.text.clone())).collect();
            for (language, source) in &words.by {
                let Some(at) = self.languages.iter().position(|other| other == language) else { continue };
                if files.len() <= at {
                    files.resize(at + 1, None);
                }
                if let Some(file) = files.get_mut(at) {
                    *file = Some(source.text.clone());
                }
            }
            named.insert(kind.clone(), files);
        }
        named
    }

    /// Words, and between them values: of references, and of paths into lists.
    fn pieces(&mut self, source: &Source, from: Option<usize>) -> Vec<Piece> {
        let text = source.text.as_str();
        let way = Way { from, ..Way::default() };
        let mut spans: Vec<(usize, usize, bool)> = lexer::instance_paths(text).into_iter().map(|(start, end)| (start, end, true)).collect();
        for reference in references::find(text) {
            if !spans.iter().any(|(start, end, is_path)| *is_path && *start <= reference.start && reference.end <= *end) {
                spans.push((reference.start, reference.end, false));
            }
        }
        spans.sort_unstable();
        let mut pieces = Vec::new();
        let mut done = 0;
        for (start, end, is_path) in spans {
            let part = text.get(start..end).unwrap_or_default();
            let resolved = if is_path { self.paths.resolve(part, way) } else { self.paths.resolve_in(part, text, start, way) };
            let Some(resolved) = self.resolved(resolved, source.at) else { continue };
            let Some(value) = self.checked(resolved.trim(), source.at) else { continue };
            push_words(&mut pieces, text.get(done..start).unwrap_or_default());
            pieces.push(Piece::Value(value));
            done = end;
        }
        push_words(&mut pieces, text.get(done..).unwrap_or_default());
        pieces
    }
}

fn push_words(pieces: &mut Vec<Piece>, words: &str) {
    if !words.is_empty() {
        pieces.push(Piece::Words(words.to_owned()));
    }
}

/// The files that an expression looks into: the first arguments of `pulldata`, without quotation marks.
fn looked_up(text: &str) -> Vec<String> {
    let arguments = text.match_indices(LOOKUP).filter_map(|(at, word)| {
        let inside = text.get(at + word.len()..)?.trim_start().strip_prefix('(')?;
        let (first, _) = inside.split_once(',')?;
        let name: String = first.chars().filter(|c| *c != '\'' && *c != '"').collect();
        Some(name.trim().to_owned())
    });
    arguments.filter(|name| !name.is_empty()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_are_named_by_their_lookups() {
        for (text, expected) in [
            ("pulldata('fruits', 'name', 'key', 'x')", vec!["fruits"]),
            ("concat(pulldata ( \"a\" , 'b', 'c', .), pulldata('d','e','f','g'))", vec!["a", "d"]),
            ("1 + 1", vec![]),
        ] {
            assert_eq!(looked_up(text), expected, "{text}");
        }
    }
}
