//! Answering a query: which documents have all of its terms, and which of them come first.
//!
//! Each segment has one number per document, its *slot*: how many terms were found in it so far,
//! which of them stand in the title, and the score. The terms are taken from the rarest to the
//! most frequent; a posting counts only if its document had all terms before it. So membership is
//! exact, one pass over each list is enough, and nothing is sorted but the few best.
//!
//! A prefix or a single character stands for all terms that begin with it; a document gets the
//! best of them, as if they were one term.

use core::cmp::Reverse;
use core::ops::Range;
use std::collections::BinaryHeap;

use super::impact::{EXACT, WEIGHTS, is_in_title, rarity};
use super::segment::Segment;
use super::{DocNo, SearchIndex};
use crate::text::query::{Query, Term};

/// Bits of a slot: score below, then a bit for each of the first terms found in the title, then
/// the count of terms found.
const SCORE_BITS: u32 = 24;
const TITLE_TERMS: usize = 32;
const COUNT_SHIFT: u32 = 56;

/// A document found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Hit {
    /// The document.
    pub doc: DocNo,
    /// How well it fits; comparable within one search.
    pub score: u32,
}

/// What a search found.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Hits {
    /// How many documents fit and were accepted.
    pub total: usize,
    /// The best of them, best first.
    pub hits: Vec<Hit>,
}

/// Memory that searches use one after the other. Each thread has its own.
#[derive(Debug, Default)]
pub struct Scratch {
    /// One slot per document of the segment at hand; all 0 between segments.
    slots: Vec<u64>,
    /// The best weight of a group's terms per document; all 0 between groups.
    best: Vec<u8>,
    /// Documents with something in `best`.
    touched: Vec<u32>,
    /// Documents with something in `slots`.
    candidates: Vec<u32>,
    /// What was found in all segments.
    found: Vec<Hit>,
}

/// Where a term of the query is in a segment.
#[derive(Debug, Clone, Default)]
struct Located {
    /// Numbers of pairs.
    pairs: Range<usize>,
    /// Numbers of words.
    words: Range<usize>,
    /// Whether it stands for all terms that begin so.
    is_group: bool,
    /// Of a group the word that is all of what was typed.
    whole: Option<usize>,
    /// Bytes of postings: about what it costs to read.
    cost: usize,
}

impl Located {
    fn find(segment: &Segment, term: &Term) -> Self {
        let one = |number: Option<usize>| number.map_or(0..0, |number| number..number + 1);
        let mut located = match term {
            Term::Pair(key) => Self { pairs: one(segment.find_pair(*key)), ..Self::default() },
            Term::Word(word) => Self { words: one(segment.find_word(word)), ..Self::default() },
            Term::Char(c) => Self {
                pairs: u16::try_from(u32::from(*c)).map_or(0..0, |code| segment.pairs_from(code)),
                words: segment.words_from(c.encode_utf8(&mut [0; 4])),
                is_group: true,
                whole: None,
                cost: 0,
            },
            Term::Prefix(prefix) => {
                Self { pairs: 0..0, words: segment.words_from(prefix), is_group: true, whole: segment.find_word(prefix), cost: 0 }
            }
        };
        located.cost = segment.place(located.pairs.clone()).len() + segment.place(located.words.clone()).len();
        located
    }

    /// How many documents have it; of a group about how many.
    fn docs(&self, segment: &Segment) -> usize {
        if self.cost == 0 {
            0
        } else if self.is_group {
            (self.cost / 2).clamp(1, segment.len())
        } else {
            segment.postings(self.numbers().next().unwrap_or_default()).0
        }
    }

    fn numbers(&self) -> impl Iterator<Item = usize> + use<> {
        self.pairs.clone().chain(self.words.clone())
    }
}

impl Scratch {
    /// Takes the postings of a term that `before` other terms were taken before. Whether any
    /// document has all of them.
    fn take_term(&mut self, segment: &Segment, located: &Located, before: usize, title_bit: u64, rarity: u32) -> bool {
        let one_more = 1 << COUNT_SHIFT;
        let before = before as u64;
        let mut any = false;
        if located.is_group {
            for number in located.numbers() {
                let extra = if Some(number) == located.whole { EXACT } else { 0 };
                for (doc, level) in segment.postings(number).1 {
                    let index = doc as usize;
                    let (Some(slot), Some(best)) = (self.slots.get(index), self.best.get_mut(index)) else {
                        continue;
                    };
                    if slot >> COUNT_SHIFT == before {
                        if *best == 0 {
                            self.touched.push(doc);
                        }
                        *best = (*best).max(WEIGHTS[usize::from(level)] + extra);
                    }
                }
            }
            any = !self.touched.is_empty();
            for &doc in &self.touched {
                let weight = core::mem::take(&mut self.best[doc as usize]);
                self.slots[doc as usize] += one_more + u64::from(u32::from(weight) * rarity);
            }
            if before == 0 {
                self.candidates.append(&mut self.touched);
            } else {
                self.touched.clear();
            }
            return any;
        }
        let gains: [u64; 16] = core::array::from_fn(|level| {
            let title = if is_in_title(level) { title_bit } else { 0 };
            one_more + title + u64::from(u32::from(WEIGHTS[level]) * rarity)
        });
        for number in located.numbers() {
            for (doc, level) in segment.postings(number).1 {
                let Some(slot) = self.slots.get_mut(doc as usize) else {
                    continue;
                };
                if *slot >> COUNT_SHIFT == before {
                    *slot += gains[usize::from(level & 15)];
                    any = true;
                    if before == 0 {
                        self.candidates.push(doc);
                    }
                }
            }
        }
        any
    }
}

