//! Reads forms and submissions back from their rows.

use super::sql;
use crate::db::{Db, DbError, DbResult, Param};
use crate::feed::{self, Writer};
use crate::params;
use chrono::NaiveDate;
use engawa_app::forms::command::{Audience, Settings};
use engawa_app::forms::{Provenance, SubmissionState, paper_id};
use engawa_core::form::{Answers, Definition};
use engawa_core::time::Millis;

type FormRow = (String, String, String, i64, Option<i64>, Option<i64>, String, Option<i64>, i64, i64, String);
type SubmissionRow = (String, String, String, String, String, String, String, String, String, String, i64, i64, i64, i64, String, String);

/// A form without its questions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredForm {
    /// Its id.
    pub id: String,
    /// What it is called.
    pub title: String,
    /// Its newest version.
    pub version: String,
    /// Whether it takes submissions, as far as staff decide; see also [`Settings::shut_at`].
    pub open: bool,
    /// Who, when, how many.
    pub settings: Settings,
    /// The revision of its last change.
    pub rev: u64,
}

/// A submission without its answers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Submission {
    /// Its id: that of the command that sent it.
    pub id: String,
    /// Which form.
    pub form_id: String,
    /// The version that was filled in.
    pub version: String,
    /// Where it is.
    pub state: SubmissionState,
    /// What the form calls it; may be empty.
    pub title: String,
    /// The short number.
    pub receipt_no: String,
    /// How it came in.
    pub provenance: Provenance,
    /// Who sent it: `anonymous`, `staff:<login>`.
    pub sender: String,
    /// Who takes care of it; may be empty.
    pub assignee: String,
    /// The id of the submission that it corrects; may be empty.
    pub corrects: String,
    /// The revision of its last change.
    pub rev: u64,
    /// When it arrived.
    pub received_at: Millis,
    /// When it last changed.
    pub changed_at: Millis,
    /// When it is deleted.
    pub delete_at: Millis,
    /// The number of the paper that it was entered from; may be empty.
    pub paper_id: String,
    /// The day on which it arrived, of what staff entered for somebody.
    pub received_on: Option<NaiveDate>,
}

/// Something that happened to a submission.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event {
    /// When.
    pub at: Millis,
    /// Who did it.
    pub actor: String,
    /// Where it was; nothing when it arrived.
    pub from: Option<SubmissionState>,
    /// Where it went.
    pub to: SubmissionState,
    /// What the sender was told.
    pub message: String,
    /// What only staff read.
    pub note: String,
}

/// A file of a submission.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredFile {
    /// The answer that names it.
    pub path: String,
    /// Its name in the store.
    pub sha256: String,
    /// Its name as the person knows it.
    pub name: String,
    /// Its length in bytes.
    pub bytes: u64,
    /// What it is, by its bytes.
    pub media_type: String,
}

fn rev_of(what: &str, rev: i64) -> DbResult<u64> {
    u64::try_from(rev).map_err(|why| DbError::inconsistent(format!("{what}.rev"), why))
}

fn form_of(row: FormRow) -> DbResult<StoredForm> {
    let (id, title, version, open, opens_at, closes_at, audience, quota, retention_days, rev, desk) = row;
    let settings = Settings {
        opens_at,
        closes_at,
        audience: Audience::parse(&audience).ok_or_else(|| DbError::inconsistent(format!("form {id}.audience"), &audience))?,
        quota: quota.and_then(|quota| u32::try_from(quota).ok()),
        retention_days: u32::try_from(retention_days).map_err(|why| DbError::inconsistent(format!("form {id}.retention_days"), why))?,
        desk,
    };
    Ok(StoredForm { rev: rev_of(&id, rev)?, open: open == 1, id, title, version, settings })
}

/// One form.
pub async fn form(db: &Db, id: &str) -> DbResult<Option<StoredForm>> {
    db.first::<FormRow>(sql::FORM, params![id]).await?.map(form_of).transpose()
}

