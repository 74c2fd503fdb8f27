//! Several segments made one, without the postings of removed documents.

use super::bytes::{narrow, put};
use super::segment::{Arena, Segment, posting_length, put_posting};

/// A removed document in a table of new numbers.
const GONE: u32 = u32::MAX;

/// What is left of removed documents.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Removed {
    /// Their numbers: all documents keep their distance from the first.
    KeepNumbers,
    /// Nothing: the documents behind them move up.
    Drop,
}

/// The documents of `parts`, in order, in one segment; and for each part the new numbers of its
/// documents.
pub(super) fn merge(parts: &[&Segment], removed: Removed) -> (Segment, Vec<Vec<u32>>) {
    let mut merged = Segment::default();
    let mut tables = Vec::with_capacity(parts.len());
    for part in parts {
        let mut table = Vec::with_capacity(part.len());
        for doc in 0..part.len() {
            let dead = part.dead.get(doc).copied().unwrap_or(true);
            table.push(if dead { GONE } else { narrow(merged.keys.len()) });
            if !dead || removed == Removed::KeepNumbers {
                merged.keys.push(if dead { "" } else { part.keys.get(doc) });
                merged.dead.push(dead);
            }
        }
        tables.push(table);
    }
    merged.sort_keys();
    merge_terms(parts, &tables, &mut merged);
    (merged, tables)
}

/// Walks the terms of all parts in order, as in the merging of sorted lists. There are only ever a
/// few parts, so the least term is found by looking at each.
fn merge_terms(parts: &[&Segment], tables: &[Vec<u32>], merged: &mut Segment) {
    let mut at = vec![0usize; parts.len()];
    let mut found = Vec::new();
    let heads = |at: &[usize]| {
        let next = parts.iter().zip(at).filter_map(|(part, &at)| part.pairs.get(at));
        next.min().copied()
    };
    while let Some(key) = heads(&at) {
        found.clear();
        for ((part, table), at) in parts.iter().zip(tables).zip(&mut at) {
            if part.pairs.get(*at) == Some(&key) {
                collect(part, *at, table, &mut found);
                *at += 1;
            }
        }
        if write(merged, &found) {
            merged.pairs.push(key);
        }
    }
    let mut at = vec![0usize; parts.len()];
    let heads = |at: &[usize]| {
        let next = parts.iter().zip(at).filter(|(part, at)| **at < part.words.len());
        next.map(|(part, &at)| part.words.get(at)).min()
    };
    let mut words = Arena::default();
    while let Some(word) = heads(&at) {
        found.clear();
        for ((part, table), at) in parts.iter().zip(tables).zip(&mut at) {
            if *at < part.words.len() && part.words.get(*at) == word {
                collect(part, part.pairs.len() + *at, table, &mut found);
                *at += 1;
            }
        }
        if write(merged, &found) {
            words.push(word);
        }
    }
    merged.words = words;
}

fn collect(part: &Segment, term: usize, table: &[u32], found: &mut Vec<(u32, u8)>) {
    let (_, postings) = part.postings(term);
    for (doc, level) in postings {
        let new = table.get(doc as usize).copied().unwrap_or(GONE);
        if new != GONE {
            found.push((new, level));
        }
    }
}

/// Appends the postings of the next term; whether there were any.
fn write(merged: &mut Segment, found: &[(u32, u8)]) -> bool {
    if found.is_empty() {
        return false;
    }
    let out = &mut merged.postings;
    put(out, narrow(found.len()));
    let mut next = 0;
    for &(doc, level) in found {
        let step = doc.saturating_sub(next);
        let at = out.len();
        out.resize(at + posting_length(step) as usize, 0);
        put_posting(out, at, step, level);
        next = doc.saturating_add(1);
    }
    merged.ends.push(narrow(out.len()));
    true
}
