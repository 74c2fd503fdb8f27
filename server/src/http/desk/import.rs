//! Taking in a file: kept as uploaded until staff decide, planned again at every look, taken in as a whole or not at all.

use super::{Staff, foreign, render, see_other};
use crate::clock::{now_ms, today};
use crate::http::lang::Reads;
use crate::http::problem::broken;
use crate::http::{Ctx, UPLOAD_MAX};
use crate::listings::import_run::{self, Done, ImportRequest};
use crate::listings::sql;
use crate::params;
use axum::Router;
use axum::extract::{DefaultBodyLimit, Form, Multipart, Path, Query, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use axum::routing::{get, post};
use engawa_app::listings::Kind;
use engawa_app::listings::import::columns::Column;
use engawa_app::listings::import::profile::Profile;
use engawa_app::listings::pages::desk::import as page;
use engawa_app::messages::desk as m;
use engawa_core::{Lang, Problem};
use serde::{Deserialize, Serialize};
use std::collections::HashMap;

/// An upload that nobody decided about is forgotten after a day.
const KEPT_MS: i64 = 24 * 60 * 60 * 1000;

/// Routes of imports.
pub fn routes() -> Router<Ctx> {
    Router::new()
        .route("/staff/import", get(form).post(upload))
        .route("/staff/import/{id}", get(look).post(decide))
        .route("/staff/imports/{id}", get(show))
        .route("/staff/imports/{id}/report.csv", get(report))
        .route("/staff/imports/{id}/undo", post(undo))
        .layer(DefaultBodyLimit::max(UPLOAD_MAX))
}

/// What staff said about a file, kept beside it.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
struct Said {
    source: String,
    licence: String,
    url: String,
    kind: String,
    reference: String,
    draft: bool,
}

fn request(file_name: String, said: &Said, profiles: Vec<Profile>) -> ImportRequest {
    ImportRequest {
        kind: Kind::parse(&said.kind),
        source: if said.source.trim().is_empty() { file_name.clone() } else { said.source.trim().to_owned() },
        file_name,
        licence: said.licence.clone(),
        url: said.url.clone(),
        reference: said.reference.parse().unwrap_or_else(|_| today()),
        draft: said.draft,
        shift_weeks: 0,
        profiles,
    }
}

async fn form(State(ctx): State<Ctx>, Reads(lang): Reads, staff: Staff) -> Response {
    upload_page(&ctx, lang, &staff, Vec::new())
}

fn upload_page(ctx: &Ctx, lang: Lang, staff: &Staff, problems: Vec<Problem>) -> Response {
    let status = if problems.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let mut response = render::page(ctx, lang, m::IMPORT.text(lang), Some(&staff.name), move || page::upload(today().to_string(), &problems));
    *response.status_mut() = status;
    response
}

async fn upload(State(ctx): State<Ctx>, Reads(lang): Reads, staff: Staff, headers: HeaderMap, mut multipart: Multipart) -> Response {
    if let Some(refusal) = foreign(&headers) {
        return refusal;
    }
    let (mut said, mut file) = (Said::default(), None);
    loop {
        let field = match multipart.next_field().await {
            Ok(Some(field)) => field,
            Ok(None) => break,
            Err(_) => return upload_page(&ctx, lang, &staff, vec![too_large()]),
        };
        let name = field.name().unwrap_or_default().to_owned();
        if name == "file" {
            let file_name = field.file_name().unwrap_or("file").rsplit(['/', '\\']).next().unwrap_or("file").to_owned();
            match field.bytes().await {
                Ok(bytes) => file = Some((file_name, bytes.to_vec())),
                Err(_) => return upload_page(&ctx, lang, &staff, vec![too_large()]),
            }
            continue;
        }
        let value = field.text().await.unwrap_or_default();
        match name.as_str() {
            "source" => said.source = value,
            "licence" => said.licence = value,
            "url" => said.url = value,
            "kind" => said.kind = value,
            "reference" => said.reference = value,
            "draft" => said.draft = value == "1",
            _ => {}
        }
    }
    let Some((file_name, bytes)) = file.filter(|(_, bytes)| !bytes.is_empty()) else {
        return upload_page(&ctx, lang, &staff, vec![Problem::new("file", "required")]);
    };
    let id = uuid::Uuid::now_v7().to_string();
    match keep(&ctx, &id, &staff, &file_name, &said, bytes).await {
        Ok(()) => see_other(&format!("/staff/import/{id}")),
        Err(error) => broken(&error, lang).into_response(),
    }
}

fn too_large() -> Problem {
    Problem::new("file", "too_large").arg(format!("{} MB", UPLOAD_MAX / (1024 * 1024)))
}

async fn keep(ctx: &Ctx, id: &str, staff: &Staff, file_name: &str, said: &Said, bytes: Vec<u8>) -> crate::db::DbResult<()> {
    let said = serde_json::to_string(said).map_err(|why| crate::db::DbError::inconsistent("upload", why))?;
    let now = now_ms();
    let mut tx = ctx.site.db.begin().await?;
    tx.run(sql::DROP_OLD_UPLOADS, params![now - KEPT_MS]).await?;
    tx.run(sql::PUT_UPLOAD, params![id, now, staff.actor.name(), file_name, said, bytes]).await?;
    tx.commit().await
}

/// The uploaded file with what was said about it.
async fn uploaded(ctx: &Ctx, id: &str) -> crate::db::DbResult<Option<(String, Said, Vec<u8>)>> {
    let row = ctx.site.db.first::<(String, String, Vec<u8>)>(sql::UPLOAD, params![id]).await?;
    Ok(row.map(|(file, said, bytes)| (file, serde_json::from_str(&said).unwrap_or_default(), bytes)))
}

async fn look(State(ctx): State<Ctx>, Reads(lang): Reads, staff: Staff, Path(id): Path<String>) -> Response {
    work(&ctx, lang, &staff, &id, &HashMap::new()).await
}

async fn decide(
    State(ctx): State<Ctx>,
    Reads(lang): Reads,
    staff: Staff,
    headers: HeaderMap,
    Path(id): Path<String>,
    Form(form): Form<HashMap<String, String>>,
) -> Response {
    if let Some(refusal) = foreign(&headers) {
        return refusal;
    }
    work(&ctx, lang, &staff, &id, &form).await
}

async fn work(ctx: &Ctx, lang: Lang, staff: &Staff, id: &str, form: &HashMap<String, String>) -> Response {
    let (file, said, bytes) = match uploaded(ctx, id).await {
        Ok(Some(upload)) => upload,
        Ok(None) => return see_other("/staff/import"),
        Err(error) => return broken(&error, lang).into_response(),
    };
    let actor = staff.actor.name();
    let run = |request: ImportRequest, dry: bool| {
        let (bytes, actor) = (&bytes, &actor);
        async move { import_run::run(&ctx.site, &request, bytes, actor, now_ms(), dry).await }
    };
    let first = match run(request(file.clone(), &said, Vec::new()), true).await {
        Ok(done) => done,
        Err(error) => return failed(ctx, lang, staff, &error),
    };
    let profiles = chosen(&first, form);
    let apply = form.get("apply").is_some_and(|value| value == "1");
    if profiles.is_none() && !apply {
        return preview(ctx, lang, staff, id, file, &first);
    }
    match run(request(file.clone(), &said, profiles.unwrap_or_default()), !apply).await {
        Ok(Done { import_id: Some(import), .. }) => {
            if let Err(error) = forget(ctx, id).await {
                tracing::error!(%error, "an upload could not be forgotten");
            }
            see_other(&format!("/staff/imports/{import}"))
        }
        Ok(done) => preview(ctx, lang, staff, id, file, &done),
        Err(error) => failed(ctx, lang, staff, &error),
    }
}

async fn forget(ctx: &Ctx, id: &str) -> crate::db::DbResult<()> {
    let mut tx = ctx.site.db.begin().await?;
    tx.run(sql::DROP_UPLOAD, params![id]).await?;
    tx.commit().await
}

fn failed(ctx: &Ctx, lang: Lang, staff: &Staff, error: &anyhow::Error) -> Response {
    tracing::warn!(%error, "a file could not be imported");
    upload_page(ctx, lang, staff, vec![import_run::problem_of(error)])
}

/// The mappings as staff set them; `None` if the form has none.
fn chosen(done: &Done, form: &HashMap<String, String>) -> Option<Vec<Profile>> {
    if !form.keys().any(|name| name.starts_with("map-")) {
        return None;
    }
    let profiles = done.tables.iter().enumerate().map(|(at, table)| {
        let mut profile = table.profile.clone();
        let mapping: Vec<(String, Column)> = table
            .columns
            .iter()
            .enumerate()
            .map(|(column, name)| {
                let said = form.get(&format!("map-{at}-{column}")).and_then(|code| Column::parse(code));
                (name.clone(), said.or_else(|| profile.mapping.get(column).map(|(_, meaning)| *meaning)).unwrap_or(Column::KeepAsText))
            })
            .collect();
        profile.confidence = vec![100; mapping.len()];
        profile.mapping = mapping;
        profile.certain = true;
        profile
    });
    Some(profiles.collect())
}

fn preview(ctx: &Ctx, lang: Lang, staff: &Staff, id: &str, file: String, done: &Done) -> Response {
    let tables = done
        .tables
        .iter()
        .map(|table| page::TableView {
            name: table.name.clone(),
            columns: table
                .columns
                .iter()
                .enumerate()
                .map(|(at, name)| {
                    let meaning = table.profile.mapping.get(at).map_or(Column::KeepAsText, |(_, meaning)| *meaning);
                    (name.clone(), meaning, table.profile.confidence.get(at).copied().unwrap_or(100))
                })
                .collect(),
            samples: table.samples.clone(),
        })
        .collect();
    let view = page::Preview {
        id: id.to_owned(),
        file,
        counts: [done.created, done.updated, done.unchanged, done.vanished],
        tables,
        problems: done.problems.clone(),
        duplicates: done.duplicates.clone(),
    };
    render::page(ctx, lang, m::DRY_RUN.text(lang), Some(&staff.name), move || page::preview(view))
}

#[derive(Deserialize, Default)]
struct UndoneQuery {
    undone: Option<usize>,
    kept: Option<usize>,
    failed: Option<u8>,
}

async fn show(State(ctx): State<Ctx>, Reads(lang): Reads, staff: Staff, Path(id): Path<String>, Query(query): Query<UndoneQuery>) -> Response {
    type Row = (String, i64, String, String, String, i64, i64, i64, i64, i64);
    let row = match ctx.site.db.first::<Row>(sql::ONE_IMPORT, params![&id]).await {
        Ok(row) => row,
        Err(error) => return broken(&error, lang).into_response(),
    };
    let Some(row) = row else { return see_other("/staff") };
    let (file, counts, undone) = (format!("{} ({})", row.3, row.4), [row.5, row.6, row.7, row.8], row.9 > 0);
    let (message, failed) = (query.undone.zip(query.kept), query.failed.is_some());
    render::page(&ctx, lang, m::IMPORTED.text(lang), Some(&staff.name), move || page::imported(&id, &file, counts, undone, message, failed))
}

async fn report(State(ctx): State<Ctx>, Reads(lang): Reads, _: Staff, Path(id): Path<String>) -> Response {
    match ctx.site.db.first::<(String, String, i64)>(sql::IMPORT_REPORT, params![&id]).await {
        Ok(Some((_, text, _))) => {
            let head = [(header::CONTENT_TYPE, "text/csv; charset=utf-8"), (header::CONTENT_DISPOSITION, "attachment; filename=\"report.csv\"")];
            // With a byte order mark, so that spreadsheets show Japanese.
            (head, format!("\u{feff}{}", text.trim_start_matches('\u{feff}'))).into_response()
        }
        Ok(None) => StatusCode::NOT_FOUND.into_response(),
        Err(error) => broken(&error, lang).into_response(),
    }
}

async fn undo(State(ctx): State<Ctx>, staff: Staff, headers: HeaderMap, Path(id): Path<String>) -> Response {
    if let Some(refusal) = foreign(&headers) {
        return refusal;
    }
    match import_run::undo(&ctx.site, &id, &staff.actor.name(), now_ms()).await {
        Ok((undone, kept)) => see_other(&format!("/staff/imports/{id}?undone={undone}&kept={kept}")),
        Err(error) => {
            tracing::warn!(%error, "an import could not be taken back");
            see_other(&format!("/staff/imports/{id}?failed=1"))
        }
    }
}
