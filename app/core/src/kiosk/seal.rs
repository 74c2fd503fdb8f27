//! Sealing for a site: whoever has its public key can close an envelope, and only the site can open it (HPKE, RFC 9180).
//!
//! Base mode with DHKEM(X25519, HKDF-SHA256), HKDF-SHA256 and ChaCha20-Poly1305. Sealed bytes are `EGS1`, the id of the key (4), the
//! encapsulated key (32) and the cipher text with its tag; the first two are authenticated too. Inside are the length (4, big
//! endian), the plain text, and zeros up to a multiple of [`BLOCK`]. `about` is HPKE's `info`: what was sealed as one thing cannot be
//! opened as another. Invariants: who sealed cannot open; the same entropy is never used twice (the caller's part); what is opened is
//! what was sealed to the last bit; no bytes lead to a panic. Why it is so: `docs/decisions/0013-sealing.md`.

use super::base64url;
use core::convert::Infallible;
use core::fmt;
use hpke::aead::ChaCha20Poly1305;
use hpke::kdf::HkdfSha256;
use hpke::kem::X25519HkdfSha256;
use hpke::{Deserializable as _, Kem, OpModeR, OpModeS, Serializable as _, single_shot_open, single_shot_seal_with_rng};
use rand_core::{TryCryptoRng, TryRng};
use sha2::{Digest as _, Sha256};

/// Bytes of chance that sealing takes: the keying material of one X25519 key. Never the same twice.
pub const ENTROPY: usize = 32;
/// Bytes of a secret that keys are derived from.
pub const SECRET: usize = 32;
/// The length of what is inside is a multiple of this.
pub const BLOCK: usize = 512;
/// How sealed bytes begin; another form begins otherwise.
const MAGIC: &[u8; 4] = b"EGS1";
/// What keys are derived for, before the site's code.
const DERIVED_FOR: &[u8] = b"engawa/sealing-key/1/";
/// Bytes of the length before the plain text.
const LENGTH: usize = 4;
/// HPKE takes no more than 65,530 bytes of `info`.
const ABOUT_MAX: usize = 1_024;

type Private = <X25519HkdfSha256 as Kem>::PrivateKey;
type Public = <X25519HkdfSha256 as Kem>::PublicKey;
type Encapsulated = <X25519HkdfSha256 as Kem>::EncappedKey;

/// Why something was not sealed or opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SealError {
    /// This is no key, or none that anything can be sealed to.
    NotAKey,
    /// It was sealed to another key.
    OtherKey,
    /// It is not whole, was changed, or was sealed about something else.
    Broken,
}

impl fmt::Display for SealError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(match self {
            Self::NotAKey => "not a key",
            Self::OtherKey => "sealed to another key",
            Self::Broken => "broken, or about something else",
        })
    }
}

impl core::error::Error for SealError {}

/// What a site opens with. It stays on the server.
#[derive(Clone)]
pub struct SealingKey {
    private: Private,
    public: PublicKey,
}

impl fmt::Debug for SealingKey {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_struct("SealingKey").field("public", &self.public).finish_non_exhaustive()
    }
}

impl SealingKey {
    /// The key of a site, from a secret of [`SECRET`] bytes: the same from the same, and nothing of one site's key says anything of
    /// another's.
    pub fn derive(secret: &[u8], site: &str) -> Result<Self, SealError> {
        if secret.len() != SECRET {
            return Err(SealError::NotAKey);
        }
        // The secret has one length, so that no two pairs are the same material; DeriveKeyPair extracts with HKDF.
        let material = [secret, DERIVED_FOR, site.as_bytes()].concat();
        let (private, public) = X25519HkdfSha256::derive_keypair(&material);
        Ok(Self { private, public: PublicKey(public.to_bytes().into()) })
    }

    /// What others seal with.
    pub fn public(&self) -> PublicKey {
        self.public.clone()
    }

    /// Opens what was sealed to this key about `about`.
    pub fn open(&self, sealed: &[u8], about: &str) -> Result<Vec<u8>, SealError> {
        let (head, id, rest) = parts(sealed).ok_or(SealError::Broken)?;
        if id != self.public.id() {
            return Err(SealError::OtherKey);
        }
        let (encapsulated, cipher_text) = rest.split_first_chunk::<32>().ok_or(SealError::Broken)?;
        let encapsulated = Encapsulated::from_bytes(encapsulated).map_err(|_| SealError::Broken)?;
        let info = info(about)?;
        let padded =
            single_shot_open::<ChaCha20Poly1305, HkdfSha256, X25519HkdfSha256>(&OpModeR::Base, &self.private, &encapsulated, info, cipher_text, head);
        unpad(padded.map_err(|_| SealError::Broken)?)
    }
}

