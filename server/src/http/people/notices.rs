//! `/account/notices` and `/api/v1/push`: what an account was told of, and how it wants to be told.
//!
//! Invariant: a device is subscribed for the account that is signed in on it, and only at a push service of the open network.

use super::Person;
use crate::clock::now_ms;
use crate::db::DbResult;
use crate::http::Ctx;
use crate::http::desk::{render, see_other};
use crate::http::lang::Reads;
use crate::http::problem::{Refusal, broken};
use crate::http::session::Who;
use crate::params;
use crate::people::notices::push::{self, Subscription};
use crate::people::notices::{digest, sql};
use axum::Router;
use axum::body::Bytes;
use axum::extract::{Form, FromRequestParts, Query, State};
use axum::http::StatusCode;
use axum::http::request::Parts;
use axum::response::{IntoResponse as _, Response};
use axum::routing::{get, post};
use engawa_app::messages::people::notices as m;
use engawa_app::people::account::Digest;
use engawa_app::people::notice::sentence;
use engawa_app::people::pages::notices as pages;
use engawa_core::{Action, Lang, Problem, Subject, may};
use serde::Deserialize;

/// Somebody with an account who is told of what concerns them.
struct Told(Person);

impl FromRequestParts<Ctx> for Told {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, ctx: &Ctx) -> Result<Self, Response> {
        let person = Person::from_request_parts(parts, ctx).await?;
        if may(&person.actor, Action::NoticeReceive, &Subject::NONE) { Ok(Self(person)) } else { Err(StatusCode::FORBIDDEN.into_response()) }
    }
}

/// The script of the button for this device.
const SCRIPT: &str = "/push.js";

/// Routes.
pub fn routes() -> Router<Ctx> {
    Router::new()
        .route("/account/notices", get(list))
        .route("/account/notices/seen", post(see_all))
        .route("/account/notices/digest", post(set_digest))
        .route("/api/v1/push", post(subscribe).delete(unsubscribe))
}

#[derive(Deserialize)]
struct ListQuery {
    #[serde(default)]
    done: String,
}

async fn list(State(ctx): State<Ctx>, Reads(lang): Reads, Told(person): Told, Query(query): Query<ListQuery>) -> Response {
    let mut page = match read(&ctx, &person.account, lang).await {
        Ok(page) => page,
        Err(error) => return broken(&error, lang).into_response(),
    };
    page.done = match query.done.as_str() {
        "seen" => Some(pages::Done::Seen),
        "digest" => Some(pages::Done::Digest),
        _ => None,
    };
    let scripts: &[&str] = if page.push_key.is_some() { &[SCRIPT] } else { &[] };
    render::personal(&ctx, lang, m::NOTICES.text(lang), &person.actor, scripts, move || pages::notices(&page))
}

async fn read(ctx: &Ctx, account: &str, lang: Lang) -> DbResult<pages::Notices> {
    let db = &ctx.site.db;
    let rows = db.all::<(String, String, String, i64, i64)>(sql::OF_ACCOUNT, params![account]).await?;
    let rows = rows
        .into_iter()
        .map(|(code, args, path, at, seen_ms)| pages::NoticeRow { sentence: sentence(&code, &args, lang), path, at, seen: seen_ms > 0 })
        .collect();
    let has_address = db.first::<(i64,)>(sql::HAS_ADDRESS, params![account]).await?.is_some_and(|(count,)| count > 0);
    let wish = digest::wish(db, account).await?;
    let push_key = ctx.site.outside.push.as_ref().map(|pusher| pusher.public_key().to_owned());
    Ok(pages::Notices { rows, push_key, digest: has_address.then_some(wish), done: None })
}

async fn see_all(State(ctx): State<Ctx>, Reads(lang): Reads, Told(person): Told) -> Response {
    match see(&ctx, &person.account).await {
        Ok(()) => see_other("/account/notices?done=seen"),
        Err(error) => broken(&error, lang).into_response(),
    }
}

async fn see(ctx: &Ctx, account: &str) -> DbResult<()> {
    let mut tx = ctx.site.db.begin().await?;
    tx.run(sql::SEE_ALL, params![account, now_ms()]).await?;
    tx.commit().await
}

#[derive(Deserialize)]
struct DigestForm {
    #[serde(default)]
    digest: String,
}

async fn set_digest(State(ctx): State<Ctx>, Reads(lang): Reads, Told(person): Told, Form(form): Form<DigestForm>) -> Response {
    let Some(wish) = Digest::parse(&form.digest) else { return StatusCode::BAD_REQUEST.into_response() };
    match digest::set_wish(&ctx.site.db, (&person.actor, person.account.as_str()), wish, now_ms()).await {
        Ok(()) => see_other("/account/notices?done=digest"),
        Err(error) => broken(&error, lang).into_response(),
    }
}

/// The account of a request that may write, and its body.
fn asked<'a, T: serde::de::DeserializeOwned>(who: &'a Who, body: &Bytes, lang: Lang) -> Result<(&'a str, T), Refusal> {
    let account = who.0.account().ok_or_else(|| Refusal::of(StatusCode::UNAUTHORIZED, "session_expired", lang))?;
    if !may(&who.0, Action::NoticeReceive, &Subject::NONE) {
        return Err(Refusal::of(StatusCode::FORBIDDEN, "forbidden", lang));
    }
    let body = serde_json::from_slice(body).map_err(|_| Refusal::of(StatusCode::BAD_REQUEST, "bad_json", lang))?;
    Ok((account, body))
}

async fn subscribe(State(ctx): State<Ctx>, Reads(lang): Reads, who: Who, body: Bytes) -> Result<StatusCode, Refusal> {
    let (account, subscription) = asked::<Subscription>(&who, &body, lang)?;
    let Some(pusher) = &ctx.site.outside.push else { return Err(Refusal::of(StatusCode::CONFLICT, "push_unavailable", lang)) };
    if !pusher.takes(&subscription, ctx.https) {
        return Err(Refusal::of(StatusCode::UNPROCESSABLE_ENTITY, "push_refused", lang));
    }
    let kept = push::subscribe(&ctx.site.db, (&who.0, account), &subscription, now_ms()).await.map_err(|error| broken(&error, lang))?;
    if !kept {
        let problem = Problem::new("", "too_many").arg(push::DEVICES_MAX.to_string());
        return Err(Refusal { status: StatusCode::UNPROCESSABLE_ENTITY, problems: vec![problem], lang });
    }
    Ok(StatusCode::NO_CONTENT)
}

#[derive(Deserialize)]
struct Endpoint {
    endpoint: String,
}

async fn unsubscribe(State(ctx): State<Ctx>, Reads(lang): Reads, who: Who, body: Bytes) -> Result<StatusCode, Refusal> {
    let (account, Endpoint { endpoint }) = asked::<Endpoint>(&who, &body, lang)?;
    push::unsubscribe(&ctx.site.db, (&who.0, account), &endpoint, now_ms()).await.map_err(|error| broken(&error, lang))?;
    Ok(StatusCode::NO_CONTENT)
}
