//! What all parts of the page share: one handle that is copied into every closure.
//!
//! The filling-in decides; this tells the screen which nodes to draw again. Each node that is drawn has a mark of its own, so one
//! keystroke redraws what depends on it. What needs a walk over the whole form (progress, list of screens, the card) waits for a pause.
//! Invariants: what is read while nothing is open, or after the page is gone, is blank and never a panic; nothing calls back into the
//! handle while the filling-in is borrowed.

use super::carry::Carrying;
use super::keeper::{Keeper, Told};
use super::sent::{self, Sent};
use super::signals::{Kept, Place, Shared, Signals, Stage};
use super::together;
use crate::device::{Device, DeviceState, use_device};
use crate::forms::device::{DraftCard, FormDevice};
use crate::forms::filling::{Edited, Filling, Layout, Outside, Progress, Refused, Remark, Screen};
use crate::kiosk::pages::device::is_shared;
use crate::messages::forms::comments as notes;
use crate::messages::forms::fill as m;
use crate::messages::forms::refusals as r;
use engawa_core::form::answers::AnswerPath;
use engawa_core::form::definition::Definition;
use engawa_core::form::draft::EditRefused;
use engawa_core::form::draft::log::Line;
use engawa_core::form::draft::share::{Input, Refusal, SharedClient};
use engawa_core::form::running::{AnswerError, Form, ViolationKind};
use engawa_core::form::tree::TreeId;
use engawa_core::time::Millis;
use engawa_core::{Lang, Message};
use leptos::prelude::*;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;
use std::time::Duration;

/// How long nothing is typed before what costs a walk over the form is computed.
const PAUSE: Duration = Duration::from_millis(300);
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
        let Opened { filling, definition, device, card, replica, device_id } = opened;
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

    /// Redraws what asks here when this node changes.
    pub fn see(self, at: TreeId) {
        if let Some(mark) = self.change(|core| core.marks.entry(at).or_default().clone()) {
            mark.track();
        }
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

    /// Draws the whole form again, at the same screen; the focus stays.
    pub fn redraw(self) {
        self.change(|core| core.marks.clear());
        self.outline();
        self.drawn().update(|drawn| *drawn += 1);
        if let Some(focused) = self.with(|core| core.focused.clone()) {
            self.focus_soon(focused);
        }
    }

    /// Computes the screens again. A screen that is gone gives way to the one in its place.
    pub fn outline(self) {
        let (layout, language) = (self.layout().get_untracked(), self.language().get_untracked());
        let screens: Vec<Screen> = self.with(|core| core.filling.screens(layout, language));
        if let Place::Screen(key) = self.place().get_untracked()
            && !screens.iter().any(|screen| screen.key == key)
        {
            let before = self.index().unwrap_or(0);
            let near = screens.get(before).or(screens.last()).map(|screen| screen.key.clone());
            self.place().set(near.map_or(Place::Check, Place::Screen));
        }
        if self.screens().with_untracked(|old| *old != screens) {
            self.screens().set(screens);
        }
    }

    fn pause(self) {
        if let Some(Some(timer)) = self.change(|core| core.pause.take()) {
            timer.clear();
        }
        let timer = set_timeout_with_handle(move || self.settled(), PAUSE).ok();
        self.change(|core| core.pause = timer);
    }

    /// What is computed in pauses.
    fn settled(self) {
        if self.is_gone() {
            return;
        }
        self.outline();
        self.look_at_comments();
        self.beat().update(|beat| *beat += 1);
        let progress: Progress = self.with(|core| core.filling.progress());
        if self.progress().get_untracked() != progress {
            self.progress().set(progress);
        }
        let invitation = self.invitation().get_untracked();
        let job = self.change(|core| {
            let card = DraftCard { corrects: core.card.corrects.clone(), ..core.filling.card(core.card.changed_at, invitation) };
            let is_new = card != core.card;
            core.card = card;
            is_new.then(|| (Arc::clone(&core.keeper), core.card.clone()))
        });
        // The list of drafts shows the name and how far it is; the counter stays what it was.
        if let Some(Some((keeper, card))) = job {
            keeper.keep(card, Vec::new(), 0);
        }
    }

    /// Looks at the comments again.
    pub fn look_at_comments(self) {
        let comments: Vec<Remark> = self.with(|core| core.filling.comments());
        if self.comments().with_untracked(|old| *old != comments) {
            self.comments().set(comments);
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

    /// The person was at this question: what is wrong with it is shown from now on.
    pub fn touch(self, at: TreeId) {
        let mark = self.change(|core| {
            let path = core.filling.form().path(at);
            if core.touched.insert(path) { core.marks.get(&at).cloned() } else { None }
        });
        if let Some(Some(mark)) = mark {
            mark.notify();
        }
    }

    /// What is wrong with a question, once the person was there, in the form's words or ours.
    pub fn error(self, at: TreeId) -> Option<String> {
        let (lang, language, tried) = (self.lang, self.language().get(), self.tried().get());
        let own = self.with(|core| {
            let form = core.filling.form();
            let kind = form.violation(at)?;
            if !tried && !core.touched.contains(&form.path(at)) {
                return None;
            }
            let words = form.message(at, language);
            Some(if words.trim().is_empty() { violation_words(kind).text(lang).to_owned() } else { words })
        });
        own.or_else(|| {
            let path = self.form(|form| form.path(at).0);
            let is_mended = self.mended().with(|mended| mended.contains(&path));
            if is_mended { None } else { self.sent.with(|sent| sent::refused_at(sent, &path, lang)) }
        })
    }
}

/// What is wrong, in our own words.
fn violation_words(kind: ViolationKind) -> Message {
    match kind {
        ViolationKind::Required => r::ANSWER_REQUIRED,
        ViolationKind::Constraint => r::ANSWER_CONSTRAINT,
        ViolationKind::Type => r::ANSWER_TYPE,
        ViolationKind::Fault => r::ANSWER_FAULT,
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
