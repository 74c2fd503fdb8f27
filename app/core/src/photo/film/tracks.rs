//! Tracks of notes that run along with a film: where a camera was, how it was held, second by second.
//!
//! Which tracks these are is said by their handler and by the names of their samples; where the samples lie, by tables of chunks. Sources:
//! ISO/IEC 14496-12 (`hdlr`, `stsd`, `stsc`, `stsz`, `stz2`, `stco`, `co64`), Apple's `QuickTime File Format` (`mebx`), `GoPro`'s `gpmd`,
//! `camm` of Google's cameras, `rtmd` of Sony's. Hours of a film (`tmcd`) and subtitles are none. Invariant: whatever the tables say, as many
//! spans are given as there are chunks in them, and sizes are read once.

use super::super::atoms::{atoms, part};
use std::ops::Range;

/// Names of samples that are notes of a camera, whatever their handler says.
const SAMPLES: [[u8; 4]; 7] = [*b"gpmd", *b"mett", *b"metx", *b"mebx", *b"urim", *b"camm", *b"rtmd"];

/// Where the samples of a track lie that holds notes, as its tables say; nothing if it holds something else.
pub(super) fn samples(film: &[u8], trak: Range<usize>, left: &mut usize) -> Option<Vec<Range<usize>>> {
    let mdia = part(film, trak, *b"mdia", left)?;
    let handler = part(film, mdia.clone(), *b"hdlr", left).and_then(|hdlr| film.get(hdlr)?.get(8..12));
    let minf = part(film, mdia, *b"minf", left).unwrap_or_default();
    let stbl = part(film, minf, *b"stbl", left).unwrap_or_default();
    let tables = atoms(film, stbl, left);
    let of = |kind: &[u8; 4]| tables.iter().find(|table| table.kind == *kind).map(|table| table.body.clone());
    let described = of(b"stsd").map(|stsd| atoms(film, stsd.start.saturating_add(8)..stsd.end, left)).unwrap_or_default();
    if handler != Some(b"meta".as_slice()) && !described.iter().any(|entry| SAMPLES.contains(&entry.kind)) {
        return None;
    }
    let table = |kind: &[u8; 4]| of(kind).and_then(|body| film.get(body)).unwrap_or_default();
    let mut sizes = Sizes::of(table(b"stsz"), table(b"stz2"));
    // From which chunk on, counted from one, how many samples are in each.
    let runs = rows::<12>(table(b"stsc"), 4).iter().map(|row| (number(row, 0), number(row, 4)));
    let mut runs = runs.peekable();
    let mut in_chunk = 0;
    let mut found = Vec::new();
    for (chunk, offset) in (1_u32..).zip(offsets(table(b"stco"), table(b"co64"))) {
        while let Some((_, count)) = runs.next_if(|(first, _)| *first <= chunk) {
            in_chunk = count;
        }
        let length = usize::try_from(sizes.together(in_chunk)).unwrap_or(usize::MAX);
        let Ok(start) = usize::try_from(offset) else { continue };
        let end = start.saturating_add(length).min(film.len());
        if start < end {
            found.push(start..end);
        }
    }
    Some(found)
}

/// Where chunks begin, by the table of short offsets or by that of long ones.
fn offsets<'a>(stco: &'a [u8], co64: &'a [u8]) -> impl Iterator<Item = u64> + 'a {
    let short = rows::<4>(stco, 4).iter().map(|row| u64::from(u32::from_be_bytes(*row)));
    short.chain(rows::<8>(co64, 4).iter().map(|row| u64::from_be_bytes(*row)))
}

/// How large samples are, one after the other.
enum Sizes<'a> {
    /// All the same.
    Same(u64),
    /// Each as it says.
    Each(Box<dyn Iterator<Item = u64> + 'a>),
}

impl<'a> Sizes<'a> {
    fn of(stsz: &'a [u8], stz2: &'a [u8]) -> Self {
        if !stsz.is_empty() {
            let same = number(stsz, 4);
            if same > 0 {
                return Self::Same(u64::from(same));
            }
            return Self::Each(Box::new(rows::<4>(stsz, 8).iter().map(|row| u64::from(u32::from_be_bytes(*row)))));
        }
        match stz2.get(7) {
            Some(16) => Self::Each(Box::new(rows::<2>(stz2, 8).iter().map(|row| u64::from(u16::from_be_bytes(*row))))),
            Some(8) => Self::Each(Box::new(rows::<1>(stz2, 8).iter().map(|[size]| u64::from(*size)))),
            // Two in a byte: how many there are matters only to the last.
            Some(4) => {
                let pairs = stz2.get(12..).unwrap_or_default().iter();
                Self::Each(Box::new(pairs.flat_map(|pair| [u64::from(pair >> 4), u64::from(pair & 0x0F)])))
            }
            _ => Self::Same(0),
        }
    }

