//! `/shell`: the one page that the service worker keeps. It holds no content: the app is mounted into it and reads `IndexedDB`.

use super::{Ctx, ssr};
use axum::Router;
use axum::extract::State;
use axum::http::header;
use axum::response::{IntoResponse as _, Response};
use axum::routing::get;
use engawa_app::app::offline_shell;
use engawa_core::Lang;

/// Route of the shell.
pub fn routes() -> Router<Ctx> {
    Router::new().route("/shell", get(shell))
}

async fn shell(State(ctx): State<Ctx>) -> Response {
    document(&ctx)
}

/// The document itself; on a shared screen it is what `/kiosk` answers.
pub fn document(ctx: &Ctx) -> Response {
    let html = offline_shell(&ssr::boot(ctx, Lang::Ja), &ssr::page_assets(ctx));
    ([(header::CONTENT_TYPE, "text/html; charset=utf-8"), (header::CACHE_CONTROL, "no-cache")], html).into_response()
}
