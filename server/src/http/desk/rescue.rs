//! 持ち出しファイルの受付: `/staff/rescue`. A file that somebody brings from a device that cannot send any more is opened, what waited in it is
//! taken in, and drafts can be gone on with at the counter.
//!
//! Invariants: the file is in memory for one answer; opening one, and each thing that it brought, stands in the audit log.

use super::upload::Sent;
use super::{Staff, render};
use crate::clock::{now_ms, today};
use crate::db::DbResult;
use crate::forms::{cache, rescue};
use crate::http::fields::fresh_id;
use crate::http::forms::plain::Carried;
use crate::http::lang::Reads;
use crate::http::problem::{broken, status_of};
use crate::http::{Ctx, UPLOAD_MAX};
use axum::Router;
use axum::extract::multipart::MultipartRejection;
use axum::extract::{DefaultBodyLimit, Multipart, State};
use axum::response::{IntoResponse as _, Response};
use axum::routing::get;
use engawa_app::forms::pages::desk::rescue as page;
use engawa_app::forms::rescue::{Begun, Rescue, Unsent};
use engawa_app::messages::forms::rescue as m;
use engawa_core::form::draft::file;
use engawa_core::time::Millis;
use engawa_core::{Lang, Problem};

/// Routes.
pub fn routes() -> Router<Ctx> {
    Router::new().route("/staff/rescue", get(show).post(receive)).layer(DefaultBodyLimit::max(UPLOAD_MAX + 64 * 1024))
}

async fn show(State(ctx): State<Ctx>, Reads(lang): Reads, staff: Staff) -> Response {
    drawn(&ctx, lang, &staff, None, None)
}

fn drawn(ctx: &Ctx, lang: Lang, staff: &Staff, problem: Option<Problem>, opened: Option<page::Opened>) -> Response {
    let has_key = ctx.site.outside.sealing.is_some();
    let status = status_of(problem.as_slice());
    let it = page::RescuePage { has_key, today: today().to_string(), problem, opened };
    (status, render::page(ctx, lang, m::RESCUE.text(lang), Some(&staff.name), move || page::rescue(&it))).into_response()
}

async fn receive(State(ctx): State<Ctx>, Reads(lang): Reads, staff: Staff, multipart: Result<Multipart, MultipartRejection>) -> Response {
    let sent = Sent::read(multipart, "file").await;
    let rescue = match opened(&ctx, sent).await {
        Ok(rescue) => rescue,
        Err(problem) => return drawn(&ctx, lang, &staff, Some(problem), None),
    };
    match take(&ctx, &staff, rescue, now_ms()).await {
        Ok(opened) => drawn(&ctx, lang, &staff, None, Some(opened)),
        Err(error) => broken(&error, lang).into_response(),
    }
}

async fn opened(ctx: &Ctx, sent: Sent) -> Result<Rescue, Problem> {
    if let Some(problem) = sent.problem {
        return Err(problem);
    }
    let Some((_, bytes)) = sent.file else { return Err(Problem::new("file", "no_file")) };
    let Some(keys) = ctx.site.outside.sealing.clone() else { return Err(Problem::new("file", "rescue_no_key")) };
    let opening = tokio::task::spawn_blocking(move || rescue::open(&keys, &bytes));
    // A task that broke off would break off again.
    opening.await.unwrap_or_else(|_| Err(Problem::new("file", "rescue_broken")))
}

/// Takes in what waited and looks at the drafts.
async fn take(ctx: &Ctx, staff: &Staff, rescue: Rescue, now: Millis) -> DbResult<page::Opened> {
    let mut lost = 0;
    for (sha256, base64) in &rescue.files {
        lost += usize::from(!rescue::keep_file(&ctx.site, sha256, base64, now).await);
    }
    let became = rescue::take(&ctx.site, &staff.actor, &rescue.entries, now).await?;
    let mut half_done = Vec::with_capacity(rescue.drafts.len());
    for draft in rescue.drafts {
        half_done.push(look(ctx, draft, now, &mut lost).await?);
    }
    let taken = rescue.entries.into_iter().zip(became).map(|(entry, became)| row(entry, became)).collect();
    Ok(page::Opened { made_at: rescue.made_at, taken, half_done, lost })
}

fn row(entry: Unsent, became: rescue::Became) -> page::TakenRow {
    let (receipt_no, problems) = match became {
        rescue::Became::Taken(number) => (number, Vec::new()),
        rescue::Became::Refused(problems) => (String::new(), problems),
        rescue::Became::Later => (String::new(), Vec::new()),
    };
    page::TakenRow { title: entry.title, asked_at: entry.asked_at, receipt_no, problems }
}

/// What can be done with a draft.
async fn look(ctx: &Ctx, draft: Begun, now: Millis, lost: &mut usize) -> DbResult<page::HalfDone> {
    let Begun { title, form_title, changed_at, progress, text } = draft;
    let way = match file::import(&text) {
        Err(_) => page::Way::Unread,
        Ok(it) => {
            let (form_id, version) = (it.draft.form_id().to_owned(), it.draft.version().to_owned());
            if cache::definition(&ctx.site.db, &form_id, &version).await?.is_none() {
                page::Way::NoForm
            } else {
                for enclosed in &it.attachments {
                    let data = enclosed.data.as_deref().unwrap_or_default();
                    *lost += usize::from(!rescue::keep_file(&ctx.site, &enclosed.sha256, data, now).await);
                }
                let carried = Carried { command: fresh_id(), version, page: 0, at: now, answers: it.draft.answers(), corrects: None };
                // What cannot be written as JSON does not exist among texts.
                page::Way::GoOn { form_id, carried: serde_json::to_string(&carried).unwrap_or_default() }
            }
        }
    };
    Ok(page::HalfDone { title, form_title, changed_at, progress, way })
}
