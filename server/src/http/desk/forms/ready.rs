//! The forms that come with Engawa: a list, and each as a workbook to take away.

use super::download;
use crate::forms::ready::{READY, ReadyForm};
use crate::http::Ctx;
use crate::http::desk::{Staff, render};
use crate::http::lang::Reads;
use axum::Router;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Response};
use axum::routing::get;
use engawa_app::forms::pages::desk::ready as page;
use engawa_app::messages::forms::desk as m;

/// Routes of ready forms.
pub fn routes() -> Router<Ctx> {
    Router::new().route("/staff/forms/ready", get(list)).route("/staff/forms/ready/{file}", get(workbook))
}

async fn list(State(ctx): State<Ctx>, Reads(lang): Reads, staff: Staff) -> Response {
    let work = tokio::task::spawn_blocking(|| READY.iter().map(row).collect::<Vec<_>>());
    let rows = work.await.unwrap_or_default();
    render::page(&ctx, lang, m::READY.text(lang), Some(&staff.name), move || page::ready(rows))
}

fn row(form: &ReadyForm) -> page::ReadyRow {
    let title = form.checked().map(|checked| checked.definition.title).unwrap_or_default();
    page::ReadyRow { id: form.id.to_owned(), title, file: form.file_name() }
}

async fn workbook(_: Staff, Path(file): Path<String>) -> Response {
    let Some(form) = file.strip_suffix(".xlsx").and_then(ReadyForm::of) else { return StatusCode::NOT_FOUND.into_response() };
    match tokio::task::spawn_blocking(move || form.to_xlsx()).await {
        Ok(Ok(bytes)) => download(&file, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", bytes),
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
