//! Draws a sheet as the text of a Word file: title, facts, headings, tables.
//!
//! Whatever somebody wrote passes [`run`], which escapes it, cuts it, and leaves out what XML forbids and what turns the direction of the words
//! behind it. Invariant: a row of a table is taken whole or not at all, so that the text is well-formed wherever it is cut.

use super::parts::{BEGIN, DRAWING};
use super::{Stage, WordSheet};
use crate::date;
use crate::forms::japanese::wareki_of;
use crate::forms::paper::{Ask, Cell, PaperRow, Room};
use crate::messages::forms::{self as words, fill, intake, word as m};
use engawa_core::Lang;
use engawa_core::time::{Millis, jst_datetime};

/// The most bytes of the text as XML: some thousand pages.
pub const XML_MAX: usize = 8 * 1024 * 1024;
/// The most characters of one answer; Word shows no more in a cell with ease.
pub const TEXT_MAX: usize = 20_000;
/// The breadth of the text between the margins of A4, in twentieths of a point.
const BREADTH: usize = 9_638;
/// The breadth of questions.
const ASKED: usize = 3_000;
/// The breadth of the numbers of rows.
const NUMBERS: usize = 567;
/// Choices that a column of a table has room for.
const BOXES_IN_GRID: usize = 3;
/// Empty rows of a table in which nothing was written yet.
const EMPTY_ROWS: usize = 3;
/// Lines to write on, for a long answer.
const LINES: usize = 4;
/// The breadth of a letter, and what a cell has beside its letters.
const LETTER: usize = 210;
const PADDING: usize = 216;
/// A row of so many lines stays together: about half a page.
const TOGETHER: usize = 24;
/// What a head is: it stays together and stands on each page.
const HEAD: &str = "<w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>";
/// What a row is that stays together.
const WHOLE: &str = "<w:trPr><w:cantSplit/></w:trPr>";

/// The text of the file.
pub fn document(sheet: &WordSheet) -> String {
    let is_draft = matches!(sheet.stage, Stage::Draft { .. });
    let mut page = Page { xml: format!("{BEGIN}<w:document {DRAWING}><w:body>"), lang: sheet.lang, is_draft, is_cut: false };
    page.head(sheet);
    page.body(&sheet.rows);
    if page.is_cut {
        page.xml.push_str(&paragraph("DraftNote", &run(m::CUT.text(sheet.lang))));
    }
    page.xml.push_str(
        "<w:sectPr><w:footerReference w:type=\"default\" r:id=\"rId4\"/><w:pgSz w:w=\"11906\" w:h=\"16838\" w:orient=\"portrait\"/>\
         <w:pgMar w:top=\"1134\" w:right=\"1134\" w:bottom=\"1134\" w:left=\"1134\" w:header=\"567\" w:footer=\"567\" w:gutter=\"0\"/>\
         </w:sectPr></w:body></w:document>",
    );
    page.xml
}

/// What stands below each page: what it is, and its number.
pub fn footer(sheet: &WordSheet) -> String {
    let about = match &sheet.stage {
        Stage::Draft { .. } => m::DRAFT.text(sheet.lang),
        Stage::Sent { receipt_no, .. } => receipt_no.as_str(),
    };
    let title = run(&format!("{}  {about}", sheet.title));
    let number = numbered(&words::PAGE_OF.with(sheet.lang, &["\u{1}", "\u{2}"]));
    format!("{BEGIN}<w:ftr {DRAWING}>{}</w:ftr>", paragraph("Footer", &format!("{title}<w:r><w:tab/></w:r>{number}")))
}

/// A sentence with the number of the page and of all pages, which Word fills in, at its two marks.
fn numbered(sentence: &str) -> String {
    let field = |name: &str| format!("<w:fldSimple w:instr=\" {name} \">{}</w:fldSimple>", run("1"));
    let mut out = String::new();
    let mut plain = String::new();
    for c in sentence.chars() {
        let name = match c {
            '\u{1}' => "PAGE",
            '\u{2}' => "NUMPAGES",
            c => {
                plain.push(c);
                continue;
            }
        };
        out.push_str(&run(&std::mem::take(&mut plain)));
        out.push_str(&field(name));
    }
    out.push_str(&run(&plain));
    out
}

/// A text as XML takes it. Control characters have no meaning here, and signs that turn the direction of writing would turn what stands
/// behind the text; the marks that right-to-left names need stay.
pub fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\t' => out.push(' '),
            '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' | '\u{FFFE}' | '\u{FFFF}' => {}
            c if c.is_control() => {}
            c => out.push(c),
        }
    }
    out
}

