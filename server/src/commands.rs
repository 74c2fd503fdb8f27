//! The command path: everything that is done, by anyone, online or offline, goes through [`execute`].
//!
//! One transaction: authorise, validate with the code the browser has, take effect, write records, audit entry and receipt.
//! Invariants: the same id always gets the same receipt; a command that did not commit left nothing; a refused command is stored
//! too, so that a repetition is refused alike.

use crate::audit;
use crate::db::{DbError, DbResult};
use crate::feed::{self, Writer, sha256_hex, sql};
use crate::forms::{self, Asked, Ready};
use crate::kiosk::{self, deliver, deliver::Delivered};
use crate::listings;
use crate::listings::pictures::{self, Pictures};
use crate::params;
use crate::people::{self, Actor};
use crate::sites::OpenSite;
use engawa_app::command::{Body, Command};
use engawa_app::kiosk::command::KioskCommand;
use engawa_app::people::command::PeopleCommand;
use engawa_core::command::number_of;
use engawa_core::time::Millis;
use engawa_core::{Action, Problem, Receipt, ReceiptStatus, Subject, may};

/// The most characters of the subject of a command that is refused.
const SUBJECT_MAX: usize = 64;

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
    /// The actor may not. Nothing is kept, so that the same command may come again after signing in.
    Forbidden,
    /// Something that it needs is not here yet: nothing is decided, and the same command may come again.
    Retry(Problem),
}

/// Executes one command and gives its receipt. Store failures become `Retry`: nothing happened, send it again.
pub async fn execute(site: &OpenSite, actor: &Actor, command: &Command, now: Millis) -> Receipt {
    match delivered(site, actor, command, now).await {
        Ok(delivered) => decide(site, actor, command, delivered, now).await,
        Err(error) => {
            tracing::error!(command = command.id, %error, "a delivery failed in the store");
            Receipt::retry(&command.id)
        }
    }
}

/// What a shared screen delivers takes effect before the delivery itself is decided; of any other command, nothing. A delivery that was
/// decided before, or that the actor may not make, is not even opened.
async fn delivered(site: &OpenSite, actor: &Actor, command: &Command, now: Millis) -> DbResult<Delivered> {
    let (Body::Kiosk(KioskCommand::Deliver { sealed, .. }), Some(screen)) = (&command.body, actor.screen()) else { return Ok(Delivered::Nothing) };
    let is_id = uuid::Uuid::parse_str(&command.id).is_ok();
    if !is_id || !may(actor, Action::KioskDeliver, &Subject::NONE) || stored(site, actor, command).await?.is_some() {
        return Ok(Delivered::Nothing);
    }
    deliver::take(site, screen, &command.id, sealed, now).await
}

