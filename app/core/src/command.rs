//! Commands and receipts: everything that is done, by anyone, online or offline.
//!
//! A command carries a client-made id (`UUIDv7`). The server keeps one receipt per id and answers it again for the same id, so
//! that sending twice takes effect once. The body is the room's own command type; the envelope does not look inside.

use crate::problem::Problem;
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

/// A command as it travels: the envelope around a room's command.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Command<B> {
    /// Client-made `UUIDv7`; the idempotency key.
    pub id: String,
    /// The revision of the record that the author saw, where the command edits something.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub base_rev: Option<u64>,
    /// What is to be done.
    pub body: B,
}

/// How a command ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ReceiptStatus {
    /// It took effect, once.
    Done,
    /// A rule refuses it; nothing changed. The problems say where.
    Rejected,
    /// Somebody changed the subject since `base_rev`; nothing changed.
    Conflict,
    /// Not decided; send the same command again later.
    Retry,
}

/// The server's answer to a command. The same id always gets the same receipt, except `Retry`, which is never stored.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Receipt {
    /// The command's id.
    pub id: String,
    /// How it ended.
    pub status: ReceiptStatus,
    /// The revision that carries the effect.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rev: Option<u64>,
    /// A short number that a person can read out and staff can find.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub receipt_no: Option<String>,
    /// What is wrong, by place.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub problems: Vec<Problem>,
}

impl Receipt {
    /// A receipt that says "send it again".
    pub fn retry(id: impl Into<String>) -> Self {
        Self { id: id.into(), status: ReceiptStatus::Retry, rev: None, receipt_no: None, problems: Vec::new() }
    }
}

/// The short number of a receipt: eight characters of Crockford's base 32 (no I, L, O, U) of the first 40 bits of a digest of the
/// command's id, in two groups of four.
pub fn receipt_no(digest: [u8; 5]) -> String {
    const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    let bits = digest.iter().fold(0_u64, |bits, byte| (bits << 8) | u64::from(*byte));
    let mut out = String::with_capacity(9);
    for group in 0..8_u32 {
        if group == 4 {
            out.push('-');
        }
        let index = (bits >> (35 - 5 * group)) & 31;
        out.push(char::from(ALPHABET[usize::try_from(index).unwrap_or(0)]));
    }
    out
}

/// The short number of the receipt of a command: whoever knows the command's id knows it, also without a connection.
pub fn number_of(id: &str) -> String {
    let digest: [u8; 32] = Sha256::digest(id.as_bytes()).into();
    receipt_no(digest.first_chunk::<5>().copied().unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn receipt_numbers_are_short_and_unambiguous() {
        assert_eq!(receipt_no([0; 5]), "0000-0000");
        assert_eq!(receipt_no([0xff; 5]), "ZZZZ-ZZZZ");
        assert_eq!(receipt_no([0, 0, 0, 0, 1]), "0000-0001");
    }

    #[test]
    fn the_number_of_a_command_stays() {
        assert_eq!(number_of("0198c8a0-0000-7000-8000-000000000000"), "GK83-DSH9");
        assert_eq!(number_of("x"), "5NRH-CGNQ");
    }

    #[test]
    fn the_wire_form_is_pinned() {
        let receipt = Receipt {
            id: "x".into(),
            status: ReceiptStatus::Rejected,
            rev: None,
            receipt_no: None,
            problems: vec![Problem::new("title", "required")],
        };
        assert_eq!(serde_json::to_string(&receipt).unwrap(), r#"{"id":"x","status":"rejected","problems":[{"path":"title","code":"required"}]}"#);
    }
}
