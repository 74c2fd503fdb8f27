//! Writes a zip archive of a few small parts: what a Word file is packed in (APPNOTE 6.3.3, ISO/IEC 21320-1).
//!
//! The browser makes such files too, so this is the little that is needed and no crate: deflating is already here. Invariants: the same parts
//! give the same bytes (every part is of the first day that the format knows, and has no owner); nothing here is read, only written.

use miniz_oxide::deflate::compress_to_vec;

/// How hard deflating tries: a person is waiting.
const LEVEL: u8 = 6;
/// Version 2.0 of the format has deflating; it needs it and made it.
const VERSION: [u8; 2] = [20, 0];
/// No flags; deflated; midnight; 1 January 1980.
const PLAIN: [u8; 8] = [0, 0, 8, 0, 0, 0, 0x21, 0];
/// No extra field.
const NONE: [u8; 2] = [0, 0];

/// An archive of these parts, by their names in ASCII, in this order; nothing if they are more than an archive holds (65,535 parts, 4 GiB).
pub fn archive(parts: &[(&str, &[u8])]) -> Option<Vec<u8>> {
    let (mut out, mut directory) = (Vec::new(), Vec::new());
    for (name, bytes) in parts {
        if !name.is_ascii() {
            return None;
        }
        let packed = compress_to_vec(bytes, LEVEL);
        let facts = facts(name, bytes, &packed)?;
        let begins = u32::try_from(out.len()).ok()?;
        out.extend_from_slice(b"PK\x03\x04");
        out.extend_from_slice(&facts);
        out.extend_from_slice(name.as_bytes());
        out.extend_from_slice(&packed);
        directory.extend_from_slice(b"PK\x01\x02");
        directory.extend_from_slice(&VERSION);
        directory.extend_from_slice(&facts);
        // No comment, on the first disk, without attributes.
        directory.extend_from_slice(&[0; 10]);
        directory.extend_from_slice(&begins.to_le_bytes());
        directory.extend_from_slice(name.as_bytes());
    }
    let count = u16::try_from(parts.len()).ok()?.to_le_bytes();
    let begins = u32::try_from(out.len()).ok()?;
    let length = u32::try_from(directory.len()).ok()?;
    out.append(&mut directory);
    out.extend_from_slice(b"PK\x05\x06\0\0\0\0");
    out.extend_from_slice(&count);
    out.extend_from_slice(&count);
    out.extend_from_slice(&length.to_le_bytes());
    out.extend_from_slice(&begins.to_le_bytes());
    out.extend_from_slice(&NONE);
    Some(out)
}

/// What stands about a part both before it and in the directory.
fn facts(name: &str, bytes: &[u8], packed: &[u8]) -> Option<Vec<u8>> {
    let mut facts = Vec::with_capacity(26);
    facts.extend_from_slice(&VERSION);
    facts.extend_from_slice(&PLAIN);
    facts.extend_from_slice(&crc32(bytes).to_le_bytes());
    facts.extend_from_slice(&u32::try_from(packed.len()).ok()?.to_le_bytes());
    facts.extend_from_slice(&u32::try_from(bytes.len()).ok()?.to_le_bytes());
    facts.extend_from_slice(&u16::try_from(name.len()).ok()?.to_le_bytes());
    facts.extend_from_slice(&NONE);
    Some(facts)
}

/// The checksum of the format (ISO-HDLC), bit by bit: it is short, and parts are small.
pub(crate) fn crc32(bytes: &[u8]) -> u32 {
    let step = |crc: u32| (crc >> 1) ^ (0xEDB8_8320 & 0_u32.wrapping_sub(crc & 1));
    !bytes.iter().fold(u32::MAX, |crc, byte| (0..8).fold(crc ^ u32::from(*byte), |crc, _| step(crc)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::collection::vec;
    use proptest::prelude::*;
    use std::io::{Cursor, Read as _};

    /// What another implementation reads in an archive; it checks sizes and checksums.
    fn read(bytes: &[u8]) -> Vec<(String, Vec<u8>)> {
        let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
        (0..archive.len())
            .map(|at| {
                let mut part = archive.by_index(at).unwrap();
                let (name, mut content) = (part.name().to_owned(), Vec::new());
                part.read_to_end(&mut content).unwrap();
                (name, content)
            })
            .collect()
    }

    #[test]
    fn the_checksum_is_the_one_of_the_format() {
        for (text, expected) in [("", 0), ("123456789", 0xCBF4_3926), ("The quick brown fox jumps over the lazy dog", 0x414F_A339)] {
            assert_eq!(crc32(text.as_bytes()), expected, "{text}");
        }
    }

    #[test]
    fn an_archive_says_neither_when_nor_by_whom() {
        let parts: [(&str, &[u8]); 2] = [("[Content_Types].xml", b"<a/>"), ("b/c.xml", b"")];
        let made = archive(&parts).unwrap();
        assert_eq!(made, archive(&parts).unwrap());
        assert_eq!(read(&made), [("[Content_Types].xml".to_owned(), b"<a/>".to_vec()), ("b/c.xml".to_owned(), Vec::new())]);
        assert_eq!(made.get(..4), Some(b"PK\x03\x04".as_slice()));
        assert!(archive(&[("名前", b"")]).is_none());
        assert!(read(&archive(&[]).unwrap()).is_empty());
    }

    proptest! {
        #[test]
        fn whatever_is_packed_comes_out(contents in vec(vec(any::<u8>(), 0..2_000), 0..6)) {
            let names: Vec<String> = (0..contents.len()).map(|at| format!("word/{at}.xml")).collect();
            let parts: Vec<(&str, &[u8])> = names.iter().map(String::as_str).zip(contents.iter().map(Vec::as_slice)).collect();
            let found = read(&archive(&parts).unwrap());
            prop_assert_eq!(found, names.iter().cloned().zip(contents.iter().cloned()).collect::<Vec<_>>());
        }
    }
}
