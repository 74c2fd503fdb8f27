//! How a question is asked in the browser: decided of its definition alone, so that it can be read and tested as a table.
//!
//! The page without scripts decides the same in [`crate::forms::plain`], with fewer kinds of fields.

use crate::forms::japanese;
use crate::forms::outline::bare_decimal;
use crate::forms::pages::plain::RADIOS_MAX;
use engawa_core::form::definition::{Control, DataType, Node, NodeKind};
use engawa_core::text::digits;

/// Lines of a text area that says nothing about them.
const LINES: u32 = 4;
/// Boxes of a question whose author says how they stand; more are a list that opens.
const ARRANGED_MAX: usize = 40;
/// Places of a scale that are boxes in one row.
const RATING_MAX: usize = 10;
/// Places of a scale that are listed one by one.
const POINTS_MAX: u64 = 1_000;
/// What follows the minute in the standard's writing of hours.
const AFTER_MINUTE: &str = ":00.000+09:00";

/// Which keyboard a phone shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Keys {
    /// Words.
    Text,
    /// Figures that are no amount: post codes, numbers of members.
    Digits,
    /// A telephone number.
    Tel,
    /// An e-mail address.
    Email,
    /// A web address.
    Url,
}

/// How something is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum How {
    /// Words without an answer.
    Note,
    /// One line.
    Line(Keys),
    /// This many lines.
    Lines(u32),
    /// A whole number.
    Whole,
    /// A number with places.
    Decimal,
    /// A number on a scale.
    Range,
    /// A day.
    Date,
    /// A month; the answer is its first day.
    Month,
    /// A year; the answer is its first day.
    Year,
    /// An hour.
    Time,
    /// A day and an hour.
    DateTime,
    /// One of few.
    Radios,
    /// One of many.
    Menu,
    /// Some of these.
    Ticks,
    /// All of these, in an order.
    Rank,
    /// "OK".
    Acknowledge,
    /// A file.
    File,
    /// A value that the form computes.
    Shown,
    /// Nothing is drawn.
    Hidden,
}

/// How boxes stand beside each other. On a narrow screen they stand below each other all the same, so that nothing is cut off.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Arrangement {
    /// One below the other.
    Stacked,
    /// As many beside each other as there is room for, all of one width.
    Wide,
    /// At most so many beside each other.
    Columns(u8),
    /// Each as wide as its words.
    Packed,
    /// A scale: all in one row, each with its words below it.
    Scale,
}

impl Arrangement {
    /// The classes of what is around the boxes.
    pub fn classes(self) -> &'static str {
        match self {
            Self::Stacked | Self::Columns(1) => "fill-choices",
            Self::Columns(2) => "fill-choices fill-choices-2",
            Self::Columns(3) => "fill-choices fill-choices-3",
            Self::Columns(4) => "fill-choices fill-choices-4",
            Self::Columns(5) => "fill-choices fill-choices-5",
            Self::Wide | Self::Columns(_) => "fill-choices fill-choices-wide",
            Self::Packed => "fill-choices fill-choices-packed",
            Self::Scale => "fill-choices fill-choices-scale",
        }
    }
}

/// Whether a hint for the layout is given.
pub fn has_look(node: &Node, look: &str) -> bool {
    node.appearance.iter().any(|it| it == look)
}

/// How a node is asked of which so many choices are offered. In a cell of a table there is room for one line.
pub fn how(node: &Node, choices: usize, in_cell: bool) -> How {
    let NodeKind::Question(control) = &node.kind else { return How::Hidden };
    match control {
        Control::Note => How::Note,
        _ if node.calculate.is_some() => {
            if node.label.is_empty() {
                How::Hidden
            } else {
                How::Shown
            }
        }
        Control::SelectOne(_) if in_cell || choices > radios_max(node) || has_look(node, "minimal") || has_look(node, "autocomplete") => How::Menu,
        Control::SelectOne(_) => How::Radios,
        Control::SelectMultiple(_) => How::Ticks,
        Control::Rank(_) => How::Rank,
        Control::Acknowledge => How::Acknowledge,
        Control::Upload(_) => How::File,
        Control::Range => match points(node).len() {
            1..=RATING_MAX if has_look(node, "rating") && !in_cell => How::Radios,
            1.. if has_look(node, "rating") || has_look(node, "picker") => How::Menu,
            _ => How::Range,
        },
        Control::Input => input(node),
    }
}

