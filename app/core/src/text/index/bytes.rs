//! The stored form of numbers and lists, and why reading it can fail.
//!
//! Numbers are LEB128 of at most 32 bits. Nothing here trusts what it reads: a count is believed
//! only if that many bytes follow, so a damaged file can never make a huge allocation.

use core::fmt;

/// First bytes of every stored index.
pub(super) const MAGIC: [u8; 4] = *b"EGWS";

/// Version of the stored form, of the terms in it (`fold`, `tokens`) and of the levels (`impact`):
/// raised when any of them changes, because old terms would not be found any more.
pub(super) const VERSION: u16 = 1;

/// Why stored bytes are not a usable index. The answer to each is to build the index again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum IndexError {
    /// The bytes do not begin like an index.
    NotAnIndex,
    /// An index, but of another version of the program.
    OtherVersion(u16),
    /// An index that was cut off or changed.
    Damaged,
}

impl fmt::Display for IndexError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotAnIndex => f.write_str("not a search index"),
            Self::OtherVersion(version) => {
                write!(f, "search index of version {version}, not {VERSION}")
            }
            Self::Damaged => f.write_str("damaged search index"),
        }
    }
}

impl core::error::Error for IndexError {}

/// A number in the width of the index, which holds less than 2³² of anything.
pub(super) fn narrow(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

/// How many bytes [`put`] writes for `number`.
pub(super) fn length(number: u32) -> u32 {
    match number {
        0..0x80 => 1,
        0x80..0x4000 => 2,
        0x4000..0x20_0000 => 3,
        0x20_0000..0x1000_0000 => 4,
        _ => 5,
    }
}

/// Appends `number`.
pub(super) fn put(out: &mut Vec<u8>, mut number: u32) {
    while number >= 0x80 {
        out.push(low_byte(number) | 0x80);
        number >>= 7;
    }
    out.push(low_byte(number));
}

/// Writes `number` at `at` and returns the place behind it.
pub(super) fn put_at(out: &mut [u8], mut at: usize, mut number: u32) -> usize {
    while number >= 0x80 {
        out[at] = low_byte(number) | 0x80;
        number >>= 7;
        at += 1;
    }
    out[at] = low_byte(number);
    at + 1
}

/// The low seven bits.
fn low_byte(number: u32) -> u8 {
    u8::try_from(number & 0x7F).unwrap_or_default()
}

/// Takes a number from the front of `bytes`.
#[inline]
pub(super) fn take(bytes: &mut core::slice::Iter<'_, u8>) -> Option<u32> {
    let first = *bytes.next()?;
    if first < 0x80 {
        return Some(u32::from(first));
    }
    let mut number = u32::from(first & 0x7F);
    for shift in [7, 14, 21, 28] {
        let byte = *bytes.next()?;
        let part = u32::from(byte & 0x7F);
        if shift == 28 && part > 0x0F {
            return None;
        }
        number |= part << shift;
        if byte < 0x80 {
            return Some(number);
        }
    }
    None
}

/// Reads stored bytes from the front.
pub(super) struct Reader<'a> {
    bytes: core::slice::Iter<'a, u8>,
}

impl<'a> Reader<'a> {
    pub(super) fn new(bytes: &'a [u8]) -> Self {
        Self { bytes: bytes.iter() }
    }

    /// A number.
    pub(super) fn number(&mut self) -> Result<u32, IndexError> {
        take(&mut self.bytes).ok_or(IndexError::Damaged)
    }

    /// A count of things that take at least a byte each.
    pub(super) fn count(&mut self) -> Result<usize, IndexError> {
        let count = self.number()? as usize;
        if count <= self.bytes.len() { Ok(count) } else { Err(IndexError::Damaged) }
    }

    /// The next `length` bytes.
    pub(super) fn slice(&mut self, length: usize) -> Result<&'a [u8], IndexError> {
        let all = self.bytes.as_slice();
        let taken = all.get(..length).ok_or(IndexError::Damaged)?;
        self.bytes = all.get(length..).unwrap_or_default().iter();
        Ok(taken)
    }

    /// `count` lengths as the places where each thing ends.
    pub(super) fn ends(&mut self, count: usize) -> Result<Vec<u32>, IndexError> {
        let mut ends = Vec::with_capacity(count);
        let mut end = 0u32;
        for _ in 0..count {
            end = end.checked_add(self.number()?).ok_or(IndexError::Damaged)?;
            ends.push(end);
        }
        Ok(ends)
    }

    /// Whether all was read.
    pub(super) fn is_done(&self) -> bool {
        self.bytes.len() == 0
    }
}

/// Appends the lengths between `ends`.
pub(super) fn put_ends(out: &mut Vec<u8>, ends: &[u32]) {
    let mut start = 0;
    for &end in ends {
        put(out, end - start);
        start = end;
    }
}

/// A quick checksum against damage by chance (a write cut short, a bad disk).
pub(super) fn checksum(bytes: &[u8]) -> u64 {
    let mut sum = 0x9E37_79B9_7F4A_7C15 ^ bytes.len() as u64;
    let mut mix = |word: u64| {
        sum = (sum.rotate_left(23) ^ word).wrapping_mul(0xD6E8_FEB8_6659_FD93);
    };
    let (words, rest) = bytes.as_chunks::<8>();
    for word in words {
        mix(u64::from_le_bytes(*word));
    }
    for byte in rest {
        mix(u64::from(*byte));
    }
    sum ^ sum >> 32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_come_back() {
        for number in [0, 1, 127, 128, 16_383, 16_384, 2_097_151, 2_097_152, 268_435_456, u32::MAX] {
            let mut out = Vec::new();
            put(&mut out, number);
            assert_eq!(out.len(), length(number) as usize);
            let mut at = [0; 5];
            assert_eq!(put_at(&mut at, 0, number), out.len());
            assert_eq!(at[..out.len()], out[..]);
            assert_eq!(Reader::new(&out).number(), Ok(number));
            assert_eq!(Reader::new(&out[1..]).number().is_ok(), out.len() > 1);
            assert!(Reader::new(&out[..out.len() - 1]).number().is_err());
        }
        assert!(Reader::new(&[0xFF, 0xFF, 0xFF, 0xFF, 0x1F]).number().is_err());
        assert!(Reader::new(&[0x80; 9]).number().is_err());
    }

    #[test]
    fn counts_are_bounded_by_what_follows() {
        assert!(Reader::new(&[3, 0, 0]).count().is_err());
        assert_eq!(Reader::new(&[2, 0, 0]).count(), Ok(2));
        assert!(Reader::new(&[1]).slice(2).is_err());
    }

    #[test]
    fn the_checksum_sees_one_bit() {
        let mut bytes: Vec<u8> = (0..100).collect();
        let sum = checksum(&bytes);
        for bit in 0..800 {
            bytes[bit / 8] ^= 1 << (bit % 8);
            assert_ne!(checksum(&bytes), sum);
            bytes[bit / 8] ^= 1 << (bit % 8);
        }
        assert_ne!(checksum(&bytes[..99]), sum);
    }
}
