//! `/forms/{id}/print`: a form as paper, to be filled in by hand. Each time it has another number, which stands in its QR code and leads
//! the desk to where it is entered.

use super::personal;
use super::plain::shut;
use crate::clock::now_ms;
use crate::db::DbResult;
use crate::forms::{cache, store};
use crate::http::Ctx;
use crate::http::desk::render;
use crate::http::lang::Reads;
use crate::http::problem::broken;
use crate::http::session::Who;
use crate::http::well_known::origin;
use crate::people::Actor;
use axum::Router;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse as _, Response};
use axum::routing::get;
use engawa_app::forms::outline::language_index;
use engawa_app::forms::pages::paper::{Head, PaperPage, paper};
use engawa_app::forms::{Audience, paper_id};
use engawa_app::listings::query::encode;
use engawa_core::Problem;
use engawa_core::form::Definition;
use engawa_core::time::{Millis, jst_datetime};

/// Route of blank forms.
pub fn routes() -> Router<Ctx> {
    Router::new().route("/forms/{id}/print", get(print))
}

/// A form that this person may see, open or over; else why not. One that is not open yet is a secret of the staff.
async fn seen(ctx: &Ctx, id: &str, actor: &Actor, now: Millis) -> DbResult<Result<(String, Definition), (StatusCode, Problem)>> {
    let unknown = || Ok(Err((StatusCode::NOT_FOUND, Problem::new("", "form_unknown"))));
    let Some(form) = store::form(&ctx.site.db, id).await? else { return unknown() };
    if !actor.is_staff() {
        if form.settings.audience == Audience::Staff {
            return Ok(Err((StatusCode::FORBIDDEN, Problem::new("", "form_for_staff"))));
        }
        if let Some(opens) = form.settings.opens_at.filter(|opens| now < *opens) {
            let problem = Problem::new("", "form_not_yet_open").arg(jst_datetime(opens).format("%Y-%m-%d %H:%M").to_string());
            return Ok(Err((StatusCode::OK, problem)));
        }
    }
    match cache::definition(&ctx.site.db, id, &form.version).await? {
        Some(definition) => Ok(Ok((form.title, definition))),
        None => unknown(),
    }
}

async fn print(State(ctx): State<Ctx>, Reads(lang): Reads, Who(actor): Who, headers: HeaderMap, Path(id): Path<String>) -> Response {
    let (title, definition) = match seen(&ctx, &id, &actor, now_ms()).await {
        Ok(Ok(found)) => found,
        Ok(Err((status, problem))) => return shut(&ctx, lang, status, problem),
        Err(error) => return broken(&error, lang).into_response(),
    };
    let number = paper_id::of_uuid(&uuid::Uuid::now_v7().to_string()).unwrap_or_default();
    let address = format!("{}/staff/forms/{}/intake?paper={number}", origin(&ctx, &headers), encode(&id));
    let rows = engawa_app::forms::paper::blank(&definition, language_index(&definition, lang));
    let head = Head::Blank { paper_id: number, address };
    let it = PaperPage { form_id: id, version: definition.version, title: title.clone(), head, rows };
    personal(render::page(&ctx, lang, &title, None, move || paper(it)))
}
