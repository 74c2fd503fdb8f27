//! Rows that ask something or hold a value: their type, the parameters of it, and what it brings along.
//!
//! Selects go on in [`super::selects`]. What the type brings along (a rule, a hint, a preload) never replaces what the row says itself.

use super::super::codes;
use super::super::elements::{Element, Shape};
use super::super::headers::Key;
use super::super::lexer::is_computed;
use super::super::parameters::{self, Checker, Parameters};
use super::super::problems::{Problems, Source};
use super::super::range;
use super::super::references;
use super::super::table::{Row, Words};
use super::super::types::{self, Kind, Known, Tag};
use super::Walk;
use crate::form::definition::{DataType, Preload};

impl Walk<'_, '_> {
    /// A row that is neither a setting nor opens or closes a group.
    pub(super) fn question(&mut self, row: &Row<'_>, kind: &Source, given: &Parameters) {
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
    pub(super) fn leaf(&mut self, row: &Row<'_>, name: &Source, mut kind: Kind) -> Element {
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
    pub(super) fn check_words(&mut self, element: &Element) {
        self.check_kind(element);
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
