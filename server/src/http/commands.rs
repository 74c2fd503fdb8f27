//! `POST /api/v1/commands`: an array of commands in, an array of receipts out, in the same order.

use super::Ctx;
use super::lang::Reads;
use super::people::again;
use super::problem::{Refusal, speak};
use super::session::{self, Who};
use crate::clock::now_ms;
use crate::commands::execute;
use axum::Router;
use axum::body::Bytes;
use axum::extract::rejection::BytesRejection;
use axum::extract::{DefaultBodyLimit, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Response};
use axum::routing::post;
use engawa_app::command::Command;
use engawa_core::outbox::entry::MAX_BODY_BYTES;
use engawa_core::{Problem, Receipt, ReceiptStatus};
use tower_sessions::Session;

/// The most commands that one request may carry.
pub const COMMANDS_MAX: usize = 100;

/// The largest body, in bytes: what an outbox may hold, in its envelope.
pub const COMMANDS_BODY_MAX: usize = MAX_BODY_BYTES + 64 * 1024;

/// Route of commands.
pub fn routes() -> Router<Ctx> {
    Router::new().route("/api/v1/commands", post(run)).layer(DefaultBodyLimit::max(COMMANDS_BODY_MAX))
}

async fn run(
    State(ctx): State<Ctx>,
    Reads(lang): Reads,
    Who(actor): Who,
    session: Session,
    body: Result<Bytes, BytesRejection>,
) -> Result<Response, Refusal> {
    let body = body.map_err(|rejection| Refusal::of_body(&rejection, COMMANDS_BODY_MAX, lang))?;
    let list: Vec<serde_json::Value> = serde_json::from_slice(&body).map_err(|why| Refusal {
        status: StatusCode::BAD_REQUEST,
        problems: vec![Problem::new(format!("line {} column {}", why.line(), why.column()), "bad_json")],
        lang,
    })?;
    if list.is_empty() || list.len() > COMMANDS_MAX {
        return Err(Refusal { status: StatusCode::BAD_REQUEST, problems: vec![Problem::new("", "too_many").arg(COMMANDS_MAX.to_string())], lang });
    }
    let mut receipts = Vec::with_capacity(list.len());
    for value in list {
        let id = value.get("id").and_then(serde_json::Value::as_str).unwrap_or_default().to_owned();
        // Each command stands alone: one that cannot be read does not hold up the others.
        let mut receipt = match serde_json::from_value::<Command>(value) {
            // Nothing of it is kept, so that the same command may come again after the proof.
            Ok(command) if actor.account().is_some() && again::wants_proof(&command.body) && !session::is_fresh(&session, now_ms()).await => {
                Receipt { id, status: ReceiptStatus::Rejected, rev: None, receipt_no: None, problems: vec![Problem::new("", "prove_again")] }
            }
            Ok(command) => execute(&ctx.site, &actor, &command, now_ms()).await,
            Err(why) => {
                let problem = Problem::new("body", "bad_json").arg(why.to_string());
                Receipt { id, status: ReceiptStatus::Rejected, rev: None, receipt_no: None, problems: vec![problem] }
            }
        };
        speak(&mut receipt.problems, lang);
        receipts.push(receipt);
    }
    Ok(axum::Json(receipts).into_response())
}
