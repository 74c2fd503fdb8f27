//! `/account`: one's own page.
//!
//! Invariant: whoever comes in here is asked for by [`Own`]: signed in, and allowed by the table of rights.

use super::Person;
use super::sign_in::{lost, sender};
use crate::clock::now_ms;
use crate::db::DbResult;
use crate::http::Ctx;
use crate::http::desk::{render, see_other};
use crate::http::lang::Reads;
use crate::http::problem::{broken, status_of};
use crate::http::session;
use crate::people::accounts::{self, Profile};
use crate::people::demands::Way;
use crate::people::passwords::Change;
use crate::people::session_store::key;
use crate::people::{Actor, PASSWORD_MIN, links, own_data, passwords, receipts, recovery};
use axum::Router;
use axum::extract::{Form, FromRequestParts, Query, State};
use axum::http::request::Parts;
use axum::http::{HeaderMap, Method, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use axum::routing::{get, post};
use engawa_app::messages::people::{account as m, audit};
use engawa_app::people::account::{NAME_MAX, address, name};
use engawa_app::people::pages::{account as pages, sign_in};
use engawa_core::rights::Action;
use engawa_core::{Lang, Message, Problem, Subject, may};
use serde::Deserialize;
use tower_sessions::Session;

/// Routes.
pub fn routes() -> Router<Ctx> {
    Router::new()
        .route("/account", get(show))
        .route("/account/name", post(set_name))
        .route("/account/language", post(set_lang))
        .route("/account/email", post(set_email))
        .route("/account/password", post(set_password))
        .route("/account/password/remove", post(remove_password))
        .route("/account/recovery", post(make_recovery))
        .route("/account/devices/end", post(end_device))
        .route("/account/devices/end-all", post(end_devices))
        .route("/account/receipts", post(collect))
        .route("/account/export", get(export))
        .route("/account/end", get(end_form).post(end))
}

/// Somebody at their own account.
struct Own {
    actor: Actor,
    profile: Profile,
}

impl FromRequestParts<Ctx> for Own {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, ctx: &Ctx) -> Result<Self, Response> {
        let Person { actor, account } = Person::from_request_parts(parts, ctx).await?;
        let action = if parts.method == Method::GET { Action::AccountRead } else { Action::AccountChange };
        if !may(&actor, action, &Subject::of_account(&account)) {
            return Err(StatusCode::FORBIDDEN.into_response());
        }
        match accounts::profile(&ctx.site.db, &account).await {
            Ok(Some(profile)) => Ok(Self { actor, profile }),
            Ok(None) => Err(see_other("/sign-in")),
            Err(error) => Err(broken(&error, Lang::Ja).into_response()),
        }
    }
}

/// What was done, as it stands in the address after a POST.
const DONE: [(&str, Message); 2] = [("1", m::DONE), ("mail", m::EMAIL_SENT)];

#[derive(Deserialize)]
struct Done {
    #[serde(default)]
    done: String,
}

/// What was typed into a form that is refused, and why.
#[derive(Default)]
struct Refused {
    problems: Vec<Problem>,
    typed: Vec<(String, String)>,
}

/// Whether the password that is there need not be typed to set another: its holder just proved otherwise who they are.
async fn may_forget(session: &Session) -> bool {
    session::fresh_way(session, now_ms()).await.is_some_and(|way| way != Way::Password)
}