/// The numbers of a scale, one by one; none if it has places or too many.
pub fn points(node: &Node) -> Vec<String> {
    let bound = |name: &str| node.parameters.get(name)?.trim().parse::<i64>().ok();
    let (Some(start), Some(end), Some(step)) = (bound("start"), bound("end"), bound("step")) else { return Vec::new() };
    // A scale may fall.
    let (step, is_falling) = (step.saturating_abs(), start > end);
    if node.data_type != DataType::Int || step == 0 || start.abs_diff(end) / step.unsigned_abs() >= POINTS_MAX {
        return Vec::new();
    }
    let next = |at: &i64| if is_falling { at.checked_sub(step) } else { at.checked_add(step) };
    let is_within = |at: &i64| if is_falling { *at >= end } else { *at <= end };
    std::iter::successors(Some(start), next).take_while(is_within).map(|at| at.to_string()).collect()
}

/// How many choices of a question are boxes, and not a list that opens: more where its author says how they stand.
fn radios_max(node: &Node) -> usize {
    if arrangement(node) == Arrangement::Stacked { RADIOS_MAX } else { ARRANGED_MAX }
}

/// How the boxes of a question stand, as its appearance says. The more telling word counts.
pub fn arrangement(node: &Node) -> Arrangement {
    let has = |look: &str| has_look(node, look);
    let columns = node.appearance.iter().find_map(|look| look.strip_prefix("columns-")?.parse::<u8>().ok());
    match columns {
        _ if has("likert") || has("rating") => Arrangement::Scale,
        Some(columns) if columns > 0 => Arrangement::Columns(columns),
        _ if ["columns-pack", "horizontal-compact", "compact", "quickcompact", "no-buttons"].into_iter().any(has) => Arrangement::Packed,
        _ if ["columns", "horizontal"].into_iter().any(has) => Arrangement::Wide,
        _ => Arrangement::Stacked,
    }
}

fn input(node: &Node) -> How {
    match node.data_type {
        DataType::Int => How::Whole,
        DataType::Decimal => How::Decimal,
        DataType::Date if has_look(node, "month-year") => How::Month,
        DataType::Date if has_look(node, "year") => How::Year,
        DataType::Date => How::Date,
        DataType::Time => How::Time,
        DataType::DateTime => How::DateTime,
        _ => match node.parameters.get("rows").map(|rows| rows.trim().parse().unwrap_or(LINES)) {
            Some(rows) => How::Lines(rows),
            None if has_look(node, "multiline") => How::Lines(LINES),
            None => How::Line(keys(node)),
        },
    }
}

fn keys(node: &Node) -> Keys {
    let looks = [("numbers", Keys::Digits), ("tel", Keys::Tel), ("email", Keys::Email), ("url", Keys::Url)];
    looks.into_iter().find(|(look, _)| has_look(node, look)).map_or(Keys::Text, |(_, keys)| keys)
}

/// Whether a question is small enough for a cell of a table.
pub fn fits_a_cell(node: &Node) -> bool {
    // What stands beside the words has no room in a cell, nor has the button that shows what is hidden.
    if !node.media.is_empty() || node.is_masked() {
        return false;
    }
    match how(node, 0, true) {
        How::Hidden => matches!(node.kind, NodeKind::Value { .. } | NodeKind::Question(_)),
        How::Note | How::Lines(_) | How::Radios | How::Ticks | How::Rank | How::File => false,
        _ => true,
    }
}

impl How {
    /// The value as the field shows it.
    pub fn shown(self, value: &str) -> String {
        if self == Self::Decimal {
            return bare_decimal(value).to_owned();
        }
        // What cannot be read is shown as it was typed.
        let is_day = japanese::is_day(value);
        let length = match self {
            Self::Month if is_day => 7,
            Self::Year if is_day => 4,
            Self::Time => 5,
            Self::DateTime => 16,
            _ => value.len(),
        };
        value.get(..length).unwrap_or(value).to_owned()
    }

    /// The answer that a text in the field stands for.
    pub fn given(self, text: &str) -> String {
        match self {
            Self::Time if text.len() == 5 => format!("{text}{AFTER_MINUTE}"),
            Self::DateTime if text.len() == 16 => format!("{text}{AFTER_MINUTE}"),
            Self::Line(Keys::Digits | Keys::Tel) => digits(text),
            Self::Month | Self::Year => self.read(text).unwrap_or_else(|| text.to_owned()),
            _ => text.to_owned(),
        }
    }

    /// A day, month or year as people write it in Japan, as the answer has it.
    pub fn read(self, text: &str) -> Option<String> {
        match self {
            Self::Month => japanese::read_month(text),
            Self::Year => japanese::read_year(text),
            _ => japanese::read_date(text),
        }
    }

