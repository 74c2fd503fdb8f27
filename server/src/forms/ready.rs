//! The ready forms of `server/forms`, which a city can publish as they are or change first: from Markdown to the workbook that a
//! spreadsheet program opens.
//!
//! Invariants: the importer makes of each workbook the form that its text says (the test below); the same text gives the same bytes; every
//! cell is a text, so that codes keep their zeros and nothing is taken for a formula or a date.

use engawa_core::form::xlsform::{Checked, SheetProblem, Workbook, markdown, read};
use rust_xlsxwriter::{Color, DocProperties, ExcelDateTime, Format, FormatAlign, XlsxError};

/// Widths of columns, in characters: narrow enough to see several, wide enough for a sentence.
const WIDTHS: (usize, usize) = (8, 48);

/// A form that is there.
#[derive(Clone, Copy, Debug)]
pub struct ReadyForm {
    /// Its id, also the name of its file.
    pub id: &'static str,
    /// The workbook as Markdown tables.
    pub text: &'static str,
}

macro_rules! ready {
    ($($id:literal),* $(,)?) => {
        /// All of them, by id.
        pub const READY: &[ReadyForm] = &[$(ReadyForm { id: $id, text: include_str!(concat!("../../forms/", $id, ".md")) }),*];
    };
}

ready!(
    "accident_report",
    "consultation_request",
    "cooperation_proposal",
    "course_questionnaire",
    "facility_survey",
    "grant_application",
    "grant_report",
    "group_registration",
    "group_renewal",
    "neighbourhood_association_joining",
    "opinion_box",
    "visiting_lecture_request",
    "volunteer_signup",
);

impl ReadyForm {
    /// The form of an id.
    pub fn of(id: &str) -> Option<&'static Self> {
        READY.iter().find(|form| form.id == id)
    }

    /// The name of its workbook.
    pub fn file_name(&self) -> String {
        format!("{}.xlsx", self.id)
    }

    /// What it says.
    ///
    /// # Errors
    /// Mistakes by cell; the tests let none through.
    pub fn checked(&self) -> Result<Checked, Vec<SheetProblem>> {
        read(&markdown::read(self.text))
    }

    /// The workbook of its text.
    ///
    /// # Errors
    /// A sheet or a cell beyond what a workbook holds.
    pub fn to_xlsx(&self) -> Result<Vec<u8>, XlsxError> {
        to_xlsx(&markdown::read(self.text))
    }
}

/// A workbook as people edit it: headers in bold that stay in sight, wrapped texts.
///
/// # Errors
/// A sheet or a cell beyond what a workbook holds.
pub fn to_xlsx(workbook: &Workbook) -> Result<Vec<u8>, XlsxError> {
    let text = Format::new().set_num_format("@").set_text_wrap().set_align(FormatAlign::Top);
    let header = text.clone().set_bold().set_background_color(Color::RGB(0x00E6_ECF5));
    let mut book = rust_xlsxwriter::Workbook::new();
    // Not the moment at which it is made: the same text gives the same bytes.
    book.set_properties(&DocProperties::new().set_creation_datetime(&ExcelDateTime::from_ymd(2026, 1, 1)?));
    for sheet in &workbook.sheets {
        let page = book.add_worksheet();
        page.set_name(sheet.name.as_str())?;
        let columns = sheet.rows.iter().map(Vec::len).max().unwrap_or(0);
        for (column, at) in (0_u16..).zip(0..columns) {
            page.set_column_width(column, width(&sheet.rows, at))?;
            // Also what a city adds stays text.
            page.set_column_format(column, &text)?;
        }
        for (row, cells) in (0_u32..).zip(&sheet.rows) {
            let format = if row == 0 { &header } else { &text };
            for (column, cell) in (0_u16..).zip(cells).filter(|(_, cell)| !cell.is_empty()) {
                page.write_string_with_format(row, column, cell.as_str(), format)?;
            }
        }
        page.set_freeze_panes(1, 0)?;
    }
    book.save_to_buffer()
}

/// How wide a column is: as its longest cell, within bounds. A sign that is not of ASCII takes two places.
fn width(rows: &[Vec<String>], column: usize) -> u32 {
    let places = |cell: &String| cell.chars().map(|c| if c.is_ascii() { 1 } else { 2 }).sum::<usize>();
    let longest = rows.iter().filter_map(|row| row.get(column)).map(places).max().unwrap_or(0);
    u32::try_from((longest + 2).clamp(WIDTHS.0, WIDTHS.1)).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::forms::workbook;

    #[test]
    fn every_workbook_reads_back_as_its_text() {
        assert_eq!(READY.len(), 13);
        for form in READY {
            let bytes = form.to_xlsx().unwrap();
            let back = workbook::form(&form.file_name(), &bytes).unwrap_or_else(|problems| panic!("{}: {problems:?}", form.id));
            let text = form.checked().unwrap();
            assert!(back.definition == text.definition, "{}", form.id);
            assert!(back.warnings.is_empty(), "{}: {:?}", form.id, back.warnings);
            assert_eq!(bytes, form.to_xlsx().unwrap(), "{}: the same bytes", form.id);
        }
    }

    #[test]
    fn every_text_of_the_folder_is_in_the_list() {
        let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("forms");
        let names = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned());
        let mut names: Vec<String> = names.filter_map(|name| name.strip_suffix(".md").map(str::to_owned)).filter(|name| name != "README").collect();
        names.sort();
        assert_eq!(names, READY.iter().map(|form| form.id).collect::<Vec<_>>());
        assert!(ReadyForm::of("opinion_box").is_some() && ReadyForm::of("../secret").is_none());
    }

    #[test]
    fn cells_stay_what_they_are() {
        let workbook = markdown::read("| survey | | |\n| | type | name |\n| | =1+1 | 007 |");
        let bytes = to_xlsx(&workbook).unwrap();
        assert_eq!(workbook::decode("a.xlsx", &bytes).unwrap(), workbook);
    }
}
