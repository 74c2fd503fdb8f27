//! HEIC, HEIF and AVIF pictures: Exif and XMP of cameras, blanked in place.
//!
//! Such a picture is in boxes as a film is. What is noted of it are items beside it: `iinf` names them, `iloc` says where their bytes lie, in
//! the data or in `idat`. Those bytes are written over, so no offset has to be put right; how the picture is turned stands elsewhere (`irot`,
//! `imir`) and stays. Samsung's films beside a picture (`mpvd`, `sefd`) and what stands behind the last box go as well. Sources: ISO/IEC
//! 14496-12 (`meta`, `iinf`, `iloc`, `idat`), ISO/IEC 23008-12 annex A (Exif and XMP). Invariants: no byte of another item is written over: a
//! file whose notes share bytes with its picture, or lie outside its data, is damaged; a second time changes nothing; whatever the bytes
//! say, time and memory are bounded by their number.

use super::atoms::{Atom, BOXES_MAX, atoms};
use super::film;
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::ops::Range;

/// Spans of items that are looked at: a picture of a hundred megapixels has some thousands.
const SPANS_MAX: usize = 200_000;
/// An Exif that says nothing: where it begins, and an empty directory. Programs that find none at all call the whole picture broken.
const EMPTY: &[u8] = b"\0\0\0\0MM\0\x2A\0\0\0\x08\0\0\0\0\0\0";

/// What an item is that goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Note {
    /// What the camera notes.
    Exif,
    /// Texts of programs: XMP and the like.
    Text,
}

/// A note, and where its bytes lie, in their order.
type Found = (Note, Vec<Range<usize>>);

/// The picture; nothing if it is none, or damaged.
pub(super) fn without_notes(picture: &[u8]) -> Option<Cow<'_, [u8]>> {
    let mut left = BOXES_MAX;
    let top = atoms(picture, 0..picture.len(), &mut left);
    if top.first()?.kind != *b"ftyp" {
        return None;
    }
    let end = top.last()?.body.end;
    // A box that says to go on beyond the end is what is left of one that was cut off.
    let is_cut = picture.get(end..)?.get(4..8).is_some_and(|kind| matches!(kind, b"meta" | b"mdat" | b"moov"));
    let has_picture = top.iter().any(|atom| matches!(&atom.kind, b"meta" | b"moov"));
    if is_cut || !has_picture || left == 0 {
        return None;
    }
    let mut notes = Vec::new();
    for meta in top.iter().filter(|atom| atom.kind == *b"meta") {
        notes.extend(of_meta(picture, meta, &top, &mut left)?);
    }
    let mut bare = film::without_places(picture.get(..end)?);
    if end < picture.len() {
        // Who borrows takes the whole file.
        bare.to_mut();
    }
    for (note, spans) in notes {
        write_over(bare.to_mut(), note, spans);
    }
    for beside in top.into_iter().filter(|atom| matches!(&atom.kind, b"mpvd" | b"sefd")) {
        beside.blank(bare.to_mut());
    }
    Some(bare)
}

/// Writes over a note what says nothing, of the same length.
fn write_over(picture: &mut [u8], note: Note, spans: Vec<Range<usize>>) {
    let length = spans.iter().map(ExactSizeIterator::len).fold(0, usize::saturating_add);
    let (head, filler) = match note {
        Note::Exif if length >= EMPTY.len() => (EMPTY, 0),
        Note::Exif => (&[][..], 0),
        Note::Text => (&[][..], b' '),
    };
    let mut head = head.iter();
    for span in spans {
        if let Some(part) = picture.get_mut(span) {
            part.fill_with(|| head.next().copied().unwrap_or(filler));
        }
    }
}

/// The notes that a box of items names; nothing if they cannot be found, or cannot be told from the picture.
fn of_meta(picture: &[u8], meta: &Atom, top: &[Atom], left: &mut usize) -> Option<Vec<Found>> {
    // A number stands before the boxes.
    let parts = atoms(picture, meta.body.start.saturating_add(4)..meta.body.end, left);
    let part = |kind: &[u8; 4]| parts.iter().find(|part| part.kind == *kind).map(|part| part.body.clone());
    let Some(iinf) = part(b"iinf") else { return Some(Vec::new()) };
    let named = named(picture, iinf, left)?;
    if named.is_empty() {
        return Some(Vec::new());
    }
    let idat = part(b"idat");
    let data = top.iter().filter(|atom| atom.kind == *b"mdat").map(|atom| atom.body.clone()).chain(idat.clone()).collect();
    let places = Places { length: picture.len(), data, idat };
    places.of(Reader(picture.get(part(b"iloc")?)?), &named)
}

/// Which items are notes.
fn named(picture: &[u8], iinf: Range<usize>, left: &mut usize) -> Option<BTreeMap<u64, Note>> {
    let mut head = Reader(picture.get(iinf.clone())?);
    let is_short = head.number(1)? == 0;
    head.number(3)?;
    let count = head.number(if is_short { 2 } else { 4 })?;
    let begin = iinf.end - head.0.len();
    let mut named = BTreeMap::new();
    let mut seen = 0_u64;
    for infe in atoms(picture, begin..iinf.end, left).into_iter().filter(|atom| atom.kind == *b"infe") {
        seen += 1;
        let mut infe = Reader(picture.get(infe.body)?);
        let version = infe.number(1)?;
        infe.number(3)?;
        let id = infe.number(if version == 3 { 4 } else { 2 })?;
        infe.number(2)?;
        let note = match version {
            // Before there were names of four letters, each item had a media type.
            0 | 1 => {
                infe.text();
                text_note(infe.text())
            }
            2 | 3 => match infe.take(4)? {
                b"Exif" => Some(Note::Exif),
                b"mime" => {
                    infe.text();
                    text_note(infe.text())
                }
                _ => None,
            },
            _ => return None,
        };
        if let Some(note) = note {
            named.insert(id, note);
        }
    }
    // What was not read may be a note.
    (seen >= count && *left > 0).then_some(named)
}

