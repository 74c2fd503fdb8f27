//! `GET /api/v1/feed/{scope}` and the snapshot: how devices learn what changed.

use super::Ctx;
use super::lang::Reads;
use super::problem::{Refusal, broken};
use crate::feed;
use axum::Router;
use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use axum::routing::get;
use engawa_core::feed::Scope;
use serde::Deserialize;

/// Routes of the feed.
pub fn routes() -> Router<Ctx> {
    Router::new()
        .route("/api/v1/feed/{scope}", get(page))
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

async fn page(
    State(ctx): State<Ctx>,
    Reads(lang): Reads,
    Path(scope): Path<String>,
    Query(query): Query<PageQuery>,
    headers: HeaderMap,
) -> Result<Response, Refusal> {
    // Other scopes open with the People room; until then nobody may read them.
    if Scope::parse(&scope) != Some(Scope::Public) {
        return Err(Refusal::of(StatusCode::FORBIDDEN, "forbidden", lang));
    }
    let page = feed::page(&ctx.site.db, &ctx.site.epoch, &Scope::Public, query.since, query.limit.unwrap_or(1_000))
        .await
        .map_err(|error| broken(&error, lang))?;
    let etag = format!("W/\"{}-{}-{}-{}\"", page.epoch, query.since, page.cursor, page.records.len());
    let known = headers.get(header::IF_NONE_MATCH).and_then(|value| value.to_str().ok()) == Some(etag.as_str());
    let head = [(header::ETAG, etag), (header::CACHE_CONTROL, "no-cache".to_owned()), (header::CONTENT_TYPE, "application/json".to_owned())];
    if known {
        return Ok((StatusCode::NOT_MODIFIED, head).into_response());
    }
    Ok((head, page.to_json()).into_response())
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
    let accepts = headers.get(header::ACCEPT_ENCODING).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let (encoding, bytes) = if accepts.contains("br") {
        (Some("br"), snapshot.brotli.clone())
    } else if accepts.contains("gzip") {
        (Some("gzip"), snapshot.gzip.clone())
    } else {
        (None, snapshot.plain.clone())
    };
    let mut response = bytes.into_response();
    let head = response.headers_mut();
    head.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/x-ndjson"));
    head.insert(header::CACHE_CONTROL, HeaderValue::from_static(caching));
    if let Ok(own_name) = own_name {
        head.insert(header::CONTENT_LOCATION, own_name);
    }
    head.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
    if let Some(encoding) = encoding {
        head.insert(header::CONTENT_ENCODING, HeaderValue::from_static(encoding));
    }
    Ok(response)
}

/// Whether a name is one that a snapshot may have: `<epoch>-<rev>.ndjson`.
fn is_snapshot(name: &str) -> bool {
    let parts = name.strip_suffix(".ndjson").and_then(|stem| stem.rsplit_once('-'));
    parts.is_some_and(|(epoch, rev)| !epoch.is_empty() && epoch.chars().all(|c| c.is_ascii_alphanumeric()) && rev.parse::<u64>().is_ok())
}
