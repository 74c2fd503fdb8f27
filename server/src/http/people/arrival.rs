//! What the links of mails open, and what follows for whoever has proven an address: their account, or the few questions that make one.
//!
//! Invariants: opening a link uses nothing, only its button does, because programs open the links in mails too; the proof of an address
//! gives the session a new id, as signing in does.

use super::sign_in::{begin, lost, next_of, sender};
use crate::clock::now_ms;
use crate::http::Ctx;
use crate::http::desk::{render, see_other};
use crate::http::lang::Reads;
use crate::http::problem::{broken, status_of};
use crate::http::session;
use crate::people::Actor;
use crate::people::accounts::{self, Arrival, Profile};
use crate::people::demands::Way;
use crate::people::links::{self, Link, Purpose};
use axum::Router;
use axum::extract::{Form, Query, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse as _, Response};
use axum::routing::get;
use engawa_app::messages::people::{account as own, guardian as guardian_words, sign_in as m};
use engawa_app::people::account::Newcomer;
use engawa_app::people::pages::guardian::{self as guardian_pages, PaperPage};
use engawa_app::people::pages::sign_in as pages;
use engawa_core::time::Millis;
use engawa_core::{Lang, Message, Problem};
use leptos::prelude::AnyView;
use serde::Deserialize;
use tower_sessions::Session;

/// The key of an address that was proven and has no account yet.
const PROVEN: &str = "proven_email";
/// The proof is good for so long.
const PROVEN_MS: Millis = 60 * 60 * 1000;
/// The key of where to go afterwards.
const PROVEN_NEXT: &str = "proven_next";

/// Routes.
pub fn routes() -> Router<Ctx> {
    Router::new()
        .route("/sign-in/link", get(link_form).post(use_link))
        .route("/sign-in/welcome", get(welcome_form).post(welcome))
        .route("/sign-in/waiting", get(waiting).post(ask_again))
        .route("/sign-in/paper", get(blank_paper).post(paper))
        .route("/sign-in/guardian", get(guardian_form).post(guardian))
        .route("/sign-in/confirm", get(confirm_form).post(confirm))
}

#[derive(Deserialize)]
struct Token {
    #[serde(default)]
    t: String,
}

fn draw(ctx: &Ctx, lang: Lang, status: StatusCode, title: Message, view: impl FnOnce() -> AnyView) -> Response {
    (status, render::personal(ctx, lang, title.text(lang), &Actor::anonymous(), &[], view)).into_response()
}

/// A link that was used, has expired, or never was.
fn over(ctx: &Ctx, lang: Lang) -> Response {
    draw(ctx, lang, StatusCode::GONE, m::LINK_OVER, || pages::note(m::LINK_OVER, m::LINK_OVER_ABOUT, "/sign-in", m::SIGN_IN))
}

fn locked(ctx: &Ctx, lang: Lang) -> Response {
    draw(ctx, lang, StatusCode::FORBIDDEN, m::LOCKED, || pages::note(m::LOCKED, m::LOCKED_ABOUT, "/", m::GO_ON))
}

async fn link_form(State(ctx): State<Ctx>, Reads(lang): Reads, Query(Token { t }): Query<Token>) -> Response {
    match links::look(&ctx.site.db, Purpose::SignIn, &t, now_ms()).await {
        Ok(Some(link)) => {
            let about = m::LINK_ABOUT.with(lang, &[&link.email]);
            draw(&ctx, lang, StatusCode::OK, m::LINK, move || pages::link(m::LINK, &about, "/sign-in/link", &t, m::LINK_BUTTON))
        }
        Ok(None) => over(&ctx, lang),
        Err(error) => broken(&error, lang).into_response(),
    }
}

async fn use_link(State(ctx): State<Ctx>, Reads(lang): Reads, session: Session, headers: HeaderMap, Form(Token { t }): Form<Token>) -> Response {
    match links::use_sign_in(&ctx.site.db, &t, now_ms()).await {
        Ok(Some(link)) => arrive(&ctx, lang, &session, &headers, &link).await,
        Ok(None) => over(&ctx, lang),
        Err(error) => broken(&error, lang).into_response(),
    }
}

