//! `/confirm`: the link of a mail that says that a listing is still right. Without an account; the secret of the link is the right to it.

use crate::clock::now_ms;
use crate::db::DbResult;
use crate::http::Ctx;
use crate::http::desk::render;
use crate::http::lang::Reads;
use crate::http::problem::broken;
use crate::listings::moderation::freshness::{self, ToConfirm};
use crate::people::Actor;
use axum::Router;
use axum::extract::{Form, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Response};
use axum::routing::get;
use engawa_app::listings::pages::confirm as page;
use engawa_app::messages::people::moderation as m;
use engawa_core::Lang;
use leptos::prelude::AnyView;
use serde::Deserialize;

/// Routes of the link.
pub fn routes() -> Router<Ctx> {
    Router::new().route("/confirm", get(show).post(confirm))
}

#[derive(Deserialize)]
struct Token {
    #[serde(default)]
    t: String,
}

/// Draws what came of a link; where it leads to nothing, the page says so.
fn draw(ctx: &Ctx, lang: Lang, found: DbResult<Option<ToConfirm>>, view: impl FnOnce(ToConfirm) -> AnyView) -> Response {
    let found = match found {
        Ok(found) => found,
        Err(error) => return broken(&error, lang).into_response(),
    };
    let status = if found.is_some() { StatusCode::OK } else { StatusCode::GONE };
    let title = if found.is_some() { m::CONFIRM } else { m::CONFIRM_OVER };
    (status, render::personal(ctx, lang, title.text(lang), &Actor::anonymous(), &[], move || found.map_or_else(page::over, view))).into_response()
}

async fn show(State(ctx): State<Ctx>, Reads(lang): Reads, Query(Token { t }): Query<Token>) -> Response {
    let found = freshness::look(&ctx.site, &t, now_ms()).await;
    draw(&ctx, lang, found, move |it| page::ask(&it.id, &it.title, t))
}

async fn confirm(State(ctx): State<Ctx>, Reads(lang): Reads, Form(Token { t }): Form<Token>) -> Response {
    let found = freshness::confirm(&ctx.site, &t, now_ms()).await;
    draw(&ctx, lang, found, |it| page::done(&it.id, &it.title))
}
