//! The open forms: what there is to fill in, how long it takes, until when.
//!
//! Read from the device's copy of the feed, so the list is here without a connection. What was begun on this device is added once it is
//! awake.

use super::kept::{Drafts, begun, use_awake_device, use_drafts};
use super::when::{closing, shut_on, shut_words};
use crate::device::use_state;
use crate::forms::Audience;
use crate::forms::about::minutes;
use crate::forms::outline::language_name;
use crate::forms::record::FormCard;
use crate::kiosk::pages::device::is_shared;
use crate::listings::query::encode;
use crate::messages::forms::papers as m;
use crate::messages::kiosk::screen;
use crate::repo::Repo;
use crate::ui::{Head, Icon, Markup, Notice, Tone, html, loading, read_error, still, svg, t, tf, use_lang, use_today};
use chrono::NaiveDate;
use engawa_core::{Lang, Message};
use leptos::prelude::*;
use std::sync::Arc;

/// `/forms`
#[component]
pub fn FormsPage() -> impl IntoView {
    let repo = expect_context::<Arc<dyn Repo>>();
    let state = use_state();
    let device = use_awake_device();
    let drafts = use_drafts(device);
    let forms = Resource::new(move || state.version.get(), move |_| repo.forms());
    let lead = if is_shared() { screen::FORM_NOTE } else { m::FORMS_LEAD };
    view! {
        <Head title=t(m::FORMS) description=t(m::FORMS_LEAD) path="/forms" />
        <div class="wrap page tray">
            <h1>{t(m::FORMS)}</h1>
            <p class="lead">{t(lead)}</p>
            <Transition fallback=loading>
                {move || Suspend::new(async move {
                    match forms.await {
                        Ok(forms) => list(forms, drafts),
                        Err(error) => read_error(error),
                    }
                })}
            </Transition>
            {still(ways("/forms"))}
        </div>
    }
}

fn list(mut forms: Vec<FormCard>, drafts: Drafts) -> AnyView {
    if forms.is_empty() {
        return view! { <Notice tone=Tone::Note text=t(m::FORMS_NONE) /> }.into_any();
    }
    let (lang, today) = (use_lang(), use_today());
    // What can be filled in now comes first.
    forms.sort_by_key(|form| shut_on(&form.settings, today).is_some());
    let count = tf(m::FORMS_COUNT, &[&forms.len().to_string()]);
    let items = forms
        .into_iter()
        .map(|form| {
            let card = still(card(&form, today, lang));
            let id = form.form_id;
            view! {
                <li class="tray-item">
                    {card}
                    {move || begun(&id, drafts)}
                </li>
            }
        })
        .collect_view();
    view! {
        <p role="status">{count}</p>
        <ul class="tray-list">{items}</ul>
    }
    .into_any()
}

fn card(form: &FormCard, today: NaiveDate, lang: Lang) -> Markup {
    html! {
        div.tray-body {
            h2.tray-title { a href=(format!("/forms/{}", encode(&form.form_id))) { (form.title) } }
            (facts(form, today, lang))
        }
    }
}

/// How long it takes, until when, in which languages.
pub fn facts(form: &FormCard, today: NaiveDate, lang: Lang) -> Markup {
    let size = m::SIZE.with(lang, &[&form.questions.to_string(), &minutes(form.questions).to_string()]);
    let until = match (shut_on(&form.settings, today), form.settings.closes_at) {
        (Some(shut), _) => shut_words(shut, today, lang),
        (None, Some(at)) => m::OPEN_UNTIL.with(lang, &[&closing(at, today, lang)]),
        (None, None) => m::OPEN_ALWAYS.text(lang).to_owned(),
    };
    let languages: Vec<&str> = form.languages.iter().map(|name| language_name(name)).collect();
    html! {
        ul.tray-facts {
            li { (svg(Icon::Check)) span { (size) } }
            li { (svg(Icon::Clock)) span { (until) } }
            @if let Some(who) = who_sends(form.settings.audience) { li { (svg(Icon::People)) span { (who.text(lang)) } } }
            @if !languages.is_empty() {
                li { (svg(Icon::Globe)) span { (m::LANGUAGES.with(lang, &[&languages.join(" / ")])) } }
            }
        }
    }
}

/// Who may send a form, where that is not everybody.
pub fn who_sends(audience: Audience) -> Option<Message> {
    match audience {
        Audience::Residents => Some(m::FOR_RESIDENTS),
        Audience::Groups => Some(m::FOR_GROUPS),
        // Forms for staff are in no list that others see.
        Audience::Anyone | Audience::Staff => None,
    }
}

/// The other pages of forms. Receipts are a document of the server.
pub fn ways(here: &str) -> Markup {
    let places = [("/forms", m::FORMS), ("/drafts", m::DRAFTS), ("/outbox", m::OUTBOX)];
    html! {
        nav.tray-ways aria-label=(t(m::WAYS)) {
            ul.inline-links {
                @for (href, name) in places {
                    @if href != here { li { a href=(href) { (t(name)) } } }
                }
                li { a href="/forms/receipts" rel="external" { (t(m::FIND_RECEIPT)) } }
            }
        }
    }
}