async fn read(ctx: &Ctx, lang: Lang, session: &Session, profile: &Profile, refused: Refused, done: &str) -> DbResult<pages::AccountPage> {
    let db = &ctx.site.db;
    let this = session.id().map(|id| key(&id));
    let devices = accounts::devices(db, &profile.id, now_ms()).await?;
    let held = receipts::of_account(db, &profile.id).await?;
    let ways = accounts::ways(db, &profile.id, ctx.site.outside.mail.is_some()).await?;
    Ok(pages::AccountPage {
        fresh: session::is_fresh(session, now_ms()).await,
        by_mail: ways.email,
        by_provider: ways.provider,
        passkeys: ways.passkeys,
        name: profile.name.clone(),
        email: profile.email.clone(),
        lang: profile.lang,
        has_password: profile.has_password,
        may_forget: may_forget(session).await,
        password_min: PASSWORD_MIN,
        recovery_left: recovery::left(db, &profile.id).await?,
        consent_at: profile.consent_at,
        devices: devices
            .into_iter()
            .map(|it| pages::DeviceRow {
                is_this: this.as_ref() == Some(&it.key),
                key: it.key,
                label: it.label,
                began_at: it.began_at,
                seen_at: it.seen_at,
            })
            .collect(),
        receipts: held
            .into_iter()
            .map(|it| pages::ReceiptRow {
                receipt_no: it.receipt_no,
                secret: it.secret,
                title: if it.form_title.is_empty() { audit::deed(&it.verb, lang) } else { it.form_title },
                state: it.state,
                at: it.at,
            })
            .collect(),
        done: DONE.iter().find(|(code, _)| *code == done).map(|(_, message)| *message),
        problems: refused.problems,
        typed: refused.typed,
    })
}

async fn draw(ctx: &Ctx, lang: Lang, session: &Session, own: &Own, refused: Refused, done: &str) -> Response {
    let status = status_of(&refused.problems);
    match read(ctx, lang, session, &own.profile, refused, done).await {
        Ok(it) => (status, render::personal(ctx, lang, m::MY_ACCOUNT.text(lang), &own.actor, &[], move || pages::account(&it))).into_response(),
        Err(error) => broken(&error, lang).into_response(),
    }
}

async fn refuse(ctx: &Ctx, lang: Lang, session: &Session, own: &Own, problem: Problem, typed: &[(&str, &str)]) -> Response {
    let typed = typed.iter().map(|(field, value)| ((*field).to_owned(), (*value).to_owned())).collect();
    draw(ctx, lang, session, own, Refused { problems: vec![problem], typed }, "").await
}

/// Back to the page, where it says that it was done.
fn done(outcome: DbResult<()>, lang: Lang) -> Response {
    match outcome {
        Ok(()) => see_other("/account?done=1"),
        Err(error) => broken(&error, lang).into_response(),
    }
}

async fn show(State(ctx): State<Ctx>, Reads(lang): Reads, own: Own, session: Session, Query(query): Query<Done>) -> Response {
    draw(&ctx, lang, &session, &own, Refused::default(), &query.done).await
}

#[derive(Deserialize)]
struct Name {
    #[serde(default)]
    name: String,
}

async fn set_name(State(ctx): State<Ctx>, Reads(lang): Reads, own: Own, session: Session, Form(sent): Form<Name>) -> Response {
    let Some(name) = name(&sent.name) else {
        let empty = sent.name.trim().is_empty();
        let problem = if empty { Problem::new("name", "required") } else { Problem::new("name", "too_long").arg(NAME_MAX.to_string()) };
        return refuse(&ctx, lang, &session, &own, problem, &[("name", &sent.name)]).await;
    };
    done(accounts::set_name(&ctx.site.db, &own.profile, &name, now_ms()).await, lang)
}

#[derive(Deserialize)]
struct Language {
    #[serde(default)]
    lang: String,
}

async fn set_lang(State(ctx): State<Ctx>, Reads(lang): Reads, own: Own, session: Session, Form(sent): Form<Language>) -> Response {
    let Some(chosen) = Lang::parse(&sent.lang) else {
        return refuse(&ctx, lang, &session, &own, Problem::new("lang", "choose_one"), &[]).await;
    };
    match accounts::set_lang(&ctx.site.db, &own.profile, chosen, now_ms()).await {
        // The switch of languages keeps it on this device too.
        Ok(()) => see_other(&format!("/lang/{}?back=/account%3Fdone%3D1", chosen.code())),
        Err(error) => broken(&error, lang).into_response(),
    }
}

