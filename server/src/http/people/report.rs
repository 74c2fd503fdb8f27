//! `/listings/{id}/report`: anybody says that something is wrong with a listing. A page of the server, without scripts and accounts.

use crate::clock::now_ms;
use crate::commands::execute;
use crate::http::Ctx;
use crate::http::desk::{problems_of, render};
use crate::http::fields::fresh_id;
use crate::http::lang::Reads;
use crate::http::problem::{broken, status_of};
use crate::http::session::Who;
use crate::listings::one;
use crate::people::Actor;
use axum::Router;
use axum::extract::{Form, Path, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use axum::routing::get;
use engawa_app::command::{Body, Command};
use engawa_app::listings::Listing;
use engawa_app::listings::command::ListingCommand;
use engawa_app::listings::moderation::ReportReason;
use engawa_app::listings::pages::report as page;
use engawa_app::messages::people::moderation as m;
use engawa_core::{Lang, Problem, ReceiptStatus};
use serde::Deserialize;

/// Routes of reporting.
pub fn routes() -> Router<Ctx> {
    Router::new().route("/listings/{id}/report", get(show).post(send))
}

/// The empty form, or 404: what is not public is not there.
async fn form_of(ctx: &Ctx, lang: Lang, id: String) -> Result<page::Report, Box<Response>> {
    let found = one(&ctx.site.db, &id).await.map_err(|error| Box::new(broken(&error, lang).into_response()))?;
    let Some(listing) = found.map(|stored| stored.listing).filter(Listing::is_public) else {
        return Err(Box::new((StatusCode::NOT_FOUND, "404: there is no such listing.\n").into_response()));
    };
    let title = listing.text_in(lang).0.title;
    let command = fresh_id();
    Ok(page::Report { id, title, command, reason: None, words: String::new(), contact: String::new(), problems: Vec::new(), done: None })
}

fn draw(ctx: &Ctx, lang: Lang, actor: &Actor, report: page::Report) -> Response {
    let status = status_of(&report.problems);
    let mut response = render::personal(ctx, lang, m::REPORT.text(lang), actor, &[], move || page::report(report));
    *response.status_mut() = status;
    // What somebody typed, and their name in the frame, are nobody else's.
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

async fn show(State(ctx): State<Ctx>, Reads(lang): Reads, Who(actor): Who, Path(id): Path<String>) -> Response {
    match form_of(&ctx, lang, id).await {
        Ok(report) => draw(&ctx, lang, &actor, report),
        Err(answer) => *answer,
    }
}

#[derive(Deserialize)]
struct Sent {
    #[serde(default)]
    command: String,
    #[serde(default)]
    reason: String,
    #[serde(default)]
    words: String,
    #[serde(default)]
    contact: String,
}

async fn send(State(ctx): State<Ctx>, Reads(lang): Reads, Who(actor): Who, Path(id): Path<String>, Form(sent): Form<Sent>) -> Response {
    let mut report = match form_of(&ctx, lang, id.clone()).await {
        Ok(report) => report,
        Err(answer) => return *answer,
    };
    report.reason = ReportReason::parse(&sent.reason);
    (report.words, report.contact) = (sent.words, sent.contact);
    let Some(reason) = report.reason else {
        report.problems = vec![Problem::new("reason", "required")];
        return draw(&ctx, lang, &actor, report);
    };
    let body = ListingCommand::Report { id, reason, words: report.words.clone(), contact: report.contact.clone() };
    let command = Command { id: sent.command, base_rev: None, body: Body::Listings(body) };
    let receipt = execute(&ctx.site, &actor, &command, now_ms()).await;
    if receipt.status == ReceiptStatus::Done {
        report.done = receipt.receipt_no;
    } else {
        report.problems = problems_of(receipt);
    }
    draw(&ctx, lang, &actor, report)
}
