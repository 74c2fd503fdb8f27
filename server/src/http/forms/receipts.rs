//! Receipts, for whoever holds the number and the secret: as JSON for devices, as a page without scripts for people; and what was sent, as
//! a Word file.

use super::{personal, plain, word};
use crate::clock::now_ms;
use crate::commands::execute;
use crate::forms::lookup::{LookupError, held, standing};
use crate::http::Ctx;
use crate::http::desk::{problems_of, render, see_other};
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
use axum::routing::{get, post};
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
        .route("/forms/receipts/{receipt_no}/document.docx", get(save))
        .route("/forms/receipts/{receipt_no}/correct", post(correct))
        .route("/forms/receipts/{receipt_no}/reply", post(reply))
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
    /// A reply was sent just now.
    #[serde(default)]
    answered: String,
}

/// What happened just now, as the page of a receipt says it.
#[derive(Default)]
struct Now {
    is_new: bool,
    is_answered: bool,
    /// What stands in the reply, if it was refused.
    typed: String,
    problems: Vec<Problem>,
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
    draw(&ctx, lang, &headers, &held.no, &held.secret, Now::default()).await
}

async fn show(State(ctx): State<Ctx>, Reads(lang): Reads, headers: HeaderMap, Path(number): Path<String>, Query(held): Query<Held>) -> Response {
    let now = Now { is_new: held.sent == "1", is_answered: held.answered == "1", ..Now::default() };
    draw(&ctx, lang, &headers, &number, &held.secret, now).await
}

/// What was sent, as a Word file.
async fn save(State(ctx): State<Ctx>, Reads(lang): Reads, Path(number): Path<String>, Query(shown): Query<Held>) -> Response {
    match held(&ctx.site, &number, &shown.secret, now_ms()).await {
        Ok(Ok(it)) => word::file(&ctx, lang, &it).await.unwrap_or_else(|error| broken(&error, lang).into_response()),
        Ok(Err(error)) => not_held(&ctx, lang, &number, error),
        Err(error) => broken(&error, lang).into_response(),
    }
}

/// Where the holder of a receipt sees it, with both numbers: what its QR code says.
pub fn address_of(ctx: &Ctx, headers: &HeaderMap, number: &str, secret: &str) -> String {
    format!("{}/forms/receipts/{}?secret={}", origin(ctx, headers), encode(number), encode(secret))
}

async fn draw(ctx: &Ctx, lang: Lang, headers: &HeaderMap, number: &str, secret: &str, now: Now) -> Response {
    let found = match standing(&ctx.site, number, secret, now_ms()).await {
        Ok(found) => found,
        Err(error) => return broken(&error, lang).into_response(),
    };
    let response = match found {
        Ok(standing) => {
            let status = status_of(&now.problems);
            let command = fresh_id();
            let it = page::ReceiptPage {
                address: address_of(ctx, headers, &standing.receipt_no, secret),
                standing,
                secret: secret.to_owned(),
                is_new: now.is_new,
                is_answered: now.is_answered,
                typed: now.typed,
                command,
                problems: now.problems,
            };
            (status, render::page(ctx, lang, m::RECEIPT.text(lang), None, move || page::receipt(it))).into_response()
        }
        Err(error) => return not_held(ctx, lang, number, error),
    };
    personal(response)
}

/// The page that asks for the two numbers, with why nothing is shown.
fn not_held(ctx: &Ctx, lang: Lang, number: &str, error: LookupError) -> Response {
    let (status, problem) = problem_of(error);
    let number = number.to_owned();
    let page = render::page(ctx, lang, m::RECEIPT_FIND.text(lang), None, move || page::lookup(&number, Some(&problem)));
    personal((status, page).into_response())
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
    let holder = Holder { receipt_no: number.clone(), secret: sent.secret.clone() };
    let body = Body::Forms(FormCommand::Withdraw { holder, reason: sent.reason });
    let receipt = execute(&ctx.site, &actor, &Command { id: sent.command, base_rev: None, body }, now_ms()).await;
    if receipt.status == ReceiptStatus::Done {
        return see_other(&format!("/forms/receipts/{}?secret={}", encode(&number), encode(&sent.secret)));
    }
    draw(&ctx, lang, &headers, &number, &sent.secret, Now { problems: problems_of(receipt), ..Now::default() }).await
}

/// What was sent back, as a form that is filled in already. Posted, so that the secret stands in no address more.
async fn correct(State(ctx): State<Ctx>, Reads(lang): Reads, Who(actor): Who, Path(number): Path<String>, Form(shown): Form<Held>) -> Response {
    let now = now_ms();
    match held(&ctx.site, &number, &shown.secret, now).await {
        Ok(Ok(old)) => {
            let holder = Holder { receipt_no: old.receipt_no.clone(), secret: shown.secret };
            plain::correct(&ctx, lang, &actor, old, holder, now).await
        }
        Ok(Err(error)) => not_held(&ctx, lang, &number, error),
        Err(error) => broken(&error, lang).into_response(),
    }
}

#[derive(Deserialize)]
struct Reply {
    command: String,
    #[serde(default)]
    secret: String,
    #[serde(default)]
    text: String,
}

async fn reply(
    State(ctx): State<Ctx>,
    Reads(lang): Reads,
    Who(actor): Who,
    headers: HeaderMap,
    Path(number): Path<String>,
    Form(sent): Form<Reply>,
) -> Response {
    let holder = Holder { receipt_no: number.clone(), secret: sent.secret.clone() };
    let body = Body::Forms(FormCommand::Reply { holder, text: sent.text.clone() });
    let receipt = execute(&ctx.site, &actor, &Command { id: sent.command, base_rev: None, body }, now_ms()).await;
    if receipt.status == ReceiptStatus::Done {
        return see_other(&format!("/forms/receipts/{}?secret={}&answered=1", encode(&number), encode(&sent.secret)));
    }
    let now = Now { typed: sent.text, problems: problems_of(receipt), ..Now::default() };
    draw(&ctx, lang, &headers, &number, &sent.secret, now).await
}
