//! What is in a Word file: read back with another reader of archives and another reader of XML.

use super::draw::{TEXT_MAX, XML_MAX};
use super::*;
use crate::forms::outline;
use crate::forms::paper::{Ask, Cell, Room};
use engawa_core::form::answers::{AnswerPath, Answers};
use engawa_core::form::running::Compiled;
use engawa_core::form::xlsform::{self, markdown};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;
use std::io::{Cursor, Read as _};
use std::sync::Arc;

/// The name space of everything in the text.
const W: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
/// Friday, 20 November 2026, 14:00 in Japan.
const AT: Millis = 1_795_150_800_000;

fn compiled() -> Arc<Compiled> {
    let workbook = markdown::read(
        "| survey | | | | | | |
         | | type | name | label | appearance | relevant | calculation |
         | | begin_group | intro | はじめに | | | |
         | | note | read | よく読んでください。 | | | |
         | | end_group | | | | | |
         | | begin_group | who | 申請者 | | | |
         | | text | name | 団体名 | | | |
         | | text | why | 理由 | multiline | | |
         | | date | on | 日 | | | |
         | | select_multiple work | what | 活動 | | | |
         | | text | other | その他 | | ${name} = 'x' | |
         | | end_group | | | | | |
         | | begin_repeat | cost | 経費 | | | |
         | | text | item | 品目 | | | |
         | | integer | yen | 金額 | thousands-sep | | |
         | | end_repeat | | | | | |
         | | calculate | total | | | | sum(${yen}) |
         | | note | sum | 経費の合計 ${total} 円 | | | |
         | choices | | | | | | |
         | | list_name | name | label | | | |
         | | work | a | 清掃 | | | |
         | | work | b | 見守り | | | |",
    );
    Arc::new(Compiled::new(Arc::new(xlsform::read(&workbook).unwrap().definition)).unwrap())
}

fn sheet(values: &[(&str, &str)], keys: &[&str]) -> WordSheet {
    let mut answers = Answers::default();
    answers.values.extend(values.iter().map(|(path, value)| (AnswerPath((*path).into()), (*value).to_owned())));
    if !keys.is_empty() {
        answers.rows.insert(AnswerPath("cost".into()), keys.iter().map(|key| (*key).to_owned()).collect());
    }
    let form = outline::filled(&compiled(), &answers, AT, "x");
    WordSheet {
        form_id: "grant".into(),
        version: "2".into(),
        title: "助成金の申請".into(),
        name: "<川> & 海".into(),
        stage: Stage::Draft { changed_at: AT },
        rows: rows(&form, 0),
        lang: Lang::Ja,
    }
}

/// Every part of a file by its name, each well-formed.
fn parts_of(bytes: &[u8]) -> Vec<(String, String)> {
    let mut archive = ::zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let parts: Vec<(String, String)> = (0..archive.len())
        .map(|at| {
            let mut part = archive.by_index(at).unwrap();
            let (name, mut text) = (part.name().to_owned(), String::new());
            part.read_to_string(&mut text).unwrap();
            (name, text)
        })
        .collect();
    for (name, text) in &parts {
        roxmltree::Document::parse(text).unwrap_or_else(|why| panic!("{name}: {why}\n{text}"));
    }
    parts
}

fn part(sheet: &WordSheet, name: &str) -> String {
    let parts = parts_of(&docx(sheet).unwrap());
    parts.into_iter().find(|(other, _)| other == name).unwrap().1
}

/// Every paragraph of the text: its style and its words.
fn paragraphs(sheet: &WordSheet) -> Vec<(String, String)> {
    let text = part(sheet, "word/document.xml");
    let document = roxmltree::Document::parse(&text).unwrap();
    let style = |node: roxmltree::Node<'_, '_>| {
        let style = node.descendants().find(|it| it.has_tag_name((W, "pStyle")));
        style.and_then(|it| it.attribute((W, "val"))).unwrap_or_default().to_owned()
    };
    let words = |node: roxmltree::Node<'_, '_>| {
        let texts = node.descendants().filter(|it| it.has_tag_name((W, "t")));
        texts.filter_map(|it| it.text()).collect::<String>()
    };
    document.descendants().filter(|it| it.has_tag_name((W, "p"))).map(|node| (style(node), words(node))).collect()
}

fn has(found: &[(String, String)], style: &str, words: &str) -> bool {
    found.iter().any(|(of, text)| of == style && text == words)
}

