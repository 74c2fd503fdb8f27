//! `/write/:id`: one draft. Every keystroke is kept; when typing pauses, what is wrong stands at its field and advice below.

use super::outcome::{Sent, panel, use_sent};
use super::state::Writing;
use super::{fields, name_of, needs_scripts, whose};
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
use crate::messages::{desk as d, problems, vocabulary as v};
use crate::ui::text::use_boot;
use crate::ui::{Head, Notice, Tone, html, still, t, use_lang, use_today};
use engawa_core::{Lang, Message, Problem};
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::hooks::use_params_map;
use std::sync::Arc;

/// The id of what is wrong, where the focus goes when nothing could be sent.
const WRONG: &str = "write-wrong";

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
fn label(draft: Option<&ListingDraft>, field: &str, lang: Lang) -> String {
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
        let listing = writing.draft.with_untracked(|draft| draft.as_ref().map(|draft| draft.read(State::Draft).0))?;
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

/// The buttons that send it, and why nothing was sent.
fn send(writing: Writing, sent: Memo<Sent>, lang: Lang) -> AnyView {
    let wrong = RwSignal::new(Vec::<Problem>::new());
    let failed = RwSignal::new(None::<KeepError>);
    let busy = RwSignal::new(false);
    let was = writing.draft.with_untracked(|draft| draft.as_ref().map(ListingDraft::state)).unwrap_or(State::Draft);
    let ways: Vec<(State, Message)> = match was {
        State::Draft => vec![(State::Published, m::SEND_PUBLIC), (State::Draft, m::SEND_DRAFT)],
        other => vec![(other, m::SEND_AS_IS)],
    };
    let waits = move || busy.get() || writing.newer.with(Option::is_some) || matches!(sent.get(), Sent::Waiting);
    let buttons: Vec<AnyView> = ways
        .into_iter()
        .enumerate()
        .map(|(at, (state, label))| {
            let class = if at == 0 { "button button-primary" } else { "button" };
            let press = move |_| put_into_outbox(writing, sent, state, (wrong, failed, busy));
            view! {
                <button type="button" class=class disabled=waits on:click=press>
                    {t(label)}
                </button>
            }
            .into_any()
        })
        .collect();
    let list = move || {
        let all = wrong.get();
        (!all.is_empty()).then(|| writing.draft.with_untracked(|draft| problem_box(draft.as_ref(), &all, lang)))
    };
    view! {
        <section class="tray-part" aria-label=t(d::ACTIONS)>
            <div role="alert" tabindex="-1" id=WRONG>
                {list}
                {move || failed.get().map(|error| view! { <Notice tone=Tone::Error text=keep_error(error).text(lang) /> })}
            </div>
            <p class="quiet">{t(m::SEND_ABOUT)}</p>
            <p class="buttons">{buttons}</p>
        </section>
    }
    .into_any()
}

/// What is wrong, each with a link to its field.
fn problem_box(draft: Option<&ListingDraft>, all: &[Problem], lang: Lang) -> AnyView {
    let name_of_draft = draft.map(|draft| name_of(draft, lang)).unwrap_or_default();
    still(html! {
        div.desk-problem translate="no" {
            p { strong { (d::PROBLEMS.text(lang)) } ": " (name_of_draft) }
            ul {
                @for problem in all {
                    @let name = label(draft, &problem.path, lang);
                    li {
                        @if !name.is_empty() { a href=(format!("#{}", field_id(&problem.path))) { (name) } ": " }
                        (problems::sentence(problem, lang))
                    }
                }
            }
        }
    })
}

/// Where sending says what became of it: what is wrong, why the device refused, whether it is under way.
type Told = (RwSignal<Vec<Problem>>, RwSignal<Option<KeepError>>, RwSignal<bool>);

fn put_into_outbox(writing: Writing, sent: Memo<Sent>, state: State, (wrong, failed, busy): Told) {
    let (Some(device), Some(draft)) = (writing.device.get_untracked(), writing.draft.get_untracked()) else { return };
    if busy.get_untracked() || writing.newer.with_untracked(Option::is_some) || matches!(sent.get_untracked(), Sent::Waiting) {
        return;
    }
    writing.checked_as.set(state);
    failed.set(None);
    let replaces = match sent.get_untracked() {
        Sent::Refused { entry, .. } | Sent::Conflict { entry, .. } => Some(entry),
        Sent::No | Sent::Waiting | Sent::Done { .. } => None,
    };
    match draft.ask(&device.new_id(), state, replaces) {
        Err(problems) => {
            wrong.set(problems);
            device.focus(WRONG);
        }
        Ok(ask) => {
            wrong.set(Vec::new());
            busy.set(true);
            let device = Arc::clone(&device);
            spawn_local(async move {
                let done = device.send(ask).await;
                let _gone = busy.try_set(false);
                if let Err(error) = done {
                    let _gone = failed.try_set(Some(error));
                }
            });
        }
    }
}
