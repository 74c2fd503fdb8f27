//! `/staff/forms/new/test`: a workbook is filled in page by page before it is published, as a version is at `/staff/forms/{id}/test`.
//!
//! The workbook waits in the store of blobs, where publishing finds it too, and the address of each page names it. Nothing else is kept.

use super::publish::{Files, chooser, read};
use super::test::Trial;
use crate::forms::store::StoredForm;
use crate::http::desk::{Staff, see_other};
use crate::http::forms::plain::{Carried, shut};
use crate::http::forms::posted::Posted;
use crate::http::lang::Reads;
use crate::http::{Ctx, UPLOAD_MAX};
use axum::Router;
use axum::extract::multipart::MultipartRejection;
use axum::extract::{DefaultBodyLimit, Multipart, Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use axum::routing::get;
use engawa_app::forms::command::Settings;
use engawa_app::forms::pages::desk::studio::UploadPage;
use engawa_app::listings::query::encode;
use engawa_core::Problem;
use engawa_core::form::running::Compiled;
use std::sync::Arc;

/// Routes of trying what is not published.
pub fn routes() -> Router<Ctx> {
    Router::new().route("/staff/forms/new/test", get(begin).post(go_on)).layer(DefaultBodyLimit::max(UPLOAD_MAX + 4 * 1024 * 1024))
}

/// Where the form of these files is tried.
pub(super) fn address_of(files: &Files) -> String {
    let (sha256, name) = &files.workbook;
    let choices = files.choices.iter().map(|(sha256, name)| format!("&choices={}", encode(&format!("{sha256}/{name}"))));
    let media = files.media.iter().map(|(sha256, name)| format!("&media={}", encode(&format!("{sha256}/{name}"))));
    format!("/staff/forms/new/test?sha256={}&file={}{}{}", encode(sha256), encode(name), choices.collect::<String>(), media.collect::<String>())
}

/// The form of these files, ready to be tried.
async fn trial(ctx: &Ctx, files: &Files) -> Result<Trial, Vec<Problem>> {
    let definition = match read(ctx, files, None).await {
        Ok(looked) => looked?.definition,
        Err(error) => return Err(vec![error.problem("")]),
    };
    let form = StoredForm {
        id: definition.form_id.clone(),
        title: definition.title.clone(),
        version: definition.version.clone(),
        open: false,
        settings: Settings::default(),
        rev: 0,
    };
    let compiled = tokio::task::spawn_blocking(move || Compiled::new(Arc::new(definition))).await.unwrap_or_else(|error| {
        tracing::error!(%error, "a workbook could not be made ready");
        Err(vec![Problem::new("", "broken_file")])
    })?;
    Ok(Trial { form, compiled: Arc::new(compiled), address: address_of(files), home: None })
}

async fn begin(State(ctx): State<Ctx>, Reads(lang): Reads, staff: Staff, Query(pairs): Query<Vec<(String, String)>>) -> Response {
    let files = Files::of(&pairs);
    if files.workbook.0.is_empty() {
        return see_other("/staff/forms/new");
    }
    match trial(&ctx, &files).await {
        Ok(trial) => trial.begin(&ctx, lang, &staff).await,
        Err(problems) => chooser(&ctx, lang, &staff, UploadPage { problems, file: files.workbook.1 }),
    }
}

async fn go_on(
    State(ctx): State<Ctx>,
    Reads(lang): Reads,
    staff: Staff,
    Query(pairs): Query<Vec<(String, String)>>,
    multipart: Result<Multipart, MultipartRejection>,
) -> Response {
    let posted = Posted::read(multipart).await;
    let Ok(carried) = serde_json::from_str::<Carried>(posted.value("carried")) else {
        return shut(&ctx, lang, StatusCode::BAD_REQUEST, posted.problem.unwrap_or_else(|| Problem::new("", "upload_broken")));
    };
    let files = Files::of(&pairs);
    match trial(&ctx, &files).await {
        Ok(trial) => trial.go_on(&ctx, lang, &staff, carried, posted).await,
        Err(problems) => chooser(&ctx, lang, &staff, UploadPage { problems, file: files.workbook.1 }),
    }
}
