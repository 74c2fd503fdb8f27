//! The grammar of addresses inside a draft. Addresses come from other devices and from files, so nothing is taken on trust.
//!
//! `name/name[key]/name`: names are what the standard allows for questions (never `/`, `[`, `]`, `#`, blanks), keys are made by devices.
//! An address that ends with a key is a row; addresses that begin with `#` are the draft's own: its form, versions, title, comments, and
//! answers that found no place in a newer version.

use crate::form::answers::AnswerPath;

/// The form that a draft is of.
pub(super) const FORM: &str = "#form";
/// The version of the form that it was begun with.
pub(super) const BEGUN: &str = "#begun";
/// The version that it was moved to.
pub(super) const VERSION: &str = "#version";
/// The name that a person gave it.
pub(super) const TITLE: &str = "#title";
/// Begins the addresses of answers without a place; the id of the edit that wrote the answer follows.
pub(super) const LEFT: &str = "#left/";

/// Begins the addresses of comments; the key of one follows. They stand among the answers without a place, under the number 0 that no edit
/// has: a build from before there were comments takes them there, keeps them, and passes over what it cannot read as such an answer.
pub(super) const COMMENT: &str = "#left/0@";
/// Ends the address of whether a comment is settled.
const SETTLED: &str = ".settled";

/// The longest key of a comment, in bytes: shorter than an id, so that what ends with [`SETTLED`] is one too.
const MAX_COMMENT_KEY: usize = 48;
/// The longest address, in bytes.
const MAX_PATH: usize = 1_000;
/// How deep groups and repeats may be nested.
const MAX_DEPTH: usize = 32;
/// The longest key of a row or id of a replica, in bytes.
const MAX_ID: usize = 64;

/// What an address is the address of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// An answer, or a repeat as a whole: only the form can tell them apart.
    Answer,
    /// One row of a repeat.
    Row,
    /// Something of the draft itself.
    Own,
}

/// What this is the address of, if it is one.
pub(super) fn kind(path: &AnswerPath) -> Option<Kind> {
    let text = path.0.as_str();
    if text.len() > MAX_PATH {
        return None;
    }
    if text.starts_with('#') {
        let known = [FORM, BEGUN, VERSION, TITLE].contains(&text) || text.strip_prefix(LEFT).is_some_and(is_dot);
        return known.then_some(Kind::Own);
    }
    let mut last = None;
    for (depth, step) in text.split('/').enumerate() {
        if depth >= MAX_DEPTH {
            return None;
        }
        last = Some(kind_of_step(step)?);
    }
    last
}

fn kind_of_step(step: &str) -> Option<Kind> {
    match step.split_once('[') {
        None => is_name(step).then_some(Kind::Answer),
        Some((name, rest)) => (is_name(name) && rest.strip_suffix(']').is_some_and(is_id)).then_some(Kind::Row),
    }
}

fn is_name(text: &str) -> bool {
    !text.is_empty() && !text.chars().any(|c| c.is_control() || c.is_whitespace() || matches!(c, '[' | ']' | '#'))
}

/// Whether this can be the key of a row or the id of a replica.
pub(super) fn is_id(text: &str) -> bool {
    (1..=MAX_ID).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'.'))
}

fn is_dot(text: &str) -> bool {
    text.split_once('@').is_some_and(|(counter, replica)| counter.parse::<u64>().is_ok() && is_id(replica))
}

/// Whether this can be the key of a comment.
pub(super) fn is_comment_key(key: &str) -> bool {
    is_id(key) && key.len() <= MAX_COMMENT_KEY && !key.contains('.')
}

/// The address of a comment.
pub(super) fn comment(key: &str) -> AnswerPath {
    AnswerPath(format!("{COMMENT}{key}"))
}

/// The address of whether a comment is settled.
pub(super) fn settled(key: &str) -> AnswerPath {
    AnswerPath(format!("{COMMENT}{key}{SETTLED}"))
}

/// The key of the comment that this is the address of.
pub(super) fn comment_key(path: &AnswerPath) -> Option<&str> {
    path.0.strip_prefix(COMMENT).filter(|key| is_comment_key(key))
}

/// The rows that an address is in or of, outermost first: `a[x]`, `a[x]/b[y]` of `a[x]/b[y]/c`.
pub(super) fn rows_around(path: &AnswerPath) -> impl Iterator<Item = &str> {
    path.0.match_indices(']').filter_map(|(at, _)| path.0.get(..=at))
}

/// The repeat and the key of the address of a row.
pub(super) fn split_row(row: &str) -> Option<(&str, &str)> {
    row.strip_suffix(']')?.rsplit_once('[')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_told_apart() {
        let deep = vec!["g"; MAX_DEPTH].join("/");
        for (text, expected) in [
            ("title", Some(Kind::Answer)),
            ("団体/代表者", Some(Kind::Answer)),
            ("cost[a1]", Some(Kind::Row)),
            ("cost[a1]/memo", Some(Kind::Answer)),
            ("a[x]/b[y]", Some(Kind::Row)),
            ("#title", Some(Kind::Own)),
            ("#left/12@phone", Some(Kind::Own)),
            (deep.as_str(), Some(Kind::Answer)),
            ("", None),
            ("a//b", None),
            ("a/", None),
            ("a b", None),
            ("cost[]", None),
            ("cost[a1", None),
            ("cost[a1]x", None),
            ("cost[a/b]", None),
            ("cost[a][b]", None),
            ("[a1]", None),
            ("a#b", None),
            ("#other", None),
            ("#left/x@phone", None),
            (format!("{deep}/g").as_str(), None),
            ("x".repeat(MAX_PATH + 1).as_str(), None),
        ] {
            assert_eq!(kind(&AnswerPath(text.to_owned())), expected, "{text}");
        }
    }

    #[test]
    fn comments_have_addresses_of_their_own() {
        let longest = "k".repeat(MAX_COMMENT_KEY);
        for (key, is_key) in [("1", true), ("12-a_B", true), (longest.as_str(), true), ("", false), ("a.b", false), ("a/b", false)] {
            assert_eq!(comment_key(&comment(key)), is_key.then_some(key), "{key}");
            assert_eq!(comment_key(&settled(key)), None, "{key}");
        }
        assert!(!is_comment_key(&"k".repeat(MAX_COMMENT_KEY + 1)));
        for path in [comment(&longest), settled(&longest)] {
            assert_eq!(kind(&path), Some(Kind::Own), "{path}");
        }
        assert_eq!(comment_key(&AnswerPath("#left/12@phone".into())), None);
    }

    #[test]
    fn rows_around_an_address() {
        let path = AnswerPath("a[x]/g/b[y]/c".into());
        assert_eq!(rows_around(&path).collect::<Vec<_>>(), ["a[x]", "a[x]/g/b[y]"]);
        assert_eq!(split_row("a[x]/g/b[y]"), Some(("a[x]/g/b", "y")));
        assert_eq!(split_row("a"), None);
    }
}
