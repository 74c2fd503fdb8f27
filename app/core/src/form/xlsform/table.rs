//! A sheet as a table: its columns by meaning, its rows as the cells that are filled, with clean text.

use super::Workbook;
use super::codes;
use super::headers::{Column, Key, Spelling};
use super::problems::{Place, Problems, Source};

/// A sheet whose header row was read.
pub(super) struct Table<'w> {
    /// The number of the sheet in the workbook.
    pub sheet: usize,
    /// Its columns by position.
    pub columns: Vec<Option<Column>>,
    rows: &'w [Vec<String>],
    collapse: bool,
}

/// The filled cells of a row.
pub(super) struct Row<'t> {
    /// Its number in the spreadsheet, from 1.
    pub number: u32,
    table: &'t Table<'t>,
    cells: Vec<(usize, String)>,
}

/// Words in one or several languages.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Words {
    /// Words of no language.
    pub plain: Option<Source>,
    /// Words by language.
    pub by: Vec<(String, Source)>,
}

impl<'w> Table<'w> {
    /// Reads a sheet's headers. `collapse` makes runs of spaces in cells one space.
    pub fn read(workbook: &'w Workbook, sheet: usize, spelling: &Spelling, collapse: bool, problems: &mut Problems<'_>) -> Self {
        let rows: &[Vec<String>] = workbook.sheets.get(sheet).map(|sheet| sheet.rows.as_slice()).unwrap_or_default();
        let header: &[String] = rows.first().map(Vec::as_slice).unwrap_or_default();
        Self { sheet, columns: spelling.read(header, sheet, problems), rows: rows.get(1..).unwrap_or_default(), collapse }
    }

    /// The rows below the header that are not empty.
    pub fn rows(&self) -> impl Iterator<Item = Row<'_>> {
        (2_u32..).zip(self.rows).map(move |(number, row)| self.row(number, row)).filter(|row| !row.cells.is_empty())
    }

    fn row(&self, number: u32, row: &[String]) -> Row<'_> {
        let filled = row.iter().enumerate().filter(|(at, cell)| self.column(*at).is_some() && !cell.trim().is_empty());
        Row { number, table: self, cells: filled.map(|(at, cell)| (at, clean(cell, self.collapse))).collect() }
    }

    fn column(&self, at: usize) -> Option<&Column> {
        self.columns.get(at)?.as_ref()
    }

    /// The position of the first column of this meaning.
    pub fn position(&self, key: &Key) -> Option<usize> {
        self.columns.iter().position(|column| column.as_ref().is_some_and(|column| column.key == *key))
    }

    /// Whether there is a column of this meaning.
    pub fn has(&self, key: &Key) -> bool {
        self.position(key).is_some()
    }

    /// The header of a column.
    pub fn header(&self, column: usize) -> Place {
        Place { sheet: self.sheet, row: 1, column: Some(column) }
    }

    /// Notes that a needed column is not there.
    pub fn need(&self, key: &Key, name: &str, problems: &mut Problems<'_>) -> bool {
        if !self.has(key) {
            problems.error(Place { sheet: self.sheet, row: 1, column: None }, codes::HEADER_MISSING, &[name]);
        }
        self.has(key)
    }

    /// The columns with a language that have at least one filled cell, by position.
    pub fn translated(&self) -> impl Iterator<Item = (usize, &Column, &str)> {
        self.columns.iter().enumerate().filter_map(move |(at, column)| {
            let column = column.as_ref()?;
            let language = column.language.as_deref()?;
            let filled = self.rows.iter().any(|row| row.get(at).is_some_and(|cell| !cell.trim().is_empty()));
            filled.then_some((at, column, language))
        })
    }
}

