//! Properties of what is taken out of pictures and films, whatever their bytes say.

use engawa_core::photo::bared;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;

const TYPES: [&str; 8] = ["image/jpeg", "image/png", "image/gif", "video/mp4", "video/quicktime", "image/webp", "image/heic", "image/avif"];

/// What stands in every note here, and nowhere else.
const MARK: &[u8] = b"GPS +35.6895+139.6917/";

fn has_mark(bytes: &[u8]) -> bool {
    bytes.windows(MARK.len()).any(|part| part == MARK)
}

fn atom(kind: &[u8; 4], parts: &[&[u8]]) -> Vec<u8> {
    let body = parts.concat();
    [&u32::try_from(body.len() + 8).unwrap().to_be_bytes()[..], kind, &body].concat()
}

fn chunk(kind: &[u8], data: &[u8]) -> Vec<u8> {
    let odd: &[u8] = if data.len() % 2 == 1 { &[0] } else { &[] };
    [kind, &u32::try_from(data.len()).unwrap().to_le_bytes(), data, odd].concat()
}

fn webp(chunks: &[Vec<u8>]) -> Vec<u8> {
    let chunks = chunks.concat();
    [b"RIFF".as_slice(), &u32::try_from(chunks.len() + 4).unwrap().to_le_bytes(), b"WEBP", &chunks].concat()
}

/// A picture in boxes whose data is of three items by turns: the picture, its Exif, its XMP. And where each span lies in the file.
fn heif(spans: &[(u32, Vec<u8>)], version: u8) -> (Vec<u8>, Vec<(u32, usize)>) {
    let head = atom(b"ftyp", &[b"heic\0\0\0\0"]);
    let mut at = head.len() + 8;
    let mut places = Vec::new();
    for (item, bytes) in spans {
        places.push((*item, at));
        at += bytes.len();
    }
    let number = |number: u32| if version == 2 { number.to_be_bytes().to_vec() } else { number.to_be_bytes()[2..].to_vec() };
    let mut iloc = vec![version, 0, 0, 0, 0x44, 0];
    iloc.extend(number(3));
    for item in 1..=3 {
        iloc.extend(number(item));
        iloc.extend(if version == 0 { vec![0; 2] } else { vec![0; 4] });
        let own: Vec<_> = places.iter().zip(spans).filter(|((of, _), _)| *of == item).collect();
        iloc.extend(u16::try_from(own.len()).unwrap().to_be_bytes());
        for ((_, at), (_, bytes)) in own {
            iloc.extend(u32::try_from(*at).unwrap().to_be_bytes());
            iloc.extend(u32::try_from(bytes.len()).unwrap().to_be_bytes());
        }
    }
    let names: [&[u8]; 3] = [b"\0\x01\0\0av01\0", b"\0\x02\0\0Exif\0", b"\0\x03\0\0mime\0application/rdf+xml\0"];
    let infe = names.map(|name| atom(b"infe", &[&[2, 0, 0, 0], name])).concat();
    let meta = atom(b"meta", &[&[0; 4], &atom(b"iinf", &[&[0, 0, 0, 0, 0, 3], &infe]), &atom(b"iloc", &[&iloc])]);
    let data: Vec<u8> = spans.iter().flat_map(|(_, bytes)| bytes.clone()).collect();
    ([head, atom(b"mdat", &[&data]), meta].concat(), places)
}

/// A film whose data is chunks of pictures and of notes that run along, each of one sample.
fn film(chunks: &[(bool, Vec<u8>)], is_long: bool) -> Vec<u8> {
    let table = |kind: &[u8; 4], rows: Vec<Vec<u8>>| {
        let count = u32::try_from(rows.len()).unwrap();
        atom(kind, &[&[0; 4], &count.to_be_bytes(), &rows.concat()])
    };
    let trak = |handler: &[u8; 4], sample: &[u8; 4], of_notes: bool| {
        let (mut at, mut offsets, mut sizes) = (24_u32, Vec::new(), Vec::new());
        for (is_note, bytes) in chunks {
            let size = u32::try_from(bytes.len()).unwrap();
            if *is_note == of_notes {
                offsets.push(if is_long { u64::from(at).to_be_bytes().to_vec() } else { at.to_be_bytes().to_vec() });
                sizes.push(size.to_be_bytes().to_vec());
            }
            at += size;
        }
        let count = u32::try_from(sizes.len()).unwrap();
        let stsz = atom(b"stsz", &[&[0; 8], &count.to_be_bytes(), &sizes.concat()]);
        let stsc = table(b"stsc", vec![[0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 1].to_vec()]);
        let stsd = table(b"stsd", vec![atom(sample, &[&[0; 8]])]);
        let stbl = atom(b"stbl", &[&stsd, &stsc, &stsz, &table(if is_long { b"co64" } else { b"stco" }, offsets)]);
        let hdlr = atom(b"hdlr", &[&[0; 8], handler, &[0; 13]]);
        atom(b"trak", &[&atom(b"mdia", &[&hdlr, &atom(b"minf", &[&stbl])])])
    };
    let data: Vec<u8> = chunks.iter().flat_map(|(_, bytes)| bytes.clone()).collect();
    let moov = atom(b"moov", &[&trak(b"vide", b"avc1", false), &trak(b"meta", b"mebx", true)]);
    [atom(b"ftyp", &[b"qt  \0\0\0\0"]), atom(b"mdat", &[&data]), moov].concat()
}

