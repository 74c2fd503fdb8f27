//! Films and sounds in boxes (MP4, `QuickTime`, 3GP): where they were taken, blanked in place.
//!
//! Phones note the place in a box of its own beside the film. Such a box becomes a free one of the same size, full of zeros, so nothing
//! else moves and no offset has to be put right. Sources: ISO/IEC 14496-12 (boxes, `udta`, `meta`, `free`), 3GPP TS 26.244 (`loci`), Apple's
//! `QuickTime File Format` (`©xyz`, keys of `mdta`), XMP part 3 (`uuid`, `XMP_`). Invariants: the length stays; a second time changes
//! nothing; whatever the bytes say, time is bounded by their number. A track of notes that runs along with the film becomes a free box as
//! well, and its samples zeros: the other tracks name their own samples, so the film plays on. Not found: places in subtitles, and samples
//! of films in fragments (`moof`), which cameras do not write.

mod tracks;

use super::atoms::{Atom, BOXES_MAX, atoms};
use std::borrow::Cow;
use std::collections::BTreeSet;
use std::ops::Range;

/// Boxes in boxes that are looked into.
const DEPTH_MAX: usize = 8;
/// Boxes with boxes in them, within which places are noted.
const AROUND: [&[u8; 4]; 5] = [b"moov", b"trak", b"udta", b"moof", b"traf"];
/// Boxes that say where, or that hold what programs note in XML.
const PLACES: [&[u8; 4]; 6] = [b"\xA9xyz", b"loci", b"XMP_", b"GPMF", b"xml ", b"bxml"];
/// How the names of keys begin that say where.
const KEYS: &[u8] = b"com.apple.quicktime.location.";
/// The number of boxes that hold XMP.
const XMP: &[u8] = b"\xBE\x7A\xCF\xCB\x97\xA9\x42\xE8\x9C\x71\x99\x94\x91\xE3\xAF\xAC";

/// The boxes of a film that say where it was taken, and where samples of such tracks lie.
fn places(film: &[u8]) -> (Vec<Atom>, Vec<Range<usize>>) {
    let mut found = Vec::new();
    let mut samples = Vec::new();
    let mut left = BOXES_MAX;
    let mut open = vec![(0..film.len(), 0)];
    while let Some((within, depth)) = open.pop() {
        for atom in atoms(film, within, &mut left) {
            let is_xmp = atom.kind == *b"uuid" && film.get(atom.body.clone()).is_some_and(|body| body.starts_with(XMP));
            if is_xmp || PLACES.contains(&&atom.kind) {
                found.push(atom);
            } else if atom.kind == *b"meta" {
                of_meta(film, atom.body, &mut left, &mut found);
            } else if atom.kind == *b"trak"
                && let Some(of_track) = tracks::samples(film, atom.body.clone(), &mut left)
            {
                samples.extend(of_track);
                found.push(atom);
            } else if depth < DEPTH_MAX && AROUND.contains(&&atom.kind) {
                open.push((atom.body, depth + 1));
            }
        }
    }
    (found, samples)
}

/// The same in a box of notes: by its own name, or by the name of its key.
fn of_meta(film: &[u8], body: Range<usize>, left: &mut usize, found: &mut Vec<Atom>) {
    // In MP4 a number stands before the boxes, in QuickTime none; the first of them says what kind of notes these are.
    let is_bare = film.get(body.clone()).and_then(|body| body.get(4..8)).is_some_and(|kind| kind == b"hdlr");
    let begin = if is_bare { body.start } else { body.start.saturating_add(4) };
    let parts = atoms(film, begin..body.end, left);
    let keys = parts.iter().find(|part| part.kind == *b"keys").and_then(|part| film.get(part.body.clone()));
    let wanted = keys.map(place_keys).unwrap_or_default();
    for part in parts {
        if PLACES.contains(&&part.kind) {
            found.push(part);
        } else if part.kind == *b"ilst" {
            let items = atoms(film, part.body, left).into_iter();
            found.extend(items.filter(|item| PLACES.contains(&&item.kind) || wanted.contains(&u32::from_be_bytes(item.kind))));
        }
    }
}

/// The numbers, from 1, of the keys that say where.
fn place_keys(keys: &[u8]) -> BTreeSet<u32> {
    let mut wanted = BTreeSet::new();
    // A version, and how many there are.
    let mut rest = keys.get(8..).unwrap_or_default();
    for number in 1.. {
        let Some(length) = rest.first_chunk::<4>().and_then(|length| usize::try_from(u32::from_be_bytes(*length)).ok()) else { break };
        let Some((key, after)) = rest.split_at_checked(length).filter(|_| length >= 8) else { break };
        if key.get(8..).is_some_and(|name| name.starts_with(KEYS)) {
            wanted.insert(number);
        }
        rest = after;
    }
    wanted
}

/// A film that does not say where it was taken.
pub(super) fn without_places(film: &[u8]) -> Cow<'_, [u8]> {
    let (places, samples) = places(film);
    if places.is_empty() {
        return Cow::Borrowed(film);
    }
    let mut bare = film.to_vec();
    blank_samples(&mut bare, samples);
    for place in places {
        place.blank(&mut bare);
    }
    Cow::Owned(bare)
}