/// A text with its line breaks, cut where it is too long.
fn run(text: &str) -> String {
    let cut = text.char_indices().nth(TEXT_MAX).map(|(at, _)| at);
    let shown = cut.and_then(|at| text.get(..at)).unwrap_or(text);
    let mut out = "<w:r>".to_owned();
    for (number, line) in shown.lines().enumerate() {
        let space = if number > 0 { "<w:br/>" } else { "" };
        out.push_str(&format!("{space}<w:t xml:space=\"preserve\">{}</w:t>", escaped(line)));
    }
    if cut.is_some() {
        out.push_str("<w:t>…</w:t>");
    }
    out.push_str("</w:r>");
    out
}

/// A paragraph of a style; the empty name is the ordinary one.
fn paragraph(style: &str, runs: &str) -> String {
    if style.is_empty() { format!("<w:p>{runs}</w:p>") } else { format!("<w:p><w:pPr><w:pStyle w:val=\"{style}\"/></w:pPr>{runs}</w:p>") }
}

fn plain(text: &str) -> String {
    paragraph("", &run(text))
}

/// What stands in a head. It stays with the row below it.
fn head_of(text: &str) -> String {
    paragraph("TableHead", &run(text))
}

/// A line to write on.
fn blank() -> String {
    paragraph("Blank", "")
}

/// A cell of this breadth; there is always a paragraph in it.
fn cell(breadth: usize, paragraphs: &str) -> String {
    format!("<w:tc><w:tcPr><w:tcW w:w=\"{breadth}\" w:type=\"dxa\"/></w:tcPr>{paragraphs}</w:tc>")
}

/// A row with its properties.
fn row(properties: &str, cells: &str) -> String {
    format!("<w:tr>{properties}{cells}</w:tr>")
}

/// A row of answers: it stays together, but a long one may go on over the page.
fn answers_row(cells: &str, breadths: &[usize]) -> String {
    let lines = cells.split("</w:tc>").zip(breadths).map(|(cell, breadth)| lines_of(cell, *breadth)).max();
    row(if lines.is_some_and(|lines| lines > TOGETHER) { "" } else { WHOLE }, cells)
}

/// About how many lines a cell of this breadth has, as if all letters were as broad as those of Japanese.
fn lines_of(cell: &str, breadth: usize) -> usize {
    let in_a_line = (breadth.saturating_sub(PADDING) / LETTER).max(1);
    let lines = cell.split("</w:p>").map(|paragraph| {
        // What is written is escaped: these signs are tags.
        let texts = paragraph.split('<').map(|after| after.split_once('>').map_or("", |(_, text)| text));
        let letters: usize = texts.map(|text| text.chars().count()).sum();
        (letters.div_ceil(in_a_line) + paragraph.matches("<w:br/>").count()).max(1)
    });
    lines.sum()
}

fn column(breadth: usize) -> String {
    format!("<w:gridCol w:w=\"{breadth}\"/>")
}

/// Whether it is a number, grouped or not; one of a telephone is none.
fn is_figure(text: &str) -> bool {
    let bare = text.strip_prefix('-').unwrap_or(text);
    bare.starts_with(|c: char| c.is_ascii_digit()) && bare.chars().all(|c| c.is_ascii_digit() || matches!(c, ',' | '.'))
}

fn ticked(label: &str, is_ticked: bool) -> String {
    plain(&format!("{} {label}", if is_ticked { "☑" } else { "□" }))
}

/// The choices of a box, if a column of a table has no room for them.
fn many(cell: &Cell) -> Option<&[(String, bool)]> {
    match cell {
        Cell::Boxes(boxes, _) if boxes.len() > BOXES_IN_GRID => Some(boxes),
        _ => None,
    }
}

struct Page {
    xml: String,
    lang: Lang,
    /// Whoever reads it may still write into it.
    is_draft: bool,
    is_cut: bool,
}

impl Page {
    /// Takes a piece that is well-formed in itself, as long as there is room; after the first that does not fit, none.
    fn take(&mut self, piece: &str) {
        self.is_cut |= self.xml.len() + piece.len() > XML_MAX;
        if !self.is_cut {
            self.xml.push_str(piece);
        }
    }

