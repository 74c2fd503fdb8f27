//! 様式 on the server: publishes forms, takes submissions in, and carries out what staff decide about them.
//!
//! What takes long (reading expressions, computing a form) is done by [`prepare`] before the transaction, so that nobody waits for it;
//! what can change meanwhile (whether the form is open, how many there are, which files are here) is asked inside it. Invariants: only
//! open forms that are not for staff alone are in the public feed; a submission never is; a submission names only files that are here whole; of one
//! shared draft one submission is taken.

pub mod audience;
pub mod blobs;
pub mod cache;
pub mod correct;
pub mod duplicates;
pub mod export;
pub mod letters;
pub mod lookup;
pub mod media;
pub mod postcodes;
pub mod public;
pub mod ready;
pub mod rescue;
pub mod retention;
pub mod shared;
pub mod sniff;
pub mod sql;
pub mod store;
pub mod tidy;
pub mod workbook;

use crate::audit;
use crate::commands::Outcome;
use crate::db::{DbError, DbResult};
use crate::feed::{Writer, sql as feed_sql};
use crate::params;
use crate::people::{Actor, desks, notices, work};
use crate::sites::OpenSite;
use engawa_app::forms::command::{Audience, FormCommand, Holder, Publish, Review, Settings, Submit};
use engawa_app::forms::outline::{Line, filled, noon};
use engawa_app::forms::record::{FormRecord, Shut};
use engawa_app::forms::rules::{self, Accepted};
use engawa_app::forms::{COLLECTION, Provenance, SubmissionState, receipt};
use engawa_app::people::notice::NoticeCode;
use engawa_core::feed::Scope;
use engawa_core::form::Definition;
use engawa_core::form::running::{Compiled, Form};
use engawa_core::rights::DeskRole;
use engawa_core::time::{DAY_MS, Millis, jst_date, jst_datetime};
use engawa_core::{Problem, Subject, may};
use std::sync::Arc;
use store::{StoredForm, Submission};

/// Who asks for what, under which id.
#[derive(Clone, Copy, Debug)]
pub struct Asked<'a> {
    /// The command's id.
    pub id: &'a str,
    /// The revision that the author saw.
    pub base_rev: Option<u64>,
    /// Who.
    pub actor: &'a Actor,
    /// The number that the receipt will have.
    pub receipt_no: &'a str,
}

/// What was found out before the transaction.
#[derive(Debug)]
pub enum Ready {
    /// Nothing had to be.
    Nothing,
    /// It is refused whatever the store holds.
    Refused(Vec<Problem>),
    /// The form accepts the answers.
    Accepted(Box<Accepted>),
    /// The filled-in form as lines, for the desk that does not have it.
    Read(Vec<Line>),
}

/// Finds out what takes long.
pub async fn prepare(site: &OpenSite, actor: &Actor, id: &str, command: &FormCommand, now: Millis) -> DbResult<Ready> {
    match command {
        FormCommand::Publish(publish) => {
            let mut problems = rules::check_publish(publish);
            if problems.is_empty() {
                let definition = Arc::new(publish.definition.clone());
                let read = tokio::task::spawn_blocking(move || Compiled::new(definition).err()).await;
                problems = read.map_err(|why| DbError::inconsistent("form", why))?.unwrap_or_default();
            }
            if problems.is_empty() {
                problems = media::check_notes(site, &publish.definition).await.unwrap_or_else(|error| vec![error.problem("media")]);
            }
            Ok(if problems.is_empty() { Ready::Nothing } else { Ready::Refused(problems) })
        }
        FormCommand::Submit(submit) => {
            let Some(compiled) = site.forms.get(&site.db, &submit.form_id, &submit.version).await? else {
                let problem = match store::form(&site.db, &submit.form_id).await? {
                    Some(_) => Problem::new("version", "form_version_unknown").arg(submit.version.clone()),
                    None => Problem::new("form_id", "form_unknown"),
                };
                return Ok(Ready::Refused(vec![problem]));
            };
            let (mut sent, id) = ((**submit).clone(), id.to_owned());
            // What staff enter for somebody is not from their own account.
            let name = if submit.provenance == Provenance::Web { actor.display_name().to_owned() } else { String::new() };
            let work = move || {
                rules::put_sender(&compiled, &mut sent.answers, &name, &id, now);
                rules::check_answers(&compiled, &sent, &id, now)
            };
            let checked = tokio::task::spawn_blocking(work).await;
            Ok(match checked {
                Ok(Ok(accepted)) => Ready::Accepted(Box::new(accepted)),
                Ok(Err(problems)) => Ready::Refused(problems),
                Err(error) => {
                    // Sending it again would end alike.
                    tracing::error!(form = submit.form_id, %error, "a form could not be computed");
                    Ready::Refused(vec![Problem::new("", "answer_fault")])
                }
            })
        }
        FormCommand::PutLetter(letter) => letters::check(site, letter).await,
        FormCommand::Review(review) => Ok(work::missing(site, &review.submission).await?.map_or(Ready::Nothing, Ready::Read)),
        FormCommand::SetOpen { .. }
        | FormCommand::Configure { .. }
        | FormCommand::Withdraw { .. }
        | FormCommand::Reply { .. }
        | FormCommand::Erase { .. }
        | FormCommand::Keep { .. }
        | FormCommand::DropLetter { .. } => Ok(Ready::Nothing),
    }
}

