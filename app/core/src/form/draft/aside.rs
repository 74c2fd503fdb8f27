//! What could not be read in the journal of a draft and was put aside: kept as it was, shown as far as words are found in it.
//!
//! Invariants: a line that was put aside is never changed, so a program that knows how to read it finds it as it was written; what is found
//! in it is for people, who look at it and copy from it, and is never taken into a draft by itself.

use super::change::{Change, What, Written};
use super::document::{Document, Dot, Value};
use super::log::{self, Kept, Record, Replayed, Stopped, Unreadable};
use super::{Draft, path};
use crate::form::answers::AnswerPath;
use crate::time::Millis;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// A line that was put aside.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Aside {
    /// The line, as it was.
    pub line: String,
    /// When it was put aside, by that device's clock; nothing: an earlier build did.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at: Option<Millis>,
}

/// Words that were found in what could not be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Words {
    /// What they answer; empty: that could not be found.
    pub path: AnswerPath,
    /// The words.
    pub text: String,
}

impl Words {
    /// Whether they are the name that a person gave the draft.
    pub fn is_name(&self) -> bool {
        self.path.0 == path::TITLE
    }
}

/// What takes the place of a journal of which not all can be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cleared {
    /// Everything that could be read, together with what arrived.
    pub snapshot: String,
    /// The texts that could not, as they were: they are put aside.
    pub aside: Vec<String>,
}

/// Lines that are put aside now.
pub fn stamped(lines: Vec<String>, at: Millis) -> Vec<Aside> {
    lines.into_iter().map(|line| Aside { line, at: Some(at) }).collect()
}

/// What is aside together with lines that may be among it already: each once, as it was put aside first.
pub fn with_lines(mut aside: Vec<Aside>, lines: &[String]) -> Vec<Aside> {
    for line in lines {
        if !aside.iter().any(|it| it.line == *line) {
            aside.push(Aside { line: line.clone(), at: None });
        }
    }
    aside
}

/// What becomes of a journal that takes in what another device has of the same draft. Nothing: a line at its end does, because all that
/// stands there is read, now or by a newer build. Otherwise that line would stand behind one that nobody reads, and not be read again.
pub fn cleared(arrived: &Draft, base: &str, lines: &[String]) -> Result<Option<Cleared>, Unreadable> {
    match log::replay(base, lines.iter().map(String::as_str)) {
        Ok(Replayed { stopped: None | Some(Stopped { why: Unreadable::Newer(_), .. }), .. }) | Err(Kept { why: Unreadable::Newer(_), .. }) => {
            Ok(None)
        }
        Ok(Replayed { mut draft, stopped: Some(Stopped { kept, .. }), .. }) => {
            log::take(&mut draft, &Record::Arrived(arrived.document().whole()))?;
            Ok(Some(Cleared { snapshot: log::snapshot(&draft), aside: kept }))
        }
        // Not even the snapshot: what arrived is a draft by itself.
        Err(Kept { text, .. }) => {
            let aside = std::iter::once(text).chain(lines.iter().cloned()).collect();
            Ok(Some(Cleared { snapshot: log::snapshot(arrived), aside }))
        }
    }
}

/// The words in texts that could not be read, in their order; of an answer that was typed on only the last. `known`: what could be read,
/// which pieces of long texts may be of.
pub fn salvage<'a>(known: &Document, texts: impl IntoIterator<Item = &'a str>) -> Vec<Words> {
    let mut found = Found { known, pieces: BTreeMap::new(), words: Vec::new() };
    for text in texts {
        match log::read_line(text) {
            Ok(Record::Change(change)) => found.change(&change),
            Ok(Record::Arrived(delta)) => {
                for (path, held) in delta.registers.iter().flat_map(|(path, all)| all.iter().map(move |held| (path, held))) {
                    if let Value::Text(text) = &held.value {
                        found.note(None, path.clone(), text.clone());
                    }
                }
            }
            Err(_) => {
                for (path, text) in scan(text) {
                    found.note(None, path, text);
                }
            }
        }
    }
    found.words.into_iter().map(|(_, words)| words).collect()
}