/// Goes on with somebody who has proven an address.
pub async fn arrive(ctx: &Ctx, lang: Lang, session: &Session, headers: &HeaderMap, link: &Link) -> Response {
    match accounts::arrive(&ctx.site.db, &link.email, now_ms()).await {
        Ok(Arrival::Known(account)) => begin(ctx, session, headers, (&account, Way::Mail), &link.next).await,
        Ok(Arrival::Locked) => locked(ctx, lang),
        Ok(Arrival::New) => match remember(session, link).await {
            Ok(()) => see_other("/sign-in/welcome"),
            Err(error) => lost(&error),
        },
        Err(error) => broken(&error, lang).into_response(),
    }
}

/// Keeps a proven address in a session that is new.
async fn remember(session: &Session, link: &Link) -> Result<(), tower_sessions::session::Error> {
    session::end(session).await?;
    session.cycle_id().await?;
    session.insert(PROVEN, (&link.email, now_ms())).await?;
    session.insert(PROVEN_NEXT, &link.next).await
}

/// The address that was proven in a session, not long ago: later somebody else may have the mailbox, or the device.
async fn proven(session: &Session) -> Option<String> {
    let (email, at) = session.get::<(String, Millis)>(PROVEN).await.ok().flatten()?;
    (now_ms() - at <= PROVEN_MS).then_some(email)
}

fn draw_welcome(ctx: &Ctx, lang: Lang, email: String, said: Newcomer, problems: Vec<Problem>) -> Response {
    let status = status_of(&problems);
    draw(ctx, lang, status, m::WELCOME, move || pages::welcome(&email, &said, &problems))
}

async fn welcome_form(State(ctx): State<Ctx>, Reads(lang): Reads, session: Session) -> Response {
    match proven(&session).await {
        Some(email) => draw_welcome(&ctx, lang, email, Newcomer::default(), Vec::new()),
        None => see_other("/sign-in"),
    }
}

#[derive(Deserialize)]
struct Said {
    #[serde(default)]
    name: String,
    #[serde(default)]
    of_age: String,
    #[serde(default)]
    born_year: String,
    #[serde(default)]
    way: String,
    #[serde(default)]
    guardian: String,
}

async fn welcome(State(ctx): State<Ctx>, Reads(lang): Reads, session: Session, headers: HeaderMap, Form(said): Form<Said>) -> Response {
    let Some(email) = proven(&session).await else { return see_other("/sign-in") };
    let next = session.get::<String>(PROVEN_NEXT).await.ok().flatten().unwrap_or_default();
    let said = Newcomer { name: said.name, of_age: said.of_age, born_year: said.born_year, way: said.way, guardian: said.guardian };
    let person = match said.read(&email, now_ms()) {
        Ok(person) => person,
        Err(problems) => return draw_welcome(&ctx, lang, email, said, problems),
    };
    match accounts::make(&ctx.site.db, &sender(&ctx, &headers, lang), &email, &person, now_ms()).await {
        Ok(account) => begin(&ctx, &session, &headers, (&account, Way::Mail), &next_of(&next)).await,
        Err(error) => broken(&error, lang).into_response(),
    }
}

/// The account of a session, if it waits for a guardian.
async fn waiting_profile(ctx: &Ctx, session: &Session) -> Option<Profile> {
    let account = session::account_of(session).await?;
    let profile = accounts::profile(&ctx.site.db, &account).await.ok().flatten()?;
    profile.waits(now_ms()).then_some(profile)
}

#[derive(Deserialize)]
struct Sent {
    #[serde(default)]
    sent: String,
}

async fn waiting(State(ctx): State<Ctx>, Reads(lang): Reads, session: Session, Query(Sent { sent }): Query<Sent>) -> Response {
    let Some(profile) = waiting_profile(&ctx, &session).await else { return see_other("/account") };
    draw(&ctx, lang, StatusCode::OK, m::WAITING, move || guardian_pages::waiting(&profile.guardian, sent == "1"))
}

async fn ask_again(State(ctx): State<Ctx>, Reads(lang): Reads, session: Session, headers: HeaderMap) -> Response {
    let Some(profile) = waiting_profile(&ctx, &session).await else { return see_other("/account") };
    if profile.guardian.is_empty() {
        // They agree on paper: there is nobody to write to.
        return see_other("/sign-in/waiting");
    }
    match accounts::ask_again(&ctx.site.db, &sender(&ctx, &headers, lang), &profile, now_ms()).await {
        Ok(()) => see_other("/sign-in/waiting?sent=1"),
        Err(error) => broken(&error, lang).into_response(),
    }
}