    /// The type of the input, and the keyboard.
    pub fn keyboard(self) -> (&'static str, Option<&'static str>) {
        match self {
            Self::Date => ("date", None),
            // Browsers without such a field show a line, which is read as people write a month.
            Self::Month => ("month", None),
            Self::Time => ("time", None),
            Self::DateTime => ("datetime-local", None),
            // Not the browser's own field for numbers: it swallows full-width figures and commas.
            Self::Whole | Self::Year | Self::Line(Keys::Digits) => ("text", Some("numeric")),
            Self::Decimal => ("text", Some("decimal")),
            Self::Line(Keys::Tel) => ("text", Some("tel")),
            Self::Line(Keys::Email) => ("text", Some("email")),
            Self::Line(Keys::Url) => ("text", Some("url")),
            _ => ("text", None),
        }
    }

    /// Whether it is a set of fields with one legend.
    pub fn is_set(self) -> bool {
        matches!(self, Self::Radios | Self::Ticks | Self::Rank)
    }
}

/// The ranking after the choice at `from` was moved one place up or down; nothing if there is no such place.
pub fn moved(order: &[String], from: usize, up: bool) -> Option<Vec<String>> {
    let to = if up { from.checked_sub(1)? } else { from + 1 };
    if to >= order.len() {
        return None;
    }
    let mut order = order.to_vec();
    order.swap(from, to);
    Some(order)
}