    fn head(&mut self, sheet: &WordSheet) {
        let lang = self.lang;
        self.take(&paragraph("Title", &run(&sheet.title)));
        if !sheet.name.trim().is_empty() && sheet.name != sheet.title {
            self.take(&paragraph("Subtitle", &run(&sheet.name)));
        }
        let form = (words::FORM.text(lang), intake::FORM_AND_VERSION.with(lang, &[&sheet.form_id, &sheet.version]));
        let facts = match &sheet.stage {
            Stage::Draft { changed_at } => {
                self.take(&paragraph("DraftNote", &run(m::DRAFT.text(lang))));
                vec![form, (m::CHANGED.text(lang), on_record(*changed_at, lang))]
            }
            Stage::Sent { receipt_no, received, .. } => {
                vec![form, (words::RECEIPT_NO.text(lang), receipt_no.clone()), (words::RECEIPT_RECEIVED.text(lang), received.clone())]
            }
        };
        let facts: Vec<String> = facts.iter().map(|(name, value)| cell(ASKED, &plain(name)) + &cell(BREADTH - ASKED, &plain(value))).collect();
        self.table(&[ASKED, BREADTH - ASKED], "", None, &facts);
    }

    /// The rows; fields that follow each other are one table.
    fn body(&mut self, rows: &[PaperRow]) {
        let mut rest = rows;
        while let Some((first, after)) = rest.split_first() {
            let fields = rest.iter().take_while(|row| matches!(row, PaperRow::Field(..))).count();
            if fields > 0 {
                let (together, behind) = rest.split_at(fields);
                self.fields(together);
                rest = behind;
                continue;
            }
            match first {
                PaperRow::Heading(depth, label) => self.take(&paragraph(heading(*depth), &run(label))),
                PaperRow::Note(note) => self.take(&paragraph("FormNote", &run(note))),
                PaperRow::Table { label, columns, rows } => self.grid(label, columns, rows),
                // The questions say in words what their pictures show; the paper that is read at a meeting is about the answers.
                PaperRow::Field(..) | PaperRow::Pictures(_) => {}
            }
            rest = after;
        }
    }

    /// Questions beside their answers.
    fn fields(&mut self, rows: &[PaperRow]) {
        let head = cell(ASKED, &head_of(m::QUESTION.text(self.lang))) + &cell(BREADTH - ASKED, &head_of(m::ANSWER.text(self.lang)));
        let drawn: Vec<String> = rows
            .iter()
            .filter_map(|row| if let PaperRow::Field(ask, answer) = row { Some((ask, answer)) } else { None })
            .map(|(ask, answer)| cell(ASKED, &plain(&ask.label)) + &cell(BREADTH - ASKED, &self.answer(answer)))
            .collect();
        self.table(&[ASKED, BREADTH - ASKED], "", Some(&head), &drawn);
    }

    /// The same questions in rows: a table of its own, whose head is repeated on each page.
    fn grid(&mut self, label: &str, columns: &[Ask], rows: &[Vec<Cell>]) {
        let Some(each) = (BREADTH - NUMBERS).checked_div(columns.len()) else { return };
        let mut breadths = vec![NUMBERS];
        breadths.extend(columns.iter().map(|_| each));
        let head: String = columns.iter().map(|ask| cell(each, &head_of(&ask.label))).collect();
        let place = |number: usize| cell(NUMBERS, &plain(&number.to_string()));
        let answers = |row: &[Cell]| row.iter().map(|answer| cell(each, &self.in_grid(answer))).collect::<String>();
        let mut drawn: Vec<String> = (1_usize..).zip(rows).map(|(number, row)| place(number) + &answers(row)).collect();
        let is_untouched = rows.iter().flatten().all(|answer| matches!(answer, Cell::Blank(_)) || *answer == Cell::Words(String::new()));
        if is_untouched && self.is_draft {
            drawn.extend((drawn.len() + 1..=EMPTY_ROWS).map(|number| place(number) + &cell(each, &plain("")).repeat(columns.len())));
        }
        self.take(&paragraph("Caption", &run(label)));
        self.table(&breadths, label, Some(&(cell(NUMBERS, &head_of("#")) + &head)), &drawn);
    }