    /// How large the next so many are together.
    fn together(&mut self, count: u32) -> u64 {
        match self {
            Self::Same(size) => size.saturating_mul(u64::from(count)),
            Self::Each(sizes) => (0..count).map_while(|_| sizes.next()).fold(0, u64::saturating_add),
        }
    }
}

/// The number that begins at `at`; zero if there is none.
fn number(bytes: &[u8], at: usize) -> u32 {
    bytes.get(at..).and_then(|rest| rest.first_chunk::<4>()).map_or(0, |number| u32::from_be_bytes(*number))
}

/// The rows of a table, which follow their count; no more than there are.
fn rows<const N: usize>(table: &[u8], count_at: usize) -> &[[u8; N]] {
    let (rows, _) = table.get(count_at + 4..).unwrap_or_default().as_chunks::<N>();
    let count = usize::try_from(number(table, count_at)).unwrap_or(usize::MAX);
    rows.get(..count).unwrap_or(rows)
}

#[cfg(test)]
mod tests {
    use crate::photo::bared;

    fn atom(kind: &[u8; 4], parts: &[&[u8]]) -> Vec<u8> {
        let body = parts.concat();
        [&u32::try_from(body.len() + 8).unwrap().to_be_bytes()[..], kind, &body].concat()
    }

    fn numbers(numbers: &[u32]) -> Vec<u8> {
        numbers.iter().flat_map(|number| number.to_be_bytes()).collect()
    }

