//! Below a postcode: the place that it stands for, and a button that puts it into the address.
//!
//! Invariants: nothing is written that nobody asked for, and an address that somebody wrote is never replaced; without a list, or without a
//! connection to one that is not kept, nothing is there and everything is written by hand.

use super::question::{Asked, Manner};
use crate::forms::postcodes::{self, Place};
use crate::forms::{japanese, placing};
use crate::messages::forms::fill as m;
use leptos::prelude::*;
use leptos::task::spawn_local;

/// The help, if this asks for a postcode.
pub fn help(asked: Asked) -> Option<AnyView> {
    let name = asked.fill.form(|form| form.node(asked.at).map(|node| node.name.clone()))?;
    if asked.manner == Manner::Cell || !postcodes::is_name(&name) {
        return None;
    }
    asked.fill.device()?.postcodes_ahead();
    let place = RwSignal::new(None::<Place>);
    let code = Memo::new(move |_| japanese::postcode(&asked.value()));
    Effect::new(move |_| {
        let now = code.get();
        place.set(None);
        if let (Some(now), Some(device)) = (now, asked.fill.device()) {
            spawn_local(async move {
                let Some((area, rest)) = now.split_once('-') else { return };
                let Ok(area) = device.postcodes(area).await else { return };
                // It may be another one by now, and the page may be gone.
                if code.try_get_untracked().flatten().as_ref() == Some(&now) {
                    let _gone = place.try_set(area.get(rest).and_then(postcodes::certain));
                }
            });
        }
    });
    let words = move || place.get().map(|place| place.words());
    let button = move || {
        let words = words()?;
        let (at, path) = asked.fill.form(|form| placing::address(form, asked.at))?;
        asked.fill.see(at);
        let written = asked.fill.form(|form| form.value(at).to_owned());
        let is_free = written.trim().is_empty() || (written != words && asked.fill.placed().with_untracked(|placed| placed.contains(&written)));
        let press = move |_| {
            if asked.fill.answer(at, &words) {
                asked.fill.placed().update(|placed| {
                    placed.insert(words.clone());
                });
                asked.fill.said().set(m::POSTCODE_TAKEN.with(asked.fill.lang, &[&words]));
                asked.fill.go_to(&path);
            }
        };
        is_free.then(|| {
            view! {
                <button type="button" class="button button-small" on:click=press>
                    {m::POSTCODE_TAKE.text(asked.fill.lang)}
                </button>
            }
        })
    };
    Some(
        view! {
            <div class="fill-line fill-postcode">
                <span role="status" translate="no" data-unsaid="">
                    {words}
                </span>
                {button}
            </div>
        }
        .into_any(),
    )
}
