//! `/drafts/:id`: a form that somebody fills in, in the browser, with or without a connection.
//!
//! What happens is decided by [`crate::forms::filling::Filling`], what is kept by [`crate::forms::device::FormDevice`]; the page draws and
//! wires. The server draws a short section that says what the page needs; the draft is on the device alone. Invariants: an edit is in the
//! form at once and on its way to the store before the next one; one keystroke draws again what depends on it and nothing else; what a
//! person is typing is never overwritten.

mod aside;
mod carry;
mod check;
mod choose;
mod comments;
pub mod eligibility;
mod field;
mod frame;
mod how;
mod keeper;
mod masked;
mod matters;
mod options;
mod overview;
mod postcode;
mod question;
mod quick;
mod rest;
mod rows;
mod screen;
mod sent;
mod sharing;
mod sign;
mod signals;
mod state;
mod together;
mod upload;
mod versions;
mod ways;

use crate::device::{use_form_device, use_state};
use crate::forms::device::{FormDevice, KeepError, OpenedDraft};
use crate::forms::filling::{CannotOpen, Filling, Layout, Outside};
use crate::forms::outline::language_index;
use crate::messages::common as c;
use crate::messages::forms::fill as m;
use crate::repo::Repo;
use crate::ui::head::Head;
use crate::ui::notice::{Notice, Tone};
use crate::ui::still::{html, still};
use crate::ui::text::use_lang;
use engawa_core::Lang;
use engawa_core::form::definition::Definition;
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::NavigateOptions;
use leptos_router::hooks::{use_navigate, use_params_map};
use signals::{Closed, Stage};
use state::{Fill, Opened};
use std::sync::{Arc, Mutex, PoisonError};

/// `/drafts/:id`
#[component]
pub fn FillPage() -> impl IntoView {
    let (lang, state) = (use_lang(), use_state());
    let repo = expect_context::<Arc<dyn Repo>>();
    let params = use_params_map();
    let draft = Memo::new(move |_| params.with(|params| params.get("id")).unwrap_or_default());
    let navigate = use_navigate();
    let leave = Callback::new(move |path: String| navigate(&path, NavigateOptions::default()));
    let fill = Fill::new(lang, state, draft, leave);
    Effect::new(move |_| {
        if !state.awake.get() {
            return;
        }
        let id = draft.get();
        fill.close();
        fill.stage().set(Stage::Loading);
        fill.rest().set(None);
        match use_form_device() {
            Some(coming) => {
                let repo = Arc::clone(&repo);
                spawn_local(async move { read(fill, coming().await, repo, draft, id) });
            }
            None => fill.stage().set(Stage::Closed(Closed::Unread)),
        }
    });
    Effect::new(move |_| {
        for event in ["online", "focus"] {
            let listener = window_event_listener_untyped(event, move |_| together::nudge(fill));
            on_cleanup(move || listener.remove());
        }
    });
    on_cleanup(move || fill.close());
    let title = move || {
        let form: String = match fill.stage().try_get() {
            Some(Stage::Open) => fill.with(|core| core.card.form_title.clone()),
            _ => String::new(),
        };
        if form.is_empty() { m::TITLE.text(lang).to_owned() } else { form }
    };
    view! {
        <Head title=title description=m::DESCRIPTION.text(lang) path="/drafts" noindex=true />
        <div class="wrap page fill-page">
            {move || match fill.stage().get() {
                Stage::Loading => waiting(lang),
                Stage::Open => frame::draw(fill),
                Stage::Closed(why) => closed(fill, why),
            }}
        </div>
    }
}

