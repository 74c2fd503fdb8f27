//! What an import found in its file, row by row, below the page of the import.

use crate::listings::import::report::in_words;
use crate::listings::import::text::without_apostrophe;
use crate::messages::{desk as m, problems};
use crate::ui::text::{t, tf, use_lang};
use engawa_core::{Lang, Problem};
use leptos::prelude::*;

/// Lines that the page shows; all of them are in the CSV report.
pub const SHOWN: usize = 200;

/// A line of the report that is kept with an import.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Line {
    /// Sheet or file.
    pub sheet: String,
    /// Row, as a spreadsheet counts; empty: the whole.
    pub row: String,
    /// Letters of the column; empty: the whole row.
    pub column: String,
    /// The problem's code.
    pub code: String,
    /// Its sentence in Japanese, as it was written when the file came in.
    pub message: String,
    /// What stood in the cell, and other arguments of the sentence, joined by `; `.
    pub text: String,
}

impl Line {
    /// The sentence in a language.
    pub fn sentence(&self, lang: Lang) -> String {
        if lang == Lang::Ja && !self.message.is_empty() {
            return self.message.clone();
        }
        let mut problem = Problem::new("", self.code.as_str());
        problem.args = self.args().split("; ").map(str::to_owned).collect();
        problems::sentence(&in_words(&problem, lang), lang)
    }

    /// The arguments without the apostrophe that keeps spreadsheets from taking a text for a formula.
    pub(super) fn args(&self) -> &str {
        without_apostrophe(&self.text)
    }
}

/// The page of an import with its report: the first [`SHOWN`] of `total` lines.
pub fn with_report(page: AnyView, id: &str, lines: &[Line], total: usize) -> AnyView {
    if lines.is_empty() {
        return view! { {page}<p>{t(m::REPORT_NONE)}</p> }.into_any();
    }
    let lang = use_lang();
    let rows: Vec<AnyView> = lines
        .iter()
        .take(SHOWN)
        .map(|line| {
            let (row, column, sentence) = (line.row.clone(), line.column.clone(), line.sentence(lang));
            let (sheet, text) = (line.sheet.clone(), line.args().to_owned());
            view! { <tr><th scope="row">{row}</th><td>{column}</td><td>{sentence}</td><td>{text}</td><td>{sheet}</td></tr> }.into_any()
        })
        .collect();
    let href = format!("/staff/imports/{id}/report.csv");
    let more = (total > SHOWN).then(|| view! { <p>{tf(m::REPORT_FIRST, &[&SHOWN.to_string()])}" "<a href=href>{t(m::REPORT_CSV)}</a></p> });
    view! {
        {page}
        <section>
            <h2 id="desk-report">{t(m::REPORT)}" ("{total.to_string()}")"</h2>
            {more}
            <div class="desk-scroll" tabindex="0" role="region" aria-labelledby="desk-report">
                <table class="desk-table">
                    <thead>
                        <tr>
                            <th scope="col">{t(m::REPORT_ROW)}</th>
                            <th scope="col">{t(m::REPORT_COLUMN)}</th>
                            <th scope="col">{t(m::MESSAGE)}</th>
                            <th scope="col">{t(m::REPORT_TEXT)}</th>
                            <th scope="col">{t(m::REPORT_SHEET)}</th>
                        </tr>
                    </thead>
                    <tbody>{rows}</tbody>
                </table>
            </div>
        </section>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sentences_are_spoken_in_the_readers_language() {
        let line = Line { code: "too_long".into(), message: "そのまま".into(), text: "100".into(), ..Line::default() };
        assert_eq!(line.sentence(Lang::Ja), "そのまま");
        assert_eq!(line.sentence(Lang::En), "Too long. At most 100 characters.");
        let formula = Line { code: "formula_value_used".into(), text: "'=1+1".into(), ..Line::default() };
        assert_eq!(formula.sentence(Lang::En), "The value saved with the formula =1+1 was used.");
        assert_eq!(Line { text: "'quoted'".into(), ..Line::default() }.args(), "'quoted'");
    }
}
