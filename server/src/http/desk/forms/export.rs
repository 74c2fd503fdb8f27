//! The submissions of a form as a spreadsheet. Taking them away stands in the audit log.

use super::{download, refused_form};
use crate::clock::now_ms;
use crate::forms::{export, note_access, store};
use crate::http::Ctx;
use crate::http::desk::Staff;
use crate::http::lang::Reads;
use crate::http::problem::broken;
use axum::Router;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Response};
use axum::routing::get;
use engawa_app::forms::SubmissionState;
use engawa_app::forms::table::Table;
use engawa_core::{Action, Lang};
use serde::Deserialize;

/// Routes of exports.
pub fn routes() -> Router<Ctx> {
    Router::new().route("/staff/forms/{id}/export.csv", get(csv)).route("/staff/forms/{id}/export.xlsx", get(xlsx))
}

#[derive(Deserialize, Default)]
struct ExportQuery {
    #[serde(default)]
    state: String,
    /// The address of a repeat, for its own table (CSV only); empty: the submissions.
    #[serde(default)]
    table: String,
}

async fn tables(ctx: &Ctx, lang: Lang, staff: &Staff, id: &str, query: &ExportQuery) -> Result<Vec<Table>, Box<Response>> {
    if let Some(refusal) = refused_form(ctx, lang, staff, Action::SubmissionExport, id).await {
        return Err(Box::new(refusal));
    }
    let read = async {
        let Some(form) = store::form(&ctx.site.db, id).await? else { return Ok(None) };
        note_access(&ctx.site, &staff.actor, "submission.export", id, now_ms()).await?;
        export::of_form(&ctx.site.db, &form, SubmissionState::parse(&query.state), lang).await.map(Some)
    };
    match read.await {
        Ok(Some(tables)) => Ok(tables),
        Ok(None) => Err(Box::new(StatusCode::NOT_FOUND.into_response())),
        Err(error) => Err(Box::new(broken(&error, lang).into_response())),
    }
}

async fn csv(State(ctx): State<Ctx>, Reads(lang): Reads, staff: Staff, Path(id): Path<String>, Query(query): Query<ExportQuery>) -> Response {
    match tables(&ctx, lang, &staff, &id, &query).await {
        Ok(tables) => match tables.iter().find(|table| table.path == query.table) {
            Some(table) => download(&format!("{id}.csv"), "text/csv; charset=utf-8", export::csv(table)),
            None => StatusCode::NOT_FOUND.into_response(),
        },
        Err(response) => *response,
    }
}

async fn xlsx(State(ctx): State<Ctx>, Reads(lang): Reads, staff: Staff, Path(id): Path<String>, Query(query): Query<ExportQuery>) -> Response {
    let tables = match tables(&ctx, lang, &staff, &id, &query).await {
        Ok(tables) => tables,
        Err(response) => return *response,
    };
    match tokio::task::spawn_blocking(move || export::xlsx(&tables)).await {
        Ok(Ok(bytes)) => download(&format!("{id}.xlsx"), "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", bytes),
        Ok(Err(error)) => {
            tracing::error!(%error, "a workbook could not be written");
            StatusCode::INTERNAL_SERVER_ERROR.into_response()
        }
        Err(error) => {
            tracing::error!(%error, "a workbook could not be written");
            StatusCode::INTERNAL_SERVER_ERROR.into_response()
        }
    }
}
