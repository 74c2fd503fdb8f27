//! What JavaScript calls: the start of the app, and the search for the benchmarks.
//!
//! Behind a feature, because the lazy functions that all of this reaches exist only after the bundle was split, and the tests of the
//! shell run before that.

use crate::bench::Benched;
use crate::boot;
use crate::channel::Channel;
use crate::device::BrowserDevice;
use crate::engine::{Promised, new_bench};
use crate::js;
use crate::panic;
use crate::repo::BrowserRepo;
use engawa_app::app::App;
use engawa_app::device::{Device, DeviceState};
use engawa_app::repo::Repo;
use engawa_app::site::Boot;
use leptos::mount::{hydrate_from_async, mount_to};
use leptos::prelude::{IntoView, Set, provide_context};
use std::cell::{OnceCell, RefCell};
use std::rc::Rc;
use std::sync::Arc;
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen_futures::spawn_local;

/// The name of the database and of the line between tabs. A site is an origin, so one name serves all.
const NAME: &str = "engawa";

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
    let repo: Arc<dyn Repo> = Arc::new(BrowserRepo::new(Rc::clone(&promised)));
    let device = BrowserDevice::new(Rc::clone(&promised), channel, state);
    let _ = awakening.set(Awakening { device: device.clone(), promised, state });
    let device: Arc<dyn Device> = Arc::new(device);
    provide_context(boot);
    provide_context(state);
    provide_context(device);
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
    static BENCH: RefCell<Option<Box<dyn Benched>>> = const { RefCell::new(None) };
}

fn with<T: Default>(work: impl FnOnce(&mut dyn Benched) -> T) -> T {
    BENCH.with_borrow_mut(|bench| bench.as_mut().map(|bench| work(bench.as_mut())).unwrap_or_default())
}

/// Fetches the search; to be awaited before the others are called.
#[wasm_bindgen]
pub async fn bench_open() {
    BENCH.set(new_bench().await);
}

/// Builds an index of a JSON array of `{id, title, body}` and gives its number of documents; 0 if the JSON cannot be read.
#[wasm_bindgen]
pub fn bench_build(json: &str) -> usize {
    with(|bench| bench.build(json))
}

/// Finds and ranks, as the list does at each key stroke, and gives the number of documents found.
#[wasm_bindgen]
pub fn bench_search(query: &str, limit: usize) -> usize {
    with(|bench| bench.search(query, limit))
}

/// The image of the index.
#[wasm_bindgen]
pub fn bench_save() -> Vec<u8> {
    with(|bench| bench.save())
}

/// Reads [`bench_save`] and gives the number of documents; 0 if the image is broken.
#[wasm_bindgen]
pub fn bench_load(image: &[u8]) -> usize {
    with(|bench| bench.load(image))
}
