//! Photos before they are attached: how large they become, what they are called, and what must not go along.
//!
//! Cameras note in a photo where it was taken and with whose device. Drawing it anew drops that; a photo that cannot be drawn loses
//! its notes here, byte by byte: JPEG, PNG, WebP, HEIC and AVIF ([`bared`]). So it does on a server, which draws nothing. What is kept is only
//! how the picture is turned; GIF pictures and films lose theirs everywhere. Source: ITU-T T.81 annex B (segments), CIPA DC-008 (Exif in
//! `APP1`), ISO/IEC 15948 (chunks of PNG).

mod atoms;
mod film;
mod gif;
mod heif;
pub mod sketch;
mod webp;

use std::borrow::Cow;

/// What a file is taken for: what the browser says, else what its name says.
pub fn media_type(declared: &str, name: &str) -> String {
    if !declared.is_empty() {
        return declared.to_ascii_lowercase();
    }
    let extension = name.rsplit_once('.').map_or("", |(_, extension)| extension).to_ascii_lowercase();
    match extension.as_str() {
        "jpg" | "jpeg" => "image/jpeg",
        "png" => "image/png",
        "webp" => "image/webp",
        "heic" | "heif" => "image/heic",
        "avif" => "image/avif",
        "tif" | "tiff" | "dng" => "image/tiff",
        "gif" => "image/gif",
        "mp4" | "m4v" => "video/mp4",
        "mov" => "video/quicktime",
        "3gp" => "video/3gpp",
        "m4a" => "audio/mp4",
        "pdf" => "application/pdf",
        _ => "application/octet-stream",
    }
    .to_owned()
}

/// As what a file of this type is drawn anew; nothing if it stays as it is: no picture, or one that cameras do not make.
pub fn drawn_as(media_type: &str) -> Option<&'static str> {
    match media_type {
        "image/gif" | "image/svg+xml" | "image/bmp" | "image/x-icon" | "image/vnd.microsoft.icon" => None,
        "image/png" => Some("image/png"),
        other => other.starts_with("image/").then_some("image/jpeg"),
    }
}

/// The size of a picture whose longer side is at most `most`.
pub fn fit(width: u32, height: u32, most: u32) -> (u32, u32) {
    let longer = width.max(height);
    if longer <= most || most == 0 {
        return (width, height);
    }
    let scaled = |side: u32| u32::try_from(u64::from(side) * u64::from(most) / u64::from(longer)).unwrap_or(most).max(1);
    (scaled(width), scaled(height))
}

/// The name of a picture that is of this type now.
pub fn name_for(name: &str, media_type: &str) -> String {
    let endings: &[&str] = match media_type {
        "image/jpeg" => &["jpg", "jpeg"],
        "image/png" => &["png"],
        _ => return name.to_owned(),
    };
    let (stem, ending) = name.rsplit_once('.').unwrap_or((name, ""));
    if endings.iter().any(|it| it.eq_ignore_ascii_case(ending)) || stem.is_empty() {
        return name.to_owned();
    }
    format!("{stem}.{}", endings.first().copied().unwrap_or_default())
}

/// A JPEG without what cameras and programs note in it; nothing if it is none. The picture itself stays byte by byte. What stands
/// behind its end (further pictures with notes of their own) goes as well.
pub fn without_notes(jpeg: &[u8]) -> Option<Vec<u8>> {
    let mut rest = jpeg.strip_prefix(&[0xFF, 0xD8])?;
    let mut out = vec![0xFF, 0xD8];
    loop {
        let marker = match rest {
            // Any number of these may stand before a marker.
            [0xFF, 0xFF, ..] => {
                rest = rest.get(1..)?;
                continue;
            }
            [0xFF, marker, ..] => *marker,
            _ => return None,
        };
        match marker {
            0xD9 => {
                out.extend([0xFF, 0xD9]);
                return Some(out);
            }
            0x01 | 0xD0..=0xD7 => {
                out.extend(rest.get(..2)?);
                rest = rest.get(2..)?;
            }
            _ => {
                let length = usize::from(u16::from_be_bytes([*rest.get(2)?, *rest.get(3)?]));
                let (segment, after) = rest.split_at_checked(2 + length)?;
                if length < 2 {
                    return None;
                }
                if !is_note(marker, segment.get(4..).unwrap_or_default()) {
                    out.extend(segment);
                }
                rest = after;
                if marker == 0xDA {
                    let scan = scan_length(rest);
                    out.extend(rest.get(..scan)?);
                    rest = rest.get(scan..)?;
                }
            }
        }
    }
}

