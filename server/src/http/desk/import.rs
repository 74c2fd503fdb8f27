//! Taking in a file: kept as uploaded until staff decide, planned again at every look, taken in as a whole or not at all.
//!
//! A file is looked into before it is kept: one that cannot be read is refused at once, with the form as it was filled in.

mod done;

use super::upload::Sent;
use super::{Staff, render, see_other};
use crate::clock::{now_ms, today};
use crate::http::fields::fresh_id;
use crate::http::lang::Reads;
use crate::http::problem::broken;
use crate::http::{Ctx, UPLOAD_MAX};
use crate::listings::import::UPLOAD_KEPT_MS;
use crate::listings::import_run::{self, Done, ImportRequest};
use crate::listings::sql;
use crate::params;
use axum::Router;
use axum::extract::multipart::MultipartRejection;
use axum::extract::{DefaultBodyLimit, Form, Multipart, Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Response};
use axum::routing::{get, post};
use engawa_app::listings::Kind;
use engawa_app::listings::import::columns::Column;
use engawa_app::listings::import::profile::Profile;
use engawa_app::listings::pages::desk::import as page;
use engawa_app::listings::pages::desk::upload::{Chosen, upload as draw_upload};
use engawa_app::messages::desk as m;
use engawa_core::{Lang, Problem};
use serde::{Deserialize, Serialize};
use std::collections::HashMap;

/// The code of "the server could not store it".
const NOT_STORED: &str = "not_stored";

/// Routes of imports.
pub fn routes() -> Router<Ctx> {
    Router::new()
        .route("/staff/import", get(form).post(upload))
        .route("/staff/import/{id}", get(look).post(decide))
        .route("/staff/imports/{id}", get(done::show))
        .route("/staff/imports/{id}/report.csv", get(done::report))
        .route("/staff/imports/{id}/undo", post(done::undo))
        .route("/staff/imports/{id}/twins", post(done::settle))
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
    /// The file is only a part of its source.
    #[serde(default)]
    part: bool,
    /// The tables of the file as they were first read.
    #[serde(default)]
    tables: Vec<Seen>,
}

/// A table of a file: its columns, and what each was taken for.
#[derive(Clone, Debug, Serialize, Deserialize)]
struct Seen {
    columns: Vec<String>,
    profile: Profile,
}

impl Said {
    fn of(sent: &Sent) -> Self {
        let value = |name: &str| sent.value(name).to_owned();
        Self {
            source: value("source"),
            licence: value("licence"),
            url: value("url"),
            kind: value("kind"),
            reference: value("reference"),
            draft: sent.value("draft") == "1",
            part: sent.value("part") == "1",
            tables: Vec::new(),
        }
    }

    fn chosen(&self) -> Chosen {
        Chosen {
            source: self.source.clone(),
            licence: self.licence.clone(),
            url: self.url.clone(),
            reference: self.reference.clone(),
            kind: self.kind.clone(),
            draft: self.draft,
            part: self.part,
        }
    }
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
        part: said.part,
        profiles,
        // Only the page that shows the mapping has the button.
        accept_guess: true,
    }
}

async fn form(State(ctx): State<Ctx>, Reads(lang): Reads, staff: Staff) -> Response {
    upload_page(&ctx, lang, &staff, Chosen { reference: today().to_string(), ..Chosen::default() }, Vec::new())
}

fn upload_page(ctx: &Ctx, lang: Lang, staff: &Staff, chosen: Chosen, problems: Vec<Problem>) -> Response {
    let status = if problems.is_empty() {
        StatusCode::OK
    } else if problems.iter().any(|problem| problem.code == NOT_STORED) {
        StatusCode::SERVICE_UNAVAILABLE
    } else {
        StatusCode::UNPROCESSABLE_ENTITY
    };
    (status, render::page(ctx, lang, m::IMPORT.text(lang), Some(&staff.name), move || draw_upload(chosen, &problems))).into_response()
}

async fn upload(State(ctx): State<Ctx>, Reads(lang): Reads, staff: Staff, multipart: Result<Multipart, MultipartRejection>) -> Response {
    let mut sent = Sent::read(multipart, "file").await;
    let mut said = Said::of(&sent);
    let refuse = |said: &Said, problem: Problem| upload_page(&ctx, lang, &staff, said.chosen(), vec![problem]);
    if let Some(problem) = sent.problem.take() {
        return refuse(&said, problem);
    }
    let Some((file_name, bytes)) = sent.file.take() else { return refuse(&said, Problem::new("file", "no_file")) };
    let looked = import_run::run(&ctx.site, &request(file_name.clone(), &said, Vec::new()), &bytes, &staff.actor.name(), now_ms(), true).await;
    match looked {
        Ok(done) => said.tables = done.tables.into_iter().map(|table| Seen { columns: table.columns, profile: table.profile }).collect(),
        Err(error) => return failed(&ctx, lang, &staff, &said, &error),
    }
    let id = fresh_id();
    match keep(&ctx, &id, &staff, &file_name, &said, bytes).await {
        Ok(()) => see_other(&format!("/staff/import/{id}")),
        Err(error) => {
            tracing::error!(%error, "an upload could not be kept");
            refuse(&said, Problem::new("", NOT_STORED))
        }
    }
}

