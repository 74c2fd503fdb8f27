//! Small bridges to the browser that several modules need: time, chance, waiting, numbers, and interfaces that a browser may lack.
//!
//! Interfaces that are missing in insecure contexts or older browsers (locks, share, clipboard, storage) are reached by name here,
//! not through typed bindings, which would throw. Invariants: nothing here panics when something is missing; what is
//! made by chance may be a secret, so there is no lesser source of it.

use engawa_core::time::Millis;
use gloo_timers::future::TimeoutFuture;
use js_sys::{Array, Date, Function, Object, Promise, Reflect, Uint8Array};
use std::future::{Future, poll_fn};
use std::pin::pin;
use std::task::Poll;
use wasm_bindgen::{JsCast, JsValue, throw_str};
use wasm_bindgen_futures::JsFuture;

/// The device's clock.
pub fn now() -> Millis {
    to_millis(Date::now())
}

/// Whole milliseconds of a JavaScript date.
#[expect(clippy::cast_possible_truncation, reason = "dates are whole milliseconds, far below 2^53")]
pub fn to_millis(value: f64) -> Millis {
    value as Millis
}

/// A date or revision as JavaScript has numbers.
#[expect(clippy::cast_precision_loss, reason = "dates and revisions stay far below 2^53")]
pub fn from_millis(value: Millis) -> f64 {
    value as f64
}

/// A revision or count as JavaScript has numbers.
#[expect(clippy::cast_precision_loss, reason = "revisions stay far below 2^53")]
pub fn from_u64(value: u64) -> f64 {
    value as f64
}

/// A revision that was stored with [`from_u64`].
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "only values of from_u64 come in; anything else saturates")]
pub fn to_u64(value: f64) -> u64 {
    value as u64
}

/// A property, unless it is missing, `null` or out of reach.
pub fn property(target: &JsValue, name: &str) -> Option<JsValue> {
    Reflect::get(target, &JsValue::from_str(name)).ok().filter(|value| !value.is_undefined() && !value.is_null())
}

/// Calls a method by name; a missing one is an error like one that throws.
pub fn call(target: &JsValue, name: &str, arguments: &[&JsValue]) -> Result<JsValue, JsValue> {
    let Some(function) = property(target, name).and_then(|value| value.dyn_into::<Function>().ok()) else {
        return Err(JsValue::from_str(name));
    };
    let list = Array::new();
    for argument in arguments {
        list.push(argument);
    }
    function.apply(target, &list)
}

/// Makes an object of a class by name, as `new` does.
pub fn make(class: &str, arguments: &[&JsValue]) -> Result<JsValue, JsValue> {
    let Some(function) = property(&global(), class).and_then(|value| value.dyn_into::<Function>().ok()) else {
        return Err(JsValue::from_str(class));
    };
    let list = Array::new();
    for argument in arguments {
        list.push(argument);
    }
    Reflect::construct(&function, &list)
}

/// A plain object.
pub fn object(entries: &[(&str, JsValue)]) -> JsValue {
    let object = Object::new();
    for (name, value) in entries {
        // Setting a property of a new plain object cannot fail.
        Reflect::set(&object, &JsValue::from_str(name), value).ok();
    }
    object.into()
}

/// Bytes of chance, as the browser makes them for keys. `None`: it has none, and nothing else is as good.
pub fn try_random<const N: usize>() -> Option<[u8; N]> {
    let mut bytes = [0; N];
    let array = Uint8Array::from(&bytes[..]);
    call(&property(&global(), "crypto")?, "getRandomValues", &[&array]).ok()?;
    array.copy_to(&mut bytes);
    Some(bytes)
}

/// The same for ids and secrets, which every browser and worker that runs this has: one that does not goes no further.
pub fn random<const N: usize>() -> [u8; N] {
    try_random().unwrap_or_else(|| throw_str("no source of chance"))
}

/// Any number, to spread attempts; nothing secret.
pub fn chance() -> u32 {
    u32::from_be_bytes(try_random().unwrap_or_default())
}

/// Waits for what [`call`] gave back: a promise.
pub async fn settle(promise: JsValue) -> Result<JsValue, JsValue> {
    match promise.dyn_into::<Promise>() {
        Ok(promise) => JsFuture::from(promise).await,
        Err(value) => Ok(value),
    }
}

/// Calls a method that gives a promise and waits for it.
pub async fn ask(target: &JsValue, name: &str, arguments: &[&JsValue]) -> Result<JsValue, JsValue> {
    settle(call(target, name, arguments)?).await
}

/// The global object as a value.
pub fn global() -> JsValue {
    js_sys::global().into()
}

/// `navigator`, or `undefined` outside of a window.
pub fn navigator() -> JsValue {
    property(&global(), "navigator").unwrap_or(JsValue::UNDEFINED)
}

/// Lets the browser draw and take input before going on.
pub async fn breathe() {
    // `scheduler.yield()` comes back ahead of other timers; where it is missing a timer lets input through just as well.
    if let Some(scheduler) = property(&global(), "scheduler")
        && ask(&scheduler, "yield", &[]).await.is_ok()
    {
        return;
    }
    TimeoutFuture::new(0).await;
}

/// What `work` gives, or nothing after `millis` milliseconds; the work is dropped then.
pub async fn within<T>(millis: u32, work: impl Future<Output = T>) -> Option<T> {
    let mut work = pin!(work);
    let mut alarm = pin!(TimeoutFuture::new(millis));
    poll_fn(|context| {
        if let Poll::Ready(value) = work.as_mut().poll(context) {
            return Poll::Ready(Some(value));
        }
        alarm.as_mut().poll(context).map(|()| None)
    })
    .await
}

/// Whether the browser believes that there is a connection. "No" is a hint only: it is sometimes wrong for good.
pub fn is_online() -> bool {
    property(&navigator(), "onLine").and_then(|online| online.as_bool()).unwrap_or(true)
}

/// Whether the page can be seen.
pub fn is_visible() -> bool {
    web_sys::window().and_then(|window| window.document()).is_some_and(|document| !document.hidden())
}

/// Leaves a trace for whoever looks for a fault. Being offline is no fault.
pub fn warn(text: &str) {
    web_sys::console::warn_1(&JsValue::from_str(text));
}

/// An error's text.
pub fn error_text(error: &JsValue) -> String {
    property(error, "message").and_then(|message| message.as_string()).or_else(|| error.as_string()).unwrap_or_default()
}
