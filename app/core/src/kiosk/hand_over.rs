//! How a person takes what they began along: a text that fits into a QR code, or a sealed parcel that waits to be collected once.
//!
//! Both are the fragment of an address, which no browser sends to a server: `1.` and the whole parcel, or `2.`, the name under which
//! it waits, and the key that opens it. So the server that keeps a parcel cannot read it. Invariants: fragments are read from anybody
//! and never panic; nothing inflates beyond its limit; a parcel that is not whole is none.

use super::base64url;
use chacha20poly1305::aead::Aead as _;
use chacha20poly1305::{ChaCha20Poly1305, Key, KeyInit as _, Nonce};
use core::fmt;
use miniz_oxide::deflate::compress_to_vec;
use miniz_oxide::inflate::{TINFLStatus, decompress_to_vec_with_limit};

/// The most characters of a fragment that a phone still reads from a screen.
pub const INLINE_MAX: usize = 1_200;
/// The most bytes of a parcel inside a fragment.
pub const INLINE_BYTES_MAX: usize = 64 * 1024;
/// The most bytes of a parcel that waits.
pub const STORED_BYTES_MAX: usize = 16 * 1024 * 1024;
/// The longest fragment that is read at all; another build may write longer ones than this.
const FRAGMENT_MAX: usize = 8 * 1024;
/// The longest name of a parcel that waits.
const ID_MAX: usize = 64;
/// Bytes before the cipher text.
const NONCE: usize = 12;
/// The smallest result; speed does not matter for what is this small.
const LEVEL: u8 = 10;

/// What a fragment offers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Offer {
    /// The parcel.
    Inline(Vec<u8>),
    /// Where it waits.
    Stored {
        /// Its name.
        id: String,
        /// What opens it.
        key: [u8; 32],
    },
}

/// Why nothing was handed over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HandOverError {
    /// It is of a form that this build does not know.
    Newer,
    /// It is larger than a parcel may be.
    TooLarge,
    /// It is not whole, or the key is another one.
    Broken,
}

impl fmt::Display for HandOverError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(match self {
            Self::Newer => "written by a newer build",
            Self::TooLarge => "too large",
            Self::Broken => "broken, or another key",
        })
    }
}

impl core::error::Error for HandOverError {}

/// The fragment that holds a parcel, `1.<parcel>`; `None` if it is too large for one.
pub fn inline(parcel: &[u8]) -> Option<String> {
    if parcel.len() > INLINE_BYTES_MAX {
        return None;
    }
    let fragment = format!("1.{}", base64url::encode(&compress_to_vec(parcel, LEVEL)));
    (fragment.len() <= INLINE_MAX).then_some(fragment)
}

/// The fragment of a parcel that waits, `2.<id>.<key>`.
pub fn stored(id: &str, key: &[u8; 32]) -> String {
    format!("2.{id}.{}", base64url::encode(key))
}

/// Reads a fragment, with or without its `#`.
pub fn read(fragment: &str) -> Result<Offer, HandOverError> {
    let fragment = fragment.strip_prefix('#').unwrap_or(fragment);
    if fragment.len() > FRAGMENT_MAX {
        return Err(HandOverError::TooLarge);
    }
    let (form, rest) = fragment.split_once('.').ok_or(HandOverError::Broken)?;
    match form {
        "1" => inflate(&base64url::decode(rest).ok_or(HandOverError::Broken)?, INLINE_BYTES_MAX).map(Offer::Inline),
        "2" => waiting(rest).ok_or(HandOverError::Broken),
        _ if !form.is_empty() && form.bytes().all(|c| c.is_ascii_digit()) => Err(HandOverError::Newer),
        _ => Err(HandOverError::Broken),
    }
}

/// Where a parcel waits. The name becomes a part of an address, so it is nothing but letters, figures and hyphens.
fn waiting(rest: &str) -> Option<Offer> {
    let (id, key) = rest.split_once('.')?;
    let is_name = (1..=ID_MAX).contains(&id.len()) && id.bytes().all(|c| c.is_ascii_alphanumeric() || c == b'-');
    let key = base64url::decode(key)?.try_into().ok()?;
    is_name.then(|| Offer::Stored { id: id.to_owned(), key })
}

