//! Forms at the outside edge: the way through a form without scripts, receipts, and older versions for drafts that were begun with them.

mod plain;
pub mod posted;
mod receipts;
mod versions;

use super::Ctx;
use axum::Router;
use axum::http::{HeaderValue, header};
use axum::response::Response;

/// Routes of forms.
pub fn routes() -> Router<Ctx> {
    Router::new().merge(plain::routes()).merge(receipts::routes()).merge(versions::routes())
}

/// A page or an answer that is for one person.
fn personal(mut response: Response) -> Response {
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}
