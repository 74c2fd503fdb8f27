//! Pictures that the tests put together, with a place in their notes.

use super::*;

const PLACE: &[u8] = b"GPS +35.6895+139.6917/";

fn atom(kind: &[u8; 4], parts: &[&[u8]]) -> Vec<u8> {
    let body = parts.concat();
    [&u32::try_from(body.len() + 8).unwrap().to_be_bytes()[..], kind, &body].concat()
}

/// An item: its type, its number, the rest of what is said of it.
fn infe(version: u8, id: u16, kind: &[u8], rest: &[u8]) -> Vec<u8> {
    let id = [&[0; 2][..], &id.to_be_bytes()].concat();
    let id = if version == 3 { &id[..] } else { &id[2..] };
    atom(b"infe", &[&[version, 0, 0, 0], id, &[0; 2], kind, rest])
}

/// Where an item lies: its number, how that is meant, spans from a base.
struct Lies<'a>(u16, u16, u32, &'a [(u32, u32)]);

fn iloc(version: u8, items: &[Lies<'_>]) -> Vec<u8> {
    let wide = |number: u16| if version == 2 { u32::from(number).to_be_bytes().to_vec() } else { number.to_be_bytes().to_vec() };
    let mut body = vec![version, 0, 0, 0, 0x44, if version == 0 { 0x40 } else { 0x44 }];
    body.extend(wide(u16::try_from(items.len()).unwrap()));
    for Lies(id, method, base, spans) in items {
        body.extend(wide(*id));
        if version > 0 {
            body.extend(method.to_be_bytes());
        }
        body.extend([0, 0]);
        body.extend(base.to_be_bytes());
        body.extend(u16::try_from(spans.len()).unwrap().to_be_bytes());
        for (offset, length) in *spans {
            if version > 0 {
                body.extend([0; 4]);
            }
            body.extend(offset.to_be_bytes());
            body.extend(length.to_be_bytes());
        }
    }
    atom(b"iloc", &[&body])
}

fn exif() -> Vec<u8> {
    [b"\0\0\0\x06Exif\0\0MM\0\x2A".as_slice(), PLACE].concat()
}

/// The data comes first, so that offsets are known: picture, Exif in two spans, the picture's second half, XMP.
fn file(version: u8, of_items: u8, lies: impl Fn(u32, u32) -> Vec<u8>) -> Vec<u8> {
    let (exif, xmp) = (exif(), [b"<x:xmpmeta>".as_slice(), PLACE].concat());
    let (first, second) = exif.split_at(20);
    let data = atom(b"mdat", &[b"picture1", first, b"picture2", second, &xmp]);
    let head = atom(b"ftyp", &[b"heic\0\0\0\0"]);
    let begin = u32::try_from(head.len() + 8).unwrap();
    let items = [
        infe(of_items, 1, b"hvc1", b"\0"),
        infe(of_items, 2, b"Exif", b"\0"),
        infe(of_items, 3, b"mime", b"name\0application/rdf+xml\0\0"),
        infe(of_items, 4, b"mime", b"\0image/jpeg\0"),
    ];
    let many: &[u8] = if version == 0 { &[0, 0, 0, 0, 0, 4] } else { &[1, 0, 0, 0, 0, 0, 0, 4] };
    let iinf = atom(b"iinf", &[many, &items.concat()]);
    let idat = atom(b"idat", &[b"jpeg", PLACE]);
    let hdlr = atom(b"hdlr", &[&[0; 8], b"pict", &[0; 13]]);
    let meta = atom(b"meta", &[&[0; 4], &hdlr, &lies(begin, u32::try_from(exif.len()).unwrap()), &iinf, &idat]);
    [head, data, meta].concat()
}

fn in_data(version: u8) -> impl Fn(u32, u32) -> Vec<u8> {
    move |begin, exif| {
        let xmp = u32::try_from(11 + PLACE.len()).unwrap();
        let spans = [(8, 20), (36, exif - 20)];
        let mut items = vec![Lies(1, 0, begin, &[(0, 8), (28, 8)]), Lies(2, 0, begin, &spans)];
        let of_xmp = [(begin + 16 + exif, xmp)];
        items.push(Lies(3, 0, 0, &of_xmp));
        iloc(version, &items)
    }
}

fn count(bytes: &[u8], words: &[u8]) -> usize {
    bytes.windows(words.len()).filter(|part| *part == words).count()
}

#[test]
fn notes_are_written_over_and_the_picture_stays() {
    for (version, of_items) in [(0, 2), (1, 2), (1, 3), (2, 3)] {
        let noted = file(version, of_items, in_data(version));
        let bare = without_notes(&noted).unwrap().into_owned();
        assert_eq!((count(&noted, PLACE), count(&bare, PLACE)), (2, 1), "only what is no note of the picture's is left");
        assert_eq!(bare.len(), noted.len());
        assert_eq!((count(&bare, b"picture1"), count(&bare, b"picture2"), count(&bare, b"jpeg")), (1, 1, 2));
        let empty = [EMPTY, &[0; 2], b"picture2", &[0; 16], &[b' '; 33]].concat();
        assert_eq!(bare.get(32..32 + empty.len()), Some(&empty[..]));
        assert_eq!(without_notes(&bare).unwrap(), bare, "a second time changes nothing");
    }
}

#[test]
fn notes_beside_the_items_are_found_too() {
    for (offset, length) in [(4, u32::try_from(PLACE.len()).unwrap()), (4, 0)] {
        let noted = file(1, 2, |begin, _| iloc(1, &[Lies(1, 0, begin, &[(0, 8)]), Lies(2, 1, 0, &[(offset, length)]), Lies(4, 1, 0, &[(0, 4)])]));
        let bare = without_notes(&noted).unwrap();
        assert_eq!((count(&noted, PLACE), count(&bare, PLACE), count(&bare, b"jpeg")), (2, 1, 2), "that of the data is named by nobody");
        assert_eq!(count(&bare, EMPTY), 1);
    }
    // Films beside the picture, and what stands behind the last box.
    let plain = [atom(b"ftyp", &[b"avif"]), atom(b"meta", &[&[0; 4]]), atom(b"mdat", &[b"picture"])].concat();
    let behind = [plain.clone(), atom(b"mpvd", &[PLACE]), atom(b"uuid", &[&[0; 20]]), PLACE.to_vec()].concat();
    let bare = without_notes(&behind).unwrap().into_owned();
    assert_eq!((count(&bare, PLACE), bare.len()), (0, behind.len() - PLACE.len()));
    assert_eq!(without_notes(&bare).unwrap(), bare);
    assert!(matches!(without_notes(&plain), Some(Cow::Borrowed(bytes)) if bytes == plain));
}

#[test]
fn what_cannot_be_told_from_the_picture_is_refused() {
    let broken: [(&str, Vec<u8>); 9] = [
        ("shared with the picture", file(1, 2, |begin, _| iloc(1, &[Lies(1, 0, begin, &[(0, 9)]), Lies(2, 0, begin, &[(8, 20)])]))),
        ("beyond the end", file(1, 2, |begin, _| iloc(1, &[Lies(2, 0, begin, &[(8, u32::MAX)])]))),
        ("far beyond it", file(1, 2, |_, _| iloc(1, &[Lies(2, 0, u32::MAX, &[(u32::MAX, 1)])]))),
        ("in the boxes", file(1, 2, |_, _| iloc(1, &[Lies(2, 0, 0, &[(0, 12)])]))),
        ("to the end of everything", file(1, 2, |begin, _| iloc(1, &[Lies(2, 0, begin, &[(8, 0)])]))),
        ("of another item", file(1, 2, |begin, _| iloc(1, &[Lies(2, 2, begin, &[(8, 4)])]))),
        ("of an unknown kind", file(1, 2, |begin, _| iloc(3, &[Lies(2, 0, begin, &[(8, 4)])]))),
        ("nowhere", file(1, 2, |_, _| Vec::new())),
        ("no picture", b"\x89PNG\r\n\x1a\n".to_vec()),
    ];
    for (what, bytes) in broken {
        assert_eq!(without_notes(&bytes), None, "{what}");
    }
    let whole = file(0, 2, in_data(0));
    for cut in 25..whole.len() {
        assert_eq!(without_notes(whole.get(..cut).unwrap()), None, "cut at {cut}");
    }
    // A table that names the same bytes of a note over and over; a few times they are written over as once.
    let again = |times: usize| file(1, 2, move |begin, _| iloc(1, &[Lies(1, 0, begin, &[(0, 8)]), Lies(2, 0, begin, &vec![(8, 20); times])]));
    assert!(without_notes(&again(2)).is_some());
    assert_eq!(without_notes(&again(2_000)), None);
    // An endless table of spans that are nothing.
    let mut body = vec![0, 0, 0, 0, 0, 0, 0xFF, 0xFF];
    body.extend([0_u8, 2, 0, 0, 0xFF, 0xFF].repeat(0xFFFF));
    assert_eq!(without_notes(&file(0, 2, |_, _| atom(b"iloc", &[&body]))), None);
}
