//! `/shell`: the one page that the service worker keeps. It holds no content: the app is mounted into it and reads `IndexedDB`.

use super::{Ctx, ssr};
use axum::Router;
use axum::extract::State;
use axum::http::header;
use axum::response::{IntoResponse as _, Response};
use axum::routing::get;
use engawa_core::Lang;

/// Route of the shell.
pub fn routes() -> Router<Ctx> {
    Router::new().route("/shell", get(shell))
}

async fn shell(State(ctx): State<Ctx>) -> Response {
    let boot = ssr::boot(&ctx, Lang::Ja);
    let json = serde_json::to_string(&boot).unwrap_or_default().replace('<', "\\u003c");
    let name = escape(boot.site.name.text(Lang::Ja));
    let build = &ctx.assets.build;
    let html = format!(
        "<!DOCTYPE html><html lang=\"ja\" data-shell=\"offline\" data-theme=\"{theme}\"><head><meta charset=\"utf-8\">\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"><title>{name}</title>\
         <link rel=\"stylesheet\" href=\"{css}\"><link rel=\"manifest\" href=\"/manifest.webmanifest\">\
         <link rel=\"icon\" href=\"/icons/favicon.svg\" type=\"image/svg+xml\"><link rel=\"apple-touch-icon\" href=\"/icons/apple-touch-icon.png\">\
         <script type=\"application/json\" id=\"engawa-boot\">{json}</script>\
         <script type=\"module\" src=\"{boot_js}\"></script></head><body></body></html>",
        theme = escape(&boot.site.theme),
        css = build.css,
        boot_js = build.boot,
    );
    ([(header::CONTENT_TYPE, "text/html; charset=utf-8"), (header::CACHE_CONTROL, "no-cache")], html).into_response()
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('"', "&quot;")
}