#[derive(Deserialize)]
struct Email {
    #[serde(default)]
    email: String,
}

async fn set_email(State(ctx): State<Ctx>, Reads(lang): Reads, own: Own, session: Session, headers: HeaderMap, Form(sent): Form<Email>) -> Response {
    let Some(email) = address(&sent.email) else {
        return refuse(&ctx, lang, &session, &own, Problem::new("email", "bad_email"), &[("email", &sent.email)]).await;
    };
    if email == own.profile.email {
        return refuse(&ctx, lang, &session, &own, Problem::new("email", "same_address"), &[("email", &sent.email)]).await;
    }
    match links::ask_confirm(&ctx.site.db, &sender(&ctx, &headers, lang), &own.profile.id, &email, now_ms()).await {
        Ok(()) => see_other("/account?done=mail"),
        Err(error) => broken(&error, lang).into_response(),
    }
}

#[derive(Deserialize)]
struct Password {
    #[serde(default)]
    current: String,
    #[serde(default)]
    password: String,
}

async fn set_password(
    State(ctx): State<Ctx>,
    Reads(lang): Reads,
    own: Own,
    session: Session,
    headers: HeaderMap,
    Form(sent): Form<Password>,
) -> Response {
    let holder = [own.profile.name.as_str(), own.profile.email.as_str(), own.profile.login.as_str()];
    if let Some(problem) = passwords::check(&sent.password, &ctx.site.settings.site, &holder) {
        return refuse(&ctx, lang, &session, &own, problem, &[]).await;
    }
    // Other devices are signed out by their row, this one gets a new id afterwards: whoever knew the old one has nothing.
    let keep = session.id().map(|id| key(&id)).unwrap_or_default();
    let sender = sender(&ctx, &headers, lang);
    let is_forgotten = sent.current.is_empty() && may_forget(&session).await;
    let change = Change { current: (!is_forgotten).then_some(sent.current), new: sent.password };
    match passwords::set(&ctx.site.db, &sender, &own.profile, change, &keep, now_ms()).await {
        Ok(Ok(())) => match session.cycle_id().await {
            Ok(()) => see_other("/account?done=1"),
            Err(error) => lost(&error),
        },
        Ok(Err(problem)) => refuse(&ctx, lang, &session, &own, problem, &[]).await,
        Err(error) => broken(&error, lang).into_response(),
    }
}

#[derive(Deserialize)]
struct Remove {
    #[serde(default)]
    remove: String,
}

async fn remove_password(
    State(ctx): State<Ctx>,
    Reads(lang): Reads,
    own: Own,
    session: Session,
    headers: HeaderMap,
    Form(sent): Form<Remove>,
) -> Response {
    let (sender, mails) = (sender(&ctx, &headers, lang), ctx.site.outside.mail.is_some());
    match passwords::remove(&ctx.site.db, &sender, &own.profile, sent.remove, mails, now_ms()).await {
        Ok(Ok(())) => see_other("/account?done=1"),
        Ok(Err(problem)) => refuse(&ctx, lang, &session, &own, problem, &[]).await,
        Err(error) => broken(&error, lang).into_response(),
    }
}

async fn make_recovery(State(ctx): State<Ctx>, Reads(lang): Reads, own: Own) -> Response {
    match recovery::make(&ctx.site.db, &own.profile, &ctx.site.settings.site, now_ms()).await {
        Ok(codes) => render::personal(&ctx, lang, m::RECOVERY_NEW.text(lang), &own.actor, &[], move || pages::codes(&codes)),
        Err(error) => broken(&error, lang).into_response(),
    }
}

#[derive(Deserialize)]
struct Device {
    #[serde(default)]
    key: String,
}

async fn end_device(State(ctx): State<Ctx>, Reads(lang): Reads, own: Own, session: Session, Form(sent): Form<Device>) -> Response {
    let is_this = session.id().is_some_and(|id| key(&id) == sent.key);
    match accounts::end_device(&ctx.site.db, &own.profile, &sent.key, now_ms()).await {
        Ok(()) if is_this => sign_out(&session).await,
        outcome => done(outcome, lang),
    }
}

