//! Forms at the outside edge: the way through a form without scripts, pictures of forms, receipts, older versions for drafts that were begun
//! with them, and drafts that a group shares.

mod media;
pub mod plain;
mod postcodes;
pub mod posted;
mod print;
pub mod receipts;
mod sealing;
mod shared;
mod versions;
pub mod word;

use super::Ctx;
use axum::Router;
use axum::http::{HeaderValue, header};
use axum::response::Response;

/// Routes of forms.
pub fn routes() -> Router<Ctx> {
    let written = Router::new().merge(plain::routes()).merge(print::routes()).merge(receipts::routes());
    written.merge(sealing::routes()).merge(versions::routes()).merge(shared::routes()).merge(media::routes()).merge(postcodes::routes())
}

/// A page or an answer that is for one person.
fn personal(mut response: Response) -> Response {
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}
