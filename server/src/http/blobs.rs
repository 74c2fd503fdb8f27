//! `HEAD` and `PUT /api/v1/blobs/{sha256}`: files that people attach, in pieces, named by the SHA-256 of their bytes.
//!
//! `HEAD` tells in `Upload-Offset` how many bytes are here. `PUT` sends a piece and says where it begins and how long the whole file is:
//! `Content-Range: bytes 0-499/1234`, or `Upload-Offset` and `Upload-Length`; without either, the body is the whole file. A piece beyond what
//! is here gets 409 with the offset to go on from. Nothing is ever served from here; staff see files on their own pages.

use super::lang::Reads;
use super::problem::Refusal;
use super::{Ctx, UPLOAD_MAX};
use crate::clock::now_ms;
use crate::forms::blobs::{BlobError, Piece, Progress, SEALED_MORE};
use axum::Router;
use axum::body::Bytes;
use axum::extract::{DefaultBodyLimit, Path, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use axum::routing::head;
use engawa_core::Lang;

const UPLOAD_OFFSET: HeaderName = HeaderName::from_static("upload-offset");
const UPLOAD_LENGTH: HeaderName = HeaderName::from_static("upload-length");
const UPLOAD_COMPLETE: HeaderName = HeaderName::from_static("upload-complete");

/// Routes of files.
pub fn routes() -> Router<Ctx> {
    let most = UPLOAD_MAX.saturating_add(usize::try_from(SEALED_MORE).unwrap_or(0));
    Router::new().route("/api/v1/blobs/{sha256}", head(have).put(take)).layer(DefaultBodyLimit::max(most))
}

async fn have(State(ctx): State<Ctx>, Reads(lang): Reads, Path(sha256): Path<String>) -> Response {
    match ctx.site.blobs.progress(&ctx.site.db, &sha256, now_ms()).await {
        Ok(progress) => told(StatusCode::OK.into_response(), progress),
        Err(error) => refused(&error, lang),
    }
}

async fn take(State(ctx): State<Ctx>, Reads(lang): Reads, Path(sha256): Path<String>, headers: HeaderMap, body: Bytes) -> Response {
    let length = u64::try_from(body.len()).unwrap_or(u64::MAX);
    let Some((from, whole)) = span(&headers, length) else {
        return Refusal::of(StatusCode::BAD_REQUEST, "blob_length_missing", lang).into_response();
    };
    match ctx.site.blobs.take(&ctx.site.db, &Piece { sha256: &sha256, from, whole, bytes: &body }, now_ms()).await {
        Ok(progress) => {
            let status = if progress.is_whole { StatusCode::OK } else { StatusCode::ACCEPTED };
            let body = serde_json::json!({ "sha256": sha256, "has": progress.has, "whole": whole, "complete": progress.is_whole });
            told((status, axum::Json(body)).into_response(), progress)
        }
        Err(error) => refused(&error, lang),
    }
}

fn told(mut response: Response, progress: Progress) -> Response {
    let headers = response.headers_mut();
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.insert(UPLOAD_OFFSET, HeaderValue::from(progress.has));
    headers.insert(UPLOAD_COMPLETE, HeaderValue::from_static(if progress.is_whole { "?1" } else { "?0" }));
    if let Some(whole) = progress.whole {
        headers.insert(UPLOAD_LENGTH, HeaderValue::from(whole));
    }
    response
}

fn refused(error: &BlobError, lang: Lang) -> Response {
    let status = match error {
        BlobError::Name | BlobError::Length => StatusCode::BAD_REQUEST,
        BlobError::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
        BlobError::Gap(_) => StatusCode::CONFLICT,
        BlobError::Mismatch => StatusCode::UNPROCESSABLE_ENTITY,
        BlobError::Full => StatusCode::SERVICE_UNAVAILABLE,
        BlobError::Db(_) | BlobError::Disk(_) => {
            tracing::error!(?error, "a file could not be stored");
            StatusCode::SERVICE_UNAVAILABLE
        }
    };
    let mut response = Refusal { status, problems: vec![error.problem("")], lang }.into_response();
    if let BlobError::Gap(has) = error {
        response.headers_mut().insert(UPLOAD_OFFSET, HeaderValue::from(*has));
    }
    if status == StatusCode::SERVICE_UNAVAILABLE {
        response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from_static("60"));
    }
    response
}

/// Where a piece of this length begins, and how long the whole file is; `None` if the headers do not say or contradict themselves.
fn span(headers: &HeaderMap, length: u64) -> Option<(u64, u64)> {
    let text = |name: &HeaderName| headers.get(name).map(|value| value.to_str().unwrap_or_default().trim());
    if let Some(range) = text(&header::CONTENT_RANGE) {
        let (span, whole) = range.strip_prefix("bytes ")?.split_once('/')?;
        let (from, to) = span.split_once('-')?;
        let (from, to, whole): (u64, u64, u64) = (from.trim().parse().ok()?, to.trim().parse().ok()?, whole.trim().parse().ok()?);
        let fits = to.checked_sub(from)?.checked_add(1)? == length && to < whole;
        return fits.then_some((from, whole));
    }
    match (text(&UPLOAD_OFFSET), text(&UPLOAD_LENGTH)) {
        (None, None) => Some((0, length)),
        (from, Some(whole)) => Some((from.map_or(Ok(0), str::parse).ok()?, whole.parse().ok()?)),
        (Some(_), None) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pieces_say_where_they_belong() {
        for (lines, length, expected) in [
            (vec![], 10, Some((0, 10))),
            (vec![("content-range", "bytes 0-9/30")], 10, Some((0, 30))),
            (vec![("content-range", "bytes 20-29/30")], 10, Some((20, 30))),
            (vec![("content-range", "bytes 20-29/25")], 10, None),
            (vec![("content-range", "bytes 0-9/30")], 9, None),
            (vec![("content-range", "bytes 9-0/30")], 9, None),
            (vec![("content-range", "bytes 0-9/*")], 10, None),
            (vec![("upload-offset", "5"), ("upload-length", "30")], 10, Some((5, 30))),
            (vec![("upload-length", "30")], 10, Some((0, 30))),
            (vec![("upload-offset", "5")], 10, None),
            (vec![("upload-offset", "-5"), ("upload-length", "30")], 10, None),
        ] {
            let mut headers = HeaderMap::new();
            for (name, value) in &lines {
                headers.insert(HeaderName::from_static(name), HeaderValue::from_static(value));
            }
            assert_eq!(span(&headers, length), expected, "{lines:?}");
        }
    }

    proptest::proptest! {
        #![proptest_config(proptest::prelude::ProptestConfig { failure_persistence: None, ..proptest::prelude::ProptestConfig::with_cases(500) })]

        #[test]
        fn no_range_says_more_than_there_is(range in "(bytes |-|/|\\*| |[0-9]{1,20}){0,8}", offset in "[-0-9]{0,21}", length in 0_u64..1_000) {
            let mut headers = HeaderMap::new();
            headers.insert(header::CONTENT_RANGE, HeaderValue::from_str(&range).unwrap());
            if let Some((from, whole)) = span(&headers, length) {
                proptest::prop_assert!(from.checked_add(length).is_some_and(|end| end <= whole), "{} {} {}", from, length, whole);
            }
            headers.remove(header::CONTENT_RANGE);
            headers.insert(UPLOAD_OFFSET, HeaderValue::from_str(&offset).unwrap());
            headers.insert(UPLOAD_LENGTH, HeaderValue::from_str(&offset).unwrap());
            let _ = span(&headers, length);
        }
    }
}
