//! The cipher of the working set: the browser's own (`WebCrypto`), so the data key is in our memory only for the moment of setting up, of
//! opening, and of sealing it for a passkey too.
//!
//! A random data key (AES-256-GCM) seals each record with a random nonce of its own and the record's key as context, so that sealed
//! records cannot be swapped. The data key is sealed by one that is derived from the PIN: PBKDF2 with SHA-256, random salt, and as many
//! rounds as OWASP asks for. What a passkey opens is sealed by [`engawa_core::vault::passkey`].

use crate::js;
use engawa_core::text;
use engawa_core::vault::passkey::DATA_KEY;
use js_sys::{Array, Uint8Array};
use wasm_bindgen::JsValue;

/// Rounds of the derivation.
const ROUNDS: u32 = 600_000;
/// The form of the sealed key that this build writes.
const FORM: u8 = 1;
const SALT: usize = 16;
const NONCE: usize = 12;
/// Where the parts of a sealed key end: form, salt, rounds.
const SALT_END: usize = 1 + SALT;
const ROUNDS_END: usize = SALT_END + 4;
/// The context of the sealed key.
const KEY_NAME: &str = "key";

/// The data key as the browser has it: nobody can read it.
#[derive(Clone)]
pub struct Key {
    data: JsValue,
    /// What the PIN gave, if it was opened with one: what unseals the bytes once more, for a passkey.
    of_pin: Option<JsValue>,
}

impl Key {
    /// Whether it was opened with a PIN, so that a passkey can be added.
    pub fn is_of_pin(&self) -> bool {
        self.of_pin.is_some()
    }
}

/// The browser has no cipher here, or it failed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NoCipher(String);

impl From<JsValue> for NoCipher {
    fn from(error: JsValue) -> Self {
        Self(js::error_text(&error))
    }
}

