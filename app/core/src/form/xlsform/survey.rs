//! The sheet `survey`, row by row, as a tree of elements.
//!
//! The order of the checks is that of the standard's converter, so that what it refuses is refused here; where it stops at the first mistake,
//! this goes on with the next row.

mod closing;
mod sections;
mod selects;

use std::collections::BTreeSet;

use super::choices::Lists;
use super::codes;
use super::elements::{Element, FileList, Shape};
use super::headers::Key;
use super::lexer::{is_computed, is_name};
use super::limits;
use super::media;
use super::parameters::{self, Checker, Parameters};
use super::problems::{Place, Problems, Source};
use super::range;
use super::references::{self, Names};
use super::settings::{Settings, yes_no};
use super::table::{Row, Table, Words};
use super::types::{self, Bracket, Kind, Known, Section, Tag};
use crate::form::definition::{DataType, Preload};

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

    fn check_appearance(&mut self, appearance: &Source) {
        if appearance.text.contains("search(") {
            self.problems.error(appearance.at, codes::NOT_SUPPORTED_SEARCH, &[]);
            return;
        }
        if appearance.text.starts_with("ex:") || appearance.text.starts_with("printer:") {
            self.problems.error(appearance.at, codes::NOT_SUPPORTED_INTENT, &[]);
            return;
        }
        for word in appearance.text.split_whitespace() {
            let is_columns = word.strip_prefix("columns-").or_else(|| word.strip_prefix('w')).is_some_and(|count| count.parse::<u8>().is_ok());
            if !is_columns && !APPEARANCES.contains(&word) {
                self.problems.warn(appearance.at, codes::APPEARANCE_UNKNOWN, &[word]);
            } else if let Some(code) = instead(word) {
                self.problems.warn(appearance.at, code, &[word]);
            }
        }
    }

    /// A row that is neither a setting nor opens or closes a group.
    fn question(&mut self, row: &Row<'_>, kind: &Source, given: &Parameters) {
        if kind.text == "audit" {
            self.problems.error(kind.at, codes::NOT_SUPPORTED_TYPE, &[&kind.text]);
            return;
        }
        let Some(name) = self.name(row, &kind.text) else { return };
        if let Some(select) = types::select(&kind.text) {
            self.select(row, kind, &name, &select, given);
            return;
        }
        if kind.text == "csv-external" {
            self.external_file(&name);
            return;
        }
        let known = match types::lookup(&kind.text) {
            Known::Kind(known) => known,
            Known::Select => return self.problems.error(kind.at, codes::LIST_NAME_MISSING, &[&kind.text]),
            Known::NotSupported => return self.problems.error(kind.at, codes::NOT_SUPPORTED_TYPE, &[&kind.text]),
            Known::Unknown => return self.problems.error(kind.at, codes::TYPE_UNKNOWN, &[&kind.text]),
        };
        if matches!(known.data, DataType::Geopoint | DataType::Geotrace | DataType::Geoshape | DataType::Barcode) {
            self.problems.warn(kind.at, codes::TYPE_AS_TEXT, &[&kind.text]);
        }
        let mut element = self.leaf(row, &name, known);
        if kind.text == "calculate" && element.rules.calculate.is_none() && !element.is_default_computed {
            self.problems.error(row.at(&Key::Bind("calculate".to_owned())), codes::CALCULATION_MISSING, &[]);
        }
        element.parameters_at = row.at(&Key::Parameters);
        self.parameters(&mut element, &kind.text, given);
        if let Some(rows) = row.control("rows") {
            element.parameters.entry("rows".to_owned()).or_insert(rows.text);
        }
        if let Some(accept) = row.control("accept") {
            element.parameters.insert("accept".to_owned(), accept.text);
        }
        self.check_words(&element);
        self.push(element);
    }

    /// The element of a question or value.
    fn leaf(&mut self, row: &Row<'_>, name: &Source, mut kind: Kind) -> Element {
        if let Some(data) = row.bind("type") {
            let is_choice = matches!(kind.tag, Some(Tag::SelectOne | Tag::SelectMultiple | Tag::Rank));
            match types::data_type(&data.text) {
                Some(DataType::String) if is_choice => {}
                Some(data_type) if !is_choice => kind.data = data_type,
                _ => self.problems.error(data.at, codes::DATA_TYPE_UNKNOWN, &[&data.text]),
            }
        }
        if let Some(preload) = row.bind("jr:preload") {
            let with = row.bind("jr:preloadParams").map(|with| with.text).unwrap_or_default();
            match preload_of(&preload.text, &with) {
                Some(known) => kind.preload = Some(known),
                None => self.problems.error(preload.at, codes::NOT_SUPPORTED_PRELOAD, &[&preload.text]),
            }
        }
        if kind.preload == Some(Preload::Username) {
            self.problems.warn(row.at(&Key::Type), codes::USERNAME_OFTEN_EMPTY, &[]);
        }
        let mut element = self.element(row, name, Shape::Leaf(kind));
        if kind.tag == Some(Tag::Note) && element.rules.readonly.is_none() {
            element.rules.readonly = Some(Source::new("true()", row.place()));
        }
        if let Some(constraint) = kind.constraint.filter(|_| element.rules.constraint.is_none()) {
            element.rules.constraint = Some(Source::new(constraint, row.place()));
        }
        if let Some(hint) = kind.hint.filter(|_| element.hint.is_empty()) {
            element.hint = Words::plain(hint, row.place());
        }
        if let Some(trigger) = row.get(&Key::Trigger) {
            element.triggers = references::triggers(&trigger.text, trigger.at, self.problems);
            element.trigger_at = trigger.at;
        }
        let of_dates_or_places =
            matches!(kind.data, DataType::Date | DataType::DateTime | DataType::Geopoint | DataType::Geotrace | DataType::Geoshape);
        if let Some(default) = &element.default {
            element.is_default_computed = is_computed(&default.text, of_dates_or_places);
        }
        element
    }

    /// The parameters of types other than selects.
    fn parameters(&mut self, element: &mut Element, kind: &str, given: &Parameters) {
        let at = element.parameters_at;
        let mut checker = Checker { parameters: given, at, problems: &mut *self.problems };
        match kind {
            "text" => {
                checker.only(parameters::TEXT);
                checker.whole_number("rows");
            }
            "photo" => {
                checker.only(parameters::IMAGE);
                checker.whole_number("max-pixels");
                let appearance = element.appearance.as_ref().map_or("", |appearance| appearance.text.as_str());
                if appearance.is_empty() || appearance == "annotate" {
                    checker.not_supported("app");
                }
                if !given.contains_key("max-pixels") {
                    self.problems.warn(at, codes::IMAGE_WITHOUT_MAX_PIXELS, &[]);
                }
                image_default(element, self.problems);
            }
            "audio" => {
                checker.only(parameters::AUDIO);
                checker.one_of("quality", &["voice-only", "low", "normal", "external"]);
            }
            "geopoint" => {
                checker.only(parameters::GEOPOINT);
                checker.number("capture-accuracy");
                checker.number("warning-accuracy");
                checker.one_of("allow-mock-accuracy", &["true", "false"]);
                checker.not_supported("reference-geometry");
            }
            "geotrace" | "geoshape" => {
                checker.only(parameters::GEO);
                checker.one_of("incremental", &["yes", "true", "true()"]);
                checker.one_of("allow-mock-accuracy", &["true", "false"]);
                checker.not_supported("reference-geometry");
            }
            "range" => {
                checker.only(parameters::RANGE);
                let appearance = element.appearance.as_ref().map_or("", |appearance| appearance.text.as_str());
                let lists = &*self.lists;
                let ticks = |list: &str| Some(lists.get(list)?.iter().map(|item| item.name.text.clone()).collect::<Vec<_>>());
                if let Some(range) = range::check(given, appearance, ticks, at, self.problems) {
                    // Places between whole numbers are not listed one by one.
                    if let Some(source) = element.appearance.as_ref().filter(|_| range.is_decimal)
                        && let Some(word) = source.text.split_whitespace().find(|word| matches!(*word, "rating" | "picker"))
                    {
                        self.problems.warn(source.at, codes::APPEARANCE_AS_SLIDER, &[word]);
                    }
                    element.parameters = range.parameters;
                    if let Shape::Leaf(kind) = &mut element.shape
                        && range.is_decimal
                    {
                        kind.data = DataType::Decimal;
                    }
                }
                return;
            }
            _ => {}
        }
        element.parameters.clone_from(given);
    }

    /// Somebody must be able to see what is asked.
    fn check_words(&mut self, element: &Element) {
        if !element.is_shown() {
            return;
        }
        let is_table_label = element.appearance.as_ref().is_some_and(|appearance| appearance.text == "label");
        if element.label.is_empty() && element.hint.is_empty() && element.media.is_empty() && !is_table_label {
            self.problems.error(element.at, codes::LABEL_MISSING, &[&element.name]);
        }
        let has = |kind: &str| element.media.iter().any(|(media, _)| media == kind);
        if has("big-image") && !has("image") {
            self.problems.error(element.at, codes::BIG_IMAGE_ALONE, &[&element.name]);
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

/// What `bind::jr:preload` means.
fn preload_of(preload: &str, with: &str) -> Option<Preload> {
    match (preload, with) {
        ("uid", _) => Some(Preload::InstanceId),
        ("timestamp", "start") => Some(Preload::Start),
        ("timestamp", "end") => Some(Preload::End),
        ("date", "today") => Some(Preload::Today),
        ("property", "deviceid") => Some(Preload::DeviceId),
        ("property", "username") => Some(Preload::Username),
        _ => None,
    }
}

/// The first picture of a question is named as the standard names attachments.
fn image_default(element: &mut Element, problems: &mut Problems<'_>) {
    let Some(default) = &mut element.default else { return };
    if element.is_default_computed {
        if references::any(&default.text) {
            problems.error(default.at, codes::NOT_SUPPORTED_REFERENCE_IN_FILE_NAME, &[&default.text]);
        }
    } else if !default.text.contains("jr://images/") {
        default.text = format!("jr://images/{}", default.text);
    }
}

/// What happens instead of an appearance that the standard names and that is drawn plainly here; nothing if it is as its author meant it,
/// or if only its looks differ.
fn instead(appearance: &str) -> Option<&'static str> {
    match appearance {
        "annotate" => Some(codes::APPEARANCE_AS_PICTURE),
        // Going on by itself when something is chosen would carry away whoever chooses with the keyboard.
        "quick" | "quickcompact" | "map" | "image-map" => Some(codes::APPEARANCE_AS_LIST),
        "masked" | "hidden-answer" => Some(codes::APPEARANCE_VISIBLE),
        _ => None,
    }
}

/// The hints for the layout that the standard names, and our own: a group of conditions that is asked before a draft is begun. Others have no
/// effect.
const APPEARANCES: &[&str] = &[
    "eligibility",
    "field-list",
    "table-list",
    "minimal",
    "compact",
    "columns",
    "columns-pack",
    "quick",
    "quickcompact",
    "likert",
    "label",
    "list-nolabel",
    "list",
    "horizontal",
    "horizontal-compact",
    "autocomplete",
    "no-buttons",
    "multiline",
    "numbers",
    "thousands-sep",
    "thousand-sep",
    "year",
    "month-year",
    "no-calendar",
    "signature",
    "draw",
    "annotate",
    "new",
    "new-front",
    "url",
    "masked",
    "hidden-answer",
    "picker",
    "vertical",
    "no-ticks",
    "rating",
    "counter",
    "bearing",
    "distress",
    "selfie",
    "front",
    "placement-map",
    "maps",
    "map",
    "image-map",
];
