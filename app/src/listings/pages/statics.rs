//! Pages that say what this site is and how to use it. Words are messages; only the offline and install pages react to the device.

use crate::app::set_status;
use crate::device::{Install, use_device, use_state};
use crate::listings::Kind;
use crate::messages::{list, statics as m, vocabulary as v};
use crate::ui::{Head, Icon, Markup, Together, Tone, html, icon, notice, still, svg, t, tf, use_boot, use_lang};
use engawa_core::Message;
use leptos::prelude::*;
use leptos_router::hooks::use_location;

/// A page of prose that is all still: head, heading, body.
fn page(title: Message, description: String, path: &'static str, body: Markup) -> AnyView {
    view! {
        <Head title=t(title) description path />
        {still(html! { article.wrap.prose { h1 { (t(title)) } (body) } })}
    }
    .into_any()
}

/// A page of prose with parts that move.
fn moving_page(title: Message, description: String, path: &'static str, body: AnyView) -> AnyView {
    view! {
        <Head title=t(title) description path />
        <article class="wrap prose">
            <h1>{t(title)}</h1>
            {body}
        </article>
    }
    .into_any()
}

fn paragraph(text: Message) -> Markup {
    html! { p { (t(text)) } }
}

/// A heading with the paragraphs under it.
fn part(id: &'static str, heading: Message, body: Markup) -> Markup {
    html! { section aria-labelledby=(id) { h2 id=(id) { (t(heading)) } (body) } }
}

/// The same around something that moves.
fn moving_part(id: &'static str, heading: Message, body: AnyView) -> AnyView {
    view! {
        <section aria-labelledby=id>
            <h2 id=id>{t(heading)}</h2>
            {body}
        </section>
    }
    .into_any()
}

fn bullets(items: &[Message]) -> Markup {
    let items = items.iter().map(|item| html! { li { (t(*item)) } }).together();
    html! { ul { (items) } }
}

fn steps(items: &[Message]) -> Markup {
    let items = items.iter().map(|item| html! { li { (t(*item)) } }).together();
    html! { ol.steps { (items) } }
}

/// Publishers of the data in the sample city, with address and licence.
const SAMPLE_SOURCES: [(Message, Message, &str, &str); 4] = [
    (m::TAKAMATSU, m::TAKAMATSU_DATA, "https://github.com/takamatsu-city/opendata", "CC BY 4.0"),
    (m::YAIZU, m::YAIZU_DATA, "https://github.com/yaizu-city/opendata", "CC BY 4.0 / PDL 1.0"),
    (m::KOBE, m::KOBE_DATA, "https://github.com/City-of-Kobe/opendata", "CC BY 4.0"),
    (m::SHIRASAGI, m::SHIRASAGI_DATA, "https://github.com/shirasagi/shirasagi", "MIT"),
];

/// What this site is.
#[component]
pub fn AboutPage() -> impl IntoView {
    let boot = use_boot();
    let (site, city) = (boot.site.name.text(boot.lang).to_owned(), boot.site.city.text(boot.lang).to_owned());
    let body = html! {
        p { (tf(m::ABOUT_WHAT, &[&site, &city])) }
        p { (t(m::ABOUT_ENGAWA)) }
        p { (t(m::ABOUT_OFFLINE)) " " a href="/offline" { (t(m::ABOUT_OFFLINE_LINK)) } }
        (part("fresh", m::FRESH, paragraph(m::FRESH_TEXT)))
        (part("sources", m::SOURCES, paragraph(m::SOURCES_TEXT)))
        (boot.site.sample.then(|| part("sample", m::SAMPLE, sample())).together())
        (part("open-data", m::OPEN_DATA, open_data()))
        (part("software", m::SOFTWARE, html! { p { (tf(m::SOFTWARE_TEXT, &[&boot.build])) } }))
    };
    page(m::ABOUT, tf(m::ABOUT_DESCRIPTION, &[&site]), "/about", body)
}

fn sample() -> Markup {
    let rows = SAMPLE_SOURCES
        .iter()
        .map(|(publisher, data, href, licence)| {
            html! { tr { th scope="row" { a href=(*href) rel="external" { (t(*publisher)) } } td { (t(*data)) } td { (*licence) } } }
        })
        .together();
    html! {
        p { (t(m::SAMPLE_TEXT)) }
        div.scroll tabindex="0" role="region" aria-label=(t(m::SAMPLE_TABLE)) {
            table {
                thead {
                    tr {
                        th scope="col" { (t(m::COLUMN_PUBLISHER)) }
                        th scope="col" { (t(m::COLUMN_DATA)) }
                        th scope="col" { (t(m::COLUMN_LICENCE)) }
                    }
                }
                tbody { (rows) }
            }
        }
    }
}

