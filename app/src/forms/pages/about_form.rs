//! One form before it is filled in: what it asks, which papers it wants, until when, and what happens with what is sent.
//!
//! Without scripts the way on is the form page by page; with scripts a draft is begun on this device ([`super::begin`]), also without a
//! connection. The page carries an outline, not the form: that is read where it is begun.

use super::kept::{Awake, Drafts, begun, use_awake_device, use_drafts};
use super::list::{facts, ways, who_sends};
use super::when::{kept_for, shut_on, shut_words};
use crate::app::set_status;
use crate::device::use_state;
use crate::forms::about::{About, Section, WantedFile};
use crate::forms::outline::language_index;
use crate::kiosk::config::Room;
use crate::kiosk::pages::device::{Kiosk, use_kiosk};
use crate::listings::query::encode;
use crate::messages::forms::{self, eligibility, fill, papers as m};
use crate::messages::kiosk::screen;
use crate::repo::{ReadError, Repo};
use crate::site::Boot;
use crate::ui::{Head, Icon, Markup, Together as _, Tone, html, icon, loading, notice, read_error, still, svg, t, tf, use_boot};
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use std::sync::Arc;

/// What this device says about the form.
#[derive(Clone, Copy)]
struct Here {
    device: Awake,
    drafts: Drafts,
}

/// `/forms/:id`
#[component]
pub fn FormPage() -> impl IntoView {
    let repo = expect_context::<Arc<dyn Repo>>();
    let state = use_state();
    let boot = StoredValue::new(use_boot());
    let lang = boot.with_value(|boot| boot.lang);
    let params = use_params_map();
    let id = Memo::new(move |_| params.with(|params| params.get("id")).unwrap_or_default());
    let device = use_awake_device();
    let drafts = use_drafts(device);
    let found = Resource::new(
        move || (id.get(), state.version.get()),
        move |(id, _)| {
            let form = repo.form(id);
            async move { Ok::<_, ReadError>(form.await?.map(|record| About::of(&record, language_index(&record.definition, lang)))) }
        },
    );
    let with = Here { device, drafts };
    view! {
        <Transition fallback=loading>
            {move || {
                Suspend::new(async move {
                    match found.await {
                        Ok(Some(about)) => page(&about, &boot.get_value(), with),
                        // A document of the server, asked for without a connection: the browser's shell took it for a form.
                        Ok(None) if id.get_untracked() == "receipts" => read_error(ReadError::NotYetHere),
                        Ok(None) => not_found(),
                        Err(error) => read_error(error),
                    }
                })
            }}
        </Transition>
    }
}

/// What the page says where there is no such open form; the server answers 404.
fn not_found() -> AnyView {
    set_status(404);
    view! {
        <Head title=t(m::FORM_GONE) description=t(m::FORM_GONE_TEXT) path="/404" noindex=true />
        {still(html! {
            div.wrap.page.tray {
                h1 { (t(m::FORM_GONE)) }
                p { (t(m::FORM_GONE_TEXT)) }
                p.buttons {
                    a.button.button-primary href="/forms" { (t(m::TO_FORMS)) }
                    a.button href="/drafts" { (t(m::DRAFTS)) }
                }
                p { a href="/forms/receipts" rel="external" { (t(m::FIND_RECEIPT)) } }
            }
        })}
    }
    .into_any()
}

fn page(about: &About, boot: &Boot, with: Here) -> AnyView {
    let (lang, today) = (boot.lang, boot.today);
    let card = &about.card;
    let path = format!("/forms/{}", encode(&card.form_id));
    let settings = card.settings.clone();
    let shut = Memo::new(move |_| {
        with.device.with(|device| match device {
            Some(device) => settings.shut_at(device.now()),
            None => shut_on(&settings, today),
        })
    });
    let id = card.form_id.clone();
    let head = html! { header.tray-head { h1 { (card.title) } (facts(card, today, lang)) } };
    let rest = html! {
        div.tray-parts {
            (conditions(&about.conditions).together())
            (files(&about.files).together())
            (asks(&about.sections))
            (data(about, boot))
            (ways(""))
        }
    };
    let signed_in = who_sends(card.settings.audience).map(|who| {
        still(html! {
            div {
                (notice(Tone::Note, who.text(lang)))
                p { (m::FOR_SIGNED_IN.text(lang)) " " a href="/sign-in" rel="external" { (forms::SIGN_IN.text(lang)) } }
            }
        })
    });
    view! {
        <Head title=card.title.clone() description=tf(m::ABOUT_FORM, &[&card.title]) path=path.clone() />
        <article class="wrap page tray tray-page">
            {still(head)}
            {move || shut.get().map(|shut| still(notice(Tone::Caution, &shut_words(shut, today, lang))))}
            {signed_in}
            {move || begun(&id, with.drafts)}
            <div class="tray-begin" hidden=move || shut.get().is_some()>
                {buttons(&path)}
            </div>
            {still(rest)}
        </article>
    }
    .into_any()
}

