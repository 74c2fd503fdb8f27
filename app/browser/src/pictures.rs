//! Pictures before anybody asks: thumbnails of what is on next, and the pictures of open forms, so that they are there without a
//! connection. The service worker keeps them as it keeps every picture that a page shows (`public/sw.js`).
//!
//! Invariants: who pays for what is sent pays nothing for this: a metered or slow connection, or one that is to be spared, fetches nothing;
//! one picture at a time, while the page has nothing else to do; what is kept already is not fetched again.

use crate::js;
use crate::repo::Reader;
use engawa_app::ui::picture;
use engawa_core::time;
use gloo_timers::future::TimeoutFuture;
use js_sys::Promise;
use std::rc::Rc;
use std::sync::PoisonError;
use wasm_bindgen::JsValue;

/// How many of each are fetched at most.
const MOST: usize = 40;
/// How long the page has the connection for itself before, in milliseconds.
const SETTLED_MS: u32 = 4_000;
/// Where the service worker keeps pictures.
const CACHE: &str = "engawa-media";

/// Fetches what is missing. Ends early as soon as something speaks against it; another visit goes on.
pub async fn fetch(reader: Rc<Reader>) {
    // Without a worker nobody would keep them: this waits until there is one.
    let Some(ready) = workers().and_then(|workers| js::property(&workers, "ready")) else { return };
    js::settle(ready).await.ok();
    TimeoutFuture::new(SETTLED_MS).await;
    if !may_fetch() {
        return;
    }
    let Ok(catalog) = reader.catalog().await else { return };
    idle().await;
    let wanted = catalog.read().unwrap_or_else(PoisonError::into_inner).pictures(time::jst_date(js::now()), MOST);
    let of_forms = reader.form_pictures(MOST).await.unwrap_or_default();
    let of_listings = wanted.into_iter().map(|image| picture::thumbnail(&image, picture::WIDTHS[0]));
    for address in of_listings.chain(of_forms) {
        idle().await;
        if !may_fetch() || !(is_kept(&address).await || arrives(&address).await) {
            return;
        }
    }
}

fn workers() -> Option<JsValue> {
    js::property(&js::navigator(), "serviceWorker")
}

/// Whether the worker listens, and the connection is there and costs nothing. Browsers that say nothing about it are taken for that.
fn may_fetch() -> bool {
    let is_watched = workers().is_some_and(|workers| js::property(&workers, "controller").is_some());
    let is_dear = js::property(&js::navigator(), "connection").is_some_and(|connection| {
        let says = |name: &str| js::property(&connection, name).and_then(|value| value.as_string()).unwrap_or_default();
        let is_to_be_spared = js::property(&connection, "saveData").and_then(|value| value.as_bool()).unwrap_or(false);
        is_to_be_spared || says("type") == "cellular" || ["slow-2g", "2g", "3g"].contains(&says("effectiveType").as_str())
    });
    is_watched && js::is_online() && !is_dear
}

/// Waits until the page has nothing to do.
async fn idle() {
    let promise = Promise::new(&mut |resolve, _reject| {
        // Safari cannot say when.
        if js::call(&js::global(), "requestIdleCallback", &[&resolve]).is_err() {
            resolve.call0(&JsValue::UNDEFINED).ok();
        }
    });
    js::settle(promise.into()).await.ok();
    js::breathe().await;
}

async fn is_kept(address: &str) -> bool {
    let Some(caches) = js::property(&js::global(), "caches") else { return true };
    let options = js::object(&[("cacheName", JsValue::from_str(CACHE)), ("ignoreVary", JsValue::TRUE)]);
    js::ask(&caches, "match", &[&JsValue::from_str(address), &options]).await.is_ok_and(|found| !found.is_undefined())
}

/// Fetches a picture to its last byte; `false` if there is no connection.
async fn arrives(address: &str) -> bool {
    match js::ask(&js::global(), "fetch", &[&JsValue::from_str(address)]).await {
        Ok(answer) => js::ask(&answer, "arrayBuffer", &[]).await.is_ok(),
        Err(_) => false,
    }
}