#[test]
fn a_draft_says_what_was_written_and_leaves_room_for_the_rest() {
    let values = [("who/name", "えんがわ会"), ("who/on", "2026-11-20"), ("who/what", "b"), ("cost[p]/item", "紙"), ("cost[p]/yen", "12000")];
    let sheet = sheet(&values, &["p"]);
    let found = paragraphs(&sheet);
    for (style, words) in [
        ("Title", "助成金の申請"),
        ("Subtitle", "<川> & 海"),
        ("DraftNote", "下書き（まだ提出されていません）"),
        ("", "grant　版 2"),
        ("", "2026年（令和8年）11月20日（金） 14:00"),
        ("Heading1", "申請者"),
        ("", "えんがわ会"),
        ("", "2026-11-20（令和8年11月20日）"),
        ("", "□ 清掃"),
        ("", "☑ 見守り"),
        ("Blank", ""),
        ("Caption", "経費"),
        ("", "紙"),
        ("", "12,000"),
        ("FormNote", "経費の合計 12000 円"),
    ] {
        assert!(has(&found, style, words), "{style} {words}: {found:?}");
    }
    for left_out in ["よく読んでください。", "はじめに", "その他"] {
        assert!(!found.iter().any(|(_, words)| words == left_out), "{left_out}: {found:?}");
    }
    let text = part(&sheet, "word/document.xml");
    let document = roxmltree::Document::parse(&text).unwrap();
    let tables: Vec<_> = document.descendants().filter(|it| it.has_tag_name((W, "tbl"))).collect();
    assert_eq!(tables.len(), 3, "facts, questions, costs");
    let heads = |table: &roxmltree::Node<'_, '_>| table.descendants().filter(|it| it.has_tag_name((W, "tblHeader"))).count();
    assert_eq!(tables.iter().map(heads).collect::<Vec<_>>(), [0, 1, 1]);
    for row in document.descendants().filter(|it| it.has_tag_name((W, "tr"))) {
        for cell in row.children().filter(|it| it.has_tag_name((W, "tc"))) {
            assert!(cell.children().any(|it| it.has_tag_name((W, "p"))), "Word wants a paragraph in each cell");
        }
    }
    let size = document.descendants().find(|it| it.has_tag_name((W, "pgSz"))).unwrap();
    assert_eq!((size.attribute((W, "w")), size.attribute((W, "h")), size.attribute((W, "orient"))), (Some("11906"), Some("16838"), Some("portrait")));
}

#[test]
fn what_was_sent_has_its_number_on_every_page() {
    let stage = Stage::Sent { receipt_no: "ABCD-1234".into(), received_at: AT, received: "11月20日".into() };
    let sheet = WordSheet { stage, lang: Lang::En, ..sheet(&[], &[]) };
    let found = paragraphs(&sheet);
    assert!(has(&found, "", "ABCD-1234") && has(&found, "", "11月20日"), "{found:?}");
    assert!(!found.iter().any(|(style, _)| style == "DraftNote"), "{found:?}");
    assert!(!found.iter().any(|(style, _)| style == "Blank"), "nobody writes into what was sent: {found:?}");
    let footer = part(&sheet, "word/footer1.xml");
    for shown in ["ABCD-1234", "\" PAGE \"", "\" NUMPAGES \"", "Page "] {
        assert!(footer.contains(shown), "{shown}: {footer}");
    }
    assert!(part(&sheet, "docProps/core.xml").contains("2026-11-20T05:00:00Z"));
}

#[test]
fn the_file_is_one_that_word_reads_in_japanese() {
    let sheet = sheet(&[], &[]);
    let bytes = docx(&sheet).unwrap();
    assert_eq!(bytes, docx(&sheet).unwrap(), "the same sheet, the same bytes");
    let parts = parts_of(&bytes);
    let names: Vec<&str> = parts.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(names.first(), Some(&"[Content_Types].xml"));
    let text = |name: &str| parts.iter().find(|(other, _)| other == name).unwrap().1.as_str();
    for name in names.iter().filter(|name| !name.contains("rels") && !name.starts_with('[')) {
        assert!(text("[Content_Types].xml").contains(&format!("PartName=\"/{name}\"")), "{name}");
    }
    let styles = text("word/styles.xml");
    assert!(styles.contains("w:eastAsia=\"Yu Mincho\"") && styles.contains("w:val=\"ja-JP\" w:eastAsia=\"ja-JP\""), "{styles}");
    assert!(text("word/fontTable.xml").contains("MS Mincho") && text("docProps/core.xml").contains("<dc:language>ja-JP"));
    // Every style that is used is there, and every relation that is used leads somewhere.
    for (style, _) in paragraphs(&sheet) {
        assert!(style.is_empty() || styles.contains(&format!("w:styleId=\"{style}\"")), "{style}");
    }
    assert!(text("word/document.xml").contains("r:id=\"rId4\"") && text("word/_rels/document.xml.rels").contains("Id=\"rId4\""));
    for lang in Lang::ALL {
        parts_of(&docx(&WordSheet { lang, ..sheet.clone() }).unwrap());
    }
}