/// The ways to fill it in. Where scripts run, the first is to begin a draft here; elsewhere the form page by page is.
fn buttons(path: &str) -> AnyView {
    if let Some(kiosk) = use_kiosk() {
        return at_screen(path, &kiosk);
    }
    let state = use_state();
    let asleep = move || !state.awake.get();
    let plain = move || if state.awake.get() { "button" } else { "button button-primary" };
    let alone = move || !state.online.get();
    view! {
        <p class="buttons">
            <a class="button button-primary" href=format!("{path}/begin") hidden=asleep aria-describedby="begin-note">
                {icon(Icon::Right)}
                <span>{t(m::BEGIN)}</span>
            </a>
            <a class=plain href=format!("{path}/plain") rel="external" hidden=alone>
                {t(m::FILL_PLAIN)}
            </a>
            <a class="button" href=format!("{path}/print") rel="external" hidden=alone>
                {icon(Icon::Print)}
                <span>{t(m::PRINT_BLANK)}</span>
            </a>
        </p>
        <p class="quiet" id="begin-note" hidden=asleep>
            {t(m::BEGIN_NOTE)}
        </p>
    }
    .into_any()
}

/// The same at a shared screen, where nothing is kept and the server's own pages do not open.
fn at_screen(path: &str, kiosk: &Kiosk) -> AnyView {
    let is_taken = kiosk.signals.enrolment.with_untracked(|it| it.config.rooms.contains(&Room::Forms));
    still(if is_taken {
        html! {
            div {
                p.buttons { a.button.button-primary href=(format!("{path}/begin")) { (svg(Icon::Right)) span { (t(screen::DOOR_FORMS)) } } }
                p.quiet { (t(screen::FORM_NOTE)) }
            }
        }
    } else {
        notice(Tone::Note, t(screen::FORM_CLOSED))
    })
}

/// Who may apply, before anything else is gathered.
fn conditions(conditions: &[String]) -> Option<Markup> {
    (!conditions.is_empty()).then(|| {
        html! {
            section.tray-part aria-labelledby="conditions" {
                h2 id="conditions" { (t(eligibility::CONDITIONS)) }
                ul { @for condition in conditions { li { (condition) } } }
                p.quiet { (t(eligibility::CONDITIONS_NOTE)) }
            }
        }
    })
}

fn files(files: &[WantedFile]) -> Option<Markup> {
    (!files.is_empty()).then(|| {
        html! {
            section.tray-part aria-labelledby="files" {
                h2 id="files" { (t(m::FILES)) }
                p { (t(m::FILES_NOTE)) }
                ul.tray-files {
                    @for file in files {
                        li {
                            strong { (file.name) } " "
                            @if file.is_always_needed {
                                span.tag.tag-required { (t(m::FILE_ALWAYS)) }
                            } @else {
                                span.tag { (t(m::FILE_SOMETIMES)) }
                            }
                            @if !file.hint.is_empty() { p.quiet { (file.hint) } }
                        }
                    }
                }
            }
        }
    })
}

fn asks(sections: &[Section]) -> Markup {
    let is_alone = sections.len() == 1;
    // Beside sections with names, what has none is the rest.
    let nameless = if sections.iter().all(|section| section.name.is_empty()) { m::SECTION_PLAIN } else { fill::SECTION_OTHER };
    html! {
        section.tray-part aria-labelledby="asks" {
            h2 id="asks" { (t(m::ASKS)) }
            p.quiet { (t(m::ASKS_NOTE)) }
            @for section in sections {
                @let name = if section.name.is_empty() { t(nameless) } else { section.name.as_str() };
                details.tray-fold open[is_alone] {
                    summary { (tf(m::SECTION, &[name, &section.questions.len().to_string()])) }
                    ul { @for question in &section.questions { li { (question) } } }
                }
            }
        }
    }
}

fn data(about: &About, boot: &Boot) -> Markup {
    let settings = &about.card.settings;
    html! {
        section.tray-part aria-labelledby="data" {
            h2 id="data" { (t(m::DATA)) }
            ul {
                li { (tf(m::DATA_READERS, &[boot.site.city.text(boot.lang)])) }
                li { (tf(m::DATA_KEPT, &[&kept_for(settings.retention_days, boot.lang)])) }
                @if let Some(quota) = settings.quota { li { (tf(m::DATA_QUOTA, &[&quota.to_string()])) } }
            }
        }
    }
}
