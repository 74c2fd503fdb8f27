//! Taking in a file: kept as uploaded until staff decide, planned again at every look, taken in as a whole or not at all.
//!
//! A file is looked into before it is kept: one that cannot be read is refused at once, with the form as it was filled in.

use super::upload::Sent;
use super::{Staff, render, see_other};
use crate::clock::{now_ms, today};
use crate::commands::execute;
use crate::http::fields::{fresh_id, fresh_ids};
use crate::http::lang::Reads;
use crate::http::problem::broken;
use crate::http::{Ctx, UPLOAD_MAX};
use crate::listings::import::{Limits, csv_file};
use crate::listings::import_run::{self, Done, ImportRequest};
use crate::listings::{sql, twins};
use crate::params;
use axum::Router;
use axum::extract::multipart::MultipartRejection;
use axum::extract::{DefaultBodyLimit, Form, Multipart, Path, Query, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use axum::routing::{get, post};
use engawa_app::command::{Body, Command};
use engawa_app::listings::command::ListingCommand;
use engawa_app::listings::import::SourceRow;
use engawa_app::listings::import::columns::Column;
use engawa_app::listings::import::profile::Profile;
use engawa_app::listings::pages::desk::twins::{self as page_twins, Settled, Twin};
use engawa_app::listings::pages::desk::upload::{Chosen, upload as draw_upload};
use engawa_app::listings::pages::desk::{import as page, report as page_report};
use engawa_app::listings::{Kind, State as ListingState};
use engawa_app::messages::desk as m;
use engawa_core::{Lang, Problem, ReceiptStatus};
use leptos::prelude::IntoAny as _;
use serde::{Deserialize, Serialize};
use std::collections::HashMap;

/// An upload that nobody decided about is forgotten after a day.
const KEPT_MS: i64 = 24 * 60 * 60 * 1000;
/// The code of "the server could not store it".
const NOT_STORED: &str = "not_stored";

/// Routes of imports.
pub fn routes() -> Router<Ctx> {
    Router::new()
        .route("/staff/import", get(form).post(upload))
        .route("/staff/import/{id}", get(look).post(decide))
        .route("/staff/imports/{id}", get(show))
        .route("/staff/imports/{id}/report.csv", get(report))
        .route("/staff/imports/{id}/undo", post(undo))
        .route("/staff/imports/{id}/twins", post(settle))
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

#[derive(Deserialize, Default)]
struct UndoneQuery {
    undone: Option<usize>,
    kept: Option<usize>,
    held: Option<usize>,
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
    let (message, failed) = (query.undone.zip(query.kept).map(|(undone, kept)| [undone, kept, query.held.unwrap_or(0)]), query.failed.is_some());
    let (lines, twins) = match ctx.site.db.first::<(String, String, i64)>(sql::IMPORT_REPORT, params![&id]).await {
        Ok(found) => parted(report_lines(&found.map(|(_, text, _)| text).unwrap_or_default())),
        Err(error) => return broken(&error, lang).into_response(),
    };
    let (total, total_twins) = (lines.len(), twins.len());
    let twins = match standing(&ctx, twins).await {
        Ok(twins) => twins,
        Err(error) => return broken(&error, lang).into_response(),
    };
    render::page(&ctx, lang, m::IMPORTED.text(lang), Some(&staff.name), move || {
        let commands = fresh_ids(twins.len());
        let found = page_twins::twins(&id, &twins, total_twins, commands);
        let report = page_report::with_report(page::imported(&id, &file, counts, undone, message, failed), &id, &lines, total);
        (report, found).into_any()
    })
}

/// What could not be read, and what may be there twice.
fn parted(lines: Vec<page_report::Line>) -> (Vec<page_report::Line>, Vec<Twin>) {
    let mut twins = Vec::new();
    let rest = lines.into_iter().filter(|line| Twin::of(line).map(|twin| twins.push(twin)).is_none()).collect();
    (rest, twins)
}

/// The first pairs, and how each stands now.
async fn standing(ctx: &Ctx, pairs: Vec<Twin>) -> crate::db::DbResult<Vec<(Twin, Settled)>> {
    let different = twins::different(&ctx.site.db).await?;
    let mut found = Vec::new();
    for twin in pairs.into_iter().take(page_twins::SHOWN) {
        let [a, b] = &twin.ids;
        let mut settled = if different.contains(&twins::pair(a, b)) { Settled::Apart } else { Settled::Open };
        for id in [a, b] {
            let there = crate::listings::one(&ctx.site.db, id).await?;
            if settled == Settled::Open && there.is_none_or(|it| it.listing.state == ListingState::Withdrawn) {
                settled = Settled::Gone;
            }
        }
        found.push((twin, settled));
    }
    Ok(found)
}

/// What staff say of a pair.
#[derive(Deserialize)]
struct Settle {
    command: String,
    a: String,
    b: String,
    choice: String,
}

async fn settle(State(ctx): State<Ctx>, Reads(lang): Reads, staff: Staff, Path(id): Path<String>, Form(form): Form<Settle>) -> Response {
    let gone = match form.choice.as_str() {
        "a" => form.a,
        "b" => form.b,
        "apart" => {
            return match twins::part(&ctx.site.db, (&form.a, &form.b), &staff.actor.name(), now_ms()).await {
                Ok(true) => see_other(&format!("/staff/imports/{id}")),
                Ok(false) => StatusCode::BAD_REQUEST.into_response(),
                Err(error) => broken(&error, lang).into_response(),
            };
        }
        _ => return StatusCode::BAD_REQUEST.into_response(),
    };
    let body = Body::Listings(ListingCommand::SetState { id: gone, state: ListingState::Withdrawn });
    let receipt = execute(&ctx.site, &staff.actor, &Command { id: form.command, base_rev: None, body }, now_ms()).await;
    let failed = if receipt.status == ReceiptStatus::Done { "" } else { "?failed=1" };
    see_other(&format!("/staff/imports/{id}{failed}"))
}

/// The lines of a report as it is kept. One that does not read back has none: the CSV is there anyway.
fn report_lines(text: &str) -> Vec<page_report::Line> {
    let limits = Limits { rows: usize::MAX, ..Limits::default() };
    let sheet = match csv_file::parse("report.csv", text.trim_start_matches('\u{feff}'), limits) {
        Ok(sheet) => sheet,
        Err(error) => {
            tracing::error!(%error, "the report of an import does not read back");
            return Vec::new();
        }
    };
    let rows = sheet.rows.get(1..).unwrap_or_default();
    let line = |row: &SourceRow| page_report::Line {
        sheet: row.text(0),
        row: row.text(1),
        column: row.text(2),
        code: row.text(3),
        message: row.text(4),
        text: row.text(5),
    };
    rows.iter().map(line).collect()
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

async fn undo(State(ctx): State<Ctx>, staff: Staff, Path(id): Path<String>) -> Response {
    match import_run::undo(&ctx.site, &id, &staff.actor.name(), now_ms()).await {
        Ok(done) => see_other(&format!("/staff/imports/{id}?undone={}&kept={}&held={}", done.undone, done.changed, done.held)),
        Err(error) => {
            tracing::warn!(%error, "an import could not be taken back");
            see_other(&format!("/staff/imports/{id}?failed=1"))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use engawa_app::listings::import::report;

    #[test]
    fn a_kept_report_reads_back() {
        let mut problems = vec![Problem::new("Sheet1!C12", "no_such_day").arg("2月30日, \"休\"\n次の行"), Problem::new("a.ics:7", "file_empty")];
        problems.extend((0..300).map(|row| Problem::new(format!("a.csv!{row}"), "no_title")));
        let lines = report_lines(&report::csv(&problems, Lang::Ja));
        assert_eq!(lines.len(), 302);
        let first = lines.first().unwrap();
        assert_eq!((first.sheet.as_str(), first.column.as_str(), first.row.as_str()), ("Sheet1", "C", "12"));
        assert_eq!((first.code.as_str(), first.text.as_str()), ("no_such_day", "2月30日, \"休\"\n次の行"));
        assert_eq!(lines.get(1).map(|line| line.row.as_str()), Some("7"));
        assert_eq!(report_lines(&report::csv(&[], Lang::Ja)), vec![]);
    }

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
