//! Every parser that reads what strangers send: no bytes make it panic, run for long, or say what is not there.
//!
//! What has its properties elsewhere: dates, times and repetitions (`app/core/tests/time_properties.rs`), expressions of forms
//! (`xpath_properties.rs`), drafts (`draft_properties.rs`), feed pages (`feed_properties.rs`), the outbox (`outbox_properties.rs`), rows of
//! imports (`app/tests/import_properties.rs`), fillings-in (`filling_properties.rs`).

use axum::http::{HeaderMap, HeaderValue, header};
use engawa_app::command::Command;
use engawa_app::listings::import::text::spreadsheet_safe;
use engawa_app::listings::rules::{is_email, is_media, is_web};
use engawa_core::Lang;
use engawa_core::form::xlsform::{self, markdown};
use engawa_core::time::Rule;
use engawa_server::forms::sniff::media_type;
use engawa_server::http::feeds::read_query;
use engawa_server::http::lang::{self, local_path};
use engawa_server::listings::import::{Limits, read_file};
use proptest::collection::vec;
use proptest::prelude::*;

/// Small bounds, so that what is refused for its size is refused soon.
const LIMITS: Limits = Limits { bytes: 64 * 1024, rows: 200, columns: 50, unpacked: 256 * 1024 };

/// Texts that are nearly right: pieces of the formats among anything.
fn soup(pieces: &'static [&'static str]) -> impl Strategy<Value = String> {
    let piece = prop_oneof![4 => proptest::sample::select(pieces.to_vec()).prop_map(str::to_owned), 1 => "\\PC{0,6}", 1 => "[\u{0}-\u{7f}]{0,4}"];
    vec(piece, 0..30).prop_map(|parts| parts.concat())
}

const TABLES: &[&str] = &["\"", ",", "\r\n", "\n", "\t", "イベント名", "開始日", "2026-04-01", "令和8年4月1日", "=1+1", "'", "\u{feff}", ";", "\"\""];
const CALENDARS: &[&str] = &[
    "BEGIN:VCALENDAR\r\n",
    "BEGIN:VEVENT\r\n",
    "END:VEVENT\r\n",
    "END:VCALENDAR\r\n",
    "DTSTART:20260401T090000Z\r\n",
    "DTSTART;VALUE=DATE:20260401\r\n",
    "RRULE:FREQ=WEEKLY;COUNT=5\r\n",
    "SUMMARY:催し\r\n",
    " 続き\r\n",
    "UID:1\r\n",
    ":",
    ";",
    "\\n",
    "\r\n",
];
const SHEETS: &[&str] = &[
    "| survey |\n",
    "| | type | name | label |\n",
    "| | text | a | A |\n",
    "| | begin_repeat | r | R |\n",
    "| | end_repeat | | |\n",
    "| choices |\n",
    "| | list_name | name | label |\n",
    "| settings |\n",
    "| | form_id | version |\n",
    "| | f | 1 |\n",
    "|",
    "${a}",
    "\\|",
    "\n",
];
const RULES: &[&str] =
    &["FREQ=", "WEEKLY", "MONTHLY", ";", "BYDAY=", "2SA", "-1MO", "COUNT=", "UNTIL=", "20270331", "INTERVAL=", "99999999999", "BYMONTHDAY=31", "="];
const COMMANDS: &[&str] =
    &["[", "]", "{", "}", "\"id\":", "\"body\":", "\"room\":\"forms\"", "\"do\":", "\"submit\":", "null", ",", "1e999", "\"\\ud800\""];
