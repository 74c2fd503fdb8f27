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
mod publish;
pub mod ready;
pub mod rescue;
pub mod retention;
mod review;
pub mod shared;
pub mod sniff;
pub mod sql;
pub mod store;
mod submit;
pub mod tidy;
pub mod workbook;

use crate::audit;
use crate::commands::Outcome;
use crate::db::{DbError, DbResult};
use crate::feed::{Writer, sql as feed_sql};
use crate::params;
use crate::people::{Actor, work};
use crate::sites::OpenSite;
use engawa_app::forms::command::FormCommand;
use engawa_app::forms::outline::{Line, filled, noon};
use engawa_app::forms::rules::{self, Accepted};
use engawa_app::forms::{Provenance, receipt};
use engawa_core::form::running::{Compiled, Form};
use engawa_core::time::Millis;
use engawa_core::{Problem, Subject, may};
use publish::{change, is_desk, put_version};
use review::{review_within, withdraw};
use std::sync::Arc;
use store::Submission;
use submit::submit_within;

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

/// Somebody changed it since the author looked.
fn conflict(base: Option<u64>, now: Option<u64>) -> Option<Outcome> {
    match (base, now) {
        (Some(base), Some(now)) if now > base => Some(Outcome::Conflict(Problem::new("base_rev", "conflict").arg(now.to_string()))),
        _ => None,
    }
}

/// Whether a secret is that of a submission.
pub fn is_held(submission: &Submission, secret: &str) -> bool {
    receipt::secret_of(&submission.id).is_some_and(|own| receipt::is_secret(secret, &own))
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
