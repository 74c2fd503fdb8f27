//! What somebody typed, as the terms to look for.
//!
//! Spaces and punctuation separate words; a document must have all terms of all words. A run gives
//! its pairs, a chain one joined term, both cut exactly as in [`tokens`](super::tokens), with which
//! this module shares the cutting.

use core::ops::Range;

use super::fold::fold;
use super::tokens::{CHAIN, Kind, Piece, kind, pair, pieces};

/// How many different terms a query may have; what is typed beyond them is not looked for.
const MAX_TERMS: usize = 96;

/// What a query asks of each document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Term {
    /// It has this pair of characters.
    Pair(u32),
    /// It has this character in a run.
    Char(char),
    /// It has this word.
    Word(String),
    /// It has a word that begins so.
    Prefix(String),
}

/// A stretch of a query without spaces or punctuation in it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Word {
    /// Folded text.
    pub text: String,
    /// The runs of ideographs and kana in it.
    pub runs: Vec<String>,
    /// Its terms, as places in [`Query::terms`].
    pub terms: Vec<usize>,
}

/// What somebody looks for: documents that have all terms of all words.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Query {
    words: Vec<Word>,
    terms: Vec<Term>,
}

impl Query {
    /// Reads what is being typed: the last word may go on, so it also finds longer words, and
    /// roman letters that an input method has yet to make kana of (防さk) are left out.
    #[must_use]
    pub fn typed(text: &str) -> Self {
        Self::parse(without_half_typed_kana(text), true)
    }

    /// Reads a finished query (a link, a saved search): words of letters are whole.
    #[must_use]
    pub fn whole(text: &str) -> Self {
        Self::parse(text, false)
    }

    fn parse(text: &str, typing: bool) -> Self {
        let folded = fold(text);
        let mut query = Self::default();
        let mut end = None;
        // The last piece was a chain, and its term took in the next character.
        let mut taken = false;
        pieces(&folded, &mut Vec::new(), |piece| {
            let range = match &piece {
                Piece::Run(run) => run.clone(),
                Piece::Chain(chain) => {
                    let start = chain.first().map_or(0, |first| first.start);
                    start..chain.last().map_or(0, |last| last.end)
                }
            };
            if end != Some(range.start) {
                query.words.push(Word::default());
                taken = false;
            }
            end = Some(range.end);
            let part = folded.get(range.clone()).unwrap_or_default();
            if let Some(word) = query.words.last_mut() {
                word.text.push_str(part);
            }
            match piece {
                Piece::Run(_) => query.add_run(part, taken),
                Piece::Chain(chain) => {
                    let rest = folded.get(range.end..).unwrap_or_default();
                    let open = typing && matches!(rest, "" | "-" | "'");
                    let next = rest.chars().next().filter(|&c| kind(c) == Kind::Run);
                    taken = next.is_some();
                    query.add_chain(&folded, chain, next, open);
                }
            }
        });
        query
    }

    fn add_run(&mut self, run: &str, first_is_taken: bool) {
        if let Some(word) = self.words.last_mut() {
            word.runs.push(run.to_owned());
        }
        let seconds = run.char_indices().skip(1);
        let mut pairs = 0;
        for ((start, first), (at, second)) in run.char_indices().zip(seconds) {
            pairs += 1;
            let both = run.get(start..at + second.len_utf8()).unwrap_or_default();
            self.add(pair(first, Some(second)).map_or_else(|| Term::Word(both.to_owned()), Term::Pair));
        }
        if pairs == 0
            && !first_is_taken
            && let Some(only) = run.chars().next()
        {
            self.add(Term::Char(only));
        }
    }

    fn add_chain(&mut self, text: &str, chain: &[Range<usize>], next: Option<char>, open: bool) {
        let groups = chain.chunks(CHAIN);
        let last = groups.len().saturating_sub(1);
        for (index, group) in groups.enumerate() {
            let parts = group.iter().map(|part| text.get(part.clone()).unwrap_or_default());
            let mut word: String = parts.collect();
            if index == last
                && let Some(c) = next
            {
                word.push(c);
            }
            self.add(if index == last && open { Term::Prefix(word) } else { Term::Word(word) });
        }
    }

