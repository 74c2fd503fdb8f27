//! What all parts of the page share: one handle that is copied into every closure.
//!
//! The filling-in decides; this hands edits to it and to the store, and [`drawing`] tells the screen which nodes to draw again.
//! Invariants: what is read while nothing is open, or after the page is gone, is blank and never a panic; nothing calls back into the
//! handle while the filling-in is borrowed.

mod drawing;

use super::carry::Carrying;
use super::keeper::{Keeper, Told};
use super::sent::{self, Sent};
use super::signals::{Kept, Place, Shared, Signals, Stage};
use super::together;
use crate::device::{Device, DeviceState, use_device};
use crate::forms::device::{DraftCard, FormDevice};
use crate::forms::filling::{Edited, Filling, Layout, Outside, Refused};
use crate::kiosk::pages::device::is_shared;
use crate::messages::forms::comments as notes;
use crate::messages::forms::fill as m;
use engawa_core::Lang;
use engawa_core::form::answers::AnswerPath;
use engawa_core::form::definition::Definition;
use engawa_core::form::draft::EditRefused;
use engawa_core::form::draft::aside::Aside;
use engawa_core::form::draft::log::Line;
use engawa_core::form::draft::share::{Input, Refusal, SharedClient};
use engawa_core::form::running::{AnswerError, Form};
use engawa_core::form::tree::TreeId;
use engawa_core::time::Millis;
use leptos::prelude::*;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

/// Somebody who typed so recently is not interrupted by what came from elsewhere.
const TYPING_MS: Millis = 1_000;

/// What is behind the screen.
pub struct Core {
    /// The running form and its draft.
    pub filling: Filling,
    /// The form's definition.
    pub definition: Arc<Definition>,
    /// The device.
    pub device: Arc<dyn FormDevice>,
    /// The draft as lists show it, as of the last pause.
    pub card: DraftCard,
    /// The replica of this opening.
    pub replica: String,
    /// The device's number.
    pub device_id: String,
    /// This device's side of sharing.
    pub client: Option<SharedClient>,
    /// The timer of sharing.
    pub wake: Option<TimeoutHandle>,
    /// The files of a shared draft that travel.
    pub carrying: Carrying,
    /// Lines of other tabs that wait until nobody types.
    pub heard: Vec<String>,
    keeper: Arc<Keeper>,
    marks: HashMap<TreeId, ArcTrigger>,
    touched: BTreeSet<AnswerPath>,
    /// The question that has the focus.
    pub focused: Option<String>,
    /// What the person is called for the others.
    pub by: String,
    typed_at: Millis,
    pause: Option<TimeoutHandle>,
}

impl Core {
    /// Opens the same draft once more: in another version of the form, or in another name. Says whether it could be.
    pub fn reopen(&mut self, definition: Arc<Definition>) -> bool {
        let (device_id, replica, by) = (self.device_id.clone(), self.replica.clone(), self.by.clone());
        let outside = Outside { now: self.device.now(), device_id, replica, by };
        match Filling::open(Arc::clone(&definition), &self.filling.snapshot(), &[], outside) {
            Ok(filling) => {
                self.filling = filling.behind(&self.filling);
                self.definition = definition;
                true
            }
            Err(_) => false,
        }
    }
}

/// A draft that was read, on its way to the screen.
pub struct Opened {
    /// The running form and its draft.
    pub filling: Filling,
    /// The form's definition.
    pub definition: Arc<Definition>,
    /// The device.
    pub device: Arc<dyn FormDevice>,
    /// The draft as lists show it.
    pub card: DraftCard,
    /// The replica of this opening.
    pub replica: String,
    /// The device's number.
    pub device_id: String,
    /// What could not be read of it.
    pub aside: Vec<Aside>,
}

/// The handle. It is small: hundreds of closures of a table hold it.
#[derive(Clone, Copy)]
pub struct Fill {
    core: StoredValue<Option<Core>>,
    page_device: StoredValue<Arc<dyn Device>>,
    is_shared: bool,
    leave: Callback<String>,
    pub(super) signals: StoredValue<Signals>,
    /// The language of the interface.
    pub lang: Lang,
    /// Whether the draft was sent.
    pub sent: Memo<Sent>,
}

