//! An import that was made: its report, the pairs that may be there twice, and taking it back.
//!
//! To withdraw one of a pair is a command like any other; whoever takes an import back is told what was left because somebody changed it
//! since.

use super::super::{Staff, render, see_other};
use crate::clock::now_ms;
use crate::commands::execute;
use crate::http::Ctx;
use crate::http::fields::fresh_ids;
use crate::http::lang::Reads;
use crate::http::problem::broken;
use crate::listings::import::{Limits, csv_file};
use crate::listings::{import_run, sql, twins};
use crate::params;
use axum::extract::{Form, Path, Query, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use engawa_app::command::{Body, Command};
use engawa_app::listings::State as ListingState;
use engawa_app::listings::command::ListingCommand;
use engawa_app::listings::import::SourceRow;
use engawa_app::listings::pages::desk::twins::{self as page_twins, Settled, Twin};
use engawa_app::listings::pages::desk::{import as page, report as page_report};
use engawa_app::messages::desk as m;
use engawa_core::ReceiptStatus;
use leptos::prelude::IntoAny as _;
use serde::Deserialize;

#[derive(Deserialize, Default)]
pub(super) struct UndoneQuery {
    undone: Option<usize>,
    kept: Option<usize>,
    held: Option<usize>,
    failed: Option<u8>,
}

pub(super) async fn show(
    State(ctx): State<Ctx>,
    Reads(lang): Reads,
    staff: Staff,
    Path(id): Path<String>,
    Query(query): Query<UndoneQuery>,
) -> Response {
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
pub(super) struct Settle {
    command: String,
    a: String,
    b: String,
    choice: String,
}

pub(super) async fn settle(State(ctx): State<Ctx>, Reads(lang): Reads, staff: Staff, Path(id): Path<String>, Form(form): Form<Settle>) -> Response {
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

pub(super) async fn report(State(ctx): State<Ctx>, Reads(lang): Reads, _: Staff, Path(id): Path<String>) -> Response {
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

pub(super) async fn undo(State(ctx): State<Ctx>, staff: Staff, Path(id): Path<String>) -> Response {
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
    use engawa_core::{Lang, Problem};

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
}
