//! The sheet `survey`, row by row, as a tree of elements.
//!
//! The order of the checks is that of the standard's converter, so that what it refuses is refused here; where it stops at the first mistake,
//! this goes on with the next row.

mod appearances;
mod closing;
mod questions;
mod sections;
mod selects;

use std::collections::BTreeSet;

use super::choices::Lists;
use super::codes;
use super::elements::{Element, FileList, Shape};
use super::headers::Key;
use super::lexer::is_name;
use super::limits;
use super::media;
use super::parameters;
use super::problems::{Place, Problems, Source};
use super::references::{self, Names};
use super::settings::{Settings, yes_no};
use super::table::{Row, Table, Words};
use super::types::{self, Bracket, Section};

/// What the sheet holds.
pub(super) struct Survey {
    /// The nodes to be, parents before children; the first is the root.
    pub elements: Vec<Element>,
    /// Files of choices.
    pub files: Vec<FileList>,
    /// How often each name was written.
    pub names: Names,
}

/// A group that is open.
struct Frame {
    section: Option<Section>,
    element: usize,
    at: Place,
    names: BTreeSet<String>,
    lower: BTreeSet<String>,
}

/// Selects that are shown as one table.
enum TableList {
    /// No table.
    None,
    /// The first select of the table is awaited.
    Begun,
    /// All selects are over this list.
    Of(String),
}

/// The reading of the sheet.
struct Walk<'a, 'w> {
    settings: &'a mut Settings,
    lists: &'a mut Lists,
    similar_choices: &'a str,
    problems: &'a mut Problems<'w>,
    elements: Vec<Element>,
    files: Vec<FileList>,
    external: BTreeSet<String>,
    names: Names,
    repeats: BTreeSet<String>,
    frames: Vec<Frame>,
    table_list: TableList,
    has_or_other: Option<Place>,
}

/// Reads the sheet. `similar_choices` are sheets whose names look like `choices`, for the case that there is none.
pub(super) fn read(table: &Table<'_>, settings: &mut Settings, lists: &mut Lists, similar_choices: &str, problems: &mut Problems<'_>) -> Survey {
    let root = Element { name: settings.root.clone(), at: Place { sheet: table.sheet, row: 1, column: None }, ..Element::default() };
    let frame = Frame { section: None, element: 0, at: root.at, names: BTreeSet::new(), lower: BTreeSet::new() };
    let mut walk = Walk {
        settings,
        lists,
        similar_choices,
        problems,
        elements: vec![root],
        files: Vec::new(),
        external: BTreeSet::new(),
        names: Names::new(),
        repeats: BTreeSet::new(),
        frames: vec![frame],
        table_list: TableList::None,
        has_or_other: None,
    };
    if table.need(&Key::Type, "type", walk.problems) {
        for row in table.rows() {
            if walk.elements.len() > limits::MOST_NODES {
                walk.problems.error(row.place(), codes::TOO_MANY_NODES, &[&limits::MOST_NODES.to_string()]);
                break;
            }
            walk.row(&row);
        }
        walk.close(table);
    }
    Survey { elements: walk.elements, files: walk.files, names: walk.names }
}

impl Walk<'_, '_> {
    /// Reads one row.
    fn row(&mut self, row: &Row<'_>) {
        if let Some(disabled) = row.get(&Key::Disabled) {
            self.problems.warn(disabled.at, codes::DISABLED, &[]);
            if yes_no(&disabled.text) == Some(true) {
                return;
            }
        }
        if let Some(property) = row.bind("entities:saveto") {
            self.problems.error(property.at, codes::NOT_SUPPORTED_ENTITIES, &[]);
        }
        let Some(kind) = row.get(&Key::Type) else {
            if row.cells().any(|(column, _)| matches!(column.key, Key::Name | Key::Label)) {
                self.problems.error(row.at(&Key::Type), codes::TYPE_MISSING, &[]);
            } else if row.get(&Key::Disabled).is_none() || row.cells().count() > 1 {
                self.problems.warn(row.place(), codes::ROW_SKIPPED, &[]);
            }
            return;
        };
        let kind = Source::new(types::present_name(&kind.text), kind.at);
        if self.setting(row, &kind) {
            return;
        }
        let given = row.get(&Key::Parameters).unwrap_or_default();
        let parameters = parameters::parse(&given.text);
        if parameters.is_none() {
            self.problems.error(given.at, codes::PARAMETERS_MALFORMED, &[&given.text]);
        }
        match (types::bracket(&kind.text), parameters) {
            (Some(Bracket::End(section)), _) => self.end(row, &kind, section),
            (Some(Bracket::Begin(section)), _) => self.begin(row, &kind, section),
            (None, Some(parameters)) => self.question(row, &kind, &parameters),
            (None, None) => {}
        }
    }

