//! `/healthz`, `/readyz`, `/metrics`.

use super::Ctx;
use crate::audit::refusals::Kind;
use axum::Router;
use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use axum::routing::get;

/// Routes for whoever watches the server.
pub fn routes() -> Router<Ctx> {
    Router::new().route("/healthz", get(|| async { "ok\n" })).route("/readyz", get(ready)).route("/metrics", get(metrics))
}

/// The database answers and is migrated.
async fn ready(State(ctx): State<Ctx>) -> Response {
    match crate::feed::last_rev(&ctx.site.db).await {
        Ok(_) => "ready\n".into_response(),
        Err(error) => {
            tracing::error!(%error, "not ready");
            (StatusCode::SERVICE_UNAVAILABLE, "the database does not answer\n").into_response()
        }
    }
}

/// Prometheus text; counts only, nothing personal.
async fn metrics(State(ctx): State<Ctx>) -> Response {
    let site = &ctx.site.settings.site.code;
    let (listings, rev) = ctx.site.catalog.read().map_or((0, 0), |catalog| (catalog.len(), catalog.rev()));
    let mut text = format!(
        "# HELP engawa_listings Public listings.\n# TYPE engawa_listings gauge\nengawa_listings{{site=\"{site}\"}} {listings}\n\
         # HELP engawa_revision Newest public revision.\n# TYPE engawa_revision counter\nengawa_revision{{site=\"{site}\"}} {rev}\n"
    );
    text.push_str("# HELP engawa_refusals_total Requests that were refused, by why.\n# TYPE engawa_refusals_total counter\n");
    for kind in Kind::ALL {
        text.push_str(&format!("engawa_refusals_total{{site=\"{site}\",kind=\"{}\"}} {}\n", kind.code(), ctx.site.refusals.total(kind)));
    }
    ([(header::CONTENT_TYPE, "text/plain; version=0.0.4")], text).into_response()
}