/// The same without a look into what is delivered: a delivery within a delivery is never opened. Rooms use [`execute`].
pub(crate) async fn decide(site: &OpenSite, actor: &Actor, command: &Command, delivered: Delivered, now: Millis) -> Receipt {
    match try_execute(site, actor, command, delivered, now).await {
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

fn forbidden() -> Problem {
    Problem::new("", "forbidden")
}

fn rejected(id: &str, problem: Problem) -> Receipt {
    Receipt { id: id.to_owned(), status: ReceiptStatus::Rejected, rev: None, receipt_no: None, problems: vec![problem] }
}

/// The receipt of an id that was decided before. Another author or another content under the same id is refused, not answered.
pub(crate) async fn stored(site: &OpenSite, actor: &Actor, command: &Command) -> DbResult<Option<Receipt>> {
    let Some((who, known, answer)) = site.db.first::<(String, String, String)>(sql::RECEIPT, params![&command.id]).await? else { return Ok(None) };
    // What anybody may send belongs to whoever knows its id and content: a session that began or ended meanwhile changes nothing. So does
    // a sealed delivery, which nobody but its tablet has: that tablet may be another screen by now, or none.
    let is_bearers = command.body.is_for_anyone() || matches!(command.body, Body::Kiosk(KioskCommand::Deliver { .. }));
    if (who != actor.name() && !is_bearers) || known != digest(command)? {
        return Ok(Some(rejected(&command.id, Problem::new("id", "forbidden"))));
    }
    serde_json::from_str(&answer).map(Some).map_err(|why| DbError::inconsistent(format!("receipt {}", command.id), why))
}

async fn try_execute(site: &OpenSite, actor: &Actor, command: &Command, delivered: Delivered, now: Millis) -> DbResult<Receipt> {
    if uuid::Uuid::parse_str(&command.id).is_err() {
        return Ok(rejected(&command.id, Problem::new("id", "bad_json")));
    }
    if let Some(receipt) = stored(site, actor, command).await? {
        return Ok(receipt);
    }
    let digest = digest(command)?;
    let number = number_of(&command.id);
    let ready = match &command.body {
        Body::Listings(_) | Body::People(_) | Body::Kiosk(_) => Ready::Nothing,
        Body::Forms(it) => {
            // Asked before anything is computed: whoever may not gets no answer about answers.
            if !may(actor, it.action(), &Subject::NONE) {
                let writer = Writer::begin(&site.db, now, actor.name()).await?;
                return refuse(writer, command, it.verb(), it.subject()).await;
            }
            forms::prepare(site, actor, &command.id, it, now).await?
        }
    };
    let pictures = match &command.body {
        Body::Listings(it) => pictures::prepare(site, actor, &command.id, it, now).await?,
        Body::Forms(_) | Body::People(_) | Body::Kiosk(_) => Pictures::None,
    };
    let mut writer = Writer::begin(&site.db, now, actor.name()).await?;
    let (verb, subject) = match &command.body {
        Body::Listings(it) => (it.verb(), it.subject().to_owned()),
        Body::Forms(it) => (it.verb(), it.subject().to_owned()),
        Body::People(it) => (it.verb(), it.subject().to_owned()),
        Body::Kiosk(it) => (it.verb(), it.subject().to_owned()),
    };
    let outcome = match &command.body {
        Body::Listings(it) => match &pictures {
            Pictures::None => listings::execute(&mut writer, actor, command.base_rev, it).await?,
            Pictures::Taken(it) => listings::execute(&mut writer, actor, command.base_rev, it).await?,
            Pictures::Refused(problems) => Outcome::Rejected(problems.clone()),
            Pictures::Retry(problem) => Outcome::Retry(problem.clone()),
        },
        Body::People(it) => {
            let asked = people::Asked { id: &command.id, base_rev: command.base_rev, actor, receipt_no: &number };
            people::execute(&mut writer, asked, it).await?
        }
        Body::Kiosk(it) => {
            let asked = kiosk::Asked { id: &command.id, base_rev: command.base_rev, actor };
            kiosk::execute(&mut writer, asked, it, delivered).await?
        }
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
        // Not stored: the same command may be sent again after signing in.
        Outcome::Forbidden => {
            drop(writer);
            return refuse(Writer::begin(&site.db, now, actor.name()).await?, command, verb, &subject).await;
        }
        // The transaction ends here without a trace.
        Outcome::Retry(problem) => return Ok(Receipt { problems: vec![problem], ..Receipt::retry(&command.id) }),
    }
    receipt.receipt_no = Some(number.clone());
    let answer = serde_json::to_string(&receipt).map_err(|why| DbError::inconsistent("receipt", why))?;
    if receipt.status == ReceiptStatus::Done {
        let done = people::cases::Done { command: &command.id, receipt_no: &number, verb, subject: &subject };
        let on_behalf = match &actor.case {
            Some(case) if people::cases::link(&mut writer, case, done).await? => format!(",\"case\":\"{case}\""),
            _ => String::new(),
        };
        writer.audit(verb, &subject, &format!("{{\"command\":\"{}\"{on_behalf}}}", command.id)).await?;
    }
    writer.tx.run(sql::PUT_RECEIPT, params![&command.id, &number, actor.name(), verb, &subject, now, digest, answer]).await?;
    // Taking in what was done at the counter is no receipt among others: what it took in is.
    if receipt.status == ReceiptStatus::Done
        && !actor.is_staff()
        && !matches!(command.body, Body::People(PeopleCommand::Case(_)))
        && let Some(account) = actor.account()
    {
        people::receipts::keep(&mut writer, account, &command.id, &number, (verb, subject.as_str())).await?;
    }
    writer.commit().await?;
    if let Err(error) = site.refresh().await {
        // The command is safe; the catalogue catches up with the next commit.
        tracing::error!(%error, "the catalogue could not be refreshed");
    }
    Ok(receipt)
}

/// Refuses a command for want of a right, which stands in the log once a minute for each actor. Nothing else of it is kept.
async fn refuse(mut writer: Writer, command: &Command, verb: &str, subject: &str) -> DbResult<Receipt> {
    // Whoever is refused also wrote what they wanted it done to: an id is short, and anything longer is none.
    let subject: String = subject.chars().take(SUBJECT_MAX).collect();
    let detail = format!("{{\"command\":\"{}\",\"verb\":\"{verb}\"}}", command.id);
    let refusal = audit::Refusal { verb: "command.refuse", subject: &subject, about: "", detail: &detail, by_subject: false };
    audit::refused(&mut writer, refusal).await?;
    writer.commit().await?;
    Ok(rejected(&command.id, forbidden()))
}

/// The newest revision, for pages that edit.
pub async fn current_rev(site: &OpenSite) -> DbResult<u64> {
    feed::last_rev(&site.db).await
}
