//! WebP pictures without what cameras and programs note in them.
//!
//! Source: RFC 9649 (RIFF, chunks, `VP8X`). Kept: pictures, their transparency, how they follow each other, what their colours mean, and
//! which side is up. Chunks that the format does not know go as well, and so does what stands behind the end.

use super::{turn_exif, turned_of};

/// Chunks that are needed to show the picture.
const NEEDED: [&[u8]; 7] = [b"VP8 ", b"VP8L", b"VP8X", b"ALPH", b"ANIM", b"ANMF", b"ICCP"];
/// Bytes of the head of an extended picture.
const HEAD: usize = 10;
/// What it says of notes: there is Exif, there is XMP.
const HAS_EXIF: u8 = 0x08;
const HAS_XMP: u8 = 0x04;

/// The picture; nothing if it is none, or damaged.
pub(super) fn without_notes(webp: &[u8]) -> Option<Vec<u8>> {
    let length = usize::try_from(u32::from_le_bytes(*webp.strip_prefix(b"RIFF")?.first_chunk::<4>()?)).ok()?;
    let mut rest = webp.get(8..)?.get(..length)?.strip_prefix(b"WEBP")?;
    let mut out = b"RIFF\0\0\0\0WEBP".to_vec();
    let (mut has_picture, mut turned) = (false, None);
    while !rest.is_empty() {
        let size = usize::try_from(u32::from_le_bytes(*rest.get(4..)?.first_chunk::<4>()?)).ok()?;
        let (chunk, after) = rest.split_at_checked(size.checked_add(8)?)?;
        let (kind, data) = (chunk.get(..4)?, chunk.get(8..)?);
        if kind == b"VP8X" && size < HEAD {
            return None;
        }
        if NEEDED.contains(&kind) {
            out.extend(chunk);
            // An odd chunk is filled up; many programs forget it at the end.
            out.extend((size % 2 == 1).then_some(0_u8));
        } else if kind == b"EXIF" && turned.is_none() {
            turned = turned_of(data.strip_prefix(b"Exif\0\0").unwrap_or(data));
        }
        has_picture |= matches!(kind, b"VP8 " | b"VP8L" | b"ANMF");
        rest = after.get(size % 2..).unwrap_or_default();
    }
    // Only an extended picture may say which side is up.
    let is_extended = out.get(12..16) == Some(b"VP8X".as_slice());
    if let Some(flags) = out.get_mut(20).filter(|_| is_extended) {
        *flags &= !(HAS_EXIF | HAS_XMP);
        if let Some(turned) = turned {
            *flags |= HAS_EXIF;
            let exif = turn_exif(turned);
            out.extend_from_slice(b"EXIF");
            out.extend(u32::try_from(exif.len()).ok()?.to_le_bytes());
            out.extend(exif);
        }
    }
    let length = u32::try_from(out.len() - 8).ok()?.to_le_bytes();
    out.get_mut(4..8)?.copy_from_slice(&length);
    has_picture.then_some(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chunk(kind: &[u8; 4], data: &[u8]) -> Vec<u8> {
        let odd: &[u8] = if data.len() % 2 == 1 { &[0] } else { &[] };
        [&kind[..], &u32::try_from(data.len()).unwrap().to_le_bytes(), data, odd].concat()
    }

    fn webp(chunks: &[&[u8]]) -> Vec<u8> {
        let chunks = chunks.concat();
        [b"RIFF".as_slice(), &u32::try_from(chunks.len() + 4).unwrap().to_le_bytes(), b"WEBP", &chunks].concat()
    }

    fn head(flags: u8) -> Vec<u8> {
        chunk(b"VP8X", &[flags, 0, 0, 0, 9, 0, 0, 9, 0, 0])
    }

    #[test]
    fn notes_go_and_the_picture_stays() {
        let (icc, alpha, picture) = (chunk(b"ICCP", b"colours"), chunk(b"ALPH", b"odd"), chunk(b"VP8 ", &[7; 41]));
        let (exif, xmp, other) = (chunk(b"EXIF", b"MM\0\x2A GPS 35.1"), chunk(b"XMP ", b"<x:xmpmeta>GPS"), chunk(b"else", b"GPS"));
        let noted = [webp(&[&head(0x3C), &icc, &alpha, &picture, &exif, &xmp, &other]).as_slice(), b"GPS behind"].concat();
        let bare = webp(&[&head(0x30), &icc, &alpha, &picture]);
        assert_eq!(without_notes(&noted), Some(bare.clone()));
        assert_eq!(without_notes(&bare), Some(bare.clone()), "a second time changes nothing");
        for cut in 0..bare.len() {
            assert_eq!(without_notes(bare.get(..cut).unwrap()), None, "cut at {cut}");
        }
        let moving = webp(&[&head(0x02), &chunk(b"ANIM", &[0; 6]), &chunk(b"ANMF", &[1; 30]), &chunk(b"ANMF", &[2; 30])]);
        let plain = webp(&[&chunk(b"VP8L", &[3; 30])]);
        for bare in [moving, plain] {
            assert_eq!(without_notes(&bare), Some(bare));
        }
        // The flags may lie, and notes may stand in a picture that is not extended.
        assert_eq!(without_notes(&webp(&[&head(0x0C), &picture])), Some(webp(&[&head(0), &picture])));
        assert_eq!(without_notes(&webp(&[&picture, &exif, &xmp])), Some(webp(&[&picture])));
    }

    #[test]
    fn how_it_is_turned_is_all_that_is_kept() {
        let picture = chunk(b"VP8L", &[3; 30]);
        for begin in [b"".as_slice(), b"Exif\0\0"] {
            let little = [begin, b"II\x2A\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0\x06\0\0\0\0\0\0\0GPS 35"].concat();
            let bare = without_notes(&webp(&[&head(0x0C), &picture, &chunk(b"EXIF", &little)])).unwrap();
            assert_eq!(bare, webp(&[&head(0x08), &picture, &chunk(b"EXIF", &turn_exif(6))]));
            assert_eq!(without_notes(&bare), Some(bare), "a second time changes nothing");
        }
    }

    #[test]
    fn what_is_none_is_refused() {
        let endless = [b"VP8 ".as_slice(), &u32::MAX.to_le_bytes(), &[1; 9]].concat();
        for bytes in [webp(&[]), webp(&[&head(0)]), webp(&[&endless]), b"RIFF\x04\0\0\0WAVE".to_vec(), b"\x89PNG\r\n\x1a\n".to_vec()] {
            assert_eq!(without_notes(&bytes), None, "{bytes:?}");
        }
    }
}