async fn end_devices(State(ctx): State<Ctx>, Reads(lang): Reads, own: Own, session: Session) -> Response {
    match accounts::end_devices(&ctx.site.db, &own.profile, now_ms()).await {
        Ok(()) => sign_out(&session).await,
        Err(error) => broken(&error, lang).into_response(),
    }
}

async fn sign_out(session: &Session) -> Response {
    match session::end(session).await {
        Ok(()) => see_other("/sign-in"),
        Err(error) => lost(&error),
    }
}

#[derive(Deserialize)]
struct Held {
    #[serde(default)]
    receipt_no: String,
    #[serde(default)]
    secret: String,
}

async fn collect(State(ctx): State<Ctx>, Reads(lang): Reads, own: Own, session: Session, Form(sent): Form<Held>) -> Response {
    if !may(&own.actor, Action::ReceiptCollect, &Subject::NONE) {
        return StatusCode::FORBIDDEN.into_response();
    }
    match receipts::collect(&ctx.site.db, &own.profile, &sent.receipt_no, &sent.secret, now_ms()).await {
        Ok(Ok(())) => see_other("/account?done=1"),
        Ok(Err(problem)) => {
            let typed = [("receipt_no", sent.receipt_no.as_str()), ("secret", sent.secret.as_str())];
            refuse(&ctx, lang, &session, &own, problem, &typed).await
        }
        Err(error) => broken(&error, lang).into_response(),
    }
}

async fn export(State(ctx): State<Ctx>, Reads(lang): Reads, own: Own) -> Response {
    let data = match own_data::export(&ctx.site.db, &own.profile, now_ms()).await {
        Ok(data) => data,
        Err(error) => return broken(&error, lang).into_response(),
    };
    if let Err(error) = own_data::note_export(&ctx.site.db, &own.profile, now_ms()).await {
        return broken(&error, lang).into_response();
    }
    let head = [(header::CONTENT_TYPE, "application/json; charset=utf-8"), (header::CONTENT_DISPOSITION, "attachment; filename=\"engawa.json\"")];
    (head, format!("{data:#}\n")).into_response()
}

fn draw_end(ctx: &Ctx, lang: Lang, own: &Own, problems: Vec<Problem>) -> Response {
    let status = status_of(&problems);
    (status, render::personal(ctx, lang, m::END.text(lang), &own.actor, &[], move || pages::end(&problems))).into_response()
}

async fn end_form(State(ctx): State<Ctx>, Reads(lang): Reads, own: Own) -> Response {
    draw_end(&ctx, lang, &own, Vec::new())
}

#[derive(Deserialize)]
struct Word {
    #[serde(default)]
    word: String,
}

async fn end(State(ctx): State<Ctx>, Reads(lang): Reads, own: Own, session: Session, headers: HeaderMap, Form(sent): Form<Word>) -> Response {
    let typed = engawa_core::text::fold(sent.word.trim());
    if Lang::ALL.iter().all(|lang| engawa_core::text::fold(m::END_WORD.text(*lang)) != typed) {
        return draw_end(&ctx, lang, &own, vec![Problem::new("word", "type_the_word")]);
    }
    match own_data::end(&ctx.site.db, &sender(&ctx, &headers, lang), &own.profile, now_ms()).await {
        Ok(Ok(())) => {
            if let Err(error) = session::end(&session).await {
                return lost(&error);
            }
            render::personal(&ctx, lang, m::ENDED.text(lang), &Actor::anonymous(), &[], || {
                sign_in::note(m::ENDED, m::ENDED_ABOUT, "/", engawa_app::messages::desk::PUBLIC_SITE)
            })
        }
        Ok(Err(problems)) => draw_end(&ctx, lang, &own, problems),
        Err(error) => broken(&error, lang).into_response(),
    }
}
