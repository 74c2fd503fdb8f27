//! Reads the tree, and Rust sources as far as the house rules need: what is code, what is text in quotes, what is a comment.

use std::path::{Path, PathBuf};

/// Folders that hold nothing of ours.
const SKIPPED: [&str; 8] = ["target", "node_modules", ".git", ".tools", "test-results", "playwright-report", "site", "data"];

/// A text file of the project.
pub struct File {
    /// Its path from the root, with `/`.
    pub path: String,
    /// All of it.
    pub text: String,
}

/// The root of the workspace.
pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// Every text file of the project.
pub fn files() -> Vec<File> {
    let mut found = Vec::new();
    walk(&root(), "", &mut found);
    found.sort_by(|a, b| a.path.cmp(&b.path));
    assert!(found.len() > 50, "the tree was not found");
    found
}

fn walk(folder: &Path, at: &str, found: &mut Vec<File>) {
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        let path = if at.is_empty() { name.clone() } else { format!("{at}/{name}") };
        let is_folder = entry.file_type().is_ok_and(|kind| kind.is_dir());
        if is_folder && !SKIPPED.contains(&name.as_str()) {
            walk(&entry.path(), &path, found);
        } else if !is_folder && let Ok(text) = std::fs::read_to_string(entry.path()) {
            found.push(File { path, text });
        }
    }
}

/// The Rust files below some folders.
pub fn rust(folders: &[&str]) -> Vec<File> {
    let wanted = |file: &File| file.has_extension("rs") && folders.iter().any(|folder| file.path.starts_with(folder));
    files().into_iter().filter(wanted).collect()
}

/// One file, or nothing in it.
pub fn read(path: &str) -> String {
    std::fs::read_to_string(root().join(path)).unwrap_or_default()
}

impl File {
    /// Whether its name ends so.
    pub fn has_extension(&self, extension: &str) -> bool {
        Path::new(&self.path).extension().is_some_and(|it| it == extension)
    }

    /// Whether the file is there for tests only.
    pub fn is_test(&self) -> bool {
        self.path.contains("/tests/") || self.path.ends_with("/tests.rs")
    }

    /// The file up to its tests, which stand at its end.
    pub fn without_tests(&self) -> &str {
        self.text.find("#[cfg(test)]\nmod tests").map_or(self.text.as_str(), |at| &self.text[..at])
    }
}

/// A text in quotes.
pub struct Quoted {
    /// The line on which it begins, from 1.
    pub line: usize,
    /// What stands between the quotes, as it is written.
    pub text: String,
}

/// A Rust source, taken apart.
#[derive(Default)]
pub struct Source {
    /// The code alone, with the same lines: comments and what stands in quotes are blank.
    pub code: String,
    /// The code with what stands in quotes; comments are blank.
    pub plain: String,
    /// Everything in quotes.
    pub quoted: Vec<Quoted>,
}

impl Source {
    /// Takes a source apart.
    pub fn of(text: &str) -> Self {
        let chars: Vec<char> = text.chars().collect();
        let mut out = Self::default();
        let (mut at, mut line) = (0, 1);
        while let Some(&c) = chars.get(at) {
            let next = chars.get(at + 1).copied();
            let end = match (c, next) {
                ('/', Some('/')) => comment_end(&chars, at),
                ('/', Some('*')) => block_end(&chars, at),
                ('\'', _) => {
                    let end = character_end(&chars, at);
                    out.take(&chars[at..end], true, end > at + 1);
                    at = end;
                    continue;
                }
                _ => at,
            };
            if end > at {
                line += newlines(&chars[at..end]);
                out.take(&chars[at..end], false, true);
                at = end;
                continue;
            }
            let raw = raw_start(&chars, at);
            if c == '"' || raw.is_some() {
                let (begin, end) = raw.map_or_else(|| (at + 1, string_end(&chars, at + 1)), |hashes| raw_end(&chars, at, hashes));
                let inside: String = chars.get(begin..end).unwrap_or_default().iter().collect();
                let after = (end + 1 + raw.unwrap_or(0)).min(chars.len());
                out.quoted.push(Quoted { line, text: inside });
                line += newlines(&chars[at..after]);
                out.take(&chars[at..after], true, true);
                at = after;
                continue;
            }
            line += usize::from(c == '\n');
            out.code.push(c);
            out.plain.push(c);
            at += 1;
        }
        out
    }

