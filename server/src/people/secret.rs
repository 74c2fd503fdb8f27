//! Secrets that go out: links, codes, recovery codes. Only their digests are stored.
//!
//! Chance comes from where the ids of sessions come from: the system's generator, by way of [`Id`]. What is typed is written as the secrets
//! of receipts are.

use crate::feed::sha256_hex;
use engawa_app::forms::receipt;
use tower_sessions::session::Id;

pub use engawa_app::forms::receipt::folded;

/// A secret for an address: 128 bits of chance.
pub fn token() -> String {
    Id::default().to_string()
}

/// A code of six figures.
pub fn figures() -> String {
    // 2^128 is so much more than a million that no code is noticeably likelier than another.
    format!("{:06}", Id::default().0.unsigned_abs() % 1_000_000)
}

/// Sixteen letters and figures in groups of four: 80 bits of chance.
pub fn written() -> String {
    receipt::written(Id::default().0.unsigned_abs())
}

/// Twenty-four letters and figures in groups of four: 120 bits of chance, so that a plain digest keeps it (ASVS 6.5.2 asks for 112). For what
/// is scanned more often than typed.
pub fn written_long() -> String {
    receipt::written_long(Id::default().0.unsigned_abs())
}

/// Eight letters and figures in two groups: 40 bits of chance, for what names something to staff, lets nobody in, and is over in weeks.
pub fn written_short() -> String {
    written().chars().take(9).collect()
}

/// What is stored of a secret. `of`: what it belongs to, so that equal codes of two people have different digests.
pub fn digest(of: &str, secret: &str) -> String {
    sha256_hex(format!("{of}\n{secret}").as_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn secrets_are_not_repeated_and_can_be_typed() {
        let all: std::collections::BTreeSet<String> = (0..1_000).map(|_| written()).collect();
        assert_eq!(all.len(), 1_000);
        for code in &all {
            assert_eq!(
                (code.len(), folded(&code.to_lowercase()), folded(&code.replace('-', " "))),
                (19, code.replace('-', ""), code.replace('-', ""))
            );
        }
        let long: std::collections::BTreeSet<String> = (0..1_000).map(|_| written_long()).collect();
        assert!(long.len() == 1_000 && long.iter().all(|code| code.len() == 29 && folded(code).len() == 24), "{long:?}");
        // Each place of a code takes on every letter: no part of it is always the same.
        for at in 0..24 {
            let letters: std::collections::BTreeSet<char> = long.iter().filter_map(|code| folded(code).chars().nth(at)).collect();
            assert_eq!(letters.len(), 32, "place {at}");
        }
        let short: std::collections::BTreeSet<String> = (0..1_000).map(|_| written_short()).collect();
        assert!(short.len() > 990 && short.iter().all(|code| code.len() == 9 && folded(code).len() == 8), "{short:?}");
        assert!((0..1_000).map(|_| figures()).all(|code| code.len() == 6 && code.bytes().all(|byte| byte.is_ascii_digit())));
        assert_ne!(token(), token());
        assert_ne!(digest("a", "b"), digest("b", "a"));
    }
}
