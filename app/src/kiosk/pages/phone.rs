//! "To my phone": the page that somebody looks at as a QR code, a half-done form as a parcel.
//!
//! Invariants: a public page's code holds its public address and nothing of the person; a parcel is made only when somebody asks for it;
//! what was handed over stays at the screen too, until the session ends.

use super::bar::Bar;
use super::frame::{DRAWN, use_origin};
use crate::device::use_state;
use crate::forms::device::{FormDevice, KeepError};
use crate::forms::pages::kept::use_awake_device;
use crate::kiosk::beat::Counted;
use crate::kiosk::parcel::{Parcel, ParcelFile};
use crate::messages::kiosk::screen as m;
use crate::ui::{Icon, Notice, Tone, html, icon, qr, still, use_lang};
use engawa_core::form::draft::log;
use engawa_core::{Lang, Message};
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::sync::Arc;

/// What there is to take along on a page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Takes {
    /// A half-done form: its id.
    Draft(String),
    /// Receipts, each of which has its own code.
    Receipts,
    /// The page itself.
    Page {
        /// Its address on a phone, from the `/` on.
        path: String,
        /// The listing that it shows.
        listing: Option<String>,
    },
}

/// What there is to take along at an address.
pub fn takes(path: &str, search: &str) -> Takes {
    let steps: Vec<&str> = path.trim_matches('/').split('/').collect();
    let page = |path: String, listing: Option<&str>| Takes::Page { path, listing: listing.map(str::to_owned) };
    match steps.as_slice() {
        ["drafts", id] => Takes::Draft((*id).to_owned()),
        ["outbox"] => Takes::Receipts,
        // Pages that are another thing on somebody's own device.
        ["kiosk" | "drafts" | "favourites", ..] => page("/".to_owned(), None),
        ["forms", id, "begin"] => page(format!("/forms/{id}"), None),
        ["listings" | "groups" | "organisations", id] => page(path.to_owned(), Some(id)),
        _ => {
            let search = search.trim_start_matches('?');
            page(if search.is_empty() { path.to_owned() } else { format!("{path}?{search}") }, None)
        }
    }
}

/// How far a parcel is.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Step {
    Idle,
    Making,
    /// The address that the phone opens.
    Made(String),
    Failed(KeepError),
}

/// The id of the heading over the code.
const MADE: &str = "kiosk-made";

/// What somebody wants in a parcel.
#[derive(Clone, Debug)]
enum Wanted {
    Draft(String),
    Marked(Vec<String>),
}

/// A half-done form as a parcel, with its files.
async fn draft_parcel(device: &Arc<dyn FormDevice>, id: &str) -> Result<Parcel, KeepError> {
    let opened = device.open(id).await?;
    let Some(Parcel::Draft { form_id, version, title, snapshot, .. }) = Parcel::draft(&opened, Vec::new()) else { return Err(KeepError::Failed) };
    let draft = log::read_snapshot(&snapshot).map_err(|_| KeepError::Failed)?;
    let named: Vec<String> = draft.attachments().into_iter().map(|file| file.sha256).collect();
    let mut files = Vec::new();
    if !named.is_empty() {
        for (sha256, base64) in device.contents(named).await? {
            let kept = device.file(&sha256).await?;
            files.push(ParcelFile { sha256, name: kept.name, media_type: kept.media_type, base64 });
        }
    }
    Ok(Parcel::Draft { form_id, version, title, snapshot, files })
}

/// Why there is no code, and what to do.
fn trouble(error: KeepError) -> Message {
    match error {
        KeepError::Offline => m::PHONE_OFFLINE,
        KeepError::TooLarge => m::PHONE_TOO_LARGE,
        KeepError::Full => m::PHONE_FULL,
        KeepError::Refused | KeepError::NotFound | KeepError::Failed => m::PHONE_FAILED,
    }
}

/// Whether the parcel itself is inside the address: the fragment says so.
fn is_inline(address: &str) -> bool {
    address.split_once('#').is_some_and(|(_, fragment)| fragment.starts_with("1."))
}

