//! Files on this device: keeping them under their digest, showing them, putting them into a draft's file and taking them out.

use super::Inner;
use super::chosen::{Chosen, blob_of, buffer, bytes, failed, size};
use super::pictures;
use crate::idb::files::Stored;
use crate::js;
use crate::outbox::keep_error;
use engawa_app::forms::device::{KeepError, KeptFile};
use engawa_app::forms::rules::{FILE_MAX, file_name};
use engawa_core::{id, photo};
use gloo_timers::callback::Timeout;
use js_sys::Uint8Array;
use std::collections::BTreeMap;
use wasm_bindgen::JsValue;

/// How long a file that is offered for saving stays in memory, in milliseconds.
const OFFERED_MS: u32 = 60_000;

impl Inner {
    pub(super) async fn keep_chosen(&self, chosen: &Chosen, most: u32) -> Result<KeptFile, KeepError> {
        let (blob, media_type) = pictures::prepared(chosen, most).await?;
        let name = photo::name_for(&file_name(&chosen.name), &media_type);
        self.keep(blob, name, media_type).await
    }

    /// Keeps bytes, and gives what is known of them.
    pub(super) async fn keep(&self, blob: JsValue, name: String, media_type: String) -> Result<KeptFile, KeepError> {
        let bytes = size(&blob);
        if bytes > FILE_MAX {
            return Err(KeepError::TooLarge);
        }
        if bytes == 0 {
            js::warn("file: empty");
            return Err(KeepError::Failed);
        }
        let db = self.db().await?;
        let sha256 = digest(&buffer(&blob).await?).await?;
        let file = Stored { name, bytes, media_type, blob };
        db.keep_file(&sha256, &file, js::now()).await.map_err(|error| keep_error(&error))?;
        Ok(KeptFile { sha256, name: file.name, bytes, media_type: file.media_type })
    }

    pub(super) async fn stored(&self, sha256: &str) -> Result<Stored, KeepError> {
        let file = self.db().await?.kept_file(sha256).await.map_err(|error| keep_error(&error))?;
        file.ok_or(KeepError::NotFound)
    }

    pub(super) async fn file(&self, sha256: &str) -> Result<KeptFile, KeepError> {
        let file = self.stored(sha256).await?;
        Ok(KeptFile { sha256: sha256.to_owned(), name: file.name, bytes: file.bytes, media_type: file.media_type })
    }

    pub(super) async fn file_url(&self, sha256: &str) -> Result<String, KeepError> {
        if let Some(url) = self.urls.borrow().get(sha256) {
            return Ok(url.clone());
        }
        let url = url_of(&self.stored(sha256).await?.blob)?;
        self.urls.borrow_mut().insert(sha256.to_owned(), url.clone());
        Ok(url)
    }

    pub(super) async fn contents(&self, sha256s: &[String]) -> Result<BTreeMap<String, String>, KeepError> {
        let mut contents = BTreeMap::new();
        for sha256 in sha256s {
            match self.stored(sha256).await {
                Ok(file) => {
                    contents.insert(sha256.clone(), to_base64(&bytes(&file.blob).await?)?);
                }
                Err(KeepError::NotFound) => {}
                Err(error) => return Err(error),
            }
        }
        Ok(contents)
    }

    pub(super) async fn keep_content(&self, file: &KeptFile, base64: &str) -> Result<(), KeepError> {
        let content = Uint8Array::from(&from_base64(base64)?[..]);
        // It may come from anywhere: only bytes that are what they say are kept.
        if digest(&content).await? != file.sha256 {
            js::warn("file: another digest");
            return Err(KeepError::Failed);
        }
        let blob = blob_of(&content, &file.media_type)?;
        self.keep(blob, file_name(&file.name), file.media_type.clone()).await.map(drop)
    }
}

/// The SHA-256 of bytes, in lower-case hexadecimal. Browsers offer it in secure contexts only.
pub async fn digest(bytes: &JsValue) -> Result<String, KeepError> {
    let subtle = js::property(&js::global(), "crypto").and_then(|crypto| js::property(&crypto, "subtle")).ok_or(KeepError::Refused)?;
    let digest = js::ask(&subtle, "digest", &[&JsValue::from_str("SHA-256"), bytes]).await.map_err(|error| failed("digest", &error))?;
    Ok(id::hex(&Uint8Array::new(&digest).to_vec()))
}

/// An address under which this page reaches a `Blob`.
fn url_of(blob: &JsValue) -> Result<String, KeepError> {
    let urls = js::property(&js::global(), "URL").ok_or(KeepError::Failed)?;
    let url = js::call(&urls, "createObjectURL", &[blob]).map_err(|error| failed("url", &error))?;
    url.as_string().ok_or(KeepError::Failed)
}

/// Browsers code texts of characters up to 255.
pub fn to_base64(bytes: &[u8]) -> Result<String, KeepError> {
    let text: String = bytes.iter().map(|byte| char::from(*byte)).collect();
    let coded = js::call(&js::global(), "btoa", &[&JsValue::from_str(&text)]).map_err(|error| failed("base64", &error))?;
    coded.as_string().ok_or(KeepError::Failed)
}

/// Reads [`to_base64`].
pub fn from_base64(base64: &str) -> Result<Vec<u8>, KeepError> {
    let text = js::call(&js::global(), "atob", &[&JsValue::from_str(base64)]).map_err(|error| failed("base64", &error))?;
    let text = text.as_string().ok_or(KeepError::Failed)?;
    text.chars().map(|c| u8::try_from(u32::from(c)).map_err(|_| KeepError::Failed)).collect()
}

/// Offers a text as a file to save.
pub fn save_as(name: &str, text: &str) -> Result<(), KeepError> {
    offer(name, &JsValue::from_str(text), "application/json")
}

/// Offers bytes as a file to save.
pub fn save_bytes(name: &str, bytes: &[u8], media_type: &str) -> Result<(), KeepError> {
    offer(name, &Uint8Array::from(bytes), media_type)
}

fn offer(name: &str, content: &JsValue, media_type: &str) -> Result<(), KeepError> {
    let url = url_of(&blob_of(content, media_type)?)?;
    let document = web_sys::window().and_then(|window| window.document()).ok_or(KeepError::Failed)?;
    let link = document.create_element("a").map_err(|error| failed("link", &error))?;
    for (attribute, value) in [("href", url.as_str()), ("download", name)] {
        link.set_attribute(attribute, value).map_err(|error| failed("link", &error))?;
    }
    // The router of the app must not take the click.
    link.set_attribute("rel", "external").ok();
    js::call(&link, "click", &[]).map_err(|error| failed("link", &error))?;
    let release = move || {
        if let Some(urls) = js::property(&js::global(), "URL") {
            js::call(&urls, "revokeObjectURL", &[&JsValue::from_str(&url)]).ok();
        }
    };
    Timeout::new(OFFERED_MS, release).forget();
    Ok(())
}
