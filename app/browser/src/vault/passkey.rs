//! Asking a passkey for what opens the working set: the browser's own dialogue, reached by name, because older browsers lack parts of it.
//!
//! No server is asked, so it works without a connection; nobody checks the signature, because what counts is the key that comes of the
//! answer ([`engawa_core::vault::passkey`]). Invariants: the dialogue is outside of any turn, so that the working set locks and is wiped on
//! time while somebody looks at it; what became of it meanwhile is looked at before the answer is used.

use super::{Inner, Safe, broken, cipher};
use crate::js;
use crate::outbox::keep_error;
use engawa_app::forms::device::KeepError;
use engawa_app::people::device::Asked;
use engawa_core::time::Millis;
use engawa_core::vault::passkey::{Answer, NONCE, OUTPUT, SALT, is_of};
use engawa_core::vault::{Head, Input, PasskeySeal, Phase};
use js_sys::{Array, Uint8Array};
use wasm_bindgen::JsValue;

/// How long the browser waits for the person, in milliseconds.
const PATIENCE_MS: f64 = 120_000.0;
/// What browsers call it when the person stopped, or when there is no such passkey: they do not say which.
const STOPPED: [&str; 2] = ["NotAllowedError", "AbortError"];

/// What came of the dialogue.
struct Told {
    credential: Vec<u8>,
    /// The account that the passkey was made for.
    holder: Vec<u8>,
    /// Nothing: browser or passkey give no keys.
    output: Option<[u8; OUTPUT]>,
}

/// Whether this browser lets passkeys give keys. Browsers say so since recently; one that says nothing has to be tried.
pub(super) async fn is_known() -> bool {
    let Some(class) = js::property(&js::global(), "PublicKeyCredential") else { return false };
    let told = js::ask(&class, "getClientCapabilities", &[]).await;
    told.ok().and_then(|told| js::property(&told, "extension:prf")).and_then(|told| told.as_bool()).unwrap_or(true)
}

fn bytes(of: &[u8]) -> JsValue {
    Uint8Array::from(of).into()
}

fn read_bytes(of: &JsValue, name: &str) -> Option<Vec<u8>> {
    js::property(of, name).map(|found| Uint8Array::new(&found).to_vec())
}

/// What the passkey makes of the salt, as the browser tells it.
fn output(found: &JsValue) -> Option<[u8; OUTPUT]> {
    let mut told = js::call(found, "getClientExtensionResults", &[]).ok()?;
    for name in ["prf", "results"] {
        told = js::property(&told, name)?;
    }
    read_bytes(&told, "first")?.try_into().ok()
}

/// Asks this passkey, or any of this site. Nothing: the person stopped, there is none, or the browser does not do it.
async fn ask(credential: Option<&[u8]>, salt: &[u8; SALT]) -> Option<Told> {
    let credentials = js::property(&js::navigator(), "credentials")?;
    let allowed: Array = credential.iter().map(|id| js::object(&[("type", JsValue::from_str("public-key")), ("id", bytes(id))])).collect();
    let eval = js::object(&[("first", bytes(salt))]);
    let extensions = js::object(&[("prf", js::object(&[("eval", eval)]))]);
    let options = js::object(&[
        // Nobody reads the signature, but a browser wants something to be signed.
        ("challenge", bytes(&js::try_random::<32>()?)),
        ("allowCredentials", allowed.into()),
        ("userVerification", JsValue::from_str("required")),
        ("timeout", JsValue::from_f64(PATIENCE_MS)),
        ("extensions", extensions),
    ]);
    let found = match js::ask(&credentials, "get", &[&js::object(&[("publicKey", options)])]).await {
        Ok(found) => found,
        Err(error) => {
            let name = js::property(&error, "name").and_then(|name| name.as_string()).unwrap_or_default();
            if !STOPPED.contains(&name.as_str()) {
                js::warn(&format!("passkey: {}", js::error_text(&error)));
            }
            return None;
        }
    };
    let response = js::property(&found, "response")?;
    Some(Told { credential: read_bytes(&found, "rawId")?, holder: read_bytes(&response, "userHandle").unwrap_or_default(), output: output(&found) })
}

