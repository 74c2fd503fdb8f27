//! Puts an attack before every text that somebody wrote, wherever it is stored.
//!
//! Ids, codes, digests and dates are ASCII, and whatever people wrote in the sample is Japanese: so a stored text with a sign beyond ASCII
//! is words, in a column of its own or anywhere within JSON. That finds fields that nobody named.

use crate::common::tables;
use engawa_server::db::{Db, Stmt};
use engawa_server::params;
use serde_json::Value;
use std::collections::BTreeSet;

/// What each attack holds, as long as nothing cuts it off.
pub const MARK: &str = "onerror=alert";

/// What spreadsheets take for the beginning of a formula.
const SIGNS: [&str; 6] = ["=", "+", "@", "-", "\t=", "＝"];

/// Ends attributes, elements, sections, lines and headers; begins scripts, links and properties; turns the direction of writing.
const TAIL: &str = "HYPERLINK(\"http://evil.example\")\r\nBcc: evil@evil.example\r\nATTENDEE:mailto:evil@evil.example\n\n\"'>\
                    <script>alert(1)</script><img src=x onerror=alert(1)>]]>\u{2028}\u{2029}\u{202E} [x](javascript:alert(1)) ";

/// Fields of a form's definition that are expressions or names, which staff write and a checker reads.
const EXPRESSIONS: [&str; 12] =
    ["relevant", "constraint", "calculate", "nodeset", "value", "default", "instance_name", "required", "readonly", "count", "file", "name"];

/// Columns that a program wrote in a format of its own, from what is poisoned elsewhere: the lines of an import's report are CSV, and the
/// story of an import tries them.
const MADE: [&str; 1] = ["import_run.report"];

/// A text with an attack before it; each begins with the next sign.
#[derive(Default)]
pub struct Attacks(usize);

impl Attacks {
    /// Before this text.
    pub fn before(&mut self, text: &str) -> String {
        self.0 += 1;
        format!("{}{TAIL}{text}", SIGNS[self.0 % SIGNS.len()])
    }

    /// Before every text in this value.
    pub fn within(&mut self, value: &mut Value) {
        let is_form = ["nodes", "definition", "form_id"].iter().any(|name| value.get(name).is_some());
        self.walk(value, is_form);
    }

    fn walk(&mut self, value: &mut Value, is_form: bool) {
        match value {
            Value::String(text) if is_words(text) => *text = self.before(text),
            Value::Array(items) => items.iter_mut().for_each(|item| self.walk(item, is_form)),
            Value::Object(fields) => {
                for (name, field) in fields {
                    if !(is_form && field.is_string() && EXPRESSIONS.contains(&name.as_str())) {
                        self.walk(field, is_form);
                    }
                }
            }
            _ => {}
        }
    }
}

fn is_words(text: &str) -> bool {
    !text.is_ascii()
}

fn stmt(sql: String) -> Stmt {
    Stmt { name: "test", sql: sql.leak() }
}

/// Everything that is stored. Gives the columns in which there was something, as `table.column`.
pub async fn everything(db: &Db) -> BTreeSet<String> {
    let (mut attacks, mut found) = (Attacks::default(), BTreeSet::new());
    let mut tx = db.begin().await.unwrap();
    for (table, columns) in tables::all() {
        for (column, kind) in columns {
            let place = format!("{table}.{column}");
            if kind != "TEXT" || MADE.contains(&place.as_str()) {
                continue;
            }
            let texts = stmt(format!("SELECT DISTINCT {column} FROM {table} WHERE {column} IS NOT NULL"));
            let change = stmt(format!("UPDATE {table} SET {column} = $2 WHERE {column} = $1"));
            for (text,) in tx.all::<(String,)>(texts, params![]).await.unwrap() {
                if !is_words(&text) {
                    continue;
                }
                let json = serde_json::from_str::<Value>(&text).ok().filter(|value| value.is_object() || value.is_array());
                let evil = match json {
                    Some(mut value) => {
                        attacks.within(&mut value);
                        value.to_string()
                    }
                    None => attacks.before(&text),
                };
                if evil != text {
                    tx.run(change, params![&text, evil]).await.unwrap();
                    found.insert(place.clone());
                }
            }
        }
    }
    tx.commit().await.unwrap();
    found
}