fn rejected(path: &str, code: &str) -> Outcome {
    Outcome::Rejected(vec![Problem::new(path, code)])
}

/// Executes a command of this room inside the writer's transaction.
pub async fn execute(writer: &mut Writer, asked: Asked<'_>, command: &FormCommand, ready: Ready) -> DbResult<Outcome> {
    // First of all: whoever holds the revision is alone until the commit, so what is counted stays true.
    writer.tx.first::<(i64,)>(feed_sql::TAKE_REVS, params![0_i64]).await?;
    if !may(asked.actor, command.action(), &Subject::of_desk(&desk_of(writer, command).await?)) {
        return Ok(Outcome::Forbidden);
    }
    let (accepted, read) = match ready {
        Ready::Refused(problems) => return Ok(Outcome::Rejected(problems)),
        Ready::Accepted(accepted) => (Some(accepted), None),
        Ready::Read(lines) => (None, Some(lines)),
        Ready::Nothing => (None, None),
    };
    if let FormCommand::Publish(publish) = command
        && !is_desk(writer, &publish.settings).await?
    {
        return Ok(rejected("desk", "desk_unknown"));
    }
    match command {
        FormCommand::Publish(publish) => put_version(writer, asked, publish).await,
        FormCommand::SetOpen { form_id, open } => change(writer, asked, form_id, |form| form.open = *open).await,
        FormCommand::Configure { form_id, settings } => {
            let problems = rules::check_settings(settings);
            if !problems.is_empty() {
                return Ok(Outcome::Rejected(problems));
            }
            if !is_desk(writer, settings).await? {
                return Ok(rejected("desk", "desk_unknown"));
            }
            change(writer, asked, form_id, |form| form.settings = settings.clone()).await
        }
        FormCommand::Submit(submit) => match accepted {
            Some(accepted) => submit_within(writer, asked, submit, &accepted).await,
            None => Ok(rejected("", "answer_fault")),
        },
        FormCommand::Withdraw { holder, reason } => withdraw(writer, asked.actor, holder, reason).await,
        FormCommand::Reply { holder, text } => correct::reply(writer, asked, holder, text).await,
        FormCommand::Review(review) => review_within(writer, asked, review, read.as_deref()).await,
        FormCommand::Erase { submission, reason } => retention::erase(writer, submission, reason).await,
        FormCommand::Keep { submission, until, reason } => retention::keep(writer, asked, submission, *until, reason).await,
        FormCommand::PutLetter(letter) => letters::put(writer, asked, letter).await,
        FormCommand::DropLetter { form_id, id } => letters::discard(writer, asked, form_id, id).await,
    }
}

/// The desk to which the subject of a command belongs. Sending in is nobody's in particular: at one counter staff enter what another reads.
async fn desk_of(writer: &mut Writer, command: &FormCommand) -> DbResult<String> {
    let (stmt, id) = match command {
        FormCommand::Submit(_) | FormCommand::Withdraw { .. } | FormCommand::Reply { .. } => return Ok(String::new()),
        FormCommand::Review(review) => (sql::DESK_OF_SUBMISSION, review.submission.as_str()),
        FormCommand::Erase { submission, .. } | FormCommand::Keep { submission, .. } => (sql::DESK_OF_SUBMISSION, submission.as_str()),
        FormCommand::Publish(_)
        | FormCommand::SetOpen { .. }
        | FormCommand::Configure { .. }
        | FormCommand::PutLetter(_)
        | FormCommand::DropLetter { .. } => (sql::DESK_OF_FORM, command.subject()),
    };
    Ok(writer.tx.first::<(String,)>(stmt, params![id]).await?.map_or_else(String::new, |(desk,)| desk))
}