/// A text of which only the middle may be known.
#[derive(Clone)]
struct Piece {
    /// How many bytes before it are unknown.
    head: usize,
    known: String,
    /// How many bytes behind it are unknown.
    tail: usize,
}

impl Piece {
    /// With another piece in it, if that lies within what is known.
    fn spliced(&self, head: usize, tail: usize, put: &str) -> Option<Self> {
        let from = head.checked_sub(self.head)?;
        let to = self.known.len().checked_sub(tail.checked_sub(self.tail)?)?;
        if from > to {
            return None;
        }
        let known = [self.known.get(..from)?, put, self.known.get(to..)?].concat();
        Some(Self { known, ..*self })
    }
}

struct Found<'a> {
    known: &'a Document,
    /// What edits wrote, as far as it could be put together.
    pieces: BTreeMap<Dot, Piece>,
    words: Vec<(Option<Dot>, Words)>,
}

impl Found<'_> {
    fn change(&mut self, change: &Change) {
        let What::Write { path, value, over } = &change.what else { return };
        let piece = match value {
            Written::Whole(Value::Text(text)) => Some(Piece { head: 0, known: text.clone(), tail: 0 }),
            Written::Whole(_) => None,
            Written::Splice { of, head, tail, put } => {
                let before = self.pieces.get(of).cloned().or_else(|| self.held(path, of));
                let whole = before.and_then(|before| before.spliced(*head, *tail, put));
                Some(whole.unwrap_or_else(|| Piece { head: *head, known: put.clone(), tail: *tail }))
            }
        };
        // Whoever wrote it had seen what it is written over.
        self.words.retain(|(dot, _)| dot.as_ref().is_none_or(|dot| !over.contains(dot)));
        if let Some(piece) = piece {
            self.note(Some(change.dot.clone()), path.clone(), piece.known.clone());
            self.pieces.insert(change.dot.clone(), piece);
        }
    }

    fn held(&self, path: &AnswerPath, dot: &Dot) -> Option<Piece> {
        let held = self.known.held(path).iter().find(|held| held.dot == *dot)?;
        let Value::Text(text) = &held.value else { return None };
        Some(Piece { head: 0, known: text.clone(), tail: 0 })
    }

    fn note(&mut self, dot: Option<Dot>, path: AnswerPath, text: String) {
        let Some((path, text)) = said(path, text) else { return };
        if text.trim().is_empty() || self.words.iter().any(|(_, words)| words.path == path && words.text == text) {
            return;
        }
        self.words.retain(|(_, words)| words.path != path || !text.starts_with(&words.text));
        self.words.push((dot, Words { path, text }));
    }
}

/// What of a text at an address a person wrote.
fn said(path: AnswerPath, text: String) -> Option<(AnswerPath, String)> {
    /// An answer without a place, or a comment.
    #[derive(Deserialize)]
    struct Inside {
        #[serde(alias = "on", default = "AnswerPath::root")]
        path: AnswerPath,
        #[serde(alias = "comment")]
        value: String,
    }

    if [path::FORM, path::BEGUN, path::VERSION].contains(&path.0.as_str()) {
        return None;
    }
    if !path.0.starts_with(path::LEFT) {
        return Some((path, text));
    }
    let Inside { path, value } = serde_json::from_str(&text).ok()?;
    Some((path, value))
}

/// Texts with their addresses, in what need not be JSON to its end.
fn scan(text: &str) -> Vec<(AnswerPath, String)> {
    let (mut found, mut path, mut key) = (Vec::new(), String::new(), String::new());
    let mut rest = text;
    while let Some((_, after)) = rest.split_once('"') {
        let (said, behind) = string(after);
        rest = behind;
        if let Some(value) = behind.trim_start().strip_prefix(':') {
            // In what came from elsewhere an address is the name of the list of what is held there.
            let is_list = value.trim_start().strip_prefix('[').is_some_and(|inside| inside.trim_start().starts_with('{'));
            if is_list {
                path.clone_from(&said);
            }
            key = said;
            continue;
        }
        match std::mem::take(&mut key).as_str() {
            "path" => path = said,
            "text" | "put" => found.push((AnswerPath(path.clone()), said)),
            _ => {}
        }
    }
    found
}

