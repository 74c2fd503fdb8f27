//! What JavaScript calls: the start of the app, and the outbox for the tests of faults.
//!
//! Behind a feature, because the lazy functions that all of this reaches exist only after the bundle was split, and the tests of the
//! shell run before that.

use crate::boot;
use crate::channel::Channel;
use crate::device::BrowserDevice;
use crate::engine::Promised;
use crate::js;
use crate::kiosk::{self, Furnished, Furniture, Screen};
use crate::panic;
use crate::repo::BrowserRepo;
use chrono::NaiveDateTime;
use engawa_app::app::App;
use engawa_app::device::{ComingFormDevice, ComingVaultDevice, Device, DeviceState};
use engawa_app::kiosk::config::Enrolment;
use engawa_app::repo::Repo;
use engawa_app::site::Boot;
use engawa_core::Lang;
use engawa_shell::NAME;
use leptos::mount::{hydrate_from_async, mount_to};
use leptos::prelude::{AnyView, IntoAny as _, IntoView, Owner, RwSignal, Set, WithUntracked, provide_context};
use send_wrapper::SendWrapper;
use std::any::Any;
use std::cell::{OnceCell, RefCell};
use std::rc::Rc;
use std::sync::Arc;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen_futures::spawn_local;
use web_sys::HtmlElement;

/// Starts the app on this page: hydrates what the server drew, or draws into the offline shell, and begins to sync.
#[wasm_bindgen]
pub fn start() {
    let Some(page) = boot::read() else { return };
    panic::install(page.boot.lang);
    let Some(body) = web_sys::window().and_then(|window| window.document()).and_then(|document| document.body()) else { return };
    if kiosk::may_be_screen(page.is_shell) {
        body.set_text_content(None);
        spawn_local(async move {
            let screen = kiosk::screen(page.boot.build.clone()).await;
            match screen.enrolment().await {
                Some(enrolment) => stand(body, page.boot, screen, enrolment).await,
                None => visit(body, page.boot, true).await,
            }
        });
    } else {
        spawn_local(visit(body, page.boot, page.is_shell));
    }
}

/// The app on a person's own device.
async fn visit(body: HtmlElement, boot: Boot, is_shell: bool) {
    let awakening = Rc::new(OnceCell::new());
    let told = Rc::clone(&awakening);
    let app = move || app(boot, &told);
    if is_shell {
        mount_to(body, app).forget();
    } else {
        // The page's own code may still be on its way. Until everything is hydrated, nothing may change.
        hydrate_from_async(body, app).await.forget();
    }
    if let Some(awakening) = awakening.get() {
        wake(awakening).await;
    }
}

/// What comes alive after the first drawing.
struct Awakening {
    device: BrowserDevice,
    promised: Rc<Promised>,
    state: DeviceState,
    /// When the page was drawn, in Japan.
    drawn: NaiveDateTime,
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
    let _ = awakening.set(Awakening { device: device.clone(), promised, state, drawn: boot.now() });
    let device: Arc<dyn Device> = Arc::new(device);
    provide_context(boot);
    provide_context(state);
    provide_context(device);
    provide_context(form_device);
    provide_context(vault_device);
    provide_context(repo);
    App()
}

/// Where the app stands on a shared screen, so that it can be drawn anew in another language with its memory kept.
struct Stage {
    /// Owns what outlives a drawing.
    owner: Owner,
    body: HtmlElement,
    boot: Boot,
    state: DeviceState,
    repo: Arc<dyn Repo>,
    screen: Rc<dyn Screen>,
    furnished: Furnished,
    /// What is drawn, until it is dropped, and what owns it.
    drawn: RefCell<Option<(Owner, Box<dyn Any>)>>,
}

/// The app on a shared screen.
async fn stand(body: HtmlElement, boot: Boot, screen: Rc<dyn Screen>, enrolment: Enrolment) {
    let owner = Owner::new();
    let (state, sealed, signals) = owner.with(|| (DeviceState::new(), RwSignal::new(Vec::new()), kiosk::signals(enrolment)));
    let lang = signals.enrolment.with_untracked(|enrolment| enrolment.config.langs.first().copied()).unwrap_or(boot.lang);
    let channel = Rc::new(Channel::new(NAME));
    // The outbox holds what was sealed, of whomever; pages see only what was sent in this session.
    let promised = Promised::begin(NAME, &boot.build, Rc::clone(&channel), DeviceState { outbox: sealed, ..state });
    PROMISED.set(Some(Rc::clone(&promised)));
    SCREEN.set(Some(Rc::clone(&screen)));
    let browser: Arc<dyn Device> = Arc::new(BrowserDevice::new(Rc::clone(&promised), channel, state));
    let repo: Arc<dyn Repo> = Arc::new(BrowserRepo::new(Rc::clone(&promised)));
    let place: Rc<OnceCell<Rc<Stage>>> = Rc::default();
    let there = Rc::clone(&place);
    let redraw = move |lang| {
        if let Some(stage) = there.get() {
            stage.draw(lang);
        }
    };
    let furniture = Furniture { promised: Rc::clone(&promised), browser, state, sealed, signals, lang, redraw: Rc::new(redraw) };
    let furnished = screen.furnish(furniture);
    let drawn = RefCell::new(None);
    let stage = Rc::new(Stage { owner, body, boot, state, repo, screen, furnished, drawn });
    let _ = place.set(Rc::clone(&stage));
    stage.draw(lang);
    js::breathe().await;
    state.awake.set(true);
    stage.owner.with(|| stage.screen.wake());
    stage.screen.move_in().await;
    promised.engine().await.start().await;
}

impl Stage {
    fn draw(self: &Rc<Self>, lang: Lang) {
        if let Some((owner, drawn)) = self.drawn.take() {
            drop(drawn);
            // Whoever still waits for something in it keeps it alive: its router would go on taking the clicks that are for the new one.
            owner.cleanup();
        }
        boot::set_lang(lang);
        let (this, owner) = (Rc::clone(self), self.owner.child());
        let drawn: Box<dyn Any> = Box::new(owner.with(|| mount_to(self.body.clone(), move || this.app(lang))));
        *self.drawn.borrow_mut() = Some((owner, drawn));
    }

    /// The app with everything that its pages expect in context.
    fn app(&self, lang: Lang) -> AnyView {
        let Furnished { kiosk, device, forms } = self.furnished.clone();
        provide_context(Boot { lang, ..self.boot.clone() });
        provide_context(self.state);
        provide_context(device);
        provide_context(forms);
        provide_context(Arc::clone(&self.repo));
        provide_context(kiosk);
        let app = App().into_any();
        self.screen.drawn();
        app
    }
}

async fn wake(it: &Awakening) {
    // What hydration itself left for later has run after a breath.
    js::breathe().await;
    it.device.watch(it.drawn);
    it.state.awake.set(true);
    it.promised.engine().await.start().await;
}

thread_local! {
    static PROMISED: RefCell<Option<Rc<Promised>>> = const { RefCell::new(None) };
    static SCREEN: RefCell<Option<Rc<dyn Screen>>> = const { RefCell::new(None) };
}

/// For tests: how the shared screen stands, as JSON `{phase, pending, sent: [{number, delivered}]}`; `{}` where there is none.
#[wasm_bindgen]
pub fn kiosk_state() -> String {
    let screen = SCREEN.with_borrow(Option::clone);
    screen.map_or_else(|| "{}".to_owned(), |screen| screen.state())
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
