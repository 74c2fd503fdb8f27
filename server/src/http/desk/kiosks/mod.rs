//! `/staff/kiosks`: shared screens, as staff look after them. Pages are drawn by `engawa_app::kiosk::pages::desk`.
//!
//! Invariants: every change is a command; a code is shown once, in the answer to the question for it; whoever looks into a delivery is in
//! the audit log, and of whose data.

mod edit;
mod held;
mod list;
mod one;
mod usage;

use super::{Staff, problems_of, render};
use crate::clock::now_ms;
use crate::commands::execute;
use crate::http::Ctx;
use crate::http::fields::{Fields, field};
use axum::Router;
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Response};
use axum::routing::{get, post};
use engawa_app::command::{Body, Command};
use engawa_app::kiosk::command::KioskCommand;
use engawa_app::kiosk::pages::desk::SayFields;
use engawa_app::listings::Card;
use engawa_app::site::Names;
use engawa_core::{Lang, Problem, ReceiptStatus};
use leptos::prelude::AnyView;
use serde::Deserialize;
use std::collections::BTreeMap;

/// Routes.
pub fn routes() -> Router<Ctx> {
    Router::new()
        .route("/staff/kiosks", get(list::show))
        .route("/staff/kiosks/new", get(edit::new).post(edit::make))
        .route("/staff/kiosks/say", get(list::say_form).post(list::say))
        .route("/staff/kiosks/reload", post(list::reload))
        .route("/staff/kiosks/held", get(held::list))
        .route("/staff/kiosks/held/{id}", get(held::show).post(held::settle))
        .route("/staff/kiosks/usage", get(usage::show))
        .route("/staff/kiosks/usage.csv", get(usage::csv))
        .route("/staff/kiosks/{id}", get(one::show))
        .route("/staff/kiosks/{id}/picture", get(one::picture))
        .route("/staff/kiosks/{id}/edit", get(edit::show).post(edit::save))
        .route("/staff/kiosks/{id}/code", post(one::code))
        .route("/staff/kiosks/{id}/say", post(one::say))
        .route("/staff/kiosks/{id}/reload", post(one::reload))
        .route("/staff/kiosks/{id}/revoke", get(one::ask_revoke).post(one::revoke))
}

#[derive(Deserialize, Default)]
struct DoneQuery {
    #[serde(default)]
    done: String,
}

/// Executes a command of this room; nothing: it was done.
async fn run(ctx: &Ctx, staff: &Staff, fields: &Fields, body: KioskCommand) -> Vec<Problem> {
    let base_rev = field(fields, "base_rev").parse().ok();
    let command = Command { id: field(fields, "command").to_owned(), base_rev, body: Body::Kiosk(body) };
    let receipt = execute(&ctx.site, &staff.actor, &command, now_ms()).await;
    if receipt.status == ReceiptStatus::Done { Vec::new() } else { problems_of(receipt) }
}

/// A page with its status.
fn drawn(ctx: &Ctx, lang: Lang, staff: &Staff, title: &str, problems: &[Problem], view: impl FnOnce() -> AnyView) -> Response {
    let status: StatusCode = super::desks::status_or_denied(problems);
    (status, render::page(ctx, lang, title, Some(&staff.name), view)).into_response()
}

/// The card of a public listing.
fn card(ctx: &Ctx, id: &str) -> Option<Card> {
    if id.is_empty() {
        return None;
    }
    ctx.site.catalog.read().ok()?.cards(&[id.to_owned()]).pop()
}

/// What public listings are called, by id; what is not public any more stays a number.
fn titles_of(ctx: &Ctx, mut ids: Vec<String>) -> BTreeMap<String, String> {
    ids.sort();
    ids.dedup();
    let cards = ctx.site.catalog.read().map(|catalog| catalog.cards(&ids)).unwrap_or_default();
    cards.into_iter().map(|card| (card.id, card.title)).collect()
}

fn said(fields: &Fields) -> SayFields {
    let typed = |name: &str| field(fields, name).to_owned();
    SayFields { ja: typed("say_ja"), ja_easy: typed("say_easy"), en: typed("say_en") }
}

/// The words that are meant; nothing in any field: no more.
fn words(said: &SayFields) -> Result<Option<Names>, Problem> {
    let names = Names { ja: said.ja.clone(), ja_easy: said.ja_easy.clone(), en: said.en.clone() };
    match (names == Names::default(), names.ja.is_empty()) {
        (true, _) => Ok(None),
        (false, true) => Err(Problem::new("say_ja", "kiosk_say")),
        (false, false) => Ok(Some(names)),
    }
}

/// Says something, on one screen or, without an id, on all; nothing: it was done. Problems lead to the fields of the form.
async fn speak(ctx: &Ctx, staff: &Staff, fields: &Fields, kiosk: &str, said: &SayFields) -> Vec<Problem> {
    let words = match words(said) {
        Ok(words) => words,
        Err(problem) => return vec![problem],
    };
    let mut problems = run(ctx, staff, fields, KioskCommand::Say { kiosk: kiosk.to_owned(), words }).await;
    for problem in &mut problems {
        let field = match problem.path.as_str() {
            "words.ja" => "say_ja",
            "words.ja-easy" => "say_easy",
            "words.en" => "say_en",
            _ => continue,
        };
        field.clone_into(&mut problem.path);
    }
    problems
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_that_somebody_could_not_read_are_asked_for() {
        let of = |ja: &str, en: &str| words(&SayFields { ja: ja.into(), en: en.into(), ..SayFields::default() });
        assert_eq!(of("", ""), Ok(None));
        assert_eq!(of("本日休館", "Closed").map(|names| names.map(|it| it.en)), Ok(Some("Closed".to_owned())));
        assert_eq!(of("", "Closed").map_err(|problem| problem.code), Err("kiosk_say".to_owned()));
    }
}