fn open_data() -> Markup {
    let formats = ["CSV", "CSV (CP932)", "JSON", "Atom"];
    let rows = Kind::ALL
        .iter()
        .map(|kind| {
            let code = kind.code();
            let name = t(v::kind(*kind));
            let addresses = [
                format!("/opendata/{code}.csv"),
                format!("/opendata/{code}.csv?encoding=cp932"),
                format!("/opendata/{code}.json"),
                format!("/feeds/{code}.atom"),
            ];
            let cells = addresses
                .into_iter()
                .zip(formats)
                .map(|(href, format)| {
                    let label = format!("{name} {format}");
                    html! { td { a href=(href) rel="external" aria-label=(label) { (format) } } }
                })
                .together();
            html! { tr { th scope="row" { (name) } (cells) } }
        })
        .together();
    html! {
        p { (t(m::OPEN_DATA_TEXT)) }
        p.quiet { (t(list::CSV_EXCEL_NOTE)) }
        ul {
            li { a href="/feeds/events.ics" rel="external" { (t(m::OPEN_DATA_CALENDAR)) } }
            li { a href="/api/v1/openapi.json" rel="external" { (t(m::OPEN_DATA_API)) } }
        }
        div.scroll tabindex="0" role="region" aria-label=(t(m::OPEN_DATA_TABLE)) {
            table {
                thead {
                    tr {
                        th scope="col" { (t(m::OPEN_DATA_KIND)) }
                        (formats.map(|format| html! { th scope="col" { (format) } }).into_iter().together())
                    }
                }
                tbody { (rows) }
            }
        }
    }
}

/// The accessibility statement.
#[component]
pub fn AccessibilityPage() -> impl IntoView {
    let done = [m::ACCESS_DONE_1, m::ACCESS_DONE_2, m::ACCESS_DONE_3, m::ACCESS_DONE_4, m::ACCESS_DONE_5, m::ACCESS_DONE_6];
    let body = html! {
        (part("goal", m::ACCESS_GOAL, paragraph(m::ACCESS_GOAL_TEXT)))
        (part("scope", m::ACCESS_SCOPE, paragraph(m::ACCESS_SCOPE_TEXT)))
        (part("done", m::ACCESS_DONE, bullets(&done)))
        (part("test", m::ACCESS_TEST, paragraph(m::ACCESS_TEST_TEXT)))
        (part("limits", m::ACCESS_LIMITS, paragraph(m::ACCESS_LIMITS_TEXT)))
        (part("contact", m::ACCESS_CONTACT, paragraph(m::ACCESS_CONTACT_TEXT)))
    };
    page(m::ACCESS, t(m::ACCESS_DESCRIPTION).to_owned(), "/accessibility", body)
}

/// What is kept about a visitor.
#[component]
pub fn PrivacyPage() -> impl IntoView {
    let body = html! {
        p { (t(m::PRIVACY_SHORT)) }
        (part("device", m::PRIVACY_DEVICE, bullets(&[m::PRIVACY_DEVICE_1, m::PRIVACY_DEVICE_2, m::PRIVACY_DEVICE_3])))
        p { (t(m::PRIVACY_FORGET)) " " a href="/offline#forget" { (t(m::PRIVACY_FORGET_LINK)) } }
        (part("server", m::PRIVACY_SERVER, paragraph(m::PRIVACY_SERVER_TEXT)))
        (part("staff", m::PRIVACY_STAFF, paragraph(m::PRIVACY_STAFF_TEXT)))
    };
    page(m::PRIVACY, t(m::PRIVACY_DESCRIPTION).to_owned(), "/privacy", body)
}

/// Use without a connection: how it works, what this device holds, how to delete it.
#[component]
pub fn OfflinePage() -> impl IntoView {
    let state = use_state();
    let device = StoredValue::new(use_device());
    let lang = use_lang();
    let row = move |name: Message, value: String| html! { div.fact { dt { (name.text(lang)) } dd { (value) } } };
    let facts = move || {
        if !state.awake.get() {
            return still(html! { p.quiet { (m::OFFLINE_NO_SCRIPT.text(lang)) } });
        }
        let online = if state.online.get() { m::OFFLINE_CONNECTED } else { m::OFFLINE_NOT_CONNECTED };
        let as_of = match state.as_of.get() {
            Some(millis) => device.with_value(|device| device.clock(millis)),
            None => m::OFFLINE_NEVER.text(lang).to_owned(),
        };
        let storage = if state.storage_refused.get() { m::OFFLINE_REFUSED } else { m::OFFLINE_STORED };
        let favourites = state.favourites.with(|favourites| favourites.len().to_string());
        still(html! {
            dl.facts translate="no" {
                (row(m::OFFLINE_CONNECTION, online.text(lang).to_owned()))
                (row(m::OFFLINE_AS_OF, as_of))
                (row(m::OFFLINE_STORAGE, storage.text(lang).to_owned()))
                (row(m::OFFLINE_FAVOURITES, favourites))
            }
        })
    };
    let body = view! {
        <p>{t(m::OFFLINE_TEXT)}</p>
        {moving_part("state", m::OFFLINE_STATE, view! { <div>{facts}</div> }.into_any())}
        {moving_part("forget", m::OFFLINE_FORGET, forget())}
    }
    .into_any();
    moving_page(m::OFFLINE, t(m::OFFLINE_DESCRIPTION).to_owned(), "/offline", body)
}

