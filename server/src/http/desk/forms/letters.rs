//! 通知文: the letter templates of a form. Written by commands, so that a mistake can be traced.

use super::refused_form;
use crate::clock::now_ms;
use crate::commands::execute;
use crate::db::{DbError, DbResult};
use crate::forms::{cache, letters, store};
use crate::http::Ctx;
use crate::http::desk::{Staff, problems_of, render, see_other};
use crate::http::fields::{Fields, field, fresh_id};
use crate::http::lang::Reads;
use crate::http::problem::{broken, status_of};
use axum::Router;
use axum::extract::{Form, Path, Query, State};
use axum::response::{IntoResponse as _, Response};
use axum::routing::{get, post};
use engawa_app::command::{Body, Command};
use engawa_app::forms::SubmissionState;
use engawa_app::forms::command::FormCommand;
use engawa_app::forms::letter::{self, Letter};
use engawa_app::forms::outline::language_index;
use engawa_app::forms::pages::desk::letters as page;
use engawa_app::forms::studio::summary;
use engawa_app::listings::query::encode;
use engawa_app::messages::forms::letters as m;
use engawa_core::{Action, Lang, Problem, ReceiptStatus};
use serde::Deserialize;

/// Routes of letters.
pub fn routes() -> Router<Ctx> {
    Router::new().route("/staff/forms/{id}/letters", get(show).post(put)).route("/staff/forms/{id}/letters/{letter}/drop", post(discard))
}

#[derive(Deserialize, Default)]
struct LettersQuery {
    /// The template that is to be edited.
    #[serde(default)]
    edit: String,
    #[serde(default)]
    done: String,
}

async fn show(State(ctx): State<Ctx>, Reads(lang): Reads, staff: Staff, Path(id): Path<String>, Query(query): Query<LettersQuery>) -> Response {
    let done = Some(query.done).filter(|done| !done.is_empty());
    draw(&ctx, lang, &staff, &id, &query.edit, done, None, Vec::new()).await
}

/// `typed`: what was refused, with the revision that its author saw.
#[expect(clippy::too_many_arguments, reason = "what a page shows, read in three handlers")]
async fn draw(
    ctx: &Ctx,
    lang: Lang,
    staff: &Staff,
    id: &str,
    edit: &str,
    done: Option<String>,
    typed: Option<(Letter, Option<u64>)>,
    problems: Vec<Problem>,
) -> Response {
    if let Some(refusal) = refused_form(ctx, lang, staff, Action::SubmissionReview, id).await {
        return refusal;
    }
    match read(ctx, lang, id, edit, typed).await {
        Ok(Some(mut it)) => {
            it.done = done;
            it.problems = problems;
            let status = status_of(&it.problems);
            let title = m::LETTERS_OF.with(lang, &[&it.title]);
            (status, render::page(ctx, lang, &title, Some(&staff.name), move || page::letters(it))).into_response()
        }
        Ok(None) => see_other("/staff/forms"),
        Err(error) => broken(&error, lang).into_response(),
    }
}

