//! Appearances: the hints for the layout that the standard names, and what becomes of them here.
//!
//! One that is unknown is told and kept; one that is drawn plainly here is told with what is drawn instead.

use super::super::codes;
use super::super::elements::{Element, Shape};
use super::super::problems::Source;
use super::super::types::Tag;
use super::Walk;
use crate::form::definition::{DataType, MASKED};

impl Walk<'_, '_> {
    /// Says what is unknown, what is not supported, and what is drawn otherwise than its author meant it.
    pub(super) fn check_appearance(&mut self, appearance: &Source) {
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

    /// What the appearance does only with some questions: one line of words or a number is hidden while it is typed, and one of few choices
    /// goes on by itself.
    pub(super) fn check_kind(&mut self, element: &Element) {
        let Some(appearance) = &element.appearance else { return };
        let words = || appearance.text.split_whitespace();
        let is_line = matches!(&element.shape, Shape::Leaf(kind) if kind.tag == Some(Tag::Input)
            && matches!(kind.data, DataType::String | DataType::Int | DataType::Decimal));
        let is_long = element.parameters.contains_key("rows") || words().any(|word| word == "multiline");
        if let Some(word) = words().find(|word| MASKED.contains(word)).filter(|_| !is_line || is_long) {
            self.problems.warn(appearance.at, codes::APPEARANCE_VISIBLE, &[word]);
        }
        let is_one = matches!(&element.shape, Shape::Leaf(kind) if kind.tag == Some(Tag::SelectOne));
        let is_menu = words().any(|word| matches!(word, "minimal" | "autocomplete"));
        if let Some(word) = words().find(|word| matches!(*word, "quick" | "quickcompact")).filter(|_| !is_one || is_menu) {
            self.problems.warn(appearance.at, codes::APPEARANCE_AS_LIST, &[word]);
        }
    }
}

/// What happens instead of an appearance that the standard names and that is drawn plainly here; nothing if it is as its author meant it,
/// or if only its looks differ.
fn instead(appearance: &str) -> Option<&'static str> {
    match appearance {
        "annotate" => Some(codes::APPEARANCE_AS_PICTURE),
        "map" | "image-map" => Some(codes::APPEARANCE_AS_LIST),
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