impl Fill {
    /// A handle with nothing open, of what stands in context. `draft`: the draft of the address; `leave`: goes to another page.
    pub fn new(lang: Lang, state: DeviceState, draft: Memo<String>, leave: Callback<String>) -> Self {
        let signals = Signals::new();
        let corrects = signals.corrects;
        Self {
            core: StoredValue::new(None),
            page_device: StoredValue::new(use_device()),
            is_shared: is_shared(),
            leave,
            signals: StoredValue::new(signals),
            lang,
            sent: Memo::new(move |_| {
                draft.with(|draft| state.outbox.with(|lines| corrects.with(|corrects| sent::of(draft, lines, corrects.as_ref()))))
            }),
        }
    }

    /// Whether the page is gone.
    pub fn is_gone(self) -> bool {
        self.core.is_disposed()
    }

    /// Asks what is open; blank if nothing is.
    pub fn with<T: Default>(self, ask: impl FnOnce(&Core) -> T) -> T {
        self.core.try_with_value(|core| core.as_ref().map(ask)).flatten().unwrap_or_default()
    }

    /// Asks the running form; blank if nothing is open.
    pub fn form<T: Default>(self, ask: impl FnOnce(&Form) -> T) -> T {
        self.with(|core| ask(core.filling.form()))
    }

    /// Changes what is open.
    pub fn change<T>(self, act: impl FnOnce(&mut Core) -> T) -> Option<T> {
        self.core.try_update_value(|core| core.as_mut().map(act)).flatten()
    }

    /// The device, if something is open.
    pub fn device(self) -> Option<Arc<dyn FormDevice>> {
        self.with(|core| Some(Arc::clone(&core.device)))
    }

    /// The device's own functions.
    pub fn page_device<T: Default>(self, ask: impl FnOnce(&Arc<dyn Device>) -> T) -> T {
        self.page_device.try_with_value(ask).unwrap_or_default()
    }

    /// Whether it is filled in at a shared screen.
    pub fn is_shared(self) -> bool {
        self.is_shared
    }

    /// A moment as the clock of this place shows it.
    pub fn clock(self, at: Millis) -> String {
        self.page_device(|device| device.clock(at))
    }

    /// Goes to another page.
    pub fn leave(self, path: &str) {
        self.leave.try_run(path.to_owned());
    }

    /// A draft is there: show it.
    pub fn open(self, opened: Opened, layout: Layout, language: usize) {
        let Opened { filling, definition, device, card, replica, device_id, aside } = opened;
        let keeper = Keeper::new(Arc::clone(&device), Arc::new(move |told| self.told(told)));
        let kept = (card.changed_at > 0).then_some(Kept::At(card.changed_at));
        self.invitation().set(card.invitation.clone());
        self.corrects().set(card.corrects.clone());
        let by = card.by.clone();
        let core = Core {
            filling,
            definition,
            device,
            card,
            replica,
            device_id,
            client: None,
            wake: None,
            carrying: Carrying::default(),
            heard: Vec::new(),
            keeper,
            marks: HashMap::new(),
            touched: BTreeSet::new(),
            focused: None,
            by,
            typed_at: 0,
            pause: None,
        };
        self.core.set_value(Some(core));
        self.aside().set(aside);
        self.tried().set(false);
        self.layout().set(layout);
        self.language().set(language);
        self.kept().set(kept);
        self.refusal().set(None);
        self.removed().set(None);
        self.warned().set(None);
        self.problem().set(None);
        self.newer().set(None);
        self.mended().set(BTreeSet::new());
        self.placed().set(BTreeSet::new());
        self.unfolded().set(BTreeSet::new());
        self.hide_again();
        self.jotted().update(BTreeMap::clear);
        self.sketched().update(BTreeMap::clear);
        self.shared().set(Shared::Alone);
        self.outline();
        let first = self.screens().with_untracked(|screens| screens.first().map(|screen| screen.key.clone()));
        self.place().set(first.map_or(Place::Check, Place::Screen));
        self.settled();
        self.stage().set(Stage::Open);
    }

    /// Nothing is open any more. Lines that wait are still kept.
    pub fn close(self) {
        let timers = self.change(|core| [core.pause.take(), core.wake.take()]);
        for timer in timers.into_iter().flatten().flatten() {
            timer.clear();
        }
        if let Some(device) = self.device() {
            device.stop_listening();
        }
        self.core.set_value(None);
    }

    /// Whether nothing can be changed because it was sent.
    pub fn is_locked(self) -> bool {
        // A shared draft is closed by being sent; whoever sent it corrects it all the same.
        let is_closed = self.shared().get() == Shared::Ended(Refusal::Closed) && self.corrects().with(Option::is_none);
        self.sent.with(|sent| matches!(sent, Sent::Waiting | Sent::Done)) || is_closed
    }

