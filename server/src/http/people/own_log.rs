//! `/account/who-looked`: who looked at one's data, in words; `/account/events`: what happened to the ways into one's account.

use super::Person;
use crate::audit;
use crate::http::Ctx;
use crate::http::desk::render;
use crate::http::lang::Reads;
use crate::http::problem::broken;
use axum::Router;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Response};
use axum::routing::get;
use engawa_app::messages::people::{audit as m, events as e};
use engawa_app::people::pages::audit::{self as page, EventRow, LookRow};
use engawa_core::rights::Action;
use engawa_core::{Subject, may};
use serde::Deserialize;

/// Routes.
pub fn routes() -> Router<Ctx> {
    Router::new().route("/account/who-looked", get(show)).route("/account/events", get(events))
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct Paging {
    before: Option<i64>,
}

async fn show(State(ctx): State<Ctx>, Reads(lang): Reads, person: Person, Query(Paging { before }): Query<Paging>) -> Response {
    if !may(&person.actor, Action::AccountRead, &Subject::of_account(&person.account)) {
        return StatusCode::FORBIDDEN.into_response();
    }
    match audit::looked(&ctx.site.db, &person.account, before).await {
        Ok((looks, more)) => {
            let next = looks.last().filter(|_| more).map(|look| look.seq);
            let rows: Vec<LookRow> =
                looks.into_iter().map(|look| LookRow { at: look.at, verb: look.verb, desks: look.desks, is_staff: look.is_staff }).collect();
            render::personal(&ctx, lang, m::LOOKED.text(lang), &person.actor, &[], move || page::looked(&rows, next))
        }
        Err(error) => broken(&error, lang).into_response(),
    }
}

async fn events(State(ctx): State<Ctx>, Reads(lang): Reads, person: Person, Query(Paging { before }): Query<Paging>) -> Response {
    if !may(&person.actor, Action::AccountRead, &Subject::of_account(&person.account)) {
        return StatusCode::FORBIDDEN.into_response();
    }
    match audit::events(&ctx.site.db, &person.account, before).await {
        Ok((events, more)) => {
            let next = events.last().filter(|_| more).map(|event| event.seq);
            let rows: Vec<EventRow> = events.into_iter().map(|event| EventRow { at: event.at, verb: event.verb, way: event.way }).collect();
            render::personal(&ctx, lang, e::EVENTS.text(lang), &person.actor, &[], move || page::events(&rows, next))
        }
        Err(error) => broken(&error, lang).into_response(),
    }
}