/// One form, inside a transaction.
pub async fn form_within(writer: &mut Writer, id: &str) -> DbResult<Option<StoredForm>> {
    writer.tx.first::<FormRow>(sql::FORM, params![id]).await?.map(form_of).transpose()
}

/// All forms, by name.
pub async fn forms(db: &Db) -> DbResult<Vec<StoredForm>> {
    db.all::<FormRow>(sql::FORMS, params![]).await?.into_iter().map(form_of).collect()
}

/// Writes a form at `rev`.
pub async fn put_form(writer: &mut Writer, form: &StoredForm, rev: u64) -> DbResult<()> {
    let settings = &form.settings;
    writer
        .tx
        .run(
            sql::PUT_FORM,
            params![
                &form.id,
                &form.title,
                &form.version,
                i64::from(form.open),
                Param::Int(settings.opens_at),
                Param::Int(settings.closes_at),
                settings.audience.code(),
                Param::Int(settings.quota.map(i64::from)),
                i64::from(settings.retention_days),
                rev,
                writer.now,
                &settings.desk
            ],
        )
        .await?;
    Ok(())
}

/// The newest versions of a form as they were published, newest first.
pub async fn definitions(db: &Db, form_id: &str) -> DbResult<Vec<Definition>> {
    let rows = db.all::<(String,)>(sql::DEFINITIONS, params![form_id]).await?;
    let read = |(text,): (String,)| serde_json::from_str(&text).map_err(|why| DbError::inconsistent(format!("form {form_id}"), why));
    rows.into_iter().map(read).collect()
}

fn submission_of(row: SubmissionRow) -> DbResult<Submission> {
    let (
        id,
        form_id,
        version,
        state,
        title,
        receipt_no,
        provenance,
        sender,
        assignee,
        corrects,
        rev,
        received_at,
        changed_at,
        delete_at,
        paper_id,
        on,
    ) = row;
    Ok(Submission {
        state: SubmissionState::parse(&state).ok_or_else(|| DbError::inconsistent(format!("submission {id}.state"), &state))?,
        provenance: Provenance::stored(&provenance, &sender)
            .ok_or_else(|| DbError::inconsistent(format!("submission {id}.provenance"), &provenance))?,
        rev: rev_of(&id, rev)?,
        id,
        form_id,
        version,
        title,
        receipt_no,
        sender,
        assignee,
        corrects,
        received_at,
        changed_at,
        delete_at,
        paper_id,
        received_on: on.parse().ok(),
    })
}

/// One submission.
pub async fn submission(db: &Db, id: &str) -> DbResult<Option<Submission>> {
    db.first::<SubmissionRow>(sql::SUBMISSION, params![id]).await?.map(submission_of).transpose()
}

/// One submission, inside a transaction.
pub async fn submission_within(writer: &mut Writer, id: &str) -> DbResult<Option<Submission>> {
    writer.tx.first::<SubmissionRow>(sql::SUBMISSION, params![id]).await?.map(submission_of).transpose()
}

/// The submissions of a receipt number.
pub async fn by_receipt(db: &Db, number: &str) -> DbResult<Vec<Submission>> {
    db.all::<SubmissionRow>(sql::BY_RECEIPT, params![number]).await?.into_iter().map(submission_of).collect()
}

/// The submissions of a receipt number, inside a transaction.
pub async fn by_receipt_within(writer: &mut Writer, number: &str) -> DbResult<Vec<Submission>> {
    writer.tx.all::<SubmissionRow>(sql::BY_RECEIPT, params![number]).await?.into_iter().map(submission_of).collect()
}

/// The submissions that were entered from a paper.
pub async fn by_paper(db: &Db, paper_id: &str) -> DbResult<Vec<Submission>> {
    if paper_id.is_empty() {
        return Ok(Vec::new());
    }
    db.all::<SubmissionRow>(sql::BY_PAPER, params![paper_id]).await?.into_iter().map(submission_of).collect()
}

/// What was put into a submission.
pub async fn answers(db: &Db, id: &str) -> DbResult<Answers> {
    let row = db.first::<(String,)>(sql::ANSWERS, params![id]).await?;
    let Some((text,)) = row else { return Ok(Answers::default()) };
    serde_json::from_str(&text).map_err(|why| DbError::inconsistent(format!("submission {id}.answers"), why))
}

