//! What browsers, phones and search engines ask every site for: manifest, robots, sitemap.

use super::Ctx;
use super::lang::Reads;
use super::problem::{Refusal, broken};
use crate::forms::public;
use axum::Router;
use axum::extract::State;
use axum::http::{HeaderMap, header};
use axum::response::{IntoResponse as _, Response};
use axum::routing::get;
use engawa_app::listings::Card;
use engawa_app::listings::query::encode;
use engawa_core::Lang;

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
    let rules = if ctx.site.settings.site.sample { "Disallow: /\n" } else { "Disallow: /staff\nDisallow: /api/\n" };
    format!("User-agent: *\n{rules}Sitemap: {}/sitemap.xml\n", origin(&ctx, &headers)).into_response()
}

async fn sitemap(State(ctx): State<Ctx>, Reads(lang): Reads, headers: HeaderMap) -> Result<Response, Refusal> {
    let origin = origin(&ctx, &headers);
    let listings = crate::listings::public(&ctx.site.db).await.map_err(|error| broken(&error, lang))?;
    let forms = public::cards(&ctx.site.db).await.map_err(|error| broken(&error, lang))?;
    let mut paths: Vec<String> =
        ["/", "/listings", "/calendar", "/map", "/forms", "/about", "/accessibility", "/privacy"].map(str::to_owned).to_vec();
    paths.extend(forms.iter().map(|form| format!("/forms/{}", encode(&form.form_id))));
    // 50,000 addresses is the limit of one sitemap file (sitemaps.org).
    paths.extend(listings.values().take(49_000).map(|listing| Card::of(listing).href()));
    paths.sort();
    let mut urls = String::new();
    for path in &paths {
        urls.push_str(&format!("<url><loc>{}</loc></url>\n", xml(&format!("{origin}{path}"))));
    }
    let text =
        format!("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n{urls}</urlset>\n");
    Ok(([(header::CONTENT_TYPE, "application/xml"), (header::CACHE_CONTROL, "public, max-age=3600")], text).into_response())
}

fn xml(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
