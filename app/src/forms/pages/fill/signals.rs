//! What the page shows besides the form itself, as signals, and the words for its states.
//!
//! They stand together in one place, so that the handle of the page stays small. Invariant: a signal that is asked for after the page is
//! gone is a fresh one that nobody sees.

use super::rest::Rest;
use super::state::Fill;
use crate::forms::command::Holder;
use crate::forms::device::KeepError;
use crate::forms::filling::{Layout, Progress, Remark, Screen};
use engawa_core::form::Definition;
use engawa_core::form::answers::AnswerPath;
use engawa_core::form::draft::aside::Aside;
use engawa_core::form::draft::share::Refusal;
use engawa_core::photo::sketch::Sketch;
use engawa_core::time::Millis;
use leptos::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// How far the page is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// The draft is being read; the server draws this.
    Loading,
    /// The draft is open.
    Open,
    /// It cannot be opened, and why.
    Closed(Closed),
}

/// Why a draft is not shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Closed {
    /// It is not on this device.
    Absent,
    /// The device's store cannot be read.
    Unread,
    /// Its version of the form is not here and could not be fetched.
    NoForm,
    /// A newer build wrote it.
    Newer,
    /// It is damaged.
    Damaged,
    /// The form cannot be computed.
    Faulty,
}

/// Where in the form the person is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Place {
    /// At the screen of this key.
    Screen(AnswerPath),
    /// At the last page: check and send.
    Check,
}

/// Whether what was typed is in the device's store.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kept {
    /// Since then.
    At(Millis),
    /// It waits, and why.
    Not(KeepError),
}

/// How sharing stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shared {
    /// Nobody else has the draft.
    Alone,
    /// Something is on its way, or the connection is not there.
    Waiting,
    /// Both sides knew the same at this time.
    InSync(Millis),
    /// What the server says cannot be merged.
    Trouble,
    /// It has ended.
    Ended(Refusal),
}

/// Signals, each with its first value, and the handle's function that gives it.
macro_rules! signals {
    ($($(#[$doc:meta])* $name:ident: $type:ty = $first:expr;)*) => {
        /// All of them.
        pub struct Signals {
            $(pub(super) $name: RwSignal<$type>,)*
        }

        impl Signals {
            /// As a page begins.
            pub fn new() -> Self {
                Self { $($name: RwSignal::new($first),)* }
            }
        }

        impl Fill {
            $(
                $(#[$doc])*
                pub fn $name(self) -> RwSignal<$type> {
                    self.signals.try_with_value(|signals| signals.$name).unwrap_or_else(|| RwSignal::new($first))
                }
            )*
        }
    };
}

signals! {
    /// How far the page is.
    stage: Stage = Stage::Loading;
    /// The form's language that is shown, as an index.
    language: usize = 0;
    /// One question at a time, or whole sections.
    layout: Layout = Layout::Sections;
    /// All screens, as of the last pause.
    screens: Vec<Screen> = Vec::new();
    /// Where the person is.
    place: Place = Place::Check;
    /// Rises when every node is another one.
    drawn: u64 = 0;
    /// Rises in each pause.
    beat: u64 = 0;
    /// How far the filling-in is, as of the last pause.
    progress: Progress = Progress::default();
    /// Whether it is saved.
    kept: Option<Kept> = None;
    /// Somebody tried to send it: everything that is wrong is shown.
    tried: bool = false;
    /// Why the last edit was not taken.
    refusal: Option<String> = None;
    /// The row that was removed last, to bring it back.
    removed: Option<AnswerPath> = None;
    /// What could not be read of the draft and was put aside.
    aside: Vec<Aside> = Vec::new();
    /// What is left of a draft that cannot be opened.
    rest: Option<Rest> = None;
    /// What is said to those who do not see the screen change.
    said: String = String::new();
    /// How sharing stands.
    shared: Shared = Shared::Alone;
    /// The fragment of the invitation, if it is shared.
    invitation: Option<String> = None;
    /// The receipt of what came back: the draft is corrected and sent again.
    corrects: Option<Holder> = None;
    /// Rises when files of a shared draft came to this device.
    arrived: u64 = 0;
    /// The comments, as of the last pause or act.
    comments: Vec<Remark> = Vec::new();
    /// Where comments are opened.
    unfolded: BTreeSet<AnswerPath> = BTreeSet::new();
    /// The comments that are being written, by what they are about.
    jotted: BTreeMap<AnswerPath, String> = BTreeMap::new();
    /// Hidden answers that are shown for now.
    revealed: BTreeSet<AnswerPath> = BTreeSet::new();
    /// What is drawn and not attached yet, by its question.
    sketched: BTreeMap<AnswerPath, Sketch> = BTreeMap::new();
    /// A newer version of the form.
    newer: Option<Arc<Definition>> = None;
    /// The screen that showed what is wrong before the person goes on.
    warned: Option<Place> = None;
    /// The problem that was gone to last.
    problem: Option<AnswerPath> = None;
    /// Answers that were changed since the server refused them.
    mended: BTreeSet<String> = BTreeSet::new();
    /// What was put into addresses because of their postcodes.
    placed: BTreeSet<String> = BTreeSet::new();
}
