//! A draft that a group fills in together: drives [`SharedClient`] with the device's requests and timers.
//!
//! The machine decides; this does what it says. Invariants: nothing is asked while the page is not looked at; what came from others
//! waits until the person pauses, because it draws the form again.

use super::signals::Shared;
use super::state::{Core, Fill};
use super::{carry, versions};
use crate::forms::filling::Edited;
use engawa_core::form::draft::log::Line;
use engawa_core::form::draft::share::{Answer, Effect as Doing, Input, Invitation, Request, SharedClient};
use engawa_core::time::Millis;
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::time::Duration;

/// How soon it is looked again whether the page is seen, or whether somebody still types.
const LOOK: Duration = Duration::from_secs(3);
const STILL_TYPING: Duration = Duration::from_millis(500);

/// Begins to share a draft that nobody else has yet.
pub fn begin(fill: Fill) {
    let token = fill.device().map(|device| device.new_token()).unwrap_or_default();
    let draft: String = fill.with(|core| core.card.id.clone());
    fill.invitation().set(Some(Invitation { draft, token }.to_fragment()));
    follow(fill);
    // The card keeps the invitation.
    fill.take(Edited::default());
}

/// Follows the shared draft, if it is one.
pub fn follow(fill: Fill) {
    let Some(invitation) = fill.invitation().get_untracked().as_deref().and_then(Invitation::from_fragment) else { return };
    fill.change(|core| core.client = Some(SharedClient::new(invitation, core.replica.clone())));
    fill.shared().set(Shared::Waiting);
    step(fill, Input::Opened);
}

/// Something suggests that there may be news.
pub fn nudge(fill: Fill) {
    step(fill, Input::Nudged);
}

/// Advances the machine and does what it says.
pub fn step(fill: Fill, input: Input) {
    let doings = fill.change(|core| {
        let now = core.device.now();
        let Core { client, filling, .. } = core;
        client.as_mut().map(|client| client.step(now, filling.draft_mut(), input)).unwrap_or_default()
    });
    for doing in doings.unwrap_or_default() {
        act(fill, doing);
    }
}

fn act(fill: Fill, doing: Doing) {
    match doing {
        Doing::Keep(delta) => {
            let line: Option<Line> = fill.with(|core| Some(Line::arrived(&core.replica, &delta)));
            fill.take(Edited { lines: line.into_iter().collect(), ..Edited::default() });
        }
        Doing::Changed => {
            let edited = fill.change(|core| {
                let now = core.device.now();
                core.filling.merged(now)
            });
            if let Some(edited) = edited {
                fill.take(edited);
                versions::follow(fill);
            }
        }
        Doing::Send(number, request) => post(fill, number, &request),
        Doing::WakeAt(at) => wake(fill, at),
        Doing::InSync(at) => {
            fill.shared().set(Shared::InSync(at));
            carry::follow(fill);
        }
        Doing::Trouble(_) => fill.shared().set(Shared::Trouble),
        Doing::Ended(refusal) => fill.shared().set(Shared::Ended(refusal)),
    }
}

fn post(fill: Fill, number: u64, request: &Request) {
    let Some(device) = fill.device() else { return };
    let Some(Some(invitation)) = fill.change(|core| core.client.as_ref().map(|client| client.invitation().clone())) else { return };
    let request = serde_json::to_string(request).unwrap_or_default();
    spawn_local(async move {
        let answer = device.exchange(&invitation.draft, &invitation.token, request).await;
        let answer = answer.ok().and_then(|text| serde_json::from_str::<Answer>(&text).ok());
        deliver(fill, answer.map_or(Input::Failed(number), |answer| Input::Answered(number, answer)));
    });
}

/// Gives an answer to the machine, once nobody is in the middle of a word.
fn deliver(fill: Fill, input: Input) {
    if fill.is_gone() {
        return;
    }
    if matches!(input, Input::Answered(..)) && fill.is_typing() {
        set_timeout(move || deliver(fill, input), STILL_TYPING);
        return;
    }
    if matches!(input, Input::Failed(_)) {
        fill.shared().set(Shared::Waiting);
    }
    step(fill, input);
}

fn wake(fill: Fill, at: Millis) {
    let Some(device) = fill.device() else { return };
    let wait = u64::try_from(at - device.now()).unwrap_or(0);
    set_timer(fill, Duration::from_millis(wait));
}

fn set_timer(fill: Fill, wait: Duration) {
    if let Some(Some(timer)) = fill.change(|core| core.wake.take()) {
        timer.clear();
    }
    let timer = set_timeout_with_handle(move || woke(fill), wait).ok();
    fill.change(|core| core.wake = timer);
}

fn woke(fill: Fill) {
    if fill.is_gone() {
        return;
    }
    if document().hidden() {
        set_timer(fill, LOOK);
    } else {
        step(fill, Input::Woke);
    }
}

/// Takes lines that another tab appended, in their order, once nobody is in the middle of a word.
pub fn heard(fill: Fill, lines: Vec<String>) {
    if fill.is_gone() || lines.is_empty() {
        return;
    }
    let is_first = fill.change(|core| {
        let is_first = core.heard.is_empty();
        core.heard.extend(lines);
        is_first
    });
    if is_first == Some(true) {
        listen(fill);
    }
}

fn listen(fill: Fill) {
    if fill.is_gone() {
        return;
    }
    if fill.is_typing() {
        set_timeout(move || listen(fill), STILL_TYPING);
        return;
    }
    let edited = fill.change(|core| {
        let (now, lines) = (core.device.now(), std::mem::take(&mut core.heard));
        core.filling.heard(&lines, now)
    });
    if let Some(edited) = edited {
        fill.take(edited);
        versions::follow(fill);
    }
}
