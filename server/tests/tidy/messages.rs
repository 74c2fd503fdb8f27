//! Rules of the message tables, read as text: a new table needs no register line here.

use super::agree;
use super::source::{Source, has_japanese, rust};
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
