//! `/write/:id`: one draft. Every keystroke is kept; when typing pauses, what is wrong stands at its field and advice below.

use super::outcome::{Sent, panel, use_sent};
use super::sending::send;
use super::state::Writing;
use super::{fields, needs_scripts, pictures, whose};
use crate::device::{use_device, use_state};
use crate::forms::device::KeepError;
use crate::forms::pages::kept::{keep_error, use_awake_device};
use crate::listings::State;
use crate::listings::aid::Advice;
use crate::listings::merge::FieldConflict;
use crate::listings::pages::desk::edit::label_of;
use crate::listings::pages::desk::field_id;
use crate::listings::pages::detail;
use crate::listings::views::Detail;
use crate::listings::writing::ListingDraft;
use crate::messages::people::{aid, write as m};
use crate::messages::vocabulary as v;
use crate::ui::text::use_boot;
use crate::ui::{Head, Notice, Tone, html, still, t, use_lang, use_today};
use engawa_core::Lang;
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::hooks::use_params_map;

/// `/write/:id`
#[component]
pub fn WriteDraftPage() -> impl IntoView {
    let lang = use_lang();
    let device = use_awake_device();
    let id = use_params_map().with_untracked(|params| params.get("id")).unwrap_or_default();
    let writing = Writing::new(device, use_today());
    let failed = RwSignal::new(None::<KeepError>);
    let path = super::address(&id);
    Effect::new(move |_| {
        let Some(device) = device.get() else { return };
        let reading = device.listings().draft(&id);
        spawn_local(async move {
            match reading.await {
                // Somebody may have left meanwhile.
                Ok(draft) if !writing.draft.is_disposed() => writing.load(draft, &device),
                Ok(_) => {}
                Err(error) => {
                    let _gone = failed.try_set(Some(error));
                }
            }
        });
    });
    listen(writing);
    let is_here = Memo::new(move |_| writing.edition.get() > 0);
    let wrong = move || {
        failed.get().map(|error| {
            let words = if error == KeepError::NotFound { m::GONE } else { keep_error(error) };
            view! {
                <Notice tone=Tone::Caution text=words.text(lang)>
                    <p>
                        <a href="/write">{m::WRITE.text(lang)}</a>
                    </p>
                </Notice>
            }
        })
    };
    view! {
        <Head title=t(m::WRITE) description=t(m::WRITE_LEAD) path=path noindex=true />
        <div class="wrap page tray">
            <h1>{t(m::WRITE)}</h1>
            <div hidden=move || device.with(Option::is_some)>{needs_scripts()}</div>
            <div role="alert">{wrong}</div>
            {move || is_here.get().then(|| page(writing, lang))}
        </div>
    }
}

/// Looks at the store whenever a draft changed there: another page of this device may have written into this one.
fn listen(writing: Writing) {
    let state = use_state();
    Effect::new(move |_| {
        state.drafts.track();
        writing.edition.track();
        let (Some(device), Some(draft)) = (writing.device.get(), writing.draft.get_untracked()) else { return };
        let reading = device.listings().draft(&draft.id);
        spawn_local(async move {
            // A draft that is gone was sent or deleted: nothing is to be taken from it.
            if let Ok(stored) = reading.await {
                writing.hear(stored);
            }
        });
    });
}

/// What another page of this device wrote meanwhile, and the button that puts both together.
fn other_page(writing: Writing, lang: Lang) -> AnyView {
    let both = RwSignal::new(Vec::<FieldConflict>::new());
    let press = move |_| both.set(writing.put_together());
    let asked = move || {
        writing.newer.with(Option::is_some).then(|| {
            view! {
                <Notice tone=Tone::Caution text=m::OTHER_PAGE.text(lang)>
                    <p class="buttons">
                        <button type="button" class="button button-primary" on:click=press>
                            {m::OTHER_PAGE_TAKE.text(lang)}
                        </button>
                    </p>
                </Notice>
            }
        })
    };
    let texts = move || {
        let all = both.get();
        (!all.is_empty()).then(|| {
            let rows: Vec<(String, String)> =
                writing.draft.with_untracked(|draft| all.iter().map(|it| (label(draft.as_ref(), &it.field, lang), it.theirs.clone())).collect());
            still(html! {
                div translate="no" {
                    p { (m::OTHER_PAGE_TEXTS.text(lang)) }
                    dl.facts { @for (name, text) in &rows { div.fact { dt { (name) } dd.write-both { (text) } } } }
                }
            })
        })
    };
    view! {
        <div role="alert">{asked}</div>
        <div role="status">{texts}</div>
    }
    .into_any()
}

