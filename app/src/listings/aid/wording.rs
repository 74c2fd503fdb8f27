//! What is hard to read, and how it is said more simply.

use super::hard_words::HARD_WORDS;
use super::{Advice, AdviceCode, lang_of};
use crate::listings::form::Pairs;
use engawa_core::Lang;

/// Characters of a sentence of やさしい日本語.
const EASY_SENTENCE_MAX: usize = 50;
/// Characters of a sentence for everyone.
const SENTENCE_MAX: usize = 100;
/// Characters by which a sentence is recognised.
const BEGINNING: usize = 15;
/// Letters from which on capitals are hard to read, and are not just a name.
const CAPITALS_MIN: usize = 12;
/// Full-width letters in a row: one or two are a grade or a name of a room.
const FULL_WIDTH_MIN: usize = 3;

/// Said twice that it is not.
const DOUBLE_NEGATIVES: [&str; 12] = [
    "ないことはない",
    "ないことはありません",
    "なくはない",
    "なくはありません",
    "ないわけではない",
    "ないわけではありません",
    "ないとは限らない",
    "ないとは限りません",
    "ないわけにはいかない",
    "ないわけにはいきません",
    "ざるを得ない",
    "ざるを得ません",
];
/// Also two negations, which everybody uses but who learns the language.
const EASY_DOUBLE_NEGATIVES: [&str; 4] = ["なければならない", "なければなりません", "ないといけません", "なくてはいけません"];

pub(super) fn advise(texts: &Pairs) -> Vec<Advice> {
    let mut found = Vec::new();
    for (field, text) in texts {
        capitals(field, text, &mut found);
        let lang = lang_of(field);
        if lang == Lang::En {
            continue;
        }
        let is_easy = lang == Lang::JaEasy;
        if is_easy {
            found.extend(hard_words(text).map(|(word, easier)| Advice::new(AdviceCode::HardWord, field).arg(word).arg(easier)));
        }
        sentences(field, text, if is_easy { EASY_SENTENCE_MAX } else { SENTENCE_MAX }, &mut found);
        let negatives = DOUBLE_NEGATIVES.into_iter().chain(EASY_DOUBLE_NEGATIVES.into_iter().filter(|_| is_easy));
        found.extend(negatives.filter(|it| text.contains(it)).map(|it| Advice::new(AdviceCode::DoubleNegative, field).arg(it)));
        if has_era_alone(text) {
            found.push(Advice::new(AdviceCode::EraAlone, field));
        }
    }
    found
}

/// The hard words of a text. A word inside a longer one that is in the table as well is not a word of its own.
fn hard_words(text: &str) -> impl Iterator<Item = (&'static str, &'static str)> {
    let mut rest = text.to_owned();
    // Longer words come first, and what was found is taken out.
    HARD_WORDS.iter().copied().filter(move |(word, _)| {
        let is_there = rest.contains(word);
        if is_there {
            rest = rest.replace(word, "\n");
        }
        is_there
    })
}

fn sentences(field: &str, text: &str, most: usize, found: &mut Vec<Advice>) {
    for sentence in text.split(['。', '！', '？', '\n']).map(str::trim) {
        let length = characters_read(sentence);
        // An address is long and is not read.
        if length > most && !sentence.contains("://") {
            let beginning: String = sentence.chars().take(BEGINNING).collect();
            found.push(Advice::new(AdviceCode::LongSentence, field).arg(beginning).arg(length.to_string()));
        }
    }
}

/// Characters without blanks and without readings in brackets.
fn characters_read(sentence: &str) -> usize {
    let (mut count, mut depth) = (0, 0_usize);
    for c in sentence.chars() {
        match c {
            '（' | '(' => depth += 1,
            '）' | ')' => depth = depth.saturating_sub(1),
            _ if depth == 0 && !c.is_whitespace() => count += 1,
            _ => {}
        }
    }
    count
}

/// A year that is written in an era, and no western year in the whole text.
fn has_era_alone(text: &str) -> bool {
    let is_western = |figures: &str| figures.len() == 4 && (figures.starts_with("19") || figures.starts_with("20"));
    let plain = engawa_core::text::digits(text);
    let western = plain.split(|c: char| !c.is_ascii_digit()).any(is_western);
    let in_era = |era: &str| plain.split(era).skip(1).any(|rest| rest.trim_start().starts_with(|c: char| c.is_ascii_digit() || c == '元'));
    !western && ["令和", "平成", "昭和"].into_iter().any(in_era)
}

fn capitals(field: &str, text: &str, found: &mut Vec<Advice>) {
    let letters = || text.chars().filter(char::is_ascii_alphabetic);
    if letters().count() >= CAPITALS_MIN && letters().all(|c| c.is_ascii_uppercase()) {
        found.push(Advice::new(AdviceCode::Capitals, field));
    }
    let full_width = |word: &str| word.chars().count() >= FULL_WIDTH_MIN;
    if text.split(|c: char| !matches!(c, 'Ａ'..='Ｚ' | 'ａ'..='ｚ')).any(full_width) {
        found.push(Advice::new(AdviceCode::FullWidth, field));
    }
}
