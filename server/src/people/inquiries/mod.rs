//! Inquiries between desks on the server: writing, asking, answering, reminding, closing; the log.
//!
//! Invariants: a desk answers for itself, on its last day at the latest, and never after the round was closed; two officers of one desk do
//! not overwrite each other unseen, and nobody closes a round over an answer that they did not see; everything that happens after it was
//! sent is a row of its log; a round is forgotten [`KEPT_MS`] after it was closed.

mod read;
pub mod sql;

pub use read::{Entry, Listed, Reply, list, log, may_read, one, replies};

use super::notices::tell_desk;
use super::{Asked, desks};
use crate::commands::Outcome;
use crate::db::{DbError, DbResult};
use crate::feed::Writer;
use crate::params;
use chrono::NaiveDate;
use engawa_app::people::inquiry::{
    Decision, InquiryAnswer, InquiryCommand, InquiryDraft, InquiryEvent, InquiryState, check_answer, check_draft, check_due, check_open,
    check_summary, is_awaited,
};
use engawa_app::people::notice::NoticeCode;
use engawa_core::rights::DeskRole;
use engawa_core::time::{DAY_MS, Millis, jst_date};
use engawa_core::{Action, Problem, Subject, may};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

/// A round is kept so long after it was closed.
pub const KEPT_MS: Millis = 3 * 365 * DAY_MS;

/// The page of a round.
pub fn path(inquiry: &str) -> String {
    format!("/staff/inquiries/{inquiry}")
}

/// What is asked besides title and day: the `body` of its row.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct InquiryBody {
    /// What it is about.
    pub words: String,
    /// Questions.
    pub questions: Vec<String>,
    /// A page that it is about; may be empty.
    pub link: String,
}

/// A round as it is stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Inquiry {
    /// Its id.
    pub id: String,
    /// The desk that asks.
    pub desk: String,
    /// How far it is.
    pub state: InquiryState,
    /// Title.
    pub title: String,
    /// What is asked.
    pub body: InquiryBody,
    /// The last day for an answer.
    pub due_on: NaiveDate,
    /// What came of it; empty: it is not closed.
    pub summary: String,
    /// Every colleague reads title and summary.
    pub shared: bool,
    /// When it was sent; nought: it was not.
    pub sent_at: Millis,
    /// When those who had not answered were last reminded; nought: never.
    pub reminded_at: Millis,
    /// When it was closed; nought: it is not.
    pub closed_at: Millis,
    /// The revision of its last change; answers have their own.
    pub rev: u64,
}

impl Inquiry {
    /// As the table of rights asks for it.
    pub fn subject(&self) -> Subject<'_> {
        Subject::of_desk(&self.desk)
    }
}

/// Id, desk, state, title, body, last day, summary, shared, sent, reminded, closed, revision.
type InquiryRow = (String, String, String, String, String, String, String, i64, i64, i64, i64, i64);

fn json<T: DeserializeOwned>(what: &str, text: &str) -> DbResult<T> {
    serde_json::from_str(text).map_err(|why| DbError::inconsistent(what, why))
}

fn text_of<T: Serialize>(what: &str, value: &T) -> DbResult<String> {
    serde_json::to_string(value).map_err(|why| DbError::inconsistent(what, why))
}

fn inquiry_of(row: InquiryRow) -> DbResult<Inquiry> {
    let (id, desk, state, title, body, due_on, summary, shared, sent_at, reminded_at, closed_at, rev) = row;
    Ok(Inquiry {
        state: InquiryState::parse(&state).ok_or_else(|| DbError::inconsistent("inquiry.state", &state))?,
        body: json("inquiry.body", &body)?,
        due_on: due_on.parse::<NaiveDate>().map_err(|why| DbError::inconsistent("inquiry.due_on", why))?,
        shared: shared > 0,
        rev: u64::try_from(rev).map_err(|why| DbError::inconsistent("inquiry.rev", why))?,
        id,
        desk,
        title,
        summary,
        sent_at,
        reminded_at,
        closed_at,
    })
}

async fn one_within(writer: &mut Writer, id: &str) -> DbResult<Option<Inquiry>> {
    writer.tx.first::<InquiryRow>(sql::ONE, params![id]).await?.map(inquiry_of).transpose()
}

