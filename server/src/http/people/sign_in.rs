//! `/sign-in`: by e-mail, code, password, recovery code; `/sign-out`. What links of mails open is in `arrival`.
//!
//! Invariants: the answer to an address is the same whether or not it has an account; nothing leads to another site afterwards.

use super::arrival;
use crate::clock::now_ms;
use crate::http::Ctx;
use crate::http::desk::{render, see_other};
use crate::http::lang::{Reads, local_path};
use crate::http::problem::{broken, status_of};
use crate::http::session::{self, Who};
use crate::http::well_known::origin;
use crate::people::demands::Way;
use crate::people::links::{self, Sender};
use crate::people::{self, Actor, FAILURE_WINDOW_MS, SignInError, recovery, secret};
use axum::Router;
use axum::extract::{Form, Query, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse as _, Response};
use axum::routing::{get, post};
use engawa_app::messages::people::sign_in as m;
use engawa_app::people::account::address;
use engawa_app::people::pages::{passkeys, sign_in as pages};
use engawa_core::{Lang, Problem};
use serde::Deserialize;
use tower_sessions::Session;

/// The key of the secret by which a browser shows that it asked for a code.
pub(super) const ASKER: &str = "asker";
/// The key of the address that it asked for.
const ASKED: &str = "asked_email";

/// Routes.
pub fn routes() -> Router<Ctx> {
    Router::new()
        .route("/sign-in", get(form).post(by_mail))
        .route("/sign-in/code", get(code_form).post(by_code))
        .route("/sign-in/password", post(by_password))
        .route("/sign-in/recovery", post(by_recovery))
        .route("/sign-out", post(sign_out))
        .merge(arrival::routes())
}

/// Who writes the mails of a request.
pub fn sender(ctx: &Ctx, headers: &HeaderMap, lang: Lang) -> Sender {
    Sender { site: ctx.site.settings.site.name.text(lang).to_owned(), origin: origin(ctx, headers), lang }
}

/// Where somebody goes who has signed in.
pub fn next_of(typed: &str) -> String {
    let next = local_path(typed);
    // Signing out again, or in once more, is nobody's wish.
    if next == "/" || next.starts_with("/sign-") { "/account".to_owned() } else { next }
}

fn draw(ctx: &Ctx, lang: Lang, login: String, next: &str, problems: Vec<Problem>) -> Response {
    let status = status_of(&problems);
    let it = pages::SignIn { login, next: local_path(next), mail: ctx.site.outside.mail.is_some(), problems };
    let has_provider = ctx.site.outside.oidc.is_some();
    (
        status,
        render::personal(ctx, lang, m::SIGN_IN.text(lang), &Actor::anonymous(), &["/passkey.js"], move || {
            let mut others = vec![passkeys::passkey_button(&it.next)];
            if has_provider {
                others.push(passkeys::provider_link(&it.next));
            }
            pages::sign_in(&it, others)
        }),
    )
        .into_response()
}

/// Why somebody was not believed, at a field. `wrong`: the code where it was simply wrong.
pub(super) fn problem_of(path: &str, error: SignInError, wrong: &str) -> Problem {
    match error {
        SignInError::Wrong => Problem::new(path, wrong),
        SignInError::TooMany => Problem::new(path, "too_many_attempts").arg((FAILURE_WINDOW_MS / 60_000).to_string()),
    }
}

/// A session that could not be kept: logged once, here.
pub fn lost(error: &tower_sessions::session::Error) -> Response {
    tracing::error!(%error, "a session could not be kept");
    (StatusCode::SERVICE_UNAVAILABLE, "503: your session could not be kept. Please try again.\n").into_response()
}

#[derive(Deserialize)]
struct Next {
    #[serde(default)]
    next: String,
}

async fn form(State(ctx): State<Ctx>, Reads(lang): Reads, Who(actor): Who, Query(Next { next }): Query<Next>) -> Response {
    if actor.account().is_some() {
        return see_other(&next_of(&next));
    }
    draw(&ctx, lang, String::new(), &next, Vec::new())
}

#[derive(Deserialize)]
struct ByMail {
    #[serde(default)]
    email: String,
    #[serde(default)]
    next: String,
}