    fn add(&mut self, term: Term) {
        let known = self.terms.iter().position(|other| *other == term);
        let place = known.unwrap_or(self.terms.len());
        if place >= MAX_TERMS {
            return;
        }
        if known.is_none() {
            self.terms.push(term);
        }
        if let Some(word) = self.words.last_mut()
            && !word.terms.contains(&place)
        {
            word.terms.push(place);
        }
    }

    /// Whether nothing is looked for: no text, or only punctuation.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.terms.is_empty()
    }

    /// What was typed between spaces and punctuation.
    #[must_use]
    pub fn words(&self) -> &[Word] {
        &self.words
    }

    /// The different terms of all words.
    #[must_use]
    pub fn terms(&self) -> &[Term] {
        &self.terms
    }
}

/// `text` without one or two consonants right behind hiragana at its end: what an input method
/// shows between two key strokes.
fn without_half_typed_kana(text: &str) -> &str {
    let is_consonant = |c: char| {
        let c = match c {
            'ａ'..='ｚ' => fold(c.encode_utf8(&mut [0; 4])),
            _ => c.to_string(),
        };
        matches!(c.as_bytes(), [b'b'..=b'z']) && !matches!(c.as_str(), "e" | "i" | "o" | "u")
    };
    let kept = text.trim_end_matches(is_consonant);
    let letters = text.get(kept.len()..).map_or(0, |rest| rest.chars().count());
    let after_kana = kept.chars().next_back().is_some_and(|c| matches!(c, 'ぁ'..='ゖ'));
    if letters <= 2 && after_kana { kept } else { text }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn spelt(key: u32) -> String {
        [key >> 16, key & 0xFFFF].iter().filter(|&&code| code != 0).filter_map(|&code| char::from_u32(code)).collect()
    }

    fn asked(query: &Query) -> Vec<String> {
        let term = |term: &Term| match term {
            Term::Pair(key) => spelt(*key),
            Term::Char(c) => format!("{c}*"),
            Term::Word(word) => word.clone(),
            Term::Prefix(word) => format!("{word}*"),
        };
        query.terms().iter().map(term).collect()
    }

    #[test]
    fn queries_ask_for_all_words() {
        assert_eq!(asked(&Query::typed("防災 講座")), ["防災", "講座"]);
        assert_eq!(asked(&Query::typed("防災訓練　秋")), ["防災", "災訓", "訓練", "秋*"]);
        assert_eq!(asked(&Query::typed("3月 wi-fi教室")), ["3月", "wifi教", "教室"]);
        assert_eq!(asked(&Query::typed("ばばば")), ["ばば"]);
        assert_eq!(Query::typed("ばばば").words()[0].terms, [0]);
        assert!(Query::typed(" 、！").is_empty());
    }

    #[test]
    fn the_last_word_may_go_on() {
        assert_eq!(asked(&Query::typed("art spo")), ["art", "spo*"]);
        assert_eq!(asked(&Query::typed("spo ")), ["spo"]);
        assert_eq!(asked(&Query::typed("wi-")), ["wi*"]);
        assert_eq!(asked(&Query::whole("spo")), ["spo"]);
        assert_eq!(asked(&Query::typed("第3")), ["第*", "3*"]);
    }

    #[test]
    fn half_typed_kana_is_left_out() {
        assert_eq!(asked(&Query::typed("ぼうさｋ")), ["ぼう", "うさ"]);
        assert_eq!(asked(&Query::typed("ぼうsh")), ["ぼう"]);
        assert_eq!(asked(&Query::typed("ぼうsa")), ["ぼう", "sa*"]);
        assert_eq!(asked(&Query::typed("防災k")), ["防災", "k*"]);
    }

    #[test]
    fn long_queries_are_cut() {
        let long: String = (0..500).filter_map(|n| char::from_u32(0x4E00 + n)).collect();
        assert_eq!(Query::typed(&long).terms().len(), MAX_TERMS);
    }
}
