//! The report of an import: one line for each problem, as a table that staff can open and hand to whoever keeps the source.

use super::plan::Duplicate;
use super::text::spreadsheet_safe;
use crate::messages::{import_problems, problems};
use engawa_core::{Lang, Problem};

/// Names of the columns. They are codes, so that programs can read the report in every language.
const HEADER: &str = "sheet,row,column,code,message,text";

/// The problems as CSV (RFC 4180), with their sentences in one language.
pub fn csv(problems: &[Problem], lang: Lang) -> String {
    let mut out = format!("{HEADER}\r\n");
    for problem in problems {
        let (sheet, column, row) = place(&problem.path);
        let fields = [sheet, row, column, problem.code.clone(), sentence(problem, lang), problem.args.join("; ")];
        out.push_str(&csv_line(&fields));
    }
    out
}

/// A proposal as a line of the report: its code is the reason, and its first arguments are the ids of the two.
pub fn of_duplicate(it: &Duplicate) -> Problem {
    let problem = Problem::new(it.place.clone(), it.reason.clone()).arg(it.id.clone()).arg(it.other_id.clone());
    problem.arg(it.other_place.clone()).arg(it.title.clone()).arg(it.other_title.clone())
}

/// The sentence of a problem; its code, if no table knows it.
pub fn sentence(found: &Problem, lang: Lang) -> String {
    let args: Vec<&str> = found.args.iter().map(String::as_str).collect();
    let message = import_problems::problem(&found.code).or_else(|| problems::problem(&found.code));
    message.map_or_else(|| found.code.clone(), |message| message.with(lang, &args))
}

/// `Sheet1!C12`, `Sheet1!12` and `events.ics:12` in their parts: sheet, column, row.
fn place(path: &str) -> (String, String, String) {
    let cut = path.rsplit_once('!').or_else(|| path.rsplit_once(':'));
    let Some((sheet, cell)) = cut else { return (path.to_owned(), String::new(), String::new()) };
    let digits = cell.find(|c: char| c.is_ascii_digit()).unwrap_or(cell.len());
    let (column, row) = cell.split_at(digits);
    let is_cell = column.chars().all(|c| c.is_ascii_uppercase()) && row.chars().all(|c| c.is_ascii_digit());
    if is_cell { (sheet.to_owned(), column.to_owned(), row.to_owned()) } else { (path.to_owned(), String::new(), String::new()) }
}

/// One line of CSV (RFC 4180), its end included, with cells that no spreadsheet takes for formulas.
pub fn csv_line(fields: &[String]) -> String {
    let mut line = fields.iter().map(|field| quote(field)).collect::<Vec<_>>().join(",");
    line.push_str("\r\n");
    line
}

fn quote(field: &str) -> String {
    let safe = spreadsheet_safe(field);
    if safe.contains(['"', ',', '\n', '\r']) { format!("\"{}\"", safe.replace('"', "\"\"")) } else { safe }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_parted() {
        assert_eq!(place("Sheet1!C12"), ("Sheet1".into(), "C".into(), "12".into()));
        assert_eq!(place("a.csv!12"), ("a.csv".into(), String::new(), "12".into()));
        assert_eq!(place("a.ics:7"), ("a.ics".into(), String::new(), "7".into()));
        assert_eq!(place("schedule.on"), ("schedule.on".into(), String::new(), String::new()));
    }

    #[test]
    fn a_line_a_problem() {
        let problems = [Problem::new("a.csv!C12", "no_code_of_this_name").arg("=1+1, \"二\"")];
        assert_eq!(
            csv(&problems, Lang::Ja),
            "sheet,row,column,code,message,text\r\na.csv,12,C,no_code_of_this_name,no_code_of_this_name,\"'=1+1, \"\"二\"\"\"\r\n"
        );
    }
}
