//! What is wrong with a workbook, each problem at its sheet, row and column.
//!
//! While a workbook is read, places are numbers ([`Place`]); names of sheets and headers are looked up when a problem is noted. As many
//! problems as possible are found in one reading, up to a limit, so that somebody who corrects a sheet does not do it row by row.

use super::Workbook;
use crate::problem::Problem;

/// More problems than anybody reads.
const MOST: usize = 500;

/// One thing that is wrong with a workbook, or worth knowing.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct SheetProblem {
    /// The sheet, as the workbook calls it.
    pub sheet: String,
    /// The row as the spreadsheet counts it, from 1; 0: the whole sheet.
    pub row: u32,
    /// The letters of the column, `C`; empty: the whole row.
    pub letters: String,
    /// The header of the column; empty where no single column is meant.
    pub column: String,
    /// What is wrong: one of [`super::codes::ALL`].
    pub code: &'static str,
    /// Arguments of the sentence; which ones stands with the code.
    pub args: Vec<String>,
}

impl SheetProblem {
    /// The place as spreadsheets write it: `survey!C12`, `survey!12` for a row, `survey` for a sheet.
    pub fn path(&self) -> String {
        if self.row == 0 { self.sheet.clone() } else { format!("{}!{}{}", self.sheet, self.letters, self.row) }
    }
}

impl From<SheetProblem> for Problem {
    fn from(problem: SheetProblem) -> Self {
        let mut made = Self::new(problem.path(), problem.code);
        made.args = problem.args;
        made
    }
}

/// A cell, a row (no column) or a sheet (row 0) of the workbook that is being read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Place {
    /// The number of the sheet in the workbook.
    pub sheet: usize,
    /// The row, from 1.
    pub row: u32,
    /// The column, from 0.
    pub column: Option<usize>,
}

/// The words of a cell, and where they stand.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Source {
    /// The words, cleaned.
    pub text: String,
    /// The cell.
    pub at: Place,
}

impl Source {
    /// Words at a place.
    pub fn new(text: impl Into<String>, at: Place) -> Self {
        Self { text: text.into(), at }
    }
}

/// What was found so far.
pub(super) struct Problems<'w> {
    workbook: &'w Workbook,
    /// What forbids the form.
    pub errors: Vec<SheetProblem>,
    /// What does not.
    pub warnings: Vec<SheetProblem>,
}

impl<'w> Problems<'w> {
    /// None yet.
    pub fn new(workbook: &'w Workbook) -> Self {
        Self { workbook, errors: Vec::new(), warnings: Vec::new() }
    }

    /// Notes an error.
    pub fn error(&mut self, at: Place, code: &'static str, args: &[&str]) {
        let problem = self.problem(at, code, args);
        note(&mut self.errors, problem);
    }

    /// Notes a warning.
    pub fn warn(&mut self, at: Place, code: &'static str, args: &[&str]) {
        let problem = self.problem(at, code, args);
        note(&mut self.warnings, problem);
    }

    /// Notes that a whole sheet is not there.
    pub fn no_sheet(&mut self, sheet: &str, code: &'static str, args: &[&str]) {
        let problem = SheetProblem { sheet: sheet.to_owned(), row: 0, letters: String::new(), column: String::new(), code, args: owned(args) };
        note(&mut self.errors, problem);
    }

    /// A place as spreadsheets write it.
    pub fn path(&self, at: Place) -> String {
        self.problem(at, "", &[]).path()
    }

    fn problem(&self, at: Place, code: &'static str, args: &[&str]) -> SheetProblem {
        let sheet = self.workbook.sheets.get(at.sheet);
        let header = at.column.and_then(|column| sheet?.rows.first()?.get(column)).map(|header| header.trim().to_owned());
        SheetProblem {
            sheet: sheet.map(|sheet| sheet.name.clone()).unwrap_or_default(),
            row: at.row,
            letters: at.column.map(letters).unwrap_or_default(),
            column: header.unwrap_or_default(),
            code,
            args: owned(args),
        }
    }
}

fn note(problems: &mut Vec<SheetProblem>, problem: SheetProblem) {
    if problems.len() < MOST && !problems.contains(&problem) {
        problems.push(problem);
    }
}

/// Arguments are shown to people: a cell of 30,000 characters is not.
fn owned(args: &[&str]) -> Vec<String> {
    args.iter().map(|arg| if arg.chars().count() > 200 { arg.chars().take(199).chain(['…']).collect() } else { (*arg).to_owned() }).collect()
}

/// The letters of a column: 0 is `A`, 26 is `AA`.
pub(super) fn letters(column: usize) -> String {
    let mut letters = Vec::new();
    let mut rest = column;
    loop {
        letters.push(char::from(b'A' + u8::try_from(rest % 26).unwrap_or_default()));
        if rest < 26 {
            break;
        }
        rest = rest / 26 - 1;
    }
    letters.iter().rev().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_have_letters() {
        for (column, expected) in [(0, "A"), (2, "C"), (25, "Z"), (26, "AA"), (51, "AZ"), (52, "BA"), (701, "ZZ"), (702, "AAA")] {
            assert_eq!(letters(column), expected);
        }
    }

    #[test]
    fn a_problem_has_the_address_of_its_cell() {
        let problem = SheetProblem {
            sheet: "survey".to_owned(),
            row: 12,
            letters: "C".to_owned(),
            column: "relevant".to_owned(),
            code: super::super::codes::CYCLE,
            args: vec!["a".to_owned()],
        };
        let problem = Problem::from(problem);
        assert_eq!((problem.path.as_str(), problem.code.as_str(), problem.args.len()), ("survey!C12", "cycle", 1));
    }
}