/// What an item of this media type is: a picture, or what is said of it.
fn text_note(media_type: &[u8]) -> Option<Note> {
    let is_picture = media_type.get(..6).is_some_and(|begin| begin.eq_ignore_ascii_case(b"image/"));
    (!is_picture).then_some(Note::Text)
}

/// Where items may lie.
struct Places {
    /// Bytes of the file.
    length: usize,
    /// Spans of the file that hold data and nothing else.
    data: Vec<Range<usize>>,
    /// The data in the box of items itself.
    idat: Option<Range<usize>>,
}

impl Places {
    /// Where notes lie, by the table of all items.
    fn of(&self, mut iloc: Reader<'_>, named: &BTreeMap<u64, Note>) -> Option<Vec<Found>> {
        let version = iloc.number(1)?;
        iloc.number(3)?;
        let sizes = iloc.number(2)?;
        let size = |shift: u32| usize::try_from((sizes >> shift) & 0x0F).ok().filter(|size| matches!(size, 0 | 4 | 8));
        let (offset_size, length_size, base_size) = (size(12)?, size(8)?, size(4)?);
        let (index_size, id_size) = match version {
            0 => (0, 2),
            1 => (size(0)?, 2),
            2 => (size(0)?, 4),
            _ => return None,
        };
        let mut left = SPANS_MAX;
        let (mut found, mut taken) = (Vec::new(), Vec::new());
        for _ in 0..iloc.number(id_size)? {
            let note = named.get(&iloc.number(id_size)?).copied();
            let method = if version == 0 { 0 } else { iloc.number(2)? & 0x0F };
            let is_elsewhere = iloc.number(2)? != 0;
            let base = iloc.number(base_size)?;
            let mut spans = Vec::new();
            for _ in 0..iloc.number(2)? {
                left = left.checked_sub(1)?;
                iloc.number(index_size)?;
                let offset = base.checked_add(iloc.number(offset_size)?)?;
                let length = iloc.number(length_size)?;
                // What lies in another file is not sent along.
                if is_elsewhere {
                    continue;
                }
                let span = self.span(method, offset, length);
                match note {
                    Some(_) => spans.push(span?),
                    // Of the picture's own, one that is empty or cannot be read is no matter of ours.
                    None => taken.extend(span.filter(|_| length > 0).map(|span| (span, false))),
                }
            }
            taken.extend(spans.iter().map(|span| (span.clone(), true)));
            found.extend(note.map(|note| (note, spans)));
        }
        self.is_apart(taken).then_some(found)
    }

    /// A span of the file. Nothing if it is not in it, or is a part of another item.
    fn span(&self, method: u64, offset: u64, length: u64) -> Option<Range<usize>> {
        let within = match method {
            0 => 0..self.length,
            1 => self.idat.clone()?,
            _ => return None,
        };
        let start = within.start.checked_add(usize::try_from(offset).ok()?)?;
        // No length: as far as there is something.
        let end = if length == 0 { within.end } else { start.checked_add(usize::try_from(length).ok()?)? };
        (start <= end && end <= within.end).then_some(start..end)
    }

    /// Whether notes lie in data, and share nothing with what stays. Spans, and whether they are of notes.
    fn is_apart(&self, mut taken: Vec<(Range<usize>, bool)>) -> bool {
        // A table that names the same bytes as notes over and over would have them written over and over.
        let of_notes = taken.iter().filter(|(_, is_note)| *is_note).map(|(span, _)| span.len());
        if of_notes.fold(0, usize::saturating_add) > self.length {
            return false;
        }
        taken.retain(|(span, _)| !span.is_empty());
        taken.sort_unstable_by_key(|(span, _)| span.start);
        // How far notes reach so far, and how far what stays.
        let (mut of_notes, mut of_picture) = (0, 0);
        let mut data = self.data.clone();
        data.sort_unstable_by_key(|span| span.start);
        let mut data = data.as_slice();
        for (span, is_note) in taken {
            while let Some((first, rest)) = data.split_first()
                && first.end <= span.start
            {
                data = rest;
            }
            let is_in_data = data.first().is_some_and(|first| first.start <= span.start && span.end <= first.end);
            let (own, other) = if is_note { (&mut of_notes, of_picture) } else { (&mut of_picture, of_notes) };
            if span.start < other || (is_note && !is_in_data) {
                return false;
            }
            *own = span.end.max(*own);
        }
        true
    }
}

/// Bytes that are read one after the other.
struct Reader<'a>(&'a [u8]);

impl<'a> Reader<'a> {
    fn take(&mut self, bytes: usize) -> Option<&'a [u8]> {
        let (taken, rest) = self.0.split_at_checked(bytes)?;
        self.0 = rest;
        Some(taken)
    }

    /// A number of so many bytes; none are zero.
    fn number(&mut self, bytes: usize) -> Option<u64> {
        self.take(bytes).map(|taken| taken.iter().fold(0, |number, byte| (number << 8) | u64::from(*byte)))
    }

    /// A text up to a zero, or to the end.
    fn text(&mut self) -> &'a [u8] {
        let length = self.0.iter().position(|byte| *byte == 0).unwrap_or(self.0.len());
        let text = self.0.get(..length).unwrap_or_default();
        self.0 = self.0.get(length + 1..).unwrap_or_default();
        text
    }
}

#[cfg(test)]
mod tests;
