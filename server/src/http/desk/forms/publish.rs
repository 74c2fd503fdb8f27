//! Publishing a form: a workbook is looked at, then published as it was looked at.
//!
//! Between the two pages the files wait in the store of blobs under their digests, so what is published is what was seen.

use super::{desk_choices, differences, typed, unpublished};
use crate::clock::{now_ms, today};
use crate::commands::execute;
use crate::db::DbError;
use crate::forms::blobs::BlobError;
use crate::forms::media::{self, Brought};
use crate::forms::{store, workbook};
use crate::http::desk::{Staff, problems_of, render, see_other};
use crate::http::fields::{Fields, fresh_id};
use crate::http::forms::posted::{Posted, PostedFile};
use crate::http::lang::Reads;
use crate::http::problem::{broken, status_of};
use crate::http::{Ctx, UPLOAD_MAX};
use axum::Router;
use axum::extract::multipart::MultipartRejection;
use axum::extract::{DefaultBodyLimit, Form, Multipart, State};
use axum::response::{IntoResponse as _, Response};
use axum::routing::{get, post};
use engawa_app::command::{Body, Command};
use engawa_app::forms::command::{FormCommand, Publish, Settings, SourceFile};
use engawa_app::forms::media::ALL_MAX;
use engawa_app::forms::outline::language_index;
use engawa_app::forms::pages::desk::changes;
use engawa_app::forms::pages::desk::studio::{self as page, PreviewPage, SettingsFields, UploadPage};
use engawa_app::forms::studio::{from_fields, summary, to_fields};
use engawa_app::listings::query::encode;
use engawa_app::messages::forms::desk as m;
use engawa_core::form::Definition;
use engawa_core::{Lang, Problem, ReceiptStatus};

/// Routes of publishing.
pub fn routes() -> Router<Ctx> {
    Router::new()
        .route("/staff/forms/new", get(choose).post(look))
        .route("/staff/forms/publish", post(publish))
        .layer(DefaultBodyLimit::max(UPLOAD_MAX + usize::try_from(ALL_MAX).unwrap_or(0)))
}

async fn choose(State(ctx): State<Ctx>, Reads(lang): Reads, staff: Staff) -> Response {
    chooser(&ctx, lang, &staff, UploadPage::default())
}

pub(super) fn chooser(ctx: &Ctx, lang: Lang, staff: &Staff, it: UploadPage) -> Response {
    let status = status_of(&it.problems);
    (status, render::page(ctx, lang, m::UPLOAD.text(lang), Some(&staff.name), move || page::upload(it))).into_response()
}

/// The files of a form, in the store.
#[derive(Clone, Debug, Default)]
pub(super) struct Files {
    /// Digest and name of the workbook.
    pub(super) workbook: (String, String),
    /// Digests and names of the files of choices.
    pub(super) choices: Vec<(String, String)>,
    /// Digests and names of pictures, sounds and films.
    pub(super) media: Brought,
}

impl Files {
    /// As a page names them.
    pub(super) fn of(pairs: &[(String, String)]) -> Self {
        let value = |name: &str| pairs.iter().find(|(known, _)| known == name).map(|(_, value)| value.clone()).unwrap_or_default();
        let named = |field: &str| {
            let values = pairs.iter().filter(|(name, _)| name == field).filter_map(|(_, value)| value.split_once('/'));
            values.map(|(sha256, name)| (sha256.to_owned(), name.to_owned())).collect()
        };
        Self { workbook: (value("sha256"), value("file")), choices: named("choices"), media: named("media") }
    }
}

/// A workbook that is a form.
pub(super) struct Looked {
    pub(super) definition: Definition,
    warnings: Vec<Problem>,
    /// Files that it names and that are not here, or of another kind: it can be looked at, and not be published.
    missing: Vec<Problem>,
}

