//! What a sender holds: a short number, and a secret that shows that it is theirs.
//!
//! The secret is made of the random part of the command's id, which only its author and the server know. So a device that kept its
//! command can always show its receipt, and nothing has to be stored twice. Invariant: for two different random parts the secrets differ.

use super::state::SubmissionState;
use engawa_core::time::Millis;
use serde::{Deserialize, Serialize};

/// Crockford's base 32 without I, L, O, U, as in receipt numbers.
pub(super) const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
/// Hexadecimal digits of a `UUIDv7` behind its time: 80 bits, 74 of them chance.
const DIGITS: usize = 20;

/// The secret of a command's id, in four groups of four; nothing if that is no UUID.
pub fn secret_of(command_id: &str) -> Option<String> {
    let digits: Vec<u32> = command_id.chars().filter(|c| *c != '-').map(|c| c.to_digit(16)).collect::<Option<_>>()?;
    if digits.len() != 32 {
        return None;
    }
    Some(written(digits.iter().rev().take(DIGITS).rev().fold(0_u128, |bits, digit| (bits << 4) | u128::from(*digit))))
}

/// 80 bits as somebody can write them down: sixteen letters and figures in groups of four.
pub fn written(bits: u128) -> String {
    in_letters(bits, 16)
}

/// 120 bits for what is seldom typed: twenty-four letters and figures in groups of four.
pub fn written_long(bits: u128) -> String {
    in_letters(bits, 24)
}

fn in_letters(bits: u128, letters: u32) -> String {
    let mut out = String::new();
    for letter in 0..letters {
        if letter > 0 && letter % 4 == 0 {
            out.push('-');
        }
        let index = usize::try_from((bits >> (5 * (letters - 1 - letter))) & 31).unwrap_or(0);
        out.push(char::from(ALPHABET[index % ALPHABET.len()]));
    }
    out
}

/// A number or secret as somebody typed it, in the one writing: capitals, digits for look-alikes, without groups.
pub fn folded(text: &str) -> String {
    engawa_core::text::fold(text)
        .chars()
        .filter(char::is_ascii_alphanumeric)
        .map(|c| match c.to_ascii_uppercase() {
            'I' | 'L' => '1',
            'O' => '0',
            c => c,
        })
        .collect()
}

/// A receipt number as it is stored, `ABCD-1234`, of what somebody typed.
pub fn number_of(typed: &str) -> String {
    let folded = folded(typed);
    match folded.split_at_checked(4) {
        Some((first, second)) if !second.is_empty() => format!("{first}-{second}"),
        _ => folded,
    }
}

/// Whether what somebody typed is this secret. Takes the same time wherever they differ.
pub fn is_secret(typed: &str, secret: &str) -> bool {
    let (typed, secret) = (folded(typed), folded(secret));
    let differs = typed.bytes().chain(std::iter::repeat(0)).zip(secret.bytes()).fold(0_u8, |differs, (a, b)| differs | (a ^ b));
    differs == 0 && typed.len() == secret.len() && !secret.is_empty()
}

/// The beginning of a digest as two people compare it by eye or by phone: sixteen hexadecimal digits in groups of four.
pub fn short_digest(digest: &str) -> String {
    let mut out = String::with_capacity(19);
    for (at, digit) in digest.chars().take(16).enumerate() {
        if at > 0 && at % 4 == 0 {
            out.push(' ');
        }
        out.push(digit);
    }
    out
}

/// A submission as its sender sees it: the answer of `GET /api/v1/receipts/{receipt_no}`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Standing {
    /// The short number.
    pub receipt_no: String,
    /// Which form.
    pub form_id: String,
    /// The version that was filled in.
    pub version: String,
    /// What the form is called.
    pub title: String,
    /// Where it is.
    pub state: SubmissionState,
    /// When it arrived.
    pub received_at: Millis,
    /// When something last happened to it.
    pub updated_at: Millis,
    /// When it will be deleted.
    pub deleted_at: Millis,
    /// The number of the corrected form that took its place; empty: none did.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub replaced_by: String,
    /// The SHA-256 of what was sent, in hexadecimal: of the command as compact JSON. Empty: an older server says none.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub content_sha256: String,
    /// What the sender was told, oldest first.
    pub messages: Vec<Told>,
}

/// Something that the sender was told.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Told {
    /// When.
    pub at: Millis,
    /// Where the submission went then.
    pub state: SubmissionState,
    /// In which words; may be empty.
    pub text: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    const ID: &str = "0193483e-7a00-7abc-8def-0123456789ab";

    #[test]
    fn a_secret_is_made_of_the_random_part() {
        let secret = secret_of(ID).unwrap();
        assert_eq!(secret.len(), 19);
        assert_eq!(secret_of(&ID.to_uppercase()).unwrap(), secret);
        assert_eq!(secret_of("1293483e-7a00-7abc-8def-0123456789ab").unwrap(), secret, "the time is no part of it");
        for other in ["0193483e-7a00-7abd-8def-0123456789ab", "0193483e-7a00-7abc-8def-0123456789aa"] {
            assert_ne!(secret_of(other).unwrap(), secret);
        }
        assert_eq!((secret_of("x"), secret_of("0193483e")), (None, None));
    }

    #[test]
    fn bits_are_letters_from_the_highest_on() {
        assert_eq!(written(1), "0000-0000-0000-0001");
        assert_eq!(written_long(1), "0000-0000-0000-0000-0000-0001");
        assert_eq!(written_long(31 << 115), "Z000-0000-0000-0000-0000-0000");
        assert_ne!(written_long(1 << 119), written_long(0));
        assert_eq!(written_long(1 << 120), written_long(0), "more than 120 bits are not said");
    }

    #[test]
    fn a_digest_is_shortened_to_what_can_be_compared() {
        assert_eq!(short_digest("0123456789abcdef0123456789abcdef"), "0123 4567 89ab cdef");
        assert_eq!((short_digest(""), short_digest("01234")), (String::new(), "0123 4".to_owned()));
    }

    #[test]
    fn what_somebody_types_is_forgiven() {
        let secret = secret_of(ID).unwrap();
        assert!(is_secret(&secret, &secret));
        assert!(is_secret(&secret.to_lowercase().replace('-', " "), &secret));
        assert!(!is_secret(&secret[..18], &secret));
        assert!(!is_secret(&format!("{secret}0"), &secret));
        assert!(!is_secret("", ""));
        for (typed, number) in [("abcd1234", "ABCD-1234"), ("ＡＢＣＤ－１２３４", "ABCD-1234"), ("o0il-1234", "0011-1234"), ("x", "X")] {
            assert_eq!(number_of(typed), number);
        }
    }
}
