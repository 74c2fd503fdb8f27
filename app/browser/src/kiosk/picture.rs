//! A picture of the screen at rest, so that staff see what people see.
//!
//! The browser draws it from the page itself: the element of the screen at rest and the page's style sheet in an SVG. Invariants: only ever
//! while nobody is here, and only of that element; whatever the browser refuses means that there is no picture.

use crate::js;
use engawa_shell::net::{Ask, Net};
use js_sys::{Array, Promise, Reflect, encode_uri_component};
use wasm_bindgen::JsValue;

/// The screen at rest.
const RESTING: &str = ".kiosk-rest";
/// How wide the picture is, in pixels.
const WIDTH: f64 = 640.0;
/// The largest picture that the server takes, in bytes.
const BYTES_MAX: f64 = 200.0 * 1024.0;
/// Types and how well they are drawn, until one is small enough.
const TRIES: [(&str, f64); 4] = [("image/webp", 0.8), ("image/webp", 0.5), ("image/jpeg", 0.7), ("image/jpeg", 0.4)];
const PATIENCE_MS: u32 = 30_000;
/// How long drawing may take, in milliseconds.
const DRAWING_MS: u32 = 10_000;

/// Draws the screen at rest and sends the picture. `is_resting` is asked before anything is drawn and before it is sent.
pub async fn send(net: &Net, is_resting: impl Fn() -> bool) {
    if !is_resting() {
        return;
    }
    let Some(Ok((picture, media_type))) = js::within(DRAWING_MS, draw()).await else { return };
    if !is_resting() {
        return;
    }
    let headers = [("content-type", media_type)];
    let ask = Ask { method: "PUT", url: "/api/v1/kiosk/picture", headers: &headers, body: Some(picture), patience_ms: PATIENCE_MS };
    net.ask(ask).await;
}

async fn draw() -> Result<(JsValue, &'static str), JsValue> {
    let document = web_sys::window().and_then(|window| window.document()).ok_or(JsValue::UNDEFINED)?;
    let element = document.query_selector(RESTING)?.ok_or(JsValue::UNDEFINED)?;
    let side = |name: &str| js::property(&js::global(), name).and_then(|side| side.as_f64()).unwrap_or(0.0);
    let (width, height) = (side("innerWidth"), side("innerHeight"));
    if width < 1.0 || height < 1.0 {
        return Err(JsValue::UNDEFINED);
    }
    let svg = svg(&element, width, height)?;
    let image = js::make("Image", &[])?;
    let address = format!("data:image/svg+xml;charset=utf-8,{}", String::from(encode_uri_component(&svg)));
    Reflect::set(&image, &JsValue::from_str("src"), &JsValue::from_str(&address))?;
    js::ask(&image, "decode", &[]).await?;
    let canvas: JsValue = document.create_element("canvas")?.into();
    let (wide, high) = (JsValue::from_f64(WIDTH), JsValue::from_f64((WIDTH * height / width).round()));
    Reflect::set(&canvas, &JsValue::from_str("width"), &wide)?;
    Reflect::set(&canvas, &JsValue::from_str("height"), &high)?;
    let context = js::call(&canvas, "getContext", &[&JsValue::from_str("2d")])?;
    let zero = JsValue::from_f64(0.0);
    js::call(&context, "drawImage", &[&image, &zero, &zero, &wide, &high])?;
    draw_pictures(&element, &context, WIDTH / width)?;
    for (media_type, quality) in TRIES {
        let picture = picture(&canvas, media_type, quality).await?;
        let is_of_type = js::property(&picture, "type").and_then(|it| it.as_string()).as_deref() == Some(media_type);
        let bytes = js::property(&picture, "size").and_then(|size| size.as_f64()).unwrap_or(f64::MAX);
        if is_of_type && bytes <= BYTES_MAX {
            return Ok((picture, media_type));
        }
    }
    Err(JsValue::UNDEFINED)
}

