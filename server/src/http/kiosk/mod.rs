//! What screens ask of the server: pairing, the beat, parcels for phones.

use super::Ctx;
use axum::Router;

/// Routes of screens.
pub fn routes() -> Router<Ctx> {
    Router::new()
}