const QUERIES: &[&str] = &["q=", "&", "%", "%E3%81", "%zz", "+", "kind=", "event", "page=", "99999999999999999999", "=", "from=2026-13-99"];

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(500) })]

    #[test]
    fn any_bytes_are_a_file_or_none(bytes in vec(any::<u8>(), 0..2_000), name in prop_oneof!["[a-z]{0,8}\\.(csv|xlsx|ics|tsv)", "\\PC{0,20}"]) {
        let _ = read_file(&name, &bytes, LIMITS);
        // The beginning of an archive sends the same bytes to the reader of workbooks.
        let _ = read_file(&name, &[b"PK\x03\x04", bytes.as_slice()].concat(), LIMITS);
        let found = media_type(&bytes);
        prop_assert!(!["html", "svg", "/xml", "script"].iter().any(|it| found.contains(it)), "{}", found);
    }

    #[test]
    fn tables_and_calendars(table in soup(TABLES), calendar in soup(CALENDARS)) {
        let _ = read_file("a.csv", table.as_bytes(), LIMITS);
        let _ = read_file("a.ics", format!("BEGIN:VCALENDAR\r\n{calendar}").as_bytes(), LIMITS);
    }

    #[test]
    fn sheets_written_as_text(text in soup(SHEETS)) {
        let _ = xlsform::read(&markdown::read(&text));
    }

    #[test]
    fn rules_of_repetition(text in soup(RULES)) {
        if let Ok(rule) = text.parse::<Rule>() {
            prop_assert_eq!(rule.to_string().parse::<Rule>().ok(), Some(rule), "{}", text);
        }
    }

    #[test]
    fn commands(text in soup(COMMANDS), bytes in vec(any::<u8>(), 0..500)) {
        let _ = serde_json::from_str::<Vec<Command>>(&text);
        let _ = serde_json::from_slice::<Vec<Command>>(&bytes);
    }

    #[test]
    fn queries(text in soup(QUERIES)) {
        let (_, pairs) = read_query(Some(&text));
        prop_assert!(pairs.len() <= text.split('&').count());
    }

    #[test]
    fn languages(cookie in "\\PC{0,40}", accepted in "[ -~]{0,60}", query in "\\PC{0,40}") {
        let mut headers = HeaderMap::new();
        if let Ok(value) = HeaderValue::from_str(&format!("a=b; {cookie}")) {
            headers.append(header::COOKIE, value);
        }
        if let Ok(value) = HeaderValue::from_str(&accepted) {
            headers.append(header::ACCEPT_LANGUAGE, value);
        }
        prop_assert!(Lang::ALL.contains(&lang::of(Some(&query), &headers)));
    }

    #[test]
    fn ways_back_stay_here(path in soup(&["/", "//", "\\", "evil.example", "https:", "\t", "\r\n", "?", "#", "@", "%2f", "listings"])) {
        let back = local_path(&path);
        prop_assert!(back.starts_with('/') && !back.starts_with("//") && !back.starts_with("/\\"), "{}", back);
        prop_assert!(HeaderValue::from_str(&back).is_ok() && !back.chars().any(char::is_control), "{:?}", back);
    }

    #[test]
    fn addresses_and_names_of_pictures(text in soup(&["http://", "https://", "javascript:", "a", "@", ".", "\r\n", "\"", "<", " ", "..", "/", "webp", "\0"])) {
        if is_web(&text) {
            prop_assert!(text.starts_with("http") && !text.contains(['"', '<', '>', ' ', '\r', '\n']));
        }
        if is_email(&text) {
            prop_assert!(text.matches('@').count() == 1 && !text.contains([' ', '\r', '\n', ',', ';', '<', '>', '"']));
        }
        prop_assert!(!is_media(&text) || !text.contains('/'));
    }

    #[test]
    fn no_cell_begins_a_formula(text in soup(&["=", "+", "-", "@", "\t", "\r", "＝", "1", ".5", "SUM(A1)", "'", " "])) {
        let safe = spreadsheet_safe(&text);
        let begins = safe.starts_with(['=', '+', '-', '@', '\t', '\r', '＝', '＋', '－', '＠']);
        prop_assert!(!begins || safe.chars().count() == 1 || safe.parse::<f64>().is_ok(), "{:?}", safe);
    }
}