impl std::fmt::Display for NoCipher {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

fn subtle() -> Result<JsValue, JsValue> {
    let crypto = js::property(&js::global(), "crypto");
    crypto.and_then(|crypto| js::property(&crypto, "subtle")).ok_or_else(|| JsValue::from_str("no WebCrypto"))
}

fn bytes(of: &[u8]) -> JsValue {
    Uint8Array::from(of).into()
}

fn words(list: &[&str]) -> JsValue {
    list.iter().map(|word| JsValue::from_str(word)).collect::<Array>().into()
}

async fn import(raw: &[u8], algorithm: &str, uses: &[&str]) -> Result<JsValue, JsValue> {
    let (raw, algorithm) = (bytes(raw), JsValue::from_str(algorithm));
    js::ask(&subtle()?, "importKey", &[&JsValue::from_str("raw"), &raw, &algorithm, &JsValue::FALSE, &words(uses)]).await
}

async fn import_data_key(raw: &[u8], of_pin: Option<JsValue>) -> Result<Key, JsValue> {
    Ok(Key { data: import(raw, "AES-GCM", &["encrypt", "decrypt"]).await?, of_pin })
}

/// The key that a PIN gives. Figures of a Japanese keyboard are figures.
async fn derive(pin: &str, salt: &[u8], rounds: u32) -> Result<JsValue, JsValue> {
    let base = import(text::digits(pin.trim()).as_bytes(), "PBKDF2", &["deriveKey"]).await?;
    let how = js::object(&[
        ("name", JsValue::from_str("PBKDF2")),
        ("hash", JsValue::from_str("SHA-256")),
        ("salt", bytes(salt)),
        ("iterations", JsValue::from_f64(f64::from(rounds))),
    ]);
    let what = js::object(&[("name", JsValue::from_str("AES-GCM")), ("length", JsValue::from_f64(256.0))]);
    js::ask(&subtle()?, "deriveKey", &[&how, &base, &what, &JsValue::FALSE, &words(&["encrypt", "decrypt"])]).await
}

fn algorithm(nonce: &[u8], name: &str) -> JsValue {
    js::object(&[("name", JsValue::from_str("AES-GCM")), ("iv", bytes(nonce)), ("additionalData", bytes(name.as_bytes()))])
}

/// Bytes of chance for keys. Without a source of it nothing is sealed.
fn chance<const N: usize>() -> Result<[u8; N], JsValue> {
    js::try_random().ok_or_else(|| JsValue::from_str("no source of chance"))
}

async fn encrypt(key: &JsValue, name: &str, plain: &[u8]) -> Result<Vec<u8>, JsValue> {
    let nonce = chance::<NONCE>()?;
    let sealed = js::ask(&subtle()?, "encrypt", &[&algorithm(&nonce, name), key, &bytes(plain)]).await?;
    let mut all = nonce.to_vec();
    all.extend(Uint8Array::new(&sealed).to_vec());
    Ok(all)
}

/// Nothing: it was sealed with another key or under another name, or is damaged.
async fn decrypt(key: &JsValue, name: &str, sealed: &[u8]) -> Result<Option<Vec<u8>>, JsValue> {
    let Some((nonce, rest)) = sealed.split_at_checked(NONCE) else { return Ok(None) };
    let subtle = subtle()?;
    let plain = js::ask(&subtle, "decrypt", &[&algorithm(nonce, name), key, &bytes(rest)]).await;
    Ok(plain.ok().map(|plain| Uint8Array::new(&plain).to_vec()))
}

/// A new data key, and the same sealed with a PIN.
pub async fn new_key(pin: &str) -> Result<(Key, Vec<u8>), NoCipher> {
    let (raw, salt) = (chance::<DATA_KEY>()?, chance::<SALT>()?);
    let of_pin = derive(pin, &salt, ROUNDS).await?;
    let mut seal = vec![FORM];
    seal.extend(salt);
    seal.extend(ROUNDS.to_be_bytes());
    seal.extend(encrypt(&of_pin, KEY_NAME, &raw).await?);
    Ok((import_data_key(&raw, Some(of_pin)).await?, seal))
}

/// A sealed key in parts: salt, rounds, what is sealed.
fn parts(seal: &[u8]) -> Result<(&[u8], u32, &[u8]), NoCipher> {
    let parts = (seal.first(), seal.get(1..SALT_END), seal.get(SALT_END..ROUNDS_END), seal.get(ROUNDS_END..));
    let (Some(&FORM), Some(salt), Some(rounds), Some(sealed)) = parts else {
        return Err(NoCipher("the sealed key is damaged".to_owned()));
    };
    Ok((salt, rounds.iter().fold(0_u32, |all, byte| (all << 8) | u32::from(*byte)), sealed))
}

/// The data key, if the PIN is right.
pub async fn open_key(pin: &str, seal: &[u8]) -> Result<Option<Key>, NoCipher> {
    let (salt, rounds, sealed) = parts(seal)?;
    let of_pin = derive(pin, salt, rounds).await?;
    let Some(raw) = decrypt(&of_pin, KEY_NAME, sealed).await? else { return Ok(None) };
    Ok(Some(import_data_key(&raw, Some(of_pin)).await?))
}

/// The bytes of a data key that was opened with a PIN, to seal them for a passkey. Nothing: it was opened otherwise, or this is another seal.
pub async fn bytes_of(key: &Key, seal: &[u8]) -> Result<Option<[u8; DATA_KEY]>, NoCipher> {
    let Some(of_pin) = &key.of_pin else { return Ok(None) };
    let (_, _, sealed) = parts(seal)?;
    Ok(decrypt(of_pin, KEY_NAME, sealed).await?.and_then(|raw| raw.try_into().ok()))
}

/// The data key of the bytes that a passkey opened.
pub async fn key_of(raw: &[u8; DATA_KEY]) -> Result<Key, NoCipher> {
    Ok(import_data_key(raw, None).await?)
}

/// Seals a text that is kept under this name.
pub async fn seal(key: &Key, name: &str, text: &str) -> Result<Vec<u8>, NoCipher> {
    Ok(encrypt(&key.data, name, text.as_bytes()).await?)
}

/// Unseals it; nothing if it is not what was sealed under this name.
pub async fn unseal(key: &Key, name: &str, sealed: &[u8]) -> Result<Option<String>, NoCipher> {
    Ok(decrypt(&key.data, name, sealed).await?.and_then(|plain| String::from_utf8(plain).ok()))
}