/// Spans of items; each of a note has the mark.
fn spans() -> impl Strategy<Value = Vec<(u32, Vec<u8>)>> {
    let span = (1_u32..4, vec(any::<u8>(), 1..30)).prop_map(|(item, bytes)| {
        let mark: &[u8] = if item == 1 { &[] } else { MARK };
        (item, [bytes.as_slice(), mark].concat())
    });
    vec(span, 0..8)
}

/// Boxes in boxes, with names that are looked at, and lengths that are mostly right.
fn boxes() -> impl Strategy<Value = Vec<u8>> {
    let names = b"moovtrakudtametahdlrkeysilstlociuuidmoofmdatfreexml \xA9xyz\0\0\0\x01".chunks_exact(4).map(<[u8]>::to_vec).collect::<Vec<_>>();
    let key = [b"\0\0\0\0\0\0\0\x01\0\0\0\x30mdta".as_slice(), b"com.apple.quicktime.location.ISO6709abcd"].concat();
    let leaf = prop_oneof![3 => vec(any::<u8>(), 0..24), 1 => Just(key)];
    leaf.prop_recursive(6, 64, 6, move |inner| {
        let one = (select(names.clone()), vec(inner, 0..6), prop_oneof![8 => Just(0_u32), 1 => 1_u32..64, 1 => 64_u32..68]);
        one.prop_map(|(name, parts, wrong)| {
            let body = parts.concat();
            let length = u32::try_from(body.len() + 8).unwrap();
            let large = u64::from(length) + 8;
            let (length, large) = match wrong {
                // To the end of what it is in; far beyond it; and a length of 64 bits that is right, or is none.
                64 => (0, None),
                65 => (u32::MAX, None),
                66 => (1, Some(large)),
                67 => (1, Some(u64::MAX)),
                wrong => (length.wrapping_sub(wrong), None),
            };
            let large = large.map(|large| large.to_be_bytes().to_vec()).unwrap_or_default();
            [&length.to_be_bytes()[..], &name, &large, &body].concat()
        })
    })
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(2_000) })]

    #[test]
    fn pictures_of_a_film_are_never_touched(
        around in vec(boxes(), 0..3),
        pictures in vec(boxes(), 0..4),
        is_large in any::<bool>(),
    ) {
        // What lies in `mdat` may look like anything. It comes first: what is wrong behind it cannot reach it.
        let pictures = pictures.concat();
        let length = u32::try_from(pictures.len() + 8).unwrap();
        let large = (u64::from(length) + 8).to_be_bytes();
        let head = if is_large { [&1_u32.to_be_bytes()[..], b"mdat", &large].concat() } else { [&length.to_be_bytes()[..], b"mdat"].concat() };
        let film = [&b"\0\0\0\x0Cftypisom"[..], &head, &pictures, &around.concat()].concat();
        let bare = bared("video/mp4", &film).unwrap();
        let end = 12 + head.len() + pictures.len();
        prop_assert_eq!(&bare[..end], &film[..end]);
    }

    #[test]
    fn any_bytes_are_read_and_a_second_time_changes_nothing(
        bytes in vec(any::<u8>(), 0..300),
        media_type in select(TYPES.to_vec()),
        begin in 0..6_usize,
    ) {
        let signs: [&[u8]; 6] =
            [b"", b"\xFF\xD8", b"\x89PNG\r\n\x1a\n", b"GIF89a\x01\0\x01\0\0\0\0", b"\0\0\0\x0Cftypisom", b"RIFF\x0E\0\0\0WEBPVP8 \x02\0\0\0"];
        let bytes = [signs[begin], &bytes].concat();
        if let Some(bare) = bared(media_type, &bytes) {
            let again = bared(media_type, &bare).map(std::borrow::Cow::into_owned);
            prop_assert_eq!(again.as_deref(), Some(&*bare));
        }
    }

    #[test]
    fn a_film_keeps_its_length_and_a_second_time_changes_nothing(film in vec(boxes(), 0..5)) {
        let film = film.concat();
        let bare = bared("video/mp4", &film).unwrap();
        prop_assert_eq!(bare.len(), film.len());
        // Nothing is written but zeros and names of boxes, so nothing that is shown becomes something else.
        let mut changed = film.iter().zip(bare.iter()).filter(|(before, after)| before != after);
        prop_assert!(changed.all(|(_, after)| *after == 0 || b"free".contains(after)));
        prop_assert_eq!(bared("video/mp4", &bare).unwrap(), bare.clone());
    }

    #[test]
    fn a_webp_loses_every_note_and_keeps_its_picture(
        parts in vec((select(vec![&b"ICCP"[..], b"ALPH", b"VP8L", b"EXIF", b"XMP ", b"note"]), vec(any::<u8>(), 0..30)), 0..8),
        flags in any::<u8>(),
        wrong in (any::<prop::sample::Index>(), any::<u8>()),
    ) {
        let is_note = |kind: &[u8]| matches!(kind, b"EXIF" | b"XMP " | b"note");
        let picture = chunk(b"VP8 ", b"the picture");
        let head = chunk(b"VP8X", &[flags, 0, 0, 0, 9, 0, 0, 9, 0, 0]);
        let chunks = parts.iter().map(|(kind, data)| if is_note(kind) { chunk(kind, &[data.as_slice(), MARK].concat()) } else { chunk(kind, data) });
        let mut noted = webp(&[vec![head, picture], chunks.collect()].concat());
        let bare = bared("image/webp", &noted).unwrap().into_owned();
        prop_assert!(!has_mark(&bare));
        let kept = parts.iter().filter(|(kind, _)| !is_note(kind)).map(|(kind, data)| chunk(kind, data)).collect::<Vec<_>>().concat();
        let kept = [chunk(b"VP8 ", b"the picture"), kept].concat();
        prop_assert!(bare[30..].starts_with(&kept));
        prop_assert_eq!(bared("image/webp", &bare).unwrap(), bare.clone());
        // Whatever one byte says.
        let at = wrong.0.index(noted.len());
        noted[at] = wrong.1;
        if let Some(bare) = bared("image/webp", &noted) {
            let again = bared("image/webp", &bare).map(std::borrow::Cow::into_owned);
            prop_assert_eq!(again.as_deref(), Some(&*bare));
        }
    }

    #[test]
    fn a_picture_in_boxes_loses_every_note_and_keeps_its_length(
        spans in spans(),
        version in 0..3_u8,
        wrong in vec((any::<prop::sample::Index>(), any::<u8>()), 1..4),
    ) {
        let (mut noted, places) = heif(&spans, version);
        let bare = bared("image/heic", &noted).unwrap().into_owned();
        prop_assert_eq!(bare.len(), noted.len());
        prop_assert!(!has_mark(&bare));
        let begin = places.first().map_or(noted.len(), |(_, at)| *at);
        prop_assert_eq!(&bare[..begin], &noted[..begin]);
        for ((item, at), (_, bytes)) in places.iter().zip(&spans) {
            let is_same = bare[*at..*at + bytes.len()] == bytes[..];
            prop_assert!(is_same || *item != 1);
        }
        let end = spans.iter().map(|(_, bytes)| bytes.len()).sum::<usize>() + 24;
        prop_assert_eq!(&bare[end..], &noted[end..]);
        prop_assert_eq!(bared("image/heic", &bare).unwrap(), bare.clone());
        // Whatever some bytes say.
        for (at, byte) in wrong {
            let at = at.index(noted.len());
            noted[at] = byte;
        }
        if let Some(bare) = bared("image/avif", &noted) {
            let again = bared("image/avif", &bare).map(std::borrow::Cow::into_owned);
            prop_assert_eq!(again.as_deref(), Some(&*bare));
        }
    }

    #[test]
    fn notes_that_run_along_go_and_the_pictures_stay(
        chunks in vec((any::<bool>(), vec(any::<u8>(), 1..30)), 0..8),
        is_long in any::<bool>(),
        wrong in vec((any::<prop::sample::Index>(), any::<u8>()), 1..4),
    ) {
        let chunks: Vec<(bool, Vec<u8>)> =
            chunks.into_iter().map(|(is_note, bytes)| (is_note, if is_note { [bytes.as_slice(), MARK].concat() } else { bytes })).collect();
        let mut film = film(&chunks, is_long);
        let bare = bared("video/quicktime", &film).unwrap().into_owned();
        prop_assert_eq!(bare.len(), film.len());
        prop_assert!(!has_mark(&bare));
        let mut at = 24;
        for (is_note, bytes) in &chunks {
            let now = &bare[at..at + bytes.len()];
            let is_right = if *is_note { now.iter().all(|byte| *byte == 0) } else { now == bytes.as_slice() };
            prop_assert!(is_right);
            at += bytes.len();
        }
        prop_assert_eq!(bare.windows(4).filter(|part| *part == b"trak").count(), 1, "the pictures' own");
        prop_assert_eq!(bared("video/quicktime", &bare).unwrap(), bare.clone());
        // Whatever some bytes say.
        for (at, byte) in wrong {
            let at = at.index(film.len());
            film[at] = byte;
        }
        let bare = bared("video/mp4", &film).unwrap();
        let mut changed = film.iter().zip(bare.iter()).filter(|(before, after)| before != after);
        prop_assert!(changed.all(|(_, after)| *after == 0 || b"free".contains(after)));
        prop_assert_eq!(bared("video/mp4", &bare).unwrap(), bare.clone());
    }
}