/// Reads the draft and opens it.
fn read(fill: Fill, device: Arc<dyn FormDevice>, repo: Arc<dyn Repo>, draft: Memo<String>, id: String) {
    spawn_local(async move {
        // Listened to before it is read: what another tab appends meanwhile is heard, read, or both, which does not matter.
        let early = Arc::new(Mutex::new(Vec::new()));
        let waiting = Arc::clone(&early);
        let heard = move |lines: Vec<String>| {
            if fill.with(|_| true) {
                together::heard(fill, lines);
            } else {
                waiting.lock().unwrap_or_else(PoisonError::into_inner).extend(lines);
            }
        };
        device.listen(&id, Arc::new(heard));
        let opened = opened(&device, &id).await;
        // The page is gone or shows another draft by now.
        if draft.try_get_untracked().as_ref() != Some(&id) {
            return;
        }
        match opened {
            Ok((opened, is_due)) => {
                let language = language_index(&opened.definition, fill.lang);
                let layout = if device.is_narrow() { Layout::Single } else { Layout::Sections };
                let form_id = opened.card.form_id.clone();
                let is_cut = !opened.filling.unread().is_empty();
                fill.open(opened, layout, language);
                if is_cut {
                    // It is in none of the lists: without a word of it somebody would send what they believe to be whole.
                    fill.refusal().set(Some(m::PUT_ASIDE.text(fill.lang).to_owned()));
                }
                let lines = std::mem::take(&mut *early.lock().unwrap_or_else(PoisonError::into_inner));
                together::heard(fill, lines);
                together::follow(fill);
                // What was heard meanwhile and cannot be read here is in no snapshot of ours: its lines stay.
                let has_all: bool = fill.with(|core| core.filling.unread().is_empty());
                if let Some(lines) = is_due.filter(|_| has_all) {
                    let snapshot: String = fill.with(|core| core.filling.snapshot());
                    // A journal that stays long is only slower to open.
                    let _compacted = device.compact(&id, snapshot, lines).await;
                }
                versions::look_for_newer(fill, &repo, form_id).await;
            }
            Err(why) => {
                device.stop_listening();
                let rest = if why == Closed::Absent { None } else { rest::read(&device, &id, fill.lang).await };
                if draft.try_get_untracked().as_ref() != Some(&id) {
                    return;
                }
                fill.rest().set(rest);
                fill.stage().set(Stage::Closed(why));
            }
        }
    });
}

/// The draft ready to be shown, and how many lines of its journal a snapshot should replace, if any.
async fn opened(device: &Arc<dyn FormDevice>, id: &str) -> Result<(Opened, Option<usize>), Closed> {
    let OpenedDraft { card, snapshot, lines, definition, replica } = match device.open(id).await {
        Ok(opened) => opened,
        Err(KeepError::NotFound) => return Err(Closed::Absent),
        Err(_) => return Err(Closed::Unread),
    };
    let definition: Arc<Definition> = match definition {
        Some(definition) => definition,
        None => device.fetch_version(&card.form_id, &card.version).await.map_err(|_| Closed::NoForm)?,
    };
    let device_id = device.device_id().await.unwrap_or_default();
    let outside = Outside { now: device.now(), device_id: device_id.clone(), replica: replica.clone(), by: card.by.clone() };
    let filling = Filling::open(Arc::clone(&definition), &snapshot, &lines, outside).map_err(|why| match why {
        CannotOpen::Newer => Closed::Newer,
        CannotOpen::Damaged(_) => Closed::Damaged,
        CannotOpen::Form(_) => Closed::Faulty,
    })?;
    if !filling.unread().is_empty() {
        // Whatever is typed behind them could not be read again.
        device.put_aside(id, filling.snapshot(), filling.unread().to_vec()).await.map_err(|_| Closed::Unread)?;
    }
    // What was put aside before is only told of.
    let aside = device.aside(id).await.unwrap_or_default();
    // Only now is it certain that the snapshot holds all of these lines: other tabs append too.
    let bytes = lines.iter().map(String::len).sum();
    let is_due = filling.unread().is_empty() && filling.is_compaction_due(lines.len(), bytes);
    let is_due = is_due.then_some(lines.len());
    Ok((Opened { filling, definition, device: Arc::clone(device), card, replica, device_id, aside }, is_due))
}

/// What stands here until the draft is open, and for ever where no scripts run.
fn waiting(lang: Lang) -> AnyView {
    still(html! {
        section.fill-waiting {
            h1 { (m::TITLE.text(lang)) }
            p.loading { (c::LOADING.text(lang)) }
            p.quiet { (m::NEEDS_SCRIPTS.text(lang)) " " a href="/forms" { (m::TO_FORMS.text(lang)) } }
        }
    })
}

/// Why there is nothing to fill in.
fn closed(fill: Fill, why: Closed) -> AnyView {
    let lang = fill.lang;
    let (tone, message) = match why {
        Closed::Absent => (Tone::Note, m::ABSENT),
        Closed::Unread => (Tone::Error, m::UNREAD),
        Closed::NoForm => (Tone::Note, m::NO_FORM),
        Closed::Newer => (Tone::Note, m::NEWER_BUILD),
        Closed::Damaged => (Tone::Error, m::DAMAGED),
        Closed::Faulty => (Tone::Error, m::FAULTY),
    };
    view! {
        <h1>{m::TITLE.text(lang)}</h1>
        <Notice tone text=message.text(lang)>
            <ul class="buttons">
                <li>
                    <a class="button" href="/drafts">
                        {m::TO_DRAFTS.text(lang)}
                    </a>
                </li>
                <li>
                    <a class="button" href="/forms">
                        {m::TO_FORMS.text(lang)}
                    </a>
                </li>
            </ul>
        </Notice>
        {fill.rest().get_untracked().map(|rest| rest::draw(fill, rest))}
    }
    .into_any()
}
