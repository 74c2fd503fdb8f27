//! Photos before they are kept: smaller, and without what cameras note in them.
//!
//! What is done is decided in `engawa_core::photo`; the browser draws. Invariant: no photo leaves with the place where it was taken: one
//! that can neither be drawn nor be freed of its notes is not taken. Films lose the place in their bytes.

use super::chosen::{Chosen, blob_of, bytes, failed, size};
use crate::js;
use engawa_app::forms::device::KeepError;
use engawa_app::forms::rules::FILE_MAX;
use engawa_app::listings::aid::contrast::{LOOKED_AT, is_low_contrast};
use engawa_core::photo;
use js_sys::{Promise, Reflect, Uint8Array};
use std::borrow::Cow;
use wasm_bindgen::JsValue;

/// How well a JPEG is drawn, from 0 to 1.
const QUALITY: f64 = 0.85;
/// A drawn PNG that is larger becomes a JPEG, in bytes.
const PNG_MAX: u64 = 2 * 1024 * 1024;
const JPEG: &str = "image/jpeg";
const PNG: &str = "image/png";

/// A file as it is to be kept: its bytes, a `Blob`, and its type.
pub async fn prepared(chosen: &Chosen, most: u32) -> Result<(JsValue, String), KeepError> {
    let media_type = photo::media_type(&chosen.media_type, &chosen.name);
    let Some(target) = photo::drawn_as(&media_type) else { return undrawn(chosen, media_type).await };
    if let Some(drawn) = draw(&chosen.blob, target, most).await {
        if target == PNG
            && size(&drawn) > PNG_MAX
            && let Some(smaller) = draw(&chosen.blob, JPEG, most).await
        {
            return Ok((smaller, JPEG.to_owned()));
        }
        return Ok((drawn, target.to_owned()));
    }
    // Many browsers draw no HEIC: it is kept as it is, without its notes.
    if !photo::has_notes(&media_type) {
        js::warn(&format!("picture: {media_type} cannot be drawn here"));
        return Err(KeepError::Failed);
    }
    undrawn(chosen, media_type).await
}

/// A file that is not drawn, without what is noted in it. One that is too large for anything is not read.
async fn undrawn(chosen: &Chosen, media_type: String) -> Result<(JsValue, String), KeepError> {
    if !photo::has_notes(&media_type) || size(&chosen.blob) > FILE_MAX {
        return Ok((chosen.blob.clone(), media_type));
    }
    match photo::bared(&media_type, &bytes(&chosen.blob).await?) {
        Some(Cow::Borrowed(_)) => Ok((chosen.blob.clone(), media_type)),
        Some(Cow::Owned(bare)) => Ok((blob_of(&Uint8Array::from(&bare[..]), &media_type)?, media_type)),
        None => {
            js::warn(&format!("picture: {media_type} is damaged"));
            Err(KeepError::Failed)
        }
    }
}

/// The picture drawn anew in this type; nothing if the browser cannot.
async fn draw(blob: &JsValue, target: &str, most: u32) -> Option<JsValue> {
    let bitmap = js::ask(&js::global(), "createImageBitmap", &[blob]).await.ok()?;
    let drawn = draw_bitmap(&bitmap, target, most).await;
    js::call(&bitmap, "close", &[]).ok();
    match drawn {
        // A browser that does not know the type gives another one.
        Ok(drawn) => Some(drawn).filter(|drawn| js::property(drawn, "type").and_then(|it| it.as_string()).as_deref() == Some(target)),
        Err(error) => {
            failed("picture", &error);
            None
        }
    }
}