    /// A table, and the gap that keeps it from becoming one with the next. Its name is for screen readers.
    fn table(&mut self, breadths: &[usize], name: &str, head: Option<&str>, rows: &[String]) {
        let (look, first) = if head.is_some() { ("04A0", 1) } else { ("0480", 0) };
        let name: String = name.chars().take(200).collect();
        let name = if name.trim().is_empty() { String::new() } else { format!("<w:tblCaption w:val=\"{}\"/>", escaped(&name)) };
        let columns: String = breadths.iter().map(|breadth| column(*breadth)).collect();
        let whole: usize = breadths.iter().sum();
        let mut rows = rows.iter();
        let head = head.map(|cells| row(HEAD, cells)).unwrap_or_default();
        let top = head + &rows.next().map(|cells| answers_row(cells, breadths)).unwrap_or_default();
        if top.is_empty() {
            return;
        }
        // With its first row, because there is no table without one.
        self.take(&format!(
            "<w:tbl><w:tblPr><w:tblStyle w:val=\"FormTable\"/><w:tblW w:w=\"{whole}\" w:type=\"dxa\"/><w:tblLayout w:type=\"fixed\"/>\
             <w:tblLook w:val=\"{look}\" w:firstRow=\"{first}\" w:lastRow=\"0\" w:firstColumn=\"1\" w:lastColumn=\"0\" \
             w:noHBand=\"0\" w:noVBand=\"1\"/>\
             {name}</w:tblPr><w:tblGrid>{columns}</w:tblGrid>{top}"
        ));
        if self.is_cut {
            return;
        }
        for cells in rows {
            self.take(&answers_row(cells, breadths));
        }
        self.xml.push_str("</w:tbl>");
        self.xml.push_str(&paragraph("Gap", ""));
    }

    /// An answer beside its question. Where nothing was answered is room to write, as long as it is a draft.
    fn answer(&self, answer: &Cell) -> String {
        let is_empty = match answer {
            Cell::Words(text) => text.trim().is_empty(),
            Cell::Blank(_) => true,
            Cell::Boxes(boxes, _) => boxes.is_empty(),
            Cell::Places(places) => places.is_empty(),
            Cell::Tick(_) => false,
        };
        if is_empty && !self.is_draft {
            return plain("");
        }
        match answer {
            Cell::Words(text) if text.trim().is_empty() => blank(),
            Cell::Words(text) => plain(&self.in_words(text)),
            Cell::Blank(Room::Short | Room::Line) => blank(),
            Cell::Blank(Room::Lines) => blank().repeat(LINES),
            Cell::Blank(Room::Day) => plain(intake::DAY_BLANK.text(self.lang)),
            Cell::Blank(Room::Enclosure) => ticked(intake::ENCLOSED.text(self.lang), false),
            Cell::Boxes(boxes, _) if boxes.is_empty() => blank(),
            Cell::Boxes(boxes, _) => boxes.iter().map(|(label, is_ticked)| ticked(label, *is_ticked)).collect(),
            Cell::Tick(is_ticked) => ticked(words::OK.text(self.lang), *is_ticked),
            Cell::Places(places) if places.is_empty() => blank(),
            Cell::Places(places) => places.iter().map(|(label, place)| plain(&format!("({place:>2}) {label}"))).collect(),
        }
    }

    /// An answer in a table: figures stand below each other, of many choices stands what was chosen, and what is empty is a box to write in.
    fn in_grid(&self, answer: &Cell) -> String {
        if let Some(boxes) = many(answer) {
            let chosen: Vec<&str> = boxes.iter().filter(|(_, is_ticked)| *is_ticked).map(|(label, _)| label.as_str()).collect();
            return plain(&chosen.join(" / "));
        }
        match answer {
            Cell::Words(text) if text.trim().is_empty() => plain(""),
            Cell::Words(text) if is_figure(text) => format!("<w:p><w:pPr><w:jc w:val=\"right\"/></w:pPr>{}</w:p>", run(&self.in_words(text))),
            Cell::Blank(Room::Short | Room::Line | Room::Lines) => plain(""),
            answer => self.answer(answer),
        }
    }

    /// A day with its era; all else as it is.
    fn in_words(&self, text: &str) -> String {
        wareki_of(text).map_or_else(|| text.to_owned(), |era| fill::WITH_ERA.with(self.lang, &[text, &era]))
    }
}

/// The style of a heading of this depth.
fn heading(depth: usize) -> &'static str {
    match depth {
        0 => "Heading1",
        1 => "Heading2",
        _ => "Heading3",
    }
}

/// A moment with its year.
fn on_record(at: Millis, lang: Lang) -> String {
    let moment = jst_datetime(at);
    format!("{} {}", date::full(moment.date(), lang), date::time(moment.time()))
}