    /// Whether the row is a setting, as in early sheets.
    fn setting(&mut self, row: &Row<'_>, kind: &Source) -> bool {
        let value = || row.get(&Key::Name).map(|name| name.text);
        match kind.text.as_str() {
            "form_title" | "set_form_title" => self.settings.title = value(),
            "form_id" | "set_form_id" => self.settings.form_id = value(),
            "prefix" => self.problems.warn(kind.at, codes::SETTING_IGNORED, &[&kind.text]),
            _ => return false,
        }
        true
    }

    /// The name of a row, checked; nothing where the row cannot be read without one.
    fn name(&mut self, row: &Row<'_>, kind: &str) -> Option<Source> {
        let name = match row.get(&Key::Name) {
            Some(name) => name,
            None if kind == "note" => Source::new(format!("generated_note_name_{}", row.number), row.at(&Key::Name)),
            None => {
                self.problems.error(row.at(&Key::Name), codes::NAME_MISSING, &[]);
                return None;
            }
        };
        if !is_name(&name.text) {
            self.problems.error(name.at, codes::NAME_INVALID, &[&name.text]);
            return None;
        }
        *self.names.entry(name.text.clone()).or_insert(0) += 1;
        let Some(frame) = self.frames.last_mut() else { return Some(name) };
        if name.text == "meta" {
            self.problems.error(name.at, codes::NAME_RESERVED, &[&name.text]);
        } else if !frame.names.insert(name.text.clone()) {
            self.problems.error(name.at, codes::NAME_DUPLICATE, &[&name.text]);
        } else if !frame.lower.insert(name.text.to_lowercase()) {
            self.problems.warn(name.at, codes::NAME_DIFFERS_BY_CASE, &[&name.text]);
        }
        Some(name)
    }

    /// The innermost open group.
    fn parent(&self) -> usize {
        self.frames.last().map_or(0, |frame| frame.element)
    }

    /// Adds an element to the innermost open group.
    fn push(&mut self, mut element: Element) -> usize {
        element.parent = Some(self.parent());
        self.elements.push(element);
        self.elements.len() - 1
    }

    /// What every row can say.
    fn element(&mut self, row: &Row<'_>, name: &Source, shape: Shape) -> Element {
        let language = self.settings.language();
        let converted = |name: &str| row.bind(name).map(in_expression);
        let mut element = Element {
            name: name.text.clone(),
            at: name.at,
            shape,
            label: row.words(&Key::Label, language),
            hint: row.words(&Key::Hint, language),
            guidance: row.words(&Key::Guidance, language),
            required_message: row.words(&Key::Bind("jr:requiredMsg".to_owned()), language),
            constraint_message: row.words(&Key::Bind("jr:constraintMsg".to_owned()), language),
            media: row.media(language),
            appearance: row.control("appearance"),
            default: row.get(&Key::Default),
            ..Element::default()
        };
        element.rules.required = converted("required");
        element.rules.relevant = converted("relevant");
        element.rules.constraint = converted("constraint");
        element.rules.calculate = converted("calculate");
        element.rules.readonly = converted("readonly");
        for (kind, words) in &element.media {
            self.check_media(kind, words);
        }
        if let Some(intent) = row.get(&Key::Intent).or_else(|| row.control("intent")) {
            self.problems.error(intent.at, codes::NOT_SUPPORTED_INTENT, &[]);
        }
        if let Some(appearance) = &element.appearance {
            self.check_appearance(appearance);
        }
        if !matches!(element.shape, Shape::Leaf(_)) {
            self.check_kind(&element);
        }
        element
    }

    fn check_media(&mut self, kind: &str, words: &Words) {
        let is_known = matches!(kind, "image" | "big-image" | "audio" | "video");
        for source in words.plain.iter().chain(words.by.iter().map(|(_, source)| source)) {
            if !is_known {
                self.problems.error(source.at, codes::MEDIA_UNKNOWN, &[kind]);
            } else if references::any(&source.text) {
                self.problems.error(source.at, codes::NOT_SUPPORTED_REFERENCE_IN_FILE_NAME, &[&source.text]);
            }
        }
        if is_known {
            media::check(kind, words, self.problems);
        }
    }
}

/// A cell with yes or no, as an expression.
fn in_expression(source: Source) -> Source {
    let text = match source.text.as_str() {
        "yes" | "Yes" | "YES" | "true" | "True" | "TRUE" => "true()",
        "no" | "No" | "NO" | "false" | "False" | "FALSE" => "false()",
        _ => return source,
    };
    Source { text: text.to_owned(), ..source }
}