/// A file as it is kept where nothing is drawn: photos without what cameras note in them, films without the place where they were taken,
/// everything else as it is. Nothing: it is a picture whose notes cannot be taken out, because it is damaged. `media_type`: what it is by its bytes.
pub fn bared<'a>(media_type: &str, bytes: &'a [u8]) -> Option<Cow<'a, [u8]>> {
    match media_type {
        "image/jpeg" => {
            let mut bare = without_notes(bytes)?;
            // Cameras hold their pictures as they were held, and note which side is up.
            if let Some(turned) = turned(bytes) {
                drop(bare.splice(2..2, turn_note(turned)));
            }
            Some(Cow::Owned(bare))
        }
        "image/png" => png_without_notes(bytes).map(Cow::Owned),
        "image/gif" => gif::without_notes(bytes).map(Cow::Owned),
        "image/webp" => webp::without_notes(bytes).map(Cow::Owned),
        other if is_heif(other) => heif::without_notes(bytes),
        other if is_film(other) => Some(film::without_places(bytes)),
        _ => Some(Cow::Borrowed(bytes)),
    }
}

/// Whether [`bared`] takes anything out of files of this type.
pub fn has_notes(media_type: &str) -> bool {
    matches!(media_type, "image/jpeg" | "image/png" | "image/gif" | "image/webp") || is_heif(media_type) || is_film(media_type)
}

/// Pictures in boxes.
fn is_heif(media_type: &str) -> bool {
    matches!(media_type, "image/heic" | "image/heif" | "image/avif" | "image/heic-sequence" | "image/heif-sequence")
}

/// Films and sounds in boxes, as browsers and their bytes call them.
fn is_film(media_type: &str) -> bool {
    let (kind, name) = media_type.split_once('/').unwrap_or_default();
    matches!(kind, "video" | "audio") && matches!(name, "mp4" | "quicktime" | "x-m4v" | "x-m4a" | "m4a" | "3gpp" | "3gpp2")
}

/// How a JPEG is turned, as its Exif says: 2 to 8; nothing if it stands upright or does not say.
fn turned(jpeg: &[u8]) -> Option<u8> {
    let mut rest = jpeg.get(2..)?;
    loop {
        let &[0xFF, marker, high, low, ..] = rest else { return None };
        if matches!(marker, 0xDA | 0xD9) {
            return None;
        }
        let (segment, after) = rest.split_at_checked(2 + usize::from(u16::from_be_bytes([high, low])))?;
        if let Some(exif) = segment.get(4..).filter(|_| marker == 0xE1).and_then(|content| content.strip_prefix(b"Exif\0\0")) {
            return turned_of(exif);
        }
        rest = after;
    }
}

/// The same of the bytes of an Exif: tag 0x0112 of its first directory.
fn turned_of(exif: &[u8]) -> Option<u8> {
    let is_little = exif.starts_with(b"II");
    let short = |at: usize| {
        let pair = [*exif.get(at)?, *exif.get(at + 1)?];
        Some(if is_little { u16::from_le_bytes(pair) } else { u16::from_be_bytes(pair) })
    };
    let (first, second) = (short(4)?, short(6)?);
    let (high, low) = if is_little { (second, first) } else { (first, second) };
    // A directory beyond the first 64 KiB is in no segment.
    let begin = Some(usize::from(low)).filter(|_| high == 0)?;
    let count = usize::from(short(begin)?);
    let entry = (0..count).map(|number| begin + 2 + number * 12).find(|at| short(*at) == Some(0x0112))?;
    u8::try_from(short(entry + 8)?).ok().filter(|value| (2..=8).contains(value))
}

/// An Exif that says how the picture is turned, and nothing else.
fn turn_exif(turned: u8) -> Vec<u8> {
    let mut exif = b"MM\0\x2A\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0".to_vec();
    exif.extend([turned, 0, 0, 0, 0, 0, 0]);
    exif
}

/// The same as a segment of a JPEG.
fn turn_note(turned: u8) -> Vec<u8> {
    [b"\xFF\xE1\0\x22Exif\0\0".as_slice(), &turn_exif(turned)].concat()
}