async fn read(ctx: &Ctx, lang: Lang, id: &str, edit: &str, typed: Option<(Letter, Option<u64>)>) -> DbResult<Option<page::LettersPage>> {
    let db = &ctx.site.db;
    let Some(form) = store::form(db, id).await? else { return Ok(None) };
    let definition = cache::definition(db, id, &form.version).await?;
    let definition = definition.ok_or_else(|| DbError::inconsistent(format!("form {id}"), "no version"))?;
    let own = letters::of_form(db, id).await?;
    let built_in: Vec<Letter> = letter::built_in(id).into_iter().filter(|it| own.iter().all(|known| known.letter.state != it.state)).collect();
    let stored = own.iter().find(|it| it.letter.id == edit).map(|it| (it.letter.clone(), Some(it.rev)));
    // One that comes with the program becomes a template of the form, under an id of its own.
    let copied = || built_in.iter().find(|it| it.id == edit).map(|it| (Letter { id: fresh_id(), ..it.clone() }, None));
    let empty = || {
        let letter = Letter { id: fresh_id(), form_id: id.to_owned(), name: String::new(), state: SubmissionState::Accepted, body: String::new() };
        (letter, None)
    };
    let (edited, base_rev) = typed.or(stored).or_else(copied).unwrap_or_else(empty);
    let rows = own.into_iter().map(|it| page::LetterRow { letter: it.letter, rev: Some(it.rev), command: fresh_id() });
    let rows: Vec<page::LetterRow> = rows.collect();
    let offered = built_in.iter().map(|it| page::LetterRow { letter: it.clone(), rev: None, command: String::new() }).collect();
    let questions = summary(&definition, language_index(&definition, lang)).into_iter();
    let questions = questions.filter(|row| !matches!(row.kind.as_str(), "group" | "repeat" | "note")).map(|row| (row.name, row.label));
    Ok(Some(page::LettersPage {
        form_id: form.id,
        title: form.title,
        rows: [rows, offered].concat(),
        questions: questions.collect(),
        edited,
        base_rev,
        command: fresh_id(),
        done: None,
        problems: Vec::new(),
    }))
}

async fn put(State(ctx): State<Ctx>, Reads(lang): Reads, staff: Staff, Path(id): Path<String>, Form(fields): Form<Fields>) -> Response {
    let letter = Letter {
        id: field(&fields, "letter").to_owned(),
        form_id: id.clone(),
        name: field(&fields, "name").to_owned(),
        // What is no state is refused with the others that no letter tells of.
        state: SubmissionState::parse(field(&fields, "state")).unwrap_or(SubmissionState::Received),
        // The lines of a letter stay as they were set.
        body: fields.get("body").map_or("", String::as_str).replace("\r\n", "\n"),
    };
    let base_rev = field(&fields, "base_rev").parse().ok();
    let body = FormCommand::PutLetter(Box::new(letter.clone()));
    act(&ctx, lang, &staff, &id, &fields, base_rev, body, Some((letter, base_rev))).await
}

async fn discard(
    State(ctx): State<Ctx>,
    Reads(lang): Reads,
    staff: Staff,
    Path((id, letter)): Path<(String, String)>,
    Form(fields): Form<Fields>,
) -> Response {
    let base_rev = field(&fields, "base_rev").parse().ok();
    let body = FormCommand::DropLetter { form_id: id.clone(), id: letter };
    act(&ctx, lang, &staff, &id, &fields, base_rev, body, None).await
}

/// Does something about the letters of a form, and comes back to them.
#[expect(clippy::too_many_arguments, reason = "the last step of two handlers, parted only for reading")]
async fn act(
    ctx: &Ctx,
    lang: Lang,
    staff: &Staff,
    id: &str,
    fields: &Fields,
    base_rev: Option<u64>,
    body: FormCommand,
    typed: Option<(Letter, Option<u64>)>,
) -> Response {
    let command = Command { id: field(fields, "command").to_owned(), base_rev, body: Body::Forms(body) };
    let receipt = execute(&ctx.site, &staff.actor, &command, now_ms()).await;
    if receipt.status == ReceiptStatus::Done {
        return see_other(&format!("/staff/forms/{}/letters?done={}", encode(id), receipt.receipt_no.unwrap_or_default()));
    }
    let mut typed = typed;
    if receipt.status == ReceiptStatus::Conflict
        && let Some((letter, base_rev)) = &mut typed
    {
        // Saving once more, after having looked, replaces what the other person wrote.
        match letters::of_form(&ctx.site.db, id).await {
            Ok(known) => *base_rev = known.into_iter().find(|it| it.letter.id == letter.id).map(|it| it.rev),
            Err(error) => return broken(&error, lang).into_response(),
        }
    }
    draw(ctx, lang, staff, id, "", None, typed, problems_of(receipt)).await
}