/// What is sealed to. Anybody may know it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublicKey([u8; 32]);

impl PublicKey {
    /// Reads a key as [`Self::text`] writes it.
    pub fn parse(text: &str) -> Result<Self, SealError> {
        let bytes = base64url::decode(text.trim()).ok_or(SealError::NotAKey)?;
        <[u8; 32]>::try_from(bytes).map(Self).map_err(|_| SealError::NotAKey)
    }

    /// The key in base64url.
    pub fn text(&self) -> String {
        base64url::encode(&self.0)
    }

    /// A short name of the key, by which the site finds which of its keys opens.
    pub fn id(&self) -> [u8; 4] {
        let digest: [u8; 32] = Sha256::digest(self.0).into();
        let [a, b, c, d, ..] = digest;
        [a, b, c, d]
    }

    /// Seals `plain` about `about`. `entropy` is as good as the sealing: bytes of a source for keys, used once.
    pub fn seal(&self, plain: &[u8], about: &str, entropy: &[u8; ENTROPY]) -> Result<Vec<u8>, SealError> {
        let public = Public::from_bytes(&self.0).map_err(|_| SealError::NotAKey)?;
        let (info, padded) = (info(about)?, pad(plain)?);
        let mut sealed = [MAGIC.as_slice(), &self.id()].concat();
        let mut chance = Chance { left: entropy, fell_short: false };
        let done =
            single_shot_seal_with_rng::<ChaCha20Poly1305, HkdfSha256, X25519HkdfSha256>(&OpModeS::Base, &public, info, &padded, &sealed, &mut chance);
        // A point of low order, to which everybody could open, is refused by HPKE.
        let (encapsulated, cipher_text) = done.map_err(|_| SealError::NotAKey)?;
        if !chance.was_enough() {
            return Err(SealError::Broken);
        }
        sealed.extend_from_slice(&encapsulated.to_bytes());
        sealed.extend_from_slice(&cipher_text);
        Ok(sealed)
    }
}

/// To which key it was sealed; `None` if these are no sealed bytes.
pub fn key_id(sealed: &[u8]) -> Option<[u8; 4]> {
    parts(sealed).map(|(_, id, _)| id)
}

/// Magic and key id together, the key id, and what follows.
fn parts(sealed: &[u8]) -> Option<(&[u8], [u8; 4], &[u8])> {
    let id = *sealed.strip_prefix(MAGIC)?.first_chunk::<4>()?;
    let (head, rest) = sealed.split_at_checked(MAGIC.len() + id.len())?;
    Some((head, id, rest))
}

fn info(about: &str) -> Result<&[u8], SealError> {
    if about.len() > ABOUT_MAX { Err(SealError::Broken) } else { Ok(about.as_bytes()) }
}

fn padded_len(plain: usize) -> Option<usize> {
    plain.checked_add(LENGTH)?.checked_next_multiple_of(BLOCK)
}

fn pad(plain: &[u8]) -> Result<Vec<u8>, SealError> {
    let length = u32::try_from(plain.len()).map_err(|_| SealError::Broken)?;
    let whole = padded_len(plain.len()).ok_or(SealError::Broken)?;
    let mut padded = Vec::with_capacity(whole);
    padded.extend_from_slice(&length.to_be_bytes());
    padded.extend_from_slice(plain);
    padded.resize(whole, 0);
    Ok(padded)
}

fn unpad(mut padded: Vec<u8>) -> Result<Vec<u8>, SealError> {
    let length = *padded.first_chunk::<LENGTH>().ok_or(SealError::Broken)?;
    let length = usize::try_from(u32::from_be_bytes(length)).map_err(|_| SealError::Broken)?;
    if Some(padded.len()) != padded_len(length) || padded.iter().skip(LENGTH + length).any(|byte| *byte != 0) {
        return Err(SealError::Broken);
    }
    padded.truncate(LENGTH + length);
    padded.drain(..LENGTH);
    Ok(padded)
}

/// Hands out the bytes that came in and no others: the core has no chance of its own.
struct Chance<'a> {
    left: &'a [u8],
    fell_short: bool,
}

impl Chance<'_> {
    /// Whether exactly what was given was needed. Another version of HPKE may need more, and must not get what is no chance.
    fn was_enough(&self) -> bool {
        self.left.is_empty() && !self.fell_short
    }

    fn some<const N: usize>(&mut self) -> [u8; N] {
        let mut bytes = [0; N];
        self.fill(&mut bytes);
        bytes
    }

    fn fill(&mut self, bytes: &mut [u8]) {
        match self.left.split_at_checked(bytes.len()) {
            Some((now, later)) => {
                bytes.copy_from_slice(now);
                self.left = later;
            }
            None => self.fell_short = true,
        }
    }
}