/// A PNG without texts, times and Exif; nothing if it is none. What stands behind its end goes as well.
fn png_without_notes(png: &[u8]) -> Option<Vec<u8>> {
    const SIGN: &[u8] = b"\x89PNG\r\n\x1a\n";
    let mut rest = png.strip_prefix(SIGN)?;
    let mut out = SIGN.to_vec();
    loop {
        let length = u32::from_be_bytes(*rest.first_chunk::<4>()?);
        let whole = usize::try_from(length).ok()?.checked_add(12)?;
        let (chunk, after) = rest.split_at_checked(whole)?;
        let kind = chunk.get(4..8)?;
        if !matches!(kind, b"eXIf" | b"tEXt" | b"zTXt" | b"iTXt" | b"tIME") {
            out.extend(chunk);
        }
        if kind == b"IEND" {
            return Some(out);
        }
        rest = after;
    }
}

/// Whether a segment says something about the picture instead of being needed to show it.
fn is_note(marker: u8, content: &[u8]) -> bool {
    // JFIF, how Adobe's programs write colours, and what colours mean.
    let is_needed = matches!(marker, 0xE0 | 0xEE) || (marker == 0xE2 && content.starts_with(b"ICC_PROFILE\0"));
    matches!(marker, 0xE0..=0xEF | 0xFE) && !is_needed
}

