//! What may stand in no answer, by its kind: pages, tables, calendars, feeds, workbooks, mails.

use super::poison::MARK;
use atom_syndication::Feed;
use axum::http::{HeaderMap, StatusCode, header};
use calamine::Reader as _;
use encoding_rs::SHIFT_JIS;
use serde_json::Value;
use std::collections::BTreeSet;

/// An answer of the server.
pub struct Answer {
    /// Status.
    pub status: StatusCode,
    /// Headers.
    pub headers: HeaderMap,
    /// Body.
    pub bytes: Vec<u8>,
}

impl Answer {
    /// A header's value; empty: it is not there, or no plain text.
    pub fn header(&self, name: header::HeaderName) -> &str {
        self.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
    }

    /// The body as text.
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.bytes).into_owned()
    }
}

/// Properties and parts of a calendar that our own code writes.
const OF_CALENDARS: [&str; 30] = [
    "BEGIN",
    "END",
    "VERSION",
    "PRODID",
    "CALSCALE",
    "METHOD",
    "NAME",
    "SOURCE",
    "UID",
    "DTSTAMP",
    "DTSTART",
    "DTEND",
    "DURATION",
    "SUMMARY",
    "DESCRIPTION",
    "LOCATION",
    "URL",
    "GEO",
    "RRULE",
    "EXDATE",
    "CATEGORIES",
    "STATUS",
    "LAST-MODIFIED",
    "SEQUENCE",
    "CLASS",
    "TRANSP",
    "TZID",
    "TZOFFSETFROM",
    "TZOFFSETTO",
    "TZNAME",
];

/// Everything that is wrong with an answer. `seen` hears where an attack was met, so that a test knows what it looked at.
pub fn wrong_with(answer: &Answer, seen: &mut BTreeSet<&'static str>) -> Vec<String> {
    let mut wrong = Vec::new();
    if answer.status.is_server_error() && answer.status != StatusCode::SERVICE_UNAVAILABLE {
        wrong.push(format!("it answers {}", answer.status));
    }
    for (name, value) in &answer.headers {
        let is_plain = value.as_bytes().iter().all(|byte| (0x20..0x7F).contains(byte));
        if !is_plain || ["bcc", "attendee"].contains(&name.as_str()) {
            wrong.push(format!("the header {name} is {value:?}"));
        }
    }
    let kind = answer.header(header::CONTENT_TYPE).to_ascii_lowercase();
    let mut met = |is_met: bool, what: &'static str| {
        if is_met {
            seen.insert(what);
        }
    };
    if kind.starts_with("text/html") {
        let page = answer.text();
        met(page.contains(MARK), "page");
        met(scripts(&page).iter().any(|(head, body)| head.contains("ld+json") && body.contains(MARK)), "json-ld");
        met(page.split("property=\"og:").skip(1).any(|rest| rest.split("\">").next().is_some_and(|meta| meta.contains(MARK))), "open graph");
        wrong.extend(in_page(&page));
        return wrong;
    }
    if answer.status.is_success() && answer.header(header::X_CONTENT_TYPE_OPTIONS) != "nosniff" {
        wrong.push("a browser may guess what it is".to_owned());
    }
    if kind.starts_with("text/csv") {
        let is_old = kind.contains("shift_jis");
        let table = if is_old { SHIFT_JIS.decode(&answer.bytes).0.into_owned() } else { answer.text() };
        met(table.contains(MARK), if is_old { "csv in shift_jis" } else { "csv" });
        let cells = cells(table.trim_start_matches('\u{FEFF}'));
        wrong.extend(cells.iter().filter(|cell| is_formula(cell)).map(|cell| format!("a formula: {cell:?}")));
    } else if kind.starts_with("text/calendar") {
        let lines = answer.text().replace("\r\n ", "").replace("\r\n\t", "");
        met(lines.contains(MARK), "calendar");
        for line in lines.split("\r\n").filter(|line| !line.is_empty()) {
            let name = line.split([':', ';']).next().unwrap_or_default();
            if line.contains(['\r', '\n']) || !(OF_CALENDARS.contains(&name) || name.starts_with("X-")) {
                wrong.push(format!("a line of the calendar: {line:?}"));
            }
        }
    } else if kind.starts_with("application/atom+xml") {
        let feed = answer.text();
        met(feed.contains(MARK), "atom");
        if let Err(why) = feed.parse::<Feed>() {
            wrong.push(format!("no feed: {why}"));
        }
        wrong.extend(feed.contains("<script").then(|| "an element within the feed".to_owned()));
    } else if kind.contains("spreadsheetml") {
        wrong.extend(in_workbook(&answer.bytes, &mut met));
    } else if kind.contains("ndjson") {
        let lines = answer.text();
        met(lines.contains(MARK), "snapshot");
        wrong.extend(lines.lines().filter(|line| serde_json::from_str::<Value>(line).is_err()).map(|line| format!("no JSON: {line}")));
    } else if kind.contains("json") {
        met(answer.text().contains(MARK), "json");
        wrong.extend(serde_json::from_slice::<Value>(&answer.bytes).err().map(|why| format!("no JSON: {why}")));
    } else if ["svg", "html", "javascript"].iter().any(|runs| kind.contains(runs)) && answer.text().contains(MARK) {
        wrong.push(format!("words in what runs: {kind}"));
    }
    wrong
}

