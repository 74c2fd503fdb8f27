//! Looks into a zip archive before anything unpacks it: a few kilobytes can unpack to gigabytes.
//!
//! What the archive says about its sizes is not believed; every entry is unpacked into nothing and counted, up to the limit. Its names are
//! names and never paths of ours.

use super::{ImportError, Limits};
use encoding_rs::SHIFT_JIS;
use flate2::read::DeflateDecoder;
use std::io::Read;

/// More files than any workbook has.
const ENTRIES_MAX: usize = 5_000;

/// Makes sure that an archive is whole and unpacks to no more than the limit. Gives the size.
pub fn check(name: &str, bytes: &[u8], limits: Limits) -> Result<usize, ImportError> {
    let broken = |detail: &str| ImportError::Broken { place: name.to_owned(), detail: detail.to_owned() };
    let mut total = 0_usize;
    walk(name, bytes, limits, |entry| {
        total += match entry.method {
            0 => entry.data.len(),
            8 => unpacked_size(entry.data, limits.unpacked.saturating_sub(total)).ok_or_else(|| broken("compressed data"))?,
            _ => return Err(broken("compression method")),
        };
        if total > limits.unpacked { Err(ImportError::TooLarge(limits.unpacked)) } else { Ok(()) }
    })?;
    Ok(total)
}

/// The files of an archive, unpacked: their names as they are written in it, and their bytes. Folders are left out, and so is what
/// systems put beside files for themselves. `most`: how many files at most.
pub fn unpack(name: &str, bytes: &[u8], limits: Limits, most: usize) -> Result<Vec<(String, Vec<u8>)>, ImportError> {
    let broken = |detail: &str| ImportError::Broken { place: name.to_owned(), detail: detail.to_owned() };
    let mut files: Vec<(String, Vec<u8>)> = Vec::new();
    let mut left = limits.unpacked;
    walk(name, bytes, limits, |entry| {
        let path = words(entry.name);
        if path.ends_with('/') || path.starts_with("__MACOSX/") || path.ends_with(".DS_Store") {
            return Ok(());
        }
        if files.len() >= most {
            return Err(ImportError::TooLarge(limits.unpacked));
        }
        let content = match entry.method {
            0 => entry.data.to_vec(),
            8 => unpacked(entry.data, left).ok_or_else(|| broken("compressed data"))?,
            _ => return Err(broken("compression method")),
        };
        left = left.checked_sub(content.len()).ok_or(ImportError::TooLarge(limits.unpacked))?;
        files.push((path, content));
        Ok(())
    })?;
    Ok(files)
}

/// An entry of an archive.
struct Entry<'a> {
    /// Its name as bytes; old archives do not say in which encoding.
    name: &'a [u8],
    /// How it is packed: 0 not at all, 8 deflated.
    method: usize,
    /// What is packed.
    data: &'a [u8],
}

/// Visits the entries of an archive in the order of its directory.
fn walk<'a>(name: &str, bytes: &'a [u8], limits: Limits, mut visit: impl FnMut(Entry<'a>) -> Result<(), ImportError>) -> Result<(), ImportError> {
    let broken = |detail: &str| ImportError::Broken { place: name.to_owned(), detail: detail.to_owned() };
    let directory = end_of_directory(bytes).ok_or_else(|| broken("no end of central directory"))?;
    let count = u16_at(bytes, directory + 10).ok_or_else(|| broken("no count"))?;
    let mut at = u32_at(bytes, directory + 16).ok_or_else(|| broken("no offset"))?;
    if count > ENTRIES_MAX {
        return Err(ImportError::TooLarge(limits.unpacked));
    }
    // Entries of one archive share nothing: otherwise a thousand of them could be the same megabytes, unpacked a thousand times into nothing.
    let mut left = bytes.len();
    for _ in 0..count {
        if bytes.get(at..at + 4) != Some(b"PK\x01\x02") {
            return Err(broken("central directory"));
        }
        let field = |offset: usize| u16_at(bytes, at + offset).ok_or_else(|| broken("central directory"));
        let (flags, method) = (field(8)?, field(10)?);
        let packed = u32_at(bytes, at + 20).ok_or_else(|| broken("central directory"))?;
        let local = u32_at(bytes, at + 42).ok_or_else(|| broken("central directory"))?;
        let (length, more) = (field(28)?, field(30)? + field(32)?);
        let called = bytes.get(at + 46..at + 46 + length).ok_or_else(|| broken("central directory"))?;
        at += 46 + length + more;
        if flags & 1 == 1 {
            return Err(ImportError::Unsupported(name.to_owned()));
        }
        if bytes.get(local..local + 4) != Some(b"PK\x03\x04") {
            return Err(broken("local header"));
        }
        let skip =
            u16_at(bytes, local + 26).zip(u16_at(bytes, local + 28)).map(|(name, extra)| 30 + name + extra).ok_or_else(|| broken("local header"))?;
        let data = bytes.get(local + skip..local + skip + packed).ok_or_else(|| broken("an entry ends too early"))?;
        left = left.checked_sub(data.len()).ok_or_else(|| broken("entries lie over each other"))?;
        visit(Entry { name: called, method, data })?;
    }
    Ok(())
}

/// A name in an archive: UTF-8, or as Japanese Windows writes it.
fn words(name: &[u8]) -> String {
    std::str::from_utf8(name).map_or_else(|_| SHIFT_JIS.decode_without_bom_handling(name).0.into_owned(), str::to_owned)
}

/// What is deflated, up to `limit` and not beyond; `None` if it cannot be unpacked or is larger.
fn unpacked(data: &[u8], limit: usize) -> Option<Vec<u8>> {
    let most = u64::try_from(limit).ok()?.saturating_add(1);
    let mut content = Vec::new();
    DeflateDecoder::new(data).take(most).read_to_end(&mut content).ok()?;
    (content.len() <= limit).then_some(content)
}

