//! What stands around the screens: title, whether it is saved, how far it is, the way through; and what is needed now and then, after the
//! questions, so that the first thing on a phone is what is asked.

use super::sent::Sent;
use super::signals::{Kept, Place};
use super::state::Fill;
use super::{aside, comments, matters, options, screen, sharing};
use crate::forms::device::KeepError;
use crate::forms::filling::{Layout, Screen};
use crate::messages::forms as f;
use crate::messages::forms::fill as m;
use crate::messages::kiosk::screen as shared_screen;
use crate::ui::notice::{Notice, Tone};
use engawa_core::Message;
use engawa_core::form::AnswerPath;
use leptos::prelude::*;

/// The longest name of a draft, in characters.
const NAME_MAX: usize = 100;

/// The page of an open draft.
pub fn draw(fill: Fill) -> AnyView {
    let title: String = fill.with(|core| core.card.form_title.clone());
    // At a shared screen nothing is called by a name, saved as a file or shared with a group.
    let is_own = !fill.is_shared();
    view! {
        <header class="fill-top">
            <h1>{title}</h1>
            {saved(fill)}
            {progress(fill)}
        </header>
        {standing(fill)}
        {aside::draw(fill)}
        {matters::draw(fill)}
        <p class="visually-hidden" role="status">
            {move || fill.said().get()}
        </p>
        <div role="alert">
            {move || fill.refusal().get().map(|text| view! { <Notice tone=Tone::Error text /> })}
        </div>
        <div class="fill-columns">
            <div class="fill-main">
                {screen::draw(fill)}
                {screen::bar(fill)}
            </div>
            <div class="fill-side">
                {contents(fill)}
                {options::choices(fill)}
                {is_own.then(|| sharing::draw(fill))}
                {comments::draw(fill)}
                {is_own.then(|| options::away(fill, name(fill)))}
            </div>
        </div>
    }
    .into_any()
}

/// The draft's own name.
fn name(fill: Fill) -> AnyView {
    let lang = fill.lang;
    let given: String = fill.with(|core| core.filling.draft().title().to_owned());
    let rename = move |event: leptos::ev::Event| {
        let title: String = event_target_value(&event).trim().chars().take(NAME_MAX).collect();
        fill.edit(|filling, now| filling.rename(&title, now));
    };
    view! {
        <div class="field">
            <label for="fill-name">{m::NAME.text(lang)}</label>
            <input
                class="input"
                type="text"
                id="fill-name"
                value=given
                maxlength=NAME_MAX.to_string()
                autocomplete="off"
                placeholder=m::NAME_EXAMPLE.text(lang)
                on:change=rename
            />
        </div>
    }
    .into_any()
}

/// Whether it is saved; and loudly, with a way out, if it is not.
fn saved(fill: Fill) -> AnyView {
    let lang = fill.lang;
    // The minute is in it, so it is not called out at each key.
    let is_shared = fill.is_shared();
    let quiet = Memo::new(move |_| match fill.kept().get() {
        Some(Kept::At(_)) | None if is_shared => shared_screen::KEPT_HERE.text(lang).to_owned(),
        Some(Kept::At(at)) => m::SAVED.with(lang, &[&fill.clock(at)]),
        Some(Kept::Not(_)) => m::NOT_SAVED.text(lang).to_owned(),
        None => m::SAVES.text(lang).to_owned(),
    });
    let shared = Memo::new(move |_| sharing::standing(fill));
    let failure = Memo::new(move |_| match fill.kept().get() {
        Some(Kept::Not(error)) => Some(error),
        _ => None,
    });
    let loud = move || {
        failure.get().map(|error| {
            let text = match error {
                KeepError::Full => m::NOT_SAVED_FULL,
                KeepError::NotFound => m::NOT_SAVED_GONE,
                _ => m::NOT_SAVED_FAILED,
            };
            view! {
                <Notice tone=Tone::Error text=text.text(lang)>
                    <div class="buttons">
                        <button type="button" class="button" hidden=is_shared on:click=move |_| options::export(fill)>
                            {m::EXPORT.text(lang)}
                        </button>
                        <button type="button" class="button" on:click=move |_| fill.retry()>
                            {m::RETRY.text(lang)}
                        </button>
                    </div>
                </Notice>
            }
        })
    };
    view! {
        <p class="quiet fill-saved" role="status">
            <span>{move || quiet.get()}</span>
            " "
            <span>{move || shared.get()}</span>
        </p>
        <div role="alert">{loud}</div>
    }
    .into_any()
}

/// What the outbox says of it.
fn standing(fill: Fill) -> AnyView {
    let lang = fill.lang;
    let said = move || {
        let (tone, text) = match fill.sent.get() {
            Sent::No => (Tone::Note, f::CORRECTING.with(lang, &[&fill.corrects().get()?.receipt_no])),
            Sent::Waiting => (Tone::Note, m::SENT_WAITING.text(lang).to_owned()),
            Sent::Done => (Tone::Note, m::SENT_DONE.text(lang).to_owned()),
            Sent::Stuck { .. } => (Tone::Caution, m::SENT_STUCK.text(lang).to_owned()),
        };
        Some(view! {
            <Notice tone text>
                <p>
                    <a class="button" href="/outbox">
                        {m::TO_OUTBOX.text(lang)}
                    </a>
                </p>
            </Notice>
        })
    };
    view! { <div role="status">{said}</div> }.into_any()
}

