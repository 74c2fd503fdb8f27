//! Rules of the message tables, read as text: a new table needs no register line here.

use super::agree;
use super::source::{Source, has_japanese, rust};
use engawa_app::messages::people::{audit_words, group_deeds};
use engawa_core::Lang;
use std::collections::BTreeSet;

/// A row of a table.
struct Row {
    name: String,
    /// ja, ja-easy, en, as they are written.
    texts: Vec<String>,
}

/// Every table, by file.
fn tables() -> Vec<(String, Vec<Row>)> {
    let tables: Vec<_> = rust(&["app/messages/"]).into_iter().map(|file| (file.path.clone(), rows(&Source::of(&file.text).plain))).collect();
    assert!(tables.iter().map(|(_, rows)| rows.len()).sum::<usize>() > 200, "the messages were not found");
    tables
}

fn rows(plain: &str) -> Vec<Row> {
    let blocks = plain.split("messages! {").skip(1).map(|rest| rest.split("\n}").next().unwrap_or_default());
    let mut found = Vec::new();
    for row in blocks.flat_map(|block| block.split("\";")) {
        let Some((name, texts)) = row.split_once('=') else { continue };
        let texts = Source::of(&format!("{texts}\"")).quoted.into_iter().map(|quoted| quoted.text).collect();
        found.push(Row { name: name.trim().to_owned(), texts });
    }
    found
}

#[test]
fn messages_say_the_same_in_three_languages() {
    let mut wrong = Vec::new();
    for (path, rows) in tables() {
        let mut names = BTreeSet::new();
        for Row { name, texts } in rows {
            let place = format!("{path}: {name}");
            if texts.len() != 3 {
                wrong.push(format!("{place}: {} texts", texts.len()));
            }
            if !names.insert(name.clone()) {
                wrong.push(format!("{place}: there are two"));
            }
            if texts.iter().any(|text| text.trim().is_empty()) {
                wrong.push(format!("{place}: a text is empty"));
            }
            let holes: Vec<BTreeSet<&str>> = texts.iter().map(|text| holes(text)).collect();
            // A form of a date takes from the parts what its language uses: 7月 or July.
            if holes.iter().any(|it| Some(it) != holes.first()) && !name.starts_with("DATE_") {
                wrong.push(format!("{place}: the languages have other arguments: {holes:?}"));
            }
            // The names of languages are written in themselves.
            if let Some(english) = texts.get(2).filter(|text| has_japanese(text) && !name.starts_with("LANG_")) {
                wrong.push(format!("{place}: Japanese in the English text: {english}"));
            }
        }
    }
    agree("A message has three texts, none of them empty, with the same arguments; whoever reads English may not read kana.", wrong);
}

fn holes(text: &str) -> BTreeSet<&str> {
    text.split('{').skip(1).filter_map(|part| part.split_once('}')).map(|(hole, _)| hole).collect()
}

/// Words of やさしい日本語 for the terms of `docs/glossary.md` that were once written in several ways: the other way, and the one that is used.
const ONE_WAY: [(&str, &str); 12] = [
    ("まどぐち", "窓口（まどぐち）"),
    ("ひかえ", "控（ひか）え"),
    ("もうしこみ", "申（もう）しこみ"),
    ("受（う）け付（つ）け", "受（う）けつけ"),
    ("うけつけ", "受付（うけつけ）, 受（う）けつけ"),
    ("がめん", "画面（がめん）"),
    ("れんらくさき", "連絡先（れんらくさき）"),
    ("言葉（ことば）", "ことば"),
    ("戻（もど）", "もど"),
    ("変（か）え", "かえ"),
    ("残（のこ）", "のこ"),
    ("団体（だんたい）", "グループ"),
];

/// Whether a text has a word that is no reading in brackets and no part of another word.
fn has_word(text: &str, word: &str) -> bool {
    text.match_indices(word).any(|(at, _)| !text[..at].ends_with(|before: char| before == '（' || matches!(before, 'ぁ'..='ん')))
}

#[test]
fn plain_japanese_calls_a_thing_by_one_name() {
    let mut wrong = Vec::new();
    for (path, rows) in tables() {
        for Row { name, texts } in rows {
            let Some(easy) = texts.get(1) else { continue };
            for (other, one) in ONE_WAY.iter().filter(|(other, _)| has_word(easy, other)) {
                wrong.push(format!("{path}: {name}: {other}, elsewhere {one}"));
            }
        }
    }
    agree("Whoever reads やさしい日本語 knows a thing again by its name.", wrong);
    assert!(has_word("この がめんで", "がめん") && !has_word("画面（がめん）で", "がめん"));
}

/// What writes a row of the audit log, as far as its name; the verb is the first text behind it.
const WRITES: [&str; 9] = [" note(", "::note(", "audit(", "audit_about(", "note_look(", "note_access(", "seen(", "change(", "verb: "];
/// So near behind it stands a verb that is its own.
const NEAR: usize = 120;

/// The verb with which a call goes on.
fn verb_of(call: &str) -> Option<&str> {
    let (before, rest) = call.split_once('"')?;
    let is_own = before.len() <= NEAR && !before.contains([';', '{', '}']);
    let verb = rest.split('"').next().filter(|_| is_own)?;
    let is_word = |word: &str| !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_');
    verb.split_once('.').is_some_and(|(room, deed)| is_word(room) && is_word(deed)).then_some(verb)
}

#[test]
fn what_the_server_writes_into_the_log_has_words() {
    let mut wrong = Vec::new();
    let mut found = BTreeSet::new();
    for file in rust(&["server/src/"]) {
        for call in WRITES.iter().flat_map(|name| file.without_tests().split(*name).skip(1)) {
            let Some(verb) = verb_of(call).filter(|verb| found.insert((*verb).to_owned())) else { continue };
            let is_said = if verb.starts_with("group.") {
                group_deeds::deed(verb) != group_deeds::OTHER
            } else {
                Lang::ALL.iter().all(|lang| audit_words::said(verb, *lang) != verb)
            };
            if !is_said {
                wrong.push(format!("{}: {verb}", file.path));
            }
        }
    }
    agree("app/messages/people/audit_words.rs (of groups: group_deeds.rs) says every verb of the log.", wrong);
    assert!(found.len() > 60 && found.contains("door.refuse") && found.contains("read.course"), "the verbs were not found: {found:?}");
}