impl SearchIndex {
    /// Fills `scratch.found` with all documents that fit.
    fn evaluate(&self, scratch: &mut Scratch, query: &Query) {
        scratch.found.clear();
        if query.is_empty() {
            let live = self.parts.iter().flat_map(|part| {
                let docs = (part.base..).zip(&part.segment.dead);
                docs.filter(|(_, dead)| !**dead).map(|(doc, _)| Hit { doc, score: 0 })
            });
            scratch.found.extend(live);
            return;
        }
        let terms = query.terms();
        let located: Vec<Vec<Located>> =
            self.parts.iter().map(|part| terms.iter().map(|term| Located::find(&part.segment, term)).collect()).collect();
        let rarities: Vec<u32> = (0..terms.len())
            .map(|term| {
                let parts = self.parts.iter().zip(&located);
                let docs = parts.map(|(part, located)| located[term].docs(&part.segment));
                rarity(self.len(), docs.fold(0, usize::saturating_add))
            })
            .collect();
        let title_words: Vec<u64> = query
            .words()
            .iter()
            .filter(|word| word.terms.len() > 1 && word.terms.iter().all(|&term| term < TITLE_TERMS))
            .map(|word| word.terms.iter().fold(0, |bits, &term| bits | title_bit(term)))
            .collect();
        let mut order: Vec<usize> = Vec::with_capacity(terms.len());
        for (part, located) in self.parts.iter().zip(&located) {
            if located.iter().any(|term| term.cost == 0) {
                continue;
            }
            let segment = &part.segment;
            if scratch.slots.len() < segment.len() {
                scratch.slots.resize(segment.len(), 0);
                scratch.best.resize(segment.len(), 0);
            }
            order.clear();
            order.extend(0..terms.len());
            order.sort_unstable_by_key(|&term| (located[term].cost, term));
            let all =
                order.iter().enumerate().all(|(before, &term)| scratch.take_term(segment, &located[term], before, title_bit(term), rarities[term]));
            for &doc in &scratch.candidates {
                let slot = core::mem::take(&mut scratch.slots[doc as usize]);
                if all && slot >> COUNT_SHIFT == terms.len() as u64 && !segment.is_dead(doc) {
                    let score = u32::try_from(slot & ((1 << SCORE_BITS) - 1)).unwrap_or_default();
                    // A word of several terms that all stand in the title stands there itself.
                    let in_title = title_words.iter().any(|bits| slot & bits == *bits);
                    let score = if in_title { score + score / 4 } else { score };
                    scratch.found.push(Hit { doc: part.base + doc, score });
                }
            }
            scratch.candidates.clear();
        }
    }

    /// The documents that fit `query` and that `accept` accepts: how many they are, and the first
    /// `limit` of them by score, then by `rank` (lower first), then by number.
    ///
    /// `accept` is asked exactly once for each document that fits, so it may count facets; `rank`
    /// only for documents that may be among the first. A query that
    /// [is empty](Query::is_empty) fits every document, with score 0.
    pub fn search(
        &self,
        scratch: &mut Scratch,
        query: &Query,
        limit: usize,
        mut accept: impl FnMut(DocNo) -> bool,
        rank: impl Fn(DocNo) -> u32,
    ) -> Hits {
        self.evaluate(scratch, query);
        let mut total = 0;
        // The worst of the best is on top: a greater entry is a worse hit.
        let mut best: BinaryHeap<(Reverse<u32>, u32, DocNo)> = BinaryHeap::new();
        for hit in &scratch.found {
            if !accept(hit.doc) {
                continue;
            }
            total += 1;
            if best.len() < limit {
                best.push((Reverse(hit.score), rank(hit.doc), hit.doc));
            } else if let Some(mut worst) = best.peek_mut()
                && hit.score >= worst.0.0
            {
                let entry = (Reverse(hit.score), rank(hit.doc), hit.doc);
                if entry < *worst {
                    *worst = entry;
                }
            }
        }
        let hits = best.into_sorted_vec();
        let hits = hits.into_iter().map(|(Reverse(score), _, doc)| Hit { doc, score }).collect();
        Hits { total, hits }
    }

    /// All documents that fit `query`, in the order of their numbers.
    pub fn matching(&self, scratch: &mut Scratch, query: &Query) -> Vec<DocNo> {
        self.evaluate(scratch, query);
        let mut docs: Vec<DocNo> = scratch.found.iter().map(|hit| hit.doc).collect();
        docs.sort_unstable();
        docs
    }
}

/// The bit of a slot that says that the term stands in the title; none after the first terms.
fn title_bit(term: usize) -> u64 {
    if term < TITLE_TERMS { 1 << SCORE_BITS << term } else { 0 }
}
