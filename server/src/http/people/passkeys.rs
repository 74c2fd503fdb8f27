//! `/account/passkeys` and `/api/v1/passkeys/..`: the list, and the ceremonies of `WebAuthn`.
//!
//! Invariants: a challenge belongs to the session that it was made in, is answered once and within five minutes; every refusal of a
//! sign-in says the same.

use super::Person;
use crate::clock::now_ms;
use crate::http::Ctx;
use crate::http::desk::{render, see_other};
use crate::http::lang::{Reads, local_path};
use crate::http::problem::{Refusal, broken};
use crate::http::session::{self, Who};
use crate::http::well_known::origin;
use crate::people::demands::Way;
use crate::people::passkeys::{self, CEREMONY_MS, PASSKEYS_MAX};
use axum::body::Bytes;
use axum::extract::{Form, Query, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse as _, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use engawa_app::messages::people::passkeys as m;
use engawa_app::people::pages::passkeys as pages;
use engawa_core::time::{Millis, jst_date};
use engawa_core::{Lang, Problem};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use tower_sessions::Session;
use webauthn_rs::prelude::{DiscoverableAuthentication, PasskeyRegistration, PublicKeyCredential, RegisterPublicKeyCredential, Webauthn};

/// The script of the pages that have a button for passkeys.
pub const SCRIPT: &str = "/passkey.js";
/// The keys of a ceremony in a session.
const REGISTERING: &str = "passkey_registering";
const SIGNING_IN: &str = "passkey_signing_in";

/// Routes.
pub fn routes() -> Router<Ctx> {
    Router::new()
        .route("/account/passkeys", get(list))
        .route("/account/passkeys/remove", post(remove))
        .route("/api/v1/passkeys/register/begin", post(begin_register))
        .route("/api/v1/passkeys/register/finish", post(finish_register))
        .route("/api/v1/passkeys/sign-in/begin", post(begin_sign_in))
        .route("/api/v1/passkeys/sign-in/finish", post(finish_sign_in))
}

#[derive(Deserialize)]
struct ListQuery {
    #[serde(default)]
    done: String,
}

async fn list(
    State(ctx): State<Ctx>,
    Reads(lang): Reads,
    person: Person,
    session: Session,
    headers: HeaderMap,
    Query(query): Query<ListQuery>,
) -> Response {
    let held = match passkeys::of_account(&ctx.site.db, &person.account).await {
        Ok(held) => held,
        Err(error) => return broken(&error, lang).into_response(),
    };
    let rows: Vec<pages::PasskeyRow> = held
        .into_iter()
        .map(|it| pages::PasskeyRow {
            id: it.id,
            label: it.label,
            made: jst_date(it.created_ms),
            used: (it.used_ms > 0).then(|| jst_date(it.used_ms)),
        })
        .collect();
    let done = match query.done.as_str() {
        "added" => Some(pages::Done::Added),
        "removed" => Some(pages::Done::Removed),
        _ => None,
    };
    let label = session::device_label(&headers);
    let fresh = session::is_fresh(&session, now_ms()).await;
    let needed = ctx.site.settings.sign_in.grace_until(jst_date(now_ms())).filter(|_| person.actor.is_staff());
    render::personal(&ctx, lang, m::PASSKEYS.text(lang), &person.actor, &[SCRIPT], move || pages::passkeys(&rows, &label, done, fresh, needed))
}

#[derive(Deserialize)]
struct Remove {
    #[serde(default)]
    id: String,
}

async fn remove(State(ctx): State<Ctx>, Reads(lang): Reads, person: Person, Form(form): Form<Remove>) -> Response {
    match passkeys::remove(&ctx.site.db, (&person.actor, &person.account), &ctx.site.settings.site, &form.id, now_ms()).await {
        Ok(_) => see_other("/account/passkeys?done=removed"),
        Err(error) => broken(&error, lang).into_response(),
    }
}

/// What is kept in the session between the two halves of a ceremony.
#[derive(Serialize, Deserialize)]
struct Ceremony<S> {
    state: S,
    until_ms: Millis,
}

async fn keep<S: Serialize>(session: &Session, key: &str, state: S, lang: Lang) -> Result<(), Refusal> {
    session.insert(key, Ceremony { state, until_ms: now_ms() + CEREMONY_MS }).await.map_err(|error| unkept(&error, lang))
}

/// Takes the first half out of the session: whatever comes of it, it is used up. A broken one counts as none.
async fn take<S: DeserializeOwned>(session: &Session, key: &str) -> Option<S> {
    let kept = session.remove::<Ceremony<S>>(key).await.ok().flatten()?;
    (kept.until_ms > now_ms()).then_some(kept.state)
}

fn unkept(error: &tower_sessions::session::Error, lang: Lang) -> Refusal {
    tracing::error!(%error, "a session could not be kept");
    Refusal::of(StatusCode::SERVICE_UNAVAILABLE, "try_later", lang)
}

fn refused(lang: Lang) -> Refusal {
    Refusal::of(StatusCode::UNPROCESSABLE_ENTITY, "passkey_refused", lang)
}

fn party(ctx: &Ctx, headers: &HeaderMap, lang: Lang) -> Result<Webauthn, Refusal> {
    passkeys::party(&origin(ctx, headers), ctx.site.settings.site.name.text(lang)).ok_or_else(|| refused(lang))
}

fn parse<T: DeserializeOwned>(body: &Bytes, lang: Lang) -> Result<T, Refusal> {
    serde_json::from_slice(body).map_err(|_| Refusal::of(StatusCode::BAD_REQUEST, "bad_json", lang))
}

async fn begin_register(
    State(ctx): State<Ctx>,
    Reads(lang): Reads,
    Who(actor): Who,
    session: Session,
    headers: HeaderMap,
) -> Result<Response, Refusal> {
    let Some(account) = actor.account() else { return Err(Refusal::of(StatusCode::UNAUTHORIZED, "session_expired", lang)) };
    let party = party(&ctx, &headers, lang)?;
    let held = passkeys::credentials(&ctx.site.db, account).await.map_err(|error| broken(&error, lang))?;
    if held.len() >= PASSKEYS_MAX {
        let problem = Problem::new("", "too_many").arg(PASSKEYS_MAX.to_string());
        return Err(Refusal { status: StatusCode::UNPROCESSABLE_ENTITY, problems: vec![problem], lang });
    }
    // What the device shows beside the passkey; never empty.
    let name = if actor.display_name().is_empty() { ctx.site.settings.site.name.text(lang) } else { actor.display_name() };
    let (challenge, state) = passkeys::begin(&party, account, name, held).map_err(|_| refused(lang))?;
    keep(&session, REGISTERING, state, lang).await?;
    Ok(Json(challenge).into_response())
}

#[derive(Deserialize)]
struct Registered {
    credential: RegisterPublicKeyCredential,
    #[serde(default)]
    label: String,
}

async fn finish_register(
    State(ctx): State<Ctx>,
    Reads(lang): Reads,
    Who(actor): Who,
    session: Session,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Response, Refusal> {
    let Some(account) = actor.account() else { return Err(Refusal::of(StatusCode::UNAUTHORIZED, "session_expired", lang)) };
    let state = take::<PasskeyRegistration>(&session, REGISTERING).await;
    let Registered { credential, label } = parse(&body, lang)?;
    let Some(state) = state else { return Err(refused(lang)) };
    let label = if label.trim().is_empty() { session::device_label(&headers) } else { label };
    let party = party(&ctx, &headers, lang)?;
    let site = &ctx.site.settings.site;
    let added = passkeys::add(&ctx.site.db, (&actor, account), site, (&party, &state), &credential, &label, now_ms()).await;
    if added.map_err(|error| broken(&error, lang))? { Ok(StatusCode::NO_CONTENT.into_response()) } else { Err(refused(lang)) }
}

async fn begin_sign_in(State(ctx): State<Ctx>, Reads(lang): Reads, session: Session, headers: HeaderMap) -> Result<Response, Refusal> {
    let party = party(&ctx, &headers, lang)?;
    let (challenge, state) = party.start_discoverable_authentication().map_err(|_| refused(lang))?;
    keep(&session, SIGNING_IN, state, lang).await?;
    Ok(Json(challenge).into_response())
}

#[derive(Deserialize)]
struct SignedIn {
    credential: PublicKeyCredential,
    #[serde(default)]
    next: String,
}

async fn finish_sign_in(State(ctx): State<Ctx>, Reads(lang): Reads, session: Session, headers: HeaderMap, body: Bytes) -> Result<Response, Refusal> {
    let state = take::<DiscoverableAuthentication>(&session, SIGNING_IN).await;
    let SignedIn { credential, next } = parse(&body, lang)?;
    let Some(state) = state else { return Err(refused(lang)) };
    let party = party(&ctx, &headers, lang)?;
    let found = passkeys::sign_in(&ctx.site.db, &party, &credential, state, now_ms()).await;
    let Some(account) = found.map_err(|error| broken(&error, lang))? else { return Err(refused(lang)) };
    let label = session::device_label(&headers);
    let begun = session::begin_or_prove(&session, &ctx, (&account, Way::Passkey), &label, now_ms()).await;
    begun.map_err(|error| unkept(&error, lang))?;
    let next = local_path(&next);
    let next = if next == "/" { "/account".to_owned() } else { next };
    Ok(Json(serde_json::json!({ "next": next })).into_response())
}