/// A parcel as it waits: the nonce, then what was deflated and encrypted. Key and nonce are chance, used for one parcel.
pub fn encrypt(parcel: &[u8], key: &[u8; 32], nonce: &[u8; NONCE]) -> Vec<u8> {
    let cipher = ChaCha20Poly1305::new(&Key::from(*key));
    let deflated = compress_to_vec(parcel, LEVEL);
    // It fails only beyond 256 GiB, and then what comes out opens as nothing.
    let cipher_text = cipher.encrypt(&Nonce::from(*nonce), deflated.as_slice()).unwrap_or_default();
    [nonce.as_slice(), &cipher_text].concat()
}

/// The parcel of what [`encrypt`] made.
pub fn decrypt(sealed: &[u8], key: &[u8; 32]) -> Result<Vec<u8>, HandOverError> {
    let (nonce, cipher_text) = sealed.split_first_chunk::<NONCE>().ok_or(HandOverError::Broken)?;
    let cipher = ChaCha20Poly1305::new(&Key::from(*key));
    let deflated = cipher.decrypt(&Nonce::from(*nonce), cipher_text).map_err(|_| HandOverError::Broken)?;
    inflate(&deflated, STORED_BYTES_MAX)
}

fn inflate(deflated: &[u8], most: usize) -> Result<Vec<u8>, HandOverError> {
    // Not even what was empty deflates to nothing.
    if deflated.is_empty() {
        return Err(HandOverError::Broken);
    }
    decompress_to_vec_with_limit(deflated, most).map_err(|why| match why.status {
        TINFLStatus::HasMoreOutput => HandOverError::TooLarge,
        _ => HandOverError::Broken,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const KEY: [u8; 32] = [5; 32];
    const NONCE_OF_TESTS: [u8; NONCE] = [6; NONCE];

    /// Bytes that do not deflate, the same every time.
    fn noise(length: usize) -> Vec<u8> {
        let mut state = 1_u32;
        let mut next = || {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            state.to_be_bytes()[0]
        };
        (0..length).map(|_| next()).collect()
    }

    fn deflated(parcel: &[u8]) -> String {
        format!("1.{}", base64url::encode(&compress_to_vec(parcel, LEVEL)))
    }

    #[test]
    fn small_parcels_fit_into_a_code() {
        let draft =
            r#"{"form":"park-help","rev":3,"answers":{"name":"見本 花子","phone":"0422-00-0000","when":"2026-12-05","text":"落ち葉を 集めます。"}}"#;
        let three = draft.repeat(3);
        for parcel in ["", "a", draft, &three] {
            let fragment = inline(parcel.as_bytes()).unwrap();
            assert!(fragment.len() <= INLINE_MAX && fragment.starts_with("1."));
            assert_eq!(read(&fragment), Ok(Offer::Inline(parcel.as_bytes().to_vec())));
            assert_eq!(read(&format!("#{fragment}")), Ok(Offer::Inline(parcel.as_bytes().to_vec())));
        }
    }

    #[test]
    fn large_ones_do_not() {
        assert!(inline(&noise(850)).is_some());
        assert_eq!(inline(&noise(1_000)), None);
        assert!(inline(&vec![0; INLINE_BYTES_MAX]).is_some());
        assert_eq!(inline(&vec![0; INLINE_BYTES_MAX + 1]), None);
    }

    #[test]
    fn a_small_text_that_grows_without_end_is_refused() {
        let largest = vec![0; INLINE_BYTES_MAX];
        assert_eq!(read(&deflated(&largest)), Ok(Offer::Inline(largest)));
        assert_eq!(read(&deflated(&vec![0; INLINE_BYTES_MAX + 1])), Err(HandOverError::TooLarge));
        let bomb = deflated(&vec![0; 4_000_000]);
        assert!(bomb.len() < FRAGMENT_MAX, "{} characters", bomb.len());
        assert_eq!(read(&bomb), Err(HandOverError::TooLarge));
        assert_eq!(read(&format!("1.{}", "A".repeat(FRAGMENT_MAX))), Err(HandOverError::TooLarge));
    }

    #[test]
    fn a_parcel_that_waits_is_named() {
        let id = "0198c8a0-0000-7000-8000-000000000000";
        let fragment = stored(id, &KEY);
        assert_eq!(fragment, "2.0198c8a0-0000-7000-8000-000000000000.BQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQU");
        assert!(fragment.len() < INLINE_MAX);
        assert_eq!(read(&fragment), Ok(Offer::Stored { id: id.to_owned(), key: KEY }));
    }

    #[test]
    fn what_is_no_fragment_is_refused() {
        let key = base64url::encode(&KEY);
        let long = "a".repeat(ID_MAX + 1);
        for (fragment, why) in [
            (String::new(), HandOverError::Broken),
            ("#".to_owned(), HandOverError::Broken),
            ("1".to_owned(), HandOverError::Broken),
            ("1.".to_owned(), HandOverError::Broken),
            ("1.AA".to_owned(), HandOverError::Broken),
            ("1.あ".to_owned(), HandOverError::Broken),
            ("section.2".to_owned(), HandOverError::Broken),
            (".AA".to_owned(), HandOverError::Broken),
            ("3.AA".to_owned(), HandOverError::Newer),
            ("10.AA".to_owned(), HandOverError::Newer),
            (format!("2.{key}"), HandOverError::Broken),
            (format!("2..{key}"), HandOverError::Broken),
            (format!("2.{long}.{key}"), HandOverError::Broken),
            (format!("2.a/../b.{key}"), HandOverError::Broken),
            (format!("2.a%2Fb.{key}"), HandOverError::Broken),
            (format!("2.a.{key}A"), HandOverError::Broken),
            (format!("2.a.{}", &key[1..]), HandOverError::Broken),
        ] {
            assert_eq!(read(&fragment), Err(why), "{fragment}");
        }
        // Every beginning of a fragment that a camera read in part.
        let whole = inline(b"a parcel, a parcel, a parcel").unwrap();
        for length in 0..whole.len() {
            assert_eq!(read(&whole[..length]), Err(HandOverError::Broken), "{length} characters");
        }
    }

    #[test]
    fn a_parcel_that_waits_opens_with_its_key_alone() {
        for parcel in [Vec::new(), b"help".to_vec(), noise(100_000)] {
            let sealed = encrypt(&parcel, &KEY, &NONCE_OF_TESTS);
            assert_eq!(decrypt(&sealed, &KEY), Ok(parcel));
            assert_eq!(decrypt(&sealed, &[4; 32]), Err(HandOverError::Broken));
        }
        let sealed = encrypt(b"help", &KEY, &NONCE_OF_TESTS);
        for length in 0..sealed.len() {
            assert_eq!(decrypt(&sealed[..length], &KEY), Err(HandOverError::Broken));
        }
        for bit in 0..sealed.len() * 8 {
            let mut changed = sealed.clone();
            changed[bit / 8] ^= 1 << (bit % 8);
            assert_eq!(decrypt(&changed, &KEY), Err(HandOverError::Broken));
        }
    }

    #[test]
    fn a_parcel_that_waits_has_a_limit_too() {
        let largest = vec![0; STORED_BYTES_MAX];
        assert_eq!(decrypt(&encrypt(&largest, &KEY, &NONCE_OF_TESTS), &KEY).map(|parcel| parcel.len()), Ok(STORED_BYTES_MAX));
        let bomb = encrypt(&vec![0; STORED_BYTES_MAX + 1], &KEY, &NONCE_OF_TESTS);
        assert_eq!(decrypt(&bomb, &KEY), Err(HandOverError::TooLarge));
    }
}