impl Safe {
    /// Lets the person choose a passkey, and seals the data key for it too.
    pub(super) async fn ask_for_new_passkey(&self) -> Result<Asked, KeepError> {
        let Some(salt) = js::try_random::<SALT>() else { return Err(KeepError::Failed) };
        let Some(told) = ask(None, &salt).await else { return Ok(Asked::Stopped) };
        self.in_turn(move |inner| async move { inner.keep_passkey(salt, told).await }).await
    }

    /// Asks the passkey that was added, and opens with what it answers.
    pub(super) async fn ask_passkey(&self) -> Result<Asked, KeepError> {
        let added = self.in_turn(|inner| async move {
            inner.step(Input::Tick).await?;
            Ok(inner.added_passkey())
        });
        let Some((_, seal)) = added.await? else { return Ok(Asked::Wrong) };
        let (Some(credential), Some(salt)) = (seal.credential(), seal.salt()) else { return Ok(Asked::Wrong) };
        let Some(told) = ask(Some(&credential), &salt).await else { return Ok(Asked::Stopped) };
        self.in_turn(move |inner| async move { inner.open_with_passkey(salt, told).await }).await
    }
}

impl Inner {
    /// The passkey that was added, with the age of the vault.
    fn added_passkey(&self) -> Option<(Millis, PasskeySeal)> {
        let machine = self.machine.borrow();
        machine.head().and_then(|head| Some((head.made_at, head.passkey.clone()?)))
    }

    async fn keep_passkey(&self, salt: [u8; SALT], told: Told) -> Result<Asked, KeepError> {
        // It may have locked while the person looked at the dialogue.
        if self.step(Input::Tick).await? != Phase::Open {
            return Ok(Asked::Stopped);
        }
        let Head { owner, made_at, .. } = self.machine.borrow().head().cloned().unwrap_or_default();
        if !is_of(&told.holder, &owner) {
            return Ok(Asked::Foreign);
        }
        let Some(output) = told.output else { return Ok(Asked::NoKey) };
        let Some(key) = self.key() else { return Err(KeepError::NotFound) };
        let Some(sealed) = self.db().await?.vault_seal().await.map_err(|error| keep_error(&error))? else { return Err(KeepError::NotFound) };
        let raw = cipher::bytes_of(&key, &sealed).await.map_err(|error| broken(&error))?;
        let (Some(raw), Some(nonce)) = (raw, js::try_random::<NONCE>()) else { return Err(KeepError::Failed) };
        let answer = Answer { credential: told.credential, salt, output };
        let Some(seal) = PasskeySeal::make(&raw, made_at, &answer, &nonce) else { return Err(KeepError::Failed) };
        // Another tab may have set it up anew since: then it is not open any more, and nothing was added.
        let phase = self.step(Input::Passkey(Some(seal))).await?;
        self.announce();
        Ok(if phase == Phase::Open { Asked::Done } else { Asked::Stopped })
    }

    async fn open_with_passkey(&self, salt: [u8; SALT], told: Told) -> Result<Asked, KeepError> {
        if self.step(Input::Tick).await? != Phase::Locked {
            return Ok(if self.phase() == Phase::Open { Asked::Done } else { Asked::Stopped });
        }
        let Some(output) = told.output else { return Ok(Asked::NoKey) };
        let answer = Answer { credential: told.credential, salt, output };
        let raw = self.added_passkey().and_then(|(made_at, seal)| seal.open(made_at, &answer));
        let Some(raw) = raw else { return Ok(Asked::Wrong) };
        let key = cipher::key_of(&raw).await.map_err(|error| broken(&error))?;
        let unsealed = self.unseal(&key).await?;
        // Only now is it open: whatever a page asks for then is there.
        let phase = self.step(Input::OpenedByPasskey).await?;
        if phase == Phase::Open {
            *self.open.borrow_mut() = unsealed;
        }
        self.announce();
        Ok(if phase == Phase::Open { Asked::Done } else { Asked::Stopped })
    }
}
