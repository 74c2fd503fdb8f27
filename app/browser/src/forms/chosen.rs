//! A file that a person chose, and its bytes.

use crate::js;
use engawa_app::forms::device::KeepError;
use engawa_core::form::draft::file::MAX_FILE;
use js_sys::Uint8Array;
use wasm_bindgen::JsValue;

/// A file that was chosen in a field of a page.
pub struct Chosen {
    /// The file, a `Blob`.
    pub blob: JsValue,
    /// Its name.
    pub name: String,
    /// What the browser takes it for; may be empty.
    pub media_type: String,
}

impl Chosen {
    /// What was chosen in the file field of this element id.
    pub fn in_field(element_id: &str) -> Option<Self> {
        let document = web_sys::window()?.document()?;
        let field = document.get_element_by_id(element_id)?;
        let files = js::property(&field, "files")?;
        let blob = js::property(&files, "0")?;
        let text = |name: &str| js::property(&blob, name).and_then(|it| it.as_string()).unwrap_or_default();
        let (name, media_type) = (text("name"), text("type"));
        Some(Self { blob, name, media_type })
    }

    /// Its text.
    pub async fn text(&self) -> Result<String, KeepError> {
        if size(&self.blob) > u64::try_from(MAX_FILE).unwrap_or(u64::MAX) {
            return Err(KeepError::TooLarge);
        }
        let text = js::ask(&self.blob, "text", &[]).await.map_err(|error| failed("file", &error))?;
        Ok(text.as_string().unwrap_or_default())
    }
}

/// The length of a `Blob` in bytes.
pub fn size(blob: &JsValue) -> u64 {
    js::property(blob, "size").and_then(|size| size.as_f64()).map_or(0, js::to_u64)
}

/// The bytes of a `Blob`, still on the side of JavaScript.
pub async fn buffer(blob: &JsValue) -> Result<JsValue, KeepError> {
    js::ask(blob, "arrayBuffer", &[]).await.map_err(|error| failed("file", &error))
}

/// The bytes of a `Blob`.
pub async fn bytes(blob: &JsValue) -> Result<Vec<u8>, KeepError> {
    Ok(Uint8Array::new(&buffer(blob).await?).to_vec())
}

/// A `Blob` of one part.
pub fn blob_of(part: &JsValue, media_type: &str) -> Result<JsValue, KeepError> {
    let parts = js_sys::Array::of1(part);
    let options = js::object(&[("type", JsValue::from_str(media_type))]);
    js::make("Blob", &[&parts, &options]).map_err(|error| failed("blob", &error))
}

/// Leaves a trace of what went wrong.
pub fn failed(what: &str, error: &JsValue) -> KeepError {
    js::warn(&format!("{what}: {}", js::error_text(error)));
    KeepError::Failed
}
