//! Draws a page of staff into a document: no scripts, nothing kept.

use crate::http::{Ctx, ssr};
use axum::http::header;
use axum::response::{IntoResponse as _, Response};
use engawa_app::device::{Device, DeviceState, NoDevice};
use engawa_app::messages::{common, desk as m, forms};
use engawa_core::Lang;
use leptos::prelude::{AnyView, Owner, RenderHtml as _, provide_context};
use std::sync::Arc;

/// A whole page. `staff`: the name of who is signed in.
pub fn page(ctx: &Ctx, lang: Lang, title: &str, staff: Option<&str>, view: impl FnOnce() -> AnyView) -> Response {
    let boot = ssr::boot(ctx, lang);
    let theme = escape(&boot.site.theme);
    let site = escape(boot.site.name.text(lang));
    let body = Owner::new().with(|| {
        provide_context(boot);
        provide_context(DeviceState::new());
        provide_context::<Arc<dyn Device>>(Arc::new(NoDevice));
        view().to_html()
    });
    let nav = staff.map_or_else(String::new, |name| {
        format!(
            "<nav class=\"desk-nav\" aria-label=\"{desk}\"><a href=\"/staff\">{desk}</a><a href=\"/staff/listings/new\">{new}</a>\
             <a href=\"/staff/import\">{import}</a><a href=\"/staff/forms\">{forms}</a><a href=\"/staff/submissions\">{inbox}</a><a href=\"/\">{public}</a>\
             <form method=\"post\" action=\"/staff/sign-out\"><span>{name}</span> <button class=\"button button-small\">{out}</button></form></nav>",
            desk = m::DESK.text(lang),
            new = m::NEW.text(lang),
            import = m::IMPORT.text(lang),
            forms = forms::desk::FORMS.text(lang),
            inbox = forms::desk::INBOX_ALL.text(lang),
            public = m::PUBLIC_SITE.text(lang),
            out = m::SIGN_OUT.text(lang),
            name = escape(name),
        )
    });
    let html = format!(
        "<!DOCTYPE html><html lang=\"{lang}\" data-theme=\"{theme}\"><head><meta charset=\"utf-8\">\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"><meta name=\"robots\" content=\"noindex\">\
         <title>{title} | {site}</title><link rel=\"stylesheet\" href=\"{css}\"><link rel=\"icon\" href=\"/icons/favicon.svg\" type=\"image/svg+xml\">\
         </head><body class=\"desk\"><a class=\"skip\" href=\"#main\">{skip}</a><header class=\"desk-header\"><p class=\"desk-site\">{site}</p>{nav}</header>\
         <main id=\"main\" class=\"desk-main\">{body}</main></body></html>",
        lang = lang.html(),
        title = escape(title),
        css = ctx.assets.build.css,
        skip = common::SKIP.text(lang),
    );
    ([(header::CONTENT_TYPE, "text/html; charset=utf-8")], html).into_response()
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
