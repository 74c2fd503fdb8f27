//! `/staff/forms/{id}/test`: a form is tried page by page, also one that is closed. Nothing is kept: of files only the digests are taken,
//! and at the end stands what would be received, or what is wrong.

use crate::clock::now_ms;
use crate::db::DbResult;
use crate::feed::sha256_hex;
use crate::forms::store::{self, StoredForm};
use crate::http::desk::{Staff, render, see_other};
use crate::http::forms::plain::{Carried, Step, draw, failed, first_page, look_up, offer_places, shut, step};
use crate::http::forms::posted::Posted;
use crate::http::lang::Reads;
use crate::http::problem::{broken, status_of};
use crate::http::{Ctx, UPLOAD_MAX};
use axum::Router;
use axum::extract::multipart::MultipartRejection;
use axum::extract::{DefaultBodyLimit, Multipart, Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Response};
use axum::routing::get;
use engawa_app::forms::command::{Attachment, Submit};
use engawa_app::forms::outline::{filled, language_index, lines};
use engawa_app::forms::pages::desk::test::{TestedPage, tested};
use engawa_app::forms::pages::plain::{PlainPage, plain};
use engawa_app::forms::plain::{Sent, Wish, file_field, nearest, page_of, pages};
use engawa_app::forms::{Provenance, rules};
use engawa_app::messages::forms::desk as m;
use engawa_core::form::draft::Attachment as Named;
use engawa_core::form::running::Compiled;
use engawa_core::form::{AnswerPath, Answers};
use engawa_core::time::Millis;
use engawa_core::{Lang, Problem};
use std::sync::Arc;

/// Routes of trying.
pub fn routes() -> Router<Ctx> {
    Router::new().route("/staff/forms/{id}/test", get(begin).post(go_on)).layer(DefaultBodyLimit::max(UPLOAD_MAX + 4 * 1024 * 1024))
}

/// A form that is tried: a version that was published, or a workbook that was not yet.
pub(super) struct Trial {
    /// What it is called, and under which id.
    pub(super) form: StoredForm,
    /// It, ready to run.
    pub(super) compiled: Arc<Compiled>,
    /// Where its pages are sent to.
    pub(super) address: String,
    /// The page of the form; nothing: it is not published yet.
    pub(super) home: Option<String>,
}

impl Trial {
    /// A version that was published; no version: the newest.
    async fn published(ctx: &Ctx, id: &str, version: Option<&str>) -> DbResult<Option<Self>> {
        let Some(form) = store::form(&ctx.site.db, id).await? else { return Ok(None) };
        let compiled = ctx.site.forms.get(&ctx.site.db, id, version.unwrap_or(&form.version)).await?;
        let home = format!("/staff/forms/{}", form.id);
        Ok(compiled.map(|compiled| Self { form, compiled, address: format!("{home}/test"), home: Some(home) }))
    }

    async fn answer(&self, ctx: &Ctx, lang: Lang, staff: &Staff, mut it: PlainPage) -> Response {
        offer_places(ctx, &mut it.parts).await;
        it.action.clone_from(&self.address);
        it.is_test = true;
        let status = status_of(&it.problems);
        let title = m::TEST_OF.with(lang, &[&self.form.title]);
        (status, render::page(ctx, lang, &title, Some(&staff.name), move || plain(it))).into_response()
    }

    /// Its first page.
    pub(super) async fn begin(&self, ctx: &Ctx, lang: Lang, staff: &Staff) -> Response {
        let (compiled, of, now) = (Arc::clone(&self.compiled), self.form.clone(), now_ms());
        match tokio::task::spawn_blocking(move || first_page(compiled, &of, lang, now)).await {
            Ok(it) => self.answer(ctx, lang, staff, it).await,
            Err(error) => failed(ctx, lang, &error),
        }
    }