/// The answer of a set of boxes after one of them was ticked or not.
pub fn ticked(answer: &str, value: &str, on: bool) -> String {
    let mut chosen: Vec<&str> = answer.split_whitespace().filter(|it| *it != value).collect();
    if on {
        chosen.push(value);
    }
    chosen.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use engawa_core::form::definition::{Choices, Text};

    fn question(control: Control, data_type: DataType, looks: &[&str]) -> Node {
        let mut node = Node::new("q", None, NodeKind::Question(control));
        node.data_type = data_type;
        node.appearance = looks.iter().map(|look| (*look).to_owned()).collect();
        node
    }

    fn list() -> Choices {
        Choices::List { list: "l".into(), nodeset: String::new() }
    }

    #[test]
    fn questions_are_asked_by_type_and_look() {
        for (control, data_type, looks, choices, in_cell, expected) in [
            (Control::Input, DataType::String, &[][..], 0, false, How::Line(Keys::Text)),
            (Control::Input, DataType::String, &["numbers"][..], 0, false, How::Line(Keys::Digits)),
            (Control::Input, DataType::String, &["multiline"][..], 0, false, How::Lines(4)),
            (Control::Input, DataType::Int, &["thousands-sep"][..], 0, false, How::Whole),
            (Control::Input, DataType::Date, &[][..], 0, false, How::Date),
            (Control::SelectOne(list()), DataType::String, &[][..], 8, false, How::Radios),
            (Control::SelectOne(list()), DataType::String, &[][..], 9, false, How::Menu),
            (Control::SelectOne(list()), DataType::String, &["minimal"][..], 2, false, How::Menu),
            (Control::SelectOne(list()), DataType::String, &["likert"][..], 5, false, How::Radios),
            (Control::SelectOne(list()), DataType::String, &[][..], 2, true, How::Menu),
            (Control::SelectOne(list()), DataType::String, &["autocomplete"][..], 2, false, How::Menu),
            (Control::Input, DataType::Date, &["month-year"][..], 0, false, How::Month),
            (Control::Input, DataType::Date, &["year"][..], 0, false, How::Year),
            (Control::Input, DataType::Date, &["no-calendar"][..], 0, false, How::Date),
            (Control::Input, DataType::Int, &["counter"][..], 0, false, How::Whole),
            (Control::Note, DataType::String, &[][..], 0, false, How::Note),
        ] {
            let node = question(control, data_type, looks);
            assert_eq!(how(&node, choices, in_cell), expected, "{looks:?} {choices} {in_cell}");
        }
    }

    #[test]
    fn boxes_stand_as_their_appearance_says() {
        for (looks, expected) in [
            (&[][..], Arrangement::Stacked),
            (&["quick"][..], Arrangement::Stacked),
            (&["columns"][..], Arrangement::Wide),
            (&["horizontal"][..], Arrangement::Wide),
            (&["columns-3", "no-buttons"][..], Arrangement::Columns(3)),
            (&["columns-0"][..], Arrangement::Stacked),
            (&["columns-pack"][..], Arrangement::Packed),
            (&["no-buttons"][..], Arrangement::Packed),
            (&["columns", "likert"][..], Arrangement::Scale),
        ] {
            assert_eq!(arrangement(&question(Control::SelectOne(list()), DataType::String, looks)), expected, "{looks:?}");
        }
        let scale = question(Control::SelectOne(list()), DataType::String, &["likert"]);
        assert_eq!((how(&scale, 11, false), how(&scale, 41, false), how(&scale, 5, true)), (How::Radios, How::Menu, How::Menu));
        let classes = [Arrangement::Stacked, Arrangement::Columns(2), Arrangement::Columns(9), Arrangement::Packed, Arrangement::Scale];
        assert!(classes.into_iter().all(|it| it.classes().starts_with("fill-choices")));
    }

    #[test]
    fn scales_are_boxes_lists_or_sliders() {
        let scale = |data_type, look: &str, bounds: [&str; 3]| {
            let mut node = question(Control::Range, data_type, &[look]);
            node.parameters.extend(["start", "end", "step"].into_iter().zip(bounds).map(|(name, value)| (name.to_owned(), value.to_owned())));
            node
        };
        for (data_type, look, bounds, expected, points_expected) in [
            (DataType::Int, "rating", ["1", "5", "1"], How::Radios, 5),
            (DataType::Int, "rating", ["5", "1", "1"], How::Radios, 5),
            (DataType::Int, "rating", ["0", "100", "10"], How::Menu, 11),
            (DataType::Int, "picker", ["0", "100", "1"], How::Menu, 101),
            (DataType::Int, "picker", ["0", "100000000", "1"], How::Range, 0),
            (DataType::Int, "picker", ["0", "9", "0"], How::Range, 0),
            (DataType::Int, "vertical", ["1", "5", "1"], How::Range, 5),
            (DataType::Decimal, "rating", ["1", "5", "0.5"], How::Range, 0),
            (DataType::Int, "picker", ["-9223372036854775808", "9223372036854775807", "-9223372036854775808"], How::Menu, 3),
        ] {
            let node = scale(data_type, look, bounds);
            assert_eq!((how(&node, 0, false), points(&node).len()), (expected, points_expected), "{look} {bounds:?}");
        }
        assert_eq!(points(&scale(DataType::Int, "rating", ["1", "7", "3"])), ["1", "4", "7"]);
        assert_eq!(how(&scale(DataType::Int, "rating", ["1", "5", "1"]), 0, true), How::Menu, "there is no room in a cell");
    }

    #[test]
    fn what_is_computed_is_shown_if_it_has_words() {
        let mut node = question(Control::Input, DataType::Int, &[]);
        node.calculate = Some("1".into());
        assert_eq!(how(&node, 0, false), How::Hidden);
        node.label = Text::plain("Sum");
        assert_eq!(how(&node, 0, false), How::Shown);
    }

    #[test]
    fn only_small_questions_stand_in_tables() {
        assert!(fits_a_cell(&question(Control::Input, DataType::Int, &[])));
        assert!(fits_a_cell(&question(Control::SelectOne(list()), DataType::String, &[])));
        assert!(fits_a_cell(&Node::new("sum", None, NodeKind::Value { preload: None })));
        assert!(!fits_a_cell(&question(Control::Input, DataType::String, &["multiline"])));
        assert!(!fits_a_cell(&question(Control::Input, DataType::Int, &["masked"])));
        assert!(!fits_a_cell(&question(Control::SelectMultiple(list()), DataType::String, &[])));
        assert!(!fits_a_cell(&Node::new("inner", None, NodeKind::Group)));
    }

    #[test]
    fn fields_show_and_give_what_the_standard_writes() {
        for (how, text, value) in [
            (How::Time, "14:05", "14:05:00.000+09:00"),
            (How::DateTime, "2026-11-21T14:05", "2026-11-21T14:05:00.000+09:00"),
            (How::Date, "2026-11-21", "2026-11-21"),
            (How::Month, "2026-11", "2026-11-01"),
            (How::Year, "2026", "2026-01-01"),
            (How::Year, "20", "20"),
            (How::Month, "令和8年", "令和8年"),
            (How::Line(Keys::Text), "１２", "１２"),
        ] {
            assert_eq!(how.given(text), value);
            assert_eq!(how.shown(value), text);
        }
        for (value, shown) in [("300.0", "300"), ("500.5", "500.5"), ("1.0", "1"), ("1.05", "1.05"), ("1.00", "1.00"), ("", "")] {
            assert_eq!(How::Decimal.shown(value), shown);
        }
        assert_eq!(How::Line(Keys::Tel).given("０４２２-00"), "0422-00");
        assert_eq!(How::Time.given(""), "");
    }

    #[test]
    fn rankings_and_boxes_change_one_at_a_time() {
        let order = ["a", "b", "c"].map(str::to_owned);
        assert_eq!(moved(&order, 1, true).as_deref(), Some(&["b", "a", "c"].map(str::to_owned)[..]));
        assert_eq!(moved(&order, 1, false).as_deref(), Some(&["a", "c", "b"].map(str::to_owned)[..]));
        assert_eq!(moved(&order, 0, true), None);
        assert_eq!(moved(&order, 2, false), None);
        assert_eq!(ticked("a b", "c", true), "a b c");
        assert_eq!(ticked("a b", "a", false), "b");
        assert_eq!(ticked("a b", "b", true), "a b");
    }
}