/// Whether the desk that settings name is there.
async fn is_desk(writer: &mut Writer, settings: &Settings) -> DbResult<bool> {
    Ok(settings.desk.is_empty() || desks::exists(writer, &settings.desk).await?)
}

async fn put_version(writer: &mut Writer, asked: Asked<'_>, publish: &Publish) -> DbResult<Outcome> {
    let definition = &publish.definition;
    let (id, version) = (&definition.form_id, &definition.version);
    let before = store::form_within(writer, id).await?;
    if let Some(conflict) = conflict(asked.base_rev, before.as_ref().map(|form| form.rev)) {
        return Ok(conflict);
    }
    if writer.tx.first::<(String, String, String, i64)>(sql::VERSION, params![id, version]).await?.is_some() {
        return Ok(Outcome::Rejected(vec![Problem::new("version", "form_version_exists").arg(version.clone())]));
    }
    if let Some(source) = &publish.source
        && blobs::known(writer, &source.sha256).await?.is_none()
    {
        return Ok(Outcome::Retry(Problem::new("source", "attachment_missing")));
    }
    if let Some(refused) = check_media(writer, definition).await? {
        return Ok(refused);
    }
    let text = serde_json::to_string(definition).map_err(|why| DbError::inconsistent(format!("form {id}"), why))?;
    let rev = writer.take_rev().await?;
    let (last,) = writer.tx.first::<(i64,)>(sql::LAST_VERSION, params![id]).await?.unwrap_or_default();
    let (sha256, name) = publish.source.as_ref().map_or((String::new(), String::new()), |source| (source.sha256.clone(), source.name.clone()));
    let (now, actor) = (writer.now, writer.actor.clone());
    writer.tx.run(sql::PUT_VERSION, params![id, version, last + 1, text, sha256, name, now, actor]).await?;
    for (name, file) in &definition.files {
        writer.tx.run(sql::PUT_MEDIA, params![id, version, name, &file.sha256]).await?;
    }
    let title = if definition.title.trim().is_empty() { id.clone() } else { definition.title.clone() };
    let form = StoredForm { id: id.clone(), title, version: version.clone(), open: publish.open, settings: publish.settings.clone(), rev };
    store::put_form(writer, &form, rev).await?;
    project(writer, &form, rev).await?;
    work::reassign(writer, id).await?;
    Ok(Outcome::Done { rev })
}

/// Why the files that a version shows are not taken: one is not here, is somebody's, or is not what the definition says.
async fn check_media(writer: &mut Writer, definition: &Definition) -> DbResult<Option<Outcome>> {
    for (name, file) in &definition.files {
        let Some((bytes, media_type)) = writer.tx.first::<(i64, String)>(sql::MEDIA_BLOB, params![&file.sha256]).await? else {
            return Ok(Some(Outcome::Retry(Problem::new("media", "attachment_missing").arg(name.clone()))));
        };
        if media_type != file.media_type || u64::try_from(bytes) != Ok(file.bytes) {
            return Ok(Some(Outcome::Rejected(vec![Problem::new("media", "media_kind").arg(name.clone()).arg(media_type)])));
        }
    }
    Ok(None)
}

/// Changes a form apart from its questions.
async fn change(writer: &mut Writer, asked: Asked<'_>, id: &str, set: impl FnOnce(&mut StoredForm) + Send) -> DbResult<Outcome> {
    let Some(mut form) = store::form_within(writer, id).await? else { return Ok(rejected("form_id", "form_unknown")) };
    if let Some(conflict) = conflict(asked.base_rev, Some(form.rev)) {
        return Ok(conflict);
    }
    set(&mut form);
    let rev = writer.take_rev().await?;
    store::put_form(writer, &form, rev).await?;
    project(writer, &form, rev).await?;
    work::reassign(writer, id).await?;
    Ok(Outcome::Done { rev })
}