    /// What follows a page: the next one, or what would be received.
    pub(super) async fn go_on(&self, ctx: &Ctx, lang: Lang, staff: &Staff, carried: Carried, posted: Posted) -> Response {
        let problems: Vec<Problem> = posted.problem.clone().into_iter().collect();
        let wish = if problems.is_empty() {
            Wish::parse(posted.fields.iter().rev().find(|(name, _)| name == "go").map_or("", |(_, go)| go.as_str()))
        } else {
            Wish::Next
        };
        let (compiled, of, now) = (Arc::clone(&self.compiled), self.form.clone(), now_ms());
        let places = match look_up(ctx, &posted.fields, &wish, &carried).await {
            Ok(places) => places,
            Err(error) => return broken(&error, lang).into_response(),
        };
        let work = tokio::task::spawn_blocking(move || {
            let sent = Sent { places, ..taken(posted) };
            match step(&compiled, &of, carried.clone(), &sent, &wish, lang, problems, now) {
                Step::Draw(it) => Err(it),
                Step::Send { answers, language } => conclude(&compiled, &of, carried, answers, language, lang, now),
            }
        });
        match work.await {
            Ok(Ok(it)) => {
                let it = TestedPage { again: self.address.clone(), home: self.home.clone(), ..it };
                render::page(ctx, lang, &m::TEST_OF.with(lang, &[&self.form.title]), Some(&staff.name), move || tested(it))
            }
            Ok(Err(it)) => self.answer(ctx, lang, staff, *it).await,
            Err(error) => failed(ctx, lang, &error),
        }
    }
}

async fn begin(State(ctx): State<Ctx>, Reads(lang): Reads, staff: Staff, Path(id): Path<String>) -> Response {
    match Trial::published(&ctx, &id, None).await {
        Ok(Some(trial)) => trial.begin(&ctx, lang, &staff).await,
        Ok(None) => see_other("/staff/forms"),
        Err(error) => broken(&error, lang).into_response(),
    }
}

async fn go_on(
    State(ctx): State<Ctx>,
    Reads(lang): Reads,
    staff: Staff,
    Path(id): Path<String>,
    multipart: Result<Multipart, MultipartRejection>,
) -> Response {
    let posted = Posted::read(multipart).await;
    let Ok(carried) = serde_json::from_str::<Carried>(posted.value("carried")) else {
        return shut(&ctx, lang, StatusCode::BAD_REQUEST, posted.problem.unwrap_or_else(|| Problem::new("", "upload_broken")));
    };
    match Trial::published(&ctx, &id, Some(&carried.version)).await {
        Ok(Some(trial)) => trial.go_on(&ctx, lang, &staff, carried, posted).await,
        Ok(None) => see_other("/staff/forms"),
        Err(error) => broken(&error, lang).into_response(),
    }
}

/// What a page sent. Files are named by their digests and then forgotten.
fn taken(posted: Posted) -> Sent {
    let prefix = file_field(&AnswerPath::root());
    let named = posted.files.iter().filter_map(|file| {
        let path = file.field.strip_prefix(&prefix)?;
        Some((path.to_owned(), format!("sha256:{}/{}", sha256_hex(&file.bytes), file.name)))
    });
    Sent { files: named.collect(), fields: posted.fields, ..Sent::default() }
}

/// What would be received, or the page with the first thing that is wrong: judged by the rules that judge what is really sent.
fn conclude(
    compiled: &Arc<Compiled>,
    of: &StoredForm,
    carried: Carried,
    answers: Answers,
    language: String,
    lang: Lang,
    now: Millis,
) -> Result<TestedPage, Box<PlainPage>> {
    let files = answers.values.iter().filter_map(|(path, value)| Named::of(value).map(|named| (path, named)));
    let attachments =
        files.map(|(path, named)| Attachment { path: path.0.clone(), sha256: named.sha256, name: named.name, bytes: 0, media_type: String::new() });
    let submit = Submit {
        form_id: of.id.clone(),
        version: carried.version.clone(),
        attachments: attachments.collect(),
        answers,
        finished_at: Some(carried.at),
        language,
        provenance: Provenance::Web,
        corrects: None,
        shared: None,
        paper_id: String::new(),
    };
    match rules::check_answers(compiled, &submit, &carried.command, now) {
        Ok(accepted) => {
            let form = filled(compiled, &accepted.answers, carried.at, &carried.command);
            let lines = lines(&form, language_index(form.definition(), lang));
            Ok(TestedPage { form_title: of.title.clone(), title: accepted.title, lines, ..TestedPage::default() })
        }
        Err(problems) => {
            let form = filled(compiled, &submit.answers, carried.at, &carried.command);
            let all = pages(&form);
            let page = nearest(&form, &all, page_of(&form, &all, &problems).unwrap_or(carried.page));
            let carried = Carried { page, at: now, answers: submit.answers, ..carried };
            Err(Box::new(draw(&form, of, carried, lang, problems, true)))
        }
    }
}
