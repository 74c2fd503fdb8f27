//! Every table and column, read from the migrations: a new one is in the tests that go through all of them, or they fail with its name.

use std::collections::BTreeMap;

/// Columns by table, each with its type: `("name", "TEXT")`.
pub fn all() -> BTreeMap<String, Vec<(String, String)>> {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("migrations");
    let mut files: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    let mut found: BTreeMap<String, Vec<(String, String)>> = BTreeMap::new();
    for file in files {
        let text = std::fs::read_to_string(file).unwrap();
        let mut open: Option<String> = None;
        for line in text.lines() {
            let words: Vec<&str> = line.split_whitespace().collect();
            let column = |rest: &[&str]| {
                let kind: String = rest.get(1).unwrap_or(&"").chars().take_while(char::is_ascii_alphabetic).collect();
                (rest[0].to_owned(), kind)
            };
            let inside = open.clone();
            match (words.as_slice(), &inside) {
                (["CREATE", "TABLE", .., name, "("], _) => {
                    found.entry((*name).to_owned()).or_default();
                    open = Some((*name).to_owned());
                }
                (["ALTER", "TABLE", table, "ADD", "COLUMN", rest @ ..], _) if !rest.is_empty() => {
                    found.entry((*table).to_owned()).or_default().push(column(rest));
                }
                ([")" | ");", ..], Some(_)) => open = None,
                ([name, ..], Some(table)) if name.starts_with(|c: char| c.is_ascii_lowercase()) => {
                    found.entry(table.clone()).or_default().push(column(&words));
                }
                _ => {}
            }
        }
    }
    assert!(found.len() > 30 && found["account"].contains(&("guardian_email".to_owned(), "TEXT".to_owned())), "the tables were not found");
    found
}