/// The panel of what can be taken along.
pub fn panel(bar: Bar, takes: Takes) -> AnyView {
    let (lang, state) = (use_lang(), use_state());
    let origin = use_origin();
    let step = RwSignal::new(Step::Idle);
    let device = use_awake_device();
    let make = Callback::new(move |wanted: Wanted| {
        let Some(device) = device.get_untracked().filter(|_| step.get_untracked() != Step::Making) else { return };
        let kiosk = bar.kiosk.get_value();
        step.set(Step::Making);
        spawn_local(async move {
            let parcel = match wanted {
                Wanted::Draft(id) => draft_parcel(&device, &id).await,
                Wanted::Marked(ids) => Ok(Parcel::Listings(ids)),
            };
            let made = match parcel {
                Ok(parcel) => kiosk.device.hand_over(parcel).await,
                Err(error) => Err(error),
            };
            if made.is_ok() {
                // The button that has the focus is about to go.
                set_timeout(move || device.focus(MADE), DRAWN);
            }
            let _gone = step.try_set(match made {
                Ok(address) => Step::Made(address),
                Err(error) => Step::Failed(error),
            });
        });
    });
    if let Takes::Page { listing: Some(id), .. } = &takes {
        bar.kiosk.with_value(|kiosk| kiosk.device.count(Counted::TakenAlong, id));
    }
    let is_form = matches!(takes, Takes::Draft(_));
    let is_begun = move || step.with(|step| *step != Step::Idle);
    let first = match takes {
        Takes::Draft(id) => view! {
            <p>{m::PHONE_DRAFT.text(lang)}</p>
            {button(m::PHONE_MAKE.text(lang).to_owned(), step, move || make.run(Wanted::Draft(id.clone())))}
        }
        .into_any(),
        Takes::Receipts => view! { <p>{m::PHONE_RECEIPTS.text(lang)}</p> }.into_any(),
        Takes::Page { path, .. } => view! {
            <p>{m::PHONE_PAGE.text(lang)}</p>
            <div class="kiosk-code" hidden=is_begun>
                {move || {
                    let address = format!("{}{path}", origin.get());
                    still(html! { div data-address=(address) { (qr(&address, m::PHONE_QR.text(lang))) } })
                }}
            </div>
        }
        .into_any(),
    };
    let marked = move || {
        let ids: Vec<String> = state.favourites.with(|all| all.iter().cloned().collect());
        (!ids.is_empty() && !is_form).then(|| {
            let words = m::PHONE_MARKED.with(lang, &[&ids.len().to_string()]);
            button(words, step, move || make.run(Wanted::Marked(ids.clone())))
        })
    };
    view! {
        {first}
        <div aria-live="polite">{move || shown(step.get(), lang)}</div>
        {marked}
    }
    .into_any()
}

/// A button that is there, and keeps the focus, until what it makes is.
fn button(words: String, step: RwSignal<Step>, press: impl Fn() + Send + Sync + 'static) -> AnyView {
    let is_gone = move || matches!(step.get(), Step::Made(_));
    let is_busy = move || step.with(|step| *step == Step::Making).then_some("true");
    view! {
        <p class="kiosk-answers" hidden=is_gone>
            <button type="button" class="button button-primary kiosk-key" aria-disabled=is_busy on:click=move |_| press()>
                {icon(Icon::Mobile)}
                <span>{words}</span>
            </button>
        </p>
    }
    .into_any()
}

fn shown(step: Step, lang: Lang) -> Option<AnyView> {
    match step {
        Step::Idle => None,
        Step::Making => Some(view! { <p class="quiet">{m::PHONE_MAKING.text(lang)}</p> }.into_any()),
        Step::Failed(error) => Some(view! { <Notice tone=Tone::Caution text=trouble(error).text(lang) /> }.into_any()),
        Step::Made(address) => {
            let how = if is_inline(&address) { m::PHONE_INLINE } else { m::PHONE_STORED };
            Some(still(html! {
                div {
                    h3 id=(MADE) tabindex="-1" { (m::PHONE_DRAFT_QR.text(lang)) }
                    p { (how.text(lang)) }
                    div.kiosk-code data-address=(address) { (qr(&address, m::PHONE_DRAFT_QR.text(lang))) }
                    p.quiet { (m::PHONE_STAYS.text(lang)) }
                }
            }))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_page_has_something_to_take_along() {
        let page = |path: &str, listing: Option<&str>| Takes::Page { path: path.to_owned(), listing: listing.map(str::to_owned) };
        for (path, search, expected) in [
            ("/kiosk", "", page("/", None)),
            ("/favourites", "", page("/", None)),
            ("/listings", "?q=a", page("/listings?q=a", None)),
            ("/listings", "q=a", page("/listings?q=a", None)),
            ("/listings/1", "?x=y", page("/listings/1", Some("1"))),
            ("/groups/g", "", page("/groups/g", Some("g"))),
            ("/forms/f/begin", "", page("/forms/f", None)),
            ("/forms/f", "", page("/forms/f", None)),
            ("/drafts/d", "", Takes::Draft("d".to_owned())),
            ("/outbox", "", Takes::Receipts),
        ] {
            assert_eq!(takes(path, search), expected, "{path}{search}");
        }
    }

    #[test]
    fn no_connection_and_no_room_are_two_things() {
        assert_eq!((trouble(KeepError::Offline), trouble(KeepError::Full)), (m::PHONE_OFFLINE, m::PHONE_FULL));
    }

    #[test]
    fn a_code_says_what_it_does() {
        assert!(is_inline("https://city.example.jp/hand-over#1.abc"));
        assert!(!is_inline("https://city.example.jp/hand-over#2.id.key") && !is_inline("https://city.example.jp/"));
    }
}
