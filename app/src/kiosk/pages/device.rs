//! A screen as pages see it: what state it is in, and what it can be asked to do.
//!
//! There is one only where the app runs as a kiosk; everywhere else [`use_kiosk`] gives nothing.

use crate::forms::device::Doing;
use crate::kiosk::beat::Counted;
use crate::kiosk::config::Enrolment;
use crate::kiosk::keyboard::Key;
use crate::kiosk::parcel::Parcel;
use engawa_core::Lang;
use engawa_core::kiosk::session::Phase;
use engawa_core::time::Millis;
use leptos::prelude::*;
use std::sync::Arc;

/// How somebody wants the screen to look and sound, for one session.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Look {
    /// Black, white and yellow.
    pub contrast: bool,
    /// Everything that is pressed is in the lower half: from a wheelchair.
    pub reach: bool,
    /// Larger text.
    pub large: bool,
    /// What is focused, and what pages say by themselves, is read aloud.
    pub aloud: bool,
}

/// What a session that ended still waits for, before it is forgotten.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Ending {
    /// Nothing.
    #[default]
    Nothing,
    /// What somebody sent is being sealed.
    Sealing,
    /// What somebody sent could not be sealed, or the store did not take it.
    Failed,
}

/// The house closes soon.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Closing {
    /// Minutes that were left when it was said.
    pub minutes: u32,
    /// When it closes.
    pub at: Millis,
}

/// What stands in the field that is typed into.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum InField {
    /// There is no field.
    Nothing,
    /// It is a secret.
    Secret,
    /// A text.
    Text {
        /// All of it.
        whole: String,
        /// The character before the caret.
        last: Option<char>,
    },
}

/// Something that was sent in this session.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sent {
    /// The command's id.
    pub id: String,
    /// The short number.
    pub number: String,
    /// The secret that shows that it is theirs.
    pub secret: String,
    /// What it is.
    pub title: String,
    /// When.
    pub at: Millis,
    /// Whether the city has it; else it waits here, sealed.
    pub delivered: bool,
}

/// The state of a screen.
#[derive(Clone, Copy, Debug)]
pub struct KioskSignals {
    /// What it was told of itself.
    pub enrolment: RwSignal<Enrolment>,
    /// See [`Phase`].
    pub phase: RwSignal<Phase>,
    /// See [`Ending`].
    pub ending: RwSignal<Ending>,
    /// Seconds that are left of a warning.
    pub left: RwSignal<u32>,
    /// Whether the house is open.
    pub open: RwSignal<bool>,
    /// Somebody is there, and the house closes soon.
    pub closing: RwSignal<Option<Closing>>,
    /// What was sent in this session.
    pub sent: RwSignal<Vec<Sent>>,
    /// How many sealed things wait here, of whomever.
    pub pending: RwSignal<u32>,
    /// See [`Look`].
    pub look: RwSignal<Look>,
    /// A page that cannot be opened here, to be taken along by its QR code: its address.
    pub elsewhere: RwSignal<Option<String>>,
    /// The moment, once a second at rest, by the server's clock as far as it is known.
    pub now: RwSignal<Millis>,
    /// An address of the app that is to be shown next: whoever sets it is taken there. The browser's shell follows it, because the address
    /// of the document never changes.
    pub go: RwSignal<Option<String>>,
}

/// What a screen can be asked to do.
pub trait KioskDevice: Send + Sync {
    /// "Continue": somebody is still here.
    fn carry_on(&self);
    /// "Finish": everything of this session is forgotten.
    fn finish(&self);
    /// One page back within this session.
    fn back(&self);
    /// Goes on in another language, without losing anything.
    fn set_lang(&self, lang: Lang);
    /// Changes how the screen looks, for this session.
    fn set_look(&self, look: Look);
    /// Says something aloud, in the language of the page; nothing where the browser cannot.
    fn say(&self, text: &str);
    /// Reads the page aloud from its beginning; nothing where the browser cannot.
    fn read_page(&self);
    /// Says nothing more of what is being read.
    fn hush(&self);
    /// Types a key of the app's own keyboard into the field that has the focus.
    fn type_key(&self, key: Key);
    /// What stands in that field now.
    fn in_field(&self) -> InField;
    /// Puts the focus back on that field.
    fn to_field(&self);
    /// Makes an address for a phone that carries this along: a form by way of the server, once, as long as that can be reached; what is
    /// small by itself otherwise.
    fn hand_over(&self, parcel: Parcel) -> Doing<String>;
    /// Counts something, without who.
    fn count(&self, what: Counted, subject: &str);
    /// Pairs this device: types the code that staff gave. Afterwards the page loads anew as a screen. `Full`: too many tries; `Refused`: the
    /// site has no sealing key; `NotFound`: the code is none.
    fn pair(&self, code: String) -> Doing<()>;
}

/// A screen: its state and what it can do.
#[derive(Clone)]
pub struct Kiosk {
    /// Its state.
    pub signals: KioskSignals,
    /// What it can be asked to do.
    pub device: Arc<dyn KioskDevice>,
}

/// The screen that the app runs on, from context; nothing on a person's own device and on the server.
pub fn use_kiosk() -> Option<Kiosk> {
    use_context::<Kiosk>()
}

/// Whether the app runs on a shared screen.
pub fn is_shared() -> bool {
    use_kiosk().is_some()
}

/// Whether something can be printed here: on a person's own device always, at a shared screen where staff said that a printer stands there.
pub fn use_prints() -> Memo<bool> {
    let enrolment = use_kiosk().map(|kiosk| kiosk.signals.enrolment);
    Memo::new(move |_| enrolment.is_none_or(|enrolment| enrolment.with(|it| it.config.prints)))
}

/// Counts something at a shared screen, without who; nothing anywhere else.
pub fn count(what: Counted, subject: &str) {
    if let Some(kiosk) = use_kiosk() {
        kiosk.device.count(what, subject);
    }
}
