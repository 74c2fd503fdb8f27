//! Open data, calendars and feeds for other programs: `/opendata/{kind}.csv|json`, `/feeds/events.ics`, `/feeds/{kind}.atom`.
//!
//! All take the query of `/listings`, so that every search can be subscribed to.

use super::Ctx;
use super::lang::Reads;
use super::problem::{Refusal, broken};
use crate::clock::{now_ms, today};
use crate::listings::export::Export;
use crate::listings::export::opendata::TextEncoding;
use axum::Router;
use axum::extract::{Path, RawQuery, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use axum::routing::get;
use engawa_app::listings::{Kind, Listing, ListingQuery};
use engawa_core::Lang;

/// Routes for other programs.
pub fn routes() -> Router<Ctx> {
    Router::new()
        .route("/opendata/{file}", get(opendata))
        .route("/feeds/events.ics", get(calendar))
        .route("/feeds/{file}", get(atom))
        .route("/listings/{id}/event.ics", get(one_calendar))
}

/// Decodes a query string; later pages of results do not matter to exports.
pub fn read_query(raw: Option<&str>) -> (ListingQuery, Vec<(String, String)>) {
    let pairs: Vec<(String, String)> = raw
        .unwrap_or_default()
        .split('&')
        .filter(|pair| !pair.is_empty())
        .map(|pair| {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            (decode(name), decode(value))
        })
        .collect();
    let query = ListingQuery::from_pairs(pairs.iter().map(|(name, value)| (name.as_str(), value.as_str())));
    (query, pairs)
}

/// Percent-decodes; what is not UTF-8 is replaced.
fn decode(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        match byte {
            b'+' => bytes.push(b' '),
            b'%' => {
                let mut ahead = rest.clone();
                let pair = ahead.next().zip(ahead.next()).and_then(|(high, low)| {
                    let hex = [high, low];
                    std::str::from_utf8(&hex).ok().and_then(|hex| u8::from_str_radix(hex, 16).ok())
                });
                if let Some(value) = pair {
                    bytes.push(value);
                    rest = ahead;
                } else {
                    bytes.push(byte);
                }
            }
            _ => bytes.push(byte),
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

/// The listings of a query, in its order, whole.
async fn listings(ctx: &Ctx, query: &ListingQuery, lang: Lang) -> Result<Vec<Listing>, Refusal> {
    let ids = ctx.site.catalog.read().map(|catalog| catalog.ids(query, today())).unwrap_or_default();
    let mut by_id = crate::listings::public(&ctx.site.db).await.map_err(|error| broken(&error, lang))?;
    Ok(ids.into_iter().filter_map(|id| by_id.remove(&id)).collect())
}

fn file(content_type: &str, name: &str, bytes: impl axum::response::IntoResponse) -> Response {
    let head = [
        (header::CONTENT_TYPE, content_type.to_owned()),
        (header::CONTENT_DISPOSITION, format!("inline; filename=\"{name}\"")),
        (header::CACHE_CONTROL, "public, max-age=300".to_owned()),
        (header::ACCESS_CONTROL_ALLOW_ORIGIN, "*".to_owned()),
    ];
    (head, bytes).into_response()
}

/// What exports know of this site: links in files need the whole address.
fn export(ctx: &Ctx, headers: &HeaderMap) -> Export {
    let mut site = ctx.site.settings.site.clone();
    site.origin = super::well_known::origin(ctx, headers);
    Export { site, now: now_ms() }
}

fn not_found(lang: Lang) -> Refusal {
    Refusal::of(StatusCode::NOT_FOUND, "not_found", lang)
}

async fn opendata(
    State(ctx): State<Ctx>,
    Reads(lang): Reads,
    Path(name): Path<String>,
    RawQuery(raw): RawQuery,
    headers: HeaderMap,
) -> Result<Response, Refusal> {
    let (stem, ext) = name.rsplit_once('.').ok_or_else(|| not_found(lang))?;
    let kind = Kind::parse(stem.strip_suffix('s').unwrap_or(stem)).or_else(|| Kind::parse(stem)).ok_or_else(|| not_found(lang))?;
    let (query, pairs) = read_query(raw.as_deref());
    let query = ListingQuery { kinds: vec![kind], ended: true, ..query };
    let found = listings(&ctx, &query, lang).await?;
    let export = export(&ctx, &headers);
    match ext {
        "csv" => {
            let cp932 = pairs.iter().any(|(name, value)| name == "encoding" && matches!(value.as_str(), "cp932" | "shift_jis" | "sjis"));
            let (encoding, charset) = if cp932 { (TextEncoding::Cp932, "Shift_JIS") } else { (TextEncoding::Utf8, "utf-8") };
            let bytes = export.csv(kind, &found, encoding).bytes;
            Ok(file(&format!("text/csv; charset={charset}; header=present"), &name, bytes))
        }
        "json" => Ok(file("application/json; charset=utf-8", &name, export.json(kind, &found))),
        _ => Err(not_found(lang)),
    }
}

/// The language that the address itself asks for, else Japanese: what is kept under an address for others must not depend on who asked first.
fn said_lang(pairs: &[(String, String)]) -> Lang {
    pairs.iter().find(|(name, _)| name == "lang").and_then(|(_, code)| Lang::parse(code)).unwrap_or_default()
}

async fn calendar(State(ctx): State<Ctx>, Reads(lang): Reads, RawQuery(raw): RawQuery, headers: HeaderMap) -> Result<Response, Refusal> {
    let (query, pairs) = read_query(raw.as_deref());
    let kinds = if query.kinds.is_empty() { vec![Kind::Event, Kind::Course, Kind::Call] } else { query.kinds.clone() };
    let found = listings(&ctx, &ListingQuery { kinds, ..query }, lang).await?;
    let text = export(&ctx, &headers).ics(&found, said_lang(&pairs));
    Ok(file("text/calendar; charset=utf-8", "events.ics", text))
}

async fn one_calendar(
    State(ctx): State<Ctx>,
    Reads(lang): Reads,
    Path(id): Path<String>,
    RawQuery(raw): RawQuery,
    headers: HeaderMap,
) -> Result<Response, Refusal> {
    let stored = crate::listings::one(&ctx.site.db, &id).await.map_err(|error| broken(&error, lang))?;
    let listing = stored.map(|stored| stored.listing).filter(Listing::is_public).ok_or_else(|| not_found(lang))?;
    if !engawa_app::listings::ics::has_dates(&listing) {
        return Err(not_found(lang));
    }
    let text = export(&ctx, &headers).ics(std::slice::from_ref(&listing), said_lang(&read_query(raw.as_deref()).1));
    Ok(file("text/calendar; charset=utf-8", "event.ics", text))
}

async fn atom(
    State(ctx): State<Ctx>,
    Reads(lang): Reads,
    Path(name): Path<String>,
    RawQuery(raw): RawQuery,
    headers: HeaderMap,
) -> Result<Response, Refusal> {
    let (stem, ext) = name.rsplit_once('.').ok_or_else(|| not_found(lang))?;
    if ext != "atom" {
        return Err(not_found(lang));
    }
    let (query, _) = read_query(raw.as_deref());
    let kinds = match stem {
        "all" => query.kinds.clone(),
        _ => vec![Kind::parse(stem.strip_suffix('s').unwrap_or(stem)).or_else(|| Kind::parse(stem)).ok_or_else(|| not_found(lang))?],
    };
    let query = ListingQuery { kinds, sort: engawa_app::listings::query::Sort::New, ..query };
    let mut found = listings(&ctx, &query, lang).await?;
    found.truncate(100);
    let changed = crate::listings::changed_at(&ctx.site.db).await.map_err(|error| broken(&error, lang))?;
    let text = export(&ctx, &headers).atom(stem, &found, &changed);
    Ok(file("application/atom+xml; charset=utf-8", &name, text))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn queries_are_decoded() {
        let (query, pairs) = read_query(Some("q=%E9%98%B2%E7%81%BD+x&kind=event&bad=%zz%"));
        assert_eq!(query.words, "防災 x");
        assert_eq!(query.kinds, [Kind::Event]);
        assert_eq!(pairs[2].1, "%zz%");
    }
}
