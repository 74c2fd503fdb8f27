//! The report of an import: one line for each problem, as a table that staff can open and hand to whoever keeps the source.

use super::duplicates::Duplicate;
use super::kept::{GROUP_HIDES, GROUP_KEEPS};
use super::text::spreadsheet_safe;
use crate::listings::Kind;
use crate::listings::form::labels::label_of;
use crate::messages::{import_problems, problems};
use engawa_core::{Lang, Problem};

/// Names of the columns. They are codes, so that programs can read the report in every language.
const HEADER: &str = "sheet,row,column,code,message,text";

/// The problems as CSV (RFC 4180), with their sentences in one language.
pub fn csv(problems: &[Problem], lang: Lang) -> String {
    let mut out = format!("{HEADER}\r\n");
    for problem in problems {
        let (at, field) = without_field(&problem.path);
        let (sheet, column, row) = place(at);
        let said: Vec<&str> = problem.args.iter().map(String::as_str).chain((!field.is_empty()).then_some(field)).collect();
        let fields = [sheet, row, column, problem.code.clone(), sentence(problem, lang), said.join("; ")];
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
    let found = in_words(found, lang);
    let args: Vec<&str> = found.args.iter().map(String::as_str).collect();
    let message = import_problems::problem(&found.code).or_else(|| problems::problem(&found.code));
    message.map_or_else(|| found.code.clone(), |message| message.with(lang, &args))
}

/// The problem with the field that it is about as people know it: what was left to a group is told by the names of the form.
pub fn in_words(found: &Problem, lang: Lang) -> Problem {
    let mut problem = found.clone();
    if (found.code == GROUP_KEEPS || found.code == GROUP_HIDES)
        && let Some(field) = problem.args.first_mut()
        && let Some(label) = Kind::ALL.iter().find_map(|kind| label_of(*kind, field))
    {
        label.text(lang).clone_into(field);
    }
    problem
}

/// A row that breaks a rule of listings names the field behind its place: `a.csv!12 links.0.url`.
fn without_field(path: &str) -> (&str, &str) {
    let cell = path.rfind('!').unwrap_or(path.len());
    match path[cell..].split_once(' ') {
        Some((before, field)) => (&path[..cell + before.len()], field),
        None => (path, ""),
    }
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
    fn fields_stand_behind_the_row() {
        assert_eq!(without_field("my file.csv!12 links.0.url"), ("my file.csv!12", "links.0.url"));
        assert_eq!(without_field("行事 一覧!C12"), ("行事 一覧!C12", ""));
        assert_eq!(without_field("my file.ics:12"), ("my file.ics:12", ""));
        let problems = [Problem::new("a.csv!12 body", "no_code_of_this_name").arg("20")];
        assert_eq!(csv(&problems, Lang::En).lines().nth(1), Some("a.csv,12,,no_code_of_this_name,no_code_of_this_name,20; body"));
    }

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

    #[test]
    fn what_was_left_to_a_group_is_told_by_the_name_of_the_field() {
        let left = Problem::new("a.csv!12", GROUP_KEEPS).arg("contact.phone").arg("0422-00-0000");
        assert_eq!(in_words(&left, Lang::En).args, ["Phone", "0422-00-0000"]);
        assert!(sentence(&left, Lang::Ja).contains("0422-00-0000") && !sentence(&left, Lang::Ja).contains("contact"));
        assert_eq!(in_words(&Problem::new("", GROUP_HIDES).arg("unread"), Lang::En).args, ["unread"], "it has no name on screen");
    }
}