/// Closes a form whose time is over.
pub async fn close(writer: &mut Writer, id: &str) -> DbResult<()> {
    let rev = writer.take_rev().await?;
    if let Some(mut form) = store::form_within(writer, id).await? {
        form.open = false;
        store::put_form(writer, &form, rev).await?;
        project(writer, &form, rev).await?;
        writer.audit("form.close", id, "").await?;
    }
    Ok(())
}

/// Somebody changed it since the author looked.
fn conflict(base: Option<u64>, now: Option<u64>) -> Option<Outcome> {
    match (base, now) {
        (Some(base), Some(now)) if now > base => Some(Outcome::Conflict(Problem::new("base_rev", "conflict").arg(now.to_string()))),
        _ => None,
    }
}

/// An open form that is not for staff is a record of the public feed, with who may send it; any other leaves it.
async fn project(writer: &mut Writer, form: &StoredForm, rev: u64) -> DbResult<()> {
    if !form.open || form.settings.audience == Audience::Staff {
        return writer.delete(&Scope::Public, COLLECTION, &form.id, rev).await;
    }
    let row = writer.tx.first::<(String, String, String, i64)>(sql::VERSION, params![&form.id, &form.version]).await?;
    let Some((text, _, _, published_at)) = row else { return Err(DbError::inconsistent(format!("form {}", form.id), "no version")) };
    let definition: Definition = serde_json::from_str(&text).map_err(|why| DbError::inconsistent(format!("form {}", form.id), why))?;
    let record = FormRecord {
        form_id: form.id.clone(),
        version: form.version.clone(),
        title: form.title.clone(),
        languages: definition.languages.clone(),
        settings: form.settings.clone(),
        published_at,
        definition,
    };
    let body = serde_json::to_string(&record).map_err(|why| DbError::inconsistent(format!("form {}", form.id), why))?;
    writer.put(&Scope::Public, COLLECTION, &form.id, rev, &body).await
}

/// Why a form takes nothing now. What staff enter for somebody arrived on paper or by phone in time.
/// `is_correction`: the desk asked for it, whatever day it is now, and its first form counts no more.
async fn shut(writer: &mut Writer, form: &StoredForm, submit: &Submit, actor: &Actor, is_correction: bool) -> DbResult<Option<Problem>> {
    // What staff enter from paper may come from anybody; whether they may is another right.
    let is_for_staff = form.settings.audience == Audience::Staff;
    if (is_for_staff || submit.provenance == Provenance::Web)
        && let Some(problem) = audience::refusal_within(writer, form.settings.audience, actor).await?
    {
        return Ok(Some(problem));
    }
    if submit.provenance != Provenance::Web || is_correction {
        return Ok(None);
    }
    let day = |at: Millis| jst_datetime(at).format("%Y-%m-%d %H:%M").to_string();
    // The moment first: "closed since Monday" says more than "closed".
    match form.settings.shut_at(writer.now) {
        Some(Shut::NotYet(at)) => return Ok(Some(Problem::new("", "form_not_yet_open").arg(day(at)))),
        Some(Shut::Over(at)) => return Ok(Some(Problem::new("", "form_over").arg(day(at)))),
        None if !form.open => return Ok(Some(Problem::new("", "form_closed"))),
        None => {}
    }
    let Some(quota) = form.settings.quota else { return Ok(None) };
    let (count,) = writer.tx.first::<(i64,)>(sql::COUNTED, params![&form.id]).await?.unwrap_or_default();
    Ok((count >= i64::from(quota)).then(|| Problem::new("", "form_full").arg(quota.to_string())))
}

