//! 郵便番号の一覧: `/staff/postcodes`. What the site holds; a newer file is looked into first, waits, and is taken in as a whole.
//!
//! Invariants: what is not wholly a list of postcodes is never kept and changes nothing; each list that was taken in is one row of the audit
//! log.

use super::upload::Sent;
use super::{Staff, render, see_other};
use crate::clock::now_ms;
use crate::db::{DbError, DbResult};
use crate::forms::postcodes::{self, Held, Looked};
use crate::http::fields::fresh_id;
use crate::http::lang::Reads;
use crate::http::problem::{broken, status_of};
use crate::http::{Ctx, UPLOAD_MAX};
use crate::listings::import::UPLOAD_KEPT_MS;
use crate::listings::{import_run, sql};
use crate::params;
use axum::Router;
use axum::extract::multipart::MultipartRejection;
use axum::extract::{DefaultBodyLimit, Multipart, Path, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Response};
use axum::routing::get;
use engawa_app::forms::pages::desk::postcodes as page;
use engawa_app::messages::forms::postcodes as m;
use engawa_core::text::digits;
use engawa_core::{Action, Lang, Problem, Subject, may};
use serde::{Deserialize, Serialize};

/// Figures of the code of a municipality.
const OWN_MAX: usize = 6;

/// Routes.
pub fn routes() -> Router<Ctx> {
    Router::new()
        .route("/staff/postcodes", get(show).post(upload))
        .route("/staff/postcodes/{id}", get(look).post(take))
        .layer(DefaultBodyLimit::max(UPLOAD_MAX + 64 * 1024))
}

/// What is kept beside a file that waits; files that wait to become listings have no such thing.
#[derive(Debug, Serialize, Deserialize)]
struct Beside {
    postcodes_of: String,
}

#[derive(Deserialize, Default)]
struct Done {
    #[serde(default)]
    done: String,
}

async fn show(State(ctx): State<Ctx>, Reads(lang): Reads, staff: Staff, Query(query): Query<Done>) -> Response {
    draw(&ctx, lang, &staff, page::PostcodesPage { is_done: !query.done.is_empty(), ..page::PostcodesPage::default() }).await
}

/// The page with the list that there is.
async fn draw(ctx: &Ctx, lang: Lang, staff: &Staff, around: page::PostcodesPage) -> Response {
    let held = match postcodes::held(&ctx.site.db).await {
        Ok(held) => held.map(|Held { file_name, at, summary }| page::HeldList { file_name, at, summary }),
        Err(error) => return broken(&error, lang).into_response(),
    };
    let is_refused = around.refused.is_some();
    let status = if is_refused { StatusCode::UNPROCESSABLE_ENTITY } else { status_of(around.problem.as_slice()) };
    let may_take = may(&staff.actor, Action::PostcodesImport, &Subject::NONE);
    let it = page::PostcodesPage { held, may_take, most: format!("{} MB", UPLOAD_MAX / (1024 * 1024)), ..around };
    (status, render::page(ctx, lang, m::POSTCODES.text(lang), Some(&staff.name), move || page::postcodes(&it))).into_response()
}

async fn upload(State(ctx): State<Ctx>, Reads(lang): Reads, staff: Staff, multipart: Result<Multipart, MultipartRejection>) -> Response {
    let sent = Sent::read(multipart, "file").await;
    let typed = sent.value("own").to_owned();
    let again = |problem: Problem| page::PostcodesPage { own: typed.clone(), problem: Some(problem), ..page::PostcodesPage::default() };
    let (name, bytes, own) = match asked(sent) {
        Ok(asked) => asked,
        Err(problem) => return draw(&ctx, lang, &staff, again(problem)).await,
    };
    match postcodes::look(&name, bytes.clone(), &own).await {
        Ok(Looked { reading, .. }) if reading.is_whole() => match keep(&ctx, &staff, &name, &own, bytes).await {
            Ok(id) => see_other(&format!("/staff/postcodes/{id}")),
            Err(error) => broken(&error, lang).into_response(),
        },
        Ok(Looked { reading, .. }) if reading.rows == 0 => draw(&ctx, lang, &staff, again(Problem::new("file", "postcode_no_list"))).await,
        Ok(Looked { file_name, reading }) => {
            let it = page::PostcodesPage { own: typed.clone(), refused: Some((file_name, reading)), ..page::PostcodesPage::default() };
            draw(&ctx, lang, &staff, it).await
        }
        Err(error) => draw(&ctx, lang, &staff, again(import_run::problem_of(&error))).await,
    }
}

