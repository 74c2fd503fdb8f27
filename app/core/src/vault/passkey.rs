//! A passkey as a second way into the vault: the data key, sealed once more with a key that only the passkey gives.
//!
//! The PRF extension of `WebAuthn` makes 32 bytes of a salt, the same each time, after the device checked who holds the passkey. Of them and
//! the salt HKDF-SHA256 makes a key, and `ChaCha20-Poly1305` seals the data key with it; the passkey's id and the vault's age are
//! authenticated too. Invariants: each salt is used for one seal only (the caller's part); what was changed, or belongs to another passkey
//! or another vault, does not open; nothing here counts, because nobody can guess 32 bytes. Why: `docs/decisions/0011-the-vault.md`.

use crate::kiosk::base64url;
use crate::time::Millis;
use chacha20poly1305::aead::{Aead as _, Payload};
use chacha20poly1305::{ChaCha20Poly1305, Key, KeyInit as _, Nonce};
use hkdf::Hkdf;
use serde::{Deserialize, Serialize};
use sha2::Sha256;

/// Bytes of the data key.
pub const DATA_KEY: usize = 32;
/// Bytes of what a passkey is asked with. Chance, never the same twice.
pub const SALT: usize = 32;
/// Bytes of what it answers.
pub const OUTPUT: usize = 32;
/// Bytes of the nonce. Chance.
pub const NONCE: usize = 12;
/// What the key is derived for.
const DERIVED_FOR: &[u8] = b"engawa/vault/passkey/1";
/// Bytes of an account's id, as a passkey keeps it.
const ACCOUNT: usize = 16;

/// The data key as one passkey opens it. It stands in the open; all parts are base64url.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PasskeySeal {
    credential: String,
    salt: String,
    sealed: String,
}

/// What a passkey answered when it was asked with a salt.
#[derive(Clone, PartialEq, Eq)]
pub struct Answer {
    /// Its id.
    pub credential: Vec<u8>,
    /// Of what it made the output.
    pub salt: [u8; SALT],
    /// The secret.
    pub output: [u8; OUTPUT],
}

impl Answer {
    fn cipher(&self) -> Option<ChaCha20Poly1305> {
        let mut key = [0; DATA_KEY];
        Hkdf::<Sha256>::new(Some(&self.salt), &self.output).expand(DERIVED_FOR, &mut key).ok()?;
        Some(ChaCha20Poly1305::new(&Key::from(key)))
    }

    /// What is authenticated: the first part has one length, so no two pairs are the same bytes.
    fn about(&self, made_at: Millis) -> Vec<u8> {
        [&made_at.to_be_bytes()[..], &self.credential].concat()
    }
}

impl PasskeySeal {
    /// Seals the data key of the vault that was set up at `made_at`.
    pub fn make(data_key: &[u8; DATA_KEY], made_at: Millis, answer: &Answer, nonce: &[u8; NONCE]) -> Option<Self> {
        let about = answer.about(made_at);
        let payload = Payload { msg: &data_key[..], aad: &about };
        let sealed = answer.cipher()?.encrypt(&Nonce::from(*nonce), payload).ok()?;
        Some(Self {
            credential: base64url::encode(&answer.credential),
            salt: base64url::encode(&answer.salt),
            sealed: base64url::encode(&[&nonce[..], &sealed].concat()),
        })
    }

    /// The data key; nothing if this is not the passkey, the salt or the vault that it was sealed for, or it was changed.
    pub fn open(&self, made_at: Millis, answer: &Answer) -> Option<[u8; DATA_KEY]> {
        if self.credential()? != answer.credential || self.salt()? != answer.salt {
            return None;
        }
        let all = base64url::decode(&self.sealed)?;
        let (nonce, sealed) = all.split_first_chunk::<NONCE>()?;
        let about = answer.about(made_at);
        let opened = answer.cipher()?.decrypt(&Nonce::from(*nonce), Payload { msg: sealed, aad: &about }).ok()?;
        <[u8; DATA_KEY]>::try_from(opened).ok()
    }

    /// The id of the passkey to ask.
    pub fn credential(&self) -> Option<Vec<u8>> {
        base64url::decode(&self.credential)
    }

    /// What to ask it with.
    pub fn salt(&self) -> Option<[u8; SALT]> {
        <[u8; SALT]>::try_from(base64url::decode(&self.salt)?).ok()
    }
}