#[test]
fn a_draft_without_rows_has_rows_to_write_in() {
    let empty = sheet(&[], &[]);
    let rows = |sheet: &WordSheet| part(sheet, "word/document.xml").split("<w:tblCaption").nth(1).unwrap().matches("<w:tr>").count();
    assert_eq!(rows(&empty), 1 + 3, "the head and three rows");
    let stage = Stage::Sent { receipt_no: "A".into(), received_at: AT, received: String::new() };
    assert_eq!(rows(&WordSheet { stage, ..empty }), 1 + 1, "nothing is added to what was sent");
}

#[test]
fn a_row_is_not_torn_over_two_pages_unless_it_is_long() {
    // Letters of an item: its column is narrower than the answer beside a question.
    for (letters, stays) in [(1, true), (400, true), (800, false)] {
        let item = "紙".repeat(letters);
        let sheet = sheet(&[("cost[p]/item", item.as_str()), ("cost[q]/item", "筆")], &["p", "q"]);
        let text = part(&sheet, "word/document.xml");
        let document = roxmltree::Document::parse(&text).unwrap();
        let mut rows = document.descendants().filter(|it| it.has_tag_name((W, "tr")));
        let row = rows.find(|row| row.descendants().any(|it| it.text() == Some(item.as_str()))).unwrap();
        assert_eq!(row.descendants().any(|it| it.has_tag_name((W, "cantSplit"))), stays, "{letters}");
    }
    let found = paragraphs(&sheet(&[], &[]));
    for head in ["質問", "答え", "#", "品目"] {
        assert!(has(&found, "TableHead", head), "{head}: {found:?}");
    }
    let styles = part(&sheet(&[], &[]), "word/styles.xml");
    let head = styles.split("w:styleId=\"TableHead\"").nth(1).and_then(|behind| behind.split("</w:style>").next()).unwrap();
    assert!(head.contains("<w:keepNext/>"), "a head stays with the row below it: {head}");
}

#[test]
fn hostile_words_stay_words() {
    let family = "\u{1F469}\u{200D}\u{1F469}\u{200D}\u{1F467}";
    let name = "\u{200F}שלום\u{200E}";
    let controls = "\u{0}\u{8}\u{1B}\u{85}\u{FFFE}\u{202E}";
    let hostile = &format!("</w:t></w:r>&amp;<!--\"']]>{controls}gpj.exe\u{2066}{family} {name}\nzweite\tZeile\r\n");
    let mut sheet = sheet(&[("who/name", hostile.as_str()), ("cost[p]/item", hostile.as_str())], &["p"]);
    sheet.title.clone_from(hostile);
    sheet.name = format!("{hostile}.");
    sheet.rows.push(PaperRow::Heading(0, hostile.clone()));
    let columns = vec![Ask { label: hostile.clone(), ..Ask::default() }];
    let table = PaperRow::Table { label: hostile.clone(), columns, rows: Vec::new() };
    sheet.rows.extend([table, PaperRow::Note(hostile.clone())]);
    parts_of(&docx(&sheet).unwrap());
    let shown = &format!("</w:t></w:r>&amp;<!--\"']]>gpj.exe{family} {name}zweite Zeile");
    let found = paragraphs(&sheet);
    assert!(has(&found, "Subtitle", &format!("{shown}.")), "{found:?}");
    for style in ["Title", "Heading1", "Caption", "FormNote", ""] {
        assert!(has(&found, style, shown), "{style}: {found:?}");
    }
    assert!(part(&sheet, "word/document.xml").contains("<w:br/>"));
    assert!(!part(&sheet, "word/footer1.xml").contains('\u{202E}'));
}

#[test]
fn what_is_too_long_is_cut_and_says_so() {
    let field = |words: String| PaperRow::Field(Ask { label: "Q".into(), ..Ask::default() }, Cell::Words(words));
    let long = WordSheet { rows: vec![field("a".repeat(TEXT_MAX + 5))], ..sheet(&[], &[]) };
    let shown = paragraphs(&long).into_iter().find(|(_, words)| words.starts_with("aaa")).unwrap().1;
    assert_eq!(shown.chars().count(), TEXT_MAX + 1);
    assert!(shown.ends_with('…'));

    let many = WordSheet { rows: (0..1_000).map(|_| field("あ".repeat(TEXT_MAX))).collect(), ..long };
    let text = part(&many, "word/document.xml");
    assert!(text.len() < XML_MAX + 64 * 1024, "{}", text.len());
    assert!(text.contains("長すぎるため"), "it says that something is left out");
    assert!(docx(&many).unwrap().len() < 1024 * 1024, "the same words deflate well");
}