impl Row<'_> {
    /// The row.
    pub fn place(&self) -> Place {
        Place { sheet: self.table.sheet, row: self.number, column: None }
    }

    /// The cell of this row in the column of this meaning, filled or not; the row where there is no such column.
    pub fn at(&self, key: &Key) -> Place {
        Place { column: self.table.position(key), ..self.place() }
    }

    /// The filled cells: their columns, and their words.
    pub fn cells(&self) -> impl Iterator<Item = (&Column, Source)> {
        self.cells.iter().filter_map(move |(at, text)| Some((self.table.column(*at)?, self.source(*at, text))))
    }

    /// The cell of this meaning and no language; the last of them where there are several.
    pub fn get(&self, key: &Key) -> Option<Source> {
        let is_it = |at: usize| self.table.column(at).is_some_and(|column| column.key == *key && column.language.is_none());
        self.cells.iter().rev().find(|(at, _)| is_it(*at)).map(|(at, text)| self.source(*at, text))
    }

    /// The cell of a rule of the value.
    pub fn bind(&self, name: &str) -> Option<Source> {
        self.get(&Key::Bind(name.to_owned()))
    }

    /// The cell of a property of what is shown.
    pub fn control(&self, name: &str) -> Option<Source> {
        self.get(&Key::Control(name.to_owned()))
    }

    /// The words of this meaning in all languages; those of no language count as the default one where there are others.
    pub fn words(&self, key: &Key, default_language: &str) -> Words {
        let mut words = Words { plain: self.get(key), by: Vec::new() };
        for (at, text) in &self.cells {
            let Some(column) = self.table.column(*at).filter(|column| column.key == *key) else { continue };
            let Some(language) = &column.language else { continue };
            words.by.retain(|(other, _)| other != language);
            words.by.push((language.clone(), self.source(*at, text)));
        }
        if !words.by.is_empty()
            && let Some(plain) = words.plain.take()
            && words.by.iter().all(|(language, _)| language != default_language)
        {
            words.by.insert(0, (default_language.to_owned(), plain));
        }
        words
    }

    /// Pictures and sounds by kind.
    pub fn media(&self, default_language: &str) -> Vec<(String, Words)> {
        let mut media: Vec<(String, Words)> = Vec::new();
        for (at, _) in &self.cells {
            let Some(Key::Media(kind)) = self.table.column(*at).map(|column| &column.key) else { continue };
            if media.iter().all(|(seen, _)| seen != kind) {
                media.push((kind.clone(), self.words(&Key::Media(kind.clone()), default_language)));
            }
        }
        media
    }

    fn source(&self, at: usize, text: &str) -> Source {
        Source::new(text, Place { column: Some(at), ..self.place() })
    }
}

impl Words {
    /// Words of no language.
    pub fn plain(text: impl Into<String>, at: Place) -> Self {
        Self { plain: Some(Source::new(text, at)), by: Vec::new() }
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.plain.is_none() && self.by.is_empty()
    }
}

/// A cell without blanks around it, with plain quotation marks (a text editor's curly ones are mistakes in expressions).
fn clean(cell: &str, collapse: bool) -> String {
    let mut clean = String::with_capacity(cell.len());
    for c in cell.trim().chars() {
        let c = match c {
            '\u{2018}' | '\u{2019}' => '\'',
            '\u{201c}' | '\u{201d}' => '"',
            '\u{a0}' => ' ',
            c => c,
        };
        if !(collapse && c == ' ' && clean.ends_with(' ')) {
            clean.push(c);
        }
    }
    clean
}

#[cfg(test)]
mod tests {
    use super::super::{headers, markdown};
    use super::*;

    #[test]
    fn words_of_no_language_are_the_default_language() {
        let workbook = markdown::read(
            "| survey | | | |
             | | type | name | label | label::fr |
             | | text | a | A  a | “Aa” |
             | | text | b | B | |",
        );
        let mut problems = Problems::new(&workbook);
        let table = Table::read(&workbook, 0, &headers::SURVEY, true, &mut problems);
        let rows: Vec<Row<'_>> = table.rows().collect();
        let words = rows[0].words(&Key::Label, "en");
        let by: Vec<(&str, &str)> = words.by.iter().map(|(language, source)| (language.as_str(), source.text.as_str())).collect();
        assert_eq!(by, [("en", "A a"), ("fr", "\"Aa\"")]);
        assert_eq!(rows[1].words(&Key::Label, "en").plain.map(|plain| plain.text).as_deref(), Some("B"));
        assert_eq!(rows[1].number, 3);
    }
}
