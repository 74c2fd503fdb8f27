//! Letter templates: kept by command, checked against the newest version of their form.

use super::{Asked, Ready, conflict, rejected, sql, store};
use crate::commands::Outcome;
use crate::db::{Db, DbError, DbResult};
use crate::feed::Writer;
use crate::params;
use crate::sites::OpenSite;
use engawa_app::forms::SubmissionState;
use engawa_app::forms::letter::{self, COUNT_MAX, Letter};
use engawa_core::Problem;

type Row = (String, String, String, String, String, i64);

/// A template as it is stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredLetter {
    /// The template.
    pub letter: Letter,
    /// The revision of its last change.
    pub rev: u64,
}

fn letter_of((id, form_id, name, state, body, rev): Row) -> DbResult<StoredLetter> {
    let state = SubmissionState::parse(&state).ok_or_else(|| DbError::inconsistent(format!("letter {id}.state"), &state))?;
    let rev = u64::try_from(rev).map_err(|why| DbError::inconsistent(format!("letter {id}.rev"), why))?;
    Ok(StoredLetter { letter: Letter { id, form_id, name, state, body }, rev })
}

/// The templates of a form, by name.
pub async fn of_form(db: &Db, form_id: &str) -> DbResult<Vec<StoredLetter>> {
    db.all::<Row>(sql::LETTERS, params![form_id]).await?.into_iter().map(letter_of).collect()
}

/// What staff can choose from: the templates of a form, and those that come with the program for states that have none.
pub async fn offered(db: &Db, form_id: &str) -> DbResult<Vec<Letter>> {
    let own: Vec<Letter> = of_form(db, form_id).await?.into_iter().map(|it| it.letter).collect();
    let missing = letter::built_in(form_id).into_iter().filter(|it| own.iter().all(|known| known.state != it.state));
    let missing: Vec<Letter> = missing.collect();
    Ok([own, missing].concat())
}

/// What is wrong with a template, found out before the transaction: versions never change.
pub async fn check(site: &OpenSite, letter: &Letter) -> DbResult<Ready> {
    let Some(form) = store::form(&site.db, &letter.form_id).await? else { return Ok(Ready::Refused(vec![Problem::new("form_id", "form_unknown")])) };
    let definition = super::cache::definition(&site.db, &form.id, &form.version).await?;
    let definition = definition.ok_or_else(|| DbError::inconsistent(format!("form {}", form.id), "no version"))?;
    let problems = letter::check(letter, &definition);
    Ok(if problems.is_empty() { Ready::Nothing } else { Ready::Refused(problems) })
}

async fn one_within(writer: &mut Writer, id: &str) -> DbResult<Option<StoredLetter>> {
    writer.tx.first::<Row>(sql::LETTER, params![id]).await?.map(letter_of).transpose()
}

/// Keeps a template.
pub async fn put(writer: &mut Writer, asked: Asked<'_>, letter: &Letter) -> DbResult<Outcome> {
    let before = one_within(writer, &letter.id).await?;
    if let Some(conflict) = conflict(asked.base_rev, before.as_ref().map(|it| it.rev)) {
        return Ok(conflict);
    }
    match &before {
        // A template stays with its form.
        Some(before) if before.letter.form_id != letter.form_id => return Ok(rejected("id", "not_found")),
        Some(_) => {}
        None => {
            if uuid::Uuid::parse_str(&letter.id).is_err() {
                return Ok(rejected("id", "not_found"));
            }
            let known = writer.tx.all::<Row>(sql::LETTERS, params![&letter.form_id]).await?;
            if known.len() >= COUNT_MAX {
                return Ok(Outcome::Rejected(vec![Problem::new("", "too_many").arg(COUNT_MAX.to_string())]));
            }
        }
    }
    let (rev, now) = (writer.take_rev().await?, writer.now);
    let params = params![&letter.id, &letter.form_id, letter.name.trim(), letter.state.code(), &letter.body, rev, now];
    writer.tx.run(sql::PUT_LETTER, params).await?;
    Ok(Outcome::Done { rev })
}

/// Deletes a template.
pub async fn discard(writer: &mut Writer, asked: Asked<'_>, form_id: &str, id: &str) -> DbResult<Outcome> {
    let Some(before) = one_within(writer, id).await?.filter(|it| it.letter.form_id == form_id) else { return Ok(rejected("id", "not_found")) };
    if let Some(conflict) = conflict(asked.base_rev, Some(before.rev)) {
        return Ok(conflict);
    }
    let rev = writer.take_rev().await?;
    writer.tx.run(sql::DROP_LETTER, params![id]).await?;
    Ok(Outcome::Done { rev })
}
