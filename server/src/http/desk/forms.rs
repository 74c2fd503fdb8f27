//! The desk of forms: publishing, opening and closing, the inbox. Pages are drawn by `engawa_app::forms::pages::desk`.
//!
//! Invariants: every change is a command; whoever looks at submissions or takes them away is in the audit log.

mod export;
mod inbox;
mod intake;
mod letters;
mod paper;
mod publish;
mod ready;
mod submission;
mod test;
mod unpublished;

use super::desks::{denied, name_of};
use super::{Staff, problems_of, render, see_other};
use crate::clock::now_ms;
use crate::commands::execute;
use crate::db::{DbError, DbResult};
use crate::forms::{cache, sql, store};
use crate::http::Ctx;
use crate::http::fields::{Fields, field, fresh};
use crate::http::lang::Reads;
use crate::http::problem::{broken, status_of};
use crate::params;
use crate::people::desks;
use axum::Router;
use axum::extract::{Form, Path, Query, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use axum::routing::{get, post};
use engawa_app::command::{Body, Command};
use engawa_app::forms::command::FormCommand;
use engawa_app::forms::pages::desk as pages;
use engawa_app::forms::pages::desk::changes;
use engawa_app::forms::pages::desk::form as page;
use engawa_app::forms::pages::desk::studio::SettingsFields;
use engawa_app::forms::studio::{from_fields, to_fields};
use engawa_app::forms::{SubmissionState, outline};
use engawa_app::listings::query::encode;
use engawa_app::messages::forms::desk as m;
use engawa_core::form::Definition;
use engawa_core::form::draft::{Difference, what_changed};
use engawa_core::{Action, Lang, Problem, ReceiptStatus, Subject, may};
use serde::Deserialize;
use std::collections::{BTreeSet, HashMap};

/// Routes of the desk of forms.
pub fn routes() -> Router<Ctx> {
    Router::new()
        .route("/staff/forms", get(list))
        .route("/staff/forms/{id}", get(show))
        .route("/staff/forms/{id}/open", post(set_open))
        .route("/staff/forms/{id}/settings", post(configure))
        .route("/staff/forms/{id}/versions/{version}/workbook", get(workbook))
        .merge(publish::routes())
        .merge(ready::routes())
        .merge(inbox::routes())
        .merge(submission::routes())
        .merge(intake::routes())
        .merge(letters::routes())
        .merge(paper::routes())
        .merge(test::routes())
        .merge(unpublished::routes())
        .merge(export::routes())
}

/// Why this member of staff may not do this with a form: it is another desk's. An empty id: with forms at all.
async fn refused_form(ctx: &Ctx, lang: Lang, staff: &Staff, action: Action, form_id: &str) -> Option<Response> {
    refused(ctx, lang, staff, action, store::desk_of_form(&ctx.site.db, form_id).await)
}

/// The same for a submission.
async fn refused_submission(ctx: &Ctx, lang: Lang, staff: &Staff, action: Action, id: &str) -> Option<Response> {
    refused(ctx, lang, staff, action, store::desk_of_submission(&ctx.site.db, id).await)
}

fn refused(ctx: &Ctx, lang: Lang, staff: &Staff, action: Action, desk: DbResult<String>) -> Option<Response> {
    match desk {
        Ok(desk) => (!may(&staff.actor, action, &Subject::of_desk(&desk))).then(|| denied(ctx, lang, staff)),
        Err(error) => Some(broken(&error, lang).into_response()),
    }
}

/// The desks that a form can belong to: code and name.
async fn desk_choices(ctx: &Ctx, lang: Lang) -> DbResult<Vec<(String, String)>> {
    Ok(desks::every(&ctx.site.db).await?.into_iter().map(|desk| (desk.id.clone(), name_of(&desk, lang))).collect())
}

/// The names of those who work at the desks whose submissions somebody may read: to them something can be given.
async fn colleagues(ctx: &Ctx, staff: &Staff) -> DbResult<Vec<String>> {
    let reads = |desk: &str| may(&staff.actor, Action::SubmissionRead, &Subject::of_desk(desk));
    let officers = desks::officers(&ctx.site.db).await?;
    let names: BTreeSet<String> = officers.into_iter().filter(|(desk, name, _)| !name.is_empty() && reads(desk)).map(|(_, name, _)| name).collect();
    Ok(names.into_iter().collect())
}

/// How many submissions of each state every form has.
async fn counts(ctx: &Ctx) -> DbResult<HashMap<String, Vec<(SubmissionState, i64)>>> {
    let mut found: HashMap<String, Vec<(SubmissionState, i64)>> = HashMap::new();
    let rows = ctx.site.db.all::<(String, String, i64)>(sql::BY_STATE, params![]).await?;
    for (form, state, count) in rows {
        if let Some(state) = SubmissionState::parse(&state) {
            found.entry(form).or_default().push((state, count));
        }
    }
    Ok(found)
}

/// The counts of one form in the order of states, those without submissions too.
fn in_order(counts: Option<&Vec<(SubmissionState, i64)>>) -> Vec<(SubmissionState, i64)> {
    let count = |state: SubmissionState| counts.and_then(|counts| counts.iter().find(|(other, _)| *other == state)).map_or(0, |(_, count)| *count);
    SubmissionState::ALL.iter().map(|state| (*state, count(*state))).collect()
}

async fn list(State(ctx): State<Ctx>, Reads(lang): Reads, staff: Staff) -> Response {
    let read = async { Ok::<_, DbError>((store::forms(&ctx.site.db).await?, counts(&ctx).await?)) };
    let (forms, counts) = match read.await {
        Ok(found) => found,
        Err(error) => return broken(&error, lang).into_response(),
    };
    let rows = forms.into_iter().map(|form| pages::FormRow {
        counts: in_order(counts.get(&form.id)),
        open: form.open && form.settings.shut_at(now_ms()).is_none(),
        id: form.id,
        title: form.title,
        version: form.version,
    });
    let rows: Vec<pages::FormRow> = rows.collect();
    render::page(&ctx, lang, m::FORMS.text(lang), Some(&staff.name), move || pages::forms(rows))
}

#[derive(Deserialize, Default)]
struct ShowQuery {
    #[serde(default)]
    done: String,
    /// Two versions that are compared.
    #[serde(default)]
    from: String,
    #[serde(default)]
    to: String,
}

/// What the page of a form says besides the form.
#[derive(Default)]
struct Around {
    done: Option<String>,
    problems: Vec<Problem>,
    typed: Option<SettingsFields>,
    /// Two versions that are compared: the older, the newer.
    pair: Option<(String, String)>,
}

async fn show(State(ctx): State<Ctx>, Reads(lang): Reads, staff: Staff, Path(id): Path<String>, Query(query): Query<ShowQuery>) -> Response {
    let done = Some(query.done).filter(|done| !done.is_empty());
    let pair = Some((query.from, query.to)).filter(|(from, to)| !from.is_empty() && !to.is_empty());
    draw(&ctx, lang, &staff, &id, Around { done, pair, ..Around::default() }).await
}

async fn draw(ctx: &Ctx, lang: Lang, staff: &Staff, id: &str, around: Around) -> Response {
    let pair = match compare(ctx, id, around.pair).await {
        Ok(pair) => pair,
        Err(error) => return broken(&error, lang).into_response(),
    };
    match read_form(ctx, lang, id).await {
        Ok(Some((mut it, differences, language))) => {
            it.done = around.done;
            it.problems = around.problems;
            it.settings = around.typed.map_or_else(|| it.settings.clone(), |typed| SettingsFields { desks: it.settings.desks.clone(), ..typed });
            let status = status_of(&it.problems);
            let title = it.title.clone();
            (
                status,
                render::page(ctx, lang, &title, Some(&staff.name), move || {
                    let told = |found: &[Difference]| found.iter().map(|it| changes::sentence(it, language)).collect::<Vec<String>>();
                    it.changes = differences.map(|found| told(&found));
                    it.compared = pair.map(|(from, to, found)| page::Compared { from, to, changes: told(&found) });
                    page::form(it)
                }),
            )
                .into_response()
        }
        Ok(None) => see_other("/staff/forms"),
        Err(error) => broken(&error, lang).into_response(),
    }
}

/// What changed between two versions; nothing if one of them is not there.
async fn compare(ctx: &Ctx, id: &str, pair: Option<(String, String)>) -> DbResult<Option<(String, String, Vec<Difference>)>> {
    let Some((from, to)) = pair else { return Ok(None) };
    let before = cache::definition(&ctx.site.db, id, &from).await?;
    let after = cache::definition(&ctx.site.db, id, &to).await?;
    Ok(before.zip(after).map(|(before, after)| (from, to, what_changed(&before, &after))))
}

async fn read_form(ctx: &Ctx, lang: Lang, id: &str) -> DbResult<Option<(page::FormPage, Option<Vec<Difference>>, usize)>> {
    let Some(form) = store::form(&ctx.site.db, id).await? else { return Ok(None) };
    let versions = ctx.site.db.all::<(String, i64, String, String)>(sql::VERSIONS, params![id]).await?;
    let definitions = store::definitions(&ctx.site.db, id).await?;
    let language = definitions.first().map_or(0, |newest| outline::language_index(newest, lang));
    let differences = definitions.first().zip(definitions.get(1)).map(|(newest, before)| what_changed(before, newest));
    let it = page::FormPage {
        counts: in_order(counts(ctx).await?.get(id)),
        settings: SettingsFields { values: to_fields(&form.settings), open: form.open, desks: desk_choices(ctx, lang).await? },
        id: form.id,
        title: form.title,
        version: form.version,
        open: form.open,
        rev: form.rev,
        versions: versions.into_iter().map(|(version, at, actor, file)| page::VersionRow { version, at, actor, file }).collect(),
        changes: None,
        compared: None,
        commands: fresh(),
        done: None,
        problems: Vec::new(),
    };
    Ok(Some((it, differences, language)))
}

/// What changed between the version of a form that is published and another definition; nothing if there is none.
async fn differences(ctx: &Ctx, definition: &Definition) -> DbResult<Option<Vec<Difference>>> {
    let before = store::definitions(&ctx.site.db, &definition.form_id).await?;
    Ok(before.first().map(|before| what_changed(before, definition)))
}

/// Does something about a form, and comes back to it.
async fn act(ctx: &Ctx, lang: Lang, staff: &Staff, id: &str, fields: &Fields, body: FormCommand, typed: Option<SettingsFields>) -> Response {
    let base_rev = field(fields, "base_rev").parse().ok();
    let command = Command { id: field(fields, "command").to_owned(), base_rev, body: Body::Forms(body) };
    let receipt = execute(&ctx.site, &staff.actor, &command, now_ms()).await;
    if receipt.status == ReceiptStatus::Done {
        return see_other(&format!("/staff/forms/{}?done={}", encode(id), receipt.receipt_no.unwrap_or_default()));
    }
    draw(ctx, lang, staff, id, Around { problems: problems_of(receipt), typed, ..Around::default() }).await
}

async fn set_open(State(ctx): State<Ctx>, Reads(lang): Reads, staff: Staff, Path(id): Path<String>, Form(fields): Form<Fields>) -> Response {
    let body = FormCommand::SetOpen { form_id: id.clone(), open: field(&fields, "open") == "1" };
    act(&ctx, lang, &staff, &id, &fields, body, None).await
}

async fn configure(State(ctx): State<Ctx>, Reads(lang): Reads, staff: Staff, Path(id): Path<String>, Form(fields): Form<Fields>) -> Response {
    let (settings, problems) = from_fields(|name| field(&fields, name));
    let typed = typed(&fields);
    if !problems.is_empty() {
        return draw(&ctx, lang, &staff, &id, Around { problems, typed: Some(typed), ..Around::default() }).await;
    }
    let body = FormCommand::Configure { form_id: id.clone(), settings };
    act(&ctx, lang, &staff, &id, &fields, body, Some(typed)).await
}

/// The settings as they were typed.
fn typed(fields: &Fields) -> SettingsFields {
    let values = engawa_app::forms::studio::FIELDS.map(|name| field(fields, name).to_owned());
    SettingsFields { values, open: field(fields, "open") == "1", desks: Vec::new() }
}

async fn workbook(State(ctx): State<Ctx>, Reads(lang): Reads, _: Staff, Path((id, version)): Path<(String, String)>) -> Response {
    let row = match ctx.site.db.first::<(String, String, String, i64)>(sql::VERSION, params![&id, &version]).await {
        Ok(row) => row,
        Err(error) => return broken(&error, lang).into_response(),
    };
    let Some((_, sha256, name, _)) = row.filter(|(_, sha256, ..)| !sha256.is_empty()) else { return StatusCode::NOT_FOUND.into_response() };
    match ctx.site.blobs.read(&sha256).await {
        Ok(Some(bytes)) => download(&name, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", bytes),
        Ok(None) => StatusCode::NOT_FOUND.into_response(),
        Err(error) => {
            tracing::error!(?error, "a workbook could not be read");
            StatusCode::SERVICE_UNAVAILABLE.into_response()
        }
    }
}

/// A file to be saved, never shown: whatever is in it, it is no page of this site.
pub(in crate::http) fn download(name: &str, media_type: &str, bytes: impl Into<axum::body::Body>) -> Response {
    let plain: String = name.chars().map(|c| if c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_') { c } else { '_' }).collect();
    let disposition = format!("attachment; filename=\"{plain}\"; filename*=UTF-8''{}", encode(name));
    let head = [
        (header::CONTENT_TYPE, media_type.to_owned()),
        (header::CONTENT_DISPOSITION, disposition),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff".to_owned()),
        (header::CACHE_CONTROL, "no-store".to_owned()),
        (header::CONTENT_SECURITY_POLICY, "default-src 'none'; sandbox".to_owned()),
    ];
    let body: axum::body::Body = bytes.into();
    (head, body).into_response()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_files_stay_in_their_header() {
        let response = download("計画\"; x=\r\n<script>.pdf", "application/pdf", "x");
        let disposition = response.headers().get(header::CONTENT_DISPOSITION).unwrap().to_str().unwrap();
        assert!(disposition.starts_with("attachment; filename=\"_____x____script_.pdf\"; filename*=UTF-8''%E8"), "{disposition}");
        assert_eq!(disposition.matches('"').count(), 2);
    }
}
