//! Boxes: what films, sounds and many pictures are made of.
//!
//! Source: ISO/IEC 14496-12, 4.2. Invariants: no box reaches beyond what it is in; whatever the bytes say, only so many are looked at.

use std::ops::Range;

/// Boxes that are looked at: more than any film has around its pictures.
pub(super) const BOXES_MAX: usize = 200_000;

/// A box.
#[derive(Clone, Debug)]
pub(super) struct Atom {
    /// Its four letters.
    pub(super) kind: [u8; 4],
    /// Where it begins.
    pub(super) start: usize,
    /// What is in it; it ends with it.
    pub(super) body: Range<usize>,
}

impl Atom {
    /// It becomes a free box of the same size, full of zeros, so that nothing else moves.
    pub(super) fn blank(self, bytes: &mut [u8]) {
        if let Some(kind) = bytes.get_mut(self.start + 4..self.start + 8) {
            kind.copy_from_slice(b"free");
        }
        if let Some(body) = bytes.get_mut(self.body) {
            body.fill(0);
        }
    }
}

/// The box that begins at `at` and lies before `end`.
fn atom(bytes: &[u8], at: usize, end: usize) -> Option<Atom> {
    let rest = bytes.get(at..end)?;
    let kind = *rest.get(4..)?.first_chunk::<4>()?;
    let (head, length) = match u32::from_be_bytes(*rest.first_chunk::<4>()?) {
        // To the end of what it is in.
        0 => (8, rest.len()),
        1 => (16, usize::try_from(u64::from_be_bytes(*rest.get(8..)?.first_chunk::<8>()?)).ok()?),
        length => (8, usize::try_from(length).ok()?),
    };
    if length < head || length > rest.len() {
        return None;
    }
    Some(Atom { kind, start: at, body: at + head..at + length })
}

/// The boxes in a part of a file, as long as there are any. `left`: how many more are looked at.
pub(super) fn atoms(bytes: &[u8], within: Range<usize>, left: &mut usize) -> Vec<Atom> {
    let mut found = Vec::new();
    let mut at = within.start;
    while let Some(next) = atom(bytes, at, within.end).filter(|_| *left > 0) {
        *left -= 1;
        at = next.body.end;
        found.push(next);
    }
    found
}

/// What is in the first box of this kind in a part of a file.
pub(super) fn part(bytes: &[u8], within: Range<usize>, kind: [u8; 4], left: &mut usize) -> Option<Range<usize>> {
    atoms(bytes, within, left).into_iter().find(|it| it.kind == kind).map(|it| it.body)
}