/// The size of deflated data, counted up to just beyond `limit`; `None` if it cannot be unpacked.
fn unpacked_size(data: &[u8], limit: usize) -> Option<usize> {
    let mut decoder = DeflateDecoder::new(data);
    let mut buffer = vec![0; 64 * 1024];
    let mut total = 0;
    loop {
        let read = decoder.read(&mut buffer).ok()?;
        total += read;
        if read == 0 || total > limit {
            return Some(total);
        }
    }
}

/// The end record stands at the end, before a comment of at most 64 KiB.
fn end_of_directory(bytes: &[u8]) -> Option<usize> {
    let last = bytes.len().checked_sub(22)?;
    let first = last.saturating_sub(65_535);
    (first..=last).rev().find(|at| bytes.get(*at..at + 4) == Some(b"PK\x05\x06"))
}

fn u16_at(bytes: &[u8], at: usize) -> Option<usize> {
    let part: [u8; 2] = bytes.get(at..at.checked_add(2)?)?.try_into().ok()?;
    Some(usize::from(u16::from_le_bytes(part)))
}

fn u32_at(bytes: &[u8], at: usize) -> Option<usize> {
    let part: [u8; 4] = bytes.get(at..at.checked_add(4)?)?.try_into().ok()?;
    usize::try_from(u32::from_le_bytes(part)).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use flate2::{Compression, write::DeflateEncoder};
    use std::io::Write;

    /// An archive of one deflated file.
    fn archive(content: &[u8]) -> Vec<u8> {
        let mut encoder = DeflateEncoder::new(Vec::new(), Compression::best());
        encoder.write_all(content).unwrap();
        let data = encoder.finish().unwrap();
        let size = u32::try_from(data.len()).unwrap().to_le_bytes();
        let mut out = b"PK\x03\x04\x14\x00\x00\x00\x08\x00\x00\x00\x00\x00\x00\x00\x00\x00".to_vec();
        out.extend_from_slice(&size);
        out.extend_from_slice(&[1, 0, 0, 0, 1, 0, 0, 0, b'a']);
        out.extend_from_slice(&data);
        let directory = u32::try_from(out.len()).unwrap().to_le_bytes();
        out.extend_from_slice(b"PK\x01\x02\x14\x00\x14\x00\x00\x00\x08\x00\x00\x00\x00\x00\x00\x00\x00\x00");
        out.extend_from_slice(&size);
        out.extend_from_slice(&[1, 0, 0, 0, 1, 0]);
        out.extend_from_slice(&[0; 16]);
        out.push(b'a');
        out.extend_from_slice(b"PK\x05\x06\x00\x00\x00\x00\x01\x00\x01\x00\x2F\x00\x00\x00");
        out.extend_from_slice(&directory);
        out.extend_from_slice(&[0, 0]);
        out
    }

    #[test]
    fn sizes_are_counted_not_believed() {
        let bomb = archive(&vec![0; 3_000_000]);
        assert!(bomb.len() < 10_000);
        let small = Limits { unpacked: 1_000_000, ..Limits::default() };
        assert_eq!(check("a", &bomb, small), Err(ImportError::TooLarge(1_000_000)));
        assert_eq!(check("a", &bomb, Limits::default()), Ok(3_000_000));
    }

    #[test]
    fn files_come_out_up_to_the_limit() {
        let whole = archive(b"words");
        assert_eq!(unpack("a", &whole, Limits::default(), 1), Ok(vec![("a".to_owned(), b"words".to_vec())]));
        assert!(unpack("a", &whole, Limits::default(), 0).is_err(), "one too many");
        let bomb = archive(&vec![0; 3_000_000]);
        assert!(unpack("a", &bomb, Limits { unpacked: 1_000_000, ..Limits::default() }, 5).is_err());
        assert_eq!(words(&SHIFT_JIS.encode("図.png").0), "図.png");
    }

    #[test]
    fn entries_that_share_their_bytes_are_none() {
        // Empty blocks that unpack to nothing, the last of them the end: the sum of what comes out never reaches a limit.
        let data = [[0_u8, 0, 0, 0xFF, 0xFF].repeat(2_000), vec![1, 0, 0, 0xFF, 0xFF]].concat();
        let size = u32::try_from(data.len()).unwrap().to_le_bytes();
        let archive = |count: u16| {
            let local = [&b"PK\x03\x04\x14\0\0\0\x08\0\0\0\0\0\0\0\0\0"[..], &size, &[0, 0, 0, 0, 1, 0, 0, 0, b'a'], &data].concat();
            let named = [&b"PK\x01\x02\x14\0\x14\0\0\0\x08\0\0\0\0\0\0\0\0\0"[..], &size, &[0, 0, 0, 0, 1, 0], &[0; 16], b"a"].concat();
            let end = [&b"PK\x05\x06\0\0\0\0"[..], &count.to_le_bytes(), &count.to_le_bytes(), &[0; 4]].concat();
            let directory = u32::try_from(local.len()).unwrap().to_le_bytes();
            [local, named.repeat(usize::from(count)), end, directory.to_vec(), vec![0, 0]].concat()
        };
        assert_eq!(check("a", &archive(1), Limits::default()), Ok(0));
        assert!(matches!(check("a", &archive(50), Limits::default()), Err(ImportError::Broken { .. })));
    }

    #[test]
    fn every_cut_is_noticed() {
        let whole = archive(b"some text that is packed, some text that is packed");
        assert!(check("a", &whole, Limits::default()).is_ok());
        for end in 0..whole.len() - 1 {
            assert!(check("a", whole.get(..end).unwrap(), Limits::default()).is_err(), "{end}");
        }
    }
}
