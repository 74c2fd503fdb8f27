//! The importer on anything: no input makes it panic, nothing of what it reads is lost, importing again changes nothing.

use engawa_app::listings::import::columns::Column;
use engawa_app::listings::import::plan::{Existing, Options, plan};
use engawa_app::listings::import::text::{fold, is_none_word, numbers, spreadsheet_safe, strip_html, without_apostrophe};
use engawa_app::listings::import::{Cell, ImportContext, ReadListing, Sheet, SourceRow, detect, header, ical, read_row, read_vevent, report};
use engawa_app::listings::{Kind, State};
use engawa_core::{Lang, Problem};
use proptest::prelude::*;

/// Names that tables have, and some that they do not.
const NAMES: &[&str] = &[
    "ID",
    "№",
    "NO",
    "市区町村コード",
    "都道府県名",
    "行事名",
    "名称",
    "開催日",
    "開始日",
    "終了日",
    "開始時間",
    "終了時間",
    "場所名称",
    "住所",
    "緯度",
    "経度",
    "料金",
    "定員",
    "対象",
    "申込期間",
    "締切日",
    "URL",
    "TEL",
    "メールアドレス",
    "主催者",
    "説明",
    "概要",
    "備考",
    "カテゴリ",
    "活動分野",
    "バリアフリー情報",
    "項目1",
    "内容1",
    "休館日",
    "利用可能曜日",
    "好きな色",
    "←説明",
    "",
];

/// Pieces of which cells are made.
const PIECES: &[&str] = &[
    "8月1日",
    "（土）",
    "～",
    "2026/13/45",
    "令和8年",
    "毎週火曜日",
    "午後",
    "10:00",
    "２５：９０",
    "無料",
    "500円",
    "\\1,500",
    "30名",
    "先着",
    "087-811-6222",
    "‐",
    "―",
    "https://a.example/",
    "javascript:",
    "<br>",
    "<script>",
    "&amp;",
    "=1+1",
    "34.34",
    "①134.05\n②",
    "公民館",
    "祭り",
    "\n",
    "\r",
    "\u{0}",
    "\u{3000}",
    "なし",
    "一般",
    "まで",
    "※",
    "、",
    ";",
    "99999999999999999999",
    "😀",
    "ｶﾞ",
    "'",
    "|",
];

/// Lines of which calendars are made.
const LINES: &[&str] = &[
    "BEGIN:VCALENDAR",
    "BEGIN:VEVENT",
    "END:VEVENT",
    "END:VCALENDAR",
    "UID:1",
    "SUMMARY:祭り",
    "DTSTART:20260801T100000",
    "DTSTART;VALUE=DATE:20260801",
    "DTEND;VALUE=DATE:20260701",
    "DTEND:20260801T090000Z",
    "RRULE:FREQ=DAILY;COUNT=999999999",
    "RRULE:FREQ=YEARLY;BYDAY=5SU",
    "EXDATE:20260230",
    "RDATE;VALUE=PERIOD:20260801T100000/PT1H",
    "DURATION:P999999999W",
    "RECURRENCE-ID:20260801",
    "RECURRENCE-ID;RANGE=THISANDFUTURE:20260802T100000",
    " folded",
    "BEGIN:VTIMEZONE",
    "TZID:X",
    "DTSTART;TZID=X:20260801T100000",
    "BEGIN:STANDARD",
    "TZOFFSETTO:+9999",
    "END:STANDARD",
    "END:VTIMEZONE",
    "GEO:1;2",
    "CLASS:PRIVATE",
    ";:",
    "X;=:",
];

fn context(kind: Kind) -> ImportContext {
    ImportContext {
        kind,
        file: "a.csv".into(),
        source_name: "市".into(),
        source_url: String::new(),
        licence: String::new(),
        reference: "2026-11-20".parse().unwrap(),
        state: State::Published,
        confirmed_on: None,
    }
}

fn options() -> Options {
    Options { today: "2026-11-20".parse().unwrap(), whole_source: true }
}

fn cell() -> impl Strategy<Value = Cell> {
    prop_oneof![
        1 => Just(Cell::Empty),
        6 => prop::collection::vec(prop::sample::select(PIECES), 0..6).prop_map(|pieces| Cell::Text(pieces.concat())),
        1 => any::<String>().prop_map(Cell::Text),
        1 => any::<f64>().prop_map(Cell::Number),
        1 => any::<bool>().prop_map(Cell::Bool),
    ]
}