/// The rest of a string of JSON that has begun, which may end too soon, and what stands behind it.
fn string(text: &str) -> (String, &str) {
    let mut said = String::new();
    let mut signs = text.char_indices();
    while let Some((at, sign)) = signs.next() {
        match sign {
            '"' => return (said, text.get(at + 1..).unwrap_or_default()),
            '\\' => match signs.next() {
                Some((_, 'n')) => said.push('\n'),
                Some((_, 't')) => said.push('\t'),
                Some((_, 'b' | 'f' | 'r')) | None => {}
                Some((_, 'u')) => {
                    let digits: String = signs.by_ref().take(4).map(|(_, digit)| digit).collect();
                    let sign = u32::from_str_radix(&digits, 16).ok().and_then(char::from_u32);
                    said.extend(sign.filter(|sign| !sign.is_control()));
                }
                Some((_, sign)) => said.push(sign),
            },
            sign => said.push(sign),
        }
    }
    (said, "")
}

#[cfg(test)]
mod tests {
    use super::super::{Edit, Writer};
    use super::*;
    use proptest::prelude::*;

    fn writer() -> Writer {
        Writer { replica: "a".into(), by: "A".into(), at: 5 }
    }

    fn begun() -> Draft {
        Draft::begin("d1", "grant", "2026", &writer()).unwrap()
    }

    fn typed(draft: &mut Draft, question: &str, text: &str) -> String {
        let edit = Edit::set(AnswerPath(question.into()), text);
        log::line(&Record::Change(draft.edit(&writer(), edit).unwrap().unwrap()))
    }

    fn told(known: &Draft, lines: &[&str]) -> Vec<(String, String)> {
        salvage(known.document(), lines.iter().copied()).into_iter().map(|words| (words.path.0, words.text)).collect()
    }

    fn pair(path: &str, text: &str) -> (String, String) {
        (path.to_owned(), text.to_owned())
    }