/// Heads and bodies of the scripts of a page.
fn scripts(page: &str) -> Vec<(&str, &str)> {
    let all = page.split("<script").skip(1).filter_map(|rest| rest.split_once('>'));
    all.map(|(head, rest)| (head, rest.split("</script").next().unwrap_or_default())).collect()
}

fn in_page(page: &str) -> Vec<String> {
    let mut wrong = Vec::new();
    for attack in ["<script>alert", "<img src=x", "=\"javascript:", "='javascript:"] {
        if let Some((before, after)) = page.split_once(attack) {
            let near: String = before.chars().rev().take(120).collect::<Vec<_>>().into_iter().rev().collect();
            wrong.push(format!("{near}{attack}{}", after.chars().take(40).collect::<String>()));
        }
    }
    for (head, body) in scripts(page) {
        if ["<script", "<img", "\u{2028}"].iter().any(|sign| body.contains(sign)) {
            wrong.push(format!("within a script{head}"));
        }
    }
    wrong
}

fn in_workbook(bytes: &[u8], met: &mut impl FnMut(bool, &'static str)) -> Vec<String> {
    let mut wrong = Vec::new();
    let mut book: calamine::Xlsx<_> = calamine::Xlsx::new(std::io::Cursor::new(bytes.to_vec())).unwrap();
    for sheet in book.sheet_names() {
        if book.worksheet_formula(&sheet).unwrap().used_cells().next().is_some() {
            wrong.push(format!("a formula on the sheet {sheet:?}"));
        }
        let cells = book.worksheet_range(&sheet).unwrap();
        met(cells.used_cells().any(|(_, _, cell)| cell.to_string().contains(MARK)), "workbook");
    }
    wrong
}

/// The cells of a table (RFC 4180).
fn cells(table: &str) -> Vec<String> {
    let (mut found, mut cell, mut is_quoted) = (Vec::new(), String::new(), false);
    let mut signs = table.chars().peekable();
    while let Some(sign) = signs.next() {
        match sign {
            '"' if is_quoted && signs.peek() == Some(&'"') => {
                signs.next();
                cell.push('"');
            }
            '"' => is_quoted = !is_quoted,
            ',' | '\r' | '\n' if !is_quoted => found.push(std::mem::take(&mut cell)),
            sign => cell.push(sign),
        }
    }
    found.push(cell);
    found
}

fn is_formula(cell: &str) -> bool {
    let begins = cell.starts_with(['=', '+', '-', '@', '\t', '\r', '＝', '＋', '－', '＠']);
    begins && cell.chars().count() > 1 && cell.parse::<f64>().is_err()
}

/// Headers of a mail, in small letters; what was added would be one more.
pub fn headers_of(mail: &str) -> Vec<String> {
    let head = mail.split("\n\n").next().unwrap_or_default();
    let begins = head.lines().filter(|line| !line.starts_with([' ', '\t']));
    begins.map(|line| line.split(':').next().unwrap_or_default().to_ascii_lowercase()).collect()
}

#[test]
fn what_is_wrong_is_found() {
    let answer = |kind: &'static str, body: &str| {
        let mut headers = HeaderMap::new();
        headers.insert(header::CONTENT_TYPE, header::HeaderValue::from_static(kind));
        headers.insert(header::X_CONTENT_TYPE_OPTIONS, header::HeaderValue::from_static("nosniff"));
        wrong_with(&Answer { status: StatusCode::OK, headers, bytes: body.as_bytes().to_vec() }, &mut BTreeSet::new()).len()
    };
    for (kind, fine, broken) in [
        ("text/html", "<p>&lt;script>alert(1)", "<p><script>alert(1)"),
        ("text/html", "<a href=\"/javascript:\">", "<a href=\"javascript:alert(1)\">"),
        ("text/html", "<script>{\"a\":\"\\u003cimg\"}</script>", "<script>{\"a\":\"<img\"}</script>"),
        ("text/csv; charset=utf-8", "\u{FEFF}a,-1,\"'=1+1\",-\r\n", "a,\"=1+1\"\r\n"),
        ("text/csv; charset=utf-8", "\"a\"\"\n=b\"", "a\n=b"),
        ("text/calendar", "BEGIN:VCALENDAR\r\nSUMMARY:a\\nATTE\r\n NDEE:b\r\n", "SUMMARY:a\r\nATTENDEE:b\r\n"),
        ("application/json", "{\"a\":\"<script>\"}", "{\"a\":\"\"\"}"),
        (
            "application/atom+xml",
            "<feed xmlns=\"http://www.w3.org/2005/Atom\"><title>a</title><id>b</id><updated>2026-11-20T00:00:00Z</updated></feed>",
            "<feed>]]>",
        ),
    ] {
        assert_eq!((answer(kind, fine), answer(kind, broken).min(1)), (0, 1), "{kind}: {fine}");
    }
    assert_eq!(headers_of("Subject: a\n b\nTo: c\n\nBcc: d"), ["subject", "to"]);
}