/// Draws the pictures of listings where they stand: what is drawn from markup loads none of its own.
fn draw_pictures(element: &JsValue, context: &JsValue, scale: f64) -> Result<(), JsValue> {
    let found = js::call(element, "querySelectorAll", &[&JsValue::from_str("img")])?;
    for image in Array::from(&found).iter() {
        let number = |of: &JsValue, name: &str| js::property(of, name).and_then(|it| it.as_f64()).unwrap_or(0.0);
        let natural = (number(&image, "naturalWidth"), number(&image, "naturalHeight"));
        let frame = js::call(&image, "getBoundingClientRect", &[])?;
        let frame = ["left", "top", "width", "height"].map(|name| number(&frame, name) * scale);
        // One that has not come yet has no size.
        let Some(place) = contained(natural, frame) else { continue };
        let [left, top, width, height] = place.map(JsValue::from_f64);
        js::call(context, "drawImage", &[&image, &left, &top, &width, &height])?;
    }
    Ok(())
}

/// Where a picture of this size stands in a frame (left, top, width, height) that contains all of it, as the style sheet says
/// (`.kiosk-picture`); nothing: one of them has no size.
pub fn contained((wide, high): (f64, f64), [left, top, width, height]: [f64; 4]) -> Option<[f64; 4]> {
    if wide <= 0.0 || high <= 0.0 || width <= 0.0 || height <= 0.0 {
        return None;
    }
    let times = (width / wide).min(height / high);
    let (drawn_wide, drawn_high) = (wide * times, high * times);
    Some([left + (width - drawn_wide) / 2.0, top + (height - drawn_high) / 2.0, drawn_wide, drawn_high])
}

/// What is drawn, as a `Blob`.
async fn picture(canvas: &JsValue, media_type: &str, quality: f64) -> Result<JsValue, JsValue> {
    let mut asked = Ok(JsValue::UNDEFINED);
    let promise = Promise::new(&mut |resolve, _reject| {
        asked = js::call(canvas, "toBlob", &[&resolve, &JsValue::from_str(media_type), &JsValue::from_f64(quality)]);
    });
    asked?;
    js::settle(promise.into()).await
}

/// An element as a picture that needs nothing else: with the style sheets of the page and the attributes of its root.
fn svg(element: &JsValue, width: f64, height: f64) -> Result<String, JsValue> {
    let serializer = js::make("XMLSerializer", &[])?;
    let markup = js::call(&serializer, "serializeToString", &[element])?.as_string().unwrap_or_default();
    let root = web_sys::window().and_then(|window| window.document()).and_then(|document| document.document_element());
    let root = root.ok_or(JsValue::UNDEFINED)?;
    let named = ["lang", "data-lang", "data-theme"].into_iter().filter_map(|name| Some((name, root.get_attribute(name)?)));
    let attributes = named.fold(String::new(), |mut all, (name, value)| {
        all.push_str(&format!(" {name}=\"{}\"", escaped(&value)));
        all
    });
    let style = escaped(&rules()?);
    Ok(format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\"><foreignObject width=\"100%\" height=\"100%\">\
         <html xmlns=\"http://www.w3.org/1999/xhtml\"{attributes}><head><style>{style}</style></head><body>{markup}</body></html>\
         </foreignObject></svg>"
    ))
}

/// All rules of the style sheets of the page.
fn rules() -> Result<String, JsValue> {
    let document = web_sys::window().and_then(|window| window.document()).ok_or(JsValue::UNDEFINED)?;
    let sheets = js::property(&document, "styleSheets").ok_or(JsValue::UNDEFINED)?;
    let mut text = String::new();
    // A sheet of another site would not be readable.
    for rules in Array::from(&sheets).iter().filter_map(|sheet| js::property(&sheet, "cssRules")) {
        for rule in Array::from(&rules).iter().filter_map(|rule| js::property(&rule, "cssText")?.as_string()) {
            text.push_str(&rule);
            text.push('\n');
        }
    }
    Ok(text)
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
