//! The frame around every page: skip link, header with the main menu, footer.
//!
//! The menu stands once in the document; on narrow screens the style sheet moves it to the bottom, within reach of a thumb.

use super::icons::{Icon, icon};
use super::text::{t, tf, use_boot, use_lang};
use crate::device::{use_device, use_state};
use crate::listings::query::encode;
use crate::messages::common as m;
use crate::messages::desk::SIGN_OUT;
use crate::messages::forms::papers;
use crate::messages::people::account;
use engawa_core::{Lang, Message};
use leptos::prelude::*;
use leptos_router::hooks::use_location;

/// Places of the main menu: address, icon, name.
const PLACES: [(&str, Icon, Message); 5] = [
    ("/", Icon::Home, m::HOME),
    ("/listings", Icon::Search, m::SEARCH),
    ("/calendar", Icon::Calendar, m::CALENDAR),
    ("/map", Icon::Pin, m::MAP),
    ("/favourites", Icon::Heart, m::FAVOURITES),
];

/// Skip link and header.
#[component]
pub fn Header() -> impl IntoView {
    let boot = use_boot();
    let name = boot.site.name.text(boot.lang).to_owned();
    view! {
        <a class="skip" href="#main" rel="external">
            {t(m::SKIP)}
        </a>
        <header class="site-header">
            <div class="wrap site-header-row">
                <a class="brand" href="/" translate="no">
                    {icon(Icon::Brand)} <span class="brand-name">{name}</span>
                </a>
                {main_menu()}
                {languages()}
            </div>
        </header>
    }
}

fn main_menu() -> AnyView {
    let path = use_location().pathname;
    let items = PLACES
        .into_iter()
        .map(|(href, picture, name)| {
            let current = move || path.with(|path| is_at(href, path)).then_some("page");
            view! {
                <li>
                    <a href=href aria-current=current>
                        {icon(picture)} <span>{t(name)}</span>
                    </a>
                </li>
            }
        })
        .collect_view();
    view! {
        <nav class="menu" aria-label=t(m::NAV_MAIN)>
            <ul>{items}</ul>
        </nav>
    }
    .into_any()
}

/// Whether a place of the menu holds this page. Pages of single listings belong to the search.
fn is_at(place: &str, path: &str) -> bool {
    match place {
        "/" => path == "/",
        "/listings" => ["/listings", "/groups", "/organisations"].iter().any(|start| path.starts_with(start)),
        _ => path.starts_with(place),
    }
}

/// The language switch: links that work everywhere; where scripts run, the device remembers the choice first.
fn languages() -> AnyView {
    let location = use_location();
    let state = use_state();
    let device = StoredValue::new(use_device());
    let now = use_lang();
    let back = Memo::new(move |_| {
        let search = location.search.get();
        let search = search.trim_start_matches('?');
        let path = location.pathname.get();
        encode(&if search.is_empty() { path } else { format!("{path}?{search}") })
    });
    let items = [(Lang::Ja, m::LANG_JA), (Lang::JaEasy, m::LANG_EASY), (Lang::En, m::LANG_EN)]
        .into_iter()
        .map(|(lang, name)| {
            let choose = move |event: leptos::ev::MouseEvent| {
                if state.awake.get_untracked() {
                    event.prevent_default();
                    device.with_value(|device| device.set_lang(lang));
                }
            };
            view! {
                <li>
                    <a
                        href=move || format!("/lang/{}?back={}", lang.code(), back.get())
                        rel="external nofollow"
                        lang=lang.html()
                        hreflang=lang.html()
                        aria-current=(lang == now).then_some("true")
                        on:click=choose
                    >
                        {name.text(lang)}
                    </a>
                </li>
            }
        })
        .collect_view();
    view! {
        <nav class="langs" aria-label=t(m::NAV_LANG)>
            <ul>{items}</ul>
        </nav>
    }
    .into_any()
}

/// The footer: whom to ask, what this site is, licence and the note about sample data.
#[component]
pub fn Footer() -> impl IntoView {
    let boot = use_boot();
    let (site, signed_in) = (boot.site, boot.signed_in);
    let desk = site.desk;
    let line = |label: Message, value: AnyView| view! { <p><span class="footer-label">{t(label)}</span> {value}</p> }.into_any();
    let phone =
        (!desk.phone.is_empty()).then(|| line(m::DESK_PHONE, view! { <a href=format!("tel:{}", desk.phone)>{desk.phone.clone()}</a> }.into_any()));
    let email =
        (!desk.email.is_empty()).then(|| line(m::DESK_EMAIL, view! { <a href=format!("mailto:{}", desk.email)>{desk.email.clone()}</a> }.into_any()));
    let hours = (!desk.hours.is_empty()).then(|| line(m::DESK_HOURS, desk.hours.clone().into_any()));
    let links = [
        ("/forms", papers::FORMS, None),
        ("/drafts", papers::DRAFTS, None),
        ("/outbox", papers::OUTBOX, None),
        ("/about", m::ABOUT, None),
        ("/accessibility", m::ACCESSIBILITY, None),
        ("/privacy", m::PRIVACY, None),
        ("/about#open-data", m::OPEN_DATA, None),
        ("/install", m::INSTALL, None),
        ("/account", account::MY_ACCOUNT, Some("external nofollow")),
        ("/staff", m::STAFF, Some("external nofollow")),
    ]
    .into_iter()
    .map(|(href, name, rel)| view! { <li><a href=href rel=rel>{t(name)}</a></li> })
    .collect_view();
    let out = signed_in.then(|| {
        view! {
            <li>
                <form method="post" action="/sign-out">
                    <button class="button button-small">{t(SIGN_OUT)}</button>
                </form>
            </li>
        }
    });
    let sample = site.sample.then(|| {
        view! {
            <p class="sample-note">
                <span class="tag tag-sample">{t(m::SAMPLE)}</span> " " {t(m::SAMPLE_SITE)} " " <a href="/about#sample">{t(m::SAMPLE_MORE)}</a>
            </p>
        }
    });
    let licence = (!site.licence.is_empty()).then(|| view! { <p class="licence">{tf(m::LICENCE, &[&site.licence])}</p> });
    view! {
        <footer class="site-footer">
            <div class="wrap">
                <div class="footer-columns">
                    <section>
                        <h2>{t(m::DESK)}</h2>
                        <p class="footer-desk">{desk.name.clone()}</p>
                        {phone}
                        {email}
                        {hours}
                    </section>
                    <nav aria-label=t(m::NAV_FOOTER)>
                        <ul>{links} {out}</ul>
                    </nav>
                </div>
                {sample}
                {licence}
            </div>
        </footer>
    }
}

#[cfg(test)]
mod tests {
    use super::is_at;

    #[test]
    fn a_listing_belongs_to_the_search() {
        assert!(is_at("/listings", "/groups/1") && is_at("/", "/") && !is_at("/", "/map"));
        assert!(!is_at("/listings", "/calendar"));
    }
}
