//! The device in the person's hand, as pages see it: what state it is in, and what it can be asked to do.
//!
//! The state starts the same on the server and in the browser, so that hydration matches; the browser's shell changes it afterwards.

use crate::forms::device::{FormDevice, OutboxLine};
use crate::people::device::VaultDevice;
use chrono::NaiveDateTime;
use engawa_core::Lang;
use leptos::prelude::*;
use std::collections::BTreeSet;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

/// Whether and how the app can be installed here.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Install {
    /// Not known, not possible, or done already.
    #[default]
    No,
    /// The browser offers it: show a button.
    Prompt,
    /// Safari on an iPhone or iPad: explain the share sheet.
    Ios,
}

/// What the device knows about itself.
#[derive(Clone, Copy, Debug)]
pub struct DeviceState {
    /// Scripts run here; until then buttons that need them stay hidden.
    pub awake: RwSignal<bool>,
    /// The last attempt to reach the server succeeded.
    pub online: RwSignal<bool>,
    /// When everything was last known to be up to date (Unix milliseconds).
    pub as_of: RwSignal<Option<i64>>,
    /// The first sync under way: records here, records in all.
    pub progress: RwSignal<Option<(u64, u64)>>,
    /// Rises whenever records changed, so that open pages read again.
    pub version: RwSignal<u64>,
    /// The moment in Japan, to the minute, once the page is older than the one in which it was drawn; while nobody looks it stands still.
    pub now: RwSignal<Option<NaiveDateTime>>,
    /// Ids of the listings that this person marked, on this device only.
    pub favourites: RwSignal<BTreeSet<String>>,
    /// See [`Install`].
    pub install: RwSignal<Install>,
    /// A new version of the app waits until the person is ready.
    pub update_ready: RwSignal<bool>,
    /// The browser refused to keep anything (private window, full disk): nothing will be here offline.
    pub storage_refused: RwSignal<bool>,
    /// What waits to be sent, and receipts; in the order of sending.
    pub outbox: RwSignal<Vec<OutboxLine>>,
    /// Rises whenever the drafts on this device changed.
    pub drafts: RwSignal<u64>,
    /// Rises whenever what staff carry along changed, opened or closed.
    pub vault: RwSignal<u64>,
}

impl DeviceState {
    /// The state that the server draws with.
    pub fn new() -> Self {
        Self {
            awake: RwSignal::new(false),
            online: RwSignal::new(true),
            as_of: RwSignal::new(None),
            progress: RwSignal::new(None),
            version: RwSignal::new(0),
            now: RwSignal::new(None),
            favourites: RwSignal::new(BTreeSet::new()),
            install: RwSignal::new(Install::No),
            update_ready: RwSignal::new(false),
            storage_refused: RwSignal::new(false),
            outbox: RwSignal::new(Vec::new()),
            drafts: RwSignal::new(0),
            vault: RwSignal::new(0),
        }
    }
}

impl Default for DeviceState {
    fn default() -> Self {
        Self::new()
    }
}

/// What the device can be asked to do. On the server nothing of it happens.
pub trait Device: Send + Sync {
    /// Marks or unmarks a listing and remembers it.
    fn toggle_favourite(&self, id: &str);
    /// Opens the share sheet, else copies the address. Reports `true` when it was copied.
    fn share(&self, title: &str, path: &str, copied: Callback<bool>);
    /// Prints the page.
    fn print(&self);
    /// Shows the browser's install question.
    fn install(&self);
    /// Remembers the language and shows the page in it.
    fn set_lang(&self, lang: Lang);
    /// Asks where the person is (latitude, longitude); `None` if they decline.
    fn locate(&self, found: Callback<Option<(f64, f64)>>);
    /// Switches to the version that waits.
    fn update(&self);
    /// Deletes everything that the app keeps on this device.
    fn forget_everything(&self);
    /// The local time of an instant as `14:05`, or with its date if it is not today.
    fn clock(&self, millis: i64) -> String;
}

/// The device of a page that is drawn on the server.
#[derive(Clone, Copy, Debug)]
pub struct NoDevice;

impl Device for NoDevice {
    fn toggle_favourite(&self, _: &str) {}
    fn share(&self, _: &str, _: &str, _: Callback<bool>) {}
    fn print(&self) {}
    fn install(&self) {}
    fn set_lang(&self, _: Lang) {}
    fn locate(&self, _: Callback<Option<(f64, f64)>>) {}
    fn update(&self) {}
    fn forget_everything(&self) {}
    fn clock(&self, _: i64) -> String {
        String::new()
    }
}

/// The device's state, from context.
pub fn use_state() -> DeviceState {
    expect_context::<DeviceState>()
}

/// The device, from context.
pub fn use_device() -> Arc<dyn Device> {
    expect_context::<Arc<dyn Device>>()
}

/// What the device keeps for forms, as soon as it is here: it comes with the engine, after the first drawing.
pub type ComingFormDevice = Arc<dyn Fn() -> Pin<Box<dyn Future<Output = Arc<dyn FormDevice>> + Send>> + Send + Sync>;

/// The promise of what the device keeps for forms, from context. There is none on the server: ask only in effects and handlers.
pub fn use_form_device() -> Option<ComingFormDevice> {
    use_context::<ComingFormDevice>()
}

/// What the device keeps for staff in the field, as soon as it is here.
pub type ComingVaultDevice = Arc<dyn Fn() -> Pin<Box<dyn Future<Output = Arc<dyn VaultDevice>> + Send>> + Send + Sync>;

/// The promise of what the device keeps for staff in the field, from context. There is none on the server.
pub fn use_vault_device() -> Option<ComingVaultDevice> {
    use_context::<ComingVaultDevice>()
}
