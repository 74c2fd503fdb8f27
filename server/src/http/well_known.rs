//! What browsers, phones and search engines ask every site for: manifest, robots, sitemap.

use super::Ctx;
use super::lang::Reads;
use super::problem::{Refusal, broken};
use crate::forms::public;
use axum::Router;
use axum::extract::{Query, State};
use axum::http::{HeaderMap, header};
use axum::response::{IntoResponse as _, Response};
use axum::routing::get;
use engawa_app::listings::Card;
use engawa_app::listings::query::encode;
use engawa_core::Lang;
use engawa_core::time::{Millis, jst_date};
use serde::Deserialize;

/// Routes of well-known files.
pub fn routes() -> Router<Ctx> {
    Router::new().route("/manifest.webmanifest", get(manifest)).route("/robots.txt", get(robots)).route("/sitemap.xml", get(sitemap))
}

async fn manifest(State(ctx): State<Ctx>) -> Response {
    let site = &ctx.site.settings.site;
    let body = serde_json::json!({
        "id": "/",
        "name": site.name.text(Lang::Ja),
        "short_name": site.city.text(Lang::Ja),
        "description": site.tagline.text(Lang::Ja),
        "lang": "ja",
        "start_url": "/?from=app",
        "scope": "/",
        "display": "standalone",
        "background_color": "#faf7f0",
        "theme_color": "#2b4a6f",
        "icons": [
            { "src": "/icons/icon-192.png", "sizes": "192x192", "type": "image/png" },
            { "src": "/icons/icon-512.png", "sizes": "512x512", "type": "image/png" },
            { "src": "/icons/maskable-512.png", "sizes": "512x512", "type": "image/png", "purpose": "maskable" }
        ],
        "shortcuts": [
            { "name": "さがす", "url": "/listings", "icons": [{ "src": "/icons/icon-192.png", "sizes": "192x192" }] },
            { "name": "カレンダー", "url": "/calendar", "icons": [{ "src": "/icons/icon-192.png", "sizes": "192x192" }] }
        ]
    });
    ([(header::CONTENT_TYPE, "application/manifest+json"), (header::CACHE_CONTROL, "public, max-age=3600")], body.to_string()).into_response()
}

/// The site's own address: what its settings say, else where the request came in, if that is a name of this site. Mails carry links, so a
/// header that anybody may write decides nothing more.
pub fn origin(ctx: &Ctx, headers: &HeaderMap) -> String {
    let own = &ctx.site.settings.site.origin;
    if !own.is_empty() {
        return own.clone();
    }
    let settings = &ctx.site.settings;
    let named = headers.get(header::HOST).and_then(|host| host.to_str().ok()).filter(|host| settings.is_own_host(host));
    let host = named.or(settings.hosts.first().map(String::as_str)).unwrap_or("localhost");
    format!("{}://{host}", if ctx.https { "https" } else { "http" })
}

async fn robots(State(ctx): State<Ctx>, headers: HeaderMap) -> Response {
    // Pages of people, and what only programs of this site ask for.
    let rules = if ctx.site.settings.site.sample {
        "Disallow: /\n"
    } else {
        "Disallow: /staff\nDisallow: /account\nDisallow: /my\nDisallow: /sign-in\nDisallow: /confirm\nDisallow: /api/\n"
    };
    format!("User-agent: *\n{rules}Sitemap: {}/sitemap.xml\n", origin(&ctx, &headers)).into_response()
}

/// Addresses of one file of the sitemap; 50,000 is the limit (sitemaps.org).
const SITEMAP_MAX: usize = 49_000;

#[derive(Deserialize)]
struct SitemapQuery {
    part: Option<usize>,
}

/// All addresses with the day of their last change; more than fit into a file come as parts, and the file without a part lists those.
async fn sitemap(State(ctx): State<Ctx>, Reads(lang): Reads, Query(query): Query<SitemapQuery>, headers: HeaderMap) -> Result<Response, Refusal> {
    let origin = origin(&ctx, &headers);
    let fail = |error| broken(&error, lang);
    let listings = crate::listings::public(&ctx.site.db).await.map_err(fail)?;
    let changed = crate::listings::changed_at(&ctx.site.db).await.map_err(fail)?;
    let forms = public::cards(&ctx.site.db).await.map_err(fail)?;
    let mut pages: Vec<(String, Option<Millis>)> = PAGES.iter().map(|path| ((*path).to_owned(), None)).collect();
    pages.extend(forms.iter().map(|form| (format!("/forms/{}", encode(&form.form_id)), None)));
    pages.extend(listings.values().map(|listing| (Card::of(listing).href(), changed.get(&listing.id).copied())));
    pages.sort();
    let text = map_of(&origin, &pages, query.part, SITEMAP_MAX);
    Ok(([(header::CONTENT_TYPE, "application/xml"), (header::CACHE_CONTROL, "public, max-age=3600")], text).into_response())
}

/// One file of the sitemap with at most `most` addresses.
fn map_of(origin: &str, pages: &[(String, Option<Millis>)], part: Option<usize>, most: usize) -> String {
    let parts = pages.len().div_ceil(most);
    if part.is_none() && parts > 1 {
        let files = (0..parts).map(|part| format!("<sitemap><loc>{}</loc></sitemap>\n", xml(&format!("{origin}/sitemap.xml?part={part}"))));
        return format!("{XML}<sitemapindex xmlns=\"{SITEMAP}\">\n{}</sitemapindex>\n", files.collect::<String>());
    }
    let urls = pages.iter().skip(part.unwrap_or(0).saturating_mul(most)).take(most).map(|page| entry(origin, page));
    format!("{XML}<urlset xmlns=\"{SITEMAP}\">\n{}</urlset>\n", urls.collect::<String>())
}

const XML: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";
const SITEMAP: &str = "http://www.sitemaps.org/schemas/sitemap/0.9";
/// Pages that every site has.
const PAGES: [&str; 10] = ["/", "/listings", "/calendar", "/map", "/forms", "/about", "/accessibility", "/privacy", "/install", "/offline"];

fn entry(origin: &str, (path, changed): &(String, Option<Millis>)) -> String {
    let day = changed.map(|at| format!("<lastmod>{}</lastmod>", jst_date(at))).unwrap_or_default();
    format!("<url><loc>{}</loc>{day}</url>\n", xml(&format!("{origin}{path}")))
}

fn xml(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_does_not_fit_comes_in_parts() {
        let pages: Vec<_> = ["/", "/a", "/b?x=1&y", "/c", "/d"].iter().map(|path| ((*path).to_owned(), None)).collect();
        let of = |part, most| map_of("https://city.example", &pages, part, most);
        let whole = of(None, 5);
        assert!(whole.contains("<urlset") && whole.matches("<loc>").count() == 5 && whole.contains("/b?x=1&amp;y</loc>"), "{whole}");
        let index = of(None, 2);
        assert!(index.contains("<sitemapindex") && index.matches("<sitemap>").count() == 3, "{index}");
        assert!(index.contains("<loc>https://city.example/sitemap.xml?part=2</loc>"), "{index}");
        let told: Vec<usize> = (0..4).map(|part| of(Some(part), 2).matches("<url>").count()).collect();
        assert_eq!(told, [2, 2, 1, 0]);
        let dated = [("/a".to_owned(), Some(1_764_000_000_000))];
        assert!(map_of("", &dated, None, 5).contains("<loc>/a</loc><lastmod>2025-11-25</lastmod>"));
    }
}
