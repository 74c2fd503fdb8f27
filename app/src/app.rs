//! The application: its routes, the document around it on the server, and the empty document for offline starts.
//!
//! Invariants: [`App`] draws the same tree on the server and in the browser from the same [`Boot`]; contexts ([`Boot`], the device's
//! state, `Arc<dyn Device>`, `Arc<dyn Repo>`) are provided by the caller before it runs; every route renders in one sweep, so that a
//! page is complete without scripts.

use crate::kiosk::pages::device::use_kiosk;
use crate::listings::pages::statics::NotFoundPage;
use crate::routes::{
    AboutRoute, AccessibilityRoute, BeginRoute, CalendarRoute, DetailRoute, DraftsRoute, FavouritesRoute, FieldRoute, FillRoute, FormRoute,
    FormsRoute, GroupRoute, HandOverRoute, HomeRoute, InstallRoute, JoinRoute, KioskRoute, ListRoute, MapRoute, OfflineRoute, OutboxRoute, PairRoute,
    PrivacyRoute, WriteDraftRoute, WriteRoute, around,
};
use crate::site::Boot;
use crate::ui::{Footer, Header, StatusBar, escape_json};
use leptos::html;
use leptos::prelude::*;
use leptos_meta::{MetaTags, provide_meta_context};
use leptos_router::components::{FlatRoutes, Route, Router};
use leptos_router::hooks::use_location;
use leptos_router::{Lazy, SsrMode, path};
use std::sync::Arc;
use std::sync::atomic::{AtomicU16, Ordering};

/// Where a page says with which HTTP status it goes out. Only the server provides one.
#[derive(Clone, Debug)]
pub struct StatusSink(pub Arc<AtomicU16>);

impl StatusSink {
    /// A sink that says 200 so far.
    pub fn new() -> Self {
        Self(Arc::new(AtomicU16::new(200)))
    }

    /// The status so far.
    pub fn status(&self) -> u16 {
        self.0.load(Ordering::Relaxed)
    }
}

impl Default for StatusSink {
    fn default() -> Self {
        Self::new()
    }
}

/// Sets the HTTP status of the page that is being drawn, where there is one to set.
pub fn set_status(status: u16) {
    if let Some(sink) = use_context::<StatusSink>() {
        sink.0.store(status, Ordering::Relaxed);
    }
}

/// Addresses of the files of the build that the document names.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Assets {
    /// The style sheet.
    pub css: String,
    /// The module that starts the application.
    pub boot_js: String,
}

/// The document around the application, on the server.
pub fn shell(boot: Boot, assets: Assets) -> impl IntoView {
    let json = boot_json(&boot);
    view! {
        <!DOCTYPE html>
        <html lang=boot.lang.html() data-lang=boot.lang.code() data-theme=boot.site.theme.clone()>
            <head>
                <meta charset="utf-8" />
                <meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover" />
                <meta name="color-scheme" content="light dark" />
                <meta name="theme-color" content=THEME_COLOR />
                <meta name="format-detection" content="telephone=no" />
                <link rel="stylesheet" href=assets.css />
                <link rel="manifest" href="/manifest.webmanifest" />
                <link rel="icon" href="/icons/icon.svg" type="image/svg+xml" />
                <link rel="apple-touch-icon" href="/icons/apple-touch-icon.png" />
                <script type="application/json" id="engawa-boot" inner_html=json></script>
                <script type="module" src=assets.boot_js></script>
                <MetaTags />
            </head>
            <body>
                <App />
            </body>
        </html>
    }
}

/// The document that the service worker answers with when there is no network: no page in it, everything is drawn by the browser.
pub fn offline_shell(boot: &Boot, assets: &Assets) -> String {
    let (lang, code, theme) = (boot.lang.html(), boot.lang.code(), attribute(&boot.site.theme));
    let (css, js, json) = (attribute(&assets.css), attribute(&assets.boot_js), boot_json(boot));
    let title = attribute(boot.site.name.text(boot.lang));
    format!(
        "<!DOCTYPE html><html lang=\"{lang}\" data-lang=\"{code}\" data-theme=\"{theme}\" data-shell=\"offline\"><head><meta charset=\"utf-8\">\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1, viewport-fit=cover\">\
         <meta name=\"color-scheme\" content=\"light dark\"><meta name=\"theme-color\" content=\"{THEME_COLOR}\"><title>{title}</title>\
         <link rel=\"stylesheet\" href=\"{css}\"><link rel=\"manifest\" href=\"/manifest.webmanifest\">\
         <link rel=\"icon\" href=\"/icons/icon.svg\" type=\"image/svg+xml\">\
         <script type=\"application/json\" id=\"engawa-boot\">{json}</script>\
         <script type=\"module\" src=\"{js}\"></script><!--HEAD--></head><body></body></html>"
    )
}

/// Washi: the colour of browser bars around the page, as in `style/tokens.css` and the manifest.
pub const THEME_COLOR: &str = "#faf7f0";

