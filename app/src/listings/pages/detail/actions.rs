//! What one can do with a page: keep it, pass it on, put it into a calendar, print it.
//!
//! The calendar link works without scripts; the buttons need them and stay hidden until the device is awake. Offline, the calendar
//! file is made on the device, by the same code as on the server.

use crate::device::{use_device, use_state};
use crate::kiosk::pages::device::{is_shared, use_prints};
use crate::listings::Listing;
use crate::listings::ics;
use crate::listings::query::encode;
use crate::messages::detail as m;
use crate::ui::icons::{Icon, icon};
use crate::ui::text::use_boot;
use chrono::NaiveTime;
use engawa_core::Lang;
use leptos::prelude::*;

/// The row of actions of a listing's page.
#[component]
pub fn Actions(
    /// The listing.
    listing: Listing,
    /// Its title as shown.
    #[prop(into)]
    title: String,
    /// Its page.
    #[prop(into)]
    path: String,
) -> impl IntoView {
    let boot = use_boot();
    let lang = boot.lang;
    let state = use_state();
    let device = StoredValue::new(use_device());
    let id = StoredValue::new(listing.id.clone());
    let share_with = StoredValue::new((title, path));
    let copied = RwSignal::new(false);
    let asleep = move || !state.awake.get();
    let saved = Memo::new(move |_| state.favourites.with(|all| id.with_value(|id| all.contains(id))));
    let keep_words = move || if saved.get() { m::FAVOURITE_REMOVE.text(lang) } else { m::FAVOURITE_ADD.text(lang) };
    let keep = move |_| device.with_value(|device| id.with_value(|id| device.toggle_favourite(id)));
    let share = move |_| {
        let told = Callback::new(move |was_copied: bool| copied.set(was_copied));
        device.with_value(|device| share_with.with_value(|(title, path)| device.share(title, path, told)));
    };
    // At a shared screen nothing becomes a file and nothing is shared: its bar has the way to the person's phone.
    let is_own = !is_shared();
    let is_unshared = move || !(state.awake.get() && is_own);
    let prints = use_prints();
    let is_unprinted = move || asleep() || !prints.get();
    let print = move |_| device.with_value(|device| device.print());

    let has_file = is_own && ics::has_dates(&listing);
    let in_lang = if lang == Lang::Ja { String::new() } else { format!("?lang={}", lang.code()) };
    let server_file = format!("/listings/{}/event.ics{in_lang}", listing.id);
    let own_file = StoredValue::new((listing, boot));
    let file = move || {
        if state.online.get() { server_file.clone() } else { own_file.with_value(|(listing, boot)| local_file(listing, &boot.site.origin, boot)) }
    };
    let calendar = has_file.then(|| {
        view! {
            <a class="button" href=file download="event.ics" rel="external nofollow">
                {icon(Icon::Calendar)}
                <span>{m::ICS.text(lang)}</span>
            </a>
        }
    });
    view! {
        <div class="actions" role="group" aria-label=m::ACTIONS.text(lang)>
            <button type="button" class="button favourite" class:favourite-on=move || saved.get() hidden=asleep on:click=keep>
                {icon(Icon::Heart)}
                <span>{keep_words}</span>
            </button>
            {calendar}
            <button type="button" class="button" hidden=is_unshared on:click=share>
                {icon(Icon::Share)}
                <span>{m::SHARE.text(lang)}</span>
            </button>
            <button type="button" class="button" hidden=is_unprinted on:click=print>
                {icon(Icon::Print)}
                <span>{m::PRINT.text(lang)}</span>
            </button>
            <p class="actions-said" role="status">
                {move || copied.get().then(|| m::COPIED.text(lang))}
            </p>
        </div>
    }
}

/// The calendar file as an address that holds it; the page's day stands for the clock.
fn local_file(listing: &Listing, origin: &str, boot: &crate::site::Boot) -> String {
    let stamp = ics::Stamp { origin, made: boot.today.and_time(NaiveTime::MIN), lang: boot.lang };
    let text = ics::file(listing, &stamp).unwrap_or_default();
    format!("data:text/calendar;charset=utf-8,{}", encode(&text))
}
