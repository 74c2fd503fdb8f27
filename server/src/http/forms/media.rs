//! `/media/forms/{id}/{sha256}`: pictures, sounds and films of a form, content-addressed. Players ask for pieces of them.
//!
//! Whoever sees the form sees them. What everybody sees never changes and may be kept for ever; anything else is asked for each time.

use crate::clock::now_ms;
use crate::forms::media::{Seen, seen};
use crate::forms::sql;
use crate::http::Ctx;
use crate::http::lang::Reads;
use crate::http::problem::{Refusal, broken};
use crate::http::session::Who;
use crate::params;
use axum::Router;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use axum::routing::get;
use engawa_core::form::media::MediaKind;
use std::ops::Range;

/// Route of files of forms.
pub fn routes() -> Router<Ctx> {
    Router::new().route("/media/forms/{id}/{sha256}", get(file))
}

async fn file(
    State(ctx): State<Ctx>,
    Reads(lang): Reads,
    Who(actor): Who,
    headers: HeaderMap,
    Path((id, sha256)): Path<(String, String)>,
) -> Result<Response, Refusal> {
    let unknown = || Refusal::of(StatusCode::NOT_FOUND, "not_found", lang);
    let db = &ctx.site.db;
    let kept = match seen(db, &id, &sha256, &actor, now_ms()).await.map_err(|error| broken(&error, lang))? {
        Seen::ByEverybody => "public, max-age=31536000, immutable",
        Seen::ByThem => "no-store",
        Seen::Not => return Err(unknown()),
    };
    let known = db.first::<(i64, String)>(sql::MEDIA_BLOB, params![&sha256]).await.map_err(|error| broken(&error, lang))?;
    let (_, media_type) = known.ok_or_else(unknown)?;
    let media_type = known_type(&media_type).ok_or_else(unknown)?;
    let bytes = match ctx.site.blobs.read(&sha256).await {
        Ok(Some(bytes)) => bytes,
        Ok(None) => return Err(unknown()),
        Err(error) => {
            tracing::error!(?error, "a file of a form could not be read");
            return Err(Refusal::of(StatusCode::SERVICE_UNAVAILABLE, "not_stored", lang));
        }
    };
    let head = [
        (header::CONTENT_TYPE, HeaderValue::from_static(media_type)),
        (header::CACHE_CONTROL, HeaderValue::from_static(kept)),
        (header::ACCEPT_RANGES, HeaderValue::from_static("bytes")),
        (header::CONTENT_SECURITY_POLICY, HeaderValue::from_static("default-src 'none'; sandbox")),
    ];
    Ok((head, piece(&headers, bytes)).into_response())
}

/// A type that forms show, as it is told to browsers.
fn known_type(media_type: &str) -> Option<&'static str> {
    MediaKind::ALL.iter().flat_map(|kind| kind.types()).find(|known| **known == media_type).copied()
}

/// The whole, or the piece that was asked for.
fn piece(headers: &HeaderMap, bytes: Vec<u8>) -> Response {
    let asked = headers.get(header::RANGE).and_then(|range| range.to_str().ok());
    let Some(asked) = asked.and_then(|range| range.strip_prefix("bytes=")).filter(|range| !range.contains(',')) else {
        return bytes.into_response();
    };
    let whole = bytes.len();
    let found = range(asked, whole).and_then(|range| Some((bytes.get(range.clone())?.to_vec(), range)));
    match found {
        Some((part, range)) => {
            let said = format!("bytes {}-{}/{whole}", range.start, range.end.saturating_sub(1));
            (StatusCode::PARTIAL_CONTENT, [(header::CONTENT_RANGE, said)], part).into_response()
        }
        None => (StatusCode::RANGE_NOT_SATISFIABLE, [(header::CONTENT_RANGE, format!("bytes */{whole}"))]).into_response(),
    }
}

/// `0-99`, `100-` or `-100` of so many bytes.
fn range(asked: &str, whole: usize) -> Option<Range<usize>> {
    let (first, last) = asked.trim().split_once('-')?;
    let range = match (first.parse::<usize>(), last.parse::<usize>()) {
        (Ok(first), Ok(last)) => first..last.saturating_add(1).min(whole),
        (Ok(first), Err(_)) if last.is_empty() => first..whole,
        (Err(_), Ok(length)) if first.is_empty() => whole.saturating_sub(length)..whole,
        _ => return None,
    };
    (range.start < range.end).then_some(range)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pieces_are_within_the_whole() {
        for (asked, expected) in [
            ("0-", Some(0..10)),
            ("0-0", Some(0..1)),
            ("2-5", Some(2..6)),
            ("2-99", Some(2..10)),
            ("-3", Some(7..10)),
            ("-99", Some(0..10)),
            ("10-", None),
            ("5-2", None),
            ("-0", None),
            ("x-1", None),
            ("1-x", None),
            ("", None),
            ("99999999999999999999-", None),
            ("0-18446744073709551615", Some(0..10)),
        ] {
            assert_eq!(range(asked, 10), expected, "{asked}");
        }
        assert_eq!(range("0-", 0), None);
    }
}