/// The page of a draft that is here.
fn page(writing: Writing, lang: Lang) -> AnyView {
    let sent = use_sent(writing);
    pictures::look(writing);
    // What the server refused stands at its field, as what is known here does.
    Effect::new(move |_| {
        let found = match sent.get() {
            Sent::Refused { problems, .. } => problems,
            Sent::No | Sent::Waiting | Sent::Conflict { .. } | Sent::Done { .. } => Vec::new(),
        };
        writing.refused.set(found);
    });
    let is_done = Memo::new(move |_| matches!(sent.get(), Sent::Done { .. }));
    // What took effect is on the server: here it is not needed any more.
    Effect::new(move |_| {
        if !is_done.get() {
            return;
        }
        writing.stop();
        if let (Some(device), Some(draft)) = (writing.device.get_untracked(), writing.draft.get_untracked()) {
            let forgetting = device.listings().forget(&draft.id);
            spawn_local(async move {
                // What is still there is deleted when the list is opened.
                forgetting.await.ok();
            });
        }
    });
    let of = writing.draft.with_untracked(|draft| {
        draft.as_ref().map(|draft| m::DRAFT_OF.with(lang, &[&whose(&draft.group_name, lang), v::kind(draft.kind).text(lang)]))
    });
    // Fields of each edition are new elements: one that somebody typed into keeps what was typed, whatever its attribute becomes.
    view! {
        <p class="quiet">{of}</p>
        {other_page(writing, lang)}
        {panel(writing, sent)}
        <div hidden=move || is_done.get()>
            {saved(writing, lang)}
            <For each=move || Some(writing.edition.get()) key=|edition| *edition children=move |_| fields::fields(writing) />
            {advice(writing, lang)}
            {preview(writing, lang)}
            {send(writing, sent, lang)}
        </div>
    }
    .into_any()
}

/// Whether what was typed is kept.
fn saved(writing: Writing, lang: Lang) -> AnyView {
    let person = StoredValue::new(use_device());
    let words = move || match writing.saved.get() {
        None => String::new(),
        Some(Ok(at)) => m::SAVED.with(lang, &[&person.with_value(|device| device.clock(at))]),
        Some(Err(_)) => m::NOT_SAVED.text(lang).to_owned(),
    };
    let is_failing = Memo::new(move |_| matches!(writing.saved.get(), Some(Err(_))));
    let why = move || writing.saved.get().and_then(Result::err).map(|error| keep_error(error).text(lang));
    view! {
        <p class="quiet" hidden=move || is_failing.get()>{words}</p>
        <div role="alert">
            {move || {
                is_failing
                    .get()
                    .then(|| {
                        view! {
                            <Notice tone=Tone::Error text=m::NOT_SAVED.text(lang)>
                                <p>{why}</p>
                            </Notice>
                        }
                    })
            }}
        </div>
    }
    .into_any()
}

/// The name of a field on screen.
pub(super) fn label(draft: Option<&ListingDraft>, field: &str, lang: Lang) -> String {
    draft.and_then(|draft| label_of(draft.kind, field)).map(|label| label.text(lang).to_owned()).unwrap_or_default()
}

/// What could be better, each with a link to its field.
fn advice(writing: Writing, lang: Lang) -> AnyView {
    let drawn = move || {
        let all = writing.advice.get();
        let rows: Vec<(String, String, String)> = writing.draft.with_untracked(|draft| {
            let row = |it: &Advice| (format!("#{}", field_id(&it.field)), label(draft.as_ref(), &it.field, lang), it.sentence(lang));
            all.iter().map(row).collect()
        });
        still(html! {
            div {
                @if rows.is_empty() {
                    p { (aid::ADVICE_NONE.text(lang)) }
                } @else {
                    p.quiet { (aid::ADVICE_ABOUT.text(lang)) }
                    ul translate="no" {
                        @for (href, name, words) in &rows {
                            li { @if !name.is_empty() { a href=(href) { (name) } ": " } (words) }
                        }
                    }
                }
            }
        })
    };
    view! {
        <section class="tray-part" aria-labelledby="write-advice">
            <h2 id="write-advice">{t(aid::ADVICE)}</h2>
            {drawn}
        </section>
    }
    .into_any()
}

/// What readers will see, with the parts of the listing's own page.
fn preview(writing: Writing, lang: Lang) -> AnyView {
    let boot = StoredValue::new(use_boot());
    let is_open = RwSignal::new(false);
    let drawn = move || {
        if !is_open.get() {
            return None;
        }
        writing.settled.track();
        let mut listing = writing.draft.with_untracked(|draft| draft.as_ref().map(|draft| draft.read(State::Draft).0))?;
        listing.images = writing.shown.with(|shown| pictures::drawable(std::mem::take(&mut listing.images), shown));
        let (text, _) = listing.text_in(lang);
        let page = boot.with_value(|boot| detail::inside(&Detail::alone(listing, boot.today), boot));
        Some(still(html! {
            div translate="no" {
                p { strong { (text.title) } }
                p { (text.summary) }
                (page)
            }
        }))
    };
    // Nobody looks while it is closed, so nothing is drawn then.
    view! {
        <details class="tray-fold" on:toggle=move |_| is_open.update(|open| *open = !*open)>
            <summary>{t(m::PREVIEW)}</summary>
            {drawn}
        </details>
    }
    .into_any()
}
