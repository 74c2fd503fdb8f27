//! Ids and secrets that devices make themselves. Time and chance come in as parameters.

use crate::time::Millis;
use std::fmt::Write as _;

/// A `UUIDv7` (RFC 9562): the time first, so that ids sort by age, then 74 bits of chance.
pub fn uuid_v7(at: Millis, chance: [u8; 10]) -> String {
    let [_, _, time @ ..] = u64::try_from(at).unwrap_or_default().to_be_bytes();
    let [a, b, c, rest @ ..] = chance;
    let mut bytes = Vec::with_capacity(16);
    bytes.extend(time);
    bytes.extend([0x70 | (a & 0x0F), b, 0x80 | (c & 0x3F)]);
    bytes.extend(rest);
    let mut text = hex(&bytes);
    for at in [8, 13, 18, 23] {
        text.insert(at, '-');
    }
    text
}

/// Bytes in lower-case hexadecimal.
pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
        // Writing into a text cannot fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_hold_time_version_and_chance() {
        // The example of RFC 9562, appendix A.6.
        let chance = [0x0C, 0xC3, 0x18, 0xC4, 0xDC, 0x0C, 0x0C, 0x07, 0x39, 0x8F];
        assert_eq!(uuid_v7(0x017F_22E2_79B0, chance), "017f22e2-79b0-7cc3-98c4-dc0c0c07398f");
        assert_eq!(uuid_v7(0, [0xFF; 10]), "00000000-0000-7fff-bfff-ffffffffffff");
        assert_eq!(uuid_v7(-5, [0; 10]), "00000000-0000-7000-8000-000000000000");
        assert!(uuid_v7(1_763_600_000_000, [0; 10]) < uuid_v7(1_763_600_000_001, [0; 10]));
    }
}