    #[test]
    fn what_arrives_is_read_although_a_line_is_not() {
        let base = begun();
        let (mut here, mut there) = (base.clone(), base.clone());
        let first = typed(&mut here, "q", "here");
        let second = typed(&mut here, "r", "behind");
        there.edit(&Writer { replica: "b".into(), ..writer() }, Edit::set(AnswerPath("s".into()), "there")).unwrap();
        let snapshot = log::snapshot(&base);
        assert_eq!(cleared(&there, &snapshot, std::slice::from_ref(&first)), Ok(None), "a line does");

        let cut = second[..second.len() - 9].to_owned();
        let Cleared { snapshot: whole, aside } = cleared(&there, &snapshot, &[first.clone(), cut.clone(), "x".into()]).unwrap().unwrap();
        let values: Vec<String> = log::read_snapshot(&whole).unwrap().answers().values.into_values().collect();
        assert_eq!((values, aside), (vec!["here".to_owned(), "there".to_owned()], vec![cut, "x".to_owned()]));

        let newer = first.replace(r#""schema":1"#, r#""schema":7"#);
        assert_eq!(cleared(&there, &snapshot, &[newer]), Ok(None), "a newer build reads both");
        let newer = snapshot.replace(r#""schema":1"#, r#""schema":7"#);
        assert_eq!(cleared(&there, &newer, &[]), Ok(None));

        let broken = &snapshot[..snapshot.len() - 3];
        let Cleared { snapshot: whole, aside } = cleared(&there, broken, std::slice::from_ref(&first)).unwrap().unwrap();
        assert_eq!(log::read_snapshot(&whole).unwrap(), there);
        assert_eq!(aside, [broken.to_owned(), first]);
    }

    #[test]
    fn words_are_found_where_a_line_was_cut_off() {
        let mut draft = begun();
        let line = typed(&mut draft, "plan", "一行目\n「二」行目\"\\");
        assert_eq!(told(&begun(), &[&line]), [pair("plan", "一行目\n「二」行目\"\\")]);
        let end = line.find("行目\\\"").unwrap();
        assert_eq!(told(&begun(), &[&line[..end]]), [pair("plan", "一行目\n「二」")]);
        let arrived = log::line(&Record::Arrived(draft.document().whole()));
        assert_eq!(told(&begun(), &[&arrived]), [pair("plan", "一行目\n「二」行目\"\\")], "not the draft's own");
        assert_eq!(told(&begun(), &[&arrived[..arrived.len() - 4]]), [pair("plan", "一行目\n「二」行目\"\\")]);
        let snapshot = log::snapshot(&draft);
        assert_eq!(told(&begun(), &[&snapshot[..snapshot.len() - 2]]), [pair("plan", "一行目\n「二」行目\"\\")]);
        for nothing in ["", "{", "\u{0}", r#"{"schema":1,"chan"#, r#"{"text":"#, r#"{"text":"\u12"#, "x\"text"] {
            assert!(told(&begun(), &[nothing]).is_empty(), "{nothing}");
        }
    }

    #[test]
    fn an_answer_that_was_typed_on_is_told_once() {
        let mut draft = begun();
        let lines = [typed(&mut draft, "q", "x"), typed(&mut draft, "q", "xy"), typed(&mut draft, "r", "z"), typed(&mut draft, "q", "ay")];
        let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
        assert_eq!(told(&begun(), &lines), [pair("r", "z"), pair("q", "ay")]);
        // One that the person gave a name, and one that was emptied.
        let title = log::line(&Record::Change(draft.edit(&writer(), Edit::Title("花壇".into())).unwrap().unwrap()));
        assert_eq!(told(&begun(), &[&title]), [pair("#title", "花壇")]);
        assert!(salvage(begun().document(), [title.as_str()])[0].is_name());
        let emptied = typed(&mut draft, "q", "");
        assert!(told(&begun(), &[lines[3], &emptied]).is_empty());
    }

    #[test]
    fn pieces_of_a_long_text_are_put_together() {
        let long = "長い文。".repeat(50);
        let mut draft = begun();
        typed(&mut draft, "q", &long);
        let known = draft.clone();
        let more = [typed(&mut draft, "q", &format!("{long}あ")), typed(&mut draft, "q", &format!("{long}あい")), typed(&mut draft, "q", &long)];
        let lines: Vec<&str> = more.iter().map(String::as_str).collect();
        assert_eq!(told(&known, &lines[..2]), [pair("q", &format!("{long}あい"))]);
        // The text that they are of is not there: what was typed is.
        assert_eq!(told(&begun(), &lines[..2]), [pair("q", "あい")]);
        assert!(told(&begun(), &lines).is_empty(), "they took it out again");
    }

    #[test]
    fn a_line_is_aside_once() {
        let aside = stamped(vec!["a".into()], 7);
        let both = with_lines(aside.clone(), &["a".into(), "b".into(), "b".into()]);
        assert_eq!(both, [aside[0].clone(), Aside { line: "b".into(), at: None }]);
        let text = serde_json::to_string(&both).unwrap();
        assert_eq!(text, r#"[{"line":"a","at":7},{"line":"b"}]"#);
        assert_eq!(serde_json::from_str::<Vec<Aside>>(&text).unwrap(), both);
    }

    proptest! {
        #[test]
        fn no_text_breaks_it(text in r#"[a-z"\\:\[\]{},u0-9縁\n]{0,60}"#, cut in any::<prop::sample::Index>()) {
            let mut draft = begun();
            let line = typed(&mut draft, "q", &format!("x{text}"));
            let ends: Vec<usize> = line.char_indices().map(|(at, _)| at).collect();
            let part = &line[..ends[cut.index(ends.len())]];
            let whole = format!("x{text}");
            for (_, found) in told(&begun(), &[part]) {
                prop_assert!(whole.starts_with(&found), "{found:?} in {whole:?}");
            }
            told(&begun(), &[&text]);
        }
    }
}