async fn draw_bitmap(bitmap: &JsValue, target: &str, most: u32) -> Result<JsValue, JsValue> {
    let (width, height) = photo::fit(side(bitmap, "width"), side(bitmap, "height"), most);
    let (width, height) = (JsValue::from_f64(f64::from(width)), JsValue::from_f64(f64::from(height)));
    let canvas = canvas(&width, &height)?;
    let context = js::call(&canvas, "getContext", &[&JsValue::from_str("2d")])?;
    let zero = JsValue::from_f64(0.0);
    if target == JPEG {
        // What is transparent would become black.
        Reflect::set(&context, &JsValue::from_str("fillStyle"), &JsValue::from_str("#fff"))?;
        js::call(&context, "fillRect", &[&zero, &zero, &width, &height])?;
    }
    js::call(&context, "drawImage", &[bitmap, &zero, &zero, &width, &height])?;
    if js::property(&canvas, "convertToBlob").is_some() {
        let options = js::object(&[("type", JsValue::from_str(target)), ("quality", JsValue::from_f64(QUALITY))]);
        return js::ask(&canvas, "convertToBlob", &[&options]).await;
    }
    let mut asked = Ok(JsValue::UNDEFINED);
    let promise = Promise::new(&mut |resolve, _reject| {
        asked = js::call(&canvas, "toBlob", &[&resolve, &JsValue::from_str(target), &JsValue::from_f64(QUALITY)]);
    });
    asked?;
    js::settle(promise.into()).await
}

/// Whether words in a picture are hard to read: the same rule as on the server, which looks again.
pub async fn is_faint(blob: &JsValue) -> Result<bool, KeepError> {
    let bitmap = js::ask(&js::global(), "createImageBitmap", &[blob]).await.map_err(|error| failed("picture", &error))?;
    let faint = look_at(&bitmap);
    js::call(&bitmap, "close", &[]).ok();
    faint.map_err(|error| failed("picture", &error))
}

fn look_at(bitmap: &JsValue) -> Result<bool, JsValue> {
    let (width, height) = (side(bitmap, "width"), side(bitmap, "height"));
    // As wide as the server looks at it, and twice as high at most; a small one as it is.
    let high = u64::from(height) * u64::from(LOOKED_AT) / u64::from(width.max(1));
    let longer = if width > LOOKED_AT { high.clamp(LOOKED_AT.into(), 2 * u64::from(LOOKED_AT)) } else { 0 };
    let (width, height) = photo::fit(width, height, u32::try_from(longer).unwrap_or(0));
    let samples = usize::try_from(width).unwrap_or(0);
    let (width, height) = (JsValue::from_f64(f64::from(width)), JsValue::from_f64(f64::from(height)));
    let canvas = canvas(&width, &height)?;
    let context = js::call(&canvas, "getContext", &[&JsValue::from_str("2d")])?;
    let zero = JsValue::from_f64(0.0);
    Reflect::set(&context, &JsValue::from_str("fillStyle"), &JsValue::from_str("#fff"))?;
    js::call(&context, "fillRect", &[&zero, &zero, &width, &height])?;
    js::call(&context, "drawImage", &[bitmap, &zero, &zero, &width, &height])?;
    let image = js::call(&context, "getImageData", &[&zero, &zero, &width, &height])?;
    let colours = js::property(&image, "data").ok_or(JsValue::UNDEFINED)?;
    let grey: Vec<u8> = Uint8Array::new(&colours).to_vec().chunks_exact(4).map(grey).collect();
    Ok(is_low_contrast(&grey, samples))
}

/// The grey of a pixel as the server weighs it.
fn grey(pixel: &[u8]) -> u8 {
    let [red, green, blue, ..] = pixel else { return 0 };
    let weighed = u32::from(*red) * 2_126 + u32::from(*green) * 7_152 + u32::from(*blue) * 722;
    u8::try_from(weighed / 10_000).unwrap_or(u8::MAX)
}

/// Something to draw on that nobody sees.
fn canvas(width: &JsValue, height: &JsValue) -> Result<JsValue, JsValue> {
    if let Ok(canvas) = js::make("OffscreenCanvas", &[width, height])
        && js::property(&canvas, "convertToBlob").is_some()
    {
        return Ok(canvas);
    }
    let document = web_sys::window().and_then(|window| window.document()).ok_or(JsValue::UNDEFINED)?;
    let canvas: JsValue = document.create_element("canvas")?.into();
    Reflect::set(&canvas, &JsValue::from_str("width"), width)?;
    Reflect::set(&canvas, &JsValue::from_str("height"), height)?;
    Ok(canvas)
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "sides of pictures are whole and small")]
fn side(bitmap: &JsValue, name: &str) -> u32 {
    js::property(bitmap, name).and_then(|it| it.as_f64()).unwrap_or(0.0) as u32
}
