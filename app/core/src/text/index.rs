//! The search index: which documents have which terms, small enough to keep in memory and quick
//! enough to ask at every key stroke.
//!
//! An index is a row of immutable [`Segment`]s. A large one comes from a [`SegmentBuilder`] or
//! from stored bytes; each change adds a small one behind it and marks the document it replaces
//! as removed. Neighbours of similar size are merged at once, so that n changes make about log₂ n
//! segments and each is searchable as soon as it is made.
//!
//! Invariants: a document keeps its number until [`SearchIndex::compact`]; a key has at most one
//! document that is not removed; an index compacted is the index that building from its documents
//! would give, byte for byte.

mod builder;
mod bytes;
mod impact;
mod merge;
mod search;
mod segment;

pub use builder::{Fields, SegmentBuilder};
pub use bytes::IndexError;
pub use search::{Hit, Hits, Scratch};
pub use segment::Segment;

use bytes::{MAGIC, Reader, VERSION, checksum, narrow, put};
use merge::{Removed, merge};

/// The number of a document in an index, from 0 without gaps.
pub type DocNo = u32;

/// Bytes before the segments: magic, version, two unused, checksum.
const HEADER: usize = 16;

/// A segment and the number of its first document.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Part {
    base: DocNo,
    segment: Segment,
}

/// A full-text index of documents with keys.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SearchIndex {
    parts: Vec<Part>,
    live: usize,
}

impl From<Segment> for SearchIndex {
    fn from(segment: Segment) -> Self {
        let mut index = Self::default();
        index.add_segment(segment);
        index
    }
}

impl SearchIndex {
    /// An index without documents.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// How many documents there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.live
    }

    /// Whether there is no document.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.live == 0
    }

    /// One more than the greatest number a document can have: how long a table by number must be.
    #[must_use]
    pub fn numbers(&self) -> usize {
        self.parts.last().map_or(0, |part| part.base as usize + part.segment.len())
    }

    /// The key of a document, unless it was removed.
    #[must_use]
    pub fn key(&self, doc: DocNo) -> Option<&str> {
        let after = self.parts.partition_point(|part| part.base <= doc);
        let part = self.parts.get(after.checked_sub(1)?)?;
        let doc = doc - part.base;
        (!part.segment.is_dead(doc)).then(|| part.segment.keys.get(doc as usize))
    }

    /// The document of a key.
    #[must_use]
    pub fn doc(&self, key: &str) -> Option<DocNo> {
        let mut parts = self.parts.iter().rev();
        parts.find_map(|part| part.segment.doc(key).map(|doc| part.base + doc))
    }

    /// Adds a document, in the place of the earlier one of this key. Many are added faster as one
    /// [segment](Self::add_segment).
    pub fn add(&mut self, key: &str, fields: &Fields<'_>) -> DocNo {
        let mut builder = SegmentBuilder::new();
        builder.add(key, fields);
        let doc = narrow(self.numbers());
        self.add_segment(builder.finish());
        doc
    }

    /// Adds all documents of a segment, in the places of earlier ones with their keys. They get
    /// the next free numbers, in order.
    pub fn add_segment(&mut self, segment: Segment) {
        if segment.is_empty() {
            return;
        }
        if self.live > 0 {
            for &doc in &segment.by_key {
                self.remove(segment.keys.get(doc as usize));
            }
        }
        self.live += segment.dead.iter().filter(|&&dead| !dead).count();
        self.parts.push(Part { base: narrow(self.numbers()), segment });
        while let [.., before, last] = self.parts.as_slice()
            && before.segment.len() <= 2 * last.segment.len()
        {
            let base = before.base;
            let (segment, _) = merge(&[&before.segment, &last.segment], Removed::KeepNumbers);
            self.parts.truncate(self.parts.len() - 2);
            self.parts.push(Part { base, segment });
        }
    }

    /// Removes the document of this key; whether there was one.
    pub fn remove(&mut self, key: &str) -> bool {
        for part in self.parts.iter_mut().rev() {
            if let Some(doc) = part.segment.doc(key)
                && let Some(dead) = part.segment.dead.get_mut(doc as usize)
            {
                *dead = true;
                self.live -= 1;
                return true;
            }
        }
        false
    }

    /// Whether [compacting](Self::compact) is worth its time: a quarter of the numbers belong to
    /// removed documents.
    #[must_use]
    pub fn is_worn(&self) -> bool {
        self.live + self.numbers() / 4 < self.numbers()
    }

    /// Makes one segment of all, without removed documents. Documents get new numbers: the result
    /// has for each old number the new one, `None` for removed documents.
    pub fn compact(&mut self) -> Vec<Option<DocNo>> {
        let segments: Vec<&Segment> = self.parts.iter().map(|part| &part.segment).collect();
        let (segment, tables) = merge(&segments, Removed::Drop);
        self.parts.clear();
        if !segment.is_empty() {
            self.parts.push(Part { base: 0, segment });
        }
        let numbers = tables.into_iter().flatten();
        numbers.map(|doc| (doc != DocNo::MAX).then_some(doc)).collect()
    }

    /// The stored form, for [`SearchIndex::from_bytes`] of the same version of the program.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut out = Vec::with_capacity(self.heap_bytes() / 4 * 3 + HEADER);
        out.extend_from_slice(&MAGIC);
        out.extend_from_slice(&VERSION.to_le_bytes());
        out.resize(HEADER, 0);
        put(&mut out, narrow(self.parts.len()));
        for part in &self.parts {
            part.segment.write(&mut out);
        }
        let sum = checksum(out.get(HEADER..).unwrap_or_default());
        if let Some(place) = out.get_mut(8..HEADER) {
            place.copy_from_slice(&sum.to_le_bytes());
        }
        out
    }

    /// Reads the stored form.
    ///
    /// # Errors
    /// What [`IndexError`] says; the index is then to be built again from the documents.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, IndexError> {
        let Some((header, rest)) = bytes.split_at_checked(HEADER) else {
            return Err(if bytes.starts_with(&MAGIC) { IndexError::Damaged } else { IndexError::NotAnIndex });
        };
        let [m0, m1, m2, m3, v0, v1, _, _, sum @ ..] = header else {
            return Err(IndexError::Damaged);
        };
        if [*m0, *m1, *m2, *m3] != MAGIC {
            return Err(IndexError::NotAnIndex);
        }
        let version = u16::from_le_bytes([*v0, *v1]);
        if version != VERSION {
            return Err(IndexError::OtherVersion(version));
        }
        if checksum(rest).to_le_bytes() != *sum {
            return Err(IndexError::Damaged);
        }
        Self::read(rest)
    }

    /// Reads the segments behind the header. Whatever the bytes are, an index comes of it that can
    /// be searched, or an error.
    fn read(bytes: &[u8]) -> Result<Self, IndexError> {
        let mut reader = Reader::new(bytes);
        let mut index = Self::default();
        for _ in 0..reader.count()? {
            let segment = Segment::read(&mut reader)?;
            let base = index.numbers();
            if segment.is_empty() || u32::try_from(base + segment.len()).is_err() {
                return Err(IndexError::Damaged);
            }
            index.live += segment.dead.iter().filter(|&&dead| !dead).count();
            index.parts.push(Part { base: narrow(base), segment });
        }
        if reader.is_done() { Ok(index) } else { Err(IndexError::Damaged) }
    }

    /// Bytes of memory it holds.
    #[must_use]
    pub fn heap_bytes(&self) -> usize {
        self.parts.iter().map(|part| part.segment.heap_bytes()).sum()
    }
}

#[cfg(test)]
mod tests;