    fn take(&mut self, part: &[char], shown: bool, blank: bool) {
        for &c in part {
            let hidden = if c == '\n' { '\n' } else { ' ' };
            self.code.push(if blank { hidden } else { c });
            self.plain.push(if shown { c } else { hidden });
        }
    }
}

fn newlines(part: &[char]) -> usize {
    part.iter().filter(|c| **c == '\n').count()
}

fn comment_end(chars: &[char], at: usize) -> usize {
    chars.iter().skip(at).position(|c| *c == '\n').map_or(chars.len(), |length| at + length)
}

fn block_end(chars: &[char], at: usize) -> usize {
    let (mut depth, mut here) = (0, at);
    while here < chars.len() {
        match (chars[here], chars.get(here + 1)) {
            ('/', Some('*')) => (depth, here) = (depth + 1, here + 2),
            ('*', Some('/')) if depth == 1 => return here + 2,
            ('*', Some('/')) => (depth, here) = (depth - 1, here + 2),
            _ => here += 1,
        }
    }
    chars.len()
}

/// The end of a character in quotes; of a lifetime, just its apostrophe.
fn character_end(chars: &[char], at: usize) -> usize {
    if chars.get(at + 1) == Some(&'\\') {
        let close = chars.iter().skip(at + 3).position(|c| *c == '\'');
        return close.map_or(at + 1, |length| at + 4 + length);
    }
    if chars.get(at + 2) == Some(&'\'') { at + 3 } else { at + 1 }
}

fn string_end(chars: &[char], begin: usize) -> usize {
    let mut here = begin;
    while here < chars.len() && chars[here] != '"' {
        here += if chars[here] == '\\' { 2 } else { 1 };
    }
    here.min(chars.len())
}

/// The number of `#` of a raw string that begins here.
fn raw_start(chars: &[char], at: usize) -> Option<usize> {
    let inside_a_word = at > 0 && chars.get(at - 1).is_some_and(|c| c.is_alphanumeric() || *c == '_') && chars.get(at - 1) != Some(&'b');
    if chars.get(at) != Some(&'r') || inside_a_word {
        return None;
    }
    let hashes = chars.iter().skip(at + 1).take_while(|c| **c == '#').count();
    (chars.get(at + 1 + hashes) == Some(&'"')).then_some(hashes)
}

fn raw_end(chars: &[char], at: usize, hashes: usize) -> (usize, usize) {
    let begin = at + 2 + hashes;
    let closes = |here: usize| chars[here] == '"' && chars.iter().skip(here + 1).take(hashes).filter(|c| **c == '#').count() == hashes;
    (begin, (begin..chars.len()).find(|here| closes(*here)).unwrap_or(chars.len()))
}

/// Whether a text has a word, not as a part of a longer one.
pub fn has_word(text: &str, word: &str) -> bool {
    let part = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() || c == '_');
    text.match_indices(word).any(|(at, _)| !part(text[..at].chars().next_back()) && !part(text[at + word.len()..].chars().next()))
}

/// Whether there is a kana or a kanji in a text; marks such as ・ are none.
pub fn has_japanese(text: &str) -> bool {
    text.chars().any(|c| matches!(c, '\u{3041}'..='\u{3096}' | '\u{30A1}'..='\u{30FA}' | '\u{3400}'..='\u{9FFF}' | '々'))
}

#[test]
fn sources_are_taken_apart() {
    let source = Source::of("a // b\nc(\"d \\\" // e\", 'f', '\\'', &'g str, r#\"h\"i\"#) /* j /* k */ */ l");
    assert_eq!(source.code.split_whitespace().collect::<Vec<_>>().join(" "), "a c( , , , &'g str, ) l");
    assert_eq!(source.quoted.iter().map(|it| it.text.as_str()).collect::<Vec<_>>(), ["d \\\" // e", "h\"i"]);
    assert!(source.plain.contains("// e") && !source.plain.contains("// b"));
    assert!(has_word("use sqlx::x", "sqlx") && !has_word("my_sqlx", "sqlx"));
}
