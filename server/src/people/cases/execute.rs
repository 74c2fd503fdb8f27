//! Commands about cases and referrals.

use super::{Done, StoredCase, StoredReferral, digest_of, items_within, one_within, put_item, referral_within, sql};
use crate::commands::Outcome;
use crate::db::{DbError, DbResult};
use crate::feed::Writer;
use crate::params;
use crate::people::links::{self, OnPaper};
use crate::people::notices::tell_desk;
use crate::people::{Asked, desks};
use engawa_app::people::account::address;
use engawa_app::people::case::{
    CaseCommand, CasePerson, Channel, Consent, GuardianPaper, Handed, HandedPart, KEPT_DAYS, ReferralState, check_guardian_paper, check_person,
    check_referral, check_words,
};
use engawa_app::people::notice::NoticeCode;
use engawa_core::rights::DeskRole;
use engawa_core::time::{DAY_MS, jst_date};
use engawa_core::{Action, Problem, Subject, may};

fn refused(path: &str, code: &str) -> Outcome {
    Outcome::Rejected(vec![Problem::new(path, code)])
}

/// Executes a command inside the writer's transaction. Rights are asked here: only here it is known to whom a subject belongs.
pub async fn execute(writer: &mut Writer, asked: Asked<'_>, command: &CaseCommand) -> DbResult<Outcome> {
    match command {
        CaseCommand::Open { case, desk, channel, topic } => open(writer, asked, case, desk, *channel, topic).await,
        CaseCommand::Collect { code } => collect(writer, asked, code).await,
        CaseCommand::Note { .. }
        | CaseCommand::SetPerson { .. }
        | CaseCommand::SetCode { .. }
        | CaseCommand::Close { .. }
        | CaseCommand::GuardianConsent { .. }
        | CaseCommand::Refer { .. } => in_case(writer, asked, command).await,
        CaseCommand::TakeReferral { referral } => decide(writer, asked, referral, ReferralState::Taken, "").await,
        CaseCommand::ReturnReferral { referral, note } => decide(writer, asked, referral, ReferralState::Returned, note).await,
        CaseCommand::WithdrawReferral { referral } => decide(writer, asked, referral, ReferralState::Withdrawn, "").await,
    }
}

async fn open(writer: &mut Writer, asked: Asked<'_>, case: &str, desk: &str, channel: Channel, topic: &str) -> DbResult<Outcome> {
    // An empty desk would be every desk's: a case belongs to one.
    if desk.is_empty() || !may(asked.actor, Action::CaseWork, &Subject::of_desk(desk)) {
        return Ok(Outcome::Forbidden);
    }
    let problems = check_words("topic", topic, false);
    if !problems.is_empty() {
        return Ok(Outcome::Rejected(problems));
    }
    if case != asked.id {
        return Ok(refused("case", "not_found"));
    }
    if !desks::exists(writer, desk).await? {
        return Ok(refused("desk", "desk_unknown"));
    }
    let (rev, now, by) = (writer.take_rev().await?, writer.now, writer.actor.clone());
    writer.tx.run(sql::PUT, params![case, asked.receipt_no, desk, channel.code(), topic.trim(), by, now, rev]).await?;
    Ok(Outcome::Done { rev })
}