fn draw_paper(ctx: &Ctx, lang: Lang, it: PaperPage) -> Response {
    let city = ctx.site.settings.site.name.text(lang).to_owned();
    draw(ctx, lang, StatusCode::OK, guardian_words::PAPER, move || guardian_pages::paper(PaperPage { city, ..it }))
}

/// The paper as it lies at a desk: for whoever cannot print.
async fn blank_paper(State(ctx): State<Ctx>, Reads(lang): Reads) -> Response {
    draw_paper(&ctx, lang, PaperPage::default())
}

/// The paper of an account that waits, with a code of its own.
async fn paper(State(ctx): State<Ctx>, Reads(lang): Reads, session: Session) -> Response {
    let Some(profile) = waiting_profile(&ctx, &session).await else { return see_other("/account") };
    match links::make_paper(&ctx.site.db, &profile.id, &profile.actor_name(), now_ms()).await {
        Ok(code) => {
            let born_year = profile.born_year.to_string();
            draw_paper(&ctx, lang, PaperPage { code, name: profile.name, born_year, email: profile.email, ..PaperPage::default() })
        }
        Err(error) => broken(&error, lang).into_response(),
    }
}

async fn guardian_form(State(ctx): State<Ctx>, Reads(lang): Reads, Query(Token { t }): Query<Token>) -> Response {
    let link = match links::look(&ctx.site.db, Purpose::Guardian, &t, now_ms()).await {
        Ok(link) => link,
        Err(error) => return broken(&error, lang).into_response(),
    };
    let Some(link) = link else { return over(&ctx, lang) };
    match accounts::profile(&ctx.site.db, &link.account).await {
        Ok(Some(child)) => {
            let about = m::CONSENT_ABOUT.with(lang, &[&child.name, &child.born_year.to_string(), ctx.site.settings.site.name.text(lang)]);
            draw(&ctx, lang, StatusCode::OK, m::CONSENT, move || pages::link(m::CONSENT, &about, "/sign-in/guardian", &t, m::CONSENT_BUTTON))
        }
        Ok(None) => over(&ctx, lang),
        Err(error) => broken(&error, lang).into_response(),
    }
}

async fn guardian(State(ctx): State<Ctx>, Reads(lang): Reads, headers: HeaderMap, Form(Token { t }): Form<Token>) -> Response {
    match links::consent(&ctx.site.db, &sender(&ctx, &headers, lang), &t, now_ms()).await {
        Ok(true) => draw(&ctx, lang, StatusCode::OK, m::CONSENT, || pages::note(m::CONSENT, m::CONSENT_DONE, "/", m::GO_ON)),
        Ok(false) => over(&ctx, lang),
        Err(error) => broken(&error, lang).into_response(),
    }
}

async fn confirm_form(State(ctx): State<Ctx>, Reads(lang): Reads, Query(Token { t }): Query<Token>) -> Response {
    match links::look(&ctx.site.db, Purpose::Confirm, &t, now_ms()).await {
        Ok(Some(link)) => {
            let about = m::CONFIRM_ABOUT.with(lang, &[&link.email]);
            draw(&ctx, lang, StatusCode::OK, m::CONFIRM, move || pages::link(m::CONFIRM, &about, "/sign-in/confirm", &t, m::CONFIRM_BUTTON))
        }
        Ok(None) => over(&ctx, lang),
        Err(error) => broken(&error, lang).into_response(),
    }
}

async fn confirm(State(ctx): State<Ctx>, Reads(lang): Reads, headers: HeaderMap, Form(Token { t }): Form<Token>) -> Response {
    match links::confirm(&ctx.site.db, &sender(&ctx, &headers, lang), &t, now_ms()).await {
        Ok(Ok(())) => draw(&ctx, lang, StatusCode::OK, m::CONFIRM, || pages::note(m::CONFIRM, m::CONFIRM_DONE, "/account", own::MY_ACCOUNT)),
        Ok(Err(problem)) if problem.code == "address_taken" => {
            let taken = engawa_app::messages::problems::ADDRESS_TAKEN;
            draw(&ctx, lang, StatusCode::CONFLICT, m::CONFIRM, move || pages::note(m::CONFIRM, taken, "/account", own::MY_ACCOUNT))
        }
        Ok(Err(_)) => over(&ctx, lang),
        Err(error) => broken(&error, lang).into_response(),
    }
}
