//! What the desk prints of a submission: the filled form for the file, the same as a Word file, the slip that is handed over, the letters.
//! Each look stands in the audit log.

use super::refused_submission;
use super::submission::of_form;
use crate::clock::now_ms;
use crate::db::DbResult;
use crate::forms::store::Submission;
use crate::forms::{note_access, store};
use crate::http::Ctx;
use crate::http::desk::{Staff, render};
use crate::http::forms::receipts::address_of;
use crate::http::forms::word::{self, received};
use crate::http::lang::Reads;
use crate::http::problem::broken;
use crate::http::well_known::origin;
use axum::Router;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse as _, Response};
use axum::routing::get;
use engawa_app::forms::outline::language_index;
use engawa_app::forms::pages::desk::intake::{SlipPage, slip};
use engawa_app::forms::pages::desk::letters::{LetterPage, letter};
use engawa_app::forms::pages::paper::{Head, PaperPage, paper};
use engawa_app::forms::{letter::day, paper::filled, receipt};
use engawa_app::listings::query::encode;
use engawa_app::messages::forms::{intake as words, letters as m};
use engawa_core::time::jst_date;
use engawa_core::{Action, Lang};

/// Routes of papers.
pub fn routes() -> Router<Ctx> {
    Router::new()
        .route("/staff/submissions/{id}/print", get(print))
        .route("/staff/submissions/{id}/document.docx", get(save))
        .route("/staff/submissions/{id}/slip", get(hand_over))
        .route("/staff/submissions/{id}/letter/{number}", get(write))
}

/// A submission with the title of its form, and a note that somebody looked at it.
async fn seen(ctx: &Ctx, staff: &Staff, verb: &str, id: &str) -> DbResult<Option<(Submission, String)>> {
    let Some(it) = store::submission(&ctx.site.db, id).await? else { return Ok(None) };
    note_access(&ctx.site, &staff.actor, verb, id, now_ms()).await?;
    let title = store::form(&ctx.site.db, &it.form_id).await?.map_or_else(|| it.form_id.clone(), |form| form.title);
    Ok(Some((it, title)))
}

async fn print(State(ctx): State<Ctx>, Reads(lang): Reads, staff: Staff, headers: HeaderMap, Path(id): Path<String>) -> Response {
    if let Some(refusal) = refused_submission(&ctx, lang, &staff, Action::SubmissionRead, &id).await {
        return refusal;
    }
    match filed(&ctx, lang, &staff, &headers, &id).await {
        Ok(Some(it)) => {
            let title = words::PRINT_FILLED.text(lang);
            render::page(&ctx, lang, title, Some(&staff.name), move || paper(it))
        }
        Ok(None) => StatusCode::NOT_FOUND.into_response(),
        Err(error) => broken(&error, lang).into_response(),
    }
}

async fn filed(ctx: &Ctx, lang: Lang, staff: &Staff, headers: &HeaderMap, id: &str) -> DbResult<Option<PaperPage>> {
    let Some((it, title)) = seen(ctx, staff, "submission.print", id).await? else { return Ok(None) };
    let rows = of_form(ctx, &it, move |form| filled(form, language_index(form.definition(), lang))).await?;
    let head = Head::Filled {
        received: received(&it, lang),
        receipt_no: it.receipt_no,
        provenance: it.provenance,
        paper_id: it.paper_id,
        address: format!("{}/staff/submissions/{}", origin(ctx, headers), encode(id)),
    };
    Ok(Some(PaperPage { form_id: it.form_id, version: it.version, title, head, rows }))
}

async fn save(State(ctx): State<Ctx>, Reads(lang): Reads, staff: Staff, Path(id): Path<String>) -> Response {
    if let Some(refusal) = refused_submission(&ctx, lang, &staff, Action::SubmissionRead, &id).await {
        return refusal;
    }
    let made = async {
        let Some((it, _)) = seen(&ctx, &staff, "submission.word", &id).await? else { return Ok(None) };
        word::file(&ctx, lang, &it).await.map(Some)
    };
    match made.await {
        Ok(Some(file)) => file,
        Ok(None) => StatusCode::NOT_FOUND.into_response(),
        Err(error) => broken(&error, lang).into_response(),
    }
}

async fn hand_over(State(ctx): State<Ctx>, Reads(lang): Reads, staff: Staff, headers: HeaderMap, Path(id): Path<String>) -> Response {
    let refusal = refused_submission(&ctx, lang, &staff, Action::SubmissionRead, &id).await;
    let (it, form_title) = match seen(&ctx, &staff, "submission.slip", &id).await {
        Ok(Some(found)) => found,
        Ok(None) => return StatusCode::NOT_FOUND.into_response(),
        Err(error) => return broken(&error, lang).into_response(),
    };
    // Whoever entered it hands over its slip, also for a desk that is not theirs.
    if let Some(refusal) = refusal.filter(|_| it.sender != staff.actor.name()) {
        return refusal;
    }
    let secret = receipt::secret_of(&it.id).unwrap_or_default();
    let content_sha256 = match store::content_sha256(&ctx.site.db, &it.id).await {
        Ok(digest) => digest,
        Err(error) => return broken(&error, lang).into_response(),
    };
    let slip_page = SlipPage {
        city: ctx.site.settings.site.name.text(lang).to_owned(),
        address: address_of(&ctx, &headers, &it.receipt_no, &secret),
        lookup: format!("{}/forms/receipts", origin(&ctx, &headers)),
        received: received(&it, lang),
        content_sha256,
        id: it.id,
        form_id: it.form_id,
        form_title,
        receipt_no: it.receipt_no,
        secret,
    };
    render::page(&ctx, lang, words::SLIP.text(lang), Some(&staff.name), move || slip(slip_page))
}

async fn write(State(ctx): State<Ctx>, Reads(lang): Reads, staff: Staff, Path((id, number)): Path<(String, usize)>) -> Response {
    if let Some(refusal) = refused_submission(&ctx, lang, &staff, Action::SubmissionRead, &id).await {
        return refusal;
    }
    let read = async {
        let Some((it, form_title)) = seen(&ctx, &staff, "submission.letter", &id).await? else { return Ok(None) };
        let mut told = store::events(&ctx.site.db, &id).await?.into_iter().filter(|event| !event.message.is_empty());
        let Some(event) = number.checked_sub(1).and_then(|number| told.nth(number)) else { return Ok(None) };
        DbResult::Ok(Some(LetterPage {
            city: ctx.site.settings.site.city.text(Lang::Ja).to_owned(),
            day: day(jst_date(event.at)),
            receipt_no: it.receipt_no,
            form_title,
            title: it.title,
            state: event.to,
            text: event.message,
        }))
    };
    match read.await {
        Ok(Some(it)) => render::page(&ctx, lang, m::PRINT_LETTER.text(lang), Some(&staff.name), move || letter(it)),
        Ok(None) => StatusCode::NOT_FOUND.into_response(),
        Err(error) => broken(&error, lang).into_response(),
    }
}
