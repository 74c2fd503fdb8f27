//! Receipts, for whoever holds the number and the secret: as JSON for devices, as a page without scripts for people.

use super::personal;
use crate::clock::now_ms;
use crate::commands::execute;
use crate::forms::lookup::{LookupError, standing};
use crate::http::Ctx;
use crate::http::desk::{foreign, problems_of, render, see_other};
use crate::http::fields::fresh_id;
use crate::http::lang::Reads;
use crate::http::problem::{Refusal, broken, status_of};
use crate::http::session::Who;
use crate::http::well_known::origin;
use crate::people::FAILURE_WINDOW_MS;
use axum::Router;
use axum::extract::{Form, Path, Query, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse as _, Response};
use axum::routing::get;
use engawa_app::command::{Body, Command};
use engawa_app::forms::command::{FormCommand, Holder};
use engawa_app::forms::pages::receipt as page;
use engawa_app::listings::query::encode;
use engawa_app::messages::forms as m;
use engawa_core::{Lang, Problem, ReceiptStatus};
use serde::Deserialize;

/// Routes of receipts.
pub fn routes() -> Router<Ctx> {
    Router::new()
        .route("/api/v1/receipts/{receipt_no}", get(json))
        .route("/forms/receipts", get(lookup))
        .route("/forms/receipts/{receipt_no}", get(show).post(withdraw))
}

fn problem_of(error: LookupError) -> (StatusCode, Problem) {
    match error {
        LookupError::Unknown => (StatusCode::NOT_FOUND, Problem::new("", "receipt_unknown")),
        LookupError::TooMany => (StatusCode::TOO_MANY_REQUESTS, Problem::new("", "too_many_attempts").arg((FAILURE_WINDOW_MS / 60_000).to_string())),
    }
}

#[derive(Deserialize, Default)]
struct Held {
    #[serde(default)]
    no: String,
    #[serde(default)]
    secret: String,
    /// It was sent just now.
    #[serde(default)]
    sent: String,
}

async fn json(State(ctx): State<Ctx>, Reads(lang): Reads, Path(number): Path<String>, Query(held): Query<Held>) -> Result<Response, Refusal> {
    match standing(&ctx.site, &number, &held.secret, now_ms()).await.map_err(|error| broken(&error, lang))? {
        Ok(standing) => Ok(personal(axum::Json(standing).into_response())),
        Err(error) => {
            let (status, problem) = problem_of(error);
            Err(Refusal { status, problems: vec![problem], lang })
        }
    }
}

async fn lookup(State(ctx): State<Ctx>, Reads(lang): Reads, headers: HeaderMap, Query(held): Query<Held>) -> Response {
    if held.no.trim().is_empty() {
        return render::page(&ctx, lang, m::RECEIPT_FIND.text(lang), None, || page::lookup("", None));
    }
    draw(&ctx, lang, &headers, &held.no, &held.secret, false, Vec::new()).await
}

async fn show(State(ctx): State<Ctx>, Reads(lang): Reads, headers: HeaderMap, Path(number): Path<String>, Query(held): Query<Held>) -> Response {
    draw(&ctx, lang, &headers, &number, &held.secret, held.sent == "1", Vec::new()).await
}

/// Where the holder of a receipt sees it, with both numbers: what its QR code says.
pub fn address_of(ctx: &Ctx, headers: &HeaderMap, number: &str, secret: &str) -> String {
    format!("{}/forms/receipts/{}?secret={}", origin(ctx, headers), encode(number), encode(secret))
}

async fn draw(ctx: &Ctx, lang: Lang, headers: &HeaderMap, number: &str, secret: &str, is_new: bool, problems: Vec<Problem>) -> Response {
    let found = match standing(&ctx.site, number, secret, now_ms()).await {
        Ok(found) => found,
        Err(error) => return broken(&error, lang).into_response(),
    };
    let response = match found {
        Ok(standing) => {
            let status = status_of(&problems);
            let command = fresh_id();
            let it = page::ReceiptPage {
                address: address_of(ctx, headers, &standing.receipt_no, secret),
                standing,
                secret: secret.to_owned(),
                is_new,
                command,
                problems,
            };
            (status, render::page(ctx, lang, m::RECEIPT.text(lang), None, move || page::receipt(it))).into_response()
        }
        Err(error) => {
            let (status, problem) = problem_of(error);
            let number = number.to_owned();
            (status, render::page(ctx, lang, m::RECEIPT_FIND.text(lang), None, move || page::lookup(&number, Some(&problem)))).into_response()
        }
    };
    personal(response)
}

#[derive(Deserialize)]
struct Withdrawal {
    command: String,
    #[serde(default)]
    secret: String,
    #[serde(default)]
    reason: String,
}

async fn withdraw(
    State(ctx): State<Ctx>,
    Reads(lang): Reads,
    Who(actor): Who,
    headers: HeaderMap,
    Path(number): Path<String>,
    Form(sent): Form<Withdrawal>,
) -> Response {
    if let Some(refusal) = foreign(&headers) {
        return refusal;
    }
    let holder = Holder { receipt_no: number.clone(), secret: sent.secret.clone() };
    let body = Body::Forms(FormCommand::Withdraw { holder, reason: sent.reason });
    let receipt = execute(&ctx.site, &actor, &Command { id: sent.command, base_rev: None, body }, now_ms()).await;
    if receipt.status == ReceiptStatus::Done {
        return see_other(&format!("/forms/receipts/{}?secret={}", encode(&number), encode(&sent.secret)));
    }
    draw(&ctx, lang, &headers, &number, &sent.secret, false, problems_of(receipt)).await
}
