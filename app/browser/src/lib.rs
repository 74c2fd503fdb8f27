//! The browser's shell: `IndexedDB`, feed sync and hydration. The only crate that runs in the browser alone.
//!
//! It is thin on purpose: what a feed client, a catalogue or a search does is decided in `engawa-core` and `engawa-app`; here those
//! decisions meet the browser. `public/boot.js` loads this module and calls [`start`]; `public/sw.js` keeps it for offline use.
//! Invariants: the first drawing in the browser equals the server's; pages read through [`repo`], never from the network; whatever a
//! browser lacks or refuses makes the app do less, never break.

pub mod bench;
mod boot;
pub mod catalogue;
mod channel;
mod device;
pub mod idb;
mod js;
mod leader;
pub mod net;
mod panic;
pub mod repo;
pub mod shelf;
mod sync;
pub mod watch;

use crate::catalogue::Catalogue;
use crate::channel::Channel;
use crate::device::BrowserDevice;
use crate::repo::BrowserRepo;
use crate::shelf::Shelf;
use crate::sync::FeedSync;
use crate::watch::{Phase, Watch};
use engawa_app::app::App;
use engawa_app::device::{Device, DeviceState};
use engawa_app::repo::Repo;
use engawa_app::site::Boot;
use leptos::mount::{hydrate_body, mount_to_body};
use leptos::prelude::{IntoView, Set, provide_context};
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
    let boot = page.boot;
    if page.is_shell {
        mount_to_body(move || app(boot));
    } else {
        hydrate_body(move || app(boot));
    }
}

/// The app with everything that its pages expect in context. What changes the state begins after the first drawing.
fn app(boot: Boot) -> impl IntoView {
    let state = DeviceState::new();
    let shelf = Rc::new(Shelf::new(NAME));
    let catalogue = Rc::new(Catalogue::new(Rc::clone(&shelf), &boot.build));
    let phase = Rc::new(Watch::new(Phase::Working));
    let channel = Rc::new(Channel::new(NAME));
    let repo: Arc<dyn Repo> = Arc::new(BrowserRepo::new(Rc::clone(&shelf), Rc::clone(&catalogue), Rc::clone(&phase)));
    let device = BrowserDevice::new(Rc::clone(&shelf), Rc::clone(&channel), state);
    let sync = FeedSync::new(shelf, catalogue, phase, channel, state, &boot.build);
    let watcher = device.clone();
    let device: Arc<dyn Device> = Arc::new(device);
    provide_context(boot);
    provide_context(state);
    provide_context(device);
    provide_context(repo);
    spawn_local(async move {
        // What hydration itself left for later has run after a breath.
        js::breathe().await;
        watcher.watch();
        state.awake.set(true);
        sync.start().await;
    });
    App()
}