async fn replies_within(writer: &mut Writer, id: &str) -> DbResult<Vec<Reply>> {
    writer.tx.all::<read::ReplyRow>(sql::REPLIES, params![id]).await?.into_iter().map(read::reply_of).collect()
}

/// The name of a desk, in the language of the house.
async fn name_of(writer: &mut Writer, desk: &str) -> DbResult<String> {
    let row = writer.tx.first::<(String, String, String, String, i64, i64)>(desks::sql::ONE, params![desk]).await?;
    Ok(row.map_or_else(|| desk.to_owned(), |(_, _, name, ..)| name))
}

fn refused(path: &str, code: &str) -> Outcome {
    Outcome::Rejected(vec![Problem::new(path, code)])
}

/// It changed since the author saw it.
fn conflict(now: u64) -> Outcome {
    Outcome::Conflict(Problem::new("base_rev", "conflict").arg(now.to_string()))
}

/// Executes a command inside the writer's transaction. Rights are asked here: only here it is known which desk asks.
pub async fn execute(writer: &mut Writer, asked: Asked<'_>, command: &InquiryCommand) -> DbResult<Outcome> {
    match command {
        InquiryCommand::Save { inquiry, desk, draft } => save(writer, asked, inquiry, desk, &draft.tidied()).await,
        InquiryCommand::Answer { inquiry, desk, answer: given } => answer(writer, asked, inquiry, desk, given).await,
        InquiryCommand::Drop { .. }
        | InquiryCommand::Send { .. }
        | InquiryCommand::Remind { .. }
        | InquiryCommand::SetDue { .. }
        | InquiryCommand::Close { .. } => keep(writer, asked, command).await,
    }
}

async fn save(writer: &mut Writer, asked: Asked<'_>, id: &str, desk: &str, draft: &InquiryDraft) -> DbResult<Outcome> {
    // An empty desk would be every desk's: a round is asked by one.
    if desk.is_empty() || !may(asked.actor, Action::InquiryKeep, &Subject::of_desk(desk)) {
        return Ok(Outcome::Forbidden);
    }
    match one_within(writer, id).await? {
        None if id != asked.id => return Ok(refused("", "inquiry_unknown")),
        Some(before) if before.desk != desk => return Ok(refused("", "inquiry_unknown")),
        Some(before) if before.state != InquiryState::Draft => return Ok(refused("", "inquiry_sent")),
        Some(before) if before.rev > asked.base_rev.unwrap_or(0) => return Ok(conflict(before.rev)),
        _ => {}
    }
    let problems = check_draft(desk, draft, jst_date(writer.now));
    if !problems.is_empty() {
        return Ok(Outcome::Rejected(problems));
    }
    if !desks::exists(writer, desk).await? {
        return Ok(refused("desk", "desk_unknown"));
    }
    for to in &draft.desks {
        if !desks::exists(writer, to).await? {
            return Ok(refused("desks", "desk_unknown"));
        }
    }
    let body = InquiryBody { words: draft.words.clone(), questions: draft.questions.clone(), link: draft.link.clone() };
    let (rev, body) = (writer.take_rev().await?, text_of("inquiry.body", &body)?);
    writer.tx.run(sql::PUT, params![id, desk, &draft.title, body, draft.due_on.to_string(), rev]).await?;
    writer.tx.run(sql::DROP_DESKS, params![id]).await?;
    for to in &draft.desks {
        writer.tx.run(sql::PUT_DESK, params![id, to]).await?;
    }
    Ok(Outcome::Done { rev })
}