async fn submit_within(writer: &mut Writer, asked: Asked<'_>, submit: &Submit, accepted: &Accepted) -> DbResult<Outcome> {
    let Some(form) = store::form_within(writer, &submit.form_id).await? else { return Ok(rejected("form_id", "form_unknown")) };
    let corrected = match correct::corrected(writer, asked.actor, submit).await? {
        Ok(corrected) => corrected,
        Err(problem) => return Ok(Outcome::Rejected(vec![problem])),
    };
    // Before anything about the form: "sent already" says more than "full".
    if let Some(shared) = &submit.shared
        && let Some(problem) = shared::refusal(writer, shared, &form.id, corrected.as_ref().map(|old| old.id.as_str())).await?
    {
        return Ok(Outcome::Rejected(vec![problem]));
    }
    if let Some(problem) = shut(writer, &form, submit, asked.actor, corrected.is_some()).await? {
        return Ok(Outcome::Rejected(vec![problem]));
    }
    let mut files = Vec::with_capacity(accepted.files.len());
    for (file, wanted) in &accepted.files {
        let Some((bytes, media_type)) = blobs::known(writer, &file.sha256).await? else {
            return Ok(Outcome::Retry(Problem::new(file.path.clone(), "attachment_missing").arg(file.name.clone())));
        };
        if !rules::is_wanted(wanted, &media_type) {
            return Ok(Outcome::Rejected(vec![Problem::new(file.path.clone(), "attachment_kind").arg(media_type)]));
        }
        files.push((file, bytes, media_type));
    }
    // The sender's lengths were only said.
    if files.iter().map(|(_, bytes, _)| bytes).sum::<u64>() > rules::FILES_MAX {
        return Ok(Outcome::Rejected(vec![Problem::new("", "too_large").arg(rules::megabytes(rules::FILES_MAX))]));
    }
    let text = |what: &str, why: serde_json::Error| DbError::inconsistent(format!("submission {}.{what}", asked.id), why);
    let answers = serde_json::to_string(&accepted.answers).map_err(|why| text("answers", why))?;
    let content = serde_json::to_string(&accepted.content).map_err(|why| text("content", why))?;
    let (rev, now) = (writer.take_rev().await?, writer.now);
    if let Some(old) = &corrected {
        let note = format!("corrected by {}", asked.receipt_no);
        move_on(writer, old, SubmissionState::Withdrawn, &old.assignee, "", &note, rev).await?;
    }
    // What somebody sends by themselves was on no paper, and arrived when it arrived.
    let by_staff = submit.provenance != Provenance::Web;
    let paper_id = if by_staff { submit.paper_id.clone() } else { String::new() };
    let received_on = if by_staff { jst_date(submit.finished_at.map_or(now, |at| at.min(now))).to_string() } else { String::new() };
    let delete_at = now.saturating_add(i64::from(form.settings.retention_days).saturating_mul(DAY_MS));
    let params = params![
        asked.id,
        &submit.form_id,
        &submit.version,
        SubmissionState::Received.code(),
        &accepted.title,
        answers,
        content,
        &accepted.searched,
        asked.receipt_no,
        submit.provenance.code(),
        asked.actor.name(),
        corrected.map(|old| old.id).unwrap_or_default(),
        rev,
        now,
        delete_at,
        paper_id,
        received_on
    ];
    writer.tx.run(sql::PUT_SUBMISSION, params).await?;
    duplicates::put(writer, asked.id, &submit.form_id, &accepted.keys).await?;
    let path = format!("/staff/submissions/{}", asked.id);
    notices::tell_desk(writer, &form.settings.desk, DeskRole::Staff, NoticeCode::SubmissionArrived, &[&form.title], &path).await?;
    for (file, bytes, media_type) in files {
        writer.tx.run(sql::PUT_ATTACHMENT, params![asked.id, &file.path, &file.sha256, &file.name, bytes, media_type]).await?;
    }
    note_event(writer, asked.id, "", SubmissionState::Received, "", "").await?;
    work::project(writer, asked.id, Some(&accepted.lines)).await?;
    if let Some(shared) = &submit.shared {
        shared::close(writer, shared, asked.id, asked.receipt_no).await?;
    }
    Ok(Outcome::Done { rev })
}

/// Whether a secret is that of a submission.
pub fn is_held(submission: &Submission, secret: &str) -> bool {
    receipt::secret_of(&submission.id).is_some_and(|own| receipt::is_secret(secret, &own))
}

async fn withdraw(writer: &mut Writer, actor: &Actor, holder: &Holder, reason: &str) -> DbResult<Outcome> {
    let Some(submission) = correct::held(writer, actor, holder).await? else { return Ok(rejected("receipt_no", "receipt_unknown")) };
    if !submission.state.may_be_withdrawn() {
        let problem = Problem::new("state", "bad_state_change").arg(submission.state.code()).arg(SubmissionState::Withdrawn.code());
        return Ok(Outcome::Rejected(vec![problem]));
    }
    if reason.chars().count() > rules::MESSAGE_MAX {
        return Ok(Outcome::Rejected(vec![Problem::new("reason", "too_long").arg(rules::MESSAGE_MAX.to_string())]));
    }
    let rev = writer.take_rev().await?;
    move_on(writer, &submission, SubmissionState::Withdrawn, &submission.assignee, "", reason, rev).await?;
    Ok(Outcome::Done { rev })
}

