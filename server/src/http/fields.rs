//! What a plain form sent, by the names of its fields, and the ids that a page gives to its commands.

use std::collections::HashMap;

/// What a form sent, by name.
pub type Fields = HashMap<String, String>;

/// A field, trimmed; one that was not sent is empty.
pub fn field<'a>(fields: &'a Fields, name: &str) -> &'a str {
    fields.get(name).map_or("", |value| value.trim())
}

/// An id for the command of a page: sending the page twice takes effect once.
pub fn fresh_id() -> String {
    uuid::Uuid::now_v7().to_string()
}

/// So many ids.
pub fn fresh_ids(count: usize) -> Vec<String> {
    (0..count).map(|_| fresh_id()).collect()
}

/// As many ids as a page takes.
pub fn fresh<const N: usize>() -> [String; N] {
    std::array::from_fn(|_| fresh_id())
}
