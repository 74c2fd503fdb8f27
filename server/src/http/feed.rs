//! `GET /api/v1/feed/{scope}` and the snapshot: how devices learn what changed.

use super::Ctx;
use super::lang::Reads;
use super::problem::{Refusal, broken};
use super::session::Who;
use crate::clock::now_ms;
use crate::feed;
use crate::feed::encoded::Encoded;
use crate::people::work;
use axum::Router;
use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use axum::routing::get;
use engawa_core::feed::Scope;
use engawa_core::rights::Identity;
use serde::Deserialize;

/// Records of a page of the public scope, unless somebody asks for another number.
const LIMIT: usize = 1_000;
/// The same of a scope of people: each record is noted in the audit log.
const PERSONAL_LIMIT: usize = 200;

/// Routes of the feed.
pub fn routes() -> Router<Ctx> {
    Router::new()
        .route("/api/v1/feed/public", get(public))
        .route("/api/v1/feed/{scope}", get(personal))
        .route("/api/v1/feed/public/snapshot", get(snapshot))
        .route("/api/v1/feed/public/snapshot/{name}", get(snapshot_file))
}

#[derive(Deserialize)]
struct PageQuery {
    #[serde(default)]
    since: u64,
    #[serde(default)]
    limit: Option<usize>,
}

async fn public(State(ctx): State<Ctx>, Reads(lang): Reads, Query(query): Query<PageQuery>, headers: HeaderMap) -> Result<Response, Refusal> {
    let limit = query.limit.unwrap_or(LIMIT).clamp(1, feed::PAGE_MAX);
    let site = &ctx.site;
    let page = site.pages.page(&site.db, &site.epoch, query.since, limit).await.map_err(|error| broken(&error, lang))?;
    let etag = format!("W/\"{}-{}-{}-{}\"", site.epoch, query.since, page.cursor, page.records);
    let known = headers.get(header::IF_NONE_MATCH).and_then(|value| value.to_str().ok()) == Some(etag.as_str());
    let head = [(header::ETAG, etag), (header::CACHE_CONTROL, "no-cache".to_owned()), (header::CONTENT_TYPE, "application/json".to_owned())];
    if known {
        return Ok((StatusCode::NOT_MODIFIED, head, [(header::VARY, "accept-encoding")]).into_response());
    }
    Ok((head, encoded(&page.body, &headers)).into_response())
}

/// The body in the encoding that the client takes.
fn encoded(body: &Encoded, headers: &HeaderMap) -> Response {
    let accepts = headers.get(header::ACCEPT_ENCODING).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let (encoding, bytes) = body.taken(accepts);
    let mut response = bytes.into_response();
    let head = response.headers_mut();
    head.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
    if let Some(encoding) = encoding {
        head.insert(header::CONTENT_ENCODING, HeaderValue::from_static(encoding));
    }
    response
}

/// A scope of people: what is in it is personal, so nothing on the way may keep it. Nobody signed in gets 401, anybody else 403.
async fn personal(
    State(ctx): State<Ctx>,
    Reads(lang): Reads,
    Who(actor): Who,
    Path(scope): Path<String>,
    Query(query): Query<PageQuery>,
) -> Response {
    let no_store = (header::CACHE_CONTROL, "no-store");
    let Some(scope) = Scope::parse(&scope).filter(|scope| work::may_follow(&actor, scope)) else {
        let status = if actor.identity == Identity::Anonymous { StatusCode::UNAUTHORIZED } else { StatusCode::FORBIDDEN };
        return ([no_store], Refusal::of(status, "forbidden", lang)).into_response();
    };
    // A page of people's records is never longer, because each is noted in one transaction.
    let limit = query.limit.unwrap_or(PERSONAL_LIMIT).min(PERSONAL_LIMIT);
    let page = match feed::page(&ctx.site.db, &ctx.site.epoch, &scope, query.since, limit).await {
        Ok(page) => page,
        Err(error) => return ([no_store], broken(&error, lang)).into_response(),
    };
    if let Err(error) = work::note_carried(&ctx.site, &actor, &page.records, now_ms()).await {
        return ([no_store], broken(&error, lang)).into_response();
    }
    ([no_store, (header::CONTENT_TYPE, "application/json")], page.to_json()).into_response()
}

async fn snapshot(State(ctx): State<Ctx>, Reads(lang): Reads) -> Result<Response, Refusal> {
    let snapshot = ctx.site.snapshot().await.map_err(|error| broken(&error, lang))?;
    let location = format!("/api/v1/feed/public/snapshot/{}", snapshot.name);
    Ok((StatusCode::FOUND, [(header::LOCATION, location), (header::CACHE_CONTROL, "no-cache".to_owned())]).into_response())
}

async fn snapshot_file(State(ctx): State<Ctx>, Reads(lang): Reads, Path(name): Path<String>, headers: HeaderMap) -> Result<Response, Refusal> {
    if !is_snapshot(&name) {
        return Err(Refusal::of(StatusCode::NOT_FOUND, "not_found", lang));
    }
    let snapshot = ctx.site.snapshot().await.map_err(|error| broken(&error, lang))?;
    // Another node made the one that is asked for, or it is old by now. Ours serves as well, and its first line says which it is; sent on,
    // the client could go from node to node for ever. Only what has the asked name may be kept under it.
    let caching = if snapshot.name == name { "public, max-age=31536000, immutable" } else { "no-store" };
    let own_name = HeaderValue::try_from(format!("/api/v1/feed/public/snapshot/{}", snapshot.name));
    let mut response = encoded(&snapshot.body, &headers);
    let head = response.headers_mut();
    head.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/x-ndjson"));
    head.insert(header::CACHE_CONTROL, HeaderValue::from_static(caching));
    if let Ok(own_name) = own_name {
        head.insert(header::CONTENT_LOCATION, own_name);
    }
    Ok(response)
}

/// Whether a name is one that a snapshot may have: `<epoch>-<rev>.ndjson`.
fn is_snapshot(name: &str) -> bool {
    let parts = name.strip_suffix(".ndjson").and_then(|stem| stem.rsplit_once('-'));
    parts.is_some_and(|(epoch, rev)| !epoch.is_empty() && epoch.chars().all(|c| c.is_ascii_alphanumeric()) && rev.parse::<u64>().is_ok())
}