    /// How the chunks of a track are described: offsets, sizes, samples in each.
    struct Track<'a> {
        handler: &'a [u8; 4],
        sample: &'a [u8; 4],
        tables: Vec<Vec<u8>>,
    }

    impl Track<'_> {
        fn trak(&self) -> Vec<u8> {
            let hdlr = atom(b"hdlr", &[&[0; 4], b"mhlr", self.handler, &[0; 13]]);
            let stsd = atom(b"stsd", &[&numbers(&[0, 1]), &atom(self.sample, &[&[0; 8], b"what it is"])]);
            let stbl = atom(b"stbl", &[&stsd, &self.tables.concat()]);
            atom(b"trak", &[&atom(b"tkhd", &[&[7; 84]]), &atom(b"mdia", &[&hdlr, &atom(b"minf", &[&stbl])])])
        }
    }

    fn short(offsets: &[u32]) -> Vec<u8> {
        atom(b"stco", &[&numbers(&[0, u32::try_from(offsets.len()).unwrap()]), &numbers(offsets)])
    }

    fn long(offsets: &[u32]) -> Vec<u8> {
        let rows: Vec<u8> = offsets.iter().flat_map(|offset| u64::from(*offset).to_be_bytes()).collect();
        atom(b"co64", &[&numbers(&[0, u32::try_from(offsets.len()).unwrap()]), &rows])
    }

    fn runs(rows: &[[u32; 2]]) -> Vec<u8> {
        let rows: Vec<u8> = rows.iter().flat_map(|[first, count]| numbers(&[*first, *count, 1])).collect();
        atom(b"stsc", &[&numbers(&[0, u32::try_from(rows.len() / 12).unwrap()]), &rows])
    }

    /// Pictures and notes by turns: `picture1` `GPS one.` `picture2` `GPS two.` `GPS 3...`, behind the place that players read first.
    fn film(handler: &[u8; 4], sample: &[u8; 4], of_notes: impl Fn(u32) -> Vec<Vec<u8>>) -> Vec<u8> {
        let data = atom(b"mdat", &[b"picture1GPS one.picture2GPS two.GPS 3..."]);
        let head = atom(b"ftyp", &[b"qt  \0\0\0\0"]);
        let begin = u32::try_from(head.len() + 8).unwrap();
        let pictures = vec![short(&[begin, begin + 16]), runs(&[[1, 1]]), atom(b"stsz", &[&numbers(&[0, 8, 2])])];
        let pictures = Track { handler: b"vide", sample: b"hvc1", tables: pictures }.trak();
        let notes = Track { handler, sample, tables: of_notes(begin) }.trak();
        [head, data, atom(b"moov", &[&atom(b"mvhd", &[&[9; 100]]), &pictures, &notes])].concat()
    }

    fn has(bytes: &[u8], words: &[u8]) -> bool {
        bytes.windows(words.len()).any(|part| part == words)
    }

    #[test]
    fn notes_that_run_along_become_zeros_and_the_film_plays_on() {
        let each = |begin: u32| vec![short(&[begin + 8, begin + 24]), runs(&[[1, 1], [2, 2]]), atom(b"stsz", &[&numbers(&[0, 0, 3, 8, 8, 8])])];
        let same = |begin: u32| vec![long(&[begin + 8, begin + 24]), runs(&[[1, 1], [2, 2]]), atom(b"stsz", &[&numbers(&[0, 8, 3])])];
        let packed = |field: u8, sizes: &'static [u8]| {
            move |begin: u32| {
                let stz2 = atom(b"stz2", &[&[0, 0, 0, 0, 0, 0, 0, field, 0, 0, 0, 3], sizes]);
                vec![short(&[begin + 8, begin + 24]), runs(&[[1, 1], [2, 2]]), stz2]
            }
        };
        let two_bytes = [0, 8, 0, 8, 0, 8];
        let wide = |begin: u32| {
            let stz2 = atom(b"stz2", &[&[0, 0, 0, 0, 0, 0, 0, 16, 0, 0, 0, 3], &two_bytes]);
            vec![short(&[begin + 8, begin + 24]), runs(&[[1, 1], [2, 2]]), stz2]
        };
        let films = [
            film(b"meta", b"mebx", each),
            film(b"meta", b"gpmd", same),
            film(b"camm", b"camm", each),
            film(b"text", b"mett", packed(8, &[8, 8, 8])),
            film(b"meta", b"else", packed(4, &[0x88, 0x80])),
            film(b"data", b"rtmd", wide),
        ];
        for noted in films {
            let bare = bared("video/mp4", &noted).unwrap().into_owned();
            assert_eq!(bare.len(), noted.len());
            assert!(has(&noted, b"GPS") && !has(&bare, b"GPS"));
            let begin = noted.windows(8).position(|part| part == b"picture1").unwrap();
            let expected = [&b"picture1"[..], &[0; 8], b"picture2", &[0; 16]].concat();
            assert_eq!(bare.get(begin..begin + 40), Some(&expected[..]));
            assert!(has(&bare, b"vide") && has(&bare, b"hvc1") && has(&bare, &[9; 100]));
            assert_eq!(bare.windows(4).filter(|part| *part == b"trak").count(), 1);
            assert_eq!(bared("video/mp4", &bare).unwrap(), bare, "a second time changes nothing");
        }
    }

    #[test]
    fn hours_and_subtitles_stay() {
        let tables = |begin: u32| vec![short(&[begin + 8]), runs(&[[1, 1]]), atom(b"stsz", &[&numbers(&[0, 8, 1])])];
        for (handler, sample) in [(b"tmcd", b"tmcd"), (b"sbtl", b"tx3g"), (b"soun", b"mp4a")] {
            let film = film(handler, sample, tables);
            assert_eq!(bared("video/mp4", &film).unwrap(), film);
        }
    }

    #[test]
    fn tables_reach_nothing_but_the_data() {
        let far = u32::MAX;
        let tables: [Vec<Vec<u8>>; 5] = [
            // The head, the boxes behind the data, and beyond the end.
            vec![short(&[0, 100, far]), runs(&[[1, 1]]), atom(b"stsz", &[&numbers(&[0, far, far])])],
            // The same span again and again, each time to the end.
            vec![short(&[60; 5_000]), runs(&[[1, far]]), atom(b"stsz", &[&numbers(&[0, far, far])])],
            // More samples, chunks and runs than there are.
            vec![atom(b"stco", &[&numbers(&[0, far, 60])]), runs(&[[9, 9], [0, far]]), atom(b"stsz", &[&numbers(&[0, 0, far, 4])])],
            vec![atom(b"stco", &[&[0; 3]]), atom(b"stsc", &[]), atom(b"stsz", &[&[0; 9]])],
            vec![],
        ];
        for tables in tables {
            let noted = film(b"meta", b"mebx", |_| tables.clone());
            let bare = bared("video/mp4", &noted).unwrap().into_owned();
            assert_eq!(bare.len(), noted.len());
            assert_eq!(bare.get(..24), noted.get(..24));
            assert!(has(&bare, b"vide") && has(&bare, &[9; 100]), "what is beside the data stays");
            assert_eq!(bared("video/mp4", &bare).unwrap(), bare);
        }
    }
}
