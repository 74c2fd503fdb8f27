//! A submission as a Word file, for whoever holds its receipt and for the desk. Whoever answers with it has asked who wants it.

use crate::db::DbResult;
use crate::forms::store::Submission;
use crate::forms::{of_form, store};
use crate::http::Ctx;
use crate::http::desk::download;
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Response};
use engawa_app::forms::outline::language_index;
use engawa_app::forms::pages::when::on_record;
use engawa_app::forms::word::{EXTENSION, MEDIA_TYPE, Stage, WordSheet, docx, rows};
use engawa_app::ui::date;
use engawa_core::Lang;

/// The day of arrival, and the hour where it is known.
pub fn received(it: &Submission, lang: Lang) -> String {
    it.received_on.map_or_else(|| on_record(it.received_at, lang), |on| date::full(on, lang))
}

/// The file. It is called by the receipt number, which says nothing of what is in it.
pub async fn file(ctx: &Ctx, lang: Lang, it: &Submission) -> DbResult<Response> {
    let title = store::form(&ctx.site.db, &it.form_id).await?.map_or_else(|| it.form_id.clone(), |form| form.title);
    let empty = WordSheet {
        form_id: it.form_id.clone(),
        version: it.version.clone(),
        title,
        name: it.title.clone(),
        stage: Stage::Sent { receipt_no: it.receipt_no.clone(), received_at: it.received_at, received: received(it, lang) },
        rows: Vec::new(),
        lang,
    };
    let made = of_form(&ctx.site, it, move |form| docx(&WordSheet { rows: rows(form, language_index(form.definition(), lang)), ..empty })).await?;
    Ok(made.map_or_else(
        || StatusCode::INTERNAL_SERVER_ERROR.into_response(),
        |bytes| download(&format!("{}{EXTENSION}", it.receipt_no), MEDIA_TYPE, bytes),
    ))
}