/// The file with its name, and how the code of the municipality begins.
fn asked(sent: Sent) -> Result<(String, Vec<u8>, String), Problem> {
    let own = digits(sent.value("own").trim());
    if let Some(problem) = sent.problem {
        return Err(problem);
    }
    if own.len() > OWN_MAX || !own.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(Problem::new("own", "postcode_own"));
    }
    let (name, bytes) = sent.file.ok_or_else(|| Problem::new("file", "no_file"))?;
    Ok((name, bytes, own))
}

async fn keep(ctx: &Ctx, staff: &Staff, name: &str, own: &str, bytes: Vec<u8>) -> DbResult<String> {
    let beside = serde_json::to_string(&Beside { postcodes_of: own.to_owned() }).map_err(|why| DbError::inconsistent("upload", why))?;
    let (id, now) = (fresh_id(), now_ms());
    let mut tx = ctx.site.db.begin().await?;
    tx.run(sql::DROP_OLD_UPLOADS, params![now - UPLOAD_KEPT_MS]).await?;
    tx.run(sql::PUT_UPLOAD, params![&id, now, staff.actor.name(), name, beside, bytes]).await?;
    tx.commit().await?;
    Ok(id)
}

/// A file that waits: its name, how the code of the municipality begins, and its bytes.
async fn waiting(ctx: &Ctx, id: &str) -> DbResult<Option<(String, String, Vec<u8>)>> {
    let row = ctx.site.db.first::<(String, String, Vec<u8>)>(sql::UPLOAD, params![id]).await?;
    Ok(row.and_then(|(name, beside, bytes)| Some((name, serde_json::from_str::<Beside>(&beside).ok()?.postcodes_of, bytes))))
}

async fn look(State(ctx): State<Ctx>, Reads(lang): Reads, staff: Staff, Path(id): Path<String>) -> Response {
    let (name, own, bytes) = match waiting(&ctx, &id).await {
        Ok(Some(waiting)) => waiting,
        Ok(None) => return see_other("/staff/postcodes"),
        Err(error) => return broken(&error, lang).into_response(),
    };
    match postcodes::look(&name, bytes, &own).await {
        Ok(Looked { file_name, reading }) => {
            let it = page::Upload { id, file_name, rows: reading.rows, own, summary: reading.list.summary() };
            render::page(&ctx, lang, m::LOOKED.text(lang), Some(&staff.name), move || page::looked(&it))
        }
        Err(error) => refuse(&ctx, lang, &staff, own, &error).await,
    }
}

async fn take(State(ctx): State<Ctx>, Reads(lang): Reads, staff: Staff, Path(id): Path<String>) -> Response {
    let (name, own, bytes) = match waiting(&ctx, &id).await {
        Ok(Some(waiting)) => waiting,
        Ok(None) => return see_other("/staff/postcodes"),
        Err(error) => return broken(&error, lang).into_response(),
    };
    let actor = staff.actor.name();
    match postcodes::take_in(&ctx.site.db, &name, bytes, &own, (actor.as_str(), now_ms())).await {
        Ok(_) => {
            if let Err(error) = forget(&ctx, &id).await {
                tracing::error!(%error, "an upload could not be forgotten");
            }
            see_other("/staff/postcodes?done=1")
        }
        Err(error) => refuse(&ctx, lang, &staff, own, &error).await,
    }
}

/// What was read when it came, and is not any more: the store failed, or the file was put there by something else.
async fn refuse(ctx: &Ctx, lang: Lang, staff: &Staff, own: String, error: &anyhow::Error) -> Response {
    let problem = import_run::problem_of(error);
    tracing::warn!(code = problem.code, "a list of postcodes was not taken in");
    draw(ctx, lang, staff, page::PostcodesPage { own, problem: Some(problem), ..page::PostcodesPage::default() }).await
}

async fn forget(ctx: &Ctx, id: &str) -> DbResult<()> {
    let mut tx = ctx.site.db.begin().await?;
    tx.run(sql::DROP_UPLOAD, params![id]).await?;
    tx.commit().await
}
