//! Rules of SQL: where it may stand, and what both engines understand alike. The traps are measured; see docs/decisions/0003-one-sql-text.md.

use super::agree;
use super::source::{Source, files, rust};
use std::collections::BTreeSet;

/// SQL of this project: file, line, text.
fn statements() -> Vec<(String, usize, String)> {
    let mut found = Vec::new();
    for file in rust(&["server/src/"]).into_iter().filter(|file| file.text.contains("crate::statements!")) {
        found.extend(Source::of(&file.text).quoted.into_iter().map(|quoted| (file.path.clone(), quoted.line, quoted.text)));
    }
    for file in files().into_iter().filter(|file| file.path.starts_with("server/migrations/")) {
        let mut common = true;
        for (at, line) in file.text.lines().enumerate() {
            match line.strip_prefix("--- ") {
                Some(block) => common = block == "all",
                None if common && !line.starts_with("--") => found.push((file.path.clone(), at + 1, line.to_owned())),
                None => {}
            }
        }
    }
    assert!(found.len() > 40, "the statements were not found");
    found
}

fn looks_like_sql(text: &str) -> bool {
    let text = text.trim_start();
    (text.starts_with("SELECT ") && text.contains(" FROM "))
        || text.starts_with("INSERT INTO ")
        || text.starts_with("DELETE FROM ")
        || (text.starts_with("UPDATE ") && text.contains(" SET "))
        || text.starts_with("CREATE TABLE ")
        || text.starts_with("DROP TABLE ")
        || text.starts_with("ALTER TABLE ")
}

#[test]
fn sql_stands_in_named_statements() {
    let mut wrong = Vec::new();
    for file in rust(&["app/", "server/src/"]) {
        if file.path.starts_with("server/src/db/") || file.text.contains("crate::statements!") {
            continue;
        }
        let quoted = Source::of(&file.text).quoted;
        wrong.extend(quoted.iter().filter(|it| looks_like_sql(&it.text)).map(|it| format!("{}:{}: {}", file.path, it.line, it.text)));
    }
    agree("SQL stands in `statements!`, by name, so that a test prepares every statement on both engines.", wrong);
}

/// What the engines understand differently, what happens then, and what to write instead.
const TRAPS: [(&str, &str); 20] = [
    (" LIKE ", "SQLite ignores ASCII case, PostgreSQL respects it: keep a folded column"),
    (" ILIKE ", "PostgreSQL only: keep a folded column"),
    (" GLOB ", "SQLite only"),
    ("= ANY(", "PostgreSQL only: one statement a value, or IN (..)"),
    ("FOR UPDATE", "PostgreSQL only: the revision row is the lock"),
    ("FROM (VALUES", "SQLite names its columns otherwise: WITH v(n) AS (VALUES ..)"),
    ("->", "JSON operators differ: read JSON in Rust, or give it a column"),
    ("JSON_", "JSON functions differ: read JSON in Rust, or give it a column"),
    ("LOWER(", "PostgreSQL folds full-width letters, SQLite does not: normalise in Rust"),
    ("UPPER(", "PostgreSQL folds full-width letters, SQLite does not: normalise in Rust"),
    ("NOW()", "time comes in as a parameter"),
    ("CURRENT_TIMESTAMP", "time comes in as a parameter"),
    ("DATETIME(", "time comes in as a parameter"),
    ("RANDOM()", "chance comes in as a parameter"),
    ("INSERT OR ", "SQLite only: ON CONFLICT"),
    ("AUTOINCREMENT", "SQLite only: ids are made by us"),
    ("SERIAL", "PostgreSQL only: ids are made by us"),
    ("SELECT *", "a new column changes the row: name the columns"),
    ("::", "PostgreSQL only: CAST(.. AS ..)"),
    ("BOOLEAN", "SQLite has none: BIGINT 0 or 1"),
];

#[test]
fn shared_sql_means_the_same_on_both_engines() {
    let nullable = nullable_columns();
    let mut wrong = Vec::new();
    for (path, line, text) in statements() {
        let upper = text.to_uppercase();
        let mut trap = |why: &str| wrong.push(format!("{path}:{line}: {why}"));
        for (word, why) in TRAPS {
            if upper.contains(word) {
                trap(&format!("{} — {why}", word.trim()));
            }
        }
        if upper.match_indices("SUM(").any(|(at, _)| !upper[..at].trim_end().ends_with("CAST(")) {
            trap("SUM( — NUMERIC on PostgreSQL, does not read back as a number: CAST(SUM(x) AS BIGINT)");
        }
        for condition in upper.split("CASE WHEN ").skip(1).filter_map(|rest| rest.split(" THEN").next()) {
            if !["=", "<", ">", " IS ", " IN "].iter().any(|it| condition.contains(it)) {
                trap("CASE WHEN flag — an error on PostgreSQL: flag = 1");
            }
        }
        for order in upper.split("ORDER BY ").skip(1) {
            let order = order.split([')', ';']).next().and_then(|it| it.split(" LIMIT").next()).unwrap_or_default();
            for key in order.split(',') {
                let column = key.split_whitespace().next().unwrap_or_default().rsplit('.').next().unwrap_or_default().to_lowercase();
                if nullable.contains(&column) && !key.contains("NULLS ") {
                    trap(&format!("ORDER BY {column} — SQLite puts NULL first, PostgreSQL last: NULLS LAST"));
                }
            }
        }
    }
    agree("One SQL text serves SQLite and PostgreSQL, so it may not hold what they understand differently.", wrong);
}

#[test]
fn the_audit_log_is_only_appended_to() {
    let mut wrong = Vec::new();
    let mut appends = 0;
    for (path, line, text) in statements() {
        let words: Vec<String> = text.to_uppercase().split(|c: char| !(c.is_alphanumeric() || c == '_')).map(str::to_owned).collect();
        let is = |parts: &[&str]| words.windows(parts.len()).any(|window| window == parts);
        let adds = is(&["INSERT", "INTO", "AUDIT"]);
        appends += usize::from(adds);
        let changes: [&[&str]; 4] = [&["UPDATE", "AUDIT"], &["DELETE", "FROM", "AUDIT"], &["DROP", "TABLE", "AUDIT"], &["TRUNCATE", "AUDIT"]];
        if changes.iter().any(|parts| is(parts)) || (adds && is(&["DO", "UPDATE"])) {
            wrong.push(format!("{path}:{line}: {text}"));
        }
    }
    assert_eq!(appends, 1, "rows of the log are written by one statement, which carries the digest of the row before");
    agree("The audit log is append only: a row that was changed or taken out breaks its chain, and no statement of ours does that.", wrong);
}

/// Columns that may be NULL in some table.
fn nullable_columns() -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for file in files().into_iter().filter(|file| file.path.starts_with("server/migrations/")) {
        for line in file.text.lines().filter(|line| line.starts_with("    ")) {
            let mut words = line.split_whitespace();
            if let (Some(name), Some("TEXT" | "TEXT," | "BIGINT" | "BIGINT,")) = (words.next(), words.next())
                && !line.contains("NOT NULL")
                && !line.contains("PRIMARY KEY")
            {
                found.insert(name.to_owned());
            }
        }
    }
    assert!(found.contains("undone_ms"), "the columns were not found");
    found
}
