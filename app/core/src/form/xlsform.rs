//! A workbook in the `XLSForm` standard becomes a checked [`Definition`], or a list of everything that is wrong with it, by cell.
//!
//! What the standard's own converter accepts is accepted, with the same paths and rules; what it refuses is refused. What the standard has
//! and we do not is refused too, with a code of its own (`not_supported_..`), so that a form that is published does what its author wrote.
//! Beyond the converter, every expression is read here, and dependencies in circles are refused.
//!
//! The way of a workbook: [`Workbook`] (cells as text, decoded by the server, or [`markdown`]) -> tables with known columns -> elements (the
//! tree, references as written) -> nodes (references as paths). Bounds come first ([`codes::TOO_MANY_ROWS`] and the like).
//!
//! Sources: `XLSForm` (xlsform.org); the behaviour of pyxform 4.5.0 where that leaves something open, as recorded in its tests
//! (`tests/xlsform_cases.rs`).

mod build;
mod choices;
pub mod codes;
mod cycles;
mod elements;
mod headers;
mod lexer;
mod limits;
pub mod markdown;
mod media;
mod parameters;
mod paths;
mod problems;
mod range;
mod references;
mod settings;
mod survey;
mod table;
mod translations;
mod types;

use super::definition::Definition;
use headers::Key;
use problems::{Place, Problems};
use table::Table;

pub use media::MediaUse;
pub use problems::SheetProblem;

/// A workbook as a spreadsheet shows it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Workbook {
    /// Its sheets in their order.
    pub sheets: Vec<Sheet>,
}

/// A sheet of a workbook.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sheet {
    /// Its name.
    pub name: String,
    /// Its rows, the first of which is row 1 with the headers; each cell as text, empty ones as no text.
    pub rows: Vec<Vec<String>>,
}

/// A form that can be published.
#[derive(Clone, Debug, PartialEq)]
pub struct Checked {
    /// The form.
    pub definition: Definition,
    /// What its author may want to know.
    pub warnings: Vec<SheetProblem>,
    /// The cells that name pictures, sounds and films, whose files come beside the workbook.
    pub media: Vec<MediaUse>,
}

/// The name of the root node where the settings give none; expressions begin with it: `/data/name`.
pub const ROOT_NAME: &str = "data";

/// Reads a workbook.
pub fn read(workbook: &Workbook) -> Result<Checked, Vec<SheetProblem>> {
    read_named(workbook, ROOT_NAME)
}

/// Reads a workbook whose root node has this name unless the settings say another.
pub fn read_named(workbook: &Workbook, root: &str) -> Result<Checked, Vec<SheetProblem>> {
    let mut problems = Problems::new(workbook);
    let definition = if limits::check(workbook, &mut problems) { definition(workbook, root, &mut problems) } else { None };
    let Problems { mut errors, mut warnings, .. } = problems;
    errors.sort();
    warnings.sort();
    match definition {
        Some((definition, media)) if errors.is_empty() => Ok(Checked { definition, warnings, media }),
        _ => Err(errors),
    }
}

/// The form, and the cells that name files.
fn definition(workbook: &Workbook, root: &str, problems: &mut Problems<'_>) -> Option<(Definition, Vec<MediaUse>)> {
    let sheets = Sheets::find(workbook);
    let Some(survey) = sheets.survey else {
        problems.no_sheet("survey", codes::SURVEY_MISSING, &[&similar(workbook, "survey")]);
        return None;
    };
    let (mut settings, settings_table) = settings::read(workbook, sheets.settings, root, problems);
    let choices = sheets.choices.map(|sheet| Table::read(workbook, sheet, &headers::CHOICES, false, problems));
    let mut lists = choices.as_ref().map(|table| choices::read(table, &settings, problems)).unwrap_or_default();
    let table = Table::read(workbook, survey, &headers::SURVEY, settings.collapse, problems);
    warn(workbook, &sheets, &table, problems);
    for table in std::iter::once(&table).chain(choices.as_ref()) {
        translations::check(table, &settings, problems);
    }
    if let Some(sheet) = sheets.entities.filter(|sheet| has_rows(workbook, *sheet)) {
        problems.error(Place { sheet, row: 0, column: None }, codes::NOT_SUPPORTED_ENTITIES, &[]);
    }
    let survey = survey::read(&table, &mut settings, &mut lists, &similar(workbook, "choices"), problems);
    let names = &survey.names;
    references::check_sheet(&table, names, |key| !matches!(key, Key::Type | Key::Name | Key::Trigger), problems);
    if let Some(table) = &settings_table {
        references::check_sheet(table, names, |_| true, problems);
    }
    if let Some(table) = &choices {
        references::check_sheet(table, names, |key| matches!(key, Key::Label | Key::Media(_)), problems);
        for (_, media) in lists.iter().flat_map(|(_, items)| items).flat_map(|item| &item.media) {
            let sources = media.plain.iter().chain(media.by.iter().map(|(_, source)| source));
            for source in sources.filter(|source| references::any(&source.text)) {
                problems.error(source.at, codes::NOT_SUPPORTED_REFERENCE_IN_FILE_NAME, &[&source.text]);
            }
        }
    }
    let tables: Vec<&Table<'_>> = std::iter::once(&table).chain(choices.as_ref()).collect();
    let languages = translations::languages(&tables, &survey.elements, &lists, &settings);
    let definition = build::definition(&survey.elements, survey.files, &lists, &languages, &settings, problems);
    if problems.errors.is_empty() {
        cycles::check(&definition, &survey.elements, problems);
    }
    let media = media::uses(&survey.elements, &lists, problems);
    Some((definition, media))
}