async fn review_within(writer: &mut Writer, asked: Asked<'_>, review: &Review, read: Option<&[Line]>) -> DbResult<Outcome> {
    let Some(submission) = store::submission_within(writer, &review.submission).await? else {
        return Ok(rejected("submission", "not_found"));
    };
    if let Some(conflict) = conflict(asked.base_rev, Some(submission.rev)) {
        return Ok(conflict);
    }
    let problems = rules::check_review(review, submission.state);
    if !problems.is_empty() {
        return Ok(Outcome::Rejected(problems));
    }
    let to = review.state.unwrap_or(submission.state);
    let assignee = review.assignee.as_deref().map_or(submission.assignee.as_str(), str::trim);
    let mut note = review.note.trim().to_owned();
    if assignee != submission.assignee {
        let line = format!("assignee: {}", if assignee.is_empty() { "-" } else { assignee });
        note = if note.is_empty() { line } else { format!("{line}\n{note}") };
    }
    let rev = writer.take_rev().await?;
    move_on(writer, &submission, to, assignee, review.message.trim(), &note, rev).await?;
    if read.is_some() {
        work::project(writer, &submission.id, read).await?;
    }
    if to != submission.state {
        tell_sender(writer, &submission, to).await?;
    }
    Ok(Outcome::Done { rev })
}

/// Whoever sent it from an account hears of it; everybody else looks with the receipt.
async fn tell_sender(writer: &mut Writer, submission: &Submission, to: SubmissionState) -> DbResult<()> {
    let Some((account,)) = writer.tx.first::<(String,)>(sql::ACCOUNT_OF_SUBMISSION, params![&submission.id]).await? else { return Ok(()) };
    if account.is_empty() {
        return Ok(());
    }
    let title = if submission.title.is_empty() { submission.receipt_no.as_str() } else { submission.title.as_str() };
    notices::tell(writer, &account, NoticeCode::SubmissionDecided, &[title, to.code()], "/account#receipts").await
}

/// Moves a submission on and notes what happened.
async fn move_on(writer: &mut Writer, from: &Submission, to: SubmissionState, assignee: &str, message: &str, note: &str, rev: u64) -> DbResult<()> {
    let now = writer.now;
    writer.tx.run(sql::MOVE_SUBMISSION, params![&from.id, to.code(), assignee, rev, now]).await?;
    note_event(writer, &from.id, from.state.code(), to, message, note).await?;
    work::project(writer, &from.id, None).await
}

async fn note_event(writer: &mut Writer, id: &str, from: &str, to: SubmissionState, message: &str, note: &str) -> DbResult<()> {
    let (last,) = writer.tx.first::<(i64,)>(sql::LAST_EVENT, params![id]).await?.unwrap_or_default();
    let (now, actor) = (writer.now, writer.actor.clone());
    writer.tx.run(sql::PUT_EVENT, params![id, last + 1, now, actor, from, to.code(), message, note]).await?;
    Ok(())
}

/// Computes something of the filled-in form of a submission, away from the other requests.
pub async fn of_form<T: Send + 'static>(site: &OpenSite, it: &Submission, work: impl FnOnce(&Form) -> T + Send + 'static) -> DbResult<T> {
    let answers = store::answers(&site.db, &it.id).await?;
    let compiled = site.forms.get(&site.db, &it.form_id, &it.version).await?;
    let compiled = compiled.ok_or_else(|| DbError::inconsistent(format!("submission {}", it.id), "its version is not there"))?;
    let (at, id) = (it.received_on.map_or(it.received_at, noon), it.id.clone());
    let done = tokio::task::spawn_blocking(move || work(&filled(&compiled, &answers, at, &id))).await;
    done.map_err(|why| DbError::inconsistent(format!("submission {}", it.id), why))
}

/// Notes that staff looked at or took away what people sent. Of one submission it says whose it is, so that they can read it.
pub async fn note_access(site: &OpenSite, actor: &Actor, verb: &str, subject: &str, now: Millis) -> DbResult<()> {
    let mut writer = Writer::begin(&site.db, now, actor.name()).await?;
    let about = audit::about_submission(&mut writer, subject).await?.unwrap_or_default();
    writer.audit_about(verb, subject, &about, "").await?;
    writer.commit().await
}