/// Whether a passkey belongs to an account: it keeps the bytes of the account's id. Whoever finds the vault open does not add one of their own.
pub fn is_of(holder: &[u8], account: &str) -> bool {
    let kept = holder.iter().flat_map(|byte| [byte >> 4, byte & 15]).map(|half| char::from_digit(u32::from(half), 16));
    let asked = account.chars().filter(|letter| *letter != '-').map(|letter| Some(letter.to_ascii_lowercase()));
    holder.len() == ACCOUNT && kept.eq(asked)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const MADE_AT: Millis = 1_795_150_800_000;
    const DATA: [u8; DATA_KEY] = [7; DATA_KEY];

    fn answer() -> Answer {
        Answer { credential: b"passkey".to_vec(), salt: [1; SALT], output: [2; OUTPUT] }
    }

    fn seal() -> PasskeySeal {
        PasskeySeal::make(&DATA, MADE_AT, &answer(), &[3; NONCE]).unwrap()
    }

    #[test]
    fn the_same_passkey_opens_it_and_no_other() {
        let seal = seal();
        assert_eq!(seal.open(MADE_AT, &answer()), Some(DATA));
        assert_eq!((seal.credential(), seal.salt()), (Some(b"passkey".to_vec()), Some([1; SALT])));
        let wrong = [
            Answer { credential: b"another".to_vec(), ..answer() },
            Answer { salt: [9; SALT], ..answer() },
            Answer { output: [9; OUTPUT], ..answer() },
        ];
        for other in wrong {
            assert_eq!(seal.open(MADE_AT, &other), None);
        }
        assert_eq!(seal.open(MADE_AT + 1, &answer()), None, "of another vault");
    }

    #[test]
    fn what_was_changed_does_not_open() {
        let whole = base64url::decode(&seal().sealed).unwrap();
        for at in 0..whole.len() {
            let mut changed = whole.clone();
            changed[at] ^= 1;
            assert_eq!(PasskeySeal { sealed: base64url::encode(&changed), ..seal() }.open(MADE_AT, &answer()), None, "{at}");
            assert_eq!(PasskeySeal { sealed: base64url::encode(&whole[..at]), ..seal() }.open(MADE_AT, &answer()), None, "{at}");
        }
        // Not even together with an answer that fits the change: both are authenticated, or part of the key.
        let credential = PasskeySeal { credential: base64url::encode(b"another"), ..seal() };
        assert_eq!(credential.open(MADE_AT, &Answer { credential: b"another".to_vec(), ..answer() }), None);
        let salt = PasskeySeal { salt: base64url::encode(&[9; SALT]), ..seal() };
        assert_eq!(salt.open(MADE_AT, &Answer { salt: [9; SALT], ..answer() }), None);
        for no in ["", "!", "AA"] {
            assert_eq!(PasskeySeal { salt: no.to_owned(), ..seal() }.open(MADE_AT, &answer()), None);
            assert_eq!(PasskeySeal { sealed: no.to_owned(), ..seal() }.open(MADE_AT, &answer()), None);
        }
    }

    /// Computed with another program's HKDF and ChaCha20-Poly1305: what is sealed on phones today opens in later builds.
    #[test]
    fn the_form_stays() {
        let sealed = "AwMDAwMDAwMDAwMD1pdY4e3Ij3IpIs4iDqM1A7dTImoTVijuOEjCWxkPX9ad_6nTPGmsq465Zuqu5yWw";
        let text = format!(r#"{{"credential":"cGFzc2tleQ","salt":"AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQE","sealed":"{sealed}"}}"#);
        assert_eq!(serde_json::to_string(&seal()).unwrap(), text);
        assert_eq!(serde_json::from_str::<PasskeySeal>(&text).unwrap().open(MADE_AT, &answer()), Some(DATA));
    }

    #[test]
    fn a_passkey_belongs_to_the_account_whose_id_it_keeps() {
        let account = "01997000-0000-7000-8000-0000000000aF";
        let holder = [0x01, 0x99, 0x70, 0, 0, 0, 0x70, 0, 0x80, 0, 0, 0, 0, 0, 0, 0xaf];
        assert!(is_of(&holder, account));
        assert!(!is_of(&holder, "01997000-0000-7000-8000-0000000000ae"));
        assert!(!is_of(&holder[..15], account));
        assert!(!is_of(&[], ""));
    }

    proptest! {
        #[test]
        fn every_key_comes_back(data: [u8; DATA_KEY], salt: [u8; SALT], output: [u8; OUTPUT], nonce: [u8; NONCE], credential: Vec<u8>) {
            let answer = Answer { credential, salt, output };
            let seal = PasskeySeal::make(&data, MADE_AT, &answer, &nonce).unwrap();
            prop_assert_eq!(seal.open(MADE_AT, &answer), Some(data));
        }
    }
}
