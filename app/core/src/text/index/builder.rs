//! Making a [`Segment`] from documents, one after the other, so that the caller may pause between
//! any two.
//!
//! Each term gets a number when it is first met. While documents come in, only their lists of
//! terms are kept, and how many bytes the postings of each term will take; at the end every
//! posting is written straight to its place. No posting is ever sorted or moved.

use core::hash::{BuildHasher, Hasher};
use std::collections::HashMap;

use super::bytes::{length, narrow, put_at};
use super::impact::{BODY, Field, KANA, NEAR, SUMMARY, TITLE, level};
use super::segment::{Arena, Segment, posting_length, put_posting};
use crate::text::fold::fold_into;
use crate::text::tokens::{Token, Workspace, tokens};

/// The texts of a document. What a document lacks is empty.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Fields<'a> {
    /// Title or name.
    pub title: &'a str,
    /// Its reading in kana.
    pub kana: &'a str,
    /// What stands around it: group, place, tags, kind.
    pub near: &'a str,
    /// A sentence or two.
    pub summary: &'a str,
    /// Everything else.
    pub body: &'a str,
}

/// A hasher of numbers and short words, several times as fast as the standard one. Its tables hold
/// terms of one city's own texts, so nobody gains from making them collide.
#[derive(Debug, Default, Clone, Copy)]
struct TermHasher(u64);

impl TermHasher {
    fn mix(&mut self, word: u64) {
        self.0 = (self.0.rotate_left(5) ^ word).wrapping_mul(0x517C_C1B7_2722_0A95);
    }
}

impl Hasher for TermHasher {
    fn write(&mut self, bytes: &[u8]) {
        let (words, rest) = bytes.as_chunks::<8>();
        for word in words {
            self.mix(u64::from_le_bytes(*word));
        }
        let last = rest.iter().fold(0, |last, &byte| last << 8 | u64::from(byte));
        self.mix(last);
    }

    fn write_u8(&mut self, number: u8) {
        self.mix(u64::from(number));
    }

    fn write_u32(&mut self, number: u32) {
        self.mix(u64::from(number));
    }

    fn finish(&self) -> u64 {
        // The table looks at the lowest bits; multiplying mixed the highest best.
        self.0.rotate_left(26)
    }
}

#[derive(Debug, Default, Clone, Copy)]
struct BuildTermHasher;

impl BuildHasher for BuildTermHasher {
    type Hasher = TermHasher;

    fn build_hasher(&self) -> TermHasher {
        TermHasher::default()
    }
}

/// What is known of a term so far.
#[derive(Debug, Clone, Copy, Default)]
struct TermState {
    /// How many documents there were when it was last met, the one it was met in included.
    met: u32,
    /// Its weighted occurrences in that document.
    sum: f32,
    /// Whether it stands in the title of that document.
    in_title: bool,
    /// The document behind the last one that has it.
    next: u32,
    /// How many documents have it.
    docs: u32,
    /// How many bytes its postings take.
    bytes: u32,
}

/// Bits of an entry that number the term; the others are the level.
const TERM_BITS: u32 = 28;

/// Makes a [`Segment`].
#[derive(Debug, Default)]
pub struct SegmentBuilder {
    keys: Arena,
    pairs: HashMap<u32, u32, BuildTermHasher>,
    words: HashMap<Box<str>, u32, BuildTermHasher>,
    terms: Vec<TermState>,
    /// Term and level of each posting, by document.
    entries: Vec<u32>,
    /// Where in `entries` each document ends.
    ends: Vec<usize>,
    folded: String,
    workspace: Workspace,
    /// The terms of the document at hand.
    met: Vec<u32>,
}

impl SegmentBuilder {
    /// A builder without documents.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// How many documents were added.
    #[must_use]
    pub fn len(&self) -> usize {
        self.keys.len()
    }