/// The SHA-256 of the command that a submission came in, as its receipt keeps it; empty if no receipt is here.
pub async fn content_sha256(db: &Db, id: &str) -> DbResult<String> {
    let row = db.first::<(String, String, String)>(feed::sql::RECEIPT, params![id]).await?;
    Ok(row.map(|(_, digest, _)| digest).unwrap_or_default())
}

/// What happened to a submission, oldest first.
pub async fn events(db: &Db, id: &str) -> DbResult<Vec<Event>> {
    type Row = (i64, String, String, String, String, String);
    let rows = db.all::<Row>(sql::EVENTS, params![id]).await?;
    let read = |(at, actor, from, to, message, note): Row| {
        let to = SubmissionState::parse(&to).ok_or_else(|| DbError::inconsistent(format!("submission {id}.event"), &to))?;
        Ok(Event { at, actor, from: SubmissionState::parse(&from), to, message, note })
    };
    rows.into_iter().map(read).collect()
}

/// The files of a submission.
pub async fn files(db: &Db, id: &str) -> DbResult<Vec<StoredFile>> {
    let rows = db.all::<(String, String, String, i64, String)>(sql::ATTACHMENTS, params![id]).await?;
    let file = |(path, sha256, name, bytes, media_type)| StoredFile { path, sha256, name, bytes: u64::try_from(bytes).unwrap_or(0), media_type };
    Ok(rows.into_iter().map(file).collect())
}

/// What an inbox is asked for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Ask {
    /// A state; nothing: all.
    pub state: Option<SubmissionState>,
    /// Who takes care of it; empty: anybody.
    pub assignee: String,
    /// Words, as typed, or the number of a receipt or a paper.
    pub words: String,
    /// Of forms that belong to a desk, only those of these.
    pub desks: Vec<String>,
}

/// The desk of a form; empty: every desk's, or there is no such form.
pub async fn desk_of_form(db: &Db, form_id: &str) -> DbResult<String> {
    Ok(db.first::<(String,)>(sql::DESK_OF_FORM, params![form_id]).await?.map_or_else(String::new, |(desk,)| desk))
}

/// The desk of the form of a submission; empty: every desk's, or there is no such submission.
pub async fn desk_of_submission(db: &Db, submission: &str) -> DbResult<String> {
    Ok(db.first::<(String,)>(sql::DESK_OF_SUBMISSION, params![submission]).await?.map_or_else(String::new, |(desk,)| desk))
}

/// The most words that are looked for at once.
pub const WORDS_MAX: usize = 8;

/// What was typed as folded words, all of them: whoever asks says so if there are more than [`WORDS_MAX`].
pub fn words_of(typed: &str) -> Vec<String> {
    engawa_core::text::fold(typed).split_whitespace().map(str::to_owned).collect()
}

/// A part of the inbox of a form, newest first; no form: of all. Words beyond [`WORDS_MAX`] are not looked for.
pub async fn inbox(db: &Db, form_id: &str, ask: &Ask, limit: u32, offset: u32) -> DbResult<Vec<Submission>> {
    let words = words_of(&ask.words);
    let word = |at: usize| words.get(at).cloned().unwrap_or_default();
    let number = engawa_app::forms::receipt::number_of(&ask.words);
    // Most submissions have no paper, so what is no number of one must not be empty.
    let paper = paper_id::read(&ask.words).unwrap_or_else(|| "-".to_owned());
    let state = ask.state.map_or("", SubmissionState::code);
    let params = params![
        form_id,
        state,
        &ask.assignee,
        word(0),
        word(1),
        word(2),
        number,
        i64::from(limit),
        i64::from(offset),
        paper,
        format!(",{},", ask.desks.join(",")),
        word(3),
        word(4),
        word(5),
        word(6),
        word(7)
    ];
    db.all::<SubmissionRow>(sql::INBOX, params).await?.into_iter().map(submission_of).collect()
}
