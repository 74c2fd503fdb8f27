//! An immutable part of the index: sorted terms, and for each the documents that have it.
//!
//! Terms are numbered: first the pairs by key, then the words by bytes, so that all terms with a
//! common beginning are one or two ranges of numbers. The postings of all terms lie in one arena:
//! for each term the count of its documents, then for each document in ascending order one byte,
//! high half the [`level`](super::impact::level), low half the distance from the document before
//! (15: more, what is above 15 follows as a number). Nothing is allocated per term, so that an
//! index is loaded by copying a few arrays.
//!
//! Only the marks of removed documents change after a segment is made.

use core::ops::Range;

use super::bytes::{IndexError, Reader, length, narrow, put, put_at, put_ends, take};

/// Strings in one allocation.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Arena {
    text: String,
    ends: Vec<u32>,
}

impl Arena {
    pub(super) fn len(&self) -> usize {
        self.ends.len()
    }

    pub(super) fn push(&mut self, text: &str) {
        self.text.push_str(text);
        self.ends.push(narrow(self.text.len()));
    }

    /// The string of this number; empty if there is none.
    pub(super) fn get(&self, index: usize) -> &str {
        let Some(&end) = self.ends.get(index) else {
            return "";
        };
        let start = index.checked_sub(1).and_then(|before| self.ends.get(before));
        let start = start.copied().unwrap_or_default();
        self.text.get(start as usize..end as usize).unwrap_or_default()
    }

    /// How many of the strings, which are in order, `is_before` holds for.
    fn count_before(&self, is_before: impl Fn(&str) -> bool) -> usize {
        let (mut low, mut high) = (0, self.len());
        while low < high {
            let middle = low.midpoint(high);
            if is_before(self.get(middle)) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        low
    }

    fn write(&self, out: &mut Vec<u8>) {
        put(out, narrow(self.len()));
        put_ends(out, &self.ends);
        out.extend_from_slice(self.text.as_bytes());
    }

    fn read(reader: &mut Reader<'_>) -> Result<Self, IndexError> {
        let count = reader.count()?;
        let ends = reader.ends(count)?;
        let bytes = reader.slice(ends.last().copied().unwrap_or_default() as usize)?;
        let text = core::str::from_utf8(bytes).map_err(|_| IndexError::Damaged)?;
        Ok(Self { text: text.to_owned(), ends })
    }

    fn heap_bytes(&self) -> usize {
        self.text.capacity() + 4 * self.ends.capacity()
    }
}

/// A part of an index. Made by a [`SegmentBuilder`](super::SegmentBuilder).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Segment {
    /// The key of each document.
    pub(super) keys: Arena,
    /// The documents in the order of their keys, the latest of each key.
    pub(super) by_key: Vec<u32>,
    /// Whether each document was removed.
    pub(super) dead: Vec<bool>,
    /// Terms that are pairs of characters, in order.
    pub(super) pairs: Vec<u32>,
    /// Terms that are words, in order.
    pub(super) words: Arena,
    /// Where in `postings` each term ends.
    pub(super) ends: Vec<u32>,
    /// The postings of all terms.
    pub(super) postings: Vec<u8>,
}

/// The documents of one term.
#[derive(Debug, Clone)]
pub(super) struct Postings<'a> {
    bytes: core::slice::Iter<'a, u8>,
    next: u32,
}

impl Iterator for Postings<'_> {
    /// Document and level.
    type Item = (u32, u8);

    #[inline]
    fn next(&mut self) -> Option<(u32, u8)> {
        let byte = *self.bytes.next()?;
        let mut step = u32::from(byte & 15);
        if step == 15 {
            step = take(&mut self.bytes)?.wrapping_add(15);
        }
        let doc = self.next.wrapping_add(step);
        self.next = doc.wrapping_add(1);
        Some((doc, byte >> 4))
    }
}

/// How many bytes a posting takes whose document is `step` behind the earliest possible one.
pub(super) fn posting_length(step: u32) -> u32 {
    if step < 15 { 1 } else { 1 + length(step - 15) }
}

/// Writes a posting at `at` and returns the place behind it.
pub(super) fn put_posting(out: &mut [u8], at: usize, step: u32, level: u8) -> usize {
    let low = u8::try_from(step.min(15)).unwrap_or(15);
    out[at] = level << 4 | low;
    if step < 15 { at + 1 } else { put_at(out, at + 1, step - 15) }
}

impl Segment {
    /// How many documents it was made of, removed ones too.
    pub fn len(&self) -> usize {
        self.dead.len()
    }

    /// Whether it was made of no document.
    pub fn is_empty(&self) -> bool {
        self.dead.is_empty()
    }

    /// The document of this key, unless it was removed.
    pub(super) fn doc(&self, key: &str) -> Option<u32> {
        let found = self.by_key.binary_search_by(|&doc| self.keys.get(doc as usize).cmp(key));
        let doc = self.by_key.get(found.ok()?).copied()?;
        (!self.is_dead(doc)).then_some(doc)
    }

