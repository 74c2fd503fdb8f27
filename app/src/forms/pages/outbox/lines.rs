//! Lines that are not done: those that go on by themselves, and those that need somebody.

use super::super::kept::Awake;
use super::super::said;
use super::{HEADING, ask, sure, title_of};
use crate::device::{use_device, use_state};
use crate::forms::device::{OutboxLine, OutboxStanding};
use crate::messages::common as c;
use crate::messages::forms::papers as m;
use crate::ui::{Icon, html, still, svg, tf, use_lang};
use engawa_core::outbox::State;
use engawa_core::{Message, Problem};
use leptos::prelude::*;

/// A line that goes on by itself: why it waits, when it is tried again, and the way back.
pub fn waiting(line: OutboxLine, device: Awake) -> AnyView {
    let (state, lang) = (use_state(), use_lang());
    let person = StoredValue::new(use_device());
    let title = title_of(&line);
    let standing = line.standing;
    let how = move || match standing {
        OutboxStanding::NotSaved { .. } => m::LINE_SAVING.text(lang).to_owned(),
        OutboxStanding::UnderWay { .. } => m::LINE_UNDER_WAY.text(lang).to_owned(),
        OutboxStanding::UpdateNeeded => m::LINE_UPDATE.text(lang).to_owned(),
        _ if !state.online.get() => m::LINE_OFFLINE.text(lang).to_owned(),
        OutboxStanding::Waiting { next_at: Some(at), .. } => m::LINE_NEXT.with(lang, &[&person.with_value(|device| device.clock(at))]),
        OutboxStanding::Waiting { next_at: None, .. } | OutboxStanding::Stuck | OutboxStanding::Done => m::LINE_TURN.text(lang).to_owned(),
    };
    let is_cancel_asked = line.entry.as_ref().is_some_and(|entry| entry.cancel_asked);
    let asked = is_cancel_asked.then(|| view! { <p class="quiet">{m::LINE_CANCEL_ASKED.text(lang)}</p> });
    let id = line.id;
    let cancel = cancel_words(standing, is_cancel_asked).map(|words| {
        let press = move |_| {
            ask(device, |device| {
                device.cancel(&id);
                device.focus(HEADING);
            });
        };
        view! {
            <p class="buttons">
                <button type="button" class="button button-small" on:click=press>
                    {tf(words, &[&title])}
                </button>
            </p>
        }
    });
    let update = (standing == OutboxStanding::UpdateNeeded).then(|| {
        view! {
            <p class="buttons" hidden=move || !state.update_ready.get()>
                <button type="button" class="button button-small" on:click=move |_| person.with_value(|device| device.update())>
                    {c::UPDATE_NOW.text(lang)}
                </button>
            </p>
        }
    });
    view! {
        <li class="tray-item" translate="no">
            <h3 class="tray-title">{title}</h3>
            <p>{how}</p>
            {asked}
            {cancel}
            {update}
        </li>
    }
    .into_any()
}

/// What the button that takes it back says; nothing if there is no way back, or if it was asked already.
fn cancel_words(standing: OutboxStanding, is_asked: bool) -> Option<Message> {
    match standing {
        OutboxStanding::NotSaved { .. } | OutboxStanding::Waiting { may_cancel: true, .. } | OutboxStanding::UnderWay { may_cancel: true } => {
            Some(m::CANCEL)
        }
        OutboxStanding::Waiting { .. } | OutboxStanding::UnderWay { .. } => (!is_asked).then_some(m::CANCEL_MAYBE),
        OutboxStanding::Stuck | OutboxStanding::Done | OutboxStanding::UpdateNeeded => None,
    }
}

/// A line that needs somebody: what is wrong in words, the way to the draft, and the way out.
pub fn stuck(line: OutboxLine, device: Awake) -> AnyView {
    let lang = use_lang();
    let title = title_of(&line);
    let (words, problems) = what_is_wrong(&line);
    let piece = html! {
        div.tray-body translate="no" {
            h3.tray-title { (title) }
            p.tray-wrong { (svg(Icon::Warning)) span { (words.text(lang)) } }
            @if !problems.is_empty() { ul { @for problem in problems { li { (said(problem)) } } } }
            @if let Some(draft) = line.draft() {
                p.buttons { a.button.button-primary href=(format!("/drafts/{draft}")) { (m::STUCK_EDIT.text(lang)) } }
            } @else if let Some(listing) = line.listing() {
                p.buttons { a.button.button-primary href=(format!("/write/{listing}")) { (m::STUCK_EDIT.text(lang)) } }
            }
        }
    };
    let piece = still(piece);
    let id = line.id;
    let discard = move || {
        ask(device, |device| {
            device.cancel(&id);
            device.focus(HEADING);
        });
    };
    view! {
        <li class="tray-item">
            {piece}
            {sure(m::DISCARD.with(lang, &[&title]), m::DISCARD_SURE, m::DISCARD_NOW, discard)}
        </li>
    }
    .into_any()
}

fn what_is_wrong(line: &OutboxLine) -> (Message, &[Problem]) {
    match (line.standing, line.entry.as_ref().map(|entry| &entry.state)) {
        (OutboxStanding::NotSaved { .. }, _) => (m::LINE_NOT_SAVED, &[]),
        (_, Some(State::Conflict { problems, .. })) => (m::STUCK_CONFLICT, problems),
        (_, Some(State::Orphaned)) => (m::STUCK_ORPHANED, &[]),
        (_, Some(State::Rejected { problems })) => (m::STUCK_REJECTED, problems),
        _ => (m::STUCK_REJECTED, &[]),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use engawa_core::outbox::{Ask, Entry};

    fn line(standing: OutboxStanding, state: State) -> OutboxLine {
        let mut entry = Entry::new(Ask { id: "a".into(), subject: "draft:d".into(), ..Ask::default() }, 0);
        entry.state = state;
        OutboxLine { id: "a".into(), subject: "draft:d".into(), title: "T".into(), entry: Some(entry), standing }
    }

    #[test]
    fn cancelling_promises_only_what_is_certain() {
        let waiting = |may_cancel| OutboxStanding::Waiting { next_at: None, may_cancel };
        for (standing, is_asked, expected) in [
            (waiting(true), false, Some(m::CANCEL)),
            (waiting(false), false, Some(m::CANCEL_MAYBE)),
            (waiting(false), true, None),
            (OutboxStanding::UnderWay { may_cancel: false }, false, Some(m::CANCEL_MAYBE)),
            (OutboxStanding::UpdateNeeded, false, None),
        ] {
            assert_eq!(cancel_words(standing, is_asked), expected, "{standing:?}");
        }
    }

    #[test]
    fn what_is_wrong_has_words() {
        let problems = vec![Problem::new("who", "answer_required")];
        let rejected = line(OutboxStanding::Stuck, State::Rejected { problems: problems.clone() });
        assert_eq!(what_is_wrong(&rejected), (m::STUCK_REJECTED, problems.as_slice()));
        let orphaned = line(OutboxStanding::Stuck, State::Orphaned);
        assert_eq!(what_is_wrong(&orphaned).0, m::STUCK_ORPHANED);
        let unsaved = line(OutboxStanding::NotSaved { failed: true }, State::Waiting);
        assert_eq!(what_is_wrong(&unsaved).0, m::LINE_NOT_SAVED);
        assert_eq!(rejected.draft(), Some("d"));
        assert!(rejected.standing.needs_somebody() && unsaved.standing.needs_somebody() && !OutboxStanding::Done.needs_somebody());
    }
}
