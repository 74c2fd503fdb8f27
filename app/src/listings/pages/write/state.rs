//! What the page of a draft knows: the draft, whether it is kept, and what is to be said about it when typing pauses.

use super::pictures::Shown;
use super::saver::Saver;
use crate::forms::device::{FormDevice, KeepError};
use crate::forms::pages::kept::Awake;
use crate::listings::aid::{Advice, advise};
use crate::listings::merge::FieldConflict;
use crate::listings::writing::ListingDraft;
use crate::listings::{State, read};
use crate::repo::Repo;
use chrono::NaiveDate;
use engawa_core::Problem;
use engawa_core::time::Millis;
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::sync::Arc;
use std::time::Duration;

/// For how long nothing is typed before anything is said about it.
const PAUSE: Duration = Duration::from_millis(500);

/// The draft of this page.
#[derive(Clone, Copy)]
pub struct Writing {
    /// The draft, once it was read.
    pub draft: RwSignal<Option<ListingDraft>>,
    /// Rises when the fields have to be drawn anew.
    pub edition: RwSignal<u64>,
    /// When it was last kept, or why it is not.
    pub saved: RwSignal<Option<Result<Millis, KeepError>>>,
    /// The state for which it is checked: a draft may be incomplete, what is to be published may not.
    pub checked_as: RwSignal<State>,
    /// What is wrong, at the fields.
    pub problems: Memo<Vec<Problem>>,
    /// What the server refused, at the fields, until they are changed.
    pub refused: RwSignal<Vec<Problem>>,
    /// Pictures of this device, as far as they were asked for.
    pub shown: RwSignal<Shown>,
    /// What could be better.
    pub advice: Memo<Vec<Advice>>,
    /// The device.
    pub device: Awake,
    /// The day of today.
    pub today: NaiveDate,
    /// Rises when typing pauses.
    pub settled: RwSignal<u64>,
    /// What another page of this device wrote into this draft, until both are put together. Nothing is kept meanwhile: it would be lost.
    pub newer: RwSignal<Option<ListingDraft>>,
    /// The stored form that this page knows.
    seen: StoredValue<Option<ListingDraft>>,
    typed: StoredValue<u64>,
    saver: StoredValue<Option<Arc<Saver>>>,
}

/// What is public already and may be the same, from the device's own copy: asked whenever typing pauses, with a connection or without.
fn use_alike(draft: RwSignal<Option<ListingDraft>>, settled: RwSignal<u64>) -> RwSignal<Vec<Advice>> {
    let repo = expect_context::<Arc<dyn Repo>>();
    let alike = RwSignal::new(Vec::new());
    Effect::new(move |_| {
        let asked = settled.get();
        let Some(listing) = draft.with_untracked(|draft| draft.as_ref().map(|draft| draft.read(State::Draft).0)) else { return };
        let reading = read::like(Arc::clone(&repo), listing);
        spawn_local(async move {
            // Without a copy the rest of the advice is still good.
            let found = reading.await.unwrap_or_default();
            // Somebody may have typed on, or left.
            if settled.try_get_untracked() == Some(asked) {
                let _gone = alike.try_set(found.iter().map(|card| Advice::same_as(&card.title, &card.href())).collect());
            }
        });
    });
    alike
}

impl Writing {
    /// Without a draft yet.
    pub fn new(device: Awake, today: NaiveDate) -> Self {
        let draft = RwSignal::new(None::<ListingDraft>);
        let (settled, checked_as) = (RwSignal::new(0_u64), RwSignal::new(State::Draft));
        let problems = Memo::new(move |_| {
            settled.track();
            let state = checked_as.get();
            draft.with_untracked(|draft| draft.as_ref().map(|draft| draft.read(state).1).unwrap_or_default())
        });
        let alike = use_alike(draft, settled);
        let advice = Memo::new(move |_| {
            settled.track();
            let mut found = draft.with_untracked(|draft| draft.as_ref().map(|draft| advise(&draft.read(State::Draft).0, today)).unwrap_or_default());
            found.extend(alike.get());
            found
        });
        Self {
            draft,
            edition: RwSignal::new(0),
            saved: RwSignal::new(None),
            checked_as,
            problems,
            refused: RwSignal::new(Vec::new()),
            shown: RwSignal::new(Shown::new()),
            advice,
            device,
            today,
            settled,
            newer: RwSignal::new(None),
            seen: StoredValue::new(None),
            typed: StoredValue::new(0),
            saver: StoredValue::new(None),
        }
    }