async fn by_mail(State(ctx): State<Ctx>, Reads(lang): Reads, session: Session, headers: HeaderMap, Form(sent): Form<ByMail>) -> Response {
    let Some(email) = address(&sent.email) else {
        return draw(&ctx, lang, sent.email, &sent.next, vec![Problem::new("email", "bad_email")]);
    };
    let known = session.get::<String>(ASKER).await.ok().flatten();
    let browser = known.unwrap_or_else(secret::token);
    let kept = match session.insert(ASKER, &browser).await {
        Ok(()) => session.insert(ASKED, &email).await,
        Err(error) => Err(error),
    };
    if let Err(error) = kept {
        return lost(&error);
    }
    match links::ask_sign_in(&ctx.site.db, &sender(&ctx, &headers, lang), &email, &browser, &local_path(&sent.next), now_ms()).await {
        Ok(()) => see_other("/sign-in/code"),
        Err(error) => broken(&error, lang).into_response(),
    }
}

fn draw_code(ctx: &Ctx, lang: Lang, asked: String, problems: Vec<Problem>) -> Response {
    let status = status_of(&problems);
    (status, render::personal(ctx, lang, m::SENT.text(lang), &Actor::anonymous(), &[], move || pages::code(&asked, &problems))).into_response()
}

async fn code_form(State(ctx): State<Ctx>, Reads(lang): Reads, session: Session) -> Response {
    match session.get::<String>(ASKED).await.ok().flatten() {
        Some(asked) => draw_code(&ctx, lang, asked, Vec::new()),
        None => see_other("/sign-in"),
    }
}

#[derive(Deserialize)]
struct ByCode {
    #[serde(default)]
    code: String,
}

async fn by_code(State(ctx): State<Ctx>, Reads(lang): Reads, session: Session, headers: HeaderMap, Form(sent): Form<ByCode>) -> Response {
    let asker = session.get::<String>(ASKER).await.ok().flatten();
    let asked = session.get::<String>(ASKED).await.ok().flatten();
    let (Some(asker), Some(asked)) = (asker, asked) else { return see_other("/sign-in") };
    match links::use_code(&ctx.site.db, &asker, &sent.code, now_ms()).await {
        Ok(Ok(link)) => arrival::arrive(&ctx, lang, &session, &headers, &link).await,
        Ok(Err(error)) => draw_code(&ctx, lang, asked, vec![problem_of("code", error, "wrong_code")]),
        Err(error) => broken(&error, lang).into_response(),
    }
}

/// Begins a session for an account that has shown who it is.
pub async fn begin(ctx: &Ctx, session: &Session, headers: &HeaderMap, who: (&str, Way), next: &str) -> Response {
    match session::begin(session, ctx, who, &session::device_label(headers), now_ms()).await {
        Ok(()) => see_other(&next_of(next)),
        Err(error) => lost(&error),
    }
}

#[derive(Deserialize)]
struct ByPassword {
    #[serde(default)]
    login: String,
    #[serde(default)]
    password: String,
    #[serde(default)]
    next: String,
}

async fn by_password(State(ctx): State<Ctx>, Reads(lang): Reads, session: Session, headers: HeaderMap, Form(sent): Form<ByPassword>) -> Response {
    match people::sign_in(&ctx.site.db, &sent.login, sent.password, now_ms()).await {
        Ok(Ok(account)) => begin(&ctx, &session, &headers, (&account, Way::Password), &sent.next).await,
        Ok(Err(error)) => draw(&ctx, lang, sent.login, &sent.next, vec![problem_of("login", error, "wrong_password")]),
        Err(error) => broken(&error, lang).into_response(),
    }
}

#[derive(Deserialize)]
struct ByRecovery {
    #[serde(default)]
    recovery_email: String,
    #[serde(default)]
    recovery: String,
    #[serde(default)]
    next: String,
}

async fn by_recovery(State(ctx): State<Ctx>, Reads(lang): Reads, session: Session, headers: HeaderMap, Form(sent): Form<ByRecovery>) -> Response {
    let Some(email) = address(&sent.recovery_email) else {
        return draw(&ctx, lang, sent.recovery_email, &sent.next, vec![Problem::new("recovery_email", "bad_email")]);
    };
    match recovery::sign_in(&ctx.site.db, &email, &sent.recovery, now_ms()).await {
        Ok(Ok(account)) => begin(&ctx, &session, &headers, (&account, Way::Recovery), &sent.next).await,
        Ok(Err(error)) => draw(&ctx, lang, email, &sent.next, vec![problem_of("recovery_email", error, "wrong_password")]),
        Err(error) => broken(&error, lang).into_response(),
    }
}

async fn sign_out(session: Session) -> Response {
    match session::end(&session).await {
        Ok(()) => see_other("/"),
        Err(error) => lost(&error),
    }
}
