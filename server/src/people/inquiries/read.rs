//! What pages read of inquiries, and who may read it.

use super::{Inquiry, InquiryRow, inquiry_of, json, sql};
use crate::db::{Db, DbError, DbResult};
use crate::params;
use engawa_app::people::inquiry::{Decision, InquiryEvent, InquiryState};
use engawa_core::rights::Actor;
use engawa_core::time::Millis;
use engawa_core::{Action, Subject, may};
use std::collections::BTreeMap;

/// Desk, its name, decision, words, answers, contact, when, revision.
pub(super) type ReplyRow = (String, String, String, String, String, String, i64, i64);

/// A desk that is asked, and what it answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reply {
    /// Desk.
    pub desk: String,
    /// Its name.
    pub name: String,
    /// In a word; nothing: it has not answered.
    pub decision: Option<Decision>,
    /// Conditions, the reason, remarks; may be empty.
    pub words: String,
    /// To each question.
    pub answers: Vec<String>,
    /// Whom to ask there.
    pub contact: String,
    /// When.
    pub at: Millis,
    /// The revision of the answer; nought: there is none.
    pub rev: u64,
}

pub(super) fn decision_of(code: &str) -> DbResult<Option<Decision>> {
    if code.is_empty() {
        return Ok(None);
    }
    Decision::parse(code).map(Some).ok_or_else(|| DbError::inconsistent("inquiry_desk.decision", code))
}

pub(super) fn reply_of((desk, name, decision, words, answers, contact, at, rev): ReplyRow) -> DbResult<Reply> {
    let name = if name.is_empty() { desk.clone() } else { name };
    let rev = u64::try_from(rev).map_err(|why| DbError::inconsistent("inquiry_desk.rev", why))?;
    Ok(Reply { decision: decision_of(&decision)?, answers: json("inquiry_desk.answers", &answers)?, desk, name, words, contact, at, rev })
}

/// One round.
pub async fn one(db: &Db, id: &str) -> DbResult<Option<Inquiry>> {
    db.first::<InquiryRow>(sql::ONE, params![id]).await?.map(inquiry_of).transpose()
}

/// Who is asked in a round, and what they answered.
pub async fn replies(db: &Db, id: &str) -> DbResult<Vec<Reply>> {
    db.all::<ReplyRow>(sql::REPLIES, params![id]).await?.into_iter().map(reply_of).collect()
}

/// Whether somebody may read a round with its answers and its log: at the desk that asks, or, once it was sent, at one that is asked.
pub fn may_read<'a>(actor: &Actor, inquiry: &Inquiry, mut asked: impl Iterator<Item = &'a str>) -> bool {
    let at = |desk: &str| may(actor, Action::InquiryRead, &Subject::of_desk(desk));
    at(&inquiry.desk) || (inquiry.state != InquiryState::Draft && asked.any(at))
}

/// A round in a list.
#[derive(Clone, Debug)]
pub struct Listed {
    /// The round.
    pub inquiry: Inquiry,
    /// The desks that are asked, and what each answered in a word.
    pub asked: Vec<(String, Option<Decision>)>,
    /// The reader may read all of it; otherwise only title and summary.
    pub is_whole: bool,
}

/// The rounds of which somebody may read something, those that are not over first. Every colleague reads what is shared.
pub async fn list(db: &Db, actor: &Actor) -> DbResult<Vec<Listed>> {
    let mut asked: BTreeMap<String, Vec<(String, Option<Decision>)>> = BTreeMap::new();
    for (id, desk, decision) in db.all::<(String, String, String)>(sql::ASKED, params![]).await? {
        asked.entry(id).or_default().push((desk, decision_of(&decision)?));
    }
    let mut found = Vec::new();
    for row in db.all::<InquiryRow>(sql::EVERY, params![]).await? {
        let inquiry = inquiry_of(row)?;
        let asked = asked.remove(&inquiry.id).unwrap_or_default();
        let is_whole = may_read(actor, &inquiry, asked.iter().map(|(desk, _)| desk.as_str()));
        let is_shared = inquiry.state == InquiryState::Closed && inquiry.shared && may(actor, Action::ListingReadStaffOnly, &Subject::NONE);
        if is_whole || is_shared {
            found.push(Listed { inquiry, asked, is_whole });
        }
    }
    Ok(found)
}

/// Something that happened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// When.
    pub at: Millis,
    /// Who, as logs name them.
    pub actor: String,
    /// Their name; empty: nobody has that account any more.
    pub name: String,
    /// The name of the desk for which they did it.
    pub desk: String,
    /// What.
    pub what: InquiryEvent,
    /// Of an answer: in a word.
    pub decision: Option<Decision>,
    /// What was said: the reason, another last day; may be empty.
    pub words: String,
}

/// What happened in a round, in order.
pub async fn log(db: &Db, id: &str) -> DbResult<Vec<Entry>> {
    type Row = (i64, String, String, String, String, String, String, String);
    let entry = |(at, actor, name, desk, desk_name, what, decision, words): Row| -> DbResult<Entry> {
        let what = InquiryEvent::parse(&what).ok_or_else(|| DbError::inconsistent("inquiry_log.what", &what))?;
        let desk = if desk_name.is_empty() { desk } else { desk_name };
        Ok(Entry { at, actor, name, desk, what, decision: decision_of(&decision)?, words })
    };
    db.all::<Row>(sql::LOG, params![id]).await?.into_iter().map(entry).collect()
}
