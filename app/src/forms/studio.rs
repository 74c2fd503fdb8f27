//! What staff see of a form before they publish it, and the fields in which they say who may fill it in and when.

use super::command::{Audience, Settings};
use super::outline::words_of;
use chrono::NaiveDateTime;
use engawa_core::Problem;
use engawa_core::form::definition::{Control, DataType, Definition, Node, NodeId, NodeKind};
use engawa_core::time::{Millis, jst_datetime, jst_millis};

/// How browsers write a day and an hour in a field.
const LOCAL: &str = "%Y-%m-%dT%H:%M";

/// The names of the fields of [`Settings`].
pub const FIELDS: [&str; 6] = ["opens_at", "closes_at", "audience", "quota", "retention_days", "desk"];

/// A node of a form in short.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// How deep it is in groups.
    pub depth: usize,
    /// The row of the workbook.
    pub row: u32,
    /// Its type as the standard calls it.
    pub kind: String,
    /// Its name.
    pub name: String,
    /// What is asked.
    pub label: String,
    /// Its rules as the workbook's columns: name and expression.
    pub rules: Vec<(&'static str, String)>,
}

/// All nodes of a form in short, without those that the form adds by itself.
pub fn summary(definition: &Definition, language: usize) -> Vec<Row> {
    let depth = |node: &Node| std::iter::successors(node.parent, |at: &NodeId| definition.node(*at).and_then(|node| node.parent)).count();
    let own = definition.nodes.iter().skip(1).filter(|node| node.row > 0);
    own.map(|node| {
        let rule = |name: &'static str, expression: Option<&String>| expression.map(|text| (name, text.clone()));
        let rules = [
            rule("required", node.required.as_ref()),
            rule("relevant", node.relevant.as_ref()),
            rule("constraint", node.constraint.as_ref()),
            rule("calculation", node.calculate.as_ref()),
            rule("readonly", node.readonly.as_ref()),
            (!node.default.is_empty()).then(|| ("default", node.default.clone())),
            (!node.appearance.is_empty()).then(|| ("appearance", node.appearance.join(" "))),
        ];
        Row {
            depth: depth(node).saturating_sub(1),
            row: node.row,
            kind: kind(node),
            name: node.name.clone(),
            label: words_of(&node.label, language),
            rules: rules.into_iter().flatten().collect(),
        }
    })
    .collect()
}

/// The type of a node in the words of the standard.
fn kind(node: &Node) -> String {
    let name = match &node.kind {
        NodeKind::Group => "group",
        NodeKind::Repeat { .. } => "repeat",
        NodeKind::Value { .. } => "calculate",
        NodeKind::Question(control) => match control {
            Control::Note => "note",
            Control::SelectOne(_) => "select_one",
            Control::SelectMultiple(_) => "select_multiple",
            Control::Rank(_) => "rank",
            Control::Acknowledge => "acknowledge",
            Control::Upload(_) => "file",
            Control::Range => "range",
            Control::Input => match node.data_type {
                DataType::Int => "integer",
                DataType::Decimal => "decimal",
                DataType::Date => "date",
                DataType::Time => "time",
                DataType::DateTime => "dateTime",
                DataType::Geopoint => "geopoint",
                DataType::Geotrace => "geotrace",
                DataType::Geoshape => "geoshape",
                DataType::Barcode => "barcode",
                DataType::String | DataType::Boolean | DataType::Binary | DataType::Intent => "text",
            },
        },
    };
    name.to_owned()
}

/// Settings as the fields of a form show them, in the order of [`FIELDS`].
pub fn to_fields(settings: &Settings) -> [String; 6] {
    let moment = |at: Option<Millis>| at.map(|at| jst_datetime(at).format(LOCAL).to_string()).unwrap_or_default();
    [
        moment(settings.opens_at),
        moment(settings.closes_at),
        settings.audience.code().to_owned(),
        settings.quota.map(|quota| quota.to_string()).unwrap_or_default(),
        settings.retention_days.to_string(),
        settings.desk.clone(),
    ]
}

/// Reads settings from the fields of a form, and what cannot be read.
pub fn from_fields<'a>(value: impl Fn(&str) -> &'a str) -> (Settings, Vec<Problem>) {
    let mut problems = Vec::new();
    let mut settings = Settings::default();
    let moment = |name: &str, problems: &mut Vec<Problem>| {
        let text = value(name).trim();
        if text.is_empty() {
            return None;
        }
        let read = NaiveDateTime::parse_from_str(text, LOCAL).or_else(|_| NaiveDateTime::parse_from_str(text, "%Y-%m-%dT%H:%M:%S"));
        if read.is_err() {
            problems.push(Problem::new(name, "bad_date"));
        }
        read.ok().map(jst_millis)
    };
    settings.opens_at = moment("opens_at", &mut problems);
    settings.closes_at = moment("closes_at", &mut problems);
    settings.audience = Audience::parse(value("audience").trim()).unwrap_or(Audience::Anyone);
    let number = |name: &str, problems: &mut Vec<Problem>| {
        let text = engawa_core::text::digits(value(name).trim());
        if text.is_empty() {
            return None;
        }
        let read = text.parse::<u32>().ok();
        if read.is_none() {
            problems.push(Problem::new(name, "out_of_range").arg("1").arg(u32::MAX.to_string()));
        }
        read
    };
    settings.quota = number("quota", &mut problems);
    settings.retention_days = number("retention_days", &mut problems).unwrap_or(settings.retention_days);
    value("desk").trim().clone_into(&mut settings.desk);
    (settings, problems)
}

#[cfg(test)]
mod tests {
    use super::*;
    use engawa_core::form::xlsform::{self, markdown};

    #[test]
    fn settings_survive_their_fields() {
        let settings = Settings {
            opens_at: Some(1_795_143_600_000),
            closes_at: None,
            audience: Audience::Staff,
            quota: Some(30),
            retention_days: 365,
            desk: "welfare".to_owned(),
        };
        let fields = to_fields(&settings);
        assert_eq!(fields.first().map(String::as_str), Some("2026-11-20T12:00"));
        let (read, problems) = from_fields(|name| FIELDS.iter().position(|field| *field == name).map_or("", |at| fields[at].as_str()));
        assert_eq!((read, problems), (settings, vec![]));
        let (_, problems) = from_fields(|name| if name == "closes_at" { "tomorrow" } else { "many" });
        let paths: Vec<&str> = problems.iter().map(|problem| problem.path.as_str()).collect();
        assert_eq!(paths, ["opens_at", "closes_at", "quota", "retention_days"]);
    }

    #[test]
    fn a_form_is_told_row_by_row() {
        let workbook = markdown::read(
            "| survey | | | | |
             | | type | name | label | relevant |
             | | begin_group | g | Group | |
             | | integer | age | Age | true() |
             | | end_group | | | |",
        );
        let rows = summary(&xlsform::read(&workbook).unwrap().definition, 0);
        let told: Vec<String> = rows.iter().map(|row| format!("{} {} {} {} {}", row.depth, row.row, row.kind, row.name, row.rules.len())).collect();
        assert_eq!(told, ["0 2 group g 0", "1 3 integer age 1"]);
    }
}