/// How far the compressed picture goes: to the next marker that is none of its own.
fn scan_length(bytes: &[u8]) -> usize {
    let ends = |pair: &[u8]| matches!(pair, [0xFF, marker] if !matches!(marker, 0x00 | 0xD0..=0xD7 | 0xFF));
    bytes.windows(2).position(ends).unwrap_or(bytes.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn segment(marker: u8, content: &[u8]) -> Vec<u8> {
        let length = u16::try_from(content.len() + 2).unwrap().to_be_bytes();
        [&[0xFF, marker][..], &length, content].concat()
    }

    #[test]
    fn notes_go_and_the_picture_stays() {
        let (jfif, exif, icc) = (segment(0xE0, b"JFIF\0"), segment(0xE1, b"Exif\0\0GPS 35.1"), segment(0xE2, b"ICC_PROFILE\0x"));
        let (mpf, iptc, comment) = (segment(0xE2, b"MPF\0"), segment(0xED, b"Photoshop"), segment(0xFE, b"owner"));
        let (table, scan) = (segment(0xDB, &[1; 65]), [segment(0xDA, &[0; 10]), vec![1, 0xFF, 0x00, 0xFF, 0xD3, 2]].concat());
        let (begin, end) = ([0xFF, 0xD8], [0xFF, 0xD9]);
        let behind = [&begin[..], &exif, &end].concat();
        let noted = [&begin[..], &jfif, &exif, &icc, &mpf, &iptc, &comment, &[0xFF], &table, &scan, &scan, &end, &behind].concat();
        let bare = [&begin[..], &jfif, &icc, &table, &scan, &scan, &end].concat();
        assert_eq!(without_notes(&noted), Some(bare.clone()));
        assert_eq!(without_notes(&bare), Some(bare.clone()), "a second time changes nothing");
        for cut in 0..bare.len() - 1 {
            let read = without_notes(bare.get(..cut).unwrap());
            assert_eq!(read, None, "cut at {cut}");
        }
        assert_eq!(without_notes(b"\x89PNG\r\n"), None);
        assert_eq!(without_notes(&[0xFF, 0xD8, 0xFF, 0xE1, 0, 1]), None, "a length that is none");
    }

    #[test]
    fn how_a_picture_is_turned_is_all_that_is_kept() {
        let entry = |tag: u16, value: u16, little: bool| {
            let bytes = |it: u16| if little { it.to_le_bytes() } else { it.to_be_bytes() };
            [&bytes(tag)[..], &bytes(3), if little { &[1_u8, 0, 0, 0][..] } else { &[0_u8, 0, 0, 1][..] }, &bytes(value), &[0, 0]].concat()
        };
        let exif = |turn: u16, little: bool| {
            let head: &[u8] = if little { b"Exif\0\0II\x2A\0\x08\0\0\0\x02\0" } else { b"Exif\0\0MM\0\x2A\0\0\0\x08\0\x02" };
            segment(0xE1, &[head, &entry(0x0110, 7, little), &entry(0x0112, turn, little), &[0; 4], b"GPS 35.1"].concat())
        };
        let rest = [segment(0xDB, &[1; 65]), segment(0xDA, &[0; 10]), vec![1, 2], vec![0xFF, 0xD9]].concat();
        let photo = |exif: &[u8]| [&[0xFF, 0xD8][..], exif, &rest].concat();
        for little in [true, false] {
            for turn in [3, 6, 8] {
                let bare = bared("image/jpeg", &photo(&exif(turn, little))).unwrap().into_owned();
                assert!(!bare.windows(3).any(|part| part == b"GPS"), "{turn}");
                assert_eq!(turned(&bare), u8::try_from(turn).ok());
                assert_eq!(bared("image/jpeg", &bare).unwrap(), bare, "a second time changes nothing");
            }
            assert_eq!(bared("image/jpeg", &photo(&exif(1, little))).unwrap(), photo(&[]));
            assert_eq!(bared("image/jpeg", &photo(&exif(900, little))).unwrap(), photo(&[]));
        }
        assert_eq!(bared("image/jpeg", b"\xFF\xD8\xFF damaged"), None);
        assert_eq!(bared("application/pdf", b"%PDF GPS").unwrap().as_ref(), b"%PDF GPS");
    }

    #[test]
    fn texts_of_a_png_go() {
        let chunk = |kind: &[u8; 4], data: &[u8]| [&u32::try_from(data.len()).unwrap().to_be_bytes()[..], kind, data, b"crc!"].concat();
        let sign = b"\x89PNG\r\n\x1a\n".to_vec();
        let (head, data, end) = (chunk(b"IHDR", &[0; 13]), chunk(b"IDAT", &[7; 40]), chunk(b"IEND", b""));
        let noted = [&sign[..], &head, &chunk(b"eXIf", b"GPS"), &chunk(b"tEXt", b"Author\0x"), &data, &end, b"GPS behind"].concat();
        let bare = [&sign[..], &head, &data, &end].concat();
        assert_eq!(bared("image/png", &noted).unwrap(), bare);
        for cut in 0..bare.len() {
            assert_eq!(bared("image/png", bare.get(..cut).unwrap()), None, "cut at {cut}");
        }
        let endless = [&sign[..], &u32::MAX.to_be_bytes(), b"IDAT"].concat();
        assert_eq!(bared("image/png", &endless), None);
    }

    #[test]
    fn what_is_taken_out_of_is_named() {
        for (media_type, expected) in [
            ("image/jpeg", true),
            ("image/gif", true),
            ("video/quicktime", true),
            ("audio/x-m4a", true),
            ("video/webm", false),
            ("application/mp4", false),
            ("image/webp", true),
            ("image/heic", true),
            ("image/avif", true),
            ("image/tiff", false),
            ("", false),
        ] {
            assert_eq!(has_notes(media_type), expected, "{media_type}");
        }
    }

    #[test]
    fn pictures_become_no_larger_than_asked() {
        for (size, most, expected) in [
            ((4000, 3000), 2000, (2000, 1500)),
            ((3000, 4000), 2000, (1500, 2000)),
            ((800, 600), 2000, (800, 600)),
            ((9000, 1), 100, (100, 1)),
            ((5, 5), 0, (5, 5)),
        ] {
            assert_eq!(fit(size.0, size.1, most), expected, "{size:?}");
        }
    }

    #[test]
    fn names_follow_their_type() {
        for (name, media_type, expected) in [
            ("IMG_1.HEIC", "image/jpeg", "IMG_1.jpg"),
            ("a.JPG", "image/jpeg", "a.JPG"),
            ("a.jpeg", "image/jpeg", "a.jpeg"),
            ("花.webp", "image/png", "花.png"),
            ("photo", "image/jpeg", "photo.jpg"),
            ("plan.pdf", "application/pdf", "plan.pdf"),
        ] {
            assert_eq!(name_for(name, media_type), expected);
        }
        for (declared, name, expected, drawn) in [
            ("", "IMG.HEIC", "image/heic", Some("image/jpeg")),
            ("image/PNG", "x", "image/png", Some("image/png")),
            ("image/gif", "x.gif", "image/gif", None),
            ("", "plan.pdf", "application/pdf", None),
            ("", "IMG_1.MOV", "video/quicktime", None),
            ("", "x", "application/octet-stream", None),
        ] {
            let found = media_type(declared, name);
            assert_eq!((found.as_str(), drawn_as(&found)), (expected, drawn), "{declared} {name}");
        }
    }
}
