//! The keys with which what was sealed at shared screens is opened: `ENGAWA_SEALING_KEY` (or `ENGAWA_SEALING_KEY_FILE`).
//!
//! One or more secrets of 32 bytes in base64url, separated by commas or white space: the first is the one that screens seal to now, older
//! ones still open what was sealed before. Each site has a key pair of its own, derived from the secret and the site's code, so that an
//! envelope of one city does not open in another. Invariant: secrets are read once, when a site is opened, and are in no log.

use crate::outside::variable;
use engawa_core::kiosk::base64url;
use engawa_core::kiosk::seal::{SealError, SealingKey, key_id};
use std::sync::Arc;
use tower_sessions::session::Id;

/// Bytes of a secret.
const SECRET: usize = 32;

/// The key pairs of a site, the current one first. There is at least one.
#[derive(Clone)]
pub struct Keys {
    list: Arc<[SealingKey]>,
}

impl std::fmt::Debug for Keys {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Keys").field("count", &self.list.len()).finish_non_exhaustive()
    }
}

impl Keys {
    /// From the environment; `None`: no shared screen can be paired.
    pub fn from_env(site: &str) -> Option<Self> {
        let keys = Self::new(&variable("ENGAWA_SEALING_KEY")?, site);
        if keys.is_none() {
            tracing::error!("ENGAWA_SEALING_KEY is not a key: make one with `engawa sealing-key`");
        }
        keys
    }

    /// With secrets, for a site. `None`: one of them cannot be read, or there is none.
    pub fn new(secrets: &str, site: &str) -> Option<Self> {
        let words = secrets.split(|c: char| c == ',' || c.is_whitespace()).filter(|word| !word.is_empty());
        let read = |word: &str| {
            let secret = base64url::decode(word.trim_end_matches('=')).filter(|bytes| bytes.len() == SECRET)?;
            SealingKey::derive(&secret, site).ok()
        };
        let list: Vec<SealingKey> = words.map(read).collect::<Option<_>>()?;
        (!list.is_empty()).then(|| Self { list: list.into() })
    }

    /// The public key that screens seal to now, as it is written.
    pub fn public(&self) -> String {
        self.list.first().map(|key| key.public().text()).unwrap_or_default()
    }

    /// Opens something with the key that it names.
    ///
    /// # Errors
    /// None of the keys is the one, or it is not whole.
    pub fn open(&self, sealed: &[u8], about: &str) -> Result<Vec<u8>, SealError> {
        let id = key_id(sealed).ok_or(SealError::Broken)?;
        let key = self.list.iter().find(|key| key.public().id() == id).ok_or(SealError::OtherKey)?;
        key.open(sealed, about)
    }
}

/// A new secret, as it is written into the environment.
pub fn new_key() -> String {
    // Chance comes from where the ids of sessions come from: the system's generator.
    base64url::encode(&[Id::default().0.to_le_bytes(), Id::default().0.to_le_bytes()].concat())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn secrets_are_read_and_anything_else_is_none() {
        let (one, two) = (new_key(), new_key());
        assert_ne!(one, two);
        for text in [one.clone(), format!("{one}\n{two}\n"), format!("{one}, {two}")] {
            let keys = Keys::new(&text, "test").unwrap();
            assert_eq!(keys.public(), Keys::new(&one, "test").unwrap().public(), "the first is the current one");
            assert!(!format!("{keys:?}").contains(&one));
        }
        assert_ne!(Keys::new(&one, "test").unwrap().public(), Keys::new(&one, "other").unwrap().public());
        for broken in [String::new(), "abc".to_owned(), "!".to_owned(), format!("{one} abc"), format!("{one}A")] {
            assert!(Keys::new(&broken, "test").is_none(), "{broken}");
        }
    }
}
