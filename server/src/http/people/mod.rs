//! Pages and forms of people with an account, who need not be staff: signing in, the account, groups from inside.
//!
//! Invariants: every POST comes from this site's own pages; no answer is cacheable; no page of these hydrates.

mod account;
pub mod again;
mod arrival;
mod cases;
mod confirm;
mod groups;
mod inside;
mod me;
mod notices;
mod oidc;
mod own_log;
mod passkeys;
mod publish;
mod report;
mod sign_in;

use super::Ctx;
use super::desk::see_other;
use super::session::{self, Who};
use crate::clock::now_ms;
use crate::people::{Actor, accounts};
use axum::Router;
use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::response::Response;
use tower_sessions::Session;

/// Routes of people.
pub fn routes() -> Router<Ctx> {
    Router::new()
        .merge(sign_in::routes())
        .merge(account::routes())
        .merge(again::routes())
        .merge(passkeys::routes())
        .merge(oidc::routes())
        .merge(notices::routes())
        .merge(own_log::routes())
        .merge(cases::routes())
        .merge(me::routes())
        .merge(groups::routes())
        .merge(publish::routes())
        .merge(report::routes())
        .merge(confirm::routes())
        .merge(inside::routes())
}

/// Somebody with an account. Anybody else is shown the sign-in page, and comes back afterwards.
#[derive(Clone, Debug)]
pub struct Person {
    /// Who.
    pub actor: Actor,
    /// Their account.
    pub account: String,
}

impl FromRequestParts<Ctx> for Person {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, ctx: &Ctx) -> Result<Self, Response> {
        let Who(actor) = Who::from_request_parts(parts, ctx).await.map_err(axum::response::IntoResponse::into_response)?;
        if let Some(account) = actor.account() {
            return Ok(Self { account: account.to_owned(), actor });
        }
        // Somebody who is signed in and waits for a guardian would be asked to sign in again and again.
        if let Ok(session) = Session::from_request_parts(parts, ctx).await
            && let Some(account) = session::account_of(&session).await
            && let Ok(Some(profile)) = accounts::profile(&ctx.site.db, &account).await
            && profile.waits(now_ms())
        {
            return Err(see_other("/sign-in/waiting"));
        }
        let is_get = parts.method == axum::http::Method::GET;
        let back = parts.uri.path_and_query().filter(|_| is_get).map_or("/account", |path| path.as_str());
        Err(see_other(&format!("/sign-in?next={}", engawa_app::listings::query::encode(back))))
    }
}