/// A sheet with a header of some width and some rows.
fn sheet() -> impl Strategy<Value = Sheet> {
    (1..12_usize).prop_flat_map(|width| {
        let names = prop::collection::vec(prop::sample::select(NAMES), width);
        let rows = prop::collection::vec(prop::collection::vec(cell(), 0..=width), 0..8);
        (names, rows).prop_map(|(names, rows)| {
            let header: Vec<Cell> = names.iter().map(|name| Cell::Text((*name).to_owned())).collect();
            let all = std::iter::once(header).chain(rows).zip(1..).map(|(cells, number)| SourceRow { number, cells });
            Sheet { name: "a.csv".into(), rows: all.collect() }
        })
    })
}

fn kind() -> impl Strategy<Value = Kind> {
    prop::sample::select(Kind::ALL)
}

fn read(sheet: &Sheet, kind: Kind) -> Vec<ReadListing> {
    let (tables, _) = header::tables(vec![sheet.clone()]);
    tables.iter().flat_map(|table| read_row::read_table(table, &detect::detect(Some(kind), table), &context(kind))).collect()
}

/// All texts of a listing, folded.
fn texts(value: &serde_json::Value, out: &mut String) {
    match value {
        serde_json::Value::String(text) => {
            out.push_str(&fold(text));
            out.push('\n');
        }
        serde_json::Value::Array(items) => items.iter().for_each(|item| texts(item, out)),
        serde_json::Value::Object(map) => map.values().for_each(|item| texts(item, out)),
        _ => {}
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(300) })]

    #[test]
    fn importing_again_changes_nothing(sheet in sheet(), kind in kind()) {
        let id = |source: &str, key: &str| format!("{source}/{key}");
        let first = plan(&[], &[], read(&sheet, kind), id, options());
        let there: Vec<Existing> = first.create.iter().map(|planned| Existing::of(planned.listing.clone(), Some(planned.fingerprint.clone()))).collect();
        let again = plan(&there, &[], read(&sheet, kind), id, options());
        prop_assert!(again.is_empty());
        prop_assert_eq!(again.unchanged.len(), there.len());
        prop_assert!(report::csv(&first.problems, Lang::Ja).lines().count() > first.problems.len());
    }

    #[test]
    fn nothing_is_lost(sheet in sheet(), kind in kind()) {
        let (tables, _) = header::tables(vec![sheet]);
        for table in &tables {
            let profile = detect::detect(Some(kind), table);
            let columns = profile.columns_of(table);
            for (row, read) in table.rows.iter().zip(read_row::read_table(table, &profile, &context(profile.kind))) {
                prop_assert!(!read.listing.title.is_empty() || read.problems.iter().any(|problem| problem.code == "no_title"));
                let mut kept = String::new();
                texts(&serde_json::to_value(&read.listing).unwrap(), &mut kept);
                for (at, column) in columns.iter().enumerate() {
                    let text = without_apostrophe(&row.text(at)).to_owned();
                    // Those whose texts stay as they are; others become numbers, days and links.
                    let plain = matches!(column, Column::Title | Column::Organiser | Column::PlaceName | Column::KeepAsText | Column::Audience | Column::Fee | Column::Dates);
                    if plain && !is_none_word(&text) && !text.contains(['<', '&']) {
                        let begin: String = fold(&text).chars().take(150).collect();
                        prop_assert!(kept.contains(&begin), "{:?} as {:?} is not in {}", text, column, kept);
                    }
                }
            }
        }
    }

    #[test]
    fn calendars_never_panic(lines in prop::collection::vec(prop_oneof![3 => prop::sample::select(LINES).prop_map(str::to_owned), 1 => any::<String>()], 0..30)) {
        let text = lines.join("\n");
        let (found, _) = read_vevent::read_calendar(&text, &context(Kind::Event));
        let first = plan(&[], &[], found.clone(), |_, key| key.to_owned(), options());
        let there: Vec<Existing> = first.create.into_iter().map(|planned| Existing::of(planned.listing, None)).collect();
        prop_assert!(plan(&there, &[], found, |_, key| key.to_owned(), options()).is_empty());
    }

    #[test]
    fn texts_never_panic(text in any::<String>(), pieces in prop::collection::vec(prop::sample::select(PIECES), 0..12)) {
        for text in [text, pieces.concat()] {
            prop_assert!(!strip_html(&text).contains("<script>"));
            for (_, end) in numbers(&text) {
                prop_assert!(text.is_char_boundary(end));
            }
            if !text.starts_with('\'') {
                let safe = spreadsheet_safe(&text);
                prop_assert_eq!(without_apostrophe(&safe), text.as_str());
            }
            let _ = ical::parse("a.ics", &text);
            let line = report::csv(&[Problem::new(text.clone(), "no_title").arg(text.clone())], Lang::En);
            prop_assert!(line.ends_with("\r\n"));
        }
    }
}
