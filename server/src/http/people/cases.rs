//! `/account/cases`: taking into one's account what was done at a counter, with the code of its slip.

use super::Person;
use crate::clock::now_ms;
use crate::commands::execute;
use crate::http::Ctx;
use crate::http::desk::{problems_of, render, see_other};
use crate::http::fields::fresh_id;
use crate::http::lang::Reads;
use crate::http::problem::{broken, status_of};
use crate::people::cases;
use axum::Router;
use axum::extract::{Form, Query, State};
use axum::response::{IntoResponse as _, Response};
use axum::routing::get;
use engawa_app::command::{Body, Command};
use engawa_app::messages::people::cases as m;
use engawa_app::people::case::CaseCommand;
use engawa_app::people::command::PeopleCommand;
use engawa_app::people::pages::cases as page;
use engawa_core::{Lang, Problem, ReceiptStatus};
use serde::Deserialize;

/// Routes.
pub fn routes() -> Router<Ctx> {
    Router::new().route("/account/cases", get(show).post(collect))
}

#[derive(Deserialize, Default)]
struct Asked {
    #[serde(default)]
    code: String,
    #[serde(default)]
    done: String,
    #[serde(default)]
    command: String,
}

async fn show(State(ctx): State<Ctx>, Reads(lang): Reads, person: Person, Query(asked): Query<Asked>) -> Response {
    draw(&ctx, lang, &person, asked, Vec::new()).await
}

async fn draw(ctx: &Ctx, lang: Lang, person: &Person, asked: Asked, problems: Vec<Problem>) -> Response {
    let mine = match cases::of_account(&ctx.site.db, &person.account).await {
        Ok(mine) => mine.into_iter().map(|(_, number, channel, at)| (number, channel, at)).collect(),
        Err(error) => return broken(&error, lang).into_response(),
    };
    let status = status_of(&problems);
    let command = fresh_id();
    let it = page::CollectPage { code: asked.code, mine, command, done: !asked.done.is_empty(), problems };
    (status, render::personal(ctx, lang, m::MY_CASES.text(lang), &person.actor, &[], move || page::collect(it))).into_response()
}

async fn collect(State(ctx): State<Ctx>, Reads(lang): Reads, person: Person, Form(asked): Form<Asked>) -> Response {
    let body = Body::People(PeopleCommand::Case(CaseCommand::Collect { code: asked.code.clone() }));
    let receipt = execute(&ctx.site, &person.actor, &Command { id: asked.command.clone(), base_rev: None, body }, now_ms()).await;
    if receipt.status == ReceiptStatus::Done {
        return see_other("/account/cases?done=1");
    }
    draw(&ctx, lang, &person, asked, problems_of(receipt)).await
}
