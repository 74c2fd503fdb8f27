//! The command path: everything that is done, by anyone, online or offline, goes through [`execute`].
//!
//! One transaction: authorise, validate with the code the browser has, take effect, write records, audit entry and receipt.
//! Invariants: the same id always gets the same receipt; a command that did not commit left nothing; a refused command is stored
//! too, so that a repetition is refused alike.

use crate::db::{DbError, DbResult};
use crate::feed::{self, Writer, sha256_hex, sql};
use crate::forms::{self, Asked, Ready};
use crate::listings;
use crate::params;
use crate::people::Actor;
use crate::sites::OpenSite;
use engawa_app::command::{Body, Command};
use engawa_core::command::receipt_no;
use engawa_core::time::Millis;
use engawa_core::{Problem, Receipt, ReceiptStatus};

/// How a room answers a command, inside the transaction.
#[derive(Debug)]
pub enum Outcome {
    /// It took effect at this revision.
    Done {
        /// The revision.
        rev: u64,
    },
    /// A rule refuses it.
    Rejected(Vec<Problem>),
    /// The subject changed since the author saw it; `path` says what.
    Conflict(Problem),
    /// Something that it needs is not here yet: nothing is decided, and the same command may come again.
    Retry(Problem),
}

/// Executes one command and gives its receipt. Store failures become `Retry`: nothing happened, send it again.
pub async fn execute(site: &OpenSite, actor: &Actor, command: &Command, now: Millis) -> Receipt {
    match try_execute(site, actor, command, now).await {
        Ok(receipt) => receipt,
        Err(DbError::Duplicate(_)) => {
            // The same command was decided at the same moment on another connection: its receipt is there now.
            match stored(site, actor, command).await {
                Ok(Some(receipt)) => receipt,
                _ => Receipt::retry(&command.id),
            }
        }
        Err(error) => {
            tracing::error!(command = command.id, %error, "a command failed in the store");
            Receipt::retry(&command.id)
        }
    }
}

fn digest(command: &Command) -> DbResult<String> {
    serde_json::to_vec(command).map(|bytes| sha256_hex(&bytes)).map_err(|why| DbError::inconsistent("command", why))
}

fn rejected(id: &str, problem: Problem) -> Receipt {
    Receipt { id: id.to_owned(), status: ReceiptStatus::Rejected, rev: None, receipt_no: None, problems: vec![problem] }
}

/// The receipt of an id that was decided before. Another author or another content under the same id is refused, not answered.
async fn stored(site: &OpenSite, actor: &Actor, command: &Command) -> DbResult<Option<Receipt>> {
    let Some((who, known, answer)) = site.db.first::<(String, String, String)>(sql::RECEIPT, params![&command.id]).await? else { return Ok(None) };
    // What anybody may send belongs to whoever knows its id and content: a session that began or ended meanwhile changes nothing.
    if (who != actor.name() && !command.body.is_for_anyone()) || known != digest(command)? {
        return Ok(Some(rejected(&command.id, Problem::new("id", "forbidden"))));
    }
    serde_json::from_str(&answer).map(Some).map_err(|why| DbError::inconsistent(format!("receipt {}", command.id), why))
}

async fn try_execute(site: &OpenSite, actor: &Actor, command: &Command, now: Millis) -> DbResult<Receipt> {
    if uuid::Uuid::parse_str(&command.id).is_err() {
        return Ok(rejected(&command.id, Problem::new("id", "bad_json")));
    }
    if let Some(receipt) = stored(site, actor, command).await? {
        return Ok(receipt);
    }
    if !actor.may(&command.body) {
        // Not stored: the same command may be sent again after signing in.
        return Ok(rejected(&command.id, Problem::new("", "forbidden")));
    }
    let digest = digest(command)?;
    let number = number_of(&command.id);
    let ready = match &command.body {
        Body::Listings(_) => Ready::Nothing,
        Body::Forms(it) => forms::prepare(site, &command.id, it, now).await?,
    };
    let mut writer = Writer::begin(&site.db, now, actor.name()).await?;
    let (verb, subject) = match &command.body {
        Body::Listings(it) => (it.verb(), it.subject().to_owned()),
        Body::Forms(it) => (it.verb(), it.subject().to_owned()),
    };
    let outcome = match &command.body {
        Body::Listings(it) => listings::execute(&mut writer, command.base_rev, it).await?,
        Body::Forms(it) => {
            let asked = Asked { id: &command.id, base_rev: command.base_rev, actor, receipt_no: &number };
            forms::execute(&mut writer, asked, it, ready).await?
        }
    };
    let mut receipt = Receipt { id: command.id.clone(), status: ReceiptStatus::Done, rev: None, receipt_no: None, problems: Vec::new() };
    match outcome {
        Outcome::Done { rev } => receipt.rev = Some(rev),
        Outcome::Rejected(problems) => {
            receipt.status = ReceiptStatus::Rejected;
            receipt.problems = problems;
        }
        Outcome::Conflict(problem) => {
            receipt.status = ReceiptStatus::Conflict;
            receipt.problems = vec![problem];
        }
        // The transaction ends here without a trace.
        Outcome::Retry(problem) => return Ok(Receipt { problems: vec![problem], ..Receipt::retry(&command.id) }),
    }
    receipt.receipt_no = Some(number.clone());
    let answer = serde_json::to_string(&receipt).map_err(|why| DbError::inconsistent("receipt", why))?;
    if receipt.status == ReceiptStatus::Done {
        writer.audit(verb, &subject, &format!("{{\"command\":\"{}\"}}", command.id)).await?;
    }
    writer.tx.run(sql::PUT_RECEIPT, params![&command.id, number, actor.name(), verb, subject, now, digest, answer]).await?;
    writer.commit().await?;
    if let Err(error) = site.refresh().await {
        // The command is safe; the catalogue catches up with the next commit.
        tracing::error!(%error, "the catalogue could not be refreshed");
    }
    Ok(receipt)
}

/// The short number of a command's receipt.
fn number_of(id: &str) -> String {
    let hash = sha256_hex(id.as_bytes());
    let mut head = [0_u8; 5];
    for (at, byte) in head.iter_mut().enumerate() {
        *byte = hash.get(at * 2..at * 2 + 2).and_then(|pair| u8::from_str_radix(pair, 16).ok()).unwrap_or(0);
    }
    receipt_no(head)
}

/// The newest revision, for pages that edit.
pub async fn current_rev(site: &OpenSite) -> DbResult<u64> {
    feed::last_rev(&site.db).await
}
