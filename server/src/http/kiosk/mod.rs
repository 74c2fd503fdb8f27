//! What screens ask of the server: pairing, how they are, parcels for phones; and the fence around a browser that is a screen.

pub mod api;
pub mod fence;
pub mod pair;
pub mod parcels;
pub mod spare;

use super::Ctx;
use super::lang;
use super::problem::{Refusal, broken};
use super::session::screen_of;
use crate::kiosk::Standing;
use crate::people::Actor;
use axum::Router;
use axum::extract::FromRequestParts;
use axum::http::StatusCode;
use axum::http::request::Parts;
use engawa_core::{Action, Lang, Subject, may};

/// Routes of screens.
pub fn routes() -> Router<Ctx> {
    Router::new().merge(pair::routes()).merge(api::routes()).merge(parcels::routes()).merge(spare::routes())
}

/// A screen, whether or not it still has its right. Anybody else is told that their device is none: 401.
#[derive(Clone, Debug)]
pub struct Screen {
    /// Which, and how it stands.
    pub standing: Standing,
    /// As whom it asks.
    pub actor: Actor,
}

impl FromRequestParts<Ctx> for Screen {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, ctx: &Ctx) -> Result<Self, Refusal> {
        let lang = lang::of(parts.uri.query(), &parts.headers);
        match screen_of(&parts.headers, ctx).await {
            Ok(Some(standing)) => Ok(Self { actor: standing.actor(), standing }),
            Ok(None) => Err(Refusal::of(StatusCode::UNAUTHORIZED, "kiosk_unknown", lang)),
            Err(error) => Err(broken(&error, lang)),
        }
    }
}

impl Screen {
    /// Whether it may do this.
    ///
    /// # Errors
    /// It may not: 403.
    pub fn may(&self, action: Action, lang: Lang) -> Result<(), Refusal> {
        if may(&self.actor, action, &Subject::NONE) { Ok(()) } else { Err(Refusal::of(StatusCode::FORBIDDEN, "forbidden", lang)) }
    }
}