    /// Whether no document was added.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.keys.len() == 0
    }

    /// Adds a document. Of two with the same key the later counts.
    pub fn add(&mut self, key: &str, fields: &Fields<'_>) {
        let doc = narrow(self.keys.len());
        self.keys.push(key);
        self.met.clear();
        self.add_field(doc, fields.title, &TITLE, true);
        self.add_field(doc, fields.kana, &KANA, false);
        self.add_field(doc, fields.near, &NEAR, false);
        self.add_field(doc, fields.summary, &SUMMARY, false);
        self.add_field(doc, fields.body, &BODY, false);
        for &term in &self.met {
            let state = &mut self.terms[term as usize];
            let level = level(state.sum, state.in_title);
            state.bytes += posting_length(doc - state.next);
            state.docs += 1;
            state.next = doc + 1;
            self.entries.push(u32::from(level) << TERM_BITS | term);
        }
        self.ends.push(self.entries.len());
    }

    fn add_field(&mut self, doc: u32, text: &str, field: &Field, in_title: bool) {
        if text.is_empty() {
            return;
        }
        self.folded.clear();
        fold_into(text, &mut self.folded);
        let occurrence = field.occurrence(self.folded.chars().count());
        let Self { pairs, words, terms, folded, workspace, met, .. } = self;
        tokens(folded, workspace, |token, _| {
            let new = narrow(terms.len());
            let term = match token {
                Token::Pair(key) => *pairs.entry(key).or_insert(new),
                Token::Word(word) => words.get(word).copied().unwrap_or_else(|| {
                    words.insert(word.into(), new);
                    new
                }),
            };
            if term == new {
                terms.push(TermState::default());
            }
            let state = &mut terms[term as usize];
            if state.met != doc + 1 {
                state.met = doc + 1;
                state.sum = 0.0;
                state.in_title = false;
                met.push(term);
            }
            state.sum += occurrence;
            state.in_title |= in_title;
        });
    }

    /// The segment of all documents.
    #[must_use]
    pub fn finish(mut self) -> Segment {
        let mut pairs: Vec<(u32, u32)> = self.pairs.drain().collect();
        pairs.sort_unstable();
        let mut words: Vec<(Box<str>, u32)> = self.words.drain().collect();
        words.sort_unstable();

        // Each term's place; from here on `next` is again the document behind the last written.
        let mut ends = Vec::with_capacity(self.terms.len());
        let mut places = vec![0usize; self.terms.len()];
        let mut end = 0usize;
        let numbers = pairs.iter().map(|&(_, term)| term).chain(words.iter().map(|&(_, term)| term));
        for term in numbers {
            let state = &mut self.terms[term as usize];
            state.next = 0;
            places[term as usize] = end;
            end += (length(state.docs) + state.bytes) as usize;
            ends.push(narrow(end));
        }
        let mut postings = vec![0u8; end];
        for (state, place) in self.terms.iter().zip(&mut places) {
            *place = put_at(&mut postings, *place, state.docs);
        }
        let mut entries = self.entries.iter();
        let mut start = 0;
        for (doc, &end) in self.ends.iter().enumerate() {
            let doc = narrow(doc);
            for &entry in entries.by_ref().take(end - start) {
                let term = (entry & ((1 << TERM_BITS) - 1)) as usize;
                let level = u8::try_from(entry >> TERM_BITS).unwrap_or_default();
                let next = &mut self.terms[term].next;
                places[term] = put_posting(&mut postings, places[term], doc - *next, level);
                *next = doc + 1;
            }
            start = end;
        }

        let mut sorted_words = Arena::default();
        for (word, _) in &words {
            sorted_words.push(word);
        }
        let mut segment = Segment {
            dead: vec![false; self.keys.len()],
            keys: self.keys,
            by_key: Vec::new(),
            pairs: pairs.into_iter().map(|(key, _)| key).collect(),
            words: sorted_words,
            ends,
            postings,
        };
        segment.sort_keys();
        segment
    }
}