async fn answer(writer: &mut Writer, asked: Asked<'_>, id: &str, desk: &str, given: &InquiryAnswer) -> DbResult<Outcome> {
    if desk.is_empty() || !may(asked.actor, Action::InquiryAnswer, &Subject::of_desk(desk)) {
        return Ok(Outcome::Forbidden);
    }
    // A desk that is not asked learns nothing about what others are.
    let before = replies_within(writer, id).await?.into_iter().find(|reply| reply.desk == desk);
    let (Some(inquiry), Some(before)) = (one_within(writer, id).await?, before) else { return Ok(refused("", "inquiry_unknown")) };
    if let Some(problem) = check_open(inquiry.state, inquiry.due_on, jst_date(writer.now)) {
        return Ok(Outcome::Rejected(vec![problem]));
    }
    if before.rev > asked.base_rev.unwrap_or(0) {
        return Ok(conflict(before.rev));
    }
    let questions = inquiry.body.questions.len();
    let given = given.tidied(questions);
    let problems = check_answer(questions, &given);
    if !problems.is_empty() {
        return Ok(Outcome::Rejected(problems));
    }
    let (rev, now) = (writer.take_rev().await?, writer.now);
    let answers = text_of("inquiry_desk.answers", &given.answers)?;
    let decision = given.decision.code();
    writer.tx.run(sql::ANSWER, params![id, desk, decision, &given.words, answers, &given.contact, now, rev]).await?;
    let what = if before.decision.is_none() { InquiryEvent::Answered } else { InquiryEvent::Changed };
    put_log(writer, id, desk, what, Some(given.decision), &given.words).await?;
    let args = [inquiry.title.as_str(), before.name.as_str(), decision];
    tell_desk(writer, &inquiry.desk, DeskRole::Staff, NoticeCode::InquiryAnswered, &args, &path(id)).await?;
    Ok(Outcome::Done { rev })
}

/// What the desk that asks does with a round that is there.
async fn keep(writer: &mut Writer, asked: Asked<'_>, command: &InquiryCommand) -> DbResult<Outcome> {
    let found = one_within(writer, command.subject()).await?;
    // Whoever may ask for no desk learns nothing about which rounds there are.
    if !may(asked.actor, Action::InquiryKeep, &found.as_ref().map_or(Subject::NONE, Inquiry::subject)) {
        return Ok(Outcome::Forbidden);
    }
    let Some(inquiry) = found else { return Ok(refused("", "inquiry_unknown")) };
    let is_for_drafts = matches!(command, InquiryCommand::Drop { .. } | InquiryCommand::Send { .. });
    match inquiry.state {
        InquiryState::Draft if !is_for_drafts => return Ok(refused("", "inquiry_not_sent")),
        InquiryState::Open | InquiryState::Closed if is_for_drafts => return Ok(refused("", "inquiry_sent")),
        InquiryState::Closed => return Ok(refused("", "inquiry_closed")),
        InquiryState::Draft | InquiryState::Open => {}
    }
    let replies = replies_within(writer, &inquiry.id).await?;
    // A program may leave out what it saw; a page never does.
    let newest = match command {
        // Whoever closes has read the answers.
        InquiryCommand::Close { .. } => replies.iter().map(|reply| reply.rev).fold(inquiry.rev, u64::max),
        InquiryCommand::Remind { .. } => 0,
        _ => inquiry.rev,
    };
    if asked.base_rev.is_some_and(|base| newest > base) {
        return Ok(conflict(newest));
    }
    match command {
        InquiryCommand::Drop { .. } => drop_draft(writer, &inquiry.id).await,
        InquiryCommand::Send { .. } => send(writer, &inquiry, &replies).await,
        InquiryCommand::Remind { .. } => remind(writer, &inquiry, &replies).await,
        InquiryCommand::SetDue { due_on, .. } => set_due(writer, &inquiry, &replies, *due_on).await,
        InquiryCommand::Close { summary, shared, .. } => close(writer, &inquiry, &replies, summary, *shared).await,
        InquiryCommand::Save { .. } | InquiryCommand::Answer { .. } => Ok(refused("", "inquiry_unknown")),
    }
}

async fn drop_draft(writer: &mut Writer, id: &str) -> DbResult<Outcome> {
    let rev = writer.take_rev().await?;
    writer.tx.run(sql::DROP_DESKS, params![id]).await?;
    writer.tx.run(sql::DROP, params![id]).await?;
    Ok(Outcome::Done { rev })
}

async fn send(writer: &mut Writer, inquiry: &Inquiry, replies: &[Reply]) -> DbResult<Outcome> {
    // A draft may have waited longer than the day that it names.
    if let Some(problem) = check_due(inquiry.due_on, jst_date(writer.now)) {
        return Ok(Outcome::Rejected(vec![problem]));
    }
    for reply in replies {
        if !desks::exists(writer, &reply.desk).await? {
            return Ok(refused("desks", "desk_unknown"));
        }
    }
    let (rev, now) = (writer.take_rev().await?, writer.now);
    writer.tx.run(sql::SEND, params![&inquiry.id, now, rev]).await?;
    put_log(writer, &inquiry.id, &inquiry.desk, InquiryEvent::Sent, None, "").await?;
    let (from, due) = (name_of(writer, &inquiry.desk).await?, inquiry.due_on.to_string());
    tell(writer, inquiry, replies, NoticeCode::InquiryAsked, &[&inquiry.title, &from, &due]).await?;
    Ok(Outcome::Done { rev })
}

