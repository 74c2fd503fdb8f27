//! A filled-in form as a Word file, for a group's general meeting (総会) and for the files of the desk.
//!
//! Source: Office Open XML (ISO/IEC 29500, the transitional form that Word writes). What is in it and in which order is what the paper has
//! ([`super::paper`]); only words that help with filling in are left out. Invariants: whatever was answered, every part is well-formed XML and
//! of bounded size; the same sheet gives the same bytes; nothing in the file is active: no macro, no link, no address.
//!
//! What was looked at: the six submissions of the sample city, and one of them with sixty rows of a budget, an address without a space and a
//! text of four pages, opened with `LibreOffice` Writer 7.4 and printed to A4: title in the middle, framed tables with labels at the left, heads on
//! each page, number and page at the foot, nothing beyond the margins. Mincho takes its place only where a font of that name is installed;
//! elsewhere the program chooses one. Word itself was not at hand: for it the order of elements is that of the schema.

mod draw;
mod parts;

use super::outline::words_of;
use super::paper::{PaperRow, filled};
use super::rules::file_name;
use engawa_core::form::definition::{Control, NodeKind, Piece};
use engawa_core::form::running::Form;
use engawa_core::time::Millis;
use engawa_core::{Lang, zip};
use std::collections::HashSet;

/// The media type of a Word file.
pub const MEDIA_TYPE: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";
/// How its name ends.
pub const EXTENSION: &str = ".docx";
/// The longest name without its ending, in characters.
const NAME_MAX: usize = 60;

/// A filled-in form on its way to Word.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WordSheet {
    /// Its form.
    pub form_id: String,
    /// Its version.
    pub version: String,
    /// What the form is called.
    pub title: String,
    /// What the filled-in form is called; may be empty.
    pub name: String,
    /// Whether it was sent.
    pub stage: Stage,
    /// What is asked, and what was answered: see [`rows`].
    pub rows: Vec<PaperRow>,
    /// The language of everything around the answers.
    pub lang: Lang,
}

/// Whether a form was sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Stage {
    /// Not yet, and whoever reads it is told so on every page.
    Draft {
        /// When it was last changed.
        changed_at: Millis,
    },
    /// It was.
    Sent {
        /// The short number.
        receipt_no: String,
        /// When it arrived.
        received_at: Millis,
        /// The same in words: of what came on paper, only the day is known.
        received: String,
    },
}

/// The file. Nothing only if it were larger than an archive can be, and what is drawn is bounded far below that.
pub fn docx(sheet: &WordSheet) -> Option<Vec<u8>> {
    let document = draw::document(sheet);
    let footer = draw::footer(sheet);
    let (styles, settings, about) = (parts::styles(sheet.lang), parts::settings(sheet.lang), parts::about(sheet));
    zip::archive(&[
        ("[Content_Types].xml", parts::TYPES.as_bytes()),
        ("_rels/.rels", parts::ROOTS.as_bytes()),
        ("docProps/core.xml", about.as_bytes()),
        ("word/document.xml", document.as_bytes()),
        ("word/_rels/document.xml.rels", parts::RELATIONS.as_bytes()),
        ("word/styles.xml", styles.as_bytes()),
        ("word/settings.xml", settings.as_bytes()),
        ("word/fontTable.xml", parts::FONTS.as_bytes()),
        ("word/footer1.xml", footer.as_bytes()),
    ])
}

/// What the file of a draft is called.
pub fn name_of(name: &str) -> String {
    let name: String = file_name(name).chars().take(NAME_MAX).collect();
    format!("{name}{EXTENSION}")
}

/// The rows of the paper without what helps only with filling in. Notes with a figure in them (a total, what can be applied for) stay.
pub fn rows(form: &Form, language: usize) -> Vec<PaperRow> {
    let is_help = |pieces: &[Piece]| pieces.iter().all(|piece| matches!(piece, Piece::Words(_)));
    let notes = form.definition().nodes.iter().filter(|node| matches!(node.kind, NodeKind::Question(Control::Note)));
    let help: HashSet<String> = notes
        .filter(|node| node.label.in_language(language).is_some_and(is_help))
        .map(|node| words_of(&node.label, language).trim().to_owned())
        .collect();
    let told = filled(form, language).into_iter().filter(|row| !matches!(row, PaperRow::Note(words) if help.contains(words.trim())));
    with_content(told.collect())
}

/// Rows without headings that have nothing below them.
fn with_content(rows: Vec<PaperRow>) -> Vec<PaperRow> {
    let mut kept: Vec<PaperRow> = Vec::with_capacity(rows.len());
    for row in rows.into_iter().rev() {
        let is_bare = match (&row, kept.last()) {
            (PaperRow::Heading(..), None) => true,
            (PaperRow::Heading(depth, _), Some(PaperRow::Heading(next, _))) => next <= depth,
            _ => false,
        };
        if !is_bare {
            kept.push(row);
        }
    }
    kept.reverse();
    kept
}

#[cfg(test)]
mod tests;
