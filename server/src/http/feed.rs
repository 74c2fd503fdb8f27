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
    let snapshot = ctx.site.snapshot().await.map_err(|error| broken(&error, lang))?;
    if snapshot.name != name {
        // Another node made it, or it is old by now: the newest serves as well.
        let head = [(header::LOCATION, "/api/v1/feed/public/snapshot"), (header::CACHE_CONTROL, "no-store")];
        return Ok((StatusCode::FOUND, head).into_response());
    }
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
    head.insert(header::CACHE_CONTROL, HeaderValue::from_static("public, max-age=31536000, immutable"));
    head.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
    if let Some(encoding) = encoding {
        head.insert(header::CONTENT_ENCODING, HeaderValue::from_static(encoding));
    }
    Ok(response)
}
