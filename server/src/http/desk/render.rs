//! Draws a page of staff, or of a person with an account, into a document: nothing of it is kept on the device.

use super::{band, nav};
use crate::http::session::is_signed_in;
use crate::http::{Ctx, ssr};
use axum::http::header;
use axum::response::{IntoResponse as _, Response};
use engawa_app::device::{Device, DeviceState, NoDevice};
use engawa_app::messages::people::cases;
use engawa_app::messages::{common, desk as m, people};
use engawa_app::ui::joined;
use engawa_core::Lang;
use engawa_core::rights::Actor;
use leptos::prelude::{AnyView, Owner, RenderHtml as _, provide_context};
use std::sync::Arc;

/// A whole page of staff. `staff`: the name of who is signed in.
pub fn page(ctx: &Ctx, lang: Lang, title: &str, staff: Option<&str>, view: impl FnOnce() -> AnyView) -> Response {
    let nav = match staff {
        Some(name) => nav::staff(lang, name),
        // A page that is drawn for nobody in particular: whoever is signed in finds the way out on it all the same.
        None if is_signed_in() => {
            let account = people::account::MY_ACCOUNT.text(lang);
            format!("<nav class=\"desk-nav\" aria-label=\"{account}\"><a href=\"/account\">{account}</a>{}</nav>", way_out(lang, ""))
        }
        None => way_home(lang, ""),
    };
    document(ctx, lang, title, &nav, &[], view)
}

/// A whole page of somebody who need not be staff. `scripts`: files of this site that it runs, such as `/passkey.js`.
pub fn personal(ctx: &Ctx, lang: Lang, title: &str, actor: &Actor, scripts: &[&str], view: impl FnOnce() -> AnyView) -> Response {
    let nav = if actor.account().is_some() {
        personal_nav(lang, actor)
    } else {
        let out = if is_signed_in() { way_out(lang, "") } else { String::new() };
        way_home(lang, &out)
    };
    document(ctx, lang, title, &nav, scripts, view)
}

/// The way back for somebody who is not signed in: to them it is no "public site", it is the first page.
fn way_home(lang: Lang, out: &str) -> String {
    format!("<nav class=\"desk-nav\"><a href=\"/\">{}</a>{out}</nav>", common::HOME.text(lang))
}

fn personal_nav(lang: Lang, actor: &Actor) -> String {
    let staff = if actor.is_staff() { format!("<a href=\"/staff\">{}</a>", m::DESK.text(lang)) } else { String::new() };
    format!(
        "<nav class=\"desk-nav\" aria-label=\"{account}\"><a href=\"/account\"{at_account}>{account}</a>\
         <a href=\"/my/groups\"{at_groups}>{groups}</a>{staff}<a href=\"/\">{public}</a>{out}</nav>",
        at_account = nav::current("/account"),
        at_groups = nav::current("/my/groups"),
        account = people::account::MY_ACCOUNT.text(lang),
        groups = people::groups::GROUPS.text(lang),
        public = m::PUBLIC_SITE.text(lang),
        out = way_out(lang, actor.display_name()),
    )
}

/// The button that signs out, beside the name of who is signed in, where it is known.
fn way_out(lang: Lang, name: &str) -> String {
    let name = if name.is_empty() { String::new() } else { format!("<span>{}</span> ", escape(name)) };
    let out = m::SIGN_OUT.text(lang);
    format!("<form method=\"post\" action=\"/sign-out\">{name}<button class=\"button button-small\">{out}</button></form>")
}

fn document(ctx: &Ctx, lang: Lang, title: &str, nav: &str, scripts: &[&str], view: impl FnOnce() -> AnyView) -> Response {
    let boot = ssr::boot(ctx, lang);
    let theme = escape(&boot.site.theme);
    let site = escape(boot.site.name.text(lang));
    let body = Owner::new().with(|| {
        provide_context(boot);
        provide_context(DeviceState::new());
        provide_context::<Arc<dyn Device>>(Arc::new(NoDevice));
        view().to_html()
    });
    let scripts = scripts.iter().map(|src| format!("<script type=\"module\" src=\"{src}\"></script>")).collect::<Vec<_>>().concat();
    let html = format!(
        "<!DOCTYPE html><html lang=\"{lang}\" data-lang=\"{code}\" data-theme=\"{theme}\"><head><meta charset=\"utf-8\">\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"><meta name=\"robots\" content=\"noindex\">\
         <title>{title} | {site}</title><link rel=\"stylesheet\" href=\"{css}\"><link rel=\"icon\" href=\"/icons/favicon.svg\" type=\"image/svg+xml\">\
         {scripts}</head><body class=\"desk\"><a class=\"skip\" href=\"#main\">{skip}</a><header class=\"desk-header\"><p class=\"desk-site\">{site}</p>{nav}{languages}</header>{band}\
         <main id=\"main\" class=\"desk-main\">{body}</main></body></html>",
        lang = lang.html(),
        code = lang.code(),
        title = escape(title),
        css = ctx.assets.build.css,
        skip = common::SKIP.text(lang),
        languages = nav::languages(lang),
        band = band::shown().map_or_else(String::new, |shown| case_band(lang, &shown)),
    );
    let html = match band::shown() {
        Some(shown) => band::name_in_forms(&html, &shown.id),
        None => html,
    };
    ([(header::CONTENT_TYPE, "text/html; charset=utf-8")], joined(lang, &html).into_owned()).into_response()
}

/// For whom staff act now, and the way out.
fn case_band(lang: Lang, shown: &band::Band) -> String {
    let words = if shown.name.is_empty() { cases::BAND_NOBODY.text(lang).to_owned() } else { cases::BAND.with(lang, &[&shown.name]) };
    format!(
        "<section class=\"case-band\" aria-label=\"{counter}\"><p>{words} <a href=\"/staff/counter/{id}\">{number}</a></p>\
         <form method=\"post\" action=\"/staff/counter/{id}/close\"><input type=\"hidden\" name=\"command\" value=\"{command}\">\
         <button class=\"button button-primary\">{next}</button></form></section>",
        counter = cases::COUNTER.text(lang),
        words = escape(&words),
        id = escape(&shown.id),
        number = escape(&cases::CASE.with(lang, &[&shown.case_no])),
        command = uuid::Uuid::now_v7(),
        next = cases::NEXT_PERSON.text(lang),
    )
}

/// Text as it may stand in a document.
pub(in crate::http) fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