/// Zeros for samples. Only what lies in the film's data is reached, whatever a table says.
fn blank_samples(film: &mut [u8], mut samples: Vec<Range<usize>>) {
    let mut left = BOXES_MAX;
    let top = atoms(film, 0..film.len(), &mut left).into_iter();
    let data: Vec<Range<usize>> = top.filter(|atom| atom.kind == *b"mdat").map(|atom| atom.body).collect();
    samples.sort_unstable_by_key(|span| span.start);
    let mut data = data.as_slice();
    // Spans may lie in each other: no byte is written twice.
    let mut done = 0;
    for Range { start, end } in samples {
        let start = start.max(done);
        done = done.max(end);
        while let Some((first, rest)) = data.split_first()
            && first.end <= start
        {
            data = rest;
        }
        for body in data.iter().take_while(|body| body.start < end) {
            if let Some(span) = film.get_mut(start.max(body.start)..end.min(body.end)) {
                span.fill(0);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn atom(kind: &[u8; 4], parts: &[&[u8]]) -> Vec<u8> {
        let body = parts.concat();
        [&u32::try_from(body.len() + 8).unwrap().to_be_bytes()[..], kind, &body].concat()
    }

    fn key(name: &[u8]) -> Vec<u8> {
        [&u32::try_from(name.len() + 8).unwrap().to_be_bytes()[..], b"mdta", name].concat()
    }

    const PLACE: &[u8] = b"+35.6895+139.6917/";

    fn has_place(bytes: &[u8]) -> bool {
        bytes.windows(PLACE.len()).any(|part| part == PLACE)
    }

    /// Notes by keys: the place is the second, the maker the third.
    fn notes(version: &[u8]) -> Vec<u8> {
        let names: [&[u8]; 3] = [b"com.apple.quicktime.make", b"com.apple.quicktime.location.ISO6709", b"com.apple.quicktime.model"];
        let keys = atom(b"keys", &[&[0; 4], &3_u32.to_be_bytes(), &names.map(key).concat()]);
        let item = |number: u32, words: &[u8]| atom(&number.to_be_bytes(), &[&atom(b"data", &[&[0, 0, 0, 1, 0, 0, 0, 0], words])]);
        let list = atom(b"ilst", &[&item(1, b"Apple"), &item(2, PLACE), &item(3, b"iPhone")]);
        atom(b"meta", &[version, &atom(b"hdlr", &[&[0; 8], b"mdta", &[0; 13]]), &keys, &list])
    }

    fn film() -> Vec<u8> {
        let place = atom(b"\xA9xyz", &[&[0, 18, 0x15, 0xC7], PLACE]);
        let udta = atom(b"udta", &[&atom(b"\xA9nam", &[b"\0\x04\0\0name"]), &place, &atom(b"loci", &[&[0; 6], PLACE]), &[0; 4]]);
        let trak = atom(b"trak", &[&atom(b"tkhd", &[&[7; 84]]), &atom(b"udta", &[&place]), &notes(&[])]);
        let moov = atom(b"moov", &[&atom(b"mvhd", &[&[9; 100]]), &trak, &udta, &notes(&[0; 4])]);
        let xmp = atom(b"uuid", &[XMP, b"<x:xmpmeta>", PLACE]);
        let large = [&1_u32.to_be_bytes()[..], b"mdat", &(16 + 5_u64).to_be_bytes(), b"12345"].concat();
        [atom(b"ftyp", &[b"isom\0\0\0\0"]), large, moov, xmp, atom(b"mdat", &[b"pictures"])].concat()
    }

    #[test]
    fn every_place_is_blanked_and_nothing_else() {
        let noted = film();
        let bare = without_places(&noted).into_owned();
        assert!(has_place(&noted) && !has_place(&bare));
        assert_eq!(bare.len(), noted.len());
        // Six boxes became free ones: two of udta of the film, one of its track, two by keys, one of XMP.
        assert_eq!(bare.windows(4).filter(|part| *part == b"free").count(), 6);
        for words in [b"12345".as_slice(), b"pictures", b"name", b"Apple", b"iPhone", &[9; 100], &[7; 84]] {
            assert!(bare.windows(words.len()).any(|part| part == words), "{words:?}");
        }
        let changed = noted.iter().zip(&bare).filter(|(before, after)| before != after && **after != 0).count();
        assert!(changed <= 6 * 4, "beside zeros only the names of boxes: {changed}");
        assert_eq!(without_places(&bare), bare, "a second time changes nothing");
        assert!(matches!(without_places(&bare), Cow::Borrowed(_)));
    }

    #[test]
    fn what_is_no_film_stays_as_it_is() {
        let endless = b"\0\0\0\x01moov\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF";
        for bytes in [b"".as_slice(), b"\0\0\0\x08moov", b"\xFF\xFF\xFF\xFFmoov", endless, b"%PDF-1.7 \xA9xyz"] {
            assert_eq!(without_places(bytes), bytes);
        }
        // A box that says that it goes on to the end.
        let endless = [b"\0\0\0\0moov".as_slice(), &atom(b"loci", &[PLACE])].concat();
        assert!(!has_place(&without_places(&endless)));
        // Boxes in boxes without end.
        let mut deep = atom(b"loci", &[PLACE]);
        for _ in 0..1_000 {
            deep = atom(b"udta", &[&deep]);
        }
        assert_eq!(without_places(&deep).len(), deep.len());
    }
}