/// The boot data as JSON that may stand inside a script element.
fn boot_json(boot: &Boot) -> String {
    escape_json(&serde_json::to_string(boot).unwrap_or_default())
}

fn attribute(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('"', "&quot;")
}

/// The application: the frame and the page of this address.
#[component]
pub fn App() -> impl IntoView {
    provide_meta_context();
    view! {
        <Router>
            <Frame />
        </Router>
    }
}

#[component]
fn Frame() -> impl IntoView {
    let main = NodeRef::<html::Main>::new();
    let path = use_location().pathname;
    // After a change of page without a load, keyboard and reader go on from the new content.
    Effect::new(move |before: Option<String>| {
        let now = path.get();
        if before.is_some_and(|before| before != now)
            && let Some(main) = main.get_untracked()
        {
            let _ = main.focus();
        }
        now
    });
    let page = view! {
        <main id="main" tabindex="-1" node_ref=main>
            <FlatRoutes fallback=|| view! { <NotFoundPage /> }>
                <Route path=path!("/") view={Lazy::<HomeRoute>::new()} ssr=SsrMode::Async />
                <Route path=path!("/listings") view={Lazy::<ListRoute>::new()} ssr=SsrMode::Async />
                <Route path=path!("/listings/:id") view={Lazy::<DetailRoute>::new()} ssr=SsrMode::Async />
                <Route path=path!("/groups/:id") view={Lazy::<GroupRoute>::new()} ssr=SsrMode::Async />
                <Route path=path!("/organisations/:id") view={Lazy::<GroupRoute>::new()} ssr=SsrMode::Async />
                <Route path=path!("/calendar") view={Lazy::<CalendarRoute>::new()} ssr=SsrMode::Async />
                <Route path=path!("/map") view={Lazy::<MapRoute>::new()} ssr=SsrMode::Async />
                <Route path=path!("/favourites") view={Lazy::<FavouritesRoute>::new()} ssr=SsrMode::Async />
                <Route path=path!("/about") view={Lazy::<AboutRoute>::new()} ssr=SsrMode::Async />
                <Route path=path!("/accessibility") view={Lazy::<AccessibilityRoute>::new()} ssr=SsrMode::Async />
                <Route path=path!("/privacy") view={Lazy::<PrivacyRoute>::new()} ssr=SsrMode::Async />
                <Route path=path!("/offline") view={Lazy::<OfflineRoute>::new()} ssr=SsrMode::Async />
                <Route path=path!("/install") view={Lazy::<InstallRoute>::new()} ssr=SsrMode::Async />
                <Route path=path!("/forms") view={Lazy::<FormsRoute>::new()} ssr=SsrMode::Async />
                <Route path=path!("/forms/:id") view={Lazy::<FormRoute>::new()} ssr=SsrMode::Async />
                <Route path=path!("/forms/:id/begin") view={Lazy::<BeginRoute>::new()} ssr=SsrMode::Async />
                <Route path=path!("/drafts") view={Lazy::<DraftsRoute>::new()} ssr=SsrMode::Async />
                <Route path=path!("/drafts/:id") view={Lazy::<FillRoute>::new()} ssr=SsrMode::Async />
                <Route path=path!("/outbox") view={Lazy::<OutboxRoute>::new()} ssr=SsrMode::Async />
                <Route path=path!("/join") view={Lazy::<JoinRoute>::new()} ssr=SsrMode::Async />
                <Route path=path!("/field") view={Lazy::<FieldRoute>::new()} ssr=SsrMode::Async />
                <Route path=path!("/write") view={Lazy::<WriteRoute>::new()} ssr=SsrMode::Async />
                <Route path=path!("/write/:id") view={Lazy::<WriteDraftRoute>::new()} ssr=SsrMode::Async />
                <Route path=path!("/hand-over") view={Lazy::<HandOverRoute>::new()} ssr=SsrMode::Async />
                <Route path=path!("/kiosk") view={Lazy::<KioskRoute>::new()} ssr=SsrMode::Async />
                <Route path=path!("/kiosk/pair") view={Lazy::<PairRoute>::new()} ssr=SsrMode::Async />
            </FlatRoutes>
        </main>
    }
    .into_any();
    match use_kiosk() {
        // A shared screen has a frame of its own.
        Some(kiosk) => around(kiosk, main, page),
        None => view! {
            <Header />
            <StatusBar />
            {page}
            <Footer />
        }
        .into_any(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::site::Site;
    use engawa_core::Lang;

    #[test]
    fn the_offline_document_escapes_what_the_site_says() {
        let mut site = Site { theme: "\"><script>".into(), ..Site::default() };
        site.name.ja = "</title><script>".into();
        let boot = Boot { site, lang: Lang::Ja, today: "2026-11-20".parse().unwrap(), minute: 0, build: "b".into(), signed_in: false };
        let html = offline_shell(&boot, &Assets::default());
        assert_eq!(html.matches("<script").count(), 2);
        assert!(html.contains("\\u003c/title>"));
    }
}