async fn remind(writer: &mut Writer, inquiry: &Inquiry, replies: &[Reply]) -> DbResult<Outcome> {
    let today = jst_date(writer.now);
    if inquiry.due_on < today {
        return Ok(refused("", "inquiry_remind_late"));
    }
    let awaited = awaited(replies);
    if awaited.is_empty() {
        return Ok(refused("", "inquiry_all_answered"));
    }
    if inquiry.reminded_at > 0 && jst_date(inquiry.reminded_at) == today {
        return Ok(refused("", "inquiry_reminded"));
    }
    let (rev, now) = (writer.take_rev().await?, writer.now);
    writer.tx.run(sql::REMINDED, params![&inquiry.id, now]).await?;
    put_log(writer, &inquiry.id, &inquiry.desk, InquiryEvent::Reminded, None, "").await?;
    let due = inquiry.due_on.to_string();
    tell(writer, inquiry, &awaited, NoticeCode::InquiryReminded, &[&inquiry.title, &due]).await?;
    Ok(Outcome::Done { rev })
}

async fn set_due(writer: &mut Writer, inquiry: &Inquiry, replies: &[Reply], due_on: NaiveDate) -> DbResult<Outcome> {
    if let Some(problem) = check_due(due_on, jst_date(writer.now)) {
        return Ok(Outcome::Rejected(vec![problem]));
    }
    let (rev, due) = (writer.take_rev().await?, due_on.to_string());
    writer.tx.run(sql::SET_DUE, params![&inquiry.id, &due, rev]).await?;
    put_log(writer, &inquiry.id, &inquiry.desk, InquiryEvent::Moved, None, &due).await?;
    tell(writer, inquiry, &awaited(replies), NoticeCode::InquiryReminded, &[&inquiry.title, &due]).await?;
    Ok(Outcome::Done { rev })
}

async fn close(writer: &mut Writer, inquiry: &Inquiry, replies: &[Reply], summary: &str, shared: bool) -> DbResult<Outcome> {
    let problems = check_summary(summary);
    if !problems.is_empty() {
        return Ok(Outcome::Rejected(problems));
    }
    let (rev, now) = (writer.take_rev().await?, writer.now);
    writer.tx.run(sql::CLOSE, params![&inquiry.id, summary.trim(), i64::from(shared), now, rev]).await?;
    put_log(writer, &inquiry.id, &inquiry.desk, InquiryEvent::Closed, None, "").await?;
    tell(writer, inquiry, replies, NoticeCode::InquiryClosed, &[&inquiry.title]).await?;
    Ok(Outcome::Done { rev })
}

/// Those whose answer is still to come.
fn awaited(replies: &[Reply]) -> Vec<Reply> {
    replies.iter().filter(|reply| is_awaited(reply.decision)).cloned().collect()
}

/// Tells the officers of these desks.
async fn tell(writer: &mut Writer, inquiry: &Inquiry, desks: &[Reply], code: NoticeCode, args: &[&str]) -> DbResult<()> {
    for reply in desks {
        tell_desk(writer, &reply.desk, DeskRole::Staff, code, args, &path(&inquiry.id)).await?;
    }
    Ok(())
}

/// Writes into the log of a round who did what for which desk.
async fn put_log(writer: &mut Writer, id: &str, desk: &str, what: InquiryEvent, decision: Option<Decision>, words: &str) -> DbResult<()> {
    let (last,) = writer.tx.first::<(i64,)>(sql::LAST_LOG, params![id]).await?.unwrap_or_default();
    let (now, actor) = (writer.now, writer.actor.clone());
    let decision = decision.map_or("", Decision::code);
    writer.tx.run(sql::PUT_LOG, params![id, last + 1, now, actor, desk, what.code(), decision, words]).await?;
    Ok(())
}