    /// Makes an edit: at once in the form, then into the store. Says whether it was taken.
    pub fn edit(self, act: impl FnOnce(&mut Filling, Millis) -> Result<Edited, Refused>) -> bool {
        if untrack(|| self.is_locked()) {
            return false;
        }
        let result = self.change(|core| {
            core.typed_at = core.device.now();
            act(&mut core.filling, core.typed_at)
        });
        match result {
            Some(Ok(edited)) => {
                if self.refusal().with_untracked(Option::is_some) {
                    self.refusal().set(None);
                }
                self.take(edited);
                together::step(self, Input::Edited);
                true
            }
            Some(Err(refused)) => {
                self.refusal().set(Some(refusal_words(&refused, self.lang)));
                false
            }
            None => false,
        }
    }

    /// Answers a question.
    pub fn answer(self, at: TreeId, raw: &str) -> bool {
        if self.sent.with_untracked(|sent| matches!(sent, Sent::Stuck { .. })) {
            let path = self.form(|form| form.path(at).0);
            self.mended().update(|mended| {
                mended.insert(path);
            });
        }
        self.edit(|filling, now| filling.answer(at, raw, now))
    }

    /// Keeps what an edit gave, and draws again what it changed.
    pub fn take(self, edited: Edited) {
        self.keep(edited.lines);
        if edited.rebuilt {
            self.redraw();
        } else {
            let changes = edited.changes;
            let is_moved = !changes.repeats.is_empty() || changes.nodes.values().any(|change| change.relevant);
            let marks: Vec<ArcTrigger> =
                self.with(|core| changes.nodes.keys().chain(&changes.repeats).filter_map(|at| core.marks.get(at).cloned()).collect());
            marks.notify();
            if is_moved {
                self.outline();
            }
        }
        self.pause();
    }

    fn keep(self, lines: Vec<Line>) {
        if lines.is_empty() {
            return;
        }
        let job = self.change(|core| {
            core.card.changed_at = core.device.now();
            let counter = core.filling.draft().document().seen().of(&core.replica);
            (Arc::clone(&core.keeper), core.card.clone(), counter)
        });
        if let Some((keeper, card, counter)) = job {
            keeper.keep(card, lines, counter);
        }
    }

    /// The draft is deleted: nothing of it is kept any more.
    pub fn forget(self) {
        self.with(|core| core.keeper.stop());
    }

    /// Tries to save what waits.
    pub fn retry(self) {
        self.with(|core| core.keeper.go());
    }

    fn told(self, told: Told) {
        if self.is_gone() {
            return;
        }
        match told {
            Told::Stored(at, counter) => {
                self.kept().set(Some(Kept::At(at)));
                together::step(self, Input::Stored(counter));
            }
            Told::Failed(error) => self.kept().set(Some(Kept::Not(error))),
        }
    }

    /// The person writes something that is no answer: what came from elsewhere waits.
    pub fn note_typing(self) {
        self.change(|core| core.typed_at = core.device.now());
    }

    /// Whether somebody is typing right now.
    pub fn is_typing(self) -> bool {
        self.with(|core| core.device.now() - core.typed_at < TYPING_MS)
    }
}

/// Why an edit was not taken, and what to do.
fn refusal_words(refused: &Refused, lang: Lang) -> String {
    match refused {
        Refused::Answer(AnswerError::TooLong(most)) | Refused::Edit(EditRefused::CommentTooLong(most)) => {
            m::REFUSED_LONG.with(lang, &[&most.to_string()])
        }
        Refused::Answer(AnswerError::TooManyRows(most)) => m::REFUSED_ROWS.with(lang, &[&most.to_string()]),
        Refused::Answer(AnswerError::ReadOnly | AnswerError::NotAnswerable | AnswerError::Counted) => m::REFUSED_FIXED.text(lang).to_owned(),
        Refused::Edit(EditRefused::TooManyComments(most)) => notes::TOO_MANY.with(lang, &[&most.to_string()]),
        Refused::Edit(EditRefused::TooLong(_) | EditRefused::TooLarge(_)) => m::REFUSED_LARGE.text(lang).to_owned(),
        Refused::Answer(_) | Refused::Edit(_) => m::REFUSED.text(lang).to_owned(),
    }
}
