//! Base64url without padding (RFC 4648, section 5): bytes in addresses, fragments and settings.
//!
//! Each sequence of bytes has one writing: padding, white space and bits beyond the last byte are refused.

const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/// Bytes as text.
pub fn encode(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for part in bytes.chunks(3) {
        let byte = |at: usize| u32::from(part.get(at).copied().unwrap_or(0));
        let bits = (byte(0) << 16) | (byte(1) << 8) | byte(2);
        for shift in [18_u32, 12, 6, 0].into_iter().take(part.len() + 1) {
            let index = (bits >> shift) & 63;
            text.push(char::from(ALPHABET[usize::try_from(index).unwrap_or(0)]));
        }
    }
    text
}

/// The bytes of a text; `None` if it is not exactly what [`encode`] writes.
pub fn decode(text: &str) -> Option<Vec<u8>> {
    let mut bytes = Vec::with_capacity(text.len() / 4 * 3 + 2);
    for part in text.as_bytes().chunks(4) {
        let whole = part.len().checked_sub(1).filter(|whole| *whole > 0)?;
        let mut bits = 0_u32;
        for at in 0..4 {
            bits = (bits << 6) | part.get(at).map_or(Some(0), |letter| value(*letter))?;
        }
        let [_, three @ ..] = bits.to_be_bytes();
        let (meant, beyond) = three.split_at(whole);
        if beyond.iter().any(|byte| *byte != 0) {
            return None;
        }
        bytes.extend_from_slice(meant);
    }
    Some(bytes)
}

fn value(letter: u8) -> Option<u32> {
    let value = match letter {
        b'A'..=b'Z' => letter - b'A',
        b'a'..=b'z' => letter - b'a' + 26,
        b'0'..=b'9' => letter - b'0' + 52,
        b'-' => 62,
        b'_' => 63,
        _ => return None,
    };
    Some(u32::from(value))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_the_one_of_the_rfc() {
        // RFC 4648, section 10, without the padding; and the two letters in which it differs.
        let rows: [(&[u8], &str); 9] = [
            (b"", ""),
            (b"f", "Zg"),
            (b"fo", "Zm8"),
            (b"foo", "Zm9v"),
            (b"foob", "Zm9vYg"),
            (b"fooba", "Zm9vYmE"),
            (b"foobar", "Zm9vYmFy"),
            (&[0xFB, 0xEF, 0xFF], "--__"),
            (&[0; 3], "AAAA"),
        ];
        for (bytes, text) in rows {
            assert_eq!(encode(bytes), text);
            assert_eq!(decode(text).as_deref(), Some(bytes), "{text}");
        }
    }

    #[test]
    fn there_is_one_writing_of_each() {
        for text in ["Z", "Zm9vY", "Zg==", "Zm8=", "Zh", "Zm9", "Zm 8", "Zm8\n", "++//", "あ", "Zm9vé"] {
            assert_eq!(decode(text), None, "{text:?}");
        }
    }
}