/// The sheets that mean something.
struct Sheets {
    survey: Option<usize>,
    choices: Option<usize>,
    settings: Option<usize>,
    entities: Option<usize>,
}

/// The names of sheets in the standard.
const KNOWN_SHEETS: [&str; 6] = ["survey", "choices", "settings", "external_choices", "osm", "entities"];

impl Sheets {
    fn find(workbook: &Workbook) -> Self {
        let named = |name: &str| workbook.sheets.iter().position(|sheet| sheet.name.to_lowercase() == name && !sheet.rows.is_empty());
        let is_known = |name: &str| KNOWN_SHEETS.contains(&name.to_lowercase().as_str());
        // A workbook of one sheet is a survey, whatever the sheet is called.
        let only = match workbook.sheets.as_slice() {
            [only] if !is_known(&only.name) && !only.rows.is_empty() => Some(0),
            _ => None,
        };
        Self { survey: named("survey").or(only), choices: named("choices"), settings: named("settings"), entities: named("entities") }
    }
}

fn has_rows(workbook: &Workbook, sheet: usize) -> bool {
    let rows = workbook.sheets.get(sheet).map(|sheet| sheet.rows.as_slice()).unwrap_or_default();
    rows.iter().skip(1).flatten().any(|cell| !cell.trim().is_empty())
}

/// Warns of sheets that look like others, and of columns that mean nothing.
fn warn(workbook: &Workbook, sheets: &Sheets, table: &Table<'_>, problems: &mut Problems<'_>) {
    for (name, is_there) in [("settings", sheets.settings.is_some()), ("entities", sheets.entities.is_some())] {
        let similar = similar(workbook, name);
        if !is_there && !similar.is_empty() {
            problems.warn(Place { sheet: table.sheet, row: 0, column: None }, codes::SHEET_SIMILAR, &[name, &similar]);
        }
    }
    for (at, column) in table.columns.iter().enumerate() {
        let Some(column) = column else { continue };
        let is_unknown = match &column.key {
            Key::Other(_) | Key::Ignored => true,
            Key::Bind(name) => !BINDS.contains(&name.as_str()),
            Key::Control(name) => !CONTROLS.contains(&name.as_str()),
            _ => false,
        };
        if is_unknown {
            problems.warn(table.header(at), codes::COLUMN_UNKNOWN, &[&column.name]);
        }
    }
}

const BINDS: [&str; 12] = [
    "relevant",
    "required",
    "constraint",
    "calculate",
    "readonly",
    "type",
    "jr:constraintMsg",
    "jr:requiredMsg",
    "jr:noAppErrorString",
    "jr:preload",
    "jr:preloadParams",
    "entities:saveto",
];
const CONTROLS: [&str; 6] = ["appearance", "jr:count", "intent", "rows", "accept", "autoplay"];

/// The sheets whose names look like a name of the standard; a name that begins with an underscore is meant as it is.
fn similar(workbook: &Workbook, name: &str) -> String {
    let looks_like = |other: &str| {
        !KNOWN_SHEETS.contains(&other)
            && !other.starts_with('_')
            && other.chars().count() <= name.len() + 2
            && distance(&other.to_lowercase(), name) <= 2
    };
    let found: Vec<&str> = workbook.sheets.iter().map(|sheet| sheet.name.as_str()).filter(|other| looks_like(other)).collect();
    found.join(", ")
}

/// How many letters must be changed to make one word of another.
fn distance(from: &str, to: &str) -> usize {
    let to: Vec<char> = to.chars().collect();
    let mut costs: Vec<usize> = (0..=to.len()).collect();
    for (row, c) in from.chars().enumerate() {
        let mut diagonal = row;
        let mut left = row + 1;
        let mut next = vec![left];
        for (up, other) in costs.iter().skip(1).zip(&to) {
            left = (left + 1).min(up + 1).min(diagonal + usize::from(c != *other));
            diagonal = *up;
            next.push(left);
        }
        costs = next;
    }
    costs.last().copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_have_a_distance() {
        for (from, to, expected) in
            [("survey", "survey", 0), ("sruvey", "survey", 2), ("surveys", "survey", 1), ("", "abc", 3), ("cho", "choices", 4)]
        {
            assert_eq!(distance(from, to), expected, "{from} {to}");
        }
    }
}