    /// Shows a draft that was read.
    pub fn load(self, mut draft: ListingDraft, device: &Arc<dyn FormDevice>) {
        let (saved, clock) = (self.saved, Arc::clone(device));
        let tell = Arc::new(move |kept: Result<Option<ListingDraft>, KeepError>| match kept {
            // Another page was quicker, by less than it takes to hear of it.
            Ok(Some(theirs)) => self.hear(theirs),
            Ok(None) => {
                let _gone = saved.try_set(Some(Ok(clock.now())));
            }
            Err(error) => {
                let _gone = saved.try_set(Some(Err(error)));
            }
        });
        self.saver.set_value(Some(Saver::new(device.listings(), tell)));
        self.seen.set_value(Some(draft.clone()));
        draft.by = device.new_id();
        draft.list_pictures();
        self.draft.set(Some(draft));
        self.redraw();
    }

    /// What is in the device's store now: this page's own form, or that of another page.
    pub fn hear(self, stored: ListingDraft) {
        let Some(Some(mine)) = self.draft.try_get_untracked() else { return };
        let known = self.seen.try_get_value().flatten();
        if stored.by == mine.by {
            let _gone = self.seen.try_set_value(Some(stored));
        } else if known.as_ref() != Some(&stored) {
            let _gone = self.newer.try_set(Some(stored));
        }
    }

    /// Puts what this page and another wrote together. Gives the fields that both wrote.
    pub fn put_together(self) -> Vec<FieldConflict> {
        let (Some(theirs), Some(seen)) = (self.newer.get_untracked(), self.seen.get_value()) else { return Vec::new() };
        self.newer.set(None);
        self.seen.set_value(Some(theirs.clone()));
        self.alter(|draft, now| draft.absorb(&seen, &theirs, now)).unwrap_or_default()
    }

    /// What a field holds now.
    pub fn value(self, name: &str) -> String {
        self.draft.with_untracked(|draft| draft.as_ref().map(|draft| draft.get(name).to_owned()).unwrap_or_default())
    }

    /// Whether a box of a field with several is ticked.
    pub fn has(self, name: &str, code: &str) -> bool {
        self.draft.with_untracked(|draft| draft.as_ref().is_some_and(|draft| draft.has(name, code)))
    }

    /// What somebody typed into a field: on its way into the store at once.
    pub fn change(self, name: &str, value: &str) {
        self.corrected(name);
        self.write(|draft, now| draft.set(name, value, now));
    }

    /// What was refused of a field is not said of what is typed instead.
    fn corrected(self, name: &str) {
        if self.refused.with_untracked(|all| all.iter().any(|problem| problem.path == name)) {
            self.refused.update(|all| all.retain(|problem| problem.path != name));
        }
    }

    /// A file of this device that is to be a picture.
    pub fn add_picture(self, sha256: &str) {
        self.write(|draft, now| draft.add_picture(sha256, now));
    }

    /// A picture in which words are hard to read.
    pub fn mark_faint(self, key: &str) {
        self.write(|draft, now| draft.mark_faint(key, now));
    }

    /// A picture that is taken out.
    pub fn remove_picture(self, key: &str) {
        self.write(|draft, now| draft.remove_picture(key, now));
    }

    /// A picture that is moved one place. Gives its place.
    pub fn move_picture(self, key: &str, to_front: bool) -> Option<usize> {
        self.write(|draft, now| draft.move_picture(key, to_front, now))
    }

    /// A box that somebody ticked, or a tick that they took away.
    pub fn tick(self, name: &str, code: &str, on: bool) {
        self.corrected(name);
        self.write(|draft, now| draft.tick(name, code, on, now));
    }

    fn write<T>(self, act: impl FnOnce(&mut ListingDraft, Millis) -> T) -> Option<T> {
        let now = self.now()?;
        let done = self.draft.try_update(|draft| draft.as_mut().map(|draft| act(draft, now))).flatten();
        self.keep();
        let typed = self.typed.get_value() + 1;
        self.typed.set_value(typed);
        set_timeout(
            move || {
                if self.typed.try_get_value() == Some(typed) {
                    let _gone = self.settled.try_update(|settled| *settled += 1);
                }
            },
            PAUSE,
        );
        done
    }

    /// Changes the draft otherwise than by typing, and draws its fields anew.
    pub fn alter<T>(self, act: impl FnOnce(&mut ListingDraft, Millis) -> T) -> Option<T> {
        let now = self.now()?;
        let done = self.draft.try_update(|draft| draft.as_mut().map(|draft| act(draft, now))).flatten();
        self.keep();
        self.redraw();
        done
    }

    /// It is sent: nothing of it is kept any more.
    pub fn stop(self) {
        if let Some(saver) = self.saver.get_value() {
            saver.stop();
        }
    }

    fn now(self) -> Option<Millis> {
        self.device.with_untracked(|device| device.as_ref().map(|device| device.now()))
    }

    fn keep(self) {
        if self.newer.with_untracked(Option::is_some) {
            return;
        }
        if let (Some(draft), Some(saver), Some(seen)) = (self.draft.get_untracked(), self.saver.get_value(), self.seen.get_value()) {
            saver.keep(draft, seen);
        }
    }

    fn redraw(self) {
        self.edition.update(|edition| *edition += 1);
        self.settled.update(|settled| *settled += 1);
    }
}