impl TryRng for Chance<'_> {
    type Error = Infallible;

    fn try_next_u32(&mut self) -> Result<u32, Infallible> {
        Ok(u32::from_le_bytes(self.some()))
    }

    fn try_next_u64(&mut self) -> Result<u64, Infallible> {
        Ok(u64::from_le_bytes(self.some()))
    }

    fn try_fill_bytes(&mut self, bytes: &mut [u8]) -> Result<(), Infallible> {
        self.fill(bytes);
        Ok(())
    }
}

impl TryCryptoRng for Chance<'_> {}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::id::hex;

    const ABOUT: &str = "engawa/test/1";

    fn key(secret: u8, site: &str) -> SealingKey {
        SealingKey::derive(&[secret; SECRET], site).unwrap()
    }

    fn sealed(plain: &[u8]) -> Vec<u8> {
        key(1, "mihon").public().seal(plain, ABOUT, &[9; ENTROPY]).unwrap()
    }

    #[test]
    fn what_is_sealed_can_be_opened() {
        for length in [0, 1, 507, 508, 509, 1_020, 100_000] {
            let plain: Vec<u8> = (0..length).map(|at: usize| at.to_le_bytes()[0]).collect();
            assert_eq!(key(1, "mihon").open(&sealed(&plain), ABOUT), Ok(plain));
        }
    }

    #[test]
    fn only_the_key_of_the_site_opens() {
        let sealed = sealed(b"help wanted");
        assert_eq!(key(1, "mihon2").open(&sealed, ABOUT), Err(SealError::OtherKey));
        assert_eq!(key(2, "mihon").open(&sealed, ABOUT), Err(SealError::OtherKey));
        // Also when it says that it was sealed to the other one.
        let other = key(2, "mihon");
        let mut renamed = sealed.clone();
        renamed[4..8].copy_from_slice(&other.public().id());
        assert_eq!(other.open(&renamed, ABOUT), Err(SealError::Broken));
    }

    #[test]
    fn what_is_about_one_thing_is_about_no_other() {
        let sealed = sealed(b"help wanted");
        for about in ["", "engawa/test/2", "engawa/test/1 "] {
            assert_eq!(key(1, "mihon").open(&sealed, about), Err(SealError::Broken), "{about:?}");
        }
        let long = "a".repeat(70_000);
        assert_eq!(key(1, "mihon").open(&sealed, &long), Err(SealError::Broken));
        assert_eq!(key(1, "mihon").public().seal(b"", &long, &[0; ENTROPY]), Err(SealError::Broken));
    }

    #[test]
    fn no_bit_can_be_changed() {
        let (key, sealed) = (key(1, "mihon"), sealed(b"help wanted"));
        // Every bit before the cipher text and in the tag at its end, and enough of those in between.
        let (begin, end) = (40 * 8, (sealed.len() - 16) * 8);
        for bit in (0..begin).chain((begin..end).step_by(37)).chain(end..sealed.len() * 8) {
            let mut changed = sealed.clone();
            changed[bit / 8] ^= 1 << (bit % 8);
            let why = if (32..64).contains(&bit) { SealError::OtherKey } else { SealError::Broken };
            assert_eq!(key.open(&changed, ABOUT), Err(why), "bit {bit}");
        }
    }

    #[test]
    fn nothing_can_be_cut_off_or_added() {
        let (key, mut sealed) = (key(1, "mihon"), sealed(b"help wanted"));
        for length in (0..80).chain((80..sealed.len()).step_by(29)).chain([sealed.len() - 1]) {
            assert_eq!(key.open(&sealed[..length], ABOUT), Err(SealError::Broken), "{length} bytes");
        }
        sealed.push(0);
        assert_eq!(key.open(&sealed, ABOUT), Err(SealError::Broken));
    }

    #[test]
    fn the_length_says_little() {
        let overhead = 4 + 4 + 32 + 16;
        for (plain, blocks) in [(0, 1), (1, 1), (508, 1), (509, 2), (1_020, 2), (1_021, 3)] {
            assert_eq!(sealed(&vec![7; plain]).len(), overhead + blocks * BLOCK, "{plain} bytes");
        }
    }

    #[test]
    fn an_inside_that_is_padded_otherwise_is_refused() {
        for wrong in [vec![], vec![0; 3], vec![0; 4], vec![0; 1_024], vec![0xFF; 512]] {
            assert_eq!(unpad(wrong), Err(SealError::Broken));
        }
        let mut padded = pad(b"help").unwrap();
        assert_eq!(unpad(padded.clone()), Ok(b"help".to_vec()));
        padded[511] = 1;
        assert_eq!(unpad(padded), Err(SealError::Broken));
    }

    #[test]
    fn keys_stay_the_same_and_differ() {
        // Sealed bytes wait on tablets and must open after an update. These values are from an implementation by hand in another
        // language, which in turn gives the values of RFC 9180, appendix A.2.1.
        assert_eq!(key(1, "mihon").public().text(), "-j5ti35FswEO91bF9GrQv6rtOfpZ8BvcCegf4B3xx3A");
        let digest = Sha256::digest(sealed(b"help wanted"));
        assert_eq!(hex(&digest), "92088208f0b66ddf04c5df9ff0a2794badce5dbd056a904d248f71e8307c201d");
        let keys = [key(1, "mihon"), key(1, "miho"), key(1, ""), key(2, "mihon")].map(|key| key.public().text());
        for (at, one) in keys.iter().enumerate() {
            assert_eq!(one.len(), 43);
            assert!(!keys[..at].contains(one));
        }
        assert_eq!(SealingKey::derive(&[1; 31], "mihon").unwrap_err(), SealError::NotAKey);
        assert_eq!(SealingKey::derive(&[1; 33], "mihon").unwrap_err(), SealError::NotAKey);
    }

    #[test]
    fn an_old_key_still_opens() {
        let (old, new) = (key(1, "mihon"), key(2, "mihon"));
        for key in [&old, &new] {
            let sealed = key.public().seal(b"help", ABOUT, &[3; ENTROPY]).unwrap();
            let id = key_id(&sealed).unwrap();
            let found = [&new, &old].into_iter().find(|it| it.public().id() == id).unwrap();
            assert_eq!(found.open(&sealed, ABOUT), Ok(b"help".to_vec()));
        }
        for none in [b"".as_slice(), b"EGS1", b"EGS1abc", b"EGS2abcd", b"egs1abcd"] {
            assert_eq!(key_id(none), None);
        }
        assert_eq!(key_id(b"EGS1abcd"), Some(*b"abcd"));
    }

    #[test]
    fn keys_travel_as_text() {
        let public = key(1, "mihon").public();
        assert_eq!(PublicKey::parse(&public.text()), Ok(public.clone()));
        assert_eq!(PublicKey::parse(&format!(" {}\n", public.text())), Ok(public.clone()));
        let text = public.text();
        for wrong in [String::new(), text[1..].to_owned(), format!("{text}AA"), format!("{text}="), text.replacen(&text[..1], "+", 1)] {
            assert_eq!(PublicKey::parse(&wrong), Err(SealError::NotAKey), "{wrong:?}");
        }
    }

    #[test]
    fn nothing_is_sealed_to_a_point_that_everybody_opens() {
        let mut one = [0; 32];
        one[0] = 1;
        for low in [[0; 32], one] {
            assert_eq!(PublicKey(low).seal(b"help", ABOUT, &[9; ENTROPY]), Err(SealError::NotAKey));
        }
    }

    #[test]
    fn other_chance_gives_other_bytes_that_open_alike() {
        let key = key(1, "mihon");
        let [a, b] = [[1; ENTROPY], [2; ENTROPY]].map(|entropy| key.public().seal(b"help", ABOUT, &entropy).unwrap());
        assert_eq!(a[..8], b[..8]);
        assert!(a[8..40] != b[8..40] && a[40..] != b[40..]);
        assert_eq!(key.open(&a, ABOUT), key.open(&b, ABOUT));
        assert_eq!(key.public().seal(b"help", ABOUT, &[1; ENTROPY]).unwrap(), a);
    }

    #[test]
    fn chance_is_never_made_up() {
        let mut chance = Chance { left: &[1, 2, 3, 4, 5], fell_short: false };
        assert_eq!(chance.try_next_u32(), Ok(0x0403_0201));
        assert!(!chance.was_enough(), "one is left");
        assert_eq!(chance.try_next_u64(), Ok(0));
        assert!(!chance.was_enough(), "eight were asked for");
        let mut rest = [0];
        assert_eq!((chance.try_fill_bytes(&mut rest), rest), (Ok(()), [5]));
        assert!(!chance.was_enough(), "it fell short before");
    }

    #[test]
    fn a_key_does_not_show_itself() {
        let secret = key(1, "mihon");
        let private: [u8; 32] = secret.private.to_bytes().into();
        assert!(!format!("{secret:?}").contains(&format!("{private:?}")));
    }
}