/// Reads the files of a form from the store. `form_id`: the form that it is to be, where somebody typed another one than the workbook's;
/// its version before lends its pictures.
pub(super) async fn read(ctx: &Ctx, files: &Files, form_id: Option<&str>) -> Result<Result<Looked, Vec<Problem>>, BlobError> {
    let Some(bytes) = ctx.site.blobs.read(&files.workbook.0).await? else { return Ok(Err(vec![Problem::new("", "no_file")])) };
    let mut choices = Vec::new();
    for (sha256, name) in &files.choices {
        if let Some(bytes) = ctx.site.blobs.read(sha256).await? {
            choices.push((name.clone(), bytes));
        }
    }
    let name = files.workbook.1.clone();
    let work = tokio::task::spawn_blocking(move || {
        let checked = workbook::form(&name, &bytes)?;
        let mut definition = checked.definition;
        let problems = workbook::add_choices(&mut definition, &choices);
        let warnings = checked.warnings.into_iter().map(Problem::from).collect();
        if problems.is_empty() { Ok((Looked { definition, warnings, missing: Vec::new() }, checked.media)) } else { Err(problems) }
    });
    let found = work.await.unwrap_or_else(|error| {
        tracing::error!(%error, "a workbook could not be read");
        Err(vec![Problem::new("", "broken_file")])
    });
    let (mut looked, uses) = match found {
        Ok(found) => found,
        Err(problems) => return Ok(Err(problems)),
    };
    let form_id = form_id.unwrap_or(&looked.definition.form_id).to_owned();
    let (missing, idle) = media::complete(&ctx.site, &mut looked.definition, &uses, &files.media, &form_id).await?;
    looked.missing = missing;
    looked.warnings.extend(idle);
    Ok(Ok(looked))
}

async fn look(State(ctx): State<Ctx>, Reads(lang): Reads, staff: Staff, multipart: Result<Multipart, MultipartRejection>) -> Response {
    let posted = Posted::read(multipart).await;
    if let Some(problem) = posted.problem {
        return chooser(&ctx, lang, &staff, UploadPage { problems: vec![problem], file: String::new() });
    }
    let mut files = Files::default();
    let (beside, posted): (Vec<PostedFile>, Vec<PostedFile>) = posted.files.into_iter().partition(|file| file.field == "media");
    let beside = beside.into_iter().map(|file| (file.name, file.bytes)).collect();
    match media::take_in(&ctx.site, beside, now_ms()).await {
        Ok(brought) => files.media = brought,
        Err(problems) => {
            let file = problems.first().map(|problem| problem.path.clone()).unwrap_or_default();
            return chooser(&ctx, lang, &staff, UploadPage { problems, file });
        }
    }
    for file in &posted {
        let sha256 = match ctx.site.blobs.take_whole(&ctx.site.db, &file.bytes, now_ms()).await {
            Ok(sha256) => sha256,
            Err(error) => {
                tracing::warn!(?error, "a workbook could not be kept");
                return chooser(&ctx, lang, &staff, UploadPage { problems: vec![error.problem("")], file: file.name.clone() });
            }
        };
        match file.field.as_str() {
            "workbook" => files.workbook = (sha256, file.name.clone()),
            "choices" => files.choices.push((sha256, file.name.clone())),
            _ => {}
        }
    }
    if files.workbook.0.is_empty() {
        return chooser(&ctx, lang, &staff, UploadPage { problems: vec![Problem::new("", "no_file")], file: String::new() });
    }
    let looked = match read(&ctx, &files, None).await {
        Ok(Ok(looked)) => looked,
        Ok(Err(problems)) => return chooser(&ctx, lang, &staff, UploadPage { problems, file: files.workbook.1 }),
        Err(error) => return chooser(&ctx, lang, &staff, UploadPage { problems: vec![error.problem("")], file: files.workbook.1 }),
    };
    let known = match store::form(&ctx.site.db, &looked.definition.form_id).await {
        Ok(known) => known,
        Err(error) => return broken(&error, lang).into_response(),
    };
    let settings = known.as_ref().map_or_else(Settings::default, |known| known.settings.clone());
    let fields = SettingsFields { values: to_fields(&settings), open: known.as_ref().is_none_or(|known| known.open), desks: Vec::new() };
    let mut looked = looked;
    if looked.definition.version.trim().is_empty() {
        looked.definition.version = today().format("%Y-%m-%d").to_string();
    }
    preview(&ctx, lang, &staff, files, looked, fields, known.map(|known| known.rev), Vec::new()).await
}