#[test]
fn files_are_called_like_the_draft() {
    for (name, expected) in [("秋の清掃", "秋の清掃.docx"), ("../a/b", "b.docx"), ("", "file.docx"), ("\u{202E}x", "x.docx")] {
        assert_eq!(name_of(name), expected, "{name}");
    }
    assert_eq!(name_of(&"長".repeat(300)).chars().count(), 60 + EXTENSION.len());
}

#[test]
fn only_numbers_stand_to_the_right() {
    let of = |words: &str| {
        let columns = vec![Ask::default()];
        let rows = vec![PaperRow::Table { label: "T".into(), columns, rows: vec![vec![Cell::Words(words.into())]] }];
        part(&WordSheet { rows, ..sheet(&[], &[]) }, "word/document.xml").contains("<w:jc w:val=\"right\"/>")
    };
    for (words, expected) in
        [("1,200", true), ("-5", true), ("0.5", true), ("0422-00-0000", false), ("2026-11-20", false), ("12人", false), ("-", false)]
    {
        assert_eq!(of(words), expected, "{words}");
    }
}

fn hostile_text() -> impl Strategy<Value = String> {
    let odd = vec!['\u{0}', '\u{B}', '\u{9F}', '\r', '\n', '\u{202E}', '\u{2066}', '\u{FFFF}', '\u{1F600}', 'あ', '1', '<'];
    let odd = vec(select(odd), 0..20).prop_map(|chars| chars.into_iter().collect::<String>());
    prop_oneof![any::<String>(), "[<>&\"'/!\\-\\[\\]]{0,12}", odd]
}

fn any_cell() -> impl Strategy<Value = Cell> {
    let pairs = || vec((hostile_text(), any::<bool>()), 0..6);
    prop_oneof![
        hostile_text().prop_map(Cell::Words),
        (pairs(), any::<bool>()).prop_map(|(boxes, several)| Cell::Boxes(boxes, several)),
        any::<bool>().prop_map(Cell::Tick),
        vec((hostile_text(), hostile_text()), 0..4).prop_map(Cell::Places),
        select(vec![Room::Short, Room::Day, Room::Line, Room::Lines, Room::Enclosure]).prop_map(Cell::Blank),
    ]
}

fn any_row() -> impl Strategy<Value = PaperRow> {
    let ask = || hostile_text().prop_map(|label| Ask { label, ..Ask::default() });
    prop_oneof![
        (0_usize..5, hostile_text()).prop_map(|(depth, label)| PaperRow::Heading(depth, label)),
        hostile_text().prop_map(PaperRow::Note),
        (ask(), any_cell()).prop_map(|(ask, cell)| PaperRow::Field(ask, cell)),
        (hostile_text(), 0_usize..4).prop_flat_map(move |(label, width)| {
            let table = (vec(ask(), width), vec(vec(any_cell(), width), 0..4));
            table.prop_map(move |(columns, rows)| PaperRow::Table { label: label.clone(), columns, rows })
        }),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn any_answers_give_a_well_formed_file(
        rows in vec(any_row(), 0..8),
        title in hostile_text(),
        name in hostile_text(),
        at in 0_i64..10_000_000_000_000,
        sent in any::<bool>(),
    ) {
        let stage = if sent {
            Stage::Sent { receipt_no: title.clone(), received_at: at, received: name.clone() }
        } else {
            Stage::Draft { changed_at: at }
        };
        let sheet = WordSheet { form_id: name.clone(), version: title.clone(), title, name, stage, rows, lang: Lang::JaEasy };
        let bytes = docx(&sheet).unwrap();
        prop_assert_eq!(&bytes, &docx(&sheet).unwrap());
        // Reading panics where a part is not well-formed.
        let parts = parts_of(&bytes);
        prop_assert_eq!(parts.len(), 9);
        let document = roxmltree::Document::parse(&parts[3].1).unwrap();
        for cell in document.descendants().filter(|it| it.has_tag_name((W, "tc"))) {
            prop_assert!(cell.last_element_child().is_some_and(|it| it.has_tag_name((W, "p"))));
        }
        for table in document.descendants().filter(|it| it.has_tag_name((W, "tbl"))) {
            prop_assert!(table.children().any(|it| it.has_tag_name((W, "tr"))));
        }
    }
}