async fn keep(ctx: &Ctx, id: &str, staff: &Staff, file_name: &str, said: &Said, bytes: Vec<u8>) -> crate::db::DbResult<()> {
    let said = serde_json::to_string(said).map_err(|why| crate::db::DbError::inconsistent("upload", why))?;
    let now = now_ms();
    let mut tx = ctx.site.db.begin().await?;
    tx.run(sql::DROP_OLD_UPLOADS, params![now - UPLOAD_KEPT_MS]).await?;
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
    Path(id): Path<String>,
    Form(form): Form<HashMap<String, String>>,
) -> Response {
    work(&ctx, lang, &staff, &id, &form).await
}

async fn work(ctx: &Ctx, lang: Lang, staff: &Staff, id: &str, form: &HashMap<String, String>) -> Response {
    let (file, said, bytes) = match uploaded(ctx, id).await {
        Ok(Some(upload)) => upload,
        Ok(None) => return see_other("/staff/import"),
        Err(error) => return broken(&error, lang).into_response(),
    };
    let profiles = chosen(&said.tables, form);
    if profiles.is_none() && is_mapped(form) {
        // Its tables were not noted (it was uploaded to an older version): how its columns were meant cannot be told.
        return see_other("/staff/import");
    }
    let apply = form.get("apply").is_some_and(|value| value == "1");
    let request = request(file.clone(), &said, profiles.unwrap_or_default());
    match import_run::run(&ctx.site, &request, &bytes, &staff.actor.name(), now_ms(), !apply).await {
        Ok(Done { import_id: Some(import), .. }) => {
            if let Err(error) = forget(ctx, id).await {
                tracing::error!(%error, "an upload could not be forgotten");
            }
            see_other(&format!("/staff/imports/{import}"))
        }
        Ok(done) => preview(ctx, lang, staff, id, file, &done),
        Err(error) => failed(ctx, lang, staff, &said, &error),
    }
}

async fn forget(ctx: &Ctx, id: &str) -> crate::db::DbResult<()> {
    let mut tx = ctx.site.db.begin().await?;
    tx.run(sql::DROP_UPLOAD, params![id]).await?;
    tx.commit().await
}

/// The file cannot be taken in: back to the form, as it was filled in.
fn failed(ctx: &Ctx, lang: Lang, staff: &Staff, said: &Said, error: &anyhow::Error) -> Response {
    let problem = import_run::problem_of(error);
    // The code alone: names of files and what stands in them may name people.
    tracing::warn!(code = problem.code, "a file could not be imported");
    upload_page(ctx, lang, staff, said.chosen(), vec![problem])
}

fn is_mapped(form: &HashMap<String, String>) -> bool {
    form.keys().any(|name| name.starts_with("map-"))
}

/// The mappings as staff set them; `None` if the form has none.
fn chosen(tables: &[Seen], form: &HashMap<String, String>) -> Option<Vec<Profile>> {
    if !is_mapped(form) || tables.is_empty() {
        return None;
    }
    let profiles = tables.iter().enumerate().map(|(at, table)| {
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mapping_is_read_for_every_table() {
        let seen = |columns: &[&str]| Seen {
            columns: columns.iter().map(|name| (*name).to_owned()).collect(),
            profile: Profile {
                name: "x".into(),
                kind: Kind::Event,
                mapping: columns.iter().map(|name| ((*name).to_owned(), Column::Url)).collect(),
                confidence: vec![],
                certain: false,
                title_pattern: "{}（図書館）".into(),
            },
        };
        let tables = [seen(&["a", "b"]), seen(&["c"])];
        assert!(chosen(&tables, &HashMap::from([("apply".to_owned(), "1".to_owned())])).is_none());
        let form = HashMap::from([("map-0-1".to_owned(), Column::Title.code().to_owned()), ("map-1-0".to_owned(), "nonsense".to_owned())]);
        let profiles = chosen(&tables, &form).unwrap();
        let mappings: Vec<_> = profiles.iter().map(|profile| profile.mapping.clone()).collect();
        assert_eq!(mappings, [vec![("a".to_owned(), Column::Url), ("b".to_owned(), Column::Title)], vec![("c".to_owned(), Column::Url)]]);
        assert!(profiles.iter().all(|profile| profile.certain && profile.title_pattern == "{}（図書館）"));
    }
}