/// What is done to a case that is there.
async fn in_case(writer: &mut Writer, asked: Asked<'_>, command: &CaseCommand) -> DbResult<Outcome> {
    let found = one_within(writer, command.subject()).await?;
    let action = match command {
        CaseCommand::Refer { .. } => Action::CaseRefer,
        CaseCommand::GuardianConsent { .. } => Action::GuardianRecord,
        _ => Action::CaseWork,
    };
    // Whoever may work at no desk learns nothing about which cases there are.
    if !may(asked.actor, action, &found.as_ref().map_or(Subject::NONE, |case| Subject::of_desk(&case.desk))) {
        return Ok(Outcome::Forbidden);
    }
    let Some(found) = found else { return Ok(refused("case", "not_found")) };
    match command {
        CaseCommand::Note { case, words } => {
            let problems = check_words("words", words, true);
            if !problems.is_empty() {
                return Ok(Outcome::Rejected(problems));
            }
            let rev = writer.take_rev().await?;
            let done = Done { command: "", receipt_no: "", verb: command.verb(), subject: case };
            put_item(writer, case, done, words.trim()).await?;
            Ok(Outcome::Done { rev })
        }
        CaseCommand::SetPerson { case, person } => set_person(writer, case, person).await,
        CaseCommand::SetCode { case, digest } => {
            if digest.len() != 64 || !digest.chars().all(|c| c.is_ascii_hexdigit()) {
                return Ok(refused("digest", "bad_json"));
            }
            let (rev, now) = (writer.take_rev().await?, writer.now);
            writer.tx.run(sql::SET_CODE, params![case, digest, now, rev]).await?;
            Ok(Outcome::Done { rev })
        }
        CaseCommand::Close { case, follow_on } => {
            if follow_on.is_some_and(|on| on < jst_date(writer.now)) {
                return Ok(refused("follow_on", "follow_in_past"));
            }
            let rev = close(writer, case, &follow_on.map(|on| on.to_string()).unwrap_or_default()).await?;
            Ok(Outcome::Done { rev })
        }
        CaseCommand::GuardianConsent { code, email, paper, .. } => guardian_consent(writer, code, email, paper).await,
        CaseCommand::Refer { to, parts, consent, .. } => refer(writer, asked, found, to, parts, consent).await,
        CaseCommand::Open { .. }
        | CaseCommand::Collect { .. }
        | CaseCommand::TakeReferral { .. }
        | CaseCommand::ReturnReferral { .. }
        | CaseCommand::WithdrawReferral { .. } => Ok(refused("case", "not_found")),
    }
}

/// A guardian signed a paper, which staff saw: the same as their mail, and the paper is named. A code goes before an address.
async fn guardian_consent(writer: &mut Writer, code: &str, typed: &str, paper: &GuardianPaper) -> DbResult<Outcome> {
    let mut problems = check_guardian_paper(paper, jst_date(writer.now));
    let (code, email) = (code.trim(), address(typed).unwrap_or_default());
    if code.is_empty() && typed.trim().is_empty() {
        problems.push(Problem::new("code", "required"));
    } else if code.is_empty() && email.is_empty() {
        problems.push(Problem::new("email", "bad_email"));
    }
    if !problems.is_empty() {
        return Ok(Outcome::Rejected(problems));
    }
    let (on, unknown) = if code.is_empty() {
        (OnPaper::Email(&email), refused("email", "guardian_not_waiting"))
    } else {
        (OnPaper::Code(code), refused("code", "guardian_code_unknown"))
    };
    let paper = GuardianPaper { name: paper.name.trim().to_owned(), signed_on: paper.signed_on, kept: paper.kept.trim().to_owned() };
    let text = serde_json::to_string(&paper).map_err(|why| DbError::inconsistent("account.guardian_paper", why))?;
    if !links::consent_on_paper(writer, on, &text).await? {
        return Ok(unknown);
    }
    Ok(Outcome::Done { rev: writer.take_rev().await? })
}

async fn set_person(writer: &mut Writer, case: &str, person: &CasePerson) -> DbResult<Outcome> {
    let problems = check_person(person);
    if !problems.is_empty() {
        return Ok(Outcome::Rejected(problems));
    }
    let person = CasePerson { name: person.name.trim().to_owned(), phone: person.phone.trim().to_owned() };
    let text = serde_json::to_string(&person).map_err(|why| DbError::inconsistent("desk_case.person", why))?;
    let (rev, now) = (writer.take_rev().await?, writer.now);
    writer.tx.run(sql::SET_PERSON, params![case, text, now, rev]).await?;
    Ok(Outcome::Done { rev })
}

/// Closes a case. From now on the days are counted after which the person is forgotten.
pub async fn close(writer: &mut Writer, case: &str, follow_on: &str) -> DbResult<u64> {
    let (rev, now) = (writer.take_rev().await?, writer.now);
    writer.tx.run(sql::CLOSE, params![case, now, follow_on, now + KEPT_DAYS * DAY_MS, rev]).await?;
    Ok(rev)
}