    /// Whether the document was removed or never was.
    #[inline]
    pub(super) fn is_dead(&self, doc: u32) -> bool {
        self.dead.get(doc as usize).copied().unwrap_or(true)
    }

    /// Sorts documents by their keys.
    pub(super) fn sort_keys(&mut self) {
        let mut by_key: Vec<u32> = (0..narrow(self.len())).filter(|&doc| !self.is_dead(doc)).collect();
        let keys = &self.keys;
        by_key.sort_unstable_by_key(|&doc| (keys.get(doc as usize), doc));
        // Of one key the latest counts.
        let mut kept: Vec<u32> = Vec::with_capacity(by_key.len());
        for doc in by_key {
            match kept.last_mut() {
                Some(last) if keys.get(*last as usize) == keys.get(doc as usize) => {
                    if let Some(dead) = self.dead.get_mut(*last as usize) {
                        *dead = true;
                    }
                    *last = doc;
                }
                _ => kept.push(doc),
            }
        }
        self.by_key = kept;
    }

    /// The number of a pair.
    pub(super) fn find_pair(&self, key: u32) -> Option<usize> {
        self.pairs.binary_search(&key).ok()
    }

    /// The numbers of the pairs that begin with the character of this code.
    pub(super) fn pairs_from(&self, first: u16) -> Range<usize> {
        let low = u32::from(first) << 16;
        let start = self.pairs.partition_point(|&key| key < low);
        let end = self.pairs.partition_point(|&key| key <= low | 0xFFFF);
        start..end
    }

    /// The number of a word.
    pub(super) fn find_word(&self, word: &str) -> Option<usize> {
        let index = self.words.count_before(|other| other < word);
        (index < self.words.len() && self.words.get(index) == word).then_some(self.pairs.len() + index)
    }

    /// The numbers of the words that begin so.
    pub(super) fn words_from(&self, prefix: &str) -> Range<usize> {
        let start = self.words.count_before(|word| word < prefix);
        let end = self.words.count_before(|word| word < prefix || word.starts_with(prefix));
        self.pairs.len() + start..self.pairs.len() + end
    }

    /// Where the postings of these terms lie.
    pub(super) fn place(&self, terms: Range<usize>) -> Range<usize> {
        let end_of = |count: usize| {
            let last = count.checked_sub(1).and_then(|last| self.ends.get(last));
            last.copied().unwrap_or_default() as usize
        };
        end_of(terms.start)..end_of(terms.end)
    }

    /// The documents of a term, and how many they are.
    #[inline]
    pub(super) fn postings(&self, term: usize) -> (usize, Postings<'_>) {
        let place = self.place(term..term + 1);
        let mut bytes = self.postings.get(place).unwrap_or_default().iter();
        let count = take(&mut bytes).unwrap_or_default() as usize;
        (count, Postings { bytes, next: 0 })
    }

    pub(super) fn write(&self, out: &mut Vec<u8>) {
        self.keys.write(out);
        put(out, narrow(self.by_key.len()));
        for &doc in &self.by_key {
            put(out, doc);
        }
        let dead: Vec<u32> = (0..narrow(self.len())).filter(|&doc| self.is_dead(doc)).collect();
        put(out, narrow(dead.len()));
        for doc in dead {
            put(out, doc);
        }
        put(out, narrow(self.pairs.len()));
        let mut before = 0;
        for &key in &self.pairs {
            put(out, key - before);
            before = key;
        }
        self.words.write(out);
        put_ends(out, &self.ends);
        out.extend_from_slice(&self.postings);
    }

    pub(super) fn read(reader: &mut Reader<'_>) -> Result<Self, IndexError> {
        let keys = Arena::read(reader)?;
        let docs = keys.len();
        let known = |doc: u32| {
            if (doc as usize) < docs { Ok(doc) } else { Err(IndexError::Damaged) }
        };
        let sorted = reader.count()?;
        let mut by_key = Vec::with_capacity(sorted);
        for _ in 0..sorted {
            by_key.push(known(reader.number()?)?);
        }
        let mut dead = vec![false; docs];
        for _ in 0..reader.count()? {
            let doc = known(reader.number()?)?;
            if let Some(dead) = dead.get_mut(doc as usize) {
                *dead = true;
            }
        }
        let count = reader.count()?;
        let mut pairs = Vec::with_capacity(count);
        let mut key = 0u32;
        for _ in 0..count {
            key = key.checked_add(reader.number()?).ok_or(IndexError::Damaged)?;
            pairs.push(key);
        }
        let words = Arena::read(reader)?;
        let ends = reader.ends(pairs.len() + words.len())?;
        let postings = reader.slice(ends.last().copied().unwrap_or_default() as usize)?.to_vec();
        Ok(Self { keys, by_key, dead, pairs, words, ends, postings })
    }

    /// Bytes of memory it holds.
    pub(super) fn heap_bytes(&self) -> usize {
        self.keys.heap_bytes()
            + self.words.heap_bytes()
            + 4 * (self.by_key.capacity() + self.pairs.capacity() + self.ends.capacity())
            + self.dead.capacity()
            + self.postings.capacity()
    }
}