/// Where the deletion of everything stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Forget {
    Offered,
    Asked,
    Done,
}

fn forget() -> AnyView {
    let state = use_state();
    let device = StoredValue::new(use_device());
    let lang = use_lang();
    let stage = RwSignal::new(Forget::Offered);
    let controls = move || {
        if !state.awake.get() {
            return ().into_any();
        }
        match stage.get() {
            Forget::Offered => view! {
                <button type="button" class="button" on:click=move |_| stage.set(Forget::Asked)>
                    {m::OFFLINE_FORGET.text(lang)}
                </button>
            }
            .into_any(),
            Forget::Asked => {
                let yes = move |_| {
                    stage.set(Forget::Done);
                    device.with_value(|device| device.forget_everything());
                };
                view! {
                    <p>
                        <strong>{m::OFFLINE_FORGET_SURE.text(lang)}</strong>
                    </p>
                    <div class="buttons">
                        <button type="button" class="button button-danger" on:click=yes>
                            {m::OFFLINE_FORGET_YES.text(lang)}
                        </button>
                        <button type="button" class="button" on:click=move |_| stage.set(Forget::Offered)>
                            {m::OFFLINE_FORGET_NO.text(lang)}
                        </button>
                    </div>
                }
                .into_any()
            }
            Forget::Done => still(html! { p { (m::OFFLINE_FORGOTTEN.text(lang)) } }),
        }
    };
    view! {
        <p>{t(m::OFFLINE_FORGET_TEXT)}</p>
        <div role="status">{controls}</div>
    }
    .into_any()
}

/// How to put the app on a home screen.
#[component]
pub fn InstallPage() -> impl IntoView {
    let state = use_state();
    let device = StoredValue::new(use_device());
    let lang = use_lang();
    let now = move || {
        (state.install.get() == Install::Prompt).then(|| {
            view! {
                <p>
                    <button type="button" class="button button-primary" on:click=move |_| device.with_value(|device| device.install())>
                        {icon(Icon::Download)} <span>{m::INSTALL_NOW.text(lang)}</span>
                    </button>
                </p>
            }
        })
    };
    // Whoever holds an iPhone reads of it first.
    let is_ios = Memo::new(move |_| state.install.get() == Install::Ios);
    let devices = move || still(devices(is_ios.get()));
    let body = view! {
        <p>{t(m::INSTALL_TEXT)}</p>
        <div>{now}</div>
        <div>{devices}</div>
    }
    .into_any();
    moving_page(m::INSTALL, t(m::INSTALL_DESCRIPTION).to_owned(), "/install", body)
}

/// The steps on each device.
fn devices(is_ios: bool) -> Markup {
    let android = part("android", m::INSTALL_ANDROID, steps(&[m::INSTALL_ANDROID_1, m::INSTALL_ANDROID_2, m::INSTALL_ANDROID_3]));
    let ios = html! {
        (steps(&[m::INSTALL_IOS_1, m::INSTALL_IOS_2, m::INSTALL_IOS_3]))
        (notice(Tone::Caution, t(m::INSTALL_IOS_NOTE)))
    };
    let ios = part("ios", m::INSTALL_IOS, ios);
    let (first, second) = if is_ios { (ios, android) } else { (android, ios) };
    let desktop = part("desktop", m::INSTALL_DESKTOP, steps(&[m::INSTALL_DESKTOP_1, m::INSTALL_DESKTOP_2, m::INSTALL_DESKTOP_3]));
    html! { div { (first) (second) (desktop) } }
}

/// No such page, and says so to the server, too. Without a connection that is not known: it may be a page that the server alone has.
#[component]
pub fn NotFoundPage() -> impl IntoView {
    set_status(404);
    let state = use_state();
    let path = use_location().pathname;
    let body = move || {
        if state.awake.get() && !state.online.get() {
            return still(html! { div { (lost(m::NO_LINE, m::NO_LINE_TEXT, (&path.get(), m::ERROR_AGAIN))) } });
        }
        still(html! { div { (lost(m::NOT_FOUND, m::NOT_FOUND_TEXT, ("/listings", m::NOT_FOUND_SEARCH))) } })
    };
    view! {
        <Head title=t(m::NOT_FOUND) description=t(m::NOT_FOUND_TEXT) path="/404" noindex=true />
        <div class="wrap prose empty">{body}</div>
    }
}

/// What is not here, and two ways on.
fn lost(heading: Message, text: Message, (href, label): (&str, Message)) -> Markup {
    html! {
        (svg(Icon::Sprout))
        h1 { (t(heading)) }
        p { (t(text)) }
        ul.buttons {
            li { a.button.button-primary href=(href) rel="external" { (t(label)) } }
            li { a.button href="/" { (t(m::NOT_FOUND_HOME)) } }
        }
    }
}