/// Takes a case into an account: merged, not doubled, and for one account only.
async fn collect(writer: &mut Writer, asked: Asked<'_>, code: &str) -> DbResult<Outcome> {
    let Some(account) = asked.actor.account().filter(|_| may(asked.actor, Action::CaseCollect, &Subject::NONE)) else {
        return Ok(Outcome::Forbidden);
    };
    let Some((case, owner)) = writer.tx.first::<(String, String)>(sql::BY_CODE, params![digest_of(code)]).await? else {
        return Ok(refused("code", "case_code_unknown"));
    };
    if !owner.is_empty() && owner != account {
        return Ok(refused("code", "case_taken"));
    }
    let rev = writer.take_rev().await?;
    writer.tx.run(sql::COLLECT, params![&case, account]).await?;
    writer.tx.run(sql::COLLECT_SUBMISSIONS, params![&case, account]).await?;
    writer.tx.run(sql::SET_ACCOUNT, params![&case, account, rev]).await?;
    writer.audit_about("case.collected", &case, account, "").await?;
    Ok(Outcome::Done { rev })
}

async fn refer(writer: &mut Writer, asked: Asked<'_>, case: StoredCase, to: &str, parts: &[HandedPart], consent: &Consent) -> DbResult<Outcome> {
    let problems = check_referral(&case.desk, to, parts, consent, jst_date(writer.now));
    if !problems.is_empty() {
        return Ok(Outcome::Rejected(problems));
    }
    if !desks::exists(writer, to).await? {
        return Ok(refused("to", "desk_unknown"));
    }
    let items = items_within(writer, &case.id).await?;
    let (done, notes): (Vec<_>, Vec<_>) = items.into_iter().partition(|item| !item.command.is_empty());
    let all = Handed {
        name: case.person.name,
        phone: case.person.phone,
        topic: case.topic,
        notes: notes.into_iter().map(|item| item.note).filter(|note| !note.is_empty()).collect(),
        items: done.into_iter().map(|item| (item.verb, item.receipt_no)).collect(),
    };
    let text = |why: serde_json::Error| DbError::inconsistent(format!("referral {}", asked.id), why);
    let body = serde_json::to_string(&all.only(parts)).map_err(text)?;
    let agreed = serde_json::to_string(consent).map_err(text)?;
    let (rev, now, by) = (writer.take_rev().await?, writer.now, writer.actor.clone());
    writer.tx.run(sql::PUT_REFERRAL, params![asked.id, &case.id, &case.desk, to, agreed, body, by, now]).await?;
    let from = match writer.tx.first::<(String, String, String, String, i64, i64)>(desks::sql::ONE, params![&case.desk]).await? {
        Some((_, _, name, ..)) => name,
        None => case.desk,
    };
    writer.audit_about("referral.make", asked.id, &case.account, to).await?;
    tell_desk(writer, to, DeskRole::Staff, NoticeCode::CaseReferred, &[&from], &format!("/staff/referrals/{}", asked.id)).await?;
    Ok(Outcome::Done { rev })
}

/// Whether the actor may bring a referral there: the receiving desk takes and gives back; a consent is taken back at either.
fn may_decide(asked: Asked<'_>, referral: &StoredReferral, to: ReferralState) -> bool {
    let works_at = |desk: &str| may(asked.actor, Action::CaseRefer, &Subject::of_desk(desk));
    works_at(&referral.to) || (to == ReferralState::Withdrawn && works_at(&referral.from))
}

async fn decide(writer: &mut Writer, asked: Asked<'_>, id: &str, to: ReferralState, note: &str) -> DbResult<Outcome> {
    let found = referral_within(writer, id).await?;
    let is_allowed = found.as_ref().map_or_else(|| may(asked.actor, Action::CaseRefer, &Subject::NONE), |found| may_decide(asked, found, to));
    if !is_allowed {
        return Ok(Outcome::Forbidden);
    }
    let Some(found) = found else { return Ok(refused("referral", "not_found")) };
    if !found.state.may_become(to) {
        return Ok(refused("state", "referral_state"));
    }
    let problems = check_words("note", note, to == ReferralState::Returned);
    if !problems.is_empty() {
        return Ok(Outcome::Rejected(problems));
    }
    // What the person no longer agrees to is not kept for the other desk.
    let handed = if to == ReferralState::Withdrawn { Handed::default() } else { found.handed };
    let body = serde_json::to_string(&handed).map_err(|why| DbError::inconsistent(format!("referral {id}"), why))?;
    let (rev, now, by) = (writer.take_rev().await?, writer.now, writer.actor.clone());
    writer.tx.run(sql::DECIDE, params![id, to.code(), note.trim(), body, by, now]).await?;
    Ok(Outcome::Done { rev })
}
