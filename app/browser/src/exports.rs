//! What JavaScript calls: the start of the app, and the outbox for the tests of faults.
//!
//! Behind a feature, because the lazy functions that all of this reaches exist only after the bundle was split, and the tests of the
//! shell run before that.

use crate::boot;
use crate::channel::Channel;
use crate::device::BrowserDevice;
use crate::engine::Promised;
use crate::js;
use crate::panic;
use crate::repo::BrowserRepo;
use engawa_app::app::App;
use engawa_app::device::{ComingFormDevice, ComingVaultDevice, Device, DeviceState};
use engawa_app::repo::Repo;
use engawa_app::site::Boot;
use engawa_shell::NAME;
use leptos::mount::{hydrate_from_async, mount_to};
use leptos::prelude::{IntoView, Set, provide_context};
use send_wrapper::SendWrapper;
use std::cell::{OnceCell, RefCell};
use std::rc::Rc;
use std::sync::Arc;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen_futures::spawn_local;

/// Starts the app on this page: hydrates what the server drew, or draws into the offline shell, and begins to sync.
#[wasm_bindgen]
pub fn start() {
    let Some(page) = boot::read() else { return };
    panic::install(page.boot.lang);
    let Some(body) = web_sys::window().and_then(|window| window.document()).and_then(|document| document.body()) else { return };
    let boot = page.boot;
    let awakening = Rc::new(OnceCell::new());
    let told = Rc::clone(&awakening);
    let app = move || app(boot, &told);
    spawn_local(async move {
        if page.is_shell {
            mount_to(body, app).forget();
        } else {
            // The page's own code may still be on its way. Until everything is hydrated, nothing may change.
            hydrate_from_async(body, app).await.forget();
        }
        if let Some(awakening) = awakening.get() {
            wake(awakening).await;
        }
    });
}

/// What comes alive after the first drawing.
struct Awakening {
    device: BrowserDevice,
    promised: Rc<Promised>,
    state: DeviceState,
}

/// The app with everything that its pages expect in context. It leaves what changes the state for later.
fn app(boot: Boot, awakening: &OnceCell<Awakening>) -> impl IntoView + use<> {
    let state = DeviceState::new();
    let channel = Rc::new(Channel::new(NAME));
    let promised = Promised::begin(NAME, &boot.build, Rc::clone(&channel), state);
    PROMISED.set(Some(Rc::clone(&promised)));
    let repo: Arc<dyn Repo> = Arc::new(BrowserRepo::new(Rc::clone(&promised)));
    let coming = SendWrapper::new(Rc::clone(&promised));
    let form_device: ComingFormDevice = Arc::new(move || {
        let promised = (*coming).clone();
        Box::pin(SendWrapper::new(async move { promised.engine().await.form_device() }))
    });
    let coming = SendWrapper::new(Rc::clone(&promised));
    let vault_device: ComingVaultDevice = Arc::new(move || {
        let promised = (*coming).clone();
        Box::pin(SendWrapper::new(async move { promised.engine().await.vault_device() }))
    });
    let device = BrowserDevice::new(Rc::clone(&promised), channel, state);
    let _ = awakening.set(Awakening { device: device.clone(), promised, state });
    let device: Arc<dyn Device> = Arc::new(device);
    provide_context(boot);
    provide_context(state);
    provide_context(device);
    provide_context(form_device);
    provide_context(vault_device);
    provide_context(repo);
    App()
}

async fn wake(it: &Awakening) {
    // What hydration itself left for later has run after a breath.
    js::breathe().await;
    it.device.watch();
    it.state.awake.set(true);
    it.promised.engine().await.start().await;
}

thread_local! {
    static PROMISED: RefCell<Option<Rc<Promised>>> = const { RefCell::new(None) };
}

/// For tests: keeps the file of a JSON `{id, subject, title, body, file: {name, base64}}` and puts it into the outbox. Fails if the store
/// does not have it in the end.
#[wasm_bindgen]
pub async fn outbox_send(json: String) -> Result<(), JsValue> {
    let Some(promised) = PROMISED.with_borrow(Option::clone) else { return Err(JsValue::from_str("not started")) };
    if promised.engine().await.outbox_send(json).await { Ok(()) } else { Err(JsValue::from_str("not stored")) }
}

/// For tests: what is in the outbox, as JSON `[{id, standing, number}]`; an empty list before the engine is here.
#[wasm_bindgen]
pub fn outbox_state() -> String {
    let engine = PROMISED.with_borrow(|promised| promised.as_ref().and_then(|promised| promised.ready()));
    engine.map_or_else(|| "[]".to_owned(), |engine| engine.outbox_state())
}