fn progress(fill: Fill) -> AnyView {
    let lang = fill.lang;
    let words = Memo::new(move |_| {
        let it = fill.progress().get();
        let done = m::PROGRESS.with(lang, &[&it.answered.to_string(), &it.asked.to_string()]);
        let left = match it.missing + it.wrong {
            0 => m::PROGRESS_COMPLETE.text(lang).to_owned(),
            left => m::PROGRESS_LEFT.with(lang, &[&left.to_string()]),
        };
        (done, left)
    });
    view! {
        <div class="fill-progress">
            <label for="fill-progress">{move || words.with(|(done, _)| done.clone())}</label>
            <progress
                id="fill-progress"
                max=move || fill.progress().with(|it| it.asked.max(1).to_string())
                value=move || fill.progress().with(|it| it.answered.to_string())
            ></progress>
            <p>{move || words.with(|(_, left)| left.clone())}</p>
        </div>
    }
    .into_any()
}

/// A section in the list of contents.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Section {
    name: String,
    /// Its screens.
    keys: Vec<AnswerPath>,
    problems: usize,
    is_begun: bool,
}

/// Neighbouring screens of one section as one entry.
fn sections(screens: &[Screen]) -> Vec<Section> {
    let mut found: Vec<Section> = Vec::new();
    for screen in screens {
        match found.last_mut().filter(|section| section.name == screen.section) {
            Some(section) => {
                section.keys.push(screen.key.clone());
                section.problems += screen.problems;
                section.is_begun |= screen.is_begun;
            }
            None => found.push(Section {
                name: screen.section.clone(),
                keys: vec![screen.key.clone()],
                problems: screen.problems,
                is_begun: screen.is_begun,
            }),
        }
    }
    found
}

/// The list of sections with how each stands.
fn contents(fill: Fill) -> AnyView {
    let lang = fill.lang;
    let all = Memo::new(move |_| fill.screens().with(|screens| sections(screens)));
    let entries = move || {
        let sections = all.get();
        let is_plain = sections.iter().all(|section| section.name.trim().is_empty());
        let nameless = |at: usize| match at {
            _ if is_plain => m::QUESTIONS,
            0 => m::SECTION_FIRST,
            _ => m::SECTION_OTHER,
        };
        sections.into_iter().enumerate().map(|(at, section)| entry(fill, section, nameless(at))).collect_view()
    };
    let is_check = move || (fill.place().get() == Place::Check).then_some("step");
    let is_wide = fill.layout().get_untracked() == Layout::Sections;
    view! {
        <nav class="fill-contents" aria-label=m::CONTENTS.text(lang)>
            <details open=is_wide>
                <summary>{m::CONTENTS.text(lang)}</summary>
                <ol>
                    {entries}
                    <li>
                        <button type="button" class="fill-entry" aria-current=is_check on:click=move |_| fill.go(Place::Check)>
                            {m::CHECK.text(lang)}
                        </button>
                    </li>
                </ol>
            </details>
        </nav>
    }
    .into_any()
}

/// An entry of the list. `nameless`: what a section without a name is called.
fn entry(fill: Fill, section: Section, nameless: Message) -> AnyView {
    let lang = fill.lang;
    let Section { name, keys, problems, is_begun } = section;
    let name = if name.trim().is_empty() { nameless.text(lang).to_owned() } else { name };
    let state = match (problems, is_begun) {
        (0, true) => m::SECTION_DONE.text(lang).to_owned(),
        (0, false) => String::new(),
        (problems, _) => m::SECTION_LEFT.with(lang, &[&problems.to_string()]),
    };
    let first = keys.first().cloned();
    let is_here = move || fill.place().with(|place| matches!(place, Place::Screen(key) if keys.contains(key))).then_some("step");
    let go = move |_| {
        if let Some(key) = first.clone() {
            fill.go(Place::Screen(key));
        }
    };
    view! {
        <li>
            <button type="button" class="fill-entry" aria-current=is_here on:click=go>
                <span>{name}</span>
                <span class="quiet">{state}</span>
            </button>
        </li>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn neighbouring_screens_of_a_section_are_one_entry() {
        let screen = |key: &str, section: &str, problems: usize, is_begun: bool| Screen {
            key: AnswerPath(key.into()),
            section: section.into(),
            nodes: Vec::new(),
            problems,
            is_begun,
        };
        let screens = [screen("a", "x", 1, false), screen("b", "x", 2, true), screen("c", "y", 0, false), screen("d", "x", 0, true)];
        let found = sections(&screens);
        let told: Vec<(&str, usize, usize, bool)> = found.iter().map(|it| (it.name.as_str(), it.keys.len(), it.problems, it.is_begun)).collect();
        assert_eq!(told, [("x", 2, 3, true), ("y", 1, 0, false), ("x", 1, 0, true)]);
    }
}