#[expect(clippy::too_many_arguments, reason = "what a page shows, read in two handlers")]
async fn preview(
    ctx: &Ctx,
    lang: Lang,
    staff: &Staff,
    files: Files,
    looked: Looked,
    settings: SettingsFields,
    base_rev: Option<u64>,
    problems: Vec<Problem>,
) -> Response {
    let found = async { Ok::<_, DbError>((differences(ctx, &looked.definition).await?, desk_choices(ctx, lang).await?)) };
    let (found, desks) = match found.await {
        Ok(found) => found,
        Err(error) => return broken(&error, lang).into_response(),
    };
    let Looked { definition, mut warnings, missing } = looked;
    warnings.extend(missing);
    let language = language_index(&definition, lang);
    let status = status_of(&problems);
    let trial = unpublished::address_of(&files);
    let (sha256, file) = files.workbook;
    let mut it = PreviewPage {
        trial,
        file,
        sha256,
        choices: files.choices,
        media: files.media,
        shown: definition.files.keys().cloned().collect(),
        command: fresh_id(),
        base_rev,
        rows: summary(&definition, language),
        form_id: definition.form_id,
        version: definition.version,
        title: definition.title,
        languages: definition.languages,
        warnings,
        changes: None,
        settings: SettingsFields { desks, ..settings },
        problems,
    };
    let title = it.title.clone();
    (
        status,
        render::page(ctx, lang, &title, Some(&staff.name), move || {
            it.changes = found.map(|found| found.iter().map(|difference| changes::sentence(difference, language)).collect());
            page::preview(it)
        }),
    )
        .into_response()
}

async fn publish(State(ctx): State<Ctx>, Reads(lang): Reads, staff: Staff, Form(pairs): Form<Vec<(String, String)>>) -> Response {
    let files = Files::of(&pairs);
    let fields: Fields = pairs.into_iter().collect();
    let value = |name: &str| fields.get(name).map_or("", String::as_str);
    let typed_id = Some(value("form_id").trim()).filter(|id| !id.is_empty());
    let mut looked = match read(&ctx, &files, typed_id).await {
        Ok(Ok(looked)) => looked,
        Ok(Err(problems)) => return chooser(&ctx, lang, &staff, UploadPage { problems, file: files.workbook.1 }),
        Err(error) => return chooser(&ctx, lang, &staff, UploadPage { problems: vec![error.problem("")], file: files.workbook.1 }),
    };
    value("form_id").trim().clone_into(&mut looked.definition.form_id);
    value("version").trim().clone_into(&mut looked.definition.version);
    let (settings, mut problems) = from_fields(value);
    problems.append(&mut looked.missing);
    let base_rev = value("base_rev").parse().ok();
    if problems.is_empty() {
        let id = looked.definition.form_id.clone();
        let source = SourceFile { sha256: files.workbook.0.clone(), name: files.workbook.1.clone() };
        let open = value("open") == "1";
        let body = FormCommand::Publish(Box::new(Publish { definition: looked.definition.clone(), source: Some(source), settings, open }));
        let command = Command { id: value("command").to_owned(), base_rev, body: Body::Forms(body) };
        let receipt = execute(&ctx.site, &staff.actor, &command, now_ms()).await;
        if receipt.status == ReceiptStatus::Done {
            return see_other(&format!("/staff/forms/{}?done={}", encode(&id), receipt.receipt_no.unwrap_or_default()));
        }
        problems = problems_of(receipt);
    }
    let typed = typed(&fields);
    preview(&ctx, lang, &staff, files, looked, typed, base_rev, problems).await
}
